package extract

import (
	"slices"
	"strings"

	"rollcall/internal/match"
)

// span is a mention as it stands in the tokens.
type span struct {
	from, to int    // tokens, half open
	number   string // as it is written, without leading zeros
	// affiliation is the national union that the span names, as it is written; empty when it names none.
	affiliation string
	// named says that there is more than a number: a name or an affiliation.
	named bool
	// caucus is a group of members by its name.
	caucus bool
	// query is what to look up, where that is not what stands there.
	query string
	// beside is the affiliation to look it up with, where the span has none: that of a shared head.
	beside string
	// short is the acronym that stands in parentheses behind the name: "MNA".
	short string
	// district says that the number is that of a district or council, which may be followed by a local's.
	district bool
	// weak is a name that is one only with something behind or before it.
	weak bool
	// record says that only the record knows the name.
	record bool
	// extends says that words behind it may name a branch: "CGT Cheminots".
	extends bool
	list    int // items of one enumeration after a shared head bear the same number; 0 none
}

// reader finds the mentions of a text.
type reader struct {
	x      *match.Index
	scan   *match.Scan
	text   string
	tokens []token
	// hard marks the tokens that begin a line which does not go on from the one before.
	hard []bool
	// wide marks the tokens that begin a column: no name goes on from one to the next.
	wide []bool
	// names are the names that start at a token, found by what bodies of workers are called.
	names map[int]span
	// defined are the acronyms that the text has explained, and the full name.
	defined map[string]string
	last    int             // where the last mention ended
	lists   int             // how many enumerations were read
	homes   map[string]bool // whose unions the text is about, by the gazetteer's kinds; nil while not yet known
}

func newReader(x *match.Index, text string) *reader {
	r := &reader{x: x, scan: x.Scan(), text: text, tokens: tokenize(text), defined: map[string]string{}}
	r.breakLines()
	r.findNames()
	return r
}

// at is the token i, or an empty one outside the text.
func (r *reader) at(i int) token {
	if i < 0 || i >= len(r.tokens) {
		return token{}
	}
	return r.tokens[i]
}

// low is the folded word at i; a token behind a line's end is none.
func (r *reader) low(i int) string { return r.at(i).low }

// joins reports whether token i goes on from the one before it.
func (r *reader) joins(i int) bool { return i > 0 && i < len(r.tokens) && !r.parted(i) }

// parted reports whether a line or a column begins at a token.
func (r *reader) parted(i int) bool { return r.hard[i] || r.wide[i] }

// next is the word at i if it goes on from what stands before.
func (r *reader) next(i int) string {
	if !r.joins(i) {
		return ""
	}
	return r.tokens[i].low
}

func (r *reader) written(from, to int) string {
	if from >= to {
		return ""
	}
	return r.text[r.tokens[from].start:r.tokens[to-1].stem]
}

// bullets begin an item of a list.
var bullets = set("- • * – — · ▪ ◦ ● ‣ ✓ ✔ ✅ ☑ ✊ + >")

// breakLines says which lines end where they do on purpose: at an empty line, before an item of a list, after a heading or a short line.
// The others are wrapped.
func (r *reader) breakLines() {
	r.hard, r.wide = make([]bool, len(r.tokens)), make([]bool, len(r.tokens))
	lines, lower := 0, 0
	for _, t := range r.tokens {
		if t.gap == newLine {
			lines++
			if t.kind == word && !t.capital {
				lower++
			}
		}
	}
	wrapped := lower*5 > lines // where lines are wrapped, some begin within a sentence
	lineStart := 0
	for i, t := range r.tokens {
		if t.gap < newLine {
			r.wide[i] = i > 0 && t.gap == spaced && t.start-r.tokens[i-1].end >= 4 && (t.capital || t.kind == digits)
			continue
		}
		r.hard[i] = true
		if t.gap == newLine && i > 0 {
			last := r.tokens[i-1]
			long := last.end-r.tokens[lineStart].start >= 60
			item := bullets[t.low] || t.kind == digits && (r.low(i+1) == "." || r.low(i+1) == ")") && r.at(i+1).gap == glued
			r.hard[i] = !long || !wrapped || item || last.low == ":" || last.low == "." || last.low == "!" || last.low == "?"
		}
		lineStart = i
	}
	r.splitLists()
}

// findMentions are all mentions in their order.
func (r *reader) findMentions(limit int) (found []span, truncated bool) {
	for i := 0; i < len(r.tokens); {
		if len(found) > limit {
			return found[:limit], true
		}
		list, next := r.mentionsAt(i)
		for _, s := range list {
			if !r.excluded(s) {
				found = append(found, s)
				r.last = s.to
			}
		}
		i = max(next, i+1)
	}
	if len(found) > limit {
		return found[:limit], true
	}
	return found, false
}

// mentionsAt reads the mention that begins at token i, or the several that share a head there. It answers where to read on.
func (r *reader) mentionsAt(i int) ([]span, int) {
	t := r.at(i)
	if t.kind != word && t.kind != digits {
		return nil, i + 1
	}
	s, ok := r.headAt(i)
	if !ok {
		return nil, i + 1
	}
	s, more := r.tail(s)
	if s.weak && s.number == "" && len(more) == 0 && !r.vouched(s) || len(more) == 0 && r.people(s) {
		return nil, i + 1
	}
	if (s.caucus || s.affiliation == "" && r.next(s.to) == ",") && s.number == "" && s.short == "" && !r.says(s.from, s.to) && r.within(s) {
		return nil, s.to
	}
	if s.short != "" {
		r.defined[s.short] = r.written(s.from, s.to)
	}
	all := append([]span{s}, more...)
	return all, all[len(all)-1].to
}

// people reports whether a union's name of one word is that of its trade, at the beginning of a sentence: "Machinists who build jets".
func (r *reader) people(s span) bool {
	t := r.tokens[s.from]
	if s.to != s.from+1 || t.upper || t.possessive || !proud[t.low] || !strings.HasSuffix(t.low, "s") && !strings.HasSuffix(t.low, "men") {
		return false
	}
	if r.next(s.to) == "who" && r.low(s.from-1) != "the" {
		return true
	}
	if !r.starts(s.from) {
		return false
	}
	switch r.next(s.to) {
	case "in", "at", "from", "here", "working", "whose":
		return true
	case "will", "won't", "wont", "are", "were", "have", "had", "would", "can", "could":
		return t.low != "teamsters" && t.low != "steelworkers"
	}
	return false
}

// starts reports whether a sentence or a clause in quotes begins at i.
func (r *reader) starts(i int) bool {
	if i == 0 || r.hard[i] {
		return true
	}
	switch r.low(i - 1) {
	case ".", "!", "?", "—", "–", "\"", "“", ":":
		return true
	}
	return false
}

// headAt is what a mention can begin with at token i: the longest of a name of the table or of the record, a name by what bodies are
// called, one of the gazetteer, and a number with its designator.
func (r *reader) headAt(i int) (span, bool) {
	best, found := span{}, false
	take := func(s span, ok bool) {
		if ok && (!found || s.to > best.to || s.to == best.to && best.weak && !s.weak) {
			best, found = s, true
		}
	}
	take(r.numberedAcronym(i))
	take(r.numbered(i))
	take(r.listed(i))
	take(r.indexed(i))
	if s, ok := r.names[i]; ok {
		take(s, true)
	}
	take(r.romance(i))
	take(r.romancePart(i))
	take(r.caucusOf(i))
	take(r.partOf(i))
	take(r.branches(i))
	take(r.hyphenated(i))
	take(r.placed(i))
	take(r.cause(i))
	if !found {
		take(r.apposedCaucus(i))
	}
	if !found {
		take(r.unknown(i))
	}
	return best, found
}

// connectors are the words within a name that bear no capital.
var connectors = set("of and the & for in de des du la le les l' d' et y del los las e")

// indexed reads the longest name of the matcher's table or of the record.
func (r *reader) indexed(i int) (best span, found bool) {
	t := r.at(i)
	if t.kind != word || !t.capital && !t.upper || notLeading[t.low] && !(t.upper && len(t.low) > 2) || t.low == "of" || t.low == "for" || t.low == "and" {
		return span{}, false
	}
	r.scan.Reset()
	content, telling := 0, false
	words := 0
	var all match.Named
	for k := i; k < len(r.tokens) && words < 18; k++ {
		t := r.tokens[k]
		if k > i && r.parted(k) {
			break
		}
		switch {
		case t.kind == punctuation:
			if k == i+1 && t.low == "," && trades[r.low(i)] && r.at(k+1).upper {
				return best, found // "Firefighters, IAFF Local 9, declined"
			}
			if k > i && (t.low == "," || t.low == "&" || t.low == "-" || t.low == "–" || t.low == "/") || t.low == "!" && r.low(k-1) == "here" || (t.low == "'" || t.low == "’") && t.gap == glued || t.low == "." && short[r.low(k-1)] {
				continue
			}
		case t.kind == word && (t.capital || t.upper || k > i && connectors[t.low] || t.end-t.start <= 3 && k > i && t.low == "intl"):
			words++
			var more bool
			w := t.low
			if w == "labourers" {
				w = "laborers"
			}
			all, more = r.scan.Add(w)
			if !connectors[t.low] && t.low != "international" && t.low != "union" {
				content++
				telling = telling || heads[t.low] || trades[t.low] || industries[t.low]
			}
			if connectors[t.low] {
				if content == 0 && (t.low == "and" || t.low == "&") {
					return best, found // "International Union and the Machinists" are two
				}
				continue
			}
			if found && k > best.to && (t.low == "international" || t.low == "union" || t.low == "syndicat" || t.low == "sindicato") {
				continue // behind a comma another name begins
			}
			if found && t.low == "international" && offices[r.next(k+1)] || r.next(k+1) == "executive" && t.low == "international" && found {
				return best, found // "UAW International President"
			}
			if s, ok := r.accept(i, k+1, content, telling, all); ok {
				best, found = s, true
			}
			if !more && (words > 10 || r.parted(min(k+1, len(r.tokens)-1))) {
				return best, found
			}
			continue
		}
		break
	}
	return best, found
}

// designated are words that a number follows which is read apart.
var designated = set("local locals lodge council district branch chapter division region no")

