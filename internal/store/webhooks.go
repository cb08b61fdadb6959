package store

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rollcall/internal/record"
)

// Webhooks and their deliveries are no part of the record: they take no seq and are overwritten. What is
// to be delivered follows from the ledger, where it was written together with the record itself: a
// webhook holds the seq up to which the ledger was turned into deliveries, so that nothing that was
// committed can be missed, whenever a process ends.

const webhookColumns = "w.id, w.url, w.events, w.call_id, w.union_id, w.under_id, w.state, w.detail, w.key_id, w.handle, w.secret, w.old_secret, w.old_until, " +
	"w.told, w.failures, w.version, w.created_at, w.updated_at"

func (r reader) webhooks() *query[record.Webhook] {
	return &query[record.Webhook]{
		reader: r, columns: webhookColumns, from: "webhooks AS w", id: "w.id", own: "-created_at",
		idOf: func(h record.Webhook) uuid.UUID { return h.ID },
		sorts: map[string]sortKey[record.Webhook]{
			"created_at": byTime("w.created_at", func(h record.Webhook) time.Time { return h.CreatedAt }),
		},
	}
}

// Webhooks answers a page of the webhooks of a handle; of everybody if it is empty.
func (s *Store) Webhooks(ctx context.Context, handle string, p record.Page) (record.Listing[record.Webhook], error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Listing[record.Webhook]{}, err
	}
	q := r.webhooks()
	q.and("1 = 1")
	if handle != "" {
		q.and("w.handle = ?", handle)
	}
	return q.page(p)
}

// Webhook answers one webhook. Errors: CodeNotFound.
func (s *Store) Webhook(ctx context.Context, id uuid.UUID) (record.Webhook, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Webhook{}, err
	}
	q := r.webhooks()
	q.and("w.id = ?", id)
	h, found, err := q.one()
	if err == nil && !found {
		err = record.Errorf(record.CodeNotFound, "There is no webhook %s.", id)
	}
	return h, err
}

// mostWebhooks bounds how many webhooks one handle may have: each costs something with every change.
const mostWebhooks = 100

// CreateWebhook stores a new webhook, which is told of what comes from now on. Errors: CodeConflict when
// its handle has too many.
func (s *Store) CreateWebhook(ctx context.Context, w record.Write, h record.Webhook) (record.Webhook, error) {
	return write(ctx, s, w, func(t *tx) (record.Webhook, error) {
		var n int64
		if err := t.db.Raw("SELECT count(*) FROM webhooks WHERE handle = ?", h.Handle).Scan(&n).Error; err != nil {
			return h, err
		}
		if n >= mostWebhooks {
			return h, record.Errorf(record.CodeConflict, "A handle has at most %d webhooks.", mostWebhooks)
		}
		h.ID, h.Told, h.Version, h.CreatedAt, h.UpdatedAt = newID(), t.seq, 1, t.now, t.now
		values := webhookValues(h)
		for name, v := range map[string]any{
			"id": h.ID, "call_id": h.Call, "union_id": h.Union, "under_id": h.Under, "key_id": h.KeyID, "handle": h.Handle, "told": h.Told, "created_at": h.CreatedAt,
		} {
			values[name] = v
		}
		return h, t.db.Table("webhooks").Create(values).Error
	})
}

// webhookValues are the columns that a change of a webhook writes.
func webhookValues(h record.Webhook) map[string]any {
	return map[string]any{
		"url": h.URL, "events": h.Events, "state": string(h.State), "detail": h.Detail, "secret": h.Secret, "old_secret": h.OldSecret,
		"old_until": instantOrNull(h.OldUntil), "failures": h.Failures, "version": h.Version, "updated_at": instant(h.UpdatedAt),
	}
}

// UpdateWebhook changes a webhook; h.Version is the one the writer saw. Errors: CodeStale, CodeNotFound.
func (s *Store) UpdateWebhook(ctx context.Context, w record.Write, h record.Webhook) (record.Webhook, error) {
	return write(ctx, s, w, func(t *tx) (record.Webhook, error) {
		seen := h.Version
		h.Version, h.UpdatedAt = seen+1, t.now
		values := webhookValues(h)
		for name, v := range map[string]any{"call_id": h.Call, "union_id": h.Union, "under_id": h.Under} {
			values[name] = v
		}
		done := t.db.Table("webhooks").Where("id = ? AND version = ?", h.ID, seen).Updates(values)
		if done.Error != nil || done.RowsAffected == 1 {
			return h, done.Error
		}
		return h, t.webhookStale(h.ID, seen)
	})
}

