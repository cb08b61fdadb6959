package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"rollcall/api"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

const mediaForm = "application/x-www-form-urlencoded"

// form posts a form to the reconciliation service. A value that is no text is sent as JSON.
func (s *service) form(name string, value any) *answer {
	s.Helper()
	text, ok := value.(string)
	if !ok {
		text = string(storetest.Must(json.Marshal(value))(s))
	}
	return s.do("anonymous", "POST", "/reconcile", url.Values{name: {text}}.Encode(), "Content-Type", mediaForm)
}

// reconcile asks queries as OpenRefine does and holds the answer to the standard.
func (s *service) reconcile(queries obj) *answer {
	s.Helper()
	a := s.form("queries", queries).want(200)
	rules{a}.results(slices.Sorted(maps.Keys(queries))...)
	return a
}

// one asks a single query.
func (s *service) one(query obj) *answer {
	s.Helper()
	return s.reconcile(obj{"q0": query})
}

// means fails unless the first candidate of the query q0 is a match of that name, or, for none, nothing matches.
func (a *answer) means(name string) *answer {
	a.Helper()
	if name == "" {
		if strings.Contains(string(a.body), `"match":true`) {
			a.Errorf("%.300s\nmatches something: %s", a.request, a.body)
		}
		return a
	}
	return a.is("q0.result.0.name", name, "q0.result.0.match", "true")
}

func (a *answer) names() []string {
	a.Helper()
	out := []string{}
	list, _ := a.at("q0.result").([]any)
	for i := range list {
		out = append(out, a.text(fmt.Sprint("q0.result.", i, ".name")))
	}
	return out
}

func (s *service) extended(ids []string, properties ...obj) *answer {
	s.Helper()
	a := s.form("extend", obj{"ids": ids, "properties": append([]obj{}, properties...)}).want(200)
	var names []string
	for _, p := range properties {
		names = append(names, fmt.Sprint(p["id"]))
	}
	rules{a}.extension(slices.Compact(slices.Sorted(slices.Values(ids))), names)
	return a
}

// body creates a union of more than a name.
func (s *service) body(u record.Union, parents ...record.Union) record.Union {
	s.Helper()
	u = storetest.Must(record.NewUnion(u))(s)
	u = storetest.Must(s.Store.CreateUnion(s.Context(), storetest.By("editor"), u, ""))(s)
	for _, p := range parents {
		s.Affiliate(u, p, "", "")
	}
	return u
}

// carpenters are two locals of one number, in two cities.
func (s *service) carpenters() (national, east, west record.Union) {
	s.Helper()
	national = s.body(record.Union{Kind: record.KindNational, Name: "United Brotherhood of Carpenters", Names: record.List[record.Name]{{Value: "UBC", Type: "acronym"}}})
	local := func(city, region, olms string) record.Union {
		return s.body(record.Union{
			Kind: record.KindLocal, Name: "Carpenters Local 1556, " + city, Designation: record.Designation{Type: "Local", Number: "1556"},
			Place: record.Place{Region: region, City: city}, Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: olms}},
		}, national)
	}
	return national, local("Albany", "US-NY", "1116"), local("Fresno", "US-CA", "2116")
}

func TestTheManifestIsAsTheStandardSays(t *testing.T) {
	s := newService(t, "sqlite", nil)
	a := s.get("/reconcile").want(200)
	rules{a}.manifest()
	a.is("identifierSpace", s.url+"/reconcile/view/", "suggest.entity.service_url", s.url)
	if cache := a.Header.Get("Cache-Control"); cache != "private, no-store" {
		t.Errorf("the addresses are those that were asked, and caches may keep them: %s", cache)
	}
	s.get("/reconcile", "If-None-Match", a.etag()).want(304)
	s.do("anonymous", "HEAD", "/reconcile", nil).want(200)
	// What clients do with it.
	id := s.local.ID.String()
	for _, path := range []string{"view", "preview"} {
		address := strings.Replace(a.text(path+".url"), "{{id}}", id, 1)
		s.get(strings.TrimPrefix(address, s.url)).want(map[string]int{"view": 303, "preview": 200}[path])
	}
	s.get(strings.TrimPrefix(a.text("extend.propose_properties.service_url")+a.text("extend.propose_properties.service_path"), s.url) + "?type=local").want(200)
	for of, id := range map[string]string{"entity": id, "property": "city", "type": "local"} {
		at := "suggest." + of + "."
		s.get(strings.TrimPrefix(a.text(at+"service_url")+a.text(at+"service_path"), s.url) + "?prefix=l").want(200)
		flyout := strings.Replace(a.text(at+"flyout_service_url")+a.text(at+"flyout_service_path"), "${id}", id, 1)
		s.get(strings.TrimPrefix(flyout, s.url)).want(200).is("id", id)
	}
	for i := range a.at("defaultTypes").([]any) {
		s.one(obj{"query": "Local 26", "type": a.text(fmt.Sprint("defaultTypes.", i, ".id"))})
	}
}

func TestWithAPublicURLTheManifestHasItsAddresses(t *testing.T) {
	s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.PublicURL = "https://rollcall.example/record/" })
	a := s.get("/reconcile").want(200)
	rules{a}.manifest()
	a.is("view.url", "https://rollcall.example/record/reconcile/view/{{id}}", "extend.propose_properties.service_url", "https://rollcall.example/record")
	if cache := a.Header.Get("Cache-Control"); !strings.HasPrefix(cache, "public") {
		t.Errorf("caches may not keep it: %s", cache)
	}
	if to := s.get("/reconcile/view/" + s.local.ID.String()).want(303).Header.Get("Location"); to != "https://rollcall.example/record/reconcile/preview?id="+s.local.ID.String() {
		t.Errorf("the view is at %s", to)
	}
}

