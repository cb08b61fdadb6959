package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/internal/store"
)

// These tests run the program as its users do: a binary of its own, told by flags and signals, asked by
// HTTP. binary is where TestMain built it.
var binary string

// patience bounds every wait. It is for machines that do much else besides; nothing is measured by it.
const patience = time.Minute

func TestMain(m *testing.M) { os.Exit(runTests(m)) }

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "rollcall-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "rollcall")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the program: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// transcript is what a process writes, to be read while it does.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *transcript) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *transcript) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// command is the program with arguments, in an empty folder, with none of the tests' own settings.
func command(ctx context.Context, t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = t.TempDir()
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + cmd.Dir, "TMPDIR=" + cmd.Dir}
	cmd.WaitDelay = time.Second
	return cmd
}

// said is what a command that ends by itself said.
type said struct {
	code     int
	out, err string
}

func (s said) String() string { return fmt.Sprintf("exit %d\n%s%s", s.code, s.out, s.err) }

// rollcall runs a command to its end.
func rollcall(t testing.TB, args ...string) said { t.Helper(); return rollcallWith(t, nil, args...) }

// rollcallWith is rollcall with environment variables.
func rollcallWith(t testing.TB, env []string, args ...string) said {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := command(ctx, t, args...)
	cmd.Env = append(cmd.Env, env...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if ctx.Err() != nil {
		t.Fatalf("rollcall %s did not end:\n%s%s", strings.Join(args, " "), &out, &errs)
	}
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	return said{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
}

// must runs a command that is to succeed and answers what it printed.
func must(t testing.TB, args ...string) string {
	t.Helper()
	s := rollcall(t, args...)
	if s.code != 0 {
		t.Fatalf("rollcall %s: %s", strings.Join(args, " "), s)
	}
	return s.out
}

// process is a program that runs until it is told to end.
type process struct {
	testing.TB
	cmd      *exec.Cmd
	out, err transcript
	ended    chan struct{}
}

// start starts a command that goes on running. The test's end ends it.
func start(t testing.TB, args ...string) *process {
	t.Helper()
	p := &process{TB: t, cmd: command(context.Background(), t, args...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait() // ProcessState tells how it ended
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // most have ended
		<-p.ended
	})
	return p
}

// serve starts a server on a port of its own and answers when it does.
func serve(t testing.TB, database string, args ...string) *process {
	t.Helper()
	p := start(t, append([]string{"serve", "--database", database, "--listen", "127.0.0.1:0", "--rate-limit", "off"}, args...)...)
	p.ready()
	return p
}

// until waits for a condition.
func until(t testing.TB, what string, fulfilled func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !fulfilled(); {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		<-time.After(5 * time.Millisecond)
	}
}

func (p *process) isOver() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// url is where the log says that the service answers; empty until it does.
func (p *process) url() string {
	for line := range strings.Lines(p.err.String()) {
		var entry struct{ Msg, URL string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "serving" {
			return entry.URL
		}
	}
	return ""
}

func (p *process) ready() {
	p.Helper()
	until(p, "the service to be ready", func() bool {
		if p.isOver() {
			p.Fatalf("the service ended: %s\n%s%s", p.cmd.ProcessState, &p.out, &p.err)
		}
		if p.url() == "" {
			return false
		}
		res, err := http.Get(p.url() + "/readyz")
		if err != nil {
			return false
		}
		_ = res.Body.Close() // only the status counts
		return res.StatusCode == http.StatusOK
	})
}

func (p *process) signal(s os.Signal) {
	p.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.Fatal(err)
	}
}

// end waits for the process and answers its exit code, -1 if a signal ended it.
func (p *process) end() int {
	p.Helper()
	until(p, "the program to end", p.isOver)
	return p.cmd.ProcessState.ExitCode()
}

// answer is an HTTP answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// decode reads the body as JSON.
func decode[T any](t testing.TB, body []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return v
}

// ask sends one request and fails the test when there is no answer.
func (p *process) ask(method, path, key, body string, header ...string) answer {
	p.Helper()
	a, err := ask(http.DefaultClient, method, p.url()+path, key, body, header...)
	if err != nil {
		p.Fatal(err)
	}
	return a
}

func ask(client *http.Client, method, target, key, body string, header ...string) (answer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, target, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	read, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, read}, err
}

// newKey makes a key with the command line.
func newKey(t testing.TB, database string, args ...string) keyJSON {
	t.Helper()
	if len(args) == 0 {
		args = []string{"--role", "admin", "--handle", "tester"}
	}
	return decode[keyJSON](t, []byte(must(t, append([]string{"key", "create", "--json", "--database", database}, args...)...)))
}

// secretOf is what of a database's name must be told to nobody.
func secretOf(t testing.TB, database string) string {
	t.Helper()
	if !store.IsPostgres(database) {
		return "no secret at all"
	}
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	if password, ok := u.User.Password(); ok && password != "" {
		return password
	}
	return "no secret at all"
}

func TestWrongUseExitsWithTwoAndSaysWhereToRead(t *testing.T) {
	for _, c := range []struct {
		name string
		env  []string
		args []string
		says string
	}{
		{name: "an unknown command", args: []string{"nonsense"}, says: "Try: rollcall --help"},
		{name: "a command that has commands", args: []string{"key"}, says: "Try: rollcall key --help"},
		{name: "an unknown flag", args: []string{"serve", "--nope"}, says: "unknown flag --nope"},
		{name: "another database", args: []string{"key", "list", "--database", "mysql://u:hunter2@h/d"}, says: "postgres://"},
		{name: "another database in the environment", env: []string{"ROLLCALL_DATABASE=mysql://u:hunter2@h/d"}, args: []string{"serve"}, says: "postgres://"},
		{name: "no database", env: []string{"ROLLCALL_DATABASE="}, args: []string{"serve"}, says: "SQLite file"},
		{name: "a connection string", args: []string{"migrate", "up", "--database", "host=h password=hunter2"}, says: "postgres://"},
		{name: "no address", args: []string{"serve", "--listen", "foo"}, says: "HOST:PORT"},
		{name: "no port", args: []string{"serve", "--metrics-listen", ":99999"}, says: "HOST:PORT"},
		{name: "no rate", env: []string{"ROLLCALL_RATE_LIMIT=banana"}, args: []string{"serve"}, says: "ROLLCALL_RATE_LIMIT"},
		{name: "no origin", args: []string{"serve", "--allow-origin", "https://desk.example.org/"}, says: "https://desk.example.org"},
		{name: "every address for a proxy", args: []string{"serve", "--trusted-proxy", "0.0.0.0/0"}, says: "every address"},
		{name: "no network", env: []string{"ROLLCALL_TRUSTED_PROXY=proxy.internal"}, args: []string{"serve"}, says: "10.0.0.0/8"},
		{name: "no time span", args: []string{"serve", "--grace", "long"}, says: "20s"},
		{name: "no log format", args: []string{"serve", "--log-format", "xml"}, says: "json"},
		{name: "a database for the demo", args: []string{"demo", "--database", "mine.db"}, says: "of its own"},
		{name: "a key without a role", args: []string{"key", "create", "--handle", "desk"}, says: "--role"},
		{name: "a key of no role", args: []string{"key", "create", "--handle", "desk", "--role", "king"}, says: "organizer"},
		{name: "an e-mail address for a handle", args: []string{"key", "create", "--role", "editor", "--handle", "hunter2@example.org"}, says: "e-mail"},
		{name: "an organizer of nothing", args: []string{"key", "create", "--role", "organizer", "--handle", "desk"}, says: "--union"},
		{name: "an editor of one union", args: []string{"key", "create", "--role", "editor", "--handle", "desk", "--union", "a"}, says: "--union"},
		{name: "a key for no time", args: []string{"key", "create", "--role", "editor", "--handle", "desk", "--expires", "0"}, says: "--expires"},
		{name: "a key for less than no time", args: []string{"key", "create", "--role", "editor", "--handle", "desk", "--expires=-1h"}, says: "--expires"},
		{name: "no key to revoke", args: []string{"key", "revoke"}, says: "<id>"},
		{name: "a mistyped key to revoke", args: []string{"key", "revoke", "rc_hunter2"}, says: "API key"},
		{name: "an overlap of less than nothing", args: []string{"key", "rotate", "x", "--overlap=-1h"}, says: "--overlap"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := rollcallWith(t, c.env, c.args...)
			if s.code != exitMisuse || s.out != "" || !strings.Contains(s.err, c.says) || !strings.Contains(s.err, "Try: rollcall ") {
				t.Errorf("got %s", s)
			}
			if strings.Contains(s.err, "hunter2") {
				t.Errorf("a secret is repeated: %s", s.err)
			}
		})
	}
}