// webhookStale says why a version of a webhook could not be replaced.
func (t *tx) webhookStale(id uuid.UUID, seen int) error {
	var found []struct{ Version int }
	if err := t.db.Raw("SELECT version FROM webhooks WHERE id = ?", id).Scan(&found).Error; err != nil {
		return err
	}
	if len(found) == 0 {
		return record.Errorf(record.CodeNotFound, "There is no webhook %s.", id)
	}
	return stale(seen, found[0].Version)
}

// DeleteWebhook removes a webhook and what was to be sent to it. Errors: CodeStale, CodeNotFound.
func (s *Store) DeleteWebhook(ctx context.Context, w record.Write, id uuid.UUID, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		done := t.db.Exec("DELETE FROM webhooks WHERE id = ? AND version = ?", id, version)
		if done.Error != nil || done.RowsAffected == 1 {
			return struct{}{}, done.Error
		}
		return struct{}{}, t.webhookStale(id, version)
	})
	return err
}

// ReplayWebhook tells a webhook again of everything after a seq. Errors: CodeNotFound.
func (s *Store) ReplayWebhook(ctx context.Context, w record.Write, id uuid.UUID, after int64) (record.Webhook, error) {
	return write(ctx, s, w, func(t *tx) (record.Webhook, error) {
		q := t.reader.webhooks()
		q.and("w.id = ?", id)
		h, found, err := q.one()
		if err != nil || !found {
			return h, firstOf(err, record.Errorf(record.CodeNotFound, "There is no webhook %s.", id))
		}
		// A delivery has the same id whenever it is made, so that those there are must go first.
		if err := t.db.Exec("DELETE FROM deliveries WHERE webhook_id = ? AND seq > ?", id, after).Error; err != nil {
			return h, err
		}
		h.Told, h.Version, h.UpdatedAt = min(h.Told, after), h.Version+1, t.now
		return h, t.db.Table("webhooks").Where("id = ?", id).Updates(map[string]any{"told": h.Told, "version": h.Version, "updated_at": h.UpdatedAt}).Error
	})
}

// WebhooksBehind answers the active webhooks that have not been told of everything up to seq.
func (s *Store) WebhooksBehind(ctx context.Context, seq int64) ([]record.Webhook, error) {
	var out []record.Webhook
	err := s.reads.WithContext(ctx).Table("webhooks w").Select(webhookColumns).Where("w.state = ? AND w.told < ?", string(record.WebhookActive), seq).Order("w.told, w.id").Scan(&out).Error
	return out, s.dialect.translate(err)
}

// Expand turns changes into deliveries: it stores them and moves the webhook from the seq it had been
// told of to upTo, or does neither where another process was faster.
func (s *Store) Expand(ctx context.Context, h record.Webhook, upTo int64, ds []record.Delivery) error {
	now := s.Now()
	err := s.writes.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		moved := db.Exec("UPDATE webhooks SET told = ? WHERE id = ? AND told = ?", upTo, h.ID, h.Told)
		if moved.Error != nil || moved.RowsAffected == 0 {
			return moved.Error
		}
		for _, d := range ds {
			if err := db.Table("deliveries").Create(deliveryValues(d, now)).Error; err != nil {
				return err
			}
		}
		return nil
	})
	return s.dialect.translate(err)
}

func deliveryValues(d record.Delivery, now time.Time) map[string]any {
	return map[string]any{
		"id": d.ID, "webhook_id": d.WebhookID, "seq": d.Seq, "entity_id": d.EntityID, "event": d.Event, "payload": string(d.Payload), "state": string(d.State),
		"round": d.Round, "attempts": d.Attempts, "next_at": instantOrNull(d.NextAt), "created_at": now, "done_at": instantOrNull(d.DoneAt),
	}
}

