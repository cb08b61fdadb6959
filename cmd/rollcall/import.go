package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"rollcall/internal/access"
	"rollcall/internal/intake"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

type importCommand struct {
	Kind string `arg:"" help:"What the rows are: olms (the registry of the US Department of Labor), unions, calls, endorsements, statements or sources; or starter, the unions and federations that come with the program." enum:"olms,unions,calls,endorsements,statements,sources,starter"`
	File string `arg:"" help:"A CSV, NDJSON or XLSX file, also packed as .gz; - is standard input. The starter needs none." optional:""`

	Map         []string `help:"A column of the file and the column of ours that it is, such as 'Union name=union'. Repeatable." placeholder:"FILE_COLUMN=OUR_COLUMN" sep:"none" env:"-"`
	Value       []string `help:"A word of theirs and the word of ours that it is, such as position.signed=endorsed. Repeatable." placeholder:"OUR_COLUMN.THEIRS=OURS" sep:"none" env:"-"`
	Mapping     string   `help:"A file with a mapping that was saved; --map and --value add to it." placeholder:"FILE" env:"-"`
	SaveMapping string   `help:"Save the mapping for the next time." placeholder:"FILE" env:"-"`
	Dates       string   `help:"How 03/04/2026 is meant: mdy is 4 March, dmy is 3 April." enum:"mdy,dmy" default:"mdy" env:"-"`
	Review      string   `help:"Write the names that are not certain into this table, for a person to decide." placeholder:"FILE" env:"-"`
	Decisions   string   `help:"Read such a table, with its column decision filled in." placeholder:"FILE" env:"-"`
	Report      string   `help:"Write every row that needs a person into this file, as NDJSON." placeholder:"FILE" env:"-"`
	DryRun      bool     `help:"Do everything and keep nothing." env:"-"`
	Again       bool     `help:"Apply rows anew that were applied before, over later corrections." env:"-"`
	Handle      string   `help:"The public name that the changes are recorded under." default:"import" placeholder:"NAME" env:"-"`
	Reason      string   `help:"Why, for the ledger; without it, the file's name." placeholder:"TEXT" env:"-"`
	JSON        bool     `help:"Answer with the report as JSON." name:"json" env:"-"`
}

// Help is what import --help says besides its flags.
func (importCommand) Help() string {
	var b strings.Builder
	b.WriteString(`The first row names the columns; upper and lower case, spaces and underscores do not matter. What cannot be taken is reported with its line; what is not certain is not guessed:

  rollcall import starter
  rollcall import olms olms_unions.csv.gz
  rollcall import endorsements typed.csv --review undecided.csv
  rollcall import endorsements typed.csv --decisions undecided.csv

Rows that were imported before are left alone, so the same file can be taken again, after an interruption too. Exit code 0 means that the file was read to its end, whatever was rejected.

The columns of each kind, the required ones first:
`)
	for _, kind := range intake.Kinds {
		required, optional, err := intake.ColumnsOf(kind)
		if err != nil {
			continue
		}
		fmt.Fprintf(&b, "\n  %s: %s; %s\n", kind, strings.Join(required, ", "), strings.Join(optional, ", "))
	}
	return b.String()
}

// importStore is the store as an import sees it.
type importStore struct{ *store.Store }

// Import runs do in a session of the store.
func (s importStore) Import(ctx context.Context, w record.Write, dry, again bool, do func(intake.Session) error) error {
	return s.Store.Import(ctx, w, dry, func(session *store.Import) error {
		session.Again = again
		return do(session)
	})
}

func (c *importCommand) Run(r *run) error {
	switch {
	case c.Kind == starterKind:
		return c.importStarter(r)
	case c.File == "":
		return misuseError{errors.New("name the file to import, or - for standard input")}
	}
	o, err := c.options(r)
	if err != nil {
		return err
	}
	defer o.File.Close() // it was only read
	st, err := r.open(store.Options{Migrate: true})
	if err != nil {
		return err
	}
	defer st.Close() // what was written is committed
	outputs, err := c.outputs(&o)
	if err != nil {
		return err
	}
	bar := newProgress(r.err, "rows")
	o.Progress = func(report intake.Report) {
		done, of := o.File.Progress()
		bar.at(report.Read, done, of)
	}
	report, err := intake.Run(r, importStore{st}, o)
	bar.end()
	err = errors.Join(err, outputs.close())
	return c.tell(r, o, report, err)
}

// options reads what the flags name besides the record.
func (c *importCommand) options(r *run) (o intake.Options, err error) {
	o = intake.Options{Kind: intake.Kind(c.Kind), Dates: intake.DayOrder(c.Dates), DryRun: c.DryRun, Again: c.Again}
	if err := access.ValidHandle(c.Handle); err != nil {
		return o, misuseError{err}
	}
	for _, rule := range c.Map {
		if err := o.Mapping.Map(rule); err != nil {
			return o, misuseError{fmt.Errorf("--map: %w", err)}
		}
	}
	for _, rule := range c.Value {
		if err := o.Mapping.Value(rule); err != nil {
			return o, misuseError{fmt.Errorf("--value: %w", err)}
		}
	}
	if c.Mapping != "" {
		content, err := os.ReadFile(c.Mapping)
		if err != nil {
			return o, err
		}
		kept, err := intake.ReadMapping(bytes.NewReader(content))
		if err == nil {
			o.Mapping, err = o.Mapping.Over(kept)
		}
		if err != nil {
			return o, fmt.Errorf("%s: %w", c.Mapping, err)
		}
	}
	if c.Decisions != "" {
		file, err := intake.Open(r, c.Decisions, nil)
		if err != nil {
			return o, fmt.Errorf("the decisions: %w", err)
		}
		o.Decisions, err = intake.ReadDecisions(r, file)
		if err := errors.Join(err, file.Close()); err != nil {
			return o, err
		}
		if n := o.Decisions.Undecided(); n > 0 {
			fmt.Fprintf(r.err, "%d lines of %s have no decision yet.\n", n, c.Decisions)
		}
	}
	o.Write = record.Write{Actor: c.Handle, Reason: c.Reason}
	if o.Write.Reason == "" {
		name := "standard input"
		if c.File != "-" {
			name = baseName(c.File)
		}
		o.Write.Reason = "Import of " + c.Kind + " from " + name
	}
	if err := record.CheckReason(o.Write.Reason); err != nil {
		return o, misuseError{err}
	}
	o.File, err = intake.Open(r, c.File, os.Stdin)
	return o, err
}

