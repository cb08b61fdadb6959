package record

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests name zones that a machine may not have

	"pgregory.net/rapid"
)

func TestADateIsOneOfTheCalendarInItsOwnPrecision(t *testing.T) {
	for _, d := range []Date{"", "2026", "2026-01", "2026-12", "2026-01-23", "2024-02-29", "2000-02-29", "1000", "1000-01-01", "9999-12-31"} {
		if err := d.Check(); err != nil {
			t.Errorf("%q: %v", d, err)
		}
	}
	for _, d := range []Date{
		"2026-02-30", "2026-02-29", "1900-02-29", "2026-04-31", "2026-13", "2026-00", "2026-01-00", "2026-01-32", "2026-13-01",
		"0000", "0999", "0000-01-01", "0999-12-31",
		"2", "26", "202", "20266", "2026-1", "2026-1-2", "2026-001", "2026-01-1", "2026-1-23", "2026-01-023", "2026-W04", "2026-023", "20260123", "202601",
		"-2026", "+2026", "2026/01/23", "23.01.2026", "2026 01 23", " 2026", "2026 ", "2026-01-23T00:00:00Z", "2026-01-23\n", "2026\x00", "today", "null",
		"٢٠٢٦", "２０２６", "２０26", "2026–01", "2026-01\u00ad", "\xff\xfe\xfd\xfc",
	} {
		if err := d.Check(); err == nil {
			t.Errorf("%q is taken for a date", d)
		}
	}
	if err := Date(strings.Repeat("x", 1<<20)).Check(); err == nil || len(err.Error()) > 200 {
		t.Errorf("a megabyte that is no date is answered with %d bytes", len(err.Error()))
	}
}

func TestTheFirstDayOfADate(t *testing.T) {
	for d, want := range map[Date]Date{"": "", "2026": "2026-01-01", "2026-03": "2026-03-01", "2026-03-04": "2026-03-04"} {
		if got := d.First(); got != want {
			t.Errorf("the first day of %q is %q, want %q", d, got, want)
		}
	}
}

func TestTheShortestDateOfAFirstDay(t *testing.T) {
	for d, want := range map[Date]Date{
		"": "", "2026": "2026", "2026-01": "2026", "2026-01-01": "2026", "2026-02": "2026-02", "2026-02-01": "2026-02", "2026-01-02": "2026-01-02",
		"2001": "2001", "2001-01-01": "2001", "2026-11-01": "2026-11", "2026-11": "2026-11",
	} {
		if got := d.Shortest(); got != want {
			t.Errorf("the shortest date with the first day of %q is %q, want %q", d, got, want)
		}
	}
}

// dates draws dates of every precision from few days, so that they often meet.
var dates = rapid.Custom(func(t *rapid.T) Date {
	d := time.Date(rapid.IntRange(2024, 2026).Draw(t, "year"), 1, rapid.SampledFrom([]int{1, 2, 31, 32, 60, 336, 365}).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
	return Date(d.Format(rapid.SampledFrom([]string{"2006", "2006-01", time.DateOnly}).Draw(t, "precision")))
})

func TestStoredDatesCompareAsTextWithShortestAndFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stored, d := dates.Draw(t, "stored"), dates.Draw(t, "d")
		if got, want := stored >= d.Shortest(), !stored.Before(d); got != want {
			t.Errorf("as text %q is on or after %q: %v, as dates %v", stored, d, got, want)
		}
		if got, want := stored <= d.First(), !d.Before(stored); got != want {
			t.Errorf("as text %q is on or before %q: %v, as dates %v", stored, d, got, want)
		}
		if s := d.Shortest(); s.First() != d.First() || s.Check() != nil || s.Shortest() != s {
			t.Errorf("%q has the shortest date %q, of another first day", d, s)
		}
	})
}

func TestAPartialDateStandsForItsFirstDay(t *testing.T) {
	for _, c := range []struct {
		a, b   Date
		before bool
	}{
		{"2026", "2026-01-02", true},
		{"2026", "2026-01-01", false},
		{"2026-01-01", "2026", false},
		{"2025-12-31", "2026", true},
		{"2026-01", "2026-01-01", false},
		{"", "2026", false},
		{"2026", "", false},
		{"", "", false},
	} {
		if got := c.a.Before(c.b); got != c.before {
			t.Errorf("%q before %q: %v, want %v", c.a, c.b, got, c.before)
		}
	}
}

func TestADateEndsBeforeAnotherWithItsLastDay(t *testing.T) {
	for _, c := range []struct {
		a, b Date
		ends bool
	}{
		{"2026", "2026-06", false}, // it may mean December
		{"2026", "2026-12-31", false},
		{"2026", "2027", true},
		{"2026", "2027-01-01", true},
		{"2026-01", "2026-01-31", false},
		{"2026-01", "2026-02", true},
		{"2026-02", "2026-03-01", true},
		{"2026-01-22", "2026-01-23", true},
		{"2026-01-23", "2026-01-23", false},
		{"2025-12-31", "2026", true},
		{"2026-12-31", "2026", false},
		{"", "2026", false},
		{"2026", "", false},
	} {
		if got := c.a.EndsBefore(c.b); got != c.ends {
			t.Errorf("%q ends before %q: %v, want %v", c.a, c.b, got, c.ends)
		}
	}
}

