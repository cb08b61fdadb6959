package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// MergeUnions records that two records are the same union: everything attached to the one follows to
// the other, whose names, identifiers and counts grow by those of the first, and the first answers as
// moved. It can be undone. Errors: CodeConflict when the two cannot be one, and those of Union.
func (s *Store) MergeUnions(ctx context.Context, w record.Write, from, into record.Ref) (record.Union, error) {
	return write(ctx, s, w, func(t *tx) (record.Union, error) {
		a, err := t.union(from)
		if err != nil {
			return a, err
		}
		b, err := t.union(into)
		if err != nil {
			var f record.Faults
			err = firstOf(unknownAt(&f, "/into", err), f.Err("The merge"))
			return b, err
		}
		if a.ID == b.ID {
			return b, record.Errorf(record.CodeConflict, "A union cannot be merged into itself.")
		}
		between, err := t.ids("SELECT id FROM positions WHERE until_seq IS NULL AND (union_id = ? AND nullified_by = ? OR union_id = ? AND nullified_by = ?)", a.ID, b.ID, b.ID, a.ID)
		if err != nil {
			return b, err
		}
		if len(between) > 0 {
			return b, record.Errorf(record.CodeConflict, "One of the two set aside a position of the other: they cannot be the same union.")
		}
		gone := a
		gone.Status, gone.MergedInto, gone.Identifiers = record.StatusMerged, &b.ID, nil
		if _, err := t.saveUnion(record.Merged, gone); err != nil {
			return b, err
		}
		grown := grow(b, a)
		if grown, err = t.saveUnion(record.Updated, grown); err != nil {
			return b, err
		}
		for _, follow := range []func(a, b record.UnionRef) error{t.followAffiliations, t.followEndorsements, t.followNullified, t.followStatements, t.followSources, t.followCalls} {
			if err := follow(a.Ref(), grown.Ref()); err != nil {
				return b, conflicting(err)
			}
		}
		// Records that were merged into a before stay merged into a: a merge is undone one at a time.
		return t.union(record.Ref(b.ID.String()))
	})
}

// grow gives b the names, identifiers and counts of a that it lacks.
func grow(b, a record.Union) record.Union {
	b.Names, b.Identifiers, b.Members = slices.Clone(b.Names), slices.Clone(b.Identifiers), slices.Clone(b.Members)
	for _, n := range a.Names {
		if !slices.ContainsFunc(b.Names, func(o record.Name) bool { return o.Value == n.Value && o.Lang == n.Lang }) {
			if n.Type == "official" {
				n.Type = "alias"
			}
			b.Names = append(b.Names, n)
		}
	}
	for _, id := range a.Identifiers {
		if !slices.Contains(b.Identifiers, id) {
			b.Identifiers = append(b.Identifiers, id)
		}
	}
	for _, c := range a.Members {
		if !slices.ContainsFunc(b.Members, func(o record.MemberCount) bool { return o.AsOf == c.AsOf }) {
			b.Members = append(b.Members, c)
		}
	}
	slices.SortStableFunc(b.Members, func(a, b record.MemberCount) int { return cmp.Compare(a.AsOf, b.AsOf) })
	return b
}

