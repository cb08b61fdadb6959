package match

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Record is what an index that follows the record needs of it.
type Record interface {
	// Seq is the largest committed seq.
	Seq() int64
	// Changes answers changes in the order of seq.
	Changes(ctx context.Context, f record.ChangeFilter) ([]record.Change, error)
	// EachUnion streams unions of one state of the record that begin is told.
	EachUnion(ctx context.Context, f record.UnionFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Union) error) error
	Unions(ctx context.Context, f record.UnionFilter, p record.Page) (record.Listing[record.Union], error)
	// DecisionsAfter answers what became of decisions after a turn, in the order of turns.
	DecisionsAfter(ctx context.Context, turn int64) ([]record.Decision, error)
}

// Live is the index of a record, which follows its changes. It is safe for concurrent use.
type Live struct {
	record Record

	mu    sync.Mutex // who holds it brings the index up to date
	index *Index     // nil until it was built
	seq   int64      // of the last change that is in it
	turn  int64      // of the last decision that is in it
}

// NewLive makes an index of a record. It is built when it is first asked for.
func NewLive(r Record) *Live { return &Live{record: r} }

// patience bounds how long the index is read that others wait for: whoever asked first may hang up.
const patience = time.Minute

// part is how many changes or unions are read at once.
const part = 500

// Index answers the index with all that was committed when it was asked for. Errors: those of the record.
func (l *Live) Index(ctx context.Context) (*Index, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if l.index == nil {
		if err := l.build(ctx); err != nil {
			return nil, err
		}
	}
	if err := l.follow(ctx); err != nil {
		return nil, err
	}
	decisions, err := l.record.DecisionsAfter(ctx, l.turn)
	for _, d := range decisions {
		l.index.Decide(d)
		l.turn = d.Turn
	}
	return l.index, err
}

// build reads all unions.
func (l *Live) build(ctx context.Context) error {
	x := New()
	put := func(u record.Union) error {
		x.Put(u)
		return nil
	}
	var first *record.Snapshot
	begin := func(at record.Snapshot) error {
		if first == nil {
			first = &at // what changes until the others are read is read again
		}
		return nil
	}
	for _, f := range Order() {
		if err := l.record.EachUnion(ctx, f, record.Page{}, begin, put); err != nil {
			return err
		}
	}
	l.index, l.seq = x, first.Seq
	return nil
}

// Order is the order in which all unions are put into an index: those whose names the names of the others are read with
// come first. What was merged comes for the decisions on it.
func Order() []record.UnionFilter {
	whole := record.UnionFilter{Kinds: []record.UnionKind{record.KindFederation, record.KindNational}}
	return []record.UnionFilter{whole, {Except: &whole}, {Statuses: []record.UnionStatus{record.StatusMerged}}}
}

// follow reads the unions that changed since.
func (l *Live) follow(ctx context.Context) error {
	for upTo := l.record.Seq(); l.seq < upTo; {
		changes, err := l.record.Changes(ctx, record.ChangeFilter{After: l.seq, Entities: []record.Entity{record.EntityUnion, record.EntityAffiliation}, Limit: part})
		if err != nil {
			return err
		}
		var about []uuid.UUID
		for _, c := range changes {
			if c.Seq > upTo {
				break
			}
			ids, err := c.Subjects()
			if err != nil {
				return err
			}
			about = append(about, ids...)
		}
		if err := l.reread(ctx, about); err != nil {
			return err
		}
		if len(changes) < part || changes[part-1].Seq > upTo {
			l.seq = upTo
			break
		}
		l.seq = changes[part-1].Seq
	}
	return nil
}

// reread puts unions as they stand now; those that stand no more are taken out.
func (l *Live) reread(ctx context.Context, ids []uuid.UUID) error {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	ids = slices.Compact(ids)
	for some := range slices.Chunk(ids, part) {
		found, err := l.record.Unions(ctx, record.UnionFilter{IDs: some, Statuses: record.UnionStatuses}, record.Page{})
		if err != nil {
			return err
		}
		gone := make(map[uuid.UUID]bool, len(some))
		for _, id := range some {
			gone[id] = true
		}
		for _, u := range found.Items {
			l.index.Put(u)
			delete(gone, u.ID)
		}
		for id := range gone {
			l.index.Remove(id)
		}
	}
	return nil
}
