package record

import (
	"cmp"
	"database/sql/driver"
	"reflect"
	"slices"

	"github.com/google/uuid"
)

// Stance is what a body said of a call.
type Stance string

// The positions a body can take.
const (
	Endorsed        Stance = "endorsed"          // it formally endorsed the call
	Supported       Stance = "supported"         // it expressed support without endorsing
	Planning        Stance = "planning"          // it announced an action of its own for the call
	Declined        Stance = "declined"          // it considered and refused
	Opposed         Stance = "opposed"           // it spoke against
	Tabled          Stance = "tabled"            // it postponed the question
	Withdrawn       Stance = "withdrawn"         // it took an earlier position back
	Nullified       Stance = "nullified"         // a parent body set the position aside
	NoPositionFound Stance = "no_position_found" // somebody looked on that date and found none
)

// Stances lists every position.
var Stances = []Stance{Endorsed, Supported, Planning, Declined, Opposed, Tabled, Withdrawn, Nullified, NoPositionFound}

// DecidedBy says who in the body decided.
type DecidedBy string

// DecidedBys lists who can decide.
var DecidedBys = []DecidedBy{"membership_vote", "delegates", "executive_board", "officer", "petition", "unknown"}

// Capacity says in whose name a position was taken. Only CapacityBody counts as the union's own.
type Capacity string

// The capacities.
const (
	CapacityBody    Capacity = "body"
	CapacityOfficer Capacity = "officer" // an officer speaking personally
	CapacityCaucus  Capacity = "caucus"  // a group of members
)

// Capacities lists every capacity.
var Capacities = []Capacity{CapacityBody, CapacityOfficer, CapacityCaucus}

// Vote is the count of a decision; a number that is not known is null.
type Vote struct {
	For     *int `json:"for"`
	Against *int `json:"against"`
	Abstain *int `json:"abstain"`
}

// Scan reads a JSON column.
func (v *Vote) Scan(src any) error { return scanJSON(src, v) }

// Value writes a JSON column.
func (v Vote) Value() (driver.Value, error) { return jsonValue(v) }

// Position is one dated fact in the timeline of an endorsement, with its own evidence.
type Position struct {
	ID            uuid.UUID      `json:"id"`
	Position      Stance         `json:"position"`
	EffectiveOn   Date           `json:"effective_on"`
	AnnouncedOn   Date           `json:"announced_on"`
	DecidedBy     DecidedBy      `json:"decided_by"`
	Vote          *Vote          `json:"vote"`
	Capacity      Capacity       `json:"capacity"`
	Scope         List[string]   `json:"scope"`         // which of the call's asks it covers
	Participation List[string]   `json:"participation"` // what the body will do itself
	Quote         string         `json:"quote"`
	Note          string         `json:"note"`
	By            *uuid.UUID     `json:"by" gorm:"column:nullified_by"`
	Citations     List[Citation] `json:"citations"`
	// RecordedSeq is the seq of the change that first recorded the position: the order of record.
	RecordedSeq int64 `json:"recorded_seq"`

	// Dated and SupersededOn are derived by Timeline: the position is in force from Dated on, before
	// SupersededOn. The current position is superseded by none.
	Dated        Date  `json:"-"`
	SupersededOn *Date `json:"-"`
}

// NewPosition normalises p and answers it, or an *Error that names every bad field.
func NewPosition(p Position) (Position, error) {
	var f Faults
	oneOf(&f, "/position", p.Position, Stances)
	f.checkDate("/effective_on", p.EffectiveOn)
	f.checkDate("/announced_on", p.AnnouncedOn)
	if p.DecidedBy == "" {
		p.DecidedBy = "unknown"
	}
	oneOf(&f, "/decided_by", p.DecidedBy, DecidedBys)
	if p.Capacity == "" {
		p.Capacity = CapacityBody
	}
	oneOf(&f, "/capacity", p.Capacity, Capacities)
	if p.Vote != nil {
		f.checkVotes("/vote/for", p.Vote.For)
		f.checkVotes("/vote/against", p.Vote.Against)
		f.checkVotes("/vote/abstain", p.Vote.Abstain)
		if *p.Vote == (Vote{}) {
			p.Vote = nil
		}
	}
	p.Scope, p.Participation = slices.Clone(p.Scope), slices.Clone(p.Participation)
	f.checkTokens("/scope", p.Scope)
	f.checkWords("/participation", p.Participation, maxLine)
	f.checkText("/quote", p.Quote, 10_000)
	f.checkText("/note", p.Note, 10_000)
	if p.By != nil && p.Position != Nullified {
		f.Add("/by", "invalid", "only a nullified position is set aside by another union")
	}
	p.Citations = f.checkCitations("/citations", p.Citations)
	return p, f.Err("The position")
}

