package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestAUnionIsCreatedReadChangedAndDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.post("/v1/unions", obj{"kind": "local", "name": " Teamsters  Local 638 "}).want(201)
		a.is("name", "Teamsters Local 638", "slug", "teamsters-local-638", "kind", "local", "status", "active", "version", "1", "members", "", "founded", "",
			"names.0.type", "official", "created_at", a.text("updated_at"))
		path := a.Header.Get("Location")
		if path != "/v1/unions/teamsters-local-638" {
			t.Errorf("the location is %q", path)
		}
		read := s.get(path).want(200)
		if read.etag() != a.etag() || string(read.body) != string(a.body) {
			t.Errorf("GET answers something else than POST: %s %s", read.etag(), read.body)
		}
		s.get("/v1/unions/"+a.text("id")).want(200).is("id", a.text("id"))
		s.get("/v1/unions/"+strings.ToUpper(a.text("id"))).want(200).is("id", a.text("id"))

		changed := s.patch(path, a.etag(), obj{"place": obj{"region": "us-mn", "city": "Minneapolis"}, "identifiers": []obj{{"scheme": "olms", "value": "0012345"}}}).want(200)
		changed.is("version", "2", "place.country", "US", "place.region", "US-MN", "identifiers.0.value", "12345", "name", "Teamsters Local 638")
		if changed.etag() == a.etag() || s.get(path).etag() != changed.etag() {
			t.Error("the ETag does not follow the version")
		}
		s.delete(path, changed.etag()).want(204)
		s.get(path).problem(410, "gone")
		s.get("/v1/unions/"+a.text("id")).problem(410, "gone")
		s.delete(path, changed.etag()).problem(410, "gone")
		s.get("/v1/unions/never-was").problem(404, "not_found")
	})
}

func TestAUnionIsWrittenWithAllItsFacts(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		source := s.post("/v1/sources", obj{"url": "https://example.org/report"}).want(201).text("id")
		a := s.post("/v1/unions", obj{
			"kind": "local", "name": "Local 34-A", "slug": "thirty-four", "names": []obj{{"value": "L34A", "type": "acronym", "lang": "en", "from": "2001", "until": nil}},
			"designation": obj{"type": "Local", "number": "34", "suffix": "A"}, "place": obj{"country": "US", "region": "US-MN", "city": "Duluth", "latitude": 46.78, "longitude": -92.1},
			"members": obj{"count": 0, "as_of": "2025-06", "source_id": source}, "founded": "1901", "dissolved": "2025-12-31", "website": "HTTPS://Example.org:443/a#b",
		}).want(201)
		a.is("slug", "thirty-four", "names.0.value", "Local 34-A", "names.1.value", "L34A", "names.1.from", "2001", "designation.suffix", "A", "place.latitude", "46.78",
			"members.count", "0", "members.as_of", "2025-06", "members.source_id", source, "founded", "1901", "dissolved", "2025-12-31", "status", "dissolved", "website", "https://example.org/a")
	})
}

func TestAMergePatchChangesWhatItNames(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.post("/v1/unions", obj{
			"kind": "local", "name": "A", "names": []obj{{"value": "A"}, {"value": "B"}}, "designation": obj{"type": "Local", "number": "1"},
			"place": obj{"country": "US", "region": "US-MN", "city": "Duluth"}, "website": "https://example.org", "founded": "1950",
		}).want(201)
		path := a.Header.Get("Location")
		patch := func(body any) *answer { return s.patch(path, s.get(path).etag(), body) }
		patch(obj{"place": obj{"city": nil}}).want(200).is("place.city", "", "place.region", "US-MN", "designation.number", "1")
		patch(obj{"names": []obj{{"value": "C"}}}).want(200).is("names.0.value", "A", "names.1.value", "C", "names.2", "")
		patch(obj{"website": nil, "founded": nil, "designation": nil}).want(200).is("website", "", "founded", "", "designation", "")
		patch(obj{"place": nil}).want(200).is("place.region", "", "place.country", "")
		patch(obj{}).want(200).is("name", "A")
		patch(obj{"slug": nil}).want(200).is("slug", "a")
		patch(obj{"name": nil}).problem(422, "invalid", "/name required")
		patch(obj{"kind": nil, "founded": "2026-02-30"}).problem(422, "invalid", "/kind required", "/founded invalid_date")
		patch(obj{"nonsense": nil}).problem(400, "malformed", "/nonsense unknown")
		patch(obj{"place": obj{"planet": nil}}).problem(400, "malformed", "/place/planet unknown")
		patch(obj{"version": 7, "id": a.text("id")}).problem(400, "malformed", "/version unknown", "/id unknown")
		patch(obj{"names": []any{nil}}).problem(422, "invalid", "/names/0 type")
		patch(`[]`).problem(400, "malformed")
		patch(`null`).problem(400, "malformed")
		s.do("admin", "PATCH", path, `{"website": "https://example.net"}`, "If-Match", s.get(path).etag(), "Content-Type", "application/json").want(200).is("website", "https://example.net/")
		s.get(path).is("names.1.value", "C", "version", "6") // two patches changed nothing
	})
}

