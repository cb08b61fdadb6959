package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func given(version int) record.Match { return record.Match{Given: true, Version: version} }

func TestPutCreatesCorrectsAppendsOrDoesNothing(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call, local := f.Call("A day", "2026-01-23"), f.Local("Local 1")
		cited := storetest.Must(f.Store.CreateSource(t.Context(), by, record.Source{URL: "https://example.org/known", Kind: record.SourcePress, Health: "live"}))(t)
		first := f.Position(record.Endorsed, "2026-01-14", "https://example.org/a", "https://example.org/known")
		first.Vote = &record.Vote{For: new(90), Against: new(0)}
		byID := first
		byID.Citations = record.List[record.Citation]{first.Citations[0], {Source: cited.Ref()}}
		corrected := byID
		corrected.Quote = "We endorse the day."
		earlier := f.Position(record.Supported, "2026-01-02")
		put := func(w record.Write, p record.Position, m record.Match) (record.Put, error) {
			return f.Store.PutEndorsement(t.Context(), w, "a-day", "local-1", p, m)
		}
		for _, step := range []struct {
			name      string
			p         record.Position
			m         record.Match
			code      record.Code // of the refusal
			version   int
			created   bool
			positions int
			changes   int
			shows     record.Stance
		}{
			{"a version of nothing", first, given(1), record.CodeStale, 0, false, 0, 0, ""},
			{"any version of nothing", first, record.Match{Given: true, Any: true}, record.CodeStale, 0, false, 0, 0, ""},
			{"the first", first, record.Match{None: true}, "", 1, true, 1, 2, record.Endorsed},
			{"create only", first, record.Match{None: true}, record.CodeExists, 1, false, 1, 0, ""},
			{"the same again", first, record.Match{}, "", 1, false, 1, 0, record.Endorsed},
			{"the same by id", byID, given(1), "", 1, false, 1, 0, record.Endorsed},
			{"the same, sent again", first, given(7), "", 1, false, 1, 0, record.Endorsed},
			{"a correction unmatched", corrected, record.Match{}, record.CodeMustMatch, 1, false, 1, 0, ""},
			{"a correction", corrected, given(1), "", 2, false, 1, 1, record.Endorsed},
			{"a new position, stale", earlier, given(1), record.CodeStale, 2, false, 1, 0, ""},
			{"an earlier position", earlier, given(2), "", 3, false, 2, 1, record.Endorsed},
			{"a later one", f.Position(record.Withdrawn, "2026-01-20"), record.Match{Given: true, Any: true}, "", 4, false, 3, 1, record.Withdrawn},
		} {
			before := ledger(f)
			done, err := put(by, step.p, step.m)
			if step.code != "" {
				refused(t, err, step.code)
			} else if err != nil || done.Created != step.created || done.Version != step.version || done.Shown.Position != step.shows {
				t.Fatalf("%s: %v %+v", step.name, err, done)
			}
			if n := len(since(f, before)); n != step.changes {
				t.Errorf("%s made %d changes", step.name, n)
			}
			list := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{ref(call.ID)}, Unions: []record.Ref{ref(local.ID)}}, record.Page{}))(t).Items
			if step.version == 0 {
				if len(list) > 0 {
					t.Fatalf("%s left %+v", step.name, list)
				}
				continue
			}
			line := storetest.Must(f.Store.Timeline(t.Context(), list[0].ID, record.Moment{}))(t)
			if line.Version != step.version || len(line.Positions) != step.positions {
				t.Fatalf("%s left %d positions at version %d", step.name, len(line.Positions), line.Version)
			}
		}
		if n := len(storetest.Must(f.Store.Sources(t.Context(), record.SourceFilter{}, record.Page{}))(t).Items); n != 2 {
			t.Errorf("%d sources", n)
		}
	})
}

