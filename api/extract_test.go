package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"rollcall/api"
	"rollcall/internal/demo"
	"rollcall/internal/store/storetest"
)

// extract reads a text.
func (s *service) extract(body obj) *answer {
	s.Helper()
	return s.do("anonymous", http.MethodPost, "/v1/extract", body).want(200)
}

// mentioned are the texts and positions of the mentions that were read, and their drafts' paths.
func (a *answer) mentioned() []string {
	a.Helper()
	var read api.Extraction
	if err := json.Unmarshal(a.body, &read); err != nil {
		a.Fatal(err)
	}
	points := []rune(read.Text)
	out := []string{}
	for _, m := range read.Mentions {
		if got := string(points[m.Start:m.End]); got != m.Text {
			a.Errorf("at %d to %d stands %q, not %q", m.Start, m.End, got, m.Text)
		}
		said := m.Text + ": " + m.Position
		if m.Draft != nil {
			said += " → draft"
		}
		out = append(out, said)
	}
	return out
}

func (a *answer) mentions(want ...string) {
	a.Helper()
	got := a.mentioned()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		a.Errorf("%.300s\nmentions\n  %s\nwant\n  %s", a.request, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestATextIsReadIntoDraftsThatCanBePut(t *testing.T) {
	for _, name := range storetest.Databases {
		s := openService(t, storetest.Database(t, name), nil)
		if err := demo.Load(t.Context(), s.Store); err != nil {
			t.Fatal(err)
		}
		for _, role := range []string{"editor", "admin"} {
			s.keys[role] = s.key(role, role)
		}
		s.post("/v1/calls", obj{"kind": "march", "title": "A second march", "place": obj{"region": "US-MN"}}).want(201)
		text := "Among the unions endorsing the action are: Service Employees Local 26, UNITE HERE Local 17, the Lamp Lighters Local 3 and Communications Workers Local 7250. " +
			"The executive board of ATU Local 1005 voted 9 to 2 to table the question. IATSE Local 13 has yet to decide. Local 26 endorsed the march. It passed Union Station."
		a := s.extract(obj{"text": text, "language": "en-US", "call": "a-second-march", "source": obj{"url": "https://news.example/a", "publisher": "The Example", "kind": "press"}})
		a.mentions("Service Employees Local 26: endorsed → draft", "UNITE HERE Local 17: endorsed → draft", "Lamp Lighters Local 3: endorsed", "Communications Workers Local 7250: endorsed → draft",
			"ATU Local 1005: tabled → draft", "IATSE Local 13: none", "Local 26: endorsed")
		a.is("mentions.0.number", "26", "mentions.0.candidates.0.match", "true", "mentions.0.put", "/v1/calls/a-second-march/endorsements/seiu-local-26", "mentions.0.draft.capacity", "body",
			"mentions.2.candidates.0", "", "mentions.4.decided_by", "executive_board", "mentions.4.draft.decided_by", "executive_board", "mentions.4.draft.vote.for", "9",
			"mentions.4.draft.citations.0.source.url", "https://news.example/a", "mentions.5.draft", "", "mentions.6.draft", "")
		if quote := a.text("mentions.4.draft.citations.0.quote"); quote != "The executive board of ATU Local 1005 voted 9 to 2 to table the question." || a.text("mentions.4.quote") != quote {
			t.Errorf("the quote is %q", quote)
		}
		// Every draft can be PUT as it is.
		var read api.Extraction
		if err := json.Unmarshal(a.body, &read); err != nil {
			t.Fatal(err)
		}
		put := 0
		for _, m := range read.Mentions {
			if m.Draft == nil {
				continue
			}
			put++
			s.do("editor", http.MethodPut, *m.Put, m.Draft).want(201).is("position", m.Position, "citations.0.source.publisher", "The Example", "quote", m.Quote)
			s.do("editor", http.MethodPut, *m.Put, m.Draft).want(200) // once more says nothing new
		}
		if put != 4 {
			t.Errorf("%d drafts", put)
		}
	}
}

func TestDecisionsHoldInTextsToo(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		text := obj{"text": "The Lamp Lighters Local 3 endorsed the strike."}
		if got := s.extract(text).text("mentions.0.candidates.0.match"); got == "true" {
			t.Fatal("it is a match before anybody has decided")
		}
		s.do("editor", http.MethodPost, "/v1/match/decisions", obj{"name": "Lamp Lighters Local 3", "union": s.other.Slug, "verdict": "yes"}).want(201)
		s.extract(text).is("mentions.0.candidates.0.union.slug", s.other.Slug, "mentions.0.candidates.0.features.decided", "1", "mentions.0.draft.position", "endorsed")
	})
}

