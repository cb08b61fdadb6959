package export

import (
	"container/list"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"rollcall/internal/record"
)

// Options says how Files behave.
type Options struct {
	Store Store
	Terms Terms
	// Folder is where the files are; the system's folder for temporary files if empty.
	Folder string
	// Keep is how many bytes of files to keep at most; 0 is a sensible number. The file that was made last
	// is kept whatever its size.
	Keep int64
	// Now is the clock; time.Now if nil.
	Now func() time.Time
}

const (
	// defaultKeep holds every file of a record of some ten thousand unions, and a few of a large one.
	defaultKeep = 2 << 30
	// makers is how many jobs make files at once, and waiting how many may wait for their turn.
	makers  = 2
	waiting = 30
	// packageHolds is how long files that are asked for without a seq are of the package's.
	packageHolds = time.Minute
	// remembered is how many descriptions of files are kept when the files themselves are not.
	remembered = 1000
	// filePattern names the files; one that nobody has written to for abandoned is left from a crash.
	filePattern = "rollcall-export-*"
	abandoned   = time.Hour
)

// Files makes files when they are asked for and keeps those that were asked for last. It is safe for
// concurrent use; a file that several ask for at once is made once.
//
// A finished file has no name any more where the system allows that: its space is given back when
// nobody reads it, whatever ends the process.
type Files struct {
	store  Store
	terms  Terms
	folder string
	keep   int64
	now    func() time.Time
	turns  chan struct{}

	mu       sync.Mutex
	closed   bool
	jobs     sync.WaitGroup
	queued   int
	files    map[key]*made
	recent   *list.List // of the *made that are finished, the one asked for last in front
	bytes    int64
	known    map[key]Info
	packaged struct { // the package that was asked for last, and when
		DataPackage
		at time.Time
	}
}

// key tells files apart; after is -1 where there is none.
type key struct {
	name       Name
	seq, after int64
}

func (k key) span() record.Span {
	if k.after < 0 {
		return record.Span{Seq: k.seq}
	}
	return record.Span{Seq: k.seq, After: &k.after}
}

// made is a file that is being made, or was.
type made struct {
	key
	job   *job
	info  Info
	file  *os.File
	left  string        // the file's name, where it could not be taken away
	users int           // who reads it, or waits for it
	place *list.Element // in recent; nil while it is made and after it was put out
}

// job makes one or more files.
type job struct {
	cancel  context.CancelFunc
	done    chan struct{}
	err     error
	waiters int
}

// NewFiles makes an empty Files and takes away what a crash has left. Errors: the folder cannot be read.
func NewFiles(o Options) (*Files, error) {
	x := &Files{
		store: o.Store, terms: o.Terms, folder: o.Folder, keep: o.Keep, now: o.Now, turns: make(chan struct{}, makers),
		files: map[key]*made{}, recent: list.New(), known: map[key]Info{},
	}
	if x.folder == "" {
		x.folder = os.TempDir()
	}
	if x.keep <= 0 {
		x.keep = defaultKeep
	}
	if x.now == nil {
		x.now = time.Now
	}
	left, err := filepath.Glob(filepath.Join(x.folder, filePattern))
	if err != nil {
		return nil, err
	}
	for _, path := range left {
		if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && time.Since(info.ModTime()) > abandoned {
			_ = os.Remove(path) // somebody else's, then
		}
	}
	return x, nil
}

// Close ends what is under way and gives back the files; those that are being read when their readers
// have closed them.
func (x *Files) Close() error {
	x.mu.Lock()
	x.closed = true
	for _, m := range x.files {
		if m.place == nil {
			m.job.cancel()
		}
	}
	for x.recent.Len() > 0 {
		x.putOut()
	}
	x.mu.Unlock()
	x.jobs.Wait()
	return nil
}

// File is a finished file, open for reading. Whoever has it closes it.
type File struct {
	Info
	x    *Files
	made *made
	once sync.Once
}

// Reader reads the file from its beginning.
func (f *File) Reader() io.ReadSeeker { return io.NewSectionReader(f.made.file, 0, f.Bytes) }

// Close gives the file back.
func (f *File) Close() error {
	f.once.Do(func() {
		f.x.mu.Lock()
		defer f.x.mu.Unlock()
		f.x.leave(f.made)
	})
	return nil
}

