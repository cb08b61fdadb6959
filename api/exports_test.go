package api_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/internal/export"
	"rollcall/internal/record"
)

// intact holds a file to what its headers say of it.
func (a *answer) intact() *answer {
	a.Helper()
	a.want(200)
	sum := sha256.Sum256(a.body)
	for name, want := range map[string]string{
		"ETag": `"` + hex.EncodeToString(sum[:]) + `"`, "Repr-Digest": "sha-256=:" + base64.StdEncoding.EncodeToString(sum[:]) + ":",
		"Content-Length": strconv.Itoa(len(a.body)), "Accept-Ranges": "bytes",
	} {
		if got := a.Header.Get(name); got != want {
			a.Errorf("%s: the header %s is %q, not %q", a.request, name, got, want)
		}
	}
	return a
}

func (a *answer) header(name string) string { return a.Header.Get(name) }

func TestEveryFileIsServedWithItsDigestAndItsSeq(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14", "https://example.org/report"))
		s.statement(s.local)
		for _, n := range export.Names() {
			a := s.get("/v1/exports/" + n.String()).intact()
			if got := a.header("Rollcall-Seq"); got != fmt.Sprint(s.Store.Seq()) {
				t.Errorf("%s is of seq %s, the record is at %d", n, got, s.Store.Seq())
			}
			if a.header("Content-Type") != n.MediaType() || a.header("Content-Disposition") != `attachment; filename="`+n.String()+`"` {
				t.Errorf("%s is sent as %s, %s", n, a.header("Content-Type"), a.header("Content-Disposition"))
			}
			head := s.do("anonymous", "HEAD", "/v1/exports/"+n.String(), nil).want(200)
			for _, name := range []string{"ETag", "Content-Length", "Rollcall-Count", "Rollcall-Seq"} {
				if head.header(name) != a.header(name) || head.header(name) == "" {
					t.Errorf("HEAD %s says %s: %s, GET %s", n, name, head.header(name), a.header(name))
				}
			}
			if again := s.get("/v1/exports/"+n.String(), "If-None-Match", a.header("ETag")); again.StatusCode != http.StatusNotModified || len(again.body) > 0 {
				t.Errorf("%s is sent again to who has it: %d", n, again.StatusCode)
			}
		}
		if lines := strings.Count(string(s.get("/v1/exports/unions.csv").body), "\r\n"); lines != 4 {
			t.Errorf("3 unions are %d lines", lines)
		}
		if body := s.get("/v1/exports/rollcall.sqlite").body; !bytes.HasPrefix(body, []byte("SQLite format 3\x00")) {
			t.Errorf("the database begins with %q", body[:16])
		}
	})
}

// part asks for a part of a file. A part is not what the whole is documented as, so it is not held to
// the document; its refusals are.
func (s *service) part(path, wanted string, headers ...string) *answer {
	s.Helper()
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+path, http.NoBody)
	if err != nil {
		s.Fatal(err)
	}
	req.Header.Set("Range", wanted)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		s.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.Fatal(err)
	}
	return &answer{s.TB, res, body, path + " " + wanted}
}

func TestADownloadThatBrokeOffGoesOn(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		whole := s.get("/v1/exports/unions.ndjson").intact()
		const path, rest = "/v1/exports/unions.ndjson", "bytes=100-"
		begin := s.part(path, "bytes=0-99").want(206)
		if len(begin.body) != 100 || begin.header("Repr-Digest") != whole.header("Repr-Digest") {
			t.Errorf("a part of 100 bytes has %d", len(begin.body))
		}
		if end := s.part(path, rest, "If-Range", whole.header("ETag")).want(206); !bytes.Equal(append(begin.body, end.body...), whole.body) {
			t.Error("the rest is not the rest")
		}
		s.Local("Another")
		if all := s.part(path, rest, "If-Range", whole.header("ETag")).want(200); len(all.body) <= len(whole.body) {
			t.Error("the rest of another file is not the whole file")
		}
		s.get("/v1/exports/unions.ndjson", "Range", "bytes=999999-").problem(416, "range_not_satisfiable")
		s.get("/v1/exports/unions.ndjson", "If-Match", whole.header("ETag")).problem(412, "stale")
	})
}

