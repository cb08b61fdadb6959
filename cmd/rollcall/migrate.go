package main

import (
	"encoding/json"
	"fmt"
	"io"

	"rollcall/internal/store"
)

type migrateCommand struct {
	Up     migrateUpCommand     `cmd:"" help:"Bring the schema up to date."`
	Status migrateStatusCommand `cmd:"" help:"Tell where the schema stands."`
}

type migrateUpCommand struct{}

func (migrateUpCommand) Run(r *run) error {
	if err := r.checkFile(); err != nil {
		return err
	}
	applied, err := store.Migrate(r, r.database)
	for _, name := range applied {
		fmt.Fprintln(r.out, "applied", name)
	}
	if err == nil && len(applied) == 0 {
		fmt.Fprintln(r.out, "The schema is up to date.")
	}
	return err
}

type migrateStatusCommand struct {
	JSON bool `help:"Answer as JSON." name:"json" env:"-"`
}

func (c migrateStatusCommand) Run(r *run) error {
	if err := r.checkFile(); err != nil {
		return err
	}
	schema, err := store.SchemaOf(r, r.database)
	if err != nil {
		return err
	}
	switch {
	case c.JSON:
		err = printJSON(r.out, schema)
	case schema.Database == 0:
		fmt.Fprintf(r.out, "The database holds no record yet; this program would make schema %d.\n", schema.Program)
	default:
		fmt.Fprintf(r.out, "The database is at schema %d, this program at %d.\n", schema.Database, schema.Program)
	}
	switch {
	case err != nil:
		return err
	case schema.Database > schema.Program:
		return store.ErrNewerSchema
	case schema.Database < schema.Program && !c.JSON:
		fmt.Fprintf(r.out, "Bring it up to date with:  %s\n", r.commandFor("migrate up"))
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
