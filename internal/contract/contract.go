// Package contract holds the API to its OpenAPI document. It is for tests.
package contract

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"rollcall/docs"
)

// undocumented are the paths that are no part of the API and may answer as they like. One that ends
// in a slash stands for everything below it.
var undocumented = []string{"/docs", "/docs/", "/metrics", "/openapi.json", "/openapi.yaml", "/swagger.json"}

const mediaProblem = "application/problem+json"

// The headers that mean something in this API. An answer has them only where the document says so.
var ownHeaders = []string{"Etag", "Link", "Location", "Retry-After"}

const ownPrefix = "Rollcall-"

var committed = sync.OnceValues(func() (*Validator, error) {
	return NewValidator(docs.OpenAPIJSON, undocumented...)
})

// Check fails the test when the answer is not as the committed OpenAPI document says: its status,
// headers, media type or body, or a request accepted that the document refuses. A request that is
// refused may be as wrong as it likes; its refusal is checked.
//
// The bodies are given apart because both have been read by then. Trailers are read from res.
func Check(t testing.TB, req *http.Request, reqBody []byte, res *http.Response, body []byte) {
	t.Helper()
	v, err := committed()
	if err != nil {
		t.Fatalf("the OpenAPI document: %v", err)
	}
	v.Check(t, req, reqBody, res, body)
}

// Validator compares answers with an OpenAPI document.
type Validator struct {
	router       routers.Router
	problem      *openapi3.Schema
	undocumented []string
}

// NewValidator reads a document. Requests to the undocumented paths are not looked at.
func NewValidator(document []byte, undocumented ...string) (*Validator, error) {
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewRegexpFormatValidator(openapi3.FormatOfStringForUUIDOfRFC9562))
	doc, err := openapi3.NewLoader().LoadFromData(document)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, err
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return nil, err
	}
	v := &Validator{router: router, undocumented: undocumented}
	if doc.Components != nil && doc.Components.Schemas["Problem"] != nil {
		v.problem = doc.Components.Schemas["Problem"].Value
	}
	return v, nil
}

// Check fails the test when the answer is not as the document says.
func (v *Validator) Check(t testing.TB, req *http.Request, reqBody []byte, res *http.Response, body []byte) {
	t.Helper()
	if err := v.check(req, reqBody, res, body); err != nil {
		const most = 2000
		shown := body
		if len(shown) > most {
			shown = append(slices.Clone(shown[:most]), "…"...)
		}
		t.Errorf("%s %s is not as documented: %v\nanswer: %d %s\n%s", req.Method, req.URL.RequestURI(), err, res.StatusCode, res.Header.Get("Content-Type"), shown)
	}
}

func (v *Validator) check(req *http.Request, reqBody []byte, res *http.Response, body []byte) error {
	if v.mayDoAnything(req.URL.Path) {
		return nil
	}
	if req.Method == http.MethodHead && len(body) > 0 {
		return errors.New("the answer to HEAD has a body")
	}
	route, pathParams, err := v.find(req)
	if err != nil {
		return v.checkUnrouted(req, res, body, err)
	}
	status := strconv.Itoa(res.StatusCode)
	documented := route.Operation.Responses.Value(status)
	if documented == nil && res.StatusCode >= http.StatusInternalServerError {
		documented = route.Operation.Responses.Default()
	}
	if documented == nil {
		return fmt.Errorf("the status %s is not documented, only %s", status, strings.Join(route.Operation.Responses.Keys(), ", "))
	}
	faults := checkHeaders(documented.Value.Headers, res.Header)
	faults = append(faults, checkBody(req.Method, documented.Value.Content, res, body))
	if res.StatusCode < http.StatusMultipleChoices {
		faults = append(faults, checkAccepted(req, reqBody, route, pathParams))
	}
	return errors.Join(faults...)
}

func (v *Validator) mayDoAnything(path string) bool {
	return slices.ContainsFunc(v.undocumented, func(u string) bool {
		return path == u || strings.HasSuffix(u, "/") && strings.HasPrefix(path, u)
	})
}

