package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

const endorsementColumns = "e.id, e.verification, e.verification_reason, e.version, e.created_at, e.updated_at, " +
	"c.id AS call_id, c.slug AS call_slug, c.title AS call_title, " +
	"u.id AS union_id, u.slug AS union_slug, u.name AS union_name, u.kind AS union_kind, u.region AS union_region"

const positionColumns = "id, position, effective_on, announced_on, decided_by, vote, capacity, scope, participation, quote, note, nullified_by, recorded_seq, dated, superseded_on"

func prefixed(alias, prefix, columns string) string {
	parts := strings.Split(columns, ", ")
	for i, c := range parts {
		parts[i] = alias + "." + c
		if prefix != "" {
			parts[i] += " AS " + prefix + c
		}
	}
	return strings.Join(parts, ", ")
}

var shownColumns = prefixed("p", "shown_", positionColumns)

// positions joins every position with its endorsement, union and call.
func (r reader) positions() string {
	return "positions AS p JOIN endorsements e ON e.id = p.endorsement_id AND " + r.valid("e") +
		" JOIN unions u ON u.id = p.union_id AND " + r.valid("u") + " JOIN calls c ON c.id = p.call_id AND " + r.valid("c")
}

// endorsements selects endorsements but for their ordinals, which numbered adds.
func (r reader) endorsements() *query[record.EndorsementView] {
	q := &query[record.EndorsementView]{
		reader: r,
		columns: endorsementColumns + ", " + shownColumns + ", " + r.citations("ci.position_id = p.id") + " AS shown_citations, " +
			r.evidence() + " AS evidence, " + r.corroborations() + " AS corroborations",
		from: r.positions(),
		id:   "p.endorsement_id",
		own:  "-effective_on",
		idOf: func(e record.EndorsementView) uuid.UUID { return e.ID },
		sorts: map[string]sortKey[record.EndorsementView]{
			"effective_on": byText("p.dated", func(e record.EndorsementView) string { return string(e.Shown.Dated) }),
			"union":        byText("u.sort_name", func(e record.EndorsementView) string { return record.Fold(e.Union.Name) }),
			"created_at":   byTime("e.created_at", func(e record.EndorsementView) time.Time { return e.CreatedAt }),
			"updated_at":   byTime("e.updated_at", func(e record.EndorsementView) time.Time { return e.UpdatedAt }),
		},
		facets: map[string]facet{
			"position": {value: "p.position"}, "verification": {value: "e.verification"}, "evidence": {value: r.evidence()}, "decided_by": {value: "p.decided_by"},
			"capacity": {value: "p.capacity"}, "kind": {value: "u.kind"}, "country": {value: "u.country"}, "region": {value: "u.region"},
			"affiliation": {union: "p.union_id"}, "year": year("p.dated"), "call": {value: "CAST(p.call_id AS TEXT)"},
		},
	}
	q.and(r.valid("p"))
	q.and(r.inForce())
	return q
}

func (r reader) endorsementView(id uuid.UUID) (record.EndorsementView, error) {
	q := r.endorsements()
	q.and("e.id = ?", id)
	e, found, err := q.one()
	if err == nil && !found {
		err = r.missing(record.EntityEndorsement, "endorsements", record.Ref(id.String()))
	}
	return e, err
}

// Endorsement answers one endorsement as its current position shows it, or the one of the Moment.
// Errors: CodeNotFound, CodeGone.
func (s *Store) Endorsement(ctx context.Context, id uuid.UUID, m record.Moment) (record.EndorsementView, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.EndorsementView{}, err
	}
	views, err := s.numbered(r, func(r reader) ([]record.EndorsementView, error) {
		e, err := r.endorsementView(id)
		return []record.EndorsementView{e}, err
	})
	if err != nil {
		return record.EndorsementView{}, err
	}
	return views[0], nil
}

// Endorsements answers a page of the endorsements that the filter selects.
func (s *Store) Endorsements(ctx context.Context, f record.EndorsementFilter, p record.Page) (record.Listing[record.EndorsementView], error) {
	var out record.Listing[record.EndorsementView]
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return out, err
	}
	_, err = s.numbered(r, func(r reader) ([]record.EndorsementView, error) {
		var err error
		out, err = r.endorsementPage(f, p)
		return out.Items, err
	})
	return out, err
}

