package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestAUnionIsReadAsItWasWritten(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		src := storetest.Must(f.Store.CreateSource(t.Context(), by, record.Source{URL: "https://example.org/", Kind: record.SourceDocument, Health: "live"}))(t)
		full, err := record.NewUnion(record.Union{
			Kind: record.KindLocal, Name: "Fédération \"n° 28\" \\ 100%_", Names: record.List[record.Name]{{Value: "F28", Type: "acronym", Lang: "fr-CA", From: "1999", Until: "2001-02"}},
			Designation: record.Designation{Type: "Local", Number: "34", Suffix: "A"}, Identifiers: record.List[record.Identifier]{{Scheme: "wikidata", Value: "Q42"}, {Scheme: "olms", Value: "7"}},
			Place:   record.Place{Country: "CA", Region: "CA-QC", City: "Montréal", Latitude: new(45.508888), Longitude: new(-73.561668)},
			Members: record.List[record.MemberCount]{{Count: 0, AsOf: "2020"}, {Count: 6000, AsOf: "2025-06", SourceID: &src.ID}}, Founded: "1999", Website: "https://example.org/28",
		})
		done(t, err)
		created := storetest.Must(f.Store.CreateUnion(t.Context(), by, full, ""))(t)
		full.ID, full.Version, full.CreatedAt, full.UpdatedAt = created.ID, 1, created.CreatedAt, created.UpdatedAt
		full.Slug = "federation-n-28-100"
		for _, address := range []record.Ref{ref(created.ID), "federation-n-28-100", record.Ref(strings.ToUpper(created.ID.String()))} {
			same(t, "read by "+string(address), storetest.Must(f.Store.Union(t.Context(), address, record.Moment{}))(t), full)
		}
		list := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{}))(t).Items
		same(t, "listed", list, []record.Union{full})
		same(t, "known then", storetest.Must(f.Store.Union(t.Context(), ref(created.ID), record.Moment{KnownAt: created.CreatedAt}))(t), full)
		bare, err := record.NewUnion(record.Union{Kind: record.KindUnit, Name: "Bare"})
		done(t, err)
		created = storetest.Must(f.Store.CreateUnion(t.Context(), by, bare, ""))(t)
		bare.ID, bare.Slug, bare.Version, bare.CreatedAt, bare.UpdatedAt = created.ID, "bare", 1, created.CreatedAt, created.UpdatedAt
		same(t, "bare", created, bare)
	})
}

func TestAnAddressIsDerivedAndNeverShared(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		create := func(u record.Union) string {
			t.Helper()
			u.Kind = record.KindLocal
			return storetest.Must(f.Store.CreateUnion(t.Context(), by, u, ""))(t).Slug
		}
		st := record.Place{Country: "US", Region: "US-MN", City: "St. Paul"}
		for _, want := range []string{"local-1", "local-1-st-paul", "local-1-st-paul-mn", "local-1-st-paul-mn-2", "local-1-st-paul-mn-3"} {
			if got := create(record.Union{Name: "Local 1", Place: st}); got != want {
				t.Errorf("derived %q, want %q", got, want)
			}
		}
		for _, want := range []string{"union", "union-2"} {
			if got := create(record.Union{Name: "工会"}); got != want {
				t.Errorf("derived %q, want %q", got, want)
			}
		}
		_, err := f.Store.CreateUnion(t.Context(), by, record.Union{Kind: record.KindLocal, Name: "X", Slug: "local-1"}, "")
		if e := refused(t, err, record.CodeConflict); len(e.Fields) != 1 || e.Fields[0].Pointer != "/slug" {
			t.Errorf("refused with %+v", e)
		}
	})
}

