package api_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// filled is a service with something in every list, and the paths of all lists.
func filled(t *testing.T, s *service) []string {
	t.Helper()
	e := s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14", "https://example.org/0"))
	s.Put(s.call, s.own, s.Position(record.Declined, "2026-01-15", "https://example.org/1", "https://example.org/2"))
	s.put(s.stand(s.local), obj{"position": "withdrawn", "effective_on": "2026-01-16", "quote": "=1+1", "note": "said \"no\",\nand left"}, "If-Match", "*").want(200)
	st := s.post("/v1/statements", obj{"title": "A letter", "kind": "letter", "text": "-1", "issuers": []string{s.local.Slug}, "calls": []string{s.call.Slug}}).want(201).text("id")
	src := s.get("/v1/sources").text("data.0.id")
	edge := s.get("/v1/unions/" + s.local.Slug + "/affiliations").text("data.0.id")
	fill := strings.NewReplacer(":union", s.local.Slug, ":call", s.call.Slug, ":n", "1")
	var paths []string
	for _, r := range s.server.Routes() {
		if r[0] != http.MethodGet || !api.IsList(r[1]) {
			continue
		}
		id := map[string]string{"endorsements": e.ID.String(), "statements": st, "sources": src, "unions": edge}[strings.Split(r[1], "/")[2]]
		path := strings.Replace(fill.Replace(r[1]), ":id", id, 1)
		if strings.HasSuffix(path, "/coverage") {
			path = "/v1/unions/" + s.own.Slug + "/coverage"
		}
		paths = append(paths, path)
	}
	return paths
}

// of gives a path its query.
func of(s *service, path string) string {
	if strings.HasSuffix(path, "/coverage") || strings.Contains(path, "/coverage.") {
		return path + "?call=" + s.call.Slug + "&"
	}
	return path + "?"
}

// rows reads CSV and answers the names of its columns and its rows.
func (a *answer) rows() ([]string, [][]string) {
	a.Helper()
	all, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.body, []byte("\ufeff")))).ReadAll()
	if err != nil || len(all) == 0 {
		a.Fatalf("%s\nis no CSV: %v: %q", a.request, err, a.body)
	}
	return all[0], all[1:]
}

// cells answers one column.
func (a *answer) cells(name string) []string {
	a.Helper()
	names, rows := a.rows()
	i := slices.Index(names, name)
	if i < 0 {
		a.Fatalf("%s\nhas no column %s: %q", a.request, name, names)
	}
	out := []string{}
	for _, row := range rows {
		out = append(out, row[i])
	}
	return out
}

// complete fails the test unless the answer proves that all of it came.
func (a *answer) complete() *answer {
	a.Helper()
	a.want(200)
	sum := sha256.Sum256(a.body)
	if got, want := a.Trailer.Get("Repr-Digest"), "sha-256=:"+base64.StdEncoding.EncodeToString(sum[:])+":"; got != want {
		a.Errorf("%s\nends with the digest %q, want %q", a.request, got, want)
	}
	if a.count() < 0 {
		a.Errorf("%s\nsays no Rollcall-Count", a.request)
	}
	return a
}

func (a *answer) count() int {
	said := a.Trailer.Get("Rollcall-Count")
	if said == "" {
		said = a.Header.Get("Rollcall-Count")
	}
	n, err := strconv.Atoi(said)
	if err != nil {
		return -1
	}
	return n
}

// compact is JSON in one form.
func compact(t testing.TB, raw []byte) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return b.String()
}

