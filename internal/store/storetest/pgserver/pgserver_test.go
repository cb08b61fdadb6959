package pgserver_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rollcall/internal/store/storetest/pgserver"
)

// asHelper makes the test binary start a server, print where it is, and end in the way the variable names.
const asHelper = "ROLLCALL_PGSERVER_HELPER"

func TestMain(m *testing.M) {
	way := os.Getenv(asHelper)
	if way == "" {
		os.Exit(m.Run())
	}
	server, err := pgserver.Start(context.Background(), false)
	if err != nil {
		panic(err)
	}
	fmt.Println(server.DSN)
	switch way {
	case "return":
	case "panic":
		panic("as told")
	case "wait to be killed":
		select {}
	}
}

func TestAServerAnswersAndIsGoneWhenStopped(t *testing.T) {
	t.Setenv("TMPDIR", sharedTempDir(t))
	server, err := pgserver.Start(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	if got := setting(t, server.DSN, "fsync"); got != "on" {
		t.Errorf("fsync of a durable server is %s, want on", got)
	}
	server.Stop()
	server.Stop() // the second is nothing
	if answers(t, server.DSN) {
		t.Error("the server answers after Stop")
	}
	if left := leftovers(t); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

func TestNothingStaysBehindHoweverTheProcessEnds(t *testing.T) {
	t.Setenv("TMPDIR", sharedTempDir(t))
	for _, way := range []string{"return", "panic", "wait to be killed"} {
		t.Run(way, func(t *testing.T) {
			helper := exec.CommandContext(t.Context(), os.Args[0])
			helper.Env = append(os.Environ(), asHelper+"="+way)
			out, err := helper.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := helper.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(out)
			if !lines.Scan() {
				t.Fatalf("the helper said nothing: %v", lines.Err())
			}
			dsn := lines.Text()
			if way == "wait to be killed" {
				if got := setting(t, dsn, "fsync"); got != "off" {
					t.Errorf("fsync of a server that need not be durable is %s, want off", got)
				}
				if err := helper.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
			_ = helper.Wait()
			eventually(t, "the server's end", func() bool { return !answers(t, dsn) })
			eventually(t, "the removal of its files", func() bool { return leftovers(t) == nil })
		})
	}
}

// sharedTempDir is a temporary folder that the server's own user may enter: t.TempDir's parents are for us only.
func sharedTempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pgserver-test-") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o1777); err != nil {
		t.Fatal(err)
	}
	return dir
}

func leftovers(t *testing.T) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return left
}

func answers(t *testing.T, dsn string) bool {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		return false
	}
	_ = conn.Close(t.Context())
	return true
}

func setting(t *testing.T, dsn, name string) (value string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), "SELECT current_setting($1)", name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !done() {
		if time.Now().After(deadline) {
			t.Fatalf("still waiting for %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
