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

const statementOwn = "id, title, text, kind, language, published_on, url, quotes, translations, version, created_at, updated_at"

func (r reader) statements() *query[record.Statement] {
	issuers := r.list("statement_issuers si JOIN unions u ON u.id = si.union_id AND "+r.valid("u")+" WHERE si.statement_id = st.id AND "+r.valid("si"), "si.n",
		"id", "u.id", "slug", "u.slug", "name", "u.name", "kind", "u.kind", "region", "u.region")
	calls := r.list("statement_calls sc JOIN calls c ON c.id = sc.call_id AND "+r.valid("c")+" WHERE sc.statement_id = st.id AND "+r.valid("sc"), "sc.n",
		"id", "c.id", "slug", "c.slug", "title", "c.title")
	q := &query[record.Statement]{
		reader:  r,
		columns: prefixed("st", "", statementOwn) + ", " + issuers + " AS issuers, " + calls + " AS calls, " + r.citations("ci.record_id = st.id") + " AS citations",
		from:    "statements AS st", id: "st.id", own: "-published_on",
		idOf: func(s record.Statement) uuid.UUID { return s.ID },
		sorts: map[string]sortKey[record.Statement]{
			"published_on": byText("st.published_on", func(s record.Statement) string { return string(s.PublishedOn) }),
			"title":        byText("st.sort_title", func(s record.Statement) string { return record.Fold(s.Title) }),
			"created_at":   byTime("st.created_at", func(s record.Statement) time.Time { return s.CreatedAt }),
			"updated_at":   byTime("st.updated_at", func(s record.Statement) time.Time { return s.UpdatedAt }),
		},
		facets: map[string]facet{"kind": {value: "st.kind"}, "language": {value: "st.language"}, "year": year("st.published_on")},
	}
	q.and(r.valid("st"))
	return q
}

func (r reader) statement(id uuid.UUID) (record.Statement, error) {
	q := r.statements()
	q.and("st.id = ?", id)
	s, found, err := q.one()
	if err == nil && !found {
		err = r.missing(record.EntityStatement, "statements", record.Ref(id.String()))
	}
	return s, err
}

// Statement answers one statement. Errors: CodeNotFound, CodeGone.
func (s *Store) Statement(ctx context.Context, id uuid.UUID, m record.Moment) (record.Statement, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.Statement{}, err
	}
	return r.statement(id)
}

// statementList selects the statements of a list.
func (r reader) statementList(f record.StatementFilter) *query[record.Statement] {
	q := r.statements()
	q.include(r.statementConditions(f))
	if f.Except != nil {
		q.exclude(r.statementConditions(*f.Except))
	}
	return q
}

func (r reader) statementConditions(f record.StatementFilter) conditions {
	var q conditions
	q.contains("st.search_text", f.Q)
	among(&q, "st.kind", f.Kinds)
	if len(f.Languages) > 0 {
		languages := make([]string, len(f.Languages))
		for i, tag := range f.Languages {
			languages[i] = strings.ToLower(tag)
		}
		among(&q, "lower(st.language)", languages)
	}
	issued := "st.id IN (SELECT si.statement_id FROM statement_issuers si WHERE " + r.valid("si") + " AND "
	if len(f.Unions) > 0 {
		condition, args := r.refsCondition("si.union_id", "unions", f.Unions)
		q.and(issued+condition+")", args...)
	}
	if len(f.Under) > 0 {
		start, args := r.refStart(f.Under...)
		q.and(issued+"si.union_id IN ("+r.below(start)+"))", args...)
	}
	if len(f.Calls) > 0 {
		condition, args := r.refsCondition("sc.call_id", "calls", f.Calls)
		q.and("st.id IN (SELECT sc.statement_id FROM statement_calls sc WHERE "+r.valid("sc")+" AND "+condition+")", args...)
	}
	q.between("st.published_on", f.From, f.To)
	q.since("st.updated_at", f.ChangedSince)
	return q
}

// statementsNamed are the records that a filter names.
func statementsNamed(f record.StatementFilter) []named {
	return slices.Concat(namedBy("union", record.EntityUnion, f.Unions), namedBy("under", record.EntityUnion, f.Under), namedBy("call", record.EntityCall, f.Calls))
}

// Statements answers a page of the statements that the filter selects.
func (s *Store) Statements(ctx context.Context, f record.StatementFilter, p record.Page) (record.Listing[record.Statement], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Statement]{}, err
	}
	out, err := r.statementList(f).page(p)
	if err == nil && len(out.Items) == 0 {
		err = r.known404(statementsNamed(f)...)
	}
	return out, err
}

// EachStatement streams the statements that the filter selects, as EachUnion does unions.
func (s *Store) EachStatement(ctx context.Context, f record.StatementFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Statement) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Statement], error) {
		return r.statementList(f), r.known404(statementsNamed(f)...)
	}, begin, eachRow(row))
}

