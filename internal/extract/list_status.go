package extract

import "rollcall/internal/record"

// status is what a heading, a cell or a word beside a name says. It may say that there is no stance, which is not the same as to say nothing.
type status struct {
	stance record.Stance
	told   bool
}

// headings are words over a list that tell what its items did, where no cue does. The first that stands there counts.
var headings = []struct {
	stance record.Stance
	words  map[string]bool
}{
	{record.Nullified, set("nullified voided overruled overturned vacated annulled")},
	{record.Withdrawn, set("withdrawn rescinded withdrew withdrawals removed retracted pulled dropped taken")},
	{"", set("undecided pending waiting awaiting invited unanswered unknown maybe considering asked answer unclear tbd unconfirmed contacted unreached neutral abstained abstaining abstentions absent heard responded reached silent unresolved")},
	{record.Opposed, set("opposed opposing against opponents opposition opposes oppose")},
	{record.Declined, set("declined declining refused refusing refusals decliners")},
	{record.Tabled, set("tabled postponed deferred shelved postponing deferring")},
	{record.Planning, set("walkouts actions action pickets planning rallies events contingents contingent marching picketing rallying walkout vigils")},
	{record.Endorsed, set("endorse endorses endorsed endorsing endorsers endorser endorsements endorsement signed signing signatories signers signatory cosponsors cosponsor sponsors sponsor sponsored cosponsored sponsoring joining joined participating sign coendorsers signataires signatures undersigned firmantes firman convocantes appuyes appuis adhesiones endossent partners partner participants convenors conveners")},
	{record.Supported, set("supporters supporting supported support supportive sympathetic solidarity backers backed backing friends soutiens sympathizers allies")},
}

// answers are what stands alone beside a name, in a cell or after a question.
var answers = map[string]record.Stance{}

func init() {
	for stance, words := range map[record.Stance]string{
		record.Endorsed:  "yes aye yea yep yup oui si in aboard onboard signed endorsed endorses confirmed committed joined joins signs ✅ ✔ ✓ ☑ 👍 🟢",
		record.Declined:  "no nay nope out non declined declines refused refuses passed pass passing ❌ ✗ ✘ ✖ 👎 🚫 ⛔ 🔴",
		record.Tabled:    "tabled postponed deferred stalls stalled postpones tables defers shelved remitted ⏸",
		record.Opposed:   "against opposed opposes hostile fumes",
		record.Planning:  "marching striking rallying picketing planning",
		record.Supported: "supportive supports supported backs sympathetic",
		record.Withdrawn: "withdrawn withdrew rescinded retracted removed removes withdraws",
		record.Nullified: "nullified voided overruled vacated",
		"":               "undecided pending tbd maybe waiting abstain abstained abstains abstaining abstention absent neutral silent crickets unknown asked invited contacted unclear unsure excused ? 🤷 ❓ ⏳ ❔ 🤐 🦗",
	} {
		for w := range set(words) {
			answers[w] = stance
		}
	}
}

// picture reports whether an answer is a mark and no word.
func picture(low string) bool { return low > "\u2000" }

// nothings follow "no" where it is not a refusal: "no word yet".
var nothings = set("word answer reply response position decision comment news statement stance vote endorsement endorsements action opinion information record contact quorum meeting")

