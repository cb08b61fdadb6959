package record

import (
	"cmp"
	"html"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// SearchType is a kind of record that a search finds.
type SearchType string

// The types of record that a search finds.
const (
	SearchUnion     SearchType = "union"
	SearchCall      SearchType = "call"
	SearchStatement SearchType = "statement"
)

// SearchTypes lists every type.
var SearchTypes = []SearchType{SearchUnion, SearchCall, SearchStatement}

// Limits of a search.
const (
	MaxSearch   = 200 // characters of a query
	maxTerms    = 32  // words of a query that are looked for; more would narrow it no further
	SearchDepth = 200 // records of each type that are ranked: the best ones by a coarser order
)

// SearchWord is a folded word that is looked for, or what a longer one begins with.
type SearchWord struct {
	Text   string
	Prefix bool
}

// SearchTerm is one thing that a record must hold: any one of several alternatives, each of them all of
// some words.
type SearchTerm [][]SearchWord

// SearchQuery is what somebody searches for. A record matches if it holds every term; the last word may
// be the beginning of a longer one, since it may still be typed.
type SearchQuery struct {
	// Folded is the query as names are folded.
	Folded string
	Terms  []SearchTerm
	// Identifier is set where the query is one ("olms:12345"), ID where it is a record's id: then nothing
	// else is looked for.
	Identifier *Identifier
	ID         uuid.UUID
	// Corrected says that words stand in it that were not typed: see Corrected.
	Corrected bool
}

// NewSearchQuery reads a query of 1 to 200 characters. No character has a meaning of its own: what is no
// letter and no digit only parts words. Errors: CodeInvalid.
func NewSearchQuery(text string) (SearchQuery, error) {
	if n := utf8.RuneCountInString(text); n < 1 || n > MaxSearch || !utf8.ValidString(text) {
		var f Faults
		f.AddParameter("q", "range", "a search is a text of 1 to %d characters", MaxSearch)
		return SearchQuery{}, f.Err("The query")
	}
	q := SearchQuery{Folded: Fold(text)}
	text = strings.TrimSpace(text)
	if id, ok := Ref(text).UUID(); ok {
		q.ID = id
		return q, nil
	}
	scheme, rest, _ := strings.Cut(text, ":")
	if id, err := ParseIdentifier(strings.ToLower(scheme) + ":" + rest); err == nil {
		q.Identifier = &id
		return q, nil
	}
	apart := strings.Fields(q.Folded)
	words := joinInitials(apart)
	q.Folded = strings.Join(words, " ")
	seen := map[string]bool{}
	for i, word := range words {
		last := i == len(words)-1
		numbered := i+1 < len(words) && isNumber(words[i+1])
		if numbered && slices.Contains(numberWords, word) || seen[word] && !last || len(q.Terms) == maxTerms {
			continue
		}
		seen[word] = true
		term := termOf(word, last)
		if len(word) > 1 && !slices.Contains(apart, word) {
			// Initials may stand apart in names, too.
			initials := make([]SearchWord, len(word))
			for at := range word {
				initials[at] = SearchWord{Text: word[at : at+1]}
			}
			term = append(term, initials)
		}
		q.Terms = append(q.Terms, term)
	}
	return q, nil
}

// Empty reports whether the query holds nothing to look for.
func (q SearchQuery) Empty() bool {
	return q.Identifier == nil && q.ID == uuid.Nil && len(q.Terms) == 0
}

// numberWords only announce a number: "no. 26", "№ 26".
var numberWords = []string{"no", "nr", "num", "number", "numero", "n"}

// sameWords are written either way.
var sameWords = map[string]string{"st": "saint", "saint": "st", "intl": "international", "assn": "association", "fed": "federation", "labour": "labor", "labor": "labour"}

func termOf(word string, last bool) SearchTerm {
	t := SearchTerm{{{word, last}}}
	if other, ok := sameWords[word]; ok {
		t = append(t, []SearchWord{{other, false}})
	}
	// "seiu26" is SEIU 26, "17a" may stand as "17 A".
	if at := strings.IndexFunc(word[1:], func(r rune) bool { return isDigit(r) != isDigit(rune(word[0])) }); at >= 0 {
		head, tail := word[:at+1], word[at+1:]
		if isNumber(head) || isNumber(tail) {
			t = append(t, []SearchWord{{head, false}, {tail, last}})
		}
	}
	return t
}

// joinInitials joins initials that were written apart: "s e i u" (from "S.E.I.U.") is "seiu".
func joinInitials(words []string) []string {
	var out []string
	for i := 0; i < len(words); {
		n := i
		for n < len(words) && len(words[n]) == 1 && !isDigit(rune(words[n][0])) {
			n++
		}
		if n-i >= 2 {
			out, i = append(out, strings.Join(words[i:n], "")), n
			continue
		}
		out, i = append(out, words[i]), i+1
	}
	return out
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isNumber(word string) bool { return isDigits(word) }

// Spaceless reports whether a word holds letters of a script that is written without spaces between
// words (Chinese, Japanese, Thai, Lao, Khmer, Burmese): it is looked for inside longer runs.
func (w SearchWord) Spaceless() bool {
	return strings.ContainsFunc(w.Text, func(r rune) bool {
		return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
	})
}

// in reports whether a folded word of a text is the word looked for (whole), or begins with it.
func (w SearchWord) in(word string) (matches, whole bool) {
	switch {
	case word == w.Text:
		return true, true
	case w.Prefix && strings.HasPrefix(word, w.Text), w.Spaceless() && strings.Contains(word, w.Text):
		return true, false
	}
	return false, false
}

// Started is the query for long texts, where one or two letters begin a word of nearly every one: there
// they are looked for as a word.
func (q SearchQuery) Started() SearchQuery { return q.Whole(2) }

// Whole is the query whose last word is none that is still typed, unless it has more characters than
// spared; 0 spares none. It selects a part of what q does.
func (q SearchQuery) Whole(spared int) SearchQuery {
	q.Terms = slices.Clone(q.Terms)
	for i, term := range q.Terms {
		q.Terms[i] = make(SearchTerm, len(term))
		for j, words := range term {
			q.Terms[i][j] = slices.Clone(words)
			for k, w := range words {
				q.Terms[i][j][k].Prefix = w.Prefix && spared > 0 && utf8.RuneCountInString(w.Text) > spared
			}
		}
	}
	return q
}

// Correct answers the query with the words of a vocabulary that each of its words may have been meant
// for; ok is false if that is the query as it was. Numbers are never corrected.
func (q SearchQuery) Correct(v *Vocabulary) (SearchQuery, bool) {
	out, changed := q, false
	out.Corrected = true
	out.Terms = nil
	for i, term := range q.Terms {
		word := term[0][0].Text
		if generic[word] && len(q.Terms) > 1 && !v.Holds(word) {
			changed = true
			continue
		}
		better := slices.Clone(term)
		if !isNumber(word) && !term[0][0].Spaceless() {
			if v.Begins(word) && !term[0][0].Prefix {
				better = append(better, []SearchWord{{word, true}})
			}
			for _, near := range v.Near(word, i == len(q.Terms)-1) {
				better = append(better, []SearchWord{{near, false}})
			}
			if head, tail, ok := v.Split(word); ok {
				better = append(better, []SearchWord{{head, false}, {tail, term[0][0].Prefix}})
			}
		}
		changed = changed || len(better) > len(term)
		out.Terms = append(out.Terms, better)
	}
	return out, changed && len(out.Terms) > 0
}

// SearchDocument is a record as a search ranks it.
type SearchDocument struct {
	Type SearchType
	ID   uuid.UUID
	// Name is the folded display name or title; Lines are it and every other name and address, folded.
	Name  string
	Lines []string
	// City is where a body sits, folded: not a name, but people add it to one.
	City string
	// Body is other text to look through, folded.
	Body string
	// Number is the designation's number, folded.
	Number string
	// Kind is that of a union, Members its latest count; 0 is unknown.
	Kind    UnionKind
	Members int
	// On is the day of a call or a statement.
	On Date
}

// generic words say little about which body is meant.
var generic = map[string]bool{
	"local": true, "locals": true, "lodge": true, "branch": true, "chapter": true, "union": true, "unions": true, "international": true, "national": true,
	"of": true, "the": true, "and": true, "for": true, "in": true, "a": true, "de": true, "la": true, "des": true, "et": true, "workers": true, "association": true,
}

func weight(word string) float64 {
	if generic[word] {
		return 0.25
	}
	return 1
}

// Score says how well a record that matches answers the query, from 0 to 1. What is looked for whole —
// a name, an acronym, an address, an identifier — comes first, then a body's number with its other
// words, then what begins with the query, then names by how much of them was asked for, then text.
func (q SearchQuery) Score(d SearchDocument) float64 {
	if q.Identifier != nil || q.ID != uuid.Nil {
		return 1
	}
	best := 0.0
	for _, line := range d.Lines {
		best = max(best, q.scoreLine(line, d))
	}
	if best == 0 {
		best = q.scoreText(d)
	}
	if q.Corrected {
		best *= 0.75
	}
	return math.Round(best*1e4) / 1e4
}

func (q SearchQuery) scoreLine(line string, d SearchDocument) float64 {
	if line == q.Folded || !strings.Contains(q.Folded, " ") && strings.ReplaceAll(line, " ", "") == q.Folded {
		if line == d.Name || !strings.Contains(line, " ") {
			return 1
		}
		return 0.98
	}
	words := strings.Fields(line)
	hit := make([]bool, len(words))
	whole, number := true, false
	for _, term := range q.Terms {
		matched, entire, numbered := term.hits(words, hit, d.Number)
		if !matched {
			return 0
		}
		whole, number = whole && entire, number || numbered
	}
	covered, all := 0.0, 0.0
	for i, word := range words {
		all += weight(word)
		if hit[i] {
			covered += weight(word)
		}
	}
	coverage := covered / all
	switch {
	case number && whole && len(q.Terms) > 0:
		return 0.85 + 0.1*coverage
	case strings.HasPrefix(line, q.Folded):
		return 0.7 + 0.1*coverage
	case whole:
		return 0.55 + 0.14*coverage
	}
	return 0.45 + 0.09*coverage
}

// hits marks the words of a line that a term is found in. number says that one of them, entire, is the
// body's number.
func (t SearchTerm) hits(words []string, hit []bool, number string) (matched, whole, numbered bool) {
	for _, alternative := range t {
		at, entire, isNumbered := make([]int, 0, len(alternative)), true, false
		for _, w := range alternative {
			found, foundWhole := -1, false
			for i, word := range words {
				if ok, complete := w.in(word); ok && (found < 0 || complete && !foundWhole) {
					found, foundWhole = i, complete
				}
			}
			if found < 0 {
				at = nil
				break
			}
			at, entire = append(at, found), entire && foundWhole
			isNumbered = isNumbered || foundWhole && number != "" && w.Text == number
		}
		if at == nil {
			continue
		}
		for _, i := range at {
			hit[i] = true
		}
		matched, whole, numbered = true, whole || entire, numbered || isNumbered
	}
	return matched, whole, numbered
}

// scoreText is the score of a record no single name of which holds the whole query.
func (q SearchQuery) scoreText(d SearchDocument) float64 {
	inNames, number := 0, false
	for _, term := range q.Terms {
		for _, line := range append(slices.Clip(d.Lines), d.City) {
			words := strings.Fields(line)
			if ok, _, numbered := term.hits(words, make([]bool, len(words)), d.Number); ok {
				inNames, number = inNames+1, number || numbered
				break
			}
		}
	}
	score := 0.1
	if n := len(q.Terms); n > 0 {
		score += 0.2 * float64(inNames) / float64(n)
	}
	if number {
		score += 0.3
	}
	if q.Folded != "" {
		// The query as it stands, and how often.
		score += 0.02 * float64(min(strings.Count(d.Body, q.Folded), 5))
	}
	return score
}

// Ranked is a record and its score.
type Ranked struct {
	SearchDocument
	Score float64
}

// Rank orders records for a query, the best first. Among equals, larger bodies come before smaller ones
// and newer records before older ones.
func (q SearchQuery) Rank(documents []SearchDocument) []Ranked {
	out := make([]Ranked, len(documents))
	for i, d := range documents {
		out[i] = Ranked{d, q.Score(d)}
	}
	slices.SortFunc(out, func(a, b Ranked) int {
		return cmp.Or(
			cmp.Compare(b.Score, a.Score),
			cmp.Compare(slices.Index(SearchTypes, a.Type), slices.Index(SearchTypes, b.Type)),
			cmp.Compare(slices.Index(UnionKinds, a.Kind), slices.Index(UnionKinds, b.Kind)),
			cmp.Compare(b.Members, a.Members),
			cmp.Compare(b.On, a.On),
			cmp.Compare(a.Name, b.Name),
			strings.Compare(a.ID.String(), b.ID.String()),
		)
	})
	return out
}

// Mark is the place of the record in the ranking.
func (r Ranked) Mark() Mark {
	return Mark{Value: strconv.FormatFloat(r.Score, 'f', 4, 64) + " " + string(r.Type), ID: r.ID}
}

// Highlight answers a text as HTML, escaped, with <mark> around the words that the query looks for;
// found is false if there are none. A text of more than about width characters is cut to the part around
// the first of them, with … where something is left out; 0 cuts nothing.
func (q SearchQuery) Highlight(text string, width int) (marked string, found bool) {
	spans := q.spans(text)
	if len(spans) == 0 {
		return "", false
	}
	from, to := 0, len(text)
	if width > 0 && utf8.RuneCountInString(text) > width {
		from, to = window(text, spans, width)
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, s := range spans {
		if s[0] < from || s[1] > to {
			continue
		}
		b.WriteString(html.EscapeString(text[at:s[0]]))
		b.WriteString("<mark>" + html.EscapeString(text[s[0]:s[1]]) + "</mark>")
		at = s[1]
	}
	b.WriteString(html.EscapeString(text[at:to]))
	if to < len(text) {
		b.WriteString("…")
	}
	return b.String(), true
}

// spans are the places in a text, in bytes, of the words that the query looks for. Words are parted as
// Fold parts them.
func (q SearchQuery) spans(text string) [][2]int {
	var out [][2]int
	start := -1
	end := func(at int) {
		if start >= 0 {
			out = q.spansIn(out, text, start, at)
		}
		start = -1
	}
	for i, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) && !unicode.Is(unicode.Me, r) {
			if start < 0 {
				start = i
			}
		} else if !isApostrophe(r) {
			end(i)
		}
	}
	end(len(text))
	return out
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == 'ʻ'
}

// spansIn adds the places in one word of a text.
func (q SearchQuery) spansIn(out [][2]int, text string, start, end int) [][2]int {
	end = start + len(strings.TrimRightFunc(text[start:end], isApostrophe))
	word := Fold(text[start:end])
	for _, term := range q.Terms {
		for _, alternative := range term {
			for _, w := range alternative {
				if ok, _ := w.in(word); !ok {
					continue
				}
				// Inside a run without spaces, only the part that was asked for.
				if at := strings.Index(text[start:end], w.Text); w.Spaceless() && at >= 0 {
					return append(out, [2]int{start + at, start + at + len(w.Text)})
				}
				return append(out, [2]int{start, end})
			}
		}
	}
	return out
}

// window is a part of a text around the first span, which begins and ends between words where it can.
func window(text string, spans [][2]int, width int) (from, to int) {
	before := 0
	for from = spans[0][0]; from > 0 && before < width/3; before++ {
		_, n := utf8.DecodeLastRuneInString(text[:from])
		from -= n
	}
	if at := strings.IndexFunc(text[from:spans[0][0]], unicode.IsSpace); from > 0 && at >= 0 {
		from += at + 1
	}
	to = from
	for n := 0; to < len(text) && (n < width || to < spans[0][1]); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	if to < len(text) {
		if at := strings.LastIndexFunc(text[spans[0][1]:to], unicode.IsSpace); at > 0 {
			to = spans[0][1] + at
		}
	}
	return from, to
}

// SearchFilter says what is searched for and where: each type of record that has a filter is searched.
type SearchFilter struct {
	Query      SearchQuery
	Unions     *UnionFilter
	Calls      *CallFilter
	Statements *StatementFilter
}

// SearchHit is a record that a search found: one of Union, Call and Statement.
type SearchHit struct {
	Type      SearchType
	Score     float64
	Union     *Union
	Call      *Call
	Statement *Statement
}

// SearchListing is one page of what a search found.
type SearchListing struct {
	Hits   []SearchHit
	Next   *Mark // where the next page starts; nil at the end
	Total  *int  // of all that was found, if asked for
	Facets map[string][]Facet
	// Query is what was looked for in the end: the words as typed, or corrected.
	Query SearchQuery
}
