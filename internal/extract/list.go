package extract

import (
	"strings"

	"rollcall/internal/record"
)

// layout is what the judge keeps of the lines: a list is read line by line, and a line may be several sentences.
type layout struct {
	lineTo int // the token behind the line that is read
	done   int // up to this token everything was read as a row of a table
	// What began a line and was cut off it as a sentence of its own: "1.", "✓".
	pending int // the token behind it
	mark    status
	// A question goes on to its answer: "Who is in?" to the bodies, "SEIU?" to what is said of it.
	question status
	card     int // mention + 1 that is alone on the first line of a paragraph: the second may tell its stance
	asked    int // mention + 1
	members  []int
	columns  []status
	bare     bool   // whether the heading is no more than a word or two
	group    bool   // whether it is that of a group
	number   bool   // whether what was cut off was a number
	parent   status // of the heading over headings of groups: "Endorsers", "National", "Local"
	mixed    int8   // whether lines begin with marks of both kinds: 1 yes, -1 no
}

// list reads lines and parts of sentences that are lists: a heading says what the items did. It reports whether there is nothing more to
// read in the sentence.
func (j *judge) list(n int, s sentence, first, end int) bool {
	l := &j.layout
	if s.to <= l.done {
		return true
	}
	if s.line {
		l.lineTo = s.to
		for l.lineTo < len(j.tokens) && !j.hard[l.lineTo] {
			l.lineTo++
		}
		l.mark = j.leadingMark(s)
		t := j.tokens[s.from]
		s.bullet = s.bullet || t.kind == digits && j.low(s.from+1) == ")" && j.tokens[s.from+1].gap == glued
	}
	if l.pending == s.from && s.from > 0 {
		s.line, s.bullet = true, true
	} else {
		l.number = false
	}
	if s.line && j.prefix(s) && l.lineTo > s.to {
		l.pending, l.number = s.to, j.tokens[s.from].kind == digits
		if j.heading == nil {
			j.heading = &heading{} // what follows is read even if it names nobody
		}
		return true
	}
	words := 0
	for _, u := range j.units {
		if !isStop(u.low) && !bullets[u.low] {
			words++
		}
	}
	if words == 0 && end == first {
		return false
	}
	question, asked := l.question, l.asked
	l.question, l.asked = status{}, 0
	if asked > 0 && len(j.units) > 2 && j.units[1].low == "." {
		// "No. Local 9?": the dot looks as if it were that of a number.
		if st := answered(j.units[:1], 0); st.told && st.stance != "" {
			j.say(asked-1, finding{stance: st.stance, sentence: n, hit: -1, subject: -1})
		}
	}
	switch {
	case question.told && !s.question && end > first && j.enumeration(0):
		j.statuses(n, false)
		j.sayRest(n, question.stance)
		j.last = []int{first}
		return true
	case asked > 0 && end == first && words <= 12:
		st := j.says(j.units, true)
		for i := 1; i < len(j.units) && !st.told; i++ {
			if isStop(j.units[i-1].low) { // "Thought about it, passed."
				st = answered(j.units, i)
			}
		}
		if st.told && st.stance != "" {
			j.say(asked-1, finding{stance: st.stance, sentence: n, hit: -1, subject: -1})
			return true
		}
	case s.question && end == first && words <= 10:
		var who bool
		if l.question, who = j.asks(j.units); who && s.line && s.to >= l.lineTo {
			j.heading = &heading{stance: l.question.stance}
			l.columns, l.members, l.question = nil, nil, status{}
			return true
		}
	case s.question && end == first+1 && words <= 3:
		l.asked = first + 1
	}
	if s.line && j.row(n, s, first) {
		l.done = l.lineTo
		return true
	}
	alone := s.line && s.to >= l.lineTo // the sentence is a line
	card := l.card
	if s.line {
		l.card = 0
	}
	if alone && end == first+1 && j.tokens[s.from].gap == newParagraph && (j.heading == nil || j.heading.stance == "") && j.itemLike() {
		l.card = end
	}
	if card > 0 && alone && end == first && !s.bullet && !s.colon && j.tokens[s.from].gap == newLine && (s.to >= len(j.tokens) || j.tokens[s.to].gap == newParagraph) {
		if st := j.says(j.units, true); st.told {
			if st.stance != "" && len(j.findings[card-1]) == 0 {
				j.say(card-1, finding{stance: st.stance, sentence: n, hit: -1, subject: -1})
			}
			return true
		}
	}
	last := j.units[len(j.units)-1].low
	marked := j.title(s, alone)
	switch {
	case end == first && (s.colon || marked || alone && !s.bullet && words <= 12 && last != "." && last != "?" || alone && s.bullet && j.subheading(s)):
		st := j.says(j.headingUnits(s), false)
		if bare := j.says(j.units, false); bare.told && bare.stance == record.Supported {
			st = bare // "Supporting (not endorsing)"
		}
		if s.colon || marked || st.told && !j.nameLike() || j.heading == nil || j.heading.items == 0 || j.heading.bullet {
			l.columns, l.members = nil, nil
			kept := j.heading
			bare := kept != nil && kept.items == 0 && l.bare
			if !st.told && bare && !j.units[0].capital {
				return true // "ENDORSERS", "as of May 1"
			}
			j.heading = &heading{stance: st.stance}
			l.bare = st.told && !s.question && words <= 4
			switch {
			case st.told || s.colon || marked && !bare && !l.group:
				l.parent, l.group = status{}, false
			case j.nextIsProse(s):
				j.heading, l.parent, l.group = nil, status{}, false
			case bare:
				l.parent, l.group = status{kept.stance, true}, true
				j.heading.stance = kept.stance
			case l.group && kept != nil:
				j.heading.stance = l.parent.stance
			}
			return true
		}
	case end > first && s.colon && alone && j.family():
		// "Teamsters locals that have endorsed:"
		l.columns, l.members = nil, nil
		j.heading = &heading{stance: j.says(j.headingUnits(s), false).stance}
		return true
	}
	if end == first && j.above(n) {
		return true
	}
	if end == first+1 && j.mover(n) {
		return true
	}
	if end > first && j.leadIn(n) {
		return true
	}
	statuses := 0
	if end > first {
		statuses = j.statuses(n, alone)
	}
	if alone && s.line && end > first && statuses < end-first && j.heading == nil && l.mark.told && j.mixedMarks() && j.itemLike() && !j.acting() {
		j.sayAll(n, 0, l.mark.stance)
		return true
	}
	switch {
	case j.heading == nil:
	case alone && end > first && (!j.heading.bullet || s.bullet) && (s.bullet || j.itemLike()):
		if j.heading.items == 0 {
			j.heading.bullet = s.bullet
		}
		j.heading.items++
		for k := first; k < end; k++ {
			l.members = append(l.members, k)
		}
		if statuses == end-first {
			return true
		}
		if j.acting() || !j.itemLike() {
			return false
		}
		st := j.heading.stance
		if l.mark.told && (st == "" && j.mixedMarks() || l.mark.stance != record.Endorsed) {
			st = l.mark.stance
		}
		if st != "" {
			j.sayRest(n, st)
		}
		return true
	case alone && end == first && words <= 14 && last != "?" && last != "!" && (last != "." || words <= 8 || j.clipped()):
		// An item that is no union.
		if j.heading.items == 0 {
			j.heading.bullet = s.bullet
		}
		j.heading.items++
		return false
	case s.line && !s.bullet && !(end > first && statuses == end-first):
		j.heading = nil
	}
	if statuses > 0 && statuses == end-first {
		return true
	}
	// "We, the undersigned, join the call. A; B; C."
	if end-first > 1 && j.undersign && j.enumeration(0) {
		j.sayAll(n, 0, record.Endorsed)
		return true
	}
	j.undersign = false
	for _, u := range j.units {
		j.undersign = j.undersign || u.low == "undersigned"
	}
	if j.undersign && end == first {
		j.heading = &heading{stance: record.Endorsed}
	}
	return false
}

