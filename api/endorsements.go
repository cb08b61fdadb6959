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

// Endorsements is what the handlers of endorsements need of the store.
type Endorsements interface {
	Endorsement(ctx context.Context, id uuid.UUID, m record.Moment) (record.EndorsementView, error)
	Endorsements(ctx context.Context, f record.EndorsementFilter, p record.Page) (record.Listing[record.EndorsementView], error)
	EachEndorsement(ctx context.Context, f record.EndorsementFilter, p record.Page, begin func(record.Snapshot) error, row func(record.EndorsementView) error) error
	Timeline(ctx context.Context, id uuid.UUID, m record.Moment) (record.Endorsement, error)
	PutEndorsement(ctx context.Context, w record.Write, call, union record.Ref, p record.Position, m record.Match) (record.Put, error)
	CreateEndorsement(ctx context.Context, w record.Write, call, union uuid.UUID, p record.Position) (record.EndorsementView, error)
	AppendPosition(ctx context.Context, w record.Write, id uuid.UUID, p record.Position) (record.PositionIn, error)
	UpdatePosition(ctx context.Context, w record.Write, id uuid.UUID, p record.Position, version int) (record.PositionIn, error)
	DeletePosition(ctx context.Context, w record.Write, id, position uuid.UUID, version int) error
	VerifyEndorsement(ctx context.Context, w record.Write, id uuid.UUID, v record.Verification, reason string) (record.EndorsementView, error)
	DeleteEndorsement(ctx context.Context, w record.Write, id uuid.UUID, version int) error
}