// says is what a run of words says that is no sentence of its own: a heading, a lead-in, a cell. brief allows for what only an answer says.
func (j *judge) says(units []unit, brief bool) status {
	for len(units) > 0 && units[0].mention < 0 && (isStop(units[0].low) || bullets[units[0].low] && !picture(units[0].low) || units[0].low == "#" || units[0].low == "=" || units[0].low == "→") {
		units = units[1:]
	}
	for len(units) > 0 && isStop(units[len(units)-1].low) && units[len(units)-1].low != "?" {
		units = units[:len(units)-1]
	}
	if len(units) == 0 {
		return status{}
	}
	for i, u := range units {
		next, after := "", ""
		if i+1 < len(units) {
			next = units[i+1].low
		}
		if i+2 < len(units) {
			after = units[i+2].low
		}
		switch {
		case u.low == "no" && nothings[next], u.low == "no" && nothings[after], u.low == "not" && next == "yet", u.low == "yet" && next == "to", u.low == "still",
			(u.low == "not" || u.low == "never" || u.low == "havent" || u.low == "hasnt") && (next == "heard" || next == "reached" || next == "responded" || next == "answered" || next == "decided" || next == "yet" || next == "replied" || after == "heard" || after == "answered" || after == "replied" || after == "responded"):
			return status{"", true}
		case u.low == "no" && next == "longer", u.low == "taken" && next == "off":
			return status{record.Withdrawn, true}
		}
	}
	if brief {
		if st := answered(units, 0); st.told {
			return st
		}
	}
	// The table of cues reads the run as if its body stood before it.
	kept := j.units
	j.units = units
	best := status{}
	for _, h := range runHits(units, j.language) {
		st := h.cue.stance
		if h.cue.role == acts && h.cue.verb {
			st = j.turn(h, subject{from: 0})
		}
		if h.cue.future && h.from > 0 && units[h.from-1].low == "to" && planned(units[:h.from-1]) {
			st = h.cue.stance // "Local 5 – apprentices to carry the banner"
		}
		if h.cue.role == echo || h.cue.role == likewise || st == skip || h.cue.role == target && h.cue.confirmed {
			continue
		}
		if !best.told || rank(st) > rank(best.stance) {
			best = status{st, true}
		}
	}
	j.units = kept
	if best.told {
		return best
	}
	return headed(units, brief)
}

// planned reports whether "to" behind these words is that of a plan, and not of what was refused or asked.
func planned(units []unit) bool {
	for _, u := range units {
		if refusals[u.low] && u.low != "against" || hedges[u.low] || u.low == "not" || verbish[u.low] {
			return false
		}
	}
	return true
}

// runHits are the cues of a run. "are no" is none before "longer sponsors".
func runHits(units []unit, language string) []hit {
	list := hits(units, language)
	for n, h := range list {
		if units[h.to-1].low == "no" && h.to < len(units) && !isStop(units[h.to].low) {
			list = list[:n:n]
			for _, rest := range hits(units[h.to-1:], language) {
				list = append(list, hit{rest.from + h.to - 1, rest.to + h.to - 1, rest.cue})
			}
			break
		}
	}
	return list
}

// answered is what the units from i say as an answer: one of its words, and then a mark or nothing.
func answered(units []unit, i int) status {
	for i+1 < len(units) && firm[units[i].low] {
		i++
	}
	st, ok := answers[units[i].low]
	if !ok || units[i].mention >= 0 {
		return status{}
	}
	if i+1 == len(units) || isStop(units[i+1].low) || units[i+1].low == "/" || units[i+1].mention >= 0 || picture(units[i].low) {
		return status{st, true}
	}
	// "in favor", "out for now" and "yes by a wide margin" are longer.
	if low := units[i].low; low == "yes" || low == "aye" || low == "tabled" || low == "undecided" || low == "declined" {
		return status{st, true}
	}
	if last := i + 1; last+1 >= len(units) && (units[last].low == "officially" || units[last].low == "again" || units[last].low == "vote" || units[last].low == "votes") {
		return status{st, true}
	}
	return status{}
}

var (
	// causes are what a body is for or against.
	causes = set("measure resolution motion call march boycott strike proposal endorsement question bill amendment initiative petition")
	// firm words stand before an answer: "all in".
	firm = set("all fully firmly officially definitely hard strong absolutely a the hell")
)

