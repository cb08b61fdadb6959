package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Tallies is what the handlers that count need of the store.
type Tallies interface {
	Tally(ctx context.Context, call record.Ref, m record.Moment, explain bool) (record.Call, *record.Tally, error)
	Compare(ctx context.Context, call, other record.Ref, m record.Moment, explain bool) (record.Compared, error)
	CallHistory(ctx context.Context, call record.Ref, m record.Moment) (record.Call, []record.Day, error)
	CompareHistories(ctx context.Context, call, other record.Ref, m record.Moment) (this, that record.CallDays, err error)
	Conflicts(ctx context.Context, call record.Ref, m record.Moment) (record.Call, []record.Conflict, error)
	Coverage(ctx context.Context, union, call record.Ref, f record.CoverageFilter, p record.Page) (record.Listing[record.Covered], error)
	EachCovered(ctx context.Context, union, call record.Ref, f record.CoverageFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Covered) error) error
	// SeqOf is the last change of the state that a Moment sees.
	SeqOf(ctx context.Context, m record.Moment) (int64, error)
}

// Tally counts the bodies that stand on a call. Officers and caucuses are not among them.
type Tally struct {
	Call record.CallRef `json:"call"`
	// The day asked for; null is the present.
	AsOf record.Date `json:"as_of"`
	// The instant asked for; null is now.
	KnownAt *time.Time `json:"known_at"`
	// How many bodies have which position. A withdrawn endorsement counts as withdrawn only.
	Positions map[string]int `json:"positions"`
	// The same by kind of body.
	ByKind map[string]map[string]int `json:"by_kind"`
	// The same by top-level affiliation: the unions without a parent that a body stands below. A body with two of them is in both.
	ByAffiliation []AffiliationCount `json:"by_affiliation"`
	// The same by region of the body; null is an unknown region.
	ByRegion []RegionCount `json:"by_region"`
	// The endorsing bodies' members.
	Members MembersRepresented `json:"members_represented"`
	// The latest endorsing bodies with their ordinals, the latest first, ten at most.
	Ordinals []Ordinal `json:"ordinals"`
	// Every counted body and where it is counted; there only with explain=true.
	Bodies []CountedBody `json:"bodies,omitempty"`
	// How the bodies of another call stand to those of this one; there only with compare.
	Compare *Comparison `json:"compare,omitempty"`
}

// AffiliationCount counts the bodies below one top-level affiliation.
type AffiliationCount struct {
	Union     record.UnionRef `json:"union"`
	Positions map[string]int  `json:"positions"`
}

// RegionCount counts the bodies of one region.
type RegionCount struct {
	Region    *string        `json:"region" example:"US-MN"`
	Positions map[string]int `json:"positions"`
}

// MembersRepresented is how many members the endorsing bodies have, nobody counted twice.
type MembersRepresented struct {
	// The largest body of each group of bodies that may share members.
	AtLeast int `json:"at_least" example:"17000"`
	// All bodies that stand below no other endorsing body.
	AtMost int `json:"at_most" example:"21000"`
	// Bodies among them without a known count.
	Unknown int `json:"unknown" example:"3"`
	// How it was counted.
	Method string `json:"method"`
	// The groups behind the numbers; there only with explain=true.
	Groups []MembersGroup `json:"groups,omitempty"`
}

// MembersGroup is endorsing bodies that share an affiliate, so that their members may be the same people.
type MembersGroup struct {
	Bodies  []record.UnionRef `json:"bodies"`
	AtLeast int               `json:"at_least"`
	AtMost  int               `json:"at_most"`
	Unknown int               `json:"unknown"`
}

// Ordinal is a body's place among those that endorse a call.
type Ordinal struct {
	Union         record.UnionRef `json:"union"`
	Endorsement   uuid.UUID       `json:"endorsement_id"`
	EffectiveOn   record.Date     `json:"effective_on" example:"2026-01-14"`
	Ordinal       int             `json:"ordinal" example:"7"`
	OrdinalOfKind int             `json:"ordinal_of_kind" example:"5"`
}

// CountedBody is one counted body, and where it is counted.
type CountedBody struct {
	Union         record.UnionRef   `json:"union"`
	Endorsement   uuid.UUID         `json:"endorsement_id"`
	Position      record.Stance     `json:"position" example:"endorsed"`
	EffectiveOn   record.Date       `json:"effective_on" example:"2026-01-14"`
	Affiliations  []record.UnionRef `json:"affiliations"`
	Members       *int              `json:"members" example:"4000"`
	Ordinal       *int              `json:"ordinal" example:"7"`
	OrdinalOfKind *int              `json:"ordinal_of_kind" example:"5"`
	// The index of its group in members_represented.groups; null when it is counted in none.
	Group *int `json:"group" example:"0"`
	// An endorsing body above it, whose members it is counted among.
	Within *record.UnionRef `json:"within"`
}