// Endorsement is the record of one union's stand on one call, as its current position shows it.
type Endorsement struct {
	ID    uuid.UUID       `json:"id"`
	Call  record.CallRef  `json:"call"`
	Union record.UnionRef `json:"union"`
	// What the body said of the call.
	Position record.Stance `json:"position" example:"endorsed"`
	// The position's id in the timeline.
	PositionID uuid.UUID `json:"position_id"`
	// When the position took effect; null is unknown.
	EffectiveOn record.Date `json:"effective_on" example:"2026-01-14"`
	AnnouncedOn record.Date `json:"announced_on" example:"2026-01-15"`
	// Who in the body decided.
	DecidedBy record.DecidedBy `json:"decided_by" enums:"membership_vote,delegates,executive_board,officer,petition,unknown" example:"executive_board"`
	Vote      *record.Vote     `json:"vote"`
	// In whose name the position was taken; only body counts as the union's.
	Capacity record.Capacity `json:"capacity" example:"body"`
	// Which of the call's asks the position covers; empty is all of them.
	Scope []string `json:"scope" example:"rally"`
	// What the body will do itself.
	Participation []string `json:"participation" example:"march"`
	Quote         *string  `json:"quote"`
	Note          *string  `json:"note"`
	// The union that set the position aside, for nullified.
	By           *uuid.UUID          `json:"by"`
	Verification record.Verification `json:"verification" example:"unverified"`
	// What the verification, or the dispute, rests on.
	VerificationReason *string `json:"verification_reason"`
	// primary: a source published by the union itself; secondary: somebody else's; none.
	Evidence record.Evidence `json:"evidence" example:"primary"`
	// How many independent publishers stand behind the position, the union itself not among them.
	Corroborations int `json:"corroborations" example:"2"`
	// The body's place among those that endorse the call; null where it does not count as endorsing.
	Ordinal *int `json:"ordinal" example:"7"`
	// The same among bodies of its kind.
	OrdinalOfKind *int       `json:"ordinal_of_kind" example:"5"`
	Citations     []Citation `json:"citations"`
	Version       int        `json:"version" example:"1"`
	CreatedAt     time.Time  `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt     time.Time  `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// Position is one dated fact in the timeline of an endorsement.
type Position struct {
	ID            uuid.UUID        `json:"id"`
	Position      record.Stance    `json:"position" example:"endorsed"`
	EffectiveOn   record.Date      `json:"effective_on" example:"2026-01-14"`
	AnnouncedOn   record.Date      `json:"announced_on" example:"2026-01-15"`
	DecidedBy     record.DecidedBy `json:"decided_by" enums:"membership_vote,delegates,executive_board,officer,petition,unknown" example:"executive_board"`
	Vote          *record.Vote     `json:"vote"`
	Capacity      record.Capacity  `json:"capacity" example:"body"`
	Scope         []string         `json:"scope" example:"rally"`
	Participation []string         `json:"participation" example:"march"`
	Quote         *string          `json:"quote"`
	Note          *string          `json:"note"`
	By            *uuid.UUID       `json:"by"`
	Citations     []Citation       `json:"citations"`
	// Whether this is the position that stands now.
	Current bool `json:"current" example:"true"`
	// The change that first recorded the position.
	RecordedSeq int64 `json:"recorded_seq" example:"1042"`
}

// PositionBody is a position as it is written.
type PositionBody struct {
	Position    record.Stance `json:"position" validate:"required" example:"endorsed"`
	EffectiveOn record.Date   `json:"effective_on" example:"2026-01-14"`
	AnnouncedOn record.Date   `json:"announced_on" example:"2026-01-15"`
	// unknown when missing.
	DecidedBy *record.DecidedBy `json:"decided_by" enums:"membership_vote,delegates,executive_board,officer,petition,unknown"`
	Vote      *record.Vote      `json:"vote"`
	// body when missing.
	Capacity      *record.Capacity `json:"capacity"`
	Scope         []string         `json:"scope" example:"rally" extensions:"x-nullable"`
	Participation []string         `json:"participation" example:"march" extensions:"x-nullable"`
	Quote         *string          `json:"quote"`
	Note          *string          `json:"note"`
	// The union that set the position aside (id or slug), for nullified.
	By        *string        `json:"by"`
	Citations []CitationBody `json:"citations" extensions:"x-nullable"`
}

// EndorsementBody is the first position of a union on a call.
type EndorsementBody struct {
	// The call (id or slug).
	Call string `json:"call" validate:"required" example:"ice-out-of-minnesota-day-of-truth-and-freedom"`
	// The union (id or slug).
	Union string `json:"union" validate:"required" example:"seiu-local-26"`
	PositionBody
}

// VerificationBody sets the state of verification.
type VerificationBody struct {
	// verified needs a citation.
	Verification record.Verification `json:"verification" validate:"required" example:"verified"`
	// Needed for disputed.
	Reason *string `json:"reason" example:"Read against the union's own page."`
}

func endorsementDTO(e record.EndorsementView) Endorsement {
	p := e.Shown
	return Endorsement{
		ID: e.ID, Call: e.Call, Union: e.Union, Position: p.Position, PositionID: p.ID, EffectiveOn: p.EffectiveOn, AnnouncedOn: p.AnnouncedOn,
		DecidedBy: p.DecidedBy, Vote: p.Vote, Capacity: p.Capacity, Scope: orNone(p.Scope), Participation: orNone(p.Participation),
		Quote: orNull(p.Quote), Note: orNull(p.Note), By: p.By, Verification: e.Verification, VerificationReason: orNull(e.VerificationReason),
		Evidence: e.Evidence, Corroborations: e.Corroborations, Ordinal: e.Ordinal, OrdinalOfKind: e.OrdinalOfKind, Citations: citationDTOs(p.Citations),
		Version: e.Version, CreatedAt: e.CreatedAt.UTC(), UpdatedAt: e.UpdatedAt.UTC(),
	}
}

func endorsementReply(status int) func(record.EndorsementView) reply {
	return func(e record.EndorsementView) reply {
		r := reply{status: status, body: endorsementDTO(e), version: e.Version}
		if status == http.StatusCreated {
			r.location = "/v1/endorsements/" + e.ID.String()
		}
		return r
	}
}

func positionDTO(p record.Position, current bool) Position {
	return Position{
		ID: p.ID, Position: p.Position, EffectiveOn: p.EffectiveOn, AnnouncedOn: p.AnnouncedOn, DecidedBy: p.DecidedBy, Vote: p.Vote, Capacity: p.Capacity,
		Scope: orNone(p.Scope), Participation: orNone(p.Participation), Quote: orNull(p.Quote), Note: orNull(p.Note), By: p.By,
		Citations: citationDTOs(p.Citations), Current: current, RecordedSeq: p.RecordedSeq,
	}
}

func positionReply(status int) func(record.PositionIn) reply {
	return func(in record.PositionIn) reply {
		r := reply{status: status, body: positionDTO(in.Position(), in.Endorsement.Current().ID == in.ID), version: in.Endorsement.Version}
		if status == http.StatusCreated {
			r.location = "/v1/endorsements/" + in.Endorsement.ID.String() + "/positions/" + in.ID.String()
		}
		return r
	}
}

func positionBody(p record.Position) PositionBody {
	b := PositionBody{
		Position: p.Position, EffectiveOn: p.EffectiveOn, AnnouncedOn: p.AnnouncedOn, DecidedBy: &p.DecidedBy, Vote: p.Vote, Capacity: &p.Capacity,
		Scope: p.Scope, Participation: p.Participation, Quote: orNull(p.Quote), Note: orNull(p.Note), Citations: citationBodies(p.Citations),
	}
	if p.By != nil {
		by := p.By.String()
		b.By = &by
	}
	return b
}

func (b PositionBody) record(in *input) (record.Position, error) {
	p := record.Position{
		Position: b.Position, EffectiveOn: b.EffectiveOn, AnnouncedOn: b.AnnouncedOn, Vote: b.Vote, Scope: b.Scope, Participation: b.Participation,
		Quote: orEmpty(b.Quote), Note: orEmpty(b.Note), By: in.union("/by", b.By), Citations: in.citations(b.Citations),
	}
	if b.DecidedBy != nil {
		p.DecidedBy = *b.DecidedBy
	}
	if b.Capacity != nil {
		p.Capacity = *b.Capacity
	}
	out, err := record.NewPosition(p)
	return out, in.with(err, "The position")
}

// endorsementFilter reads the filters that all lists of endorsements share.
func (q *query) endorsementFilter() record.EndorsementFilter {
	f, except := q.endorsementChoices(""), q.endorsementChoices(not)
	days := q.span("from", "to")
	f.Q, f.From, f.To, f.Members, f.ChangedSince, f.Except = q.text("q"), days.From, days.To, q.numbers("members_min", "members_max"), q.instant("changed_since"), &except
	return f
}

func (q *query) endorsementChoices(sign string) record.EndorsementFilter {
	return record.EndorsementFilter{
		Under: q.refs("under" + sign), Positions: oneOf(q, "position"+sign, record.Stances), Verifications: oneOf(q, "verification"+sign, record.Verifications),
		Evidences: oneOf(q, "evidence"+sign, record.Evidences), DecidedBys: oneOf(q, "decided_by"+sign, record.DecidedBys), Capacities: oneOf(q, "capacity"+sign, record.Capacities),
		Kinds: oneOf(q, "kind"+sign, record.UnionKinds), Countries: q.countries(sign), Regions: q.regions(sign),
	}
}

func (s *Server) endorsementPage(c *gin.Context, q *query, f record.EndorsementFilter, inPath string) (reply, error) {
	p := q.page("-effective_on", "union", "created_at", "updated_at")
	p.Facets = q.facets("position", "verification", "evidence", "decided_by", "capacity", "kind", "country", "region", "affiliation", "year")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	return answerList(s, c, q, p, list[record.EndorsementView, Endorsement]{
		page: func(ctx context.Context) (record.Listing[record.EndorsementView], error) {
			return s.store.Endorsements(ctx, f, p)
		},
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.EndorsementView) error) error {
			return s.store.EachEndorsement(ctx, f, p, begin, row)
		},
		columns: table.Endorsements, dto: endorsementDTO, failed: s.inPath(c, inPath),
	})
}

