package export

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"
)

// ndjson writes each row as a JSON object on a line of its own. What is not known is null.
type ndjson struct {
	w       *bufio.Writer
	fields  []Field
	keys    [][]byte // each as it stands before its value
	line    []byte
	scratch bytes.Buffer
}

func newNDJSON(w io.Writer, fields []Field) *ndjson {
	n := &ndjson{w: bufio.NewWriterSize(w, 1<<16), fields: fields}
	for i, f := range fields {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		n.keys = append(n.keys, append(strconv.AppendQuote([]byte{before}, f.Name), ':'))
	}
	return n
}

func (n *ndjson) row(cells []any) error {
	n.line = n.line[:0]
	for i, cell := range cells {
		n.line = append(n.line, n.keys[i]...)
		var err error
		if n.line, err = n.value(n.line, cell); err != nil {
			return fmt.Errorf("column %s: %w", n.fields[i].Name, err)
		}
	}
	n.line = append(n.line, '}', '\n')
	_, err := n.w.Write(n.line)
	return err
}

func (n *ndjson) close() error { return n.w.Flush() }

func (n *ndjson) value(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case bool:
		return strconv.AppendBool(b, v), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case time.Time:
		return append(v.UTC().AppendFormat(append(b, '"'), time.RFC3339Nano), '"'), nil
	case string:
		if plain(v) {
			return append(append(append(b, '"'), v...), '"'), nil
		}
	}
	j, err := appendJSON(&n.scratch, v)
	return append(b, j...), err
}

// plain reports whether a text stands in JSON as it is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// appendJSON writes a value as JSON that is not meant for a web page, in a buffer that is used again.
func appendJSON(b *bytes.Buffer, v any) ([]byte, error) {
	b.Reset()
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}
