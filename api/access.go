package api

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/record"
)

// authenticate finds out who sends the request. A key that is wrong is refused on any route; no key
// is somebody anonymous.
func (s *Server) authenticate(c *gin.Context) {
	values := c.Request.Header.Values("Authorization")
	if len(values) == 0 {
		return
	}
	p, err := s.principal(c, values)
	if err != nil {
		// Who guesses keys is counted by address.
		if s.limit(c); !c.IsAborted() {
			s.fail(c, err)
		}
		return
	}
	c.Request = c.Request.WithContext(access.With(c.Request.Context(), p))
}

func (s *Server) principal(c *gin.Context, headers []string) (access.Principal, error) {
	var none access.Principal
	scheme, text, _ := strings.Cut(headers[0], " ")
	if len(headers) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return none, record.Errorf(codeUnauthorized, "The Authorization header must be: Bearer rc_…")
	}
	key, err := access.ParseKey(strings.TrimSpace(text))
	if err != nil {
		return none, record.Errorf(codeUnauthorized, "What the Authorization header holds is no API key: it is mistyped or cut off.")
	}
	credential, err := s.store.Credential(c.Request.Context(), key.ID())
	if record.Is(err, record.CodeNotFound) || err == nil && !key.Matches(credential.Hash) {
		return none, record.Errorf(codeUnauthorized, "There is no such API key.")
	}
	if err != nil {
		return none, err
	}
	if err := credential.Usable(s.now()); err != nil {
		return none, record.Errorf(codeUnauthorized, "%s", sentence(err))
	}
	return credential.Principal(), nil
}

func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

// require refuses whoever may not do what a route does.
func (s *Server) require(action access.Action) gin.HandlerFunc {
	return func(c *gin.Context) {
		if action == "" {
			return
		}
		p := access.From(c.Request.Context())
		switch {
		case p.May(action) != access.No:
			c.Set("action", action)
		case p.KeyID == "":
			s.fail(c, record.Errorf(codeUnauthorized, "This needs an API key: Authorization: Bearer rc_…"))
		default:
			s.fail(c, record.Errorf(record.CodeForbidden, "The role %s may not do this.", p.Role))
		}
	}
}

// writer is who writes, why, and how far they reach, on a route that takes no parameters.
func (s *Server) writer(c *gin.Context) (record.Write, error) {
	w, err := s.author(c)
	if err != nil {
		return w, err
	}
	return w, s.noQuery(c)
}

// author is who writes, why, and how far they reach.
func (s *Server) author(c *gin.Context) (record.Write, error) {
	p := access.From(c.Request.Context())
	w := record.Write{Actor: p.Handle, Reason: c.GetHeader("Rollcall-Reason")}
	// A header carries ASCII; other text comes percent-encoded (RFC 3986 §2.1), or as raw UTF-8.
	if text, err := url.PathUnescape(w.Reason); err == nil && utf8.ValidString(text) {
		w.Reason = text
	}
	if err := record.CheckReason(w.Reason); err != nil {
		return w, err
	}
	if action, _ := c.Get("action"); action != nil {
		if a, ok := action.(access.Action); ok && p.May(a) == access.WithinGrant {
			grant := append([]uuid.UUID{}, p.Grants...)
			w.Grant = &grant
		}
	}
	if c.Request.Method == http.MethodDelete {
		if _, err := noBody(c); err != nil {
			return w, err
		}
	}
	return w, nil
}

// noQuery refuses parameters on a route that takes none.
func (s *Server) noQuery(c *gin.Context) error {
	if c.Request.URL.RawQuery == "" {
		return nil
	}
	return s.query(c).done()
}

// Me is who the key in the request belongs to.
type Me struct {
	// The public id of the key; null without one.
	KeyID *string `json:"key_id" example:"4fW0uQm3xZ1"`
	// The public handle under which writes are recorded.
	Handle string `json:"handle" example:"local-26-desk"`
	// What the key may do.
	Role access.Role `json:"role" example:"organizer" swaggertype:"string" enums:"anonymous,contributor,organizer,editor,admin"`
	// The unions of an organizer's grant: it covers them and everything below them.
	Grants []uuid.UUID `json:"grants" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	// The actions that are allowed everywhere, and those allowed within the grant.
	May         []string `json:"may" example:"propose"`
	WithinGrant []string `json:"may_within_grant" example:"write_endorsement"`
}

// me answers who the request is from.
//
//	@ID          getMe
//	@Summary     Who am I
//	@Description Who the key in the request belongs to, and what it may do.
//	@Tags        keys
//	@Produce     json
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Me "Who the key belongs to"
//	@Failure     default {object} Problem
//	@Router      /v1/me [get]
func (s *Server) me(c *gin.Context, q *query) (reply, error) {
	if err := q.done(); err != nil {
		return reply{}, err
	}
	p := access.From(c.Request.Context())
	out := Me{KeyID: orNull(p.KeyID), Handle: p.Handle, Role: p.Role, Grants: orNone(p.Grants), May: []string{}, WithinGrant: []string{}}
	for _, a := range access.Actions() {
		switch p.May(a) {
		case access.Yes:
			out.May = append(out.May, string(a))
		case access.WithinGrant:
			out.WithinGrant = append(out.WithinGrant, string(a))
		case access.No:
		}
	}
	return reply{status: http.StatusOK, body: out, private: true}, nil
}
