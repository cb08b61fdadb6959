package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"hash"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
	"rollcall/internal/table"
	"rollcall/internal/telemetry"
)

// Every list is answered in pages of JSON and, whole, as CSV and as NDJSON. Which of them is said by the
// ending of the path, by the parameter format or by the header Accept, the first that says anything.

const (
	formatJSON   = "json"
	formatCSV    = "csv"
	formatNDJSON = "ndjson"
)

// listFormats are the formats of a list, the one that is answered by default first.
var listFormats = []struct{ name, mediaType, sent string }{
	{formatJSON, "application/json", "application/json; charset=utf-8"},
	{formatCSV, "text/csv", "text/csv; charset=utf-8; header=present"},
	{formatNDJSON, "application/x-ndjson", "application/x-ndjson; charset=utf-8"},
}

// lists are the last segments of the paths of lists.
var lists = []string{
	"unions", "locals", "affiliations", "calls", "endorsements", "positions", "statements", "sources", "changes", "revisions",
	"coverage", "conflicts", "timeline", "keys",
}

// IsList reports whether a path is that of a list, which is answered in all formats of lists.
func IsList(path string) bool {
	return slices.Contains(lists, path[strings.LastIndexByte(path, '/')+1:])
}

func listed(r route) bool { return r.method == http.MethodGet && IsList(r.path) }

// formatKey is where the format of a list's answer stands in its context.
const formatKey = "format"

// negotiate finds the format of a list's answer. ending is that of the path.
func (s *Server) negotiate(ending string) gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Writer.Header().Add("Vary", "Accept")
		format, err := formatOf(c, ending)
		if err != nil {
			s.fail(c, err)
			return
		}
		c.Set(formatKey, format)
	}
}

func formatOf(c *gin.Context, ending string) (string, error) {
	asked := ""
	if strings.Contains(c.Request.URL.RawQuery, "format") {
		asked = c.Query("format")
	}
	switch {
	case ending != "" && asked != "" && asked != ending:
		return "", &record.Error{Code: record.CodeMalformed, Detail: "The path asks for one format and the query for another.", Fields: []record.FieldError{{Parameter: "format", Code: "contradiction", Detail: "the path ends in ." + ending}}}
	case ending != "":
		return ending, nil
	case asked != "":
		return asked, nil // the query tells what is wrong with it
	}
	header := strings.Join(c.Request.Header.Values("Accept"), ",")
	if header == "" || header == "*/*" || header == listFormats[0].mediaType {
		return formatJSON, nil
	}
	format := preferred(header)
	if format == "" {
		return "", record.Errorf(codeNotAcceptable, "There is no answer of a type in Accept; there is application/json, text/csv and application/x-ndjson.")
	}
	return format, nil
}

// preferred is the format that an Accept header prefers (RFC 9110 §12.5.1); empty if it takes none. Of
// what is wanted equally, what is named more precisely comes first.
func preferred(header string) string {
	type wish struct {
		quality   float64
		precision int
	}
	best, format := wish{}, ""
	for _, f := range listFormats {
		kind, _, _ := strings.Cut(f.mediaType, "/")
		var found wish
		for _, item := range strings.Split(header, ",") {
			media, parameters, _ := strings.Cut(strings.ToLower(item), ";")
			precision := slices.Index([]string{"*/*", kind + "/*", f.mediaType}, strings.TrimSpace(media)) + 1
			if precision <= found.precision {
				continue
			}
			found = wish{1, precision}
			for _, p := range strings.Split(parameters, ";") {
				if q, ok := strings.CutPrefix(strings.TrimSpace(p), "q="); ok {
					if n, err := strconv.ParseFloat(q, 64); err == nil && n >= 0 && n <= 1 {
						found.quality = n
					}
				}
			}
		}
		if found.quality > best.quality || found.quality == best.quality && found.quality > 0 && found.precision > best.precision {
			best, format = found, f.name
		}
	}
	return format
}

// listed reads the parameters of the format of a list's answer.
func (q *query) listed(format string) {
	q.format = format
	if v := q.text("format"); v != "" && !slices.ContainsFunc(listFormats, func(f struct{ name, mediaType, sent string }) bool { return f.name == v }) {
		q.AddParameter("format", "invalid", "%q is not one of json, csv, ndjson", clip(v))
		q.format = formatJSON
	}
	q.bom = q.boolean("bom")
	if q.bom && q.format != formatCSV {
		q.malformed("bom", "only CSV begins with a byte order mark")
	}
}