func (t *tx) followAffiliations(a, b record.UnionRef) error {
	edges, err := t.affiliationsOf("(a.child_id = ? OR a.parent_id = ?)", a.ID, a.ID)
	if err != nil {
		return err
	}
	for _, edge := range edges {
		moved := edge
		if moved.Child.ID == a.ID {
			moved.Child = b
		}
		if moved.Parent.ID == a.ID {
			moved.Parent = b
		}
		if moved.Child.ID == moved.Parent.ID {
			err = t.deleteAffiliation(edge)
		} else {
			err = t.moveAffiliation(edge, moved)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// moveAffiliation saves an edge in its new place. Where the same affiliation stands there for an
// overlapping time, one edge holds the time of both.
func (t *tx) moveAffiliation(edge, moved record.Affiliation) error {
	there, err := t.affiliationsOf("a.child_id = ? AND a.parent_id = ? AND a.type = ? AND a.id <> ?", moved.Child.ID, moved.Parent.ID, string(moved.Type), edge.ID)
	if err != nil {
		return err
	}
	there = slices.DeleteFunc(there, func(o record.Affiliation) bool { return !overlap(o, moved) })
	if len(there) == 0 {
		_, err := t.saveAffiliation(record.Updated, moved)
		return err
	}
	kept := there[0]
	for _, o := range append(there[1:], moved) {
		if dayNumber(o.From, 0) < dayNumber(kept.From, 0) {
			kept.From = o.From
		}
		if dayNumber(o.Until, endless) > dayNumber(kept.Until, endless) {
			kept.Until = o.Until
		}
	}
	for _, o := range append(there[1:], edge) {
		if err := t.deleteAffiliation(o); err != nil {
			return err
		}
	}
	if kept.From != there[0].From || kept.Until != there[0].Until {
		_, err = t.saveAffiliation(record.Updated, kept)
	}
	return err
}

func (t *tx) ids(sql string, args ...any) ([]uuid.UUID, error) {
	var found []struct{ ID uuid.UUID }
	err := t.db.Raw(sql, args...).Scan(&found).Error
	out := make([]uuid.UUID, len(found))
	for i, row := range found {
		out[i] = row.ID
	}
	return out, err
}

func (t *tx) followEndorsements(a, b record.UnionRef) error {
	ids, err := t.ids("SELECT id FROM endorsements WHERE union_id = ? AND until_seq IS NULL ORDER BY id", a.ID)
	if err != nil {
		return err
	}
	survivor, err := t.anyUnion(record.Ref(b.ID.String()))
	if err != nil {
		return err
	}
	for _, id := range ids {
		e, err := t.timeline(id)
		if err != nil {
			return err
		}
		for _, p := range e.Positions {
			if err := p.Within(survivor); err != nil {
				return err
			}
		}
		twin, err := t.ids("SELECT id FROM endorsements WHERE union_id = ? AND call_id = ? AND until_seq IS NULL", b.ID, e.Call.ID)
		if err != nil {
			return err
		}
		if len(twin) == 0 {
			e.Union = b
			if _, err := t.saveEndorsement(record.Updated, e); err != nil {
				return err
			}
			continue
		}
		// Both took positions on the call: one timeline holds them all.
		kept, err := t.timeline(twin[0])
		if err != nil {
			return err
		}
		if err := t.deleteEndorsement(e); err != nil {
			return err
		}
		for _, p := range e.Positions {
			kept = kept.WithPosition(p)
		}
		if _, err := t.saveEndorsement(record.Updated, kept); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) followNullified(a, b record.UnionRef) error {
	ids, err := t.ids("SELECT DISTINCT endorsement_id AS id FROM positions WHERE nullified_by = ? AND until_seq IS NULL ORDER BY endorsement_id", a.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		e, err := t.timeline(id)
		if err != nil {
			return err
		}
		for i := range e.Positions {
			if p := &e.Positions[i]; p.By != nil && *p.By == a.ID {
				p.By = &b.ID
			}
		}
		if _, err := t.saveEndorsement(record.Updated, e); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) followStatements(a, b record.UnionRef) error {
	ids, err := t.ids("SELECT statement_id AS id FROM statement_issuers WHERE union_id = ? AND until_seq IS NULL ORDER BY statement_id", a.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		// The merged union is no longer answered as an issuer under its own name; read it by the rows.
		st, err := t.statement(id)
		if err != nil {
			return err
		}
		st.Issuers = swap(st.Issuers, func(u record.UnionRef) bool { return u.ID == a.ID }, func(u record.UnionRef) bool { return u.ID == b.ID }, b)
		if _, err := t.saveStatement(record.Updated, st); err != nil {
			return err
		}
	}
	return nil
}

// swap replaces the first item that is the old one by the new, or drops it if the new one is there.
func swap[T any](items []T, isOld, isNew func(T) bool, replacement T) []T {
	items = slices.Clone(items)
	i := slices.IndexFunc(items, isOld)
	switch {
	case i < 0:
	case slices.ContainsFunc(items, isNew):
		items = slices.Delete(items, i, i+1)
	default:
		items[i] = replacement
	}
	return items
}

func (t *tx) followSources(a, b record.UnionRef) error {
	ids, err := t.ids("SELECT id FROM sources WHERE union_id = ? AND until_seq IS NULL ORDER BY id", a.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		src, err := t.source(id)
		if err != nil {
			return err
		}
		src.Union = &b.ID
		if _, err := t.saveSource(record.Updated, src); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) followCalls(a, b record.UnionRef) error {
	ids, err := t.ids("SELECT id FROM calls WHERE until_seq IS NULL AND CAST(conveners AS TEXT) LIKE '%' || CAST(? AS TEXT) || '%' ORDER BY id", a.ID.String())
	if err != nil {
		return err
	}
	for _, id := range ids {
		c, err := t.call(record.Ref(id.String()))
		if err != nil {
			return err
		}
		c.Conveners = swap(c.Conveners, convenes(a.ID), convenes(b.ID), record.Convener{UnionID: &b.ID})
		if _, err := t.saveCall(record.Updated, c); err != nil {
			return err
		}
	}
	return nil
}

func convenes(id uuid.UUID) func(record.Convener) bool {
	return func(v record.Convener) bool { return v.UnionID != nil && *v.UnionID == id }
}

// UnmergeUnion undoes a merge: the union stands for itself again, and what followed it to the other
// record returns, with the changes made to it since. What was recorded for the other record after the
// merge stays there. Errors: CodeConflict when the union is not merged, or the other was merged since.
func (s *Store) UnmergeUnion(ctx context.Context, w record.Write, ref record.Ref) (record.Union, error) {
	return write(ctx, s, w, func(t *tx) (record.Union, error) {
		a, err := t.anyUnion(ref)
		if err != nil {
			return a, err
		}
		if a.MergedInto == nil {
			return a, record.Errorf(record.CodeConflict, "The union is not merged into another.")
		}
		b, err := t.union(record.Ref(a.MergedInto.String()))
		if record.Is(err, record.CodeMoved) {
			return a, record.Errorf(record.CodeConflict, "The union it was merged into was merged itself: unmerge %s first.", b.Slug)
		}
		if err != nil {
			return a, err
		}
		var batch []struct{ Batch int64 }
		if err := t.db.Raw("SELECT batch FROM changes WHERE entity_id = ? AND action = ? ORDER BY version DESC LIMIT 1", a.ID, string(record.Merged)).Scan(&batch).Error; err != nil {
			return a, err
		}
		if len(batch) == 0 {
			return a, record.Errorf(record.CodeConflict, "The ledger does not tell of the merge.")
		}
		var merge []record.Change
		if err := t.db.Table(changeFrom).Select(changeColumns).Where("h.batch = ?", batch[0].Batch).Order("h.seq").Scan(&merge).Error; err != nil {
			return a, err
		}
		undo := unmerge{tx: t, a: a, b: b, merge: merge, undone: map[uuid.UUID]bool{}}
		if err := undo.run(); err != nil {
			return a, conflicting(err)
		}
		return t.union(record.Ref(a.ID.String()))
	})
}

// unmerge takes back what the changes of a merge of a into b did.
type unmerge struct {
	*tx
	a, b   record.Union
	merge  []record.Change
	undone map[uuid.UUID]bool
}

func (t unmerge) run() error {
	was, err := record.Decode[record.Union](t.merge[0].Before)
	if err != nil {
		return err
	}
	if err := t.shrink(); err != nil {
		return err
	}
	was.Version, was.Slug = t.a.Version, t.a.Slug
	if was, err = t.checkUnion(was); err != nil {
		return err
	}
	if t.a, err = t.saveUnion(record.Unmerged, was); err != nil {
		return err
	}
	// Affiliations that were moved return before those that were taken away: each step is then a part of
	// the graph that stood before or of the one that stands.
	taken := func(c record.Change) bool { return c.Entity == record.EntityAffiliation && c.Action == record.Deleted }
	slices.SortStableFunc(t.merge, func(a, b record.Change) int {
		switch {
		case taken(a) == taken(b):
			return 0
		case taken(b):
			return -1
		}
		return 1
	})
	for _, c := range t.merge {
		if err := t.undo(c); err != nil {
			return err
		}
	}
	return nil
}

// undo takes back what the merge did to the record of change c. A record that nobody touched since gets
// back what it was; of another only what the merge did is taken back.
func (t unmerge) undo(c record.Change) error {
	if t.undone[c.ID] || c.Entity == record.EntityUnion {
		return nil
	}
	t.undone[c.ID] = true
	touched, err := t.touched(c.ID)
	if err != nil {
		return err
	}
	if c.Entity == record.EntityEndorsement && c.Action == record.Deleted {
		return t.part(c, touched)
	}
	if !touched {
		return t.giveBack(c)
	}
	switch c.Entity {
	case record.EntityAffiliation:
		return t.affiliation(c)
	case record.EntityEndorsement:
		return t.endorsement(c)
	case record.EntityStatement:
		return t.statement(c)
	case record.EntitySource:
		return t.source(c)
	case record.EntityCall:
		return t.call(c)
	case record.EntityUnion: // both are given back by run itself
	}
	return nil
}

// touched reports whether a record was changed after the merge.
func (t unmerge) touched(id uuid.UUID) (bool, error) {
	last, err := t.lastVersion(id)
	for _, c := range t.merge {
		if c.ID == id && c.Version == last {
			return false, err
		}
	}
	return true, err
}

// giveBack makes a record what it was before change c.
func (t unmerge) giveBack(c record.Change) error {
	last, err := t.lastVersion(c.ID)
	if err != nil {
		return err
	}
	return t.putBack(record.Unmerged, record.Change{Entity: c.Entity, After: c.Before}, last)
}

// shrink takes from b what it got from a, as far as b still has it.
func (t unmerge) shrink() error {
	var before, after record.Union
	for _, c := range t.merge {
		if c.Entity == record.EntityUnion && c.ID == t.b.ID {
			var err error
			if before, err = record.Decode[record.Union](c.Before); err != nil {
				return err
			}
			if after, err = record.Decode[record.Union](c.After); err != nil {
				return err
			}
		}
	}
	b := t.b
	b.Names = slices.DeleteFunc(slices.Clone(b.Names), func(n record.Name) bool {
		return n.Value != b.Name && slices.Contains(after.Names, n) && !slices.Contains(before.Names, n)
	})
	b.Identifiers = slices.DeleteFunc(slices.Clone(b.Identifiers), func(id record.Identifier) bool {
		return slices.Contains(after.Identifiers, id) && !slices.Contains(before.Identifiers, id)
	})
	b.Members = slices.DeleteFunc(slices.Clone(b.Members), func(c record.MemberCount) bool {
		has := func(counts []record.MemberCount) bool {
			return slices.ContainsFunc(counts, func(o record.MemberCount) bool { return o.AsOf == c.AsOf && o.Count == c.Count })
		}
		return has(after.Members) && !has(before.Members)
	})
	_, err := t.saveUnion(record.Updated, b)
	return err
}

// current reads what stands of a record that the merge changed; found is false if it is gone since.
func current[T any](v T, err error) (T, bool, error) {
	if record.Is(err, record.CodeGone) || record.Is(err, record.CodeNotFound) {
		return v, false, nil
	}
	return v, err == nil, err
}

// lastVersion is the version of the last change of a record.
func (t *tx) lastVersion(id uuid.UUID) (int, error) {
	var last struct{ Version int }
	err := t.db.Raw("SELECT MAX(version) AS version FROM changes WHERE entity_id = ?", id).Scan(&last).Error
	return last.Version, err
}

func (t unmerge) affiliation(c record.Change) error {
	was, err := record.Decode[record.Affiliation](c.Before)
	if err != nil {
		return err
	}
	stands, found, err := current(t.tx.affiliation(c.ID))
	if err != nil || !found {
		return err
	}
	if stands.Child.ID == t.b.ID && was.Child.ID == t.a.ID {
		stands.Child = t.a.Ref()
	}
	if stands.Parent.ID == t.b.ID && was.Parent.ID == t.a.ID {
		stands.Parent = t.a.Ref()
	}
	_, err = t.saveAffiliation(record.Unmerged, stands)
	return err
}

func (t unmerge) endorsement(c record.Change) error {
	was, err := record.Decode[record.Endorsement](c.Before)
	if err != nil {
		return err
	}
	stands, found, err := current(t.timeline(c.ID))
	if err != nil || !found {
		return err
	}
	if was.Union.ID == t.a.ID {
		stands.Union = t.a.Ref()
	}
	t.nullify(stands.Positions, was)
	_, err = t.saveEndorsement(record.Unmerged, stands)
	return err
}

// nullify gives a back the positions it had set aside before the merge.
func (t unmerge) nullify(line record.List[record.Position], was record.Endorsement) {
	for i := range line {
		p := &line[i]
		before, existed := was.Position(p.ID)
		if existed && before.By != nil && *before.By == t.a.ID && p.By != nil && *p.By == t.b.ID {
			p.By = &t.a.ID
		}
	}
}

// part undoes the union of two timelines in b's endorsement, for which a's was deleted by change c: a's
// positions return to it, as they stand now.
func (t unmerge) part(c record.Change, restored bool) error {
	was, err := record.Decode[record.Endorsement](c.Before)
	if err != nil || restored {
		return err
	}
	ids, err := t.ids("SELECT id FROM endorsements WHERE union_id = ? AND call_id = ? AND until_seq IS NULL", t.b.ID, was.Call.ID)
	if err != nil || len(ids) == 0 {
		return err
	}
	touched, err := t.touched(ids[0])
	if err != nil {
		return err
	}
	joined := slices.IndexFunc(t.merge, func(m record.Change) bool { return m.ID == ids[0] })
	if !touched && joined >= 0 {
		t.undone[ids[0]] = true
		return firstOf(t.giveBack(t.merge[joined]), t.giveBack(c))
	}
	joint, err := t.timeline(ids[0])
	if err != nil {
		return err
	}
	mine := was
	mine.Positions = nil
	var rest record.List[record.Position]
	for _, p := range joint.Positions {
		if _, ok := was.Position(p.ID); ok {
			mine = mine.WithPosition(p)
		} else {
			rest = append(rest, p)
		}
	}
	if len(mine.Positions) == 0 {
		return nil // all were struck since
	}
	if len(rest) == 0 {
		err = t.deleteEndorsement(joint)
	} else {
		joint.Positions = rest
		_, err = t.saveEndorsement(record.Unmerged, joint)
	}
	if err != nil {
		return err
	}
	t.nullify(mine.Positions, was)
	mine.Union, mine.Version = t.a.Ref(), c.Version
	_, err = t.saveEndorsement(record.Unmerged, mine)
	return err
}

func (t unmerge) statement(c record.Change) error {
	was, err := record.Decode[record.Statement](c.Before)
	if err != nil {
		return err
	}
	stands, found, err := current(t.tx.statement(c.ID))
	if err != nil || !found {
		return err
	}
	isA, isB := func(u record.UnionRef) bool { return u.ID == t.a.ID }, func(u record.UnionRef) bool { return u.ID == t.b.ID }
	if !slices.ContainsFunc(stands.Issuers, isB) {
		return nil // somebody else issues it now
	}
	if slices.ContainsFunc(was.Issuers, isB) {
		stands.Issuers = append(stands.Issuers, t.a.Ref())
	} else {
		stands.Issuers = swap(stands.Issuers, isB, isA, t.a.Ref())
	}
	_, err = t.saveStatement(record.Unmerged, stands)
	return err
}

func (t unmerge) source(c record.Change) error {
	stands, found, err := current(t.tx.source(c.ID))
	if err != nil || !found || stands.Union == nil || *stands.Union != t.b.ID {
		return err
	}
	stands.Union = &t.a.ID
	_, err = t.saveSource(record.Unmerged, stands)
	return err
}

func (t unmerge) call(c record.Change) error {
	was, err := record.Decode[record.Call](c.Before)
	if err != nil {
		return err
	}
	stands, found, err := current(t.tx.call(record.Ref(c.ID.String())))
	if err != nil || !found || !slices.ContainsFunc(stands.Conveners, convenes(t.b.ID)) {
		return err
	}
	if slices.ContainsFunc(was.Conveners, convenes(t.b.ID)) {
		stands.Conveners = append(stands.Conveners, record.Convener{UnionID: &t.a.ID})
	} else {
		stands.Conveners = swap(stands.Conveners, convenes(t.b.ID), convenes(t.a.ID), record.Convener{UnionID: &t.a.ID})
	}
	_, err = t.saveCall(record.Unmerged, stands)
	return err
}
