package store_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestAnAffiliationThatClosesACycleIsRefused(t *testing.T) {
	type edge struct {
		child, parent string
		from, until   record.Date
	}
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		for name, c := range map[string]struct {
			edges []edge // the last one is the question
			cycle bool
		}{
			"of itself":                           {[]edge{{"a", "a", "", ""}}, true},
			"of two":                              {[]edge{{"a", "b", "", ""}, {"b", "a", "", ""}}, true},
			"at a distance":                       {[]edge{{"a", "b", "", ""}, {"b", "c", "", ""}, {"c", "d", "", ""}, {"d", "a", "", ""}}, true},
			"by one of two parents":               {[]edge{{"a", "b", "", ""}, {"a", "c", "", ""}, {"c", "d", "", ""}, {"d", "a", "", ""}}, true},
			"of a diamond":                        {[]edge{{"a", "b", "", ""}, {"a", "c", "", ""}, {"b", "d", "", ""}, {"c", "d", "", ""}}, false},
			"of edges that overlap by a day":      {[]edge{{"a", "b", "2010", "2015-01-02"}, {"b", "a", "2015", ""}}, true},
			"of edges that follow each other":     {[]edge{{"a", "b", "2010", "2015"}, {"b", "a", "2015", ""}}, false},
			"of edges that meet on new year":      {[]edge{{"a", "b", "2010", "2015-01-01"}, {"b", "a", "2015", ""}}, false},
			"of edges that meet in a month":       {[]edge{{"a", "b", "2010", "2015-02"}, {"b", "a", "2015-02-01", ""}}, false},
			"of the future and the past":          {[]edge{{"a", "b", "2030", ""}, {"b", "a", "", "2030"}}, false},
			"of the future only":                  {[]edge{{"a", "b", "2030", ""}, {"b", "a", "2031", ""}}, true},
			"at a distance, all on some day":      {[]edge{{"a", "b", "2010", "2015"}, {"b", "c", "2012", "2020"}, {"c", "a", "2014", ""}}, true},
			"at a distance, never all on one day": {[]edge{{"a", "b", "2010", "2012"}, {"b", "c", "2015", "2020"}, {"c", "a", "", ""}}, false},
			"of an edge that is never in force":   {[]edge{{"a", "b", "", ""}, {"b", "a", "2015-06", "2015"}}, false},
			"by the second of two ways":           {[]edge{{"a", "b", "2010", "2012"}, {"a", "b", "2016", ""}, {"b", "c", "2015", "2020"}, {"c", "a", "", ""}}, true},
		} {
			unions := map[string]record.Union{}
			for _, letter := range []string{"a", "b", "c", "d"} {
				unions[letter] = f.Local(name + " " + letter)
			}
			for n, e := range c.edges {
				before := ledger(f)
				_, err := f.Store.CreateAffiliation(t.Context(), by, ref(unions[e.child].ID), record.Affiliation{Parent: unions[e.parent].Ref(), Type: record.Chartered, From: e.from, Until: e.until})
				if n < len(c.edges)-1 || !c.cycle {
					if err != nil {
						t.Errorf("a cycle %s: edge %d is refused: %v", name, n, err)
					}
					continue
				}
				if !record.Is(err, record.CodeCycle) {
					t.Errorf("a cycle %s is refused with %v", name, err)
				}
				if len(since(f, before)) > 0 {
					t.Errorf("a cycle %s left a trace", name)
				}
			}
		}
	})
}

func TestAnAffiliationIsNotRecordedTwiceForOneDay(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("A")
		b := f.Union(record.KindNational, "B")
		create := func(kind record.AffiliationType, from, until record.Date) (record.Affiliation, error) {
			return f.Store.CreateAffiliation(t.Context(), by, "a", record.Affiliation{Parent: b.Ref(), Type: kind, From: from, Until: until})
		}
		first := storetest.Must(create(record.Chartered, "2010", "2015"))(t)
		_, err := create(record.Chartered, "2014-12-31", "")
		refused(t, err, record.CodeConflict)
		_, err = create(record.Chartered, "", "")
		refused(t, err, record.CodeConflict)
		storetest.Must(create(record.Affiliated, "", ""))(t) // of another type
		second := storetest.Must(create(record.Chartered, "2015-01-01", ""))(t)
		second.From = "2014"
		_, err = f.Store.UpdateAffiliation(t.Context(), by, second)
		refused(t, err, record.CodeConflict)
		first.Until = "2013"
		storetest.Must(f.Store.UpdateAffiliation(t.Context(), by, first))(t)
		second = storetest.Must(f.Store.UpdateAffiliation(t.Context(), by, second))(t)
		if second.Version != 2 || second.From != "2014" || second.Parent.Name != "B" {
			t.Errorf("stands as %+v", second)
		}
		_, err = f.Store.UpdateAffiliation(t.Context(), by, first)
		refused(t, err, record.CodeStale)
	})
}

