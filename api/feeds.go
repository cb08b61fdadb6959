package api

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Feeds tell feed readers of the latest changes, as Atom (RFC 4287) and as JSON Feed 1.1
// (https://www.jsonfeed.org/version/1.1/). They are another form of the change feed.

const (
	mediaAtom     = "application/atom+xml"
	mediaJSONFeed = "application/feed+json"
)

// feedLength is how many changes a feed tells of.
const feedLength = 50

// feed is a feed before it is written in one of the formats.
type feed struct {
	id      string
	title   string
	self    string // its own address
	about   string // the address of what it is about
	updated time.Time
	entries []feedEntry
}

type feedEntry struct {
	id, title, link, text string
	at                    time.Time
	author                string
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomEntry struct {
	ID      string     `xml:"id"`
	Title   atomText   `xml:"title"`
	Updated string     `xml:"updated"`
	Author  atomPerson `xml:"author"`
	Link    atomLink   `xml:"link"`
	Content atomText   `xml:"content"`
}

type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID        string      `xml:"id"`
	Title     atomText    `xml:"title"`
	Updated   string      `xml:"updated"`
	Author    atomPerson  `xml:"author"`
	Generator string      `xml:"generator"`
	Links     []atomLink  `xml:"link"`
	Entries   []atomEntry `xml:"entry"`
}

