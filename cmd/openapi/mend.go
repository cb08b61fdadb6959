package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// mendOpenAPI makes of the converted document what Swagger 2.0 could not say. To the order of
// properties it adds that of the schemas it makes.
func mendOpenAPI(doc *openapi3.T, order map[string][]string) error {
	doc.Servers = openapi3.Servers{{URL: "/"}}
	if err := bearerScheme(doc); err != nil {
		return err
	}
	for status, r := range sharedResponses(doc) {
		problemsOnly(status, r)
	}
	for _, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			for status, r := range op.Responses.Map() {
				if r.Ref != "" {
					continue
				}
				problemsOnly(status, r.Value)
				mediaTypes(status, r.Value)
			}
			if op.RequestBody != nil {
				mendBody(method, op.RequestBody.Value)
			}
			for _, p := range op.Parameters {
				mendParameter(p)
			}
		}
	}
	for _, p := range doc.Components.Parameters {
		mendParameter(p)
	}
	shareHeaders(doc)
	if err := nullables(doc, order); err != nil {
		return err
	}
	return dropUnusedSchemas(doc)
}

// bearerScheme says what the apiKey of Swagger 2.0 stands for: a bearer token (RFC 6750).
func bearerScheme(doc *openapi3.T) error {
	scheme := doc.Components.SecuritySchemes[bearer]
	if scheme == nil || scheme.Value == nil {
		return fmt.Errorf("the general information declares no securityDefinitions.apikey %s", bearer)
	}
	scheme.Value = &openapi3.SecurityScheme{Type: "http", Scheme: "bearer", Description: scheme.Value.Description}
	return nil
}

// sharedResponses finds the shared responses by the status that they stand for.
func sharedResponses(doc *openapi3.T) map[string]*openapi3.Response {
	shared := map[string]*openapi3.Response{}
	for status, out := range outcomes {
		if r := doc.Components.Responses[out.component]; r != nil {
			shared[status] = r.Value
		}
	}
	return shared
}

// problemsOnly lets a failure be told as application/problem+json (RFC 9457) and nothing else.
func problemsOnly(status string, r *openapi3.Response) {
	if !isProblem(status) || len(r.Content) == 0 {
		return
	}
	for _, media := range r.Content {
		r.Content = openapi3.Content{mediaProblem: {Schema: media.Schema}}
		return
	}
}

// mediaTypes gives a successful answer its schema where it is JSON, and text or bytes where it is not.
// swag knows one schema for all media types of an operation.
func mediaTypes(status string, r *openapi3.Response) {
	if isProblem(status) {
		return
	}
	delete(r.Content, mediaProblem)
	for name, media := range r.Content {
		if name == mediaCSL {
			item := openapi3.NewObjectSchema().WithAnyAdditionalProperties()
			media.Schema = &openapi3.SchemaRef{Value: openapi3.NewArraySchema().WithItems(item)}
			continue
		}
		if !isJSON(name) {
			media.Schema = &openapi3.SchemaRef{Value: plainSchema(name)}
		}
	}
}

func isJSON(mediaType string) bool {
	return mediaType == mediaJSON || strings.HasSuffix(mediaType, "+json")
}

func plainSchema(mediaType string) *openapi3.Schema {
	s := openapi3.NewStringSchema()
	switch {
	case mediaType == mediaCSV:
		s.Description = "A line with the names of the columns, then a line for each record (RFC 4180)."
	case mediaType == mediaNDJSON:
		s.Description = "A line of JSON for each record, as in `data` of a page."
	case strings.HasPrefix(mediaType, "text/"), strings.HasSuffix(mediaType, "+xml"):
	default:
		s.Format = "binary"
	}
	return s
}

// mendBody drops what the conversion leaves behind. A PATCH is a merge patch (RFC 7396); it may be
// sent as plain JSON too.
func mendBody(method string, body *openapi3.RequestBody) {
	delete(body.Extensions, "x-originalParamName")
	if method != http.MethodPatch {
		return
	}
	for _, media := range body.Content {
		body.Content = openapi3.Content{mediaPatch: {Schema: media.Schema}, mediaJSON: {Schema: media.Schema}}
		return
	}
}

