// Package live is what follows a change: the hub behind the streams. All of it is fed by the ledger
// alone, so that it can tell of nothing that is not in the record, and misses nothing that is.
package live

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Record is what following needs of the store.
type Record interface {
	// Seq is the largest committed seq.
	Seq() int64
	// Await returns once there are changes after a seq, or with the error of ctx.
	Await(ctx context.Context, after int64) error
	// Changes answers changes in the order of seq.
	Changes(ctx context.Context, f record.ChangeFilter) ([]record.Change, error)
}

// Event is a change as those who follow the record get it. What is made of it is made once, for
// everybody.
type Event struct {
	record.Change
	Subjects []uuid.UUID

	forms [2]struct {
		once sync.Once
		body []byte
		err  error
	}
}

// Form is how much of a change is told.
type Form int

// The forms.
const (
	Full    Form = iota // with the record's facts before and after
	Compact             // what changed, and what it is about
)

// Encoded is the event in a form; encode makes it the first time it is asked for.
func (e *Event) Encoded(form Form, encode func(*Event) ([]byte, error)) ([]byte, error) {
	f := &e.forms[form]
	f.once.Do(func() { f.body, f.err = encode(e) })
	return f.body, f.err
}

// kept is how many of the latest changes are held in memory: who follows without falling far behind
// needs no query. Each holds its facts, a few kilobytes.
const kept = 1000

// part is how many changes are read at once.
const part = 200

// readTime bounds the reading of changes that everybody waits for.
const readTime = 10 * time.Second

// Hub hands the latest changes to all who follow the record: each is read and encoded once, however
// many do. It is safe for concurrent use.
type Hub struct {
	record Record

	mu     sync.Mutex
	begins int64    // events are those after this seq
	events []*Event // without a gap, in the order of seq
}

// NewHub makes a hub on a record.
func NewHub(r Record) *Hub { return &Hub{record: r, begins: r.Seq()} }

// After answers the changes after a seq, oldest first and without a gap, and waits until there are any.
// held is false when the hub no longer holds them all: they are to be asked of the record then, which
// keeps every change. Errors: those of ctx and of the record.
func (h *Hub) After(ctx context.Context, seq int64) (events []*Event, held bool, err error) {
	if err := h.record.Await(ctx, seq); err != nil {
		return nil, false, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if seq < h.begins {
		return nil, false, nil
	}
	// Who came first reads for all; that they may hang up meanwhile is no reason to stop.
	reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), readTime)
	defer cancel()
	for last := h.begins + int64(len(h.events)); last < h.record.Seq(); last = h.begins + int64(len(h.events)) {
		changes, err := h.record.Changes(reading, record.ChangeFilter{After: last, Limit: part})
		if err != nil {
			return nil, false, err
		}
		if len(changes) == 0 {
			break // a replica that lags: what it has not is not there yet
		}
		fresh, err := Events(changes)
		if err != nil {
			return nil, false, err
		}
		h.events = append(h.events, fresh...)
		if over := len(h.events) - kept; over > 0 {
			h.events, h.begins = slices.Clone(h.events[over:]), h.begins+int64(over)
		}
	}
	if seq < h.begins {
		return nil, false, nil
	}
	return h.events[min(int(seq-h.begins), len(h.events)):len(h.events):len(h.events)], true, nil
}

// Events makes events of changes.
func Events(changes []record.Change) ([]*Event, error) {
	out := make([]*Event, len(changes))
	for i, c := range changes {
		about, err := c.Subjects()
		if err != nil {
			return nil, err
		}
		out[i] = &Event{Change: c, Subjects: about}
	}
	return out, nil
}
