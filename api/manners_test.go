package api_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

func TestABodyIsOneJSONObjectAndNothingElse(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		before := s.Store.Seq()
		deep := strings.Repeat(`{"place":`, 20000) + "1" + strings.Repeat("}", 20000)
		for what, body := range map[string]string{
			"nothing":              "",
			"blanks":               " \n\t ",
			"broken JSON":          `{"kind": "local", "name": "A"`,
			"no JSON":              `kind=local&name=A`,
			"two values":           `{"kind": "local", "name": "A"}{}`,
			"trailing bytes":       `{"kind": "local", "name": "A"} x`,
			"a list":               `[{"kind": "local", "name": "A"}]`,
			"a text":               `"local"`,
			"a number":             `5`,
			"null":                 `null`,
			"a repeated member":    `{"kind": "local", "name": "A", "name": "B"}`,
			"one repeated deep":    `{"kind": "local", "name": "A", "place": {"city": "A", "city": "B"}}`,
			"invalid UTF-8":        "{\"kind\": \"local\", \"name\": \"\xff\xfe\"}",
			"a depth bomb":         deep,
			"lists without end":    strings.Repeat("[", 500_000),
			"a literal NUL":        "{\"kind\": \"local\", \"name\": \"A\x00\"}",
			"a byte order mark":    "\uFEFF{}",
			"a comment":            `{"kind": "local", /* */ "name": "A"}`,
			"a trailing comma":     `{"kind": "local", "name": "A",}`,
			"a number out of JSON": `{"kind": "local", "name": "A", "members": {"count": NaN}}`,
		} {
			if a := s.post("/v1/unions", body).want(400); a.text("code") != "malformed" || len(a.faults()) != 0 {
				t.Errorf("%s: %s", what, a.body)
			}
		}
		if s.Store.Seq() != before {
			t.Error("a refused body changed the record")
		}
	})
}

func TestEveryFaultOfABodyIsToldAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/unions", `{
			"kind": 5, "name": "\u0000", "slug": "A_B", "names": [{"value": "", "type": "nick"}, 7, {"lang": "e"}], "designation": {"number": "5"}, "identifiers": [{"scheme": "ssn", "value": "1"}, {"scheme": "ein", "value": "x"}],
			"place": {"country": "USA", "region": "MN", "latitude": 1e400, "longitude": -181}, "members": {"count": 1e3, "as_of": "2025-02-30"}, "status": "gone", "founded": "26", "dissolved": "2020-01-32", "website": "javascript:x"
		}`).problem(422, "invalid", "/kind type", "/name invalid", "/slug invalid", "/names/0/value required", "/names/0/type invalid", "/names/1 type", "/names/2/value required", "/names/2/lang invalid",
			"/designation/type required", "/identifiers/0/scheme invalid", "/identifiers/1/value invalid", "/place/country invalid", "/place/region invalid", "/place/latitude type", "/place/longitude range",
			"/members/count type", "/members/as_of invalid_date", "/status invalid", "/founded invalid_date", "/dissolved invalid_date", "/website invalid_url")
		// An unknown member makes it malformed; what else is wrong is told too.
		s.post("/v1/unions", obj{"kind": "party", "a/b~c": 1, "Name": "A", "place": obj{"planet": "Earth"}}).
			problem(400, "malformed", "/a~1b~0c unknown", "/Name unknown", "/place/planet unknown", "/kind invalid", "/name required")
		s.post("/v1/unions", obj{"kind": "local", "name": strings.Repeat("x", 301)}).problem(422, "invalid", "/name too_long")
		s.post("/v1/unions", obj{"kind": "local", "name": "A\u0007"}).problem(422, "invalid", "/name invalid")
		s.post("/v1/unions", `{"kind": "local", "name": "A", "members": {"count": 99999999999999999999}}`).problem(422, "invalid", "/members/count type")
		s.post("/v1/unions", `{"kind": "local", "name": "A", "members": {"count": 9999999999}}`).problem(422, "invalid", "/members/count range")
		s.post("/v1/unions", `{"kind": "local", "name": "A", "place": {"latitude": 1e308, "longitude": 5}}`).problem(422, "invalid", "/place/latitude range")
		for _, day := range []string{"2026-02-29", "2026-13", "0999", "20260123", "2026-1-2", "-2026", "2026-00-01", "10000", "next week", "2026-01-23T00:00:00Z", " 2026"} {
			s.post("/v1/unions", obj{"kind": "local", "name": "A", "founded": day}).problem(422, "invalid", "/founded invalid_date")
		}
		many := make([]string, 3000)
		s.post("/v1/unions", obj{"kind": "local", "name": "A", "names": many}).want(422)
	})
}

func TestOtherMediaTypesAreRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		body := `{"kind": "local", "name": "A"}`
		for _, mediaType := range []string{"", "text/plain", "text/json", "application/x-www-form-urlencoded", "application/merge-patch+json", "application/json; charset=latin-1", "application/json;;", "json", "*/*"} {
			s.post("/v1/unions", body, "Content-Type", mediaType).problem(415, "unsupported_media_type")
		}
		s.post("/v1/unions", body, "Content-Encoding", "gzip").problem(415, "unsupported_media_type")
		s.patch("/v1/unions/"+s.local.Slug, `"1"`, body, "Content-Type", "application/json-patch+json").problem(415, "unsupported_media_type")
		for i, mediaType := range []string{"application/json; charset=UTF-8", "APPLICATION/JSON", `application/json; charset="utf-8"`} {
			s.post("/v1/unions", obj{"kind": "local", "name": fmt.Sprint("B", i)}, "Content-Type", mediaType).want(201)
		}
	})
}

func TestLargeBodiesAreRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		fits := func(n int) []byte {
			head, tail := `{"kind": "local", "name": "A"`, "}"
			return []byte(head + strings.Repeat(" ", n-len(head)-len(tail)) + tail)
		}
		s.post("/v1/unions", fits(api.MaxBody)).want(201)
		s.post("/v1/unions", fits(api.MaxBody+1)).problem(413, "too_large")
		s.put(s.stand(s.local), fits(api.MaxBody+1)).problem(413, "too_large")
		s.patch("/v1/unions/"+s.local.Slug, `"1"`, fits(api.MaxBody+1)).problem(413, "too_large")
		s.post("/v1/unions/"+s.local.Slug+"/revisions/1/revert", fits(api.MaxBody+1)).problem(413, "too_large")
		for n, want := range map[int]int{api.MaxBody: 201, api.MaxBody + 1: 413} {
			raw := fits(n)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/unions", io.MultiReader(bytes.NewReader(raw))) // no length: chunked
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", "Bearer "+s.keys["admin"])
			if a := s.send(req, raw); a.StatusCode != want {
				t.Errorf("a chunked body of %d bytes answers %d, want %d", n, a.StatusCode, want)
			}
		}
		s.do("anonymous", "POST", "/v1/unions", fits(api.MaxBody+1)).problem(401, "unauthorized")
	})
}

func TestRoutesWithoutABodyTakeNone(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		revert := "/v1/unions/" + s.local.Slug + "/revisions/1/revert"
		s.post(revert, `{"version": 1}`).problem(400, "malformed")
		s.post(revert, `x`, "Content-Type", "text/plain").problem(400, "malformed")
		s.do("admin", "DELETE", "/v1/unions/"+s.other.Slug, `{"force": true}`, "If-Match", "*").problem(400, "malformed")
		s.get("/v1/unions/" + s.other.Slug).want(200)
		s.post(revert, nil, "Content-Type", "application/json").want(200)
		// An empty object is what some clients send when they send nothing.
		status := raw(t, s, "POST "+revert+" HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "+s.keys["admin"]+"\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
		if status != http.StatusOK {
			t.Errorf("an empty object answers %d", status)
		}
	})
}

func TestParametersAreKnownReadableAndInRange(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for query, want := range map[string]string{
			"limt=5":                               "limt unknown",
			"Limit=5":                              "Limit unknown",
			"limit=0":                              "limit malformed",
			"limit=201":                            "limit malformed",
			"limit=-1":                             "limit malformed",
			"limit=ten":                            "limit malformed",
			"limit=":                               "limit malformed",
			"limit=99999999999999999999":           "limit malformed",
			"limit=5&limit=5":                      "limit malformed",
			"include_total=yes":                    "include_total malformed",
			"cursor=x":                             "cursor malformed",
			"as_of=2026-02-30":                     "as_of malformed",
			"as_of=today":                          "as_of malformed",
			"known_at=2026-01-22":                  "known_at malformed",
			"known_at=2026-13-01T00:00:00Z":        "known_at malformed",
			"known_at=9999-12-31T23:59:59-01:00":   "known_at malformed",
			"changed_since=2026-01-22T18:00:00,5Z": "changed_since malformed",
			"changed_since=2026-01-22T18:00:00-24:00": "changed_since malformed",
			"changed_since=yesterday":                 "changed_since malformed",
			"q=":                                      "q malformed",
			"q=%00":                                   "q malformed",
			"q=%ff":                                   "q malformed",
			"q=" + strings.Repeat("x", 2001):          "q malformed",
			"kind=local,,unit":                        "kind malformed",
			"q=a&q=b":                                 "q malformed",
			"%00=1":                                   "\x00 unknown",
			"x=1&y=2&limit=0":                         "limit malformed|x unknown|y unknown",
			"kind=" + strings.Repeat("local,", 200) + "local": "kind malformed",
		} {
			for _, path := range []string{"/v1/unions", "/v1/unions?limit=1"} { // also when a readable part of it is cached
				s.get(path).want(200)
			}
			s.get("/v1/unions?"+query).problem(400, "malformed", strings.Split(want, "|")...)
		}
		for _, query := range []string{"q=%zz", "limit=1;sort=name", "limit=1&%"} {
			s.get("/v1/unions?"+query).problem(400, "malformed")
		}
		for query, want := range map[string]string{
			"sort=size": "sort invalid", "sort=--name": "sort invalid", "sort=-": "sort invalid", "kind=party": "kind invalid", "parent=A+B": "parent invalid", "identifier=olms": "identifier invalid",
			"identifier=ssn:1": "identifier invalid", "country=USA": "country invalid", "region=US": "region invalid",
		} {
			s.get("/v1/unions?"+query).problem(422, "invalid", want)
		}
		// A fault of reading outweighs one of meaning; both are told.
		s.get("/v1/unions?sort=size&limit=0&x=1").problem(400, "malformed", "sort invalid", "limit malformed", "x unknown")
		s.post("/v1/unions?dry_run=true", obj{"kind": "local", "name": "A"}).problem(400, "malformed", "dry_run unknown")
		s.get("/v1/unions/"+s.local.Slug+"?limit=5").problem(400, "malformed", "limit unknown")
		s.get("/v1/me?x=").problem(400, "malformed", "x unknown")
	})
}

func TestALongListIsPagedThroughWhileOthersWrite(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for i := range 9 {
			s.Local(fmt.Sprintf("Local %d", i%3), s.own) // names repeat: ids break the ties
		}
		for _, sort := range []string{"name", "-name", "created_at", "-updated_at"} {
			want := s.get("/v1/unions?limit=200&sort=" + sort).column("id")
			var got []string
			pages := 0
			for path := "/v1/unions?limit=3&include_total=true&sort=" + sort; path != ""; pages++ {
				a := s.get(path).want(200)
				got = append(got, a.column("id")...)
				path = next(a)
				if cursor := a.text("page.next"); (cursor == "") != (path == "") || !strings.Contains(path, cursor) || a.text("page.limit") != "3" || a.at("page.total") == nil {
					t.Errorf("the page is %s, Link %q", a.text("page"), path)
				}
				s.delete("/v1/unions/"+s.Local("Zz").Slug, `"1"`).want(204)
			}
			if !slices.Equal(got, want) || pages != len(want)/3 {
				t.Errorf("by %s %d pages hold %q, want %q", sort, pages, got, want)
			}
		}
		if a := s.get("/v1/unions"); a.at("page.total") != nil || next(a) != "" {
			t.Error("a total or a next page that nobody asked for")
		}
	})
}

func TestACursorIsGoodForItsOwnListOnly(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		cursor := s.get("/v1/unions?limit=1&kind=local").want(200).text("page.next")
		s.get("/v1/unions?limit=2&kind=local&include_total=true&cursor=" + cursor).want(200) // another size is fine
		refused := func(query string) {
			t.Helper()
			s.get(query).problem(400, "malformed", "cursor malformed")
		}
		refused("/v1/unions?limit=1&cursor=" + cursor)
		refused("/v1/unions?limit=1&kind=unit&cursor=" + cursor)
		refused("/v1/unions?limit=1&kind=local&sort=-name&cursor=" + cursor)
		refused("/v1/unions?limit=1&kind=local&as_of=2020&cursor=" + cursor)
		refused("/v1/unions/" + s.own.Slug + "/locals?limit=1&cursor=" + cursor)
		for i := range cursor {
			for _, c := range []string{"A", "B", "-", "%0A"} {
				if changed := cursor[:i] + c + cursor[i+1:]; changed != cursor {
					refused("/v1/unions?limit=1&kind=local&cursor=" + changed)
				}
			}
		}
		for _, changed := range []string{cursor + "A", cursor + "=", cursor + "%0A", cursor[1:], cursor[:len(cursor)-1], strings.ToUpper(cursor)} {
			refused("/v1/unions?limit=1&kind=local&cursor=" + changed)
		}
		other := newService(t, "sqlite", nil)
		other.get("/v1/unions?limit=1&kind=local&cursor="+cursor).problem(400, "malformed", "cursor malformed")
		s.restart().get("/v1/unions?limit=1&kind=local&cursor=" + cursor).want(200)
	})
}

func TestPathsThatNameNothingAreNotFound(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		id := s.call.ID.String()
		for _, path := range []string{
			"/", "/v1", "/v1/", "/v2/unions", "/v1/union", "/v1/unions/", "/v1/unions/" + s.local.Slug + "/", "/v1/Unions", "//v1/unions", "/v1//unions", "/v1/unions/../calls", "/v1/unions/%2e%2e/calls",
			"/v1/unions/..", "/v1/unions/" + s.local.Slug + "%2Flocals", "/v1/unions/" + s.local.Slug + "%3Flimit=1", "/v1/unions/" + s.local.Slug + "%00", "/v1/unions/%ff", "/v1/unions/%0d%0aX:%20y", "/v1/unions/A",
			"/v1/unions/" + strings.Repeat("a", 5000), "/v1/unions/" + id, "/v1/unions/" + id[:35], "/v1/unions/%7B" + id + "%7D", "/v1/unions/urn:uuid:" + id, "/v1/unions/" + strings.ReplaceAll(id, "-", ""),
			"/v1/calls/nothing/endorsements", "/v1/endorsements/" + id, "/v1/endorsements/not-an-id", "/v1/endorsements/" + id + "/positions/x", "/v1/statements/5", "/v1/sources/" + id, "/v1/unions/é",
			"/v1/unions/" + s.local.Slug + "/affiliations/" + id, "/v1/unions/" + s.local.Slug + "/unknown", "/.env", "/v1/unions;x=1",
		} {
			a := s.get(path)
			if a.StatusCode != http.StatusNotFound || a.Header.Get("Content-Type") != "application/problem+json" || a.text("status") != "404" {
				t.Errorf("%.100s answers %d %s", path, a.StatusCode, a.Header.Get("Content-Type"))
			}
		}
		s.get("/v1/unions/"+s.local.Slug+"?limit=1").problem(400, "malformed", "limit unknown")
		s.get("/v1/unions/seiu%2Dlocal%2D26").want(200).is("slug", s.local.Slug)
		s.get("/v1/unions?q="+strings.Repeat("x", 100_000)).problem(400, "malformed", "q malformed")
	})
}

func TestAWrongMethodIsToldTheRightOnes(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for path, allow := range map[string]string{
		"/v1/unions": "GET, HEAD, POST", "/v1/unions/" + s.local.Slug: "DELETE, GET, HEAD, PATCH", "/v1/calls/" + s.call.Slug + "/endorsements/" + s.local.Slug: "PUT",
		"/v1/unions/" + s.local.Slug + "/merge": "POST", "/v1/changes": "GET, HEAD", "/livez": "GET, HEAD", "/openapi.json": "GET, HEAD",
	} {
		for _, method := range []string{"GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "TRACE", "PURGE", "get"} {
			a := s.do("admin", method, path, nil)
			knows := slices.Contains(strings.Split(allow, ", "), method)
			if knows != (a.StatusCode != http.StatusMethodNotAllowed) {
				t.Errorf("%s %s answers %d", method, path, a.StatusCode)
			}
			if got := strings.Split(a.Header.Get("Allow"), ", "); !knows {
				slices.Sort(got)
				if strings.Join(got, ", ") != allow || a.Header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("%s %s allows %q as %s, want %q", method, path, got, a.Header.Get("Content-Type"), allow)
				}
			}
		}
	}
}

func TestAnAnswerThatTheClientHasIsNotSentAgain(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.endorsement(s.local)
		for _, path := range []string{
			"/v1/unions", "/v1/unions/" + s.local.Slug, "/v1/unions/" + s.local.Slug + "/locals", "/v1/unions/" + s.local.Slug + "/affiliations", "/v1/calls", "/v1/calls/" + s.call.Slug, "/v1/endorsements?limit=1",
			"/v1/calls/" + s.call.Slug + "/endorsements", "/v1/calls/" + s.call.Slug + "/tally", "/v1/statements", "/v1/sources", "/v1/changes", "/v1/unions/" + s.local.Slug + "/revisions/1", "/v1/me", "/openapi.json",
		} {
			a := s.get(path).want(200)
			etag := a.etag()
			if !strings.HasPrefix(etag, `"`) || a.Header.Get("Cache-Control") == "" {
				t.Errorf("%s: ETag %q, Cache-Control %q", path, etag, a.Header.Get("Cache-Control"))
			}
			for header, want := range map[string]int{
				etag: 304, "W/" + etag: 304, "*": 304, `"x", ` + etag: 304, `W/"y" , W/` + etag + `, "z"`: 304, `"x"`: 200, strings.Trim(etag, `"`): 200, `"` + etag + `"`: 200, ",": 200,
			} {
				b := s.get(path, "If-None-Match", header)
				if b.StatusCode != want || want == 304 && (b.etag() != etag || len(b.body) > 0 || b.Header.Get("Content-Type") != "" || b.Header.Get("Cache-Control") != a.Header.Get("Cache-Control")) {
					t.Errorf("%s with If-None-Match %s answers %d with %v", path, header, b.StatusCode, b.Header)
				}
			}
			if b := s.do("anonymous", "HEAD", path, nil, "If-None-Match", etag); b.StatusCode != http.StatusNotModified {
				t.Errorf("HEAD %s answers %d", path, b.StatusCode)
			}
		}
		s.get("/v1/unions/nobody", "If-None-Match", "*").problem(404, "not_found")
		// Whatever the answer shows changes the ETag: here the name of the parent.
		etag := s.get("/v1/unions/" + s.local.Slug).etag()
		s.patch("/v1/unions/"+s.own.Slug, `"1"`, obj{"name": "SEIU"}).want(200)
		changed := s.get("/v1/unions/"+s.local.Slug, "If-None-Match", etag).want(200).is("parents.0.name", "SEIU")
		// The version alone decides what a write replaces.
		s.patch("/v1/unions/"+s.local.Slug, etag, obj{"website": "https://example.org"}).want(200)
		s.patch("/v1/unions/"+s.local.Slug, changed.etag(), obj{"website": nil}).problem(412, "stale")
	})
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, path := range []string{"/v1/unions", "/v1/unions?limit=1", "/v1/unions/" + s.local.Slug, "/v1/unions/nobody", "/v1/unions?x=1", "/v1/me", "/livez", "/readyz", "/openapi.json", "/openapi.yaml", "/swagger.json", "/docs", "/v1/keys", "/nothing"} {
			get, head := s.get(path), s.do("anonymous", "HEAD", path, nil)
			for _, h := range []http.Header{get.Header, head.Header} {
				h.Del("Date")
				h.Del("X-Request-Id")
			}
			if head.StatusCode != get.StatusCode || len(head.body) > 0 || fmt.Sprint(head.Header) != fmt.Sprint(get.Header) && get.StatusCode == http.StatusOK {
				t.Errorf("HEAD %s answers %d %v, GET %d %v", path, head.StatusCode, head.Header, get.StatusCode, get.Header)
			}
			if get.ContentLength >= 0 && head.ContentLength != get.ContentLength && get.StatusCode < 400 {
				t.Errorf("HEAD %s says %d bytes, GET sends %d", path, head.ContentLength, get.ContentLength)
			}
		}
	})
}