func (r reader) endorsementPage(f record.EndorsementFilter, p record.Page) (record.Listing[record.EndorsementView], error) {
	out, err := r.endorsementList(f).page(p)
	if err == nil && len(out.Items) == 0 {
		err = r.known404(endorsementsNamed(f)...)
	}
	return out, err
}

// endorsementsNamed are the records that a filter names.
func endorsementsNamed(f record.EndorsementFilter) []named {
	return slices.Concat(namedBy("call", record.EntityCall, f.Calls), namedBy("union", record.EntityUnion, f.Unions), namedBy("under", record.EntityUnion, f.Under))
}

// endorsementList selects the endorsements of a list.
func (r reader) endorsementList(f record.EndorsementFilter) *query[record.EndorsementView] {
	q := r.endorsements()
	q.include(r.endorsementConditions(f))
	if f.Except != nil {
		q.exclude(r.endorsementConditions(*f.Except))
	}
	return q
}

func (r reader) endorsementConditions(f record.EndorsementFilter) conditions {
	var q conditions
	q.contains("(p.search_text || ' ' || u.search_text)", f.Q)
	q.refers(r, "p.call_id", "calls", f.Calls)
	q.refers(r, "p.union_id", "unions", f.Unions)
	q.below(r, "p.union_id", f.Under)
	if len(f.CallIDs) > 0 {
		q.and("p.call_id IN ?", f.CallIDs)
	}
	if len(f.UnionIDs) > 0 {
		q.and("p.union_id IN ?", f.UnionIDs)
	}
	among(&q, "p.position", f.Positions)
	among(&q, "e.verification", f.Verifications)
	among(&q, r.evidence(), f.Evidences)
	among(&q, "p.decided_by", f.DecidedBys)
	among(&q, "p.capacity", f.Capacities)
	among(&q, "u.kind", f.Kinds)
	among(&q, "u.country", f.Countries)
	among(&q, "u.region", f.Regions)
	q.between("p.dated", f.From, f.To)
	q.counted(r.members("u"), f.Members)
	q.since("e.updated_at", f.ChangedSince)
	return q
}

// EachEndorsement streams the endorsements that the filter selects, with their ordinals, as EachUnion
// does unions.
func (s *Store) EachEndorsement(ctx context.Context, f record.EndorsementFilter, p record.Page, begin func(record.Snapshot) error, row func(record.EndorsementView) error) error {
	places := &numbering{calls: newRecent[uuid.UUID, []place](keptPlaces)}
	return stream(ctx, s, p, func(r reader) (*query[record.EndorsementView], error) {
		return r.endorsementList(f), r.known404(endorsementsNamed(f)...)
	}, func(at record.Snapshot) error {
		// The same state, where other statements can be asked while the long one runs.
		m := p.Moment
		if m.KnownAt.IsZero() {
			m.Seq = at.Seq
		}
		var err error
		if places.reader, err = s.reader(ctx, m); err != nil {
			return err
		}
		return begin(at)
	}, func(views []record.EndorsementView) error {
		if err := places.number(views); err != nil {
			return err
		}
		return eachRow(row)(views)
	})
}

// timeline reads the whole endorsement, every position with its citations, in one statement: its
// version and its positions are of one moment.
func (r reader) timeline(id uuid.UUID) (record.Endorsement, error) {
	q := r.db.Table(r.positions()).
		Select(endorsementColumns+", "+shownColumns+", "+r.citations("ci.position_id = p.id")+" AS shown_citations").
		Where("p.endorsement_id = ? AND "+r.valid("p"), id)
	if r.asOf.Known() {
		q = q.Where("p.dated <= ?", string(r.asOf))
	}
	var line []record.EndorsementView
	if err := q.Order("p.dated, p.recorded_seq").Scan(&line).Error; err != nil {
		return record.Endorsement{}, r.dialect.translate(err)
	}
	if len(line) == 0 {
		return record.Endorsement{}, r.missing(record.EntityEndorsement, "endorsements", record.Ref(id.String()))
	}
	e := line[0].Endorsement
	for _, shown := range line {
		e.Positions = append(e.Positions, shown.Shown)
	}
	return e, nil
}

