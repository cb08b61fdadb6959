package api_test

import (
	"encoding/xml"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// atom is a feed as RFC 4287 says it is.
type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"link"`
	Entries []struct {
		ID      string `xml:"id"`
		Title   string `xml:"title"`
		Updated string `xml:"updated"`
		Author  string `xml:"author>name"`
		Link    struct {
			Href string `xml:"href,attr"`
		} `xml:"link"`
		Content string `xml:"content"`
	} `xml:"entry"`
}

// atom reads a feed and holds it to what RFC 4287 §4.1 requires.
func (a *answer) atom() atom {
	a.Helper()
	a.want(http.StatusOK)
	var f atom
	if err := xml.Unmarshal(a.body, &f); err != nil {
		a.Fatalf("%v: %s", err, a.body)
	}
	if media := a.Header.Get("Content-Type"); media != "application/atom+xml; charset=utf-8" {
		a.Errorf("the feed is %s", media)
	}
	at, err := time.Parse(time.RFC3339, f.Updated)
	if err != nil || f.Title == "" || !strings.HasPrefix(f.ID, "urn:uuid:") || f.Author == "" || len(f.Links) != 2 || f.Links[0].Rel != "self" {
		a.Errorf("the feed has no %+v", f)
	}
	ids := map[string]bool{f.ID: true}
	for _, e := range f.Entries {
		updated, err := time.Parse(time.RFC3339, e.Updated)
		if err != nil || updated.After(at) || e.Title == "" || e.Author == "" || e.Content == "" || ids[e.ID] || !strings.HasPrefix(e.ID, "urn:uuid:") {
			a.Errorf("an entry is %+v", e)
		}
		ids[e.ID] = true
	}
	return f
}

func TestAFeedTellsOfTheLatestChangesFirst(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		e := s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
		s.Put(s.call, s.other, s.Position(record.Endorsed, "2026-01-15"))
		first := s.get("/v1/feeds/calls/" + s.call.Slug + ".atom").atom()
		if len(first.Entries) != 3 || first.Entries[1].Title != e.Sentence() {
			t.Fatalf("the call's feed is %+v", first)
		}
		s.get(strings.TrimPrefix(first.Entries[1].Link.Href, s.url)).lists("id", e.ID.String())
		s.put(s.stand(s.local), obj{"position": "withdrawn", "effective_on": "2026-01-16"}, "If-Match", "*", "Rollcall-Reason", "The board met again.").want(200)
		second := s.get("/v1/feeds/calls/" + s.call.ID.String() + ".atom").atom()
		if len(second.Entries) != 4 || second.Entries[1].ID != first.Entries[0].ID || !strings.HasSuffix(second.Entries[0].Content, "The board met again.") {
			t.Errorf("after a withdrawal the feed is %+v", second)
		}
		if all := s.get("/v1/feeds/changes.atom?under=" + s.own.Slug).atom(); len(all.Entries) < 4 {
			t.Errorf("the subtree's feed has %d entries", len(all.Entries))
		}
		if own := s.get("/v1/feeds/unions/" + s.own.Slug + ".atom").atom(); len(own.Entries) != 2 { // it, and its local's affiliation
			t.Errorf("the union's feed has %d entries", len(own.Entries))
		}
		if below := s.get("/v1/feeds/unions/" + s.own.Slug + ".atom?below=true").atom(); len(below.Entries) != 5 {
			t.Errorf("the feed of the union and all below it has %d entries", len(below.Entries))
		}
	})
}

func TestAFeedIsJSONToo(t *testing.T) {
	s := newService(t, "sqlite", nil)
	s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
	s.get("/v1/feeds/calls/"+s.call.Slug+".json").want(200).is("version", "https://jsonfeed.org/version/1.1", "items.0.title", "SEIU Local 26 endorsed “A day of action” (14 January 2026)", "items.0.authors.0.name", "editor")
	empty := s.get("/v1/feeds/changes.json?entity=source").want(200)
	if items, ok := empty.at("items").([]any); !ok || len(items) != 0 {
		t.Errorf("an empty feed is %s", empty.body)
	}
}

func TestAFeedIsNotSentAgainToWhoHasIt(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for _, path := range []string{"/v1/feeds/changes.atom", "/v1/feeds/changes.json", "/v1/feeds/calls.ics"} {
		etag := s.get(path).want(200).etag()
		s.get(path, "If-None-Match", etag).want(304)
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": path}).want(200)
		s.get(path, "If-None-Match", etag).want(200)
	}
}

func TestASearchHasAFeed(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/statements", obj{"title": "Action at last", "kind": "letter", "issuers": []string{s.local.Slug}}).want(201)
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": "Changed."}).want(200)
		f := s.get("/v1/feeds/search.atom?q=ACTION").atom()
		if len(f.Entries) != 2 || f.Entries[0].Title != s.call.Title || f.Entries[1].Content != "Statement: Action at last." {
			t.Errorf("the feed is %+v", f)
		}
		s.get("/v1/feeds/search.json?q=nothing-of-it").want(200)
		s.get("/v1/feeds/search.atom").problem(422, "invalid", "q required")
		s.get("/v1/feeds/search.ics?q=action").want(404)
		s.get("/v1/feeds/changes.atom?q=action").want(400)
	})
}

func TestNoNameBreaksAFeed(t *testing.T) {
	s := newService(t, "sqlite", nil)
	u := s.Local("</title><script>alert(1)</script> & ]]> Local 1")
	if f := s.get("/v1/feeds/unions/" + u.Slug + ".atom").atom(); f.Entries[0].Title != "Union recorded: "+u.Name {
		t.Errorf("the entry is %+v", f.Entries[0])
	}
}

func TestWhatIsNoFeedIsNotFound(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for _, path := range []string{"/v1/feeds/changes", "/v1/feeds/changes.rss", "/v1/feeds/calls/.atom", "/v1/feeds/calls/nobody.atom", "/v1/feeds/unions/nobody.json", "/v1/feeds/unions/" + s.own.Slug + ".ics", "/v1/feeds/everything.atom"} {
		s.get(path).want(404)
	}
	s.get("/v1/feeds/changes.atom?colour=red").want(400)
	s.get("/v1/feeds/changes.atom?union=nobody").want(422)
}

func TestCallsAreInTheCalendarOnTheirDays(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.Call("Some time in May", "2026-05") // a month is no day
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"ends_on": "2026-01-25", "cancelled": true, "place": obj{"region": "US-MN", "city": "Minneapolis"}}).want(200)
		a := s.get("/v1/feeds/calls.ics").want(200)
		cal := storetest.Must(ics.ParseCalendar(strings.NewReader(string(a.body))))(t)
		events := cal.Events()
		if len(events) != 1 {
			t.Fatalf("the calendar has %d events: %s", len(events), a.body)
		}
		for property, want := range map[ics.ComponentProperty]string{
			ics.ComponentPropertySummary: s.call.Title, ics.ComponentPropertyDtStart: "20260123", ics.ComponentPropertyDtEnd: "20260126",
			ics.ComponentPropertyStatus: "CANCELLED", ics.ComponentPropertyLocation: `Minneapolis\, MN\, US`, ics.ComponentPropertyUniqueId: s.call.ID.String(),
		} {
			if got := events[0].GetProperty(property); got == nil || got.Value != want && strings.ReplaceAll(want, `\,`, ",") != got.Value {
				t.Errorf("%s is %+v, want %s", property, got, want)
			}
		}
		lines := strings.Split(string(a.body), "\r\n")
		if slices.ContainsFunc(lines, func(l string) bool { return len(l) > 75 || strings.Contains(l, "\n") }) {
			t.Errorf("a line is longer than 75 bytes, or does not end with CRLF: %q", lines)
		}
		s.get("/v1/feeds/calls/" + s.call.Slug + ".ics").want(200)
	})
}
