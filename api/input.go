package api

import (
	"context"
	"errors"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// input reads the body of one request. It collects everything that is wrong with it, the shape, the
// records it names and the rules of the record, so that all is answered at once.
type input struct {
	*gin.Context
	shape
	store Store
	err   error // the store could not be asked
}

func (s *Server) input(c *gin.Context) *input { return &input{Context: c, store: s.store} }

func (in *input) ctx() context.Context { return in.Request.Context() }

// with answers all that is wrong: what was noted, and what a constructor of the record says of what
// was read. Of a field that could not be read there is nothing more to say.
func (in *input) with(err error, what string) error {
	if in.err != nil {
		return in.err
	}
	var e *record.Error
	if err != nil && (!errors.As(err, &e) || len(e.Fields) == 0) {
		return err
	}
	code := record.CodeInvalid
	if e != nil {
		code = e.Code
		for _, f := range e.Fields {
			if !in.noted(f.Pointer) {
				in.Add(f.Pointer, f.Code, "%s", f.Detail)
			}
		}
	}
	if in.malformed {
		code = record.CodeMalformed
	}
	return in.As(code, what)
}

// named is a reference in a body and where it stands.
type named struct{ pointer, ref string }

func at(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

func namedList(pointer string, refs []string) []named {
	out := make([]named, len(refs))
	for i, r := range refs {
		out[i] = named{at(pointer, i), r}
	}
	return out
}

// mostRefs bounds how many records one list of a body may name.
const mostRefs = 200

// unions finds the unions that a body names and notes those that are not in the record. What it
// answers is in the order of the references; one that was not found is empty.
func (in *input) unions(refs ...named) []record.UnionRef {
	return resolve(in, "union", in.store.ResolveUnions, refs)
}

// union is unions for a reference that may be missing.
func (in *input) union(pointer string, ref *string) *uuid.UUID {
	if ref == nil {
		return nil
	}
	return found(in.unions(named{pointer, *ref})[0].ID)
}

// calls is unions for calls.
func (in *input) calls(refs ...named) []record.CallRef {
	return resolve(in, "call", in.store.ResolveCalls, refs)
}

// found is nil for a record that was not.
func found(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func resolve[T any](in *input, noun string, find func(context.Context, []record.Ref) (map[record.Ref]T, error), refs []named) []T {
	out := make([]T, len(refs))
	if len(refs) == 0 || in.err != nil {
		return out
	}
	if len(refs) > mostRefs {
		in.wrong(refs[mostRefs].pointer, "too_many", "more than %d records", mostRefs)
		return out
	}
	wanted := make([]record.Ref, len(refs))
	for i, n := range refs {
		wanted[i] = record.Ref(n.ref)
	}
	known, err := find(in.ctx(), wanted)
	if err != nil {
		in.err = err
		return out
	}
	for i, n := range refs {
		v, ok := known[record.Ref(n.ref)]
		switch {
		case n.ref == "" && !in.noted(n.pointer):
			in.wrong(n.pointer, "required", "the id or slug of a %s is required", noun)
		case !ok && n.ref != "":
			in.wrong(n.pointer, "unknown", "there is no %s %q in the record", noun, clip(n.ref))
		}
		out[i] = v
	}
	return out
}
