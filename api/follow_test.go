package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// events is a stream that is open.
type events struct {
	testing.TB
	lines *bufio.Reader
	close func()
}

// event is one that came.
type event struct {
	id    int64
	data  map[string]any
	retry string
}

// stream opens a stream. It is closed with the test, if not before.
func (s *service) stream(query string, headers ...string) *events {
	s.Helper()
	ctx, cancel := context.WithCancel(s.Context())
	req := storetest.Must(http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/v1/changes/stream"+query, nil))(s)
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := client.Do(req)
	if err != nil {
		s.Fatal(err)
	}
	stop := func() { cancel(); _ = res.Body.Close() }
	s.Cleanup(stop)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		s.Fatalf("the stream answers %d, %s", res.StatusCode, res.Header.Get("Content-Type"))
	}
	return &events{s.TB, bufio.NewReader(res.Body), stop}
}

// next waits for an event; ok is false at the end of the stream.
func (e *events) next() (got event, ok bool) {
	e.Helper()
	some := false
	for {
		line, err := e.lines.ReadString('\n')
		if err != nil {
			return got, false
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch {
		case line == "\n" && some:
			return got, true
		case name == "id":
			got.id, err = strconv.ParseInt(value, 10, 64)
		case name == "data":
			err = json.Unmarshal([]byte(value), &got.data)
		case name == "retry":
			got.retry = value
		default:
			continue
		}
		if err != nil {
			e.Fatalf("%q: %v", line, err)
		}
		some = true
	}
}

// seqs are the ids of the next n events.
func (e *events) seqs(n int) []int64 {
	e.Helper()
	out := []int64{}
	for range n {
		got, ok := e.next()
		if !ok {
			e.Fatalf("the stream ended after %v", out)
		}
		if got.data["seq"] != float64(got.id) {
			e.Errorf("event %d tells of change %v", got.id, got.data["seq"])
		}
		out = append(out, got.id)
	}
	return out
}

func from(first, last int64) []int64 {
	out := []int64{}
	for n := first; n <= last; n++ {
		out = append(out, n)
	}
	return out
}

func TestAStreamTellsOfEveryChangeAsItHappens(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		begin := s.Store.Seq()
		all, old := s.stream(""), s.stream("?after=0")
		if got := old.seqs(int(begin)); !slices.Equal(got, from(1, begin)) {
			t.Errorf("from the beginning came %v", got)
		}
		for range 5 {
			s.Local(s.name())
		}
		for _, e := range []*events{all, old} {
			if got := e.seqs(5); !slices.Equal(got, from(begin+1, begin+5)) {
				t.Errorf("came %v, want the five after %d", got, begin)
			}
		}
	})
}

// Whoever is cut off, reaches another process, or is behind what is kept in memory, goes on where it was.
func TestAStreamResumesWithoutLossAndWithoutRepetition(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		other := s.restart()
		last := s.Store.Seq()
		begin := last
		for round := range 4 {
			for range 3 {
				s.Local(s.name())
			}
			on := []*service{s, other}[round%2]
			e := on.stream("", "Last-Event-ID", fmt.Sprint(last))
			got := e.seqs(2) // it is cut off before the third
			e.close()
			if !slices.Equal(got, from(last+1, last+2)) {
				t.Fatalf("after %d came %v", last, got)
			}
			last += 2
		}
		e := other.stream("?after=" + fmt.Sprint(last))
		if got := e.seqs(4); !slices.Equal(got, from(begin+9, begin+12)) {
			t.Errorf("the rest is %v", got)
		}
	})
}

func TestAStreamTellsWhatItsFiltersAskFor(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		begin := fmt.Sprint(s.Store.Seq())
		filters := []string{
			"entity=call", "action=deleted", "call=" + s.call.Slug, "union=" + s.other.Slug, "under=" + s.own.Slug,
			"under=" + s.own.Slug + "&entity=endorsement&form=compact", "union=" + s.local.ID.String() + "&call=" + s.call.ID.String(),
		}
		live := make([]*events, len(filters))
		for i, f := range filters {
			live[i] = s.stream("?" + f)
		}
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
		s.Put(s.call, s.other, s.Position(record.Endorsed, "2026-01-14"))
		gone := s.Local(s.name())
		s.delete("/v1/unions/"+gone.Slug, "*").want(204)
		below := s.Local(s.name()) // below s.own only later, and heard of from then on
		s.Affiliate(below, s.local, "", "")
		s.Put(s.call, below, s.Position(record.Supported, "2026-01-15"))
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"cancelled": true}).want(200)
		for i, f := range filters {
			want := s.get("/v1/changes?after=" + begin + "&" + f).column("seq")
			// The feed looks at today's subtree, the stream at that of the moment: whether it tells of the
			// creation of what is below only later depends on when it looked.
			created := s.get("/v1/changes?entity=union&union=" + below.Slug + "&limit=1").text("data.0.seq")
			if strings.HasPrefix(f, "under") {
				want = slices.DeleteFunc(want, func(seq string) bool { return seq == created })
			}
			if len(want) == 0 {
				t.Fatalf("%s asks for nothing", f)
			}
			var got []string
			for len(got) < len(want) {
				if seq := fmt.Sprint(live[i].seqs(1)[0]); seq != created || !strings.HasPrefix(f, "under") {
					got = append(got, seq)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: the stream tells %v, the feed %v", f, got, want)
			}
		}
	})
}