// short are words with a dot that ends no sentence.
var short = set(`
		st ft mt inc no nos dr mr ms mrs jr sr co corp dept assn intl vs etc u.s sen rep gov rev gen lt sgt jan feb mar apr jun jul aug sep sept oct
		nov dec ave blvd bros loc lcl`)

// accept decides whether a run of words that stands for something in the index is a mention.
func (r *reader) accept(from, to, content int, telling bool, n match.Named) (span, bool) {
	first := r.tokens[from]
	s := span{from: from, to: to, named: true}
	one := content == 1
	switch {
	case n.National:
		s.affiliation = r.written(from, to)
		s.record = !n.Table
		if n.Body {
			s.affiliation = ""
		}
		switch {
		case one && first.upper:
			if len(first.low) < 2 || !n.Table && ordinary(first.low) {
				return span{}, false
			}
			s.weak = n.Everyday || shaky[first.low] || !n.Table && (len(first.low) < 3 || r.shouted(from))
		case one && (proud[first.low] || first.low == "teamster"):
			s.weak = first.low == "teamster"
		case one:
			s.weak = true
		default:
			// "Electrical Workers" is what a headline calls people as well.
			s.weak = !r.telling(from, to) && !(first.upper && !n.Everyday && r.tokens[to-1].capital)
		}
		return s, true
	case n.Decided && (content >= 2 || first.upper && len(first.low) >= 2):
		return s, true // somebody said that it is a union's name
	case n.Weight >= 0.8 && content >= 2 && telling && r.telling(from, to):
		return s, true
	case n.Weight >= 0.8 && one && first.upper && len(first.low) >= 3 && !shaky[first.low] && !ordinary(first.low) && !r.shouted(from):
		return s, true
	}
	return span{}, false
}

// ordinary reports whether a word is one of those that names are made of, and no acronym.
func ordinary(low string) bool {
	return trades[low] || heads[low] || industries[low] || places[low] || notLeading[low] || tellingWords[low] || titles[low] || len(low) > 8
}

// shouted reports whether the word at i stands among other words in capitals, where capitals make no acronym.
func (r *reader) shouted(i int) bool {
	loud := func(k int) bool { t := r.at(k); return t.kind == word && t.upper && len(t.low) > 3 }
	return loud(i-1) || loud(i+1) && r.joins(i+1)
}

// tellingWords make a name of several words a union's without anything beside it.
var tellingWords = set(`
		union association federation guild brotherhood alliance organization international united national american amalgamated america council
		conference congress afl cio department fraternal here canadian educators nurses labor syndicat sindicato newsguild`)

func (r *reader) telling(from, to int) bool {
	for k := from; k < to; k++ {
		if tellingWords[r.tokens[k].low] || r.tokens[k].upper && k > from {
			return true
		}
	}
	return false
}

// listed reads a name of the gazetteer.
func (r *reader) listed(i int) (span, bool) {
	first := r.at(i)
	for _, e := range known[first.low] {
		k, ok := r.spells(i, e)
		if !ok {
			continue
		}
		if r.low(k-1) == "inc" && r.low(k) == "." {
			k++
		}
		s := span{from: i, to: k, named: true, caucus: e.caucus, weak: e.weak || e.upper && shaky[e.words[0]], extends: e.extends || e.words[0] == "unite" && r.british()}
		if s.weak && e.home != "" && !wordUnions[e.words[0]] {
			s.weak = !r.about(e.home) || !e.upper && !r.homes[e.home]
		}
		if first.kind == digits {
			s.number = leadingDigits(r.written(i, i+1))
			if e.words[0] == "32bj" {
				s.number = "32BJ"
			}
		}
		if len(e.words) == 2 && e.words[0] == "dc" || e.words[0] == "dc37" {
			s.number = "37"
		}
		if s.weak && len(known[first.low]) > 1 && k == i+1 && r.anyHome(first.low) {
			s.weak = false // of another country
		}
		return s, true
	}
	return span{}, false
}

// spells reports whether a name of the gazetteer stands at i, and where it ends.
func (r *reader) spells(i int, e entry) (to int, ok bool) {
	k, n := i, 0
	for n < len(e.words) && k < len(r.tokens) && (k == i || !r.parted(k)) {
		t := r.tokens[k]
		if t.kind == punctuation && n > 0 {
			if t.low == "-" || t.low == "." || t.low == "," || t.low == "&" || t.low == "'" || t.low == "’" {
				if t.low == "&" && e.words[n] == "and" {
					n++
				}
				k++
				continue
			}
			break
		}
		if t.low != e.words[n] || e.capital[n] && !t.capital && t.kind != digits {
			break
		}
		n++
		k++
	}
	return k, n == len(e.words) && (!e.upper || r.tokens[i].upper)
}

// anyHome reports whether a name is that of a union of a country that the text is about.
func (r *reader) anyHome(low string) bool {
	for _, e := range known[low] {
		if e.upper && e.home != "" && r.about(e.home) {
			return true
		}
	}
	return false
}

// about reports whether the text is about the unions of a kind of the gazetteer: it names another of them that is no word besides, or
// their country, or is written in their language.
func (r *reader) about(home string) bool {
	if r.homes == nil {
		r.homes = map[string]bool{}
		romance, words, labor := 0, 0, false
		for i, t := range r.tokens {
			if i > 20_000 {
				break
			}
			if t.kind != word {
				continue
			}
			words++
			if romanceText[t.low] {
				romance++
			}
			labor = labor || laborWords[t.low]
			if t.low == "brigades" && t.capital {
				r.homes["britain"] = true
			}
			if !t.capital {
				continue
			}
			if h := homeWords[t.low]; h != "" {
				r.homes[h] = true
			}
			for _, e := range known[t.low] {
				if e.home == "" || e.weak || e.upper && shaky[t.low] {
					continue
				}
				if _, ok := r.spells(i, e); ok {
					r.homes[e.home] = true
				}
			}
		}
		r.homes["romance"] = labor && romance*6 > words
	}
	return r.homes[home] || r.homes["romance"] && romanceHomes[home]
}

// laborWords are what a text about unions in French or Spanish has.
var laborWords = set(`
		sindicato sindicatos sindical sindicales gremio gremios gremial huelga paro central cgt ugt ccoo syndicat syndicats syndical syndicale syndicales
		greve intersyndicale cortege travailleurs trabajadores delegados delegues delegada docentes afiliados afiliadas manifiesto marcha appel manifestation`)

// romanceText are small words of French and Spanish.
var romanceText = set("el la los las de del y que en le les des du et une au aux par un una por l d se su con a al ha ont sur")

func leadingDigits(s string) string {
	n := strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' })
	if n < 0 {
		return s
	}
	return s[:n]
}

// numberedAcronym reads what is written as one word of an acronym and a number: "1199SEIU", "CWA7250".
func (r *reader) numberedAcronym(i int) (span, bool) {
	t := r.at(i)
	if len(t.low) > 14 || len(t.low) < 3 || t.kind == punctuation || t.kind == address {
		return span{}, false
	}
	if t.kind == digits {
		number := leadingDigits(t.low)
		rest := t.low[len(number):]
		if number != "" && len(rest) >= 2 && len(number) <= 5 && number[0] != '0' && t.upper && r.isAcronym(rest) {
			return span{from: i, to: i + 1, named: true, number: number, affiliation: strings.ToUpper(rest)}, true
		}
		return span{}, false
	}
	if !t.capital {
		return span{}, false
	}
	n := strings.IndexAny(t.low, "0123456789")
	if n < 1 || len(t.low)-n > 5 || len(leadingDigits(t.low[n:])) != len(t.low)-n {
		return span{}, false
	}
	head := t.low[:n]
	s := span{from: i, to: i + 1, number: t.low[n:]}
	switch {
	case len(head) > 1 && head == strings.ToLower(r.text[t.start:t.start+n]) && strings.ToUpper(head) == r.text[t.start:t.start+n] && (head == "dc" || head == "jc"):
		s.district = true
	case len(head) > 1 && strings.ToUpper(head) == r.text[t.start:min(t.start+n, len(r.text))] && r.isAcronym(head):
		s.affiliation, s.named = strings.ToUpper(head), true
	case head == "local":
	default:
		return span{}, false
	}
	return s, true
}

// isAcronym reports whether a folded word is an acronym of a national union.
func (r *reader) isAcronym(low string) bool {
	r.scan.Reset()
	n, _ := r.scan.Add(low)
	if n.National {
		return true
	}
	for _, e := range known[low] {
		if e.upper && len(e.words) == 1 {
			return true
		}
	}
	return false
}

// designator reads the words before a number: "District Council", "Local Union No.". It answers where the number would be.
func (r *reader) designator(i int) (at int, enough, plural, district, ok bool) {
	low := r.low(i)
	d, known := designators[low]
	second := ""
	for w := range strings.FieldsSeq(doubled[low]) {
		if r.next(i+1) == w {
			second = w
		}
	}
	at = i + 1
	switch {
	case second != "":
		at = i + 2
		plural = designators[second].plural || second == "locales" || second == "lodges" || second == "councils"
		district = low == "district" || low == "joint" || low == "regional" || low == "state"
		enough = second != "union" || low == "local"
		if low == "union" || low == "state" || low == "regional" {
			enough = low == "union"
		}
		if r.next(at) == "union" && second == "lodge" {
			at++
		}
	case known:
		enough, plural, district = d.enough, d.plural, d.district
		if r.next(at) == "union" || r.next(at) == "unions" || r.next(at) == "lodge" {
			at++
		}
	default:
		return 0, false, false, false, false
	}
	if low == "dc" && r.at(i).upper && second == "" && r.at(at).kind == digits && r.at(at).end-r.at(at).start < 3 && r.low(i-1) != "," && r.low(i-1) != "washington" {
		enough = true
	}
	if !r.at(i).capital && low != "section" && low != "sections" && low != "seccion" {
		enough = false
	}
	if (low == "seccion" || low == "secciones") && r.at(i).capital && r.low(at) != "8" && r.low(at+1) != "del" {
		enough = true // "la Sección 22"
	}
	if second == "locale" || second == "locales" {
		enough = true
	}
	for range 2 {
		switch w := r.next(at); {
		case w == "no" || w == "nos" || w == "number" || w == "num" || w == "nro" || w == "numero" || w == "n" && r.next(at+1) == "°":
			at++
		case w == "." || w == "#" || w == "°" || w == "º":
			at++
			continue
		}
	}
	if r.next(at) == "." || r.next(at) == "#" || r.next(at) == "°" || r.next(at) == "usa" && r.at(at+1).kind == digits {
		at++
	}
	return at, enough, plural, district, true
}

