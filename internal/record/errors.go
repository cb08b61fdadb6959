package record

import (
	"errors"
	"fmt"
	"strings"
)

// Code is a stable word for what went wrong. Clients may switch on it.
type Code string

// The codes of an Error.
const (
	CodeInvalid     Code = "invalid"               // well-formed, but not allowed
	CodeMalformed   Code = "malformed"             // cannot be read at all
	CodeNotFound    Code = "not_found"             // no such record, now or ever
	CodeGone        Code = "gone"                  // the record was deleted
	CodeMoved       Code = "moved"                 // the record was merged into another; see Error.MovedTo
	CodeConflict    Code = "conflict"              // the write contradicts another record
	CodeStale       Code = "stale"                 // the version the writer saw is no longer the current one
	CodeMustMatch   Code = "precondition_required" // a replacement needs the version it replaces
	CodeExists      Code = "exists"                // "create only" was asked for and the record exists
	CodeForbidden   Code = "forbidden"             // the actor may not do this
	CodeKeyReused   Code = "idempotency_key_reused"
	CodeInFlight    Code = "idempotency_key_in_flight"
	CodeUnavailable Code = "unavailable" // the database does not answer at the moment
	CodeInUse       Code = "in_use"      // other records depend on the one to be removed
	CodeCycle       Code = "cycle"       // an affiliation would make a union its own ancestor
)

// FieldError says what is wrong with one field of a body or one query parameter.
type FieldError struct {
	// Pointer is the JSON pointer (RFC 6901) of the field in the request body; empty for a parameter.
	Pointer string
	// Parameter is the name of the query parameter or header; empty for a field.
	Parameter string
	// Code is a stable word: required, unknown, invalid, too_long, too_many, duplicate, range, …
	Code string
	// Detail is a sentence for people.
	Detail string
}

// Error is the one error type of the domain: what went wrong, a sentence about it and, for a refused
// input, every bad field.
type Error struct {
	Code   Code
	Detail string
	Fields []FieldError
	// MovedTo is the id or slug of the record that took this one's place, with CodeMoved.
	MovedTo string
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	b.WriteString(": ")
	b.WriteString(e.Detail)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s%s: %s", f.Pointer, f.Parameter, f.Detail)
	}
	return b.String()
}

// Errorf makes an Error without fields.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Detail: fmt.Sprintf(format, args...)}
}

// Is reports whether err is an *Error with the given code.
func Is(err error, code Code) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == code
}

// Faults collects the field errors of one input, so that a writer learns of all of them at once.
// The zero value is ready to use.
type Faults struct{ fields []FieldError }

// Add notes that the field at the JSON pointer is wrong.
func (f *Faults) Add(pointer, code, format string, args ...any) {
	f.fields = append(f.fields, FieldError{Pointer: pointer, Code: code, Detail: fmt.Sprintf(format, args...)})
}

// AddParameter notes that a query parameter is wrong.
func (f *Faults) AddParameter(name, code, format string, args ...any) {
	f.fields = append(f.fields, FieldError{Parameter: name, Code: code, Detail: fmt.Sprintf(format, args...)})
}

// Any reports whether something was noted.
func (f *Faults) Any() bool { return len(f.fields) > 0 }

// Err returns nil if nothing was noted, else an *Error of CodeInvalid with every field.
func (f *Faults) Err(what string) error { return f.As(CodeInvalid, what) }

// As is Err with a code of the caller's choice.
func (f *Faults) As(code Code, what string) error {
	if len(f.fields) == 0 {
		return nil
	}
	detail := fmt.Sprintf("%s is not valid: %s", what, f.fields[0].Detail)
	if n := len(f.fields); n > 1 {
		detail = fmt.Sprintf("%s is not valid: %d fields are wrong.", what, n)
	}
	return &Error{Code: code, Detail: detail, Fields: f.fields}
}

// With adds the fields of an error to those noted, so that both are answered at once. An error
// without fields is answered as it is.
func (f *Faults) With(err error, what string) error {
	var e *Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		if err != nil {
			return err
		}
		return f.Err(what)
	}
	f.fields = append(f.fields, e.Fields...)
	return f.As(e.Code, what)
}