func TestHelpIsThereForEveryCommand(t *testing.T) {
	if s := rollcall(t); s.code != exitMisuse || !strings.Contains(s.err, "rollcall demo") {
		t.Errorf("without a command: %s", s)
	}
	for _, c := range []string{"", "serve", "demo", "migrate", "migrate up", "migrate status", "key", "key create", "key list", "key revoke", "key rotate", "doctor"} {
		s := rollcall(t, append(strings.Fields(c), "--help")...)
		if s.code != 0 || s.err != "" || !strings.Contains(s.out, "Usage: "+strings.TrimSpace("rollcall "+c)) || !strings.Contains(s.out, "$ROLLCALL_DATABASE") {
			t.Errorf("rollcall %s --help: %s", c, s)
		}
	}
	if s := rollcall(t, "--version"); s.code != 0 || strings.TrimSpace(s.out) == "" {
		t.Errorf("--version: %s", s)
	}
}

func TestADatabaseThatCannotBeHadIsExplainedWithoutItsPassword(t *testing.T) {
	const database = "postgres://rollcall:hunter2@127.0.0.1:1/rollcall"
	for _, c := range []string{"serve --listen 127.0.0.1:0", "migrate up", "migrate status", "key list", "key create --role admin --handle desk", "key revoke x", "key rotate x", "doctor"} {
		s := rollcall(t, append(strings.Fields(c), "--database", database)...)
		if text := s.out + s.err; s.code != exitFailed || !strings.Contains(text, "connection refused") || !strings.Contains(text, "start PostgreSQL") || strings.Contains(text, "hunter2") {
			t.Errorf("rollcall %s: %s", c, s)
		}
	}
}