// mendParameter gives a parameter its example, for which Swagger 2.0 has no member.
func mendParameter(p *openapi3.ParameterRef) {
	if p.Ref != "" {
		return
	}
	if example, ok := p.Value.Extensions["x-example"]; ok {
		delete(p.Value.Extensions, "x-example")
		p.Value.Example = example
	}
}

// shareHeaders puts references in the place of the headers that mean the same everywhere, and says
// which of them are never missing.
func shareHeaders(doc *openapi3.T) {
	if doc.Components.Headers == nil {
		doc.Components.Headers = openapi3.Headers{}
	}
	eachResponse(doc, func(_ string, r *openapi3.Response) {
		for name, h := range r.Headers {
			shared, ok := sharedHeaders[name]
			if !ok || h.Ref != "" || h.Value.Description != shared.description {
				continue
			}
			h.Value.Required = shared.required
			doc.Components.Headers[shared.component] = &openapi3.HeaderRef{Value: h.Value}
			r.Headers[name] = &openapi3.HeaderRef{Ref: "#/components/headers/" + shared.component, Value: h.Value}
		}
	})
}

func eachResponse(doc *openapi3.T, visit func(status string, r *openapi3.Response)) {
	for status, r := range sharedResponses(doc) {
		visit(status, r)
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			for status, r := range op.Responses.Map() {
				if r.Ref == "" {
					visit(status, r.Value)
				}
			}
		}
	}
}

// orNullSuffix ends the names of schemas that are another one or null.
const orNullSuffix = "OrNull"

// nullables says where null may stand so that it holds for every reader. OpenAPI 3.0.3 lets
// "nullable" widen only a "type" beside it, a $ref inside an allOf still refuses null, and an enum has
// to name it. So a reference that may be null goes to a schema of its own, "<Name>OrNull".
func nullables(doc *openapi3.T, order map[string][]string) error {
	return doc.WalkSchemas(func(_ string, s *openapi3.SchemaRef) error {
		if s.Ref != "" || s.Value == nil {
			return nil
		}
		v := s.Value
		if null, ok := v.Extensions[nullable].(bool); ok { // where the conversion does not look, as in the values of maps
			delete(v.Extensions, nullable)
			v.Nullable = null
		}
		if !v.Nullable {
			return nil
		}
		if v.Type == nil {
			if len(v.AllOf) != 1 || v.AllOf[0].Ref == "" {
				return errors.New("a member of any type cannot be said to be null besides; give it a type with swaggertype")
			}
			target := schemaOrNull(doc, order, v.AllOf[0].Ref)
			if alone := (openapi3.Schema{Nullable: true, AllOf: v.AllOf}); sameSchema(v, &alone) {
				*s = *target
				return nil
			}
			v.Type = target.Value.Type
			v.AllOf = openapi3.SchemaRefs{target}
		}
		allowNull(v)
		return nil
	})
}

func schemaOrNull(doc *openapi3.T, order map[string][]string, ref string) *openapi3.SchemaRef {
	name := strings.TrimPrefix(ref, "#/components/schemas/")
	fresh := name + orNullSuffix
	if doc.Components.Schemas[fresh] == nil {
		v := *doc.Components.Schemas[name].Value
		v.Nullable = true
		allowNull(&v)
		doc.Components.Schemas[fresh] = &openapi3.SchemaRef{Value: &v}
		order[fresh] = order[name]
	}
	return &openapi3.SchemaRef{Ref: "#/components/schemas/" + fresh, Value: doc.Components.Schemas[fresh].Value}
}

func allowNull(v *openapi3.Schema) {
	if len(v.Enum) > 0 && !slices.Contains(v.Enum, nil) {
		v.Enum = append(slices.Clone(v.Enum), nil)
	}
}

// sameSchema compares what the two say, not how they came to be.
func sameSchema(a, b *openapi3.Schema) bool {
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && bytes.Equal(x, y)
}

