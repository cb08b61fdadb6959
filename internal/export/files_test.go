package export_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollcall/internal/export"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

var unionsCSV = export.Name{Dataset: "unions", Format: export.CSV}

func files(t testing.TB, o export.Options) *export.Files {
	t.Helper()
	if o.Folder == "" {
		o.Folder = t.TempDir()
	}
	x, err := export.NewFiles(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func open(t testing.TB, x *export.Files, n export.Name, seq, after *int64) *export.File {
	t.Helper()
	f, err := x.Open(t.Context(), n, seq, after)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func content(t testing.TB, f *export.File) []byte {
	t.Helper()
	b, err := io.ReadAll(f.Reader())
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(b)) != f.Bytes || sha256.Sum256(b) != f.SHA256 {
		t.Errorf("%s has %d bytes, and another digest or another number of them is told", f.Name, len(b))
	}
	return b
}

// counted is a store that counts how often its unions are read, and may hold who reads them.
type counted struct {
	export.Store
	reads atomic.Int64
	hold  chan struct{}
}

func (c *counted) ExportUnions(ctx context.Context, span record.Span, row func(record.Union) error) error {
	c.reads.Add(1)
	if c.hold != nil {
		select {
		case <-c.hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return c.Store.ExportUnions(ctx, span, row)
}

func TestFilesAreMadeOnceForAllWhoAskAndHaveWhatIsTold(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		step := filled(t, f, rand.New(rand.NewPCG(5, 5)))
		for range 30 {
			step()
		}
		s := &counted{Store: f.Store, hold: make(chan struct{})}
		x := files(t, export.Options{Store: s})
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				file, err := x.Open(t.Context(), unionsCSV, nil, nil)
				if err != nil {
					t.Error(err)
					return
				}
				defer file.Close()
				content(t, file)
			})
		}
		close(s.hold)
		group.Wait()
		if n := s.reads.Load(); n != 1 {
			t.Errorf("8 who asked for one file had the unions read %d times", n)
		}
		for _, n := range export.Names() {
			for range 2 {
				content(t, open(t, x, n, nil, nil))
			}
		}
		if n := s.reads.Load(); n != 4 { // csv, ndjson, parquet, sqlite
			t.Errorf("4 files had the unions read %d times", n)
		}
	})
}

func TestAPackageTellsOfTheFilesThatAreServedAfterIt(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		step := filled(t, f, rand.New(rand.NewPCG(6, 6)))
		for range 30 {
			step()
		}
		s := &counted{Store: f.Store}
		x := files(t, export.Options{Store: s, Now: f.Clock.Now})
		p, err := x.Package(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if n := s.reads.Load(); n != 2 { // once for the three formats, once for the database
			t.Errorf("a package had the unions read %d times", n)
		}
		seq := f.Store.Seq()
		if p.Seq != seq || len(p.Resources) != len(export.Names()) {
			t.Errorf("the package is of seq %d with %d files, the record is at %d", p.Seq, len(p.Resources), seq)
		}
		step()
		f.Local("A later one")
		for i, n := range export.Names() {
			file := open(t, x, n, nil, nil)
			content(t, file)
			r := p.Resources[i]
			if file.Seq != seq || r.Hash != file.Hash() || r.Rows != file.Rows || r.Bytes != file.Bytes || r.Path != n.String() || r.Seq != seq {
				t.Errorf("%s is %+v, and the package says %+v", n, file.Info, r)
			}
		}
		if file := open(t, x, unionsCSV, new(f.Store.Seq()), nil); file.Seq != f.Store.Seq() {
			t.Errorf("asked for seq %d, and it is %d", f.Store.Seq(), file.Seq)
		}
		f.Clock.Set(f.Clock.Now().Add(time.Minute))
		if file := open(t, x, unionsCSV, nil, nil); file.Seq != f.Store.Seq() {
			t.Errorf("a minute after the package a file is of seq %d, and the record at %d", file.Seq, f.Store.Seq())
		}
	})
}

