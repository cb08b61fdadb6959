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

// Affiliations is what the handlers of affiliations need of the store.
type Affiliations interface {
	Affiliation(ctx context.Context, union record.Ref, id uuid.UUID, m record.Moment) (record.Affiliation, error)
	Affiliations(ctx context.Context, union record.Ref, f record.AffiliationFilter, p record.Page) (record.Listing[record.Affiliation], error)
	EachAffiliation(ctx context.Context, union record.Ref, f record.AffiliationFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Affiliation) error) error
	CreateAffiliation(ctx context.Context, w record.Write, child record.Ref, a record.Affiliation) (record.Affiliation, error)
	UpdateAffiliation(ctx context.Context, w record.Write, a record.Affiliation) (record.Affiliation, error)
	DeleteAffiliation(ctx context.Context, w record.Write, union record.Ref, id uuid.UUID, version int) error
}

// Affiliation is a dated edge from a union to one of its parents.
type Affiliation struct {
	ID     uuid.UUID       `json:"id"`
	Child  record.UnionRef `json:"child"`
	Parent record.UnionRef `json:"parent"`
	// chartered is the organisational tree, affiliated membership in a federation or council.
	Type record.AffiliationType `json:"type" example:"chartered"`
	// In force from this day on; null is unknown.
	From record.Date `json:"from" example:"2013-07"`
	// In force on every day before this one; null is no end.
	Until     record.Date `json:"until"`
	Version   int         `json:"version" example:"1"`
	CreatedAt time.Time   `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt time.Time   `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// AffiliationBody is an affiliation as it is written: the union in the path is the child.
type AffiliationBody struct {
	// The parent (id or slug).
	Parent string `json:"parent" validate:"required" example:"unite-here"`
	// chartered when missing.
	Type  *record.AffiliationType `json:"type"`
	From  record.Date             `json:"from" example:"2013-07"`
	Until record.Date             `json:"until"`
}

func affiliationDTO(a record.Affiliation) Affiliation {
	return Affiliation{
		ID: a.ID, Child: a.Child, Parent: a.Parent, Type: a.Type, From: a.From, Until: a.Until,
		Version: a.Version, CreatedAt: a.CreatedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(),
	}
}

func affiliationReply(status int) func(record.Affiliation) reply {
	return func(a record.Affiliation) reply {
		r := reply{status: status, body: affiliationDTO(a), version: a.Version}
		if status == http.StatusCreated {
			r.location = "/v1/unions/" + a.Child.Slug + "/affiliations/" + a.ID.String()
		}
		return r
	}
}

func (b AffiliationBody) record(in *input, stands record.Affiliation) (record.Affiliation, error) {
	parent := in.unions(named{"/parent", b.Parent})
	stands.Parent, stands.Type, stands.From, stands.Until = parent[0], record.Chartered, b.From, b.Until
	if b.Type != nil {
		stands.Type = *b.Type
	}
	a, err := record.NewAffiliation(stands)
	return a, in.with(err, "The affiliation")
}

// listAffiliations answers the parents and children of a union.
//
//	@ID          listAffiliations
//	@Summary     List the affiliations of a union
//	@Description Those with its parents and those with its children, dated. as_of narrows them to those in force on a day.
//	@Tags        affiliations
//	@Produce     json
//	@Param       union         path   string true  "shared"
//	@Param       type          query  []string false "chartered, affiliated" Enums(chartered,affiliated) collectionFormat(csv)
//	@Param       changed_since query  string false "shared"
//	@Param       sort          query  string false "Order" Enums(from,-from) default(from)
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       cursor        query  string false "shared"
//	@Param       limit         query  int    false "shared"
//	@Param       include_total query  bool   false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} List[Affiliation] "A page of affiliations"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/affiliations [get]
func (s *Server) listAffiliations(c *gin.Context, q *query) (reply, error) {
	union, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	f := record.AffiliationFilter{
		Types: oneOf(q, "type", record.AffiliationTypes), ChangedSince: q.instant("changed_since"),
		Except: &record.AffiliationFilter{Types: oneOf(q, "type"+not, record.AffiliationTypes)},
	}
	p := q.page("from")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	return answerList(s, c, q, p, list[record.Affiliation, Affiliation]{
		page: func(ctx context.Context) (record.Listing[record.Affiliation], error) {
			return s.store.Affiliations(ctx, union, f, p)
		},
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Affiliation) error) error {
			return s.store.EachAffiliation(ctx, union, f, p, begin, row)
		},
		columns: table.Affiliations, dto: affiliationDTO,
	})
}

