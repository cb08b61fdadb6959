package main

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnEmptyRecordIsOfferedTheStarterRegistry(t *testing.T) {
	database := filepath.Join(t.TempDir(), "rollcall.db")
	p := serve(t, database)
	var command string
	until(t, "the service to offer it", func() bool {
		for line := range strings.Lines(p.err.String()) {
			if strings.Contains(line, "the record is empty") {
				command = decode[struct{ Command string }](t, []byte(line)).Command
			}
		}
		return command != ""
	})
	args, ok := strings.CutPrefix(command, "rollcall ")
	if !ok {
		t.Fatalf("it offers %q", command)
	}
	type counts struct{ Read, Created, Updated, Unchanged, Rejected int }
	first := decode[counts](t, []byte(must(t, append(strings.Fields(args), "--json")...)))
	if first.Created < 450 || first.Created != first.Read {
		t.Errorf("got %+v", first)
	}
	if second := decode[counts](t, []byte(must(t, append(strings.Fields(args), "--json")...))); second.Unchanged != first.Read {
		t.Errorf("the second time: %+v", second)
	}
	until(t, "the service to see it", func() bool { return p.ask(http.MethodGet, "/v1/unions/seiu", "", "").status == http.StatusOK })
	if q := serve(t, database); strings.Contains(q.err.String(), "the record is empty") {
		t.Error("it is offered again")
	}
	if out := must(t, "import", "starter", "--dry-run", "--database", filepath.Join(t.TempDir(), "other.db")); !strings.Contains(out, "525") && !strings.Contains(out, "created") {
		t.Errorf("got %s", out)
	}
	for _, args := range [][]string{{"import", "starter", "a.csv"}, {"import", "starter", "--map", "a=b"}, {"import", "starter", "--handle", "a b"}, {"import", "unions"}} {
		if s := rollcall(t, append(args, "--database", database)...); s.code != exitMisuse {
			t.Errorf("%v: %s", args, s)
		}
	}
}
