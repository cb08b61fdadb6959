package store

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// A search has two steps. The database finds the records that hold the words, counts them, and answers
// the best of them by a coarse order; record.SearchQuery ranks those finely. Both databases find the
// same records by the same words, so both answer the same.

// vocabulary is the words of all names that were ever read for a search, for queries that find nothing.
// It only grows: a word that is in no name any more finds nothing, and does no harm.
type vocabulary struct {
	mu    sync.Mutex
	words record.Vocabulary
	seq   int64 // the last change whose names are in it
}

// Search answers the unions, calls and statements that a query finds, the best first, as the record
// stands. Errors: CodeInvalid where a filter names a record that is not there.
func (s *Store) Search(ctx context.Context, f record.SearchFilter, p record.Page) (record.SearchListing, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return record.SearchListing{}, err
	}
	x := search{reader: r, f: f, q: f.Query}
	if err := x.find(); err != nil {
		return record.SearchListing{}, err
	}
	if len(x.found) == 0 && len(f.Query.Terms) > 0 {
		corrected, ok, err := s.correct(r, f.Query)
		if err != nil {
			return record.SearchListing{}, err
		}
		if ok {
			x.q = corrected
			if err := x.find(); err != nil {
				return record.SearchListing{}, err
			}
		}
	}
	if len(x.found) == 0 {
		if err := r.known404(slices.Concat(unionsNamed(orNone(f.Unions)), namedBy("part_of", record.EntityCall, orNone(f.Calls).PartOf), statementsNamed(orNone(f.Statements)))...); err != nil {
			return record.SearchListing{}, err
		}
	}
	return x.answer(p)
}

func orNone[T any](f *T) (none T) {
	if f == nil {
		return none
	}
	return *f
}

func noFacets(fields []string) map[string][]record.Facet {
	if len(fields) == 0 {
		return nil
	}
	out := map[string][]record.Facet{}
	for _, name := range fields {
		out[name] = []record.Facet{}
	}
	return out
}

// correct brings the vocabulary up to date and answers the query with the words it may have meant.
func (s *Store) correct(r reader, q record.SearchQuery) (record.SearchQuery, bool, error) {
	v := &s.vocabulary
	v.mu.Lock()
	defer v.mu.Unlock()
	if seq := s.Seq(); seq > v.seq {
		var texts []string
		const since = " WHERE until_seq IS NULL AND since_seq > ?"
		if err := r.db.Raw("SELECT search_text FROM unions"+since+" UNION ALL SELECT sort_title FROM calls"+since, v.seq, v.seq).Scan(&texts).Error; err != nil {
			return q, false, s.dialect.translate(err)
		}
		v.words.Add(texts...)
		v.seq = seq
	}
	corrected, ok := q.Correct(&v.words)
	return corrected, ok, nil
}

// search is one search under way.
type search struct {
	reader
	f     record.SearchFilter
	q     record.SearchQuery
	found []record.Ranked
}

// find ranks the best of what matches.
func (x *search) find() error {
	if x.q.Empty() {
		return nil
	}
	var documents []record.SearchDocument
	for _, of := range x.types() {
		some, err := of.best()
		if err != nil {
			return x.dialect.translate(err)
		}
		documents = append(documents, some...)
	}
	x.found = x.q.Rank(documents)
	return nil
}

// searched is a type of record in a search.
type searched struct {
	kind  record.SearchType
	best  func() ([]record.SearchDocument, error)
	count func(counted *tally) error
}

// types are the types of record that are asked for.
func (x *search) types() []searched {
	var out []searched
	if x.f.Unions != nil {
		q := x.reader.unionList(*x.f.Unions)
		x.narrow(&q.conditions, "unions", "u")
		out = append(out, searched{record.SearchUnion, func() ([]record.SearchDocument, error) { return x.bestUnions(q) }, func(t *tally) error {
			return t.add(record.SearchUnion, q.grouped("u.kind", "u.region", "u.founded"))
		}})
	}
	if x.f.Calls != nil {
		q := x.reader.callList(*x.f.Calls)
		x.narrow(&q.conditions, "calls", "c")
		out = append(out, searched{record.SearchCall, func() ([]record.SearchDocument, error) { return x.bestCalls(q) }, func(t *tally) error {
			return t.add(record.SearchCall, q.grouped("c.kind", "c.region", "c.starts_on"))
		}})
	}
	if x.f.Statements != nil {
		q := x.reader.statementList(*x.f.Statements)
		x.narrow(&q.conditions, "statements", "st")
		out = append(out, searched{record.SearchStatement, func() ([]record.SearchDocument, error) { return x.bestStatements(q) }, func(t *tally) error {
			return t.add(record.SearchStatement, q.grouped("st.kind", "''", "st.published_on"))
		}})
	}
	return out
}

