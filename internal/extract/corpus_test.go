package extract_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/extract"
	"rollcall/internal/match"
	"rollcall/internal/record"
)

// The corpus is real data that is not part of the project: ROLLCALL_CORPUS names the folder that holds it.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ROLLCALL_CORPUS")
	if dir == "" {
		t.Skip("ROLLCALL_CORPUS names no folder with registry/olms_unions.csv.gz: nothing to measure on")
	}
	return dir
}

// registry is an index of all unions of the registry, with a national union for each of its affiliations.
func registry(t testing.TB, dir string) *match.Index {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, "registry", "olms_unions.csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	id := func(key string) uuid.UUID { return uuid.NewSHA1(uuid.Nil, []byte(key)) }
	x := match.New()
	nationals := map[string]record.ParentRef{}
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range line {
			row[lines[0][i]] = v
		}
		abbr := row["affiliation_abbr"]
		if _, ok := nationals[abbr]; !ok && abbr != "UNAFF" {
			u := record.Union{ID: id("national " + abbr), Kind: record.KindNational, Status: record.StatusActive, Name: cmp.Or(row["affiliation_name"], abbr)}
			u.Names = []record.Name{{Value: u.Name, Type: "official"}, {Value: abbr, Type: "acronym"}}
			x.Put(u)
			nationals[abbr] = record.ParentRef{ID: u.ID, Name: u.Name}
		}
		if row["designation"] == "NHQ" {
			continue
		}
		u := record.Union{ID: id(row["olms_file_number"]), Kind: record.KindLocal, Status: record.StatusActive, Place: record.Place{Country: "US", City: row["city"]}}
		if row["designation_number"] != "" {
			u.Designation = record.Designation{Type: "Local", Number: row["designation_number"]}
		}
		u.Name = cmp.Or(row["name"], row["unit_name"], fmt.Sprintf("%s (OLMS file %s)", abbr, row["olms_file_number"]))
		u.Names = []record.Name{{Value: u.Name, Type: "official"}}
		for _, alias := range append([]string{row["unit_name"]}, strings.Split(row["also_filed_as"], ";")...) {
			if alias = strings.TrimSpace(alias); alias != "" && alias != u.Name {
				u.Names = append(u.Names, record.Name{Value: alias, Type: "alias"})
			}
		}
		if p, ok := nationals[abbr]; ok {
			u.Parents = []record.ParentRef{p}
		}
		x.Put(u)
	}
	return x
}

func TestPassagesAreReadTheSameWithTheWholeRegistryOfTheCorpus(t *testing.T) {
	x := registry(t, corpus(t))
	readAll(t, x)
}

// TestNamesOfTheCorpusAreMentions reads names of unions as employers and boards wrote them, and strings that are none, each in a
// sentence.
func TestNamesOfTheCorpusAreMentions(t *testing.T) {
	dir := corpus(t)
	for _, x := range []struct {
		name  string
		index *match.Index
	}{{"the table alone", match.New()}, {"the registry", registry(t, dir)}} {
		var unions, others rate
		for _, name := range strs(t, filepath.Join(dir, "matching", "hard_union_strings.csv")) {
			got := extract.Extract(x.index, "On Monday "+name+" endorsed the march.", extract.Options{})
			unions.add(len(got.Mentions) > 0)
			if os.Getenv("ROLLCALL_CORPUS_SHOW") != "" && len(got.Mentions) == 0 {
				t.Logf("no mention in %q", name)
			}
		}
		for _, name := range strs(t, filepath.Join(dir, "matching", "nonunion_strings_dev.csv")) {
			got := extract.Extract(x.index, "The march passed "+name+" at noon.", extract.Options{})
			others.add(len(got.Mentions) == 0)
			if os.Getenv("ROLLCALL_CORPUS_SHOW") != "" && len(got.Mentions) > 0 {
				t.Logf("mention in %q: %q", name, got.Mentions[0].Text)
			}
		}
		t.Logf("%s: strings of unions with a mention %v, strings that are no unions without %v", x.name, unions, others)
		if others.share() < 0.95 {
			t.Errorf("%s: too many strings that are no unions are mentions", x.name)
		}
	}
}

func strs(t testing.TB, file string) []string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.LazyQuotes, table.FieldsPerRecord = true, -1
	lines, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, line := range lines[1:] {
		list = append(list, line[0])
	}
	return list
}

// BenchmarkExtract reads a megabyte of news with all unions of the registry in the index.
func BenchmarkExtract(b *testing.B) {
	x := registry(b, corpus(b))
	text := megabyte(passages(b, "testdata/passages.jsonl"))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		extract.Extract(x, text, extract.Options{})
	}
}

// megabyte is a text of a megabyte that mentions thousands of bodies.
func megabyte(list []passage) string {
	var text strings.Builder
	for n := 0; text.Len() < 1<<20; n++ {
		for _, p := range list {
			if p.Kind == "html" {
				continue
			}
			// Other numbers each time, so that there are as many different bodies as in a year of news.
			text.WriteString(strings.NewReplacer("Local 1", "Local "+fmt.Sprint(n%9+1), "Local 2", "Local "+fmt.Sprint(n%7+1)).Replace(p.Text))
			text.WriteString("\n\n")
		}
	}
	return text.String()[:1<<20]
}
