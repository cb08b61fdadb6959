package api

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// Matching finds the unions that written names mean.
type Matching interface {
	// Index answers the index of names with all that was committed when it was asked for.
	Index(ctx context.Context) (*match.Index, error)
}

// Deciding is what the handlers of decisions need of the store.
type Deciding interface {
	// Decision answers one decision, also one that was taken back. Errors: CodeNotFound.
	Decision(ctx context.Context, id uuid.UUID) (record.Decision, error)
	// Decisions answers a page of the decisions that hold.
	Decisions(ctx context.Context, f record.DecisionFilter, p record.Page) (record.Listing[record.Decision], error)
	CreateDecision(ctx context.Context, w record.Write, d record.Decision) (record.Decision, error)
	// UndoDecision takes a decision back. Errors: CodeNotFound, CodeGone.
	UndoDecision(ctx context.Context, w record.Write, id uuid.UUID) error
}

// MatchBody is names to be matched.
type MatchBody struct {
	// At most 1000.
	Queries []MatchQuery `json:"queries" validate:"required"`
	// How many candidates for each, 1 to 50; 5 when missing.
	Limit *int `json:"limit" example:"5"`
}

// MatchQuery is a written name with what else is known of the body that is meant.
type MatchQuery struct {
	Name string `json:"name" validate:"required" example:"Service Employees Local 26"`
	NameScope
}

// NameScope is what comes with a written name.
type NameScope struct {
	City *string `json:"city" example:"Minneapolis"`
	// ISO 3166-2; for the United States and Canada also its second part, or the name of the state or province.
	Region *string `json:"region" example:"US-MN"`
	// ISO 3166-1 alpha-2.
	Country *string `json:"country" example:"US"`
	// The union that the body belongs to, by any of its names.
	Affiliation *string           `json:"affiliation" example:"SEIU"`
	Kind        *record.UnionKind `json:"kind" example:"local"`
}

// MatchResults answers names, in the order in which they were asked.
type MatchResults struct {
	Results []MatchResult `json:"results"`
}

// MatchResult is the unions that one name may mean, the likeliest first.
type MatchResult struct {
	Candidates []MatchCandidate `json:"candidates"`
}

// MatchCandidate is a union that a name may mean.
type MatchCandidate struct {
	Union MatchUnion `json:"union"`
	// How likely it is the one that is meant. The candidates of a name and the chance that it means none of the record add up to 1.
	Score float64 `json:"score" minimum:"0" maximum:"1" example:"0.998"`
	// Whether the name can be taken for this union without asking a person; at most one candidate has it.
	Match bool `json:"match" example:"true"`
	// What speaks for it and against it, each from 0 to 1; docs/guide/names.md tells of each.
	Features map[string]float64 `json:"features" swaggertype:"object,number" example:"affiliation:1,number:1"`
}

