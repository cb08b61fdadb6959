package demo

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

const (
	day     = "ice-out-of-minnesota-day-of-truth-and-freedom"
	newYork = "stand-with-minneapolis-march-new-york"
	boycott = "boycott-divestment-and-sanctions"
)

func TestTheExampleRecordLoadsOnEitherDatabase(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		if err := Load(t.Context(), f.Store); err != nil {
			t.Fatal(err)
		}
		r := loaded{f}
		t.Run("the ten endorsers that the article lists endorsed the day", r.endorsers)
		t.Run("some of them have several parents", r.parents)
		t.Run("the state federation asks for less than the day does", r.stateFederation)
		t.Run("the nurses support the day without a work stoppage", r.nurses)
		t.Run("unions in New York plan a march that is part of the day", r.newYork)
		t.Run("a vote of members was nullified by the parent", r.nullified)
		t.Run("every position and statement cites a source with address and publisher", r.sources)
		t.Run("a page of a union's own site says whose it is", r.owners)
		t.Run("every change says who wrote it and what it rests on", r.reasons)
		t.Run("a second load is refused", func(t *testing.T) {
			if err := Load(t.Context(), f.Store); !record.Is(err, record.CodeConflict) {
				t.Errorf("a second load gave %v, want a conflict", err)
			}
		})
	})
}

type loaded struct{ *storetest.Fixture }

func (r loaded) positions(t *testing.T, call, union record.Ref) record.List[record.Position] {
	t.Helper()
	list := storetest.Must(r.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{call}, Unions: []record.Ref{union}}, record.Page{Sort: "effective_on"}))(t)
	if len(list.Items) != 1 {
		t.Fatalf("%d endorsements of %s by %s, want 1", len(list.Items), call, union)
	}
	return storetest.Must(r.Store.Timeline(t.Context(), list.Items[0].ID, record.Moment{}))(t).Positions
}

func (r loaded) endorsers(t *testing.T) {
	list := storetest.Must(r.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{day}, Positions: []record.Stance{record.Endorsed}}, record.Page{Sort: "effective_on"}))(t)
	got := map[string]bool{}
	for _, e := range list.Items {
		if e.Shown.Capacity != record.CapacityBody {
			t.Errorf("%s spoke as %s", e.Union.Slug, e.Shown.Capacity)
		}
		got[e.Union.Slug] = true
	}
	want := []string{
		"seiu-local-26", "unite-here-local-17", "cwa-local-7250", "st-paul-federation-of-educators-local-28",
		"minneapolis-federation-of-educators-local-59", "iatse-local-13", "graduate-labor-union-ue-local-1105", "atu-local-1005",
		"committee-of-interns-and-residents", "minneapolis-regional-labor-federation",
		"minnesota-afl-cio", // besides the ten of the article
	}
	slices.Sort(want)
	if have := slices.Sorted(maps.Keys(got)); !slices.Equal(have, want) {
		t.Errorf("endorsed by\n%s\nwant\n%s", strings.Join(have, "\n"), strings.Join(want, "\n"))
	}
}

func (r loaded) parents(t *testing.T) {
	for slug, want := range map[record.Ref][]string{
		"seiu-local-26": {"seiu"},
		"minneapolis-federation-of-educators-local-59": {"aft", "nea"},
		"st-paul-federation-of-educators-local-28":     {"aft", "education-minnesota", "minnesota-afl-cio", "nea"},
		"minneapolis-regional-labor-federation":        {"afl-cio", "minnesota-afl-cio"},
		"education-minnesota":                          {"aft", "nea"},
	} {
		var got []string
		for _, p := range storetest.Must(r.Store.Union(t.Context(), slug, record.Moment{}))(t).Parents {
			got = append(got, p.Slug)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s stands below %v, want %v", slug, got, want)
		}
	}
}

func (r loaded) stateFederation(t *testing.T) {
	p := r.positions(t, day, "minnesota-afl-cio")[0]
	if p.Position != record.Endorsed || p.DecidedBy != "executive_board" {
		t.Errorf("%s by %s, want endorsed by executive_board", p.Position, p.DecidedBy)
	}
	asks := storetest.Must(r.Store.Call(t.Context(), day, record.Moment{}))(t).Asks
	if !slices.Contains(asks, "no_work") || !slices.Equal(p.Scope, []string{"march", "no_shopping"}) {
		t.Errorf("the scope is %v of the asks %v, want the march and no shopping, and no work stoppage", p.Scope, asks)
	}
	for _, s := range p.Scope {
		if !slices.Contains(asks, s) {
			t.Errorf("%s is none of the asks %v", s, asks)
		}
	}
}

func (r loaded) nurses(t *testing.T) {
	p := r.positions(t, day, "minnesota-nurses-association")[0]
	if p.Position != record.Supported || slices.Contains(p.Scope, "no_work") {
		t.Errorf("%s with scope %v, want supported without no_work", p.Position, p.Scope)
	}
	if !slices.ContainsFunc(p.Citations, func(c record.Citation) bool { return strings.Contains(c.Quote, "no-strike") }) {
		t.Error("no citation tells of the no-strike provisions")
	}
}

