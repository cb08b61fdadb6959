package intake

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// DeskStore is the record as a Desk sees it.
type DeskStore interface {
	Store
	// SaveImport keeps how far an import is; it makes its entry at the first call.
	SaveImport(ctx context.Context, run record.ImportRun) error
	// ImportReport answers what is kept of an import. Errors: CodeNotFound.
	ImportReport(ctx context.Context, id uuid.UUID) (record.ImportRun, error)
	Now() time.Time
	Seq() int64
}

// Desk runs imports that somebody asked for and does not wait for. It runs one at a time: they write to one
// record.
type Desk struct {
	store DeskStore
	log   *slog.Logger

	ctx   context.Context
	stop  context.CancelFunc
	turn  chan struct{}
	tasks sync.WaitGroup

	mu      sync.Mutex
	running map[uuid.UUID]chan struct{} // closed when the import has ended
}

// maxWaiting is how many imports may run or wait for their turn.
const maxWaiting = 8

// saveEvery is how often a running import keeps how far it is.
const saveEvery = time.Second

// NewDesk makes a Desk. The caller stops it.
func NewDesk(st DeskStore, log *slog.Logger) *Desk {
	d := &Desk{store: st, log: log, turn: make(chan struct{}, 1), running: map[uuid.UUID]chan struct{}{}}
	d.ctx, d.stop = context.WithCancel(context.Background())
	return d
}

// Stop interrupts the imports between two batches and waits until they have ended.
func (d *Desk) Stop() {
	d.stop()
	d.tasks.Wait()
}

// Start reads body to its end and starts to import it. The import goes on when ctx ends. Errors: CodeInvalid
// for a file or an ask that cannot be meant (nothing is imported), CodeUnavailable when too many imports wait.
func (d *Desk) Start(ctx context.Context, w record.Write, ask record.ImportAsk, body io.Reader) (record.ImportRun, error) {
	var none record.ImportRun
	o, err := optionsOf(ask)
	if err != nil {
		return none, err
	}
	if o.File, err = Open(ctx, "-", body); err != nil {
		var refused *record.Error
		if errors.As(err, &refused) || ctx.Err() != nil {
			return none, err
		}
		return none, record.Errorf(record.CodeInvalid, "The file cannot be read: %s.", err)
	}
	started := false
	defer func() {
		if !started {
			_ = o.File.Close() // nothing was made of it
		}
	}()
	if err := Check(ctx, o); err != nil {
		return none, refusal(err)
	}
	o.Write = w
	if o.Write.Reason == "" {
		o.Write.Reason = "Import of " + ask.Kind
	}
	id, err := uuid.NewV7()
	if err != nil {
		return none, err
	}
	run := record.ImportRun{ID: id, Kind: ask.Kind, State: record.ImportRunning, DryRun: ask.DryRun, Actor: w.Actor, CreatedAt: d.store.Now(), Report: reportJSON(Report{Rows: []RowReport{}, Notes: []string{}}, nil)}

	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil || len(d.running) >= maxWaiting {
		return none, record.Errorf(record.CodeUnavailable, "Other imports are waiting already: try again later.")
	}
	if err := d.store.SaveImport(ctx, run); err != nil {
		return none, err
	}
	started = true
	ended := make(chan struct{})
	d.running[id] = ended
	d.tasks.Go(func() { //nolint:contextcheck // it outlives the request; the desk's own context ends it
		d.run(o, run)
		d.mu.Lock()
		delete(d.running, id)
		d.mu.Unlock()
		close(ended)
	})
	return run, nil
}

// optionsOf reads an ask.
func optionsOf(ask record.ImportAsk) (Options, error) {
	var f record.Faults
	o := Options{Kind: Kind(ask.Kind), Dates: DayOrder(ask.Dates), DryRun: ask.DryRun, Again: ask.Again}
	if !slices.Contains(Kinds, o.Kind) {
		f.AddParameter("kind", "invalid", "%q is not one of %v", clip(ask.Kind), Kinds)
	}
	if o.Dates != "" && o.Dates != MonthFirst && o.Dates != DayFirst {
		f.AddParameter("dates", "invalid", "%q is neither %s nor %s", clip(ask.Dates), MonthFirst, DayFirst)
	}
	for _, rule := range ask.Map {
		if err := o.Mapping.Map(rule); err != nil {
			f.AddParameter("map", "invalid", "%s", err)
		}
	}
	for _, rule := range ask.Value {
		if err := o.Mapping.Value(rule); err != nil {
			f.AddParameter("value", "invalid", "%s", err)
		}
	}
	return o, f.Err("The import")
}

