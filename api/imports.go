package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Imports runs imports. One that was started goes on whatever becomes of the request.
type Imports interface {
	// Start reads a file to its end and starts to import it. Errors: CodeInvalid for a file or an ask that
	// cannot be meant, CodeUnavailable when too many imports wait.
	Start(ctx context.Context, w record.Write, ask record.ImportAsk, body io.Reader) (record.ImportRun, error)
	// Wait answers an import when it has ended, or as it is when ctx ends. Errors: CodeNotFound.
	Wait(ctx context.Context, id uuid.UUID) (record.ImportRun, error)
	// Import answers an import as it is. Errors: CodeNotFound.
	Import(ctx context.Context, id uuid.UUID) (record.ImportRun, error)
}

// MaxImport is the largest file that is taken over HTTP, in bytes. The command line takes any.
const MaxImport = 64 << 20

const (
	importsPath = "/v1/imports"
	// patienceForImports is how long a request waits for its import to end.
	patienceForImports = 10 * time.Second
	// uploadTime is how long the sending of a file may take.
	uploadTime = 10 * time.Minute
)

// tableTypes are the media types of files that can be imported. What a file is, its content tells.
var tableTypes = []string{
	"text/csv", "text/tab-separated-values", "application/x-ndjson", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/gzip", "application/x-gzip", "application/octet-stream",
}

