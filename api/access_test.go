package api_test

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/live"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// Who a route lets in.
const (
	everyone   = "everyone"
	granted    = "editors, and organizers for the unions of their grant"
	organizers = "editors and organizers" // what belongs to no union in particular
	editors    = "editors"
	keyed      = "whoever has a key"
	admins     = "admins"
)

// admits says whether a route of that kind lets a role act for a union, given whether the role's grant
// covers the union.
func admits(who, role string, covered bool) bool {
	if who == keyed {
		return role != "anonymous"
	}
	switch role {
	case "admin":
		return true
	case "editor":
		return who != admins
	case "organizer", "other organizer":
		return who == everyone || who == organizers || who == granted && covered
	}
	return who == everyone
}

// request is a minimal valid request for something of a union.
type request struct {
	path    string
	body    any
	headers []string
}

// row is a line of the authorisation matrix.
type row struct {
	method, path string
	who          string
	status       int // of success
	request      func(s *service, of record.Union) request
}

// matrix has a row for every route.
var matrix = []row{
	{"GET", "/v1/unions", everyone, 200, at("/v1/unions")},
	{"POST", "/v1/unions", editors, 201, func(s *service, _ record.Union) request {
		return request{path: "/v1/unions", body: obj{"kind": "local", "name": s.name()}}
	}},
	{"GET", "/v1/unions/:union", everyone, 200, ofUnion("")},
	{"PATCH", "/v1/unions/:union", editors, 200, func(s *service, of record.Union) request {
		u := s.Local(s.name(), of)
		return request{"/v1/unions/" + u.Slug, obj{"website": "https://example.org"}, matching(u.Version)}
	}},
	{"DELETE", "/v1/unions/:union", editors, 204, func(s *service, of record.Union) request {
		u := s.Local(s.name(), of)
		return request{"/v1/unions/" + u.Slug, nil, matching(u.Version)}
	}},
	{"GET", "/v1/unions/:union/locals", everyone, 200, ofUnion("/locals")},
	{"POST", "/v1/unions/:union/locals", editors, 201, func(s *service, of record.Union) request {
		return request{path: "/v1/unions/" + of.Slug + "/locals", body: obj{"name": s.name()}}
	}},
	{"POST", "/v1/unions/:union/merge", editors, 200, func(s *service, of record.Union) request {
		return request{path: "/v1/unions/" + s.Local(s.name()).Slug + "/merge", body: obj{"into": of.Slug}}
	}},
	{"POST", "/v1/unions/:union/unmerge", editors, 200, func(s *service, of record.Union) request {
		u := s.Local(s.name())
		storetest.Must(s.Store.MergeUnions(s.Context(), storetest.By("editor"), record.Ref(u.Slug), record.Ref(of.Slug)))(s)
		return request{path: "/v1/unions/" + u.Slug + "/unmerge"}
	}},
	{"GET", "/v1/unions/:union/endorsements", everyone, 200, ofUnion("/endorsements")},
	{"GET", "/v1/unions/:union/statements", everyone, 200, ofUnion("/statements")},
	{"GET", "/v1/unions/:union/coverage", everyone, 200, func(s *service, of record.Union) request {
		return request{path: "/v1/unions/" + of.Slug + "/coverage?call=" + s.call.Slug}
	}},
	{"GET", "/v1/unions/:union/revisions", everyone, 200, ofUnion("/revisions")},
	{"GET", "/v1/unions/:union/revisions/:n", everyone, 200, ofUnion("/revisions/1")},
	{"GET", "/v1/unions/:union/revisions/:n/diff", everyone, 200, ofUnion("/revisions/1/diff")},
	{"POST", "/v1/unions/:union/revisions/:n/revert", editors, 200, ofUnion("/revisions/1/revert")},

	{"GET", "/v1/unions/:union/affiliations", everyone, 200, ofUnion("/affiliations")},
	{"POST", "/v1/unions/:union/affiliations", editors, 201, func(s *service, of record.Union) request {
		return request{path: "/v1/unions/" + s.Local(s.name()).Slug + "/affiliations", body: obj{"parent": of.Slug}}
	}},
	{"GET", "/v1/unions/:union/affiliations/:id", everyone, 200, ofAffiliation("", nil)},
	{"PATCH", "/v1/unions/:union/affiliations/:id", editors, 200, ofAffiliation("", obj{"until": "2030"})},
	{"DELETE", "/v1/unions/:union/affiliations/:id", editors, 204, ofAffiliation("", nil)},
	{"GET", "/v1/unions/:union/affiliations/:id/revisions", everyone, 200, ofAffiliation("/revisions", nil)},
	{"GET", "/v1/unions/:union/affiliations/:id/revisions/:n", everyone, 200, ofAffiliation("/revisions/1", nil)},
	{"GET", "/v1/unions/:union/affiliations/:id/revisions/:n/diff", everyone, 200, ofAffiliation("/revisions/1/diff", nil)},
	{"POST", "/v1/unions/:union/affiliations/:id/revisions/:n/revert", editors, 200, ofAffiliation("/revisions/1/revert", nil)},

	{"GET", "/v1/calls", everyone, 200, at("/v1/calls")},
	{"POST", "/v1/calls", editors, 201, func(s *service, _ record.Union) request {
		return request{path: "/v1/calls", body: obj{"kind": "march", "title": s.name()}}
	}},
	{"GET", "/v1/calls/:call", everyone, 200, ofCall("", nil)},
	{"PATCH", "/v1/calls/:call", editors, 200, ofCall("", obj{"cancelled": true})},
	{"DELETE", "/v1/calls/:call", editors, 204, ofCall("", nil)},
	{"GET", "/v1/calls/:call/endorsements", everyone, 200, ofCall("/endorsements", nil)},
	{"PUT", "/v1/calls/:call/endorsements/:union", granted, 201, func(s *service, of record.Union) request {
		return request{path: "/v1/calls/" + s.Call(s.name(), "2026").Slug + "/endorsements/" + of.Slug, body: obj{"position": "endorsed"}}
	}},
	{"GET", "/v1/calls/:call/tally", everyone, 200, ofCall("/tally", nil)},
	{"GET", "/v1/calls/:call/timeline", everyone, 200, ofCall("/timeline", nil)},
	{"GET", "/v1/calls/:call/conflicts", everyone, 200, ofCall("/conflicts", nil)},
	{"GET", "/v1/calls/:call/statements", everyone, 200, ofCall("/statements", nil)},
	{"GET", "/v1/calls/:call/revisions", everyone, 200, ofCall("/revisions", nil)},
	{"GET", "/v1/calls/:call/revisions/:n", everyone, 200, ofCall("/revisions/1", nil)},
	{"GET", "/v1/calls/:call/revisions/:n/diff", everyone, 200, ofCall("/revisions/1/diff", nil)},
	{"POST", "/v1/calls/:call/revisions/:n/revert", editors, 200, ofCall("/revisions/1/revert", nil)},

	{"GET", "/v1/endorsements", everyone, 200, at("/v1/endorsements")},
	{"POST", "/v1/endorsements", granted, 201, func(s *service, of record.Union) request {
		return request{path: "/v1/endorsements", body: obj{"call": s.Call(s.name(), "2026").Slug, "union": of.Slug, "position": "endorsed"}}
	}},
	{"GET", "/v1/endorsements/:id", everyone, 200, ofEndorsement("", nil)},
	{"DELETE", "/v1/endorsements/:id", granted, 204, ofEndorsement("", nil)},
	{"GET", "/v1/endorsements/:id/positions", everyone, 200, ofEndorsement("/positions", nil)},
	{"POST", "/v1/endorsements/:id/positions", granted, 201, ofEndorsement("/positions", obj{"position": "withdrawn"})},
	{"GET", "/v1/endorsements/:id/positions/:pid", everyone, 200, ofPosition(nil)},
	{"PATCH", "/v1/endorsements/:id/positions/:pid", granted, 200, ofPosition(obj{"note": "A correction"})},
	{"DELETE", "/v1/endorsements/:id/positions/:pid", granted, 204, ofPosition(nil)},
	{"POST", "/v1/endorsements/:id/verification", editors, 200, ofEndorsement("/verification", obj{"verification": "verified"})},
	{"GET", "/v1/endorsements/:id/revisions", everyone, 200, ofEndorsement("/revisions", nil)},
	{"GET", "/v1/endorsements/:id/revisions/:n", everyone, 200, ofEndorsement("/revisions/1", nil)},
	{"GET", "/v1/endorsements/:id/revisions/:n/diff", everyone, 200, ofEndorsement("/revisions/1/diff", nil)},
	{"POST", "/v1/endorsements/:id/revisions/:n/revert", editors, 200, ofEndorsement("/revisions/1/revert", nil)},

	{"GET", "/v1/statements", everyone, 200, at("/v1/statements")},
	{"POST", "/v1/statements", granted, 201, func(_ *service, of record.Union) request {
		return request{path: "/v1/statements", body: obj{"title": "A statement", "kind": "letter", "issuers": []string{of.Slug}}}
	}},
	{"GET", "/v1/statements/:id", everyone, 200, ofStatement("", nil)},
	{"PATCH", "/v1/statements/:id", granted, 200, ofStatement("", obj{"text": "Its text"})},
	{"DELETE", "/v1/statements/:id", granted, 204, ofStatement("", nil)},
	{"GET", "/v1/statements/:id/revisions", everyone, 200, ofStatement("/revisions", nil)},
	{"GET", "/v1/statements/:id/revisions/:n", everyone, 200, ofStatement("/revisions/1", nil)},
	{"GET", "/v1/statements/:id/revisions/:n/diff", everyone, 200, ofStatement("/revisions/1/diff", nil)},
	{"POST", "/v1/statements/:id/revisions/:n/revert", editors, 200, ofStatement("/revisions/1/revert", nil)},

	{"GET", "/v1/sources", everyone, 200, at("/v1/sources")},
	{"POST", "/v1/sources", granted, 201, func(s *service, of record.Union) request {
		return request{path: "/v1/sources", body: obj{"url": s.address(), "kind": "union_site", "union": of.Slug}}
	}},
	{"GET", "/v1/sources/:id", everyone, 200, ofSource("", nil)},
	{"PATCH", "/v1/sources/:id", editors, 200, ofSource("", obj{"title": "Its title"})},
	{"GET", "/v1/sources/:id/revisions", everyone, 200, ofSource("/revisions", nil)},
	{"GET", "/v1/sources/:id/revisions/:n", everyone, 200, ofSource("/revisions/1", nil)},
	{"GET", "/v1/sources/:id/revisions/:n/diff", everyone, 200, ofSource("/revisions/1/diff", nil)},
	{"POST", "/v1/sources/:id/revisions/:n/revert", editors, 200, ofSource("/revisions/1/revert", nil)},

	{"POST", "/v1/match", everyone, 200, func(*service, record.Union) request {
		return request{path: "/v1/match", body: obj{"queries": []obj{{"name": "SEIU Local 26"}}}}
	}},
	{"POST", "/v1/extract", everyone, 200, func(*service, record.Union) request {
		return request{path: "/v1/extract", body: obj{"text": "SEIU Local 26 endorsed the march."}}
	}},
	{"GET", "/v1/match/decisions", editors, 200, at("/v1/match/decisions")},
	{"POST", "/v1/match/decisions", editors, 201, func(s *service, of record.Union) request {
		return request{path: "/v1/match/decisions", body: obj{"name": s.name(), "union": of.Slug, "verdict": "yes"}}
	}},
	{"GET", "/v1/match/decisions/:id", editors, 200, ofDecision},
	{"DELETE", "/v1/match/decisions/:id", editors, 204, ofDecision},
	{"GET", "/v1/search", everyone, 200, at("/v1/search?q=local")},

	{"GET", "/reconcile", everyone, 200, at("/reconcile")},
	{"POST", "/reconcile", everyone, 200, func(*service, record.Union) request {
		return request{"/reconcile", "queries=" + url.QueryEscape(`{"q0":{"query":"SEIU Local 26"}}`), []string{"Content-Type", "application/x-www-form-urlencoded"}}
	}},
	{"GET", "/reconcile/properties", everyone, 200, at("/reconcile/properties?type=local")},
	{"GET", "/reconcile/suggest/:of", everyone, 200, at("/reconcile/suggest/entity?prefix=seiu")},
	{"GET", "/reconcile/flyout/:of", everyone, 200, at("/reconcile/flyout/type?id=local")},
	{"GET", "/reconcile/preview", everyone, 200, at("/reconcile/preview?id=seiu-local-26")},
	{"GET", "/reconcile/view/:id", everyone, 303, func(_ *service, of record.Union) request {
		return request{path: "/reconcile/view/" + of.ID.String()}
	}},

	{"GET", "/v1/changes", everyone, 200, at("/v1/changes")},
	{"GET", "/v1/changes/stream", everyone, 200, at("/v1/changes/stream?after=0&limit=1")},

	{"GET", "/v1/feeds/:file", everyone, 200, at("/v1/feeds/changes.atom")},
	{"GET", "/v1/feeds/calls/:file", everyone, 200, at("/v1/feeds/calls/a-day-of-action.json")},
	{"GET", "/v1/feeds/unions/:file", everyone, 200, at("/v1/feeds/unions/seiu-local-26.atom")},

	{"GET", "/v1/webhooks", keyed, 200, at("/v1/webhooks")},
	{"POST", "/v1/webhooks", keyed, 201, func(_ *service, of record.Union) request {
		return request{path: "/v1/webhooks", body: obj{"url": "https://example.org/hook", "union": of.Slug}}
	}},
	{"GET", "/v1/webhooks/:id", keyed, 200, ofWebhook("", nil)},
	{"PATCH", "/v1/webhooks/:id", keyed, 200, ofWebhook("", obj{"state": "paused"})},
	{"DELETE", "/v1/webhooks/:id", keyed, 204, ofWebhook("", nil)},
	{"POST", "/v1/webhooks/:id/rotate", keyed, 200, ofWebhook("/rotate", obj{})},
	{"POST", "/v1/webhooks/:id/test", keyed, 200, ofWebhook("/test", nil)},
	{"POST", "/v1/webhooks/:id/replay", keyed, 200, ofWebhook("/replay", obj{"after": 0})},
	{"GET", "/v1/webhooks/:id/deliveries", keyed, 200, ofWebhook("/deliveries", nil)},
	{"POST", "/v1/webhooks/:id/deliveries/:delivery/redeliver", keyed, 200, ofDelivery},

	{"GET", "/v1/exports/datapackage.json", everyone, 200, at("/v1/exports/datapackage.json")},
	{"GET", "/v1/exports/rollcall.sqlite", everyone, 200, at("/v1/exports/rollcall.sqlite")},
	{"GET", "/v1/exports/:file", everyone, 200, at("/v1/exports/unions.csv")},

	{"POST", "/v1/imports", editors, 201, func(*service, record.Union) request {
		return request{"/v1/imports?kind=calls", "title,kind\nA march,march\n", []string{"Content-Type", "text/csv"}}
	}},
	{"GET", "/v1/imports/:id", editors, 200, func(s *service, _ record.Union) request {
		return request{path: s.do("editor", "POST", "/v1/imports?kind=calls&dry_run=true", "title\n", "Content-Type", "text/csv").want(201).Header.Get("Location")}
	}},

	{"GET", "/v1/keys", admins, 200, at("/v1/keys")},
	{"POST", "/v1/keys", admins, 201, func(_ *service, of record.Union) request {
		return request{path: "/v1/keys", body: obj{"role": "organizer", "handle": "desk", "unions": []string{of.Slug}}}
	}},
	{"DELETE", "/v1/keys/:key", admins, 204, ofKey("", nil)},
	{"POST", "/v1/keys/:key/rotate", admins, 201, ofKey("/rotate", obj{})},
	{"GET", "/v1/me", everyone, 200, at("/v1/me")},

	{"GET", "/badge/calls/:file", everyone, 200, at("/badge/calls/a-day-of-action.svg")},
	{"GET", "/embed/calls/:call", everyone, 200, at("/embed/calls/a-day-of-action")},
	{"GET", "/oembed", everyone, 200, func(s *service, _ record.Union) request {
		return request{path: "/oembed?url=" + url.QueryEscape(s.url+"/embed/calls/a-day-of-action")}
	}},
}

