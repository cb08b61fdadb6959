package store

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

const sourceColumns = "s.id, s.url, s.title, s.publisher, s.kind, s.union_id, s.published_on, s.retrieved_at, s.archive_url, s.sha256, s.health, s.version, s.created_at, s.updated_at"

func (r reader) sources() *query[record.Source] {
	q := &query[record.Source]{
		reader: r, columns: sourceColumns, from: "sources AS s", id: "s.id", own: "-published_on",
		idOf: func(s record.Source) uuid.UUID { return s.ID },
		sorts: map[string]sortKey[record.Source]{
			"published_on": byText("s.published_on", func(s record.Source) string { return string(s.PublishedOn) }),
			"created_at":   byTime("s.created_at", func(s record.Source) time.Time { return s.CreatedAt }),
			"updated_at":   byTime("s.updated_at", func(s record.Source) time.Time { return s.UpdatedAt }),
		},
		facets: map[string]facet{"kind": {value: "s.kind"}, "health": {value: "s.health"}, "publisher": {value: "s.publisher"}, "year": year("s.published_on")},
	}
	q.and(r.valid("s"))
	return q
}

func (r reader) source(id uuid.UUID) (record.Source, error) {
	q := r.sources()
	q.and("s.id = ?", id)
	s, found, err := q.one()
	if err == nil && !found {
		err = r.missing(record.EntitySource, "sources", record.Ref(id.String()))
	}
	return s, err
}

// Source answers one source. Errors: CodeNotFound, CodeGone.
func (s *Store) Source(ctx context.Context, id uuid.UUID, m record.Moment) (record.Source, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.Source{}, err
	}
	return r.source(id)
}

// sourceList selects the sources of a list.
func (r reader) sourceList(f record.SourceFilter) *query[record.Source] {
	q := r.sources()
	q.include(r.sourceConditions(f))
	if f.Except != nil {
		q.exclude(r.sourceConditions(*f.Except))
	}
	return q
}

func (r reader) sourceConditions(f record.SourceFilter) conditions {
	var q conditions
	q.contains("s.search_text", f.Q)
	among(&q, "s.url", f.URLs)
	q.folded("s.folded_publisher", f.Publishers)
	among(&q, "s.kind", f.Kinds)
	among(&q, "s.health", f.Healths)
	q.between("s.published_on", f.From, f.To)
	q.since("s.updated_at", f.ChangedSince)
	return q
}

// Sources answers a page of the sources that the filter selects.
func (s *Store) Sources(ctx context.Context, f record.SourceFilter, p record.Page) (record.Listing[record.Source], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Source]{}, err
	}
	return r.sourceList(f).page(p)
}

// EachSource streams the sources that the filter selects, as EachUnion does unions.
func (s *Store) EachSource(ctx context.Context, f record.SourceFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Source) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Source], error) { return r.sourceList(f), nil }, begin, eachRow(row))
}

func (t *tx) saveSource(action record.Action, s record.Source) (record.Source, error) {
	s.Version++
	s.UpdatedAt = t.now
	if s.Version == 1 {
		s.CreatedAt = t.now
	}
	if s.RetrievedAt != nil {
		at := instant(*s.RetrievedAt)
		s.RetrievedAt = &at
	}
	err := t.save(entry{
		action: action, entity: record.EntitySource, id: s.ID, version: s.Version, facts: s,
		rows: []rows{{"sources", "id", []map[string]any{{
			"id": s.ID, "url": s.URL, "host": record.HostOf(s.URL), "title": s.Title, "publisher": s.Publisher, "folded_publisher": record.Fold(s.Publisher), "kind": string(s.Kind), "union_id": s.Union,
			"published_on": s.PublishedOn, "retrieved_at": s.RetrievedAt, "archive_url": s.ArchiveURL, "sha256": s.SHA256, "health": s.Health,
			"search_text": s.SearchText(), "version": s.Version, "created_at": s.CreatedAt, "updated_at": s.UpdatedAt,
		}}}},
	})
	return s, err
}

func (t *tx) checkSource(pointer string, s record.Source) error {
	var f record.Faults
	if s.Union != nil {
		if err := t.requireUnion(&f, pointer+"/union", *s.Union); err != nil {
			return err
		}
		// Such a source makes the union's evidence primary.
		if err := t.permit(*s.Union); err != nil {
			return err
		}
	}
	twin, found, err := t.sourceByURL(s.URL)
	if err != nil {
		return err
	}
	if found && twin.ID != s.ID {
		f.Add(pointer+"/url", "duplicate", "the source %s has this address", twin.ID)
		return f.As(record.CodeConflict, "The source")
	}
	return f.Err("The source")
}

