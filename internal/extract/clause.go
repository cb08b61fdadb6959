package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/internal/record"
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

// hit is a cue in a sentence.
type hit struct {
	from, to int // units
	cue      cue
}

// hits finds the cues of a sentence, from the left, the longest first.
func hits(units []unit, language string) []hit {
	var list []hit
	for i := 0; i < len(units); i++ {
		best, cueAt, loose := 0, cue{}, false
		for _, p := range cues[units[i].low] {
			if p.cue.language != "" && p.cue.language != language {
				continue
			}
			if n := matches(p.steps, units, i, 0); n > best || n == best && n > 0 && loose && !p.loose || n == best && n > 0 && language != "" && p.cue.language == language {
				best, cueAt, loose = n, p.cue, p.loose
			}
		}
		if best == 0 {
			continue
		}
		list = append(list, hit{i, best, cueAt})
		i = best - 1
	}
	return list
}

// slack are the words that may stand between any two words of a phrase without changing it: articles, adverbs, days.
var slack = set(`
	the a an its their our your his her this these those both all also now formally officially publicly fully unanimously overwhelmingly already again finally quickly narrowly jointly just
	recently today yesterday tonight monday tuesday wednesday thursday friday saturday sunday even still proudly enthusiastically strongly promptly later then since soon firmly flatly
	openly quietly too been only very warmly loudly wholeheartedly immediately likewise duly summarily early quickly publicly`)

// matches is where a phrase ends that goes on at unit i, or 0. So many words of slack may stand before its next word.
func matches(steps []step, units []unit, i, spare int) int {
	if len(steps) == 0 {
		return i
	}
	s := steps[0]
	if s.gap > 0 {
		words := 0
		for n := 0; i+n <= len(units); n++ {
			if to := matches(steps[1:], units, i+n, 0); to > 0 {
				return to
			}
			if i+n == len(units) || units[i+n].mention >= 0 || isStop(units[i+n].low) && !(units[i+n].low == "." && i+n > 0 && short[units[i+n-1].low]) || s.gap < 12 && clausal[units[i+n].low] {
				break
			}
			if !slack[units[i+n].low] {
				words++
			}
			if words > s.gap || n > 16 {
				break
			}
		}
		return 0
	}
	if i < len(units) && s.words[units[i].low] { // a mention is the word §
		if to := matches(steps[1:], units, i+1, 3); to > 0 {
			return to
		}
	}
	if s.optional {
		if to := matches(steps[1:], units, i, spare); to > 0 {
			return to
		}
	}
	if spare > 0 && i < len(units) && units[i].mention < 0 && (slack[units[i].low] || units[i].low == "on" && i+1 < len(units) && weekdays[units[i+1].low] && units[i+1].capital) {
		return matches(steps, units, i+1, spare-1)
	}
	return 0
}

// clausal words begin another clause, which a phrase does not reach into.
var clausal = set("that whether which who whose if while but because although")

// isStop reports whether a mark ends a phrase.
func isStop(low string) bool {
	return low == "," || low == ";" || low == ":" || low == "." || low == "?" || low == "!" || low == "–" || low == "—" || low == "|"
}

// finding is what one cue says of one mention.
type finding struct {
	stance   record.Stance
	sentence int
	hit      int // unit of the cue
	subject  int // unit of the mention
	aside    bool
}

// stance is what is said of a mention in all.
type stance struct {
	position  record.Stance
	capacity  record.Capacity
	decidedBy record.DecidedBy
	vote      *record.Vote
	quote     string
}

// judge finds the stances of the mentions.
func (r *reader) judge(sentences []sentence, found []span, o Options) []stance {
	j := &judge{reader: r, found: found, findings: make([][]finding, len(found)), of: make([]int, len(found)), language: o.Language, chair: -1}
	if len(found) > 0 && found[0].from < 40 {
		for k := range min(len(r.tokens), 40) {
			if r.tokens[k].low == "minutes" {
				j.chair = 0
			}
		}
	}
	if j.language == "" {
		j.language = languageOf(r.tokens)
	}
	result := make([]stance, len(found))
	m := 0
	for i, s := range sentences {
		first := m
		for m < len(found) && found[m].from < s.to {
			j.of[m] = i
			m++
		}
		j.sentence(i, s, first, m)
		for k := first; k < m; k++ {
			result[k] = stance{capacity: record.CapacityBody, decidedBy: "unknown", quote: r.quote(s, found[k])}
		}
	}
	for k := range found {
		st := &result[k]
		f, ok := strongest(j.findings[k])
		if ok {
			st.position = f.stance
		}
		st.capacity, st.decidedBy, st.vote = j.who(k, f, ok)
	}
	return result
}

// judge reads one sentence after the other.
type judge struct {
	*reader
	layout   layout
	found    []span
	findings [][]finding
	of       []int // the sentence of a mention
	language string
	units    []unit
	hits     []hit
	kept     map[int]reading
	// What goes on from one sentence to the next.
	last      []int         // mentions that the sentence before was about
	lastCue   record.Stance // what it told
	heading   *heading
	undersign bool
	chair     int          // the body whose minutes these are; -1 none
	taken     map[int]bool // tokens of the bodies that a cue before speaks of, which so are no subjects
}

// reading is what is kept of a sentence for later.
type reading struct {
	units []unit
	at    map[int]int // the unit of a mention
}

// heading is a line over a list.
type heading struct {
	stance record.Stance
	bullet bool // its items have bullets
	items  int
}

func (j *judge) say(mention int, f finding) {
	if len(j.findings[mention]) < manyFindings {
		j.findings[mention] = append(j.findings[mention], f)
	}
}

