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

// Statements is what the handlers of statements need of the store.
type Statements interface {
	Statement(ctx context.Context, id uuid.UUID, m record.Moment) (record.Statement, error)
	Statements(ctx context.Context, f record.StatementFilter, p record.Page) (record.Listing[record.Statement], error)
	EachStatement(ctx context.Context, f record.StatementFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Statement) error) error
	CreateStatement(ctx context.Context, w record.Write, s record.Statement) (record.Statement, error)
	UpdateStatement(ctx context.Context, w record.Write, s record.Statement) (record.Statement, error)
	DeleteStatement(ctx context.Context, w record.Write, id uuid.UUID, version int) error
}

// Statement is what one or more unions said.
type Statement struct {
	ID    uuid.UUID            `json:"id"`
	Title string               `json:"title" example:"Our members stand with the day of action"`
	Text  *string              `json:"text"`
	Kind  record.StatementKind `json:"kind" enums:"press_release,resolution,letter,social_post,speech,article" example:"press_release"`
	// BCP 47; und is undetermined.
	Language    string      `json:"language" example:"en"`
	PublishedOn record.Date `json:"published_on" example:"2026-01-16"`
	URL         *string     `json:"url" format:"uri"`
	// The unions that say it: more than one in a joint statement.
	Issuers      []record.UnionRef    `json:"issuers"`
	Calls        []record.CallRef     `json:"calls"`
	Quotes       []record.Quote       `json:"quotes"`
	Translations []record.Translation `json:"translations"`
	Citations    []Citation           `json:"citations"`
	Version      int                  `json:"version" example:"1"`
	CreatedAt    time.Time            `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt    time.Time            `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// StatementBody is a statement as it is written.
type StatementBody struct {
	Title       string               `json:"title" validate:"required" example:"Our members stand with the day of action"`
	Text        *string              `json:"text"`
	Kind        record.StatementKind `json:"kind" validate:"required" enums:"press_release,resolution,letter,social_post,speech,article" example:"press_release"`
	Language    *string              `json:"language" example:"en"`
	PublishedOn record.Date          `json:"published_on" example:"2026-01-16"`
	URL         *string              `json:"url" format:"uri"`
	// The unions that say it (ids or slugs).
	Issuers []string `json:"issuers" validate:"required" example:"seiu-local-26"`
	// The calls it speaks of (ids or slugs).
	Calls        []string             `json:"calls" extensions:"x-nullable"`
	Quotes       []record.Quote       `json:"quotes" extensions:"x-nullable"`
	Translations []record.Translation `json:"translations" extensions:"x-nullable"`
	Citations    []CitationBody       `json:"citations" extensions:"x-nullable"`
}

func statementDTO(s record.Statement) Statement {
	return Statement{
		ID: s.ID, Title: s.Title, Text: orNull(s.Text), Kind: s.Kind, Language: s.Language, PublishedOn: s.PublishedOn, URL: orNull(s.URL),
		Issuers: orNone(s.Issuers), Calls: orNone(s.Calls), Quotes: orNone(s.Quotes), Translations: orNone(s.Translations), Citations: citationDTOs(s.Citations),
		Version: s.Version, CreatedAt: s.CreatedAt.UTC(), UpdatedAt: s.UpdatedAt.UTC(),
	}
}

func statementReply(status int) func(record.Statement) reply {
	return func(s record.Statement) reply {
		r := reply{status: status, body: statementDTO(s), version: s.Version}
		if status == http.StatusCreated {
			r.location = "/v1/statements/" + s.ID.String()
		}
		return r
	}
}

func statementBody(s record.Statement) StatementBody {
	b := StatementBody{
		Title: s.Title, Text: orNull(s.Text), Kind: s.Kind, Language: &s.Language, PublishedOn: s.PublishedOn, URL: orNull(s.URL),
		Quotes: s.Quotes, Translations: s.Translations, Citations: citationBodies(s.Citations),
	}
	for _, u := range s.Issuers {
		b.Issuers = append(b.Issuers, u.ID.String())
	}
	for _, c := range s.Calls {
		b.Calls = append(b.Calls, c.ID.String())
	}
	return b
}

func (b StatementBody) record(in *input, stands record.Statement) (record.Statement, error) {
	st := stands
	st.Title, st.Text, st.Kind, st.Language, st.PublishedOn, st.URL = b.Title, orEmpty(b.Text), b.Kind, orEmpty(b.Language), b.PublishedOn, orEmpty(b.URL)
	st.Quotes, st.Translations, st.Citations = b.Quotes, b.Translations, in.citations(b.Citations)
	st.Issuers = in.unions(namedList("/issuers", b.Issuers)...)
	st.Calls = in.calls(namedList("/calls", b.Calls)...)
	out, err := record.NewStatement(st)
	return out, in.with(err, "The statement")
}

var statementSorts = []string{"-published_on", "title", "created_at", "updated_at"}

func (q *query) statementFilter() record.StatementFilter {
	f, except := q.statementChoices(""), q.statementChoices(not)
	days := q.span("from", "to")
	f.Q, f.From, f.To, f.ChangedSince, f.Except = q.text("q"), days.From, days.To, q.instant("changed_since"), &except
	return f
}

// statementsFilter reads the filters of the list of all statements.
func (q *query) statementsFilter() record.StatementFilter {
	f := q.statementFilter()
	f.Unions, f.Calls = q.refs("union"), q.refs("call")
	f.Except.Unions, f.Except.Calls = q.refs("union"+not), q.refs("call"+not)
	return f
}

func (q *query) statementChoices(sign string) record.StatementFilter {
	return record.StatementFilter{Under: q.refs("under" + sign), Kinds: oneOf(q, "kind"+sign, record.StatementKinds), Languages: q.words("language" + sign)}
}

func (s *Server) statementPage(c *gin.Context, q *query, f record.StatementFilter, inPath string) (reply, error) {
	p := q.page(statementSorts...)
	p.Facets = q.facets("kind", "language", "year")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	return answerList(s, c, q, p, list[record.Statement, Statement]{
		page: func(ctx context.Context) (record.Listing[record.Statement], error) {
			return s.store.Statements(ctx, f, p)
		},
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Statement) error) error {
			return s.store.EachStatement(ctx, f, p, begin, row)
		},
		columns: table.Statements, dto: statementDTO, failed: s.inPath(c, inPath),
	})
}

