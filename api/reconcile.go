package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

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
//	@Description `queries` is an object of queries: {"q0": {"query": "SEIU Local 26", "type": "local", "properties": [{"pid": "city", "v": "Minneapolis"}], "limit": 3}}. Each is answered under its own key with candidates, the best first, with a score from 0 to 100, the features behind it, and match where it is safe to take the candidate without asking a person. A query that cannot be answered has an error beside its empty result. `type` and `type_strict` any or all leave out what is of other types; otherwise a kind of union weighs, and call asks for calls. Without a type, calls are looked for where no union is matched. An id, an address (slug) or an identifier (olms:116) as the query, and an identifier among the properties, always hits. `extend` is {"ids": […], "properties": [{"id": "members", "settings": {"as_of": "2026-01-22"}}]} and is answered with meta and rows. More than 100 queries or ids at once are refused (413).
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