// find finds the operation. HEAD is a GET without the body, and not documented besides.
func (v *Validator) find(req *http.Request) (*routers.Route, map[string]string, error) {
	if req.Method == http.MethodHead {
		req = req.Clone(req.Context())
		req.Method = http.MethodGet
	}
	route, params, err := v.router.FindRoute(req)
	if err == nil {
		return route, params, nil
	}
	// The ending of a list's path says what the parameter format says, and is not documented besides.
	for _, ending := range []string{".json", ".csv", ".ndjson"} {
		if path, ok := strings.CutSuffix(req.URL.Path, ending); ok {
			whole := req.Clone(req.Context())
			whole.URL.Path = path
			if route, params, err := v.router.FindRoute(whole); err == nil && route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, "format") != nil {
				return route, params, nil
			}
		}
	}
	// People paste the address of this service with a slash at its end, which is not documented besides.
	if req.URL.Path == "/reconcile/" {
		whole := req.Clone(req.Context())
		whole.URL.Path = "/reconcile"
		if route, params, err := v.router.FindRoute(whole); err == nil {
			return route, params, nil
		}
	}
	return nil, nil, err
}

// checkUnrouted checks the answer where the document has no operation: it is a refusal, or the answer
// to a question of CORS.
func (v *Validator) checkUnrouted(req *http.Request, res *http.Response, body []byte, cause error) error {
	if req.Method == http.MethodOptions && res.StatusCode == http.StatusNoContent {
		if len(body) > 0 {
			return errors.New("the status 204 has a body")
		}
		return nil
	}
	if res.StatusCode < http.StatusBadRequest {
		return fmt.Errorf("%w, and the answer is no refusal", cause)
	}
	if res.StatusCode == http.StatusMethodNotAllowed && res.Header.Get("Allow") == "" {
		return errors.New("405 without an Allow header (RFC 9110 §15.5.6)")
	}
	content := openapi3.Content{mediaProblem: openapi3.NewMediaType().WithSchema(v.problem)}
	return checkBody(req.Method, content, res, body)
}

func checkHeaders(documented openapi3.Headers, got http.Header) []error {
	var faults []error
	known := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(documented)) {
		header := documented[name].Value
		name = http.CanonicalHeaderKey(name)
		known[name] = true
		values := got.Values(name)
		switch {
		case len(values) == 0 && header.Required:
			faults = append(faults, fmt.Errorf("the header %s is missing", name))
		case len(values) > 0 && header.Schema != nil:
			if err := header.Schema.Value.VisitJSON(scalar(header.Schema.Value, strings.Join(values, ", ")), rules()...); err != nil {
				faults = append(faults, fmt.Errorf("the header %s: %w", name, err))
			}
		}
	}
	for name := range got {
		if own := slices.Contains(ownHeaders, name) || strings.HasPrefix(name, ownPrefix); own && !known[name] {
			faults = append(faults, fmt.Errorf("the header %s is not documented for this answer", name))
		}
	}
	return faults
}

// scalar reads a header's value as the type that the schema wants. What cannot be read stays a
// string, which the schema then refuses.
func scalar(s *openapi3.Schema, text string) any {
	switch {
	case s.Type.Is(openapi3.TypeInteger), s.Type.Is(openapi3.TypeNumber):
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	case s.Type.Is(openapi3.TypeBoolean):
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	}
	return text
}

func checkBody(method string, content openapi3.Content, res *http.Response, body []byte) error {
	if len(content) == 0 || res.StatusCode == http.StatusNotModified {
		if len(body) > 0 {
			return errors.New("the answer has a body, and none is documented")
		}
		return nil
	}
	header := res.Header.Get("Content-Type")
	media := content.Get(header)
	name, _, err := mime.ParseMediaType(header)
	if media == nil || err != nil {
		return fmt.Errorf("the media type is %q, documented is %s", header, strings.Join(slices.Sorted(maps.Keys(content)), ", "))
	}
	if method == http.MethodHead {
		return nil
	}
	switch {
	case name == "application/json" || strings.HasSuffix(name, "+json"):
		return checkJSON(name, media, res.StatusCode, body)
	case name == "text/csv":
		return checkCSV(res, body)
	case name == "application/x-ndjson":
		return checkLines(content["application/json"], res, body)
	}
	return nil
}

func rules() []openapi3.SchemaValidationOption {
	return []openapi3.SchemaValidationOption{
		openapi3.VisitAsResponse(), openapi3.MultiErrors(), openapi3.EnableFormatValidation(),
		openapi3.SetSchemaErrorMessageCustomizer(briefly),
	}
}

// briefly leaves the schema out of the message.
func briefly(err *openapi3.SchemaError) string {
	return "/" + strings.Join(err.JSONPointer(), "/") + ": " + err.Reason
}

func decode(data []byte) (any, error) {
	if !utf8.Valid(data) {
		return nil, errors.New("the body is not UTF-8")
	}
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, fmt.Errorf("the body is not JSON: %w", err)
	}
	return value, nil
}