// saveStatement stores a version of a statement. Its issuers and calls are of the record.
func (t *tx) saveStatement(action record.Action, s record.Statement) (record.Statement, error) {
	s.Version++
	s.UpdatedAt = t.now
	if s.Version == 1 {
		s.CreatedAt = t.now
	}
	issuers, calls := make([]map[string]any, len(s.Issuers)), make([]map[string]any, len(s.Calls))
	for i, u := range s.Issuers {
		issuers[i] = map[string]any{"statement_id": s.ID, "n": i, "union_id": u.ID}
	}
	for i, c := range s.Calls {
		calls[i] = map[string]any{"statement_id": s.ID, "n": i, "call_id": c.ID}
	}
	err := t.save(entry{
		action: action, entity: record.EntityStatement, id: s.ID, version: s.Version, facts: s,
		rows: []rows{
			{"statements", "id", []map[string]any{{
				"id": s.ID, "title": s.Title, "sort_title": record.Fold(s.Title), "text": s.Text, "kind": string(s.Kind), "language": s.Language,
				"published_on": s.PublishedOn, "url": s.URL, "quotes": s.Quotes, "translations": s.Translations, "search_text": s.SearchText(),
				"version": s.Version, "created_at": s.CreatedAt, "updated_at": s.UpdatedAt,
			}}},
			{"statement_issuers", "statement_id", issuers},
			{"statement_calls", "statement_id", calls},
			{"citations", "record_id", citationRows(s.ID, nil, s.Citations)},
		},
	})
	return s, err
}

func (t *tx) checkStatement(s record.Statement) (record.Statement, error) {
	var f record.Faults
	s.Issuers, s.Calls = slices.Clone(s.Issuers), slices.Clone(s.Calls)
	for i, u := range s.Issuers {
		stands, err := t.union(record.Ref(u.ID.String()))
		if err := unknownAt(&f, fmt.Sprintf("/issuers/%d", i), err); err != nil {
			return s, err
		}
		s.Issuers[i] = stands.Ref()
	}
	for i, c := range s.Calls {
		stands, err := t.call(record.Ref(c.ID.String()))
		if err := unknownAt(&f, fmt.Sprintf("/calls/%d", i), err); err != nil {
			return s, err
		}
		s.Calls[i] = stands.Ref()
	}
	if err := f.Err("The statement"); err != nil {
		return s, err
	}
	for _, u := range s.Issuers {
		if err := t.permit(u.ID); err != nil {
			return s, err
		}
	}
	var err error
	s.Citations, err = t.cite(s.Citations)
	return s, err
}

// unknownAt turns a record that is not there into a fault of the field that names it.
func unknownAt(f *record.Faults, pointer string, err error) error {
	for _, code := range []record.Code{record.CodeNotFound, record.CodeGone, record.CodeMoved} {
		if record.Is(err, code) {
			f.Add(pointer, "unknown", "%s", describe(err))
			return nil
		}
	}
	return err
}

// CreateStatement stores a new statement. Errors: CodeInvalid, CodeForbidden unless the grant covers
// every issuer.
func (s *Store) CreateStatement(ctx context.Context, w record.Write, st record.Statement) (record.Statement, error) {
	return write(ctx, s, w, func(t *tx) (record.Statement, error) {
		st.ID, st.Version = newID(), 0
		st, err := t.checkStatement(st)
		if err != nil {
			return st, err
		}
		if st, err = t.saveStatement(record.Created, st); err != nil {
			return st, err
		}
		return t.statement(st.ID)
	})
}

// editStatement reads a statement for a change: the grant must cover every issuer that stands.
func (t *tx) editStatement(id uuid.UUID, version int) (record.Statement, error) {
	st, err := t.statement(id)
	if err != nil {
		return st, err
	}
	for _, u := range st.Issuers {
		if err := t.permit(u.ID); err != nil {
			return st, err
		}
	}
	return st, stale(version, st.Version)
}

// UpdateStatement stores a new version of a statement; st.Version is the one the writer saw.
func (s *Store) UpdateStatement(ctx context.Context, w record.Write, st record.Statement) (record.Statement, error) {
	return write(ctx, s, w, func(t *tx) (record.Statement, error) {
		stands, err := t.editStatement(st.ID, st.Version)
		if err != nil {
			return st, err
		}
		if st, err = t.checkStatement(st); err != nil {
			return st, err
		}
		if st.SameFacts(stands) {
			return stands, nil
		}
		st.CreatedAt = stands.CreatedAt
		if _, err = t.saveStatement(record.Updated, st); err != nil {
			return st, err
		}
		return t.statement(st.ID)
	})
}

// DeleteStatement removes a statement.
func (s *Store) DeleteStatement(ctx context.Context, w record.Write, id uuid.UUID, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		st, err := t.editStatement(id, version)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.save(entry{
			action: record.Deleted, entity: record.EntityStatement, id: id, version: st.Version + 1,
			rows: []rows{{"statements", "id", nil}, {"statement_issuers", "statement_id", nil}, {"statement_calls", "statement_id", nil}, {"citations", "record_id", nil}},
		})
	})
	return err
}