func TestAnybodyMayReconcileFromAnyPage(t *testing.T) {
	s := newService(t, "sqlite", nil)
	form := "queries=" + url.QueryEscape(`{"q0":{"query":"SEIU Local 26"}}`)
	for _, path := range []string{"/reconcile", "/reconcile/"} {
		for _, a := range []*answer{
			s.get(path, "Origin", "https://elsewhere.example"),
			s.do("anonymous", "POST", path, form, "Content-Type", mediaForm+"; charset=UTF-8", "Origin", "https://elsewhere.example"),
			s.get(path+"?"+form, "Origin", "https://elsewhere.example"),
		} {
			a.want(200)
			if a.Header.Get("Access-Control-Allow-Origin") != "*" || a.Header.Get("Access-Control-Allow-Credentials") != "" {
				t.Errorf("%s: CORS says %v", a.request, a.Header)
			}
		}
		preflight := s.do("anonymous", "OPTIONS", path, nil, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST").want(204)
		if preflight.Header.Get("Access-Control-Allow-Origin") != "*" || preflight.Header.Get("Access-Control-Allow-Methods") != "POST" {
			t.Errorf("the preflight of %s says %v", path, preflight.Header)
		}
	}
	if other := s.do("anonymous", "OPTIONS", "/v1/unions", nil, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST"); other.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("writes are open to any page")
	}
	for path, header := range map[string]string{"/reconcile/preview?id=seiu-local-26": "*", "/reconcile/suggest/entity?prefix=a": "*", "/reconcile/properties": "*"} {
		if got := s.get(path).want(200).Header.Get("Access-Control-Allow-Origin"); got != header {
			t.Errorf("%s allows %q", path, got)
		}
	}
}

func TestNamesAreReconciled(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		_, east, west := s.carpenters()
		a := s.reconcile(obj{
			"q0": obj{"query": "Service Employees Local 26", "limit": 3}, "q1": obj{"query": "  a Day of ACTION "}, "a key": obj{"query": "Union Station"}, "": obj{"query": "UBC", "type": []string{"national"}},
		})
		a.is("q0.result.0.id", s.local.ID.String(), "q0.result.0.match", "true", "q0.result.0.type.0.id", "local", "q0.result.0.type.1.id", "union", "q0.result.0.description", "Local · US-MN",
			"q1.result.0.id", s.call.ID.String(), "q1.result.0.match", "true", "q1.result.0.type.0.id", "call", "q1.result.0.description", "Day of action, 23 January 2026", "a key.result", "[]")

		// A number that two bodies share is for a person to decide, until something else decides.
		both := s.one(obj{"query": "Carpenters Local 1556"}).means("")
		if len(both.names()) < 2 {
			t.Errorf("both are not there: %v", both.names())
		}
		for _, p := range []obj{
			{"pid": "city", "v": "Fresno"},
			{"pid": "region", "v": []any{nil, "CA"}},
			{"pid": "region", "v": "California"},
			{"pid": "olms", "v": 2116},
			{"pid": "olms", "v": obj{"str": "002116"}},
			{"pid": "olms", "v": []any{"nothing", "2116"}},
		} {
			s.one(obj{"query": "Carpenters Local 1556", "properties": []obj{p}}).is("q0.result.0.id", west.ID.String())
		}
		s.one(obj{"query": "Carpenters 1556", "properties": []obj{{"pid": "city", "v": "Albany"}, {"pid": "region", "v": "US-NY"}}}).is("q0.result.0.id", east.ID.String())
		// What is said of it besides may stand in other columns.
		for _, affiliation := range []any{"SEIU", obj{"id": s.own.ID}, obj{"id": "Q1", "name": "Service Employees International Union"}, []any{true, "SEIU"}[1:]} {
			s.one(obj{"query": "Local", "properties": []obj{{"pid": "number", "v": 26}, {"pid": "affiliation", "v": affiliation}}}).means("SEIU Local 26")
		}
		s.one(obj{"properties": []obj{{"pid": "number", "v": "26"}, {"pid": "affiliation", "v": "SEIU"}}}).means("SEIU Local 26")
		s.one(obj{"properties": []obj{{"pid": "affiliation", "v": "SEIU"}}}).is("q0.result", "[]")
		s.one(obj{"query": "SEIU Local 26", "properties": []obj{{"pid": "number", "v": 26}, {"pid": "country", "v": "somewhere"}, {"pid": "kind", "v": "Local"}, {"pid": "website", "v": nil}}}).means("SEIU Local 26")
		if got := s.one(obj{"query": "Carpenters Local 1556", "limit": 1}).names(); len(got) != 1 {
			t.Errorf("a limit of 1 answers %v", got)
		}
		s.one(obj{"query": "Carpenters Local 1556", "limit": 1e6})
	})
}

