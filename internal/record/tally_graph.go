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
// so it may be shared.
type Graph struct {
	nodes   []node // by the number of the union
	regions int
	links   []Link
	up      lists // the parents of each body
	down    lists // its children
	tops    lists // its top-level affiliations, worked out once
}

// node is a union in a graph, with all that most counts look at; its union is nil when it is not there.
type node struct {
	Entry
	leaf    bool // it has no children
	members int32
	tops    span
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
	return &Graph{nodes: make([]node, unions), regions: regions}
}

// Put says that a union is there, with so many members. The union was entered before the graph was made.
func (g *Graph) Put(e Entry, members int32) {
	n := &g.nodes[e.number]
	n.Entry, n.members = e, members
}

// Tie ties the unions that are there by links, and keeps the links. Those to unions that are not
// there, and links that are there already, are left out. What is the same in one of some other graphs of
// the same roster is shared.
func (g *Graph) Tie(links []Link, like ...*Graph) *Graph {
	links = slices.DeleteFunc(links, func(l Link) bool { return !g.has(l.Child) || !g.has(l.Parent) })
	if !slices.IsSortedFunc(links, compareLinks) {
		slices.SortFunc(links, compareLinks)
	}
	g.links = slices.Compact(links)
	if i := slices.IndexFunc(like, func(o *Graph) bool { return len(o.nodes) == len(g.nodes) && slices.Equal(o.links, g.links) }); i >= 0 {
		g.links, g.up, g.down, g.tops = like[i].links, like[i].up, like[i].down, like[i].tops
	} else {
		g.up = listsOf(len(g.nodes), g.links, func(l Link) (of, is int32) { return l.Child, l.Parent })
		g.down = listsOf(len(g.nodes), g.links, func(l Link) (of, is int32) { return l.Parent, l.Child })
		g.rollUp()
	}
	for i := range g.nodes {
		down := g.down.spans[i]
		g.nodes[i].tops, g.nodes[i].leaf = g.tops.spans[i], down.from == down.to
	}
	return g
}

func (g *Graph) has(union int32) bool {
	return union >= 0 && int(union) < len(g.nodes) && g.nodes[union].union != nil
}

func (g *Graph) ref(union int32) UnionRef { return g.nodes[union].union.UnionRef }

func (g *Graph) body(union int32) Body {
	n := &g.nodes[union]
	b := Body{UnionRef: n.union.UnionRef}
	if n.members != UnknownMembers {
		members := int(n.members)
		b.Members = &members
	}
	return b
}

// lists are a list for each body, in one piece of memory.
type lists struct {
	spans []span
	all   []int32
}

type span struct{ from, to int32 }

func (l *lists) of(i int32) []int32 { s := l.spans[i]; return l.all[s.from:s.to] }

// listsOf makes a list for each of n bodies of what the links tie it to.
func listsOf(n int, links []Link, tie func(Link) (of, is int32)) lists {
	out := lists{make([]span, n), make([]int32, len(links))}
	for _, l := range links {
		of, _ := tie(l)
		out.spans[of].to++
	}
	at := int32(0)
	for i, s := range out.spans {
		out.spans[i] = span{at, at}
		at += s.to
	}
	for _, l := range links {
		of, is := tie(l)
		s := &out.spans[of]
		out.all[s.to] = is
		s.to++
	}
	return out
}

// rollUp works out the bodies without a parent that each body stands below, parents before their
// children; a body without a parent is its own, there or not. A cycle, which is never recorded, would
// have none.
func (g *Graph) rollUp() {
	waits := make([]int32, len(g.nodes)) // parents that are not done
	done := make([]int32, 0, len(g.nodes))
	t := lists{make([]span, len(g.nodes)), make([]int32, 0, len(g.nodes))}
	for i, s := range g.up.spans {
		if waits[i] = s.to - s.from; waits[i] == 0 {
			t.spans[i] = t.put(int32(i))  //nolint:gosec // as numberIn
			done = append(done, int32(i)) //nolint:gosec // as numberIn
		}
	}
	for n := 0; n < len(done); n++ {
		for _, child := range g.down.of(done[n]) {
			if waits[child]--; waits[child] > 0 {
				continue
			}
			done = append(done, child)
			parents := g.up.of(child)
			t.spans[child] = t.spans[parents[0]] // most have those of a parent
			for _, parent := range parents[1:] {
				for _, top := range t.of(parent) {
					if !slices.Contains(t.of(child), top) {
						t.extend(child, top)
					}
				}
			}
		}
	}
	g.tops = t
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