// Timeline answers an endorsement with every position, earliest first. Errors: CodeNotFound, CodeGone.
func (s *Store) Timeline(ctx context.Context, id uuid.UUID, m record.Moment) (record.Endorsement, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.Endorsement{}, err
	}
	return r.timeline(id)
}

// saveEndorsement stores a version of an endorsement with its timeline.
func (t *tx) saveEndorsement(action record.Action, e record.Endorsement) (record.Endorsement, error) {
	e.Version++
	e.UpdatedAt = t.now
	if e.Version == 1 {
		e.CreatedAt = t.now
	}
	for i := range e.Positions {
		if e.Positions[i].RecordedSeq == 0 {
			e.Positions[i].RecordedSeq = t.next()
		}
	}
	e.Positions = record.Timeline(e.Positions)
	var positions, citations []map[string]any
	for _, p := range e.Positions {
		var vote, superseded any // dates are padded here: they are only compared and sorted by
		if p.Vote != nil {
			vote = *p.Vote
		}
		if p.SupersededOn != nil {
			superseded = p.SupersededOn.First()
		}
		positions = append(positions, map[string]any{
			"id": p.ID, "endorsement_id": e.ID, "call_id": e.Call.ID, "union_id": e.Union.ID, "position": string(p.Position),
			"effective_on": p.EffectiveOn, "announced_on": p.AnnouncedOn, "decided_by": string(p.DecidedBy), "vote": vote, "capacity": string(p.Capacity),
			"scope": p.Scope, "participation": p.Participation, "quote": p.Quote, "note": p.Note, "nullified_by": p.By, "recorded_seq": p.RecordedSeq,
			"dated": p.Dated.First(), "superseded_on": superseded, "search_text": record.Fold(p.Quote) + "\n" + record.Fold(p.Note),
		})
		citations = append(citations, citationRows(e.ID, &p.ID, p.Citations)...)
	}
	err := t.save(entry{
		action: action, entity: record.EntityEndorsement, id: e.ID, version: e.Version, facts: e,
		rows: []rows{
			{"endorsements", "id", []map[string]any{{
				"id": e.ID, "call_id": e.Call.ID, "union_id": e.Union.ID, "verification": string(e.Verification), "verification_reason": e.VerificationReason,
				"version": e.Version, "created_at": e.CreatedAt, "updated_at": e.UpdatedAt,
			}}},
			{"positions", "endorsement_id", positions},
			{"citations", "record_id", citations},
		},
	})
	return e, err
}

// prepare holds a position to the rest of the record and finds or creates the sources it cites.
func (t *tx) prepare(p record.Position, u record.Union) (record.Position, error) {
	if err := p.Within(u); err != nil {
		return p, err
	}
	if p.By != nil {
		var f record.Faults
		if err := t.requireUnion(&f, "/by", *p.By); err != nil || f.Any() {
			return p, firstOf(err, f.Err("The position"))
		}
		if *p.By == u.ID {
			return p, &record.Error{Code: record.CodeInvalid, Detail: "A union does not nullify its own position: it withdraws it.", Fields: []record.FieldError{{Pointer: "/by", Code: "invalid", Detail: "a union does not nullify its own position"}}}
		}
	}
	var err error
	p.Citations, err = t.cite(p.Citations)
	return p, err
}

// pair finds the endorsement of a call by a union; its Version is 0 if there is none.
func (t *tx) pair(call, union record.Ref) (record.Union, record.Endorsement, error) {
	var e record.Endorsement
	c, err := t.call(call)
	if err != nil {
		return record.Union{}, e, err
	}
	u, err := t.union(union)
	if err != nil {
		return u, e, err
	}
	return t.pairOf(c, u)
}

