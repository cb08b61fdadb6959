package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestATallyIsCountedAtAnyMoment(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/calls/" + s.call.Slug
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-10", "https://example.org/a"))
		before := s.Clock.Now()
		s.Put(s.call, s.other, s.Position(record.Supported, "2026-01-12"))
		s.Put(s.call, s.other, s.Position(record.Endorsed, "2026-01-14"))

		s.get(path+"/tally").want(200).is("positions.endorsed", "2", "positions.supported", "", "by_kind.local.endorsed", "2",
			"members_represented.unknown", "2", "ordinals.0.union.slug", s.other.Slug, "ordinals.0.ordinal", "2", "bodies", "", "compare", "")
		s.get(path+"/tally?as_of=2026-01-13").want(200).is("positions.endorsed", "1", "positions.supported", "1", "as_of", "2026-01-13")
		past := s.get(path+"/tally?known_at="+url.QueryEscape(before.Format(time.RFC3339Nano))).want(200).is("positions.endorsed", "1", "positions.supported", "")
		if past.Header.Get("Memento-Datetime") == "" || past.Header.Get("Content-Location") == "" {
			t.Errorf("an answer about the past has the headers %v", past.Header)
		}
		explained := s.get(path+"/tally?explain=true").want(200).is("bodies.0.union.slug", s.local.Slug, "bodies.0.affiliations.0.slug", s.own.Slug, "bodies.1.ordinal", "2")
		if n := len(list(explained.at("members_represented.groups"))); n != 2 {
			t.Errorf("%d groups of members", n)
		}

		second := s.Call("Another day", "2026-02-01")
		s.Put(second, s.local, s.Position(record.Endorsed, "2026-01-20"))
		s.Put(second, s.other, s.Position(record.Declined, "2026-01-20"))
		s.get(path+"/tally?compare="+second.Slug).want(200).is("compare.call.slug", second.Slug, "compare.both.0.slug", s.local.Slug, "compare.only_this.0.slug", s.other.Slug, "compare.only_other.0", "")
		s.get(path+"/timeline?compare="+second.Slug).want(200).is("data.2.date", "2026-01-14", "data.2.cumulative.endorsed", "2", "data.2.cumulative.supported", "", "compare.data.0.date", "2026-01-20")

		s.get("/v1/unions/"+s.own.Slug+"/coverage?call="+second.Slug).lists("position", "endorsed")
		s.get("/v1/unions/" + s.own.Slug + "/coverage?call=" + second.Slug + "&position=none").lists("union.slug")
		s.get("/v1/unions/"+s.own.Slug+"/coverage").problem(422, "invalid", "call required")
		s.Put(second, s.own, s.Position(record.Opposed, "2026-01-21"))
		s.get("/v1/calls/"+second.Slug+"/conflicts").want(200).is("data.0.parent.slug", s.own.Slug, "data.0.child.slug", s.local.Slug, "data.0.parent_position", "opposed")

		s.get(path+"/tally?compare=no-such-call").problem(422, "invalid", "compare unknown")
		s.get(path+"/tally?explain=perhaps").problem(400, "malformed", "explain malformed")
		s.get("/v1/calls/no-such-call/tally").problem(404, "not_found")
	})
}

// counting are the four routes that count, for a call by its address.
func counting(s *service, call string) []string {
	return []string{
		"/v1/calls/" + call + "/tally", "/v1/calls/" + call + "/timeline", "/v1/calls/" + call + "/conflicts", "/v1/unions/" + s.own.Slug + "/coverage?call=" + call,
	}
}

func with(path, parameters string) string {
	if strings.Contains(path, "?") {
		return path + "&" + parameters
	}
	return path + "?" + parameters
}

