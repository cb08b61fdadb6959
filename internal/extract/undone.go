package extract

import (
	"slices"

	"rollcall/internal/record"
)

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
	for _, u := range j.units[c.from:c.to] {
		its = its || u.low == "it" || u.low == "that" || u.low == "this" || u.low == "them" || undoable[u.low]
	}
	for k := c.to; k < len(j.units) && k < c.to+4 && !isStop(j.units[k].low); k++ {
		its = its || undoable[j.units[k].low] || k == c.to && (j.units[k].low == "it" || j.units[k].low == "both")
	}
	for k := c.from - 1; its && k >= max(0, c.from-wide); k-- {
		if m := j.units[k].mention; m >= 0 {
			if f, ok := strongest(j.findings[m]); ok && (f.stance == record.Endorsed || f.stance == record.Supported || f.stance == record.Planning) {
				return []int{k}
			}
		}
	}
	// "A endorsed it in May. In June the international nullified that action."
	if its && len(j.last) > 0 && !slices.ContainsFunc(j.units[:c.from], func(u unit) bool { return u.mention >= 0 && len(j.findings[u.mention]) > 0 }) {
		for _, m := range j.last {
			if f, ok := strongest(j.findings[m]); ok && (f.stance == record.Endorsed || f.stance == record.Planning) {
				j.say(m, finding{stance: record.Nullified, sentence: f.sentence, hit: -1, subject: -1})
			}
		}
	}
	return nil
}

var undoable = set("endorsement vote resolution decision pledge action position move resolucion respaldo firma adhesion appui signature voto acuerdo aval")

// targets are the bodies whose position a cue says is set aside: the first name behind it.
func (j *judge) targets(c hit) []int {
	var group []int
	for k := c.to - 1; k > c.from; k-- { // "cancelled the endorsement given by A"
		if j.units[k].mention >= 0 {
			return j.coordinated(k)
		}
	}
	for k := c.to; k < len(j.units) && k < c.to+14; k++ {
		u := j.units[k]
		if u.mention >= 0 {
			group = append(group, k)
			break
		}
		if u.low == "." || u.low == ";" || u.low == "by" && k == c.to || u.low == "while" || u.low == "but" || u.low == "whereas" {
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
			if !j.continues(group[len(group)-1], k) || j.actsItself(group[len(group)-1], k) {
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
	actor := c.cue.language != "" && romanceClitics[j.units[c.from].low] // "la anuló": the nearest is who did it
	for k := c.from - 1; k >= 0; k-- {
		u := j.units[k]
		if u.low == ";" && !j.its(k, c.from) || u.low == "." {
			return nil
		}
		if u.mention >= 0 && actor && c.from-k < 5 {
			actor = false
			continue
		}
		if h := j.begins[k]; h != nil && h.cue.role == target {
			return nil // "declared that endorsement null and void"
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
