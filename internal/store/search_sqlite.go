package store

import (
	"strings"

	"rollcall/internal/record"
)

// holding selects the since_seq of the rows of a table that stand and match, through FTS5.
func (d *sqliteDialect) holding(table string, terms []record.SearchTerm) (string, any) {
	return "SELECT rowid FROM " + table + "_words WHERE " + table + "_words MATCH ?", fts5Query(terms)
}

// fts5Query writes terms as FTS5 reads them. Words are folded, and quoted besides, so that none of them
// can be taken for anything but a word.
func fts5Query(terms []record.SearchTerm) string {
	return booleanQuery(terms, " AND ", " OR ", func(w record.SearchWord) string {
		quoted := `"` + strings.ReplaceAll(w.Text, `"`, `""`) + `"`
		if w.Prefix {
			quoted += " *"
		}
		return quoted
	})
}
