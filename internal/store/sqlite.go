package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/callbacks"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/schema"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"rollcall/internal/record"
	"rollcall/migrations"
)

// sqliteDialect keeps the record in one file: a pool of connections that read, and one that writes.
type sqliteDialect struct{ path string }

func (d *sqliteDialect) open(o Options, config func() *gorm.Config) (p pools, err error) {
	if d.path == "" || strings.Contains(d.path, "://") {
		return p, errors.New("a database is the path of a SQLite file or a postgres:// URL")
	}
	// FULL: an acknowledged write is on the disk. The page cache is bounded for each connection.
	common := url.Values{"_pragma": {fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds()), "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}, "_time_format": {"sqlite"}, "_timezone": {"UTC"}}
	open := func(extra url.Values, most int, kept bool) (*gorm.DB, error) {
		q := url.Values{}
		for k, v := range common {
			q[k] = append(append([]string(nil), v...), extra[k]...)
		}
		if extra.Has("_txlock") {
			q.Set("_txlock", extra.Get("_txlock"))
		}
		dsn := "file:" + (&url.URL{Path: d.path}).EscapedPath() + "?" + q.Encode()
		db, err := gorm.Open(sqliteDialector{dsn: dsn, reading: kept}, config())
		if err != nil {
			return nil, err
		}
		pool, err := db.DB()
		if err != nil {
			return nil, err
		}
		pool.SetMaxOpenConns(most)
		pool.SetMaxIdleConns(most)
		return db, nil
	}
	if p.writes, err = open(url.Values{"_txlock": {"immediate"}, "_pragma": {"cache_size(-16000)", "temp_store(MEMORY)"}}, 1, false); err != nil {
		return p, err
	}
	// The first connection makes the file and sets WAL mode, which a query_only one cannot.
	if err := setMode(p.writes); err != nil {
		return p, err
	}
	most := o.Pool
	if most <= 0 {
		most = max(4, 2*runtime.NumCPU())
	}
	if p.reads, err = open(url.Values{"_pragma": {"query_only(1)", "cache_size(-8000)", "temp_store(MEMORY)"}}, most, true); err != nil {
		return p, err
	}
	// What a stream has to sort may be the whole record: it is sorted on disk.
	p.streams, err = open(url.Values{"_pragma": {"query_only(1)", "cache_size(-4000)", "temp_store(FILE)"}}, o.Streams, false)
	return p, err
}

// busyTimeout is how long a connection waits for a lock that another holds.
const busyTimeout = 10 * time.Second

// setMode makes the first connection. SQLite does not wait for a lock while a file changes to WAL mode, whatever the busy timeout says, so of
// processes that make a file together all but one have to ask again.
func setMode(db *gorm.DB) error {
	over := time.After(busyTimeout)
	for {
		err := db.Exec("SELECT 1").Error
		var e *sqlite.Error
		if !errors.As(err, &e) || e.Code()&0xff != sqlite3.SQLITE_BUSY {
			return err
		}
		select {
		case <-over:
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// lock has nothing to do: there is one writing connection and its transactions begin IMMEDIATE.
func (d *sqliteDialect) lock(*gorm.DB) error { return nil }

func (d *sqliteDialect) announce(*gorm.DB, int64) error { return nil }

func (d *sqliteDialect) mark(int) string { return "?" }

func (d *sqliteDialect) prepareBulk(*gorm.DB) error { return nil }

// rowsAtOnce is how many rows one statement adds: the index of words is written after each statement.
const rowsAtOnce = 50

func (d *sqliteDialect) load(ctx context.Context, _ *sql.Conn, tx *sql.Tx, table *pendingTable) (string, error) {
	full := len(table.rows) - len(table.rows)%rowsAtOnce
	var args [][]any
	for part := range slices.Chunk(table.rows[:full], rowsAtOnce) {
		args = append(args, slices.Concat(part...))
	}
	if full > 0 {
		if err := repeat(ctx, tx, table.insert(d.mark, rowsAtOnce), args); err != nil {
			return "", err
		}
	}
	statement := table.insert(d.mark, 1)
	if full == len(table.rows) {
		return statement, nil
	}
	return statement, repeat(ctx, tx, statement, table.rows[full:])
}

func (d *sqliteDialect) end(ctx context.Context, tx *sql.Tx, table *pendingTable) (string, error) {
	statement := "UPDATE " + table.name + " SET until_seq = ? WHERE " + table.owner + " = ? AND until_seq IS NULL"
	args := make([][]any, len(table.ends))
	for i, e := range table.ends {
		args[i] = []any{e.seq, e.id}
	}
	return statement, repeat(ctx, tx, statement, args)
}

// repeat prepares a statement once and runs it with each of the arguments.
func repeat(ctx context.Context, tx *sql.Tx, statement string, args [][]any) error {
	prepared, err := tx.PrepareContext(ctx, statement)
	if err != nil {
		return err
	}
	defer prepared.Close() // nothing of it is kept
	for _, a := range args {
		if _, err := prepared.ExecContext(ctx, a...); err != nil {
			return err
		}
	}
	return nil
}

func (d *sqliteDialect) countTables() string {
	return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
}

// lockMigrations has nothing to lock: each migration is a transaction of the one writer there can be.
func (d *sqliteDialect) lockMigrations(context.Context, *gorm.DB) (func(), error) {
	return func() {}, nil
}

func (d *sqliteDialect) migrations() (fs.FS, goose.Dialect) {
	return subFolder(migrations.SQLite, "sqlite"), goose.DialectSQLite3
}

func (d *sqliteDialect) object() string { return "json_object" }
func (d *sqliteDialect) array() string  { return "json_group_array" }

func (d *sqliteDialect) elements(array, alias string) string {
	return "json_each(" + array + ") AS " + alias
}

func (d *sqliteDialect) translate(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT:
		return &record.Error{Code: record.CodeConflict, Detail: "The write contradicts another record."}
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return errors.Join(&record.Error{Code: record.CodeUnavailable, Detail: "The database cannot be written at the moment."}, err)
	}
	return err
}

// watch looks now and then: the command line may write to the file that a server reads.
func (d *sqliteDialect) watch(ctx context.Context, _ *Store, moved func()) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			moved()
		}
	}
}