func TestEveryListIsAnsweredWholeInEveryFormat(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		paths := filled(t, s)
		if len(paths) < 20 {
			t.Fatalf("there are %d lists: %q", len(paths), paths)
		}
		get := func(path string, headers ...string) *answer { return s.do("admin", "GET", path, nil, headers...) }
		for _, path := range paths {
			page := get(of(s, path)).want(200)
			var body struct{ Data []json.RawMessage }
			if err := json.Unmarshal(page.body, &body); err != nil || len(body.Data) == 0 && !strings.HasSuffix(path, "/locals") && !strings.HasSuffix(path, "/conflicts") {
				t.Errorf("%s lists nothing: %s", path, page.body)
			}
			want := ""
			for _, item := range body.Data {
				want += compact(t, item) + "\n"
			}
			seq := strconv.FormatInt(s.Store.Seq(), 10)
			if path == "/v1/keys" {
				seq = "" // keys are no part of the record
			}
			for _, ask := range [][]string{{of(s, path) + "format=ndjson"}, {of(s, path+".ndjson")}, {of(s, path), "Accept", "application/x-ndjson"}} {
				a := get(ask[0], ask[1:]...).complete()
				if got := string(a.body); got != want {
					t.Errorf("%q\ngot  %s\nwant %s", ask, got, want)
				}
				if a.Header.Get("Content-Type") != "application/x-ndjson; charset=utf-8" || a.Header.Get("Rollcall-Seq") != seq || a.count() != len(body.Data) {
					t.Errorf("%q has the headers %v, trailers %v", ask, a.Header, a.Trailer)
				}
			}
			var first string
			for _, ask := range [][]string{{of(s, path) + "format=csv"}, {of(s, path+".csv")}, {of(s, path+".csv") + "format=csv"}, {of(s, path), "Accept", "text/csv"}} {
				a := get(ask[0], ask[1:]...).complete()
				_, rows := a.rows()
				if len(rows) != len(body.Data) || a.count() != len(rows) || first != "" && first != string(a.body) {
					t.Errorf("%q has %d rows and says %d, %d records are there: %s", ask, len(rows), a.count(), len(body.Data), a.body)
				}
				first = string(a.body)
				name := "rollcall-" + strings.ReplaceAll(strings.TrimPrefix(path, "/v1/"), "/", "-") + ".csv"
				if a.Header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" || a.Header.Get("Content-Disposition") != `attachment; filename="`+name+`"` {
					t.Errorf("%q has the headers %v", ask, a.Header)
				}
			}
			if bom := get(of(s, path) + "format=csv&bom=true").complete(); string(bom.body) != "\ufeff"+first {
				t.Errorf("%s with a byte order mark is %q", path, bom.body)
			}
			if again := get(of(s, path+".json")).want(200); !bytes.Equal(again.body, page.body) {
				t.Errorf("%s.json is not what the path without an ending answers: %s", path, again.body)
			}
			head := s.do("admin", "HEAD", of(s, path)+"format=csv", nil).want(200)
			if head.Header.Get("Content-Type") != "text/csv; charset=utf-8; header=present" || head.Header.Get("Rollcall-Seq") != seq || head.Header.Get("Trailer") != "" {
				t.Errorf("HEAD %s has the headers %v", path, head.Header)
			}
		}
	})
}

func TestAPathThatIsNoListHasNoEndings(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, path := range []string{"/v1/unions/" + s.local.Slug + ".csv", "/v1/calls/" + s.call.Slug + ".ndjson", "/v1/me.csv", "/v1/unions.xlsx", "/v1/unions.csv.csv", "/v1/.csv"} {
			s.get(path).want(404)
		}
		s.get("/v1/unions.csv?format=ndjson").problem(400, "malformed", "format contradiction")
		s.get("/v1/unions?format=xlsx").problem(422, "invalid", "format invalid")
		s.get("/v1/unions?format=csv&format=csv").problem(400, "malformed", "format malformed")
		s.get("/v1/unions/"+s.local.Slug+"?format=csv").problem(422, "invalid", "format invalid")
		s.post("/v1/unions.csv", obj{"kind": "local", "name": "A"}).want(405)
	})
}

func TestTheFormatIsWhatTheClientPrefers(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for accept, want := range map[string]string{
			"": "application/json", "*/*": "application/json", "application/json": "application/json", "application/*": "application/json",
			"text/csv": "text/csv", "TEXT/CSV": "text/csv", "text/*": "text/csv", "application/x-ndjson": "application/x-ndjson",
			"text/csv, */*":                                             "text/csv",
			"text/csv;q=0.5, application/json":                          "application/json",
			"text/csv;q=0.5, application/json;q=0.4":                    "text/csv",
			"application/json;q=0, */*":                                 "text/csv",
			"text/csv;header=present;q=0.9, application/x-ndjson;q=1.0": "application/x-ndjson",
			"text/csv;q=2":                                              "text/csv",
			"text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8": "application/json",
			"application/pdf, text/csv;q=0.1":                                            "text/csv",
		} {
			a := s.get("/v1/unions", "Accept", accept).want(200)
			if got, _, _ := strings.Cut(a.Header.Get("Content-Type"), ";"); got != want {
				t.Errorf("Accept %q is answered with %s, want %s", accept, got, want)
			}
			if !slices.Contains(a.Header.Values("Vary"), "Accept") {
				t.Errorf("Accept %q: Vary is %q", accept, a.Header.Values("Vary"))
			}
		}
		for _, accept := range []string{"application/pdf", "text/html", "text/csv;q=0", "*/*;q=0"} {
			s.get("/v1/unions", "Accept", accept).problem(406, "not_acceptable")
			// What the query or the path says wins.
			s.get("/v1/unions?format=csv", "Accept", accept).complete()
			s.get("/v1/unions.json", "Accept", accept).want(200)
		}
	})
}

