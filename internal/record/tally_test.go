package record

import (
	"encoding/binary"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// world is a few bodies, who stands below whom, and what they said of a call.
type world struct {
	bodies  []Body
	parents map[uuid.UUID][]uuid.UUID
	edges   [][2]uuid.UUID // child and parent
	stands  []said
}

// said is a position of a body.
type said struct {
	Endorsement, Union uuid.UUID
	Position           Stance
	Capacity           Capacity
	Dated              Date
	RecordedSeq        int64
	By                 *uuid.UUID
}

// graph is that of the world's bodies, entered in a roster one after the other. It shares what it can
// with other graphs of the roster.
func (w world) graph(r *Roster, like ...*Graph) *Graph {
	entries := make([]Entry, len(w.bodies))
	for i, b := range w.bodies {
		entries[i] = r.Enter(b.UnionRef)
	}
	links := make([]Link, len(w.edges))
	for i, e := range w.edges {
		links[i] = Link{r.Number(e[0]), r.Number(e[1])}
	}
	g := NewGraph(r)
	for i, b := range w.bodies {
		members := int32(UnknownMembers)
		if b.Members != nil {
			members = int32(*b.Members) //nolint:gosec // a small number
		}
		g.Put(entries[i], members)
	}
	return g.Tie(links, like...)
}

func packed(r *Roster, stands []said) []*Stand {
	out := make([]*Stand, len(stands))
	for i, s := range stands {
		out[i] = new(NewStand(r, s.Endorsement, s.Union, Position{Position: s.Position, Capacity: s.Capacity, EffectiveOn: s.Dated, Dated: s.Dated, RecordedSeq: s.RecordedSeq, By: s.By}))
	}
	return out
}

func (w world) tally(explain bool) Tally {
	r := NewRoster()
	return NewTally(packed(r, w.stands), w.graph(r), explain)
}

func (w world) conflicts() []Conflict {
	r := NewRoster()
	return Conflicts(packed(r, w.stands), w.graph(r))
}

func (w world) compare(other []said) Comparison {
	r := NewRoster()
	return Compare(packed(r, w.stands), packed(r, other), w.graph(r))
}

func (w world) body(id uuid.UUID) (Body, bool) {
	i := slices.IndexFunc(w.bodies, func(b Body) bool { return b.ID == id })
	if i < 0 {
		return Body{}, false
	}
	return w.bodies[i], true
}

// above are all ancestors of a body, below all its descendants; neither has the body itself.
func (w world) above(id uuid.UUID) map[uuid.UUID]bool {
	out := map[uuid.UUID]bool{}
	for _, p := range w.parents[id] {
		out[p] = true
		maps.Copy(out, w.above(p))
	}
	return out
}

func (w world) below(id uuid.UUID) map[uuid.UUID]bool {
	out := map[uuid.UUID]bool{}
	for _, b := range w.bodies {
		if w.above(b.ID)[id] {
			out[b.ID] = true
		}
	}
	return out
}

// tops are a body's ancestors without a parent, or the body itself if it has none.
func (w world) tops(id uuid.UUID) (tops []Body) {
	up := w.above(id)
	up[id] = true
	for _, b := range w.bodies {
		if up[b.ID] && len(w.parents[b.ID]) == 0 {
			tops = append(tops, b)
		}
	}
	return tops
}

func numbered(n int) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[8:], uint64(n)) //nolint:gosec // a small number
	return id
}

