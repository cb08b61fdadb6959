package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rollcall/internal/demo"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// languages are those that the programs in the guides are written in.
var languages = []struct {
	name, fence string
	command     func(t *testing.T, source string) *exec.Cmd
}{
	{"Go", "go", func(t *testing.T, source string) *exec.Cmd {
		binary := strings.TrimSuffix(source, ".go")
		build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, source)
		build.Dir = filepath.Dir(source) // outside this module: the program has the standard library alone
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return exec.CommandContext(t.Context(), binary)
	}},
	{"TypeScript", "ts", func(t *testing.T, source string) *exec.Cmd {
		out, err := exec.CommandContext(t.Context(), "node", "--print", "process.features.typescript").Output()
		if err != nil || strings.TrimSpace(string(out)) != "strip" {
			t.Skip("needs a node that runs TypeScript as it is: Node.js 22.18 or newer")
		}
		return exec.CommandContext(t.Context(), "node", source)
	}},
}

// program is a program of a guide while it runs, in a folder of its own, which answers what it prints
// line by line.
type program struct {
	testing.TB
	folder string
	lines  chan string
	kill   func()
	errors bytes.Buffer
}

// start runs the program that stands in a guide under its first line, which names its file.
func start(t *testing.T, guide, fence, file string, run func(*testing.T, string) *exec.Cmd, folder string, env ...string) *program {
	t.Helper()
	text := string(storetest.Must(os.ReadFile("../docs/guide/" + guide))(t))
	found := regexp.MustCompile("(?s)```" + fence + "\n(// " + regexp.QuoteMeta(file) + " .*?)```").FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("%s has no program %s", guide, file)
	}
	source := filepath.Join(folder, file)
	if err := os.WriteFile(source, []byte(found[1]), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := run(t, source)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), env...)
	p := &program{TB: t, folder: folder, lines: make(chan string, 1000)}
	cmd.Stderr = &p.errors
	out := bufio.NewScanner(storetest.Must(cmd.StdoutPipe())(t))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer close(p.lines)
		for out.Scan() {
			p.lines <- out.Text()
		}
	}()
	killed := false
	p.kill = func() {
		if killed {
			return
		}
		killed = true
		_ = cmd.Process.Kill() // it may have ended by itself
		<-ended
		_ = cmd.Wait() // it was killed
	}
	t.Cleanup(p.kill)
	return p
}

// line is the next line that the program prints.
func (p *program) line() string {
	p.Helper()
	select {
	case line, ok := <-p.lines:
		if !ok {
			p.kill()
			p.Fatalf("the program ended: %s", p.errors.String())
		}
		return line
	case <-time.After(30 * time.Second):
		p.Fatal("the program prints nothing")
	}
	return ""
}

// The receivers in the guide take what is really sent, once, and nothing else.
func TestTheReceiversInTheGuideCheckWhatIsSent(t *testing.T) {
	for _, l := range languages {
		for _, by := range []string{"secret", "public_key"} {
			t.Run(l.name+" by "+by, func(t *testing.T) {
				s := newService(t, "sqlite", private)
				s.Clock.Set(time.Now()) // the receiver holds the timestamp to its own clock
				hook := s.post("/v1/webhooks", obj{"url": "http://127.0.0.1:1/", "events": []string{"endorsement.*"}}).want(201)
				p := start(t, "webhooks.md", l.fence, "receiver."+l.fence, l.command, t.TempDir(),
					"LISTEN=127.0.0.1:0", "WEBHOOK_"+strings.ToUpper(by)+"="+hook.text(by))
				url := "http://" + strings.TrimPrefix(p.line(), "listening on ") + "/"
				path := "/v1/webhooks/" + hook.text("id")
				s.patch(path, "*", obj{"url": url}).want(200)
				s.sending(s.webhooks)

				e := s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
				got := p.line()
				if !strings.HasPrefix(got, "msg_") || !strings.Contains(got, `"type":"endorsement.position_changed"`) || !strings.Contains(got, e.ID.String()) {
					t.Errorf("the receiver prints %s", got)
				}
				again := s.settled(hook.text("id"), 1)
				s.post(path+"/deliveries/"+again.text("data.0.id")+"/redeliver", nil).want(200).is("state", "delivered", "attempts.1.status", "204")
				s.post(path+"/rotate", obj{}).want(200)
				test := s.post(path+"/test", nil).want(200).is("state", "delivered").text("message_id")
				if got := p.line(); !strings.HasPrefix(got, test+" ") {
					t.Errorf("after a message that came twice the receiver prints %s", got)
				}

				for what, d := range forgeries(t, hook.text("secret")) {
					req := storetest.Must(http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader(d.body)))(t)
					req.Header = d.Header
					res, err := http.DefaultClient.Do(req)
					if err != nil {
						t.Fatal(err)
					}
					res.Body.Close()
					if res.StatusCode != http.StatusUnauthorized {
						t.Errorf("%s is answered %s", what, res.Status)
					}
				}
			})
		}
	}
}