func TestAnOldAddressLeadsToTheNewOne(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		rename := func(u record.Union, slug string) record.Union {
			u.Slug = slug
			return storetest.Must(f.Store.UpdateUnion(t.Context(), by, u))(t)
		}
		answers := func(address, want string) {
			t.Helper()
			u, err := f.Store.Union(t.Context(), record.Ref(address), record.Moment{})
			got := u.Slug
			var e *record.Error
			if errors.As(err, &e) {
				got = string(e.Code) + " " + e.MovedTo
			}
			if strings.TrimSpace(got) != want {
				t.Errorf("%s answers %q, want %q", address, got, want)
			}
		}
		u := rename(rename(f.Local("First"), "second"), "third")
		answers("first", "moved third")
		answers("second", "moved third")
		answers("third", "third")
		answers("fourth", "not_found")
		other := f.Local("Second") // the address is free
		answers("second", "second")
		other = rename(other, "fourth")
		answers("second", "moved fourth") // of its last holder
		done(t, f.Store.DeleteUnion(t.Context(), by, ref(other.ID), other.Version))
		answers("second", "gone")
		answers("fourth", "gone")
		answers(other.ID.String(), "gone")
		answers(uuid.NewString(), "not_found")
		rename(u, "first") // an address may come back
		answers("first", "first")
		answers("third", "moved first")
		then := storetest.Must(f.Store.Union(t.Context(), "third", record.Moment{KnownAt: u.UpdatedAt}))(t)
		if then.Slug != "third" {
			t.Errorf("was at %s", then.Slug)
		}
		for address, want := range map[record.Ref]uuid.UUID{"second": other.ID, "third": u.ID, ref(u.ID): u.ID} {
			if id := storetest.Must(f.Store.RecordID(t.Context(), record.EntityUnion, address))(t); id != want {
				t.Errorf("%s is %s", address, id)
			}
		}
		_, err := f.Store.RecordID(t.Context(), record.EntityUnion, "nobody")
		refused(t, err, record.CodeNotFound)
	})
}

func TestUnionsAreFilteredByEverythingTheyAre(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		top := f.Union(record.KindNational, "Top")
		middle := f.Union(record.KindIntermediate, "Middle", top)
		low := f.Local("Low", middle)
		low.Place = record.Place{Country: "CA", Region: "CA-QC", City: "Montréal"}
		low.Identifiers = record.List[record.Identifier]{{Scheme: "olms", Value: "540123"}}
		low.Names = append(low.Names, record.Name{Value: "Les Bas", Type: "alias"})
		low = storetest.Must(f.Store.UpdateUnion(t.Context(), by, low))(t)
		former := f.Local("Former")
		f.Affiliate(former, top, "2000", "2010-06-01")
		twin := f.Local("Twin")
		storetest.Must(f.Store.MergeUnions(t.Context(), by, "twin", "low"))(t)
		f.Clock.Set(storetest.Start.Add(time.Hour))
		former.Status, former.Dissolved = record.StatusDissolved, "2020"
		former = storetest.Must(f.Store.UpdateUnion(t.Context(), by, former))(t)
		for name, c := range map[string]struct {
			filter record.UnionFilter
			asOf   record.Date
			want   string
		}{
			"all but merged ones":        {record.UnionFilter{}, "", "former low middle top"},
			"kind":                       {record.UnionFilter{Kinds: []record.UnionKind{record.KindNational, record.KindIntermediate}}, "", "middle top"},
			"parent":                     {record.UnionFilter{Parents: []record.Ref{"top"}}, "", "middle"},
			"parent by id":               {record.UnionFilter{Parents: []record.Ref{ref(middle.ID)}}, "", "low"},
			"under":                      {record.UnionFilter{Under: []record.Ref{"top"}}, "", "low middle"},
			"under by id":                {record.UnionFilter{Under: []record.Ref{ref(top.ID)}}, "", "low middle"},
			"under, as of then":          {record.UnionFilter{Under: []record.Ref{"top"}}, "2010-05-31", "former low middle"},
			"under, as of the last day":  {record.UnionFilter{Under: []record.Ref{"top"}}, "2010-06-01", "low middle"},
			"under, as of the first":     {record.UnionFilter{Under: []record.Ref{"top"}}, "2000", "former low middle"},
			"under, before":              {record.UnionFilter{Under: []record.Ref{"top"}}, "1999-12-31", "low middle"},
			"identifier":                 {record.UnionFilter{Identifiers: []record.Identifier{{Scheme: "olms", Value: "540123"}}}, "", "low"},
			"another's identifier":       {record.UnionFilter{Identifiers: []record.Identifier{{Scheme: "ein", Value: "540123"}}}, "", ""},
			"country":                    {record.UnionFilter{Countries: []string{"CA", "MX"}}, "", "low"},
			"region":                     {record.UnionFilter{Regions: []string{"US-MN"}}, "", "former middle top"},
			"city in capitals":           {record.UnionFilter{Cities: []string{"MONTRÉAL"}}, "", "low"},
			"city without accent":        {record.UnionFilter{Cities: []string{"montreal"}}, "", "low"},
			"another city":               {record.UnionFilter{Cities: []string{"Mont"}}, "", ""},
			"words of an alias":          {record.UnionFilter{Q: "bas LES"}, "", "low"},
			"words of its city":          {record.UnionFilter{Q: "montréal"}, "", "low"},
			"dissolved":                  {record.UnionFilter{Statuses: []record.UnionStatus{record.StatusDissolved}}, "", "former"},
			"merged":                     {record.UnionFilter{Statuses: []record.UnionStatus{record.StatusMerged}}, "", "twin"},
			"changed since":              {record.UnionFilter{ChangedSince: former.UpdatedAt}, "", "former"},
			"changed since a bit later":  {record.UnionFilter{ChangedSince: former.UpdatedAt.Add(time.Microsecond)}, "", ""},
			"changed since, in its zone": {record.UnionFilter{ChangedSince: former.UpdatedAt.In(time.FixedZone("", -6*3600))}, "", "former"},
		} {
			list := storetest.Must(f.Store.Unions(t.Context(), c.filter, record.Page{Total: true, Moment: record.Moment{AsOf: c.asOf}}))(t)
			if got := strings.Join(slugs(list.Items, func(u record.Union) string { return u.Slug }), " "); got != c.want || *list.Total != len(list.Items) {
				t.Errorf("%s: %q of %d, want %q", name, got, *list.Total, c.want)
			}
		}
		for _, filter := range []record.UnionFilter{{Parents: []record.Ref{"nobody"}}, {Under: []record.Ref{ref(uuid.New())}}, {Under: []record.Ref{ref(twin.ID)}}} {
			_, err := f.Store.Unions(t.Context(), filter, record.Page{})
			refused(t, err, record.CodeInvalid)
		}
		if n := len(storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{Under: []record.Ref{"low"}}, record.Page{}))(t).Items); n != 0 {
			t.Errorf("%d unions under a local", n)
		}
	})
}