// numberAt reads a body's number: "26", "32BJ", "9A", "34-A", "30-73", "10-1".
func (r *reader) numberAt(i int) (number string, to int, ok bool) {
	t := r.at(i)
	if n, ok := writtenOut[t.low]; ok && t.capital && r.joins(i) {
		return n, i + 1, true
	}
	if prev := r.low(i - 1); t.kind == word && t.stem-t.start == 1 && t.capital && t.low != "a" && t.low != "i" && prev == "lodge" || t.kind == word && t.stem-t.start == 1 && t.capital && t.possessive && (prev == "lodge" || prev == "local") {
		return r.text[t.start:t.stem], i + 1, true // "Local Lodge A"
	}
	if t.kind == word && r.joins(i) && lettered(r.text[t.start:t.stem]) && (designators[r.low(i-1)].enough || r.low(i-1) == "lodge" || r.low(i-1) == "district" || r.low(i-1) == "branch") {
		number, to = r.text[t.start:t.stem], i+1 // "Local Lodge S6", "Local R1-134"
		if dash, tail := r.at(to), r.at(to+1); dash.low == "-" && dash.gap == glued && tail.kind == digits && tail.gap == glued && tail.stem-tail.start <= 4 {
			number, to = number+"-"+r.text[tail.start:tail.stem], to+2
		}
		return number, to, true
	}
	if t.kind != digits || !r.joins(i) || t.stem-t.start > 8 {
		return "", 0, false
	}
	value := r.text[t.start:t.stem]
	n := len(leadingDigits(value))
	if n == 0 || n > 6 || len(value)-n > 3 || len(value) > n && value[n] >= 0x80 {
		return "", 0, false
	}
	if suffix := strings.ToLower(value[n:]); suffix == "th" || suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "pm" || suffix == "am" || (suffix == "k" || suffix == "m") && !(t.upper && designators[r.low(i-1)].enough) {
		return "", 0, false
	}
	to = i + 1
	number = strings.TrimLeft(value, "0")
	if suffix := r.at(to); suffix.gap == spaced && r.joins(to) && suffix.upper && (number == "32" && suffix.low == "bj" || number == "1199" && (suffix.low == "ne" || suffix.low == "nw")) {
		return number + r.written(to, to+1), to + 1, true // "Local 32 BJ"
	}
	if r.at(to).low == "-" && r.at(to).gap == glued && ages[r.low(to+1)] {
		return "", 0, false // "Local 12-year-old"
	}
	if next := r.at(to); !t.possessive && next.gap == glued && next.low == "," && r.at(to+1).gap == glued && r.at(to+1).kind == digits {
		return "", 0, false // 12,000
	}
	if r.at(to).low == "%" || r.at(to).low == "." && r.at(to+1).kind == digits && r.at(to+1).gap == glued {
		return "", 0, false
	}
	for range 2 { // 30-73, 34-A, 4-02058-03
		dash, tail := r.at(to), r.at(to+1)
		if dash.low != "-" || dash.gap != glued || tail.gap != glued {
			break
		}
		written := r.text[tail.start:tail.stem]
		if tail.kind == digits && len(written) <= 5 || tail.kind == word && len(written) == 1 && tail.upper != tail.capital {
			number += "-" + written
			to += 2
			continue
		}
		break
	}
	return number, to, number != ""
}

// lettered reports whether a number is one with a letter in front: "S6", "R1".
func lettered(s string) bool {
	n := strings.IndexAny(s, "0123456789")
	return n >= 1 && n <= 2 && len(s)-n <= 4 && len(leadingDigits(s[n:])) == len(s)-n && s[:n] == strings.ToUpper(s[:n])
}

// ages are counted with a hyphen.
var ages = set("year day week month hour minute mile point foot man woman member")

// writtenOut are the numbers that bodies write out: "Local One".
var writtenOut = map[string]string{"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13"}

// numbered reads a designator and its number: "Local 26". Where several numbers follow, tail reads the others.
func (r *reader) numbered(i int) (span, bool) {
	if _, known := designators[r.low(i)]; !known && doubled[r.low(i)] == "" {
		return span{}, false
	}
	at, enough, plural, district, ok := r.designator(i)
	if !ok {
		return span{}, false
	}
	number, to, ok := r.numberAt(at)
	if !ok {
		return span{}, false
	}
	s := span{from: i, to: to, number: number, weak: !enough, district: district}
	// "District 1199C": no city has so many, nor letters behind them.
	if n := len(leadingDigits(number)); n >= 3 && n < len(number) && r.at(i).capital && r.low(i) == "district" {
		s.weak = false
	}
	if plural {
		s.list = -1
	}
	return s, true
}

// tail reads what belongs to a mention after its head: acronyms in parentheses, number, affiliation, place; and after a plural the other
// numbers, each of them a mention of its own.
func (r *reader) tail(s span) (span, []span) {
	plural := s.list == -1
	s.list = 0
	for range 8 {
		before := s.to
		if s.possessive(r) {
			break
		}
		r.glue(&s)
		r.parenthesis(&s)
		if p := r.number(&s, plural); p {
			plural = true
		}
		if plural {
			break
		}
		r.place(&s)
		r.branch(&s)
		r.affix(&s)
		r.belongs(&s)
		r.rankAndFile(&s)
		if s.to == before {
			break
		}
	}
	if plural || s.number != "" {
		return r.enumerate(s, plural)
	}
	return s, nil
}

// rankAndFile takes what makes of a union's name that of a group of its members: "AFSCME 3299 Rank and File".
func (r *reader) rankAndFile(s *span) {
	k := s.to
	if r.next(k) != "rank" || !r.capitalAt(k) || r.next(k+1) != "and" && r.next(k+1) != "&" || r.next(k+2) != "file" || !r.capitalAt(k+2) {
		return
	}
	if w := r.next(k + 3); r.capitalAt(k+3) && (w == "united" || w == "caucus" || w == "group" || w == "committee" || w == "slate") {
		k++
	}
	s.to, s.caucus, s.weak = k+3, true, false
}

func (s *span) possessive(r *reader) bool {
	return r.tokens[s.to-1].possessive && s.named && s.to > s.from && r.tokens[s.to-1].stem < r.tokens[s.to-1].end && !r.insideName(*s)
}

// insideName reports whether a possessive is within a name: "Machinists' District 751", "Teamsters' Local 120" go on.
func (r *reader) insideName(s span) bool {
	_, _, _, _, ok := r.designator(s.to)
	return ok && r.joins(s.to)
}

// apostrophe reports whether the mark at i is that of a plural's possessive before a local: "Laborers' Local 341".
func (r *reader) apostrophe(i int) bool {
	low := r.next(i)
	return (low == "'" || low == "’") && r.at(i).gap == glued && strings.HasSuffix(r.low(i-1), "s") && r.capitalAt(i+1) && (r.low(i+1) == "local" || r.low(i+1) == "lodge")
}

// glue takes what hangs on by a hyphen or a slash: "-CWA", "/NEA", "-2334".
func (r *reader) glue(s *span) {
	sign, next := r.at(s.to), r.at(s.to+1)
	if (sign.low != "-" && sign.low != "/" && sign.low != "–") || !r.joins(s.to) || !r.joins(s.to+1) || sign.gap != glued || next.gap != glued || !s.named {
		return
	}
	if number, to, ok := r.numberAt(s.to + 1); ok && s.number == "" && len(number) >= 2 {
		s.number, s.to = number, to
		return
	}
	if next.kind != word || !next.capital {
		return
	}
	if head, ok := r.headAt(s.to + 1); ok && (!head.weak || next.upper) {
		if s.affiliation == "" {
			s.affiliation = head.affiliation
		}
		if head.number != "" && s.number == "" {
			s.number, s.district = head.number, head.district
		}
		s.to, s.weak = head.to, false
		return
	}
	if next.upper && len(next.low) <= 8 && !shaky[next.low] || places[next.low] && !compass[next.low] || cities[next.low] {
		s.to += 2
		r.place(s)
		return
	}
	// "NEA-South Bend", "CFDT-Cheminots", "CSC-Services publics"
	if sign.low == "-" && s.number == "" && r.at(s.to-1).upper && !next.possessive && !next.upper && !employers[next.low] && !titles[next.low] {
		s.to += 2
		switch w := r.next(s.to); {
		case twoWords[next.low] && r.capitalAt(s.to) && r.joins(s.to):
			s.to++
		case s.extends && next.low == "services" && (w == "publics" || w == "publiques"):
			s.to++
		}
		r.branch(s)
	}
}

// twoWords begin names of places of two words, such as "Santa Fe" and "South Bend".
var twoWords = set("santa san south north east west new saint st fort mount grand el los las la le des des baton bahia val cedar palm long little")

// employers make an acronym with a hyphen one of a contract's two sides: "UAW-Ford".
var employers = set("ford stellantis chrysler fiat daimler deere caterpillar boeing kaiser disney amazon starbucks volkswagen volvo mack allison verizon")

