package store_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"rollcall/internal/demo"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// searchable fills a record with the example record and a small invented registry around it.
func searchable(f *storetest.Fixture) {
	f.Helper()
	if err := demo.Load(f.Context(), f.Store); err != nil {
		f.Fatal(err)
	}
	union := func(kind record.UnionKind, name, number string, place record.Place, ids []record.Identifier, aliases ...string) {
		u := record.Union{Kind: kind, Name: name, Place: place, Identifiers: ids}
		if number != "" {
			u.Designation = record.Designation{Type: "Local", Number: number}
		}
		for _, alias := range aliases {
			u.Names = append(u.Names, record.Name{Value: alias, Type: "alias"})
		}
		u = storetest.Must(record.NewUnion(u))(f)
		storetest.Must(f.Store.CreateUnion(f.Context(), storetest.By("editor"), u, ""))(f)
	}
	us := func(region, city string) record.Place {
		return record.Place{Country: "US", Region: "US-" + region, City: city}
	}
	ca := func(region, city string) record.Place {
		return record.Place{Country: "CA", Region: "CA-" + region, City: city}
	}
	union(record.KindNational, "International Brotherhood of Teamsters", "", us("DC", "Washington"), nil, "Teamsters", "IBT")
	union(record.KindNational, "United Steelworkers", "", us("PA", "Pittsburgh"), nil, "USW")
	union(record.KindNational, "Canadian Union of Public Employees", "", ca("ON", "Ottawa"), nil, "CUPE", "Syndicat canadien de la fonction publique", "SCFP")
	union(record.KindFederation, "Fédération des travailleurs et travailleuses du Québec", "", ca("QC", "Montréal"), nil, "FTQ")
	union(record.KindFederation, "Confédération des syndicats nationaux", "", ca("QC", "Montréal"), nil, "CSN")
	union(record.KindNational, "全日本自治団体労働組合", "", record.Place{Country: "JP", City: "東京"}, nil, "Jichiro")
	union(record.KindNational, "Vereinte Dienstleistungsgewerkschaft", "", record.Place{Country: "DE", City: "Berlin"}, nil, "ver.di")
	union(record.KindNational, "Związek Nauczycielstwa Polskiego", "", record.Place{Country: "PL", City: "Warszawa"}, nil, "ZNP")
	union(record.KindLocal, "Teachers' Union of Example Falls", "", us("WI", "Example Falls"), nil)
	union(record.KindCaucus, "Teamsters for an Example", "", us("MI", "Detroit"), nil)
	cities := []record.Place{us("MN", "Minneapolis"), us("MN", "Duluth"), us("WI", "Milwaukee"), us("IL", "Chicago"), us("NY", "New York"), ca("QC", "Québec"), us("CA", "San José")}
	for i, parent := range []string{"Teamsters", "USW", "CUPE", "IBEW", "SEIU"} {
		for n := range 20 {
			number := fmt.Sprint(100 + 7*n + 300*i)
			id := record.Identifier{Scheme: "olms", Value: fmt.Sprint(500000 + 1000*i + n)}
			union(record.KindLocal, parent+" Local "+number, number, cities[(n+i)%len(cities)], []record.Identifier{id})
		}
	}
	f.Call("Grève générale pour l’éducation", "2026-05-01")
	f.Call("Picket at the Example Street Warehouse", "2025-11-28")
}

func searchOf(t testing.TB, text string, types ...record.SearchType) record.SearchFilter {
	t.Helper()
	f := record.SearchFilter{Query: storetest.Must(record.NewSearchQuery(text))(t)}
	if len(types) == 0 {
		types = record.SearchTypes
	}
	for _, of := range types {
		switch of {
		case record.SearchUnion:
			f.Unions = &record.UnionFilter{}
		case record.SearchCall:
			f.Calls = &record.CallFilter{}
		case record.SearchStatement:
			f.Statements = &record.StatementFilter{}
		}
	}
	return f
}

func titles(hits []record.SearchHit) []string {
	out := make([]string, len(hits))
	for i, h := range hits {
		switch {
		case h.Union != nil:
			out[i] = h.Union.Name
		case h.Call != nil:
			out[i] = h.Call.Title
		default:
			out[i] = h.Statement.Title
		}
	}
	return out
}