// Open answers a file of a state of the record, or of what changed after an earlier one, and makes it if
// it is not there. Without a seq it is of the one that a package described within the last minute, else
// of the present. Errors: CodeInvalid for a span that is none, CodeUnavailable when too many wait.
func (x *Files) Open(ctx context.Context, n Name, seq, after *int64) (*File, error) {
	span := record.Span{Seq: x.current(), After: after}
	if seq != nil {
		span.Seq = *seq
	}
	if seq != nil || after != nil {
		if err := Check(ctx, x.store, span); err != nil {
			return nil, err
		}
	}
	k := key{n, span.Seq, -1}
	if after != nil {
		k.after = *after
	}
	files, err := x.acquire(ctx, k)
	if err != nil {
		return nil, err
	}
	return files[0], nil
}

// current is the seq of files that are asked for without one.
func (x *Files) current() int64 {
	x.mu.Lock()
	defer x.mu.Unlock()
	if p := x.packaged; !p.at.IsZero() && x.now().Sub(p.at) < packageHolds {
		return p.Seq
	}
	return x.store.Seq()
}

// Package describes every file of a state of the record; without a seq of the present. It makes the files
// that were not made yet. Errors: as Open.
func (x *Files) Package(ctx context.Context, seq *int64) (DataPackage, error) {
	at := x.store.Seq()
	if seq != nil {
		at = *seq
		if err := Check(ctx, x.store, record.Span{Seq: at}); err != nil {
			return DataPackage{}, err
		}
	}
	x.mu.Lock()
	p := x.packaged.DataPackage
	x.mu.Unlock()
	if p.Seq != at || p.Resources == nil {
		var err error
		if p, err = x.describe(ctx, at); err != nil {
			return p, err
		}
	}
	x.mu.Lock()
	x.packaged.DataPackage, x.packaged.at = p, x.now()
	x.mu.Unlock()
	return p, nil
}

func (x *Files) describe(ctx context.Context, seq int64) (DataPackage, error) {
	var created time.Time
	if seq > 0 {
		var err error
		if created, err = x.store.Instant(ctx, seq); err != nil {
			return DataPackage{}, err
		}
	}
	var infos []Info
	for _, names := range together() {
		found, err := x.infos(ctx, names, seq)
		if err != nil {
			return DataPackage{}, err
		}
		infos = append(infos, found...)
	}
	return Describe(infos, seq, created, x.terms), nil
}

// together are the names of all files, those together that are made while the record is read once.
func together() (out [][]Name) {
	for _, d := range datasets {
		var names []Name
		for _, f := range Formats {
			names = append(names, Name{d.name, f})
		}
		out = append(out, names)
	}
	return append(out, []Name{{}})
}

// infos describes files, from memory where all of them were made before.
func (x *Files) infos(ctx context.Context, names []Name, seq int64) ([]Info, error) {
	infos, keys := make([]Info, len(names)), make([]key, len(names))
	all := true
	x.mu.Lock()
	for i, n := range names {
		keys[i] = key{n, seq, -1}
		var known bool
		infos[i], known = x.known[keys[i]]
		all = all && known
	}
	x.mu.Unlock()
	if all {
		return infos, nil
	}
	files, err := x.acquire(ctx, keys...)
	for i, f := range files {
		infos[i] = f.Info
		_ = f.Close() // it only gives the file back
	}
	return infos, err
}