// listStatements answers a page of statements.
//
//	@ID          listStatements
//	@Summary     List statements
//	@Tags        statements
//	@Produce     json
//	@Param       q             query  string   false "Words in the title or text"
//	@Param       union         query  []string false "Issued by one of these unions (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Issued by one of these unions or one below them (ids or slugs)" collectionFormat(csv)
//	@Param       call          query  []string false "About one of these calls (ids or slugs)" collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of statement" Enums(press_release,resolution,letter,social_post,speech,article) collectionFormat(csv)
//	@Param       language      query  []string false "Languages (BCP 47)" collectionFormat(csv)
//	@Param       from          query  string   false "Published on this day or later" format(partial-date)
//	@Param       to            query  string   false "Published on this day or earlier" format(partial-date)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,language,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(published_on,-published_on,title,-title,created_at,-created_at,updated_at,-updated_at) default(-published_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Statement] "A page of statements"
//	@Failure     default {object} Problem
//	@Router      /v1/statements [get]
func (s *Server) listStatements(c *gin.Context, q *query) (reply, error) {
	return s.statementPage(c, q, q.statementsFilter(), "")
}

// listUnionStatements answers a page of a union's statements.
//
//	@ID          listUnionStatements
//	@Summary     List the statements of a union
//	@Tags        statements
//	@Produce     json
//	@Param       union         path   string   true  "shared"
//	@Param       q             query  string   false "Words in the title or text"
//	@Param       under         query  []string false "Issued by one of these unions or one below them (ids or slugs)" collectionFormat(csv)
//	@Param       call          query  []string false "About one of these calls (ids or slugs)" collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of statement" Enums(press_release,resolution,letter,social_post,speech,article) collectionFormat(csv)
//	@Param       language      query  []string false "Languages (BCP 47)" collectionFormat(csv)
//	@Param       from          query  string   false "Published on this day or later" format(partial-date)
//	@Param       to            query  string   false "Published on this day or earlier" format(partial-date)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,language,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(published_on,-published_on,title,-title,created_at,-created_at,updated_at,-updated_at) default(-published_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Statement] "A page of statements"
//	@Failure     default {object} Problem
//	@Router      /v1/unions/{union}/statements [get]
func (s *Server) listUnionStatements(c *gin.Context, q *query) (reply, error) {
	union, err := ref(c, "union")
	if err != nil {
		return reply{}, err
	}
	f := q.statementFilter()
	f.Unions, f.Calls, f.Except.Calls = []record.Ref{union}, q.refs("call"), q.refs("call"+not)
	return s.statementPage(c, q, f, "union")
}

