package api_test

import (
	"fmt"
	"strings"
	"testing"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// few is a record in which every union differs from the others in something: three locals of own, a
// council, a local of nobody.
func few(t *testing.T, s *service) {
	t.Helper()
	for i, body := range []obj{
		{"name": "North", "place": obj{"country": "US", "region": "US-MN", "city": "Duluth"}, "founded": "1901", "members": obj{"count": 100, "as_of": "2020"}, "identifiers": []obj{{"scheme": "olms", "value": "11"}}},
		{"name": "South", "place": obj{"country": "US", "region": "US-IA", "city": "Ames"}, "founded": "1950-06", "members": obj{"count": 5000}},
		{"name": "West", "place": obj{"country": "CA", "region": "CA-QC", "city": "Montréal"}, "members": obj{"count": 0, "as_of": "2024-05"}},
	} {
		u := s.post("/v1/unions/"+s.own.Slug+"/locals", body).want(201)
		if i == 0 {
			s.patch("/v1/unions/"+u.text("slug"), u.etag(), obj{"members": obj{"count": 300, "as_of": "2025"}}).want(200)
		}
	}
	s.post("/v1/unions", obj{"kind": "labor_council", "name": "Council", "place": obj{"country": "US", "region": "US-MN"}}).want(201)
}

func TestFiltersOfUnions(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		few(t, s)
		all := "Council North SEIU Local 26 Service Employees International Union South UNITE HERE Local 17 West"
		for query, want := range map[string]string{
			"":                                        all,
			"kind!=local,national":                    "Council",
			"kind!=local&kind!=national":              "Council",
			"kind=local&kind!=local":                  "",
			"region!=US-MN":                           "South West",
			"region=US-IA,CA-QC":                      "South West",
			"country!=US":                             "West",
			"city=duluth,MONTREAL":                    "North West",
			"city!=duluth,montreal,ames":              "Council SEIU Local 26 Service Employees International Union UNITE HERE Local 17",
			"under!=" + s.own.Slug:                    "Council Service Employees International Union UNITE HERE Local 17",
			"under=" + s.own.Slug + "&city!=Ames":     "North SEIU Local 26 West",
			"parent!=" + s.own.Slug + "&kind=local":   "UNITE HERE Local 17",
			"identifier=olms:11,olms:12":              "North",
			"identifier!=olms:11&region=US-MN,CA-QC":  "Council SEIU Local 26 Service Employees International Union UNITE HERE Local 17 West",
			"status!=active":                          "",
			"founded_from=1950":                       "South",
			"founded_to=1950":                         "North South",
			"founded_from=1902&founded_to=1950-05":    "",
			"members_min=300":                         "North South",
			"members_max=300":                         "North West",
			"members_min=0":                           "North South West",
			"members_min=100&as_of=2020-01-01":        "North South",
			"members_min=101&as_of=2024-12-31":        "South",
			"members_max=0&as_of=2024-05-01":          "West",
			"members_max=0&as_of=2024-04-30":          "",
			"members_min=5000&members_max=5000":       "South",
			"kind%21=local,national":                  "Council",
			"kind!=local&q=" + "council&sort=-name":   "Council",
			"changed_since=2100-01-01T00:00:00Z":      "",
			"under=" + s.own.Slug + "," + s.own.Slug:  "North SEIU Local 26 South West",
			"under=" + s.own.Slug + ",seiu-local-26":  "North SEIU Local 26 South West",
			"parent=" + s.own.Slug + ",seiu-local-26": "North SEIU Local 26 South West",
		} {
			if got := strings.Join(s.get("/v1/unions?"+query).want(200).column("name"), " "); got != want {
				t.Errorf("%s lists %q, want %q", query, got, want)
			}
			if got := strings.Join(s.get("/v1/unions.csv?"+query).complete().cells("name"), " "); got != want {
				t.Errorf("%s streams %q, want %q", query, got, want)
			}
		}
		if got := strings.Join(s.get("/v1/unions/"+s.own.Slug+"/locals?region!=US-MN&members_min=1").column("name"), " "); got != "South" {
			t.Errorf("the locals are %q", got)
		}
		for query, want := range map[string]string{
			"members_min=5&members_max=4": "members_max range", "founded_from=1950&founded_to=1949": "founded_to range", "kind!=club": "kind! invalid",
			"under!=A+B": "under! invalid", "identifier!=olms": "identifier! invalid", "region!=X": "region! invalid",
		} {
			s.get("/v1/unions?"+query).problem(422, "invalid", want)
		}
		for query, want := range map[string]string{
			"members_min=-1": "members_min malformed", "members_min=x": "members_min malformed", "members_max=": "members_max malformed", "q!=x": "q! unknown",
			"members!=5": "members! unknown", "sort!=name": "sort! unknown", "kind!": "kind! malformed", "kind!!=local": "kind!! unknown", "changed_since!=2026": "changed_since! unknown",
		} {
			s.get("/v1/unions?"+query).problem(400, "malformed", want)
		}
	})
}

