package api_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// rules holds answers to what the Reconciliation Service API 0.2 says of them
// (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/, its JSON schemas included).
type rules struct{ *answer }

func (r rules) whole() (v any) {
	r.Helper()
	if err := json.Unmarshal(r.body, &v); err != nil {
		r.Fatalf("%.300s\nanswers no JSON: %.800s", r.request, r.body)
	}
	return v
}

func (r rules) fail(where, format string, args ...any) {
	r.Helper()
	r.Errorf("%.300s\n%s %s: %.800s", r.request, where, fmt.Sprintf(format, args...), r.body)
}

func (r rules) object(where string, v any) obj {
	r.Helper()
	o, ok := v.(obj)
	if !ok {
		r.fail(where, "is no object")
	}
	return o
}

func (r rules) list(where string, v any) []any {
	r.Helper()
	l, ok := v.([]any)
	if !ok {
		r.fail(where, "is no list")
	}
	return l
}

// texts fails where members are not texts that say something.
func (r rules) texts(where string, o obj, members ...string) {
	r.Helper()
	for _, m := range members {
		if text, ok := o[m].(string); !ok || text == "" {
			r.fail(where+"/"+m, "is no text")
		}
	}
}

func (r rules) only(where string, o obj, members ...string) {
	r.Helper()
	for m := range o {
		if !slices.Contains(members, m) {
			r.fail(where+"/"+m, "is none of %v", members)
		}
	}
}

func (r rules) types(where string, v any) {
	r.Helper()
	seen := map[string]bool{}
	for i, t := range r.list(where, v) {
		at := fmt.Sprint(where, "/", i)
		o := r.object(at, t)
		r.texts(at, o, "id", "name")
		if id := fmt.Sprint(o["id"]); seen[id] {
			r.fail(at, "stands twice")
		} else {
			seen[id] = true
		}
		if broader, has := o["broader"]; has {
			r.types(at+"/broader", broader)
		}
	}
}

func (r rules) service(where string, v any) (address, flyout string) {
	r.Helper()
	o := r.object(where, v)
	r.texts(where, o, "service_url", "service_path")
	address = fmt.Sprint(o["service_url"], o["service_path"])
	if strings.Contains(fmt.Sprint(o["service_path"]), "?") {
		r.fail(where, "has a path with a ?, behind which clients write one")
	}
	if path, has := o["flyout_service_path"].(string); has {
		if !strings.Contains(path, "${id}") {
			r.fail(where, "has a flyout without ${id}")
		}
		flyout = fmt.Sprint(o["flyout_service_url"], path)
	}
	return address, flyout
}

func (r rules) template(where string, v any) {
	r.Helper()
	o := r.object(where, v)
	r.texts(where, o, "url")
	address := fmt.Sprint(o["url"])
	if strings.Count(address, "{{id}}") != 1 {
		r.fail(where, "has no {{id}}")
	}
	if u, err := url.Parse(strings.Replace(address, "{{id}}", "a%2Fb", 1)); err != nil || u.Host == "" {
		r.fail(where, "makes no address: %v", err)
	}
}

func (r rules) manifest() rules {
	r.Helper()
	m := r.object("", r.whole())
	if versions := r.list("/versions", m["versions"]); !slices.Contains(versions, any("0.2")) {
		r.fail("/versions", "lacks 0.2")
	}
	r.texts("", m, "name", "identifierSpace", "schemaSpace", "documentation")
	for _, uri := range []string{"identifierSpace", "schemaSpace", "documentation"} {
		if u, err := url.Parse(fmt.Sprint(m[uri])); err != nil || !u.IsAbs() {
			r.fail("/"+uri, "is no URI")
		}
	}
	r.types("/defaultTypes", m["defaultTypes"])
	if n, ok := m["batchSize"].(float64); !ok || n < 1 || n != float64(int(n)) {
		r.fail("/batchSize", "is no number of queries")
	}
	r.template("/view", m["view"])
	r.template("/preview", m["preview"])
	for _, side := range []string{"width", "height"} {
		if n, ok := r.object("/preview", m["preview"])[side].(float64); !ok || n < 1 || n != float64(int(n)) {
			r.fail("/preview/"+side, "is no number of pixels")
		}
	}
	suggest := r.object("/suggest", m["suggest"])
	r.only("/suggest", suggest, "entity", "property", "type")
	for _, of := range []string{"entity", "property", "type"} {
		if _, flyout := r.service("/suggest/"+of, suggest[of]); flyout == "" {
			r.fail("/suggest/"+of, "has no flyout")
		}
	}
	extend := r.object("/extend", m["extend"])
	r.service("/extend/propose_properties", extend["propose_properties"])
	for i, v := range r.list("/extend/property_settings", extend["property_settings"]) {
		at := fmt.Sprint("/extend/property_settings/", i)
		setting := r.object(at, v)
		r.texts(at, setting, "type", "name", "label")
		r.only(at, setting, "type", "name", "label", "default", "help_text", "choices")
		if _, ok := setting["default"].(string); !ok {
			r.fail(at+"/default", "is no text, as that of a text or a choice must be")
		}
		switch setting["type"] {
		case "text":
		case "select":
			found := false
			for j, c := range r.list(at+"/choices", setting["choices"]) {
				choice := r.object(at, c)
				r.texts(fmt.Sprint(at, "/choices/", j), choice, "value", "name")
				r.only(at, choice, "value", "name")
				found = found || choice["value"] == setting["default"]
			}
			if !found {
				r.fail(at, "has a default that is no choice")
			}
		default:
			r.fail(at, "is of the type %v", setting["type"])
		}
	}
	return r
}