// MatchUnion is a union in short.
type MatchUnion struct {
	ID          uuid.UUID           `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	Slug        string              `json:"slug" example:"seiu-local-26"`
	Name        string              `json:"name" example:"SEIU Local 26"`
	Kind        record.UnionKind    `json:"kind" example:"local"`
	Identifiers []record.Identifier `json:"identifiers"`
	Place       Place               `json:"place"`
}

// NewMatchResult is what is answered of a name.
func NewMatchResult(found []match.Candidate) MatchResult {
	return MatchResult{Candidates: matchCandidates(found)}
}

func matchCandidates(found []match.Candidate) []MatchCandidate {
	out := make([]MatchCandidate, len(found))
	for i, c := range found {
		features := make(map[string]float64, len(c.Features))
		for name, v := range c.Features {
			features[name] = rounded(v)
		}
		out[i] = MatchCandidate{
			Union: MatchUnion{ID: c.ID, Slug: c.Slug, Name: c.Name, Kind: c.Kind, Identifiers: orNone(c.Identifiers), Place: placeOf(c.Place)},
			Score: rounded(c.Score), Match: c.Match, Features: features,
		}
	}
	return out
}

// rounded is a score or a feature with the digits that mean something.
func rounded(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// Bounds of what is matched at once.
const (
	mostNames      = 1000
	fewCandidates  = 5 // unless more are asked for
	mostCandidates = 50
)

// question makes a handler of a POST that reads: its question is a body, and nothing is written.
func question[B any](s *Server, answer func(in *input, b B) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		var b B
		var r reply
		var out encoded
		in := s.input(c)
		err := s.noQuery(c)
		var raw []byte
		if err == nil {
			raw, err = jsonBody(c)
		}
		if err == nil {
			err = decode(raw, &b, &in.shape)
		}
		if err == nil {
			r, err = answer(in, b)
		}
		if err == nil {
			out, err = encode(r)
		}
		if err != nil {
			s.fail(c, err)
			return
		}
		s.send(c, out)
	}
}

// candidates reads how many candidates are asked for.
func (in *input) candidates(limit *int) int {
	if limit == nil {
		return fewCandidates
	}
	if *limit < 1 || *limit > mostCandidates {
		in.wrong("/limit", "range", "a limit is 1 to %d", mostCandidates)
	}
	return *limit
}

// scope reads what comes with a name at a pointer.
func (in *input) scope(pointer string, b NameScope) record.Scope {
	scope := record.Scope{City: orEmpty(b.City), Region: orEmpty(b.Region), Country: strings.ToUpper(orEmpty(b.Country)), Affiliation: orEmpty(b.Affiliation)}
	if b.Kind != nil {
		scope.Kind = *b.Kind
	}
	if region, known := match.Region(scope.Region); known {
		scope.Region = region
	} else if scope.Region != "" {
		in.wrong(pointer+"/region", "invalid", "%q is not an ISO 3166-2 code such as US-MN", clip(scope.Region))
	}
	if scope.Country != "" && !record.ValidCountry(scope.Country) {
		in.wrong(pointer+"/country", "invalid", "%q is not an ISO 3166-1 code such as US", clip(scope.Country))
	}
	if scope.Kind != "" && !slices.Contains(record.UnionKinds, scope.Kind) {
		in.wrong(pointer+"/kind", "invalid", "%q is not one of %v", clip(string(scope.Kind)), record.UnionKinds)
	}
	return scope
}

// queryOf is a question of the matcher.
func queryOf(name string, s record.Scope) match.Query {
	return match.Query{Name: name, City: s.City, Region: s.Region, Country: s.Country, Affiliation: s.Affiliation, Kind: s.Kind}
}

// matchNames finds the unions that written names mean.
//
//	@ID          matchNames
//	@Summary     Match names
//	@Description Which unions do these names mean? Each name is answered with candidates, the likeliest first, with a score and the reasons for it, and match where it is safe to take the candidate without asking a person. What was decided on a name (POST /v1/match/decisions) holds. What comes with a name decides between bodies of one number, and rules none out.
//	@Tags        matching
//	@Accept      json
//	@Produce     json
//	@Param       body body MatchBody true "The names"
//	@Success     200 {object} MatchResults "A result for each name, in order"
//	@Failure     default {object} Problem
//	@Router      /v1/match [post]
func (s *Server) matchNames() gin.HandlerFunc {
	return question(s, func(in *input, b MatchBody) (reply, error) {
		if len(b.Queries) > mostNames {
			return reply{}, record.Errorf(codeTooLarge, "At most %d names are matched at once.", mostNames)
		}
		limit := in.candidates(b.Limit)
		queries := make([]match.Query, len(b.Queries))
		for i, q := range b.Queries {
			queries[i] = queryOf(q.Name, in.scope(at("/queries", i), q.NameScope))
		}
		if err := in.with(nil, "The list of names"); err != nil {
			return reply{}, err
		}
		x, err := s.matching.Index(in.ctx())
		if err != nil {
			return reply{}, err
		}
		out := MatchResults{Results: make([]MatchResult, len(queries))}
		for i, q := range queries {
			out.Results[i] = NewMatchResult(x.Find(q, limit))
		}
		return reply{status: http.StatusOK, body: out}, nil
	})
}

// Decision is what a person made of a written name: it means a union, or it does not.
type Decision struct {
	ID uuid.UUID `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	// It holds for whatever is written like that, apart from case, punctuation and common abbreviations.
	Name string `json:"name" example:"Local 1199"`
	// What has to come with the name for the decision to hold; null is anything.
	City        *string           `json:"city"`
	Region      *string           `json:"region" example:"US-OH"`
	Country     *string           `json:"country" example:"US"`
	Affiliation *string           `json:"affiliation"`
	Kind        *record.UnionKind `json:"kind"`
	// Null for a name that means no union.
	Union     *record.UnionRef `json:"union"`
	Verdict   record.Verdict   `json:"verdict" example:"yes"`
	Actor     string           `json:"actor" example:"my-desk"`
	Reason    *string          `json:"reason"`
	CreatedAt time.Time        `json:"created_at" example:"2026-01-22T18:00:00Z"`
}