func TestASourceGivenInlineIsFoundByItsNormalisedURL(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call := f.Call("A day", "2026-01-23")
		before := ledger(f)
		p := f.Position(record.Endorsed, "2026-01-14", "HTTPS://Example.org:443/a?utm_source=x#top", "https://example.org/a")
		e := f.Put(call, f.Local("Local 1"), p)
		if len(e.Shown.Citations) != 2 || e.Shown.Citations[0].Source.ID != e.Shown.Citations[1].Source.ID {
			t.Fatalf("cites %+v", e.Shown.Citations)
		}
		news := since(f, before)
		same(t, "changes", slugs(news, func(c record.Change) string { return string(c.Entity) }), []string{"union", "source", "endorsement"})
		if news[1].Batch != news[2].Batch {
			t.Error("the source was not created in the same write")
		}
		again := f.Put(call, f.Local("Local 2"), f.Position(record.Endorsed, "2026-01-14", "https://example.org/a"))
		if again.Shown.Citations[0].Source.ID != e.Shown.Citations[0].Source.ID || again.Shown.Citations[0].Source.Publisher != "example.org" {
			t.Errorf("cites %+v", again.Shown.Citations)
		}
	})
}

func TestAVerificationDoesNotOutliveWhatWasVerified(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call, local := f.Call("A day", "2026-01-23"), f.Local("Local 1")
		verify := func(e record.EndorsementView, v record.Verification, reason string) record.EndorsementView {
			return storetest.Must(f.Store.VerifyEndorsement(t.Context(), by, e.ID, v, reason))(t)
		}
		e := f.Put(call, local, f.Position(record.Endorsed, "2026-01-14"))
		_, err := f.Store.VerifyEndorsement(t.Context(), by, e.ID, record.Verified, "")
		refused(t, err, record.CodeInvalid) // nothing is cited
		_, err = f.Store.VerifyEndorsement(t.Context(), by, e.ID, record.Disputed, " ")
		refused(t, err, record.CodeInvalid)

		p := f.Position(record.Endorsed, "2026-01-14", "https://example.org/a")
		e = verify(f.Put(call, local, p), record.Verified, "")
		before := len(ledger(f))
		if verify(e, record.Verified, "").Version != e.Version || len(ledger(f)) != before {
			t.Error("verified twice")
		}
		p.Note = "corrected"
		if e = f.Put(call, local, p); e.Verification != record.Unverified {
			t.Errorf("corrected, and %s", e.Verification)
		}
		e = verify(e, record.Verified, "")
		if e = f.Put(call, local, f.Position(record.Withdrawn, "2026-01-20")); e.Verification != record.Unverified {
			t.Errorf("withdrawn, and %s", e.Verification)
		}
		e = verify(e, record.Disputed, "a member says otherwise")
		if e = f.Put(call, local, f.Position(record.Endorsed, "2026-01-21")); e.Verification != record.Disputed || e.VerificationReason == "" {
			t.Errorf("a dispute is settled by %s", e.Verification)
		}
	})
}

