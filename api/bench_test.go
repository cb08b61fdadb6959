package api

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
	"rollcall/internal/telemetry"
)

// The yardstick is a plain net/http server that sends the same bytes. Both are asked in turn, in one
// run, by the same client over loopback; what counts is the ratio of their requests a second, as the
// median of the rounds, with the lowest and the highest.

const (
	benchUnions      = 300
	benchConnections = 4
	benchRounds      = 9
)

// benchServer is the API with a call that benchUnions locals endorse.
func benchServer(b *testing.B, database string) *Server {
	b.Helper()
	f := storetest.New(b, database)
	national := f.Union(record.KindNational, "Example Workers Union")
	call := f.Call("An example march", "2026-05-01")
	for i := range benchUnions {
		local := f.Local("Example Workers Local "+strconv.Itoa(i+1), national)
		day := record.Date(fmt.Sprintf("2026-04-%02d", i%28+1))
		f.Put(call, local, f.Position(record.Endorsed, day, "https://example.org/minutes/"+strconv.Itoa(i)))
	}
	return New(Options{Store: f.Store, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Metrics: telemetry.NewMetrics("bench"), Now: f.Clock.Now})
}

var workloads = []struct{ name, path string }{
	{"R1-one-union", "/v1/unions/example-workers-local-17"},
	{"R2-50-endorsements", "/v1/calls/an-example-march/endorsements?position=endorsed"},
	{"R3-tally", "/v1/calls/an-example-march/tally"},
}

func BenchmarkReads(b *testing.B) {
	for _, database := range storetest.Databases {
		b.Run(database, func(b *testing.B) {
			s := benchServer(b, database)
			for _, w := range workloads {
				b.Run(w.name+"/hit", func(b *testing.B) { againstLimit(b, s, s, w.path, "") })
				// What no cache has: the same with the cache emptied before each request.
				miss := http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
					s.cache.answers.InvalidateAll()
					s.ServeHTTP(rw, r)
				})
				b.Run(w.name+"/miss", func(b *testing.B) { againstLimit(b, s, miss, w.path, "") })
			}
			etag := get(s, "/v1/calls/an-example-march/endorsements?position=endorsed").Header().Get("ETag")
			b.Run("R5-not-modified", func(b *testing.B) { againstLimit(b, s, s, workloads[1].path, etag) })
		})
	}
}

func get(h http.Handler, path string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, http.NoBody))
	return rec
}

// againstLimit reports how many of the yardstick's requests a second the service answers.
func againstLimit(b *testing.B, s *Server, service http.Handler, path, etag string) {
	b.Helper()
	sample := get(s, path)
	if sample.Code != http.StatusOK {
		b.Fatalf("%s answers %d: %s", path, sample.Code, sample.Body)
	}
	status, body := http.StatusOK, sample.Body.Bytes()
	if etag != "" {
		status, body = http.StatusNotModified, nil
	}
	limit := http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		if etag == "" {
			rw.Header().Set("Content-Type", "application/json; charset=utf-8")
			rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
		}
		rw.WriteHeader(status)
		_, _ = rw.Write(body)
	})
	request := "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
	if etag != "" {
		request += "If-None-Match: " + etag + "\r\n"
	}
	request += "\r\n"
	ours, plain := listen(b, service), listen(b, limit)
	each := max(1, b.N/benchRounds/2)
	var ratios []float64
	var spent time.Duration
	b.ResetTimer()
	for range benchRounds {
		a := ask(b, ours, request, status, each)
		ratios = append(ratios, ask(b, plain, request, status, each).Seconds()/a.Seconds())
		spent += a
	}
	b.StopTimer()
	slices.Sort(ratios)
	b.ReportMetric(ratios[len(ratios)/2], "of-limit")
	b.ReportMetric(ratios[0], "lowest")
	b.ReportMetric(ratios[len(ratios)-1], "highest")
	b.ReportMetric(float64(each*benchRounds)/spent.Seconds(), "req/s")
	b.ReportMetric(0, "ns/op") // the time of both together says nothing
}

func listen(b *testing.B, h http.Handler) string {
	b.Helper()
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// ask sends n requests over a few connections and answers how long that took. The client is as thin as
// can be, so that it is the servers that are compared.
func ask(b *testing.B, address, request string, status, n int) time.Duration {
	b.Helper()
	var wait sync.WaitGroup
	started := time.Now()
	failed := make(chan error, benchConnections)
	for i := range benchConnections {
		share := n / benchConnections
		if i < n%benchConnections {
			share++
		}
		wait.Go(func() {
			if err := askShare(address, request, status, share); err != nil {
				failed <- err
			}
		})
	}
	wait.Wait()
	took := time.Since(started)
	select {
	case err := <-failed:
		b.Fatal(err)
	default:
	}
	return took
}

func askShare(address, request string, status, n int) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	r := bufio.NewReaderSize(conn, 64<<10)
	want := "HTTP/1.1 " + strconv.Itoa(status)
	for range n {
		if _, err := io.WriteString(conn, request); err != nil {
			return err
		}
		if err := skipAnswer(r, want); err != nil {
			return err
		}
	}
	return nil
}

// skipAnswer reads one answer and throws it away.
func skipAnswer(r *bufio.Reader, want string) error {
	length, chunked, first := 0, false, true
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return err
		}
		text := string(line)
		switch lower := strings.ToLower(text); {
		case first && !strings.HasPrefix(text, want):
			return fmt.Errorf("the answer is %q", text)
		case strings.HasPrefix(lower, "content-length:"):
			length, _ = strconv.Atoi(strings.TrimSpace(text[len("content-length:"):]))
		case strings.HasPrefix(lower, "transfer-encoding:"):
			chunked = true
		}
		first = false
		if len(strings.TrimSpace(text)) == 0 {
			break
		}
	}
	for chunked {
		size, err := r.ReadString('\n')
		if err != nil {
			return err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(size), 16, 64)
		if err != nil {
			return err
		}
		if _, err := r.Discard(int(n) + 2); err != nil {
			return err
		}
		if n == 0 {
			return nil
		}
	}
	_, err := r.Discard(length)
	return err
}
