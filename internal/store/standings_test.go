package store_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// counted is all that is counted of every call at a moment, as text by a word that says what it is.
func counted(t testing.TB, s *store.Store, m record.Moment) everything {
	t.Helper()
	ctx, out := t.Context(), everything{}
	calls := storetest.Must(s.Calls(ctx, record.CallFilter{}, record.Page{Moment: m}))(t).Items
	unions := storetest.Must(s.Unions(ctx, record.UnionFilter{}, record.Page{Moment: m}))(t).Items
	for _, c := range calls {
		of := " of " + c.ID.String()
		_, tally, err := s.Tally(ctx, ref(c.ID), m, true)
		done(t, err)
		out["tally"+of] = text(tally)
		_, brief, err := s.Tally(ctx, ref(c.ID), m, false)
		done(t, err)
		explained := *tally
		explained.Bodies, explained.Members.Groups = nil, nil
		same(t, "the tally that does not explain itself", brief, explained)
		_, days, err := s.CallHistory(ctx, ref(c.ID), m)
		done(t, err)
		out["days"+of] = text(days)
		_, conflicts, err := s.Conflicts(ctx, ref(c.ID), m)
		done(t, err)
		out["conflicts"+of] = text(conflicts)
		for _, u := range unions {
			covered, err := s.Coverage(ctx, ref(u.ID), ref(c.ID), record.CoverageFilter{}, record.Page{Moment: m})
			done(t, err)
			out["coverage by "+u.ID.String()+of] = text(covered.Items)
		}
		compared, err := s.Compare(ctx, ref(c.ID), ref(calls[0].ID), m, true)
		done(t, err)
		same(t, "the tally that is compared", compared.Tally, tally)
		out["comparison"+of] = text(compared.Comparison)
		this, that, err := s.CompareHistories(ctx, ref(c.ID), ref(calls[0].ID), m)
		done(t, err)
		same(t, "the days that are compared", this.Days, days)
		out["other days"+of] = text(that.Days)
		var ordinals []string
		for _, e := range storetest.Must(s.Endorsements(ctx, record.EndorsementFilter{Calls: []record.Ref{ref(c.ID)}}, record.Page{Moment: m}))(t).Items {
			if e.Ordinal != nil {
				ordinals = append(ordinals, fmt.Sprint(e.ID, *e.Ordinal, *e.OrdinalOfKind))
			}
			same(t, "an endorsement by itself", storetest.Must(s.Endorsement(ctx, e.ID, m))(t), e)
		}
		out["ordinals"+of] = text(ordinals)
	}
	return out
}

// plain counts a call once more, from what the lists of unions and of endorsements answer.
type plain struct {
	t       testing.TB
	s       *store.Store
	call    record.Ref
	m       record.Moment
	unions  map[uuid.UUID]record.Union
	views   []record.EndorsementView // those that count, in the order of the ordinals
	stances map[uuid.UUID]record.Stance
}

func plainly(t testing.TB, s *store.Store, call record.Ref, m record.Moment) *plain {
	t.Helper()
	p := &plain{t: t, s: s, call: call, m: m, unions: map[uuid.UUID]record.Union{}, stances: map[uuid.UUID]record.Stance{}}
	for _, u := range storetest.Must(s.Unions(t.Context(), record.UnionFilter{Statuses: record.UnionStatuses}, record.Page{Moment: m}))(t).Items {
		p.unions[u.ID] = u
	}
	list := storetest.Must(s.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{call}, Capacities: []record.Capacity{record.CapacityBody}}, record.Page{Moment: m, Sort: "effective_on"}))(t)
	for _, e := range list.Items {
		if e.Union.Kind != record.KindCaucus {
			p.views = append(p.views, e)
			p.stances[e.Union.ID] = e.Shown.Position
		}
	}
	slices.SortStableFunc(p.views, func(a, b record.EndorsementView) int {
		if a.Shown.Dated != b.Shown.Dated {
			return strings.Compare(string(a.Shown.Dated), string(b.Shown.Dated))
		}
		return int(a.Shown.RecordedSeq - b.Shown.RecordedSeq)
	})
	return p
}

