package match

import (
	"slices"
	"strings"

	"github.com/google/uuid"
)

// level is what a body is called, as far as it tells two bodies of the same number apart.
type level uint8

const (
	levelUnknown  level = iota
	levelLocal          // local, lodge, branch, chapter, division
	levelDistrict       // district, council, region, joint board
	levelUnit
)

// designators are the words that say what a number numbers.
var designators = map[string]struct {
	level level
	name  string
}{
	"local": {levelLocal, "Local"}, "lu": {levelLocal, "Local"}, "ll": {levelLocal, "Local Lodge"}, "l": {levelLocal, "Local"}, "lodge": {levelLocal, "Lodge"}, "lg": {levelLocal, "Lodge"},
	"branch": {levelLocal, "Branch"}, "br": {levelLocal, "Branch"}, "chapter": {levelLocal, "Chapter"}, "chap": {levelLocal, "Chapter"}, "division": {levelLocal, "Division"}, "div": {levelLocal, "Division"},
	"section": {levelLocal, "Section"}, "seccion": {levelLocal, "Section"}, "sec": {levelLocal, "Section"},
	"district": {levelDistrict, "District"}, "dc": {levelDistrict, "District Council"}, "dl": {levelDistrict, "District Lodge"}, "dlg": {levelDistrict, "District Lodge"}, "d": {levelDistrict, "District"},
	"council": {levelDistrict, "Council"}, "jc": {levelDistrict, "Joint Council"}, "region": {levelDistrict, "Region"}, "regional": {levelDistrict, "Region"}, "area": {levelDistrict, "Area"},
	"conference": {levelDistrict, "Conference"}, "board": {levelDistrict, "Board"}, "jb": {levelDistrict, "Joint Board"},
	"r": {levelDistrict, "Region"}, "unit": {levelUnit, "Unit"}, "u": {levelUnit, "Unit"},
}

// number is a number of a name with the union's body that it stands for.
type number struct {
	value  string // digits without leading zeros
	suffix string // letters that belong to it, lower case
	level  level
	weight float64 // how likely it is the number of the body meant, 0–1
	at     int     // its token
	what   string  // its designator's name
	bare   bool    // no designator stood before it
}

// mention is a phrase of a name that stands for a national union.
type mention struct {
	affiliations []int32 // that it may mean
	from, to     int     // tokens
	body         bool    // it is what bodies of the union are called
	generic      bool    // it may be the end of another name: "Sales and Service Employees"
	strength     float64 // less than 1 for a word that is also an everyday one
}

// parsed is a name, understood.
type parsed struct {
	tokens    []token
	words     []string // of the tokens, canonical
	mentions  []mention
	numbers   []number // the likeliest first
	level     level    // of the body as a whole
	what      string   // the designator
	region    string   // a state that the name names, "MN"
	rest      []string // words that are none of these
	bodies    []string // words of phrases that are what bodies of a union are called
	several   bool     // it names more than one body: "Locals 46 and 77"
	districts bool     // a number has its district in front: 4-02058
	federal   bool     // it bears AFL-CIO or the like at its end
}

// everyday are acronyms that are words too; alone they say little.
var everyday = wordSet("here unite act pass smart fast pace pat sag equity iw wu map guards musicians painters machinist longshore mailers here glaziers csn cna cep itu")

// numerals are the roman numerals that districts and regions bear, and the numbers that are written out.
var numerals = map[string]string{
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10", "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18", "xix": "19", "xx": "20",
	"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
	"uno": "1", "dos": "2", "tres": "3",
}

// ordinals are written-out ordinals, which stand before a district: "Second Region".
var ordinals = map[string]string{
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12",
}

// onceWords say that the numbers behind them are those that a body had before.
var onceWords = wordSet("formerly former fka previously antes anciennement")

// fillers may stand between a designator and its number.
var fillers = wordSet("no number num nro numero nos nbr union lodge council unions n district")