func TestAPreconditionIsNeededAndRead(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/unions/" + s.local.Slug
		body := obj{"website": nil}
		s.patch(path, "", body).problem(428, "precondition_required")
		s.delete(path, "").problem(428, "precondition_required")
		for _, stale := range []string{`"2"`, `"0"`, `"-1"`, `"x"`, `""`, `"99999999999999999999-x"`, `W/"7-x"`} {
			s.patch(path, stale, body).problem(412, "stale")
		}
		for _, bad := range []string{`1`, `"1`, `1"`, `"1" "2"`, `"`, `"1",`, `"1", "2"`} {
			s.patch(path, bad, body).problem(400, "malformed", "If-Match malformed")
		}
		s.patch(path, `"1"`, body, "If-None-Match", "*").problem(400, "malformed", "If-Match malformed")
		s.patch(path, `"1"`, body, "If-None-Match", `"1"`).problem(400, "malformed", "If-None-Match malformed")
		version := 1
		for _, good := range []string{`"1"`, `"2-0000"`, `W/"3-abc"`, `*`, `"5", "5-x"`} {
			s.patch(path, good, obj{"website": fmt.Sprint("https://example.org/", version)}).want(200)
			version++
		}
		s.get(path).is("version", fmt.Sprint(version))
		// What is said already is not written again.
		s.patch(path, "*", obj{"website": fmt.Sprint("https://example.org/", version-1)}).want(200).is("version", fmt.Sprint(version))
		s.patch("/v1/unions/nobody", "", body).problem(404, "not_found")
	})
}

