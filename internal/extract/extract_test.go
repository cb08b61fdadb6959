package extract_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"rollcall/internal/extract"
	"rollcall/internal/match"
	"rollcall/internal/record"
)

// texts are what the mentions of a text are, in brackets.
func texts(got extract.Result) string {
	var list []string
	for _, m := range got.Mentions {
		list = append(list, m.Text)
	}
	return strings.Join(list, " | ")
}

func TestMentionsHaveTheirExactSpan(t *testing.T) {
	x := match.New()
	for text, want := range map[string]string{
		"IBEW Locals 46 and 77 marched.":                                                   "IBEW Locals 46 | 77",
		"Teamsters Locals 120, 320 and 638 marched.":                                       "Teamsters Locals 120 | 320 | 638",
		"AFSCME Councils 5 and 65 marched.":                                                "AFSCME Councils 5 | 65",
		"District Council 4 with its Locals 812 and 939 marched.":                          "District Council 4 | Locals 812 | 939",
		"Local 26 of the Service Employees International Union marched.":                   "Local 26 of the Service Employees International Union",
		"Local 28, American Federation of Teachers, marched.":                              "Local 28, American Federation of Teachers",
		"The Minnesota Nurses Association (MNA) marched.":                                  "Minnesota Nurses Association (MNA)",
		"The Minneapolis Regional Labor Federation, AFL-CIO marched.":                      "Minneapolis Regional Labor Federation, AFL-CIO",
		"SEIU Local 26's stewards marched.":                                                "SEIU Local 26",
		"32BJ SEIU and 1199SEIU marched.":                                                  "32BJ SEIU | 1199SEIU",
		"The Teamsters marched.":                                                           "Teamsters",
		"S.E.I.U. Local 26 marched.":                                                       "S.E.I.U. Local 26",
		"UFCW 3000 marched with 3,000 others.":                                             "UFCW 3000",
		"The Amazon Labor Union and UFCW Local 663 marched.":                               "Amazon Labor Union | UFCW Local 663",
		"St. Paul Federation of Educators Local 28 marched.":                               "St. Paul Federation of Educators Local 28",
		"The Lamp Lighters Local 3 marched.":                                               "Lamp Lighters Local 3",
		"AFT/NEA Local 2012 marched.":                                                      "AFT/NEA Local 2012",
		"USW Local 10-1 and IAFF Local 34-A marched.":                                      "USW Local 10-1 | IAFF Local 34-A",
		"La section locale 2000 du SCFP marche.":                                           "section locale 2000 du SCFP",
		"El Local 26 de SEIU marcha.":                                                      "Local 26 de SEIU",
		"Local 26 met. A Teamster from Duluth came.":                                       "Local 26",
		"Graduate Labor Union, UE Local 1105, marched.":                                    "Graduate Labor Union, UE Local 1105",
		"The Minnesota Nurses Association, SEIU Local 26 and CWA Local 7250 marched.":      "Minnesota Nurses Association | SEIU Local 26 | CWA Local 7250",
		"Delegates of the Greater Boston Labor Council and the Massachusetts AFL-CIO met.": "Greater Boston Labor Council | Massachusetts AFL-CIO",
	} {
		if got := texts(extract.Extract(x, text, extract.Options{})); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestOthersAreNoMentions(t *testing.T) {
	x := match.New()
	for _, text := range []string{
		"The march passed Union Station, Union Square and a Western Union office.",
		"Under local ordinance 12 and Local Law 97 the city closed Highway 61.",
		"Local 4 News was there. So was Local 12, a bar on Atwells Avenue.",
		"The credit union, the tenants union and the student union opened their doors, as did Teamsters Credit Union.",
		"The European Union, the Soviet Union and the African Union were spoken of; Union Pacific was not.",
		"The ACLU, the DSA, the NAACP and two churches marched.",
		"A Teamster from Duluth and a union carpenter marched.",
		"Senator Hall of District 5 cited House Bill 112 and Chapter 7 of the code.",
		"State of the Union parties were called off. The Federation of American Scientists had no comment.",
		"The union said the local would meet.",
	} {
		if got := extract.Extract(x, text, extract.Options{}); len(got.Mentions) > 0 {
			t.Errorf("%q mentions %s", text, texts(got))
		}
	}
}

func TestABareNumberIsTheBodyThatWasNamedBefore(t *testing.T) {
	seiu := record.Union{
		ID: uuid.NewSHA1(uuid.Nil, []byte("seiu")), Name: "Service Employees International Union", Kind: record.KindNational, Status: record.StatusActive,
		Names: record.List[record.Name]{{Value: "Service Employees International Union", Type: "official"}},
	}
	local := func(name, number string, parents ...record.ParentRef) record.Union {
		return record.Union{
			ID: uuid.NewSHA1(uuid.Nil, []byte(name)), Name: name, Kind: record.KindLocal, Status: record.StatusActive, Designation: record.Designation{Type: "Local", Number: number},
			Names: record.List[record.Name]{{Value: name, Type: "official"}}, Parents: parents,
		}
	}
	x := match.New()
	x.Put(seiu)
	for _, u := range []record.Union{local("SEIU Local 26", "26", record.ParentRef{ID: seiu.ID, Name: seiu.Name}), local("SEIU Local 99", "99", record.ParentRef{ID: seiu.ID, Name: seiu.Name}), local("UAW Local 26", "26")} {
		x.Put(u)
	}
	got := extract.Extract(x, "SEIU Locals 26 and 99 met on Monday. Local 26 endorsed the march; UFCW Local 663 did not.", extract.Options{})
	var slugs []string
	for _, m := range got.Mentions {
		name := "nobody"
		if len(m.Candidates) > 0 && m.Candidates[0].Match {
			name = m.Candidates[0].Name
		}
		slugs = append(slugs, name)
	}
	if is, want := strings.Join(slugs, ", "), "SEIU Local 26, SEIU Local 99, SEIU Local 26, nobody"; is != want {
		t.Errorf("the mentions mean %s, want %s", is, want)
	}
}

func TestVotesAreCounted(t *testing.T) {
	got := extract.Extract(match.New(), "Delegates of the Chicago Federation of Labor voted 112 to 4 to endorse the march.", extract.Options{})
	if len(got.Mentions) != 1 || got.Mentions[0].Vote == nil || *got.Mentions[0].Vote.For != 112 || *got.Mentions[0].Vote.Against != 4 {
		t.Errorf("%+v", got.Mentions)
	}
}

func TestTheSentenceIsQuoted(t *testing.T) {
	got := extract.Extract(match.New(), "It rained. St. Paul's SEIU Local 26 endorsed the march at 3 p.m. on Friday. Nobody knew.", extract.Options{})
	if want := "St. Paul's SEIU Local 26 endorsed the march at 3 p.m. on Friday."; len(got.Mentions) != 1 || got.Mentions[0].Quote != want {
		t.Errorf("%+v", got.Mentions)
	}
}

func TestHTMLIsReadAsText(t *testing.T) {
	for document, want := range map[string]string{
		"<p>SEIU&nbsp;Local <b>26</b> endorsed.</p><script>UAW</script>": "SEIU Local 26 endorsed.",
		"a < b &amp; c":                       "a < b & c",
		"a < b and <3 you":                    "a < b and <3 you",
		"<ul><li>One</li><li>Two</li></ul>x":  "- One\n- Two\n\nx",
		"<table><tr><td>A<td>B</table":        "A | B",
		"tabs\tand\r\nlines stay":             "tabs\tand\r\nlines stay",
		"a\x00b\x1bc\xffd":                    "a b c\uFFFDd",
		"<div>Two<br>lines</div><p>and <i>o":  "Two\nlines\n\nand o",
		"<style>p{}</style><!-- UAW -->Hello": "Hello",
	} {
		if got := extract.Extract(match.New(), document, extract.Options{}).Text; got != want {
			t.Errorf("%q: %q, want %q", document, got, want)
		}
	}
}

// sound reports what is wrong with the offsets of a result.
func sound(t testing.TB, got extract.Result) {
	t.Helper()
	if !utf8.ValidString(got.Text) {
		t.Errorf("the text is not valid UTF-8")
	}
	points := []rune(got.Text)
	last := 0
	for _, m := range got.Mentions {
		if m.Start < last || m.End <= m.Start || m.End > len(points) {
			t.Fatalf("%q at %d–%d of %d, after %d", m.Text, m.Start, m.End, len(points), last)
		}
		if is := string(points[m.Start:m.End]); is != m.Text {
			t.Errorf("at %d–%d stands %q and not %q", m.Start, m.End, is, m.Text)
		}
		if !strings.Contains(got.Text, m.Quote) {
			t.Errorf("the quote %q is not of the text", m.Quote)
		}
		if m.Capacity == "" || m.DecidedBy == "" {
			t.Errorf("%q lacks a capacity or who decided", m.Text)
		}
		last = m.End
	}
}

func TestOddTextsAreReadInBoundedTime(t *testing.T) {
	x := match.New()
	odd := map[string]string{
		"digits of other scripts":     "٢٦ SEIU Local ٢٦, 1199٢, ②",
		"a megabyte without spaces":   strings.Repeat("x", 1<<20),
		"a megabyte of capitals":      strings.Repeat("SEIU", 1<<18),
		"ten thousand Locals":         strings.Repeat("Local ", 10_000),
		"Locals with numbers":         strings.Repeat("Local 5, ", 50_000),
		"one endless enumeration":     "Locals 1" + strings.Repeat(", 2", 200_000),
		"acronyms":                    strings.Repeat("UAW ", 100_000),
		"acronyms by hyphens":         strings.Repeat("UAW-", 100_000),
		"names by commas":             strings.Repeat("UAW, ", 100_000) + "endorsed it",
		"cues":                        strings.Repeat("endorsed by ", 50_000),
		"cues and names":              strings.Repeat("UAW endorsed, ", 50_000),
		"parentheses":                 strings.Repeat("(", 300_000),
		"names in parentheses":        strings.Repeat("UAW (", 100_000),
		"tags":                        strings.Repeat("<p", 300_000),
		"lists in lists":              strings.Repeat("<ul><li>", 100_000) + "UAW",
		"ampersands":                  strings.Repeat("&", 500_000),
		"lines":                       strings.Repeat("\n", 500_000) + "UAW",
		"short lines":                 strings.Repeat("UAW\n", 100_000),
		"headings":                    strings.Repeat("Endorsed by:\nUAW\n", 30_000),
		"one endless name":            strings.Repeat("Minnesota ", 100_000) + "Nurses Association",
		"names of and":                strings.Repeat("Nurses and ", 100_000) + "Union",
		"of the":                      strings.Repeat("Union of the ", 80_000),
		"mixed scripts and control":   strings.Repeat("Лоcаl 26 \x00\u202e工会\u0301 ’s \xff", 30_000),
		"apostrophes":                 strings.Repeat("'s ", 300_000),
		"hyphens":                     "Local 1" + strings.Repeat("-1", 300_000),
		"initials":                    strings.Repeat("S.", 300_000),
		"at signs":                    strings.Repeat("a@", 300_000),
		"French that goes on":         "Syndicat " + strings.Repeat("des ", 200_000),
		"a list with its own heading": strings.Repeat("Endorsed: UAW; ", 50_000),
	}
	for name, text := range odd {
		started := time.Now()
		got := extract.Extract(x, text, extract.Options{})
		t.Logf("%s: %v", name, time.Since(started).Round(time.Millisecond))
		sound(t, got)
		if len(got.Mentions) > extract.MaxMentions {
			t.Errorf("%s: %d mentions", name, len(got.Mentions))
		}
		size := 0
		for _, m := range got.Mentions {
			size += len(m.Quote)
		}
		if size > 32<<20 {
			t.Errorf("%s: quotes of %d bytes", name, size)
		}
	}
}

func TestReadingTwiceAnswersTheSame(t *testing.T) {
	x := smallRecord(t)
	for _, p := range passages(t, "testdata/passages.jsonl") {
		a, b := extract.Extract(x, p.Text, extract.Options{}), extract.Extract(x, p.Text, extract.Options{})
		for i := range a.Mentions {
			m, n := a.Mentions[i], b.Mentions[i]
			if m.Start != n.Start || m.Position != n.Position || m.Query != n.Query || len(m.Candidates) != len(n.Candidates) {
				t.Errorf("%s: %v and %v", p.ID, m, n)
			}
		}
	}
}

func FuzzExtract(f *testing.F) {
	x := smallRecord(f)
	for _, p := range passages(f, "testdata/passages.jsonl")[:40] {
		f.Add(p.Text, p.Language)
	}
	for _, s := range []string{
		"", "Local", "Locals 1,", "Local 26 of", "UAW-", "UAW (", "<li>", "&", "l'", "’s", "§", "Locals 46 and 77 of the IBEW", "Union of the", "\xff\x00", "Local No.", "S.E.I.U", "caucus of the UAW",
		"Syndicat des", "The AFL-CIO", "32BJ", "District Council of the", "endorsed by", "Chapter of the UAW", "UAW: no", "Endorsed by:\n- UAW", "Local 1-", "Twin Cities Local", "Unite and", "?",
	} {
		f.Add(s, "")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		sound(t, extract.Extract(x, text, extract.Options{Language: language}))
	})
}

// A name that somebody gave to a union is a mention, whatever it looks like.
func TestADecidedNameIsAMention(t *testing.T) {
	union := record.Union{ID: uuid.New(), Name: "Example Workers Local 1", Status: record.StatusActive}
	x := match.New()
	x.Put(union)
	names := []string{"The Example Locals", "Zebra Guild", "ZWU", "Janitors of the North"}
	read := func(name string) []extract.Mention {
		return extract.Extract(x, "On Friday "+name+" endorsed the march.", extract.Options{}).Mentions
	}
	for i, name := range names {
		d := record.Decision{ID: uuid.New(), Name: name, Union: &union.ID, Verdict: record.Meant, Turn: int64(i + 1)}
		x.Decide(d)
		m := read(name)
		if len(m) != 1 || m[0].Position != record.Endorsed || len(m[0].Candidates) == 0 || !m[0].Candidates[0].Match || m[0].Candidates[0].ID != union.ID {
			t.Errorf("%s: %+v", name, m)
		}
		now := time.Now()
		d.UndoneAt, d.Turn = &now, int64(i+100)
		x.Decide(d)
		if m := read(name); len(m) > 0 && len(m[0].Candidates) > 0 && m[0].Candidates[0].Match {
			t.Errorf("%s: taken back, and still %+v", name, m)
		}
	}
}
