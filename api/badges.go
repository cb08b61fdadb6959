package api

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
	"rollcall/internal/web"
)

const (
	mediaSVG = "image/svg+xml"
	// maxLabel bounds a badge, in characters.
	maxLabel = 80
)

// Badge says how many bodies have a position, as https://shields.io/badges/endpoint-badge takes it.
type Badge struct {
	SchemaVersion int    `json:"schemaVersion" example:"1"`
	Label         string `json:"label" example:"endorsed by"`
	Message       string `json:"message" example:"12 bodies"`
	Color         string `json:"color" example:"#0a5a9c"`
}

// getBadge answers a badge that says how many bodies have a position on a call.
//
//	@ID          getBadge
//	@Summary     A badge of a call
//	@Description How many bodies have a position on the call, for other people's pages: .svg is a picture with its text as words, .json is what shields.io draws a badge of. The number is that of the tally.
//	@Tags        embedding
//	@Produce     image/svg+xml,json
//	@Param       file          path   string true  "The call's id or slug, and .svg or .json" example(ice-out-of-minnesota-day-of-truth-and-freedom.svg)
//	@Param       position      query  string false "Which bodies are counted" Enums(endorsed,supported,planning,declined,opposed,tabled,withdrawn,nullified,no_position_found) default(endorsed)
//	@Param       label         query  string false "What stands before the number, in place of the words for the position" maxLength(80)
//	@Param       as_of         query  string false "shared"
//	@Param       known_at      query  string false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Badge "The badge"
//	@Failure     308,400,401,410,429
//	@Failure     default {object} Problem
//	@Router      /badge/calls/{file} [get]
func (s *Server) getBadge(c *gin.Context, q *query) (reply, error) {
	name, ending, _ := strings.Cut(c.Param("file"), ".")
	if name == "" || ending != "svg" && ending != "json" {
		return reply{}, record.Errorf(codeNoRoute, "There is no such badge; badges end with .svg or .json.")
	}
	position := record.Stance(q.text("position"))
	if position == "" {
		position = record.Endorsed
	} else if !slices.Contains(record.Stances, position) {
		q.AddParameter("position", "invalid", "%q is not one of %s", clip(string(position)), join(record.Stances))
	}
	b := web.Badge{Label: q.text("label")}
	if n := utf8.RuneCountInString(b.Label); n > maxLabel {
		q.AddParameter("label", "too_long", "the label has %d characters; at most %d fit", n, maxLabel)
	}
	if strings.TrimSpace(b.Label) == "" {
		if b.Label != "" {
			q.AddParameter("label", "invalid", "the label is blank")
		}
		b.Label = web.BadgeLabel(position)
	}
	m := q.moment()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	call, err := refOf(name, "call")
	if err != nil {
		return reply{}, err
	}
	found, tally, err := s.store.Tally(c.Request.Context(), call, m, false)
	if err != nil {
		return reply{}, err
	}
	b.Message = web.Bodies(tally.Positions[position])
	if ending == "json" {
		return reply{status: http.StatusOK, body: Badge{1, b.Label, b.Message, web.BadgeColor}}, nil
	}
	b.Title = b.Label + " " + b.Message // what is seen comes first, so that whoever reads it out finds it
	if m.AsOf.Known() {
		b.Title += " as of " + m.AsOf.Words()
	}
	b.Title += ": " + found.Title
	out, err := b.SVG()
	return reply{status: http.StatusOK, text: out, mediaType: mediaSVG + "; charset=utf-8"}, err
}
