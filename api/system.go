package api

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"rollcall/docs"
	"rollcall/internal/record"
)

// System is what the service needs of the store to tell of itself.
type System interface {
	// Ping reports whether the database answers.
	Ping(ctx context.Context) error
	// Secret is what cursors are signed with; all processes on one database share it.
	Secret() []byte
}

// Health says whether the service works.
type Health struct {
	Status string `json:"status" example:"ok"`
}

// systemRoutes are the routes beside the API: health, metrics and the documents.
func (s *Server) systemRoutes(e *gin.Engine, serveMetrics bool) {
	get := func(path string, h gin.HandlerFunc) {
		e.GET(path, h)
		e.HEAD(path, h)
	}
	get("/livez", s.live)
	get("/readyz", s.ready)
	if serveMetrics {
		get("/metrics", gin.WrapH(s.metrics.Handler()))
	}
	get("/openapi.json", document("application/openapi+json", docs.OpenAPIJSON))
	get("/openapi.yaml", document("application/openapi+yaml", docs.OpenAPIYAML))
	get("/swagger.json", document("application/json", docs.Swagger))
	explorer := gin.WrapH(docs.Explorer())
	get("/docs", explorer)
	get("/docs/*file", explorer)
}

// document serves a file that changes only with the program.
func document(mediaType string, data []byte) gin.HandlerFunc {
	etag := digest(data, 0)
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Type", mediaType)
		h.Set("Cache-Control", "public, max-age=300")
		h.Set("ETag", etag)
		http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(data))
	}
}

// live answers whether the process works.
//
//	@ID          getLivez
//	@Summary     Does the process work
//	@Tags        service
//	@Produce     json
//	@Success     200 {object} Health "It does"
//	@Failure     default {object} Problem
//	@Router      /livez [get]
func (s *Server) live(c *gin.Context) {
	s.healthy(c)
}

func (s *Server) healthy(c *gin.Context) {
	c.Header("Cache-Control", "no-store")
	sendBody(c, http.StatusOK, "application/json; charset=utf-8", []byte(`{"status":"ok"}`+"\n"))
}

// ready answers whether the service can answer requests: the database does, and it is not stopping.
//
//	@ID          getReadyz
//	@Summary     Can the service answer
//	@Tags        service
//	@Produce     json
//	@Success     200 {object} Health "It can"
//	@Failure     503
//	@Failure     default {object} Problem
//	@Router      /readyz [get]
func (s *Server) ready(c *gin.Context) {
	select {
	case <-s.draining.Done():
		s.fail(c, record.Errorf(record.CodeUnavailable, "The service is stopping."))
		return
	default:
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
	defer cancel()
	if err := s.store.Ping(ctx); err != nil {
		s.log.ErrorContext(ctx, "not ready", "error", err)
		s.fail(c, record.Errorf(record.CodeUnavailable, "The database does not answer."))
		return
	}
	s.healthy(c)
}
