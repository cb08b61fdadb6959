package export_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/parquet-go/parquet-go"

	"rollcall/internal/export"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
	"rollcall/internal/table"
)

// written is a file as it is written.
func written(t testing.TB, s export.Store, n export.Name, span record.Span) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := export.Write(t.Context(), s, &b, n, span); err != nil {
		t.Fatalf("%s: %v", n, err)
	}
	return b.Bytes()
}

// rows reads a file back, by each reader of its own, into the same form: column → value as JSON says it.
func rows(t testing.TB, n export.Name, file []byte) []map[string]any {
	t.Helper()
	switch n.Format {
	case export.CSV:
		return csvRows(t, n.Dataset, file)
	case export.NDJSON:
		return ndjsonRows(t, file)
	default:
		return parquetRows(t, file)
	}
}

func ndjsonRows(t testing.TB, file []byte) (out []map[string]any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(file))
	for {
		var row map[string]any
		err := d.Decode(&row)
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
}

// kinds are those of a dataset's columns.
func kinds(dataset string) map[string]table.Kind {
	out := map[string]table.Kind{}
	for _, f := range export.Fields(dataset) {
		out[f.Name] = f.Kind
	}
	out["deleted"] = table.Boolean
	return out
}

func csvRows(t testing.TB, dataset string, file []byte) (out []map[string]any) {
	t.Helper()
	lines, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	kinds := kinds(dataset)
	for _, line := range lines[1:] {
		row := map[string]any{}
		for i, cell := range line {
			name := lines[0][i]
			cell = table.Restore(cell)
			var v any = cell
			switch kind := kinds[name]; {
			case cell == "":
				v = nil
			case kind == table.Integer || kind == table.Real || kind == table.Boolean || kind == table.JSON:
				if err := json.Unmarshal([]byte(cell), &v); err != nil {
					t.Fatalf("%s: %q: %v", name, cell, err)
				}
			}
			row[name] = v
		}
		out = append(out, row)
	}
	return out
}

