package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Backup is what was backed up, or restored.
type Backup struct {
	Database string `json:"database"` // a name for people, without secrets
	File     string `json:"file"`     // the backup
	Seq      int64  `json:"seq"`      // the ledger's last entry in it
	Schema   int64  `json:"schema"`   // the version of its schema, as it stands in the file
	Bytes    int64  `json:"bytes"`
	SHA256   string `json:"sha256"` // of the file, in hexadecimal
	// Kept is where a restored database left what stood there before; empty if that was nothing.
	Kept string `json:"kept,omitempty"`
}

// BackupOptions says how to back up or restore.
type BackupOptions struct {
	// Force lets a backup replace a file and a restored record one that is not empty.
	Force bool
	// Progress, if given, is told of each stage of the work, which is named by what it counts: how many are
	// done and how many there are; a total of 0 is not known.
	Progress func(stage string, done, total int64)
}

func (o BackupOptions) tell(stage string, done, total int64) {
	if o.Progress != nil {
		o.Progress(stage, done, total)
	}
}

// The stages of the work, as Progress is told of them.
const (
	stagePages   = "pages copied"
	stageBytes   = "bytes copied"
	stageRows    = "rows copied"
	stageRecords = "records checked"
	stageChanges = "changes checked"
)

// ErrExists means that something would have been replaced that nobody said may be.
var ErrExists = errors.New("nothing was replaced")

// ErrNotBackup means that a file is no backup of a record, or not a whole one. Nothing was changed.
var ErrNotBackup = errors.New("this is no backup that can be restored")

// ErrInUse means that some program works on the database that was to be replaced. Nothing was changed.
var ErrInUse = errors.New("the database is in use: stop the server first")

// BackUp writes the whole database to one file, while others read and write it: the record as it stood
// at one seq, with the keys and the settings. The file is read back and checked, and is on disk, before it
// takes its name; until then nothing of that name is touched. Errors: ErrExists, ErrNewerSchema, what
// says that the database is damaged.
func BackUp(ctx context.Context, database, file string, o BackupOptions) (Backup, error) {
	out := Backup{File: file}
	switch info, err := os.Stat(file); {
	case err == nil && !info.Mode().IsRegular():
		return out, fmt.Errorf("%s is not a file: %w", file, ErrExists)
	case err == nil && sameFile(info, database):
		return out, fmt.Errorf("%s is the database itself: %w", file, ErrExists)
	case err == nil && !o.Force:
		return out, fmt.Errorf("%s is there already: %w", file, ErrExists)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return out, err
	}
	if !IsPostgres(database) {
		// To open a file that is not there would make it.
		if _, err := os.Stat(database); err != nil {
			return out, fmt.Errorf("there is no record in %s: %w", database, err)
		}
	}
	s, err := connect(Options{Database: database, Pool: 1})
	if err != nil {
		return out, err
	}
	defer s.Close() // it was only read
	out.Database = s.Describe()
	state, err := s.schema(ctx)
	switch {
	case err != nil:
		return out, s.dialect.translate(err)
	case state.Database == 0:
		return out, fmt.Errorf("there is no record in %s yet", out.Database)
	case state.Database > state.Program:
		return out, ErrNewerSchema
	}
	out.Schema = state.Database
	// Whoever may read the file may read hashes of keys: it is its owner's only.
	draft, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return out, err
	}
	defer func() { _ = os.Remove(draft.Name()) }() // it has its own name by then, or failed
	if err := draft.Close(); err != nil {
		return out, err
	}
	if out.Seq, err = s.dialect.backUp(ctx, s, draft.Name(), o); err != nil {
		return out, err
	}
	if out.Bytes, out.SHA256, err = settle(draft.Name()); err != nil {
		return out, err
	}
	if _, err := os.Lstat(file); err == nil && !o.Force {
		return out, fmt.Errorf("%s is there already: %w", file, ErrExists)
	}
	if err := os.Rename(draft.Name(), file); err != nil {
		return out, err
	}
	return out, syncFolder(file)
}

