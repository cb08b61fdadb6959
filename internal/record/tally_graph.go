package record

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"
)

// Counting goes through tens of thousands of positions and bodies. So they are packed: unions are known
// by numbers, which index slices, and dates by their digits.

// DateNumber is a Date as a number that reads like it, with 0 for what is not known: 20260100 is
// "2026-01", and 0 the unknown date.
type DateNumber int32

// Number is d as a number. A date that Check does not accept has none that means anything.
func (d Date) Number() (n DateNumber) {
	digits := 0
	for _, c := range []byte(d) {
		if c >= '0' && c <= '9' && digits < 8 {
			n = n*10 + DateNumber(c-'0')
			digits++
		}
	}
	for ; digits > 0 && digits < 8; digits++ {
		n *= 10
	}
	return n
}

// Date is the date that n is the number of.
func (n DateNumber) Date() Date {
	if n == 0 {
		return ""
	}
	s := strconv.Itoa(int(n))
	switch {
	case len(s) != 8:
		return ""
	case s[4:] == "0000":
		return Date(s[:4])
	case s[6:] == "00":
		return Date(s[:4] + "-" + s[4:6])
	}
	return Date(s[:4] + "-" + s[4:6] + "-" + s[6:])
}

// Roster gives every union a number from 0 up that stays its own, and every region likewise. It is
// safe for concurrent use.
type Roster struct {
	mu      sync.RWMutex
	unions  map[uuid.UUID]int32
	regions map[string]int32
}

// NewRoster makes an empty roster.
func NewRoster() *Roster {
	return &Roster{unions: map[uuid.UUID]int32{}, regions: map[string]int32{}}
}

// Number is that of a union, which gets one if it has none.
func (r *Roster) Number(union uuid.UUID) int32 { return numberIn(r, r.unions, union) }

func numberIn[K comparable](r *Roster, numbers map[K]int32, key K) int32 {
	r.mu.RLock()
	n, found := numbers[key]
	r.mu.RUnlock()
	if found {
		return n
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if n, found = numbers[key]; !found {
		n = int32(len(numbers)) //nolint:gosec // a record has fewer than 2³¹ unions
		numbers[key] = n
	}
	return n
}

// Knows reports whether a union has a number.
func (r *Roster) Knows(union uuid.UUID) bool {
	r.mu.RLock()
	defer r.mu.RUnlock()
	_, found := r.unions[union]
	return found
}

func (r *Roster) sizes() (unions, regions int) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return len(r.unions), len(r.regions)
}

// Entry is a union as it is entered in a roster.
type Entry struct {
	union  *entered
	number int32
	region int32
	kind   uint8 // its place in UnionKinds
}

type entered struct {
	UnionRef
	folded atomic.Pointer[string] // its name, once it was compared
}

// Enter enters a union as it is at one time.
func (r *Roster) Enter(u UnionRef) Entry {
	return Entry{union: &entered{UnionRef: u}, number: r.Number(u.ID), region: numberIn(r, r.regions, u.Region), kind: uint8(slices.Index(UnionKinds, u.Kind))} //nolint:gosec // there are eight
}

// Number is the union's in its roster.
func (e *Entry) Number() int32 { return e.number }

// Ref names the union.
func (e *Entry) Ref() UnionRef { return e.union.UnionRef }

// compareNames orders unions by their names.
func compareNames(a, b *entered) int {
	if a.Name != b.Name {
		if n := cmp.Compare(a.foldedName(), b.foldedName()); n != 0 {
			return n
		}
	}
	return bytes.Compare(a.ID[:], b.ID[:])
}

func (u *entered) foldedName() string {
	if known := u.folded.Load(); known != nil {
		return *known
	}
	folded := Fold(u.Name)
	u.folded.Store(&folded)
	return folded
}

// Body is a union in a tally.
type Body struct {
	UnionRef
	Members *int // nil is unknown
}

// UnknownMembers is the number of members of a union without a known count.
const UnknownMembers = -1

// Graph is the unions and the affiliations in force at one moment. Once it is tied it never changes,
// so it may be shared. All its slices are by the number of the union.
type Graph struct {
	unions  []*entered // nil for one that is not there
	nodes   []node
	regions int
	*ties
}

// node is all that most counts look at of a union. It has no pointers and is small: what slows a count
// down is that it meets the unions in the order of their positions, all over the memory.
type node struct {
	members int32
	region  int32
	tops    span
	kind    uint8
	there   bool
	leaf    bool // it has no children
}

// ties are what follows from the links alone.
type ties struct {
	links []Link // by child, then by parent
	up    []span // the links of each child
	down  lists  // the children of each body
	tops  lists  // its top-level affiliations, worked out once
}

// Link is an affiliation in force between two unions, by their numbers.
type Link struct{ Child, Parent int32 }

func compareLinks(a, b Link) int {
	if a.Child != b.Child {
		return cmp.Compare(a.Child, b.Child)
	}
	return cmp.Compare(a.Parent, b.Parent)
}

