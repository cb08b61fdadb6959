package api_test

import (
	"strings"
	"testing"
	"time"

	"rollcall/internal/store/storetest"
)

func TestACallIsCreatedReadChangedAndDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.post("/v1/calls", obj{
			"kind": "march", "title": "A march", "summary": "On foot.", "starts_on": "2026-01-23", "ends_on": "2026-01-24", "time_zone": "America/Chicago",
			"place": obj{"region": "US-MN"}, "demands": []string{"One"}, "asks": []string{"rally", "no_work"}, "links": []string{"https://Example.org"},
			"conveners": []obj{{"union_id": s.local.Slug}, {"name": "A coalition"}}, "part_of": s.call.Slug,
		}).want(201)
		a.is("slug", "a-march", "summary", "On foot.", "asks", "[rally no_work]", "conveners.0.union_id", s.local.ID.String(), "conveners.1.name", "A coalition",
			"part_of", s.call.ID.String(), "links.0", "https://example.org/", "cancelled", "false", "phase", "upcoming", "place.country", "US", "version", "1")
		path := a.Header.Get("Location")
		if path != "/v1/calls/a-march" || string(s.get(path).want(200).body) != string(a.body) {
			t.Errorf("GET %s answers something else than POST", path)
		}
		b := s.patch(path, a.etag(), obj{"asks": []string{"walkout"}, "summary": nil, "part_of": nil, "conveners": []obj{}}).want(200)
		b.is("asks", "[walkout]", "summary", "", "part_of", "", "conveners", "[]", "demands", "[One]", "starts_on", "2026-01-23")
		s.patch(path, b.etag(), obj{"cancelled": true}).want(200).is("phase", "cancelled")
		s.delete(path, `"3"`).want(204)
		s.get(path).problem(410, "gone")
		s.get(path + "?known_at=" + s.Clock.Now().Add(-time.Millisecond).Format(time.RFC3339Nano))
		s.post("/v1/calls", obj{"kind": "march", "title": "A march"}).want(201).is("slug", "a-march", "time_zone", "UTC")
	})
}

func TestEveryFaultOfACallIsToldAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/calls", obj{
			"kind": "party", "title": " ", "slug": "A B", "starts_on": "2026-02-30", "ends_on": "soon", "time_zone": "Mars/Phobos", "place": obj{"country": "XX", "latitude": 91},
			"demands": []any{"", "x", "x"}, "asks": []any{"No Work"}, "links": []string{"ftp://example.org"}, "conveners": []obj{{}, {"union_id": "nobody"}, {"name": "a", "union_id": s.local.Slug}},
			"part_of": "nothing", "cancelled": "yes",
		}).problem(422, "invalid", "/kind invalid", "/title required", "/slug invalid", "/starts_on invalid_date", "/ends_on invalid_date", "/time_zone invalid", "/place/country invalid",
			"/place/latitude range", "/place/longitude required", "/demands/0 required", "/demands/2 duplicate", "/asks/0 invalid", "/links/0 invalid_url", "/conveners/0 invalid",
			"/conveners/1/union_id unknown", "/conveners/2 invalid", "/part_of unknown", "/cancelled type")
		s.post("/v1/calls", obj{}).problem(422, "invalid", "/kind required", "/title required")
		s.post("/v1/calls", obj{"kind": "march", "title": "A", "starts_on": "2026-01-02", "ends_on": "2026-01-01"}).problem(422, "invalid", "/ends_on range")
		s.patch("/v1/calls/"+s.call.Slug, `"1"`, obj{"part_of": s.call.Slug}).problem(422, "invalid", "/part_of cycle")
	})
}

func TestAPhaseFollowsTheCalendarAndNoCache(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/calls/" + s.call.Slug // 23 January in Chicago, six hours behind UTC
		for _, at := range []struct{ now, phase string }{
			{"2026-01-23T05:59:59Z", "upcoming"}, {"2026-01-23T06:00:00Z", "ongoing"}, {"2026-01-24T05:59:59Z", "ongoing"}, {"2026-01-24T06:00:01Z", "past"}, {"2026-01-23T05:59:30Z", "upcoming"},
		} {
			s.Clock.Set(storetest.Must(time.Parse(time.RFC3339, at.now))(t))
			first := s.get(path).want(200).is("phase", at.phase)
			again := s.get(path).want(200).is("phase", at.phase)
			if first.etag() != again.etag() {
				t.Error("the ETag changes without the call")
			}
			s.get("/v1/calls?phase="+at.phase).lists("slug", s.call.Slug)
			s.get("/v1/calls?phase=cancelled").lists("slug")
		}
	})
}

func TestCallsAreFiltered(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/calls", obj{"kind": "strike", "title": "Huelga", "starts_on": "2025-11", "place": obj{"region": "US-NY"}, "part_of": s.call.Slug}).want(201)
		s.Clock.Set(storetest.Start.Add(time.Hour))
		s.post("/v1/calls", obj{"kind": "boycott", "title": "Zéro achat", "summary": "Nothing bought", "starts_on": "2027", "cancelled": true, "place": obj{"country": "FR"}}).want(201)
		s.post("/v1/calls", obj{"kind": "open_letter", "title": "No date"}).want(201)
		day := s.call.Slug
		for query, want := range map[string]string{
			"":                                   "zero-achat " + day + " huelga no-date",
			"q=zero":                             "zero-achat",
			"q=BOUGHT":                           "zero-achat",
			"kind=strike,boycott":                "zero-achat huelga",
			"kind=strike&kind=boycott":           "zero-achat huelga",
			"phase=cancelled":                    "zero-achat",
			"phase=ongoing,cancelled":            "zero-achat huelga no-date",
			"phase=upcoming":                     day,
			"phase=past":                         "",
			"part_of=" + day:                     "huelga",
			"country=FR":                         "zero-achat",
			"country=fr,us":                      "zero-achat huelga",
			"region=us-ny":                       "huelga",
			"from=2026-01-24&to=2027-06":         "zero-achat huelga",
			"to=2026":                            day + " huelga",
			"changed_since=2026-01-22T18:30:00Z": "zero-achat no-date",
			"sort=title":                         day + " huelga no-date zero-achat",
			"sort=-title":                        "zero-achat no-date huelga " + day,
			"sort=starts_on":                     "no-date huelga " + day + " zero-achat",
			"sort=-created_at":                   "no-date zero-achat huelga " + day,
			"sort=updated_at":                    day + " huelga zero-achat no-date",
		} {
			s.get("/v1/calls?"+query).lists("slug", strings.Fields(want)...)
		}
		s.get("/v1/calls?part_of=nothing").problem(422, "invalid", "part_of unknown")
		s.get("/v1/calls?kind=party&phase=soon&from=2026-02-30&sort=size&country=XX&region=MN").
			problem(400, "malformed", "kind invalid", "phase invalid", "from malformed", "sort invalid", "country invalid", "region invalid")
	})
}

func TestACallThatOthersDependOnIsNotDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/statements", obj{"title": "A", "kind": "letter", "issuers": []string{s.local.Slug}, "calls": []string{s.call.Slug}}).want(201)
		s.delete("/v1/calls/"+s.call.Slug, `"1"`).problem(409, "in_use")
		s.get("/v1/calls/"+s.call.Slug+"/statements").lists("title", "A")
	})
}
