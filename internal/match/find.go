package match

import (
	"bytes"
	"math"
	"slices"
	"strings"

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
	features
)

// names of the features, as they are answered.
var featureNames = [features]string{
	fAffiliation: "affiliation", fAffiliationOther: "affiliation_differs", fNumber: "number", fNumberOther: "number_differs", fNumberAlias: "number_of_alias",
	fSuffix: "suffix", fSuffixOther: "suffix_differs", fWhole: "whole_name", fName: "name", fNameOther: "name_differs", fNational: "national", fLevel: "level",
	fLevelOther: "level_differs", fRegion: "region", fRegionOther: "region_differs", fCity: "city", fCountryOther: "country_differs", fKind: "kind", fKindOther: "kind_differs",
	fActive: "active", fUnsaid: "affiliation_unsaid",
}

// weights are what a feature adds to the logarithm of a candidate's odds.
var weights = [features]float64{
	fAffiliation: 4, fAffiliationOther: -6, fNumber: 6, fNumberOther: -6, fNumberAlias: -0.6, fSuffix: 0.7, fSuffixOther: -0.5, fWhole: 5, fName: 4, fNameOther: -1.2, fNational: 4.5,
	fLevel: 0.8, fLevelOther: -1.6, fRegion: 1.2, fRegionOther: -0.5, fCity: 1.2, fCountryOther: -2, fKind: 2, fKindOther: -3, fActive: 0.5, fUnsaid: -1.5,
}

// nobody is the logarithm of the odds that a name means no union of the record.
const nobody = 4.5

type scored struct {
	at int32
	z  float64
	f  [features]float64
}

// asked is a query, understood.
type asked struct {
	parsed
	whole        string
	affiliations map[int32]float64 // named, with how well they fit
	stated       bool              // an affiliation is named, in the name or beside it
	sure         float64           // how surely the name means a union's affiliation
	rest         []int32
	unknown      float64 // weight of the words that no name has
	city, region string
	country      string
	kind         record.UnionKind
}

