package api_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rollcall/api"
	"rollcall/internal/store"
)

func TestTheLinkOfACitationIsForWhoeverAskedForIt(t *testing.T) {
	for public, want := range map[string]string{"": "http://ours.example/", "https://rollcall.example": "https://rollcall.example/"} {
		s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.PublicURL = public })
		for _, format := range []string{"citation", "csl"} {
			var last *httptest.ResponseRecorder
			for _, host := range []string{"theirs.example", "ours.example"} {
				req := httptest.NewRequest(http.MethodGet, "/v1/unions/"+s.local.Slug+"?format="+format, http.NoBody)
				req.Host = host
				last = answerTo(s.server, req)
			}
			if last.Code != http.StatusOK || !strings.Contains(last.Body.String(), want) || strings.Contains(last.Body.String(), "theirs.example") {
				t.Errorf("public address %q, %s: %d %s", public, format, last.Code, last.Body)
			}
		}
	}
}
