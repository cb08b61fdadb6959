// Package store keeps the record in a database: all SQL and all gorm of Rollcall are in it.
//
// There is one way in: every write goes through write (write.go), which stores rows, revision and
// change in one transaction. Every table of the record keeps every version of its rows, so the same
// queries answer for the present and for any instant of the past; see reader (read.go).
//
// SQLite and PostgreSQL behave the same; all that differs between them is in sqlite.go and postgres.go.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"rollcall/internal/record"
)

// Options says which database to open, and how.
type Options struct {
	// Database is the path of a SQLite file, or a postgres:// URL.
	Database string
	// Migrate brings the schema up to date first. Without it an old schema is refused.
	Migrate bool
	// Now is the clock; time.Now if nil.
	Now func() time.Time
	// Trace is told of every statement, for tests that count them.
	Trace func(sql string)
	// Wrote is told of every committed write, for metrics: its changes without the facts.
	Wrote func(changes []record.Change, took time.Duration)
	// Pool is how many connections at most read at once; 0 is a sensible number.
	Pool int
	// Streams is how many lists at most are streamed at once, besides; 0 is a sensible number.
	Streams int

	application string // how PostgreSQL lists the connections; "rollcall" if empty
}

// Store is an open record. It is safe for concurrent use.
type Store struct {
	dialect dialect
	reads   *gorm.DB
	writes  *gorm.DB
	streams *gorm.DB
	now     func() time.Time
	wrote   func([]record.Change, time.Duration)
	secret  []byte

	revision   atomic.Int64
	streaming  chan struct{}                 // holds one for each stream under way
	moved      atomic.Pointer[chan struct{}] // closed when the revision grows
	standings  *standings
	vocabulary vocabulary
	stop       context.CancelFunc
	imports    sync.Map // the runs of this process, by id
}

// dialect is all that differs between the two databases.
type dialect interface {
	// open connects.
	open(o Options, config func() *gorm.Config) (pools, error)
	// lock makes this transaction the only writer until it ends.
	lock(tx *gorm.DB) error
	// migrations are the goose migrations and their dialect.
	migrations() (fs.FS, goose.Dialect)
	// object and array name the functions that build JSON.
	object() string
	array() string
	// elements is a FROM item with the key (a growing number) and the value of each element of a JSON array.
	elements(array, alias string) string
	// holding is a subquery for the since_seq of the rows of a table that stand and hold the words of a
	// search, and its argument.
	holding(table string, terms []record.SearchTerm) (string, any)
	// translate maps a driver's error to one of the domain, or returns it as it is.
	translate(err error) error
	// announce tells other processes, once tx commits, that seq is there.
	announce(tx *gorm.DB, seq int64) error
	// mark is the placeholder of the n-th argument of a statement that is not gorm's, from 1 on.
	mark(n int) string
	// prepareBulk readies a transaction for many rows.
	prepareBulk(tx *gorm.DB) error
	// load adds many rows to a table.
	load(ctx context.Context, conn *sql.Conn, tx *sql.Tx, table *pendingTable) (statement string, err error)
	// end ends the versions of many records in a table.
	end(ctx context.Context, tx *sql.Tx, table *pendingTable) (statement string, err error)
	// countTables counts the tables of a name.
	countTables() string
	// lockMigrations lets one process migrate at a time.
	lockMigrations(ctx context.Context, db *gorm.DB) (unlock func(), err error)
	// watch calls moved, until ctx ends, whenever another process may have written.
	watch(ctx context.Context, s *Store, moved func())
	// clock answers the time of the machine that the database runs on.
	clock(db *gorm.DB) (time.Time, error)
	// backUp writes all that the database holds to a file that is there and empty, checks what it wrote and
	// answers the seq that it holds.
	backUp(ctx context.Context, s *Store, draft string, o BackupOptions) (seq int64, err error)
	// checkIntegrity finds damage that the database itself can see.
	checkIntegrity(ctx context.Context, s *Store) error
	// describe names the database for people, without secrets.
	describe() string
}

// pools are the connections to a database: those that read, one or a few that write, and those that
// streams read from.
type pools struct{ reads, writes, streams *gorm.DB }

// pollEvery is how long another process's write can stay unseen when nothing announces it.
const pollEvery = time.Second

// ErrNewerSchema means that the database was migrated by a newer program.
var ErrNewerSchema = errors.New("the database has a newer schema than this program knows: use a newer rollcall")

// ErrOldSchema means that migrations are waiting.
var ErrOldSchema = errors.New("the database has an older schema: run `rollcall migrate up`")

// IsPostgres reports whether a database is named by a PostgreSQL URL.
func IsPostgres(database string) bool {
	return strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://")
}

