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

// Sources is what the handlers of sources need of the store.
type Sources interface {
	Source(ctx context.Context, id uuid.UUID, m record.Moment) (record.Source, error)
	Sources(ctx context.Context, f record.SourceFilter, p record.Page) (record.Listing[record.Source], error)
	EachSource(ctx context.Context, f record.SourceFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Source) error) error
	CreateSource(ctx context.Context, w record.Write, s record.Source) (record.Source, error)
	UpdateSource(ctx context.Context, w record.Write, s record.Source) (record.Source, error)
}

// Source is a document that records cite.
type Source struct {
	ID uuid.UUID `json:"id"`
	// Normalised; no two sources share one.
	URL       string            `json:"url" format:"uri" example:"https://www.example.org/2026/01/unions-endorse"`
	Title     *string           `json:"title" example:"Unions endorse a day of action"`
	Publisher *string           `json:"publisher" example:"The Example"`
	Kind      record.SourceKind `json:"kind" example:"press"`
	// The union whose site it is, for kind union_site.
	Union       *uuid.UUID  `json:"union"`
	PublishedOn record.Date `json:"published_on" example:"2026-01-14"`
	// When somebody last looked at it.
	RetrievedAt *time.Time `json:"retrieved_at" example:"2026-01-22T18:00:00Z"`
	ArchiveURL  *string    `json:"archive_url" format:"uri"`
	// SHA-256 of what was retrieved, in hexadecimal.
	SHA256    *string   `json:"sha256"`
	Health    string    `json:"health" enums:"live,changed,gone" example:"live"`
	Version   int       `json:"version" example:"1"`
	CreatedAt time.Time `json:"created_at" example:"2026-01-22T18:00:00Z"`
	UpdatedAt time.Time `json:"updated_at" example:"2026-01-22T18:00:00Z"`
}

// SourceBody is a source as it is written.
type SourceBody struct {
	URL       string  `json:"url" validate:"required" format:"uri" example:"https://www.example.org/2026/01/unions-endorse"`
	Title     *string `json:"title" example:"Unions endorse a day of action"`
	Publisher *string `json:"publisher" example:"The Example"`
	// other when missing.
	Kind *record.SourceKind `json:"kind"`
	// The union whose site it is (id or slug), for kind union_site.
	Union       *string     `json:"union" example:"seiu-local-26"`
	PublishedOn record.Date `json:"published_on" example:"2026-01-14"`
	RetrievedAt *time.Time  `json:"retrieved_at" example:"2026-01-22T18:00:00Z"`
	ArchiveURL  *string     `json:"archive_url" format:"uri"`
	SHA256      *string     `json:"sha256"`
	// live when missing.
	Health *string `json:"health" enums:"live,changed,gone"`
}

// Citation ties a source to a record, with the passage it rests on.
type Citation struct {
	Source CitedSource `json:"source"`
	// The passage, word for word.
	Quote *string `json:"quote" example:"The executive board voted to endorse."`
	// Where in the source: page, paragraph, minute.
	Locator *string `json:"locator" example:"paragraph 4"`
}

// CitedSource names the source of a citation.
type CitedSource struct {
	ID          uuid.UUID         `json:"id"`
	URL         string            `json:"url" format:"uri" example:"https://www.example.org/2026/01/unions-endorse"`
	Title       *string           `json:"title" example:"Unions endorse a day of action"`
	Publisher   *string           `json:"publisher" example:"The Example"`
	Kind        record.SourceKind `json:"kind" example:"press"`
	PublishedOn record.Date       `json:"published_on" example:"2026-01-14"`
}

// CitationBody is a citation as it is written: its source is named by id, or given inline and then
// found or created by its URL.
type CitationBody struct {
	Source  CitedSourceBody `json:"source" validate:"required"`
	Quote   *string         `json:"quote" example:"The executive board voted to endorse."`
	Locator *string         `json:"locator" example:"paragraph 4"`
}

// CitedSourceBody is the source of a citation as it is written: id alone, or url and what else is
// known of a source that may be new.
type CitedSourceBody struct {
	ID          *uuid.UUID         `json:"id"`
	URL         *string            `json:"url" format:"uri" example:"https://www.example.org/2026/01/unions-endorse"`
	Title       *string            `json:"title" example:"Unions endorse a day of action"`
	Publisher   *string            `json:"publisher" example:"The Example"`
	Kind        *record.SourceKind `json:"kind"`
	Union       *string            `json:"union"`
	PublishedOn record.Date        `json:"published_on" example:"2026-01-14"`
	RetrievedAt *time.Time         `json:"retrieved_at"`
	ArchiveURL  *string            `json:"archive_url" format:"uri"`
	SHA256      *string            `json:"sha256"`
	Health      *string            `json:"health" enums:"live,changed,gone"`
}