func (f feed) atom() (string, error) {
	plain := func(text string) atomText { return atomText{"text", xmlText(text)} }
	out := atomFeed{
		ID: f.id, Title: plain(f.title), Updated: f.updated.Format(time.RFC3339), Author: atomPerson{"Rollcall"}, Generator: "Rollcall",
		Links: []atomLink{{"self", mediaAtom, f.self}, {"alternate", "application/json", f.about}},
	}
	for _, e := range f.entries {
		out.Entries = append(out.Entries, atomEntry{
			ID: e.id, Title: plain(e.title), Updated: e.at.Format(time.RFC3339), Author: atomPerson{xmlText(e.author)},
			Link: atomLink{"alternate", "application/json", e.link}, Content: plain(e.text),
		})
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	err := e.Encode(out)
	return b.String() + "\n", err
}

// xmlText leaves out what XML 1.0 §2.2 has no way to write.
func xmlText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// JSONFeed is a feed as JSON Feed 1.1.
type JSONFeed struct {
	Version     string         `json:"version" example:"https://jsonfeed.org/version/1.1"`
	Title       string         `json:"title" example:"Rollcall"`
	HomePageURL string         `json:"home_page_url" format:"uri"`
	FeedURL     string         `json:"feed_url" format:"uri"`
	Items       []JSONFeedItem `json:"items"`
}

// JSONFeedItem is one change in a feed.
type JSONFeedItem struct {
	ID          string           `json:"id"`
	URL         string           `json:"url" format:"uri"`
	Title       string           `json:"title" example:"UNITE HERE Local 17 endorsed “A day of action” (14 January 2026)"`
	ContentText string           `json:"content_text"`
	Published   time.Time        `json:"date_published" example:"2026-01-22T18:00:00Z"`
	Authors     []JSONFeedAuthor `json:"authors"`
}

// JSONFeedAuthor is who made a change.
type JSONFeedAuthor struct {
	Name string `json:"name" example:"local-26-desk"`
}

func (f feed) json() (string, error) {
	out := JSONFeed{Version: "https://jsonfeed.org/version/1.1", Title: f.title, HomePageURL: f.about, FeedURL: f.self, Items: []JSONFeedItem{}}
	for _, e := range f.entries {
		out.Items = append(out.Items, JSONFeedItem{ID: e.id, URL: e.link, Title: e.title, ContentText: e.text, Published: e.at, Authors: []JSONFeedAuthor{{e.author}}})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(out)
	return b.String(), err
}

// changesFeed is a feed of the latest changes that a filter selects.
func (s *Server) changesFeed(c *gin.Context, title, about string, f record.ChangeFilter) (feed, error) {
	base := s.base(c)
	self := c.Request.URL.EscapedPath()
	if raw := c.Request.URL.RawQuery; raw != "" {
		self += "?" + raw
	}
	out := feed{id: feedID(canonical(c)), title: title, self: base + self, about: base + about, updated: time.Unix(0, 0).UTC()}
	f.Limit, f.Latest = feedLength, true
	changes, err := s.store.Changes(c.Request.Context(), f)
	if err != nil {
		return out, err
	}
	for _, change := range changes {
		told, err := change.Title()
		if err != nil {
			return out, err
		}
		text := told + "."
		if change.Reason != "" {
			text += "\n" + change.Reason
		}
		out.entries = append(out.entries, feedEntry{
			id: feedID(fmt.Sprintf("%s %d", change.ID, change.Version)), title: told, text: text, at: change.At.UTC(), author: change.Actor,
			link: base + "/v1/changes?" + url.Values{"after": {fmt.Sprint(change.Seq - 1)}, "limit": {"1"}}.Encode(),
		})
		if change.At.After(out.updated) {
			out.updated = change.At.UTC()
		}
	}
	return out, nil
}

// searchFeed is a feed of the unions, calls and statements that hold the words of a search, those that
// changed last first.
func (s *Server) searchFeed(c *gin.Context, words string) (feed, error) {
	base, ctx := s.base(c), c.Request.Context()
	out := feed{
		id: feedID(canonical(c)), title: "Rollcall: " + words, self: base + c.Request.URL.EscapedPath() + "?" + c.Request.URL.RawQuery,
		about: base + "/v1/search?" + url.Values{"q": {words}}.Encode(), updated: time.Unix(0, 0).UTC(),
	}
	add := func(noun, name, path string, id uuid.UUID, version int, at time.Time) {
		out.entries = append(out.entries, feedEntry{
			id: feedID(fmt.Sprintf("%s %d", id, version)), title: name, text: noun + ": " + name + ".", at: at.UTC(), author: "Rollcall", link: base + path,
		})
	}
	p := record.Page{Limit: feedLength, Sort: "updated_at", Descending: true}
	unions, err := s.store.Unions(ctx, record.UnionFilter{Q: words}, p)
	if err != nil {
		return out, err
	}
	for _, u := range unions.Items {
		add("Union", u.Name, "/v1/unions/"+u.Slug, u.ID, u.Version, u.UpdatedAt)
	}
	calls, err := s.store.Calls(ctx, record.CallFilter{Q: words}, p)
	if err != nil {
		return out, err
	}
	for _, call := range calls.Items {
		add("Call", call.Title, "/v1/calls/"+call.Slug, call.ID, call.Version, call.UpdatedAt)
	}
	statements, err := s.store.Statements(ctx, record.StatementFilter{Q: words}, p)
	if err != nil {
		return out, err
	}
	for _, st := range statements.Items {
		add("Statement", st.Title, "/v1/statements/"+st.ID.String(), st.ID, st.Version, st.UpdatedAt)
	}
	slices.SortStableFunc(out.entries, func(a, b feedEntry) int { return b.at.Compare(a.at) })
	out.entries = out.entries[:min(len(out.entries), feedLength)]
	if len(out.entries) > 0 {
		out.updated = out.entries[0].at
	}
	return out, nil
}

// feedID is a name that stays the same wherever the service is reached.
func feedID(of string) string { return uuid.NewSHA1(uuid.NameSpaceOID, []byte("rollcall "+of)).URN() }

// feedFile parts the last segment of a feed's path into what it names and its format.
func feedFile(c *gin.Context, formats ...string) (name, format string, err error) {
	name, format, _ = strings.Cut(c.Param("file"), ".")
	for _, known := range formats {
		if format == known && name != "" {
			return name, format, nil
		}
	}
	return "", "", record.Errorf(codeNoRoute, "There is no such feed; feeds end with .%s.", strings.Join(formats, " or ."))
}

func (f feed) reply(s *Server, format string) (reply, error) {
	// Where nobody said where the service is reached, the links are as whoever asked addressed it.
	r := reply{status: http.StatusOK, private: s.public == ""}
	var err error
	if format == "atom" {
		r.mediaType = mediaAtom + "; charset=utf-8"
		r.text, err = f.atom()
	} else {
		r.mediaType = mediaJSONFeed + "; charset=utf-8"
		r.text, err = f.json()
	}
	return r, err
}

// getFeed answers a feed of everything, or of what its filters ask for.
//
//	@ID          getFeed
//	@Summary     A feed of the latest changes
//	@Description changes.atom and changes.json: the latest 50 changes that match the filters, for feed readers; of a subtree with under. search.atom and search.json: the unions, calls and statements that hold the words of q, those that changed last first. calls.ics: a calendar (RFC 5545) of the calls that have a date.
//	@Tags        feeds
//	@Produce     application/atom+xml,application/feed+json,text/calendar
//	@Param       file          path   string   true  "changes.atom, changes.json, search.atom, search.json or calls.ics" example(changes.atom)
//	@Param       q             query  string   false "Words to search for; for search.atom and search.json alone"
//	@Param       entity        query  []string false "Of these entities" Enums(union,affiliation,call,endorsement,statement,source) collectionFormat(csv)
//	@Param       action        query  []string false "Of these actions" Enums(created,updated,deleted,restored,reverted,merged,unmerged) collectionFormat(csv)
//	@Param       call          query  string   false "About this call (id or slug)"
//	@Param       union         query  string   false "About this union (id or slug)"
//	@Param       under         query  string   false "About this union or one below it (id or slug)"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} JSONFeed "The feed"
//	@Failure     default {object} Problem
//	@Router      /v1/feeds/{file} [get]
func (s *Server) getFeed(c *gin.Context, q *query) (reply, error) {
	name, format, err := feedFile(c, "atom", "json", "ics")
	switch {
	case err != nil:
		return reply{}, err
	case name == "calls" && format == "ics":
		return s.calendar(c, q)
	case name == "search" && format != "ics":
		words := q.text("q")
		if words == "" && !q.Any() {
			q.AddParameter("q", "required", "the words to search for are required")
		}
		if err := q.done(); err != nil {
			return reply{}, err
		}
		out, err := s.searchFeed(c, words)
		if err != nil {
			return reply{}, err
		}
		return out.reply(s, format)
	case name != "changes" || format == "ics":
		return reply{}, record.Errorf(codeNoRoute, "The feeds here are changes.atom, changes.json, search.atom, search.json and calls.ics.")
	}
	f := q.changeFilter()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	about := "/v1/changes"
	if raw := c.Request.URL.RawQuery; raw != "" {
		about += "?" + raw
	}
	out, err := s.changesFeed(c, "Rollcall: changes of the record", about, f)
	if err != nil {
		return reply{}, err
	}
	return out.reply(s, format)
}

// getCallFeed answers a feed of a call.
//
//	@ID          getCallFeed
//	@Summary     A feed of one call
//	@Description The latest 50 changes about the call, as Atom or JSON Feed; or the call itself as a calendar (.ics).
//	@Tags        feeds
//	@Produce     application/atom+xml,application/feed+json,text/calendar
//	@Param       file          path   string true  "The call's id or slug, and .atom, .json or .ics" example(an-example-march.atom)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} JSONFeed "The feed"
//	@Failure     308,410
//	@Failure     default {object} Problem
//	@Router      /v1/feeds/calls/{file} [get]
func (s *Server) getCallFeed(c *gin.Context, q *query) (reply, error) {
	name, format, err := feedFile(c, "atom", "json", "ics")
	if err != nil {
		return reply{}, err
	}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	call, err := s.store.Call(c.Request.Context(), record.Ref(name), record.Moment{})
	if err != nil {
		return reply{}, err
	}
	if format == "ics" {
		return s.calendarReply(c, []record.Call{call})
	}
	out, err := s.changesFeed(c, "Rollcall: "+call.Title, "/v1/calls/"+call.Slug, record.ChangeFilter{Call: record.Ref(call.ID.String())})
	if err != nil {
		return reply{}, err
	}
	return out.reply(s, format)
}

// getUnionFeed answers a feed of a union.
//
//	@ID          getUnionFeed
//	@Summary     A feed of one union
//	@Description The latest 50 changes about the union, or about it and all below it, as Atom or JSON Feed.
//	@Tags        feeds
//	@Produce     application/atom+xml,application/feed+json
//	@Param       file          path   string true  "The union's id or slug, and .atom or .json" example(seiu-local-26.atom)
//	@Param       below         query  bool   false "Also about the unions below it" default(false)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} JSONFeed "The feed"
//	@Failure     308,410
//	@Failure     default {object} Problem
//	@Router      /v1/feeds/unions/{file} [get]
func (s *Server) getUnionFeed(c *gin.Context, q *query) (reply, error) {
	name, format, err := feedFile(c, "atom", "json")
	if err != nil {
		return reply{}, err
	}
	below := q.boolean("below")
	if err := q.done(); err != nil {
		return reply{}, err
	}
	u, err := s.store.Union(c.Request.Context(), record.Ref(name), record.Moment{})
	if err != nil {
		return reply{}, err
	}
	f, title := record.ChangeFilter{Union: record.Ref(u.ID.String())}, "Rollcall: "+u.Name
	if below {
		f, title = record.ChangeFilter{Under: f.Union}, title+" and all below it"
	}
	out, err := s.changesFeed(c, title, "/v1/unions/"+u.Slug, f)
	if err != nil {
		return reply{}, err
	}
	return out.reply(s, format)
}
