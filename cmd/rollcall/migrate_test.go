package main

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// newer gives a database the schema of a program to come.
func newer(t testing.TB, database string) {
	t.Helper()
	db, err := sql.Open("sqlite", database)
	if err == nil {
		_, err = db.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMigratingAnEmptyDatabase(t *testing.T) {
	for name, database := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "rollcall.db") },
		"postgres": func() string { return storetest.Postgres(t, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			if name == "postgres" {
				storetest.PostgresServer(t, false) // skips where PostgreSQL is not wanted
			}
			database := database()
			status := func() store.Schema {
				t.Helper()
				return decode[store.Schema](t, []byte(must(t, "migrate", "status", "--json", "--database", database)))
			}
			if s := status(); s.Database != 0 || s.Program == 0 {
				t.Errorf("before: %+v", s)
			}
			if text := must(t, "migrate", "status", "--database", database); !strings.Contains(text, "no record yet") || !strings.Contains(text, "rollcall migrate up") {
				t.Errorf("before: %s", text)
			}
			if s := rollcall(t, "serve", "--no-migrate", "--listen", "127.0.0.1:0", "--database", database); s.code != exitFailed || !strings.Contains(s.err, "rollcall migrate up") {
				t.Errorf("served an old schema: %s", s)
			}
			if out := must(t, "migrate", "up", "--database", database); !strings.Contains(out, "applied 00001") {
				t.Errorf("got %s", out)
			}
			if s := status(); s.Database != s.Program {
				t.Errorf("after: %+v", s)
			}
			if out := must(t, "migrate", "up", "--database", database); !strings.Contains(out, "up to date") {
				t.Errorf("again: %s", out)
			}
			server := serve(t, database, "--no-migrate")
			until(t, "a word about the first key", func() bool { return strings.Contains(server.err.String(), "rollcall key create") })
		})
	}
}

func TestANewerSchemaIsRefusedByEveryCommand(t *testing.T) {
	database := storetest.Database(t, "sqlite")
	must(t, "migrate", "up", "--database", database)
	newer(t, database)
	for _, c := range []string{"serve --listen 127.0.0.1:0", "serve --no-migrate --listen 127.0.0.1:0", "migrate up", "migrate status", "migrate status --json", "key list", "key create --role admin --handle desk", "key revoke x", "doctor"} {
		s := rollcall(t, append(strings.Fields(c), "--database", database)...)
		if s.code != exitFailed || !strings.Contains(s.out+s.err, "newer rollcall") {
			t.Errorf("rollcall %s: %s", c, s)
		}
	}
}