func at(path string) func(*service, record.Union) request {
	return func(*service, record.Union) request { return request{path: path} }
}

func ofUnion(rest string) func(*service, record.Union) request {
	return func(_ *service, of record.Union) request { return request{path: "/v1/unions/" + of.Slug + rest} }
}

func ofAffiliation(rest string, body any) func(*service, record.Union) request {
	return func(s *service, of record.Union) request {
		a := s.Affiliate(s.Local(s.name()), of, "", "")
		return request{"/v1/unions/" + of.Slug + "/affiliations/" + a.ID.String() + rest, body, matching(a.Version)}
	}
}

func ofCall(rest string, body any) func(*service, record.Union) request {
	return func(s *service, _ record.Union) request {
		c := s.Call(s.name(), "2026")
		return request{"/v1/calls/" + c.Slug + rest, body, matching(c.Version)}
	}
}

func ofEndorsement(rest string, body any) func(*service, record.Union) request {
	return func(s *service, of record.Union) request {
		e := s.endorsement(of)
		return request{"/v1/endorsements/" + e.ID.String() + rest, body, matching(e.Version)}
	}
}

func ofPosition(body any) func(*service, record.Union) request {
	return func(s *service, of record.Union) request {
		e := s.endorsement(of)
		in := storetest.Must(s.Store.AppendPosition(s.Context(), storetest.By("editor"), e.ID, s.Position(record.Tabled, "2026-02")))(s)
		return request{"/v1/endorsements/" + e.ID.String() + "/positions/" + in.ID.String(), body, matching(in.Endorsement.Version)}
	}
}

