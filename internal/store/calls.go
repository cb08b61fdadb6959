package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

const callColumns = "c.id, c.slug, c.kind, c.title, c.summary, c.starts_on, c.ends_on, c.time_zone, c.country, c.region, c.city, c.latitude, c.longitude, " +
	"c.demands, c.asks, c.conveners, c.part_of, c.links, c.cancelled, c.version, c.created_at, c.updated_at"

func (r reader) calls() *query[record.Call] {
	q := &query[record.Call]{
		reader: r, columns: callColumns, from: "calls AS c", id: "c.id", own: "-starts_on",
		idOf: func(c record.Call) uuid.UUID { return c.ID },
		sorts: map[string]sortKey[record.Call]{
			"starts_on":  byText("c.starts_on", func(c record.Call) string { return string(c.StartsOn) }),
			"title":      byText("c.sort_title", func(c record.Call) string { return record.Fold(c.Title) }),
			"created_at": byTime("c.created_at", func(c record.Call) time.Time { return c.CreatedAt }),
			"updated_at": byTime("c.updated_at", func(c record.Call) time.Time { return c.UpdatedAt }),
		},
		facets: map[string]facet{"kind": {value: "c.kind"}, "country": {value: "c.country"}, "region": {value: "c.region"}, "year": year("c.starts_on")},
	}
	q.and(r.valid("c"))
	return q
}

func (r reader) call(ref record.Ref) (record.Call, error) {
	q := r.calls()
	q.at("c", ref)
	c, found, err := q.one()
	if err == nil && !found {
		err = r.missing(record.EntityCall, "calls", ref)
	}
	return c, err
}

// Call answers one call. Errors: CodeNotFound, CodeGone, CodeMoved.
func (s *Store) Call(ctx context.Context, ref record.Ref, m record.Moment) (record.Call, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.Call{}, err
	}
	return r.call(ref)
}

// callList selects the calls of a list.
func (r reader) callList(f record.CallFilter) *query[record.Call] {
	q := r.calls()
	q.include(r.callConditions(f))
	if f.Except != nil {
		q.exclude(r.callConditions(*f.Except))
	}
	return q
}

func (r reader) callConditions(f record.CallFilter) conditions {
	var q conditions
	if len(f.IDs) > 0 {
		q.and("c.id IN ?", f.IDs)
	}
	q.contains("c.search_text", f.Q)
	among(&q, "c.kind", f.Kinds)
	among(&q, "c.country", f.Countries)
	among(&q, "c.region", f.Regions)
	q.refers(r, "c.part_of", "calls", f.PartOf)
	q.phases(f.Phases, r.now)
	if f.From.Known() {
		// The call's own days count, whatever the time zone; of a partial date its last.
		const last = "CASE WHEN c.ends_on <> '' THEN c.ends_on ELSE c.starts_on END"
		q.and("(c.closes_at IS NULL OR "+last+" || substr('9999-12-31', length("+last+") + 1) >= ?)", string(f.From.First()))
	}
	if f.To.Known() {
		q.and("c.starts_on <> '' AND c.starts_on <= ?", lastDay(f.To))
	}
	q.since("c.updated_at", f.ChangedSince)
	return q
}

// Calls answers a page of the calls that the filter selects.
func (s *Store) Calls(ctx context.Context, f record.CallFilter, p record.Page) (record.Listing[record.Call], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Call]{}, err
	}
	out, err := r.callList(f).page(p)
	if err == nil && len(out.Items) == 0 {
		err = r.known404(namedBy("part_of", record.EntityCall, f.PartOf)...)
	}
	return out, err
}

// EachCall streams the calls that the filter selects, as EachUnion does unions.
func (s *Store) EachCall(ctx context.Context, f record.CallFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Call) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Call], error) {
		return r.callList(f), r.known404(namedBy("part_of", record.EntityCall, f.PartOf)...)
	}, begin, eachRow(row))
}

func (q *conditions) phases(phases []record.Phase, now time.Time) {
	if len(phases) == 0 {
		return
	}
	var either []string
	var args []any
	for _, p := range phases {
		switch p {
		case record.PhaseCancelled:
			either = append(either, "c.cancelled")
		case record.PhasePast:
			either, args = append(either, "(NOT c.cancelled AND c.closes_at <= ?)"), append(args, now)
		case record.PhaseUpcoming:
			either, args = append(either, "(NOT c.cancelled AND c.opens_at > ?)"), append(args, now)
		case record.PhaseOngoing:
			either = append(either, "(NOT c.cancelled AND (c.opens_at IS NULL OR c.opens_at <= ?) AND (c.closes_at IS NULL OR c.closes_at > ?))")
			args = append(args, now, now)
		}
	}
	q.and("("+strings.Join(either, " OR ")+")", args...)
}

// ResolveCalls finds the calls that refs name. Refs that name none are missing from the answer.
func (s *Store) ResolveCalls(ctx context.Context, refs []record.Ref) (map[record.Ref]record.CallRef, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	ids, slugs := split(refs)
	var found []record.CallRef
	if err := r.db.Raw("SELECT c.id, c.slug, c.title FROM calls c WHERE c.until_seq IS NULL AND (c.id IN ? OR c.slug IN ?)", ids, slugs).Scan(&found).Error; err != nil {
		return nil, s.dialect.translate(err)
	}
	out := map[record.Ref]record.CallRef{}
	for _, c := range found {
		out[record.Ref(c.Slug)], out[record.Ref(c.ID.String())] = c, c
	}
	return byRef(refs, out), nil
}

