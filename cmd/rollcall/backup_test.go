package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// postgresTools makes pg_dump and pg_restore found, and answers the environment in which they are.
func postgresTools(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("pg_restore"); err == nil {
		return []string{"PATH=" + os.Getenv("PATH")}
	}
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pg_restore") // the pattern is right
	if len(installed) == 0 {
		t.Skip("needs pg_dump and pg_restore, which are not on this machine (Debian: postgresql-client)")
	}
	return []string{"PATH=" + filepath.Dir(installed[len(installed)-1]) + ":" + os.Getenv("PATH")}
}

// The drill: a record that is written to is backed up, lost, and restored.
func TestARecordThatIsLostComesBackFromItsBackup(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			database := storetest.Database(t, name)
			var env []string
			if name == "postgres" {
				env = postgresTools(t)
			}
			key := newKey(t, database).Key
			p := serve(t, database)
			var mu sync.Mutex
			var acknowledged []string // ids, in the order of their answers
			enough, stop := make(chan struct{}), make(chan struct{})
			var writers sync.WaitGroup
			for w := range 3 {
				writers.Go(func() {
					for n := 0; ; n++ {
						made, err := ask(http.DefaultClient, http.MethodPost, p.url()+"/v1/unions", key, fmt.Sprintf(`{"kind": "local", "name": "Example Local %d of %d"}`, n, w))
						if err != nil || made.status != http.StatusCreated {
							t.Errorf("got %v, %+v", err, made)
							return
						}
						mu.Lock()
						acknowledged = append(acknowledged, decode[struct{ ID string }](t, made.body).ID)
						if len(acknowledged) == 12 {
							close(enough)
						}
						mu.Unlock()
						select {
						case <-stop:
							return
						default:
						}
					}
				})
			}
			<-enough
			mu.Lock()
			before := append([]string(nil), acknowledged...)
			mu.Unlock()
			file := filepath.Join(t.TempDir(), "backup")
			s := rollcallWith(t, env, "backup", file, "--database", database, "--json")
			close(stop)
			writers.Wait()
			if s.code != 0 {
				t.Fatal(s)
			}
			made := decode[store.Backup](t, []byte(s.out))
			answers := map[string]string{}
			for _, id := range before {
				answers[id] = string(p.ask(http.MethodGet, "/v1/unions/"+id, "", "").body)
			}
			feed := string(p.ask(http.MethodGet, fmt.Sprintf("/v1/changes?limit=%d", min(made.Seq, 200)), "", "").body)

			if s := rollcallWith(t, env, "restore", file, "--database", database, "--force"); s.code != exitFailed || !strings.Contains(s.err, "in use") {
				t.Errorf("while the server runs: %s", s)
			}
			p.stop(t)
			target := database
			if name == "postgres" {
				target = storetest.Postgres(t, nil)
			} else if err := os.WriteFile(database, []byte("SQLite format 3\x00 and no more"), 0o600); err != nil {
				t.Fatal(err)
			}
			if s := rollcallWith(t, env, "restore", file, "--database", target); (s.code == exitFailed) != (name == "sqlite") {
				t.Errorf("without --force: %s", s)
			}
			if name == "sqlite" {
				if s := rollcallWith(t, env, "restore", file, "--database", target, "--force"); s.code != 0 || !strings.Contains(s.out, made.SHA256) || !strings.Contains(s.out, ".before-restore") {
					t.Fatal(s)
				}
			}
			q := serve(t, target)
			for _, id := range before {
				if got := string(q.ask(http.MethodGet, "/v1/unions/"+id, "", "").body); got != answers[id] {
					t.Errorf("before the loss %s\nafter it %s", answers[id], got)
				}
			}
			if got := string(q.ask(http.MethodGet, fmt.Sprintf("/v1/changes?limit=%d", min(made.Seq, 200)), "", "").body); stripPage(got) != stripPage(feed) {
				t.Errorf("before the loss %s\nafter it %s", feed, got)
			}
			// The key works, and the ledger goes on where the backup ends.
			again := q.ask(http.MethodPost, "/v1/unions", key, `{"kind": "local", "name": "A local after the loss"}`)
			if again.status != http.StatusCreated {
				t.Fatalf("got %+v", again)
			}
			next := decode[struct{ Data []struct{ Seq int64 } }](t, q.ask(http.MethodGet, fmt.Sprintf("/v1/changes?after=%d", made.Seq), "", "").body)
			if len(next.Data) != 1 || next.Data[0].Seq != made.Seq+1 {
				t.Errorf("after %d come %+v", made.Seq, next)
			}
		})
	}
}

// stop ends a server in an orderly way.
func (p *process) stop(t *testing.T) {
	t.Helper()
	p.signal(os.Interrupt)
	if code := p.end(); code != 0 {
		t.Errorf("exit %d: %s", code, &p.err)
	}
}

// stripPage is the data of a page without the cursor, which is signed for each answer.
func stripPage(body string) string {
	var page struct{ Data json.RawMessage }
	if json.Unmarshal([]byte(body), &page) != nil {
		return body
	}
	return string(page.Data)
}

func TestWhatIsNeededForABackupIsSaid(t *testing.T) {
	database := filepath.Join(t.TempDir(), "rollcall.db")
	must(t, "migrate", "up", "--database", database)
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"backup"}, exitMisuse, "FILE"},
		{[]string{"backup", "-"}, exitMisuse, "a file with a name"},
		{[]string{"backup", "/nowhere/at/all/x.db", "--database", database}, exitFailed, "there is no folder"},
		{[]string{"backup", database, "--database", database, "--force"}, exitFailed, "is the database itself"},
		{[]string{"restore", filepath.Join(t.TempDir(), "none"), "--database", database}, exitFailed, "no such file"},
		{[]string{"backup", filepath.Join(t.TempDir(), "b"), "--database", database + "2"}, exitFailed, "there is no record"},
	} {
		if s := rollcall(t, c.args...); s.code != c.code || !strings.Contains(strings.ToLower(s.err), strings.ToLower(c.says)) {
			t.Errorf("%v: %s", c.args, s)
		}
	}
}

func TestABackupOfPostgreSQLTellsWhatToRunWherePgDumpIs(t *testing.T) {
	dsn := storetest.Database(t, "postgres")
	file := filepath.Join(t.TempDir(), "backup")
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := u.User.Password()
	s := rollcallWith(t, []string{"PATH=/nowhere"}, "backup", file, "--database", dsn)
	if s.code != exitFailed || !strings.Contains(s.err, "pg_dump --format=custom") || secret != "" && strings.Contains(s.err, secret) {
		t.Errorf("got %s", s)
	}
	if err := os.WriteFile(file, []byte("PGDMP\x01\x0e\x00 and no more"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = rollcallWith(t, []string{"PATH=/nowhere"}, "restore", file, "--database", dsn)
	if s.code != exitFailed || !strings.Contains(s.err, "pg_restore --no-owner") {
		t.Errorf("got %s", s)
	}
}
