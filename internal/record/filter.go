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
}

// Mark is a place in a sorted list: the sort value and the id that breaks ties.
type Mark struct {
	Value string
	ID    uuid.UUID
}

// Listing is one page of a list.
type Listing[T any] struct {
	Items []T
	Next  *Mark // where the next page starts; nil at the end
	Total *int  // of all pages, if asked for
}

// UnionFilter selects unions. Zero members select everything; several values of one member are
// alternatives, several members must all hold. Without Statuses, merged records are left out.
type UnionFilter struct {
	Q            string // in names, city and identifiers, folded
	Kinds        []UnionKind
	Parent       Ref // direct parent
	Under        Ref // at any depth below
	Identifier   *Identifier
	Countries    []string
	Regions      []string
	City         string
	Statuses     []UnionStatus
	ChangedSince time.Time
}

// CallFilter selects calls.
type CallFilter struct {
	Q            string
	Kinds        []CallKind
	Phases       []Phase
	PartOf       Ref
	Countries    []string
	Regions      []string
	From, To     Date // calls that go on between these days
	ChangedSince time.Time
}

// EndorsementFilter selects endorsements by the position they show.
type EndorsementFilter struct {
	Q             string // in quote, note and the union's names
	Call          Ref
	Union         Ref
	Under         Ref // unions at any depth below, and the union itself
	Positions     []Stance
	Verifications []Verification
	Evidences     []Evidence
	DecidedBys    []DecidedBy
	Capacities    []Capacity
	Kinds         []UnionKind
	Countries     []string
	Regions       []string
	From, To      Date // of the position's date
	ChangedSince  time.Time
}

// StatementFilter selects statements.
type StatementFilter struct {
	Q            string
	Union        Ref
	Under        Ref
	Call         Ref
	Kinds        []StatementKind
	Language     string
	From, To     Date
	ChangedSince time.Time
}

// SourceFilter selects sources.
type SourceFilter struct {
	Q            string
	URL          string // normalised
	Publisher    string
	Kinds        []SourceKind
	Healths      []string
	ChangedSince time.Time
}

// ChangeFilter selects changes, in ascending order of seq.
type ChangeFilter struct {
	After    int64 // exclusive
	Entities []Entity
	Actions  []Action
	Call     Ref
	Union    Ref
	Under    Ref
	Limit    int
}

// CoverageFilter selects the affiliates of a coverage.
type CoverageFilter struct {
	Kinds     []UnionKind
	Positions []Stance
	None      bool // also those without a position; alone, only those
}