func TestPartOfAListIsNeverAnsweredAsTheWhole(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for query, want := range map[string]string{
			"limit=5": "limit malformed", "cursor=x": "cursor malformed", "facets=kind": "facets malformed", "limt=5": "limt unknown",
		} {
			for _, format := range []string{"csv", "ndjson"} {
				got := s.get("/v1/unions?format=" + format + "&" + query).want(400).faults()
				if !slices.Contains(got, want) {
					t.Errorf("%s of %s is refused with %q", query, format, got)
				}
			}
		}
		s.get("/v1/unions?bom=true").problem(400, "malformed", "bom malformed")
		s.get("/v1/unions.ndjson?bom=true").problem(400, "malformed", "bom malformed")
		s.get("/v1/changes.csv?wait=1").problem(400, "malformed", "wait malformed")
		s.get("/v1/calls/"+s.call.Slug+"/timeline.csv?compare="+s.call.Slug).problem(400, "malformed", "compare malformed")
	})
}

func TestAStreamRefusesAsAPageDoes(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		gone := s.Local("Gone")
		s.delete("/v1/unions/"+gone.Slug, "*").want(204)
		for path, want := range map[string]int{
			"/v1/unions/nobody/locals": 404, "/v1/unions/" + gone.Slug + "/endorsements": 410, "/v1/calls/nobody/endorsements": 404, "/v1/calls/nobody/timeline": 404,
			"/v1/unions?under=nobody": 422, "/v1/unions?kind=club": 422, "/v1/endorsements?call=nobody": 422, "/v1/unions?known_at=2000-01-01T00:00:00Z": 422,
			"/v1/endorsements/x/positions": 404, "/v1/unions/nobody/affiliations": 404, "/v1/unions/nobody/revisions": 404, "/v1/changes?union=nobody": 422,
		} {
			page := s.get(path).want(want)
			path, query, _ := strings.Cut(path, "?")
			for _, ending := range []string{".csv", ".ndjson"} {
				for _, method := range []string{"GET", "HEAD"} {
					a := s.do("anonymous", method, path+ending+"?"+query, nil).want(want)
					if a.Header.Get("Content-Disposition") != "" || a.Header.Get("Rollcall-Seq") != "" || a.Header.Get("Content-Type") != page.Header.Get("Content-Type") {
						t.Errorf("%s %s%s has the headers %v", method, path, ending, a.Header)
					}
				}
			}
		}
		s.get("/v1/keys.csv").want(401)
	})
}

func TestAStreamHonoursFiltersSortAndClocks(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
		before := s.Store.Now().Format(time.RFC3339Nano)
		seq := s.Store.Seq()
		s.put(s.stand(s.local), obj{"position": "withdrawn", "effective_on": "2026-01-16"}, "If-Match", "*").want(200)
		s.Put(s.call, s.other, s.Position(record.Opposed, "2026-01-10"))
		path := "/v1/calls/" + s.call.Slug + "/endorsements.csv"
		for query, want := range map[string]string{
			"": "withdrawn opposed", "?sort=effective_on": "opposed withdrawn", "?position=opposed": "opposed", "?position!=opposed": "withdrawn",
			"?as_of=2026-01-15": "endorsed opposed", "?known_at=" + before: "endorsed", "?under=" + s.own.Slug: "withdrawn", "?sort=-union": "opposed withdrawn",
			"?known_at=" + before + "&position=opposed": "",
		} {
			a := s.get(path + query).complete()
			if got := strings.Join(a.cells("position"), " "); got != want {
				t.Errorf("%s lists %q, want %q", query, got, want)
			}
			if strings.Contains(query, "known_at") && (a.Header.Get("Rollcall-Seq") != strconv.FormatInt(seq, 10) || a.Header.Get("Memento-Datetime") == "") {
				t.Errorf("%s has the headers %v", query, a.Header)
			}
		}
		if a := s.get(path + "?include_total=true").complete(); a.Header.Get("Rollcall-Count") != "2" || a.Trailer.Get("Rollcall-Count") != "" {
			t.Errorf("the total is in %v and %v", a.Header, a.Trailer)
		}
		if a := s.do("anonymous", "HEAD", path+"?include_total=true", nil).want(200); a.Header.Get("Rollcall-Count") != "2" {
			t.Errorf("HEAD has %v", a.Header)
		}
	})
}

