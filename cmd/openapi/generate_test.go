package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheDocumentsOfTheToyAreAsCommitted(t *testing.T) {
	// After a change that is meant: go run ./cmd/openapi -root cmd/openapi/testdata/toy
	if err := run("testdata/toy", true); err != nil {
		t.Error(err)
	}
}

func TestDriftIsFoundAndMended(t *testing.T) {
	root := copyToy(t, "", "")
	document := filepath.Join(root, "docs", "openapi.yaml")
	if err := os.WriteFile(document, []byte("openapi: 3.0.3\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(root, true); err == nil || !strings.Contains(err.Error(), "openapi.yaml") || strings.Contains(err.Error(), "openapi.json") {
		t.Errorf("of a changed document the check says: %v", err)
	}
	if err := run(root, false); err != nil {
		t.Fatal(err)
	}
	if err := run(root, true); err != nil {
		t.Errorf("after writing, the check says: %v", err)
	}
}

// A mistake in an annotation must be told, not documented.
func TestMistakesInAnnotationsAreRefused(t *testing.T) {
	for _, c := range []struct{ name, old, with, says string }{
		{"no id", "//\t@ID\t\t\tgetUnion\n", "", "GET /v1/unions/{union} has no @ID"},
		{"an id twice", "@ID\t\t\tgetUnion", "@ID\t\t\tlistUnions", "listUnions"},
		{"no summary", "//\t@Summary\tRead a union\n", "", "GET /v1/unions/{union} has no @Summary"},
		{"an undeclared tag", "@Tags\t\tservice", "@Tags\t\tthings", `the tag "things" is not declared`},
		{"an unused tag", "@Tags\t\tservice", "@Tags\t\tunions", `no operation has the tag "service"`},
		{"a path parameter that is not declared", "//\t@Param\t\tunion\t\tpath\tstring\ttrue\t\"shared\"\n", "", `DELETE /v1/unions/{union}: the path parameter "union" is not declared`},
		{"a path parameter that is not in the path", "/v1/unions/{union} [delete]", "/v1/unions/gone [delete]", `the path has no parameter "union"`},
		{"a parameter of a type that swag drops", "query\trecord.Kind", "query\tEmpty", `the query parameter "kind" has a type that swag cannot document`},
		{"a shared parameter in a form that it does not have", "limit\t\t\tquery\tint\t\t\tfalse", "limit\t\t\tquery\tint\t\t\ttrue", `the query parameter "limit" is shared`},
		{"HEAD", "/livez [get]", "/livez [head]", "HEAD goes without saying"},
		{"no problem", "{object}\tProblem", "{object}\tPage", "no operation answers the type Problem"},
		{"two types of one name", "Union\t\"The union as created\"", "UnionList\t\"The union as created\"", "would both be called UnionList"},
		{"a member without a json tag", "`json:\"code\" example:\"not_found\"`", "", "Problem: the field Code has no json tag"},
		{"an example that is not of the field's type", `example:"404"`, `example:"not found"`, "example"},
		{"a default that the schema refuses", `default:"active"`, `default:"asleep"`, "not valid"},
		{"no security scheme", "bearerAuth\n//\t@in", "other\n//\t@in", "no securityDefinitions.apikey bearerAuth"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := run(copyToy(t, c.old, c.with), false)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, want one that says %q", err, c.says)
			}
		})
	}
}

func TestExamplesThatDoNotFitAreRefused(t *testing.T) {
	for _, c := range []struct{ file, content, says string }{
		{"listThings.200.json", "{}", "there is no operation listThings"},
		{"getUnion.201.json", "{}", "getUnion has no answer 201"},
		{"getUnion.request.json", "{}", "getUnion takes no body"},
		{"getUnion.200.csv", "id\n", "getUnion has no csv there"},
		{"getUnion.200.json", `{"id": "x"}`, "does not fit its schema"},
		{"getUnion.200.json", `{`, "unexpected end"},
		{"createUnion.request.json", `{"name": "x", "kind": "local", "nick": "y"}`, "nick"},
		{"createUnion.request.json", `{"name": "x", "kind": "lodge"}`, "does not fit its schema"},
		{"notes.txt", "", "an example is called"},
	} {
		t.Run(c.file, func(t *testing.T) {
			root := copyToy(t, "", "")
			if err := os.WriteFile(filepath.Join(root, "docs", "examples", c.file), []byte(c.content), 0o644); err != nil {
				t.Fatal(err)
			}
			err := run(root, false)
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), c.file) {
				t.Errorf("the error is %v, want one about %s that says %q", err, c.file, c.says)
			}
		})
	}
}

// copyToy copies the toy into a module of its own, with one text changed everywhere.
func copyToy(t *testing.T, old, with string) string {
	t.Helper()
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("testdata/toy")); err != nil {
		t.Fatal(err)
	}
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module rollcall/cmd/openapi/testdata/toy\n\ngo 1.26\n")
	write("api/more.go", "package api\n\n// Empty has no members.\ntype Empty struct{}\n\n// UnionList collides with the page of unions, where it is used.\ntype UnionList struct{ List[Union] }\n")
	found := old == ""
	for _, name := range []string{"api/routes.go", "api/unions.go"} {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		found = found || strings.Contains(string(data), old)
		if old != "" {
			write(name, strings.ReplaceAll(string(data), old, with))
		}
	}
	if !found {
		t.Fatalf("the toy holds no %q", old)
	}
	return root
}
