package export

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"rollcall/internal/table"
)

// Terms are the operator's word on what others may do with the data.
type Terms struct {
	// License is one of Licenses by its SPDX id, or the address of another; DefaultLicense if empty.
	License string
	// Attribution is whom to name as the publisher; a neutral line if empty.
	Attribution string
	// Homepage is where the record is found; it may be empty.
	Homepage string
}

// DefaultLicense lets anybody use the data who says where it is from.
const DefaultLicense = "CC-BY-4.0"

type license struct {
	Name  string `json:"name,omitempty"`
	Path  string `json:"path,omitempty"`
	Title string `json:"title,omitempty"`
}

var licenses = []license{
	{"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"},
	{"CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/", "Creative Commons Attribution Share-Alike 4.0"},
	{"CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0"},
	{"ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/", "Open Data Commons Open Database License 1.0"},
	{"ODC-BY-1.0", "https://opendatacommons.org/licenses/by/1-0/", "Open Data Commons Attribution License 1.0"},
	{"PDDL-1.0", "https://opendatacommons.org/licenses/pddl/1-0/", "Open Data Commons Public Domain Dedication and Licence 1.0"},
}

// Licenses lists the licenses that are known by name.
func Licenses() []string {
	out := make([]string, len(licenses))
	for i, l := range licenses {
		out[i] = l.Name
	}
	return out
}

// Check answers what is wrong with the terms, or nil.
func (t Terms) Check() error {
	if u, err := url.Parse(t.License); t.License == "" || t.license().Title != "" || err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
		return nil
	}
	return fmt.Errorf("a license is one of %s, or the address of another", strings.Join(Licenses(), ", "))
}

func (t Terms) license() license {
	name := t.License
	if name == "" {
		name = DefaultLicense
	}
	if i := slices.IndexFunc(licenses, func(l license) bool { return strings.EqualFold(l.Name, name) }); i >= 0 {
		return licenses[i]
	}
	return license{Path: name}
}

func (t Terms) attribution() string {
	switch {
	case t.Attribution != "":
		return t.Attribution
	case t.Homepage != "":
		return "The editors of " + t.Homepage
	}
	return "The editors of this Rollcall"
}

const (
	packageTitle = "Rollcall"
	packageAbout = "The public record of which labor unions said what about which call to action, when, who decided it, and how we know."
)

// Info is what is known of a file that was made.
type Info struct {
	Name   Name
	Seq    int64
	Rows   int64 // of the database, those of its datasets together
	Bytes  int64
	SHA256 [32]byte
}

// Hash is the digest as a Data Package writes it.
func (i Info) Hash() string { return "sha256:" + hex.EncodeToString(i.SHA256[:]) }

// Package describes files of one seq (Data Package 2.0, https://datapackage.org/standard/data-package/;
// what version 1 needs besides is in it too).
type Package struct {
	Schema       string        `json:"$schema"`
	Profile      string        `json:"profile"`
	Name         string        `json:"name"`
	Title        string        `json:"title"`
	Description  string        `json:"description"`
	Homepage     string        `json:"homepage,omitempty"`
	Version      string        `json:"version"`
	Created      *time.Time    `json:"created,omitempty"`
	Seq          int64         `json:"seq"`
	Licenses     []license     `json:"licenses"`
	Contributors []contributor `json:"contributors"`
	Attribution  string        `json:"attribution"`
	Resources    []resource    `json:"resources"`
}

type contributor struct {
	Title string   `json:"title"`
	Path  string   `json:"path,omitempty"`
	Roles []string `json:"roles"`
	Role  string   `json:"role"` // of version 1
}

