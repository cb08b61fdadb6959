package store_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// twins are two records of one union, with everything that can be attached to each.
type twins struct {
	*storetest.Fixture
	a, b, national, council, below record.Union
	march, strike                  record.Call
	onMarch, onStrike, twin, third record.EndorsementView
	joint                          record.Statement
}

func newTwins(t *testing.T, f *storetest.Fixture) *twins {
	s := &twins{Fixture: f}
	s.national, s.council = f.Union(record.KindNational, "A national union"), f.Union(record.KindLaborCouncil, "A council")
	b, err := record.NewUnion(record.Union{
		Kind: record.KindLocal, Name: "Local 17", Website: "https://local17.example.org/",
		Identifiers: record.List[record.Identifier]{{Scheme: "wikidata", Value: "Q17"}}, Members: record.List[record.MemberCount]{{Count: 6000, AsOf: "2025"}},
	})
	done(t, err)
	s.b = storetest.Must(f.Store.CreateUnion(t.Context(), by, b, ref(s.national.ID)))(t)
	src := storetest.Must(f.Store.CreateSource(t.Context(), by, record.Source{URL: "https://local17.example.net/", Kind: record.SourceUnionSite, Health: "live"}))(t)
	a, err := record.NewUnion(record.Union{
		Kind: record.KindLocal, Name: "UNITE HERE 17", Names: record.List[record.Name]{{Value: "L17", Type: "acronym"}},
		Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: "17"}}, Members: record.List[record.MemberCount]{{Count: 5000, AsOf: "2024", SourceID: &src.ID}, {Count: 6100, AsOf: "2025"}},
	})
	done(t, err)
	s.a = storetest.Must(f.Store.CreateUnion(t.Context(), by, a, ref(s.national.ID)))(t) // the same as b's
	f.Affiliate(s.a, s.council, "2020", "")
	f.Affiliate(s.a, s.b, "", "2019") // between the two
	s.below = f.Union(record.KindUnit, "A unit", s.a)

	s.march, s.strike = f.Call("A march", "2026-01-23"), f.Call("A strike", "2026-03-01")
	s.onStrike = f.Put(s.strike, s.a, f.Position(record.Planning, "2026-01-11", "https://press.example.org/1"))
	s.twin = f.Put(s.march, s.b, f.Position(record.Endorsed, "2026-01-12", "https://press.example.org/2"))
	s.onMarch = f.Put(s.march, s.a, f.Position(record.Supported, "2026-01-10", "https://press.example.org/3"))
	s.onMarch = f.Put(s.march, s.a, f.Position(record.Endorsed, "2026-01-14", "https://press.example.org/3"))
	s.onMarch = storetest.Must(f.Store.VerifyEndorsement(t.Context(), by, s.onMarch.ID, record.Verified, ""))(t)
	s.twin = storetest.Must(f.Store.VerifyEndorsement(t.Context(), by, s.twin.ID, record.Verified, ""))(t)
	set := f.Position(record.Nullified, "2026-01-15")
	set.By = &s.a.ID
	s.third = f.Put(s.march, s.below, set)

	s.joint = storetest.Must(f.Store.CreateStatement(t.Context(), by, record.Statement{Title: "Jointly", Kind: "letter", Issuers: record.List[record.UnionRef]{s.a.Ref(), s.national.Ref(), s.b.Ref()}}))(t)
	storetest.Must(f.Store.CreateStatement(t.Context(), by, record.Statement{Title: "Alone", Kind: "letter", Issuers: record.List[record.UnionRef]{s.a.Ref()}}))(t)
	src.Union = &s.a.ID
	storetest.Must(f.Store.UpdateSource(t.Context(), by, src))(t)
	for _, conveners := range []record.List[record.Convener]{{{UnionID: &s.a.ID}, {Name: "Others"}, {UnionID: &s.b.ID}}, {{UnionID: &s.a.ID}}} {
		storetest.Must(f.Store.CreateCall(t.Context(), by, record.Call{Kind: record.CallMarch, Title: "Convened", TimeZone: "UTC", Conveners: conveners}))(t)
	}
	return s
}

