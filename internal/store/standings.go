package store

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"

	"rollcall/internal/record"
)

// Counting needs all positions of a call and the whole graph of unions. Both are kept in memory with
// every version of their rows, so that a count for the present and one for any moment of the past are
// the same work, and are brought up to date by the changes since they were read.

// spell is one version of one position: who knew it from when until when.
type spell struct {
	record.Stand
	SupersededOn *record.Date
	SinceSeq     int64
	UntilSeq     *int64
}

func (s spell) validAt(seq int64) bool {
	return s.SinceSeq <= seq && (s.UntilSeq == nil || *s.UntilSeq > seq)
}

func (s spell) inForceOn(day record.Date) bool {
	if !day.Known() {
		return s.SupersededOn == nil
	}
	return s.Dated <= day && (s.SupersededOn == nil || *s.SupersededOn > day)
}

// callHistory is every version of every position on one call, by endorsement.
type callHistory struct {
	mu     sync.Mutex
	seq    int64 // of the record when it was read
	spells map[uuid.UUID][]spell
	marks  []int64       // the seqs at which it changed, ascending
	dates  []record.Date // the days on which it changed, ascending
	size   atomic.Uint32 // how many spells, for the cache
}

const spellColumns = "p.endorsement_id AS endorsement, p.union_id AS \"union\", p.position, p.capacity, p.effective_on, p.dated, p.recorded_seq, p.nullified_by AS \"by\", p.superseded_on, p.since_seq, p.until_seq"

// refresh reads what changed since the history was read.
func (h *callHistory) refresh(r reader, call uuid.UUID, seq int64) error {
	if h.spells != nil && h.seq >= seq {
		return nil
	}
	q := r.db.Table("positions AS p").Select(spellColumns).Where("p.call_id = ?", call)
	if h.spells != nil {
		changed, err := changedSince(r, h.seq, "c.entity = ? AND c.seq IN (SELECT cs.seq FROM change_subjects cs WHERE cs.subject_id = ? AND cs.seq > ?)", string(record.EntityEndorsement), call, h.seq)
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			h.seq = seq
			return nil
		}
		q = q.Where("p.endorsement_id IN ?", changed)
		for _, id := range changed {
			delete(h.spells, id)
		}
	} else {
		h.spells = map[uuid.UUID][]spell{}
	}
	var rows []spell
	if err := q.Order("p.endorsement_id, p.since_seq").Scan(&rows).Error; err != nil {
		h.spells = nil // what was taken out is missing now: read all again
		return r.dialect.translate(err)
	}
	for _, s := range rows {
		s.Position, s.Capacity = known(record.Stances, s.Position), known(record.Capacities, s.Capacity)
		h.spells[s.Endorsement] = append(h.spells[s.Endorsement], s)
		h.marks = append(h.marks, s.SinceSeq)
		if s.UntilSeq != nil {
			h.marks = append(h.marks, *s.UntilSeq)
		}
		h.dates = append(h.dates, s.Dated)
	}
	h.marks, h.dates = sorted(h.marks), sorted(h.dates)
	h.seq = seq
	n := uint32(0)
	for _, line := range h.spells {
		n += uint32(len(line)) //nolint:gosec // a timeline is short
	}
	h.size.Store(n)
	return nil
}

// known is the word among those known that equals v, so that a million rows share its memory.
func known[T ~string](words []T, v T) T {
	if i := slices.Index(words, v); i >= 0 {
		return words[i]
	}
	return v
}

// changedSince lists the records that changed behind a seq and meet a condition on changes c.
func changedSince(r reader, seq int64, condition string, args ...any) ([]uuid.UUID, error) {
	var found []struct{ ID uuid.UUID }
	err := r.db.Table("changes AS c").Select("DISTINCT c.entity_id AS id").Where("c.seq > ? AND "+condition, append([]any{seq}, args...)...).Scan(&found).Error
	ids := make([]uuid.UUID, len(found))
	for i, f := range found {
		ids[i] = f.ID
	}
	return ids, r.dialect.translate(err)
}

func sorted[T ~int64 | ~string](s []T) []T {
	slices.Sort(s)
	return slices.Compact(s)
}

// lastUpTo is the largest of the sorted values that is no larger than v; the zero value if none is.
func lastUpTo[T ~int64 | ~string](values []T, v T) T {
	i, found := slices.BinarySearch(values, v)
	switch {
	case found:
		return v
	case i == 0:
		var none T
		return none
	}
	return values[i-1]
}

