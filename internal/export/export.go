// Package export writes the record as files: each dataset as CSV, NDJSON and Parquet, all of them as
// one SQLite database, and the Data Package that describes them.
//
// A file is of one state of the record, named by its seq, and the same bytes whenever it is made of that
// state: rows are ordered by id and nothing in it tells of the clock or of the machine.
package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Store is the record as exports need it. Each Export… tells of every row of a span in the order of ids.
type Store interface {
	// Seq is the last change that is known of.
	Seq() int64
	// Instant is when a change was made. Errors: CodeInvalid for one that the record does not have.
	Instant(ctx context.Context, seq int64) (time.Time, error)
	ExportUnions(ctx context.Context, span record.Span, row func(record.Union) error) error
	ExportAffiliations(ctx context.Context, span record.Span, row func(record.Affiliation) error) error
	ExportCalls(ctx context.Context, span record.Span, row func(record.Call) error) error
	ExportEndorsements(ctx context.Context, span record.Span, row func(record.EndorsementView) error) error
	ExportPositions(ctx context.Context, span record.Span, row func(record.EndorsementView) error) error
	ExportStatements(ctx context.Context, span record.Span, row func(record.Statement) error) error
	ExportSources(ctx context.Context, span record.Span, row func(record.Source) error) error
	// ExportRemoved tells of the ids that a table had before the span and has no more after it.
	ExportRemoved(ctx context.Context, table string, span record.Span, row func(uuid.UUID) error) error
}

// Format is a way to write a dataset.
type Format string

// The formats of a dataset.
const (
	CSV     Format = "csv"     // RFC 4180
	NDJSON  Format = "ndjson"  // one JSON object a line
	Parquet Format = "parquet" // Apache Parquet, compressed with zstd
)

// Formats lists every format of a dataset.
var Formats = []Format{CSV, NDJSON, Parquet}

// Database is the name of the file that holds all datasets as one SQLite database.
const Database = "rollcall.sqlite"

// PackageName is the name of the file that describes the others.
const PackageName = "datapackage.json"

// Name says which file is meant: a dataset in a format, or the database, which is neither.
type Name struct {
	Dataset string
	Format  Format
}

// ParseName reads the name of a file, such as unions.csv. Errors: CodeNotFound.
func ParseName(file string) (Name, error) {
	if file == Database {
		return Name{}, nil
	}
	dataset, format, _ := strings.Cut(file, ".")
	if _, err := datasetOf(dataset); err != nil {
		return Name{}, err
	}
	for _, f := range Formats {
		if string(f) == format {
			return Name{dataset, f}, nil
		}
	}
	return Name{}, record.Errorf(record.CodeNotFound, "There is no export %q: an export ends in .csv, .ndjson or .parquet.", clip(file))
}

// String is the name of the file.
func (n Name) String() string {
	if n == (Name{}) {
		return Database
	}
	return n.Dataset + "." + string(n.Format)
}

// MediaType is that of the file.
func (n Name) MediaType() string {
	switch n.Format {
	case CSV:
		return "text/csv; charset=utf-8"
	case NDJSON:
		return "application/x-ndjson"
	case Parquet:
		return "application/vnd.apache.parquet"
	}
	return "application/vnd.sqlite3"
}

// Names lists every file but the one that describes them.
func Names() []Name {
	var out []Name
	for _, d := range datasets {
		for _, f := range Formats {
			out = append(out, Name{d.name, f})
		}
	}
	return append(out, Name{})
}

// Check answers what is wrong with a span, or nil. Errors: CodeInvalid.
func Check(ctx context.Context, s Store, span record.Span) error {
	var f record.Faults
	if span.Seq < 1 {
		f.AddParameter("seq", "range", "the record begins with seq 1")
	} else if span.Seq > s.Seq() {
		// Another process may have written what this one has not heard of yet.
		if _, err := s.Instant(ctx, span.Seq); record.Is(err, record.CodeInvalid) {
			f.AddParameter("seq", "range", "the record has not come to seq %d yet: it is at %d", span.Seq, s.Seq())
		} else if err != nil {
			return err
		}
	}
	if span.After != nil {
		switch {
		case *span.After < 0:
			f.AddParameter("after", "range", "a seq is not negative")
		case *span.After > span.Seq && span.Seq > 0:
			f.AddParameter("after", "range", "seq %d comes after seq %d, of which the export is", *span.After, span.Seq)
		}
	}
	return f.Err("The export")
}

// Write writes a dataset and answers how many rows it wrote. Of a span that begins after a state it
// writes what changed since, with a column deleted: the rows that are new or differ, and then the ids of
// those that are gone.
func Write(ctx context.Context, s Store, w io.Writer, n Name, span record.Span) (rows int64, err error) {
	return WriteFormats(ctx, s, n.Dataset, map[Format]io.Writer{n.Format: w}, span)
}

// WriteFormats writes a dataset in several formats while it is read once.
func WriteFormats(ctx context.Context, s Store, name string, to map[Format]io.Writer, span record.Span) (rows int64, err error) {
	d, err := datasetOf(name)
	if err != nil {
		return 0, err
	}
	fields := d.fields
	if span.After != nil {
		fields = append(fields[:len(fields):len(fields)], deletedField)
	}
	var out sinks
	for _, f := range Formats {
		w, wanted := to[f]
		if !wanted {
			continue
		}
		switch f {
		case CSV:
			out = append(out, newCSV(w, fields))
		case NDJSON:
			out = append(out, newNDJSON(w, fields))
		case Parquet:
			out = append(out, newParquet(w, d.name, fields, span))
		}
	}
	if len(out) != len(to) {
		return 0, fmt.Errorf("a dataset has the formats %v", Formats)
	}
	if span.Seq > 0 { // else the record is empty still
		rows, err = d.fill(ctx, s, out, span, make([]any, len(fields)))
	}
	// Closing frees what a sink holds, also of a file that is not finished.
	return rows, errors.Join(err, out.close())
}

func (d dataset) fill(ctx context.Context, s Store, out sinks, span record.Span, cells []any) (rows int64, err error) {
	err = d.each(ctx, s, span, cells, func(any) error {
		if span.After != nil {
			cells[len(cells)-1] = false
		}
		rows++
		return out.row(cells)
	})
	if err != nil || span.After == nil {
		return rows, err
	}
	clear(cells)
	cells[len(cells)-1] = true
	err = s.ExportRemoved(ctx, d.name, span, func(id uuid.UUID) error {
		cells[0] = id.String()
		rows++
		return out.row(cells)
	})
	return rows, err
}

// sink writes the rows of one file. The cells of a row are only lent to it.
type sink interface {
	row(cells []any) error
	close() error
}

// sinks write the same rows into several files.
type sinks []sink

func (all sinks) row(cells []any) error {
	for _, s := range all {
		if err := s.row(cells); err != nil {
			return err
		}
	}
	return nil
}

func (all sinks) close() error {
	errs := make([]error, len(all))
	for i, s := range all {
		errs[i] = s.close()
	}
	return errors.Join(errs...)
}

// deletedField says of a row in a delta whether the record has it no more.
var deletedField = Field{Name: "deleted", Kind: table.Boolean, About: "Whether the record has the row no more; only its id is given then."}

func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
