// Package storetest is what the tests of several packages stand on: a PostgreSQL, a migrated database for each test,
// and one behaviour suite for both databases.
package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/url"
	"os"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"rollcall/internal/store/storetest/pgserver"
	"rollcall/migrations"
)

// Where the tests' PostgreSQL comes from; CONTRIBUTING.md tells a person the same.
const (
	serverVariable     = "ROLLCALL_TEST_POSTGRES"
	sqliteOnlyVariable = "ROLLCALL_TEST_SQLITE_ONLY"
)

// administrationTimeout bounds the making and the dropping of one database, with the wait for others that do the same.
const administrationTimeout = 2 * time.Minute

// Postgres gives the test a database of its own and drops it after the test. The database is a clone of a template
// that migrate has been run on once; with a nil migrate it is empty. All tests that hand in the same function share
// the template, those of other processes too.
//
// There is no silent way around it: a test that asks for a PostgreSQL where none can be had fails, and is skipped only
// where whoever runs the tests said so (ROLLCALL_TEST_SQLITE_ONLY=1, as make test-sqlite does).
func Postgres(t testing.TB, migrate func(dsn string) error) (dsn string) {
	t.Helper()
	server := PostgresServer(t, false)
	ctx, cancel := context.WithTimeout(context.Background(), administrationTimeout)
	defer cancel()

	source := "template0"
	if migrate != nil {
		var err error
		if source, err = template(ctx, server, migrate); err != nil {
			t.Fatalf("make the template database: %v", err)
		}
	}
	name := "rollcall_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := administer(ctx, server, "CREATE DATABASE "+name+" TEMPLATE "+source+" STRATEGY FILE_COPY"); err != nil {
		t.Fatalf("make the test's database: %v", err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		ctx, cancel := context.WithTimeout(context.Background(), administrationTimeout)
		defer cancel()
		if err := administer(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	dsn, err := database(server, name)
	if err != nil {
		t.Fatal(err)
	}
	return dsn
}

// PostgresServer is the DSN of a server on which the test may make and drop databases. With durable the server has
// fsync on, as a kill test and a benchmark of writes need.
//
// It is the server that ROLLCALL_TEST_POSTGRES names, where that is durable enough, else a throwaway one that all
// tests of the process share and that ends with the process.
func PostgresServer(t testing.TB, durable bool) string {
	t.Helper()
	if os.Getenv(sqliteOnlyVariable) == "1" {
		t.Skipf("needs PostgreSQL, and %s=1 asks for the tests on SQLite only", sqliteOnlyVariable)
	}
	server := &shared[0]
	if durable {
		server = &shared[1]
	}
	server.once.Do(func() { server.dsn, server.started, server.err = findServer(durable) })
	if server.err != nil {
		t.Fatalf("no PostgreSQL for the tests: %v\n"+
			"Install PostgreSQL %d or newer (Debian: apt-get install postgresql), or set %s to the DSN of a server on which databases may be made, "+
			"or run make test-sqlite for less.", server.err, pgserver.Oldest, serverVariable)
	}
	return server.dsn
}

// shared are the process's two servers, the quick and the durable one. They are not stopped by us: a test binary has
// no last moment that a panic or a kill does not skip, so pgserver's watcher waits for the process to be gone.
// They are kept here all the same: a server that nothing refers to is collected, and what ties it to the process with it.
var shared [2]struct {
	once    sync.Once
	dsn     string
	started *pgserver.Server
	err     error
}

func findServer(durable bool) (dsn string, started *pgserver.Server, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), administrationTimeout)
	defer cancel()
	if given := os.Getenv(serverVariable); given != "" {
		enough, err := examine(ctx, given, durable)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", serverVariable, err)
		}
		if enough {
			return given, nil, nil
		}
	}
	if started, err = pgserver.Start(ctx, durable); err != nil {
		return "", nil, err
	}
	return started.DSN, started, nil
}

// examine says whether a given server is durable enough. One that is too old is an error.
func examine(ctx context.Context, dsn string, durable bool) (enough bool, err error) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return false, err
	}
	defer conn.Close(ctx)
	var version int
	var fsync bool
	err = conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int, current_setting('fsync')::bool").Scan(&version, &fsync)
	if err != nil {
		return false, err
	}
	if version/10000 < pgserver.Oldest {
		return false, fmt.Errorf("PostgreSQL %d is too old, Rollcall needs %d", version/10000, pgserver.Oldest)
	}
	return fsync || !durable, nil
}

// template is the name of the server's migrated database, which is made if it is not there. Processes that come at
// the same time make it once: they wait for each other at an advisory lock.
func template(ctx context.Context, server string, migrate func(dsn string) error) (string, error) {
	templates.Lock()
	defer templates.Unlock()
	version, err := schema(migrate)
	if err != nil {
		return "", err
	}
	name := "rollcall_template_" + version
	if templates.made[server+name] {
		return name, nil
	}

	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx) // and with it the lock
	lock := fnv.New64a()
	_, _ = lock.Write([]byte(name))
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lock.Sum64())); err != nil {
		return "", err
	}
	var finished bool
	err = conn.QueryRow(ctx, "SELECT datistemplate FROM pg_database WHERE datname = $1", name).Scan(&finished)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return "", err
	}
	if !finished {
		if err := makeTemplate(ctx, conn, server, name, migrate); err != nil {
			return "", err
		}
	}
	templates.made[server+name] = true
	return name, nil
}

var templates = struct {
	sync.Mutex
	made map[string]bool
}{made: map[string]bool{}}

// makeTemplate marks the database as a template last of all: one without the mark was left by a process that did not
// live to finish it, and is made anew.
func makeTemplate(ctx context.Context, conn *pgx.Conn, server, name string, migrate func(dsn string) error) error {
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name + " WITH (FORCE)", "CREATE DATABASE " + name + " TEMPLATE template0"} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	dsn, err := database(server, name)
	if err != nil {
		return err
	}
	if err := migrate(dsn); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// A connection that migrate left open would make every clone fail.
	_, err = conn.Exec(ctx, "ALTER DATABASE "+name+" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false")
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1", name)
	return err
}

// schema tells one set of migrations from another, so that a server that outlives the tests never hands out an old one,
// and one migrate function from another.
func schema(migrate func(dsn string) error) (string, error) {
	sum := sha256.New()
	_, _ = fmt.Fprintln(sum, runtime.FuncForPC(reflect.ValueOf(migrate).Pointer()).Name())
	err := fs.WalkDir(migrations.Postgres, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(migrations.Postgres, path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(sum, "%s %d\n%s", path, len(content), content)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)[:8]), err
}

func administer(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// database is the DSN of another database on the same server, in the form that the server's own has: a URL or
// "key=value" words, of which the last one for a key holds.
func database(server, name string) (string, error) {
	if !strings.HasPrefix(server, "postgres://") && !strings.HasPrefix(server, "postgresql://") {
		return server + " dbname=" + name, nil
	}
	dsn, err := url.Parse(server)
	if err != nil {
		return "", err
	}
	dsn.Path = "/" + name
	return dsn.String(), nil
}
