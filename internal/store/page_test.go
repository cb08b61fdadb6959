package store_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// list is one of the lists, reduced to ids.
type list struct {
	name  string
	sorts []string
	read  func(record.Page) ([]uuid.UUID, *record.Mark, *int)
}

func paged[T any](f *storetest.Fixture, read func(record.Page) (record.Listing[T], error), id func(T) uuid.UUID) func(record.Page) ([]uuid.UUID, *record.Mark, *int) {
	return func(p record.Page) ([]uuid.UUID, *record.Mark, *int) {
		f.Helper()
		got := storetest.Must(read(p))(f)
		ids := make([]uuid.UUID, len(got.Items))
		for i, item := range got.Items {
			ids[i] = id(item)
		}
		return ids, got.Next, got.Total
	}
}

func listsOf(f *storetest.Fixture, call, union record.Ref) []list {
	ctx, s := f.Context(), f.Store
	return []list{
		{"unions", []string{"", "name", "created_at", "updated_at"}, paged(f, func(p record.Page) (record.Listing[record.Union], error) {
			return s.Unions(ctx, record.UnionFilter{}, p)
		}, func(u record.Union) uuid.UUID { return u.ID })},
		{"affiliations", []string{"", "from"}, paged(f, func(p record.Page) (record.Listing[record.Affiliation], error) {
			return s.Affiliations(ctx, union, record.AffiliationFilter{}, p)
		}, func(a record.Affiliation) uuid.UUID { return a.ID })},
		{"calls", []string{"", "starts_on", "title", "created_at", "updated_at"}, paged(f, func(p record.Page) (record.Listing[record.Call], error) {
			return s.Calls(ctx, record.CallFilter{}, p)
		}, func(c record.Call) uuid.UUID { return c.ID })},
		{"endorsements", []string{"", "effective_on", "union", "created_at", "updated_at"}, paged(f, func(p record.Page) (record.Listing[record.EndorsementView], error) {
			return s.Endorsements(ctx, record.EndorsementFilter{Calls: []record.Ref{call}}, p)
		}, func(e record.EndorsementView) uuid.UUID { return e.ID })},
		{"statements", []string{"", "published_on", "title", "created_at", "updated_at"}, paged(f, func(p record.Page) (record.Listing[record.Statement], error) {
			return s.Statements(ctx, record.StatementFilter{}, p)
		}, func(s record.Statement) uuid.UUID { return s.ID })},
		{"sources", []string{"", "published_on", "created_at", "updated_at"}, paged(f, func(p record.Page) (record.Listing[record.Source], error) {
			return s.Sources(ctx, record.SourceFilter{}, p)
		}, func(s record.Source) uuid.UUID { return s.ID })},
	}
}

// big fills a record with n of everything, with many ties in every order.
func big(f *storetest.Fixture, n int) (call record.Call, top record.Union) {
	f.Helper()
	top, call = f.Union(record.KindNational, "Top"), f.Call("The call", "2026-01-23")
	for i := range n {
		on := someDates[i%len(someDates)]
		u := f.Local([]string{"Local", "Épée", "Zeta", "local"}[i%4]+strings.Repeat("!", i%3), top)
		f.Put(call, u, f.Position(record.Endorsed, on, fmt.Sprint("https://example.org/", i)))
		storetest.Must(f.Store.CreateCall(f.Context(), by, record.Call{Kind: record.CallMarch, Title: fmt.Sprint("Call ", i%3), StartsOn: on, TimeZone: "UTC"}))(f)
		storetest.Must(f.Store.CreateStatement(f.Context(), by, record.Statement{Title: fmt.Sprint("Statement ", i%3), Kind: "letter", PublishedOn: on, Issuers: record.List[record.UnionRef]{u.Ref(), top.Ref()}, Calls: record.List[record.CallRef]{call.Ref()}, Citations: f.Position(record.Endorsed, "", "https://example.org/"+fmt.Sprint(i)).Citations}))(f)
	}
	return call, top
}

