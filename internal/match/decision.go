package match

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// written is the form in which names are the same name to a decision: words in the form that
// [canonical] makes, without the empty ones and whatever stands between them, designators by what they stand for, and
// numbers with their letters, without leading zeros or a "No." before them. It says the same of a name whatever the index holds.
func written(name string) string {
	var b strings.Builder
	tokens := tokenize(name)
	for i, t := range tokens {
		w := canonical(t.s)
		letter := len(w) == 1 && i > 0 && tokens[i-1].number && (t.sep != ' ' || i+1 == len(tokens)) // Local 34-A
		switch {
		case t.number:
			b.WriteString("#" + strings.TrimLeft(w, "0"))
		case numero[w] && i+1 < len(tokens) && tokens[i+1].number: // Local No. 1199
		case letter:
			b.WriteString(" " + w)
		case !empty[w]:
			if d, ok := designators[w]; ok && numberFollows(tokens[i+1:]) {
				w = strings.ToLower(d.name) // L.U. 1199
			}
			b.WriteString(" " + w)
		}
	}
	if b.Len() == 0 {
		return record.Fold(clipped(name))
	}
	return b.String()
}

// numero are the words for a number before it.
var numero = wordSet("no number num nr nro numero nos nbr n")

// numberFollows reports whether tokens begin with a number: "26", "No. 26", "Union 26".
func numberFollows(tokens []token) bool {
	for len(tokens) > 0 && (numero[tokens[0].s] || empty[canonical(tokens[0].s)]) {
		tokens = tokens[1:]
	}
	return len(tokens) > 0 && tokens[0].number
}

// Decide takes a decision in, or out again if it was taken back.
func (x *Index) Decide(d record.Decision) {
	x.mu.Lock()
	defer x.mu.Unlock()
	key := written(d.Name)
	list := slices.DeleteFunc(slices.Clone(x.decided[key]), func(o record.Decision) bool { return o.ID == d.ID })
	if d.UndoneAt == nil {
		list = append(list, d)
		// The narrower goes first, and of two that are as narrow the later.
		slices.SortFunc(list, func(a, b record.Decision) int {
			return cmp.Or(cmp.Compare(narrow(b.Scope), narrow(a.Scope)), cmp.Compare(b.Turn, a.Turn))
		})
	}
	if len(list) > 0 {
		x.decided[key] = list
	} else {
		delete(x.decided, key)
	}
	if d.UndoneAt == nil {
		x.give(d)
		return
	}
	clear(x.meant) // other names may be read the same
	for _, list := range x.decided {
		for _, d := range list {
			x.give(d)
		}
	}
}

// give notes a name that a decision gives to a union, as a [Scan] reads it and in the form that decisions have.
func (x *Index) give(d record.Decision) {
	if d.Verdict != record.Meant {
		return
	}
	var b strings.Builder
	for _, t := range tokenize(d.Name) {
		if w := canonical(t.s); t.number {
			b.WriteString("#" + strings.TrimLeft(w, "0"))
		} else if !empty[w] {
			b.WriteString(w)
		}
	}
	x.meant[b.String()] = true
	x.meant[strings.ReplaceAll(written(d.Name), " ", "")] = true
}

// narrow is how much a scope says.
func narrow(s record.Scope) int {
	n := 0
	for _, v := range []string{s.City, s.Region, s.Country, s.Affiliation, string(s.Kind)} {
		if v != "" {
			n++
		}
	}
	return n
}

// covers reports whether a query comes with all that a scope says.
func (x *Index) covers(s record.Scope, q Query) bool {
	return (s.City == "" || record.Fold(s.City) == record.Fold(clipped(q.City))) &&
		(s.Region == "" || subdivision(s.Region) == subdivision(q.Region)) &&
		(s.Country == "" || s.Region != "" || strings.EqualFold(s.Country, q.Country)) &&
		(s.Affiliation == "" || x.same(s.Affiliation, clipped(q.Affiliation))) &&
		(s.Kind == "" || s.Kind == q.Kind)
}

// same reports whether an affiliation that is asked for is one that a scope names: "Service Employees" for "SEIU". One that may mean others
// besides is not.
func (x *Index) same(scope, asked string) bool {
	if joined(scope) == joined(asked) {
		return true
	}
	of, may := x.meanings(scope), x.meanings(asked)
	return len(may) > 0 && !slices.ContainsFunc(may, func(id int32) bool { return !slices.Contains(of, id) })
}

// meanings are the affiliations that a name may stand for, each by its key in the table where it has one.
func (x *Index) meanings(affiliation string) []int32 {
	var ids []int32
	if p := x.phrases[joined(affiliation)]; p != nil {
		ids = slices.Clone(p.affiliations)
	} else {
		for _, m := range x.parse(affiliation).mentions {
			ids = append(ids, m.affiliations...)
		}
	}
	for i, id := range ids {
		if key, ok := x.keyOf[id]; ok {
			ids[i] = key
		}
	}
	return ids
}

// Ruling is what decisions come to for a query.
type Ruling struct {
	Union uuid.UUID   // that is meant; nil when that is open
	None  bool        // no union is meant
	Not   []uuid.UUID // unions that are not meant
}

// Ruling answers what was decided on a name.
func (x *Index) Ruling(q Query) Ruling {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.ruling(q)
}

// ruling is Ruling where x is locked by the caller.
func (x *Index) ruling(q Query) Ruling {
	var r Ruling
	if len(x.decided) == 0 {
		return r
	}
	for _, d := range x.decided[written(q.Name)] {
		if !x.covers(d.Scope, q) {
			continue
		}
		if d.Union == nil {
			r.None = true
			break
		}
		union := x.survivor(*d.Union)
		if d.Verdict == record.NotMeant {
			r.Not = append(r.Not, union)
		} else if _, stands := x.byID[union]; stands && !slices.Contains(r.Not, union) {
			r.Union = union
			break
		}
	}
	return r
}

// featureDecided stands alone: what a person decided needs no other reason.
const featureDecided = "decided"

// decidedOn is the candidate that a person has decided on.
func (x *Index) decidedOn(id uuid.UUID) Candidate {
	c := x.entries[x.byID[id]].union
	c.Score, c.Match, c.Features = 1, true, map[string]float64{featureDecided: 1}
	return c
}

// survivor follows merges.
func (x *Index) survivor(id uuid.UUID) uuid.UUID {
	for range 100 {
		into, merged := x.merged[id]
		if !merged {
			break
		}
		id = into
	}
	return id
}
