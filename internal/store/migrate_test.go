package store_test

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
	"rollcall/migrations"
)

// bare is an empty database without a schema.
func bare(t *testing.T, name string) string {
	t.Helper()
	if name == "postgres" {
		return storetest.Postgres(t, nil)
	}
	return filepath.Join(t.TempDir(), "roll call #1?%.db")
}

func onEachBare(t *testing.T, test func(t *testing.T, name, database string)) {
	t.Helper()
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) { test(t, name, bare(t, name)) })
	}
}

// gooseOf runs the migrations by hand.
func gooseOf(t *testing.T, name, database string) (*goose.Provider, *sql.DB) {
	t.Helper()
	driver, dialect, files := "pgx", goose.DialectPostgres, fs.FS(migrations.Postgres)
	if name == "sqlite" {
		driver, dialect, files = "sqlite", goose.DialectSQLite3, migrations.SQLite
		database = "file:" + strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23", " ", "%20").Replace(database)
	}
	db, err := sql.Open(driver, database)
	done(t, err)
	t.Cleanup(func() { _ = db.Close() })
	files, err = fs.Sub(files, name)
	done(t, err)
	return storetest.Must(goose.NewProvider(dialect, db, files))(t), db
}

func TestMigratingTwiceIsMigratingOnce(t *testing.T) {
	onEachBare(t, func(t *testing.T, _, database string) {
		if s := storetest.Must(store.SchemaOf(t.Context(), database))(t); s.Database != 0 || s.Program < 1 {
			t.Errorf("an empty database has schema %+v", s)
		}
		if _, err := os.Stat(database); !store.IsPostgres(database) && !errors.Is(err, fs.ErrNotExist) {
			t.Error("a question made the file")
		}
		applied := storetest.Must(store.Migrate(t.Context(), database))(t)
		s := storetest.Must(store.SchemaOf(t.Context(), database))(t)
		if len(applied) == 0 || s.Database != s.Program {
			t.Errorf("applied %v, now at %+v", applied, s)
		}
		if applied = storetest.Must(store.Migrate(t.Context(), database))(t); len(applied) != 0 {
			t.Errorf("applied %v again", applied)
		}
		storetest.Open(t, database, store.Options{}).Local("Local 1")
	})
}

func TestAnOldSchemaIsRefusedUntilItIsMigrated(t *testing.T) {
	onEachBare(t, func(t *testing.T, _, database string) {
		for range 2 {
			if _, err := store.Open(t.Context(), store.Options{Database: database}); !errors.Is(err, store.ErrOldSchema) {
				t.Fatalf("opened with %v", err)
			}
		}
		storetest.Must(store.Migrate(t.Context(), database))(t)
		s := storetest.Must(store.Open(t.Context(), store.Options{Database: database}))(t)
		done(t, s.Close())
	})
}

func TestANewerSchemaIsRefused(t *testing.T) {
	onEachBare(t, func(t *testing.T, name, database string) {
		storetest.Must(store.Migrate(t.Context(), database))(t)
		_, db := gooseOf(t, name, database)
		_, err := db.ExecContext(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, TRUE)")
		done(t, err)
		for _, migrate := range []bool{false, true} {
			if _, err := store.Open(t.Context(), store.Options{Database: database, Migrate: migrate}); !errors.Is(err, store.ErrNewerSchema) {
				t.Errorf("opened with %v", err)
			}
		}
		if _, err := store.Migrate(t.Context(), database); !errors.Is(err, store.ErrNewerSchema) {
			t.Errorf("migrated with %v", err)
		}
	})
}

func TestProcessesThatStartTogetherMigrateOnce(t *testing.T) {
	onEachBare(t, func(t *testing.T, _, database string) {
		var mu sync.Mutex
		var applied []string
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				paths, err := store.Migrate(context.WithoutCancel(t.Context()), database)
				if err != nil {
					t.Errorf("migrate: %v", err)
				}
				mu.Lock()
				applied = append(applied, paths...)
				mu.Unlock()
			})
		}
		wg.Wait()
		if s := storetest.Must(store.SchemaOf(t.Context(), database))(t); int64(len(applied)) != s.Program || s.Database != s.Program {
			t.Errorf("applied %v, now at %+v", applied, s)
		}
	})
}

func TestWhatWasAppliedBeforeAMigrationThatFailsIsNamed(t *testing.T) {
	onEachBare(t, func(t *testing.T, name, database string) {
		p, db := gooseOf(t, name, database)
		_, err := db.ExecContext(t.Context(), "CREATE TABLE webhooks (id integer)") // in the way of the fourth
		done(t, err)
		applied, err := store.Migrate(t.Context(), database)
		if err == nil {
			t.Fatal("a migration that cannot be applied is no error")
		}
		var want []string
		for _, source := range p.ListSources()[:3] {
			want = append(want, source.Path)
		}
		if !slices.Equal(applied, want) {
			t.Errorf("applied %v, want %v: %v", applied, want, err)
		}
	})
}

func TestTheSchemaCanBeTakenDown(t *testing.T) {
	onEachBare(t, func(t *testing.T, name, database string) {
		storetest.Must(store.Migrate(t.Context(), database))(t)
		p, db := gooseOf(t, name, database)
		if _, err := p.DownTo(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		count := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'"
		if name == "postgres" {
			count = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'"
		}
		var left int
		done(t, db.QueryRowContext(t.Context(), count).Scan(&left))
		if left != 0 {
			t.Errorf("%d tables are left", left)
		}
		done(t, db.Close())
		storetest.Open(t, database, store.Options{}).Local("Local 1")
	})
}

// Both databases keep the same tables with the same columns, but for the indexes of words.
func TestTheTwoSchemasAreOne(t *testing.T) {
	columns := map[string]string{}
	onEachBare(t, func(t *testing.T, name, database string) {
		storetest.Must(store.Migrate(t.Context(), database))(t)
		_, db := gooseOf(t, name, database)
		query := "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '%\\_words%' ESCAPE '\\' UNION ALL SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY 1"
		if name == "postgres" {
			query = "SELECT table_name || '.' || column_name COLLATE \"C\" FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%' UNION ALL SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_words' ORDER BY 1"
		}
		rows, err := db.QueryContext(t.Context(), query)
		done(t, err)
		defer rows.Close()
		for rows.Next() {
			var column string
			done(t, rows.Scan(&column))
			columns[name] += column + "\n"
		}
		done(t, rows.Err())
	})
	if pg, ok := columns["postgres"]; ok && pg != columns["sqlite"] {
		t.Errorf("PostgreSQL has\n%s\nSQLite has\n%s", pg, columns["sqlite"])
	}
}

func TestADatabaseThatCannotBeOpenedIsNamedWithoutItsSecrets(t *testing.T) {
	for _, database := range []string{"", "mysql://root@localhost/x", "postgres://user:secret@127.0.0.1:1/x?connect_timeout=1", "postgres://user:secret@127.0.0.1:bad/x", filepath.Join(t.TempDir(), "no", "such", "folder", "x.db")} {
		s, err := store.Open(t.Context(), store.Options{Database: database, Migrate: true})
		if err == nil {
			_ = s.Close()
			t.Fatalf("opened %q", database)
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%v", err)
		}
	}
	if s, err := store.Open(t.Context(), store.Options{Database: "postgres://user:secret@127.0.0.1:1/x?connect_timeout=1"}); err == nil {
		_ = s.Close()
	} else if !record.Is(err, record.CodeUnavailable) {
		t.Errorf("no server: %v", err)
	}
}