func callRow(c record.Call) map[string]any {
	opens, closes := c.Span()
	orNull := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return t
	}
	return map[string]any{
		"id": c.ID, "slug": c.Slug, "kind": string(c.Kind), "title": c.Title, "sort_title": record.Fold(c.Title), "summary": c.Summary,
		"starts_on": c.StartsOn, "ends_on": c.EndsOn, "time_zone": c.TimeZone, "opens_at": orNull(opens), "closes_at": orNull(closes),
		"country": c.Place.Country, "region": c.Place.Region, "city": c.Place.City, "latitude": c.Place.Latitude, "longitude": c.Place.Longitude,
		"demands": c.Demands, "asks": c.Asks, "conveners": c.Conveners, "part_of": c.PartOf, "links": c.Links, "cancelled": c.Cancelled,
		"search_text": c.SearchText(), "version": c.Version, "created_at": c.CreatedAt, "updated_at": c.UpdatedAt,
	}
}

func (t *tx) saveCall(action record.Action, c record.Call) (record.Call, error) {
	c.Version++
	c.UpdatedAt = t.now
	if c.Version == 1 {
		c.CreatedAt = t.now
	}
	err := t.save(entry{
		action: action, entity: record.EntityCall, id: c.ID, version: c.Version, facts: c,
		rows: []rows{{"calls", "id", []map[string]any{callRow(c)}}},
	})
	return c, err
}

func (t *tx) checkCall(c record.Call) (record.Call, error) {
	var f record.Faults
	var err error
	if c.Slug, err = freeSlug("call", c.Slug, []string{c.Title, string(c.StartsOn)}, func(slug string) (bool, error) {
		others, err := t.ids("SELECT id FROM calls WHERE slug = ? AND until_seq IS NULL AND id <> ?", slug, c.ID)
		return len(others) > 0, err
	}); err != nil {
		return c, err
	}
	for i, v := range c.Conveners {
		if v.UnionID != nil {
			if err := t.requireUnion(&f, fmt.Sprintf("/conveners/%d/union_id", i), *v.UnionID); err != nil {
				return c, err
			}
		}
	}
	// A call that is part of another is no part of itself, at any distance.
	seen := []uuid.UUID{c.ID}
	for up := c.PartOf; up != nil; {
		if slices.Contains(seen, *up) {
			return c, &record.Error{Code: record.CodeCycle, Detail: "The call would be part of itself.", Fields: []record.FieldError{{Pointer: "/part_of", Code: "cycle", Detail: "the call would be part of itself"}}}
		}
		seen = append(seen, *up)
		var above []struct{ PartOf *uuid.UUID }
		if err := t.db.Raw("SELECT part_of FROM calls WHERE id = ? AND until_seq IS NULL", *up).Scan(&above).Error; err != nil {
			return c, err
		}
		if len(above) == 0 {
			f.Add("/part_of", "unknown", "there is no call %s", *up)
			break
		}
		up = above[0].PartOf
	}
	return c, f.Err("The call")
}

// CreateCall stores a new call. Errors: CodeInvalid, CodeConflict, CodeCycle.
func (s *Store) CreateCall(ctx context.Context, w record.Write, c record.Call) (record.Call, error) {
	return write(ctx, s, w, func(t *tx) (record.Call, error) {
		c.ID, c.Version = newID(), 0
		c, err := t.checkCall(c)
		if err != nil {
			return c, err
		}
		return t.saveCall(record.Created, c)
	})
}

// UpdateCall stores a new version of a call; c.Version is the one the writer saw. Errors: CodeInvalid,
// CodeConflict, CodeCycle, CodeStale, and those of Call.
func (s *Store) UpdateCall(ctx context.Context, w record.Write, c record.Call) (record.Call, error) {
	return write(ctx, s, w, func(t *tx) (record.Call, error) {
		stands, err := t.call(record.Ref(c.ID.String()))
		if err != nil {
			return c, err
		}
		if err := stale(c.Version, stands.Version); err != nil {
			return c, err
		}
		if c, err = t.checkCall(c); err != nil {
			return c, err
		}
		if c.SameFacts(stands) {
			return stands, nil
		}
		c.CreatedAt = stands.CreatedAt
		return t.saveCall(record.Updated, c)
	})
}

// DeleteCall removes a call. Errors: CodeInUse while other records depend on it, CodeStale, and those
// of Call.
func (s *Store) DeleteCall(ctx context.Context, w record.Write, ref record.Ref, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		c, err := t.call(ref)
		if err != nil {
			return struct{}{}, err
		}
		if err := stale(version, c.Version); err != nil {
			return struct{}{}, err
		}
		if err := t.unused("call", c.ID, []dependency{
			{"endorsement", "SELECT count(*) FROM endorsements WHERE call_id = ? AND until_seq IS NULL"},
			{"call that is part of it", "SELECT count(*) FROM calls WHERE part_of = ? AND until_seq IS NULL"},
			{"statement", "SELECT count(*) FROM statement_calls WHERE call_id = ? AND until_seq IS NULL"},
		}); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.save(entry{
			action: record.Deleted, entity: record.EntityCall, id: c.ID, version: c.Version + 1,
			rows: []rows{{"calls", "id", nil}},
		})
	})
	return err
}
