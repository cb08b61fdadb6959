package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	goosedatabase "github.com/pressly/goose/v3/database"
)

// A record in PostgreSQL is backed up by pg_dump, in its custom format, and read back by pg_restore. The
// schema of a restored record is made by the migrations, and only rows are taken from the file: none of
// its SQL is run, and it does not matter who owned the tables or what else was in the database.

// restoreSchema is where a backup is put to be checked, and keptSchema where what it replaces stays.
const (
	restoreSchema = "rollcall_restore"
	keptSchema    = "rollcall_before_restore"
)

// checkIntegrity has nothing to ask: PostgreSQL says itself when a page is damaged, to whoever reads it.
func (d *postgresDialect) checkIntegrity(context.Context, *Store) error { return nil }

// plainDSN is the URL without its password, which goes into the environment, and without what only pgx
// understands.
func (d *postgresDialect) plainDSN() (plain string, env []string, err error) {
	settings, err := pgx.ParseConfig(d.dsn)
	if err != nil {
		return "", nil, errors.New("the postgres:// URL cannot be read") // the parser's own text repeats the password
	}
	u, err := url.Parse(d.dsn)
	if err != nil {
		return "", nil, errors.New("the postgres:// URL cannot be read")
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	q := u.Query()
	for name := range q {
		if !slices.Contains(libpqParameters, name) {
			q.Del(name)
		}
	}
	u.RawQuery = q.Encode()
	env = append(os.Environ(), "PGAPPNAME=rollcall backup")
	if settings.Password != "" { // of the URL, of PGPASSWORD or of the password file
		env = append(env, "PGPASSWORD="+settings.Password)
	}
	return u.String(), env, nil
}

// libpqParameters are those that say how to reach a server (https://www.postgresql.org/docs/current/libpq-connect.html).
var libpqParameters = []string{
	"host", "hostaddr", "port", "user", "dbname", "passfile", "service", "connect_timeout", "client_encoding", "keepalives", "target_session_attrs",
	"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "sslsni", "channel_binding", "krbsrvname", "gssencmode", "require_auth",
}

// tool finds a program of PostgreSQL's and its major version. Without it, the error says what to run where
// there is one.
func tool(ctx context.Context, name string, elsewhere ...string) (path string, major int, err error) {
	path, err = exec.LookPath(name)
	if err != nil {
		return "", 0, fmt.Errorf("%s is not on this machine's PATH (Debian has it in postgresql-client). Install it, or run where it is:  %s", name, strings.Join(elsewhere, " "))
	}
	said, err := exec.CommandContext(ctx, path, "--version").Output()
	if err != nil {
		return "", 0, fmt.Errorf("%s --version: %w", name, err)
	}
	number := regexp.MustCompile(`\) (\d+)`).FindSubmatch(said)
	if number == nil {
		return "", 0, fmt.Errorf("%s is not the one of PostgreSQL", path)
	}
	major, err = strconv.Atoi(string(number[1]))
	return path, major, err
}

// ran is the error of a program that failed, with the last thing it said.
func ran(ctx context.Context, name string, err error, said []byte) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return fmt.Errorf("%s: %s (%w)", name, strings.TrimPrefix(lines[len(lines)-1], name+": "), err)
}