func TestWhatCannotBeCountedIsRefusedPrecisely(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, path := range counting(s, s.call.Slug) {
			for parameters, problem := range map[string]struct {
				status int
				code   string
				fault  string
			}{
				"colour=red":                          {400, "malformed", "colour unknown"},
				"as_of=2026-13":                       {400, "malformed", "as_of malformed"},
				"as_of=2026-1-1":                      {400, "malformed", "as_of malformed"},
				"as_of=":                              {400, "malformed", "as_of malformed"},
				"as_of=2026&as_of=2025":               {400, "malformed", "as_of malformed"},
				"known_at=2026-01-22":                 {400, "malformed", "known_at malformed"},
				"known_at=2099-01-01T00:00:00Z":       {422, "invalid", "known_at range"},
				"known_at=1999-01-01T00:00:00Z":       {422, "invalid", "known_at range"},
				"as_of=never&known_at=then&limit=two": {400, "malformed", ""},
			} {
				a := s.get(with(path, parameters)).want(problem.status)
				if problem.fault == "" {
					if n := len(a.faults()); n != 3 {
						t.Errorf("%s: %d faults are named", parameters, n)
					}
					continue
				}
				a.problem(problem.status, problem.code, problem.fault)
			}
			if s.do("anonymous", "HEAD", path, nil).want(200); s.do("anonymous", "POST", path, nil).StatusCode != http.StatusMethodNotAllowed {
				t.Errorf("%s takes a POST", path)
			}
		}
		tally, coverage := "/v1/calls/"+s.call.Slug+"/tally", "/v1/unions/"+s.own.Slug+"/coverage?call="+s.call.Slug
		for path, fault := range map[string]string{
			tally + "?explain=yes":                             "malformed explain malformed",
			tally + "?compare=Not A Slug":                      "invalid compare invalid",
			tally + "?compare=" + s.own.ID.String():            "invalid compare unknown",
			"/v1/calls/" + s.call.Slug + "/timeline?compare=x": "invalid compare unknown",
			coverage + "&position=neutral":                     "invalid position invalid",
			coverage + "&kind=caucuses":                        "invalid kind invalid",
			coverage + "&limit=0":                              "malformed limit malformed",
			coverage + "&sort=kind":                            "invalid sort invalid",
			coverage + "&cursor=abc":                           "malformed cursor malformed",
		} {
			code, fault, _ := strings.Cut(fault, " ")
			a := s.get(strings.ReplaceAll(path, " ", "%20"))
			if a.text("code") != code || len(a.faults()) != 1 || a.faults()[0] != fault {
				t.Errorf("%s answers %d %s %q, want %s %q", path, a.StatusCode, a.text("code"), a.faults(), code, fault)
			}
		}
		s.get("/v1/unions/"+s.own.Slug+"/coverage?call=nothing").problem(422, "invalid", "call unknown")
		s.get("/v1/unions/nobody/coverage?call="+s.call.Slug).problem(404, "not_found")
	})
}

func TestACallIsCountedWhereItIs(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		gone := s.Call("A call that goes", "2026-01-23")
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01"))
		then := "known_at=" + url.QueryEscape(s.Clock.Now().Format(time.RFC3339Nano))
		s.delete("/v1/calls/"+gone.Slug, `"1"`).want(204)
		old := s.call.Slug
		moved := s.patch("/v1/calls/"+old, "*", obj{"slug": "another-address"}).want(200).text("slug")
		for i, path := range counting(s, gone.Slug)[:3] {
			s.get(path).problem(410, "gone")
			s.get(with(path, then)).want(200)
			s.get(counting(s, "no-such-call")[i]).problem(404, "not_found")
			a := s.get(with(counting(s, old)[i], "as_of=2026")).want(308)
			if want := with(counting(s, moved)[i], "as_of=2026"); a.Header.Get("Location") != want {
				t.Errorf("%s is said to be at %s, want %s", path, a.Header.Get("Location"), want)
			}
			s.get(with(counting(s, old)[i], then)).want(200)
			s.get(counting(s, s.call.ID.String())[i]).want(200)
		}
		s.get(counting(s, gone.Slug)[3]).problem(422, "invalid", "call unknown")
		s.get("/v1/calls/"+moved+"/timeline").want(200).is("data.0.date", "2026-01", "data.0.new.endorsed", "1")
		s.get("/v1/calls/"+moved+"/tally?as_of=2025").want(200).is("positions", "map[]", "by_region", "[]", "ordinals", "[]", "as_of", "2025")
		s.post("/v1/unions/"+s.other.Slug+"/merge", obj{"into": s.own.Slug}).want(200)
		s.get("/v1/unions/" + s.other.Slug + "/coverage?call=" + moved).want(308)
		s.get("/v1/unions/" + s.other.Slug + "/coverage?call=" + moved + "&" + then).want(422) // the call had another slug
		s.get("/v1/unions/" + s.other.Slug + "/coverage?call=" + old + "&" + then).want(200)
	})
}

