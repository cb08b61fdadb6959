package telemetry

import (
	"net/http"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the numbers of one process, on a registry of their own so that
// nothing a library registers by itself is published. Every label takes its
// values from the code, never from a request.
type Metrics struct {
	registry *prometheus.Registry

	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	size     *prometheus.HistogramVec
	inFlight prometheus.Gauge

	writes        *prometheus.CounterVec
	writeDuration prometheus.Histogram
	deliveries    *prometheus.CounterVec
	lastSeq       atomic.Int64
}

// NewMetrics makes the metrics of a process that runs the given version of
// Rollcall, together with those of the Go runtime and the operating system.
func NewMetrics(version string) *Metrics {
	// From a read answered by the cache to a write that waits for others.
	seconds := []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rollcall_http_requests_total",
			Help: "Requests answered, by method, route and class of status.",
		}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "rollcall_http_request_duration_seconds",
			Help:    "Time from the first handler to the last byte of the answer.",
			Buckets: seconds,
		}, []string{"method", "route"}),
		size: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "rollcall_http_response_size_bytes",
			Help:    "Size of the answers' bodies as sent.",
			Buckets: prometheus.ExponentialBuckets(256, 8, 7), // 256 B to 64 MiB
		}, []string{"method", "route"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "rollcall_http_requests_in_flight",
			Help: "Requests being answered now.",
		}),
		writes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "rollcall_writes_total",
			Help: "Changes committed to the ledger, by entity and action.",
		}, []string{"entity", "action"}),
		writeDuration: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name:    "rollcall_write_duration_seconds",
			Help:    "Time from asking for the write lock to the commit.",
			Buckets: seconds,
		}),
	}
	m.deliveries = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "rollcall_webhook_attempts_total",
		Help: "Attempts to send a webhook, by outcome: delivered or failed.",
	}, []string{"outcome"})
	m.registry.MustRegister(
		m.requests, m.duration, m.size, m.inFlight, m.writes, m.writeDuration, m.deliveries,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "rollcall_ledger_last_seq",
			Help: "Largest ledger seq this process knows to be committed.",
		}, func() float64 { return float64(m.lastSeq.Load()) }),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "rollcall_build_info",
			Help: "1, labelled with what is running.",
			ConstLabels: prometheus.Labels{
				"version": version, "revision": revision(), "go_version": runtime.Version(),
			},
		}, func() float64 { return 1 }),
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return m
}

// revision is the commit the binary was built from, as the Go tool stamps it.
func revision() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				return setting.Value
			}
		}
	}
	return "unknown"
}

// Handler answers a scrape in the Prometheus text format. Few at a time: a
// scrape costs more than most requests, and the route may be public.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorHandling:       promhttp.ContinueOnError,
		MaxRequestsInFlight: 4,
	})
}

// Middleware counts and times every request. It belongs outermost, where it
// sees what the others answer. Requests that match no route share the route
// "unmatched", methods outside the API the method "OTHER"; a panic counts as
// 5xx.
func (m *Metrics) Middleware() gin.HandlerFunc {
	return func(c *gin.Context) {
		start, returned := time.Now(), false
		m.inFlight.Inc()
		defer func() {
			m.inFlight.Dec()
			method, route := methodOf(c), routeOf(c)
			m.requests.WithLabelValues(method, route, statusClass(statusOf(c, returned))).Inc()
			m.duration.WithLabelValues(method, route).Observe(time.Since(start).Seconds())
			m.size.WithLabelValues(method, route).Observe(float64(bytesOf(c)))
		}()
		c.Next()
		returned = true
	}
}

// Wrote counts one change that is committed: its entity and action, in the
// words of the ledger.
func (m *Metrics) Wrote(entity, action string) {
	m.writes.WithLabelValues(entity, action).Inc()
}

// Committed notes that a write transaction took this long and that the ledger
// now reaches to seq. It may be called in any order: the gauge never falls.
func (m *Metrics) Committed(seq int64, took time.Duration) {
	m.writeDuration.Observe(took.Seconds())
	m.Reached(seq)
}

// Reached notes that the ledger reaches to seq, as found at the start or told
// by another instance.
func (m *Metrics) Reached(seq int64) {
	for {
		last := m.lastSeq.Load()
		if seq <= last || m.lastSeq.CompareAndSwap(last, seq) {
			return
		}
	}
}

func methodOf(c *gin.Context) string {
	switch c.Request.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return c.Request.Method
	default:
		return "OTHER"
	}
}

func routeOf(c *gin.Context) string {
	if route := c.FullPath(); route != "" {
		return route
	}
	return "unmatched"
}

// statusOf is the status of the answer. A handler that panicked still has
// gin's 200, which will become a 500 or a broken connection.
func statusOf(c *gin.Context, returned bool) int {
	if !returned {
		return http.StatusInternalServerError
	}
	return c.Writer.Status()
}

func bytesOf(c *gin.Context) int { return max(c.Writer.Size(), 0) } // -1 is no body

func statusClass(status int) string {
	switch status / 100 {
	case 1:
		return "1xx"
	case 2:
		return "2xx"
	case 3:
		return "3xx"
	case 4:
		return "4xx"
	case 5:
		return "5xx"
	default:
		return "other"
	}
}

// Delivered counts an attempt to send a webhook.
func (m *Metrics) Delivered(ok bool) {
	outcome := "failed"
	if ok {
		outcome = "delivered"
	}
	m.deliveries.WithLabelValues(outcome).Inc()
}
