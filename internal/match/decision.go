package match

import (
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// written is the form in which names are the same name to a decision: words in the form that
// [canonical] makes, without the empty ones and whatever stands between them, and numbers without leading zeros. It says
// the same of a name whatever the index holds.
func written(name string) string {
	var b strings.Builder
	tokens := tokenize(name)
	for i, t := range tokens {
		w := canonical(t.s)
		if next := i + 1; next < len(tokens) {
			if numero[w] && tokens[next].number {
				continue // "Local No. 1199"
			}
			if w == "lu" && (tokens[next].number || numero[canonical(tokens[next].s)]) {
				w = "local" // "L.U. 1199"
			}
		}
		switch {
		case t.number:
			b.WriteString("#" + strings.TrimLeft(w, "0"))
		case !empty[w]:
			b.WriteString(" " + w)
		}
	}
	if b.Len() == 0 {
		return record.Fold(clipped(name))
	}
	return b.String()
}

// numero are the words for a number before it.
var numero = map[string]bool{"no": true, "number": true, "num": true, "nr": true, "n": true, "numero": true}

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
	name := strings.ReplaceAll(key, " ", "")
	if slices.ContainsFunc(list, func(o record.Decision) bool { return o.Verdict == record.Meant }) {
		x.meant[name] = true
	} else {
		delete(x.meant, name)
	}
	if len(list) == 0 {
		delete(x.decided, key)
		return
	}
	x.decided[key] = list
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

// same reports whether two names are of one national union: "SEIU" and "Service Employees International Union".
func (x *Index) same(a, b string) bool {
	if joined(a) == joined(b) {
		return true
	}
	of := x.stated(a)
	return slices.ContainsFunc(x.stated(b), func(id int32) bool { return slices.Contains(of, id) })
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