// Comparison is how the bodies that stand on two calls overlap.
type Comparison struct {
	Call record.CallRef `json:"call"`
	// Bodies that endorse both.
	Both []record.UnionRef `json:"both"`
	// Bodies that endorse this call and not the other.
	OnlyThis []record.UnionRef `json:"only_this"`
	// Bodies that endorse the other and not this call.
	OnlyOther []record.UnionRef `json:"only_other"`
	// Bodies by their position on the other call and on this one.
	Moves []Move `json:"moves"`
}

// Move is the bodies that have one position on the other call and one on this.
type Move struct {
	// null is none recorded.
	Other *string           `json:"other" example:"supported"`
	This  *string           `json:"this" example:"endorsed"`
	Count int               `json:"count" example:"2"`
	Union []record.UnionRef `json:"bodies"`
}

func countsDTO(c record.Counts) map[string]int {
	out := make(map[string]int, len(c))
	for s, n := range c {
		out[string(s)] = n
	}
	return out
}

func instantDTO(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func tallyDTO(c record.Call, t *record.Tally, m record.Moment, explain bool) Tally {
	out := Tally{
		Call: c.Ref(), AsOf: m.AsOf, KnownAt: instantDTO(m.KnownAt), Positions: countsDTO(t.Positions), ByKind: map[string]map[string]int{},
		ByAffiliation: make([]AffiliationCount, len(t.ByAffiliation)), ByRegion: make([]RegionCount, len(t.ByRegion)),
		Members:  MembersRepresented{AtLeast: t.Members.AtLeast, AtMost: t.Members.AtMost, Unknown: t.Members.Unknown, Method: record.Method},
		Ordinals: []Ordinal{},
	}
	for kind, n := range t.ByKind {
		out.ByKind[string(kind)] = countsDTO(n)
	}
	for i, a := range t.ByAffiliation {
		out.ByAffiliation[i] = AffiliationCount{a.Union, countsDTO(a.Positions)}
	}
	for i, r := range t.ByRegion {
		out.ByRegion[i] = RegionCount{orNull(r.Region), countsDTO(r.Positions)}
	}
	for _, b := range t.Latest {
		out.Ordinals = append(out.Ordinals, Ordinal{b.UnionRef, b.Endorsement, b.EffectiveOn, b.Ordinal, b.OrdinalOfKind})
	}
	if !explain {
		return out
	}
	for _, g := range t.Members.Groups {
		out.Members.Groups = append(out.Members.Groups, MembersGroup{g.Bodies, g.AtLeast, g.AtMost, g.Unknown})
	}
	out.Bodies = make([]CountedBody, len(t.Bodies))
	for i, b := range t.Bodies {
		d := CountedBody{
			Union: b.UnionRef, Endorsement: b.Endorsement, Position: b.Position, EffectiveOn: b.EffectiveOn,
			Affiliations: orNone(b.Affiliations), Members: b.Members, Within: b.Within,
		}
		if b.Ordinal > 0 {
			d.Ordinal, d.OrdinalOfKind = &t.Bodies[i].Ordinal, &t.Bodies[i].OrdinalOfKind
		}
		if b.Group >= 0 {
			d.Group = &t.Bodies[i].Group
		}
		out.Bodies[i] = d
	}
	return out
}

func comparisonDTO(other record.Call, c record.Comparison) *Comparison {
	out := &Comparison{Call: other.Ref(), Both: orNone(c.Both), OnlyThis: orNone(c.OnlyThis), OnlyOther: orNone(c.OnlyOther), Moves: make([]Move, len(c.Moves))}
	for i, m := range c.Moves {
		out.Moves[i] = Move{Other: orNull(string(m.Other)), This: orNull(string(m.This)), Count: len(m.Bodies), Union: m.Bodies}
	}
	return out
}

// getTally counts the bodies that stand on a call.
//
//	@ID          getTally
//	@Summary     The tally of a call
//	@Description How many bodies have which position, by kind, top-level affiliation and region, and how many members the endorsing ones represent, counted so that nobody is counted twice. The guide "How Rollcall counts" says how.
//	@Tags        tallies
//	@Produce     json,text/plain,application/vnd.citationstyles.csl+json
//	@Param       call          path   string true  "shared"
//	@Param       explain       query  bool   false "Also list every counted body and where it is counted" default(false)
//	@Param       compare       query  string false "Another call (id or slug) to hold this one against"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       format        query  string false "json is the record, citation a sentence to print with its source, date and permanent link, csl the same for reference managers" Enums(json,citation,csl) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Tally "The tally"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/tally [get]
func (s *Server) getTally(c *gin.Context, q *query) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	m, form, explain, other := q.moment(), q.form(), q.boolean("explain"), q.ref("compare")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	if other != "" && form == "json" {
		compared, err := s.store.Compare(c.Request.Context(), call, other, m, explain)
		if err != nil {
			return reply{}, err
		}
		out := tallyDTO(compared.Call, compared.Tally, m, explain)
		out.Compare = comparisonDTO(compared.Other, compared.Comparison)
		return reply{status: http.StatusOK, body: out}, nil
	}
	found, tally, err := s.store.Tally(c.Request.Context(), call, m, explain)
	if err != nil {
		return reply{}, err
	}
	if form != "json" {
		return s.citeTally(c, q, form, found, tally, m)
	}
	return reply{status: http.StatusOK, body: tallyDTO(found, tally, m, explain)}, nil
}

