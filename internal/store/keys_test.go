package store_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func newKey(t *testing.T, f *storetest.Fixture, c access.Credential) (access.Key, access.Credential) {
	t.Helper()
	key := storetest.Must(access.NewKey(rand.Reader))(t)
	c.ID, c.Hash = key.ID(), key.Hash()
	if c.Role == "" {
		c.Role = access.Editor
	}
	return key, storetest.Must(f.Store.CreateKey(t.Context(), by, c))(t)
}

func TestOfAKeyOnlyItsHashIsKept(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		local := f.Local("Local 1")
		seq := f.Store.Seq()
		expires := storetest.Start.Add(time.Hour)
		key, made := newKey(t, f, access.Credential{Handle: "one", Role: access.Organizer, Grants: []uuid.UUID{local.ID}, ExpiresAt: &expires})
		read := storetest.Must(f.Store.Credential(t.Context(), key.ID()))(t)
		same(t, "read", read, made)
		if !key.Matches(read.Hash) || read.Grants[0] != local.ID || !read.ExpiresAt.Equal(expires) || read.CreatedAt.Location() != time.UTC || read.ExpiresAt.Location() != time.UTC {
			t.Errorf("kept %+v", read)
		}
		if f.Store.Seq() != seq {
			t.Error("a key took a seq")
		}
		_, err := f.Store.Credential(t.Context(), "nobody")
		refused(t, err, record.CodeNotFound)
		_, err = f.Store.CreateKey(t.Context(), by, access.Credential{ID: "x", Handle: "two", Role: access.Organizer, Grants: []uuid.UUID{uuid.New()}, Hash: key.Hash()})
		refused(t, err, record.CodeInvalid)

		driver := map[bool]string{true: "pgx", false: "sqlite"}[strings.HasPrefix(f.Database, "postgres")]
		db, err := sql.Open(driver, f.Database)
		done(t, err)
		defer db.Close()
		var row string
		done(t, db.QueryRowContext(t.Context(), "SELECT id || handle || role || CAST(grants AS TEXT) || CAST(hash AS TEXT) FROM keys").Scan(&row))
		if strings.Contains(row, key.Reveal()) || strings.Contains(row, key.Reveal()[14:50]) {
			t.Error("the secret is in the database")
		}
	})
}

func TestARotatedKeyWorksBesideItsSuccessorForAWhile(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		key, _ := newKey(t, f, access.Credential{Handle: "one"})
		next := storetest.Must(access.NewKey(rand.Reader))(t)
		successor := storetest.Must(f.Store.RotateKey(t.Context(), by, key.ID(), next, time.Hour))(t)
		if successor.ID != next.ID() || successor.Handle != "one" || successor.Role != access.Editor {
			t.Errorf("the successor is %+v", successor)
		}
		old := storetest.Must(f.Store.Credential(t.Context(), key.ID()))(t)
		done(t, old.Usable(storetest.Start.Add(59*time.Minute)))
		if err := old.Usable(storetest.Start.Add(61 * time.Minute)); !errors.Is(err, access.ErrExpired) {
			t.Errorf("after the overlap: %v", err)
		}
		if !next.Matches(storetest.Must(f.Store.Credential(t.Context(), next.ID()))(t).Hash) || old.ReplacedBy != next.ID() {
			t.Error("the successor is not kept")
		}
		_, err := f.Store.RotateKey(t.Context(), by, key.ID(), storetest.Must(access.NewKey(rand.Reader))(t), time.Hour)
		refused(t, err, record.CodeConflict)
		_, err = f.Store.RotateKey(t.Context(), by, "nobody", next, time.Hour)
		refused(t, err, record.CodeNotFound)
	})
}

func TestARevokedKeyStaysRevoked(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		key, _ := newKey(t, f, access.Credential{Handle: "one"})
		refused(t, f.Store.RevokeKey(t.Context(), by, "nobody"), record.CodeNotFound)
		done(t, f.Store.RevokeKey(t.Context(), by, key.ID()))
		first := storetest.Must(f.Store.Credential(t.Context(), key.ID()))(t)
		if err := first.Usable(f.Clock.Now()); !errors.Is(err, access.ErrRevoked) {
			t.Errorf("revoked, and %v", err)
		}
		done(t, f.Store.RevokeKey(t.Context(), by, key.ID()))
		if again := storetest.Must(f.Store.Credential(t.Context(), key.ID()))(t); !again.RevokedAt.Equal(*first.RevokedAt) {
			t.Error("revoked anew")
		}
		_, err := f.Store.RotateKey(t.Context(), by, key.ID(), storetest.Must(access.NewKey(rand.Reader))(t), 0)
		refused(t, err, record.CodeConflict)
	})
}