func TestFiltersOfEndorsementsAndTheOtherLists(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		march := s.Call("A march", "2026-03")
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14", "https://example.org/a"))
		s.Put(s.call, s.other, s.Position(record.Declined, "2026-01-10"))
		s.Put(march, s.own, s.Position(record.Supported, "2026-02"))
		for query, want := range map[string]string{
			"position!=declined,supported": "endorsed", "position!=endorsed": "supported declined", "evidence!=none": "endorsed", "call!=" + march.Slug: "endorsed declined",
			"call=" + march.Slug + "," + s.call.Slug: "supported endorsed declined", "union=" + s.other.Slug + "," + s.own.Slug: "supported declined",
			"union!=" + s.other.Slug: "supported endorsed", "under!=" + s.own.Slug: "declined", "kind!=local": "supported", "verification!=verified": "supported endorsed declined",
			"from=2026-01-11&to=2026-01": "endorsed", "members_min=1": "", "capacity!=officer,caucus": "supported endorsed declined", "decided_by!=unknown": "",
		} {
			if got := strings.Join(s.get("/v1/endorsements?"+query).want(200).column("position"), " "); got != want {
				t.Errorf("%s lists %q, want %q", query, got, want)
			}
		}
		s.get("/v1/endorsements?from=2026-02&to=2026-01").problem(422, "invalid", "to range")
		s.get("/v1/calls?from=2026-02&to=2026-01").problem(422, "invalid", "to range")
		for path, want := range map[string]string{
			"/v1/calls?kind!=march":         "A day of action A march", // both are days of action
			"/v1/calls?kind!=day_of_action": "", "/v1/calls?part_of!=" + march.Slug: "A day of action A march", "/v1/calls?phase!=past": "A march A day of action",
		} {
			if got := strings.Join(s.get(path+"&sort=title").want(200).column("title"), " "); got != want && strings.Contains(path, "kind") {
				t.Errorf("%s lists %q, want %q", path, got, want)
			}
		}
		s.post("/v1/statements", obj{"title": "One", "kind": "letter", "language": "en", "published_on": "2026-01-05", "issuers": []string{s.local.Slug}, "calls": []string{march.Slug}}).want(201)
		s.post("/v1/statements", obj{"title": "Two", "kind": "speech", "language": "es", "published_on": "2026-02", "issuers": []string{s.other.Slug}}).want(201)
		for query, want := range map[string]string{
			"kind!=letter": "Two", "language=EN,es": "Two One", "language!=es": "One", "union!=" + s.other.Slug: "One", "call!=" + march.Slug: "Two", "under!=" + s.own.Slug: "Two",
			"from=2026-01-06": "Two", "to=2026-01": "One", "union=" + s.local.Slug + "," + s.other.Slug: "Two One",
		} {
			if got := strings.Join(s.get("/v1/statements?"+query).want(200).column("title"), " "); got != want {
				t.Errorf("%s lists %q, want %q", query, got, want)
			}
		}
		s.post("/v1/sources", obj{"url": "https://example.org/b", "publisher": "Star, Tribune", "kind": "press", "published_on": "2026-01-02"}).want(201)
		for query, want := range map[string]string{
			"kind!=press": "", "publisher=star,+tribune&publisher=nobody": "https://example.org/b", "publisher!=star,+tribune": "https://example.org/a", "from=2026": "https://example.org/b",
			"to=2026": "https://example.org/b", "health!=gone&sort=created_at": "https://example.org/a https://example.org/b",
		} {
			if got := strings.Join(s.get("/v1/sources?"+query).want(200).column("url"), " "); got != want {
				t.Errorf("%s lists %q, want %q", query, got, want)
			}
		}
		edges := "/v1/unions/" + s.local.Slug + "/affiliations"
		s.get(edges+"?type!=affiliated").lists("type", "chartered")
		s.get(edges + "?type!=chartered").lists("type")
		s.get(edges + "?changed_since=2100-01-01T00:00:00Z").lists("type")
		s.get("/v1/changes?entity!=union,call,affiliation,endorsement,statement&after=0").lists("entity", "source", "source")
		s.get("/v1/changes?entity=source&entity!=source").problem(422, "invalid", "entity! contradiction")
		covered := s.get("/v1/unions/"+s.own.Slug+"/coverage?call="+s.call.Slug+"&position!=none&facets=position,kind").lists("union.slug", s.local.Slug)
		covered.is("facets.position.0.value", "endorsed", "facets.kind.0.count", "1")
		s.get("/v1/unions/" + s.own.Slug + "/coverage?call=" + s.call.Slug + "&position!=endorsed").lists("union.slug")
	})
}

