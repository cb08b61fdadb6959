package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// history writes at random, as people do: much of it is refused.
type history struct {
	t       testing.TB
	f       *storetest.Fixture
	r       *rand.Rand
	n       int
	written int // writes that were not refused
}

func newHistory(t testing.TB, f *storetest.Fixture, r *rand.Rand) *history {
	return &history{t: t, f: f, r: r}
}

var someDates = []record.Date{"", "2024", "2024-01-01", "2025-06", "2025-06-15", "2026", "2026-01", "2026-01-01", "2026-01-10", "2026-01-22"}

// Reading of the state that is written to.

func (h *history) unions() []record.Union {
	return storetest.Must(h.f.Store.Unions(h.t.Context(), record.UnionFilter{}, record.Page{}))(h.t).Items
}

func (h *history) calls() []record.Call {
	return storetest.Must(h.f.Store.Calls(h.t.Context(), record.CallFilter{}, record.Page{}))(h.t).Items
}

func (h *history) sources() []record.Source {
	return storetest.Must(h.f.Store.Sources(h.t.Context(), record.SourceFilter{}, record.Page{}))(h.t).Items
}

func (h *history) statements() []record.Statement {
	return storetest.Must(h.f.Store.Statements(h.t.Context(), record.StatementFilter{}, record.Page{}))(h.t).Items
}

// endorsement picks a timeline.
func (h *history) endorsement() (record.Endorsement, bool) {
	list := storetest.Must(h.f.Store.Endorsements(h.t.Context(), record.EndorsementFilter{}, record.Page{}))(h.t).Items
	if len(list) == 0 {
		return record.Endorsement{}, false
	}
	return storetest.Must(h.f.Store.Timeline(h.t.Context(), pick(h.r, list).ID, record.Moment{}))(h.t), true
}

func (h *history) name(noun string) string {
	h.n++
	return fmt.Sprintf("%s %d", noun, h.n)
}

func (h *history) position() record.Position {
	p := record.Position{
		Position: pick(h.r, record.Stances), EffectiveOn: pick(h.r, someDates), Quote: h.name("Quote"), DecidedBy: pick(h.r, record.DecidedBys),
		Capacity: pick(h.r, record.Capacities), Scope: record.List[string]{"rally"},
	}
	if h.r.IntN(4) == 0 {
		p.AnnouncedOn = pick(h.r, someDates)
	}
	if h.r.IntN(3) == 0 {
		p.Vote = &record.Vote{For: new(h.r.IntN(100))}
	}
	if unions := h.unions(); p.Position == record.Nullified && len(unions) > 0 {
		p.By = new(pick(h.r, unions).ID)
	}
	p.Citations = h.citations()
	return storetest.Must(record.NewPosition(p))(h.t)
}

func (h *history) citations() (out record.List[record.Citation]) {
	for range h.r.IntN(3) {
		c := record.Citation{Quote: h.name("Passage")}
		if known := h.sources(); len(known) > 0 && h.r.IntN(2) == 0 {
			c.Source = pick(h.r, known).Ref()
		} else {
			c.Draft = &record.Source{URL: fmt.Sprintf("https://host%d.example.org/%d", h.r.IntN(3), h.r.IntN(8)), Title: "A report", Publisher: fmt.Sprint("Press ", h.r.IntN(3)), Kind: record.SourcePress}
		}
		out = append(out, c)
	}
	return out
}

// step makes one write, or is refused one.
func (h *history) step() {
	h.t.Helper()
	err := h.write()
	var refusal *record.Error
	switch {
	case err == nil:
		h.written++
	case !errors.As(err, &refusal), refusal.Code == record.CodeUnavailable:
		h.t.Fatalf("write %d: %v", h.n, err)
	}
}

