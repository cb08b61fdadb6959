package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rollcall/internal/record"
)

// Kind says what a file's rows are about.
type Kind string

// The kinds of file.
const (
	OLMS         Kind = "olms" // the registry of the US Department of Labor
	Unions       Kind = "unions"
	Calls        Kind = "calls"
	Endorsements Kind = "endorsements"
	Statements   Kind = "statements"
	Sources      Kind = "sources"
)

// Kinds lists every kind.
var Kinds = []Kind{OLMS, Unions, Calls, Endorsements, Statements, Sources}

// batch is how many rows are committed together.
const batch = 500

// Session is where an import writes. Its batches are committed one by one; in a dry run nothing is.
type Session interface {
	// PutUnions writes a set of unions. The error is a failure of the database; what is wrong with one
	// union is in its result.
	PutUnions(puts []record.UnionPut) ([]record.PutResult, error)
	// The others write one record each, all of it or nothing.
	PutCall(record.CallPut) record.PutResult
	PutEndorsement(record.EndorsementPut) record.PutResult
	PutStatement(record.StatementPut) record.PutResult
	PutSource(record.SourcePut) record.PutResult
	// PutDecision keeps what a person made of a name. The error is a failure of the database.
	PutDecision(record.Decision) error
	// Commit ends a batch. From the first put on nobody else writes until then.
	Commit() error
	// Seqs answers between which changes the session has written; 0 when it has written none.
	Seqs() (first, last int64)
}

// Store is the record as an import sees it.
type Store interface {
	// Import runs do in a session: a dry one keeps nothing, again applies rows anew that were applied
	// before. What do committed stays when it fails.
	Import(ctx context.Context, w record.Write, dry, again bool, do func(Session) error) error
	// Applied tells which of the digests belong to rows that were applied before.
	Applied(ctx context.Context, digests [][]byte) (map[string]bool, error)
	Unions(ctx context.Context, f record.UnionFilter, p record.Page) (record.Listing[record.Union], error)
	ResolveUnions(ctx context.Context, refs []record.Ref) (map[record.Ref]record.UnionRef, error)
	ResolveCalls(ctx context.Context, refs []record.Ref) (map[record.Ref]record.CallRef, error)
	// DecisionsAfter answers what became of decisions on names after a turn, in the order of turns.
	DecisionsAfter(ctx context.Context, turn int64) ([]record.Decision, error)
}

// Options say what to import, and how.
type Options struct {
	Kind    Kind
	File    *File
	Mapping Mapping
	Dates   DayOrder
	// Decisions are what a person made of names that were not certain.
	Decisions Decisions
	// DryRun does everything and keeps nothing.
	DryRun bool
	// Again applies rows anew that were applied before.
	Again bool
	// Write says who imports, and why.
	Write record.Write
	// Review gets the names that are not certain.
	Review *Review
	// Rows is told of every row that the report lists or would list, as it comes.
	Rows func(RowReport) error
	// Progress is told how far the import is, every batch.
	Progress func(Report)
}

// run is an import under way.
type run struct {
	Options
	ctx     context.Context
	store   Store
	session Session
	mapped  mapped
	header  func() []string
	grown   func() error // follows a header that grows
	report  Report
	applied map[[16]byte]int // where in this file a row was applied first
	names   *resolver

	queue   []queued // unions that wait to be written
	puts    []record.UnionPut
	waiting []func() error // other puts that wait
	told    []RowReport    // of the batch
	// early are rows, by their digests, that were put before they came: others refer to what they say.
	early map[string]record.PutResult

	calls map[string]*callState
}

type queued struct {
	row    Row
	digest []byte
}

// layout is what a kind of file means.
type layout struct {
	columns []column
	// prepare is done before the first row.
	prepare func(*run) error
	// row makes of a row what it states.
	row func(*run, Row, fields, []byte) error
}

func layoutOf(k Kind) (layout, error) {
	switch k {
	case OLMS:
		return olmsLayout(), nil
	case Unions:
		return unionsLayout(), nil
	case Calls:
		return callsLayout(), nil
	case Endorsements:
		return endorsementsLayout(), nil
	case Statements:
		return statementsLayout(), nil
	case Sources:
		return sourcesLayout(), nil
	}
	return layout{}, &MisuseError{fmt.Errorf("there is no kind of file %q; there are %v", k, Kinds)}
}

// ColumnsOf lists our columns of a kind of file, the required ones first.
func ColumnsOf(k Kind) (required, optional []string, err error) {
	l, err := layoutOf(k)
	for _, c := range l.columns {
		switch {
		case c.required:
			required = append(required, c.name)
		case !c.ignored:
			optional = append(optional, c.name)
		}
	}
	return required, optional, err
}

// errReading marks what is wrong with a file behind its header.
var errReading = errors.New("the file cannot be read to its end")

// Check tells whether a file's columns are what an import needs, without importing anything. Errors:
// *HeaderError, *MisuseError, or what the file failed with.
func Check(ctx context.Context, o Options) error {
	l, err := layoutOf(o.Kind)
	if err != nil {
		return err
	}
	rows, err := o.File.Rows(ctx)
	if err != nil {
		return err
	}
	_, err = o.Mapping.apply(l.columns, rows.Header())
	return errors.Join(err, rows.Close())
}

