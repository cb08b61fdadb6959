package api

import (
	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
)

// The revisions of every entity are answered alike; one function of each tells the documents so.

// listUnionRevisions answers the revisions of a union.
//
//	@ID          listUnionRevisions
//	@Summary     The revisions of a union
//	@Description The latest first, also of a record that was deleted.
//	@Tags        unions
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       sort            query  string false "Order" Enums(version,-version) default(-version)
//	@Param       as_of           query  string false "shared"
//	@Param       known_at        query  string false "shared"
//	@Param       cursor          query  string false "shared"
//	@Param       limit           query  int    false "shared"
//	@Param       include_total   query  bool   false "shared"
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} List[Change] "A page of revisions"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/revisions [get]
func (s *Server) listUnionRevisions(c *gin.Context, q *query) (reply, error) {
	return s.listRevisions(c, q, subject{record.EntityUnion, "union"})
}

// getUnionRevision answers one revision of a union.
//
//	@ID          getUnionRevision
//	@Summary     One revision of a union
//	@Tags        unions
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Change "The revision"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/revisions/{n} [get]
func (s *Server) getUnionRevision(c *gin.Context, q *query) (reply, error) {
	return s.getRevision(c, q, subject{record.EntityUnion, "union"})
}

// diffUnionRevisions answers how two revisions of a union differ.
//
//	@ID          diffUnionRevisions
//	@Summary     How two revisions of a union differ
//	@Tags        unions
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       from            query  int    false "The revision to hold it against; the one before when missing, 0 for nothing" minimum(0)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Diff "The differences"
//	@Failure     422
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/revisions/{n}/diff [get]
func (s *Server) diffUnionRevisions(c *gin.Context, q *query) (reply, error) {
	return s.diffRevisions(c, q, subject{record.EntityUnion, "union"})
}

// revertUnion makes an earlier revision of a union its content again.
//
//	@ID          revertUnion
//	@Summary     Revert a union to a revision
//	@Description The revision's content becomes a new revision; a deleted record is restored. Refused (409) with the reason when the rest of the record no longer allows it.
//	@Tags        unions
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       Idempotency-Key header string false "shared"
//	@Param       If-Match        header string false "The ETag of the version that is to be replaced; when another version stands by now, 412."
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Change "The new revision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/revisions/{n}/revert [post]
func (s *Server) revertUnion() gin.HandlerFunc { return s.revert(subject{record.EntityUnion, "union"}) }

// listAffiliationRevisions answers the revisions of an affiliation.
//
//	@ID          listAffiliationRevisions
//	@Summary     The revisions of an affiliation
//	@Description The latest first, also of a record that was deleted.
//	@Tags        affiliations
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       id              path   string true  "shared"
//	@Param       sort            query  string false "Order" Enums(version,-version) default(-version)
//	@Param       as_of           query  string false "shared"
//	@Param       known_at        query  string false "shared"
//	@Param       cursor          query  string false "shared"
//	@Param       limit           query  int    false "shared"
//	@Param       include_total   query  bool   false "shared"
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} List[Change] "A page of revisions"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/affiliations/{id}/revisions [get]
func (s *Server) listAffiliationRevisions(c *gin.Context, q *query) (reply, error) {
	return s.listRevisions(c, q, subject{record.EntityAffiliation, "id"})
}

// getAffiliationRevision answers one revision of an affiliation.
//
//	@ID          getAffiliationRevision
//	@Summary     One revision of an affiliation
//	@Tags        affiliations
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Change "The revision"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/affiliations/{id}/revisions/{n} [get]
func (s *Server) getAffiliationRevision(c *gin.Context, q *query) (reply, error) {
	return s.getRevision(c, q, subject{record.EntityAffiliation, "id"})
}

// diffAffiliationRevisions answers how two revisions of an affiliation differ.
//
//	@ID          diffAffiliationRevisions
//	@Summary     How two revisions of an affiliation differ
//	@Tags        affiliations
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       from            query  int    false "The revision to hold it against; the one before when missing, 0 for nothing" minimum(0)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Diff "The differences"
//	@Failure     422
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/affiliations/{id}/revisions/{n}/diff [get]
func (s *Server) diffAffiliationRevisions(c *gin.Context, q *query) (reply, error) {
	return s.diffRevisions(c, q, subject{record.EntityAffiliation, "id"})
}

// revertAffiliation makes an earlier revision of an affiliation its content again.
//
//	@ID          revertAffiliation
//	@Summary     Revert an affiliation to a revision
//	@Description The revision's content becomes a new revision; a deleted record is restored. Refused (409) with the reason when the rest of the record no longer allows it.
//	@Tags        affiliations
//	@Produce     json
//	@Param       union           path   string true  "shared"
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       Idempotency-Key header string false "shared"
//	@Param       If-Match        header string false "The ETag of the version that is to be replaced; when another version stands by now, 412."
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Change "The new revision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/unions/{union}/affiliations/{id}/revisions/{n}/revert [post]
func (s *Server) revertAffiliation() gin.HandlerFunc {
	return s.revert(subject{record.EntityAffiliation, "id"})
}

