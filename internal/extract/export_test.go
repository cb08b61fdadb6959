package extract

import (
	"strings"
	"unicode/utf8"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// Weighed is a mention before it is weighed.
type Weighed struct {
	Start, End int // code points
	Found      record.Stance
	Features   []string
}

// Positions are what is weighed.
var Positions = positions

// Spoken is a position as a word of the weights.
func Spoken(s record.Stance) string { return spoken(s) }

// Weigh reads a text by the rules alone and tells what would be weighed. The text that it answers is the one in which offsets count.
func Weigh(x *match.Index, text string, o Options) (string, []Weighed) {
	text = plain(text)
	r := newReader(x, text)
	found, _ := r.findMentions(MaxMentions)
	r.resolve(found)
	found = r.settle(found)
	j := r.newJudge(found, o)
	st := j.byRules(r.sentences(found))
	list := make([]Weighed, len(found))
	for k, s := range found {
		from, to := r.tokens[s.from].start, r.tokens[s.to-1].stem
		w := Weighed{Start: utf8.RuneCountInString(text[:from]), End: utf8.RuneCountInString(text[:to]), Found: st[k].position}
		j.features(k, st, func(feature string) { w.Features = append(w.Features, strings.Clone(feature)) })
		list[k] = w
	}
	return text, list
}