// branch takes the words of a branch behind the name of a union whose branches are called so: "CGT Bahía de Cádiz",
// "UNISON Glasgow City", "CCOO de Euskadi".
func (r *reader) branch(s *span) {
	if s.affiliation == "AFL-CIO" && s.number == "" {
		if to, ok := r.ofPlace(s.to); ok {
			s.to = to // "AFL-CIO de la Louisiane"
		}
		return
	}
	if !s.extends && r.low(s.from) != "unite" || s.number != "" || s.possessive(r) {
		return
	}
	// "Unite NW/389", "Unite Branch LE/1111"
	at := s.to
	if r.next(at) == "branch" {
		at++
	}
	if t := r.at(at); r.joins(at) && t.upper && len(t.low) == 2 && r.next(at+1) == "/" && r.at(at+2).kind == digits && r.at(at+2).gap == glued {
		s.number, s.to, s.weak = r.written(at, at+3), at+3, false
		return
	}
	if !s.extends {
		return
	}
	for k := s.from - 1; s.to == s.from+1 && k >= 0 && k >= s.from-5 && !r.parted(k+1) && r.at(k).kind == word && !branchTrades[r.next(s.to)]; k-- {
		if speakers[r.low(k)] {
			return // "le secrétaire de la CGT Jean Dupont"
		}
	}
	k := s.to
	for k < s.to+3 && r.joins(k) && r.at(k).gap == spaced && r.at(k).kind == word && r.capitalAt(k) && !r.at(k-1).possessive {
		w := r.low(k)
		if w == "district" && k > s.to && !r.named(k) {
			k++ // "NEU Liverpool District"
			break
		}
		if titles[w] || notLeading[w] && w != "city" || heads[w] || occasions[w] || r.at(k).upper && len(w) > 2 {
			break
		}
		if h, ok := r.headAtPlain(k); ok && !h.weak {
			break
		}
		k++
		// "Bahía de Cádiz", "Éduc'action"
		if (r.next(k) == "'" || r.next(k) == "’") && r.at(k).gap == glued && r.at(k+1).gap == glued && r.at(k+1).kind == word {
			k += 2
		}
		if w := r.next(k); (w == "de" || w == "du" || w == "del") && r.capitalAt(k+1) && r.joins(k+1) && len(known[r.low(k+1)]) == 0 {
			k += 2
			break
		}
	}
	s.to = k
	if to, ok := r.ofPlace(s.to); ok {
		s.to = to
	}
}

// speakers are people behind whose union a name is theirs.
var speakers = set(`
		secretaire secretario secretaria dirigeant dirigeante dirigente lider leader portavoz porte-parole president presidente presidenta
		delegue deleguee delegado delegada militant militante numero patron patronne chief secretary`)

// branchTrades are what a branch is of, and no person's name.
var branchTrades = set(`
		education ferroviaire cheminots sante spectacle enseignement services metal construccion ensenanza sanidad ensenyament commerce energie transports
		fonction territoriaux finances culture industrie chimie rail`)

// occasions are what a union holds: "TUC Day of Action".
var occasions = set("day days week month march rally strike general national live young women black fund members hq headquarters hall press house pension conference")

// ofPlace reads the part of a country behind a union's name in French and Spanish: "de Euskadi", "de la Louisiane", "del Sur de la Florida".
func (r *reader) ofPlace(i int) (to int, ok bool) {
	k := i
	switch r.next(k) {
	case "de", "du", "del", "des", "d'", "d":
		k++
	default:
		return 0, false
	}
	if w := r.next(k); w == "'" || w == "’" {
		k++
	}
	if w := r.next(k); w == "la" || w == "las" || w == "los" || w == "l" || w == "el" {
		k++
		if w := r.next(k); w == "'" || w == "’" {
			k++
		}
	}
	w := r.low(k)
	if !r.capitalAt(k) || !r.joins(k) || countries[w] || heads[w] || titles[w] || r.at(k).upper && len(w) > 2 || len(known[w]) > 0 {
		return 0, false
	}
	for k++; k < i+10 && r.joins(k); k++ {
		t := r.at(k)
		if t.low == "-" && t.gap == glued && r.at(k+1).gap == glued && r.at(k+1).kind == word {
			k++ // "Bouches-du-Rhône"
			continue
		}
		if t.kind != word || t.gap != spaced || !t.capital || t.upper || titles[t.low] || r.at(k-1).possessive {
			break
		}
	}
	if n := r.next(k); compass[fold(w)] && (n == "de" || n == "du") {
		if to, ok := r.ofPlace(k); ok {
			return to, true
		}
	}
	return k, true
}

// fold makes Spanish and French words of the compass English.
func fold(w string) string {
	switch w {
	case "sur", "sud":
		return "south"
	case "norte", "nord", "noreste", "noroeste":
		return "north"
	case "oeste", "ouest":
		return "west"
	case "este", "est":
		return "east"
	}
	return w
}

// countries have unions of their own: "la CUT de Chile" is the whole of it.
var countries = set("chile colombia mexico argentina peru espana france francia belgique suisse italia bolivia ecuador panama honduras uruguay brasil venezuela guatemala costa")

// parenthesis takes an acronym or an affiliation in parentheses: "(MNA)", "(CIR/SEIU)", "(UE Local 1105)".
func (r *reader) parenthesis(s *span) {
	if r.next(s.to) != "(" {
		return
	}
	if s.weak && r.at(s.to).gap == glued {
		return // "Map()"
	}
	end := s.to + 1
	for end < len(r.tokens) && end < s.to+14 && r.tokens[end].low != ")" && !r.parted(end) {
		end++
	}
	if r.low(end) != ")" {
		return
	}
	k := s.to + 1
	inner := span{}
	for k < end {
		t := r.tokens[k]
		if head, ok := r.headAt(k); ok && head.to <= end {
			if head.number != "" && inner.number == "" {
				inner.number, inner.district = head.number, head.district
			}
			if inner.affiliation == "" {
				inner.affiliation = head.affiliation
			}
			k = head.to
			if number, to, ok := r.numberAt(k); ok && inner.number == "" && to <= end {
				inner.number, k = number, to
			}
			continue
		}
		if t.kind == punctuation && (t.low == "/" || t.low == "-" || t.low == "," || t.low == "–" || t.low == "." || t.low == "&") || t.kind == word && t.upper && len(t.low) <= 10 {
			k++
			continue
		}
		return
	}
	if s.number != "" && inner.number != "" && s.number != inner.number {
		return
	}
	if end == s.to+2 {
		if t := r.tokens[s.to+1]; t.kind == word {
			if !s.named && inner.affiliation == "" {
				return
			}
			if s.named {
				s.short = t.low
			}
		}
	}
	if inner.number != "" && s.number == "" {
		s.number, s.district = inner.number, inner.district
	}
	if s.affiliation == "" {
		s.affiliation = inner.affiliation
	}
	s.to = end + 1
	s.named, s.weak = true, false
}

// cities are places that hang on by a hyphen: "STTP-Montréal".
var cities = set("montreal laval estrie outaouais gatineau sherbrooke rimouski saguenay levis longueuil ottawa toronto vancouver winnipeg halifax")

// separators may stand between a name and its number.
var separators = set(", - – —")

// number takes the number behind a name: "Local 26", ", Local 26", "#26", "3000". It reports whether a plural announces several.
func (r *reader) number(s *span, plural bool) bool {
	if plural {
		return true
	}
	at, comma := s.to, false
	if separators[r.next(at)] && (r.next(at) == "," || r.at(at).gap == spaced && r.at(at+1).gap == spaced) {
		at, comma = at+1, true
	}
	if r.apostrophe(at) && !comma || r.next(at) == "!" && r.low(at-1) == "here" && r.named(at+1) {
		at++ // "Laborers' Local 341", "UNITE HERE! Local 11"
	}
	if (r.next(at) == "union" || r.next(at) == "unions") && !comma && r.named(at+1) {
		at++
	}
	if head, ok := r.numbered(at); ok && r.joins(at) {
		several := head.list == -1
		switch {
		case s.number == "" && !several, s.number == "" && !comma:
			if comma && (!r.at(at).capital && r.low(at) != "section" || head.district && r.enumerates(s.from, head.to)) {
				return false
			}
		case s.district && !head.district && !several && !comma:
		default:
			return false
		}
		s.number, s.to, s.district, s.weak = head.number, head.to, head.district, false
		return several
	}
	if comma || s.number != "" || s.affiliation == "" && !r.isShortName(*s) {
		return false
	}
	if w := r.next(at); w == "#" || w == "no" && r.next(at+1) == "." {
		at++
		if r.next(at) == "." {
			at++
		}
	}
	number, to, ok := r.numberAt(at)
	if !ok || at == s.to && !r.bareNumber(number, at, to) {
		return false
	}
	s.number, s.to, s.weak = number, to, false
	return false
}

func (r *reader) named(i int) bool {
	_, ok := r.numbered(i)
	return ok
}

// isShortName reports whether a span is a single acronym, behind which a number may stand without a designator.
func (r *reader) isShortName(s span) bool { return s.to == s.from+1 && r.tokens[s.from].upper }

// counted are words behind a number that say that it counts something.
var counted = set(`
		members member workers people percent million billion thousand jobs years year hours days months weeks other others more of contracts locals
		unions times strikers nurses teachers drivers votes dollars euros pounds am pm a.m p.m hundred employees miembros membres trabajadores`)

// bareNumber reports whether a number behind an acronym without a designator is the body's: "UFCW 3000", and neither a year nor a count.
func (r *reader) bareNumber(number string, at, to int) bool {
	placed := r.next(to) == "-" && r.at(to).gap == glued && r.at(to+1).gap == glued && r.capitalAt(to+1) && !r.at(to+1).upper // "UFCW 8-Golden State"
	if len(number) < 2 && number != "1" && number != "3" && number != "9" && !placed {
		return false
	}
	if r.joins(to) && (counted[r.next(to)] || r.next(to) == "%" || r.next(to) == "-" && r.at(to).gap == glued && !placed) {
		return false
	}
	if len(number) == 4 && (number[:2] == "19" || number[:2] == "20" && number[2] < '4') {
		// "SCFP 1983": so many locals have these that it is no year, unless something is of that year.
		w, n := r.low(at-1), r.at(to)
		return (w == "cupe" || w == "scfp") && r.at(at).gap == spaced && (!r.joins(to) || n.kind == punctuation || n.kind == word && !n.capital && !yearly[n.low])
	}
	return r.at(at).gap == spaced
}

// yearly are things that are of a year.
var yearly = set("convention contract congress congres conference campaign budget election agreement strike report survey negociations convencion congreso")

// regional are the words that end the name of a part of a national union: "Western Region", "Twin Cities Local".
var regional = set("region local branch chapter council conference division joint sector lodge unit")

