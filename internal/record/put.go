package record

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Outcome says what became of a row that was put into the record.
type Outcome string

// The outcomes of a put that was not refused.
const (
	PutCreated   Outcome = "created"
	PutUpdated   Outcome = "updated"
	PutUnchanged Outcome = "unchanged" // the record said the same already, or the row was applied before
)

// PutResult is what became of one row.
type PutResult struct {
	Outcome Outcome
	// ID, Slug and Name are those of the record that the row is about; the name of a call is its title.
	// Endorsements, statements and sources have an ID only.
	ID   uuid.UUID
	Slug string
	Name string
	// Err is an *Error when the row is refused; then nothing of it is in the record, and the rows put
	// before and after it are not concerned.
	Err error
}

// A put states what somebody's table says of one record. Facts that are empty say nothing: an update
// adds names, identifiers and dated counts, replaces single facts that differ, and takes nothing away.
// The facts need not be normalised: who puts them holds them to the same rules as any other write.
//
// Seen is a digest of the row as it was read. A row that was applied before is unchanged, whatever became
// of the record since: a correction is not undone by the same file. Without a digest a row is applied
// whenever it comes.

// UnionPut states facts of a union and which unions stand above it.
type UnionPut struct {
	// Ref is the union that is meant, when it is known: it must be in the record. One that was merged
	// stands for its survivor. Without it the identifiers find the union, then the slug; when neither
	// does, the union is created, with Union.ID if that is set.
	Ref   Ref
	Union Union
	// KindUnsure says that Union.Kind is for a new record alone: the one that is known knows better.
	KindUnsure bool
	Parents    []ParentPut
	Seen       []byte
}

// For is what the put states of a union as it was; of the zero Union, all of it.
func (p UnionPut) For(was Union) Union {
	u := p.Union
	if p.KindUnsure && was.ID != uuid.Nil {
		u.Kind = ""
	}
	return u
}

// ParentPut names a union above another, by the id or slug of one that is in the record or was put before,
// also in the same batch. The Union.ID of an earlier put names its union whether it was created or found.
// An affiliation of the pair and type that is in the record already, of whatever time, is left as it is.
type ParentPut struct {
	Ref  Ref
	Type AffiliationType // Chartered when empty
	From Date            // when it began, of one that is not in the record yet
}

// CallPut states facts of a call. Ref is the call that is meant and must be in the record; without it
// Call.Slug finds the call, which is created when there is none.
type CallPut struct {
	Ref  Ref
	Call Call
	// Keep leaves a call that is in the record as it is.
	Keep bool
	Seen []byte
}

// EndorsementPut states that a union took a position on a call. A position that stands anywhere in the
// timeline with the same facts is unchanged; of one with the same stance, capacity and effective date
// the other facts that are stated are corrected; anything else is a further position, in its place by
// date. A position without any date is the latest one of its stance and capacity; where there is none, but
// others whose dates are known, its place cannot be told and it is refused. Positions are never taken
// away, and later ones never touched.
type EndorsementPut struct {
	Call, Union Ref
	Position    Position
	Seen        []byte
}

// StatementPut states facts of a statement. It is found by its URL or, without one, by title, issuers and
// date of publication.
type StatementPut struct {
	Statement Statement
	Seen      []byte
}

// SourcePut states facts of a source, which is found by its URL.
type SourcePut struct {
	Source Source
	Seen   []byte
}

// ImportState says how far an import has come.
type ImportState string

// The states of an import.
const (
	ImportRunning     ImportState = "running"
	ImportDone        ImportState = "done"        // the file was read to its end
	ImportFailed      ImportState = "failed"      // it stopped at an error; what was committed before stays
	ImportInterrupted ImportState = "interrupted" // the process that ran it is gone; what was committed stays
)

// ImportRun is one import that somebody asked for, and what it came to.
type ImportRun struct {
	ID         uuid.UUID   `json:"id"`
	Kind       string      `json:"kind"` // what the file holds: olms, unions, calls, …
	State      ImportState `json:"state"`
	DryRun     bool        `json:"dry_run"`
	Actor      string      `json:"actor"`
	CreatedAt  time.Time   `json:"created_at"`
	FinishedAt *time.Time  `json:"finished_at"`
	// FirstSeq and LastSeq are the changes between which the import wrote, both included; 0 when it wrote
	// none.
	FirstSeq int64 `json:"first_seq"`
	LastSeq  int64 `json:"last_seq"`
	// Report is the report so far.
	Report JSON `json:"report"`
}

// replace puts what is stated in the place of a fact; the zero value states nothing.
func replace[T comparable](fact *T, stated T) {
	var nothing T
	if stated != nothing {
		*fact = stated
	}
}

// replaceList is replace for lists.
func replaceList[T any](fact *List[T], stated List[T]) {
	if len(stated) > 0 {
		*fact = stated
	}
}

// addNew appends what is stated and not in the list yet.
func addNew[T any](list *List[T], stated List[T], same func(a, b T) bool) {
	*list = slices.Clone(*list)
	for _, s := range stated {
		if !slices.ContainsFunc(*list, func(o T) bool { return same(o, s) }) {
			*list = append(*list, s)
		}
	}
}