func parquetRows(t testing.TB, file []byte) (out []map[string]any) {
	t.Helper()
	f, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	leaves := f.Schema().Columns()
	for _, group := range f.RowGroups() {
		reader := group.Rows()
		for {
			var buffer [7]parquet.Row
			n, err := reader.ReadRows(buffer[:])
			for _, r := range buffer[:n] {
				row := map[string]any{}
				for _, v := range r {
					leaf, _ := f.Schema().Lookup(leaves[v.Column()]...)
					row[leaves[v.Column()][0]] = parquetValue(t, leaf.Node, v)
				}
				out = append(out, row)
			}
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func parquetValue(t testing.TB, node parquet.Node, v parquet.Value) any {
	t.Helper()
	logical := node.Type().LogicalType()
	switch {
	case v.IsNull():
		return nil
	case v.Kind() == parquet.Boolean:
		return v.Boolean()
	case v.Kind() == parquet.Double:
		return v.Double()
	case logical != nil && strings.HasPrefix(logical.String(), "TIMESTAMP"):
		return time.UnixMicro(v.Int64()).UTC().Format(time.RFC3339Nano)
	case v.Kind() == parquet.Int64:
		return float64(v.Int64())
	case logical != nil && logical.String() == "JSON":
		var j any
		if err := json.Unmarshal(v.ByteArray(), &j); err != nil {
			t.Fatalf("%s: %v", v.ByteArray(), err)
		}
		return j
	}
	return string(v.ByteArray())
}

// byID makes a table of rows.
func byID(t testing.TB, rows []map[string]any) map[string]map[string]any {
	t.Helper()
	out := map[string]map[string]any{}
	for _, row := range rows {
		id, _ := row["id"].(string)
		if out[id] != nil || id == "" {
			t.Errorf("the id %q stands twice, or is none", id)
		}
		out[id] = row
	}
	return out
}

// filled is a record with something of everything in it, that changes at random.
func filled(t testing.TB, f *storetest.Fixture, r *rand.Rand) func() {
	t.Helper()
	by := storetest.By("editor")
	national := f.Union(record.KindNational, `=SUM("A",1) – Übergewerkschaft, "Größe"`)
	unions, calls := []record.Union{national}, []record.Call{f.Call("-1+1 is a call", "2026-01-23")}
	var statements []record.Statement
	n := 0
	return func() {
		n++
		c, u := calls[r.IntN(len(calls))], unions[r.IntN(len(unions))]
		ref := record.Ref(u.ID.String())
		switch r.IntN(9) {
		case 0:
			unions = append(unions, f.Local(fmt.Sprint("Local ", n), u))
		case 1:
			calls = append(calls, f.Call(fmt.Sprint("Call\r\n\t", n), "2026-02"))
		case 2, 3, 4:
			p := f.Position(record.Stances[r.IntN(7)], record.Date(fmt.Sprintf("2026-01-%02d", 1+r.IntN(28))), fmt.Sprintf("https://example.org/%d", r.IntN(5)))
			p.Quote, p.Vote, p.Scope = "“Sí”, said she.\nAll of us.", &record.Vote{For: new(n)}, record.List[string]{"rally"}
			f.Put(c, u, p)
		case 5:
			u = storetest.Must(f.Store.Union(t.Context(), ref, record.Moment{}))(t)
			u.Place.Latitude, u.Place.Longitude = new(44.98+float64(n)/1e6), new(-93.27)
			u = u.WithMembers(record.MemberCount{Count: n, AsOf: "2026"})
			u.Identifiers = append(u.Identifiers, record.Identifier{Scheme: "olms", Value: strconv.Itoa(1000 + n)})
			storetest.Must(f.Store.UpdateUnion(t.Context(), by, storetest.Must(record.NewUnion(u))(t)))(t)
		case 6:
			s := storetest.Must(record.NewStatement(record.Statement{
				Title: fmt.Sprint("Statement ", n), Text: "<b>&\u2028</b>\\ and more", Kind: "letter", Language: "en", Issuers: record.List[record.UnionRef]{u.Ref()}, Calls: record.List[record.CallRef]{c.Ref()},
				Citations: record.List[record.Citation]{{Draft: &record.Source{URL: fmt.Sprintf("https://example.org/%d", r.IntN(5)), Kind: record.SourcePress}}},
			}))(t)
			statements = append(statements, storetest.Must(f.Store.CreateStatement(t.Context(), by, s))(t))
		case 7:
			if len(statements) > 0 {
				s := statements[0]
				statements = statements[1:]
				if err := f.Store.DeleteStatement(t.Context(), by, s.ID, s.Version); err != nil {
					t.Fatal(err)
				}
			}
		case 8:
			page := record.Page{Limit: 1}
			if list := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{}, page))(t).Items; len(list) > 0 {
				if err := f.Store.DeleteEndorsement(t.Context(), by, list[0].ID, list[0].Version); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestEveryFormatSaysTheSame(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		step := filled(t, f, rand.New(rand.NewPCG(1, 1)))
		for range 60 {
			step()
		}
		seq := f.Store.Seq()
		for _, span := range []record.Span{{Seq: seq}, {Seq: seq, After: new(seq / 2)}, {Seq: seq, After: new(seq)}} {
			for _, dataset := range export.Datasets() {
				want := rows(t, export.Name{Dataset: dataset, Format: export.NDJSON}, written(t, f.Store, export.Name{Dataset: dataset, Format: export.NDJSON}, span))
				if span.After == nil && len(want) == 0 {
					t.Errorf("%s has no rows to compare", dataset)
				}
				for _, format := range export.Formats {
					n := export.Name{Dataset: dataset, Format: format}
					if diff := cmp.Diff(want, rows(t, n, written(t, f.Store, n, span))); diff != "" {
						t.Errorf("%s says something else than the NDJSON (-ndjson +%s):\n%s", n, format, diff)
					}
				}
			}
		}
	})
}

func TestAFileWithADeltaIsTheLaterFile(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := rand.New(rand.NewPCG(2, 2))
		step := filled(t, f, r)
		for range 60 {
			step()
		}
		last := f.Store.Seq()
		for range 3 {
			b := 1 + r.Int64N(last)
			a := r.Int64N(b + 1)
			for _, name := range export.Names() {
				if name.Dataset == "" {
					continue
				}
				have := map[string]map[string]any{}
				if a > 0 {
					have = byID(t, rows(t, name, written(t, f.Store, name, record.Span{Seq: a})))
				}
				for id, row := range byID(t, rows(t, name, written(t, f.Store, name, record.Span{Seq: b, After: &a}))) {
					if row["deleted"] == true {
						delete(have, id)
						continue
					}
					delete(row, "deleted")
					have[id] = row
				}
				if diff := cmp.Diff(byID(t, rows(t, name, written(t, f.Store, name, record.Span{Seq: b}))), have); diff != "" {
					t.Fatalf("%s at %d with what changed until %d is not what stands there (-want +got):\n%s", name, a, b, diff)
				}
			}
		}
	})
}

func TestAFileIsTheSameBytesWheneverItIsWritten(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		step := filled(t, f, rand.New(rand.NewPCG(3, 3)))
		for range 40 {
			step()
		}
		seq := f.Store.Seq()
		before := map[export.Name][]byte{}
		for _, n := range export.Names() {
			before[n] = made(t, f.Store, n, record.Span{Seq: seq})
		}
		f.Clock.Set(f.Clock.Now().AddDate(0, 3, 0))
		for range 20 {
			step()
		}
		for _, n := range export.Names() {
			if !bytes.Equal(before[n], made(t, f.Store, n, record.Span{Seq: seq})) {
				t.Errorf("%s of seq %d has other bytes now", n, seq)
			}
		}
	})
}