// place takes the words of place and kind behind an affiliation: "SEIU Healthcare Illinois & Indiana", "SAG-AFTRA Twin Cities Local".
func (r *reader) place(s *span) {
	if !s.named {
		return
	}
	// "Philadelphia AFL-CIO Council"
	if w := r.next(s.to); w == "council" && r.capitalAt(s.to) && r.low(s.to-1) == "cio" {
		if _, ok := r.numbered(s.to); !ok {
			s.to++
			return
		}
	}
	// What is adjacent and a name itself belongs to it: "1199SEIU United Healthcare Workers East", "32BJ SEIU".
	if r.joins(s.to) && r.at(s.to).kind == word && r.at(s.to).gap != glued {
		if s.affiliation != "" || s.number != "" {
			if n, ok := r.names[s.to]; ok && !(s.number != "" && s.from+1 < s.to && r.low(s.to-1) == strings.ToLower(s.number)) {
				s.to, s.weak = n.to, false
				return
			}
			if s.affiliation == "" && s.number != "" && s.to == s.from+1 {
				if n, ok := r.indexed(s.to); ok {
					s.affiliation, s.to = n.affiliation, n.to
					return
				}
			}
		}
	}
	if s.number != "" && s.to > s.from+1 {
		// "UFCW 8-Golden State"
		if sign := r.at(s.to); s.affiliation != "" && r.next(s.to) == "-" && sign.gap == glued && r.at(s.to+1).gap == glued && r.capitalAt(s.to+1) && !r.at(s.to+1).upper && r.at(s.to-1).kind == digits {
			for s.to += 2; r.joins(s.to) && (r.low(s.to) == "state" || r.low(s.to) == "states" || r.low(s.to) == "valley" || r.low(s.to) == "county") && r.capitalAt(s.to); s.to++ {
			}
			return
		}
		// "UFCW Local 1776 Keystone States"
		k := s.to
		for s.affiliation != "" && k < s.to+3 && r.joins(k) && r.capitalAt(k) && r.at(k).gap == spaced && !titles[r.low(k)] && !notLeading[r.low(k)] {
			k++
		}
		if w := r.low(k - 1); k > s.to+1 && (w == "states" || w == "state" || w == "valley") && !r.at(k-1).possessive {
			s.to = k
		}
		return
	}
	upper := r.at(s.to-1).upper || s.affiliation != "" || compass[r.next(s.to)] && r.at(s.to).capital && r.capitalAt(s.to+1) && regional[r.next(s.to+1)]
	if r.next(s.to) == "union" && r.at(s.to).capital && s.affiliation != "" {
		s.to++
		s.weak = false
	}
	// A run of capitals that ends in Region, Local, Branch …
	if upper {
		k := s.to
		for k < s.to+4 && r.joins(k) && r.at(k).kind == word && r.at(k).capital && r.at(k).gap == spaced && !titles[r.low(k)] && (!notLeading[r.low(k)] || r.low(k) == "city") {
			k++
		}
		if k > s.to || r.joins(k) {
			if r.next(k) == "local" && k == s.to && places[r.low(k-1)] && s.number == "" && r.capitalAt(k) && !r.named(k) {
				s.to++ // "SAG-AFTRA San Francisco-Northern California Local"
				return
			}
			if _, ok := r.numbered(k); ok && k > s.to && s.number == "" && s.affiliation != "" && !r.weakHead(s.to) {
				s.to = k // "Fraternal Order of Police Capital City Lodge No. 9"
				return
			}
			if w := r.next(k); k > s.to && regional[w] && r.at(k).gap == spaced && (r.at(k).capital || w == "branch" || w == "region") {
				if _, _, ok := r.numberAt(k + 1); !ok {
					s.to, s.weak = k+1, false
					return
				}
			}
			if w := r.low(k - 1); k > s.to+1 && regional[w] {
				if _, _, ok := r.numberAt(k); !ok {
					s.to, s.weak = k, false
					return
				}
			}
		}
	}
	// A line of its own: "UNITE HERE Philly".
	if t := r.at(s.to); upper && (r.hard[s.from] || bullets[r.low(s.from-1)]) && r.joins(s.to) && t.kind == word && t.capital && t.gap == spaced && (s.to+1 == len(r.tokens) || r.hard[s.to+1] || r.low(s.to+1) == ",") && !titles[t.low] && !notLeading[t.low] {
		s.to++
		return
	}
	for r.joins(s.to) && r.at(s.to).kind == word && r.at(s.to).capital {
		n := r.placeAt(s.to)
		if n == 0 {
			return
		}
		s.to += n
		if w := r.next(s.to); (w == "&" || w == "and" || w == "-" && r.at(s.to).gap == glued) && r.placeAt(s.to+1) > 0 && r.at(s.to+1).capital {
			s.to++
		}
	}
}

// affix takes the acronym of the national union right behind a name or number: "Doctors Council SEIU", "Council 4 AFSCME".
func (r *reader) affix(s *span) {
	t := r.at(s.to)
	if s.affiliation != "" || s.caucus || s.weak && s.number == "" || !r.joins(s.to) || t.kind != word || !t.upper || t.gap != spaced || r.at(s.from).upper && r.at(s.from).kind == word && s.to == s.from+1 {
		return
	}
	head, ok := r.indexed(s.to)
	if !ok || head.affiliation == "" || head.weak || head.record || r.next(head.to) == "locals" || r.shouted(s.to) {
		return
	}
	if n, ok := r.numbered(head.to); ok && r.joins(head.to) {
		// "Texas State Employees Union CWA Local 6186"
		if last := r.low(s.to - 1); s.number == "" && n.list == 0 && s.to-s.from > 2 && (last == "union" || last == "association" || last == "federation") {
			s.affiliation, s.number, s.to, s.named, s.weak = head.affiliation, n.number, n.to, true, false
		}
		return
	}
	if _, _, ok := r.numberAt(head.to); ok {
		return
	}
	s.affiliation, s.to, s.named, s.weak = head.affiliation, head.to, true, false
}

// placeAt is how many words at i are the name of a place that bodies are named for.
func (r *reader) placeAt(i int) int {
	w := r.next(i)
	if second := pairs[w]; second != "" && r.at(i).capital {
		for p := range strings.FieldsSeq(second) {
			if r.next(i+1) == p && r.at(i+1).capital {
				return 2
			}
		}
	}
	if places[w] && r.at(i).capital && !notPlace[r.next(i+1)] {
		return 1
	}
	return 0
}

// notPlace are words before which a place is part of something else: "Minnesota Governor".
var notPlace = set("governor senator legislature gov sen times post tribune university state street avenue district dakota")

// belongs takes the affiliation behind a number or a name: "of the SEIU", ", American Federation of Teachers", ", AFL-CIO".
func (r *reader) belongs(s *span) {
	at := s.to
	switch r.next(at) {
	case "of", "de", "du", "del", "d'", "des":
		if s.affiliation != "" || s.number == "" && !regional[r.low(s.to-1)] {
			return
		}
		at++
		if n := r.next(at); n == "the" || n == "la" || n == "l'" || n == "el" || n == "los" {
			at++
		}
		if head, ok := r.headAt(at); ok && r.joins(at) && head.named && (head.number == "" || head.district || r.tokens[at].kind == digits) {
			bare := head
			head, more := r.tail(head)
			if len(more) > 0 {
				return
			}
			if s.number != "" && bare.number == "" && head.number != "" {
				// "Local 17 of UNITE HERE, Local 26 of …": behind the comma the next begins.
				for k := bare.to; k < head.to; k++ {
					if r.low(k) == "," {
						head = bare
					}
				}
			}
			s.affiliation = r.written(head.from, head.to)
			s.to, s.weak, s.named = head.to, false, true
			if s.number == "" {
				s.number = head.number
			}
			return
		}
		// "Local 368 de los Obreros"
		if w := r.next(at); s.number != "" && strings.HasPrefix(r.next(s.to), "de") && (romanceWords[w] || r.at(at).capital && (strings.HasSuffix(w, "eros") || strings.HasSuffix(w, "istas") || strings.HasSuffix(w, "dores"))) {
			s.to, s.weak, s.named = at+1, false, true
		}
	case ",":
		at++
		if r.next(at) == "afl" && r.next(at+1) == "-" || r.next(at) == "afl" && r.next(at+1) == "–" {
			if s.affiliation == "AFL-CIO" {
				return
			}
			if head, ok := r.indexed(at); ok {
				s.to = head.to
				if r.next(s.to) == "," && r.next(s.to+1) == "clc" || r.next(s.to) == "/" && r.next(s.to+1) == "clc" || r.next(s.to) == "-" && r.next(s.to+1) == "clc" {
					s.to += 2
				}
				s.weak = false
			}
			return
		}
		if r.next(at) == "clc" {
			s.to = at + 1
			return
		}
		// "Inlandboatmen's Union, Southern California Region"
		k := at
		for s.named && s.number == "" && k < at+4 && r.joins(k) && r.capitalAt(k) && (!r.at(k).upper || len(r.low(k)) == 2) && r.at(k).gap == spaced && !regional[r.low(k)] && !titles[r.low(k)] && !notLeading[r.low(k)] {
			k++
		}
		if w := r.next(k); k > at && r.capitalAt(k) && (w == "region" || w == "branch" || w == "division" || w == "chapter") && !r.weakHead(at) {
			if _, _, ok := r.numberAt(k + 1); !ok {
				s.to, s.weak = k+1, false
				return
			}
		}
		if s.affiliation != "" {
			return
		}
		r.apposition(s, at)
	}
}

// weakHead reports whether a name of its own begins at i.
func (r *reader) weakHead(i int) bool {
	_, ok := r.headAt(i)
	return ok
}