// getAffiliation answers one affiliation.
//
//	@ID          getAffiliation
//	@Summary     One affiliation
//	@Tags        affiliations
//	@Produce     json
//	@Param       union         path   string true  "shared"
//	@Param       id            path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Affiliation "The affiliation"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/affiliations/{id} [get]
func (s *Server) getAffiliation(c *gin.Context, q *query) (reply, error) {
	m := q.moment()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	a, err := s.affiliation(c, m)
	if err != nil {
		return reply{}, err
	}
	return affiliationReply(http.StatusOK)(a), nil
}

func (s *Server) affiliation(c *gin.Context, m record.Moment) (record.Affiliation, error) {
	union, err := ref(c, "union")
	if err != nil {
		return record.Affiliation{}, err
	}
	id, err := idOf(c, "id", "affiliation")
	if err != nil {
		return record.Affiliation{}, err
	}
	return s.store.Affiliation(c.Request.Context(), union, id, m)
}

func (s *Server) affiliationToReplace(c *gin.Context) (record.Affiliation, error) {
	return replaced(c, func() (record.Affiliation, error) { return s.affiliation(c, record.Moment{}) }, func(a record.Affiliation) int { return a.Version })
}

// createAffiliation puts a union below a parent.
//
//	@ID          createAffiliation
//	@Summary     Affiliate a union
//	@Description The union in the path becomes a child of parent. An edge that would make a union its own ancestor is refused.
//	@Tags        affiliations
//	@Accept      json
//	@Produce     json
//	@Param       union           path   string          true  "shared"
//	@Param       Idempotency-Key header string          false "shared"
//	@Param       Rollcall-Reason header string          false "shared"
//	@Param       body            body   AffiliationBody true  "The affiliation"
//	@Success     201 {object} Affiliation "The affiliation as created"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/affiliations [post]
func (s *Server) createAffiliation() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b AffiliationBody) (record.Affiliation, error) {
		child, err := ref(in.Context, "union")
		if err != nil {
			return record.Affiliation{}, err
		}
		a, err := b.record(in, record.Affiliation{})
		if err != nil {
			return a, err
		}
		return s.store.CreateAffiliation(in.ctx(), w, child, a)
	}, affiliationReply(http.StatusCreated))
}

// updateAffiliation changes an affiliation.
//
//	@ID          updateAffiliation
//	@Summary     Change an affiliation
//	@Description Gives an affiliation an end, for one.
//	@Tags        affiliations
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       union           path   string          true  "shared"
//	@Param       id              path   string          true  "shared"
//	@Param       If-Match        header string          true  "shared"
//	@Param       Rollcall-Reason header string          false "shared"
//	@Param       body            body   AffiliationBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Affiliation "The affiliation as changed"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/affiliations/{id} [patch]
func (s *Server) updateAffiliation(c *gin.Context, w record.Write) (reply, error) {
	a, err := s.affiliationToReplace(c)
	if err != nil {
		return reply{}, err
	}
	in := s.input(c)
	b, _, err := patched(in, AffiliationBody{Parent: a.Parent.ID.String(), Type: &a.Type, From: a.From, Until: a.Until})
	if err != nil {
		return reply{}, err
	}
	if a, err = b.record(in, a); err != nil {
		return reply{}, err
	}
	if a, err = s.store.UpdateAffiliation(c.Request.Context(), w, a); err != nil {
		return reply{}, err
	}
	return affiliationReply(http.StatusOK)(a), nil
}

// deleteAffiliation removes an affiliation.
//
//	@ID          deleteAffiliation
//	@Summary     Delete an affiliation
//	@Description For one that should never have been recorded; one that ended is given an end instead.
//	@Tags        affiliations
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       id              path   string true  "shared"
//	@Param       If-Match        header string true  "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Deleted"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/affiliations/{id} [delete]
func (s *Server) deleteAffiliation(c *gin.Context, w record.Write) (reply, error) {
	a, err := s.affiliationToReplace(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeleteAffiliation(c.Request.Context(), w, record.Ref(a.Child.ID.String()), a.ID, a.Version)
}
