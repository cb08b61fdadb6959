package record

import (
	"slices"
	"strings"
	"testing"
)

func query(t *testing.T, text string) SearchQuery {
	t.Helper()
	q, err := NewSearchQuery(text)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestASearchRanksWhatIsMeantWholeFirst(t *testing.T) {
	documents := []SearchDocument{
		{Name: "seiu local 260", Lines: []string{"seiu local 260"}, Number: "260", Kind: KindLocal},
		{Name: "seiu local 26", Lines: []string{"seiu local 26"}, Number: "26", Kind: KindLocal},
		{Name: "service employees international union", Lines: []string{"service employees international union", "seiu"}, Kind: KindNational},
		{Name: "committee of interns and residents", Lines: []string{"committee of interns and residents seiu"}, Kind: KindNational},
		{Name: "a statement of 26 seiu members", Lines: []string{"a statement of 26 seiu members"}},
		{Name: "on pay", Lines: []string{"on pay"}, Body: "seiu 26 asks for more"},
	}
	for text, want := range map[string]string{
		"seiu":    "service employees international union",
		"seiu 26": "seiu local 26",
		"SEIU26":  "seiu local 26",
		"interns": "committee of interns and residents",
	} {
		if got := query(t, text).Rank(documents)[0].Name; got != want {
			t.Errorf("%q ranks %q first, want %q", text, got, want)
		}
	}
	ranked := query(t, "seiu 26").Rank(documents)
	if !slices.IsSortedFunc(ranked, func(a, b Ranked) int { return int((b.Score - a.Score) * 1e4) }) || ranked[0].Score > 1 {
		t.Errorf("the scores are not in order: %v", ranked)
	}
}

func TestAHighlightIsSafeHTML(t *testing.T) {
	for _, c := range []struct {
		query, text string
		width       int
		want        string
	}{
		{"local", `<script>alert("Local")</script>`, 0, `&lt;script&gt;alert(&#34;<mark>Local</mark>&#34;)&lt;/script&gt;`},
		{"script", "<script>", 0, "&lt;<mark>script</mark>&gt;"},
		{"federation", "Fédération & Co", 0, "<mark>Fédération</mark> &amp; Co"},
		{"teach", "The Teachers' Union", 0, "The <mark>Teachers</mark>&#39; Union"},
		{"団体", "全日本自治団体労働組合", 0, "全日本自治<mark>団体</mark>労働組合"},
		{"pay", strings.Repeat("no ", 50) + "fair pay now " + strings.Repeat("yes ", 50), 30, "…no fair <mark>pay</mark> now yes yes yes…"},
		{"other", "nothing of it", 0, ""},
	} {
		if got, found := query(t, c.query).Highlight(c.text, c.width); got != c.want || found != (c.want != "") {
			t.Errorf("%q in %q is %q, want %q", c.query, c.text, got, c.want)
		}
	}
}

func TestAMistypedWordIsTakenForItsNeighbours(t *testing.T) {
	var v Vocabulary
	v.Add("teamsters local 26", "unite here", "nurses association", "steelworkers")
	for word, want := range map[string]string{"teamstrs": "teamsters", "taemsters": "teamsters", "nurzes": "nurses", "asociation": "association", "stelworkers": "steelworkers", "xyz": "", "26": ""} {
		if got := strings.Join(v.Near(word, false), " "); got != want {
			t.Errorf("%q may be %q, want %q", word, got, want)
		}
	}
	if head, tail, ok := v.Split("unitehere"); !ok || head != "unite" || tail != "here" {
		t.Errorf("unitehere parts into %q and %q", head, tail)
	}
	if _, ok := query(t, "26").Correct(&v); ok {
		t.Error("a number is corrected")
	}
}

func TestASearchTakesOneToTwoHundredCharacters(t *testing.T) {
	for text, ok := range map[string]bool{"": false, "é": true, strings.Repeat("é", 200): true, strings.Repeat("é", 201): false, "\xff": false} {
		if _, err := NewSearchQuery(text); (err == nil) != ok {
			t.Errorf("%d bytes: %v", len(text), err)
		}
	}
	if q := query(t, "!?*"); !q.Empty() {
		t.Errorf("signs alone are looked for: %v", q)
	}
	if q := query(t, "OLMS: 0123"); q.Identifier == nil || q.Identifier.Value != "123" {
		t.Errorf("an identifier is read as %v", q)
	}
}
