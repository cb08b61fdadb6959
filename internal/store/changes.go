package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

const changeColumns = "h.seq, h.batch, h.at, h.actor, h.action, h.entity, h.entity_id, h.version, h.reason, h.snapshot, was.snapshot AS before"

const changeFrom = "changes AS h LEFT JOIN changes was ON was.entity_id = h.entity_id AND was.version = h.version - 1"

// changeList selects the changes of a feed.
func (r reader) changeList(f record.ChangeFilter) *query[record.Change] {
	q := &query[record.Change]{
		reader: r, columns: changeColumns, from: changeFrom, id: "h.seq", own: "seq",
		sorts: map[string]sortKey[record.Change]{
			"seq": {column: "h.seq", isInt: true, mark: func(c record.Change) string { return strconv.FormatInt(c.Seq, 10) }},
		},
	}
	q.and("h.seq > ?", f.After)
	among(&q.conditions, "h.entity", f.Entities)
	among(&q.conditions, "h.action", f.Actions)
	about := "h.seq IN (SELECT cs.seq FROM change_subjects cs WHERE "
	if f.Call != "" {
		condition, arg := anyVersion("cs.subject_id", "calls", f.Call)
		q.and(about+condition+")", arg)
	}
	if f.Union != "" {
		condition, arg := anyVersion("cs.subject_id", "unions", f.Union)
		q.and(about+condition+")", arg)
	}
	if f.Under != "" {
		start, args := r.refStart(f.Under)
		q.and(about+"cs.subject_id IN ("+r.below(start)+"))", args...)
	}
	return q
}

func changesNamed(f record.ChangeFilter) []named {
	return []named{{"call", f.Call, record.EntityCall}, {"union", f.Union, record.EntityUnion}, {"under", f.Under, record.EntityUnion}}
}

// Changes answers the changes that the filter selects, in the order of seq (with Latest, from the last
// one backwards). Errors: CodeInvalid when
// the filter names a record that is not there.
func (s *Store) Changes(ctx context.Context, f record.ChangeFilter) ([]record.Change, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return nil, err
	}
	q := r.changeList(f)
	limit := f.Limit
	if limit == 0 {
		limit = -1 // gorm's word for none
	}
	order := "h.seq"
	if f.Latest {
		order += " DESC"
	}
	var out []record.Change
	if err = q.selected().Select(q.columns).Order(order).Limit(limit).Scan(&out).Error; err != nil {
		return nil, s.dialect.translate(err)
	}
	if len(out) == 0 {
		err = r.everRecorded(changesNamed(f)...)
	}
	return out, err
}

// EachChange streams the changes that the filter selects, whatever its Limit, as EachUnion does unions.
func (s *Store) EachChange(ctx context.Context, f record.ChangeFilter, begin func(record.Snapshot) error, row func(record.Change) error) error {
	return stream(ctx, s, record.Page{}, func(r reader) (*query[record.Change], error) {
		return r.changeList(f), r.everRecorded(changesNamed(f)...)
	}, begin, eachRow(row))
}

// anyVersion is the condition that a column holds the id of a record that is, or ever was, at ref.
func anyVersion(column, table string, ref record.Ref) (string, any) {
	if id, ok := ref.UUID(); ok {
		return column + " = ?", id
	}
	return column + " IN (SELECT ref.id FROM " + table + " ref WHERE ref.slug = ?)", string(ref)
}

// ChangeSelector finds the records that a filter of changes names, so that it can decide on changes one
// by one. Errors: CodeInvalid when the filter names a record that is not there.
func (s *Store) ChangeSelector(ctx context.Context, f record.ChangeFilter) (record.ChangeSelector, error) {
	out := record.ChangeSelector{Entities: f.Entities, Actions: f.Actions}
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return out, err
	}
	about := func(sql string, args ...any) error {
		var found []struct{ ID uuid.UUID }
		if err := r.db.Raw(sql, args...).Scan(&found).Error; err != nil {
			return s.dialect.translate(err)
		}
		ids := make(map[uuid.UUID]bool, len(found))
		for _, row := range found {
			ids[row.ID] = true
		}
		out.About = append(out.About, ids)
		return nil
	}
	for _, n := range []named{{"call", f.Call, record.EntityCall}, {"union", f.Union, record.EntityUnion}} {
		if n.ref == "" {
			continue
		}
		table := string(n.entity) + "s"
		condition, arg := anyVersion("t.id", table, n.ref)
		if err := about("SELECT DISTINCT t.id FROM "+table+" t WHERE "+condition, arg); err != nil {
			return out, err
		}
	}
	if f.Under != "" {
		start, arg := r.refStart(f.Under)
		if err := about(r.below(start), arg...); err != nil {
			return out, err
		}
	}
	return out, r.everRecorded(named{"call", f.Call, record.EntityCall}, named{"union", f.Union, record.EntityUnion}, named{"under", f.Under, record.EntityUnion})
}

