package live

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// ledger is a record of changes about nothing.
type ledger struct {
	mu    sync.Mutex
	seq   int64
	moved chan struct{}
	reads int
}

func newLedger(seq int64) *ledger { return &ledger{seq: seq, moved: make(chan struct{})} }

func (l *ledger) Seq() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.seq
}

func (l *ledger) grow(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seq += n
	close(l.moved)
	l.moved = make(chan struct{})
}

func (l *ledger) Await(ctx context.Context, after int64) error {
	for {
		l.mu.Lock()
		moved, seq := l.moved, l.seq
		l.mu.Unlock()
		if seq > after {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (l *ledger) Changes(_ context.Context, f record.ChangeFilter) ([]record.Change, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reads++
	var out []record.Change
	for seq := f.After + 1; seq <= l.seq && len(out) < f.Limit; seq++ {
		out = append(out, record.Change{Seq: seq, Entity: record.EntityUnion, ID: uuid.New()})
	}
	return out, nil
}

func TestEveryFollowerGetsEveryChangeOnceAndInOrder(t *testing.T) {
	l := newLedger(40)
	h := NewHub(l)
	const followers, last = 20, 40 + 5000
	var all sync.WaitGroup
	for range followers {
		all.Go(func() {
			at := int64(40)
			for at < last {
				events, held, err := h.After(t.Context(), at)
				if err != nil {
					t.Error(err)
					return
				}
				if !held {
					changes, _ := l.Changes(t.Context(), record.ChangeFilter{After: at, Limit: part})
					events, _ = Events(changes)
				}
				for _, e := range events {
					if at++; e.Seq != at {
						t.Errorf("change %d came where %d was due", e.Seq, at)
						return
					}
				}
			}
		})
	}
	for range 100 {
		l.grow(50)
	}
	all.Wait()
}

func TestTheHubReadsOnceForAll(t *testing.T) {
	l := newLedger(0)
	h := NewHub(l)
	l.grow(10)
	for range 50 {
		if events, held, err := h.After(t.Context(), 3); len(events) != 7 || !held || err != nil {
			t.Fatalf("got %d events (held: %v, %v), want the 7 after seq 3", len(events), held, err)
		}
	}
	if l.reads != 1 {
		t.Errorf("the changes were read %d times", l.reads)
	}
}

func TestTheHubSaysWhenItNoLongerHoldsWhatIsAskedFor(t *testing.T) {
	l := newLedger(5)
	h := NewHub(l)
	if _, held, err := h.After(t.Context(), 4); held || err != nil {
		t.Errorf("a change from before the hub's time is held (%v)", err)
	}
	l.grow(kept + 1)
	if _, held, err := h.After(t.Context(), 5); held || err != nil {
		t.Errorf("a change beyond what is kept is held (%v)", err)
	}
	if events, held, err := h.After(t.Context(), 6); len(events) != kept || !held || err != nil {
		t.Errorf("got %d events (held: %v, %v), want all %d that are kept", len(events), held, err, kept)
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := NewHub(newLedger(7)).After(ctx, 7); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAnEventIsEncodedOnce(t *testing.T) {
	e, made := &Event{}, 0
	for range 3 {
		for _, form := range []Form{Full, Compact} {
			if _, err := e.Encoded(form, func(*Event) ([]byte, error) { made++; return []byte("x"), nil }); err != nil {
				t.Fatal(err)
			}
		}
	}
	if made != 2 {
		t.Errorf("made %d times", made)
	}
}
