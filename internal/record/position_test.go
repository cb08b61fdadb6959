package record

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"pgregory.net/rapid"
)

func TestAPositionSpeaksForTheBodyUnlessItSaysOtherwise(t *testing.T) {
	p, err := NewPosition(Position{Position: Endorsed, Vote: &Vote{}, Scope: List[string]{" no_work "}, Participation: List[string]{"a  march"}})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, p, Position{Position: Endorsed, DecidedBy: "unknown", Capacity: CapacityBody, Scope: List[string]{"no_work"}, Participation: List[string]{"a march"}})

	_, err = NewPosition(Position{})
	wantFaults(t, err, "/position required")
}

func TestAPositionAnswersEveryBadFieldInOneOrder(t *testing.T) {
	bad := Position{
		Position: "liked", EffectiveOn: "2026-02-30", AnnouncedOn: "2026-13", DecidedBy: "dice", Capacity: "robot",
		Vote:  &Vote{For: ptr(-1), Against: ptr(100_000_001), Abstain: ptr(-5)},
		Scope: List[string]{"No Work", "rally", "rally"}, Participation: List[string]{"", strings.Repeat("x", maxLine+1)},
		Quote: strings.Repeat("x", 10_001), Note: "\x00", By: &someID, Citations: List[Citation]{{}, {Draft: &Source{}}},
	}
	for range 50 { // an order that comes from a map would change
		_, err := NewPosition(bad)
		wantFaults(t, err,
			"/position invalid", "/effective_on invalid_date", "/announced_on invalid_date", "/decided_by invalid", "/capacity invalid",
			"/vote/for range", "/vote/against range", "/vote/abstain range", "/scope/2 duplicate", "/scope/0 invalid",
			"/participation/0 required", "/participation/1 too_long", "/quote too_long", "/note invalid", "/by invalid",
			"/citations/0/source required", "/citations/1/source/url required")
	}
}

func TestANumberOfVotesMayBeUnknown(t *testing.T) {
	p, err := NewPosition(Position{Position: Endorsed, Vote: &Vote{For: ptr(0)}})
	if err != nil || p.Vote == nil || *p.Vote.For != 0 || p.Vote.Against != nil {
		t.Errorf("%+v (%v)", p.Vote, err)
	}
	v, err := p.Vote.Value()
	if err != nil || v != `{"for":0,"against":null,"abstain":null}` {
		t.Errorf("it is the value %v (%v)", v, err)
	}
	var back Vote
	if err := back.Scan(v); err != nil {
		t.Fatal(err)
	}
	wantSame(t, back, *p.Vote)
	if err := back.Scan(7); err == nil {
		t.Error("a number is read as a vote")
	}
}

func TestOnlyANullifiedPositionIsSetAsideBySomebody(t *testing.T) {
	for _, s := range Stances {
		_, err := NewPosition(Position{Position: s, By: &someID})
		if fine := err == nil; fine != (s == Nullified) {
			t.Errorf("%s by a union: %v", s, err)
		}
	}
}

func TestAConstructorLeavesTheCallersListsAlone(t *testing.T) {
	scope, participation, drafts := List[string]{" rally "}, List[string]{" a  march "}, List[Citation]{{Draft: &Source{URL: "HTTPS://EXAMPLE.org"}}}
	p, err := NewPosition(Position{Position: Endorsed, Scope: scope, Participation: participation, Citations: drafts})
	if err != nil {
		t.Fatal(err)
	}
	p.Scope[0], p.Citations[0].Quote = "changed", "changed"
	if scope[0] != " rally " || participation[0] != " a  march " || drafts[0].Draft.URL != "HTTPS://EXAMPLE.org" || drafts[0].Quote != "" {
		t.Errorf("the caller's lists became %q, %q, %+v", scope, participation, drafts[0])
	}

	names, ids, members := List[Name]{{Value: " B  b "}}, List[Identifier]{{Scheme: "ein", Value: "123456789"}}, List[MemberCount]{{AsOf: "2026"}, {AsOf: "2025"}}
	if _, err := NewUnion(Union{Kind: KindLocal, Name: "A", Names: names, Identifiers: ids, Members: members}); err != nil {
		t.Fatal(err)
	}
	if names[0].Value != " B  b " || names[0].Type != "" || ids[0].Value != "123456789" || members[0].AsOf != "2026" {
		t.Errorf("the caller's lists became %+v, %+v, %+v", names, ids, members)
	}

	demands, asks, links, conveners := List[string]{" d "}, List[string]{" rally "}, List[string]{"HTTPS://EXAMPLE.org"}, List[Convener]{{Name: " a  b "}}
	if _, err := NewCall(Call{Kind: CallMarch, Title: "T", Demands: demands, Asks: asks, Links: links, Conveners: conveners}); err != nil {
		t.Fatal(err)
	}
	if demands[0] != " d " || asks[0] != " rally " || links[0] != "HTTPS://EXAMPLE.org" || conveners[0].Name != " a  b " {
		t.Errorf("the caller's lists became %q, %q, %q, %+v", demands, asks, links, conveners)
	}

	cited := List[Citation]{{Draft: &Source{URL: "HTTPS://EXAMPLE.org"}}}
	if _, err := NewStatement(Statement{Title: "T", Kind: "letter", Issuers: List[UnionRef]{{ID: someID}}, Citations: cited}); err != nil {
		t.Fatal(err)
	}
	if cited[0].Draft.URL != "HTTPS://EXAMPLE.org" {
		t.Errorf("the caller's draft became %+v", cited[0].Draft)
	}
}

