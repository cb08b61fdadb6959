package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"rollcall/internal/store/storetest"
)

// underWay is a request that the server is answering: it has read the headers and waits for the body.
type underWay struct {
	testing.TB
	conn net.Conn
	read *bufio.Reader
}

const slowBody = `{"kind": "local", "name": "Example Local 12"}`

func (p *process) underWay(key string) *underWay {
	p.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.url(), "http://"))
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		p.Fatal(err)
	}
	u := &underWay{p, conn, bufio.NewReader(conn)}
	_, err = fmt.Fprintf(conn, "POST /v1/unions HTTP/1.1\r\nHost: rollcall\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", key, len(slowBody))
	if err != nil {
		p.Fatal(err)
	}
	// The server asks for the body when the handler does (RFC 9110 §10.1.1).
	if line, err := u.read.ReadString('\n'); err != nil || !strings.Contains(line, "100 Continue") {
		p.Fatalf("got %q, %v", line, err)
	}
	if _, err := u.read.ReadString('\n'); err != nil {
		p.Fatal(err)
	}
	return u
}

// finish sends the body and answers the status.
func (u *underWay) finish() int {
	u.Helper()
	if _, err := fmt.Fprint(u.conn, slowBody); err != nil {
		u.Fatal(err)
	}
	res, err := http.ReadResponse(u.read, nil)
	if err != nil {
		u.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

func (p *process) stopping() {
	p.Helper()
	until(p, "the service to say that it stops", func() bool { return strings.Contains(p.err.String(), "stopping") })
	until(p, "the service to take no more connections", func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(p.url(), "http://"))
		if err == nil {
			_ = conn.Close() // it was only tried
		}
		return err != nil
	})
}

func TestASignalEndsTheServiceWhenRequestsUnderWayAreAnswered(t *testing.T) {
	for _, name := range storetest.Databases {
		for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
			t.Run(name+" "+s.String(), func(t *testing.T) {
				database := storetest.Database(t, name)
				key := newKey(t, database)
				p := serve(t, database)
				request := p.underWay(key.Key)
				p.signal(s)
				p.stopping()
				if p.isOver() {
					t.Fatal("it does not wait")
				}
				if status := request.finish(); status != http.StatusCreated {
					t.Errorf("the request under way is answered %d", status)
				}
				if code := p.end(); code != 0 || !strings.Contains(p.err.String(), `"stopped"`) {
					t.Errorf("exit %d: %s", code, &p.err)
				}
				if a := serve(t, database).ask(http.MethodGet, "/v1/unions/example-local-12", "", ""); a.status != http.StatusOK {
					t.Errorf("what was answered is not there: %d %s", a.status, a.body)
				}
			})
		}
	}
}

func TestASecondSignalEndsTheServiceAtOnce(t *testing.T) {
	database := storetest.Database(t, "sqlite")
	p := serve(t, database, "--grace", "1h")
	p.underWay(newKey(t, database).Key)
	p.signal(syscall.SIGTERM)
	p.stopping()
	p.signal(syscall.SIGTERM)
	if code := p.end(); code != -1 {
		t.Errorf("exit %d: %s", code, &p.err)
	}
}

func TestTheServiceAnswersWhileABalancerLooksElsewhere(t *testing.T) {
	p := serve(t, storetest.Database(t, "sqlite"), "--drain", "1h")
	p.signal(syscall.SIGTERM)
	until(t, "the service to say that it is not ready", func() bool {
		return p.ask(http.MethodGet, "/readyz", "", "").status == http.StatusServiceUnavailable
	})
	if a := p.ask(http.MethodGet, "/v1/unions", "", ""); a.status != http.StatusOK {
		t.Errorf("got %d %s", a.status, a.body)
	}
	p.signal(syscall.SIGTERM)
	if code := p.end(); code != -1 {
		t.Errorf("exit %d: %s", code, &p.err)
	}
}

func TestTheGraceIsBounded(t *testing.T) {
	database := storetest.Database(t, "sqlite")
	p := serve(t, database, "--grace", "1ms")
	p.underWay(newKey(t, database).Key)
	p.signal(syscall.SIGTERM)
	if code := p.end(); code != 0 || !strings.Contains(p.err.String(), "cut off") {
		t.Errorf("exit %d: %s", code, &p.err)
	}
}

func TestASessionsLogsHoldNoSecret(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			database := storetest.Database(t, name)
			for _, format := range []string{"json", "text"} {
				p := start(t, "serve", "--database", database, "--listen", "127.0.0.1:0", "--log-format", format, "--log-level", "debug")
				address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
				until(t, "the service to start", func() bool { return address.MatchString(p.err.String()) || p.isOver() })
				at := address.FindString(p.err.String())
				key := newKey(t, database)
				send := func(method, path, key, body string, header ...string) answer {
					t.Helper()
					a, err := ask(http.DefaultClient, method, at+path, key, body, header...)
					if err != nil {
						t.Fatal(err)
					}
					return a
				}
				if a := send(http.MethodPost, "/v1/unions", key.Key, `{"kind": "local", "name": "Example Local 1"}`, "Rollcall-Reason", "As told by ana@example.org"); a.status != http.StatusCreated {
					t.Fatalf("%d %s", a.status, a.body)
				}
				send(http.MethodGet, "/v1/unions?q=ana@example.org", "", "")
				send(http.MethodGet, "/v1/unions?key="+key.Key, "", "")
				send(http.MethodGet, "/v1/"+key.Key, "", "")
				send(http.MethodPost, "/v1/unions", key.Key[:len(key.Key)-1]+"x", "{}")
				send(http.MethodPost, "/v1/unions", key.Key, `{"kind": "ana@example.org"`)
				made := decode[keyJSON](t, send(http.MethodPost, "/v1/keys", key.Key, `{"role": "editor", "handle": "desk"}`).body)
				p.signal(syscall.SIGTERM)
				if code := p.end(); code != 0 {
					t.Errorf("exit %d", code)
				}
				log := p.out.String() + p.err.String()
				for _, secret := range []string{key.Key[14:57], made.Key[14:57], secretOf(t, database), "ana@example.org", "SELECT", "INSERT"} {
					if strings.Contains(log, secret) {
						t.Errorf("the %s log holds %q: %s", format, secret, log)
					}
				}
				if !strings.Contains(log, key.ID) || !strings.Contains(log, "/v1/unions") {
					t.Errorf("the %s log does not tell who wrote: %s", format, log)
				}
			}
		})
	}
}