// refusal is what is wrong with a file, as an error of the domain.
func refusal(err error) error {
	var misuse *MisuseError
	var header *HeaderError
	switch {
	case errors.As(err, &misuse):
		var f record.Faults
		f.AddParameter("map", "invalid", "%s", misuse)
		return f.Err("The import")
	case errors.As(err, &header):
		return record.Errorf(record.CodeInvalid, "The file's columns do not fit: %s.", header)
	case errors.Is(err, context.Canceled), errors.As(err, new(*record.Error)):
		return err
	}
	return record.Errorf(record.CodeInvalid, "The file cannot be read: %s.", err)
}

// run imports one file when its turn comes.
func (d *Desk) run(o Options, run record.ImportRun) {
	defer o.File.Close() // it was only read
	var report Report
	var err error
	select {
	case d.turn <- struct{}{}:
		last := d.store.Now()
		o.Progress = func(r Report) {
			report = r
			if now := d.store.Now(); now.Sub(last) >= saveEvery {
				last = now
				run.Report, run.FirstSeq, run.LastSeq = reportJSON(r, nil), r.FirstSeq, r.LastSeq
				if err := d.store.SaveImport(d.ctx, run); err != nil {
					d.log.Warn("keeping how far an import is", "import", run.ID, "error", err)
				}
			}
		}
		report, err = Run(d.ctx, d.store, o)
		<-d.turn
	case <-d.ctx.Done():
		err = d.ctx.Err()
	}
	run.State, run.Report, run.FirstSeq, run.LastSeq = record.ImportDone, reportJSON(report, err), report.FirstSeq, report.LastSeq
	switch {
	case err != nil && d.ctx.Err() != nil:
		run.State = record.ImportInterrupted
	case err != nil:
		run.State = record.ImportFailed
		d.log.Error("import", "import", run.ID, "kind", run.Kind, "error", err)
	}
	at := d.store.Now()
	run.FinishedAt = &at
	// Also when the service stops: else nobody learns how far it came.
	if err := d.store.SaveImport(context.WithoutCancel(d.ctx), run); err != nil {
		d.log.Error("keeping what became of an import", "import", run.ID, "error", err)
	}
}

// reportJSON is a report as it is kept, with why the import stopped, if it did.
func reportJSON(r Report, err error) record.JSON {
	var refused *record.Error
	switch {
	case err == nil:
	case errors.Is(err, context.Canceled):
		r.Error = "The service was stopped; send the same file again, and the import goes on behind what was committed."
	case errors.As(err, &refused) && refused.Code != record.CodeUnavailable:
		r.Error = explain(err)
	case errors.Is(err, errReading):
		r.Error = err.Error()
	default:
		r.Error = "Something went wrong inside; what was committed before stays. Send the same file again."
	}
	text, err := json.Marshal(r)
	if err != nil {
		return nil // a report has nothing that cannot be written
	}
	return text
}

// Wait answers an import when it has ended, or as it is when ctx ends.
func (d *Desk) Wait(ctx context.Context, id uuid.UUID) (record.ImportRun, error) {
	d.mu.Lock()
	ended := d.running[id]
	d.mu.Unlock()
	if ended != nil {
		select {
		case <-ended:
		case <-ctx.Done():
		}
	}
	return d.Import(context.WithoutCancel(ctx), id)
}

// Import answers an import as it is. One that was running in a process that is gone is interrupted. Errors:
// CodeNotFound.
func (d *Desk) Import(ctx context.Context, id uuid.UUID) (record.ImportRun, error) {
	return d.store.ImportReport(ctx, id)
}
