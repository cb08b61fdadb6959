package export_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollcall/internal/export"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// made is a file of any name, the database among them.
func made(t testing.TB, s export.Store, n export.Name, span record.Span) []byte {
	t.Helper()
	if n.Dataset != "" {
		return written(t, s, n, span)
	}
	b, err := os.ReadFile(databaseOf(t, s, span.Seq))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func databaseOf(t testing.TB, s export.Store, seq int64) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), export.Database)
	if _, err := export.WriteDatabase(t.Context(), s, path, seq, export.Terms{Attribution: "A desk"}); err != nil {
		t.Fatal(err)
	}
	return path
}

// ask runs a query on a database that was exported and answers its rows as text.
func ask(t testing.TB, path, query string) []string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for rows.Next() {
		cells := make([]any, len(names))
		for i := range cells {
			cells[i] = new(any)
		}
		if err := rows.Scan(cells...); err != nil {
			t.Fatal(err)
		}
		line := make([]string, len(cells))
		for i, c := range cells {
			if p, ok := c.(*any); ok {
				line[i] = fmt.Sprint(*p)
			}
		}
		out = append(out, strings.Join(line, "|"))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheDatabaseHoldsTheWholeRecordAtAnySeq(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := rand.New(rand.NewPCG(9, 9))
		step := filled(t, f, r)
		for range 60 {
			step()
		}
		last := f.Store.Seq()
		for _, seq := range []int64{last, 1 + r.Int64N(last), 1 + r.Int64N(last), 1 + r.Int64N(last)} {
			path := databaseOf(t, f.Store, seq)
			if broken := ask(t, path, "PRAGMA foreign_key_check"); len(broken) > 0 {
				t.Errorf("at seq %d keys refer to nothing: %v", seq, broken)
			}
			if ok := ask(t, path, "PRAGMA integrity_check"); ok[0] != "ok" {
				t.Errorf("the file is broken: %v", ok)
			}
			for _, dataset := range export.Datasets() {
				n := len(rows(t, export.Name{Dataset: dataset, Format: export.NDJSON}, written(t, f.Store, export.Name{Dataset: dataset, Format: export.NDJSON}, record.Span{Seq: seq})))
				if got := ask(t, path, "SELECT count(*) FROM "+dataset)[0]; got != fmt.Sprint(n) {
					t.Errorf("%s has %s rows at seq %d, not %d", dataset, got, seq, n)
				}
				if got := ask(t, path, "SELECT value FROM metadata WHERE name = 'rows_"+dataset+"'")[0]; got != fmt.Sprint(n) {
					t.Errorf("the metadata says %s rows of %s, not %d", got, dataset, n)
				}
			}
			if got := ask(t, path, "SELECT group_concat(value) FROM metadata WHERE name IN ('seq', 'license', 'attribution')")[0]; got != "A desk,CC-BY-4.0,"+fmt.Sprint(seq) {
				t.Errorf("the metadata says %s", got)
			}
		}
	})
}

func TestTheDatabaseSaysWhatEveryColumnMeans(t *testing.T) {
	f := storetest.New(t, "sqlite")
	f.Local("One")
	path := databaseOf(t, f.Store, f.Store.Seq())
	missing := ask(t, path, `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'metadata%' AND NOT EXISTS (SELECT 1 FROM metadata_columns d WHERE d.table_name = m.name AND d.column_name = c.name AND d.about <> '')`)
	if len(missing) > 0 {
		t.Errorf("not described: %v", missing)
	}
	if none := ask(t, path, `SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'metadata%' AND name NOT IN (SELECT table_name FROM metadata_columns WHERE column_name IS NULL)`); len(none) > 0 {
		t.Errorf("not described: %v", none)
	}
	for _, view := range ask(t, path, "SELECT name FROM sqlite_master WHERE type = 'view'") {
		ask(t, path, "SELECT * FROM "+view)
	}
}

func TestTheTallyOfTheDatabaseIsTheRecords(t *testing.T) {
	f := storetest.New(t, "sqlite")
	c := f.Call("A call", "2026-01-23")
	national := f.Union(record.KindNational, "A national")
	for i, stance := range []record.Stance{record.Endorsed, record.Endorsed, record.Declined} {
		f.Put(c, f.Local(fmt.Sprint("Local ", i), national), f.Position(stance, "2026-01"))
	}
	f.Put(c, f.Union(record.KindCaucus, "A caucus"), f.Position(record.Endorsed, "2026-01"))
	officer := f.Position(record.Endorsed, "2026-01")
	officer.Capacity = record.CapacityOfficer
	f.Put(c, national, officer)
	got := ask(t, databaseOf(t, f.Store, f.Store.Seq()), "SELECT position, bodies FROM call_tally ORDER BY position")
	if want := "declined|1 endorsed|2"; strings.Join(got, " ") != want {
		t.Errorf("%v, not %s", got, want)
	}
}
