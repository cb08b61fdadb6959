package api

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Calls is what the handlers of calls need of the store.
type Calls interface {
	Call(ctx context.Context, ref record.Ref, m record.Moment) (record.Call, error)
	Calls(ctx context.Context, f record.CallFilter, p record.Page) (record.Listing[record.Call], error)
	EachCall(ctx context.Context, f record.CallFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Call) error) error
	CreateCall(ctx context.Context, w record.Write, c record.Call) (record.Call, error)
	UpdateCall(ctx context.Context, w record.Write, c record.Call) (record.Call, error)
	DeleteCall(ctx context.Context, w record.Write, ref record.Ref, version int) error
	ResolveCalls(ctx context.Context, refs []record.Ref) (map[record.Ref]record.CallRef, error)
}

// Call is what unions are asked to endorse.
type Call struct {
	ID uuid.UUID `json:"id"`
	// A readable address; it may change, and answers 308 then.
	Slug     string          `json:"slug" example:"ice-out-of-minnesota-day-of-truth-and-freedom"`
	Kind     record.CallKind `json:"kind" example:"day_of_action"`
	Title    string          `json:"title" example:"ICE Out of Minnesota: Day of Truth and Freedom"`
	Summary  *string         `json:"summary" example:"A day without work, school or shopping."`
	StartsOn record.Date     `json:"starts_on" example:"2026-01-23"`
	EndsOn   record.Date     `json:"ends_on"`
	// IANA time zone in which the dates are meant.
	TimeZone string   `json:"time_zone" example:"America/Chicago"`
	Place    Place    `json:"place"`
	Demands  []string `json:"demands" example:"A demand in its own words"`
	// What the call asks for, as words such as no_work, no_school, no_shopping, walkout, rally, sign_on.
	Asks      []string   `json:"asks" example:"no_work,no_school,no_shopping"`
	Conveners []Convener `json:"conveners"`
	// The call that this one is part of.
	PartOf    *uuid.UUID `json:"part_of"`
	Links     []string   `json:"links" example:"https://example.org/"`
	Cancelled bool       `json:"cancelled" example:"false"`
	// Where the call stands in time, derived from its dates.
	Phase     record.Phase `json:"phase" example:"past"`
	Version   int          `json:"version" example:"1"`
	CreatedAt time.Time    `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt time.Time    `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// Convener is who calls: a union of the record, or another group by its name.
type Convener struct {
	// A union (in a body: id or slug).
	UnionID *string `json:"union_id,omitempty" extensions:"x-nullable"`
	// Another group.
	Name *string `json:"name,omitempty" extensions:"x-nullable" example:"A coalition of congregations"`
}

// CallBody is a call as it is written.
type CallBody struct {
	// A readable address; derived from the title when missing.
	Slug     *string         `json:"slug" example:"ice-out-of-minnesota-day-of-truth-and-freedom"`
	Kind     record.CallKind `json:"kind" validate:"required" example:"day_of_action"`
	Title    string          `json:"title" validate:"required" example:"ICE Out of Minnesota: Day of Truth and Freedom"`
	Summary  *string         `json:"summary"`
	StartsOn record.Date     `json:"starts_on" example:"2026-01-23"`
	EndsOn   record.Date     `json:"ends_on"`
	// UTC when missing.
	TimeZone  *string    `json:"time_zone" example:"America/Chicago"`
	Place     *Place     `json:"place"`
	Demands   []string   `json:"demands" extensions:"x-nullable"`
	Asks      []string   `json:"asks" example:"no_work,no_school,no_shopping" extensions:"x-nullable"`
	Conveners []Convener `json:"conveners" extensions:"x-nullable"`
	// The call that this one is part of (id or slug).
	PartOf    *string  `json:"part_of"`
	Links     []string `json:"links" extensions:"x-nullable"`
	Cancelled *bool    `json:"cancelled" example:"false"`
}

// callAt shows a call as it stood in time at an instant.
func callAt(now time.Time) func(record.Call) Call {
	return func(c record.Call) Call { return callDTO(c, now) }
}

func callDTO(c record.Call, now time.Time) Call {
	out := Call{
		ID: c.ID, Slug: c.Slug, Kind: c.Kind, Title: c.Title, Summary: orNull(c.Summary), StartsOn: c.StartsOn, EndsOn: c.EndsOn, TimeZone: c.TimeZone,
		Place: placeOf(c.Place), Demands: orNone(c.Demands), Asks: orNone(c.Asks), Conveners: make([]Convener, len(c.Conveners)), PartOf: c.PartOf,
		Links: orNone(c.Links), Cancelled: c.Cancelled, Phase: c.PhaseAt(now), Version: c.Version, CreatedAt: c.CreatedAt.UTC(), UpdatedAt: c.UpdatedAt.UTC(),
	}
	for i, v := range c.Conveners {
		if v.UnionID != nil {
			id := v.UnionID.String()
			out.Conveners[i].UnionID = &id
		} else {
			out.Conveners[i].Name = &c.Conveners[i].Name
		}
	}
	return out
}

func (s *Server) callReply(status int) func(record.Call) reply {
	return func(c record.Call) reply {
		r := reply{status: status, body: callDTO(c, s.now()), version: c.Version}
		if status == http.StatusCreated {
			r.location = "/v1/calls/" + c.Slug
		}
		return r
	}
}

func (s *Server) callBody(c record.Call) CallBody {
	d := callDTO(c, s.now())
	b := CallBody{
		Slug: &c.Slug, Kind: c.Kind, Title: c.Title, Summary: d.Summary, StartsOn: c.StartsOn, EndsOn: c.EndsOn, TimeZone: &c.TimeZone, Place: &d.Place,
		Demands: d.Demands, Asks: d.Asks, Conveners: d.Conveners, Links: d.Links, Cancelled: &c.Cancelled,
	}
	if c.PartOf != nil {
		id := c.PartOf.String()
		b.PartOf = &id
	}
	return b
}

func (b CallBody) record(in *input, stands record.Call) (record.Call, error) {
	next := stands
	next.Slug, next.Kind, next.Title, next.Summary = orEmpty(b.Slug), b.Kind, b.Title, orEmpty(b.Summary)
	if stands.Version > 0 && next.Slug == "" {
		next.Slug = stands.Slug
	}
	next.StartsOn, next.EndsOn, next.TimeZone, next.Place = b.StartsOn, b.EndsOn, orEmpty(b.TimeZone), b.Place.record()
	next.Demands, next.Asks, next.Links = b.Demands, b.Asks, b.Links
	next.Cancelled = b.Cancelled != nil && *b.Cancelled

	next.PartOf = nil
	if b.PartOf != nil {
		next.PartOf = found(in.calls(named{"/part_of", *b.PartOf})[0].ID)
	}
	var unions []named
	next.Conveners = make(record.List[record.Convener], len(b.Conveners))
	for i, v := range b.Conveners {
		next.Conveners[i].Name = orEmpty(v.Name)
		if v.UnionID != nil {
			unions = append(unions, named{at("/conveners", i) + "/union_id", *v.UnionID})
		}
	}
	convening := in.unions(unions...)
	for i, v := range b.Conveners {
		if v.UnionID != nil {
			next.Conveners[i].UnionID = &convening[0].ID
			convening = convening[1:]
		}
	}
	out, err := record.NewCall(next)
	return out, in.with(err, "The call")
}

// listCalls answers a page of calls.
//
//	@ID          listCalls
//	@Summary     List calls
//	@Tags        calls
//	@Produce     json
//	@Param       q             query  string   false "Words in the title or summary; accents and case do not matter"
//	@Param       kind          query  []string false "Kinds of call" Enums(strike,day_of_action,march,boycott,picket,resolution,open_letter,campaign,candidacy,other) collectionFormat(csv)
//	@Param       phase         query  []string false "Where the call stands in time" Enums(upcoming,ongoing,past,cancelled) collectionFormat(csv)
//	@Param       part_of       query  []string false "Calls that are part of one of these (ids or slugs)" collectionFormat(csv)
//	@Param       country       query  []string false "Countries (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions (ISO 3166-2)" collectionFormat(csv)
//	@Param       from          query  string   false "Calls that go on on this day or later" format(partial-date)
//	@Param       to            query  string   false "Calls that begin on this day or earlier" format(partial-date)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,country,region,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(starts_on,-starts_on,title,-title,created_at,-created_at,updated_at,-updated_at) default(-starts_on)
//	@Param       known_at      query  string   false "shared"
//	@Param       as_of         query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Call] "A page of calls"
//	@Failure     default {object} Problem
//	@Router      /v1/calls [get]
func (s *Server) listCalls(c *gin.Context, q *query) (reply, error) {
	f := q.callFilter()
	p := q.page("-starts_on", "title", "created_at", "updated_at")
	p.Facets = q.facets("kind", "country", "region", "year")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	now := p.Instant(s.now())
	return answerList(s, c, q, p, list[record.Call, Call]{
		page: func(ctx context.Context) (record.Listing[record.Call], error) { return s.store.Calls(ctx, f, p) },
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Call) error) error {
			return s.store.EachCall(ctx, f, p, begin, row)
		},
		columns: func() []table.Column[record.Call] { return table.Calls(now) }, dto: callAt(now), hasty: true,
	})
}

