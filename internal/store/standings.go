package store

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"sync"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rollcall/internal/record"
)

// Counting needs all positions of a call and the whole graph of unions. Both are kept in memory with
// every version of their rows, so that a count for the present and one for any moment of the past are
// the same work, and are brought up to date by the changes since they were read.

// spell is one version of one position: who knew it from when until when. It has no pointers, so that
// the collector need not look through hundreds of thousands of them.
type spell struct {
	record.Stand
	announcedOn record.DateNumber
	superseded  record.DateNumber // the day from which another position is in force; never for the last one
	since       int64
	until       int64 // 0 for the version that stands
}

// never is after all days.
const never record.DateNumber = math.MaxInt32

func (s *spell) validAt(seq int64) bool { return validAt(s.since, s.until, seq) }

func validAt(since, until, seq int64) bool { return since <= seq && (until == 0 || until > seq) }

// inForceOn reports whether the position shows on a day; 0 is the present.
func (s *spell) inForceOn(day record.DateNumber) bool {
	if day == 0 {
		return s.superseded == never
	}
	return s.Dated <= day && s.superseded > day
}

// callHistory is every version of every position on one call, in the order of the ordinals.
type callHistory struct {
	mu     sync.Mutex
	seq    int64 // of the record that it shows; 0 before it was read
	spells []spell
}

func compareSpells(a, b spell) int {
	if n := record.CompareStands(&a.Stand, &b.Stand); n != 0 {
		return n
	}
	return cmp.Compare(a.since, b.since)
}

const spellColumns = "p.call_id, p.endorsement_id, p.union_id, p.position, p.capacity, p.effective_on, p.announced_on, p.dated, p.recorded_seq, p.nullified_by, p.superseded_on, p.since_seq, p.until_seq"

// readSpells reads versions of positions as they were at a seq, by call and in order.
func (st *standings) readSpells(q *gorm.DB, seq int64) (map[uuid.UUID][]spell, error) {
	out := map[uuid.UUID][]spell{}
	err := scan(q.Select(spellColumns).Where("p.since_seq <= ?", seq), func(rows *sql.Rows) error {
		var call, endorsement, union uuid.UUID
		var by uuid.NullUUID
		var superseded sql.NullString
		var until sql.NullInt64
		var p record.Position
		s := spell{superseded: never}
		err := rows.Scan(&call, &endorsement, &union, &p.Position, &p.Capacity, &p.EffectiveOn, &p.AnnouncedOn, &p.Dated, &p.RecordedSeq, &by, &superseded, &s.since, &until)
		if err != nil {
			return err
		}
		if by.Valid {
			p.By = &by.UUID
		}
		s.Stand = record.NewStand(st.roster, endorsement, union, p)
		s.announcedOn, s.until = p.AnnouncedOn.Number(), untilAt(until, seq)
		if superseded.Valid {
			s.superseded = record.Date(superseded.String).First().Number()
		}
		out[call] = append(out[call], s)
		return nil
	})
	for call, spells := range out {
		slices.SortFunc(spells, compareSpells)
		out[call] = slices.Clip(spells)
	}
	return out, err
}

// untilAt is the end of a version as it was known at a seq.
func untilAt(until sql.NullInt64, seq int64) int64 {
	if until.Int64 > seq {
		return 0
	}
	return until.Int64
}

