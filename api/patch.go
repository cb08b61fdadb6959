package api

import (
	"encoding/json"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"rollcall/internal/record"
)

// patched applies the request's JSON merge patch (RFC 7396) to what stands. The patch is read with the
// strictness of decode, which also holds for what it removes with null: an unknown member is refused.
// given is the patch itself.
func patched[T any](in *input, stands T) (next T, given map[string]any, err error) {
	raw, err := rawBody(in.Context, "application/merge-patch+json", "application/json")
	if err != nil {
		return next, nil, err
	}
	tree, err := parse(raw)
	if err != nil {
		return next, nil, err
	}
	var shaped T
	in.patch = true
	if err := in.read(tree, &shaped); err != nil {
		return next, nil, err
	}
	given, _ = tree.(map[string]any)
	current, err := json.Marshal(stands)
	if err != nil {
		return next, nil, err
	}
	patch, err := json.Marshal(tree)
	if err != nil {
		return next, nil, err
	}
	merged, err := jsonpatch.MergePatch(current, patch)
	if err != nil {
		return next, nil, record.Errorf(record.CodeMalformed, "The body is not a JSON merge patch.")
	}
	// What the patch took away may be required.
	in.patch = false
	err = decode(merged, &next, &in.shape)
	return next, given, err
}
