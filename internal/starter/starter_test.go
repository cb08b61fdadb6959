package starter

import (
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rollcall/internal/record"
)

func unions(t *testing.T) []record.UnionPut {
	t.Helper()
	puts, err := Unions()
	if err != nil {
		t.Fatal(err)
	}
	return puts
}

func TestEveryUnionOfTheRegistryIsOne(t *testing.T) {
	puts := unions(t)
	if len(puts) < 450 {
		t.Errorf("only %d unions", len(puts))
	}
	for _, put := range puts {
		u, err := record.NewUnion(put.Union)
		if err != nil {
			t.Errorf("%s: %v", put.Union.Slug, err)
			continue
		}
		if u.Slug == "" || u.Place.Country == "" || len(put.Seen) == 0 {
			t.Errorf("%s lacks a slug, a country or a digest", u.Name)
		}
		if !slices.ContainsFunc(u.Names, func(n record.Name) bool { return n.Type == "official" }) {
			t.Errorf("%s has no official name", u.Slug)
		}
		seen := map[string]bool{}
		for _, n := range u.Names {
			if seen[n.Value] {
				t.Errorf("%s bears the name %q twice", u.Slug, n.Value)
			}
			seen[n.Value] = true
		}
	}
}

func TestWhatIdentifiesAUnionIsItsOwn(t *testing.T) {
	slugs, identifiers, names := map[string]bool{}, map[record.Identifier]string{}, map[string]string{}
	for _, put := range unions(t) {
		u := put.Union
		if slugs[u.Slug] {
			t.Errorf("two unions are %s", u.Slug)
		}
		slugs[u.Slug] = true
		for _, id := range u.Identifiers {
			if other := identifiers[id]; other != "" {
				t.Errorf("%s and %s are both %s:%s", other, u.Slug, id.Scheme, id.Value)
			}
			identifiers[id] = u.Slug
		}
		if u.Status == record.StatusDissolved || u.Dissolved.Known() {
			continue
		}
		key := u.Place.Country + " " + record.Fold(u.Name)
		if other := names[key]; other != "" {
			t.Errorf("%s and %s are both called %s", other, u.Slug, u.Name)
		}
		names[key] = u.Slug
	}
}

// Acronyms collide: nothing is identified by one. Those that do within the United States and Canada are
// few and known.
func TestAcronymsThatCollideAreKnown(t *testing.T) {
	bearers := map[string][]string{}
	for _, put := range unions(t) {
		if c := put.Union.Place.Country; c != "US" && c != "CA" {
			continue
		}
		for _, n := range put.Union.Names {
			if n.Type == "acronym" {
				bearers[n.Value] = append(bearers[n.Value], put.Union.Slug)
			}
		}
	}
	maps.DeleteFunc(bearers, func(_ string, slugs []string) bool { return len(slugs) < 2 })
	want := map[string][]string{"MTD": {"metal-trades-department", "maritime-trades-department"}}
	if !maps.EqualFunc(bearers, want, slices.Equal) {
		t.Errorf("these collide: %v", bearers)
	}
}

