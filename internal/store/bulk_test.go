package store_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
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
	note := func(results []record.PutResult) {
		for _, p := range results {
			if p.Err != nil {
				outcomes["rejected"]++
				t.Log(p.Err)
			} else {
				outcomes[p.Outcome]++
			}
		}
	}
	done(t, s.Import(t.Context(), by, dry, func(i *store.Import) error {
		return r.put(i, batch, note, &making)
	}))
	return outcomes, time.Since(began) - making
}

// put puts the rows of a registry and tells of each batch that is committed.
func (r registry) put(i *store.Import, batch int, committed func([]record.PutResult), making *time.Duration) error {
	results, err := i.PutUnions(r.parents())
	for first := 0; err == nil && first < r.n; first += batch {
		began := time.Now()
		rows := r.locals(first, batch)
		*making += time.Since(began)
		var more []record.PutResult
		if more, err = i.PutUnions(rows); err == nil {
			err = i.Commit()
		}
		committed(append(results, more...))
		results = nil
	}
	return err
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

// importDatabase tells a test binary that it is the child of a test that kills imports.
const importDatabase = "ROLLCALL_TEST_IMPORT_DATABASE"

var killedRegistry = registry{2000, 2024}

// importUntilKilled imports a registry and prints a line for each batch that is committed.
func importUntilKilled(database string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{Database: database})
	if err != nil {
		return err
	}
	var making time.Duration
	err = s.Import(ctx, by, false, func(i *store.Import) error {
		return killedRegistry.put(i, 50, func([]record.PutResult) { fmt.Println("committed") }, &making)
	})
	if err != nil {
		return err
	}
	select {} // until it is killed
}

// An import that is killed at any time is resumed by running it again: nothing of it is half done, what
// was committed is not written twice.
func TestAnImportThatIsKilledIsResumed(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			r := seeded(t)
			f := storetest.Open(t, durable(t, name), store.Options{})
			committed := 0
			for range 4 {
				child := exec.CommandContext(t.Context(), os.Args[0])
				child.Env = append(os.Environ(), importDatabase+"="+f.Database)
				child.Stderr = os.Stderr
				out := storetest.Must(child.StdoutPipe())(t)
				done(t, child.Start())
				lines, after := bufio.NewScanner(out), 1+r.IntN(8)
				n := 0
				for lines.Scan() {
					if n++; n == after {
						time.AfterFunc(time.Duration(r.IntN(20_000))*time.Microsecond, func() { _ = child.Process.Kill() })
					}
				}
				if err := child.Wait(); err == nil {
					t.Fatal("the child ended by itself")
				}
				committed = max(committed, 50*n)
				for _, c := range ledger(f) {
					committed = max(committed, int(c.Seq)/2/50*50)
				}
			}
			came, _ := killedRegistry.bring(t, f.Store, false, 50)
			if came[record.PutUnchanged] < committed || came[record.PutUnchanged]+came[record.PutCreated] != killedRegistry.n+trades {
				t.Errorf("%d rows were committed, and then it came to %v", committed, came)
			}
			if n := len(ledger(f)); n != 2*killedRegistry.n+trades {
				t.Errorf("%d changes", n)
			}
			total := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{Limit: 1, Total: true}))(t).Total
			if *total != killedRegistry.n+trades {
				t.Errorf("%d unions", *total)
			}
		})
	}
}

// single puts rows in one session and answers what became of the last.
func single(t *testing.T, f *storetest.Fixture, w record.Write, puts ...func(*store.Import) record.PutResult) (last record.PutResult) {
	t.Helper()
	var dry []record.PutResult
	for _, isDry := range []bool{true, false} {
		seq := f.Store.Seq()
		done(t, f.Store.Import(t.Context(), w, isDry, func(i *store.Import) error {
			for n, put := range puts {
				if last = put(i); isDry {
					dry = append(dry, last)
				} else if was := dry[n]; was.Outcome != last.Outcome || fmt.Sprint(was.Err) != fmt.Sprint(last.Err) {
					t.Errorf("row %d came to %+v, dry to %+v", n, last, was)
				}
			}
			return nil
		}))
		if isDry && f.Store.Seq() != seq {
			t.Fatal("a dry run wrote")
		}
	}
	return last
}

