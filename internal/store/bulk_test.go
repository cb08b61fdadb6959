package store_test

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// registry is a generated registry of so many locals, as a year's file states it: each has a file number
// and one parent of twenty.
type registry struct{ n, year int }

// digest is what a reader of files would take of a row.
func digest(row any) []byte {
	sum := sha256.Sum256([]byte(text(row)))
	return sum[:]
}

var towns = []record.Place{{Country: "US", Region: "US-MN", City: "St. Paul"}, {Country: "US", Region: "US-CA", City: "Oakland"}, {Country: "US", Region: "US-NY", City: "Buffalo"}, {Country: "CA", Region: "CA-QC", City: "Montréal"}}

const trades = 20

// parents are the rows of the unions above.
func (registry) parents() (out []record.UnionPut) {
	for i := range trades {
		u := record.Union{Kind: record.KindNational, Name: fmt.Sprintf("United Workers of Trade %d", i), Slug: fmt.Sprintf("trade-%d", i)}
		out = append(out, record.UnionPut{Union: u, Seen: digest(u)})
	}
	return out
}

// locals are some rows from the i-th on; the count of members depends on the year.
func (r registry) locals(i, most int) (out []record.UnionPut) {
	for ; i < r.n && len(out) < most; i++ {
		u := record.Union{
			Kind: record.KindLocal, Name: fmt.Sprintf("Trade %d Local %d", i%trades, i/7),
			Names:       record.List[record.Name]{{Value: fmt.Sprintf("UWT%d %d", i%trades, i/7), Type: "short"}},
			Designation: record.Designation{Type: "Local", Number: fmt.Sprint(i / 7)}, Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: fmt.Sprint(i + 1)}},
			Place:   towns[i%len(towns)],
			Members: record.List[record.MemberCount]{{Count: i * 7919 % 5000, AsOf: record.Date(fmt.Sprint(r.year))}},
		}
		out = append(out, record.UnionPut{Union: u, Parents: []record.ParentPut{{Ref: record.Ref(fmt.Sprintf("trade-%d", i%trades))}}, Seen: digest(u)})
	}
	return out
}

// bring puts a registry in batches, as an import does. It answers how often each outcome came, and how
// long the session took without the making of the rows.
func (r registry) bring(t testing.TB, s *store.Store, dry bool, batch int) (map[record.Outcome]int, time.Duration) {
	t.Helper()
	outcomes := map[record.Outcome]int{}
	began := time.Now()
	var making time.Duration
	note := func(results []record.PutResult, err error) error {
		for _, p := range results {
			if p.Err != nil {
				outcomes["rejected"]++
				t.Log(p.Err)
			} else {
				outcomes[p.Outcome]++
			}
		}
		return err
	}
	done(t, s.Import(t.Context(), by, dry, func(i *store.Import) error {
		if err := note(i.PutUnions(r.parents())); err != nil {
			return err
		}
		for first := 0; first < r.n; first += batch {
			paused := time.Now()
			rows := r.locals(first, batch)
			making += time.Since(paused)
			if err := note(i.PutUnions(rows)); err != nil {
				return err
			}
			if err := i.Commit(); err != nil {
				return err
			}
		}
		return nil
	}))
	return outcomes, time.Since(began) - making
}

// outcomes is what bring came to.
func outcomes(came map[record.Outcome]int, _ time.Duration) map[record.Outcome]int { return came }

func TestARegistryComesInOnce(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		first := registry{900, 2024}
		same(t, "a dry run", outcomes(first.bring(t, f.Store, true, 200)), map[record.Outcome]int{record.PutCreated: 920})
		if f.Store.Seq() != 0 || len(ledger(f)) != 0 {
			t.Fatal("a dry run wrote")
		}
		same(t, "the first run", outcomes(first.bring(t, f.Store, false, 200)), map[record.Outcome]int{record.PutCreated: 920})
		if n := int64(920 + 900); f.Store.Seq() != n {
			t.Errorf("the record is at %d, not %d", f.Store.Seq(), n)
		}
		ledger(f)
		list := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{Limit: 1, Total: true}))(t)
		if *list.Total != 920 {
			t.Errorf("%d unions", *list.Total)
		}
		at := f.Store.Seq()
		same(t, "the second run", outcomes(first.bring(t, f.Store, false, 300)), map[record.Outcome]int{record.PutUnchanged: 920})
		next := registry{900, 2025}
		same(t, "the next year, dry", outcomes(next.bring(t, f.Store, true, 300)), map[record.Outcome]int{record.PutUnchanged: 20, record.PutUpdated: 900})
		if f.Store.Seq() != at {
			t.Errorf("a run without news wrote up to %d", f.Store.Seq())
		}
		same(t, "the next year", outcomes(next.bring(t, f.Store, false, 300)), map[record.Outcome]int{record.PutUnchanged: 20, record.PutUpdated: 900})
		if f.Store.Seq() != at+900 {
			t.Errorf("the record is at %d, not %d", f.Store.Seq(), at+900)
		}
		ledger(f)
		u := storetest.Must(f.Store.Union(t.Context(), "trade-16-local-2", record.Moment{}))(t)
		if len(u.Members) != 2 || u.Version != 2 || len(u.Parents) != 1 || u.Parents[0].Slug != "trade-16" {
			t.Errorf("got %+v", u)
		}
	})
}