// headed is what units say as a heading in which no cue is.
func headed(units []unit, brief bool) status {
	negated := false
	for _, u := range units {
		negated = negated || u.low == "not" || u.low == "no" || u.low == "yet" || u.low == "havent" || u.low == "hasnt" || u.low == "without"
	}
	for _, h := range headings {
		for i, u := range units {
			if !h.words[u.low] || u.mention >= 0 {
				continue
			}
			if u.low == "taken" && !(i+1 < len(units) && (units[i+1].low == "off" || units[i+1].low == "back" || units[i+1].low == "down")) {
				continue
			}
			if negated {
				if u.low == "endorsing" || u.low == "joining" || u.low == "participating" {
					return status{record.Declined, true}
				}
				return status{"", true}
			}
			return status{h.stance, true}
		}
	}
	// "For the measure", "For"
	if units[0].low == "for" && (len(units) == 1 || len(units) == 3 && units[1].low == "the" && causes[units[2].low]) {
		return status{record.Supported, true}
	}
	for i, u := range units {
		// "Labor for Okafor", "Unions for the march"
		switch u.low {
		case "labor", "labour", "union", "unions", "locals", "affiliates", "organizations":
			if i+1 < len(units) && (units[i+1].low == "for" || units[i+1].low == "with") {
				return status{record.Endorsed, true}
			}
			if i+1 < len(units) && units[i+1].low == "against" {
				return status{record.Endorsed, true}
			}
		case "names":
			if i > 0 && (units[i-1].low == "newest" || units[i-1].low == "new" || units[i-1].low == "latest" || units[i-1].low == "more") {
				return status{record.Endorsed, true}
			}
		}
	}
	if brief || len(units) > 8 {
		return status{}
	}
	// "Who's in", "Unions that told us No", "OUT"
	last := units[len(units)-1].low
	if last == "?" && len(units) > 1 {
		last = units[len(units)-2].low
	}
	switch last {
	case "yes", "in", "aye", "yeas", "ayes", "aboard":
		return status{record.Endorsed, true}
	case "no", "out", "nay", "nays", "noes":
		return status{record.Declined, true}
	}
	return status{}
}

// asks is what a question without a name asks for, "Who is in?", and whether it asks for names at all.
func (j *judge) asks(units []unit) (status, bool) {
	who := false
	for _, u := range units {
		who = who || u.low == "who" || u.low == "whos" || u.low == "which" || u.low == "whose"
	}
	if !who && len(units) > 3 {
		return status{}, false
	}
	for k, u := range units {
		if (u.low == "who" || u.low == "whos" || u.low == "which") && u.mention < 0 {
			units = units[k+1:]
			break
		}
	}
	if n := len(units); n > 0 && units[n-1].low == "?" {
		units = units[:n-1]
	}
	return j.says(units, false), who
}

// dividers stand between a name and its status.
var dividers = set(": – — - | = → ( [ ✦ …")

