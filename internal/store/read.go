package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"rollcall/internal/record"
)

// reader answers queries about one state of the record: the present, or that of an instant (known)
// and of a day (asOf). Every query is written once; the reader says which versions of rows it sees.
type reader struct {
	db      *gorm.DB
	dialect dialect
	known   int64       // the last seq that counts; 0 is the present
	asOf    record.Date // the day whose facts count; unknown is the present
	now     time.Time   // the clock when the answer was, or would have been, given
	today   record.Date
}

// reader opens a view of the record as a Moment asks for it.
func (s *Store) reader(ctx context.Context, m record.Moment) (reader, error) {
	return s.readerOn(s.reads.WithContext(ctx), m)
}

// readerOn is reader on a connection of the caller's.
func (s *Store) readerOn(db *gorm.DB, m record.Moment) (reader, error) {
	now := instant(m.Instant(s.now()))
	r := reader{db: db, dialect: s.dialect, asOf: m.AsOf.First(), now: now, today: record.DateOf(now), known: m.Seq}
	if err := m.AsOf.Check(); err != nil {
		return r, record.Errorf(record.CodeInvalid, "The day asked for: %s.", err)
	}
	if m.KnownAt.IsZero() {
		return r, nil
	}
	// The ledger's time never runs backwards, so the last entry in time is the last one; MAX(seq) would
	// look at all entries before it.
	var last []struct{ Seq int64 }
	if err := r.db.Raw("SELECT seq FROM changes WHERE at <= ? ORDER BY at DESC, seq DESC LIMIT 1", instant(m.KnownAt)).Scan(&last).Error; err != nil {
		return r, s.dialect.translate(err)
	}
	if len(last) == 0 {
		var f record.Faults
		f.AddParameter("known_at", "range", "the record begins after %s", m.KnownAt.Format(time.RFC3339))
		return r, f.Err("The query")
	}
	r.known = last[0].Seq
	return r, nil
}

// valid is the condition that a version of a row of the table stands in this reader's view.
func (r reader) valid(alias string) string {
	if r.known == 0 {
		return alias + ".until_seq IS NULL"
	}
	n := strconv.FormatInt(r.known, 10)
	return "(" + alias + ".since_seq <= " + n + " AND (" + alias + ".until_seq IS NULL OR " + alias + ".until_seq > " + n + "))"
}

// inForce is the condition that position p is the one that shows: the latest, or that of the day.
func (r reader) inForce() string {
	if !r.asOf.Known() {
		return "p.superseded_on IS NULL"
	}
	return fmt.Sprintf("(p.dated <= %[1]s AND (p.superseded_on IS NULL OR p.superseded_on > %[1]s))", quoteDate(r.asOf))
}

// standing is the condition that affiliation a is in force on the day.
func (r reader) standing() string {
	return fmt.Sprintf("(a.from_on <= %[1]s AND (a.until_on = '' OR a.until_on > %[1]s))", quoteDate(r.day()))
}

// day is the day whose facts count.
func (r reader) day() record.Date {
	if r.asOf.Known() {
		return r.asOf
	}
	return r.today
}

// quoteDate writes a date that was checked to be one (digits and hyphens) into SQL.
func quoteDate(d record.Date) string {
	if d.Check() != nil {
		panic("an unchecked date reached the store")
	}
	return "'" + string(d.First()) + "'"
}

// below is a subquery for the ids of everything below the unions that the condition on column id
// selects, themselves included.
func (r reader) below(start string) string {
	return "WITH RECURSIVE below(id) AS (" + start + " UNION SELECT a.child_id FROM below JOIN affiliations a ON a.parent_id = below.id AND " +
		r.valid("a") + " AND " + r.standing() + ") SELECT id FROM below"
}

// above is below in the other direction.
func (r reader) above(start string) string {
	return "WITH RECURSIVE above(id) AS (" + start + " UNION SELECT a.parent_id FROM above JOIN affiliations a ON a.child_id = above.id AND " +
		r.valid("a") + " AND " + r.standing() + ") SELECT id FROM above"
}

// list writes a subquery that collects rows as a JSON array of objects: pairs are the members' names
// and expressions, in turn.
func (r reader) list(from, order string, pairs ...string) string {
	return "(SELECT " + r.dialect.array() + "(" + r.jsonObject(pairs...) + " ORDER BY " + order + ") FROM " + from + ")"
}

