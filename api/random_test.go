package api_test

import (
	"encoding/json"
	"flag"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"rollcall/docs"
	"rollcall/internal/demo"
	"rollcall/internal/store/storetest"
)

var (
	randomRequests = flag.Int("requests", storetest.Rounds(2200, 600), "how many random requests to send to the API on each database")
	randomSeed     = flag.Uint64("seed", 4, "what the random requests begin from")
)

// Whatever a client sends, the answer is as documented and no 5xx. The requests are made from the
// OpenAPI document: valid ones, ones at its bounds, and hostile ones.
func TestNoRequestMakesTheServiceFail(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			s := openService(t, storetest.Database(t, name), nil)
			if err := demo.Load(t.Context(), s.Store); err != nil {
				t.Fatal(err)
			}
			s.keys["editor"], s.keys["admin"] = s.key("editor", "editor"), s.key("admin", "admin")
			s.keys["organizer"] = s.key("organizer", "organizer", storetest.Must(s.Store.RecordID(t.Context(), "union", "seiu-local-26"))(t))
			g := &requests{Rand: rand.New(rand.NewPCG(*randomSeed, 0)), service: s} //nolint:gosec // it is to repeat itself
			g.document = storetest.Must(openapi3.NewLoader().LoadFromData(docs.OpenAPIJSON))(t)
			for _, path := range g.document.Paths.InMatchingOrder() {
				for method := range g.document.Paths.Value(path).Operations() {
					if !strings.HasPrefix(path, "/v1/") {
						continue // probes may carry anything
					}
					g.operations = append(g.operations, [2]string{method, path})
				}
			}
			slices.SortFunc(g.operations, func(a, b [2]string) int { return strings.Compare(a[1]+a[0], b[1]+b[0]) })
			outcomes := map[int]int{}
			for i := range *randomRequests {
				if i%250 == 0 {
					g.look()
				}
				a := g.send(g.operations[i%len(g.operations)])
				outcomes[a.StatusCode]++
				if a.StatusCode >= 500 {
					t.Errorf("%.1000s answers %d: %s", a.request, a.StatusCode, a.body)
				}
				if t.Failed() {
					t.Fatalf("request %d with -seed %d", i, *randomSeed)
				}
			}
			t.Log(outcomes)
			for _, status := range []int{200, 201, 204, 304, 308, 400, 401, 403, 404, 409, 410, 412, 415, 422, 428} {
				if outcomes[status] == 0 {
					t.Errorf("no request was answered with %d: they are not various enough", status)
				}
			}
			for i, seq := range s.get("/v1/changes?limit=200").column("seq") {
				if seq != string(storetest.Must(json.Marshal(i+1))(t)) {
					t.Fatalf("change %d has seq %s", i+1, seq)
				}
			}
		})
	}
}

// requests makes up requests.
type requests struct {
	*rand.Rand
	*service
	document   *openapi3.T
	operations [][2]string
	// known are values that mean something in the record, by the name of a parameter or member.
	known map[string][]string
	etags []string
}

func (g *requests) chance(percent int) bool { return g.IntN(100) < percent }

func pick[T any](g *requests, from []T) T { return from[g.IntN(len(from))] }

// look learns what is in the record now.
func (g *requests) look() {
	g.Helper()
	list := func(path, member string) []string {
		sort := pick(g, []string{"created_at", "-created_at"})
		return g.do("admin", "GET", path+"?limit=40&sort="+sort, nil).want(200).column(member)
	}
	unions := append(list("/v1/unions", "slug"), list("/v1/unions", "id")...)
	calls := append(list("/v1/calls", "slug"), list("/v1/calls", "id")...)
	endorsements, statements, sources := list("/v1/endorsements", "id"), list("/v1/statements", "id"), list("/v1/sources", "id")
	gone := list("/v1/unions", "slug")[:1]
	for _, query := range []string{"entity=union&action=deleted,merged", "entity=statement&action=deleted"} {
		gone = append(gone, g.get("/v1/changes?"+query).want(200).column("id")...)
	}
	cursor := g.get("/v1/unions?limit=1").want(200).text("page.next")
	var affiliations []string
	for range 5 {
		affiliations = append(affiliations, g.get("/v1/unions/"+g.get("/v1/unions?limit=1&sort=-updated_at").text("data.0.slug")+"/affiliations").column("id")...)
	}
	affiliations = append(affiliations, g.get("/v1/changes?entity=affiliation&limit=30").want(200).column("id")...)
	g.known = map[string][]string{
		"union": unions, "parent": unions, "under": unions, "into": unions, "issuers": unions, "unions": unions, "union_id": unions, "by": unions, "call": calls, "part_of": calls, "calls": calls, "compare": calls,
		"source_id": sources, "endorsements": endorsements, "statements": statements, "sources": sources, "affiliations": affiliations,
		"key": {g.key("editor", "spare")[3:14]}, "cursor": {cursor}, "n": {"1", "2"}, "pid": g.get("/v1/endorsements/" + endorsements[0] + "/positions").column("id"),
		"known_at": {storetest.Start.Format("2006-01-02T15:04:05.999999Z"), g.Clock.Now().Format("2006-01-02T15:04:05.999999Z")},
	}
	g.known["union"] = append(g.known["union"], gone...)
	g.known["match"] = g.do("admin", "GET", "/v1/match/decisions", nil).want(200).column("id")
	if len(g.known["pid"]) > 0 {
		g.known["endorsements"] = append(slices.Repeat(endorsements[:1], 10), endorsements...)
	}
	g.etags = []string{`"1"`, `"2"`, "*", `W/"1-x"`, g.get("/v1/unions").etag()}
}