func TestWebPagesReadFromAnywhereAndWriteFromWhereTheyMay(t *testing.T) {
	const desk, stranger = "https://desk.example.org", "https://elsewhere.example"
	allow := func(a *answer) string { return a.Header.Get("Access-Control-Allow-Origin") }
	for name, origins := range map[string][]string{"none": nil, "one": {desk}, "any": {"*"}} {
		t.Run(name, func(t *testing.T) {
			s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.AllowOrigins = origins })
			for _, origin := range []string{desk, stranger, "null"} {
				may := slices.Contains(origins, origin) || slices.Contains(origins, "*")
				// Reads. What nobody's page asked for says so too, since a cache may give it to one that does.
				for _, headers := range [][]string{nil, {"Origin", origin}, {"Origin", origin, "Authorization", "Bearer " + s.keys["editor"]}} {
					if a := s.get("/v1/unions", headers...).want(200); allow(a) != "*" || !strings.Contains(a.Header.Get("Access-Control-Expose-Headers"), "ETag") {
						t.Errorf("reading from %s: %v", origin, a.Header)
					}
				}
				if a := s.get("/v1/unions/nobody", "Origin", origin).want(404); allow(a) != "*" {
					t.Errorf("a page of %s does not learn of a 404", origin)
				}
				for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
					a := s.do("anonymous", "OPTIONS", "/v1/unions", nil, "Origin", origin, "Access-Control-Request-Method", method, "Access-Control-Request-Headers", "authorization,if-match").want(204)
					want := ""
					switch {
					case method == "GET" || method == "HEAD":
						want = "*"
					case may:
						want = origin
					}
					if allow(a) != want || (want != "") != strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "If-Match") || (want != "") != (a.Header.Get("Access-Control-Allow-Methods") == method) {
						t.Errorf("asking for %s from %s: %v", method, origin, a.Header)
					}
				}
				a := s.post("/v1/unions", obj{"kind": "local", "name": "A"}, "Origin", origin).want(201)
				if want := map[bool]string{true: origin}[may]; allow(a) != want || !slices.Contains(a.Header.Values("Vary"), "Origin") || a.Header.Get("Access-Control-Allow-Credentials") != "" {
					t.Errorf("writing from %s: %v", origin, a.Header)
				}
			}
			s.do("anonymous", "OPTIONS", "/v1/unions", nil).problem(405, "method_not_allowed")
			s.do("anonymous", "OPTIONS", "/nothing", nil).problem(404, "no_such_path")
		})
	}
}

