package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"rollcall/internal/export"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// someRecord has a union, a call and an endorsement.
func someRecord(f *storetest.Fixture) {
	f.Put(f.Call("A call", "2026-01-23"), f.Local("Example Local"), f.Position(record.Endorsed, "2026-01-14", "https://example.org/report"))
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEverythingIsExportedAsThePackageSays(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		someRecord(f)
		folder := filepath.Join(t.TempDir(), "data")
		out := decode[exported](t, []byte(must(t, "export", "all", "--to", folder, "--json", "--data-license", "CC0-1.0", "--public-url", "https://rollcall.example.org", "--database", f.Database)))
		if out.Seq != f.Store.Seq() || len(out.Files) != len(export.Names()) {
			t.Errorf("got %+v", out)
		}
		p := decode[export.DataPackage](t, readFile(t, filepath.Join(folder, export.PackageName)))
		if p.Licenses[0].Name != "CC0-1.0" || p.Homepage != "https://rollcall.example.org" || p.Seq != out.Seq {
			t.Errorf("the package says %+v", p)
		}
		for i, r := range p.Resources {
			b := readFile(t, filepath.Join(folder, r.Path))
			sum := sha256.Sum256(b)
			if r.Hash != "sha256:"+hex.EncodeToString(sum[:]) || r.Bytes != int64(len(b)) || out.Files[i].Hash != r.Hash || out.Files[i].Rows != r.Rows {
				t.Errorf("%s is not as the package says: %+v", r.Path, r)
			}
		}
		entries, err := os.ReadDir(folder)
		if err != nil || len(entries) != len(export.Names())+1 {
			t.Errorf("the folder holds %v (%v)", entries, err)
		}

		// The service says the same of the same state.
		server := serve(t, f.Database)
		for _, r := range p.Resources {
			a, err := ask(http.DefaultClient, http.MethodGet, server.url()+"/v1/exports/"+r.Path+"?seq="+strconv.FormatInt(out.Seq, 10), "", "")
			if err != nil || r.Format != "sqlite" && !bytes.Equal(a.body, readFile(t, filepath.Join(folder, r.Path))) {
				t.Errorf("%s is served with other bytes than it is exported with (%v)", r.Path, err)
			}
		}
	})
}

func TestAFileIsReplacedOnlyWhenToldTo(t *testing.T) {
	f := storetest.New(t, "sqlite")
	someRecord(f)
	path := filepath.Join(t.TempDir(), "unions.csv")
	if out := must(t, "export", "unions", "--to", path, "--database", f.Database); !strings.Contains(out, "1 rows") || !strings.Contains(out, "sha256:") {
		t.Errorf("it says %s", out)
	}
	before := readFile(t, path)
	f.Local("Another")
	if s := rollcall(t, "export", "unions", "--to", path, "--database", f.Database); s.code != exitFailed || !strings.Contains(s.err, "--force") {
		t.Errorf("a file that is there: %s", s)
	}
	if !bytes.Equal(before, readFile(t, path)) {
		t.Error("a refused export has changed the file")
	}
	must(t, "export", "unions", "--to", path, "--force", "--database", f.Database)
	if after := string(readFile(t, path)); !strings.Contains(after, "Another") {
		t.Errorf("the file holds %s", after)
	}
}

func TestADatasetGoesToStandardOutput(t *testing.T) {
	f := storetest.New(t, "sqlite")
	someRecord(f)
	seq := strconv.FormatInt(f.Store.Seq(), 10)
	if out := must(t, "export", "unions", "--to", "-", "--database", f.Database); !strings.HasPrefix(out, "id,slug,") || strings.Count(out, "\r\n") != 2 {
		t.Errorf("got %s", out)
	}
	f.Local("Another")
	out := must(t, "export", "unions", "--to", "-", "--format", "ndjson", "--after", seq, "--database", f.Database)
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, `"name":"Another"`) || !strings.HasSuffix(out, `"deleted":false}`+"\n") {
		t.Errorf("what changed is %s", out)
	}
	if out := must(t, "export", "unions", "--to", "-", "--seq", seq, "--database", f.Database); strings.Contains(out, "Another") {
		t.Errorf("the state %s is %s", seq, out)
	}
}

func TestEverythingIsOneDatabase(t *testing.T) {
	f := storetest.New(t, "sqlite")
	someRecord(f)
	path := filepath.Join(t.TempDir(), "everything.sqlite")
	must(t, "export", "all", "--to", path, "--database", f.Database)
	if b := readFile(t, path); !bytes.HasPrefix(b, []byte("SQLite format 3\x00")) {
		t.Errorf("the file begins with %q", b[:16])
	}
}

func TestAnExportThatCannotBeMeantIsMisuse(t *testing.T) {
	f := storetest.New(t, "sqlite")
	someRecord(f)
	folder := t.TempDir()
	for _, args := range [][]string{
		{"keys", "--to", "keys.csv"},
		{"unions"},
		{"unions", "--to", "unions"},
		{"unions", "--to", "unions.xlsx"},
		{"unions", "--to", "unions.sqlite"},
		{"unions", "--to", "-", "--json"},
		{"all", "--to", "-"},
		{"all", "--to", "all.csv"},
		{"all", "--to", folder, "--after", "1"},
		{"all", "--to", folder, "--format", "csv"},
		{"unions", "--to", "x.csv", "--seq", "x"},
		{"unions", "--to", "x.csv", "--data-license", "free"},
	} {
		if s := rollcall(t, append([]string{"export", "--database", f.Database}, args...)...); s.code != exitMisuse || s.err == "" || s.out != "" {
			t.Errorf("%v: %s", args, s)
		}
	}
	for _, args := range [][]string{
		{"unions", "--to", "x.csv", "--seq", "99"}, {"unions", "--to", "x.csv", "--after", "99"}, {"unions", "--to", "no/such/folder/x.csv"}, {"unions", "--to", folder, "--format", "csv"},
	} {
		if s := rollcall(t, append([]string{"export", "--database", f.Database}, args...)...); s.code != exitFailed || s.err == "" || s.out != "" {
			t.Errorf("%v: %s", args, s)
		}
	}
	if s := rollcall(t, "export", "unions", "--to", "x.csv", "--database", filepath.Join(folder, "nothing.db")); s.code != exitFailed {
		t.Errorf("a record that is not there: %s", s)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("what was refused has left %v (%v)", left, err)
	}
}
