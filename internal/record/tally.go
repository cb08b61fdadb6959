package record

import (
	"bytes"
	"cmp"
	"maps"
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
// so it may be shared. Bodies are known inside by their place in the order of their ids.
type Graph struct {
	bodies []Body
	edges  []Edge
	index  map[uuid.UUID]int32
	up     [][]int32
	down   [][]int32
	tops   [][]int32 // the top-level affiliations of each body, worked out once
}

// Edge is an affiliation in force.
type Edge struct{ Child, Parent uuid.UUID }

// NewGraph builds a graph, and keeps bodies and edges. Edges to bodies that are not there, and edges
// that are there already, are left out. What is the same in another graph, which may be nil, is shared.
func NewGraph(bodies []Body, edges []Edge, like *Graph) *Graph {
	byID := func(a, b Body) int { return bytes.Compare(a.ID[:], b.ID[:]) }
	if !slices.IsSortedFunc(bodies, byID) {
		bodies = slices.Clone(bodies)
		slices.SortFunc(bodies, byID)
	}
	g := &Graph{bodies: bodies, edges: edges}
	if like != nil && slices.EqualFunc(bodies, like.bodies, func(a, b Body) bool { return a.ID == b.ID }) {
		g.index = like.index
		if slices.Equal(edges, like.edges) {
			g.edges, g.up, g.down, g.tops = like.edges, like.up, like.down, like.tops
			return g
		}
	} else {
		g.index = make(map[uuid.UUID]int32, len(bodies))
		for i := range bodies {
			g.index[bodies[i].ID] = int32(i) //nolint:gosec // a record has fewer than 2³¹ unions
		}
	}
	links := make([]link, 0, len(edges))
	for _, e := range edges {
		child, ok := g.index[e.Child]
		parent, known := g.index[e.Parent]
		if ok && known {
			links = append(links, link{child, parent})
		}
	}
	slices.SortFunc(links, func(a, b link) int { return cmp.Or(cmp.Compare(a.child, b.child), cmp.Compare(a.parent, b.parent)) })
	links = slices.Compact(links)
	g.up = lists(len(bodies), links, func(l link) (of, is int32) { return l.child, l.parent })
	g.down = lists(len(bodies), links, func(l link) (of, is int32) { return l.parent, l.child })
	g.tops = make([][]int32, len(bodies))
	g.rollUp()
	return g
}

type link struct{ child, parent int32 }

// lists makes a list for each of n bodies of what the links tie it to, all in one piece of memory.
func lists(n int, links []link, tie func(link) (of, is int32)) [][]int32 {
	size, out := make([]int32, n), make([][]int32, n)
	for _, l := range links {
		of, _ := tie(l)
		size[of]++
	}
	all := make([]int32, len(links))
	for i, k := range size {
		out[i], all = all[:0:k], all[k:]
	}
	for _, l := range links {
		of, is := tie(l)
		out[of] = append(out[of], is)
	}
	return out
}

// rollUp works out the bodies without a parent that each body stands below, parents before their
// children; a body without a parent is its own. A cycle, which is never recorded, would have none.
func (g *Graph) rollUp() {
	waits := make([]int32, len(g.bodies)) // parents that are not done
	done := make([]int32, 0, len(g.bodies))
	self := make([]int32, len(g.bodies))
	for i := range g.bodies {
		waits[i], self[i] = int32(len(g.up[i])), int32(i) //nolint:gosec // as above
		if waits[i] == 0 {
			g.tops[i] = self[i : i+1 : i+1]
			done = append(done, int32(i)) //nolint:gosec // as above
		}
	}
	for n := 0; n < len(done); n++ {
		for _, child := range g.down[done[n]] {
			if waits[child]--; waits[child] > 0 {
				continue
			}
			parents := g.up[child]
			tops := g.tops[parents[0]] // shared by most
			for _, parent := range parents[1:] {
				for _, top := range g.tops[parent] {
					if !slices.Contains(tops, top) {
						tops = append(slices.Clip(tops), top)
					}
				}
			}
			g.tops[child] = tops
			done = append(done, child)
		}
	}
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
	// Ordinals has the places of all endorsing bodies, Latest the last of them, the last one first.
	Ordinals Ordinals
	Latest   []Counted
	// Bodies are the counted ones, in the order of the ordinals: by date, then by record. They, and the
	// groups of Members, are there only if the tally was asked to explain itself.
	Bodies []Counted
}

// LatestBodies is how many bodies Tally.Latest holds at most.
const LatestBodies = 10

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
	// stands below another endorsing body: Within is then the one whose members it is counted among.
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

// Ordinals are the endorsing bodies of a call, by the date and the seq of their positions.
type Ordinals []place

type place struct {
	dated    int32 // the digits of the date
	ofKind   int32
	recorded int64
}

func placeOf(dated Date, recorded int64) place {
	p := place{recorded: recorded}
	for _, c := range []byte(dated.First()) {
		if c != '-' {
			p.dated = p.dated*10 + int32(c-'0')
		}
	}
	return p
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.dated, o.dated), cmp.Compare(p.recorded, o.recorded))
}