// apposition takes what stands behind a comma: a union behind a bare number ("Local 28, American Federation of Teachers") always; a number
// with its union behind a name ("Graduate Labor Union, UE Local 1105") unless both are items of an enumeration.
func (r *reader) apposition(s *span, at int) {
	if n := r.next(at); n == "the" || s.weak && s.to == s.from+1 && trades[r.low(s.from)] && r.starts(s.from) {
		return
	}
	head, ok := r.headAt(at)
	if !ok || !r.joins(at) || !head.named || head.caucus {
		return
	}
	full, more := r.tail(head)
	if len(more) > 0 {
		return
	}
	switch {
	case s.number != "" && full.number == "" && !s.named:
	case s.number == "" && s.named && r.kin(*s, full):
	case s.number == "" && s.named && full.affiliation != "" && !r.enumerates(s.from, full.to) && r.closes(full.to):
	case s.number != "" && full.number == "" && s.named && s.affiliation == "" && full.affiliation != "" && !r.enumerates(s.from, full.to) && r.closes(full.to):
	default:
		return
	}
	if s.number == "" {
		s.number = full.number
	}
	s.affiliation = full.affiliation
	if s.affiliation == "" {
		s.affiliation = r.written(full.from, full.to)
	}
	s.to, s.weak, s.named = full.to, false, true
}

// kindred are the national unions that bodies with such a word in their name belong to.
var kindred = map[string]map[string]bool{
	"teachers": set("aft nea"), "educators": set("aft nea"), "education": set("aft nea"), "employees": set("cwa afscme seiu"), "graduate": set("aft uaw ue cwa afscme seiu"), "grad": set("aft uaw ue cwa afscme seiu"),
	"musicians": set("afm"), "firefighters": set("iaff"), "fighters": set("iaff"), "faculty": set("aft nea aaup"), "nurses": set("aft nnu"), "pilots": set("alpa"), "professors": set("aft aaup nea"), "academic": set("aft uaw cwa"),
	"postdoc": set("uaw"), "newspaper": set("cwa"), "news": set("cwa"), "stagehands": set("iatse"), "carriers": set("nalc"), "drivers": set("atu twu"), "transit": set("atu twu"), "painters": set("iupat"), "librarians": set("aft afscme"), "library": set("afscme"),
	"fellows": set("aft"), "student": set("uaw ue aft"), "sanitationmen": set("ibt teamsters"), "sanitationmens": set("ibt teamsters"), "housestaff": set("seiu"), "electrical": set("ibew ue"), "technical": set("cwa aft"), "support": set("nea aft seiu"),
}

// kin reports whether two names parted by a comma are a body without a number and what it belongs to, whatever list they stand in:
// "Newark Teachers Union, AFT Local 481".
func (r *reader) kin(s, full span) bool {
	if s.affiliation != "" || s.short != "" || s.to-s.from < 2 {
		return false
	}
	last := r.low(s.to - 1)
	if last == "board" && r.low(s.to-2) == "joint" {
		return full.number == "" && r.low(full.from) == "workers" && r.low(full.to-1) == "united"
	}
	if !heads[last] && last != "coalition" || full.number == "" || full.affiliation == "" {
		return false
	}
	for k := s.from; k < s.to; k++ {
		if kindred[r.low(k)][strings.ToLower(full.affiliation)] {
			return true
		}
	}
	return false
}

// closes reports whether an apposition ends at token i: by a comma, a semicolon, the sentence or the line.
func (r *reader) closes(i int) bool {
	if !r.joins(i) {
		return true
	}
	w := r.low(i)
	return w == "," || w == ";" || w == "." || w == ":" || w == ")" || w == "–" || w == "—"
}

// enumerates reports whether what stands from one token to another is within an enumeration by commas: another name goes before, or
// "and" or another name follows.
func (r *reader) enumerates(from, to int) bool {
	if from > 1 {
		if w := r.low(from - 1); !r.hard[from] && (w == "," || w == "and" || w == "&" || (w == "the" && (r.low(from-2) == "," || r.low(from-2) == "and"))) {
			return true
		}
	}
	at := to
	if !r.joins(at) {
		return false
	}
	if r.next(at) == "," {
		at++
	}
	w := r.next(at)
	if w == "and" || w == "&" {
		at++
		if n := r.next(at); n == "the" || n == "a" {
			at++
		}
		return r.at(at).capital || r.at(at).kind == digits
	}
	if at == to {
		return false
	}
	if w == "the" {
		at++
	}
	_, ok := r.headAt(at)
	return ok
}

// enumerate reads the other numbers of a shared head: "Locals 46 and 77", "Councils 5, 65 and 14".
func (r *reader) enumerate(s span, plural bool) (span, []span) {
	var more []span
	r.lists++
	at := s.to
	for len(more) < 200 {
		k := at
		sign := r.next(k)
		if sign != "," && sign != "and" && sign != "&" && sign != "or" && sign != "/" && sign != "y" && sign != "et" && sign != "e" && sign != "plus" && sign != "ou" && sign != "o" {
			break
		}
		k++
		if sign == "," && (r.next(k) == "and" || r.next(k) == "or" || r.next(k) == "&") {
			k++
			sign = "and"
		}
		if r.next(k) == "#" {
			k++
		}
		number, to, ok := r.numberAt(k)
		if !ok || counted[r.next(to)] {
			break
		}
		if !plural && (sign != "and" && sign != "&" && sign != "," && sign != "y" && sign != "et" || !r.unitless(to)) {
			break
		}
		if !plural && sign == "," {
			// "Local 5, 7 and 9": only where an "and" and a number follow.
			last := to
			for r.next(last) == "," {
				_, n, ok := r.numberAt(last + 1)
				if !ok {
					break
				}
				last = n
			}
			if w := r.next(last); w != "and" && w != "&" {
				break
			}
			if _, _, ok := r.numberAt(last + 1); !ok {
				break
			}
		}
		more = append(more, span{from: k, to: to, number: number, beside: s.affiliation})
		at = to
	}
	if len(more) == 0 {
		return s, nil
	}
	// "Locals 46 and 77 of the IBEW": the affiliation behind the last is that of all.
	last := &more[len(more)-1]
	if s.affiliation == "" {
		r.belongs(last)
		s.beside = last.affiliation
		s.named = s.named || s.beside != ""
	}
	head := r.written(s.from, s.to)
	if i := strings.LastIndex(head, s.number); i > 0 {
		head = strings.TrimRight(head[:i], " #")
	}
	for i := range more {
		m := &more[i]
		m.list, m.weak = r.lists, s.weak && s.beside == ""
		if m.beside == "" {
			m.beside = s.beside
		}
		m.query = singular(head) + " " + m.number
		m.district = s.district
		m.named = s.named
	}
	s.list = r.lists
	s.query = singular(head) + " " + s.number
	return s, more
}

// unitless reports whether the number before token i counts nothing: no noun follows.
func (r *reader) unitless(i int) bool {
	if !r.joins(i) {
		return true
	}
	t := r.tokens[i]
	return t.kind == punctuation && t.low != "%" && t.low != "-" || verbs[t.low]
}

// verbs are what may follow an enumeration of numbers.
var verbs = set(`
		have has had are were will endorse endorsed support supported back backed join joined voted say said plan are announced also both all signed
		declined refused oppose opposed of did do can may and`)

func singular(head string) string {
	words := strings.Fields(head)
	if len(words) == 0 {
		return head
	}
	for i, w := range words {
		switch strings.ToLower(w) {
		case "locals":
			words[i] = "Local"
		case "lodges", "councils", "districts", "divisions", "chapters", "regions", "units", "sections":
			words[i] = w[:len(w)-1]
		case "branches":
			words[i] = "Branch"
		case "locales":
			words[i] = "Local"
		}
	}
	return strings.Join(words, " ")
}

// vouched reports whether the text says of a name that could be something else that it is a union's: it was explained before, or it is
// "the Carpenters union".
func (r *reader) vouched(s span) bool {
	low := r.low(s.from)
	if _, ok := r.defined[low]; ok && s.to == s.from+1 {
		return true
	}
	if s.from+1 == s.to && r.tokens[s.from].upper && (low == "more" || low == "core") {
		return r.caucusNear(s)
	}
	next := r.next(s.to)
	if next == "union" || next == "unions" || next == "caucus" {
		return !(r.at(s.to).capital && afterUnion[r.next(s.to+1)])
	}
	if !s.named {
		return false
	}
	one := s.to == s.from+1
	if s.to == s.from+2 && (low == "unite" || low == "prospect" || low == "equity") && places[r.low(s.from+1)] {
		return true
	}
	if !one && s.extends && low == "unite" {
		return true // "Unite Merseyside Construction"
	}
	if one && low == "teamster" {
		return false
	}
	if one && r.tokens[s.from].upper {
		// Enumerated with unions it is one: "AFSCME, SMART and the UAW".
		before, after := r.low(s.from-1), r.next(s.to)
		if before == "the" {
			if definite[low] {
				return true // "the IAM"
			}
			before = r.low(s.from - 2)
		}
		return (before == "," || before == "and" || after == "," || after == "and") && r.unionsNear(s)
	}
	if one && wordUnions[low] {
		if r.british() {
			before, after := r.low(s.from-1), r.next(s.to)
			return verbs[after] && after != "of" || officials[after] || low == "unite" && r.tokens[s.from].possessive || low != "community" && after == "in" || (r.hard[s.from] || r.low(s.from-1) == ".") && (after == "–" || after == "—" || after == ":") || strings.HasSuffix(after, "ed") && !r.at(s.to).capital || before == "and" || before == "," || after == "and" || after == "," || before == "the" || before == "at" || before == "of"
		}
		return (low == "unite" || low == "prospect" || low == "equity") && (r.next(s.to) == "and" || r.next(s.to) == "," || verbs[r.next(s.to)]) && r.unionsNear(s) && r.tokens[s.from].gap != glued
	}
	// "the Carpenters": a definite article, and not the first word of a sentence.
	if s.from > 0 && !r.hard[s.from] && r.low(s.from-1) == "the" {
		n := r.at(s.to)
		return !(n.kind == word && n.capital && r.joins(s.to))
	}
	return !one && s.affiliation != "" && !s.record && !r.hard[s.from] && r.at(s.from-1).kind == word && !r.at(s.from-1).capital
}

// officials are who has a union's name before them: "Connect general secretary".
var officials = set("general members officials officers organiser organisers reps branch branches")

// definite are acronyms that are a union's behind an article.
var definite = set("iam aaup bac siu tcu utu ibu ibb")

// wordUnions are British and Irish unions whose names are English words.
var wordUnions = set("unite prospect equity community connect mandate accord advance aegis nautilus")

