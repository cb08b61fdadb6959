package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"rollcall/internal/store/storetest"
)

// names asks for names and answers what came back.
func (s *service) names(queries ...obj) *answer {
	s.Helper()
	return s.do("anonymous", http.MethodPost, "/v1/match", obj{"queries": queries}).want(200)
}

func TestANameIsAnsweredWithTheUnionsItMayMean(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.patch("/v1/unions/"+s.local.Slug, `"1"`, obj{"designation": obj{"type": "Local", "number": "26"}, "place": obj{"region": "US-MN", "city": "Minneapolis"}, "identifiers": []obj{{"scheme": "olms", "value": "137"}}}).want(200)
		a := s.names(obj{"name": "Service Employees Local 26", "city": "Minneapolis", "region": "US-MN", "kind": "local"}, obj{"name": "Service Employees International Union"}, obj{"name": "Harbor Freight Tools"}, obj{"name": ""})
		a.is("results.0.candidates.0.union.id", s.local.ID.String(), "results.0.candidates.0.union.slug", s.local.Slug, "results.0.candidates.0.union.name", "SEIU Local 26",
			"results.0.candidates.0.union.kind", "local", "results.0.candidates.0.union.identifiers.0.value", "137", "results.0.candidates.0.union.place.city", "Minneapolis",
			"results.0.candidates.0.match", "true", "results.0.candidates.0.features.number", "1", "results.0.candidates.0.features.city", "1", "results.0.candidates.0.features.kind", "1",
			"results.1.candidates.0.union.id", s.own.ID.String(), "results.1.candidates.0.match", "true")
		for _, blank := range []int{2, 3} {
			if found, _ := a.at(fmt.Sprintf("results.%d.candidates", blank)).([]any); found == nil || len(found) > 0 {
				t.Errorf("result %d is %v", blank, found)
			}
		}
	})
}

func TestNamesFollowWhatIsWritten(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		find := func(name string) string {
			t.Helper()
			return s.names(obj{"name": name}).text("results.0.candidates.0.union.slug")
		}
		if got := find("Quarry Workers Local 9"); got != "" {
			t.Fatalf("before it is there, %q is found", got)
		}
		u := s.post("/v1/unions", obj{"kind": "local", "name": "Quarry Workers Local 9"}).want(201)
		path := "/v1/unions/" + u.text("id")
		if got := find("quarry wkrs local 9"); got != "quarry-workers-local-9" {
			t.Errorf("a new union is not found, but %q", got)
		}
		u = s.patch(path, u.etag(), obj{"name": "Stone Cutters Lodge 9", "names": []obj{{"value": "Stone Cutters Lodge 9", "type": "official"}}}).want(200)
		if got := find("Stone Cutters Lodge No. 9"); got != u.text("slug") {
			t.Errorf("a new name is not found, but %q", got)
		}
		if got := s.names(obj{"name": "Quarry Workers Local 9"}).text("results.0.candidates.0.match"); got == "true" {
			t.Error("a name that it no longer has is a match")
		}
		// A parent lends its name.
		if got := s.names(obj{"name": "SEIU Lodge 9"}).text("results.0.candidates.0.match"); got == "true" {
			t.Error("it is a body of a union that it does not belong to")
		}
		s.post(path+"/affiliations", obj{"parent": s.own.Slug}).want(201)
		s.names(obj{"name": "SEIU Lodge 9"}).is("results.0.candidates.0.union.id", u.text("id"), "results.0.candidates.0.match", "true")
		// Merged and unmerged.
		s.post(path+"/merge", obj{"into": s.other.Slug}).want(200)
		if got := find("SEIU Lodge 9"); got == u.text("slug") {
			t.Error("a merged union is found")
		}
		s.post(path+"/unmerge", nil).want(200)
		if got := find("Stone Cutters Lodge 9"); got != u.text("slug") {
			t.Errorf("a union that is there again is not found, but %q", got)
		}
		u = s.get(path)
		s.delete(path, u.etag()).want(204)
		if got := find("Stone Cutters Lodge 9"); got == u.text("slug") {
			t.Error("a deleted union is found")
		}
		// Another process finds what this one wrote.
		next := s.restart()
		next.names(obj{"name": "x"})
		s.post("/v1/unions", obj{"kind": "local", "name": "Lamp Lighters Local 3"}).want(201)
		storetest.Must(next.Store.Reached(t.Context(), s.Store.Seq()))(t)
		next.names(obj{"name": "Lamp Lighters Local 3"}).is("results.0.candidates.0.union.slug", "lamp-lighters-local-3")
	})
}

