package web

import (
	"bytes"
	_ "embed" // the page and its style
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rollcall/internal/record"
)

var (
	//go:embed preview.css
	previewStyle string
	//go:embed preview.html
	previewPage string

	previews = template.Must(template.New("preview").Parse(previewPage))
)

// The size of the frame that a preview is made for, in pixels.
const (
	PreviewWidth  = 420
	PreviewHeight = 320
)

// PreviewPolicy is the Content-Security-Policy of a preview.
var PreviewPolicy = policyOf(style + previewStyle)

// Preview is a small page about a union or a call, for the frame of a program that reconciles names: one of Union and
// Call is there, with Call its Tally.
type Preview struct {
	Union *record.Union
	Call  *record.Call
	Tally *record.Tally
	// Base is the address that the service is reached at, without a slash at its end.
	Base string
	// Today is the day that stands for the present.
	Today record.Date
}

type (
	previewed struct {
		Title, What, Summary string
		Facts                []fact
		Links                []link
		Style                template.CSS
	}
	fact struct{ Name, Value string }
	link struct {
		fact
		Outside bool
	}
)

// HTML writes the page. It is whole in itself: no script, and nothing that is loaded from elsewhere.
func (p Preview) HTML() (string, error) { return p.write("page") }

// Fragment writes the same without the page around it, its links and its style.
func (p Preview) Fragment() (string, error) { return p.write("fragment") }

func (p Preview) write(form string) (string, error) {
	v := p.call
	if p.Union != nil {
		v = p.union
	}
	shown := v()
	shown.Style = template.CSS(style + previewStyle) //nolint:gosec // the style is our own
	var b bytes.Buffer
	err := previews.ExecuteTemplate(&b, form, shown)
	return b.String(), err
}

// Term writes a fragment about a word of the service: its name and what it means.
func Term(name, meaning string) (string, error) {
	var b bytes.Buffer
	err := previews.ExecuteTemplate(&b, "term", fact{name, meaning})
	return b.String(), err
}

// What a preview has room for.
const (
	namesShown     = 3
	summaryLetters = 120
)

func (p Preview) union() previewed {
	u := *p.Union
	v := previewed{Title: u.Name, What: joinWords(" · ", designated(u), placed(u.Place))}
	add := func(name, value string) {
		if value != "" {
			v.Facts = append(v.Facts, fact{name, value})
		}
	}
	var parents, others, ids []string
	for _, parent := range u.Parents {
		parents = append(parents, parent.Name)
	}
	for _, n := range u.Names {
		if n.Value != u.Name && !slices.Contains(others, n.Value) {
			others = append(others, n.Value)
		}
	}
	for _, id := range u.Identifiers {
		ids = append(ids, strings.ToUpper(id.Scheme[:1])+id.Scheme[1:]+" "+id.Value)
		if id.Scheme == "olms" || id.Scheme == "ein" || id.Scheme == "ror" {
			ids[len(ids)-1] = strings.ToUpper(id.Scheme) + " " + id.Value
		}
	}
	add("Belongs to", some(parents))
	if m := u.MembersAsOf(p.Today); m != nil {
		value := number(m.Count)
		if m.AsOf.Known() {
			value += " (" + m.AsOf.Words() + ")"
		}
		add("Members", value)
	} else {
		add("Members", "not known")
	}
	add("Also called", some(others))
	add("Identifiers", some(ids))
	status := string(u.Status)
	if u.Dissolved.Known() {
		status += ", " + u.Dissolved.Words()
	}
	add("Status", status)
	v.Links = append(v.Links, link{fact: fact{"Record", p.Base + "/v1/unions/" + u.Slug}})
	if at, err := url.Parse(u.Website); err == nil && (at.Scheme == "https" || at.Scheme == "http") {
		v.Links = append(v.Links, link{fact{"Website", u.Website}, true})
	}
	return v
}

func (p Preview) call() previewed {
	c := *p.Call
	v := previewed{Title: c.Title, What: joinWords(" · ", When(c), placed(c.Place)), Summary: shortened(c.Summary)}
	v.Facts = append(v.Facts, fact{stances[record.Endorsed].word, Bodies(p.Tally.Positions[record.Endorsed])})
	var others []string
	for _, s := range record.Stances {
		if n := p.Tally.Positions[s]; n > 0 && s != record.Endorsed {
			others = append(others, number(n)+" "+strings.ToLower(stances[s].word))
		}
	}
	if len(others) > 0 {
		v.Facts = append(v.Facts, fact{"Others", strings.Join(others, ", ")})
	}
	if m := members(p.Tally.Members); m != "" {
		v.Facts = append(v.Facts, fact{"Members", m})
	}
	v.Links = []link{{fact: fact{"Positions", p.Base + "/embed/calls/" + c.Slug}}, {fact: fact{"Record", p.Base + "/v1/calls/" + c.Slug}}}
	return v
}

// designated says what a body is: "Local 26", "Intermediate (District Council 9)".
func designated(u record.Union) string {
	kind := strings.ReplaceAll(string(u.Kind), "_", " ")
	kind = strings.ToUpper(kind[:1]) + kind[1:]
	d := joinWords(" ", u.Designation.Type, u.Designation.Number+u.Designation.Suffix)
	switch {
	case d == "":
		return kind
	case strings.EqualFold(u.Designation.Type, kind):
		return d
	}
	return kind + " (" + d + ")"
}

func placed(p record.Place) string {
	place := p.Region
	if place == "" {
		place = p.Country
	}
	return joinWords(", ", p.City, place)
}

func joinWords(between string, words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), between)
}

// some lists the first few.
func some(names []string) string {
	if n := len(names) - namesShown; n > 0 {
		return strings.Join(names[:namesShown], "; ") + "; and " + strconv.Itoa(n) + " more"
	}
	return strings.Join(names, "; ")
}

// shortened cuts a text between words.
func shortened(text string) string {
	letters := []rune(text)
	if len(letters) <= summaryLetters {
		return text
	}
	cut := string(letters[:summaryLetters])
	if at := strings.LastIndexByte(cut, ' '); at > 0 {
		cut = cut[:at]
	}
	return cut + "…"
}
