package record

import (
	"github.com/google/uuid"
)

// Write says who writes, why, and how far they may reach.
type Write struct {
	// Actor is the public handle under which the change is recorded.
	Actor string
	// Reason is what the writer said of the write; it may be empty.
	Reason string
	// Grant bounds the write to these unions and everything below them; nil is no bound, an empty
	// list reaches nothing.
	Grant *[]uuid.UUID
	// Idempotency is set when the client asked that a repeated request be answered only once.
	Idempotency *Idempotency
}

// Idempotency ties a write to the client's Idempotency-Key, so that both are stored in one transaction.
type Idempotency struct {
	// Owner is the id of the API key that sent the request, Key what it chose.
	Owner, Key string
	// Fingerprint is a digest of method, path and body.
	Fingerprint []byte
	// Render makes the answer from what was written; it is stored with the write and replayed as it is.
	Render func(result any) (Answer, error)
}

// Answer is a stored HTTP answer.
type Answer struct {
	Status      int    `json:"status"`
	ETag        string `json:"etag" gorm:"column:etag"`
	Location    string `json:"location"`
	Body        []byte `json:"body"`
	Fingerprint []byte `json:"-"`
}

// MaxReason is the longest reason, in Unicode code points.
const MaxReason = 1000

// CheckReason answers what is wrong with the reason given for a write.
func CheckReason(s string) error {
	var f Faults
	f.checkText("", s, MaxReason)
	for i := range f.fields {
		f.fields[i].Parameter = "Rollcall-Reason"
	}
	return f.Err("The reason")
}

// Match is the condition that a request puts on what it replaces (RFC 9110 §13.1).
type Match struct {
	// Given is true when the request names the version it replaces; Version is that version.
	Given   bool
	Version int
	// Any is true when the request takes whatever version stands (If-Match: *).
	Any bool
	// None asks that nothing be replaced: create only.
	None bool
}

// Check holds the condition against the version that stands; 0 means that there is no record yet.
func (m Match) Check(current int) error {
	switch {
	case m.None && current > 0:
		return Errorf(CodeExists, "The record exists already, and only its creation was asked for.")
	case m.Given && m.Any && current == 0:
		return Errorf(CodeStale, "There is no record to replace.")
	case m.Given && !m.Any && m.Version != current:
		return Errorf(CodeStale, "The record is at version %d; the write was made for version %d.", current, m.Version)
	case !m.Given && current > 0:
		return Errorf(CodeMustMatch, "The record exists: say with If-Match which version the write replaces.")
	}
	return nil
}

// Put is what became of "this union's position on this call is now …".
type Put struct {
	EndorsementView
	Created bool // the endorsement is new
}