func TestACountIsKeptUntilTheRecordChanges(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-10"))
		for n, path := range counting(s, s.call.Slug) {
			first := s.get(path).want(200)
			s.get(path, "If-None-Match", first.etag()).want(304)
			s.Clock.Set(s.Clock.Now().Add(time.Minute))
			header := s.get(path, "Accept-Datetime", s.Clock.Now().UTC().Format(http.TimeFormat)).want(200).Header
			if header.Get("Memento-Datetime") == "" || !strings.Contains(header.Get("Content-Location"), "known_at=") || !strings.Contains(header.Get("Link"), "timegate") {
				t.Errorf("%s at an instant answers %v", path, header)
			}
			then := s.Clock.Now().Format(time.RFC3339Nano)
			before := string(first.body)
			day := func(of int) record.Date { return record.Date(fmt.Sprintf("2026-01-%02d", of)) }
			s.Put(s.call, s.own, s.Position(record.Opposed, day(11+2*n)))
			s.Put(s.call, s.local, s.Position(record.Supported, day(11+2*n)))
			after := s.get(path, "If-None-Match", first.etag()).want(200)
			if string(after.body) == before {
				t.Errorf("%s is the same after two writes: %s", path, before)
			}
			past := s.get(with(path, "known_at="+url.QueryEscape(then))).want(200)
			for _, member := range []string{"positions", "data", "by_affiliation", "members_represented"} {
				if past.text(member) != first.text(member) {
					t.Errorf("%s at %s: %s is %s, want %s", path, then, member, past.text(member), first.text(member))
				}
			}
			s.Put(s.call, s.own, s.Position(record.Tabled, day(12+2*n)))
			s.Put(s.call, s.local, s.Position(record.Endorsed, day(12+2*n)))
		}
	})
}

func TestCoverageIsTheListOfWhomToAsk(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		council := s.Union(record.KindIntermediate, "A council", s.own)
		s.Union(record.KindCaucus, "A caucus", s.own)
		var names []string
		for _, name := range []string{"a", "b", "c", "d", "e"} {
			local := s.Local("Local "+name, council, s.own) // below the union twice, and listed once
			if name == "b" || name == "d" {
				s.Put(s.call, local, s.Position(record.Endorsed, "2026-01-10"))
			}
			names = append(names, local.Name)
		}
		officer := s.Position(record.Endorsed, "2026-01-10")
		officer.Capacity = record.CapacityOfficer
		s.Put(s.call, council, officer) // not the council's own
		s.Put(s.call, s.local, s.Position(record.NoPositionFound, "2026-01-20"))
		path := "/v1/unions/" + s.own.Slug + "/coverage?call=" + s.call.Slug

		all := append([]string{"A council"}, append(names, s.local.Name)...)
		s.get(path).lists("union.name", all...)
		s.get(path+"&sort=-name").want(200).is("data.0.union.name", s.local.Name)
		s.get(path+"&position=none").lists("union.name", "A council", "Local a", "Local c", "Local e")
		s.get(path+"&position=none,no_position_found&kind=local").lists("union.name", "Local a", "Local c", "Local e", s.local.Name)
		s.get(path+"&position=endorsed").lists("union.name", "Local b", "Local d")
		s.get(path + "&position=endorsed&as_of=2026-01-09").lists("union.name")
		s.get("/v1/unions/" + s.local.Slug + "/coverage?call=" + s.call.Slug).lists("union.name")

		var met []string
		for next := with(path, "limit=2&include_total=true"); next != ""; {
			a := s.get(next).want(200).is("page.total", "7")
			met = append(met, a.column("union.name")...)
			next = ""
			if cursor := a.text("page.next"); cursor != "" {
				next = with(path, "limit=2&include_total=true&cursor="+cursor)
				if link := a.Header.Get("Link"); !strings.Contains(link, `rel="next"`) {
					t.Errorf("the next page is not in the Link header: %q", link)
				}
			}
		}
		if strings.Join(met, ",") != strings.Join(all, ",") {
			t.Errorf("page by page: %q, want %q", met, all)
		}
	})
}

func TestTheClocksHaveBounds(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		union := "/v1/unions/" + s.local.Slug
		s.get(union+"?known_at=2030-01-01T00:00:00Z").problem(422, "invalid", "known_at range")
		s.get(union+"?known_at=2001-01-01T00:00:00Z").problem(422, "invalid", "known_at range")
		s.get(union+"?known_at=yesterday").problem(400, "malformed", "known_at malformed")
		s.get(union+"?as_of=2026-01-23T10:00:00Z").problem(400, "malformed", "as_of malformed")
		s.get(union+"?as_of=2026-02-30").problem(400, "malformed", "as_of malformed")
		s.get(union, "Accept-Datetime", "soon").problem(400, "malformed", "Accept-Datetime malformed")
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		then := s.Clock.Now().UTC().Format(http.TimeFormat)
		a := s.get(union, "Accept-Datetime", then).want(200)
		if got := a.Header.Get("Memento-Datetime"); got != then {
			t.Errorf("Memento-Datetime is %q, want %q", got, then)
		}
		s.get(a.Header.Get("Content-Location")).want(200).is("slug", s.local.Slug)
	})
}

