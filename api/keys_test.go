package api_test

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"rollcall/internal/store"
)

func TestAKeyIsMadeListedAndRevoked(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		a := s.post("/v1/keys", obj{"role": "organizer", "handle": "local-26-desk", "unions": []string{s.local.Slug, s.local.ID.String()}, "expires_at": "2027-01-01T00:00:00+01:00"}).want(201)
		a.is("role", "organizer", "handle", "local-26-desk", "grants.0", s.local.ID.String(), "grants.1", "", "expires_at", "2026-12-31T23:00:00Z", "revoked_at", "", "replaced_by", "")
		if a.Header.Get("Location") != "/v1/keys/"+a.text("id") || a.Header.Get("Cache-Control") != "private, no-store" || !strings.HasPrefix(a.text("key"), "rc_"+a.text("id")) {
			t.Errorf("the new key came with %v", a.Header)
		}
		s.keys["new"] = a.text("key")
		s.do("new", "GET", "/v1/me", nil).want(200).is("handle", "local-26-desk", "role", "organizer")
		s.do("new", "PUT", s.stand(s.local), obj{"position": "endorsed"}).want(201)
		s.get("/v1/changes?entity=endorsement").is("data.0.actor", "local-26-desk")

		seq := s.Store.Seq()
		list := s.do("admin", "GET", "/v1/keys?limit=200&include_total=true", nil).want(200).is("page.total", "6")
		list.lists("handle", "contributor", "organizer", "other-organizer", "editor", "admin", "local-26-desk")
		if list.Header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("the list of keys may be cached: %q", list.Header.Get("Cache-Control"))
		}
		var got []string
		for path := "/v1/keys?limit=2"; path != ""; {
			page := s.do("admin", "GET", path, nil).want(200)
			got = append(got, page.column("handle")...)
			path = next(page)
		}
		if len(got) != 6 {
			t.Errorf("the pages hold %q", got)
		}
		s.get("/v1/keys?limit=200&include_total=true").problem(401, "unauthorized") // nobody is given what an admin was
		s.do("editor", "GET", "/v1/keys?limit=200&include_total=true", nil).problem(403, "forbidden")

		path := "/v1/keys/" + a.text("id")
		s.do("admin", "DELETE", path, nil).want(204)
		s.do("new", "GET", "/v1/unions", nil).problem(401, "unauthorized")
		s.do("admin", "DELETE", path, nil).want(204)
		s.do("admin", "GET", "/v1/keys?limit=200", nil).is("data.5.revoked_at", s.do("admin", "GET", "/v1/keys", nil).text("data.5.revoked_at"))
		for _, id := range []string{"00000000000", "nothing", "%00", "%ff%fe%fd%fc%fb%fa%f9%f8%f7%f6%f5", "é"} {
			s.do("admin", "DELETE", "/v1/keys/"+id, nil).problem(404, "not_found")
			s.post("/v1/keys/"+id+"/rotate", obj{}).problem(404, "not_found")
		}
		if s.Store.Seq() != seq {
			t.Error("writes to keys took a seq")
		}
	})
}

func TestEveryFaultOfAKeyIsToldAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.post("/v1/keys", obj{"role": "boss", "handle": "A B", "unions": []string{"nobody"}, "expires_at": "2020-01-01T00:00:00Z"}).
			problem(422, "invalid", "/role invalid", "/handle invalid", "/expires_at range", "/unions/0 unknown")
		s.post("/v1/keys", obj{"role": "organizer", "handle": "desk"}).problem(422, "invalid", "/unions required")
		s.post("/v1/keys", obj{"role": "editor", "handle": "desk", "unions": []string{s.local.Slug}}).problem(422, "invalid", "/unions invalid")
		s.post("/v1/keys", obj{"role": "anonymous", "handle": "a@example.org"}).problem(422, "invalid", "/role invalid", "/handle invalid")
		s.post("/v1/keys", obj{"role": 5, "expires_at": "soon", "secret": "x"}).problem(400, "malformed", "/role type", "/expires_at invalid", "/secret unknown", "/handle required")
		s.post("/v1/keys/"+s.keys["editor"][3:14]+"/rotate", obj{"overlap_seconds": -1}).problem(422, "invalid", "/overlap_seconds range")
		s.post("/v1/keys/"+s.keys["editor"][3:14]+"/rotate", obj{"overlap_seconds": 2592001}).problem(422, "invalid", "/overlap_seconds range")
		s.post("/v1/keys/"+s.keys["editor"][3:14]+"/rotate", nil).problem(415, "unsupported_media_type")
	})
}

