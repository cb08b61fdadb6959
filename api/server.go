// Package api speaks HTTP: it decodes requests strictly, asks the store, and encodes answers. Nothing
// else. The store it asks is declared here, as small interfaces beside the handlers that use them.
package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"

	"rollcall/internal/access"
	"rollcall/internal/live"
	"rollcall/internal/record"
	"rollcall/internal/telemetry"
)

// Store is the record as the handlers need it.
type Store interface {
	Unions
	Affiliations
	Calls
	Endorsements
	Tallies
	Statements
	Sources
	Searching
	Deciding
	Ledger
	Following
	Webhooks
	Keys
	Answers
	System
}

// Options says how a Server behaves.
type Options struct {
	Store   Store
	Log     *slog.Logger
	Metrics *telemetry.Metrics
	// ServeMetrics mounts /metrics on this handler; false when it has a port of its own.
	ServeMetrics bool
	// AllowOrigins are the web origins that may write; "*" is every one. Reads are open to all.
	AllowOrigins []string
	// Rate is how many requests a second each client may send; 0 is no limit.
	Rate float64
	// TrustedProxies are the networks of the proxies whose word on who the client is counts
	// (X-Forwarded-For); without any, the client is whoever opened the connection.
	TrustedProxies []netip.Prefix
	// PublicURL is where the service is reached from outside, for links in citations; without it they
	// are made of the request's own host.
	PublicURL string
	// Webhooks say who sends webhooks, and where they may be.
	Webhooks WebhookOptions
	// Matching finds the unions that names mean.
	Matching Matching
	// Exports makes the files below /v1/exports.
	Exports Exports
	// Imports runs imports; without it none are taken.
	Imports Imports
	// Now is the clock; time.Now if nil.
	Now func() time.Time
}

// MaxBody is the largest request body, in bytes.
const MaxBody = 1 << 20

// Server answers the HTTP API of api/routes.go.
type Server struct {
	store    Store
	log      *slog.Logger
	metrics  *telemetry.Metrics
	origins  []string
	public   string
	matching Matching
	exports  Exports
	now      func() time.Time
	cache    *cache
	limiter  *limiter
	inFlight sync.Map // of idempotency keys that are being answered
	hub      *live.Hub
	streams  atomic.Int64 // how many are open
	imports  Imports
	patience patience
	// extracting holds as many as texts are being read.
	extracting chan struct{}
	webhooks   WebhookOptions
	// slowReader is how long the reader of a list may take nothing of it.
	slowReader time.Duration
	draining   context.Context
	drain      context.CancelFunc
	engine     *gin.Engine
}

// New makes a Server.
func New(o Options) *Server {
	gin.SetMode(gin.ReleaseMode)
	s := &Server{
		store: o.Store, log: o.Log, metrics: o.Metrics, origins: o.AllowOrigins, public: strings.TrimSuffix(o.PublicURL, "/"), now: o.Now,
		matching: o.Matching, exports: o.Exports, imports: o.Imports, cache: newCache(), limiter: newLimiter(o.Rate), hub: live.NewHub(o.Store), patience: patience{heartbeat, slowest}, slowReader: slowReader, webhooks: o.Webhooks,
		engine: gin.New(),
	}
	s.extracting = make(chan struct{}, runtime.GOMAXPROCS(0))
	s.draining, s.drain = context.WithCancel(context.Background())
	if s.now == nil {
		s.now = time.Now
	}
	e := s.engine
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash, e.RedirectFixedPath = false, false
	e.UseRawPath = true // a %2F is no slash (RFC 3986 §2.2)
	e.ContextWithFallback = false
	// No proxy is trusted to say who the client is unless an operator says so.
	e.RemoteIPHeaders = []string{"X-Forwarded-For"}
	var proxies []string
	for _, p := range o.TrustedProxies {
		proxies = append(proxies, p.String())
	}
	if err := e.SetTrustedProxies(proxies); err != nil {
		panic(fmt.Sprintf("api: %v", err)) // prefixes always are a valid list
	}
	e.Use(s.metrics.Middleware(), telemetry.AccessLog(s.log, telemetry.AccessLogOptions{KeyID: keyID}), s.identify, s.recover, s.guard, s.cors, s.authenticate, s.limit)
	e.NoRoute(func(c *gin.Context) { s.fail(c, record.Errorf(codeNoRoute, "There is nothing at this path.")) })
	e.NoMethod(func(c *gin.Context) {
		s.fail(c, record.Errorf(codeMethod, "The path does not know this method; it knows %s.", c.Writer.Header().Get("Allow")))
	})
	for _, r := range s.routes() {
		handlers := map[string][]gin.HandlerFunc{r.path: {s.require(r.action), r.handler}}
		if listed(r) {
			handlers[r.path] = []gin.HandlerFunc{s.require(r.action), s.negotiate(""), r.handler}
			for _, f := range listFormats {
				handlers[r.path+"."+f.name] = []gin.HandlerFunc{s.require(r.action), s.negotiate(f.name), r.handler}
			}
		}
		if r.path == reconcilePath {
			handlers[r.path+"/"] = handlers[r.path]
		}
		for path, chain := range handlers {
			e.Handle(r.method, path, chain...)
			if r.method == http.MethodGet {
				e.Handle(http.MethodHead, path, chain...)
			}
		}
	}
	s.systemRoutes(e, o.ServeMetrics)
	return s
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Drain makes /readyz fail, so that a balancer sends no new requests before the server stops, and ends
// the streams: their clients resume with another instance.
func (s *Server) Drain() { s.drain() }

var requestIDPattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// identify gives the request an id: the client's own, if it is a decent one.
func (s *Server) identify(c *gin.Context) {
	id := c.GetHeader("X-Request-Id")
	if !requestIDPattern.MatchString(id) || strings.HasPrefix(id, "rc_") {
		var b [16]byte
		_, _ = rand.Read(b[:]) // it never fails (crypto/rand)
		id = hex.EncodeToString(b[:])
	}
	c.Request = c.Request.WithContext(telemetry.WithRequestID(c.Request.Context(), id))
	c.Header("X-Request-Id", id)
}

// recover turns a panic into a problem; what it said is logged.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(p) // net/http's own way to cut a connection
		}
		err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		if c.Writer.Written() {
			s.log.LogAttrs(c.Request.Context(), slog.LevelError, "request failed after its answer began", slog.Any("error", err))
			c.Abort()
			return
		}
		s.fail(c, err)
	}()
	c.Next()
}