func (d *postgresDialect) backUp(ctx context.Context, s *Store, draft string, o BackupOptions) (int64, error) {
	plain, env, err := d.plainDSN()
	if err != nil {
		return 0, err
	}
	conn, err := pgx.Connect(ctx, d.dsn)
	if err != nil {
		return 0, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	// pg_dump sees what this transaction sees, so the seq is that of the file.
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it only read
	var snapshot, schema string
	var seq, version int64
	err = tx.QueryRow(ctx, "SELECT pg_export_snapshot(), current_schema(), (SELECT COALESCE(MAX(seq), 0) FROM changes), current_setting('server_version_num')::bigint / 10000").Scan(&snapshot, &schema, &seq, &version)
	if err != nil {
		return 0, err
	}
	args := []string{"--format=custom", "--no-owner", "--no-privileges", "--schema=" + schema}
	dumps := append(append([]string{"pg_dump"}, args...), "--file=rollcall.dump", "--dbname='"+plain+"'")
	program, major, err := tool(ctx, "pg_dump", dumps...)
	if err != nil {
		return 0, err
	}
	if _, _, err := tool(ctx, "pg_restore", dumps...); err != nil { // it reads the file back
		return 0, err
	}
	if int64(major) < version {
		return 0, fmt.Errorf("%s is of PostgreSQL %d and cannot read a server of version %d: put the pg_dump of version %d first on PATH", program, major, version, version)
	}
	cmd := exec.CommandContext(ctx, program, append(args, "--snapshot="+snapshot, "--no-password", "--file="+draft, "--dbname="+plain)...)
	var said bytes.Buffer
	cmd.Env, cmd.Stderr = env, &said
	if err := cmd.Run(); err != nil {
		return 0, ran(ctx, "pg_dump", err, said.Bytes())
	}
	return seq, readBack(ctx, draft, seq, o)
}

// readBack reads a dump to its end and counts the ledger in it.
func readBack(ctx context.Context, file string, seq int64, o BackupOptions) error {
	var found, last int64
	err := rowsOf(ctx, file, func(table, columns string, rows io.Reader) error {
		if table != "changes" {
			_, err := io.Copy(io.Discard, rows)
			return err
		}
		at := slices.Index(strings.Split(columns, ", "), "seq")
		lines := bufio.NewReader(rows)
		for {
			line, err := lines.ReadString('\n')
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			found++
			o.tell(stageChanges, found, seq)
			if cells := strings.Split(line, "\t"); at >= 0 && at < len(cells) {
				n, err := strconv.ParseInt(cells[at], 10, 64)
				if err != nil {
					return err
				}
				last = max(last, n)
			}
		}
	})
	if err == nil && (found != seq || last != seq) {
		err = fmt.Errorf("the backup holds %d changes, the last of them %d, and the ledger goes to %d: it has a gap", found, last, seq)
	}
	return err
}

// copyLine is how pg_restore writes the beginning of a table's rows.
var copyLine = regexp.MustCompile(`^COPY (?:[a-z0-9_]+|"[^"]+")\.([a-z0-9_]+) \(([a-z0-9_", ]+)\) FROM stdin;\n$`)

// rowsOf walks over the tables of a dump; each gets its rows in the text format of COPY, which it reads to
// their end.
func rowsOf(ctx context.Context, file string, each func(table, columns string, rows io.Reader) error, only ...string) (err error) {
	args := []string{"--data-only", "--file=-"}
	for _, table := range only {
		args = append(args, "--table="+table)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "pg_restore", append(args, file)...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	script := bufio.NewReaderSize(out, 1<<20)
	begins := true // of a line, as opposed to what is left of a long one
	for err == nil {
		var line []byte
		line, err = script.ReadSlice('\n')
		whole := err == nil
		if errors.Is(err, bufio.ErrBufferFull) {
			err = nil
		}
		if found := copyLine.FindSubmatch(line); begins && whole && found != nil {
			rows := &copyRows{script: script, begins: true}
			err = each(string(found[1]), string(found[2]), rows)
			if err == nil && !rows.over {
				err = io.ErrUnexpectedEOF
			}
		}
		begins = whole
	}
	if errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		if err = cmd.Wait(); err != nil {
			err = ran(ctx, "pg_restore", err, said.Bytes())
		}
		return err
	}
	cancel()
	if failed := cmd.Wait(); failed != nil && errors.Is(err, io.ErrUnexpectedEOF) && said.Len() > 0 {
		err = ran(context.WithoutCancel(ctx), "pg_restore", failed, said.Bytes()) // why the rows end
	}
	return err
}

// copyRows are the rows of one table, up to the line \. that ends them.
type copyRows struct {
	script *bufio.Reader
	rest   []byte
	begins bool
	over   bool
}

func (r *copyRows) Read(p []byte) (int, error) {
	if r.over {
		return 0, io.EOF
	}
	if len(r.rest) == 0 {
		line, err := r.script.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			return 0, io.ErrUnexpectedEOF
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return 0, err
		case r.begins && string(line) == "\\.\n":
			r.over = true
			return 0, io.EOF
		}
		r.rest, r.begins = line, err == nil
	}
	n := copy(p, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// restorePostgres fills a schema of its own with the rows of the backup, checks the record in it, and
// puts its tables in the place of those that stand, in one transaction.
func restorePostgres(ctx context.Context, database string, out *Backup, o BackupOptions) error {
	d := &postgresDialect{dsn: database}
	out.Database = d.describe()
	plain, _, err := d.plainDSN()
	if err != nil {
		return err
	}
	_, major, err := tool(ctx, "pg_restore", "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname='"+plain+"'", out.File, "(into an empty database)")
	if err != nil {
		return err
	}
	if out.Bytes, out.SHA256, err = digestOf(ctx, out.File); err != nil {
		return err
	}
	bad := func(err error) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if strings.Contains(err.Error(), "unsupported version") {
			return fmt.Errorf("%s was written by a newer pg_dump than this pg_restore of version %d reads: put a newer one first on PATH: %w", out.File, major, ErrNotBackup)
		}
		return fmt.Errorf("%s: %w: %w", out.File, ErrNotBackup, err)
	}
	if out.Schema, err = schemaOfDump(ctx, out.File); err != nil {
		return bad(err)
	}
	config, err := pgx.ParseConfig(database)
	if err != nil {
		return errors.New("the postgres:// URL cannot be read")
	}
	config.RuntimeParams["application_name"] = "rollcall restore"
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	r := restoration{conn: conn, database: database, out: out, o: o}
	if err := r.look(ctx); err != nil {
		return err
	}
	if err := r.prepare(ctx); err != nil {
		return err
	}
	defer r.drop(context.WithoutCancel(ctx))
	if err := r.fill(ctx, bad); err != nil {
		return err
	}
	return r.replace(ctx)
}

func digestOf(ctx context.Context, file string) (int64, string, error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", err
	}
	defer f.Close() // it is only read
	sum := &digesting{Reader: f, Hash: sha256.New(), tell: func(int64) {}}
	if _, err = io.Copy(io.Discard, sum); err == nil {
		err = ctx.Err()
	}
	return sum.done, hex.EncodeToString(sum.Sum(nil)), err
}

