package table_test

import (
	"bytes"
	"encoding/csv"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// A spec is what may be said of a list of columns, whatever its rows are.
type spec struct {
	list  string
	names []string
	kinds []table.Kind
	about []string
	empty string // the table of one record of which nothing is known
}

func specOf[T any](list string, columns []table.Column[T]) spec {
	s := spec{list: list, names: table.Names(columns)}
	for _, c := range columns {
		s.kinds = append(s.kinds, c.Kind)
		s.about = append(s.about, c.About)
	}
	var b bytes.Buffer
	w := table.NewCSV(&b, columns, false)
	var nothing T
	if err := w.Write(nothing); err != nil {
		panic(err)
	}
	_ = w.Flush() // a buffer takes everything
	s.empty = b.String()
	return s
}

func specs() []spec {
	return []spec{
		specOf("unions", table.Unions("")), specOf("affiliations", table.Affiliations()), specOf("calls", table.Calls(time.Time{})),
		specOf("endorsements", table.Endorsements()), specOf("positions", table.Positions()), specOf("statements", table.Statements()),
		specOf("sources", table.Sources()), specOf("changes", table.Changes()), specOf("coverage", table.Coverage()),
		specOf("conflicts", table.Conflicts()), specOf("timeline", table.Days()),
	}
}

func TestColumnsHaveNamesOfTheirOwnAndSayWhatTheyHold(t *testing.T) {
	for _, s := range specs() {
		for i, name := range s.names {
			if slices.Index(s.names, name) != i {
				t.Errorf("%s has two columns %s", s.list, name)
			}
			if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_0123456789") != "" {
				t.Errorf("%s has a column %q", s.list, name)
			}
			if !strings.ContainsAny(s.about[i][max(0, len(s.about[i])-3):], ".…") {
				t.Errorf("%s.%s says of itself %q", s.list, name, s.about[i])
			}
		}
		rows, err := csv.NewReader(strings.NewReader(s.empty)).ReadAll()
		if err != nil || len(rows) != 2 || !slices.Equal(rows[0], s.names) {
			t.Errorf("%s of nothing is %q: %v", s.list, s.empty, err)
		}
	}
}

func TestUnknownIsAnEmptyCell(t *testing.T) {
	var u record.Union
	for _, c := range table.Unions("") {
		if unknown := c.Kind == table.Date || c.Kind == table.Real || c.Name == "members"; unknown && c.Of(u) != nil {
			t.Errorf("%s of nothing is %v", c.Name, c.Of(u))
		}
	}
}

func TestMembersFollowTheDay(t *testing.T) {
	source := uuid.MustParse("0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f")
	u := record.Union{Members: record.List[record.MemberCount]{{Count: 10, AsOf: "2020"}, {Count: 20, AsOf: "2024-06", SourceID: &source}}}
	for _, c := range []struct {
		day     record.Date
		members any
		asOf    any
		source  any
		history int
	}{{"", int64(20), "2024-06", source.String(), 2}, {"2021-01-01", int64(10), "2020", nil, 1}, {"2019-12-31", nil, nil, nil, 0}} {
		got := map[string]any{}
		for _, column := range table.Unions(c.day) {
			got[column.Name] = column.Of(u)
		}
		if got["members"] != c.members || got["members_as_of"] != c.asOf || got["members_source_id"] != c.source {
			t.Errorf("on %q: %v %v %v", c.day, got["members"], got["members_as_of"], got["members_source_id"])
		}
		if history, _ := got["members_history"].(record.List[record.MemberCount]); len(history) != c.history {
			t.Errorf("on %q the known counts are %v", c.day, history)
		}
	}
}

var update = flag.Bool("update", false, "write the tables of columns in the guide anew")

const guide = "../../docs/guide/lists.md"

// The guide's tables of columns are made of the columns: `go test ./internal/table -update` makes them.
func TestTheGuideShowsTheColumnsThatAreThere(t *testing.T) {
	var b strings.Builder
	for _, s := range specs() {
		b.WriteString("### " + s.list + "\n\n| column | kind | |\n|---|---|---|\n")
		for i, name := range s.names {
			b.WriteString("| `" + name + "` | " + string(s.kinds[i]) + " | " + s.about[i] + " |\n")
		}
		b.WriteString("\n")
	}
	page, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	const begin = "<!-- columns -->\n\n"
	head, _, found := strings.Cut(string(page), begin)
	if !found {
		t.Fatalf("%s has no place for columns", guide)
	}
	want := head + begin + strings.TrimSuffix(b.String(), "\n")
	if *update {
		if err := os.WriteFile(guide, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(page) != want {
		t.Errorf("%s shows other columns: go test ./internal/table -update", guide)
	}
}
