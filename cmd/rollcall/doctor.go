package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"rollcall/internal/store"
)

type doctorCommand struct {
	URL    string `help:"Only ask a running service whether it is ready." placeholder:"URL" name:"url" env:"-"`
	Listen string `help:"The address that serve would answer on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	JSON   bool   `help:"Answer as JSON." name:"json" env:"-"`
}

// finding is one thing that was looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Mend   string `json:"mend,omitempty"` // what to do about it
}

func (d *doctorCommand) Run(r *run) error {
	var findings []finding
	if d.URL != "" {
		findings = []finding{askReady(r, d.URL)}
	} else {
		findings = append(checkDatabase(r), checkListen(r, d.Listen))
	}
	wrong := 0
	for _, f := range findings {
		if !f.OK {
			wrong++
		}
	}
	if d.JSON {
		if err := printJSON(r.out, findings); err != nil {
			return err
		}
	} else {
		for _, f := range findings {
			mark := "ok  "
			if !f.OK {
				mark = "BAD "
			}
			fmt.Fprintf(r.out, "%s %-14s %s\n", mark, f.Check, f.Detail)
			if f.Mend != "" {
				fmt.Fprintf(r.out, "     %-14s → %s\n", "", f.Mend)
			}
		}
	}
	if wrong > 0 {
		return errSaid
	}
	return nil
}

// askReady asks a running service.
func askReady(r *run, url string) finding {
	f := finding{Check: "service", Mend: "is rollcall serve running there? Its log tells what it lacks"}
	ctx, cancel := context.WithTimeout(r, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", http.NoBody)
	if err != nil {
		f.Detail = err.Error()
		return f
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		f.Detail = err.Error()
		return f
	}
	_ = res.Body.Close() // only the status matters
	if res.StatusCode != http.StatusOK {
		f.Detail = "not ready: " + res.Status
		return f
	}
	return finding{Check: "service", OK: true, Detail: "ready"}
}

// skew is how far two clocks may stand apart.
const skew = 5 * time.Second

// leastDisk is the free space below which a database is in danger, in bytes.
const leastDisk = 200 << 20

func checkDatabase(r *run) []finding {
	var out []finding
	postgres := store.IsPostgres(r.database)
	if !postgres {
		file := checkFile(r.database)
		out = append(out, file)
		if _, err := os.Stat(r.database); err != nil || !file.OK {
			if file.OK {
				out = append(out, finding{Check: "database", OK: true, Detail: "there is none yet; serve makes it"})
			}
			return append(out, checkDisk(r.database))
		}
	}
	ctx, cancel := context.WithTimeout(r, 15*time.Second)
	defer cancel()
	found, err := store.Inspect(ctx, r.database)
	if err != nil {
		mend := "is the server up, and are host, port, user, password and database name in --database right?"
		if !postgres {
			mend = "is " + r.database + " a Rollcall database? If another program holds it, stop that one"
		}
		return append(out, finding{Check: "database", Detail: plain(err), Mend: mend})
	}
	out = append(out, finding{Check: "database", OK: true, Detail: fmt.Sprintf("%s answers; %d changes in the ledger, %d keys", found.Database, found.Seq, found.Keys)})

	schema := finding{Check: "schema", OK: found.Schema.Database == found.Schema.Program, Detail: fmt.Sprintf("the database is at %d, this program at %d", found.Schema.Database, found.Schema.Program)}
	switch {
	case found.Schema.Database < found.Schema.Program:
		schema.Mend = "rollcall migrate up (serve does it by itself unless told not to)"
	case found.Schema.Database > found.Schema.Program:
		schema.Mend = "use a newer rollcall: this one would not understand the database"
	}
	out = append(out, schema)

	clock := finding{Check: "clock", OK: true, Detail: "this machine's clock agrees with the database's"}
	now := time.Now()
	if apart := found.Clock.Sub(now).Abs(); apart > skew {
		clock = finding{Check: "clock", Detail: fmt.Sprintf("this machine's clock is %s away from the database's", apart.Round(time.Second)), Mend: "set both by NTP: key lifetimes and the ledger's times depend on them"}
	} else if ahead := found.LastChange.Sub(now); ahead > skew {
		clock = finding{Check: "clock", Detail: fmt.Sprintf("the ledger's last change lies %s in the future", ahead.Round(time.Second)), Mend: "set the clock; until then new changes bear the time of the last one"}
	}
	out = append(out, clock)
	if !postgres {
		out = append(out, checkDisk(r.database))
	}
	return out
}

// plain is an error for people; what a driver says of a connection may hold its whole address.
func plain(err error) string {
	text := err.Error()
	if first, _, more := strings.Cut(text, "\n"); more {
		text = first
	}
	return text
}

func checkFile(path string) finding {
	f := finding{Check: "file", OK: true, Detail: path}
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return finding{Check: "file", Detail: fmt.Sprintf("the folder of %s is not there", path), Mend: "mkdir -p " + dir}
	case !info.IsDir():
		return finding{Check: "file", Detail: dir + " is no folder", Mend: "name another file with --database"}
	}
	// SQLite writes beside its file, so the folder must be writable too.
	probe, err := os.CreateTemp(dir, ".rollcall-doctor-")
	if err != nil {
		return finding{Check: "file", Detail: fmt.Sprintf("%s cannot be written: %v", dir, errors.Unwrap(err)), Mend: "give this user the right to write there, or name another file with --database"}
	}
	_ = probe.Close() // it is empty
	_ = os.Remove(probe.Name())
	if file, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		_ = file.Close() // it was only opened
	} else if !os.IsNotExist(err) {
		return finding{Check: "file", Detail: fmt.Sprintf("%s cannot be opened: %v", path, errors.Unwrap(err)), Mend: "is it a file, and may this user read and write it?"}
	}
	return f
}

func checkDisk(path string) finding {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(filepath.Dir(path), &fs); err != nil {
		return finding{Check: "disk", Detail: fmt.Sprintf("cannot tell the free space: %v", err), Mend: "look at it with df"}
	}
	free := fs.Bavail * uint64(fs.Bsize) //nolint:gosec // a block's size is positive
	f := finding{Check: "disk", OK: free >= leastDisk, Detail: fmt.Sprintf("%d MB free", free>>20)}
	if !f.OK {
		f.Mend = fmt.Sprintf("make room: with less than %d MB writes may soon fail", leastDisk>>20)
	}
	return f
}

func checkListen(r *run, address string) finding {
	l, err := (&net.ListenConfig{}).Listen(r, "tcp", address)
	switch {
	case err == nil:
		_ = l.Close() // it only tried
		return finding{Check: "address", OK: true, Detail: address + " is free"}
	case errors.Is(err, syscall.EADDRINUSE):
		if ready := askReady(r, "http://"+address); ready.OK {
			return finding{Check: "address", OK: true, Detail: address + " is taken by a Rollcall that is ready"}
		}
		return finding{Check: "address", Detail: address + " is taken by another program", Mend: "stop it, or serve on another with --listen"}
	}
	return finding{Check: "address", Detail: err.Error(), Mend: "give --listen an address of this machine, such as 127.0.0.1:8080"}
}