// acquire answers the files of keys of one dataset and one span. What is not there is made by one job.
func (x *Files) acquire(ctx context.Context, keys ...key) ([]*File, error) {
	wanted, err := x.enter(ctx, keys)
	if err != nil {
		return nil, err
	}
	files := make([]*File, len(wanted))
	for i, m := range wanted {
		select {
		case <-m.job.done:
			err = m.job.err
		case <-ctx.Done():
			err = ctx.Err()
		}
		files[i] = &File{Info: m.info, x: x, made: m}
		if err != nil {
			break
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, m := range wanted {
		x.stopWaiting(m)
		if err != nil {
			x.leave(m)
		} else if m.place != nil {
			x.recent.MoveToFront(m.place)
		}
	}
	if err != nil {
		return nil, err
	}
	return files, nil
}

func (x *Files) enter(ctx context.Context, keys []key) ([]*made, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.closed {
		return nil, record.Errorf(record.CodeUnavailable, "The service is stopping.")
	}
	var missing []*made
	wanted := make([]*made, len(keys))
	for i, k := range keys {
		if wanted[i] = x.files[k]; wanted[i] == nil {
			wanted[i] = &made{key: k}
			missing = append(missing, wanted[i])
		}
	}
	if len(missing) > 0 {
		if x.queued >= makers+waiting {
			return nil, record.Errorf(record.CodeUnavailable, "Too many exports are being made at the moment: try again in a minute.")
		}
		// The job is no one's in particular: it goes on as long as anybody waits for it.
		working, cancel := context.WithCancel(context.WithoutCancel(ctx))
		j := &job{cancel: cancel, done: make(chan struct{})}
		for _, m := range missing {
			m.job = j
			x.files[m.key] = m
		}
		x.queued++
		x.jobs.Go(func() { x.work(working, j, missing) })
	}
	for _, m := range wanted {
		m.users++
		m.job.waiters++
	}
	return wanted, nil
}

// stopWaiting ends a job that nobody waits for any more.
func (x *Files) stopWaiting(m *made) {
	if m.job.waiters--; m.job.waiters > 0 {
		return
	}
	select {
	case <-m.job.done:
	default:
		m.job.cancel()
		for k, other := range x.files {
			if other.job == m.job { // who asks from now on begins anew
				delete(x.files, k)
			}
		}
	}
}

// leave gives back what one user had.
func (x *Files) leave(m *made) {
	m.users--
	x.drop(m)
}

// drop discards a file that is finished, that nobody has and that will not be found again.
func (x *Files) drop(m *made) {
	select {
	case <-m.job.done:
		if m.users == 0 && x.files[m.key] != m {
			m.discard()
		}
	default: // it is still written to
	}
}

func (m *made) discard() {
	if m.file != nil {
		_ = m.file.Close() // it was only read
		m.file = nil
	}
	if m.left != "" {
		_ = os.Remove(m.left) // what cannot be taken away now is abandoned later
	}
}

// putOut forgets the file that was not asked for the longest.
func (x *Files) putOut() {
	m, _ := x.recent.Remove(x.recent.Back()).(*made)
	m.place = nil
	x.bytes -= m.info.Bytes
	delete(x.files, m.key)
	x.drop(m)
}

// work makes the files of a job.
func (x *Files) work(ctx context.Context, j *job, files []*made) {
	defer j.cancel()
	var err error
	select {
	case x.turns <- struct{}{}:
		err = x.write(ctx, files)
		<-x.turns
	case <-ctx.Done():
		err = ctx.Err()
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.queued--
	j.err = err
	close(j.done)
	for _, m := range files {
		if x.files[m.key] != m || err != nil || x.closed {
			if x.files[m.key] == m {
				delete(x.files, m.key)
			}
			x.drop(m)
			continue
		}
		m.place = x.recent.PushFront(m)
		x.bytes += m.info.Bytes
		if len(x.known) >= remembered {
			clear(x.known)
		}
		x.known[m.key] = m.info
	}
	for x.bytes > x.keep && x.recent.Len() > len(files) {
		x.putOut()
	}
}

// write makes files of one dataset and one span.
func (x *Files) write(ctx context.Context, files []*made) error {
	writers := map[Format]io.Writer{}
	tallies := make([]*tally, len(files))
	for i, m := range files {
		f, err := os.CreateTemp(x.folder, filePattern)
		if err != nil {
			return err
		}
		m.file, m.left = f, f.Name()
		tallies[i] = &tally{w: f, sum: sha256.New()}
		writers[m.name.Format] = tallies[i]
	}
	first := files[0].key
	var rows int64
	var err error
	if first.name == (Name{}) {
		if rows, err = WriteDatabase(ctx, x.store, files[0].left, first.seq, x.terms); err == nil {
			_, err = io.Copy(tallies[0].sumOnly(), files[0].file)
		}
	} else {
		rows, err = WriteFormats(ctx, x.store, first.name.Dataset, writers, first.span())
	}
	for i, m := range files {
		m.info = Info{Name: m.name, Seq: m.seq, Rows: rows, Bytes: tallies[i].n}
		tallies[i].sum.Sum(m.info.SHA256[:0])
		if os.Remove(m.left) == nil {
			m.left = ""
		}
	}
	if err != nil {
		return fmt.Errorf("make %s: %w", first.name, err)
	}
	return nil
}

// tally counts and digests what is written.
type tally struct {
	w   io.Writer
	sum hash.Hash
	n   int64
}

func (t *tally) Write(b []byte) (int, error) {
	n, err := t.w.Write(b)
	t.sum.Write(b[:n])
	t.n += int64(n)
	return n, err
}

func (t *tally) sumOnly() io.Writer {
	t.w = io.Discard
	return t
}
