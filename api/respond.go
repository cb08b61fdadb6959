package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/record"
)

type ctx = context.Context

// reply is an answer before it is encoded.
type reply struct {
	status int
	body   any
	// version is the record's, for its ETag; 0 where there is none.
	version  int
	location string
	link     string
	// private keeps caches from holding the answer.
	private bool
	// text is sent as it is, as mediaType, in place of a body.
	text, mediaType string
	// stream sends the answer itself, in place of a body. Once it has sent anything it answers nil.
	stream func() error
	// err is why the answer could not be made.
	err error
}

// encoded is an answer as it is sent.
type encoded struct {
	status   int
	body     []byte
	etag     string
	link     string
	location string
	private  bool
	// mediaType is that of the body; JSON when empty.
	mediaType string
	// memento is the instant of the past that the answer shows (RFC 7089 §2.1.2).
	memento time.Time
}

func encode(r reply) (encoded, error) {
	out := encoded{status: r.status, link: r.link, location: r.location, private: r.private, mediaType: r.mediaType}
	if r.err != nil {
		return out, r.err
	}
	if r.text != "" {
		out.body = []byte(r.text)
		out.etag = digest(out.body, r.version)
		return out, nil
	}
	if r.body == nil {
		return out, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r.body); err != nil {
		return out, err
	}
	out.body = b.Bytes()
	out.etag = digest(out.body, r.version)
	return out, nil
}

// read makes a handler of a function that answers a GET: the answer is kept as long as the record does
// not change, has an ETag, and is not sent again to who has it.
func (s *Server) read(answer func(c *gin.Context, q *query) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		// What is read from here on is at least as new as this.
		state, format := state{s.store.Seq(), s.now().Truncate(time.Minute)}, c.GetString(formatKey)
		key := canonical(c) + "\n" + c.GetHeader("Accept-Datetime")
		c.Writer.Header().Add("Vary", "Accept-Datetime")
		if hit, ok := s.cache.get(key, state); ok && (format == "" || format == formatJSON) {
			s.send(c, hit)
			return
		}
		q := s.query(c)
		r, err := answer(c, q)
		if err == nil && r.stream != nil {
			if err = r.stream(); err == nil {
				return
			}
		}
		if err != nil {
			s.fail(c, err)
			return
		}
		out, err := encode(r)
		if err != nil {
			s.fail(c, err)
			return
		}
		out.memento = q.knownAt
		if !out.private {
			s.cache.put(key, state, out)
		}
		s.send(c, out)
	}
}

// send writes an answer, or 304 if the client has it.
func (s *Server) send(c *gin.Context, out encoded) {
	h := c.Writer.Header()
	reading := c.Request.Method == http.MethodGet || c.Request.Method == http.MethodHead
	switch {
	case !reading || out.private:
		h.Set("Cache-Control", "private, no-store")
	default:
		h.Set("Cache-Control", publicly)
	}
	if out.etag != "" {
		h.Set("ETag", out.etag)
	}
	if out.link != "" {
		h.Set("Link", out.link)
	}
	if !out.memento.IsZero() {
		memento(c, out.memento)
	}
	if out.location != "" {
		h.Set("Location", out.location)
	}
	if reading && out.etag != "" && has(strings.Join(c.Request.Header.Values("If-None-Match"), ","), out.etag) {
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	if len(out.body) == 0 {
		c.Status(out.status)
		c.Writer.WriteHeaderNow()
		return
	}
	mediaType := out.mediaType
	if mediaType == "" {
		mediaType = "application/json; charset=utf-8"
	}
	sendBody(c, out.status, mediaType, out.body)
}

// publicly lets shared caches hold an answer briefly.
const publicly = "public, max-age=0, s-maxage=5, must-revalidate"

// memento says of which instant of the past an answer is (RFC 7089 §2).
func memento(c *gin.Context, at time.Time) {
	original, permanent := addresses(c, at)
	h := c.Writer.Header()
	h.Set("Memento-Datetime", at.Format(http.TimeFormat))
	h.Set("Content-Location", permanent)
	h.Add("Link", "<"+original+`>; rel="original timegate"`)
}

// addresses are those of what was asked for: of its present, and of what was known at an instant.
func addresses(c *gin.Context, knownAt time.Time) (original, permanent string) {
	values, path := c.Request.URL.Query(), c.Request.URL.EscapedPath()
	values.Del("known_at")
	original = path
	if len(values) > 0 {
		original += "?" + values.Encode()
	}
	values.Set("known_at", knownAt.UTC().Format(time.RFC3339Nano))
	return original, path + "?" + values.Encode()
}

func sendBody(c *gin.Context, status int, mediaType string, body []byte) {
	h := c.Writer.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	c.Status(status)
	if c.Request.Method == http.MethodHead {
		c.Writer.WriteHeaderNow()
		return
	}
	_, _ = c.Writer.Write(body) // whoever went away does not read it
}

// write makes a handler of a function that changes the record. The function decodes raw, does the
// write and answers what to reply.
func (s *Server) write(do func(c *gin.Context, w record.Write) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		w, err := s.writer(c)
		if err == nil {
			var r reply
			if r, err = do(c, w); err == nil {
				var out encoded
				if out, err = encode(r); err == nil {
					s.send(c, out)
				}
			}
		}
		if err != nil {
			s.fail(c, err)
		}
	}
}

