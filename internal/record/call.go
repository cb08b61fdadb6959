package record

import (
	"slices"
	"time"

	"github.com/google/uuid"
)

// CallKind tells apart what unions are asked to endorse.
type CallKind string

// The kinds of call.
const (
	CallStrike      CallKind = "strike"
	CallDayOfAction CallKind = "day_of_action"
	CallMarch       CallKind = "march"
	CallBoycott     CallKind = "boycott"
	CallPicket      CallKind = "picket"
	CallResolution  CallKind = "resolution"
	CallOpenLetter  CallKind = "open_letter"
	CallCampaign    CallKind = "campaign"
	CallCandidacy   CallKind = "candidacy"
	CallOther       CallKind = "other"
)

// CallKinds lists every kind.
var CallKinds = []CallKind{CallStrike, CallDayOfAction, CallMarch, CallBoycott, CallPicket, CallResolution, CallOpenLetter, CallCampaign, CallCandidacy, CallOther}

// lasting kinds go on after their first day until somebody records an end.
var lasting = []CallKind{CallStrike, CallBoycott, CallCampaign, CallOpenLetter}

// Phase is where a call stands in time.
type Phase string

// The phases of a call.
const (
	PhaseUpcoming  Phase = "upcoming"
	PhaseOngoing   Phase = "ongoing"
	PhasePast      Phase = "past"
	PhaseCancelled Phase = "cancelled"
)

// Phases lists every phase.
var Phases = []Phase{PhaseUpcoming, PhaseOngoing, PhasePast, PhaseCancelled}

// Convener is who calls: a union of the record, or another group by its name.
type Convener struct {
	UnionID *uuid.UUID `json:"union_id,omitempty"`
	Name    string     `json:"name,omitempty"`
}

// CallRef names a call inside another record.
type CallRef struct {
	ID    uuid.UUID `json:"id"`
	Slug  string    `json:"slug"`
	Title string    `json:"title"`
}

// Call is what unions are asked to endorse.
type Call struct {
	ID        uuid.UUID      `json:"id"`
	Slug      string         `json:"slug"`
	Kind      CallKind       `json:"kind"`
	Title     string         `json:"title"`
	Summary   string         `json:"summary"`
	StartsOn  Date           `json:"starts_on"`
	EndsOn    Date           `json:"ends_on"`
	TimeZone  string         `json:"time_zone"` // IANA name; UTC when empty
	Place     Place          `json:"place" gorm:"embedded"`
	Demands   List[string]   `json:"demands"`
	Asks      List[string]   `json:"asks"` // no_work, no_school, rally, …
	Conveners List[Convener] `json:"conveners"`
	PartOf    *uuid.UUID     `json:"part_of"` // the call this one is part of
	Links     List[string]   `json:"links"`
	Cancelled bool           `json:"cancelled"`
	Version   int            `json:"version"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
}

// Ref names the call in another record.
func (c Call) Ref() CallRef { return CallRef{ID: c.ID, Slug: c.Slug, Title: c.Title} }

// Span returns the instants between which the call goes on, in its own time zone. A zero opens means
// that no start is known, a zero closes that it goes on until somebody records an end.
func (c Call) Span() (opens, closes time.Time) {
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	if c.StartsOn.Known() {
		opens, closes = c.StartsOn.Span(zone)
	}
	if c.EndsOn.Known() {
		_, closes = c.EndsOn.Span(zone)
	} else if slices.Contains(lasting, c.Kind) {
		closes = time.Time{}
	}
	return opens.UTC(), closes.UTC()
}

// PhaseAt derives the phase of the call at an instant.
func (c Call) PhaseAt(now time.Time) Phase {
	opens, closes := c.Span()
	switch {
	case c.Cancelled:
		return PhaseCancelled
	case !closes.IsZero() && !now.Before(closes):
		return PhasePast
	case now.Before(opens):
		return PhaseUpcoming
	}
	return PhaseOngoing
}

// SearchText is what a search for a call looks through, folded.
func (c Call) SearchText() string {
	return Fold(c.Title) + "\n" + Fold(c.Summary) + "\n" + Fold(c.Slug)
}

// NewCall normalises c and answers it, or an *Error that names every bad field. The store derives a
// missing slug.
func NewCall(c Call) (Call, error) {
	var f Faults
	oneOf(&f, "/kind", c.Kind, CallKinds)
	c.Title = tidy(c.Title)
	f.requireText("/title", c.Title, maxName)
	f.checkText("/summary", c.Summary, maxText)
	if c.Slug != "" && !ValidSlug(c.Slug) {
		f.Add("/slug", "invalid", "a slug has lower-case letters, digits and single hyphens, at most %d", maxSlug)
	}
	f.checkDate("/starts_on", c.StartsOn)
	f.checkDate("/ends_on", c.EndsOn)
	f.checkOrder("/ends_on", c.StartsOn, c.EndsOn)
	if c.TimeZone == "" {
		c.TimeZone = "UTC"
	}
	if _, err := time.LoadLocation(c.TimeZone); err != nil || c.TimeZone == "Local" {
		f.Add("/time_zone", "invalid", "%q is not a time zone such as America/Chicago", clip(c.TimeZone))
	}
	c.Place = checkPlace(&f, "/place", c.Place)
	c.Demands, c.Asks, c.Links = slices.Clone(c.Demands), slices.Clone(c.Asks), slices.Clone(c.Links)
	f.checkWords("/demands", c.Demands, maxLine)
	f.checkTokens("/asks", c.Asks)
	f.checkCount("/links", len(c.Links))
	for i := range c.Links {
		if c.Links[i] == "" {
			f.Add(at("/links", i), "required", "a link is required")
		}
		f.checkURL(at("/links", i), &c.Links[i])
	}
	c.Conveners = slices.Clone(c.Conveners)
	f.checkCount("/conveners", len(c.Conveners))
	for i := range c.Conveners {
		v := &c.Conveners[i]
		v.Name = tidy(v.Name)
		f.checkText(at("/conveners", i)+"/name", v.Name, maxName)
		if (v.UnionID == nil) == (v.Name == "") {
			f.Add(at("/conveners", i), "invalid", "a convener is either a union_id or a name")
		}
	}
	if c.PartOf != nil && *c.PartOf == c.ID {
		f.Add("/part_of", "cycle", "a call cannot be part of itself")
	}
	return c, f.Err("The call")
}
