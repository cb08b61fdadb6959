package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"rollcall/internal/export"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/telemetry"
)

type exportCommand struct {
	dataTerms
	Dataset   string    `arg:"" help:"unions, affiliations, calls, endorsements, positions, statements, sources, or all." enum:"unions,affiliations,calls,endorsements,positions,statements,sources,all"`
	To        string    `help:"The file to write, ending in .csv, .ndjson or .parquet; - is standard output. With all, a folder, or a file ending in .sqlite." required:"" placeholder:"FILE" env:"-"`
	Format    string    `help:"csv, ndjson or parquet, where the ending does not say it." enum:"csv,ndjson,parquet," default:"" env:"-"`
	Seq       *int64    `help:"The state of the record, by its last change; without it the present." placeholder:"SEQ" env:"-"`
	After     *int64    `help:"Only what changed after this state, with a column deleted." placeholder:"SEQ" env:"-"`
	PublicURL publicURL `help:"Where the record is found, for the description of the files." placeholder:"URL" name:"public-url"`
	Force     bool      `help:"Replace files that are there, once the new ones are whole." env:"-"`
	JSON      bool      `help:"Answer as JSON." name:"json" env:"-"`
}

// Help is what export --help says besides its flags.
func (exportCommand) Help() string {
	return `It may run while a server reads and writes: a file is of one state of the record, and has its name only when it is whole.

  rollcall export unions --to unions.csv
  rollcall export endorsements --to endorsements.parquet
  rollcall export all --to rollcall.sqlite       one database, to open with SQLite or Datasette
  rollcall export all --to folder/               every format, and datapackage.json, which describes them
  rollcall export positions --after 1042 --to - --format ndjson`
}

// exportedFile is a file as --json answers it.
type exportedFile struct {
	Path  string `json:"path"`
	Rows  int64  `json:"rows"`
	Bytes int64  `json:"bytes"`
	Hash  string `json:"hash"`
}

// exported is what --json answers.
type exported struct {
	Seq   int64          `json:"seq"`
	Files []exportedFile `json:"files"`
}

func (e *exportCommand) Run(r *run) error {
	names, folder, err := e.plan()
	if err != nil {
		return misuseError{err}
	}
	st, err := r.openExisting()
	if err != nil {
		return err
	}
	defer st.Close() // it was only read
	span := record.Span{Seq: st.Seq(), After: e.After}
	if e.Seq != nil {
		span.Seq = *e.Seq
	}
	if e.Seq != nil || e.After != nil {
		if err := export.Check(r, st, span); err != nil {
			return err
		}
	}
	shown := newProgress(r.err, "rows")
	defer shown.end()
	n := 0
	counted := export.Counting(st, func() {
		if n++; n%1000 == 0 {
			shown.at(n, 0, 0)
		}
	})
	if e.To == "-" {
		_, err := export.Write(r, counted, r.out, names[0], span)
		return err
	}
	x := exporting{r: r, store: counted, span: span, terms: e.terms(string(e.PublicURL)), force: e.Force}
	defer x.sweep()
	infos, err := x.write(names, folder, e.To)
	shown.end()
	if err != nil {
		return err
	}
	return e.answer(r, span, infos)
}

// openExisting opens a record that is there: an export makes none.
func (r *run) openExisting() (*store.Store, error) {
	if err := r.checkFile(); err != nil {
		return nil, err
	}
	schema, err := store.SchemaOf(r, r.database)
	if err != nil {
		return nil, err
	}
	if schema.Database == 0 {
		return nil, fmt.Errorf("there is no record in %s yet", telemetry.RedactDSN(r.database))
	}
	return store.Open(r, store.Options{Database: r.database})
}

// plan says which files are to be written, and into which folder if they are several.
func (e *exportCommand) plan() (names []export.Name, folder string, err error) {
	ending := strings.TrimPrefix(strings.ToLower(filepath.Ext(e.To)), ".")
	if e.Dataset != "all" {
		if e.Format != "" {
			ending = e.Format
		} else if e.To == "-" {
			ending = string(export.CSV)
		}
		if e.To == "-" && e.JSON {
			return nil, "", errors.New("--json would stand among the rows on standard output")
		}
		n, err := export.ParseName(e.Dataset + "." + ending)
		if err != nil {
			return nil, "", fmt.Errorf("--to: %q ends in none of .csv, .ndjson and .parquet; --format says it as well", e.To)
		}
		return []export.Name{n}, "", nil
	}
	switch {
	case e.After != nil:
		return nil, "", errors.New("--after: what changed is exported one dataset at a time")
	case e.Format != "" || e.To == "-":
		return nil, "", errors.New("all is written into a folder, or into a file ending in .sqlite")
	case ending == "sqlite" || ending == "db":
		return []export.Name{{}}, "", nil
	case ending == "csv" || ending == "ndjson" || ending == "parquet":
		return nil, "", errors.New("all is more than one table: name a folder, or a file ending in .sqlite")
	}
	return export.Names(), e.To, nil
}

