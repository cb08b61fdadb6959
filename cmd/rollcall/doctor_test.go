package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func write(t testing.TB, path, content string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheDoctorFindsWhatIsWrong(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	go func() {
		for {
			conn, err := busy.Accept()
			if err != nil {
				return
			}
			_ = conn.Close() // it answers nothing
		}
	}()
	fresh := func(t *testing.T) string { return filepath.Join(t.TempDir(), "rollcall.db") }
	made := func(t *testing.T) string {
		database := fresh(t)
		must(t, "migrate", "up", "--database", database)
		return database
	}
	for _, c := range []struct {
		name     string
		env      []string
		args     []string
		database func(t *testing.T) string
		bad      string   // the check that finds it; empty if all is well
		says     []string // in that finding, or anywhere
	}{
		{name: "no database yet", database: fresh, says: []string{"serve makes it", "is free"}},
		{name: "a proxy that is not trusted", env: []string{"ROLLCALL_PUBLIC_URL=https://rollcall.example.org"}, database: fresh, says: []string{"share one rate", "--trusted-proxy"}},
		{name: "an empty file", database: func(t *testing.T) string { return write(t, fresh(t), "") }, says: []string{"serve makes it"}},
		{name: "a good database without keys", database: made, says: []string{"agrees", "MB free", "key create --role admin"}},
		{name: "a good database with keys", database: func(t *testing.T) string {
			database := made(t)
			newKey(t, database)
			return database
		}, says: []string{"keys: 1"}},
		{name: "a missing folder", database: func(t *testing.T) string { return filepath.Join(t.TempDir(), "not there", "rollcall.db") }, bad: "file", says: []string{"mkdir -p '"}},
		{name: "a folder", database: func(t *testing.T) string { return t.TempDir() }, bad: "file", says: []string{"not a file", "rollcall.db"}},
		{name: "a folder that is a file", database: func(t *testing.T) string { return filepath.Join(write(t, fresh(t), "x"), "rollcall.db") }, bad: "file", says: []string{"not a folder"}},
		{name: "a text", database: func(t *testing.T) string {
			return write(t, fresh(t), strings.Repeat("Minutes of the meeting. ", 100))
		}, bad: "database", says: []string{"not a database", "another file"}},
		{name: "a newer schema", database: func(t *testing.T) string {
			database := made(t)
			newer(t, database)
			return database
		}, bad: "schema", says: []string{"99999", "newer rollcall"}},
		{name: "no record and none to be made", env: []string{"ROLLCALL_NO_MIGRATE=1"}, database: fresh, bad: "database", says: []string{"rollcall migrate up --database"}},
		{name: "a ledger of the future", database: func(t *testing.T) string {
			f := storetest.New(t, "sqlite")
			f.Clock.Set(time.Now().Add(time.Hour))
			f.Union(record.UnionKind("local"), "Example Local 1")
			return f.Database
		}, bad: "clock", says: []string{"in the future", "NTP"}},
		{name: "a taken port", args: []string{"--listen", busy.Addr().String()}, database: fresh, bad: "address", says: []string{"is taken", "--listen"}},
		{name: "a taken port for metrics", env: []string{"ROLLCALL_METRICS_LISTEN=" + busy.Addr().String()}, database: fresh, bad: "address", says: []string{"is taken"}},
		{name: "another machine's address", args: []string{"--listen", "192.0.2.1:80"}, database: fresh, bad: "address", says: []string{"cannot answer", "of this machine"}},
		{name: "a setting that means nothing", env: []string{"ROLLCALL_RATE_LIMIT=banana"}, database: fresh, bad: "settings", says: []string{"ROLLCALL_RATE_LIMIT", "serve --help"}},
		{name: "a setting of no such name", env: []string{"ROLLCALL_DATABSE=x"}, database: fresh, says: []string{"ROLLCALL_DATABSE", "slip"}},
		{name: "a PostgreSQL that is not there", database: func(*testing.T) string { return "postgres://rollcall:hunter2@127.0.0.1:1/rollcall" }, bad: "database", says: []string{"connection refused", "start PostgreSQL"}},
		{name: "a URL that cannot be read", database: func(*testing.T) string { return "postgres://rollcall:hunter2%zz@127.0.0.1:1/rollcall" }, bad: "database", says: []string{"PGPASSWORD"}},
		{name: "a good PostgreSQL", database: func(t *testing.T) string { return storetest.Database(t, "postgres") }, says: []string{"agrees", "key create"}},
		{name: "a wrong database name", database: func(t *testing.T) string { return elsewhere(t, func(u *url.URL) { u.Path = "/nobodys" }) }, bad: "database", says: []string{"createdb"}},
		{name: "a wrong user", database: func(t *testing.T) string {
			return elsewhere(t, func(u *url.URL) { u.User = url.UserPassword("nobody", "hunter2") })
		}, bad: "database", says: []string{"the user or the password"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := append([]string{"doctor", "--json", "--database", c.database(t)}, c.args...)
			env := c.env
			if !slices.Contains(args, "--listen") {
				env = append(env, "ROLLCALL_LISTEN=127.0.0.1:0")
			}
			s := rollcallWith(t, env, args...)
			findings := decode[[]finding](t, []byte(s.out))
			text, code := s.out, 0
			if c.bad != "" {
				code = exitFailed
				i := slices.IndexFunc(findings, func(f finding) bool { return !f.OK })
				if i < 0 || findings[i].Check != c.bad || findings[i].Mend == "" {
					t.Fatalf("want %q to be bad: %s", c.bad, s)
				}
				text = findings[i].Detail + " " + findings[i].Mend
			}
			if s.code != code || s.err != "" {
				t.Errorf("want exit code %d: %s", code, s)
			}
			for _, words := range c.says {
				if !strings.Contains(text, words) {
					t.Errorf("nothing is said of %q: %s", words, s)
				}
			}
			if strings.Contains(s.out, "hunter2") {
				t.Errorf("the password is told: %s", s)
			}
			// For people the same, in lines.
			lines := rollcallWith(t, env, append(args[:1:1], args[2:]...)...)
			if lines.code != code || strings.Contains(lines.out, "BAD ") != (c.bad != "") {
				t.Errorf("for people: %s", lines)
			}
		})
	}
}

// elsewhere is a test's PostgreSQL with something in its URL changed.
func elsewhere(t *testing.T, change func(*url.URL)) string {
	t.Helper()
	u, err := url.Parse(storetest.PostgresServer(t, false))
	if err != nil {
		t.Fatal(err)
	}
	change(u)
	return u.String()
}

func TestTheDoctorsAdviceHelps(t *testing.T) {
	database := filepath.Join(t.TempDir(), "not there", "rollcall.db")
	if s := rollcall(t, "doctor", "--database", database); s.code != exitFailed {
		t.Fatalf("got %s", s)
	}
	if err := os.MkdirAll(filepath.Dir(database), 0o700); err != nil {
		t.Fatal(err)
	}
	if s := rollcallWith(t, []string{"ROLLCALL_NO_MIGRATE=1", "ROLLCALL_LISTEN=127.0.0.1:0"}, "doctor", "--database", database); s.code != exitFailed {
		t.Fatalf("got %s", s)
	}
	must(t, "migrate", "up", "--database", database)
	if s := rollcallWith(t, []string{"ROLLCALL_NO_MIGRATE=1", "ROLLCALL_LISTEN=127.0.0.1:0"}, "doctor", "--database", database); s.code != 0 {
		t.Errorf("got %s", s)
	}
}

func TestTheDoctorIsAHealthCheck(t *testing.T) {
	server := serve(t, filepath.Join(t.TempDir(), "rollcall.db"))
	if s := rollcall(t, "doctor", "--url", server.url()); s.code != 0 || !strings.Contains(s.out, "ready") {
		t.Errorf("got %s", s)
	}
	if s := rollcall(t, "doctor", "--listen", strings.TrimPrefix(server.url(), "http://")); s.code != 0 || !strings.Contains(s.out, "taken by a Rollcall that is ready") {
		t.Errorf("got %s", s)
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("hello")) }))
	defer other.Close()
	if s := rollcall(t, "doctor", "--url", other.URL); s.code != exitFailed || !strings.Contains(s.out, "not Rollcall") {
		t.Errorf("got %s", s)
	}
	other.Close()
	if s := rollcall(t, "doctor", "--url", other.URL); s.code != exitFailed || !strings.Contains(s.out, "refused") {
		t.Errorf("got %s", s)
	}
}
