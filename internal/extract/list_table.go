package extract

import (
	"strings"

	"rollcall/internal/record"
)

// cell is a run of tokens between the borders of a row.
type cell struct{ from, to int }

// cellsOf cuts the line that begins at a token into cells, at bars or, where there are none, at wide gaps and tabs.
func (r *reader) cellsOf(from, to int) []cell {
	if to-from > 200 {
		return nil
	}
	bars := false
	for k := from; k < to; k++ {
		bars = bars || r.tokens[k].low == "|"
	}
	var list []cell
	start := from
	for k := from; k < to; k++ {
		switch {
		case bars && r.tokens[k].low == "|":
			list = append(list, cell{start, k})
			start = k + 1
		case !bars && k > from && apart(r.text[r.tokens[k-1].end:r.tokens[k].start]):
			list = append(list, cell{start, k})
			start = k
		}
	}
	list = append(list, cell{start, to})
	// A row with bars at both ends has no empty cells there.
	if n := len(list); bars && n > 2 && list[0].from == list[0].to && list[n-1].from == list[n-1].to {
		list = list[1 : n-1]
	}
	if len(list) < 2 && !(bars && len(list) == 1) {
		return nil
	}
	return list
}

// apart reports whether a gap between two words is the border of columns.
func apart(gap string) bool { return len(gap) >= 3 || strings.Contains(gap, "\t") }

// row reads a row of a table. The head of a column, or what another cell says, tells the stance of the names in it; else the heading does.
func (j *judge) row(n int, s sentence, first int) bool {
	l := &j.layout
	cells := j.cellsOf(s.from, l.lineTo)
	if cells == nil {
		return false
	}
	all := make([][]unit, len(cells))
	names := 0
	rule := true
	for i, c := range cells {
		if c.from < c.to {
			m := first
			for m < len(j.found) && j.found[m].from < c.from {
				m++
			}
			all[i] = j.unitsOf(sentence{from: c.from, to: c.to}, j.found, m)
		}
		lower := 0
		for _, u := range all[i] {
			if u.mention >= 0 {
				names++
			} else if j.tokens[u.token].kind == word && !u.capital {
				lower++
			}
			rule = rule && u.low == "-" || u.low == ":" && rule
		}
		if lower > 14 {
			return false // prose
		}
	}
	if names == 0 {
		if rule {
			return true // "|---|---|"
		}
		if j.heading != nil && j.heading.items > 0 && l.columns != nil && !j.headRow(all) {
			return true // a row that names no union
		}
		kept := j.heading
		j.heading = &heading{}
		if kept != nil && kept.items == 0 {
			j.heading.stance = kept.stance
		}
		l.columns, l.members = make([]status, len(cells)), nil
		for i, u := range all {
			if len(u) > 0 {
				l.columns[i] = j.says(u, true)
				if !l.columns[i].told {
					l.columns[i] = j.says(u, false)
				}
			}
		}
		if len(cells) == 1 {
			j.heading.stance, l.columns = l.columns[0].stance, nil
		}
		return true
	}
	column := func(i int) status {
		if i < len(l.columns) {
			return l.columns[i]
		}
		return status{}
	}
	beside := status{}
	for i, u := range all {
		named := false
		for _, x := range u {
			named = named || x.mention >= 0
		}
		if len(u) == 0 || named && len(cells) > 1 || len(u) > 12 {
			continue
		}
		low := u[0].low
		if len(u) == 1 && inNames[low] {
			continue // "Events": what a menu leads to
		}
		st := j.says(u, true)
		yes, no := plainly[low] == record.Endorsed, plainly[low] == record.Declined
		if c := column(i); c.told && c.stance != "" && len(u) <= 2 {
			switch {
			case yes:
				st = c
			case no && c.stance != record.Endorsed:
				st = status{"", true} // not opposed, no action of its own
			}
		}
		if st.told && (!beside.told || rank(st.stance) > rank(beside.stance)) {
			beside = st
		}
	}
	if j.heading == nil {
		j.heading = &heading{}
	}
	j.heading.items++
	for i, u := range all {
		st := beside
		if !st.told {
			st = column(i)
		}
		if own := j.ownCell(u); own.told {
			st = own
		} else if !st.told {
			st = status{j.heading.stance, true}
		}
		for _, x := range u {
			if x.mention < 0 {
				continue
			}
			l.members = append(l.members, x.mention)
			if st.stance != "" {
				j.say(x.mention, finding{stance: st.stance, sentence: n, hit: -1, subject: -1})
			}
		}
	}
	return true
}

// plainly is what says no more than yes or no to what the head of its column says.
var plainly = map[string]record.Stance{}

func init() {
	for w := range set("yes aye yea si oui x ✅ ✔ ✓ ☑ 👍 🟢") {
		plainly[w] = record.Endorsed
	}
	for w := range set("no nay nope non ❌ ✗ ✘ ✖ 👎 🔴") {
		plainly[w] = record.Declined
	}
}

// headRow reports whether a row without names is a new head: one of its cells says a stance.
func (j *judge) headRow(all [][]unit) bool {
	told := 0
	for _, u := range all {
		if len(u) > 0 && len(u) < 6 && headed(u, true).told {
			told++
		}
	}
	return told > 1 || told == 1 && len(all) == 1
}

// ownCell is what a cell with a name says beside it: "Local 5 – endorsed | Local 7 – no".
func (j *judge) ownCell(u []unit) status {
	for i, x := range u {
		if x.mention < 0 || i+1 >= len(u) {
			continue
		}
		rest := u[i+1:]
		for len(rest) > 0 && (isStop(rest[0].low) || dividers[rest[0].low]) {
			rest = rest[1:]
		}
		if len(rest) > 0 {
			return j.says(rest, true)
		}
	}
	return status{}
}
