package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/live"
	"rollcall/internal/record"
)

// Webhooks is what the handlers of webhooks need of the store.
type Webhooks interface {
	Webhook(ctx context.Context, id uuid.UUID) (record.Webhook, error)
	// Webhooks are those of a handle, or of everybody if it is empty.
	Webhooks(ctx context.Context, handle string, p record.Page) (record.Listing[record.Webhook], error)
	CreateWebhook(ctx context.Context, w record.Write, h record.Webhook) (record.Webhook, error)
	UpdateWebhook(ctx context.Context, w record.Write, h record.Webhook) (record.Webhook, error)
	DeleteWebhook(ctx context.Context, w record.Write, id uuid.UUID, version int) error
	ReplayWebhook(ctx context.Context, w record.Write, id uuid.UUID, after int64) (record.Webhook, error)
	Deliveries(ctx context.Context, webhook uuid.UUID, states []record.DeliveryState, p record.Page) (record.Listing[record.Delivery], error)
	Delivery(ctx context.Context, webhook, id uuid.UUID) (record.Delivery, error)
	AddDelivery(ctx context.Context, d record.Delivery) (record.Delivery, error)
}

// Sender sends webhooks.
type Sender interface {
	// PublicKey is the key that v1a signatures are checked with.
	PublicKey() string
	// SendNow sends a delivery at once and answers it as it stands then. Errors: live.ErrBusy.
	SendNow(ctx context.Context, d record.Delivery) (record.Delivery, error)
}

// WebhookOptions say what webhooks may be, and who sends them.
type WebhookOptions struct {
	Sender Sender
	// AllowPrivate lets webhooks be on this machine and its network, and without TLS: for development.
	AllowPrivate bool
}

