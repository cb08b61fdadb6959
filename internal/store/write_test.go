package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// again opens the database of a fixture a second time; on SQLite a second process would do the same.
func again(t *testing.T, f *storetest.Fixture, o store.Options) *storetest.Fixture {
	t.Helper()
	return storetest.Open(t, f.Database, o)
}

func TestSeqHasNoGapAndFollowsTheOrderOfCommits(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		const writers, writes = 16, 12
		other := again(t, f, store.Options{})
		var mu sync.Mutex
		var seen []int64 // in the order in which writers learned of their commit, and readers saw it
		var wg sync.WaitGroup
		for w := range writers {
			s := []*store.Store{f.Store, other.Store}[w%2]
			wg.Go(func() {
				for n := range writes {
					c := record.Call{Kind: record.CallMarch, Title: fmt.Sprintf("March %d of %d", n, w), TimeZone: "UTC"}
					if n%3 == 2 {
						c.PartOf = new(uuid.New()) // refused: no such call
					}
					_, err := s.CreateCall(t.Context(), by, c)
					if refusal := n%3 == 2; refusal != (err != nil) {
						t.Errorf("writing: %v", err)
					}
				}
			})
		}
		// Whoever sees seq n sees everything before it.
		stop := make(chan struct{})
		var watching sync.WaitGroup
		watching.Go(func() {
			for {
				changes, err := f.Store.Changes(t.Context(), record.ChangeFilter{})
				if err != nil {
					t.Errorf("reading: %v", err)
				}
				if n := len(changes); n > 0 && changes[n-1].Seq != int64(n) {
					t.Errorf("seq %d is the last of %d", changes[n-1].Seq, n)
				}
				mu.Lock()
				seen = append(seen, int64(len(changes)))
				mu.Unlock()
				select {
				case <-stop:
					return
				default:
				}
			}
		})
		wg.Wait()
		close(stop)
		watching.Wait()
		if got, want := len(ledger(f)), writers*writes*2/3; got != want {
			t.Errorf("%d changes, want %d", got, want)
		}
		if !slices.IsSorted(seen) {
			t.Error("a reader saw fewer changes than before")
		}
	})
}

func TestAFailedWriteLeavesNoTrace(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		local := f.Local("Local 1")
		call := f.Call("A day", "2026-01-23")
		before, changes := all(f, record.Moment{}), ledger(f)
		seq := f.Store.Seq()

		// The sources are created before the position turns out to be one too many.
		nobody := uuid.New()
		p := f.Position(record.Nullified, "2026-01-10", "https://example.org/a")
		p.Citations = append(p.Citations, record.Citation{Source: record.SourceRef{ID: nobody}})
		_, err := f.Store.PutEndorsement(t.Context(), by, record.Ref(call.Slug), record.Ref(local.Slug), p, record.Match{})
		refused(t, err, record.CodeInvalid)

		// The union is created before its affiliation turns out to be impossible.
		_, err = f.Store.CreateUnion(t.Context(), by, record.Union{Kind: record.KindLocal, Name: "Local 2"}, "no-such-parent")
		refused(t, err, record.CodeNotFound)

		// The answer cannot be made after the write was.
		w := record.Write{Actor: "editor", Idempotency: &record.Idempotency{Owner: "k", Key: "1", Render: func(any) (record.Answer, error) {
			return record.Answer{}, errors.New("no answer")
		}}}
		if _, err = f.Store.CreateCall(t.Context(), w, record.Call{Kind: record.CallMarch, Title: "March"}); err == nil {
			t.Error("written without an answer")
		}

		sameRecord(t, "the record", all(f, record.Moment{}), before)
		if now := ledger(f); len(now) != len(changes) || f.Store.Seq() != seq {
			t.Errorf("the ledger grew from %d to %d, seq is %d", len(changes), len(now), f.Store.Seq())
		}
	})
}

func TestACancelledWriteIsDoneOrLeavesNoTrace(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := seeded(t)
		acknowledged := 0
		for n := range 150 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(r.IntN(3000))*time.Microsecond)
			before := f.Store.Seq()
			_, err := f.Store.CreateUnion(ctx, by, record.Union{Kind: record.KindLocal, Name: fmt.Sprint("Local ", n)}, "")
			cancel()
			if err == nil {
				acknowledged++
			} else if !errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
				t.Fatalf("cancelled with %v", err)
			}
			if f.Store.Seq() > before != (err == nil) {
				t.Fatalf("seq moved from %d to %d with error %v", before, f.Store.Seq(), err)
			}
		}
		unions := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{}))(t).Items
		if n := len(ledger(f)); n != len(unions) || n < acknowledged {
			t.Errorf("%d unions with %d changes, of which %d were acknowledged", len(unions), n, acknowledged)
		}
		f.Local("The writer still works")
	})
}