const deliveryColumns = "d.id, d.webhook_id, d.seq, d.entity_id, d.event, d.payload, d.state, d.round, d.attempts, d.next_at, d.created_at, d.done_at"

// due is the condition that a delivery may be sent: its time has come, nobody else is sending it, and
// nothing about the same record is to be sent to the same webhook before it.
const due = "d.state = 'pending' AND d.next_at <= ? AND (d.leased_until IS NULL OR d.leased_until < ?) AND " +
	"EXISTS (SELECT 1 FROM webhooks w WHERE w.id = d.webhook_id AND w.state = 'active') AND " +
	"NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.webhook_id = d.webhook_id AND e.entity_id = d.entity_id AND e.state = 'pending' AND (e.seq, e.id) < (d.seq, d.id))"

// ClaimDeliveries takes deliveries that are due, but none of the webhooks named, for this process alone
// until the lease ends.
func (s *Store) ClaimDeliveries(ctx context.Context, lease time.Duration, most int, but []uuid.UUID) ([]record.Delivery, error) {
	now := s.Now()
	var found, out []record.Delivery
	q := s.reads.WithContext(ctx).Table("deliveries d").Select(deliveryColumns).Where(due, now, now)
	if len(but) > 0 {
		q = q.Where("d.webhook_id NOT IN ?", but)
	}
	if err := q.Order("d.next_at, d.id").Limit(most).Scan(&found).Error; err != nil {
		return nil, s.dialect.translate(err)
	}
	for _, d := range found {
		claimed := s.writes.WithContext(ctx).Exec("UPDATE deliveries SET leased_until = ? WHERE id = ? AND state = 'pending' AND (leased_until IS NULL OR leased_until < ?)", now.Add(lease), d.ID, now)
		if claimed.Error != nil {
			return out, s.dialect.translate(claimed.Error)
		}
		if claimed.RowsAffected == 1 {
			out = append(out, d)
		}
	}
	return out, nil
}

// ClaimDelivery takes one delivery, due or not, for this process alone until the lease ends. It reports
// false where another has it.
func (s *Store) ClaimDelivery(ctx context.Context, id uuid.UUID, lease time.Duration) (bool, error) {
	now := s.Now()
	done := s.writes.WithContext(ctx).Exec("UPDATE deliveries SET leased_until = ? WHERE id = ? AND (leased_until IS NULL OR leased_until < ?)", now.Add(lease), id, now)
	return done.RowsAffected == 1, s.dialect.translate(done.Error)
}

// NextDelivery is when the next delivery is due; false if none is waiting.
func (s *Store) NextDelivery(ctx context.Context) (time.Time, bool, error) {
	var found []struct{ NextAt time.Time }
	err := s.reads.WithContext(ctx).Raw("SELECT d.next_at FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id AND w.state = 'active' WHERE d.state = 'pending' ORDER BY d.next_at LIMIT 1").Scan(&found).Error
	if err != nil || len(found) == 0 {
		return time.Time{}, false, s.dialect.translate(err)
	}
	return found[0].NextAt.UTC(), true, nil
}

// Attempted stores what came of an attempt at a delivery, and gives it free.
func (s *Store) Attempted(ctx context.Context, d record.Delivery, a record.Attempt, spread float64) (record.Delivery, error) {
	d = d.After(a, spread)
	err := s.writes.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		values := map[string]any{
			"state": string(d.State), "round": d.Round, "attempts": d.Attempts, "next_at": instantOrNull(d.NextAt), "leased_until": nil, "done_at": instantOrNull(d.DoneAt),
		}
		if err := db.Table("deliveries").Where("id = ?", d.ID).Updates(values).Error; err != nil {
			return err
		}
		var hooks []record.Webhook
		if err := db.Table("webhooks w").Select(webhookColumns).Where("w.id = ?", d.WebhookID).Scan(&hooks).Error; err != nil || len(hooks) == 0 {
			return err // deleted meanwhile
		}
		is := hooks[0].After(a, d)
		if is.Failures == hooks[0].Failures && is.State == hooks[0].State {
			return nil
		}
		changed := map[string]any{"failures": is.Failures}
		if is.State != hooks[0].State {
			changed = map[string]any{"failures": is.Failures, "state": string(is.State), "detail": is.Detail, "version": is.Version + 1, "updated_at": s.Now()}
		}
		return db.Table("webhooks").Where("id = ? AND version = ?", is.ID, is.Version).Updates(changed).Error
	})
	return d, s.dialect.translate(err)
}