// sentence reads the cues of a sentence and says of which mentions they speak.
func (j *judge) sentence(n int, s sentence, first, end int) {
	if j.kept == nil {
		j.kept = map[int]reading{}
	}
	language := j.language
	j.units = j.unitsOf(s, j.found, first)
	if end == first && len(j.last) == 0 && j.heading == nil && !s.colon && !s.line && !slices.ContainsFunc(j.units, func(u unit) bool { return plurals[u.low] }) {
		return
	}
	j.hits = hits(j.units, language)
	at := make(map[int]int, end-first)
	for i, u := range j.units {
		if u.mention >= 0 {
			at[u.mention] = i
		}
	}
	j.kept[n] = reading{j.units, at}
	if j.list(n, s, first, end) {
		return
	}
	told := record.Stance("")
	var about []int
	for _, c := range j.hits {
		var group []int
		st := c.cue.stance
		switch c.cue.role {
		case agent:
			group = j.follow(c.to)
			if j.bargaining(c) {
				continue
			}
			if j.units[c.to-1].low == "by" {
				if len(group) == 0 || j.decides(c.to) {
					// "endorsed the march by a membership vote"
					if other, ok := j.alternative(c); ok {
						j.act(n, s, other, &told, &about)
						continue
					}
				}
				if len(group) == 0 { // "was remitted to its executive by delegates"
					if s := j.subject(c.from); st == record.Tabled || st == record.Withdrawn {
						group = s.units
					}
				} else if j.patient(c.from) || j.counted(c.to, group[0]) {
					continue
				}
			}
			if j.denied(c.from, c.to) {
				st = ""
			}
			for _, u := range group {
				if j.taken == nil {
					j.taken = map[int]bool{}
				}
				j.taken[j.units[u].token] = true
			}
		case target:
			group = j.targets(c)
		case owned:
			group = j.owners(c)
		case echo:
			group = j.follow(c.to)
			st = told
			if st == "" && (c.from <= 1 || j.units[c.from].low == "joined") { // "So did B." after a sentence of its own
				st = j.lastCue
			}
			if !j.echoes(c, group) {
				group = nil
			}
		case likewise, acts:
			j.act(n, s, c, &told, &about)
			continue
		}
		if s.question {
			st = ""
		}
		for _, u := range group {
			m := j.units[u].mention
			about = append(about, m)
			if st != "" || c.cue.role == acts {
				j.say(m, finding{stance: st, sentence: n, hit: c.from, subject: u, aside: j.aside(u, c.from)})
			}
		}
		if st != "" && c.cue.role != echo && len(group) > 0 {
			told = st
		}
	}
	if told != "" || len(about) > 0 {
		j.lastCue = told
	}
	switch {
	case len(about) > 0:
		j.last = about[:1]
		// A plural goes on with all.
		for _, m := range about[1:] {
			if m != j.last[0] && len(j.last) < 8 {
				j.last = append(j.last, m)
			}
		}
	case end > first:
		j.last = []int{first}
	}
	if len(j.last) > 1 {
		j.last = j.last[:1]
	}
}

// act reads a cue whose body stands before it.
func (j *judge) act(n int, s sentence, c hit, told *record.Stance, about *[]int) {
	var group []int
	if j.bargaining(c) {
		return
	}
	if c.cue.object && !j.hasObject(c) {
		if group := j.follow(c.to); len(group) > 0 && !s.question {
			j.joined(n, c, group, *told)
		}
		return
	}
	if !j.complete(c) || c.cue.role == likewise && c.from > 1 && j.units[c.from-1].low == "to" && !affirmers[j.units[c.from-2].low] && !refusals[j.units[c.from-2].low] {
		return // "calls on B to do the same"
	}
	subject := j.subject(c.from)
	st := j.turn(c, subject)
	if c.cue.role == likewise && st != "" {
		st = j.lastCue
		if *told != "" {
			st = *told
		}
	}
	if st == skip {
		return
	}
	if len(subject.units) == 0 && c.to < len(j.units) && j.units[c.to].low == "by" {
		subject.units = j.follow(c.to + 1)
	}
	if len(subject.units) == 0 {
		subject.units = j.enumerated(c)
	}
	if len(subject.units) == 0 {
		subject.units = j.cataphor(c)
	}
	if len(subject.units) == 0 {
		subject.units = j.speaker(c)
	}
	if len(subject.units) == 0 && c.cue.role == acts && st != "" && !s.question && j.crowd(c) {
		*told = st
		return
	}
	if len(subject.units) == 0 && j.chair >= 0 && c.cue.verb && c.cue.stance != "" && j.tabledMotion(c) {
		// In the minutes of a body "motion to endorse" is its own.
		if st := j.decision(c); st != "" {
			j.say(j.chair, finding{stance: st, sentence: n, hit: c.from, subject: -1})
			*told = st
		}
		return
	}
	switch {
	case len(subject.units) > 0:
		group = subject.units
	case subject.anaphor && len(j.last) > 0 && !j.namesAnother(0, c.from) && !j.somebody(c.from) && !(s.line && !j.explicit(c.from)):
		if st != "" && !s.question {
			for _, m := range j.last {
				before, ok := strongest(j.findings[m])
				if !ok && len(j.findings[m]) == 0 || ok && rank(st) >= rank(record.Withdrawn) && rank(st) > rank(before.stance) {
					j.say(m, finding{stance: st, sentence: n, hit: c.from, subject: -1})
				}
			}
		}
		if st != "" {
			*told = st
		}
		return
	}
	if s.question {
		st = ""
	}
	if len(group) > 0 && (st == record.Endorsed || st == record.Opposed) && j.some(group[0]) {
		return
	}
	if st == record.Endorsed && !c.cue.verb {
		for k := c.from + 1; k < c.to; k++ {
			if low := j.units[k].low; low == "not" || low == "never" {
				st = "" // "is not a signatory"
			}
		}
	}
	for _, u := range group {
		m := j.units[u].mention
		*about = append(*about, m)
		j.say(m, finding{stance: st, sentence: n, hit: c.from, subject: u, aside: j.aside(u, c.from) || j.dated(c.to)})
	}
	if st != "" && len(group) > 0 {
		*told = st
	}
	// "B, which had endorsed him before, has kept out. So has C."
	if st == "" && len(group) > 0 && !j.aside(group[0], c.from) {
		*told = ""
	}
}

// tabledMotion reports whether the cue is what a motion is for: "Motion to endorse", "Keane moved that we endorse".
func (j *judge) tabledMotion(c hit) bool {
	for k := max(0, c.from-10); k < c.from; k++ {
		if low := j.units[k].low; low == "motion" || low == "moved" || low == "moves" || low == "m/s/c" || low == "resolution" {
			return true
		}
	}
	return false
}

