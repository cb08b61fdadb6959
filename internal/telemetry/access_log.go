package telemetry

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// AccessLogOptions say what an access log tells about who asked. The zero value
// tells nothing.
type AccessLogOptions struct {
	// KeyID returns the public id of the API key that the request was made
	// with, empty without one. It is asked after the handlers, with the context
	// they left.
	KeyID func(context.Context) string
	// RemoteIP adds the client's address. Off by default: those who look
	// something up in the record are nobody's business.
	RemoteIP bool
}

// maxLoggedPath bounds a log line, in bytes: a path may be as long as a
// request's headers.
const maxLoggedPath = 256

// AccessLog writes one line for each request: method, route, path without the
// query, status, duration_ms, bytes of the body, request_id, and what options
// add. Answers of 5xx are errors; probes and scrapes that went well are debug,
// all else info.
func AccessLog(logger *slog.Logger, options AccessLogOptions) gin.HandlerFunc {
	return func(c *gin.Context) {
		start, returned := time.Now(), false
		defer func() {
			ctx, route, status := c.Request.Context(), routeOf(c), statusOf(c, returned)
			level := accessLevel(route, status)
			if !logger.Enabled(ctx, level) {
				return
			}
			attrs := make([]slog.Attr, 0, 9)
			attrs = append(attrs,
				slog.String("method", methodOf(c)),
				slog.String("route", route),
				slog.String("path", loggedPath(c.Request.URL.Path)),
				slog.Int("status", status),
				slog.Float64("duration_ms", float64(time.Since(start).Microseconds())/1000),
				slog.Int("bytes", bytesOf(c)),
			)
			if id := RequestID(ctx); id != "" {
				attrs = append(attrs, slog.String("request_id", id))
			}
			if options.KeyID != nil {
				if id := options.KeyID(ctx); id != "" {
					attrs = append(attrs, slog.String("key_id", id))
				}
			}
			if options.RemoteIP {
				attrs = append(attrs, slog.String("remote_ip", c.ClientIP()))
			}
			logger.LogAttrs(ctx, level, "request", attrs...)
		}()
		c.Next()
		returned = true
	}
}

func accessLevel(route string, status int) slog.Level {
	if status >= http.StatusInternalServerError {
		return slog.LevelError
	}
	switch route {
	case "/livez", "/readyz", "/metrics":
		return slog.LevelDebug
	default:
		return slog.LevelInfo
	}
}

func loggedPath(path string) string {
	if len(path) <= maxLoggedPath {
		return path
	}
	// Secrets are looked for before the cut, which could part a password from
	// the @ that tells it is one.
	path = redactText(path)
	return strings.ToValidUTF8(path[:min(len(path), maxLoggedPath)], "") + "…"
}
