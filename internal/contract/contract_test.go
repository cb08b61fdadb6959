package contract

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const document = `{
"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "servers": [{"url": "/"}],
"paths": {
  "/v1/unions": {
    "get": {
      "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 200}}, {"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["local"]}}],
      "responses": {
        "200": {"description": "", "headers": {"ETag": {"required": true, "schema": {"type": "string"}}, "Rollcall-Count": {"schema": {"type": "integer"}}}, "content": {
          "application/json": {"schema": {"type": "object", "required": ["data"], "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Union"}}}}},
          "text/csv": {"schema": {"type": "string"}}, "application/x-ndjson": {"schema": {"type": "string"}}}},
        "304": {"description": "", "headers": {"ETag": {"required": true, "schema": {"type": "string"}}}},
        "400": {"$ref": "#/components/responses/Problem"}, "default": {"$ref": "#/components/responses/Problem"}}},
    "post": {
      "security": [{"bearerAuth": []}],
      "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object", "additionalProperties": false, "required": ["name"], "properties": {"name": {"type": "string"}}}}}},
      "responses": {
        "201": {"description": "", "headers": {"Location": {"required": true, "schema": {"type": "string"}}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Union"}}}},
        "422": {"$ref": "#/components/responses/Problem"}}}},
  "/v1/unions/{union}": {
    "delete": {
      "parameters": [{"name": "union", "in": "path", "required": true, "schema": {"type": "string"}}, {"name": "If-Match", "in": "header", "required": true, "schema": {"type": "string"}}],
      "responses": {"204": {"description": ""}, "308": {"description": "", "headers": {"Location": {"required": true, "schema": {"type": "string"}}}}}}}},
"components": {
  "securitySchemes": {"bearerAuth": {"type": "http", "scheme": "bearer"}},
  "responses": {"Problem": {"description": "", "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}},
  "schemas": {
    "Problem": {"type": "object", "required": ["status", "code"], "properties": {"status": {"type": "integer"}, "code": {"type": "string"}}},
    "Union": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}, "place": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Place"}]}}},
    "Place": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}}}}`

const (
	id       = `"0198c0de-0000-7000-8000-000000000001"`
	page     = `{"data": [{"id": ` + id + `, "place": null, "more": 1}]}`
	badInput = `{"status": 400, "code": "malformed"}`
	notFound = `{"status": 404, "code": "not_found"}`
	problem  = "application/problem+json"
	jsonType = "application/json"
)