func (r reader) jsonObject(pairs ...string) string {
	args := make([]string, 0, len(pairs))
	for i := 0; i < len(pairs); i += 2 {
		args = append(args, "'"+pairs[i]+"', "+pairs[i+1])
	}
	return r.dialect.object() + "(" + strings.Join(args, ", ") + ")"
}

// refCondition is the condition that a column holds the id of the record of a table that ref names.
func (r reader) refCondition(column, table string, ref record.Ref) (string, any) {
	if id, ok := ref.UUID(); ok {
		return column + " = ?", id
	}
	return column + " = (SELECT ref.id FROM " + table + " ref WHERE ref.slug = ? AND " + r.valid("ref") + ")", string(ref)
}

// at narrows a query to the record that ref names.
func (q *conditions) at(alias string, ref record.Ref) {
	if id, ok := ref.UUID(); ok {
		q.and(alias+".id = ?", id)
	} else {
		q.and(alias+".slug = ?", string(ref))
	}
}

// refsCondition is the condition that a column holds the id of one of the records of a table that refs
// name.
func (r reader) refsCondition(column, table string, refs []record.Ref) (string, []any) {
	either, args := make([]string, len(refs)), make([]any, len(refs))
	for i, ref := range refs {
		either[i], args[i] = r.refCondition(column, table, ref)
	}
	return "(" + strings.Join(either, " OR ") + ")", args
}

// refStart is refsCondition as the start of a walk over affiliations.
func (r reader) refStart(refs ...record.Ref) (string, []any) {
	condition, args := r.refsCondition("start.id", "unions", refs)
	return "SELECT start.id FROM unions start WHERE " + r.valid("start") + " AND " + condition, args
}

// sortKey is a field that a list may be sorted by.
type sortKey[T any] struct {
	column string
	mark   func(T) string
	isTime bool
	isInt  bool
}

// query builds the one statement behind a page of a list.
type query[T any] struct {
	reader  reader
	columns string
	from    string
	id      string // the column that breaks ties
	idOf    func(T) uuid.UUID
	sorts   map[string]sortKey[T]
	own     string // the list's own order: a field of sorts, with a hyphen in front if it descends
	facets  map[string]facet
	conditions
}

// conditions must all hold.
type conditions struct {
	where []string
	args  []any
}

func (q *conditions) and(condition string, args ...any) {
	q.where = append(q.where, condition)
	q.args = append(q.args, args...)
}

// all is the conditions as one.
func (q *conditions) all() string { return strings.Join(q.where, " AND ") }

// include adds conditions.
func (q *conditions) include(more conditions) {
	q.where = append(q.where, more.where...)
	q.args = append(q.args, more.args...)
}

// exclude adds that none of the others holds. One that cannot be answered, of what is not known, does
// not hold.
func (q *conditions) exclude(others conditions) {
	for i, condition := range others.where {
		others.where[i] = "((" + condition + ") IS NOT TRUE)"
	}
	q.include(others)
}

// among narrows a column to some values; none is no narrowing.
func among[V ~string](q *conditions, column string, values []V) {
	if len(values) > 0 {
		plain := make([]string, len(values))
		for i, v := range values {
			plain[i] = string(v)
		}
		q.and(column+" IN ?", plain)
	}
}

// folded narrows a folded column to some texts, whatever their case and accents.
func (q *conditions) folded(column string, values []string) {
	plain := make([]string, len(values))
	for i, v := range values {
		plain[i] = record.Fold(v)
	}
	among(q, column, plain)
}

// refers narrows a column to the ids of the records of a table that refs name.
func (q *conditions) refers(r reader, column, table string, refs []record.Ref) {
	if len(refs) > 0 {
		condition, args := r.refsCondition(column, table, refs)
		q.and(condition, args...)
	}
}

// below narrows a column to the ids of unions at any depth below those that refs name, and themselves.
func (q *conditions) below(r reader, column string, refs []record.Ref) {
	if len(refs) > 0 {
		start, args := r.refStart(refs...)
		q.and(column+" IN ("+r.below(start)+")", args...)
	}
}

// since narrows a column of instants to those from one on.
func (q *conditions) since(column string, at time.Time) {
	if !at.IsZero() {
		q.and(column+" >= ?", instant(at))
	}
}

// counted narrows a number to a range.
func (q *conditions) counted(number string, in record.Range) {
	if in.Min != nil {
		q.and(number+" >= ?", *in.Min)
	}
	if in.Max != nil {
		q.and(number+" <= ?", *in.Max)
	}
}

