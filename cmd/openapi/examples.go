package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// example is one file of the examples' folder: "<operationId>.<status>.<json|csv|ndjson>" for an
// answer, "<operationId>.request.json" for a body.
type example struct {
	file      string
	operation string
	status    string // or "request"
	kind      string
	data      []byte
}

// readExamples reads the files; no folder means no examples.
func readExamples(folder string) ([]example, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var examples []example
	for _, entry := range entries {
		file := filepath.Join(folder, entry.Name())
		parts := strings.Split(entry.Name(), ".")
		if len(parts) != 3 || !slices.Contains([]string{"json", "csv", "ndjson"}, parts[2]) {
			return nil, fmt.Errorf("%s: an example is called <operationId>.<status|request>.<json|csv|ndjson>", file)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		examples = append(examples, example{file, parts[0], parts[1], parts[2], data})
	}
	return examples, nil
}

// addExamples puts the examples into the document, each where its name says, and checks them against
// the schema there. The values that encode is to write as they are it returns by JSON pointer.
func addExamples(doc *openapi3.T, examples []example) (map[string]json.RawMessage, error) {
	defineFormats()
	verbatim := map[string]json.RawMessage{}
	var faults []error
	for _, e := range examples {
		if err := addExample(doc, e, verbatim); err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", e.file, err))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return verbatim, dropUnusedResponses(doc)
}

// dropUnusedResponses removes the shared answers that have become an operation's own, with its example.
func dropUnusedResponses(doc *openapi3.T) error {
	unused, err := unusedComponents(doc)
	for _, component := range unused {
		delete(doc.Components.Responses, strings.TrimPrefix(component, "#/components/responses/"))
	}
	return err
}

func addExample(doc *openapi3.T, e example, verbatim map[string]json.RawMessage) error {
	path, method, op := find(doc, e.operation)
	if op == nil {
		return fmt.Errorf("there is no operation %s", e.operation)
	}
	place := []string{"paths", path, strings.ToLower(method)}
	var content openapi3.Content
	var as openapi3.SchemaValidationOption
	if e.status == "request" {
		if op.RequestBody == nil {
			return fmt.Errorf("%s takes no body", e.operation)
		}
		content, as = op.RequestBody.Value.Content, openapi3.VisitAsRequest()
		place = append(place, "requestBody", "content")
	} else {
		r := op.Responses.Value(e.status)
		if r == nil {
			return fmt.Errorf("%s has no answer %s", e.operation, e.status)
		}
		if r.Ref != "" {
			// The example is this operation's own; the shared answer stays without.
			r = &openapi3.ResponseRef{Value: ownResponse(r.Value)}
			op.Responses.Set(e.status, r)
		}
		content, as = r.Value.Content, openapi3.VisitAsResponse()
		place = append(place, "responses", e.status, "content")
	}
	value, raw, err := e.value()
	if err != nil {
		return err
	}
	added := false
	for name, media := range content {
		if !e.fits(name) {
			continue
		}
		if err := media.Schema.Value.VisitJSON(value, as, openapi3.MultiErrors(), openapi3.EnableFormatValidation(), openapi3.SetSchemaErrorMessageCustomizer(briefly)); err != nil {
			return fmt.Errorf("the example does not fit its schema: %w", err)
		}
		media.Example = value
		verbatim[pointer(append(place, name, "example")...)] = raw
		added = true
	}
	if !added {
		return fmt.Errorf("%s has no %s there", e.operation, e.kind)
	}
	return nil
}

// briefly leaves the schema out of a message about a value that does not fit it.
func briefly(err *openapi3.SchemaError) string {
	return pointer(err.JSONPointer()...) + ": " + err.Reason
}

func find(doc *openapi3.T, id string) (path, method string, op *openapi3.Operation) {
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			if op.OperationID == id {
				return path, method, op
			}
		}
	}
	return "", "", nil
}

func ownResponse(shared *openapi3.Response) *openapi3.Response {
	own := *shared
	own.Content = openapi3.Content{}
	for name, media := range shared.Content {
		copied := *media
		own.Content[name] = &copied
	}
	return &own
}

func (e example) fits(mediaType string) bool {
	switch e.kind {
	case "csv":
		return mediaType == mediaCSV
	case "ndjson":
		return mediaType == mediaNDJSON
	}
	// Other answers in JSON, such as CSL-JSON, have another shape.
	return mediaType == mediaJSON || mediaType == mediaProblem || mediaType == mediaPatch
}

func (e example) value() (any, json.RawMessage, error) {
	if e.kind != "json" {
		raw, err := json.Marshal(string(e.data))
		return string(e.data), raw, err
	}
	var value any
	if err := json.Unmarshal(e.data, &value); err != nil {
		return nil, nil, err
	}
	var raw bytes.Buffer
	err := json.Compact(&raw, e.data)
	return value, raw.Bytes(), err
}

func asTree(v any) (map[string]any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	err = json.Unmarshal(data, &tree)
	return tree, err
}
