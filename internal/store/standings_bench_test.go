package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite" // fills the large record

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// The large record: 30,000 unions in three levels and 2,000 calls. One call has 20,000 endorsements,
// one has 1,000, the others share the rest of ROLLCALL_BENCH_ENDORSEMENTS (100,000 if it is not set).
const (
	largeUnions    = 30_000
	largeNationals = 60
	largeMiddle    = 600
	largeCalls     = 2_000
	largestCall    = 20_000
	middlingCall   = 1_000
)

func callSlug(n int) record.Ref { return record.Ref("call-" + strconv.Itoa(n)) }

// largeRecord fills a SQLite file by statements that make all rows of a table at once. Every row is
// what a write would have left, with its change: one row of each table is written by the store, the
// others are like it but for the columns that are given. One change in a hundred renames a union.
func largeRecord(b *testing.B) string {
	b.Helper()
	endorsements := 100_000
	if v := os.Getenv("ROLLCALL_BENCH_ENDORSEMENTS"); v != "" {
		endorsements = storetest.Must(strconv.Atoi(v))(b)
	}
	if endorsements < largestCall+middlingCall {
		b.Fatalf("ROLLCALL_BENCH_ENDORSEMENTS=%d is less than the two largest calls have", endorsements)
	}
	f := storetest.Open(b, filepath.Join(b.TempDir(), "large.db"), store.Options{})
	f.Put(f.Call("The first call", "2026-01-23"), f.Local("The first local", f.Union(record.KindNational, "The first union")), f.Position(record.Endorsed, "2025-01-01", "https://example.org/first"))
	db := storetest.Must(sql.Open("sqlite", "file:"+f.Database+"?_pragma=synchronous(OFF)&_pragma=cache_size(-200000)&_pragma=temp_store(MEMORY)"))(b)
	defer db.Close()
	db.SetMaxOpenConns(1)
	run := func(statement string) {
		b.Helper()
		if _, err := db.ExecContext(b.Context(), statement); err != nil {
			b.Fatalf("%v:\n%s", err, statement)
		}
	}
	// like inserts a row of a table for each row of a query, with other values in some columns.
	like := func(table, from string, columns map[string]string) {
		b.Helper()
		names, values := []string{}, []string{}
		for _, row := range storetest.Must(columnsOf(b.Context(), db, table))(b) {
			names = append(names, row)
			value, ok := columns[row]
			if !ok {
				value = "like_" + table + "." + row
			}
			values = append(values, value)
		}
		run("INSERT INTO " + table + " (" + strings.Join(names, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM " + from + ", like_" + table)
	}
	numbers := func(n int) string {
		return fmt.Sprintf("WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < %d) ", n)
	}
	edges := largeUnions - largeNationals
	union := int(f.Store.Seq()) + 1 // the seqs at which each kind of record begins
	edge, call, endorsement := union+largeUnions, union+largeUnions+edges, union+largeUnions+edges+largeCalls

	run("BEGIN")
	for _, table := range []string{"unions", "affiliations", "calls", "endorsements", "positions", "sources", "citations", "changes"} {
		run("CREATE TEMP TABLE like_" + table + " AS SELECT * FROM " + table + " ORDER BY rowid DESC LIMIT 1")
	}
	run(fmt.Sprintf("CREATE TEMP TABLE u AS "+numbers(largeUnions)+"SELECT n, %s AS id, %d + n AS seq, "+
		"CASE WHEN n < %[3]d THEN 'national' WHEN n < %[4]d AND n %% 3 = 0 THEN 'labor_council' WHEN n < %[4]d THEN 'intermediate' ELSE 'local' END AS kind FROM numbers",
		id(1, "n"), union, largeNationals, largeNationals+largeMiddle))
	// Which endorsement is of which call, by which union, at which seq: 99 of them, then a seq that is free.
	run(fmt.Sprintf("CREATE TEMP TABLE e AS "+numbers(endorsements)+", c AS (SELECT n, CASE WHEN n < %d THEN 0 WHEN n < %d THEN 1 ELSE 2 + n %% %d END AS call FROM numbers) "+
		"SELECT n, call, (n * 7919 + call * 31) %% %d AS u, %d + n + n / 99 AS seq, date('2025-01-01', (n * 7 %% 386) || ' days') AS dated FROM c",
		largestCall, largestCall+middlingCall, largeCalls-2, largeUnions, endorsement))
	run(fmt.Sprintf("CREATE TEMP TABLE free AS "+numbers(endorsements/99)+"SELECT n * 11 %% %d AS u, 2 + n * 11 / %[1]d AS version, %d + n * 100 + 99 AS seq FROM numbers", largeUnions, endorsement))

	run("CREATE TEMP TABLE s (seq INTEGER PRIMARY KEY, entity TEXT, id TEXT, version INTEGER, action TEXT, snapshot TEXT)")
	run("INSERT INTO s SELECT seq, 'union', id, 1, 'created', json_object('id', id) FROM u")
	run(fmt.Sprintf("INSERT INTO s SELECT %d + n, 'affiliation', %s, 1, 'created', '{}' FROM u WHERE n < %d", edge, id(2, "n"), edges))
	run(fmt.Sprintf("INSERT INTO s SELECT %d + n, 'call', %s, 1, 'created', '{}' FROM u WHERE n < %d", call, id(3, "n"), largeCalls))
	run(fmt.Sprintf("INSERT INTO s SELECT seq, 'endorsement', %s, 1, 'created', json_object('id', %[1]s, 'call', json_object('id', %s), 'union', json_object('id', %s)) FROM e", id(4, "n"), id(3, "call"), id(1, "u")))
	run("INSERT INTO s SELECT free.seq, 'union', u.id, free.version, 'updated', json_object('id', u.id) FROM free JOIN u ON u.n = free.u")
	like("changes", "s", map[string]string{
		"seq": "s.seq", "batch": "s.seq", "entity": "s.entity", "entity_id": "s.id", "version": "s.version", "action": "s.action", "snapshot": "s.snapshot",
		"at": fmt.Sprintf("strftime('%%Y-%%m-%%d %%H:%%M:%%S+00:00', %d + s.seq * 10, 'unixepoch')", storetest.Start.Unix()),
	})
	run("INSERT INTO change_subjects (subject_id, seq) SELECT id, seq FROM s WHERE entity IN ('union', 'call')")
	run("INSERT INTO change_subjects (subject_id, seq) SELECT " + id(3, "call") + ", seq FROM e UNION ALL SELECT " + id(1, "u") + ", seq FROM e")

	versions := "(SELECT u.*, u.seq AS since, 1 AS version FROM u UNION ALL SELECT u.*, free.seq, free.version FROM free JOIN u ON u.n = free.u) AS v"
	like("unions", versions, map[string]string{
		"id": "v.id", "slug": "'union-' || n", "kind": "v.kind", "name": "'Union ' || n", "sort_name": "'union ' || n", "search_text": "'union ' || n", "version": "v.version",
		"names": "json_array(json_object('value', 'Union ' || n, 'type', 'official', 'lang', '', 'from', NULL, 'until', NULL))", "region": "'US-' || substr('MNCANYWATXILOHPAMIGA', 1 + 2 * (n % 10), 2)",
		"members":   "CASE WHEN n % 4 = 0 THEN '[]' ELSE json_array(json_object('count', 50 + n % 900, 'as_of', '2024', 'source_id', NULL), json_object('count', 60 + n % 900, 'as_of', '2025-' || printf('%02d', 1 + n % 12), 'source_id', NULL)) END",
		"since_seq": "v.since", "until_seq": "(SELECT min(later.seq) FROM free later WHERE later.u = v.n AND later.seq > v.since)",
	})
	like("affiliations", fmt.Sprintf("(SELECT * FROM u WHERE n >= %d) AS u", largeNationals), map[string]string{
		"id": id(2, fmt.Sprintf("n - %d", largeNationals)), "child_id": "u.id", "since_seq": fmt.Sprintf("%d + n", edge-largeNationals), "until_seq": "NULL",
		"parent_id": id(1, fmt.Sprintf("CASE WHEN n < %d THEN n %% %d ELSE %[2]d + n %% %d END", largeNationals+largeMiddle, largeNationals, largeMiddle)),
		"from_on":   "CASE WHEN n % 10 = 0 THEN '2025-' || printf('%02d', 1 + n % 12) ELSE '' END",
	})
	like("calls", fmt.Sprintf("(SELECT * FROM u WHERE n < %d) AS u", largeCalls), map[string]string{
		"id": id(3, "n"), "slug": "'call-' || n", "title": "'Call ' || n", "sort_title": "'call ' || n", "search_text": "'call ' || n", "since_seq": fmt.Sprintf("%d + n", call),
	})
	like("endorsements", "e", map[string]string{"id": id(4, "n"), "call_id": id(3, "call"), "union_id": id(1, "e.u"), "since_seq": "e.seq"})
	stands := map[string]string{
		"id": id(5, "n"), "endorsement_id": id(4, "n"), "call_id": id(3, "call"), "union_id": id(1, "e.u"), "since_seq": "e.seq", "recorded_seq": "e.seq", "effective_on": "e.dated", "dated": "e.dated",
		"position": "CASE WHEN n % 10 = 3 THEN 'supported' WHEN n % 100 = 7 THEN 'declined' ELSE 'endorsed' END", "superseded_on": "CASE WHEN n % 20 = 0 THEN '2026-01-22' END",
	}
	like("positions", "e", stands)
	maps.Copy(stands, map[string]string{"id": id(6, "n"), "position": "'withdrawn'", "effective_on": "'2026-01-22'", "dated": "'2026-01-22'", "superseded_on": "NULL"})
	like("positions", "(SELECT * FROM e WHERE n % 20 = 0) AS e", stands)
	like("sources", "(SELECT * FROM u WHERE n < 5000) AS u", map[string]string{
		"id": id(7, "n"), "url": "'https://press' || (n % 50) || '.example.org/' || n", "host": "'press' || (n % 50) || '.example.org'", "publisher": "'Press ' || (n % 50)", "folded_publisher": "'press ' || (n % 50)",
	})
	like("citations", "e", map[string]string{"record_id": id(4, "e.n"), "position_id": id(5, "e.n"), "source_id": id(7, "e.n % 5000"), "since_seq": "e.seq"})
	run("COMMIT")
	run("ANALYZE")
	return f.Database
}

// id writes the n-th id of a table in SQL; tables differ by a digit.
func id(table int, n string) string {
	return fmt.Sprintf("printf('0198%04d-0000-7000-8000-%%012x', %s)", table, n)
}

func columnsOf(ctx context.Context, db *sql.DB, table string) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// turns times several operations in turn, so that they share whatever else the machine does.
type turns struct {
	testing.TB
	took map[string][]time.Duration
}

func (t *turns) time(name string, op func() error) {
	t.Helper()
	started := time.Now()
	err := op()
	t.took[name] = append(t.took[name], time.Since(started))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func (t *turns) median(name string) float64 {
	all := slices.Sorted(slices.Values(t.took[name]))
	if len(all) == 0 {
		t.Fatalf("%s was not timed", name)
	}
	return float64(all[len(all)/2].Nanoseconds())
}

// BenchmarkCounting reports the medians in microseconds, and how they relate. Between two reads the
// record was written to, so that no answer of the read before is still good.
func BenchmarkCounting(b *testing.B) {
	path := largeRecord(b)
	open := func() *store.Store {
		s := storetest.Must(store.Open(b.Context(), store.Options{Database: path}))(b)
		b.Cleanup(func() { _ = s.Close() })
		return s
	}
	s, ctx := open(), b.Context()
	t := &turns{b, map[string][]time.Duration{}}
	tally := func(name string, s *store.Store, call int, m record.Moment) {
		t.Helper()
		t.time(name, func() error { _, _, err := s.Tally(ctx, callSlug(call), m, false); return err })
	}
	page := func(name string, call int, m record.Moment) {
		t.Helper()
		t.time(name, func() error {
			_, err := s.Endorsements(ctx, record.EndorsementFilter{Call: callSlug(call), Positions: []record.Stance{record.Endorsed}}, record.Page{Limit: 50, Moment: m})
			return err
		})
	}
	p := storetest.Must(record.NewPosition(record.Position{Position: record.Endorsed, EffectiveOn: "2025-06-15"}))(b)
	writes := 0
	// Unions from the 20,000th on have no position on the largest call, and none on the new one.
	next := func(name string, call record.Ref) {
		t.Helper()
		union := record.Ref("union-" + strconv.Itoa((largestCall+writes)*7919%largeUnions))
		t.time(name, func() error {
			_, err := s.PutEndorsement(ctx, by, call, union, p, record.Match{})
			return err
		})
		writes++
	}
	// One write each on another call, on the largest call, and to a union.
	c := storetest.Must(s.CreateCall(ctx, by, storetest.Must(record.NewCall(record.Call{Kind: record.CallMarch, Title: "A new call"}))(b)))(b)
	elsewhere := func() { t.Helper(); next("a position on a new call", record.Ref(c.Slug)) }
	here := func() { t.Helper(); next("a position on 20,000", callSlug(0)) }
	rename := func() {
		t.Helper()
		u := storetest.Must(s.Union(ctx, record.Ref("union-"+strconv.Itoa(writes+100)), record.Moment{}))(b)
		u.Website = "https://example.org/" + strconv.Itoa(writes)
		storetest.Must(s.UpdateUnion(ctx, by, u))(b)
		writes++
	}
	days, last := 0, storetest.Start.Add(10*time.Second*time.Duration(s.Seq()))
	day := func() record.Date {
		days++
		return record.DateOf(time.Date(2025, 1, days*29%386, 0, 0, 0, 0, time.UTC))
	}
	instant := func() time.Time { days++; return last.Add(-time.Duration(days*7919%20_000) * 10 * time.Second) }
	one := record.Moment{AsOf: "2025-09-01", KnownAt: instant()}

	for b.Loop() {
		tally("cold", open(), 0, record.Moment{})
		for range 5 {
			elsewhere()
			tally("R3 of 20,000", s, 0, record.Moment{})
			tally("R3 of 1,000", s, 1, record.Moment{})
			page("R2 of 20,000", 0, record.Moment{})
			page("R2 of 1,000", 1, record.Moment{})
			tally("R3 as_of", s, 0, record.Moment{AsOf: one.AsOf})
			tally("R3 known_at", s, 0, record.Moment{KnownAt: one.KnownAt})
			tally("R3 both", s, 0, one)
			page("R2 as_of", 0, record.Moment{AsOf: one.AsOf})
			page("R2 known_at", 0, record.Moment{KnownAt: one.KnownAt})
			here()
			tally("R3 of 20,000, written to", s, 0, record.Moment{})
			here()
			page("R2 of 20,000, written to", 0, record.Moment{})
			rename()
			tally("R3 of 20,000, a union written", s, 0, record.Moment{})
			tally("R3 of 1,000, a union written", s, 1, record.Moment{})
			tally("R3 as_of, a union written", s, 0, record.Moment{AsOf: one.AsOf})
			tally("R3 as_of another day", s, 0, record.Moment{AsOf: day()})
			tally("R3 known_at another instant", s, 0, record.Moment{KnownAt: instant()})
			tally("R3 as_of and known_at others", s, 0, record.Moment{AsOf: day(), KnownAt: instant()})
		}
	}
	report := "\n"
	for _, name := range slices.Sorted(maps.Keys(t.took)) {
		report += fmt.Sprintf("%-32s %8.0f µs\n", name, t.median(name)/1000)
	}
	b.Log(report)
	for unit, of := range map[string][2]string{
		"R3/R2":             {"R3 of 20,000", "R2 of 20,000"},
		"R3-written/R2":     {"R3 of 20,000, written to", "R2 of 20,000, written to"},
		"R3-20000/1000":     {"R3 of 20,000", "R3 of 1,000"},
		"R3-as_of/now":      {"R3 as_of", "R3 of 20,000"},
		"R3-known_at/now":   {"R3 known_at", "R3 of 20,000"},
		"R3-both/now":       {"R3 both", "R3 of 20,000"},
		"R2-as_of/now":      {"R2 as_of", "R2 of 20,000"},
		"R2-known_at/now":   {"R2 known_at", "R2 of 20,000"},
		"R2-20000/1000":     {"R2 of 20,000", "R2 of 1,000"},
		"R3-new-known_at/w": {"R3 known_at another instant", "R3 of 20,000, written to"},
		"R3-new-as_of/w":    {"R3 as_of another day", "R3 of 20,000, written to"},
	} {
		b.ReportMetric(t.median(of[0])/t.median(of[1]), unit)
	}
	b.ReportMetric(0, "ns/op") // a round is no operation
}
