package api

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
)

// A record can be quoted: as a sentence with its sources, its date and a permanent link, or as
// CSL-JSON for a reference manager (https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html).

const mediaCSL = "application/vnd.citationstyles.csl+json"

// citable is what a citation says of a record.
type citable struct {
	sentence string
	date     record.Date // of what the sentence says
	sources  []record.SourceRef
	version  int
	// evidence says where the sources are, in place of the sources.
	evidence string
}

// cslItem is one reference in CSL-JSON.
type cslItem struct {
	ID        string   `json:"id"`
	Type      string   `json:"type"`
	Title     string   `json:"title,omitempty"`
	Container string   `json:"container-title,omitempty"`
	Publisher string   `json:"publisher,omitempty"`
	Issued    *cslDate `json:"issued,omitempty"`
	Accessed  *cslDate `json:"accessed,omitempty"`
	URL       string   `json:"URL"`
	Version   string   `json:"version,omitempty"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

func cslDateOf(d record.Date) *cslDate {
	if !d.Known() {
		return nil
	}
	var parts []int
	for _, p := range strings.Split(string(d), "-") {
		n, err := strconv.Atoi(p)
		if err != nil {
			return nil
		}
		parts = append(parts, n)
	}
	return &cslDate{Parts: [][]int{parts}}
}

// form reads in which form a record is asked for.
func (q *query) form() string {
	v := q.text("format")
	switch v {
	case "", "json":
		return "json"
	case "citation", "csl":
		return v
	}
	q.AddParameter("format", "invalid", "%q is not one of json, citation, csl", clip(v))
	return "json"
}

// cite answers a record's citation in place of the record.
func (s *Server) cite(c *gin.Context, q *query, form string, r citable) (reply, error) {
	// The link shows for ever what this answer shows: the record as it is known at this instant.
	knownAt := q.knownAt
	if knownAt.IsZero() {
		knownAt = s.now().UTC().Truncate(time.Microsecond)
	}
	values := c.Request.URL.Query()
	values.Del("format")
	values.Set("known_at", knownAt.Format(time.RFC3339Nano))
	link := s.base(c) + c.Request.URL.EscapedPath() + "?" + values.Encode()
	// Where nobody said where the service is reached, the link is as whoever asked addressed it, and not
	// for others.
	out := reply{status: http.StatusOK, version: r.version, private: s.public == ""}
	if form == "csl" {
		items := []cslItem{{
			ID: link, Type: "webpage", Title: r.sentence, Container: "Rollcall", Issued: cslDateOf(r.date), Accessed: cslDateOf(record.DateOf(knownAt)), URL: link,
			Version: versionWord(r.version),
		}}
		for _, src := range r.sources {
			items = append(items, cslItem{ID: src.URL, Type: "webpage", Title: src.Title, Container: src.Publisher, Publisher: src.Publisher, Issued: cslDateOf(src.PublishedOn), URL: src.URL})
		}
		b, err := json.MarshalIndent(items, "", "  ")
		out.text, out.mediaType = string(b)+"\n", mediaCSL
		return out, err
	}
	var b strings.Builder
	b.WriteString(r.sentence + ".")
	switch {
	case r.evidence != "":
		b.WriteString(" " + r.evidence)
	case len(r.sources) == 0:
		b.WriteString(" No source is recorded.")
	case len(r.sources) == 1:
		b.WriteString(" Source: " + r.sources[0].Sentence() + ".")
	default:
		b.WriteString(" Sources:")
		for i, src := range r.sources {
			if i > 0 {
				b.WriteString(";")
			}
			b.WriteString(" " + src.Sentence())
		}
		b.WriteString(".")
	}
	b.WriteString(" Rollcall")
	if r.version > 0 {
		b.WriteString(", " + versionWord(r.version))
	}
	b.WriteString(", as known on " + instantWords(knownAt) + ": " + link + "\n")
	out.text, out.mediaType = b.String(), "text/plain; charset=utf-8"
	return out, nil
}

func instantWords(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04:05") + " UTC" }

func versionWord(n int) string {
	if n == 0 {
		return ""
	}
	return "revision " + strconv.Itoa(n)
}

// base is where the service is reached from outside.
func (s *Server) base(c *gin.Context) string {
	if s.public != "" {
		return s.public
	}
	scheme := "http"
	if c.Request.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + c.Request.Host
}

func sourcesOf(citations record.List[record.Citation]) []record.SourceRef {
	out := make([]record.SourceRef, len(citations))
	for i, c := range citations {
		out[i] = c.Source
	}
	return out
}

func (s *Server) citeEndorsement(c *gin.Context, q *query, form string, e record.EndorsementView) (reply, error) {
	date := e.Shown.EffectiveOn
	if !date.Known() {
		date = e.Shown.AnnouncedOn
	}
	return s.cite(c, q, form, citable{sentence: e.Sentence(), date: date, sources: sourcesOf(e.Shown.Citations), version: e.Version})
}

func (s *Server) citeStatement(c *gin.Context, q *query, form string, st record.Statement) (reply, error) {
	names := make([]string, len(st.Issuers))
	for i, u := range st.Issuers {
		names[i] = u.Name
	}
	sources := sourcesOf(st.Citations)
	if len(sources) == 0 && st.URL != "" {
		sources = append(sources, record.SourceRef{URL: st.URL, PublishedOn: st.PublishedOn})
	}
	sentence := strings.Join(names, ", ") + ": “" + st.Title + "” (" + strings.ReplaceAll(string(st.Kind), "_", " ") + ", " + st.PublishedOn.Words() + ")"
	return s.cite(c, q, form, citable{sentence: sentence, date: st.PublishedOn, sources: sources, version: st.Version})
}

func (s *Server) citeTally(c *gin.Context, q *query, form string, call record.Call, t *record.Tally, m record.Moment) (reply, error) {
	n := t.Positions[record.Endorsed]
	bodies := " bodies are"
	if n == 1 {
		bodies = " body is"
	}
	sentence := strconv.Itoa(n) + bodies + " recorded as endorsing “" + call.Title + "”, representing at least " + strconv.Itoa(t.Members.AtLeast) +
		" and at most " + strconv.Itoa(t.Members.AtMost) + " members; of " + strconv.Itoa(t.Members.Unknown) + " among them the number is not known"
	// What is counted depends on both clocks, so whoever quotes it quotes them too.
	day, at := record.DateOf(s.now()), ""
	if !m.KnownAt.IsZero() {
		day, at = record.DateOf(m.KnownAt), "as known on "+instantWords(m.KnownAt)
	}
	if m.AsOf.Known() {
		if day = m.AsOf; at != "" {
			at = ", " + at
		}
		at = "as of " + m.AsOf.Words() + at
	}
	if at != "" {
		sentence = strings.ToUpper(at[:1]) + at[1:] + ", " + sentence
	}
	return s.cite(c, q, form, citable{sentence: sentence, date: day, evidence: "The bodies, each with its sources, are at the call's endorsements."})
}

func (s *Server) citeUnion(c *gin.Context, q *query, form string, u record.Union) (reply, error) {
	sentence := u.Name + " (" + strings.ReplaceAll(string(u.Kind), "_", " ")
	for _, part := range []string{u.Place.City, u.Place.Region} {
		if part != "" {
			sentence += ", " + part
		}
	}
	evidence := "Identifiers: none recorded."
	if len(u.Identifiers) > 0 {
		var ids []string
		for _, id := range u.Identifiers {
			ids = append(ids, id.Scheme+" "+id.Value)
		}
		evidence = "Identifiers: " + strings.Join(ids, ", ") + "."
	}
	return s.cite(c, q, form, citable{sentence: sentence + ")", date: record.DateOf(u.UpdatedAt), version: u.Version, evidence: evidence})
}

func (s *Server) citeCall(c *gin.Context, q *query, form string, call record.Call) (reply, error) {
	sentence := "“" + call.Title + "” (" + strings.ReplaceAll(string(call.Kind), "_", " ") + ", " + call.StartsOn.Words() + ")"
	sources := make([]record.SourceRef, len(call.Links))
	for i, link := range call.Links {
		sources[i] = record.SourceRef{URL: link}
	}
	return s.cite(c, q, form, citable{sentence: sentence, date: call.StartsOn, sources: sources, version: call.Version})
}

func (s *Server) citeSource(c *gin.Context, q *query, form string, src record.Source) (reply, error) {
	return s.cite(c, q, form, citable{sentence: src.Ref().Sentence(), date: src.PublishedOn, version: src.Version, evidence: "A source of the record."})
}