// came fails the test unless a row came to an outcome or was refused with a code.
func came(t *testing.T, got record.PutResult, want any) record.PutResult {
	t.Helper()
	if code, ok := want.(record.Code); ok {
		refused(t, got.Err, code)
	} else if got.Err != nil || got.Outcome != want {
		t.Fatalf("came to %+v, want %v", got, want)
	}
	return got
}

func TestARowNeverDisturbsLaterPositions(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		u, c := f.Local("Local 1"), f.Call("A day", "2026-01-23")
		e := f.Put(c, u, f.Position(record.Endorsed, "2026-01-14", "https://example.org/1"))
		f.Put(c, u, f.Position(record.Withdrawn, "2026-01-20"))
		put := func(p record.Position) record.PutResult {
			t.Helper()
			return single(t, f, by, func(i *store.Import) record.PutResult {
				return i.PutEndorsement(record.EndorsementPut{Call: record.Ref(c.Slug), Union: record.Ref(u.Slug), Position: p})
			})
		}
		current := func(version int) {
			t.Helper()
			v := storetest.Must(f.Store.Endorsement(t.Context(), e.ID, record.Moment{}))(t)
			if v.Shown.Position != record.Withdrawn || v.Version != version {
				t.Errorf("version %d shows %s", v.Version, v.Shown.Position)
			}
		}
		cites := func(url, quote string) record.List[record.Citation] {
			return record.List[record.Citation]{{Draft: &record.Source{URL: url}, Quote: quote}}
		}
		came(t, put(record.Position{Position: record.Endorsed, EffectiveOn: "2026-01-14"}), record.PutUnchanged)
		came(t, put(record.Position{Position: record.Endorsed, EffectiveOn: "2026-01-14", Citations: cites("https://EXAMPLE.org/1#top", "")}), record.PutUnchanged)
		came(t, put(record.Position{Position: record.Endorsed}), record.PutUnchanged)
		current(2)
		came(t, put(record.Position{Position: record.Endorsed, EffectiveOn: "2026-01-14", DecidedBy: "delegates", Citations: cites("https://example.org/1", "We endorse.")}), record.PutUpdated)
		current(3)
		came(t, put(record.Position{Position: record.Supported, EffectiveOn: "2026-01-10"}), record.PutUpdated)
		current(4)
		came(t, put(record.Position{Position: record.Supported, EffectiveOn: "2026-01-10"}), record.PutUnchanged)
		came(t, put(record.Position{Position: record.Tabled}), record.CodeInvalid)
		came(t, put(record.Position{Position: "for", EffectiveOn: "2026-01-10"}), record.CodeInvalid)
		current(4)
		line := storetest.Must(f.Store.Timeline(t.Context(), e.ID, record.Moment{}))(t).Positions
		if len(line) != 3 || line[1].DecidedBy != "delegates" || len(line[1].Citations) != 1 || line[1].Citations[0].Quote != "We endorse." {
			t.Errorf("the timeline is %+v", line)
		}
		_, tally, err := f.Store.Tally(t.Context(), record.Ref(c.Slug), record.Moment{}, false)
		done(t, err)
		if tally.Positions[record.Withdrawn] != 1 {
			t.Errorf("the tally is %+v", tally.Positions)
		}
		ledger(f)
	})
}

