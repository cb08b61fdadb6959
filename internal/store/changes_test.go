package store_test

import (
	"maps"
	"regexp"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// steps is how often to repeat: less in a short run and under the race detector.
func steps(long int) int {
	if testing.Short() {
		return long / 10
	}
	return storetest.Rounds(long, long/5)
}

// What the record said at an instant is what it said then, whatever was written since.
func TestThePastAnswersAsItDid(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		type then struct {
			at    time.Time
			lists everything
			one   everything
		}
		var past []then
		h := newHistory(t, f, seeded(t))
		// The parents of a union are those of today, so both clocks stay on one day.
		one := func(m record.Moment, of everything) everything {
			out := everything{}
			for name := range of {
				id := uuid.MustParse(name[len(name)-36:])
				switch name[:4] {
				case "unio":
					u, err := f.Store.Union(t.Context(), ref(id), m)
					out[name] = outcome(u, err)
					list, err := f.Store.Affiliations(t.Context(), ref(id), record.AffiliationFilter{}, record.Page{Moment: m})
					out["affiliations of "+id.String()] = outcome(list, err)
				case "endo":
					e, err := f.Store.Timeline(t.Context(), id, m)
					out[name] = outcome(e, err)
					v, err := f.Store.Endorsement(t.Context(), id, m)
					out["view of "+id.String()] = outcome(v, err)
				case "call":
					c, err := f.Store.Call(t.Context(), ref(id), m)
					out[name] = outcome(c, err)
				}
			}
			return out
		}
		for range steps(150) {
			h.step()
			now := then{lists: lists(f, record.Moment{})}
			some := everything{}
			for name, v := range now.lists { // maps are ranged over at random
				if len(some) < 6 {
					some[name] = v
				}
			}
			now.one = one(record.Moment{}, some)
			now.at = f.Store.Now()
			past = append(past, now)
		}
		if h.written < steps(150)/3 {
			t.Fatalf("only %d writes of %d were not refused", h.written, steps(150))
		}
		for n, was := range past {
			m := record.Moment{KnownAt: was.at}
			sameRecord(t, "the record known at "+was.at.Format(time.RFC3339Nano), lists(f, m), was.lists)
			some := everything{}
			for name := range was.one {
				if name[:4] != "affi" && name[:4] != "view" {
					some[name] = ""
				}
			}
			sameRecord(t, "a record known at "+was.at.Format(time.RFC3339Nano), one(m, some), was.one)
			_ = n
		}
	})
}

// outcome is what a read answers: the record, or the code of its refusal.
func outcome(v any, err error) string {
	if err == nil {
		return text(v)
	}
	var code record.Code
	for _, c := range []record.Code{record.CodeNotFound, record.CodeGone, record.CodeMoved} {
		if record.Is(err, c) {
			code = c
		}
	}
	return text(string(code) + " " + err.Error())
}

func TestWhateverWasWrittenNothingPointsNowhere(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, seeded(t))
		for range steps(250) {
			h.step()
		}
		stands := standing(f)
		id := regexp.MustCompile(`"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"`)
		merged := map[string]bool{}
		record := all(f, record.Moment{})
		for _, v := range record {
			if regexp.MustCompile(`"status":"merged"`).MatchString(v) {
				merged[id.FindString(v)] = true
			}
		}
		positions := map[string]bool{}
		for name, v := range record {
			if name[:8] == "timeline" {
				for _, m := range regexp.MustCompile(`"id":("[^"]*"),"position"`).FindAllStringSubmatch(v, -1) {
					positions[m[1]] = true
				}
			}
		}
		for name, v := range record {
			for _, found := range id.FindAllString(v, -1) {
				if !positions[found] && !stands[uuid.MustParse(found[1:37])] {
					t.Errorf("%s points to %s, which does not stand: %s", name, found, v)
				}
				if merged[found] && !merged[id.FindString(v)] {
					t.Errorf("%s points to %s, which was merged into another: %s", name, found, v)
				}
			}
		}
	})
}

// The ledger's latest facts of each record are those that the tables answer. Names of other records are
// as they were when the change was made, so only ids count.
func TestTheLedgerAndTheTablesSayTheSame(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, seeded(t))
		for range steps(250) {
			h.step()
		}
		said := everything{}
		for _, c := range ledger(f) {
			name := string(c.Entity) + " " + c.ID.String()
			if c.Entity == record.EntityEndorsement {
				name = "timeline " + c.ID.String()
			}
			if said[name] = string(c.After); len(c.After) == 0 {
				delete(said, name)
			}
		}
		answered := all(f, record.Moment{})
		maps.DeleteFunc(answered, func(name, _ string) bool { return name[:8] == "parents " || name[:8] == "endorsem" })
		names := regexp.MustCompile(`("id":"[^"]*","(slug|url)":"[^"]*",)[^{}]*`)
		for _, side := range []everything{said, answered} {
			for name, v := range side {
				if name[:5] != "union" && name[:4] != "call" && name[:6] != "source" {
					side[name] = names.ReplaceAllStringFunc(v, func(s string) string { return s[:43] })
				}
			}
		}
		sameRecord(t, "what the tables answer", answered, said)
	})
}