func ofStatement(rest string, body any) func(*service, record.Union) request {
	return func(s *service, of record.Union) request {
		st := s.statement(of)
		return request{"/v1/statements/" + st.ID.String() + rest, body, matching(st.Version)}
	}
}

func ofSource(rest string, body any) func(*service, record.Union) request {
	return func(s *service, of record.Union) request {
		src := storetest.Must(record.NewSource("", record.Source{URL: s.address(), Kind: record.SourceUnionSite, Union: &of.ID}))(s)
		src = storetest.Must(s.Store.CreateSource(s.Context(), storetest.By("editor"), src))(s)
		return request{"/v1/sources/" + src.ID.String() + rest, body, matching(src.Version)}
	}
}

func ofKey(rest string, body any) func(*service, record.Union) request {
	return func(s *service, of record.Union) request {
		return request{path: "/v1/keys/" + s.key("organizer", "desk", of.ID)[3:14] + rest, body: body}
	}
}

// ofWebhook is about a webhook of whoever asks.
func ofWebhook(rest string, body any) func(*service, record.Union) request {
	return func(s *service, _ record.Union) request {
		h := s.webhook(s.asks, "https://203.0.113.1/nobody-listens")
		return request{"/v1/webhooks/" + h.ID.String() + rest, body, matching(h.Version)}
	}
}