func TestAUnionIsNotDeletedWhileOthersDependOnIt(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		ctx := t.Context()
		parent, u := f.Union(record.KindNational, "Parent"), f.Local("Local 1")
		f.Affiliate(u, parent, "2000", "2010")
		f.Affiliate(u, parent, "2015", "")
		deleted := func(version int) error { return f.Store.DeleteUnion(ctx, by, ref(u.ID), version) }
		latest := func() int { return storetest.Must(f.Store.Union(ctx, ref(u.ID), record.Moment{}))(t).Version }
		held := func(noun string, release func()) {
			t.Helper()
			before := all(f, record.Moment{})
			if e := refused(t, deleted(latest()), record.CodeInUse); !strings.Contains(e.Detail, noun) {
				t.Errorf("held by %q, want %q", e.Detail, noun)
			}
			sameRecord(t, "the record", all(f, record.Moment{}), before)
			release()
		}
		call := f.Call("A day", "2026-01-23")
		e := f.Put(call, u, f.Position(record.Endorsed, "2026-01-10"))
		held("endorsement", func() { done(t, f.Store.DeleteEndorsement(ctx, by, e.ID, 1)) })
		child := f.Union(record.KindUnit, "Unit", u)
		held("below it", func() { done(t, f.Store.DeleteUnion(ctx, by, ref(child.ID), 1)) })
		st := storetest.Must(f.Store.CreateStatement(ctx, by, record.Statement{Title: "S", Kind: "letter", Issuers: record.List[record.UnionRef]{u.Ref()}}))(t)
		held("statement", func() { done(t, f.Store.DeleteStatement(ctx, by, st.ID, 1)) })
		src := storetest.Must(f.Store.CreateSource(ctx, by, record.Source{URL: "https://example.org/", Kind: record.SourceUnionSite, Union: &u.ID, Health: "live"}))(t)
		held("source", func() {
			src.Union = nil
			storetest.Must(f.Store.UpdateSource(ctx, by, src))(t)
		})
		other := f.Local("Local 2")
		set := f.Position(record.Nullified, "2026-01-11")
		set.By = &u.ID
		e = f.Put(call, other, set)
		held("nullified", func() { done(t, f.Store.DeleteEndorsement(ctx, by, e.ID, 1)) })
		call.Conveners = record.List[record.Convener]{{UnionID: &u.ID}}
		call = storetest.Must(f.Store.UpdateCall(ctx, by, call))(t)
		held("convenes", func() {
			call.Conveners = nil
			storetest.Must(f.Store.UpdateCall(ctx, by, call))(t)
		})
		storetest.Must(f.Store.MergeUnions(ctx, by, ref(other.ID), ref(u.ID)))(t)
		held("merged", func() { storetest.Must(f.Store.UnmergeUnion(ctx, by, ref(other.ID)))(t) })

		refused(t, deleted(1), record.CodeStale)
		before := ledger(f)
		done(t, deleted(latest()))
		news := since(f, before)
		same(t, "what goes", slugs(news, func(c record.Change) string { return fmt.Sprint(c.Entity, " ", c.Action, " ", c.Seq-c.Batch) }), []string{"affiliation deleted 0", "affiliation deleted 1", "union deleted 2"})
		refused(t, deleted(1), record.CodeGone)
	})
}

