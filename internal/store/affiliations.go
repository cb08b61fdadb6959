package store

import (
	"context"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

const affiliationColumns = "a.id, a.type, a.from_on, a.until_on, a.version, a.created_at, a.updated_at, " +
	"c.id AS child_id, c.slug AS child_slug, c.name AS child_name, c.kind AS child_kind, c.region AS child_region, " +
	"p.id AS parent_id, p.slug AS parent_slug, p.name AS parent_name, p.kind AS parent_kind, p.region AS parent_region"

func (r reader) affiliations() *query[record.Affiliation] {
	q := &query[record.Affiliation]{
		reader: r, columns: affiliationColumns,
		from: "affiliations AS a JOIN unions c ON c.id = a.child_id AND " + r.valid("c") + " JOIN unions p ON p.id = a.parent_id AND " + r.valid("p"),
		id:   "a.id", own: "-from", idOf: func(a record.Affiliation) uuid.UUID { return a.ID },
		sorts: map[string]sortKey[record.Affiliation]{
			"from": byText("a.from_on", func(a record.Affiliation) string { return string(a.From) }),
		},
	}
	q.and(r.valid("a"))
	if r.asOf.Known() {
		q.and(r.standing())
	}
	return q
}

func (r reader) affiliationsOf(condition string, args ...any) ([]record.Affiliation, error) {
	q := r.affiliations()
	q.and(condition, args...)
	var out []record.Affiliation
	err := r.db.Table(q.from).Select(q.columns).Where(strings.Join(q.where, " AND "), q.args...).Order("a.from_on, a.id").Scan(&out).Error
	return out, r.dialect.translate(err)
}

func (r reader) affiliation(id uuid.UUID) (record.Affiliation, error) {
	q := r.affiliations()
	q.and("a.id = ?", id)
	a, found, err := q.one()
	if err == nil && !found {
		err = r.missing(record.EntityAffiliation, "affiliations", record.Ref(id.String()))
	}
	return a, err
}

// Affiliation answers one affiliation of a union. Errors: CodeNotFound, CodeGone, and those of Union.
func (s *Store) Affiliation(ctx context.Context, union record.Ref, id uuid.UUID, m record.Moment) (record.Affiliation, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.Affiliation{}, err
	}
	return r.affiliationIn(union, id)
}

func (r reader) affiliationIn(union record.Ref, id uuid.UUID) (record.Affiliation, error) {
	a, err := r.affiliation(id)
	if err != nil {
		return a, err
	}
	named := func(u record.UnionRef) bool {
		return u.Slug == string(union) || strings.EqualFold(u.ID.String(), string(union))
	}
	if !named(a.Child) && !named(a.Parent) {
		if _, err := r.union(union); err != nil {
			return a, err
		}
		return a, record.Errorf(record.CodeNotFound, "The union has no such affiliation.")
	}
	return a, nil
}

// affiliationList selects the affiliations of a union: those with its parents and those with its
// children.
func (r reader) affiliationList(union record.Ref, f record.AffiliationFilter) *query[record.Affiliation] {
	q := r.affiliations()
	child, arg := r.refCondition("a.child_id", "unions", union)
	parent, _ := r.refCondition("a.parent_id", "unions", union)
	q.and("("+child+" OR "+parent+")", arg, arg)
	among(&q.conditions, "a.type", f.Types)
	q.since("a.updated_at", f.ChangedSince)
	if f.Except != nil {
		var none conditions
		among(&none, "a.type", f.Except.Types)
		q.exclude(none)
	}
	return q
}

// Affiliations answers a page of the affiliations of a union that the filter selects.
func (s *Store) Affiliations(ctx context.Context, union record.Ref, f record.AffiliationFilter, p record.Page) (record.Listing[record.Affiliation], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Affiliation]{}, err
	}
	out, err := r.affiliationList(union, f).page(p)
	if err == nil && len(out.Items) == 0 {
		_, err = r.union(union)
	}
	return out, err
}

