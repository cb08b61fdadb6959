package table

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// BOM is the byte order mark by which Excel knows that a file it opens is UTF-8.
const BOM = "\ufeff"

// CSV writes rows as RFC 4180 has them: a line with the names of the columns, CRLF behind every line,
// quotes only where they are needed. Cells that a spreadsheet would run get an apostrophe in front (see
// Inert). Rows are gathered and passed on in large writes; Flush passes on the rest.
type CSV[T any] struct {
	to      io.Writer
	columns []Column[T]
	buffer  []byte
	json    bytes.Buffer
	encoder *json.Encoder
}

const gathered = 32 << 10

// NewCSV begins a table with the line of names, after a BOM if one is wanted.
func NewCSV[T any](to io.Writer, columns []Column[T], bom bool) *CSV[T] {
	w := &CSV[T]{to: to, columns: columns, buffer: make([]byte, 0, gathered+4<<10)}
	w.encoder = json.NewEncoder(&w.json)
	w.encoder.SetEscapeHTML(false)
	if bom {
		w.buffer = append(w.buffer, BOM...)
	}
	for i, c := range columns {
		w.separate(i)
		w.cell(c.Name)
	}
	w.end()
	return w
}

// Write adds the row of a record. Errors are those of the writer below, or of a cell that is not what
// its column says.
func (w *CSV[T]) Write(v T) error {
	for i := range w.columns {
		w.separate(i)
		if err := w.value(&w.columns[i], w.columns[i].Of(v)); err != nil {
			return err
		}
	}
	w.end()
	if len(w.buffer) < gathered {
		return nil
	}
	return w.Flush()
}

// Flush passes on what was gathered.
func (w *CSV[T]) Flush() error {
	_, err := w.to.Write(w.buffer)
	w.buffer = w.buffer[:0]
	return err
}

func (w *CSV[T]) separate(i int) {
	if i > 0 {
		w.buffer = append(w.buffer, ',')
	}
}

func (w *CSV[T]) end() { w.buffer = append(w.buffer, "\r\n"...) }

func (w *CSV[T]) value(c *Column[T], v any) error {
	switch v := v.(type) {
	case nil:
		w.cell("")
	case string:
		w.cell(Inert(v))
	case int64:
		w.buffer = strconv.AppendInt(w.buffer, v, 10)
	case float64:
		w.buffer = strconv.AppendFloat(w.buffer, v, 'f', -1, 64)
	case bool:
		w.buffer = strconv.AppendBool(w.buffer, v)
	case time.Time:
		w.buffer = v.UTC().AppendFormat(w.buffer, time.RFC3339Nano)
	case error:
		return fmt.Errorf("the column %s: %w", c.Name, v)
	default:
		if c.Kind != JSON {
			return fmt.Errorf("the column %s is of kind %s and holds %T", c.Name, c.Kind, v)
		}
		w.json.Reset()
		if err := w.encoder.Encode(v); err != nil {
			return fmt.Errorf("the column %s: %w", c.Name, err)
		}
		w.cell(Inert(strings.TrimSuffix(w.json.String(), "\n")))
	}
	return nil
}

// cell writes a text, in quotes where it needs them: a separator or a quote, a line's end, a space that
// a reader might trim, or a line that would be empty.
func (w *CSV[T]) cell(s string) {
	if s == "" {
		if len(w.columns) == 1 {
			w.buffer = append(w.buffer, `""`...)
		}
		return
	}
	if !strings.ContainsAny(s, ",\"\r\n") && !blank(s[0]) && !blank(s[len(s)-1]) {
		w.buffer = append(w.buffer, s...)
		return
	}
	w.buffer = append(w.buffer, '"')
	for {
		before, after, found := strings.Cut(s, `"`)
		w.buffer = append(w.buffer, before...)
		if !found {
			break
		}
		w.buffer = append(w.buffer, `""`...)
		s = after
	}
	w.buffer = append(w.buffer, '"')
}

func blank(b byte) bool { return b == ' ' || b == '\t' }

// Inert makes a text one that no spreadsheet runs: one that begins with =, +, -, @, a tab or a line's
// end, or with the wide forms of those signs, gets an apostrophe in front (OWASP, CSV Injection). So does
// one in which apostrophes stand before such a sign, so that Restore gives back every text as it was.
func Inert(s string) string {
	if runs(s) {
		return "'" + s
	}
	return s
}

// Restore is the text that Inert was given.
func Restore(s string) string {
	if strings.HasPrefix(s, "'") && runs(s) {
		return s[1:]
	}
	return s
}

func runs(s string) bool {
	if s == "" || s[0] > '@' && s[0] < 0x80 {
		return false
	}
	for _, r := range strings.TrimLeft(s, "'") {
		return strings.ContainsRune("=+-@\t\r\n＝＋－＠", r)
	}
	return false
}
