package store_test

import (
	"testing"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestATallyFollowsThePositions(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent := f.Union(record.KindNational, "Parent")
		a, b := f.Local("Local 1", parent), f.Local("Local 2", parent)
		call := f.Call("A call", "2026-01-23")
		count := func(m record.Moment) record.Counts {
			t.Helper()
			_, tally, err := f.Store.Tally(t.Context(), record.Ref(call.Slug), m, false)
			if err != nil {
				t.Fatal(err)
			}
			return tally.Positions
		}
		f.Put(call, a, f.Position(record.Endorsed, "2026-01-10"))
		before := f.Clock.Now()
		f.Put(call, b, f.Position(record.Endorsed, "2026-01-12"))
		if n := count(record.Moment{})[record.Endorsed]; n != 2 {
			t.Errorf("%d endorse", n)
		}
		f.Put(call, b, f.Position(record.Withdrawn, "2026-01-14"))
		if n := count(record.Moment{}); n[record.Endorsed] != 1 || n[record.Withdrawn] != 1 {
			t.Errorf("after a withdrawal: %v", n)
		}
		if n := count(record.Moment{AsOf: "2026-01-13"})[record.Endorsed]; n != 2 {
			t.Errorf("on the 13th %d endorse", n)
		}
		if n := count(record.Moment{KnownAt: before})[record.Endorsed]; n != 1 {
			t.Errorf("known before the second: %d endorse", n)
		}
		_, days, err := f.Store.CallHistory(t.Context(), record.Ref(call.Slug), record.Moment{})
		if err != nil || len(days) != 3 || days[2].Withdrawn != 1 || days[2].Cumulative[record.Endorsed] != 1 {
			t.Errorf("the days are %+v, %v", days, err)
		}
		l, err := f.Store.Coverage(t.Context(), record.Ref(parent.Slug), record.Ref(call.Slug), record.CoverageFilter{}, record.Page{Sort: "name", Limit: 10})
		if err != nil || len(l.Items) != 2 || l.Items[0].Position == nil {
			t.Errorf("the coverage is %+v, %v", l, err)
		}
		f.Put(call, parent, f.Position(record.Opposed, "2026-01-15"))
		_, conflicts, err := f.Store.Conflicts(t.Context(), record.Ref(call.Slug), record.Moment{})
		if err != nil || len(conflicts) != 1 {
			t.Errorf("the conflicts are %+v, %v", conflicts, err)
		}
	})
}