func TestEveryAnswerCarriesARequestID(t *testing.T) {
	s := newService(t, "sqlite", nil)
	seen := map[string]bool{}
	for _, path := range []string{"/v1/unions", "/v1/unions", "/v1/unions/nobody", "/nothing", "/livez", "/openapi.json", "/docs/"} {
		a := s.get(path)
		id := a.Header.Get("X-Request-Id")
		if len(id) < 16 || seen[id] || a.StatusCode >= 400 && a.text("request_id") != id {
			t.Errorf("%s has the request id %q: %.200s", path, id, a.body)
		}
		seen[id] = true
	}
	if a := s.get("/v1/unions/nobody", "X-Request-Id", "trace-1.A_b"); a.Header.Get("X-Request-Id") != "trace-1.A_b" || a.text("request_id") != "trace-1.A_b" || !strings.Contains(s.log.String(), "trace-1.A_b") {
		t.Error("a decent request id is not kept")
	}
	for _, hostile := range []string{strings.Repeat("x", 65), "a b", `"><script>`, "é", "${jndi:ldap}", "a\tb"} {
		if id := s.get("/v1/unions", "X-Request-Id", hostile).Header.Get("X-Request-Id"); id == hostile || len(id) != 32 {
			t.Errorf("the request id %q became %q", hostile, id)
		}
	}
}

