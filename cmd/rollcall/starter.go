package main

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"rollcall/internal/access"
	"rollcall/internal/intake"
	"rollcall/internal/record"
	"rollcall/internal/starter"
	"rollcall/internal/store"
)

// starterKind is the import that needs no file.
const starterKind = "starter"

// importStarter puts the starter registry into the record, in one transaction. Unions that are in it
// already gain the names and identifiers that they lack.
func (c *importCommand) importStarter(r *run) error {
	for _, of := range []string{c.File, strings.Join(c.Map, ""), strings.Join(c.Value, ""), c.Mapping, c.SaveMapping, c.Review, c.Decisions, c.Report} {
		if of != "" {
			return misuseError{errors.New("the starter registry comes with the program: it takes no file and no mapping")}
		}
	}
	w := record.Write{Actor: c.Handle, Reason: cmp.Or(c.Reason, starter.Reason)}
	if err := errors.Join(access.ValidHandle(w.Actor), record.CheckReason(w.Reason)); err != nil {
		return misuseError{err}
	}
	puts, err := starter.Unions()
	if err != nil {
		return err
	}
	st, err := r.open(store.Options{Migrate: true})
	if err != nil {
		return err
	}
	defer st.Close() // what was written is committed
	report := intake.Report{Read: len(puts), Rows: []intake.RowReport{}, Notes: []string{}}
	err = st.Import(r, w, c.DryRun, func(session *store.Import) error {
		session.Again = c.Again
		results, err := session.PutUnions(puts)
		for i, result := range results {
			switch {
			case result.Err != nil:
				report.Rejected++
				report.Rows = append(report.Rows, intake.RowReport{Status: intake.Rejected, Reason: puts[i].Union.Slug + ": " + explain(result.Err), Candidates: []intake.Candidate{}})
			case result.Outcome == record.PutCreated:
				report.Created++
			case result.Outcome == record.PutUpdated:
				report.Updated++
			default:
				report.Unchanged++
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(r.out, report)
	}
	report.WriteSummary(r.out, c.DryRun)
	if !c.DryRun && report.Created > 0 {
		fmt.Fprintln(r.out, "\nNames of unions mean something now. Next, with the registry of the US Department of Labor at hand:")
		fmt.Fprintln(r.out, "  "+r.commandFor("import olms FILE"))
	}
	return nil
}
