package extract

import (
	"slices"
	"strings"

	"rollcall/internal/record"
)

// The words before a verb that turn what it tells.
var (
	// hedges make it a matter of the future or of others: it tells nothing. "may" is one unless it is the month.
	hedges = set(`
		might could should whether if unless until expected considering consider considers weighing weigh mulling debating debate debated discuss discussed discussing likely unlikely hopes hope hoping
		want wants wanted asked asks asking urged urges urging pressed pushing push lobbied lobbying invited encouraged yet undecided possible possibly perhaps maybe probably rumored poised leaning inclined
		deciding decide decides request requests proposal effort efforts anyone neither nor never hasnt havent hadnt waiting before instead rather short without call calling calls appeal pressure petition petitioning
		denied denies denying
		scheduled deadline invitation debates asking`)
	// refusals make it a no.
	refusals = set(`
		declined declines declining refused refuses refusing refuse didnt doesnt dont wont wouldnt cannot cant isnt arent against rejected rejects
		failed fails unwilling`)
	// affirmers stand before "to endorse" where it came to that.
	affirmers = set(`
		voted votes vote voting agreed agrees decided decides decision chose chosen elected opted moved resolved proud pleased happy honored glad
		first latest newest last only union local unanimously unanimous continue continues continued came quick swift acted stepped authorized directed
		pledged promised vowed committed sworn wrote acted met gathered convened second third fourth fifth sixth seventh eighth ninth tenth to`)
	// comings say that something is to come.
	comings = set(`
		will ll plans plan planning plannned intends intend going expects pledged vowed promised agreed preparing prepares prepared ready shall
		voted decided about aims aim want wants hopes`)
	// reports stand before "would" where it stands for "will".
	reports = set("said says announced announces pledged vowed confirmed promised voted agreed decided declared told tweeted posted wrote tells")
	adverbs = set(`
		formally officially publicly also now fully unanimously overwhelmingly all both today yesterday has have had been be is are was were already
		again finally quickly narrowly jointly then just s`)
	// outcomes stand behind a motion.
	passed   = set("passed passes carried carries adopted approved unanimous unanimously ratified prevailed favor favour ayes")
	defeated = set("failed fails defeated died lost rejected fell")
)

// those are people of whom a participle tells, and not the body.
var those = set("everyone those all anyone people strikers others unions organizations workers marchers groups locals somebody")