func TestKeysAreListedInTheOrderOfTheirCreation(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		var made []string
		for n := range 7 {
			key, _ := newKey(t, f, access.Credential{Handle: fmt.Sprint(n)})
			made = append(made, key.ID())
			if n == 3 {
				f.Clock.Set(storetest.Start) // several of one instant
			}
		}
		whole := storetest.Must(f.Store.Credentials(t.Context(), record.Page{Total: true}))(t)
		if *whole.Total != 7 || len(whole.Items) != 7 {
			t.Fatalf("%d keys of %d", len(whole.Items), *whole.Total)
		}
		for _, descending := range []bool{false, true} {
			for _, limit := range []int{1, 3, 7} {
				var got []string
				for p := (record.Page{Sort: "created_at", Descending: descending, Limit: limit}); ; {
					list := storetest.Must(f.Store.Credentials(t.Context(), p))(t)
					for _, c := range list.Items {
						got = append(got, c.ID)
					}
					if p.After = list.Next; p.After == nil || len(got) > 7 {
						break
					}
				}
				want := slugs(whole.Items, func(c access.Credential) string { return c.ID })
				if descending {
					slices.Reverse(want)
				}
				same(t, fmt.Sprint("keys by ", limit), got, want)
			}
		}
		if at := slices.Index(slugs(whole.Items, func(c access.Credential) string { return c.ID }), made[3]); at != 6 {
			t.Errorf("the last is at %d", at)
		}
	})
}

// replay is a write that is to be answered once.
func replay(key string, body string) record.Write {
	return record.Write{Actor: "editor", Idempotency: &record.Idempotency{Owner: "owner", Key: key, Fingerprint: []byte(body), Render: func(result any) (record.Answer, error) {
		return record.Answer{Status: 201, ETag: `"1"`, Location: "/v1/unions/" + result.(record.Union).Slug, Body: []byte(text(result))}, nil
	}}}
}

func TestAnAnswerIsKeptWithItsWrite(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		answered := func(owner, key string) *record.Answer {
			return storetest.Must(f.Store.Answered(t.Context(), owner, key))(t)
		}
		if answered("owner", "1") != nil {
			t.Error("answered before it was asked")
		}
		u := storetest.Must(f.Store.CreateUnion(t.Context(), replay("1", "body"), record.Union{Kind: record.KindLocal, Name: "Local 1"}, ""))(t)
		got := answered("owner", "1")
		if got == nil || got.Status != 201 || got.ETag != `"1"` || got.Location != "/v1/unions/local-1" || string(got.Body) != text(u) || string(got.Fingerprint) != "body" {
			t.Fatalf("kept %+v", got)
		}
		if answered("another", "1") != nil || answered("owner", "2") != nil {
			t.Error("an answer for somebody else")
		}
		// The same key again: nothing is written twice.
		_, err := f.Store.CreateUnion(t.Context(), replay("1", "body"), record.Union{Kind: record.KindLocal, Name: "Local 2"}, "")
		refused(t, err, record.CodeInFlight)
		// A write that fails keeps no answer, so that it can be sent again.
		_, err = f.Store.CreateUnion(t.Context(), replay("2", "body"), record.Union{Kind: record.KindLocal, Name: "Local 2", Slug: "local-1"}, "")
		refused(t, err, record.CodeConflict)
		if answered("owner", "2") != nil {
			t.Error("a failure was kept")
		}
		if n := len(ledger(f)); n != 1 {
			t.Errorf("%d changes", n)
		}
		f.Clock.Set(storetest.Start.Add(25 * time.Hour))
		if answered("owner", "1") != nil {
			t.Error("kept for ever")
		}
		storetest.Must(f.Store.CreateUnion(t.Context(), replay("1", "body"), record.Union{Kind: record.KindLocal, Name: "Local 3"}, ""))(t)
	})
}

func TestOfManyRequestsWithOneKeyOneWrites(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		for round := range 10 {
			var wrote atomic.Int32
			var wg sync.WaitGroup
			for range 6 {
				wg.Go(func() {
					_, err := f.Store.CreateUnion(context.WithoutCancel(t.Context()), replay(fmt.Sprint(round), ""), record.Union{Kind: record.KindLocal, Name: "Local"}, "")
					if err == nil {
						wrote.Add(1)
					} else if !record.Is(err, record.CodeInFlight) {
						t.Errorf("the others are told %v", err)
					}
				})
			}
			wg.Wait()
			if wrote.Load() != 1 {
				t.Fatalf("%d wrote", wrote.Load())
			}
		}
	})
}