// above are a union's ancestors.
func (p *plain) above(id uuid.UUID) map[uuid.UUID]bool {
	out := map[uuid.UUID]bool{}
	for _, parent := range p.unions[id].Parents {
		out[parent.ID] = true
		maps.Copy(out, p.above(parent.ID))
	}
	return out
}

func (p *plain) check() {
	p.t.Helper()
	_, tally, err := p.s.Tally(p.t.Context(), p.call, p.m, true)
	done(p.t, err)
	positions, kinds, regions, tops := record.Counts{}, map[record.UnionKind]record.Counts{}, map[string]record.Counts{}, map[uuid.UUID]record.Counts{}
	ofKind, endorsing := map[record.UnionKind]int{}, map[uuid.UUID]bool{}
	var ordinals []string
	for _, e := range p.views {
		stance := e.Shown.Position
		positions[stance]++
		addTo(kinds, e.Union.Kind, stance)
		addTo(regions, e.Union.Region, stance)
		above := p.above(e.Union.ID)
		above[e.Union.ID] = true
		for id := range above {
			if len(p.unions[id].Parents) == 0 {
				addTo(tops, id, stance)
			}
		}
		if stance == record.Endorsed {
			endorsing[e.Union.ID] = true
			ofKind[e.Union.Kind]++
			ordinals = append(ordinals, fmt.Sprint(e.ID, len(endorsing), ofKind[e.Union.Kind]))
			if e.Ordinal == nil || *e.Ordinal != len(endorsing) || *e.OrdinalOfKind != ofKind[e.Union.Kind] {
				p.t.Errorf("the ordinal of %s is %v", e.ID, e.Ordinal)
			}
		} else if e.Ordinal != nil {
			p.t.Errorf("%s is %s and has the ordinal %d", e.ID, stance, *e.Ordinal)
		}
	}
	what := fmt.Sprintf(" on %s at %+v", p.call, p.m)
	same(p.t, "positions"+what, tally.Positions, positions)
	same(p.t, "by kind"+what, tally.ByKind, kinds)
	gotRegions, gotTops, gotOrdinals := map[string]record.Counts{}, map[uuid.UUID]record.Counts{}, []string(nil)
	for _, r := range tally.ByRegion {
		gotRegions[r.Region] = r.Positions
	}
	for _, a := range tally.ByAffiliation {
		gotTops[a.Union.ID] = a.Positions
	}
	for _, b := range tally.Bodies {
		if b.Ordinal > 0 {
			gotOrdinals = append(gotOrdinals, fmt.Sprint(b.Endorsement, b.Ordinal, b.OrdinalOfKind))
		}
	}
	same(p.t, "by region"+what, gotRegions, regions)
	same(p.t, "by affiliation"+what, gotTops, tops)
	same(p.t, "ordinals"+what, gotOrdinals, ordinals)

	// Members: the bodies below no other, in groups that share one below them.
	group := map[uuid.UUID]uuid.UUID{}
	for id := range endorsing {
		if !slices.ContainsFunc(slices.Collect(maps.Keys(p.above(id))), func(a uuid.UUID) bool { return endorsing[a] }) {
			group[id] = id
		}
	}
	for d := range p.unions {
		var over []uuid.UUID // that d is below
		for id := range p.above(d) {
			if _, ok := group[id]; ok {
				over = append(over, id)
			}
		}
		for i := 1; i < len(over); i++ {
			from, to := group[over[i]], group[over[0]]
			for id, g := range group {
				if g == from {
					group[id] = to
				}
			}
		}
	}
	want, largest := record.Represented{}, map[uuid.UUID]int{}
	for id, g := range group {
		if c := p.unions[id].MembersAsOf(p.m.AsOf); c == nil {
			want.Unknown++
		} else {
			want.AtMost += c.Count
			largest[g] = max(largest[g], c.Count)
		}
	}
	for _, n := range largest {
		want.AtLeast += n
	}
	got := tally.Members
	got.Groups = nil
	same(p.t, "members"+what, got, want)

	p.checkConflicts(what)
	p.checkDays(what)
	p.checkCoverage(what)
}