// somebody reports whether "she" is a person whom the sentence itself brings in: "A barista said she would not cross".
func (j *judge) somebody(v int) bool {
	if low := j.units[0].low; low != "a" && low != "an" && low != "one" {
		return false
	}
	for _, u := range j.units[:v] {
		if u.low == "he" || u.low == "she" || u.low == "they" {
			return true
		}
	}
	return false
}

// decision is what became of a motion within the next words of the minutes.
func (j *judge) decision(c hit) record.Stance {
	for k := j.units[c.to-1].token + 1; k < len(j.tokens) && k < j.units[c.to-1].token+30; k++ {
		switch low := j.tokens[k].low; {
		case passed[low]:
			return c.cue.stance
		case defeated[low]:
			return c.cue.refused
		case low == "tabled" || low == "postponed" || low == "referred":
			return record.Tabled
		}
	}
	return ""
}

// enumerated are the names behind a colon for which a noun stands before the cue: "The following unions have endorsed her: A, B and C".
func (j *judge) enumerated(c hit) []int {
	plural := false
	for k, u := range j.units {
		if u.mention >= 0 {
			break
		}
		plural = plural || k < c.from && bodyWords[u.low]
		if u.low == ":" && k >= c.to {
			n := k + 1
			for n < len(j.units) && article[j.units[n].low] {
				n++
			}
			if plural && n < len(j.units) && j.units[n].mention >= 0 {
				return j.follow(n)
			}
		}
	}
	return nil
}

var bodyWords = set(strings.ReplaceAll(groups["$bodies"], "|", " ") + " union local following these")

// bargaining reports whether what is signed, rejected or withdrawn is a contract, a suit, a picnic: the union's own business and no call.
func (j *judge) bargaining(c hit) bool {
	if c.cue.role == likewise || c.cue.stance == "" {
		return false
	}
	for k := c.from; k < len(j.units) && k < c.to+6; k++ {
		u := j.units[k]
		switch {
		case k > c.from && (u.mention >= 0 || isStop(u.low) || ending[u.low]), k > c.from && callWords[u.low]:
			return false
		case k > c.from && business[u.low] && !(u.low == "deal" && j.units[k-1].low == "new"): // "a Green New Deal" is a call
			return true
		}
	}
	return false
}

var (
	// ending words stand before what is no object any more.
	ending = set("for after because over with while until since and but to by during amid as that despite")
	// business is what unions do besides.
	business = set(`
		contract contracts agreement deal settlement offer pact lawsuit suit grievance grievances complaint charge charges merger team scholarship scholarships verdict
		ruling layoffs injunction buyout acquisition sale concessions pension wage wages bylaws`)
)

// some reports whether a number of the body's members act and not the body: "more than 200 members of".
func (j *judge) some(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if low := j.units[k].low; low != "members" && low != "teachers" && low != "nurses" && low != "workers" && low != "stewards" {
			continue
		}
		for q := k - 1; q >= 0 && q >= k-3; q-- {
			u := j.units[q]
			if j.tokens[u.token].kind == digits && u.mention < 0 || u.low == "hundreds" || u.low == "dozens" || u.low == "some" || u.low == "several" || u.low == "thousands" || u.low == "many" {
				return true
			}
		}
	}
	return false
}

// alternative is the phrase for an act that begins where one with "by" does.
func (j *judge) alternative(c hit) (hit, bool) {
	best := hit{}
	for _, p := range cues[j.units[c.from].low] {
		if p.cue.role == acts && p.cue.stance == c.cue.stance && p.cue.language == "" {
			if to := matches(p.steps, j.units, c.from, 0); to > best.to {
				best = hit{c.from, to, p.cue}
			}
		}
	}
	return best, best.to > 0
}

// decides reports whether what follows "by" is how it was decided, and no body.
func (j *judge) decides(i int) bool {
	for k := i; k < len(j.units) && k < i+3; k++ {
		switch j.units[k].low {
		case "vote", "voice", "acclamation", "consensus", "margin", "unanimous", "membership", "ballot", "petition", "resolution", "show":
			return true
		}
	}
	return false
}

// crowd reports whether bodies act that are named behind: "A dozen unions have signed on. They include A and B."
func (j *judge) crowd(c hit) bool {
	found := false
	for k := c.from - 1; k >= 0 && k > c.from-8; k-- {
		if j.units[k].mention >= 0 || isStop(j.units[k].low) {
			return false
		}
		found = found || plurals[j.units[k].low]
	}
	return found
}

var plurals = set("unions locals affiliates organizations bodies councils federations dozen others")

// cataphor is the body that comes behind the clause of the cue: "In endorsing the march, B broke ranks", "Asked why it stayed out, B cited".
func (j *judge) cataphor(c hit) []int {
	first := j.units[0].low
	begins := c.from == 1 && strings.HasSuffix(j.units[1].low, "ing") && (first == "in" || first == "by" || first == "after" || first == "since")
	for k := 1; k < c.from && k < 6; k++ {
		begins = begins || j.units[k].low == "it" && (first == "asked" || first == "because" || first == "after" || first == "when" || first == "explaining")
	}
	if !begins {
		return nil
	}
	for k := c.to; k < len(j.units); k++ {
		if j.units[k].mention >= 0 {
			return nil
		}
		if j.units[k].low == "," {
			k++
			for k < len(j.units) && article[j.units[k].low] {
				k++
			}
			if k < len(j.units) && j.units[k].mention >= 0 {
				return []int{k}
			}
			return nil
		}
	}
	return nil
}

// speaker is the body for which "we" stands in a quotation before its name: "We voted to join," a spokesperson for UTLA said.
func (j *judge) speaker(c hit) []int {
	we := false
	for k := c.from - 1; k >= 0 && k >= c.from-8; k-- {
		we = we || j.units[k].low == "we" || j.units[k].low == "our" || j.units[k].low == "us" || j.units[k].low == "i"
	}
	for k := c.to; k < len(j.units); k++ {
		if j.units[k].mention < 0 {
			continue
		}
		if !we {
			// "Longshore crews will stop work, the ILWU said."
			before := k - 1
			for before > 0 && article[j.units[before].low] {
				before--
			}
			next := ""
			if k+1 < len(j.units) {
				next = j.units[k+1].low
			}
			if (c.cue.stance == record.Planning || c.cue.stance == record.Opposed) && (j.units[before].low == "," && saying[next] || saying[j.units[before].low] && j.units[before-1].low == ",") {
				return []int{k}
			}
			return nil
		}
		for q := max(c.to, k-10); q < min(len(j.units), k+6); q++ {
			if saying[j.units[q].low] {
				return []int{k}
			}
		}
		return nil
	}
	return nil
}