// The current position is the latest by effective date, then by record; a partial date is its first
// day; without any date a position takes its place by the order of record.
func TestTheTimelineIsInTheOrderOfDaysThenOfRecord(t *testing.T) {
	type position struct {
		on, announced record.Date
	}
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call := f.Call("A day", "2026-01-23")
		for name, line := range map[string]struct {
			recorded []position
			order    []int // places in recorded
			asOf     map[record.Date]int
		}{
			"days":                   {[]position{{"2026-01-10", ""}, {"2026-01-05", ""}}, []int{1, 0}, map[record.Date]int{"2026-01-04": -1, "2026-01-05": 1, "2026-01-09": 1, "2026-01-10": 0, "2026-02": 0, "2026-01": -1}},
			"a year is its new year": {[]position{{"2026-01-01", ""}, {"2026", ""}}, []int{0, 1}, map[record.Date]int{"2025": -1, "2026": 1, "2026-01-01": 1}},
			"new year is the year":   {[]position{{"2026", ""}, {"2026-01", ""}, {"2026-01-01", ""}}, []int{0, 1, 2}, map[record.Date]int{"2025-12-31": -1, "2026": 2}},
			"a month comes first":    {[]position{{"2026-01-02", ""}, {"2026-01", ""}}, []int{1, 0}, map[record.Date]int{"2026": 1, "2026-01-01": 1, "2026-01-02": 0}},
			"announced":              {[]position{{"", "2026-01-10"}, {"2026-01-05", "2026-02"}}, []int{1, 0}, map[record.Date]int{"2026-01-09": 1, "2026-01-10": 0}},
			"undated last":           {[]position{{"2026-01-10", ""}, {"", ""}}, []int{0, 1}, map[record.Date]int{"2026-01-09": -1, "2026-01-10": 1}},
			"undated first":          {[]position{{"", ""}, {"2026-01-10", ""}}, []int{0, 1}, map[record.Date]int{"1900": 0, "2026-01-09": 0, "2026-01-10": 1}},
			"undated amid":           {[]position{{"2026-01-05", ""}, {"", ""}, {"2026-01-10", ""}, {"2026-01-02", ""}}, []int{3, 0, 1, 2}, map[record.Date]int{"2026-01-04": 3, "2026-01-05": 1, "2026-01-10": 2}},
			"only undated":           {[]position{{"", ""}, {"", ""}}, []int{0, 1}, map[record.Date]int{"1900": 1, "2026": 1}},
		} {
			local := f.Local("Local " + name)
			var e record.EndorsementView
			for n, p := range line.recorded {
				rec := f.Position(record.Tabled, p.on)
				rec.AnnouncedOn, rec.Note = p.announced, fmt.Sprint(n)
				if n == 0 {
					e = f.Put(call, local, rec)
					continue
				}
				storetest.Must(f.Store.AppendPosition(t.Context(), by, e.ID, rec))(t)
			}
			read := storetest.Must(f.Store.Timeline(t.Context(), e.ID, record.Moment{}))(t)
			same(t, name, slugs(read.Positions, func(p record.Position) string { return p.Note }), slugs(line.order, func(n int) string { return fmt.Sprint(n) }))
			if shown := storetest.Must(f.Store.Endorsement(t.Context(), e.ID, record.Moment{}))(t); shown.Shown.Note != fmt.Sprint(line.order[len(line.order)-1]) || shown.Shown.Note != read.Current().Note {
				t.Errorf("%s: shows %s, and the timeline %s", name, shown.Shown.Note, read.Current().Note)
			}
			for day, want := range line.asOf {
				m := record.Moment{AsOf: day}
				shown, err := f.Store.Endorsement(t.Context(), e.ID, m)
				past, err2 := f.Store.Timeline(t.Context(), e.ID, m)
				list := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Unions: []record.Ref{ref(local.ID)}}, record.Page{Moment: m}))(t).Items
				if want < 0 {
					refused(t, err, record.CodeNotFound)
					refused(t, err2, record.CodeNotFound)
					if len(list) > 0 {
						t.Errorf("%s: %s lists %+v", name, day, list)
					}
					continue
				}
				done(t, err)
				done(t, err2)
				if shown.Shown.Note != fmt.Sprint(want) || past.Current().Note != fmt.Sprint(want) || len(list) != 1 || list[0].Shown.Note != fmt.Sprint(want) {
					t.Errorf("%s: on %s it shows %s, the timeline %s, the list %d; want %d", name, day, shown.Shown.Note, past.Current().Note, len(list), want)
				}
			}
		}
	})
}

