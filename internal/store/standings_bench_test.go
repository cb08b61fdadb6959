package store_test

import (
	"bufio"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
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

// largeTables are the tables that a large record fills, in the order in which they refer to each other.
var largeTables = []string{"changes", "change_subjects", "unions", "affiliations", "calls", "endorsements", "positions", "sources", "citations"}

// largeRecord fills a SQLite file by statements that make all rows of a table at once. Every row is
// what a write would have left, with its change: one row of each table is written by the store, the
// others are like it but for the columns that are given. One change in a hundred renames a union.
func largeRecord(b *testing.B, endorsements int) string {
	b.Helper()
	if endorsements < largestCall+middlingCall {
		b.Fatalf("%d endorsements are less than the two largest calls have", endorsements)
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
	for _, table := range largeTables {
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
		"id": "v.id", "slug": "'union-' || n", "kind": "v.kind", "name": "'Union ' || n || '.' || v.version", "sort_name": "'union ' || n || '.' || v.version", "search_text": "'union ' || n", "version": "v.version",
		"names": "json_array(json_object('value', 'Union ' || n || '.' || v.version, 'type', 'official', 'lang', '', 'from', NULL, 'until', NULL))", "region": "'US-' || substr('MNCANYWATXILOHPAMIGA', 1 + 2 * (n % 10), 2)",
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

// largePostgres copies the large record of a SQLite file into a PostgreSQL database.
func largePostgres(b *testing.B, file string) string {
	b.Helper()
	dsn, ctx := storetest.Database(b, "postgres"), b.Context()
	from := storetest.Must(sql.Open("sqlite", "file:"+file+"?mode=ro"))(b)
	defer from.Close()
	to := storetest.Must(pgx.Connect(ctx, dsn))(b)
	defer to.Close(ctx)
	for _, table := range largeTables {
		columns := storetest.Must(columnsOf(ctx, from, table))(b)
		r, w := io.Pipe()
		go func() { _ = w.CloseWithError(asCSV(ctx, from, table, columns, w)) }()
		if _, err := to.PgConn().CopyFrom(ctx, r, "COPY "+table+" ("+strings.Join(columns, ", ")+") FROM STDIN (FORMAT csv, NULL '\\N')"); err != nil {
			b.Fatalf("copy %s: %v", table, err)
		}
	}
	storetest.Must(to.Exec(ctx, "VACUUM ANALYZE"))(b)
	return dsn
}

// asCSV writes the rows of a table as text, whatever their types: each database has its own word for
// what it keeps. Null is \N, which nothing else is since all else is quoted.
func asCSV(ctx context.Context, db *sql.DB, table string, columns []string, w io.Writer) error {
	rows, err := db.QueryContext(ctx, "SELECT CAST("+strings.Join(columns, " AS TEXT), CAST(")+" AS TEXT) FROM "+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	out := bufio.NewWriterSize(w, 1<<20)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range values {
			if i > 0 {
				_ = out.WriteByte(',')
			}
			if v.Valid {
				_, _ = out.WriteString(`"` + strings.ReplaceAll(v.String, `"`, `""`) + `"`)
			} else {
				_, _ = out.WriteString(`\N`)
			}
		}
		if err := out.WriteByte('\n'); err != nil {
			return err
		}
	}
	return cmp.Or(rows.Err(), out.Flush())
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

// BenchmarkCounting reports how what is counted relates to a page of endorsements, and to each other,
// by the medians. Each answer is a miss: before it the record was written to, or it was never asked for.
func BenchmarkCounting(b *testing.B) {
	endorsements := smallRecord
	if v := os.Getenv("ROLLCALL_BENCH_ENDORSEMENTS"); v != "" {
		endorsements = storetest.Must(strconv.Atoi(v))(b)
	}
	small, large := largeRecord(b, smallRecord), largeRecord(b, endorsements)
	// PostgreSQL first: it gets a copy of the files, to which the benchmark writes.
	b.Run("postgres", func(b *testing.B) { benchmarkCounting(b, largePostgres(b, small), largePostgres(b, large)) })
	b.Run("sqlite", func(b *testing.B) { benchmarkCounting(b, small, large) })
}

// smallRecord is how many endorsements the record has that the large one is held against.
const smallRecord = 100_000

// counter asks one store for counts.
type counter struct {
	*turns
	*store.Store
	in     string // is said of what it times
	newest record.Ref
	writes int
	days   int
	last   time.Time
}

func newCounter(t *turns, database, in string) *counter {
	t.Helper()
	c := &counter{turns: t, in: in}
	c.Store = c.open(database)
	call := storetest.Must(c.CreateCall(t.Context(), by, storetest.Must(record.NewCall(record.Call{Kind: record.CallMarch, Title: "A new call"}))(t)))(t)
	c.newest, c.last = record.Ref(call.Slug), storetest.Start.Add(10*time.Second*time.Duration(c.Seq()))
	return c
}

func (c *counter) open(database string) *store.Store {
	s := storetest.Must(store.Open(c.Context(), store.Options{Database: database}))(c)
	c.Cleanup(func() { _ = s.Close() })
	return s
}

func (c *counter) tally(name string, call int, m record.Moment) {
	c.Helper()
	c.time(name+c.in, func() error { _, _, err := c.Tally(c.Context(), callSlug(call), m, false); return err })
}

func (c *counter) page(name string, call int, m record.Moment) {
	c.Helper()
	c.time(name+c.in, func() error {
		_, err := c.Endorsements(c.Context(), record.EndorsementFilter{Calls: []record.Ref{callSlug(call)}, Positions: []record.Stance{record.Endorsed}}, record.Page{Limit: 50, Moment: m})
		return err
	})
}

// endorse writes a position. Unions from the 20,000th on have none on the largest call, the others none
// on the second and on the new one.
func (c *counter) endorse(name string, call record.Ref) {
	c.Helper()
	p := storetest.Must(record.NewPosition(record.Position{Position: record.Endorsed, EffectiveOn: "2025-06-15"}))(c)
	c.writes++
	union := record.Ref("union-" + strconv.Itoa((largestCall+c.writes)*7919%largeUnions))
	c.time(name+c.in, func() error {
		_, err := c.PutEndorsement(c.Context(), by, call, union, p, record.Match{})
		return err
	})
}

// edit writes to a union.
func (c *counter) edit(change func(*record.Union)) {
	c.Helper()
	c.writes++
	u := storetest.Must(c.Union(c.Context(), record.Ref("union-"+strconv.Itoa(c.writes+1000)), record.Moment{}))(c)
	change(&u)
	storetest.Must(c.UpdateUnion(c.Context(), by, u))(c)
}

func (c *counter) website() {
	c.Helper()
	c.edit(func(u *record.Union) { u.Website = "https://example.org/" + strconv.Itoa(c.writes) })
}

func (c *counter) members() {
	c.Helper()
	c.edit(func(u *record.Union) {
		u.Members = append(u.Members, record.MemberCount{Count: c.writes, AsOf: "2025-12"})
	})
}

func (c *counter) affiliate() {
	c.Helper()
	c.writes++
	parent := storetest.Must(c.Union(c.Context(), record.Ref("union-"+strconv.Itoa(c.writes%largeNationals)), record.Moment{}))(c)
	a := storetest.Must(record.NewAffiliation(record.Affiliation{Parent: parent.Ref(), Type: record.Affiliated}))(c)
	storetest.Must(c.CreateAffiliation(c.Context(), by, record.Ref("union-"+strconv.Itoa(c.writes+1000)), a))(c)
}

// day and instant were never asked for.
func (c *counter) day() record.Date {
	c.days++
	return record.DateOf(time.Date(2025, 1, c.days*29%386, 0, 0, 0, 0, time.UTC))
}

func (c *counter) instant() time.Time {
	c.days++
	return c.last.Add(-time.Duration(c.days*7919%20_000) * 10 * time.Second)
}

// kept is how many megabytes a store keeps in memory once it has counted the largest call, and once it
// has counted every call.
func kept(b *testing.B, s *store.Store) map[string]float64 {
	b.Helper()
	used := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6
	}
	count := func(call int) {
		if _, _, err := s.Tally(b.Context(), callSlug(call), record.Moment{}, false); err != nil {
			b.Fatal(err)
		}
	}
	before := used()
	count(0)
	one := used() - before
	for call := range largeCalls {
		count(call)
	}
	return map[string]float64{"MB-largest": one, "MB-all": used() - before}
}

func benchmarkCounting(b *testing.B, small, large string) {
	b.Helper()
	t := &turns{b, map[string][]time.Duration{}}
	stores := []*counter{newCounter(t, large, ""), newCounter(t, small, ", small record")}
	now := record.Moment{}
	for b.Loop() {
		t.time("cold", func() error {
			s := stores[0].open(large)
			_, _, err := s.Tally(b.Context(), callSlug(0), now, false)
			return err
		})
		for range 5 {
			for _, c := range stores {
				both := func(after string, write func()) {
					b.Helper()
					write()
					c.tally("R3 of 20,000"+after, 0, now)
					write()
					c.tally("R3 of 1,000"+after, 1, now)
				}
				c.tally("warm", 0, now)
				c.tally("warm", 1, now)
				c.endorse("a position on a new call", c.newest)
				c.tally("warm", 1, now)
				both("", func() { c.endorse("a position on a new call", c.newest) })
				c.page("R2 of 20,000", 0, now)
				c.page("R2 of 1,000", 1, now)
				c.endorse("a position on 20,000", callSlug(0))
				c.tally("R3 of 20,000, written to", 0, now)
				c.endorse("a position on 1,000", callSlug(1))
				c.tally("R3 of 1,000, written to", 1, now)
				c.endorse("a position on 20,000", callSlug(0))
				c.page("R2 of 20,000, written to", 0, now)
				both(", a website", c.website)
				both(", a member count", c.members)
				both(", an affiliation", c.affiliate)
				c.tally("R3 as_of", 0, record.Moment{AsOf: c.day()})
				c.tally("R3 known_at", 0, record.Moment{KnownAt: c.instant()})
				c.tally("R3 as_of, known_at", 0, record.Moment{AsOf: c.day(), KnownAt: c.instant()})
				c.page("R2 as_of", 0, record.Moment{AsOf: c.day()})
				c.page("R2 known_at", 0, record.Moment{KnownAt: c.instant()})
			}
		}
	}
	for unit, mb := range kept(b, stores[0].open(large)) {
		b.ReportMetric(mb, unit)
	}
	report := "\n"
	for _, name := range slices.Sorted(maps.Keys(t.took)) {
		report += fmt.Sprintf("%-45s %8.0f µs\n", name, t.median(name)/1000)
	}
	if out := os.Getenv("ROLLCALL_BENCH_REPORT"); out != "" {
		if err := os.WriteFile(out+"-"+filepath.Base(b.Name()), []byte(report), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for unit, of := range map[string][2]string{
		"R3/R2":               {"R3 of 20,000", "R2 of 20,000"},
		"R3-written/R2":       {"R3 of 20,000, written to", "R2 of 20,000"},
		"R3-website/R2":       {"R3 of 20,000, a website", "R2 of 20,000"},
		"R3-members/R2":       {"R3 of 20,000, a member count", "R2 of 20,000"},
		"R3-affiliation/R2":   {"R3 of 20,000, an affiliation", "R2 of 20,000"},
		"20000/1000":          {"R3 of 20,000", "R3 of 1,000"},
		"20000/1000-written":  {"R3 of 20,000, written to", "R3 of 1,000, written to"},
		"20000/1000-members":  {"R3 of 20,000, a member count", "R3 of 1,000, a member count"},
		"R3-as_of/R3":         {"R3 as_of", "R3 of 20,000"},
		"R3-known_at/R3":      {"R3 known_at", "R3 of 20,000"},
		"R3-as_of/members":    {"R3 as_of", "R3 of 20,000, a member count"},
		"R3-known_at/members": {"R3 known_at", "R3 of 20,000, a member count"},
		"R2-as_of/R2":         {"R2 as_of", "R2 of 20,000"},
		"R2-known_at/R2":      {"R2 known_at", "R2 of 20,000"},
		"R3-large/small":      {"R3 of 20,000", "R3 of 20,000, small record"},
		"members-large/small": {"R3 of 20,000, a member count", "R3 of 20,000, a member count, small record"},
	} {
		b.ReportMetric(t.median(of[0])/t.median(of[1]), unit)
	}
	b.ReportMetric(0, "ns/op") // a round is no operation
}
