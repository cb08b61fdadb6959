package extract

import (
	"strings"

	"rollcall/internal/record"
)

// gapped says of "B in March" and "B four" what the clause before them told of A: "A endorsed it in February, B in March".
func (j *judge) gapped(n int) {
	before := -1 // the mention before
	for i, u := range j.units {
		if u.mention < 0 {
			continue
		}
		if before >= 0 && len(j.findings[u.mention]) == 0 && j.elliptic(i) {
			if f, ok := strongest(j.findings[j.units[before].mention]); ok && f.sentence == n {
				j.say(u.mention, finding{stance: f.stance, sentence: n, hit: f.hit, subject: i})
			}
		}
		before = i
	}
}

// motion says what became of a motion at the body that the sentence names last: "A motion to join the strike failed at A".
func (j *judge) motion(n int) {
	at, moved := -1, -1
	for i, u := range j.units {
		switch {
		case u.mention >= 0:
			at = i
		case moved < 0 && at < 0 && proposals[u.low]:
			moved = i
		}
	}
	if moved < 0 || at < 0 || len(j.findings[j.units[at].mention]) > 0 || !meetings[j.units[at-1].low] && !(article[j.units[at-1].low] && at > 1 && meetings[j.units[at-2].low]) {
		return
	}
	var aim *hit
	for i := range j.hits {
		if h := &j.hits[i]; h.from > moved && h.from < at && h.cue.role == acts && !h.cue.future && h.cue.stance != "" {
			aim = h
			break
		}
	}
	if aim == nil {
		return
	}
	for i := aim.to; i < len(j.units); i++ {
		st := record.Stance("")
		switch low := j.units[i].low; {
		case passed[low]:
			st = aim.cue.stance
		case defeated[low]:
			st = aim.cue.refused
		case low == "tabled" || low == "postponed" || low == "deferred":
			st = record.Tabled
		default:
			continue
		}
		if st != "" {
			j.say(j.units[at].mention, finding{stance: st, sentence: n, hit: aim.from, subject: at})
		}
		return
	}
}

var proposals = set("motion motions resolution resolutions proposal measure request question")

var meetings = set("at in by before of")

// elliptic reports whether the name at i begins a clause without a verb: ", B in March and".
func (j *judge) elliptic(i int) bool {
	k := i - 1
	for k > 0 && article[j.units[k].low] {
		k--
	}
	if k < 1 || !(j.units[k].low == "," || j.units[k].low == ";" || j.units[k].low == "and" || j.units[k].low == "y" || j.units[k].low == "et") || i+1 >= len(j.units) {
		return false
	}
	first := j.units[i+1]
	if !remnants[first.low] && !isNumber(first.low) {
		return false
	}
	for q := i + 1; q < len(j.units); q++ {
		u := j.units[q]
		if isStop(u.low) || u.low == "and" || u.mention >= 0 {
			break
		}
		if verbish[u.low] || u.low == "that" || j.begins[q] != nil {
			return false
		}
	}
	return true
}