// forgeries are requests that a receiver must refuse.
func forgeries(t *testing.T, secret string) map[string]delivered {
	hook := storetest.Must(standardwebhooks.NewWebhook(secret))(t)
	body := []byte(`{"type":"webhook.test"}`)
	signed := func(at time.Time, body []byte) delivered {
		h := http.Header{}
		h.Set("webhook-id", "msg_forged")
		h.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
		h.Set("webhook-signature", storetest.Must(hook.Sign("msg_forged", at, body))(t))
		return delivered{Header: h, body: body}
	}
	now := time.Now()
	out := map[string]delivered{
		"what is old":    signed(now.Add(-6*time.Minute), body),
		"what is to be":  signed(now.Add(6*time.Minute), body),
		"another body":   signed(now, body),
		"no signature":   {Header: http.Header{}, body: body},
		"half a v1":      signed(now, body),
		"a v1a of noise": signed(now, body),
	}
	other := out["another body"]
	other.body = []byte(`{"type":"webhook.tess"}`)
	out["another body"] = other
	out["half a v1"].Set("webhook-signature", "v1,AAAA")
	out["a v1a of noise"].Set("webhook-signature", "v1a,"+strings.Repeat("A", 86)+"==")
	return out
}

// The copies that the programs in the guide keep are what the API answers, whatever is written and
// whenever the program is killed.
func TestTheCopiesInTheGuideAreTheRecord(t *testing.T) {
	for _, l := range languages {
		t.Run(l.name, func(t *testing.T) {
			s := newService(t, "sqlite", nil)
			endorsed := func(n int) {
				for range n {
					s.Put(s.call, s.Local(s.name()), s.Position(record.Endorsed, "2026-01-14"))
				}
			}
			endorsed(3)
			folder := t.TempDir()
			sync := func() *program {
				return start(t, "sync.md", l.fence, "sync."+l.fence, l.command, folder, "ROLLCALL="+s.url)
			}
			// reach reads what the program prints until its copy is of the present.
			reach := func(p *program) {
				t.Helper()
				for {
					var seq int64
					if _, err := fmt.Sscan(p.line(), &seq); err != nil {
						t.Fatal(err)
					}
					if seq == s.Store.Seq() {
						return
					}
				}
			}
			p := sync()
			reach(p)
			s.compare(folder)

			endorsed(20) // while it follows
			s.put(s.stand(s.local), obj{"position": "endorsed", "effective_on": "2026-01-15"}).want(201)
			s.patch("/v1/unions/"+s.local.Slug, "*", obj{"name": "Another name"}).want(200)
			reach(p)
			s.compare(folder)
			p.kill()

			endorsed(5) // while it is away
			gone := s.get("/v1/endorsements?limit=1").want(200).text("data.0.id")
			s.delete("/v1/endorsements/"+gone, "*").want(204)
			reach(sync())
			s.compare(folder)
		})
	}
}

// compare holds a program's copy of the endorsements to the dataset and to the list.
func (s *service) compare(folder string) {
	s.Helper()
	var kept struct {
		Seq  int64
		Rows map[string]any
	}
	if err := json.Unmarshal(storetest.Must(os.ReadFile(filepath.Join(folder, "endorsements.json")))(s), &kept); err != nil {
		s.Fatal(err)
	}
	want, listed := map[string]string{}, map[string]string{}
	rows := bufio.NewScanner(bytes.NewReader(s.get("/v1/exports/endorsements.ndjson?seq=" + fmt.Sprint(kept.Seq)).want(200).body))
	rows.Buffer(nil, 1<<20)
	for rows.Scan() {
		var row map[string]any
		if err := json.Unmarshal(rows.Bytes(), &row); err != nil {
			s.Fatal(err)
		}
		want[fmt.Sprint(row["id"])] = fmt.Sprint(row)
	}
	list := s.get("/v1/endorsements?limit=200").want(200)
	for i, id := range list.column("id") {
		at := fmt.Sprintf("data.%d.", i)
		listed[id] = list.text(at+"position") + " " + list.text(at+"union.name") + " " + list.text(at+"version")
	}
	got, told := map[string]string{}, map[string]string{}
	for id, v := range kept.Rows {
		row, _ := v.(map[string]any)
		delete(row, "deleted") // it is in the rows that came later only, and false
		got[id], told[id] = fmt.Sprint(row), fmt.Sprint(row["position"], " ", row["union_name"], " ", row["version"])
	}
	if len(want) == 0 || !maps.Equal(got, want) {
		s.Errorf("the copy is\n%v\nand the dataset\n%v", got, want)
	}
	if !maps.Equal(told, listed) {
		s.Errorf("the copy is\n%v\nand the list\n%v", told, listed)
	}
}