// sayAll says a stance of the mentions from unit i.
func (j *judge) sayAll(n, i int, st record.Stance) {
	for k, u := range j.units {
		if k >= i && u.mention >= 0 && st != "" {
			j.say(u.mention, finding{stance: st, sentence: n, hit: -1, subject: k})
		}
	}
}

// sayRest says a stance of the mentions of which nothing was said yet.
func (j *judge) sayRest(n int, st record.Stance) {
	for k, u := range j.units {
		if u.mention >= 0 && len(j.findings[u.mention]) == 0 {
			j.say(u.mention, finding{stance: st, sentence: n, hit: -1, subject: k})
		}
	}
}

// leadIn reads "Cosponsors: A; B; C." and "The following bodies have asked to be taken off: A, B."
func (j *judge) leadIn(n int) bool {
	colon := -1
	for i, u := range j.units {
		if u.mention >= 0 || i > 40 {
			break
		}
		if u.low == ":" || i > 0 && i <= 5 && colon < 0 && (u.low == "–" || u.low == "—") {
			colon = i
		}
		// "Yes from A and B."
		if i == 1 && u.low == "from" {
			if _, ok := answers[j.units[0].low]; ok {
				colon = i
			}
		}
	}
	head := j.units[:max(colon, 0)]
	if colon < 0 {
		if colon = j.copula(); colon > 0 {
			head = withoutAsides(j.units[:colon+1])
			if !speaksOfBodies(head) {
				return false
			}
		}
	} else {
		head = withoutAsides(head)
	}
	if colon < 1 || !j.enumeration(colon+1) {
		return false
	}
	st := j.says(head, colon == 1)
	if !st.told {
		return false
	}
	if j.statuses(n, false) > 0 {
		if st.stance != "" {
			j.sayRest(n, st.stance)
		}
		return true
	}
	j.sayAll(n, colon, st.stance)
	return true
}

