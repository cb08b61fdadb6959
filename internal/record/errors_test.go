package record

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// faultsOf lists the faults of an error as "pointer code", in their order.
func faultsOf(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeInvalid {
		t.Fatalf("%v is not an *Error of code invalid", err)
	}
	out := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		if f.Detail == "" {
			t.Errorf("the fault of %s%s says nothing", f.Pointer, f.Parameter)
		}
		out[i] = f.Pointer + f.Parameter + " " + f.Code
	}
	return out
}

func wantFaults(t *testing.T, err error, want ...string) {
	t.Helper()
	if got := faultsOf(t, err); !slices.Equal(got, want) {
		t.Errorf("faults\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func ptr[T any](v T) *T { return &v }

func TestAnErrorIsKnownByItsCode(t *testing.T) {
	err := fmt.Errorf("while writing: %w", Errorf(CodeGone, "The %s was deleted.", "union"))
	if !Is(err, CodeGone) || Is(err, CodeNotFound) || Is(nil, CodeGone) || Is(errors.New("gone"), CodeGone) {
		t.Errorf("%v is not known as gone, and as nothing else", err)
	}
	if got, want := err.Error(), "while writing: gone: The union was deleted."; got != want {
		t.Errorf("it reads %q, want %q", got, want)
	}
}

func TestFaultsAnswerEveryBadFieldAtOnce(t *testing.T) {
	var f Faults
	if f.Any() || f.Err("The union") != nil {
		t.Error("no faults are an error")
	}
	f.Add("/name", "required", "a text is required")
	if got := f.Err("The union").Error(); !strings.Contains(got, "The union is not valid: a text is required") {
		t.Errorf("one fault reads %q", got)
	}
	f.AddParameter("limit", "range", "between 1 and %d", 200)
	if !f.Any() {
		t.Error("two faults are none")
	}
	err := f.As(CodeConflict, "The union")
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeConflict || len(e.Fields) != 2 || !strings.Contains(err.Error(), "2 fields are wrong") {
		t.Errorf("two faults read %q", err)
	}
}

func TestFaultsJoinThoseOfAnotherError(t *testing.T) {
	noted := func() *Faults {
		f := &Faults{}
		f.Add("/call", "unknown", "there is no such call")
		return f
	}
	var other Faults
	other.Add("/position", "required", "a value is required")

	wantFaults(t, noted().With(nil, "The position"), "/call unknown")
	wantFaults(t, noted().With(other.Err("The position"), "The position"), "/call unknown", "/position required")
	wantFaults(t, new(Faults).With(nil, "The position"))
	if err := noted().With(Errorf(CodeUnavailable, "No database."), "The position"); !Is(err, CodeUnavailable) {
		t.Errorf("a failure became %v", err)
	}
}
