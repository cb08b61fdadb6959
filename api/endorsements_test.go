package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// stand is the address at which a union's position on the call is put.
func (s *service) stand(of record.Union) string {
	return "/v1/calls/" + s.call.Slug + "/endorsements/" + of.Slug
}

func TestPuttingAPositionCreatesRepeatsCorrectsAndAppends(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := s.stand(s.local)
		position := func(changes ...any) obj {
			p := obj{"position": "endorsed", "effective_on": "2026-01-14", "decided_by": "executive_board", "citations": []obj{
				{"source": obj{"url": "https://example.org/minutes?utm_source=x", "title": "Minutes", "publisher": "Example"}, "quote": "Voted."},
			}}
			for i := 0; i < len(changes); i += 2 {
				p[changes[i].(string)] = changes[i+1]
			}
			return p
		}
		count := func(what string, want int) {
			t.Helper()
			if a := s.get("/v1/" + what + "?include_total=true").want(200); a.at("page.total") != float64(want) {
				t.Errorf("there are %s %s, want %d", a.text("page.total"), what, want)
			}
		}

		a := s.put(path, position()).want(201)
		a.is("position", "endorsed", "effective_on", "2026-01-14", "decided_by", "executive_board", "capacity", "body", "verification", "unverified", "evidence", "secondary",
			"corroborations", "1", "ordinal", "1", "ordinal_of_kind", "1", "call.slug", s.call.Slug, "union.slug", s.local.Slug, "union.kind", "local", "union.region", "US-MN", "version", "1",
			"citations.0.source.url", "https://example.org/minutes", "citations.0.quote", "Voted.")
		if a.Header.Get("Location") != "/v1/endorsements/"+a.text("id") {
			t.Errorf("the location is %q", a.Header.Get("Location"))
		}
		s.get(a.Header.Get("Location")).want(200).is("version", "1")
		seq := s.Store.Seq()

		// The same once more writes nothing, with or without a precondition that holds.
		for _, headers := range [][]string{nil, {"If-Match", a.etag()}, {"If-Match", "*"}} {
			again := s.put(path, position(), headers...).want(200)
			if string(again.body) != string(a.body) || again.etag() != a.etag() || s.Store.Seq() != seq {
				t.Errorf("a repeated PUT with %q wrote something", headers)
			}
		}
		s.put(path, position("vote", nil, "scope", []string{}, "note", nil, "capacity", "body")).want(200).is("version", "1")
		s.put(path, position("citations", []obj{{"source": obj{"id": a.text("citations.0.source.id")}, "quote": "Voted."}})).want(200).is("version", "1")
		count("sources", 1)

		// Create only.
		s.put(path, position(), "If-None-Match", "*").problem(412, "exists")
		s.put(s.stand(s.other), position(), "If-Match", a.etag()).problem(412, "stale")
		s.put(s.stand(s.other), position(), "If-Match", "*").problem(412, "stale")
		s.put(s.stand(s.other), position("citations", nil), "If-None-Match", "*").want(201).is("ordinal", "2", "evidence", "none")

		// A correction: the same position and date, other details.
		s.put(path, position("note", "Unanimous")).problem(428, "precondition_required")
		s.put(path, position("note", "Unanimous"), "If-Match", `"9"`).problem(412, "stale")
		b := s.put(path, position("note", "Unanimous"), "If-Match", a.etag()).want(200).is("version", "2", "note", "Unanimous", "position_id", a.text("position_id"))
		s.get("/v1/endorsements/"+a.text("id")+"/positions").lists("position", "endorsed")

		// A new position.
		s.put(path, position("position", "withdrawn", "effective_on", "2026-01-20")).problem(428, "precondition_required")
		c := s.put(path, position("position", "withdrawn", "effective_on", "2026-01-20"), "If-Match", b.etag()).want(200).is("position", "withdrawn", "version", "3", "ordinal", "")
		s.put(path, position("position", "endorsed", "effective_on", "2026-01-21"), "If-Match", b.etag()).problem(412, "stale")
		s.put(path, position("position", "endorsed", "effective_on", "2026-01-21"), "If-Match", c.etag()).want(200).is("position", "endorsed", "version", "4")
		s.get("/v1/endorsements/"+a.text("id")+"/positions").lists("effective_on", "2026-01-14", "2026-01-20", "2026-01-21")
		count("endorsements", 2)
	})
}

func TestEveryFaultOfAPositionIsToldAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.put(s.stand(s.local), obj{
			"position": "liked", "effective_on": "2026-02-30", "announced_on": 5, "decided_by": "fate", "capacity": "crowd", "vote": obj{"for": -1, "against": "9", "abstain": 1.5},
			"scope": []string{"No work"}, "participation": []string{"", "march", "march"}, "by": s.own.Slug, "citations": []any{obj{"source": obj{}}, obj{"source": obj{"url": "https://example.org", "sha256": "x"}}},
		}).problem(422, "invalid", "/position invalid", "/effective_on invalid_date", "/announced_on type", "/decided_by invalid", "/capacity invalid", "/vote/for range", "/vote/against type", "/vote/abstain type",
			"/scope/0 invalid", "/participation/0 required", "/participation/2 duplicate", "/by invalid", "/citations/0/source required", "/citations/1/source/sha256 invalid")
		s.put(s.stand(s.local), obj{}).problem(422, "invalid", "/position required")
		s.put(s.stand(s.local), obj{"position": "nullified", "by": "nobody"}).problem(422, "invalid", "/by unknown")
		s.post("/v1/endorsements", obj{"call": "nothing", "union": "", "position": "endorsed"}).problem(422, "invalid", "/call unknown", "/union required")
		s.post("/v1/endorsements", obj{"call": 5}).problem(422, "invalid", "/call type", "/union required", "/position required")
		s.put("/v1/calls/nothing/endorsements/"+s.local.Slug, obj{"position": "endorsed"}).problem(404, "not_found")
		s.put("/v1/calls/"+s.call.Slug+"/endorsements/nobody", obj{"position": "endorsed"}).problem(404, "not_found")
		if a := s.get("/v1/sources"); len(a.column("id")) != 0 {
			t.Error("a refused position left a source behind")
		}
	})
}

func TestAPositionLiesWithinItsUnionsLife(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/unions", obj{"kind": "local", "name": "Young", "founded": "2020-06", "dissolved": "2025"}).want(201)
		path := "/v1/calls/" + s.call.Slug + "/endorsements/young"
		s.put(path, obj{"position": "endorsed", "effective_on": "2020-05-31"}).problem(422, "invalid", "/effective_on range")
		s.put(path, obj{"position": "endorsed", "announced_on": "2026"}).problem(422, "invalid", "/announced_on range")
		s.put(path, obj{"position": "endorsed", "effective_on": "2020"}).want(201) // it may have been December
		s.patch("/v1/unions/young", `"1"`, obj{"founded": "2021"}).problem(409, "conflict")
		// After the call is cancelled is fine.
		s.patch("/v1/calls/"+s.call.Slug, `"1"`, obj{"cancelled": true}).want(200)
		s.put(s.stand(s.local), obj{"position": "endorsed", "effective_on": "2026-02-01"}).want(201)
	})
}

func TestAnEndorsementIsCreatedOnceReadAndDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		body := obj{"call": s.call.ID, "union": s.local.Slug, "position": "supported", "capacity": "officer", "vote": obj{"for": 12, "against": 3}, "scope": []string{"rally"}, "participation": []string{"march"}}
		a := s.post("/v1/endorsements", body).want(201).is("position", "supported", "capacity", "officer", "vote.for", "12", "vote.abstain", "", "scope", "[rally]", "ordinal", "")
		path := a.Header.Get("Location")
		if got := s.get(path).want(200); string(got.body) != string(a.body) || got.etag() != a.etag() {
			t.Error("GET answers something else than POST")
		}
		s.post("/v1/endorsements", body).problem(409, "conflict")
		s.delete(path, "").problem(428, "precondition_required")
		s.delete(path, a.etag()).want(204)
		s.get(path).problem(410, "gone")
		s.get(path+"/positions").problem(410, "gone")
		s.get("/v1/calls/" + s.call.Slug + "/endorsements").lists("id")
		s.post("/v1/endorsements", body).want(201)
	})
}