type resource struct {
	Schema      string   `json:"$schema"`
	Profile     string   `json:"profile"`
	Name        string   `json:"name"`
	Type        string   `json:"type,omitempty"`
	Path        string   `json:"path"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Format      string   `json:"format"`
	MediaType   string   `json:"mediatype"`
	Encoding    string   `json:"encoding,omitempty"`
	Bytes       int64    `json:"bytes"`
	Rows        int64    `json:"rows"`
	Hash        string   `json:"hash"`
	Seq         int64    `json:"seq"`
	Dialect     *dialect `json:"dialect,omitempty"`
	Table       *schema  `json:"schema,omitempty"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type schema struct {
	Schema        string       `json:"$schema"`
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Description string       `json:"description"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool   `json:"required,omitempty"`
	Unique   bool   `json:"unique,omitempty"`
	Pattern  string `json:"pattern,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"`
	Fields   []string `json:"fields"`
}

const profiles = "https://datapackage.org/profiles/2.0/"

// Describe makes the package of files that are all of one seq; created is when its last change was made.
func Describe(files []Info, seq int64, created time.Time, terms Terms) Package {
	p := Package{
		Schema: profiles + "datapackage.json", Profile: "data-package", Name: "rollcall", Title: packageTitle, Description: packageAbout, Homepage: terms.Homepage,
		// A version of Data Package is major.minor.patch; what changes here is the data.
		Version: fmt.Sprintf("1.0.%d", seq), Seq: seq, Licenses: []license{terms.license()}, Attribution: terms.attribution(),
		Contributors: []contributor{{terms.attribution(), terms.Homepage, []string{"publisher"}, "publisher"}}, Resources: []resource{},
	}
	if !created.IsZero() {
		p.Created = &created
	}
	for _, f := range files {
		p.Resources = append(p.Resources, describe(f))
	}
	return p
}

// JSON is the package as a file.
func (p Package) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(p, "", "  ")
	return append(b, '\n'), err
}

func describe(f Info) resource {
	media, _, _ := strings.Cut(f.Name.MediaType(), ";")
	r := resource{
		Schema: profiles + "dataresource.json", Profile: "data-resource", Name: strings.ReplaceAll(f.Name.String(), ".", "-"), Path: f.Name.String(),
		Format: string(f.Name.Format), MediaType: media, Bytes: f.Bytes, Rows: f.Rows, Hash: f.Hash(), Seq: f.Seq,
	}
	d, err := datasetOf(f.Name.Dataset)
	if err != nil {
		r.Title, r.Description, r.Format = "Everything", "Every dataset as a table of one SQLite database, with foreign keys, indexes and views; its tables metadata and metadata_columns say what it holds.", "sqlite"
		return r
	}
	r.Title, r.Description, r.Type, r.Table = d.title, d.about, "table", d.schema(f.Name.Format)
	switch f.Name.Format {
	case CSV:
		r.Profile, r.Encoding, r.Dialect = "tabular-data-resource", "utf-8", &dialect{",", "\r\n", `"`, true, true}
	case NDJSON:
		r.Encoding = "utf-8"
	case Parquet: // has neither text nor lines
	}
	return r
}

// partialDate is a year, a month or a day.
const partialDate = `[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?`

// schema is the table schema of a dataset (Table Schema 2.0).
func (d dataset) schema(f Format) *schema {
	s := &schema{Schema: profiles + "tableschema.json", MissingValues: []string{""}, PrimaryKey: []string{"id"}}
	for _, c := range d.fields {
		x := field{Name: c.Name, Type: "string", Description: c.About}
		switch c.Kind {
		case table.Integer:
			x.Type = "integer"
		case table.Real:
			x.Type = "number"
		case table.Boolean:
			x.Type = "boolean"
		case table.Instant:
			x.Type = "datetime"
		case table.JSON:
			x.Type = "array" // every list of the record is one
		case table.Date:
			x.Constraints = &constraints{Pattern: partialDate}
		case table.Text:
		}
		if c.Name == "id" {
			x.Constraints = &constraints{Required: true, Unique: true}
		}
		s.Fields = append(s.Fields, x)
	}
	for _, l := range d.links {
		resource := l.dataset + "-" + string(f)
		if l.dataset == d.name {
			resource = "" // the resource itself (Table Schema 2.0, foreignKeys)
		}
		s.ForeignKeys = append(s.ForeignKeys, foreignKey{[]string{l.column}, reference{resource, []string{"id"}}})
	}
	return s
}

// Fields lists the columns of a dataset; none of one that there is not.
func Fields(name string) []Field {
	d, err := datasetOf(name)
	if err != nil {
		return nil
	}
	return slices.Clone(d.fields)
}
