package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// reconcileProperty is something that can be asked of records, and that queries may come with.
type reconcileProperty struct {
	ReconcileType
	// value is the type of the values that are records.
	value string
	union func(*extending, record.Union, *ReconcileSettings) []extendValue
	call  func(*extending, record.Call, *ReconcileSettings) []extendValue
}

// extendValue is one value, under the name of its kind: str, float, int, date; or a record with id and name.
type extendValue map[string]any

func texts(values ...string) []extendValue {
	var out []extendValue
	for _, v := range values {
		if v != "" {
			out = append(out, extendValue{"str": v})
		}
	}
	return out
}

// dates answers a whole day as an instant, the only form that the standard has; a year or a month stays a text.
func dates(d record.Date) []extendValue {
	if len(d) == len("2006-01-02") {
		return []extendValue{{"date": string(d) + "T00:00:00Z"}}
	}
	return texts(string(d))
}

func placeOfRecord(id, name, description string, of func(record.Place) string) reconcileProperty {
	return reconcileProperty{
		ReconcileType: ReconcileType{ID: id, Name: name, Description: description},
		union:         func(_ *extending, u record.Union, _ *ReconcileSettings) []extendValue { return texts(of(u.Place)) },
		call:          func(_ *extending, c record.Call, _ *ReconcileSettings) []extendValue { return texts(of(c.Place)) },
	}
}

func ofUnions(id, name, description string, of func(record.Union) []extendValue) reconcileProperty {
	return reconcileProperty{
		ReconcileType: ReconcileType{ID: id, Name: name, Description: description},
		union:         func(_ *extending, u record.Union, _ *ReconcileSettings) []extendValue { return of(u) },
	}
}

func ofCalls(id, name, description string, of func(record.Call) []extendValue) reconcileProperty {
	return reconcileProperty{
		ReconcileType: ReconcileType{ID: id, Name: name, Description: description},
		call:          func(_ *extending, c record.Call, _ *ReconcileSettings) []extendValue { return of(c) },
	}
}

// both makes of a property of unions one of calls, too.
func (p reconcileProperty) both(of func(record.Call) []extendValue) reconcileProperty {
	p.call = func(_ *extending, c record.Call, _ *ReconcileSettings) []extendValue { return of(c) }
	return p
}

var schemeNames = map[string]string{
	"olms": "OLMS file number", "ein": "EIN", "wikidata": "Wikidata item", "ror": "ROR id", "uk_certoff": "Certification Officer's number (Great Britain)", "url": "Address that identifies it",
}