func TestARotatedKeyWorksOnForTheOverlap(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.keys["old"] = s.key("organizer", "desk", s.local.ID)
		path := "/v1/keys/" + s.keys["old"][3:14] + "/rotate"
		a := s.post(path, obj{"overlap_seconds": 60}).want(201).is("handle", "desk", "role", "organizer", "grants.0", s.local.ID.String(), "expires_at", "")
		s.keys["new"] = a.text("key")
		s.post(path, obj{}).problem(409, "conflict")
		for _, role := range []string{"old", "new"} {
			s.do(role, "GET", "/v1/me", nil).want(200).is("handle", "desk")
		}
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		s.do("old", "GET", "/v1/me", nil).problem(401, "unauthorized")
		s.do("new", "GET", "/v1/me", nil).want(200)
		s.post("/v1/keys/"+a.text("id")+"/rotate", obj{"overlap_seconds": 0}).want(201)
		s.do("new", "GET", "/v1/me", nil).problem(401, "unauthorized")
	})
}

// A key's secret is in the answer that shows it once, and nowhere else: not in any table, answer or log line.
func TestAKeysSecretIsKeptNowhere(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		body := obj{"role": "admin", "handle": "desk"}
		a := s.post("/v1/keys", body, "Idempotency-Key", "once", "Rollcall-Reason", "A desk").want(201)
		s.keys["new"] = a.text("key")
		b := s.post("/v1/keys/"+a.text("id")+"/rotate", obj{"overlap_seconds": 600}, "Idempotency-Key", "twice").want(201)
		var answers bytes.Buffer
		for _, later := range []*answer{
			s.post("/v1/keys", body, "Idempotency-Key", "once").want(201), s.do("new", "GET", "/v1/me", nil), s.do("admin", "GET", "/v1/keys", nil),
			s.do("new", "POST", "/v1/unions", obj{"kind": "local", "name": "A"}), s.get("/v1/changes"), s.do("new", "GET", "/v1/unions/"+s.keys["new"], nil),
			s.get("/v1/unions?q=" + s.keys["new"]), s.get("/v1/unions?key=" + s.keys["new"]), s.get("/v1/me", "Authorization", s.keys["new"]),
			s.get("/v1/me", "X-Request-Id", s.keys["new"][:60]), s.get("/metrics"),
		} {
			answers.Write(later.body)
			_ = later.Header.Write(&answers)
		}
		replayed := s.post("/v1/keys", body, "Idempotency-Key", "once").want(201).is("id", a.text("id"), "key", "")
		if replayed.Header.Get("Idempotency-Replayed") != "true" {
			t.Error("the replay does not say that it is one")
		}
		kept := dump(t, s.Database)
		for _, key := range []string{a.text("key"), b.text("key"), s.keys["admin"]} {
			secret := key[14:57] // what follows the public id, without the checksum
			for _, form := range []string{secret, hex.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(secret))} {
				for place, text := range map[string]string{"the database": kept, "the log": s.log.String()} {
					if strings.Contains(text, form) {
						t.Errorf("%s holds a key's secret", place)
					}
				}
			}
			if n := strings.Count(answers.String(), secret); key != a.text("key") && n > 0 {
				t.Errorf("other answers hold a key's secret")
			}
		}
		if !strings.Contains(kept, a.text("id")) || !strings.Contains(s.log.String(), a.text("id")) {
			t.Error("the database or the log was not looked through: the key's id is not in it")
		}
	})
}

// dump writes all that every table of a database holds.
func dump(t *testing.T, database string) string {
	t.Helper()
	driver, tables := "sqlite", "SELECT name FROM sqlite_master WHERE type = 'table'"
	if store.IsPostgres(database) {
		driver, tables = "pgx", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	read := func(query string) [][]any {
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		var out [][]any
		for rows.Next() {
			row := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			out = append(out, row)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return out
	}
	var all strings.Builder
	for _, table := range read(tables) {
		for _, row := range read(fmt.Sprintf("SELECT * FROM %s", table[0])) {
			for _, v := range row {
				if raw, ok := v.([]byte); ok {
					v = string(raw)
				}
				fmt.Fprintln(&all, v)
			}
		}
	}
	return all.String()
}