// worlds draws bodies, each below any of those before it, with ids in another order.
func worlds(t *rapid.T) world {
	n := rapid.IntRange(0, 12).Draw(t, "bodies")
	ids := rapid.Permutation(slices.Collect(func(yield func(int) bool) {
		for i := range n {
			yield(i + 1)
		}
	})).Draw(t, "ids")
	w := world{parents: map[uuid.UUID][]uuid.UUID{}}
	nobody := numbered(99)
	for i := range n {
		b := Body{UnionRef: UnionRef{
			ID: numbered(ids[i]), Name: rapid.SampledFrom([]string{"A", "a", "B", "C", "Ä"}).Draw(t, "name"),
			Kind: rapid.SampledFrom(UnionKinds).Draw(t, "kind"), Region: rapid.SampledFrom([]string{"", "US-MN", "US-WI"}).Draw(t, "region"),
		}}
		if rapid.IntRange(0, 3).Draw(t, "known") > 0 {
			b.Members = new(rapid.IntRange(0, 50).Draw(t, "members"))
		}
		for j := range i {
			if rapid.IntRange(0, 3).Draw(t, "below") > 0 {
				continue
			}
			w.parents[b.ID] = append(w.parents[b.ID], w.bodies[j].ID)
			for range rapid.IntRange(1, 2).Draw(t, "times") { // chartered and affiliated
				w.edges = append(w.edges, [2]uuid.UUID{b.ID, w.bodies[j].ID})
			}
		}
		if rapid.IntRange(0, 9).Draw(t, "dangling") == 0 {
			w.edges = append(w.edges, [2]uuid.UUID{b.ID, nobody}, [2]uuid.UUID{nobody, b.ID})
		}
		w.bodies = append(w.bodies, b)
	}
	w.edges = append(w.edges, [2]uuid.UUID{nobody, nobody})
	w.edges = rapid.Permutation(w.edges).Draw(t, "order of edges")
	w.stands = w.standsOn(t)
	return w
}

var someDays = []Date{"", "2026", "2026-01-01", "2026-01", "2026-01-14", "2026-01-23"}

// standsOn draws what some of the bodies, and somebody who is not there, said of a call.
func (w world) standsOn(t *rapid.T) (stands []said) {
	for i, b := range append(slices.Clone(w.bodies), Body{UnionRef: UnionRef{ID: numbered(98)}}) {
		if rapid.IntRange(0, 4).Draw(t, "silent") == 0 {
			continue
		}
		s := said{
			Endorsement: numbered(1000 + i), Union: b.ID, Capacity: CapacityBody, RecordedSeq: int64(i + 1),
			Position: rapid.SampledFrom(append(Stances, Endorsed, Endorsed, Endorsed, Endorsed, Endorsed, Endorsed, Endorsed, Opposed)).Draw(t, "position"),
			Dated:    rapid.SampledFrom(someDays).Draw(t, "dated"),
		}
		if rapid.IntRange(0, 5).Draw(t, "capacity") == 0 {
			s.Capacity = rapid.SampledFrom(Capacities).Draw(t, "other capacity")
		}
		if s.Position == Nullified && len(w.bodies) > 0 {
			s.By = new(rapid.SampledFrom(w.bodies).Draw(t, "by").ID)
		}
		stands = append(stands, s)
	}
	return rapid.Permutation(stands).Draw(t, "order of stands")
}

// counting are the stands of bodies, by date, then by record.
func (w world) counting() (out []said) {
	for _, s := range w.stands {
		if b, ok := w.body(s.Union); ok && s.Capacity == CapacityBody && b.Kind != KindCaucus {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b said) int {
		switch {
		case a.Dated.First() != b.Dated.First():
			return map[bool]int{true: -1, false: 1}[a.Dated.First() < b.Dated.First()]
		default:
			return int(a.RecordedSeq - b.RecordedSeq)
		}
	})
	return out
}

