package store_test

import (
	"testing"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestAPositionIsRecordedWithItsChange(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		seiu := f.Union(record.KindNational, "Service Employees International Union")
		local := f.Local("SEIU Local 26", seiu)
		call := f.Call("A day of action", "2026-01-23")
		e := f.Put(call, local, f.Position(record.Endorsed, "2026-01-14", "https://example.org/report"))
		if e.Shown.Position != record.Endorsed || e.Evidence != record.EvidenceSecondary || e.Corroborations != 1 || e.Ordinal == nil || *e.Ordinal != 1 {
			t.Errorf("the endorsement shows %+v", e)
		}
		changes := storetest.Must(f.Store.Changes(t.Context(), record.ChangeFilter{Limit: 100}))(t)
		for i, c := range changes {
			if c.Seq != int64(i+1) {
				t.Errorf("change %d has seq %d", i, c.Seq)
			}
		}
		under := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Under: "service-employees-international-union"}, record.Page{Sort: "effective_on", Limit: 10}))(t)
		if len(under.Items) != 1 {
			t.Errorf("%d endorsements below the parent", len(under.Items))
		}
	})
}
