package extract

import (
	"slices"

	"rollcall/internal/record"
)

// finding is what one cue says of one mention.
type finding struct {
	stance   record.Stance
	sentence int
	hit      int // unit of the cue
	subject  int // unit of the mention
	aside    bool
}

// stance is what is said of a mention in all.
type stance struct {
	position  record.Stance
	capacity  record.Capacity
	decidedBy record.DecidedBy
	vote      *record.Vote
	quote     string
}

// judge finds the stances of the mentions.
func (r *reader) judge(sentences []sentence, found []span, o Options) []stance {
	j := r.newJudge(found, o)
	result := j.byRules(sentences)
	weighed := make([]record.Stance, len(found))
	for k := range found {
		weighed[k] = j.weigh(k, result)
	}
	for k, position := range weighed {
		f, ok := strongest(j.findings[k])
		if position != result[k].position {
			f, ok = j.grounds(k, position), position != ""
		}
		st := &result[k]
		st.position = position
		st.capacity, st.decidedBy, st.vote = j.who(k, f, ok)
		j.alone(k, sentences, st)
	}
	return result
}

func (r *reader) newJudge(found []span, o Options) *judge {
	j := &judge{reader: r, found: found, findings: make([][]finding, len(found)), of: make([]int, len(found)), whole: o.Language, chair: -1}
	if len(found) > 0 && found[0].from < 40 {
		for k := range min(len(r.tokens), 40) {
			if r.tokens[k].low == "minutes" {
				j.chair = 0
			}
		}
	}
	if j.whole == "" {
		j.whole = r.language()
	}
	return j
}

// byRules is what the rules find of the mentions.
func (j *judge) byRules(sentences []sentence) []stance {
	r, found := j.reader, j.found
	result := make([]stance, len(found))
	m := 0
	for i, s := range sentences {
		first := m
		for m < len(found) && found[m].from < s.to {
			j.of[m] = i
			m++
		}
		j.sentence(i, s, first, m)
		for k := first; k < m; k++ {
			result[k] = stance{capacity: record.CapacityBody, decidedBy: "unknown", quote: r.quote(s, found[k])}
		}
	}
	for k := range found {
		if f, ok := strongest(j.findings[k]); ok {
			result[k].position = f.stance
		}
	}
	return result
}

// judge reads one sentence after the other.
type judge struct {
	*reader
	layout   layout
	found    []span
	findings [][]finding
	of       []int  // the sentence of a mention
	whole    string // the language of the text
	language string // that of the sentence
	units    []unit
	hits     []hit
	kept     map[int]reading
	// What goes on from one sentence to the next.
	last      []int         // mentions that the sentence before was about
	lastCue   record.Stance // what it told
	heading   *heading
	undersign bool
	notices   []int        // tokens that say that people sign for themselves; nil while not yet looked for
	chair     int          // the body whose minutes these are; -1 none
	begins    []*hit       // the cue that begins at a unit of the sentence
	movers    []int        // units of the sentence that only moved or seconded what others decide
	taken     map[int]bool // tokens of the bodies that a cue before speaks of, which so are no subjects
}

// reading is what is kept of a sentence for later.
type reading struct {
	units    []unit
	hits     []hit
	at       map[int]int // the unit of a mention
	question bool
	language string
}

// heading is a line over a list.
type heading struct {
	stance record.Stance
	bullet bool // its items have bullets
	items  int
}

func (j *judge) say(mention int, f finding) {
	if len(j.findings[mention]) < manyFindings {
		j.findings[mention] = append(j.findings[mention], f)
	}
}