// reconcileProperties lists every property.
var reconcileProperties = func() []reconcileProperty {
	all := []reconcileProperty{
		ofUnions("name", "Name", "", func(u record.Union) []extendValue { return texts(u.Name) }).both(func(c record.Call) []extendValue { return texts(c.Title) }),
		ofUnions("names", "All names", "Former ones and acronyms, too", func(u record.Union) []extendValue {
			var values []string
			for _, n := range u.Names {
				values = append(values, n.Value)
			}
			return texts(values...)
		}),
		ofUnions("slug", "Address", "The readable address of the record", func(u record.Union) []extendValue { return texts(u.Slug) }).both(func(c record.Call) []extendValue { return texts(c.Slug) }),
		ofUnions("kind", "Kind", "local, national, …; of a call march, strike, …", func(u record.Union) []extendValue { return texts(string(u.Kind)) }).both(func(c record.Call) []extendValue { return texts(string(c.Kind)) }),
		placeOfRecord("city", "City", "", func(p record.Place) string { return p.City }),
		placeOfRecord("region", "Region", "ISO 3166-2, such as US-MN", func(p record.Place) string { return p.Region }),
		placeOfRecord("country", "Country", "ISO 3166-1, such as US", func(p record.Place) string { return p.Country }),
		{
			ReconcileType: ReconcileType{ID: "affiliation", Name: "Affiliation", Description: "The unions that it is chartered by or affiliated with"}, value: typeUnion,
			union: func(_ *extending, u record.Union, _ *ReconcileSettings) []extendValue {
				var out []extendValue
				for _, p := range u.Parents {
					out = append(out, extendValue{"id": p.ID, "name": p.Name})
				}
				return out
			},
		},
		ofUnions("designation", "Designation", "Local, Lodge, District, …", func(u record.Union) []extendValue { return texts(u.Designation.Type) }),
		ofUnions("number", "Number", "That of its designation, with its letters: 26, 32BJ", func(u record.Union) []extendValue {
			return texts(u.Designation.Number + u.Designation.Suffix)
		}),
		ofUnions("status", "Status", "active, dissolved", func(u record.Union) []extendValue { return texts(string(u.Status)) }),
		ofUnions("website", "Website", "", func(u record.Union) []extendValue { return texts(u.Website) }),
		ofUnions("founded", "Founded", "", func(u record.Union) []extendValue { return dates(u.Founded) }),
		ofUnions("dissolved", "Dissolved", "", func(u record.Union) []extendValue { return dates(u.Dissolved) }),
		{
			ReconcileType: ReconcileType{ID: "members", Name: "Members", Description: "The latest count known, or known on the day of the setting as_of"},
			union: func(_ *extending, u record.Union, set *ReconcileSettings) []extendValue {
				if m := u.MembersAsOf(set.asOf()); m != nil {
					return []extendValue{{"float": m.Count}}
				}
				return nil
			},
		},
		{
			ReconcileType: ReconcileType{ID: "members_as_of", Name: "Members counted on", Description: "When the count that members answers was made"},
			union: func(_ *extending, u record.Union, set *ReconcileSettings) []extendValue {
				if m := u.MembersAsOf(set.asOf()); m != nil {
					return dates(m.AsOf)
				}
				return nil
			},
		},
		{
			ReconcileType: ReconcileType{ID: "position", Name: "Position on a call", Description: "What it said of the call of the setting call, by the day of as_of"},
			union: func(x *extending, u record.Union, set *ReconcileSettings) []extendValue {
				view, ok := x.positions[x.on(set)][u.ID]
				if !ok {
					return nil
				}
				return shownAs(view, orEmpty(set.Show))
			},
		},
		ofCalls("starts_on", "Starts on", "", func(c record.Call) []extendValue { return dates(c.StartsOn) }),
		ofCalls("ends_on", "Ends on", "", func(c record.Call) []extendValue { return dates(c.EndsOn) }),
		{
			ReconcileType: ReconcileType{ID: "phase", Name: "Phase", Description: "upcoming, ongoing, past, cancelled"},
			call: func(x *extending, c record.Call, _ *ReconcileSettings) []extendValue {
				return texts(string(c.PhaseAt(x.now())))
			},
		},
		{
			ReconcileType: ReconcileType{ID: "endorsed", Name: "Endorsed by", Description: "How many bodies endorse it, or did on the day of the setting as_of"},
			call: func(x *extending, c record.Call, set *ReconcileSettings) []extendValue {
				return []extendValue{{"int": x.endorsed[set.asOf()][c.ID]}}
			},
		},
	}
	for _, scheme := range record.IdentifierSchemes {
		all = append(all, ofUnions(scheme, schemeNames[scheme], "", func(u record.Union) []extendValue {
			var values []string
			for _, id := range u.Identifiers {
				if id.Scheme == scheme {
					values = append(values, id.Value)
				}
			}
			return texts(values...)
		}))
	}
	return all
}()

func propertyOf(id string) (reconcileProperty, bool) {
	i := slices.IndexFunc(reconcileProperties, func(p reconcileProperty) bool { return p.ID == id })
	if i < 0 {
		return reconcileProperty{}, false
	}
	return reconcileProperties[i], true
}

// propertiesOf are the properties that records of a type have; every one for no type.
func propertiesOf(id string) []ReconcileType {
	out := []ReconcileType{}
	for _, p := range reconcileProperties {
		if id == "" || id == typeCall && p.call != nil || id != typeCall && p.union != nil {
			out = append(out, p.ReconcileType)
		}
	}
	return out
}

// What a position may be shown as.
const (
	showPosition  = "position"
	showDate      = "effective_on"
	showDecidedBy = "decided_by"
	showSource    = "source"
)

