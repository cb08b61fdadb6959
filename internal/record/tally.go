package record

import (
	"cmp"
	"slices"

	"github.com/google/uuid"
)

// Stand is the position of one body on a call, as it stands at the moment asked for.
type Stand struct {
	Endorsement uuid.UUID
	Union       uuid.UUID
	Position    Stance
	Capacity    Capacity
	// EffectiveOn is the position's own date, Dated the one it counts from (see Timeline).
	EffectiveOn Date
	Dated       Date
	RecordedSeq int64
	// By is the union that nullified the position.
	By *uuid.UUID
}

// Body is what a tally needs to know of a union.
type Body struct {
	UnionRef
	Members *int // nil is unknown
}

// Graph is the unions and the affiliations in force at one moment. It never changes once it is built,
// so it may be shared.
type Graph struct {
	bodies []Body
	index  map[uuid.UUID]int32
	up     [][]int32
	down   [][]int32
	tops   [][]int32 // the top-level affiliations of each body, worked out once
}

// Edge is an affiliation in force.
type Edge struct{ Child, Parent uuid.UUID }

// NewGraph builds a graph. Edges to bodies that are not there are left out.
func NewGraph(bodies []Body, edges []Edge) *Graph {
	g := &Graph{bodies: bodies, index: make(map[uuid.UUID]int32, len(bodies)), up: make([][]int32, len(bodies)), down: make([][]int32, len(bodies))}
	for i, b := range bodies {
		g.index[b.ID] = int32(i) //nolint:gosec // a record has fewer than 2³¹ unions
	}
	for _, e := range edges {
		child, ok := g.index[e.Child]
		parent, known := g.index[e.Parent]
		if ok && known && !slices.Contains(g.up[child], parent) {
			g.up[child] = append(g.up[child], parent)
			g.down[parent] = append(g.down[parent], child)
		}
	}
	g.tops = make([][]int32, len(bodies))
	state := make([]uint8, len(bodies))
	for i := range bodies {
		g.top(int32(i), state) //nolint:gosec // as above
	}
	return g
}

// top works out the bodies without a parent that a body stands below; a body without a parent is its
// own.
func (g *Graph) top(i int32, state []uint8) []int32 {
	const entered, done = 1, 2
	if state[i] == done || state[i] == entered { // no cycle is ever recorded; were there one, it ends here
		return g.tops[i]
	}
	state[i] = entered
	var tops []int32
	for _, parent := range g.up[i] {
		for _, t := range g.top(parent, state) {
			if !slices.Contains(tops, t) {
				tops = append(tops, t)
			}
		}
	}
	if len(g.up[i]) == 0 {
		tops = []int32{i}
	}
	g.tops[i], state[i] = tops, done
	return tops
}

// Body answers the body of an id; found is false when it is not there at that moment.
func (g *Graph) Body(id uuid.UUID) (body Body, found bool) {
	i, found := g.index[id]
	if !found {
		return Body{}, false
	}
	return g.bodies[i], true
}

// Counts are numbers of bodies by position.
type Counts map[Stance]int

// Tally counts the bodies that stand on a call. Officers and caucuses are not among them.
type Tally struct {
	Positions     Counts
	ByKind        map[UnionKind]Counts
	ByAffiliation []AffiliationCounts
	ByRegion      []RegionCounts
	Members       Represented
	// Bodies are the counted ones, in the order of the ordinals: by date, then by record.
	Bodies []Counted
}

// AffiliationCounts are the bodies below one top-level affiliation. A body with two of them is in both.
type AffiliationCounts struct {
	Union     UnionRef
	Positions Counts
}

// RegionCounts are the bodies of one region; Region is empty for those whose region is not known.
type RegionCounts struct {
	Region    string
	Positions Counts
}

// Counted is one counted body, and where it is counted.
type Counted struct {
	Body
	Stand
	Affiliations []UnionRef // its top-level affiliations
	// Ordinal and OrdinalOfKind are its place among the endorsing bodies, and those of its kind; 0 if
	// it does not endorse.
	Ordinal, OrdinalOfKind int
	// Group is the index in Represented.Groups that it is counted in; -1 if it does not endorse or
	// stands below another endorsing body, one of which Within names.
	Group  int
	Within *UnionRef
}

