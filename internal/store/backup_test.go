package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pressly/goose/v3"

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
	"rollcall/migrations"
)

// needsTools finds pg_dump and pg_restore, where the tests' PostgreSQL comes from.
func needsTools(t *testing.T, database string) {
	t.Helper()
	if !store.IsPostgres(database) {
		return
	}
	if _, err := exec.LookPath("pg_restore"); err == nil {
		return
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_restore") // the pattern is right
	if len(installed) == 0 {
		t.Skip("needs pg_dump and pg_restore, which are not on this machine (Debian: postgresql-client)")
	}
	t.Setenv("PATH", filepath.Dir(installed[len(installed)-1])+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// onEachBackup runs a test on a record in each database that can be backed up on this machine.
func onEachBackup(t *testing.T, test func(t *testing.T, f *storetest.Fixture)) {
	t.Helper()
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		needsTools(t, f.Database)
		test(t, f)
	})
}

// elsewhere is an empty database of the same kind, without any table.
func elsewhere(t *testing.T, f *storetest.Fixture) string {
	t.Helper()
	if store.IsPostgres(f.Database) {
		return storetest.Postgres(t, nil)
	}
	return filepath.Join(t.TempDir(), "restored.db")
}

// reopen opens what was restored, as a server would.
func reopen(t *testing.T, f *storetest.Fixture, database string) *storetest.Fixture {
	t.Helper()
	s := storetest.Must(store.Open(t.Context(), store.Options{Database: database, Now: f.Clock.Now}))(t)
	t.Cleanup(func() { done(t, s.Close()) })
	return &storetest.Fixture{TB: t, Store: s, Clock: f.Clock, Database: database}
}

// leave closes a store, and waits until PostgreSQL has seen it go.
func leave(t *testing.T, f *storetest.Fixture) {
	t.Helper()
	done(t, f.Store.Close())
	if !store.IsPostgres(f.Database) {
		return
	}
	conn := storetest.Must(pgx.Connect(t.Context(), f.Database))(t)
	defer conn.Close(context.Background())
	for n := 1; n > 0; {
		done(t, conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'rollcall'").Scan(&n))
	}
}

// tables counts what a database holds, to see that nothing was changed.
func contents(t *testing.T, database string) string {
	t.Helper()
	if !store.IsPostgres(database) {
		b, err := os.ReadFile(database)
		if errors.Is(err, os.ErrNotExist) {
			return "nothing"
		}
		done(t, err)
		return string(b)
	}
	conn := storetest.Must(pgx.Connect(t.Context(), database))(t)
	defer conn.Close(context.Background())
	rows := storetest.Must(conn.Query(t.Context(), "SELECT relnamespace::regnamespace::text || '.' || relname || ' ' || reltuples FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_|^information' AND relkind = 'r' ORDER BY 1"))(t)
	return strings.Join(storetest.Must(pgx.CollectRows(rows, pgx.RowTo[string]))(t), "\n")
}

func TestABackupMadeWhileOthersWriteBringsEverythingBackThatWasAcknowledged(t *testing.T) {
	onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, seeded(t))
		for range steps(120) {
			h.step()
		}
		before := ledger(f)
		file := filepath.Join(t.TempDir(), "backup")
		var writers sync.WaitGroup
		enough, stop := make(chan struct{}), make(chan struct{})
		for w := range 2 {
			writers.Go(func() {
				for n := 0; ; n++ {
					f.Local(fmt.Sprintf("Local %d of writer %d", n, w))
					if w == 0 && n == 3 {
						close(enough)
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		<-enough
		acknowledged := f.Store.Seq()
		made, err := store.BackUp(t.Context(), f.Database, file, store.BackupOptions{})
		after := f.Store.Seq()
		close(stop)
		writers.Wait()
		done(t, err)
		if made.Seq < acknowledged || made.Seq > after || made.Bytes == 0 || len(made.SHA256) != 64 {
			t.Fatalf("made at a seq from %d to %d: %+v", acknowledged, after, made)
		}
		if left, err := os.ReadDir(filepath.Dir(file)); err != nil || len(left) != 1 {
			t.Errorf("beside the backup lie %v, %v", left, err)
		}
		if info := storetest.Must(os.Stat(file))(t); info.Mode().Perm() != 0o600 {
			t.Errorf("the backup, which holds hashes of keys, may be read by others: %s", info.Mode())
		}
		all := ledger(f)[:made.Seq]

		target := elsewhere(t, f)
		restored, err := store.Restore(t.Context(), target, file, store.BackupOptions{})
		done(t, err)
		if restored.Seq != made.Seq || restored.SHA256 != made.SHA256 || restored.Kept != "" {
			t.Errorf("made %+v, restored %+v", made, restored)
		}
		g := reopen(t, f, target)
		same(t, "the ledger", text(ledger(g)), text(all))
		same(t, "the secret", text(g.Store.Secret()), text(f.Store.Secret()))
		known := record.Moment{KnownAt: before[len(before)-1].At}
		sameRecord(t, "the restored record", lists(g, known), lists(f, known))
		// It can be written to, and its seq goes on.
		g.Local("A local after the restore")
		if seq := g.Store.Seq(); seq != made.Seq+1 {
			t.Errorf("after seq %d comes %d", made.Seq, seq)
		}
	})
}

func TestWhatARestoreReplacesIsKept(t *testing.T) {
	onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("Local 1")
		file := filepath.Join(t.TempDir(), "backup")
		storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t)
		_, err := store.BackUp(t.Context(), f.Database, file, store.BackupOptions{})
		if !errors.Is(err, store.ErrExists) {
			t.Errorf("a second backup of that name: %v", err)
		}
		f.Local("Local 2")
		leave(t, f)
		was := contents(t, f.Database)
		if _, err := store.Restore(t.Context(), f.Database, file, store.BackupOptions{}); !errors.Is(err, store.ErrExists) {
			t.Fatalf("a record that is not empty is replaced: %v", err)
		}
		same(t, "the database", contents(t, f.Database), was)
		for range 2 {
			restored := storetest.Must(store.Restore(t.Context(), f.Database, file, store.BackupOptions{Force: true}))(t)
			if restored.Kept == "" || restored.Seq != 1 {
				t.Errorf("got %+v", restored)
			}
			if !store.IsPostgres(f.Database) {
				if found := storetest.Must(store.Inspect(t.Context(), restored.Kept))(t); found.Seq == 0 {
					t.Errorf("what is kept is %+v", found)
				}
			}
		}
		g := reopen(t, f, f.Database)
		if got := len(ledger(g)); got != 1 {
			t.Errorf("%d changes", got)
		}
	})
}

func TestAnEmptyDatabaseIsReplacedWithoutAsking(t *testing.T) {
	onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("Local 1")
		file := filepath.Join(t.TempDir(), "backup")
		storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t)
		target := storetest.Database(t, map[bool]string{false: "sqlite", true: "postgres"}[store.IsPostgres(f.Database)])
		storetest.Must(store.Migrate(t.Context(), target))(t)
		if restored := storetest.Must(store.Restore(t.Context(), target, file, store.BackupOptions{}))(t); restored.Kept != "" {
			t.Errorf("got %+v", restored)
		}
		if _, err := store.Open(t.Context(), store.Options{Database: target}); err != nil {
			t.Error(err)
		}
	})
}

