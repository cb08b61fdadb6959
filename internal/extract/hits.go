package extract

import (
	"slices"

	"rollcall/internal/record"
)

// hit is a cue in a sentence.
type hit struct {
	from, to int // units
	cue      cue
}

// hits finds the cues of a sentence, from the left, the longest first.
func hits(units []unit, language string) []hit {
	var list []hit
	cues := cues()
	for i := 0; i < len(units); i++ {
		if named(units, i) {
			continue
		}
		best, cueAt, loose := 0, cue{}, false
		for _, p := range cues[units[i].low] {
			if p.cue.language != "" && p.cue.language != language {
				continue
			}
			n := matches(p.steps, units, i, 0)
			if n > 0 && p.loose && p.cue.stance == record.Planning && slices.ContainsFunc(units[i:n-1], func(u unit) bool { return stanceNouns[u.low] }) {
				continue // "announced its endorsement of the march"
			}
			if n > best || n == best && n > 0 && loose && !p.loose || n == best && n > 0 && loose == p.loose && language != "" && p.cue.language == language && cueAt.language == "" {
				best, cueAt, loose = n, p.cue, p.loose
			}
		}
		if best == 0 {
			continue
		}
		list = append(list, hit{i, best, cueAt})
		i = best - 1
	}
	return list
}

// named reports whether the word at i looks like what somebody does, and is a thing: the month of March, "the call for", "in answer to".
func named(units []unit, i int) bool {
	if i == 0 {
		return false
	}
	u, before := units[i], units[i-1].low
	switch u.low {
	case "march":
		return u.capital && (monthly[before] || i+1 < len(units) && isNumber(units[i+1].low))
	case "call", "calls":
		return article[before] || i > 1 && article[units[i-2].low] && units[i-1].mention < 0 && !adverbs[before]
	case "answer":
		return before == "in"
	}
	return false
}

// monthly words stand before a month.
var monthly = set("in since until last by early late mid through of this next before after en")

func isNumber(low string) bool { return low != "" && low[0] >= '0' && low[0] <= '9' }

// slack are the words that may stand between any two words of a phrase without changing it: articles, adverbs, days.
var slack = set(`
	the a an its their our your his her this these those both all also now formally officially publicly fully unanimously overwhelmingly already again finally quickly narrowly jointly just
	recently today yesterday tonight monday tuesday wednesday thursday friday saturday sunday even still proudly enthusiastically strongly promptly later then since soon firmly flatly
	openly quietly too been only very warmly loudly wholeheartedly immediately likewise duly summarily early quickly publicly
	el la los las lo le les l' un une una du al su sus son sa leur leurs ce cette aussi egalement deja officiellement formellement publiquement tous toutes hier aujourdhui finalement toujours lundi mardi mercredi jeudi
	vendredi samedi dimanche tambien ya hoy ayer anoche oficialmente formalmente publicamente igualmente lunes martes miercoles jueves viernes sabado domingo unanimemente`)

// matches is where a phrase ends that goes on at unit i, or 0. So many words of slack may stand before its next word.
func matches(steps []step, units []unit, i, spare int) int {
	if len(steps) == 0 {
		return i
	}
	s := steps[0]
	if s.gap > 0 {
		words := 0
		for n := 0; i+n <= len(units); n++ {
			if to := matches(steps[1:], units, i+n, 0); to > 0 {
				return to
			}
			if i+n == len(units) || units[i+n].mention >= 0 || isStop(units[i+n].low) && !(units[i+n].low == "." && i+n > 0 && short[units[i+n-1].low]) || s.gap < 12 && clausal[units[i+n].low] {
				break
			}
			if !slack[units[i+n].low] {
				words++
			}
			if words > s.gap || n > 16 {
				break
			}
		}
		return 0
	}
	if i < len(units) && s.words[units[i].low] { // a mention is the word §
		if to := matches(steps[1:], units, i+1, 3); to > 0 {
			return to
		}
	}
	if s.optional {
		if to := matches(steps[1:], units, i, spare); to > 0 {
			return to
		}
	}
	if spare > 0 && i < len(units) && units[i].mention < 0 && (slack[units[i].low] || units[i].low == "on" && i+1 < len(units) && weekdays[units[i+1].low] && units[i+1].capital) {
		return matches(steps, units, i+1, spare-1)
	}
	return 0
}

// stanceNouns are what is announced or planned where no action is.
var stanceNouns = set("endorsement support solidarity opposition")

// clausal words begin another clause, which a phrase does not reach into.
var clausal = set("not never que qui si mais pero mientras porque parce tandis lorsque quand cuando dont sino sans sin contra contre adhesion appui soutien respaldo apoyo that whether which who whose if while but because although")

// isStop reports whether a mark ends a phrase.
func isStop(low string) bool {
	return low == "," || low == ";" || low == ":" || low == "." || low == "?" || low == "!" || low == "–" || low == "—" || low == "|"
}