func TestWhatARecordIsKnownByAlwaysHits(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		_, east, _ := s.carpenters()
		wiki := s.body(record.Union{Kind: record.KindNational, Name: "A union of the world", Identifiers: record.List[record.Identifier]{{Scheme: "wikidata", Value: "Q12345"}, {Scheme: "ror", Value: "05a28rw58"}, {Scheme: "url", Value: "https://example.org/union"}}})
		for query, want := range map[string]string{
			s.local.ID.String(): s.local.Name, strings.ToUpper(s.local.ID.String()): s.local.Name, " " + s.local.Slug: s.local.Name, s.call.ID.String(): s.call.Title, s.call.Slug: s.call.Title,
			"olms:1116": east.Name, "OLMS: 001116": east.Name, "Q12345": wiki.Name, "q12345": wiki.Name, "wikidata:Q12345": wiki.Name, "https://ror.org/05a28rw58": wiki.Name, "https://example.org/union": wiki.Name,
			uuid.NewString(): "", "olms:9": "", "Q9": "", "no-such-slug": "",
		} {
			for _, q := range []obj{{"query": query}, {"query": query, "type": "local"}, {"query": query, "type": []string{"call"}, "type_strict": "should"}} {
				s.one(q).means(want)
			}
		}
		s.one(obj{"query": "SEIU Local 26", "properties": []obj{{"pid": "olms", "v": "1116"}}}).is("q0.result.0.name", east.Name, "q0.result.0.match", "false", "q0.result.1.name", s.local.Name)
		// A merged record is found by what it was known by, and answered by its survivor.
		gone := s.Local("SEIU Local 1")
		storetest.Must(s.Store.MergeUnions(s.Context(), storetest.By("editor"), record.Ref(gone.Slug), record.Ref(s.local.Slug)))(t)
		storetest.Must(s.Store.MergeUnions(s.Context(), storetest.By("editor"), record.Ref(east.Slug), record.Ref(s.other.Slug)))(t)
		for query, want := range map[string]string{gone.ID.String(): s.local.Name, gone.Slug: s.local.Name, "olms:1116": s.other.Name} {
			s.one(obj{"query": query}).means(want)
		}
		s.one(obj{"query": "anything", "properties": []obj{{"pid": "olms", "v": "1116"}}}).means(s.other.Name)
		s.delete("/v1/unions/"+wiki.Slug, "*").want(204)
		s.one(obj{"query": "Q12345"}).means("")
		s.one(obj{"query": wiki.ID}).means("")
	})
}

func TestTypesAskWeighAndFilter(t *testing.T) {
	s := newService(t, "sqlite", nil)
	s.Call("SEIU Local 26", "2026")
	s.Union(record.KindUnit, "SEIU Local 26 unit at the airport", s.local)
	for _, c := range []struct {
		types  any
		strict string
		only   []string
	}{
		{nil, "", nil},
		{"union", "", []string{"union"}},
		{"call", "", []string{"call"}},
		{[]string{"call", "local"}, "any", []string{"call", "local"}},
		{"local", "all", []string{"local"}},
		{[]string{"local", "union"}, "all", []string{"local"}},
		{[]string{"local", "call"}, "all", []string{"nothing"}},
		{"caucus", "any", []string{"nothing"}},
		{[]string{}, "any", nil},
		{obj{"id": "call"}, "", []string{"call"}},
	} {
		query := obj{"query": "SEIU Local 26", "type": c.types}
		if c.strict != "" {
			query["type_strict"] = c.strict
		}
		a := s.one(query)
		list, _ := a.at("q0.result").([]any)
		if (len(list) == 0) != slices.Contains(c.only, "nothing") {
			t.Errorf("%v %s answers %d candidates", c.types, c.strict, len(list))
		}
		for i := range list {
			types := a.text(fmt.Sprint("q0.result.", i, ".type"))
			if c.only != nil && !slices.ContainsFunc(c.only, func(want string) bool { return strings.Contains(types, "id:"+want) }) {
				t.Errorf("%v %s answers %s", c.types, c.strict, types)
			}
		}
	}
	// A title that may be a union's name as well is matched only where the type says so.
	s.one(obj{"query": "SEIU Local 26"}).means("")
	s.one(obj{"query": "SEIU Local 26", "type": "call"}).is("q0.result.0.match", "true", "q0.result.0.type.0.id", "call")
	// A kind weighs and rules nothing out.
	s.one(obj{"query": "SEIU Local 26", "type": "national", "type_strict": "should"}).is("q0.result.0.name", "SEIU Local 26")
}

