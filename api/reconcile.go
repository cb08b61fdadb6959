package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
	"rollcall/internal/web"
)

// What is below /reconcile follows the Reconciliation Service API 0.2 of the W3C's Entity Reconciliation
// Community Group (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/), as
// OpenRefine speaks it. The names of its members are the standard's.

// reconcilePath is the endpoint. People paste it with a slash at its end, too.
const reconcilePath = "/reconcile"

// Bounds of the endpoint.
const (
	batchSize        = 100 // queries in a batch, and records that are extended at once
	defaultHits      = 10
	mostHits         = mostCandidates
	mediaForm        = "application/x-www-form-urlencoded"
	mostProperties   = 100 // of a query
	mostIdentifiers  = 20  // values of one property of a query that are looked up
	mostAffiliations = 5
)

// typeUnion and typeCall are what can be reconciled; a union has its kind as a narrower type besides.
const (
	typeUnion = "union"
	typeCall  = "call"
)

// ReconcileType is a type or property: what it is known by, and its name for people.
type ReconcileType struct {
	ID   string `json:"id" example:"local"`
	Name string `json:"name" example:"Local"`
	// What it means, where its name does not say it all.
	Description string `json:"description,omitempty"`
	// The types that it is a narrower one of.
	Broader []ReconcileType `json:"broader,omitempty" swaggertype:"array,object"`
}

// reconcileTypes lists every type: union and call first.
var reconcileTypes = func() []ReconcileType {
	union := ReconcileType{ID: typeUnion, Name: "Union", Description: "Any body of organized workers"}
	types := []ReconcileType{union, {ID: typeCall, Name: "Call", Description: "What unions are asked to endorse"}}
	for kind, of := range map[record.UnionKind]ReconcileType{
		record.KindFederation:   {Name: "Federation", Description: "A federation of unions"},
		record.KindNational:     {Name: "National union", Description: "A national or international union"},
		record.KindIntermediate: {Name: "Intermediate body", Description: "A joint council, district council or state body of one union"},
		record.KindLaborCouncil: {Name: "Labor council", Description: "A regional body gathering locals of several unions"},
		record.KindLocal:        {Name: "Local", Description: "A local, lodge, branch or chapter that holds a charter"},
		record.KindUnit:         {Name: "Unit", Description: "A unit, shop or chapter inside a local"},
		record.KindCaucus:       {Name: "Caucus", Description: "A rank-and-file group; it never speaks for the union"},
		record.KindCoalition:    {Name: "Coalition", Description: "A standing coalition of unions"},
	} {
		of.ID, of.Broader = string(kind), []ReconcileType{{ID: union.ID, Name: union.Name}}
		types = append(types, of)
	}
	slices.SortStableFunc(types[2:], func(a, b ReconcileType) int {
		return cmp.Compare(slices.Index(record.UnionKinds, record.UnionKind(a.ID)), slices.Index(record.UnionKinds, record.UnionKind(b.ID)))
	})
	return types
}()

// named answers a type without what it means: the form in which it stands beside a record.
func (t ReconcileType) named() ReconcileType { return ReconcileType{ID: t.ID, Name: t.Name} }

func typeOf(id string) (ReconcileType, bool) {
	i := slices.IndexFunc(reconcileTypes, func(t ReconcileType) bool { return t.ID == id })
	if i < 0 {
		return ReconcileType{}, false
	}
	return reconcileTypes[i], true
}

// typesOf are the types of a union, the narrower first.
func typesOf(kind record.UnionKind) []ReconcileType {
	of, _ := typeOf(string(kind))
	union, _ := typeOf(typeUnion)
	return []ReconcileType{of.named(), union.named()}
}

func callTypes() []ReconcileType {
	call, _ := typeOf(typeCall)
	return []ReconcileType{call.named()}
}

// ReconcileManifest says what the service can do.
type ReconcileManifest struct {
	Versions        []string        `json:"versions"`
	Name            string          `json:"name"`
	IdentifierSpace string          `json:"identifierSpace"`
	SchemaSpace     string          `json:"schemaSpace"`
	Documentation   string          `json:"documentation"`
	DefaultTypes    []ReconcileType `json:"defaultTypes"`
	BatchSize       int             `json:"batchSize"`
	View            struct {
		URL string `json:"url"`
	} `json:"view"`
	Preview struct {
		URL    string `json:"url"`
		Width  int    `json:"width"`
		Height int    `json:"height"`
	} `json:"preview"`
	Suggest map[string]reconcileService `json:"suggest"`
	Extend  struct {
		ProposeProperties reconcileService   `json:"propose_properties"`
		PropertySettings  []reconcileSetting `json:"property_settings"`
	} `json:"extend"`
}

