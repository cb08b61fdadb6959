package live

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Outbox is what sending webhooks needs of the store.
type Outbox interface {
	Record
	ChangeSelector(ctx context.Context, f record.ChangeFilter) (record.ChangeSelector, error)
	// SigningKey is the key that all processes on this database share.
	SigningKey(ctx context.Context) (ed25519.PrivateKey, error)
	Webhook(ctx context.Context, id uuid.UUID) (record.Webhook, error)
	// WebhooksBehind are the active webhooks that have not been told of everything up to a seq.
	WebhooksBehind(ctx context.Context, seq int64) ([]record.Webhook, error)
	// Milestones are those that a change of an endorsement passed.
	Milestones(ctx context.Context, c record.Change) ([]record.Milestone, error)
	// Expand stores the deliveries that follow from the changes up to a seq, unless another process did.
	Expand(ctx context.Context, h record.Webhook, upTo int64, ds []record.Delivery) error
	// ClaimDeliveries takes deliveries that are due, but none of the webhooks named, until the lease ends.
	ClaimDeliveries(ctx context.Context, lease time.Duration, most int, but []uuid.UUID) ([]record.Delivery, error)
	// ClaimDelivery takes one delivery, due or not; false means that another process has it.
	ClaimDelivery(ctx context.Context, id uuid.UUID, lease time.Duration) (bool, error)
	// NextDelivery is when the next delivery is due, if one is waiting.
	NextDelivery(ctx context.Context) (at time.Time, waiting bool, err error)
	// Attempted stores what came of an attempt.
	Attempted(ctx context.Context, d record.Delivery, a record.Attempt, spread float64) (record.Delivery, error)
	PruneDeliveries(ctx context.Context, before time.Time) error
	// Now is the store's clock.
	Now() time.Time
}

// Bounds of a dispatcher.
const (
	sendTime    = 15 * time.Second // for one attempt, from the name's lookup to the answer's last byte read
	lease       = time.Minute      // what a process that ended held is taken up by another after so long
	mostAtOnce  = 32               // attempts under way
	mostForOne  = 4                // of them at one webhook: a slow one must not hold up the others
	keptSettled = 30 * 24 * time.Hour
	pruneEvery  = time.Hour
)

// DispatcherOptions say how webhooks are sent.
type DispatcherOptions struct {
	Outbox Outbox
	Log    *slog.Logger
	// Payload encodes what a webhook is told: a change, or a milestone that it passed, under the name of
	// an event.
	Payload func(event string, c record.Change, m *record.Milestone) ([]byte, error)
	// AllowPrivate lets webhooks be sent to this machine and its network, and without TLS: for development.
	AllowPrivate bool
	// UserAgent is what requests say of who sends them.
	UserAgent string
	// LookAgain is how often to look for what other processes left or changed; 2 seconds if 0.
	LookAgain time.Duration
	// Sent is told of every attempt, for metrics.
	Sent func(ok bool)
}

// Dispatcher tells webhooks of changes. Any number of processes may run one on the same record: what one
// sends, no other sends at the same moment. A delivery is sent at least once; what is sent twice has the
// same webhook-id. Deliveries about one record come to a webhook in the order of their changes.
type Dispatcher struct {
	DispatcherOptions
	sender *sender

	mu   sync.Mutex
	busy map[uuid.UUID]int // attempts under way, by webhook
	all  sync.WaitGroup
	free chan struct{} // an attempt ended
}

// NewDispatcher makes a dispatcher; Run makes it work.
func NewDispatcher(ctx context.Context, o DispatcherOptions) (*Dispatcher, error) {
	key, err := o.Outbox.SigningKey(ctx)
	if err != nil {
		return nil, err
	}
	if o.LookAgain == 0 {
		o.LookAgain = 2 * time.Second
	}
	if o.Sent == nil {
		o.Sent = func(bool) {}
	}
	return &Dispatcher{
		DispatcherOptions: o, sender: newSender(key, o.AllowPrivate, o.UserAgent), busy: map[uuid.UUID]int{}, free: make(chan struct{}, 1),
	}, nil
}

// PublicKey is the key that v1a signatures are checked with, as Standard Webhooks writes it.
func (d *Dispatcher) PublicKey() string { return d.sender.publicKey() }

// Run sends until ctx ends, and then waits for what is under way: what it cannot finish, the next process
// takes up.
func (d *Dispatcher) Run(ctx context.Context) {
	defer d.all.Wait()
	var pruned time.Time
	for ctx.Err() == nil {
		seq := d.Outbox.Seq()
		worked, err := d.step(ctx, seq)
		if now := d.Outbox.Now(); err == nil && now.Sub(pruned) > pruneEvery {
			pruned, err = now, d.Outbox.PruneDeliveries(ctx, now.Add(-keptSettled))
		}
		if err != nil && ctx.Err() == nil {
			d.Log.ErrorContext(ctx, "webhooks wait: they are tried again soon", "error", err)
		}
		if !worked || err != nil {
			d.wait(ctx, seq)
		}
	}
}

