package record

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"sync"

	"github.com/google/uuid"
)

// Stand is the position of one body on a call, as it stands at the moment asked for.
type Stand struct {
	Endorsement uuid.UUID
	RecordedSeq int64
	Union       int32      // its number in a roster
	by          int32      // that of the union that nullified the position, plus one
	Dated       DateNumber // the first day of the date that it counts from (see Timeline)
	EffectiveOn DateNumber // the position's own date
	position    uint8      // its place in Stances
	capacity    uint8      // its place in Capacities
}

// NewStand packs a position that a union took. Of the position, what a tally needs must be known.
func NewStand(r *Roster, endorsement, union uuid.UUID, p Position) Stand {
	s := Stand{
		Endorsement: endorsement, RecordedSeq: p.RecordedSeq, Union: r.Number(union), Dated: p.Dated.First().Number(), EffectiveOn: p.EffectiveOn.Number(),
		position: uint8(slices.Index(Stances, p.Position)), capacity: uint8(slices.Index(Capacities, p.Capacity)), //nolint:gosec // there are few
	}
	if p.By != nil {
		s.by = r.Number(*p.By) + 1
	}
	return s
}

// Position is what the body said.
func (s *Stand) Position() Stance { return Stances[s.position] }

// Capacity is in whose name it was said.
func (s *Stand) Capacity() Capacity { return Capacities[s.capacity] }

// The places of what counts in Stances and Capacities.
var (
	endorsed   = uint8(slices.Index(Stances, Endorsed))
	nullified  = uint8(slices.Index(Stances, Nullified))
	bodyItself = uint8(slices.Index(Capacities, CapacityBody))
	caucus     = uint8(slices.Index(UnionKinds, KindCaucus))
)

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
	Endorsement  uuid.UUID
	Position     Stance
	EffectiveOn  Date
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
type Ordinals []turn

type turn struct {
	dated    DateNumber // the first day of the date
	ofKind   int32
	recorded int64
}

func (t turn) compare(other turn) int {
	return cmp.Or(cmp.Compare(t.dated, other.dated), cmp.Compare(t.recorded, other.recorded))
}

// Of answers the place of the body that endorses by the position of that date and seq: among all of
// them, and among those of its kind. Both are 0 if there is no such body.
func (o Ordinals) Of(dated Date, recordedSeq int64) (ordinal, ofKind int) {
	i, found := slices.BinarySearchFunc(o, turn{dated: dated.First().Number(), recorded: recordedSeq}, turn.compare)
	if !found {
		return 0, 0
	}
	return i + 1, int(o[i].ofKind)
}

// voices are the stands that count, in the order of the ordinals: those of the bodies themselves,
// caucuses never, nor unions that are not in the graph.
func voices(stands []*Stand, g *Graph) []*Stand {
	stands = inOrder(stands)
	out := make([]*Stand, 0, len(stands))
	for _, s := range stands {
		if s.counts(g) {
			out = append(out, s)
		}
	}
	return out
}

func (s *Stand) counts(g *Graph) bool {
	return s.capacity == bodyItself && g.has(s.Union) && g.nodes[s.Union].kind != caucus
}

func inOrder(stands []*Stand) []*Stand {
	if !slices.IsSortedFunc(stands, CompareStands) {
		stands = slices.Clone(stands)
		slices.SortFunc(stands, CompareStands)
	}
	return stands
}