// Run imports a file. What it answers counts the rows that were read, also when it fails: what was
// committed stays, and the same file taken again goes on behind it. Errors: *HeaderError for columns that
// do not fit, *MisuseError for options that cannot be meant (nothing was imported), the context's, or what
// the file or the database failed with.
func Run(ctx context.Context, st Store, o Options) (Report, error) {
	r := &run{Options: o, ctx: ctx, store: st, applied: map[[16]byte]int{}, calls: map[string]*callState{}, early: map[string]record.PutResult{}}
	r.report.Rows, r.report.Notes = []RowReport{}, []string{}
	if r.Dates == "" {
		r.Dates = MonthFirst
	}
	l, err := layoutOf(o.Kind)
	if err != nil {
		return r.report, err
	}
	rows, err := o.File.Rows(ctx)
	if err != nil {
		return r.report, err
	}
	r.header, r.names = rows.Header, newResolver(r)
	r.mapped, err = o.Mapping.apply(l.columns, rows.Header())
	if err == nil && l.prepare != nil {
		// It may read the file through, so the reading begins anew behind it.
		if err = errors.Join(l.prepare(r), rows.Close()); err == nil {
			if rows, err = o.File.Rows(ctx); err == nil {
				r.header = rows.Header
			}
		}
	}
	if err != nil {
		return r.report, errors.Join(err, closeRows(rows))
	}
	r.report.Notes = append(r.report.Notes, o.File.Notes...)
	known := len(r.header())
	r.grown = func() (err error) {
		// NDJSON may name more columns as it goes on.
		if header := r.header(); len(header) > known {
			known = len(header)
			r.mapped, err = o.Mapping.apply(l.columns, header)
		}
		return err
	}
	err = st.Import(ctx, o.Write, o.DryRun, o.Again, func(s Session) error {
		r.session = s
		for _, d := range r.names.fresh {
			if err := s.PutDecision(d); err != nil {
				return err
			}
		}
		return r.rows(rows, l)
	})
	if len(r.mapped.unknown) > 0 {
		r.report.Notes = append(r.report.Notes, fmt.Sprintf("Nothing was taken from %s: %s.", columns(len(r.mapped.unknown)), strings.Join(r.mapped.unknown, ", ")))
	}
	return r.report, errors.Join(err, rows.Close())
}

func closeRows(rows Rows) error {
	if rows == nil {
		return nil
	}
	return rows.Close()
}

func columns(n int) string {
	if n == 1 {
		return "this column"
	}
	return "these columns"
}

// rows takes the rows in batches. What a batch says is found out before any of it is written: whoever else
// writes waits for the writing only.
func (r *run) rows(rows Rows, l layout) error {
	for {
		part, end := r.read(rows)
		if err := r.grown(); err != nil {
			return err
		}
		committed := r.report
		if err := r.take(part, l); err != nil {
			r.report = committed // nothing became of the batch
			return err
		}
		first, last := r.session.Seqs()
		r.report.FirstSeq, r.report.LastSeq = first, last
		if r.Progress != nil {
			r.Progress(r.report)
		}
		if errors.Is(end, io.EOF) {
			return nil
		}
		if end != nil {
			return end
		}
	}
}

// read reads the next batch, and the error behind it, if there is one.
func (r *run) read(rows Rows) (part []Row, end error) {
	size := 0
	for len(part) < batch && size < 8*maxRecord {
		row, err := rows.Next()
		switch {
		case errors.Is(err, io.EOF):
			return part, err
		case err != nil && r.ctx.Err() != nil:
			return nil, r.ctx.Err()
		case err != nil:
			return part, fmt.Errorf("%w: %w", errReading, err)
		}
		for _, cell := range row.Cells {
			size += len(cell)
		}
		part = append(part, row)
	}
	return part, r.ctx.Err()
}

// take finds out what rows say, puts it and commits.
func (r *run) take(part []Row, l layout) error {
	digests := make([][]byte, len(part))
	for i, row := range part {
		if row.Bad == "" {
			digests[i] = r.digest(r.mapped.fields(row))
		}
	}
	known := map[string]bool{}
	if !r.Again {
		var err error
		if known, err = r.store.Applied(r.ctx, slices.DeleteFunc(slices.Clone(digests), func(d []byte) bool { return d == nil })); err != nil {
			return err
		}
	}
	for i, row := range part {
		var err error
		early, written := r.early[string(digests[i])]
		switch {
		case written:
			delete(r.early, string(digests[i]))
			err = r.settle(row, digests[i], early)
		case row.Bad != "":
			err = r.refuse(row, row.Bad)
		case known[string(digests[i])]:
			err = r.settle(row, digests[i], record.PutResult{Outcome: record.PutUnchanged})
		default:
			err = l.row(r, row, r.mapped.fields(row), digests[i])
		}
		if err != nil {
			return err
		}
	}
	if err := r.putAll(); err != nil {
		return err
	}
	if err := r.session.Commit(); err != nil {
		return err
	}
	// What became of a row may be known later than what became of the next one.
	slices.SortStableFunc(r.told, func(a, b RowReport) int { return cmp.Compare(a.Line, b.Line) })
	for _, row := range r.told {
		if len(r.report.Rows) < keptRows {
			r.report.Rows = append(r.report.Rows, row)
		} else {
			r.report.RowsLeftOut++
		}
		if r.Rows != nil {
			if err := r.Rows(row); err != nil {
				return err
			}
		}
	}
	r.told = r.told[:0]
	return nil
}

