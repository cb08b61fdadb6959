package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/live"
	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Ledger is what the handlers of changes and revisions need of the store.
type Ledger interface {
	// Seq is the largest committed seq.
	Seq() int64
	Changes(ctx context.Context, f record.ChangeFilter) ([]record.Change, error)
	EachChange(ctx context.Context, f record.ChangeFilter, begin func(record.Snapshot) error, row func(record.Change) error) error
	RecordID(ctx context.Context, entity record.Entity, ref record.Ref) (uuid.UUID, error)
	Revisions(ctx context.Context, entity record.Entity, id uuid.UUID, p record.Page) (record.Listing[record.Change], error)
	EachRevision(ctx context.Context, entity record.Entity, id uuid.UUID, p record.Page, begin func(record.Snapshot) error, row func(record.Change) error) error
	Revision(ctx context.Context, entity record.Entity, id uuid.UUID, n int) (record.Change, error)
	Revert(ctx context.Context, w record.Write, entity record.Entity, id uuid.UUID, n, version int) (record.Change, error)
}

// Change is one entry of the ledger: what a write did to one record.
type Change struct {
	// Its place in the ledger: 1, 2, 3, … without a gap.
	Seq    int64         `json:"seq" example:"1042"`
	At     time.Time     `json:"at" example:"2026-01-22T18:00:00Z"`
	Action record.Action `json:"action" example:"updated"`
	Entity record.Entity `json:"entity" example:"endorsement"`
	// The record's id.
	ID uuid.UUID `json:"id"`
	// The record's version that the change made.
	Version int `json:"version" example:"2"`
	// The public handle of who wrote.
	Actor string `json:"actor" example:"local-26-desk"`
	// What the writer said of the write.
	Reason *string `json:"reason" example:"The board's minutes are out."`
	// The unions and calls that the record names, or named before.
	About []uuid.UUID `json:"about"`
	// The record's facts before and after; null where there was none, or is none any more. The compact
	// form leaves them out.
	Before *any `json:"before,omitempty" swaggertype:"object" extensions:"x-nullable"`
	After  *any `json:"after,omitempty" swaggertype:"object" extensions:"x-nullable"`
}

// ChangePage is a part of the change feed.
type ChangePage struct {
	Data []Change `json:"data"`
	// Where to go on: give it as after. It stays the same when nothing is new.
	Page ChangePageEnd `json:"page"`
}

// ChangePageEnd says where a part of the change feed ends.
type ChangePageEnd struct {
	// The seq to give as after for what follows.
	After int64 `json:"after" example:"1042"`
	// The cursor of what follows that is there already: the same number; null when there is nothing more.
	Next  *string `json:"next"`
	Limit int     `json:"limit" example:"50"`
}

// facts shows a snapshot as the API shows the record.
func facts(entity record.Entity, j record.JSON) (any, error) {
	if len(j) == 0 {
		return nil, nil
	}
	switch entity {
	case record.EntityUnion:
		return shown(j, unionFacts)
	case record.EntityAffiliation:
		return shown(j, affiliationDTO)
	case record.EntityCall:
		return shown(j, callFacts)
	case record.EntityEndorsement:
		return shown(j, endorsementFacts)
	case record.EntityStatement:
		return shown(j, statementDTO)
	case record.EntitySource:
		return shown(j, sourceDTO)
	}
	return nil, record.Errorf(codeInternal, "There is no entity %q.", entity)
}

func shown[T, D any](j record.JSON, dto func(T) D) (any, error) {
	v, err := record.Decode[T](j)
	if err != nil {
		return nil, err
	}
	return dto(v), nil
}

// UnionFacts is a union as a revision keeps it: its own facts, every known count of members among
// them, and nothing that other records say of it.
type UnionFacts struct {
	ID          uuid.UUID           `json:"id"`
	Slug        string              `json:"slug"`
	Kind        record.UnionKind    `json:"kind"`
	Name        string              `json:"name"`
	Names       []record.Name       `json:"names"`
	Designation *Designation        `json:"designation"`
	Identifiers []record.Identifier `json:"identifiers"`
	Place       Place               `json:"place"`
	Members     *Members            `json:"members"`
	MembersAll  []Members           `json:"members_history"`
	Status      record.UnionStatus  `json:"status"`
	Founded     record.Date         `json:"founded"`
	Dissolved   record.Date         `json:"dissolved"`
	MergedInto  *uuid.UUID          `json:"merged_into"`
	Website     *string             `json:"website"`
	Version     int                 `json:"version"`
	CreatedAt   time.Time           `json:"created_at"`
	UpdatedAt   time.Time           `json:"updated_at"`
}