var saying = set("said says wrote tweeted told announced announces confirmed confirms promises promised")

// rank is how much a stance says: of several the one that says more is the body's.
func rank(s record.Stance) int {
	switch s {
	case record.Nullified:
		return 6
	case record.Withdrawn:
		return 5
	case record.Endorsed, record.Declined, record.Opposed, record.Tabled:
		return 4
	case record.Planning:
		return 3
	case record.Supported:
		return 2
	default:
		return 0
	}
}

// strongest is the finding that counts of those of one mention: the one that says most, of two that say as much the
// first of the main clause.
func strongest(list []finding) (finding, bool) {
	best, found := finding{}, false
	plain := false // the main clause says that there is none
	for _, f := range list {
		if f.stance == "" {
			plain = plain || !f.aside
			continue
		}
		if !found || rank(f.stance) > rank(best.stance) || rank(f.stance) == rank(best.stance) && best.aside && !f.aside {
			best, found = f, true
		}
	}
	// "B, which had endorsed Mr. Walker in 2010, has kept out": the clause beside is about something else.
	if found && best.aside && plain {
		return finding{}, false
	}
	return best, found
}

// subject is who a cue speaks of.
type subject struct {
	units   []int // the units of the mentions, the nearest first
	from    int   // where what is said of it begins: after the subject, or at the clause
	anaphor bool  // it is "the union", "it", or nobody who is named
}

var (
	relatives = set("which who whose whom where")
	// objects stand before a name that is no subject.
	objects = set(`
		with by told tells urged urges asked asks joined joins joining thanked thanks alongside unlike against like ordered between than near beside
		besides despite criticized praised from versus under outside inside inviting invited toward towards over about urging asking called informed`)
	// anaphors are what a union is called once it was named.
	anaphors = set(`
		it they we union local unions locals federation council board members membership delegates organization group association lodge district
		chapter branch body committee stewards leadership leaders officers eboard assembly executive both all affiliates council's itself themselves
		rank majority caucus he she i educators teachers nurses workers drivers members' sindicato syndicat elle elles il ils ella ellos`)
	// asides begin what is said of a name in commas, and coordinating what goes on with the enumeration.
	asides       = set("an a part affiliated representing formerly once")
	coordinating = set("that along together plus including")
	article      = set("the a an its their our his her this that these those el la los las le les l'")
	boundary     = set("but while whereas although though because since after before as when if unless until so yet however and or mientras pero tandis mais que")
)

// skip says that a cue tells nothing at all.
const skip record.Stance = "-"

// subject finds whose act the cue at unit v is: the name nearest before it that is nobody's object and in no aside.
func (j *judge) subject(v int) subject {
	s := subject{from: 0}
	fallback := -1
	for i := v - 1; i >= max(0, v-2*wide); i-- {
		u := j.units[i]
		if u.low == ";" && i > 0 {
			// A new clause goes on with the same subject only where it names no other.
			if !j.goesOn(i+1, v) {
				s.from = i + 1
				s.anaphor = j.anaphoric(i+1, v)
				return s
			}
		}
		if u.mention < 0 {
			continue
		}
		if j.insideAside(i, v) {
			continue
		}
		if j.isObject(i) && !j.antecedent(i, v) && !(fallback < 0 && (j.decider(i) && j.units[v-1].low == "to" || j.people(i, v))) {
			if fallback < 0 {
				fallback = i
			}
			continue
		}
		if other := j.otherSubject(i, v) || j.theirs(i, v); other {
			return subject{from: v, anaphor: false}
		}
		s.units, s.from = j.coordinated(i), i+1
		return s
	}
	if fallback > 0 && v-fallback < 12 && (j.member(fallback) || j.decider(fallback)) && !j.otherSubject(fallback, v) {
		s.units, s.from = j.coordinated(fallback), fallback+1
		return s
	}
	s.anaphor = j.anaphoric(0, v)
	for k := v - 1; k > 0 && !s.anaphor; k-- {
		if j.units[k].low == "," { // "Handed a chance to join, its leaders begged off"
			s.anaphor = j.anaphoric(k+1, v)
			break
		}
	}
	return s
}

// member reports whether the name at i stands for one who speaks for it: "a delegate from the UAW", "Jane Doe with SEIU".
func (j *judge) member(i int) bool {
	low := j.units[i-1].low
	return low == "from" || low == "with" || i > 1 && j.units[i-2].low == "from"
}

// people reports whether those who act are said to be of the body at i: "delegates from B spoke against it", "nurses represented by B signed".
func (j *judge) people(i, v int) bool {
	k := i - 1
	for k > 0 && article[j.units[k].low] {
		k--
	}
	if k < 1 || i+3 < v {
		return false
	}
	switch low := j.units[k].low; low {
	case "from", "with":
		return peopleOf[j.units[k-1].low]
	case "by":
		return j.units[k-1].low == "represented"
	}
	return false
}

// peopleOf are those who stand for their body.
var peopleOf = set("delegates members leaders officials officers representatives workers nurses teachers drivers")

// decider reports whether the name at i is whose decision it was: "The decision by B to join the call".
func (j *judge) decider(i int) bool {
	k := i - 1
	for k > 0 && article[j.units[k].low] {
		k--
	}
	if k < 1 || j.units[k].low != "by" {
		return false
	}
	switch j.units[k-1].low {
	case "decision", "vote", "move", "announcement", "resolution":
		return true
	}
	return false
}

// explicit reports whether the clause before v has a word for the union that was named before.
func (j *judge) explicit(v int) bool { return v > 0 && j.anaphoric(0, v) }

// goesOn reports whether the clause from a to v has no subject of its own but "it" or "the board".
func (j *judge) goesOn(a, v int) bool { return j.anaphoric(a, v) }