func checkJSON(name string, media *openapi3.MediaType, status int, body []byte) error {
	value, err := decode(body)
	if err != nil {
		return err
	}
	if name == mediaProblem {
		// RFC 9457 §3.1.2: the member repeats the status.
		if object, _ := value.(map[string]any); object["status"] != float64(status) {
			return fmt.Errorf("the problem's status is %v", object["status"])
		}
	}
	if media.Schema == nil || media.Schema.Value == nil {
		return nil
	}
	return media.Schema.Value.VisitJSON(value, rules()...)
}

func checkCSV(res *http.Response, body []byte) error {
	lines, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		return fmt.Errorf("the body is not CSV: %w", err)
	}
	if len(lines) == 0 {
		return errors.New("the CSV has no line with the names of the columns")
	}
	return checkCount(res, len(lines)-1)
}

// checkLines checks each line against the schema of the members of "data" in the JSON answer.
func checkLines(page *openapi3.MediaType, res *http.Response, body []byte) error {
	var schema *openapi3.Schema
	if page != nil && page.Schema != nil {
		if data := page.Schema.Value.Properties["data"]; data != nil && data.Value.Items != nil {
			schema = data.Value.Items.Value
		}
	}
	lines := bytes.Split(body, []byte("\n"))
	if last := len(lines) - 1; len(lines[last]) > 0 {
		return errors.New("the last line is not ended")
	}
	lines = lines[:len(lines)-1]
	for i, line := range lines {
		value, err := decode(line)
		if err == nil && schema != nil {
			err = schema.VisitJSON(value, rules()...)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return checkCount(res, len(lines))
}

// checkCount compares Rollcall-Count, a header or a trailer, with what came.
func checkCount(res *http.Response, came int) error {
	said := res.Header.Get("Rollcall-Count")
	if said == "" {
		said = res.Trailer.Get("Rollcall-Count")
	}
	if said != "" && said != strconv.Itoa(came) {
		return fmt.Errorf("Rollcall-Count says %s, and %d records came", said, came)
	}
	return nil
}

// checkAccepted checks that a request which was accepted is one that the document allows: otherwise
// clients made from the document cannot send it.
func checkAccepted(req *http.Request, reqBody []byte, route *routers.Route, pathParams map[string]string) error {
	var faults []error
	for name := range req.URL.Query() {
		if route.Operation.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			faults = append(faults, fmt.Errorf("the query parameter %q was accepted and is not documented", name))
		}
	}
	if needsKey(route.Operation) && req.Header.Get("Authorization") == "" {
		faults = append(faults, errors.New("the request was accepted without a key, and the document asks for one"))
	}
	copied := req.Clone(req.Context())
	copied.Body = io.NopCloser(bytes.NewReader(reqBody))
	err := openapi3filter.ValidateRequest(req.Context(), &openapi3filter.RequestValidationInput{
		Request: copied, PathParams: pathParams, Route: route,
		Options: &openapi3filter.Options{
			MultiError: true, ExcludeRequestBody: true, SkipSettingDefaults: true,
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc,
		},
	})
	if err != nil {
		faults = append(faults, fmt.Errorf("the request was accepted, and the document refuses it: %w", err))
	}
	if err := checkAcceptedBody(req, reqBody, route.Operation); err != nil {
		faults = append(faults, fmt.Errorf("the request body was accepted, and the document refuses it: %w", err))
	}
	return errors.Join(faults...)
}

func needsKey(op *openapi3.Operation) bool {
	if op.Security == nil || len(*op.Security) == 0 {
		return false
	}
	return !slices.ContainsFunc(*op.Security, func(r openapi3.SecurityRequirement) bool { return len(r) == 0 })
}

func checkAcceptedBody(req *http.Request, body []byte, op *openapi3.Operation) error {
	if op.RequestBody == nil {
		if len(body) > 0 {
			return errors.New("it has none")
		}
		return nil
	}
	documented := op.RequestBody.Value
	if len(body) == 0 {
		if documented.Required {
			return errors.New("it is missing")
		}
		return nil
	}
	header := req.Header.Get("Content-Type")
	media := documented.Content.Get(header)
	name, _, err := mime.ParseMediaType(header)
	if media == nil || err != nil {
		return fmt.Errorf("its media type is %q, documented is %s", header, strings.Join(slices.Sorted(maps.Keys(documented.Content)), ", "))
	}
	if name != "application/json" && !strings.HasSuffix(name, "+json") || media.Schema == nil {
		return nil
	}
	value, err := decode(body)
	if err != nil {
		return err
	}
	return media.Schema.Value.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors(), openapi3.EnableFormatValidation(), openapi3.SetSchemaErrorMessageCustomizer(briefly))
}