func (s *twins) merge(t *testing.T) record.Union {
	t.Helper()
	return storetest.Must(s.Store.MergeUnions(t.Context(), by, ref(s.a.ID), ref(s.b.ID)))(t)
}

func (s *twins) unmerge(t *testing.T) record.Union {
	t.Helper()
	return storetest.Must(s.Store.UnmergeUnion(t.Context(), by, ref(s.a.ID)))(t)
}

func TestEverythingFollowsAMergedUnion(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		s := newTwins(t, f)
		changes := ledger(f)
		b := s.merge(t)

		for _, address := range []record.Ref{ref(s.a.ID), record.Ref(s.a.Slug)} {
			_, err := f.Store.Union(t.Context(), address, record.Moment{})
			if e := refused(t, err, record.CodeMoved); e.MovedTo != b.Slug {
				t.Errorf("moved to %q", e.MovedTo)
			}
		}
		same(t, "names", slugs(b.Names, func(n record.Name) string { return n.Type + " " + n.Value }), []string{"official Local 17", "alias UNITE HERE 17", "acronym L17"})
		same(t, "identifiers", b.Identifiers, record.List[record.Identifier]{{Scheme: "wikidata", Value: "Q17"}, {Scheme: "olms", Value: "17"}})
		same(t, "members", slugs(b.Members, func(c record.MemberCount) string { return string(c.AsOf) }), []string{"2024", "2025"})
		if b.Members[1].Count != 6000 {
			t.Error("the survivor's own count was replaced")
		}
		same(t, "parents", slugs(b.Parents, func(p record.ParentRef) string { return p.Slug }), []string{"a-council", "a-national-union"})

		line := storetest.Must(f.Store.Timeline(t.Context(), s.twin.ID, record.Moment{}))(t)
		same(t, "timeline", slugs(line.Positions, func(p record.Position) string { return string(p.Position) + string(p.EffectiveOn) }), []string{"supported2026-01-10", "endorsed2026-01-12", "endorsed2026-01-14"})
		if line.Verification != record.Unverified {
			t.Error("two timelines became one, and it is verified still")
		}
		_, err := f.Store.Endorsement(t.Context(), s.onMarch.ID, record.Moment{})
		refused(t, err, record.CodeGone)
		if e := storetest.Must(f.Store.Endorsement(t.Context(), s.onStrike.ID, record.Moment{}))(t); e.Union.ID != b.ID {
			t.Error("the endorsement did not follow")
		}
		if e := storetest.Must(f.Store.Endorsement(t.Context(), s.third.ID, record.Moment{}))(t); *e.Shown.By != b.ID {
			t.Error("who set a position aside did not follow")
		}
		for name, v := range lists(f, record.Moment{}) {
			if strings.Contains(v, s.a.ID.String()) && !strings.HasSuffix(name, s.a.ID.String()) {
				t.Errorf("%s holds on to the merged union: %s", name, v)
			}
		}
		news := since(f, changes)
		for _, c := range news {
			if c.Batch != news[0].Seq {
				t.Errorf("change %d is of batch %d", c.Seq, c.Batch)
			}
		}
		// A key that reached the one reaches the other.
		_, err = f.Store.AppendPosition(t.Context(), storetest.Within("organizer", s.a.ID), s.onStrike.ID, f.Position(record.Endorsed, "2026-01-20"))
		done(t, err)
	})
}

func TestAnUndoneMergeLeavesTheFactsThatStoodBefore(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		s := newTwins(t, f)
		before := all(f, record.Moment{})
		s.merge(t)
		s.unmerge(t)
		sameRecord(t, "the record", all(f, record.Moment{}).facts(), before.facts())
		s.merge(t)
		s.unmerge(t)
		sameRecord(t, "the record after another time", all(f, record.Moment{}).facts(), before.facts())
		ledger(f)
	})
}