// turn is what a cue tells once the words before it are heard. It is skip when it tells nothing, not even that there is no stance.
func (j *judge) turn(c hit, s subject) record.Stance {
	st := c.cue.stance
	v := c.from
	if v > 0 {
		before, low := j.units[v-1].low, j.units[v].low
		if strings.HasSuffix(low, "ing") && those[before] && len(s.units) > 0 { // "solidarity to everyone taking part"
			return skip
		}
		if c.to > v+1 && j.units[v+1].low == "by" && (before == "were" || before == "was" || before == "been") {
			return skip // "were told by their officers to stay out"
		}
		if (low == "plan" || low == "plans") && (article[before] || before == "no") { // "a critic of the plan"
			return skip
		}
		if st == record.Planning && strings.HasSuffix(low, "ed") && (before == "been" || before == "be") {
			return skip
		}
	}
	if c.cue.verb && c.cue.language != "" {
		return j.romanceTurn(c, s)
	}
	if !c.cue.verb {
		for k := v + 1; st == record.Planning && k < c.to; k++ {
			if low := j.units[k].low; low == "discuss" || low == "consider" || low == "debate" || low == "vote" || low == "weigh" { // "plans to discuss the march"
				return ""
			}
		}
		if c.cue.role == acts && st != "" && j.distant(v, s) {
			return skip
		}
		return st
	}
	if j.nobody(c) || j.background(v, s) {
		return ""
	}
	window := j.window(s.from, v)
	if c.cue.refused != "" && j.neitherOf(s) && slices.ContainsFunc(window, func(u unit) bool {
		return u.low == "will" || u.low == "would" || u.low == "plans" || u.low == "intends"
	}) {
		return c.cue.refused // "Neither A nor B will be taking part"
	}
	if j.overheard(s) && rank(st) < rank(record.Withdrawn) && st != record.Tabled {
		return skip
	}
	hedge, refuse, coming, reported := false, false, false, false
	motion := j.moved(s)
	affirmed := false
	for i, w := range window {
		next := ""
		if i+1 < len(window) {
			next = window[i+1].low
		}
		prev := ""
		if i > 0 {
			prev = window[i-1].low
		}
		switch {
		case w.low == "may" && !w.capital:
			hedge = true
		case w.low == "would":
			if !reported && next != "not" {
				hedge = true
			}
			coming = true
		case w.low == "not":
			switch {
			case next == "yet" || prev == "has" || prev == "have" || prev == "had":
				hedge = true
			case next == "only":
			default:
				refuse = true
			}
		case w.low == "no" && i == len(window)-1:
			refuse = true
		case w.low == "motion" || w.low == "resolution" || w.low == "motions":
			motion = true
		case w.low == "vote" && (prev == "will" || prev == "to" || prev == "ll") || (w.low == "vote" || w.low == "votes" || w.low == "voting" || w.low == "voted") && next == "on" && !(i+2 < len(window) && (weekdays[window[i+2].low] || months[window[i+2].low])):
			hedge = true
		case w.low == "no" && next == "plans":
			refuse = true
		case refusals[w.low]:
			refuse = true
		case hedges[w.low]:
			hedge = true
		}
		if w.low == "among" || w.low == "one" && next == "of" {
			affirmed = true // "were among the locals to sign"
		}
		coming = coming || comings[w.low]
		reported = reported || reports[w.low]
		affirmed = affirmed || affirmers[w.low] && !(w.low == "to" && i == len(window)-1) && w.low != "to"
	}
	if c.cue.future {
		if !j.toCome(c, window, coming, s) {
			if v > 0 && j.units[v-1].low == "no" { // "have no strike fund"
				return skip
			}
			if n := len(window); refuse && c.cue.refused != "" && !hedge && n > 0 && (window[n-1].low == "to" || window[n-1].low == "not" || refusals[window[n-1].low] && window[n-1].low != "against") {
				return c.cue.refused
			}
			return skip
		}
	}
	last := ""
	for i := len(window) - 1; i >= 0; i-- {
		if !adverbs[window[i].low] {
			last = window[i].low
			break
		}
	}
	switch {
	case motion:
		for k := c.to; k < len(j.units); k++ {
			low := j.units[k].low
			if passed[low] {
				return st
			}
			if defeated[low] {
				return c.cue.refused
			}
		}
		if j.outcome(passed) {
			return st
		}
		if j.outcome(defeated) {
			return c.cue.refused
		}
		for _, w := range window {
			if passed[w.low] {
				return st
			}
			if w.low == "rejected" || w.low == "defeated" || w.low == "against" {
				return c.cue.refused
			}
		}
		return skip
	case hedge:
		return ""
	case refuse:
		return c.cue.refused
	case last == "to" && !affirmed && !c.cue.future:
		return ""
	}
	if j.passive(c) {
		return skip
	}
	return st
}

var months = set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec")

// background reports whether what is told is of a year past: "In 2020 the IAFF had been the first to back him".
func (j *judge) background(v int, s subject) bool {
	if len(s.units) == 0 {
		return false
	}
	had := false
	for k := s.from; k < v; k++ {
		had = had || j.units[k].low == "had"
	}
	if !had {
		return false
	}
	for k := max(1, v-40); k < min(len(j.units), v+30); k++ {
		t := j.tokens[j.units[k].token]
		if j.units[k].mention < 0 && t.kind == digits && len(t.low) == 4 && (t.low[:2] == "19" || t.low[:2] == "20") && j.units[k-1].low == "in" {
			return true
		}
	}
	return false
}

// neitherOf reports whether "neither" stands before the subject.
func (j *judge) neitherOf(s subject) bool {
	if len(s.units) == 0 {
		return false
	}
	first := s.units[len(s.units)-1]
	for k := first - 1; k >= max(0, first-4); k-- {
		if j.units[k].low == "neither" {
			return true
		}
	}
	return false
}