// NewGraph makes a graph of unions that are entered in a roster; none is there yet.
func NewGraph(r *Roster) *Graph {
	unions, regions := r.sizes()
	return &Graph{unions: make([]*entered, unions), nodes: make([]node, unions), regions: regions}
}

// Put says that a union is there, with so many members. The union was entered before the graph was made.
func (g *Graph) Put(e Entry, members int32) {
	g.unions[e.number] = e.union
	g.nodes[e.number] = node{members: members, region: e.region, kind: e.kind, there: true}
}

// Tie ties the unions that are there by links, and keeps the links. Those to unions that are not
// there, and links that are there already, are left out. What is the same in one of some other graphs of
// the same roster is shared.
func (g *Graph) Tie(links []Link, like ...*Graph) *Graph {
	if !slices.IsSortedFunc(links, compareLinks) {
		slices.SortFunc(links, compareLinks)
	}
	kept := links[:0]
	for i, l := range links {
		if (i == 0 || len(kept) == 0 || kept[len(kept)-1] != l) && g.has(l.Child) && g.has(l.Parent) {
			kept = append(kept, l)
		}
	}
	if i := slices.IndexFunc(like, func(o *Graph) bool { return len(o.nodes) == len(g.nodes) && slices.Equal(o.links, kept) }); i >= 0 {
		g.ties = like[i].ties
	} else {
		g.ties = newTies(len(g.nodes), kept)
	}
	for i := range g.nodes {
		n, down := &g.nodes[i], g.down.spans[i]
		n.tops, n.leaf = g.tops.spans[i], down.from == down.to
	}
	return g
}

func (g *Graph) has(union int32) bool {
	return union >= 0 && int(union) < len(g.nodes) && g.nodes[union].there
}

// parents are the links of a body to its parents.
func (t *ties) parents(union int32) []Link { s := t.up[union]; return t.links[s.from:s.to] }

func (g *Graph) ref(union int32) UnionRef { return g.unions[union].UnionRef }

func (g *Graph) body(union int32) Body {
	b := Body{UnionRef: g.ref(union)}
	if members := g.nodes[union].members; members != UnknownMembers {
		b.Members = new(int(members))
	}
	return b
}

func newTies(bodies int, links []Link) *ties {
	t := &ties{links: links, up: make([]span, bodies), down: lists{make([]span, bodies), make([]int32, len(links))}}
	for i, l := range links {
		if s := &t.up[l.Child]; s.to == 0 {
			*s = span{int32(i), int32(i + 1)} //nolint:gosec // as numberIn
		} else {
			s.to++
		}
		t.down.spans[l.Parent].to++
	}
	at := int32(0)
	for i, s := range t.down.spans {
		t.down.spans[i] = span{at, at}
		at += s.to
	}
	for _, l := range links {
		s := &t.down.spans[l.Parent]
		t.down.all[s.to] = l.Child
		s.to++
	}
	t.rollUp()
	return t
}

// lists are a list for each body, in one piece of memory.
type lists struct {
	spans []span
	all   []int32
}

type span struct{ from, to int32 }

func (l *lists) of(i int32) []int32 { s := l.spans[i]; return l.all[s.from:s.to] }

// rollUp works out the bodies without a parent that each body stands below, parents before their
// children; a body without a parent is its own, there or not. A cycle, which is never recorded, would
// have none.
func (t *ties) rollUp() {
	waits := make([]int32, len(t.up)) // parents that are not done
	done := make([]int32, 0, len(t.up))
	tops := lists{make([]span, len(t.up)), make([]int32, 0, len(t.up))}
	for i, s := range t.up {
		if waits[i] = s.to - s.from; waits[i] == 0 {
			tops.spans[i] = tops.put(int32(i)) //nolint:gosec // as numberIn
			done = append(done, int32(i))      //nolint:gosec // as numberIn
		}
	}
	for n := 0; n < len(done); n++ {
		for _, child := range t.down.of(done[n]) {
			if waits[child]--; waits[child] > 0 {
				continue
			}
			done = append(done, child)
			links := t.parents(child)
			tops.spans[child] = tops.spans[links[0].Parent] // most have those of a parent
			for _, l := range links[1:] {
				for _, top := range tops.of(l.Parent) {
					if !slices.Contains(tops.of(child), top) {
						tops.extend(child, top)
					}
				}
			}
		}
	}
	t.tops = tops
}

func (l *lists) put(values ...int32) span {
	from := len(l.all)
	l.all = append(l.all, values...)
	return span{int32(from), int32(len(l.all))} //nolint:gosec // as numberIn
}

// extend adds a value to the list of i, which may be a part of other lists.
func (l *lists) extend(i, value int32) {
	if int(l.spans[i].to) < len(l.all) {
		l.spans[i] = l.put(l.of(i)...)
	}
	l.spans[i].to = l.put(value).to
}