func TestAnswersAreHeldToTheDocument(t *testing.T) {
	v, err := NewValidator([]byte(document), "/docs", "/docs/", "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	type headers map[string]string
	key := headers{"Authorization": "Bearer rc_x", "Content-Type": jsonType}
	matched := headers{"If-Match": `"1"`}
	for _, c := range []struct {
		name           string
		method, target string
		sent           headers
		body           string
		status         int
		got            headers
		answer         string
		says           string // nothing when the answer is as documented
	}{
		{"a page", "GET", "/v1/unions?limit=2", nil, "", 200, headers{"Content-Type": jsonType + "; charset=utf-8", "ETag": `"1"`}, page, ""},
		{"a page of another shape", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, `{"data": [{"id": 1}, {"id": ` + id + `, "place": {}}]}`, "/data/0/id: value must be a string"},
		{"a member that breaks its format", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, `{"data": [{"id": "one"}]}`, "/data/0/id"},
		{"no JSON", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, page + "x", "not JSON"},
		{"no UTF-8", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, "\"\xff\"", "not UTF-8"},
		{"a header missing", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType}, page, "the header Etag is missing"},
		{"a header of another type", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`, "Rollcall-Count": "many"}, page, "the header Rollcall-Count"},
		{"a header too many", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`, "Link": "<>"}, page, "the header Link is not documented"},
		{"another media type", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "text/html", "ETag": `"1"`}, page, `the media type is "text/html"`},
		{"another status", "GET", "/v1/unions", nil, "", 202, headers{"Content-Type": jsonType}, page, "the status 202 is not documented"},
		{"a refusal that is not named", "GET", "/v1/unions", nil, "", 409, headers{"Content-Type": problem}, `{"status": 409, "code": "conflict"}`, "the status 409 is not documented"},
		{"a failure inside", "GET", "/v1/unions", nil, "", 500, headers{"Content-Type": problem}, `{"status": 500, "code": "internal"}`, ""},
		{"a parameter accepted that is not documented", "GET", "/v1/unions?q=x", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, page, `the query parameter "q" was accepted`},
		{"a value accepted that the document refuses", "GET", "/v1/unions?limit=201", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, page, "the document refuses it"},
		{"a bad parameter refused", "GET", "/v1/unions?limit=201&q=x", nil, "", 400, headers{"Content-Type": problem}, badInput, ""},
		{"a refusal that is no problem", "GET", "/v1/unions?limit=x", nil, "", 400, headers{"Content-Type": jsonType}, badInput, "the media type"},
		{"a problem of another status", "GET", "/v1/unions?limit=x", nil, "", 400, headers{"Content-Type": problem}, notFound, "the problem's status is 404"},
		{"a problem without a code", "GET", "/v1/unions?limit=x", nil, "", 400, headers{"Content-Type": problem}, `{"status": 400}`, "code"},
		{"HEAD", "HEAD", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, "", ""},
		{"HEAD with a body", "HEAD", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType, "ETag": `"1"`}, page, "HEAD has a body"},
		{"HEAD without its headers", "HEAD", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType}, "", "the header Etag is missing"},
		{"nothing new", "GET", "/v1/unions", nil, "", 304, headers{"ETag": `"1"`}, "", ""},
		{"nothing new, with a body", "GET", "/v1/unions", nil, "", 304, headers{"ETag": `"1"`}, page, "none is documented"},
		{"CSV", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "text/csv; charset=utf-8", "ETag": `"1"`, "Rollcall-Count": "1"}, "id,name\n1,a\n", ""},
		{"CSV with a ragged line", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "text/csv", "ETag": `"1"`}, "id,name\n1\n", "not CSV"},
		{"CSV without columns", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "text/csv", "ETag": `"1"`}, "", "names of the columns"},
		{"CSV of another count", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "text/csv", "ETag": `"1"`, "Rollcall-Count": "2"}, "id,name\n1,a\n", "Rollcall-Count says 2, and 1 records came"},
		{"NDJSON", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "application/x-ndjson", "ETag": `"1"`}, `{"id": ` + id + "}\n{\"id\": " + id + "}\n", ""},
		{"NDJSON of nothing", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "application/x-ndjson", "ETag": `"1"`}, "", ""},
		{"NDJSON of another shape", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "application/x-ndjson", "ETag": `"1"`}, `{"id": ` + id + "}\n{}\n", "line 2"},
		{"NDJSON cut off", "GET", "/v1/unions", nil, "", 200, headers{"Content-Type": "application/x-ndjson", "ETag": `"1"`}, `{"id": ` + id + `}`, "the last line is not ended"},
		{"a new record", "POST", "/v1/unions", key, `{"name": "a"}`, 201, headers{"Content-Type": jsonType, "Location": "/v1/unions/a"}, `{"id": ` + id + `}`, ""},
		{"a new record without a key", "POST", "/v1/unions", headers{"Content-Type": jsonType}, `{"name": "a"}`, 201, headers{"Content-Type": jsonType, "Location": "/v1/unions/a"}, `{"id": ` + id + `}`, "without a key"},
		{"a body accepted that the document refuses", "POST", "/v1/unions", key, `{"name": "a", "nick": "b"}`, 201, headers{"Content-Type": jsonType, "Location": "/v1/unions/a"}, `{"id": ` + id + `}`, "nick"},
		{"a bad body refused", "POST", "/v1/unions", key, `{`, 422, headers{"Content-Type": problem}, `{"status": 422, "code": "invalid"}`, ""},
		{"a deletion", "DELETE", "/v1/unions/a", matched, "", 204, nil, "", ""},
		{"a deletion without If-Match", "DELETE", "/v1/unions/a", nil, "", 204, nil, "", "If-Match"},
		{"a deletion with a body", "DELETE", "/v1/unions/a", matched, "", 204, nil, page, "none is documented"},
		{"a merged record", "DELETE", "/v1/unions/a", nil, "", 308, headers{"Location": "/v1/unions/b"}, "", ""},
		{"a merged record that leads nowhere", "DELETE", "/v1/unions/a", nil, "", 308, nil, "", "the header Location is missing"},
		{"another method", "PUT", "/v1/unions", nil, "", 405, headers{"Content-Type": problem, "Allow": "GET, POST"}, `{"status": 405, "code": "method_not_allowed"}`, ""},
		{"another method, and no word of the right one", "PUT", "/v1/unions", nil, "", 405, headers{"Content-Type": problem}, `{"status": 405, "code": "method_not_allowed"}`, "405 without an Allow header"},
		{"another method that works", "PUT", "/v1/unions", nil, "", 200, headers{"Content-Type": jsonType}, page, "no refusal"},
		{"another path", "GET", "/v1/onions", nil, "", 404, headers{"Content-Type": problem}, notFound, ""},
		{"another path in plain text", "GET", "/v1/onions", nil, "", 404, headers{"Content-Type": "text/plain"}, "404", "the media type"},
		{"another path that works", "GET", "/v1/onions", nil, "", 200, headers{"Content-Type": jsonType}, page, "no refusal"},
		{"a path that is let through", "GET", "/docs/explorer.js", nil, "", 200, headers{"Content-Type": "text/javascript"}, "x", ""},
		{"a path that only begins like one", "GET", "/metrics/x", nil, "", 200, nil, "", "no refusal"},
		{"a question of CORS", "OPTIONS", "/v1/unions", headers{"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}, "", 204, nil, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			req := httptest.NewRequest(c.method, c.target, strings.NewReader(c.body))
			for name, value := range c.sent {
				req.Header.Set(name, value)
			}
			res := &http.Response{StatusCode: c.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(""))}
			defer res.Body.Close()
			for name, value := range c.got {
				res.Header.Set(name, value)
			}
			err := v.check(req, []byte(c.body), res, []byte(c.answer))
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("the verdict is %v, want one that says %q", err, c.says)
			}
		})
	}
}

// failing counts what a test is told.
type failing struct {
	testing.TB
	told []string
}

func (f *failing) Helper()                        {}
func (f *failing) Errorf(format string, _ ...any) { f.told = append(f.told, format) }
func (f *failing) Fatalf(format string, _ ...any) { f.told = append(f.told, format) }

func TestTheCommittedDocumentIsTheMeasure(t *testing.T) {
	req := httptest.NewRequest(http.MethodGet, "/nothing", http.NoBody)
	res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}}
	told := &failing{TB: t}
	Check(told, req, nil, res, nil)
	if len(told.told) != 1 {
		t.Errorf("of a path that is not documented the test was told %v", told.told)
	}
}

func TestATrailerCountsAsWell(t *testing.T) {
	v, err := NewValidator([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodGet, "/v1/unions", http.NoBody)
	res := &http.Response{
		StatusCode: http.StatusOK,
		Header:     http.Header{"Content-Type": {"text/csv"}, "Etag": {`"1"`}},
		Trailer:    http.Header{"Rollcall-Count": {"3"}},
	}
	if err := v.check(req, nil, res, []byte("id\n1\n")); err == nil || !strings.Contains(err.Error(), "says 3") {
		t.Errorf("the verdict is %v", err)
	}
}