// inPath is ofPath for lists of what the path names; "" is for those whose path names nothing.
func (s *Server) inPath(c *gin.Context, name string) func(error) error {
	if name == "" {
		return nil
	}
	return func(err error) error { return s.ofPath(c, err, name, name) }
}

// listEndorsements answers a page of endorsements.
//
//	@ID          listEndorsements
//	@Summary     List endorsements
//	@Description Each as its current position shows it, or as the one in force on as_of does.
//	@Tags        endorsements
//	@Produce     json
//	@Param       q             query  string   false "Words in the quote, the note or the union's names"
//	@Param       call          query  []string false "Of these calls (ids or slugs)" collectionFormat(csv)
//	@Param       union         query  []string false "Of these unions (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Of these unions and all below them (ids or slugs)" collectionFormat(csv)
//	@Param       position      query  []string false "Positions" Enums(endorsed,supported,planning,declined,opposed,tabled,withdrawn,nullified,no_position_found) collectionFormat(csv)
//	@Param       verification  query  []string false "States of verification" Enums(unverified,verified,disputed) collectionFormat(csv)
//	@Param       evidence      query  []string false "Grades of evidence" Enums(primary,secondary,none) collectionFormat(csv)
//	@Param       decided_by    query  []string false "Who decided" Enums(membership_vote,delegates,executive_board,officer,petition,unknown) collectionFormat(csv)
//	@Param       capacity      query  []string false "In whose name" Enums(body,officer,caucus) collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of union" Enums(federation,national,intermediate,labor_council,local,unit,caucus,coalition) collectionFormat(csv)
//	@Param       country       query  []string false "Countries of the union (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions of the union (ISO 3166-2)" collectionFormat(csv)
//	@Param       from          query  string   false "Positions of this day or later" format(partial-date)
//	@Param       to            query  string   false "Positions of this day or earlier" format(partial-date)
//	@Param       members_min   query  int      false "At least so many members, by the latest count known on the day asked for" minimum(0)
//	@Param       members_max   query  int      false "At most so many members" minimum(0)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(position,verification,evidence,decided_by,capacity,kind,country,region,affiliation,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(effective_on,-effective_on,union,-union,created_at,-created_at,updated_at,-updated_at) default(-effective_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Endorsement] "A page of endorsements"
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements [get]
func (s *Server) listEndorsements(c *gin.Context, q *query) (reply, error) {
	f := q.endorsementFilter()
	f.Calls, f.Unions = q.refs("call"), q.refs("union")
	f.Except.Calls, f.Except.Unions = q.refs("call"+not), q.refs("union"+not)
	return s.endorsementPage(c, q, f, "")
}

