package extract

// shape is how a line begins, where that tells that it is one of several: "Declined: …", "Oakland — …", "(05/02) …", "10:05 – …".
type shape uint8

const (
	plainLine shape = iota
	labeled
	dashed
	dated
	capitals
)

// shapeOf is the shape of the line from a token to another.
func (r *reader) shapeOf(from, to int) shape {
	t := r.tokens[from]
	if t.low == "(" && r.at(from+1).kind == digits || t.kind == digits && (r.low(from+1) == ":" || r.low(from+1) == "/") && r.at(from+1).gap == glued {
		return dated
	}
	words, upper := 0, 0
	for k := from; k < to; k++ {
		if t := r.tokens[k]; t.kind == word && t.end-t.start > 1 {
			words++
			if t.upper {
				upper++
			}
		}
		if !t.capital || k > from+6 {
			continue
		}
		switch low := r.tokens[k].low; {
		case low == ":" && k > from && (k+1 == to || r.tokens[k+1].gap != glued):
			return labeled
		case (low == "—" || low == "–" || low == "|") && k > from && r.tokens[k].gap == spaced:
			return dashed
		}
	}
	if words >= 2 && upper*3 >= words*2 || words >= 4 && upper*2 >= words && r.tokens[from].upper {
		return capitals
	}
	return plainLine
}

// splitLists makes hard the breaks between lines that are alike, however long they are, and behind a line of capitals.
func (r *reader) splitLists() {
	from, before := 0, plainLine
	for from < len(r.tokens) {
		to := from + 1
		for to < len(r.tokens) && r.tokens[to].gap < newLine {
			to++
		}
		is := r.shapeOf(from, to)
		if from > 0 && r.tokens[from].gap == newLine && (is != plainLine && is != capitals && is == before || (is == capitals) != (before == capitals)) {
			r.hard[from] = true
		}
		// The first of lines that are alike begins where the text before it ends.
		if is != plainLine && is != capitals && is != before && to < len(r.tokens) && r.tokens[to].gap == newLine {
			next := to + 1
			for next < len(r.tokens) && r.tokens[next].gap < newLine {
				next++
			}
			if r.shapeOf(to, next) == is {
				r.hard[from] = true
			}
		}
		from, before = to, is
	}
}