func TestAQueryThatCannotBeAnsweredSaysSoInItsOwnPlace(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for query, want := range map[string]string{
		`{}`: "/query required", `{"query":""}`: "/query required", `{"query":" ","properties":[]}`: "/query required", `{"query":5}`: "/query type", `{"query":"a\u0000b"}`: "/query invalid", `"text"`: " type", `null`: " type", `[]`: " type",
		`{"query":"a","limit":0}`: "/limit range", `{"query":"a","limit":-1}`: "/limit range", `{"query":"a","limit":1.5}`: "/limit range", `{"query":"a","limit":"3"}`: "/limit range",
		`{"query":"a","type":"dog"}`: "/type invalid", `{"query":"a","type":{"name":"x"}}`: "/type type", `{"query":"a","type_strict":"must"}`: "/type_strict invalid", `{"query":"a","type_strict":1}`: "/type_strict invalid",
		`{"query":"a","properties":{}}`: "/properties type", `{"query":"a","properties":[{"v":"x"}]}`: "/properties/0/pid required", `{"query":"a","properties":["city"]}`: "/properties/0/pid required",
		`{"query":"a","properties":[{"pid":"P31","v":"x"}]}`: "/properties/0/pid invalid", `{"query":"a","properties":[{"pid":"city","v":{"x":1}}]}`: "/properties/0/v type", `{"query":"a","properties":[{"pid":"city","v":["a",{"id":5}]}]}`: "/properties/0/v type",
		`{"query":"a","properties":[{"pid":"city","v":"a\u0000"}]}`: "/properties/0/v type", `{"query":"a","lang":"en"}`: "/lang unknown", `{"query":"a","a/b~":1}`: "/a~1b~0 unknown",
		`{"query":"a","properties":[` + strings.Repeat(`{"pid":"x"},`, 200) + `{"pid":"x"}]}`: "/properties range",
	} {
		a := s.form("queries", `{"bad":`+query+`,"good":{"query":"SEIU Local 26"}}`).want(200)
		rules{a}.results("bad", "good")
		a.is("bad.result", "[]", "good.result.0.name", "SEIU Local 26", "bad.error.code", "invalid")
		if got := a.text("bad.error.errors.0.pointer") + " " + a.text("bad.error.errors.0.code"); got != want || a.at("good.error") != nil {
			t.Errorf("%.100s is answered with %q, want %q: %.500s", query, got, want, a.body)
		}
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	s := newService(t, "sqlite", nil)
	queries := "queries=" + url.QueryEscape(`{"q0":{"query":"a"}}`)
	extend := "extend=" + url.QueryEscape(`{"ids":[],"properties":[]}`)
	for form, want := range map[string]string{
		"": "400 malformed", "queries=": "400 malformed queries malformed", "queries=[]": "400 malformed queries malformed", "queries=%7B": "400 malformed queries malformed", "queries=null": "400 malformed queries malformed",
		"queries=%7B%7D%7B%7D": "400 malformed queries malformed", "queries=%ff": "400 malformed queries malformed", queries + "&" + queries: "400 malformed queries malformed", queries + "&" + extend: "400 malformed extend malformed",
		queries + "&callback=f": "400 malformed callback unknown", queries + "&query=a": "400 malformed query unknown", "callback=f": "400 malformed callback unknown", "a;b": "400 malformed", "queries=%zz": "400 malformed",
		"queries=" + url.QueryEscape(`{"q0":{"query":"a"},"q0":{"query":"b"}}`): "400 malformed queries malformed", "extend=": "400 malformed extend malformed", "extend=1": "400 malformed extend malformed",
	} {
		status, rest, _ := strings.Cut(want, " ")
		code, fault, _ := strings.Cut(rest, " ")
		var faults []string
		if fault != "" {
			faults = append(faults, fault)
		}
		for _, a := range []*answer{s.do("anonymous", "POST", "/reconcile", form, "Content-Type", mediaForm), s.get("/reconcile?" + form)} {
			if form == "" && a.Request.Method == http.MethodGet {
				continue // that asks for the manifest
			}
			if fmt.Sprint(a.StatusCode) != status {
				t.Errorf("%s: %d, want %s", a.request, a.StatusCode, want)
				continue
			}
			a.problem(a.StatusCode, code, faults...)
		}
	}
	s.do("anonymous", "POST", "/reconcile?queries=%7B%7D", "", "Content-Type", mediaForm).problem(400, "malformed", "queries unknown")
	s.do("anonymous", "POST", "/reconcile", obj{"queries": obj{}}).problem(415, "unsupported_media_type")
	s.do("anonymous", "POST", "/reconcile", queries, "Content-Type", mediaForm+"; charset=latin1").problem(415, "unsupported_media_type")
	s.do("anonymous", "PUT", "/reconcile", queries, "Content-Type", mediaForm).problem(405, "method_not_allowed")
	for path, fault := range map[string]string{
		"/reconcile/suggest/entity": "prefix malformed", "/reconcile/suggest/entity?prefix=a&cursor=-1": "cursor malformed", "/reconcile/suggest/entity?prefix=a&cursor=x": "cursor malformed", "/reconcile/suggest/entity?prefix=a&callback=f": "callback unknown",
		"/reconcile/suggest/entity?prefix=a&prefix=b": "prefix malformed", "/reconcile/flyout/entity": "id malformed", "/reconcile/preview": "id malformed", "/reconcile/preview?id=": "id malformed", "/reconcile/preview?id=a&theme=dark": "theme unknown",
		"/reconcile/properties?limit=0": "limit malformed", "/reconcile/properties?type=local&callback=f": "callback unknown", "/reconcile/view/" + s.local.ID.String() + "?a=1": "a unknown",
	} {
		s.get(path).problem(400, "malformed", fault)
	}
	s.get("/reconcile/properties?type=dog").problem(422, "invalid", "type invalid")
	s.get("/reconcile/suggest/entity?prefix=a&type=dog").problem(422, "invalid", "type invalid")
	for _, path := range []string{"/reconcile/suggest/dog?prefix=a", "/reconcile/flyout/dog?id=a", "/reconcile/flyout/entity?id=nobody", "/reconcile/flyout/type?id=dog", "/reconcile/preview?id=a%20b", "/reconcile/preview?id=" + uuid.NewString(), "/reconcile/view/x", "/reconcile/view/" + uuid.NewString()} {
		s.get(path).problem(404, "not_found")
	}
}

func TestALargeOrHostileFormIsAnsweredSoon(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		post := func(name, text string) *answer {
			return s.do("anonymous", "POST", "/reconcile", name+"="+text, "Content-Type", mediaForm)
		}
		most := api.MaxBody - len("queries=")
		post("queries", strings.Repeat("a", most+1)).problem(413, "too_large")
		post("queries", strings.Repeat("[", most)).problem(400, "malformed", "queries malformed")
		post("extend", strings.Repeat("[", most)).problem(400, "malformed", "extend malformed")
		many := obj{}
		for i := range 10_000 {
			many[fmt.Sprint("q", i)] = obj{"query": fmt.Sprint("Local ", i)}
		}
		s.form("queries", many).problem(413, "too_large")
		ids := make([]string, 101)
		s.form("extend", obj{"ids": ids, "properties": []obj{}}).problem(413, "too_large")
		s.form("extend", obj{"ids": []string{}, "properties": make([]obj, 101)}).problem(413, "too_large")
		s.form("extend", obj{"ids": ids[:100], "properties": []obj{{"id": "name"}}}).want(200)

		fill := func(before, part, after string) string {
			return before + strings.Repeat(part, (most-len(before)-len(after))/len(part)) + after
		}
		for _, text := range []string{
			fill(`{"q0":{"query":"`, "a", `"}}`), fill(`{"q0":{"query":"`, "Local 1 ", `"}}`), fill(`{"q0":{"query":"a","type":[`, `"local",`, `"local"]}}`),
			fill(`{"q0":{"query":"a","properties":[{"pid":"olms","v":[`, `"1",`, `"1"]}]}}`), fill(`{"q0":{"query":"a","properties":[{"pid":"affiliation","v":[`, `{"id":"a"},`, `{"id":"a"}]}]}}`),
			fill(`{"q0":{"query":"a","properties":[`, `{"pid":"x"},`, `{"pid":"x"}]}}`),
		} {
			rules{post("queries", text).want(200)}.results("q0") // nothing in it needs to be encoded
		}
		for _, text := range []string{strings.Repeat("\u202e\u0001\U0001f600İ", 5000), `<script>" OR 1=1 --; %_\`, "\ufffd", strings.Repeat("é", 3000)} {
			s.one(obj{"query": text, "properties": []obj{{"pid": "city", "v": text}, {"pid": "affiliation", "v": text}, {"pid": "olms", "v": text}, {"pid": "number", "v": text}}})
		}
		var unknown strings.Builder
		for i := range 60_000 {
			fmt.Fprintf(&unknown, `,"%d":1`, i)
		}
		post("extend", `{"ids":[],"properties":[]`+unknown.String()+"}").want(400)
		rules{post("queries", `{"q0":{"query":"a"`+unknown.String()+"}}").want(200)}.results("q0")
	})
}

func TestADecisionOnANameHoldsAtOnce(t *testing.T) {
	s := newService(t, "sqlite", nil)
	path := "/reconcile?queries=" + url.QueryEscape(`{"q0":{"query":"Local 26"}}`)
	before := s.get(path).want(200).means("")
	if cache := before.Header.Get("Cache-Control"); cache != "private, no-store" {
		t.Errorf("caches may keep what a decision changes: %s", cache)
	}
	s.post("/v1/match/decisions", obj{"name": "Local 26", "union": s.local.Slug, "verdict": "yes"}).want(201)
	s.get(path).want(200).means("SEIU Local 26").is("q0.result.0.features.0.id", "decided")
	s.get(path, "If-None-Match", before.etag()).want(200)
}

func TestSuggestionsCompleteWhatWasTyped(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		_, east, _ := s.carpenters()
		suggest := func(of, query string) *answer {
			t.Helper()
			a := s.get("/reconcile/suggest/" + of + "?" + query).want(200)
			rules{a}.suggestions()
			return a
		}
		// As OpenRefine asks, with what its field sends along.
		const along = "&spell=always&exact=false&prefixed=true"
		suggest("entity", "prefix=SEIU+Loc"+along).is("result.0.id", s.local.ID.String(), "result.0.notable.0.id", "local", "result.0.description", "Local · US-MN")
		suggest("entity", "prefix=a+day"+along+"&type=").is("result.0.id", s.call.ID.String(), "result.0.notable.0.id", "call")
		suggest("entity", "prefix=&filter="+url.QueryEscape("(all olms:1116)")+along).is("result.0.id", east.ID.String())
		suggest("entity", "prefix=olms:1116").is("result.0.id", east.ID.String())
		suggest("entity", "prefix="+s.local.ID.String()).is("result.0.id", s.local.ID.String(), "result.1", "")
		suggest("entity", "prefix=").is("result", "[]")
		suggest("entity", "prefix=local&type=call").is("result", "[]")
		suggest("entity", "prefix=service&type=local").is("result", "[]")
		suggest("property", "prefix=c"+along+"&scoring=schema&schema=local").is("result.0.id", "city")
		suggest("property", "prefix=starts&type=local").is("result", "[]")
		suggest("property", "prefix=labor+d").is("result", "[]")
		suggest("property", "prefix=file").is("result.0.id", "olms")
		suggest("type", "prefix=LAB"+along+"&scoring=schema").is("result.0.id", "labor_council", "result.0.broader.0.id", "union")
		suggest("type", "prefix=union").is("result.0.id", "union")
		for i := range 25 {
			s.Local(fmt.Sprint("Quarry Local ", i))
		}
		first := suggest("entity", "prefix=quarry")
		second := suggest("entity", "prefix=quarry&cursor="+first.text("cursor"))
		seen := map[string]bool{}
		for _, a := range []*answer{first, second} {
			for i := range a.at("result").([]any) {
				seen[a.text(fmt.Sprint("result.", i, ".id"))] = true
			}
		}
		if len(seen) != 25 || second.at("cursor") != nil {
			t.Errorf("the two pages hold %d of 25, and more follow: %v", len(seen), second.at("cursor"))
		}
		suggest("entity", "prefix=quarry&cursor=10000").is("result", "[]")
		a := s.get("/reconcile/suggest/entity?prefix=quarry")
		s.get("/reconcile/suggest/entity?prefix=quarry", "If-None-Match", a.etag()).want(304)
	})
}

func TestPreviewsAndFlyoutsSayWhatIsRecordedAndRunNothing(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		const hostile = `</title></style><script>alert("1")</script>'&`
		u := s.body(record.Union{
			Kind: record.KindLocal, Name: hostile, Names: record.List[record.Name]{{Value: "Local 26 of old", Type: "former"}}, Designation: record.Designation{Type: "Local", Number: "26", Suffix: "B"},
			Place: record.Place{City: "Minneapolis", Region: "US-MN"}, Members: record.List[record.MemberCount]{{Count: 8000, AsOf: "2024"}}, Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: "543"}}, Website: "https://example.org/",
		}, s.own)
		s.Put(s.call, u, s.Position(record.Endorsed, "2026-01-14"))
		s.Put(s.call, s.other, s.Position(record.Supported, "2026-01-14"))
		for _, id := range []string{u.ID.String(), u.Slug} {
			a := s.get("/reconcile/preview?id=" + id).want(200)
			if said, want := a.said(), hostile+" Local 26B · Minneapolis, US-MN Belongs to Service Employees International Union Members 8,000 (2024) Also called Local 26 of old Identifiers OLMS 543 Status active Record · Website · Rollcall"; said != want {
				t.Errorf("the preview says\n%s, want\n%s", said, want)
			}
			if page := string(a.body); strings.Contains(page, "<script") || strings.Contains(page, " style=") || strings.Count(page, "</title>") != 1 || strings.Count(page, "</style>") != 1 {
				t.Errorf("the page holds what it should not: %s", page)
			}
			policy := a.Header.Get("Content-Security-Policy")
			if !strings.HasPrefix(policy, "default-src 'none'; style-src 'sha256-") || !strings.HasSuffix(policy, "frame-ancestors *") || a.Header.Get("X-Frame-Options") != "" || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
				t.Errorf("the page comes with %v", a.Header)
			}
		}
		if said, want := s.get("/reconcile/preview?id="+s.call.ID.String()).said(), "A day of action Day of action, 23 January 2026 Endorsed 1 body Others 1 expressed support Members 8,000 Positions · Record · Rollcall"; said != want {
			t.Errorf("the preview of a call says %s, want %s", said, want)
		}
		flyout := s.get("/reconcile/flyout/entity?id=" + u.ID.String()).want(200)
		if html := flyout.text("html"); strings.Contains(html, "<script") || strings.Contains(html, "<style") || !strings.Contains(html, "8,000 (2024)") {
			t.Errorf("the flyout is %s", html)
		}
		if html := s.get("/reconcile/flyout/property?id=members").want(200).text("html"); !strings.Contains(html, "<h1>Members</h1>") {
			t.Errorf("the flyout of a property is %s", html)
		}
		if to := s.get("/reconcile/view/" + s.call.ID.String()).want(303).Header.Get("Location"); to != s.url+"/reconcile/preview?id="+s.call.ID.String() {
			t.Errorf("a call is to be seen at %s", to)
		}

		gone := s.Local("SEIU Local 1")
		storetest.Must(s.Store.MergeUnions(s.Context(), storetest.By("editor"), record.Ref(gone.Slug), record.Ref(s.local.Slug)))(t)
		for _, id := range []string{gone.ID.String(), gone.Slug} {
			if said := s.get("/reconcile/preview?id=" + id).said(); !strings.HasPrefix(said, "SEIU Local 26") {
				t.Errorf("a merged record shows %s", said)
			}
		}
		if to := s.get("/reconcile/view/" + gone.ID.String()).want(303).Header.Get("Location"); !strings.HasSuffix(to, s.local.ID.String()) {
			t.Errorf("a merged record is to be seen at %s", to)
		}
		s.delete("/v1/unions/"+s.other.Slug, "*").want(409)
		lone := s.Local("A lone local")
		s.delete("/v1/unions/"+lone.Slug, "*").want(204)
		for _, path := range []string{"/reconcile/preview?id=", "/reconcile/flyout/entity?id=", "/reconcile/view/"} {
			s.get(path+lone.ID.String()).problem(410, "gone")
		}
	})
}