// british reports whether the text names a British union that is no word besides.
func (r *reader) british() bool { return r.about("britain") || r.about("ireland") }

// unionsNear reports whether another union's name stands close by.
func (r *reader) unionsNear(s span) bool {
	for k := s.to; k < min(len(r.tokens), s.to+6); k++ {
		if k == s.from {
			continue
		}
		if h, ok := r.listed(k); ok && !h.weak {
			return true
		}
		if h, ok := r.indexed(k); ok && !h.weak {
			return true
		}
	}
	for k := max(0, s.from-6); k < s.from; k++ {
		if h, ok := r.listed(k); ok && !h.weak {
			return true
		}
		if h, ok := r.numbered(k); ok && !h.weak {
			return true
		}
	}
	return false
}

func (r *reader) caucusNear(s span) bool {
	for k := max(0, s.from-8); k < min(len(r.tokens), s.to+8); k++ {
		if w := r.low(k); w == "caucus" || w == "rank" || w == "caucuses" || w == "slate" {
			return true
		}
	}
	return false
}

// caucusOf reads a caucus by the word: "MORE caucus of the UFT", "Solidarity Caucus of Local 100".
func (r *reader) caucusOf(i int) (span, bool) {
	if t := r.at(i); t.kind != word || !t.capital || notLeading[t.low] && !t.upper {
		return span{}, false
	}
	k := i
	for k < i+6 && k < len(r.tokens) && (k == i || r.joins(k)) && r.low(k) != "caucus" && (r.at(k).kind == word && (r.at(k).capital || k > i && connectors[r.low(k)]) || r.low(k) == "-") {
		k++
	}
	if k == i || r.next(k) != "caucus" {
		return span{}, false
	}
	s := span{from: i, to: k + 1, named: true, caucus: true}
	at := s.to
	if w := r.next(at); w == "of" || w == "in" || w == "within" || w == "inside" {
		at++
		if r.next(at) == "the" {
			at++
		}
		if head, ok := r.headAt(at); ok && r.joins(at) && !head.caucus && !r.says(i, k) {
			return span{}, false // the union behind is what is named
		}
	}
	for j := i; j < k; j++ {
		if w := r.low(j); trades[w] || w == "rank" || r.at(j).upper && r.isAcronym(w) || proud[w] {
			return s, true
		}
	}
	if head, ok := r.listed(i); ok && head.caucus {
		return s, true
	}
	return span{}, false
}

// says reports whether the words name a union.
func (r *reader) says(from, to int) bool {
	for k := from; k < to; k++ {
		if w := r.low(k); proud[w] || r.at(k).upper && r.isAcronym(w) && len(known[w]) == 0 {
			return true
		}
	}
	return false
}

// within reports whether the text goes on to name the union of which a caucus is one: "CORE, a caucus in the Chicago Teachers Union".
func (r *reader) within(s span) bool {
	k := s.to
	if r.next(k) == "," {
		k++
	}
	for n := 0; n < 12 && r.joins(k) && (r.at(k).kind != punctuation || r.low(k) == "-" && r.at(k).gap == glued); n++ {
		w := r.low(k)
		if (w == "in" || w == "of" || w == "within" || w == "inside") && (groupWords[r.low(k-1)] || r.low(k-1) == "group") {
			k++
			if r.next(k) == "the" {
				k++
			}
			h, ok := r.headAt(k)
			return ok && r.joins(k) && !h.caucus && !h.weak
		}
		k++
	}
	return false
}

// partOf reads a part of a union that is known by its place: "Maui Chapter of the HSTA".
func (r *reader) partOf(i int) (span, bool) {
	k := i
	for k < i+6 && r.capitalAt(k) && (k == i || r.joins(k)) && !notLeading[r.low(k)] && !titles[r.low(k)] && !regional[r.low(k)] {
		k++
	}
	if k == i || !regional[r.next(k)] || r.next(k+1) != "of" && !(r.next(k+1) == "," && r.next(k) == "local" && r.low(k-1) == "area" && k > i+1) {
		return span{}, false
	}
	at := k + 2
	if r.next(at) == "the" {
		at++
	}
	head, ok := r.listed(at)
	if !ok {
		if head, ok = r.indexed(at); !ok {
			head, ok = r.names[at]
		}
	}
	if !ok || !r.joins(at) || head.weak || head.caucus {
		return span{}, false
	}
	return span{from: i, to: head.to, named: true, affiliation: r.written(head.from, head.to)}, true
}

// hyphenated reads an acronym that nobody but its union's tells: "UPTE-CWA", "HUCTW/AFSCME".
func (r *reader) hyphenated(i int) (span, bool) {
	t, sign := r.at(i), r.at(i+1)
	if t.kind != word || !t.upper || len(t.low) > 8 || sign.low != "-" && sign.low != "/" && sign.low != "–" || sign.gap != glued || r.at(i+2).gap != glued || !r.at(i+2).upper {
		return span{}, false
	}
	s, ok := r.indexed(i + 2)
	if !ok {
		s, ok = r.listed(i + 2)
	}
	if !ok || s.weak || s.caucus || s.affiliation == "AFL-CIO" {
		return span{}, false
	}
	c := known[t.low]
	return span{from: i, to: s.to, named: true, affiliation: s.affiliation, caucus: len(c) > 0 && c[0].caucus}, true // "MORE-UFT"
}

// placed reads a part of a union that bears its state in front: "Texas AFT", "West Virginia Teamsters".
func (r *reader) placed(i int) (span, bool) {
	if !r.capitalAt(i) {
		return span{}, false
	}
	k := i
	for k < i+4 {
		n := 0
		if second := pairs[r.low(k)]; second != "" || places[r.low(k)] {
			n = r.placeHere(k)
		}
		if n == 0 {
			break
		}
		k += n
	}
	if k == i || compass[r.low(k-1)] {
		return span{}, false
	}
	if r.next(k) == "state" && r.capitalAt(k) {
		k++
	}
	t := r.at(k)
	if !r.joins(k) || t.gap != spaced || !t.upper && !proud[t.low] {
		return span{}, false
	}
	s, ok := r.indexed(k)
	if !ok || s.weak {
		return span{}, false
	}
	if n, numbered := r.numbered(s.to); numbered && !(n.district && r.low(s.to) == "council") {
		return span{}, false
	}
	return span{from: i, to: s.to, named: true, affiliation: s.affiliation}, true
}

// placeHere is placeAt for the first word of a line as well.
func (r *reader) placeHere(i int) int {
	w := r.low(i)
	for p := range strings.FieldsSeq(pairs[w]) {
		if r.next(i+1) == p && r.at(i+1).capital {
			return 2
		}
	}
	if places[w] && r.at(i).capital && (i == 0 || r.hard[i] || !r.at(i-1).capital || r.at(i-1).kind != word || places[r.low(i-1)] || notLeading[r.low(i-1)]) {
		return 1
	}
	return 0
}

// compass are words of places that are none by themselves.
var compass = set(`
		northern southern eastern western central north south east west northeast northwest southeast southwest midwest upper lower mid atlantic
		pacific coast great lakes plains healthcare upstate downstate metro greater`)

// cause reads a group of members that is called for what it is for: "Autoworkers for Trump", "Teamsters Against the War".
func (r *reader) cause(i int) (span, bool) {
	t := r.at(i)
	if !r.capitalAt(i) || !trades[t.low] && !proud[t.low] || t.possessive || t.low == "staff" || t.low == "faculty" || t.low == "support" || t.low == "physicians" || t.low == "doctors" || t.low == "writers" || t.low == "actors" {
		return span{}, false
	}
	if b := r.at(i - 1); r.joins(i) && b.kind == word && b.capital && !b.upper && !notLeading[b.low] && t.gap == spaced {
		return span{}, false // "Warehouse Workers for Justice"
	}
	w := r.next(i + 1)
	if w != "for" && (w != "against" || !r.capitalAt(i+1)) {
		return span{}, false
	}
	k := i + 2
	to := k
	for r.joins(to) && r.capitalAt(to) && r.at(to).gap == spaced && to < k+3 && !r.at(to).possessive {
		to++
	}
	if to == k {
		return span{}, false
	}
	return span{from: i, to: to, named: true, caucus: true}, true
}

// groups of members, in apposition to their name: "Purple Up for Palestine, a rank-and-file group".
var groupWords = set("caucus slate")

// apposedCaucus reads a name of which the text says that it is a caucus.
func (r *reader) apposedCaucus(i int) (span, bool) {
	if !r.capitalAt(i) || notLeading[r.low(i)] || i > 0 && !r.hard[i] && r.at(i-1).capital {
		return span{}, false
	}
	to := i + 1
	for to < i+6 && r.joins(to) && (r.capitalAt(to) || r.low(to) == "for" && r.capitalAt(to+1)) {
		to++
	}
	isGroup := func(k int) bool {
		return groupWords[r.low(k)] || r.low(k) == "rank" && r.low(k+2) == "and" || r.low(k) == "rank" && r.low(k+1) == "and"
	}
	if r.next(to) == "," && (r.next(to+1) == "a" || r.next(to+1) == "the" || r.next(to+1) == "an") {
		for k := to + 2; k < to+8 && r.joins(k) && r.at(k).kind == word || r.low(k) == "-"; k++ {
			if isGroup(k) {
				return span{from: i, to: to, named: true, caucus: true}, true
			}
			if r.low(k) == "that" || r.low(k) == "who" || r.low(k) == "which" || r.low(k) == "of" && r.low(k+1) == "the" {
				break
			}
		}
	}
	if i > 1 && r.low(i-1) == "," && r.joins(i) && groupWords[r.low(i-2)] && (r.next(to) == "," || r.next(to) == ".") && to > i+1 {
		return span{from: i, to: to, named: true, caucus: true}, true
	}
	return span{}, false
}

