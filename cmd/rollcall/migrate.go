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
	schema, err := store.SchemaOf(r, r.database)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(r.out, schema)
	}
	fmt.Fprintf(r.out, "The database is at schema %d, this program at %d.\n", schema.Database, schema.Program)
	switch {
	case schema.Database < schema.Program:
		fmt.Fprintln(r.out, "Bring it up to date with: rollcall migrate up")
	case schema.Database > schema.Program:
		return store.ErrNewerSchema
	}
	return nil
}

func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
