package export

import (
	"bytes"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	parquetzstd "github.com/parquet-go/parquet-go/compress/zstd"

	"rollcall/internal/record"
	"rollcall/internal/table"
)

// Bounds of what a Parquet file keeps in memory while it is written.
const (
	parquetPage  = 64 << 10 // bytes of one column
	parquetGroup = 16 << 20 // bytes of values in a row group
	parquetRows  = 100_000  // rows in a row group
	parquetWords = 32 << 10 // bytes of a column's dictionary; beyond it the values are written out
)

// parquetFile writes rows into an Apache Parquet file. Each column but the first, the id, may be null.
type parquetFile struct {
	w       *parquet.GenericWriter[any]
	fields  []Field
	one     [1]parquet.Row
	scratch bytes.Buffer
	texts   []byte // holds the bytes of the row's values
	rows    int
	bytes   int
}

// columns is a Parquet group in the order of the fields: parquet.Group sorts them by name.
type columns struct {
	parquet.Group
	order []Field
}

type column struct {
	parquet.Node
	name string
}

func (c column) Name() string { return c.name }

func (c column) Value(base reflect.Value) reflect.Value {
	return base.MapIndex(reflect.ValueOf(c.name))
}

func (c columns) Fields() []parquet.Field {
	out := make([]parquet.Field, len(c.order))
	for i, f := range c.order {
		out[i] = column{c.Group[f.Name], f.Name}
	}
	return out
}

func newParquet(w io.Writer, name string, fields []Field, span record.Span) *parquetFile {
	group := parquet.Group{}
	for i, f := range fields {
		node := parquetNode(f.Kind)
		if i > 0 {
			node = parquet.Optional(node)
		}
		group[f.Name] = node
	}
	options := []parquet.WriterOption{
		parquet.NewSchema(name, columns{group, fields}),
		// The same name whatever build writes it: the bytes depend on the record alone.
		parquet.CreatedBy("rollcall", "1", "rollcall"),
		parquet.Compression(newSmallWindow()),
		parquet.PageBufferSize(parquetPage), parquet.DictionaryMaxBytes(parquetWords),
		parquet.KeyValueMetadata("rollcall.dataset", name), parquet.KeyValueMetadata("rollcall.seq", strconv.FormatInt(span.Seq, 10)),
	}
	if span.After != nil {
		options = append(options, parquet.KeyValueMetadata("rollcall.after", strconv.FormatInt(*span.After, 10)))
	}
	return &parquetFile{w: parquet.NewGenericWriter[any](w, options...), fields: fields}
}

// smallWindow compresses as parquet-go's own codec does, but looks back over one page only: that codec
// holds 16 MB of history, for pages of 64 KB.
type smallWindow struct {
	parquetzstd.Codec
	encoder *zstd.Encoder
}

func newSmallWindow() *smallWindow {
	e, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(2*parquetPage), zstd.WithLowerEncoderMem(true), zstd.WithZeroFrames(true), zstd.WithEncoderCRC(false))
	if err != nil {
		panic(err) // the options are constants of this program
	}
	return &smallWindow{encoder: e}
}

// Encode appends nothing: dst is only room to write in, as parquet-go has it.
func (s *smallWindow) Encode(dst, src []byte) ([]byte, error) {
	return s.encoder.EncodeAll(src, dst[:0]), nil
}

func parquetNode(k table.Kind) parquet.Node {
	switch k {
	case table.Integer:
		return parquet.Leaf(parquet.Int64Type)
	case table.Real:
		return parquet.Leaf(parquet.DoubleType)
	case table.Boolean:
		return parquet.Leaf(parquet.BooleanType)
	case table.Instant:
		return parquet.Timestamp(parquet.Microsecond)
	case table.JSON:
		return parquet.JSON()
	default:
		return parquet.Encoded(parquet.String(), &parquet.RLEDictionary)
	}
}

func (p *parquetFile) row(cells []any) error {
	row, start := p.one[0][:0], len(p.texts)
	for i, cell := range cells {
		v, err := p.value(cell)
		if err != nil {
			return fmt.Errorf("column %s: %w", p.fields[i].Name, err)
		}
		definition := 0
		if i > 0 && cell != nil {
			definition = 1
		}
		row = append(row, v.Level(0, definition, i))
	}
	p.one[0] = row
	p.bytes += len(p.texts) - start + 8*len(cells)
	p.texts = p.texts[:0]
	if _, err := p.w.WriteRows(p.one[:]); err != nil {
		return err
	}
	if p.rows++; p.rows < parquetRows && p.bytes < parquetGroup {
		return nil
	}
	p.rows, p.bytes = 0, 0
	return p.w.Flush()
}

func (p *parquetFile) value(v any) (parquet.Value, error) {
	switch v := v.(type) {
	case nil:
		return parquet.NullValue(), nil
	case bool:
		return parquet.BooleanValue(v), nil
	case int64:
		return parquet.Int64Value(v), nil
	case float64:
		return parquet.DoubleValue(v), nil
	case time.Time:
		return parquet.Int64Value(v.UnixMicro()), nil
	case string:
		return text(p, v), nil
	}
	j, err := appendJSON(&p.scratch, v)
	return text(p, j), err
}

// text copies the bytes of a value to where they stay until the row is written.
func text[T string | []byte](p *parquetFile, b T) parquet.Value {
	start := len(p.texts)
	p.texts = append(p.texts, b...)
	return parquet.ByteArrayValue(p.texts[start:len(p.texts):len(p.texts)])
}

func (p *parquetFile) close() error { return p.w.Close() }