func TestParentsAreThoseOfTheDay(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		u := f.Local("Local")
		first, second, both := f.Union(record.KindNational, "First"), f.Union(record.KindNational, "Second"), f.Union(record.KindLaborCouncil, "Council")
		f.Affiliate(u, first, "2000", "2010-06")
		f.Affiliate(u, second, "2010-06", "")
		f.Affiliate(u, both, "", "")
		for day, want := range map[record.Date]string{
			"": "council second", "1999": "council", "2000": "council first", "2000-01-01": "council first", "2010": "council first",
			"2010-05-31": "council first", "2010-06": "council second", "2010-06-01": "council second",
		} {
			m := record.Moment{AsOf: day}
			read := storetest.Must(f.Store.Union(t.Context(), "local", m))(t)
			if got := strings.Join(slugs(read.Parents, func(p record.ParentRef) string { return p.Slug }), " "); got != want {
				t.Errorf("on %q its parents are %q, want %q", day, got, want)
			}
			list := storetest.Must(f.Store.Affiliations(t.Context(), "local", record.AffiliationFilter{}, record.Page{Moment: m}))(t).Items
			if all := 3; day == "" && len(list) != all || day != "" && len(list) != len(read.Parents) {
				t.Errorf("on %q it has %d affiliations", day, len(list))
			}
		}
	})
}

func TestAnAffiliationBelongsToItsTwoUnions(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent, child, other := f.Union(record.KindNational, "Parent"), f.Local("Child"), f.Local("Other")
		a := f.Affiliate(child, parent, "2000", "")
		for _, address := range []record.Ref{"parent", "child", ref(child.ID), record.Ref(strings.ToUpper(parent.ID.String()))} {
			same(t, string(address), storetest.Must(f.Store.Affiliation(t.Context(), address, a.ID, record.Moment{}))(t), a)
		}
		for address, code := range map[record.Ref]record.Code{"other": record.CodeNotFound, "nobody": record.CodeNotFound, ref(other.ID): record.CodeNotFound} {
			_, err := f.Store.Affiliation(t.Context(), address, a.ID, record.Moment{})
			refused(t, err, code)
			refused(t, f.Store.DeleteAffiliation(t.Context(), by, address, a.ID, 1), code)
		}
		_, err := f.Store.Affiliation(t.Context(), "child", uuid.New(), record.Moment{})
		refused(t, err, record.CodeNotFound)
		_, err = f.Store.Affiliations(t.Context(), "nobody", record.AffiliationFilter{}, record.Page{})
		refused(t, err, record.CodeNotFound)
		_, err = f.Store.CreateAffiliation(t.Context(), by, "child", record.Affiliation{Parent: record.UnionRef{ID: uuid.New()}, Type: record.Chartered})
		refused(t, err, record.CodeInvalid)
		if n := len(storetest.Must(f.Store.Affiliations(t.Context(), "other", record.AffiliationFilter{}, record.Page{}))(t).Items); n != 0 {
			t.Errorf("%d affiliations of one that has none", n)
		}
		refused(t, f.Store.DeleteAffiliation(t.Context(), by, "child", a.ID, 2), record.CodeStale)
		done(t, f.Store.DeleteAffiliation(t.Context(), by, "parent", a.ID, 1))
		_, err = f.Store.Affiliation(t.Context(), "child", a.ID, record.Moment{})
		refused(t, err, record.CodeGone)
		c := storetest.Must(f.Store.Revert(t.Context(), by, record.EntityAffiliation, a.ID, 1, 2))(t)
		if c.Action != record.Restored || c.Version != 3 {
			t.Errorf("restored by %+v", c)
		}
	})
}