// listCallStatements answers a page of the statements about a call.
//
//	@ID          listCallStatements
//	@Summary     List the statements about a call
//	@Tags        statements
//	@Produce     json
//	@Param       call          path   string   true  "shared"
//	@Param       q             query  string   false "Words in the title or text"
//	@Param       union         query  []string false "Issued by one of these unions (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Issued by one of these unions or one below them (ids or slugs)" collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of statement" Enums(press_release,resolution,letter,social_post,speech,article) collectionFormat(csv)
//	@Param       language      query  []string false "Languages (BCP 47)" collectionFormat(csv)
//	@Param       from          query  string   false "Published on this day or later" format(partial-date)
//	@Param       to            query  string   false "Published on this day or earlier" format(partial-date)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,language,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(published_on,-published_on,title,-title,created_at,-created_at,updated_at,-updated_at) default(-published_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Statement] "A page of statements"
//	@Failure     default {object} Problem
//	@Router      /v1/calls/{call}/statements [get]
func (s *Server) listCallStatements(c *gin.Context, q *query) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	f := q.statementFilter()
	f.Calls, f.Unions, f.Except.Unions = []record.Ref{call}, q.refs("union"), q.refs("union"+not)
	return s.statementPage(c, q, f, "call")
}

// getStatement answers one statement.
//
//	@ID          getStatement
//	@Summary     One statement
//	@Tags        statements
//	@Produce     json,text/plain,application/vnd.citationstyles.csl+json
//	@Param       id            path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       format        query  string false "json is the record, citation a sentence to print with its source, date and permanent link, csl the same for reference managers" Enums(json,citation,csl) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Statement "The statement"
//	@Failure     default {object} Problem
//	@Router      /v1/statements/{id} [get]
func (s *Server) getStatement(c *gin.Context, q *query) (reply, error) {
	id, err := idOf(c, "id", "statement")
	if err != nil {
		return reply{}, err
	}
	m, form := q.moment(), q.form()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	st, err := s.store.Statement(c.Request.Context(), id, m)
	if err != nil {
		return reply{}, err
	}
	if form != "json" {
		return s.citeStatement(c, q, form, st)
	}
	return statementReply(http.StatusOK)(st), nil
}

// createStatement stores a new statement.
//
//	@ID          createStatement
//	@Summary     Create a statement
//	@Description An organizer's grant must cover every issuer.
//	@Tags        statements
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string        false "shared"
//	@Param       Rollcall-Reason header string        false "shared"
//	@Param       body            body   StatementBody true  "The statement"
//	@Success     201 {object} Statement "The statement as created"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/statements [post]
func (s *Server) createStatement() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b StatementBody) (record.Statement, error) {
		st, err := b.record(in, record.Statement{})
		if err != nil {
			return st, err
		}
		return s.store.CreateStatement(in.ctx(), w, st)
	}, statementReply(http.StatusCreated))
}

func (s *Server) statementToReplace(c *gin.Context) (record.Statement, error) {
	id, err := idOf(c, "id", "statement")
	if err != nil {
		return record.Statement{}, err
	}
	return replaced(c, func() (record.Statement, error) {
		return s.store.Statement(c.Request.Context(), id, record.Moment{})
	}, func(v record.Statement) int { return v.Version })
}

// updateStatement changes a statement.
//
//	@ID          updateStatement
//	@Summary     Change a statement
//	@Tags        statements
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       id              path   string        true  "shared"
//	@Param       If-Match        header string        true  "shared"
//	@Param       Rollcall-Reason header string        false "shared"
//	@Param       body            body   StatementBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Statement "The statement as changed"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/statements/{id} [patch]
func (s *Server) updateStatement(c *gin.Context, w record.Write) (reply, error) {
	st, err := s.statementToReplace(c)
	if err != nil {
		return reply{}, err
	}
	in := s.input(c)
	b, _, err := patched(in, statementBody(st))
	if err != nil {
		return reply{}, err
	}
	if st, err = b.record(in, st); err != nil {
		return reply{}, err
	}
	if st, err = s.store.UpdateStatement(c.Request.Context(), w, st); err != nil {
		return reply{}, err
	}
	return statementReply(http.StatusOK)(st), nil
}

// deleteStatement removes a statement.
//
//	@ID          deleteStatement
//	@Summary     Delete a statement
//	@Tags        statements
//	@Produce     json
//	@Param       id              path   string true  "shared"
//	@Param       If-Match        header string true  "shared"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Deleted"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/statements/{id} [delete]
func (s *Server) deleteStatement(c *gin.Context, w record.Write) (reply, error) {
	st, err := s.statementToReplace(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.DeleteStatement(c.Request.Context(), w, st.ID, st.Version)
}