func ofDelivery(s *service, _ record.Union) request {
	h := s.webhook(s.asks, "https://203.0.113.1/nobody-listens")
	d := storetest.Must(s.Store.AddDelivery(s.Context(), record.Delivery{
		ID: uuid.New(), WebhookID: h.ID, EntityID: uuid.New(), Event: record.EventTest, Payload: record.JSON(`{"type": "webhook.test", "timestamp": "2026-01-22T18:00:00Z", "data": {"change": null}}`), State: record.DeliveryFailed,
	}))(s)
	return request{path: "/v1/webhooks/" + h.ID.String() + "/deliveries/" + d.ID.String() + "/redeliver"}
}

// webhook stores one of a role's.
func (s *service) webhook(role, url string) record.Webhook {
	s.Helper()
	h := record.Webhook{URL: url, Handle: strings.ReplaceAll(role, " ", "-"), KeyID: "test", State: record.WebhookActive, Secret: live.NewSecret()}
	return storetest.Must(s.Store.CreateWebhook(s.Context(), storetest.By("test"), h))(s)
}

func matching(version int) []string { return []string{"If-Match", `"` + strconv.Itoa(version) + `"`} }

// name is one that no other record has.
func (s *service) name() string { return "Name " + uuid.NewString() }

func (s *service) address() string { return "https://example.org/" + uuid.NewString() }