// A session that puts everything together answers what one answers that puts rows one by one, each in a
// write of its own.
func TestRowsPutTogetherComeToWhatTheyComeToOneByOne(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		name := "sqlite"
		if store.IsPostgres(f.Database) {
			name = "postgres"
		}
		r := seeded(t)
		other := storetest.New(t, name)
		for range steps(6) {
			var puts []record.UnionPut
			for range 60 {
				n := r.IntN(25)
				p := record.UnionPut{Union: record.Union{Kind: record.KindLocal, Name: fmt.Sprintf("Local %d", n%7), Place: pick(r, towns)}}
				if r.IntN(3) > 0 {
					p.Union.Identifiers = append(p.Union.Identifiers, record.Identifier{Scheme: "olms", Value: fmt.Sprint(1 + n)})
				}
				if r.IntN(6) == 0 {
					p.Union.Identifiers = append(p.Union.Identifiers, record.Identifier{Scheme: "wikidata", Value: fmt.Sprint("Q", 1+r.IntN(25))})
				}
				if r.IntN(4) == 0 {
					p.Union.Slug = fmt.Sprintf("body-%d", r.IntN(12))
				}
				if r.IntN(8) == 0 {
					p.Ref = record.Ref(fmt.Sprintf("body-%d", r.IntN(12)))
				}
				for range r.IntN(3) {
					p.Parents = append(p.Parents, record.ParentPut{Ref: record.Ref(fmt.Sprintf("body-%d", r.IntN(12))), Type: pick(r, []record.AffiliationType{"", record.Affiliated})})
				}
				switch r.IntN(12) {
				case 0:
					p.Union.Name = ""
				case 1:
					p.Union.Identifiers = append(p.Union.Identifiers, record.Identifier{Scheme: "olms", Value: "none"})
				case 2:
					p.Union.Place.City = "Duluth"
				case 3:
					p.Union.Founded, p.Union.Dissolved = "1999", record.Date(fmt.Sprint(1998+r.IntN(4)))
				case 4:
					p.Union.Members = append(p.Union.Members, record.MemberCount{Count: 5, AsOf: "2025", SourceID: new(uuid.New())})
				}
				if r.IntN(2) == 0 {
					p.Seen = digest(p)
				}
				puts = append(puts, p)
			}
			bare := func(results []record.PutResult) (out []string) {
				for _, p := range results {
					said := fmt.Sprint(p.Outcome, " ", p.Slug, " ", p.Name)
					if p.Err != nil {
						said = p.Err.Error()
					}
					out = append(out, said)
				}
				return out
			}
			var dry, together, alone []record.PutResult
			done(t, f.Store.Import(t.Context(), by, true, func(i *store.Import) (err error) {
				dry, err = i.PutUnions(puts)
				return err
			}))
			done(t, f.Store.Import(t.Context(), by, false, func(i *store.Import) (err error) {
				together, err = i.PutUnions(puts)
				return err
			}))
			for _, p := range puts {
				done(t, other.Store.Import(t.Context(), by, false, func(i *store.Import) error {
					results, err := i.PutUnions([]record.UnionPut{p})
					alone = append(alone, results...)
					return err
				}))
			}
			same(t, "put dry", bare(dry), bare(together))
			same(t, "put alone", bare(alone), bare(together))
			if f.Store.Seq() != other.Store.Seq() {
				t.Fatalf("%d changes together, %d alone", f.Store.Seq(), other.Store.Seq())
			}
			// What is in the record now can be put there by an ordinary write too.
			for _, u := range storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{}))(t).Items {
				again := storetest.Must(f.Store.UpdateUnion(t.Context(), by, u))(t)
				if again.Version != u.Version {
					t.Errorf("%s was written again without a difference", u.Slug)
				}
			}
		}
		ledger(f)
		ledger(other)
	})
}