// damaged are what becomes of files, and must not become a record.
func TestNoDamagedFileIsRestored(t *testing.T) {
	onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, seeded(t))
		for range 60 {
			h.step()
		}
		dir := t.TempDir()
		file := filepath.Join(dir, "backup")
		storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t)
		whole := storetest.Must(os.ReadFile(file))(t)
		target := elsewhere(t, f)
		was := contents(t, target)
		overwritten := slices.Clone(whole)
		for i := len(whole) / 2; i < len(whole)*3/4; i++ {
			overwritten[i] = byte(i)
		}
		for name, content := range map[string][]byte{
			"empty":           nil,
			"cut to a half":   whole[:len(whole)/2],
			"cut short":       whole[:len(whole)-len(whole)/10],
			"only its head":   whole[:20],
			"overwritten":     overwritten,
			"a text":          []byte("Local 1,endorsed\n"),
			"a text like it":  append([]byte("PGDMP"), bytes.Repeat([]byte("x"), 100)...),
			"a head like it":  append([]byte("SQLite format 3\x00"), bytes.Repeat([]byte("x"), 5000)...),
			"a head like its": []byte("SQLite format 3\x00"),
		} {
			done(t, os.WriteFile(file, content, 0o600))
			if got, err := store.Restore(t.Context(), target, file, store.BackupOptions{Force: true}); !errors.Is(err, store.ErrNotBackup) {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			same(t, "the database after "+name, contents(t, target), was)
		}
		if !store.IsPostgres(target) {
			if left := storetest.Must(os.ReadDir(filepath.Dir(target)))(t); len(left) != 0 {
				t.Errorf("there lie %v", left)
			}
		}
		_, err := store.Restore(t.Context(), target, filepath.Join(dir, "nothing"), store.BackupOptions{})
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a file that is not there: %v", err)
		}
	})
}