func TestTheTimelineIsAppendedCorrectedAndStruck(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := s.put(s.stand(s.local), obj{"position": "tabled", "effective_on": "2026-01-10"}).want(201).Header.Get("Location")
		a := s.post(path+"/positions", obj{"position": "endorsed", "effective_on": "2026-01-20", "note": "At last"}).want(201).is("current", "true", "note", "At last")
		if !strings.HasPrefix(a.Header.Get("Location"), path+"/positions/") {
			t.Errorf("the location is %q", a.Header.Get("Location"))
		}
		// One that took effect in between is not the current one.
		b := s.post(path+"/positions", obj{"position": "declined", "effective_on": "2026-01-15"}).want(201).is("current", "false")
		line := s.get(path + "/positions")
		line.lists("position", "tabled", "declined", "endorsed")
		s.get(path).want(200).is("position", "endorsed", "version", "3")
		s.get(path+"?as_of=2026-01-16").want(200).is("position", "declined")
		s.get(path+"?as_of=2026-01-09").problem(404, "not_found")
		s.get(path+"/positions?as_of=2026-01-16").lists("position", "tabled", "declined")
		s.get(b.Header.Get("Location")).want(200).is("position", "declined", "current", "false")

		// If-Match takes the ETag of the endorsement, of the timeline or of a position.
		c := s.patch(a.Header.Get("Location"), line.etag(), obj{"effective_on": "2026-01-21", "note": nil, "vote": obj{"for": 9}}).want(200)
		c.is("effective_on", "2026-01-21", "note", "", "vote.for", "9", "position", "endorsed", "id", a.text("id"))
		s.patch(a.Header.Get("Location"), line.etag(), obj{"note": "x"}).problem(412, "stale")
		s.patch(a.Header.Get("Location"), "", obj{"note": "x"}).problem(428, "precondition_required")
		s.patch(a.Header.Get("Location"), c.etag(), obj{"position": "hm", "quote": 5}).problem(422, "invalid", "/position invalid", "/quote type")
		s.delete(a.Header.Get("Location"), s.get(path).etag()).want(204)
		s.get(path).want(200).is("position", "declined", "version", "5")
		s.delete(b.Header.Get("Location"), "*").want(204)
		s.get(b.Header.Get("Location")).problem(404, "not_found")
		last := s.get(path + "/positions").text("data.0.id")
		s.delete(path+"/positions/"+last, "*").problem(409, "conflict")
		s.get(path+"/positions/"+s.call.ID.String()).problem(404, "not_found")
		s.get("/v1/endorsements/"+s.call.ID.String()+"/positions").problem(404, "not_found")
		s.get(path+"/revisions").lists("version", "6", "5", "4", "3", "2", "1")
	})
}

func TestVerificationHoldsToItsRules(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.put(s.stand(s.local), obj{"position": "endorsed"}).want(201)
		path := a.Header.Get("Location")
		verify := func(body obj) *answer { return s.post(path+"/verification", body) }
		verify(obj{"verification": "verified"}).problem(422, "invalid", "/verification uncited")
		verify(obj{"verification": "disputed"}).problem(422, "invalid", "/reason required")
		verify(obj{"verification": "sure"}).problem(422, "invalid", "/verification invalid")
		verify(obj{"verification": "disputed", "reason": 5}).problem(422, "invalid", "/reason type")
		verify(obj{}).problem(422, "invalid", "/verification required")
		b := verify(obj{"verification": "disputed", "reason": "Its page says otherwise."}).want(200).is("verification", "disputed", "verification_reason", "Its page says otherwise.")
		c := s.put(s.stand(s.local), obj{"position": "endorsed", "citations": []obj{{"source": obj{"url": "https://example.org/a"}}}}, "If-Match", b.etag()).want(200).is("verification", "disputed")
		d := verify(obj{"verification": "verified"}).want(200).is("verification", "verified")
		if d.etag() == c.etag() {
			t.Error("the ETag does not follow the verification")
		}
		s.get("/v1/endorsements?verification=verified").lists("id", a.text("id"))
		// What was verified is no longer what stands.
		s.post(path+"/positions", obj{"position": "withdrawn"}).want(201)
		s.get(path).want(200).is("verification", "unverified", "verification_reason", "")
		verify(obj{"verification": "unverified"}).want(200).is("verification", "unverified")
		s.post("/v1/endorsements/"+s.call.ID.String()+"/verification", obj{"verification": "unverified"}).problem(404, "not_found")
	})
}

