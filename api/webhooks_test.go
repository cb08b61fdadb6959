package api_test

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"rollcall/api"
	"rollcall/internal/live"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// receiver is somebody's endpoint.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	got    []delivered
	answer func(n int, d delivered) int // the status of the nth answer, from 1
	more   chan struct{}
}

// delivered is a request that came.
type delivered struct {
	http.Header
	body  []byte
	event api.WebhookEvent
}

func (d delivered) id() string { return d.Get("webhook-id") }

func newReceiver(t testing.TB, answer func(n int, d delivered) int) *receiver {
	r := &receiver{answer: answer, more: make(chan struct{}, 1000)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, _ := io.ReadAll(req.Body)
		d := delivered{Header: req.Header, body: body}
		if err := json.Unmarshal(body, &d.event); err != nil {
			t.Errorf("the body is %q: %v", body, err)
		}
		r.mu.Lock()
		r.got = append(r.got, d)
		n := len(r.got)
		r.mu.Unlock()
		status := http.StatusNoContent
		if r.answer != nil {
			status = r.answer(n, d)
		}
		if status == http.StatusFound {
			w.Header().Set("Location", r.URL+"/elsewhere")
		}
		w.WriteHeader(status)
		if status >= 400 {
			fmt.Fprint(w, "not now")
		}
		r.more <- struct{}{}
	}))
	t.Cleanup(r.Close)
	return r
}

// await waits until n requests have come, and answers them.
func (r *receiver) await(t testing.TB, n int) []delivered {
	t.Helper()
	for {
		r.mu.Lock()
		got := slices.Clone(r.got)
		r.mu.Unlock()
		if len(got) >= n {
			return got
		}
		select {
		case <-r.more:
		case <-time.After(30 * time.Second):
			t.Fatalf("%d requests came, want %d", len(got), n)
		}
	}
}

func (r *receiver) events(t testing.TB, n int) []string {
	t.Helper()
	var out []string
	for _, d := range r.await(t, n) {
		out = append(out, d.event.Type)
	}
	return out
}

func private(_ *store.Options, o *api.Options) { o.Webhooks.AllowPrivate = true }

// onEachSending runs a test on each database, with webhooks sent by a running process.
func onEachSending(t *testing.T, test func(t *testing.T, s *service)) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			s := newService(t, name, private)
			s.sending(s.webhooks)
			test(t, s)
		})
	}
}

// sending runs a dispatcher until the test ends, or it is stopped.
func (s *service) sending(d *live.Dispatcher) (stop func()) {
	ctx, cancel := context.WithCancel(s.Context())
	var running sync.WaitGroup
	running.Go(func() { d.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); running.Wait() })
	s.Cleanup(stop)
	return stop
}

func (s *service) settled(id string, n int) *answer {
	s.Helper()
	for {
		if a := s.get("/v1/webhooks/"+id+"/deliveries?limit=200&state=delivered,failed", "Authorization", "Bearer "+s.keys["admin"]).want(200); len(a.column("id")) >= n {
			return a
		}
	}
}