// AddDelivery stores a delivery that no change caused: a test.
func (s *Store) AddDelivery(ctx context.Context, d record.Delivery) (record.Delivery, error) {
	d.CreatedAt = s.Now()
	err := s.writes.WithContext(ctx).Table("deliveries").Create(deliveryValues(d, d.CreatedAt)).Error
	return d, s.dialect.translate(err)
}

func (r reader) deliveries() *query[record.Delivery] {
	return &query[record.Delivery]{
		reader: r, columns: deliveryColumns, from: "deliveries AS d", id: "d.id", own: "-created_at",
		idOf: func(d record.Delivery) uuid.UUID { return d.ID },
		sorts: map[string]sortKey[record.Delivery]{
			"created_at": byTime("d.created_at", func(d record.Delivery) time.Time { return d.CreatedAt }),
		},
	}
}

// Deliveries answers a page of the deliveries of a webhook, the latest first.
func (s *Store) Deliveries(ctx context.Context, webhook uuid.UUID, states []record.DeliveryState, p record.Page) (record.Listing[record.Delivery], error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Listing[record.Delivery]{}, err
	}
	q := r.deliveries()
	q.and("d.webhook_id = ?", webhook)
	among(&q.conditions, "d.state", states)
	return q.page(p)
}

// Delivery answers one delivery of a webhook. Errors: CodeNotFound.
func (s *Store) Delivery(ctx context.Context, webhook, id uuid.UUID) (record.Delivery, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Delivery{}, err
	}
	q := r.deliveries()
	q.and("d.webhook_id = ? AND d.id = ?", webhook, id)
	d, found, err := q.one()
	if err == nil && !found {
		err = record.Errorf(record.CodeNotFound, "The webhook has no delivery %s.", id)
	}
	return d, err
}

// PruneDeliveries removes what was settled before an instant.
func (s *Store) PruneDeliveries(ctx context.Context, before time.Time) error {
	return s.dialect.translate(s.writes.WithContext(ctx).Exec("DELETE FROM deliveries WHERE done_at < ?", instant(before)).Error)
}

// Milestones answers the milestones that a change passed: those of the call's endorsing bodies, as they
// stood with the change, where the change added one of them.
func (s *Store) Milestones(ctx context.Context, c record.Change) ([]record.Milestone, error) {
	if c.Entity != record.EntityEndorsement || len(c.After) == 0 {
		return nil, nil
	}
	after, err := record.Decode[record.Endorsement](c.After)
	if err != nil || !after.Endorses() {
		return nil, err
	}
	if len(c.Before) > 0 {
		if before, err := record.Decode[record.Endorsement](c.Before); err != nil || before.Endorses() {
			return nil, err
		}
	}
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return nil, err
	}
	r.known = c.Seq
	var out []record.Milestone
	for _, of := range []struct{ name, value string }{{"kind", string(after.Union.Kind)}, {"region", after.Union.Region}} {
		if of.value == "" {
			continue
		}
		var n int64
		err := r.db.Table(r.positions()).
			Where("p.call_id = ? AND "+r.valid("p")+" AND "+r.inForce()+" AND p.position = ? AND p.capacity = ? AND u.kind <> ? AND u."+of.name+" = ?",
				after.Call.ID, string(record.Endorsed), string(record.CapacityBody), string(record.KindCaucus), of.value).Count(&n).Error
		if err != nil {
			return nil, s.dialect.translate(err)
		}
		if record.IsMilestone(of.name, int(n)) {
			out = append(out, record.Milestone{Call: after.Call, Union: after.Union, Of: of.name, Value: of.value, Count: int(n)})
		}
	}
	return out, nil
}

// SigningKey is the key that all processes on this database sign webhooks with, besides each webhook's
// own secret.
func (s *Store) SigningKey(ctx context.Context) (ed25519.PrivateKey, error) {
	_, fresh, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	seed, err := s.setting(ctx, "webhook_key", fresh.Seed())
	if err != nil {
		return nil, err
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
