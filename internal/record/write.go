package record

import (
	"unicode/utf8"

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
	ETag        string `json:"etag"`
	Location    string `json:"location"`
	Body        []byte `json:"body"`
	Fingerprint []byte `json:"-"`
}

// MaxReason is the longest reason, in Unicode code points.
const MaxReason = 1000

// CheckReason answers what is wrong with the reason given for a write.
func CheckReason(s string) error {
	var f Faults
	if utf8.RuneCountInString(s) > MaxReason || !utf8.ValidString(s) {
		f.AddParameter("Rollcall-Reason", "too_long", "a reason is valid UTF-8 of at most %d characters", MaxReason)
	}
	return f.Err("The reason")
}