// results fails unless there is a result for each query and nothing else.
func (r rules) results(keys ...string) rules {
	r.Helper()
	batch := r.object("", r.whole())
	if len(batch) != len(keys) {
		r.fail("", "has %d results for %d queries", len(batch), len(keys))
	}
	for _, key := range keys {
		at := "/" + key
		slot := r.object(at, batch[key])
		r.only(at, slot, "result", "error")
		last, seen, matches := 100.0, map[any]bool{}, 0
		for i, v := range r.list(at+"/result", slot["result"]) {
			at := fmt.Sprint(at, "/result/", i)
			c := r.object(at, v)
			r.texts(at, c, "id", "name")
			r.only(at, c, "id", "name", "description", "type", "score", "match", "features")
			if description, has := c["description"]; has && description == "" {
				r.fail(at+"/description", "says nothing")
			}
			r.types(at+"/type", c["type"])
			score, ok := c["score"].(float64)
			if !ok || score < 0 || score > last {
				r.fail(at+"/score", "is no number from 0 to 100, or larger than the one before")
			}
			last = score
			if match, ok := c["match"].(bool); !ok {
				r.fail(at+"/match", "is neither true nor false")
			} else if match {
				matches++
			}
			if seen[c["id"]] {
				r.fail(at, "stands twice")
			}
			seen[c["id"]] = true
			features := map[any]bool{}
			for j, v := range r.list(at+"/features", c["features"]) {
				at := fmt.Sprint(at, "/features/", j)
				f := r.object(at, v)
				r.texts(at, f, "id")
				_, number := f["value"].(float64)
				if _, boolean := f["value"].(bool); !number && !boolean || features[f["id"]] {
					r.fail(at, "is no feature of its own")
				}
				features[f["id"]] = true
			}
		}
		if matches > 1 {
			r.fail(at, "has %d matches", matches)
		}
	}
	return r
}

func (r rules) suggestions() rules {
	r.Helper()
	answer := r.object("", r.whole())
	r.only("", answer, "result", "cursor")
	for i, v := range r.list("/result", answer["result"]) {
		at := fmt.Sprint("/result/", i)
		s := r.object(at, v)
		r.texts(at, s, "id", "name")
		r.only(at, s, "id", "name", "description", "notable", "broader")
		for _, types := range []string{"notable", "broader"} {
			if v, has := s[types]; has {
				r.types(at+"/"+types, v)
			}
		}
	}
	return r
}

var isoInstant = regexp.MustCompile(`^\d{4}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T(2[0-3]|[01]\d):[0-5]\d:[0-5]\dZ$`)

// extension fails unless there is a row for each id with each property.
func (r rules) extension(ids, properties []string) rules {
	r.Helper()
	answer := r.object("", r.whole())
	r.only("", answer, "meta", "rows")
	meta := r.list("/meta", answer["meta"])
	if len(meta) != len(properties) {
		r.fail("/meta", "has %d properties, want %v", len(meta), properties)
		return r
	}
	for i, v := range meta {
		at := fmt.Sprint("/meta/", i)
		m := r.object(at, v)
		r.texts(at, m, "id", "name")
		r.only(at, m, "id", "name", "type")
		if m["id"] != properties[i] {
			r.fail(at, "is %v, want %s", m["id"], properties[i])
		}
		if t, has := m["type"]; has {
			r.texts(at+"/type", r.object(at, t), "id", "name")
		}
	}
	rows := r.object("/rows", answer["rows"])
	r.only("/rows", rows, ids...)
	for _, id := range ids {
		row := r.object("/rows/"+id, rows[id])
		r.only("/rows/"+id, row, properties...)
		for _, p := range properties {
			at := "/rows/" + id + "/" + p
			for _, v := range r.list(at, row[p]) {
				value := r.object(at, v)
				switch {
				case value["id"] != nil:
					r.texts(at, value, "id", "name")
					r.only(at, value, "id", "name")
					continue
				case len(value) != 1:
					r.fail(at, "has values of several kinds at once")
				}
				for kind, v := range value {
					number, isNumber := v.(float64)
					text, isText := v.(string)
					ok := map[string]bool{"str": isText && text != "", "float": isNumber, "int": isNumber && number == float64(int(number)), "date": isText && isoInstant.MatchString(text)}[kind]
					if !ok {
						r.fail(at, "has the value %v", value)
					}
				}
			}
		}
	}
	return r
}