// CompareStands orders stands by date, then by record.
func CompareStands(a, b *Stand) int {
	switch {
	case a.Dated != b.Dated:
		return cmp.Compare(a.Dated, b.Dated)
	case a.RecordedSeq != b.RecordedSeq:
		return cmp.Compare(a.RecordedSeq, b.RecordedSeq)
	}
	return bytes.Compare(a.Endorsement[:], b.Endorsement[:])
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
	stands = inOrder(stands)
	t := Tally{ByKind: map[UnionKind]Counts{}, Ordinals: make(Ordinals, 0, len(stands))}
	var positions numbers
	var kinds kindNumbers
	var ofKind [len(kinds)]int32
	regions := make([]regionNumbers, g.regions)
	var affiliations []topNumbers
	paper := scratchFor(len(g.nodes))
	defer scratches.Put(paper)
	place, endorsing := paper.place, paper.endorsing[:0]
	for _, s := range stands {
		if !s.counts(g) {
			continue
		}
		b, n := &g.nodes[s.Union], s.position
		positions[n]++
		kinds[b.kind][n]++
		of := &regions[b.region]
		of.one = s.Union + 1
		of.numbers[n]++
		for _, top := range g.tops.all[b.tops.from:b.tops.to] {
			if place[top] == 0 {
				affiliations = append(affiliations, topNumbers{union: g.unions[top]})
				place[top] = int32(len(affiliations)) //nolint:gosec // as numberIn
			}
			affiliations[place[top]-1].numbers[n]++
		}
		if n == endorsed {
			ofKind[b.kind]++
			t.Ordinals = append(t.Ordinals, turn{s.Dated, ofKind[b.kind], s.RecordedSeq})
			endorsing = append(endorsing, endorser{s.Union, b.members, b.leaf})
		}
	}
	t.Ordinals = slices.Clip(t.Ordinals)
	t.Positions = positions.counts()
	for i := range kinds {
		if c := kinds[i].counts(); len(c) > 0 {
			t.ByKind[UnionKinds[i]] = c
		}
	}
	t.sortCounts(regions, affiliations, g)
	t.latest(stands, g)
	paper.endorsing = endorsing
	represent(&t.Members, endorsing, g, paper)
	if explain {
		t.explain(stands, paper, g)
	}
	return t
}

// scratch is the paper that a count is worked out on, which the next one wipes and uses again: fresh
// memory would cost as much as the counting. Its slices are by the number of a union, and numbers in
// them are those of unions plus one, since 0 is none.
type scratch struct {
	place     []int32 // of a top-level affiliation among those found
	endorsing []endorser
	below     []bool  // stands below an endorsing body
	reached   []int32 // who reached a body first
	joined    []int32 // one body of a group leads to another, the last to none
	largest   []int32 // count of a group, by its leader
}

var scratches = sync.Pool{New: func() any { return &scratch{} }}

func scratchFor(unions int) *scratch {
	s, _ := scratches.Get().(*scratch) // it holds nothing else
	s.place, s.reached, s.joined, s.largest = wiped(s.place, unions), wiped(s.reached, unions), wiped(s.joined, unions), wiped(s.largest, unions)
	s.below = wiped(s.below, unions)
	return s
}

func wiped[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	clear(s[:n])
	return s[:n]
}

// endorser is an endorsing body: what is counted of its members.
type endorser struct {
	union   int32
	members int32
	leaf    bool
}

// regionNumbers are those of the region of one union, plus one, and topNumbers those below a union.
type (
	regionNumbers struct {
		numbers
		one int32
	}
	topNumbers struct {
		numbers
		union *entered
	}
)

func (t *Tally) sortCounts(regions []regionNumbers, affiliations []topNumbers, g *Graph) {
	for i := range regions {
		if r := &regions[i]; r.one > 0 {
			t.ByRegion = append(t.ByRegion, RegionCounts{g.ref(r.one - 1).Region, r.counts()})
		}
	}
	slices.SortFunc(t.ByRegion, func(a, b RegionCounts) int {
		return cmp.Or(-cmp.Compare(a.Positions.Sum(), b.Positions.Sum()), cmp.Compare(a.Region, b.Region))
	})
	slices.SortFunc(affiliations, func(a, b topNumbers) int {
		if a, b := a.sum(), b.sum(); a != b {
			return b - a
		}
		return compareNames(a.union, b.union)
	})
	t.ByAffiliation = make([]AffiliationCounts, len(affiliations))
	for i := range affiliations {
		t.ByAffiliation[i] = AffiliationCounts{affiliations[i].union.UnionRef, affiliations[i].counts()}
	}
}

