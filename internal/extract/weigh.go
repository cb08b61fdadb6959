package extract

import (
	_ "embed" // the fitted weights
	"math"
	"strconv"
	"strings"
	"sync"

	"rollcall/internal/record"
)

// A mention is read twice. The rules find what they can say of it. Then what stands around it is weighed: the cues on both sides and what
// negates them, the words beside it, what was found of its neighbors, and the rules' own finding. The weights of
// these features were fitted to texts that people had read (make fit-extract). In weights.tsv each stands with what it adds to the odds of every
// position, so that what was weighed can be looked up.

//go:embed weights.tsv
var weightsFile string

// positions are what is weighed against each other.
var positions = [...]record.Stance{
	"", record.Endorsed, record.Supported, record.Planning, record.Declined, record.Opposed, record.Tabled, record.Withdrawn, record.Nullified,
}

// weights are what a feature adds to the logarithm of the odds of each position, in hundredths.
type weights [len(positions)]int16

// fitted are the weights by feature. The first line of the file names the positions; in the others nothing stands for zero.
var fitted = sync.OnceValue(func() map[string]weights {
	m := make(map[string]weights, strings.Count(weightsFile, "\n"))
	for line := range strings.Lines(weightsFile) {
		feature, values, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		var w weights
		for i := range w {
			var value string
			value, values, _ = strings.Cut(values, "\t")
			if n, err := strconv.ParseInt(value, 10, 16); err == nil {
				w[i] = int16(n)
			}
		}
		m[feature] = w
	}
	return m
})

// spoken is a position as a word.
func spoken(s record.Stance) string {
	if s == "" {
		return "none"
	}
	return string(s)
}

// weigh is the likeliest position of mention k. st is what the rules found.
func (j *judge) weigh(k int, st []stance) record.Stance {
	table := fitted()
	var sums [len(positions)]int
	j.features(k, st, func(feature string) {
		if w, ok := table[feature]; ok {
			for i, v := range w {
				sums[i] += int(v)
			}
		}
	})
	best, most := 0, math.MinInt
	for i, sum := range sums {
		if sum > most {
			best, most = i, sum
		}
	}
	return positions[best]
}

// The words that a cue's meaning turns on, and those that part clauses, as features count them.
var (
	negating = set("not no never neither nor against declined refused without wont didnt doesnt hasnt havent isnt cannot cant dont ne pas non sin n' failed")
	unsure   = set("may might could would whether if yet consider considering weighing asked urged should hopes wants expected until unclear")
	parting  = set("; : – — but while whereas although though because since after before as when if unless that which who whose , and")
)

// roughly is a distance in words, of the greater ones only about how great.
func roughly(n int) string {
	switch {
	case n <= 2:
		return strconv.Itoa(n)
	case n <= 4:
		return "4"
	case n <= 8:
		return "8"
	case n <= 16:
		return "16"
	}
	return "more"
}

// features tells what stands around mention k. A feature is a kind, "=" or ":", and what was seen.
func (j *judge) features(k int, st []stance, add func(string)) {
	n := j.of[k]
	s, rule := j.kept[n], spoken(st[k].position)
	at, ok := s.at[k]
	add("rule=" + rule + s.language)
	add("rule=" + rule)
	if !ok {
		return
	}
	u := s.units
	word := func(i int) string {
		switch {
		case i < 0:
			return "^"
		case i >= len(u):
			return "$"
		case u[i].mention < 0 && j.tokens[u[i].token].kind == digits:
			return "#"
		}
		return u[i].low
	}
	j.foundFeatures(k, rule, add)
	j.cueFeatures(s, at, rule, word, add)
	wordFeatures(u, at, word, add)
	leaningFeatures(s, at, rule, add)
	j.neighborFeatures(k, st, add)
}