// listCallEndorsements answers a page of a call's endorsements.
//
//	@ID          listCallEndorsements
//	@Summary     List the endorsements of a call
//	@Tags        endorsements
//	@Produce     json
//	@Param       call          path   string   true  "shared"
//	@Param       q             query  string   false "Words in the quote, the note or the union's names"
//	@Param       union         query  []string false "Of these unions (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Of these unions and all below them (ids or slugs)" collectionFormat(csv)
//	@Param       position      query  []string false "Positions" Enums(endorsed,supported,planning,declined,opposed,tabled,withdrawn,nullified,no_position_found) collectionFormat(csv)
//	@Param       verification  query  []string false "States of verification" Enums(unverified,verified,disputed) collectionFormat(csv)
//	@Param       evidence      query  []string false "Grades of evidence" Enums(primary,secondary,none) collectionFormat(csv)
//	@Param       decided_by    query  []string false "Who decided" Enums(membership_vote,delegates,executive_board,officer,petition,unknown) collectionFormat(csv)
//	@Param       capacity      query  []string false "In whose name" Enums(body,officer,caucus) collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of union" Enums(federation,national,intermediate,labor_council,local,unit,caucus,coalition) collectionFormat(csv)
//	@Param       country       query  []string false "Countries of the union (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions of the union (ISO 3166-2)" collectionFormat(csv)
//	@Param       from          query  string   false "Positions of this day or later" format(partial-date)
//	@Param       to            query  string   false "Positions of this day or earlier" format(partial-date)
//	@Param       members_min   query  int      false "At least so many members, by the latest count known on the day asked for" minimum(0)
//	@Param       members_max   query  int      false "At most so many members" minimum(0)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(position,verification,evidence,decided_by,capacity,kind,country,region,affiliation,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(effective_on,-effective_on,union,-union,created_at,-created_at,updated_at,-updated_at) default(-effective_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Endorsement] "A page of endorsements"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/endorsements [get]
func (s *Server) listCallEndorsements(c *gin.Context, q *query) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	f := q.endorsementFilter()
	f.Calls, f.Unions, f.Except.Unions = []record.Ref{call}, q.refs("union"), q.refs("union"+not)
	return s.endorsementPage(c, q, f, "call")
}

