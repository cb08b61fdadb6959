package table_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

type cells = []any

func columns(kinds ...table.Kind) []table.Column[cells] {
	out := make([]table.Column[cells], len(kinds))
	for i, k := range kinds {
		out[i] = table.Column[cells]{Name: fmt.Sprint("c", i), Kind: k, Of: func(row cells) any { return row[i] }}
	}
	return out
}

func written(t testing.TB, columns []table.Column[cells], bom bool, rows ...cells) string {
	t.Helper()
	var b bytes.Buffer
	w := table.NewCSV(&b, columns, bom)
	for _, row := range rows {
		if err := w.Write(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCellsAreWrittenAsRFC4180HasThem(t *testing.T) {
	at := time.Date(2026, 1, 23, 12, 0, 0, 5000, time.FixedZone("", 3600))
	got := written(t, columns(table.Text, table.Integer, table.Real, table.Boolean, table.Instant, table.JSON), false,
		cells{"plain", int64(-7), -93.27, true, at, []string{"a", "b<"}},
		cells{"a, b", nil, 1e21, false, nil, nil},
		cells{"say \"no\"\r\nor not", int64(0), 0.0, nil, nil, record.List[string](nil)},
		cells{" trimmed? ", nil, nil, nil, nil, map[string]any{"k": nil}})
	want := "c0,c1,c2,c3,c4,c5\r\n" +
		"plain,-7,-93.27,true,2026-01-23T11:00:00.000005Z,\"[\"\"a\"\",\"\"b<\"\"]\"\r\n" +
		"\"a, b\",,1000000000000000000000,false,,\r\n" +
		"\"say \"\"no\"\"\r\nor not\",0,0,,,[]\r\n" +
		"\" trimmed? \",,,,,\"{\"\"k\"\":null}\"\r\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestATableWithoutRowsHasItsLineOfNames(t *testing.T) {
	if got := written(t, columns(table.Text, table.Text), false); got != "c0,c1\r\n" {
		t.Errorf("got %q", got)
	}
	if got := written(t, columns(table.Text), true); got != "\ufeffc0\r\n" {
		t.Errorf("with a byte order mark got %q", got)
	}
}

func TestAnEmptyCellAloneIsNoEmptyLine(t *testing.T) {
	if got := written(t, columns(table.Text), false, cells{nil}, cells{"x"}); got != "c0\r\n\"\"\r\nx\r\n" {
		t.Errorf("got %q", got)
	}
}

func TestNoCellIsRunBySpreadsheets(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'=1", "''-", "=HYPERLINK(\"https://example.org\",\"x\")"} {
		inert := table.Inert(text)
		if inert != "'"+text {
			t.Errorf("%q is written as %q", text, inert)
		}
		if got := table.Restore(inert); got != text {
			t.Errorf("%q is restored as %q", text, got)
		}
	}
	for _, text := range []string{"", "a=1", "'", "''", "'tis", "1-2", "2026-01", "–dash", "é", "[\"=1\"]"} {
		if got := table.Inert(text); got != text {
			t.Errorf("%q is written as %q", text, got)
		}
		if got := table.Restore(text); got != text {
			t.Errorf("%q is restored as %q", text, got)
		}
	}
	// A number is one, whatever its sign.
	if got := written(t, columns(table.Integer, table.Real, table.Text), false, cells{int64(-1), -0.5, "-1"}); got != "c0,c1,c2\r\n-1,-0.5,'-1\r\n" {
		t.Errorf("got %q", got)
	}
}

func TestACellMustBeWhatItsColumnSays(t *testing.T) {
	w := table.NewCSV(&bytes.Buffer{}, columns(table.Text), false)
	if err := w.Write(cells{7}); err == nil {
		t.Error("an int in a column of text is written")
	}
	w = table.NewCSV(&bytes.Buffer{}, columns(table.JSON), false)
	if err := w.Write(cells{func() {}}); err == nil {
		t.Error("a function is written as JSON")
	}
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Write([]byte) (int, error) { return 0, errBroken }

func TestAWriterThatFailsIsTold(t *testing.T) {
	w := table.NewCSV(broken{}, columns(table.Text), false)
	err := w.Write(cells{strings.Repeat("x", 1<<16)})
	if !errors.Is(err, errBroken) {
		t.Errorf("a long row answers %v", err)
	}
	if err := w.Flush(); !errors.Is(err, errBroken) {
		t.Errorf("the end answers %v", err)
	}
}

// FuzzCSV holds what is written to what the standard library reads, and to the cells that went in.
func FuzzCSV(f *testing.F) {
	f.Add("plain", "a,b", "say \"no\"", false)
	f.Add("", "", "", true)
	f.Add("=1+1", "\r\n", "'=", false)
	f.Add(" ", "\t", "\\.", true)
	f.Add("\ufeff", "é", "\x00", false)
	f.Fuzz(func(t *testing.T, a, b, c string, bom bool) {
		for _, s := range []string{a, b, c} {
			// The reader of the standard library makes \n of \r\n, and so does nothing else to a cell.
			if !utf8.ValidString(s) || strings.Contains(s, "\r\n") {
				t.Skip()
			}
		}
		for _, row := range []cells{{a, b, c}, {a}, {b, a}} {
			kinds := slices.Repeat([]table.Kind{table.Text}, len(row))
			raw := written(t, columns(kinds...), bom, row, row)
			if strings.HasPrefix(raw, table.BOM) != bom {
				t.Fatalf("asked for a byte order mark: %v; got %q", bom, raw)
			}
			got, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(raw, table.BOM))).ReadAll()
			if err != nil {
				t.Fatalf("%q: %v", raw, err)
			}
			if len(got) != 3 {
				t.Fatalf("%q has %d lines", raw, len(got))
			}
			for _, line := range got[1:] {
				for i, cell := range line {
					if strings.IndexAny(cell, "=+-@\t\r\n") == 0 {
						t.Errorf("the cell %q would be run", cell)
					}
					if table.Restore(cell) != row[i] {
						t.Errorf("%q came back as %q", row[i], cell)
					}
				}
			}
		}
	})
}