// Of answers the place of the body that endorses by the position of that date and seq: among all of
// them, and among those of its kind. Both are 0 if there is no such body.
func (o Ordinals) Of(dated Date, recordedSeq int64) (ordinal, ofKind int) {
	i, found := slices.BinarySearchFunc(o, placeOf(dated, recordedSeq), place.compare)
	if !found {
		return 0, 0
	}
	return i + 1, int(o[i].ofKind)
}

// voice is a stand that counts, and whose it is in a graph.
type voice struct {
	*Stand
	body int32
}

// voices are the stands that count, in the order of the ordinals: those of the bodies themselves,
// caucuses never, nor unions that are not in the graph.
func voices(stands []*Stand, g *Graph) []voice {
	out := make([]voice, 0, len(stands))
	for _, s := range stands {
		if s.Capacity != CapacityBody {
			continue
		}
		if i, ok := g.index[s.Union]; ok && g.bodies[i].Kind != KindCaucus {
			out = append(out, voice{s, i})
		}
	}
	inOrder := func(a, b voice) int { return CompareStands(a.Stand, b.Stand) }
	if !slices.IsSortedFunc(out, inOrder) {
		slices.SortFunc(out, inOrder)
	}
	return out
}

// CompareStands orders stands by date, then by record.
func CompareStands(a, b *Stand) int {
	return cmp.Or(cmp.Compare(a.Dated.First(), b.Dated.First()), cmp.Compare(a.RecordedSeq, b.RecordedSeq), bytes.Compare(a.Endorsement[:], b.Endorsement[:]))
}

// numbers are Counts while they are counted, by the place of the position in Stances, and kindNumbers
// those of each kind, by its place in UnionKinds.
type (
	numbers     [9]int
	kindNumbers [8]numbers
)

func (n *numbers) counts() Counts {
	c := Counts{}
	for i, k := range n {
		if k > 0 {
			c[Stances[i]] = k
		}
	}
	return c
}

// NewTally counts stands. Those of officers and caucuses, and of unions that are not in the graph, are
// left out. With explain it lists the bodies and the groups behind the numbers.
func NewTally(stands []*Stand, g *Graph, explain bool) Tally {
	counted := voices(stands, g)
	t := Tally{ByKind: map[UnionKind]Counts{}}
	var positions numbers
	var kinds kindNumbers
	regions, affiliations := map[string]*numbers{}, make([]*numbers, len(g.bodies))
	var tops []int32
	for _, v := range counted {
		b, n := &g.bodies[v.body], slices.Index(Stances, v.Position)
		positions[n]++
		kinds[slices.Index(UnionKinds, b.Kind)][n]++
		of := regions[b.Region]
		if of == nil {
			of = &numbers{}
			regions[b.Region] = of
		}
		of[n]++
		for _, top := range g.tops[v.body] {
			if affiliations[top] == nil {
				affiliations[top] = &numbers{}
				tops = append(tops, top)
			}
			affiliations[top][n]++
		}
	}
	t.Positions = positions.counts()
	for i := range kinds {
		if c := kinds[i].counts(); len(c) > 0 {
			t.ByKind[UnionKinds[i]] = c
		}
	}
	for region, n := range regions {
		t.ByRegion = append(t.ByRegion, RegionCounts{region, n.counts()})
	}
	slices.SortFunc(t.ByRegion, func(a, b RegionCounts) int {
		return cmp.Or(-cmp.Compare(a.Positions.Sum(), b.Positions.Sum()), cmp.Compare(a.Region, b.Region))
	})
	for _, top := range tops {
		t.ByAffiliation = append(t.ByAffiliation, AffiliationCounts{g.bodies[top].UnionRef, affiliations[top].counts()})
	}
	slices.SortFunc(t.ByAffiliation, func(a, b AffiliationCounts) int {
		if a, b := a.Positions.Sum(), b.Positions.Sum(); a != b {
			return b - a
		}
		return compareRefs(a.Union, b.Union)
	})
	t.number(counted, g, explain)
	t.represent(counted, g, explain)
	return t
}

