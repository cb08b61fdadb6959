package record

import (
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
	// ID, Slug and Name are those of the record that the row is about. An endorsement, a statement and a
	// source have no slug; the name of a call or statement is its title, that of an endorsement the
	// union's, that of a source its address.
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
	Ref     Ref
	Union   Union
	Parents []ParentPut
	Seen    []byte
}

// ParentPut names a union above another, by the id or slug of one that is in the record or was put before,
// also in the same batch. The Union.ID of an earlier put names its union whether it was created or found.
// An affiliation of the pair and type that is in the record already, of whatever time, is left as it is.
type ParentPut struct {
	Ref  Ref
	Type AffiliationType // Chartered when empty
}

// CallPut states facts of a call. Ref is the call that is meant and must be in the record; without it
// Call.Slug finds the call, which is created when there is none.
type CallPut struct {
	Ref  Ref
	Call Call
	Seen []byte
}

// EndorsementPut states that a union took a position on a call. A position that stands anywhere in the
// timeline with the same facts is unchanged; of one with the same stance, capacity and effective date
// the other facts that are stated are corrected; anything else is a further position, in its place by
// date. Positions are never taken away, and later ones never touched.
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