// members is the latest count of a union's members on the day, as record.Union.MembersAsOf answers it.
func (r reader) members(union string) string {
	const dated = "substr(COALESCE(m.value ->> 'as_of', '') || '-01-01', 1, 10)"
	known := ""
	if r.asOf.Known() {
		known = " WHERE " + dated + " <= " + quoteDate(r.asOf)
	}
	return "(SELECT CAST(m.value ->> 'count' AS INTEGER) FROM " + r.dialect.elements(union+".members", "m") + known + " ORDER BY " + dated + " DESC, m.key DESC LIMIT 1)"
}

// contains narrows a folded text column to those that hold every word of q.
func (q *conditions) contains(column, words string) {
	distinct := strings.Fields(record.Fold(words))
	slices.Sort(distinct)
	for _, word := range slices.Compact(distinct) {
		q.and(column+` LIKE ? ESCAPE '\'`, "%"+likeEscaper.Replace(word)+"%")
	}
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// between narrows a date column to the days from one date to another, both included.
func (q *conditions) between(column string, from, to record.Date) {
	if from.Known() {
		q.and(column+" >= ?", string(from.Shortest()))
	}
	if to.Known() {
		q.and(column+" <> '' AND "+column+" <= ?", lastDay(to))
	}
}

// lastDay is the last day that a partial date may mean: --to 2026 reaches to the end of the year.
func lastDay(d record.Date) string {
	_, until := d.Span(time.UTC)
	return until.AddDate(0, 0, -1).Format(time.DateOnly)
}

// selected is the statement for the records that the query selects, in no order.
func (q *query[T]) selected() *gorm.DB {
	return q.reader.db.Table(q.from).Where(q.all(), q.args...).Session(&gorm.Session{})
}

// total counts what the query selects.
func (q *query[T]) total() (*int, error) {
	var n int64
	if err := q.selected().Select("count(*)").Scan(&n).Error; err != nil {
		return nil, q.reader.dialect.translate(err)
	}
	total := int(n)
	return &total, nil
}

// order is the sort key that a page asks for, and its direction.
func (q *query[T]) order(p record.Page) (key sortKey[T], descending bool, err error) {
	field, descending := p.Sort, p.Descending
	if field == "" {
		field, descending = strings.TrimPrefix(q.own, "-"), strings.HasPrefix(q.own, "-")
	}
	key, ok := q.sorts[field]
	if !ok {
		err = fmt.Errorf("there is no order by %q", p.Sort)
	}
	return key, descending, err
}

// ordered is the statement for the records that the query selects, in an order.
func (q *query[T]) ordered(key sortKey[T], descending bool) *gorm.DB {
	direction := ""
	if descending {
		direction = " DESC"
	}
	return q.selected().Select(q.columns).Order(key.column + direction + ", " + q.id + direction)
}

// page runs the query for one page.
func (q *query[T]) page(p record.Page) (record.Listing[T], error) {
	var out record.Listing[T]
	key, descending, err := q.order(p)
	if err != nil {
		return out, err
	}
	if p.Total {
		if out.Total, err = q.total(); err != nil {
			return out, err
		}
	}
	if out.Facets, err = q.counts(p.Facets); err != nil {
		return out, err
	}
	base := q.ordered(key, descending)
	if p.After != nil {
		value, err := key.argument(p.After.Value)
		if err != nil {
			return out, err
		}
		beyond := ">"
		if descending {
			beyond = "<"
		}
		base = base.Where("("+key.column+", "+q.id+") "+beyond+" (?, ?)", value, p.After.ID)
	}
	if p.Limit > 0 {
		base = base.Limit(p.Limit + 1)
	}
	if err := base.Scan(&out.Items).Error; err != nil {
		return out, q.reader.dialect.translate(err)
	}
	if p.Limit > 0 && len(out.Items) > p.Limit {
		out.Items = slices.Clip(out.Items[:p.Limit])
		last := out.Items[p.Limit-1]
		out.Next = &record.Mark{Value: key.mark(last), ID: q.idOf(last)}
	}
	return out, nil
}

// facet is a field whose values can be counted: an expression, or the top-level affiliations of the
// union whose id is in a column.
type facet struct {
	value string
	union string
}

// year is the year of a date column.
func year(column string) facet { return facet{value: "substr(" + column + ", 1, 4)"} }

// counts counts the values of some fields over all that the query selects, with one statement a field.
func (q *query[T]) counts(fields []string) (map[string][]record.Facet, error) {
	if len(fields) == 0 {
		return nil, nil
	}
	out := make(map[string][]record.Facet, len(fields))
	for _, name := range fields {
		f, known := q.facets[name]
		if !known {
			return nil, fmt.Errorf("there is no facet %q", name)
		}
		statement := q.selected().Select("NULLIF(" + f.value + ", '') AS value, '' AS label, count(*) AS count")
		if f.union != "" {
			statement = q.affiliations(f.union)
		}
		values := []record.Facet{}
		err := statement.Group("1, 2").Order("count(*) DESC, 1").Limit(record.MaxFacets).Scan(&values).Error
		if err != nil {
			return nil, q.reader.dialect.translate(err)
		}
		out[name] = values
	}
	return out, nil
}

// affiliations joins what the query selects with the top-level affiliations of its unions: those above
// them that have no parent, or the unions themselves. Who has two of them is counted in both.
func (q *query[T]) affiliations(union string) *gorm.DB {
	r := q.reader
	in := r.valid("a") + " AND " + r.standing()
	trees := "WITH RECURSIVE tree(top, id) AS (SELECT root.id, root.id FROM unions root WHERE " + r.valid("root") +
		" AND NOT EXISTS (SELECT 1 FROM affiliations a JOIN unions above ON above.id = a.parent_id AND " + r.valid("above") + " WHERE a.child_id = root.id AND " + in + ")" +
		" UNION SELECT tree.top, a.child_id FROM tree JOIN affiliations a ON a.parent_id = tree.id AND " + in + ") SELECT top, id FROM tree"
	return q.reader.db.Table("(?) AS chosen JOIN ("+trees+") AS tree ON tree.id = chosen.id JOIN unions AS top ON top.id = tree.top AND "+r.valid("top"), q.selected().Select(union+" AS id")).
		Select("top.slug AS value, top.name AS label, count(*) AS count")
}

func (k sortKey[T]) argument(value string) (any, error) {
	switch {
	case k.isTime:
		return time.Parse(time.RFC3339Nano, value)
	case k.isInt:
		return strconv.ParseInt(value, 10, 64)
	}
	return value, nil
}

// one runs the query for the single record it selects; found is false if there is none.
func (q *query[T]) one() (item T, found bool, err error) {
	var items []T
	err = q.selected().Select(q.columns).Limit(1).Scan(&items).Error
	if err != nil || len(items) == 0 {
		return item, false, q.reader.dialect.translate(err)
	}
	return items[0], true, nil
}

func byTime[T any](column string, of func(T) time.Time) sortKey[T] {
	return sortKey[T]{column: column, isTime: true, mark: func(v T) string { return of(v).UTC().Format(time.RFC3339Nano) }}
}

func byText[T any](column string, of func(T) string) sortKey[T] {
	return sortKey[T]{column: column, mark: of}
}

// missing says why a record that ref names is not in this view: it moved to another address, it was
// deleted, nothing was true of it yet on the day asked for, or it never was.
func (r reader) missing(entity record.Entity, table string, ref record.Ref) error {
	noun := strings.ToUpper(string(entity[:1])) + string(entity[1:])
	slugged := table == "unions" || table == "calls"
	condition, arg := "slug = ?", any(string(ref))
	id, isID := ref.UUID()
	if isID {
		condition, arg = "id = ?", id
	}
	var rows []struct{ ID uuid.UUID }
	if isID || slugged {
		q := r.db.Table(table).Select("id").Where(condition, arg).Order("since_seq DESC").Limit(1)
		if r.known > 0 {
			q = q.Where("since_seq <= ?", r.known)
		}
		if err := q.Scan(&rows).Error; err != nil {
			return r.dialect.translate(err)
		}
	}
	if len(rows) == 0 {
		return record.Errorf(record.CodeNotFound, "%s %q is not in the record.", noun, string(ref))
	}
	address := "''"
	if slugged {
		address = "t.slug"
	}
	var now []struct{ Slug string }
	if err := r.db.Table(table+" t").Select(address+" AS slug").Where("t.id = ? AND "+r.valid("t"), rows[0].ID).Scan(&now).Error; err != nil {
		return r.dialect.translate(err)
	}
	switch {
	case len(now) == 0:
		return record.Errorf(record.CodeGone, "%s %q was deleted.", noun, string(ref))
	case slugged && !isID && now[0].Slug != string(ref):
		return &record.Error{Code: record.CodeMoved, Detail: noun + " has another address now.", MovedTo: now[0].Slug}
	}
	return record.Errorf(record.CodeNotFound, "Nothing is recorded of %s %q on or before %s.", entity, string(ref), r.day())
}