// anaphoric reports whether the words from a to v name no other subject than "the union" or "it", or none.
func (j *judge) anaphoric(a, v int) bool {
	head := ""
	if a < v && eager[j.units[a].low] {
		return true // "Proud to sign on"
	}
	for i := a; i < v && i < a+8; i++ {
		low := j.units[i].low
		if anaphors[low] && low != "we" && low != "i" && low != "he" && low != "she" {
			return true
		}
		if low == "§" || isStop(low) {
			break
		}
		if head == "" && !boundary[low] && !article[low] {
			head = low
		}
	}
	return a == 0 && (a == v || eager[j.units[0].low])
}

var prepositions = set("in of at from near for on and since before after until outside to by")

// eager words begin a post that names itself before: "Proud to sign on."
var eager = set("proud happy glad honored honoured excited pleased thrilled delighted just so")

// insideAside reports whether unit i is within an aside that does not hold v: "which is part of B,", "an affiliate of B,".
func (j *judge) insideAside(i, v int) bool {
	if j.antecedent(i, v) {
		return false
	}
	comma := false
	if n := j.units[i+1]; n.mention < 0 && !n.capital && !isStop(n.low) && !prepositions[n.low] {
		return false
	}
	for k := i + 1; k < v && k < i+6; k++ {
		if low := j.units[k].low; low == "," || low == "–" || low == "—" {
			comma = true
			break
		} else if verbish[low] {
			break
		}
	}
	if !comma {
		return false
	}
	// The last of several in one part: "and the C" is what the one before it is.
	k := i - 1
	for k > 0 && (article[j.units[k].low] || romanceJoins[j.units[k].low] && j.units[k].low != "et" && j.units[k].low != "y") {
		k--
	}
	if k > 0 && (j.units[k].low == "and" || j.units[k].low == "&" || j.units[k].low == "et" || j.units[k].low == "y") {
		for p := k - 1; p >= 0 && !isStop(j.units[p].low); p-- {
			if j.units[p].mention >= 0 {
				return j.insideAside(p, v)
			}
		}
		return false
	}
	for k := i - 1; k > 0; k-- {
		low := j.units[k].low
		if low == ";" || low == ":" || low == "." {
			return false
		}
		if low != "," && low != "–" && low != "—" {
			continue
		}
		if k+1 == i {
			return false
		}
		next := j.units[k+1]
		if next.low == "soit" || next.low == "namely" || next.low == "members" || j.units[k-1].low == "we" {
			return false // "the teachers, members of B, signed", "we, the stewards of B, will walk out"
		}
		if relatives[next.low] {
			for q := k + 2; q < i; q++ {
				if low := j.units[q].low; low == "belong" || low == "belongs" || low == "represented" {
					return false // "ushers, who belong to B, formed a picket line"
				}
			}
		}
		bare := true
		for p := k + 1; p < i; p++ {
			bare = bare && (article[j.units[p].low] || romanceJoins[j.units[p].low])
		}
		if next.low == "among" || next.low == "including" {
			return false // "several locals, among them A and B,"
		}
		if bare || verbish[next.low] || next.low == "told" {
			return false
		}
		for p := k + 1; p < i && p < k+5; p++ {
			if offices[j.units[p].low] {
				return false // "Jane Doe, president of B, said the union"
			}
		}
		if relatives[next.low] || asides[next.low] {
			return true
		}
		if article[next.low] && next.low != "that" {
			return k+2 != i && j.units[k+2].mention < 0
		}
		return next.mention < 0 && !next.capital && !boundary[next.low] && !coordinating[next.low]
	}
	return false
}

// antecedent reports whether the cue at v is in a relative clause of the name at i: "a delegate to B, which voted to endorse".
func (j *judge) antecedent(i, v int) bool {
	if i+2 >= v || j.units[i+1].low != "," || !relatives[j.units[i+2].low] {
		return false
	}
	for k := i + 3; k < v; k++ {
		if j.units[k].low == "," {
			return false
		}
	}
	return true
}

// isObject reports whether something is done to the name at unit i.
func (j *judge) isObject(i int) bool {
	k := i - 1
	for k >= 0 && (article[j.units[k].low] && j.units[k].low != "that" || j.units[k].low == "all" || j.units[k].low == "fellow") {
		k--
	}
	if k < 0 {
		return false
	}
	low := j.units[k].low
	if low == "with" && k+1 < i && j.units[k+1].low == "its" {
		return false // "District Council 4 with its Locals 812 and 939"
	}
	if low == "with" && k > 0 && (j.units[k-1].low == "along" || j.units[k-1].low == "together") {
		return false
	}
	return objects[low] && j.units[k].mention < 0
}

// theirs reports whether the cue is what a person of the union does in a clause of their own: "Local 623, whose leader called".
func (j *judge) theirs(i, v int) bool {
	for k := v - 1; k > i; k-- {
		if low := j.units[k].low; low == "," || low == ";" {
			return false
		} else if low == "whose" {
			return offices[j.units[k+1].low]
		}
	}
	return false
}

// strangers are subjects that are no union.
var strangers = set(`
		mayor governor company university hospital district's police city state county school schools churches church students student parents
		congress senate legislature judge court administration employer management officials organizers organizer coalition campaign airline
		district government president's spokesman spokeswoman`)

// otherSubject reports whether between the name at i and the cue at v another subject stands that is no union: "…, and the mayor".
func (j *judge) otherSubject(i, v int) bool {
	// Behind the last border of clauses between the two.
	start := -1
	for k := v - 1; k > i; k-- {
		low := j.units[k].low
		if borders[low] {
			start = k + 1
			break
		}
	}
	if start < 0 {
		return false
	}
	if j.namesAnother(start, v) {
		return true
	}
	for k := start; k < v && k < start+6; k++ {
		u := j.units[k]
		if anaphors[u.low] {
			return false
		}
		if strangers[u.low] && (!u.capital || u.low == "mayor" || u.low == "governor" || u.low == "senate" || u.low == "congress") { // "State" may be of a name
			return true
		}
		if k == start && u.capital && u.mention < 0 && j.units[start-1].low == "and" && !weekdays[u.low] && u.possessive {
			return true // "and Germany's own union"
		}
		if u.low == "of" || u.low == "to" || verbish[u.low] {
			return false
		}
	}
	return false
}