// copula is the verb behind which the sentence names the bodies that it began to speak of: "Among the unions endorsing it, the largest yet, are
// A and B." It is 0 where there is none.
func (j *judge) copula() int {
	for i, u := range j.units {
		if u.mention < 0 {
			continue
		}
		k := i - 1
		for k > 0 && (article[j.units[k].low] || j.units[k].low == "also" || j.units[k].low == "both") {
			k--
		}
		if k > 1 && copulas[j.units[k].low] {
			return k
		}
		return 0
	}
	return 0
}

var copulas = set("are is were was be include includes included including")

// speaksOfBodies reports whether a run speaks of bodies, and not of one of them: "the unions endorsing", "joining us as co-sponsors".
func speaksOfBodies(units []unit) bool {
	for _, u := range units {
		if listWords[u.low] {
			return true
		}
	}
	return false
}

var listWords = set(strings.ReplaceAll(groups["$bodies"]+"|"+groups["$list"], "|", " "))

// withoutAsides leaves out what is between two commas.
func withoutAsides(units []unit) []unit {
	var kept []unit
	for i := 0; i < len(units); i++ {
		if units[i].low == "," && i+1 < len(units) && (relatives[units[i+1].low] || article[units[i+1].low]) {
			for n := i + 1; n < len(units); n++ {
				if units[n].low == "," || copulas[units[n].low] && n == len(units)-1 {
					i = n
					break
				}
			}
			if units[i].low == "," {
				continue
			}
		}
		kept = append(kept, units[i])
	}
	return kept
}