// Restore puts the record of a backup into a database. The backup is checked, in a place of its own,
// before it replaces anything: whether it is whole, whether this program knows its schema, whether its
// ledger has no gap, and whether its rows say what the ledger says. A record that is not empty is
// replaced only by Force, and kept beside. Errors: ErrNotBackup, ErrNewerSchema, ErrExists, ErrInUse; after
// any of them the database is what it was.
func Restore(ctx context.Context, database, file string, o BackupOptions) (Backup, error) {
	out := Backup{File: file}
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return out, err
	case !info.Mode().IsRegular():
		return out, fmt.Errorf("%s is not a file: %w", file, ErrNotBackup)
	case sameFile(info, database):
		return out, fmt.Errorf("%s is the database itself: %w", file, ErrNotBackup)
	}
	kind, err := kindOf(file)
	switch {
	case err != nil:
		return out, err
	case kind == "":
		return out, fmt.Errorf("%s is neither a SQLite file nor one of pg_dump: %w", file, ErrNotBackup)
	case (kind == postgresArchive) != IsPostgres(database):
		return out, fmt.Errorf("%s is a backup of a record in %s: name such a database with --database: %w", file, kind, ErrNotBackup)
	}
	if kind == postgresArchive {
		err = restorePostgres(ctx, database, &out, o)
	} else {
		err = restoreSQLite(ctx, database, &out, o)
	}
	return out, err
}

// What a backup can be.
const (
	sqliteFile      = "SQLite"
	postgresArchive = "PostgreSQL"
)

// kindOf tells what wrote a file by its first bytes; empty is something else. SQLite's are in
// https://www.sqlite.org/fileformat2.html, those of pg_dump in its pg_backup_archiver.c.
func kindOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close() // it is only read
	head := make([]byte, 16)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return "", err
	}
	switch {
	case string(head[:n]) == "SQLite format 3\x00":
		return sqliteFile, nil
	case n > 5 && string(head[:5]) == "PGDMP":
		return postgresArchive, nil
	}
	return "", nil
}

func sameFile(info fs.FileInfo, database string) bool {
	if IsPostgres(database) {
		return false
	}
	other, err := os.Stat(database)
	return err == nil && os.SameFile(info, other)
}

// settle brings a file to the disk and answers its length and SHA-256.
func settle(name string) (size int64, digest string, err error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return 0, "", err
	}
	sum := sha256.New()
	size, err = io.Copy(sum, f)
	err = errors.Join(err, f.Sync(), f.Close())
	return size, hex.EncodeToString(sum.Sum(nil)), err
}

// syncFolder brings the names of a file's folder to the disk.
func syncFolder(file string) error {
	dir, err := os.Open(filepath.Dir(file))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// digesting hashes what is read through it, and tells how far it is.
type digesting struct {
	io.Reader
	hash.Hash
	done int64
	tell func(done int64)
}

func (d *digesting) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	_, _ = d.Write(p[:n]) // a hash takes everything
	d.done += int64(n)
	d.tell(d.done)
	return n, err
}

// check finds what cannot be true of a whole record: damage that the database itself knows of, a gap in
// the ledger, rows that are not what the ledger says of them last. It answers the last seq.
func (s *Store) check(ctx context.Context, o BackupOptions) (seq int64, err error) {
	if err := s.dialect.checkIntegrity(ctx, s); err != nil {
		return 0, err
	}
	if seq, err = s.checkLedger(ctx); err != nil {
		return seq, err
	}
	var done int64
	for _, look := range []struct {
		entity record.Entity
		each   func(func(uuid.UUID, any) error) error
		decode func(record.JSON) (any, error)
	}{
		{record.EntityUnion, standing(ctx, seq, s.ExportUnions, func(u record.Union) uuid.UUID { return u.ID }), decode[record.Union]},
		{record.EntityAffiliation, standing(ctx, seq, s.ExportAffiliations, func(a record.Affiliation) uuid.UUID { return a.ID }), decode[record.Affiliation]},
		{record.EntityCall, standing(ctx, seq, s.ExportCalls, func(c record.Call) uuid.UUID { return c.ID }), decode[record.Call]},
		{record.EntityEndorsement, s.standingTimelines(ctx, seq), decode[record.Endorsement]},
		{record.EntityStatement, standing(ctx, seq, s.ExportStatements, func(st record.Statement) uuid.UUID { return st.ID }), decode[record.Statement]},
		{record.EntitySource, standing(ctx, seq, s.ExportSources, func(src record.Source) uuid.UUID { return src.ID }), decode[record.Source]},
	} {
		said, err := s.said(ctx, look.entity, look.decode)
		if err != nil {
			return seq, err
		}
		if seq == 0 {
			break
		}
		if err := look.each(func(id uuid.UUID, facts any) error {
			done++
			o.tell(stageRecords, done, 0)
			b, err := json.Marshal(facts)
			if err != nil {
				return err
			}
			stands, err := fingerprint(b)
			if err != nil {
				return err
			}
			if was, ok := said[id]; !ok || was != stands {
				return fmt.Errorf("%s %s is not what the ledger says of it", look.entity, id)
			}
			delete(said, id)
			return nil
		}); err != nil {
			return seq, err
		}
		for id := range said {
			return seq, fmt.Errorf("%s %s stands in the ledger and in no table", look.entity, id)
		}
	}
	return seq, nil
}