// EachAffiliation streams the affiliations of a union, as EachUnion does unions.
func (s *Store) EachAffiliation(ctx context.Context, union record.Ref, f record.AffiliationFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Affiliation) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Affiliation], error) {
		_, err := r.union(union)
		return r.affiliationList(union, f), err
	}, begin, eachRow(row))
}

// saveAffiliation stores a version of an affiliation, if it closes no cycle and repeats no other.
func (t *tx) saveAffiliation(action record.Action, a record.Affiliation) (record.Affiliation, error) {
	if err := t.checkEdge(a); err != nil {
		return a, err
	}
	return t.storeAffiliation(action, a)
}

// storeAffiliation is saveAffiliation for an edge that was checked.
func (t *tx) storeAffiliation(action record.Action, a record.Affiliation) (record.Affiliation, error) {
	a.Version++
	a.UpdatedAt = t.now
	if a.Version == 1 {
		a.CreatedAt = t.now
	}
	err := t.save(entry{
		action: action, entity: record.EntityAffiliation, id: a.ID, version: a.Version, facts: a,
		rows: []rows{{"affiliations", "id", []map[string]any{{
			"id": a.ID, "child_id": a.Child.ID, "parent_id": a.Parent.ID, "type": string(a.Type), "from_on": a.From, "until_on": a.Until,
			"version": a.Version, "created_at": a.CreatedAt, "updated_at": a.UpdatedAt,
		}}}},
	})
	return a, err
}

// edgeOpens and edgeCloses are the days of affiliation e as numbers (2026-01 is 20260101), from the one
// on, before the other.
const (
	edgeOpens  = "CAST(replace(e.from_on || substr('0000-01-01', length(e.from_on) + 1), '-', '') AS INTEGER)"
	edgeCloses = "CASE WHEN e.until_on = '' THEN 99999999 ELSE CAST(replace(e.until_on || substr('0000-01-01', length(e.until_on) + 1), '-', '') AS INTEGER) END"
	endless    = 99999999
)

func dayNumber(d record.Date, unknown int) int {
	n, err := strconv.Atoi(strings.ReplaceAll(string(d.First()), "-", ""))
	if err != nil {
		return unknown
	}
	return n
}

// overlap reports whether there is a day on which both affiliations are in force.
func overlap(a, b record.Affiliation) bool {
	opens := max(dayNumber(a.From, 0), dayNumber(b.From, 0))
	return opens < min(dayNumber(a.Until, endless), dayNumber(b.Until, endless))
}

// checkEdge refuses an affiliation that repeats another of an overlapping time or closes a cycle.
func (t *tx) checkEdge(a record.Affiliation) error {
	opens, closes := dayNumber(a.From, 0), dayNumber(a.Until, endless)
	if opens >= closes {
		return nil // in force on no day: it closes no cycle and repeats nothing
	}
	const others = "e.until_seq IS NULL AND e.id <> ? AND " + edgeOpens + " < " + edgeCloses
	var n int64
	err := t.db.Raw("SELECT count(*) FROM affiliations e WHERE "+others+" AND "+edgeOpens+" < ? AND "+edgeCloses+" > ? AND e.child_id = ? AND e.parent_id = ? AND e.type = ?",
		a.ID, closes, opens, a.Child.ID, a.Parent.ID, string(a.Type)).Scan(&n).Error
	if err != nil {
		return err
	}
	if n > 0 {
		return record.Errorf(record.CodeConflict, "The same affiliation stands already for an overlapping time.")
	}
	return t.checkCycle(a)
}