// remnants begin what is left of a clause whose verb stands in the one before.
var remnants = set("in on last only earlier yesterday a an one two three four five six seven eight nine ten twelve next just the en el la le")

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
	if j.ofOthers(c.from) {
		return
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
	if st == record.Withdrawn && j.anothers(c) {
		for _, u := range j.undone(c) {
			j.say(j.units[u].mention, finding{stance: record.Nullified, sentence: n, hit: c.from, subject: u})
		}
		return
	}
	if len(subject.units) == 0 && c.to < len(j.units) && j.units[c.to].low == "by" {
		subject.units = j.follow(c.to + 1)
	}
	if len(subject.units) == 0 {
		subject.units = j.enumerated(c)
	}
	if names := j.inverted(c); len(names) > 0 {
		subject.units = names
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

// ofOthers reports whether the cue is in a relative clause of people who are none of the body: "it stood with any teacher who took part".
func (j *judge) ofOthers(v int) bool {
	for k := v - 1; k > 0 && k >= v-6; k-- {
		switch u := j.units[k]; {
		case u.mention >= 0 || isStop(u.low):
			return false
		case u.low == "who":
			before := j.units[k-1]
			return before.mention < 0 && !before.capital && !isStop(before.low) && !bodyWords[before.low] && before.low != "those"
		}
	}
	return false
}

// anothers reports whether what is taken back is not the subject's own: "the state council rescinded the local's endorsement".
func (j *judge) anothers(c hit) bool {
	for _, u := range j.units[c.from:min(c.to+2, len(j.units))] {
		if u.possessive && (u.low == "local" || u.low == "council" || u.low == "branch" || u.low == "chapter" || u.low == "lodge" || u.low == "affiliate" || u.low == "district" || u.low == "federation") {
			return true
		}
	}
	return false
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
	ending = set(`
		for after because over with while until since and but to by during amid as that despite
		pour contre apres avant parce car avec tandis lors par contra para por tras antes porque con mientras durante`)
	// business is what unions do besides.
	business = set(`
		contract contracts agreement deal settlement offer pact lawsuit suit grievance grievances complaint charge charges merger team scholarship scholarships verdict
		ruling layoffs injunction buyout acquisition sale concessions pension wage wages bylaws
		convenio convenios contrato contratos oferta ofertas salarial salariales finiquito demanda demandas laudo despidos entente ententes contrat contrats offre offres patronale salariale salariales plainte plaintes
		grief griefs recours licenciements augmentation`)
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
	for _, p := range cues()[j.units[c.from].low] {
		if p.cue.role == acts && p.cue.stance == c.cue.stance && (p.cue.language == "" || p.cue.language == j.language) {
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
		case "unanimidad", "mayoria", "votacion", "aclamacion", "voto", "votos", "acuerdo", "consenso", "unanimite", "majorite", "voix", "vote", "voice", "acclamation", "consensus", "margin", "unanimous", "membership", "ballot", "petition", "resolution", "show":
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
		we = we || j.language != "" && weMeans[j.units[k].low] || j.units[k].low == "we" || j.units[k].low == "our" || j.units[k].low == "us" || j.units[k].low == "i"
	}
	for k := c.from; k < c.to; k++ {
		we = we || c.cue.language != "" && ofUs(j.units[k].low)
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
			if saying[j.units[q].low] || j.language != "" && romanceReports[j.units[q].low] {
				return []int{k}
			}
		}
		return nil
	}
	return nil
}

var saying = set("said says wrote tweeted told announced announces confirmed confirms promises promised")

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
	if c.to-c.from > 1 || c.cue.language != "" || !alone[j.units[c.from].low] || j.units[c.from].low == "silent" {
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
	callWords = set(strings.ReplaceAll(groups["$call"]+"|"+romanceGroups["$appel"]+"|"+romanceGroups["$llamado"], "|", " "))
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

// by are the words before who did it.
var by = set("by par por")

// counted reports whether some of a body's people did it, and not the body: "signed by 600 members of".
func (j *judge) counted(from, to int) bool {
	number := j.units[from-2].low == "signed"
	for k := from; k < to; k++ {
		low := j.units[k].low
		number = number || isNumber(low) || quantities[low]
		if number && (low == "members" || low == "teachers" || low == "workers" || low == "stewards") {
			return true
		}
	}
	return false
}

var quantities = set("some several many dozens hundreds thousands scores few")

var denials = set("no not without never nor if could might seeking sought wants hopes lacks hoping calling asking wont dont doesnt didnt wouldnt cannot hasnt havent sin sans busca buscan piden pide pidio solicita solicito espera esperan cherchent cherche demande demandent sollicite esperent espere")

// denied reports whether "no" or "without" stands before a noun: "drew no endorsement from".
func (j *judge) denied(v, to int) bool {
	for k := v; k < to; k++ {
		if low := j.units[k].low; low == "no" || low == "without" {
			return true
		}
	}
	if to < len(j.units) && j.units[to].low == "neither" { // "will be joined by neither A nor B"
		return true
	}
	if by[j.units[to-1].low] { // "has not been endorsed by"; in "No Kings has been endorsed by" the no is the call's
		for k := v - 1; k >= 0 && k >= v-3; k-- {
			if low := j.units[k].low; low == "not" || low == "never" || low == "if" || low == "unless" || j.language != "" && (low == "no" || low == "pas" || low == "si") {
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

var (
	frenchWords  = set("la le les des du est et une pour dans qui n' l' d' s' qu' aux ont au sur par avec ses son sa pas ne alors mais nous vous ce cette sont elle ils que en de un leur devant deux chez samedi dimanche lundi mardi mercredi jeudi vendredi")
	spanishWords = set("el la los las del y una por con su sus para al se que en de un ha han lo como mas ya pero fue no hasta lunes martes miercoles jueves viernes sabado domingo")
	englishWords = set("the of and to that it for said at has with is was in on by its their will")
)
