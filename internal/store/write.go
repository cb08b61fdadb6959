package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rollcall/internal/record"
)

// tx is the inside of a write: one transaction in which nobody else writes.
type tx struct {
	reader
	s       *Store
	w       record.Write
	ctx     context.Context
	conn    *sql.Conn
	sql     *sql.Tx
	started time.Time
	now     time.Time
	seq     int64 // of the last change so far
	batch   int64 // of the first change of this write
	pending pending
	changes []record.Change    // what was saved, without the facts
	above   map[uuid.UUID]bool // unions that were found to be within the grant
}

// write is the one way into the record. It runs do in a transaction that no other writer shares; the
// rows, revisions and changes that do saves are committed together, or not at all. What write returns
// is on disk.
func write[T any](ctx context.Context, s *Store, w record.Write, do func(*tx) (T, error)) (T, error) {
	var none T
	t, err := s.open(ctx, w)
	if err != nil {
		return none, s.dialect.translate(err)
	}
	defer t.close()
	result, err := do(t)
	if err == nil {
		err = t.keepAnswer(result)
	}
	if err == nil {
		err = t.commit()
	}
	if err != nil {
		return none, s.dialect.translate(err)
	}
	return result, nil
}

// open begins a write. The caller closes it.
func (s *Store) open(ctx context.Context, w record.Write) (t *tx, err error) {
	started := time.Now()
	pool, err := s.writes.DB()
	if err != nil {
		return nil, err
	}
	t = &tx{s: s, w: w, ctx: ctx, started: started}
	if t.conn, err = pool.Conn(ctx); err != nil {
		return nil, err
	}
	if t.sql, err = t.conn.BeginTx(ctx, nil); err == nil {
		err = t.begin()
	}
	if err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// close ends the write. What was not committed never was.
func (t *tx) close() {
	if t.sql != nil {
		_ = t.sql.Rollback() // it says that there is nothing to roll back, or the connection is lost
	}
	_ = t.conn.Close() // a connection that is lost is dropped
}

// commit puts what was saved on disk and tells of it.
func (t *tx) commit() error {
	if err := t.flush(); err != nil {
		return err
	}
	if len(t.changes) > 0 {
		if err := t.s.dialect.announce(t.db, t.seq); err != nil {
			return err
		}
	}
	if err := t.sql.Commit(); err != nil {
		return err
	}
	if len(t.changes) > 0 {
		t.s.advance(t.seq)
		t.s.wrote(t.changes, time.Since(t.started))
	}
	return nil
}

func (t *tx) begin() error {
	db := t.s.writes.Session(&gorm.Session{NewDB: true, Context: t.ctx})
	db.Statement.ConnPool = flushing{t.sql, t}
	if err := t.s.dialect.lock(db); err != nil {
		return err
	}
	var last []struct {
		Seq int64
		At  time.Time
	}
	if err := db.Raw("SELECT seq, at FROM changes ORDER BY seq DESC LIMIT 1").Scan(&last).Error; err != nil {
		return err
	}
	t.now = t.s.Now()
	if len(last) > 0 {
		t.seq = last[0].Seq
		// The ledger's time never runs backwards, whatever the clock does.
		if at := last[0].At.UTC(); t.now.Before(at) {
			t.now = at
		}
	}
	t.reader = reader{db: db, dialect: t.s.dialect, now: t.now, today: record.DateOf(t.now)}
	return nil
}

// rows are the rows of one table that belong to a record.
type rows struct {
	table string
	owner string // the column that holds the record's id
	rows  []map[string]any
}

// entry is one change to be saved: what was done to which record, its facts now (nil when deleted)
// and the rows that hold it.
type entry struct {
	action  record.Action
	entity  record.Entity
	id      uuid.UUID
	version int
	facts   any
	rows    []rows
}

// next is the seq that the next saved entry will have.
func (t *tx) next() int64 { return t.seq + 1 }

// save appends a change to the ledger and makes its rows the ones that stand.
func (t *tx) save(e entry) error {
	t.seq++
	if t.batch == 0 {
		t.batch = t.seq
	}
	change := record.Change{Seq: t.seq, At: t.now, Actor: t.w.Actor, Action: e.action, Entity: e.entity, ID: e.id, Version: e.version, Reason: t.w.Reason, Batch: t.batch}
	t.changes = append(t.changes, change)
	var snapshot any
	if e.facts != nil {
		b, err := json.Marshal(e.facts)
		if err != nil {
			return fmt.Errorf("encode the %s: %w", e.entity, err)
		}
		change.After, snapshot = b, string(b)
	}
	t.pending.table("changes", "").add(map[string]any{
		"seq": change.Seq, "batch": change.Batch, "at": change.At, "actor": change.Actor, "action": string(change.Action), "entity": string(change.Entity),
		"entity_id": change.ID, "version": change.Version, "reason": change.Reason, "snapshot": snapshot,
	})
	before, isPending := t.pending.saved[e.id]
	for _, r := range e.rows {
		table := t.pending.table(r.table, r.owner)
		if e.version > 1 {
			table.end(e.id, t.seq, isPending)
		}
		for _, row := range r.rows {
			table.stand(e.id, row, t.seq)
		}
	}
	if t.pending.saved == nil {
		t.pending.saved = map[uuid.UUID]record.Change{}
	}
	t.pending.saved[e.id] = change
	if e.version > 1 && !isPending && e.entity != record.EntityUnion { // a union is its own only subject
		t.pending.heirs = append(t.pending.heirs, change)
		return nil
	}
	change.Before = before.After
	return t.addSubjects(change)
}

func (t *tx) insert(table string, values []map[string]any) error {
	return t.db.Table(table).Create(values).Error
}

// stale checks that the writer saw the record as it stands.
func stale(expected, current int) error {
	if expected != current {
		return record.Errorf(record.CodeStale, "The record is at version %d; the write was made for version %d.", current, expected)
	}
	return nil
}

// permit checks that the writer's grant covers every one of the unions: each is a union of the grant
// or stands below one today.
func (t *tx) permit(unions ...uuid.UUID) error {
	if t.w.Grant == nil {
		return nil
	}
	for _, id := range unions {
		if t.above[id] {
			continue
		}
		var n int64
		if len(*t.w.Grant) > 0 {
			// A union of the grant that was merged stands for its survivor.
			err := t.db.Raw("SELECT count(*) FROM ("+t.reader.above("SELECT u.id FROM unions u WHERE u.id = ? AND u.until_seq IS NULL")+") up WHERE up.id IN "+
				"(WITH RECURSIVE granted(id, merged_into) AS (SELECT g.id, g.merged_into FROM unions g WHERE g.until_seq IS NULL AND g.id IN ?"+
				" UNION SELECT m.id, m.merged_into FROM granted JOIN unions m ON m.id = granted.merged_into AND m.until_seq IS NULL) SELECT granted.id FROM granted)",
				id, *t.w.Grant).Scan(&n).Error
			if err != nil {
				return err
			}
		}
		if n == 0 {
			return record.Errorf(record.CodeForbidden, "The key's grant does not cover this union.")
		}
		if t.above == nil {
			t.above = map[uuid.UUID]bool{}
		}
		t.above[id] = true
	}
	return nil
}

// keepAnswer stores the answer to a request that carries an Idempotency-Key together with its write.
func (t *tx) keepAnswer(result any) error {
	i := t.w.Idempotency
	if i == nil {
		return nil
	}
	answer, err := i.Render(result)
	if err != nil {
		return err
	}
	if err := t.db.Exec("DELETE FROM idempotency WHERE created_at < ?", t.now.Add(-keepAnswers)).Error; err != nil {
		return err
	}
	var n int64
	if err := t.db.Raw("SELECT count(*) FROM idempotency WHERE owner = ? AND key = ?", i.Owner, i.Key).Scan(&n).Error; err != nil {
		return err
	}
	if n > 0 {
		return record.Errorf(record.CodeInFlight, "A request with the same Idempotency-Key was answered at the same moment: send it again.")
	}
	return t.db.Table("idempotency").Create(map[string]any{
		"owner": i.Owner, "key": i.Key, "fingerprint": i.Fingerprint, "status": answer.Status,
		"etag": answer.ETag, "location": answer.Location, "body": answer.Body, "created_at": t.now,
	}).Error
}

// keepAnswers is how long the answer to an Idempotency-Key is kept.
const keepAnswers = 24 * time.Hour

// Answered returns the answer that was stored for an Idempotency-Key, or nil.
func (s *Store) Answered(ctx context.Context, owner, key string) (*record.Answer, error) {
	var found []record.Answer
	err := s.reads.WithContext(ctx).Raw("SELECT status, etag, location, body, fingerprint FROM idempotency WHERE owner = ? AND key = ? AND created_at >= ?",
		owner, key, s.Now().Add(-keepAnswers)).Scan(&found).Error
	if err != nil || len(found) == 0 {
		return nil, s.dialect.translate(err)
	}
	return &found[0], nil
}

func newID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
