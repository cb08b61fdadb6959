package record

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Verification says whether somebody checked an endorsement against its sources.
type Verification string

// The states of verification.
const (
	Unverified Verification = "unverified"
	Verified   Verification = "verified" // needs at least one citation
	Disputed   Verification = "disputed" // needs a reason
)

// Verifications lists every state.
var Verifications = []Verification{Unverified, Verified, Disputed}

// Evidence is how near the sources of a position stand to the body that took it.
type Evidence string

// The grades of evidence.
const (
	EvidencePrimary   Evidence = "primary"   // a source published by the union itself
	EvidenceSecondary Evidence = "secondary" // somebody else's
	EvidenceNone      Evidence = "none"
)

// Evidences lists every grade.
var Evidences = []Evidence{EvidencePrimary, EvidenceSecondary, EvidenceNone}

// Endorsement is the record of one union's stand on one call: a timeline of positions.
type Endorsement struct {
	ID                 uuid.UUID    `json:"id"`
	Call               CallRef      `json:"call" gorm:"embedded;embeddedPrefix:call_"`
	Union              UnionRef     `json:"union" gorm:"embedded;embeddedPrefix:union_"`
	Verification       Verification `json:"verification"`
	VerificationReason string       `json:"verification_reason"`
	Version            int          `json:"version"`
	CreatedAt          time.Time    `json:"created_at"`
	UpdatedAt          time.Time    `json:"updated_at"`

	// Positions is the timeline, earliest first.
	Positions List[Position] `json:"positions" gorm:"-"`
}

// EndorsementView is an endorsement as one position of it shows: the current one, or the one in
// force on a day.
type EndorsementView struct {
	Endorsement `gorm:"embedded"`
	Shown       Position `gorm:"embedded;embeddedPrefix:shown_"`
	Evidence    Evidence
	// Corroborations counts the independent publishers among the cited sources: distinct ones, the
	// union itself not among them.
	Corroborations int
	// Ordinal is the body's place among the bodies that endorse the call ("the 7th"), OrdinalOfKind
	// the same among bodies of its kind; nil where the body does not count as endorsing.
	Ordinal       *int
	OrdinalOfKind *int
}

// Current returns the latest position by effective date, then by record: the body's own if it took
// one, else that of an officer or caucus. There is always one.
func (e Endorsement) Current() Position {
	line := Timeline(e.Positions)
	return line[slices.IndexFunc(line, func(p Position) bool { return p.SupersededOn == nil })]
}

// latest returns the latest position that was taken in the same voice: the body's own, or another's.
func (e Endorsement) latest(capacity Capacity) (p Position, found bool) {
	for _, o := range slices.Backward(Timeline(e.Positions)) {
		if (o.Capacity == CapacityBody) == (capacity == CapacityBody) {
			return o, true
		}
	}
	return Position{}, false
}

// Plan says what "the union's position is now p" means for what stands, and which position it is held
// against: the latest of the same voice.
func (e Endorsement) Plan(p Position) (plan PutPlan, stands Position) {
	stands, found := e.latest(p.Capacity)
	switch {
	case !found:
		return PutAppend, stands
	case stands.SameFacts(p):
		return PutNothing, stands
	case stands.Position == p.Position && stands.EffectiveOn == p.EffectiveOn:
		return PutCorrection, stands
	}
	return PutAppend, stands
}

// PutPlan is what a PUT of a position comes to.
type PutPlan int

// The plans.
const (
	PutNothing    PutPlan = iota // the same stands already
	PutCorrection                // the current position gets other details
	PutAppend                    // the timeline gets a new position
)

// WithPosition adds a position to the timeline, or replaces the one of the same id. A verification
// does not outlive what was verified; a dispute stays until somebody settles it.
func (e Endorsement) WithPosition(p Position) Endorsement {
	line := slices.DeleteFunc(slices.Clone(e.Positions), func(o Position) bool { return o.ID == p.ID })
	return e.withTimeline(append(line, p))
}

// WithoutPosition strikes a position from the timeline. The last one cannot be struck: delete the
// endorsement instead.
func (e Endorsement) WithoutPosition(id uuid.UUID) (Endorsement, error) {
	line := slices.DeleteFunc(slices.Clone(e.Positions), func(o Position) bool { return o.ID == id })
	if len(line) == len(e.Positions) {
		return e, Errorf(CodeNotFound, "The endorsement has no such position.")
	}
	if len(line) == 0 {
		return e, Errorf(CodeConflict, "An endorsement has at least one position: delete the endorsement instead.")
	}
	return e.withTimeline(line), nil
}

func (e Endorsement) withTimeline(line List[Position]) Endorsement {
	e.Positions = Timeline(line)
	if e.Verification == Verified {
		e.Verification, e.VerificationReason = Unverified, ""
	}
	if e.Verification == "" {
		e.Verification = Unverified
	}
	return e
}

// Position returns the position of that id.
func (e Endorsement) Position(id uuid.UUID) (Position, bool) {
	for _, p := range e.Positions {
		if p.ID == id {
			return p, true
		}
	}
	return Position{}, false
}

// WithVerification sets the state of verification: verified needs a citation, disputed a reason.
func (e Endorsement) WithVerification(v Verification, reason string) (Endorsement, error) {
	var f Faults
	oneOf(&f, "/verification", v, Verifications)
	f.checkText("/reason", reason, 10_000)
	if v == Disputed && strings.TrimSpace(reason) == "" {
		f.Add("/reason", "required", "a dispute needs a reason")
	}
	if v == Verified && len(e.Current().Citations) == 0 {
		f.Add("/verification", "uncited", "a position without a citation cannot be verified")
	}
	if v == Unverified {
		reason = ""
	}
	e.Verification, e.VerificationReason = v, strings.TrimSpace(reason)
	return e, f.Err("The verification")
}
