package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
	"rollcall/internal/web"
)

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
		if _, known := typeOf(id); known && !slices.Contains(q.types, id) {
			q.types = append(q.types, id)
		} else if !known && id != "" {
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

// byIdentifier is the feature of a record that is named by an identifier.
const byIdentifier = "identifier"

// hit answers the record that a query names outright, and by what; alone says that nothing else can be meant.
func (k known) hit(q reconcileQuery) (c ReconcileCandidate, alone, found bool) {
	written, given := q.identifiers()
	by, alone := byIdentifier, false
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

// rival is the score from which a union may be meant by what is the title of a call as well.
const rival = 10

// candidates answers one query.
func (k known) candidates(ctx context.Context, q reconcileQuery) ([]ReconcileCandidate, error) {
	var unions, calls []ReconcileCandidate
	named, alone, hit := k.hit(q)
	if q.asksUnions() && !alone {
		unions = k.namedUnions(q)
	}
	// Where a union is meant for sure, a search for calls would only take time.
	if sure := slices.ContainsFunc(unions, func(c ReconcileCandidate) bool { return c.Match }); q.asksCalls() && !alone && !sure {
		var err error
		if calls, err = k.namedCalls(ctx, q); err != nil {
			return nil, err
		}
	}
	titled := 0
	for _, c := range calls {
		if c.Match {
			titled++
		}
	}
	rivalled := slices.ContainsFunc(unions, func(c ReconcileCandidate) bool { return c.Score >= rival })
	found := orNone(slices.Concat(unions, calls))
	for i := range found {
		// A title that two calls have, or that is a union's name as well, is for a person to decide.
		if hit || titled > 1 || titled == 1 && rivalled {
			found[i].Match = false
		}
	}
	slices.SortStableFunc(found, func(a, b ReconcileCandidate) int { return cmp.Compare(b.Score, a.Score) })
	if hit {
		// An identifier in one column that is not that of the name in another is a mistake in one of them.
		named.Match = named.Features[0].ID != byIdentifier || !slices.ContainsFunc(unions, func(c ReconcileCandidate) bool { return c.Match && c.ID != named.ID })
		found = slices.DeleteFunc(found, func(c ReconcileCandidate) bool { return c.ID == named.ID })
		found = slices.Insert(found, 0, named)
	}
	found = slices.DeleteFunc(found, func(c ReconcileCandidate) bool { return !q.admits(c) })
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