// borders part the clauses of a sentence.
var borders = set("that , ; – — but while whereas and said says because after as")

// namesAnother reports whether a name of a body that was not found stands at the beginning of the clause.
func (j *judge) namesAnother(from, v int) bool {
	k := from
	for k < v && article[j.units[k].low] {
		k++
	}
	n := 0
	last := ""
	for k < v && j.units[k].capital && j.units[k].mention < 0 || k < v && n > 0 && (j.units[k].low == "of" || j.units[k].low == "and") {
		if j.units[k].capital {
			n++
			last = j.units[k].low
		}
		k++
	}
	return n > 1 && collective[last]
}

// collective words end the names of bodies.
var collective = set("chapter caucus association union federation council guild society alliance committee brotherhood chamber coalition league department company group institute board")

var verbish = set("has have had is are was were will would voted votes said says announced did does do be been may might could")

// linking are what stands between the items of an enumeration.
var linking = set(", and & or nor plus the ; both y et e as well along together with also /")

// coordinated are the names that the one at unit i is enumerated with, to the left.
func (j *judge) coordinated(i int) []int {
	group := []int{i}
	for i > 0 && len(group) < manyNames {
		k := j.beforeNoun(i) - 1
		lower := 0
		linked := false
		of := false // "the postdocs of A, the teaching assistants of B"
		for q := k; q >= 0 && q >= k-1; q-- {
			of = of || j.units[q].low == "of" || j.units[q].low == "at" || j.units[q].low == "from"
		}
		for k >= 0 && j.units[k].mention < 0 && k > i-16 {
			u := j.units[k]
			switch u.low {
			case ",", "and", "&", ";", "or", "nor", "y", "et", "plus", "/", "as", "with":
				linked = true
			}
			if u.low == "in" && j.units[k+1].low == "," { // "A in, B stalls"
				linked = false
				break
			}
			if !linking[u.low] && !article[u.low] && !romanceJoins[u.low] && !u.capital && !between[u.low] {
				if u.low != "in" && u.low != "of" && u.low != "at" && u.low != "from" {
					lower++
				}
				if lower > 2 && !(of && lower <= 4) || verbish[u.low] || lower > 0 && cues[u.low] != nil && u.low != "members" && u.low != "of" && u.low != "in" {
					break
				}
			}
			k--
		}
		if k < 0 || j.units[k].mention < 0 {
			// A longer aside between the items: "and, after the longest meeting since the strike, Carpenters Local 322".
			if k = j.overAside(i); k < 0 {
				break
			}
			linked = true
		}
		if k >= 0 && j.taken[j.units[k].token] {
			break
		}
		if !linked || j.isObject(k) && k > 0 && !(j.units[k-1].low == "from") {
			break
		}
		if j.units[k].possessive && !j.units[i].possessive {
			break
		}
		group = append(group, k)
		i = k
	}
	return group
}

// between are words within and behind a name: "Joint Council 42 in Southern California", "Local 52 clerks".
var between = set("of in at from for de du del clerks foremen workers members nurses teachers drivers")

// beforeNoun is where an item begins whose head is no name: "and the student researchers of B". It is i where there is none.
func (j *judge) beforeNoun(i int) int {
	k := i - 1
	for k >= 0 && article[j.units[k].low] {
		k--
	}
	if k < 0 || j.units[k].low != "of" && j.units[k].low != "from" && j.units[k].low != "at" {
		return i
	}
	for q := k - 1; q >= 0 && q >= k-4; q-- {
		u := j.units[q]
		if u.mention >= 0 || verbish[u.low] {
			return i
		}
		if u.low == "and" || u.low == "," {
			return q + 1
		}
	}
	return i
}

// overAside is the name before an aside in commas that stands before the name at i, or -1.
func (j *judge) overAside(i int) int {
	k := i - 1
	if k < 0 || j.units[k].low != "," {
		return -1
	}
	open := k - 1
	for open >= 0 && j.units[open].low != "," && k-open < 24 && j.units[open].mention < 0 && j.units[open].low != ";" {
		open--
	}
	if open < 1 || j.units[open].low != "," {
		return -1
	}
	p := open - 1
	if j.units[p].low != "and" {
		return -1
	}
	for p >= 0 && (j.units[p].low == "and" || j.units[p].low == ",") {
		p--
	}
	if p >= 0 && j.units[p].mention >= 0 {
		return p
	}
	return -1
}

// follow are the names that stand behind unit i in one enumeration.
func (j *judge) follow(i int) []int {
	var group []int
	gap := 0
	for k := i; k < len(j.units); k++ {
		u := j.units[k]
		if u.mention >= 0 {
			if n := len(group); n == manyNames || n > 0 && (!j.continues(group[n-1], k) || j.another(group[n-1], k)) {
				break
			}
			group = append(group, k)
			gap = 0
			continue
		}
		if u.low == "." || u.low == "?" || u.low == "!" || u.low == ":" && len(group) == 0 && gap > 1 {
			break
		}
		gap++
		if len(group) == 0 {
			if gap > 12 || u.low == ";" && gap > 1 {
				break
			}
			if u.low == "joining" || u.low == "which" || u.low == "who" || u.low == "because" || verbish[u.low] && !(k == i) || u.low == "but" || u.low == "while" {
				break
			}
		} else if gap > 24 {
			break
		}
	}
	return group
}

// another reports whether between two names a cue begins whose body is the second: "endorsed by A and tabled by B".
func (j *judge) another(i, k int) bool {
	for _, h := range j.hits {
		if h.from > i && h.to <= k && h.cue.role == agent {
			return true
		}
	}
	return false
}