func TestFacetsCountTheWholeResult(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		few(t, s)
		for i, u := range []record.Union{s.local, s.other, s.own} {
			s.Put(s.call, u, s.Position([]record.Stance{record.Endorsed, record.Endorsed, record.Declined}[i], record.Date(fmt.Sprint(2024+i, "-01"))))
		}
		s.Put(s.call, s.Local("Undated"), s.Position(record.Supported, ""))
		a := s.get("/v1/endorsements?facets=position,affiliation,year,kind,evidence&limit=1").want(200)
		a.is("facets.position.0.value", "endorsed", "facets.position.0.count", "2", "facets.position.1.value", "declined", "facets.position.2.value", "supported",
			"facets.affiliation.0.value", s.own.Slug, "facets.affiliation.0.label", s.own.Name, "facets.affiliation.0.count", "2", "facets.affiliation.1.count", "1",
			"facets.year.3.count", "1", "facets.kind.0.value", "local", "facets.kind.0.count", "3", "facets.evidence.0.value", "none", "facets.evidence.0.count", "4")
		years := map[string]bool{}
		for i := range 4 {
			years[a.text(fmt.Sprintf("facets.year.%d.value", i))] = true
		}
		for _, year := range []string{"", "2024", "2025", "2026"} { // an unknown year is null
			if !years[year] {
				t.Errorf("the years are %v", years)
			}
		}
		s.get("/v1/endorsements?facets=position&position!=endorsed").is("facets.position.0.count", "1", "facets.position.1.count", "1", "facets.position.2.count", "")
		s.get("/v1/endorsements?facets=position&as_of=2025-01").is("facets.position.0.value", "endorsed", "facets.position.0.count", "2")
		s.get("/v1/unions?facets=region,affiliation,status&limit=1").is("facets.region.0.value", "US-MN", "facets.affiliation.0.value", s.own.Slug, "facets.affiliation.0.count", "5", "facets.status.0.value", "active")
		s.get("/v1/unions/"+s.own.Slug+"/locals?facets=country").is("facets.country.0.value", "US", "facets.country.0.count", "3", "facets.country.1.value", "CA")
		s.get("/v1/calls?facets=kind,year").is("facets.year.0.value", "2026", "facets.kind.0.count", "1")
		s.get("/v1/statements?facets=kind").is("facets.kind", "[]")
		s.get("/v1/unions?facets=colour").problem(422, "invalid", "facets invalid")
		s.get("/v1/unions?facets=").problem(400, "malformed", "facets malformed")
		if a := s.get("/v1/unions").want(200); a.at("facets") != nil {
			t.Errorf("facets that nobody asked for: %s", a.body)
		}
		// The most frequent ones only.
		for i := range record.MaxFacets + 5 {
			src := storetest.Must(record.NewSource("", record.Source{URL: fmt.Sprint("https://example.org/", i), Publisher: fmt.Sprint("Publisher ", i), Kind: record.SourcePress}))(t)
			storetest.Must(s.Store.CreateSource(s.Context(), storetest.By("editor"), src))(t)
		}
		values, _ := s.get("/v1/sources?facets=publisher").at("facets.publisher").([]any)
		if len(values) != record.MaxFacets {
			t.Errorf("%d publishers are counted", len(values))
		}
	})
}