// scan reads the rows of a query.
func scan(q *gorm.DB, read func(*sql.Rows) error) (err error) {
	rows, err := q.Rows()
	if err != nil {
		return err
	}
	defer func() { err = firstOf(err, rows.Close()) }()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// changed lists the records of some entities that changed after one seq, up to another.
func changed(r reader, after, upTo int64, condition string, args ...any) (ids map[record.Entity][]uuid.UUID, err error) {
	ids = map[record.Entity][]uuid.UUID{}
	q := r.db.Table("changes AS c").Select("DISTINCT c.entity, c.entity_id").Where("c.seq > ? AND c.seq <= ?", after, upTo).Where(condition, args...)
	err = scan(q, func(rows *sql.Rows) error {
		var entity record.Entity
		var id uuid.UUID
		if err := rows.Scan(&entity, &id); err != nil {
			return err
		}
		ids[entity] = append(ids[entity], id)
		return nil
	})
	return ids, err
}

// manyNews is how many changed records are read one by one; more are read faster all at once.
const manyNews = 500

// refreshCalls brings histories, which the caller has locked, up to a seq.
func (st *standings) refreshCalls(r reader, histories map[uuid.UUID]*callHistory, seq int64) error {
	var whole, stale []uuid.UUID
	after := seq
	for call, h := range histories {
		switch {
		case h.seq == 0:
			whole = append(whole, call)
		case h.seq < seq:
			stale = append(stale, call)
			after = min(after, h.seq)
		}
	}
	if len(stale) > 0 {
		found, err := changed(r, after, seq, "c.entity = ? AND c.seq IN (SELECT cs.seq FROM change_subjects cs WHERE cs.subject_id IN ? AND cs.seq > ?)", string(record.EntityEndorsement), stale, after)
		if err != nil {
			return r.dialect.translate(err)
		}
		news, read := found[record.EntityEndorsement], map[uuid.UUID][]spell{}
		switch {
		case len(news) > manyNews:
			whole, stale = append(whole, stale...), nil
		case len(news) > 0:
			if read, err = st.readSpells(r.db.Table("positions AS p").Where("p.endorsement_id IN ?", news), seq); err != nil {
				return r.dialect.translate(err)
			}
		}
		for _, call := range stale {
			h := histories[call]
			h.replace(read[call])
			h.seq = seq
		}
	}
	if len(whole) > 0 {
		read, err := st.readSpells(r.db.Table("positions AS p").Where("p.call_id IN ?", whole), seq)
		if err != nil {
			return r.dialect.translate(err)
		}
		for _, call := range whole {
			histories[call].spells, histories[call].seq = read[call], seq
		}
	}
	return nil
}

// replace puts all versions of some positions in the place of those that were known.
func (h *callHistory) replace(news []spell) {
	ids := map[uuid.UUID]bool{}
	for i := range news {
		ids[news[i].Endorsement] = true
	}
	if len(ids) == 1 { // as after most writes
		h.spells = slices.DeleteFunc(h.spells, func(s spell) bool { return s.Endorsement == news[0].Endorsement })
	} else if len(ids) > 1 {
		h.spells = slices.DeleteFunc(h.spells, func(s spell) bool { return ids[s.Endorsement] })
	}
	h.spells = inserted(h.spells, news, compareSpells)
}

// inserted puts values, which are in order, into a slice that is too.
func inserted[T any](into, values []T, order func(a, b T) int) []T {
	if len(values) > 20 {
		into = append(into, values...)
		slices.SortFunc(into, order)
		return into
	}
	for _, v := range values {
		i, _ := slices.BinarySearchFunc(into, v, order)
		into = slices.Insert(into, i, v)
	}
	return into
}

// stands are the positions in force at a seq and on a day (unknown: the current ones), in order. They
// may be used while the history is locked.
func (h *callHistory) stands(seq int64, day record.Date) []*record.Stand {
	out, on := make([]*record.Stand, 0, len(h.spells)), day.First().Number()
	for i := range h.spells {
		if s := &h.spells[i]; s.validAt(seq) && s.inForceOn(on) {
			out = append(out, &s.Stand)
		}
	}
	return out
}

// lines are the timelines at a seq, up to a day, as the bodies themselves took their positions. Their
// dates are as precise as they are known.
func (h *callHistory) lines(seq int64, day record.Date) []record.Line {
	valid := make([]*spell, 0, len(h.spells))
	for i := range h.spells {
		if s := &h.spells[i]; s.validAt(seq) {
			valid = append(valid, s)
		}
	}
	slices.SortFunc(valid, func(a, b *spell) int {
		if a.Union != b.Union {
			return cmp.Compare(a.Union, b.Union)
		}
		return bytes.Compare(a.Endorsement[:], b.Endorsement[:])
	})
	dates := map[record.DateNumber]record.Date{}
	date := func(n record.DateNumber) record.Date {
		d, known := dates[n]
		if !known {
			d = n.Date()
			dates[n] = d
		}
		return d
	}
	var out []record.Line
	steps := make([]record.Step, 0, len(valid))
	var positions record.List[record.Position]
	for len(valid) > 0 {
		positions = positions[:0]
		first := valid[0]
		for len(valid) > 0 && valid[0].Endorsement == first.Endorsement {
			s := valid[0]
			positions = append(positions, record.Position{
				Position: s.Position(), Capacity: s.Capacity(), EffectiveOn: date(s.EffectiveOn), AnnouncedOn: date(s.announcedOn), RecordedSeq: s.RecordedSeq,
			})
			valid = valid[1:]
		}
		from := len(steps)
		for _, p := range record.Timeline(positions) {
			if p.Capacity == record.CapacityBody && (!day.Known() || p.Dated.First() <= day) {
				steps = append(steps, record.Step{Position: p.Position, Dated: p.Dated})
			}
		}
		out = append(out, record.Line{Union: first.Union, Steps: steps[from:len(steps):len(steps)]})
	}
	return out
}

// unionSpell and edgeSpell are the time for which a union or an affiliation stayed the same, as far as
// it counts.
type unionSpell struct {
	record.Entry
	members      []memberCount // in the order of their dates
	since, until int64
}

type memberCount struct {
	asOf  record.DateNumber // the first day of the date; 0 counts at any time until a dated one is known
	count int32
}

// on is the number of members on a day.
func (s *unionSpell) on(day record.DateNumber) int32 {
	for i := len(s.members) - 1; i >= 0; i-- {
		if s.members[i].asOf <= day {
			return s.members[i].count
		}
	}
	return record.UnknownMembers
}

type edgeSpell struct {
	id uuid.UUID
	record.Link
	from, end    record.DateNumber // first days; the end is never for one that has none
	since, until int64
}

// graphHistory is every version of every union and affiliation, in the order of their numbers.
type graphHistory struct {
	mu     sync.Mutex
	roster *record.Roster
	seq    int64 // as of callHistory
	unions []unionSpell
	edges  []edgeSpell
	marks  []int64             // the seqs at which it changed, ascending
	dates  []record.DateNumber // the days on which something begins or ends, ascending
	built  []builtGraph        // the last ones, newest first
}

// graphKey is all that a graph depends on: the last change, and the last date up to the day.
type graphKey struct {
	seq    int64
	day    record.DateNumber
	latest bool // of the counts of members, the latest count, whatever the day
}

type builtGraph struct {
	graphKey
	*record.Graph
}

const keptGraphs = 8

func byUnion(a, b unionSpell) int {
	return cmp.Or(cmp.Compare(a.Number(), b.Number()), cmp.Compare(a.since, b.since))
}

func byLink(a, b edgeSpell) int {
	return cmp.Or(cmp.Compare(a.Child, b.Child), cmp.Compare(a.Parent, b.Parent), bytes.Compare(a.id[:], b.id[:]), cmp.Compare(a.since, b.since))
}

// refresh reads what changed up to a seq since the history was read. The caller has locked it.
func (h *graphHistory) refresh(r reader, seq int64) error {
	if h.seq > 0 && h.seq >= seq {
		return nil
	}
	news, err := map[record.Entity][]uuid.UUID{}, error(nil)
	if h.seq > 0 {
		if news, err = changed(r, h.seq, seq, "c.entity IN ?", []string{string(record.EntityUnion), string(record.EntityAffiliation)}); err != nil {
			return r.dialect.translate(err)
		}
	}
	changedUnions, changedEdges := news[record.EntityUnion], news[record.EntityAffiliation]
	all := h.seq == 0 || len(changedUnions)+len(changedEdges) > manyNews
	if all || len(changedUnions) > 0 {
		q := r.db.Table("unions AS u")
		if !all {
			q = q.Where("u.id IN ?", changedUnions)
		}
		read, err := h.readUnions(q, seq)
		if err != nil {
			return r.dialect.translate(err)
		}
		h.setUnions(read, all)
	}
	if all || len(changedEdges) > 0 {
		q := r.db.Table("affiliations AS a")
		if !all {
			q = q.Where("a.id IN ?", changedEdges)
		}
		read, err := h.readEdges(q, seq)
		if err != nil {
			return r.dialect.translate(err)
		}
		h.setEdges(read, all)
	}
	h.seq = seq
	return nil
}

// setUnions puts all that is known of some unions, or of all, in the place of what was.
func (h *graphHistory) setUnions(read []unionSpell, all bool) {
	var marks []int64
	var dates []record.DateNumber
	for _, s := range read {
		marks = append(marks, s.since, s.until)
		for _, c := range s.members {
			dates = append(dates, c.asOf)
		}
	}
	h.marks, h.dates = added(h.marks, marks), added(h.dates, dates)
	if all {
		h.unions = read
		return
	}
	number := func(s unionSpell, n int32) int { return cmp.Compare(s.Number(), n) }
	for len(read) > 0 {
		n := read[0].Number()
		next, _ := slices.BinarySearchFunc(read, n+1, number)
		from, _ := slices.BinarySearchFunc(h.unions, n, number)
		to, _ := slices.BinarySearchFunc(h.unions[from:], n+1, number)
		h.unions = slices.Replace(h.unions, from, from+to, read[:next]...)
		read = read[next:]
	}
}

// setEdges does the same with affiliations.
func (h *graphHistory) setEdges(read []edgeSpell, all bool) {
	var marks []int64
	var dates []record.DateNumber
	ids := map[uuid.UUID]bool{}
	for _, s := range read {
		marks, dates = append(marks, s.since, s.until), append(dates, s.from)
		if s.end != never {
			dates = append(dates, s.end)
		}
		ids[s.id] = true
	}
	h.marks, h.dates = added(h.marks, marks), added(h.dates, dates)
	if all {
		h.edges = read
		return
	}
	h.edges = inserted(slices.DeleteFunc(h.edges, func(s edgeSpell) bool { return ids[s.id] }), read, byLink)
}

func (h *graphHistory) readUnions(q *gorm.DB, seq int64) (out []unionSpell, err error) {
	err = scan(q.Select("u.id, u.slug, u.name, u.kind, u.region, u.members, u.since_seq, u.until_seq").Where("u.since_seq <= ?", seq), func(rows *sql.Rows) error {
		var u record.UnionRef
		var members record.List[record.MemberCount]
		s, until := unionSpell{}, sql.NullInt64{}
		if err := rows.Scan(&u.ID, &u.Slug, &u.Name, &u.Kind, &u.Region, &members, &s.since, &until); err != nil {
			return err
		}
		for _, c := range members {
			s.members = append(s.members, memberCount{c.AsOf.First().Number(), int32(c.Count)}) //nolint:gosec // a thousand million at most
		}
		slices.SortStableFunc(s.members, func(a, b memberCount) int { return cmp.Compare(a.asOf, b.asOf) })
		s.Entry, s.until = h.roster.Enter(u), untilAt(until, seq)
		out = append(out, s)
		return nil
	})
	slices.SortFunc(out, byUnion)
	all := make([]memberCount, 0, len(out)) // a graph goes through them in this order
	for i := range out {
		from := len(all)
		all = append(all, out[i].members...)
		out[i].members = all[from:len(all):len(all)]
	}
	return merged(out, func(s *unionSpell) (since int64, until *int64) { return s.since, &s.until }, func(a, b *unionSpell) bool {
		return a.Ref() == b.Ref() && slices.Equal(a.members, b.members)
	}), err
}

func (h *graphHistory) readEdges(q *gorm.DB, seq int64) (out []edgeSpell, err error) {
	err = scan(q.Select("a.id, a.child_id, a.parent_id, a.from_on, a.until_on, a.since_seq, a.until_seq").Where("a.since_seq <= ?", seq), func(rows *sql.Rows) error {
		var child, parent uuid.UUID
		var from, end record.Date
		s, until := edgeSpell{end: never}, sql.NullInt64{}
		if err := rows.Scan(&s.id, &child, &parent, &from, &end, &s.since, &until); err != nil {
			return err
		}
		s.Link = record.Link{Child: h.roster.Number(child), Parent: h.roster.Number(parent)}
		if s.from = from.First().Number(); end.Known() {
			s.end = end.First().Number()
		}
		s.until = untilAt(until, seq)
		out = append(out, s)
		return nil
	})
	slices.SortFunc(out, byLink)
	return merged(out, func(s *edgeSpell) (since int64, until *int64) { return s.since, &s.until }, func(a, b *edgeSpell) bool {
		return a.id == b.id && a.Link == b.Link && a.from == b.from && a.end == b.end
	}), err
}

// merged makes one of versions that follow each other and are the same in all that counts.
func merged[T any](versions []T, time func(*T) (since int64, until *int64), same func(a, b *T) bool) []T {
	out := versions[:0]
	for i := range versions {
		v := &versions[i]
		if len(out) > 0 {
			last := &out[len(out)-1]
			since, until := time(v)
			if _, end := time(last); *end == since && same(last, v) {
				*end = *until
				continue
			}
		}
		out = append(out, *v)
	}
	return slices.Clip(out)
}

// added adds values to a sorted slice, each once.
func added[T ~int64 | ~int32](sorted, values []T) []T {
	if len(values) > 20 {
		sorted = append(sorted, values...)
		slices.Sort(sorted)
		return slices.Compact(sorted)
	}
	for _, v := range values {
		if i, found := slices.BinarySearch(sorted, v); !found {
			sorted = slices.Insert(sorted, i, v)
		}
	}
	return sorted
}

// lastUpTo is the largest of the sorted values that is no larger than v; the zero value if none is.
func lastUpTo[T ~int64 | ~int32](values []T, v T) (last T) {
	i, found := slices.BinarySearch(values, v)
	switch {
	case found:
		return v
	case i > 0:
		return values[i-1]
	}
	return last
}

// key is that of the graph at a seq: with the affiliations in force on a day, and the members counted by
// another (unknown: the latest counts). The caller has locked the history, which shows that seq.
func (h *graphHistory) key(seq int64, day, members record.Date) graphKey {
	return graphKey{seq: lastUpTo(h.marks, seq), day: lastUpTo(h.dates, day.First().Number()), latest: !members.Known()}
}

// graph builds the graph of a key. The caller has locked the history.
func (h *graphHistory) graph(k graphKey) *record.Graph {
	if i := slices.IndexFunc(h.built, func(b builtGraph) bool { return b.graphKey == k }); i >= 0 {
		b := h.built[i]
		h.built = slices.Insert(slices.Delete(h.built, i, i+1), 0, b)
		return b.Graph
	}
	members := k.day
	if k.latest {
		members = never
	}
	g := record.NewGraph(h.roster)
	for i := range h.unions {
		if s := &h.unions[i]; validAt(s.since, s.until, k.seq) {
			g.Put(s.Entry, s.on(members))
		}
	}
	links := make([]record.Link, 0, len(h.edges))
	for i := range h.edges {
		if s := &h.edges[i]; validAt(s.since, s.until, k.seq) && s.from <= k.day && s.end > k.day {
			links = append(links, s.Link)
		}
	}
	like := make([]*record.Graph, len(h.built))
	for i, b := range h.built {
		like[i] = b.Graph
	}
	b := builtGraph{k, g.Tie(links, like...)}
	h.built = slices.Insert(h.built[:min(len(h.built), keptGraphs-1)], 0, b)
	return b.Graph
}

// standings keeps the histories of the calls that are asked for, the graph, and what was counted.
type standings struct {
	roster *record.Roster
	calls  *recent[uuid.UUID, *callHistory]
	counts *recent[countKey, *record.Tally]
	last   *recent[callAt, int64]
	graphs graphHistory
}

// countKey is all that a tally depends on: seq is that of the last change about the call.
type countKey struct {
	call  uuid.UUID
	seq   int64
	asOf  record.Date
	graph graphKey
}

// callAt is a call when the record was at a seq; last holds the seq of the last change about it then.
type callAt struct {
	call uuid.UUID
	seq  int64
}

// Bounds of what is kept: positions of 72 bytes, endorsing bodies of 16, and last changes of 150.
const (
	keptSpells = 400_000
	keptBodies = 1_000_000
	keptLast   = 10_000
)

func newStandings() *standings {
	st := &standings{
		roster: record.NewRoster(), calls: newRecent[uuid.UUID, *callHistory](keptSpells),
		counts: newRecent[countKey, *record.Tally](keptBodies), last: newRecent[callAt, int64](keptLast),
	}
	st.graphs.roster = st.roster
	return st
}

// history is that of a call; it may not be read yet.
func (st *standings) history(call uuid.UUID) *callHistory {
	return st.calls.getOr(call, func() *callHistory { return &callHistory{} })
}

// weigh keeps a history by its weight now.
func (st *standings) weigh(call uuid.UUID, h *callHistory) { st.calls.set(call, h, len(h.spells)+10) }

func (st *standings) keepCount(key countKey, t *record.Tally) {
	// What does not grow with the endorsing bodies grows with the affiliations.
	st.counts.set(key, t, len(t.Ordinals)+30*len(t.ByAffiliation)+500)
}

// moment is one state of the record to count in.
type moment struct {
	reader
	seq   int64
	graph graphKey
}

// moment finds the state of the record that a reader sees. Of the present that is the last one known,
// and from here on the reader sees no later one.
func (s *Store) moment(r reader) (moment, error) {
	if r.known == 0 {
		r.known = s.Seq() // 0 again if nothing was ever written
	}
	g := &s.standings.graphs
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.refresh(r, r.known); err != nil {
		return moment{}, err
	}
	return moment{reader: r, seq: r.known, graph: g.key(r.known, r.day(), r.asOf)}, nil
}

func (s *Store) graph(at moment) *record.Graph {
	g := &s.standings.graphs
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.graph(at.graph)
}

// histories locks the histories of some calls and brings them up to date; done unlocks them.
func (s *Store) histories(at moment, calls ...uuid.UUID) (histories map[uuid.UUID]*callHistory, done func(), err error) {
	// Whoever needs several locks takes them in the same order.
	slices.SortFunc(calls, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	histories = map[uuid.UUID]*callHistory{}
	for _, call := range slices.Compact(calls) {
		h := s.standings.history(call)
		h.mu.Lock()
		histories[call] = h
	}
	done = func() {
		for call, h := range histories {
			s.standings.weigh(call, h)
			h.mu.Unlock()
		}
	}
	if err := s.standings.refreshCalls(at.reader, histories, at.seq); err != nil {
		done()
		return nil, nil, err
	}
	return histories, done, nil
}

// lastChanges finds the last change about each call.
func (s *Store) lastChanges(at moment, calls []uuid.UUID) (map[uuid.UUID]int64, error) {
	out := map[uuid.UUID]int64{}
	var ask []uuid.UUID
	for _, call := range calls {
		if seq, ok := s.standings.last.get(callAt{call, at.seq}); ok {
			out[call] = seq
		} else {
			ask = append(ask, call)
		}
	}
	if len(ask) == 0 {
		return out, nil
	}
	q := at.db.Table("calls AS c").Select("c.id, (SELECT MAX(cs.seq) FROM change_subjects cs WHERE cs.subject_id = c.id AND cs.seq <= ?)", at.seq).Where("c.id IN ? AND "+at.valid("c"), ask)
	err := scan(q, func(rows *sql.Rows) error {
		var call uuid.UUID
		var seq int64
		if err := rows.Scan(&call, &seq); err != nil {
			return err
		}
		out[call] = seq
		s.standings.last.set(callAt{call, at.seq}, seq, 1)
		return nil
	})
	return out, at.dialect.translate(err)
}

// count answers the tallies of some calls.
func (s *Store) count(at moment, calls ...uuid.UUID) (map[uuid.UUID]*record.Tally, error) {
	last, err := s.lastChanges(at, calls)
	if err != nil {
		return nil, err
	}
	out, missing := map[uuid.UUID]*record.Tally{}, []uuid.UUID{}
	known := func(call uuid.UUID) bool {
		t, ok := s.standings.counts.get(countKey{call, last[call], at.asOf, at.graph})
		if ok {
			out[call] = t
		}
		return ok
	}
	for _, call := range calls {
		if !known(call) {
			missing = append(missing, call)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	histories, done, err := s.histories(at, missing...)
	if err != nil {
		return nil, err
	}
	defer done()
	graph := s.graph(at)
	for call, h := range histories {
		if known(call) {
			continue // somebody else counted while this waited
		}
		t := record.NewTally(h.stands(at.seq, at.asOf), graph, false)
		s.standings.keepCount(countKey{call, last[call], at.asOf, at.graph}, &t)
		out[call] = &t
	}
	return out, nil
}

// counts reports whether a view is of a body that counts as endorsing.
func counts(e *record.EndorsementView) bool {
	return e.Shown.Position == record.Endorsed && e.Shown.Capacity == record.CapacityBody && e.Union.Kind != record.KindCaucus
}

// numbered answers the endorsements that read finds, with their ordinals.
func (s *Store) numbered(r reader, read func(reader) ([]record.EndorsementView, error)) ([]record.EndorsementView, error) {
	views, err := read(r)
	if err != nil {
		return nil, err
	}
	complete, err := s.number(r, views)
	if complete || err != nil || r.known > 0 {
		return views, err
	}
	// Somebody wrote, and what was read is not of the state that was counted: take one state for both.
	if err := s.refresh(r.db.Statement.Context); err != nil {
		return nil, err
	}
	r.known = s.Seq()
	if views, err = read(r); err == nil {
		_, err = s.number(r, views)
	}
	return views, err
}

// number gives endorsements their ordinals. It is incomplete when one of them is not what stands at the
// moment that was counted.
func (s *Store) number(r reader, views []record.EndorsementView) (complete bool, err error) {
	of := map[uuid.UUID][]*record.EndorsementView{}
	var calls []uuid.UUID
	for i := range views {
		if v := &views[i]; counts(v) {
			if of[v.Call.ID] == nil {
				calls = append(calls, v.Call.ID)
			}
			of[v.Call.ID] = append(of[v.Call.ID], v)
		}
	}
	if len(calls) == 0 {
		return true, nil
	}
	at, err := s.moment(r)
	if err != nil {
		return false, err
	}
	complete = true
	for some := range slices.Chunk(calls, 50) { // a whole export has too many for one statement
		tallies, err := s.count(at, some...)
		if err != nil {
			return false, err
		}
		for _, call := range some {
			for _, v := range of[call] {
				if t := tallies[call]; t != nil {
					v.Ordinal, v.OrdinalOfKind = ordinals(t.Ordinals, v)
				}
				complete = complete && v.Ordinal != nil
			}
		}
	}
	return complete, nil
}

// endorsementView is the reader's, with the ordinals that follow from what is being written.
func (t *tx) endorsementView(id uuid.UUID) (record.EndorsementView, error) {
	e, err := t.reader.endorsementView(id)
	if err != nil || !counts(&e) {
		return e, err
	}
	found, err := t.number(&e)
	if err == nil && !found {
		var n struct{ Ordinal, OfKind int }
		err = t.db.Raw("SELECT count(*) AS ordinal, sum(CASE WHEN u.kind = ? THEN 1 ELSE 0 END) AS of_kind FROM positions p JOIN unions u ON u.id = p.union_id AND u.until_seq IS NULL"+
			" WHERE p.call_id = ? AND p.until_seq IS NULL AND p.superseded_on IS NULL AND p.position = ? AND p.capacity = ? AND u.kind <> ? AND (p.dated, p.recorded_seq) <= (?, ?)",
			string(e.Union.Kind), e.Call.ID, string(record.Endorsed), string(record.CapacityBody), string(record.KindCaucus), string(e.Shown.Dated), e.Shown.RecordedSeq).Scan(&n).Error
		e.Ordinal, e.OrdinalOfKind = &n.Ordinal, &n.OfKind
	}
	return e, err
}

// number counts the others as they stood before this write, and e among them. It does not wait for
// whoever reads what it needs, since they may wait for a connection that waits for this write.
func (t *tx) number(e *record.EndorsementView) (found bool, err error) {
	before := t.seq
	if t.batch > 0 {
		before = t.batch - 1
	}
	g := &t.s.standings.graphs
	if !g.mu.TryLock() {
		return false, nil
	}
	var graph *record.Graph
	if err = g.refresh(t.reader, before); err == nil {
		graph = g.graph(g.key(before, t.day(), ""))
	}
	g.mu.Unlock()
	if err != nil {
		return false, err
	}
	// What is written now may never be committed: it gets no number, and is in no graph.
	if !t.s.standings.roster.Knows(e.Union.ID) {
		return false, nil
	}
	h := t.s.standings.history(e.Call.ID)
	if !h.mu.TryLock() {
		return false, nil
	}
	defer h.mu.Unlock()
	if err := t.s.standings.refreshCalls(t.reader, map[uuid.UUID]*callHistory{e.Call.ID: h}, before); err != nil {
		return false, err
	}
	t.s.standings.weigh(e.Call.ID, h)
	stands := slices.DeleteFunc(h.stands(before, ""), func(s *record.Stand) bool { return s.Endorsement == e.ID })
	own := record.NewStand(t.s.standings.roster, e.ID, e.Union.ID, e.Shown)
	i, _ := slices.BinarySearchFunc(stands, &own, record.CompareStands)
	e.Ordinal, e.OrdinalOfKind = ordinals(record.NewOrdinals(slices.Insert(stands, i, &own), graph), e)
	return e.Ordinal != nil, nil
}

// ordinals are those of a view; nil if it is not among the bodies that were counted.
func ordinals(of record.Ordinals, e *record.EndorsementView) (ordinal, ofKind *int) {
	n, k := of.Of(e.Shown.Dated, e.Shown.RecordedSeq)
	if n == 0 {
		return nil, nil
	}
	return &n, &k
}

// countable finds a call and the state of the record to count it in.
func (s *Store) countable(ctx context.Context, call record.Ref, m record.Moment) (moment, record.Call, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return moment{}, record.Call{}, err
	}
	at, err := s.moment(r)
	if err != nil {
		return at, record.Call{}, err
	}
	c, err := at.call(call)
	return at, c, err
}

// Tally counts the bodies that stand on a call; with explain it lists them, and the groups that their
// members are counted in. Errors: those of Call.
func (s *Store) Tally(ctx context.Context, call record.Ref, m record.Moment, explain bool) (record.Call, *record.Tally, error) {
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, nil, err
	}
	if !explain {
		tallies, err := s.count(at, c.ID)
		return c, tallies[c.ID], err
	}
	histories, done, err := s.histories(at, c.ID)
	if err != nil {
		return c, nil, err
	}
	defer done()
	t := record.NewTally(histories[c.ID].stands(at.seq, at.asOf), s.graph(at), true)
	return c, &t, nil
}

// comparable finds two calls and one state of the record to count both in. Errors: those of Call;
// that the other is not there is a fault of the parameter compare.
func (s *Store) comparable(ctx context.Context, call, other record.Ref, m record.Moment) (at moment, c, o record.Call, err error) {
	if at, c, err = s.countable(ctx, call, m); err != nil {
		return at, c, o, err
	}
	o, err = at.call(other)
	if record.Is(err, record.CodeNotFound) || record.Is(err, record.CodeGone) || record.Is(err, record.CodeMoved) {
		var faults record.Faults
		faults.AddParameter("compare", "unknown", "%s", describe(err))
		err = faults.Err("The query")
	}
	return at, c, o, err
}

// Compare tallies a call, as Tally does, and holds another against it, both at one moment. Errors: those
// of Call; that the other is not there is a fault of the parameter compare.
func (s *Store) Compare(ctx context.Context, call, other record.Ref, m record.Moment, explain bool) (record.Compared, error) {
	var none record.Compared
	at, c, o, err := s.comparable(ctx, call, other, m)
	if err != nil {
		return none, err
	}
	histories, done, err := s.histories(at, c.ID, o.ID)
	if err != nil {
		return none, err
	}
	defer done()
	graph, stands := s.graph(at), histories[c.ID].stands(at.seq, at.asOf)
	t := record.NewTally(stands, graph, explain)
	return record.Compared{Call: c, Tally: &t, Other: o, Comparison: record.Compare(stands, histories[o.ID].stands(at.seq, at.asOf), graph)}, nil
}

// CallHistory answers the days of a call. Errors: those of Call.
func (s *Store) CallHistory(ctx context.Context, call record.Ref, m record.Moment) (record.Call, []record.Day, error) {
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, nil, err
	}
	histories, done, err := s.histories(at, c.ID)
	if err != nil {
		return c, nil, err
	}
	defer done()
	return c, record.History(histories[c.ID].lines(at.seq, at.asOf), s.graph(at)), nil
}

// CompareHistories answers the days of two calls at one moment. Errors: those of Compare.
func (s *Store) CompareHistories(ctx context.Context, call, other record.Ref, m record.Moment) (this, that record.CallDays, err error) {
	at, c, o, err := s.comparable(ctx, call, other, m)
	if err != nil {
		return this, that, err
	}
	histories, done, err := s.histories(at, c.ID, o.ID)
	if err != nil {
		return this, that, err
	}
	defer done()
	graph := s.graph(at)
	days := func(c record.Call) record.CallDays {
		return record.CallDays{Call: c, Days: record.History(histories[c.ID].lines(at.seq, at.asOf), graph)}
	}
	return days(c), days(o), nil
}

// Conflicts answers where a body and its parent stand apart on a call. Errors: those of Call.
func (s *Store) Conflicts(ctx context.Context, call record.Ref, m record.Moment) (record.Call, []record.Conflict, error) {
	at, c, err := s.countable(ctx, call, m)
	if err != nil {
		return c, nil, err
	}
	histories, done, err := s.histories(at, c.ID)
	if err != nil {
		return c, nil, err
	}
	defer done()
	return c, record.Conflicts(histories[c.ID].stands(at.seq, at.asOf), s.graph(at)), nil
}
