package intake

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rollcall/internal/record"
)

// DayOrder says which number comes first in a date such as 03/04/2026.
type DayOrder string

// The orders.
const (
	MonthFirst DayOrder = "mdy" // as in the United States: 4 March
	DayFirst   DayOrder = "dmy" // 3 April
)

var (
	isoDate   = regexp.MustCompile(`^([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?$`)
	isoTime   = regexp.MustCompile(`^([0-9]{4}-[0-9]{1,2}-[0-9]{1,2})[t ][0-9]{1,2}:[0-9]{2}`)
	clockTime = regexp.MustCompile(`(?i)[, ]+(at )?[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?( ?[ap]\.?m\.?)?$`)
	numeric   = regexp.MustCompile(`^([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})$`)
	monthYear = regexp.MustCompile(`^([0-9]{1,2})[-/.]([0-9]{4})$`)
	compact   = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	// The words of a date: a month's name with a day, a year or both, in any order.
	wordDate = regexp.MustCompile(`^(?:([0-9]{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?)?([a-z]+)[-/., ]*(?:([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+)?([0-9]{4}|'?[0-9]{2})?$`)
	yearWord = regexp.MustCompile(`^([0-9]{4})[-/., ]+([a-z]+)\.?(?:[-/., ]+([0-9]{1,2})(?:st|nd|rd|th)?)?$`)
	weekday  = regexp.MustCompile(`^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*[., ]+`)
)

var months = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}

// ParseDate reads a date as people type it: 2026-01-23, 1/23/2026, 23 Jan 2026, "Jan. 23, 2026", January
// 2026, 2026, or the number of days that a spreadsheet stores (46045). It keeps the precision that is
// given. Two-digit years are 1950 to 2049. An empty text is an unknown date; errors say what is wrong.
func ParseDate(text string, order DayOrder) (record.Date, error) {
	typed := strings.Join(strings.Fields(text), " ")
	s := strings.ToLower(strings.Trim(typed, " .,"))
	if s == "" {
		return "", nil
	}
	if len(s) > 60 {
		return "", fmt.Errorf("%q is too long for a date", s[:40]+"…")
	}
	if m := isoTime.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	s = clockTime.ReplaceAllString(weekday.ReplaceAllString(s, ""), "")
	switch {
	case isoDate.MatchString(s):
		m := isoDate.FindStringSubmatch(s)
		return dateOf(typed, m[1], m[2], m[3])
	case compact.MatchString(s):
		m := compact.FindStringSubmatch(s)
		return dateOf(typed, m[1], m[2], m[3])
	case serialPattern.MatchString(s):
		days, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return "", fmt.Errorf("%q is not a date", typed)
		}
		// Day 60 is the 29 February 1900 that never was; all days here come after it.
		return record.DateOf(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days))), nil
	case numeric.MatchString(s):
		m := numeric.FindStringSubmatch(s)
		month, day := m[1], m[2]
		if order == DayFirst {
			month, day = day, month
		}
		// Where only one reading is a date, that one is meant.
		if number(month) > 12 && number(day) <= 12 {
			month, day = day, month
		}
		return dateOf(typed, fullYear(m[3]), month, day)
	case monthYear.MatchString(s):
		m := monthYear.FindStringSubmatch(s)
		return dateOf(typed, m[2], m[1], "")
	case yearWord.MatchString(s):
		m := yearWord.FindStringSubmatch(s)
		if month, ok := months[m[2]]; ok {
			return dateOf(typed, m[1], strconv.Itoa(month), m[3])
		}
	case wordDate.MatchString(s):
		m := wordDate.FindStringSubmatch(s)
		day, month, year := m[1]+m[3], months[m[2]], m[4]
		switch {
		case month == 0 || m[1] != "" && m[3] != "":
		case year == "", len(year) == 2 && day == "" && !strings.Contains(s, "-"):
			// "Jan 23" may be a day; "Jan-23" and "Jan '23" are how spreadsheets and people write a month.
			return "", fmt.Errorf("%q has no year", typed)
		default:
			return dateOf(typed, fullYear(strings.TrimPrefix(year, "'")), strconv.Itoa(month), day)
		}
	}
	return "", fmt.Errorf("%q is not a date: write 2026-01-23, 1/23/2026, 23 Jan 2026, January 2026 or 2026", clip(typed))
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

func fullYear(digits string) string {
	if len(digits) != 2 {
		return digits
	}
	if digits < "50" {
		return "20" + digits
	}
	return "19" + digits
}

func dateOf(typed, year, month, day string) (record.Date, error) {
	text := year
	if month != "" {
		text += fmt.Sprintf("-%02d", number(month))
	}
	if day != "" {
		text += fmt.Sprintf("-%02d", number(day))
	}
	d := record.Date(text)
	if d.Check() != nil {
		return "", fmt.Errorf("%q is not a date of the calendar", typed)
	}
	return d, nil
}

func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
