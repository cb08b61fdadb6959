package export

import (
	"io"

	"rollcall/internal/table"
)

// csvFile writes rows as the lists of the API do.
type csvFile struct{ w *table.CSV[[]any] }

func newCSV(w io.Writer, fields []Field) csvFile {
	columns := make([]table.Column[[]any], len(fields))
	for i, f := range fields {
		columns[i] = table.Column[[]any]{Name: f.Name, Kind: f.Kind, About: f.About, Of: func(cells []any) any { return cells[i] }}
	}
	return csvFile{table.NewCSV(w, columns, false)}
}

func (c csvFile) row(cells []any) error { return c.w.Write(cells) }
func (c csvFile) close() error          { return c.w.Flush() }