func compareRefs(a, b UnionRef) int {
	if a.Name == b.Name {
		return bytes.Compare(a.ID[:], b.ID[:])
	}
	return cmp.Or(cmp.Compare(Fold(a.Name), Fold(b.Name)), bytes.Compare(a.ID[:], b.ID[:]))
}

// Sum is the number of bodies.
func (c Counts) Sum() int {
	n := 0
	for _, k := range c {
		n += k
	}
	return n
}

// Covered is one affiliate of a union and its own position on a call; Position is empty if none is
// recorded.
type Covered struct {
	Union         UnionRef `gorm:"embedded;embeddedPrefix:union_"`
	EndorsementID *uuid.UUID
	Position      *Stance
	EffectiveOn   Date
}

// number gives the endorsing bodies their ordinals, and lists bodies.
func (t *Tally) number(counted []voice, g *Graph, explain bool) {
	var ofKind [len(kindNumbers{})]int32
	var p place
	var dated Date // of p
	list := func(v voice) Counted {
		c := Counted{Body: g.bodies[v.body], Stand: *v.Stand, Group: -1}
		for _, top := range g.tops[v.body] {
			c.Affiliations = append(c.Affiliations, g.bodies[top].UnionRef)
		}
		if v.Position == Endorsed {
			last := t.Ordinals[len(t.Ordinals)-1]
			c.Ordinal, c.OrdinalOfKind = len(t.Ordinals), int(last.ofKind)
		}
		return c
	}
	for _, v := range counted {
		if v.Position == Endorsed {
			if v.Dated != dated || len(t.Ordinals) == 0 {
				p, dated = placeOf(v.Dated, 0), v.Dated
			}
			kind := slices.Index(UnionKinds, g.bodies[v.body].Kind)
			ofKind[kind]++
			p.recorded, p.ofKind = v.RecordedSeq, ofKind[kind]
			t.Ordinals = append(t.Ordinals, p)
		}
		if explain {
			t.Bodies = append(t.Bodies, list(v))
		}
	}
	n := len(t.Ordinals)
	for _, v := range slices.Backward(counted) {
		if len(t.Latest) == LatestBodies {
			break
		}
		if v.Position == Endorsed {
			c := Counted{Body: g.bodies[v.body], Stand: *v.Stand, Ordinal: n, OrdinalOfKind: int(t.Ordinals[n-1].ofKind)}
			t.Latest = append(t.Latest, c)
			n--
		}
	}
}