// ordinal reports whether w is an ordinal's ending.
func ordinal(w string) bool {
	return w == "st" || w == "nd" || w == "rd" || w == "th" || w == "saint" /* of "st" */
}

// parse reads a name. x is locked by the caller.
func (x *Index) parse(name string) parsed {
	p := parsed{tokens: tokenize(name)}
	p.words = make([]string, len(p.tokens))
	for i, t := range p.tokens {
		if t.number {
			p.words[i] = t.s
			continue
		}
		p.words[i] = canonical(t.s)
	}
	for i, w := range p.words {
		if !p.tokens[i].number {
			p.words[i] = canonical(x.spelled(w))
		}
	}
	p.split(x)
	used := make([]bool, len(p.tokens))
	p.findFederation(used)
	p.findMentions(x, used)
	p.guess(x, used)
	p.findNumbers(x, used)
	p.findPlace(name, used)
	for _, m := range p.mentions {
		for i := m.from; m.body && i < m.to; i++ {
			if w := p.words[i]; !empty[w] && !p.tokens[i].number {
				p.bodies = append(p.bodies, w)
			}
		}
	}
	for i, w := range p.words {
		if used[i] || p.tokens[i].number || empty[w] || len(w) < 2 {
			continue
		}
		if d, ok := designators[w]; ok {
			if len(p.numbers) == 0 && (p.level == levelUnknown || d.level == levelDistrict) {
				p.level, p.what = d.level, d.name
			}
			if d.level == levelLocal || w == "dc" || w == "dl" || w == "d" || w == "u" || w == "jc" {
				continue
			}
		}
		p.rest = append(p.rest, strings.Fields(w)...)
	}
	return p
}

// split takes words apart that were written as one: "UFCWLocal", "ElectricalWorkers", "Workersof".
func (p *parsed) split(x *Index) {
	for i := 0; i < len(p.words); i++ {
		w := p.words[i]
		if p.tokens[i].number || len(w) < 7 || x.known(w) || x.phrases[w] != nil {
			continue
		}
		for k := 2; k <= len(w)-2; k++ {
			head, tail := w[:k], w[k:]
			if !x.part(head) || !x.part(tail) {
				continue
			}
			p.words[i], p.tokens[i].s = canonical(head), head
			p.words = slices.Insert(p.words, i+1, canonical(tail))
			p.tokens = slices.Insert(p.tokens, i+1, token{s: tail, sep: ' '})
			break
		}
	}
}

// part reports whether w may be a word that was written as one with another.
func (x *Index) part(w string) bool {
	return w == "of" || w == "and" || len(w) >= 4 && x.own[w] || len(w) >= 3 && x.phrases[w] != nil
}

// findFederation notes "AFL-CIO", "CLC" and "CTW" where they stand behind a union's name.
func (p *parsed) findFederation(used []bool) {
	for i := 0; i < len(p.words); i++ {
		n := 0
		switch w := p.words[i]; {
		case w == "afl" && i+1 < len(p.words) && p.words[i+1] == "cio":
			n = 2
		case w == "aflcio" || w == "clc" || w == "ctw" || w == "alfcio" || w == "afl":
			n = 1
		default:
			continue
		}
		// It is the union itself when there is none other to belong to it.
		if n == 1 && p.words[i] == "clc" || p.words[i] == "ctw" {
			used[i] = i > 0
			continue
		}
		p.federal = true
		for k := i; k < i+n; k++ {
			used[k] = true
		}
		i += n - 1
	}
}