func addTo[K comparable](m map[K]record.Counts, k K, s record.Stance) {
	if m[k] == nil {
		m[k] = record.Counts{}
	}
	m[k][s]++
}

func (p *plain) checkConflicts(what string) {
	p.t.Helper()
	side := map[record.Stance]int{record.Endorsed: 1, record.Supported: 1, record.Planning: 1, record.Declined: 2, record.Opposed: 2}
	var want, got []string
	for _, e := range p.views {
		for _, id := range p.parents(e.Union.ID) {
			if side[p.stances[id]]+side[e.Shown.Position] == 3 {
				want = append(want, fmt.Sprint(id, e.Union.ID, p.stances[id], e.Shown.Position))
			}
		}
		if by := e.Shown.By; by != nil && e.Shown.Position == record.Nullified {
			want = append(want, fmt.Sprint(*by, e.Union.ID, p.stances[*by], e.Shown.Position))
		}
	}
	_, conflicts, err := p.s.Conflicts(p.t.Context(), p.call, p.m)
	done(p.t, err)
	for _, c := range conflicts {
		got = append(got, fmt.Sprint(c.Parent.ID, c.Child.ID, c.ParentPosition, c.ChildPosition))
	}
	slices.Sort(want)
	slices.Sort(got)
	same(p.t, "conflicts"+what, got, want)
}

// parents are those in force, each once: one may charter and affiliate.
func (p *plain) parents(id uuid.UUID) (ids []uuid.UUID) {
	for _, parent := range p.unions[id].Parents {
		if !slices.Contains(ids, parent.ID) {
			ids = append(ids, parent.ID)
		}
	}
	return ids
}

// checkDays holds what stands after each day against the tally as of that day.
func (p *plain) checkDays(what string) {
	p.t.Helper()
	_, days, err := p.s.CallHistory(p.t.Context(), p.call, p.m)
	done(p.t, err)
	for i, d := range days {
		if d.Date.Known() && (i+1 == len(days) || days[i+1].Date.First() != d.Date.First()) {
			_, tally, err := p.s.Tally(p.t.Context(), p.call, record.Moment{AsOf: d.Date, KnownAt: p.m.KnownAt}, false)
			done(p.t, err)
			same(p.t, "what stood on "+string(d.Date)+what, d.Cumulative, tally.Positions)
		}
	}
	if len(days) > 0 {
		_, tally, err := p.s.Tally(p.t.Context(), p.call, p.m, false)
		done(p.t, err)
		same(p.t, "what stands in the end"+what, days[len(days)-1].Cumulative, tally.Positions)
	}
}

func (p *plain) checkCoverage(what string) {
	p.t.Helper()
	for _, u := range p.unions {
		if u.Status == record.StatusMerged {
			continue
		}
		var want, got []string
		for id, other := range p.unions {
			if other.Status != record.StatusMerged && other.Kind != record.KindCaucus && p.above(id)[u.ID] {
				want = append(want, fmt.Sprint(id, p.stances[id]))
			}
		}
		list, err := p.s.Coverage(p.t.Context(), ref(u.ID), p.call, record.CoverageFilter{}, record.Page{Moment: p.m})
		done(p.t, err)
		for _, c := range list.Items {
			stance := record.Stance("")
			if c.Position != nil {
				stance = *c.Position
			}
			got = append(got, fmt.Sprint(c.Union.ID, stance))
		}
		slices.Sort(want)
		slices.Sort(got)
		same(p.t, "coverage by "+u.Name+what, got, want)
	}
}

