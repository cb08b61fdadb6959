package export

import (
	"context"
	"slices"
	"strings"
	"time"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Field is a column of a dataset.
type Field struct {
	Name  string
	Kind  table.Kind
	About string
}

// link is a foreign key: the column holds the id of a row of another dataset.
type link struct{ column, dataset string }

// part is a list inside the rows of a dataset, as a table of its own in the database. Its first column
// is the id of the row.
type part struct {
	name, about string
	fields      []Field
	links       []link
	rows        func(item any, row func(cells ...any) error) error
}

// dataset is what one noun of the record is exported as.
type dataset struct {
	name, title, about string
	fields             []Field
	links              []link
	indexes            [][]string // of the database, besides those of the links
	parts              []part
	// each fills cells with every row of a span and calls row, which gets the record itself besides.
	each func(ctx context.Context, s Store, span record.Span, cells []any, row func(item any) error) error
}

// momentary are the columns that tell of the moment of reading rather than of the record: in a file they
// would be out of date before it is opened.
var momentary = []string{"phase", "ordinal", "ordinal_of_kind"}

func define[T any](name, title, about string, columns []table.Column[T], each func(s Store) func(context.Context, record.Span, func(T) error) error, links ...link) dataset {
	columns = slices.DeleteFunc(columns, func(c table.Column[T]) bool { return slices.Contains(momentary, c.Name) })
	d := dataset{name: name, title: title, about: about, links: links}
	for _, c := range columns {
		d.fields = append(d.fields, Field{c.Name, c.Kind, c.About})
	}
	d.each = func(ctx context.Context, s Store, span record.Span, cells []any, row func(any) error) error {
		return each(s)(ctx, span, func(item T) error {
			for i, c := range columns {
				cells[i] = c.Of(item)
			}
			return row(item)
		})
	}
	return d
}

func (d dataset) indexed(columns ...string) dataset {
	for _, c := range columns {
		d.indexes = append(d.indexes, strings.Split(c, ","))
	}
	return d
}

func (d dataset) with(parts ...part) dataset {
	d.parts = parts
	return d
}

// partOf defines a part of the rows that T makes.
func partOf[T, V any](name, about string, of func(T) record.List[V], cells func(id string, n int, v V) []any, id func(T) string, fields []Field, links ...link) part {
	return part{name: name, about: about, fields: fields, links: links, rows: func(item any, row func(...any) error) error {
		t, ok := item.(T)
		if !ok {
			return nil
		}
		for i, v := range of(t) {
			if err := row(cells(id(t), i, v)...); err != nil {
				return err
			}
		}
		return nil
	}}
}

func textField(name, about string) Field { return Field{name, table.Text, about} }
func dateField(name, about string) Field { return Field{name, table.Date, about} }

var placeInList = Field{"n", table.Integer, "Its place in the list, from 0."}

func orNil[S ~string](s S) any {
	if s == "" {
		return nil
	}
	return string(s)
}

func unionID(u record.Union) string         { return u.ID.String() }
func statementID(s record.Statement) string { return s.ID.String() }

func citationCells(position, statement any, n int, c record.Citation) []any {
	return []any{position, statement, int64(n), c.Source.ID.String(), orNil(c.Quote), orNil(c.Locator)}
}

var citationFields = []Field{
	textField("position_id", "The position that is cited for, if it is one."), textField("statement_id", "The statement that is cited for, if it is one."), placeInList,
	textField("source_id", "The source."), textField("quote", "The passage that the record rests on."), textField("locator", "Where to find it: a page, a paragraph, a minute."),
}

var citationLinks = []link{{"position_id", "positions"}, {"statement_id", "statements"}, {"source_id", "sources"}}

// datasets are the nouns of the record, each before those that refer to it where that is possible.
var datasets = []dataset{
	define("unions", "Unions", "Bodies of organized workers, from a federation down to a shop unit; also those whose record was merged into another, with merged_into. Parents are those of the day of the export's last change.",
		table.Unions(""), func(s Store) func(context.Context, record.Span, func(record.Union) error) error {
			return s.ExportUnions
		},
		link{"members_source_id", "sources"}, link{"merged_into", "unions"},
	).indexed("slug", "name", "kind", "region,city", "olms").with(
		partOf("union_names", "Every name of a union.", func(u record.Union) record.List[record.Name] { return u.Names }, func(id string, n int, v record.Name) []any {
			return []any{id, int64(n), v.Value, v.Type, orNil(v.Lang), orNil(v.From), orNil(v.Until)}
		}, unionID, []Field{
			textField("union_id", "The union."), placeInList, textField("value", "The name."), textField("type", "official, short, acronym, alias or former."),
			textField("lang", "Its language (BCP 47)."), dateField("from", "In use from this date on."), dateField("until", "In use until this date."),
		}, link{"union_id", "unions"}),
		partOf("union_identifiers", "Every entry of a union in somebody's register.", func(u record.Union) record.List[record.Identifier] { return u.Identifiers }, func(id string, n int, v record.Identifier) []any {
			return []any{id, int64(n), v.Scheme, v.Value}
		}, unionID, []Field{textField("union_id", "The union."), placeInList, textField("scheme", "olms, ein, wikidata, ror, uk_certoff or url."), textField("value", "The identifier.")}, link{"union_id", "unions"}),
		partOf("union_members", "Every known count of a union's members.", func(u record.Union) record.List[record.MemberCount] { return u.Members }, func(id string, n int, v record.MemberCount) []any {
			var source any
			if v.SourceID != nil {
				source = v.SourceID.String()
			}
			return []any{id, int64(n), int64(v.Count), orNil(v.AsOf), source}
		}, unionID, []Field{
			textField("union_id", "The union."), placeInList, {"count", table.Integer, "How many members."}, dateField("as_of", "The date of the count."), textField("source_id", "The source that reports it."),
		}, link{"union_id", "unions"}, link{"source_id", "sources"}),
	),
	define("affiliations", "Affiliations", "Which union belongs to which, since when and until when; also those that have ended.",
		table.Affiliations(), func(s Store) func(context.Context, record.Span, func(record.Affiliation) error) error {
			return s.ExportAffiliations
		},
		link{"child_id", "unions"}, link{"parent_id", "unions"}),
	define("calls", "Calls", "What unions were asked to endorse.",
		table.Calls(time.Time{}), func(s Store) func(context.Context, record.Span, func(record.Call) error) error { return s.ExportCalls },
		link{"part_of", "calls"},
	).indexed("slug", "starts_on"),
	define("endorsements", "Endorsements", "One row for each union and call: the union's current position, as the latest of its timeline says.",
		table.Endorsements(), func(s Store) func(context.Context, record.Span, func(record.EndorsementView) error) error {
			return s.ExportEndorsements
		},
		link{"call_id", "calls"}, link{"union_id", "unions"}, link{"by", "unions"}, link{"position_id", "positions"},
	).indexed("call_id,position", "union_region"),
	define("positions", "Positions", "Every position of every timeline, each with its evidence; those of one endorsement stand together, the earliest first.",
		table.Positions(), func(s Store) func(context.Context, record.Span, func(record.EndorsementView) error) error {
			return s.ExportPositions
		},
		link{"endorsement_id", "endorsements"}, link{"call_id", "calls"}, link{"union_id", "unions"}, link{"by", "unions"},
	).with(partOf("citations", "What sources a position or a statement rests on.", func(e record.EndorsementView) record.List[record.Citation] { return e.Shown.Citations },
		func(id string, n int, c record.Citation) []any { return citationCells(id, nil, n, c) },
		func(e record.EndorsementView) string { return e.Shown.ID.String() }, citationFields, citationLinks...)),
	define("statements", "Statements", "What unions said.",
		table.Statements(), func(s Store) func(context.Context, record.Span, func(record.Statement) error) error {
			return s.ExportStatements
		},
	).indexed("published_on").with(
		partOf("statement_issuers", "Which unions issued a statement.", func(s record.Statement) record.List[record.UnionRef] { return s.Issuers },
			func(id string, n int, u record.UnionRef) []any { return []any{id, int64(n), u.ID.String()} }, statementID,
			[]Field{textField("statement_id", "The statement."), placeInList, textField("union_id", "The union.")}, link{"statement_id", "statements"}, link{"union_id", "unions"}),
		partOf("statement_calls", "Which calls a statement speaks of.", func(s record.Statement) record.List[record.CallRef] { return s.Calls },
			func(id string, n int, c record.CallRef) []any { return []any{id, int64(n), c.ID.String()} }, statementID,
			[]Field{textField("statement_id", "The statement."), placeInList, textField("call_id", "The call.")}, link{"statement_id", "statements"}, link{"call_id", "calls"}),
		partOf("citations", "", func(s record.Statement) record.List[record.Citation] { return s.Citations },
			func(id string, n int, c record.Citation) []any { return citationCells(nil, id, n, c) }, statementID, nil),
	),
	define("sources", "Sources", "The documents that records cite.",
		table.Sources(), func(s Store) func(context.Context, record.Span, func(record.Source) error) error {
			return s.ExportSources
		},
		link{"union", "unions"},
	).indexed("url", "published_on"),
}

// Datasets lists the names of the datasets.
func Datasets() []string {
	out := make([]string, len(datasets))
	for i, d := range datasets {
		out[i] = d.name
	}
	return out
}

func datasetOf(name string) (dataset, error) {
	i := slices.IndexFunc(datasets, func(d dataset) bool { return d.name == name })
	if i < 0 {
		return dataset{}, record.Errorf(record.CodeNotFound, "There is no dataset %q: there are %s.", clip(name), strings.Join(Datasets(), ", "))
	}
	return datasets[i], nil
}
