package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
)

// source is what the Go code says that swag does not carry over: comments above types, which members
// are always there, which can be null, and the order of a struct's fields.
type source struct {
	folders    []string // the annotated package and the packages of this module that it imports
	packages   []string
	types      map[string]goType // by "package.Name"
	parameters []parameter
}

type goType struct {
	doc    string
	alias  string // from a trailing "@name" comment, which swag takes for the definition's name
	fields []field
}

type field struct {
	name     string // as in JSON; empty when embedded
	goType   string // without stars and brackets, qualified: "time.Time", "record.Date", "api.string"
	pointer  bool
	omitted  bool // left out when empty
	untagged bool
	goName   string
}

// parameter is one @Param line as written.
type parameter struct{ method, path, in, name string }

var (
	routerLine = regexp.MustCompile(`(?i)@router\s+(\S+)\s+\[(\w+)]`)
	paramLine  = regexp.MustCompile(`(?i)@param\s+(\S+)\s+(\w+)\s`)
	nameLine   = regexp.MustCompile(`(?i)@name\s+(\S+)`)
	docLink    = regexp.MustCompile(`\[([A-Z]\w*(?:\.\w+)?)\]`) // of Go's doc comments
	keptLines  = regexp.MustCompile(`(?m)^([ \t]|[-*] |\d+\. )`)
)

func readSource(api string) (*source, error) {
	src := &source{types: map[string]goType{}}
	folders, err := importedFolders(api)
	if err != nil {
		return nil, err
	}
	src.folders = append([]string{api}, folders...)
	for _, folder := range src.folders {
		if err := src.readPackage(folder); err != nil {
			return nil, err
		}
	}
	return src, nil
}

// importedFolders finds the packages of the same module whose types the annotations may name.
func importedFolders(api string) ([]string, error) {
	root, module, err := moduleOf(api)
	if err != nil {
		return nil, err
	}
	pkg, err := build.ImportDir(api, 0)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, path := range pkg.Imports {
		if rel, ok := strings.CutPrefix(path, module+"/"); ok {
			folders = append(folders, filepath.Join(root, filepath.FromSlash(rel)))
		}
	}
	return folders, nil
}

func moduleOf(folder string) (root, module string, err error) {
	dir, err := filepath.Abs(folder)
	if err != nil {
		return "", "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			first, _, _ := strings.Cut(string(data), "\n")
			return dir, strings.TrimSpace(strings.TrimPrefix(first, "module")), nil
		}
		if dir == filepath.Dir(dir) {
			return "", "", fmt.Errorf("%s is in no Go module", folder)
		}
	}
}

func (s *source) readPackage(folder string) error {
	pkg, err := build.ImportDir(folder, 0)
	if err != nil {
		return err
	}
	s.packages = append(s.packages, pkg.Name)
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(folder, name), nil, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.GenDecl:
				s.readTypes(pkg.Name, decl)
			case *ast.FuncDecl:
				s.readParameters(decl.Doc)
			}
		}
	}
	return nil
}

func (s *source) readTypes(pkg string, decl *ast.GenDecl) {
	for _, spec := range decl.Specs {
		spec, ok := spec.(*ast.TypeSpec)
		if !ok {
			continue
		}
		doc := spec.Doc
		if doc == nil {
			doc = decl.Doc
		}
		t := goType{doc: prose(doc.Text())}
		if m := nameLine.FindStringSubmatch(commentText(spec.Comment)); m != nil {
			t.alias = m[1]
		}
		if st, ok := spec.Type.(*ast.StructType); ok {
			t.fields = fieldsOf(pkg, st)
		}
		s.types[pkg+"."+spec.Name.Name] = t
	}
}

// commentText keeps the markers that Text would take for directives.
func commentText(group *ast.CommentGroup) string {
	if group == nil {
		return ""
	}
	var b strings.Builder
	for _, c := range group.List {
		b.WriteString(c.Text + "\n")
	}
	return b.String()
}