func (s *service) endorsement(of record.Union) record.EndorsementView {
	s.Helper()
	return s.Put(s.Call(s.name(), "2026"), of, s.Position(record.Endorsed, "2026-01-14", "https://example.org/report"))
}

func (s *service) statement(of ...record.Union) record.Statement {
	s.Helper()
	st := record.Statement{Title: "A statement", Kind: "letter"}
	for _, u := range of {
		st.Issuers = append(st.Issuers, u.Ref())
	}
	st = storetest.Must(record.NewStatement(st))(s)
	return storetest.Must(s.Store.CreateStatement(s.Context(), storetest.By("editor"), st))(s)
}

func TestEveryRouteHasItsRowInTheMatrix(t *testing.T) {
	s := newService(t, "sqlite", nil)
	routes, rows := []string{}, []string{}
	for _, r := range s.server.Routes() {
		routes = append(routes, r[0]+" "+r[1])
	}
	for _, r := range matrix {
		rows = append(rows, r.method+" "+r.path)
	}
	for _, r := range routes {
		if n := len(slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return row != r })); n != 1 {
			t.Errorf("%s has %d rows in the authorisation matrix", r, n)
		}
	}
	for _, r := range rows {
		if !slices.Contains(routes, r) {
			t.Errorf("the authorisation matrix has a row for %s, which is no route", r)
		}
	}
}

