package record

import (
	"strings"
	"testing"
)

func endorsementOf(positions ...Position) Endorsement {
	return Endorsement{Verification: Unverified, Positions: Timeline(positions)}
}

func TestWhatAPutOfAPositionComesTo(t *testing.T) {
	earlier := Position{ID: someID, RecordedSeq: 1, Position: Supported, EffectiveOn: "2026-01-10"}
	current := Position{ID: otherID, RecordedSeq: 2, Position: Endorsed, EffectiveOn: "2026-01-14", Note: "n"}
	e := endorsementOf(earlier, current)
	with := func(change func(*Position)) Position {
		p := Position{Position: Endorsed, EffectiveOn: "2026-01-14", Note: "n"}
		change(&p)
		return p
	}
	for name, c := range map[string]struct {
		p    Position
		want PutPlan
	}{
		"the same":                           {with(func(*Position) {}), PutNothing},
		"other details":                      {with(func(p *Position) { p.Note = "m"; p.DecidedBy = "delegates" }), PutCorrection},
		"another date":                       {with(func(p *Position) { p.EffectiveOn = "2026-01-15" }), PutAppend},
		"the date in another precision":      {with(func(p *Position) { p.EffectiveOn = "2026-01" }), PutAppend},
		"no date":                            {with(func(p *Position) { p.EffectiveOn = "" }), PutAppend},
		"another position":                   {with(func(p *Position) { p.Position = Withdrawn }), PutAppend},
		"a position that is no longer taken": {Position{Position: Supported, EffectiveOn: "2026-01-10"}, PutAppend},
	} {
		if got, _ := e.Plan(c.p); got != c.want {
			t.Errorf("%s: plan %d, want %d", name, got, c.want)
		}
	}
	if got, _ := (Endorsement{}).Plan(current); got != PutAppend {
		t.Errorf("the first position: plan %d", got)
	}
}

func TestWhatAnOfficerSaysDoesNotReplaceTheBodysPosition(t *testing.T) {
	officer := Position{ID: someID, RecordedSeq: 1, Position: Supported, EffectiveOn: "2026-01-10", Capacity: CapacityOfficer}
	body := Position{ID: otherID, RecordedSeq: 2, Position: Endorsed, EffectiveOn: "2026-01-14", Capacity: CapacityBody}
	e := endorsementOf(officer)
	if got := e.Current(); got.Capacity != CapacityOfficer {
		t.Errorf("before the body speaks, %s is current", got.Capacity)
	}
	e = e.WithPosition(body)
	later := Position{RecordedSeq: 3, Position: Opposed, EffectiveOn: "2026-01-20", Capacity: CapacityOfficer}
	e = e.WithPosition(later)
	if got := e.Current(); got.Position != Endorsed {
		t.Errorf("after an officer spoke, the current position is %s", got.Position)
	}
	if plan, _ := e.Plan(later); plan != PutNothing {
		t.Errorf("the officer's position said again: plan %d", plan)
	}
}

func TestANewPositionIsCurrentBeforeItIsRecorded(t *testing.T) {
	e := endorsementOf(Position{ID: someID, RecordedSeq: 5, Position: Endorsed})
	e = e.WithPosition(Position{ID: otherID, Position: Withdrawn})
	if got := e.Current(); got.Position != Withdrawn || len(e.Positions) != 2 {
		t.Errorf("%s is current of %d, want withdrawn of 2", got.Position, len(e.Positions))
	}
}

func TestAPositionIsReplacedByItsID(t *testing.T) {
	before := endorsementOf(Position{ID: someID, RecordedSeq: 5, Position: Endorsed}, Position{ID: otherID, RecordedSeq: 6, Position: Withdrawn})
	after := before.WithPosition(Position{ID: someID, RecordedSeq: 5, Position: Supported})
	if p, _ := after.Position(someID); p.Position != Supported || len(after.Positions) != 2 || after.Current().ID != otherID {
		t.Errorf("the timeline became %+v", after.Positions)
	}
	if p, _ := before.Position(someID); p.Position != Endorsed {
		t.Error("the endorsement that stood was changed")
	}
}

func TestTheLastPositionCannotBeStruck(t *testing.T) {
	before := endorsementOf(Position{ID: someID, RecordedSeq: 1, Position: Endorsed}, Position{ID: otherID, RecordedSeq: 2, Position: Withdrawn})
	one, err := before.WithoutPosition(otherID)
	if err != nil || len(one.Positions) != 1 || one.Current().Position != Endorsed || one.Current().SupersededOn != nil {
		t.Fatalf("%+v (%v)", one.Positions, err)
	}
	if len(before.Positions) != 2 || before.Positions[0].SupersededOn == nil {
		t.Error("the endorsement that stood was changed")
	}
	if _, err := one.WithoutPosition(someID); !Is(err, CodeConflict) {
		t.Errorf("striking the last one gives %v", err)
	}
	if _, err := one.WithoutPosition(otherID); !Is(err, CodeNotFound) {
		t.Errorf("striking one that is not there gives %v", err)
	}
}

func TestAVerificationDoesNotOutliveWhatWasVerified(t *testing.T) {
	for before, after := range map[Verification]Verification{"": Unverified, Unverified: Unverified, Verified: Unverified, Disputed: Disputed} {
		e := endorsementOf(Position{ID: someID, RecordedSeq: 1, Position: Endorsed}, Position{ID: otherID, RecordedSeq: 2, Position: Endorsed})
		e.Verification, e.VerificationReason = before, "r"
		struck, err := e.WithoutPosition(otherID)
		if err != nil {
			t.Fatal(err)
		}
		for _, changed := range []Endorsement{e.WithPosition(Position{ID: otherID, RecordedSeq: 2, Position: Withdrawn}), struck} {
			if changed.Verification != after || (changed.VerificationReason == "") != (before == Verified) {
				t.Errorf("%q became %q because %q, want %q", before, changed.Verification, changed.VerificationReason, after)
			}
		}
	}
}

func TestVerifyingNeedsACitationAndADisputeAReason(t *testing.T) {
	cited := endorsementOf(Position{RecordedSeq: 1, Position: Endorsed}, Position{RecordedSeq: 2, Position: Withdrawn, Citations: someCitations()})
	bare := endorsementOf(Position{RecordedSeq: 1, Position: Endorsed, Citations: someCitations()}, Position{RecordedSeq: 2, Position: Withdrawn})
	for name, c := range map[string]struct {
		e      Endorsement
		v      Verification
		reason string
		keeps  string
		faults []string
	}{
		"verified with a citation":                 {cited, Verified, " seen ", "seen", nil},
		"verified without a reason":                {cited, Verified, "", "", nil},
		"verified, but the current one is uncited": {bare, Verified, "", "", []string{"/verification uncited"}},
		"disputed":                      {bare, Disputed, " not so ", "not so", nil},
		"disputed without a reason":     {bare, Disputed, " \n", "", []string{"/reason required"}},
		"unverified forgets the reason": {cited, Unverified, "r", "", nil},
		"no such state":                 {cited, "perhaps", "\x00", "", []string{"/verification invalid", "/reason invalid"}},
		"no state":                      {cited, "", strings.Repeat("x", 10_001), "", []string{"/verification required", "/reason too_long"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.e.WithVerification(c.v, c.reason)
			wantFaults(t, err, c.faults...)
			if err == nil && (got.Verification != c.v || got.VerificationReason != c.keeps) {
				t.Errorf("it is %s because %q", got.Verification, got.VerificationReason)
			}
		})
	}
}
