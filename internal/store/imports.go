package store

import (
	"context"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// silentFor is how long the process that runs an import may say nothing before it is taken for gone. While
// a dry run goes on nothing else can be written, not even that it is alive.
const (
	silentFor    = 2 * time.Minute
	silentForDry = time.Hour
)

// SaveImport keeps how an import stands, and that this process is alive to run it. It is called before the
// session begins, after it has ended and, at least once a minute, after a commit of a real one; of a dry
// one that runs, how it stands is known to this process only.
func (s *Store) SaveImport(ctx context.Context, r record.ImportRun) error {
	_, begun := s.imports.Load(r.ID)
	if r.State == record.ImportRunning {
		s.imports.Store(r.ID, r)
		if begun && r.DryRun {
			return nil
		}
	}
	var finished any
	if r.FinishedAt != nil {
		finished = instant(*r.FinishedAt)
	}
	err := s.writes.WithContext(ctx).Exec("INSERT INTO imports (id, kind, state, dry_run, actor, created_at, finished_at, first_seq, last_seq, report, beat_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"+
		" ON CONFLICT (id) DO UPDATE SET state = excluded.state, finished_at = excluded.finished_at, first_seq = excluded.first_seq, last_seq = excluded.last_seq, report = excluded.report, beat_at = excluded.beat_at",
		r.ID, r.Kind, string(r.State), r.DryRun, r.Actor, instant(r.CreatedAt), finished, r.FirstSeq, r.LastSeq, string(r.Report), s.Now()).Error
	if err == nil && r.State != record.ImportRunning {
		s.imports.Delete(r.ID)
	}
	return s.dialect.translate(err)
}

// ImportReport answers how an import stands. One whose process is gone is interrupted. Errors:
// CodeNotFound.
func (s *Store) ImportReport(ctx context.Context, id uuid.UUID) (record.ImportRun, error) {
	if r, found := s.imports.Load(id); found {
		if run, ok := r.(record.ImportRun); ok {
			return run, nil
		}
	}
	var found []struct {
		record.ImportRun `gorm:"embedded"`
		BeatAt           time.Time
	}
	err := s.reads.WithContext(ctx).Raw("SELECT id, kind, state, dry_run, actor, created_at, finished_at, first_seq, last_seq, report, beat_at FROM imports WHERE id = ?", id).Scan(&found).Error
	if err != nil {
		return record.ImportRun{}, s.dialect.translate(err)
	}
	if len(found) == 0 {
		return record.ImportRun{}, record.Errorf(record.CodeNotFound, "There is no import %s.", id)
	}
	run := found[0].ImportRun
	run.CreatedAt = run.CreatedAt.UTC()
	silent := silentFor
	if run.DryRun {
		silent = silentForDry
	}
	if run.State == record.ImportRunning && s.Now().Sub(found[0].BeatAt) > silent {
		run.State = record.ImportInterrupted
	}
	return run, nil
}