// dropUnusedSchemas removes the schemas that were only ever used together with null, and what only
// they used.
func dropUnusedSchemas(doc *openapi3.T) error {
	for {
		unused, err := unusedComponents(doc)
		if err != nil {
			return err
		}
		before := len(doc.Components.Schemas)
		for _, component := range unused {
			delete(doc.Components.Schemas, strings.TrimPrefix(component, "#/components/schemas/"))
		}
		if len(doc.Components.Schemas) == before {
			return nil
		}
	}
}

var errLint = errors.New("the OpenAPI document breaks a rule of its own")

// lint finds what the standard allows and this document must not have.
func lint(doc *openapi3.T) error {
	var faults []error
	fault := func(format string, args ...any) {
		faults = append(faults, fmt.Errorf("%w: %s", errLint, fmt.Sprintf(format, args...)))
	}
	ids := map[string]string{}
	tags := map[string]bool{}
	for _, tag := range doc.Tags {
		if tags[tag.Name] {
			fault("the tag %q is declared twice", tag.Name)
		}
		tags[tag.Name] = true
		if tag.Description == "" {
			fault("the tag %q has no description", tag.Name)
		}
	}
	used := map[string]bool{}
	for _, path := range slices.Sorted(maps.Keys(doc.Paths.Map())) {
		ops := doc.Paths.Value(path).Operations()
		for _, method := range slices.Sorted(maps.Keys(ops)) {
			op, where := ops[method], method+" "+path
			switch {
			case method == http.MethodHead:
				fault("%s: HEAD goes without saying wherever there is a GET", where)
			case op.OperationID == "":
				fault("%s has no @ID", where)
			case ids[op.OperationID] != "":
				fault("%s has the @ID %s of %s", where, op.OperationID, ids[op.OperationID])
			case op.Summary == "":
				fault("%s has no @Summary", where)
			case len(op.Tags) == 0:
				fault("%s has no @Tags", where)
			}
			ids[op.OperationID] = where
			for _, tag := range op.Tags {
				used[tag] = true
				if !tags[tag] {
					fault("%s: the tag %q is not declared", where, tag)
				}
			}
			for _, missing := range undeclared(path, op.Parameters) {
				fault("%s: %s", where, missing)
			}
			for status, r := range op.Responses.Map() {
				for media := range r.Value.Content {
					if isProblem(status) != (media == mediaProblem) {
						fault("%s: the answer %s cannot be %s", where, status, media)
					}
				}
			}
		}
	}
	for tag := range tags {
		if !used[tag] {
			fault("no operation has the tag %q", tag)
		}
	}
	unused, err := unusedComponents(doc)
	if err != nil {
		return err
	}
	for _, component := range unused {
		fault("%s is not used", component)
	}
	return errors.Join(faults...)
}

// undeclared compares the parameters in a path with those that its operation declares.
func undeclared(path string, params openapi3.Parameters) []string {
	var faults []string
	declared := map[string]bool{}
	for _, p := range params {
		if p.Value.In == openapi3.ParameterInPath {
			declared[p.Value.Name] = true
			if !strings.Contains(path, "{"+p.Value.Name+"}") {
				faults = append(faults, fmt.Sprintf("the path has no parameter %q", p.Value.Name))
			}
		}
	}
	for rest := path; ; {
		_, after, ok := strings.Cut(rest, "{")
		if !ok {
			return faults
		}
		var name string
		name, rest, _ = strings.Cut(after, "}")
		if !declared[name] {
			faults = append(faults, fmt.Sprintf("the path parameter %q is not declared", name))
		}
	}
}

// unusedComponents lists the components that nothing refers to.
func unusedComponents(doc *openapi3.T) ([]string, error) {
	tree, err := asTree(doc)
	if err != nil {
		return nil, err
	}
	used := map[string]bool{}
	var visit func(any)
	visit = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				used[ref] = true
			}
			for _, inner := range v {
				visit(inner)
			}
		case []any:
			for _, inner := range v {
				visit(inner)
			}
		}
	}
	visit(tree)
	var unused []string
	components, _ := tree["components"].(map[string]any)
	for kind, members := range components {
		if kind == "securitySchemes" {
			continue
		}
		for name := range members.(map[string]any) {
			if ref := "#/components/" + kind + "/" + name; !used[ref] {
				unused = append(unused, ref)
			}
		}
	}
	slices.Sort(unused)
	return unused, nil
}
