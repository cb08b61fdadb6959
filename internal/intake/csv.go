package intake

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// delimiters are the characters that part cells, as people call them; a comma needs no mention.
var delimiters = map[byte]string{',': "", ';': "semicolons", '\t': "tabs", '|': "vertical bars"}

// maxReread is how often a quote that nothing closes may send the reader back.
const maxReread = 1000

// csvRows reads RFC 4180 and what people make of it: any of the delimiters, any line ending, quotes inside
// unquoted cells. A row that cannot be read is reported, and reading goes on behind it. encoding/csv holds
// a line of any length in memory and ends at the first bad one.
type csvRows struct {
	r         *bufio.Reader
	delimiter byte
	line      int // of the next row
	header    []string
	rereads   int
	buf       []byte // the bytes of the current record
}

func newCSV(r io.Reader, delimiter byte) (*csvRows, error) {
	c := &csvRows{r: bufio.NewReaderSize(r, 256<<10), delimiter: delimiter, line: 1}
	if peek, err := c.r.Peek(6); err == nil && bytes.EqualFold(peek[:4], []byte("sep=")) && (peek[5] == '\n' || peek[5] == '\r') {
		// Excel's own mark: the delimiter in the first line.
		if _, err := c.r.ReadString('\n'); err != nil {
			return nil, err
		}
		c.delimiter, c.line = peek[4], 2
	}
	header, err := c.record()
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("the file has no header: its first line names the columns")
	case err != nil:
		return nil, err
	case header.Bad != "":
		return nil, fmt.Errorf("the header (line %d) cannot be read: %s", header.Line, header.Bad)
	case len(header.Cells) > maxColumns:
		return nil, fmt.Errorf("the header names %d columns; %d are the most", len(header.Cells), maxColumns)
	}
	c.header = header.Cells
	return c, nil
}

func (c *csvRows) Header() []string { return c.header }

func (*csvRows) Close() error { return nil }

func (c *csvRows) Next() (Row, error) {
	row, err := c.record()
	if err != nil || row.Bad != "" {
		return row, err
	}
	for len(row.Cells) > len(c.header) && row.Cells[len(row.Cells)-1] == "" {
		row.Cells = row.Cells[:len(row.Cells)-1]
	}
	if len(row.Cells) != len(c.header) {
		row.Bad = fmt.Sprintf("the row has %s, the header %d: is a delimiter missing or too many, or a quote?", count(len(row.Cells), "cell"), len(c.header))
	}
	return row, nil
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// record reads the next record that has something in it.
func (c *csvRows) record() (Row, error) {
	for {
		row, err := c.one()
		if err != nil || row.Bad != "" || slices.ContainsFunc(row.Cells, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
			return row, err
		}
	}
}

// one reads one record. Bytes are enough: the delimiters, quotes and line ends are bytes in UTF-8.
func (c *csvRows) one() (Row, error) {
	row := Row{Line: c.line}
	c.buf = c.buf[:0]
	var cell []byte
	var (
		quoted  bool // inside quotes
		closed  bool // behind a closing quote
		started bool // the cell has begun
		read    bool // anything was read
		afterCR bool
	)
	end := func() {
		row.Cells = append(row.Cells, string(cell))
		cell, closed, started = cell[:0], false, false
	}
	for {
		b, err := c.r.ReadByte()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				return row, err
			}
			switch {
			case !read:
				return row, io.EOF
			case quoted:
				return c.reread(row, "a quote is opened here that is never closed")
			}
			end()
			return c.checked(row), nil
		}
		read = true
		c.buf = append(c.buf, b)
		if len(c.buf) > maxRecord {
			if quoted && bytes.IndexByte(c.buf, '\n') >= 0 {
				return c.reread(row, "a quote is opened here that is not closed within a reasonable length")
			}
			return c.skip(row)
		}
		if b == '\n' || b == '\r' {
			if b == '\r' || !afterCR {
				c.line++
			}
		}
		afterCR = b == '\r'
		switch {
		case quoted && b == '"':
			if next, err := c.r.Peek(1); err == nil && next[0] == '"' {
				_, _ = c.r.Discard(1) // it was peeked at
				c.buf = append(c.buf, b)
				cell = append(cell, b)
				continue
			}
			quoted, closed = false, true
		case quoted:
			cell = append(cell, b)
		case b == c.delimiter:
			end()
		case b == '\n' || b == '\r':
			if b == '\r' {
				if next, err := c.r.Peek(1); err == nil && next[0] == '\n' {
					_, _ = c.r.Discard(1) // it was peeked at
				}
			}
			end()
			return c.checked(row), nil
		case b == '"' && !started && !closed:
			quoted, started = true, true
		case closed && b != ' ' && b != '\t':
			if row.Bad == "" {
				row.Bad = "something follows a closing quote: a quote inside a cell is written twice"
			}
		case closed:
		default:
			cell, started = append(cell, b), true
		}
	}
}

