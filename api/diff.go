package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/wI2L/jsondiff"

	"rollcall/internal/record"
)

// Diff is how two revisions of a record differ.
type Diff struct {
	// The earlier revision's number, 0 for the time before the first.
	From int `json:"from" example:"1"`
	To   int `json:"to" example:"2"`
	// A JSON Patch (RFC 6902) that makes of the one revision's facts those of the other.
	Patch []PatchOperation `json:"patch"`
	// The same in words, a line for each difference; version and times are left out.
	Readable []string `json:"readable" example:"position: supported → endorsed"`
}

// PatchOperation is one step of a JSON Patch.
type PatchOperation struct {
	Op string `json:"op" enums:"add,remove,replace,move,copy,test" example:"replace"`
	// A JSON pointer (RFC 6901).
	Path string `json:"path" example:"/position"`
	From string `json:"from,omitempty"`
	// The new value; absent when something is removed.
	Value any `json:"value,omitempty" swaggerignore:"true"`
}

// MarshalJSON writes a null value, which is not the same as none.
func (o PatchOperation) MarshalJSON() ([]byte, error) {
	out := map[string]any{"op": o.Op, "path": o.Path}
	if o.From != "" {
		out["from"] = o.From
	}
	if o.Op == jsondiff.OperationAdd || o.Op == jsondiff.OperationReplace || o.Op == jsondiff.OperationTest {
		out["value"] = o.Value
	}
	return json.Marshal(out)
}

func (s *Server) diffRevisions(c *gin.Context, q *query, of subject) (reply, error) {
	n, err := revisionNumber(c)
	if err != nil {
		return reply{}, err
	}
	from := q.number("from", n-1, 0, 1<<31)
	if err := q.done(); err != nil {
		return reply{}, err
	}
	id, err := s.recordID(c, of)
	if err != nil {
		return reply{}, err
	}
	facts := func(n int) (any, error) {
		if n == 0 {
			return nil, nil // before the first revision there was nothing
		}
		change, err := s.store.Revision(c.Request.Context(), of.entity, id, n)
		if err != nil {
			return nil, err
		}
		return facts(change.Entity, change.After)
	}
	after, err := facts(n)
	if err != nil {
		return reply{}, err
	}
	before, err := facts(from)
	if record.Is(err, record.CodeNotFound) {
		var f record.Faults
		f.AddParameter("from", "unknown", "the %s has no revision %d", of.entity, from)
		err = f.Err("The query")
	}
	if err != nil {
		return reply{}, err
	}
	out, err := diffOf(before, after)
	out.From, out.To = from, n
	return reply{status: http.StatusOK, body: out}, err
}

func diffOf(before, after any) (Diff, error) {
	d := Diff{Patch: []PatchOperation{}, Readable: []string{}}
	patch, err := jsondiff.Compare(before, after)
	if err != nil {
		return d, err
	}
	for _, op := range patch {
		d.Patch = append(d.Patch, PatchOperation{Op: op.Type, Path: op.Path, From: op.From, Value: op.Value})
		if line := inWords(op); line != "" {
			d.Readable = append(d.Readable, line)
		}
	}
	return d, nil
}

// inWords says one difference: "place, city: Minneapolis → Saint Paul".
func inWords(op jsondiff.Operation) string {
	name := strings.ReplaceAll(strings.ReplaceAll(strings.Trim(op.Path, "/"), "/", ", "), "_", " ")
	switch op.Path {
	case "/version", "/updated_at", "/created_at":
		return ""
	case "":
		if op.Value == nil {
			return "the record was deleted"
		}
		return "the record was made"
	}
	switch op.Type {
	case jsondiff.OperationAdd:
		return name + ": added " + valueInWords(op.Value)
	case jsondiff.OperationRemove:
		return name + ": removed " + valueInWords(op.OldValue)
	}
	return name + ": " + valueInWords(op.OldValue) + " → " + valueInWords(op.Value)
}

func valueInWords(v any) string {
	switch v := v.(type) {
	case nil:
		return "nothing"
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(b)
}