// findMentions finds the phrases that stand for national unions, the longest first.
func (p *parsed) findMentions(x *Index, used []bool) {
	var buf [256]byte
	for i := 0; i < len(p.words); i++ {
		if used[i] || empty[p.words[i]] {
			continue
		}
		b := buf[:0]
		var best *phrase
		end, words := 0, 0
		for j := i; j < len(p.words) && words < 20; j++ {
			w := p.words[j]
			if used[j] || empty[w] {
				continue
			}
			if len(b)+len(w) > len(buf) {
				break
			}
			b = append(b, w...)
			words++
			if !x.prefixes[string(b)] {
				break
			}
			if ph := x.phrases[string(b)]; ph != nil {
				best, end = ph, j+1
			}
		}
		if best == nil {
			continue
		}
		m := mention{affiliations: best.affiliations, from: i, to: end, strength: 1, body: best.body}
		if end == i+1 && everyday[p.words[i]] {
			m.strength = 0.6
		}
		if best.generic && p.continues(i, used) {
			m.generic, m.strength = true, 0.4
		}
		p.mentions = append(p.mentions, m)
		for k := i; k < end; k++ {
			used[k] = true
		}
		i = end - 1
	}
	if len(p.mentions) == 0 && p.federal && !slices.ContainsFunc(p.tokens, func(t token) bool { return t.number }) {
		m := mention{affiliations: x.phrases["aflcio"].affiliations, strength: 1}
		p.mentions = append(p.mentions, m)
	}
}

// continues reports whether the phrase at i may be the end of another name: "Sales and Service Employees", and not "International
// Service Employees".
func (p *parsed) continues(i int, used []bool) bool {
	for ; i > 0; i-- {
		before := p.words[i-1]
		if used[i-1] || p.tokens[i-1].number || p.tokens[i].sep != ' ' && p.tokens[i].sep != '&' || designators[before].level != levelUnknown {
			return false
		}
		if !empty[before] {
			return true
		}
	}
	return false
}

// alike is how much of a union's name and of the words that stand for it has to be the same for it to be guessed.
const alike = 0.6

// guess finds the national union that a numbered name means where no phrase stands for one as a whole: a word is missing, or cut
// short. Where several are as much alike, it may be any of them.
func (p *parsed) guess(x *Index, used []bool) {
	if len(p.mentions) > 0 || !slices.ContainsFunc(p.tokens, func(t token) bool { return t.number }) {
		return
	}
	ends := func(i int) bool {
		return i == len(p.words) || used[i] || p.tokens[i].number || designators[p.words[i]].level != levelUnknown
	}
	for from := 0; from < len(p.words); from++ {
		to := from
		for !ends(to) {
			to++
		}
		if affiliations, fit := x.alike(p.words[from:to]); len(affiliations) > 0 {
			p.mentions = append(p.mentions, mention{affiliations: affiliations, from: from, to: to, generic: true, strength: fit})
			return
		}
		from = to
	}
}

// alike finds the affiliations whose names are the most like some words, and how much.
func (x *Index) alike(words []string) (affiliations []int32, fit float64) {
	total := 0.0
	shared := map[*phrase]float64{}
	known, letters := 0, 0
	for _, w := range words {
		if empty[w] || len(w) < 3 {
			continue
		}
		most := x.says(w)
		full := x.completed(w)
		for _, f := range full {
			most = max(most, x.says(f))
			for _, ph := range x.vocabulary[f] {
				shared[ph] += x.says(f)
			}
		}
		total += most
		if len(full) > 0 {
			known++
			letters += len(w)
		}
	}
	if letters < 5 { // too little
		return nil, 0
	}
	for ph := range shared {
		all := total
		for _, w := range ph.words {
			all += x.says(w)
		}
		shared[ph] *= 2 / all
		fit = max(fit, shared[ph])
	}
	for ph, f := range shared {
		if f >= alike && f > fit-0.02 && !ph.body {
			affiliations = append(affiliations, ph.affiliations...)
		}
	}
	if known == 1 {
		fit = alike // "Charter Communications 26" need not be the Communications Workers
	}
	slices.Sort(affiliations)
	return slices.Compact(affiliations), fit
}

