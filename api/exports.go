package api

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"rollcall/internal/export"
	"rollcall/internal/record"
)

// Exports makes the files of the record's datasets.
type Exports interface {
	// Open answers a file of a state of the record, or of what changed after an earlier one; without a seq of
	// the present, or of the package that was served within the last minute. The caller closes it.
	Open(ctx context.Context, n export.Name, seq, after *int64) (*export.File, error)
	// Package describes every file of a state of the record; without a seq of the present.
	Package(ctx context.Context, seq *int64) (export.DataPackage, error)
}

// seq reads a place in the ledger; nil if it is not given.
func (q *query) seq(name string) *int64 {
	v := q.text(name)
	if v == "" {
		return nil
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		q.malformed(name, "%q is not a seq", clip(v))
		return nil
	}
	return &n
}

// getExport answers one dataset as a file.
//
//	@ID          getExport
//	@Summary     Download a dataset
//	@Description The whole dataset as a file, or with after only what changed since: the rows that are new or differ, and the ids of those that are gone, told apart by the column deleted. Every file is of one state of the record, the one in Rollcall-Seq, and its bytes are the same whenever it is asked for with that seq. Without seq it is of the package that datapackage.json described within the last minute, else of the present. Parts of it can be asked for by Range.
//	@Tags        exports
//	@Produce     text/csv,application/x-ndjson,application/vnd.apache.parquet
//	@Param       file          path   string true  "The dataset and its format" Enums(unions.csv,unions.ndjson,unions.parquet,affiliations.csv,affiliations.ndjson,affiliations.parquet,calls.csv,calls.ndjson,calls.parquet,endorsements.csv,endorsements.ndjson,endorsements.parquet,positions.csv,positions.ndjson,positions.parquet,statements.csv,statements.ndjson,statements.parquet,sources.csv,sources.ndjson,sources.parquet)
//	@Param       seq           query  int    false "The state of the record, by its last change" minimum(1)
//	@Param       after         query  int    false "Only what changed after this state" minimum(0)
//	@Param       Range         header string false "The part that is wanted (RFC 9110 §14.2)"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {file} file "The file"
//	@Success     206 {file} file "The part that was asked for"
//	@Header      200,206 {integer} Rollcall-Seq "The state of the record: its last change"
//	@Header      200,206 {integer} Rollcall-Count "How many rows the whole file has"
//	@Header      200,206 {string} Repr-Digest "The SHA-256 of the whole file (RFC 9530)"
//	@Header      200,206 {string} Content-Disposition "The name of the file"
//	@Header      200,206 {string} Accept-Ranges "bytes"
//	@Header      206 {string} Content-Range "Which part it is"
//	@Failure     412 "The ETag in If-Match is not the file's."
//	@Failure     416 "The file has no such part."
//	@Failure     503
//	@Failure     default {object} Problem
//	@Router      /v1/exports/{file} [get]
func (s *Server) getExport(c *gin.Context) {
	name, err := export.ParseName(c.Param("file"))
	if err != nil {
		s.fail(c, err)
		return
	}
	q := s.query(c)
	seq, after := q.seq("seq"), q.seq("after")
	if err := q.done(); err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, name, seq, after)
}

// getDatabase answers everything as one SQLite database.
//
//	@ID          getDatabase
//	@Summary     Download everything as a database
//	@Description Every dataset as a table of one SQLite database, with foreign keys, indexes and a few views; its tables metadata and metadata_columns say what it holds. SQLite and Datasette open it. Which state of the record it is of, and how parts of it are asked for, is as with a single dataset.
//	@Tags        exports
//	@Produce     application/vnd.sqlite3
//	@Param       seq           query  int    false "The state of the record, by its last change" minimum(1)
//	@Param       Range         header string false "The part that is wanted (RFC 9110 §14.2)"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {file} file "The file"
//	@Success     206 {file} file "The part that was asked for"
//	@Header      200,206 {integer} Rollcall-Seq "The state of the record: its last change"
//	@Header      200,206 {integer} Rollcall-Count "How many rows its datasets have together"
//	@Header      200,206 {string} Repr-Digest "The SHA-256 of the whole file (RFC 9530)"
//	@Header      200,206 {string} Content-Disposition "The name of the file"
//	@Header      200,206 {string} Accept-Ranges "bytes"
//	@Header      206 {string} Content-Range "Which part it is"
//	@Failure     412 "The ETag in If-Match is not the file's."
//	@Failure     416 "The file has no such part."
//	@Failure     503
//	@Failure     default {object} Problem
//	@Router      /v1/exports/rollcall.sqlite [get]
func (s *Server) getDatabase(c *gin.Context) {
	q := s.query(c)
	seq := q.seq("seq")
	if err := q.done(); err != nil {
		s.fail(c, err)
		return
	}
	s.sendFile(c, export.Name{}, seq, nil)
}