// listUnionEndorsements answers a page of a union's endorsements.
//
//	@ID          listUnionEndorsements
//	@Summary     List the endorsements of a union
//	@Tags        endorsements
//	@Produce     json
//	@Param       union         path   string   true  "shared"
//	@Param       q             query  string   false "Words in the quote, the note or the union's names"
//	@Param       call          query  []string false "Of these calls (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Of these unions and all below them (ids or slugs)" collectionFormat(csv)
//	@Param       position      query  []string false "Positions" Enums(endorsed,supported,planning,declined,opposed,tabled,withdrawn,nullified,no_position_found) collectionFormat(csv)
//	@Param       verification  query  []string false "States of verification" Enums(unverified,verified,disputed) collectionFormat(csv)
//	@Param       evidence      query  []string false "Grades of evidence" Enums(primary,secondary,none) collectionFormat(csv)
//	@Param       decided_by    query  []string false "Who decided" Enums(membership_vote,delegates,executive_board,officer,petition,unknown) collectionFormat(csv)
//	@Param       capacity      query  []string false "In whose name" Enums(body,officer,caucus) collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of union" Enums(federation,national,intermediate,labor_council,local,unit,caucus,coalition) collectionFormat(csv)
//	@Param       country       query  []string false "Countries of the union (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions of the union (ISO 3166-2)" collectionFormat(csv)
//	@Param       from          query  string   false "Positions of this day or later" format(partial-date)
//	@Param       to            query  string   false "Positions of this day or earlier" format(partial-date)
//	@Param       members_min   query  int      false "At least so many members, by the latest count known on the day asked for" minimum(0)
//	@Param       members_max   query  int      false "At most so many members" minimum(0)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(position,verification,evidence,decided_by,capacity,kind,country,region,affiliation,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(effective_on,-effective_on,union,-union,created_at,-created_at,updated_at,-updated_at) default(-effective_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Endorsement] "A page of endorsements"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/endorsements [get]
func (s *Server) listUnionEndorsements(c *gin.Context, q *query) (reply, error) {
	union, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	f := q.endorsementFilter()
	f.Unions, f.Calls, f.Except.Calls = []record.Ref{union}, q.refs("call"), q.refs("call"+not)
	return s.endorsementPage(c, q, f, "union")
}

// getEndorsement answers one endorsement.
//
//	@ID          getEndorsement
//	@Summary     One endorsement
//	@Tags        endorsements
//	@Produce     json,text/plain,application/vnd.citationstyles.csl+json
//	@Param       id            path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       format        query  string false "json is the record, citation a sentence to print with its source, date and permanent link, csl the same for reference managers" Enums(json,citation,csl) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Endorsement "The endorsement"
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements/{id} [get]
func (s *Server) getEndorsement(c *gin.Context, q *query) (reply, error) {
	id, err := idOf(c, "id", "endorsement")
	if err != nil {
		return reply{}, err
	}
	m, form := q.moment(), q.form()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	e, err := s.store.Endorsement(c.Request.Context(), id, m)
	if err != nil {
		return reply{}, err
	}
	if form != "json" {
		return s.citeEndorsement(c, q, form, e)
	}
	return endorsementReply(http.StatusOK)(e), nil
}

