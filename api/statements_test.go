package api_test

import (
	"strings"
	"testing"
	"time"

	"rollcall/internal/store/storetest"
)

func TestAStatementIsCreatedReadChangedAndDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.post("/v1/statements", obj{
			"title": "Joint letter", "text": "We write.", "kind": "letter", "language": "en", "published_on": "2026-01", "url": "https://example.org/letter",
			"issuers": []string{s.local.Slug, s.other.ID.String()}, "calls": []string{s.call.Slug}, "quotes": []obj{{"text": "A quote", "speaker": "Somebody", "role": "president"}},
			"translations": []obj{{"language": "es", "title": "Carta", "text": "Escribimos."}}, "citations": []obj{{"source": obj{"url": "https://example.org/letter", "title": "The letter"}, "quote": "We write."}},
		}).want(201)
		a.is("issuers.0.slug", s.local.Slug, "issuers.1.slug", s.other.Slug, "calls.0.slug", s.call.Slug, "quotes.0.speaker", "Somebody", "translations.0.language", "es",
			"citations.0.source.title", "The letter", "citations.0.quote", "We write.", "published_on", "2026-01", "version", "1")
		path := a.Header.Get("Location")
		if path != "/v1/statements/"+a.text("id") || string(s.get(path).want(200).body) != string(a.body) {
			t.Errorf("GET %s answers something else than POST", path)
		}
		b := s.patch(path, a.etag(), obj{"text": nil, "calls": nil, "language": nil, "issuers": []string{s.other.Slug}}).want(200)
		b.is("text", "", "calls", "[]", "language", "und", "issuers.0.slug", s.other.Slug, "issuers.1", "", "citations.0.source.id", a.text("citations.0.source.id"), "quotes.0.text", "A quote")
		s.patch(path, b.etag(), obj{"issuers": nil}).problem(422, "invalid", "/issuers required")
		s.delete(path, b.etag()).want(204)
		s.get(path).problem(410, "gone")
		s.get("/v1/unions/" + s.other.Slug + "/statements").lists("id")
	})
}

func TestEveryFaultOfAStatementIsToldAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/statements", obj{
			"title": "", "kind": "song", "language": "e", "published_on": "2026-1", "url": "example.org", "issuers": []string{"nobody", s.local.Slug, s.local.Slug, ""}, "calls": []string{"nothing"},
			"quotes": []any{obj{}, obj{"text": 5}}, "translations": []obj{{"title": "A"}}, "citations": []any{obj{}, obj{"source": obj{"id": "7"}}, obj{"source": obj{"url": "x", "union": "nobody"}}},
		}).problem(422, "invalid", "/title required", "/kind invalid", "/language invalid", "/published_on invalid_date", "/url invalid_url", "/issuers/0 unknown", "/issuers/2 duplicate", "/issuers/3 required",
			"/calls/0 unknown", "/quotes/0/text required", "/quotes/1/text type", "/translations/0/language required", "/citations/0/source required", "/citations/1/source/id invalid",
			"/citations/2/source/url invalid_url", "/citations/2/source/union unknown")
		many := make([]string, 300)
		for i := range many {
			many[i] = s.local.Slug
		}
		s.post("/v1/statements", obj{"title": "A", "kind": "letter", "issuers": many}).want(422)
		s.post("/v1/statements", obj{"title": "A", "kind": "letter", "issuers": []string{s.local.Slug}, "citations": []obj{{"source": obj{"id": "0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"}}}}).
			problem(422, "invalid", "/citations/0/source/id unknown")
	})
}

func TestStatementsAreFiltered(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		add := func(title, kind, language, day string, issuer string, calls ...string) {
			s.post("/v1/statements", obj{"title": title, "text": "Text of " + title, "kind": kind, "language": language, "published_on": day, "issuers": []string{issuer}, "calls": calls}).want(201)
		}
		add("One", "letter", "en", "2026-01-10", s.local.Slug, s.call.Slug)
		add("Two", "speech", "es-MX", "2025", s.own.Slug)
		s.Clock.Set(storetest.Start.Add(time.Hour))
		add("Trois", "letter", "fr", "2026-01", s.other.Slug, s.call.Slug)
		for query, want := range map[string]string{
			"":                      "One Trois Two",
			"q=text+TROIS":          "Trois",
			"union=" + s.local.Slug: "One",
			"under=" + s.own.Slug:   "One Two",
			"call=" + s.call.Slug:   "One Trois",
			"call=" + s.call.ID.String() + "&under=" + s.own.Slug: "One",
			"kind=speech,letter":                 "One Trois Two",
			"kind=speech&kind=article":           "Two",
			"language=es-MX":                     "Two",
			"from=2026":                          "One Trois",
			"to=2025-12":                         "Two",
			"from=2026-01-05&to=2026-01-31":      "One",
			"changed_since=2026-01-22T18:30:00Z": "Trois",
			"sort=title":                         "One Trois Two",
			"sort=-title":                        "Two Trois One",
			"sort=published_on":                  "Two Trois One",
			"sort=-updated_at":                   "Trois Two One",
			"sort=created_at":                    "One Two Trois",
		} {
			s.get("/v1/statements?"+query).lists("title", strings.Fields(want)...)
		}
		s.get("/v1/unions/"+s.own.Slug+"/statements").lists("title", "Two")
		s.get("/v1/calls/"+s.call.Slug+"/statements?union="+s.other.Slug).lists("title", "Trois")
		s.get("/v1/calls/nothing/statements").problem(404, "not_found")
		s.get("/v1/calls/nothing/statements?union=nobody").problem(404, "not_found")
		s.get("/v1/statements?union=nobody&call=nothing&under=no-one").problem(422, "invalid", "union unknown", "call unknown", "under unknown")
		s.get("/v1/statements?union=No%20Slug").problem(422, "invalid", "union invalid")
	})
}