// foundFeatures tell what the rules found, and where.
func (j *judge) foundFeatures(k int, rule string, add func(string)) {
	n := j.of[k]
	u, at := j.kept[n].units, j.kept[n].at[k]
	add("findings=" + strconv.Itoa(min(2, len(j.findings[k]))) + rule)
	for _, f := range j.findings[k] {
		add("finding=" + spoken(f.stance))
	}
	best, told := strongest(j.findings[k])
	switch {
	case !told:
	case best.sentence != n:
		add("rule=" + rule + ",elsewhere")
	default:
		add("rule=" + rule + ",here")
		if best.aside {
			add("rule=" + rule + ",aside")
		}
		if best.hit >= 0 {
			side := "left"
			if best.hit > at {
				side = "right"
			}
			add("rule=" + rule + "," + side + roughly(max(best.hit-at, at-best.hit)))
			add("rule=" + rule + "," + u[best.hit].low)
		}
	}
}

// cueFeatures tell of each cue of the sentence which side it is on, what stands between, and what negates it.
func (j *judge) cueFeatures(s reading, at int, rule string, word func(int) string, add func(string)) {
	u := s.units
	left := "" // the nearest on the left
	right := false
	for _, h := range s.hits {
		if h.from < at-wide || h.from > at+wide {
			continue
		}
		side, lo, hi := "right", at+1, h.from
		if h.from < at {
			side, lo, hi = "left", h.to, at
		}
		names, parts := 0, 0
		for i := lo; i < hi; i++ {
			if u[i].mention >= 0 {
				names++
			} else if parting[u[i].low] {
				parts++
			}
		}
		turn, turned := "", ""
		for i := max(0, h.from-5); i < h.from; i++ {
			switch {
			case u[i].mention >= 0:
				turn, turned = "", ""
			case negating[u[i].low]:
				turn += "-"
				turned += " " + u[i].low
			case unsure[u[i].low]:
				turn += "?"
				turned += " " + u[i].low
			}
		}
		cue, between := spoken(h.cue.stance)+strconv.Itoa(int(h.cue.role)), strconv.Itoa(min(names, 2))+strconv.Itoa(min(parts, 2))
		add("cue=" + cue + side + between)
		add("cue=" + spoken(h.cue.stance) + side + roughly(hi-lo))
		add("cue=" + spoken(h.cue.stance) + side + turn + strconv.Itoa(min(names, 2)))
		add("cue=" + spoken(h.cue.stance) + side + turned)
		add("cue=" + stem(word(h.from)) + "," + side + strconv.Itoa(min(names, 1)))
		if side == "right" && !right {
			right = true
			add("next=" + cue + turn + between)
			add("next=" + cue)
			add("next=" + cue + ",rule=" + rule)
		}
		if side == "left" {
			left = cue + strconv.Itoa(min(names, 2))
		}
	}
	if left != "" {
		add("last=" + left)
		add("last=" + left + ",rule=" + rule)
	}
}

// wordFeatures tell the words around the mention.
func wordFeatures(u []unit, at int, word func(int) string, add func(string)) {
	for i := at + 1; i < len(u) && i <= at+12; i++ {
		if u[i].mention >= 0 && i > at+1 && !linking[word(i-1)] {
			break
		}
		add("after:" + word(i))
		add("after:" + word(i) + " " + word(i+1))
	}
	for i := at - 1; i >= 0 && i >= at-8; i-- {
		add("before:" + word(i))
		add("before:" + word(i-1) + " " + word(i))
	}
	for i := at + 1; i < len(u) && i < at+30 && u[i].mention < 0 && !closes[u[i].low]; i++ {
		add("clause:" + stem(word(i)))
		if i < at+8 {
			add("clause:" + stem(word(i)) + " " + stem(word(i+1)) + " " + stem(word(i+2)))
		}
	}
}

// closes are the words and marks behind which something else is told.
var closes = set("; : . – — but while whereas although though because which who whose")