func TestAnythingCanBeRevertedToAnyRevision(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := seeded(t)
		h := newHistory(t, f, r)
		for range steps(150) {
			h.step()
		}
		content := func(j record.JSON) string { return everything{"": string(j)}.facts()[""] }
		reverted := map[record.Entity]int{}
		for range steps(120) {
			changes := ledger(f)
			target := pick(r, changes)
			latest := target.Version
			for _, c := range changes {
				if c.ID == target.ID {
					latest = c.Version
				}
			}
			before := all(f, record.Moment{})
			got, err := f.Store.Revert(t.Context(), by, target.Entity, target.ID, target.Version, latest)
			switch {
			case err != nil && len(target.After) == 0:
				refused(t, err, record.CodeInvalid)
			case err != nil:
				if e := refused(t, err, record.CodeConflict); e.Detail == "" {
					t.Error("refused without a reason")
				}
				sameRecord(t, "the record after a refusal", all(f, record.Moment{}), before)
			default:
				reverted[target.Entity]++
				// Names of other records are today's.
				if target.Entity == record.EntityUnion || target.Entity == record.EntityCall || target.Entity == record.EntitySource {
					same(t, "reverted "+string(target.Entity), content(got.After), content(target.After))
				}
				if got.Version != latest+1 || (got.Action == record.Restored) != (len(got.Before) == 0) {
					t.Errorf("reverted by %s at version %d after %d", got.Action, got.Version, latest)
				}
			}
			if _, err := f.Store.Revert(t.Context(), by, target.Entity, target.ID, target.Version, latest+7); !record.Is(err, record.CodeStale) {
				t.Errorf("reverted from a version that is not: %v", err)
			}
		}
		// With fewer steps the rarer entities may not come up.
		if least := 5 * steps(120) / 120; len(reverted) < max(1, least) {
			t.Errorf("reverted only %v", reverted)
		}
		_, err := f.Store.Revert(t.Context(), by, record.EntityUnion, uuid.New(), 1, 0)
		refused(t, err, record.CodeNotFound)
		ledger(f)
	})
}

func TestAMergedUnionIsNeitherRevertedNorChanged(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		a, b := f.Local("A"), f.Local("B")
		storetest.Must(f.Store.MergeUnions(t.Context(), by, "a", "b"))(t)
		for n := range 2 {
			_, err := f.Store.Revert(t.Context(), by, record.EntityUnion, a.ID, n+1, 0)
			refused(t, err, record.CodeConflict)
		}
		_, err := f.Store.UpdateUnion(t.Context(), by, a)
		refused(t, err, record.CodeMoved)
		refused(t, f.Store.DeleteUnion(t.Context(), by, "a", 2), record.CodeMoved)
		// Nothing new is attached to it.
		call := f.Call("A day", "2026-01-23")
		_, err = f.Store.PutEndorsement(t.Context(), by, ref(call.ID), "a", f.Position(record.Endorsed, "2026"), record.Match{})
		refused(t, err, record.CodeMoved)
		_, err = f.Store.CreateAffiliation(t.Context(), by, "b", record.Affiliation{Parent: a.Ref(), Type: record.Chartered})
		refused(t, err, record.CodeInvalid)
		_, err = f.Store.CreateSource(t.Context(), by, record.Source{URL: "https://example.org/", Kind: record.SourceUnionSite, Health: "live", Union: &a.ID})
		refused(t, err, record.CodeInvalid)
		call.Conveners = record.List[record.Convener]{{UnionID: &a.ID}}
		_, err = f.Store.UpdateCall(t.Context(), by, call)
		refused(t, err, record.CodeInvalid)
		_, err = f.Store.CreateStatement(t.Context(), by, record.Statement{Title: "S", Kind: "letter", Issuers: record.List[record.UnionRef]{a.Ref()}})
		refused(t, err, record.CodeInvalid)
		p := f.Position(record.Nullified, "2026")
		p.By = &a.ID
		_, err = f.Store.PutEndorsement(t.Context(), by, ref(call.ID), ref(b.ID), p, record.Match{})
		refused(t, err, record.CodeInvalid)
	})
}