func equal[T comparable](a, b T) bool { return a == b }

// sameJSON reports whether two records are written alike.
func sameJSON(a, b any) bool {
	one, err := json.Marshal(a)
	if err != nil {
		return false
	}
	other, err := json.Marshal(b)
	return err == nil && bytes.Equal(one, other)
}

// Complete answers the union with the facts that somebody states of it besides, or an *Error that names
// every bad field. Of the zero Union it makes a new one. A name that differs only in case and accents
// from one that is known adds nothing, and the display name stays. Coordinates do not outlive the city
// they were given for.
func (u Union) Complete(stated Union) (Union, error) {
	if u.ID == uuid.Nil {
		return NewUnion(stated)
	}
	replace(&u.Slug, stated.Slug)
	replace(&u.Kind, stated.Kind)
	names := stated.Names
	if tidy(stated.Name) != "" {
		names = append(slices.Clone(names), Name{Value: stated.Name, Type: "alias"})
	}
	addNew(&u.Names, names, func(a, b Name) bool {
		return (b.Lang == "" || a.Lang == b.Lang) && (a.Value == b.Value || Fold(a.Value) == Fold(b.Value))
	})
	if stated.Designation.Number != "" {
		u.Designation = stated.Designation
	} else {
		replace(&u.Designation.Type, stated.Designation.Type)
		replace(&u.Designation.Suffix, stated.Designation.Suffix)
	}
	addNew(&u.Identifiers, stated.Identifiers, equal)
	u.Place = u.Place.complete(stated.Place)
	for _, c := range stated.Members {
		if c.SourceID == nil && slices.ContainsFunc(u.Members, func(o MemberCount) bool { return o.AsOf == c.AsOf && o.Count == c.Count }) {
			continue
		}
		u = u.WithMembers(c)
	}
	if stated.Status == "" && stated.Dissolved.Known() && u.Status == StatusActive {
		u.Status = "" // it follows from the date
	}
	replace(&u.Status, stated.Status)
	replace(&u.Founded, stated.Founded)
	replace(&u.Dissolved, stated.Dissolved)
	replace(&u.Website, stated.Website)
	return NewUnion(u)
}

// NormalIdentifiers answers identifiers in the form in which they are kept, or an *Error that names every
// bad one.
func NormalIdentifiers(ids List[Identifier]) (List[Identifier], error) {
	var f Faults
	ids = checkIdentifiers(&f, ids)
	return ids, f.Err("The union")
}

func (p Place) complete(stated Place) Place {
	was := p
	replace(&p.Country, strings.ToUpper(stated.Country))
	replace(&p.Region, strings.ToUpper(stated.Region))
	if stated.Country == "" && len(stated.Region) > 2 {
		p.Country = p.Region[:2]
	}
	if Fold(p.City) != Fold(stated.City) {
		replace(&p.City, tidy(stated.City))
	}
	if p != was {
		p.Latitude, p.Longitude = nil, nil
	}
	replace(&p.Latitude, stated.Latitude)
	replace(&p.Longitude, stated.Longitude)
	return p
}

// SameFacts reports whether two versions of a union say the same.
func (u Union) SameFacts(o Union) bool {
	u.Version, u.CreatedAt, u.UpdatedAt = o.Version, o.CreatedAt, o.UpdatedAt
	return sameJSON(u, o)
}

// Complete answers the call with the facts that somebody states of it besides, or an *Error that names
// every bad field. Of the zero Call it makes a new one. A call that was cancelled stays so.
func (c Call) Complete(stated Call) (Call, error) {
	if c.ID == uuid.Nil {
		return NewCall(stated)
	}
	replace(&c.Slug, stated.Slug)
	replace(&c.Kind, stated.Kind)
	replace(&c.Title, stated.Title)
	replace(&c.Summary, stated.Summary)
	replace(&c.StartsOn, stated.StartsOn)
	replace(&c.EndsOn, stated.EndsOn)
	replace(&c.TimeZone, stated.TimeZone)
	c.Place = c.Place.complete(stated.Place)
	addNew(&c.Demands, stated.Demands, equal)
	addNew(&c.Asks, stated.Asks, equal)
	addNew(&c.Conveners, stated.Conveners, func(a, b Convener) bool {
		return a.Name == b.Name && (a.UnionID == nil) == (b.UnionID == nil) && (a.UnionID == nil || *a.UnionID == *b.UnionID)
	})
	addNew(&c.Links, stated.Links, equal)
	replace(&c.PartOf, stated.PartOf)
	c.Cancelled = c.Cancelled || stated.Cancelled
	return NewCall(c)
}

// SameFacts reports whether two versions of a call say the same.
func (c Call) SameFacts(o Call) bool {
	c.Version, c.CreatedAt, c.UpdatedAt = o.Version, o.CreatedAt, o.UpdatedAt
	return sameJSON(c, o)
}