// statuses reads what stands beside each name of a sentence: "Local 5 aye, Local 7 nay", "Local 5 ✅", "UE Local 256: still talking". It
// tells of how many of the names something was said.
func (j *judge) statuses(n int, alone bool) int {
	type beside struct {
		unit int
		st   status
		sure bool
		at   int // unit of what is said
	}
	var list []beside
	sure, names := 0, 0
	for i, u := range j.units {
		if u.mention < 0 {
			continue
		}
		names++
		to := j.found[u.mention].to
		b := beside{unit: i}
		switch k := to; {
		case j.inParentheses(k):
			// "Local 5 (yes), Local 7 (tabled)": what stands in parentheses is no unit.
			var run []unit
			for q := k + 1; q < len(j.tokens) && q < k+8 && j.tokens[q].low != ")" && j.tokens[q].low != "]"; q++ {
				run = append(run, unit{low: j.tokens[q].low, mention: -1, token: q})
			}
			if len(run) > 0 {
				aside := false // "(yes, that one)"
				for _, u := range run {
					aside = aside || isStop(u.low)
				}
				if !aside {
					b.st = answered(run, 0)
				}
				if !b.st.told && !aside && len(run) <= 3 && run[0].low != "the" {
					b.st = j.says(run, true)
				}
				b.sure = b.st.told
			}
		case i+1 < len(j.units) && picture(j.units[i+1].low) && !dividers[j.units[i+1].low]:
			b.st = answered(j.units, i+1)
			b.sure = b.st.told
		case i+2 < len(j.units) && dividers[j.units[i+1].low]:
			end := i + 2
			for end < len(j.units) && j.units[end].mention < 0 && j.units[end].low != ";" && j.units[end].low != "|" {
				end++
			}
			b.at = i + 2
			if run := j.units[i+2 : end]; len(run) > 0 && len(run) <= 24 {
				if b.st = answered(run, 0); !b.st.told && (i <= 4 || alone) {
					b.st = j.says(run, true)
				}
				b.sure = b.st.told
			}
		case i+1 < len(j.units):
			k := i + 1
			if j.units[k].low == "," || j.units[k].low == "votes" || j.units[k].low == "voted" {
				k++
			}
			if b.at = k; k < len(j.units) {
				if b.st = answered(j.units, k); b.st.told && k == i+1 {
					b.sure = false
				}
				// "(05/06) Local 5 removes itself"
				w := j.units[k].low
				_, known := answers[w]
				if w == "stalls" || w == "fumes" || known && alone && len(j.units)-k <= 3 && k == i+1 && len(w) > 3 && (w[len(w)-1] == 's' || w[len(w)-1] == 'd') {
					b.st = status{answers[w], true}
				}
			}
		}
		if b.st.told {
			list = append(list, b)
		}
		if b.sure {
			sure++
		}
	}
	told := 0
	for _, b := range list {
		// A word right behind one name may be of a sentence; behind several names it is a roll call.
		if !b.sure && !(len(list) > 1 || names == 1 && alone && len(j.units) <= 8) {
			continue
		}
		told++
		if b.st.stance != "" {
			j.say(j.units[b.unit].mention, finding{stance: b.st.stance, sentence: n, hit: max(b.at, b.unit), subject: b.unit})
		}
	}
	return told
}

// inParentheses reports whether at token k a parenthesis opens.
func (j *judge) inParentheses(k int) bool { return j.low(k) == "(" || j.low(k) == "[" }

// leadingMark is what a mark before the name says: "❌ Local 7", "[ ] Local 9".
func (j *judge) leadingMark(s sentence) status {
	k := s.from
	if bullets[j.low(k)] && !picture(j.low(k)) {
		k++
	}
	if j.low(k) == "[" || j.low(k) == "(" {
		switch {
		case j.low(k+1) == "]" && j.low(k) == "[":
			return status{"", true}
		case j.low(k+2) == "]" || j.low(k+2) == ")":
			if low := j.low(k + 1); low == "x" || answers[low] == record.Endorsed && picture(low) {
				return status{record.Endorsed, true}
			}
		}
		return status{}
	}
	if st, ok := answers[j.low(k)]; ok && picture(j.low(k)) {
		return status{st, true}
	}
	return status{}
}

// mixedMarks reports whether lines of the text begin with a mark that is no yes: only then one that is a yes is more than a bullet.
func (j *judge) mixedMarks() bool {
	l := &j.layout
	if l.mixed == 0 {
		l.mixed = -1
		for k := range j.tokens {
			if j.hard[k] {
				if st := j.leadingMark(sentence{from: k}); st.told && st.stance != record.Endorsed {
					l.mixed = 1
					break
				}
			}
		}
	}
	return l.mixed > 0
}

// prefix reports whether a sentence is only what begins an item: "1.", "✓", "3/".
func (j *judge) prefix(s sentence) bool {
	if s.to-s.from > 4 {
		return false
	}
	for _, t := range j.tokens[s.from:s.to] {
		if t.kind == word && t.end-t.start > 1 || t.kind == digits && t.end-t.start > 3 {
			return false
		}
	}
	return true
}
