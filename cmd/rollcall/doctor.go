package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"rollcall/internal/store"
	"rollcall/internal/telemetry"
)

type doctorCommand struct {
	URL    string  `help:"Only ask a running service whether it is ready." placeholder:"URL" name:"url" env:"-"`
	Listen address `help:"The address that serve would be told to answer on; without it, the one of its settings." placeholder:"HOST:PORT" env:"-"`
	JSON   bool    `help:"Answer as JSON." name:"json" env:"-"`
}

// finding is one thing that was looked at.
type finding struct {
	Check  string `json:"check"`
	OK     bool   `json:"ok"`
	Detail string `json:"detail"`
	Mend   string `json:"mend,omitempty"` // what to do about it
}

// Help is what doctor --help says besides its flags.
func (doctorCommand) Help() string {
	return `It looks at the settings, the database, its schema, the clock, the disk and the addresses, changes nothing, and ends with exit code 1 if something is wrong. With --url it is a health check.`
}

func (d *doctorCommand) Run(r *run) error {
	var findings []finding
	if d.URL != "" {
		findings = []finding{askReady(r, d.URL)}
	} else {
		settings, found := checkSettings(r)
		findings = slices.Concat(found, checkDatabase(r, settings))
		if d.Listen != "" {
			settings.Listen = d.Listen
		}
		for _, a := range []address{settings.Listen, settings.MetricsListen} {
			if a != "" {
				findings = append(findings, checkListen(r, a))
			}
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
			fmt.Fprintf(r.out, "%s %-9s %s\n", mark, f.Check, f.Detail)
			if f.Mend != "" {
				fmt.Fprintf(r.out, "     %-9s → %s\n", "", f.Mend)
			}
		}
	}
	if slices.ContainsFunc(findings, func(f finding) bool { return !f.OK }) {
		return errSaid
	}
	return nil
}

// checkSettings reads what serve would read from the environment.
func checkSettings(r *run) (serveCommand, []finding) {
	var c cli
	parser := parserOf(&c)
	if _, err := parser.Parse([]string{"serve", "--database", r.database}); err != nil {
		c.Serve.Listen, c.Serve.MetricsListen = "", ""
		return c.Serve, []finding{{Check: "settings", Detail: telemetry.Redact(err.Error()), Mend: "set or unset that variable; rollcall serve --help tells what it may be"}}
	}
	known := []string{"ROLLCALL_PUBLISH"} // of docker-compose.yml
	for _, flag := range append(slices.Clone(parser.Model.Flags), parser.Model.Children[0].Flags...) {
		known = append(known, flag.Tag.Envs...)
	}
	var unknown []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if strings.HasPrefix(name, "ROLLCALL_") && !strings.HasPrefix(name, "ROLLCALL_TEST_") && !slices.Contains(known, name) {
			unknown = append(unknown, name)
		}
	}
	f := finding{Check: "settings", OK: true, Detail: "serve understands its environment"}
	if len(unknown) > 0 {
		// Not wrong by itself: Kubernetes sets such variables for a service of our name.
		f.Detail, f.Mend = "no setting is called "+strings.Join(unknown, ", "), "if that is a slip, rollcall serve --help has the names"
	}
	found := []finding{f}
	// Only a proxy can make it https.
	if c.Serve.RateLimit > 0 && len(c.Serve.TrustedProxy) == 0 && strings.HasPrefix(string(c.Serve.PublicURL), "https:") {
		found = append(found, finding{Check: "proxy", OK: true, Detail: "no proxy is trusted to tell who the client is: all who come through it share one rate", Mend: "name its network with --trusted-proxy (ROLLCALL_TRUSTED_PROXY)"})
	}
	return c.Serve, found
}