func baseName(path string) string { return path[strings.LastIndexAny(path, `/\`)+1:] }

// importOutputs are the files that an import writes besides.
type importOutputs struct {
	files  []*os.File
	review *intake.Review
}

func (c *importCommand) outputs(o *intake.Options) (outputs importOutputs, err error) {
	create := func(path string) (*os.File, error) {
		if path == c.File || path == c.Decisions {
			return nil, misuseError{fmt.Errorf("%s is read from: name another file to write to", path)}
		}
		file, err := os.Create(path)
		if err == nil {
			outputs.files = append(outputs.files, file)
		}
		return file, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, outputs.close())
		}
	}()
	if c.SaveMapping != "" {
		file, err := create(c.SaveMapping)
		if err == nil {
			err = o.Mapping.WriteMapping(file)
		}
		if err != nil {
			return outputs, err
		}
	}
	if c.Review != "" {
		file, err := create(c.Review)
		if err == nil {
			o.Review, err = intake.NewReview(file)
		}
		if err != nil {
			return outputs, err
		}
		outputs.review = o.Review
	}
	if c.Report != "" {
		file, err := create(c.Report)
		if err != nil {
			return outputs, err
		}
		lines := json.NewEncoder(file)
		lines.SetEscapeHTML(false)
		o.Rows = func(row intake.RowReport) error { return lines.Encode(row) }
	}
	return outputs, nil
}

func (o *importOutputs) close() error {
	var errs []error
	if o.review != nil {
		errs = append(errs, o.review.Close())
	}
	for _, file := range o.files {
		errs = append(errs, file.Close())
	}
	return errors.Join(errs...)
}

// tell says what became of the import.
func (c *importCommand) tell(r *run, o intake.Options, report intake.Report, err error) error {
	var misuse *intake.MisuseError
	var header *intake.HeaderError
	switch {
	case errors.As(err, &misuse):
		return misuseError{misuse}
	case errors.As(err, &header):
		return fmt.Errorf("%s: %w; nothing was imported", c.File, header)
	}
	if c.JSON {
		if err := printJSON(r.out, report); err != nil {
			return err
		}
	}
	if err != nil {
		said := io.Writer(r.err)
		if !c.JSON || report.Read > 0 {
			c.stopped(said, report)
		}
		return err
	}
	if !c.JSON {
		report.WriteSummary(r.out, c.DryRun)
		c.next(r, o, report)
	}
	return nil
}

// stopped says where an import stands that did not come to its end.
func (c *importCommand) stopped(w io.Writer, report intake.Report) {
	switch {
	case c.DryRun:
		fmt.Fprintf(w, "Stopped after %d rows; the dry run kept nothing.\n", report.Read)
	case report.Read > 0:
		fmt.Fprintf(w, "Stopped after %d rows. What was committed stays; run the same command again and it goes on from there.\n", report.Read)
	}
}

// next says what a person can do about what is left.
func (c *importCommand) next(r *run, o intake.Options, report intake.Report) {
	if report.Read == 0 {
		fmt.Fprintln(r.out, "The file has no rows below its header.")
	}
	base := "import " + c.Kind + " " + quoted(c.File)
	for _, rule := range c.Map {
		base += " --map " + quoted(rule)
	}
	for _, rule := range c.Value {
		base += " --value " + quoted(rule)
	}
	if c.Mapping != "" {
		base += " --mapping " + quoted(c.Mapping)
	}
	if c.Dates != string(intake.MonthFirst) {
		base += " --dates " + c.Dates
	}
	if report.Rejected > 0 {
		fmt.Fprintln(r.out, "\nRejected rows are not in the record. Mend them in the file and run the same command again: what is in the record already is left alone.")
		if c.Report == "" {
			fmt.Fprintln(r.out, "  every one of them, with its row:  "+r.commandFor(base+" --report rejected.ndjson"))
		}
	}
	switch {
	case o.Review != nil && o.Review.Names > 0:
		fmt.Fprintf(r.out, "\n%s has %d names that are not certain. Write into its last column which union is meant (an id, a slug, scheme:value, or skip), then:\n  %s\n", c.Review, o.Review.Names, r.commandFor(base+" --decisions "+quoted(c.Review)))
	case report.Ambiguous > 0:
		fmt.Fprintf(r.out, "\nNames that are not certain are not guessed. To decide them:\n  %s\n", r.commandFor(base+" --review undecided.csv"))
	}
	if c.DryRun && report.Created+report.Updated > 0 {
		fmt.Fprintln(r.out, "\nThis was a dry run: nothing was kept.")
	}
}