func TestEndorsementsAreFilteredByTheDayOfTheirPosition(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call := f.Call("A day", "2026-01-23")
		days := []record.Date{"", "2025-12-31", "2026", "2026-01", "2026-01-01", "2026-01-02", "2026-01-31", "2026-02", "2026-02-01", "2027"}
		for n, day := range days {
			p := f.Position(record.Endorsed, day)
			p.Note = "day " + string(day)
			f.Put(call, f.Local(fmt.Sprint("Local ", n)), p)
		}
		for _, c := range []struct {
			from, to record.Date
			want     string
		}{
			{"", "", ", 2025-12-31, 2026, 2026-01, 2026-01-01, 2026-01-02, 2026-01-31, 2026-02, 2026-02-01, 2027"},
			{"2026", "2026", "2026, 2026-01, 2026-01-01, 2026-01-02, 2026-01-31, 2026-02, 2026-02-01"},
			{"2026-01-01", "2026-01-01", "2026, 2026-01, 2026-01-01"},
			{"2026-01-02", "", "2026-01-02, 2026-01-31, 2026-02, 2026-02-01, 2027"},
			{"2026-01", "2026-01", "2026, 2026-01, 2026-01-01, 2026-01-02, 2026-01-31"},
			{"", "2025", "2025-12-31"},
			{"2026-02", "2026-02-01", "2026-02, 2026-02-01"},
			{"2027-01-01", "", "2027"},
			{"2028", "", ""},
		} {
			list := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{From: c.from, To: c.to}, record.Page{}))(t).Items
			got := slugs(list, func(e record.EndorsementView) string { return strings.TrimPrefix(e.Shown.Note, "day ") })
			slices.Sort(got)
			if strings.Join(got, ", ") != c.want {
				t.Errorf("from %q to %q: %q, want %q", c.from, c.to, strings.Join(got, ", "), c.want)
			}
		}
	})
}

