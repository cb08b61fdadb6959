package intake

import (
	"testing"

	"rollcall/internal/record"
)

func TestDatesAreReadAsPeopleTypeThem(t *testing.T) {
	for text, want := range map[string]record.Date{
		"": "", "  ": "", "2026": "2026", "2026-01": "2026-01", "2026-01-23": "2026-01-23", "2026-1-3": "2026-01-03", "2026/01/23": "2026-01-23", "2026.1.23": "2026-01-23",
		"1/23/2026": "2026-01-23", "01/23/26": "2026-01-23", "1-23-2026": "2026-01-23", "23.1.2026": "2026-01-23", "23/1/2026": "2026-01-23", "03/04/2026": "2026-03-04",
		"23 Jan 2026": "2026-01-23", "23 January 2026": "2026-01-23", "January 23, 2026": "2026-01-23", "Jan. 23, 2026": "2026-01-23", "Jan 23 2026": "2026-01-23", "JAN 23, 2026": "2026-01-23",
		"January 23rd, 2026": "2026-01-23", "23rd of January 2026": "2026-01-23", "Friday, January 23, 2026": "2026-01-23", "Fri 23 Jan 2026": "2026-01-23", "23-Jan-26": "2026-01-23", "23-Jan-2026": "2026-01-23",
		"January 2026": "2026-01", "Jan 2026": "2026-01", "Jan-2026": "2026-01", "Jan. 2026": "2026-01", "Sept. 2026": "2026-09", "1/2026": "2026-01", "2026 January": "2026-01", "2026 Jan 23": "2026-01-23", "Jan '26": "2026-01",
		"20260123": "2026-01-23", "46045": "2026-01-23", "46045.5": "2026-01-23", "2026-01-23T14:05:00Z": "2026-01-23", "2026-01-23 14:05:00": "2026-01-23", "1/23/2026 2:05 PM": "2026-01-23", "Jan 23, 2026 at 2:05 p.m.": "2026-01-23",
		"2/29/2024": "2024-02-29", "may 2026": "2026-05", "12/31/99": "1999-12-31", " 2026-01-23. ": "2026-01-23",
	} {
		got, err := ParseDate(text, MonthFirst)
		if err != nil || got != want {
			t.Errorf("%q: got %q, %v; want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]record.Date{"03/04/2026": "2026-04-03", "3.4.2026": "2026-04-03", "1/23/2026": "2026-01-23", "2026-03-04": "2026-03-04"} {
		if got, err := ParseDate(text, DayFirst); err != nil || got != want {
			t.Errorf("%q, day first: got %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestImpossibleDatesAreRefusedWithAReason(t *testing.T) {
	for _, text := range []string{
		"2026-02-30", "2/29/2026", "13/13/2026", "2026-13", "2026-00-10", "0/1/2026", "0999", "soon", "Smarch 2026", "23 Jan", "January", "Jan 23", "n/a", "?", "2026-01-23-04", "1/2/3/2026",
		"23 Jan 23 2026", "ongoing since 2020", "2025-2026", "spring 2026", "123456", "26", "1/23", "١٢/٣/٢٠٢٦",
	} {
		if got, err := ParseDate(text, MonthFirst); err == nil {
			t.Errorf("%q is taken for %q", text, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2026", "1/23/2026", "Jan. 23, 2026", "23-Jan-26", "46045", "Friday, January 23, 2026 at 2:05 p.m.", "2026 Jan", "\x00", "99999.9", "1..2..2026"} {
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, s string, dmy bool) {
		order := MonthFirst
		if dmy {
			order = DayFirst
		}
		d, err := ParseDate(s, order)
		if err != nil {
			return
		}
		if err := d.Check(); err != nil {
			t.Fatalf("%q becomes %q: %v", s, d, err)
		}
		// What was read once is read the same again, in any order of days.
		if again, err := ParseDate(string(d), MonthFirst); err != nil || again != d {
			t.Fatalf("%q becomes %q, and that %q, %v", s, d, again, err)
		}
	})
}
