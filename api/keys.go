package api

import (
	"context"
	"crypto/rand"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Keys is what the handlers of API keys need of the store.
type Keys interface {
	Credential(ctx context.Context, id string) (access.Credential, error)
	Credentials(ctx context.Context, p record.Page) (record.Listing[access.Credential], error)
	CreateKey(ctx context.Context, w record.Write, c access.Credential) (access.Credential, error)
	RevokeKey(ctx context.Context, w record.Write, id string) error
	RotateKey(ctx context.Context, w record.Write, id string, next access.Key, overlap time.Duration) (access.Credential, error)
}

// Key is an API key, without its secret.
type Key struct {
	// The public id: the part of the key behind rc_ that is safe to show.
	ID string `json:"id" example:"4fW0uQm3xZ1"`
	// The public handle under which its writes are recorded.
	Handle string `json:"handle" example:"local-26-desk"`
	Role   string `json:"role" enums:"contributor,organizer,editor,admin" example:"organizer"`
	// The unions of an organizer's grant: it covers them and everything below them.
	Grants    []uuid.UUID `json:"grants"`
	CreatedAt time.Time   `json:"created_at" example:"2026-01-22T18:00:00Z"`
	ExpiresAt *time.Time  `json:"expires_at"`
	RevokedAt *time.Time  `json:"revoked_at"`
	// The key that a rotation put in its place.
	ReplacedBy *string `json:"replaced_by"`
}

// NewKey is a key as it is shown once, when it is made.
type NewKey struct {
	ID string `json:"id" example:"4fW0uQm3xZ1"`
	// The whole key. It appears here and nowhere else, ever; null when the request is replayed.
	Key        *string     `json:"key"`
	Handle     string      `json:"handle" example:"local-26-desk"`
	Role       string      `json:"role" enums:"contributor,organizer,editor,admin" example:"organizer"`
	Grants     []uuid.UUID `json:"grants"`
	CreatedAt  time.Time   `json:"created_at" example:"2026-01-22T18:00:00Z"`
	ExpiresAt  *time.Time  `json:"expires_at"`
	RevokedAt  *time.Time  `json:"revoked_at"`
	ReplacedBy *string     `json:"replaced_by"`
}

// KeyBody is a key as it is asked for.
type KeyBody struct {
	Role string `json:"role" validate:"required" enums:"contributor,organizer,editor,admin" example:"organizer"`
	// 2 to 40 lower-case letters, digits, hyphens, underscores and dots. It is public: no name or e-mail that should not be.
	Handle string `json:"handle" validate:"required" example:"local-26-desk"`
	// The unions of an organizer's grant (ids or slugs).
	Unions []string `json:"unions" example:"seiu-local-26" extensions:"x-nullable"`
	// When the key stops working; never when missing.
	ExpiresAt *time.Time `json:"expires_at"`
}

// RotateBody says how to rotate a key.
type RotateBody struct {
	// How long the old key goes on working, in seconds; a day when missing.
	OverlapSeconds *int `json:"overlap_seconds" minimum:"0" maximum:"2592000" example:"86400"`
}

func keyDTO(c access.Credential) Key {
	return Key{
		ID: c.ID, Handle: c.Handle, Role: string(c.Role), Grants: orNone(c.Grants), CreatedAt: c.CreatedAt.UTC(),
		ExpiresAt: inUTC(c.ExpiresAt), RevokedAt: inUTC(c.RevokedAt), ReplacedBy: orNull(c.ReplacedBy),
	}
}

func inUTC(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

// issued answers a key that was just made, with its secret or, where the answer is kept, without.
func issued(c access.Credential, secret *string) reply {
	k := keyDTO(c)
	return reply{status: http.StatusCreated, location: "/v1/keys/" + k.ID, private: true, body: NewKey{
		ID: k.ID, Key: secret, Handle: k.Handle, Role: k.Role, Grants: k.Grants, CreatedAt: k.CreatedAt, ExpiresAt: k.ExpiresAt, RevokedAt: k.RevokedAt, ReplacedBy: k.ReplacedBy,
	}}
}

// issue makes a handler of a POST that answers a new key. What is kept for its Idempotency-Key has no
// secret in it.
func issue[B any](s *Server, do func(in *input, w record.Write, b B, key access.Key) (access.Credential, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		key, err := access.NewKey(rand.Reader)
		if err != nil {
			s.fail(c, err)
			return
		}
		secret := key.Reveal()
		err = once(s, c, jsonBody, decoded(s, func(in *input, w record.Write, b B) (access.Credential, error) { return do(in, w, b, key) }),
			func(v access.Credential) reply { return issued(v, &secret) },
			func(v access.Credential) reply { return issued(v, nil) })
		if err != nil {
			s.fail(c, err)
		}
	}
}

// listKeys answers a page of keys.
//
//	@ID          listKeys
//	@Summary     List the API keys
//	@Description Without their secrets, which nobody has.
//	@Tags        keys
//	@Produce     json
//	@Param       cursor        query  string false "shared"
//	@Param       limit         query  int    false "shared"
//	@Param       include_total query  bool   false "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} List[Key] "A page of keys"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/keys [get]
func (s *Server) listKeys(c *gin.Context, q *query) (reply, error) {
	q.paged("limit", "cursor")
	p := record.Page{Limit: q.number("limit", defaultLimit, 1, maxLimit), Total: q.boolean("include_total"), Sort: "created_at", After: q.cursor()}
	if err := q.done(); err != nil {
		return reply{}, err
	}
	page := func(ctx context.Context) (record.Listing[access.Credential], error) {
		return s.store.Credentials(ctx, p)
	}
	if q.streams() {
		p.Limit = 0 // nobody has so many keys that they must not be read at once
	}
	return answerList(s, c, q, p, list[access.Credential, Key]{page: page, columns: keyColumns, dto: keyDTO, private: true, each: func(ctx context.Context, begin func(record.Snapshot) error, row func(access.Credential) error) error {
		all, err := page(ctx)
		if err != nil {
			return err
		}
		n := len(all.Items)
		if err := begin(record.Snapshot{Total: &n}); err != nil {
			return err
		}
		for _, k := range all.Items {
			if err := row(k); err != nil {
				return err
			}
		}
		return nil
	}})
}

func keyColumns() []table.Column[access.Credential] {
	type key = access.Credential
	instant := func(t *time.Time) any {
		if t == nil {
			return nil
		}
		return *t
	}
	return []table.Column[key]{
		{Name: "id", Kind: table.Text, About: "The public id.", Of: func(k key) any { return k.ID }},
		{Name: "handle", Kind: table.Text, About: "The public handle under which its writes are recorded.", Of: func(k key) any { return k.Handle }},
		{Name: "role", Kind: table.Text, About: "contributor, organizer, editor or admin.", Of: func(k key) any { return string(k.Role) }},
		{Name: "grants", Kind: table.JSON, About: "The ids of the unions of an organizer's grant.", Of: func(k key) any { return orNone(k.Grants) }},
		{Name: "created_at", Kind: table.Instant, About: "When it was made.", Of: func(k key) any { return k.CreatedAt }},
		{Name: "expires_at", Kind: table.Instant, About: "When it stops working; empty is never.", Of: func(k key) any { return instant(k.ExpiresAt) }},
		{Name: "revoked_at", Kind: table.Instant, About: "When it was revoked.", Of: func(k key) any { return instant(k.RevokedAt) }},
		{Name: "replaced_by", Kind: table.Text, About: "The key that a rotation put in its place.", Of: func(k key) any { return k.ReplacedBy }},
	}
}

// createKey makes a key.
//
//	@ID          createKey
//	@Summary     Create an API key
//	@Description The answer holds the key, this once.
//	@Tags        keys
//	@Accept      json
//	@Produce     json
//	@Param       Idempotency-Key header string  false "shared"
//	@Param       Rollcall-Reason header string  false "shared"
//	@Param       body            body   KeyBody true  "The key"
//	@Success     201 {object} NewKey "The key, shown once"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/keys [post]
func (s *Server) createKey() gin.HandlerFunc {
	return issue(s, func(in *input, w record.Write, b KeyBody, key access.Key) (access.Credential, error) {
		var f record.Faults
		role, err := access.ParseRole(b.Role)
		if err != nil || role == access.Anonymous {
			f.Add("/role", "invalid", "the role is one of contributor, organizer, editor, admin")
		}
		if err := access.ValidHandle(b.Handle); err != nil {
			f.Add("/handle", "invalid", "%s", err)
		}
		if b.ExpiresAt != nil && !b.ExpiresAt.After(s.now()) {
			f.Add("/expires_at", "range", "the instant has passed")
		}
		switch {
		case role == access.Organizer && len(b.Unions) == 0:
			f.Add("/unions", "required", "an organizer's key is for at least one union")
		case role != access.Organizer && len(b.Unions) > 0:
			f.Add("/unions", "invalid", "only an organizer's key is bounded by unions")
		}
		grants := []uuid.UUID{}
		for _, u := range in.unions(namedList("/unions", b.Unions)...) {
			if !slices.Contains(grants, u.ID) {
				grants = append(grants, u.ID)
			}
		}
		if err := in.with(f.Err("The key"), "The key"); err != nil {
			return access.Credential{}, err
		}
		return s.store.CreateKey(in.ctx(), w, access.Credential{ID: key.ID(), Hash: key.Hash(), Handle: b.Handle, Role: role, Grants: grants, ExpiresAt: b.ExpiresAt})
	})
}

// revokeKey ends a key.
//
//	@ID          revokeKey
//	@Summary     Revoke an API key
//	@Description At once and for good.
//	@Tags        keys
//	@Produce     json
//	@Param       key             path   string true  "The key's public id"
//	@Param       Rollcall-Reason header string false "shared"
//	@Success     204 "Revoked"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/keys/{key} [delete]
func (s *Server) revokeKey(c *gin.Context, w record.Write) (reply, error) {
	id, err := keyOf(c)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, s.store.RevokeKey(c.Request.Context(), w, id)
}

var keyIDPattern = regexp.MustCompile(`^[0-9A-Za-z]{11}$`)

// keyOf reads a key's public id from the path.
func keyOf(c *gin.Context) (string, error) {
	id := c.Param("key")
	if !keyIDPattern.MatchString(id) {
		return "", record.Errorf(record.CodeNotFound, "There is no such key.")
	}
	return id, nil
}

// rotateKey puts a new key in the place of one.
//
//	@ID          rotateKey
//	@Summary     Rotate an API key
//	@Description A new key with the same handle, role and grant; the old one goes on working for the overlap.
//	@Tags        keys
//	@Accept      json
//	@Produce     json
//	@Param       key             path   string     true  "The key's public id"
//	@Param       Idempotency-Key header string     false "shared"
//	@Param       Rollcall-Reason header string     false "shared"
//	@Param       body            body   RotateBody true  "How to rotate; {} is fine"
//	@Success     201 {object} NewKey "The new key, shown once"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/keys/{key}/rotate [post]
func (s *Server) rotateKey() gin.HandlerFunc {
	return issue(s, func(in *input, w record.Write, b RotateBody, key access.Key) (access.Credential, error) {
		id, err := keyOf(in.Context)
		if err != nil {
			return access.Credential{}, err
		}
		overlap := in.overlap(b)
		if err := in.with(nil, "The rotation"); err != nil {
			return access.Credential{}, err
		}
		return s.store.RotateKey(in.ctx(), w, id, key, overlap)
	})
}