func same(t *rapid.T, what string, got, want any, options ...cmp.Option) {
	t.Helper()
	if diff := cmp.Diff(want, got, append(options, cmpopts.EquateEmpty())...); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestATallyCountsEveryBodyOnceInEachTotal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		got := w.tally(true)

		positions, kinds := Counts{}, map[UnionKind]Counts{}
		regions, tops := map[string]Counts{}, map[uuid.UUID]Counts{}
		ofKind := map[UnionKind]int{}
		endorsing := 0
		var bodies []Counted
		for _, s := range w.counting() {
			b, _ := w.body(s.Union)
			positions[s.Position]++
			add(kinds, b.Kind, s.Position)
			add(regions, b.Region, s.Position)
			c := Counted{Body: b, Endorsement: s.Endorsement, Position: s.Position, EffectiveOn: s.Dated}
			for _, top := range w.tops(b.ID) {
				add(tops, top.ID, s.Position)
				c.Affiliations = append(c.Affiliations, top.UnionRef)
			}
			if s.Position == Endorsed {
				endorsing++
				ofKind[b.Kind]++
				c.Ordinal, c.OrdinalOfKind = endorsing, ofKind[b.Kind]
			}
			bodies = append(bodies, c)
		}
		same(t, "positions", got.Positions, positions)
		same(t, "by kind", got.ByKind, kinds)
		gotRegions, gotTops := map[string]Counts{}, map[uuid.UUID]Counts{}
		for i, r := range got.ByRegion {
			gotRegions[r.Region] = r.Positions
			if i > 0 && r.Positions.Sum() > got.ByRegion[i-1].Positions.Sum() {
				t.Errorf("the regions are not in order: %v", got.ByRegion)
			}
		}
		for i, a := range got.ByAffiliation {
			gotTops[a.Union.ID] = a.Positions
			if i > 0 && a.Positions.Sum() > got.ByAffiliation[i-1].Positions.Sum() {
				t.Errorf("the affiliations are not in order: %v", got.ByAffiliation)
			}
		}
		same(t, "by region", gotRegions, regions)
		same(t, "by affiliation", gotTops, tops)
		same(t, "bodies", got.Bodies, bodies, cmpopts.IgnoreFields(Counted{}, "Group", "Within"),
			cmpopts.SortSlices(func(a, b UnionRef) bool { return a.ID.String() < b.ID.String() }))

		for i, s := range w.counting() {
			b := bodies[i]
			ordinal, ofKind := got.Ordinals.Of(s.Dated, s.RecordedSeq)
			if ordinal != b.Ordinal || ofKind != b.OrdinalOfKind {
				t.Errorf("the ordinals of %v are %d and %d, want %d and %d", b.Body, ordinal, ofKind, b.Ordinal, b.OrdinalOfKind)
			}
		}
		r := NewRoster()
		same(t, "the ordinals alone", NewOrdinals(packed(r, w.stands), w.graph(r)), got.Ordinals, cmp.AllowUnexported(turn{}))
		var latest []string
		for _, b := range slices.Backward(bodies) {
			if b.Ordinal > 0 && len(latest) < LatestBodies {
				latest = append(latest, fmt.Sprint(b.Body.ID, b.Ordinal, b.OrdinalOfKind))
			}
		}
		var gotLatest []string
		for _, b := range got.Latest {
			gotLatest = append(gotLatest, fmt.Sprint(b.Body.ID, b.Ordinal, b.OrdinalOfKind))
		}
		same(t, "the latest", gotLatest, latest)
	})
}

func add[K comparable](m map[K]Counts, k K, s Stance) {
	if m[k] == nil {
		m[k] = Counts{}
	}
	m[k][s]++
}

func TestMembersAreCountedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		got := w.tally(true)

		// "Take the endorsing bodies that have no endorsing ancestor".
		endorsing := map[uuid.UUID]bool{}
		for _, s := range w.counting() {
			if s.Position == Endorsed {
				endorsing[s.Union] = true
			}
		}
		var taken []Body
		for _, b := range w.bodies {
			if endorsing[b.ID] && !slices.ContainsFunc(slices.Collect(maps.Keys(w.above(b.ID))), func(a uuid.UUID) bool { return endorsing[a] }) {
				taken = append(taken, b)
			}
		}
		// "group those that share a descendant": as many groups as bodies, then one less for each two
		// that share.
		group := map[uuid.UUID]uuid.UUID{}
		for _, b := range taken {
			group[b.ID] = b.ID
		}
		for _, a := range taken {
			for _, b := range taken {
				for d := range w.below(a.ID) {
					if !w.below(b.ID)[d] || group[a.ID] == group[b.ID] {
						continue
					}
					old := group[b.ID]
					for id, g := range group {
						if g == old {
							group[id] = group[a.ID]
						}
					}
				}
			}
		}
		// "at_most = the sum of their members, at_least = the sum over groups of the largest one in it;
		// unknown = how many bodies have no count".
		want := Represented{}
		largest := map[uuid.UUID]int{}
		for _, b := range taken {
			if b.Members == nil {
				want.Unknown++
				continue
			}
			want.AtMost += *b.Members
			largest[group[b.ID]] = max(largest[group[b.ID]], *b.Members)
		}
		for _, n := range largest {
			want.AtLeast += n
		}
		m := got.Members
		same(t, "members represented", Represented{AtLeast: m.AtLeast, AtMost: m.AtMost, Unknown: m.Unknown}, want)
		if m.AtLeast > m.AtMost {
			t.Errorf("at least %d and at most %d", m.AtLeast, m.AtMost)
		}

		brief := w.tally(false)
		same(t, "members represented, unexplained", brief.Members, want)

		// What explains the numbers adds up to them.
		groups := map[uuid.UUID]int{}
		for i, g := range m.Groups {
			for _, b := range g.Bodies {
				groups[b.ID] = i
			}
			want.AtLeast -= g.AtLeast
			want.AtMost -= g.AtMost
			want.Unknown -= g.Unknown
		}
		same(t, "what the groups leave", want, Represented{})
		for _, a := range taken {
			for _, b := range taken {
				if (groups[a.ID] == groups[b.ID]) != (group[a.ID] == group[b.ID]) {
					t.Errorf("%v and %v are in groups %d and %d, and share by %v and %v", a.ID, b.ID, groups[a.ID], groups[b.ID], group[a.ID], group[b.ID])
				}
			}
		}
		for _, b := range got.Bodies {
			_, isTaken := group[b.Body.ID]
			switch {
			case isTaken:
				if b.Within != nil || b.Group != groups[b.Body.ID] {
					t.Errorf("%v is counted in group %d and within %v", b.Body, b.Group, b.Within)
				}
			case b.Position != Endorsed:
				if b.Within != nil || b.Group != -1 {
					t.Errorf("%v does not endorse and is counted in %d, %v", b.Body, b.Group, b.Within)
				}
			default:
				if _, counts := group[b.Within.ID]; b.Group != -1 || !counts || !w.above(b.Body.ID)[b.Within.ID] {
					t.Errorf("%v is said to be within %v", b.Body, b.Within)
				}
			}
		}
	})
}

func TestConflictsAreBetweenABodyAndItsParent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		side := func(s Stance) int {
			switch {
			case slices.Contains([]Stance{Endorsed, Supported, Planning}, s):
				return 1
			case slices.Contains([]Stance{Declined, Opposed}, s):
				return 2
			}
			return 0
		}
		position := map[uuid.UUID]Stance{}
		for _, s := range w.counting() {
			position[s.Union] = s.Position
		}
		var want []string
		for _, s := range w.counting() {
			for _, p := range w.parents[s.Union] {
				if side(position[p])+side(s.Position) == 3 {
					want = append(want, fmt.Sprint(p, s.Union, position[p], s.Position))
				}
			}
			if s.Position == Nullified && s.By != nil {
				want = append(want, fmt.Sprint(*s.By, s.Union, position[*s.By], s.Position))
			}
		}
		var got []string
		for _, c := range w.conflicts() {
			got = append(got, fmt.Sprint(c.Parent.ID, c.Child.ID, c.ParentPosition, c.ChildPosition))
		}
		slices.Sort(want)
		slices.Sort(got)
		same(t, "conflicts", got, want)
	})
}