// DecisionBody is a decision as it is written.
type DecisionBody struct {
	Name string `json:"name" validate:"required" example:"Local 1199"`
	NameScope
	// The union that the name means, or does not (id or slug). With the verdict no it may be missing: the name means no union at all.
	Union *string `json:"union" example:"seiu-local-1199"`
	// yes: the name means the union. no: it does not.
	Verdict record.Verdict `json:"verdict" validate:"required" example:"yes"`
}

// decisions makes what is answered of decisions, with their unions as they stand.
func (s *Server) decisionDTOs(ctx context.Context, decisions ...record.Decision) ([]Decision, error) {
	var refs []record.Ref
	for _, d := range decisions {
		if d.Union != nil {
			refs = append(refs, record.Ref(d.Union.String()))
		}
	}
	unions, err := s.store.ResolveUnions(ctx, refs)
	if err != nil {
		return nil, err
	}
	out := make([]Decision, len(decisions))
	for i, d := range decisions {
		out[i] = Decision{
			ID: d.ID, Name: d.Name, City: orNull(d.City), Region: orNull(d.Region), Country: orNull(d.Country), Affiliation: orNull(d.Affiliation),
			Verdict: d.Verdict, Actor: d.Actor, Reason: orNull(d.Reason), CreatedAt: d.CreatedAt.UTC(),
		}
		if d.Kind != "" {
			out[i].Kind = &d.Kind
		}
		if d.Union == nil {
			continue
		}
		if u, found := unions[record.Ref(d.Union.String())]; found {
			out[i].Union = &u
		} else {
			out[i].Union = &record.UnionRef{ID: *d.Union} // it was deleted
		}
	}
	return out, nil
}

// decisionReply answers one decision.
func (s *Server) decisionReply(ctx context.Context, status int, d record.Decision) reply {
	dtos, err := s.decisionDTOs(ctx, d)
	if err != nil {
		return reply{err: err}
	}
	r := reply{status: status, body: dtos[0], private: true}
	if status == http.StatusCreated {
		r.location = "/v1/match/decisions/" + d.ID.String()
	}
	return r
}

// createDecision remembers what a person made of a name.
//
//	@ID          createDecision
//	@Summary     Decide on a name
//	@Description What a person decides on a written name is remembered, and wins wherever the name is matched: here, in imports, in extraction and in reconciliation. city, region, country, affiliation and kind are its scope: with them it holds only for names that come with the same. Of decisions that contradict each other the one with the narrower scope holds, then the later one.
//	@Tags        matching
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string       false "shared"
//	@Param       Rollcall-Reason header string       false "shared"
//	@Param       body            body   DecisionBody true  "The decision"
//	@Success     201 {object} Decision "The decision"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/match/decisions [post]
func (s *Server) createDecision() gin.HandlerFunc {
	return func(c *gin.Context) {
		answer := func(d record.Decision) reply { return s.decisionReply(c.Request.Context(), http.StatusCreated, d) }
		create(s, func(in *input, w record.Write, b DecisionBody) (record.Decision, error) {
			d, err := record.NewDecision(record.Decision{Name: b.Name, Scope: in.scope("", b.NameScope), Union: in.union("/union", b.Union), Verdict: b.Verdict})
			if err := in.with(err, "The decision"); err != nil {
				return d, err
			}
			return s.store.CreateDecision(in.ctx(), w, d)
		}, answer)(c)
	}
}

