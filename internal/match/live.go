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
	record  Record
	updates sync.Mutex // who holds it brings the index up to date

	mu    sync.Mutex
	index *Index // nil until it was built
	seq   int64  // of the last change that is in it
	turn  int64  // of the last decision that is in it
}

// NewLive makes an index of a record. It is built when it is first asked for.
func NewLive(r Record) *Live { return &Live{record: r} }

// patience bounds how long the index is read that others wait for: whoever asked first may hang up.
const patience = time.Minute

// part is how many changes or unions are read at once.
const part = 500

// Index answers the index with all that was committed when it was asked for. Errors: those of the record.
func (l *Live) Index(ctx context.Context) (*Index, error) {
	x, fresh, err := l.fresh(ctx)
	if err != nil || fresh {
		return x, err
	}
	l.updates.Lock()
	defer l.updates.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return l.update(ctx)
}

// fresh reports whether the index has all that is committed.
func (l *Live) fresh(ctx context.Context) (*Index, bool, error) {
	upTo := l.record.Seq()
	x, seq, turn := l.state()
	if x == nil || seq < upTo {
		return x, false, nil
	}
	decisions, err := l.record.DecisionsAfter(ctx, turn)
	return x, len(decisions) == 0, err
}

func (l *Live) state() (x *Index, seq, turn int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.index, l.seq, l.turn
}

func (l *Live) reached(x *Index, seq, turn int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.index, l.seq, l.turn = x, seq, turn
}

// update brings the index up to date. One at a time does.
func (l *Live) update(ctx context.Context) (*Index, error) {
	x, seq, turn := l.state()
	if x == nil {
		var err error
		if x, seq, err = build(ctx, l.record); err != nil {
			return nil, err
		}
	}
	seq, err := follow(ctx, l.record, x, seq)
	if err != nil {
		return nil, err
	}
	decisions, err := l.record.DecisionsAfter(ctx, turn)
	if err != nil {
		return nil, err
	}
	for _, d := range decisions {
		x.Decide(d)
		turn = d.Turn
	}
	l.reached(x, seq, turn)
	return x, nil
}

// build reads all unions, and the seq that they have reached.
func build(ctx context.Context, r Record) (*Index, int64, error) {
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
		if err := r.EachUnion(ctx, f, record.Page{}, begin, put); err != nil {
			return nil, 0, err
		}
	}
	return x, first.Seq, nil
}

// Order is the order in which all unions are put into an index: those whose names the names of the others are read with
// come first. What was merged comes for the decisions on it.
func Order() []record.UnionFilter {
	whole := record.UnionFilter{Kinds: []record.UnionKind{record.KindFederation, record.KindNational}}
	return []record.UnionFilter{whole, {Except: &whole}, {Statuses: []record.UnionStatus{record.StatusMerged}}}
}

// follow reads the unions that changed after a seq, and answers the seq that the index has reached.
func follow(ctx context.Context, r Record, x *Index, seq int64) (int64, error) {
	for upTo := r.Seq(); seq < upTo; {
		changes, err := r.Changes(ctx, record.ChangeFilter{After: seq, Entities: []record.Entity{record.EntityUnion, record.EntityAffiliation}, Limit: part})
		if err != nil {
			return seq, err
		}
		var about []uuid.UUID
		for _, c := range changes {
			ids, err := c.Subjects()
			if err != nil {
				return seq, err
			}
			about = append(about, ids...)
		}
		if err := reread(ctx, r, x, about); err != nil {
			return seq, err
		}
		if len(changes) < part {
			return upTo, nil
		}
		seq = changes[part-1].Seq
	}
	return seq, nil
}

// reread puts unions as they stand now; those that stand no more are taken out.
func reread(ctx context.Context, r Record, x *Index, ids []uuid.UUID) error {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	ids = slices.Compact(ids)
	for some := range slices.Chunk(ids, part) {
		found, err := r.Unions(ctx, record.UnionFilter{IDs: some, Statuses: record.UnionStatuses}, record.Page{})
		if err != nil {
			return err
		}
		gone := make(map[uuid.UUID]bool, len(some))
		for _, id := range some {
			gone[id] = true
		}
		for _, u := range found.Items {
			x.Put(u)
			delete(gone, u.ID)
		}
		for id := range gone {
			x.Remove(id)
		}
	}
	return nil
}