func TestTheDaysAddUpToTheTallyOfEachDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		seq := int64(0)
		var lines []Line
		r := NewRoster()
		var timelines []List[Position]
		for _, b := range w.bodies {
			var line List[Position]
			for range rapid.IntRange(0, 4).Draw(t, "positions") {
				seq++
				line = append(line, Position{
					ID: numbered(int(seq)), Position: rapid.SampledFrom(Stances).Draw(t, "position"), RecordedSeq: seq,
					EffectiveOn: rapid.SampledFrom(someDays).Draw(t, "effective"), Capacity: rapid.SampledFrom(append(Capacities, CapacityBody)).Draw(t, "capacity"),
				})
			}
			line = Timeline(line)
			timelines = append(timelines, line)
			var own []Step
			for _, p := range line {
				if p.Capacity == CapacityBody {
					own = append(own, Step{p.Position, p.Dated})
				}
			}
			lines = append(lines, Line{r.Number(b.ID), own})
		}
		g := w.graph(r)
		// on is the tally of a day, counted from the positions in force.
		on := func(day Date) Counts {
			var stands []said
			for i, line := range timelines {
				for _, p := range line {
					if p.Dated.First() <= day.First() && (p.SupersededOn == nil || p.SupersededOn.First() > day.First()) {
						stands = append(stands, said{Union: w.bodies[i].ID, Position: p.Position, Capacity: p.Capacity})
					}
				}
			}
			return NewTally(packed(r, stands), g, false).Positions
		}
		days := History(lines, g)
		before, previous := Counts{}, Date("")
		for i, d := range days {
			if i > 0 && d.Date <= previous {
				t.Errorf("%q comes after %q", d.Date, previous)
			}
			if i+1 == len(days) || days[i+1].Date.First() != d.Date.First() {
				if d.Date.Known() {
					same(t, "the tally on "+string(d.Date), d.Cumulative, on(d.Date))
				}
			}
			grown := 0
			for _, n := range d.New {
				grown += n
			}
			if grown+d.Withdrawn == 0 {
				t.Errorf("nothing happened on %s", d.Date)
			}
			// Nobody leaves but for another position.
			if after := d.Cumulative.Sum() - before.Sum(); after < 0 || after > grown+d.Withdrawn {
				t.Errorf("on %s %d bodies came with %d positions", d.Date, after, grown+d.Withdrawn)
			}
			before, previous = d.Cumulative, d.Date
		}
		same(t, "the tally in the end", before, on("9999"))
	})
}

func TestADayCountsOnlyWhatStoodAtItsEnd(t *testing.T) {
	r := NewRoster()
	g := world{bodies: []Body{{UnionRef: UnionRef{ID: numbered(1), Kind: KindLocal}}, {UnionRef: UnionRef{ID: numbered(2), Kind: KindLocal}}}}.graph(r)
	got := History([]Line{
		{r.Number(numbered(1)), []Step{{Endorsed, "2026-01"}, {Tabled, "2026-01-01"}, {Endorsed, "2026-01-10"}, {Endorsed, "2026-01-12"}, {Withdrawn, "2026-01-20"}}},
		{r.Number(numbered(2)), []Step{{Supported, ""}, {Endorsed, "2026-01"}, {Nullified, "2026-01-20"}}},
	}, g)
	want := []Day{
		{"", Counts{Supported: 1}, 0, Counts{Supported: 1}},
		{"2026-01", Counts{Endorsed: 1}, 0, Counts{Endorsed: 1}},
		{"2026-01-01", Counts{Tabled: 1}, 0, Counts{Endorsed: 1, Tabled: 1}},
		{"2026-01-10", Counts{Endorsed: 1}, 0, Counts{Endorsed: 2}},
		{"2026-01-20", Counts{}, 2, Counts{Withdrawn: 1, Nullified: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestACallIsHeldAgainstAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		other := w
		other.stands = w.standsOn(t)
		position := func(w world) map[uuid.UUID]Stance {
			out := map[uuid.UUID]Stance{}
			for _, s := range w.counting() {
				out[s.Union] = s.Position
			}
			return out
		}
		here, there := position(w), position(other)
		var both, onlyHere, onlyThere []uuid.UUID
		moves := map[[2]Stance][]uuid.UUID{}
		for _, b := range w.bodies {
			h, t := here[b.ID], there[b.ID]
			if h == Endorsed && t == Endorsed {
				both = append(both, b.ID)
			}
			if h == Endorsed && t != Endorsed {
				onlyHere = append(onlyHere, b.ID)
			}
			if h != Endorsed && t == Endorsed {
				onlyThere = append(onlyThere, b.ID)
			}
			if h != "" || t != "" {
				moves[[2]Stance{t, h}] = append(moves[[2]Stance{t, h}], b.ID)
			}
		}
		ids := func(refs []UnionRef) (out []uuid.UUID) {
			for _, r := range refs {
				out = append(out, r.ID)
			}
			return out
		}
		c := w.compare(other.stands)
		byID := cmpopts.SortSlices(func(a, b uuid.UUID) bool { return a.String() < b.String() })
		same(t, "both", ids(c.Both), both, byID)
		same(t, "only this", ids(c.OnlyThis), onlyHere, byID)
		same(t, "only the other", ids(c.OnlyOther), onlyThere, byID)
		got := map[[2]Stance][]uuid.UUID{}
		for _, m := range c.Moves {
			got[[2]Stance{m.Other, m.This}] = ids(m.Bodies)
		}
		same(t, "moves", got, moves, byID)
	})
}

// The order in which bodies, edges and stands come changes nothing, not even the order of the answer.
func TestACountDoesNotDependOnTheOrderOfRows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		shuffled := world{
			bodies: rapid.Permutation(w.bodies).Draw(t, "other order of bodies"), edges: rapid.Permutation(w.edges).Draw(t, "other order of edges"),
			stands: rapid.Permutation(w.stands).Draw(t, "other order of stands"),
		}
		same(t, "the tally", shuffled.tally(true), w.tally(true), cmp.AllowUnexported(turn{}))
		same(t, "the conflicts", shuffled.conflicts(), w.conflicts())
		same(t, "the comparison", shuffled.compare(w.stands), w.compare(shuffled.stands))
	})
}

