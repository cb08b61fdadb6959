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