// step turns what is new into deliveries and begins to send what is due.
func (d *Dispatcher) step(ctx context.Context, seq int64) (worked bool, err error) {
	behind, err := d.Outbox.WebhooksBehind(ctx, seq)
	if err != nil {
		return false, err
	}
	for _, h := range behind {
		if err := d.expand(ctx, h, seq); err != nil {
			return false, fmt.Errorf("webhook %s: %w", h.ID, err)
		}
	}
	room, full := d.room()
	if room == 0 {
		return len(behind) > 0, nil
	}
	claimed, err := d.Outbox.ClaimDeliveries(ctx, lease, room, full)
	for _, one := range claimed {
		d.begin(one.WebhookID)
		d.all.Go(func() {
			defer d.end(one.WebhookID)
			// The end of the process is no reason to leave an attempt half-told.
			if _, err := d.attempt(context.WithoutCancel(ctx), one); err != nil {
				d.Log.ErrorContext(ctx, "what came of a webhook's delivery could not be stored: it is sent again", "webhook", one.WebhookID, "error", err)
			}
		})
	}
	return len(behind) > 0 || len(claimed) > 0, err
}

// wait returns when there may be something to do.
func (d *Dispatcher) wait(ctx context.Context, seq int64) {
	pause := d.LookAgain
	if at, waiting, err := d.Outbox.NextDelivery(ctx); err == nil && waiting {
		if until := at.Sub(d.Outbox.Now()); until > 0 {
			pause = min(pause, until)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, pause)
	defer cancel()
	moved := make(chan struct{})
	go func() {
		defer close(moved)
		_ = d.Outbox.Await(ctx, seq) // the time is over, or there is something new: both are what was waited for
	}()
	select {
	case <-moved:
	case <-d.free:
	}
}

// room is how many more attempts may begin, and at which webhooks none.
func (d *Dispatcher) room() (n int, full []uuid.UUID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n = mostAtOnce
	for id, under := range d.busy {
		n -= under
		if under >= mostForOne {
			full = append(full, id)
		}
	}
	return min(max(n, 0), mostForOne), full
}

func (d *Dispatcher) begin(webhook uuid.UUID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy[webhook]++
}

func (d *Dispatcher) end(webhook uuid.UUID) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[webhook]--; d.busy[webhook] == 0 {
		delete(d.busy, webhook)
	}
	select {
	case d.free <- struct{}{}:
	default:
	}
}

// expand turns the changes that a webhook has not been told of into deliveries.
func (d *Dispatcher) expand(ctx context.Context, h record.Webhook, seq int64) error {
	f := h.Filter()
	f.Limit = part
	changes, err := d.Outbox.Changes(ctx, f)
	if err != nil {
		return err
	}
	if len(changes) == part {
		seq = min(seq, changes[part-1].Seq)
	}
	// What was written since is the next round's.
	changes = slices.DeleteFunc(changes, func(c record.Change) bool { return c.Seq > seq })
	var out []record.Delivery
	now := d.Outbox.Now()
	add := func(event string, c record.Change, m *record.Milestone, kind string) error {
		body, err := d.Payload(event, c, m)
		if err != nil {
			return err
		}
		// The same event has the same id whoever makes it, and however often.
		id := uuid.NewSHA1(h.ID, fmt.Appendf(nil, "%d %s %s", c.Seq, event, kind))
		out = append(out, record.Delivery{ID: id, WebhookID: h.ID, Seq: c.Seq, EntityID: c.ID, Event: event, Payload: body, State: record.DeliveryPending, NextAt: &now})
		return nil
	}
	for _, c := range changes {
		names, err := c.EventNames()
		if err != nil {
			return err
		}
		if event := h.Wants(names); event != "" {
			if err := add(event, c, nil, ""); err != nil {
				return err
			}
		}
		if c.Entity != record.EntityEndorsement || h.Wants([]string{record.EventMilestone}) == "" {
			continue
		}
		passed, err := d.Outbox.Milestones(ctx, c)
		if err != nil {
			return err
		}
		for _, m := range passed {
			if err := add(record.EventMilestone, c, &m, m.Of+" "+m.Value); err != nil {
				return err
			}
		}
	}
	return d.Outbox.Expand(ctx, h, seq, out)
}

// attempt sends a delivery that this process has claimed and stores what came of it.
func (d *Dispatcher) attempt(ctx context.Context, one record.Delivery) (record.Delivery, error) {
	h, err := d.Outbox.Webhook(ctx, one.WebhookID)
	if record.Is(err, record.CodeNotFound) {
		return one, nil // its deliveries went with it
	}
	if err != nil {
		return one, err
	}
	sending, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	a := d.sender.send(sending, h, one, d.Outbox.Now())
	d.Sent(a.OK())
	return d.Outbox.Attempted(ctx, one, a, rand.Float64()) //nolint:gosec // it spreads attempts and hides nothing
}

// ErrBusy means that a delivery is being sent at this moment.
var ErrBusy = errors.New("the delivery is being sent")

// SendNow sends a delivery at once and answers it as it stands then. Errors: ErrBusy.
func (d *Dispatcher) SendNow(ctx context.Context, one record.Delivery) (record.Delivery, error) {
	mine, err := d.Outbox.ClaimDelivery(ctx, one.ID, lease)
	if err != nil {
		return one, err
	}
	if !mine {
		return one, ErrBusy
	}
	return d.attempt(context.WithoutCancel(ctx), one)
}
