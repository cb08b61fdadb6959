package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi3"
)

// renameDefinitions gives every definition the name a reader of the document expects: "api.Union"
// becomes Union, "api.List-api_Union" UnionList. It returns the Go type behind each new name.
func renameDefinitions(doc *openapi2.T, src *source) (map[string]goType, error) {
	renamed := map[string]string{}
	goTypes := map[string]goType{}
	was := map[string]string{}
	for _, old := range slices.Sorted(maps.Keys(doc.Definitions)) {
		name := definitionName(old, src.packages)
		if other, taken := was[name]; taken {
			return nil, fmt.Errorf("the types %s and %s would both be called %s; rename one of them", other, old, name)
		}
		was[name] = old
		renamed[definitions+old] = definitions + name
		if t, ok := src.typeOf(old); ok {
			goTypes[name] = t
		}
	}
	fresh := make(map[string]*openapi2.SchemaRef, len(was))
	for name, old := range was {
		fresh[name] = doc.Definitions[old]
	}
	doc.Definitions = fresh
	eachRoot(doc, func(s *openapi2.SchemaRef) {
		eachRef(s, func(ref *string) {
			if to, ok := renamed[*ref]; ok {
				*ref = to
			}
		})
	})
	return goTypes, nil
}

func definitionName(old string, packages []string) string {
	base, arguments, _ := strings.Cut(old, "-")
	name := exported(withoutPackage(base, ".", packages))
	var prefix string
	for _, a := range strings.Split(arguments, "-") {
		a, list := strings.CutPrefix(a, "array_")
		prefix += exported(withoutPackage(a, "_", packages))
		if list {
			prefix += "s"
		}
	}
	return prefix + name
}

func withoutPackage(name, separator string, packages []string) string {
	if pkg, rest, ok := strings.Cut(name, separator); ok && slices.Contains(packages, pkg) {
		return rest
	}
	return name
}

