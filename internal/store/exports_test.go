package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// exportOf reads what a span holds, as text by id.
func exportOf[T any](t testing.TB, each func(context.Context, record.Span, func(T) error) error, id func(T) uuid.UUID, span record.Span) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := each(t.Context(), span, func(v T) error {
		b, err := json.Marshal(v)
		if u, ok := any(v).(record.Union); ok {
			b = fmt.Appendf(b, "%v", u.Parents)
		}
		if out[id(v).String()] != "" {
			t.Errorf("%s stands twice", id(v))
		}
		out[id(v).String()] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// exportsOf reads every dataset.
func exportsOf(t testing.TB, s *store.Store, span record.Span) map[string]map[string]string {
	t.Helper()
	return map[string]map[string]string{
		"unions":       exportOf(t, s.ExportUnions, func(u record.Union) uuid.UUID { return u.ID }, span),
		"affiliations": exportOf(t, s.ExportAffiliations, func(a record.Affiliation) uuid.UUID { return a.ID }, span),
		"calls":        exportOf(t, s.ExportCalls, func(c record.Call) uuid.UUID { return c.ID }, span),
		"endorsements": exportOf(t, s.ExportEndorsements, func(e record.EndorsementView) uuid.UUID { return e.ID }, span),
		"positions":    exportOf(t, s.ExportPositions, func(e record.EndorsementView) uuid.UUID { return e.Shown.ID }, span),
		"statements":   exportOf(t, s.ExportStatements, func(st record.Statement) uuid.UUID { return st.ID }, span),
		"sources":      exportOf(t, s.ExportSources, func(src record.Source) uuid.UUID { return src.ID }, span),
	}
}

func TestAnExportAndWhatChangedSinceAreTheLaterExport(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := rand.New(rand.NewPCG(1, 4))
		h := newHistory(t, f, r)
		// Time goes by, so that affiliations begin and end between two states.
		f.Clock.Set(time.Date(2025, 5, 20, 0, 0, 0, 0, time.UTC))
		for range 150 {
			f.Clock.Set(f.Clock.Now().AddDate(0, 0, r.IntN(5)))
			h.step()
		}
		last := f.Store.Seq()
		for range 60 {
			b := 1 + r.Int64N(last)
			a := b - r.Int64N(min(b, 30)+1)
			got := map[string]map[string]string{}
			if a > 0 {
				got = exportsOf(t, f.Store, record.Span{Seq: a})
			}
			span := record.Span{Seq: b, After: &a}
			changed := exportsOf(t, f.Store, span)
			for dataset, want := range exportsOf(t, f.Store, record.Span{Seq: b}) {
				rows := got[dataset]
				if rows == nil {
					rows = map[string]string{}
				}
				maps.Copy(rows, changed[dataset])
				err := f.Store.ExportRemoved(t.Context(), dataset, span, func(id uuid.UUID) error {
					if rows[id.String()] == "" || want[id.String()] != "" {
						t.Errorf("%s %s was not removed", dataset, id)
					}
					delete(rows, id.String())
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, rows); diff != "" {
					t.Fatalf("%s at %d with what changed until %d is not what stands there (-want +got):\n%s", dataset, a, b, diff)
				}
			}
		}
	})
}

func TestAnExportOfAPastStateIsTheSameAtAnyTime(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, rand.New(rand.NewPCG(7, 4)))
		for range 30 {
			h.step()
		}
		seq := f.Store.Seq()
		before := exportsOf(t, f.Store, record.Span{Seq: seq})
		f.Clock.Set(f.Clock.Now().AddDate(1, 0, 0))
		for range 30 {
			h.step()
		}
		if diff := cmp.Diff(before, exportsOf(t, f.Store, record.Span{Seq: seq})); diff != "" {
			t.Errorf("the state %d is another now (-before +now):\n%s", seq, diff)
		}
	})
}

func TestAnExportSaysWhatTheRecordSaid(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, rand.New(rand.NewPCG(8, 4)))
		for range 60 {
			h.step()
		}
		seq := f.Store.Seq()
		at := storetest.Must(f.Store.Instant(t.Context(), seq))(t)
		p := record.Page{Moment: record.Moment{KnownAt: at}}
		got := map[string][]string{}
		note := func(dataset string, id uuid.UUID) error {
			got[dataset] = append(got[dataset], id.String())
			return nil
		}
		span := record.Span{Seq: seq}
		err := firstError(
			f.Store.ExportEndorsements(t.Context(), span, func(e record.EndorsementView) error { return note("endorsements", e.ID) }),
			f.Store.ExportStatements(t.Context(), span, func(s record.Statement) error { return note("statements", s.ID) }),
			f.Store.ExportUnions(t.Context(), span, func(u record.Union) error { return note("unions", u.ID) }),
		)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][]string{}
		for _, e := range storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{}, p))(t).Items {
			want["endorsements"] = append(want["endorsements"], e.ID.String())
		}
		for _, s := range storetest.Must(f.Store.Statements(t.Context(), record.StatementFilter{}, p))(t).Items {
			want["statements"] = append(want["statements"], s.ID.String())
		}
		for _, u := range storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{Statuses: record.UnionStatuses}, p))(t).Items {
			want["unions"] = append(want["unions"], u.ID.String())
		}
		for dataset := range want {
			slices.Sort(want[dataset]) // the order of an export is that of the ids
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the export is not what the lists show (-lists +export):\n%s", diff)
		}
	})
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func TestAnExportOfAStateThatIsNotThereIsRefused(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("One")
		none := func(record.Union) error { return nil }
		for _, seq := range []int64{-1, 0, 99} {
			if err := f.Store.ExportUnions(t.Context(), record.Span{Seq: seq}, none); !record.Is(err, record.CodeInvalid) {
				t.Errorf("seq %d: %v", seq, err)
			}
		}
		if err := f.Store.ExportRemoved(t.Context(), "keys", record.Span{Seq: 1, After: new(int64(0))}, nil); err == nil {
			t.Error("keys can be exported")
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		cancel()
		if err := f.Store.ExportUnions(ctx, record.Span{Seq: 1}, none); err == nil {
			t.Error("an export goes on after its context ended")
		}
	})
}

func TestWhatChangedSinceHoldsWhatShowsSomethingElseNow(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent := f.Union(record.KindNational, "A national")
		child := f.Local("A local")
		f.Affiliate(child, parent, "2026-02-01", "2026-03-01")
		c := f.Call("A call", "2026")
		e := f.Put(c, child, f.Position(record.Endorsed, "2026-01"))
		changed := func(dataset string) []string {
			t.Helper()
			return slices.Sorted(maps.Keys(exportsOf(t, f.Store, record.Span{Seq: f.Store.Seq(), After: new(f.Store.Seq() - 1)})[dataset]))
		}
		for _, day := range []int{35, 70} {
			f.Clock.Set(storetest.Start.AddDate(0, 0, day))
			other := f.Local("Another on day " + fmt.Sprint(day))
			if got, want := changed("unions"), []string{child.ID.String(), other.ID.String()}; !slices.Equal(got, want) {
				t.Errorf("%d days later the local has other parents, and what changed are %v, not %v", day, got, want)
			}
		}
		c.Title = "Another title"
		storetest.Must(f.Store.UpdateCall(t.Context(), storetest.By("editor"), c))(t)
		if got := changed("endorsements"); !slices.Equal(got, []string{e.ID.String()}) {
			t.Errorf("the call has another title, and what changed are %v, not its endorsement", got)
		}
		if got := changed("positions"); len(got) != 1 {
			t.Errorf("the call has another title, and what changed are %v, not its position", got)
		}
	})
}