// pairOf is pair for a call and a union that were read.
func (t *tx) pairOf(c record.Call, u record.Union) (record.Union, record.Endorsement, error) {
	var e record.Endorsement
	if err := t.permit(u.ID); err != nil {
		return u, e, err
	}
	ids, err := t.ids("SELECT id FROM endorsements WHERE call_id = ? AND union_id = ? AND until_seq IS NULL", c.ID, u.ID)
	if err != nil {
		return u, e, err
	}
	if len(ids) > 0 {
		e, err = t.timeline(ids[0])
	} else {
		e = record.Endorsement{ID: newID(), Call: c.Ref(), Union: u.Ref()}
	}
	return u, e, err
}

// PutEndorsement records that a union's position on a call is now p: it creates the endorsement, or
// corrects its current position, or appends a new one, or does nothing when the same stands already.
// Errors: CodeInvalid, CodeForbidden, CodeMustMatch, CodeStale, CodeExists, and those of Call and Union.
func (s *Store) PutEndorsement(ctx context.Context, w record.Write, call, union record.Ref, p record.Position, m record.Match) (record.Put, error) {
	return write(ctx, s, w, func(t *tx) (record.Put, error) {
		var put record.Put
		u, e, err := t.pair(call, union)
		if err != nil {
			return put, err
		}
		if same, err := t.sameSources(p); err != nil {
			return put, err
		} else if plan, _ := e.Plan(same); plan == record.PutNothing && !m.None {
			// Also when If-Match names an older version: the request is one that was sent again.
			put.EndorsementView, err = t.endorsementView(e.ID)
			return put, err
		}
		if err := m.Check(e.Version); err != nil {
			return put, err
		}
		if p, err = t.prepare(p, u); err != nil {
			return put, err
		}
		put.Created = e.Version == 0
		action := record.Created
		p.ID = newID()
		if !put.Created {
			action = record.Updated
			if plan, stands := e.Plan(p); plan == record.PutCorrection {
				p.ID, p.RecordedSeq = stands.ID, stands.RecordedSeq
			}
		}
		if e, err = t.saveEndorsement(action, e.WithPosition(p)); err != nil {
			return put, err
		}
		put.EndorsementView, err = t.endorsementView(e.ID)
		return put, err
	})
}

// sameSources is p with the inline sources that are in the record already in place of their drafts,
// so that it can be compared with what stands. It writes nothing.
func (t *tx) sameSources(p record.Position) (record.Position, error) {
	citations := make(record.List[record.Citation], len(p.Citations))
	for i, c := range p.Citations {
		citations[i] = record.Citation{Source: c.Source, Quote: c.Quote, Locator: c.Locator}
		if c.Draft == nil {
			continue
		}
		src, _, err := t.sourceByURL(c.Draft.URL)
		if err != nil {
			return p, err
		}
		citations[i].Source = src.Ref()
	}
	p.Citations = citations
	return p, nil
}

// CreateEndorsement records the first position of a union on a call. Errors: CodeConflict when there
// is an endorsement, and those of PutEndorsement.
func (s *Store) CreateEndorsement(ctx context.Context, w record.Write, call, union uuid.UUID, p record.Position) (record.EndorsementView, error) {
	return write(ctx, s, w, func(t *tx) (record.EndorsementView, error) {
		var view record.EndorsementView
		u, e, err := t.pair(record.Ref(call.String()), record.Ref(union.String()))
		if err != nil {
			return view, err
		}
		if e.Version > 0 {
			return view, record.Errorf(record.CodeConflict, "The union has an endorsement of this call: %s. Append a position to it.", e.ID)
		}
		if p, err = t.prepare(p, u); err != nil {
			return view, err
		}
		p.ID = newID()
		if e, err = t.saveEndorsement(record.Created, e.WithPosition(p)); err != nil {
			return view, err
		}
		return t.endorsementView(e.ID)
	})
}

// edit reads an endorsement and its union for a change, and checks that the writer may make it and saw
// the version that stands (0 is any).
func (t *tx) edit(id uuid.UUID, version int) (record.Endorsement, record.Union, error) {
	e, err := t.timeline(id)
	if err != nil {
		return e, record.Union{}, err
	}
	u, err := t.union(record.Ref(e.Union.ID.String()))
	if err != nil {
		return e, u, err
	}
	if err := t.permit(u.ID); err != nil {
		return e, u, err
	}
	if version > 0 {
		err = stale(version, e.Version)
	}
	return e, u, err
}

