package api

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Unions is what the handlers of unions need of the store.
type Unions interface {
	Union(ctx context.Context, ref record.Ref, m record.Moment) (record.Union, error)
	Unions(ctx context.Context, f record.UnionFilter, p record.Page) (record.Listing[record.Union], error)
	EachUnion(ctx context.Context, f record.UnionFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Union) error) error
	CreateUnion(ctx context.Context, w record.Write, u record.Union, parent record.Ref) (record.Union, error)
	UpdateUnion(ctx context.Context, w record.Write, u record.Union) (record.Union, error)
	DeleteUnion(ctx context.Context, w record.Write, ref record.Ref, version int) error
	MergeUnions(ctx context.Context, w record.Write, from, into record.Ref) (record.Union, error)
	UnmergeUnion(ctx context.Context, w record.Write, ref record.Ref) (record.Union, error)
	ResolveUnions(ctx context.Context, refs []record.Ref) (map[record.Ref]record.UnionRef, error)
}

// Union is any body of organized workers, from a federation down to a shop unit.
type Union struct {
	ID uuid.UUID `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	// A readable address; it may change, and answers 308 then.
	Slug string           `json:"slug" example:"unite-here-local-17"`
	Kind record.UnionKind `json:"kind" example:"local"`
	// The display name: one of names.
	Name        string              `json:"name" example:"UNITE HERE Local 17"`
	Names       []record.Name       `json:"names"`
	Designation *Designation        `json:"designation"`
	Identifiers []record.Identifier `json:"identifiers"`
	Place       Place               `json:"place"`
	// The latest known count; null is unknown, never 0.
	Members *Members           `json:"members"`
	Status  record.UnionStatus `json:"status" example:"active"`
	// The unions it is chartered by or affiliated with today.
	Parents   []record.ParentRef `json:"parents"`
	Founded   record.Date        `json:"founded" example:"1901"`
	Dissolved record.Date        `json:"dissolved"`
	// The union that this record was merged into.
	MergedInto *uuid.UUID `json:"merged_into"`
	Website    *string    `json:"website" format:"uri" example:"https://www.uniteherelocal17.org/"`
	Version    int        `json:"version" example:"3"`
	CreatedAt  time.Time  `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt  time.Time  `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// Designation is what a charter calls the body, apart from its name.
type Designation struct {
	Type   string  `json:"type" example:"Local"`
	Number *string `json:"number" example:"34"`
	Suffix *string `json:"suffix" example:"A"`
}

// Place is where a union sits or a call takes place.
type Place struct {
	// ISO 3166-1 alpha-2.
	Country *string `json:"country" example:"US"`
	// ISO 3166-2.
	Region *string `json:"region" example:"US-MN"`
	City   *string `json:"city" example:"Minneapolis"`
	// Degrees north (WGS 84).
	Latitude *float64 `json:"latitude" minimum:"-90" maximum:"90" example:"44.98"`
	// Degrees east (WGS 84).
	Longitude *float64 `json:"longitude" minimum:"-180" maximum:"180" example:"-93.27"`
}

// Members is how many members a union had at a date.
type Members struct {
	Count int         `json:"count" minimum:"0" validate:"required" example:"6000"`
	AsOf  record.Date `json:"as_of" example:"2025"`
	// The source that reports the count.
	SourceID *uuid.UUID `json:"source_id"`
}

// UnionBody is a union as it is written.
type UnionBody struct {
	// A readable address; derived from the name when missing.
	Slug *string          `json:"slug" example:"unite-here-local-17"`
	Kind record.UnionKind `json:"kind" validate:"required" example:"local"`
	// The display name; added to names when missing there.
	Name        string              `json:"name" validate:"required" example:"UNITE HERE Local 17"`
	Names       []record.Name       `json:"names" extensions:"x-nullable"`
	Designation *Designation        `json:"designation"`
	Identifiers []record.Identifier `json:"identifiers" extensions:"x-nullable"`
	Place       *Place              `json:"place"`
	// A count to add to those known; one of the same date is replaced. null takes the latest away.
	Members *Members `json:"members"`
	// active or dissolved; a union becomes merged by POST …/merge.
	Status    *record.UnionStatus `json:"status"`
	Founded   record.Date         `json:"founded" example:"1901"`
	Dissolved record.Date         `json:"dissolved"`
	Website   *string             `json:"website" format:"uri" example:"https://www.uniteherelocal17.org/"`
}

// unionAsOf shows a union as of a day.
func unionAsOf(day record.Date) func(record.Union) Union {
	return func(u record.Union) Union {
		out := Union{
			ID: u.ID, Slug: u.Slug, Kind: u.Kind, Name: u.Name, Names: orNone(u.Names), Designation: designationOf(u.Designation), Identifiers: orNone(u.Identifiers),
			Place: placeOf(u.Place), Status: u.Status, Parents: orNone(u.Parents), Founded: u.Founded, Dissolved: u.Dissolved, MergedInto: u.MergedInto,
			Website: orNull(u.Website), Version: u.Version, CreatedAt: u.CreatedAt.UTC(), UpdatedAt: u.UpdatedAt.UTC(),
		}
		if m := u.MembersAsOf(day); m != nil {
			out.Members = &Members{Count: m.Count, AsOf: m.AsOf, SourceID: m.SourceID}
		}
		return out
	}
}

func unionDTO(u record.Union) Union { return unionAsOf("")(u) }

func unionReply(status int) func(record.Union) reply {
	return func(u record.Union) reply {
		r := reply{status: status, body: unionDTO(u), version: u.Version}
		if status == http.StatusCreated {
			r.location = "/v1/unions/" + u.Slug
		}
		return r
	}
}

func designationOf(d record.Designation) *Designation {
	if d.Type == "" {
		return nil
	}
	return &Designation{Type: d.Type, Number: orNull(d.Number), Suffix: orNull(d.Suffix)}
}

func placeOf(p record.Place) Place {
	return Place{Country: orNull(p.Country), Region: orNull(p.Region), City: orNull(p.City), Latitude: p.Latitude, Longitude: p.Longitude}
}

func (p *Place) record() record.Place {
	if p == nil {
		return record.Place{}
	}
	return record.Place{Country: orEmpty(p.Country), Region: orEmpty(p.Region), City: orEmpty(p.City), Latitude: p.Latitude, Longitude: p.Longitude}
}

// unionBody is a union as its next version would be written.
func unionBody(u record.Union) UnionBody {
	d := unionDTO(u)
	return UnionBody{
		Slug: &u.Slug, Kind: u.Kind, Name: u.Name, Names: d.Names, Designation: d.Designation, Identifiers: d.Identifiers, Place: &d.Place,
		Members: d.Members, Status: &d.Status, Founded: u.Founded, Dissolved: u.Dissolved, Website: d.Website,
	}
}

func (b UnionBody) membersDate() record.Date {
	if b.Members == nil {
		return ""
	}
	return b.Members.AsOf
}

// record makes of the body the next version of a union that stands, or a new one.
func (b UnionBody) record(in *input, stands record.Union) (record.Union, error) {
	u := stands
	u.Slug, u.Kind, u.Name, u.Names = orEmpty(b.Slug), b.Kind, b.Name, b.Names
	u.Identifiers, u.Place = b.Identifiers, b.Place.record()
	u.Designation = record.Designation{}
	if d := b.Designation; d != nil {
		u.Designation = record.Designation{Type: d.Type, Number: orEmpty(d.Number), Suffix: orEmpty(d.Suffix)}
	}
	latest := stands.MembersAsOf("")
	switch {
	case b.Members != nil && (latest == nil || !sameCount(*latest, *b.Members)):
		u = u.WithMembers(record.MemberCount{Count: b.Members.Count, AsOf: b.Members.AsOf, SourceID: b.Members.SourceID})
	case b.Members == nil && latest != nil:
		u = u.WithoutMembers(latest.AsOf)
	}
	u.Status = record.StatusActive
	if b.Status != nil {
		u.Status = *b.Status
	} else if b.Dissolved.Known() {
		u.Status = record.StatusDissolved
	}
	u.Founded, u.Dissolved, u.Website = b.Founded, b.Dissolved, orEmpty(b.Website)
	if stands.Version > 0 && u.Slug == "" {
		u.Slug = stands.Slug
	}
	u, err := record.NewUnion(u)
	return u, in.with(err, "The union")
}

func sameCount(c record.MemberCount, m Members) bool {
	same := c.SourceID == nil && m.SourceID == nil || c.SourceID != nil && m.SourceID != nil && *c.SourceID == *m.SourceID
	return same && c.Count == m.Count && c.AsOf == m.AsOf
}

// unionFilter reads the filters of all lists of unions.
func (q *query) unionFilter() record.UnionFilter {
	f, except := q.unionChoices(""), q.unionChoices(not)
	f.Except = &except
	f.Q, f.Founded, f.Members, f.ChangedSince = q.text("q"), q.span("founded_from", "founded_to"), q.numbers("members_min", "members_max"), q.instant("changed_since")
	return f
}

func (q *query) unionChoices(sign string) record.UnionFilter {
	f := record.UnionFilter{
		Countries: q.countries(sign), Regions: q.regions(sign), Cities: q.words("city" + sign), Statuses: oneOf(q, "status"+sign, record.UnionStatuses),
	}
	for _, word := range q.words("identifier" + sign) {
		id, err := record.ParseIdentifier(word)
		if err != nil {
			q.AddParameter("identifier"+sign, "invalid", "%s", err)
		}
		f.Identifiers = append(f.Identifiers, id)
	}
	return f
}

// unionsFilter reads the filters of the list of all unions.
func (q *query) unionsFilter() record.UnionFilter {
	f := q.unionFilter()
	f.Kinds, f.Parents, f.Under = oneOf(q, "kind", record.UnionKinds), q.refs("parent"), q.refs("under")
	f.Except.Kinds, f.Except.Parents, f.Except.Under = oneOf(q, "kind"+not, record.UnionKinds), q.refs("parent"+not), q.refs("under"+not)
	return f
}

var unionSorts = []string{"name", "created_at", "updated_at"}

// listUnions answers a page of unions.
//
//	@ID          listUnions
//	@Summary     List unions
//	@Description Unions that match every filter given. Records that were merged into others are left out unless status asks for them.
//	@Tags        unions
//	@Produce     json
//	@Param       q             query  string   false "Words in any of the union's names, its city or its identifiers; accents and case do not matter"
//	@Param       kind          query  []string false "Kinds of union" Enums(federation,national,intermediate,labor_council,local,unit,caucus,coalition) collectionFormat(csv)
//	@Param       parent        query  []string false "Unions directly below one of these (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Unions at any depth below one of these (ids or slugs)" collectionFormat(csv)
//	@Param       identifier    query  []string false "Unions with one of these identifiers, as scheme:value" collectionFormat(csv)
//	@Param       country       query  []string false "Countries (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions (ISO 3166-2)" collectionFormat(csv)
//	@Param       city          query  []string false "Cities" collectionFormat(csv)
//	@Param       status        query  []string false "States" Enums(active,dissolved,merged) collectionFormat(csv)
//	@Param       founded_from  query  string   false "Founded on this day or later" format(partial-date)
//	@Param       founded_to    query  string   false "Founded on this day or earlier" format(partial-date)
//	@Param       members_min   query  int      false "At least so many members, by the latest count known on the day asked for" minimum(0)
//	@Param       members_max   query  int      false "At most so many members" minimum(0)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,status,country,region,affiliation,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(name,-name,created_at,-created_at,updated_at,-updated_at) default(name)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Union] "A page of unions"
//	@Failure     default {object} Problem
//	@Router      /v1/unions [get]
func (s *Server) listUnions(c *gin.Context, q *query) (reply, error) {
	return s.unionPage(c, q, q.unionsFilter(), nil)
}

func (s *Server) unionPage(c *gin.Context, q *query, f record.UnionFilter, failed func(error) error) (reply, error) {
	p := q.page(unionSorts...)
	p.Facets = q.facets("kind", "status", "country", "region", "affiliation", "year")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	return answerList(s, c, q, p, list[record.Union, Union]{
		page: func(ctx context.Context) (record.Listing[record.Union], error) { return s.store.Unions(ctx, f, p) },
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Union) error) error {
			return s.store.EachUnion(ctx, f, p, begin, row)
		},
		columns: func() []table.Column[record.Union] { return table.Unions(p.AsOf.First()) }, dto: unionAsOf(p.AsOf), failed: failed,
	})
}

// getUnion answers one union.
//
//	@ID          getUnion
//	@Summary     One union
//	@Tags        unions
//	@Produce     json,text/plain,application/vnd.citationstyles.csl+json
//	@Param       union         path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       format        query  string false "json is the record, citation a sentence to print with its source, date and permanent link, csl the same for reference managers" Enums(json,citation,csl) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Union "The union"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union} [get]
func (s *Server) getUnion(c *gin.Context, q *query) (reply, error) {
	id, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	m, form := q.moment(), q.form()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	u, err := s.store.Union(c.Request.Context(), id, m)
	if err != nil {
		return reply{}, err
	}
	if form != "json" {
		return s.citeUnion(c, q, form, u)
	}
	return reply{status: http.StatusOK, body: unionAsOf(m.AsOf)(u), version: u.Version}, nil
}

// createUnion stores a new union.
//
//	@ID          createUnion
//	@Summary     Create a union
//	@Description kind and name suffice. Parents are given as affiliations.
//	@Tags        unions
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string    false "shared"
//	@Param       Rollcall-Reason header string    false "shared"
//	@Param       body            body   UnionBody true  "The union"
//	@Success     201 {object} Union "The union as created"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions [post]
func (s *Server) createUnion() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b UnionBody) (record.Union, error) {
		u, err := b.record(in, record.Union{})
		if err != nil {
			return u, err
		}
		return s.store.CreateUnion(in.ctx(), w, u, "")
	}, unionReply(http.StatusCreated))
}

// updateUnion changes a union.
//
//	@ID          updateUnion
//	@Summary     Change a union
//	@Tags        unions
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       union           path   string    true  "shared"
//	@Param       If-Match        header string    true  "shared"
//	@Param       Rollcall-Reason header string    false "shared"
//	@Param       body            body   UnionBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Union "The union as changed"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union} [patch]
func (s *Server) updateUnion(c *gin.Context, w record.Write) (reply, error) {
	u, err := s.unionToReplace(c)
	if err != nil {
		return reply{}, err
	}
	in := s.input(c)
	b, given, err := patched(in, unionBody(u))
	if err != nil {
		return reply{}, err
	}
	// A count of another date is another fact: it does not rest on the source of the one that stood.
	members, _ := given["members"].(map[string]any)
	if _, sourced := members["source_id"]; members["as_of"] != nil && !sourced && b.Members.AsOf != unionBody(u).membersDate() {
		b.Members.SourceID = nil
	}
	next, err := b.record(in, u)
	if err != nil {
		return reply{}, err
	}
	if next, err = s.store.UpdateUnion(c.Request.Context(), w, next); err != nil {
		return reply{}, err
	}
	return unionReply(http.StatusOK)(next), nil
}

func (s *Server) unionToReplace(c *gin.Context) (record.Union, error) {
	id, err := ref(c, "union")
	if err != nil {
		return record.Union{}, err
	}
	return replaced(c, func() (record.Union, error) { return s.store.Union(c.Request.Context(), id, record.Moment{}) }, func(u record.Union) int { return u.Version })
}

// replaced reads the record that a write replaces, and holds the write's If-Match against it.
func replaced[T any](c *gin.Context, get func() (T, error), version func(T) int) (T, error) {
	v, err := get()
	if err != nil {
		return v, err
	}
	m, err := replaces(c)
	if err != nil {
		return v, err
	}
	return v, m.Check(version(v))
}

// deleteUnion removes a union.
//
//	@ID          deleteUnion
//	@Summary     Delete a union
//	@Description For records that should never have been made. Refused while other records depend on the union; its own affiliations go with it.
//	@Tags        unions
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       If-Match        header string true  "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Deleted"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union} [delete]
func (s *Server) deleteUnion(c *gin.Context, w record.Write) (reply, error) {
	u, err := s.unionToReplace(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeleteUnion(c.Request.Context(), w, record.Ref(u.ID.String()), u.Version)
}

// listLocals answers a page of the locals below a union.
//
//	@ID          listLocals
//	@Summary     List the locals of a union
//	@Description Its locals at any depth.
//	@Tags        unions
//	@Produce     json
//	@Param       union         path   string   true  "shared"
//	@Param       q             query  string   false "Words in any of the local's names, its city or its identifiers"
//	@Param       country       query  []string false "Countries (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions (ISO 3166-2)" collectionFormat(csv)
//	@Param       city          query  []string false "Cities" collectionFormat(csv)
//	@Param       identifier    query  []string false "Locals with one of these identifiers, as scheme:value" collectionFormat(csv)
//	@Param       status        query  []string false "States" Enums(active,dissolved,merged) collectionFormat(csv)
//	@Param       founded_from  query  string   false "Founded on this day or later" format(partial-date)
//	@Param       founded_to    query  string   false "Founded on this day or earlier" format(partial-date)
//	@Param       members_min   query  int      false "At least so many members, by the latest count known on the day asked for" minimum(0)
//	@Param       members_max   query  int      false "At most so many members" minimum(0)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,status,country,region,affiliation,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(name,-name,created_at,-created_at,updated_at,-updated_at) default(name)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Union] "A page of locals"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/locals [get]
func (s *Server) listLocals(c *gin.Context, q *query) (reply, error) {
	id, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	f := q.unionFilter()
	f.Kinds, f.Under = []record.UnionKind{record.KindLocal}, []record.Ref{id}
	return s.unionPage(c, q, f, func(err error) error { return s.ofPath(c, err, "under", "union") })
}

// ofPath turns "the filter names a record that is not there" into the answer for a record named in
// the path: 404, 410 or 308. parameter is the filter's, name the path's.
func (s *Server) ofPath(c *gin.Context, err error, parameter, name string) error {
	var e *record.Error
	if !errors.As(err, &e) || e.Code != record.CodeInvalid || !slices.ContainsFunc(e.Fields, func(f record.FieldError) bool { return f.Parameter == parameter }) {
		return err
	}
	of, err := ref(c, name)
	if err != nil {
		return err
	}
	if name == "call" {
		_, err = s.store.Call(c.Request.Context(), of, record.Moment{})
	} else {
		_, err = s.store.Union(c.Request.Context(), of, record.Moment{})
	}
	if err == nil {
		err = record.Errorf(record.CodeNotFound, "The record did not hold this %s at that time.", name)
	}
	return err
}

// createLocal stores a new local that a union charters.
//
//	@ID          createLocal
//	@Summary     Create a local
//	@Description A union of kind local, chartered by the one in the path. kind may be left out.
//	@Tags        unions
//	@Accept      json
//	@Produce     json
//	@Param       union           path   string    true  "shared"
//	@Param       Idempotency-Key header string    false "shared"
//	@Param       Rollcall-Reason header string    false "shared"
//	@Param       body            body   LocalBody true  "The local"
//	@Success     201 {object} Union "The local as created"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/locals [post]
func (s *Server) createLocal() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b LocalBody) (record.Union, error) {
		parent, err := ref(in.Context, "union")
		if err != nil {
			return record.Union{}, err
		}
		u, err := b.union().record(in, record.Union{})
		if err != nil {
			return u, err
		}
		return s.store.CreateUnion(in.ctx(), w, u, parent)
	}, unionReply(http.StatusCreated))
}

// LocalBody is a local as it is written: a union whose kind may be left out.
type LocalBody struct {
	Slug        *string             `json:"slug" example:"unite-here-local-17"`
	Kind        *record.UnionKind   `json:"kind" example:"local"`
	Name        string              `json:"name" validate:"required" example:"UNITE HERE Local 17"`
	Names       []record.Name       `json:"names" extensions:"x-nullable"`
	Designation *Designation        `json:"designation"`
	Identifiers []record.Identifier `json:"identifiers" extensions:"x-nullable"`
	Place       *Place              `json:"place"`
	Members     *Members            `json:"members"`
	Status      *record.UnionStatus `json:"status"`
	Founded     record.Date         `json:"founded" example:"1901"`
	Dissolved   record.Date         `json:"dissolved"`
	Website     *string             `json:"website" format:"uri" example:"https://www.uniteherelocal17.org/"`
}

func (b LocalBody) union() UnionBody {
	kind := record.KindLocal
	if b.Kind != nil {
		kind = *b.Kind
	}
	return UnionBody{
		Slug: b.Slug, Kind: kind, Name: b.Name, Names: b.Names, Designation: b.Designation, Identifiers: b.Identifiers, Place: b.Place,
		Members: b.Members, Status: b.Status, Founded: b.Founded, Dissolved: b.Dissolved, Website: b.Website,
	}
}

// MergeBody names the union that another is merged into.
type MergeBody struct {
	// The union that stays (id or slug).
	Into string `json:"into" validate:"required" example:"seiu-local-26"`
}

// mergeUnion records that two records are the same union.
//
//	@ID          mergeUnion
//	@Summary     Merge a union into another
//	@Description For two records that are the same union. Everything attached to the one in the path follows to the other; its id and slug answer 308 from then on. POST …/unmerge undoes it.
//	@Tags        unions
//	@Accept      json
//	@Produce     json
//	@Param       union           path   string    true  "shared"
//	@Param       Idempotency-Key header string    false "shared"
//	@Param       Rollcall-Reason header string    false "shared"
//	@Param       body            body   MergeBody true  "The union that stays"
//	@Success     200 {object} Union "The union that stays"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/merge [post]
func (s *Server) mergeUnion() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b MergeBody) (record.Union, error) {
		from, err := ref(in.Context, "union")
		if err != nil {
			return record.Union{}, err
		}
		into := in.unions(named{"/into", b.Into})
		if err := in.with(nil, "The merge"); err != nil {
			return record.Union{}, err
		}
		return s.store.MergeUnions(in.ctx(), w, from, record.Ref(into[0].ID.String()))
	}, unionReply(http.StatusOK))
}

// unmergeUnion undoes a merge.
//
//	@ID          unmergeUnion
//	@Summary     Undo a merge
//	@Description The union in the path stands for itself again, and what followed it to the other record returns, with the changes made to it since.
//	@Tags        unions
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       Idempotency-Key header string false "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Union "The union that stands for itself again"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/unmerge [post]
func (s *Server) unmergeUnion() gin.HandlerFunc {
	return act(s, func(c *gin.Context, w record.Write) (record.Union, error) {
		id, err := ref(c, "union")
		if err != nil {
			return record.Union{}, err
		}
		return s.store.UnmergeUnion(c.Request.Context(), w, id)
	}, unionReply(http.StatusOK))
}