func TestEndorsementsAreFilteredByEverythingTheyShow(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		national := f.Union(record.KindNational, "A national union")
		one, two := f.Local("Local 1", national), f.Union(record.KindCaucus, "Members' Caucus")
		two.Place = record.Place{Country: "CA", Region: "CA-QC", City: "Montréal"}
		two = storetest.Must(f.Store.UpdateUnion(t.Context(), by, two))(t)
		day, march := f.Call("A day", "2026-01-23"), f.Call("A march", "2026-01-24")
		p := f.Position(record.Endorsed, "2026-01-14", "https://example.org/a")
		p.DecidedBy, p.Quote = "membership_vote", "An injury to one: 100% of us_all \\ agree"
		first := f.Put(day, one, p)
		q := f.Position(record.Planning, "2026-01-15")
		q.Capacity = record.CapacityOfficer
		f.Put(march, two, q)
		storetest.Must(f.Store.VerifyEndorsement(t.Context(), by, first.ID, record.Verified, ""))(t)
		after := f.Store.Now()

		for name, c := range map[string]struct {
			filter record.EndorsementFilter
			want   string
		}{
			"all":                  {record.EndorsementFilter{}, "local-1 members-caucus"},
			"call by slug":         {record.EndorsementFilter{Calls: []record.Ref{"a-day"}}, "local-1"},
			"call by id":           {record.EndorsementFilter{Calls: []record.Ref{ref(march.ID)}}, "members-caucus"},
			"union":                {record.EndorsementFilter{Unions: []record.Ref{"local-1"}}, "local-1"},
			"under the top":        {record.EndorsementFilter{Under: []record.Ref{"a-national-union"}}, "local-1"},
			"under itself":         {record.EndorsementFilter{Under: []record.Ref{ref(two.ID)}}, "members-caucus"},
			"position":             {record.EndorsementFilter{Positions: []record.Stance{record.Planning, record.Opposed}}, "members-caucus"},
			"verification":         {record.EndorsementFilter{Verifications: []record.Verification{record.Verified}}, "local-1"},
			"evidence":             {record.EndorsementFilter{Evidences: []record.Evidence{record.EvidenceSecondary, record.EvidencePrimary}}, "local-1"},
			"no evidence":          {record.EndorsementFilter{Evidences: []record.Evidence{record.EvidenceNone}}, "members-caucus"},
			"decided by":           {record.EndorsementFilter{DecidedBys: []record.DecidedBy{"membership_vote"}}, "local-1"},
			"capacity":             {record.EndorsementFilter{Capacities: []record.Capacity{record.CapacityOfficer}}, "members-caucus"},
			"kind":                 {record.EndorsementFilter{Kinds: []record.UnionKind{record.KindCaucus, record.KindUnit}}, "members-caucus"},
			"country":              {record.EndorsementFilter{Countries: []string{"US"}}, "local-1"},
			"region":               {record.EndorsementFilter{Regions: []string{"CA-QC", "US-WI"}}, "members-caucus"},
			"words of the quote":   {record.EndorsementFilter{Q: "INJURY one"}, "local-1"},
			"words of the union":   {record.EndorsementFilter{Q: "caucus members"}, "members-caucus"},
			"wild cards are none":  {record.EndorsementFilter{Q: "%"}, "local-1 members-caucus"}, // no word at all
			"an underscore is one": {record.EndorsementFilter{Q: "us_all"}, "local-1"},
			"nothing":              {record.EndorsementFilter{Q: "injury caucus"}, ""},
			"changed since then":   {record.EndorsementFilter{ChangedSince: after}, ""},
			"changed ever":         {record.EndorsementFilter{ChangedSince: storetest.Start}, "local-1 members-caucus"},
			"everything at once": {record.EndorsementFilter{
				Q: "injury", Calls: []record.Ref{"a-day"}, Unions: []record.Ref{"local-1"}, Under: []record.Ref{"a-national-union"}, Positions: record.Stances, Verifications: record.Verifications, Evidences: record.Evidences,
				DecidedBys: record.DecidedBys, Capacities: record.Capacities, Kinds: record.UnionKinds, Countries: []string{"US"}, Regions: []string{"US-MN"}, From: "2026", To: "2026", ChangedSince: storetest.Start,
			}, "local-1"},
		} {
			list := storetest.Must(f.Store.Endorsements(t.Context(), c.filter, record.Page{Sort: "union", Total: true}))(t)
			if got := strings.Join(slugs(list.Items, func(e record.EndorsementView) string { return e.Union.Slug }), " "); got != c.want || *list.Total != len(list.Items) {
				t.Errorf("%s: %q of %d, want %q", name, got, *list.Total, c.want)
			}
		}
		for _, filter := range []record.EndorsementFilter{{Calls: []record.Ref{"nobody"}}, {Unions: []record.Ref{"nobody"}}, {Under: []record.Ref{ref(uuid.New())}}} {
			_, err := f.Store.Endorsements(t.Context(), filter, record.Page{})
			refused(t, err, record.CodeInvalid)
		}
	})
}

func TestASearchOfManyWordsIsOneToo(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		var many strings.Builder
		for n := range 660 {
			many.WriteString(string(rune('b'+n%25)) + string(rune('a'+n/25)) + " ")
		}
		storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Q: many.String()}, record.Page{}))(t)
		storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{Q: strings.Repeat("x ", 1000)}, record.Page{}))(t)
	})
}

