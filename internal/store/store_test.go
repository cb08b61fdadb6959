package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

var by = storetest.By("editor")

// The tests run far from UTC on purpose: an instant that is read in the machine's zone is then plainly wrong.
func TestMain(m *testing.M) {
	time.Local = time.FixedZone("far", -9*60*60)
	if database := os.Getenv(childDatabase); database != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(database))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// ref names a record by its id.
func ref(id uuid.UUID) record.Ref { return record.Ref(id.String()) }

// refused fails the test unless err has the code.
func refused(t testing.TB, err error, code record.Code) record.Error {
	t.Helper()
	var e *record.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Fatalf("refused with %v, want %s", err, code)
	}
	return *e
}

// done fails the test unless err is nil.
func done(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// same fails the test unless both are equal as JSON.
func same(t testing.TB, what string, got, want any) {
	t.Helper()
	if g, w := text(got), text(want); g != w {
		t.Fatalf("%s: got\n%s\nwant\n%s", what, g, w)
	}
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// seeded makes random numbers whose seed a failing test prints.
func seeded(t testing.TB) *rand.Rand {
	seed := rand.Uint64()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d", seed)
		}
	})
	return rand.New(rand.NewPCG(seed, 0))
}

func pick[T any](r *rand.Rand, items []T) T { return items[r.IntN(len(items))] }

func slugs[T any](items []T, slug func(T) string) []string {
	out := make([]string, len(items))
	for i, item := range items {
		out[i] = slug(item)
	}
	return out
}

// everything is what the record answers: each record as JSON by a word that names it.
type everything map[string]string

// all reads the whole record as of a Moment.
func all(f *storetest.Fixture, m record.Moment) everything {
	f.Helper()
	out := everything{}
	p := record.Page{Moment: m}
	ctx := f.Context()
	unions := storetest.Must(f.Store.Unions(ctx, record.UnionFilter{Statuses: record.UnionStatuses}, p))(f)
	for _, u := range unions.Items {
		out["union "+u.ID.String()] = text(u)
		out["parents of "+u.ID.String()] = text(u.Parents)
		if u.MergedInto != nil {
			continue // its affiliations follow its survivor
		}
		for _, a := range storetest.Must(f.Store.Affiliations(ctx, ref(u.ID), record.AffiliationFilter{}, p))(f).Items {
			out["affiliation "+a.ID.String()] = text(a)
		}
	}
	for name, v := range lists(f, m) {
		out[name] = v
	}
	for _, e := range storetest.Must(f.Store.Endorsements(ctx, record.EndorsementFilter{}, p))(f).Items {
		out["timeline "+e.ID.String()] = text(storetest.Must(f.Store.Timeline(ctx, e.ID, m))(f))
	}
	return out
}

// lists reads what the lists answer, each with a word for it.
func lists(f *storetest.Fixture, m record.Moment) everything {
	f.Helper()
	out := everything{}
	p := record.Page{Moment: m}
	ctx := f.Context()
	for _, u := range storetest.Must(f.Store.Unions(ctx, record.UnionFilter{Statuses: record.UnionStatuses}, p))(f).Items {
		out["union "+u.ID.String()] = text(u)
		out["parents of "+u.ID.String()] = text(u.Parents)
	}
	for _, c := range storetest.Must(f.Store.Calls(ctx, record.CallFilter{}, p))(f).Items {
		out["call "+c.ID.String()] = text(c)
	}
	for _, e := range storetest.Must(f.Store.Endorsements(ctx, record.EndorsementFilter{}, p))(f).Items {
		out["endorsement "+e.ID.String()] = text(e)
	}
	for _, s := range storetest.Must(f.Store.Statements(ctx, record.StatementFilter{}, p))(f).Items {
		out["statement "+s.ID.String()] = text(s)
	}
	for _, s := range storetest.Must(f.Store.Sources(ctx, record.SourceFilter{}, p))(f).Items {
		out["source "+s.ID.String()] = text(s)
	}
	return out
}

// facts is everything without versions and instants, which any write moves on.
func (e everything) facts() everything {
	out := everything{}
	for name, v := range e {
		var members any
		if err := json.Unmarshal([]byte(v), &members); err != nil {
			panic(err)
		}
		if m, ok := members.(map[string]any); ok {
			delete(m, "version")
			delete(m, "updated_at")
		}
		out[name] = text(members)
	}
	return out
}

// sameRecord fails the test unless both hold the same, and says where they differ.
func sameRecord(t testing.TB, what string, got, want everything) {
	t.Helper()
	differ := ""
	for name, w := range want {
		if g, ok := got[name]; !ok {
			differ += fmt.Sprintf("\n%s is missing: %s", name, w)
		} else if g != w {
			differ += fmt.Sprintf("\n%s\n got %s\nwant %s", name, g, w)
		}
	}
	for name, g := range got {
		if _, ok := want[name]; !ok {
			differ += fmt.Sprintf("\n%s should not be: %s", name, g)
		}
	}
	if differ != "" {
		t.Fatalf("%s differs:%s", what, differ)
	}
}

// ledger reads all changes and fails the test unless they follow each other without a gap.
func ledger(f *storetest.Fixture) []record.Change {
	f.Helper()
	changes := storetest.Must(f.Store.Changes(f.Context(), record.ChangeFilter{}))(f)
	type revision struct {
		id      uuid.UUID
		version int
	}
	after := map[revision]record.JSON{}
	for i, c := range changes {
		if c.Seq != int64(i+1) {
			f.Fatalf("change %d has seq %d", i+1, c.Seq)
		}
		if i > 0 && c.At.Before(changes[i-1].At) {
			f.Fatalf("change %d is of %s, the one before of %s", c.Seq, c.At, changes[i-1].At)
		}
		if _, known := after[revision{c.ID, c.Version - 1}]; c.Version > 1 && !known {
			f.Fatalf("change %d is version %d of %s %s, which has no version before it", c.Seq, c.Version, c.Entity, c.ID)
		}
		if text(c.Before) != text(after[revision{c.ID, c.Version - 1}]) {
			f.Fatalf("change %d: before is not what stood after the change before", c.Seq)
		}
		after[revision{c.ID, c.Version}] = c.After
	}
	return changes
}

// since are the changes after those that were there.
func since(f *storetest.Fixture, before []record.Change) []record.Change {
	f.Helper()
	return slices.Clone(ledger(f)[len(before):])
}
