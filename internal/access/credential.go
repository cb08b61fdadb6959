package access

import (
	"errors"
	"time"

	"github.com/google/uuid"
)

// DefaultOverlap is how long a rotated key goes on working beside its
// successor unless its holder asks for something else.
const DefaultOverlap = 24 * time.Hour

// Why a credential cannot be used or rotated. The messages are fit to be shown
// to its holder.
var (
	// ErrExpired says that the key's lifetime is over.
	ErrExpired = errors.New("the API key has expired")
	// ErrRevoked says that somebody revoked the key.
	ErrRevoked = errors.New("the API key has been revoked")
	// ErrReplaced says that the key was rotated before: its successor is the
	// one to rotate.
	ErrReplaced = errors.New("the API key has been rotated already")
	// ErrOverlap says that a rotation was asked for with a negative overlap.
	ErrOverlap = errors.New("the overlap must not be negative")
)

// Credential is what is kept of a [Key]: enough to recognise it, nothing to
// make it from.
type Credential struct {
	// ID is the public id of the key.
	ID     string
	Handle string
	Role   Role
	// Grants are the unions of an organizer, as in [Principal].
	Grants []uuid.UUID
	// Hash is [Key.Hash], 32 bytes.
	Hash      []byte
	CreatedAt time.Time
	// ExpiresAt is the first instant at which the key no longer works; nil is
	// never.
	ExpiresAt *time.Time
	// RevokedAt is the instant from which the key is revoked; nil is never.
	RevokedAt *time.Time
	// ReplacedBy is the id of the key that a rotation put in this one's place,
	// empty before.
	ReplacedBy string
}

// Principal returns who a request is made by that carries this credential's
// key.
func (c Credential) Principal() Principal {
	return Principal{KeyID: c.ID, Handle: c.Handle, Role: c.Role, Grants: c.Grants}
}

// Usable returns nil if the key works at now, else [ErrRevoked] or
// [ErrExpired]. A key that is both is revoked: that was somebody's decision.
func (c Credential) Usable(now time.Time) error {
	switch {
	case c.RevokedAt != nil && !now.Before(*c.RevokedAt):
		return ErrRevoked
	case c.ExpiresAt != nil && !now.Before(*c.ExpiresAt):
		return ErrExpired
	default:
		return nil
	}
}

// Rotate puts the key next in the place of c. The successor works at once, for
// the same holder, with the same rights and for as long as c was made to last.
// The old key works until now+overlap, and never longer than it would have
// without the rotation; an overlap of 0 ends it now.
//
// Both are to be stored in one transaction. The error is why c is not usable,
// [ErrReplaced] or [ErrOverlap].
func (c Credential) Rotate(next Key, now time.Time, overlap time.Duration) (old, successor Credential, err error) {
	if err := c.Usable(now); err != nil {
		return Credential{}, Credential{}, err
	}
	if c.ReplacedBy != "" {
		return Credential{}, Credential{}, ErrReplaced
	}
	if overlap < 0 {
		return Credential{}, Credential{}, ErrOverlap
	}

	successor = Credential{
		ID: next.ID(), Hash: next.Hash(),
		Handle: c.Handle, Role: c.Role, Grants: c.Grants,
		CreatedAt: now,
	}
	if c.ExpiresAt != nil {
		successor.ExpiresAt = new(now.Add(c.ExpiresAt.Sub(c.CreatedAt)))
	}

	old = c
	old.ReplacedBy = next.ID()
	if end := now.Add(overlap); old.ExpiresAt == nil || end.Before(*old.ExpiresAt) {
		old.ExpiresAt = &end
	}
	return old, successor, nil
}