// clock is this machine's: the file is on it.
func (d *sqliteDialect) clock(*gorm.DB) (time.Time, error) { return time.Now().UTC(), nil } //nolint:forbidigo // the clock that is asked for

func (d *sqliteDialect) describe() string { return "SQLite " + d.path }

func subFolder(f fs.FS, name string) fs.FS {
	sub, err := fs.Sub(f, name)
	if err != nil {
		panic(err) // the name is a constant of this program
	}
	return sub
}

// sqliteDialector teaches gorm to speak to SQLite through modernc.org/sqlite. It holds what plain
// queries, inserts and updates need; the schema is goose's affair.
type sqliteDialector struct {
	dsn     string
	reading bool // keeps statements prepared: they would not outlive a transaction
}

func (sqliteDialector) Name() string { return "sqlite" }

func (d sqliteDialector) Initialize(db *gorm.DB) error {
	pool, err := sql.Open("sqlite", d.dsn)
	if err != nil {
		return err
	}
	db.ConnPool = pool
	if d.reading {
		db.ConnPool = readingPool{gorm.NewPreparedStmtDB(pool, keptStatements, 24*time.Hour)}
	}
	callbacks.RegisterDefaultCallbacks(db, &callbacks.Config{
		CreateClauses: []string{"INSERT", "VALUES", "ON CONFLICT"},
		UpdateClauses: []string{"UPDATE", "SET", "FROM", "WHERE"},
		DeleteClauses: []string{"DELETE", "FROM", "WHERE"},
	})
	return nil
}

// keptStatements is how many statements stay prepared for the readers.
const keptStatements = 200

// readingPool reads with statements that stay prepared.
type readingPool struct{ *gorm.PreparedStmtDB }

func (p readingPool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	// A statement about the past holds its seq and is seldom asked twice.
	if !strings.Contains(query, "since_seq <= ") {
		rows, err := p.PreparedStmtDB.QueryContext(ctx, query, args...)
		// What is kept is shared: it may have been prepared by a request that was cancelled, or put out of
		// the cache between our finding it and using it. Neither is our fault.
		if err == nil || ctx.Err() != nil {
			return rows, err
		}
	}
	return p.ConnPool.QueryContext(ctx, query, args...)
}

func (sqliteDialector) Migrator(*gorm.DB) gorm.Migrator { return nil }
func (sqliteDialector) DataTypeOf(*schema.Field) string { return "" }

func (sqliteDialector) DefaultValueOf(*schema.Field) clause.Expression {
	return clause.Expr{SQL: "NULL"}
}

func (sqliteDialector) BindVarTo(w clause.Writer, _ *gorm.Statement, _ any) { _ = w.WriteByte('?') }

func (sqliteDialector) QuoteTo(w clause.Writer, name string) {
	quoted := `"` + strings.ReplaceAll(strings.ReplaceAll(name, `"`, `""`), ".", `"."`) + `"`
	_, _ = w.WriteString(quoted)
}

func (sqliteDialector) Explain(sql string, _ ...any) string { return sql }
