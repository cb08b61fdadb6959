package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// pending is what a write has saved and the database has not been told yet. It goes there table by table
// before the write's next statement, whatever that is, and before it is committed: so a write of hundreds
// of records takes few statements, and every statement sees what was saved before it.
type pending struct {
	tables []*pendingTable // in the order of the first row
	saved  map[uuid.UUID]record.Change
	heirs  []record.Change // new versions of records, whose subjects depend on the version before
}

// pendingTable is what is to become of one table: versions that end, and rows to be added.
type pendingTable struct {
	name    string
	owner   string
	columns []string // since_seq and until_seq are the last two
	rows    [][]any
	owners  []uuid.UUID // of each row, where there is one
	ends    []ending
}

// ending says that the rows of a record that stand now stand no longer from a seq on.
type ending struct {
	id  uuid.UUID
	seq int64
}

func (p *pending) empty() bool { return len(p.tables) == 0 }

func (p *pending) table(name, owner string) *pendingTable {
	i := slices.IndexFunc(p.tables, func(t *pendingTable) bool { return t.name == name })
	if i < 0 {
		i = len(p.tables)
		p.tables = append(p.tables, &pendingTable{name: name, owner: owner})
	}
	return p.tables[i]
}

// add appends a row; all rows of a table have the same columns.
func (t *pendingTable) add(row map[string]any) {
	if t.columns == nil {
		t.columns = slices.Sorted(maps.Keys(row))
	}
	values := make([]any, len(t.columns))
	for i, c := range t.columns {
		values[i] = row[c]
	}
	t.rows = append(t.rows, values)
}

// stand appends a version of a record's row, which stands from a seq on.
func (t *pendingTable) stand(id uuid.UUID, row map[string]any, seq int64) {
	if t.columns == nil {
		t.columns = append(slices.Sorted(maps.Keys(row)), "since_seq", "until_seq")
	}
	n := len(t.columns) - 2
	values := make([]any, len(t.columns))
	for i, c := range t.columns[:n] {
		values[i] = row[c]
	}
	values[n] = seq
	t.rows = append(t.rows, values)
	t.owners = append(t.owners, id)
}

// end lets the versions of a record that stand end at a seq: those that are pending themselves, and those
// in the database.
func (t *pendingTable) end(id uuid.UUID, seq int64, isPending bool) {
	if !isPending {
		t.ends = append(t.ends, ending{id, seq})
		return
	}
	for i, owner := range t.owners {
		if last := len(t.columns) - 1; owner == id && t.rows[i][last] == nil {
			t.rows[i][last] = seq
		}
	}
}

// flush tells the database what is pending.
func (t *tx) flush() error {
	if t.pending.empty() {
		return nil
	}
	if err := t.inherit(); err != nil {
		return err
	}
	tables := t.pending.tables
	t.pending = pending{}
	// What ends makes room for what comes: an address, an identifier.
	for _, table := range tables {
		if err := t.traced(table, len(table.ends), t.endRows); err != nil {
			return err
		}
	}
	for _, table := range tables {
		if err := t.traced(table, len(table.rows), t.addRows); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) traced(table *pendingTable, n int, do func(*pendingTable) (string, error)) error {
	if n == 0 {
		return nil
	}
	statement, err := do(table)
	t.trace(statement, n, err)
	return err
}

// trace tells whoever counts statements of one that gorm does not send.
func (t *tx) trace(statement string, n int, err error) {
	t.db.Logger.Trace(t.ctx, t.now, func() (string, int64) { return statement, int64(n) }, err)
}

func (t *tx) endRows(table *pendingTable) (string, error) {
	if len(table.ends) > 1 {
		return t.s.dialect.end(t.ctx, t.sql, table)
	}
	end := table.ends[0]
	statement := "UPDATE " + table.name + " SET until_seq = " + t.s.dialect.mark(1) + " WHERE " + table.owner + " = " + t.s.dialect.mark(2) + " AND until_seq IS NULL"
	_, err := t.sql.ExecContext(t.ctx, statement, end.seq, end.id)
	return statement, err
}

// manyRows is how many rows are loaded faster than they are inserted.
const manyRows = 8

func (t *tx) addRows(table *pendingTable) (string, error) {
	if len(table.rows) > manyRows {
		return t.s.dialect.load(t.ctx, t.conn, t.sql, table)
	}
	statement := table.insert(t.s.dialect.mark, len(table.rows))
	_, err := t.sql.ExecContext(t.ctx, statement, slices.Concat(table.rows...)...)
	return statement, err
}

// insert writes the statement that adds n rows.
func (t *pendingTable) insert(mark func(int) string, n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) VALUES ", t.name, strings.Join(t.columns, ", "))
	for i := range n * len(t.columns) {
		switch {
		case i%len(t.columns) > 0:
			b.WriteString(", ")
		case i > 0:
			b.WriteString("), (")
		default:
			b.WriteString("(")
		}
		b.WriteString(mark(i + 1))
	}
	b.WriteString(")")
	return b.String()
}

// inherit gives the changes that are pending the subjects of the versions before them.
func (t *tx) inherit() error {
	heirs := t.pending.heirs
	t.pending.heirs = nil
	for part := range slices.Chunk(heirs, 100) {
		var either []string
		var args []any
		was := map[uuid.UUID]record.JSON{}
		for _, c := range part {
			either, args = append(either, "entity_id = "+t.s.dialect.mark(len(args)+1)+" AND version = "+t.s.dialect.mark(len(args)+2)), append(args, c.ID, c.Version-1)
		}
		statement := "SELECT entity_id, snapshot FROM changes WHERE " + strings.Join(either, " OR ")
		if err := t.snapshots(statement, args, was); err != nil {
			return err
		}
		for _, c := range part {
			c.Before = was[c.ID]
			if err := t.addSubjects(c); err != nil {
				return err
			}
		}
	}
	return nil
}

// snapshots reads the facts of changes by the ids of their records.
func (t *tx) snapshots(statement string, args []any, into map[uuid.UUID]record.JSON) error {
	rows, err := t.sql.QueryContext(t.ctx, statement, args...)
	t.trace(statement, len(args)/2, err)
	if err != nil {
		return err
	}
	defer rows.Close() // what it could say, Err says
	for rows.Next() {
		var id uuid.UUID
		var snapshot record.JSON
		if err := rows.Scan(&id, &snapshot); err != nil {
			return err
		}
		into[id] = snapshot
	}
	return rows.Err()
}

func (t *tx) addSubjects(c record.Change) error {
	about, err := c.Subjects()
	for _, id := range about {
		t.pending.table("change_subjects", "").add(map[string]any{"subject_id": id, "seq": c.Seq})
	}
	return err
}

// flushing is a transaction that tells the database of what is pending before anything else.
type flushing struct {
	*sql.Tx
	t *tx
}

func (f flushing) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := f.t.flush(); err != nil {
		return nil, err
	}
	return f.Tx.PrepareContext(ctx, query)
}

func (f flushing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := f.t.flush(); err != nil {
		return nil, err
	}
	return f.Tx.ExecContext(ctx, query, args...)
}

func (f flushing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := f.t.flush(); err != nil {
		return nil, err
	}
	return f.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext is never used: its rows cannot say that what is pending could not be told.
func (f flushing) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return f.Tx.QueryRowContext(ctx, query, args...)
}