func (h *history) write() error {
	s, ctx, r := h.f.Store, h.t.Context(), h.r
	unions, calls := h.unions(), h.calls()
	if len(unions) < 4 || r.IntN(12) == 0 && len(unions) < 14 {
		_, err := s.CreateUnion(ctx, by, h.newUnion(), h.someUnion(unions))
		return err
	}
	if len(calls) < 2 || r.IntN(20) == 0 && len(calls) < 6 {
		_, err := s.CreateCall(ctx, by, storetest.Must(record.NewCall(record.Call{Kind: pick(r, record.CallKinds), Title: h.name("Call"), StartsOn: pick(r, someDates)}))(h.t))
		return err
	}
	u, c := pick(r, unions), pick(r, calls)
	e, endorsed := h.endorsement()
	switch r.IntN(20) {
	case 0:
		u.Name, u.Names, u.Slug = h.name("Union"), append(u.Names, record.Name{Value: h.name("Union"), Type: "former"}), ""
		if r.IntN(2) == 0 {
			u.Kind = pick(r, record.UnionKinds)
		}
		u.Identifiers = append(u.Identifiers, record.Identifier{Scheme: "olms", Value: fmt.Sprint(1 + r.IntN(30))})
		u = u.WithMembers(record.MemberCount{Count: r.IntN(1000), AsOf: pick(r, someDates)})
		u, err := record.NewUnion(u)
		if err == nil {
			_, err = s.UpdateUnion(ctx, by, u)
		}
		return err
	case 1:
		return s.DeleteUnion(ctx, by, ref(u.ID), u.Version)
	case 2, 3:
		a, err := record.NewAffiliation(record.Affiliation{Parent: pick(r, unions).Ref(), Type: pick(r, record.AffiliationTypes), From: pick(r, someDates), Until: pick(r, append(someDates, "2027"))})
		if err == nil {
			_, err = s.CreateAffiliation(ctx, by, ref(u.ID), a)
		}
		return err
	case 4:
		list := storetest.Must(s.Affiliations(ctx, ref(u.ID), record.AffiliationFilter{}, record.Page{}))(h.t).Items
		if len(list) == 0 {
			return nil
		}
		a := pick(r, list)
		if r.IntN(2) == 0 {
			return s.DeleteAffiliation(ctx, by, ref(u.ID), a.ID, a.Version)
		}
		a.From, a.Parent = pick(r, someDates), pick(r, unions).Ref()
		a, err := record.NewAffiliation(a)
		if err == nil {
			_, err = s.UpdateAffiliation(ctx, by, a)
		}
		return err
	case 5:
		c.Title, c.Conveners = h.name("Call"), record.List[record.Convener]{{UnionID: &u.ID}, {Name: "A coalition"}}
		if r.IntN(2) == 0 {
			c.PartOf = new(pick(r, calls).ID)
		}
		if r.IntN(2) == 0 {
			c.Slug = ""
		}
		_, err := s.UpdateCall(ctx, by, c)
		return err
	case 6:
		return s.DeleteCall(ctx, by, ref(c.ID), c.Version)
	case 7, 8, 9, 10:
		m := record.Match{}
		if list := storetest.Must(s.Endorsements(ctx, record.EndorsementFilter{Calls: []record.Ref{ref(c.ID)}, Unions: []record.Ref{ref(u.ID)}}, record.Page{}))(h.t).Items; len(list) > 0 {
			m = record.Match{Given: true, Version: list[0].Version}
		}
		_, err := s.PutEndorsement(ctx, by, ref(c.ID), ref(u.ID), h.position(), m)
		return err
	case 11:
		if !endorsed {
			return nil
		}
		_, err := s.AppendPosition(ctx, by, e.ID, h.position())
		return err
	case 12:
		if !endorsed {
			return nil
		}
		p := h.position()
		p.ID = pick(r, e.Positions).ID
		if r.IntN(2) == 0 {
			return s.DeletePosition(ctx, by, e.ID, p.ID, e.Version)
		}
		_, err := s.UpdatePosition(ctx, by, e.ID, p, e.Version)
		return err
	case 13:
		if !endorsed {
			return nil
		}
		if r.IntN(3) == 0 {
			return s.DeleteEndorsement(ctx, by, e.ID, e.Version)
		}
		_, err := s.VerifyEndorsement(ctx, by, e.ID, pick(r, record.Verifications), "so it is")
		return err
	case 14:
		st := record.Statement{Title: h.name("Statement"), Text: "We stand together.", Kind: "letter", PublishedOn: pick(r, someDates), Citations: h.citations(), Issuers: record.List[record.UnionRef]{u.Ref()}, Calls: record.List[record.CallRef]{c.Ref()}}
		if other := pick(r, unions); other.ID != u.ID {
			st.Issuers = append(st.Issuers, other.Ref())
		}
		if old := h.statements(); len(old) > 3 {
			st.ID, st.Version = old[0].ID, old[0].Version
			if r.IntN(3) == 0 {
				return s.DeleteStatement(ctx, by, st.ID, st.Version)
			}
			_, err := s.UpdateStatement(ctx, by, st)
			return err
		}
		_, err := s.CreateStatement(ctx, by, st)
		return err
	case 15:
		known := h.sources()
		if len(known) == 0 {
			return nil
		}
		src := pick(r, known)
		src.Title, src.Kind, src.Union, src.Health = h.name("Source"), record.SourceUnionSite, &u.ID, pick(r, record.Healths)
		_, err := s.UpdateSource(ctx, by, src)
		return err
	case 16:
		_, err := s.MergeUnions(ctx, by, ref(u.ID), ref(pick(r, unions).ID))
		return err
	case 17:
		merged := storetest.Must(s.Unions(ctx, record.UnionFilter{Statuses: []record.UnionStatus{record.StatusMerged}}, record.Page{}))(h.t).Items
		if len(merged) == 0 {
			return nil
		}
		_, err := s.UnmergeUnion(ctx, by, ref(pick(r, merged).ID))
		return err
	default:
		changes := storetest.Must(s.Changes(ctx, record.ChangeFilter{}))(h.t)
		was := pick(r, changes)
		_, err := s.Revert(ctx, by, was.Entity, was.ID, was.Version, 0)
		return err
	}
}

func (h *history) newUnion() record.Union {
	u := record.Union{Kind: pick(h.r, record.UnionKinds), Name: h.name("Union"), Website: fmt.Sprintf("https://host%d.example.org/", h.r.IntN(3)), Place: record.Place{Country: "US", Region: "US-MN"}}
	u.Identifiers = record.List[record.Identifier]{{Scheme: "olms", Value: fmt.Sprint(1 + h.r.IntN(30))}}
	return storetest.Must(record.NewUnion(u))(h.t)
}

func (h *history) someUnion(unions []record.Union) record.Ref {
	if len(unions) == 0 || h.r.IntN(3) == 0 {
		return ""
	}
	return ref(pick(h.r, unions).ID)
}

// standing tells which records stand, by id.
func standing(f *storetest.Fixture) map[uuid.UUID]bool {
	out := map[uuid.UUID]bool{}
	for _, c := range ledger(f) {
		out[c.ID] = len(c.After) > 0
	}
	return out
}
