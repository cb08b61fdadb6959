package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func newCall(t *testing.T, f *storetest.Fixture, c record.Call) record.Call {
	t.Helper()
	if c.Kind == "" {
		c.Kind = record.CallMarch
	}
	c, err := record.NewCall(c)
	done(t, err)
	return storetest.Must(f.Store.CreateCall(t.Context(), by, c))(t)
}

func TestACallIsReadAsItWasWritten(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		local := f.Local("Local 1")
		c := newCall(t, f, record.Call{
			Kind: record.CallDayOfAction, Title: "Día de la Verdad", Summary: "No work,\nno school.", StartsOn: "2026-01-23", EndsOn: "2026-01", TimeZone: "America/Chicago",
			Place: record.Place{Country: "US", Region: "US-MN", City: "St. Paul", Latitude: new(44.95), Longitude: new(-93.1)}, Demands: record.List[string]{"one", "two"}, Asks: record.List[string]{"no_work", "rally"},
			Conveners: record.List[record.Convener]{{UnionID: &local.ID}, {Name: "Clergy"}}, Links: record.List[string]{"https://example.org/"}, Cancelled: true,
		})
		part := newCall(t, f, record.Call{Title: "Part", PartOf: &c.ID})
		for _, want := range []record.Call{c, part} {
			same(t, "by slug", storetest.Must(f.Store.Call(t.Context(), record.Ref(want.Slug), record.Moment{}))(t), want)
			same(t, "by id", storetest.Must(f.Store.Call(t.Context(), record.Ref(strings.ToUpper(want.ID.String())), record.Moment{}))(t), want)
		}
		c.Title, c.Slug = "A day", ""
		c = storetest.Must(f.Store.UpdateCall(t.Context(), by, c))(t)
		same(t, "updated", storetest.Must(f.Store.Call(t.Context(), "a-day", record.Moment{}))(t), c)
		_, err := f.Store.Call(t.Context(), "dia-de-la-verdad", record.Moment{})
		if e := refused(t, err, record.CodeMoved); e.MovedTo != "a-day" {
			t.Errorf("moved to %q", e.MovedTo)
		}
		found := storetest.Must(f.Store.ResolveCalls(t.Context(), []record.Ref{"part", ref(c.ID), "nobody"}))(t)
		if len(found) != 2 || found["part"].ID != part.ID || found[ref(c.ID)].Slug != "a-day" {
			t.Errorf("resolved %v", found)
		}
	})
}

func TestPhasesFollowTheClock(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		newCall(t, f, record.Call{Title: "Day", StartsOn: "2026-01-23", TimeZone: "America/Chicago"})
		newCall(t, f, record.Call{Title: "Strike", Kind: record.CallStrike, StartsOn: "2026-01-20", TimeZone: "UTC"})
		newCall(t, f, record.Call{Title: "Month", StartsOn: "2025-12", TimeZone: "UTC"})
		newCall(t, f, record.Call{Title: "Off", StartsOn: "2026-01-23", Cancelled: true})
		newCall(t, f, record.Call{Title: "Undated"})
		read := func(phases ...record.Phase) string {
			calls := storetest.Must(f.Store.Calls(t.Context(), record.CallFilter{Phases: phases}, record.Page{Sort: "title"}))(t).Items
			for _, c := range calls {
				if phase := c.PhaseAt(f.Store.Now()); len(phases) == 1 && phase != phases[0] {
					t.Errorf("%s is %s, and listed as %s", c.Slug, phase, phases[0])
				}
			}
			return strings.Join(slugs(calls, func(c record.Call) string { return c.Slug }), " ")
		}
		for at, want := range map[string][4]string{ // past, ongoing, upcoming, cancelled
			"2025-11-30T00:00:00Z": {"", "undated", "day month strike", "off"},
			"2026-01-22T18:00:00Z": {"month", "strike undated", "day", "off"},
			"2026-01-23T05:59:59Z": {"month", "strike undated", "day", "off"},
			"2026-01-23T06:00:00Z": {"month", "day strike undated", "", "off"},
			"2026-01-24T05:59:59Z": {"month", "day strike undated", "", "off"},
			"2026-01-24T06:00:00Z": {"day month", "strike undated", "", "off"},
		} {
			now, err := time.Parse(time.RFC3339, at)
			done(t, err)
			f.Clock.Set(now)
			for n, phase := range []record.Phase{record.PhasePast, record.PhaseOngoing, record.PhaseUpcoming, record.PhaseCancelled} {
				if got := read(phase); got != want[n] {
					t.Errorf("at %s %s calls are %q, want %q", at, phase, got, want[n])
				}
			}
			if got := read(record.Phases...); got != "day month off strike undated" {
				t.Errorf("in all phases there are %q", got)
			}
		}
	})
}