// listCallRevisions answers the revisions of a call.
//
//	@ID          listCallRevisions
//	@Summary     The revisions of a call
//	@Description The latest first, also of a record that was deleted.
//	@Tags        calls
//	@Produce     json
//	@Param       call            path   string true  "shared"
//	@Param       sort            query  string false "Order" Enums(version,-version) default(-version)
//	@Param       as_of           query  string false "shared"
//	@Param       known_at        query  string false "shared"
//	@Param       cursor          query  string false "shared"
//	@Param       limit           query  int    false "shared"
//	@Param       include_total   query  bool   false "shared"
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} List[Change] "A page of revisions"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/revisions [get]
func (s *Server) listCallRevisions(c *gin.Context, q *query) (reply, error) {
	return s.listRevisions(c, q, subject{record.EntityCall, "call"})
}

// getCallRevision answers one revision of a call.
//
//	@ID          getCallRevision
//	@Summary     One revision of a call
//	@Tags        calls
//	@Produce     json
//	@Param       call            path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Change "The revision"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/revisions/{n} [get]
func (s *Server) getCallRevision(c *gin.Context, q *query) (reply, error) {
	return s.getRevision(c, q, subject{record.EntityCall, "call"})
}

// diffCallRevisions answers how two revisions of a call differ.
//
//	@ID          diffCallRevisions
//	@Summary     How two revisions of a call differ
//	@Tags        calls
//	@Produce     json
//	@Param       call            path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       from            query  int    false "The revision to hold it against; the one before when missing, 0 for nothing" minimum(0)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Diff "The differences"
//	@Failure     422
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/revisions/{n}/diff [get]
func (s *Server) diffCallRevisions(c *gin.Context, q *query) (reply, error) {
	return s.diffRevisions(c, q, subject{record.EntityCall, "call"})
}

// revertCall makes an earlier revision of a call its content again.
//
//	@ID          revertCall
//	@Summary     Revert a call to a revision
//	@Description The revision's content becomes a new revision; a deleted record is restored. Refused (409) with the reason when the rest of the record no longer allows it.
//	@Tags        calls
//	@Produce     json
//	@Param       call            path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       Idempotency-Key header string false "shared"
//	@Param       If-Match        header string false "The ETag of the version that is to be replaced; when another version stands by now, 412."
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Change "The new revision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/calls/{call}/revisions/{n}/revert [post]
func (s *Server) revertCall() gin.HandlerFunc { return s.revert(subject{record.EntityCall, "call"}) }

// listEndorsementRevisions answers the revisions of an endorsement.
//
//	@ID          listEndorsementRevisions
//	@Summary     The revisions of an endorsement
//	@Description The latest first, also of a record that was deleted.
//	@Tags        endorsements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       sort            query  string false "Order" Enums(version,-version) default(-version)
//	@Param       as_of           query  string false "shared"
//	@Param       known_at        query  string false "shared"
//	@Param       cursor          query  string false "shared"
//	@Param       limit           query  int    false "shared"
//	@Param       include_total   query  bool   false "shared"
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} List[Change] "A page of revisions"
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements/{id}/revisions [get]
func (s *Server) listEndorsementRevisions(c *gin.Context, q *query) (reply, error) {
	return s.listRevisions(c, q, subject{record.EntityEndorsement, "id"})
}

// getEndorsementRevision answers one revision of an endorsement.
//
//	@ID          getEndorsementRevision
//	@Summary     One revision of an endorsement
//	@Tags        endorsements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Change "The revision"
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements/{id}/revisions/{n} [get]
func (s *Server) getEndorsementRevision(c *gin.Context, q *query) (reply, error) {
	return s.getRevision(c, q, subject{record.EntityEndorsement, "id"})
}

// diffEndorsementRevisions answers how two revisions of an endorsement differ.
//
//	@ID          diffEndorsementRevisions
//	@Summary     How two revisions of an endorsement differ
//	@Tags        endorsements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       from            query  int    false "The revision to hold it against; the one before when missing, 0 for nothing" minimum(0)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Diff "The differences"
//	@Failure     422
//	@Failure     default {object} Problem
//	@Router      /v1/endorsements/{id}/revisions/{n}/diff [get]
func (s *Server) diffEndorsementRevisions(c *gin.Context, q *query) (reply, error) {
	return s.diffRevisions(c, q, subject{record.EntityEndorsement, "id"})
}

// revertEndorsement makes an earlier revision of an endorsement its content again.
//
//	@ID          revertEndorsement
//	@Summary     Revert an endorsement to a revision
//	@Description The revision's content becomes a new revision; a deleted record is restored. Refused (409) with the reason when the rest of the record no longer allows it.
//	@Tags        endorsements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       Idempotency-Key header string false "shared"
//	@Param       If-Match        header string false "The ETag of the version that is to be replaced; when another version stands by now, 412."
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Change "The new revision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/endorsements/{id}/revisions/{n}/revert [post]
func (s *Server) revertEndorsement() gin.HandlerFunc {
	return s.revert(subject{record.EntityEndorsement, "id"})
}

