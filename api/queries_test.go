package api_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// statements notes what a store asks its database.
type statements struct {
	mu  sync.Mutex
	sql []string
}

func (s *statements) note(sql string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sql = append(s.sql, sql)
}

// during answers the statements that a request took. What the store does in the background, to learn of
// other processes' writes, is not the request's.
func (s *statements) during(do func()) []string {
	s.mu.Lock()
	s.sql = nil
	s.mu.Unlock()
	do()
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []string
	for _, sql := range s.sql {
		if !strings.Contains(sql, "COALESCE(MAX(seq), 0)") {
			out = append(out, sql)
		}
	}
	return out
}

func counts(path string) bool {
	path, _, _ = strings.Cut(path, "?")
	return slices.ContainsFunc([]string{"/tally", "/timeline", "/conflicts", "/coverage"}, func(end string) bool { return strings.HasSuffix(path, end) }) ||
		strings.HasPrefix(path, "/badge/") || strings.HasPrefix(path, "/embed/")
}

// A read takes as many statements for a long page of rich records as for a short page of poor ones.
func TestTheNumberOfStatementsDoesNotGrowWithThePage(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			var asked statements
			s := newService(t, name, func(o *store.Options, _ *api.Options) { o.Trace = asked.note })
			e := s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14", "https://example.org/0"))
			st := s.post("/v1/statements", obj{"title": "A", "kind": "letter", "issuers": []string{s.local.Slug}, "calls": []string{s.call.Slug}}).want(201).text("id")
			src := s.get("/v1/sources").text("data.0.id")
			edge := s.get("/v1/unions/" + s.local.Slug + "/affiliations").text("data.0.id")
			s.Affiliate(s.Local("Below"), s.local, "", "")
			fill := strings.NewReplacer(":union", s.local.Slug, ":call", s.call.Slug, ":n", "1", ":file", "unions.csv", ":pid", e.Shown.ID.String())
			var paths []string
			for _, r := range s.server.Routes() {
				id := map[string]string{"endorsements": e.ID.String(), "statements": st, "sources": src, "unions": edge}[strings.Split(r[1]+"/", "/")[2]]
				path := strings.Replace(fill.Replace(r[1]), ":id", id, 1)
				if strings.HasSuffix(path, "/coverage") {
					path += "?call=" + s.call.Slug
				}
				if feed := map[string]string{"/v1/feeds/:file": "changes.atom", "/v1/feeds/calls/:file": "calls/" + s.call.Slug + ".atom", "/v1/feeds/unions/:file": "unions/" + s.own.Slug + ".json"}[r[1]]; feed != "" {
					path = "/v1/feeds/" + feed
				}
				switch r[1] {
				case "/badge/calls/:file":
					path = "/badge/calls/" + s.call.Slug + ".svg"
				case "/reconcile/suggest/:of":
					path = "/reconcile/suggest/entity?prefix=local"
				case "/reconcile/flyout/:of":
					path = "/reconcile/flyout/entity?id=" + s.local.ID.String()
				case "/reconcile/preview":
					path += "?id=" + s.local.Slug
				case "/oembed":
					path += "?url=" + url.QueryEscape(s.url+"/calls/"+s.call.Slug)
				}
				if path == "/v1/search" {
					path += "?q=local&type=union,statement"
				}
				if r[0] == "GET" && path != "/v1/keys" && !strings.HasPrefix(path, "/v1/imports/") && path != "/v1/changes/stream" && !strings.HasPrefix(path, "/reconcile/view/") && !strings.HasPrefix(path, "/v1/webhooks") && !strings.HasPrefix(path, "/v1/match/") {
					paths = append(paths, path)
				}
			}
			paths = append(paths, "/v1/unions?limit=200&include_total=true", "/v1/unions?under="+s.own.Slug, "/v1/endorsements?under="+s.own.Slug+"&evidence=secondary&sort=union", "/v1/calls/"+s.call.Slug+"/endorsements?limit=200")
			count := func(path string) []string { return asked.during(func() { s.get(path).want(200) }) }

			first := map[string][]string{}
			for _, path := range paths {
				first[path] = count(path)
			}
			for i := range 12 {
				u := s.Local(fmt.Sprint("Local ", i), s.local)
				s.Put(s.call, u, s.Position(record.Endorsed, "2026-01-14", fmt.Sprint("https://example.org/a", i), fmt.Sprint("https://example.org/b", i)))
				s.post("/v1/statements", obj{"title": "B", "kind": "letter", "issuers": []string{s.local.Slug, u.Slug}, "calls": []string{s.call.Slug}}).want(201)
				s.put(s.stand(s.local), obj{"position": []string{"tabled", "endorsed"}[i%2], "effective_on": fmt.Sprintf("2026-01-%d", 15+i)}, "If-Match", "*").want(200)
				s.patch("/v1/unions/"+s.local.Slug, "*", obj{"founded": fmt.Sprint(1900 + i)}).want(200)
				s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": fmt.Sprint(i)}).want(200)
				s.patch("/v1/statements/"+st, "*", obj{"text": fmt.Sprint(i)}).want(200)
				s.patch("/v1/sources/"+src, "*", obj{"title": fmt.Sprint(i)}).want(200)
				s.patch("/v1/unions/"+s.local.Slug+"/affiliations/"+edge, "*", obj{"from": fmt.Sprint(1900 + i)}).want(200)
			}
			for _, path := range paths {
				again := count(path)
				// What counts reads the changes since it counted last: a few statements, however many they are.
				if counts(path) && len(again) > 8 || !counts(path) && len(again) != len(first[path]) {
					t.Errorf("%s took %d statements, and takes %d now:\n%s", path, len(first[path]), len(again), strings.Join(again, "\n"))
				}
				private := strings.HasPrefix(path, "/embed/") || strings.HasPrefix(path, "/oembed?") || strings.HasPrefix(path, "/reconcile/preview") // their links are as they were asked for
				if cached := count(path); path != "/v1/me" && !strings.HasPrefix(path, "/v1/feeds/") && !private && len(cached) > 0 {
					t.Errorf("%s takes %d statements when nothing has changed:\n%s", path, len(cached), strings.Join(cached, "\n"))
				}
			}
			for _, path := range []string{"/v1/unions/" + s.local.Slug, "/v1/calls/" + s.call.Slug, "/v1/calls/" + s.call.Slug + "/endorsements", "/v1/calls/" + s.call.Slug + "/endorsements?limit=200", "/v1/endorsements/" + e.ID.String(), "/v1/unions", "/v1/changes"} {
				if n := len(first[path]); n > 1 {
					t.Errorf("%s takes %d statements:\n%s", path, n, strings.Join(first[path], "\n"))
				}
			}
		})
	}
}