func TestPropertiesAreProposedForAType(t *testing.T) {
	s := newService(t, "sqlite", nil)
	ids := func(query string) []string {
		t.Helper()
		a := s.get("/reconcile/properties" + query).want(200)
		var out []string
		for i := range a.at("properties").([]any) {
			p := a.at(fmt.Sprint("properties.", i)).(obj)
			rules{a}.texts("/properties", p, "id", "name")
			out = append(out, fmt.Sprint(p["id"]))
		}
		return out
	}
	local, call, all := ids("?type=local"), ids("?type=call&limit=200"), ids("?type=")
	for _, p := range append([]string{"city", "region", "country", "affiliation", "number", "kind", "members", "position"}, record.IdentifierSchemes...) {
		if !slices.Contains(local, p) || slices.Contains(all[:0], p) {
			t.Errorf("a local has no %s", p)
		}
	}
	if slices.Contains(local, "starts_on") || slices.Contains(call, "members") || !slices.Contains(call, "endorsed") || len(all) <= len(local) || len(ids("")) != len(all) {
		t.Errorf("a local has %v, a call %v, and all there is %v", local, call, all)
	}
	s.get("/reconcile/properties?type=call&limit=2").is("type", "call", "limit", "2", "properties.2", "")
}

func TestRecordsAreExtended(t *testing.T) {
	onEach(t, func(t *testing.T, s *service) {
		u := s.body(record.Union{
			Kind: record.KindLocal, Name: "UNITE HERE Local 34A", Names: record.List[record.Name]{{Value: "Local 34", Type: "former"}}, Designation: record.Designation{Type: "Local", Number: "34", Suffix: "A"},
			Place: record.Place{City: "New Haven", Region: "US-CT"}, Founded: "1984-01", Website: "https://example.org/",
			Members: record.List[record.MemberCount]{{Count: 3000, AsOf: "2020-06-30"}, {Count: 5000, AsOf: "2025"}}, Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: "543"}, {Scheme: "url", Value: "https://example.org/a"}, {Scheme: "url", Value: "https://example.org/b"}},
		})
		s.Affiliate(u, s.own, "", "2025-01-01")
		s.Affiliate(u, s.other, "2025-01-01", "")
		s.Put(s.call, u, s.Position(record.Endorsed, "2026-01-10", "https://example.org/report"))
		s.put("/v1/calls/"+s.call.Slug+"/endorsements/"+u.Slug, obj{"position": "withdrawn", "effective_on": "2026-01-20"}, "If-Match", "*").want(200)
		s.Put(s.call, s.own, s.Position(record.Endorsed, "2026-01-15"))
		officer := s.Position(record.Endorsed, "2026-01-16")
		officer.Capacity = record.CapacityOfficer
		s.Put(s.call, s.local, officer)
		gone := s.Local("UNITE HERE Local 35")
		storetest.Must(s.Store.MergeUnions(s.Context(), storetest.By("editor"), record.Ref(gone.Slug), record.Ref(u.Slug)))(t)

		id, none := u.ID.String(), uuid.NewString()
		plain := func(names ...string) (out []obj) {
			for _, n := range names {
				out = append(out, obj{"id": n})
			}
			return out
		}
		a := s.extended([]string{id, gone.ID.String(), strings.ToUpper(id), s.call.ID.String(), none, "", "no id"}, plain(
			"name", "names", "slug", "kind", "city", "region", "country", "affiliation", "designation", "number", "status", "website", "founded", "dissolved", "members", "members_as_of", "position",
			"starts_on", "ends_on", "phase", "endorsed", "olms", "ein", "wikidata", "ror", "uk_certoff", "url")...)
		for _, asked := range []string{id, gone.ID.String(), strings.ToUpper(id)} {
			row := "rows." + asked + "."
			a.is(row+"name", "[map[str:UNITE HERE Local 34A]]", row+"names", "[map[str:UNITE HERE Local 34A] map[str:Local 34] map[str:UNITE HERE Local 35]]", row+"slug", "[map[str:"+u.Slug+"]]", row+"kind", "[map[str:local]]",
				row+"city", "[map[str:New Haven]]", row+"region", "[map[str:US-CT]]", row+"country", "[map[str:US]]", row+"affiliation", "[map[id:"+s.other.ID.String()+" name:UNITE HERE Local 17]]",
				row+"designation", "[map[str:Local]]", row+"number", "[map[str:34A]]", row+"status", "[map[str:active]]", row+"website", "[map[str:https://example.org/]]", row+"founded", "[map[str:1984-01]]", row+"dissolved", "[]",
				row+"members", "[map[float:5000]]", row+"members_as_of", "[map[str:2025]]", row+"position", "[]", row+"starts_on", "[]", row+"endorsed", "[]", row+"olms", "[map[str:543]]", row+"ein", "[]",
				row+"url", "[map[str:https://example.org/a] map[str:https://example.org/b]]")
		}
		row := "rows." + s.call.ID.String() + "."
		a.is("meta.7.type.id", "union", row+"name", "[map[str:A day of action]]", row+"slug", "[map[str:a-day-of-action]]", row+"kind", "[map[str:day_of_action]]", row+"members", "[]", row+"starts_on", "[map[date:2026-01-23T00:00:00Z]]", row+"ends_on", "[]",
			row+"phase", "[map[str:upcoming]]", row+"endorsed", "[map[int:1]]", "rows."+none+".name", "[]", "rows.no id.endorsed", "[]")

		// As of a day; OpenRefine sends every setting with every property, empty ones too.
		set := func(id, call, asOf, show string) obj {
			return obj{"id": id, "settings": obj{"call": call, "as_of": asOf, "show": show}}
		}
		on := func(day string) *answer {
			return s.extended([]string{id, s.own.ID.String(), s.local.ID.String(), s.call.ID.String()}, set("members", "", day, "position"), set("members_as_of", "", day, ""), set("affiliation", "", day, ""), set("position", s.call.Slug, day, "position"), set("endorsed", "", day, ""))
		}
		row = "rows." + id + "."
		on("").is(row+"position", "[map[str:withdrawn]]", "rows."+s.own.ID.String()+".position", "[map[str:endorsed]]", "rows."+s.local.ID.String()+".position", "[]", "rows."+s.call.ID.String()+".endorsed", "[map[int:1]]")
		on("2026-01-12").is(row+"position", "[map[str:endorsed]]", "rows."+s.own.ID.String()+".position", "[]", "rows."+s.call.ID.String()+".endorsed", "[map[int:1]]", row+"members", "[map[float:5000]]")
		on("2026-01-16").is("rows."+s.call.ID.String()+".endorsed", "[map[int:2]]")
		on("2024").is(row+"members", "[map[float:3000]]", row+"members_as_of", "[map[date:2020-06-30T00:00:00Z]]", row+"affiliation", "[map[id:"+s.own.ID.String()+" name:Service Employees International Union]]", row+"position", "[]")
		on("1900").is(row+"members", "[]", row+"position", "[]", "rows."+s.call.ID.String()+".endorsed", "[map[int:0]]")
		for show, want := range map[string]string{"effective_on": "[map[date:2026-01-10T00:00:00Z]]", "decided_by": "[map[str:unknown]]", "source": "[map[str:https://example.org/report]]", "": "[map[str:endorsed]]"} {
			s.extended([]string{id}, set("position", s.call.ID.String(), "2026-01-12", show)).is(row+"position", want)
		}
		// Properties of several days in one question.
		s.extended([]string{id}, set("members", "", "2024", ""), set("affiliation", "", "", "")).is(row+"members", "[map[float:3000]]", row+"affiliation.0.name", "UNITE HERE Local 17")
		s.extended([]string{}, plain("name")...)
		s.extended([]string{id})
		if got := s.get("/reconcile?extend=" + url.QueryEscape(`{"ids":["`+id+`"],"properties":[{"id":"name","settings":null}]}`)).want(200); got.text("rows."+id+".name") == "" {
			t.Errorf("GET answers %s", got.body)
		}
	})
}