// stands are the positions in force at a seq and on a day (unknown: the current ones).
func (h *callHistory) stands(seq int64, day record.Date) []record.Stand {
	out := make([]record.Stand, 0, len(h.spells))
	for _, line := range h.spells {
		for _, s := range line {
			if s.validAt(seq) && s.inForceOn(day) {
				out = append(out, s.Stand)
			}
		}
	}
	return out
}

// lines are the whole timelines at a seq, up to a day, as the bodies themselves took them.
func (h *callHistory) lines(seq int64, day record.Date) [][]record.Stand {
	var out [][]record.Stand
	for _, spells := range h.spells {
		var line []record.Stand
		for _, s := range spells {
			if s.validAt(seq) && s.Capacity == record.CapacityBody && (!day.Known() || s.Dated <= day) {
				line = append(line, s.Stand)
			}
		}
		slices.SortFunc(line, record.CompareStands)
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}

// unionSpell and edgeSpell are versions of a union and of an affiliation.
type unionSpell struct {
	record.UnionRef
	Members  record.List[record.MemberCount]
	SinceSeq int64
	UntilSeq *int64
}

type edgeSpell struct {
	ID                uuid.UUID
	ChildID, ParentID uuid.UUID
	FromOn, UntilOn   record.Date
	SinceSeq          int64
	UntilSeq          *int64
}

// graphHistory is every version of every union and affiliation.
type graphHistory struct {
	mu     sync.Mutex
	seq    int64
	read   bool
	unions map[uuid.UUID][]unionSpell
	edges  map[uuid.UUID][]edgeSpell
	marks  []int64
	dates  []record.Date
	built  []builtGraph // the last ones, newest first
}

// builtGraph is a graph and the moment it is good for: the last change and the last date before it.
type builtGraph struct {
	seq          int64
	day, members record.Date
	graph        *record.Graph
}

const keptGraphs = 8

func (h *graphHistory) refresh(r reader, seq int64) error {
	if h.read && h.seq >= seq {
		return nil
	}
	unions := r.db.Table("unions AS u").Select("u.id, u.slug, u.name, u.kind, u.region, u.members, u.since_seq, u.until_seq")
	edges := r.db.Table("affiliations AS a").Select("a.id, a.child_id, a.parent_id, a.from_on, a.until_on, a.since_seq, a.until_seq")
	if h.read {
		changed, err := changedSince(r, h.seq, "c.entity IN ?", []string{string(record.EntityUnion), string(record.EntityAffiliation)})
		if err != nil {
			return err
		}
		if len(changed) == 0 {
			h.seq = seq
			return nil
		}
		if len(changed) <= 500 { // more are read faster all at once
			unions, edges = unions.Where("u.id IN ?", changed), edges.Where("a.id IN ?", changed)
			for _, id := range changed {
				delete(h.unions, id)
				delete(h.edges, id)
			}
		} else {
			h.read = false
		}
	}
	if !h.read {
		h.unions, h.edges = map[uuid.UUID][]unionSpell{}, map[uuid.UUID][]edgeSpell{}
	}
	h.read = false // until all is there
	var u []unionSpell
	if err := unions.Scan(&u).Error; err != nil {
		return r.dialect.translate(err)
	}
	var e []edgeSpell
	if err := edges.Scan(&e).Error; err != nil {
		return r.dialect.translate(err)
	}
	mark := func(since int64, until *int64) {
		h.marks = append(h.marks, since)
		if until != nil {
			h.marks = append(h.marks, *until)
		}
	}
	for _, s := range u {
		s.Kind, s.Region = record.UnionKind(strings.Clone(string(s.Kind))), strings.Clone(s.Region)
		h.unions[s.ID] = append(h.unions[s.ID], s)
		mark(s.SinceSeq, s.UntilSeq)
		for _, c := range s.Members {
			h.dates = append(h.dates, c.AsOf.First())
		}
	}
	for _, s := range e {
		h.edges[s.ID] = append(h.edges[s.ID], s)
		mark(s.SinceSeq, s.UntilSeq)
		h.dates = append(h.dates, s.FromOn.First(), s.UntilOn.First())
	}
	h.marks, h.dates = sorted(h.marks), sorted(h.dates)
	h.seq, h.read = seq, true
	return nil
}

// graph builds the graph at a seq: with the affiliations in force on a day, and the members counted by
// another (unknown: the latest counts).
func (h *graphHistory) graph(seq int64, day, members record.Date) *record.Graph {
	want := builtGraph{seq: lastUpTo(h.marks, seq), day: lastUpTo(h.dates, day.First()), members: members}
	if members.Known() {
		want.members = want.day
	}
	for i, b := range h.built {
		if b.seq == want.seq && b.day == want.day && b.members == want.members {
			h.built = append(append([]builtGraph{b}, h.built[:i]...), h.built[i+1:]...)
			return b.graph
		}
	}
	valid := func(since int64, until *int64) bool { return since <= seq && (until == nil || *until > seq) }
	bodies := make([]record.Body, 0, len(h.unions))
	for _, spells := range h.unions {
		for _, s := range spells {
			if !valid(s.SinceSeq, s.UntilSeq) {
				continue
			}
			b := record.Body{UnionRef: s.UnionRef}
			if c := (record.Union{Members: s.Members}).MembersAsOf(members); c != nil {
				b.Members = &c.Count
			}
			bodies = append(bodies, b)
		}
	}
	edges := make([]record.Edge, 0, len(h.edges))
	for _, spells := range h.edges {
		for _, s := range spells {
			if valid(s.SinceSeq, s.UntilSeq) && s.FromOn <= day.First() && (s.UntilOn == "" || s.UntilOn > day.First()) {
				edges = append(edges, record.Edge{Child: s.ChildID, Parent: s.ParentID})
			}
		}
	}
	want.graph = record.NewGraph(bodies, edges)
	h.built = append([]builtGraph{want}, h.built[:min(len(h.built), keptGraphs-1)]...)
	return want.graph
}

// standings keeps the histories of the calls that are asked for, and the graph.
type standings struct {
	calls   *otter.Cache[uuid.UUID, *callHistory]
	graphs  graphHistory
	tallies *otter.Cache[tallyKey, *record.Tally]
}

// tallyKey is all that a tally depends on.
type tallyKey struct {
	call  uuid.UUID
	seq   int64
	asOf  record.Date
	graph *record.Graph
}

// Bounds of what is kept, in positions and in counted bodies (a few hundred bytes each).
const (
	keptSpells = 200_000
	keptBodies = 60_000
)

func newStandings() *standings {
	return &standings{
		calls: otter.Must(&otter.Options[uuid.UUID, *callHistory]{MaximumWeight: keptSpells, Weigher: func(_ uuid.UUID, h *callHistory) uint32 {
			return h.size.Load() + 10
		}}),
		tallies: otter.Must(&otter.Options[tallyKey, *record.Tally]{MaximumWeight: keptBodies, Weigher: func(_ tallyKey, t *record.Tally) uint32 {
			return uint32(len(t.Bodies) + 10) //nolint:gosec // a call has fewer than 2³² bodies
		}}),
	}
}

// moment is one state of the record to count in.
type moment struct {
	reader
	seq   int64
	graph *record.Graph
}

// moment finds the seq and the graph of a Moment.
func (s *Store) moment(ctx context.Context, m record.Moment) (moment, error) {
	now := s.Seq()
	r, err := s.reader(ctx, m)
	if err != nil {
		return moment{}, err
	}
	out := moment{reader: r, seq: r.known}
	if r.known == 0 {
		// The rest of the answer is of the same state.
		out.seq, out.known = now, now
	}
	g := &s.standings.graphs
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(r, now); err != nil {
		return moment{}, err
	}
	out.graph = g.graph(out.seq, r.day(), r.asOf)
	return out, nil
}

// history locks the history of a call and brings it up to date; done unlocks it.
func (s *Store) history(m moment, call uuid.UUID) (h *callHistory, done func(), err error) {
	now := max(s.Seq(), m.seq)
	h, _ = s.standings.calls.ComputeIfAbsent(call, func() (*callHistory, bool) { return &callHistory{}, false })
	h.mu.Lock()
	before := h.size.Load()
	if err := h.refresh(m.reader, call, now); err != nil {
		h.mu.Unlock()
		return nil, nil, err
	}
	if h.size.Load() != before {
		s.standings.calls.Set(call, h) // it weighs something else now
	}
	return h, h.mu.Unlock, nil
}

// Tally counts the bodies that stand on a call. Errors: those of Call.
func (s *Store) Tally(ctx context.Context, call record.Ref, m record.Moment) (record.Call, *record.Tally, error) {
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, nil, err
	}
	t, err := s.tally(at, c.ID)
	return c, t, err
}