// tamper changes a database behind the store's back.
func tamper(t *testing.T, database string, statements ...string) {
	t.Helper()
	driver := "sqlite"
	if store.IsPostgres(database) {
		driver = "pgx"
	}
	db := storetest.Must(sql.Open(driver, database))(t)
	defer db.Close()
	for _, s := range statements {
		storetest.Must(db.ExecContext(t.Context(), s))(t)
	}
}

// Each tampering leaves a file that the database itself finds nothing wrong with.
func TestARecordThatContradictsItsLedgerIsNotRestored(t *testing.T) {
	for name, statements := range map[string][]string{
		"a newer schema":               {"INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)"},
		"a gap in the ledger":          {"DELETE FROM change_subjects WHERE seq = 2", "DELETE FROM changes WHERE seq = 2"},
		"a change that is missing":     {"DELETE FROM change_subjects WHERE seq = 1", "DELETE FROM changes WHERE seq = 1"},
		"a union that was renamed":     {"UPDATE unions SET name = 'Another' WHERE slug = 'local-1' AND until_seq IS NULL"},
		"a union that is missing":      {"DELETE FROM unions WHERE slug = 'local-2'"},
		"a union nobody recorded":      {"UPDATE unions SET id = '0198c0de-0000-7000-8000-000000000000' WHERE slug = 'local-2'"},
		"a position that was turned":   {"UPDATE positions SET position = 'opposed'"},
		"a revision that is missing":   {"UPDATE changes SET version = 5 WHERE seq = 1"},
		"an affiliation out of thin":   {"UPDATE affiliations SET until_on = '2020-01-01'"},
		"a source with another site":   {"UPDATE sources SET title = 'No report'"},
		"a citation that says another": {"UPDATE citations SET quote = 'We did not say that.'"},
	} {
		t.Run(name, func(t *testing.T) {
			onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
				national := f.Union(record.KindNational, "A national union")
				one := f.Local("Local 1", national)
				f.Local("Local 2")
				f.Put(f.Call("A day", "2026-01-23"), one, f.Position(record.Endorsed, "2026-01-10", "https://example.org/report"))
				file := filepath.Join(t.TempDir(), "backup")
				storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t)
				// A dump cannot be edited in its place: the tampered database is dumped by hand.
				if store.IsPostgres(f.Database) {
					tamper(t, f.Database, statements...)
					if out, err := exec.CommandContext(t.Context(), "pg_dump", "--format=custom", "--file="+file, "--dbname="+f.Database).CombinedOutput(); err != nil {
						t.Fatalf("%v: %s", err, out)
					}
				} else {
					tamper(t, file, statements...)
				}
				target := elsewhere(t, f)
				was := contents(t, target)
				_, err := store.Restore(t.Context(), target, file, store.BackupOptions{})
				if want := store.ErrNotBackup; name == "a newer schema" {
					if !errors.Is(err, store.ErrNewerSchema) {
						t.Errorf("got %v", err)
					}
				} else if !errors.Is(err, want) {
					t.Errorf("got %v", err)
				}
				same(t, "the database", contents(t, target), was)
			})
		})
	}
}