// Import is an import of a file, and what became of its rows: created + updated + unchanged + ambiguous + rejected = read.
type Import struct {
	ID   uuid.UUID `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	Kind string    `json:"kind" enums:"olms,unions,calls,endorsements,statements,sources" example:"endorsements"`
	// running; done, the file was read to its end; failed, it stopped at an error; interrupted, the service stopped. What was committed stays.
	State string `json:"state" enums:"running,done,failed,interrupted" example:"done"`
	// A dry run keeps nothing.
	DryRun     bool       `json:"dry_run" example:"false"`
	CreatedAt  time.Time  `json:"created_at" example:"2026-01-22T18:00:00Z"`
	FinishedAt *time.Time `json:"finished_at" example:"2026-01-22T18:00:02Z"`
	// The last change that the import made; null if it made none.
	Seq *int64 `json:"seq" example:"1042"`
	// Why the import stopped before the file's end; null if it did not.
	Error *string `json:"error"`

	// The rows that were read; the header is none.
	Read      int `json:"read" example:"4"`
	Created   int `json:"created" example:"2"`
	Updated   int `json:"updated" example:"0"`
	Unchanged int `json:"unchanged" example:"0"`
	// Rows that speak of a union that is not certain.
	Ambiguous int `json:"ambiguous" example:"1"`
	// Rows that cannot be taken.
	Rejected int `json:"rejected" example:"1"`
	// Unions that no row is about, created because rows belong to them.
	ParentsCreated int `json:"parents_created" example:"0"`
	// Calls that rows of endorsements speak of, created because the record did not have them.
	CallsCreated int `json:"calls_created" example:"1"`
	// The rows that need a person, and those that say the same as another.
	Rows []ImportRow `json:"rows"`
	// How many more such rows there are than are listed.
	RowsLeftOut int `json:"rows_left_out" example:"0"`
	// How the file was understood.
	Notes []string `json:"notes" example:"The file is not UTF-8; it was read as Windows-1252."`
}

// ImportRow is what became of one row of a file.
type ImportRow struct {
	// Where the row begins; the header is line 1.
	Line   int    `json:"line" example:"3"`
	Status string `json:"status" enums:"ambiguous,rejected,unchanged" example:"ambiguous"`
	Reason string `json:"reason" example:"“Local 26” may be one of several unions"`
	// The unions that may be meant, the likeliest first.
	Candidates []ImportCandidate `json:"candidates"`
	// The row as it stands in the file, by the file's own columns; empty cells are left out.
	Row map[string]string `json:"row" example:"union:Local 26"`
}

// ImportCandidate is a union that a name in a file may mean.
type ImportCandidate struct {
	ID     uuid.UUID `json:"id" example:"0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f"`
	Slug   string    `json:"slug" example:"seiu-local-26"`
	Name   string    `json:"name" example:"SEIU Local 26"`
	Kind   string    `json:"kind" example:"local"`
	City   string    `json:"city" example:"Minneapolis"`
	Region string    `json:"region" example:"US-MN"`
}

func importDTO(run record.ImportRun) (Import, error) {
	var out Import
	// The report is kept under the names that it has here.
	if err := json.Unmarshal(run.Report, &out); err != nil {
		return out, fmt.Errorf("read the report of import %s: %w", run.ID, err)
	}
	out.ID, out.Kind, out.State, out.DryRun, out.CreatedAt, out.FinishedAt = run.ID, run.Kind, string(run.State), run.DryRun, run.CreatedAt.UTC(), inUTC(run.FinishedAt)
	if run.LastSeq > 0 {
		out.Seq = &run.LastSeq
	}
	out.Rows, out.Notes = orNone(out.Rows), orNone(out.Notes)
	return out, nil
}

// createImport imports a file.
//
//	@ID          createImport
//	@Summary     Import a file
//	@Description The body is a table: CSV of any delimiter and encoding, NDJSON, XLSX, also packed as gzip, of at most 64 MiB. The first row names the columns; docs/guide/imports.md lists them. What cannot be taken is reported with its line, and what is not certain is not guessed; see rows. Rows that were applied before are left alone, so the same file can be sent again. An import that does not end soon answers 202 and goes on; Location tells where to ask for it.
//	@Tags        imports
//	@Accept      text/csv,text/tab-separated-values,application/x-ndjson,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/gzip,application/x-gzip,application/octet-stream
//	@Produce     json
//	@Param       kind            query  string   true  "What the rows are" Enums(olms,unions,calls,endorsements,statements,sources)
//	@Param       dry_run         query  bool     false "Do everything and keep nothing"
//	@Param       again           query  bool     false "Apply rows anew that were applied before, over later corrections"
//	@Param       map             query  []string false "A column of the file and ours, such as Union name=union; repeatable" collectionFormat(multi)
//	@Param       value           query  []string false "A word of theirs and ours, such as position.signed=endorsed; repeatable" collectionFormat(multi)
//	@Param       dates           query  string   false "How 03/04/2026 is meant: month or day first" Enums(mdy,dmy) default(mdy)
//	@Param       Rollcall-Reason header string   false "shared"
//	@Param       body            body   string   true  "The file"
//	@Success     201 {object} Import "The import, ended"
//	@Success     202 {object} Import "The import, still running"
//	@Header      202 {string} Location "Where to ask for it"
//	@Failure     503
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/imports [post]
func (s *Server) createImport(c *gin.Context) {
	run, err := s.startImport(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), patienceForImports)
	defer cancel()
	if run, err = s.imports.Wait(ctx, run.ID); err != nil {
		s.fail(c, err)
		return
	}
	dto, err := importDTO(run)
	if err != nil {
		s.fail(c, err)
		return
	}
	status := http.StatusCreated
	if run.State == record.ImportRunning {
		status = http.StatusAccepted
	}
	out, err := encode(reply{status: status, body: dto, location: importsPath + "/" + run.ID.String(), private: true})
	if err != nil {
		s.fail(c, err)
		return
	}
	s.send(c, out)
}

func (s *Server) startImport(c *gin.Context) (record.ImportRun, error) {
	var none record.ImportRun
	if s.imports == nil {
		return none, record.Errorf(record.CodeUnavailable, "This server takes no imports.")
	}
	w, err := s.author(c)
	if err != nil {
		return none, err
	}
	q := s.query(c)
	ask := record.ImportAsk{Kind: q.text("kind"), DryRun: q.boolean("dry_run"), Again: q.boolean("again"), Map: q.phrases("map"), Value: q.phrases("value"), Dates: q.text("dates")}
	if ask.Kind == "" {
		q.AddParameter("kind", "required", "it says what the rows are")
	}
	if err := q.done(); err != nil {
		return none, err
	}
	mediaType, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || !slices.Contains(tableTypes, mediaType) {
		return none, record.Errorf(codeMediaType, "The body must be %s.", strings.Join(tableTypes, " or "))
	}
	if enc := c.GetHeader("Content-Encoding"); enc != "" && enc != "identity" && enc != "gzip" {
		return none, record.Errorf(codeMediaType, "The body may be compressed with gzip, and not otherwise.")
	}
	control := http.NewResponseController(c.Writer)
	until := time.Now().Add(uploadTime) //nolint:forbidigo // a deadline of the connection, not a fact
	// A recorder of tests has none.
	_, _ = control.SetReadDeadline(until), control.SetWriteDeadline(until.Add(2*patienceForImports))
	return s.imports.Start(c.Request.Context(), w, ask, upload{c.Request.Body})
}

// upload reads a body and says in our words what is wrong with it.
type upload struct{ r io.Reader }

func (u upload) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return n, err
	case errors.As(err, &tooLarge):
		return n, record.Errorf(codeTooLarge, "The file is larger than %d MiB: import it with rollcall import, or pack it with gzip.", tooLarge.Limit>>20)
	}
	return n, record.Errorf(record.CodeMalformed, "The body could not be read to its end.")
}

// getImport answers an import.
//
//	@ID          getImport
//	@Summary     Get an import
//	@Description How far an import is, or what became of it.
//	@Tags        imports
//	@Produce     json
//	@Param       id            path   string true  "shared"
//	@Param       If-None-Match header string false "shared"
//	@Success     200 {object} Import "The import"
//	@Failure     default {object} Problem
//	@Security    bearerAuth
//	@Router      /v1/imports/{id} [get]
func (s *Server) getImport(c *gin.Context, q *query) (reply, error) {
	if err := q.done(); err != nil {
		return reply{}, err
	}
	id, err := uuid.Parse(c.Param("id"))
	if err != nil || s.imports == nil {
		return reply{}, record.Errorf(record.CodeNotFound, "There is no such import.")
	}
	run, err := s.imports.Import(c.Request.Context(), id)
	if err != nil {
		return reply{}, err
	}
	dto, err := importDTO(run)
	return reply{status: http.StatusOK, body: dto, private: true}, err
}