func TestAStreamShowsTheOrdinalsThatPagesShow(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		march := s.Call("A march", "2026-02-01")
		for i := range 12 {
			u := s.Local(fmt.Sprint("Local ", i), s.own)
			s.Put(s.call, u, s.Position(record.Endorsed, record.Date(fmt.Sprintf("2026-01-%02d", 28-i))))
			s.Put(march, u, s.Position([]record.Stance{record.Endorsed, record.Supported}[i%2], "2026-01"))
		}
		before := s.Store.Now().Format(time.RFC3339Nano)
		s.put("/v1/calls/"+march.Slug+"/endorsements/local-4", obj{"position": "withdrawn", "effective_on": "2026-01-30"}, "If-Match", "*").want(200)
		s.patch("/v1/unions/local-6", "*", obj{"kind": "unit"}).want(200)
		for _, query := range []string{"", "as_of=2026-01-22", "known_at=" + before, "as_of=2026-01-29&call=a-march", "position=endorsed&sort=union"} {
			var want []string
			for _, n := range s.get("/v1/endorsements?limit=200&" + query).column("ordinal") {
				if f, err := strconv.ParseFloat(n, 64); err == nil {
					n = strconv.Itoa(int(f))
				}
				want = append(want, n)
			}
			a := s.get("/v1/endorsements.csv?" + query).complete()
			if got := a.cells("ordinal"); !slices.Equal(got, want) || !slices.Contains(got, "5") {
				t.Errorf("%s: the ordinals are %q, want %q", query, got, want)
			}
			if !slices.Contains(a.cells("ordinal_of_kind"), "5") {
				t.Errorf("%s: the ordinals of their kinds are %q", query, a.cells("ordinal_of_kind"))
			}
		}
	})
}

func TestCellsThatASpreadsheetWouldRunAreInert(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, name := range []string{"=HYPERLINK(\"https://example.org\")", "+1", "-1", "@A1", "plain, \"quoted\"", "'=x"} {
			s.post("/v1/unions", obj{"kind": "local", "name": name, "place": obj{"country": "US", "latitude": -1.5, "longitude": -93.25}}).want(201)
		}
		a := s.get("/v1/unions.csv?sort=created_at").complete()
		got := a.cells("name")[3:]
		if want := []string{"'=HYPERLINK(\"https://example.org\")", "'+1", "'-1", "'@A1", "plain, \"quoted\"", "''=x"}; !slices.Equal(got, want) {
			t.Errorf("the names are %q, want %q", got, want)
		}
		if got := a.cells("latitude")[3]; got != "-1.5" {
			t.Errorf("a number is written as %q", got)
		}
	})
}

func TestWhoHasAListIsNotSentItAgain(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, path := range []string{"/v1/unions.csv", "/v1/unions?format=ndjson", "/v1/calls.csv", "/v1/calls/" + s.call.Slug + "/timeline.csv"} {
			tag := s.get(path).complete().etag()
			if !strings.HasPrefix(tag, `W/"`) {
				t.Errorf("%s has the ETag %q", path, tag)
			}
			s.get(path, "If-None-Match", tag).want(304)
			s.do("anonymous", "HEAD", path, nil, "If-None-Match", tag).want(304)
			s.get(path, "If-None-Match", `W/"other"`).complete()
			past := "known_at=" + s.Store.Now().Format(time.RFC3339Nano)
			with := path + "?" + past
			if strings.Contains(path, "?") {
				with = path + "&" + past
			}
			old := s.get(with).complete().etag()
			s.Local(s.name())
			s.get(path, "If-None-Match", tag).complete()
			s.get(with, "If-None-Match", old).want(304)
		}
		if csv, lines := s.get("/v1/unions?format=csv").etag(), s.get("/v1/unions?format=ndjson").etag(); csv == lines {
			t.Errorf("two formats have the ETag %s", csv)
		}
	})
}