// Complete answers the statement with the facts that somebody states of it besides, or an *Error that
// names every bad field. Of the zero Statement it makes a new one.
func (s Statement) Complete(stated Statement) (Statement, error) {
	if s.ID == uuid.Nil {
		return NewStatement(stated)
	}
	replace(&s.Title, stated.Title)
	replace(&s.Text, stated.Text)
	replace(&s.Kind, stated.Kind)
	replace(&s.Language, stated.Language)
	replace(&s.PublishedOn, stated.PublishedOn)
	replace(&s.URL, stated.URL)
	addNew(&s.Issuers, stated.Issuers, func(a, b UnionRef) bool { return a.ID == b.ID })
	addNew(&s.Calls, stated.Calls, func(a, b CallRef) bool { return a.ID == b.ID })
	addNew(&s.Quotes, stated.Quotes, func(a, b Quote) bool { return a.Text == b.Text })
	for _, t := range stated.Translations {
		s.Translations = slices.DeleteFunc(slices.Clone(s.Translations), func(o Translation) bool { return o.Language == t.Language })
		s.Translations = append(s.Translations, t)
	}
	s.Citations = completeCitations(s.Citations, stated.Citations)
	return NewStatement(s)
}

// SameFacts reports whether two versions of a statement say the same. The sources that both cite must
// have been found.
func (s Statement) SameFacts(o Statement) bool {
	s.Version, s.CreatedAt, s.UpdatedAt = o.Version, o.CreatedAt, o.UpdatedAt
	return sameJSON(s, o)
}

// completeCitations adds citations of sources. A source that is cited already is cited with the passage
// that is stated when it was cited without one; drafts are told from sources by their addresses.
func completeCitations(known, stated List[Citation]) List[Citation] {
	known = slices.Clone(known)
	address := func(c Citation) string {
		if c.Draft != nil {
			url, _ := NormalizeURL(c.Draft.URL)
			return url
		}
		return c.Source.URL
	}
	for _, s := range stated {
		same := func(c Citation) bool {
			return s.Draft == nil && c.Source.ID == s.Source.ID || s.Draft != nil && address(c) == address(s)
		}
		if slices.ContainsFunc(known, func(c Citation) bool {
			return same(c) && (s.Quote == "" || c.Quote == s.Quote) && (s.Locator == "" || c.Locator == s.Locator)
		}) {
			continue
		}
		bare := slices.IndexFunc(known, func(c Citation) bool { return same(c) && c.Quote == "" && c.Locator == "" })
		if bare >= 0 {
			known[bare].Quote, known[bare].Locator = s.Quote, s.Locator
		} else {
			known = append(known, s)
		}
	}
	return known
}

// Complete answers the source with the facts that somebody states of it besides, or an *Error that names
// every bad field. Of the zero Source it makes a new one.
func (s Source) Complete(stated Source) (Source, error) {
	if s.ID == uuid.Nil {
		return NewSource("", stated)
	}
	replace(&s.Title, stated.Title)
	replace(&s.Publisher, stated.Publisher)
	replace(&s.Kind, stated.Kind)
	replace(&s.Union, stated.Union)
	replace(&s.PublishedOn, stated.PublishedOn)
	replace(&s.RetrievedAt, stated.RetrievedAt)
	replace(&s.ArchiveURL, stated.ArchiveURL)
	replace(&s.SHA256, stated.SHA256)
	replace(&s.Health, stated.Health)
	return NewSource("", s)
}

// SameFacts reports whether two versions of a source say the same.
func (s Source) SameFacts(o Source) bool {
	s.Version, s.CreatedAt, s.UpdatedAt = o.Version, o.CreatedAt, o.UpdatedAt
	return sameJSON(s, o)
}

// Complete answers the position with the facts that somebody states of it besides.
func (p Position) Complete(stated Position) (Position, error) {
	replace(&p.AnnouncedOn, stated.AnnouncedOn)
	if stated.DecidedBy != "unknown" {
		replace(&p.DecidedBy, stated.DecidedBy)
	}
	replace(&p.Vote, stated.Vote)
	replaceList(&p.Scope, stated.Scope)
	replaceList(&p.Participation, stated.Participation)
	replace(&p.Quote, stated.Quote)
	replace(&p.Note, stated.Note)
	replace(&p.By, stated.By)
	p.Citations = completeCitations(p.Citations, stated.Citations)
	return NewPosition(p)
}

// Find finds the position that a row means: the one of its stance, capacity and effective date or, when
// the row has no date, the latest of its stance and capacity. Errors: CodeInvalid when its place in the
// timeline cannot be told.
func (e Endorsement) Find(stated Position) (p Position, found bool, err error) {
	dated := stated.EffectiveOn.Known() || stated.AnnouncedOn.Known()
	others := false
	for _, o := range slices.Backward(Timeline(e.Positions)) {
		if o.Position == stated.Position && o.Capacity == stated.Capacity && (o.EffectiveOn == stated.EffectiveOn || !dated) {
			return o, true, nil
		}
		others = others || o.Dated.Known()
	}
	if others && !dated {
		var f Faults
		f.Add("/effective_on", "required", "the union has taken other positions on this call: say when it took this one")
		err = f.Err("The position")
	}
	return p, false, err
}