// Represented is how many members the endorsing bodies represent, counted so that nobody is counted
// twice: only bodies without an endorsing ancestor count; those that share a descendant form a group.
type Represented struct {
	AtLeast int // the largest body of each group
	AtMost  int // all bodies of all groups
	Unknown int // bodies without a known count
	Groups  []Group
}

// Group is endorsing bodies whose members may be the same people.
type Group struct {
	Bodies          []UnionRef
	AtLeast, AtMost int
	Unknown         int
}

// Method says in one sentence how members are counted.
const Method = "Endorsing bodies that stand below no other endorsing body, by their latest known count; bodies that share an affiliate form a group: at_most adds up all bodies, at_least the largest of each group, unknown counts bodies without a count."

// NewTally counts stands. Those of officers and caucuses, and of unions that are not in the graph, are
// left out.
func NewTally(stands []Stand, g *Graph) Tally {
	t := Tally{Positions: Counts{}, ByKind: map[UnionKind]Counts{}}
	affiliations, regions := map[int32]Counts{}, map[string]Counts{}
	for _, s := range CountedStands(stands, g) {
		i := g.index[s.Union]
		b := g.bodies[i]
		t.Positions[s.Position]++
		counts(t.ByKind, b.Kind)[s.Position]++
		counts(regions, b.Region)[s.Position]++
		c := Counted{Body: b, Stand: s, Group: -1}
		for _, top := range g.tops[i] {
			counts(affiliations, top)[s.Position]++
			c.Affiliations = append(c.Affiliations, g.bodies[top].UnionRef)
		}
		t.Bodies = append(t.Bodies, c)
	}
	for top, n := range affiliations {
		t.ByAffiliation = append(t.ByAffiliation, AffiliationCounts{g.bodies[top].UnionRef, n})
	}
	slices.SortFunc(t.ByAffiliation, func(a, b AffiliationCounts) int {
		return cmp.Or(-cmp.Compare(a.Positions.Sum(), b.Positions.Sum()), cmp.Compare(Fold(a.Union.Name), Fold(b.Union.Name)), slices.Compare(a.Union.ID[:], b.Union.ID[:]))
	})
	for region, n := range regions {
		t.ByRegion = append(t.ByRegion, RegionCounts{region, n})
	}
	slices.SortFunc(t.ByRegion, func(a, b RegionCounts) int {
		return cmp.Or(-cmp.Compare(a.Positions.Sum(), b.Positions.Sum()), cmp.Compare(a.Region, b.Region))
	})
	t.number()
	t.represent(g)
	return t
}

func counts[K comparable](m map[K]Counts, k K) Counts {
	c, ok := m[k]
	if !ok {
		c = Counts{}
		m[k] = c
	}
	return c
}

// Sum is the number of bodies.
func (c Counts) Sum() int {
	n := 0
	for _, k := range c {
		n += k
	}
	return n
}

