package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi3"

	"rollcall/api"
)

type operation struct {
	method, path string
	*openapi2.Operation
}

func operations(doc *openapi2.T) []operation {
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		ops := doc.Paths[path].Operations()
		for _, method := range slices.Sorted(maps.Keys(ops)) {
			all = append(all, operation{method, path, ops[method]})
		}
	}
	return all
}

// mendOperation adds the shared parameters, the outcomes and the headers that the operation has by
// rule, and refuses what an operation must not lack.
func mendOperation(doc *openapi2.T, o operation) error {
	o.Description = prose(o.Description)
	mendList(o)
	seen := occasionOf(o)
	if err := shareParameters(doc, o); err != nil {
		return err
	}
	if seen.body && len(o.Consumes) == 0 {
		o.Consumes = []string{mediaJSON}
	}
	if o.method == http.MethodPatch && seen.body {
		o.Consumes = []string{mediaPatch, mediaJSON}
	}
	if len(o.Produces) == 0 {
		o.Produces = []string{mediaJSON}
	}
	secure(o, seen)
	addHeaders(o, seen)
	addOutcomes(doc, o, seen)
	o.Produces = append(o.Produces, mediaProblem)
	return nil
}

// searchPath takes the filters of lists, but is none.
const searchPath = "/v1/search"

// mendList says of a list what is true of every one: it is answered in all formats of lists, and each
// filter that takes several values has a twin that leaves those out.
func mendList(o operation) {
	filtered := api.IsList(o.path) || o.path == searchPath
	if o.method != http.MethodGet || !filtered {
		return
	}
	for _, p := range slices.Clone(o.Parameters) {
		if p.In == "query" && p.CollectionFormat != "" && p.Name != "facets" && !(p.Name == "type" && o.path == searchPath) {
			without := *p
			without.Name += "!"
			without.Description = "None of these: what `" + p.Name + "` selects is left out. It takes the same values."
			// Makers of clients name fields, and the types of enumerations, by the letters of a parameter's name.
			without.Extensions = map[string]any{"x-go-name": "Not" + goName(p.Name)}
			if p.Items != nil && p.Items.Value != nil {
				items := *p.Items.Value
				items.Enum = nil
				without.Items = &openapi2.SchemaRef{Value: &items}
			}
			o.Parameters = append(o.Parameters, &without)
		}
	}
	if !api.IsList(o.path) {
		return
	}
	o.Produces = append(o.Produces, mediaCSV, mediaNDJSON)
	for _, name := range []string{"format", "bom"} {
		o.Parameters = append(o.Parameters, &openapi2.Parameter{In: "query", Name: name, Description: "shared", Type: &openapi3.Types{openapi3.TypeString}})
	}
}

