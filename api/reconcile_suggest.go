package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
	"rollcall/internal/web"
)

// suggested is what there are suggestions for.
var suggested = []string{"entity", "property", "type"}

// suggestions is how many are made at once.
const suggestions = 20

// ReconcileSuggestions is what somebody may have begun to type.
type ReconcileSuggestions struct {
	Result []ReconcileSuggestion `json:"result"`
	// How many suggestions to skip for the next ones; missing when there are no more.
	Cursor int `json:"cursor,omitempty" example:"20"`
}

// ReconcileSuggestion is a record, a property or a type.
type ReconcileSuggestion struct {
	ID          string `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	Name        string `json:"name" example:"SEIU Local 26"`
	Description string `json:"description,omitempty" example:"Local · Minneapolis, US-MN"`
	// The types of a record.
	Notable []ReconcileType `json:"notable,omitempty"`
	// The types that a type is a narrower one of.
	Broader []ReconcileType `json:"broader,omitempty"`
}

// suggest answers what somebody may have begun to type.
//
//	@ID          suggestReconcile
//	@Summary     Suggestions
//	@Description Records, properties or types that what was typed so far may become, for a field that completes itself. Records are found as by the search.
//	@Tags        reconciliation
//	@Produce     json
//	@Param       of            path   string true  "What to suggest" Enums(entity,property,type)
//	@Param       prefix        query  string false "What was typed so far; needed, but may be empty" allowEmptyValue(true)
//	@Param       cursor        query  int    false "How many suggestions to skip" minimum(0) maximum(10000) default(0)
//	@Param       type          query  string false "Only records of this type, or its properties" allowEmptyValue(true)
//	@Param       filter        query  string false "OpenRefine sends what was typed with a colon in it, such as olms:116, here as `(all olms:116)`"
//	@Param       schema        query  string false "The same as type" allowEmptyValue(true)
//	@Param       spell         query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       exact         query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       scoring       query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       prefixed      query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       lang          query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       key           query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} ReconcileSuggestions "Suggestions, the best first"
//	@Failure     400,401,404,429
//	@Failure     default {object} Problem
//	@Router      /reconcile/suggest/{of} [get]
func (s *Server) suggest(c *gin.Context, q *query) (reply, error) {
	of, err := suggestedIn(c)
	if err != nil {
		return reply{}, err
	}
	prefix := q.whole("prefix")
	if prefix == nil {
		q.malformed("prefix", "what was typed so far is needed")
	}
	text := strings.TrimSpace(orEmpty(prefix) + " " + filtered(orZero(q.whole("filter"))))
	within := cmp.Or(q.typeFilter("type"), q.typeFilter("schema"))
	skip := q.number("cursor", 0, 0, 10_000)
	for _, name := range []string{"spell", "exact", "scoring", "prefixed", "lang", "key"} {
		q.whole(name)
	}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	var found []ReconcileSuggestion
	switch of {
	case "entity":
		found, err = s.suggestEntities(c.Request.Context(), text, within, skip+suggestions+1)
	case "property":
		found = beginning(text, propertiesOf(within))
	default:
		found = beginning(text, reconcileTypes)
	}
	out := ReconcileSuggestions{Result: orNone(found[min(skip, len(found)):])}
	if len(out.Result) > suggestions {
		out.Result, out.Cursor = out.Result[:suggestions], skip+suggestions
	}
	return reply{status: http.StatusOK, body: out}, err
}

func suggestedIn(c *gin.Context) (string, error) {
	if of := c.Param("of"); slices.Contains(suggested, of) {
		return of, nil
	}
	return "", record.Errorf(record.CodeNotFound, "There is %s; nothing else.", strings.Join(suggested, ", "))
}

// filtered is what was typed, of a filter: OpenRefine takes words with a colon out of the text.
func filtered(filter string) string {
	inner, ok := strings.CutPrefix(filter, "(all ")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(inner, ")")
}

func (s *Server) suggestEntities(ctx context.Context, text, within string, limit int) ([]ReconcileSuggestion, error) {
	var f record.SearchFilter
	if within != typeCall {
		f.Unions = &record.UnionFilter{}
		if within != "" && within != typeUnion {
			f.Unions.Kinds = []record.UnionKind{record.UnionKind(within)}
		}
	}
	if within == "" || within == typeCall {
		f.Calls = &record.CallFilter{}
	}
	hits, err := s.searched(ctx, text, f, limit)
	var out []ReconcileSuggestion
	for _, hit := range hits {
		switch {
		case hit.Union != nil:
			u := *hit.Union
			out = append(out, ReconcileSuggestion{ID: u.ID.String(), Name: u.Name, Description: unionWords(u.Kind, u.Place, u.Identifiers), Notable: typesOf(u.Kind)})
		case hit.Call != nil:
			out = append(out, ReconcileSuggestion{ID: hit.Call.ID.String(), Name: hit.Call.Title, Description: callWords(*hit.Call), Notable: callTypes()})
		}
	}
	return out, err
}

// beginning are those whose id, name or a word of it begins with a text.
func beginning(text string, all []ReconcileType) []ReconcileSuggestion {
	var out []ReconcileSuggestion
	prefix := " " + record.Fold(text)
	for _, t := range all {
		if strings.Contains(" "+record.Fold(t.ID)+" "+record.Fold(t.Name), prefix) {
			out = append(out, ReconcileSuggestion{ID: t.ID, Name: t.Name, Description: t.Description, Broader: t.Broader})
		}
	}
	return out
}

// ReconcileFlyout is what is shown beside a suggestion.
type ReconcileFlyout struct {
	ID string `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	// A fragment of HTML without scripts and styles; what is recorded stands in it escaped.
	HTML string `json:"html"`
}