// CountedStands are the stands that count, in the order of the ordinals: those of the bodies
// themselves, caucuses never.
func CountedStands(stands []Stand, g *Graph) []Stand {
	out := make([]Stand, 0, len(stands))
	for _, s := range stands {
		if i, ok := g.index[s.Union]; ok && s.Capacity == CapacityBody && g.bodies[i].Kind != KindCaucus {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, CompareStands)
	return out
}

// CompareStands orders stands by date, then by record.
func CompareStands(a, b Stand) int {
	return cmp.Or(cmp.Compare(a.Dated, b.Dated), cmp.Compare(a.RecordedSeq, b.RecordedSeq), slices.Compare(a.Endorsement[:], b.Endorsement[:]))
}

// Covered is one affiliate of a union and its own position on a call; Position is empty if none is
// recorded.
type Covered struct {
	Union         UnionRef `gorm:"embedded;embeddedPrefix:union_"`
	EndorsementID *uuid.UUID
	Position      *Stance
	EffectiveOn   Date
}

// number gives the endorsing bodies their ordinals.
func (t *Tally) number() {
	n, ofKind := 0, map[UnionKind]int{}
	for i := range t.Bodies {
		if b := &t.Bodies[i]; b.Position == Endorsed {
			n++
			ofKind[b.Kind]++
			b.Ordinal, b.OrdinalOfKind = n, ofKind[b.Kind]
		}
	}
}

// represent counts members.
func (t *Tally) represent(g *Graph) {
	// A body below an endorsing one is not counted again. above[i] is an endorsing ancestor, plus one.
	above := make([]int32, len(g.bodies))
	var mark func(from, i int32)
	mark = func(from, i int32) {
		for _, child := range g.down[i] {
			if above[child] == 0 {
				above[child] = from + 1
				mark(from, child)
			}
		}
	}
	for _, b := range t.Bodies {
		if b.Position == Endorsed {
			i := g.index[b.ID()]
			mark(i, i)
		}
	}
	// Those that are left join a group with whoever reached one of their descendants before.
	owner := make([]int32, len(g.bodies)) // the index in t.Bodies of who reached a body first, plus one
	group := make([]int, len(t.Bodies))
	for k := range group {
		group[k] = k
	}
	var find func(k int) int
	find = func(k int) int {
		if group[k] != k {
			group[k] = find(group[k])
		}
		return group[k]
	}
	var reach func(k int, i int32)
	reach = func(k int, i int32) {
		if owner[i] != 0 {
			group[find(k)] = find(int(owner[i]) - 1)
			return
		}
		owner[i] = int32(k) + 1 //nolint:gosec // as in NewGraph
		for _, child := range g.down[i] {
			reach(k, child)
		}
	}
	for k := range t.Bodies {
		b := &t.Bodies[k]
		if b.Position != Endorsed {
			continue
		}
		i := g.index[b.ID()]
		if above[i] != 0 {
			within := g.bodies[above[i]-1].UnionRef
			b.Within = &within
			continue
		}
		reach(k, i)
	}
	place := map[int]int{}
	for k := range t.Bodies {
		b := &t.Bodies[k]
		if b.Position != Endorsed || b.Within != nil {
			continue
		}
		root := find(k)
		n, ok := place[root]
		if !ok {
			n = len(t.Members.Groups)
			place[root] = n
			t.Members.Groups = append(t.Members.Groups, Group{})
		}
		b.Group = n
		t.Members.Groups[n].add(b.Body)
	}
	for _, gr := range t.Members.Groups {
		t.Members.AtLeast += gr.AtLeast
		t.Members.AtMost += gr.AtMost
		t.Members.Unknown += gr.Unknown
	}
}

func (gr *Group) add(b Body) {
	gr.Bodies = append(gr.Bodies, b.UnionRef)
	if b.Members == nil {
		gr.Unknown++
		return
	}
	gr.AtMost += *b.Members
	gr.AtLeast = max(gr.AtLeast, *b.Members)
}

// ID is the body's id.
func (c Counted) ID() uuid.UUID { return c.Body.ID }

// Conflict is a body and its parent that stand apart on a call.
type Conflict struct {
	Parent, Child                 UnionRef
	ParentPosition, ChildPosition Stance // ParentPosition is empty when the parent has none
}

// side is +1 for a position that favours the call, -1 for one against it, 0 for neither.
func (s Stance) side() int {
	switch s {
	case Endorsed, Supported, Planning:
		return 1
	case Declined, Opposed:
		return -1
	case Tabled, Withdrawn, Nullified, NoPositionFound:
	}
	return 0
}

// Conflicts lists where a body and one of its parents stand apart: one for the call and the other
// against it, or the one's position nullified by the other.
func Conflicts(stands []Stand, g *Graph) []Conflict {
	position := map[int32]Stance{}
	counted := CountedStands(stands, g)
	for _, s := range counted {
		position[g.index[s.Union]] = s.Position
	}
	var out []Conflict
	for _, s := range counted {
		child := g.index[s.Union]
		for _, parent := range g.up[child] {
			if position[parent].side()*s.Position.side() < 0 {
				out = append(out, Conflict{g.bodies[parent].UnionRef, g.bodies[child].UnionRef, position[parent], s.Position})
			}
		}
		if s.Position == Nullified && s.By != nil {
			if by, ok := g.index[*s.By]; ok {
				out = append(out, Conflict{g.bodies[by].UnionRef, g.bodies[child].UnionRef, position[by], s.Position})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Conflict) int {
		return cmp.Or(cmp.Compare(Fold(a.Parent.Name), Fold(b.Parent.Name)), cmp.Compare(Fold(a.Child.Name), Fold(b.Child.Name)))
	})
	return out
}

// Day is what happened on a call on one date. An unknown date is the empty one, and comes first.
type Day struct {
	Date       Date
	New        Counts // bodies that took the position on that date
	Withdrawn  int    // bodies whose position was withdrawn or nullified on that date
	Cumulative Counts // bodies by the position they have from that date on
}

// History lists the days of a call from the whole timelines of its bodies: lines holds, for each body,
// its own positions in the order they took effect.
func History(lines [][]Stand, g *Graph) []Day {
	type move struct {
		from, to Stance // empty before the first
	}
	moves := map[Date][]move{}
	for _, line := range lines {
		if i, ok := g.index[line[0].Union]; !ok || g.bodies[i].Kind == KindCaucus {
			continue
		}
		var before Stance
		for i, s := range line {
			if i+1 < len(line) && line[i+1].Dated.First() == s.Dated.First() {
				continue // overtaken on the same date: it never stood at a day's end
			}
			moves[s.Dated] = append(moves[s.Dated], move{before, s.Position})
			before = s.Position
		}
	}
	dates := make([]Date, 0, len(moves))
	for d := range moves {
		dates = append(dates, d)
	}
	slices.Sort(dates)
	var out []Day
	standing := Counts{}
	for _, d := range dates {
		day := Day{Date: d, New: Counts{}}
		for _, m := range moves[d] {
			if m.from != "" {
				standing[m.from]--
			}
			standing[m.to]++
			switch {
			case m.to == Withdrawn || m.to == Nullified:
				day.Withdrawn++
			case m.to != m.from:
				day.New[m.to]++
			}
		}
		day.Cumulative = Counts{}
		for s, n := range standing {
			if n > 0 {
				day.Cumulative[s] = n
			}
		}
		out = append(out, day)
	}
	return out
}

// Comparison is how the bodies that stand on two calls overlap and how their positions differ.
type Comparison struct {
	Both, OnlyThis, OnlyOther []UnionRef // bodies that endorse
	// Moves counts bodies by their position on the other call and on this one; an empty position is none.
	Moves []Move
}

// Move is the bodies that have one position on one call and another on the other.
type Move struct {
	Other, This Stance
	Bodies      []UnionRef
}

// Compare holds the stands on two calls against each other.
func Compare(this, other []Stand, g *Graph) Comparison {
	type pair struct{ this, other Stance }
	positions := map[int32]pair{}
	for _, s := range CountedStands(this, g) {
		p := positions[g.index[s.Union]]
		p.this = s.Position
		positions[g.index[s.Union]] = p
	}
	for _, s := range CountedStands(other, g) {
		p := positions[g.index[s.Union]]
		p.other = s.Position
		positions[g.index[s.Union]] = p
	}
	bodies := make([]int32, 0, len(positions))
	for i := range positions {
		bodies = append(bodies, i)
	}
	slices.SortFunc(bodies, func(a, b int32) int {
		return cmp.Or(cmp.Compare(Fold(g.bodies[a].Name), Fold(g.bodies[b].Name)), cmp.Compare(a, b))
	})
	var c Comparison
	moves := map[pair]*Move{}
	for _, i := range bodies {
		p, ref := positions[i], g.bodies[i].UnionRef
		switch {
		case p.this == Endorsed && p.other == Endorsed:
			c.Both = append(c.Both, ref)
		case p.this == Endorsed:
			c.OnlyThis = append(c.OnlyThis, ref)
		case p.other == Endorsed:
			c.OnlyOther = append(c.OnlyOther, ref)
		}
		if moves[p] == nil {
			moves[p] = &Move{Other: p.other, This: p.this}
		}
		moves[p].Bodies = append(moves[p].Bodies, ref)
	}
	for _, m := range moves {
		c.Moves = append(c.Moves, *m)
	}
	slices.SortFunc(c.Moves, func(a, b Move) int {
		return cmp.Or(-cmp.Compare(len(a.Bodies), len(b.Bodies)), cmp.Compare(a.Other, b.Other), cmp.Compare(a.This, b.This))
	})
	return c
}
