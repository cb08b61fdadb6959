package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/api"
	"rollcall/internal/access"
	"rollcall/internal/contract"
	"rollcall/internal/export"
	"rollcall/internal/intake"
	"rollcall/internal/live"
	"rollcall/internal/match"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
	"rollcall/internal/telemetry"
)

// obj is a JSON object.
type obj = map[string]any

// service is the API on a record of the test's own, with a key for every role.
type service struct {
	*storetest.Fixture
	server *api.Server
	url    string
	keys   map[string]string // by role; "" is nobody's
	log    *lines
	// asks is the role that the row of the matrix under test is asked by.
	asks string
	// webhooks sends nothing until its Run is called.
	webhooks *live.Dispatcher
	private  bool
	logger   *slog.Logger

	// What organizers' grants are about: the union of the role "organizer" with a local below it, and
	// that of "other organizer".
	own, local, other record.Union
	call              record.Call
}

// lines is a log in memory.
type lines struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.String()
}

// roles in the order of what they may do.
var roles = []string{"anonymous", "contributor", "organizer", "other organizer", "editor", "admin"}

// onEach runs a test of the API on each database.
func onEach(t *testing.T, test func(t *testing.T, s *service)) {
	t.Helper()
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) { test(t, newService(t, name, nil)) })
	}
}

// newService starts the API on an empty record but for two unions, a local and a call.
func newService(t testing.TB, database string, options func(*store.Options, *api.Options)) *service {
	t.Helper()
	s := openService(t, storetest.Database(t, database), options)
	s.own = s.Union(record.KindNational, "Service Employees International Union")
	s.local = s.Local("SEIU Local 26", s.own)
	s.other = s.Local("UNITE HERE Local 17")
	s.call = s.Call("A day of action", "2026-01-23")
	for _, role := range roles[1:] {
		var grants []uuid.UUID
		switch role {
		case "organizer":
			grants = []uuid.UUID{s.own.ID}
		case "other organizer":
			grants = []uuid.UUID{s.other.ID}
		}
		s.keys[role] = s.key(strings.TrimPrefix(role, "other "), strings.ReplaceAll(role, " ", "-"), grants...)
	}
	return s
}

// openService starts the API on a database as it is.
func openService(t testing.TB, database string, options func(*store.Options, *api.Options)) *service {
	t.Helper()
	s := &service{keys: map[string]string{"anonymous": ""}, log: &lines{}}
	logger := storetest.Must(telemetry.NewLogger(s.log, "json", slog.LevelDebug))(t)
	o := api.Options{Log: logger, Metrics: telemetry.NewMetrics("test"), ServeMetrics: true}
	var so store.Options
	if options != nil {
		options(&so, &o)
	}
	s.Fixture = storetest.Open(t, database, so)
	if o.Store == nil {
		o.Store = s.Store
	}
	o.Now = s.Clock.Now
	s.private, s.logger = o.Webhooks.AllowPrivate, logger
	s.webhooks = s.dispatcher(s.Store)
	o.Webhooks.Sender = s.webhooks
	files := storetest.Must(export.NewFiles(export.Options{Store: s.Store, Folder: t.TempDir(), Now: o.Now}))(t)
	o.Exports = files
	t.Cleanup(func() {
		if err := files.Close(); err != nil {
			t.Error(err)
		}
	})
	desk := intake.NewDesk(storetest.Desk{Store: s.Store}, logger)
	t.Cleanup(desk.Stop)
	if slow, ok := o.Imports.(slowly); ok {
		slow.Imports = desk
		o.Imports = slow
	} else {
		o.Imports = desk
	}
	o.Matching = match.NewLive(s.Store)
	s.server = api.New(o)
	h := httptest.NewServer(s.server)
	t.Cleanup(h.Close)
	s.url = h.URL
	return s
}

// dispatcher makes one on a store.
func (s *service) dispatcher(out live.Outbox) *live.Dispatcher {
	s.Helper()
	return storetest.Must(live.NewDispatcher(s.Context(), live.DispatcherOptions{
		Outbox: out, Log: s.logger, Payload: api.EventPayload, AllowPrivate: s.private, UserAgent: "Rollcall/test", LookAgain: 10 * time.Millisecond,
	}))(s)
}

// restart starts a second process on the same record: nothing but the database is shared.
func (s *service) restart() *service {
	s.Helper()
	next := openService(s.TB, s.Database, nil)
	next.keys, next.own, next.local, next.other, next.call = s.keys, s.own, s.local, s.other, s.call
	next.Clock.Set(s.Clock.Now())
	return next
}

// key makes a key in the store and answers it whole.
func (s *service) key(role, handle string, grants ...uuid.UUID) string {
	s.Helper()
	key := storetest.Must(access.NewKey(rand.Reader))(s)
	storetest.Must(s.Store.CreateKey(s.Context(), storetest.By("test"), access.Credential{
		ID: key.ID(), Hash: key.Hash(), Handle: handle, Role: access.Role(role), Grants: grants,
	}))(s)
	return key.Reveal()
}

// answer is what came back for a request.
type answer struct {
	testing.TB
	*http.Response
	body    []byte
	request string
}

var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// do sends a request in a role and holds its answer to the OpenAPI document. A body that is no text or
// bytes is sent as JSON. headers are names and values in turn.
func (s *service) do(role, method, path string, body any, headers ...string) *answer {
	s.Helper()
	key, known := s.keys[role]
	if !known {
		s.Fatalf("there is no role %q", role)
	}
	var raw []byte
	switch b := body.(type) {
	case nil:
	case string:
		raw = []byte(b)
	case []byte:
		raw = b
	default:
		raw = storetest.Must(json.Marshal(b))(s)
	}
	req, err := http.NewRequestWithContext(s.Context(), method, s.url+path, bytes.NewReader(raw))
	if err != nil {
		s.Fatal(err)
	}
	if body == nil {
		req.Body = http.NoBody
	} else {
		req.Header.Set("Content-Type", "application/json")
		if method == http.MethodPatch {
			req.Header.Set("Content-Type", "application/merge-patch+json")
		}
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] == "" {
			req.Header.Del(headers[i])
		} else {
			req.Header.Set(headers[i], headers[i+1])
		}
	}
	return s.send(req, raw)
}