// continues reports whether the name at k is the next item of the enumeration that the one at i belongs to.
func (j *judge) continues(i, k int) bool {
	before := k - 1
	for before > i && (article[j.units[before].low] || j.units[before].low != "et" && j.units[before].low != "y" && romanceJoins[j.units[before].low] || j.units[before].low == "both") {
		before--
	}
	low := j.units[before].low
	lower := 0
	for q := i + 1; q < before; q++ {
		u := j.units[q]
		if u.low == ";" && q+1 < k && j.units[q+1].low != "and" && !linking[j.units[q+1].low] && !j.units[q+1].capital {
			return false
		}
		if !u.capital && !linking[u.low] && !isStop(u.low) && u.low != "." && !romanceJoins[u.low] && !slack[u.low] && u.low != "on" && u.low != "last" && u.low != "week" {
			lower++
		}
		if u.low == "but" || u.low == "while" || u.low == "whereas" || verbish[u.low] && !j.withinCommas(i, q, k) || u.low == "–" && lower > 0 {
			return false
		}
	}
	switch low {
	case "but", "while", "whereas", "though":
		return false
	case "and", "&", "or", "plus", "by", "with", "nor", "y", "et", "from", ";", "/", "of":
		return low != "of" && low != "with" || before > i+1 && (j.units[before-1].low == "along" || j.units[before-1].low == "together" || linking[j.units[before-1].low]) && low != "of"
	case ",":
		return lower == 0 || before > i+1 && (j.units[i+1].low == "," || j.units[i+1].low == "and" && j.units[i+2].low == ",")
	case body:
		return true
	}
	// ", Arise Chicago,": names that are none of unions.
	return lower == 0 && j.units[i+1].low == ","
}

// withinCommas reports whether unit q is in an aside in commas between i and k.
func (j *judge) withinCommas(i, q, k int) bool {
	left, right := false, false
	for p := i + 1; p < q; p++ {
		left = left || j.units[p].low == ","
	}
	for p := q + 1; p < k; p++ {
		right = right || j.units[p].low == ","
	}
	return left && right
}

// aside reports whether the cue speaks of the name in a relative clause that has not ended before it.
func (j *judge) aside(u, v int) bool {
	commas := 0
	for k := v - 1; k > u; k-- {
		switch j.units[k].low {
		case ",":
			commas++
		case "which", "who", "whose":
			return commas%2 == 0
		}
	}
	return false
}

// dated reports whether what is told is of a year: "endorsed Mr. Walker in 2010".
func (j *judge) dated(i int) bool {
	for k := i; k+1 < len(j.units) && k < i+8; k++ {
		u := j.units[k]
		if u.mention >= 0 || isStop(u.low) && u.low != "." {
			return false
		}
		if t := j.tokens[j.units[k+1].token]; u.low == "in" && t.kind == digits && len(t.low) == 4 {
			return true
		}
	}
	return false
}

// hasObject reports whether what follows a cue is no union: "joined the call".
func (j *judge) hasObject(c hit) bool {
	for k := c.to; k < len(j.units) && k < c.to+6; k++ {
		u := j.units[k]
		if u.mention >= 0 {
			return false
		}
		if isStop(u.low) || u.low == "in" || u.low == "on" {
			return true
		}
		if u.low == "union" || u.low == "unions" {
			return false
		}
		if !article[u.low] && !u.capital && u.low != "other" && u.low != "fellow" {
			return true
		}
	}
	return true
}

// joined says of the names behind "joins" what the text told before, or tells behind it: "It joins A and B", "C endorsed it,
// joining A and B", "C joins A and B in calling for".
func (j *judge) joined(n int, c hit, group []int, told record.Stance) {
	st := told
	if st == "" {
		last := group[len(group)-1]
		for k := last + 1; k+1 < len(j.units) && k < last+4; k++ {
			if j.units[k].low == "in" && strings.HasSuffix(j.units[k+1].low, "ing") {
				st = record.Endorsed
			}
		}
		for _, later := range j.hits {
			if st == "" && later.from > c.from && later.cue.role == acts && later.cue.stance != "" {
				st = later.cue.stance
			}
		}
		if st == "" {
			st = j.lastCue
		}
		group = append(group, j.subject(c.from).units...)
	}
	if st == "" || j.hedgedBefore(c.from) {
		return
	}
	for _, u := range group {
		j.say(j.units[u].mention, finding{stance: st, sentence: n, hit: c.from, subject: u})
	}
}

// alone are the words of refusal that need nothing behind them, but something else where they are not alone: "declined to comment".
var alone = set("declined declines declining refused refuses refusing refuse silent")

// complete reports whether a single word of refusal says what it seems to.
func (j *judge) complete(c hit) bool {
	if j.units[c.from].low == "too" {
		return c.from > 0 && j.units[c.from-1].mention >= 0
	}
	if low := j.units[c.from].low; low == "in" && c.cue.stance == record.Endorsed && c.to-c.from == 2 || isStop(low) || low == "-" || low == "=" {
		return c.from > 0 && j.units[c.from-1].mention >= 0
	}
	if c.to-c.from > 1 || !alone[j.units[c.from].low] || j.units[c.from].low == "silent" {
		return true
	}
	k := c.to
	if k >= len(j.units) {
		return true
	}
	low := j.units[k].low
	if low == "to" {
		for q := k + 1; q < min(len(j.units), k+4); q++ {
			if partWords[j.units[q].low] {
				return true
			}
		}
		return false
	}
	if isStop(low) || low == "and" || low == "but" || low == "so" || low == "while" || low == "because" || low == "citing" || low == "on" {
		return true
	}
	for q := k; q < min(len(j.units), k+5); q++ {
		if callWords[j.units[q].low] {
			return true
		}
	}
	return false
}

var (
	partWords = set(strings.ReplaceAll(groups["$part"], "|", " ") + " do be give adopt approve put add get follow")
	callWords = set(strings.ReplaceAll(groups["$call"], "|", " "))
)

// echoes reports whether "as has", "along with" stands for what was told before and not for something else.
func (j *judge) echoes(c hit, group []int) bool {
	if len(group) == 0 {
		return false
	}
	// The name follows at once.
	for k := c.to; k < group[0]; k++ {
		u := j.units[k]
		if !article[u.low] && !u.capital && u.low != "both" && u.low != "," {
			return false
		}
	}
	return true
}

// confirming are what a parent does or says in setting something aside.
var confirming = set(`
		void invalid null order rescind withdraw retract revoke drop remove undo improper unauthorized cancel aside endorsement resolution support
		vote decision position`)

var (
	things  = set("order endorsement vote support position decision") // that are set aside: "suspended its endorsement", but not "told of the vote"
	undoing = set("canceled cancelled cancels suspended suspends suspend blocked blocks block")
)