func TestAnExtensionThatCannotBeAnsweredIsRefused(t *testing.T) {
	s := newService(t, "sqlite", nil)
	for extend, want := range map[string]string{
		`{}`: "422 /ids required,/properties required", `{"ids":[],"properties":[{}]}`: "422 /properties/0/id required", `{"ids":"x","properties":[]}`: "422 /ids type", `{"ids":[1],"properties":[]}`: "422 /ids/0 type",
		`{"ids":[],"properties":[{"id":"P31"}]}`: "422 /properties/0/id invalid", `{"ids":[],"properties":[{"id":"name"},{"id":"name"}]}`: "422 /properties/1/id duplicate", `{"ids":[],"properties":[5]}`: "422 /properties/0 type",
		`{"ids":[],"properties":[{"id":"members","settings":{"as_of":"tomorrow"}}]}`: "422 /properties/0/settings/as_of invalid", `{"ids":[],"properties":[{"id":"members","settings":{"as_of":2026}}]}`: "422 /properties/0/settings/as_of type",
		`{"ids":[],"properties":[{"id":"position","settings":{"call":"no-such-call"}}]}`: "422 /properties/0/settings/call unknown", `{"ids":[],"properties":[{"id":"position","settings":{"show":"all"}}]}`: "422 /properties/0/settings/show invalid",
		`{"ids":[],"properties":[{"id":"members","settings":{"limit":"1"}}]}`: "400 /properties/0/settings/limit unknown", `{"ids":[],"properties":[],"lang":"en"}`: "400 /lang unknown", `{"ids":["a\u0000"],"properties":[]}`: "422 /ids/0 invalid",
	} {
		status, faults, _ := strings.Cut(want, " ")
		code := map[string]string{"400": "malformed", "422": "invalid"}[status]
		a := s.form("extend", extend)
		a.problem(map[string]int{"400": 400, "422": 422}[status], code, strings.Split(faults, ",")...)
	}
}