func TestAnUndoneMergeKeepsWhatWasWrittenSince(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		s := newTwins(t, f)
		b := s.merge(t)
		ctx := t.Context()

		b.Place.City, b.Names = "Minneapolis", append(b.Names, record.Name{Value: "Seventeen", Type: "alias"})
		storetest.Must(f.Store.UpdateUnion(ctx, by, b))(t)
		line := storetest.Must(f.Store.Timeline(ctx, s.twin.ID, record.Moment{}))(t)
		mine, theirs := line.Positions[0], line.Positions[1]
		mine.Note, theirs.Note = "corrected", "corrected too"
		storetest.Must(f.Store.UpdatePosition(ctx, by, line.ID, mine, line.Version))(t)
		storetest.Must(f.Store.UpdatePosition(ctx, by, line.ID, theirs, line.Version+1))(t)
		storetest.Must(f.Store.AppendPosition(ctx, by, line.ID, f.Position(record.Withdrawn, "2026-01-21")))(t)
		storetest.Must(f.Store.AppendPosition(ctx, by, s.onStrike.ID, f.Position(record.Endorsed, "2026-01-20")))(t)
		st := storetest.Must(f.Store.Statement(ctx, s.joint.ID, record.Moment{}))(t)
		st.Title = "Jointly, corrected"
		storetest.Must(f.Store.UpdateStatement(ctx, by, st))(t)
		third := storetest.Must(f.Store.Timeline(ctx, s.third.ID, record.Moment{}))(t)
		storetest.Must(f.Store.AppendPosition(ctx, by, third.ID, f.Position(record.Endorsed, "2026-01-21")))(t)
		late := f.Call("A late call", "2026-06-01")
		kept := f.Put(late, b, f.Position(record.Endorsed, "2026-01-22"))

		a := s.unmerge(t)
		if a.Name != "UNITE HERE 17" || len(a.Identifiers) != 1 || a.Status != record.StatusActive {
			t.Errorf("the union returns as %+v", a)
		}
		b = storetest.Must(f.Store.Union(ctx, ref(b.ID), record.Moment{}))(t)
		same(t, "names", slugs(b.Names, func(n record.Name) string { return n.Value }), []string{"Local 17", "Seventeen"})
		if b.Place.City != "Minneapolis" || len(b.Identifiers) != 1 || len(b.Members) != 1 {
			t.Errorf("the survivor stands as %+v", b)
		}
		stances := func(p record.Position) string { return string(p.Position) + " " + p.Note }
		line = storetest.Must(f.Store.Timeline(ctx, s.onMarch.ID, record.Moment{}))(t)
		same(t, "what returns", slugs(line.Positions, stances), []string{"supported corrected", "endorsed "})
		if line.Verification != record.Unverified || line.Union.ID != a.ID {
			t.Errorf("it returns as %+v", line)
		}
		line = storetest.Must(f.Store.Timeline(ctx, s.twin.ID, record.Moment{}))(t)
		same(t, "what stays", slugs(line.Positions, stances), []string{"endorsed corrected too", "withdrawn "})
		line = storetest.Must(f.Store.Timeline(ctx, s.onStrike.ID, record.Moment{}))(t)
		if line.Union.ID != a.ID || len(line.Positions) != 2 {
			t.Errorf("the other endorsement returns as %+v", line)
		}
		st = storetest.Must(f.Store.Statement(ctx, s.joint.ID, record.Moment{}))(t)
		if len(st.Issuers) != 3 || st.Title != "Jointly, corrected" {
			t.Errorf("the statement stands as %+v", st)
		}
		third = storetest.Must(f.Store.Timeline(ctx, s.third.ID, record.Moment{}))(t)
		if len(third.Positions) != 2 || *third.Positions[0].By != a.ID {
			t.Errorf("the position that was set aside stands as %+v", third)
		}
		if e := storetest.Must(f.Store.Endorsement(ctx, kept.ID, record.Moment{}))(t); e.Union.ID != b.ID {
			t.Error("what was recorded for the survivor left it")
		}
	})
}

