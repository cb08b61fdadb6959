package api_test

import (
	"net/url"
	"strings"
	"testing"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestASearchAnswersUnionsCallsAndStatementsWithHighlights(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/unions", obj{"kind": "local", "name": "Quarry <script>alert(1)</script> Local 9", "identifiers": []obj{{"scheme": "olms", "value": "4711"}}}).want(201)
		s.post("/v1/calls", obj{"kind": "march", "title": "A quarry march", "summary": "For the quarries & pits"}).want(201)
		s.post("/v1/statements", obj{"title": "On stone", "text": "The quarry is closed.", "kind": "letter", "issuers": []string{s.local.Slug}}).want(201)

		all := s.get("/v1/search?q=QUARRY&include_total=true").want(200)
		for path, want := range map[string]string{
			"data.0.type": "union", "data.0.highlights.name": "<mark>Quarry</mark> &lt;script&gt;alert(1)&lt;/script&gt; Local 9", "data.1.type": "call",
			"data.1.highlights.title": "A <mark>quarry</mark> march", "data.2.highlights.text": "The <mark>quarry</mark> is closed.",
		} {
			if got := all.text(path); got != want {
				t.Errorf("%s is %q, want %q", path, got, want)
			}
		}
		if got := s.get("/v1/search?q=olms:4711").want(200).text("data.0.highlights.identifiers"); got != "olms:<mark>4711</mark>" {
			t.Errorf("the identifier is shown as %q", got)
		}
		for query, want := range map[string]string{"type=statement": "statement", "kind=march": "call", "kind=letter": "statement", "kind!=local": "call", "phase=ongoing,upcoming": "call"} {
			if got := s.get("/v1/search?q=quarry&" + query).want(200).text("data.0.type"); got != want {
				t.Errorf("%s leaves a %s first, want a %s", query, got, want)
			}
		}
		first := s.get("/v1/search?q=quarry&limit=1&facets=none").want(200)
		if got := s.get("/v1/search?q=quarry&limit=1&facets=none&cursor=" + url.QueryEscape(first.text("page.next"))).want(200).text("data.0.type"); got != "call" {
			t.Errorf("the second page holds a %s", got)
		}
	})
}

func TestASearchRefusesWhatItCannotRead(t *testing.T) {
	s := newService(t, storetest.Databases[0], nil)
	for query, status := range map[string]int{
		"": 400, "q=": 400, "q=" + strings.Repeat("a", record.MaxSearch): 200, "q=" + strings.Repeat("a", record.MaxSearch+1): 422, "q=%00": 400, "q=%ff": 400,
		"q=a&type=position": 422, "q=a&as_of=2026": 400, "q=a&known_at=2026-01-01T00:00:00Z": 400, "q=a&nothing=1": 400, "q=a&kind=nothing": 422, "q=a&limit=0": 400,
		"q=a&type=union&language=en": 422, "q=a&under=nobody": 422, "q=a&facets=none,kind": 422, "q=a&cursor=x": 400, "q=a&from=never": 400,
		"q=" + url.QueryEscape(`"*()^:{}-+<>AND OR NOT NEAR(a) %_\'`): 200, "q=" + url.QueryEscape("👩‍🏭"): 200, "q=" + url.QueryEscape(strings.TrimSpace(strings.Repeat("a ", 100))): 200,
	} {
		s.get("/v1/search?" + query).want(status)
	}
}
