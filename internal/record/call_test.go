package record

import (
	"strings"
	"testing"
	"time"
)

func TestAKindAndATitleMakeACall(t *testing.T) {
	c, err := NewCall(Call{Kind: CallMarch, Title: " A  march "})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, c, Call{Kind: CallMarch, Title: "A march", TimeZone: "UTC"})

	_, err = NewCall(Call{})
	wantFaults(t, err, "/kind required", "/title required")
}

func TestACallAnswersEveryBadField(t *testing.T) {
	_, err := NewCall(Call{
		ID: someID, Kind: "party", Title: strings.Repeat("x", maxName+1), Slug: "-", Summary: "\x00", StartsOn: "2026-02-30", EndsOn: "2026-1", TimeZone: "Mars/Olympus",
		Place: Place{Region: "MN"}, Demands: List[string]{""}, Asks: List[string]{"No Work"}, Links: List[string]{"", "x"},
		Conveners: List[Convener]{{}, {UnionID: &someID, Name: "both"}, {Name: "\x00"}}, PartOf: ptr(someID),
	})
	wantFaults(t, err,
		"/kind invalid", "/title too_long", "/summary invalid", "/slug invalid", "/starts_on invalid_date", "/ends_on invalid_date", "/time_zone invalid",
		"/place/region invalid", "/demands/0 required", "/asks/0 invalid", "/links/0 required", "/links/1 invalid_url",
		"/conveners/0 invalid", "/conveners/1 invalid", "/conveners/2/name invalid", "/part_of cycle")

	_, err = NewCall(Call{Kind: CallMarch, Title: "T", StartsOn: "2026-01-23", EndsOn: "2026-01-22"})
	wantFaults(t, err, "/ends_on range")
	for _, end := range []Date{"2026-01-23", "2026-01", "2026", "2027"} {
		_, err = NewCall(Call{Kind: CallMarch, Title: "T", StartsOn: "2026-01-23", EndsOn: end})
		wantFaults(t, err)
	}

	many := Call{Kind: CallMarch, Title: "T"}
	for i := range maxItems + 1 {
		word := strings.Repeat("w", i%50+1) + string(rune('a'+i/50))
		many.Demands, many.Asks = append(many.Demands, word), append(many.Asks, word)
		many.Links, many.Conveners = append(many.Links, "https://example.org/"+word), append(many.Conveners, Convener{Name: word})
	}
	_, err = NewCall(many)
	wantFaults(t, err, "/demands too_many", "/asks too_many", "/links too_many", "/conveners too_many")
}

func TestATimeZoneIsOneOfTheDatabase(t *testing.T) {
	for zone, fine := range map[string]bool{
		"": true, "UTC": true, "America/Chicago": true, "America/Argentina/Buenos_Aires": true, "Etc/GMT+6": true,
		"Local": false, "CDT": false, "America": false, "../../etc/passwd": false, "/etc/localtime": false, "America/Chicago\x00": false, "UTC+1": false, "+06:00": false,
	} {
		_, err := NewCall(Call{Kind: CallMarch, Title: "T", TimeZone: zone})
		if (err == nil) != fine {
			t.Errorf("%q: %v", zone, err)
		}
	}
}