func TestAWebhookIsToldOfWhatItAskedFor(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		r := newReceiver(t, nil)
		s.Put(s.Call(s.name(), "2026"), s.local, s.Position(record.Endorsed, "2026-01-01")) // before its time
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"endorsement.position_changed", "union.*"}, "under": s.own.Slug}).want(201)
		e := s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
		s.Put(s.call, s.other, s.Position(record.Endorsed, "2026-01-14")) // not below it
		s.put(s.stand(s.local), obj{"position": "withdrawn", "effective_on": "2026-01-15"}, "If-Match", "*").want(200)
		s.patch("/v1/unions/"+s.local.Slug, "*", obj{"website": "https://example.org"}).want(200)
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"cancelled": true}).want(200) // not asked for

		got := r.events(t, 3)
		slices.Sort(got[:3])
		if want := []string{"endorsement.position_changed", "endorsement.position_changed", "union.updated"}; !slices.Equal(got, want) {
			t.Fatalf("it was told of %v, want %v", got, want)
		}
		var changed []delivered
		for _, d := range r.await(t, 3) {
			if d.event.Type == "endorsement.position_changed" {
				changed = append(changed, d)
			}
		}
		first, second := changed[0].event, changed[1].event
		if first.Data.Change.ID != e.ID || first.Data.Change.Version != 1 || first.Data.Previous != nil {
			t.Errorf("the first position is told as %s", changed[0].body)
		}
		previous, _ := (*second.Data.Previous).(map[string]any)
		after, _ := (*second.Data.Change.After).(map[string]any)
		if previous["position"] != "endorsed" || after["position"] != "withdrawn" || previous["call"] != nil || !second.Timestamp.Equal(second.Data.Change.At) {
			t.Errorf("the second position is told as %s", changed[1].body)
		}
		log := s.settled(hook.text("id"), 3)
		log.is("data.0.attempts.0.status", "204", "data.0.state", "delivered", "data.0.attempts.0.error", "")
		if !slices.Contains(log.column("message_id"), changed[0].id()) {
			t.Errorf("the log has %v, not %s", log.column("message_id"), changed[0].id())
		}
	})
}

func TestAWithdrawalHasAnEventOfItsOwn(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		all, one := newReceiver(t, nil), newReceiver(t, nil)
		s.post("/v1/webhooks", obj{"url": all.URL}).want(201)
		s.post("/v1/webhooks", obj{"target_url": one.URL, "event": "endorsement.withdrawn"}).want(201) // as REST hooks do
		s.Put(s.call, s.local, s.Position(record.Endorsed, "2026-01-14"))
		s.put(s.stand(s.local), obj{"position": "withdrawn", "effective_on": "2026-01-15"}, "If-Match", "*").want(200)
		if got := one.events(t, 1); !slices.Equal(got, []string{"endorsement.withdrawn"}) {
			t.Errorf("who asked for withdrawals was told of %v", got)
		}
		got := all.events(t, 4) // two milestones: the first of its kind, and the withdrawal
		for _, name := range []string{"endorsement.position_changed", "tally.milestone", "endorsement.withdrawn"} {
			if !slices.Contains(got, name) {
				t.Errorf("who asked for everything was told of %v, without %s", got, name)
			}
		}
	})
}

func TestMilestonesOfATallyAreTold(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		r := newReceiver(t, nil)
		s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"tally.milestone"}, "call": s.call.Slug}).want(201)
		for range 10 {
			s.Put(s.call, s.Local(s.name()), s.Position(record.Endorsed, "2026-01-14"))
		}
		s.Put(s.call, s.Local(s.name()), s.Position(record.Declined, "2026-01-14"))
		s.Put(s.call, s.Union(record.KindLaborCouncil, "A council"), s.Position(record.Endorsed, "2026-01-14"))
		var got []string
		for _, d := range r.await(t, 4)[:4] {
			m := d.event.Data.Milestone
			got = append(got, fmt.Sprint(m.Of, " ", m.Value, " ", m.Count))
		}
		slices.Sort(got)
		if want := []string{"kind labor_council 1", "kind local 1", "kind local 10", "region US-MN 1"}; !slices.Equal(got, want) {
			t.Errorf("the milestones are %v, want %v", got, want)
		}
	})
}