// leaningFeatures tell the words that lean towards a position, and which of them stand nearest.
func leaningFeatures(s reading, at int, rule string, add func(string)) {
	u, sole := s.units, len(s.at) == 1
	for i := max(0, at-wide); i < min(len(u), at+wide); i++ {
		leaning, ok := leanings[stem(u[i].low)]
		if !ok || u[i].mention >= 0 {
			continue
		}
		side := "right"
		if i < at {
			side = "left"
		}
		add("leaning=" + spoken(leaning) + side)
		add("leaning=" + spoken(leaning) + side + inBetween(u, at, i))
		if sole {
			add("sole=" + spoken(leaning))
		}
	}
	for _, step := range [...]int{-1, 1} {
		names := 0
		for i := at + step; i >= 0 && i < len(u) && i > at-30 && i < at+30 && !closes[u[i].low]; i += step {
			if u[i].mention >= 0 {
				names++
				continue
			}
			if leaning, ok := leanings[stem(u[i].low)]; ok {
				add("nearest=" + spoken(leaning) + strconv.Itoa(step) + strconv.Itoa(min(names, 1)))
				add("nearest=" + spoken(leaning) + strconv.Itoa(step) + ",rule=" + rule)
				break
			}
		}
	}
	if sole {
		for _, h := range s.hits[:min(manyFindings, len(s.hits))] {
			add("sole=" + spoken(h.cue.stance) + ",rule=" + rule)
		}
	}
}

// inBetween tells whether names or borders of clauses stand between two units, and what negates the later one.
func inBetween(u []unit, a, b int) string {
	lo, hi := min(a, b)+1, max(a, b)
	names, parts, turn := 0, 0, ""
	for i := lo; i < hi; i++ {
		if u[i].mention >= 0 {
			names++
		} else if parting[u[i].low] {
			parts++
		}
	}
	for i := max(0, b-4); i < b; i++ {
		switch {
		case negating[u[i].low]:
			turn = "-"
		case unsure[u[i].low]:
			turn = "?"
		}
	}
	return strconv.Itoa(min(names, 1)) + strconv.Itoa(min(parts, 1)) + turn
}

// neighborFeatures tell what was found of the names beside it, and what cues the sentences beside it have.
func (j *judge) neighborFeatures(k int, st []stance, add func(string)) {
	n := j.of[k]
	s := j.kept[n]
	at := s.at[k]
	joined := func(from, to int) string {
		for _, u := range s.units[from:to] {
			if !linking[u.low] && !article[u.low] {
				return ""
			}
		}
		return ",joined"
	}
	if other, ok := s.at[k-1]; ok {
		add("before=" + spoken(st[k-1].position) + joined(other+1, at))
	} else {
		add("first")
	}
	if other, ok := s.at[k+1]; ok {
		add("behind=" + spoken(st[k+1].position) + joined(at+1, other))
	}
	if next, ok := j.kept[n+1]; ok && len(next.at) == 0 {
		for _, h := range next.hits[:min(manyFindings, len(next.hits))] {
			add("following=" + spoken(h.cue.stance))
		}
	}
	if hits := j.kept[n-1].hits; len(hits) <= manyFindings {
		for _, h := range hits {
			add("preceding=" + spoken(h.cue.stance))
		}
	}
	if s.question {
		add("question")
	}
}

// stem is a word without the ending of an English verb or plural.
func stem(w string) string {
	for _, ending := range [...]string{"ing", "ed", "es", "s", "e"} {
		if t, ok := strings.CutSuffix(w, ending); ok && len(t) > 3 {
			return t
		}
	}
	return w
}

// grounds is the finding that a weighed position rests on: the nearest cue of the sentence that speaks of it.
func (j *judge) grounds(k int, position record.Stance) finding {
	n := j.of[k]
	s := j.kept[n]
	at, ok := s.at[k]
	f := finding{stance: position, sentence: n, hit: -1, subject: at}
	if !ok {
		return f
	}
	nearest := math.MaxInt
	for _, h := range s.hits {
		if d := max(h.from-at, at-h.from); h.cue.stance == position && d < nearest {
			nearest, f.hit = d, h.from
		}
	}
	return f
}