func goName(snake string) string {
	var b strings.Builder
	for _, word := range strings.Split(snake, "_") {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

func occasionOf(o operation) occasion {
	seen := occasion{
		method: o.method,
		list:   o.method == http.MethodGet && api.IsList(o.path),
		public: o.Security == nil || len(*o.Security) == 0,
		api:    strings.HasPrefix(o.path, "/v1/"),
		params: map[string]bool{},
	}
	for _, p := range o.Parameters {
		if p.In == "body" || p.In == "formData" {
			seen.body = true
			continue
		}
		seen.params[p.In+" "+p.Name] = true
	}
	seen.record = seen.has("path", "union") || seen.has("path", "call")
	return seen
}

// shareParameters puts references in the place of the parameters that mean the same everywhere.
func shareParameters(doc *openapi2.T, o operation) error {
	for i, p := range o.Parameters {
		if p.Extensions == nil {
			p.Extensions = map[string]any{}
		}
		if example, ok := p.Extensions["example"]; ok {
			// Only extensions may say this in Swagger 2.0.
			delete(p.Extensions, "example")
			p.Extensions["x-example"] = example
		}
		if p.Pattern == "" {
			p.Pattern = patterns[p.Format]
		}
		known := false
		if p.Description != "shared" && len(p.Enum) > 0 {
			continue // one of the operation's own, that only has the name of a shared one
		}
		for _, shared := range sharedParameters {
			if shared.In != p.In || shared.Name != p.Name || shared.method != "" && shared.method != o.method {
				continue
			}
			if p.Description != "shared" && !slices.Equal(p.Type.Slice(), shared.Type.Slice()) {
				continue // the operation's own, too
			}
			known = true
			if shared.Required != p.Required {
				continue
			}
			fresh := shared.Parameter
			if fresh.Pattern == "" {
				fresh.Pattern = patterns[fresh.Format]
			}
			doc.Parameters[shared.component] = &fresh
			o.Parameters[i] = &openapi2.Parameter{Ref: "#/parameters/" + shared.component}
			known = false
			break
		}
		if known {
			return fmt.Errorf("the %s parameter %q is shared, and required: %t is not one of its forms", p.In, p.Name, p.Required)
		}
	}
	return nil
}

// secure says that a public operation of the API takes a key too, and that no other one does.
func secure(o operation, seen occasion) {
	switch {
	case !seen.public:
	case seen.api:
		o.Security = &openapi2.SecurityRequirements{{}, {bearer: []string{}}}
	default:
		o.Security = &openapi2.SecurityRequirements{}
	}
}

// addHeaders describes the headers that successful answers have by rule.
func addHeaders(o operation, seen occasion) {
	for status, r := range o.Responses.Map() {
		code, err := strconv.Atoi(status)
		if err != nil || code >= 300 {
			continue
		}
		var names []string
		if code == http.StatusCreated {
			names = append(names, "Location")
		}
		if seen.method == http.MethodGet && seen.has("header", "If-None-Match") {
			names = append(names, "ETag", "Cache-Control")
		}
		if seen.method != http.MethodGet && seen.api && r.Schema != nil {
			names = append(names, "ETag")
		}
		if seen.has("header", "Idempotency-Key") {
			names = append(names, "Idempotency-Replayed")
		}
		if seen.api && seen.has("query", "cursor") {
			names = append(names, "Link")
		}
		if seen.has("query", "known_at") {
			names = append(names, "Link", "Memento-Datetime", "Content-Location")
		}
		if slices.Contains(o.Produces, mediaCSV) || slices.Contains(o.Produces, mediaNDJSON) {
			names = append(names, "Rollcall-Count", "Rollcall-Seq", "Content-Disposition", "Repr-Digest")
		}
		for _, name := range slices.Compact(names) {
			addHeader(r, name)
		}
	}
}

func addHeader(r *openapi2.Response, name string) {
	if r.Headers == nil {
		r.Headers = map[string]*openapi2.Header{}
	}
	if r.Headers[name] != nil {
		return // the annotation says more
	}
	h := sharedHeaders[name]
	r.Headers[name] = &openapi2.Header{Parameter: openapi2.Parameter{Type: &openapi3.Types{h.kind}, Description: h.description}}
}

// addOutcomes adds the answers that the operation has by rule, as references, and puts references in
// the place of annotated failures that say no more than their status.
func addOutcomes(doc *openapi2.T, o operation, seen occasion) {
	var statuses []string
	for _, rule := range rules {
		if rule.when(seen) {
			statuses = append(statuses, rule.status...)
		}
	}
	for status, r := range o.Responses.Map() {
		switch out, known := outcomes[status]; {
		case known && !saysMore(status, r):
			statuses = append(statuses, status)
		case isProblem(status):
			if r.Schema == nil {
				r.Schema = &openapi2.SchemaRef{Ref: definitions + problem}
			}
			for _, name := range out.headers {
				addHeader(r, name)
			}
		}
	}
	for _, status := range statuses {
		if r := o.Responses.Value(status); r != nil && saysMore(status, r) {
			continue
		}
		out := outcomes[status]
		shared := &openapi2.Response{Description: out.description}
		if isProblem(status) {
			shared.Schema = &openapi2.SchemaRef{Ref: definitions + problem}
		}
		for _, name := range out.headers {
			addHeader(shared, name)
		}
		doc.Responses[out.component] = shared
		o.Responses.Set(status, &openapi2.Response{Ref: "#/responses/" + out.component})
	}
}

// saysMore reports whether the annotation has words of its own for an outcome. swag writes the name
// of the status where there are none.
func saysMore(status string, r *openapi2.Response) bool {
	code, _ := strconv.Atoi(status)
	return r.Ref == "" && r.Description != "" && r.Description != http.StatusText(code)
}