func TestTheCompactFormTellsWhatChangedWithoutTheFacts(t *testing.T) {
	s := newService(t, "sqlite", nil)
	s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
	a := s.get("/v1/changes?entity=endorsement&form=compact").want(200).is("data.0.action", "created", "data.0.entity", "endorsement")
	about, _ := a.at("data.0.about").([]any)
	if len(about) != 2 || !slices.Contains(about, any(s.call.ID.String())) || !slices.Contains(about, any(s.local.ID.String())) {
		t.Errorf("it is about %v, want the call and the union", about)
	}
	if change, _ := a.at("data.0").(map[string]any); change["after"] != nil || len(change) != 9 {
		t.Errorf("the compact form has the members %v", change)
	}
	if change, _ := s.get("/v1/changes?entity=endorsement").at("data.0").(map[string]any); len(change) != 11 {
		t.Errorf("the full form has the members %v", change)
	}
}

func TestAStreamRefusesWhatCannotBeMeant(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.get("/v1/changes/stream?after=99").problem(422, "invalid", "after range")
		s.get("/v1/changes/stream", "Last-Event-ID", "99").problem(422, "invalid", "after range")
		s.get("/v1/changes/stream", "Last-Event-ID", "soon").want(400)
		s.get("/v1/changes/stream?after=-1").problem(400, "malformed", "after malformed")
		s.get("/v1/changes/stream?union=nobody").problem(422, "invalid", "union unknown")
		s.get("/v1/changes/stream?form=short").problem(422, "invalid", "form invalid")
		s.get("/v1/changes/stream?colour=red").problem(400, "malformed", "colour unknown")
		if a := s.do("anonymous", "HEAD", "/v1/changes/stream", nil).want(200); a.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
			t.Errorf("HEAD says %s", a.Header.Get("Content-Type"))
		}
	})
}

func TestAStreamThatIsQuietSaysThatItIsThere(t *testing.T) {
	s := newService(t, "sqlite", nil)
	s.server.SetPatience(time.Millisecond, time.Second)
	e := s.stream("")
	for beats := 0; beats < 3; {
		line, err := e.lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if line == ":\n" {
			beats++
		}
	}
	s.Local(s.name())
	e.seqs(1)
}

func TestAServerThatStopsEndsItsStreamsAndSaysWhenToComeBack(t *testing.T) {
	s := newService(t, "sqlite", nil)
	e := s.stream("")
	s.server.Drain()
	got, ok := e.next()
	if wait, err := strconv.Atoi(got.retry); !ok || err != nil || wait < 500 || wait > 3000 {
		t.Errorf("it says %+v", got)
	}
	if _, more := e.next(); more {
		t.Error("the stream goes on")
	}
}

// What is not read is not kept: the reader is cut off, and the server does not wait for it.
func TestAReaderThatDoesNotReadIsCutOff(t *testing.T) {
	s := newService(t, "sqlite", nil)
	s.server.SetPatience(time.Minute, 20*time.Millisecond)
	conn := storetest.Must((&net.Dialer{}).DialContext(t.Context(), "tcp", storetest.Must(url.Parse(s.url))(t).Host))(t)
	defer conn.Close()
	if err := conn.(*net.TCPConn).SetReadBuffer(4096); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "GET /v1/changes/stream HTTP/1.1\r\nHost: rollcall\r\n\r\n")
	first := bufio.NewReaderSize(conn, 16)
	if line, err := first.ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Fatalf("%q, %v", line, err)
	}
	for n := 0; s.server.Streams() > 0; n++ {
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": strings.Repeat(strconv.Itoa(n%10), 9_000)}).want(200)
	}
}

func TestALongPollIsAnsweredAsSoonAsThereIsAChange(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		seq := s.Store.Seq()
		path := fmt.Sprintf("/v1/changes?after=%d&entity=call&wait=50", seq)
		waiting := make(chan *answer)
		go func() { waiting <- s.get(path) }()
		s.Local(s.name()) // not what is waited for
		select {
		case a := <-waiting:
			t.Fatalf("answered %s before there was anything", a.body)
		case <-time.After(20 * time.Millisecond):
		}
		c := s.Call(s.name(), "2026")
		(<-waiting).lists("id", c.ID.String())
		s.get(path).lists("id", c.ID.String()) // it is there already
		s.get("/v1/changes?after=0&wait=51").want(400)
		if got := s.get(fmt.Sprintf("/v1/changes?after=%d&wait=1", s.Store.Seq())).want(200).column("seq"); len(got) != 0 {
			t.Errorf("nothing is new, and it tells %v", got)
		}
	})
}

func TestALongPollEndsWhenTheServerStops(t *testing.T) {
	s := newService(t, "sqlite", nil)
	answered := make(chan *answer)
	go func() { answered <- s.get(fmt.Sprintf("/v1/changes?after=%d&wait=50", s.Store.Seq())) }()
	s.server.Drain()
	(<-answered).lists("seq")
}