func shownAs(v record.EndorsementView, show string) []extendValue {
	switch show {
	case showDate:
		return dates(v.Shown.EffectiveOn)
	case showDecidedBy:
		return texts(string(v.Shown.DecidedBy))
	case showSource:
		var urls []string
		for _, c := range v.Shown.Citations {
			urls = append(urls, c.Source.URL)
		}
		return texts(urls...)
	}
	return texts(string(v.Shown.Position))
}

// reconcileSetting is something that a property may be asked with.
type reconcileSetting struct {
	Type     string            `json:"type"`
	Name     string            `json:"name"`
	Label    string            `json:"label"`
	Default  string            `json:"default"`
	HelpText string            `json:"help_text"`
	Choices  []reconcileChoice `json:"choices,omitempty"`
}

type reconcileChoice struct {
	Value string `json:"value"`
	Name  string `json:"name"`
}

var extendSettings = []reconcileSetting{
	{Type: "text", Name: "as_of", Label: "As of", HelpText: "For members, affiliation, position and endorsed by: what was true on this day, such as 2026-01-22. Empty is the present."},
	{Type: "text", Name: "call", Label: "Call", HelpText: "For position: the call, by its address in the record or its id."},
	{Type: "select", Name: "show", Label: "Show of a position", Default: showPosition, HelpText: "For position: what to show of it.", Choices: []reconcileChoice{
		{showPosition, "the position (endorsed, declined, …)"}, {showDate, "since when"}, {showDecidedBy, "who decided it"}, {showSource, "where it is documented"},
	}},
}

// ReconcileExtend is what is asked of records.
type ReconcileExtend struct {
	IDs        []string                  `json:"ids" validate:"required"`
	Properties []ReconcileExtendProperty `json:"properties" validate:"required"`
}

// ReconcileExtendProperty is a property that is asked, with its settings.
type ReconcileExtendProperty struct {
	ID       string             `json:"id" validate:"required"`
	Settings *ReconcileSettings `json:"settings"`
}

// ReconcileSettings are how a property is asked. An empty text is none: OpenRefine sends every setting with every property.
type ReconcileSettings struct {
	AsOf *string `json:"as_of"`
	Call *string `json:"call"`
	Show *string `json:"show"`
}

func (set *ReconcileSettings) asOf() record.Date { return record.Date(orEmpty(set.AsOf)) }

// on is the call and the day that a position is asked for.
func (x *extending) on(set *ReconcileSettings) callOn {
	return callOn{x.about[strings.TrimSpace(orEmpty(set.Call))], set.asOf()}
}

type callOn struct {
	call uuid.UUID
	day  record.Date
}

// ReconcileExtension is what records have of the properties asked.
type ReconcileExtension struct {
	Meta []extendMeta                        `json:"meta"`
	Rows map[string]map[string][]extendValue `json:"rows"`
}

type extendMeta struct {
	ID   string         `json:"id"`
	Name string         `json:"name"`
	Type *ReconcileType `json:"type,omitempty"`
}