// narrow narrows a list to the records that match the query.
func (x *search) narrow(q *conditions, table, alias string) {
	switch {
	case x.q.ID != uuid.Nil:
		q.and(alias+".id = ?", x.q.ID)
	case x.q.Identifier != nil && table == "unions":
		q.and("u.id IN (SELECT i.union_id FROM identifiers i WHERE i.scheme = ? AND i.value = ? AND i.until_seq IS NULL)", x.q.Identifier.Scheme, x.q.Identifier.Value)
	case x.q.Identifier != nil:
		q.and("1 = 0")
	case table == "statements":
		x.holding(q, table, alias, x.q.Started())
	default:
		x.holding(q, table, alias, x.q)
	}
}

// holding narrows a list to the records that hold the words of a query.
func (x *search) holding(q *conditions, table, alias string, words record.SearchQuery) {
	var indexed []record.SearchTerm
	for _, term := range words.Terms {
		if !term[0][0].Spaceless() {
			indexed = append(indexed, term)
			continue
		}
		// The index has words, and there are none inside a run that is written without spaces.
		q.and(alias+`.search_text LIKE ? ESCAPE '\'`, "%"+likeEscaper.Replace(term[0][0].Text)+"%")
	}
	if len(indexed) > 0 {
		subquery, arg := x.dialect.holding(table, indexed)
		q.and(alias+".since_seq IN ("+subquery+")", arg)
	}
}

// entire is the condition that a record holds the last word as it stands, for an order: what only begins
// with it comes after.
func (x *search) entire(table, alias string) (string, []any) {
	var q conditions
	if len(x.q.Terms) > 0 {
		x.holding(&q, table, alias, x.q.Whole(0))
	}
	if len(q.where) == 0 {
		return "0", nil
	}
	return "CASE WHEN " + q.all() + " THEN 0 ELSE 1 END", q.args
}

// kindRank orders unions by how much they gather.
func kindRank(column string) string {
	var b strings.Builder
	b.WriteString("CASE " + column)
	for i, kind := range record.UnionKinds {
		b.WriteString(" WHEN '" + string(kind) + "' THEN " + string(rune('0'+i)))
	}
	return b.String() + " ELSE 9 END"
}

func (x *search) bestUnions(q *query[record.Union]) ([]record.SearchDocument, error) {
	var rows []struct {
		ID         uuid.UUID
		Kind       record.UnionKind
		SortName   string
		FoldedCity string
		SearchText string
		Number     string
		Members    record.List[record.MemberCount]
	}
	entire, args := x.entire("unions", "u")
	best := q.selected().Select("u.since_seq AS seq, "+entire+" AS entire, "+kindRank("u.kind")+" AS rank, length(u.search_text) AS size, u.sort_name", args...).
		Order("2, 3, 4, 5, 1").Limit(record.SearchDepth)
	err := x.db.Raw("SELECT u.id, u.kind, u.sort_name, u.folded_city, u.search_text, u.designation_number || u.designation_suffix AS number, u.members FROM (?) best JOIN unions u ON u.since_seq = best.seq AND u.until_seq IS NULL", best).
		Scan(&rows).Error
	out := make([]record.SearchDocument, len(rows))
	for i, row := range rows {
		lines := strings.Split(row.SearchText, "\n")
		if row.FoldedCity != "" && row.FoldedCity != row.SortName {
			// A city is no name of the body.
			if at := slices.Index(lines, row.FoldedCity); at >= 0 {
				lines = slices.Delete(lines, at, at+1)
			}
		}
		d := record.SearchDocument{Type: record.SearchUnion, ID: row.ID, Name: row.SortName, Lines: lines, City: row.FoldedCity, Number: record.Fold(row.Number), Kind: row.Kind}
		if m := (record.Union{Members: row.Members}).MembersAsOf(""); m != nil {
			d.Members = m.Count
		}
		out[i] = d
	}
	return out, err
}

func (x *search) bestCalls(q *query[record.Call]) ([]record.SearchDocument, error) {
	var rows []struct {
		ID         uuid.UUID
		SortTitle  string
		Slug       string
		SearchText string
		StartsOn   record.Date
	}
	entire, args := x.entire("calls", "c")
	err := q.selected().Select("c.id, c.sort_title, c.slug, c.search_text, c.starts_on, "+entire+" AS entire", args...).
		Order("6, c.starts_on DESC, c.id DESC").Limit(record.SearchDepth).Scan(&rows).Error
	out := make([]record.SearchDocument, len(rows))
	for i, row := range rows {
		out[i] = record.SearchDocument{Type: record.SearchCall, ID: row.ID, Name: row.SortTitle, Lines: []string{row.SortTitle, record.Fold(row.Slug)}, Body: row.SearchText, On: row.StartsOn}
	}
	return out, err
}