// unknown reads an acronym that is in no table where what stands behind it says that it is a union's: "UESF Local 61", "UESF members voted".
func (r *reader) unknown(i int) (span, bool) {
	t := r.at(i)
	if t.kind != word || !t.upper || len(t.low) < 3 || len(t.low) > 6 || shaky[t.low] || notBodies[t.low] && !(r.next(i+1) == "local" && r.capitalAt(i+1) && !broadcasters[t.low]) || notLeading[t.low] || ordinary(t.low) || r.shouted(i) || strings.ContainsAny(t.low, "0123456789") {
		return span{}, false
	}
	s := span{from: i, to: i + 1, named: true, affiliation: r.written(i, i+1)}
	if n, ok := r.numbered(i + 1); ok && r.joins(i+1) && (!n.weak || r.low(i+1) == "lodge") {
		return s, true
	}
	if name := r.defined[t.low]; name != "" || r.amid(i) {
		s.affiliation = "" // what it stands for is known, or nothing
		return s, true
	}
	// "nurses' union INMO", "el sindicato ESK", "le syndicat libéral CGSLB"
	for k := i - 1; k >= i-2 && k >= 0 && r.joins(k+1) && r.at(k).kind == word && !r.at(k).capital; k-- {
		if unionWords[r.low(k)] && !r.joined(i+1) {
			s.affiliation = ""
			return s, true
		}
		if k == i-1 && !(hasEnd(r.low(k)) || r.at(k).low == "liberal") {
			break
		}
	}
	next := r.next(i + 1)
	if (next == "members" || next == "delegates" || next == "stewards" || next == "member" || next == "officers") && unionVerbs[r.next(i+2)] || t.possessive && (next == "executive" || next == "delegates" || next == "eboard" || next == "membership" || next == "bargaining" || next == "house" && r.next(i+2) == "of") {
		return s, true
	}
	return span{}, false
}

// unionWords say of the acronym behind them that it is a union's.
var unionWords = set("union sindicato syndicat gremio")

// joined reports whether what follows makes an acronym that of something else: "the union UPS has a contract with".
func (r *reader) joined(i int) bool {
	n := r.at(i)
	return r.joins(i) && n.kind == word && (n.capital && !n.upper || n.low == "contract" || n.low == "workers" || n.low == "employees" || n.low == "jobs")
}

// amid reports whether the token i is an item of an enumeration between two union bodies.
func (r *reader) amid(i int) bool {
	separates := func(k int) bool {
		w := r.next(k)
		return w == "," || w == ";" || w == "and" || w == "&"
	}
	if r.last == 0 {
		return false
	}
	item := func(k int) int { // where the text of a line's item begins
		if bullets[r.low(k)] && r.hard[k] {
			return k + 1
		}
		return k
	}
	if i+1 < len(r.tokens) && item(r.last) == i && r.hard[r.last] && r.hard[i+1] {
		head, ok := r.headAtPlain(item(i + 1))
		return ok && !head.weak && !head.caucus
	}
	if !separates(r.last) || !separates(i+1) {
		return false
	}
	k := r.last
	for ; k < i && (separates(k) || r.next(k) == "the"); k++ {
	}
	if k != i || !r.joins(i) {
		return false
	}
	for k = i + 1; k < i+4 && (separates(k) || r.next(k) == "the"); k++ {
	}
	head, ok := r.headAtPlain(k)
	return ok && r.joins(k) && !head.weak && !head.caucus
}

var (
	unionVerbs = set("voted vote votes have will overwhelmingly ratified endorsed approved to who and at in on walked are were")
	// notBodies are acronyms of others who vote, march and endorse.
	notBodies = set(`
		dsa ydsa aclu naacp cair now peta aarp adl lulac maldef sclc sncc cpusa psl frso wfp dfl gop dnc rnc ice dhs fbi cbp nypd lapd cpd mpd umn
		ucla usc nyu cuny suny mit uic csu lausd cps mps spps npr pbs bbc cnn abc nbc cbs nato nasa fifa nfl nba mlb nhl pta pto rotc ywca ymca jvp
		ifnotnow bds bjp anc plo uaw-gm house senate nlrb osha
		msnbc acorn nra naral splc hrc irc bpoe ioof vfw uc epa hud tsa faa usps hhs usda fda cdc msu osu psu lgbtq bipoc glaad lwv uso usps ngo pac
		cop jcc ada mta bart septa-ceo cbo usa nyc chicago irs gao cbo fec ftc fcc sec doj dod doe dot`)
)

// broadcasters have a "Local 4" that is a newscast.
var broadcasters = set("abc nbc cbs pbs npr cnn bbc msnbc fox")

// branches reads a branch of a British union, which bears its place in front: "Camden NEU".
func (r *reader) branches(i int) (span, bool) {
	if !r.capitalAt(i) || r.tokens[i].upper || notLeading[r.low(i)] || titles[r.low(i)] || !r.joins(i+1) || !r.at(i+1).upper {
		return span{}, false
	}
	for _, e := range known[r.low(i+1)] {
		if e.branches && !heads[r.next(i+2)] {
			return span{from: i, to: i + 2, named: true, affiliation: r.written(i+1, i+2)}, true
		}
	}
	return span{}, false
}

// venues are what a "Local 12" is that is none of workers.
var venues = set("bar pub restaurant tavern cafe brewery brewpub eatery grill taproom bistro kitchen shop store band station newscast diner lounge nightclub boutique")

// newsWords behind a "Local 4" make it a broadcaster, a law or a venue.
var newsWords = set("news tv channel eyewitness radio bar kitchen brewing eatery grill tap taproom law ordinance measure weather sports pizza burgers coffee")

// broadcast are what a station has and a local has not.
var broadcast = set("morning anchor anchors newscast weatherman meteorologist forecast newsroom")

// excluded are mentions that are something else after all.
func (r *reader) excluded(s span) bool {
	next := r.at(s.to)
	follows := r.next(s.to)
	// "WDIV Local 4"
	if t := r.at(s.from); s.number != "" && s.to > s.from+1 && t.upper && len(t.low) == 4 && (t.low[0] == 'w' || t.low[0] == 'k') && len(known[t.low]) == 0 && r.low(s.from+1) == "local" && len(s.number) < 3 {
		if h, ok := r.indexed(s.from); !ok || h.record {
			return true
		}
	}
	if !s.named && s.number != "" {
		if w := r.next(s.to); r.tokens[s.to-1].possessive && (broadcast[w] || broadcast[r.next(s.to+1)]) {
			return true
		}
		if w := r.next(s.to + 1); follows == "at" && (w == "noon" || w == "midnight" || w == "five" || w == "six" || w == "eleven" || w == "ten" || r.at(s.to+1).kind == digits) && r.capitalAt(s.from) && r.next(s.to+2) != "p" && r.next(s.to+2) != ":" && r.next(s.to+2) != "pm" && w != "noon" {
			return true
		}
		if newsWords[follows] && next.capital {
			return true
		}
		if follows == "," && (r.next(s.to+1) == "a" || r.next(s.to+1) == "the" || r.next(s.to+1) == "an") {
			for k := s.to + 2; k < s.to+6; k++ {
				if venues[r.next(k)] {
					return true
				}
			}
		}
	}
	last := r.low(s.to - 1)
	if last == "union" && afterUnion[follows] && next.capital {
		return true
	}
	// "Teamsters Credit Union", "SEIU Federal Credit Union", "AFL-CIO Housing Trust".
	for k := s.to; k < s.to+3 && r.joins(k) && r.at(k).capital; k++ {
		if w := r.low(k); w == "credit" && r.next(k+1) == "union" {
			return true
		}
	}
	// "Teachers Health & Welfare Fund", "SEIU Pension Trust"
	for k := s.to; k < s.to+5 && r.joins(k) && r.at(k).gap == spaced && (r.at(k).capital || r.low(k) == "&" || r.low(k) == "and" && k > s.to); k++ {
		if w := r.low(k); (w == "fund" || w == "trust") && !r.tokens[s.to-1].possessive {
			return true
		}
	}
	return false
}

// resolve gives the bare numbers and the short names of a text what was said of them elsewhere: the affiliation of the same number, the
// full name of the acronym.
func (r *reader) resolve(found []span) {
	type seen struct{ query, affiliation string }
	full := map[string][]seen{}
	for _, s := range found {
		if s.number != "" && s.named {
			q := s.query
			if q == "" {
				q = r.written(s.from, s.to)
			}
			key := strings.ToLower(s.number)
			full[key] = append(full[key], seen{q, s.affiliation + s.beside})
		}
	}
	last := map[string]seen{}
	lastAffiliation := ""
	for i := range found {
		s := &found[i]
		key := strings.ToLower(s.number)
		if s.affiliation != "" {
			lastAffiliation = s.affiliation
		}
		switch {
		case s.number != "" && s.named:
			q := s.query
			if q == "" {
				q = r.written(s.from, s.to)
			}
			last[key] = seen{q, s.affiliation + s.beside}
		case s.number != "" && s.beside == "":
			if p, ok := last[key]; ok {
				s.query, s.beside = p.query, p.affiliation
			} else if list := full[key]; len(list) > 0 {
				s.query, s.beside = list[0].query, list[0].affiliation
			} else if s.list != 0 {
				s.beside = lastAffiliation
			}
		case s.number == "" && s.to == s.from+1 && s.affiliation == "":
			if name, ok := r.defined[r.low(s.from)]; ok {
				s.query = name
			}
		}
	}
}

// settle drops the mentions that are none without another to lean on: a "Council 65" that is no union's, an acronym that was not explained.
func (r *reader) settle(found []span) []span {
	said := map[string]bool{}
	for _, s := range found {
		if strings.EqualFold(s.affiliation, "uaw") {
			said["region"] = true // which the UAW alone has by number
		}
		if s.number != "" && s.named && !s.weak {
			said[s.number] = true
			for k := s.from; k < s.to; k++ {
				// A "District 5" may still be one of the city's.
				if low := r.low(k); low == "council" || low == "councils" || low == "lodge" || low == "branch" || low == "chapter" || low == "division" {
					said[strings.TrimSuffix(low, "s")] = true
				}
			}
		}
	}
	return slices.DeleteFunc(found, func(s span) bool {
		if s.weak && r.low(s.from) == "region" && r.low(s.from-1) == "(" {
			return true // of the body before it: "UAW Local 5 (Region 1)"
		}
		return s.weak && s.number != "" && !s.named && !said[s.number] && !(r.tokens[s.from].capital && said[strings.TrimSuffix(r.low(s.from), "s")])
	})
}