func TestTheSpanOfADateInItsZone(t *testing.T) {
	for _, c := range []struct {
		d           Date
		zone        string
		from, until string
	}{
		{"2026-01-23", "UTC", "2026-01-23T00:00:00Z", "2026-01-24T00:00:00Z"},
		{"2026-01-23", "America/Chicago", "2026-01-23T06:00:00Z", "2026-01-24T06:00:00Z"},
		{"2026-01", "America/Chicago", "2026-01-01T06:00:00Z", "2026-02-01T06:00:00Z"},
		{"2026", "America/Chicago", "2026-01-01T06:00:00Z", "2027-01-01T06:00:00Z"},
		{"2024-02", "Asia/Kolkata", "2024-01-31T18:30:00Z", "2024-02-29T18:30:00Z"},
		// Days of 23 and 25 hours, and a month that has one.
		{"2026-03-08", "America/Chicago", "2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z"},
		{"2026-11-01", "America/Chicago", "2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z"},
		{"2026-03", "America/Chicago", "2026-03-01T06:00:00Z", "2026-04-01T05:00:00Z"},
		// Clocks put forward at midnight: the day begins at 1:00.
		{"2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"},
		{"2018-11-03", "America/Sao_Paulo", "2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"},
		// Clocks put back to midnight: the day begins at the first 0:00.
		{"2021-10-29", "Asia/Amman", "2021-10-28T21:00:00Z", "2021-10-29T22:00:00Z"},
		{"2024-11-03", "America/Havana", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z"},
		// Clocks put back from midnight: 23:00 comes twice, on the day before.
		{"2018-02-17", "America/Sao_Paulo", "2018-02-17T02:00:00Z", "2018-02-18T03:00:00Z"},
		{"2018-02-18", "America/Sao_Paulo", "2018-02-18T03:00:00Z", "2018-02-19T03:00:00Z"},
		// Samoa left out 30 December 2011.
		{"2011-12-29", "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		from, until := c.d.Span(zone)
		if got, end := from.UTC().Format(time.RFC3339), until.UTC().Format(time.RFC3339); got != c.from || end != c.until {
			t.Errorf("%s in %s is from %s until %s, want %s until %s", c.d, c.zone, got, end, c.from, c.until)
		}
	}
	for _, d := range []Date{"", "2026-02-30", "soon"} {
		if from, until := d.Span(time.UTC); !from.IsZero() || !until.IsZero() {
			t.Errorf("%q spans %s to %s", d, from, until)
		}
	}
}

func TestDaysFollowEachOtherWithoutGapInEveryZone(t *testing.T) {
	zones := []string{"UTC", "America/Chicago", "America/Havana", "America/Sao_Paulo", "Asia/Amman", "Asia/Beirut", "Africa/Cairo", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"}
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		day := time.Date(2005, 1, 1+rapid.IntRange(0, 9000).Draw(t, "day"), 0, 0, 0, 0, time.UTC)
		d, next := DateOf(day), DateOf(day.AddDate(0, 0, 1))
		from, until := d.Span(zone)
		following, _ := next.Span(zone)
		if !until.Equal(following) || from.After(until) {
			t.Errorf("%s in %s is from %s until %s, the next day from %s", d, zone, from, until, following)
		}
		if from.Equal(until) {
			return
		}
		if in, out := from.In(zone).Format(time.DateOnly), from.Add(-time.Nanosecond).In(zone).Format(time.DateOnly); in != string(d) || out >= string(d) {
			t.Errorf("%s in %s begins on %s, after an instant of %s", d, zone, in, out)
		}
	})
}

func TestTheDayOfAnInstantIsThatOfUTC(t *testing.T) {
	zone := time.FixedZone("", -6*3600)
	if got := DateOf(time.Date(2026, 1, 23, 20, 0, 0, 0, zone)); got != "2026-01-24" {
		t.Errorf("it is %s, want 2026-01-24", got)
	}
}

func TestADateSurvivesJSONAndTheDatabase(t *testing.T) {
	for d, want := range map[Date]string{"": "null", "2026": `"2026"`, "2026-01": `"2026-01"`, "2026-01-23": `"2026-01-23"`} {
		b, err := json.Marshal(d)
		if err != nil || string(b) != want {
			t.Errorf("%q is %s in JSON (%v), want %s", d, b, err, want)
		}
		var back Date
		if err := json.Unmarshal(b, &back); err != nil || back != d {
			t.Errorf("%s is read as %q (%v)", b, back, err)
		}
		v, err := d.Value()
		if err != nil || v != string(d) {
			t.Errorf("%q is the value %v (%v)", d, v, err)
		}
		for _, column := range []any{v, []byte(d)} {
			back = "1999"
			if err := back.Scan(column); err != nil || back != d {
				t.Errorf("%T %v is read as %q (%v)", column, column, back, err)
			}
		}
	}
	d := Date("1999")
	if err := d.Scan(nil); err != nil || d.Known() {
		t.Errorf("NULL is read as %q (%v)", d, err)
	}
	if err := d.Scan(7); err == nil {
		t.Error("a number is read as a date")
	}
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{"", "2026", "2026-01", "2026-01-23", "2026-02-30", "2024-02-29", "0000", "0999-12-31", "9999-12-31", "２０２６", "2026-1-1", "2026-W04-5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := Date(s)
		if d.Check() != nil || !d.Known() {
			return
		}
		if !slices.Contains([]int{4, 7, 10}, len(s)) || s < "1000" || s > "9999-12-31" {
			t.Fatalf("%q is taken for a date", s)
		}
		first := d.First()
		if first.Check() != nil || len(first) != 10 || !strings.HasPrefix(string(first), s) {
			t.Errorf("the first day of %q is %q", s, first)
		}
		if shortest := d.Shortest(); shortest.Check() != nil || shortest.First() != first {
			t.Errorf("the shortest date of %q is %q", s, shortest)
		}
		from, until := d.Span(time.UTC)
		if !from.Before(until) || DateOf(from) != first || d.Before(d) || d.EndsBefore(d) {
			t.Errorf("%q spans %s to %s", s, from, until)
		}
	})
}
