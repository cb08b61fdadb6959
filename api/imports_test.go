package api_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

// imported sends a file as an editor.
func (s *service) imported(query, body string, headers ...string) *answer {
	s.Helper()
	return s.do("editor", "POST", "/v1/imports?"+query, body, append([]string{"Content-Type", "text/csv"}, headers...)...)
}

func TestAFileIsImportedOverHTTP(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		file := "call,call_title,Endorser,position\na-march,A march,SEIU Local 26,Signed\na-march,,Nobody at all,Signed\na-march,,unite-here-local-17,Maybe\n"
		query := url.Values{"kind": {"endorsements"}, "map": {"endorser=union"}, "value": {"position.signed=endorsed"}}.Encode()

		before := s.Store.Seq()
		dry := s.imported(query+"&dry_run=true", file).want(201)
		if s.Store.Seq() != before || dry.text("dry_run") != "true" || dry.text("seq") != "" {
			t.Errorf("a dry run leaves %s", dry.body)
		}
		a := s.imported(query, file, "Rollcall-Reason", "The desk's list").want(201)
		for path, want := range map[string]string{
			"kind": "endorsements", "state": "done", "dry_run": "false", "read": "3", "created": "1", "ambiguous": "0", "rejected": "2", "calls_created": "1", "parents_created": "0",
			"rows.0.line": "3", "rows.0.status": "rejected", "rows.0.row.Endorser": "Nobody at all", "rows.1.line": "4",
		} {
			if got := a.text(path); got != want {
				t.Errorf("%s is %q, want %q: %s", path, got, want, a.body)
			}
			if got := dry.text(path); got != want && path != "dry_run" {
				t.Errorf("the dry run's %s is %q, want %q", path, got, want)
			}
		}
		location := a.Header.Get("Location")
		if location != "/v1/imports/"+a.text("id") {
			t.Errorf("Location is %q", location)
		}
		got := s.do("editor", "GET", location, nil).want(200)
		if got.text("seq") == "" || got.text("seq") != a.text("seq") || got.text("finished_at") == "" {
			t.Errorf("got %s", got.body)
		}
		last := s.get("/v1/changes?after=0&limit=200").want(200)
		if !strings.Contains(string(last.body), "The desk's list") || !strings.Contains(string(last.body), `"actor":"editor"`) {
			t.Errorf("the ledger does not say who imported what for: %s", last.body)
		}
		again := s.imported(query, file).want(201)
		if again.text("unchanged") != "1" || again.text("created") != "0" || again.text("id") == a.text("id") {
			t.Errorf("the same file again: %s", again.body)
		}
	})
}

func TestFilesOfEveryKindAreTakenOverHTTP(t *testing.T) {
	s := newService(t, "sqlite", nil)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = io.WriteString(z, "title;kind\nA picket;picket\n") // a buffer
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	s.imported("kind=calls", packed.String(), "Content-Type", "application/gzip").want(201)
	s.imported("kind=calls", packed.String(), "Content-Encoding", "gzip").want(201)
	s.imported("kind=calls", `{"title": "A march", "kind": "march"}`, "Content-Type", "application/x-ndjson").want(201)
	s.imported("kind=calls&dates=dmy", "title,kind,starts_on\nA boycott,boycott,3/4/2026\n", "Content-Type", "text/csv; charset=utf-8").want(201)
	if got := s.get("/v1/calls/a-boycott").want(200).text("starts_on"); got != "2026-04-03" {
		t.Errorf("the day is %s", got)
	}
}

func TestImportsThatCannotBeMeantAreRefusedAndChangeNothing(t *testing.T) {
	s := newService(t, "sqlite", nil)
	const file = "title,kind\nA march,march\n"
	before := s.Store.Seq()
	for name, c := range map[string]struct {
		query, body string
		headers     []string
		status      int
		code        string
		faults      []string
	}{
		"no kind":                {"", file, nil, 422, "invalid", []string{"kind required"}},
		"no such kind":           {"kind=people", file, nil, 422, "invalid", []string{"kind invalid"}},
		"an unknown parameter":   {"kind=calls&x=1", file, nil, 400, "malformed", []string{"x unknown"}},
		"another order of days":  {"kind=calls&dates=ymd", file, nil, 422, "invalid", []string{"dates invalid"}},
		"a rule that is none":    {"kind=calls&map=title", file, nil, 422, "invalid", []string{"map invalid"}},
		"a column mapped twice":  {"kind=calls&map=a%3Dtitle&map=b%3Dtitle", file, nil, 422, "invalid", []string{"map invalid"}},
		"no such column of ours": {"kind=calls&map=title%3Dheading", file, nil, 422, "invalid", []string{"map invalid"}},
		"a missing column":       {"kind=calls", "kind\nmarch\n", nil, 422, "invalid", nil},
		"an empty file":          {"kind=calls", "\n", nil, 422, "invalid", nil},
		"no file at all":         {"kind=calls", "", nil, 422, "invalid", nil},
		"a web page":             {"kind=calls", "<html></html>", nil, 422, "invalid", nil},
		"JSON":                   {"kind=calls", "{}", []string{"Content-Type", "application/json"}, 415, "unsupported_media_type", nil},
		"another compression":    {"kind=calls", file, []string{"Content-Encoding", "br"}, 415, "unsupported_media_type", nil},
		"too large":              {"kind=calls", file + strings.Repeat("x", api.MaxImport), nil, 413, "too_large", nil},
	} {
		t.Run(name, func(*testing.T) {
			s.imported(c.query, c.body, c.headers...).problem(c.status, c.code, c.faults...)
		})
	}
	if s.Store.Seq() != before {
		t.Error("something was changed")
	}
	s.do("editor", "GET", "/v1/imports/"+uuid.NewString(), nil).problem(404, "not_found")
	s.do("editor", "GET", "/v1/imports/none", nil).problem(404, "not_found")
}

// slowly lets an import wait until it is told to go on.
type slowly struct {
	api.Imports
	ended chan struct{}
}

func (i slowly) Wait(ctx context.Context, id uuid.UUID) (record.ImportRun, error) {
	run, err := i.Imports.Wait(ctx, id)
	<-i.ended
	run.State, run.FinishedAt = record.ImportRunning, nil
	return run, err
}

func TestAnImportThatTakesLongAnswersBeforeItEnds(t *testing.T) {
	ended := make(chan struct{})
	close(ended)
	s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.Imports = slowly{nil, ended} })
	a := s.imported("kind=calls", "title,kind\nA march,march\n").want(http.StatusAccepted)
	if a.text("state") != "running" || a.Header.Get("Location") == "" {
		t.Errorf("got %s", a.body)
	}
	if got := s.do("editor", "GET", a.Header.Get("Location"), nil).want(200); got.text("state") != "done" {
		t.Errorf("got %s", got.body)
	}
}