// putAll puts what the rows so far come to.
func (r *run) putAll() error {
	if err := r.putQueued(); err != nil {
		return err
	}
	for len(r.waiting) > 0 {
		put := r.waiting[0]
		r.waiting = r.waiting[1:]
		if err := put(); err != nil {
			return err
		}
	}
	r.waiting = nil
	return nil
}

// later puts something when the batch has been read.
func (r *run) later(put func() error) { r.waiting = append(r.waiting, put) }

func (r *run) putQueued() error {
	if len(r.puts) == 0 {
		return nil
	}
	results, err := r.session.PutUnions(r.puts)
	if err != nil {
		return err
	}
	for i, res := range results {
		if res.Err == nil {
			r.names.wrote(r.puts[i], res)
		}
		if err := r.settle(r.queue[i].row, r.queue[i].digest, res); err != nil {
			return err
		}
	}
	r.queue, r.puts = r.queue[:0], r.puts[:0]
	return nil
}

// digest is what a row states, in 32 bytes. Two rows of the same digest state the same.
func (r *run) digest(f fields) []byte {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00", r.Kind, r.Dates)
	for _, c := range r.mapped.columns {
		if v := f.get(c.name); v != "" && !c.ignored {
			fmt.Fprintf(h, "%s\x00%s\x00", c.name, v)
		}
	}
	return h.Sum(nil)
}

// digestOf is the digest of something that is no row.
func digestOf(parts ...string) []byte {
	h := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return h[:]
}

// maxApplied is how many rows of a file are remembered to find repeats.
const maxApplied = 1 << 20

// settle counts what became of a row.
func (r *run) settle(row Row, digest []byte, res record.PutResult) error {
	if res.Err != nil {
		var refused *record.Error
		if !errors.As(res.Err, &refused) || refused.Code == record.CodeUnavailable {
			return res.Err
		}
		return r.refuse(row, explain(res.Err))
	}
	key := [16]byte(digest)
	first, twice := r.applied[key]
	if !twice && len(r.applied) < maxApplied {
		r.applied[key] = row.Line
	}
	r.report.count(string(res.Outcome))
	if twice && res.Outcome == record.PutUnchanged {
		r.tell(RowReport{Line: row.Line, Status: string(res.Outcome), Reason: fmt.Sprintf("the row says the same as line %d", first)}, row)
	}
	return nil
}

func (r *run) refuse(row Row, reason string) error {
	r.report.count(Rejected)
	r.tell(RowReport{Line: row.Line, Status: Rejected, Reason: reason}, row)
	return nil
}

func (r *run) doubt(row Row, reason string, candidates []Candidate) error {
	r.report.count(Ambiguous)
	r.tell(RowReport{Line: row.Line, Status: Ambiguous, Reason: reason, Candidates: candidates}, row)
	return nil
}

func (r *run) tell(report RowReport, row Row) {
	if report.Candidates == nil {
		report.Candidates = []Candidate{}
	}
	report.Row = told(r.header(), row)
	r.told = append(r.told, report)
}

// put queues a union.
func (r *run) put(row Row, digest []byte, p record.UnionPut) {
	p.Seen = digest
	r.queue, r.puts = append(r.queue, queued{row, digest}), append(r.puts, p)
}

// putNamed writes what is queued if one of it bears the name: a row may speak of one before it.
func (r *run) putNamed(name string) error {
	name = record.Fold(name)
	for _, p := range r.puts {
		if record.Fold(p.Union.Name) == name || p.Union.Slug != "" && record.Fold(p.Union.Slug) == name || slices.ContainsFunc(p.Union.Names, func(n record.Name) bool { return record.Fold(n.Value) == name }) {
			return r.putQueued()
		}
	}
	return nil
}

// putNow writes a union that later rows refer to.
func (r *run) putNow(p record.UnionPut) (record.PutResult, error) {
	results, err := r.session.PutUnions([]record.UnionPut{p})
	if err != nil {
		return record.PutResult{}, err
	}
	res := results[0]
	var refused *record.Error
	if res.Err != nil && !errors.As(res.Err, &refused) {
		return res, res.Err
	}
	return res, nil
}

// each reads all unions of the record that a filter selects.
func (r *run) each(f record.UnionFilter, do func(record.Union)) error {
	page := record.Page{Limit: 1000}
	for {
		l, err := r.store.Unions(r.ctx, f, page)
		if err != nil {
			return err
		}
		for _, u := range l.Items {
			do(u)
		}
		if l.Next == nil {
			return nil
		}
		page.After = l.Next
	}
}
