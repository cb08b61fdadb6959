package access

import (
	"errors"
	"strings"
	"testing"
)

func TestHandlesThatArePlainNamesAreTaken(t *testing.T) {
	for _, handle := range []string{"ana", "a1", "0x", "seiu-local-26", "ana_b.c", "admin", "editor", "system-1", strings.Repeat("a", 40)} {
		if err := ValidHandle(handle); err != nil {
			t.Errorf("%q: %v", handle, err)
		}
	}
}

func TestOtherHandlesAreRefused(t *testing.T) {
	for name, handle := range map[string]string{
		"empty":          "",
		"one character":  "a",
		"too long":       strings.Repeat("a", 41),
		"an e-mail":      "ana@example.org",
		"uppercase":      "Ana",
		"a space":        "ana b",
		"a line break":   "ana\n",
		"a NUL":          "ana\x00",
		"not ASCII":      "añá",
		"invalid UTF-8":  "ana\xff",
		"a path":         "../ana",
		"dots":           "..",
		"an option":      "--role",
		"the record":     "rollcall",
		"its own writes": "system",
		"nobody":         "anonymous",
	} {
		if err := ValidHandle(handle); !errors.Is(err, ErrHandle) {
			t.Errorf("%s: got %v, want %v", name, err, ErrHandle)
		}
	}
}

func TestARefusalDoesNotRepeatTheHandle(t *testing.T) {
	for _, handle := range []string{"ana@example.org", newKey(t).Reveal()} {
		if err := ValidHandle(handle); err == nil || strings.Contains(err.Error(), handle) {
			t.Errorf("got %v", err)
		}
	}
}
