package intake

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// opened opens content as a file.
func opened(t testing.TB, content []byte) (*File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(t.Context(), path, nil)
	if err == nil {
		t.Cleanup(func() { _ = f.Close() })
	}
	return f, err
}

// table reads all of a file: its header and its rows, a bad one as "line: reason".
func table(t testing.TB, content []byte) (header []string, rows []string, err error) {
	t.Helper()
	f, err := opened(t, content)
	if err != nil {
		return nil, nil, err
	}
	r, err := f.Rows(t.Context())
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r.Header(), rows, nil
		}
		if err != nil {
			return r.Header(), rows, err
		}
		if row.Bad != "" {
			rows = append(rows, fmt.Sprintf("%d! %s", row.Line, row.Bad))
		} else {
			rows = append(rows, fmt.Sprintf("%d: %s", row.Line, strings.Join(row.Cells, "|")))
		}
	}
}

func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func zipped(t testing.TB, content []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTablesAreReadAsPeopleWriteThem(t *testing.T) {
	const plain = "name,city\nUnión Local 1,Zürich\n"
	want := []string{"2: Unión Local 1|Zürich"}
	utf16 := func(order unicode.Endianness, bom unicode.BOMPolicy) []byte {
		return must[[]byte](t)(unicode.UTF16(order, bom).NewEncoder().Bytes([]byte(plain)))
	}
	for name, c := range map[string]struct {
		content []byte
		rows    []string
	}{
		"commas":                    {[]byte(plain), want},
		"semicolons":                {[]byte("name;city\nUnión Local 1;Zürich\n"), want},
		"tabs":                      {[]byte("name\tcity\nUnión Local 1\tZürich\n"), want},
		"bars":                      {[]byte("name|city\nUnión Local 1|Zürich\n"), want},
		"commas inside semicolons":  {[]byte("name;city\nA, B, C;Zürich\nD, E;Bern\n"), []string{"2: A, B, C|Zürich", "3: D, E|Bern"}},
		"Excel's sep line":          {[]byte("sep=;\r\nname;city\r\nA;B\r\n"), []string{"3: A|B"}},
		"a BOM":                     {[]byte("\xef\xbb\xbf" + plain), want},
		"CRLF":                      {[]byte(strings.ReplaceAll(plain, "\n", "\r\n")), want},
		"CR alone":                  {[]byte(strings.ReplaceAll(plain, "\n", "\r")), want},
		"no line end at the end":    {[]byte(strings.TrimSuffix(plain, "\n")), want},
		"UTF-16 with a mark":        {utf16(unicode.LittleEndian, unicode.UseBOM), want},
		"UTF-16 big end first":      {utf16(unicode.BigEndian, unicode.UseBOM), want},
		"UTF-16 without a mark":     {utf16(unicode.LittleEndian, unicode.IgnoreBOM), want},
		"UTF-16 BE without a mark":  {utf16(unicode.BigEndian, unicode.IgnoreBOM), want},
		"Windows-1252":              {must[[]byte](t)(charmap.Windows1252.NewEncoder().Bytes([]byte(plain))), want},
		"packed":                    {zipped(t, []byte(plain)), want},
		"blank lines":               {[]byte("\n\nname,city\n\nA,B\n\n\nC,D\n"), []string{"5: A|B", "8: C|D"}},
		"quotes":                    {[]byte("name,note\n\"A, \"\"B\"\"\",\"two\nlines\"\nC,D\n"), []string{"2: A, \"B\"|two\nlines", "4: C|D"}},
		"a quote inside a cell":     {[]byte("name,note\nBob 5'10\" tall,x\n"), []string{"2: Bob 5'10\" tall|x"}},
		"empty cells at the end":    {[]byte("name,city\nA,B,,,\n"), []string{"2: A|B"}},
		"a header and nothing else": {[]byte("name,city\n"), nil},
		"one column":                {[]byte("name\nA\nB\n"), []string{"2: A", "3: B"}},
	} {
		t.Run(name, func(t *testing.T) {
			header, rows, err := table(t, c.content)
			if err != nil {
				t.Fatal(err)
			}
			if header[0] != "name" {
				t.Errorf("the header is %q", header)
			}
			if diff := cmp.Diff(c.rows, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCannotBeReadIsReportedWithItsLineAndReadingGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		rows    []string
	}{
		"ragged rows":          {"a,b,c\n1,2,3\n1,2\n1,2,3,4\n4,5,6\n", []string{"2: 1|2|3", "3! the row has 2 cells, the header 3", "4! the row has 4 cells, the header 3", "5: 4|5|6"}},
		"an unclosed quote":    {"a,b\n1,\"2\n3,4\n5,6\n", []string{"2! a quote is opened here that is never closed", "3: 3|4", "4: 5|6"}},
		"an end mid-row":       {"a,b\n1,2\n3,\"4", []string{"2: 1|2", "3! a quote is opened here that is never closed"}},
		"an end mid-row, bare": {"a,b,c\n1,2,3\n4,5", []string{"2: 1|2|3", "3! the row has 2 cells"}},
		"a quote not doubled":  {"a,b\n\"say \"hi\" there\",2\n3,4\n", []string{"2! something follows a closing quote", "3: 3|4"}},
		"a NUL":                {"a,b\n1,x\x00y\n3,4\n", []string{"2! the row holds a NUL", "3: 3|4"}},
		"a slip of encoding":   {"a,b\né,è\nx,\xff\nü,4\n", []string{"2: é|è", "3! the row is not in the encoding", "4: ü|4"}},
		"objects":              {"{\"a\": 1, \"b\": \"x\"}\n[1]\n{\"a\": 2\n\n{\"a\": 3} {}\n{\"b\": null, \"c\": {\"d\": [1, \"y\"]}, \"a\": 4}\n", []string{"1: 1|x", "2! the line is not a JSON object", "3! the line is not a JSON object", "5! something follows", "6: 4||1; y"}},
		"a long line":          {"a,b\n1," + strings.Repeat("x", maxRecord+10) + "\n3,4\n", []string{"2! the row is longer than 1 MiB", "3: 3|4"}},
		"a long object":        {"{\"a\":1}\n{\"a\":\"" + strings.Repeat("x", maxRecord) + "\"}\n{\"a\":3}\n", []string{"1: 1", "2! the line is longer than 1 MiB", "3: 3"}},
		"a long quote":         {"a,b\n1,\"" + strings.Repeat("xxxxxxx\n", maxRecord/8+10) + "3,4\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			_, rows, err := table(t, []byte(c.content))
			if err != nil {
				t.Fatal(err)
			}
			if c.rows == nil {
				if len(rows) < 1000 || !strings.HasPrefix(rows[0], "2! a quote is opened") || !strings.HasSuffix(rows[len(rows)-1], ": 3|4") {
					t.Errorf("got %d rows, %.80q … %.80q", len(rows), rows[0], rows[len(rows)-1])
				}
				return
			}
			if len(rows) != len(c.rows) {
				t.Fatalf("got %q, want %q", rows, c.rows)
			}
			for i, want := range c.rows {
				if rows[i] != want && !(strings.Contains(want, "!") && strings.HasPrefix(rows[i], want)) {
					t.Errorf("got %q, want %q", rows[i], want)
				}
			}
		})
	}
}

func TestFilesThatAreNoTablesAreRefused(t *testing.T) {
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	_ = must[io.Writer](t)(z.Create("notes.txt"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"nothing":          {nil, "empty"},
		"blanks":           {[]byte(" \n\n\r\n"), "empty"},
		"an empty pack":    {zipped(t, nil), "empty"},
		"a web page":       {[]byte("<!DOCTYPE html><html></html>"), "web page"},
		"a JSON array":     {[]byte("[{\"a\": 1}]"), "NDJSON"},
		"an archive":       {archive.Bytes(), "unpack it"},
		"half a pack":      {zipped(t, []byte(strings.Repeat("a,b\n1,2\n", 1000)))[:30], "ends in the middle"},
		"an old workbook":  {[]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), ".xlsx"},
		"half a workbook":  {[]byte("PK\x03\x04 and no more"), "cannot be unpacked"},
		"a PDF":            {[]byte("%PDF-1.7"), "cannot be imported"},
		"an endless quote": {[]byte("\"" + strings.Repeat("x", 2*maxRecord)), "header"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, _, err := table(t, c.content); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// zeros is an endless run of one byte.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

func TestBombsAreRefusedBeforeTheyBurst(t *testing.T) {
	var gz bytes.Buffer
	w := must[*gzip.Writer](t)(gzip.NewWriterLevel(&gz, gzip.BestSpeed))
	_, _ = io.WriteString(w, "a,b\n") // a buffer
	if _, err := io.CopyN(w, endless('x'), smallEnough+(8<<20)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := table(t, gz.Bytes()); err == nil || !strings.Contains(err.Error(), "times its size") {
		t.Errorf("gzip: got %v", err)
	}

	var book bytes.Buffer
	z := zip.NewWriter(&book)
	_ = must[io.Writer](t)(z.Create("xl/workbook.xml"))
	if _, err := io.CopyN(must[io.Writer](t)(z.Create("xl/worksheets/sheet1.xml")), endless('0'), smallEnough+1); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := table(t, book.Bytes()); err == nil || !strings.Contains(err.Error(), "more than a table") {
		t.Errorf("workbook: got %v", err)
	}
}

func TestWorkbooksAreReadWithTheirDates(t *testing.T) {
	book := excelize.NewFile()
	sheet := book.GetSheetName(0)
	set := func(cell string, v any, format string) {
		t.Helper()
		if err := book.SetCellValue(sheet, cell, v); err != nil {
			t.Fatal(err)
		}
		if format != "" {
			style := must[int](t)(book.NewStyle(&excelize.Style{CustomNumFmt: &format}))
			if err := book.SetCellStyle(sheet, cell, cell, style); err != nil {
				t.Fatal(err)
			}
		}
	}
	day := time.Date(2026, 1, 23, 0, 0, 0, 0, time.UTC)
	for i, head := range []string{"name", "day", "month", "year", "number", "share"} {
		set(fmt.Sprintf("%c1", 'A'+i), head, "")
	}
	set("A2", "UNITE HERE Local 17", "")
	set("B2", day, "m/d/yyyy")
	set("C2", day, "mmm yyyy")
	set("D2", day, "yyyy")
	set("E2", 46045, "#,##0")
	set("F2", 0.25, "0%")
	set("A4", "A row below a gap", "")
	_ = must[int](t)(book.NewSheet("Other"))
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	header, rows, err := table(t, b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"name", "day", "month", "year", "number", "share"}, header); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"2: UNITE HERE Local 17|2026-01-23|2026-01|2026|46045|0.25", "4: A row below a gap"}, rows); diff != "" {
		t.Error(diff)
	}
}

func TestStandardInputIsReadTwice(t *testing.T) {
	f, err := Open(t.Context(), "-", strings.NewReader("a,b\n1,2\n"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		rows := must[Rows](t)(f.Rows(t.Context()))
		if row, err := rows.Next(); err != nil || row.Line != 2 {
			t.Errorf("got %v, %v", row, err)
		}
	}
	name := f.file.Name()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(name); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary file is left: %v", err)
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	f, err := opened(t, []byte("a,b\n"+strings.Repeat("1,2\n", 500_000)))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	rows := must[Rows](t)(f.Rows(ctx))
	cancel()
	for err == nil {
		_, err = rows.Next()
	}
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func FuzzRows(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "a;b\r\n\"1\";2", "{\"a\":1}\n{\"a\":[1,2]}", "\xff\xfea\x00,\x00b\x00\n\x00", "a\tb\n\"", "sep=|\na|b\n1|2", "a,b\n\"x\"y,\n\"\n\"\"", "\xef\xbb\xbfa\n\xe9\n", "PK\x03\x04", "\x1f\x8b\x08"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		file, err := opened(t, content)
		if err != nil {
			return
		}
		rows, err := file.Rows(t.Context())
		if err != nil {
			return
		}
		defer rows.Close()
		last := 0
		for range 10_000 {
			row, err := rows.Next()
			if err != nil {
				return
			}
			if row.Line <= last {
				t.Fatalf("line %d comes after line %d", row.Line, last)
			}
			last = row.Line
			if row.Bad == "" && len(row.Cells) > len(rows.Header()) {
				t.Fatalf("line %d has more cells than the header", row.Line)
			}
		}
	})
}