func TestRowsAreInTheOrderOfTheirIDs(t *testing.T) {
	f := storetest.New(t, "sqlite")
	step := filled(t, f, rand.New(rand.NewPCG(4, 4)))
	for range 40 {
		step()
	}
	for _, dataset := range export.Datasets() {
		var ids []string
		for _, row := range ndjsonRows(t, written(t, f.Store, export.Name{Dataset: dataset, Format: export.NDJSON}, record.Span{Seq: f.Store.Seq()})) {
			key, _ := row["id"].(string)
			if dataset == "positions" { // those of one endorsement stand together
				key, _ = row["endorsement_id"].(string)
			}
			ids = append(ids, key)
		}
		if !slices.IsSorted(ids) {
			t.Errorf("%s are not in order", dataset)
		}
	}
}

func TestAnEmptyRecordHasEmptyFiles(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		for _, dataset := range export.Datasets() {
			for _, format := range export.Formats {
				n := export.Name{Dataset: dataset, Format: format}
				if got := rows(t, n, written(t, f.Store, n, record.Span{})); len(got) > 0 {
					t.Errorf("%s has %d rows", n, len(got))
				}
			}
		}
	})
}

// failing is a store that fails at a row.
type failing struct {
	export.Store
	err error
}

func (f failing) ExportUnions(ctx context.Context, span record.Span, row func(record.Union) error) error {
	if err := row(record.Union{ID: uuid.New()}); err != nil {
		return err
	}
	return f.err
}

func TestAFileThatCannotBeReadToItsEndIsAnError(t *testing.T) {
	f := storetest.New(t, "sqlite")
	f.Local("One")
	cut := errors.New("cut off")
	for _, format := range export.Formats {
		if _, err := export.Write(t.Context(), failing{f.Store, cut}, io.Discard, export.Name{Dataset: "unions", Format: format}, record.Span{Seq: 1}); !errors.Is(err, cut) {
			t.Errorf("%s: %v", format, err)
		}
	}
}

func TestASpanThatIsNoneIsRefused(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("One")
		for want, spans := range map[bool][]record.Span{
			true:  {{Seq: 1}, {Seq: 1, After: new(int64(0))}, {Seq: 1, After: new(int64(1))}},
			false: {{Seq: 0}, {Seq: -1}, {Seq: 2}, {Seq: 1, After: new(int64(2))}, {Seq: 1, After: new(int64(-1))}},
		} {
			for _, span := range spans {
				if err := export.Check(t.Context(), f.Store, span); want != (err == nil) || err != nil && !record.Is(err, record.CodeInvalid) {
					t.Errorf("%+v: %v", span, err)
				}
			}
		}
	})
}

func TestNamesOfFiles(t *testing.T) {
	for _, n := range export.Names() {
		if got, err := export.ParseName(n.String()); err != nil || got != n {
			t.Errorf("%s: %v, %v", n, got, err)
		}
	}
	for _, name := range []string{"", "unions", "unions.", "unions.xlsx", "keys.csv", "Unions.csv", "unions.csv.csv", ".csv", "../unions.csv", "datapackage.json"} {
		if _, err := export.ParseName(name); !record.Is(err, record.CodeNotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestColumnsHaveDescriptions(t *testing.T) {
	for _, dataset := range export.Datasets() {
		seen := map[string]bool{}
		for _, f := range export.Fields(dataset) {
			if f.About == "" || f.Kind == "" || seen[f.Name] {
				t.Errorf("%s.%s is not described, or stands twice", dataset, f.Name)
			}
			seen[f.Name] = true
		}
		if seen["phase"] || seen["ordinal"] || seen["deleted"] || !seen["id"] {
			t.Errorf("%s has columns it should not have: %v", dataset, slices.Sorted(maps.Keys(seen)))
		}
	}
}