// A stream is one state of the record, the one that its seq names, whoever writes meanwhile.
func TestAStreamIsOneStateOfTheRecord(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		const unions, writers = 5000, 3
		puts := make([]record.UnionPut, unions)
		for i := range puts {
			puts[i].Union = storetest.Must(record.NewUnion(record.Union{Kind: record.KindLocal, Name: fmt.Sprintf("Local %04d", i), Slug: fmt.Sprintf("local-%04d", i)}))(t)
		}
		if err := s.Store.Import(s.Context(), storetest.By("editor"), false, func(i *store.Import) error {
			_, err := i.PutUnions(puts)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(s.Context())
		var writing sync.WaitGroup
		for w := range writers {
			writing.Go(func() {
				for i := w; ctx.Err() == nil; i += writers {
					ref := record.Ref(fmt.Sprintf("local-%04d", i%unions))
					u, err := s.Store.Union(context.WithoutCancel(ctx), ref, record.Moment{})
					if err == nil {
						u.Place.City = fmt.Sprint("City ", i)
						_, err = s.Store.UpdateUnion(context.WithoutCancel(ctx), storetest.By("editor"), u)
					}
					if err == nil && i%5 == 0 {
						fresh, _ := record.NewUnion(record.Union{Kind: record.KindUnit, Name: fmt.Sprint("Unit ", i)})
						_, err = s.Store.CreateUnion(context.WithoutCancel(ctx), storetest.By("editor"), fresh, ref)
					}
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		defer writing.Wait()
		defer stop()
		for range 4 {
			a := s.get("/v1/unions.ndjson?sort=name").complete()
			seq, _ := strconv.ParseInt(a.Header.Get("Rollcall-Seq"), 10, 64)
			if seq == 0 || s.Store.Seq() == seq {
				t.Errorf("the stream is of seq %d, and nobody wrote since", seq)
			}
			want := storetest.Must(s.Store.Unions(s.Context(), record.UnionFilter{}, record.Page{Sort: "name", Moment: record.Moment{Seq: seq}}))(t).Items
			lines := strings.Split(strings.TrimSuffix(string(a.body), "\n"), "\n")
			if len(lines) != len(want) {
				t.Fatalf("the stream of seq %d has %d unions, the record had %d then", seq, len(lines), len(want))
			}
			for i, line := range lines {
				var got struct {
					Slug    string
					Version int
					Parents []struct{ Slug string }
				}
				if err := json.Unmarshal([]byte(line), &got); err != nil {
					t.Fatal(err)
				}
				if got.Slug != want[i].Slug || got.Version != want[i].Version || len(got.Parents) != len(want[i].Parents) {
					t.Fatalf("line %d of seq %d is %s, and was %s at version %d", i, seq, line, want[i].Slug, want[i].Version)
				}
			}
		}
	})
}

// A stream holds a few records at a time, however many there are.
func TestTheMemoryOfAStreamDoesNotGrowWithIt(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		text := strings.Repeat("x", 100_000)
		const statements = 300
		for i := range statements {
			st := storetest.Must(record.NewStatement(record.Statement{Title: fmt.Sprint("Statement ", i), Kind: "letter", Text: text, Issuers: record.List[record.UnionRef]{s.local.Ref()}}))(t)
			storetest.Must(s.Store.CreateStatement(s.Context(), storetest.By("editor"), st))(t)
		}
		for _, path := range []string{"/v1/statements.csv", "/v1/statements.ndjson"} {
			read := &weighing{}
			n, err := s.copy(path, read)
			if err != nil || n < statements*100_000 {
				t.Fatalf("%s sends %d bytes: %v", path, n, err)
			}
			if grown := read.most - read.first; grown > 25<<20 {
				t.Errorf("%s of %d MB held %d MB", path, n>>20, grown>>20)
			}
		}
	})
}

// copy reads an answer as it comes.
func (s *service) copy(path string, to io.Writer) (int64, error) {
	req, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.url+path, http.NoBody)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	return io.Copy(to, res.Body)
}

// weighing is a reader that looks now and then how much memory is in use.
type weighing struct {
	read        int64
	first, most uint64
}

func (w *weighing) Write(b []byte) (int, error) {
	before := w.read >> 22
	w.read += int64(len(b))
	if w.first == 0 || w.read>>22 > before {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if w.first == 0 {
			w.first = m.HeapAlloc
		}
		w.most = max(w.most, m.HeapAlloc)
	}
	return len(b), nil
}

// failing is a store whose list of unions fails after some rows.
type failing struct {
	api.Store
	after int
}

var errFailing = errors.New("the disk is gone")

func (f failing) EachUnion(ctx context.Context, filter record.UnionFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Union) error) error {
	n := 0
	return f.Store.EachUnion(ctx, filter, p, begin, func(u record.Union) error {
		if n++; n > f.after {
			return errFailing
		}
		return row(u)
	})
}