func TestAMergeIsRefusedWithAReason(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		top := f.Union(record.KindNational, "Top")
		middle := f.Union(record.KindIntermediate, "Middle", top)
		low := f.Local("Low", middle)
		founded := f.Local("Founded late")
		founded.Founded = "2026-01-20"
		founded = storetest.Must(f.Store.UpdateUnion(t.Context(), by, founded))(t)
		f.Put(f.Call("A day", "2026-01-23"), low, f.Position(record.Endorsed, "2026-01-10"))
		set := f.Position(record.Nullified, "2026-01-11")
		set.By = &founded.ID
		f.Put(f.Call("Another day", "2026-01-24"), top, set)
		before := all(f, record.Moment{})
		for name, pair := range map[string]struct {
			from, into record.Ref
			code       record.Code
		}{
			"with itself":                     {"low", "low", record.CodeConflict},
			"into what it would be below":     {"low", "top", record.CodeConflict},
			"into what was not founded then":  {"low", "founded-late", record.CodeConflict},
			"of who was set aside":            {"top", "founded-late", record.CodeConflict},
			"of who set aside":                {"founded-late", "top", record.CodeConflict},
			"of nobody":                       {"nobody", "low", record.CodeNotFound},
			"into nobody":                     {"low", "nobody", record.CodeInvalid},
			"undone of a union that is whole": {"low", "", record.CodeConflict},
		} {
			var err error
			if pair.into == "" {
				_, err = f.Store.UnmergeUnion(t.Context(), by, pair.from)
			} else {
				_, err = f.Store.MergeUnions(t.Context(), by, pair.from, pair.into)
			}
			if e := refused(t, err, pair.code); e.Detail == "" {
				t.Errorf("%s is refused without a reason", name)
			}
		}
		sameRecord(t, "the record", all(f, record.Moment{}), before)
	})
}

func TestAMergedAffiliationLastsAsLongAsBothDid(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent, a, b := f.Union(record.KindNational, "Parent"), f.Local("A"), f.Local("B")
		f.Affiliate(a, parent, "2010", "2020")
		f.Affiliate(b, parent, "2005", "2012-06")
		f.Affiliate(b, parent, "2015", "2016")
		f.Affiliate(b, parent, "2021", "")
		before := all(f, record.Moment{})
		storetest.Must(f.Store.MergeUnions(t.Context(), by, "a", "b"))(t)
		spans := storetest.Must(f.Store.Affiliations(t.Context(), "b", record.AffiliationFilter{}, record.Page{Sort: "from"}))(t).Items
		same(t, "spans", slugs(spans, func(a record.Affiliation) string { return string(a.From) + "/" + string(a.Until) }), []string{"2005/2020", "2021/"})
		storetest.Must(f.Store.UnmergeUnion(t.Context(), by, "a"))(t)
		sameRecord(t, "the record", all(f, record.Moment{}).facts(), before.facts())
	})
}

func TestMergesAreUndoneOneAtATime(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		first, second, third := f.Local("First"), f.Local("Second"), f.Local("Third")
		e := f.Put(f.Call("A day", "2026-01-23"), first, f.Position(record.Endorsed, "2026-01-10"))
		merge := func(from, into record.Union) {
			storetest.Must(f.Store.MergeUnions(t.Context(), by, ref(from.ID), ref(into.ID)))(t)
		}
		merge(first, second)
		merge(second, third)
		_, err := f.Store.Union(t.Context(), "first", record.Moment{})
		if moved := refused(t, err, record.CodeMoved); moved.MovedTo != "third" {
			t.Errorf("moved to %s", moved.MovedTo)
		}
		found := storetest.Must(f.Store.ResolveUnions(t.Context(), []record.Ref{"first", ref(second.ID), "nobody", record.Ref(strings.ToUpper(first.ID.String()))}))(t)
		if len(found) != 3 || found["first"].ID != third.ID || found[ref(second.ID)].ID != third.ID {
			t.Errorf("resolved %v", found)
		}
		// A grant of the first is one of the third by now.
		_, err = f.Store.AppendPosition(t.Context(), storetest.Within("organizer", first.ID), e.ID, f.Position(record.Withdrawn, "2026-01-11"))
		done(t, err)

		_, err = f.Store.UnmergeUnion(t.Context(), by, "first")
		refused(t, err, record.CodeConflict)
		storetest.Must(f.Store.UnmergeUnion(t.Context(), by, "second"))(t)
		storetest.Must(f.Store.UnmergeUnion(t.Context(), by, "first"))(t)
		if stands := storetest.Must(f.Store.Endorsement(t.Context(), e.ID, record.Moment{}))(t); stands.Union.ID != first.ID {
			t.Errorf("the endorsement is with %s", stands.Union.Name)
		}
	})
}

