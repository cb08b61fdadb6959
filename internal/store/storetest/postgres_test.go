package storetest_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"rollcall/internal/store/storetest"
)

var migrated atomic.Int32

func migrate(dsn string) error {
	migrated.Add(1)
	conn, err := pgx.Connect(context.Background(), dsn)
	if err != nil {
		return err
	}
	// Not closed: the template must be usable all the same.
	_, err = conn.Exec(context.Background(), "CREATE TABLE note (text text NOT NULL)")
	return err
}

func TestEveryTestHasAMigratedDatabaseOfItsOwn(t *testing.T) {
	for _, name := range []string{"one", "two", "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := connect(t, storetest.Postgres(t, migrate))
			var count int
			err := conn.QueryRow(t.Context(), "WITH new AS (INSERT INTO note VALUES ('x') RETURNING 1) SELECT count(*) FROM note").Scan(&count)
			if err != nil {
				t.Fatal(err)
			}
			if count != 0 {
				t.Errorf("%d notes in a new database, want 0", count)
			}
			if ran := migrated.Load(); ran > 1 {
				t.Errorf("migrated %d times, want once", ran)
			}
		})
	}
}

func TestADatabaseIsGoneAfterItsTest(t *testing.T) {
	var dsn string
	t.Run("a test that leaves its connection open", func(t *testing.T) {
		dsn = storetest.Postgres(t, nil)
		if _, err := pgx.Connect(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
	})
	if conn, err := pgx.Connect(t.Context(), dsn); err == nil {
		_ = conn.Close(t.Context())
		t.Error("the database can still be reached")
	}
}

func TestADurableServerHasFsyncOn(t *testing.T) {
	conn := connect(t, storetest.PostgresServer(t, true))
	var fsync string
	if err := conn.QueryRow(t.Context(), "SHOW fsync").Scan(&fsync); err != nil {
		t.Fatal(err)
	}
	if fsync != "on" {
		t.Errorf("fsync is %s, want on", fsync)
	}
}

func TestNoPostgreSQLIsAFailureUnlessSQLiteOnlyWasAskedFor(t *testing.T) {
	if os.Getenv("ROLLCALL_TEST_SQLITE_ONLY") == "1" {
		t.Skip("asks for a PostgreSQL that is not there")
	}
	for name, want := range map[string]struct {
		variable, says string
		fails          bool
	}{
		"no server":   {"ROLLCALL_TEST_POSTGRES=postgres://127.0.0.1:1/none", "make test-sqlite", true},
		"SQLite only": {"ROLLCALL_TEST_SQLITE_ONLY=1", "--- SKIP", false},
	} {
		t.Run(name, func(t *testing.T) {
			again := exec.CommandContext(t.Context(), os.Args[0], "-test.v", "-test.run=^TestADatabaseIsGoneAfterItsTest$/^a_test")
			again.Env = append(os.Environ(), want.variable)
			out, err := again.CombinedOutput()
			if failed := err != nil; failed != want.fails {
				t.Errorf("failed is %v, want %v", failed, want.fails)
			}
			if !strings.Contains(string(out), want.says) {
				t.Errorf("does not say %q:\n%s", want.says, out)
			}
		})
	}
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}