func citationDTOs(citations record.List[record.Citation]) []Citation {
	out := make([]Citation, len(citations))
	for i, c := range citations {
		out[i] = Citation{
			Source: CitedSource{ID: c.Source.ID, URL: c.Source.URL, Title: orNull(c.Source.Title), Publisher: orNull(c.Source.Publisher), Kind: c.Source.Kind, PublishedOn: c.Source.PublishedOn},
			Quote:  orNull(c.Quote), Locator: orNull(c.Locator),
		}
	}
	return out
}

// citationBodies are citations as they would be written to stay what they are.
func citationBodies(citations record.List[record.Citation]) []CitationBody {
	out := make([]CitationBody, len(citations))
	for i := range citations {
		c := &citations[i]
		out[i] = CitationBody{Source: CitedSourceBody{ID: &c.Source.ID}, Quote: orNull(c.Quote), Locator: orNull(c.Locator)}
	}
	return out
}

// citations reads the citations of a body.
func (in *input) citations(bodies []CitationBody) record.List[record.Citation] {
	var owners []named
	for i, b := range bodies {
		if b.Source.Union != nil {
			owners = append(owners, named{at("/citations", i) + "/source/union", *b.Source.Union})
		}
	}
	owning := in.unions(owners...)
	out := make(record.List[record.Citation], len(bodies))
	for i, b := range bodies {
		var owner *uuid.UUID
		if b.Source.Union != nil {
			owner, owning = found(owning[0].ID), owning[1:]
		}
		out[i] = record.Citation{Quote: orEmpty(b.Quote), Locator: orEmpty(b.Locator)}
		if b.Source.ID != nil {
			out[i].Source.ID = *b.Source.ID
			continue
		}
		if b.Source.URL == nil {
			continue // the record says what is missing
		}
		draft := SourceBody{
			URL: *b.Source.URL, Title: b.Source.Title, Publisher: b.Source.Publisher, Kind: b.Source.Kind, PublishedOn: b.Source.PublishedOn,
			RetrievedAt: b.Source.RetrievedAt, ArchiveURL: b.Source.ArchiveURL, SHA256: b.Source.SHA256, Health: b.Source.Health,
		}.fill(owner, record.Source{})
		out[i].Draft = &draft
	}
	return out
}

// fill puts the body into a source of that owner, unchecked.
func (b SourceBody) fill(owner *uuid.UUID, src record.Source) record.Source {
	src.URL, src.Title, src.Publisher, src.PublishedOn, src.RetrievedAt = b.URL, orEmpty(b.Title), orEmpty(b.Publisher), b.PublishedOn, b.RetrievedAt
	src.ArchiveURL, src.SHA256, src.Health, src.Kind, src.Union = orEmpty(b.ArchiveURL), orEmpty(b.SHA256), orEmpty(b.Health), "", owner
	if b.Kind != nil {
		src.Kind = *b.Kind
	}
	return src
}

func (b SourceBody) record(in *input, stands record.Source) (record.Source, error) {
	src, err := record.NewSource("", b.fill(in.union("/union", b.Union), stands))
	return src, in.with(err, "The source")
}

func sourceDTO(s record.Source) Source {
	return Source{
		ID: s.ID, URL: s.URL, Title: orNull(s.Title), Publisher: orNull(s.Publisher), Kind: s.Kind, Union: s.Union, PublishedOn: s.PublishedOn,
		RetrievedAt: inUTC(s.RetrievedAt), ArchiveURL: orNull(s.ArchiveURL), SHA256: orNull(s.SHA256), Health: s.Health, Version: s.Version, CreatedAt: s.CreatedAt.UTC(), UpdatedAt: s.UpdatedAt.UTC(),
	}
}

func sourceReply(status int) func(record.Source) reply {
	return func(s record.Source) reply {
		r := reply{status: status, body: sourceDTO(s), version: s.Version}
		if status == http.StatusCreated {
			r.location = "/v1/sources/" + s.ID.String()
		}
		return r
	}
}

// listSources answers a page of sources.
//
//	@ID          listSources
//	@Summary     List sources
//	@Tags        sources
//	@Produce     json
//	@Param       q             query  string   false "Words in the title, publisher or address"
//	@Param       url           query  string   false "The source with this address" format(uri)
//	@Param       publisher     query  []string false "Publishers; a name may hold a comma, so several are given as several parameters" collectionFormat(multi)
//	@Param       kind          query  []string false "Kinds of source" Enums(union_site,press,social,document,other) collectionFormat(csv)
//	@Param       health        query  []string false "What became of the document" Enums(live,changed,gone) collectionFormat(csv)
//	@Param       from          query  string   false "Published on this day or later" format(partial-date)
//	@Param       to            query  string   false "Published on this day or earlier" format(partial-date)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields in all matching records, as facets beside data: the fifty most frequent of each" Enums(kind,health,publisher,year) collectionFormat(csv)
//	@Param       sort          query  string   false "Order" Enums(published_on,-published_on,created_at,-created_at,updated_at,-updated_at) default(-published_on)
//	@Param       as_of         query  string   false "shared"
//	@Param       known_at      query  string   false "shared"
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} List[Source] "A page of sources"
//	@Failure     default {object} Problem
//	@Router      /v1/sources [get]
func (s *Server) listSources(c *gin.Context, q *query) (reply, error) {
	f, except := q.sourceChoices(""), q.sourceChoices(not)
	days := q.span("from", "to")
	f.Q, f.From, f.To, f.ChangedSince, f.Except = q.text("q"), days.From, days.To, q.instant("changed_since"), &except
	// An address may hold a comma, and is one value.
	if v := q.text("url"); v != "" {
		normal, ok := record.NormalizeURL(v)
		if !ok {
			q.AddParameter("url", "invalid", "%q is not an http or https address", clip(v))
		}
		f.URLs = []string{normal}
	}
	p := q.page("-published_on", "created_at", "updated_at")
	p.Facets = q.facets("kind", "health", "publisher", "year")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	return answerList(s, c, q, p, list[record.Source, Source]{
		page: func(ctx context.Context) (record.Listing[record.Source], error) { return s.store.Sources(ctx, f, p) },
		each: func(ctx context.Context, begin func(record.Snapshot) error, row func(record.Source) error) error {
			return s.store.EachSource(ctx, f, p, begin, row)
		},
		columns: table.Sources, dto: sourceDTO,
	})
}