// streams reports whether the whole list is asked for and not a page.
func (q *query) streams() bool { return q.format == formatCSV || q.format == formatNDJSON }

// paged refuses a parameter of pages where the whole list is asked for: part of a list that looks whole
// would be worse than none.
func (q *query) paged(names ...string) {
	for _, name := range names {
		if len(q.values[name]) > 0 && q.streams() {
			q.malformed(name, "%s is for pages, and %s is the whole list", name, strings.ToUpper(q.format))
		}
	}
}

// list is all that one list is made of. Its filters are in its functions.
type list[T, D any] struct {
	page    func(ctx context.Context) (record.Listing[T], error)
	each    func(ctx context.Context, begin func(record.Snapshot) error, row func(T) error) error
	columns func() []table.Column[T]
	dto     func(T) D
	// failed says what an error means here; nil leaves it.
	failed func(error) error
	// hasty lists show what follows the clock from one minute to the next.
	hasty   bool
	private bool
}

// answerList answers a page of a list, or streams all of it.
func answerList[T, D any](s *Server, c *gin.Context, q *query, p record.Page, l list[T, D]) (reply, error) {
	if q.streams() {
		return reply{private: l.private, stream: func() error { return stream(s, c, q, l) }}, nil
	}
	found, err := l.page(c.Request.Context())
	if err != nil && l.failed != nil {
		err = l.failed(err)
	}
	if err != nil {
		return reply{}, err
	}
	r := listOf(q, p, found, l.dto)
	r.private = l.private
	return r, nil
}

// whole is the list of what is read in one piece, at the moment that read is given.
func whole[T, D any](s *Server, m record.Moment, columns func() []table.Column[T], dto func(T) D, read func(context.Context, record.Moment) ([]T, error)) list[T, D] {
	return list[T, D]{columns: columns, dto: dto, each: func(ctx context.Context, begin func(record.Snapshot) error, row func(T) error) error {
		seq, err := s.store.SeqOf(ctx, m)
		if err != nil {
			return err
		}
		if m.KnownAt.IsZero() {
			m.Seq = seq
		}
		items, err := read(ctx, m)
		if err != nil {
			return err
		}
		n := len(items)
		if err := begin(record.Snapshot{Seq: seq, Total: &n}); err != nil {
			return err
		}
		for _, item := range items {
			if err := row(item); err != nil {
				return err
			}
		}
		return nil
	}}
}

// errAnswered ends a stream of which nothing more is to be sent.
var errAnswered = errors.New("the answer is complete")

// slowReader is how long a client may take nothing of a stream before it is cut off.
const slowReader = 30 * time.Second