// Whatever was written since, a count of the past is what was counted then; and it is what counting by
// hand makes of the lists. The store counts as it goes along, or for the first time.
func TestCountsOfThePastAreWhatWasCountedThen(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		type then struct {
			m      record.Moment
			counts everything
		}
		var past []then
		h := newHistory(t, f, seeded(t))
		moments := func() record.Moment { return record.Moment{AsOf: pick(h.r, someDates)} }
		for n := range steps(200) {
			h.step()
			if n%25 == 24 { // affiliations and phases follow the calendar
				f.Clock.Set(f.Clock.Now().Add(24 * time.Hour))
			}
			if f.Store.Seq() == 0 || n%4 != 0 {
				continue
			}
			m := moments()
			now := then{counts: counted(t, f.Store, m)}
			if n%16 == 0 {
				for _, c := range h.calls() {
					plainly(t, f.Store, ref(c.ID), m).check()
				}
			}
			now.m = record.Moment{AsOf: m.AsOf, KnownAt: f.Store.Now()}
			past = append(past, now)
		}
		fresh := again(t, f, store.Options{})
		fresh.Clock.Set(f.Clock.Now())
		h.r.Shuffle(len(past), func(i, j int) { past[i], past[j] = past[j], past[i] })
		for n, was := range past {
			s := []*store.Store{f.Store, fresh.Store}[n%2]
			sameRecord(t, fmt.Sprintf("what was counted at %+v", was.m), counted(t, s, was.m), was.counts)
			if n%8 < 2 {
				for _, c := range storetest.Must(s.Calls(t.Context(), record.CallFilter{}, record.Page{Moment: was.m}))(t).Items {
					plainly(t, s, ref(c.ID), was.m).check()
				}
			}
		}
		m := moments()
		sameRecord(t, "what a store counts that was opened later", counted(t, fresh.Store, m), counted(t, f.Store, m))
	})
}

func TestATallyFollowsThePositions(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent := f.Union(record.KindNational, "Parent")
		a, b := f.Local("Local 1", parent), f.Local("Local 2", parent)
		call := f.Call("A call", "2026-01-23")
		count := func(m record.Moment) record.Counts {
			t.Helper()
			_, tally, err := f.Store.Tally(t.Context(), record.Ref(call.Slug), m, false)
			if err != nil {
				t.Fatal(err)
			}
			return tally.Positions
		}
		f.Put(call, a, f.Position(record.Endorsed, "2026-01-10"))
		before := f.Clock.Now()
		f.Put(call, b, f.Position(record.Endorsed, "2026-01-12"))
		if n := count(record.Moment{})[record.Endorsed]; n != 2 {
			t.Errorf("%d endorse", n)
		}
		f.Put(call, b, f.Position(record.Withdrawn, "2026-01-14"))
		if n := count(record.Moment{}); n[record.Endorsed] != 1 || n[record.Withdrawn] != 1 {
			t.Errorf("after a withdrawal: %v", n)
		}
		if n := count(record.Moment{AsOf: "2026-01-13"})[record.Endorsed]; n != 2 {
			t.Errorf("on the 13th %d endorse", n)
		}
		if n := count(record.Moment{KnownAt: before})[record.Endorsed]; n != 1 {
			t.Errorf("known before the second: %d endorse", n)
		}
		_, days, err := f.Store.CallHistory(t.Context(), record.Ref(call.Slug), record.Moment{})
		if err != nil || len(days) != 3 || days[2].Withdrawn != 1 || days[2].Cumulative[record.Endorsed] != 1 {
			t.Errorf("the days are %+v, %v", days, err)
		}
		l, err := f.Store.Coverage(t.Context(), record.Ref(parent.Slug), record.Ref(call.Slug), record.CoverageFilter{}, record.Page{Sort: "name", Limit: 10})
		if err != nil || len(l.Items) != 2 || l.Items[0].Position == nil {
			t.Errorf("the coverage is %+v, %v", l, err)
		}
		f.Put(call, parent, f.Position(record.Opposed, "2026-01-15"))
		_, conflicts, err := f.Store.Conflicts(t.Context(), record.Ref(call.Slug), record.Moment{})
		if err != nil || len(conflicts) != 1 {
			t.Errorf("the conflicts are %+v, %v", conflicts, err)
		}
	})
}