func TestTextsThatAreNoTextDoNoHarm(t *testing.T) {
	s := newService(t, storetest.Databases[0], nil)
	for name, text := range map[string]string{
		"a megabyte without spaces": strings.Repeat("a", 1_000_000), "many locals": strings.Repeat("Local ", 10_000), "locals and numbers": strings.Repeat("Local 26 and ", 500),
		"commas": strings.Repeat(",", 50_000), "mixed scripts": strings.Repeat("Лока́л 26 地方組合 محلي ", 500), "control characters": "SEIU\x01 Local\x07 26 \u202eendorsed\u2028it.",
		"tags that never end": strings.Repeat("<div><a href='", 2_000), "entities": strings.Repeat("&amp;&#38;&nosuch;", 2_000), "blanks": strings.Repeat(" \n", 30_000), "nothing": "",
	} {
		a := s.extract(obj{"text": text})
		if got := len(a.mentioned()); got > 10_000 {
			t.Errorf("%s: %d mentions", name, got)
		}
	}
	s.extract(obj{"text": "<html><head><title>x</title><script>Local 5 endorsed()</script></head><body><p><b>SEIU</b> Local&nbsp;26 <i>endorsed</i> the march &amp; the picket.</p></body></html>"}).
		mentions("SEIU Local 26: endorsed → draft")
	s.extract(obj{"text": "Élan — 😀 “SEIU Local 26” endorsed it."}).is("mentions.0.start", "10", "mentions.0.end", "23")
}

func TestTextsThatCannotBeReadAreRefused(t *testing.T) {
	s := newService(t, storetest.Databases[0], nil)
	ask := func(body any) *answer { t.Helper(); return s.do("anonymous", http.MethodPost, "/v1/extract", body) }
	ask(obj{}).problem(422, "invalid", "/text required")
	ask(obj{"text": 1}).problem(422, "invalid", "/text type")
	ask(obj{"text": "x", "language": "de", "call": "nowhere", "limit": 51, "source": obj{"url": "nowhere", "kind": "rumour", "union": "nobody"}}).
		problem(422, "invalid", "/language invalid", "/call unknown", "/limit range", "/source/url invalid_url", "/source/kind invalid", "/source/union unknown")
	ask(obj{"text": "x", "source": obj{"id": "0198c2f0-a1b2-7c3d-8e4f-0000000000ff"}}).problem(422, "invalid", "/source/id unknown")
	ask(obj{"text": "x", "source": obj{}}).problem(422, "invalid", "/source/url required")
	ask(obj{"text": "x", "url": "https://example.org"}).problem(400, "malformed", "/url unknown")
	ask(`{"text": "a`+"\xff"+`"}`).problem(400, "malformed")
	ask(obj{"text": strings.Repeat("a", 1<<20)}).problem(413, "too_large")
	s.do("anonymous", http.MethodPost, "/v1/extract", "SEIU Local 26", "Content-Type", "text/html").want(415)
}

func TestManyTextsAtOnceAreAllRead(t *testing.T) {
	s := newService(t, storetest.Databases[0], nil)
	text := strings.Repeat("SEIU Local 26 endorsed the march. ", 50)
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			if got := len(s.extract(obj{"text": text}).mentioned()); got != 50 {
				t.Errorf("%d mentions", got)
			}
		})
	}
	all.Wait()
}
