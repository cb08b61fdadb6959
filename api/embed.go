package api

import (
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
	"rollcall/internal/web"
)

// framed makes a page one that other sites may frame.
func framed(policy string, next gin.HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Content-Security-Policy", policy)
		next(c)
	}
}

// getEmbed answers a small page about a call, for a frame in other people's pages.
//
//	@ID          getEmbed
//	@Summary     A page about a call, for a frame
//	@Description Bodies by position, the members that the endorsing ones represent, the five latest positions with their sources, and bodies by affiliation. It needs no script, and any site may frame it.
//	@Tags        embedding
//	@Produce     html
//	@Param       call          path   string true  "shared"
//	@Param       theme         query  string false "The colors; without it, those that the reader's system is set to" Enums(light,dark)
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {string} string "The page"
//	@Failure     400,401,429
//	@Failure     default {object} Problem
//	@Router      /embed/calls/{call} [get]
func (s *Server) getEmbed(c *gin.Context, q *query) (reply, error) {
	call, err := ref(c, "call")
	if err != nil {
		return reply{}, err
	}
	theme := q.text("theme")
	if theme != "" && !slices.Contains(themes, theme) {
		q.AddParameter("theme", "invalid", "%q is not one of %s", clip(theme), join(themes))
	}
	m := q.moment()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	e := web.Embed{Base: s.base(c), Query: q.values, Theme: theme, Moment: m, Today: record.DateOf(s.now())}
	if e.Call, e.Tally, err = s.store.Tally(c.Request.Context(), call, m, false); err != nil {
		return reply{}, err
	}
	// Those that the tally counts: what officers and caucuses say is not a body's position.
	latest, err := s.store.Endorsements(c.Request.Context(), record.EndorsementFilter{
		Calls: []record.Ref{call}, Capacities: []record.Capacity{record.CapacityBody}, Except: &record.EndorsementFilter{Kinds: []record.UnionKind{record.KindCaucus}},
	}, record.Page{Moment: m, Limit: web.LatestShown, Sort: "effective_on", Descending: true})
	if err != nil {
		return reply{}, err
	}
	e.Latest = latest.Items
	page, err := e.HTML()
	// Where nobody said where the service is reached, the links are as whoever asked addressed it.
	return reply{status: http.StatusOK, text: page, mediaType: "text/html; charset=utf-8", private: s.public == ""}, err
}

var themes = []string{"light", "dark"}

// OEmbed says how to show an address in another page (https://oembed.com, §2.3.4).
type OEmbed struct {
	Version      string `json:"version" example:"1.0"`
	Type         string `json:"type" enums:"rich" example:"rich"`
	Title        string `json:"title" example:"A day of action"`
	ProviderName string `json:"provider_name" example:"Rollcall"`
	ProviderURL  string `json:"provider_url" format:"uri" example:"https://rollcall.example"`
	// How many seconds the answer may be kept; the page in the frame is asked for anew each time.
	CacheAge int `json:"cache_age" example:"86400"`
	// The frame, as HTML.
	HTML   string `json:"html"`
	Width  int    `json:"width" example:"600"`
	Height int    `json:"height" example:"580"`
}

// The size of a frame where whoever shows it sets no bounds, in pixels.
const (
	frameWidth, frameHeight = 600, 580
	oembedAge               = 24 * 60 * 60
)

// getOEmbed answers how to show a call in another page.
//
//	@ID          getOEmbed
//	@Summary     How to show a call in another page
//	@Description For programs that turn a pasted address into what it shows (oEmbed 1.0). It knows the addresses of calls here: /v1/calls/, /embed/calls/ and /calls/ with an id or slug; theme, as_of and known_at in such an address hold for the frame. Any other address is 404.
//	@Tags        embedding
//	@Produce     json
//	@Param       url           query  string true  "The address that was pasted" format(uri)
//	@Param       maxwidth      query  int    false "How wide the frame may be, in pixels" minimum(1)
//	@Param       maxheight     query  int    false "How high the frame may be, in pixels" minimum(1)
//	@Param       format        query  string false "The format of the answer; any other is 501" Enums(json) default(json)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} OEmbed "How to show it"
//	@Failure     400,401,404,429
//	@Failure     501 "A format other than json was asked for."
//	@Failure     default {object} Problem
//	@Router      /oembed [get]
func (s *Server) getOEmbed(c *gin.Context, q *query) (reply, error) {
	address, format := q.text("url"), q.text("format")
	if len(q.values["url"]) == 0 {
		q.malformed("url", "say which address: ?url=%s/embed/calls/<id or slug>", s.base(c))
	}
	width := min(q.number("maxwidth", frameWidth, 1, math.MaxInt32), frameWidth)
	height := min(q.number("maxheight", frameHeight, 1, math.MaxInt32), frameHeight)
	if err := q.done(); err != nil {
		return reply{}, err
	}
	if format != "" && format != formatJSON {
		return reply{}, record.Errorf(codeNotImplemented, "The only format is json.")
	}
	nothing := record.Errorf(record.CodeNotFound, "The address is not that of a call in this record.")
	ref, shown, ok := s.callAt(c, address)
	if !ok {
		return reply{}, nothing
	}
	call, err := s.store.Call(c.Request.Context(), ref, record.Moment{})
	var e *record.Error
	if errors.As(err, &e) && e.Code == record.CodeMoved {
		call, err = s.store.Call(c.Request.Context(), record.Ref(e.MovedTo), record.Moment{})
	}
	switch {
	case errors.As(err, &e) && (e.Code == record.CodeNotFound || e.Code == record.CodeGone):
		return reply{}, nothing
	case err != nil:
		return reply{}, err
	}
	src := s.base(c) + "/embed/calls/" + call.Slug
	if len(shown) > 0 {
		src += "?" + shown.Encode()
	}
	html, err := web.Frame(src, call.Title, width, height)
	return reply{status: http.StatusOK, private: s.public == "", body: OEmbed{
		Version: "1.0", Type: "rich", Title: call.Title, ProviderName: "Rollcall", ProviderURL: s.base(c), CacheAge: oembedAge, HTML: html, Width: width, Height: height,
	}}, err
}

// callAt reads which call an address here is of, and what of its query holds for the page.
func (s *Server) callAt(c *gin.Context, address string) (call record.Ref, shown url.Values, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil {
		return "", nil, false
	}
	base, err := url.Parse(s.base(c))
	if err != nil || !strings.EqualFold(u.Host, base.Host) {
		return "", nil, false
	}
	path, below := strings.CutPrefix(u.EscapedPath(), base.EscapedPath())
	if !below {
		return "", nil, false
	}
	for _, room := range []string{"/v1/calls/", "/embed/calls/", "/calls/"} {
		if name, found := strings.CutPrefix(path, room); found {
			call, err = refOf(strings.TrimSuffix(name, "/"), "call")
			if err != nil {
				return "", nil, false
			}
			shown, ok = shownBy(u.Query(), s)
			return call, shown, ok
		}
	}
	return "", nil, false
}

// shownBy keeps of an address's query what the page understands. What it would refuse is no address of
// one; the rest, such as where a link was shared, is nothing to the page.
func shownBy(values url.Values, s *Server) (url.Values, bool) {
	q := &query{values: url.Values{}, now: s.now()}
	for _, name := range []string{"theme", "as_of", "known_at"} {
		if values.Has(name) {
			q.values[name] = values[name]
		}
	}
	theme := q.text("theme")
	q.moment()
	return q.values, q.done() == nil && (theme == "" || slices.Contains(themes, theme))
}
