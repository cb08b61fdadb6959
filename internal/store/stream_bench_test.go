package store_test

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/csv"
	"io"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
	"rollcall/internal/table"
)

// BenchmarkStreamEndorsements streams all endorsements of the large record as CSV, with their ordinals,
// and in turn lets the database itself write what the same statement selects: by COPY … TO STDOUT on
// PostgreSQL; on SQLite, which has no such thing, by a plain read into encoding/csv. What counts is the
// ratio of the rows a second. grown-MB is the memory in use at most while a stream runs, above what was
// in use before.
func BenchmarkStreamEndorsements(b *testing.B) {
	endorsements := storetest.Must(strconv.Atoi(cmp.Or(os.Getenv("ROLLCALL_BENCH_ENDORSEMENTS"), "100000")))(b)
	file := largeRecord(b, endorsements)
	endorsements++ // the large record has one besides
	for _, name := range storetest.Databases {
		b.Run(name, func(b *testing.B) {
			database := file
			if name == "postgres" {
				database = largePostgres(b, file)
			}
			var statement string
			f := storetest.Open(b, database, store.Options{Trace: func(sql string) {
				if strings.Contains(sql, "shown_citations") {
					statement = sql
				}
			}})
			stream := func(to io.Writer) (rows int) {
				out := table.NewCSV(to, table.Endorsements(), false)
				err := f.Store.EachEndorsement(b.Context(), record.EndorsementFilter{}, record.Page{}, func(record.Snapshot) error { return nil }, func(e record.EndorsementView) error {
					rows++
					return out.Write(e)
				})
				if err = cmp.Or(err, out.Flush()); err != nil {
					b.Fatal(err)
				}
				return rows
			}
			most := &peak{}
			before := inUse()
			if n := stream(most); n != endorsements {
				b.Fatalf("%d endorsements are streamed, not %d", n, endorsements)
			}
			yardstick := func() {
				var err error
				if name == "postgres" {
					err = copyOut(b.Context(), database, statement, io.Discard)
				} else {
					err = selectOut(b.Context(), database, statement, io.Discard)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
			var ratios, seconds []float64
			b.ResetTimer()
			for range max(3, b.N) {
				started := time.Now()
				stream(io.Discard)
				ours := time.Since(started)
				started = time.Now()
				yardstick()
				ratios = append(ratios, time.Since(started).Seconds()/ours.Seconds())
				seconds = append(seconds, ours.Seconds())
			}
			b.StopTimer()
			slices.Sort(ratios)
			slices.Sort(seconds)
			b.ReportMetric(ratios[len(ratios)/2], "of-copy")
			b.ReportMetric(ratios[0], "lowest")
			b.ReportMetric(ratios[len(ratios)-1], "highest")
			b.ReportMetric(float64(endorsements)/seconds[len(seconds)/2], "rows/s")
			b.ReportMetric(float64(most.bytes-min(before, most.bytes))/(1<<20), "grown-MB")
			b.ReportMetric(0, "ns/op") // the time of both together says nothing
		})
	}
}

func copyOut(ctx context.Context, database, statement string, to io.Writer) error {
	conn, err := pgx.Connect(ctx, database)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.PgConn().CopyTo(ctx, to, "COPY ("+statement+") TO STDOUT (FORMAT csv, HEADER)")
	return err
}

func selectOut(ctx context.Context, database, statement string, to io.Writer) error {
	db, err := sql.Open("sqlite", "file:"+database+"?_pragma=query_only(1)&_pragma=cache_size(-4000)")
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, statement)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	values, into, line := make([]sql.NullString, len(columns)), make([]any, len(columns)), make([]string, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	out := csv.NewWriter(to)
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i, v := range values {
			line[i] = v.String
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return cmp.Or(rows.Err(), out.Error())
}

// peak looks now and then how much memory is in use.
type peak struct {
	written int
	bytes   uint64
}

func (p *peak) Write(b []byte) (int, error) {
	before := p.written >> 23
	if p.written += len(b); p.written>>23 > before {
		p.bytes = max(p.bytes, inUse())
	}
	return len(b), nil
}

func inUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