func TestAPositionFallsWithinTheLifeOfItsUnion(t *testing.T) {
	u := Union{Founded: "2020-06", Dissolved: "2024-03-01"}
	for _, c := range []struct {
		effective, announced Date
		want                 []string
	}{
		{"2022", "", nil},
		{"", "", nil},
		{"2020", "2020-06-01", nil}, // it may have been in June
		{"2024", "2024-03-01", nil},
		{"2020-05-31", "2019", []string{"/effective_on range", "/announced_on range"}},
		{"2024-03-02", "2025", []string{"/effective_on range", "/announced_on range"}},
		{"2024-04", "2024-03", []string{"/effective_on range"}},
	} {
		for range 10 {
			wantFaults(t, Position{EffectiveOn: c.effective, AnnouncedOn: c.announced}.Within(u), c.want...)
		}
	}
	wantFaults(t, Position{EffectiveOn: "1000"}.Within(Union{}))
}

func TestPositionsSayTheSameWhateverTheirPlaceInTheRecord(t *testing.T) {
	p := somePosition()
	same := somePosition()
	same.ID, same.RecordedSeq, same.Dated, same.SupersededOn = otherID, 99, "2026", ptr(Date("2027"))
	same.Citations[0].Source.Title = "a better title"
	if !p.SameFacts(same) {
		t.Error("identity, place and the source's own record count as facts")
	}
	empty, none := Position{Position: Endorsed, Scope: List[string]{}, Citations: List[Citation]{}}, Position{Position: Endorsed}
	if !empty.SameFacts(none) {
		t.Error("an empty list differs from none")
	}
	for name, change := range map[string]func(*Position){
		"position":      func(p *Position) { p.Position = Withdrawn },
		"effective_on":  func(p *Position) { p.EffectiveOn = "2026-01-01" },
		"announced_on":  func(p *Position) { p.AnnouncedOn = "" },
		"decided_by":    func(p *Position) { p.DecidedBy = "officer" },
		"vote":          func(p *Position) { p.Vote = &Vote{For: ptr(11), Against: ptr(0)} },
		"no vote":       func(p *Position) { p.Vote = nil },
		"capacity":      func(p *Position) { p.Capacity = CapacityOfficer },
		"scope":         func(p *Position) { p.Scope = List[string]{"march"} },
		"participation": func(p *Position) { p.Participation = nil },
		"quote":         func(p *Position) { p.Quote = "" },
		"note":          func(p *Position) { p.Note = "other" },
		"by":            func(p *Position) { p.By = &someID },
		"source":        func(p *Position) { p.Citations[0].Source.ID = otherID },
		"passage":       func(p *Position) { p.Citations[0].Quote = "other" },
		"locator":       func(p *Position) { p.Citations[0].Locator = "" },
		"citations":     func(p *Position) { p.Citations = nil },
	} {
		other := somePosition()
		change(&other)
		if p.SameFacts(other) || other.SameFacts(p) {
			t.Errorf("another %s is the same", name)
		}
	}
}

// timelines draws the positions of an endorsement in any order, with few dates, so that they often meet.
var timelines = rapid.Custom(func(t *rapid.T) List[Position] {
	someDates := rapid.OneOf(rapid.Just(Date("")), rapid.Just(Date("")), dates)
	n := rapid.IntRange(1, 8).Draw(t, "positions")
	line := make(List[Position], n)
	for i := range line {
		line[i] = Position{
			ID: uuid.UUID{byte(i + 1)}, RecordedSeq: int64(i + 1), Position: rapid.SampledFrom(Stances).Draw(t, "position"),
			EffectiveOn: someDates.Draw(t, "effective_on"), AnnouncedOn: someDates.Draw(t, "announced_on"),
			Capacity: rapid.SampledFrom([]Capacity{CapacityBody, CapacityBody, CapacityOfficer, CapacityCaucus}).Draw(t, "capacity"),
		}
	}
	if rapid.Bool().Draw(t, "last is new") {
		line[n-1].RecordedSeq = 0
	}
	return rapid.Permutation(line).Draw(t, "order")
})

// recorded is a position's place in the order of record; one that is not recorded yet comes last.
func recorded(p Position) int64 {
	if p.RecordedSeq == 0 {
		return 1 << 40
	}
	return p.RecordedSeq
}