func TestACallIsCountedWhereverItIs(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		s, ctx := f.Store, t.Context()
		parent := f.Union(record.KindNational, "Parent")
		local := f.Local("Local 1", parent)
		first := f.Clock.Now()
		call := f.Call("A call", "2026-01-23")
		empty := f.Clock.Now()
		tally := func(m record.Moment) (*record.Tally, error) {
			_, tally, err := s.Tally(ctx, ref(call.ID), m, true)
			return tally, err
		}
		nothing := func(what string, m record.Moment) {
			t.Helper()
			got := storetest.Must(tally(m))(t)
			if len(got.Positions) > 0 || len(got.Bodies) > 0 || got.Members.AtMost > 0 {
				t.Errorf("%s: %+v", what, got)
			}
			_, days, err := s.CallHistory(ctx, ref(call.ID), m)
			done(t, err)
			_, conflicts, err := s.Conflicts(ctx, ref(call.ID), m)
			done(t, err)
			if len(days)+len(conflicts) > 0 {
				t.Errorf("%s: %v, %v", what, days, conflicts)
			}
		}
		nothing("a call that nobody endorsed", record.Moment{})
		_, err := tally(record.Moment{KnownAt: first})
		refused(t, err, record.CodeNotFound)

		e := f.Put(call, local, f.Position(record.Endorsed, "2026-01"))
		endorsed := f.Clock.Now()
		nothing("before it was endorsed", record.Moment{KnownAt: empty})
		nothing("as of before everything", record.Moment{AsOf: "1999"})
		nothing("the day before", record.Moment{AsOf: "2025-12-31"})
		for _, day := range []record.Date{"2026", "2026-01", "2026-01-01", "2027"} {
			if n := storetest.Must(tally(record.Moment{AsOf: day}))(t).Positions[record.Endorsed]; n != 1 {
				t.Errorf("as of %s %d endorse", day, n)
			}
		}
		_, days, err := s.CallHistory(ctx, ref(call.ID), record.Moment{})
		if done(t, err); len(days) != 1 || days[0].Date != "2026-01" {
			t.Errorf("the days are %+v", days)
		}
		_, err = tally(record.Moment{AsOf: "2026-13"})
		refused(t, err, record.CodeInvalid)

		done(t, s.DeleteEndorsement(ctx, by, e.ID, e.Version))
		nothing("an endorsement that was deleted", record.Moment{})
		done(t, s.DeleteCall(ctx, by, ref(call.ID), call.Version))
		_, err = tally(record.Moment{})
		refused(t, err, record.CodeGone)
		_, err = s.Compare(ctx, ref(f.Call("Another", "2026").ID), ref(call.ID), record.Moment{}, false)
		refused(t, err, record.CodeInvalid)
		if n := storetest.Must(tally(record.Moment{KnownAt: endorsed}))(t).Positions[record.Endorsed]; n != 1 {
			t.Errorf("of a deleted call %d endorsed", n)
		}
		_, _, err = again(t, f, store.Options{}).Store.Tally(ctx, "nothing", record.Moment{}, false)
		refused(t, err, record.CodeNotFound)
	})
}

// A count of members as of a day before all dates is not that of the present.
func TestMembersOfADayBeforeAllDates(t *testing.T) {
	f := storetest.New(t, "sqlite")
	u := storetest.Must(record.NewUnion(record.Union{Kind: record.KindLocal, Name: "Local 1"}))(t).WithMembers(record.MemberCount{Count: 7, AsOf: "2030"})
	u = storetest.Must(f.Store.CreateUnion(t.Context(), by, storetest.Must(record.NewUnion(u))(t), ""))(t)
	call := f.Call("A call", "2026")
	f.Put(call, u, f.Position(record.Endorsed, ""))
	for day, want := range map[record.Date]int{"": 7, "2020": 0, "2030-01-01": 7} {
		_, tally, err := f.Store.Tally(t.Context(), ref(call.ID), record.Moment{AsOf: day}, false)
		if done(t, err); tally.Members.AtMost != want || tally.Members.Unknown != 1-want/7 {
			t.Errorf("as of %q the members are %+v", day, tally.Members)
		}
	}
}