func TestWhatIsSentIsSignedAsStandardWebhooksSays(t *testing.T) {
	s := newService(t, "sqlite", private)
	r := newReceiver(t, nil)
	hook := s.post("/v1/webhooks", obj{"url": r.URL}).want(201)
	secret := hook.text("secret")
	s.post("/v1/webhooks/"+hook.text("id")+"/test", nil).want(200).is("state", "delivered", "event", "webhook.test")
	rotated := s.post("/v1/webhooks/"+hook.text("id")+"/rotate", obj{"overlap_seconds": 3600}).want(200)
	s.post("/v1/webhooks/"+hook.text("id")+"/test", nil).want(200)
	s.Clock.Set(s.Clock.Now().Add(2 * time.Hour))
	s.post("/v1/webhooks/"+hook.text("id")+"/test", nil).want(200)

	got := r.await(t, 3)
	for i, want := range []struct{ old, fresh bool }{{true, false}, {true, true}, {false, true}} {
		d := got[i]
		for _, c := range []struct {
			secret string
			valid  bool
		}{{secret, want.old}, {rotated.text("secret"), want.fresh}} {
			check := storetest.Must(standardwebhooks.NewWebhook(c.secret))(t)
			if err := check.VerifyIgnoringTimestamp(d.body, d.Header); (err == nil) != c.valid {
				t.Errorf("request %d: a signature of %.12s… is valid: %v, want %v", i, c.secret, err == nil, c.valid)
			}
		}
		public := storetest.Must(base64.StdEncoding.DecodeString(strings.TrimPrefix(hook.text("public_key"), "whpk_")))(t)
		signatures := strings.Fields(d.Get("webhook-signature"))
		asymmetric, ok := strings.CutPrefix(signatures[len(signatures)-1], "v1a,")
		signed := storetest.Must(base64.StdEncoding.DecodeString(asymmetric))(t)
		if !ok || !ed25519.Verify(public, []byte(d.id()+"."+d.Get("webhook-timestamp")+"."+string(d.body)), signed) {
			t.Errorf("request %d: the signature v1a is not valid: %s", i, d.Get("webhook-signature"))
		}
	}
}

func TestASecretIsShownOnce(t *testing.T) {
	s := newService(t, "sqlite", private)
	body := obj{"url": "http://127.0.0.1:1/"}
	hook := s.post("/v1/webhooks", body, "Idempotency-Key", "k").want(201)
	secret := hook.text("secret")
	if raw, ok := strings.CutPrefix(secret, "whsec_"); !ok || len(raw) != 44 {
		t.Fatalf("the secret is %q", secret)
	}
	again := s.post("/v1/webhooks", body, "Idempotency-Key", "k").want(201).is("id", hook.text("id"), "secret", "")
	path := "/v1/webhooks/" + hook.text("id")
	for _, a := range []*answer{again, s.do("admin", "GET", path, nil), s.do("admin", "GET", "/v1/webhooks", nil), s.patch(path, "*", obj{"events": []string{"call.*"}})} {
		if strings.Contains(string(a.body), secret[6:]) {
			t.Errorf("%s shows the secret", a.request)
		}
	}
	if strings.Contains(s.log.String(), secret[6:]) {
		t.Error("the log shows the secret")
	}
}

// What fails is tried again with the same id, in order for each record, and the others do not wait for it.
func TestAFailedDeliveryIsTriedAgainAndKeepsTheOrderOfItsRecord(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		fail := s.local.ID
		r := newReceiver(t, func(n int, d delivered) int {
			if d.event.Data.Change.ID == fail && n == 1 {
				return http.StatusServiceUnavailable
			}
			return http.StatusOK
		})
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"union.updated"}}).want(201).text("id")
		s.patch("/v1/unions/"+s.local.Slug, "*", obj{"founded": "1901"}).want(200)
		r.await(t, 1)
		s.patch("/v1/unions/"+s.local.Slug, "*", obj{"founded": "1902"}).want(200)
		s.patch("/v1/unions/"+s.other.Slug, "*", obj{"founded": "1903"}).want(200)
		if got := r.await(t, 2); got[1].event.Data.Change.ID != s.other.ID {
			t.Errorf("the second request is about %s, want the union that nothing stands before", got[1].event.Data.Change.ID)
		}
		s.settled(hook, 1)
		pending := s.do("admin", "GET", "/v1/webhooks/"+hook+"/deliveries?state=pending", nil).want(200)
		if got := pending.column("seq"); len(got) != 2 {
			t.Fatalf("waiting are %v, want both of the one union", got)
		}
		pending.is("data.1.attempts.0.status", "503", "data.1.attempts.0.response", "not now", "data.1.attempts.0.error", "The receiver answered 503.")
		s.do("admin", "GET", "/v1/webhooks/"+hook, nil).is("state", "active")
		s.Clock.Set(s.Clock.Now().Add(10 * time.Second))
		got := r.await(t, 4)
		if got[2].id() != got[0].id() || string(got[2].body) != string(got[0].body) || got[3].event.Data.Change.Seq <= got[2].event.Data.Change.Seq {
			t.Errorf("the requests are %s, %s, %s, %s", got[0].id(), got[1].id(), got[2].id(), got[3].id())
		}
		s.settled(hook, 3)
		s.do("admin", "GET", "/v1/webhooks/"+hook, nil).is("failures", "0")
	})
}