// testdata/searches.csv holds what people type, of which type, and what must come first, the first of all
// in front; a dash is nothing at all.
func TestASearchAnswersWhatWasMeantOnEitherDatabase(t *testing.T) {
	file, err := os.Open("testdata/searches.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	r := csv.NewReader(file)
	r.FieldsPerRecord = 3
	rows := storetest.Must(r.ReadAll())(t)
	if len(rows) < 61 {
		t.Errorf("there are %d queries", len(rows)-1)
	}
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		searchable(f)
		for _, row := range rows[1:] {
			var types []record.SearchType
			if row[1] != "" {
				types = append(types, record.SearchType(row[1]))
			}
			found := storetest.Must(f.Store.Search(f.Context(), searchOf(t, row[0], types...), record.Page{Limit: 10}))(t)
			got, want := titles(found.Hits), strings.Split(row[2], " | ")
			if row[2] == "-" {
				want = nil
			}
			if got := got[:min(len(got), max(len(want), 1))]; !slices.Equal(got, want) && len(got)+len(want) > 0 {
				t.Errorf("%q: %s comes first, want %s", row[0], strings.Join(got, " | "), row[2])
			}
		}
	})
}

// found names what a search finds, in its order.
func found(f *storetest.Fixture, text string, types ...record.SearchType) []string {
	f.Helper()
	return titles(storetest.Must(f.Store.Search(f.Context(), searchOf(f, text, types...), record.Page{Limit: 10}))(f).Hits)
}

func TestASearchKnowsEveryWriteAtOnce(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		wants := func(text string, want ...string) {
			t.Helper()
			if got := found(f, text); !slices.Equal(got, want) {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
		}
		w := storetest.By("editor")
		u := f.Local("Quarry Workers Local 9")
		wants("quarry", "Quarry Workers Local 9")
		wants("quary", "Quarry Workers Local 9")

		u.Name, u.Names = "Millers Local 9", nil
		u = storetest.Must(f.Store.UpdateUnion(t.Context(), w, storetest.Must(record.NewUnion(u))(t)))(t)
		wants("millers", "Millers Local 9")
		other := f.Local("Bakers Local 3")
		storetest.Must(f.Store.MergeUnions(t.Context(), w, record.Ref(u.Slug), record.Ref(other.Slug)))(t)
		wants("bakers", "Bakers Local 3")
		storetest.Must(f.Store.UnmergeUnion(t.Context(), w, record.Ref(u.ID.String())))(t)
		wants("millers", "Millers Local 9")
		storetest.Must(f.Store.Revert(t.Context(), w, record.EntityUnion, u.ID, 1, storetest.Must(f.Store.Union(t.Context(), record.Ref(u.ID.String()), record.Moment{}))(t).Version))(t)
		wants("millers")
		wants("quarry", "Quarry Workers Local 9")
		u = storetest.Must(f.Store.Union(t.Context(), record.Ref(u.ID.String()), record.Moment{}))(t)
		if err := f.Store.DeleteUnion(t.Context(), w, record.Ref(u.Slug), u.Version); err != nil {
			t.Fatal(err)
		}
		wants("quarry")

		c := f.Call("A picnic for the harvest", "2026-06-01")
		wants("harv", "A picnic for the harvest")
		if err := f.Store.DeleteCall(t.Context(), w, record.Ref(c.Slug), c.Version); err != nil {
			t.Fatal(err)
		}
		wants("harv")

		st := storetest.Must(record.NewStatement(record.Statement{Title: "On bread", Text: "Flour is dear.", Kind: record.StatementKinds[0], Issuers: []record.UnionRef{other.Ref()}}))(t)
		st = storetest.Must(f.Store.CreateStatement(t.Context(), w, st))(t)
		wants("flour", "On bread")
		st.Text = "Yeast is dear."
		st = storetest.Must(f.Store.UpdateStatement(t.Context(), w, st))(t)
		wants("flour")
		wants("yeast", "On bread")
		if err := f.Store.DeleteStatement(t.Context(), w, st.ID, st.Version); err != nil {
			t.Fatal(err)
		}
		wants("yeast")
	})
}

