package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
)

func TestDefinitionsAreNamedForTheirReaders(t *testing.T) {
	for old, want := range map[string]string{
		"api.Union":                 "Union",
		"record.Kind":               "Kind",
		"api.unionBody":             "UnionBody",
		"api.List-api_Union":        "UnionList",
		"api.List-record_Place":     "PlaceList",
		"api.List-array_api_Union":  "UnionsList",
		"api.Pair-api_Union-string": "UnionStringPair",
		"Chosen":                    "Chosen",
		"other.Union":               "Other.Union",
	} {
		if got := definitionName(old, []string{"api", "record"}); got != want {
			t.Errorf("%s becomes %s, want %s", old, got, want)
		}
	}
}

func TestCommentsAreReadAsProse(t *testing.T) {
	for comment, want := range map[string]string{
		"Two lines\nof one sentence.\n\nAnother paragraph.\n": "Two lines of one sentence.\n\nAnother paragraph.",
		"See [Union] and [Date.First]; [1] stays.":            "See Union and Date.First; [1] stays.",
		"A list:\n\n- one\n- two":                             "A list:\n\n- one\n- two",
	} {
		if got := prose(comment); got != want {
			t.Errorf("%q becomes %q, want %q", comment, got, want)
		}
	}
}

// schema2 reads a schema as it stands in a document.
func schema2(t *testing.T, text string) *openapi2.SchemaRef {
	t.Helper()
	s := new(openapi2.SchemaRef)
	if err := json.Unmarshal([]byte(text), s); err != nil {
		t.Fatal(err)
	}
	return s
}