func connect(o Options) (*Store, error) {
	s := &Store{now: o.Now, wrote: o.Wrote, stop: func() {}, standings: newStandings()}
	moved := make(chan struct{})
	s.moved.Store(&moved)
	if s.now == nil {
		s.now = time.Now
	}
	if s.wrote == nil {
		s.wrote = func([]record.Change, time.Duration) {}
	}
	if IsPostgres(o.Database) {
		s.dialect = &postgresDialect{dsn: o.Database}
	} else {
		s.dialect = &sqliteDialect{path: o.Database}
	}
	config := func() *gorm.Config {
		c := &gorm.Config{SkipDefaultTransaction: true, DisableAutomaticPing: true, Logger: logger.Discard, NowFunc: s.now}
		if o.Trace != nil {
			c.Logger = tracer{o.Trace}
		}
		return c
	}
	if o.Streams <= 0 {
		o.Streams = defaultStreams
	}
	s.streaming = make(chan struct{}, o.Streams)
	opened, err := s.dialect.open(o, config)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", s.dialect.describe(), err)
	}
	s.reads, s.writes, s.streams = opened.reads, opened.writes, opened.streams
	return s, nil
}

// Open connects to the database, checks its schema and answers a Store. The caller closes it.
func Open(ctx context.Context, o Options) (*Store, error) {
	s, err := connect(o)
	if err != nil {
		return nil, err
	}
	if err := s.prepare(ctx, o.Migrate); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	ctx, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	go s.dialect.watch(ctx, s, func() {
		if err := s.refresh(ctx); err != nil {
			return // the database does not answer: the next hint or poll tries again
		}
	})
	return s, nil
}

func (s *Store) prepare(ctx context.Context, migrate bool) error {
	if migrate {
		if _, err := s.migrate(ctx); err != nil {
			return err
		}
	}
	state, err := s.schema(ctx)
	switch {
	case err != nil:
		return err
	case state.Database > state.Program:
		return ErrNewerSchema
	case state.Database < state.Program:
		return ErrOldSchema
	}
	if s.secret, err = s.loadSecret(ctx); err != nil {
		return err
	}
	return s.refresh(ctx)
}

// Close ends all connections.
func (s *Store) Close() error {
	s.stop()
	var errs []error
	for _, db := range []*gorm.DB{s.reads, s.writes, s.streams} {
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	pool, err := s.reads.DB()
	if err != nil {
		return err
	}
	return s.dialect.translate(pool.PingContext(ctx))
}

// Describe names the database for people, without secrets.
func (s *Store) Describe() string { return s.dialect.describe() }

// Seq is the largest committed seq that this process knows of. It grows with every write, so
// what was read at one seq is still true while it stands.
func (s *Store) Seq() int64 { return s.revision.Load() }

// Secret is a random value that all processes on this database share, to sign cursors with.
func (s *Store) Secret() []byte { return s.secret }

// Now is the store's clock, in UTC and in the precision that both databases keep.
func (s *Store) Now() time.Time { return instant(s.now()) }

func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

func (s *Store) advance(seq int64) {
	for {
		old := s.revision.Load()
		if seq <= old {
			return
		}
		if s.revision.CompareAndSwap(old, seq) {
			next := make(chan struct{})
			close(*s.moved.Swap(&next))
			return
		}
	}
}

// Await returns once the record has changes after a seq. Errors: those of ctx.
func (s *Store) Await(ctx context.Context, after int64) error {
	for {
		// The channel comes first: what moves between the two looks closes it.
		moved := s.moved.Load()
		if s.Seq() > after {
			return nil
		}
		select {
		case <-*moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Reached reports whether the record has a seq, which another process may have written just now.
func (s *Store) Reached(ctx context.Context, seq int64) (bool, error) {
	if s.Seq() >= seq {
		return true, nil
	}
	err := s.refresh(ctx)
	return s.Seq() >= seq, err
}

func (s *Store) refresh(ctx context.Context) error {
	var seq int64
	if err := s.reads.WithContext(ctx).Raw("SELECT COALESCE(MAX(seq), 0) FROM changes").Scan(&seq).Error; err != nil {
		return s.dialect.translate(err)
	}
	s.advance(seq)
	return nil
}

func (s *Store) loadSecret(ctx context.Context) ([]byte, error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	return s.setting(ctx, "secret", fresh)
}

// setting answers a value that all processes on this database share; the first of them gives it.
func (s *Store) setting(ctx context.Context, name string, fresh []byte) ([]byte, error) {
	err := s.writes.WithContext(ctx).Exec("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", name, fresh).Error
	if err != nil {
		return nil, s.dialect.translate(err)
	}
	var row struct{ Value []byte }
	err = s.writes.WithContext(ctx).Raw("SELECT value FROM settings WHERE name = ?", name).Scan(&row).Error
	return row.Value, s.dialect.translate(err)
}

// tracer is a gorm logger that tells of statements and of nothing else.
type tracer struct{ tell func(string) }

func (t tracer) LogMode(logger.LogLevel) logger.Interface { return t }
func (tracer) Info(context.Context, string, ...any)       {}
func (tracer) Warn(context.Context, string, ...any)       {}
func (tracer) Error(context.Context, string, ...any)      {}
func (t tracer) Trace(_ context.Context, _ time.Time, fc func() (string, int64), _ error) {
	sql, _ := fc()
	t.tell(sql)
}
