package api_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"reflect"
	"testing"
	"unicode/utf8"

	"rollcall/api"
	"rollcall/internal/record"
)

// FuzzDecode: whatever decode accepts, encoding/json reads as the same.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"kind":"local","name":"A"}`, `{"kind":"local","name":"A","members":{"count":5,"as_of":"2025","source_id":null}}`, `{"name":"A","name":"B"}`, `{"NAME":"A"}`, `{"place":{"latitude":1e308}}`, `{"names":[null,{}]}`,
		`[]`, `null`, `{}`, `{} {}`, "{\"name\":\"\xff\"}", `{"name":"\ud800"}`, `{"name":"\u0000"}`, `{"members":{"count":1e2}}`, `{"members":{"count":-0}}`, `[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[`, `{"a~b/c":1}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, into := range []func() any{func() any { return new(api.UnionBody) }, func() any { return new(api.StatementBody) }, func() any { return new(api.KeyBody) }, func() any { return new(api.EndorsementBody) }} {
			got, want := into(), into()
			if api.Decode(raw, got) != nil {
				continue
			}
			if err := json.Unmarshal(raw, want); err != nil || !utf8.Valid(raw) {
				t.Fatalf("%q was accepted, and is no JSON: %v", raw, err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%q was read as %+v, not as %+v", raw, got, want)
			}
		}
	})
}

// FuzzMergePatch: a patch that is accepted makes of a record what RFC 7396 says.
func FuzzMergePatch(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"website":null}`, `{"place":{"city":null,"region":"US-MN"}}`, `{"names":[{"value":"B"}]}`, `{"members":null}`, `{"members":{"count":7}}`, `{"place":null,"kind":"unit"}`, `{"x":null}`, `[]`, `{"place":{"city":"A","city":null}}`, `{"names":[{"value":"A","from":null}]}`,
	} {
		f.Add([]byte(seed))
	}
	text, count := "Duluth", 5
	stands := api.UnionBody{Kind: "local", Name: "A", Names: []record.Name{{Value: "A", Type: "official"}}, Place: &api.Place{City: &text}, Members: &api.Members{Count: count}, Website: &text}
	f.Fuzz(func(t *testing.T, patch []byte) {
		got, err := api.Patched(patch, stands)
		if err != nil {
			return
		}
		var target, change any
		raw, err := json.Marshal(stands)
		if err != nil {
			t.Fatal(err)
		}
		if json.Unmarshal(raw, &target) != nil || json.Unmarshal(patch, &change) != nil {
			t.Fatalf("%q was accepted, and is no JSON", patch)
		}
		merged, err := json.Marshal(merge(target, change))
		if err != nil {
			t.Fatal(err)
		}
		var want api.UnionBody
		if err := json.Unmarshal(merged, &want); err != nil {
			t.Fatalf("%q: %v", patch, err)
		}
		one, _ := json.Marshal(got)
		two, _ := json.Marshal(want)
		if string(one) != string(two) {
			t.Fatalf("%q makes %s, want %s", patch, one, two)
		}
	})
}

// merge is MergePatch of RFC 7396 §2, word for word.
func merge(target, patch any) any {
	p, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	out, ok := target.(map[string]any)
	if !ok {
		out = map[string]any{}
	}
	for name, v := range p {
		if v == nil {
			delete(out, name)
		} else {
			out[name] = merge(out[name], v)
		}
	}
	return out
}

// FuzzCursor: no cursor that the service did not make is taken.
func FuzzCursor(f *testing.F) {
	s := newService(f, "sqlite", nil)
	good := s.get("/v1/unions?limit=1").want(200).text("page.next")
	for _, seed := range []string{good, good[1:], good + "A", "", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!!!!", "\x00", good + "\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cursor string) {
		res := serve(s.server, http.MethodGet, "/v1/unions?limit=1&cursor="+url.QueryEscape(cursor), "", "")
		if want := map[bool]int{true: 200, false: 400}[cursor == good]; res.Code != want {
			t.Fatalf("the cursor %q answers %d: %s", cursor, res.Code, res.Body)
		}
	})
}

// FuzzQuery: whatever a query string holds, it is answered or refused, never failed at.
func FuzzQuery(f *testing.F) {
	s := newService(f, "sqlite", nil)
	for _, seed := range []string{
		"", "limit=1", "q=a&kind=local,unit&sort=-name&as_of=2026-01", "known_at=2026-01-22T18:00:00Z", "changed_since=2026-01-22T18:00:00+01:00", "identifier=olms:1", "under=x&parent=y", "region=US-MN,us-ny&country=US",
		"%zz", "a;b", "q=%00", "q=%ff", "limit=1&limit=2", "city=%25_%5C", "q=%F0%9F%92%A5", "known_at=0001-01-01T00:00:00Z", "as_of=9999", "&&==&", "include_total=true&limit=200&cursor=x", "position=endorsed&evidence=primary&call=a-day-of-action",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/v1/unions", "/v1/calls", "/v1/endorsements", "/v1/statements", "/v1/sources", "/v1/changes", "/v1/calls/" + s.call.Slug + "/tally"} {
			u := url.URL{Path: path, RawQuery: query}
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
			if err != nil {
				t.Fatal(err)
			}
			req.URL = &u
			res := answerTo(s.server, req)
			switch res.Code {
			case 200, 400, 422:
			default:
				t.Fatalf("%s?%q answers %d: %s", path, query, res.Code, res.Body)
			}
			if again := answerTo(s.server, req); again.Code != res.Code {
				t.Fatalf("%s?%q answers %d, then %d", path, query, res.Code, again.Code)
			}
		}
	})
}