// A write looks at the counts before it is committed. What it saw of itself is forgotten if it is not.
func TestAWriteThatFailedIsNotCounted(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent := f.Union(record.KindNational, "Parent")
		a, b, c := f.Local("Local 1", parent), f.Local("Local 2", parent), f.Local("Local 3", parent)
		call := f.Call("A call", "2026")
		was := f.Put(call, a, f.Position(record.Endorsed, "2026-01-10"))
		f.Put(call, b, f.Position(record.Endorsed, "2026-01-12"))
		fresh := again(t, f, store.Options{})
		for _, s := range []*store.Store{fresh.Store, f.Store} { // one counts for the first time
			w := by
			w.Idempotency = &record.Idempotency{Owner: "k", Key: "1", Render: func(v any) (record.Answer, error) {
				if put, ok := v.(record.Put); !ok || put.Ordinal == nil || *put.Ordinal != 2 {
					t.Errorf("inside the write the ordinal is %v", put.Ordinal)
				}
				return record.Answer{}, errors.New("no answer")
			}}
			_, err := s.PutEndorsement(t.Context(), w, ref(call.ID), ref(a.ID), f.Position(record.Endorsed, "2026-01-20"), given(was.Version))
			if err == nil {
				t.Fatal("written without an answer")
			}
			sameRecord(t, "after a write that failed", counted(t, s, record.Moment{}), counted(t, again(t, f, store.Options{}).Store, record.Moment{}))
		}
		fresh.Put(call, c, f.Position(record.Endorsed, "2026-01-11"))
		sameRecord(t, "after the next write", counted(t, fresh.Store, record.Moment{}), counted(t, again(t, f, store.Options{}).Store, record.Moment{}))
		list := storetest.Must(fresh.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{ref(call.ID)}}, record.Page{Sort: "effective_on"}))(t).Items
		for n, e := range list {
			if *e.Ordinal != n+1 {
				t.Errorf("%s is the %d. of %d", e.Union.Name, *e.Ordinal, n+1)
			}
		}
	})
}

func TestTwoStoresCountTheSame(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		other := again(t, f, store.Options{})
		other.Clock.Set(f.Clock.Now())
		h := newHistory(t, f, seeded(t))
		for n := range steps(60) {
			h.step()
			if n%15 != 14 {
				continue
			}
			for other.Store.Seq() < f.Store.Seq() {
				if t.Context().Err() != nil {
					t.Fatal("the other never learned of the write")
				}
				done(t, other.Store.Ping(t.Context()))
			}
			sameRecord(t, "what the other store counts", counted(t, other.Store, record.Moment{}), counted(t, f.Store, record.Moment{}))
		}
	})
}

func TestWhoeverCountsWhileOthersWriteSeesOneState(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		const writers, each = 3, 15
		parent := f.Union(record.KindNational, "Parent")
		call := f.Call("A call", "2026-01-23")
		var locals []record.Union
		for n := range writers * each {
			locals = append(locals, f.Local(fmt.Sprint("Local ", n), parent))
		}
		s, ctx := f.Store, t.Context()
		finished := make(chan struct{})
		var writing, reading sync.WaitGroup
		for w := range writers {
			writing.Go(func() {
				for _, local := range locals[w*each : (w+1)*each] {
					put, err := s.PutEndorsement(ctx, by, ref(call.ID), ref(local.ID), f.Position(record.Endorsed, "2026-01-10"), record.Match{})
					if err != nil || put.Ordinal == nil || put.OrdinalOfKind == nil || *put.Ordinal != *put.OrdinalOfKind {
						t.Errorf("put: %v, the ordinal is %v", err, put.Ordinal)
					}
				}
			})
		}
		for n := range 4 {
			reading.Go(func() {
				for last := 0; ; {
					before := s.Seq()
					_, tally, err := s.Tally(ctx, ref(call.ID), record.Moment{}, n%2 == 0)
					if err != nil {
						t.Errorf("tally: %v", err)
						return
					}
					now := tally.Positions[record.Endorsed]
					if now < last || now != len(tally.Ordinals) || now != tally.ByKind[record.KindLocal][record.Endorsed] {
						t.Errorf("%d endorse, after %d; %d have ordinals", now, last, len(tally.Ordinals))
					}
					last = now
					compared, err := s.Compare(ctx, ref(call.ID), ref(call.ID), record.Moment{}, false)
					if both := len(compared.Comparison.Both); err != nil || both != compared.Tally.Positions[record.Endorsed] {
						t.Errorf("%d are compared and %v counted, %v", both, compared.Tally, err)
					}
					list, err := s.Endorsements(ctx, record.EndorsementFilter{Calls: []record.Ref{ref(call.ID)}}, record.Page{})
					if err != nil || len(list.Items) < now {
						t.Errorf("%d endorsements after %d were counted at %d, %v", len(list.Items), now, before, err)
					}
					seen := map[int]bool{}
					for _, e := range list.Items {
						if e.Ordinal == nil || seen[*e.Ordinal] {
							t.Errorf("an ordinal is missing or comes twice: %v", e.Ordinal)
							return
						}
						seen[*e.Ordinal] = true
					}
					select {
					case <-finished:
						if last == writers*each {
							return
						}
					default:
					}
				}
			})
		}
		writing.Wait()
		close(finished)
		reading.Wait()
	})
}