func TestEvidenceIsPrimaryWhenTheUnionItselfPublishedIt(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.patch("/v1/unions/"+s.other.Slug, `"1"`, obj{"website": "https://www.uniteherelocal17.example"}).want(200)
		cite := func(of record.Union, sources ...obj) *answer {
			var citations []obj
			for _, src := range sources {
				citations = append(citations, obj{"source": src})
			}
			return s.put(s.stand(of), obj{"position": "endorsed", "citations": citations}, "If-Match", "*")
		}
		s.put(s.stand(s.local), obj{"position": "endorsed"}).want(201).is("evidence", "none", "corroborations", "0")
		cite(s.local, obj{"url": "https://a.example/1", "kind": "press", "publisher": "A"}, obj{"url": "https://a.example/2", "kind": "press", "publisher": "a"}, obj{"url": "https://b.example/1", "kind": "press"}).
			want(200).is("evidence", "secondary", "corroborations", "2")
		cite(s.local, obj{"url": "https://c.example/1", "kind": "union_site", "union": s.local.Slug}).want(200).is("evidence", "primary", "corroborations", "0")
		s.put(s.stand(s.other), obj{"position": "endorsed", "citations": []obj{{"source": obj{"url": "https://news.uniteherelocal17.example/x", "kind": "union_site"}}}}).want(201).is("evidence", "primary")
		s.get("/v1/endorsements?evidence=primary&sort=union").lists("union.slug", s.local.Slug, s.other.Slug)
	})
}

func TestEndorsementsAreFiltered(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		second := s.Call("Another day", "2026-03-01")
		s.post("/v1/unions", obj{"kind": "national", "name": "Syndicat", "place": obj{"country": "CA", "region": "CA-QC"}}).want(201)
		add := func(call record.Call, union string, position obj) {
			s.put("/v1/calls/"+call.Slug+"/endorsements/"+union, position).want(201)
		}
		add(s.call, s.local.Slug, obj{"position": "endorsed", "effective_on": "2026-01-14", "decided_by": "membership_vote", "quote": "Ya basta", "citations": []obj{{"source": obj{"url": "https://example.org/a"}}}})
		add(s.call, s.other.Slug, obj{"position": "supported", "effective_on": "2026-01", "capacity": "officer", "decided_by": "officer"})
		s.Clock.Set(storetest.Start.Add(time.Hour))
		add(second, s.local.Slug, obj{"position": "declined", "effective_on": "2025-12-31", "note": "Not now"})
		add(second, "syndicat", obj{"position": "endorsed"})
		const local, here = "seiu-local-26", "unite-here-local-17"
		for query, want := range map[string]string{
			"":                    local + " " + here + " " + local + " syndicat",
			"q=basta":             local,
			"q=now+local":         local,
			"q=syndicat":          "syndicat",
			"call=" + second.Slug: local + " syndicat",
			"union=" + local:      local + " " + local,
			"under=" + s.own.Slug: local + " " + local,
			"under=" + s.own.Slug + "&call=" + s.call.ID.String(): local,
			"position=declined,supported":                         here + " " + local,
			"position=declined&position=endorsed":                 local + " " + local + " syndicat",
			"verification=unverified":                             local + " " + here + " " + local + " syndicat",
			"verification=verified,disputed":                      "",
			"evidence=secondary":                                  local,
			"evidence=primary,none":                               here + " " + local + " syndicat",
			"decided_by=officer,membership_vote":                  local + " " + here,
			"capacity=officer":                                    here,
			"kind=national":                                       "syndicat",
			"country=ca":                                          "syndicat",
			"region=us-mn&region=CA-QC":                           local + " " + here + " " + local + " syndicat",
			"from=2026":                                           local + " " + here,
			"from=2026-01-02":                                     local,
			"to=2025":                                             local,
			"from=2025-12&to=2026-01-01":                          here + " " + local,
			"changed_since=2026-01-22T18:30:00Z":                  local + " syndicat",
			"sort=union":                                          local + " " + local + " syndicat " + here,
			"sort=-union":                                         here + " syndicat " + local + " " + local,
			"sort=effective_on":                                   "syndicat " + local + " " + here + " " + local,
			"sort=-created_at":                                    "syndicat " + local + " " + here + " " + local,
			"sort=updated_at":                                     local + " " + here + " " + local + " syndicat",
			"as_of=2026-01-01":                                    here + " " + local + " syndicat",
		} {
			s.get("/v1/endorsements?"+query).lists("union.slug", strings.Fields(want)...)
		}
		s.get("/v1/calls/"+second.Slug+"/endorsements?position=endorsed").lists("union.slug", "syndicat")
		s.get("/v1/unions/"+local+"/endorsements?call="+second.Slug).lists("position", "declined")
		s.get("/v1/unions/nobody/endorsements").problem(404, "not_found")
		s.get("/v1/calls/nothing/endorsements?under=nobody").problem(404, "not_found")
		s.get("/v1/endorsements?call=nothing&union=nobody").problem(422, "invalid", "call unknown", "union unknown")
		s.get("/v1/endorsements?position=liked&from=x&capacity=&kind=local,").
			problem(400, "malformed", "position invalid", "from malformed", "capacity malformed", "kind malformed")
	})
}

