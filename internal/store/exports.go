package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Exports read whole tables in the order of ids, as they stood when a given change was the last. Since
// every version of a row is kept, that state is the same whenever it is read, however many statements
// it takes and whoever writes meanwhile. The day whose affiliations are in force is that of the change.

// Instant is when the change with that seq was made. Errors: CodeInvalid for a seq that the record does
// not have.
func (s *Store) Instant(ctx context.Context, seq int64) (time.Time, error) {
	var found []struct{ At time.Time }
	if err := s.reads.WithContext(ctx).Raw("SELECT at FROM changes WHERE seq = ?", seq).Scan(&found).Error; err != nil {
		return time.Time{}, s.dialect.translate(err)
	}
	if len(found) == 0 {
		return time.Time{}, record.Errorf(record.CodeInvalid, "The record has no change %d.", seq)
	}
	return found[0].At.UTC(), nil
}

// exporter reads one span.
type exporter struct {
	reader
	span  record.Span
	was   record.Date   // the day of the state that the span begins after
	slots chan struct{} // who reads on a connection for streams
}

func (s *Store) exporter(ctx context.Context, span record.Span) (exporter, error) {
	x := exporter{reader: reader{db: s.streams.WithContext(ctx), dialect: s.dialect, known: span.Seq}, span: span, slots: s.streaming}
	var err error
	if x.now, err = s.Instant(ctx, span.Seq); err != nil {
		return x, err
	}
	x.today = record.DateOf(x.now)
	if span.After != nil && *span.After > 0 {
		was, err := s.Instant(ctx, *span.After)
		if err != nil {
			return x, err
		}
		x.was = record.DateOf(was)
	}
	return x, nil
}

// touched is a subquery for the ids of the records that were written within the span.
func (x exporter) touched() string {
	return fmt.Sprintf("SELECT touched.entity_id FROM changes touched WHERE touched.seq > %d AND touched.seq <= %d", *x.span.After, x.span.Seq)
}

// export walks over the rows of a query in the order given. Of a span that begins after a state only
// those are read whose id is touched, or is among what the subqueries select: the rows that show
// something of a touched record.
func export[T any](x exporter, q *query[T], id, order string, dependents ...string) func(func(T) error) error {
	return func(row func(T) error) error {
		if x.span.After != nil {
			q.and(id + " IN (" + strings.Join(append([]string{x.touched()}, dependents...), " UNION ") + ")")
		}
		// An export waits for its turn: nobody sits at the other end of it.
		select {
		case x.slots <- struct{}{}:
			defer func() { <-x.slots }()
		case <-x.db.Statement.Context.Done():
			return x.db.Statement.Context.Err()
		}
		statement := x.db.Table(q.from).Select(q.columns).Where(strings.Join(q.where, " AND "), q.args...).Order(order)
		return q.each(statement, eachRow(row))
	}
}

// ExportUnions tells of every union of the span, merged ones included.
func (s *Store) ExportUnions(ctx context.Context, span record.Span, row func(record.Union) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	var dependents []string
	if span.After != nil {
		// A union shows its parents that day.
		const children = "SELECT edge.child_id FROM affiliations edge WHERE "
		dependents = []string{children + "edge.id IN (" + x.touched() + ")", children + "edge.parent_id IN (" + x.touched() + ")"}
		if x.was.Known() && x.was != x.today {
			dependents = append(dependents, fmt.Sprintf(children+"edge.from_on > %[1]s AND edge.from_on <= %[2]s OR edge.until_on > %[1]s AND edge.until_on <= %[2]s", quoteDate(x.was), quoteDate(x.today)))
		}
	}
	return export(x, x.unions(), "u.id", "u.id", dependents...)(row)
}

// ExportAffiliations tells of every affiliation of the span, also of those that have ended.
func (s *Store) ExportAffiliations(ctx context.Context, span record.Span, row func(record.Affiliation) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	var dependents []string
	if span.After != nil {
		const edges = "SELECT edge.id FROM affiliations edge WHERE "
		dependents = []string{edges + "edge.child_id IN (" + x.touched() + ")", edges + "edge.parent_id IN (" + x.touched() + ")"}
	}
	return export(x, x.affiliations(), "a.id", "a.id", dependents...)(row)
}