// checkLedger finds gaps: in the seqs, and in the versions of a record.
func (s *Store) checkLedger(ctx context.Context) (seq int64, err error) {
	db := s.reads.WithContext(ctx)
	var span struct{ N, First, Last int64 }
	if err := db.Raw("SELECT count(*) AS n, COALESCE(MIN(seq), 1) AS first, COALESCE(MAX(seq), 0) AS last FROM changes").Scan(&span).Error; err != nil {
		return 0, err
	}
	if span.First != 1 || span.N != span.Last {
		return 0, fmt.Errorf("the ledger has gaps: it holds %d changes from %d to %d", span.N, span.First, span.Last)
	}
	var torn []struct{ EntityID uuid.UUID }
	err = db.Raw("SELECT entity_id FROM changes GROUP BY entity_id HAVING count(*) <> MAX(version) OR MIN(version) <> 1 LIMIT 1").Scan(&torn).Error
	if err == nil && len(torn) > 0 {
		err = fmt.Errorf("the ledger lacks a revision of %s", torn[0].EntityID)
	}
	return span.Last, err
}

func decode[T any](j record.JSON) (any, error) { return record.Decode[T](j) }

// said are the fingerprints of what the ledger says last of each record of an entity that stands.
func (s *Store) said(ctx context.Context, entity record.Entity, decode func(record.JSON) (any, error)) (map[uuid.UUID][16]byte, error) {
	rows, err := s.reads.WithContext(ctx).Raw("SELECT c.entity_id, c.snapshot FROM changes c WHERE c.entity = ? AND c.snapshot IS NOT NULL AND "+
		"NOT EXISTS (SELECT 1 FROM changes n WHERE n.entity_id = c.entity_id AND n.version = c.version + 1)", string(entity)).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close() // what it could say, Err says
	out := map[uuid.UUID][16]byte{}
	for rows.Next() {
		var id uuid.UUID
		var snapshot string
		if err := rows.Scan(&id, &snapshot); err != nil {
			return nil, err
		}
		// A program that knows more members than the one that wrote this reads it in its own way.
		facts, err := decode(record.JSON(snapshot))
		if err != nil {
			return nil, fmt.Errorf("the ledger's last words on %s %s cannot be read: %w", entity, id, err)
		}
		b, err := json.Marshal(facts)
		if err != nil {
			return nil, err
		}
		if out[id], err = fingerprint(b); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

// fingerprint identifies the facts of a record. What a snapshot tells of other records, beside their
// ids, is what was true when it was written: that does not count.
func fingerprint(facts []byte) (out [16]byte, err error) {
	var members map[string]any
	if err := json.Unmarshal(facts, &members); err != nil {
		return out, err
	}
	for name, v := range members {
		members[name] = onlyIDs(v)
	}
	b, err := json.Marshal(members)
	sum := sha256.Sum256(b)
	return [16]byte(sum[:16]), err
}

func onlyIDs(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = onlyIDs(v[i])
		}
	case map[string]any:
		_, slug := v["slug"]
		_, url := v["url"]
		if id, ok := v["id"]; ok && (slug || url) {
			return id
		}
		for name := range v {
			v[name] = onlyIDs(v[name])
		}
	}
	return v
}

// standing walks over the records of a table as they stand.
func standing[T any](ctx context.Context, seq int64, export func(context.Context, record.Span, func(T) error) error, id func(T) uuid.UUID) func(func(uuid.UUID, any) error) error {
	return func(row func(uuid.UUID, any) error) error {
		return export(ctx, record.Span{Seq: seq}, func(v T) error { return row(id(v), v) })
	}
}

// standingTimelines walks over the endorsements with all their positions.
func (s *Store) standingTimelines(ctx context.Context, seq int64) func(func(uuid.UUID, any) error) error {
	return func(row func(uuid.UUID, any) error) error {
		var e record.Endorsement
		err := s.ExportPositions(ctx, record.Span{Seq: seq}, func(v record.EndorsementView) error {
			if v.ID != e.ID {
				if e.ID != uuid.Nil {
					if err := row(e.ID, e); err != nil {
						return err
					}
				}
				e = v.Endorsement
			}
			e.Positions = append(e.Positions, v.Shown)
			return nil
		})
		if err == nil && e.ID != uuid.Nil {
			err = row(e.ID, e)
		}
		return err
	}
}