func fieldsOf(pkg string, st *ast.StructType) []field {
	var fields []field
	for _, f := range st.Fields.List {
		var tag reflect.StructTag
		if f.Tag != nil {
			text, _ := strconv.Unquote(f.Tag.Value)
			tag = reflect.StructTag(text)
		}
		jsonTag, tagged := tag.Lookup("json")
		name, options, _ := strings.Cut(jsonTag, ",")
		if name == "-" || tag.Get("swaggerignore") == "true" {
			continue
		}
		_, pointer := f.Type.(*ast.StarExpr)
		one := field{
			name: name, goType: elementType(pkg, f.Type), pointer: pointer, untagged: !tagged,
			omitted: slices.ContainsFunc(strings.Split(options, ","), func(o string) bool { return o == "omitempty" || o == "omitzero" }),
		}
		if len(f.Names) == 0 {
			if generic, ok := f.Type.(*ast.IndexExpr); ok {
				one.goType = elementType(pkg, generic.X)
			}
			fields = append(fields, one)
			continue
		}
		for _, ident := range f.Names {
			if ident.IsExported() {
				one.goName = ident.Name
				fields = append(fields, one)
			}
		}
	}
	return fields
}

// elementType names what is inside stars, brackets and one-argument generics like List[T].
func elementType(pkg string, expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return elementType(pkg, expr.X)
	case *ast.ArrayType:
		return elementType(pkg, expr.Elt)
	case *ast.IndexExpr:
		return elementType(pkg, expr.Index)
	case *ast.Ident:
		return pkg + "." + expr.Name
	case *ast.SelectorExpr:
		if x, ok := expr.X.(*ast.Ident); ok {
			return x.Name + "." + expr.Sel.Name
		}
	}
	return ""
}

func (s *source) readParameters(doc *ast.CommentGroup) {
	text := commentText(doc)
	for _, route := range routerLine.FindAllStringSubmatch(text, -1) {
		for _, line := range paramLine.FindAllStringSubmatch(text, -1) {
			s.parameters = append(s.parameters, parameter{
				method: strings.ToUpper(route[2]), path: route[1], in: line[2], name: line[1],
			})
		}
	}
}

// checkParameters finds the parameters that swag drops without a word because of their type.
func (s *source) checkParameters(doc *openapi2.T) error {
	for _, p := range s.parameters {
		item := doc.Paths[p.path]
		if item == nil {
			continue
		}
		op := item.GetOperation(p.method)
		if op != nil && !slices.ContainsFunc(op.Parameters, func(q *openapi2.Parameter) bool { return q.In == p.in && q.Name == p.name }) {
			return fmt.Errorf("%s %s: the %s parameter %q has a type that swag cannot document there; write string, int, bool or a list of these", p.method, p.path, p.in, p.name)
		}
	}
	return nil
}

// typeOf finds the Go type of a definition under the name that swag gave it. A generic type's
// definition is named for its arguments too: "api.List-api_Union".
func (s *source) typeOf(definition string) (goType, bool) {
	base, _, _ := strings.Cut(definition, "-")
	if t, ok := s.types[base]; ok {
		return t, true
	}
	for _, t := range s.types {
		if t.alias == definition {
			return t, true
		}
	}
	return goType{}, false
}

// flat returns the fields of t as JSON shows them: those of embedded structs among its own.
func (s *source) flat(t goType) []field {
	var fields []field
	for _, f := range t.fields {
		if f.goName == "" && f.name == "" {
			fields = append(fields, s.flat(s.types[f.goType])...)
			continue
		}
		fields = append(fields, f)
	}
	return fields
}

// prose joins the lines of a comment's paragraphs, so that the width of the code is not the width of
// the documentation. Lists and indented text keep their lines.
// Go's links lead nowhere there.
func prose(text string) string {
	paragraphs := strings.Split(strings.TrimSpace(text), "\n\n")
	for i, p := range paragraphs {
		p = docLink.ReplaceAllString(p, "$1")
		if !keptLines.MatchString(p) {
			p = strings.Join(strings.Fields(p), " ")
		}
		paragraphs[i] = p
	}
	return strings.Join(paragraphs, "\n\n")
}
