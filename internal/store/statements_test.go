package store_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestAStatementIsReadAsItWasWritten(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		b, a := f.Local("B"), f.Local("A")
		later, call := f.Call("Later", "2026-02-01"), f.Call("A day", "2026-01-23")
		st, err := record.NewStatement(record.Statement{
			Title: "Nous «disons»", Text: "Line one\n\tline two \\ \"end\"", Kind: "resolution", Language: "fr-CA", PublishedOn: "2026-01", URL: "https://example.org/s",
			Issuers: record.List[record.UnionRef]{b.Ref(), a.Ref()}, Calls: record.List[record.CallRef]{later.Ref(), call.Ref()},
			Quotes:       record.List[record.Quote]{{Text: "An injury to one", Speaker: "A member", Role: "steward"}},
			Translations: record.List[record.Translation]{{Language: "en", Title: "We say", Text: "Line one"}},
			Citations:    record.List[record.Citation]{{Draft: &record.Source{URL: "https://example.org/2"}, Quote: "two", Locator: "p. 2"}, {Draft: &record.Source{URL: "https://example.org/1"}}},
		})
		done(t, err)
		created := storetest.Must(f.Store.CreateStatement(t.Context(), by, st))(t)
		for i, c := range created.Citations {
			if c.Source.URL != st.Citations[i].Draft.URL || c.Quote != st.Citations[i].Quote || c.Locator != st.Citations[i].Locator {
				t.Errorf("citation %d is %+v", i, c)
			}
		}
		st.ID, st.Version, st.CreatedAt, st.UpdatedAt, st.Citations = created.ID, 1, created.CreatedAt, created.UpdatedAt, created.Citations
		same(t, "created", created, st)
		same(t, "read", storetest.Must(f.Store.Statement(t.Context(), st.ID, record.Moment{}))(t), st)
		st.Issuers, st.Calls, st.Citations = st.Issuers[1:], nil, st.Citations[1:]
		updated := storetest.Must(f.Store.UpdateStatement(t.Context(), by, st))(t)
		st.Version, st.UpdatedAt = 2, updated.UpdatedAt
		same(t, "updated", updated, st)
		_, err = f.Store.UpdateStatement(t.Context(), by, created)
		refused(t, err, record.CodeStale)
		done(t, f.Store.DeleteStatement(t.Context(), by, st.ID, 2))
		_, err = f.Store.Statement(t.Context(), st.ID, record.Moment{})
		refused(t, err, record.CodeGone)
		_, err = f.Store.Statement(t.Context(), uuid.New(), record.Moment{})
		refused(t, err, record.CodeNotFound)
	})
}

func TestStatementsAreFilteredByEverythingTheyAre(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		top := f.Union(record.KindNational, "Top")
		local, other := f.Local("Local", top), f.Local("Other")
		call := f.Call("A day", "2026-01-23")
		create := func(title string, kind record.StatementKind, lang string, on record.Date, issuers ...record.Union) record.Statement {
			st := record.Statement{Title: title, Kind: kind, Language: lang, PublishedOn: on}
			for _, u := range issuers {
				st.Issuers = append(st.Issuers, u.Ref())
			}
			if kind == "letter" {
				st.Calls = record.List[record.CallRef]{call.Ref()}
			}
			return storetest.Must(f.Store.CreateStatement(t.Context(), by, st))(t)
		}
		create("One", "letter", "en", "2026-01-10", local, other)
		create("Two", "speech", "es-MX", "2026", other)
		last := create("Three", "article", "en", "", top)
		for name, c := range map[string]struct {
			filter record.StatementFilter
			want   string
		}{
			"all":           {record.StatementFilter{}, "One Three Two"},
			"words":         {record.StatementFilter{Q: "one"}, "One"},
			"union":         {record.StatementFilter{Unions: []record.Ref{"other"}}, "One Two"},
			"union by id":   {record.StatementFilter{Unions: []record.Ref{ref(local.ID)}}, "One"},
			"under":         {record.StatementFilter{Under: []record.Ref{"top"}}, "One Three"},
			"call":          {record.StatementFilter{Calls: []record.Ref{"a-day"}}, "One"},
			"kind":          {record.StatementFilter{Kinds: []record.StatementKind{"speech", "letter"}}, "One Two"},
			"language":      {record.StatementFilter{Languages: []string{"ES-mx"}}, "Two"},
			"from":          {record.StatementFilter{From: "2026-01-01"}, "One Two"},
			"to":            {record.StatementFilter{To: "2026-01-01"}, "Two"},
			"changed since": {record.StatementFilter{ChangedSince: last.UpdatedAt}, "Three"},
		} {
			list := storetest.Must(f.Store.Statements(t.Context(), c.filter, record.Page{Sort: "title", Total: true}))(t)
			if got := strings.Join(slugs(list.Items, func(s record.Statement) string { return s.Title }), " "); got != c.want || *list.Total != len(list.Items) {
				t.Errorf("%s: %q of %d, want %q", name, got, *list.Total, c.want)
			}
		}
		for _, filter := range []record.StatementFilter{{Calls: []record.Ref{"nobody"}}, {Unions: []record.Ref{"nobody"}}, {Under: []record.Ref{ref(uuid.New())}}} {
			_, err := f.Store.Statements(t.Context(), filter, record.Page{})
			refused(t, err, record.CodeInvalid)
		}
	})
}

func TestAStatementNeedsAGrantOfEveryIssuer(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		ctx := t.Context()
		mine, also, theirs := f.Local("Mine"), f.Local("Also mine"), f.Local("Theirs")
		w := storetest.Within("organizer", mine.ID, also.ID)
		st := record.Statement{Title: "S", Kind: "letter"}
		issued := func(unions ...record.Union) record.Statement {
			out := st
			out.Issuers = nil
			for _, u := range unions {
				out.Issuers = append(out.Issuers, u.Ref())
			}
			return out
		}
		_, err := f.Store.CreateStatement(ctx, w, issued(mine, theirs))
		refused(t, err, record.CodeForbidden)
		st = storetest.Must(f.Store.CreateStatement(ctx, w, issued(mine, also)))(t)
		_, err = f.Store.UpdateStatement(ctx, w, issued(mine, theirs)) // nobody is made an issuer
		refused(t, err, record.CodeForbidden)
		st = storetest.Must(f.Store.UpdateStatement(ctx, by, issued(mine, theirs)))(t)
		_, err = f.Store.UpdateStatement(ctx, w, issued(mine)) // nor unmade one
		refused(t, err, record.CodeForbidden)
		refused(t, f.Store.DeleteStatement(ctx, w, st.ID, st.Version), record.CodeForbidden)
		st = storetest.Must(f.Store.UpdateStatement(ctx, by, issued(also)))(t)
		done(t, f.Store.DeleteStatement(ctx, w, st.ID, st.Version))
	})
}
