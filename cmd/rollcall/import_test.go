package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rollcall/internal/intake"
)

func tableOf(t *testing.T, name string, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestImportsTakeAFileOnceAndSayWhatIsLeftToDo(t *testing.T) {
	database := filepath.Join(t.TempDir(), "rollcall.db")
	unions := tableOf(t, "unions.csv", "name,kind", "Example Workers Local 1,local", "Example Workers Local 2,lokal")
	s := rollcall(t, "import", "unions", unions, "--database", database)
	if s.code != 0 || !strings.Contains(s.out, "2 rows read: 1 created, 0 updated, 0 unchanged, 0 ambiguous, 1 rejected.") || !strings.Contains(s.out, `line 3: kind "lokal"`) || !strings.Contains(s.out, "--report rejected.ndjson") {
		t.Errorf("got %s", s)
	}
	report := decode[intake.Report](t, []byte(must(t, "import", "unions", unions, "--json", "--database", database)))
	if report.Read != 2 || report.Unchanged != 1 || report.Rejected != 1 || len(report.Rows) != 1 || report.Rows[0].Line != 3 || report.Rows[0].Status != "rejected" {
		t.Errorf("got %+v", report)
	}

	typed := tableOf(t, "typed.csv", "Call,Title,Who,What", "a-march,A march,example-workers-local-1,Yes", "a-march,A march,Nobody,Yes")
	mapping, review := filepath.Join(t.TempDir(), "desk.json"), filepath.Join(t.TempDir(), "review.csv")
	args := []string{"import", "endorsements", typed, "--database", database}
	dry := must(t, append(args, "--map", "Title=call_title", "--map", "Who=union", "--map", "What=position", "--value", "position.yes=endorsed", "--save-mapping", mapping, "--dry-run")...)
	if !strings.Contains(dry, "1 would be created") || !strings.Contains(dry, "nothing was kept") {
		t.Errorf("got %s", dry)
	}
	first := must(t, append(args, "--mapping", mapping, "--review", review)...)
	if !strings.Contains(first, "1 created") || !strings.Contains(first, "--decisions "+review) {
		t.Errorf("got %s", first)
	}
	content, err := os.ReadFile(review)
	if err != nil {
		t.Fatal(err)
	}
	decided := strings.Replace(string(content), "rejected,,", "rejected,,skip", 1)
	if err := os.WriteFile(review, []byte(decided), 0o600); err != nil {
		t.Fatal(err)
	}
	second := must(t, append(args, "--mapping", mapping, "--decisions", review)...)
	if !strings.Contains(second, "it was decided that this name means no union") {
		t.Errorf("got %s", second)
	}
}

func TestImportsThatCannotBeMeantEndWithTheirCode(t *testing.T) {
	database := filepath.Join(t.TempDir(), "rollcall.db")
	file := tableOf(t, "calls.csv", "title,kind", "A march,march")
	for name, c := range map[string]struct {
		args []string
		code int
		says string
	}{
		"no such kind":             {[]string{"people", file}, exitMisuse, "must be one of"},
		"no file named":            {[]string{"calls"}, exitMisuse, "file"},
		"no such file":             {[]string{"calls", file + "x"}, exitFailed, "no such file"},
		"a folder":                 {[]string{"calls", filepath.Dir(file)}, exitFailed, "folder"},
		"a rule that is none":      {[]string{"calls", file, "--map", "title"}, exitMisuse, "FILE_COLUMN=OUR_COLUMN"},
		"a column mapped twice":    {[]string{"calls", file, "--map", "a=title", "--map", "b=title"}, exitMisuse, "two columns"},
		"no such column of ours":   {[]string{"calls", file, "--map", "title=heading"}, exitMisuse, "heading"},
		"a column that is missing": {[]string{"endorsements", file}, exitFailed, "nothing was imported"},
		"writing what it reads":    {[]string{"calls", file, "--report", file}, exitMisuse, "is read from"},
		"a handle that is none":    {[]string{"calls", file, "--handle", "me@example.org"}, exitMisuse, "handle"},
		"a mapping that is none":   {[]string{"calls", file, "--mapping", file}, exitFailed, "a mapping is JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			s := rollcall(t, append([]string{"import", "--database", database}, c.args...)...)
			if s.code != c.code || !strings.Contains(s.err, c.says) {
				t.Errorf("want exit code %d and %q: %s", c.code, c.says, s)
			}
		})
	}
	if content, err := os.ReadFile(file); err != nil || !strings.Contains(string(content), "A march") {
		t.Errorf("the file is %q, %v", content, err)
	}
}

func TestAnInterruptedImportSaysHowToGoOn(t *testing.T) {
	database := filepath.Join(t.TempDir(), "rollcall.db")
	lines := []string{"name,kind,olms"}
	for n := range 20_000 {
		lines = append(lines, fmt.Sprintf("Example Workers Local %d,local,%d", n+1, n+1))
	}
	file := tableOf(t, "unions.csv", lines...)
	p := start(t, "import", "unions", file, "--database", database)
	until(t, "the import to begin", func() bool {
		info, err := os.Stat(database + "-wal")
		return err == nil && info.Size() > 3<<20 || p.isOver()
	})
	p.signal(syscall.SIGINT)
	if code := p.end(); code != exitFailed || !strings.Contains(p.err.String(), "run the same command again") || !strings.Contains(p.err.String(), "interrupted") {
		t.Fatalf("exit %d: %s%s", code, &p.out, &p.err)
	}
	report := decode[intake.Report](t, []byte(must(t, "import", "unions", file, "--json", "--database", database)))
	if report.Created == 0 || report.Unchanged == 0 || report.Created+report.Unchanged != 20_000 {
		t.Errorf("behind the interruption: %d created, %d unchanged", report.Created, report.Unchanged)
	}
}