// Webhook is an address that is told of changes.
type Webhook struct {
	ID  uuid.UUID `json:"id"`
	URL string    `json:"url" format:"uri" example:"https://newsroom.example/rollcall"`
	// The events it is told of; none is all.
	Events []string `json:"events" example:"endorsement.position_changed"`
	// Only changes about this call, this union, or this union and all below it.
	Call  *uuid.UUID `json:"call"`
	Union *uuid.UUID `json:"union"`
	Under *uuid.UUID `json:"under"`
	// active is sent to; paused keeps what is to be sent until it is made active; disabled answered 410.
	State record.WebhookState `json:"state" example:"active"`
	// Why it is paused or disabled.
	Detail *string `json:"detail"`
	// The handle of the key that made it.
	Handle string `json:"handle" example:"newsroom"`
	// How many attempts failed since one went well.
	Failures int `json:"failures" example:"0"`
	// The seq up to which changes were turned into deliveries.
	Told int64 `json:"told" example:"1042"`
	// The key that v1a signatures are checked with: Ed25519, base64 behind whpk_.
	PublicKey string    `json:"public_key" example:"whpk_MCowBQYDK2VwAyEA"`
	Version   int       `json:"version" example:"1"`
	CreatedAt time.Time `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt time.Time `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// NewWebhook is a webhook with a secret that was just made.
type NewWebhook struct {
	Webhook
	// What v1 signatures are made with. It appears here and nowhere else, ever; null when the request is
	// replayed.
	Secret *string `json:"secret" example:"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"`
}

// WebhookBody is a webhook as it is asked for. target_url and event are other names of url and of a
// single one of events, for REST hooks.
type WebhookBody struct {
	URL       *string `json:"url" format:"uri" example:"https://newsroom.example/rollcall"`
	TargetURL *string `json:"target_url" format:"uri"`
	// The events it is told of; all when missing. An entity with .* is all of its events.
	Events []string `json:"events" extensions:"x-nullable" example:"endorsement.position_changed"`
	Event  *string  `json:"event" example:"endorsement.*"`
	// Only changes about this call, this union, or this union and all below it (id or slug).
	Call  *string `json:"call" example:"an-example-march"`
	Union *string `json:"union"`
	Under *string `json:"under" example:"seiu"`
}

// WebhookPatchBody is what can be changed of a webhook.
type WebhookPatchBody struct {
	URL    string   `json:"url" validate:"required" format:"uri" example:"https://newsroom.example/rollcall"`
	Events []string `json:"events" extensions:"x-nullable"`
	Call   *string  `json:"call"`
	Union  *string  `json:"union"`
	Under  *string  `json:"under"`
	// paused stops the sending, active takes it up again.
	State *record.WebhookState `json:"state" enums:"active,paused" example:"active"`
}

// ReplayBody says from where to tell a webhook again.
type ReplayBody struct {
	// Everything behind this seq is sent again.
	After *int64 `json:"after" validate:"required" minimum:"0" example:"1000"`
}

// Delivery is one event on its way to one webhook.
type Delivery struct {
	ID uuid.UUID `json:"id"`
	// The webhook-id header: the same for every attempt.
	MessageID string `json:"message_id" example:"msg_0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	// The change it tells of; 0 for a test.
	Seq   int64  `json:"seq" example:"1042"`
	Event string `json:"event" example:"endorsement.position_changed"`
	// pending is sent, or sent again, at next_attempt_at; failed was tried ten times.
	State    record.DeliveryState `json:"state" example:"delivered"`
	Attempts []DeliveryAttempt    `json:"attempts"`
	NextAt   *time.Time           `json:"next_attempt_at"`
	// What is sent.
	Request   WebhookEvent `json:"request"`
	CreatedAt time.Time    `json:"created_at" example:"2026-01-22T18:00:00Z"`
	SettledAt *time.Time   `json:"settled_at"`
}

// DeliveryAttempt is what came of sending a delivery once.
type DeliveryAttempt struct {
	At time.Time `json:"at" example:"2026-01-22T18:00:00Z"`
	// The status of the answer; null if there was none.
	Status *int `json:"status" example:"204"`
	// Milliseconds.
	TookMS int64 `json:"took_ms" example:"87"`
	// Why it failed.
	Error *string `json:"error"`
	// The beginning of the answer's body.
	Response *string `json:"response"`
}

// WebhookEvent is the body that a webhook gets.
type WebhookEvent struct {
	// The name of the event: the most telling of those that the webhook asked for.
	Type string `json:"type" example:"endorsement.position_changed"`
	// When the change was made.
	Timestamp time.Time        `json:"timestamp" example:"2026-01-22T18:00:00Z"`
	Data      WebhookEventData `json:"data"`
}

// WebhookEventData is what happened.
type WebhookEventData struct {
	// The change as the feed tells it; null in a test.
	Change *Change `json:"change"`
	// The former values of the record's members that have others now; null where there was no record.
	Previous *any `json:"previous,omitempty" swaggertype:"object" extensions:"x-nullable"`
	// The milestone that the change passed, for tally.milestone.
	Milestone *record.Milestone `json:"milestone,omitempty"`
}

// EventPayload is the body that tells a webhook of a change, or of a milestone that it passed.
func EventPayload(event string, c record.Change, m *record.Milestone) ([]byte, error) {
	out := WebhookEvent{Type: event, Timestamp: c.At.UTC(), Data: WebhookEventData{Milestone: m}}
	if event != record.EventTest {
		told, err := changeDTO(c, live.Full)
		if err != nil {
			return nil, err
		}
		previous, err := previousOf(told)
		if err != nil {
			return nil, err
		}
		told.Before = nil // previous tells what differs
		out.Data.Change, out.Data.Previous = &told, &previous
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(out)
	return bytes.TrimSpace(b.Bytes()), err
}

// previousOf is the former values of what a change changed; nil where there was nothing before.
func previousOf(c Change) (any, error) {
	was, err := members(*c.Before)
	if err != nil || was == nil {
		return nil, err
	}
	is, err := members(*c.After)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	for name, v := range was {
		if now, there := is[name]; is == nil || !there || !reflect.DeepEqual(now, v) {
			out[name] = v
		}
	}
	return out, nil
}

func members(facts any) (map[string]any, error) {
	if facts == nil {
		return nil, nil
	}
	b, err := json.Marshal(facts)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	err = json.Unmarshal(b, &out)
	return out, err
}

func (s *Server) webhookDTO(h record.Webhook) Webhook {
	return Webhook{
		ID: h.ID, URL: h.URL, Events: orNone(h.Events), Call: h.Call, Union: h.Union, Under: h.Under, State: h.State, Detail: orNull(h.Detail), Handle: h.Handle,
		Failures: h.Failures, Told: h.Told, PublicKey: s.webhooks.Sender.PublicKey(), Version: h.Version, CreatedAt: h.CreatedAt.UTC(), UpdatedAt: h.UpdatedAt.UTC(),
	}
}

func (s *Server) webhookReply(h record.Webhook) reply {
	return reply{status: http.StatusOK, body: s.webhookDTO(h), version: h.Version, private: true}
}

func deliveryDTO(d record.Delivery) Delivery {
	out := Delivery{
		ID: d.ID, MessageID: live.MessageID(d.ID), Seq: d.Seq, Event: d.Event, State: d.State, Attempts: []DeliveryAttempt{}, NextAt: inUTC(d.NextAt),
		CreatedAt: d.CreatedAt.UTC(), SettledAt: inUTC(d.DoneAt),
	}
	// It was encoded by EventPayload; what cannot be read again is shown empty rather than not at all.
	_ = json.Unmarshal(d.Payload, &out.Request)
	for _, a := range d.Attempts {
		shown := DeliveryAttempt{At: a.At.UTC(), TookMS: a.TookMS, Error: orNull(a.Error), Response: orNull(a.Response)}
		if a.Status > 0 {
			shown.Status = &a.Status
		}
		out.Attempts = append(out.Attempts, shown)
	}
	return out
}

// webhookOf finds the webhook that the path names, if it is one of the client's.
func (s *Server) webhookOf(c *gin.Context) (record.Webhook, error) {
	id, err := idOf(c, "id", "webhook")
	if err != nil {
		return record.Webhook{}, err
	}
	h, err := s.store.Webhook(c.Request.Context(), id)
	if p := access.From(c.Request.Context()); err == nil && h.Handle != p.Handle && p.May(access.AllWebhooks) != access.Yes {
		err = record.Errorf(record.CodeNotFound, "There is no webhook %s.", id)
	}
	return h, err
}

// webhookFilters finds what a webhook is narrowed to.
func (in *input) webhookFilters(h *record.Webhook, call, union, under *string) {
	if call != nil {
		h.Call = found(in.calls(named{"/call", *call})[0].ID)
	}
	h.Union, h.Under = in.union("/union", union), in.union("/under", under)
}

// listWebhooks answers a page of webhooks.
//
//	@ID          listWebhooks
//	@Summary     List webhooks
//	@Description Those of the key's handle; an admin's key sees all.
//	@Tags        webhooks
//	@Produce     json
//	@Param       cursor        query  string false "shared"
//	@Param       limit         query  int    false "shared"
//	@Param       include_total query  bool   false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} List[Webhook] "A page of webhooks"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks [get]
func (s *Server) listWebhooks(c *gin.Context, q *query) (reply, error) {
	p := record.Page{Limit: q.number("limit", defaultLimit, 1, maxLimit), Total: q.boolean("include_total"), After: q.cursor()}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	who := access.From(c.Request.Context())
	handle := who.Handle
	if who.May(access.AllWebhooks) == access.Yes {
		handle = ""
	}
	l, err := s.store.Webhooks(c.Request.Context(), handle, p)
	r := listOf(q, p, l, s.webhookDTO)
	r.private = true
	return r, err
}

// createWebhook stores a new webhook.
//
//	@ID          createWebhook
//	@Summary     Create a webhook
//	@Description It is told of what happens from now on: a POST of each event (WebhookEvent), signed as Standard Webhooks 1.0.0 says. Any 2xx within 15 seconds takes it; else it is tried again, ten times within about three days. The answer holds the secret, this once. Only public https addresses are sent to, and redirects are not followed.
//	@Tags        webhooks
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string      false "shared"
//	@Param       Rollcall-Reason header string      false "shared"
//	@Param       body            body   WebhookBody true  "The webhook"
//	@Success     201 {object} NewWebhook "The webhook, with its secret"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks [post]
func (s *Server) createWebhook() gin.HandlerFunc {
	return s.withSecret(http.StatusCreated, decoded(s, func(in *input, w record.Write, b WebhookBody) (record.Webhook, error) {
		who := access.From(in.ctx())
		h := record.Webhook{URL: orEmpty(b.URL), Events: b.Events, KeyID: who.KeyID, Handle: who.Handle, Secret: live.NewSecret()}
		switch {
		case b.URL != nil && b.TargetURL != nil:
			in.wrong("/target_url", "invalid", "it is another name of url: give one of them")
		case b.TargetURL != nil:
			h.URL = *b.TargetURL
		}
		switch {
		case b.Event != nil && b.Events != nil:
			in.wrong("/event", "invalid", "it is another name of events: give one of them")
		case b.Event != nil:
			h.Events = record.List[string]{*b.Event}
		}
		in.webhookFilters(&h, b.Call, b.Union, b.Under)
		h, err := record.NewWebhook(h, s.webhooks.AllowPrivate)
		if err := in.with(err, "The webhook"); err != nil {
			return h, err
		}
		return s.store.CreateWebhook(in.ctx(), w, h)
	}))
}

// withSecret makes a handler of a POST that answers a webhook with its new secret. What is kept for its
// Idempotency-Key has no secret in it.
func (s *Server) withSecret(status int, do func(*gin.Context, record.Write, []byte) (record.Webhook, error)) gin.HandlerFunc {
	answer := func(h record.Webhook, secret *string) reply {
		r := s.webhookReply(h)
		r.status, r.body = status, NewWebhook{s.webhookDTO(h), secret}
		if status == http.StatusCreated {
			r.location = "/v1/webhooks/" + h.ID.String()
		}
		return r
	}
	return func(c *gin.Context) {
		err := once(s, c, jsonBody, do, func(h record.Webhook) reply { return answer(h, &h.Secret) }, func(h record.Webhook) reply { return answer(h, nil) })
		if err != nil {
			s.fail(c, err)
		}
	}
}

// getWebhook answers one webhook.
//
//	@ID          getWebhook
//	@Summary     One webhook
//	@Description Whether it is sent to and, if it is paused or disabled, why.
//	@Tags        webhooks
//	@Produce     json
//	@Param       id            path   string true  "The webhook's id"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Webhook "The webhook"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id} [get]
func (s *Server) getWebhook(c *gin.Context, q *query) (reply, error) {
	if err := q.done(); err != nil {
		return reply{}, err
	}
	h, err := s.webhookOf(c)
	if err != nil {
		return reply{}, err
	}
	return s.webhookReply(h), nil
}

// updateWebhook changes a webhook.
//
//	@ID          updateWebhook
//	@Summary     Change a webhook
//	@Description state pauses the sending, and takes it up again: what waited is sent then.
//	@Tags        webhooks
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       id              path   string           true  "The webhook's id"
//	@Param       If-Match        header string           true  "shared"
//	@Param       Rollcall-Reason header string           false "shared"
//	@Param       body            body   WebhookPatchBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Webhook "The webhook as changed"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id} [patch]
func (s *Server) updateWebhook(c *gin.Context, w record.Write) (reply, error) {
	h, err := replaced(c, func() (record.Webhook, error) { return s.webhookOf(c) }, func(h record.Webhook) int { return h.Version })
	if err != nil {
		return reply{}, err
	}
	in := s.input(c)
	text := func(id *uuid.UUID) *string {
		if id == nil {
			return nil
		}
		v := id.String()
		return &v
	}
	b, given, err := patched(in, WebhookPatchBody{URL: h.URL, Events: h.Events, Call: text(h.Call), Union: text(h.Union), Under: text(h.Under)})
	if err != nil {
		return reply{}, err
	}
	next := h
	next.URL, next.Events, next.Call = b.URL, b.Events, nil
	in.webhookFilters(&next, b.Call, b.Union, b.Under)
	if b.State != nil {
		next.State = *b.State
		if next.State == record.WebhookActive {
			next.Detail, next.Failures = "", 0
		} else if h.State != record.WebhookPaused {
			next.Detail = "Paused by its owner."
		}
	} else if _, told := given["state"]; told {
		in.wrong("/state", "required", "a webhook has a state")
	}
	checked := next
	if b.State == nil {
		checked.State = record.WebhookActive // what it is by itself is not up to the client
	}
	checked, err = record.NewWebhook(checked, s.webhooks.AllowPrivate)
	if err := in.with(err, "The webhook"); err != nil {
		return reply{}, err
	}
	next.Events = checked.Events
	if next, err = s.store.UpdateWebhook(c.Request.Context(), w, next); err != nil {
		return reply{}, err
	}
	return s.webhookReply(next), nil
}

// deleteWebhook removes a webhook.
//
//	@ID          deleteWebhook
//	@Summary     Delete a webhook
//	@Description At once; what was still to be sent is not. If-Match may be left out, for REST hooks.
//	@Tags        webhooks
//	@Produce     json
//	@Param       id              path   string true  "The webhook's id"
//	@Param       If-Match        header string false "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Deleted"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id} [delete]
func (s *Server) deleteWebhook(c *gin.Context, w record.Write) (reply, error) {
	h, err := s.webhookOf(c)
	if err != nil {
		return reply{}, err
	}
	m, err := precondition(c)
	if err == nil && m.Given {
		err = m.Check(h.Version)
	}
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeleteWebhook(c.Request.Context(), w, h.ID, h.Version)
}

// rotateWebhook gives a webhook a new secret.
//
//	@ID          rotateWebhook
//	@Summary     Rotate a webhook's secret
//	@Description For the overlap, what is sent is signed with both the old secret and the new.
//	@Tags        webhooks
//	@Accept      json
//	@Produce     json
//	@Param       id              path   string     true  "The webhook's id"
//	@Param       Idempotency-Key header string     false "shared"
//	@Param       Rollcall-Reason header string     false "shared"
//	@Param       body            body   RotateBody true  "How to rotate; {} is fine"
//	@Success     200 {object} NewWebhook "The webhook, with its new secret"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id}/rotate [post]
func (s *Server) rotateWebhook() gin.HandlerFunc {
	return s.withSecret(http.StatusOK, decoded(s, func(in *input, w record.Write, b RotateBody) (record.Webhook, error) {
		overlap := in.overlap(b)
		h, err := s.webhookOf(in.Context)
		if err := in.with(err, "The rotation"); err != nil {
			return h, err
		}
		until := s.now().Add(overlap)
		h.OldSecret, h.OldUntil, h.Secret = h.Secret, &until, live.NewSecret()
		return s.store.UpdateWebhook(in.ctx(), w, h)
	}))
}

// replayWebhook tells a webhook again.
//
//	@ID          replayWebhook
//	@Summary     Replay changes to a webhook
//	@Description Every event behind a seq is delivered again, with the webhook-id it had, or would have had.
//	@Tags        webhooks
//	@Accept      json
//	@Produce     json
//	@Param       id              path   string     true  "The webhook's id"
//	@Param       Idempotency-Key header string     false "shared"
//	@Param       Rollcall-Reason header string     false "shared"
//	@Param       body            body   ReplayBody true  "From where"
//	@Success     200 {object} Webhook "The webhook"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id}/replay [post]
func (s *Server) replayWebhook() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b ReplayBody) (record.Webhook, error) {
		h, err := s.webhookOf(in.Context)
		if err != nil {
			return h, err
		}
		if b.After != nil && (*b.After < 0 || *b.After > s.store.Seq()) {
			in.wrong("/after", "range", "the record has the seqs from 0 to %d", s.store.Seq())
		}
		if err := in.with(nil, "The replay"); err != nil {
			return h, err
		}
		return s.store.ReplayWebhook(in.ctx(), w, h.ID, *b.After)
	}, s.webhookReply)
}

// testWebhook sends a test.
//
//	@ID          testWebhook
//	@Summary     Send a test to a webhook
//	@Description A webhook.test event, sent at once, whatever the webhook's state. The answer says what came of it.
//	@Tags        webhooks
//	@Produce     json
//	@Param       id              path   string true  "The webhook's id"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Delivery "The delivery, with its first attempt"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id}/test [post]
func (s *Server) testWebhook(c *gin.Context, _ record.Write) (reply, error) {
	if _, err := noBody(c); err != nil {
		return reply{}, err
	}
	h, err := s.webhookOf(c)
	if err != nil {
		return reply{}, err
	}
	now := s.now()
	body, err := EventPayload(record.EventTest, record.Change{At: now}, nil)
	if err != nil {
		return reply{}, err
	}
	id := uuid.Must(uuid.NewV7())
	d, err := s.store.AddDelivery(c.Request.Context(), record.Delivery{
		ID: id, WebhookID: h.ID, EntityID: id, Event: record.EventTest, Payload: body, DoneAt: &now,
		State: record.DeliveryFailed, Round: record.MaxAttempts - 1, // a test is tried once
	})
	if err != nil {
		return reply{}, err
	}
	return s.sendNow(c, d)
}

// sendNow sends a delivery and answers it as it stands then. It is tried once: whoever asks sees what
// came of it.
func (s *Server) sendNow(c *gin.Context, d record.Delivery) (reply, error) {
	d, err := s.webhooks.Sender.SendNow(c.Request.Context(), d)
	if errors.Is(err, live.ErrBusy) {
		err = record.Errorf(record.CodeConflict, "The delivery is being sent at this moment.")
	}
	return reply{status: http.StatusOK, body: deliveryDTO(d), private: true}, err
}

// listDeliveries answers a page of a webhook's deliveries.
//
//	@ID          listDeliveries
//	@Summary     The deliveries to a webhook
//	@Description What was sent, or is to be, the latest first, with what came of each attempt. What is settled is kept for 30 days.
//	@Tags        webhooks
//	@Produce     json
//	@Param       id            path   string   true  "The webhook's id"
//	@Param       state         query  []string false "In these states" Enums(pending,delivered,failed) collectionFormat(csv)
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Delivery] "A page of deliveries"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id}/deliveries [get]
func (s *Server) listDeliveries(c *gin.Context, q *query) (reply, error) {
	states := oneOf(q, "state", record.DeliveryStates)
	p := record.Page{Limit: q.number("limit", defaultLimit, 1, maxLimit), Total: q.boolean("include_total"), After: q.cursor()}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	h, err := s.webhookOf(c)
	if err != nil {
		return reply{}, err
	}
	l, err := s.store.Deliveries(c.Request.Context(), h.ID, states, p)
	r := listOf(q, p, l, deliveryDTO)
	r.private = true
	return r, err
}

// redeliver sends a delivery again.
//
//	@ID          redeliver
//	@Summary     Send a delivery again
//	@Description At once, with the same webhook-id and body, whatever the webhook's state. The answer says what came of it.
//	@Tags        webhooks
//	@Produce     json
//	@Param       id              path   string true  "The webhook's id"
//	@Param       delivery        path   string true  "The delivery's id"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Delivery "The delivery, with its new attempt"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/webhooks/{id}/deliveries/{delivery}/redeliver [post]
func (s *Server) redeliver(c *gin.Context, _ record.Write) (reply, error) {
	if _, err := noBody(c); err != nil {
		return reply{}, err
	}
	h, err := s.webhookOf(c)
	if err != nil {
		return reply{}, err
	}
	id, err := idOf(c, "delivery", "delivery")
	if err != nil {
		return reply{}, err
	}
	d, err := s.store.Delivery(c.Request.Context(), h.ID, id)
	if err != nil {
		return reply{}, err
	}
	return s.sendNow(c, d)
}

// overlap reads how long what is rotated goes on being valid.
func (in *input) overlap(b RotateBody) time.Duration {
	if b.OverlapSeconds == nil {
		return access.DefaultOverlap
	}
	if *b.OverlapSeconds < 0 || *b.OverlapSeconds > 30*24*3600 {
		in.wrong("/overlap_seconds", "range", "an overlap is 0 to 2592000 seconds")
	}
	return time.Duration(*b.OverlapSeconds) * time.Second
}