func TestAnEndpointThatKeepsFailingIsPausedAndTakenUpAgain(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		var works sync.Map
		r := newReceiver(t, func(int, delivered) int {
			if _, ok := works.Load("now"); ok {
				return 200
			}
			return 500
		})
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"call.*"}}).want(201).text("id")
		begin := s.Clock.Now()
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": "1"}).want(200)
		for n := 1; n <= record.MaxAttempts; n++ {
			r.await(t, n)
			for s.do("admin", "GET", "/v1/webhooks/"+hook, nil).text("failures") != fmt.Sprint(n) { // until it is stored
				continue
			}
			if next := s.do("admin", "GET", "/v1/webhooks/"+hook+"/deliveries", nil).text("data.0.next_attempt_at"); next != "" {
				s.Clock.Set(storetest.Must(time.Parse(time.RFC3339, next))(t).Add(time.Second))
			}
		}
		if took := s.Clock.Now().Sub(begin); took < 48*time.Hour || took > 96*time.Hour {
			t.Errorf("the ten attempts are spread over %s, want about three days", took)
		}
		s.do("admin", "GET", "/v1/webhooks/"+hook, nil).is("state", "paused", "detail", "A delivery failed 10 times, at last with: The receiver answered 500.")
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": "2"}).want(200) // nobody is told while it is paused
		works.Store("now", true)
		s.patch("/v1/webhooks/"+hook, "*", obj{"state": "active"}).want(200).is("state", "active", "detail", "")
		got := r.await(t, record.MaxAttempts+1)
		if last := got[record.MaxAttempts]; last.event.Data.Change.Version != 3 {
			t.Errorf("the first request after the pause tells of version %d", last.event.Data.Change.Version)
		}
		failed := s.do("admin", "GET", "/v1/webhooks/"+hook+"/deliveries?state=failed", nil).want(200)
		s.post("/v1/webhooks/"+hook+"/deliveries/"+failed.text("data.0.id")+"/redeliver", nil).want(200).is("state", "delivered", "attempts.10.status", "200")
	})
}

func TestAnEndpointThatIsGoneIsToldNothingMore(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		r := newReceiver(t, func(int, delivered) int { return http.StatusGone })
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"call.*"}}).want(201).text("id")
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": "1"}).want(200)
		r.await(t, 1)
		for s.do("admin", "GET", "/v1/webhooks/"+hook, nil).text("state") != "disabled" { // until it is stored
			continue
		}
		s.do("admin", "GET", "/v1/webhooks/"+hook, nil).is("detail", "The receiver answered 410 Gone.")
	})
}

func TestARedirectIsNotFollowed(t *testing.T) {
	s := newService(t, "sqlite", private)
	r := newReceiver(t, func(int, delivered) int { return http.StatusFound })
	hook := s.post("/v1/webhooks", obj{"url": r.URL}).want(201).text("id")
	s.post("/v1/webhooks/"+hook+"/test", nil).want(200).is("state", "failed", "attempts.0.error", "The receiver answered 302: redirects are not followed.")
	if got := r.await(t, 1); len(got) != 1 {
		t.Errorf("%d requests came", len(got))
	}
}