func TestEvidenceIsPrimaryWhenTheUnionItselfPublishedIt(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call, local := f.Call("A day", "2026-01-23"), f.Local("Local 17")
		local.Website = "https://www.local17.example.org/about"
		local = storetest.Must(f.Store.UpdateUnion(t.Context(), by, local))(t)
		other := f.Local("Local 26")
		cite := func(url, publisher string, kind record.SourceKind, union *uuid.UUID) record.Citation {
			return record.Citation{Draft: &record.Source{URL: url, Publisher: publisher, Kind: kind, Union: union, Health: "live"}}
		}
		for n, c := range []struct {
			citations      record.List[record.Citation]
			evidence       record.Evidence
			corroborations int
		}{
			{nil, record.EvidenceNone, 0},
			{record.List[record.Citation]{cite("https://press.example.org/1", "The Press", record.SourcePress, nil)}, record.EvidenceSecondary, 1},
			{record.List[record.Citation]{cite("https://press.example.org/2", "The Press", record.SourcePress, nil), cite("https://press.example.org/3", "THE PRESS", record.SourcePress, nil)}, record.EvidenceSecondary, 1},
			{record.List[record.Citation]{cite("https://local17.example.org/news", "", record.SourceUnionSite, nil)}, record.EvidencePrimary, 0},
			{record.List[record.Citation]{cite("https://news.local17.example.org/", "", record.SourceUnionSite, nil)}, record.EvidencePrimary, 0},
			{record.List[record.Citation]{cite("https://notlocal17.example.org/", "", record.SourceUnionSite, nil)}, record.EvidenceSecondary, 1},
			{record.List[record.Citation]{cite("https://local17.example.org/press", "", record.SourcePress, nil)}, record.EvidenceSecondary, 1},
			{record.List[record.Citation]{cite("https://elsewhere.example.org/", "Us", record.SourceUnionSite, &local.ID)}, record.EvidencePrimary, 0},
			{record.List[record.Citation]{cite("https://theirs.example.org/", "Them", record.SourceUnionSite, &other.ID), cite("https://local17.example.org/both", "", record.SourceUnionSite, nil)}, record.EvidencePrimary, 1},
		} {
			p := f.Position(record.Endorsed, record.Date(fmt.Sprintf("2026-01-%02d", n+1)))
			p.Citations = c.citations
			e := f.Put(call, local, p)
			if e.Evidence != c.evidence || e.Corroborations != c.corroborations {
				t.Errorf("%d: %s with %d corroborations, want %s with %d", n, e.Evidence, e.Corroborations, c.evidence, c.corroborations)
			}
		}
	})
}

func TestOrdinalsCountEndorsingBodiesByDayThenByRecord(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call := f.Call("A day", "2026-01-23")
		for _, e := range []struct {
			name     string
			kind     record.UnionKind
			position record.Stance
			on       record.Date
			capacity record.Capacity
		}{
			{"Later", record.KindLocal, record.Endorsed, "2026-01-10", "body"},
			{"New year", record.KindLocal, record.Endorsed, "2026-01-01", "body"},
			{"The year", record.KindLocal, record.Endorsed, "2026", "body"}, // the same day, recorded after
			{"Undated", record.KindFederation, record.Endorsed, "", "body"},
			{"An officer", record.KindLocal, record.Endorsed, "2026-01-02", "officer"},
			{"A caucus", record.KindCaucus, record.Endorsed, "2026-01-02", "body"},
			{"A supporter", record.KindLocal, record.Supported, "2026-01-02", "body"},
		} {
			p := f.Position(e.position, e.on)
			p.Capacity = e.capacity
			f.Put(call, f.Union(e.kind, e.name), p)
		}
		other := f.Call("Another", "2026-01-24")
		f.Put(other, f.Local("Elsewhere"), f.Position(record.Endorsed, "2025"))
		place := func(n *int) string {
			if n == nil {
				return "-"
			}
			return fmt.Sprint(*n)
		}
		read := func(m record.Moment) string {
			list := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{ref(call.ID)}}, record.Page{Sort: "union", Moment: m}))(t).Items
			return strings.Join(slugs(list, func(e record.EndorsementView) string {
				one := storetest.Must(f.Store.Endorsement(t.Context(), e.ID, m))(t)
				if place(one.Ordinal) != place(e.Ordinal) {
					t.Errorf("%s is %s in the list and %s alone", e.Union.Name, place(e.Ordinal), place(one.Ordinal))
				}
				return e.Union.Slug + " " + place(e.Ordinal) + "/" + place(e.OrdinalOfKind)
			}), ", ")
		}
		same(t, "ordinals", read(record.Moment{}), "a-caucus -/-, a-supporter -/-, an-officer -/-, later 4/3, new-year 2/1, the-year 3/2, undated 1/1")
		// Who withdraws leaves the count, and stood in it before.
		late := storetest.Must(f.Store.Union(t.Context(), "new-year", record.Moment{}))(t)
		f.Put(call, late, f.Position(record.Withdrawn, "2026-01-05"))
		same(t, "ordinals", read(record.Moment{}), "a-caucus -/-, a-supporter -/-, an-officer -/-, later 3/2, new-year -/-, the-year 2/1, undated 1/1")
		same(t, "ordinals on the second", read(record.Moment{AsOf: "2026-01-02"}), "a-caucus -/-, a-supporter -/-, an-officer -/-, new-year 2/1, the-year 3/2, undated 1/1")
	})
}

