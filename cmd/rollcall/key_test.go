package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollcall/internal/access"
	"rollcall/internal/store/storetest"
)

func TestAKeyIsShownOnceAndListedWithoutItsSecret(t *testing.T) {
	database := filepath.Join(t.TempDir(), "rollcall.db")
	s := rollcall(t, "key", "create", "--role", "editor", "--handle", "my-desk", "--database", database)
	key, err := access.ParseKey(strings.TrimSuffix(s.out, "\n"))
	if s.code != 0 || err != nil {
		t.Fatalf("standard output is not the key alone: %s, %v", s, err)
	}
	if !strings.Contains(s.err, key.ID()) || strings.Contains(s.err, key.Reveal()) {
		t.Errorf("beside the key: %s", s.err)
	}
	for _, args := range [][]string{{"key", "list"}, {"key", "list", "--json"}} {
		list := must(t, append(args, "--database", database)...)
		if !strings.Contains(list, key.ID()) || !strings.Contains(list, "my-desk") || strings.Contains(list, key.Reveal()) {
			t.Errorf("%v: %s", args, list)
		}
	}
}

func TestANewKeyAsJSON(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		federation := f.Union("national", "Example Federation")
		before := time.Now()
		out := must(t, "key", "create", "--json", "--database", f.Database, "--role", "organizer", "--handle", "local-desk",
			"--union", federation.Slug, "--union", federation.ID.String(), "--expires", "90d")
		shape := decode[map[string]any](t, []byte(out))
		for _, member := range []string{"id", "key", "role", "handle", "grants", "expires_at"} {
			if _, ok := shape[member]; !ok {
				t.Errorf("%q is missing: %s", member, out)
			}
		}
		made := decode[keyJSON](t, []byte(out))
		key, err := access.ParseKey(made.Key)
		if err != nil || key.ID() != made.ID || made.Role != access.Organizer || made.Handle != "local-desk" {
			t.Errorf("got %s, %v", out, err)
		}
		if len(made.Grants) != 1 || made.Grants[0] != federation.ID {
			t.Errorf("the grant is %v", made.Grants)
		}
		if made.ExpiresAt == nil || made.ExpiresAt.Sub(before).Round(time.Hour) != 90*24*time.Hour {
			t.Errorf("it expires at %v", made.ExpiresAt)
		}
		if forever := newKey(t, f.Database); forever.ExpiresAt != nil || forever.Grants == nil {
			t.Errorf("got %+v", forever)
		}
	})
}

func TestAKeyForAUnionThatIsNotThereIsNotMade(t *testing.T) {
	f := storetest.New(t, "sqlite")
	s := rollcall(t, "key", "create", "--role", "organizer", "--handle", "desk", "--union", "nobody", "--database", f.Database)
	if s.code != exitFailed || !strings.Contains(s.err, `"nobody"`) || s.out != "" {
		t.Errorf("got %s", s)
	}
	if list := must(t, "key", "list", "--json", "--database", f.Database); strings.TrimSpace(list) != "[]" {
		t.Errorf("got %s", list)
	}
}

func TestKeysChangeUnderARunningServer(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			database := storetest.Database(t, name)
			server := serve(t, database)
			works := func(key string) bool {
				t.Helper()
				switch a := server.ask(http.MethodGet, "/v1/me", key, ""); a.status {
				case http.StatusOK:
					return true
				case http.StatusUnauthorized:
					return false
				default:
					t.Fatalf("%d %s", a.status, a.body)
					return false
				}
			}
			first := newKey(t, database)
			if !works(first.Key) {
				t.Fatal("a new key does not work")
			}
			second := decode[keyJSON](t, []byte(must(t, "key", "rotate", first.ID, "--json", "--database", database)))
			if second.ID == first.ID || second.Role != first.Role || second.Handle != first.Handle {
				t.Errorf("rotated to %+v", second)
			}
			if !works(first.Key) || !works(second.Key) {
				t.Error("both keys work during the overlap")
			}
			if s := rollcall(t, "key", "rotate", first.ID, "--database", database); s.code != exitFailed || !strings.Contains(s.err, "rotated already") {
				t.Errorf("rotated twice: %s", s)
			}
			third := decode[keyJSON](t, []byte(must(t, "key", "rotate", second.ID, "--overlap", "0", "--json", "--database", database)))
			if works(second.Key) || !works(third.Key) {
				t.Error("without an overlap the old key ends at once")
			}
			// Whoever revokes a leaked key has the key at hand, not its id.
			if out := must(t, "key", "revoke", third.Key, "--database", database); !strings.Contains(out, third.ID) || strings.Contains(out, third.Key) {
				t.Errorf("got %s", out)
			}
			if works(third.Key) {
				t.Error("a revoked key works")
			}
			must(t, "key", "revoke", third.ID, "--database", database) // again is no error
			if s := rollcall(t, "key", "revoke", "nobodys", "--database", database); s.code != exitFailed || !strings.Contains(s.err, "nobodys") {
				t.Errorf("revoked what is not there: %s", s)
			}
		})
	}
}

func TestAskingForKeysMakesNoDatabase(t *testing.T) {
	database := filepath.Join(t.TempDir(), "typo.db")
	for _, args := range [][]string{{"key", "list"}, {"key", "revoke", "x"}, {"key", "rotate", "x"}} {
		if s := rollcall(t, append(args, "--database", database)...); s.code != exitFailed || !strings.Contains(s.err, "no record") {
			t.Errorf("%v: %s", args, s)
		}
	}
	if found, err := filepath.Glob(database + "*"); err != nil || found != nil {
		t.Errorf("left %v, %v", found, err)
	}
}
