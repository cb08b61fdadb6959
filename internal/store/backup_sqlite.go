package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"gorm.io/gorm"
	"modernc.org/sqlite"
)

// pagesAtOnce is how many pages a backup copies between two looks at whether it is still wanted.
const pagesAtOnce = 1000

// backUp copies the file page by page with SQLite's online backup. VACUUM INTO would make a smaller file, but
// it may number rows anew, which an index that refers to them by number does not survive. The copy is of one
// moment, because its transaction holds what it sees; with a write-ahead log nobody waits for it.
func (d *sqliteDialect) backUp(ctx context.Context, s *Store, draft string, o BackupOptions) (int64, error) {
	if err := d.copyPages(ctx, s, draft, o); err != nil {
		return 0, err
	}
	copied, err := connect(Options{Database: draft, Pool: 2})
	if err != nil {
		return 0, err
	}
	state, err := copied.schema(ctx)
	var seq int64
	switch {
	case err != nil:
	case state.Database == state.Program:
		seq, err = copied.check(ctx, o)
	default:
		// The rows of an older schema are compared when they are brought up to date, which a backup leaves to others.
		if err = copied.dialect.checkIntegrity(ctx, copied); err == nil {
			seq, err = copied.checkLedger(ctx)
		}
	}
	if err = errors.Join(err, copied.closeWhole(ctx)); err != nil {
		return seq, fmt.Errorf("%s is damaged and was not backed up: %w", s.Describe(), err)
	}
	return seq, nil
}