func TestAnswersKeepBrowsersFromGuessing(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for _, path := range []string{"/v1/unions", "/v1/unions/nobody", "/nothing", "/openapi.json"} {
		if h := s.get(path).Header; h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	a := s.get(`/v1/unions?q=<script>alert(1)</script>&x=<b>`).want(400)
	if a.Header.Get("Content-Type") != "application/problem+json" {
		t.Error("a problem is sent as something else")
	}
	if a := s.get("/v1/unions/nobody"); a.Header.Get("Cache-Control") != "no-store" || a.etag() != "" {
		t.Errorf("a problem may be cached: %v", a.Header)
	}
}

// breaking is a store that does what a test wants of it when one function is called.
type breaking struct {
	api.Store
	ping func() error
}

func (b breaking) Ping(context.Context) error { return b.ping() }

func TestADatabaseThatIsGoneIsA5xxThatTellsNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.get("/v1/unions").want(200)
		if err := s.Store.Close(); err != nil {
			t.Fatal(err)
		}
		for _, a := range []*answer{
			s.get("/v1/unions?q=x"), s.get("/v1/unions/" + s.local.Slug), s.get("/v1/calls/" + s.call.Slug + "/endorsements"), s.get("/v1/changes"), s.get("/readyz"), s.do("admin", "GET", "/v1/keys", nil),
			s.do("admin", "GET", "/v1/me", nil), s.post("/v1/unions", obj{"kind": "local", "name": "A"}), s.put(s.stand(s.local), obj{"position": "endorsed"}),
		} {
			if a.StatusCode != http.StatusInternalServerError && a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s answers %d: %s", a.request, a.StatusCode, a.body)
			}
			for _, secret := range []string{"sql", "SELECT", "closed", "pgx", "sqlite", s.Database, "/tmp", ".go"} {
				if strings.Contains(string(a.body), secret) {
					t.Errorf("%s tells of %q: %s", a.request, secret, a.body)
				}
			}
			if !strings.Contains(s.log.String(), a.text("request_id")) {
				t.Errorf("the log does not tell of %s", a.request)
			}
		}
		s.get("/livez").want(200)
		s.get("/openapi.json").want(200)
	})
}

