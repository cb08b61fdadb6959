package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestARepeatedRequestIsAnsweredAsBefore(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		e := s.endorsement(s.other)
		twin := s.Local("A twin")
		for i, r := range []struct {
			path string
			body any
		}{
			{"/v1/unions", obj{"kind": "local", "name": "Once"}},
			{"/v1/unions/" + s.own.Slug + "/locals", obj{"name": "Once more"}},
			{"/v1/unions/" + s.other.Slug + "/affiliations", obj{"parent": s.own.Slug}},
			{"/v1/calls", obj{"kind": "march", "title": "Once"}},
			{"/v1/endorsements", obj{"call": s.call.Slug, "union": s.local.Slug, "position": "endorsed"}},
			{"/v1/endorsements/" + e.ID.String() + "/positions", obj{"position": "withdrawn"}},
			{"/v1/endorsements/" + e.ID.String() + "/verification", obj{"verification": "disputed", "reason": "Doubt"}},
			{"/v1/statements", obj{"title": "Once", "kind": "letter", "issuers": []string{s.local.Slug}}},
			{"/v1/sources", obj{"url": "https://example.org/once"}},
			{"/v1/unions/" + twin.Slug + "/merge", obj{"into": s.local.Slug}},
			{"/v1/unions/" + twin.Slug + "/unmerge", nil},
			{"/v1/calls/" + s.call.Slug + "/revisions/1/revert", nil},
			{"/v1/keys/" + s.key("editor", "desk")[3:14] + "/rotate", obj{}},
		} {
			key := "key-" + strconv.Itoa(i)
			first := s.post(r.path, r.body, "Idempotency-Key", key)
			if first.StatusCode >= 300 || first.Header.Get("Idempotency-Replayed") != "" {
				t.Fatalf("%s answers %d: %s", r.path, first.StatusCode, first.body)
			}
			seq := s.Store.Seq()
			again := s.restart()
			for name, on := range map[string]*service{"the same process": s, "another": again} {
				second := on.post(r.path, r.body, "Idempotency-Key", key)
				same := string(second.body) == string(first.body) || strings.HasSuffix(r.path, "/rotate")
				if second.StatusCode != first.StatusCode || !same || second.etag() != first.etag() && !strings.HasSuffix(r.path, "/rotate") || second.Header.Get("Location") != first.Header.Get("Location") {
					t.Errorf("%s: %s answers %d %s %s, first it was %d %s %s", r.path, name, second.StatusCode, second.etag(), second.body, first.StatusCode, first.etag(), first.body)
				}
				if second.Header.Get("Idempotency-Replayed") != "true" {
					t.Errorf("%s: %s does not say that it answers again", r.path, name)
				}
			}
			if s.Store.Seq() != seq || again.Store.Seq() != seq {
				t.Errorf("%s was done twice", r.path)
			}
		}
	})
}

func TestAnIdempotencyKeyIsForOneRequestOfOneClient(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		one, other := obj{"kind": "local", "name": "One"}, obj{"kind": "local", "name": "Other"}
		first := s.post("/v1/unions", one, "Idempotency-Key", "k").want(201)
		s.post("/v1/unions", other, "Idempotency-Key", "k").problem(422, "idempotency_key_reused")
		s.post("/v1/unions/"+s.own.Slug+"/locals", one, "Idempotency-Key", "k").problem(422, "idempotency_key_reused")
		s.do("editor", "POST", "/v1/unions", one, "Idempotency-Key", "k").want(201).is("slug", "one-2")
		s.do("organizer", "POST", "/v1/unions", one, "Idempotency-Key", "k").problem(403, "forbidden")
		s.get("/v1/unions/" + first.text("slug")).want(200)
		for _, bad := range []string{"a b", strings.Repeat("k", 256), "é"} {
			s.post("/v1/unions", other, "Idempotency-Key", bad).problem(400, "malformed", "Idempotency-Key malformed")
		}
		s.post("/v1/unions", other, "Idempotency-Key", strings.Repeat("k", 255)).want(201)

		// After a day the key is forgotten.
		s.Clock.Set(s.Clock.Now().Add(25 * time.Hour))
		s.post("/v1/unions", one, "Idempotency-Key", "k").want(201).is("slug", "one-3")
	})
}

func TestARequestThatFailedIsNotRemembered(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		body := obj{"title": "A", "kind": "letter", "issuers": []string{"later"}}
		s.post("/v1/statements", body, "Idempotency-Key", "k").problem(422, "invalid", "/issuers/0 unknown")
		s.post("/v1/statements", `{`, "Idempotency-Key", "k").problem(400, "malformed")
		s.Local("Later")
		s.post("/v1/statements", body, "Idempotency-Key", "k").want(201)
	})
}

func TestOfConcurrentDuplicatesOneIsDone(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		const senders = 6
		other := s.restart() // two processes share nothing but the database
		answers := make(chan *answer, senders)
		for i := range senders {
			on := []*service{s, other}[i%2]
			go func() { answers <- on.post("/v1/unions", obj{"kind": "local", "name": "Once"}, "Idempotency-Key", "k") }()
		}
		created := ""
		for range senders {
			switch a := <-answers; a.StatusCode {
			case http.StatusCreated:
				if created == "" {
					created = string(a.body)
				}
				if string(a.body) != created {
					t.Errorf("two answers differ: %s and %s", a.body, created)
				}
			case http.StatusConflict:
				a.problem(409, "idempotency_key_in_flight")
			default:
				t.Errorf("a duplicate answers %d: %s", a.StatusCode, a.body)
			}
		}
		s.get("/v1/unions?q=once").lists("slug", "once")
		if a := s.post("/v1/unions", obj{"kind": "local", "name": "Once"}, "Idempotency-Key", "k").want(201); string(a.body) != created {
			t.Errorf("afterwards it is %s", a.body)
		}
	})
}