func TestThePhaseOfACall(t *testing.T) {
	day := Call{Kind: CallDayOfAction, StartsOn: "2026-01-23", EndsOn: "2026-01-23", TimeZone: "America/Chicago"}
	openEnded := func(kind CallKind) Call {
		return Call{Kind: kind, StartsOn: "2026-01-23", TimeZone: "America/Chicago"}
	}
	cancelled := day
	cancelled.Cancelled = true
	for _, c := range []struct {
		name string
		call Call
		at   string
		want Phase
	}{
		{"a second before its day in Chicago", day, "2026-01-23T05:59:59Z", PhaseUpcoming},
		{"the first second", day, "2026-01-23T06:00:00Z", PhaseOngoing},
		{"still the day in Chicago", day, "2026-01-24T05:59:59Z", PhaseOngoing},
		{"the day after", day, "2026-01-24T06:00:00Z", PhasePast},
		{"cancelled before", cancelled, "2026-01-01T00:00:00Z", PhaseCancelled},
		{"cancelled, long after", cancelled, "2027-01-01T00:00:00Z", PhaseCancelled},

		{"a march without an end lasts its day", openEnded(CallMarch), "2026-01-24T06:00:00Z", PhasePast},
		{"a strike goes on", openEnded(CallStrike), "2027-01-01T00:00:00Z", PhaseOngoing},
		{"a boycott goes on", openEnded(CallBoycott), "2036-01-01T00:00:00Z", PhaseOngoing},
		{"a campaign goes on", openEnded(CallCampaign), "2036-01-01T00:00:00Z", PhaseOngoing},
		{"an open letter goes on", openEnded(CallOpenLetter), "2036-01-01T00:00:00Z", PhaseOngoing},
		{"a strike that is to come", openEnded(CallStrike), "2026-01-22T00:00:00Z", PhaseUpcoming},
		{"a strike with an end", Call{Kind: CallStrike, StartsOn: "2026-01-23", EndsOn: "2026-02"}, "2026-02-28T23:59:59Z", PhaseOngoing},
		{"a strike that ended", Call{Kind: CallStrike, StartsOn: "2026-01-23", EndsOn: "2026-02"}, "2026-03-01T00:00:00Z", PhasePast},

		{"some time in 2026: before", Call{Kind: CallMarch, StartsOn: "2026"}, "2025-12-31T23:59:59Z", PhaseUpcoming},
		{"some time in 2026: during", Call{Kind: CallMarch, StartsOn: "2026"}, "2026-07-01T00:00:00Z", PhaseOngoing},
		{"some time in 2026: after", Call{Kind: CallMarch, StartsOn: "2026"}, "2027-01-01T00:00:00Z", PhasePast},
		{"until some time in 2026", Call{Kind: CallMarch, StartsOn: "2026-01-23", EndsOn: "2026"}, "2026-12-31T23:59:59Z", PhaseOngoing},
		{"only an end known", Call{Kind: CallMarch, EndsOn: "2026-01-23"}, "2020-01-01T00:00:00Z", PhaseOngoing},
		{"only an end known, and it is over", Call{Kind: CallMarch, EndsOn: "2026-01-23"}, "2026-01-24T00:00:00Z", PhasePast},
		{"no dates", Call{Kind: CallMarch}, "2026-01-24T00:00:00Z", PhaseOngoing},
		{"a zone that this machine does not know", Call{Kind: CallMarch, StartsOn: "2026-01-23", TimeZone: "Mars/Olympus"}, "2026-01-23T00:00:00Z", PhaseOngoing},

		{"the end of summer time", Call{Kind: CallMarch, StartsOn: "2026-11-01", TimeZone: "America/Chicago"}, "2026-11-02T05:59:59Z", PhaseOngoing},
		{"the day after the end of summer time", Call{Kind: CallMarch, StartsOn: "2026-11-01", TimeZone: "America/Chicago"}, "2026-11-02T06:00:00Z", PhasePast},
		{"already tomorrow in Auckland", Call{Kind: CallMarch, StartsOn: "2026-01-23", TimeZone: "Pacific/Auckland"}, "2026-01-22T11:00:00Z", PhaseOngoing},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.call.PhaseAt(at); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		elsewhere := at.In(time.FixedZone("", 9*3600))
		if got := c.call.PhaseAt(elsewhere); got != c.want {
			t.Errorf("%s, told in another zone: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTheSpanOfACallIsInUTC(t *testing.T) {
	opens, closes := Call{StartsOn: "2026-01-23", TimeZone: "America/Chicago"}.Span()
	if opens.Location() != time.UTC || closes.Location() != time.UTC || opens.Format(time.RFC3339) != "2026-01-23T06:00:00Z" {
		t.Errorf("it spans %s to %s", opens, closes)
	}
	opens, closes = Call{Kind: CallBoycott}.Span()
	if !opens.IsZero() || !closes.IsZero() {
		t.Errorf("without dates it spans %s to %s", opens, closes)
	}
}

func TestACallIsSearchedByTitleAndSummary(t *testing.T) {
	c := Call{ID: someID, Slug: "the-day", Title: "Día", Summary: "No Work!"}
	if got, want := c.SearchText(), "dia\nno work\nthe day"; got != want {
		t.Errorf("it is searched by %q, want %q", got, want)
	}
	wantSame(t, c.Ref(), CallRef{ID: someID, Slug: "the-day", Title: "Día"})
}