func TestOrdinalsCountEndorsingBodiesByDate(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		caucus := s.Union(record.KindCaucus, "A caucus")
		for of, p := range map[*record.Union]obj{
			&s.local: {"position": "endorsed", "effective_on": "2026-01-20"},
			&s.own:   {"position": "endorsed", "effective_on": "2026-01-10"},
			&s.other: {"position": "endorsed", "effective_on": "2026-01-15", "capacity": "officer"},
			&caucus:  {"position": "endorsed", "effective_on": "2026-01-01"},
		} {
			s.put(s.stand(*of), p).want(201)
		}
		list := s.get("/v1/calls/" + s.call.Slug + "/endorsements?sort=effective_on")
		list.lists("union.slug", caucus.Slug, s.own.Slug, s.other.Slug, s.local.Slug)
		list.is("data.0.ordinal", "", "data.1.ordinal", "1", "data.1.ordinal_of_kind", "1", "data.2.ordinal", "", "data.3.ordinal", "2", "data.3.ordinal_of_kind", "1")
	})
}

func TestOneOfTwoRacingWritersWins(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.put(s.stand(s.local), obj{"position": "endorsed"}).want(201)
		const racers = 4
		for round := range 5 {
			etag := s.get("/v1/calls/" + s.call.Slug).want(200).etag()
			stands := s.get("/v1/calls/" + s.call.Slug + "/endorsements").text("data.0.version")
			patches, puts := make(chan int, racers), make(chan int, racers)
			for i := range racers {
				go func() {
					patches <- s.patch("/v1/calls/"+s.call.Slug, etag, obj{"summary": strings.Repeat("x", 10*round+i+1)}).StatusCode
					puts <- s.put(s.stand(s.local), obj{"position": "endorsed", "note": strings.Repeat("y", 10*round+i+1)}, "If-Match", `"`+stands+`"`).StatusCode
				}()
			}
			for _, outcomes := range []chan int{patches, puts} {
				got := map[int]int{}
				for range racers {
					got[<-outcomes]++
				}
				if got[http.StatusOK] != 1 || got[http.StatusPreconditionFailed] != racers-1 {
					t.Errorf("the racers got %v", got)
				}
			}
		}
	})
}
