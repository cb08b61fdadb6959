package extract

import "rollcall/internal/record"

// headings are words over a list that tell what its items did, the first that stands there counts.
var headings = []struct {
	stance record.Stance
	words  map[string]bool
}{
	{"", set("position stance stand yet undecided pending waiting invited unanswered unknown maybe considering asked answer")},
	{record.Withdrawn, set("withdrawn rescinded withdrew withdrawals")},
	{record.Opposed, set("opposed opposing against opponents opposition")},
	{record.Declined, set("declined declining refused refusing")},
	{record.Tabled, set("tabled postponed deferred")},
	{record.Planning, set("walkouts actions pickets planning rallies events")},
	{record.Endorsed, set(`
		endorse endorses endorsed endorsing endorsers endorser endorsements endorsement signed signing signatories signers signatory cosponsors
		cosponsor sponsors sponsor sponsored cosponsored sponsoring joining joined participating board sign coendorsers signataires signatures
		undersigned partners partner hosts convenors conveners firmantes firman convocantes appuyes appuis adhesiones endossent`)},
	{record.Supported, set("supportive sympathetic supporters supporting supported support solidarity backers backed backing friends soutiens")},
	{record.Endorsed, set("labor labour unions union locals affiliates organizations")},
}

// list reads lines and parts of sentences that are lists: a heading says what the items did. It reports whether there is nothing more to
// read in the sentence.
func (j *judge) list(n int, s sentence, first, end int) bool {
	words := 0
	for _, u := range j.units {
		if !isStop(u.low) && !bullets[u.low] {
			words++
		}
	}
	if words == 0 {
		return false
	}
	mentions := end - first
	last := j.units[len(j.units)-1].low
	alone := s.line && (s.to >= len(j.tokens) || j.hard[s.to]) // the sentence is a line
	item := alone && words <= 14 && last != "?" && last != "!" && !(last == "." && words > 8 && j.units[max(0, len(j.units)-2)].low != "m")
	colon := -1
	for i, u := range j.units {
		if u.low == ":" {
			colon = i
			break
		}
	}
	// "Cosponsors: A; B; C."
	if colon > 0 && colon < 14 && mentions > 0 {
		before := false
		for _, u := range j.units[:colon] {
			before = before || u.mention >= 0
		}
		if st := j.headed(0, colon); !before && st != none && j.enumeration(colon+1) {
			for i, u := range j.units {
				if i > colon && u.mention >= 0 && st != "" {
					j.say(u.mention, finding{stance: st, sentence: n, hit: -1, subject: i})
				}
			}
			return true
		}
	}
	switch {
	case s.colon && mentions == 0 || alone && mentions == 0 && words <= 12 && last != "." && last != "?" && !s.bullet && (j.heading == nil || j.heading.items == 0 || j.heading.bullet || j.headed(0, len(j.units)) != none):
		// A heading.
		st := j.headed(0, len(j.units))
		j.heading = &heading{stance: st}
		if st == none {
			j.heading.stance = ""
			if !s.colon && j.nextIsProse(s) {
				j.heading = nil
			}
		}
		return true
	case mentions > 0 && item && j.heading != nil && (!j.heading.bullet || s.bullet) && !j.acting():
		if j.heading.items == 0 {
			j.heading.bullet = s.bullet
		}
		j.heading.items++
		st := j.heading.stance
		if st != "" {
			for i, u := range j.units {
				if u.mention >= 0 {
					j.say(u.mention, finding{stance: st, sentence: n, hit: -1, subject: i})
				}
			}
		}
		return true
	case j.heading != nil && item && mentions == 0:
		if j.heading.items == 0 {
			j.heading.bullet = s.bullet
		}
		j.heading.items++
		return false
	case s.line && j.heading != nil && !s.bullet && !item:
		j.heading = nil
	}
	// "We, the undersigned, join the call. A; B; C."
	if mentions > 1 && j.undersign && j.enumeration(0) {
		for i, u := range j.units {
			if u.mention >= 0 {
				j.say(u.mention, finding{stance: record.Endorsed, sentence: n, hit: -1, subject: i})
			}
		}
		return true
	}
	j.undersign = false
	for _, u := range j.units {
		j.undersign = j.undersign || u.low == "undersigned"
	}
	if j.undersign && mentions == 0 {
		j.heading = &heading{stance: record.Endorsed}
	}
	return false
}

// none is what a heading says that tells no stance.
const none record.Stance = "?"

// headed is what the units from one to another say as a heading.
func (j *judge) headed(from, to int) record.Stance {
	for _, h := range headings {
		for i, u := range j.units[from:to] {
			if !h.words[u.low] {
				continue
			}
			negated := false
			for k := from + i - 1; k >= max(from, from+i-4); k-- {
				low := j.units[k].low
				negated = negated || low == "not" || low == "no" || low == "yet" || low == "havent" || low == "hasnt" || low == "without"
			}
			if h.stance == record.Endorsed && (u.low == "labor" || u.low == "labour" || u.low == "unions" || u.low == "union" || u.low == "locals" || u.low == "affiliates" || u.low == "organizations") {
				// "Labor for Okafor", "Unions for the march"
				if from+i+1 >= to || j.units[from+i+1].low != "for" && j.units[from+i+1].low != "against" && j.units[from+i+1].low != "with" {
					continue
				}
			}
			if negated {
				if u.low == "endorsing" || u.low == "joining" || u.low == "participating" {
					return record.Declined
				}
				return ""
			}
			return h.stance
		}
	}
	return none
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
		if h.cue.role == acts && h.from > 0 && !h.cue.future {
			return true
		}
	}
	return false
}

// enumeration reports whether the units from i are names with marks between them, and no sentence.
func (j *judge) enumeration(i int) bool {
	for _, h := range j.hits {
		if h.from >= i && h.cue.role == acts && !h.cue.future && h.cue.stance != "" {
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