// What is asked of the database does not grow with the batch.
func TestABatchTakesAFewStatements(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			var asked statements
			s := newService(t, name, func(o *store.Options, _ *api.Options) { o.Trace = asked.note })
			var ids []string
			queries := obj{}
			for i := range 50 {
				u := s.body(record.Union{Kind: record.KindLocal, Name: fmt.Sprint("Quarry Local ", i), Identifiers: record.List[record.Identifier]{{Scheme: "olms", Value: fmt.Sprint(7000 + i)}}}, s.own)
				s.Put(s.call, u, s.Position(record.Endorsed, "2026-01-10", "https://example.org/report"))
				ids = append(ids, u.ID.String(), s.Call(fmt.Sprint("Quarry march ", i), "2026").ID.String())
				queries[fmt.Sprint("a", i)] = obj{"query": fmt.Sprint("Quarry ", i), "type": "union"}
				queries[fmt.Sprint("b", i)] = obj{"query": fmt.Sprint("olms:", 7000+i), "type": "union"}
			}
			s.reconcile(obj{"q": obj{"query": "any"}}) // the index is built by the first
			if sql := asked.during(func() { s.reconcile(queries) }); len(sql) > 8 {
				t.Errorf("100 queries take %d statements:\n%s", len(sql), strings.Join(sql, "\n"))
			}
			day := obj{"as_of": "2026-01-12", "call": s.call.Slug}
			properties := []obj{{"id": "name"}, {"id": "affiliation"}, {"id": "members"}, {"id": "position", "settings": day}, {"id": "endorsed"}}
			if sql := asked.during(func() { s.extended(ids, properties...) }); len(sql) > 12 {
				t.Errorf("100 records take %d statements:\n%s", len(sql), strings.Join(sql, "\n"))
			}
		})
	}
}