// AppendPosition adds a position to the timeline and answers the endorsement with the position's id.
// Errors: CodeInvalid, CodeForbidden, and those of Endorsement.
func (s *Store) AppendPosition(ctx context.Context, w record.Write, id uuid.UUID, p record.Position) (record.PositionIn, error) {
	return write(ctx, s, w, func(t *tx) (record.PositionIn, error) {
		e, u, err := t.edit(id, 0)
		if err != nil {
			return record.PositionIn{}, err
		}
		if p, err = t.prepare(p, u); err != nil {
			return record.PositionIn{}, err
		}
		p.ID, p.RecordedSeq = newID(), 0
		e, err = t.saveEndorsement(record.Updated, e.WithPosition(p))
		return record.PositionIn{Endorsement: e, ID: p.ID}, err
	})
}

// UpdatePosition corrects one position of a timeline; version is that of the endorsement.
func (s *Store) UpdatePosition(ctx context.Context, w record.Write, id uuid.UUID, p record.Position, version int) (record.PositionIn, error) {
	return write(ctx, s, w, func(t *tx) (record.PositionIn, error) {
		e, u, err := t.edit(id, version)
		if err != nil {
			return record.PositionIn{}, err
		}
		stands, found := e.Position(p.ID)
		if !found {
			return record.PositionIn{}, record.Errorf(record.CodeNotFound, "The endorsement has no such position.")
		}
		if p, err = t.prepare(p, u); err != nil {
			return record.PositionIn{}, err
		}
		if p.SameFacts(stands) {
			return record.PositionIn{Endorsement: e, ID: p.ID}, nil
		}
		p.RecordedSeq = stands.RecordedSeq
		e, err = t.saveEndorsement(record.Updated, e.WithPosition(p))
		return record.PositionIn{Endorsement: e, ID: p.ID}, err
	})
}

// DeletePosition strikes one position from a timeline; version is that of the endorsement. Errors:
// CodeConflict for the last position, and those of UpdatePosition.
func (s *Store) DeletePosition(ctx context.Context, w record.Write, id, position uuid.UUID, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		e, _, err := t.edit(id, version)
		if err != nil {
			return struct{}{}, err
		}
		if e, err = e.WithoutPosition(position); err != nil {
			return struct{}{}, err
		}
		_, err = t.saveEndorsement(record.Updated, e)
		return struct{}{}, err
	})
	return err
}

// VerifyEndorsement sets the state of verification. Errors: CodeInvalid, and those of Endorsement.
func (s *Store) VerifyEndorsement(ctx context.Context, w record.Write, id uuid.UUID, v record.Verification, reason string) (record.EndorsementView, error) {
	return write(ctx, s, w, func(t *tx) (record.EndorsementView, error) {
		var view record.EndorsementView
		e, _, err := t.edit(id, 0)
		if err != nil {
			return view, err
		}
		was, wasReason := e.Verification, e.VerificationReason
		if e, err = e.WithVerification(v, reason); err != nil {
			return view, err
		}
		if e.Verification != was || e.VerificationReason != wasReason {
			if _, err = t.saveEndorsement(record.Updated, e); err != nil {
				return view, err
			}
		}
		return t.endorsementView(id)
	})
}

// DeleteEndorsement removes an endorsement that should never have been recorded; a union that changed
// its mind is given a position withdrawn instead.
func (s *Store) DeleteEndorsement(ctx context.Context, w record.Write, id uuid.UUID, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		e, _, err := t.edit(id, version)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.deleteEndorsement(e)
	})
	return err
}

func (t *tx) deleteEndorsement(e record.Endorsement) error {
	return t.save(entry{
		action: record.Deleted, entity: record.EntityEndorsement, id: e.ID, version: e.Version + 1,
		rows: []rows{{"endorsements", "id", nil}, {"positions", "endorsement_id", nil}, {"citations", "record_id", nil}},
	})
}