func TestPagesTogetherAreTheList(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call, top := big(f, 24)
		for _, l := range listsOf(f, ref(call.ID), record.Ref(top.Slug)) {
			for _, sort := range l.sorts {
				for _, descending := range []bool{false, true} {
					if sort == "" && descending {
						continue
					}
					whole, next, total := l.read(record.Page{Sort: sort, Descending: descending, Total: true})
					if next != nil || len(whole) < 24 || *total != len(whole) {
						t.Fatalf("%s by %q: %d of %d, and on at %v", l.name, sort, len(whole), *total, next)
					}
					for _, limit := range []int{1, 5, len(whole) - 1, len(whole), len(whole) + 1} {
						var got []uuid.UUID
						for p := (record.Page{Sort: sort, Descending: descending, Limit: limit}); ; {
							ids, next, _ := l.read(p)
							if got = append(got, ids...); next == nil || len(got) > len(whole) {
								break
							}
							p.After = next
						}
						if !slices.Equal(got, whole) {
							t.Errorf("%s by %q, descending %v, %d at a time: %d records, want %d", l.name, sort, descending, limit, len(got), len(whole))
						}
					}
					if descending {
						up, _, _ := l.read(record.Page{Sort: sort})
						slices.Reverse(up)
						if !slices.Equal(up, whole) {
							t.Errorf("%s by %q is not turned around", l.name, sort)
						}
					}
				}
			}
		}
	})
}

func TestAListHasAnOrderOfItsOwn(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		for _, name := range []string{"b", "Ä", "a b", "A", "ß", "z"} {
			f.Local(name)
		}
		for _, day := range []record.Date{"2026", "", "2026-02-01", "2025-12-31", "2026-01-15"} {
			f.Call("Call of "+string(day), day)
		}
		unions := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{}))(t).Items
		same(t, "unions", slugs(unions, func(u record.Union) string { return u.Name })[2:], []string{"a b", "b", "ß", "z"})
		calls := storetest.Must(f.Store.Calls(t.Context(), record.CallFilter{}, record.Page{}))(t).Items
		same(t, "calls", slugs(calls, func(c record.Call) string { return string(c.StartsOn) }), []string{"2026-02-01", "2026-01-15", "2026", "2025-12-31", ""})
		if _, err := f.Store.Calls(t.Context(), record.CallFilter{}, record.Page{Sort: "c.id; --"}); err == nil {
			t.Error("sorted by what is no field")
		}
	})
}

// While others write, a reader who pages through a list meets every record that nobody touched exactly
// once, whatever the order.
func TestPagingNeitherRepeatsNorSkipsWhatDidNotChange(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := seeded(t)
		h := newHistory(t, f, r)
		for range steps(120) {
			h.step()
		}
		big(f, 8)
		for round := range steps(20) {
			lists := slices.Delete(listsOf(f, "", ""), 1, 2) // any union may be merged meanwhile, and its affiliations with it
			l := lists[round%len(lists)]
			p := record.Page{Sort: pick(r, l.sorts), Descending: r.IntN(2) == 0, Limit: 1 + r.IntN(5)}
			before := ledger(f)
			whole, _, _ := l.read(record.Page{Sort: p.Sort, Descending: p.Descending})
			var met []uuid.UUID
			for {
				ids, next, _ := l.read(p)
				met = append(met, ids...)
				if next == nil {
					break
				}
				p.After = next
				h.step()
			}
			touched := map[uuid.UUID]bool{}
			for _, c := range since(f, before) {
				touched[c.ID] = true
			}
			for _, id := range whole {
				times := 0
				for _, m := range met {
					if m == id {
						times++
					}
				}
				if times != 1 && !touched[id] && (l.name != "endorsements" || p.Sort != "union") /* its union may be renamed */ {
					t.Fatalf("%s by %q, %d at a time: %s was met %d times", l.name, p.Sort, p.Limit, id, times)
				}
			}
		}
	})
}

// traced opens a record whose statements told answers, those since it was asked before.
func traced(t *testing.T, name string) (f *storetest.Fixture, told func() []string) {
	t.Helper()
	var mu sync.Mutex
	var statements []string
	f = storetest.Open(t, storetest.Database(t, name), store.Options{Trace: func(sql string) {
		mu.Lock()
		defer mu.Unlock()
		if !strings.Contains(sql, "MAX(seq), 0)") { // asked every second for what other processes wrote
			statements = append(statements, sql)
		}
	}})
	return f, func() []string {
		mu.Lock()
		defer mu.Unlock()
		defer func() { statements = nil }()
		return statements
	}
}