func TestAnAnswerThatFailsMidwayIsNotEnded(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.over(failing{s.Store, 2})
		for _, path := range []string{"/v1/unions.csv", "/v1/unions.ndjson"} {
			if n, err := s.copy(path, io.Discard); err == nil {
				t.Errorf("%s seems to be complete with %d bytes", path, n)
			}
			if !strings.Contains(s.log.String(), errFailing.Error()) {
				t.Errorf("%s: the log does not say why: %s", path, s.log)
			}
		}
	})
}

// over puts the service on a store around its own.
func (s *service) over(around api.Store) {
	s.server = api.New(api.Options{Store: around, Log: nopLog(s.log), Metrics: nopMetrics(), Now: s.Clock.Now})
	h := httptest.NewServer(s.server)
	s.Cleanup(h.Close)
	s.url = h.URL
}

func TestAReaderWhoTakesNothingIsCutOff(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		around := ended{s.Store, make(chan struct{})}
		s.over(around)
		s.server.SetSlowReader(50 * time.Millisecond)
		text := strings.Repeat("x", 100_000)
		for i := range 200 {
			st := storetest.Must(record.NewStatement(record.Statement{Title: fmt.Sprint("Statement ", i), Kind: "letter", Text: text, Issuers: record.List[record.UnionRef]{s.local.Ref()}}))(t)
			storetest.Must(s.Store.CreateStatement(s.Context(), storetest.By("editor"), st))(t)
		}
		address := storetest.Must(url.Parse(s.url))(t).Host
		conn := storetest.Must((&net.Dialer{}).DialContext(s.Context(), "tcp", address))(t)
		defer conn.Close()
		fmt.Fprintf(conn, "GET /v1/statements.ndjson HTTP/1.1\r\nHost: %s\r\n\r\n", address)
		<-around.told // nothing was read until then
		res, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err == nil || len(body) >= 200*100_000 {
			t.Errorf("%d bytes seem to be all: %v %v", len(body), err, res.Trailer)
		}
	})
}

// ended is a store that tells when its stream of statements has ended.
type ended struct {
	api.Store
	told chan struct{}
}

func (e ended) EachStatement(ctx context.Context, filter record.StatementFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Statement) error) error {
	defer close(e.told)
	return e.Store.EachStatement(ctx, filter, p, begin, row)
}

// blocking is a store whose stream of unions waits in the middle.
type blocking struct {
	api.Store
	began, goOn chan struct{}
}

func (b blocking) EachUnion(ctx context.Context, filter record.UnionFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Union) error) error {
	return b.Store.EachUnion(ctx, filter, p, func(at record.Snapshot) error {
		close(b.began)
		<-b.goOn
		return begin(at)
	}, row)
}

func TestStreamsHaveConnectionsOfTheirOwnAndAFewOnly(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			s := newService(t, name, func(o *store.Options, _ *api.Options) { o.Streams, o.Pool = 1, 1 })
			b := blocking{s.Store, make(chan struct{}), make(chan struct{})}
			s.over(b)
			done := make(chan *answer)
			go func() { done <- s.get("/v1/unions.csv") }()
			<-b.began
			if a := s.get("/v1/calls.csv").problem(503, "unavailable"); a.Header.Get("Retry-After") == "" {
				t.Errorf("the refusal has the headers %v", a.Header)
			}
			s.get("/v1/calls").want(200)
			s.post("/v1/unions", obj{"kind": "local", "name": "Another"}).want(201)
			close(b.goOn)
			if names := (<-done).complete().cells("name"); slices.Contains(names, "Another") {
				t.Errorf("the stream shows what was written after it began: %q", names)
			}
			s.get("/v1/calls.csv").complete()
		})
	}
}
