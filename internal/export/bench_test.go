package export_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/export"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// large is a store of as many endorsements as wanted, made as they are read.
type large struct {
	export.Store
	rows int
	peak uint64 // of the heap, in bytes, if it is watched
}

func (l *large) Seq() int64 { return 1 }

func (l *large) Instant(context.Context, int64) (time.Time, error) {
	return time.Date(2026, 1, 23, 0, 0, 0, 0, time.UTC), nil
}

func numbered(n int) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[:], uint64(n))
	binary.BigEndian.PutUint64(id[8:], uint64(n)*0x9e3779b97f4a7c15)
	return id
}

func (l *large) ExportEndorsements(_ context.Context, _ record.Span, row func(record.EndorsementView) error) error {
	return l.views(row)
}

func (l *large) ExportPositions(_ context.Context, _ record.Span, row func(record.EndorsementView) error) error {
	return l.views(row)
}

func (l *large) views(row func(record.EndorsementView) error) error {
	for n := range l.rows {
		e := record.EndorsementView{Evidence: record.EvidenceSecondary, Corroborations: n % 3}
		e.ID, e.Version, e.Verification = numbered(n), 1, record.Unverified
		e.Call = record.CallRef{ID: numbered(n % 2000), Slug: fmt.Sprint("call-", n%2000), Title: fmt.Sprint("Call ", n%2000)}
		e.Union = record.UnionRef{ID: numbered(n % 30000), Slug: fmt.Sprint("union-", n%30000), Name: fmt.Sprint("Union ", n%30000), Kind: record.KindLocal, Region: "US-MN"}
		e.CreatedAt = time.Date(2026, 1, 23, 0, 0, n, 0, time.UTC)
		e.UpdatedAt = e.CreatedAt
		e.Shown = record.Position{
			ID: numbered(n + 1), Position: record.Stances[n%3], EffectiveOn: "2026-01", DecidedBy: "executive_board", Capacity: record.CapacityBody, RecordedSeq: int64(n), Quote: fmt.Sprintf("Statement %x of the board: we stand with all who walk out on that day.", numbered(n)),
			Citations: record.List[record.Citation]{{Source: record.SourceRef{ID: numbered(n), URL: fmt.Sprint("https://example.org/", n), Title: "A report", Kind: record.SourcePress}}},
		}
		if l.peak > 0 && n%10_000 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			l.peak = max(l.peak, m.HeapInuse)
		}
		if err := row(e); err != nil {
			return err
		}
	}
	return nil
}

func (*large) ExportUnions(context.Context, record.Span, func(record.Union) error) error { return nil }

func (*large) ExportAffiliations(context.Context, record.Span, func(record.Affiliation) error) error {
	return nil
}

func (*large) ExportCalls(context.Context, record.Span, func(record.Call) error) error { return nil }

func (*large) ExportStatements(context.Context, record.Span, func(record.Statement) error) error {
	return nil
}

func (*large) ExportSources(context.Context, record.Span, func(record.Source) error) error {
	return nil
}

// How much the heap grows does not depend on how many rows are written: what is held is a page of each
// column and a row group, and a line.
func TestWritingTakesAsMuchMemoryForManyRowsAsForFew(t *testing.T) {
	if testing.Short() || storetest.Racing {
		t.Skip("60,000 rows take a while under the race detector, which makes the heap another one")
	}
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for _, format := range export.Formats {
		s := &large{rows: 60_000, peak: 1}
		if _, err := export.Write(t.Context(), s, io.Discard, export.Name{Dataset: "endorsements", Format: format}, record.Span{Seq: 1}); err != nil {
			t.Fatal(err)
		}
		if grown := int64(s.peak) - int64(before.HeapInuse); grown > 30<<20 {
			t.Errorf("%s of 60,000 rows took %d MB of heap", format, grown>>20)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, format := range export.Formats {
		b.Run(string(format), func(b *testing.B) {
			s := &large{rows: b.N}
			var n count
			if _, err := export.Write(b.Context(), s, &n, export.Name{Dataset: "endorsements", Format: format}, record.Span{Seq: 1}); err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(n)/float64(b.N), "B/row")
		})
	}
	b.Run("sqlite", func(b *testing.B) {
		if _, err := export.WriteDatabase(b.Context(), &large{rows: b.N}, filepath.Join(b.TempDir(), "x"), 1, export.Terms{}); err != nil {
			b.Fatal(err)
		}
	})
}

type count int

func (c *count) Write(b []byte) (int, error) {
	*c += count(len(b))
	return len(b), nil
}