func TestRowsAboutCallsStatementsAndSourcesCompleteWhatStands(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		u := f.Local("Local 1")
		call := func(p record.CallPut) func(*store.Import) record.PutResult {
			return func(i *store.Import) record.PutResult { return i.PutCall(p) }
		}
		statement := func(s record.Statement) func(*store.Import) record.PutResult {
			return func(i *store.Import) record.PutResult { return i.PutStatement(record.StatementPut{Statement: s}) }
		}
		source := func(s record.Source) func(*store.Import) record.PutResult {
			return func(i *store.Import) record.PutResult { return i.PutSource(record.SourcePut{Source: s}) }
		}
		day := record.Call{Slug: "a-day", Kind: record.CallMarch, Title: "A day"}
		created := came(t, single(t, f, by, call(record.CallPut{Call: day})), record.PutCreated)
		came(t, single(t, f, by, call(record.CallPut{Call: day})), record.PutUnchanged)
		day.Title, day.StartsOn = "Another title", "2026-01-23"
		came(t, single(t, f, by, call(record.CallPut{Call: day, Keep: true})), record.PutUnchanged)
		came(t, single(t, f, by, call(record.CallPut{Call: day})), record.PutUpdated)
		came(t, single(t, f, by, call(record.CallPut{Ref: "no-day", Call: day})), record.CodeNotFound)
		came(t, single(t, f, by, call(record.CallPut{Call: record.Call{Slug: "b"}})), record.CodeInvalid)
		came(t, single(t, f, by, call(record.CallPut{Ref: ref(created.ID), Call: record.Call{PartOf: &created.ID}})), record.CodeInvalid)

		said := record.Statement{Title: "We march", Kind: "letter", PublishedOn: "2026-01-02", Issuers: record.List[record.UnionRef]{u.Ref()}}
		came(t, single(t, f, by, statement(said)), record.PutCreated)
		came(t, single(t, f, by, statement(said)), record.PutUnchanged)
		said.URL, said.Language = "https://example.org/march", "en"
		came(t, single(t, f, by, statement(said)), record.PutCreated) // by its address it is another one
		said.Text, said.Language = "We march.", ""
		came(t, single(t, f, by, statement(said)), record.PutUpdated)
		said.Calls = record.List[record.CallRef]{{ID: created.ID}}
		said.Citations = record.List[record.Citation]{{Draft: &record.Source{URL: "https://example.org/paper"}}}
		came(t, single(t, f, by, statement(said)), record.PutUpdated)
		came(t, single(t, f, by, statement(said)), record.PutUnchanged)

		came(t, single(t, f, by, source(record.Source{URL: "https://example.org/paper"})), record.PutUnchanged)
		came(t, single(t, f, by, source(record.Source{URL: "https://example.org/paper", Publisher: "The Paper", Kind: record.SourcePress})), record.PutUpdated)
		came(t, single(t, f, by, source(record.Source{URL: "https://example.org/2", Union: new(uuid.New())})), record.CodeInvalid)
		ledger(f)

		// A row that is refused half-way leaves nothing: not the source that it cites first.
		seq := f.Store.Seq()
		said.URL = "https://example.org/other"
		said.Citations = record.List[record.Citation]{{Draft: &record.Source{URL: "https://example.org/first"}}, {Source: record.SourceRef{ID: uuid.New()}}}
		came(t, single(t, f, by, statement(said)), record.CodeInvalid)
		if f.Store.Seq() != seq {
			t.Error("a row that was refused wrote")
		}
		came(t, single(t, f, by, statement(said), source(record.Source{URL: "https://example.org/3"})), record.PutCreated)
		if changes := ledger(f); f.Store.Seq() != seq+1 || changes[seq].Entity != record.EntitySource {
			t.Errorf("the record is at %d", f.Store.Seq())
		}
	})
}