func TestAFailingLookupOfReferencesIsNoFaultOfTheBody(t *testing.T) {
	s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) {})
	broken := newService(t, "sqlite", nil)
	gone := func(context.Context, []record.Ref) (map[record.Ref]record.UnionRef, error) {
		return nil, io.ErrUnexpectedEOF
	}
	next := api.New(api.Options{Store: lostUnions{broken.Store, gone}, Log: nopLog(), Metrics: nopMetrics(), Now: broken.Clock.Now})
	res := serve(next, "POST", "/v1/statements", `{"title": "A", "kind": "letter", "issuers": ["x"]}`, broken.keys["admin"])
	if res.Code != http.StatusInternalServerError {
		t.Errorf("answers %d: %s", res.Code, res.Body)
	}
	s.post("/v1/statements", obj{"title": "A", "kind": "letter", "issuers": []string{"x"}}).problem(422, "invalid", "/issuers/0 unknown")
}

func TestAPanicIsA500ThatTellsNothing(t *testing.T) {
	s := newService(t, "sqlite", nil)
	next := api.New(api.Options{Store: breaking{s.Store, func() error { panic("SELECT secret FROM /etc/passwd") }}, Log: nopLog(s.log), Metrics: nopMetrics(), Now: s.Clock.Now})
	res := serve(next, "GET", "/readyz", "", "")
	if res.Code != http.StatusInternalServerError || res.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(res.Body.String(), "SELECT") {
		t.Errorf("a panic answers %d: %s", res.Code, res.Body)
	}
	if !strings.Contains(s.log.String(), "panic") || !strings.Contains(s.log.String(), "manners_test.go") {
		t.Error("the log does not tell of the panic and where it was")
	}
	if res := serve(next, "GET", "/v1/unions", "", ""); res.Code != http.StatusOK {
		t.Errorf("after a panic the service answers %d", res.Code)
	}
}