// reconcileService is where a part of the service is: its address is that of the service with the path behind it.
type reconcileService struct {
	ServiceURL        string `json:"service_url"`
	ServicePath       string `json:"service_path"`
	FlyoutServiceURL  string `json:"flyout_service_url,omitempty"`
	FlyoutServicePath string `json:"flyout_service_path,omitempty"`
}

func (s *Server) manifest(base string) ReconcileManifest {
	m := ReconcileManifest{
		Versions: []string{"0.2"}, Name: "Rollcall: unions and calls to action",
		// An id behind it makes the address of a record that stays, whatever is shown there.
		IdentifierSpace: base + reconcilePath + "/view/", SchemaSpace: base + reconcilePath + "/properties", Documentation: base + "/docs",
		BatchSize: batchSize, Suggest: map[string]reconcileService{},
	}
	for _, t := range reconcileTypes {
		m.DefaultTypes = append(m.DefaultTypes, t.named())
	}
	m.View.URL = m.IdentifierSpace + "{{id}}"
	m.Preview.URL, m.Preview.Width, m.Preview.Height = base+reconcilePath+"/preview?id={{id}}", web.PreviewWidth, web.PreviewHeight
	for _, of := range suggested {
		m.Suggest[of] = reconcileService{
			ServiceURL: base, ServicePath: reconcilePath + "/suggest/" + of, FlyoutServiceURL: base, FlyoutServicePath: reconcilePath + "/flyout/" + of + "?id=${id}",
		}
	}
	m.Extend.ProposeProperties = reconcileService{ServiceURL: base, ServicePath: reconcilePath + "/properties"}
	m.Extend.PropertySettings = extendSettings
	return m
}

// ReconcileResult answers one query: candidates, the best first. A query that cannot be answered has none, and says why.
type ReconcileResult struct {
	Result []ReconcileCandidate `json:"result"`
	Error  *ReconcileError      `json:"error,omitempty"`
}

// ReconcileError says what is wrong with one query of a batch.
type ReconcileError struct {
	Code   string         `json:"code"`
	Detail string         `json:"detail"`
	Errors []ProblemField `json:"errors"`
}

// ReconcileCandidate is a record that a query may mean.
type ReconcileCandidate struct {
	ID          uuid.UUID       `json:"id"`
	Name        string          `json:"name"`
	Description string          `json:"description,omitempty"`
	Type        []ReconcileType `json:"type"`
	// From 0 to 100. For unions it is how likely the candidate is the one that is meant, in percent.
	Score    float64            `json:"score"`
	Match    bool               `json:"match"`
	Features []reconcileFeature `json:"features"`
}

type reconcileFeature struct {
	ID    string `json:"id"`
	Value any    `json:"value"` // a number or a boolean
}

// getReconcile answers the manifest, or a batch of queries or an extension as POST does.
//
//	@ID          getReconcile
//	@Summary     The reconciliation service
//	@Description Without parameters it answers what the service can do, its manifest. It follows the Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/); give its address to OpenRefine. See POST for queries and extensions.
//	@Tags        reconciliation
//	@Produce     json
//	@Param       queries       query  string false "A batch of queries, as JSON"
//	@Param       extend        query  string false "Whose properties to answer, as JSON"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} map[string]any "The manifest, or what was asked for"
//	@Failure     400,401,413,429
//	@Failure     default {object} Problem
//	@Router      /reconcile [get]
func (s *Server) getReconcile(c *gin.Context, q *query) (reply, error) {
	r, asked, err := s.reconcile(c, q)
	if err != nil || asked {
		return r, err
	}
	// Where nobody said where the service is reached, the addresses are as whoever asked addressed it.
	return reply{status: http.StatusOK, body: s.manifest(s.base(c)), private: s.public == ""}, nil
}