func TestASessionReachesNoFurtherThanItsGrant(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		mine, other, c := f.Local("Mine"), f.Local("Other"), f.Call("A day", "2026-01-23")
		w := storetest.Within("organizer", mine.ID)
		position := func(u record.Union) func(*store.Import) record.PutResult {
			return func(i *store.Import) record.PutResult {
				return i.PutEndorsement(record.EndorsementPut{Call: record.Ref(c.Slug), Union: ref(u.ID), Position: record.Position{Position: record.Endorsed}})
			}
		}
		statement := func(u record.Union) func(*store.Import) record.PutResult {
			return func(i *store.Import) record.PutResult {
				return i.PutStatement(record.StatementPut{Statement: record.Statement{Title: "S", Kind: "letter", Issuers: record.List[record.UnionRef]{u.Ref()}}})
			}
		}
		union := func(i *store.Import) record.PutResult {
			results := storetest.Must(i.PutUnions([]record.UnionPut{{Union: record.Union{Kind: record.KindLocal, Name: "New"}}}))(t)
			return results[0]
		}
		for _, isNew := range []string{"a-day", "another"} {
			want := any(record.PutUnchanged)
			if isNew == "another" {
				want = record.CodeForbidden
			}
			came(t, single(t, f, w, func(i *store.Import) record.PutResult {
				return i.PutCall(record.CallPut{Call: record.Call{Slug: isNew, Kind: record.CallMarch, Title: "Another"}, Keep: true})
			}), want)
		}
		came(t, single(t, f, w, position(mine)), record.PutCreated)
		came(t, single(t, f, w, position(other)), record.CodeForbidden)
		came(t, single(t, f, w, statement(mine)), record.PutCreated)
		came(t, single(t, f, w, statement(other)), record.CodeForbidden)
		came(t, single(t, f, w, union), record.CodeForbidden)
	})
}

// Whoever follows the record learns of each batch once it is committed, and never of one that is not.
func TestWatchersLearnOfEachBatch(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			var told []int64
			f := storetest.Open(t, storetest.Database(t, name), store.Options{Wrote: func(c []record.Change, _ time.Duration) { told = append(told, c[len(c)-1].Seq) }})
			r := registry{120, 2024}
			r.bring(t, f.Store, true, 60)
			r.bring(t, f.Store, false, 60)
			same(t, "told", told, []int64{trades + 120, trades + 240})
			var first, last int64
			stopped := errors.New("stopped")
			err := f.Store.Import(t.Context(), by, false, func(i *store.Import) error {
				r.year++
				_, err := i.PutUnions(r.locals(0, 10))
				done(t, err)
				done(t, i.Commit())
				first, last = i.Seqs()
				_, err = i.PutUnions(r.locals(10, 10))
				done(t, err)
				return stopped
			})
			if !errors.Is(err, stopped) || first != trades+241 || last != trades+250 || f.Store.Seq() != last {
				t.Errorf("%v: from %d to %d of %d", err, first, last, f.Store.Seq())
			}
		})
	}
}

func TestTheReportOfAnImportIsKept(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		_, err := f.Store.ImportReport(t.Context(), uuid.New())
		refused(t, err, record.CodeNotFound)
		for _, dry := range []bool{false, true} {
			run := record.ImportRun{ID: uuid.New(), Kind: "unions", State: record.ImportRunning, DryRun: dry, Actor: "editor", CreatedAt: f.Store.Now()}
			done(t, f.Store.SaveImport(t.Context(), run))
			other := storetest.Open(t, f.Database, store.Options{Now: f.Clock.Now})
			read := func(s *store.Store, state record.ImportState) record.ImportRun {
				t.Helper()
				got := storetest.Must(s.ImportReport(t.Context(), run.ID))(t)
				if got.State != state {
					t.Errorf("%s, want %s", got.State, state)
				}
				return got
			}
			done(t, f.Store.Import(t.Context(), by, dry, func(i *store.Import) error {
				_, err := i.PutUnions(registry{5, 2024}.parents())
				if !dry {
					done(t, i.Commit())
				}
				run.Report = record.JSON(`{"read":20}`)
				done(t, f.Store.SaveImport(t.Context(), run)) // it waits for nobody
				same(t, "while it runs", read(f.Store, record.ImportRunning), run)
				read(other.Store, record.ImportRunning)
				return err
			}))
			f.Clock.Set(f.Store.Now().Add(2 * time.Hour))
			read(other.Store, record.ImportInterrupted)
			run.State, run.FinishedAt, run.FirstSeq, run.LastSeq = record.ImportDone, new(f.Store.Now()), 1, 20
			done(t, f.Store.SaveImport(t.Context(), run))
			same(t, "here", read(f.Store, record.ImportDone), run)
			same(t, "elsewhere", read(other.Store, record.ImportDone), run)
		}
	})
}
