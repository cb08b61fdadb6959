package store

import (
	"cmp"
	"context"
	"database/sql"
	"reflect"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rollcall/internal/record"
)

// Streams read one long statement row by row, in one read transaction whose seq they tell first: what
// they read is the record in which that change was the last, whoever writes meanwhile. A stream lasts as
// long as its reader takes, so streams have a few connections of their own, and never keep those waiting
// who ask for a page.

// streamed is how many rows are read before they are passed on together.
const streamed = 50

// defaultStreams is how many streams there are at once unless the Options say otherwise.
const defaultStreams = 8

// snapshot runs read in one state of the record, on a connection for streams. Errors: CodeUnavailable
// when all of them are taken.
func (s *Store) snapshot(ctx context.Context, m record.Moment, read func(r reader, seq int64) error) (err error) {
	select {
	case s.streaming <- struct{}{}:
		defer func() { <-s.streaming }()
	default:
		return record.Errorf(record.CodeUnavailable, "%d long answers are being written already: try again in a moment.", cap(s.streaming))
	}
	// Repeatable read is one state for all statements of the transaction; SQLite knows no other.
	tx := s.streams.WithContext(ctx).Begin(&sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if tx.Error != nil {
		return s.dialect.translate(tx.Error)
	}
	defer tx.Rollback() // there is nothing to commit
	var seq int64
	if err := tx.Raw("SELECT COALESCE(MAX(seq), 0) FROM changes").Scan(&seq).Error; err != nil {
		return s.dialect.translate(err)
	}
	r, err := s.readerOn(tx, m)
	if err != nil {
		return err
	}
	if r.known > 0 {
		seq = r.known
	}
	return read(r, seq)
}

// SeqOf is the last change of the state that a Moment sees. Errors: CodeInvalid when the record begins
// after it.
func (s *Store) SeqOf(ctx context.Context, m record.Moment) (int64, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return 0, err
	}
	if r.known == 0 {
		return s.Seq(), nil
	}
	return r.known, nil
}

// stream tells begin of the state that is read and then rows of what selects answers, in the order that
// the page asks for; its limit, if any, is the most that is read.
func stream[T any](ctx context.Context, s *Store, p record.Page, selects func(reader) (*query[T], error), begin func(record.Snapshot) error, rows func([]T) error) error {
	return s.snapshot(ctx, p.Moment, func(r reader, seq int64) error {
		q, err := selects(r)
		if err != nil {
			return err
		}
		at := record.Snapshot{Seq: seq}
		if p.Total {
			if at.Total, err = q.total(); err != nil {
				return err
			}
		}
		key, descending, err := q.order(p)
		if err != nil {
			return err
		}
		if err := begin(at); err != nil {
			return err
		}
		return q.each(q.ordered(key, descending), rows)
	})
}

// each runs a statement and passes its rows on, some at a time; the slice is used again.
func (q *query[T]) each(statement *gorm.DB, pass func([]T) error) (err error) {
	rows, err := statement.Rows()
	if err != nil {
		return q.reader.dialect.translate(err)
	}
	defer func() { err = firstOf(err, q.reader.dialect.translate(rows.Close())) }()
	part := &someRows{Rows: rows}
	items := make([]T, 0, streamed)
	for !part.ended {
		part.left = streamed
		tx := q.reader.db.Session(&gorm.Session{NewDB: true}).WithContext(statement.Statement.Context)
		if err := tx.Statement.Parse(&items); err != nil {
			return err
		}
		// gorm finds out once for all rows of a part which column belongs in which field.
		tx.Statement.Dest, tx.Statement.ReflectValue = &items, reflect.ValueOf(&items).Elem()
		gorm.Scan(part, tx, 0)
		if tx.Error != nil {
			return q.reader.dialect.translate(tx.Error)
		}
		if len(items) == 0 {
			break
		}
		if err := pass(items); err != nil {
			return err
		}
	}
	return q.reader.dialect.translate(rows.Err())
}

// someRows are the next few rows of more.
type someRows struct {
	*sql.Rows
	left  int
	ended bool
}

func (r *someRows) Next() bool {
	if r.left == 0 {
		return false
	}
	r.left--
	r.ended = !r.Rows.Next()
	return !r.ended
}

// eachRow passes rows on one by one.
func eachRow[T any](row func(T) error) func([]T) error {
	return func(rows []T) error {
		for _, v := range rows {
			if err := row(v); err != nil {
				return err
			}
		}
		return nil
	}
}

// numbering gives streamed endorsements their ordinals. What a stream passes is of all calls there are:
// counting each as Tally does would need the memory that is kept for those that are asked for.
type numbering struct {
	reader
	calls *recent[uuid.UUID, []place]
}

// place is that of an endorsing body among those of a call, in the order of record.CompareStands.
type place struct {
	dated    record.DateNumber
	ofKind   int32
	recorded int64
}

// keptPlaces is how many endorsing bodies a stream keeps the places of at most, 16 bytes each.
const keptPlaces = 1_500_000

func (n *numbering) number(views []record.EndorsementView) error {
	of := map[uuid.UUID][]place{}
	var missing []uuid.UUID
	for i := range views {
		v := &views[i]
		if _, seen := of[v.Call.ID]; seen || !counts(v) {
			continue
		}
		places, found := n.calls.get(v.Call.ID)
		if of[v.Call.ID] = places; !found {
			missing = append(missing, v.Call.ID)
		}
	}
	if len(missing) > 0 {
		if err := n.read(missing, of); err != nil {
			return err
		}
	}
	for i := range views {
		v := &views[i]
		if !counts(v) {
			continue
		}
		places, own := of[v.Call.ID], place{dated: v.Shown.Dated.Number(), recorded: v.Shown.RecordedSeq}
		k, found := slices.BinarySearchFunc(places, own, func(a, b place) int {
			return cmp.Or(cmp.Compare(a.dated, b.dated), cmp.Compare(a.recorded, b.recorded))
		})
		if found {
			ordinal, ofKind := k+1, int(places[k].ofKind)
			v.Ordinal, v.OrdinalOfKind = &ordinal, &ofKind
		}
	}
	return nil
}

// read finds the endorsing bodies of some calls.
func (n *numbering) read(calls []uuid.UUID, into map[uuid.UUID][]place) error {
	q := n.db.Table("positions AS p JOIN unions u ON u.id = p.union_id AND "+n.valid("u")).Select("p.call_id, p.dated, p.recorded_seq, u.kind").
		Where("p.call_id IN ? AND "+n.valid("p")+" AND "+n.inForce(), calls).
		Where("p.position = ? AND p.capacity = ? AND u.kind <> ?", string(record.Endorsed), string(record.CapacityBody), string(record.KindCaucus)).
		Order("p.call_id, p.dated, p.recorded_seq")
	var of uuid.UUID
	ofKind := map[record.UnionKind]int32{}
	err := scan(q, func(rows *sql.Rows) error {
		var call uuid.UUID
		var dated record.Date
		var kind record.UnionKind
		var p place
		if err := rows.Scan(&call, &dated, &p.recorded, &kind); err != nil {
			return err
		}
		if call != of {
			of = call
			clear(ofKind)
		}
		ofKind[kind]++
		p.dated, p.ofKind = dated.Number(), ofKind[kind]
		into[call] = append(into[call], p)
		return nil
	})
	for _, call := range calls {
		into[call] = slices.Clip(into[call])
		n.calls.set(call, into[call], len(into[call])+1)
	}
	return n.dialect.translate(err)
}
