package api

import (
	"fmt"
	"math"
	"strconv"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"rollcall/internal/access"
	"rollcall/internal/record"
)

// limiter gives every client a bucket of requests that fills at a rate. A client is a key, or an
// address.
type limiter struct {
	rate    rate.Limit
	burst   int
	buckets *otter.Cache[string, *rate.Limiter]
}

// newLimiter limits each client to so many requests a second, with bursts of ten seconds' worth; nil
// limits nobody.
func newLimiter(perSecond float64) *limiter {
	if perSecond <= 0 {
		return nil
	}
	return &limiter{
		rate: rate.Limit(perSecond), burst: max(1, int(math.Ceil(perSecond*10))),
		buckets: otter.Must(&otter.Options[string, *rate.Limiter]{MaximumSize: 20_000}),
	}
}

// limit refuses a client's request beyond its rate (RateLimit header fields for HTTP,
// draft-ietf-httpapi-ratelimit-headers).
func (s *Server) limit(c *gin.Context) {
	l := s.limiter
	if l == nil || c.FullPath() == "/livez" || c.FullPath() == "/readyz" {
		return
	}
	client := access.From(c.Request.Context()).KeyID
	if client == "" {
		client = c.ClientIP() // as the proxies that are trusted tell it
	}
	bucket, _ := l.buckets.ComputeIfAbsent(client, func() (*rate.Limiter, bool) { return rate.NewLimiter(l.rate, l.burst), false })
	reservation := bucket.ReserveN(s.now(), 1)
	wait := reservation.DelayFrom(s.now())
	left := max(0, int(bucket.TokensAt(s.now())))
	c.Header("RateLimit-Policy", fmt.Sprintf(`"default";q=%d;w=10`, l.burst))
	c.Header("RateLimit", fmt.Sprintf(`"default";r=%d;t=%d`, left, int(math.Ceil(float64(l.burst-left)/float64(l.rate)))))
	if wait > 0 {
		reservation.CancelAt(s.now())
		c.Header("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
		s.fail(c, record.Errorf(codeTooMany, "Too many requests: at most %g a second, and %d at once.", float64(l.rate), l.burst))
	}
}