func TestARowThatIsRefusedLeavesTheOthers(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		parent := f.Union(record.KindNational, "A national union")
		below := f.Local("Below", parent)
		gone := f.Local("Gone")
		done(t, f.Store.DeleteUnion(t.Context(), by, ref(gone.ID), 1))
		local := func(n int) record.Union {
			return record.Union{Kind: record.KindLocal, Name: fmt.Sprint("Local ", n), Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: fmt.Sprint(n)}}}
		}
		fresh := uuid.New()
		owned := local(3)
		owned.Identifiers = append(owned.Identifiers, record.Identifier{Scheme: "olms", Value: "1"})
		fourth := local(4)
		fourth.ID = fresh
		puts := []record.UnionPut{
			{Union: local(1)},
			{Union: record.Union{Kind: "guild", Name: "Local 2"}},
			{Union: local(2), Parents: []record.ParentPut{{Ref: ref(parent.ID)}, {Ref: "nobody"}}},
			{Union: local(1)}, // the same again
			{Union: fourth, Parents: []record.ParentPut{{Ref: record.Ref(parent.Slug)}}},
			{Union: local(5), Parents: []record.ParentPut{{Ref: ref(fresh)}}},
			{Ref: ref(parent.ID), Parents: []record.ParentPut{{Ref: ref(below.ID)}}}, // a cycle
			{Ref: ref(fresh), Parents: []record.ParentPut{{Ref: ref(fresh)}}},
			{Ref: ref(gone.ID), Union: local(6)},
			{Ref: "nobody", Union: local(7)},
			{Ref: ref(parent.ID), Union: record.Union{Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: "4"}}}},
		}
		var results []record.PutResult
		seq := f.Store.Seq()
		done(t, f.Store.Import(t.Context(), by, false, func(i *store.Import) (err error) {
			results, err = i.PutUnions(puts)
			return err
		}))
		want := []any{record.PutCreated, record.CodeInvalid, record.CodeInvalid, record.PutUnchanged, record.PutCreated, record.PutCreated, record.CodeCycle, record.CodeInvalid, record.CodeGone, record.CodeNotFound, record.CodeConflict}
		for n, result := range results {
			switch want := want[n].(type) {
			case record.Code:
				refused(t, result.Err, want)
			case record.Outcome:
				if result.Err != nil || result.Outcome != want || result.ID == uuid.Nil {
					t.Errorf("row %d: %+v", n, result)
				}
			}
		}
		if f.Store.Seq() != seq+5 {
			t.Errorf("%d changes", f.Store.Seq()-seq)
		}
		u := storetest.Must(f.Store.Union(t.Context(), "local-5", record.Moment{}))(t)
		if len(u.Parents) != 1 || u.Parents[0].ID != fresh {
			t.Errorf("parents %+v", u.Parents)
		}
		ledger(f)
	})
}

// What somebody corrected is not undone by the same file.
func TestARowThatWasAppliedIsNotAppliedAgain(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		row := record.UnionPut{Union: record.Union{Kind: record.KindLocal, Name: "Local 1", Website: "https://example.org/", Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: "1"}}}}
		row.Seen = digest(row)
		put := func(again bool, want record.Outcome) record.PutResult {
			t.Helper()
			var results []record.PutResult
			done(t, f.Store.Import(t.Context(), by, false, func(i *store.Import) (err error) {
				i.Again = again
				results, err = i.PutUnions([]record.UnionPut{row})
				return err
			}))
			if results[0].Err != nil || results[0].Outcome != want || results[0].Slug != "local-1" {
				t.Fatalf("got %+v", results[0])
			}
			return results[0]
		}
		created := put(false, record.PutCreated)
		u := storetest.Must(f.Store.Union(t.Context(), ref(created.ID), record.Moment{}))(t)
		u.Website = "https://example.org/local1"
		storetest.Must(f.Store.UpdateUnion(t.Context(), by, u))(t)
		put(false, record.PutUnchanged)
		put(true, record.PutUpdated)
		u = storetest.Must(f.Store.Union(t.Context(), ref(created.ID), record.Moment{}))(t)
		if u.Website != row.Union.Website || u.Version != 3 {
			t.Errorf("got %+v", u)
		}
		put(true, record.PutUnchanged)
		// A union that was merged is its survivor.
		f.Local("Survivor")
		storetest.Must(f.Store.MergeUnions(t.Context(), by, "local-1", "survivor"))(t)
		row.Union.Website, row.Seen, row.Ref = "https://example.org/3", nil, ref(created.ID)
		done(t, f.Store.Import(t.Context(), by, false, func(i *store.Import) error {
			results, err := i.PutUnions([]record.UnionPut{row})
			if results[0].Slug != "survivor" || results[0].Outcome != record.PutUpdated {
				t.Errorf("got %+v", results[0])
			}
			return err
		}))
	})
}