// findNumbers reads the numbers, with what each of them numbers.
func (p *parsed) findNumbers(x *Index, used []bool) {
	var chain []int // numbers that hang together by hyphens or slashes: 4-02058-03
	chained := -1
	districts := x.districts(p.mentions)
	steel := districts && len(p.mentions) > 0
	once := false
	flush := func() {
		p.readChain(chain, districts)
		chain = nil
	}
	for i := 0; i < len(p.tokens); i++ {
		t := p.tokens[i]
		once = once && t.sep != ')'
		value := t.s
		if !t.number {
			once = once || onceWords[p.words[i]]
			value = p.written(i, used)
			if value == "" {
				continue
			}
		} else if used[i] {
			continue
		}
		value = strings.TrimLeft(value, "0")
		if len(value) > 6 || len(value) == 0 || i > 0 && p.words[i-1] == "file" { // "(OLMS file 9999)" numbers no body
			used[i] = true
			continue
		}
		n := number{value: value, at: i, bare: true}
		if once {
			n.weight = -0.8
		}
		used[i] = true
		next := i + 1
		// What follows: a suffix (15D, 34-A), an ordinal's ending, or something else.
		if next < len(p.tokens) && !p.tokens[next].number && !used[next] {
			s := p.tokens[next]
			switch {
			case s.sep == 0 && ordinal(s.s):
				used[next] = true
				n.weight -= 0.5
				if d, ok := p.wordAt(next + 1); ok && d.level != levelUnknown {
					n.level, n.what, n.bare = d.level, d.name, false
					n.weight += 0.5
				}
			case s.sep == 0 && len(s.s) <= 2:
				n.suffix = s.s
				used[next] = true
			case len(s.s) == 1 && (s.sep == '-' || s.sep == ' ' || s.sep == '/' || s.sep == '(') && (next+1 >= len(p.tokens) || !p.tokens[next+1].number):
				n.suffix = s.s
				used[next] = true
				// 30, 30A, 30 B, C: more letters are more divisions of the same.
				for k := next + 1; k < len(p.tokens) && len(p.tokens[k].s) <= 2 && !p.tokens[k].number; k++ {
					used[k] = true
				}
			}
		}
		if d, ok := p.wordAt(next); ok && ordinals[p.words[i]] != "" {
			n.level, n.what, n.bare = d.level, d.name, false
		}
		if d := p.designatorBefore(i, used); d >= 0 && n.level == levelUnknown {
			word := designators[p.words[d]]
			n.level, n.what, n.bare = word.level, word.name, false
			if word.level == levelDistrict && d > 0 {
				switch p.words[d-1] + " " + p.words[d] {
				case "district council", "district lodge", "joint council", "joint board", "regional council", "state council":
					n.what = strings.ToUpper(p.words[d-1][:1]) + p.words[d-1][1:] + " " + word.name
				}
			}
			if p.words[d] == "lodge" && d > 0 && p.words[d-1] == "district" {
				n.level, n.what = levelDistrict, "District Lodge"
			}
			for k := d; k < i; k++ {
				used[k] = true
			}
			if d > 0 && (n.level == levelDistrict) {
				if w := p.words[d-1]; w == "district" || w == "joint" || w == "regional" || w == "jt" {
					used[d-1] = true
				}
			}
		}
		p.numbers = append(p.numbers, n)
		k := len(p.numbers) - 1
		if len(chain) > 0 && n.bare && p.chains(i, chained, steel) {
			chain = append(chain, k)
		} else {
			flush()
			chain = append(chain, k)
		}
		chained = i
	}
	flush()
	p.weigh(x)
}

// written is the number that a word stands for: "Local No. One", "Region IV", "Second District".
func (p *parsed) written(i int, used []bool) string {
	if used[i] {
		return ""
	}
	if n := numerals[p.words[i]]; n != "" && p.designatorBefore(i, used) >= 0 {
		return n
	}
	if d, ok := p.wordAt(i + 1); ok && d.level == levelDistrict && len(p.words[i+1]) > 2 {
		return ordinals[p.words[i]]
	}
	return ""
}