func exported(name string) string {
	if name == "" {
		return ""
	}
	r := []rune(name)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// describe adds to a definition what the Go type says of it: the comment above the type, the formats
// of its members, and which of them can be null.
func describe(name string, s *openapi2.Schema, t goType, fields []field) error {
	if s.Description == "" {
		s.Description = t.doc
	}
	describeValues(s)
	for _, f := range fields {
		if f.untagged {
			return fmt.Errorf("%s: the field %s has no json tag", name, f.goName)
		}
		p := s.Properties[f.name]
		if p == nil {
			return fmt.Errorf("%s: swag has left out the member %q", name, f.name)
		}
		if p.Value != nil {
			p.Value.Description = prose(p.Value.Description)
			if inner := innermost(p); inner != nil && inner.Type.Is(openapi3.TypeString) {
				if inner.Format == "" {
					inner.Format = scalars[f.goType].format
				}
				if inner.Pattern == "" {
					inner.Pattern = patterns[inner.Format]
				}
				if sample := samples[inner.Format]; sample != "" && inner.Example == nil && p.Value.Example == nil {
					inner.Example = sample
				}
			}
		}
		list := p.Value != nil && p.Value.Items != nil
		if !f.omitted && (f.pointer || scalars[f.goType].nullable && !list) {
			s.Properties[f.name] = orNull(p)
		}
	}
	return nil
}

// describeValues turns swag's extensions about the constants of an enumeration into text that every
// reader of the document shows.
func describeValues(s *openapi2.Schema) {
	if texts, ok := s.Extensions["x-enum-descriptions"].([]any); ok && len(texts) == len(s.Enum) {
		var b strings.Builder
		for i, value := range s.Enum {
			fmt.Fprintf(&b, "\n- `%v`", value)
			if text, _ := texts[i].(string); text != "" {
				b.WriteString(": " + text)
			}
		}
		s.Description = strings.TrimSpace(s.Description + "\n" + b.String())
	}
	for _, x := range []string{"x-enum-varnames", "x-enum-comments", "x-enum-descriptions"} {
		delete(s.Extensions, x)
	}
}

func innermost(s *openapi2.SchemaRef) *openapi2.Schema {
	for s != nil && s.Value != nil && s.Value.Items != nil {
		s = s.Value.Items
	}
	if s == nil {
		return nil
	}
	return s.Value
}

// orNull lets a schema be null. Nothing can stand beside a $ref, so that one goes into an allOf.
func orNull(s *openapi2.SchemaRef) *openapi2.SchemaRef {
	if s.Ref != "" {
		s = &openapi2.SchemaRef{Value: &openapi2.Schema{AllOf: openapi2.SchemaRefs{{Ref: s.Ref}}}}
	}
	if s.Value.Extensions == nil {
		s.Value.Extensions = map[string]any{}
	}
	s.Value.Extensions[nullable] = true
	return s
}

// derivePatches gives every PATCH the schema of a merge patch (RFC 7396) of the body that its
// annotation names: nothing is required, what may be left out may be null, and so on in the objects
// inside. A body whose name already ends in Patch is taken as it is.
func derivePatches(doc *openapi2.T, order map[string][]string) error {
	for _, o := range operations(doc) {
		if o.method != http.MethodPatch {
			continue
		}
		for _, p := range o.Parameters {
			if p.In != "body" || p.Schema == nil || p.Schema.Ref == "" {
				continue
			}
			ref, err := patchOf(doc, order, p.Schema.Ref, map[string]string{})
			if err != nil {
				return err
			}
			p.Schema = &openapi2.SchemaRef{Ref: ref}
		}
	}
	return nil
}

func patchOf(doc *openapi2.T, order map[string][]string, ref string, done map[string]string) (string, error) {
	if to, ok := done[ref]; ok {
		return to, nil
	}
	base := strings.TrimPrefix(ref, definitions)
	if strings.HasSuffix(base, "Patch") {
		return ref, nil
	}
	name := strings.TrimSuffix(strings.TrimSuffix(base, "Body"), "Input") + "Patch"
	to := definitions + name
	done[ref] = to
	schema, err := clone(doc.Definitions[base])
	if err != nil {
		return "", err
	}
	s := schema.Value
	for member, p := range s.Properties {
		mandatory := slices.Contains(s.Required, member)
		if inner := onlyRef(p); inner != "" && isClosedObject(doc, inner) {
			patched, err := patchOf(doc, order, inner, done)
			if err != nil {
				return "", err
			}
			setOnlyRef(p, patched)
		}
		if !mandatory {
			p = orNull(p)
		}
		if p.Value != nil {
			p.Value.Default = nil // absent means unchanged
		}
		s.Properties[member] = p
	}
	s.Required = nil
	s.Description = fmt.Sprintf("A JSON merge patch (RFC 7396) of %s: a member that is absent stays as it is, null takes it away.", strings.TrimSuffix(strings.TrimSuffix(base, "Body"), "Input"))
	if was := doc.Definitions[name]; was != nil {
		same, err := sameJSON(was, schema)
		if err != nil {
			return "", err
		}
		if !same {
			return "", fmt.Errorf("the patch of %s would be called %s like another schema; rename one of them", base, name)
		}
	}
	doc.Definitions[name] = schema
	order[name] = order[base]
	return to, nil
}

// onlyRef is the reference that s consists of, itself or wrapped to stand beside other keywords.
func onlyRef(s *openapi2.SchemaRef) string {
	if s.Ref != "" {
		return s.Ref
	}
	if s.Value != nil && len(s.Value.AllOf) == 1 {
		return s.Value.AllOf[0].Ref
	}
	return ""
}

func setOnlyRef(s *openapi2.SchemaRef, ref string) {
	if s.Ref != "" {
		s.Ref = ref
		return
	}
	s.Value.AllOf[0].Ref = ref
}

func isClosedObject(doc *openapi2.T, ref string) bool {
	d := doc.Definitions[strings.TrimPrefix(ref, definitions)]
	return d != nil && d.Value != nil && d.Value.Type.Is(openapi3.TypeObject) && len(d.Value.Properties) > 0
}

// splitBodies closes the schemas of request bodies: a member that they do not know is refused.
// Answers stay open, since members may be added to them. A schema that is part of both is split; the
// body's half gets the suffix Input. It returns the names of the schemas of answers.
func splitBodies(doc *openapi2.T, order map[string][]string) ([]string, error) {
	var bodies, replies []*openapi2.SchemaRef
	for _, o := range operations(doc) {
		for _, p := range o.Parameters {
			if p.In == "body" && p.Schema != nil {
				bodies = append(bodies, p.Schema)
			}
		}
		for _, r := range o.Responses.Map() {
			if r.Schema != nil {
				replies = append(replies, r.Schema)
			}
		}
	}
	inBodies, inReplies := reachable(doc, bodies), reachable(doc, replies)
	renamed := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(inBodies)) {
		if !inReplies[name] || !isClosedObject(doc, definitions+name) {
			continue
		}
		fresh := name + "Input"
		if doc.Definitions[fresh] != nil {
			return nil, fmt.Errorf("%s is part of bodies and of answers, and %s is taken; rename one of them", name, fresh)
		}
		copied, err := clone(doc.Definitions[name])
		if err != nil {
			return nil, err
		}
		doc.Definitions[fresh] = copied
		order[fresh] = order[name]
		renamed[definitions+name] = definitions + fresh
	}
	redirect := func(s *openapi2.SchemaRef) {
		eachRef(s, func(ref *string) {
			if to, ok := renamed[*ref]; ok {
				*ref = to
			}
		})
	}
	for _, b := range bodies {
		redirect(b)
	}
	for name := range inBodies {
		switch to, split := renamed[definitions+name]; {
		case split:
			redirect(doc.Definitions[strings.TrimPrefix(to, definitions)])
		case !inReplies[name]:
			redirect(doc.Definitions[name])
		}
	}
	for name := range reachable(doc, bodies) {
		if inReplies[name] {
			continue // an enumeration or another scalar
		}
		if err := closeObjects(doc.Definitions[name]); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, b := range bodies {
		if err := closeObjects(b); err != nil {
			return nil, err
		}
	}
	return slices.Sorted(maps.Keys(inReplies)), nil
}

func closeObjects(s *openapi2.SchemaRef) error {
	if s == nil || s.Value == nil {
		return nil
	}
	v := s.Value
	if len(v.AllOf) > 1 {
		return errors.New("a body cannot be composed of several schemas: each would refuse the members of the others")
	}
	if v.Type.Is(openapi3.TypeObject) && v.AdditionalProperties.Schema == nil && v.AdditionalProperties.Has == nil {
		open := len(v.Properties) == 0 // an object of any members, by intention
		v.AdditionalProperties.Has = &open
	}
	for _, p := range v.Properties {
		if err := closeObjects(p); err != nil {
			return err
		}
	}
	return closeObjects(v.Items)
}

// requireAlwaysThere marks the members of an answer that are never left out as required.
func requireAlwaysThere(s *openapi2.Schema, fields []field) {
	for _, f := range fields {
		if !f.omitted && s.Properties[f.name] != nil && !slices.Contains(s.Required, f.name) {
			s.Required = append(s.Required, f.name)
		}
	}
	slices.Sort(s.Required)
}

// prune removes the definitions that nothing refers to any more.
func prune(doc *openapi2.T) {
	var roots []*openapi2.SchemaRef
	for _, o := range operations(doc) {
		for _, p := range o.Parameters {
			if p.Schema != nil {
				roots = append(roots, p.Schema)
			}
		}
		for _, r := range o.Responses.Map() {
			if r.Schema != nil {
				roots = append(roots, r.Schema)
			}
		}
	}
	used := reachable(doc, roots)
	maps.DeleteFunc(doc.Definitions, func(name string, _ *openapi2.SchemaRef) bool { return !used[name] })
}

// reachable names the definitions that the schemas refer to, at any depth.
func reachable(doc *openapi2.T, from []*openapi2.SchemaRef) map[string]bool {
	seen := map[string]bool{}
	var visit func(*openapi2.SchemaRef)
	visit = func(s *openapi2.SchemaRef) {
		eachRef(s, func(ref *string) {
			name := strings.TrimPrefix(*ref, definitions)
			if d := doc.Definitions[name]; d != nil && !seen[name] {
				seen[name] = true
				visit(d)
			}
		})
	}
	for _, s := range from {
		visit(s)
	}
	return seen
}

// eachRoot visits every schema of the document that is not inside another.
func eachRoot(doc *openapi2.T, visit func(*openapi2.SchemaRef)) {
	for _, s := range doc.Definitions {
		visit(s)
	}
	for _, o := range operations(doc) {
		for _, p := range o.Parameters {
			if p.Schema != nil {
				visit(p.Schema)
			}
		}
		for _, r := range o.Responses.Map() {
			if r.Schema != nil {
				visit(r.Schema)
			}
		}
	}
}

// eachRef visits every reference inside a schema, not following it.
func eachRef(s *openapi2.SchemaRef, visit func(*string)) {
	if s == nil {
		return
	}
	if s.Ref != "" {
		visit(&s.Ref)
		return
	}
	if s.Value == nil {
		return
	}
	for _, p := range s.Value.Properties {
		eachRef(p, visit)
	}
	for _, p := range s.Value.AllOf {
		eachRef(p, visit)
	}
	eachRef(s.Value.Items, visit)
	eachRef3(s.Value.AdditionalProperties.Schema, visit)
}

// eachRef3 does the same in the values of a map, which kin-openapi keeps as OpenAPI 3 schemas.
func eachRef3(s *openapi3.SchemaRef, visit func(*string)) {
	if s == nil {
		return
	}
	if s.Ref != "" {
		visit(&s.Ref)
		return
	}
	if s.Value == nil {
		return
	}
	for _, p := range s.Value.Properties {
		eachRef3(p, visit)
	}
	for _, p := range s.Value.AllOf {
		eachRef3(p, visit)
	}
	eachRef3(s.Value.Items, visit)
	eachRef3(s.Value.AdditionalProperties.Schema, visit)
}

func clone(s *openapi2.SchemaRef) (*openapi2.SchemaRef, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	copied := new(openapi2.SchemaRef)
	return copied, json.Unmarshal(data, copied)
}
