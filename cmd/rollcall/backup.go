package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"rollcall/internal/store"
)

// backupFile is the file of a backup.
type backupFile string

// UnmarshalText refuses what is no file: a backup is read back and takes its name when it is whole.
func (f *backupFile) UnmarshalText(text []byte) error {
	if len(text) == 0 || string(text) == "-" {
		return errors.New("a backup is a file with a name")
	}
	*f = backupFile(text)
	return nil
}

type backupCommand struct {
	File  backupFile `arg:"" help:"The file to write." placeholder:"FILE"`
	Force bool       `help:"Replace the file if it is there, once the new backup is whole." env:"-"`
	JSON  bool       `help:"Answer as JSON." name:"json" env:"-"`
}

// Help is what backup --help says besides its flags.
func (backupCommand) Help() string {
	return `It may run while a server reads and writes. The backup is of one moment, holds the record with all its history, the keys' hashes and the settings, is checked and is on disk when the command ends. Of a record in PostgreSQL it is made with pg_dump, which must be on PATH.

  rollcall backup /backups/rollcall-$(date +%F).db`
}

func (b *backupCommand) Run(r *run) error {
	if err := r.checkFile(); err != nil {
		return err
	}
	dir := filepath.Dir(string(b.File))
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("there is no folder %s", dir)
	}
	stages := stages{w: r.err}
	made, err := store.BackUp(r, r.database, string(b.File), store.BackupOptions{Force: b.Force, Progress: stages.at})
	stages.end()
	if errors.Is(err, store.ErrExists) && !b.Force {
		return fmt.Errorf("%w: choose another name, or --force", err)
	}
	if err != nil {
		return err
	}
	if b.JSON {
		return printJSON(r.out, made)
	}
	fmt.Fprintf(r.out, "Backed up %s\n", made.Database)
	describeBackup(r, made)
	fmt.Fprintf(r.out, "It holds the hashes of the API keys: keep it where only you can read it.\n")
	return nil
}

type restoreCommand struct {
	File  backupFile `arg:"" help:"The backup." placeholder:"FILE"`
	Force bool       `help:"Replace a record that is not empty. What stands there is kept: as FILE.before-restore beside the database, in PostgreSQL as the schema rollcall_before_restore." env:"-"`
	JSON  bool       `help:"Answer as JSON." name:"json" env:"-"`
}

// Help is what restore --help says besides its flags.
func (restoreCommand) Help() string {
	return `The backup is checked before it replaces anything: whether it is whole, of a schema that this program knows, its ledger without a gap, and its rows what the ledger says of them. A backup of an older schema is brought up to date. Stop the server first: it is refused while one is at work. Of a record in PostgreSQL it is read with pg_restore, which must be on PATH.

  rollcall restore /backups/rollcall-2026-11-24.db
  rollcall restore /backups/rollcall-2026-11-24.db --database /tmp/trial.db`
}

func (c *restoreCommand) Run(r *run) error {
	if err := r.checkFile(); err != nil {
		return err
	}
	stages := stages{w: r.err}
	restored, err := store.Restore(r, r.database, string(c.File), store.BackupOptions{Force: c.Force, Progress: stages.at})
	stages.end()
	if errors.Is(err, store.ErrExists) && !c.Force {
		return fmt.Errorf("%w: name another database, or --force, which keeps what stands there beside", err)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(r.out, restored)
	}
	fmt.Fprintf(r.out, "Restored %s\n", restored.Database)
	describeBackup(r, restored)
	if restored.Kept != "" {
		fmt.Fprintf(r.out, "  before    kept as %s\n", restored.Kept)
	}
	fmt.Fprintf(r.out, "Start it with:  %s\n", r.commandFor("serve"))
	return nil
}

// stages tells how far each stage of a backup is.
type stages struct {
	w     io.Writer
	stage string
	shown *progress
}

func (s *stages) at(stage string, done, total int64) {
	if stage != s.stage {
		s.end()
		s.stage, s.shown = stage, newProgress(s.w, stage)
	}
	s.shown.at(int(done), done, total)
}

func (s *stages) end() {
	if s.shown != nil {
		s.shown.end()
	}
}

func describeBackup(r *run, b store.Backup) {
	fmt.Fprintf(r.out, "  file      %s\n  changes   %d\n  bytes     %d\n  sha256    %s\n", b.File, b.Seq, b.Bytes, b.SHA256)
}