// districts reports whether locals are numbered with their district in front: those of the Steelworkers are.
func (x *Index) districts(mentions []mention) bool {
	if len(mentions) == 0 {
		return true
	}
	for _, m := range mentions {
		for _, key := range [...]string{"USW", "PACE", "OCAW", "UWUA"} {
			if slices.Contains(m.affiliations, x.interned[key]) {
				return true
			}
		}
	}
	return false
}

// chains reports whether the number at i continues the one at last: 277-03, 380/443, 318 (07).
func (p *parsed) chains(i, last int, spaced bool) bool {
	if last < 0 || i-last > 2 {
		return false
	}
	if i-last == 2 && !(len(p.tokens[i-1].s) <= 2 && !p.tokens[i-1].number && p.tokens[i-1].sep == 0) {
		return false
	}
	switch p.tokens[i].sep {
	case '-', '/', '(', '.':
		return true
	case ' ':
		return spaced
	}
	return false
}

func (p *parsed) wordAt(i int) (struct {
	level level
	name  string
}, bool,
) {
	if i >= len(p.words) {
		return designators[""], false
	}
	d, ok := designators[p.words[i]]
	return d, ok
}

// designatorBefore finds the designator of the number at i: the word before it, fillers apart.
func (p *parsed) designatorBefore(i int, used []bool) int {
	for k := i - 1; k >= 0 && i-k <= 4; k-- {
		w := p.words[k]
		if k == i-1 && p.tokens[i].sep == 0 && len(w) == 1 && k > 0 && !used[k] && p.tokens[k].sep == ' ' {
			if d, ok := designators[p.words[k-1]]; ok && d.level != levelUnknown && len(p.words[k-1]) > 1 && !used[k-1] {
				return k - 1 // Lodge W24
			}
		}
		if _, ok := designators[w]; ok && !used[k] {
			// A word of one letter is one only where it is next to the number.
			if len(w) == 1 && (k != i-1 || w == "r" && p.tokens[i].sep != 0 || p.tokens[i].sep != 0 && p.tokens[i].sep != '-' && p.tokens[i].sep != '.' && p.tokens[i].sep != '#') {
				return -1
			}
			if w == "conference" || w == "board" && p.tokens[i].sep == '-' {
				return -1
			}
			if w == "council" && p.tokens[i].sep == '-' && k == i-1 && k > 0 && p.words[k-1] != "district" && p.words[k-1] != "joint" {
				return -1
			}
			return k
		}
		if !fillers[w] || used[k] {
			return -1
		}
	}
	return -1
}

// readChain tells district, local and unit apart in numbers written with hyphens. The Steelworkers write
// district-local-unit (4-02058-03), district-local (4-149) and local-unit (277-03).
func (p *parsed) readChain(chain []int, districts bool) {
	if len(chain) < 2 {
		return
	}
	n := func(k int) *number { return &p.numbers[chain[k]] }
	digits := func(k int) int { return len(p.tokens[n(k).at].s) }                          // with leading zeros
	if len(chain) > 2 && n(0).level == levelDistrict && digits(1) <= 2 && digits(2) >= 3 { // District 4-4-149
		n(1).level, n(1).weight = levelDistrict, -0.2
		chain = chain[1:]
	}
	first := 0
	if digits(0) <= 2 && digits(1) >= 3 && n(0).level != levelUnit && !districts && n(0).level != levelDistrict {
		n(1).weight = -0.15 // 85-133: a merged local, or a district and a local
		return
	}
	wide := digits(1) > digits(0) && (digits(1) >= 3 || digits(0) <= 2 && n(0).suffix == "l")
	if n(0).suffix == "l" && districts { // 12L-04
		wide = true
	}
	if digits(0) <= 2 && wide && n(0).level != levelUnit {
		p.districts = true
		if n(0).level == levelLocal {
			n(1).level, n(1).bare, n(1).what = levelLocal, false, n(0).what
		}
		n(0).level, n(0).weight = levelDistrict, -0.2
		first = 1
	}
	for k := first + 1; k < len(chain); k++ {
		switch {
		case n(k).level != levelUnknown:
		case len(n(k).value) <= 2 && digits(k) >= 3 && digits(first) >= 3: // 2568-0002
			n(k).level, n(k).weight = levelUnit, -0.1
		case digits(first) >= 3 && digits(k) <= 3 && n(first).level != levelDistrict && (digits(k) <= 2 || digits(first) >= 4):
			n(k).level, n(k).weight = levelUnit, -0.1
		case n(first).level == levelDistrict: // DC 1707-253
		default:
			n(k).weight = -0.5 // 380-443: a merged local, known by its first number more often
		}
	}
}