func TestEachChangeIsARevisionWithBeforeAndAfter(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		u := f.Local("Local 1")
		u.Name, u.Names = "Local One", nil
		u = storetest.Must(f.Store.UpdateUnion(t.Context(), record.Write{Actor: "editor", Reason: "its own spelling"}, u))(t)
		done(t, f.Store.DeleteUnion(t.Context(), by, record.Ref(u.Slug), u.Version))

		for n, want := range []struct {
			action        record.Action
			before, after string
			reason        string
		}{
			{record.Created, "", "Local 1", ""},
			{record.Updated, "Local 1", "Local One", "its own spelling"},
			{record.Deleted, "Local One", "", ""},
		} {
			c := storetest.Must(f.Store.Revision(t.Context(), record.EntityUnion, u.ID, n+1))(t)
			if c.Action != want.action || c.Version != n+1 || c.Reason != want.reason || c.Actor != "editor" {
				t.Errorf("revision %d is %+v", n+1, c)
			}
			for _, side := range []struct {
				facts record.JSON
				name  string
			}{{c.Before, want.before}, {c.After, want.after}} {
				if len(side.facts) == 0 {
					if side.name != "" {
						t.Errorf("revision %d lacks %s", n+1, side.name)
					}
				} else if was := storetest.Must(record.Decode[record.Union](side.facts))(t); was.Name != side.name {
					t.Errorf("revision %d holds %q, want %q", n+1, was.Name, side.name)
				}
			}
		}
		page := storetest.Must(f.Store.Revisions(t.Context(), record.EntityUnion, u.ID, record.Page{Limit: 2}))(t)
		if len(page.Items) != 2 || page.Items[0].Version != 3 || page.Next == nil {
			t.Errorf("the latest revisions are %+v", page)
		}
		page = storetest.Must(f.Store.Revisions(t.Context(), record.EntityUnion, u.ID, record.Page{Limit: 2, After: page.Next}))(t)
		if len(page.Items) != 1 || page.Items[0].Version != 1 || page.Next != nil {
			t.Errorf("the first revision is %+v", page)
		}
		ledger(f)
	})
}

func TestTimeNeverRunsBackwards(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("Local 1")
		f.Clock.Set(storetest.Start.Add(-time.Hour))
		u := f.Local("Local 2")
		changes := ledger(f)
		if !changes[1].At.Equal(changes[0].At) || !u.CreatedAt.Equal(changes[0].At) {
			t.Errorf("the changes are of %s and %s", changes[0].At, changes[1].At)
		}
		if changes[0].At.Location() != time.UTC || u.CreatedAt.Location() != time.UTC {
			t.Errorf("instants are of %s", u.CreatedAt.Location())
		}
	})
}

func TestOfTwoWritersOnOneVersionExactlyOneWins(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		other := again(t, f, store.Options{})
		u := f.Local("Local 1")
		for round := range steps(400) {
			var won atomic.Int32
			var wg sync.WaitGroup
			for w := range 4 {
				s := []*store.Store{f.Store, other.Store}[w%2]
				mine := u
				mine.Place.City = fmt.Sprintf("City %d %d", round, w)
				wg.Go(func() {
					_, err := s.UpdateUnion(t.Context(), by, mine)
					if err == nil {
						won.Add(1)
					} else if !record.Is(err, record.CodeStale) {
						t.Errorf("the loser is told %v", err)
					}
				})
			}
			wg.Wait()
			if won.Load() != 1 {
				t.Fatalf("%d writers won round %d", won.Load(), round)
			}
			u = storetest.Must(f.Store.Union(t.Context(), ref(u.ID), record.Moment{}))(t)
			if u.Version != round+2 {
				t.Fatalf("version %d after round %d", u.Version, round)
			}
		}
		ledger(f)
	})
}