// hostile are texts that somebody may send where others belong.
var hostile = []string{
	"", " ", "\x00", "a\x00b", "\xff\xfe", "null", "0", "-1", "1e400", "99999999999999999999", "9223372036854775807", "NaN", "true", "[]", "{}", "*", "%", "_", `\`, `"`, "'", "' OR '1'='1", "1; DROP TABLE unions", "\u202e", "💥",
	"../../etc/passwd", "<script>alert(1)</script>", "%s%n", "${jndi:ldap://x}", "{{7*7}}", "\r\nX: y", "2026-02-30", "0000", "9999-12-31", "1000", "10000-01-01", "0001-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
	"9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999999Z", "2026-01-22T18:00:00+24:00", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "http://[::1]:99999/", "https://exa mple.org", "//",
	"https://" + strings.Repeat("a.", 150) + "org", strings.Repeat("x", 300), strings.Repeat("é", 3000), strings.Repeat("-", 100), "a--b", "-a", strings.Repeat("a,", 300), "olms:1", "wikidata:q1", "es-", "US-", "Factory", "Local",
}

func (g *requests) send(o [2]string) *answer {
	g.Helper()
	method, path := o[0], o[1]
	operation := g.document.Paths.Value(path).GetOperation(method)
	query, headers := url.Values{}, []string{}
	for _, p := range operation.Parameters {
		p := p.Value
		switch {
		case p.In == "path":
			path = strings.ReplaceAll(path, "{"+p.Name+"}", url.PathEscape(g.parameter(p, path)))
		case p.In == "query" && (p.Required || g.chance(20)):
			for range 1 + g.IntN(20)/19 {
				query.Add(p.Name, g.parameter(p, path))
			}
		case p.Name == "If-Match" && g.chance(75):
			headers = append(headers, p.Name, pick(g, append(g.etags, "*", "*", `"3"`, `"x"`, "1", `"`)))
		case p.Name == "If-None-Match" && g.chance(15):
			headers = append(headers, p.Name, pick(g, []string{"*", "*", g.etags[len(g.etags)-1], `W/"x"`, "x"}))
		case p.Name == "Idempotency-Key" && g.chance(30):
			headers = append(headers, p.Name, pick(g, []string{"a", "b", "c", "a b", strings.Repeat("k", 300)}))
		case p.Name == "Rollcall-Reason" && g.chance(20):
			headers = append(headers, p.Name, pick(g, []string{"Because", "%C3%A9", "%00", "%zz", strings.Repeat("r", 1001)}))
		case p.Name == "Accept-Datetime" && g.chance(10):
			headers = append(headers, p.Name, pick(g, []string{"Thu, 22 Jan 2026 18:00:00 GMT", "now", "Fri, 31 Dec 9999 23:59:59 GMT"}))
		}
	}
	query.Del("wait") // nothing happens meanwhile
	if path == "/v1/changes/stream" {
		query = url.Values{"after": {"0"}, "limit": {"1"}} // it would have no end
	}
	if g.chance(4) {
		query.Add(pick(g, hostile), "1")
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if g.chance(2) {
		path += pick(g, []string{"/", "%2F", "?%zz", "?a;b", "?=", "#", "%00", "/../x"})
	}
	var body any
	if content := operation.RequestBody; content != nil {
		if described := content.Value.Content["application/json"]; described != nil {
			body = g.body(described.Schema)
		} else { // a file
			body = pick(g, append([]string{"name,kind\nA union,local\n", "name\n\"", "{}"}, hostile...))
			headers = append(headers, "Content-Type", pick(g, []string{"text/csv", "application/x-ndjson", "application/json"}))
		}
		if g.chance(3) {
			headers = append(headers, "Content-Type", pick(g, []string{"text/plain", "", "application/json; charset=utf-16", "application/merge-patch+json"}))
		}
	} else if method != "GET" && g.chance(5) {
		body = pick(g, []string{"{}x", "[]", "null"})
	}
	role := pick(g, []string{"admin", "admin", "admin", "admin", "admin", "editor", "editor", "organizer", "anonymous"})
	if method == "GET" && g.chance(10) {
		method = http.MethodHead
	}
	return g.do(role, method, path, body, headers...)
}

func (g *requests) parameter(p *openapi3.Parameter, path string) string {
	name := p.Name
	if name == "id" {
		name = strings.Split(path, "/")[2]
		if strings.Contains(path, "/affiliations/") {
			name = "affiliations"
		}
	}
	likely := 80
	if p.In == "path" {
		likely = 93
	}
	if !g.chance(likely) {
		return pick(g, hostile)
	}
	if known := g.known[name]; len(known) > 0 {
		return pick(g, known)
	}
	switch v := g.value(name, p.Schema, 0).(type) {
	case string:
		return v
	case []any:
		texts := make([]string, len(v))
		for i := range v {
			texts[i], _ = v[i].(string)
		}
		return strings.Join(texts, ",")
	default:
		raw, _ := json.Marshal(v)
		return string(raw)
	}
}

// body makes a body of a schema, and sometimes spoils it.
func (g *requests) body(schema *openapi3.SchemaRef) any {
	v := g.value("", schema, 0)
	for g.chance(25) {
		v = g.spoil(v)
	}
	if !g.chance(3) {
		return v
	}
	raw, err := json.Marshal(v)
	if err != nil || len(raw) == 0 {
		return ""
	}
	switch at := g.IntN(len(raw)); g.IntN(5) {
	case 0:
		return raw[:at]
	case 1:
		return append(raw, raw...)
	case 2:
		return strings.Repeat("[", 1000)
	case 3:
		raw[at] ^= byte(1 + g.IntN(255))
		return raw
	}
	return pick(g, hostile)
}

// spoil puts something else in the place of one value somewhere in v.
func (g *requests) spoil(v any) any {
	switch in := v.(type) {
	case map[string]any:
		names := make([]string, 0, len(in))
		for name := range in {
			names = append(names, name)
		}
		slices.Sort(names)
		if len(names) == 0 || g.chance(8) {
			in[strings.ToValidUTF8(pick(g, hostile), "?")] = g.junk()
			return in
		}
		name := pick(g, names)
		if g.chance(15) {
			delete(in, name)
		} else {
			in[name] = g.spoil(in[name])
		}
		return in
	case []any:
		if len(in) > 0 && g.chance(70) {
			at := g.IntN(len(in))
			in[at] = g.spoil(in[at])
			return in
		}
	}
	return g.junk()
}

func (g *requests) junk() any {
	switch g.IntN(12) {
	case 0:
		return nil
	case 1:
		return true
	case 2:
		return json.Number(pick(g, []string{"0", "-1", "1.5", "1e400", "-0", "9223372036854775808", "1000000001", "1e2"}))
	case 3:
		return []any{g.junk(), nil}
	case 4:
		return obj{"a": g.junk()}
	case 5:
		return strings.Repeat("y", 120_000)
	}
	return pick(g, hostile)
}

// value makes a value that the schema allows, as far as it says so.
func (g *requests) value(name string, ref *openapi3.SchemaRef, depth int) any {
	schema := ref.Value
	for _, of := range [][]*openapi3.SchemaRef{schema.OneOf, schema.AnyOf, schema.AllOf} {
		if len(of) > 0 {
			return g.value(name, pick(g, of), depth)
		}
	}
	if schema.Nullable && g.chance(15) {
		return nil
	}
	if known := g.known[name]; len(known) > 0 && schema.Type.Is("string") && g.chance(90) {
		return pick(g, known)
	}
	if len(schema.Enum) > 0 {
		return pick(g, schema.Enum)
	}
	switch {
	case schema.Type.Is("object"):
		out := obj{}
		names := make([]string, 0, len(schema.Properties))
		for member := range schema.Properties {
			names = append(names, member)
		}
		slices.Sort(names)
		for _, member := range names {
			if slices.Contains(schema.Required, member) && !g.chance(2) || depth < 4 && g.chance(35) {
				from := member
				if member == "id" {
					from = "sources"
				}
				out[member] = g.value(from, schema.Properties[member], depth+1)
			}
		}
		return out
	case schema.Type.Is("array"):
		out := make([]any, g.IntN(3))
		for i := range out {
			out[i] = g.value(name, schema.Items, depth+1)
		}
		return out
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		if schema.Min != nil && g.chance(20) {
			return *schema.Min - float64(g.IntN(2))
		}
		if schema.Max != nil && g.chance(20) {
			return *schema.Max + float64(g.IntN(2))
		}
		return g.IntN(100)
	case schema.Type.Is("boolean"):
		return g.chance(50)
	}
	switch schema.Format {
	case "uuid":
		return pick(g, g.known["sources"])
	case "uri":
		return pick(g, []string{"https://example.org/", "http://example.org:8080/a?b=c#d", "https://example.net/" + string(rune('a'+g.IntN(26)))})
	case "date-time":
		return pick(g, []string{"2026-01-22T18:00:00Z", "2027-06-01T00:00:00.123456789+02:00", "1999-12-31T23:59:59-11:30"})
	case "partial-date":
		return pick(g, []string{"2026", "2026-01", "2026-01-23", "2024-02-29", "1901", "2026-01-14", "9999-12-31"})
	}
	return pick(g, []string{"a", "Local 26", "minnesota", "en", "US", "US-MN", "Q42", "olms", "desk", "Ünïön", "America/Chicago", "no_work", "rally", "A name " + string(rune('a'+g.IntN(26))), "a-slug-" + string(rune('a'+g.IntN(26)))})
}
