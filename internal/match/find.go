package match

import (
	"bytes"
	"math"
	"slices"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// safe is the score from which a candidate is a match.
const safe = 0.9

// The features, in the order of their weights.
const (
	fAffiliation = iota
	fAffiliationOther
	fNumber
	fNumberOther
	fNumberAlias
	fNumberNone
	fSuffix
	fSuffixOther
	fWhole
	fName
	fNameOther
	fNational
	fLevel
	fLevelOther
	fRegion
	fRegionOther
	fCity
	fCountryOther
	fKind
	fKindOther
	fActive
	fUnsaid
	fHint
	fMembers
	fSize
	fWord
	fWordOther
	fFund
	features
)

// names of the features, as they are answered.
var featureNames = [features]string{
	fAffiliation: "affiliation", fAffiliationOther: "affiliation_differs", fNumber: "number", fNumberOther: "number_differs", fNumberAlias: "number_of_alias", fNumberNone: "number_unknown",
	fSuffix: "suffix", fSuffixOther: "suffix_differs", fWhole: "whole_name", fName: "name", fNameOther: "name_differs", fNational: "national", fLevel: "level",
	fLevelOther: "level_differs", fRegion: "region", fRegionOther: "region_differs", fCity: "city", fCountryOther: "country_differs", fKind: "kind", fKindOther: "kind_differs",
	fActive: "active", fUnsaid: "affiliation_unsaid", fHint: "affiliation_hinted", fMembers: "members", fSize: "affiliation_size", fWord: "designation", fWordOther: "designation_differs", fFund: "fund",
}

// nobody is the logarithm of the odds that a name means no union of the record.
const nobody = 6

type scored struct {
	at     int32
	fit    float64 // how well its affiliation fits
	number *number
	of     *designated
	z      float64
	f      [features]float64
}

// asked is a query, understood.
type asked struct {
	parsed
	whole        string
	stripped     string            // without AFL-CIO at its end; empty when that leaves a word alone
	affiliations map[int32]float64 // named, with how well they fit
	fits         []fitted          // the same, in order
	stated       bool              // an affiliation is named, in the name or beside it
	sure         float64           // how surely the name means a union's affiliation
	rest         []int32
	fund         bool // a fund of the union's is named
	common       bool // it is an everyday word and nothing else
	own          int  // how many of rest are not of a phrase that bodies of unions are called by
	partly       bool // the name is only what bodies of a union are called
	federal      bool // only the federation is named, besides a name of the body's own
	hints        map[int32]bool
	unknown      float64 // weight of the words that no name has
	city, region string
	country      string
	kind         record.UnionKind
}

// fitted is an affiliation and how well it fits.
type fitted struct {
	id  int32
	fit float64
}

func (a *asked) fitOf(id int32) float64 {
	for _, f := range a.fits {
		if f.id == id {
			return f.fit
		}
	}
	return 0
}

// Find answers the unions that a name may mean, the likeliest first, at most limit of them, and at most one
// of them a match. What was decided on the name holds: the union that it means is the only one then. No name and no limit are too large or too odd: what is no name has no candidates.
func (x *Index) Find(q Query, limit int) []Candidate {
	if limit <= 0 {
		return nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	ruled := x.ruling(q)
	switch {
	case ruled.None:
		return nil
	case ruled.Union != uuid.Nil:
		return []Candidate{x.decidedOn(ruled.Union)}
	}
	a := x.ask(q)
	if len(a.tokens) == 0 {
		return nil
	}
	w := x.scratch.Get().(*scratch)
	defer x.scratch.Put(w)
	found := slices.DeleteFunc(x.candidates(&a, w), func(s scored) bool { return slices.Contains(ruled.Not, x.entries[s.at].union.ID) })
	x.fit(&a, found)
	total := math.Exp(nobody)
	best := w.best[:0]
	for i := range found {
		x.score(&a, &found[i])
		total += math.Exp(found[i].z)
		// The best so far, in order.
		at, _ := slices.BinarySearchFunc(best, int32(i), func(p, q int32) int { return x.order(&found[p], &found[q]) })
		if at < limit {
			best = slices.Insert(best, at, int32(i))
			best = best[:min(len(best), limit)]
		}
	}
	w.best = best
	var answer []Candidate
	for i, k := range best {
		f := &found[k]
		c := x.entries[f.at].union
		c.Score = math.Exp(f.z) / total
		if c.Score < 1e-6 && i > 0 {
			break
		}
		c.Features = map[string]float64{}
		for k, v := range f.f {
			if v != 0 {
				c.Features[featureNames[k]] = v
			}
		}
		c.Match = i == 0 && c.Score >= safe && !a.several && x.certain(&a, f)
		answer = append(answer, c)
	}
	return answer
}

// certain reports whether nothing contradicts that a candidate is meant, and whether the name says enough of it.
func (x *Index) certain(a *asked, s *scored) bool {
	e, f := &x.entries[s.at], &s.f
	switch {
	case f[fNumberOther] > 0, f[fAffiliationOther] > 0, f[fLevelOther] == 1, f[fFund] > 0, a.common && f[fWhole] < 1, s.fit > 0 && s.fit <= akin && f[fWhole] < 1:
		return false
	case a.sure < surely && f[fAffiliation] > 0 && f[fWhole] < 1:
		return false
	case f[fNumberNone] > 0 && f[fWhole] < 1 && (a.own == 0 || f[fName] < entirely), s.of != nil && s.of.value != s.number.value:
		return false // "Federation of Teachers Local 59" is none that has no number
	case e.national:
		return (a.kind == "" || top(a.kind)) && (f[fWhole] == 1 || !x.saysMore(a, s))
	default:
		return s.of != nil && s.number.weight >= own || f[fWhole] > 0 || f[fName] >= distinct
	}
}

// surely is how surely a national union has to be named, where it is: guessed from few words, or by what other names end in, it
// is not.
const surely = 0.75

// own is how likely a number has to be the body's: one that it had before, or that of its district, is less.
const own = 0.4

// distinct is how alike the names of a body that is known by no number have to be. What bodies of a union are called makes about
// half of a name: "Building Trades Council".
const distinct = 0.6

// entirely is how alike a name that says a number has to be to that of a body without one: "Oakdale Educators, AFT Local 59".
const entirely = 0.999

// saysMore reports whether a name says more than a national union or a federation is called. "KY AFL-CIO" is not the AFL-CIO, and
// to credit the whole with what a part of it did is the worst mistake there is.
func (x *Index) saysMore(a *asked, s *scored) bool {
	e := &x.entries[s.at]
	var wholes []int32 // that it is part of: the RWDSU may be called "RWDSU/UFCW"
	for _, id := range e.affiliations {
		for _, whole := range x.parents[id] {
			wholes = append(append(wholes, whole), x.bound[whole]...)
		}
	}
	said := false // what stands for it
	for i, w := range a.words {
		if empty[w] || idle[w] || len(w) < 2 && !a.tokens[i].number {
			continue
		}
		if k := slices.IndexFunc(a.mentions, func(m mention) bool { return m.from <= i && i < m.to && (m.names(e.affiliations) || m.names(wholes)) }); k >= 0 {
			said = said || a.mentions[k].names(e.affiliations)
			continue
		}
		id, known := x.words[w]
		if !known || a.tokens[i].number || !slices.ContainsFunc(e.names, func(n named) bool { return slices.Contains(n.rest, id) }) {
			return true
		}
	}
	return !said
}

// names reports whether a mention stands for one of the affiliations itself.
func (m mention) names(affiliations []int32) bool {
	return !m.body && !m.generic && slices.ContainsFunc(m.affiliations, func(id int32) bool { return slices.Contains(affiliations, id) })
}

// idle are words beside a union's name that name no other body: "Teamsters, AFL-CIO", "American Postal Workers Association".
var idle = wordSet("afl cio aflcio alfcio clc ctw national america american association organization workers brotherhood")

// ask understands a query.
func (x *Index) ask(q Query) asked {
	a := asked{parsed: x.parse(q.Name), affiliations: map[int32]float64{}, city: record.Fold(clipped(q.City)), region: subdivision(q.Region), country: strings.ToUpper(q.Country), kind: q.Kind}
	if a.country == "" && len(q.Region) > 3 && q.Region[2] == '-' {
		a.country = strings.ToUpper(q.Region[:2])
	}
	a.whole = a.parsed.whole()
	a.fund = slices.ContainsFunc(a.parsed.rest, func(w string) bool { return funds[w] })
	a.common = len(a.tokens) == 1 && everyday[a.words[0]] && q.Name != strings.ToUpper(q.Name)
	if s, ok := strings.CutSuffix(a.whole, "aflcio"); ok && len(a.parsed.rest) > 1 {
		a.stripped = s
	}
	a.federal = len(a.mentions) == 1 && a.parsed.federal && a.mentions[0].to == 0 && len(a.parsed.rest) > 0
	a.partly = !slices.ContainsFunc(a.mentions, func(m mention) bool { return !m.body })
	plain := slices.ContainsFunc(a.mentions, func(m mention) bool { return !m.body && !m.generic })
	for _, m := range a.mentions {
		if len(a.numbers) > 0 && !m.generic {
			m.strength = 1 // next to a number even "UNITE" is no everyday word
		}
		a.sure = max(a.sure, m.strength)
		fit := 1.0
		if plain && (m.body || m.generic) {
			fit = 0.5 // "Stationary Engineers / RWDSU": what the union is called besides says less
		}
		for _, id := range m.affiliations {
			x.mean(&a, id, fit)
		}
	}
	// "RWDSU/UFCW": the part is meant, the whole only perhaps.
	for id, fit := range a.affiliations {
		if fit < 1 {
			continue
		}
		for _, whole := range x.parents[id] {
			if a.affiliations[whole] == 1 {
				x.demote(&a, whole)
			}
		}
	}
	for _, m := range a.mentions {
		for _, id := range m.affiliations {
			if a.affiliations[id] == 1 {
				x.widen(&a, id)
			}
		}
	}
	if q.Affiliation != "" {
		var named []int32
		if p := x.phrases[joined(q.Affiliation)]; p != nil {
			named = p.affiliations
		} else {
			for _, m := range x.parse(q.Affiliation).mentions {
				named = append(named, m.affiliations...)
			}
		}
		for _, id := range named {
			a.sure = 1
			x.mean(&a, id, 1)
			x.widen(&a, id)
		}
	}
	a.stated = len(a.affiliations) > 0 && !a.federal
	for id, fit := range a.affiliations {
		a.fits = append(a.fits, fitted{id, fit})
	}
	slices.SortFunc(a.fits, func(p, q fitted) int { return int(p.id - q.id) })
	if !a.stated {
		a.hints = x.hintsIn(a.words)
		if a.districts {
			a.hints[x.interned["USW"]] = true // who number their locals so
			for _, b := range x.bound[x.interned["USW"]] {
				a.hints[b] = true
			}
		}
	}
	note := func(w string) bool {
		id, ok := x.words[w]
		if !ok {
			id, ok = x.respelled(w)
		}
		if ok && !slices.Contains(a.rest, id) && len(a.rest) < 24 {
			a.rest = append(a.rest, id)
		}
		return ok
	}
	for _, w := range a.parsed.rest {
		if !note(w) {
			a.unknown += math.Log(1 + float64(len(x.byID)+1))
		}
	}
	a.own = len(a.rest)
	for _, w := range a.parsed.bodies {
		note(w)
	}
	return a
}

// hintsIn are the affiliations that words and pairs of words speak for.
func (x *Index) hintsIn(words []string) map[int32]bool {
	found := map[int32]bool{}
	note := func(phrase string) {
		for _, key := range hinted[phrase] {
			id := x.interned[key]
			found[id] = true
			for _, b := range x.bound[id] {
				found[b] = true
			}
		}
	}
	last := ""
	for _, w := range words {
		if empty[w] {
			continue
		}
		note(w)
		if last != "" {
			note(last + w)
		}
		last = w
	}
	return found
}

func clipped(s string) string {
	if len(s) > 200 {
		return s[:200]
	}
	return s
}

// mean notes that an affiliation is meant, and with it the unions of the record that it stands for.
func (x *Index) mean(a *asked, id int32, fit float64) {
	if a.affiliations[id] >= fit {
		return
	}
	a.affiliations[id] = fit
	for _, b := range x.bound[id] {
		a.affiliations[b] = max(a.affiliations[b], fit)
	}
	if key, ok := x.keyOf[id]; ok && a.affiliations[key] < fit {
		x.mean(a, key, fit)
	}
}

// alsoNamed is how well the whole fits where a name names a part of it besides.
const alsoNamed = 0.65

// akin is how well a union fits that the one named is part of or has merged with, but that numbers its locals apart: it is never
// a match.
const akin = 0.5

func (x *Index) demote(a *asked, id int32) {
	a.affiliations[id] = alsoNamed
	for _, b := range x.bound[id] {
		a.affiliations[b] = alsoNamed
	}
}

// widen notes what a union is part of and what it has merged with.
func (x *Index) widen(a *asked, id int32) {
	if key, ok := x.keyOf[id]; ok {
		id = key // the table knows what a union of the record is part of
	}
	for _, whole := range x.parents[id] {
		if x.one[id] {
			x.mean(a, whole, alsoNamed)
		} else {
			x.mean(a, whole, akin)
		}
	}
	for _, r := range x.related[id] {
		x.mean(a, r, akin)
	}
}

// order puts the likelier first, and of two that are as likely the one of the smaller id.
func (x *Index) order(p, q *scored) int {
	switch {
	case p.z > q.z:
		return -1
	case p.z < q.z:
		return 1
	}
	a, b := &x.entries[p.at].union, &x.entries[q.at].union
	return bytes.Compare(a.ID[:], b.ID[:])
}

// most is how many candidates are looked at.
const most = 400

// enough is how many candidates there have to be for no others to be looked for.
const enough = 5

// scratch is what a search writes in, kept for the next.
type scratch struct {
	found []scored
	best  []int32
	seen  []uint32 // by entry: the last search that took it
	turn  uint32
}

func (x *Index) candidates(a *asked, w *scratch) []scored {
	if len(w.seen) < len(x.entries) || w.turn == math.MaxUint32 {
		w.seen, w.turn = make([]uint32, len(x.entries)+len(x.entries)/8), 0
	}
	w.turn++
	found := w.found[:0]
	take := func(list []int32, limit int) {
		for _, at := range list[:min(len(list), limit)] {
			if len(found) >= most {
				return
			}
			if w.seen[at] != w.turn {
				w.seen[at] = w.turn
				found = append(found, scored{at: at})
			}
		}
	}
	take(x.whole[a.whole], 100)
	if a.stripped != "" {
		take(x.whole[a.stripped], 100)
	}
	ids := make([]int32, 0, len(a.fits))
	for _, f := range a.fits {
		ids = append(ids, f.id)
	}
	for _, n := range a.numbers {
		for _, id := range ids {
			take(x.numbers[numbered{id, n.value}], 100)
		}
		if v := withoutSector(n.value); v != "" {
			for _, id := range ids {
				if x.sectored[id] {
					take(x.numbers[numbered{id, v}], 20)
				}
			}
		}
	}
	// Bodies of the number that belong to others, in case the affiliation is wrong or none is named.
	if len(found) < enough {
		for _, n := range a.numbers[:min(2, len(a.numbers))] {
			take(x.numbers[numbered{0, n.value}], 150)
		}
	}
	// The national unions themselves.
	for _, id := range ids {
		if p := x.national(id); p >= 0 {
			take([]int32{p}, 1)
		}
	}
	x.byWords(a, take)
	w.found = found
	return found
}

// national finds the entry of an affiliation that is a union of the record.
func (x *Index) national(id int32) int32 {
	if at, ok := x.nationals[id]; ok {
		return at
	}
	return -1
}

// byWords finds the unions that share the rarest words of the name.
func (x *Index) byWords(a *asked, take func([]int32, int)) {
	rare := slices.Clone(a.rest)
	slices.SortFunc(rare, func(p, q int32) int { return len(x.postings[p]) - len(x.postings[q]) })
	// The entries that have two of the rarest come first.
	for i, w := range rare[:min(4, len(rare))] {
		list := x.postings[w]
		if len(list) <= 60 {
			take(list, 60)
			continue
		}
		if i+1 < len(rare) && len(list) <= 5000 {
			take(both(list, x.postings[rare[i+1]]), 60)
		}
	}
}

// both are the entries of a short list that are in another as well.
func both(short, long []int32) []int32 {
	in := make(map[int32]bool, len(short))
	for _, at := range short {
		in[at] = true
	}
	var shared []int32
	for _, at := range long {
		if in[at] {
			shared = append(shared, at)
		}
	}
	return shared
}

// fit finds out how well the affiliation and the number of each candidate fit. "IUE-CWA Local 81359" names a part and
// the whole: where the part has no body of the number, the whole's is meant.
func (x *Index) fit(a *asked, found []scored) {
	exact := false
	for i := range found {
		s := &found[i]
		e := &x.entries[s.at]
		s.number, s.of = x.numberOf(a, e)
		for _, id := range e.affiliations {
			s.fit = max(s.fit, a.fitOf(id))
		}
		if s.of != nil && !s.of.own {
			for _, id := range s.of.affiliations {
				s.fit = max(s.fit, a.fitOf(id))
			}
		}
		exact = exact || s.fit == 1 && s.of != nil && s.number.weight > 0.5
	}
	if exact {
		return
	}
	for i := range found {
		if s := &found[i]; s.fit == alsoNamed && s.of != nil {
			s.fit = 0.95
		}
	}
}

func (x *Index) score(a *asked, s *scored) {
	e := &x.entries[s.at]
	f := &s.f
	// The affiliation.
	fit, number, of := s.fit, s.number, s.of
	switch {
	case a.federal:
		f[fUnsaid] = 1
	case fit > 0:
		f[fAffiliation] = fit * a.sure
	case a.stated && len(e.affiliations) > 0:
		f[fAffiliationOther] = a.sure
	default:
		f[fUnsaid] = 1
		f[fSize] = x.size(e)
		if slices.ContainsFunc(e.affiliations, func(id int32) bool { return a.hints[id] }) {
			f[fHint] = 1
		}
	}
	// The name.
	similar := x.similar(e, a.rest[:a.own], a.unknown)
	if a.own < len(a.rest) {
		similar = max(similar, x.similar(e, a.rest, a.unknown))
	}
	f[fName] = similar
	switch {
	case of != nil && !of.own && len(a.rest) == 0:
		// "UFCW 2013" is an alias of the local that has taken 2013 over, and the name of another.
	case a.whole != "":
		for i := range e.names {
			if n := &e.names[i]; n.whole == a.whole || a.stripped != "" && n.whole == a.stripped {
				f[fWhole] = max(f[fWhole], n.weight)
			}
		}
	}
	if f[fWhole] == 0 && similar > 0.999 && len(a.rest) > 1 && (len(a.numbers) == 0 || of != nil) {
		f[fWhole] = 0.5
	}
	if a.common {
		f[fWhole] /= 2
	}
	if a.fund && f[fWhole] < 1 {
		f[fFund] = 1
	}
	// A name as it stands in the record needs no more to be said.
	entire := f[fWhole] >= 0.8
	if entire {
		f[fName], f[fUnsaid], f[fSize], f[fHint] = 1, 0, 0, 0
	} else if a.own > 0 || a.unknown > 0 {
		f[fNameOther] = 1 - similar
	}
	// The number.
	switch {
	case of != nil:
		f[fNumber] = number.weight
		if number.weight < 0.4 && a.numbers[0].weight > 0.8 {
			f[fNumberOther] = 0.5 // the district's, where the local is named too
		}
		if !of.own {
			f[fNumberAlias] = 1
		}
		switch {
		case number.suffix == "" && of.suffix == "":
		case number.suffix == of.suffix:
			f[fSuffix] = 1
		default:
			f[fSuffixOther] = 1
		}
	case len(a.numbers) > 0 && len(e.numbers) == 0 && !e.national:
		f[fNumberNone] = a.numbers[0].weight
	case len(a.numbers) > 0:
		f[fNumberOther] = a.numbers[0].weight
	case len(a.numbers) == 0 && len(e.numbers) > 0:
		f[fNumberOther] = 0.5 // it may be known by its name
		if entire {
			f[fNumberOther] = 0
		} else if f[fName] > 0.8 {
			f[fNumberOther] = 0.1
		}
	}
	if e.national && fit > 0 && len(a.numbers) == 0 && a.level == levelUnknown {
		f[fNational] = fit
		switch {
		case f[fWhole] == 1:
		case a.partly:
			f[fNational] /= 4
		case len(a.parsed.rest)+len(a.parsed.bodies) > 0:
			f[fNational] /= 2
		}
		f[fNumberOther] = 0
	}
	if e.national && a.partly && !entire {
		f[fAffiliation] /= 2
	}
	// What sort of body.
	if level := a.level; level != levelUnknown && !(entire && of == nil) && e.level != levelUnknown && level != levelUnit {
		if of == nil || number == nil || number.level == levelUnknown {
			// The designation of the name as a whole.
		} else {
			level = number.level
		}
		if level == e.level {
			f[fLevel] = 1
		} else if level != levelUnit {
			f[fLevelOther] = 1
		}
	} else if e.level == levelLocal && len(a.numbers) > 0 {
		f[fLevel] = 0.5
	}
	switch {
	case entire && of == nil:
	case a.what == "" && e.word != "" && e.word != "local" && len(a.numbers) > 0:
		f[fWordOther] = 0.5
	case a.what == "" || e.word == "":
	case strings.EqualFold(a.what, e.word):
		f[fWord] = 1
	default:
		f[fWordOther] = 1
	}
	if a.kind != "" {
		if a.kind == e.union.Kind {
			f[fKind] = 1
		} else {
			f[fKindOther] = 1
		}
	}
	// The place.
	region := a.region
	if a.parsed.region != "" {
		region = a.parsed.region
	}
	if region != "" && e.region != "" {
		if region == e.region || a.region == e.region {
			f[fRegion] = 1
		} else {
			f[fRegionOther] = 1
		}
	}
	if a.city != "" && e.city != "" && a.city == e.city && f[fRegionOther] == 0 {
		f[fCity] = 1
	}
	if a.country != "" && e.union.Place.Country != "" && a.country != e.union.Place.Country {
		f[fCountryOther] = 1
	}
	f[fMembers] = e.members
	if e.active {
		f[fActive] = 1
	}
	for k, v := range f {
		s.z += weights[k] * v
	}
}

// size is how large the union is that an entry belongs to: the logarithm of the members that its bodies report, 1 for
// ten million.
func (x *Index) size(e *entry) float64 {
	most := 0
	for _, id := range e.affiliations {
		most = max(most, x.members[id])
	}
	return min(1, math.Log10(1+float64(most))/7)
}

// withoutSector is the number that a local of the Communications Workers has within its sector, of the five digits that it has in the union: the
// NewsGuild's begin with 3, those of the broadcast technicians with 5, those of the IUE with 8. It is empty for other numbers.
func withoutSector(number string) string {
	if len(number) != 5 || number[0] != '3' && number[0] != '5' && number[0] != '8' || number[1] == '0' {
		return ""
	}
	return strings.TrimLeft(number[2:], "0")
}

// numberOf finds the number of the name that is one of the union's, the likeliest first.
func (x *Index) numberOf(a *asked, e *entry) (*number, *designated) {
	var best *number
	var of *designated
	for i := range a.numbers {
		n := &a.numbers[i]
		for k := range e.numbers {
			d := &e.numbers[k]
			if d.value != n.value {
				continue
			}
			if of == nil || d.own && !of.own && n.weight >= best.weight {
				best, of = n, d
			}
		}
	}
	if of != nil {
		return best, of
	}
	for i := range a.numbers {
		n := &a.numbers[i]
		v := withoutSector(n.value)
		if v == "" || !slices.ContainsFunc(e.affiliations, func(id int32) bool { return x.sectored[id] }) {
			continue
		}
		if slices.ContainsFunc(e.numbers, func(d designated) bool { return len(d.value) == 5 && d.value[2:] == n.value[2:] }) {
			continue // 83408 is not 81408
		}
		for k := range e.numbers {
			if d := &e.numbers[k]; d.value == v {
				short := *n
				short.weight *= 0.4
				return &short, d
			}
		}
	}
	return nil, nil
}

// similar is how much of the rest of the name and of a union's name is the same, by what the words tell.
func (x *Index) similar(e *entry, rest []int32, unknown float64) float64 {
	if len(rest) == 0 {
		return 0
	}
	total := unknown
	for _, w := range rest {
		total += x.idf(w)
	}
	best := 0.0
	for i := range e.names {
		n := &e.names[i]
		if len(n.rest) == 0 {
			continue
		}
		shared, all := 0.0, 0.0
		for _, w := range n.rest {
			idf := x.idf(w)
			all += idf
			if slices.Contains(rest, w) {
				shared += idf
			}
		}
		best = max(best, 2*shared/(total+all))
	}
	return best
}
