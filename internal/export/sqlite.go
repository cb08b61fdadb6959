package export

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite" // writes the file; the record itself is the store's

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// views answer what is asked most. They hold no data.
var views = []struct{ name, about, query string }{
	{
		"endorsement_details", "Each endorsement with what is known of the call and of the union.",
		`SELECT e.id, e.position, e.effective_on, e.decided_by, e.capacity, e.verification, e.evidence, e.corroborations, e.quote, e.source_url,
  c.id AS call_id, c.title AS call, c.starts_on AS call_starts_on, u.id AS union_id, u.name AS "union", u.kind, u.city, u.region, u.country, u.members, u.members_as_of
FROM endorsements e JOIN calls c ON c.id = e.call_id JOIN unions u ON u.id = e.union_id`,
	},
	{
		"call_tally", "How many bodies have each position on a call. Caucuses and officers speaking personally are no bodies.",
		`SELECT c.id AS call_id, c.title AS call, e.position, count(*) AS bodies
FROM endorsements e JOIN calls c ON c.id = e.call_id JOIN unions u ON u.id = e.union_id
WHERE e.capacity = 'body' AND u.kind <> 'caucus' GROUP BY c.id, e.position`,
	},
	{
		"position_sources", "Each source that a position cites, with what it is cited for.",
		`SELECT p.id AS position_id, p.union_name AS "union", p.call_title AS call, p.position, p.effective_on, s.url, s.title, s.publisher, s.published_on, ci.quote, ci.locator
FROM citations ci JOIN positions p ON p.id = ci.position_id JOIN sources s ON s.id = ci.source_id`,
	},
	{
		"statement_details", "Each statement with one row for each union that issued it.",
		`SELECT st.id, st.title, st.kind, st.language, st.published_on, st.url, u.id AS union_id, u.name AS "union", u.kind AS union_kind, u.region
FROM statements st JOIN statement_issuers i ON i.statement_id = st.id JOIN unions u ON u.id = i.union_id`,
	},
}

var describedFields = []Field{
	textField("table_name", "The table or view."), textField("column_name", "The column; empty for the table itself."), textField("kind", "What the column holds: text, integer, real, boolean, date (partial: 2026, 2026-01 or 2026-01-23), instant (RFC 3339 in UTC) or json."),
	textField("about", "What it means."),
}

// WriteDatabase writes everything published at a seq as one new SQLite database: each dataset as a table,
// the lists inside its rows as tables of their own, a few views, and what all of it means in the tables
// metadata and metadata_columns. It answers how many rows the datasets have. The file is empty or not there
// yet; of one that could not be finished the caller removes what is left.
func WriteDatabase(ctx context.Context, s Store, path string, seq int64, terms Terms) (rows int64, err error) {
	// Nobody else reads the file before it is finished, and one that is not is thrown away: no journal.
	pragmas := url.Values{"_pragma": {"journal_mode(OFF)", "synchronous(OFF)", "cache_size(-4000)", "temp_store(1)", "foreign_keys(0)"}}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+pragmas.Encode())
	if err != nil {
		return 0, err
	}
	defer func() {
		if closed := db.Close(); err == nil {
			err = closed
		}
	}()
	db.SetMaxOpenConns(1)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to take back
	d := database{ctx: ctx, tx: tx, statements: map[string]*sql.Stmt{}}
	if rows, err = d.fill(s, seq, terms); err != nil {
		return rows, err
	}
	return rows, tx.Commit()
}

// database is an SQLite database that is being written.
type database struct {
	ctx        context.Context
	tx         *sql.Tx
	statements map[string]*sql.Stmt
	scratch    bytes.Buffer
	args       []any
}