// everRecorded is known404 for a feed that also tells of records that are gone.
func (r reader) everRecorded(refs ...named) error {
	var f record.Faults
	for _, n := range refs {
		if n.ref == "" {
			continue
		}
		table := map[record.Entity]string{record.EntityUnion: "unions", record.EntityCall: "calls"}[n.entity]
		condition, arg := anyVersion("t.id", table, n.ref)
		var count int64
		if err := r.db.Table(table+" t").Where(condition, arg).Limit(1).Count(&count).Error; err != nil {
			return r.dialect.translate(err)
		}
		if count == 0 {
			f.AddParameter(n.parameter, "unknown", "%q is not in the record", string(n.ref))
		}
	}
	return f.Err("The query")
}

// revisionList selects the revisions of a record.
func (r reader) revisionList(entity record.Entity, id uuid.UUID) *query[record.Change] {
	q := &query[record.Change]{
		reader: r, columns: changeColumns, from: changeFrom, id: "h.entity_id", own: "-version",
		idOf: func(c record.Change) uuid.UUID { return c.ID },
		sorts: map[string]sortKey[record.Change]{
			"version": {column: "h.version", isInt: true, mark: func(c record.Change) string { return strconv.Itoa(c.Version) }},
		},
	}
	q.and("h.entity_id = ? AND h.entity = ?", id, string(entity))
	if r.known > 0 {
		q.and("h.seq <= ?", r.known)
	}
	return q
}

// Revisions answers a page of the revisions of a record, the latest first. Errors: CodeNotFound.
func (s *Store) Revisions(ctx context.Context, entity record.Entity, id uuid.UUID, p record.Page) (record.Listing[record.Change], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Change]{}, err
	}
	out, err := r.revisionList(entity, id).page(p)
	if err == nil && len(out.Items) == 0 && p.After == nil {
		err = record.Errorf(record.CodeNotFound, "There is no %s %s in the record.", entity, id)
	}
	return out, err
}

// EachRevision streams the revisions of a record, as EachUnion does unions. Errors: CodeNotFound.
func (s *Store) EachRevision(ctx context.Context, entity record.Entity, id uuid.UUID, p record.Page, begin func(record.Snapshot) error, row func(record.Change) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Change], error) {
		q := r.revisionList(entity, id)
		_, found, err := q.one()
		if err == nil && !found {
			err = record.Errorf(record.CodeNotFound, "There is no %s %s in the record.", entity, id)
		}
		return q, err
	}, begin, eachRow(row))
}

// Revision answers revision n of a record: the change that made it. Errors: CodeNotFound.
func (s *Store) Revision(ctx context.Context, entity record.Entity, id uuid.UUID, n int) (record.Change, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.Change{}, err
	}
	return r.revision(entity, id, n)
}

func (r reader) revision(entity record.Entity, id uuid.UUID, n int) (record.Change, error) {
	var found []record.Change
	err := r.db.Table(changeFrom).Select(changeColumns).Where("h.entity_id = ? AND h.entity = ? AND h.version = ?", id, string(entity), n).Scan(&found).Error
	if err != nil {
		return record.Change{}, r.dialect.translate(err)
	}
	if len(found) == 0 {
		return record.Change{}, record.Errorf(record.CodeNotFound, "The %s has no revision %d.", entity, n)
	}
	return found[0], nil
}

// RecordID finds the id behind the address of a union or call, whether it stands, was merged or was
// deleted: its history can be asked for at any time. Errors: CodeNotFound.
func (s *Store) RecordID(ctx context.Context, entity record.Entity, ref record.Ref) (uuid.UUID, error) {
	if id, ok := ref.UUID(); ok {
		return id, nil
	}
	table, ok := map[record.Entity]string{record.EntityUnion: "unions", record.EntityCall: "calls"}[entity]
	if !ok {
		return uuid.Nil, record.Errorf(record.CodeNotFound, "There is no %s %q in the record.", entity, string(ref))
	}
	var found []struct{ ID uuid.UUID }
	err := s.reads.WithContext(ctx).Raw("SELECT t.id FROM "+table+" t WHERE t.slug = ? ORDER BY CASE WHEN t.until_seq IS NULL THEN 0 ELSE 1 END, t.since_seq DESC LIMIT 1", string(ref)).Scan(&found).Error
	if err != nil {
		return uuid.Nil, s.dialect.translate(err)
	}
	if len(found) == 0 {
		return uuid.Nil, record.Errorf(record.CodeNotFound, "There is no %s %q in the record.", entity, string(ref))
	}
	return found[0].ID, nil
}

// Revert makes an earlier revision the content of a record again, as a new revision; a deleted record
// is restored. Errors: CodeNotFound; CodeStale when version is given (not 0) and is not the current
// one; CodeConflict with the reason when the rest of the record no longer allows it.
func (s *Store) Revert(ctx context.Context, w record.Write, entity record.Entity, id uuid.UUID, n, version int) (record.Change, error) {
	return write(ctx, s, w, func(t *tx) (record.Change, error) {
		var none record.Change
		target, err := t.revision(entity, id, n)
		if err != nil {
			return none, err
		}
		var last struct{ Version int }
		if err := t.db.Raw("SELECT MAX(version) AS version FROM changes WHERE entity_id = ?", id).Scan(&last).Error; err != nil {
			return none, err
		}
		if version > 0 {
			if err := stale(version, last.Version); err != nil {
				return none, err
			}
		}
		if len(target.After) == 0 {
			return none, record.Errorf(record.CodeInvalid, "Revision %d is a deletion: delete the %s instead.", n, entity)
		}
		latest, err := t.revision(entity, id, last.Version)
		if err != nil {
			return none, err
		}
		action := record.Reverted
		if len(latest.After) == 0 {
			action = record.Restored
		}
		if err := t.putBack(action, target, last.Version); err != nil {
			return none, conflicting(err)
		}
		return t.revision(entity, id, last.Version+1)
	})
}

