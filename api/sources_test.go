package api_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"rollcall/internal/store/storetest"
)

func TestASourceIsCreatedReadAndChanged(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		hash := strings.Repeat("Ab", 32)
		a := s.post("/v1/sources", obj{
			"url": "HTTPS://Example.org:443/a/../b?utm_source=x&y=1#top", "title": " A  title ", "publisher": "The Example", "kind": "union_site", "union": s.local.Slug,
			"published_on": "2026-01-14", "retrieved_at": "2026-01-15T12:00:00+06:00", "archive_url": "https://archive.example/1", "sha256": hash, "health": "changed",
		}).want(201)
		a.is("url", "https://example.org/b?y=1", "title", "A title", "union", s.local.ID.String(), "retrieved_at", "2026-01-15T06:00:00Z", "sha256", strings.ToLower(hash), "health", "changed", "version", "1")
		path := a.Header.Get("Location")
		if string(s.get(path).want(200).body) != string(a.body) {
			t.Error("GET answers something else than POST")
		}
		b := s.patch(path, a.etag(), obj{"union": nil, "kind": nil, "retrieved_at": nil, "health": nil, "title": nil, "sha256": nil}).want(200)
		b.is("union", "", "kind", "other", "retrieved_at", "", "health", "live", "title", "", "sha256", "", "publisher", "The Example", "version", "2")
		s.patch(path, b.etag(), obj{"url": nil}).problem(422, "invalid", "/url required")
		s.do("admin", "DELETE", path, nil).problem(405, "method_not_allowed")
		s.post("/v1/sources", obj{"url": "http://example.org/c"}).want(201)
		s.post("/v1/sources", obj{"url": "https://EXAMPLE.org/b?y=1&utm_medium=z"}).problem(409, "conflict", "/url duplicate")
		s.patch(path, b.etag(), obj{"url": "http://example.org/c"}).problem(409, "conflict", "/url duplicate")
		s.post("/v1/sources", obj{"url": "mailto:a@example.org", "kind": "rumour", "sha256": "abc", "health": "fine", "archive_url": "x", "published_on": "2026-00", "union": "nobody", "retrieved_at": "yesterday"}).
			problem(422, "invalid", "/url invalid_url", "/kind invalid", "/sha256 invalid", "/health invalid", "/archive_url invalid_url", "/published_on invalid_date", "/union unknown", "/retrieved_at invalid")
		for _, at := range []string{"9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00"} {
			s.post("/v1/sources", obj{"url": s.address(), "retrieved_at": at}).problem(422, "invalid", "/retrieved_at invalid")
		}
		s.post("/v1/sources", obj{"url": s.address(), "retrieved_at": "9999-12-31T23:59:59.999999999Z"}).want(201)
	})
}

func TestSourcesAreFiltered(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/sources", obj{"url": "https://example.org/a", "title": "Élan", "publisher": "The Example", "kind": "press", "published_on": "2026-01-14"}).want(201)
		s.Clock.Set(storetest.Start.Add(time.Hour))
		s.post("/v1/sources", obj{"url": "https://example.net/b", "title": "B", "publisher": "Another", "kind": "social", "health": "gone", "published_on": "2025"}).want(201)
		s.post("/v1/sources", obj{"url": "https://example.com/c", "title": "C"}).want(201)
		for query, want := range map[string]string{
			"":              "Élan B C",
			"q=elan":        "Élan",
			"q=example+net": "B",
			"url=" + url.QueryEscape("HTTPS://example.org/a#x"): "Élan",
			"publisher=the+example":                             "Élan",
			"kind=press,social":                                 "Élan B",
			"kind=press&kind=social":                            "Élan B",
			"health=gone":                                       "B",
			"health=live,gone":                                  "Élan B C",
			"changed_since=2026-01-22T18:30:00Z":                "B C",
			"sort=published_on":                                 "C B Élan",
			"sort=-created_at":                                  "C B Élan",
			"sort=updated_at":                                   "Élan B C",
		} {
			s.get("/v1/sources?"+query).lists("title", strings.Fields(want)...)
		}
		s.get("/v1/sources?url=nothing&kind=x&health=y").problem(422, "invalid", "url invalid", "kind invalid", "health invalid")
	})
}