func TestOfTwoFirstWritersExactlyOneCreates(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		other := again(t, f, store.Options{})
		call := f.Call("A day", "2026-01-23")
		for round := range 20 {
			local := f.Local(fmt.Sprint("Local ", round))
			var created atomic.Int32
			var wg sync.WaitGroup
			for w := range 4 {
				s := []*store.Store{f.Store, other.Store}[w%2]
				p := f.Position(record.Stances[w], "2026-01-10", "https://example.org/one")
				wg.Go(func() {
					_, err := s.PutEndorsement(t.Context(), by, record.Ref(call.Slug), record.Ref(local.Slug), p, record.Match{})
					if err == nil {
						created.Add(1)
					} else if !record.Is(err, record.CodeMustMatch) {
						t.Errorf("the second is told %v", err)
					}
				})
			}
			wg.Wait()
			if created.Load() != 1 {
				t.Fatalf("%d endorsements were created", created.Load())
			}
		}
		sources := storetest.Must(f.Store.Sources(t.Context(), record.SourceFilter{}, record.Page{}))(t).Items
		if len(sources) != 1 {
			t.Errorf("%d sources of one address", len(sources))
		}
	})
}

// A pool of one connection is enough for anything: no read waits for another read of the same request.
func TestNoReadHoldsAConnectionWhileItAsksForAnother(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			f := storetest.Open(t, storetest.Database(t, name), store.Options{Pool: 1})
			h := newHistory(t, f, seeded(t))
			var wg sync.WaitGroup
			stop := make(chan struct{})
			for range 8 {
				wg.Go(func() {
					for {
						select {
						case <-stop:
							return
						default:
							lists(f, record.Moment{})
						}
					}
				})
			}
			for range 40 {
				h.step()
			}
			close(stop)
			wg.Wait()
		})
	}
}

func TestManyReadersOfManyMomentsDoNotDisturbEachOther(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		var moments []time.Time
		u := f.Local("Local 1")
		for n := range steps(120) {
			u.Place.City = fmt.Sprint("City ", n)
			u = storetest.Must(f.Store.UpdateUnion(t.Context(), by, u))(t)
			moments = append(moments, f.Store.Now())
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for n, at := range moments {
					was, err := f.Store.Union(t.Context(), ref(u.ID), record.Moment{KnownAt: at, AsOf: record.Date(fmt.Sprint(1900 + n))})
					if err != nil || was.Place.City != fmt.Sprint("City ", n) {
						t.Errorf("at %s it was in %q: %v", at, was.Place.City, err)
					}
					// Every list of its own length is a statement of its own.
					if _, err := f.Store.Unions(t.Context(), record.UnionFilter{Regions: make([]string, n+1)}, record.Page{Moment: record.Moment{AsOf: record.Date(fmt.Sprint(1900 + n))}}); err != nil {
						t.Errorf("list: %v", err)
					}
				}
			})
			wg.Go(func() {
				for range moments {
					ctx, cancel := context.WithCancel(t.Context())
					cancel()
					if _, err := f.Store.Union(ctx, ref(u.ID), record.Moment{}); !errors.Is(err, context.Canceled) {
						t.Errorf("cancelled with %v", err)
					}
				}
			})
		}
		wg.Wait()
	})
}

func TestAStoreLearnsOfTheWritesOfAnother(t *testing.T) {
	f := storetest.New(t, "postgres")
	other := again(t, f, store.Options{})
	f.Local("Local 1")
	for other.Store.Seq() != f.Store.Seq() {
		if t.Context().Err() != nil {
			t.Fatal("never learned")
		}
		done(t, other.Store.Ping(t.Context()))
	}
	if string(f.Store.Secret()) != string(other.Store.Secret()) || len(f.Store.Secret()) != 32 {
		t.Error("the two do not share a secret")
	}
}

func TestTheWriteIsToldOfOnceItIsCommitted(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			var told [][]record.Change
			f := storetest.Open(t, storetest.Database(t, name), store.Options{Wrote: func(c []record.Change, _ time.Duration) { told = append(told, c) }})
			parent := f.Union(record.KindNational, "A national union")
			storetest.Must(f.Store.CreateUnion(t.Context(), by, record.Union{Kind: record.KindLocal, Name: "Local 1"}, ref(parent.ID)))(t)
			if len(told) != 2 || len(told[1]) != 2 || told[1][0].Seq != 2 || told[1][1].Batch != 2 {
				t.Errorf("told of %+v", told)
			}
		})
	}
}