func (r loaded) newYork(t *testing.T) {
	whole := storetest.Must(r.Store.Call(t.Context(), day, record.Moment{}))(t)
	part := storetest.Must(r.Store.Call(t.Context(), newYork, record.Moment{}))(t)
	if part.PartOf == nil || *part.PartOf != whole.ID || part.StartsOn != whole.StartsOn {
		t.Errorf("the call in New York is part of %v on %s, want %s on %s", part.PartOf, part.StartsOn, whole.ID, whole.StartsOn)
	}
	for _, union := range []record.Ref{"uft", "psc-cuny"} {
		if p := r.positions(t, newYork, union)[0]; p.Position != record.Planning {
			t.Errorf("%s: %s, want planning", union, p.Position)
		}
	}
}

func (r loaded) nullified(t *testing.T) {
	line := r.positions(t, boycott, "uaw-local-2865")
	var stances []record.Stance
	for _, p := range line {
		stances = append(stances, p.Position)
	}
	if !slices.Equal(stances, []record.Stance{record.Supported, record.Endorsed, record.Nullified}) {
		t.Fatalf("the timeline is %v", stances)
	}
	parent := storetest.Must(r.Store.Union(t.Context(), "uaw", record.Moment{}))(t)
	if by := line[2].By; by == nil || *by != parent.ID {
		t.Errorf("nullified by %v, want %s", by, parent.ID)
	}
	if v := line[1].Vote; line[1].DecidedBy != "membership_vote" || v == nil || v.For == nil || *v.For != 1411 || *v.Against != 749 || v.Abstain != nil {
		t.Errorf("decided by %s with %+v", line[1].DecidedBy, v)
	}
	before := storetest.Must(r.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{boycott}}, record.Page{Sort: "effective_on", Moment: record.Moment{AsOf: "2015-06-01"}}))(t)
	if len(before.Items) != 1 || before.Items[0].Shown.Position != record.Endorsed {
		t.Errorf("in June 2015 the record shows %+v, want the endorsement", before.Items)
	}
}

func (r loaded) sources(t *testing.T) {
	for _, s := range storetest.Must(r.Store.Sources(t.Context(), record.SourceFilter{}, record.Page{Sort: "created_at"}))(t).Items {
		if s.URL == "" || s.Publisher == "" {
			t.Errorf("the source %+v lacks address or publisher", s)
		}
	}
	for _, e := range storetest.Must(r.Store.Endorsements(t.Context(), record.EndorsementFilter{}, record.Page{Sort: "effective_on"}))(t).Items {
		for _, p := range r.positions(t, record.Ref(e.Call.Slug), record.Ref(e.Union.Slug)) {
			if len(p.Citations) == 0 {
				t.Errorf("%s: nothing shows that %s %s it", e.Call.Slug, e.Union.Slug, p.Position)
			}
		}
	}
	for _, s := range storetest.Must(r.Store.Statements(t.Context(), record.StatementFilter{}, record.Page{Sort: "title"}))(t).Items {
		if len(s.Citations) == 0 || !s.PublishedOn.Known() {
			t.Errorf("the statement %q lacks a source or a date", s.Title)
		}
	}
}

func (r loaded) owners(t *testing.T) {
	federation := storetest.Must(r.Store.Union(t.Context(), "minnesota-afl-cio", record.Moment{}))(t)
	own := record.SourceFilter{URLs: []string{"https://mnaflcio.org/updates/burnham-sworn-minnesota-afl-cio-president"}}
	list := storetest.Must(r.Store.Sources(t.Context(), own, record.Page{Sort: "created_at"}))(t)
	if len(list.Items) != 1 || list.Items[0].Union == nil || *list.Items[0].Union != federation.ID {
		t.Errorf("the federation's page is %+v, want one source whose union is %s", list.Items, federation.ID)
	}
}

func (r loaded) reasons(t *testing.T) {
	changes := storetest.Must(r.Store.Changes(t.Context(), record.ChangeFilter{Limit: 1000}))(t)
	if len(changes) == 0 {
		t.Fatal("no changes")
	}
	for _, c := range changes {
		if c.Actor != Handle || !strings.HasPrefix(c.Reason, "Example record") {
			t.Errorf("change %d of a %s by %q for %q", c.Seq, c.Entity, c.Actor, c.Reason)
		}
		bare := c.Entity == record.EntityUnion || c.Entity == record.EntityAffiliation || c.Entity == record.EntityCall
		if bare && !strings.Contains(c.Reason, "http") {
			t.Errorf("change %d of a %s names no source", c.Seq, c.Entity)
		}
	}
}

func TestTheExampleRecordIsReadStrictly(t *testing.T) {
	for name, content := range map[string]string{
		"an unknown member":         `{"calls": [{"slug": "a", "colour": "red"}]}`,
		"an unknown kind of record": `{"parties": []}`,
		"something after its end":   `{} {}`,
		"no JSON":                   `sources:`,
	} {
		if _, err := read([]byte(content)); err == nil {
			t.Errorf("%s was let through", name)
		}
	}
}

func TestEveryCountOfMembersHasADateAndASource(t *testing.T) {
	f, err := read(example)
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range f.Unions {
		for _, m := range u.Members {
			if m.Count <= 0 || m.Source == "" || !m.AsOf.Known() {
				t.Errorf("%s: %+v is no count that somebody reported on a date", u.Slug, m)
			}
		}
	}
}

func TestLoadingStopsAtTheFirstError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	f := storetest.New(t, "sqlite")
	cancel()
	err := Load(ctx, f.Store)
	if err == nil || strings.Count(err.Error(), "load the ") != 1 {
		t.Errorf("got %v, want one error", err)
	}
}

func BenchmarkLoad(b *testing.B) {
	for _, name := range storetest.Databases {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				f := storetest.New(b, name)
				b.StartTimer()
				if err := Load(b.Context(), f.Store); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