func TestClientsBeyondTheirRateAreToldWhenToComeBack(t *testing.T) {
	s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.Rate = 1 })
	for range 10 {
		s.get("/v1/unions").want(200)
	}
	a := s.get("/v1/unions").problem(429, "rate_limited")
	if a.Header.Get("Retry-After") != "1" || a.Header.Get("RateLimit-Policy") != `"default";q=10;w=10` || !strings.HasPrefix(a.Header.Get("RateLimit"), `"default";r=0;t=`) {
		t.Errorf("the limit is told as %v", a.Header)
	}
	s.get("/v1/unions", "Authorization", "Bearer "+s.wrongKeys()["never issued"]).problem(429, "rate_limited") // guesses count
	s.do("editor", "GET", "/v1/unions", nil).want(200)                                                         // a key has its own bucket
	s.get("/livez").want(200)
	s.Clock.Set(s.Clock.Now().Add(2 * time.Second))
	s.get("/v1/unions").want(200)
}

func TestClientsBehindAProxyHaveARateEach(t *testing.T) {
	forwarded := func(s *service, by ...string) int {
		req := httptest.NewRequest(http.MethodGet, "/v1/unions", http.NoBody)
		req.RemoteAddr = "10.0.0.7:40000"
		for _, line := range by {
			req.Header.Add("X-Forwarded-For", line)
		}
		res := httptest.NewRecorder()
		s.server.ServeHTTP(res, req)
		return res.Code
	}
	limited := func(proxies ...netip.Prefix) *service {
		return newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.Rate, o.TrustedProxies = 0.1, proxies }) // one at once
	}
	behind := limited(netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8"))
	for i, c := range []struct {
		by   []string
		want int
	}{
		{[]string{"203.0.113.1"}, 200},
		{[]string{"203.0.113.1"}, 429},
		{[]string{"203.0.113.2"}, 200},
		{[]string{"198.51.100.9, 203.0.113.2"}, 429},   // what a client says of itself does not count
		{[]string{"198.51.100.9", "203.0.113.2"}, 429}, // nor in a line of its own
		{[]string{"203.0.113.3, 10.0.0.8"}, 200},       // two proxies in a row
		{[]string{"203.0.113.3"}, 429},                 //
		{[]string{"2001:db8::1"}, 200},                 //
		{nil, 200},                                     // the proxy itself
		{[]string{"unknown"}, 429},                     // is who does not tell better
		{[]string{"203.0.113.4, unknown"}, 429},        //
		{[]string{"203.0.113.4"}, 200},                 //
	} {
		if got := forwarded(behind, c.by...); got != c.want {
			t.Errorf("request %d, forwarded for %q: %d, want %d", i, c.by, got, c.want)
		}
	}
	alone := limited(netip.MustParsePrefix("192.0.2.0/24"))
	if first, second := forwarded(alone, "203.0.113.1"), forwarded(alone, "203.0.113.2"); first != 200 || second != 429 {
		t.Errorf("who is no trusted proxy is believed: %d, %d", first, second)
	}
}

// raw sends bytes as they are and answers the status that comes back.
func raw(t *testing.T, s *service, request string) int {
	t.Helper()
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(t.Context(), "tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}
