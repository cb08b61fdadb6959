package record

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// Date is a partial date of the Gregorian calendar as ISO 8601 writes it: "2026", "2026-01" or
// "2026-01-23". The empty Date is an unknown one; it is null in JSON and the empty string in the
// database. A Date keeps the precision it was given; where two are compared, a partial date stands
// for its first day.
type Date string

// Check answers what is wrong with d, or nil. An unknown date is fine.
func (d Date) Check() error {
	if d == "" {
		return nil
	}
	var layout string
	switch len(d) {
	case 4:
		layout = "2006"
	case 7:
		layout = "2006-01"
	case 10:
		layout = time.DateOnly
	default:
		return fmt.Errorf("%q is not a date: write 2026, 2026-01 or 2026-01-23", clip(string(d)))
	}
	t, err := time.Parse(layout, string(d))
	if err != nil {
		return fmt.Errorf("%q is not a date of the calendar", clip(string(d)))
	}
	if t.Year() < 1000 {
		return fmt.Errorf("%q is before the year 1000", string(d))
	}
	return nil
}

// Known reports whether the date is known at all.
func (d Date) Known() bool { return d != "" }

// First returns the first day of d ("2026-01" → "2026-01-01"); the unknown date stays unknown.
func (d Date) First() Date {
	switch len(d) {
	case 4:
		return d + "-01-01"
	case 7:
		return d + "-01"
	}
	return d
}

// Shortest returns the shortest partial date with the same first day ("2026-01-01" → "2026").
// Stored dates compare as text, in which a prefix sorts before what it begins; so "stored date is on
// or after d" is stored >= d.Shortest(), and "on or before d" is stored <= d.First().
func (d Date) Shortest() Date {
	d = d.First()
	d = Date(strings.TrimSuffix(string(d), "-01"))
	if len(d) == 7 {
		d = Date(strings.TrimSuffix(string(d), "-01"))
	}
	return d
}

// Before reports whether d's first day comes before other's. Neither is before an unknown date.
func (d Date) Before(other Date) bool {
	return d.Known() && other.Known() && d.First() < other.First()
}

// EndsBefore reports whether even the last day of d comes before the first of other: "2026" does not
// end before "2026-06", since it may mean December. Neither ends before an unknown date.
func (d Date) EndsBefore(other Date) bool {
	if !d.Known() || !other.Known() {
		return false
	}
	_, end := d.Span(time.UTC)
	from, _ := other.Span(time.UTC)
	return !end.After(from)
}

// Span returns the first instant of d and the first instant after it, in the zone; zero times if d is
// no date or unknown.
func (d Date) Span(zone *time.Location) (from, until time.Time) {
	first, err := time.Parse(time.DateOnly, string(d.First()))
	if err != nil {
		return time.Time{}, time.Time{}
	}
	next := first.AddDate(0, 0, 1)
	switch len(d) {
	case 4:
		next = first.AddDate(1, 0, 0)
	case 7:
		next = first.AddDate(0, 1, 0)
	}
	return midnight(first, zone), midnight(next, zone)
}

// midnight returns the first instant at which the zone's calendar shows the day. Where clocks are set at
// midnight, 0:00 may be left out or come twice.
func midnight(day time.Time, zone *time.Location) time.Time {
	shows := func(t time.Time) bool { return t.Format(time.DateOnly) == day.Format(time.DateOnly) }
	t := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, zone)
	set, next := t.ZoneBounds()
	if !shows(t) && t.Before(next) {
		return next
	}
	if before := set.Add(-time.Nanosecond); !set.IsZero() && shows(before) {
		_, offset := before.Zone()
		return day.Add(-time.Duration(offset) * time.Second).In(zone)
	}
	return t
}

// DateOf returns the day of t in UTC.
func DateOf(t time.Time) Date { return Date(t.UTC().Format(time.DateOnly)) }

// MarshalJSON writes the date as it was given, and null when it is unknown.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(d))
}

// Scan reads a date column.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = ""
	case string:
		*d = Date(v)
	case []byte:
		*d = Date(v)
	default:
		return fmt.Errorf("cannot read a date from %T", v)
	}
	return nil
}

// Value writes a date column.
func (d Date) Value() (driver.Value, error) { return string(d), nil }

func clip(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