func TestABackupIsNotOfAnotherKindOfDatabase(t *testing.T) {
	f := storetest.New(t, "sqlite")
	f.Local("Local 1")
	file := filepath.Join(t.TempDir(), "backup")
	storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t)
	_, err := store.Restore(t.Context(), "postgres://nobody@localhost:1/none", file, store.BackupOptions{})
	if !errors.Is(err, store.ErrNotBackup) || !strings.Contains(err.Error(), "SQLite") {
		t.Errorf("got %v", err)
	}
	for what, act := range map[string]func() error{
		"over itself": func() error {
			_, err := store.BackUp(t.Context(), f.Database, f.Database, store.BackupOptions{Force: true})
			return err
		},
		"from itself": func() error {
			_, err := store.Restore(t.Context(), f.Database, f.Database, store.BackupOptions{Force: true})
			return err
		},
		"over a folder": func() error {
			_, err := store.BackUp(t.Context(), f.Database, t.TempDir(), store.BackupOptions{Force: true})
			return err
		},
		"of nothing": func() error {
			_, err := store.BackUp(t.Context(), filepath.Join(t.TempDir(), "none.db"), file, store.BackupOptions{Force: true})
			return err
		},
	} {
		if err := act(); err == nil {
			t.Errorf("%s: done", what)
		}
	}
	other := filepath.Join(t.TempDir(), "other.db")
	tamper(t, other, "CREATE TABLE note (text TEXT)", "INSERT INTO note VALUES ('x')")
	if _, err := store.Restore(t.Context(), elsewhere(t, f), other, store.BackupOptions{}); !errors.Is(err, store.ErrNotBackup) {
		t.Errorf("another program's database: %v", err)
	}
	if _, err := store.Restore(t.Context(), other, file, store.BackupOptions{}); !errors.Is(err, store.ErrExists) {
		t.Errorf("another program's database is replaced: %v", err)
	}
}

func TestACancelledBackupLeavesNothing(t *testing.T) {
	onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("Local 1")
		dir := t.TempDir()
		file := filepath.Join(dir, "backup")
		storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t)
		was := storetest.Must(os.ReadFile(file))(t)
		for range 5 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(20))*time.Millisecond)
			_, err := store.BackUp(ctx, f.Database, file, store.BackupOptions{Force: true, Progress: func(string, int64, int64) { cancel() }})
			cancel()
			if err == nil {
				continue // it was quicker
			}
			if left := storetest.Must(os.ReadDir(dir))(t); len(left) != 1 {
				t.Errorf("there lie %v", left)
			}
			if now := storetest.Must(os.ReadFile(file))(t); !bytes.Equal(now, was) {
				t.Error("the backup before it is gone")
			}
		}
	})
}

func TestABackupOfAnOlderSchemaIsBroughtUpToDate(t *testing.T) {
	onEachBackup(t, func(t *testing.T, f *storetest.Fixture) {
		h := newHistory(t, f, seeded(t))
		for range 40 {
			h.step()
		}
		was, stood := ledger(f), lists(f, record.Moment{})
		leave(t, f)
		driver, dialect, files := "sqlite", goose.DialectSQLite3, storetest.Must(fs.Sub(migrations.SQLite, "sqlite"))(t)
		if store.IsPostgres(f.Database) {
			driver, dialect, files = "pgx", goose.DialectPostgres, storetest.Must(fs.Sub(migrations.Postgres, "postgres"))(t)
		}
		db := storetest.Must(sql.Open(driver, f.Database))(t)
		storetest.Must(storetest.Must(goose.NewProvider(dialect, db, files))(t).DownTo(t.Context(), 1))(t)
		done(t, db.Close())
		file := filepath.Join(t.TempDir(), "backup")
		if made := storetest.Must(store.BackUp(t.Context(), f.Database, file, store.BackupOptions{}))(t); made.Schema != 1 || made.Seq != int64(len(was)) {
			t.Errorf("made %+v", made)
		}
		target := elsewhere(t, f)
		storetest.Must(store.Restore(t.Context(), target, file, store.BackupOptions{}))(t)
		g := reopen(t, f, target)
		same(t, "the ledger", text(ledger(g)), text(was))
		g.Clock.Set(f.Clock.Now())
		sameRecord(t, "the record", lists(g, record.Moment{}), stood)
	})
}
