package intake

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
)

// Limits on files. What is beyond them is refused or rejected, so that no file can fill memory or disk.
const (
	maxRecord   = 1 << 20   // bytes of one row of a CSV or NDJSON file
	maxColumns  = 1000      // columns of a file
	maxUnpacked = 8 << 30   // bytes that a packed file may unpack to
	maxRatio    = 200       // how many times its size a packed file may unpack to, once it is large
	smallEnough = 64 << 20  // bytes that any packed file may unpack to
	maxWorkbook = 100 << 20 // bytes of an XLSX file, which is held in memory
)

// format is how the content of a file is written.
type format string

const (
	formatCSV    format = "csv"
	formatNDJSON format = "ndjson"
	formatXLSX   format = "xlsx"
)

// File is an opened file. It can be read several times, one after the other. The caller closes it.
type File struct {
	// Notes say how the file was understood, for people: its encoding, its delimiter, its sheet.
	Notes []string

	file      *os.File
	spooled   bool
	size      int64
	offset    atomic.Int64
	packed    bool
	format    format
	encoding  encoding
	delimiter byte
}

// Open opens the file at a path for an import; "-" is stdin. What cannot be read twice, a pipe, is kept in
// a temporary file first. Errors say what is wrong with the file.
func Open(ctx context.Context, path string, stdin io.Reader) (*File, error) {
	f := &File{}
	if path == "-" {
		if err := f.spool(ctx, stdin); err != nil {
			return nil, err
		}
		return f.open(ctx)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	switch info, err := file.Stat(); {
	case err != nil:
		return nil, errors.Join(err, file.Close())
	case info.IsDir():
		return nil, errors.Join(fmt.Errorf("%s is a folder: name a file", path), file.Close())
	case info.Mode().IsRegular():
		f.file, f.size = file, info.Size()
		return f.open(ctx)
	}
	err = f.spool(ctx, file)
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f.open(ctx)
}

// spool keeps what r gives in a temporary file.
func (f *File) spool(ctx context.Context, r io.Reader) error {
	file, err := os.CreateTemp("", "rollcall-import-")
	if err != nil {
		return err
	}
	f.file, f.spooled = file, true
	f.size, err = io.Copy(file, io.LimitReader(untilDone{ctx, r}, maxUnpacked+1))
	if err == nil && f.size > maxUnpacked {
		err = fmt.Errorf("more than %d GiB came in", maxUnpacked>>30)
	}
	if err != nil {
		return errors.Join(err, f.Close())
	}
	return nil
}

// Close closes the file, and removes it if it is a temporary one.
func (f *File) Close() error {
	if f.file == nil {
		return nil
	}
	err := f.file.Close()
	if f.spooled {
		err = errors.Join(err, os.Remove(f.file.Name()))
	}
	f.file = nil
	return err
}

// Progress tells how many bytes of how many were read; it may be asked while the file is read.
func (f *File) Progress() (done, of int64) { return f.offset.Load(), f.size }

// open finds out what kind of file it is.
func (f *File) open(ctx context.Context) (*File, error) {
	if err := f.detect(ctx); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (f *File) detect(ctx context.Context) error {
	if f.size == 0 {
		return errors.New("the file is empty")
	}
	magic := make([]byte, 4)
	if _, err := f.file.ReadAt(magic, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(magic, []byte("PK\x03\x04")):
		f.format = formatXLSX
		return f.checkWorkbook()
	case bytes.Equal(magic, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return errors.New("this is an old Excel file (.xls) or a protected one: save it as .xlsx without a password, or as CSV")
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		f.packed = true
	case bytes.HasPrefix(magic, []byte("PAR1")), bytes.HasPrefix(magic, []byte("%PDF")):
		return errors.New("files of this kind cannot be imported: CSV, NDJSON and XLSX can, also packed as .gz")
	}
	content, err := f.content(ctx)
	if err != nil {
		return err
	}
	if f.encoding, err = detectEncoding(content); err != nil {
		return err
	}
	if f.encoding.note != "" {
		f.Notes = append(f.Notes, f.encoding.note)
	}
	if content, err = f.content(ctx); err != nil {
		return err
	}
	text := bufio.NewReaderSize(f.encoding.decode(content), 256<<10)
	head, err := text.Peek(256 << 10)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	whole := errors.Is(err, io.EOF)
	switch trimmed := bytes.TrimLeft(head, " \t\r\n"); {
	case bytes.HasPrefix(trimmed, []byte("PK\x03\x04")):
		return errors.New("an XLSX file is packed already: unpack the .gz around it")
	case len(trimmed) == 0 && whole:
		return errors.New("the file is empty")
	case bytes.HasPrefix(trimmed, []byte("{")):
		f.format = formatNDJSON
	case bytes.HasPrefix(trimmed, []byte("[")):
		return errors.New("a JSON array cannot be imported: write one JSON object to a line (NDJSON), as jq -c '.[]' does")
	case bytes.HasPrefix(bytes.ToLower(trimmed), []byte("<!doctype")), bytes.HasPrefix(bytes.ToLower(trimmed), []byte("<html")):
		return errors.New("this is a web page, not a table: was the link the one that downloads the file?")
	default:
		f.format = formatCSV
		f.delimiter = detectDelimiter(head, whole)
		if name := delimiters[f.delimiter]; name != "" {
			f.Notes = append(f.Notes, "The cells are parted by "+name+".")
		}
	}
	return nil
}

// content starts to read the bytes of the file from the beginning, unpacked.
func (f *File) content(ctx context.Context) (io.Reader, error) {
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	f.offset.Store(0)
	var r io.Reader = &counted{r: bufio.NewReaderSize(untilDone{ctx, f.file}, 256<<10), n: &f.offset}
	if !f.packed {
		return r, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("the file looks like .gz, but cannot be unpacked: %w", err)
	}
	return &unpacked{r: z, from: &f.offset}, nil
}

// Rows starts to read the file's rows from the beginning. Only one reading goes on at a time.
func (f *File) Rows(ctx context.Context) (Rows, error) {
	if f.format == formatXLSX {
		return f.sheetRows(ctx)
	}
	content, err := f.content(ctx)
	if err != nil {
		return nil, err
	}
	text := f.encoding.decode(content)
	if f.format == formatNDJSON {
		return newNDJSON(text)
	}
	return newCSV(text, f.delimiter)
}

// Rows are the rows of a table.
type Rows interface {
	// Header is what the columns are called in the file. A file without such a line (NDJSON) may name
	// more of them as it goes on.
	Header() []string
	// Next reads the next row; io.EOF after the last one. Any other error ends the reading.
	Next() (Row, error)
	// Close ends the reading.
	Close() error
}

// Row is one row of a table.
type Row struct {
	// Line is where the row begins: the header is line 1.
	Line int
	// Cells are its values, in the order of the header; there may be fewer.
	Cells []string
	// Bad says why the row cannot be read; empty if it can.
	Bad string
}

// untilDone ends reading when the context ends.
type untilDone struct {
	ctx context.Context
	r   io.Reader
}

func (u untilDone) Read(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.r.Read(p)
}

// counted counts the bytes that were read.
type counted struct {
	r *bufio.Reader
	n *atomic.Int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// ReadByte keeps gzip from reading ahead in a buffer of its own.
func (c *counted) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n.Add(1)
	}
	return b, err
}

// unpacked refuses what unpacks to more than any table does.
type unpacked struct {
	r    io.Reader
	from *atomic.Int64
	n    int64
}

func (u *unpacked) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	u.n += int64(n)
	switch {
	case u.n > maxUnpacked:
		return n, fmt.Errorf("the file unpacks to more than %d GiB", int64(maxUnpacked)>>30)
	case u.n > smallEnough && u.n > maxRatio*u.from.Load():
		return n, fmt.Errorf("the file unpacks to more than %d times its size, as no table does", maxRatio)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return n, errCutOff
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
		return n, fmt.Errorf("the file cannot be unpacked to its end: %w", err)
	}
	return n, err
}

// errCutOff means that a packed file ends before its content does.
var errCutOff = errors.New("the packed file ends in the middle: was it downloaded to its end?")