func (d *sqliteDialect) copyPages(ctx context.Context, s *Store, draft string, o BackupOptions) error {
	pool, err := s.reads.DB()
	if err != nil {
		return err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() // it was only read
	if _, err := conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK") }() // it only read
	var seq int64
	if err := conn.QueryRowContext(ctx, "SELECT COALESCE(MAX(seq), 0) FROM changes").Scan(&seq); err != nil {
		return err
	}
	return conn.Raw(func(driver any) error {
		source, ok := driver.(interface {
			NewBackup(uri string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("this SQLite library cannot back up")
		}
		b, err := source.NewBackup("file:" + (&url.URL{Path: draft}).EscapedPath())
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if err = ctx.Err(); err == nil {
				more, err = b.Step(pagesAtOnce)
				o.tell(stagePages, int64(b.PageCount()-b.Remaining()), int64(b.PageCount()))
			}
		}
		return errors.Join(err, b.Finish())
	})
}

// closeWhole closes the database so that all of it is in its one file, which can then be read anywhere.
func (s *Store) closeWhole(ctx context.Context) error {
	for _, db := range []*gorm.DB{s.reads, s.streams} { // what is open otherwise keeps the log
		pool, err := db.DB()
		if err == nil {
			err = pool.Close()
		}
		if err != nil {
			return errors.Join(err, s.Close())
		}
	}
	return errors.Join(s.writes.WithContext(ctx).Exec("PRAGMA journal_mode = DELETE").Error, s.Close())
}

func (d *sqliteDialect) checkIntegrity(ctx context.Context, s *Store) error {
	db := s.reads.WithContext(ctx)
	var said []string
	if err := db.Raw("PRAGMA integrity_check(1)").Scan(&said).Error; err != nil {
		return err
	}
	if len(said) != 1 || said[0] != "ok" {
		return errors.New(strings.Join(said, "; "))
	}
	var lost int64
	if err := db.Raw("SELECT count(*) FROM pragma_foreign_key_check").Scan(&lost).Error; err != nil {
		return err
	}
	if lost > 0 {
		return fmt.Errorf("%d rows refer to others that are not there", lost)
	}
	return nil
}

// restoreSQLite checks a copy of the backup that lies beside the database, and lets it take the
// database's name.
func restoreSQLite(ctx context.Context, database string, out *Backup, o BackupOptions) error {
	out.Database = (&sqliteDialect{path: database}).describe()
	if log, err := os.Stat(out.File + "-wal"); err == nil && log.Size() > 0 {
		return fmt.Errorf("%[1]s-wal lies beside %[1]s, so that is a database at work and lacks what was written last: make a backup of it: %[2]w", out.File, ErrNotBackup)
	}
	hold, err := holdFile(database)
	if err != nil {
		return err
	}
	hold.release() // not held while others are asked what is in it: SQLite could not look either
	empty, err := isEmptySQLite(ctx, database)
	switch {
	case err != nil:
		return err
	case !empty && !o.Force:
		return fmt.Errorf("%s holds a record already: %w", database, ErrExists)
	}

	draft, err := os.CreateTemp(filepath.Dir(database), "."+filepath.Base(database)+"-*")
	if err != nil {
		return err
	}
	defer func() { // it has the database's name by then, or failed
		for _, end := range sidecars {
			_ = os.Remove(draft.Name() + end)
		}
	}()
	if out.Bytes, out.SHA256, err = copyFile(ctx, draft, out.File, o); err != nil {
		return err
	}
	if err := readySQLite(ctx, draft.Name(), out, o); err != nil {
		return err
	}
	if err := likeBefore(draft.Name(), database); err != nil {
		return err
	}
	if _, _, err := settle(draft.Name()); err != nil {
		return err
	}

	if hold, err = holdFile(database); err != nil {
		return err
	}
	defer hold.release()
	if !empty {
		if out.Kept, err = keepFile(database); err != nil {
			return err
		}
	}
	// A log that is left would be played into the restored file.
	for _, end := range sidecars[1:] {
		if err := os.Remove(database + end); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.Rename(draft.Name(), database); err != nil {
		return err
	}
	return syncFolder(database)
}

// likeBefore gives a file the owner and the mode of the one that it replaces, so that the same user can serve it.
func likeBefore(draft, database string) error {
	info, err := os.Stat(database)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Chown(draft, int(owner.Uid), int(owner.Gid)) // only root may give files away
	}
	return os.Chmod(draft, info.Mode().Perm())
}

// sidecars are what follows the name of a database in those of its files: itself, its log, and the log's index.
var sidecars = []string{"", "-wal", "-shm", "-journal"}

// copyFile copies a backup to where it is checked, and answers its length and SHA-256.
func copyFile(ctx context.Context, draft *os.File, file string, o BackupOptions) (int64, string, error) {
	from, err := os.Open(file)
	if err != nil {
		return 0, "", errors.Join(err, draft.Close())
	}
	defer from.Close() // it is only read
	info, err := from.Stat()
	if err != nil {
		return 0, "", errors.Join(err, draft.Close())
	}
	sum := &digesting{Reader: from, Hash: sha256.New(), tell: func(done int64) { o.tell(stageBytes, done, info.Size()) }}
	_, err = io.Copy(draft, sum)
	if err == nil {
		err = ctx.Err()
	}
	return sum.done, hex.EncodeToString(sum.Sum(nil)), errors.Join(err, draft.Close())
}

// readySQLite checks a copy of a backup and brings its schema up to date.
func readySQLite(ctx context.Context, draft string, out *Backup, o BackupOptions) error {
	bad := func(err error) error { return fmt.Errorf("%s: %w: %w", out.File, ErrNotBackup, err) }
	s, err := connect(Options{Database: draft, Pool: 2})
	if err != nil {
		return bad(err)
	}
	state, err := s.schema(ctx)
	out.Schema = state.Database
	switch {
	case ctx.Err() != nil:
	case err != nil:
		err = bad(err)
	case state.Database == 0:
		err = bad(errors.New("it is the database of another program"))
	case state.Database > state.Program:
		err = ErrNewerSchema
	default:
		if err = s.dialect.checkIntegrity(ctx, s); err == nil {
			_, err = s.migrate(ctx)
		}
		if err == nil {
			out.Seq, err = s.check(ctx, o)
		}
		if err != nil && ctx.Err() == nil {
			err = bad(err)
		}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return errors.Join(err, s.Close())
	}
	return s.closeWhole(ctx)
}

// isEmptySQLite reports whether a file may be replaced without a loss: it is not there, or it was made and
// nothing was ever written.
func isEmptySQLite(ctx context.Context, database string) (bool, error) {
	// Of a file that was deleted, the log may be left, and what it holds.
	if log, err := os.Stat(database + "-wal"); err == nil && log.Size() > 0 {
		return false, nil
	}
	info, err := os.Stat(database)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, fmt.Errorf("%s is not a file", database)
	case info.Size() == 0:
		return true, nil
	}
	found, err := Inspect(ctx, database)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	// What cannot be read may still be mended by somebody.
	return err == nil && found.Schema.Database == found.Schema.Program && found.Seq == 0 && found.Keys == 0, nil
}

// keepFile gives what stands there a second name beside: FILE.before-restore, with a number if that is taken.
func keepFile(database string) (string, error) {
	kept := database + ".before-restore"
	for n := 2; ; n++ {
		if _, err := os.Lstat(kept); errors.Is(err, fs.ErrNotExist) {
			break
		}
		kept = fmt.Sprintf("%s.before-restore-%d", database, n)
	}
	for _, end := range []string{"", "-wal", "-journal"} {
		err := os.Link(database+end, kept+end)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			err = os.Rename(database+end, kept+end) // not every file system has second names
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("keep what stands there: %w", err)
		}
	}
	return kept, nil
}

// held is a lock on a database's files that keeps SQLite out.
type held []*os.File

// The bytes of a database file that SQLite locks, by fcntl, while it is open (os.h of its source), and
// the one of the log's index (walIndexRecover in wal.c). They lie beyond what the file holds.
const (
	lockedFrom, lockedBytes = 0x40000000, 512
	indexFrom, indexBytes   = 120, 9
)

// holdFile locks a database's files for this process alone. Any program that has the database open with a
// write-ahead log holds a lock on both. Errors: ErrInUse.
func holdFile(database string) (held, error) {
	var h held
	for _, part := range []struct {
		name        string
		from, bytes int64
	}{{database, lockedFrom, lockedBytes}, {database + "-shm", indexFrom, indexBytes}} {
		f, err := os.OpenFile(part.name, os.O_RDWR, 0)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			h.release()
			return nil, err
		}
		h = append(h, f)
		lock := syscall.Flock_t{Type: syscall.F_WRLCK, Whence: io.SeekStart, Start: part.from, Len: part.bytes}
		err = syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock)
		if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EACCES) {
			h.release()
			return nil, fmt.Errorf("%s: %w", database, ErrInUse)
		}
		if err != nil {
			h.release()
			return nil, fmt.Errorf("lock %s: %w", part.name, err)
		}
	}
	return h, nil
}

func (h held) release() {
	for _, f := range h {
		_ = f.Close() // the lock goes with it
	}
}
