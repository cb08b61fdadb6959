// Package access answers who is asking and what they may do: API keys, the
// roles of their holders, and the one table of permissions.
//
// It does no I/O. The store keeps credentials and knows which unions lie within
// a grant; the API reads the Authorization header and refuses requests.
package access

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"
)

// Role is what a principal is trusted with. The roles are ordered: each may do
// all that the one before it may. The zero value and any unknown word rank as
// [Anonymous].
type Role string

// The roles, least first.
const (
	Anonymous   Role = "anonymous"
	Contributor Role = "contributor"
	Organizer   Role = "organizer"
	Editor      Role = "editor"
	Admin       Role = "admin"
)

var ranked = []Role{Anonymous, Contributor, Organizer, Editor, Admin}

// Roles lists every role, least first.
func Roles() []Role { return slices.Clone(ranked) }

// ParseRole returns the role of that name. The error says which names there
// are and is fit to be shown to a client.
func ParseRole(name string) (Role, error) {
	if r := Role(name); slices.Contains(ranked, r) {
		return r, nil
	}
	return Anonymous, fmt.Errorf("unknown role: must be one of %v", ranked)
}

// AtLeast tells whether r may do all that least may. An unknown r counts as
// [Anonymous]; an unknown least is out of everyone's reach, so that a
// misspelled requirement closes a door instead of opening it.
func (r Role) AtLeast(least Role) bool {
	need := slices.Index(ranked, least)
	return need >= 0 && max(slices.Index(ranked, r), 0) >= need
}

// Principal is who a request is made by.
type Principal struct {
	// KeyID is the public part of the API key, empty without one. It may be
	// logged.
	KeyID string
	// Handle is the public name under which the ledger shows this principal's
	// writes.
	Handle string
	Role   Role
	// Grants are the unions an organizer writes for: each one and everything
	// below it, as of now. They mean nothing for other roles. Not to be
	// modified: requests share them.
	Grants []uuid.UUID
}

// Nobody is the principal of a request without credentials.
var Nobody = Principal{Handle: "anonymous", Role: Anonymous}

type contextKey struct{}

// With returns a context that carries p.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the principal that ctx carries, [Nobody] if it carries none.
func From(ctx context.Context) Principal {
	if p, ok := ctx.Value(contextKey{}).(Principal); ok {
		return p
	}
	return Nobody
}