// Whatever a page holds, it is one statement.
func TestAReadIsOneStatementWhateverItHolds(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			f, told := traced(t, name)
			call, top := big(f, 12)
			local := storetest.Must(f.Store.Union(t.Context(), "local", record.Moment{}))(t)
			e := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{ref(call.ID)}}, record.Page{Limit: 1}))(t).Items[0]
			st := storetest.Must(f.Store.Statements(t.Context(), record.StatementFilter{}, record.Page{Limit: 1}))(t).Items[0]
			a := storetest.Must(f.Store.Affiliations(t.Context(), ref(local.ID), record.AffiliationFilter{}, record.Page{Limit: 1}))(t).Items[0]
			ctx, s := t.Context(), f.Store
			count := func(what string, want int, read func() error) {
				t.Helper()
				told()
				if err := read(); err != nil {
					t.Errorf("%s: %v", what, err)
				}
				if took := told(); len(took) != want {
					t.Errorf("%s took %d statements, want %d:\n%s", what, len(took), want, strings.Join(took, "\n"))
				}
			}
			for _, l := range listsOf(f, record.Ref(call.Slug), record.Ref(top.Slug)) {
				for _, limit := range []int{1, 5, 50} {
					count("a page of "+l.name, 1, func() error { l.read(record.Page{Limit: limit}); return nil })
				}
				count("a page of "+l.name+" with its total", 2, func() error { l.read(record.Page{Limit: 5, Total: true}); return nil })
				count("a page of "+l.name+" as of a day", 1, func() error { l.read(record.Page{Limit: 5, Moment: record.Moment{AsOf: "2026-01-22"}}); return nil })
				l.read(record.Page{Limit: 5, Moment: record.Moment{KnownAt: e.UpdatedAt}}) // what ordinals are counted from is kept
				count("a page of "+l.name+" as known then", 2, func() error { l.read(record.Page{Limit: 5, Moment: record.Moment{KnownAt: e.UpdatedAt}}); return nil })
			}
			for _, address := range []record.Ref{ref(local.ID), record.Ref(local.Slug)} {
				count("a union", 1, func() error { _, err := s.Union(ctx, address, record.Moment{}); return err })
			}
			for _, address := range []record.Ref{ref(call.ID), record.Ref(call.Slug)} {
				count("a call", 1, func() error { _, err := s.Call(ctx, address, record.Moment{}); return err })
				count("a call's endorsements below a union", 1, func() error {
					_, err := s.Endorsements(ctx, record.EndorsementFilter{Calls: []record.Ref{address}, Under: []record.Ref{record.Ref(top.Slug)}}, record.Page{Limit: 50})
					return err
				})
			}
			count("an endorsement", 1, func() error { _, err := s.Endorsement(ctx, e.ID, record.Moment{}); return err })
			count("a timeline", 1, func() error { _, err := s.Timeline(ctx, e.ID, record.Moment{}); return err })
			count("a statement", 1, func() error { _, err := s.Statement(ctx, st.ID, record.Moment{}); return err })
			count("a source", 1, func() error { _, err := s.Source(ctx, st.Citations[0].Source.ID, record.Moment{}); return err })
			count("an affiliation", 1, func() error { _, err := s.Affiliation(ctx, ref(local.ID), a.ID, record.Moment{}); return err })
			count("changes", 1, func() error { _, err := s.Changes(ctx, record.ChangeFilter{Limit: 50}); return err })
			count("a call's changes", 1, func() error {
				_, err := s.Changes(ctx, record.ChangeFilter{Call: record.Ref(call.Slug), Limit: 50})
				return err
			})
			count("revisions", 1, func() error {
				_, err := s.Revisions(ctx, record.EntityUnion, local.ID, record.Page{Limit: 50})
				return err
			})
			count("a revision", 1, func() error { _, err := s.Revision(ctx, record.EntityUnion, local.ID, 1); return err })
			count("a kept answer", 1, func() error { _, err := s.Answered(ctx, "key", "1"); return err })
			count("many unions by name", 1, func() error {
				_, err := s.ResolveUnions(ctx, []record.Ref{ref(top.ID), record.Ref(local.Slug), "nobody"})
				return err
			})
		})
	}
}
