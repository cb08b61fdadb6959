package match_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"rollcall/internal/match"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// first is the union that a name is found to mean.
func first(t *testing.T, l *match.Live, name string) string {
	t.Helper()
	found := storetest.Must(l.Index(t.Context()))(t).Find(match.Query{Name: name}, 1)
	if len(found) == 0 || !found[0].Match {
		return ""
	}
	return found[0].Name
}

func TestALiveIndexHasWhatWasCommittedWhenItWasAsked(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		workers := f.Union(record.KindNational, "Quarry Workers of the World")
		f.Local("Quarry Workers Local 1", workers)
		l := match.NewLive(f.Store)
		if got := first(t, l, "quarry wkrs lcl 1"); got != "Quarry Workers Local 1" {
			t.Errorf("found %q", got)
		}
		// Many changes at once, and others between them.
		var puts []record.UnionPut
		for n := 2; n < 1200; n++ {
			puts = append(puts, record.UnionPut{
				Union:   record.Union{Kind: record.KindLocal, Name: fmt.Sprintf("Quarry Workers Local %d", n)},
				Parents: []record.ParentPut{{Ref: record.Ref(workers.Slug), Type: record.Chartered}},
			})
		}
		if err := f.Store.Import(t.Context(), storetest.By("registry"), false, func(s *store.Import) error {
			_, err := s.PutUnions(puts)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		f.Call("A march", "2026")
		for _, n := range []int{2, 500, 501, 1199} {
			if got, want := first(t, l, fmt.Sprintf("quarry wkrs lcl %d", n)), fmt.Sprintf("Quarry Workers Local %d", n); got != want {
				t.Errorf("found %q, want %q", got, want)
			}
		}
	})
}

func TestALiveIndexIsOneForAllWhoAsk(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		workers := f.Union(record.KindNational, "Quarry Workers of the World")
		l := match.NewLive(f.Store)
		var all sync.WaitGroup
		for n := 1; n <= 8; n++ {
			all.Go(func() {
				name := fmt.Sprintf("Quarry Workers Local %d", n)
				f.Local(name, workers)
				x, err := l.Index(t.Context())
				if err != nil {
					t.Error(err)
					return
				}
				if found := x.Find(match.Query{Name: name}, 1); len(found) == 0 || found[0].Name != name {
					t.Errorf("%s was written and is not found", name)
				}
			})
		}
		all.Wait()
	})
}

// failing is a record that fails until it is mended.
type failing struct {
	match.Record
	mended bool
}

var errLost = errors.New("the database is lost")

func (f *failing) EachUnion(ctx context.Context, filter record.UnionFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Union) error) error {
	if !f.mended {
		return errLost
	}
	return f.Record.EachUnion(ctx, filter, p, begin, row)
}

func TestALiveIndexThatCouldNotBeReadIsReadTheNextTime(t *testing.T) {
	f := storetest.New(t, storetest.Databases[0])
	f.Union(record.KindNational, "Quarry Workers of the World")
	lost := &failing{Record: f.Store}
	l := match.NewLive(lost)
	if _, err := l.Index(t.Context()); !errors.Is(err, errLost) {
		t.Fatalf("got %v", err)
	}
	lost.mended = true
	hungUp, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Index(hungUp); err != nil {
		t.Errorf("who hangs up stops what others wait for: %v", err)
	}
	if got := first(t, l, "Quarry Workers of the World"); got == "" {
		t.Error("nothing is found")
	}
}