// putEndorsement records a union's position on a call.
//
//	@ID          putEndorsement
//	@Summary     Record a union's position on a call
//	@Description This union's position on this call is now as given. Creates the endorsement (201) if there is none. What equals the position that stands changes nothing (200), so the request is safe to repeat. The same position and effective_on with other details corrects the current position, anything else appends a new one to the timeline; both need If-Match.
//	@Tags        endorsements
//	@Accept      json
//	@Produce     json
//	@Param       call            path   string       true  "shared"
//	@Param       union           path   string       true  "shared"
//	@Param       If-Match        header string       false "shared"
//	@Param       If-None-Match   header string       false "Only * is taken: create, and replace nothing"
//	@Param       Rollcall-Reason header string       false "shared"
//	@Param       body            body   PositionBody true  "The position"
//	@Success     200 {object} Endorsement "The endorsement, changed or as it stood"
//	@Success     201 {object} Endorsement "The endorsement as created"
//	@Failure     412
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/calls/{call}/endorsements/{union} [put]
func (s *Server) putEndorsement(c *gin.Context, w record.Write) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	union, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	m, err := precondition(c)
	if err != nil {
		return reply{}, err
	}
	raw, err := jsonBody(c)
	if err != nil {
		return reply{}, err
	}
	var b PositionBody
	in := s.input(c)
	if err := decode(raw, &b, &in.shape); err != nil {
		return reply{}, err
	}
	p, err := b.record(in)
	if err != nil {
		return reply{}, err
	}
	put, err := s.store.PutEndorsement(c.Request.Context(), w, call, union, p, m)
	if err != nil {
		return reply{}, s.whichMoved(c, err)
	}
	status := http.StatusOK
	if put.Created {
		status = http.StatusCreated
	}
	return endorsementReply(status)(put.EndorsementView), nil
}

// whichMoved tells movedTo which of two records in the path has another address.
func (s *Server) whichMoved(c *gin.Context, err error) error {
	if record.Is(err, record.CodeMoved) {
		moved := "union"
		if _, callErr := s.store.Call(c.Request.Context(), record.Ref(c.Param("call")), record.Moment{}); record.Is(callErr, record.CodeMoved) {
			moved = "call"
		}
		c.Set("moved", moved)
	}
	return err
}

// createEndorsement records the first position of a union on a call.
//
//	@ID          createEndorsement
//	@Summary     Create an endorsement
//	@Description The first position of a union on a call; 409 when there is one. PUT …/calls/{call}/endorsements/{union} does the same safely repeated.
//	@Tags        endorsements
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string          false "shared"
//	@Param       Rollcall-Reason header string          false "shared"
//	@Param       body            body   EndorsementBody true  "Call, union and position"
//	@Success     201 {object} Endorsement "The endorsement as created"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements [post]
func (s *Server) createEndorsement() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b EndorsementBody) (record.EndorsementView, error) {
		call, union := in.calls(named{"/call", b.Call}), in.unions(named{"/union", b.Union})
		p, err := b.PositionBody.record(in)
		if err != nil {
			return record.EndorsementView{}, err
		}
		return s.store.CreateEndorsement(in.ctx(), w, call[0].ID, union[0].ID, p)
	}, endorsementReply(http.StatusCreated))
}

func (s *Server) endorsementToReplace(c *gin.Context) (record.Endorsement, error) {
	id, err := idOf(c, "id", "endorsement")
	if err != nil {
		return record.Endorsement{}, err
	}
	return replaced(c, func() (record.Endorsement, error) {
		return s.store.Timeline(c.Request.Context(), id, record.Moment{})
	}, func(e record.Endorsement) int { return e.Version })
}