// schemaOfDump is the version of the schema whose rows a dump holds.
func schemaOfDump(ctx context.Context, file string) (version int64, err error) {
	err = rowsOf(ctx, file, func(_, columns string, rows io.Reader) error {
		at := slices.Index(strings.Split(columns, ", "), "version_id")
		all, err := io.ReadAll(io.LimitReader(rows, 1<<20))
		for line := range strings.Lines(string(all)) {
			if cells := strings.Split(line, "\t"); at >= 0 && at < len(cells) {
				n, _ := strconv.ParseInt(cells[at], 10, 64) // the highest number counts
				version = max(version, n)
			}
		}
		return err
	}, goose.DefaultTablename)
	if err == nil && version == 0 {
		err = errors.New("it holds no record")
	}
	return version, err
}

// restoration is the work on one database.
type restoration struct {
	conn     *pgx.Conn
	database string
	out      *Backup
	o        BackupOptions
	target   string // the schema whose tables are replaced
	empty    bool
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

// look finds out whether the database may be replaced.
func (r *restoration) look(ctx context.Context) error {
	if err := r.conn.QueryRow(ctx, "SELECT COALESCE(current_schema(), 'public')").Scan(&r.target); err != nil {
		return err
	}
	var alone bool
	// One restore at a time; the lock goes with the connection.
	if err := r.conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", restoreLock).Scan(&alone); err != nil {
		return err
	}
	if !alone {
		return fmt.Errorf("somebody else restores into it: %w", ErrInUse)
	}
	if err := r.unused(ctx, r.conn); err != nil {
		return err
	}
	var tables bool
	if err := r.conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", quote(r.target)+".changes").Scan(&tables); err != nil {
		return err
	}
	r.empty = true
	if tables {
		var changes, keys int64
		err := r.conn.QueryRow(ctx, "SELECT (SELECT count(*) FROM (SELECT 1 FROM changes LIMIT 1) c), (SELECT count(*) FROM (SELECT 1 FROM keys LIMIT 1) k)").Scan(&changes, &keys)
		// What cannot be read may still be mended by somebody.
		r.empty = err == nil && changes == 0 && keys == 0
	}
	if !r.empty && !r.o.Force {
		return fmt.Errorf("%s holds a record already: %w", r.out.Database, ErrExists)
	}
	return nil
}