// listStatementRevisions answers the revisions of a statement.
//
//	@ID          listStatementRevisions
//	@Summary     The revisions of a statement
//	@Description The latest first, also of a record that was deleted.
//	@Tags        statements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       sort            query  string false "Order" Enums(version,-version) default(-version)
//	@Param       as_of           query  string false "shared"
//	@Param       known_at        query  string false "shared"
//	@Param       cursor          query  string false "shared"
//	@Param       limit           query  int    false "shared"
//	@Param       include_total   query  bool   false "shared"
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} List[Change] "A page of revisions"
//	@Failure     default {object} Problem
//	@Router      /v1/statements/{id}/revisions [get]
func (s *Server) listStatementRevisions(c *gin.Context, q *query) (reply, error) {
	return s.listRevisions(c, q, subject{record.EntityStatement, "id"})
}

// getStatementRevision answers one revision of a statement.
//
//	@ID          getStatementRevision
//	@Summary     One revision of a statement
//	@Tags        statements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Change "The revision"
//	@Failure     default {object} Problem
//	@Router      /v1/statements/{id}/revisions/{n} [get]
func (s *Server) getStatementRevision(c *gin.Context, q *query) (reply, error) {
	return s.getRevision(c, q, subject{record.EntityStatement, "id"})
}

// diffStatementRevisions answers how two revisions of a statement differ.
//
//	@ID          diffStatementRevisions
//	@Summary     How two revisions of a statement differ
//	@Tags        statements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       from            query  int    false "The revision to hold it against; the one before when missing, 0 for nothing" minimum(0)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Diff "The differences"
//	@Failure     422
//	@Failure     default {object} Problem
//	@Router      /v1/statements/{id}/revisions/{n}/diff [get]
func (s *Server) diffStatementRevisions(c *gin.Context, q *query) (reply, error) {
	return s.diffRevisions(c, q, subject{record.EntityStatement, "id"})
}

// revertStatement makes an earlier revision of a statement its content again.
//
//	@ID          revertStatement
//	@Summary     Revert a statement to a revision
//	@Description The revision's content becomes a new revision; a deleted record is restored. Refused (409) with the reason when the rest of the record no longer allows it.
//	@Tags        statements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       Idempotency-Key header string false "shared"
//	@Param       If-Match        header string false "The ETag of the version that is to be replaced; when another version stands by now, 412."
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Change "The new revision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/statements/{id}/revisions/{n}/revert [post]
func (s *Server) revertStatement() gin.HandlerFunc {
	return s.revert(subject{record.EntityStatement, "id"})
}

// listSourceRevisions answers the revisions of a source.
//
//	@ID          listSourceRevisions
//	@Summary     The revisions of a source
//	@Description The latest first, also of a record that was deleted.
//	@Tags        sources
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       sort            query  string false "Order" Enums(version,-version) default(-version)
//	@Param       as_of           query  string false "shared"
//	@Param       known_at        query  string false "shared"
//	@Param       cursor          query  string false "shared"
//	@Param       limit           query  int    false "shared"
//	@Param       include_total   query  bool   false "shared"
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} List[Change] "A page of revisions"
//	@Failure     default {object} Problem
//	@Router      /v1/sources/{id}/revisions [get]
func (s *Server) listSourceRevisions(c *gin.Context, q *query) (reply, error) {
	return s.listRevisions(c, q, subject{record.EntitySource, "id"})
}

// getSourceRevision answers one revision of a source.
//
//	@ID          getSourceRevision
//	@Summary     One revision of a source
//	@Tags        sources
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Change "The revision"
//	@Failure     default {object} Problem
//	@Router      /v1/sources/{id}/revisions/{n} [get]
func (s *Server) getSourceRevision(c *gin.Context, q *query) (reply, error) {
	return s.getRevision(c, q, subject{record.EntitySource, "id"})
}

// diffSourceRevisions answers how two revisions of a source differ.
//
//	@ID          diffSourceRevisions
//	@Summary     How two revisions of a source differ
//	@Tags        sources
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       from            query  int    false "The revision to hold it against; the one before when missing, 0 for nothing" minimum(0)
//	@Param       If-None-Match   header string false "shared"
//	@Success     200 {object} Diff "The differences"
//	@Failure     422
//	@Failure     default {object} Problem
//	@Router      /v1/sources/{id}/revisions/{n}/diff [get]
func (s *Server) diffSourceRevisions(c *gin.Context, q *query) (reply, error) {
	return s.diffRevisions(c, q, subject{record.EntitySource, "id"})
}

// revertSource makes an earlier revision of a source its content again.
//
//	@ID          revertSource
//	@Summary     Revert a source to a revision
//	@Description The revision's content becomes a new revision; a deleted record is restored. Refused (409) with the reason when the rest of the record no longer allows it.
//	@Tags        sources
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       n               path   int    true  "The revision's number" minimum(1)
//	@Param       Idempotency-Key header string false "shared"
//	@Param       If-Match        header string false "The ETag of the version that is to be replaced; when another version stands by now, 412."
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     200 {object} Change "The new revision"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/sources/{id}/revisions/{n}/revert [post]
func (s *Server) revertSource() gin.HandlerFunc { return s.revert(subject{record.EntitySource, "id"}) }