// flyout answers what is shown beside a suggestion.
//
//	@ID          flyoutReconcile
//	@Summary     What is shown beside a suggestion
//	@Tags        reconciliation
//	@Produce     json
//	@Param       of            path   string true  "What was suggested" Enums(entity,property,type)
//	@Param       id            query  string true  "Its id"
//	@Param       lang          query  string false "OpenRefine sends it; without effect" allowEmptyValue(true)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} ReconcileFlyout "A fragment of HTML"
//	@Failure     400,401,404,410,429
//	@Failure     default {object} Problem
//	@Router      /reconcile/flyout/{of} [get]
func (s *Server) flyout(c *gin.Context, q *query) (reply, error) {
	of, err := suggestedIn(c)
	if err != nil {
		return reply{}, err
	}
	q.whole("lang")
	id, err := q.id()
	if err != nil {
		return reply{}, err
	}
	out := ReconcileFlyout{ID: id}
	if of == "entity" {
		var shown web.Preview
		if shown, err = s.previewOf(c.Request.Context(), id); err == nil {
			out.HTML, err = shown.Fragment()
		}
		return reply{status: http.StatusOK, body: out}, err
	}
	all := reconcileTypes
	if of == "property" {
		all = propertiesOf("")
	}
	i := slices.IndexFunc(all, func(t ReconcileType) bool { return t.ID == id })
	if i < 0 {
		return reply{}, record.Errorf(record.CodeNotFound, "There is no %s %q.", of, clip(id))
	}
	out.HTML, err = web.Term(all[i].Name, all[i].Description)
	return reply{status: http.StatusOK, body: out}, err
}

// id reads the id of what is shown.
func (q *query) id() (string, error) {
	if len(q.values["id"]) == 0 {
		q.malformed("id", "say what to show: its id")
	}
	id := q.text("id")
	return id, q.done()
}

// previewOf reads what a preview of a union or a call shows; it follows those that were merged or renamed.
func (s *Server) previewOf(ctx context.Context, id string) (web.Preview, error) {
	ref, err := refOf(id, "record")
	if err != nil {
		return web.Preview{}, err
	}
	for range 2 {
		var u record.Union
		if u, err = s.store.Union(ctx, ref, record.Moment{}); err == nil {
			return web.Preview{Union: &u, Today: record.DateOf(s.now())}, nil
		}
		if record.Is(err, record.CodeNotFound) {
			var call record.Call
			var tally *record.Tally
			if call, tally, err = s.store.Tally(ctx, ref, record.Moment{}, false); err == nil {
				return web.Preview{Call: &call, Tally: tally, Today: record.DateOf(s.now())}, nil
			}
		}
		to, moved := movedRef(err)
		if !moved {
			break
		}
		ref = to
	}
	if record.Is(err, record.CodeNotFound) {
		err = record.Errorf(record.CodeNotFound, "There is no union and no call %q in the record.", clip(id))
	}
	return web.Preview{}, err
}

// preview answers a small page about a union or a call.
//
//	@ID          previewReconcile
//	@Summary     A small page about a union or a call
//	@Description For a frame of the size that the manifest says. It needs no script, and any site may frame it. A merged record shows its survivor.
//	@Tags        reconciliation
//	@Produce     html
//	@Param       id            query  string true  "The id or slug of a union or a call"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {string} string "The page"
//	@Failure     400,401,404,410,429
//	@Failure     default {object} Problem
//	@Router      /reconcile/preview [get]
func (s *Server) preview(c *gin.Context, q *query) (reply, error) {
	id, err := q.id()
	if err != nil {
		return reply{}, err
	}
	shown, err := s.previewOf(c.Request.Context(), id)
	if err != nil {
		return reply{}, err
	}
	shown.Base = s.base(c)
	page, err := shown.HTML()
	// Where nobody said where the service is reached, the links are as whoever asked addressed it.
	return reply{status: http.StatusOK, text: page, mediaType: "text/html; charset=utf-8", private: s.public == ""}, err
}

// view sends people to what there is to see of a record. Its address stays, wherever it sends them.
//
//	@ID          viewReconcile
//	@Summary     Where to see a record
//	@Description The address that stands for a union or a call in reconciled data. It leads to a page for people.
//	@Tags        reconciliation
//	@Produce     json
//	@Param       id            path   string true  "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     303 "Look there"
//	@Header      303 {string} Location "The address of the page"
//	@Failure     400,401,404,410,429
//	@Failure     default {object} Problem
//	@Router      /reconcile/view/{id} [get]
func (s *Server) view(c *gin.Context, q *query) (reply, error) {
	id, err := idOf(c, "id", "record")
	if err != nil {
		return reply{}, err
	}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	shown, err := s.previewOf(c.Request.Context(), id.String())
	if err != nil {
		return reply{}, err
	}
	if shown.Union != nil {
		id = shown.Union.ID
	}
	return reply{status: http.StatusSeeOther, location: s.base(c) + reconcilePath + "/preview?id=" + id.String(), private: s.public == ""}, nil
}

// movedRef is the address of the record that took the place of another.
func movedRef(err error) (record.Ref, bool) {
	var e *record.Error
	if !errors.As(err, &e) || e.Code != record.CodeMoved {
		return "", false
	}
	return record.Ref(e.MovedTo), true
}