func (n *numbers) sum() (sum int) {
	for _, k := range n {
		sum += k
	}
	return sum
}

// NewOrdinals works out the ordinals of a tally only.
func NewOrdinals(stands []*Stand, g *Graph) Ordinals {
	out := make(Ordinals, 0, len(stands))
	var ofKind [len(kindNumbers{})]int32
	for _, s := range inOrder(stands) {
		if s.position == endorsed && s.counts(g) {
			n := &ofKind[g.nodes[s.Union].kind]
			*n++
			out = append(out, turn{s.Dated, *n, s.RecordedSeq})
		}
	}
	return out
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

func (s *Stand) counted(g *Graph) Counted {
	return Counted{Body: g.body(s.Union), Endorsement: s.Endorsement, Position: s.Position(), EffectiveOn: s.EffectiveOn.Date()}
}

// latest lists the last of the endorsing bodies.
func (t *Tally) latest(stands []*Stand, g *Graph) {
	n := len(t.Ordinals)
	for _, s := range slices.Backward(stands) {
		if len(t.Latest) == LatestBodies {
			break
		}
		if s.position == endorsed && s.counts(g) {
			c := s.counted(g)
			c.Ordinal, c.OrdinalOfKind = n, int(t.Ordinals[n-1].ofKind)
			t.Latest = append(t.Latest, c)
			n--
		}
	}
}

// represent counts members. It looks at the endorsing bodies and what stands below them only.
func represent(m *Represented, endorsing []endorser, g *Graph, paper *scratch) {
	// A body below an endorsing one is not counted again.
	var stack []int32
	for i := range endorsing {
		if endorsing[i].leaf {
			continue
		}
		for stack = append(stack, endorsing[i].union); len(stack) > 0; {
			last := len(stack) - 1
			from := stack[last]
			stack = stack[:last]
			for _, child := range g.down.of(from) {
				if !paper.below[child] {
					paper.below[child] = true
					stack = append(stack, child)
				}
			}
		}
	}
	// Those that are left join a group with whoever reached one of their descendants before.
	for i := range endorsing {
		root := endorsing[i].union
		if endorsing[i].leaf || paper.below[root] {
			continue
		}
		for stack = append(stack, root); len(stack) > 0; {
			last := len(stack) - 1
			from := stack[last]
			stack = stack[:last]
			for _, child := range g.down.of(from) {
				if paper.reached[child] == 0 {
					paper.reached[child] = root + 1
					stack = append(stack, child)
				} else if a, b := paper.leader(root), paper.leader(paper.reached[child]-1); a != b {
					paper.joined[a] = b + 1
				}
			}
		}
	}
	for i := range endorsing {
		switch e := &endorsing[i]; {
		case paper.below[e.union]:
		case e.members == UnknownMembers:
			m.Unknown++
		default:
			m.AtMost += int(e.members)
			if e.leaf { // a group of its own
				m.AtLeast += int(e.members)
			} else if of := &paper.largest[paper.leader(e.union)]; e.members > *of {
				m.AtLeast += int(e.members - *of)
				*of = e.members
			}
		}
	}
}

func (s *scratch) leader(union int32) int32 {
	for s.joined[union] != 0 {
		next := s.joined[union] - 1
		if s.joined[next] != 0 {
			s.joined[union] = s.joined[next]
		}
		union = next
	}
	return union
}

// explain lists the bodies and the groups.
func (t *Tally) explain(stands []*Stand, paper *scratch, g *Graph) {
	n := 0
	place := map[int32]int{} // of a group in the list, by its leader
	for _, s := range stands {
		if !s.counts(g) {
			continue
		}
		c := s.counted(g)
		c.Group = -1
		for _, top := range g.tops.of(s.Union) {
			c.Affiliations = append(c.Affiliations, g.ref(top))
		}
		slices.SortFunc(c.Affiliations, compareRefs)
		if s.position == endorsed {
			n++
			c.Ordinal, c.OrdinalOfKind = n, int(t.Ordinals[n-1].ofKind)
			if !paper.below[s.Union] {
				l := paper.leader(s.Union)
				if _, known := place[l]; !known {
					place[l] = len(t.Members.Groups)
					t.Members.Groups = append(t.Members.Groups, Group{})
				}
				c.Group = place[l]
				t.Members.Groups[c.Group].add(c.Body)
			} else if by := paper.reached[s.Union]; by != 0 {
				within := g.ref(by - 1)
				c.Within = &within
			}
		}
		t.Bodies = append(t.Bodies, c)
	}
}

func (gr *Group) add(b Body) {
	gr.Bodies = append(gr.Bodies, b.UnionRef)
	if b.Members == nil {
		gr.Unknown++
	} else {
		gr.AtMost += *b.Members
		gr.AtLeast = max(gr.AtLeast, *b.Members)
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
	counted := voices(stands, g)
	positions := positionsOf(counted, g)
	var out []Conflict
	for _, s := range counted {
		own := s.Position()
		stands := func(parent int32) {
			out = append(out, Conflict{g.ref(parent), g.ref(s.Union), positions.of(parent), own})
		}
		for _, l := range g.parents(s.Union) {
			if positions.of(l.Parent).side()*own.side() < 0 {
				stands(l.Parent)
			}
		}
		if by := s.by - 1; s.position == nullified && g.has(by) {
			stands(by)
		}
	}
	slices.SortFunc(out, func(a, b Conflict) int { return cmp.Or(compareRefs(a.Parent, b.Parent), compareRefs(a.Child, b.Child)) })
	return out
}

// places has the place of each body's position in Stances plus one, by its number; 0 is no position.
type places []uint8

func positionsOf(counted []*Stand, g *Graph) places {
	out := make(places, len(g.nodes))
	for _, s := range counted {
		out[s.Union] = s.position + 1
	}
	return out
}

func (p places) of(union int32) Stance {
	if p[union] == 0 {
		return ""
	}
	return Stances[p[union]-1]
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

// Line is a body's own positions on a call, in the order of Timeline.
type Line struct {
	Union int32 // its number in a roster
	Steps []Step
}

// Step is a position and the date that it counts from, as precise as it is known.
type Step struct {
	Position Stance
	Dated    Date
}

// History lists the days of a call from the whole timelines of its bodies.
func History(lines []Line, g *Graph) []Day {
	type move struct {
		from, to Stance // empty before the first
	}
	moves := map[Date][]move{}
	for _, line := range lines {
		if !g.has(line.Union) || g.nodes[line.Union].kind == caucus {
			continue
		}
		var before Stance
		for i, p := range line.Steps {
			if i+1 < len(line.Steps) && line.Steps[i+1].Dated.First() == p.Dated.First() {
				continue // overtaken on the same date: it never stood at a day's end
			}
			if p.Position != before { // to say the same again is nothing new
				moves[p.Dated] = append(moves[p.Dated], move{before, p.Position})
			}
			before = p.Position
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

// CallDays is the days of a call.
type CallDays struct {
	Call Call
	Days []Day
}

// Compared is the tally of a call and how another stands to it, both at one moment.
type Compared struct {
	Call       Call
	Tally      *Tally
	Other      Call
	Comparison Comparison
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
	here, there := positionsOf(voices(this, g), g), positionsOf(voices(other, g), g)
	var bodies []int32
	for i := range g.nodes {
		if here[i]+there[i] > 0 {
			bodies = append(bodies, int32(i)) //nolint:gosec // as numberIn
		}
	}
	slices.SortFunc(bodies, func(a, b int32) int { return compareNames(g.unions[a], g.unions[b]) })
	var c Comparison
	moves := map[pair]*Move{}
	for _, b := range bodies {
		p, ref := pair{here.of(b), there.of(b)}, g.ref(b)
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