func TestNamesThatCannotBeAskedAreRefused(t *testing.T) {
	s := newService(t, storetest.Databases[0], nil)
	ask := func(body any) *answer { t.Helper(); return s.do("anonymous", http.MethodPost, "/v1/match", body) }
	ask(obj{}).problem(422, "invalid", "/queries required")
	ask(obj{"queries": []obj{{"city": "Oslo"}}}).problem(422, "invalid", "/queries/0/name required")
	ask(obj{"queries": []obj{{"name": "x", "nickname": "y"}}}).problem(400, "malformed", "/queries/0/nickname unknown")
	ask(obj{"queries": []obj{{"name": "x", "region": "Nowhere", "country": "Utopia", "kind": "guild"}}, "limit": 0}).
		problem(422, "invalid", "/limit range", "/queries/0/region invalid", "/queries/0/country invalid", "/queries/0/kind invalid")
	ask(obj{"queries": []any{1, "x", nil}}).want(422)
	ask("[]").problem(400, "malformed")
	ask(`{"queries": []} x`).problem(400, "malformed")
	s.do("anonymous", http.MethodPost, "/v1/match?limit=1", obj{"queries": []obj{}}).problem(400, "malformed", "limit unknown")
	s.do("anonymous", http.MethodPost, "/v1/match", "queries", "Content-Type", "text/plain").want(415)
	many := make([]obj, 1001)
	for i := range many {
		many[i] = obj{"name": "x"}
	}
	ask(obj{"queries": many}).problem(413, "too_large")
	ask(obj{"queries": many[:1000], "limit": 50}).want(200)
	for _, name := range []string{strings.Repeat("a", 900_000), strings.Repeat("Local ", 10_000), "Лока́л 26 \u202e地方", "\x01\x1f", "<b>SEIU</b> Local 26"} {
		s.names(obj{"name": name})
	}
	for _, region := range []string{"MN", "us-mn", "Minnesota", "US-MN", "CA-QC", "Quebec", "GB-LND"} {
		s.names(obj{"name": "x", "region": region})
	}
}

func TestADecisionOnANameWinsUntilItIsUndone(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		ohio := s.post("/v1/unions", obj{"kind": "local", "name": "Local 1199 of the north", "designation": obj{"type": "Local", "number": "1199"}}).want(201)
		coast := s.post("/v1/unions", obj{"kind": "local", "name": "Local 1199 of the coast", "designation": obj{"type": "Local", "number": "1199"}}).want(201)
		for _, c := range []bool{true, false} {
			if got := s.names(obj{"name": "Local 1199"}).text(fmt.Sprintf("results.0.candidates.%d.match", map[bool]int{true: 0, false: 1}[c])); got != "false" {
				t.Fatalf("of two of that number one is a match: %s", got)
			}
		}
		decide := func(verdict, union string, scope obj) *answer {
			t.Helper()
			body := obj{"name": "Local 1199", "verdict": verdict}
			if union != "" {
				body["union"] = union
			}
			for k, v := range scope {
				body[k] = v
			}
			return s.do("editor", http.MethodPost, "/v1/match/decisions", body, "Rollcall-Reason", "asked them").want(201)
		}
		means := func(want *answer, query obj) {
			t.Helper()
			query["name"] = "LCL. #1199" // the same name
			a := s.names(query)
			if want == nil {
				if got, _ := a.at("results.0.candidates").([]any); len(got) > 0 {
					t.Errorf("%v has candidates: %s", query, a.body)
				}
				return
			}
			a.is("results.0.candidates.0.union.id", want.text("id"), "results.0.candidates.0.match", "true", "results.0.candidates.0.features.decided", "1", "results.0.candidates.0.score", "1", "results.0.candidates.1", "")
		}
		d := decide("yes", coast.text("slug"), nil)
		d.is("name", "Local 1199", "union.id", coast.text("id"), "verdict", "yes", "actor", "editor", "reason", "asked them", "region", "")
		means(coast, obj{})
		means(coast, obj{"region": "US-OH"})
		// What is narrower wins where it holds.
		narrow := decide("yes", ohio.text("id"), obj{"region": "US-OH"})
		means(ohio, obj{"region": "Ohio"})
		means(coast, obj{})
		means(coast, obj{"region": "US-CA"})
		// The later wins over one as narrow.
		again := decide("yes", ohio.text("slug"), nil)
		means(ohio, obj{})
		// No rules a union out, and with nobody named all of them.
		no := decide("no", ohio.text("slug"), nil)
		means(coast, obj{})
		none := decide("no", "", obj{"city": "Springfield"})
		means(nil, obj{"city": "springfield"})
		means(coast, obj{"city": "Shelbyville"})

		s.do("editor", http.MethodGet, "/v1/match/decisions", nil).lists("id", none.text("id"), no.text("id"), again.text("id"), narrow.text("id"), d.text("id"))
		s.do("editor", http.MethodGet, "/v1/match/decisions?union="+coast.text("slug")+"&q=1199&include_total=true", nil).lists("id", d.text("id"))
		s.do("editor", http.MethodGet, "/v1/match/decisions?q=1200", nil).lists("id")

		// It holds after a restart, and in processes that run already.
		next := s.restart()
		next.names(obj{"name": "Local 1199"}).is("results.0.candidates.0.union.id", coast.text("id"))
		for _, undone := range []*answer{no, none, again, narrow} {
			s.do("editor", http.MethodDelete, "/v1/match/decisions/"+undone.text("id"), nil).want(204)
		}
		s.do("editor", http.MethodDelete, "/v1/match/decisions/"+no.text("id"), nil).want(410)
		s.do("editor", http.MethodGet, "/v1/match/decisions/"+no.text("id"), nil).want(410)
		s.do("editor", http.MethodGet, "/v1/match/decisions/"+d.text("id"), nil).want(200).is("id", d.text("id"))
		means(coast, obj{"city": "Springfield", "region": "US-OH"})

		// The union is merged: its survivor is meant.
		s.post("/v1/unions/"+coast.text("slug")+"/merge", obj{"into": ohio.text("slug")}).want(200)
		means(ohio, obj{})
		storetest.Must(next.Store.Reached(t.Context(), s.Store.Seq()))(t)
		next.names(obj{"name": "Local 1199"}).is("results.0.candidates.0.union.id", ohio.text("id"))
		s.do("editor", http.MethodGet, "/v1/match/decisions/"+d.text("id"), nil).want(200).is("union.id", ohio.text("id"))
		s.do("editor", http.MethodDelete, "/v1/match/decisions/"+d.text("id"), nil).want(204)
		if got := s.names(obj{"name": "Local 1199"}).text("results.0.candidates.0.features.decided"); got != "" {
			t.Error("what was undone holds")
		}
	})
}

func TestADecisionThatCannotBeMeantIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		seq := s.Store.Seq()
		decide := func(body any) *answer {
			t.Helper()
			return s.do("editor", http.MethodPost, "/v1/match/decisions", body)
		}
		decide(obj{}).problem(422, "invalid", "/name required", "/verdict required")
		decide(obj{"name": "…", "verdict": "perhaps"}).problem(422, "invalid", "/name required", "/verdict invalid")
		decide(obj{"name": "Local 1", "verdict": "yes"}).problem(422, "invalid", "/union required")
		decide(obj{"name": "Local 1", "verdict": "yes", "union": "nobody"}).problem(422, "invalid", "/union unknown")
		decide(obj{"name": strings.Repeat("a", 501), "verdict": "no", "region": "Atlantis", "country": "XX", "kind": "guild"}).
			problem(422, "invalid", "/name too_long", "/region invalid", "/country invalid", "/kind invalid")
		decide(obj{"name": "Local 1", "verdict": "no", "scope": obj{}}).problem(400, "malformed", "/scope unknown")
		s.do("editor", http.MethodGet, "/v1/match/decisions?union=nobody", nil).problem(422, "invalid", "union unknown")
		s.do("editor", http.MethodGet, "/v1/match/decisions/x", nil).want(404)
		s.do("editor", http.MethodDelete, "/v1/match/decisions/0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f", nil).want(404)
		s.do("editor", http.MethodGet, "/v1/match/decisions", nil).lists("id")
		// The same request twice is one decision.
		body := obj{"name": "Local 1", "verdict": "no", "union": s.local.Slug}
		first := s.do("editor", http.MethodPost, "/v1/match/decisions", body, "Idempotency-Key", "a").want(201)
		s.do("editor", http.MethodPost, "/v1/match/decisions", body, "Idempotency-Key", "a").want(201).is("id", first.text("id"))
		s.do("editor", http.MethodGet, "/v1/match/decisions", nil).lists("id", first.text("id"))
		if got := s.Store.Seq(); got != seq {
			t.Errorf("decisions took %d seqs", got-seq)
		}
		// A union that is gone is told of by its id.
		s.delete("/v1/unions/"+s.local.Slug, fmt.Sprintf("%q", fmt.Sprint(s.local.Version))).want(204)
		s.do("editor", http.MethodGet, "/v1/match/decisions", nil).lists("union.id", s.local.ID.String())
	})
}