// mover reads minutes: "Motion by Local 5 to endorse. Carried." What was voted down says nothing of who moved it.
func (j *judge) mover(n int) bool {
	at := -1
	for i, u := range j.units {
		if u.mention >= 0 {
			at = i
		}
	}
	if at > 1 {
		// "Moved and carried that Local 7 endorse."
		motion, carried := false, false
		for _, u := range j.units[:at] {
			motion, carried = motion || motions[u.low], carried || passed[u.low]
		}
		that := j.units[at-1].low == "that" || j.units[at-2].low == "that"
		for _, h := range j.hits {
			if motion && carried && that && h.from > at && h.cue.role == acts && h.cue.stance != "" {
				j.say(j.units[at].mention, finding{stance: h.cue.stance, sentence: n, hit: h.from, subject: at})
				return true
			}
		}
	}
	if at < 2 || at+2 >= len(j.units) || j.units[at-1].low != "by" || !motions[j.units[at-2].low] || j.units[at+1].low != "to" && j.units[at+1].low != "that" {
		return false
	}
	for _, h := range j.hits {
		if h.from > at && h.cue.role == acts && h.cue.stance != "" && j.outcome(passed) {
			j.say(j.units[at].mention, finding{stance: h.cue.stance, sentence: n, hit: h.from, subject: at})
			return true
		}
	}
	return false
}

var motions = set("motion moved motions resolution")

// above reads a line under a list that says what its items did: "All of the above have endorsed the march."
func (j *judge) above(n int) bool {
	if len(j.layout.members) == 0 {
		return false
	}
	near := false
	for _, u := range j.units[:min(8, len(j.units))] {
		near = near || u.low == "above"
	}
	if !near {
		return false
	}
	st := j.says(j.units, false)
	if !st.told || st.stance == "" {
		return false
	}
	for _, m := range j.layout.members {
		if len(j.findings[m]) == 0 {
			j.say(m, finding{stance: st.stance, sentence: n, hit: -1, subject: -1})
		}
	}
	j.layout.members, j.heading = nil, nil
	return true
}

// family reports whether the one body of a heading is that to which the items belong: "UNITE HERE locals that signed:".
func (j *judge) family() bool {
	for i, u := range j.units {
		if u.mention < 0 || i+1 == len(j.units) {
			continue
		}
		switch j.units[i+1].low {
		case "locals", "affiliates", "councils", "chapters", "branches", "lodges", "members", "bodies", "unions", "districts":
			return true
		}
	}
	return false
}

// title reports whether a line says by its looks that it is a heading: "## Declined", "**Declined**", a line of capitals behind an empty one.
func (j *judge) title(s sentence, alone bool) bool {
	if !alone {
		return false
	}
	if j.tokens[s.from].low == "#" {
		return true
	}
	if s.to-s.from > 4 && j.tokens[s.from].low == "*" && j.tokens[s.from+1].low == "*" && j.tokens[s.to-1].low == "*" {
		return true
	}
	if j.tokens[s.from].gap != newParagraph {
		return false
	}
	words := 0
	for _, t := range j.tokens[s.from:s.to] {
		if t.kind == word {
			words++
			if !t.upper && t.end-t.start > 1 {
				return false
			}
		}
	}
	return words > 1
}

// subheading reports whether a line with a bullet is the heading of items that are indented below it or have other bullets.
func (j *judge) subheading(s sentence) bool {
	return s.to < len(j.tokens) && bullets[j.tokens[s.to].low] && (j.layout.number || j.tokens[s.to].low != j.tokens[s.from].low && bullets[j.tokens[s.from].low])
}

// headingUnits are the units of a sentence with what stands in parentheses: "(each will march with its own banner)".
func (j *judge) headingUnits(s sentence) []unit {
	units := make([]unit, 0, s.to-s.from)
	last := 0
	for _, u := range j.units {
		for k := last; k < u.token && last > 0; k++ {
			if t := j.tokens[k]; t.kind == word && (len(units) == 0 || units[len(units)-1].token < k) {
				units = append(units, unit{low: t.low, mention: -1, token: k, capital: t.capital})
			}
		}
		units = append(units, u)
		last = u.token + 1
		if u.mention >= 0 {
			last = j.found[u.mention].to
		}
	}
	return units
}

