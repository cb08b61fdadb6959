package telemetry

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"rollcall/internal/access"
)

// identify stands for the middleware that the API puts inside the access log.
func identify(id string, p access.Principal) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Request = c.Request.WithContext(access.With(WithRequestID(c.Request.Context(), id), p))
	}
}

func keyID(ctx context.Context) string { return access.From(ctx).KeyID }

func TestARequestIsOneLine(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelInfo)
	e := engine(AccessLog(logger, AccessLogOptions{KeyID: keyID}), identify("r1", access.Principal{KeyID: "k1"}))
	ask(e, http.MethodGet, "/v1/calls/one?q=x")

	all := lines(t, out)
	if len(all) != 1 {
		t.Fatalf("%d lines", len(all))
	}
	line := all[0]
	for name, want := range map[string]any{
		"level": "INFO", "msg": "request", "method": "GET", "route": "/v1/calls/:call", "path": "/v1/calls/one",
		"status": 200., "bytes": 6., "request_id": "r1", "key_id": "k1",
	} {
		if line[name] != want {
			t.Errorf("%s: got %v, want %v", name, line[name], want)
		}
	}
	if took, ok := line["duration_ms"].(float64); !ok || took < 0 {
		t.Errorf("duration_ms: got %v", line["duration_ms"])
	}
	if len(line) != 11 {
		t.Errorf("the line says more than it should: %v", line)
	}
}

func TestTheAccessLogKeepsNoSecretAndNoAddress(t *testing.T) {
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	logger, out := newLog(t, FormatText, slog.LevelDebug)
	e := engine(AccessLog(logger, AccessLogOptions{KeyID: keyID}), identify("r1", access.Principal{KeyID: key.ID()}))
	for _, target := range []string{
		"/v1/calls/one?access=" + key.Reveal(),
		"/v1/calls/" + key.Reveal(),
		"/v1/calls/" + url.PathEscape("postgres://ana:"+key.Reveal()+"@h/db"),
		"/" + strings.Repeat("x", maxLoggedPath-20) + key.Reveal(),
		"/" + strings.Repeat("x", maxLoggedPath-40) + "postgres://ana:hunter2" + strings.Repeat("x", 40) + "@h/db",
	} {
		ask(e, http.MethodGet, target)
	}
	if text := out.String(); strings.Contains(text, key.Reveal()[14:20]) || strings.Contains(text, "hunter2") || strings.Contains(text, "192.0.2.1") {
		t.Errorf("got %s", text)
	}
}

func TestTheAddressIsLoggedWhenAskedFor(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelInfo)
	ask(engine(AccessLog(logger, AccessLogOptions{RemoteIP: true})), http.MethodGet, "/v1/calls/one")
	if got := lines(t, out)[0]["remote_ip"]; got != "192.0.2.1" {
		t.Errorf("got %v", got)
	}
}

func TestFailuresAreErrorsAndProbesAreDebug(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelDebug)
	e := engine(AccessLog(logger, AccessLogOptions{}))
	var got []string
	for _, path := range []string{"/v1/calls/one", "/nowhere", "/broken", "/livez", "/readyz"} {
		ask(e, http.MethodGet, path)
	}
	for _, line := range lines(t, out) {
		got = append(got, line["level"].(string))
	}
	if want := []string{"INFO", "INFO", "ERROR", "DEBUG", "ERROR"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestALineIsBoundedAndWellFormedWhateverIsAsked(t *testing.T) {
	logger, out := newLog(t, FormatJSON, slog.LevelInfo)
	e := engine(AccessLog(logger, AccessLogOptions{}))
	request := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	request.Method = strings.Repeat("X", 10_000)
	request.URL.Path = "/a\n\x00\xff" + strings.Repeat("é", 10_000)
	e.ServeHTTP(httptest.NewRecorder(), request)

	if length := out.Len(); length > 2*maxLoggedPath || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%d bytes: %s", length, out)
	}
	if line := lines(t, out)[0]; line["method"] != "OTHER" || line["route"] != "unmatched" {
		t.Errorf("got %v", line)
	}
}

func BenchmarkAccessLog(b *testing.B) {
	logger, err := NewLogger(io.Discard, FormatJSON, slog.LevelInfo)
	if err != nil {
		b.Fatal(err)
	}
	for name, e := range map[string]*gin.Engine{"without": engine(), "with": engine(AccessLog(logger, AccessLogOptions{KeyID: keyID}))} {
		b.Run(name, func(b *testing.B) {
			request, answer := httptest.NewRequest(http.MethodGet, "/nowhere", http.NoBody), httptest.NewRecorder()
			b.ReportAllocs()
			for b.Loop() {
				e.ServeHTTP(answer, request)
			}
		})
	}
}
