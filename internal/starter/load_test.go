package starter_test

import (
	"testing"

	"rollcall/internal/demo"
	"rollcall/internal/record"
	"rollcall/internal/starter"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// put puts the whole registry into the record and counts what became of it.
func put(t *testing.T, f *storetest.Fixture) map[record.Outcome]int {
	t.Helper()
	puts := storetest.Must(starter.Unions())(t)
	outcomes := map[record.Outcome]int{}
	err := f.Store.Import(t.Context(), record.Write{Actor: starter.Handle, Reason: starter.Reason}, false, func(i *store.Import) error {
		results, err := i.PutUnions(puts)
		for n, r := range results {
			if r.Err != nil {
				t.Errorf("%s: %v", puts[n].Union.Slug, r.Err)
			}
			if want := puts[n].Union.Slug; r.Slug != want {
				t.Errorf("%s became %s", want, r.Slug)
			}
			outcomes[r.Outcome]++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return outcomes
}

func TestTheRegistryIsLoadedOnce(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		all := len(storetest.Must(starter.Unions())(t))
		if got := put(t, f); got[record.PutCreated] != all {
			t.Errorf("of %d: %v", all, got)
		}
		seq := f.Store.Seq()
		if got := put(t, f); got[record.PutUnchanged] != all || f.Store.Seq() != seq {
			t.Errorf("the second time: %v, and seq goes from %d to %d", got, seq, f.Store.Seq())
		}
		if u := storetest.Must(f.Store.Union(t.Context(), "seiu", record.Moment{}))(t); u.Name != "Service Employees International Union" || len(u.Parents) < 2 {
			t.Errorf("got %+v", u)
		}
		// Dated where the date is known: the SEIU came back to the AFL-CIO in January 2025.
		was := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{Parents: []record.Ref{"afl-cio"}}, record.Page{Moment: record.Moment{AsOf: "2024-06-01"}}))(t)
		for _, u := range was.Items {
			if u.Slug == "seiu" {
				t.Error("the SEIU is in the AFL-CIO of 2024")
			}
		}
	})
}

// Whoever tried the example record first, or corrected something, keeps what they have.
func TestTheRegistryMeansTheUnionsOfTheExampleRecord(t *testing.T) {
	f := storetest.New(t, "sqlite")
	if err := demo.Load(t.Context(), f.Store); err != nil {
		t.Fatal(err)
	}
	before := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{}))(t).Items
	all := len(storetest.Must(starter.Unions())(t))
	got := put(t, f)
	after := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{}))(t).Items
	if both := all - got[record.PutCreated]; both < 10 || len(after) != len(before)+got[record.PutCreated] {
		t.Errorf("%d are in both: %v; %d unions become %d", both, got, len(before), len(after))
	}
	names := map[string]string{}
	for _, u := range after {
		names[u.Slug] = u.Name
	}
	for _, u := range before {
		if names[u.Slug] != u.Name {
			t.Errorf("%s was called %q and is %q", u.Slug, u.Name, names[u.Slug])
		}
	}
	seq := f.Store.Seq()
	if got := put(t, f); got[record.PutUnchanged] != all || f.Store.Seq() != seq {
		t.Errorf("the second time: %v", got)
	}
}