// nextIsProse reports whether the line behind a would-be heading is no item of a list.
func (j *judge) nextIsProse(s sentence) bool {
	k := s.to
	if k >= len(j.tokens) {
		return true
	}
	if bullets[j.tokens[k].low] {
		return false
	}
	words := 1
	for i := k + 1; i < len(j.tokens) && !j.hard[i]; i++ {
		words++
	}
	return words > 16
}

// acting reports whether the line says itself what its body did.
func (j *judge) acting() bool {
	for _, h := range j.hits {
		if h.cue.role != acts || h.from == 0 {
			continue
		}
		if j.told(h) {
			return true
		}
	}
	return false
}

// told reports whether a cue tells what the name before it does. "Local 5, rally, City Hall" does not say that anybody will rally.
func (j *judge) told(h hit) bool {
	if !h.cue.future {
		return true
	}
	s := subject{}
	for i := h.from - 1; i >= 0; i-- {
		if j.units[i].mention >= 0 {
			s.units, s.from = []int{i}, i+1
			break
		}
	}
	return j.turn(h, s) != skip
}

// itemLike reports whether a line is names with little beside, and no sentence.
func (j *judge) itemLike() bool {
	lower, names := 0, 0
	for i, u := range j.units {
		switch {
		case u.mention >= 0:
			names++
		case u.low == "?" || u.low == "!":
			return false
		case isStop(u.low) || linking[u.low] || u.capital || bullets[u.low] || u.low == "·" || u.low == "•" || u.low == "/" || j.tokens[u.token].kind != word:
		case u.low == "of" || u.low == "for" || u.low == "in" || u.low == "at" || u.low == "de":
		default:
			if verbish[u.low] && i > 0 {
				return false
			}
			lower++
		}
	}
	return names > 0 && lower <= 4+names/2
}

// nameLike reports whether a line that would be a heading is rather the name of a group: "Friends of the River", "Jobs with Justice Action".
func (j *judge) nameLike() bool {
	words, named, group, told := 0, false, false, false
	for _, u := range j.units {
		switch {
		case j.tokens[u.token].kind != word:
		case u.low == "of" || u.low == "the" || u.low == "for" || u.low == "and" || u.low == "with" || u.low == "against" || u.low == "in" || u.low == "on":
			named = named || u.low == "against"
		case !u.capital:
			return false
		case ofGroups[u.low]:
			group = true
			words++
		case inNames[u.low]:
			named = true
			words++
		default:
			words++
			for _, h := range headings {
				told = told || h.words[u.low]
			}
		}
	}
	return words > 1 && (group || named && !told)
}

// inNames are words of headings that are in the names of groups as well.
var inNames = set("friends partners partner allies action actions solidarity support supporters labor unions events partnership organizations")

// ofGroups are what groups are called that are no unions.
var ofGroups = set("committee coalition church society league center centre club network project alliance foundation party fund ministries ministry parish temple synagogue mosque congregation institute company inc llc university college collective cooperative")

// clipped reports whether a line has too few small words and no verb, as a sentence has: "Milwaukee — march from 5th & Main, 10 a.m."
func (j *judge) clipped() bool {
	lower := 0
	for i, u := range j.units {
		if verbish[u.low] && i > 0 {
			return false
		}
		if t := j.tokens[u.token]; t.kind == word && !u.capital && t.end-t.start > 1 {
			lower++
		}
	}
	return lower <= 3
}

// enumeration reports whether the units from i are names with marks between them, and no sentence.
func (j *judge) enumeration(i int) bool {
	for _, h := range j.hits {
		if h.from > i && h.cue.role == acts && h.cue.stance != "" && j.units[h.from].mention < 0 && !isStop(j.units[h.from].low) && j.told(h) {
			return false
		}
	}
	lower := 0
	for _, u := range j.units[i:] {
		if u.mention < 0 && !u.capital && !linking[u.low] && !isStop(u.low) && u.low != "of" && u.low != "for" && u.low != "in" && u.low != "de" {
			lower++
			if verbish[u.low] {
				return false
			}
		}
	}
	return lower <= 6
}