func (t *tx) sourceByURL(url string) (record.Source, bool, error) {
	q := t.sources()
	q.and("s.url = ?", url)
	return q.one()
}

// CreateSource stores a new source. Errors: CodeInvalid, CodeConflict when one has its URL.
func (s *Store) CreateSource(ctx context.Context, w record.Write, src record.Source) (record.Source, error) {
	return write(ctx, s, w, func(t *tx) (record.Source, error) {
		src.ID, src.Version = newID(), 0
		if err := t.checkSource("", src); err != nil {
			return src, err
		}
		return t.saveSource(record.Created, src)
	})
}

// UpdateSource stores a new version of a source; src.Version is the one the writer saw.
func (s *Store) UpdateSource(ctx context.Context, w record.Write, src record.Source) (record.Source, error) {
	return write(ctx, s, w, func(t *tx) (record.Source, error) {
		stands, err := t.source(src.ID)
		if err != nil {
			return src, err
		}
		if err := stale(src.Version, stands.Version); err != nil {
			return src, err
		}
		if err := t.checkSource("", src); err != nil {
			return src, err
		}
		if src.SameFacts(stands) {
			return stands, nil
		}
		src.CreatedAt = stands.CreatedAt
		return t.saveSource(record.Updated, src)
	})
}

// cite makes sure that the cited sources are in the record: one given inline is found by its URL or
// created.
func (t *tx) cite(citations record.List[record.Citation]) (record.List[record.Citation], error) {
	var f record.Faults
	out := make(record.List[record.Citation], len(citations))
	for i, c := range citations {
		pointer := fmt.Sprintf("/citations/%d/source", i)
		var src record.Source
		var found bool
		var err error
		if c.Draft != nil {
			if src, found, err = t.sourceByURL(c.Draft.URL); err == nil && !found {
				draft := *c.Draft
				draft.ID, draft.Version = newID(), 0
				if err = t.checkSource(pointer, draft); err == nil {
					src, err = t.saveSource(record.Created, draft)
				}
			}
		} else {
			src, err = t.source(c.Source.ID)
			if record.Is(err, record.CodeNotFound) {
				f.Add(pointer+"/id", "unknown", "there is no source %s", c.Source.ID)
				err = nil
			}
		}
		if err != nil {
			return nil, err
		}
		out[i] = record.Citation{Source: src.Ref(), Quote: c.Quote, Locator: c.Locator}
	}
	return out, f.Err("The citations")
}

// citationRows are the rows of the citations of a record, or of one of its positions.
func citationRows(recordID uuid.UUID, position *uuid.UUID, citations record.List[record.Citation]) []map[string]any {
	out := make([]map[string]any, len(citations))
	for i, c := range citations {
		out[i] = map[string]any{"record_id": recordID, "position_id": position, "n": i, "source_id": c.Source.ID, "quote": c.Quote, "locator": c.Locator}
	}
	return out
}

// citations is a subquery that collects what a condition on citations ci selects.
func (r reader) citations(condition string) string {
	return r.list("citations ci JOIN sources s ON s.id = ci.source_id AND "+r.valid("s")+" WHERE "+condition+" AND "+r.valid("ci"), "ci.n",
		"source", r.jsonObject("id", "s.id", "url", "s.url", "title", "s.title", "publisher", "s.publisher", "kind", "s.kind", "published_on", "s.published_on"),
		"quote", "ci.quote", "locator", "ci.locator")
}

// ownSource is the condition that source s was published by union u itself.
const ownSource = "(s.kind = 'union_site' AND (s.union_id IS NOT NULL AND s.union_id = u.id OR (u.host <> '' AND (s.host = u.host OR s.host LIKE '%.' || u.host))))"

// evidence grades the sources of position p of union u.
func (r reader) evidence() string {
	cited := "SELECT 1 FROM citations ci JOIN sources s ON s.id = ci.source_id AND " + r.valid("s") + " WHERE ci.position_id = p.id AND " + r.valid("ci")
	return "CASE WHEN EXISTS (" + cited + " AND " + ownSource + ") THEN 'primary' WHEN EXISTS (" + cited + ") THEN 'secondary' ELSE 'none' END"
}

// corroborations counts the publishers behind position p of union u, the union itself not among them.
func (r reader) corroborations() string {
	return "(SELECT count(DISTINCT CASE WHEN s.folded_publisher <> '' THEN s.folded_publisher ELSE s.host END) FROM citations ci JOIN sources s ON s.id = ci.source_id AND " +
		r.valid("s") + " WHERE ci.position_id = p.id AND " + r.valid("ci") + " AND NOT " + ownSource + ")"
}
