package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"syscall"
	"testing"

	"rollcall/internal/store/storetest"
)

// acknowledged is a write that was answered 200 or 201: this version of this record stands.
type acknowledged struct {
	id      string
	version int
}

// ledger is the public feed as a reader follows it across kills.
type ledger struct {
	seq      int64
	versions map[acknowledged]string // the name that stands in the version
}

// follow reads what is new, and checks that no seq is missing.
func (l *ledger) follow(p *process) {
	p.Helper()
	for {
		page := decode[struct {
			Data []struct {
				Seq     int64
				ID      string
				Version int
				After   struct{ Name string }
			}
		}](p, p.ask(http.MethodGet, fmt.Sprintf("/v1/changes?limit=200&after=%d", l.seq), "", "").body)
		if len(page.Data) == 0 {
			return
		}
		for _, c := range page.Data {
			if c.Seq != l.seq+1 {
				p.Fatalf("after seq %d comes %d", l.seq, c.Seq)
			}
			l.seq = c.Seq
			l.versions[acknowledged{c.ID, c.Version}] = c.After.Name
		}
	}
}

// hammer writes with several clients until the server is gone, killing it when so many writes are
// acknowledged, and answers them all with the names they gave.
func hammer(p *process, key string, round, enough int) map[acknowledged]string {
	const writers = 4
	var mu sync.Mutex
	acks := map[acknowledged]string{}
	done := make(chan struct{})
	acknowledge := func(a answer, name string) (version acknowledged, ok bool) {
		var made struct {
			ID      string
			Version int
		}
		if (a.status != http.StatusCreated && a.status != http.StatusOK) || json.Unmarshal(a.body, &made) != nil || made.ID == "" {
			p.Errorf("a write is answered %d %s", a.status, a.body)
			return version, false
		}
		mu.Lock()
		defer mu.Unlock()
		version = acknowledged{made.ID, made.Version}
		acks[version] = name
		if len(acks) == enough {
			close(done)
		}
		return version, true
	}
	var clients sync.WaitGroup
	base := p.url()
	for w := range writers {
		clients.Go(func() {
			client := &http.Client{Transport: &http.Transport{}}
			defer client.CloseIdleConnections()
			for n := 0; ; n++ {
				name := fmt.Sprintf("Example Local %d of %d in %d", n, w, round)
				made, err := ask(client, http.MethodPost, base+"/v1/unions", key, fmt.Sprintf(`{"kind": "local", "name": %q}`, name))
				if err != nil {
					return // the server is gone
				}
				v, ok := acknowledge(made, name)
				if !ok {
					return
				}
				changed, err := ask(client, http.MethodPatch, base+"/v1/unions/"+v.id, key, fmt.Sprintf(`{"name": %q}`, name+" again"),
					"If-Match", made.header.Get("ETag"), "Content-Type", "application/merge-patch+json")
				if err != nil {
					return
				}
				if _, ok := acknowledge(changed, name+" again"); !ok {
					return
				}
			}
		})
	}
	gone := make(chan struct{})
	go func() { clients.Wait(); close(gone) }()
	select {
	case <-done:
	case <-gone:
	}
	p.signal(syscall.SIGKILL)
	p.end()
	<-gone
	return acks
}

func TestNoAcknowledgedWriteIsLostWhenTheServerIsKilled(t *testing.T) {
	kills := storetest.Rounds(25, 6)
	if testing.Short() {
		kills = 3
	}
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			database := storetest.Database(t, name)
			key := newKey(t, database).Key
			feed := &ledger{versions: map[acknowledged]string{}}
			acks := map[acknowledged]string{}
			total := 0
			for round := range kills + 1 {
				p := serve(t, database)
				feed.follow(p)
				for v, name := range acks {
					if told, ok := feed.versions[v]; !ok || told != name {
						t.Fatalf("version %d of %s, %q, was acknowledged and the feed has %q", v.version, v.id, name, told)
					}
					stands := decode[struct {
						Name    string
						Version int
					}](t, p.ask(http.MethodGet, "/v1/unions/"+v.id, "", "").body)
					if stands.Version < v.version || (stands.Version == v.version && stands.Name != name) {
						t.Fatalf("version %d of %s, %q, was acknowledged and %+v stands", v.version, v.id, name, stands)
					}
				}
				if round == kills {
					p.signal(syscall.SIGTERM)
					if code := p.end(); code != 0 {
						t.Errorf("exit %d: %s", code, &p.err)
					}
					break
				}
				acks = hammer(p, key, round, 1+rand.IntN(40))
				total += len(acks)
				if t.Failed() {
					t.FailNow()
				}
			}
			t.Logf("%d kills, %d acknowledged writes, %d changes", kills, total, feed.seq)
		})
	}
}