func TestAPositionOutsideOfItsUnionsLifetimeIsRefused(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call, local := f.Call("A day", "2026-01-23"), f.Local("Local 1")
		local.Founded = "2014-06"
		local = storetest.Must(f.Store.UpdateUnion(t.Context(), by, local))(t)
		_, err := f.Store.PutEndorsement(t.Context(), by, ref(call.ID), ref(local.ID), f.Position(record.Endorsed, "2014-05-31"), record.Match{})
		refused(t, err, record.CodeInvalid)
		f.Put(call, local, f.Position(record.Endorsed, "2014"))
		local.Founded = "2015"
		_, err = f.Store.UpdateUnion(t.Context(), by, local)
		refused(t, err, record.CodeConflict)
	})
}

func TestTheLastPositionIsNotStruck(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		call, local := f.Call("A day", "2026-01-23"), f.Local("Local 1")
		e := f.Put(call, local, f.Position(record.Supported, "2026-01-10"))
		first := e.Shown.ID
		in := storetest.Must(f.Store.AppendPosition(t.Context(), by, e.ID, f.Position(record.Endorsed, "2026-01-14")))(t)
		if in.Position().Position != record.Endorsed || in.Endorsement.Version != 2 {
			t.Errorf("appended %+v", in)
		}
		done(t, f.Store.DeletePosition(t.Context(), by, e.ID, in.ID, 2))
		refused(t, f.Store.DeletePosition(t.Context(), by, e.ID, in.ID, 3), record.CodeNotFound)
		refused(t, f.Store.DeletePosition(t.Context(), by, e.ID, first, 2), record.CodeStale)
		refused(t, f.Store.DeletePosition(t.Context(), by, e.ID, first, 3), record.CodeConflict)
		_, err := f.Store.CreateEndorsement(t.Context(), by, call.ID, local.ID, f.Position(record.Endorsed, "2026-01-14"))
		refused(t, err, record.CodeConflict)

		done(t, f.Store.DeleteEndorsement(t.Context(), by, e.ID, 3))
		_, err = f.Store.Timeline(t.Context(), e.ID, record.Moment{})
		refused(t, err, record.CodeGone)
		_, err = f.Store.Endorsement(t.Context(), e.ID, record.Moment{AsOf: "2026-02"})
		refused(t, err, record.CodeGone)
		_, err = f.Store.Endorsement(t.Context(), uuid.New(), record.Moment{})
		refused(t, err, record.CodeNotFound)
		created := storetest.Must(f.Store.CreateEndorsement(t.Context(), by, call.ID, local.ID, f.Position(record.Endorsed, "2026-01-14")))(t)
		// The one that was deleted cannot come back beside it.
		_, err = f.Store.Revert(t.Context(), by, record.EntityEndorsement, e.ID, 1, 0)
		refused(t, err, record.CodeConflict)
		done(t, f.Store.DeleteEndorsement(t.Context(), by, created.ID, 1))
		c := storetest.Must(f.Store.Revert(t.Context(), by, record.EntityEndorsement, e.ID, 2, 4))(t)
		if c.Action != record.Restored || c.Version != 5 {
			t.Errorf("restored by %+v", c)
		}
		line := storetest.Must(f.Store.Timeline(t.Context(), e.ID, record.Moment{}))(t)
		same(t, "restored", slugs(line.Positions, func(p record.Position) string { return string(p.Position) }), []string{"supported", "endorsed"})
	})
}

