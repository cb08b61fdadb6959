package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
	"rollcall/internal/telemetry"
)

// Problem says what went wrong with a request (RFC 9457).
type Problem struct {
	// A name for the sort of problem.
	Type string `json:"type" format:"uri" example:"urn:rollcall:problem:stale"`
	// The sort of problem in words.
	Title string `json:"title" example:"Precondition Failed"`
	// The HTTP status.
	Status int `json:"status" example:"412"`
	// What went wrong this time, for people.
	Detail string `json:"detail" example:"The record is at version 3; the write was made for version 2."`
	// The path of the request.
	Instance string `json:"instance" example:"/v1/unions/unite-here-local-17"`
	// A stable word for what went wrong; programs may switch on it.
	Code string `json:"code" example:"stale"`
	// The request's id, for whoever runs the service.
	RequestID string `json:"request_id" example:"0198c2f0a1b27c3d8e4f5a6b7c8d9e0f"`
	// Every field and parameter that is wrong.
	Errors []ProblemField `json:"errors,omitempty"`
}

// ProblemField says what is wrong with one field of the body, or one parameter or header.
type ProblemField struct {
	// The field in the body, as a JSON pointer (RFC 6901).
	Pointer string `json:"pointer,omitempty" example:"/names/0/value"`
	// The name of the query parameter or header.
	Parameter string `json:"parameter,omitempty"`
	// A stable word for what is wrong with it.
	Code string `json:"code" example:"required"`
	// What is wrong with it, for people.
	Detail string `json:"detail" example:"a text is required"`
}

// Codes that only HTTP knows.
const (
	codeUnauthorized record.Code = "unauthorized"
	codeNoRoute      record.Code = "no_such_path"
	codeMethod       record.Code = "method_not_allowed"
	codeMediaType    record.Code = "unsupported_media_type"
	codeTooLarge     record.Code = "too_large"
	codeTooMany      record.Code = "rate_limited"
	codeInternal     record.Code = "internal"
	codeRange        record.Code = "range_not_satisfiable"

	codeNotAcceptable  record.Code = "not_acceptable"
	codeNotImplemented record.Code = "not_implemented"
)

// statuses is the one table from what went wrong to the HTTP status.
var statuses = map[record.Code]int{
	record.CodeInvalid:     http.StatusUnprocessableEntity,
	record.CodeMalformed:   http.StatusBadRequest,
	record.CodeNotFound:    http.StatusNotFound,
	record.CodeGone:        http.StatusGone,
	record.CodeMoved:       http.StatusPermanentRedirect,
	record.CodeConflict:    http.StatusConflict,
	record.CodeInUse:       http.StatusConflict,
	record.CodeCycle:       http.StatusConflict,
	record.CodeStale:       http.StatusPreconditionFailed,
	record.CodeExists:      http.StatusPreconditionFailed,
	record.CodeMustMatch:   http.StatusPreconditionRequired,
	record.CodeForbidden:   http.StatusForbidden,
	record.CodeKeyReused:   http.StatusUnprocessableEntity,
	record.CodeInFlight:    http.StatusConflict,
	record.CodeUnavailable: http.StatusServiceUnavailable,
	codeUnauthorized:       http.StatusUnauthorized,
	codeNoRoute:            http.StatusNotFound,
	codeMethod:             http.StatusMethodNotAllowed,
	codeMediaType:          http.StatusUnsupportedMediaType,
	codeTooLarge:           http.StatusRequestEntityTooLarge,
	codeTooMany:            http.StatusTooManyRequests,
	codeInternal:           http.StatusInternalServerError,
	codeRange:              http.StatusRequestedRangeNotSatisfiable,
	codeNotAcceptable:      http.StatusNotAcceptable,
	codeNotImplemented:     http.StatusNotImplemented,
}

// fail answers a request with the problem that err is, and ends it. What an unforeseen error says is
// logged and not sent.
func (s *Server) fail(c *gin.Context, err error) {
	var e *record.Error
	if !errors.As(err, &e) {
		e = s.unforeseen(c, err)
	} else if e.Code == record.CodeUnavailable || e.Code == codeInternal {
		s.log.LogAttrs(c.Request.Context(), slog.LevelError, "request failed", slog.String("request_id", telemetry.RequestID(c.Request.Context())), slog.Any("error", err))
	}
	status, known := statuses[e.Code]
	if !known {
		status = http.StatusInternalServerError
	}
	p := Problem{
		Type: "urn:rollcall:problem:" + string(e.Code), Title: http.StatusText(status), Status: status, Detail: e.Detail,
		Instance: c.Request.URL.EscapedPath(), Code: string(e.Code), RequestID: telemetry.RequestID(c.Request.Context()),
	}
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, ProblemField(f))
	}
	h := c.Writer.Header()
	switch status {
	case http.StatusPermanentRedirect:
		h.Set("Location", movedTo(c, e.MovedTo))
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer")
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", "1")
	}
	body, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts and numbers can always be encoded
	}
	h.Set("Cache-Control", "no-store")
	c.Abort()
	sendBody(c, status, "application/problem+json", body)
}

func (s *Server) unforeseen(c *gin.Context, err error) *record.Error {
	ctx := c.Request.Context()
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		// The client went away; nobody reads the answer.
		return record.Errorf(record.CodeUnavailable, "The request was cancelled.")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return record.Errorf(record.CodeUnavailable, "The request took too long.")
	}
	s.log.LogAttrs(ctx, slog.LevelError, "request failed", slog.String("request_id", telemetry.RequestID(ctx)), slog.Any("error", err))
	return record.Errorf(codeInternal, "Something went wrong inside the service. The request_id tells its operators what.")
}

// movedTo is the address of the same request at the record that took the place of the one named in
// its path.
func movedTo(c *gin.Context, slug string) string {
	moved := movedParam(c)
	segments := strings.Split(c.FullPath(), "/")
	for i, segment := range segments {
		name, isParam := strings.CutPrefix(segment, ":")
		switch {
		case name == "file": // a record that is named with an ending
			_, ending, _ := strings.Cut(c.Param(name), ".")
			segments[i] = slug + "." + ending
		case isParam && name == moved:
			segments[i] = slug
		case isParam:
			segments[i] = url.PathEscape(c.Param(name))
		}
	}
	to := strings.Join(segments, "/")
	if q := c.Request.URL.RawQuery; q != "" {
		to += "?" + q
	}
	return to
}

// movedParam is the path parameter that a moved record was named by.
func movedParam(c *gin.Context) string {
	if key := c.GetString("moved"); key != "" {
		return key
	}
	if _, ok := c.Params.Get("union"); ok {
		return "union"
	}
	return "call"
}
