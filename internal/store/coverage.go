package store

import (
	"context"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// coverage selects affiliates, each with its position if it has one.
func (r reader) coverage() *query[record.Covered] {
	q := &query[record.Covered]{
		reader: r,
		columns: "u.id AS union_id, u.slug AS union_slug, u.name AS union_name, u.kind AS union_kind, u.region AS union_region, " +
			"p.endorsement_id, p.position, p.effective_on",
		id: "u.id", idOf: func(c record.Covered) uuid.UUID { return c.Union.ID }, own: "name",
		sorts: map[string]sortKey[record.Covered]{
			"name": byText("u.sort_name", func(c record.Covered) string { return record.Fold(c.Union.Name) }),
		},
		facets: map[string]facet{"position": {value: "p.position"}, "kind": {value: "u.kind"}, "region": {value: "u.region"}},
	}
	q.and(r.valid("u"))
	return q
}

// coverageList selects the affiliates below a union, each with its own position on a call or none.
func (r reader) coverageList(union, call record.Ref, f record.CoverageFilter) (*query[record.Covered], error) {
	u, err := r.union(union)
	if err != nil {
		return nil, err
	}
	c, err := r.call(call)
	if record.Is(err, record.CodeNotFound) || record.Is(err, record.CodeGone) || record.Is(err, record.CodeMoved) {
		var faults record.Faults
		faults.AddParameter("call", "unknown", "%s", describe(err))
		err = faults.Err("The query")
	}
	if err != nil {
		return nil, err
	}
	q := r.coverage()
	q.from = "unions AS u LEFT JOIN positions p ON p.union_id = u.id AND p.call_id = '" + c.ID.String() + "' AND p.capacity = 'body' AND " + r.valid("p") + " AND " + r.inForce()
	q.and("u.status <> ? AND u.kind <> ? AND u.id <> ?", string(record.StatusMerged), string(record.KindCaucus), u.ID)
	if r.asOf.Known() {
		q.and("u.founded <= ?", string(r.asOf)) // as in unions
	}
	q.and("u.id IN ("+r.below("SELECT start.id FROM unions start WHERE start.id = ? AND "+r.valid("start"))+")", u.ID)
	q.include(coverageConditions(f))
	if f.Except != nil {
		q.exclude(coverageConditions(*f.Except))
	}
	return q, nil
}

func coverageConditions(f record.CoverageFilter) conditions {
	var q conditions
	among(&q, "u.kind", f.Kinds)
	switch {
	case f.None && len(f.Positions) > 0:
		q.and("(p.position IS NULL OR p.position IN ?)", f.Positions)
	case f.None:
		q.and("p.position IS NULL")
	default:
		among(&q, "p.position", f.Positions)
	}
	return q
}

// Coverage answers a page of the affiliates below a union, each with its own position on a call or
// none. Caucuses are left out. Errors: those of Union and Call.
func (s *Store) Coverage(ctx context.Context, union, call record.Ref, f record.CoverageFilter, p record.Page) (record.Listing[record.Covered], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Covered]{}, err
	}
	q, err := r.coverageList(union, call, f)
	if err != nil {
		return record.Listing[record.Covered]{}, err
	}
	return q.page(p)
}

// EachCovered streams the affiliates of a coverage, as EachUnion does unions.
func (s *Store) EachCovered(ctx context.Context, union, call record.Ref, f record.CoverageFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Covered) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Covered], error) { return r.coverageList(union, call, f) }, begin, eachRow(row))
}