func TestAnUnmergeIsRefusedWhenItsIdentifierIsAnothersNow(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		s := newTwins(t, f)
		b := s.merge(t)
		b.Identifiers = b.Identifiers[:1]
		storetest.Must(f.Store.UpdateUnion(t.Context(), by, b))(t)
		storetest.Must(f.Store.CreateUnion(t.Context(), by, record.Union{Kind: record.KindLocal, Name: "Another", Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: "17"}}}, ""))(t)
		_, err := f.Store.UnmergeUnion(t.Context(), by, ref(s.a.ID))
		if e := refused(t, err, record.CodeConflict); !strings.Contains(e.Error(), "Another") {
			t.Errorf("refused with %q", e)
		}
	})
}

// Any record, any two unions: a merge that is undone leaves no trace in the facts.
func TestAnyMergeCanBeUndone(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := seeded(t)
		h := newHistory(t, f, r)
		for range steps(100) {
			h.step()
		}
		merged := 0
		for range steps(40) {
			h.step()
			unions := h.unions()
			a, b := pick(r, unions), pick(r, unions)
			before := all(f, record.Moment{})
			_, err := f.Store.MergeUnions(t.Context(), by, ref(a.ID), ref(b.ID))
			if err != nil {
				refused(t, err, record.CodeConflict)
				sameRecord(t, "the record after a refused merge", all(f, record.Moment{}), before)
				continue
			}
			merged++
			storetest.Must(f.Store.UnmergeUnion(t.Context(), by, ref(a.ID)))(t)
			sameRecord(t, "the record after a merge was undone", all(f, record.Moment{}).facts(), before.facts())
		}
		if merged < steps(40)/8 {
			t.Errorf("only %d merges were not refused", merged)
		}
		ledger(f)
	})
}

// Whatever is written between a merge and its undoing, the undoing works or says why not, and nothing
// of other records is lost.
func TestAMergeUndoneLaterLosesNothing(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		r := seeded(t)
		h := newHistory(t, f, r)
		for range steps(80) {
			h.step()
		}
		positions := func() map[uuid.UUID]string {
			out := map[uuid.UUID]string{}
			for name, v := range all(f, record.Moment{}) {
				if !strings.HasPrefix(name, "timeline") {
					continue
				}
				var e record.Endorsement
				e, err := record.Decode[record.Endorsement](record.JSON(v))
				done(t, err)
				for _, p := range e.Positions {
					p.By = nil
					out[p.ID] = text(p)
				}
			}
			return out
		}
		for range steps(25) {
			unions := h.unions()
			a, b := pick(r, unions), pick(r, unions)
			if _, err := f.Store.MergeUnions(t.Context(), by, ref(a.ID), ref(b.ID)); err != nil {
				continue
			}
			for range r.IntN(6) {
				h.step()
			}
			before := positions()
			if _, err := f.Store.UnmergeUnion(t.Context(), by, ref(a.ID)); err != nil {
				refused(t, err, record.CodeConflict)
				continue
			}
			if after := positions(); !maps.Equal(after, before) {
				same(t, "the positions", after, before)
			}
		}
		ledger(f)
	})
}