func (d *database) fill(s Store, seq int64, terms Terms) (total int64, err error) {
	for _, set := range datasets {
		if err := d.create(set.name, set.about, set.fields, set.links, `PRIMARY KEY ("id")`); err != nil {
			return 0, err
		}
		for _, p := range set.parts {
			if p.fields == nil {
				continue // another dataset made the table
			}
			if err := d.create(p.name, p.about, p.fields, p.links, ""); err != nil {
				return 0, err
			}
		}
	}
	counts := map[string]int64{}
	for _, set := range datasets {
		if seq == 0 {
			break // the record is empty still
		}
		cells := make([]any, len(set.fields))
		err := set.each(d.ctx, s, record.Span{Seq: seq}, cells, func(item any) error {
			counts[set.name]++
			if err := d.insert(set.name, cells...); err != nil {
				return err
			}
			for _, p := range set.parts {
				if err := p.rows(item, func(cells ...any) error { return d.insert(p.name, cells...) }); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		total += counts[set.name]
	}
	if err := d.index(); err != nil {
		return 0, err
	}
	return total, d.describe(s, seq, terms, counts)
}

// create makes a table whose definition says what its columns mean.
func (d *database) create(name, about string, fields []Field, links []link, more string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s ( -- %s\n", quoted(name), about)
	for i, f := range fields {
		last := ","
		if i == len(fields)-1 && more == "" && len(links) == 0 {
			last = ""
		}
		fmt.Fprintf(&b, "  %s %s%s -- %s\n", quoted(f.Name), sqlType(f, more != ""), last, f.About)
	}
	var rest []string
	if more != "" {
		rest = append(rest, "  "+more)
	}
	for _, l := range links {
		rest = append(rest, fmt.Sprintf("  FOREIGN KEY (%s) REFERENCES %s (\"id\")", quoted(l.column), quoted(l.dataset)))
	}
	b.WriteString(strings.Join(rest, ",\n") + "\n)")
	if _, err := d.tx.ExecContext(d.ctx, b.String()); err != nil {
		return fmt.Errorf("table %s: %w", name, err)
	}
	places := strings.TrimSuffix(strings.Repeat("?,", len(fields)), ",")
	var err error
	d.statements[name], err = d.tx.PrepareContext(d.ctx, "INSERT INTO "+quoted(name)+" VALUES ("+places+")") //nolint:sqlclosecheck // the transaction's end closes it
	return err
}

func sqlType(f Field, keyed bool) string {
	switch {
	case f.Name == "id" && keyed:
		return "TEXT NOT NULL"
	case f.Kind == table.Integer, f.Kind == table.Boolean:
		return "INTEGER"
	case f.Kind == table.Real:
		return "REAL"
	}
	return "TEXT"
}

func (d *database) insert(name string, cells ...any) error {
	d.args = d.args[:0]
	for _, cell := range cells {
		switch v := cell.(type) {
		case nil, string, int64, float64:
		case bool:
			cell = int64(0)
			if v {
				cell = int64(1)
			}
		case time.Time:
			cell = v.UTC().Format(time.RFC3339Nano)
		default:
			j, err := appendJSON(&d.scratch, v)
			if err != nil {
				return err
			}
			cell = string(j)
		}
		d.args = append(d.args, cell)
	}
	_, err := d.statements[name].ExecContext(d.ctx, d.args...)
	return err
}

// index makes the indexes when the rows are there, which is faster, and the views.
func (d *database) index() error {
	index := func(name string, columns []string) error {
		list := make([]string, len(columns))
		for i, c := range columns {
			list[i] = quoted(c)
		}
		_, err := d.tx.ExecContext(d.ctx, "CREATE INDEX "+quoted(name+"_"+strings.Join(columns, "_"))+" ON "+quoted(name)+" ("+strings.Join(list, ", ")+")")
		return err
	}
	for _, set := range datasets {
		for _, columns := range set.indexes {
			if err := index(set.name, columns); err != nil {
				return err
			}
		}
		for _, l := range set.links {
			if err := index(set.name, []string{l.column}); err != nil {
				return err
			}
		}
		for _, p := range set.parts {
			for _, l := range p.links {
				if err := index(p.name, []string{l.column}); err != nil {
					return err
				}
			}
		}
	}
	for _, v := range views {
		if _, err := d.tx.ExecContext(d.ctx, "CREATE VIEW "+quoted(v.name)+" AS -- "+v.about+"\n"+v.query); err != nil {
			return fmt.Errorf("view %s: %w", v.name, err)
		}
	}
	return nil
}

// describe writes the tables metadata and metadata_columns.
func (d *database) describe(s Store, seq int64, terms Terms, counts map[string]int64) error {
	if err := d.create("metadata", "What this database is.", []Field{textField("name", "What is said."), textField("value", "What it is.")}, nil, `PRIMARY KEY ("name")`); err != nil {
		return err
	}
	if err := d.create("metadata_columns", "What the tables, their columns and the views mean.", describedFields, nil, ""); err != nil {
		return err
	}
	about := [][2]string{{"title", packageTitle}, {"about", packageAbout}, {"seq", strconv.FormatInt(seq, 10)}}
	if seq > 0 {
		at, err := s.Instant(d.ctx, seq)
		if err != nil {
			return err
		}
		about = append(about, [2]string{"created", at.Format(time.RFC3339Nano)})
	}
	l := terms.license()
	about = append(about, [2]string{"license", l.Name}, [2]string{"license_title", l.Title}, [2]string{"license_url", l.Path}, [2]string{"attribution", terms.attribution()}, [2]string{"homepage", terms.Homepage})
	for _, set := range datasets {
		about = append(about, [2]string{"rows_" + set.name, strconv.FormatInt(counts[set.name], 10)})
	}
	for _, a := range about {
		if a[1] == "" {
			continue
		}
		if err := d.insert("metadata", a[0], a[1]); err != nil {
			return err
		}
	}
	describe := func(name, text string, fields []Field) error {
		if err := d.insert("metadata_columns", name, nil, nil, text); err != nil {
			return err
		}
		for _, f := range fields {
			if err := d.insert("metadata_columns", name, f.Name, string(f.Kind), f.About); err != nil {
				return err
			}
		}
		return nil
	}
	for _, set := range datasets {
		if err := describe(set.name, set.about, set.fields); err != nil {
			return err
		}
		for _, p := range set.parts {
			if p.fields == nil {
				continue
			}
			if err := describe(p.name, p.about, p.fields); err != nil {
				return err
			}
		}
	}
	for _, v := range views {
		if err := describe(v.name, v.about, nil); err != nil {
			return err
		}
	}
	return nil
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