// guard sets the headers that keep browsers from guessing, and bounds the body.
func (s *Server) guard(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	if c.Request.Body != nil {
		most := int64(MaxBody)
		if c.FullPath() == importsPath {
			most = MaxImport
		}
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, most)
	}
}

const exposedHeaders = "ETag, Link, Rollcall-Seq, Rollcall-Count, Repr-Digest, Content-Disposition, Memento-Datetime, Content-Location, Location, Retry-After, X-Request-Id, Idempotency-Replayed, RateLimit, RateLimit-Policy"

// cors lets any web page read, and those of the configured origins write.
func (s *Server) cors(c *gin.Context) {
	origin, method := c.GetHeader("Origin"), c.Request.Method
	asked := c.GetHeader("Access-Control-Request-Method")
	preflight := method == http.MethodOptions && origin != "" && asked != ""
	if preflight {
		method = asked
	}
	h, allowed := c.Writer.Header(), ""
	if method == http.MethodGet || method == http.MethodHead || method == http.MethodPost && strings.TrimSuffix(c.Request.URL.Path, "/") == reconcilePath {
		// Said to everybody: a shared cache gives the answer to others than who asked for it.
		allowed = "*"
	} else {
		h.Add("Vary", "Origin")
		if origin != "" && (slices.Contains(s.origins, "*") || slices.Contains(s.origins, origin)) {
			allowed = origin
		}
	}
	if allowed != "" {
		h.Set("Access-Control-Allow-Origin", allowed)
		h.Set("Access-Control-Expose-Headers", exposedHeaders)
	}
	if preflight {
		if allowed != "" {
			h.Set("Access-Control-Allow-Methods", method)
			h.Set("Access-Control-Allow-Headers", "Accept-Datetime, Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Last-Event-ID, Rollcall-Reason, X-Request-Id")
			h.Set("Access-Control-Max-Age", "600")
		}
		c.AbortWithStatus(http.StatusNoContent)
	}
}

// ref reads a union or call named in the path. What can be no id and no slug names nothing.
func ref(c *gin.Context, name string) (record.Ref, error) {
	return refOf(c.Param(name), name)
}

func refOf(text, noun string) (record.Ref, error) {
	v := record.Ref(text)
	if _, ok := v.UUID(); !ok && !record.ValidSlug(string(v)) {
		return "", record.Errorf(record.CodeNotFound, "There is no %s of that id or slug in the record.", noun)
	}
	return v, nil
}

func keyID(ctx ctx) string { return access.From(ctx).KeyID }

// canonical is the request's path and query in the one form that a cache knows them by. A query that
// cannot be read stays as it is: what can be read of it would be another request.
func canonical(c *gin.Context) string {
	path, raw := c.Request.URL.EscapedPath(), c.Request.URL.RawQuery
	if raw == "" {
		return path
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return path + "?" + raw
	}
	return path + "?" + values.Encode()
}