// CallTimeline is what happened on a call, day by day.
type CallTimeline struct {
	Call    record.CallRef `json:"call"`
	AsOf    record.Date    `json:"as_of"`
	KnownAt *time.Time     `json:"known_at"`
	Data    []Day          `json:"data"`
	// The days of another call; there only with compare.
	Compare *OtherTimeline `json:"compare,omitempty"`
}

// OtherTimeline is the days of the call that another is held against.
type OtherTimeline struct {
	Call record.CallRef `json:"call"`
	Data []Day          `json:"data"`
}

// Day is what happened on one date.
type Day struct {
	// As precise as it is known; null, which comes first, is an unknown date.
	Date record.Date `json:"date" example:"2026-01-14"`
	// Bodies that took a position on that date, by the position.
	New map[string]int `json:"new"`
	// Bodies whose position was withdrawn or nullified on that date.
	Withdrawn int `json:"withdrawn" example:"0"`
	// Bodies by the position they have from that date on.
	Cumulative map[string]int `json:"cumulative"`
}

func daysDTO(days []record.Day) []Day {
	out := make([]Day, len(days))
	for i, d := range days {
		out[i] = dayDTO(d)
	}
	return out
}

func dayDTO(d record.Day) Day {
	return Day{d.Date, countsDTO(d.New), d.Withdrawn, countsDTO(d.Cumulative)}
}

// getTimeline answers what happened on a call, day by day.
//
//	@ID          getTimeline
//	@Summary     The timeline of a call
//	@Tags        tallies
//	@Produce     json
//	@Param       call          path   string true  "shared"
//	@Param       compare       query  string false "Another call (id or slug), whose days are answered too"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} CallTimeline "The timeline"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/timeline [get]
func (s *Server) getTimeline(c *gin.Context, q *query) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	q.paged("compare")
	m, other := q.moment(), q.ref("compare")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	if q.streams() {
		return answerList(s, c, q, record.Page{}, whole(s, m, table.Days, dayDTO, func(ctx context.Context, m record.Moment) ([]record.Day, error) {
			_, days, err := s.store.CallHistory(ctx, call, m)
			return days, err
		}))
	}
	out := CallTimeline{AsOf: m.AsOf, KnownAt: instantDTO(m.KnownAt)}
	if other != "" {
		this, that, err := s.store.CompareHistories(c.Request.Context(), call, other, m)
		if err != nil {
			return reply{}, err
		}
		out.Call, out.Data = this.Call.Ref(), daysDTO(this.Days)
		out.Compare = &OtherTimeline{that.Call.Ref(), daysDTO(that.Days)}
		return reply{status: http.StatusOK, body: out}, nil
	}
	found, days, err := s.store.CallHistory(c.Request.Context(), call, m)
	if err != nil {
		return reply{}, err
	}
	out.Call, out.Data = found.Ref(), daysDTO(days)
	return reply{status: http.StatusOK, body: out}, nil
}

// ConflictPair is a body and its parent that stand apart on a call.
type ConflictPair struct {
	Parent record.UnionRef `json:"parent"`
	Child  record.UnionRef `json:"child"`
	// null when the parent has none; it nullified the child's then.
	ParentPosition *string       `json:"parent_position" example:"opposed"`
	ChildPosition  record.Stance `json:"child_position" example:"endorsed"`
}

