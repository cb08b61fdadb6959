package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// registered is how many rows the register of the US Department of Labor had in 2025.
const registered = 32_902

// An import of a whole registry is held against a bulk load of the rows that a record without history
// needs, in the same run: ×load is the one in terms of the other. ×load-again is the second run of the
// same file, ×load-year the next year's file, which has a new count for every row. heap-MB is the largest
// heap while it ran.
func BenchmarkImport(b *testing.B) {
	for _, name := range storetest.Databases {
		for _, times := range []int{1, 5} {
			b.Run(fmt.Sprintf("%s/rows=%d", name, times*registered), func(b *testing.B) {
				for b.Loop() {
					f := storetest.Open(b, storetest.Database(b, name), store.Options{Now: time.Now})
					r := registry{times * registered, 2024}
					load := loadPlain(b, f.Database, r)
					runtime.GC() // the plain rows are no part of the import
					var heap uint64
					stop := watchHeap(&heap)
					took := func(r registry, want record.Outcome) time.Duration {
						got, took := r.bring(b, f.Store, false, 1000)
						if got[want] < r.n {
							b.Fatalf("came to %v", got)
						}
						return took
					}
					first := took(r, record.PutCreated)
					again := took(r, record.PutUnchanged)
					r.year++
					next := took(r, record.PutUpdated)
					stop()
					b.ReportMetric(load.Seconds(), "load-s")
					b.ReportMetric(first.Seconds(), "import-s")
					b.ReportMetric(first.Seconds()/load.Seconds(), "×load")
					b.ReportMetric(again.Seconds()/load.Seconds(), "×load-again")
					b.ReportMetric(next.Seconds()/load.Seconds(), "×load-year")
					b.ReportMetric(float64(heap)/1e6, "heap-MB")
				}
			})
		}
	}
}

// watchHeap notes the largest heap until it is stopped.
func watchHeap(largest *uint64) (stop func()) {
	ended, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			*largest = max(*largest, m.HeapInuse)
			select {
			case <-ended:
				return
			case <-tick.C:
			}
		}
	}()
	return func() { close(ended); <-gone }
}

var plainTables = []struct{ name, columns string }{
	{"plain_unions", "id, slug, kind, name, names, designation_type, designation_number, identifiers, country, region, city, members, status"},
	{"plain_identifiers", "union_id, scheme, value"},
	{"plain_affiliations", "child_id, parent_id, type"},
}

// loadPlain loads the rows of a registry in bulk into tables without an index, a history or a rule, and
// answers how long that took.
func loadPlain(b *testing.B, database string, r registry) time.Duration {
	rows := map[string][][]any{}
	trade := make([]uuid.UUID, trades)
	for i := range trade {
		trade[i] = uuid.Must(uuid.NewV7())
	}
	for i, p := range r.locals(0, r.n) {
		u, id := p.Union, uuid.Must(uuid.NewV7())
		rows["plain_unions"] = append(rows["plain_unions"], []any{id, fmt.Sprint("local-", i), string(u.Kind), u.Name, text(u.Names), u.Designation.Type, u.Designation.Number, text(u.Identifiers), u.Place.Country, u.Place.Region, u.Place.City, text(u.Members), "active"})
		rows["plain_identifiers"] = append(rows["plain_identifiers"], []any{id, u.Identifiers[0].Scheme, u.Identifiers[0].Value})
		rows["plain_affiliations"] = append(rows["plain_affiliations"], []any{id, trade[i%trades], "chartered"})
	}
	runtime.GC()
	ctx := context.Background()
	if store.IsPostgres(database) {
		conn := storetest.Must(pgx.Connect(ctx, database))(b)
		defer conn.Close(ctx)
		for _, create := range []string{
			"CREATE TABLE plain_unions (id uuid, slug text, kind text, name text, names jsonb, designation_type text, designation_number text, identifiers jsonb, country text, region text, city text, members jsonb, status text)",
			"CREATE TABLE plain_identifiers (union_id uuid, scheme text, value text)", "CREATE TABLE plain_affiliations (child_id uuid, parent_id uuid, type text)",
		} {
			_, err := conn.Exec(ctx, create)
			done(b, err)
		}
		began := time.Now()
		tx := storetest.Must(conn.Begin(ctx))(b)
		for _, table := range plainTables {
			_, err := tx.CopyFrom(ctx, pgx.Identifier{table.name}, strings.Split(table.columns, ", "), pgx.CopyFromRows(rows[table.name]))
			done(b, err)
		}
		done(b, tx.Commit(ctx))
		return time.Since(began)
	}
	db := storetest.Must(sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "plain.db")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"))(b)
	defer db.Close()
	for _, table := range plainTables {
		_, err := db.ExecContext(ctx, "CREATE TABLE "+table.name+" ("+table.columns+")")
		done(b, err)
	}
	began := time.Now()
	tx := storetest.Must(db.BeginTx(ctx, nil))(b)
	for _, table := range plainTables {
		insert := storetest.Must(tx.PrepareContext(ctx, "INSERT INTO "+table.name+" VALUES (?"+strings.Repeat(", ?", strings.Count(table.columns, ","))+")"))(b)
		b.Cleanup(func() { _ = insert.Close() }) // the transaction's end closed it
		for _, row := range rows[table.name] {
			_, err := insert.ExecContext(ctx, row...)
			done(b, err)
		}
	}
	done(b, tx.Commit())
	return time.Since(began)
}
