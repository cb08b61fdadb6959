package telemetry

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus/testutil"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.ReleaseMode)
	m.Run()
}

// engine serves a few routes behind the middleware under test.
func engine(outermost ...gin.HandlerFunc) *gin.Engine {
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.Use(outermost...)
	e.GET("/v1/calls/:call", func(c *gin.Context) { c.String(http.StatusOK, "a call") })
	e.POST("/v1/calls", func(c *gin.Context) { c.Status(http.StatusUnprocessableEntity) })
	e.GET("/broken", func(*gin.Context) { panic("broken") })
	e.GET("/livez", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	e.GET("/readyz", func(c *gin.Context) { c.Status(http.StatusServiceUnavailable) })
	return e
}

// ask sends a request and swallows a panic as net/http does.
func ask(handler http.Handler, method, target string) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	func() {
		defer func() { _ = recover() }()
		handler.ServeHTTP(answer, httptest.NewRequest(method, target, http.NoBody))
	}()
	return answer
}

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	answer := ask(m.Handler(), http.MethodGet, "/metrics")
	if answer.Code != http.StatusOK {
		t.Fatalf("the scrape answers %d: %s", answer.Code, answer.Body)
	}
	return answer.Body.String()
}

func TestRequestsAreCountedByMethodRouteAndClassOfStatus(t *testing.T) {
	m := NewMetrics("test")
	e := engine(m.Middleware())
	ask(e, http.MethodGet, "/v1/calls/one")
	ask(e, http.MethodGet, "/v1/calls/two?q=x")
	ask(e, http.MethodPost, "/v1/calls")
	ask(e, http.MethodGet, "/broken")

	text := scrape(t, m)
	for _, line := range []string{
		`rollcall_http_requests_total{method="GET",route="/v1/calls/:call",status="2xx"} 2`,
		`rollcall_http_requests_total{method="POST",route="/v1/calls",status="4xx"} 1`,
		`rollcall_http_requests_total{method="GET",route="/broken",status="5xx"} 1`,
		`rollcall_http_request_duration_seconds_count{method="GET",route="/v1/calls/:call"} 2`,
		`rollcall_http_response_size_bytes_sum{method="GET",route="/v1/calls/:call"} 12`,
		`rollcall_http_response_size_bytes_sum{method="POST",route="/v1/calls"} 0`,
		`rollcall_http_requests_in_flight 0`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the scrape lacks %s", line)
		}
	}
}

func TestRequestsInFlightAreCountedWhileTheyLast(t *testing.T) {
	m := NewMetrics("test")
	e := gin.New()
	e.Use(m.Middleware())
	var during float64
	e.GET("/", func(*gin.Context) { during = testutil.ToFloat64(m.inFlight) })
	ask(e, http.MethodGet, "/")
	if after := testutil.ToFloat64(m.inFlight); during != 1 || after != 0 {
		t.Errorf("during %v, after %v", during, after)
	}
}

func TestNoRequestCanMakeALabelOfItsOwn(t *testing.T) {
	m := NewMetrics("test")
	e := engine(m.Middleware())
	for i := range 50 {
		ask(e, http.MethodGet, fmt.Sprintf("/nowhere/%d", i))
		ask(e, fmt.Sprintf("METHOD%d", i), "/v1/calls")
		ask(e, fmt.Sprintf("METHOD%d", i), fmt.Sprintf("/v1/calls/%d", i))
		ask(e, http.MethodGet, fmt.Sprintf("/v1/calls/%d", i))
	}
	// GET matched, GET unmatched, OTHER unmatched with 405.
	if got := testutil.CollectAndCount(m.requests); got != 3 {
		t.Errorf("%d series: %s", got, scrape(t, m))
	}
	text := scrape(t, m)
	for _, line := range []string{
		`rollcall_http_requests_total{method="GET",route="unmatched",status="4xx"} 50`,
		`rollcall_http_requests_total{method="OTHER",route="unmatched",status="4xx"} 100`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the scrape lacks %s", line)
		}
	}
}

func TestStatusesAreLabelledByTheirClass(t *testing.T) {
	for status, want := range map[int]string{100: "1xx", 204: "2xx", 308: "3xx", 499: "4xx", 503: "5xx", 0: "other", 600: "other", -1: "other"} {
		if got := statusClass(status); got != want {
			t.Errorf("%d: got %s, want %s", status, got, want)
		}
	}
}

func TestWritesAreCountedAndTimed(t *testing.T) {
	m := NewMetrics("test")
	m.Wrote("endorsement", "created")
	m.Wrote("endorsement", "created")
	m.Wrote("source", "updated")
	m.Committed(7, 3*time.Millisecond)
	text := scrape(t, m)
	for _, line := range []string{
		`rollcall_writes_total{action="created",entity="endorsement"} 2`,
		`rollcall_writes_total{action="updated",entity="source"} 1`,
		`rollcall_write_duration_seconds_sum 0.003`,
		`rollcall_ledger_last_seq 7`,
	} {
		if !strings.Contains(text, line+"\n") {
			t.Errorf("the scrape lacks %s", line)
		}
	}
}

func TestTheLastSeqNeverFalls(t *testing.T) {
	m := NewMetrics("test")
	var writers sync.WaitGroup
	for seq := range int64(100) {
		writers.Go(func() { m.Committed(seq+1, 0) })
	}
	writers.Wait()
	m.Reached(5)
	if got := m.lastSeq.Load(); got != 100 {
		t.Errorf("got %d", got)
	}
}

func TestAScrapeTellsWhatIsRunning(t *testing.T) {
	text := scrape(t, NewMetrics("v1.2.3"))
	for _, part := range []string{"go_goroutines ", "go_memstats_heap_alloc_bytes ", "process_", `version="v1.2.3"`} {
		if !strings.Contains(text, part) {
			t.Errorf("the scrape lacks %s", part)
		}
	}
}

func TestEachProcessHasMetricsOfItsOwn(t *testing.T) {
	one, other := NewMetrics("test"), NewMetrics("test")
	one.Reached(9)
	if strings.Contains(scrape(t, other), "rollcall_ledger_last_seq 9") {
		t.Error("two registries share a gauge")
	}
}

func BenchmarkMetricsMiddleware(b *testing.B) {
	for name, e := range map[string]*gin.Engine{"without": engine(), "with": engine(NewMetrics("test").Middleware())} {
		b.Run(name, func(b *testing.B) {
			request, answer := httptest.NewRequest(http.MethodGet, "/livez", http.NoBody), httptest.NewRecorder()
			b.ReportAllocs()
			for b.Loop() {
				e.ServeHTTP(answer, request)
			}
		})
	}
}