// ConflictList lists where bodies and their parents stand apart.
type ConflictList struct {
	Call    record.CallRef `json:"call"`
	AsOf    record.Date    `json:"as_of"`
	KnownAt *time.Time     `json:"known_at"`
	Data    []ConflictPair `json:"data"`
}

// getConflicts answers where bodies and their parents stand apart on a call.
//
//	@ID          getConflicts
//	@Summary     Where bodies and their parents stand apart
//	@Description One for the call (endorsed, supported, planning) and the other against it (declined, opposed), or a position that a parent nullified.
//	@Tags        tallies
//	@Produce     json
//	@Param       call          path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} ConflictList "The conflicts"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/conflicts [get]
func (s *Server) getConflicts(c *gin.Context, q *query) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	m := q.moment()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	if q.streams() {
		return answerList(s, c, q, record.Page{}, whole(s, m, table.Conflicts, conflictDTO, func(ctx context.Context, m record.Moment) ([]record.Conflict, error) {
			_, conflicts, err := s.store.Conflicts(ctx, call, m)
			return conflicts, err
		}))
	}
	found, conflicts, err := s.store.Conflicts(c.Request.Context(), call, m)
	if err != nil {
		return reply{}, err
	}
	out := ConflictList{Call: found.Ref(), AsOf: m.AsOf, KnownAt: instantDTO(m.KnownAt), Data: make([]ConflictPair, len(conflicts))}
	for i, v := range conflicts {
		out.Data[i] = conflictDTO(v)
	}
	return reply{status: http.StatusOK, body: out}, nil
}

func conflictDTO(v record.Conflict) ConflictPair {
	return ConflictPair{v.Parent, v.Child, orNull(string(v.ParentPosition)), v.ChildPosition}
}

// Covered is one affiliate of a union and its own position on a call.
type Covered struct {
	Union record.UnionRef `json:"union"`
	// null when none is recorded.
	Position    *record.Stance `json:"position"`
	EffectiveOn record.Date    `json:"effective_on"`
	Endorsement *uuid.UUID     `json:"endorsement_id"`
}

func coveredDTO(c record.Covered) Covered {
	return Covered{Union: c.Union, Position: c.Position, EffectiveOn: c.EffectiveOn, Endorsement: c.EndorsementID}
}

// getCoverage answers which affiliates of a union have a position on a call, and which have none.
//
//	@ID          getCoverage
//	@Summary     The coverage of a union on a call
//	@Description Every affiliate at any depth below the union, with its own position on the call or null: the list of whom to ask. Caucuses are left out.
//	@Tags        tallies
//	@Produce     json
//	@Param       union         path   string   true  "shared"
//	@Param       call          query  string   true  "The call (id or slug)"
//	@Param       position      query  []string false "Only affiliates with these positions; none is those without" Enums(endorsed,supported,planning,declined,opposed,tabled,withdrawn,nullified,no_position_found,none) collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of union" Enums(federation,national,intermediate,labor_council,local,unit,coalition) collectionFormat(csv)
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(position,kind,region) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(name,-name) default(name)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Covered] "A page of affiliates"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/coverage [get]
func (s *Server) getCoverage(c *gin.Context, q *query) (reply, error) {
	union, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	f, except := q.coverageChoices(""), q.coverageChoices(not)
	f.Except = &except
	call := q.ref("call")
	if call == "" {
		q.AddParameter("call", "required", "say which call: ?call=<id or slug>")
	}
	p := q.page("name")
	p.Facets = q.facets("position", "kind", "region")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	return answerList(s, c, q, p, list[record.Covered, Covered]{
		page: func(ctx context.Context) (record.Listing[record.Covered], error) {
			return s.store.Coverage(ctx, union, call, f, p)
		},
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Covered) error) error {
			return s.store.EachCovered(ctx, union, call, f, p, begin, row)
		},
		columns: table.Coverage, dto: coveredDTO,
	})
}

func (q *query) coverageChoices(sign string) record.CoverageFilter {
	const none record.Stance = "none"
	f := record.CoverageFilter{Kinds: oneOf(q, "kind"+sign, record.UnionKinds)}
	for _, p := range oneOf(q, "position"+sign, append(slices.Clone(record.Stances), none)) {
		if p == none {
			f.None = true
		} else {
			f.Positions = append(f.Positions, p)
		}
	}
	return f
}
