package web

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"rollcall/internal/record"
)

const hostile = `</title><script>alert(1)</script>"'&` + "\u202e\u0001"

func TestABadgeIsWellFormedWhateverItSays(t *testing.T) {
	for _, text := range []string{"endorsed by", hostile, "組合", "\xff\xfe", "]]>", "a\nb\tc"} {
		out, err := Badge{Label: text, Message: text, Title: text}.SVG()
		if err != nil {
			t.Fatal(err)
		}
		var elements []string
		for d := xml.NewDecoder(strings.NewReader(out)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%q: %v: %s", text, err, out)
			}
			if e, ok := token.(xml.StartElement); ok {
				elements = append(elements, e.Name.Local)
			}
		}
		if got := strings.Join(elements, " "); got != "svg title rect path g text text" {
			t.Errorf("%q makes the elements %s", text, got)
		}
		for _, must := range []string{`role="img"`, `aria-label="`, "<title>"} {
			if !strings.Contains(out, must) {
				t.Errorf("the badge has no %s: %s", must, out)
			}
		}
	}
}

func TestABadgeIsAsWideAsItsTexts(t *testing.T) {
	// As a browser measures them in Verdana at 11 pixels: 68.41 and 53.76.
	for text, want := range map[string]int{"": 0, "endorsed by": 69, "11 bodies": 54, "iii": 10, "WWW": 33, "組合": 22, "e\u0301": 7} {
		if got := width(text); got != want {
			t.Errorf("%q is %d pixels wide, want %d", text, got, want)
		}
	}
	out, err := Badge{Label: "endorsed by", Message: "11 bodies"}.SVG()
	if err != nil || !strings.Contains(out, `width="147"`) || !strings.Contains(out, `textLength="69"`) || !strings.Contains(out, `x="87" y="14" textLength="54"`) {
		t.Errorf("%v: %s", err, out)
	}
}

func TestEveryPositionHasItsWords(t *testing.T) {
	for _, p := range record.Stances {
		if stances[p].word == "" || stances[p].badge == "" || took[p] == "" {
			t.Errorf("%s has no words", p)
		}
	}
	for n, want := range map[int]string{0: "0 bodies", 1: "1 body", 412: "412 bodies", 1204: "1,204 bodies", 1234567: "1,234,567 bodies"} {
		if got := Bodies(n); got != want {
			t.Errorf("%d is written %q", n, got)
		}
	}
}

func TestMembersAreSaidAsTheyAreKnown(t *testing.T) {
	for want, m := range map[string]record.Represented{
		"":                          {},
		"Not known.":                {Unknown: 2},
		"17,000":                    {AtLeast: 17000, AtMost: 17000},
		"At least 9 and at most 12": {AtLeast: 9, AtMost: 12},
		"9, without 1 body whose number is not known": {AtLeast: 9, AtMost: 9, Unknown: 1},
	} {
		if got := members(m); got != want {
			t.Errorf("%+v is said %q, want %q", m, got, want)
		}
	}
}

func TestThePageEscapesWhatIsRecorded(t *testing.T) {
	v := record.EndorsementView{}
	v.Union.Name, v.Shown.Position = hostile, record.Endorsed
	v.Shown.Citations = record.List[record.Citation]{{Source: record.SourceRef{URL: "javascript:alert(1)"}}, {Source: record.SourceRef{URL: `https://example.org/?"><script>`}}}
	page, err := Embed{
		Call: record.Call{Title: hostile, Slug: "a-call", Kind: "march"}, Base: "https://rollcall.example", Theme: "dark", Query: url.Values{"theme": {"dark"}},
		Tally: &record.Tally{
			Positions:     record.Counts{record.Endorsed: 1},
			ByAffiliation: []record.AffiliationCounts{{Union: record.UnionRef{Name: hostile}, Positions: record.Counts{record.Endorsed: 1}}},
		},
		Latest: []record.EndorsementView{v},
	}.HTML()
	if err != nil {
		t.Fatal(err)
	}
	for _, never := range []string{"<script", "javascript:", `title>"`} {
		if strings.Contains(page, never) {
			t.Errorf("the page holds %s: %s", never, page)
		}
	}
	framed, err := Frame("https://rollcall.example/embed", hostile, 300, 200)
	if err != nil || strings.Contains(framed, "<script") || strings.Count(framed, "<") != 2 {
		t.Errorf("%v: %s", err, framed)
	}
}

func TestTheAffiliationsWithTheMostBodiesAreShown(t *testing.T) {
	var tally record.Tally
	for i := range 12 {
		tally.ByAffiliation = append(tally.ByAffiliation, record.AffiliationCounts{Union: record.UnionRef{Name: "Affiliation " + string(rune('A'+i))}, Positions: record.Counts{record.Opposed: 1 + i/2, record.Endorsed: i % 2}})
	}
	tally.Positions = record.Counts{record.Endorsed: 6, record.Opposed: 42}
	page, err := Embed{Tally: &tally, Call: record.Call{Kind: "march"}}.HTML()
	if err != nil || !strings.Contains(page, "And 4 more.") || strings.Contains(page, "Affiliation E<") || !strings.Contains(page, "Affiliation D<") || strings.Index(page, "Affiliation L<") > strings.Index(page, "Affiliation K<") || strings.Contains(page, "counted under both") {
		t.Errorf("%v: %s", err, page)
	}
}

// luminance is that of a color as WCAG 2.2 defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 4 {
		hex = "#" + strings.Repeat(hex[1:2], 2) + strings.Repeat(hex[2:3], 2) + strings.Repeat(hex[3:4], 2)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestTextStandsOutFromItsGround(t *testing.T) {
	const most, enough = 7, 4.5 // WCAG 2.2 §1.4.6, §1.4.3
	for _, ground := range []string{BadgeColor, labelColor} {
		if got := contrast(t, "#fff", ground); got < 6.5 {
			t.Errorf("white on %s has a contrast of %.2f", ground, got)
		}
	}
	themes := regexp.MustCompile(`--ground: (#\w+); --text: (#\w+); --soft: (#\w+); --line: #\w+; --link: (#\w+);`).FindAllStringSubmatch(style, -1)
	if len(themes) != 3 {
		t.Fatalf("the style has %d sets of colors", len(themes))
	}
	for _, colors := range themes {
		for i, least := range map[int]float64{2: most, 3: enough, 4: enough} {
			if got := contrast(t, colors[1], colors[i]); got < least {
				t.Errorf("%s on %s has a contrast of %.2f", colors[i], colors[1], got)
			}
		}
	}
	if themes[1][0] != themes[2][0] {
		t.Error("the dark colors differ between the reader's setting and theme=dark")
	}
}
