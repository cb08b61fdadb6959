package docs

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func explore(method, path, encoding string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, http.NoBody)
	if encoding != "" {
		r.Header.Set("Accept-Encoding", encoding)
	}
	w := httptest.NewRecorder()
	Explorer().ServeHTTP(w, r)
	return w
}

func TestTheExplorerIsThereWithAndWithoutASlash(t *testing.T) {
	for _, path := range []string{"/docs", "/docs/", "/docs/index.html"} {
		w := explore(http.MethodGet, path, "")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `id="explorer"`) {
			t.Errorf("GET %s: %d %.60s", path, w.Code, w.Body)
		}
		head := explore(http.MethodHead, path, "")
		if head.Code != http.StatusOK || head.Body.Len() != 0 || head.Header().Get("Content-Length") != w.Header().Get("Content-Length") {
			t.Errorf("HEAD %s: %d, %d bytes", path, head.Code, head.Body.Len())
		}
	}
}

func TestTheExplorerHasAllThatItsPageNames(t *testing.T) {
	html := explore(http.MethodGet, "/docs", "").Body.String()
	named := regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(html, -1)
	if len(named) == 0 {
		t.Fatal("the page names nothing")
	}
	for _, m := range named {
		if !strings.HasPrefix(m[1], "/docs/") && m[1] != "/openapi.json" && m[1] != "/openapi.yaml" && m[1] != "/swagger.json" {
			t.Errorf("the page names %s", m[1])
		}
		if strings.HasPrefix(m[1], "/docs/") && explore(http.MethodGet, m[1], "").Code != http.StatusOK {
			t.Errorf("%s is missing", m[1])
		}
	}
}

func TestTheExplorerIsBoundToItsOwnHost(t *testing.T) {
	for _, path := range []string{"/docs", "/docs/explorer.js", "/docs/swagger-ui-bundle.js"} {
		policy := explore(http.MethodGet, path, "").Header().Get("Content-Security-Policy")
		for _, must := range []string{"default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, must) {
				t.Errorf("%s: the policy %q lacks %s", path, policy, must)
			}
		}
		if strings.Contains(policy, "unsafe") || strings.Contains(policy, "http") {
			t.Errorf("%s: the policy %q is too wide", path, policy)
		}
	}
}

func TestLargeFilesComeCompressedToThoseWhoCanReadThem(t *testing.T) {
	const path = "/docs/swagger-ui-bundle.js"
	plain := explore(http.MethodGet, path, "gzip;q=0")
	if plain.Header().Get("Content-Encoding") != "" {
		t.Error("compressed for a client that refuses it")
	}
	small := explore(http.MethodGet, path, "br, gzip")
	if small.Header().Get("Content-Encoding") != "gzip" || small.Body.Len() >= plain.Body.Len() {
		t.Errorf("not compressed: %d bytes of %d", small.Body.Len(), plain.Body.Len())
	}
	r, err := gzip.NewReader(small.Body)
	if err != nil {
		t.Fatal(err)
	}
	expanded, err := io.ReadAll(r)
	if err != nil || string(expanded) != plain.Body.String() {
		t.Errorf("the two differ (%v)", err)
	}
	if small.Header().Get("ETag") == plain.Header().Get("ETag") {
		t.Error("both have one ETag")
	}
}

func TestAFileAtHandIsNotSentAgain(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/docs/explorer.js", http.NoBody)
	r.Header.Set("If-None-Match", explore(http.MethodGet, "/docs/explorer.js", "").Header().Get("ETag"))
	w := httptest.NewRecorder()
	Explorer().ServeHTTP(w, r)
	if w.Code != http.StatusNotModified {
		t.Errorf("%d", w.Code)
	}
}

func TestTheExplorerRefusesWhatItIsNotFor(t *testing.T) {
	for _, path := range []string{"/docs/nothing", "/docs/../openapi.json", "/docs/explorer", "/docs/swagger-ui.js.gz"} {
		if w := explore(http.MethodGet, path, ""); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", path, w.Code)
		}
	}
	if w := explore(http.MethodPost, "/docs", ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d", w.Code)
	}
}