func (c *csvRows) checked(row Row) Row {
	if row.Bad != "" {
		return row
	}
	for _, cell := range row.Cells {
		switch {
		case strings.IndexByte(cell, 0) >= 0:
			row.Bad = "the row holds a NUL character: was the file damaged?"
		case !utf8.ValidString(cell):
			row.Bad = "the row is not in the encoding of the rest of the file (UTF-8)"
		}
	}
	return row
}

// reread reports the first line of a record whose quote is never closed, and takes up reading behind it:
// else one stray quote would swallow the rest of the file.
func (c *csvRows) reread(row Row, why string) (Row, error) {
	if c.rereads++; c.rereads > maxReread {
		return row, fmt.Errorf("line %d: more than %d rows open a quote that nothing closes: is this a CSV file?", row.Line, maxReread)
	}
	row.Bad = why
	i := bytes.IndexAny(c.buf, "\r\n")
	if i < 0 || len(c.header) < 2 {
		return row, nil // nothing, or nothing that could be told from a text cut in two, is left
	}
	rest := bytes.TrimPrefix(c.buf[i:], []byte("\r"))
	rest = bytes.TrimPrefix(rest, []byte("\n"))
	c.r = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(rest)), c.r), 256<<10)
	c.line = row.Line + 1
	row.Cells = nil
	return row, nil
}

// skip goes to the end of a line that is too long.
func (c *csvRows) skip(row Row) (Row, error) {
	row.Bad, row.Cells = fmt.Sprintf("the row is longer than %d MiB", maxRecord>>20), nil
	for {
		part, err := c.r.ReadSlice('\n')
		switch {
		case err == nil:
			c.line++
			return row, nil
		case errors.Is(err, io.EOF):
			return row, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return row, err
		}
		_ = part // only its end matters
	}
}

// detectDelimiter finds the character that parts the head of a file into the most regular table.
func detectDelimiter(head []byte, whole bool) byte {
	if !whole {
		// The last line may be cut.
		if i := bytes.LastIndexByte(head, '\n'); i > 0 {
			head = head[:i+1]
		}
	}
	best, score := byte(','), 0.0
	for _, d := range []byte{',', '\t', ';', '|'} {
		c := &csvRows{r: bufio.NewReader(bytes.NewReader(head)), delimiter: d, line: 1}
		header, err := c.record()
		n := len(header.Cells)
		if err != nil || n < 2 || n > maxColumns {
			continue
		}
		rows, same := 0, 0
		for rows < 50 {
			row, err := c.record()
			if err != nil {
				break
			}
			rows++
			if len(row.Cells) == n {
				same++
			}
		}
		regular := 1.0
		if rows > 0 {
			regular = float64(same) / float64(rows)
		}
		// A header of words has no delimiter by chance; how many columns there are decides among the
		// regular ones.
		if s := regular*100 + float64(min(n, 50)); s > score {
			best, score = d, s
		}
	}
	return best
}