func TestACitationSaysWhoWhatWhenAndWhere(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		p := s.Position(record.Endorsed, "2026-01-14", "https://example.org/report")
		p.DecidedBy = "executive_board"
		e := s.Put(s.call, s.local, p)
		path := "/v1/endorsements/" + e.ID.String()
		cited := s.get(path + "?format=citation").want(200)
		text := string(cited.body)
		sentence := "SEIU Local 26 endorsed “A day of action” (14 January 2026; decided by the executive board). Source: “A report”, example.org, https://example.org/report. Rollcall, revision 1, as known on "
		if !strings.HasPrefix(text, sentence) || cited.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
			t.Errorf("the citation is %s", text)
		}
		// The link shows the same after the record has changed.
		s.Put(s.call, s.local, s.Position(record.Withdrawn, "2026-01-20"))
		_, address, _ := strings.Cut(text, " UTC: ")
		link := storetest.Must(url.Parse(strings.TrimSpace(address)))(t)
		s.get(link.RequestURI()).want(200).is("position", "endorsed", "version", "1")
		s.get(path).want(200).is("position", "withdrawn")

		var items []struct{ URL, Title string }
		csl := s.get(path + "?format=csl&known_at=" + url.QueryEscape(link.Query().Get("known_at"))).want(200)
		if err := json.Unmarshal(csl.body, &items); err != nil || len(items) != 2 || items[1].URL != "https://example.org/report" {
			t.Errorf("the CSL-JSON is %s (%v)", csl.body, err)
		}
		for _, other := range []string{"/v1/unions/" + s.local.Slug, "/v1/calls/" + s.call.Slug, "/v1/calls/" + s.call.Slug + "/tally"} {
			if body := string(s.get(other + "?format=citation").want(200).body); !strings.Contains(body, "known_at=") {
				t.Errorf("%s is cited as %s", other, body)
			}
		}
		tally, then := "/v1/calls/"+s.call.Slug+"/tally?format=citation", url.QueryEscape(link.Query().Get("known_at"))
		words := storetest.Must(time.Parse(time.RFC3339Nano, link.Query().Get("known_at")))(t).Format("2 January 2006, 15:04:05") + " UTC"
		for query, want := range map[string]string{
			"":                                "0 bodies are recorded",
			"&as_of=2026-01-15":               "As of 15 January 2026, 1 body is recorded",
			"&known_at=" + then:               "As known on " + words + ", 1 body is recorded",
			"&as_of=2026-01&known_at=" + then: "As of January 2026, as known on " + words + ", 0 bodies are recorded",
		} {
			if got := string(s.get(tally + query).want(200).body); !strings.HasPrefix(got, want) {
				t.Errorf("the tally%s is cited as %s", query, got)
			}
		}
		s.get(path+"?format=bibtex").problem(422, "invalid", "format invalid")
	})
}

func TestTheDiffOfTwoRevisionsMakesOneOfTheOther(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		path := "/v1/unions/" + s.local.Slug
		s.patch(path, "*", obj{"name": "SEIU Local 26 of Minnesota", "website": "https://www.seiu26.example/", "members": obj{"count": 8000, "as_of": "2025"}}).want(200)
		s.patch(path, "*", obj{"website": nil}).want(200)
		for _, pair := range [][2]string{{"1", "2"}, {"2", "3"}, {"1", "3"}, {"3", "1"}, {"0", "2"}} {
			diff := s.get(path + "/revisions/" + pair[1] + "/diff?from=" + pair[0]).want(200)
			before := []byte("null")
			if pair[0] != "0" {
				before = storetest.Must(json.Marshal(s.get(path + "/revisions/" + pair[0]).want(200).at("after")))(t)
			}
			after := storetest.Must(json.Marshal(s.get(path + "/revisions/" + pair[1]).want(200).at("after")))(t)
			patch := storetest.Must(jsonpatch.DecodePatch(storetest.Must(json.Marshal(diff.at("patch")))(t)))(t)
			if got := storetest.Must(patch.Apply(before))(t); !jsonpatch.Equal(got, after) {
				t.Errorf("from %s to %s the patch makes %s of it, want %s", pair[0], pair[1], got, after)
			}
		}
		if words := s.get(path + "/revisions/2/diff").want(200).text("readable"); !strings.Contains(words, "name: SEIU Local 26 → SEIU Local 26 of Minnesota") {
			t.Errorf("in words: %s", words)
		}
		s.get(path+"/revisions/9/diff").problem(404, "not_found")
		s.get(path+"/revisions/2/diff?from=9").problem(422, "invalid", "from unknown")
	})
}