func TestReconciliationIsLimitedLikeEverythingElse(t *testing.T) {
	s := newService(t, "sqlite", func(_ *store.Options, o *api.Options) { o.Rate = 0.1 })
	s.one(obj{"query": "SEIU Local 26"})
	a := s.form("queries", obj{}).problem(429, "rate_limited")
	if a.Header.Get("Retry-After") == "" {
		t.Error("it is not said when to come again")
	}
}

// FuzzReconcile: whatever is asked, each query has a result, or all of it is refused.
func FuzzReconcile(f *testing.F) {
	for _, seed := range []string{
		`{"q0":{"query":"SEIU Local 26","type":"local","type_strict":"any","limit":3,"properties":[{"pid":"city","v":"Minneapolis"},{"pid":"number","v":26},{"pid":"affiliation","v":{"id":"seiu","name":"SEIU"}}]}}`,
		`{"q0":{"query":"olms:1"},"q1":{"query":"https://ror.org/05a28rw58"},"q2":{"query":"a-day-of-action","type":["call","union"],"type_strict":"all"}}`, `{"q0":{"properties":[{"pid":"olms","v":[1,true,null,{"str":"2"},[["3"]]]}]}}`, `{"":{}}`, `[]`, `{"q":null}`,
		`{"ids":["0198c2f0-a1b2-7c3d-8e4f-5a6b7c8d9e0f","x"],"properties":[{"id":"position","settings":{"call":"a-day-of-action","as_of":"2026-01","show":"source"}},{"id":"endorsed"},{"id":"members","settings":null}]}`,
	} {
		f.Add(seed)
	}
	s := newService(f, "sqlite", nil)
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range []string{"queries", "extend"} {
			req := httptest.NewRequest(http.MethodPost, "/reconcile", strings.NewReader(url.Values{name: {text}}.Encode()))
			req.Header.Set("Content-Type", mediaForm)
			res := answerTo(s.server, req)
			switch {
			case res.Code >= 500:
				t.Fatalf("%s=%q is answered %d: %s", name, text, res.Code, res.Body)
			case res.Code == http.StatusOK && name == "queries":
				var asked, answered map[string]struct{ Result []any }
				if err := json.Unmarshal(res.Body.Bytes(), &answered); err != nil {
					t.Fatalf("%q: %v", text, err)
				}
				_ = json.Unmarshal([]byte(text), &asked) // queries of other types than these stay in it
				for key := range asked {
					if answered[key].Result == nil {
						t.Fatalf("%q has no result for %q: %s", text, key, res.Body)
					}
				}
			}
		}
	})
}