// deleteEndorsement removes an endorsement.
//
//	@ID          deleteEndorsement
//	@Summary     Delete an endorsement
//	@Description For one that should never have been recorded. A union that changed its mind is given a position withdrawn instead.
//	@Tags        endorsements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       If-Match        header string true  "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Deleted"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements/{id} [delete]
func (s *Server) deleteEndorsement(c *gin.Context, w record.Write) (reply, error) {
	e, err := s.endorsementToReplace(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeleteEndorsement(c.Request.Context(), w, e.ID, e.Version)
}

// listPositions answers the timeline of an endorsement.
//
//	@ID          listPositions
//	@Summary     The timeline of an endorsement
//	@Description Every position, the earliest first. It is one page; the ETag is the endorsement's, and good for If-Match.
//	@Tags        endorsements
//	@Produce     json
//	@Param       id            path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} List[Position] "The timeline"
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements/{id}/positions [get]
func (s *Server) listPositions(c *gin.Context, q *query) (reply, error) {
	if !q.streams() {
		e, err := s.timeline(c, q)
		if err != nil {
			return reply{}, err
		}
		out := List[Position]{Data: make([]Position, len(e.Positions)), Page: Page{Limit: maxLimit}}
		for i, p := range record.Timeline(e.Positions) {
			out.Data[i] = positionDTO(p, p.SupersededOn == nil)
		}
		return reply{status: http.StatusOK, body: out, version: e.Version}, nil
	}
	id, err := idOf(c, "id", "endorsement")
	if err != nil {
		return reply{}, err
	}
	m := q.moment()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	dto := func(e record.EndorsementView) Position { return positionDTO(e.Shown, e.Shown.SupersededOn == nil) }
	return answerList(s, c, q, record.Page{}, whole(s, m, table.Positions, dto, func(ctx context.Context, m record.Moment) ([]record.EndorsementView, error) {
		e, err := s.store.Timeline(ctx, id, m)
		var out []record.EndorsementView
		for _, p := range record.Timeline(e.Positions) {
			out = append(out, record.EndorsementView{Endorsement: e, Shown: p})
		}
		return out, err
	}))
}

func (s *Server) timeline(c *gin.Context, q *query) (record.Endorsement, error) {
	id, err := idOf(c, "id", "endorsement")
	if err != nil {
		return record.Endorsement{}, err
	}
	m := q.moment()
	if err := q.done(); err != nil {
		return record.Endorsement{}, err
	}
	return s.store.Timeline(c.Request.Context(), id, m)
}

// getPosition answers one position of a timeline.
//
//	@ID          getPosition
//	@Summary     One position
//	@Description The ETag is the endorsement's.
//	@Tags        endorsements
//	@Produce     json
//	@Param       id            path   string true  "shared"
//	@Param       pid           path   string true  "The position's id" format(uuid)
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Position "The position"
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements/{id}/positions/{pid} [get]
func (s *Server) getPosition(c *gin.Context, q *query) (reply, error) {
	e, err := s.timeline(c, q)
	if err != nil {
		return reply{}, err
	}
	p, err := positionIn(c, e)
	if err != nil {
		return reply{}, err
	}
	return positionReply(http.StatusOK)(p), nil
}

// positionIn finds the position that the path names.
func positionIn(c *gin.Context, e record.Endorsement) (record.PositionIn, error) {
	id, err := idOf(c, "pid", "position")
	if err != nil {
		return record.PositionIn{}, err
	}
	if _, found := e.Position(id); !found {
		return record.PositionIn{}, record.Errorf(record.CodeNotFound, "The endorsement has no such position.")
	}
	return record.PositionIn{Endorsement: e, ID: id}, nil
}

// appendPosition adds a position to the timeline.
//
//	@ID          appendPosition
//	@Summary     Append a position
//	@Description The ETag of the answer is the endorsement's.
//	@Tags        endorsements
//	@Accept      json
//	@Produce     json
//	@Param       id              path   string       true  "shared"
//	@Param       Idempotency-Key header string       false "shared"
//	@Param       Rollcall-Reason header string       false "shared"
//	@Param       body            body   PositionBody true  "The position"
//	@Success     201 {object} Position "The position as recorded"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements/{id}/positions [post]
func (s *Server) appendPosition() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b PositionBody) (record.PositionIn, error) {
		id, err := idOf(in.Context, "id", "endorsement")
		if err != nil {
			return record.PositionIn{}, err
		}
		p, err := b.record(in)
		if err != nil {
			return record.PositionIn{}, err
		}
		return s.store.AppendPosition(in.ctx(), w, id, p)
	}, positionReply(http.StatusCreated))
}