func (s *Store) countable(ctx context.Context, call record.Ref, m record.Moment) (moment, record.Call, error) {
	at, err := s.moment(ctx, m)
	if err != nil {
		return at, record.Call{}, err
	}
	c, err := at.call(call)
	return at, c, err
}

func (s *Store) tally(at moment, call uuid.UUID) (*record.Tally, error) {
	h, done, err := s.history(at, call)
	if err != nil {
		return nil, err
	}
	defer done()
	key := tallyKey{call: call, seq: lastUpTo(h.marks, at.seq), graph: at.graph}
	if at.asOf.Known() {
		key.asOf = lastUpTo(h.dates, at.asOf) + "!" // "!" tells an as_of before the first date from none
	}
	if t, ok := s.standings.tallies.GetIfPresent(key); ok {
		return t, nil
	}
	t := record.NewTally(h.stands(at.seq, at.asOf), at.graph)
	s.standings.tallies.Set(key, &t)
	return &t, nil
}

// Compare holds two calls against each other at one moment. Errors: those of Call.
func (s *Store) Compare(ctx context.Context, call, other record.Ref, m record.Moment) (record.Call, record.Comparison, error) {
	var none record.Comparison
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, none, err
	}
	o, err := at.call(other)
	if err != nil {
		return o, none, err
	}
	var sides [2][]record.Stand
	for i, id := range []uuid.UUID{c.ID, o.ID} {
		h, done, err := s.history(at, id)
		if err != nil {
			return o, none, err
		}
		sides[i] = h.stands(at.seq, at.asOf)
		done()
	}
	return o, record.Compare(sides[0], sides[1], at.graph), nil
}