func TestTheFeedIsFilteredByWhatAChangeIsAbout(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		national := f.Union(record.KindNational, "A national union")                                                                                                                                                                       // 1
		local, other := f.Local("Local 1", national), f.Local("Local 2")                                                                                                                                                                   // 2 3, 4
		call, later := f.Call("A day", "2026-01-23"), f.Call("Another", "2026-02-01")                                                                                                                                                      // 5, 6
		f.Put(call, local, f.Position(record.Endorsed, "2026-01-10"))                                                                                                                                                                      // 7
		f.Put(later, other, f.Position(record.Endorsed, "2026-01-10"))                                                                                                                                                                     // 8
		done(t, f.Store.DeleteUnion(t.Context(), by, ref(f.Local("Local 3", national).ID), 1))                                                                                                                                             // 9 10, 11 12
		st := storetest.Must(f.Store.CreateStatement(t.Context(), by, record.Statement{Title: "We", Kind: "letter", Issuers: record.List[record.UnionRef]{local.Ref(), other.Ref()}, Calls: record.List[record.CallRef]{later.Ref()}}))(t) // 13
		st.Issuers, st.Calls = st.Issuers[:1], nil
		storetest.Must(f.Store.UpdateStatement(t.Context(), by, st))(t) // 14

		for name, want := range map[string]struct {
			filter record.ChangeFilter
			seqs   []int64
		}{
			"all":              {record.ChangeFilter{After: 10}, []int64{11, 12, 13, 14}},
			"a page":           {record.ChangeFilter{After: 2, Limit: 2}, []int64{3, 4}},
			"a call":           {record.ChangeFilter{Call: "a-day"}, []int64{5, 7}},
			"a union":          {record.ChangeFilter{Union: "local-1"}, []int64{2, 3, 7, 13, 14}},
			"what left it":     {record.ChangeFilter{Union: "local-2"}, []int64{4, 8, 13, 14}},
			"of two":           {record.ChangeFilter{Union: "local-2", Call: "another"}, []int64{8, 13, 14}},
			"under":            {record.ChangeFilter{Under: ref(national.ID)}, []int64{1, 2, 3, 7, 10, 11, 13, 14}},
			"a deleted union":  {record.ChangeFilter{Union: "local-3"}, []int64{9, 10, 11, 12}},
			"of one entity":    {record.ChangeFilter{Entities: []record.Entity{record.EntityCall}}, []int64{5, 6}},
			"tombstones":       {record.ChangeFilter{Actions: []record.Action{record.Deleted}}, []int64{11, 12}},
			"nothing but news": {record.ChangeFilter{After: 14}, nil},
		} {
			var seqs []int64
			for _, c := range storetest.Must(f.Store.Changes(t.Context(), want.filter))(t) {
				seqs = append(seqs, c.Seq)
			}
			same(t, name, seqs, want.seqs)
		}
		_, err := f.Store.Changes(t.Context(), record.ChangeFilter{Union: "nobody"})
		refused(t, err, record.CodeInvalid)
	})
}

func TestTheRecordBeginsWithItsFirstChange(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		_, err := f.Store.Calls(t.Context(), record.CallFilter{}, record.Page{Moment: record.Moment{KnownAt: storetest.Start}})
		refused(t, err, record.CodeInvalid)
		first := f.Local("Local 1")
		_, err = f.Store.Union(t.Context(), "local-1", record.Moment{KnownAt: first.CreatedAt.Add(-time.Microsecond)})
		refused(t, err, record.CodeInvalid)
		storetest.Must(f.Store.Union(t.Context(), "local-1", record.Moment{KnownAt: first.CreatedAt}))(t)
		storetest.Must(f.Store.Union(t.Context(), "local-1", record.Moment{KnownAt: first.CreatedAt.In(time.FixedZone("", 3600))}))(t)
		f.Local("Local 2")
		_, err = f.Store.Union(t.Context(), "local-2", record.Moment{KnownAt: first.CreatedAt})
		refused(t, err, record.CodeNotFound)
	})
}

func TestADayThatIsNoneIsRefused(t *testing.T) {
	f := storetest.New(t, "sqlite")
	for _, day := range []record.Date{"2026-02-30", "';--", "26"} {
		_, err := f.Store.Endorsements(t.Context(), record.EndorsementFilter{}, record.Page{Moment: record.Moment{AsOf: day}})
		refused(t, err, record.CodeInvalid)
	}
}