func TestAReplayTellsEverythingAgainWithTheSameIDs(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		r := newReceiver(t, nil)
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"call.*"}}).want(201).text("id")
		s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": "1"}).want(200)
		s.settled(hook, 1)
		s.post("/v1/webhooks/"+hook+"/replay", obj{"after": 0}).want(200)
		got := r.await(t, 3) // its creation, of which it had not been told, and the change again
		if got[0].id() != got[2].id() || got[1].event.Type != "call.created" {
			t.Errorf("it is told %s, %s, %s", got[0].id(), got[1].event.Type, got[2].id())
		}
		s.post("/v1/webhooks/"+hook+"/replay", obj{"after": 9_999}).problem(422, "invalid", "/after range")
	})
}

func TestOnlyPublicAddressesAreSentTo(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for _, url := range []string{
		"http://example.org/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://10.1.2.3/", "https://169.254.169.254/latest",
		"https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://intranet/", "https://printer.local/", "https://db.internal/", "https://user:pass@example.org/",
		"https://[fe80::1]/", "https://[fd00::1]/", "https://0.0.0.0/", "ftp://example.org/", "https:///path", "https://example.org/#part", "https://example.org:99999/", "https://ex ample.org/", "https://localhost./",
	} {
		s.post("/v1/webhooks", obj{"url": url}).problem(422, "invalid", "/url invalid")
	}
	s.post("/v1/webhooks", obj{"url": "https://example.org", "events": []string{"union.exploded"}}).problem(422, "invalid", "/events/0 invalid")
	s.post("/v1/webhooks", obj{}).problem(422, "invalid", "/url invalid")
	s.post("/v1/webhooks", obj{"url": "https://example.org", "target_url": "https://example.org"}).problem(422, "invalid", "/target_url invalid")
	// What only shows when it is connected to is refused then.
	h := s.webhook("admin", "https://127.0.0.1:443/")
	s.post("/v1/webhooks/"+h.ID.String()+"/test", nil).want(200).is("attempts.0.error", "The address is not public: nothing was sent.", "state", "failed")
}

func TestSomebodyElsesWebhookIsNotThere(t *testing.T) {
	s := newService(t, "sqlite", private)
	h := s.webhook("organizer", "http://127.0.0.1:1/")
	s.do("editor", "GET", "/v1/webhooks/"+h.ID.String(), nil).want(404)
	s.do("editor", "DELETE", "/v1/webhooks/"+h.ID.String(), nil, "If-Match", "*").want(404)
	s.do("editor", "GET", "/v1/webhooks", nil).lists("id")
	s.do("organizer", "GET", "/v1/webhooks", nil).lists("id", h.ID.String())
	s.do("admin", "GET", "/v1/webhooks", nil).lists("id", h.ID.String())
	s.do("organizer", "DELETE", "/v1/webhooks/"+h.ID.String(), nil).want(204) // as REST hooks do
	s.do("organizer", "GET", "/v1/webhooks/"+h.ID.String(), nil).want(404)
}

// Processes share the work: nothing is lost, and nothing is sent by two of them.
func TestSeveralProcessesShareTheSending(t *testing.T) {
	onEachSending(t, func(t *testing.T, s *service) {
		r := newReceiver(t, nil)
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"union.created"}}).want(201).text("id")
		other := openService(t, s.Database, private)
		s.sending(other.webhooks)
		const many = 40
		for range many {
			s.Local(s.name())
		}
		s.settled(hook, many)
		ids := map[string]int{}
		for _, d := range r.await(t, many) {
			ids[d.id()]++
		}
		if len(ids) != many || len(r.await(t, many)) != many {
			t.Errorf("%d requests with %d ids came for %d changes", len(r.got), len(ids), many)
		}
	})
}