func TestMembersAddADatedCount(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		source := s.post("/v1/sources", obj{"url": "https://example.org/report"}).want(201).text("id")
		path := s.post("/v1/unions", obj{"kind": "local", "name": "A", "founded": "1990", "members": obj{"count": 100, "as_of": "2020", "source_id": source}}).want(201).Header.Get("Location")
		patch := func(body any) *answer { return s.patch(path, s.get(path).etag(), body) }
		// A count of another date does not rest on the first one's source.
		patch(obj{"members": obj{"count": 200, "as_of": "2024"}}).want(200).is("members.count", "200", "members.as_of", "2024", "members.source_id", "")
		patch(obj{"members": obj{"count": 150, "as_of": "2022", "source_id": source}}).want(200).is("members.count", "200", "members.as_of", "2024")
		for day, count := range map[string]string{"2019": "", "2020": "100", "2021-12-31": "100", "2022-01-01": "150", "2026": "200"} {
			s.get(path+"?as_of="+day).want(200).is("members.count", count)
		}
		// One of the same date is replaced, and a null takes the latest away.
		patch(obj{"members": obj{"count": 210}}).want(200).is("members.count", "210", "members.as_of", "2024")
		patch(obj{"members": nil}).want(200).is("members.count", "150")
		patch(obj{"website": "https://example.org"}).want(200).is("members.count", "150")
		s.post("/v1/unions", obj{"kind": "local", "name": "B", "members": obj{}}).problem(422, "invalid", "/members/count required") // unknown is not 0
		patch(obj{"members": obj{"count": nil}}).problem(422, "invalid", "/members/count required")
		patch(obj{"members": obj{"count": -1}}).problem(422, "invalid", "/members/count range")
		patch(obj{"members": obj{"count": 1, "as_of": "2025", "source_id": "0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"}}).problem(422, "invalid", "/members/source_id unknown")
	})
}

func TestUnionsAreFiltered(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.Clock.Set(storetest.Start.Add(time.Hour))
		s.post("/v1/unions", obj{"kind": "federation", "name": "Fédération Ouvrière", "place": obj{"country": "FR", "city": "Paris"}, "identifiers": []obj{{"scheme": "wikidata", "value": "q42"}}}).want(201)
		s.post("/v1/unions", obj{"kind": "unit", "name": "Zed Unit", "dissolved": "2020", "place": obj{"country": "CA", "region": "CA-ON"}}).want(201)
		s.Affiliate(storetest.Must(s.Store.Union(t.Context(), "zed-unit", record.Moment{}))(t), s.local, "", "")
		const seiu, local, here = "service-employees-international-union", "seiu-local-26", "unite-here-local-17"
		for query, want := range map[string]string{
			"":                                "federation-ouvriere " + local + " " + seiu + " " + here + " zed-unit",
			"q=ouvriere":                      "federation-ouvriere",
			"q=LOCAL+seiu":                    local,
			"q=q42":                           "federation-ouvriere",
			"q=100%25":                        "",
			"kind=unit,federation":            "federation-ouvriere zed-unit",
			"kind=unit&kind=federation":       "federation-ouvriere zed-unit",
			"parent=" + seiu:                  local,
			"under=" + seiu:                   local + " zed-unit",
			"under=" + s.own.ID.String():      local + " zed-unit",
			"under=" + seiu + "&kind=unit":    "zed-unit",
			"identifier=wikidata:Q42":         "federation-ouvriere",
			"identifier=olms:1":               "",
			"country=FR,ca":                   "federation-ouvriere zed-unit",
			"region=us-mn":                    local + " " + seiu + " " + here,
			"region=CA-ON&region=US-MN":       local + " " + seiu + " " + here + " zed-unit",
			"city=paris":                      "federation-ouvriere",
			"status=dissolved":                "zed-unit",
			"status=merged":                   "",
			"changed_since=2026-01-22T18:30Z": "!",
			"changed_since=" + url.QueryEscape("2026-01-22T19:30:00+01:00"): "federation-ouvriere zed-unit",
			"sort=-name":                 "zed-unit " + here + " " + seiu + " " + local + " federation-ouvriere",
			"sort=-created_at":           "zed-unit federation-ouvriere " + here + " " + local + " " + seiu,
			"kind=local&sort=updated_at": local + " " + here,
		} {
			a := s.get("/v1/unions?" + query)
			if want == "!" {
				a.problem(400, "malformed", "changed_since malformed")
				continue
			}
			a.lists("slug", strings.Fields(want)...)
		}
		s.get("/v1/unions/"+seiu+"/locals").lists("slug", local)
		s.get("/v1/unions/" + seiu + "/locals?city=nowhere").lists("slug")
		s.get("/v1/unions?parent=nobody").problem(422, "invalid", "parent unknown")
	})
}