// extend answers what records have of properties. A record that is not known has nothing; one that was merged answers
// for its survivor, under the id that was asked.
func (s *Server) extend(c *gin.Context, text string) (reply, error) {
	var b ReconcileExtend
	in := s.input(c)
	tree, err := parse([]byte(text))
	if object, ok := tree.(map[string]any); ok {
		for _, name := range []string{"ids", "properties"} {
			if list, _ := object[name].([]any); len(list) > batchSize {
				return reply{}, record.Errorf(codeTooLarge, "At most %d %s are asked at once.", batchSize, name)
			}
		}
	}
	if err == nil {
		err = in.read(tree, &b)
	}
	if err != nil {
		return reply{}, inParameter("extend", err)
	}
	x := &extending{Server: s, about: map[string]uuid.UUID{}, positions: map[callOn]map[uuid.UUID]record.EndorsementView{}, endorsed: map[record.Date]map[uuid.UUID]int{}}
	out := ReconcileExtension{Meta: []extendMeta{}, Rows: map[string]map[string][]extendValue{}}
	asked := map[string]bool{}
	var calls []named
	for i := range b.Properties {
		p, pointer := &b.Properties[i], at("/properties", i)
		if p.Settings == nil {
			p.Settings = &ReconcileSettings{}
		}
		of, known := propertyOf(p.ID)
		switch {
		case p.ID == "" && in.noted(pointer):
		case !known:
			in.wrong(pointer+"/id", "invalid", "there is no property %q", clip(p.ID))
		case asked[p.ID]:
			in.wrong(pointer+"/id", "duplicate", "the property %q is asked twice", p.ID)
		}
		asked[p.ID] = true
		p.Settings.check(in, pointer+"/settings")
		if call := strings.TrimSpace(orEmpty(p.Settings.Call)); call != "" {
			calls = append(calls, named{pointer + "/settings/call", call})
		}
		meta := extendMeta{ID: of.ID, Name: of.Name}
		if of.value != "" {
			t, _ := typeOf(of.value)
			named := t.named()
			meta.Type = &named
		}
		out.Meta = append(out.Meta, meta)
	}
	for i, call := range resolve(in, "call", s.store.ResolveCalls, calls) {
		x.about[calls[i].ref] = call.ID
	}
	if err := in.with(nil, "The extension"); err != nil {
		return reply{}, err
	}
	if err := x.read(c.Request.Context(), b); err != nil {
		return reply{}, err
	}
	for _, id := range b.IDs {
		row := map[string][]extendValue{}
		for _, p := range b.Properties {
			row[p.ID] = orNone(x.values(record.Ref(id), p))
		}
		out.Rows[id] = row
	}
	return reply{status: http.StatusOK, body: out}, nil
}

// check holds settings to what they may be.
func (set *ReconcileSettings) check(in *input, pointer string) {
	if err := set.asOf().Check(); err != nil {
		in.wrong(pointer+"/as_of", "invalid", "%s", err)
	}
	shows := extendSettings[len(extendSettings)-1].Choices
	if show := orEmpty(set.Show); show != "" && !slices.ContainsFunc(shows, func(c reconcileChoice) bool { return c.Value == show }) {
		in.wrong(pointer+"/show", "invalid", "%q is not one of the choices", clip(show))
	}
}

// extending is what is read of the records that are extended: a statement for each day and call, however many records.
type extending struct {
	*Server
	about     map[string]uuid.UUID // the calls that settings name
	stands    map[record.Ref]record.UnionRef
	unions    map[record.Date]map[uuid.UUID]record.Union
	calls     map[uuid.UUID]record.Call
	positions map[callOn]map[uuid.UUID]record.EndorsementView
	endorsed  map[record.Date]map[uuid.UUID]int
}

