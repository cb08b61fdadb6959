package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed" // the page and its style
	"encoding/base64"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"rollcall/internal/record"
)

var (
	//go:embed embed.css
	style string
	//go:embed embed.html
	page string

	embed = template.Must(template.New("embed").Parse(page))
)

// EmbedPolicy is the Content-Security-Policy of the page for a frame.
var EmbedPolicy = policyOf(style)

// policyOf is the policy of a page with a style: anyone may frame it, nothing but that style is loaded, nothing is run.
func policyOf(style string) string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'; frame-ancestors *"
}

// What the page has room for.
const (
	LatestShown       = 5
	affiliationsShown = 8
)

// Embed is what the page for a frame shows.
type Embed struct {
	Call   record.Call
	Tally  *record.Tally
	Latest []record.EndorsementView // the latest first
	// Base is the address that the service is reached at, without a slash at its end.
	Base string
	// Query are the parameters that the page was asked with.
	Query url.Values
	// Theme is light or dark; empty follows the reader's own setting.
	Theme string
	// Moment is what the page was asked for, Today the day that stands for the present.
	Moment record.Moment
	Today  record.Date
}

type (
	shown struct {
		Embed
		Style             template.CSS
		Self, OEmbed, All string
		When, Counted     string
		Dated             bool
		Counts            []count
		Members           string
		Latest            []latest
		Affiliations      []affiliation
		More              string
	}
	count       struct{ Word, Number string }
	latest      struct{ Name, Link, Took, Date, Source string }
	affiliation struct{ Name, Counts string }
)

// HTML writes the page. It is whole in itself: no script, and nothing that is loaded from elsewhere.
func (e Embed) HTML() (string, error) {
	s := shown{
		Embed: e, Style: template.CSS(style), Self: e.Base + "/embed/calls/" + e.Call.Slug, //nolint:gosec // the style is our own
		When: When(e.Call), Members: members(e.Tally.Members), Dated: e.Moment != (record.Moment{}),
	}
	whole := s.Self
	if len(e.Query) > 0 {
		whole += "?" + e.Query.Encode()
	}
	s.OEmbed = e.Base + "/oembed?" + url.Values{"url": {whole}, "format": {"json"}}.Encode()
	clocks := url.Values{}
	for _, name := range []string{"as_of", "known_at"} {
		if v := e.Query.Get(name); v != "" {
			clocks.Set(name, v)
		}
	}
	s.All = e.Base + "/v1/calls/" + e.Call.Slug + "/endorsements.csv"
	if len(clocks) > 0 {
		s.All += "?" + clocks.Encode()
	}
	s.Counted = "Counted as of " + e.Today.Words()
	if e.Moment.AsOf.Known() {
		s.Counted = "Counted as of " + e.Moment.AsOf.Words()
	}
	if !e.Moment.KnownAt.IsZero() {
		s.Counted += ", as known on " + record.DateOf(e.Moment.KnownAt).Words()
	}
	for _, p := range record.Stances {
		if n := e.Tally.Positions[p]; n > 0 {
			s.Counts = append(s.Counts, count{stances[p].word, number(n)})
		}
	}
	for _, v := range e.Latest {
		s.Latest = append(s.Latest, latestOf(e.Base, v))
	}
	for _, a := range largest(e.Tally.ByAffiliation) {
		var parts []string
		for _, p := range record.Stances {
			if n := a.Positions[p]; n > 0 {
				parts = append(parts, number(n)+" "+strings.ToLower(stances[p].word))
			}
		}
		s.Affiliations = append(s.Affiliations, affiliation{a.Union.Name, strings.Join(parts, ", ")})
	}
	if n := len(e.Tally.ByAffiliation) - affiliationsShown; n > 0 {
		s.More = "And " + number(n) + " more."
	}
	if countedTwice(e.Tally) {
		s.More = strings.TrimSpace(s.More + " A body with two affiliations is counted under both.")
	}
	var b bytes.Buffer
	err := embed.Execute(&b, s)
	return b.String(), err
}

// largest are the affiliations that there is room for: those with the most bodies, then by name.
func largest(all []record.AffiliationCounts) []record.AffiliationCounts {
	bodies := func(a record.AffiliationCounts) (n int) {
		for _, count := range a.Positions {
			n += count
		}
		return n
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b record.AffiliationCounts) int {
		return cmp.Or(cmp.Compare(bodies(b), bodies(a)), cmp.Compare(a.Union.Name, b.Union.Name))
	})
	return all[:min(len(all), affiliationsShown)]
}

// countedTwice reports whether some body is counted under several affiliations.
func countedTwice(t *record.Tally) bool {
	n := 0
	for _, a := range t.ByAffiliation {
		for _, bodies := range a.Positions {
			n += bodies
		}
	}
	for _, bodies := range t.Positions {
		n -= bodies
	}
	return n > 0
}

func latestOf(base string, v record.EndorsementView) latest {
	out := latest{Name: v.Union.Name, Link: base + "/v1/endorsements/" + v.ID.String() + "?format=citation", Took: took[v.Shown.Position], Date: v.Shown.EffectiveOn.Words()}
	if !v.Shown.EffectiveOn.Known() && v.Shown.AnnouncedOn.Known() {
		out.Date = "announced " + v.Shown.AnnouncedOn.Words()
	}
	for _, c := range v.Shown.Citations {
		if u, err := url.Parse(c.Source.URL); err == nil && (u.Scheme == "https" || u.Scheme == "http") {
			out.Source = c.Source.URL
			break
		}
	}
	return out
}

// When says of what sort a call is, and its days: "Day of action, 23 January 2026".
func When(c record.Call) string {
	kind := strings.ReplaceAll(string(c.Kind), "_", " ")
	out := strings.ToUpper(kind[:1]) + kind[1:] + ", " + c.StartsOn.Words()
	if c.EndsOn.Known() && c.EndsOn != c.StartsOn {
		out += " to " + c.EndsOn.Words()
	}
	if c.Cancelled {
		out += "; cancelled"
	}
	return out
}

// members says how many members the endorsing bodies have; nothing where none endorse.
func members(m record.Represented) string {
	unknown := ""
	if m.Unknown > 0 {
		unknown = ", without " + Bodies(m.Unknown) + " whose number is not known"
	}
	switch {
	case m.AtMost == 0 && m.Unknown == 0:
		return ""
	case m.AtMost == 0:
		return "Not known."
	case m.AtLeast == m.AtMost:
		return number(m.AtMost) + unknown
	default:
		return "At least " + number(m.AtLeast) + " and at most " + number(m.AtMost) + unknown
	}
}

var frame = template.Must(template.New("frame").Parse(
	`<iframe src="{{.Src}}" title="{{.Title}}" width="{{.Width}}" height="{{.Height}}" style="border:0;max-width:100%" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`))

// Frame is the element that shows an address in another page, width by height pixels large.
func Frame(src, title string, width, height int) (string, error) {
	var b bytes.Buffer
	err := frame.Execute(&b, struct {
		Src, Title    string
		Width, Height int
	}{src, title, width, height})
	return b.String(), err
}