func TestAPackageIsADataPackage(t *testing.T) {
	f := storetest.New(t, "sqlite")
	step := filled(t, f, rand.New(rand.NewPCG(7, 7)))
	for range 30 {
		step()
	}
	x := files(t, export.Options{Store: f.Store, Terms: export.Terms{License: "CC0-1.0", Attribution: "A desk", Homepage: "https://rollcall.example.org"}})
	p, err := x.Package(t.Context(), new(f.Store.Seq()))
	if err != nil {
		t.Fatal(err)
	}
	b, err := p.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	checkPackage(t, doc)
	for _, part := range []string{`"CC0-1.0"`, `"A desk"`, `"https://rollcall.example.org"`, `"created"`} {
		if !strings.Contains(string(b), part) {
			t.Errorf("the package does not say %s", part)
		}
	}
}

func TestAFileThatNobodyWaitsForIsNotMadeToItsEnd(t *testing.T) {
	f := storetest.New(t, "sqlite")
	f.Local("One")
	s := &counted{Store: f.Store, hold: make(chan struct{})}
	x := files(t, export.Options{Store: s})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Open(ctx, unionsCSV, nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("who does not wait gets %v", err)
	}
	close(s.hold)
	content(t, open(t, x, unionsCSV, nil, nil)) // and who asks after that gets the file
}

func TestOldFilesMakeRoomForNewOnesAndAreReadToTheirEnd(t *testing.T) {
	f := storetest.New(t, "sqlite")
	for _, name := range []string{"One", "Two", "Three"} {
		f.Local(name)
	}
	s := &counted{Store: f.Store}
	x := files(t, export.Options{Store: s, Keep: 1})
	first := open(t, x, unionsCSV, new(int64(1)), nil)
	open(t, x, unionsCSV, new(int64(2)), nil)
	content(t, first)
	open(t, x, unionsCSV, new(int64(2)), nil)
	if n := s.reads.Load(); n != 2 {
		t.Errorf("2 files were made by %d reads", n)
	}
	open(t, x, unionsCSV, new(int64(1)), nil)
	if n := s.reads.Load(); n != 3 {
		t.Errorf("a file beyond what is kept took %d reads in all", n)
	}
}

func TestNothingIsLeftInTheFolder(t *testing.T) {
	folder := t.TempDir()
	old, fresh, other := filepath.Join(folder, "rollcall-export-1"), filepath.Join(folder, "rollcall-export-2"), filepath.Join(folder, "a-file")
	for _, path := range []string{old, fresh, other} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * time.Hour)
	for _, path := range []string{old, other} {
		if err := os.Chtimes(path, long, long); err != nil {
			t.Fatal(err)
		}
	}
	f := storetest.New(t, "sqlite")
	f.Local("One")
	x := files(t, export.Options{Store: f.Store, Folder: folder})
	if _, err := os.Stat(old); err == nil {
		t.Error("what a crash has left is there still")
	}
	for _, path := range []string{fresh, other} {
		if err := os.Remove(path); err != nil {
			t.Errorf("a file that another process may be making, or that is none of ours, was taken away: %v", err)
		}
	}
	reading := open(t, x, export.Name{}, nil, nil)
	if _, err := x.Package(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := x.Open(t.Context(), export.Name{Dataset: "unions", Format: "nothing"}, nil, nil); err == nil {
		t.Error("a file of no format was made")
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	content(t, reading)
	if err := reading.Close(); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("%d files are left, the first is %v (%v)", len(left), left, err)
	}
	if _, err := x.Open(t.Context(), unionsCSV, nil, nil); !record.Is(err, record.CodeUnavailable) {
		t.Errorf("files are made after the end: %v", err)
	}
}

func TestNoMoreFilesAreWaitedForThanCanBeMade(t *testing.T) {
	f := storetest.New(t, "sqlite")
	for range 40 {
		f.Local("One")
	}
	s := &counted{Store: f.Store, hold: make(chan struct{})}
	x := files(t, export.Options{Store: s})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var refused atomic.Int64
	var group sync.WaitGroup
	for seq := int64(1); seq <= 40; seq++ {
		group.Go(func() {
			_, err := x.Open(ctx, unionsCSV, &seq, nil)
			if record.Is(err, record.CodeUnavailable) {
				if refused.Add(1) == 8 {
					cancel()
				}
			} else if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n := refused.Load(); n != 8 {
		t.Errorf("%d were refused", n)
	}
}
