package docs

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/swaggest/swgui/v5/static"
)

// explorerPolicy lets the explorer load what comes with it and talk to this server only. Swagger UI
// draws its icons from data: URLs.
const explorerPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

//go:embed explorer
var page embed.FS

// asset is one file of the explorer. The large ones are kept compressed, as they come.
type asset struct {
	mediaType string
	tag       string
	data      []byte
	gzipped   bool
}

// Explorer serves the page on which people read and try the API: Swagger UI, showing /openapi.json.
// It is meant for /docs and everything below. It carries all that it needs and asks no other host
// for anything.
func Explorer() http.Handler {
	assets := map[string]asset{}
	for name, from := range map[string]fs.FS{
		"explorer/index.html":     page,
		"explorer/explorer.css":   page,
		"explorer/explorer.js":    page,
		"favicon-32x32.png":       static.FS,
		"swagger-ui-bundle.js.gz": static.FS,
		"swagger-ui.css.gz":       static.FS,
	} {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			panic(fmt.Sprintf("docs: the explorer lacks %s: %v", name, err)) // it was there when this was compiled
		}
		plain, gzipped := strings.CutSuffix(path.Base(name), ".gz")
		sum := sha256.Sum256(data)
		assets[plain] = asset{mediaTypes[path.Ext(plain)], hex.EncodeToString(sum[:8]), data, gzipped}
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "The explorer is only read.", http.StatusMethodNotAllowed)
			return
		}
		name := strings.Trim(strings.TrimPrefix(r.URL.Path, "/docs"), "/")
		if name == "" {
			name = "index.html"
		}
		a, ok := assets[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r)
	})
}

// mediaTypes are fixed here: the system's own table differs from one machine to the next.
var mediaTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".png":  "image/png",
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", a.mediaType)
	h.Set("Content-Security-Policy", explorerPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	// The names do not change with the contents, so a cache asks whether what it has still stands.
	h.Set("Cache-Control", "public, no-cache")
	data, tag := a.data, a.tag
	if a.gzipped {
		h.Set("Vary", "Accept-Encoding")
		if acceptsGzip(r.Header.Get("Accept-Encoding")) {
			h.Set("Content-Encoding", "gzip")
			tag += "-gzip"
		} else {
			var err error
			if data, err = expand(data); err != nil {
				http.Error(w, "The explorer is damaged.", http.StatusInternalServerError)
				return
			}
		}
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

func expand(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// acceptsGzip reads an Accept-Encoding header (RFC 9110 §12.5.3) as far as gzip goes.
func acceptsGzip(header string) bool {
	for _, item := range strings.Split(header, ",") {
		coding, weight, _ := strings.Cut(strings.ToLower(strings.TrimSpace(item)), ";")
		if c := strings.TrimSpace(coding); c != "gzip" && c != "*" {
			continue
		}
		_, q, _ := strings.Cut(strings.ReplaceAll(weight, " ", ""), "q=")
		return q == "" || strings.Trim(q, "0.") != ""
	}
	return false
}