// datedBy says by definition on which first day a position of the line took effect; empty is always.
func datedBy(line List[Position], p Position) Date {
	if d := cmp.Or(p.EffectiveOn, p.AnnouncedOn); d.Known() {
		return d.First()
	}
	latest := Date("")
	for _, o := range line {
		if recorded(o) < recorded(p) {
			latest = max(latest, datedBy(line, o))
		}
	}
	return latest
}

// inForce says by definition which position of the line was in force on a day: of those that had taken
// effect, the latest by date, then by record.
func inForce(line List[Position], day Date) (Position, bool) {
	var found Position
	ok := false
	for _, p := range line {
		if datedBy(line, p) > day {
			continue
		}
		if ok && (found.Capacity == CapacityBody) != (p.Capacity == CapacityBody) {
			if p.Capacity == CapacityBody {
				found = p // the body's own word goes before anybody else's
			}
			continue
		}
		if !ok || cmp.Or(cmp.Compare(datedBy(line, p), datedBy(line, found)), cmp.Compare(recorded(p), recorded(found))) > 0 {
			found, ok = p, true
		}
	}
	return found, ok
}

func TestTheTimelineIsByDateThenByRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		positions := timelines.Draw(t, "positions")
		before := slices.Clone(positions)
		line := Timeline(positions)
		if !slices.EqualFunc(positions, before, func(a, b Position) bool { return a.ID == b.ID && a.Dated == b.Dated }) {
			t.Fatal("the caller's list was changed")
		}
		if len(line) != len(positions) {
			t.Fatalf("%d positions became %d", len(positions), len(line))
		}

		current, _ := inForce(positions, "9999-12-31")
		if got := (Endorsement{Positions: positions}).Current(); got.ID != current.ID {
			t.Errorf("%d is current, want %d", got.RecordedSeq, current.RecordedSeq)
		}
		for i, p := range line {
			if p.Dated.First() != datedBy(positions, p) {
				t.Errorf("%d is dated %q, want %q", p.RecordedSeq, p.Dated, datedBy(positions, p))
			}
			if (p.SupersededOn == nil) != (p.ID == current.ID) {
				t.Errorf("%d ends on %v", p.RecordedSeq, p.SupersededOn)
			}
			if i > 0 && line[i-1].Dated.First() > p.Dated.First() {
				t.Errorf("%d comes after what took effect later", p.RecordedSeq)
			}
		}

		// On every day one position at most is in force, and from the first on exactly one.
		for _, day := range []Date{"1000-01-01", "2024-01-01", "2024-01-02", "2024-01-31", "2024-02-01", "2024-12-30", "2025-01-01", "2025-06-30", "2025-12-01", "2026-01-02", "2026-12-31", "2030-01-01"} {
			want, some := inForce(positions, day)
			var got []Position
			for _, p := range line {
				if p.Dated.First() <= day && (p.SupersededOn == nil || day < p.SupersededOn.First()) {
					got = append(got, p)
				}
			}
			if some && (len(got) != 1 || got[0].ID != want.ID) || !some && len(got) > 0 {
				t.Errorf("on %s %d positions are in force, want %d (%v)", day, len(got), want.RecordedSeq, some)
			}
		}

		again := Timeline(line)
		if !slices.EqualFunc(line, again, func(a, b Position) bool { return a.ID == b.ID && a.Dated == b.Dated }) {
			t.Error("a timeline's timeline differs from it")
		}
	})
}

func TestAnUndatedPositionTakesItsPlaceByRecord(t *testing.T) {
	line := Timeline(List[Position]{
		{RecordedSeq: 4, Position: Withdrawn},
		{RecordedSeq: 1, Position: NoPositionFound},
		{RecordedSeq: 3, Position: Endorsed, AnnouncedOn: "2026-01-14"},
		{RecordedSeq: 2, Position: Supported, EffectiveOn: "2026-01-20", AnnouncedOn: "2026-01-02"},
	})
	var got []string
	for _, p := range line {
		until := "…"
		if p.SupersededOn != nil {
			until = string(*p.SupersededOn)
		}
		got = append(got, string(p.Position)+" "+string(p.Dated)+" "+until)
	}
	want := []string{"no_position_found  2026-01-14", "endorsed 2026-01-14 2026-01-20", "supported 2026-01-20 2026-01-20", "withdrawn 2026-01-20 …"}
	if !slices.Equal(got, want) {
		t.Errorf("the timeline is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(Timeline(nil)) != 0 {
		t.Error("no positions have a timeline")
	}
}

func TestAPositionIsFoundInItsEndorsement(t *testing.T) {
	e := Endorsement{Positions: List[Position]{{ID: someID, Position: Endorsed}}}
	if p := (PositionIn{Endorsement: e, ID: someID}).Position(); p.Position != Endorsed {
		t.Errorf("found %+v", p)
	}
	if _, ok := e.Position(otherID); ok {
		t.Error("found a position that is not there")
	}
}