// mortal is a store that a process has until it is killed: at the nth step everything ends for it.
type mortal struct {
	*store.Store
	steps atomic.Int64
	dead  chan struct{}
	once  sync.Once
}

var errKilled = errors.New("killed")

// step counts one step and says whether the process lived to make it, or to learn that it was made.
func (m *mortal) step() error {
	if m.steps.Add(-1) < 0 {
		m.once.Do(func() { close(m.dead) })
		return errKilled
	}
	return nil
}

func (m *mortal) WebhooksBehind(ctx context.Context, seq int64) ([]record.Webhook, error) {
	if err := m.step(); err != nil {
		return nil, err
	}
	return m.Store.WebhooksBehind(ctx, seq)
}

func (m *mortal) Expand(ctx context.Context, h record.Webhook, upTo int64, ds []record.Delivery) error {
	if err := m.step(); err != nil {
		return err
	}
	return errors.Join(m.Store.Expand(ctx, h, upTo, ds), m.step())
}

func (m *mortal) ClaimDeliveries(ctx context.Context, lease time.Duration, most int, but []uuid.UUID) ([]record.Delivery, error) {
	if err := m.step(); err != nil {
		return nil, err
	}
	out, err := m.Store.ClaimDeliveries(ctx, lease, most, but)
	if killed := m.step(); killed != nil {
		return nil, killed
	}
	return out, err
}

func (m *mortal) Webhook(ctx context.Context, id uuid.UUID) (record.Webhook, error) {
	if err := m.step(); err != nil {
		return record.Webhook{}, err
	}
	return m.Store.Webhook(ctx, id)
}

func (m *mortal) Attempted(ctx context.Context, d record.Delivery, a record.Attempt, spread float64) (record.Delivery, error) {
	if err := m.step(); err != nil {
		return d, err // it was sent, and nobody knows
	}
	d, err := m.Store.Attempted(ctx, d, a, spread)
	return d, errors.Join(err, m.step())
}

// Whenever a process ends, the next one goes on: nothing is lost, what comes twice has the same id, and
// the order of a record's changes stays.
func TestAKilledSenderLosesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, plain *service) {
		s := openService(t, plain.Database, private)
		s.keys, s.call, s.local = plain.keys, plain.call, plain.local
		r := newReceiver(t, nil)
		hook := s.post("/v1/webhooks", obj{"url": r.URL, "events": []string{"call.updated"}}).want(201).text("id")
		const changes = 3
		for steps := range 16 {
			before := s.Store.Seq()
			sent := len(r.await(t, 0))
			for n := range changes {
				s.patch("/v1/calls/"+s.call.Slug, "*", obj{"summary": fmt.Sprint(steps, n)}).want(200)
			}
			doomed := &mortal{Store: s.Store, dead: make(chan struct{})}
			doomed.steps.Store(int64(steps))
			stop := s.sending(s.dispatcher(doomed))
			<-doomed.dead
			stop()
			s.Clock.Set(s.Clock.Now().Add(2 * time.Minute)) // the leases of the dead end
			stop = s.sending(s.dispatcher(s.Store))
			s.settled(hook, min(200, (steps+1)*changes))
			stop()
			seqs, ids := []int64{}, map[int64]string{}
			for _, d := range r.await(t, sent+changes)[sent:] {
				seq := d.event.Data.Change.Seq
				if id, again := ids[seq]; again && id != d.id() {
					t.Errorf("killed at step %d: change %d came as %s and as %s", steps, seq, id, d.id())
				}
				ids[seq] = d.id()
				seqs = append(seqs, seq)
			}
			if !slices.IsSorted(seqs) || len(ids) != changes || seqs[0] != before+1 {
				t.Errorf("killed at step %d: of the changes after %d came %v", steps, before, seqs)
			}
		}
	})
}