func TestAGraphStandsAnyDepthAndEvenACycle(t *testing.T) {
	const depth = 200_000
	w := world{bodies: make([]Body, depth)}
	for i := range w.bodies {
		w.bodies[i] = Body{UnionRef: UnionRef{ID: numbered(i + 1), Kind: KindLocal}, Members: new(1)}
		if i > 0 {
			w.edges = append(w.edges, [2]uuid.UUID{numbered(i + 1), numbered(i)})
		}
	}
	w.stands = []said{
		{Union: numbered(1), Position: Endorsed, Capacity: CapacityBody, RecordedSeq: 1},
		{Union: numbered(depth), Position: Endorsed, Capacity: CapacityBody, RecordedSeq: 2},
	}
	tally := w.tally(true)
	if m := tally.Members; m.AtMost != 1 || tally.Bodies[1].Within == nil || len(tally.ByAffiliation) != 1 {
		t.Errorf("the last of a long line is not within the first: %+v", m)
	}
	// None is ever recorded; a count would be wrong, but it ends.
	w.bodies, w.edges = w.bodies[:3], append(w.edges[:2:2], [2]uuid.UUID{numbered(1), numbered(3)})
	w.tally(true)
}

// A graph that shares what it can with another counts as one that shares nothing.
func TestAGraphMayBeLikeAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := worlds(t)
		was := world{bodies: slices.Clone(w.bodies), edges: w.edges}
		switch n := rapid.IntRange(0, 3).Draw(t, "difference"); {
		case n == 0 && len(was.bodies) > 0: // another body
			was.bodies = was.bodies[1:]
		case n == 1: // another affiliation
			was.edges = was.edges[1:]
		case n == 2 && len(was.bodies) > 0: // another name and count
			was.bodies[0].Name, was.bodies[0].Members = "Z", new(99)
		}
		r := NewRoster()
		like := was.graph(r)
		got := NewTally(packed(r, w.stands), w.graph(r, like), true)
		same(t, "the tally", got, w.tally(true), cmp.AllowUnexported(turn{}))
	})
}

func TestANumberIsTheDateThatItReadsLike(t *testing.T) {
	for d, n := range map[Date]DateNumber{"": 0, "2026": 20260000, "2026-01": 20260100, "2026-01-23": 20260123, "1000": 10000000, "9999-12-31": 99991231} {
		if d.Number() != n || n.Date() != d {
			t.Errorf("%q is %d, and %d is %q", d, d.Number(), n, n.Date())
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SampledFrom(someDays).Draw(t, "a").First(), rapid.SampledFrom(someDays).Draw(t, "b").First()
		if (a < b) != (a.Number() < b.Number()) {
			t.Errorf("%q and %q are not in the order of their numbers", a, b)
		}
	})
}

func TestPositionsAndKindsAreAsManyAsAreCounted(t *testing.T) {
	if len(Stances) != len(numbers{}) || len(UnionKinds) != len(kindNumbers{}) {
		t.Errorf("there are %d positions and %d kinds, and %d and %d places for them", len(Stances), len(UnionKinds), len(numbers{}), len(kindNumbers{}))
	}
	if !reflect.DeepEqual((&numbers{1, 0, 2}).counts(), Counts{Endorsed: 1, Planning: 2}) {
		t.Error("counts are under other positions than they were counted for")
	}
}
