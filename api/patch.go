package api

import (
	"encoding/json"
	"reflect"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
)

// patched applies the request's JSON merge patch (RFC 7396) to what stands, and reads the outcome with
// the strictness of decode.
func patched[T any](c *gin.Context, stands T) (T, error) {
	var out T
	raw, err := rawBody(c, "application/merge-patch+json", "application/json")
	if err != nil {
		return out, err
	}
	tree, err := parse(raw)
	if err != nil {
		return out, err
	}
	// The patch itself must fit: what it removes with null would not show afterwards.
	if err := conform(tree, reflect.TypeFor[T]()); err != nil {
		return out, err
	}
	current, err := json.Marshal(stands)
	if err != nil {
		return out, err
	}
	merged, err := jsonpatch.MergePatch(current, raw)
	if err != nil {
		return out, record.Errorf(record.CodeMalformed, "The body is not a JSON merge patch.")
	}
	return out, decode(merged, &out)
}