// undone is the body before the cue whose endorsement it must be: "B had endorsed the call, but its parent voided the vote".
func (j *judge) undone(c hit) []int {
	its := false
	for k := c.to; k < len(j.units) && k < c.to+4 && !isStop(j.units[k].low); k++ {
		its = its || undoable[j.units[k].low]
	}
	for k := c.from - 1; its && k >= max(0, c.from-wide); k-- {
		if m := j.units[k].mention; m >= 0 {
			if f, ok := strongest(j.findings[m]); ok && (f.stance == record.Endorsed || f.stance == record.Supported || f.stance == record.Planning) {
				return []int{k}
			}
		}
	}
	return nil
}

var undoable = set("endorsement vote resolution decision pledge")

// targets are the bodies whose position a cue says is set aside: the first name behind it.
func (j *judge) targets(c hit) []int {
	var group []int
	for k := c.to; k < len(j.units) && k < c.to+14; k++ {
		u := j.units[k]
		if u.mention >= 0 {
			group = append(group, k)
			break
		}
		if u.low == "." || u.low == ";" || u.low == "by" && k == c.to {
			break
		}
	}
	if j.hedgedBefore(c.from) {
		return nil
	}
	if len(group) == 0 {
		group = j.undone(c)
	}
	if len(group) == 0 {
		return nil
	}
	if c.cue.confirmed {
		for k := c.to; k < len(j.units) && k < max(c.to, group[0])+10; k++ {
			if low := j.units[k].low; confirming[low] {
				outOf := low == "order" && k >= 2 && j.units[k-1].low == "of" && j.units[k-2].low == "out"
				if things[low] && !undoing[j.units[c.from].low] && !outOf {
					continue
				}
				return group
			}
			if isStop(j.units[k].low) && j.units[k].low != "," && j.units[k].low != "–" {
				break
			}
		}
		return nil
	}
	// Coordinated with the first.
	for k := group[0] + 1; k < len(j.units); k++ {
		if j.units[k].mention >= 0 {
			if !j.continues(group[len(group)-1], k) {
				break
			}
			group = append(group, k)
		}
	}
	return group
}

// owners are the bodies whose position a cue says was set aside: the nearest name before it.
func (j *judge) owners(c hit) []int {
	if last := j.units[c.to-1].low; last == "it" || last == "them" {
		// "A's endorsement lasted two days: the federation overturned it": whose it was.
		for k := 0; k < c.from; k++ {
			if j.units[k].mention >= 0 && j.units[k].possessive {
				return []int{k}
			}
		}
		return nil
	}
	for k := c.from - 1; k >= 0; k-- {
		u := j.units[k]
		if u.low == ";" && !j.its(k, c.from) || u.low == "." {
			return nil
		}
		if u.mention >= 0 {
			if j.hedgedBefore(c.from) {
				return nil
			}
			return []int{k}
		}
	}
	return nil
}

// its reports whether the words from one unit to another speak of what was named before: "; by August its yes had been struck down".
func (j *judge) its(from, to int) bool {
	for k := from; k < to; k++ {
		if low := j.units[k].low; low == "its" || low == "their" || low == "it" || low == "that" {
			return true
		}
	}
	return false
}

func (j *judge) hedgedBefore(v int) bool {
	for k := v - 1; k >= 0 && k >= v-5; k-- {
		u := j.units[k]
		if u.mention >= 0 || isStop(u.low) {
			return false
		}
		if hedges[u.low] || u.low == "not" || u.low == "may" && !u.capital || u.low == "refused" || u.low == "declined" {
			return true
		}
	}
	return false
}

// patient reports whether what is backed by somebody is a union, and no call: "the union, which is backed by Workers United".
func (j *judge) patient(v int) bool {
	for k := v - 1; k >= 0 && k >= v-6; k-- {
		switch low := j.units[k].low; low {
		case "union", "local", "caucus", "candidate", "slate":
			return true
		case "and", ";":
			return false
		}
	}
	return false
}

// counted reports whether some of a body's people did it, and not the body: "signed by 600 members of".
func (j *judge) counted(from, to int) bool {
	for k := from; k < to; k++ {
		if low := j.units[k].low; low == "members" || low == "teachers" || low == "workers" || low == "stewards" {
			return true
		}
	}
	return false
}

var denials = set("no not without never nor if could might seeking sought wants hopes lacks hoping calling asking wont dont doesnt didnt wouldnt cannot hasnt havent")

// denied reports whether "no" or "without" stands before a noun: "drew no endorsement from".
func (j *judge) denied(v, to int) bool {
	for k := v; k < to; k++ {
		if low := j.units[k].low; low == "no" || low == "without" {
			return true
		}
	}
	if j.units[to-1].low == "by" { // "has not been endorsed by"; in "No Kings has been endorsed by" the no is the call's
		for k := v - 1; k >= 0 && k >= v-3; k-- {
			if low := j.units[k].low; low == "not" || low == "never" || low == "if" || low == "unless" {
				return true
			}
		}
		return false
	}
	for k := v - 1; k >= 0 && k >= v-4; k-- {
		switch u := j.units[k]; {
		case u.mention >= 0 || isStop(u.low):
			return false
		case u.low == "no" && j.perfect(k+1, v): // "No contract, no coffee has been endorsed by"
		case denials[u.low]:
			return true
		}
	}
	return false
}

// perfect reports whether "has been" stands between two units.
func (j *judge) perfect(from, to int) bool {
	for k := from; k < to; k++ {
		if low := j.units[k].low; low == "has" || low == "have" || low == "was" || low == "is" {
			return true
		}
	}
	return false
}

var frenchWords, spanishWords, englishWords = set("le les des du est et une pour dans qui n' l' d' aux ont au sur par avec ses son pas ne alors mais"), set("el los las del y una por con su para al"), set("the of and to that it for said at has with is was")

// languageOf is "fr" or "es" where most of the small words are; empty for English and all others.
func languageOf(tokens []token) string {
	fr, es, en := 0, 0, 0
	for i, t := range tokens {
		if i > 3000 {
			break
		}
		switch {
		case frenchWords[t.low]:
			fr++
		case spanishWords[t.low]:
			es++
		case englishWords[t.low]:
			en++
		}
	}
	switch {
	case fr > es && fr > en:
		return "fr"
	case es > fr && es > en:
		return "es"
	}
	return ""
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