func TestALocalIsCreatedBelowItsParent(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.post("/v1/unions/"+s.own.Slug+"/locals", obj{"name": "SEIU Local 284"}).want(201).is("kind", "local", "parents.0.slug", s.own.Slug, "parents.0.type", "chartered")
		s.get("/v1/unions/"+s.own.Slug+"/locals").lists("slug", s.local.Slug, a.text("slug"))
		s.get(a.Header.Get("Location")+"/affiliations").lists("parent.slug", s.own.Slug)
		s.post("/v1/unions/nobody/locals", obj{"name": "A"}).problem(404, "not_found")
		s.post("/v1/unions/"+s.own.Slug+"/locals", obj{"kind": "unit", "name": "A unit"}).want(201).is("kind", "unit")
	})
}

func TestTwoUnionsDoNotShareAnAddressOrAnIdentifier(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		id := []obj{{"scheme": "olms", "value": "544309"}}
		s.post("/v1/unions", obj{"kind": "local", "name": "One", "identifiers": id}).want(201)
		s.post("/v1/unions", obj{"kind": "local", "name": "Two", "identifiers": id}).problem(409, "conflict", "/identifiers/0 duplicate")
		s.post("/v1/unions", obj{"kind": "local", "name": "Two", "slug": "one"}).problem(409, "conflict", "/slug duplicate")
		s.post("/v1/unions", obj{"kind": "local", "name": "One"}).want(201).is("slug", "one-2")
	})
}

func TestAnOldAddressLeadsToTheNewOne(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		old := "/v1/unions/" + s.local.Slug
		s.patch(old, `"1"`, obj{"slug": "local-26"}).want(200).is("slug", "local-26")
		a := s.get(old+"?as_of=2026").problem(308, "moved")
		if to := a.Header.Get("Location"); to != "/v1/unions/local-26?as_of=2026" {
			t.Errorf("the old address leads to %q", to)
		}
		for _, part := range []string{"/affiliations", "/endorsements", "/statements", "/locals", "/coverage?call=" + s.call.Slug} {
			if to := s.get(old + part).Header.Get("Location"); to != "" && to != "/v1/unions/local-26"+part {
				t.Errorf("%s leads to %q", part, to)
			}
		}
		s.get(old+"/revisions").lists("version", "2", "1")
		// Somebody else may have the address; then it is theirs.
		s.post("/v1/unions", obj{"kind": "local", "name": "Another", "slug": s.local.Slug}).want(201)
		s.get(old).want(200).is("name", "Another")
	})
}