func TestEveryRouteLetsInWhomItShouldAndNobodyElse(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, r := range matrix {
			for _, role := range roles {
				for _, of := range []record.Union{s.local, s.other} {
					covered := (role == "organizer") == (of.ID == s.local.ID)
					s.asks = role
					req := r.request(s, of)
					before := s.Store.Seq()
					a := s.do(role, r.method, req.path, req.body, req.headers...)
					want := r.status
					switch {
					case admits(r.who, role, covered):
					case role == "anonymous":
						want = http.StatusUnauthorized
					default:
						want = http.StatusForbidden
					}
					if a.StatusCode != want {
						t.Errorf("%s %s as %s for %s (grant covers it: %v) answers %d, want %d: %.200s", r.method, r.path, role, of.Name, covered, a.StatusCode, want, a.body)
					}
					if want >= 400 && s.Store.Seq() != before {
						t.Errorf("%s %s as %s was refused and changed the record", r.method, r.path, role)
					}
					if want == http.StatusUnauthorized && a.Header.Get("WWW-Authenticate") != "Bearer" {
						t.Errorf("%s %s: 401 without WWW-Authenticate", r.method, r.path)
					}
					if r.method == "GET" && of.ID == s.other.ID {
						if head := s.do(role, "HEAD", req.path, nil); head.StatusCode != want {
							t.Errorf("HEAD %s as %s answers %d, want %d", r.path, role, head.StatusCode, want)
						}
					}
				}
			}
		}
	})
}

// wrongKeys are keys that must not work, by what is wrong with them.
func (s *service) wrongKeys() map[string]string {
	s.Helper()
	good := s.keys["admin"]
	last := "0"
	if strings.HasSuffix(good, last) {
		last = "1"
	}
	never := storetest.Must(access.NewKey(rand.Reader))(s)
	forged := storetest.Must(access.NewKey(rand.Reader))(s)
	storetest.Must(s.Store.CreateKey(s.Context(), storetest.By("test"), access.Credential{ID: forged.ID(), Hash: never.Hash(), Handle: "forged", Role: access.Admin}))(s)

	made := func(change func(id string, c *access.Credential)) string {
		key := storetest.Must(access.NewKey(rand.Reader))(s)
		c := access.Credential{ID: key.ID(), Hash: key.Hash(), Handle: "wrong", Role: access.Admin}
		change(key.ID(), &c)
		storetest.Must(s.Store.CreateKey(s.Context(), storetest.By("test"), c))(s)
		return key.Reveal()
	}
	past := s.Clock.Now().Add(-time.Hour)
	revoked, rotated := s.key("admin", "revoked"), s.key("admin", "rotated")
	if err := s.Store.RevokeKey(s.Context(), storetest.By("test"), revoked[3:14]); err != nil {
		s.Fatal(err)
	}
	storetest.Must(s.Store.RotateKey(s.Context(), storetest.By("test"), rotated[3:14], storetest.Must(access.NewKey(rand.Reader))(s), 0))(s)
	return map[string]string{
		"no key":                "hunter2",
		"empty":                 "",
		"mistyped":              good[:len(good)-1] + last,
		"cut off":               good[:40],
		"never issued":          never.Reveal(),
		"of another's id":       forged.Reveal(),
		"expired":               made(func(_ string, c *access.Credential) { c.ExpiresAt = &past }),
		"revoked":               revoked,
		"rotated, no overlap":   rotated,
		"with another's ending": good[:20] + never.Reveal()[20:],
	}
}