// restoreLock is the key of the advisory lock of a restore: "rest" in ASCII.
const restoreLock = 0x72657374

// unused checks that no server is connected.
func (r *restoration) unused(ctx context.Context, db interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
},
) error {
	var others int
	err := db.QueryRow(ctx, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1", applicationName).Scan(&others)
	if err == nil && others > 0 {
		err = fmt.Errorf("%s: %w", r.out.Database, ErrInUse)
	}
	return err
}

// prepare makes the schema in which the backup is checked.
func (r *restoration) prepare(ctx context.Context) error {
	_, err := r.conn.Exec(ctx, "DROP SCHEMA IF EXISTS "+restoreSchema+" CASCADE; CREATE SCHEMA "+restoreSchema) // one that a killed restore left
	if refused := new(pgconn.PgError); errors.As(err, &refused) && refused.Code == "42501" {
		return fmt.Errorf("a backup is checked in a schema of its own, which this user may not make: GRANT CREATE ON DATABASE … TO … lets it: %w", err)
	}
	return err
}

// drop takes the schema away.
func (r *restoration) drop(ctx context.Context) {
	_, _ = r.conn.Exec(ctx, "DROP SCHEMA IF EXISTS "+restoreSchema+" CASCADE") // the next restore tries again
}

// fill makes the tables, takes the rows from the backup, and checks the record they make.
func (r *restoration) fill(ctx context.Context, bad func(error) error) error {
	u, err := url.Parse(r.database)
	if err != nil {
		return errors.New("the postgres:// URL cannot be read")
	}
	// What the migrations make goes into the first schema; an extension may be in the other.
	q := u.Query()
	q.Set("search_path", restoreSchema+","+quote(r.target))
	u.RawQuery = q.Encode()
	s, err := connect(Options{Database: u.String(), Pool: 2, application: "rollcall restore"})
	if err != nil {
		return err
	}
	defer s.Close() // what was written is committed
	pool, err := s.writes.DB()
	if err != nil {
		return err
	}
	// goose would otherwise find the table of the schema that stands.
	versions, err := goosedatabase.NewStore(goosedatabase.DialectPostgres, goose.DefaultTablename)
	if err == nil {
		err = versions.CreateVersionTable(ctx, pool)
	}
	if err == nil {
		err = versions.Insert(ctx, pool, goosedatabase.InsertRequest{Version: 0})
	}
	if err != nil {
		return err
	}
	p, err := s.provider()
	if err != nil {
		return err
	}
	if sources := p.ListSources(); r.out.Schema > sources[len(sources)-1].Version {
		return ErrNewerSchema
	}
	if _, err := p.UpTo(ctx, r.out.Schema); err != nil {
		return fmt.Errorf("make the tables: %w", err)
	}
	if err := r.copyRows(ctx, bad); err != nil {
		return err
	}
	if _, err := s.migrate(ctx); err != nil {
		return bad(err)
	}
	if r.out.Seq, err = s.check(ctx, r.o); err != nil {
		return bad(err)
	}
	return nil
}

// copyRows fills the tables. What refers to rows of other tables is checked when all are there.
func (r *restoration) copyRows(ctx context.Context, bad func(error) error) error {
	tables, err := r.names(ctx, "SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r' AND relname <> '"+goose.DefaultTablename+"' ORDER BY relname", restoreSchema)
	if err != nil {
		return err
	}
	references, err := r.names(ctx, "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint WHERE connamespace = $1::regnamespace AND contype = 'f'", restoreSchema)
	if err != nil {
		return err
	}
	drops, err := r.names(ctx, "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE connamespace = $1::regnamespace AND contype = 'f'", restoreSchema)
	if err != nil {
		return err
	}
	for _, t := range tables {
		// A migration may have put rows there; those of the backup come instead.
		drops = append(drops, "ALTER TABLE "+restoreSchema+"."+quote(t)+" DISABLE TRIGGER USER", "TRUNCATE "+restoreSchema+"."+quote(t))
		references = append(references, "ALTER TABLE "+restoreSchema+"."+quote(t)+" ENABLE TRIGGER USER")
	}
	if err := r.run(ctx, drops); err != nil {
		return err
	}
	var copied int64
	err = rowsOf(ctx, r.out.File, func(table, columns string, rows io.Reader) error {
		if !slices.Contains(tables, table) { // goose's own, or another program's
			_, err := io.Copy(io.Discard, rows)
			return err
		}
		tag, err := r.conn.PgConn().CopyFrom(ctx, rows, "COPY "+restoreSchema+"."+quote(table)+" ("+columns+") FROM STDIN")
		copied += tag.RowsAffected()
		r.o.tell(stageRows, copied, 0)
		return err
	})
	if err == nil {
		err = r.run(ctx, references)
	}
	if err != nil {
		return bad(err)
	}
	for i, t := range tables {
		tables[i] = "ANALYZE " + restoreSchema + "." + quote(t)
	}
	return r.run(ctx, tables)
}

func (r *restoration) run(ctx context.Context, statements []string) error {
	for _, sql := range statements {
		if _, err := r.conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	return nil
}

func (r *restoration) names(ctx context.Context, sql string, args ...any) ([]string, error) {
	rows, err := r.conn.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// replace puts the checked tables where the others stand.
func (r *restoration) replace(ctx context.Context) error {
	tx, err := r.conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it is committed, or failed
	if err := r.unused(ctx, tx); err != nil {
		return err
	}
	kept, err := r.keep(ctx)
	if err != nil {
		return err
	}
	// Tables take their indexes and counters along. Of functions and extensions there may be some that the migrations made.
	moves, err := r.names(ctx, `SELECT format('ALTER TABLE %I.%I SET SCHEMA %I', $1::text, relname, $2::text) FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'
UNION ALL SELECT format('ALTER EXTENSION %I SET SCHEMA %I', extname, $2::text) FROM pg_extension WHERE extnamespace = $1::regnamespace
UNION ALL SELECT format('ALTER ROUTINE %s SET SCHEMA %I', p.oid::regprocedure, $2::text) FROM pg_proc p WHERE p.pronamespace = $1::regnamespace
	AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'))`, restoreSchema, r.target)
	if err == nil {
		err = r.run(ctx, append(moves, "DROP SCHEMA "+restoreSchema))
	}
	if err == nil {
		err = tx.Commit(ctx)
	}
	if err == nil && kept != "" {
		r.out.Kept = "schema " + kept
	}
	return err
}

// keep moves the tables that stand into a schema of their own, or drops them if nothing was ever written.
func (r *restoration) keep(ctx context.Context) (kept string, err error) {
	const clash = ` WHERE relnamespace = $2::regnamespace AND relkind = 'r' AND relname IN (SELECT relname FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r')`
	const routines = ` FROM pg_proc p WHERE p.pronamespace = $2::regnamespace AND p.proname IN (SELECT proname FROM pg_proc WHERE pronamespace = $1::regnamespace)
	AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'))`
	if r.empty {
		drops, err := r.names(ctx, `SELECT format('DROP TABLE %I.%I CASCADE', $2::text, relname) FROM pg_class`+clash+
			` UNION ALL SELECT format('DROP ROUTINE %s CASCADE', p.oid::regprocedure)`+routines, restoreSchema, r.target)
		if err != nil {
			return "", err
		}
		return "", r.run(ctx, drops)
	}
	kept = keptSchema
	for n := 2; ; n++ {
		var taken bool
		if err := r.conn.QueryRow(ctx, "SELECT to_regnamespace($1) IS NOT NULL", kept).Scan(&taken); err != nil {
			return "", err
		}
		if !taken {
			break
		}
		kept = fmt.Sprintf("%s_%d", keptSchema, n)
	}
	moves, err := r.names(ctx, `SELECT format('ALTER TABLE %I.%I SET SCHEMA %I', $2::text, relname, $3::text) FROM pg_class`+clash+
		` UNION ALL SELECT format('ALTER ROUTINE %s SET SCHEMA %I', p.oid::regprocedure, $3::text)`+routines, restoreSchema, r.target, kept)
	if err != nil {
		return "", err
	}
	return kept, r.run(ctx, append([]string{"CREATE SCHEMA " + quote(kept)}, moves...))
}