func TestAMergedUnionLeadsToItsSurvivorForReadsAndWrites(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		twin := s.Local("S.E.I.U. Local 26")
		e := s.endorsement(twin)
		before := s.Clock.Now()
		merged := s.post("/v1/unions/"+twin.Slug+"/merge", obj{"into": s.local.Slug}, "Rollcall-Reason", "The same body").want(200)
		merged.is("slug", s.local.Slug, "names.1.value", "S.E.I.U. Local 26")
		if merged.etag() != s.get("/v1/unions/"+s.local.Slug).etag() {
			t.Error("the answer's ETag is not the survivor's")
		}
		for _, ref := range []string{twin.Slug, twin.ID.String()} {
			for _, part := range []string{"", "?as_of=2026", "/endorsements", "/endorsements?limit=1&sort=-union", "/statements", "/locals", "/affiliations", "/coverage?call=" + s.call.Slug} {
				a := s.get("/v1/unions/"+ref+part).problem(308, "moved")
				to := a.Header.Get("Location")
				if to != "/v1/unions/"+s.local.Slug+part {
					t.Errorf("%s%s leads to %q", ref, part, to)
				}
				s.get(to).want(200)
			}
		}
		// Writes keep their method; where two records stand in the path, the right one is replaced.
		put := "/v1/calls/" + s.call.Slug + "/endorsements/" + twin.Slug
		to := s.put(put, obj{"position": "endorsed"}).problem(308, "moved").Header.Get("Location")
		if to != "/v1/calls/"+s.call.Slug+"/endorsements/"+s.local.Slug {
			t.Fatalf("the PUT leads to %q", to)
		}
		s.put(to, obj{"position": "endorsed"}).want(201).is("union.slug", s.local.Slug)
		to = s.patch("/v1/unions/"+twin.Slug, `"1"`, obj{"website": "https://example.org"}).problem(308, "moved").Header.Get("Location")
		s.patch(to, merged.etag(), obj{"website": "https://example.org"}).want(200)

		// The same for a call with an old address.
		s.patch("/v1/calls/"+s.call.Slug, `"1"`, obj{"slug": "the-day"}).want(200)
		to = s.put("/v1/calls/"+s.call.Slug+"/endorsements/"+s.other.Slug, obj{"position": "endorsed"}).problem(308, "moved").Header.Get("Location")
		if to != "/v1/calls/the-day/endorsements/"+s.other.Slug {
			t.Fatalf("the PUT leads to %q", to)
		}

		s.get("/v1/endorsements/"+e.ID.String()).want(200).is("union.slug", s.local.Slug)
		s.get("/v1/unions?status=merged").lists("slug", twin.Slug)
		s.get("/v1/unions/"+twin.Slug+"?known_at="+before.Format(time.RFC3339Nano)).want(200).is("name", "S.E.I.U. Local 26")
		s.get("/v1/unions/"+twin.Slug+"/revisions").lists("action", "merged", "created")

		s.post("/v1/unions/"+twin.Slug+"/unmerge", nil).want(200).is("slug", twin.Slug, "status", "active", "merged_into", "")
		s.get("/v1/endorsements/"+e.ID.String()).want(200).is("union.slug", twin.Slug)
		s.get("/v1/unions/"+twin.Slug+"/endorsements").lists("id", e.ID.String())
		s.get("/v1/unions/"+s.local.Slug).want(200).is("names.1", "")
		s.post("/v1/unions/"+twin.Slug+"/unmerge", nil).problem(409, "conflict")
	})
}

func TestWhatCannotBeMergedIsNot(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/unions/" + s.local.Slug + "/merge"
		s.post(path, obj{"into": s.local.Slug}).problem(409, "conflict")
		s.post(path, obj{"into": "nobody"}).problem(422, "invalid", "/into unknown")
		s.post(path, obj{}).problem(422, "invalid", "/into required")
		s.post(path, obj{"into": 5}).problem(422, "invalid", "/into type")
		s.post("/v1/unions/nobody/merge", obj{"into": s.local.Slug}).problem(404, "not_found")
		s.patch("/v1/unions/"+s.local.Slug, `"1"`, obj{"status": "merged"}).problem(422, "invalid", "/status invalid")
		s.post("/v1/unions/"+s.local.Slug+"/unmerge", obj{"into": s.own.Slug}).problem(400, "malformed")
	})
}

func TestAUnionThatOthersDependOnIsNotDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.delete("/v1/unions/"+s.own.Slug, `"1"`).problem(409, "in_use")
		s.endorsement(s.local)
		s.delete("/v1/unions/"+s.local.Slug, `"1"`).problem(409, "in_use")
		s.get("/v1/unions/" + s.local.Slug).want(200)
	})
}

func TestTheTwoClocksShowAnotherRecord(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/unions/" + s.other.Slug
		early := s.Clock.Now().Format(time.RFC3339Nano)
		s.patch(path, `"1"`, obj{"name": "UNITE HERE Local 17 (Minnesota)"}).want(200)
		late := s.Clock.Now().Format(time.RFC3339Nano)
		s.delete(path, `"2"`).want(204)
		for at, want := range map[string]string{early: "UNITE HERE Local 17", late: "UNITE HERE Local 17 (Minnesota)"} {
			s.get(path+"?known_at="+at).want(200).is("name", want)
			s.get("/v1/unions?q=here&known_at="+at).lists("name", want)
		}
		s.get(path).problem(410, "gone")
		s.get(path+"?known_at=2999-01-01T00:00:00Z").problem(422, "invalid", "known_at range")
		for _, before := range []string{"2020-01-01T00:00:00Z", "0001-01-01T00:00:00Z"} {
			if a := s.get(path + "?known_at=" + before); a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusUnprocessableEntity {
				t.Errorf("known at %s answers %d", before, a.StatusCode)
			}
		}
	})
}