// CallHistory answers the days of a call. Errors: those of Call.
func (s *Store) CallHistory(ctx context.Context, call record.Ref, m record.Moment) (record.Call, []record.Day, error) {
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, nil, err
	}
	h, done, err := s.history(at, c.ID)
	if err != nil {
		return c, nil, err
	}
	defer done()
	return c, record.History(h.lines(at.seq, at.asOf), at.graph), nil
}

// Conflicts answers where a body and its parent stand apart on a call. Errors: those of Call.
func (s *Store) Conflicts(ctx context.Context, call record.Ref, m record.Moment) (record.Call, []record.Conflict, error) {
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, nil, err
	}
	h, done, err := s.history(at, c.ID)
	if err != nil {
		return c, nil, err
	}
	defer done()
	return c, record.Conflicts(h.stands(at.seq, at.asOf), at.graph), nil
}

// coverageRow is one affiliate and its position, if it has one.
func (r reader) coverage() *query[record.Covered] {
	q := &query[record.Covered]{
		reader: r,
		columns: "u.id AS union_id, u.slug AS union_slug, u.name AS union_name, u.kind AS union_kind, u.region AS union_region, " +
			"p.endorsement_id, p.position, p.effective_on",
		id: "u.id", idOf: func(c record.Covered) uuid.UUID { return c.Union.ID },
		sorts: map[string]sortKey[record.Covered]{
			"name": byText("u.sort_name", func(c record.Covered) string { return record.Fold(c.Union.Name) }),
		},
	}
	q.and(r.valid("u"))
	return q
}

// Coverage answers a page of the affiliates below a union, each with its own position on a call or
// none. Caucuses are left out. Errors: those of Union and Call.
func (s *Store) Coverage(ctx context.Context, union, call record.Ref, f record.CoverageFilter, p record.Page) (record.Listing[record.Covered], error) {
	var none record.Listing[record.Covered]
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return none, err
	}
	u, err := r.union(union)
	if err != nil {
		return none, err
	}
	c, err := r.call(call)
	if record.Is(err, record.CodeNotFound) || record.Is(err, record.CodeGone) || record.Is(err, record.CodeMoved) {
		var faults record.Faults
		faults.AddParameter("call", "unknown", "%s", describe(err))
		err = faults.Err("The query")
	}
	if err != nil {
		return none, err
	}
	q := r.coverage()
	q.from = "unions AS u LEFT JOIN positions p ON p.union_id = u.id AND p.call_id = '" + c.ID.String() + "' AND p.capacity = 'body' AND " + r.valid("p") + " AND " + r.inForce("p")
	q.and("u.status <> ? AND u.kind <> ? AND u.id <> ?", string(record.StatusMerged), string(record.KindCaucus), u.ID)
	q.and("u.id IN ("+r.below("SELECT start.id FROM unions start WHERE start.id = ? AND "+r.valid("start"))+")", u.ID)
	among(q, "u.kind", f.Kinds)
	switch {
	case f.None && len(f.Positions) > 0:
		q.and("(p.position IS NULL OR p.position IN ?)", f.Positions)
	case f.None:
		q.and("p.position IS NULL")
	default:
		among(q, "p.position", f.Positions)
	}
	return q.page(p)
}
