package access

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// ErrHandle is what every error of [ValidHandle] wraps.
var ErrHandle = errors.New("invalid handle")

// The names that the ledger itself uses for an actor. The names of roles are
// free: a handle gives nobody a right, and a first key is naturally called
// "admin".
var reservedHandles = []string{"anonymous", "rollcall", "system"}

var handleForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,39}$`)

// ValidHandle tells whether a key's holder may appear in the public ledger
// under this name: 2 to 40 lowercase ASCII letters, digits, `-`, `_` and `.`,
// a letter or digit first, and no reserved word. There is no `@`, so that an
// e-mail address is never published as a handle.
//
// The error wraps [ErrHandle] and is fit to be shown to a client; it never
// repeats the handle, which may be an address or a key pasted by mistake.
func ValidHandle(handle string) error {
	switch {
	case strings.Contains(handle, "@"):
		return fmt.Errorf("%w: it is public and must not be an e-mail address", ErrHandle)
	case !handleForm.MatchString(handle):
		return fmt.Errorf("%w: must be 2 to 40 lowercase letters, digits, '-', '_' or '.', beginning with a letter or digit", ErrHandle)
	case slices.Contains(reservedHandles, handle):
		return fmt.Errorf("%w: this word is reserved", ErrHandle)
	default:
		return nil
	}
}