func TestNoUnionStandsAboveItself(t *testing.T) {
	at := map[record.Ref]int{}
	for i, put := range unions(t) {
		for _, p := range put.Parents {
			if _, ok := at[p.Ref]; !ok {
				t.Errorf("%s comes before its parent %s", put.Union.Slug, p.Ref)
			}
		}
		at[record.Ref(put.Union.Slug)] = i
	}
	for name, rows := range map[string]string{
		"a circle":            "a,national,US,,,A,,,,,,,,,,b\nb,national,US,,,B,,,,,,,,,,a\n",
		"an unknown parent":   "a,national,US,,,A,,,,,,,,,,b\n",
		"no union":            "a,nation,US,,,A,,,,,,,,,,\n",
		"a date that is none": "a,national,US,,,A,,,,,,,,1900-13,,\n",
		"no affiliation":      "b,national,US,,,B,,,,,,,,,,\na,national,US,,,A,,,,,,,,,,b:owned\n",
		"too few cells":       "a,national\n",
	} {
		if _, err := read([]byte(strings.Join(columns, ",") + "\n" + rows)); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	if _, err := read([]byte("slug,name\n")); err == nil {
		t.Error("other columns are read")
	}
}

// The example record names some of the same unions: it means the same ones.
func TestTheExampleRecordMeansTheSameUnions(t *testing.T) {
	content, err := os.ReadFile("../demo/record.json")
	if err != nil {
		t.Fatal(err)
	}
	var demo struct{ Unions []record.Union }
	if err := json.Unmarshal(content, &demo); err != nil {
		// Members are told in another way there, and do not matter here.
		var wrong *json.UnmarshalTypeError
		if !errors.As(err, &wrong) {
			t.Fatal(err)
		}
	}
	held := map[string]record.Union{}
	byIdentifier := map[record.Identifier]string{}
	for _, put := range unions(t) {
		held[put.Union.Slug] = put.Union
		for _, id := range put.Union.Identifiers {
			byIdentifier[id] = put.Union.Slug
		}
	}
	same := 0
	for _, u := range demo.Unions {
		for _, id := range u.Identifiers {
			if slug, ok := byIdentifier[id]; ok && slug != u.Slug {
				t.Errorf("%s:%s is %s in the example record and %s here", id.Scheme, id.Value, u.Slug, slug)
			}
		}
		s, ok := held[u.Slug]
		if !ok {
			if u.Kind == record.KindNational {
				t.Errorf("%s is in the example record and not here", u.Slug)
			}
			continue
		}
		same++
		if s.Name != u.Name || s.Kind != u.Kind {
			t.Errorf("%s is %s %q in the example record and %s %q here", u.Slug, u.Kind, u.Name, s.Kind, s.Name)
		}
		for _, n := range u.Names {
			if i := slices.IndexFunc(s.Names, func(m record.Name) bool { return m.Value == n.Value }); i < 0 || s.Names[i].Type != n.Type || s.Names[i].Lang != n.Lang {
				t.Errorf("%s: the example record has the name %+v, and here are %+v", u.Slug, n, s.Names)
			}
		}
		if u.Website != "" && s.Website != u.Website || u.Founded.Known() && s.Founded != u.Founded {
			t.Errorf("%s: %s and %s, %s and %s", u.Slug, u.Website, s.Website, u.Founded, s.Founded)
		}
	}
	if same < 10 {
		t.Errorf("only %d unions are in both", same)
	}
}

// An import of the registry of the US Department of Labor names the parents of its locals by a code of that
// registry and a name.
func TestMostLocalsOfTheUSRegistryFindTheirParents(t *testing.T) {
	corpus := os.Getenv("ROLLCALL_CORPUS")
	if corpus == "" {
		t.Skip("ROLLCALL_CORPUS names no folder of real registries")
	}
	f, err := os.Open(filepath.Join(corpus, "registry", "olms_unions.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	bearers := map[string]map[string]bool{}
	for _, put := range unions(t) {
		if c := put.Union.Place.Country; c != "US" && c != "CA" {
			continue
		}
		for _, n := range put.Union.Names {
			if bearers[n.Value] == nil {
				bearers[n.Value] = map[string]bool{}
			}
			bearers[n.Value][put.Union.Slug] = true
		}
	}
	rows := csv.NewReader(unpacked)
	header, err := rows.Read()
	if err != nil {
		t.Fatal(err)
	}
	abbr, name := slices.Index(header, "affiliation_abbr"), slices.Index(header, "affiliation_name")
	var read, found int
	lost := map[string]int{}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		read++
		switch {
		case row[abbr] == "UNAFF" || row[abbr] == "OCC", len(bearers[row[name]]) == 1, len(bearers[row[abbr]]) == 1:
			found++
		default:
			lost[row[abbr]]++
		}
	}
	if part := float64(found) / float64(read); part < 0.95 {
		t.Errorf("only %.1f %% of %d rows find their parent; not %v", 100*part, read, lost)
	} else {
		t.Logf("%.2f %% of %d rows find their parent", 100*part, read)
	}
}