func (q *query) sourceChoices(sign string) record.SourceFilter {
	return record.SourceFilter{Publishers: q.phrases("publisher" + sign), Kinds: oneOf(q, "kind"+sign, record.SourceKinds), Healths: oneOf(q, "health"+sign, record.Healths)}
}

// getSource answers one source.
//
//	@ID          getSource
//	@Summary     One source
//	@Tags        sources
//	@Produce     json,text/plain,application/vnd.citationstyles.csl+json
//	@Param       id            path   string true  "shared"
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       format        query  string false "json is the record, citation a sentence to print with its source, date and permanent link, csl the same for reference managers" Enums(json,citation,csl) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Source "The source"
//	@Failure     default {object} Problem
//	@Router      /v1/sources/{id} [get]
func (s *Server) getSource(c *gin.Context, q *query) (reply, error) {
	id, err := idOf(c, "id", "source")
	if err != nil {
		return reply{}, err
	}
	m, form := q.moment(), q.form()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	src, err := s.store.Source(c.Request.Context(), id, m)
	if err != nil {
		return reply{}, err
	}
	if form != "json" {
		return s.citeSource(c, q, form, src)
	}
	return sourceReply(http.StatusOK)(src), nil
}

// createSource stores a new source.
//
//	@ID          createSource
//	@Summary     Create a source
//	@Description An organizer's source of kind union_site belongs to a union of the key's grant.
//	@Tags        sources
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string     false "shared"
//	@Param       Rollcall-Reason header string     false "shared"
//	@Param       body            body   SourceBody true  "The source"
//	@Success     201 {object} Source "The source as created"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/sources [post]
func (s *Server) createSource() gin.HandlerFunc {
	return create(s, func(in *input, w record.Write, b SourceBody) (record.Source, error) {
		src, err := b.record(in, record.Source{})
		if err != nil {
			return src, err
		}
		return s.store.CreateSource(in.ctx(), w, src)
	}, sourceReply(http.StatusCreated))
}

// updateSource changes a source.
//
//	@ID          updateSource
//	@Summary     Change a source
//	@Description For editors: the evidence of other unions may rest on the source by now.
//	@Tags        sources
//	@Accept      application/merge-patch+json
//	@Produce     json
//	@Param       id              path   string     true  "shared"
//	@Param       If-Match        header string     true  "shared"
//	@Param       Rollcall-Reason header string     false "shared"
//	@Param       body            body   SourceBody true  "A JSON merge patch (RFC 7396)"
//	@Success     200 {object} Source "The source as changed"
//	@Failure     409
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/sources/{id} [patch]
func (s *Server) updateSource(c *gin.Context, w record.Write) (reply, error) {
	id, err := idOf(c, "id", "source")
	if err != nil {
		return reply{}, err
	}
	src, err := replaced(c, func() (record.Source, error) { return s.store.Source(c.Request.Context(), id, record.Moment{}) }, func(v record.Source) int { return v.Version })
	if err != nil {
		return reply{}, err
	}
	d := sourceDTO(src)
	body := SourceBody{
		URL: src.URL, Title: d.Title, Publisher: d.Publisher, Kind: &d.Kind, PublishedOn: d.PublishedOn, RetrievedAt: d.RetrievedAt,
		ArchiveURL: d.ArchiveURL, SHA256: d.SHA256, Health: &d.Health,
	}
	if src.Union != nil {
		union := src.Union.String()
		body.Union = &union
	}
	in := s.input(c)
	b, _, err := patched(in, body)
	if err != nil {
		return reply{}, err
	}
	if src, err = b.record(in, src); err != nil {
		return reply{}, err
	}
	if src, err = s.store.UpdateSource(c.Request.Context(), w, src); err != nil {
		return reply{}, err
	}
	return sourceReply(http.StatusOK)(src), nil
}