// nobody reports whether what is endorsed is "nobody" or "neither candidate".
func (j *judge) nobody(c hit) bool {
	if c.cue.stance != record.Endorsed && c.cue.stance != record.Supported {
		return false
	}
	for k := c.to; k < len(j.units) && k < c.to+3; k++ {
		switch low := j.units[k].low; {
		case low == "nobody" || low == "neither" || low == "none" || low == "nothing" || low == "anyone" || low == "anybody" || low == "no" && k == c.to && !j.units[k].capital:
			return true
		case !adverbs[low]:
			return false
		}
	}
	return false
}

// outcome reports whether the sentence behind a motion says what became of it: "Carried, 9-2.", "Motion failed."
func (j *judge) outcome(words map[string]bool) bool {
	k := j.units[len(j.units)-1].token + 1
	for n := k; n < k+24 && n < len(j.tokens); n++ {
		switch low := j.tokens[n].low; {
		case words[low]:
			return true
		case passed[low] || defeated[low] || low == "moved" || low == "motion" && n > k+4 && !words[j.tokens[n-1].low]:
			return false
		}
	}
	return false
}

// moved reports whether the subject is that of a motion: "Motion by Ruiz that Lodge 1781 endorse".
func (j *judge) moved(s subject) bool {
	if len(s.units) == 0 {
		return false
	}
	for k := s.units[len(s.units)-1] - 1; k >= max(0, s.units[len(s.units)-1]-wide); k-- {
		if low := j.units[k].low; low == "motion" || low == "moved" || low == "resolution" || low == "proposal" || low == "bid" || low == "push" || low == "effort" || low == "attempt" {
			for q := k; q < s.units[len(s.units)-1]; q++ {
				if w := j.units[q].low; w == "that" || w == "asking" || w == "urging" || w == "committing" || w == "having" || w == "have" || w == "get" || w == "bring" {
					return true
				}
			}
		}
	}
	return false
}

var being = set("is are was were be been being")

// passive reports whether what is done is done to the subject: "was backed by".
func (j *judge) passive(c hit) bool {
	if c.from > 0 && c.to < len(j.units) && j.units[c.to].low == "by" && j.decides(c.to+1) && !being[j.units[c.from-1].low] {
		return false // "it endorsed by unanimous vote"
	}
	if c.from > 0 && c.to+1 < len(j.units) && j.units[c.to].low == "by" && (j.units[c.from-1].low == "to" || j.tokens[j.units[c.to+1].token].kind == digits) {
		return false // "voted to endorse by 640 to 211"
	}
	if c.to-c.from == 1 && c.to < len(j.units) && j.units[c.to].low == "by" && c.cue.stance != record.Planning {
		return true
	}
	// A noun: "the support of", "a strike".
	if c.from > 0 && c.to-c.from == 1 {
		switch j.units[c.from-1].low {
		case "the", "a", "an", "of", "its", "their", "for", "this", "our", "any", "more", "s":
			return j.units[c.from].low != "endorsing" && j.units[c.from].low != "supporting"
		}
	}
	return false
}

// window are the words between a subject and its verb, without asides in commas.
func (j *judge) window(from, v int) []unit {
	var back []unit
	for i := v - 1; i >= max(from, v-wide); i-- {
		u := j.units[i]
		if u.low == "," || u.low == "–" || u.low == "—" {
			open := i - 1
			for open >= from && j.units[open].low != u.low {
				open--
			}
			if open >= from {
				i = open
				continue
			}
			if from == 0 || u.low != "," {
				break
			}
			// One comma only: what stands before it is another clause, unless it goes on with "and" or "but".
			if i+1 < v && (j.units[i+1].low == "and" || j.units[i+1].low == "but") || j.units[max(i-1, 0)].mention >= 0 {
				break
			}
			break
		}
		if u.low == ";" || u.low == ":" || u.low == "but" || u.low == "while" || u.low == "whereas" || u.low == "because" || u.low == "so" && i < v-1 || j.language != "" && romanceBorders[u.low] && u.low != "que" {
			break
		}
		// "… declined X and endorsed Y": the second verb stands for itself.
		if u.low == "and" && i+1 < v && (verbish[j.units[i+1].low] || j.units[i+1].low == "then" || anaphors[j.units[i+1].low]) {
			break
		}
		if (j.language == "es" && (u.low == "y" || u.low == "e") || j.language == "fr" && u.low == "et") && !romanceInfinitive(j.units[min(v, len(j.units)-1)].low, j.language) && i < v {
			break // "rechazó la invitación y respalda"
		}
		if u.low == "and" && i == v-1 {
			if low := j.units[v].low; strings.HasSuffix(low, "ed") || finite[low] { // "could not agree and tabled it"
				break
			}
			if k := i - 1; k >= from && cues()[j.units[k].low] == nil {
				break
			}
		}
		back = append(back, u)
	}
	for a, b := 0, len(back)-1; a < b; a, b = a+1, b-1 {
		back[a], back[b] = back[b], back[a]
	}
	return back
}