func TestCallsAreFilteredByEverythingTheyAre(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		day := newCall(t, f, record.Call{Title: "Day", Summary: "Truth & freedom", Kind: record.CallDayOfAction, StartsOn: "2026-01-23", TimeZone: "Pacific/Kiritimati", Place: record.Place{Region: "US-MN"}})
		newCall(t, f, record.Call{Title: "Part", StartsOn: "2026-01-23", EndsOn: "2026-01-25", TimeZone: "Pacific/Pago_Pago", PartOf: &day.ID, Place: record.Place{Region: "US-NY"}})
		newCall(t, f, record.Call{Title: "Strike", Kind: record.CallStrike, StartsOn: "2025-12"})
		newCall(t, f, record.Call{Title: "Month", StartsOn: "2026-02"})
		for name, c := range map[string]struct {
			filter record.CallFilter
			want   string
		}{
			"all":             {record.CallFilter{}, "day month part strike"},
			"words":           {record.CallFilter{Q: "freedom TRUTH"}, "day"},
			"kind":            {record.CallFilter{Kinds: []record.CallKind{record.CallStrike, record.CallDayOfAction}}, "day strike"},
			"part of":         {record.CallFilter{PartOf: []record.Ref{"day"}}, "part"},
			"part of by id":   {record.CallFilter{PartOf: []record.Ref{ref(day.ID)}}, "part"},
			"country":         {record.CallFilter{Countries: []string{"US"}}, "day part"},
			"region":          {record.CallFilter{Regions: []string{"US-NY", "US-NJ"}}, "part"},
			"on the day":      {record.CallFilter{From: "2026-01-23", To: "2026-01-23"}, "day part strike"},
			"the day after":   {record.CallFilter{From: "2026-01-24", To: "2026-01-24"}, "part strike"},
			"the day before":  {record.CallFilter{From: "2026-01-22", To: "2026-01-22"}, "strike"},
			"later":           {record.CallFilter{From: "2026-01-26"}, "month strike"},
			"until the month": {record.CallFilter{To: "2026-01"}, "day part strike"},
			"in the month":    {record.CallFilter{From: "2026-02", To: "2026-02"}, "month strike"},
			"long ago":        {record.CallFilter{To: "2025-11"}, ""},
			"changed since":   {record.CallFilter{ChangedSince: day.UpdatedAt.Add(time.Microsecond)}, "month part strike"},
		} {
			list := storetest.Must(f.Store.Calls(t.Context(), c.filter, record.Page{Sort: "title", Total: true}))(t)
			if got := strings.Join(slugs(list.Items, func(c record.Call) string { return c.Slug }), " "); got != c.want || *list.Total != len(list.Items) {
				t.Errorf("%s: %q of %d, want %q", name, got, *list.Total, c.want)
			}
		}
		_, err := f.Store.Calls(t.Context(), record.CallFilter{PartOf: []record.Ref{"nobody"}}, record.Page{})
		refused(t, err, record.CodeInvalid)
	})
}

func TestACallIsNoPartOfItself(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		a := newCall(t, f, record.Call{Title: "A"})
		b := newCall(t, f, record.Call{Title: "B", PartOf: &a.ID})
		c := newCall(t, f, record.Call{Title: "C", PartOf: &b.ID})
		for _, part := range []record.Call{a, b, c} {
			a.PartOf = &part.ID
			_, err := f.Store.UpdateCall(t.Context(), by, a)
			refused(t, err, record.CodeCycle)
		}
		a.PartOf = new(uuid.New())
		_, err := f.Store.UpdateCall(t.Context(), by, a)
		refused(t, err, record.CodeInvalid)
	})
}

func TestACallIsNotDeletedWhileOthersDependOnIt(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		local, call := f.Local("Local 1"), f.Call("A day", "2026-01-23")
		deleted := func(version int) error { return f.Store.DeleteCall(t.Context(), by, "a-day", version) }
		e := f.Put(call, local, f.Position(record.Endorsed, "2026"))
		refused(t, deleted(1), record.CodeInUse)
		done(t, f.Store.DeleteEndorsement(t.Context(), by, e.ID, 1))
		part := newCall(t, f, record.Call{Title: "Part", PartOf: &call.ID})
		refused(t, deleted(1), record.CodeInUse)
		done(t, f.Store.DeleteCall(t.Context(), by, ref(part.ID), 1))
		st := storetest.Must(f.Store.CreateStatement(t.Context(), by, record.Statement{Title: "S", Kind: "letter", Issuers: record.List[record.UnionRef]{local.Ref()}, Calls: record.List[record.CallRef]{call.Ref()}}))(t)
		refused(t, deleted(1), record.CodeInUse)
		done(t, f.Store.DeleteStatement(t.Context(), by, st.ID, 1))
		refused(t, deleted(2), record.CodeStale)
		done(t, deleted(1))
		refused(t, deleted(1), record.CodeGone)
		// What was part of it, or spoke of it, waits for it.
		for entity, id := range map[record.Entity]uuid.UUID{record.EntityCall: part.ID, record.EntityStatement: st.ID, record.EntityEndorsement: e.ID} {
			_, err := f.Store.Revert(t.Context(), by, entity, id, 1, 0)
			refused(t, err, record.CodeConflict)
		}
		storetest.Must(f.Store.Revert(t.Context(), by, record.EntityCall, call.ID, 1, 2))(t)
		for entity, id := range map[record.Entity]uuid.UUID{record.EntityCall: part.ID, record.EntityStatement: st.ID, record.EntityEndorsement: e.ID} {
			storetest.Must(f.Store.Revert(t.Context(), by, entity, id, 1, 0))(t)
		}
	})
}
