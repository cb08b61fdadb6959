package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is a run of tokens.
type sentence struct {
	from, to int
	question bool
	line     bool // it begins a line of its own
	bullet   bool
	colon    bool // it ends with a colon
}

// unit is a word of a sentence as stances are read: a mention is one, and quotation marks and what stands in parentheses are
// none.
type unit struct {
	low        string
	mention    int // index, or -1
	token      int
	capital    bool
	possessive bool
}

const body = "§"

// sentences cuts the text.
func (r *reader) sentences(found []span) []sentence {
	inside := make([]bool, len(r.tokens)+1) // tokens that a mention goes on in
	for _, s := range found {
		for k := s.from + 1; k < s.to; k++ {
			inside[k] = true
		}
	}
	var list []sentence
	from := 0
	end := func(to int) {
		if to <= from {
			return
		}
		s := sentence{from: from, to: to, line: r.hard[from]}
		s.bullet = s.line && bullets[r.tokens[from].low]
		for k := to - 1; k > from; k-- {
			low := r.tokens[k].low
			if low == "?" {
				s.question = true
			}
			if r.tokens[k].kind != punctuation || low == ":" {
				s.colon = low == ":"
				break
			}
		}
		list = append(list, s)
		from = to
	}
	for i := 1; i < len(r.tokens); i++ {
		if inside[i] {
			continue
		}
		if r.hard[i] || r.ends(i) || i-from > longSentence {
			end(i)
		}
	}
	end(len(r.tokens))
	return list
}

// Bounds on what is looked at, so that no text takes long: the tokens of a sentence, the names of an enumeration, the cues that
// speak of one name, the words around a cue that say who decided.
const (
	longSentence = 2000
	manyNames    = 250
	manyFindings = 16
	wide         = 60
)

// ends reports whether a sentence ends before token i on the same line.
func (r *reader) ends(i int) bool {
	t := r.tokens[i]
	if t.gap == glued {
		return false
	}
	k := i - 1
	for k > 0 && closing[r.tokens[k].low] && r.tokens[k].gap == glued {
		k--
	}
	last := r.tokens[k]
	lower := t.kind == word && !t.capital
	switch last.low {
	case "?", "!", "…", "¿", "¡":
		return !lower || last.low == "!" || k == i-1
	case ".":
		before := r.at(k - 1)
		if last.gap == glued && (short[before.low] || before.kind == word && before.capital && before.end-before.start == 1) {
			return false
		}
		if before.low == "m" && r.low(k-2) == "." && (r.low(k-3) == "p" || r.low(k-3) == "a") {
			return t.capital && !weekdays[t.low]
		}
		return !lower
	}
	if last.kind == punctuation {
		c, _ := utf8.DecodeRuneInString(last.low)
		return c > 0x2000 && (unicode.Is(unicode.So, c) || c >= 0x1F000)
	}
	return false
}

var (
	closing  = set("\" ” ’ ' ) » ]")
	weekdays = set("monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun on at and")
	ignored  = set("\" “ ” « » ‘ ’ ' „ ` * _")
)

// unitsOf reads the units of a sentence.
func (r *reader) unitsOf(s sentence, found []span, first int) []unit {
	units := make([]unit, 0, s.to-s.from)
	m := first
	for k := s.from; k < s.to; {
		for m < len(found) && found[m].from < k {
			m++
		}
		t := r.tokens[k]
		if m < len(found) && found[m].from == k {
			last := r.tokens[found[m].to-1]
			units = append(units, unit{low: body, mention: m, token: k, capital: true, possessive: last.possessive || r.low(found[m].to) == "'" || r.low(found[m].to) == "’" && r.at(found[m].to).gap == glued})
			k = found[m].to
			continue
		}
		switch {
		case t.low == "(" || t.low == "[":
			end := k + 1
			for end < s.to && end < k+40 && r.tokens[end].low != ")" && r.tokens[end].low != "]" && !(m < len(found) && found[m].from == end) {
				end++
			}
			if end < s.to && (r.tokens[end].low == ")" || r.tokens[end].low == "]") {
				k = end + 1
				continue
			}
			t.low = ","
		case t.low == ")" || t.low == "]":
			t.low = ","
		case t.kind == punctuation && ignored[t.low]:
			k++
			continue
		case t.low == "-" && t.gap == glued && r.at(k+1).gap == glued && k+1 < s.to:
			k++
			continue
		case t.kind == address:
			t.low = "@"
		case prefixes[t.low] && r.low(k+1) == "-" && r.at(k+1).gap == glued && r.at(k+2).kind == word && r.at(k+2).gap == glued && k+2 < s.to:
			next := r.at(k + 2)
			units = append(units, unit{low: t.low + next.low, mention: -1, token: k, capital: t.capital, possessive: next.possessive})
			k += 3
			continue
		case contractions[t.low] != "" && strings.ContainsAny(r.text[t.start:t.end], "'’ʼ"):
			pronoun, verb, _ := strings.Cut(contractions[t.low], " ")
			units = append(units, unit{low: pronoun, mention: -1, token: k, capital: t.capital}, unit{low: verb, mention: -1, token: k})
			k++
			continue
		}
		if (t.low == "–" || t.low == "—") && k > s.from && r.at(k-1).kind == digits && r.at(k+1).kind == digits {
			t.low = "-" // 312–208
		}
		if t.kind == digits && r.at(k+1).low == "," && r.at(k+1).gap == glued && r.at(k+2).kind == digits && r.at(k+2).gap == glued {
			t.low += r.at(k + 2).low // 1,067
			units = append(units, unit{low: t.low, mention: -1, token: k})
			k += 3
			continue
		}
		units = append(units, unit{low: t.low, mention: -1, token: k, capital: t.capital, possessive: t.possessive})
		k++
	}
	return units
}

// prefixes are one word with what stands behind their hyphen: "co-sponsors".
var prefixes = set("co un")

// contractions are the two words of each, by how it reads without its apostrophe.
var contractions = map[string]string{
	"were": "we are", "weve": "we have", "well": "we will", "wed": "we would", "theyre": "they are", "theyve": "they have", "theyll": "they will", "theyd": "they would", "itll": "it will", "ill": "i will", "ive": "i have", "im": "i am",
}

// maxQuote is how many bytes of a sentence are quoted.
const maxQuote = 1000

// quote is the sentence of a mention; of one that is too long the part around it.
func (r *reader) quote(s sentence, m span) string {
	from, to := r.tokens[s.from].start, r.tokens[s.to-1].end
	if s.bullet && s.to-s.from > 1 {
		from = r.tokens[s.from+1].start
	}
	if to-from > maxQuote {
		at := r.tokens[m.from].start
		from, to = max(from, at-maxQuote/3), min(to, max(r.tokens[m.to-1].end, at+maxQuote*2/3))
		to = min(to, from+2*maxQuote)
		for from > 0 && !utf8.RuneStart(r.text[from]) {
			from--
		}
		for to < len(r.text) && !utf8.RuneStart(r.text[to]) {
			to++
		}
	}
	return strings.TrimSpace(r.text[from:to])
}