// weigh says how likely each number is the body's own, and sorts them by it.
func (p *parsed) weigh(x *Index) {
	locals, bare := 0, 0
	for _, n := range p.numbers {
		switch {
		case n.level == levelLocal:
			locals++
		case n.level == levelUnknown && n.weight > -0.2:
			bare++
		}
	}
	for i := range p.numbers {
		n := &p.numbers[i]
		switch n.level {
		case levelLocal:
			n.weight++
			if locals > 1 && n.value != p.numbers[0].value {
				n.weight -= 0.02
			}
		case levelUnknown:
			n.weight += 0.95
			if locals > 0 {
				n.weight -= 0.05
			}
		case levelDistrict:
			if locals+bare > 0 {
				n.weight += 0.25
			} else {
				n.weight++
			}
		case levelUnit:
			n.weight += 0.2
		}
		// CSEA is Local 1000 of AFSCME and has locals of its own.
		if n.value == "1000" && len(p.numbers) > 1 && slices.ContainsFunc(p.mentions, func(m mention) bool { return slices.Contains(m.affiliations, x.interned["CSEA"]) }) {
			n.weight -= 0.7
		}
		n.weight = max(0.05, min(1, n.weight))
	}
	// The same number twice is one.
	seen := p.numbers[:0]
	for _, n := range p.numbers {
		if k := slices.IndexFunc(seen, func(o number) bool {
			return o.value == n.value && (o.suffix == n.suffix || n.suffix == "" || o.suffix == "")
		}); k >= 0 {
			if n.weight > seen[k].weight {
				n.suffix = seen[k].suffix
				seen[k] = n
			}
			continue
		}
		seen = append(seen, n)
	}
	p.numbers = seen
	slices.SortStableFunc(p.numbers, func(a, b number) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return a.at - b.at
	})
	if len(p.numbers) > 6 {
		p.numbers = p.numbers[:6]
		p.several = true
	}
	if len(p.numbers) > 0 {
		p.level, p.what = p.numbers[0].level, p.numbers[0].what
	}
	p.several = p.several || p.lists() || x.joint(p)
}

// joint reports whether the name gives locals of two unions that have nothing to do with each other: "SEIU Local 26, Teamsters Local 120".
func (x *Index) joint(p *parsed) bool {
	if len(p.numbers) < 2 || p.numbers[0].level != levelLocal || p.numbers[1].level != levelLocal {
		return false
	}
	first, last := min(p.numbers[0].at, p.numbers[1].at), max(p.numbers[0].at, p.numbers[1].at)
	for i, a := range p.mentions {
		for _, b := range p.mentions[i+1:] {
			apart := a.to <= first && first < b.from && b.to <= last || first < a.from && a.to <= last && last < b.from
			if apart && !x.akin(a, b) {
				return true
			}
		}
	}
	return false
}

// akin reports whether two mentions may mean one union, or one that is part of the other or has merged with it.
func (x *Index) akin(a, b mention) bool {
	if x.within(a, b) || x.within(b, a) {
		return true
	}
	for _, id := range a.affiliations {
		if slices.Contains(b.affiliations, id) || slices.ContainsFunc(x.related[id], func(r int32) bool { return slices.Contains(b.affiliations, r) }) {
			return true
		}
	}
	return false
}

