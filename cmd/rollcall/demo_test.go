package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// pasted are the commands that the demo prints, each as it stands there.
func pasted(text string) []string {
	var commands []string
	var current []string
	for line := range strings.Lines(text) {
		if current == nil && !strings.HasPrefix(strings.TrimSpace(line), "curl ") {
			continue
		}
		current = append(current, line)
		if !strings.HasSuffix(strings.TrimSuffix(line, "\n"), `\`) {
			commands, current = append(commands, strings.Join(current, "")), nil
		}
	}
	return commands
}

func TestTheDemoPrintsWhatWorks(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Fatal("needs curl: the demo's commands are run as they are printed")
	}
	p := start(t, "demo", "--listen", "127.0.0.1:0")
	until(t, "the demo to say what to try", func() bool { return len(pasted(p.out.String())) == 3 || p.isOver() })
	commands := pasted(p.out.String())
	if len(commands) != 3 {
		t.Fatalf("it prints %d commands: %s%s", len(commands), &p.out, &p.err)
	}
	paste := func(command string) map[string]any {
		t.Helper()
		cmd := exec.Command("bash", "-c", command)
		cmd.Dir = t.TempDir()
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s\n%v", command, err)
		}
		answer := decode[map[string]any](t, out)
		if status, problem := answer["status"].(float64); problem {
			t.Fatalf("%s\nanswers %g: %s", command, status, out)
		}
		return answer
	}
	length := func(v any) int { list, _ := v.([]any); return len(list) }

	if n := length(paste(commands[0])["data"]); n < 10 {
		t.Errorf("the day of action has %d endorsements", n)
	}
	setAside := paste(commands[1])
	if text, _ := json.Marshal(setAside); length(setAside["data"]) == 0 || !strings.Contains(string(text), "citations") {
		t.Errorf("got %s", text)
	}
	for range 2 { // who pastes it twice is told the same
		if got := paste(commands[2]); got["position"] != "no_position_found" || got["note"] != "Trying Rollcall." {
			t.Errorf("got %v", got)
		}
	}

	open := regexp.MustCompile(`http://\S+/docs\b`).FindString(p.out.String())
	res, err := http.Get(open)
	if err != nil {
		t.Fatalf("open %q: %v", open, err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		t.Errorf("%s: %s, %s", open, res.Status, res.Header.Get("Content-Type"))
	}
}

func TestTheDemoLeavesNothingBehind(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(s.String(), func(t *testing.T) {
			p := start(t, "demo", "--listen", "127.0.0.1:0")
			until(t, "the demo to start", func() bool { return strings.Contains(p.out.String(), "curl") || p.isOver() })
			there, err := filepath.Glob(filepath.Join(p.cmd.Dir, "rollcall-demo-*", "*.db"))
			if err != nil || len(there) != 1 {
				t.Fatalf("its database is %v, %v", there, err)
			}
			p.signal(s)
			if code := p.end(); code != 0 {
				t.Errorf("exit %d: %s", code, &p.err)
			}
			if left, err := os.ReadDir(p.cmd.Dir); err != nil || len(left) != 0 {
				t.Errorf("it leaves %v, %v", left, err)
			}
		})
	}
}

func TestTheDemoFindsAPortWhenTheUsualOneIsTaken(t *testing.T) {
	// If somebody else has it, all the better.
	if l, err := net.Listen("tcp", defaultListen); err == nil {
		defer l.Close()
	}
	p := start(t, "demo")
	until(t, "the demo to start", func() bool { return strings.Contains(p.out.String(), "/docs") || p.isOver() })
	if text := p.out.String(); p.isOver() || strings.Contains(text, defaultListen) {
		t.Errorf("got %s%s", text, &p.err)
	}
	if s := rollcall(t, "demo", "--listen", strings.TrimPrefix(regexp.MustCompile(`http://[^/]+`).FindString(p.out.String()), "http://")); s.code != exitFailed || !strings.Contains(s.err, "is taken") {
		t.Errorf("a port that was asked for is not replaced: %s", s)
	}
}
