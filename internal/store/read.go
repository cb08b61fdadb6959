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
	now := instant(m.Instant(s.now()))
	r := reader{db: s.reads.WithContext(ctx), dialect: s.dialect, asOf: m.AsOf.First(), now: now, today: record.DateOf(now)}
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

// inForce is the condition that a position is the one that shows: the latest, or that of the day.
func (r reader) inForce(alias string) string {
	if !r.asOf.Known() {
		return alias + ".superseded_on IS NULL"
	}
	return fmt.Sprintf("(%[1]s.dated <= %[2]s AND (%[1]s.superseded_on IS NULL OR %[1]s.superseded_on > %[2]s))", alias, quoteDate(r.asOf))
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
func (q *query[T]) at(alias string, ref record.Ref) {
	if id, ok := ref.UUID(); ok {
		q.and(alias+".id = ?", id)
	} else {
		q.and(alias+".slug = ?", string(ref))
	}
}

// refStart is refCondition as the start of a walk over affiliations.
func (r reader) refStart(ref record.Ref) (string, any) {
	condition, arg := r.refCondition("start.id", "unions", ref)
	return "SELECT start.id FROM unions start WHERE " + r.valid("start") + " AND " + condition, arg
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
	where   []string
	args    []any
}

func (q *query[T]) and(condition string, args ...any) {
	q.where = append(q.where, condition)
	q.args = append(q.args, args...)
}

// among narrows a column to some values; none is no narrowing.
func among[T any, V ~string](q *query[T], column string, values []V) {
	if len(values) > 0 {
		plain := make([]string, len(values))
		for i, v := range values {
			plain[i] = string(v)
		}
		q.and(column+" IN ?", plain)
	}
}

// contains narrows a folded text column to those that hold every word of q.
func (q *query[T]) contains(column, words string) {
	distinct := strings.Fields(record.Fold(words))
	slices.Sort(distinct)
	for _, word := range slices.Compact(distinct) {
		q.and(column+` LIKE ? ESCAPE '\'`, "%"+likeEscaper.Replace(word)+"%")
	}
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// between narrows a date column to the days from one date to another, both included.
func (q *query[T]) between(column string, from, to record.Date) {
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

// page runs the query for one page.
func (q *query[T]) page(p record.Page) (record.Listing[T], error) {
	var out record.Listing[T]
	if p.Sort == "" {
		p.Sort, p.Descending = strings.TrimPrefix(q.own, "-"), strings.HasPrefix(q.own, "-")
	}
	key, ok := q.sorts[p.Sort]
	if !ok {
		return out, fmt.Errorf("there is no order by %q", p.Sort)
	}
	base := q.reader.db.Table(q.from).Where(strings.Join(q.where, " AND "), q.args...)
	if p.Total {
		var n int64
		if err := base.Session(&gorm.Session{}).Select("count(*)").Scan(&n).Error; err != nil {
			return out, q.reader.dialect.translate(err)
		}
		total := int(n)
		out.Total = &total
	}
	direction, beyond := "", ">"
	if p.Descending {
		direction, beyond = " DESC", "<"
	}
	if p.After != nil {
		value, err := key.argument(p.After.Value)
		if err != nil {
			return out, err
		}
		base = base.Where("("+key.column+", "+q.id+") "+beyond+" (?, ?)", value, p.After.ID)
	}
	base = base.Select(q.columns).Order(key.column + direction + ", " + q.id + direction)
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
	err = q.reader.db.Table(q.from).Select(q.columns).Where(strings.Join(q.where, " AND "), q.args...).Limit(1).Scan(&items).Error
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