// getDataPackage describes the files.
//
//	@ID          getDataPackage
//	@Summary     Describe the files
//	@Description A Data Package (https://datapackage.org): every file at one state of the record, with its size, rows, sha256, and what its columns mean, and under which terms the data may be used. For a minute after it was answered, files that are asked for without seq are those it describes, whoever writes meanwhile; with its seq they are so for ever.
//	@Tags        exports
//	@Produce     json
//	@Param       seq           query  int    false "The state of the record, by its last change" minimum(1)
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} export.DataPackage "The package"
//	@Header      200 {integer} Rollcall-Seq "The state of the record: its last change"
//	@Failure     503
//	@Failure     default {object} Problem
//	@Router      /v1/exports/datapackage.json [get]
func (s *Server) getDataPackage(c *gin.Context) {
	q := s.query(c)
	seq := q.seq("seq")
	if err := q.done(); err != nil {
		s.fail(c, err)
		return
	}
	s.unhurried(c)
	p, err := s.exports.Package(c.Request.Context(), seq)
	var body []byte
	if err == nil {
		body, err = p.JSON()
	}
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Header("Rollcall-Seq", strconv.FormatInt(p.Seq, 10))
	s.send(c, encoded{status: http.StatusOK, body: body, etag: digest(body, 0)})
}

// making is how long a file may take to be made before the connection is given up.
const making = 30 * time.Minute

// unhurried lets the answer begin when the file is made, however long that takes.
func (s *Server) unhurried(c *gin.Context) {
	control := http.NewResponseController(c.Writer)
	until := time.Now().Add(making) //nolint:forbidigo // a deadline of the connection, not a fact
	// A recorder of tests has none.
	_, _ = control.SetReadDeadline(until), control.SetWriteDeadline(until)
}

func (s *Server) sendFile(c *gin.Context, name export.Name, seq, after *int64) {
	s.unhurried(c)
	f, err := s.exports.Open(c.Request.Context(), name, seq, after)
	if err != nil {
		s.fail(c, err)
		return
	}
	defer f.Close() // it only gives the file back
	file := name.String()
	if after != nil {
		file = strings.Replace(file, ".", "-after-"+strconv.FormatInt(*after, 10)+".", 1)
	}
	h := c.Writer.Header()
	h.Set("Content-Type", name.MediaType())
	h.Set("Content-Disposition", `attachment; filename="`+file+`"`)
	h.Set("ETag", `"`+hex.EncodeToString(f.SHA256[:])+`"`)
	h.Set("Repr-Digest", "sha-256=:"+base64.StdEncoding.EncodeToString(f.SHA256[:])+":")
	h.Set("Rollcall-Seq", strconv.FormatInt(f.Seq, 10))
	h.Set("Rollcall-Count", strconv.FormatInt(f.Rows, 10))
	h.Set("Cache-Control", "public, max-age=0, s-maxage=5, must-revalidate")
	if seq != nil {
		// The past does not change. A day, since a newer program may write the same in other bytes.
		h.Set("Cache-Control", "public, max-age=86400")
	}
	w := &fileWriter{ResponseWriter: c.Writer, control: http.NewResponseController(c.Writer)}
	http.ServeContent(w, c.Request, "", time.Time{}, f.Reader())
	switch w.refused {
	case http.StatusRequestedRangeNotSatisfiable:
		s.fail(c, record.Errorf(codeRange, "The file has %d bytes, and none of those that were asked for.", f.Bytes))
	case http.StatusPreconditionFailed:
		s.fail(c, record.Errorf(record.CodeStale, "The file is another one than If-Match names."))
	}
}

// fileWriter sends a file to a client that takes some of it now and then. A refusal it keeps to itself,
// to be said as a problem.
type fileWriter struct {
	gin.ResponseWriter
	control *http.ResponseController
	sent    int
	refused int
}

// WriteHeader begins the answer, unless it is a refusal.
func (w *fileWriter) WriteHeader(status int) {
	if status >= http.StatusMultipleChoices { // the file is not in it
		for _, name := range []string{"Content-Disposition", "Repr-Digest", "Rollcall-Seq", "Rollcall-Count"} {
			w.Header().Del(name)
		}
	}
	if status >= http.StatusBadRequest {
		w.Header().Del("ETag")
		w.refused = status
		return
	}
	w.ResponseWriter.WriteHeader(status)
}

// A client may take a minute for each megabyte.
const (
	perDeadline = 1 << 20
	slowFile    = time.Minute
)

// Write sends a part of the file.
func (w *fileWriter) Write(b []byte) (int, error) {
	if w.refused > 0 {
		return len(b), nil
	}
	if w.sent%perDeadline+len(b) >= perDeadline || w.sent == 0 {
		err := w.control.SetWriteDeadline(time.Now().Add(slowFile)) //nolint:forbidigo // a deadline of the connection, not a fact
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return 0, err
		}
	}
	n, err := w.ResponseWriter.Write(b)
	w.sent += n
	return n, err
}
