package store

import (
	"strings"

	"rollcall/internal/record"
)

// holding selects the since_seq of the rows of a table that stand and match, through a GIN index of
// their words.
func (d *postgresDialect) holding(table string, terms []record.SearchTerm) (string, any) {
	return "SELECT held.since_seq FROM " + table + " held WHERE held.until_seq IS NULL AND folded_words(held.search_text) @@ CAST(? AS tsquery)", tsquery(terms)
}

// tsquery writes terms as the type tsquery reads them. Words are folded, and quoted besides, so that
// none of them can be taken for anything but a word.
func tsquery(terms []record.SearchTerm) string {
	return booleanQuery(terms, " & ", " | ", func(w record.SearchWord) string {
		quoted := "'" + strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(w.Text) + "'"
		if w.Prefix {
			quoted += ":*"
		}
		return quoted
	})
}