// callFilter reads the filters of a list of calls.
func (q *query) callFilter() record.CallFilter {
	f, except := q.callChoices(""), q.callChoices(not)
	days := q.span("from", "to")
	f.Q, f.From, f.To, f.ChangedSince, f.Except = q.text("q"), days.From, days.To, q.instant("changed_since"), &except
	return f
}

func (q *query) callChoices(sign string) record.CallFilter {
	return record.CallFilter{
		Kinds: oneOf(q, "kind"+sign, record.CallKinds), Phases: oneOf(q, "phase"+sign, record.Phases), PartOf: q.refs("part_of" + sign),
		Countries: q.countries(sign), Regions: q.regions(sign),
	}
}

// getCall answers one call.
//
//	@ID          getCall
//	@Summary     One call
//	@Tags        calls
//	@Produce     json,text/plain,application/vnd.citationstyles.csl+json
//	@Param       call          path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       format        query  string false "json is the record, citation a sentence to print with its source, date and permanent link, csl the same for reference managers" Enums(json,citation,csl) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Call "The call"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call} [get]
func (s *Server) getCall(c *gin.Context, q *query) (reply, error) {
	id, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	m, form := q.moment(), q.form()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	call, err := s.store.Call(c.Request.Context(), id, m)
	if err != nil {
		return reply{}, err
	}
	if form != "json" {
		return s.citeCall(c, q, form, call)
	}
	return reply{status: http.StatusOK, body: callDTO(call, m.Instant(s.now())), version: call.Version}, nil
}