// ExportCalls tells of every call of the span.
func (s *Store) ExportCalls(ctx context.Context, span record.Span, row func(record.Call) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	return export(x, x.calls(), "c.id", "c.id")(row)
}

// timelines are the endorsements that show something of a touched record.
func (x exporter) timelines() []string {
	if x.span.After == nil {
		return nil
	}
	const line = "SELECT line.endorsement_id FROM positions line WHERE "
	return []string{
		line + "line.call_id IN (" + x.touched() + ")", line + "line.union_id IN (" + x.touched() + ")",
		"SELECT cited.record_id FROM citations cited WHERE cited.source_id IN (" + x.touched() + ")",
	}
}

// ExportEndorsements tells of every endorsement of the span, as its current position shows it.
func (s *Store) ExportEndorsements(ctx context.Context, span record.Span, row func(record.EndorsementView) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	return export(x, x.endorsements(), "p.endorsement_id", "p.endorsement_id", x.timelines()...)(row)
}

// ExportPositions tells of every position of every timeline of the span, each as the one that its
// endorsement shows; those of one endorsement stand together, the earliest first.
func (s *Store) ExportPositions(ctx context.Context, span record.Span, row func(record.EndorsementView) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	q := &query[record.EndorsementView]{reader: x.reader, columns: x.endorsements().columns, from: x.positions()}
	q.and(x.valid("p"))
	// An index holds the timelines together; ordered by the positions' own ids the table had to be sorted.
	return export(x, q, "p.endorsement_id", "p.endorsement_id, p.dated, p.recorded_seq, p.id", x.timelines()...)(row)
}

// ExportStatements tells of every statement of the span.
func (s *Store) ExportStatements(ctx context.Context, span record.Span, row func(record.Statement) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	var dependents []string
	if span.After != nil {
		dependents = []string{
			"SELECT issued.statement_id FROM statement_issuers issued WHERE issued.union_id IN (" + x.touched() + ")",
			"SELECT spoken.statement_id FROM statement_calls spoken WHERE spoken.call_id IN (" + x.touched() + ")",
			"SELECT cited.record_id FROM citations cited WHERE cited.source_id IN (" + x.touched() + ")",
		}
	}
	return export(x, x.statements(), "st.id", "st.id", dependents...)(row)
}

// ExportSources tells of every source of the span.
func (s *Store) ExportSources(ctx context.Context, span record.Span, row func(record.Source) error) error {
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	return export(x, x.sources(), "s.id", "s.id")(row)
}

// exported are the tables whose rows have an id of their own.
var exported = map[string]bool{"unions": true, "affiliations": true, "calls": true, "endorsements": true, "positions": true, "statements": true, "sources": true}

// ExportRemoved tells of the ids that a table had in the state the span begins after and has no more in
// the state it ends with. Tables are those of the record: unions, affiliations, calls, endorsements,
// positions, statements, sources.
func (s *Store) ExportRemoved(ctx context.Context, table string, span record.Span, row func(uuid.UUID) error) error {
	if !exported[table] {
		return fmt.Errorf("there is no table %q to export", table)
	}
	if span.After == nil {
		return nil
	}
	x, err := s.exporter(ctx, span)
	if err != nil {
		return err
	}
	q := &query[struct{ ID uuid.UUID }]{reader: x.reader, columns: "gone.id", from: table + " AS gone"}
	q.and("gone.since_seq <= ? AND gone.until_seq > ? AND gone.until_seq <= ?", *span.After, *span.After, span.Seq)
	q.and("gone.id NOT IN (SELECT here.id FROM "+table+" here WHERE here.since_seq > ? AND "+x.valid("here")+")", *span.After)
	x.span.After = nil
	return export(x, q, "", "gone.id")(func(r struct{ ID uuid.UUID }) error { return row(r.ID) })
}