func (x *search) bestStatements(q *query[record.Statement]) ([]record.SearchDocument, error) {
	var rows []struct {
		ID          uuid.UUID
		SortTitle   string
		SearchText  string
		PublishedOn record.Date
	}
	entire, args := x.entire("statements", "st")
	best := q.selected().Select("st.since_seq AS seq, "+entire+" AS entire, st.published_on, st.id", args...).Order("2, 3 DESC, 4 DESC").Limit(record.SearchDepth)
	err := x.db.Raw("SELECT st.id, st.sort_title, st.search_text, st.published_on FROM (?) best JOIN statements st ON st.since_seq = best.seq AND st.until_seq IS NULL", best).
		Scan(&rows).Error
	out := make([]record.SearchDocument, len(rows))
	for i, row := range rows {
		_, body, _ := strings.Cut(row.SearchText, "\n")
		out[i] = record.SearchDocument{Type: record.SearchStatement, ID: row.ID, Name: row.SortTitle, Lines: []string{row.SortTitle}, Body: body, On: row.PublishedOn}
	}
	return out, err
}

// grouped counts the records that a query selects by three fields at once.
func (q *query[T]) grouped(kind, region, date string) func() ([]group, error) {
	return func() ([]group, error) {
		var rows []group
		err := q.selected().Select(kind + " AS kind, " + region + " AS region, substr(" + date + ", 1, 4) AS year, count(*) AS count").Group("1, 2, 3").Scan(&rows).Error
		return rows, q.reader.dialect.translate(err)
	}
}

type group struct {
	Kind, Region, Year string
	Count              int
}

// tally counts what a search finds by the values of several fields.
type tally struct {
	total  int
	fields map[string]map[string]int
}

func (t *tally) add(of record.SearchType, groups func() ([]group, error)) error {
	rows, err := groups()
	for _, g := range rows {
		t.total += g.Count
		for field, value := range map[string]string{"type": string(of), "kind": g.Kind, "region": g.Region, "year": g.Year} {
			if field == "region" && of == record.SearchStatement {
				continue // a statement has no region
			}
			if t.fields[field] == nil {
				t.fields[field] = map[string]int{}
			}
			t.fields[field][value] += g.Count
		}
	}
	return err
}

// answer is the page of what was found that p asks for, with the records as they are shown.
func (x *search) answer(p record.Page) (record.SearchListing, error) {
	out := record.SearchListing{Query: x.q, Facets: noFacets(p.Facets)}
	if p.Total || len(p.Facets) > 0 {
		if err := x.count(p, &out); err != nil {
			return out, err
		}
	}
	page := x.found
	if p.After != nil {
		at := slices.IndexFunc(page, func(r record.Ranked) bool { return r.Mark() == *p.After })
		if at < 0 {
			// What the last page ended with has changed since: go on with what ranks below it.
			at = slices.IndexFunc(page, func(r record.Ranked) bool { return r.Mark().Value < p.After.Value }) - 1
			if at < -1 {
				at = len(page) - 1
			}
		}
		page = page[at+1:]
	}
	if p.Limit > 0 && len(page) > p.Limit {
		page = page[:p.Limit]
		mark := page[len(page)-1].Mark()
		out.Next = &mark
	}
	err := x.show(page, &out)
	return out, err
}

// show reads the records of a page.
func (x *search) show(page []record.Ranked, out *record.SearchListing) error {
	ids := map[record.SearchType][]uuid.UUID{}
	for _, r := range page {
		ids[r.Type] = append(ids[r.Type], r.ID)
	}
	unions, err := byIDs(x.unions(), ids[record.SearchUnion])
	if err != nil {
		return err
	}
	calls, err := byIDs(x.calls(), ids[record.SearchCall])
	if err != nil {
		return err
	}
	statements, err := byIDs(x.statements(), ids[record.SearchStatement])
	if err != nil {
		return err
	}
	for _, r := range page {
		hit := record.SearchHit{Type: r.Type, Score: r.Score, Union: unions[r.ID], Call: calls[r.ID], Statement: statements[r.ID]}
		if hit.Union != nil || hit.Call != nil || hit.Statement != nil { // what was removed this moment is no result
			out.Hits = append(out.Hits, hit)
		}
	}
	return nil
}

func byIDs[T any](q *query[T], ids []uuid.UUID) (map[uuid.UUID]*T, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []T
	q.and(q.id+" IN ?", ids)
	if err := q.selected().Select(q.columns).Scan(&found).Error; err != nil {
		return nil, q.reader.dialect.translate(err)
	}
	out := make(map[uuid.UUID]*T, len(found))
	for i := range found {
		out[q.idOf(found[i])] = &found[i]
	}
	return out, nil
}

