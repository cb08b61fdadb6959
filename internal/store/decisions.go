package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Decisions on names are no part of the record: they take no seq. Each write of one takes the next turn,
// so that whoever holds decisions in memory asks for what came after the last turn it knows.

const decisionColumns = "d.id, d.name, d.city, d.region, d.country, d.affiliation, d.kind, d.union_id, d.verdict, d.actor, d.reason, d.created_at, d.undone_at, d.undone_by, d.turn"

func (r reader) decisions() *query[record.Decision] {
	return &query[record.Decision]{
		reader: r, columns: decisionColumns, from: "decisions AS d", id: "d.id", own: "-created_at",
		idOf: func(d record.Decision) uuid.UUID { return d.ID },
		sorts: map[string]sortKey[record.Decision]{
			"created_at": byTime("d.created_at", func(d record.Decision) time.Time { return d.CreatedAt }),
		},
	}
}

// Decisions answers a page of the decisions that hold, the latest first.
func (s *Store) Decisions(ctx context.Context, f record.DecisionFilter, p record.Page) (record.Listing[record.Decision], error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Listing[record.Decision]{}, err
	}
	q := r.decisions()
	q.and("d.undone_at IS NULL")
	q.contains("d.search_text", f.Q)
	if f.Union != nil {
		q.and("d.union_id = ?", *f.Union)
	}
	return q.page(p)
}

// Decision answers one decision, also one that was taken back. Errors: CodeNotFound.
func (s *Store) Decision(ctx context.Context, id uuid.UUID) (record.Decision, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Decision{}, err
	}
	return r.decision(id)
}

func (r reader) decision(id uuid.UUID) (record.Decision, error) {
	q := r.decisions()
	q.and("d.id = ?", id)
	d, found, err := q.one()
	if err == nil && !found {
		err = record.Errorf(record.CodeNotFound, "There is no decision %s.", id)
	}
	return d, err
}

// DecisionsAfter answers what became of decisions after a turn, in the order of turns: those that were
// taken back have UndoneAt.
func (s *Store) DecisionsAfter(ctx context.Context, turn int64) ([]record.Decision, error) {
	var out []record.Decision
	err := s.reads.WithContext(ctx).Table("decisions d").Select(decisionColumns).Where("d.turn > ?", turn).Order("d.turn").Scan(&out).Error
	return out, s.dialect.translate(err)
}

// CreateDecision stores a new decision. d.Union is the id of a union that is not merged.
func (s *Store) CreateDecision(ctx context.Context, w record.Write, d record.Decision) (record.Decision, error) {
	return write(ctx, s, w, func(t *tx) (record.Decision, error) { return t.createDecision(d) })
}

func (t *tx) createDecision(d record.Decision) (record.Decision, error) {
	d.ID, d.Actor, d.Reason, d.CreatedAt = newID(), t.w.Actor, t.w.Reason, t.now
	var err error
	if d.Turn, err = t.nextTurn(); err != nil {
		return d, err
	}
	return d, t.insert("decisions", []map[string]any{{
		"id": d.ID, "name": d.Name, "search_text": record.Fold(d.Name), "city": d.City, "region": d.Region, "country": d.Country, "affiliation": d.Affiliation,
		"kind": string(d.Kind), "union_id": d.Union, "verdict": string(d.Verdict), "actor": d.Actor, "reason": d.Reason, "created_at": d.CreatedAt,
		"undone_by": "", "turn": d.Turn,
	}})
}

// PutDecision stores a new decision in the session.
func (i *Import) PutDecision(d record.Decision) error {
	t, err := i.write()
	if err == nil {
		_, err = t.createDecision(d)
	}
	return i.fail(err)
}

// nextTurn is the turn of what becomes of a decision now: nobody else writes meanwhile.
func (t *tx) nextTurn() (int64, error) {
	var last int64
	err := t.db.Raw("SELECT COALESCE(MAX(turn), 0) FROM decisions").Scan(&last).Error
	return last + 1, err
}

// UndoDecision takes a decision back. Errors: CodeNotFound, CodeGone when that was done before.
func (s *Store) UndoDecision(ctx context.Context, w record.Write, id uuid.UUID) error {
	_, err := write(ctx, s, w, func(t *tx) (record.Decision, error) {
		d, err := t.decision(id)
		if err != nil {
			return d, err
		}
		if d.UndoneAt != nil {
			return d, record.Errorf(record.CodeGone, "The decision was taken back before.")
		}
		turn, err := t.nextTurn()
		if err != nil {
			return d, err
		}
		return d, t.db.Table("decisions").Where("id = ?", id).Updates(map[string]any{"undone_at": t.now, "undone_by": t.w.Actor, "turn": turn}).Error
	})
	return err
}
