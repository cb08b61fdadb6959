package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"rollcall/internal/access"
	"rollcall/internal/demo"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

type demoCommand struct{ service }

// Help is what demo --help says besides its flags.
func (demoCommand) Help() string {
	return `It prints what to open and three requests to paste. If ` + defaultListen + ` is taken it finds another port. Its database is a temporary file, which goes when it stops.`
}

func (d *demoCommand) Run(r *run, command *kong.Context) error {
	for _, p := range command.Path {
		if p.Flag != nil && p.Flag.Name == "database" {
			return misuseError{errors.New("the demo has a database of its own: --database is for serve")}
		}
	}
	dir, err := os.MkdirTemp("", "rollcall-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // the system clears its temporary files in the end
	r.database = filepath.Join(dir, defaultDatabase)
	if d.LogLevel == "info" {
		d.LogLevel = "warn" // what to try is easier to read without a line for each request
	}
	if d.Listen == defaultListen && taken(r, d.Listen) {
		d.Listen = "127.0.0.1:0" // whoever just tries does not mind where
	}
	return d.serve(r, true, func(_ *slog.Logger, url string, st *store.Store) error {
		if err := demo.Load(r, st); err != nil {
			return err
		}
		_, key, err := issue(r, st, access.Credential{Handle: "demo", Role: access.Editor})
		if err != nil {
			return err
		}
		const call = "ice-out-of-minnesota-day-of-truth-and-freedom"
		fmt.Fprintf(r.out, `Rollcall runs with an example record: real public facts about three calls and
what unions said of them. The database is thrown away when you press Ctrl+C.

Open   %[1]s/docs     the documentation, where you can try every request

Try    who endorsed the day of action of 23 January 2026, earliest record first:

  curl -s '%[1]s/v1/calls/%[2]s/endorsements?position=endorsed&sort=created_at'

       every position of a union whose vote its parent set aside, with sources:

  curl -s '%[1]s/v1/unions/uaw-local-2865/endorsements'

       record a position of your own, with the demo's key:

  curl -s -X PUT '%[1]s/v1/calls/%[2]s/endorsements/unite-here' \
    -H 'Authorization: Bearer %[3]s' -H 'Content-Type: application/json' \
    -d '{"position": "no_position_found", "effective_on": "2026-01-22", "note": "Trying Rollcall."}'

`, url, call, key.Reveal())
		return nil
	})
}

// taken reports whether an address cannot be had.
func taken(r *run, a address) bool {
	l, err := listen(r, a)
	if err == nil {
		_ = l.Close() // it only tried
	}
	return err != nil
}

// issue makes a key and stores what is kept of it.
func issue(r *run, st *store.Store, c access.Credential) (access.Credential, access.Key, error) {
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		return c, key, err
	}
	c.ID, c.Hash = key.ID(), key.Hash()
	c, err = st.CreateKey(r, record.Write{Actor: "system"}, c)
	return c, key, err
}
