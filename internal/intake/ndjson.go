package intake

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// ndjsonRows reads one JSON object from each line. The members of an object inside it are columns with a
// dotted name (place.city); a list of plain values is one cell, parted by semicolons; any other list is
// kept as JSON.
type ndjsonRows struct {
	r      *bufio.Reader
	line   int
	header []string
	index  map[string]int
	first  []Row // read already, for the header
}

// headerRows is how many objects are looked at to learn which members they have.
const headerRows = 100

func newNDJSON(r io.Reader) (*ndjsonRows, error) {
	n := &ndjsonRows{r: bufio.NewReaderSize(r, 256<<10), index: map[string]int{}}
	var first []Row
	for len(first) < headerRows {
		row, err := n.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		first = append(first, row)
	}
	if len(first) == 0 {
		return nil, errors.New("the file is empty")
	}
	n.first = first
	return n, nil
}

func (n *ndjsonRows) Header() []string { return n.header }

func (*ndjsonRows) Close() error { return nil }

func (n *ndjsonRows) Next() (Row, error) {
	if len(n.first) > 0 {
		row := n.first[0]
		n.first = n.first[1:]
		return row, nil
	}
	for {
		line, long, err := n.readLine()
		if err != nil {
			return Row{}, err
		}
		n.line++
		row := Row{Line: n.line}
		switch {
		case long:
			row.Bad = fmt.Sprintf("the line is longer than %d MiB", maxRecord>>20)
			return row, nil
		case len(bytes.TrimSpace(line)) == 0:
			continue
		case !utf8.Valid(line):
			row.Bad = "the line is not in the encoding of the rest of the file (UTF-8)"
			return row, nil
		}
		if err := n.object(&row, line); err != nil {
			row.Bad = err.Error()
		}
		return row, nil
	}
}

// readLine reads a line without its end; long is true for one that is too long to be kept.
func (n *ndjsonRows) readLine() (line []byte, long bool, err error) {
	for {
		part, err := n.r.ReadSlice('\n')
		if len(line)+len(part) > maxRecord {
			line, long = line[:0], true
		} else if !long {
			line = append(line, part...)
		}
		switch {
		case err == nil:
			return line, long, nil
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF) && (len(line) > 0 || long):
			return line, long, nil
		default:
			return nil, false, err
		}
	}
}

func (n *ndjsonRows) object(row *Row, line []byte) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil {
		return errors.New("the line is not a JSON object")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON object")
	}
	row.Cells = make([]string, len(n.header))
	return n.flatten(row, "", members)
}

func (n *ndjsonRows) flatten(row *Row, prefix string, members map[string]any) error {
	for _, name := range slices.Sorted(maps.Keys(members)) { // the same columns in the same order each time
		v := members[name]
		if inner, ok := v.(map[string]any); ok {
			if err := n.flatten(row, prefix+name+".", inner); err != nil {
				return err
			}
			continue
		}
		text, err := cellOf(v)
		switch {
		case err != nil:
			return err
		case strings.IndexByte(text, 0) >= 0:
			return errors.New("the line holds a NUL character")
		}
		i, known := n.index[prefix+name]
		if !known {
			if len(n.header) == maxColumns {
				return fmt.Errorf("the objects have more than %d different members", maxColumns)
			}
			i = len(n.header)
			n.index[prefix+name] = i
			n.header = append(n.header, prefix+name)
		}
		for len(row.Cells) <= i {
			row.Cells = append(row.Cells, "")
		}
		row.Cells[i] = text
	}
	return nil
}

func cellOf(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		return fmt.Sprint(v), nil
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			switch item := item.(type) {
			case string:
				parts = append(parts, item)
			case json.Number:
				parts = append(parts, item.String())
			default:
				text, err := json.Marshal(v)
				return string(text), err
			}
		}
		return strings.Join(parts, "; "), nil
	}
	text, err := json.Marshal(v)
	return string(text), err
}