// checkCycle refuses an affiliation that closes a cycle.
func (t *tx) checkCycle(a record.Affiliation) error {
	const others = "e.until_seq IS NULL AND e.id <> ? AND " + edgeOpens + " < " + edgeCloses
	opens, closes := dayNumber(a.From, 0), dayNumber(a.Until, endless)
	var n int64
	// A cycle is one only if all its edges are in force on the same day, so the walk down from the child
	// keeps the days on which the whole way stands.
	err := t.db.Raw("WITH RECURSIVE below(id, opens, closes) AS (SELECT u.id, CAST(? AS INTEGER), CAST(? AS INTEGER) FROM unions u WHERE u.id = ? AND u.until_seq IS NULL"+
		" UNION SELECT e.child_id, CASE WHEN "+edgeOpens+" > below.opens THEN "+edgeOpens+" ELSE below.opens END, CASE WHEN "+edgeCloses+" < below.closes THEN "+edgeCloses+" ELSE below.closes END"+
		" FROM below JOIN affiliations e ON e.parent_id = below.id AND "+others+" AND "+edgeOpens+" < below.closes AND "+edgeCloses+" > below.opens) SELECT count(*) FROM below WHERE id = ?",
		opens, closes, a.Child.ID, a.ID, a.Parent.ID).Scan(&n).Error
	if err != nil {
		return err
	}
	if n > 0 {
		return &record.Error{Code: record.CodeCycle, Detail: "The affiliation would make a union its own ancestor.", Fields: []record.FieldError{
			{Pointer: "/parent", Code: "cycle", Detail: a.Parent.Name + " stands below " + a.Child.Name},
		}}
	}
	return nil
}

func (t *tx) deleteAffiliation(a record.Affiliation) error {
	return t.save(entry{
		action: record.Deleted, entity: record.EntityAffiliation, id: a.ID, version: a.Version + 1,
		rows: []rows{{"affiliations", "id", nil}},
	})
}

var errOwnParent = &record.Error{Code: record.CodeCycle, Detail: "A union cannot be its own parent.", Fields: []record.FieldError{{Pointer: "/parent", Code: "cycle", Detail: "a union cannot be its own parent"}}}

// CreateAffiliation puts a union (the child) below a parent. Errors: CodeInvalid, CodeConflict,
// CodeCycle, and those of Union.
func (s *Store) CreateAffiliation(ctx context.Context, w record.Write, child record.Ref, a record.Affiliation) (record.Affiliation, error) {
	return write(ctx, s, w, func(t *tx) (record.Affiliation, error) {
		u, err := t.union(child)
		if err != nil {
			return a, err
		}
		if u.ID == a.Parent.ID {
			return a, errOwnParent
		}
		a.ID, a.Child, a.Version = newID(), u.Ref(), 0
		var f record.Faults
		if err := t.requireUnion(&f, "/parent", a.Parent.ID); err != nil || f.Any() {
			return a, firstOf(err, f.Err("The affiliation"))
		}
		if a, err = t.saveAffiliation(record.Created, a); err != nil {
			return a, err
		}
		return t.affiliation(a.ID)
	})
}

// UpdateAffiliation stores a new version of an affiliation; a.Version is the one the writer saw.
func (s *Store) UpdateAffiliation(ctx context.Context, w record.Write, a record.Affiliation) (record.Affiliation, error) {
	return write(ctx, s, w, func(t *tx) (record.Affiliation, error) {
		stands, err := t.affiliation(a.ID)
		if err != nil {
			return a, err
		}
		if err := stale(a.Version, stands.Version); err != nil {
			return a, err
		}
		var f record.Faults
		if err := t.requireUnion(&f, "/parent", a.Parent.ID); err != nil || f.Any() {
			return a, firstOf(err, f.Err("The affiliation"))
		}
		if a.Parent.ID == stands.Parent.ID && a.Type == stands.Type && a.From == stands.From && a.Until == stands.Until {
			return stands, nil
		}
		a.Child, a.CreatedAt = stands.Child, stands.CreatedAt
		if _, err = t.saveAffiliation(record.Updated, a); err != nil {
			return a, err
		}
		return t.affiliation(a.ID)
	})
}

// DeleteAffiliation removes an affiliation that should never have been recorded; one that ended is
// given an end instead.
func (s *Store) DeleteAffiliation(ctx context.Context, w record.Write, union record.Ref, id uuid.UUID, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		a, err := t.affiliationIn(union, id)
		if err != nil {
			return struct{}{}, err
		}
		if err := stale(version, a.Version); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.deleteAffiliation(a)
	})
	return err
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