func unionFacts(u record.Union) UnionFacts {
	d := unionDTO(u)
	out := UnionFacts{
		ID: d.ID, Slug: d.Slug, Kind: d.Kind, Name: d.Name, Names: d.Names, Designation: d.Designation, Identifiers: d.Identifiers, Place: d.Place,
		Members: d.Members, MembersAll: make([]Members, len(u.Members)), Status: d.Status, Founded: d.Founded, Dissolved: d.Dissolved, MergedInto: d.MergedInto,
		Website: d.Website, Version: d.Version, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt,
	}
	for i, m := range u.Members {
		out.MembersAll[i] = Members{Count: m.Count, AsOf: m.AsOf, SourceID: m.SourceID}
	}
	return out
}

// CallFacts is a call as a revision keeps it: without a phase, which follows the clock and not the
// record.
type CallFacts struct {
	ID        uuid.UUID       `json:"id"`
	Slug      string          `json:"slug"`
	Kind      record.CallKind `json:"kind"`
	Title     string          `json:"title"`
	Summary   *string         `json:"summary"`
	StartsOn  record.Date     `json:"starts_on"`
	EndsOn    record.Date     `json:"ends_on"`
	TimeZone  string          `json:"time_zone"`
	Place     Place           `json:"place"`
	Demands   []string        `json:"demands"`
	Asks      []string        `json:"asks"`
	Conveners []Convener      `json:"conveners"`
	PartOf    *uuid.UUID      `json:"part_of"`
	Links     []string        `json:"links"`
	Cancelled bool            `json:"cancelled"`
	Version   int             `json:"version"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

func callFacts(c record.Call) CallFacts {
	d := callDTO(c, c.UpdatedAt) // its phase is left out
	return CallFacts{
		ID: d.ID, Slug: d.Slug, Kind: d.Kind, Title: d.Title, Summary: d.Summary, StartsOn: d.StartsOn, EndsOn: d.EndsOn, TimeZone: d.TimeZone,
		Place: d.Place, Demands: d.Demands, Asks: d.Asks, Conveners: d.Conveners, PartOf: d.PartOf, Links: d.Links, Cancelled: d.Cancelled,
		Version: d.Version, CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt,
	}
}

// EndorsementFacts is an endorsement as a revision keeps it: its current position at the top, its
// whole timeline below, and nothing that other records say of it.
type EndorsementFacts struct {
	ID                 uuid.UUID           `json:"id"`
	Call               record.CallRef      `json:"call"`
	Union              record.UnionRef     `json:"union"`
	Position           record.Stance       `json:"position"`
	PositionID         uuid.UUID           `json:"position_id"`
	EffectiveOn        record.Date         `json:"effective_on"`
	AnnouncedOn        record.Date         `json:"announced_on"`
	DecidedBy          record.DecidedBy    `json:"decided_by"`
	Vote               *record.Vote        `json:"vote"`
	Capacity           record.Capacity     `json:"capacity"`
	Scope              []string            `json:"scope"`
	Participation      []string            `json:"participation"`
	Quote              *string             `json:"quote"`
	Note               *string             `json:"note"`
	By                 *uuid.UUID          `json:"by"`
	Verification       record.Verification `json:"verification"`
	VerificationReason *string             `json:"verification_reason"`
	Citations          []Citation          `json:"citations"`
	Positions          []Position          `json:"positions"`
	Version            int                 `json:"version"`
	CreatedAt          time.Time           `json:"created_at"`
	UpdatedAt          time.Time           `json:"updated_at"`
}

func endorsementFacts(e record.Endorsement) EndorsementFacts {
	current := e.Current()
	p := positionDTO(current, true)
	line := make([]Position, len(e.Positions))
	for i, position := range e.Positions {
		line[i] = positionDTO(position, position.ID == current.ID)
	}
	return EndorsementFacts{
		ID: e.ID, Call: e.Call, Union: e.Union, Position: p.Position, PositionID: p.ID, EffectiveOn: p.EffectiveOn, AnnouncedOn: p.AnnouncedOn,
		DecidedBy: p.DecidedBy, Vote: p.Vote, Capacity: p.Capacity, Scope: p.Scope, Participation: p.Participation, Quote: p.Quote, Note: p.Note, By: p.By,
		Verification: e.Verification, VerificationReason: orNull(e.VerificationReason), Citations: p.Citations, Positions: line,
		Version: e.Version, CreatedAt: e.CreatedAt.UTC(), UpdatedAt: e.UpdatedAt.UTC(),
	}
}

func changeDTO(c record.Change, form live.Form) (Change, error) {
	about, err := c.Subjects()
	out := Change{
		Seq: c.Seq, At: c.At.UTC(), Action: c.Action, Entity: c.Entity, ID: c.ID, Version: c.Version, Actor: c.Actor, Reason: orNull(c.Reason), About: orNone(about),
	}
	if err != nil || form == live.Compact {
		return out, err
	}
	before, err := facts(c.Entity, c.Before)
	if err != nil {
		return out, err
	}
	after, err := facts(c.Entity, c.After)
	out.Before, out.After = &before, &after
	return out, err
}

func changeReply(c record.Change) reply {
	d, err := changeDTO(c, live.Full)
	return reply{status: http.StatusOK, body: d, version: c.Version, err: err}
}

// listChanges answers a part of the change feed.
//
//	@ID          listChanges
//	@Summary     The change feed
//	@Description Every change of the record in the order of seq, deletions included (after is null then). Ask again with after set to page.after to go on; an empty page means that nothing is new. Nothing is ever taken out of the feed. With wait the answer comes as soon as there is something, which makes asking again and again cheap (long polling).
//	@Tags        changes
//	@Produce     json
//	@Param       after         query  int      false "Changes behind this seq" minimum(0) default(0)
//	@Param       entity        query  []string false "Of these entities" Enums(union,affiliation,call,endorsement,statement,source) collectionFormat(csv)
//	@Param       action        query  []string false "Of these actions" Enums(created,updated,deleted,restored,reverted,merged,unmerged) collectionFormat(csv)
//	@Param       call          query  string   false "About this call (id or slug)"
//	@Param       union         query  string   false "About this union (id or slug)"
//	@Param       under         query  string   false "About this union or one below it (id or slug)"
//	@Param       form          query  string   false "full has the record's facts before and after; compact only says what changed" Enums(full,compact) default(full)
//	@Param       wait          query  int      false "Wait so many seconds for a change, if there is none yet" minimum(0) maximum(50) default(0)
//	@Param       limit         query  int      false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} ChangePage "A part of the feed"
//	@Header      200 {string} Link "The next part, as a rel=next link (RFC 8288). Absent when nothing more is there."
//	@Failure     default {object} Problem
//	@Router      /v1/changes [get]
func (s *Server) listChanges() gin.HandlerFunc {
	read := s.read(s.changePage)
	return func(c *gin.Context) {
		s.await(c)
		if c.Request.Context().Err() != nil {
			c.AbortWithStatus(statusHungUp) // nobody is there to answer
			return
		}
		read(c)
	}
}

// statusHungUp is for the log: the client hung up while it waited. HTTP has no such status; nginx writes
// this one too.
const statusHungUp = 499

func (s *Server) changePage(c *gin.Context, q *query) (reply, error) {
	q.paged("limit", "wait")
	f, form := q.changeFilter(), q.changeForm()
	f.After, f.Limit = int64(q.number("after", 0, 0, 1<<62)), q.number("limit", defaultLimit, 1, maxLimit)
	q.number("wait", 0, 0, longestWait)
	if err := q.done(); err != nil {
		return reply{}, err
	}
	if q.streams() {
		return answerList(s, c, q, record.Page{}, s.told(form, func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Change) error) error {
			return s.store.EachChange(ctx, f, begin, row)
		}))
	}
	limit := f.Limit
	f.Limit++ // one more tells whether there is a next page
	changes, err := s.store.Changes(c.Request.Context(), f)
	if err != nil {
		return reply{}, err
	}
	r := reply{status: http.StatusOK}
	out := ChangePage{Data: []Change{}, Page: ChangePageEnd{After: f.After, Limit: limit}}
	if len(changes) > limit {
		changes = changes[:limit]
		next := strconv.FormatInt(changes[limit-1].Seq, 10)
		out.Page.Next = &next
		q.values.Set("after", next)
		r.link = "<" + q.path + "?" + q.values.Encode() + `>; rel="next"`
	}
	for _, change := range changes {
		told, err := changeDTO(change, form)
		if err != nil {
			return reply{}, err
		}
		out.Data = append(out.Data, told)
		out.Page.After = change.Seq
	}
	r.body = out
	return r, nil
}

// toldChange is a change with its facts as the API shows them.
type toldChange struct {
	record.Change
	dto Change
}

func changeColumns() []table.Column[toldChange] {
	columns := table.Via(table.Changes(), func(t toldChange) record.Change { return t.Change })
	facts := func(of func(toldChange) *any) func(toldChange) any {
		return func(t toldChange) any {
			if v := of(t); v != nil {
				return *v
			}
			return nil
		}
	}
	for i, c := range columns {
		switch c.Name {
		case "before":
			columns[i].Of = facts(func(t toldChange) *any { return t.dto.Before })
		case "after":
			columns[i].Of = facts(func(t toldChange) *any { return t.dto.After })
		}
	}
	return columns
}

// told is the list of changes that each reads.
func (s *Server) told(form live.Form, each func(context.Context, func(record.Snapshot) error, func(record.Change) error) error) list[toldChange, Change] {
	return list[toldChange, Change]{
		columns: changeColumns, dto: func(t toldChange) Change { return t.dto },
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(toldChange) error) error {
			return each(ctx, begin, func(change record.Change) error {
				dto, err := changeDTO(change, form)
				if err != nil {
					return err
				}
				return row(toldChange{change, dto})
			})
		},
	}
}

// subject names the record whose revisions a route is about.
type subject struct {
	entity record.Entity
	param  string
}

func (s *Server) recordID(c *gin.Context, of subject) (uuid.UUID, error) {
	if of.entity == record.EntityAffiliation {
		return s.affiliationID(c)
	}
	if of.param == "id" {
		return idOf(c, "id", string(of.entity))
	}
	named, err := ref(c, of.param)
	if err != nil {
		return uuid.Nil, err
	}
	return s.store.RecordID(c.Request.Context(), of.entity, named)
}

// affiliationID finds the affiliation that the path names, if it is, or ever was, one of the union there.
func (s *Server) affiliationID(c *gin.Context) (uuid.UUID, error) {
	id, err := idOf(c, "id", "affiliation")
	if err != nil {
		return id, err
	}
	union, err := s.recordID(c, subject{record.EntityUnion, "union"})
	if err != nil {
		return id, err
	}
	first, err := s.store.Revision(c.Request.Context(), record.EntityAffiliation, id, 1)
	if err != nil {
		return id, err
	}
	last, err := s.store.Revisions(c.Request.Context(), record.EntityAffiliation, id, record.Page{Limit: 1})
	if err != nil {
		return id, err
	}
	// A merge gives an affiliation other ends; both those of its beginning and those of today are its unions.
	for _, facts := range []record.JSON{first.After, last.Items[0].Before, last.Items[0].After} {
		if len(facts) == 0 {
			continue
		}
		a, err := record.Decode[record.Affiliation](facts)
		if err != nil || a.Child.ID == union || a.Parent.ID == union {
			return id, err
		}
	}
	return id, record.Errorf(record.CodeNotFound, "The union has no such affiliation.")
}

func (s *Server) listRevisions(c *gin.Context, q *query, of subject) (reply, error) {
	p := q.page("-version")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	id, err := s.recordID(c, of)
	if err != nil {
		return reply{}, err
	}
	if q.streams() {
		return answerList(s, c, q, p, s.told(live.Full, func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Change) error) error {
			return s.store.EachRevision(ctx, of.entity, id, p, begin, row)
		}))
	}
	l, err := s.store.Revisions(c.Request.Context(), of.entity, id, p)
	if err != nil {
		return reply{}, err
	}
	r := listOf(q, p, l, func(change record.Change) Change {
		d, factsErr := changeDTO(change, live.Full)
		if factsErr != nil {
			err = factsErr
		}
		return d
	})
	return r, err
}

func revisionNumber(c *gin.Context) (int, error) {
	n, err := strconv.Atoi(c.Param("n"))
	if err != nil || n < 1 || n > math.MaxInt32 {
		return 0, record.Errorf(record.CodeNotFound, "Revisions are numbered 1, 2, 3, …")
	}
	return n, nil
}

func (s *Server) getRevision(c *gin.Context, q *query, of subject) (reply, error) {
	if err := q.done(); err != nil {
		return reply{}, err
	}
	id, err := s.recordID(c, of)
	if err != nil {
		return reply{}, err
	}
	n, err := revisionNumber(c)
	if err != nil {
		return reply{}, err
	}
	change, err := s.store.Revision(c.Request.Context(), of.entity, id, n)
	if err != nil {
		return reply{}, err
	}
	return changeReply(change), nil
}

func (s *Server) revert(of subject) gin.HandlerFunc {
	return act(s, func(c *gin.Context, w record.Write) (record.Change, error) {
		var none record.Change
		id, err := s.recordID(c, of)
		if err != nil {
			return none, err
		}
		n, err := revisionNumber(c)
		if err != nil {
			return none, err
		}
		m, err := precondition(c)
		switch {
		case err != nil:
			return none, err
		case m.None:
			return none, malformedHeader("If-None-Match", "a revision can only be put back where there were others")
		case m.Given && !m.Any && m.Version < 1:
			return none, record.Errorf(record.CodeStale, "The ETag is of no version of this record.")
		}
		return s.store.Revert(c.Request.Context(), w, of.entity, id, n, m.Version)
	}, changeReply)
}