// represent counts members. It looks at the endorsing bodies and what stands below them only.
func (t *Tally) represent(counted []voice, g *Graph, explain bool) {
	var endorsing []int32
	for _, v := range counted {
		if v.Position == Endorsed {
			endorsing = append(endorsing, v.body)
		}
	}
	// A body below an endorsing one is not counted again.
	var stack []int32
	below := make([]bool, len(g.bodies))
	for _, i := range endorsing {
		for stack = append(stack, i); len(stack) > 0; {
			last := len(stack) - 1
			from := stack[last]
			stack = stack[:last]
			for _, child := range g.down[from] {
				if !below[child] {
					below[child] = true
					stack = append(stack, child)
				}
			}
		}
	}
	// Those that are left join a group with whoever reached one of their descendants before. Both slices
	// hold bodies plus one, since 0 is none.
	reached := make([]int32, len(g.bodies)) // who reached a body first
	joined := make([]int32, len(g.bodies))  // one body of a group leads to another, the last to none
	leader := func(i int32) int32 {
		for joined[i] != 0 {
			next := joined[i] - 1
			if joined[next] != 0 {
				joined[i] = joined[next]
			}
			i = next
		}
		return i
	}
	for _, root := range endorsing {
		if below[root] {
			continue
		}
		for stack = append(stack, root); len(stack) > 0; {
			last := len(stack) - 1
			from := stack[last]
			stack = stack[:last]
			for _, child := range g.down[from] {
				if reached[child] == 0 {
					reached[child] = root + 1
					stack = append(stack, child)
				} else if a, b := leader(root), leader(reached[child]-1); a != b {
					joined[a] = b + 1
				}
			}
		}
	}
	m := &t.Members
	largest := make([]int, len(g.bodies)) // of a group, by its leader
	for _, i := range endorsing {
		switch b := g.bodies[i]; {
		case below[i]:
		case b.Members == nil:
			m.Unknown++
		default:
			m.AtMost += *b.Members
			if l := leader(i); *b.Members > largest[l] {
				m.AtLeast += *b.Members - largest[l]
				largest[l] = *b.Members
			}
		}
	}
	if !explain {
		return
	}
	place := map[int32]int{} // of a group in the list, by its leader
	for k, v := range counted {
		b := &t.Bodies[k]
		switch {
		case v.Position != Endorsed:
		case below[v.body]:
			if reached[v.body] != 0 {
				within := g.bodies[reached[v.body]-1].UnionRef
				b.Within = &within
			}
		default:
			l := leader(v.body)
			n, ok := place[l]
			if !ok {
				n = len(m.Groups)
				place[l] = n
				m.Groups = append(m.Groups, Group{AtLeast: largest[l]})
			}
			b.Group = n
			m.Groups[n].add(b.Body)
		}
	}
}

func (gr *Group) add(b Body) {
	gr.Bodies = append(gr.Bodies, b.UnionRef)
	if b.Members == nil {
		gr.Unknown++
	} else {
		gr.AtMost += *b.Members
	}
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
func Conflicts(stands []*Stand, g *Graph) []Conflict {
	position := map[int32]Stance{}
	counted := voices(stands, g)
	for _, v := range counted {
		position[v.body] = v.Position
	}
	var out []Conflict
	for _, v := range counted {
		child := g.bodies[v.body].UnionRef
		for _, parent := range g.up[v.body] {
			if position[parent].side()*v.Position.side() < 0 {
				out = append(out, Conflict{g.bodies[parent].UnionRef, child, position[parent], v.Position})
			}
		}
		if v.Position == Nullified && v.By != nil {
			if by, ok := g.index[*v.By]; ok {
				out = append(out, Conflict{g.bodies[by].UnionRef, child, position[by], v.Position})
			}
		}
	}
	slices.SortFunc(out, func(a, b Conflict) int { return cmp.Or(compareRefs(a.Parent, b.Parent), compareRefs(a.Child, b.Child)) })
	return out
}

// Day is what happened on a call on one date.
type Day struct {
	// Date is as precise as it is known. An unknown date is the empty one, and comes first; a month
	// comes before its first day.
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
			if s.Position != before { // to say the same again is nothing new
				moves[s.Dated] = append(moves[s.Dated], move{before, s.Position})
			}
			before = s.Position
		}
	}
	var out []Day
	standing := Counts{}
	for _, d := range slices.Sorted(maps.Keys(moves)) {
		day := Day{Date: d, New: Counts{}}
		for _, m := range moves[d] {
			if standing[m.to]++; m.from != "" {
				standing[m.from]--
			}
			if m.to == Withdrawn || m.to == Nullified {
				day.Withdrawn++
			} else {
				day.New[m.to]++
			}
		}
		day.Cumulative = maps.Clone(standing)
		maps.DeleteFunc(day.Cumulative, func(_ Stance, n int) bool { return n == 0 })
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
func Compare(this, other []*Stand, g *Graph) Comparison {
	type pair struct{ this, other Stance }
	positions := map[int32]pair{}
	for _, v := range voices(this, g) {
		positions[v.body] = pair{this: v.Position}
	}
	for _, v := range voices(other, g) {
		positions[v.body] = pair{positions[v.body].this, v.Position}
	}
	bodies := slices.Collect(maps.Keys(positions))
	names := make(map[int32]string, len(bodies))
	for _, i := range bodies {
		names[i] = Fold(g.bodies[i].Name)
	}
	slices.SortFunc(bodies, func(a, b int32) int { return cmp.Or(cmp.Compare(names[a], names[b]), cmp.Compare(a, b)) })
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