func TestASearchCountsAllThatItFinds(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		national := f.Union(record.KindNational, "Example Workers Union")
		for i := range 7 {
			f.Local(fmt.Sprint("Example Workers Local ", i+1), national)
		}
		f.Call("A march of example workers", "2026-05-01")
		p := record.Page{Limit: 3, Total: true, Facets: []string{"type", "kind", "region", "affiliation", "year"}}
		filter := searchOf(t, "example workers")
		var all []string
		for {
			l := storetest.Must(f.Store.Search(t.Context(), filter, p))(t)
			all = append(all, titles(l.Hits)...)
			if *l.Total != 9 {
				t.Errorf("the total is %d, want 9", *l.Total)
			}
			for field, want := range map[string]string{
				"type": "union 8, call 1", "kind": "local 7, day_of_action 1, national 1", "region": "US-MN 8, - 1", "affiliation": "example-workers-union 8", "year": "- 8, 2026 1",
			} {
				var got []string
				for _, v := range l.Facets[field] {
					value := "-"
					if v.Value != nil {
						value = *v.Value
					}
					got = append(got, fmt.Sprint(value, " ", v.Count))
				}
				if strings.Join(got, ", ") != want {
					t.Errorf("the values of %s are %q, want %s", field, got, want)
				}
			}
			if p.After = l.Next; l.Next == nil {
				break
			}
		}
		if sorted := slices.Compact(slices.Sorted(slices.Values(all))); len(all) != 9 || len(sorted) != 9 {
			t.Errorf("the pages hold %q", all)
		}
		filter.Unions = &record.UnionFilter{Kinds: []record.UnionKind{record.KindNational}}
		filter.Calls = nil
		if got := titles(storetest.Must(f.Store.Search(t.Context(), filter, record.Page{}))(t).Hits); !slices.Equal(got, []string{"Example Workers Union"}) {
			t.Errorf("the filter leaves %q", got)
		}
	})
}

// No query is too strange: nothing in it is taken for the language of a database.
func FuzzASearchIsOnlyWords(f *testing.F) {
	for _, text := range []string{
		`"`, `'`, `*`, `%`, `_`, `\`, "a AND", "NEAR(a b)", "a OR b NOT c", "words:a", "-a", "^a", "a*b", "(a", "{a b}:", "it''s", "o'brien", "a:*", "a & b | !c <-> d",
		"\u202e", "👩‍🏭", "ａｂｃ", "ß", "İ", "ﬁ", "26a", "a26b", "olms:", "olms:x", "url:http://a", "0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f", "กรุงเทพ", "東京 local", "한국", "ა", "𐐀",
		strings.Repeat("a ", 100), strings.Repeat("a", 200), strings.Repeat("1a ", 66), "à̖̗", "١٢٣", "² ½",
	} {
		f.Add(text)
	}
	var stores []*storetest.Fixture
	for _, name := range storetest.Databases {
		if name == "postgres" && os.Getenv("ROLLCALL_TEST_SQLITE_ONLY") != "" {
			continue
		}
		s := storetest.New(f, name)
		s.Local("O'Brien's Local 26A <script>")
		s.Local("東京都庁職員労働組合")
		stores = append(stores, s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := record.NewSearchQuery(text)
		if err != nil {
			return
		}
		var first []string
		for i, s := range stores {
			l, err := s.Store.Search(t.Context(), searchOf(t, text), record.Page{Total: true, Facets: []string{"kind"}})
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			if got := titles(l.Hits); i == 0 {
				first = got
			} else if !slices.Equal(got, first) {
				t.Errorf("%q finds %q on one database and %q on the other", text, first, got)
			}
		}
		if marked, _ := q.Highlight(text+" <script> & O'Brien", 30); strings.Contains(strings.NewReplacer("<mark>", "", "</mark>", "").Replace(marked), "<") {
			t.Errorf("%q is marked as %q", text, marked)
		}
	})
}