// What a reader asks for most is found by an index, also in a large record.
func TestAUnionAndACallsEndorsementsAreFoundByAnIndex(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			f, told := traced(t, name)
			call, top := big(f, 5)
			explain := explainer(t, f, name)
			for what, read := range map[string]func() error{
				"a union by id":   func() error { _, err := f.Store.Union(t.Context(), ref(top.ID), record.Moment{}); return err },
				"a union by slug": func() error { _, err := f.Store.Union(t.Context(), "top", record.Moment{}); return err },
				"a call by slug":  func() error { _, err := f.Store.Call(t.Context(), "the-call", record.Moment{}); return err },
				"a call's endorsements": func() error {
					_, err := f.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{record.Ref(call.Slug)}}, record.Page{Limit: 50})
					return err
				},
				"a call's endorsements known then": func() error {
					_, err := f.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{record.Ref(call.Slug)}}, record.Page{Limit: 50, Moment: record.Moment{KnownAt: f.Store.Now()}})
					return err
				},
				"a union's endorsements": func() error {
					_, err := f.Store.Endorsements(t.Context(), record.EndorsementFilter{Unions: []record.Ref{"top"}}, record.Page{Limit: 50})
					return err
				},
			} {
				told()
				done(t, read())
				statements := told()
				if plan := explain(statements[len(statements)-1]); scans(plan) {
					t.Errorf("%s scans a table:\n%s", what, plan)
				}
			}
		})
	}
}

// explainer answers how the database would run a statement, were its tables large.
func explainer(t *testing.T, f *storetest.Fixture, name string) func(sql string) string {
	t.Helper()
	driver := "sqlite"
	if name == "postgres" {
		driver = "pgx"
	}
	db, err := sql.Open(driver, f.Database)
	done(t, err)
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	explain := "EXPLAIN QUERY PLAN "
	if name == "postgres" {
		explain = "EXPLAIN "
		// Whether to join otherwise depends on the data; that an index can be asked does not.
		_, err := db.ExecContext(t.Context(), "SET enable_mergejoin = off; SET enable_hashjoin = off")
		done(t, err)
		for table, fresh := range map[string]string{
			"unions": "'id', gen_random_uuid(), 'slug', slug || g", "calls": "'id', gen_random_uuid(), 'slug', slug || g",
			"endorsements": "'id', gen_random_uuid(), 'call_id', gen_random_uuid()",
			"positions":    "'id', gen_random_uuid(), 'call_id', gen_random_uuid(), 'endorsement_id', gen_random_uuid()",
			"citations":    "'position_id', gen_random_uuid()", "sources": "'id', gen_random_uuid(), 'url', url || g",
		} {
			_, err := db.ExecContext(t.Context(), "INSERT INTO "+table+" SELECT (jsonb_populate_record(t, jsonb_build_object("+fresh+"))).* FROM "+table+" t, generate_series(1, 300) g")
			done(t, err)
			_, err = db.ExecContext(t.Context(), "ANALYZE "+table)
			done(t, err)
		}
	}
	return func(query string) string {
		t.Helper()
		args := make([]any, strings.Count(query, "?"))
		if name == "postgres" {
			args = nil
		}
		rows, err := db.QueryContext(t.Context(), explain+query, args...)
		done(t, err)
		defer rows.Close()
		var plan strings.Builder
		for rows.Next() {
			var line string
			var id, parent, unused int
			if name == "postgres" {
				err = rows.Scan(&line)
			} else {
				err = rows.Scan(&id, &parent, &unused, &line)
			}
			done(t, err)
			plan.WriteString(line + "\n")
		}
		done(t, rows.Err())
		return plan.String()
	}
}

// scans reports whether a plan reads a whole table or index.
func scans(plan string) bool {
	lines := strings.Split(plan, "\n")
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if strings.Contains(line, "Seq Scan") || strings.HasPrefix(line, "SCAN ") && line != "SCAN CONSTANT ROW" {
			return true
		}
		if strings.Contains(line, "Index Scan") || strings.Contains(line, "Index Only Scan") {
			if i+1 == len(lines) || !strings.Contains(lines[i+1], "Index Cond") {
				return true
			}
		}
	}
	return false
}