// finite are verbs that no "will" or "could" before the "and" belongs to.
var finite = set("withdrew took went came sent gave said wrote chose stood spoke threw held laid began")

// distantHedges before the subject make the whole clause tell nothing: "asked whether SEIU …", "if SEIU …".
var distantHedges = set(`
		whether if unless until anyone nobody never urge urged urging asked ask wants hopes hope denied unclear rumors rumours rumor calling
		pressure neither nor si untrue denied denies denying contrary false
		espere esperent souhaite souhaitent demande demandent ignore ignorent espera esperan pide piden pidio pidieron quiere quieren instan instaron insto exhortan exhortaron exhorto desean desmintio`)

// overheard reports whether the clause of the subject is one that tells nothing: a condition, a question, a wish.
func (j *judge) overheard(s subject) bool {
	if len(s.units) == 0 {
		return false
	}
	return j.conditional(s.units[len(s.units)-1])
}

func (j *judge) conditional(i int) bool {
	for k := i - 1; k >= 0 && k >= i-12; k-- {
		u := j.units[k]
		if u.low == "," || u.low == ";" || u.mention >= 0 {
			return false
		}
		if k == 0 && u.low == "should" { // "Should B come in"
			return true
		}
		if distantHedges[u.low] || u.low == "true" && k > 0 && (j.units[k-1].low == "not" || j.units[k-1].low == "isnt") {
			return true
		}
	}
	return false
}

// distant reports whether a phrase that nothing turns is in a condition after all, or denied.
func (j *judge) distant(v int, s subject) bool {
	if j.overheard(s) {
		return true
	}
	if v > 0 && (j.units[v-1].low == "and" || j.units[v-1].low == "but") {
		return false // "was asked to sponsor and declined"
	}
	for _, w := range j.window(s.from, v) {
		if w.low == "whether" || w.low == "if" || w.low == "might" || w.low == "could" || w.low == "may" && !w.capital || w.low == "not" || w.low == "unless" {
			return true
		}
	}
	return false
}

// toCome reports whether an act is announced: "will hold", "is sending", "plans to rally".
func (j *judge) toCome(c hit, window []unit, coming bool, s subject) bool {
	w := j.units[c.from].low
	before := ""
	for i := len(window) - 1; i >= 0; i-- {
		if !adverbs[window[i].low] || window[i].low == "is" || window[i].low == "are" || window[i].low == "be" || window[i].low == "was" || window[i].low == "were" {
			before = window[i].low
			break
		}
	}
	if len(w) > 4 && w != "bring" && w[len(w)-3:] == "ing" {
		switch before {
		case "is", "are", "be", "re", "also", "planning", "to":
			return true
		case "":
			return len(s.units) > 0 && s.from == c.from // "UESF doing own thing"
		}
		return false
	}
	if before == "to" && len(window) > 1 && (window[len(window)-2].low == "are" || window[len(window)-2].low == "is") {
		return true // "are to picket"
	}
	if w == "strike" || w == "march" || w == "picket" || w == "rally" || w == "stage" || w == "host" || w == "lead" || w == "form" {
		if before == "to" && !coming {
			return false
		}
		for _, x := range window {
			if w == "strike" && (x.low == "voted" || x.low == "vote" || x.low == "authorize") {
				return false
			}
		}
	}
	return coming && before != "a" && before != "the" && before != "of"
}