// sentence reads the cues of a sentence and says of which mentions they speak.
func (j *judge) sentence(n int, s sentence, first, end int) {
	if j.kept == nil {
		j.kept = map[int]reading{}
	}
	j.units = j.unitsOf(s, j.found, first)
	j.language = j.tongue(s)
	if end == first && len(j.last) == 0 && j.heading == nil && !s.colon && !s.line && !slices.ContainsFunc(j.units, func(u unit) bool { return plurals[u.low] }) {
		return
	}
	j.hits, j.movers = hits(j.units, j.language), nil
	j.begins = make([]*hit, len(j.units))
	for i := range j.hits {
		j.begins[j.hits[i].from] = &j.hits[i]
	}
	at := make(map[int]int, end-first)
	for i, u := range j.units {
		if u.mention >= 0 {
			at[u.mention] = i
		}
	}
	j.kept[n] = reading{j.units, j.hits, at, s.question, j.language}
	if j.corrects() {
		return
	}
	if j.list(n, s, first, end) {
		return
	}
	told := record.Stance("")
	var about, ahead []int
	var aheadAt hit
	for _, c := range j.hits {
		var group []int
		st := c.cue.stance
		switch c.cue.role {
		case agent:
			group = j.follow(c.to)
			for k := c.to - 1; k > c.from; k-- { // "thanked A for its support"
				if j.units[k].mention >= 0 {
					group = j.coordinated(k)
					break
				}
			}
			if j.bargaining(c) {
				continue
			}
			if st == "" && by[j.units[c.to-1].low] {
				j.movers = append(j.movers, group...)
			}
			if by[j.units[c.to-1].low] {
				if len(group) == 0 || j.decides(c.to) {
					// "endorsed the march by a membership vote"
					if other, ok := j.alternative(c); ok {
						j.act(n, s, other, &told, &about)
						continue
					}
				}
				if len(group) == 0 { // "was remitted to its executive by delegates"
					if s := j.subject(c.from); st == record.Tabled || st == record.Withdrawn {
						group = s.units
					}
				} else if j.patient(c.from) || j.counted(c.to, group[0]) {
					continue
				}
			}
			if j.denied(c.from, c.to) || j.seconded(c) || j.open(c) {
				st = ""
			}
			for _, u := range group {
				if j.taken == nil {
					j.taken = map[int]bool{}
				}
				j.taken[j.units[u].token] = true
			}
		case target:
			group = j.targets(c)
		case owned:
			group = j.owners(c)
		case echo:
			group = j.follow(c.to)
			st = told
			if st == "" && c.from > 1 && c.cue.language != "" && j.echoes(c, group) {
				ahead, aheadAt = group, c // "A, tout comme B, a signé"
				continue
			}
			if st == "" && (c.from <= 1 || j.units[c.from].low == "joined") { // "So did B." after a sentence of its own
				st = j.lastCue
			}
			if !j.echoes(c, group) {
				group = nil
			}
		case likewise, acts:
			j.act(n, s, c, &told, &about)
			continue
		}
		if s.question {
			st = ""
		}
		for _, u := range group {
			m := j.units[u].mention
			about = append(about, m)
			if st != "" || c.cue.role == acts {
				j.say(m, finding{stance: st, sentence: n, hit: c.from, subject: u, aside: j.aside(u, c.from)})
			}
		}
		if st != "" && c.cue.role != echo && len(group) > 0 {
			told = st
		}
	}
	for _, u := range ahead {
		if told != "" {
			j.say(j.units[u].mention, finding{stance: told, sentence: n, hit: aheadAt.from, subject: u})
		}
	}
	j.gapped(n)
	j.motion(n)
	if told != "" || len(about) > 0 {
		j.lastCue = told
		if n := len(about); n > 0 && told != "" {
			if f, ok := strongest(j.findings[about[n-1]]); ok { // "A has endorsed it and will march. B has done the same."
				j.lastCue = f.stance
			}
		}
	}
	switch {
	case len(about) > 0:
		j.last = about[:1]
		// A plural goes on with all.
		for _, m := range about[1:] {
			if m != j.last[0] && len(j.last) < 8 {
				j.last = append(j.last, m)
			}
		}
	case end > first:
		j.last = []int{first}
	}
	if len(j.last) > 1 {
		j.last = j.last[:1]
	}
}

// corrects reports whether the sentence repeats what turned out to be wrong: "An earlier version of this article said that A had endorsed it."
func (j *judge) corrects() bool {
	for k, u := range j.units[:min(len(j.units), 30)] {
		if u.mention < 0 && erroneous[u.low] || u.low == "version" && k > 0 && (j.units[k-1].low == "earlier" || j.units[k-1].low == "previous") {
			return true
		}
	}
	return false
}

var erroneous = set("incorrectly mistakenly erroneously wrongly misstated misreported misidentified")

// rank is how much a stance says: of several the one that says more is the body's.
func rank(s record.Stance) int {
	switch s {
	case record.Nullified:
		return 6
	case record.Withdrawn:
		return 5
	case record.Endorsed, record.Declined, record.Opposed, record.Tabled:
		return 4
	case record.Planning:
		return 3
	case record.Supported:
		return 2
	default:
		return 0
	}
}

// strongest is the finding that counts of those of one mention: the one that says most, of two that say as much the
// first of the main clause.
func strongest(list []finding) (finding, bool) {
	best, found := finding{}, false
	plain := false // the main clause says that there is none
	for _, f := range list {
		if f.stance == "" {
			plain = plain || !f.aside
			continue
		}
		if !found || rank(f.stance) > rank(best.stance) || rank(f.stance) == rank(best.stance) && best.aside && !f.aside {
			best, found = f, true
		}
	}
	// "B, which had endorsed Mr. Walker in 2010, has kept out": the clause beside is about something else.
	if found && best.aside && plain {
		return finding{}, false
	}
	return best, found
}