// lists reports whether the name lists several locals: "Locals 46 and 77", "Local 5, 7, 9", "Local 46 & Local 77".
func (p *parsed) lists() bool {
	if len(p.numbers) < 2 {
		return false
	}
	for i, n := range p.numbers {
		// Beside a plural all the numbers behind it are of bodies; else only those that are likely.
		if before := n.at - 1; before >= 0 && plurals[p.tokens[before].s] && slices.ContainsFunc(p.numbers, func(o number) bool { return o.at > n.at }) {
			return true
		}
		if i < 2 && p.numbers[1].weight >= 0.85 && p.joined(n) {
			return true
		}
	}
	return false
}

// joined reports whether a number is joined to the one before it: by a comma, an ampersand or an "and", and nothing but a designator.
func (p *parsed) joined(n number) bool {
	joint := false
	for k := n.at; k > 0 && n.at-k < 4; k-- {
		joint = joint || p.tokens[k].sep == '&' || p.tokens[k].sep == ',' && k == n.at
		before := p.tokens[k-1]
		if before.number {
			return joint
		}
		joint = joint || conjunctions[before.s]
		if !conjunctions[before.s] && designators[p.words[k-1]].level == levelUnknown && !fillers[p.words[k-1]] {
			return false
		}
	}
	return false
}

// plurals are designators of more than one body.
var plurals = wordSet("locals lodges branches chapters divisions nos locales locaux")

// conjunctions join two bodies.
var conjunctions = wordSet("and y e et und plus")

// Parsed is what a name says of the body that it means.
type Parsed struct {
	// Affiliation is the part of the name that names a national union, folded; of several the most telling.
	Affiliation string
	// Nationals are the unions of the record that it may stand for.
	Nationals []uuid.UUID
	// Designation is what the number numbers, such as Local or District Council; empty when the name does not say.
	Designation string
	Number      string // without leading zeros
	Suffix      string // the letters of the number, in lower case
	Region      string // a state that the name names: the second part of its ISO 3166-2 code
	Rest        []string
	// Several says that the name names more than one body: "Locals 46 and 77".
	Several bool
}

// Parse reads a name without looking for the union that it means.
func (x *Index) Parse(name string) Parsed {
	x.mu.RLock()
	defer x.mu.RUnlock()
	p := x.parse(name)
	said := Parsed{Designation: p.what, Region: p.region, Rest: p.rest, Several: p.several}
	if len(p.numbers) > 0 {
		said.Number, said.Suffix = p.numbers[0].value, p.numbers[0].suffix
	}
	if len(p.mentions) == 0 && len(p.tokens) > 1 && designators[p.words[1]].level == levelLocal && designators[p.words[0]].level == levelUnknown {
		// An acronym that nobody knows.
		if w := p.tokens[0].s; len(w) > 2 && len(w) < 7 && strings.Contains(name, strings.ToUpper(w)) {
			said.Affiliation = w
		}
	}
	best := -1
	for i, m := range p.mentions {
		if best < 0 || m.strength > p.mentions[best].strength || m.strength == p.mentions[best].strength && x.within(m, p.mentions[best]) {
			best = i
		}
	}
	if best >= 0 {
		m := p.mentions[best]
		var words []string
		for i := m.from; i < m.to; i++ {
			words = append(words, p.tokens[i].s)
		}
		said.Affiliation = strings.Join(words, " ")
		for _, id := range m.affiliations {
			for _, self := range append([]int32{id}, x.bound[id]...) {
				if at, ok := x.nationals[self]; ok && !slices.Contains(said.Nationals, x.entries[at].union.ID) {
					said.Nationals = append(said.Nationals, x.entries[at].union.ID)
				}
			}
		}
	}
	return said
}

// within reports whether a is part of b.
func (x *Index) within(a, b mention) bool {
	for _, id := range a.affiliations {
		for _, whole := range x.parents[id] {
			if slices.Contains(b.affiliations, whole) {
				return true
			}
		}
	}
	return false
}
