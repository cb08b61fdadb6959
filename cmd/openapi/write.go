package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// ranks put the members of the documents' objects in an order for people. What is not named comes
// after, by name.
var ranks = rank(
	"swagger", "openapi", "info", "title", "version", "license", "servers", "security", "tags",
	"operationId", "summary", "name", "in", "url", "type", "format", "nullable", "description", "required", "deprecated",
	"consumes", "produces", "get", "put", "post", "patch", "delete",
	"parameters", "requestBody", "headers", "schema", "content", "responses",
	"properties", "items", "allOf", "additionalProperties", "enum",
	"paths", "definitions", "components", "example",
)

// mediaRanks put the media type first that explorers and generators should take: they take the first.
var mediaRanks = rank(mediaPatch, mediaJSON)

func rank(names ...string) map[string]int {
	ranks := make(map[string]int, len(names))
	for i, name := range names {
		ranks[name] = i + 1
	}
	return ranks
}

// named are the members whose own members are names, not words of the standard.
var named = []string{
	"paths", "definitions", "properties", "schemas", "responses", "headers", "content", "examples",
	"parameters", "securitySchemes", "securityDefinitions", "example", "default", "scopes",
}

// encode writes a document as JSON, the same bytes for the same document: properties in the order of
// the Go structs, everything else in an order for people. verbatim holds values, by JSON pointer,
// that are written as they are.
func encode(doc any, properties map[string][]string, verbatim map[string]json.RawMessage) ([]byte, error) {
	data, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	w := writer{properties: properties, verbatim: verbatim}
	if err := w.value(tree, nil); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, w.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

type writer struct {
	bytes.Buffer
	properties map[string][]string
	verbatim   map[string]json.RawMessage
}

func (w *writer) value(v any, path []string) error {
	if raw, ok := w.verbatim[pointer(path...)]; ok {
		w.Write(raw)
		return nil
	}
	switch v := v.(type) {
	case map[string]any:
		w.WriteByte('{')
		for i, key := range w.keys(v, path) {
			if i > 0 {
				w.WriteByte(',')
			}
			if err := w.plain(key); err != nil {
				return err
			}
			w.WriteByte(':')
			if err := w.value(v[key], append(path, key)); err != nil {
				return err
			}
		}
		w.WriteByte('}')
	case []any:
		w.WriteByte('[')
		for i, element := range v {
			if i > 0 {
				w.WriteByte(',')
			}
			if err := w.value(element, append(path, "-")); err != nil {
				return err
			}
		}
		w.WriteByte(']')
	default:
		return w.plain(v)
	}
	return nil
}

// plain writes a scalar, with < and > as they are: the documents are not pasted into HTML.
func (w *writer) plain(v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	w.Write(bytes.TrimSpace(b.Bytes()))
	return nil
}

func (w *writer) keys(object map[string]any, path []string) []string {
	var first map[string]int
	last := ""
	if len(path) > 0 {
		last = path[len(path)-1]
	}
	// A property may be called "properties": only every other level under a schema holds words.
	isNames := slices.Contains(named, last) && (len(path) < 2 || path[len(path)-2] != "properties")
	switch {
	case isNames && last == "properties" && len(path) > 1:
		first = rank(w.properties[path[len(path)-2]]...)
	case isNames && last == "content":
		first = mediaRanks
	case !isNames:
		first = ranks
	}
	return slices.SortedFunc(maps.Keys(object), func(a, b string) int {
		x, y := first[a], first[b]
		switch {
		case x == y:
			return strings.Compare(a, b)
		case x == 0:
			return 1
		case y == 0:
			return -1
		}
		return x - y
	})
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// pointer is a JSON pointer (RFC 6901).
func pointer(path ...string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteString("/" + pointerEscapes.Replace(p))
	}
	return b.String()
}