func (x *extending) read(ctx context.Context, b ReconcileExtend) error {
	var refs []record.Ref
	var ids []uuid.UUID
	for _, text := range b.IDs {
		if id, ok := record.Ref(text).UUID(); ok {
			refs, ids = append(refs, record.Ref(text)), append(ids, id)
		}
	}
	x.unions, x.calls = map[record.Date]map[uuid.UUID]record.Union{}, map[uuid.UUID]record.Call{}
	if len(ids) == 0 {
		return nil
	}
	var err error
	if x.stands, err = x.store.ResolveUnions(ctx, refs); err != nil {
		return err
	}
	calls, err := x.store.Calls(ctx, record.CallFilter{IDs: ids}, record.Page{})
	if err != nil {
		return err
	}
	var callIDs, unionIDs []uuid.UUID
	for _, c := range calls.Items {
		x.calls[c.ID] = c
		callIDs = append(callIDs, c.ID)
	}
	for _, u := range x.stands {
		unionIDs = append(unionIDs, u.ID)
	}
	for _, p := range b.Properties {
		day := p.Settings.asOf()
		if x.unions[day] == nil {
			if err := x.readUnions(ctx, unionIDs, day); err != nil {
				return err
			}
		}
		if about := x.on(p.Settings); p.ID == "position" && about.call != uuid.Nil && len(unionIDs) > 0 {
			if err := x.readPositions(ctx, about, unionIDs); err != nil {
				return err
			}
		}
		if p.ID == "endorsed" && len(callIDs) > 0 {
			if err := x.countEndorsed(ctx, callIDs, day); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *extending) readUnions(ctx context.Context, ids []uuid.UUID, day record.Date) error {
	x.unions[day] = map[uuid.UUID]record.Union{}
	if len(ids) == 0 {
		return nil
	}
	found, err := x.store.Unions(ctx, record.UnionFilter{IDs: ids, Statuses: record.UnionStatuses}, record.Page{Moment: record.Moment{AsOf: day}})
	for _, u := range found.Items {
		x.unions[day][u.ID] = u
	}
	return err
}

// counted are the positions that count as a body's: not what an officer said.
var counted = []record.Capacity{record.CapacityBody}

func (x *extending) readPositions(ctx context.Context, about callOn, unions []uuid.UUID) error {
	f := record.EndorsementFilter{CallIDs: []uuid.UUID{about.call}, UnionIDs: unions, Capacities: counted}
	found, err := x.store.Endorsements(ctx, f, record.Page{Moment: record.Moment{AsOf: about.day}})
	views := map[uuid.UUID]record.EndorsementView{}
	for _, v := range found.Items {
		views[v.Union.ID] = v
	}
	x.positions[about] = views
	return err
}

// countEndorsed counts the bodies that a tally counts as endorsing.
func (x *extending) countEndorsed(ctx context.Context, calls []uuid.UUID, day record.Date) error {
	counts := map[uuid.UUID]int{}
	for some := range slices.Chunk(calls, record.MaxFacets) {
		found, err := x.store.Endorsements(ctx, record.EndorsementFilter{
			CallIDs: some, Positions: []record.Stance{record.Endorsed}, Capacities: counted, Except: &record.EndorsementFilter{Kinds: []record.UnionKind{record.KindCaucus}},
		}, record.Page{Moment: record.Moment{AsOf: day}, Limit: 1, Facets: []string{"call"}})
		if err != nil {
			return err
		}
		for _, f := range found.Facets["call"] {
			if id, ok := record.Ref(orEmpty(f.Value)).UUID(); ok {
				counts[id] = f.Count
			}
		}
	}
	x.endorsed[day] = counts
	return nil
}

// values are what the record of an id has of a property.
func (x *extending) values(ref record.Ref, p ReconcileExtendProperty) []extendValue {
	of, _ := propertyOf(p.ID)
	if id, ok := ref.UUID(); ok {
		if c, ok := x.calls[id]; ok && of.call != nil {
			return of.call(x, c, p.Settings)
		}
	}
	if u, ok := x.unions[p.Settings.asOf()][x.stands[ref].ID]; ok && of.union != nil {
		return of.union(x, u, p.Settings)
	}
	return nil
}

// ReconcilePropertyProposal is the properties that records of a type have.
type ReconcilePropertyProposal struct {
	// The type asked for; empty for all.
	Type       string          `json:"type" example:"local"`
	Limit      int             `json:"limit" example:"50"`
	Properties []ReconcileType `json:"properties"`
}

// proposeProperties answers the properties that records of a type have.
//
//	@ID          proposeReconcileProperties
//	@Summary     Properties of a type
//	@Description What can be fetched for records of a type, and what queries may come with.
//	@Tags        reconciliation
//	@Produce     json
//	@Param       type          query  string false "A type: union, call or a kind of union. Empty, or missing: every property" allowEmptyValue(true)
//	@Param       limit         query  int    false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} ReconcilePropertyProposal "The properties"
//	@Failure     400,401,429
//	@Failure     default {object} Problem
//	@Router      /reconcile/properties [get]
func (s *Server) proposeProperties(_ *gin.Context, q *query) (reply, error) {
	of := q.typeFilter("type")
	limit := q.number("limit", defaultLimit, 1, maxLimit)
	if err := q.done(); err != nil {
		return reply{}, err
	}
	properties := propertiesOf(of)
	return reply{status: http.StatusOK, body: ReconcilePropertyProposal{Type: of, Limit: limit, Properties: properties[:min(len(properties), limit)]}}, nil
}

// typeFilter reads a type that clients send empty for none.
func (q *query) typeFilter(name string) string {
	of := cmp.Or(orZero(q.whole(name)), "")
	if _, known := typeOf(of); of != "" && !known {
		q.AddParameter(name, "invalid", "there is no type %q", clip(of))
	}
	return of
}