func (s *service) send(req *http.Request, raw []byte) *answer {
	s.Helper()
	res, err := client.Do(req)
	if err != nil {
		s.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatalf("%s %s: %v", req.Method, req.URL, err)
	}
	contract.Check(s.TB, req, raw, res, body)
	return &answer{s.TB, res, body, req.Method + " " + req.URL.RequestURI() + " " + string(raw)}
}

func (s *service) get(path string, headers ...string) *answer {
	s.Helper()
	return s.do("anonymous", http.MethodGet, path, nil, headers...)
}

func (s *service) post(path string, body any, headers ...string) *answer {
	s.Helper()
	return s.do("admin", http.MethodPost, path, body, headers...)
}

func (s *service) put(path string, body any, headers ...string) *answer {
	s.Helper()
	return s.do("admin", http.MethodPut, path, body, headers...)
}

// patch and delete replace the version that an ETag names; "" sends none.
func (s *service) patch(path, etag string, body any, headers ...string) *answer {
	s.Helper()
	return s.do("admin", http.MethodPatch, path, body, append([]string{"If-Match", etag}, headers...)...)
}

func (s *service) delete(path, etag string, headers ...string) *answer {
	s.Helper()
	return s.do("admin", http.MethodDelete, path, nil, append([]string{"If-Match", etag}, headers...)...)
}

// want ends the test unless the status is the one.
func (a *answer) want(status int) *answer {
	a.Helper()
	if a.StatusCode != status {
		a.Fatalf("%.300s\nanswers %d, want %d: %.600s", a.request, a.StatusCode, status, a.body)
	}
	return a
}

// problem ends the test unless the answer is a problem with the code and exactly these faults, each
// written as its pointer or parameter and its code: "/name required".
func (a *answer) problem(status int, code string, faults ...string) *answer {
	a.Helper()
	a.want(status)
	if got := a.text("code"); got != code {
		a.Errorf("%.300s\nthe code is %q, want %q: %s", a.request, got, code, a.body)
	}
	got := a.faults()
	slices.Sort(got)
	slices.Sort(faults)
	if !slices.Equal(got, faults) {
		a.Errorf("%.300s\nthe faults are %q, want %q", a.request, got, faults)
	}
	return a
}

func (a *answer) faults() []string {
	a.Helper()
	var p api.Problem
	if err := json.Unmarshal(a.body, &p); err != nil {
		a.Fatalf("%v: %s", err, a.body)
	}
	var out []string
	for _, e := range p.Errors {
		out = append(out, e.Pointer+e.Parameter+" "+e.Code)
	}
	return out
}

func (a *answer) etag() string { return a.Header.Get("ETag") }

// at answers the JSON value at a path of names and numbers with dots between them, nil if there is none.
func (a *answer) at(path string) any {
	a.Helper()
	var v any
	if err := json.Unmarshal(a.body, &v); err != nil {
		a.Fatalf("%s\nanswers no JSON: %s", a.request, a.body)
	}
	for _, name := range strings.Split(path, ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			n, err := strconv.Atoi(name)
			if err != nil || n >= len(in) {
				return nil
			}
			v = in[n]
		default:
			return nil
		}
	}
	return v
}

// text is at, written as text; null is empty.
func (a *answer) text(path string) string {
	a.Helper()
	v := a.at(path)
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// is fails the test where the answer's values are not those given, as paths and texts in turn.
func (a *answer) is(pairs ...string) *answer {
	a.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := a.text(pairs[i]); got != pairs[i+1] {
			a.Errorf("%.300s\n%s is %q, want %q", a.request, pairs[i], got, pairs[i+1])
		}
	}
	return a
}

// column is one member of every record on a page.
func (a *answer) column(member string) []string {
	a.Helper()
	data, _ := a.at("data").([]any)
	out := []string{}
	for i := range data {
		out = append(out, a.text("data."+strconv.Itoa(i)+"."+member))
	}
	return out
}

// lists fails the test where the records on the page are not these, in this order, by a member.
func (a *answer) lists(member string, want ...string) *answer {
	a.Helper()
	a.want(http.StatusOK)
	if got := a.column(member); !slices.Equal(got, want) {
		a.Errorf("%s\nlists %q, want %q", a.request, got, want)
	}
	return a
}

func nopLog(to ...*lines) *slog.Logger {
	if len(to) == 0 {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewJSONHandler(to[0], nil))
}

func nopMetrics() *telemetry.Metrics { return telemetry.NewMetrics("test") }

// serve asks a handler directly.
func serve(h http.Handler, method, path, body, key string) *httptest.ResponseRecorder {
	req := httptest.NewRequest(method, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	return answerTo(h, req)
}

func answerTo(h http.Handler, req *http.Request) *httptest.ResponseRecorder {
	res := httptest.NewRecorder()
	h.ServeHTTP(res, req)
	return res
}

// lostUnions is a store that cannot look unions up.
type lostUnions struct {
	api.Store
	resolve func(context.Context, []record.Ref) (map[record.Ref]record.UnionRef, error)
}

func (l lostUnions) ResolveUnions(ctx context.Context, refs []record.Ref) (map[record.Ref]record.UnionRef, error) {
	return l.resolve(ctx, refs)
}