// listDecisions answers a page of decisions.
//
//	@ID          listDecisions
//	@Summary     List decisions on names
//	@Description Those that hold, the latest first.
//	@Tags        matching
//	@Produce     json
//	@Param       q             query  string false "Words of the name"
//	@Param       union         query  string false "About this union (id or slug)"
//	@Param       cursor        query  string false "shared"
//	@Param       limit         query  int    false "shared"
//	@Param       include_total query  bool   false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} List[Decision] "A page of decisions"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/match/decisions [get]
func (s *Server) listDecisions(c *gin.Context, q *query) (reply, error) {
	f := record.DecisionFilter{Q: q.text("q")}
	ref := q.ref("union")
	p := record.Page{Limit: q.number("limit", defaultLimit, 1, maxLimit), Total: q.boolean("include_total"), After: q.cursor()}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	ctx := c.Request.Context()
	if ref != "" {
		found, err := s.store.ResolveUnions(ctx, []record.Ref{ref})
		if err != nil {
			return reply{}, err
		}
		u, known := found[ref]
		if !known {
			q.AddParameter("union", "unknown", "%q is not in the record", string(ref))
			return reply{}, q.done()
		}
		f.Union = &u.ID
	}
	l, err := s.store.Decisions(ctx, f, p)
	if err != nil {
		return reply{}, err
	}
	dtos, err := s.decisionDTOs(ctx, l.Items...)
	if err != nil {
		return reply{}, err
	}
	r := listOf(q, p, record.Listing[Decision]{Items: dtos, Next: l.Next, Total: l.Total}, func(d Decision) Decision { return d })
	r.private = true
	return r, nil
}

// decisionOf reads the decision in the path; one that was taken back is gone.
func (s *Server) decisionOf(c *gin.Context) (record.Decision, error) {
	id, err := idOf(c, "id", "decision")
	if err != nil {
		return record.Decision{}, err
	}
	d, err := s.store.Decision(c.Request.Context(), id)
	if err == nil && d.UndoneAt != nil {
		err = record.Errorf(record.CodeGone, "The decision was taken back.")
	}
	return d, err
}

// getDecision answers one decision.
//
//	@ID          getDecision
//	@Summary     One decision on a name
//	@Description 410 once it was taken back.
//	@Tags        matching
//	@Produce     json
//	@Param       id            path   string true  "The decision's id"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Decision "The decision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/match/decisions/{id} [get]
func (s *Server) getDecision(c *gin.Context, q *query) (reply, error) {
	if err := q.done(); err != nil {
		return reply{}, err
	}
	d, err := s.decisionOf(c)
	if err != nil {
		return reply{}, err
	}
	return s.decisionReply(c.Request.Context(), http.StatusOK, d), nil
}

// undoDecision takes a decision back.
//
//	@ID          undoDecision
//	@Summary     Take a decision back
//	@Description The name is matched as if it had never been decided. A decision never changes, so no If-Match is needed.
//	@Tags        matching
//	@Produce     json
//	@Param       id              path   string true  "The decision's id"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Taken back"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/match/decisions/{id} [delete]
func (s *Server) undoDecision(c *gin.Context, w record.Write) (reply, error) {
	d, err := s.decisionOf(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.UndoDecision(c.Request.Context(), w, d.ID)
}