func (e *exportCommand) answer(r *run, span record.Span, infos []exportedFile) error {
	if e.JSON {
		return printJSON(r.out, exported{Seq: span.Seq, Files: infos})
	}
	for _, f := range infos {
		fmt.Fprintf(r.out, "%-28s %9d rows %12d bytes  %s\n", f.Path, f.Rows, f.Bytes, f.Hash)
	}
	fmt.Fprintf(r.out, "The record at seq %d. What changes from now on:  --after %d\n", span.Seq, span.Seq)
	return nil
}

// exporting writes files that get their names when all of them are whole.
type exporting struct {
	r     *run
	store export.Store
	span  record.Span
	terms export.Terms
	force bool
	parts []part
	infos []export.Info
}

// part is a file that has no name yet.
type part struct {
	*digested
	path string
}

func (x *exporting) write(names []export.Name, folder, to string) ([]exportedFile, error) {
	place := func(n export.Name) string { return filepath.Join(folder, n.String()) }
	if folder == "" {
		place = func(export.Name) string { return to }
	} else if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	paths := make([]string, len(names))
	for i, n := range names {
		paths[i] = place(n)
	}
	description := filepath.Join(folder, export.PackageName)
	if folder != "" {
		paths = append(paths, description)
	}
	for _, path := range paths {
		if info, err := os.Lstat(path); err == nil && (info.IsDir() || !x.force) {
			return nil, fmt.Errorf("%s is there already: choose another name, or --force", path)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	// What is of one dataset is written while it is read once.
	for at := 0; at < len(names); {
		end := at + 1
		for end < len(names) && names[end].Dataset == names[at].Dataset {
			end++
		}
		if err := x.together(names[at:end], paths[at:end]); err != nil {
			return nil, err
		}
		at = end
	}
	if folder != "" {
		if err := x.describe(description); err != nil {
			return nil, err
		}
	}
	for _, p := range x.parts {
		if err := os.Rename(p.Name(), p.path); err != nil {
			return nil, err
		}
	}
	x.parts = nil
	out := make([]exportedFile, len(x.infos))
	for i, info := range x.infos {
		out[i] = exportedFile{Path: paths[i], Rows: info.Rows, Bytes: info.Bytes, Hash: info.Hash()}
	}
	return out, nil
}

// sweep takes away what did not become a file.
func (x *exporting) sweep() {
	for _, p := range x.parts {
		_ = p.Close()           // it may be closed already
		_ = os.Remove(p.Name()) // the folder may be gone
	}
}

// together writes the formats of one dataset, or the database.
func (x *exporting) together(names []export.Name, paths []string) error {
	writers := map[export.Format]io.Writer{}
	files := make([]*digested, len(names))
	for i, path := range paths {
		f, err := x.begin(path)
		if err != nil {
			return err
		}
		files[i] = f
		writers[names[i].Format] = f
	}
	var rows int64
	var err error
	if names[0] == (export.Name{}) {
		if rows, err = export.WriteDatabase(x.r, x.store, files[0].Name(), x.span.Seq, x.terms); err == nil {
			files[0].size, err = io.Copy(files[0].sum, files[0].File)
		}
	} else {
		rows, err = export.WriteFormats(x.r, x.store, names[0].Dataset, writers, x.span)
	}
	for i, f := range files {
		info := export.Info{Name: names[i], Seq: x.span.Seq, Rows: rows, Bytes: f.size}
		f.sum.Sum(info.SHA256[:0])
		x.infos = append(x.infos, info)
		err = errors.Join(err, f.Sync(), f.Close())
	}
	return err
}

// begin makes a file beside the one it is to become.
func (x *exporting) begin(path string) (*digested, error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return nil, err
	}
	d := &digested{File: f, sum: sha256.New()}
	x.parts = append(x.parts, part{d, path})
	// The data is published: who may read the folder may read it.
	return d, f.Chmod(0o644)
}

func (x *exporting) describe(path string) error {
	var created time.Time
	if x.span.Seq > 0 {
		var err error
		if created, err = x.store.Instant(x.r, x.span.Seq); err != nil {
			return err
		}
	}
	text, err := export.Describe(x.infos, x.span.Seq, created, x.terms).JSON()
	if err != nil {
		return err
	}
	f, err := x.begin(path)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// digested is a file whose bytes are counted and digested as they are written.
type digested struct {
	*os.File
	sum  hash.Hash
	size int64
}

// Write writes a part of the file.
func (d *digested) Write(b []byte) (int, error) {
	n, err := d.File.Write(b)
	d.sum.Write(b[:n])
	d.size += int64(n)
	return n, err
}
