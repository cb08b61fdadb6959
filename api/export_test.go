package api

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/gin-gonic/gin"
)

// Routes lists the method and path of every route but those of the service itself.
func (s *Server) Routes() [][2]string {
	var out [][2]string
	for _, r := range s.routes() {
		out = append(out, [2]string{r.method, r.path})
	}
	return out
}

// Decode reads a body as the handlers do.
func Decode(raw []byte, v any) error {
	in := &input{}
	if err := decode(raw, v, &in.shape); err != nil {
		return err
	}
	return in.with(nil, "The body")
}

// Patched applies a merge patch as the handlers do.
func Patched[T any](patch []byte, stands T) (T, error) {
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodPatch, "/", bytes.NewReader(patch))
	c.Request.Header.Set("Content-Type", "application/merge-patch+json")
	in := &input{Context: c}
	next, _, err := patched(in, stands)
	if err == nil {
		err = in.with(nil, "The body")
	}
	return next, err
}

// SetPatience sets how long streams wait for a change before they say that they are still there, and for
// a reader to take what was sent.
func (s *Server) SetPatience(quiet, slow time.Duration) { s.patience = patience{quiet, slow} }

// Streams is how many are open.
func (s *Server) Streams() int64 { return s.streams.Load() }

// SetSlowReader sets how long the reader of a list may take nothing of it.
func (s *Server) SetSlowReader(d time.Duration) { s.slowReader = d }
