// Package table says how records become rows: the columns of every list of the record, each with a
// stable name, a kind and a meaning, and how rows are written as CSV.
//
// The lists of the API, the exports and their descriptions all take their columns from here, so that a
// column of one name means the same wherever it is read.
package table

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Kind says what the cells of a column hold.
type Kind string

// The kinds of column.
const (
	Text    Kind = "text"
	Integer Kind = "integer"
	Real    Kind = "real"
	Boolean Kind = "boolean"
	Date    Kind = "date"    // a partial date as text: 2026, 2026-01 or 2026-01-23
	Instant Kind = "instant" // RFC 3339 in UTC
	JSON    Kind = "json"    // a list or an object, as JSON in one cell
)

// Column is one column of the rows that T makes.
type Column[T any] struct {
	// Name is stable: clients read columns by it. A name is never given another meaning.
	Name string
	Kind Kind
	// About says what the column holds, its unit and its standard.
	About string
	// Of answers the cell: nil when it is unknown, else string, int64, float64, bool or time.Time by the
	// kind, or for JSON any value that encoding/json writes; an error if it cannot be told.
	Of func(T) any
}

// Names lists the names of columns.
func Names[T any](columns []Column[T]) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Name
	}
	return out
}

// Via makes columns of U from those of T, where every U holds a T.
func Via[U, T any](columns []Column[T], of func(U) T) []Column[U] {
	out := make([]Column[U], len(columns))
	for i, c := range columns {
		cell := c.Of
		out[i] = Column[U]{c.Name, c.Kind, c.About, func(u U) any { return cell(of(u)) }}
	}
	return out
}

func text[T any, S ~string](name, about string, of func(T) S) Column[T] {
	return Column[T]{name, Text, about, func(v T) any { return known(of(v)) }}
}

func date[T any](name, about string, of func(T) record.Date) Column[T] {
	return Column[T]{name, Date, about, func(v T) any { return known(of(v)) }}
}

// known is a text; an empty one is unknown.
func known[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func id[T any](name, about string, of func(T) uuid.UUID) Column[T] {
	return Column[T]{name, Text, about, func(v T) any { return of(v).String() }}
}

func optionalID[T any](name, about string, of func(T) *uuid.UUID) Column[T] {
	return Column[T]{name, Text, about, func(v T) any {
		if id := of(v); id != nil {
			return id.String()
		}
		return nil
	}}
}

func integer[T any](name, about string, of func(T) int) Column[T] {
	return Column[T]{name, Integer, about, func(v T) any { return int64(of(v)) }}
}

func optionalInteger[T any](name, about string, of func(T) *int) Column[T] {
	return Column[T]{name, Integer, about, func(v T) any {
		if n := of(v); n != nil {
			return int64(*n)
		}
		return nil
	}}
}

func optionalReal[T any](name, about string, of func(T) *float64) Column[T] {
	return Column[T]{name, Real, about, func(v T) any {
		if x := of(v); x != nil {
			return *x
		}
		return nil
	}}
}

func boolean[T any](name, about string, of func(T) bool) Column[T] {
	return Column[T]{name, Boolean, about, func(v T) any { return of(v) }}
}

func instant[T any](name, about string, of func(T) time.Time) Column[T] {
	return Column[T]{name, Instant, about, func(v T) any { return of(v).UTC() }}
}

func optionalInstant[T any](name, about string, of func(T) *time.Time) Column[T] {
	return Column[T]{name, Instant, about, func(v T) any {
		if t := of(v); t != nil {
			return t.UTC()
		}
		return nil
	}}
}

// list is a column with a JSON array; one without items is [].
func list[T, V any](name, about string, of func(T) record.List[V]) Column[T] {
	return Column[T]{name, JSON, about, func(v T) any { return of(v) }}
}

// raw is a column with JSON as it is.
func raw[T any](name, about string, of func(T) record.JSON) Column[T] {
	return Column[T]{name, JSON, about, func(v T) any {
		if j := of(v); len(j) > 0 {
			return json.RawMessage(j)
		}
		return nil
	}}
}