// updatePosition corrects one position.
//
//	@ID          updatePosition
//	@Summary     Correct a position
//	@Description For what was recorded wrongly; the revision keeps what stood. A change of mind is a new position. If-Match takes the endorsement's ETag.
//	@Tags        endorsements
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       id              path   string       true  "shared"
//	@Param       pid             path   string       true  "The position's id" format(uuid)
//	@Param       If-Match        header string       true  "shared"
//	@Param       Rollcall-Reason header string       false "shared"
//	@Param       body            body   PositionBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Position "The position as corrected"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements/{id}/positions/{pid} [patch]
func (s *Server) updatePosition(c *gin.Context, w record.Write) (reply, error) {
	e, err := s.endorsementToReplace(c)
	if err != nil {
		return reply{}, err
	}
	stands, err := positionIn(c, e)
	if err != nil {
		return reply{}, err
	}
	in := s.input(c)
	b, _, err := patched(in, positionBody(stands.Position()))
	if err != nil {
		return reply{}, err
	}
	p, err := b.record(in)
	if err != nil {
		return reply{}, err
	}
	p.ID = stands.ID
	next, err := s.store.UpdatePosition(c.Request.Context(), w, e.ID, p, e.Version)
	if err != nil {
		return reply{}, err
	}
	return positionReply(http.StatusOK)(next), nil
}

// deletePosition strikes one position.
//
//	@ID          deletePosition
//	@Summary     Strike a position
//	@Description The revision keeps what stood. The last position cannot be struck: delete the endorsement instead. If-Match takes the endorsement's ETag.
//	@Tags        endorsements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       pid             path   string true  "The position's id" format(uuid)
//	@Param       If-Match        header string true  "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Struck"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements/{id}/positions/{pid} [delete]
func (s *Server) deletePosition(c *gin.Context, w record.Write) (reply, error) {
	e, err := s.endorsementToReplace(c)
	if err != nil {
		return reply{}, err
	}
	in, err := positionIn(c, e)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeletePosition(c.Request.Context(), w, e.ID, in.ID, e.Version)
}

// verifyEndorsement sets the state of verification.
//
//	@ID          verifyEndorsement
//	@Summary     Verify or dispute an endorsement
//	@Description verified needs a citation, disputed a reason. A verification falls back to unverified when the timeline changes.
//	@Tags        endorsements
//	@Accept      json
//	@Produce     json
//	@Param       id              path   string           true  "shared"
//	@Param       Idempotency-Key header string           false "shared"
//	@Param       Rollcall-Reason header string           false "shared"
//	@Param       body            body   VerificationBody true  "The state"
//	@Success     200 {object} Endorsement "The endorsement"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements/{id}/verification [post]
func (s *Server) verifyEndorsement() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b VerificationBody) (record.EndorsementView, error) {
		id, err := idOf(in.Context, "id", "endorsement")
		if err != nil {
			return record.EndorsementView{}, err
		}
		if err := in.with(nil, "The verification"); err != nil {
			return record.EndorsementView{}, err
		}
		return s.store.VerifyEndorsement(in.ctx(), w, id, b.Verification, orEmpty(b.Reason))
	}, endorsementReply(http.StatusOK))
}