func TestAPastStateIsServedAsItWas(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		seq := s.Store.Seq()
		before := s.get("/v1/exports/unions.csv").intact()
		s.Local("Another")
		path := fmt.Sprint("/v1/exports/unions.csv?seq=", seq)
		after := s.get(path).intact()
		if !bytes.Equal(before.body, after.body) || after.header("Rollcall-Seq") != fmt.Sprint(seq) {
			t.Errorf("the file of seq %d is another one now", seq)
		}
		if !strings.Contains(after.header("Cache-Control"), "max-age=86400") {
			t.Errorf("the past may be cached as %s", after.header("Cache-Control"))
		}
		delta := s.get(fmt.Sprint("/v1/exports/unions.csv?after=", seq)).intact()
		if delta.header("Rollcall-Count") != "1" || !strings.Contains(string(delta.body), "Another") || !strings.HasPrefix(string(delta.body), "id,slug,") || !strings.Contains(string(delta.body), ",deleted\r\n") {
			t.Errorf("what changed since is %s", delta.body)
		}
		if got := delta.header("Content-Disposition"); got != fmt.Sprintf(`attachment; filename="unions-after-%d.csv"`, seq) {
			t.Errorf("it is named %s", got)
		}
	})
}

func TestAPackageAndTheFilesItDescribesAreOfOneSeqWhileOthersWrite(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		seq := fmt.Sprint(s.Store.Seq())
		p := s.get("/v1/exports/datapackage.json").want(200)
		p.is("seq", seq, "resources.0.path", "unions.csv", "resources.0.rows", "3", "licenses.0.name", "CC-BY-4.0")
		if p.header("Rollcall-Seq") != seq {
			t.Errorf("the package is of seq %s", p.header("Rollcall-Seq"))
		}
		for i, n := range export.Names() {
			s.Local(fmt.Sprint("Local ", i))
			a := s.get("/v1/exports/" + n.String()).intact()
			sum := sha256.Sum256(a.body)
			p.is(fmt.Sprintf("resources.%d.hash", i), "sha256:"+hex.EncodeToString(sum[:]), fmt.Sprintf("resources.%d.bytes", i), strconv.Itoa(len(a.body)),
				fmt.Sprintf("resources.%d.rows", i), a.header("Rollcall-Count"), fmt.Sprintf("resources.%d.seq", i), a.header("Rollcall-Seq"))
		}
		again := s.get("/v1/exports/datapackage.json?seq=" + seq).want(200)
		if !bytes.Equal(p.body, again.body) {
			t.Error("the package of the same seq is another one")
		}
		if n := s.get("/v1/exports/datapackage.json", "If-None-Match", p.header("ETag")); n.StatusCode != http.StatusOK {
			t.Errorf("the package of another seq answers %d to who has the one before", n.StatusCode)
		}
		s.Clock.Set(s.Clock.Now().Add(2 * time.Minute))
		s.Local("Later")
		if got := s.get("/v1/exports/unions.csv").header("Rollcall-Seq"); got != fmt.Sprint(s.Store.Seq()) {
			t.Errorf("two minutes later the file is of seq %s, the record is at %d", got, s.Store.Seq())
		}
	})
}

func TestWhatIsNoExportIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, path := range []string{"keys.csv", "unions.xlsx", "unions", "unions.csv.gz", "UNIONS.csv", "..", "rollcall.db", "datapackage.yaml"} {
			if a := s.get("/v1/exports/" + path); a.StatusCode != http.StatusNotFound {
				t.Errorf("%s answers %d", path, a.StatusCode)
			}
		}
		seq := s.Store.Seq()
		for query, fault := range map[string]string{
			fmt.Sprint("seq=", seq+1): "seq range", "seq=0": "seq range", "seq=-1": "seq range", "after=-1": "after range", fmt.Sprint("after=", seq+1): "after range",
			fmt.Sprintf("seq=%d&after=%d", seq-1, seq): "after range",
		} {
			s.get("/v1/exports/unions.csv?"+query).problem(422, "invalid", fault)
		}
		for query, fault := range map[string]string{
			"seq=x": "seq malformed", "seq=": "seq malformed", "seq=1.5": "seq malformed", "after=99999999999999999999": "after malformed", "seq=1&seq=2": "seq malformed", "limit=1": "limit unknown", "format=csv": "format unknown",
		} {
			s.get("/v1/exports/unions.csv?"+query).problem(400, "malformed", fault)
		}
		s.get("/v1/exports/rollcall.sqlite?after=1").problem(400, "malformed", "after unknown")
		s.get("/v1/exports/datapackage.json?after=1").problem(400, "malformed", "after unknown")
		s.get("/v1/exports/datapackage.json?seq="+fmt.Sprint(seq+1)).problem(422, "invalid", "seq range")
		s.get("/v1/exports/rollcall.sqlite?seq="+fmt.Sprint(seq+1)).problem(422, "invalid", "seq range")
	})
}