// What was counted is counted again only when something that counts was written: not a union's website.
func TestWhatDoesNotCountIsNotCountedAgain(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent := f.Union(record.KindNational, "Parent")
		u := f.Local("Local 1", parent)
		call := f.Call("A call", "2026")
		f.Put(call, u, f.Position(record.Endorsed, "2026-01-10"))
		tally := func() *record.Tally {
			t.Helper()
			_, tally, err := f.Store.Tally(t.Context(), ref(call.ID), record.Moment{}, false)
			done(t, err)
			return tally
		}
		write := func(change func(*record.Union)) {
			t.Helper()
			u = storetest.Must(f.Store.Union(t.Context(), ref(u.ID), record.Moment{}))(t)
			change(&u)
			u = storetest.Must(f.Store.UpdateUnion(t.Context(), by, u))(t)
		}
		first := tally()
		for n := range 3 {
			write(func(u *record.Union) { u.Website = fmt.Sprint("https://example.org/", n) })
			f.Put(f.Call(fmt.Sprint("Another call ", n), "2026"), u, f.Position(record.Endorsed, "2026-01-10"))
			if tally() != first {
				t.Errorf("after write %d the call was counted again", n)
			}
		}
		write(func(u *record.Union) { u.Members = append(u.Members, record.MemberCount{Count: 70, AsOf: "2025"}) })
		second := tally()
		if second.Members.AtMost != 70 || first.Members.Unknown != 1 {
			t.Errorf("the members are %+v, after %+v", second.Members, first.Members)
		}
		write(func(u *record.Union) { u.Place.Region = "US-WI" })
		if third := tally(); third.ByRegion[0].Region != "US-WI" || second.ByRegion[0].Region != "US-MN" {
			t.Errorf("the regions are %+v, after %+v", third.ByRegion, second.ByRegion)
		}
	})
}

func TestWhatIsKeptForCountingIsBounded(t *testing.T) {
	f := storetest.New(t, "sqlite")
	parent := f.Union(record.KindNational, "Parent")
	locals := []record.Union{f.Local("Local 1", parent), f.Local("Local 2", parent)}
	weigh := func(c record.Call) int {
		t.Helper()
		_, _, err := f.Store.Tally(t.Context(), ref(c.ID), record.Moment{}, false)
		done(t, err)
		return f.Store.Kept()
	}
	a, b := f.Call("A", "2026"), f.Call("B", "2026")
	one := weigh(a)
	two := weigh(b)
	if one == 0 || two != 2*one {
		t.Errorf("a call weighs %d, two weigh %d", one, two)
	}
	for n, u := range locals {
		f.Put(a, u, f.Position(record.Endorsed, "2026-01-10"))
		if w := weigh(a); w != two+n+1 {
			t.Errorf("with %d positions it weighs %d", n+1, w)
		}
	}
	left := f.Store.KeepCalls(200, 5_000)
	if f.Store.Kept() > store.KeptPositions || len(left) < 70 || left[0] != 0 || left[1] < 100 {
		t.Errorf("%d positions are kept, of the calls %v", f.Store.Kept(), left)
	}
	if left = f.Store.KeepCalls(1, store.KeptPositions*2); len(left) != 1 {
		t.Error("a call that is larger than the bound is not kept")
	}
}