// A grant covers its unions and all below them as of today, by any way.
func TestAGrantReachesWhatStandsBelowItToday(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		today := record.DateOf(f.Clock.Now())
		top, council, outside := f.Union(record.KindNational, "Top"), f.Union(record.KindLaborCouncil, "Council"), f.Local("Outside")
		middle := f.Union(record.KindIntermediate, "Middle", top)
		local := f.Local("Local", middle, council)
		former, future, starts := f.Local("Former"), f.Local("Future"), f.Local("Starts today")
		f.Affiliate(former, top, "2000", today)
		f.Affiliate(future, top, record.DateOf(storetest.Start.AddDate(0, 0, 1)), "")
		f.Affiliate(starts, top, today, "2030")
		call := f.Call("A day", "2026-01-23")
		for _, c := range []struct {
			grant   []record.Union
			reaches string
		}{
			{nil, ""},
			{[]record.Union{top}, "local middle starts-today top"},
			{[]record.Union{council}, "council local"},
			{[]record.Union{middle}, "local middle"},
			{[]record.Union{local, outside}, "local outside"},
			{[]record.Union{future}, "future"},
		} {
			ids := []uuid.UUID{}
			for _, u := range c.grant {
				ids = append(ids, u.ID)
			}
			w := storetest.Within("organizer", ids...)
			var reached []string
			for _, u := range []record.Union{council, former, future, local, middle, outside, starts, top} {
				before := ledger(f)
				_, err := f.Store.PutEndorsement(t.Context(), w, ref(call.ID), ref(u.ID), f.Position(record.Endorsed, "2026-01-10", fmt.Sprint("https://example.org/", len(before))), record.Match{Given: true, Any: true})
				if record.Is(err, record.CodeForbidden) {
					if len(since(f, before)) > 0 {
						t.Fatal("forbidden, and written")
					}
					continue
				}
				refused(t, err, record.CodeStale) // permitted, though there is nothing to replace
				reached = append(reached, u.Slug)
			}
			if got := strings.Join(reached, " "); got != c.reaches {
				t.Errorf("the grant of %v reaches %q, want %q", slugs(c.grant, func(u record.Union) string { return u.Slug }), got, c.reaches)
			}
		}
		// Tomorrow the future is here.
		f.Clock.Set(storetest.Start.Add(24 * time.Hour))
		_, err := f.Store.PutEndorsement(t.Context(), storetest.Within("organizer", top.ID), ref(call.ID), ref(future.ID), f.Position(record.Endorsed, "2026-01-10"), record.Match{})
		done(t, err)
		e := f.Put(call, outside, f.Position(record.Endorsed, "2026-01-10", "https://example.org/x"))
		w := storetest.Within("organizer", top.ID)
		_, err = f.Store.AppendPosition(t.Context(), w, e.ID, f.Position(record.Withdrawn, "2026-01-11"))
		refused(t, err, record.CodeForbidden)
		_, err = f.Store.UpdatePosition(t.Context(), w, e.ID, e.Shown, e.Version)
		refused(t, err, record.CodeForbidden)
		refused(t, f.Store.DeletePosition(t.Context(), w, e.ID, e.Shown.ID, e.Version), record.CodeForbidden)
		refused(t, f.Store.DeleteEndorsement(t.Context(), w, e.ID, e.Version), record.CodeForbidden)
		_, err = f.Store.VerifyEndorsement(t.Context(), w, e.ID, record.Verified, "")
		refused(t, err, record.CodeForbidden)
	})
}
