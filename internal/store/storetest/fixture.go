package storetest

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store"
)

// Start is the instant at which every test's clock stands at first.
var Start = time.Date(2026, 1, 22, 18, 0, 0, 0, time.UTC)

// Clock is a clock that a test sets. Every look at it moves it on by a microsecond, so that no two
// changes share an instant.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now answers the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Microsecond)
	return c.now
}

// Set puts the clock at an instant.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

// Fixture is an empty record in a database of the test's own, with short ways to fill it.
type Fixture struct {
	testing.TB
	Store *store.Store
	Clock *Clock
	// Database opens the same database again.
	Database string
}

// Databases names both databases, for tests that run on each.
var Databases = []string{"sqlite", "postgres"}

// OnEach runs a test on an empty record in each database.
func OnEach(t *testing.T, test func(t *testing.T, f *Fixture)) {
	t.Helper()
	for _, name := range Databases {
		t.Run(name, func(t *testing.T) { test(t, New(t, name)) })
	}
}

// Rounds is how often to repeat what is random: as often as it takes to find a wrong answer, and less where the race
// detector watches. That one looks for two goroutines at one variable, which a few rounds show it as well as many, and
// under it everything takes several times longer.
func Rounds(many, racing int) int {
	if Racing {
		return racing
	}
	return many
}

// New opens an empty record in the database of that name.
func New(t testing.TB, name string) *Fixture {
	t.Helper()
	return Open(t, Database(t, name), store.Options{})
}

// Database makes an empty database with the schema in place and answers how to open it.
func Database(t testing.TB, name string) string {
	t.Helper()
	if name == "postgres" {
		return Postgres(t, migrate)
	}
	return filepath.Join(t.TempDir(), "rollcall.db")
}

func migrate(dsn string) error {
	_, err := store.Migrate(context.Background(), dsn)
	return err
}

// Open opens a database with options of the test's choice and a clock of its own.
func Open(t testing.TB, database string, o store.Options) *Fixture {
	t.Helper()
	f := &Fixture{TB: t, Clock: &Clock{now: Start}, Database: database}
	o.Database, o.Migrate = database, true
	if o.Now == nil {
		o.Now = f.Clock.Now
	}
	var err error
	if f.Store, err = store.Open(context.Background(), o); err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := f.Store.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return f
}

// By is a write in somebody's name without bounds.
func By(handle string) record.Write { return record.Write{Actor: handle} }

// Within is a write in somebody's name that is bounded by a grant.
func Within(handle string, unions ...uuid.UUID) record.Write {
	return record.Write{Actor: handle, Grant: &unions}
}

// Must takes the two results of a call and answers the first; the test fails unless the error is nil.
func Must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Union creates a union of a kind below any number of parents.
func (f *Fixture) Union(kind record.UnionKind, name string, parents ...record.Union) record.Union {
	f.Helper()
	u := Must(record.NewUnion(record.Union{Kind: kind, Name: name, Place: record.Place{Country: "US", Region: "US-MN"}}))(f)
	u = Must(f.Store.CreateUnion(f.Context(), By("editor"), u, ""))(f)
	for _, p := range parents {
		f.Affiliate(u, p, "", "")
	}
	return u
}

// Local creates a local below any number of parents.
func (f *Fixture) Local(name string, parents ...record.Union) record.Union {
	f.Helper()
	return f.Union(record.KindLocal, name, parents...)
}

// Affiliate charters a union by a parent for a time.
func (f *Fixture) Affiliate(child, parent record.Union, from, until record.Date) record.Affiliation {
	f.Helper()
	a := Must(record.NewAffiliation(record.Affiliation{Parent: parent.Ref(), Type: record.Chartered, From: from, Until: until}))(f)
	return Must(f.Store.CreateAffiliation(f.Context(), By("editor"), record.Ref(child.Slug), a))(f)
}

// Call creates a day of action.
func (f *Fixture) Call(title string, day record.Date) record.Call {
	f.Helper()
	c := Must(record.NewCall(record.Call{Kind: record.CallDayOfAction, Title: title, StartsOn: day, TimeZone: "America/Chicago", Asks: record.List[string]{"no_work", "rally"}}))(f)
	return Must(f.Store.CreateCall(f.Context(), By("editor"), c))(f)
}

// Position is a position that cites a press report.
func (f *Fixture) Position(stance record.Stance, on record.Date, urls ...string) record.Position {
	f.Helper()
	p := record.Position{Position: stance, EffectiveOn: on}
	for _, u := range urls {
		p.Citations = append(p.Citations, record.Citation{Draft: &record.Source{URL: u, Title: "A report", Publisher: record.HostOf(u), Kind: record.SourcePress}})
	}
	return Must(record.NewPosition(p))(f)
}

// Put records a union's position on a call, whatever stood before.
func (f *Fixture) Put(c record.Call, u record.Union, p record.Position) record.EndorsementView {
	f.Helper()
	m := record.Match{}
	list := Must(f.Store.Endorsements(f.Context(), record.EndorsementFilter{Calls: []record.Ref{record.Ref(c.Slug)}, Unions: []record.Ref{record.Ref(u.Slug)}}, record.Page{Sort: "effective_on", Limit: 1}))(f)
	if len(list.Items) == 1 {
		m = record.Match{Given: true, Version: list.Items[0].Version}
	}
	return Must(f.Store.PutEndorsement(f.Context(), By("editor"), record.Ref(c.Slug), record.Ref(u.Slug), p, m))(f).EndorsementView
}
