package export_test

import (
	"regexp"
	"slices"
	"testing"
	"time"

	"rollcall/internal/export"
)

// checkPackage holds a document to the rules of Data Package 2.0, Data Resource 2.0 and Table Schema 2.0
// (https://datapackage.org/standard/), as far as they are about what is in it.
func checkPackage(t testing.TB, doc map[string]any) {
	t.Helper()
	word := regexp.MustCompile(`^[-a-z0-9._/]+$`)
	text := func(of map[string]any, member string) string {
		t.Helper()
		s, ok := of[member].(string)
		if !ok || s == "" {
			t.Errorf("%v has no text as its %s", of["name"], member)
		}
		return s
	}
	items := func(of map[string]any, member string) (out []map[string]any) {
		t.Helper()
		list, _ := of[member].([]any)
		for _, v := range list {
			item, _ := v.(map[string]any)
			out = append(out, item)
		}
		return out
	}
	if !word.MatchString(text(doc, "name")) || text(doc, "$schema") != "https://datapackage.org/profiles/2.0/datapackage.json" || text(doc, "title") == "" || text(doc, "attribution") == "" {
		t.Error("the package has no name or profile")
	}
	if _, err := time.Parse(time.RFC3339, text(doc, "created")); err != nil {
		t.Error(err)
	}
	for _, l := range items(doc, "licenses") {
		if l["name"] == nil && l["path"] == nil {
			t.Error("a license needs a name or a path")
		}
	}
	if len(items(doc, "licenses")) != 1 || len(items(doc, "contributors")) != 1 {
		t.Error("the package needs a license and a contributor")
	}
	resources := items(doc, "resources")
	named := map[string][]string{}
	for _, r := range resources {
		name := text(r, "name")
		if !word.MatchString(name) || named[name] != nil {
			t.Errorf("%q is no name of a resource, or stands twice", name)
		}
		named[name] = []string{}
		schema, _ := r["schema"].(map[string]any)
		for _, f := range items(schema, "fields") {
			named[name] = append(named[name], text(f, "name"))
			text(f, "description")
			if !slices.Contains([]string{"string", "number", "integer", "boolean", "array", "datetime"}, text(f, "type")) {
				t.Errorf("%s: %v is no type of a field", name, f["type"])
			}
		}
	}
	for _, r := range resources {
		name := text(r, "name")
		for _, member := range []string{"path", "title", "description", "format", "mediatype"} {
			text(r, member)
		}
		if _, err := export.ParseName(text(r, "path")); err != nil {
			t.Error(err)
		}
		if !regexp.MustCompile(`^sha256:[0-9a-f]{64}$`).MatchString(text(r, "hash")) || r["seq"] != doc["seq"] {
			t.Errorf("%s: the hash %v or the seq %v", name, r["hash"], r["seq"])
		}
		for _, member := range []string{"bytes", "rows"} {
			if n, ok := r[member].(float64); !ok || n < 0 {
				t.Errorf("%s has no %s", name, member)
			}
		}
		if (r["format"] == "csv" || r["format"] == "ndjson") && r["encoding"] != "utf-8" {
			t.Errorf("%s has the encoding %v", name, r["encoding"])
		}
		schema, _ := r["schema"].(map[string]any)
		if (schema == nil) != (r["format"] == "sqlite") {
			t.Errorf("%s: a table has a schema", name)
		}
		key, _ := schema["primaryKey"].([]any)
		if schema != nil && (len(key) != 1 || !slices.Contains(named[name], "id")) {
			t.Errorf("%s has no key", name)
		}
		for _, k := range items(schema, "foreignKeys") {
			ref, _ := k["reference"].(map[string]any)
			target, _ := ref["resource"].(string)
			if target == "" {
				target = name
			}
			columns, _ := k["fields"].([]any)
			column, _ := columns[0].(string)
			if !slices.Contains(named[target], "id") || !slices.Contains(named[name], column) {
				t.Errorf("%s: the key %v names nothing", name, k)
			}
		}
	}
}

func TestTermsThatSayNothingAreRefused(t *testing.T) {
	for want, terms := range map[bool][]export.Terms{
		true:  {{}, {License: "CC0-1.0"}, {License: "cc-by-4.0"}, {License: "https://example.org/terms"}},
		false: {{License: "free"}, {License: "CC-BY"}, {License: "ftp://example.org"}, {License: "https://"}},
	} {
		for _, terms := range terms {
			if err := terms.Check(); (err == nil) != want {
				t.Errorf("%+v: %v", terms, err)
			}
		}
	}
}