// askReady asks a running service.
func askReady(r *run, url string) finding {
	f := finding{Check: "service", Mend: "is rollcall serve running there? Its log tells what it lacks"}
	if !strings.Contains(url, "://") {
		url = "http://" + url
	}
	ctx, cancel := context.WithTimeout(r, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", http.NoBody)
	if err != nil {
		f.Detail = telemetry.Redact(err.Error())
		return f
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		f.Detail = telemetry.Redact(err.Error())
		return f
	}
	defer res.Body.Close() // it was only read
	var answer struct{ Status, Type string }
	err = json.NewDecoder(http.MaxBytesReader(nil, res.Body, 10_000)).Decode(&answer)
	switch {
	case err == nil && res.StatusCode == http.StatusOK && answer.Status == "ok":
		return finding{Check: "service", OK: true, Detail: "ready"}
	case res.StatusCode == http.StatusServiceUnavailable:
		f.Detail = "the service is not ready"
	default:
		f.Detail = "what answers there is not Rollcall"
	}
	return f
}

// skew is how far two clocks may stand apart.
const skew = 5 * time.Second

func checkDatabase(r *run, settings serveCommand) []finding {
	var out []finding
	postgres := store.IsPostgres(r.database)
	if !postgres {
		file := lookAtFile(r.database)
		out = append(out, file)
		if !file.OK {
			return out
		}
		out = append(out, checkDisk(r.database))
		if _, err := os.Stat(r.database); err != nil {
			return append(out, noRecord(r, settings))
		}
	}
	ctx, cancel := context.WithTimeout(r, 15*time.Second)
	defer cancel()
	found, err := store.Inspect(ctx, r.database)
	if err != nil {
		text := explain(err)
		return append(out, finding{Check: "database", Detail: text, Mend: remedy(text)})
	}
	if found.Schema.Database == 0 {
		return append(out, noRecord(r, settings))
	}
	schema := finding{Check: "schema", OK: found.Schema.Database == found.Schema.Program, Detail: fmt.Sprintf("the database is at %d, this program at %d", found.Schema.Database, found.Schema.Program)}
	switch {
	case found.Schema.Database < found.Schema.Program:
		schema.Mend = r.commandFor("migrate up")
		if !settings.NoMigrate {
			schema.Mend += " (serve does it by itself unless told not to)"
		}
		return append(out, schema)
	case found.Schema.Database > found.Schema.Program:
		schema.Mend = "use a newer rollcall: this one would not understand the database"
		return append(out, schema)
	}
	database := finding{Check: "database", OK: true, Detail: fmt.Sprintf("%s answers; changes in the ledger: %d, keys: %d", found.Database, found.Seq, found.Keys)}
	if found.Keys == 0 {
		database.Mend = "nobody can write yet: " + r.commandFor("key create --role admin --handle you")
	}

	clock := finding{Check: "clock", OK: true, Detail: "agrees with the database's"}
	now := time.Now()
	if apart := found.Clock.Sub(now).Abs(); apart > skew {
		clock = finding{Check: "clock", Detail: fmt.Sprintf("this machine's clock is %s away from the database's", apart.Round(time.Second)), Mend: "set both by NTP: key lifetimes and the ledger's times depend on them"}
	} else if ahead := found.LastChange.Sub(now); ahead > skew {
		clock = finding{Check: "clock", Detail: fmt.Sprintf("the ledger's last change lies %s in the future", ahead.Round(time.Second)), Mend: "set this machine's clock by NTP; until then new changes bear the time of the last one"}
	}
	return append(out, database, schema, clock)
}

// noRecord is what to say of a database without tables.
func noRecord(r *run, settings serveCommand) finding {
	if settings.NoMigrate {
		return finding{Check: "database", Detail: "there is no record in it yet, and serve is told not to migrate", Mend: r.commandFor("migrate up")}
	}
	return finding{Check: "database", OK: true, Detail: "there is no record in it yet; serve makes it"}
}

// remedies are what to do about an error, by what its text tells. The first that fits is given.
var remedies = []struct{ sign, mend string }{
	{"URL cannot be read", "write special characters of the password as %XX, or leave it out and set PGPASSWORD"},
	{"authentication failed", "mend the user or the password, in --database or in PGPASSWORD"},
	{"SQLSTATE 28", "mend the user or the password, in --database or in PGPASSWORD"},
	{"SQLSTATE 3D000", "make that database (createdb), or name another with --database"},
	{"SQLSTATE 42501", "let the user make tables there (GRANT CREATE ON SCHEMA public), or name the owner in --database"},
	{"SQLSTATE 53300", "the server is full: raise its max_connections, or stop something"},
	{"no such host", "mend the host's name in --database"},
	{"connection refused", "start PostgreSQL there, or mend host and port in --database"},
	{"server refused TLS", "let PostgreSQL use TLS, or lower sslmode in --database"},
	{"tls:", "mend sslmode and sslrootcert in --database, or the server's certificate"},
	{"already exists", "something else is in that database: name an empty one with --database"},
	{"not a database", "name another file with --database, or put a backup in its place"},
	{"malformed", "the file is damaged: keep a copy of it and put a backup in its place"},
	{"disk I/O error", "make room on the disk; if there is room, the disk or its mount is at fault"},
	{"disk is full", "make room on the disk"},
	{"locked", "another program holds the file: stop that one"},
}

func remedy(text string) string {
	for _, r := range remedies {
		if strings.Contains(text, r.sign) {
			return r.mend
		}
	}
	return ""
}

// checkFile tells why a SQLite file cannot be used, before SQLite says it in its own words.
func (r *run) checkFile() error {
	if store.IsPostgres(r.database) {
		return nil
	}
	if f := lookAtFile(r.database); !f.OK {
		return fmt.Errorf("%s: %s", f.Detail, f.Mend)
	}
	return nil
}

func lookAtFile(path string) finding {
	bad := func(mend, format string, args ...any) finding {
		return finding{Check: "file", Detail: fmt.Sprintf(format, args...), Mend: mend}
	}
	dir := filepath.Dir(path)
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return bad("mkdir -p "+quoted(dir), "there is no folder %s", dir)
	case err != nil:
		return bad("name another file with --database", "cannot look into %s: %s", dir, reason(err))
	case !info.IsDir():
		return bad("name another file with --database", "%s is not a folder", dir)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return bad("name a file with --database, such as "+quoted(filepath.Join(path, defaultDatabase)), "%s is not a file", path)
	}
	// SQLite writes beside its file, so the folder must be writable too.
	probe, err := os.CreateTemp(dir, ".rollcall-doctor-")
	if err != nil {
		return bad("let this user write to the folder, or name another file with --database", "nothing can be written to the folder %s: %s", dir, reason(err))
	}
	_ = probe.Close() // it is empty
	_ = os.Remove(probe.Name())
	// What another user ran may have left files that only they can write.
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		file, err := os.OpenFile(name, os.O_RDWR, 0)
		switch {
		case err == nil:
			_ = file.Close() // it was only opened
		case !errors.Is(err, os.ErrNotExist):
			return bad("let this user read and write the file, or name another with --database", "%s cannot be opened: %s", name, reason(err))
		}
	}
	return finding{Check: "file", OK: true, Detail: path}
}

// reason is what the system said, without the name of the file again.
func reason(err error) string {
	if inner := new(os.PathError); errors.As(err, &inner) {
		err = inner.Err
	}
	return err.Error()
}

// leastDisk is the free space below which a database is in danger, in bytes.
const leastDisk = 200 << 20

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

func checkListen(r *run, a address) finding {
	l, err := listen(r, a)
	if err == nil {
		_ = l.Close() // it only tried
		return finding{Check: "address", OK: true, Detail: string(a) + " is free"}
	}
	if !errors.Is(err, syscall.EADDRINUSE) {
		return finding{Check: "address", Detail: err.Error(), Mend: "give --listen an address of this machine, such as " + defaultListen}
	}
	switch ready := askReady(r, "http://"+string(a)); {
	case ready.OK:
		return finding{Check: "address", OK: true, Detail: string(a) + " is taken by a Rollcall that is ready"}
	default:
		return finding{Check: "address", Detail: fmt.Sprintf("%s is taken: %s", a, ready.Detail), Mend: "stop what answers there, or serve on another address with --listen"}
	}
}
