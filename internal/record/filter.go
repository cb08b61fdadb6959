package record

import (
	"time"

	"github.com/google/uuid"
)

// Ref names a record in a request, by its id (a UUID) or its slug. The empty Ref names none.
type Ref string

// UUID returns the id that the Ref gives, if it gives one.
func (r Ref) UUID() (uuid.UUID, bool) {
	if len(r) != 36 {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(string(r))
	return id, err == nil
}

// Moment says which record a read sees, by its two clocks. The zero Moment is the present.
type Moment struct {
	// AsOf is the day whose facts are asked for; unknown means the present.
	AsOf Date
	// KnownAt is the instant whose state of the record is asked for; zero means now.
	KnownAt time.Time
	// Seq asks for the state in which that change was the last, where KnownAt is zero; 0 is the latest.
	Seq int64
}

// Instant is the instant at which the answer is, or would have been, given.
func (m Moment) Instant(now time.Time) time.Time {
	if m.KnownAt.IsZero() {
		return now
	}
	return m.KnownAt
}

// Page says which part of a list is asked for, in which order.
type Page struct {
	Moment
	// Limit is how many records at most; 0 means no limit.
	Limit int
	// After is the place of the last record of the page before; nil for the first page.
	After *Mark
	// Total asks for the number of all records too.
	Total bool
	// Sort is one of the list's fields, Descending turns it around. Empty is the list's own order.
	Sort       string
	Descending bool
	// Facets names fields of the list whose values are to be counted over all records, not the page.
	Facets []string
}

// Mark is a place in a sorted list: the sort value and the id that breaks ties.
type Mark struct {
	Value string
	ID    uuid.UUID
}

// Listing is one page of a list.
type Listing[T any] struct {
	Items  []T
	Next   *Mark              // where the next page starts; nil at the end
	Total  *int               // of all pages, if asked for
	Facets map[string][]Facet // by field, if asked for
}

// Facet is one value of a field, and how many records of a list have it.
type Facet struct {
	// Value is nil for what is not known.
	Value *string `json:"value" example:"endorsed"`
	// Label names a value for people where the value itself is an address.
	Label string `json:"label,omitempty" example:"AFL-CIO"`
	Count int    `json:"count" minimum:"1" example:"412"`
}

// MaxFacets is how many values of a field are counted at most: the most frequent ones.
const MaxFacets = 50

// Snapshot is the state of the record that a stream shows.
type Snapshot struct {
	// Seq is the last change that the state includes.
	Seq int64
	// Total is how many records follow, if that was asked for.
	Total *int
}

// The filters select records. Zero members select everything; several values of one member are
// alternatives, several members must all hold. Except is a filter none of whose members may hold; of it,
// the members with several values are read.

// UnionFilter selects unions. Without Statuses, merged records are left out.
type UnionFilter struct {
	IDs          []uuid.UUID
	Q            string // in names, city and identifiers, folded
	Kinds        []UnionKind
	Parents      []Ref // direct parents
	Under        []Ref // at any depth below
	Identifiers  []Identifier
	Countries    []string
	Regions      []string
	Cities       []string
	Statuses     []UnionStatus
	Founded      Days
	Members      Range // by the latest count known on the day asked for
	ChangedSince time.Time
	Except       *UnionFilter
}

// CallFilter selects calls.
type CallFilter struct {
	IDs          []uuid.UUID
	Q            string
	Kinds        []CallKind
	Phases       []Phase
	PartOf       []Ref
	Countries    []string
	Regions      []string
	From, To     Date // calls that go on between these days
	ChangedSince time.Time
	Except       *CallFilter
}

// EndorsementFilter selects endorsements by the position they show.
type EndorsementFilter struct {
	Q             string // in quote, note and the union's names
	Calls         []Ref
	Unions        []Ref
	Under         []Ref       // unions at any depth below, and the unions themselves
	CallIDs       []uuid.UUID // as Calls, of which those that are not there are no error
	UnionIDs      []uuid.UUID
	Positions     []Stance
	Verifications []Verification
	Evidences     []Evidence
	DecidedBys    []DecidedBy
	Capacities    []Capacity
	Kinds         []UnionKind
	Countries     []string
	Regions       []string
	From, To      Date // of the position's date
	Members       Range
	ChangedSince  time.Time
	Except        *EndorsementFilter
}

// StatementFilter selects statements.
type StatementFilter struct {
	Q            string
	Unions       []Ref
	Under        []Ref
	Calls        []Ref
	Kinds        []StatementKind
	Languages    []string
	From, To     Date // of publication
	ChangedSince time.Time
	Except       *StatementFilter
}

// SourceFilter selects sources.
type SourceFilter struct {
	Q            string
	URLs         []string // normalised
	Publishers   []string
	Kinds        []SourceKind
	Healths      []string
	From, To     Date // of publication
	ChangedSince time.Time
	Except       *SourceFilter
}

// AffiliationFilter selects affiliations.
type AffiliationFilter struct {
	Types        []AffiliationType
	ChangedSince time.Time
	Except       *AffiliationFilter
}

// Days are the days from one date to another, both included; an unknown date is no bound.
type Days struct{ From, To Date }

// Range is the numbers from Min to Max, both included; nil is no bound. What is not known is in no range
// that has a bound.
type Range struct{ Min, Max *int }

// ChangeFilter selects changes, in ascending order of seq.
type ChangeFilter struct {
	After    int64 // exclusive
	Entities []Entity
	Actions  []Action
	Call     Ref
	Union    Ref
	Under    Ref
	Limit    int
	Latest   bool // the last of them, the last one first
}

// CoverageFilter selects the affiliates of a coverage.
type CoverageFilter struct {
	Kinds     []UnionKind
	Positions []Stance
	None      bool // also those without a position; alone, only those
	Except    *CoverageFilter
}