// create makes a handler of a POST with a body. do gets the body and what to note its faults in.
func create[B, T any](s *Server, do func(in *input, w record.Write, b B) (T, error), render func(T) reply) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := once(s, c, jsonBody, decoded(s, do), render, render); err != nil {
			s.fail(c, err)
		}
	}
}

// act makes a handler of a POST without a body.
func act[T any](s *Server, do func(c *gin.Context, w record.Write) (T, error), render func(T) reply) gin.HandlerFunc {
	return func(c *gin.Context) {
		err := once(s, c, noBody, func(c *gin.Context, w record.Write, _ []byte) (T, error) { return do(c, w) }, render, render)
		if err != nil {
			s.fail(c, err)
		}
	}
}

func decoded[B, T any](s *Server, do func(in *input, w record.Write, b B) (T, error)) func(*gin.Context, record.Write, []byte) (T, error) {
	return func(c *gin.Context, w record.Write, raw []byte) (T, error) {
		var b B
		in := s.input(c)
		if err := decode(raw, &b, &in.shape); err != nil {
			var none T
			return none, err
		}
		return do(in, w, b)
	}
}

// once answers a POST and honours its Idempotency-Key: the write keeps the answer that keep makes of
// its result, in its own transaction. render makes the answer that is sent the first time.
func once[T any](s *Server, c *gin.Context, body func(*gin.Context) ([]byte, error), do func(*gin.Context, record.Write, []byte) (T, error), render, keep func(T) reply) error {
	w, err := s.writer(c)
	if err != nil {
		return err
	}
	raw, err := body(c)
	if err != nil {
		return err
	}
	done, err := s.remember(c, &w, raw, func(v any) (reply, error) {
		result, ok := v.(T)
		if !ok {
			return reply{}, record.Errorf(codeInternal, "The write answered %T.", v)
		}
		return keep(result), nil
	})
	if done != nil {
		defer done()
	}
	if err != nil || c.IsAborted() {
		return err
	}
	result, err := do(c, w, raw)
	if err != nil {
		return err
	}
	out, err := encode(render(result))
	if err != nil {
		return err
	}
	s.send(c, out)
	return nil
}

// Answers are those that were given to requests with an Idempotency-Key.
type Answers interface {
	// Answered returns the answer that was kept, or nil.
	Answered(ctx context.Context, owner, key string) (*record.Answer, error)
}

// remember prepares a write for its Idempotency-Key, if there is one. When the request was answered
// before, it sends that answer and aborts the context. done must be called when the request ends.
func (s *Server) remember(c *gin.Context, w *record.Write, raw []byte, render func(any) (reply, error)) (done func(), err error) {
	values := c.Request.Header.Values("Idempotency-Key")
	if len(values) == 0 {
		return nil, nil
	}
	key := values[0]
	if len(values) > 1 || len(key) < 1 || len(key) > 255 || slices.ContainsFunc([]byte(key), func(b byte) bool { return b < 0x21 || b > 0x7e }) {
		return nil, &record.Error{Code: record.CodeMalformed, Detail: "The Idempotency-Key is not 1 to 255 visible ASCII characters.", Fields: []record.FieldError{{Parameter: "Idempotency-Key", Code: "malformed", Detail: "1 to 255 visible ASCII characters are needed"}}}
	}
	owner := access.From(c.Request.Context()).KeyID
	slot := owner + "\x00" + key
	if _, busy := s.inFlight.LoadOrStore(slot, true); busy {
		return nil, record.Errorf(record.CodeInFlight, "A request with this Idempotency-Key is being answered.")
	}
	done = func() { s.inFlight.Delete(slot) }
	sum := sha256.New()
	for _, part := range []string{c.Request.Method, canonical(c)} {
		sum.Write([]byte(part + "\x00"))
	}
	sum.Write(raw)
	fingerprint := sum.Sum(nil)

	before, err := s.store.Answered(c.Request.Context(), owner, key)
	switch {
	case err != nil:
		return done, err
	case before == nil:
	case !bytes.Equal(before.Fingerprint, fingerprint):
		return done, record.Errorf(record.CodeKeyReused, "This Idempotency-Key was used for another request.")
	default:
		c.Header("Idempotency-Replayed", "true")
		s.send(c, encoded{status: before.Status, body: before.Body, etag: before.ETag, location: before.Location})
		c.Abort()
		return done, nil
	}
	w.Idempotency = &record.Idempotency{Owner: owner, Key: key, Fingerprint: fingerprint, Render: func(v any) (record.Answer, error) {
		r, err := render(v)
		if err != nil {
			return record.Answer{}, err
		}
		out, err := encode(r)
		return record.Answer{Status: out.status, ETag: out.etag, Location: out.location, Body: out.body}, err
	}}
	return done, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// orNone makes an empty list of a missing one, since a list is never null.
func orNone[T any, L ~[]T](l L) []T {
	if l == nil {
		return []T{}
	}
	return []T(l)
}

// idOf reads a record's id from the path. What is no UUID names nothing.
func idOf(c *gin.Context, name, noun string) (uuid.UUID, error) {
	id, ok := record.Ref(c.Param(name)).UUID()
	if !ok {
		return id, record.Errorf(record.CodeNotFound, "There is no such %s.", noun)
	}
	return id, nil
}