// count counts all that was found, page or not.
func (x *search) count(p record.Page, out *record.SearchListing) error {
	t := tally{fields: map[string]map[string]int{}}
	if len(x.found) > 0 { // else there is nothing to count
		for _, of := range x.types() {
			if err := of.count(&t); err != nil {
				return err
			}
		}
	}
	if p.Total {
		out.Total = &t.total
	}
	for _, name := range p.Facets {
		if name != "affiliation" {
			out.Facets[name] = facetsOf(t.fields[name])
			continue
		}
		if x.f.Unions == nil || len(x.found) == 0 {
			continue
		}
		q := x.reader.unionList(*x.f.Unions)
		x.narrow(&q.conditions, "unions", "u")
		counted, err := x.affiliated(q)
		if err != nil {
			return err
		}
		out.Facets[name] = counted
	}
	return nil
}

// affiliated counts unions by their top-level affiliations, those of two in both. It goes up from what was
// found, by way of the parents they share: of a whole record most is not asked for.
func (x *search) affiliated(q *query[record.Union]) ([]record.Facet, error) {
	in := x.valid("a") + " AND " + x.standing()
	parents := "(SELECT CAST(" + x.dialect.array() + "(a.parent_id ORDER BY a.parent_id) AS TEXT) FROM affiliations a JOIN unions p ON p.id = a.parent_id AND " + x.valid("p") + " WHERE a.child_id = u.id AND " + in + ")"
	var groups []struct {
		Parents record.List[uuid.UUID]
		Count   int
	}
	if err := q.selected().Select("COALESCE(NULLIF(" + parents + ", '[]'), '[\"' || CAST(u.id AS TEXT) || '\"]') AS parents, count(*) AS count").Group("parents").Scan(&groups).Error; err != nil {
		return nil, x.dialect.translate(err)
	}
	var starts []uuid.UUID
	for _, g := range groups {
		starts = append(starts, g.Parents...)
	}
	slices.SortFunc(starts, func(a, b uuid.UUID) int { return strings.Compare(a.String(), b.String()) })
	starts = slices.Compact(starts)
	tops := map[uuid.UUID][]string{}
	names := map[string]string{}
	for some := range slices.Chunk(starts, 5000) { // a statement takes so many arguments and no more
		var rows []struct {
			Start      uuid.UUID
			Slug, Name string
		}
		err := x.db.Raw("WITH RECURSIVE up(start, id) AS (SELECT u.id, u.id FROM unions u WHERE u.id IN ? AND "+x.valid("u")+
			" UNION SELECT up.start, a.parent_id FROM up JOIN affiliations a ON a.child_id = up.id AND "+in+") "+
			"SELECT up.start, top.slug, top.name FROM up JOIN unions top ON top.id = up.id AND "+x.valid("top")+
			" WHERE NOT EXISTS (SELECT 1 FROM affiliations a JOIN unions above ON above.id = a.parent_id AND "+x.valid("above")+" WHERE a.child_id = up.id AND "+in+")", some).Scan(&rows).Error
		if err != nil {
			return nil, x.dialect.translate(err)
		}
		for _, row := range rows {
			tops[row.Start] = append(tops[row.Start], row.Slug)
			names[row.Slug] = row.Name
		}
	}
	counts := map[string]int{}
	for _, g := range groups {
		var of []string
		for _, id := range g.Parents {
			of = append(of, tops[id]...)
		}
		slices.Sort(of)
		for _, slug := range slices.Compact(of) {
			counts[slug] += g.Count
		}
	}
	out := facetsOf(counts)
	for i := range out {
		out[i].Label = names[orNone(out[i].Value)]
	}
	return out, nil
}

// facetsOf orders counts as facets are: the most frequent values first.
func facetsOf(counts map[string]int) []record.Facet {
	out := make([]record.Facet, 0, len(counts))
	for value, n := range counts {
		f := record.Facet{Count: n}
		if value != "" {
			f.Value = &value
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b record.Facet) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(orNone(a.Value), orNone(b.Value))
	})
	return out[:min(len(out), record.MaxFacets)]
}

// booleanQuery writes terms with the operators of a database: all of the terms, any alternative of each,
// all words of the alternative.
func booleanQuery(terms []record.SearchTerm, and, or string, word func(record.SearchWord) string) string {
	all := make([]string, len(terms))
	for i, term := range terms {
		either := make([]string, len(term))
		for j, alternative := range term {
			words := make([]string, len(alternative))
			for k, w := range alternative {
				words[k] = word(w)
			}
			either[j] = "(" + strings.Join(words, and) + ")"
		}
		all[i] = "(" + strings.Join(either, or) + ")"
	}
	return strings.Join(all, and)
}
