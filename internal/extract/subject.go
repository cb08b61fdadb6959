package extract

import (
	"slices"

	"rollcall/internal/record"
)

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
		rank majority caucus he she i educators teachers nurses workers drivers members' sindicato syndicat elle elles il ils ella ellos organizacion centrale central gremio federacion confederacion seccion directiva junta asamblea assemblee bureau`)
	// asides begin what is said of a name in commas, and coordinating what goes on with the enumeration.
	asides       = set("an a part affiliated representing formerly once")
	coordinating = set("that along together plus including")
	article      = set("the a an its their our his her this that these those el la los las le les l'")
	boundary     = set("but while whereas although though because since after before as when if unless until so yet however and or mientras pero tandis mais que aunque sino pues car lorsque cuando")
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
		if j.insideAside(i, v) || slices.Contains(j.movers, i) {
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
	return a == 0 && (a == v || eager[j.units[0].low] || j.subjectless(v))
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
		if low == ";" || low == ":" || low == "." || j.language != "" && romanceBorders[low] && low != "que" {
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
	c := i + 1 // the comma, behind "in Los Angeles"
	for c < v && c < i+5 && (j.units[c].low == "in" || j.units[c].low == "of" || c > i+1 && j.units[c].capital && j.units[c].mention < 0) {
		c++
	}
	if c+1 >= v || j.units[c].low != "," || !relatives[j.units[c+1].low] {
		return false
	}
	for k := c + 2; k < v; k++ {
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
	return (objects[low] || j.language != "" && k > 0 && romanceObjects[low] && j.units[k-1].low != "quant" && j.units[k-1].low != "cuanto") && j.units[k].mention < 0
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
		if borders[low] || romanceBorders[low] && j.language != "" {
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
var linking = set(", and & or nor plus the ; both y et e as well along together with also / ainsi asi como ni")

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
			if u.low == ";" && len(group) == 1 && j.toldBefore(k) {
				return group // "A and B have signed; C turned it down"
			}
			switch u.low {
			case ",", "and", "&", ";", "or", "nor", "y", "et", "e", "plus", "/", "as", "with", "ainsi", "asi", "como", "ni":
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
				if lower > 2 && !(of && lower <= 4) || verbish[u.low] || lower > 0 && cues()[u.low] != nil && u.low != "members" && u.low != "of" && u.low != "in" {
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
// toldBefore reports whether a cue stands before unit k.
func (j *judge) toldBefore(k int) bool {
	for i := k - 1; i >= max(0, k-wide); i-- {
		if h := j.begins[i]; h != nil && h.cue.stance != "" && !h.cue.future {
			return true
		}
	}
	return false
}

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