// stream sends a whole list. An answer that cannot be completed is never ended as one that is: the
// connection is cut, so that what came is seen to be a part. One that is complete ends with trailers that
// say how many records came, and the digest of their bytes (RFC 9530).
func stream[T, D any](s *Server, c *gin.Context, q *query, l list[T, D]) error {
	ctx := c.Request.Context()
	out := &wire{Context: c, control: http.NewResponseController(c.Writer), sum: sha256.New(), slow: s.slowReader}
	tag := func(seq int64) string {
		now := s.now().UTC()
		turn := now.Format(time.DateOnly)
		if l.hasty {
			turn = now.Format(time.RFC3339[:len("2006-01-02T15:04")])
		}
		return digest([]byte(strings.Join([]string{q.format, canonical(c), strconv.FormatInt(seq, 10), turn}, "\n")), 0)
	}
	// Who has the list as it stands need not wait for one to be read.
	if q.knownAt.IsZero() && out.known(tag(s.store.Seq()), l.private) {
		return nil
	}
	var add func(T) error
	var end func() error
	count := 0
	begin := func(at record.Snapshot) error {
		if out.known(tag(at.Seq), l.private) {
			return errAnswered
		}
		if at.Seq > 0 {
			c.Header("Rollcall-Seq", strconv.FormatInt(at.Seq, 10))
		}
		c.Header("Content-Disposition", `attachment; filename="`+fileName(c.Request.URL.Path, q.format)+`"`)
		if !q.knownAt.IsZero() {
			memento(c, q.knownAt)
		}
		for _, f := range listFormats {
			if f.name == q.format {
				c.Header("Content-Type", f.sent)
			}
		}
		if at.Total != nil {
			c.Header("Rollcall-Count", strconv.Itoa(*at.Total))
		}
		c.Status(http.StatusOK)
		if c.Request.Method == http.MethodHead {
			c.Writer.WriteHeaderNow()
			return errAnswered
		}
		trailers := "Repr-Digest"
		if at.Total == nil {
			trailers = "Rollcall-Count, " + trailers
		}
		c.Header("Trailer", trailers)
		out.begin()
		if q.format == formatCSV {
			rows := table.NewCSV(out, l.columns(), q.bom)
			add, end = rows.Write, rows.Flush
		} else {
			lines := &lines[T, D]{to: out, dto: l.dto}
			add, end = lines.write, lines.flush
		}
		return nil
	}
	err := l.each(ctx, begin, func(v T) error { count++; return add(v) })
	if err == nil {
		err = end()
	}
	switch {
	case errors.Is(err, errAnswered):
		return nil
	case err != nil && !c.Writer.Written():
		if l.failed != nil {
			err = l.failed(err)
		}
		// Nothing of the list goes with a refusal.
		for _, name := range []string{"Rollcall-Seq", "Rollcall-Count", "Content-Disposition", "Trailer", "ETag", "Memento-Datetime", "Content-Location", "Link"} {
			c.Writer.Header().Del(name)
		}
		return err
	case err != nil:
		if ctx.Err() == nil && !errors.Is(err, errCutOff) {
			s.log.LogAttrs(ctx, slog.LevelError, "a list was cut off", slog.String("request_id", telemetry.RequestID(ctx)), slog.Any("error", err))
		}
		panic(http.ErrAbortHandler)
	}
	if c.Writer.Header().Get("Rollcall-Count") == "" {
		c.Header("Rollcall-Count", strconv.Itoa(count))
	}
	c.Header("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(out.sum.Sum(nil))+":")
	return nil
}

// fileName is what a list is saved as: its path, in one word.
func fileName(path, format string) string {
	path = strings.TrimSuffix(strings.TrimPrefix(path, "/v1/"), "."+format)
	return "rollcall-" + strings.ReplaceAll(path, "/", "-") + "." + format
}

// wire is the way of a stream to its reader.
type wire struct {
	*gin.Context
	control *http.ResponseController
	sum     hash.Hash
	slow    time.Duration
}

// known sets the headers that every answer has, and answers 304 if the client has this one.
func (w *wire) known(etag string, private bool) bool {
	w.Header("Cache-Control", publicly)
	if private {
		w.Header("Cache-Control", "private, no-store")
	}
	w.Header("ETag", "W/"+etag)
	if !has(strings.Join(w.Request.Header.Values("If-None-Match"), ","), etag) {
		return false
	}
	w.Status(http.StatusNotModified)
	w.Writer.WriteHeaderNow()
	return true
}

// begin lets the answer take as long as its reader needs.
func (w *wire) begin() {
	// A recorder of tests has no deadlines.
	_ = w.control.SetReadDeadline(time.Time{}) // the client has said all it has to say
	w.deadline()
	w.Writer.WriteHeaderNow()
}

func (w *wire) deadline() {
	_ = w.control.SetWriteDeadline(time.Now().Add(w.slow)) //nolint:forbidigo // a deadline of the connection, not a fact
}

// Write passes bytes on. The time to take them is counted anew each time.
func (w *wire) Write(b []byte) (int, error) {
	w.deadline()
	w.sum.Write(b)
	n, err := w.Writer.Write(b)
	if err != nil {
		err = errors.Join(errCutOff, err)
	}
	return n, err
}

// lines writes records as JSON, one a line.
type lines[T, D any] struct {
	to      *wire
	dto     func(T) D
	buffer  bytes.Buffer
	encoder *json.Encoder
}

func (l *lines[T, D]) write(v T) error {
	if l.encoder == nil {
		l.encoder = json.NewEncoder(&l.buffer)
		l.encoder.SetEscapeHTML(false)
	}
	if err := l.encoder.Encode(l.dto(v)); err != nil {
		return err
	}
	if l.buffer.Len() < 32<<10 {
		return nil
	}
	return l.flush()
}

func (l *lines[T, D]) flush() error {
	defer l.buffer.Reset()
	_, err := l.to.Write(l.buffer.Bytes())
	return err
}