// createCall stores a new call.
//
//	@ID          createCall
//	@Summary     Create a call
//	@Tags        calls
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string   false "shared"
//	@Param       Rollcall-Reason header string   false "shared"
//	@Param       body            body   CallBody true  "The call"
//	@Success     201 {object} Call "The call as created"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/calls [post]
func (s *Server) createCall() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b CallBody) (record.Call, error) {
		call, err := b.record(in, record.Call{})
		if err != nil {
			return call, err
		}
		return s.store.CreateCall(in.ctx(), w, call)
	}, s.callReply(http.StatusCreated))
}

func (s *Server) callToReplace(c *gin.Context) (record.Call, error) {
	id, err := ref(c, "call")
	if err != nil {
		return record.Call{}, err
	}
	return replaced(c, func() (record.Call, error) { return s.store.Call(c.Request.Context(), id, record.Moment{}) }, func(v record.Call) int { return v.Version })
}

// updateCall changes a call.
//
//	@ID          updateCall
//	@Summary     Change a call
//	@Tags        calls
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       call            path   string   true  "shared"
//	@Param       If-Match        header string   true  "shared"
//	@Param       Rollcall-Reason header string   false "shared"
//	@Param       body            body   CallBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Call "The call as changed"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/calls/{call} [patch]
func (s *Server) updateCall(c *gin.Context, w record.Write) (reply, error) {
	call, err := s.callToReplace(c)
	if err != nil {
		return reply{}, err
	}
	in := s.input(c)
	b, _, err := patched(in, s.callBody(call))
	if err != nil {
		return reply{}, err
	}
	if call, err = b.record(in, call); err != nil {
		return reply{}, err
	}
	if call, err = s.store.UpdateCall(c.Request.Context(), w, call); err != nil {
		return reply{}, err
	}
	return s.callReply(http.StatusOK)(call), nil
}

// deleteCall removes a call.
//
//	@ID          deleteCall
//	@Summary     Delete a call
//	@Description For records that should never have been made; a call that is called off is cancelled instead. Refused while endorsements, statements or parts depend on it.
//	@Tags        calls
//	@Produce     json
//	@Param       call            path   string true  "shared"
//	@Param       If-Match        header string true  "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Deleted"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/calls/{call} [delete]
func (s *Server) deleteCall(c *gin.Context, w record.Write) (reply, error) {
	call, err := s.callToReplace(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeleteCall(c.Request.Context(), w, record.Ref(call.ID.String()), call.Version)
}