// Find answers the unions that a name may mean, the likeliest first, at most limit of them, and at most one
// of them a match. No name and no limit are too large or too odd: what is no name has no candidates.
func (x *Index) Find(q Query, limit int) []Candidate {
	if limit <= 0 {
		return nil
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	a := x.ask(q)
	if len(a.tokens) == 0 {
		return nil
	}
	found := x.candidates(&a)
	for i := range found {
		x.score(&a, &found[i])
	}
	slices.SortFunc(found, func(p, q scored) int {
		switch {
		case p.z > q.z:
			return -1
		case p.z < q.z:
			return 1
		}
		a, b := &x.entries[p.at].union, &x.entries[q.at].union
		return bytes.Compare(a.ID[:], b.ID[:])
	})
	total := math.Exp(nobody)
	for _, f := range found {
		total += math.Exp(f.z)
	}
	var answer []Candidate
	for i, f := range found[:min(limit, len(found))] {
		c := x.entries[f.at].union
		c.Score = math.Exp(f.z) / total
		if c.Score < 0.0005 && i > 0 {
			break
		}
		c.Features = map[string]float64{}
		for k, v := range f.f {
			if v != 0 {
				c.Features[featureNames[k]] = v
			}
		}
		c.Match = i == 0 && c.Score >= safe && !a.several && f.f[fNumberOther] == 0 && f.f[fAffiliationOther] == 0
		answer = append(answer, c)
	}
	return answer
}

// ask understands a query.
func (x *Index) ask(q Query) asked {
	a := asked{parsed: x.parse(q.Name), affiliations: map[int32]float64{}, city: record.Fold(clipped(q.City)), region: subdivision(q.Region), country: strings.ToUpper(q.Country), kind: q.Kind}
	if a.country == "" && len(q.Region) > 3 && q.Region[2] == '-' {
		a.country = strings.ToUpper(q.Region[:2])
	}
	a.whole = a.parsed.whole()
	for _, m := range a.mentions {
		a.sure = max(a.sure, m.strength)
		for _, id := range m.affiliations {
			x.mean(&a, id, 1)
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
		if p := x.phrases[joined(q.Affiliation)]; p != nil {
			a.sure = 1
			for _, id := range p.affiliations {
				x.mean(&a, id, 1)
				x.widen(&a, id)
			}
		}
	}
	a.stated = len(a.affiliations) > 0
	seen := map[int32]bool{}
	for _, w := range a.parsed.rest {
		id, ok := x.words[w]
		if !ok {
			a.unknown += math.Log(1 + float64(len(x.byID)+1))
			continue
		}
		if !seen[id] && len(a.rest) < 24 {
			seen[id] = true
			a.rest = append(a.rest, id)
		}
	}
	return a
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

func (x *Index) demote(a *asked, id int32) {
	a.affiliations[id] = 0.6
	for _, b := range x.bound[id] {
		a.affiliations[b] = 0.6
	}
}

// widen notes what a union is part of and what it has merged with.
func (x *Index) widen(a *asked, id int32) {
	for _, whole := range x.parents[id] {
		x.mean(a, whole, 0.6)
	}
	for _, r := range x.related[id] {
		x.mean(a, r, 0.5)
	}
}

// most is how many candidates are looked at.
const most = 400

func (x *Index) candidates(a *asked) []scored {
	seen := map[int32]bool{}
	var found []scored
	take := func(list []int32, limit int) {
		for _, at := range list[:min(len(list), limit)] {
			if len(found) >= most {
				return
			}
			if !seen[at] {
				seen[at] = true
				found = append(found, scored{at: at})
			}
		}
	}
	take(x.whole[a.whole], 100)
	ids := make([]int32, 0, len(a.affiliations))
	for id := range a.affiliations {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, n := range a.numbers {
		for _, id := range ids {
			take(x.numbers[numbered{id, n.value}], 100)
		}
		// Communications Workers: the union's divisions number their locals with a digit or two before.
		if len(n.value) == 5 {
			if v := strings.TrimLeft(n.value[2:], "0"); v != "" {
				for _, id := range ids {
					take(x.numbers[numbered{id, v}], 20)
				}
			}
		}
	}
	if !a.stated {
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

func (x *Index) score(a *asked, s *scored) {
	e := &x.entries[s.at]
	f := &s.f
	// The affiliation.
	fit := 0.0
	for _, id := range e.affiliations {
		fit = max(fit, a.affiliations[id])
	}
	number, of := x.numberOf(a, e)
	if of != nil && !of.own {
		for _, id := range of.affiliations {
			fit = max(fit, a.affiliations[id])
		}
	}
	switch {
	case fit > 0:
		f[fAffiliation] = fit * a.sure
	case a.stated && len(e.affiliations) > 0:
		f[fAffiliationOther] = a.sure
	default:
		f[fUnsaid] = 1
	}
	// The number.
	switch {
	case of != nil:
		f[fNumber] = number.weight
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
	case len(a.numbers) > 0 && (len(e.numbers) > 0 || e.national):
		f[fNumberOther] = a.numbers[0].weight
	case len(a.numbers) == 0 && len(e.numbers) > 0:
		f[fNumberOther] = 0.5
	}
	// The name.
	if a.whole != "" && slices.ContainsFunc(e.names, func(n named) bool { return n.whole == a.whole }) {
		f[fWhole] = 1
	}
	similar := x.similar(a, e)
	f[fName] = similar
	if len(a.rest) > 0 || a.unknown > 0 {
		f[fNameOther] = 1 - similar
	}
	if e.national && fit > 0 && len(a.numbers) == 0 && a.level == levelUnknown {
		f[fNational] = fit
		f[fNumberOther] = 0
	}
	// What sort of body.
	if level := a.level; level != levelUnknown && e.level != levelUnknown && level != levelUnit {
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
	if e.active {
		f[fActive] = 1
	}
	for k, v := range f {
		s.z += weights[k] * v
	}
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
		if len(n.value) != 5 {
			continue
		}
		v := strings.TrimLeft(n.value[2:], "0")
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
func (x *Index) similar(a *asked, e *entry) float64 {
	if len(a.rest) == 0 {
		return 0
	}
	total := a.unknown
	for _, w := range a.rest {
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
			if slices.Contains(a.rest, w) {
				shared += idf
			}
		}
		best = max(best, 2*shared/(total+all))
	}
	return best
}