// conflicting turns what the record no longer allows into a conflict: the request itself was fine.
func conflicting(err error) error {
	for _, code := range []record.Code{record.CodeInvalid, record.CodeGone, record.CodeNotFound, record.CodeMoved, record.CodeCycle} {
		if record.Is(err, code) {
			return record.Errorf(record.CodeConflict, "The record no longer allows this revision: %s", describe(err))
		}
	}
	return err
}

// describe is what an error of the domain says: of its first field, if it has one.
func describe(err error) string {
	var e *record.Error
	switch {
	case !errors.As(err, &e):
		return "another record stands in the way."
	case len(e.Fields) > 0:
		return e.Fields[0].Detail + "."
	}
	return e.Detail
}

// putBack saves the content of a revision as the version after the given one.
func (t *tx) putBack(action record.Action, revision record.Change, version int) error {
	switch revision.Entity {
	case record.EntityUnion:
		return t.putBackUnion(action, revision, version)
	case record.EntityAffiliation:
		a, err := record.Decode[record.Affiliation](revision.After)
		if err != nil {
			return err
		}
		a.Version = version
		if a, err = t.freshAffiliation(a); err != nil {
			return err
		}
		_, err = t.saveAffiliation(action, a)
		return err
	case record.EntityCall:
		c, err := record.Decode[record.Call](revision.After)
		if err != nil {
			return err
		}
		c.Version = version
		if c, err = t.checkCall(c); err != nil {
			return err
		}
		_, err = t.saveCall(action, c)
		return err
	case record.EntityEndorsement:
		e, err := record.Decode[record.Endorsement](revision.After)
		if err != nil {
			return err
		}
		e.Version = version
		if e, err = t.freshEndorsement(e); err != nil {
			return err
		}
		_, err = t.saveEndorsement(action, e)
		return err
	case record.EntityStatement:
		s, err := record.Decode[record.Statement](revision.After)
		if err != nil {
			return err
		}
		s.Version = version
		if s, err = t.checkStatement(s); err != nil {
			return err
		}
		_, err = t.saveStatement(action, s)
		return err
	case record.EntitySource:
		s, err := record.Decode[record.Source](revision.After)
		if err != nil {
			return err
		}
		s.Version = version
		if err = t.checkSource("", s); err != nil {
			return err
		}
		_, err = t.saveSource(action, s)
		return err
	}
	return fmt.Errorf("there are no revisions of %q", revision.Entity)
}

func (t *tx) putBackUnion(action record.Action, revision record.Change, version int) error {
	u, err := record.Decode[record.Union](revision.After)
	if err != nil {
		return err
	}
	if u.Status == record.StatusMerged {
		return record.Errorf(record.CodeConflict, "In that revision the union is merged into another: merge it instead.")
	}
	if action == record.Reverted {
		if _, err := t.union(record.Ref(u.ID.String())); err != nil {
			return err // a merged union is unmerged, not reverted
		}
	}
	u.Version = version
	if u, err = t.checkUnion(u); err != nil {
		return err
	}
	_, err = t.saveUnion(action, u)
	return err
}

// freshAffiliation holds an affiliation of an earlier time to the unions that stand now.
func (t *tx) freshAffiliation(a record.Affiliation) (record.Affiliation, error) {
	child, err := t.union(record.Ref(a.Child.ID.String()))
	if err != nil {
		return a, err
	}
	parent, err := t.union(record.Ref(a.Parent.ID.String()))
	a.Child, a.Parent = child.Ref(), parent.Ref()
	return a, err
}

// freshEndorsement holds an endorsement of an earlier time to the record that stands now.
func (t *tx) freshEndorsement(e record.Endorsement) (record.Endorsement, error) {
	c, err := t.call(record.Ref(e.Call.ID.String()))
	if err != nil {
		return e, err
	}
	u, err := t.union(record.Ref(e.Union.ID.String()))
	if err != nil {
		return e, err
	}
	e.Call, e.Union = c.Ref(), u.Ref()
	var other []struct{ ID uuid.UUID }
	if err := t.db.Raw("SELECT id FROM endorsements WHERE call_id = ? AND union_id = ? AND until_seq IS NULL AND id <> ?", c.ID, u.ID, e.ID).Scan(&other).Error; err != nil {
		return e, err
	}
	if len(other) > 0 {
		return e, record.Errorf(record.CodeConflict, "The union has another endorsement of this call: %s.", other[0].ID)
	}
	for i, p := range e.Positions {
		if e.Positions[i], err = t.prepare(p, u); err != nil {
			return e, err
		}
	}
	return e, nil
}