func (f *Faults) checkVotes(pointer string, n *int) {
	if n != nil && (*n < 0 || *n > 100_000_000) {
		f.Add(pointer, "range", "%d is not a number of votes", *n)
	}
}

// Within notes when p was taken before its union was founded or after it was dissolved.
func (p Position) Within(u Union) error {
	var f Faults
	f.checkLifetime("/effective_on", p.EffectiveOn, u)
	f.checkLifetime("/announced_on", p.AnnouncedOn, u)
	return f.Err("The position")
}

func (f *Faults) checkLifetime(pointer string, d Date, u Union) {
	if d.EndsBefore(u.Founded) {
		f.Add(pointer, "range", "%s is before the union was founded (%s)", d, u.Founded)
	}
	if u.Dissolved.EndsBefore(d) {
		f.Add(pointer, "range", "%s is after the union was dissolved (%s)", d, u.Dissolved)
	}
}

// SameFacts reports whether p and o say the same, their identity and place in the record apart.
func (p Position) SameFacts(o Position) bool { return reflect.DeepEqual(p.facts(), o.facts()) }

func (p Position) facts() Position {
	p.ID, p.RecordedSeq, p.Dated, p.SupersededOn = uuid.Nil, 0, "", nil
	p.Scope, p.Participation = append(List[string]{}, p.Scope...), append(List[string]{}, p.Participation...)
	citations := List[Citation]{}
	for _, c := range p.Citations {
		// The source's identity counts here, not what its record says of it today.
		citations = append(citations, Citation{Source: SourceRef{ID: c.Source.ID}, Quote: c.Quote, Locator: c.Locator})
	}
	p.Citations = citations
	return p
}

// Timeline sorts positions by when they took effect, then by record, and sets Dated and SupersededOn.
// A position without an effective date counts from its announcement; one without either takes its
// place by the order of record: it dates from the latest date recorded before it. A position that is
// not recorded yet (RecordedSeq 0) comes after those that are.
//
// A body's own position gives way to its own next one only. What an officer or a caucus says shows
// while the body itself has taken none, and never afterwards.
func Timeline(positions List[Position]) List[Position] {
	line := slices.Clone(positions)
	// One less than zero is the greatest of all as an unsigned number.
	byRecord := func(a, b Position) int { return cmp.Compare(uint64(a.RecordedSeq)-1, uint64(b.RecordedSeq)-1) }
	slices.SortStableFunc(line, byRecord)
	var latest Date
	for i := range line {
		p := &line[i]
		switch {
		case p.EffectiveOn.Known():
			p.Dated = p.EffectiveOn
		case p.AnnouncedOn.Known():
			p.Dated = p.AnnouncedOn
		default:
			p.Dated = latest
		}
		if latest == "" || latest.Before(p.Dated) {
			latest = p.Dated
		}
	}
	slices.SortStableFunc(line, func(a, b Position) int {
		return cmp.Or(cmp.Compare(a.Dated.First(), b.Dated.First()), byRecord(a, b))
	})
	spoken := false // the body itself has taken a position
	for i := range line {
		p := &line[i]
		own := p.Capacity == CapacityBody
		p.SupersededOn = nil
		if spoken && !own {
			p.SupersededOn = &p.Dated
			continue
		}
		spoken = spoken || own
		next := slices.IndexFunc(line[i+1:], func(o Position) bool { return !own || o.Capacity == CapacityBody })
		if next >= 0 {
			date := line[i+1+next].Dated
			p.SupersededOn = &date
		}
	}
	return line
}

// PositionIn is one position in its endorsement.
type PositionIn struct {
	Endorsement Endorsement
	ID          uuid.UUID
}

// Position returns the position itself.
func (p PositionIn) Position() Position {
	found, _ := p.Endorsement.Position(p.ID)
	return found
}