// postReconcile answers a batch of queries or an extension. It is a read that takes a body: it needs no key.
//
//	@ID          reconcile
//	@Summary     Reconcile names, or fetch properties
//	@Description `queries` is an object of queries: {"q0": {"query": "SEIU Local 26", "type": "local", "properties": [{"pid": "city", "v": "Minneapolis"}], "limit": 3}}. Each is answered under its own key with candidates, the best first, with a score from 0 to 100, the features behind it, and match where it is safe to take the candidate without asking a person. A query that cannot be answered has an error beside its empty result. `type` and `type_strict` any or all leave out what is of other types; otherwise a kind of union weighs, and call asks for calls. An id, an address (slug) or an identifier (olms:116) as the query, and an identifier among the properties, always hits. `extend` is {"ids": […], "properties": [{"id": "members", "settings": {"as_of": "2026-01-22"}}]} and is answered with meta and rows. More than 100 queries or ids at once are refused (413).
//	@Tags        reconciliation
//	@Accept      x-www-form-urlencoded
//	@Produce     json
//	@Param       queries formData string false "A batch of queries, as JSON"
//	@Param       extend  formData string false "Whose properties to answer, as JSON"
//	@Success     200 {object} map[string]any "A result for each query, or meta and rows"
//	@Failure     400,401,413,429
//	@Failure     default {object} Problem
//	@Router      /reconcile [post]
func (s *Server) postReconcile(c *gin.Context) {
	r, err := s.reconcileForm(c)
	var out encoded
	if err == nil {
		out, err = encode(r)
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	out.etag = "" // nothing can be asked again by it
	s.send(c, out)
}

func (s *Server) reconcileForm(c *gin.Context) (reply, error) {
	if err := s.noQuery(c); err != nil {
		return reply{}, err
	}
	raw, err := rawBody(c, mediaForm)
	if err != nil {
		return reply{}, err
	}
	values, err := url.ParseQuery(string(raw))
	if err != nil {
		return reply{}, record.Errorf(record.CodeMalformed, "The form cannot be read: a character is encoded wrongly, or stands where only & may.")
	}
	r, asked, err := s.reconcile(c, &query{values: values, code: record.CodeInvalid})
	if err == nil && !asked {
		err = record.Errorf(record.CodeMalformed, "The form has neither queries nor extend.")
	}
	return r, err
}

// reconcile answers what the parameters ask; asked is false where they ask nothing.
func (s *Server) reconcile(c *gin.Context, q *query) (r reply, asked bool, err error) {
	queries, extend := q.whole("queries"), q.whole("extend")
	if queries != nil && extend != nil {
		q.malformed("extend", "either queries or extend, not both")
	}
	if err := q.done(); err != nil {
		return reply{}, true, err
	}
	switch {
	case queries != nil:
		r, err = s.reconcileBatch(c.Request.Context(), *queries)
	case extend != nil:
		r, err = s.extend(c, *extend)
	default:
		return reply{}, false, nil
	}
	return r, true, err
}

// whole reads a parameter of any length that is given once at most; nil is none.
func (q *query) whole(name string) *string {
	q.asked = append(q.asked, name)
	values := q.values[name]
	if len(values) > 1 {
		q.malformed(name, "the parameter is given more than once")
	}
	if len(values) == 0 {
		return nil
	}
	return &values[0]
}

// inParameter says of an error with a JSON text which parameter held it.
func inParameter(name string, err error) error {
	var e *record.Error
	if err == nil || !errors.As(err, &e) || len(e.Fields) > 0 {
		return err
	}
	return &record.Error{Code: e.Code, Detail: "In " + name + ": " + e.Detail, Fields: []record.FieldError{{Parameter: name, Code: string(e.Code), Detail: e.Detail}}}
}

// reconcileBatch answers a batch of queries.
func (s *Server) reconcileBatch(ctx context.Context, text string) (reply, error) {
	tree, err := parse([]byte(text))
	if err != nil {
		return reply{}, inParameter("queries", err)
	}
	batch, ok := tree.(map[string]any)
	if !ok {
		return reply{}, inParameter("queries", record.Errorf(record.CodeMalformed, "This must be an object with a query for each key."))
	}
	if len(batch) > batchSize {
		return reply{}, record.Errorf(codeTooLarge, "At most %d queries are answered at once.", batchSize)
	}
	results := make(map[string]ReconcileResult, len(batch))
	asked := make(map[string]reconcileQuery, len(batch))
	for key, v := range batch {
		if q, err := readReconcileQuery(v); err != nil {
			results[key] = ReconcileResult{Result: []ReconcileCandidate{}, Error: err}
		} else {
			asked[key] = q
		}
	}
	k, err := s.known(ctx, asked)
	if err != nil {
		return reply{}, err
	}
	for _, key := range sortedKeys(asked) {
		found, err := k.candidates(ctx, asked[key])
		if err != nil {
			return reply{}, err
		}
		results[key] = ReconcileResult{Result: found}
	}
	// What people decide on names makes no change of the record, by which an answer would be known to be old.
	return reply{status: http.StatusOK, body: results, private: true}, nil
}

// reconcileQuery is one query of a batch.
type reconcileQuery struct {
	text   string
	types  []string
	strict string // any or all; empty weighs
	limit  int
	values map[string][]propertyValue // by property
}

// propertyValue is a value as a query gives it: a text, or a record by its id and name.
type propertyValue struct{ id, text string }

// readReconcileQuery reads a query, or says what is wrong with it.
func readReconcileQuery(v any) (reconcileQuery, *ReconcileError) {
	q := reconcileQuery{limit: defaultHits, values: map[string][]propertyValue{}}
	object, ok := v.(map[string]any)
	var f shape
	if !ok {
		f.wrong("", "type", "a query must be an object")
	}
	for _, name := range sortedKeys(object) {
		v := object[name]
		switch name {
		case "query":
			if text, ok := v.(string); !ok && v != nil {
				f.wrong("/query", "type", "this must be a text")
			} else if strings.ContainsRune(text, 0) {
				f.wrong("/query", "invalid", "the text holds a NUL")
			} else {
				q.text = strings.TrimSpace(text)
			}
		case "type":
			q.readTypes(&f, v)
		case "type_strict":
			switch v {
			case "any", "all":
				q.strict, _ = v.(string)
			case "should", nil:
			default:
				f.wrong("/type_strict", "invalid", "this is one of any, all, should")
			}
		case "limit":
			n, _ := v.(json.Number)
			switch limit, err := strconv.ParseFloat(n.String(), 64); {
			case v == nil:
			case err != nil || limit < 1 || limit != math.Trunc(limit):
				f.wrong("/limit", "range", "a limit is a whole number from 1")
			default:
				q.limit = int(min(limit, mostHits))
			}
		case "properties":
			q.readProperties(&f, v)
		default:
			f.wrong("/"+pointerEscaper.Replace(name), "unknown", "a query has no member %q", clip(name))
		}
	}
	if ok && q.text == "" && len(q.values) == 0 && !f.Any() {
		f.wrong("/query", "required", "a query needs a text, or properties")
	}
	var e *record.Error
	if !errors.As(f.Err("The query"), &e) {
		return q, nil
	}
	out := &ReconcileError{Code: string(e.Code), Detail: e.Detail, Errors: []ProblemField{}}
	for _, field := range e.Fields {
		out.Errors = append(out.Errors, ProblemField(field))
	}
	return q, out
}

func (q *reconcileQuery) readTypes(f *shape, v any) {
	values, ok := propertyValues(v)
	if !ok {
		f.wrong("/type", "type", "this must be the id of a type, or a list of them")
	}
	for _, t := range values {
		id := cmp.Or(t.id, t.text)
		if _, known := typeOf(id); known {
			q.types = append(q.types, id)
		} else if id != "" {
			f.wrong("/type", "invalid", "there is no type %q", clip(id))
		}
	}
}

func (q *reconcileQuery) readProperties(f *shape, v any) {
	list, ok := v.([]any)
	if !ok && v != nil {
		f.wrong("/properties", "type", "this must be a list")
	}
	if len(list) > mostProperties {
		f.wrong("/properties", "range", "more than %d properties", mostProperties)
		return
	}
	for i, item := range list {
		pointer := at("/properties", i)
		object, _ := item.(map[string]any)
		pid, ok := object["pid"].(string)
		if !ok {
			f.wrong(pointer+"/pid", "required", "the id of a property is needed")
			continue
		}
		if _, known := propertyOf(pid); !known {
			f.wrong(pointer+"/pid", "invalid", "there is no property %q", clip(pid))
			continue
		}
		values, ok := propertyValues(object["v"])
		if !ok {
			f.wrong(pointer+"/v", "type", "this must be a text, a number, true or false, a record with its id, or a list of them")
		}
		q.values[pid] = append(q.values[pid], values...)
	}
}

// propertyValues reads a value in any of the forms that clients send it in; null is none.
func propertyValues(v any) ([]propertyValue, bool) {
	switch v := v.(type) {
	case nil:
		return nil, true
	case string:
		if v = strings.TrimSpace(v); v == "" {
			return nil, true
		}
		return []propertyValue{{text: v}}, !strings.ContainsRune(v, 0)
	case json.Number:
		return []propertyValue{{text: v.String()}}, true
	case bool:
		return []propertyValue{{text: strconv.FormatBool(v)}}, true
	case []any:
		var all []propertyValue
		for _, item := range v {
			values, ok := propertyValues(item)
			if !ok {
				return nil, false
			}
			all = append(all, values...)
		}
		return all, true
	case map[string]any:
		id, hasID := v["id"].(string)
		name, _ := v["name"].(string)
		if hasID {
			return []propertyValue{{id: strings.TrimSpace(id), text: strings.TrimSpace(name)}}, !strings.ContainsRune(id+name, 0)
		}
		for _, form := range []string{"str", "int", "float", "bool", "date"} { // as an extension answers values
			if inner, ok := v[form]; ok {
				return propertyValues(inner)
			}
		}
	}
	return nil, false
}

// first is the first text of a property.
func (q reconcileQuery) first(pid string) string {
	for _, v := range q.values[pid] {
		if text := cmp.Or(v.text, v.id); text != "" {
			return text
		}
	}
	return ""
}

// identifiers are those that the query is or that its properties give.
func (q reconcileQuery) identifiers() (written *record.Identifier, given []record.Identifier) {
	text := q.text
	scheme, rest, found := strings.Cut(text, ":")
	switch {
	case strings.HasPrefix(text, "https://ror.org/"):
		text = "ror:" + text
	case strings.HasPrefix(text, "https://"), strings.HasPrefix(text, "http://"):
		text = "url:" + text
	case found:
		text = strings.ToLower(scheme) + ":" + strings.TrimSpace(rest)
	default:
		text = "wikidata:" + text
	}
	if id, err := record.ParseIdentifier(text); err == nil {
		written = &id
	}
	for _, scheme := range record.IdentifierSchemes {
		values := q.values[scheme]
		for _, v := range values[:min(len(values), mostIdentifiers)] {
			if id, err := record.ParseIdentifier(scheme + ":" + cmp.Or(v.text, v.id)); err == nil {
				given = append(given, id)
			}
		}
	}
	return written, given
}

// known is what the record knows of all that the queries of a batch name outright, read at once.
type known struct {
	*Server
	index       *match.Index
	unions      map[record.Ref]record.UnionRef // merged ones through their survivors
	calls       map[record.Ref]record.CallRef
	identifiers map[record.Identifier]uuid.UUID
	whole       map[uuid.UUID]record.Union
}

func (s *Server) known(ctx context.Context, queries map[string]reconcileQuery) (known, error) {
	k := known{Server: s, identifiers: map[record.Identifier]uuid.UUID{}, whole: map[uuid.UUID]record.Union{}}
	var err error
	if k.index, err = s.matching.Index(ctx); err != nil {
		return k, err
	}
	var refs []record.Ref
	var identifiers []record.Identifier
	name := func(text string) {
		if ref, err := refOf(text, "record"); err == nil {
			refs = append(refs, ref)
		}
	}
	for _, q := range queries {
		name(q.text)
		affiliations := q.values["affiliation"]
		for _, v := range affiliations[:min(len(affiliations), mostAffiliations)] {
			name(v.id)
		}
		written, given := q.identifiers()
		if identifiers = append(identifiers, given...); written != nil {
			identifiers = append(identifiers, *written)
		}
	}
	if len(identifiers) > 0 {
		found, err := s.store.Unions(ctx, record.UnionFilter{Identifiers: identifiers, Statuses: record.UnionStatuses}, record.Page{})
		if err != nil {
			return k, err
		}
		for _, u := range found.Items {
			refs = append(refs, record.Ref(u.ID.String()))
			for _, id := range u.Identifiers {
				k.identifiers[id] = u.ID
			}
		}
	}
	if len(refs) == 0 {
		return k, nil
	}
	if k.unions, err = s.store.ResolveUnions(ctx, refs); err != nil {
		return k, err
	}
	if k.calls, err = s.store.ResolveCalls(ctx, refs); err != nil {
		return k, err
	}
	var ids []uuid.UUID
	for _, u := range k.unions {
		ids = append(ids, u.ID)
	}
	if len(ids) > 0 {
		found, err := s.store.Unions(ctx, record.UnionFilter{IDs: ids}, record.Page{})
		if err != nil {
			return k, err
		}
		for _, u := range found.Items {
			k.whole[u.ID] = u
		}
	}
	return k, nil
}

// hit answers the record that a query names outright, and by what; alone says that nothing else can be meant.
func (k known) hit(q reconcileQuery) (c ReconcileCandidate, alone, found bool) {
	written, given := q.identifiers()
	by, alone := "identifier", false
	union, isUnion := record.UnionRef{}, false
	for _, id := range given {
		if at, ok := k.identifiers[id]; ok && !isUnion {
			union, isUnion = k.unions[record.Ref(at.String())]
		}
	}
	if at, ok := k.identifiers[orZero(written)]; ok && !isUnion {
		union, isUnion = k.unions[record.Ref(at.String())]
		alone = true
	}
	if !isUnion {
		ref := record.Ref(q.text)
		by = "slug"
		if _, alone = ref.UUID(); alone {
			by = "id"
		}
		union, isUnion = k.unions[ref]
		if call, ok := k.calls[ref]; ok && (!isUnion || len(q.types) > 0 && !q.asksUnions()) {
			return ReconcileCandidate{ID: call.ID, Name: call.Title, Type: callTypes(), Score: 100, Match: true, Features: []reconcileFeature{{by, true}}}, alone, true
		}
	}
	if u, ok := k.whole[union.ID]; isUnion && ok {
		return ReconcileCandidate{
			ID: u.ID, Name: u.Name, Description: unionWords(u.Kind, u.Place, u.Identifiers), Type: typesOf(u.Kind), Score: 100, Match: true, Features: []reconcileFeature{{by, true}},
		}, alone, true
	}
	return c, false, false
}

func orZero[T any](v *T) (zero T) {
	if v == nil {
		return zero
	}
	return *v
}

// asksUnions and asksCalls report whether a query is about them: without types it is about both.
func (q reconcileQuery) asksUnions() bool {
	return len(q.types) == 0 || slices.ContainsFunc(q.types, func(t string) bool { return t != typeCall })
}

func (q reconcileQuery) asksCalls() bool {
	return len(q.types) == 0 || slices.Contains(q.types, typeCall)
}

// admits reports whether the types of a query leave a candidate in.
func (q reconcileQuery) admits(c ReconcileCandidate) bool {
	has := func(t string) bool {
		return slices.ContainsFunc(c.Type, func(of ReconcileType) bool { return of.ID == t })
	}
	switch {
	case len(q.types) == 0 || q.strict == "":
		return true
	case q.strict == "any":
		return slices.ContainsFunc(q.types, has)
	}
	return !slices.ContainsFunc(q.types, func(t string) bool { return !has(t) })
}

// candidates answers one query.
func (k known) candidates(ctx context.Context, q reconcileQuery) ([]ReconcileCandidate, error) {
	found := []ReconcileCandidate{}
	named, alone, hit := k.hit(q)
	if !alone {
		if q.asksUnions() {
			found = append(found, k.namedUnions(q)...)
		}
		if q.asksCalls() {
			calls, err := k.namedCalls(ctx, q)
			if err != nil {
				return nil, err
			}
			found = append(found, calls...)
		}
	}
	if hit {
		found = slices.DeleteFunc(found, func(c ReconcileCandidate) bool { return c.ID == named.ID })
	}
	found = slices.DeleteFunc(found, func(c ReconcileCandidate) bool { return !q.admits(c) })
	slices.SortStableFunc(found, func(a, b ReconcileCandidate) int { return cmp.Compare(b.Score, a.Score) })
	// A name that a union and a call share, or two calls, is for a person to decide.
	matches := 0
	for _, c := range found {
		if c.Match {
			matches++
		}
	}
	for i := range found {
		found[i].Match = found[i].Match && matches == 1 && !hit
	}
	if hit && q.admits(named) {
		found = slices.Insert(found, 0, named)
	}
	return found[:min(len(found), q.limit)], nil
}

// namedUnions asks the index of names.
func (k known) namedUnions(q reconcileQuery) []ReconcileCandidate {
	m := match.Query{Name: q.text, City: q.first("city"), Region: q.first("region"), Affiliation: k.affiliation(q)}
	if country := strings.ToUpper(q.first("country")); record.ValidCountry(country) {
		m.Country = country
	}
	kinds := slices.DeleteFunc(slices.Clone(q.types), func(t string) bool { return t == typeUnion || t == typeCall })
	if kind := strings.ReplaceAll(record.Fold(q.first("kind")), " ", "_"); slices.Contains(record.UnionKinds, record.UnionKind(kind)) {
		m.Kind = record.UnionKind(kind)
	} else if len(kinds) == 1 {
		m.Kind = record.UnionKind(kinds[0])
	}
	if number := q.first("number"); number != "" && !slices.Contains(strings.Fields(record.Fold(m.Name)), record.Fold(number)) {
		m.Name = strings.TrimSpace(m.Name + " " + number)
	}
	limit := q.limit
	if q.strict != "" {
		limit = mostHits // of which the types leave some out
	}
	var out []ReconcileCandidate
	for i, c := range k.index.Find(m, limit) {
		if i > 0 && percent(c.Score) == 0 {
			break
		}
		out = append(out, ReconcileCandidate{
			ID: c.ID, Name: c.Name, Description: unionWords(c.Kind, c.Place, c.Identifiers), Type: typesOf(c.Kind), Score: percent(c.Score), Match: c.Match, Features: featuresOf(c.Features),
		})
	}
	return out
}

// affiliation is the name of the union that the body belongs to, as a query gives it.
func (k known) affiliation(q reconcileQuery) string {
	for _, v := range q.values["affiliation"] {
		if u, ok := k.unions[record.Ref(v.id)]; ok {
			return u.Name
		}
	}
	return q.first("affiliation")
}

// namedCalls asks the search. A call is matched only by its title as it is written.
func (k known) namedCalls(ctx context.Context, q reconcileQuery) ([]ReconcileCandidate, error) {
	hits, err := k.searched(ctx, q.text, record.SearchFilter{Calls: &record.CallFilter{}}, q.limit)
	var out []ReconcileCandidate
	for _, hit := range hits {
		whole := record.Fold(hit.Call.Title) == record.Fold(q.text)
		out = append(out, ReconcileCandidate{
			ID: hit.Call.ID, Name: hit.Call.Title, Description: callWords(*hit.Call), Type: callTypes(), Score: percent(hit.Score), Match: whole,
			Features: []reconcileFeature{{"search", hit.Score}, {"whole_name", whole}},
		})
	}
	return out, err
}

// searched asks the search for a text of any length; one without a word finds nothing.
func (s *Server) searched(ctx context.Context, text string, f record.SearchFilter, limit int) ([]record.SearchHit, error) {
	if utf8.RuneCountInString(text) > record.MaxSearch {
		text = string([]rune(text)[:record.MaxSearch])
	}
	var err error
	if f.Query, err = record.NewSearchQuery(text); err != nil || f.Query.Empty() {
		return nil, nil //nolint:nilerr // what cannot be searched for is found nowhere
	}
	found, err := s.store.Search(ctx, f, record.Page{Limit: limit})
	return found.Hits, err
}

func percent(score float64) float64 { return math.Round(score*1e4) / 1e2 }

func featuresOf(features map[string]float64) []reconcileFeature {
	out := []reconcileFeature{}
	for _, name := range sortedKeys(features) {
		out = append(out, reconcileFeature{name, features[name]})
	}
	return out
}

// unionWords tells namesakes apart: "Local · Minneapolis, US-MN · olms 543".
func unionWords(kind record.UnionKind, place record.Place, ids []record.Identifier) string {
	of, _ := typeOf(string(kind))
	parts := []string{of.Name, placeWords(place)}
	for _, id := range ids {
		if id.Scheme != "url" {
			parts = append(parts, id.Scheme+" "+id.Value)
		}
	}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), " · ")
}

// callWords tells calls of one title apart: "Day of action, 23 January 2026 · Minneapolis, US-MN".
func callWords(c record.Call) string {
	words := web.When(c)
	if place := placeWords(c.Place); place != "" {
		words += " · " + place
	}
	return words
}

func placeWords(p record.Place) string {
	parts := []string{p.City, cmp.Or(p.Region, p.Country)}
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}