// The addresses in the guide to dashboards answer, and have the columns that are chosen from them.
func TestTheAddressesInTheGuideToDashboardsAnswer(t *testing.T) {
	s := newService(t, "sqlite", nil)
	s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
	guide := string(storetest.Must(os.ReadFile("../docs/guide/dashboards.md"))(t))
	panels := regexp.MustCompile("(?m)^\\|[^|`]*\\| `(/[^`]+)` \\|").FindAllStringSubmatch(guide, -1)
	sheets := regexp.MustCompile(`rollcall\.example/v1(/[^"]+)"`).FindAllStringSubmatch(guide, -1)
	if len(panels) < 6 || len(sheets) < 1 {
		t.Fatalf("the guide has %d addresses of panels and %d of sheets", len(panels), len(sheets))
	}
	for _, address := range append(panels, sheets...) {
		s.get("/v1" + address[1]).want(200)
	}
	chosen := regexp.MustCompile(`SelectColumns\(\w+, \{(.*)\}\)`).FindStringSubmatch(guide)
	if chosen == nil {
		t.Fatal("the guide chooses no columns")
	}
	header, _, _ := strings.Cut(string(s.get("/v1/calls/"+s.call.Slug+"/endorsements.csv").want(200).body), "\r\n")
	for _, name := range strings.Split(chosen[1], ", ") {
		if !slices.Contains(strings.Split(header, ","), strings.Trim(name, `"`)) {
			t.Errorf("there is no column %s in %s", name, header)
		}
	}
}

// The commands in these guides answer what they show of their answers, behind a #, with … for what is between.
func TestTheCommandsInTheGuidesAnswerWhatTheyShow(t *testing.T) {
	for guide, least := range map[string]int{"openrefine.md": 8, "extract.md": 5} {
		t.Run(guide, func(t *testing.T) {
			s := openService(t, storetest.Database(t, "sqlite"), nil)
			if err := demo.Load(t.Context(), s.Store); err != nil {
				t.Fatal(err)
			}
			script, wanted := "", [][]string{}
			for _, line := range strings.Split(string(storetest.Must(os.ReadFile("../docs/guide/"+guide))(t)), "\n") {
				line, indented := strings.CutPrefix(line, "    ")
				switch shown, isShown := strings.CutPrefix(line, "# "); {
				case !indented, strings.HasPrefix(line, "    ") && !strings.Contains(script, "\n"), strings.HasPrefix(line, "go run"), strings.HasPrefix(line, "until KEY="), strings.HasPrefix(line, "ROLLCALL="), strings.Contains(line, "rollcall extract"):
				case isShown:
					wanted = append(wanted, strings.Split(shown, " … "))
					script += "echo; echo '#'\n"
				default:
					script += line + "\n"
				}
			}
			cmd := exec.CommandContext(t.Context(), "bash", "-euo", "pipefail", "-c", script)
			cmd.Env = append(os.Environ(), "ROLLCALL="+s.url, "KEY="+s.key("editor", "guide"))
			out, err := cmd.CombinedOutput()
			if err != nil || len(wanted) < least {
				t.Fatalf("%v, %d answers: %s\n%s", err, len(wanted), script, out)
			}
			answers := strings.Split(string(out), "\n#\n")
			for i, fragments := range wanted {
				rest := answers[i]
				for _, f := range fragments {
					at := strings.Index(rest, f)
					if at < 0 {
						t.Errorf("the answer lacks %s, or it stands earlier: %s", f, answers[i])
						break
					}
					rest = rest[at+len(f):]
				}
			}
		})
	}
}
