package api_test

import (
	"encoding/json"
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
