package extract

// follow are the names that stand behind unit i in one enumeration.
func (j *judge) follow(i int) []int {
	var group []int
	gap := 0
	for k := i; k < len(j.units); k++ {
		u := j.units[k]
		if u.mention >= 0 {
			if n := len(group); n == manyNames || n > 0 && (!j.continues(group[n-1], k) || j.another(group[n-1], k) || j.actsItself(group[n-1], k)) {
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

// actsItself reports whether the name at k, behind another at i, begins a clause of its own: "a pledge adopted by A, and B set it aside".
func (j *judge) actsItself(i, k int) bool {
	before := k - 1
	for before > i && article[j.units[before].low] {
		before--
	}
	if before-1 <= i || j.units[before].low != "and" || j.units[before-1].low != "," {
		return false
	}
	next := k + 1
	for next < len(j.units) && (adverbs[j.units[next].low] || j.units[next].low == "will") {
		next++
	}
	if next >= len(j.units) {
		return false
	}
	h := j.begins[next]
	return h != nil && (h.cue.role == acts || h.cue.role == target)
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
	case "and", "&", "or", "plus", "by", "with", "nor", "y", "et", "e", "from", ";", "/", "of":
		return low != "of" && low != "with" || before > i+1 && (j.units[before-1].low == "along" || j.units[before-1].low == "together" || linking[j.units[before-1].low]) && low != "of"
	case ",":
		return lower == 0 || before > i+1 && (j.units[i+1].low == "," || j.units[i+1].low == "and" && j.units[i+2].low == ",")
	case "que", "como", "junto": // "ainsi que", "así como"
		return before > i+1 && (j.units[before-1].low == "ainsi" || j.units[before-1].low == "asi" || j.units[before-1].low == "meme" || j.units[before-1].low == "igual")
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
		case "which", "who", "whose", "qui", "quien":
			return commas%2 == 0
		case "que":
			if j.units[k-1].low == "," {
				return commas%2 == 0
			}
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
