package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io/fs"
	"net/url"
	"runtime"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"

	"rollcall/internal/record"
	"rollcall/migrations"
)

// Keys of the advisory locks: "roll" and "mig " in ASCII.
const (
	writeLock   = 0x726f6c6c
	migrateLock = 0x6d696720
)

// writers is how many connections write: one works while the next stands in line for the lock.
const writers = 2

// changesChannel is where a committed write is announced. The announcement is a hint; polling is the
// truth.
const changesChannel = "rollcall_changes"

// applicationName is how PostgreSQL lists the connections of a server.
const applicationName = "rollcall"

// postgresDialect keeps the record in PostgreSQL; any number of processes may share it.
type postgresDialect struct{ dsn string }

func (d *postgresDialect) open(o Options, config func() *gorm.Config) (p pools, err error) {
	settings, err := pgx.ParseConfig(d.dsn)
	if err != nil {
		return p, errors.New("the postgres:// URL cannot be read") // the parser's own text repeats the password
	}
	if settings.ConnectTimeout == 0 {
		settings.ConnectTimeout = 10 * time.Second
	}
	// The queries are short, and compiling one costs more than running it.
	for name, value := range map[string]string{"timezone": "UTC", "application_name": cmp.Or(o.application, applicationName), "jit": "off"} {
		settings.RuntimeParams[name] = value
	}
	open := func(most int) (*gorm.DB, error) {
		pool := stdlib.OpenDB(*settings, stdlib.OptionAfterConnect(readUTC))
		pool.SetMaxOpenConns(most)
		pool.SetMaxIdleConns(most)
		pool.SetConnMaxIdleTime(5 * time.Minute)
		return gorm.Open(gormpostgres.New(gormpostgres.Config{Conn: pool}), config())
	}
	// Writers wait for each other in any case: those that wait must not keep the readers waiting too.
	if p.writes, err = open(writers); err != nil {
		return p, err
	}
	most := o.Pool
	if most <= 0 {
		most = max(8, 4*runtime.NumCPU())
	}
	if p.reads, err = open(most); err != nil {
		return p, err
	}
	p.streams, err = open(o.Streams)
	return p, err
}

// readUTC makes instants that are read instants of UTC, wherever the program runs.
func readUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC}})
	return nil
}

func (d *postgresDialect) lock(tx *gorm.DB) error {
	return tx.Exec("SELECT pg_advisory_xact_lock(?)", writeLock).Error
}

func (d *postgresDialect) announce(tx *gorm.DB, seq int64) error {
	return tx.Exec("SELECT pg_notify(?, ?)", changesChannel, strconv.FormatInt(seq, 10)).Error
}

func (d *postgresDialect) mark(n int) string { return "$" + strconv.Itoa(n) }

// prepareBulk lets each statement be planned for the tables as they are: the plan that was best for an
// empty record looks through all of a full one.
func (d *postgresDialect) prepareBulk(tx *gorm.DB) error {
	return tx.Exec("SET LOCAL plan_cache_mode = force_custom_plan").Error
}

func (d *postgresDialect) load(ctx context.Context, conn *sql.Conn, _ *sql.Tx, table *pendingTable) (string, error) {
	err := conn.Raw(func(raw any) error {
		c, ok := raw.(*stdlib.Conn)
		if !ok {
			return errors.New("the connection is not one of pgx")
		}
		for _, row := range table.rows {
			if err := plainValues(row); err != nil {
				return err
			}
		}
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{table.name}, table.columns, pgx.CopyFromRows(table.rows))
		return err
	})
	return "COPY " + table.name, err
}

// plainValues puts what pgx encodes at once in the place of what it would have to try.
func plainValues(row []any) (err error) {
	for i, v := range row {
		switch v := v.(type) {
		case uuid.UUID:
			row[i] = [16]byte(v)
		case record.Date:
			row[i] = string(v)
		case *uuid.UUID:
			if row[i] = nil; v != nil {
				row[i] = [16]byte(*v)
			}
		case driver.Valuer:
			if row[i], err = v.Value(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *postgresDialect) end(ctx context.Context, tx *sql.Tx, table *pendingTable) (string, error) {
	ids, seqs := make([]uuid.UUID, len(table.ends)), make([]int64, len(table.ends))
	for i, e := range table.ends {
		ids[i], seqs[i] = e.id, e.seq
	}
	statement := "UPDATE " + table.name + " AS t SET until_seq = e.seq FROM unnest($1::uuid[], $2::bigint[]) AS e(id, seq) WHERE t." + table.owner + " = e.id AND t.until_seq IS NULL"
	_, err := tx.ExecContext(ctx, statement, ids, seqs)
	return statement, err
}

func (d *postgresDialect) countTables() string {
	return "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass(?)"
}

func (d *postgresDialect) lockMigrations(ctx context.Context, db *gorm.DB) (func(), error) {
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", migrateLock); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() {
		// If this fails the session's end frees the lock.
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", migrateLock)
		_ = conn.Close()
	}, nil
}

func (d *postgresDialect) migrations() (fs.FS, goose.Dialect) {
	return subFolder(migrations.Postgres, "postgres"), goose.DialectPostgres
}

func (d *postgresDialect) object() string { return "json_build_object" }
func (d *postgresDialect) array() string  { return "json_agg" }

func (d *postgresDialect) elements(array, alias string) string {
	return "jsonb_array_elements(" + array + ") WITH ORDINALITY AS " + alias + "(value, key)"
}

func (d *postgresDialect) translate(err error) error {
	var e *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e) && e.Code == "23505":
		return &record.Error{Code: record.CodeConflict, Detail: "The write contradicts another record."}
	case errors.As(err, &e) && (e.Code[:2] == "53" || e.Code[:2] == "57" || e.Code[:2] == "08" || e.Code == "40001" || e.Code == "40P01"),
		errors.Is(err, sql.ErrConnDone), pgconn.Timeout(err) && !errors.Is(err, context.Canceled), isConnectError(err):
		return errors.Join(&record.Error{Code: record.CodeUnavailable, Detail: "The database does not answer at the moment."}, err)
	}
	return err
}

func isConnectError(err error) bool {
	var e *pgconn.ConnectError
	return errors.As(err, &e)
}

// watch listens for announcements on a connection of its own and polls besides.
func (d *postgresDialect) watch(ctx context.Context, s *Store, moved func()) {
	for ctx.Err() == nil {
		d.listen(ctx, moved)
		moved()
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		}
	}
}

func (d *postgresDialect) listen(ctx context.Context, moved func()) {
	conn, err := pgx.Connect(ctx, d.dsn)
	if err != nil {
		return
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+changesChannel); err != nil {
		return
	}
	for {
		moved()
		wait, cancel := context.WithTimeout(ctx, pollEvery)
		_, err := conn.WaitForNotification(wait)
		cancel()
		if err != nil && (ctx.Err() != nil || conn.IsClosed()) {
			return
		}
	}
}

func (d *postgresDialect) clock(db *gorm.DB) (time.Time, error) {
	var row struct{ Now time.Time }
	err := db.Raw("SELECT clock_timestamp() AS now").Scan(&row).Error
	return row.Now.UTC(), err
}

func (d *postgresDialect) describe() string {
	u, err := url.Parse(d.dsn)
	if err != nil {
		return "PostgreSQL"
	}
	return "PostgreSQL " + u.Host + u.Path
}
