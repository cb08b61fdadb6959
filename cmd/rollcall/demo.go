package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"rollcall/internal/access"
	"rollcall/internal/demo"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

type demoCommand struct{ service }

func (d *demoCommand) Run(r *run) error {
	dir, err := os.MkdirTemp("", "rollcall-demo-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // the system clears its temporary files in the end
	r.database = filepath.Join(dir, "rollcall.db")
	if d.LogLevel == "info" {
		d.LogLevel = "warn" // what to try is easier to read without a line for each request
	}
	if taken(r, d.Listen) {
		host, _, _ := net.SplitHostPort(d.Listen)
		d.Listen = net.JoinHostPort(host, "0")
	}
	return d.serve(r, true, func(url string, st *store.Store) error {
		if err := demo.Load(r, st); err != nil {
			return err
		}
		key, err := issue(r, st, access.Credential{Handle: "demo", Role: access.Editor})
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

// taken reports whether somebody answers on the address already.
func taken(r *run, address string) bool {
	l, err := (&net.ListenConfig{}).Listen(r, "tcp", address)
	if err == nil {
		_ = l.Close() // it only tried
		return false
	}
	return errors.Is(err, syscall.EADDRINUSE)
}

// issue makes a key and stores it.
func issue(r *run, st *store.Store, c access.Credential) (access.Key, error) {
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		return key, err
	}
	c.ID, c.Hash = key.ID(), key.Hash()
	_, err = st.CreateKey(r, record.Write{Actor: "system"}, c)
	return key, err
}