func TestTheRateLimitIsToldAndKept(t *testing.T) {
	p := start(t, "serve", "--database", filepath.Join(t.TempDir(), "rollcall.db"), "--listen", "127.0.0.1:0", "--rate-limit", "0.01")
	p.ready()
	// One request in 100 seconds, and one at once.
	first, second := p.ask(http.MethodGet, "/v1/unions", "", ""), p.ask(http.MethodGet, "/v1/unions", "", "")
	if first.status != http.StatusOK || second.status != http.StatusTooManyRequests {
		t.Fatalf("got %d and %d", first.status, second.status)
	}
	if wait, err := strconv.Atoi(second.header.Get("Retry-After")); err != nil || wait < 1 || wait > 100 {
		t.Errorf("Retry-After: %q", second.header.Get("Retry-After"))
	}
	for _, a := range []answer{first, second} {
		if a.header.Get("RateLimit") == "" || a.header.Get("RateLimit-Policy") == "" {
			t.Errorf("%d without its rate: %v", a.status, a.header)
		}
	}
	off := serve(t, filepath.Join(t.TempDir(), "rollcall.db")) // with --rate-limit off
	if a := off.ask(http.MethodGet, "/v1/unions", "", ""); a.status != http.StatusOK || a.header.Get("RateLimit") != "" {
		t.Errorf("without a limit: %d %v", a.status, a.header)
	}
}

func TestMetricsOnAPortOfTheirOwn(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	database := filepath.Join(t.TempDir(), "rollcall.db")
	if s := rollcall(t, "serve", "--database", database, "--listen", "127.0.0.1:0", "--metrics-listen", l.Addr().String()); s.code != exitFailed || !strings.Contains(s.err, "is taken") {
		t.Errorf("got %s", s)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	p := serve(t, database, "--metrics-listen", l.Addr().String())
	if a := p.ask(http.MethodGet, "/metrics", "", ""); a.status != http.StatusNotFound {
		t.Errorf("on the service's own port: %d", a.status)
	}
	a, err := ask(http.DefaultClient, http.MethodGet, "http://"+l.Addr().String()+"/metrics", "", "")
	if err != nil || a.status != http.StatusOK || !strings.Contains(string(a.body), "rollcall_build_info") {
		t.Errorf("got %d, %v", a.status, err)
	}
	if shared := serve(t, database).ask(http.MethodGet, "/metrics", "", ""); shared.status != http.StatusOK {
		t.Errorf("without a port of their own: %d", shared.status)
	}
}

func TestATakenAddressLeavesTheDatabaseAlone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	database := filepath.Join(t.TempDir(), "rollcall.db")
	if s := rollcall(t, "serve", "--database", database, "--listen", l.Addr().String()); s.code != exitFailed || !strings.Contains(s.err, "is taken") {
		t.Errorf("got %s", s)
	}
	if _, err := os.Stat(database); !os.IsNotExist(err) {
		t.Errorf("the database was made: %v", err)
	}
}

func TestTwoServersShareAPostgreSQL(t *testing.T) {
	database := storetest.Database(t, "postgres")
	key := newKey(t, database)
	one, other := serve(t, database), serve(t, database)
	for i, pair := range [][2]*process{{one, other}, {other, one}} {
		if a := pair[0].ask(http.MethodPost, "/v1/unions", key.Key, fmt.Sprintf(`{"kind": "local", "name": "Example Local %d"}`, i)); a.status != http.StatusCreated {
			t.Fatalf("%d %s", a.status, a.body)
		}
		until(t, "the other server to tell of the write", func() bool {
			return pair[1].ask(http.MethodGet, fmt.Sprintf("/v1/unions/example-local-%d", i), "", "").status == http.StatusOK
		})
	}
}

// TestTheIdleServiceIsSmall holds a goal: at most 60 MB for a service that nobody asks anything.
func TestTheIdleServiceIsSmall(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("reads /proc, which Linux has")
	}
	p := serve(t, filepath.Join(t.TempDir(), "rollcall.db"))
	// It is idle when the work of its start is done and what that took is given back.
	kilobytes := resident(t, p.cmd.Process.Pid)
	for wait := time.Now().Add(10 * time.Second); kilobytes > 60_000 && time.Now().Before(wait); kilobytes = resident(t, p.cmd.Process.Pid) {
		time.Sleep(100 * time.Millisecond)
	}
	t.Logf("resident: %.1f MB", float64(kilobytes)/1000)
	if kilobytes > 60_000 {
		t.Errorf("it takes %d kB", kilobytes)
	}
}

// resident is the memory of a process in kB.
func resident(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`).FindSubmatch(status)
	if found == nil {
		t.Fatalf("got %s", status)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return kilobytes
}