func TestAKeyThatDoesNotWorkIsRefusedOnEveryRoute(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		paths := [][2]string{{"GET", "/nowhere"}, {"DELETE", "/v1/unions"}, {"GET", "/openapi.json"}}
		for _, r := range matrix {
			paths = append(paths, [2]string{r.method, r.request(s, s.local).path})
		}
		for what, key := range s.wrongKeys() {
			for _, p := range paths {
				s.get(p[1]) // whatever is kept of the answer to somebody else
				a := s.do("anonymous", p[0], p[1], nil, "Authorization", "Bearer "+key)
				if a.StatusCode != http.StatusUnauthorized || a.text("code") != "unauthorized" {
					t.Errorf("%s %s with a key that is %s answers %d", p[0], p[1], what, a.StatusCode)
				}
				if key != "" && strings.Contains(string(a.body), key) {
					t.Errorf("the answer repeats the key that is %s", what)
				}
			}
		}
		for what, header := range map[string]string{"another scheme": "Basic YTpi", "no scheme": s.keys["admin"], "two keys": "Bearer " + s.keys["admin"] + " " + s.keys["editor"]} {
			if a := s.get("/v1/unions", "Authorization", header); a.StatusCode != http.StatusUnauthorized {
				t.Errorf("%s in the Authorization header answers %d", what, a.StatusCode)
			}
		}
	})
}

func TestAGrantCoversWhatStandsBelowItNow(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		unit := s.Union(record.KindUnit, "A unit", s.local)
		path := "/v1/calls/" + s.call.Slug + "/endorsements/" + unit.Slug
		s.do("organizer", "PUT", path, obj{"position": "endorsed"}).want(201)

		edge := storetest.Must(s.Store.Affiliations(s.Context(), record.Ref(unit.Slug), record.AffiliationFilter{}, record.Page{Limit: 10}))(t).Items[0]
		s.patch("/v1/unions/"+unit.Slug+"/affiliations/"+edge.ID.String(), `"1"`, obj{"until": "2026-01-01"}).want(200)
		etag := s.get("/v1/calls/" + s.call.Slug + "/endorsements?limit=1").want(200).text("data.0.version")
		s.do("organizer", "PUT", path, obj{"position": "withdrawn"}, "If-Match", `"`+etag+`"`).problem(403, "forbidden")
	})
}

func TestAJointStatementNeedsAGrantForEveryIssuer(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		joint := obj{"title": "Together", "kind": "letter", "issuers": []string{s.local.Slug, s.other.Slug}}
		s.do("organizer", "POST", "/v1/statements", joint).problem(403, "forbidden")
		s.do("editor", "POST", "/v1/statements", joint).want(201)

		st := s.statement(s.local)
		s.do("organizer", "PATCH", "/v1/statements/"+st.ID.String(), obj{"issuers": []string{s.other.Slug}}, "If-Match", `"1"`).problem(403, "forbidden")
	})
}

func TestASourceOfNoUnionIsWithinEveryGrant(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		for _, role := range roles {
			want := http.StatusCreated
			switch {
			case role == "anonymous":
				want = http.StatusUnauthorized
			case !admits(organizers, role, false):
				want = http.StatusForbidden
			}
			s.do(role, "POST", "/v1/sources", obj{"url": s.address(), "kind": "press"}).want(want)
		}
		// In a citation as much as by itself: it would make the other union's evidence primary.
		s.do("organizer", "PUT", "/v1/calls/"+s.call.Slug+"/endorsements/"+s.local.Slug, obj{"position": "endorsed", "citations": []obj{
			{"source": obj{"url": s.address(), "kind": "union_site", "union": s.other.Slug}},
		}}).problem(403, "forbidden")
	})
}

func TestMeSaysWhoTheKeyBelongsTo(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		s.get("/v1/me").want(200).is("role", "anonymous", "handle", "anonymous", "key_id", "", "may", "[propose]")
		a := s.do("organizer", "GET", "/v1/me", nil).want(200)
		a.is("role", "organizer", "handle", "organizer", "key_id", s.keys["organizer"][3:14], "grants.0", s.own.ID.String(),
			"may_within_grant", "[create_source write_endorsement write_statement]")
		if a.Header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("/v1/me may be cached: %q", a.Header.Get("Cache-Control"))
		}
		s.get("/v1/me").is("role", "anonymous") // also after somebody else asked
		s.do("admin", "GET", "/v1/me", nil).is("role", "admin", "handle", "admin")
	})
}

// ofDecision asks for a decision on a name.
func ofDecision(s *service, of record.Union) request {
	s.Helper()
	d := storetest.Must(s.Store.CreateDecision(s.Context(), storetest.By("editor"), record.Decision{Name: s.name(), Union: &of.ID, Verdict: record.Meant}))(s)
	return request{path: "/v1/match/decisions/" + d.ID.String()}
}