func sameAs(t *testing.T, got any, want string) {
	t.Helper()
	data, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if err := json.Unmarshal(data, &a); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, a); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestMembersGetTheirFormatAndNull(t *testing.T) {
	const pattern = `^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$`
	for _, c := range []struct {
		name, before string
		field        field
		after        string
	}{
		{"an instant", `{"type":"string"}`, field{goType: "time.Time"}, `{"type":"string","format":"date-time"}`},
		{"ids in a list", `{"type":"array","items":{"type":"string"}}`, field{goType: "uuid.UUID"}, `{"type":"array","items":{"type":"string","format":"uuid"}}`},
		{"a date that may be unknown", `{"type":"string"}`, field{goType: "record.Date"}, `{"type":"string","format":"partial-date","pattern":"` + pattern + `","example":"2026-01-23","x-nullable":true}`},
		{"a date that is left out when unknown", `{"type":"string"}`, field{goType: "record.Date", omitted: true}, `{"type":"string","format":"partial-date","pattern":"` + pattern + `","example":"2026-01-23"}`},
		{"a format of the author's", `{"type":"string","format":"uri"}`, field{goType: "time.Time"}, `{"type":"string","format":"uri"}`},
		{"a pointer", `{"type":"integer"}`, field{pointer: true}, `{"type":"integer","x-nullable":true}`},
		{"a pointer that is left out when nil", `{"type":"integer"}`, field{pointer: true, omitted: true}, `{"type":"integer"}`},
		{"a pointer to another schema", `{"$ref":"#/definitions/Place"}`, field{pointer: true}, `{"allOf":[{"$ref":"#/definitions/Place"}],"x-nullable":true}`},
		{"dates in a list", `{"type":"array","items":{"type":"string"}}`, field{goType: "record.Date"}, `{"type":"array","items":{"type":"string","format":"partial-date","pattern":"` + pattern + `","example":"2026-01-23"}}`},
		{"facts that may be none", `{"$ref":"#/definitions/JSON"}`, field{goType: "record.JSON"}, `{"allOf":[{"$ref":"#/definitions/JSON"}],"x-nullable":true}`},
		{"another schema", `{"$ref":"#/definitions/Place"}`, field{}, `{"$ref":"#/definitions/Place"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := schema2(t, `{"type":"object","properties":{"m":`+c.before+`}}`).Value
			c.field.name, c.field.goName = "m", "M"
			if err := describe("S", s, goType{}, []field{c.field}); err != nil {
				t.Fatal(err)
			}
			sameAs(t, s.Properties["m"], c.after)
		})
	}
}

func TestValuesOfAnEnumerationAreExplained(t *testing.T) {
	s := schema2(t, `{"type":"string","description":"What it is.","enum":["a","b"],"x-enum-varnames":["A","B"],"x-enum-comments":{"A":"first"},"x-enum-descriptions":["first",""]}`)
	describeValues(s.Value)
	sameAs(t, s, `{"type":"string","description":"What it is.\n\n- `+"`a`: first\\n- `b`"+`","enum":["a","b"]}`)
}

// swagger is a document with one PATCH and one GET around the definitions.
func swagger(t *testing.T, body, answer, definitions string) *openapi2.T {
	t.Helper()
	doc := new(openapi2.T)
	err := json.Unmarshal([]byte(`{"swagger":"2.0","info":{"title":"t","version":"1"},"paths":{"/v1/a":{
		"patch":{"operationId":"change","parameters":[{"in":"body","name":"body","schema":`+body+`}],"responses":{"200":{"description":"","schema":`+answer+`}}}
	}},"definitions":`+definitions+`}`), doc)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestAPatchTakesBackWhatMayBeLeftOut(t *testing.T) {
	doc := swagger(t, `{"$ref":"#/definitions/UnionBody"}`, `{"$ref":"#/definitions/Place"}`, `{
		"UnionBody":{"type":"object","required":["name"],"properties":{
			"name":{"type":"string"}, "status":{"type":"string","default":"active"},
			"place":{"$ref":"#/definitions/Place"}, "seat":{"description":"d","allOf":[{"$ref":"#/definitions/Place"}]},
			"places":{"type":"array","items":{"$ref":"#/definitions/Place"}}, "kind":{"$ref":"#/definitions/Kind"}}},
		"Place":{"type":"object","required":["country"],"properties":{"country":{"type":"string"},"city":{"type":"string"}}},
		"Kind":{"type":"string","enum":["local"]}}`)
	order := map[string][]string{"UnionBody": {"name", "status"}}
	if err := derivePatches(doc, order); err != nil {
		t.Fatal(err)
	}
	sameAs(t, doc.Paths["/v1/a"].Patch.Parameters[0].Schema, `{"$ref":"#/definitions/UnionPatch"}`)
	patch := doc.Definitions["UnionPatch"]
	patch.Value.Description = ""
	sameAs(t, patch, `{"type":"object","properties":{
		"name":{"type":"string"}, "status":{"type":"string","x-nullable":true},
		"place":{"allOf":[{"$ref":"#/definitions/PlacePatch"}],"x-nullable":true}, "seat":{"description":"d","allOf":[{"$ref":"#/definitions/PlacePatch"}],"x-nullable":true},
		"places":{"type":"array","items":{"$ref":"#/definitions/Place"},"x-nullable":true}, "kind":{"allOf":[{"$ref":"#/definitions/Kind"}],"x-nullable":true}}}`)
	doc.Definitions["PlacePatch"].Value.Description = ""
	sameAs(t, doc.Definitions["PlacePatch"], `{"type":"object","properties":{"country":{"type":"string"},"city":{"type":"string","x-nullable":true}}}`)
	if !slices.Equal(order["UnionPatch"], order["UnionBody"]) {
		t.Error("the patch lost the order of its members")
	}
}

func TestAPatchOfItsOwnStaysAsItIs(t *testing.T) {
	doc := swagger(t, `{"$ref":"#/definitions/UnionPatch"}`, `{"type":"string"}`, `{"UnionPatch":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}`)
	if err := derivePatches(doc, map[string][]string{}); err != nil {
		t.Fatal(err)
	}
	sameAs(t, doc.Definitions, `{"UnionPatch":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}`)
}

func TestBodiesAreClosedAndAnswersStayOpen(t *testing.T) {
	doc := swagger(t, `{"$ref":"#/definitions/UnionPatch"}`, `{"$ref":"#/definitions/Union"}`, `{
		"UnionPatch":{"type":"object","properties":{"place":{"$ref":"#/definitions/Place"},"extra":{"type":"object"},"inner":{"type":"object","properties":{"a":{"type":"string"}}},
			"counts":{"type":"object","additionalProperties":{"$ref":"#/definitions/Place"}}}},
		"Union":{"type":"object","properties":{"place":{"$ref":"#/definitions/Place"}}},
		"Place":{"type":"object","properties":{"kind":{"$ref":"#/definitions/Kind"}}},
		"Kind":{"type":"string","enum":["local"]}}`)
	answers, err := splitBodies(doc, map[string][]string{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Kind", "Place", "Union"}, answers); diff != "" {
		t.Errorf("the schemas of answers (-want +got)\n%s", diff)
	}
	sameAs(t, doc.Definitions, `{
		"UnionPatch":{"type":"object","additionalProperties":false,"properties":{"place":{"$ref":"#/definitions/PlaceInput"},"extra":{"type":"object","additionalProperties":true},
			"inner":{"type":"object","additionalProperties":false,"properties":{"a":{"type":"string"}}},
			"counts":{"type":"object","additionalProperties":{"$ref":"#/definitions/PlaceInput"}}}},
		"Union":{"type":"object","properties":{"place":{"$ref":"#/definitions/Place"}}},
		"Place":{"type":"object","properties":{"kind":{"$ref":"#/definitions/Kind"}}},
		"PlaceInput":{"type":"object","additionalProperties":false,"properties":{"kind":{"$ref":"#/definitions/Kind"}}},
		"Kind":{"type":"string","enum":["local"]}}`)
}

func TestWhatIsAlwaysThereIsRequired(t *testing.T) {
	s := schema2(t, `{"type":"object","required":["z"],"properties":{"a":{"type":"string"},"b":{"type":"string"},"z":{"type":"string"}}}`)
	requireAlwaysThere(s.Value, []field{{name: "z"}, {name: "b", omitted: true}, {name: "a"}})
	sameAs(t, s.Value.Required, `["a","z"]`)
}

func TestOutcomesFollowFromWhatAnOperationIs(t *testing.T) {
	for _, c := range []struct {
		name string
		seen occasion
		want []string
	}{
		{"outside the API", occasion{method: http.MethodGet, public: true}, []string{"default"}},
		{"a list", occasion{method: http.MethodGet, public: true, api: true, params: map[string]bool{"query q": true, "header If-None-Match": true}}, []string{"304", "400", "401", "422", "429", "default"}},
		{"one union", occasion{method: http.MethodGet, public: true, api: true, record: true, params: map[string]bool{"path union": true}}, []string{"308", "400", "401", "404", "410", "429", "default"}},
		{"a new record", occasion{method: http.MethodPost, api: true, body: true, params: map[string]bool{"header Idempotency-Key": true}}, []string{"400", "401", "403", "409", "413", "415", "422", "429", "default"}},
		{"a change", occasion{method: http.MethodPatch, api: true, body: true, params: map[string]bool{"path id": true, "header If-Match": true}}, []string{"400", "401", "403", "404", "410", "412", "413", "415", "422", "428", "429", "default"}},
		{"a deletion", occasion{method: http.MethodDelete, api: true, params: map[string]bool{"path id": true}}, []string{"400", "401", "403", "404", "410", "413", "429", "default"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := &openapi2.T{Responses: map[string]*openapi2.Response{}}
			o := operation{c.seen.method, "/", &openapi2.Operation{Responses: &openapi2.Responses{}}}
			addOutcomes(doc, o, c.seen)
			if diff := cmp.Diff(c.want, slices.Sorted(maps.Keys(o.Responses.Map()))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestAnAnnotatedFailureSaysMoreThanTheRule(t *testing.T) {
	responses := openapi2.Responses{}
	responses.Set("404", &openapi2.Response{Description: "No such page."})
	responses.Set("409", &openapi2.Response{Description: "Conflict"})
	doc := &openapi2.T{Responses: map[string]*openapi2.Response{}}
	addOutcomes(doc, operation{http.MethodGet, "/v1/a/{id}", &openapi2.Operation{Responses: &responses}}, occasion{params: map[string]bool{"path id": true}, public: true})
	sameAs(t, responses.Value("404"), `{"description":"No such page.","schema":{"$ref":"#/definitions/Problem"}}`)
	sameAs(t, responses.Value("409"), `{"$ref":"#/responses/Conflict"}`)
}

func TestEveryStatusOfARuleHasItsText(t *testing.T) {
	for i, rule := range rules {
		for _, status := range rule.status {
			if _, ok := outcomes[status]; !ok {
				t.Errorf("rule %d adds %s, which is nowhere described", i, status)
			}
		}
	}
	for status, out := range outcomes {
		for _, name := range out.headers {
			if _, ok := sharedHeaders[name]; !ok {
				t.Errorf("%s has the header %s, which is nowhere described", status, name)
			}
		}
	}
}

func response3(t *testing.T, text string) *openapi3.Response {
	t.Helper()
	r := new(openapi3.Response)
	if err := json.Unmarshal([]byte(text), r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestMediaTypesOfAnswers(t *testing.T) {
	const every = `{"description":"","content":{"application/json":{"schema":{"type":"object"}},"application/vnd.api+json":{"schema":{"type":"object"}},"text/event-stream":{"schema":{"type":"object"}},"application/vnd.apache.parquet":{"schema":{"type":"object"}},"application/problem+json":{"schema":{"type":"object"}}}}`
	for _, c := range []struct{ status, want string }{
		{"200", `{"description":"","content":{"application/json":{"schema":{"type":"object"}},"application/vnd.api+json":{"schema":{"type":"object"}},"text/event-stream":{"schema":{"type":"string"}},"application/vnd.apache.parquet":{"schema":{"type":"string","format":"binary"}}}}`},
		{"404", `{"description":"","content":{"application/problem+json":{"schema":{"type":"object"}}}}`},
		{"default", `{"description":"","content":{"application/problem+json":{"schema":{"type":"object"}}}}`},
	} {
		r := response3(t, every)
		problemsOnly(c.status, r)
		mediaTypes(c.status, r)
		sameAs(t, r, c.want)
	}
	empty := response3(t, `{"description":"Deleted"}`)
	problemsOnly("204", empty)
	mediaTypes("204", empty)
	sameAs(t, empty, `{"description":"Deleted"}`)
}

func TestAPatchIsAMergePatch(t *testing.T) {
	for _, c := range []struct{ method, want string }{
		{http.MethodPatch, `{"content":{"application/json":{"schema":{"type":"object"}},"application/merge-patch+json":{"schema":{"type":"object"}}}}`},
		{http.MethodPost, `{"content":{"text/csv":{"schema":{"type":"object"}}}}`},
	} {
		body := new(openapi3.RequestBody)
		if err := json.Unmarshal([]byte(`{"x-originalParamName":"body","content":{"text/csv":{"schema":{"type":"object"}}}}`), body); err != nil {
			t.Fatal(err)
		}
		mendBody(c.method, body)
		sameAs(t, body, c.want)
	}
}

func TestPathParametersAreDeclared(t *testing.T) {
	params := func(names ...string) (all openapi3.Parameters) {
		for _, name := range names {
			all = append(all, &openapi3.ParameterRef{Value: openapi3.NewPathParameter(name)})
		}
		return all
	}
	for _, c := range []struct {
		path     string
		declared openapi3.Parameters
		faults   int
	}{
		{"/v1/a", nil, 0},
		{"/v1/{a}/b/{c}.csv", params("a", "c"), 0},
		{"/v1/{a}/b/{c}", params("a"), 1},
		{"/v1/{a}", params("a", "c"), 1},
	} {
		if got := undeclared(c.path, c.declared); len(got) != c.faults {
			t.Errorf("%s: %v", c.path, got)
		}
	}
}

func TestDocumentsAreWrittenInAnOrderForPeople(t *testing.T) {
	doc := map[string]any{
		"paths":   map[string]any{"/b": map[string]any{"patch": 1, "get": 2}, "/a": map[string]any{}},
		"openapi": "3.0.3",
		"components": map[string]any{"schemas": map[string]any{
			"S": map[string]any{"properties": map[string]any{"b": 1, "properties": map[string]any{"type": 1, "description": 2}, "a": "<&>", "new": 1}, "type": "object"},
		}},
		"info": map[string]any{"description": json.Number("1.50"), "title": "t"},
	}
	got, err := encode(doc, map[string][]string{"S": {"properties", "b", "a"}}, map[string]json.RawMessage{"/paths/~1a": json.RawMessage(`{"z":1,"a":2}`)})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"openapi":"3.0.3","info":{"title":"t","description":1.50},"paths":{"/a":{"z":1,"a":2},"/b":{"get":2,"patch":1}},` +
		`"components":{"schemas":{"S":{"type":"object","properties":{"properties":{"type":1,"description":2},"b":1,"a":"<&>","new":1}}}}}`
	var compact bytes.Buffer
	if err := json.Compact(&compact, got); err != nil {
		t.Fatal(err)
	}
	if compact.String() != want {
		t.Errorf("got  %s\nwant %s", &compact, want)
	}
}

func TestNullHoldsForEveryReader(t *testing.T) {
	const union = `{"type":"object","properties":{
		"place":{"nullable":true,"allOf":[{"$ref":"#/components/schemas/Place"}]},
		"seat":{"nullable":true,"description":"d","allOf":[{"$ref":"#/components/schemas/Place"}]},
		"kind":{"nullable":true,"allOf":[{"$ref":"#/components/schemas/Kind"}]},
		"kinds":{"type":"array","items":{"$ref":"#/components/schemas/Kind"}},
		"counts":{"type":"object","additionalProperties":{"type":"integer","x-nullable":true}},
		"status":{"type":"string","nullable":true,"enum":["active"]}}}`
	doc, err := openapi3.NewLoader().LoadFromData([]byte(`{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"responses":{"200":{"description":"","content":{
		"application/json":{"schema":{"$ref":"#/components/schemas/Union"}}}}}}}},"components":{"schemas":{"Union":` + union + `,
		"Place":{"type":"object","properties":{"kind":{"$ref":"#/components/schemas/Kind"}}},"Kind":{"type":"string","enum":["local"]}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	order := map[string][]string{"Place": {"kind"}}
	if err := nullables(doc, order); err != nil {
		t.Fatal(err)
	}
	if err := dropUnusedSchemas(doc); err != nil {
		t.Fatal(err)
	}
	sameAs(t, doc.Components.Schemas, `{
		"Union":{"type":"object","properties":{
			"place":{"$ref":"#/components/schemas/PlaceOrNull"},
			"seat":{"type":"object","nullable":true,"description":"d","allOf":[{"$ref":"#/components/schemas/PlaceOrNull"}]},
			"kind":{"$ref":"#/components/schemas/KindOrNull"},
			"kinds":{"type":"array","items":{"$ref":"#/components/schemas/Kind"}},
			"counts":{"type":"object","additionalProperties":{"type":"integer","nullable":true}},
			"status":{"type":"string","nullable":true,"enum":["active",null]}}},
		"PlaceOrNull":{"type":"object","nullable":true,"properties":{"kind":{"$ref":"#/components/schemas/Kind"}}},
		"Kind":{"type":"string","enum":["local"]},
		"KindOrNull":{"type":"string","nullable":true,"enum":["local",null]}}`)
	if !slices.Equal(order["PlaceOrNull"], order["Place"]) {
		t.Error("the schema with null lost the order of its members")
	}
	for value, allowed := range map[string]bool{`{"place":null,"seat":null,"kind":null,"status":null,"counts":{"a":null}}`: true, `{"kinds":[null]}`: false} {
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			t.Fatal(err)
		}
		if err := doc.Components.Schemas["Union"].Value.VisitJSON(v); (err == nil) != allowed {
			t.Errorf("%s: %v", value, err)
		}
	}
}
