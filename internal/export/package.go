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

// DataLicense is what others may do with the data.
type DataLicense struct {
	// The license by its Open Definition id; absent for one that has none.
	Name string `json:"name,omitempty" example:"CC-BY-4.0"`
	// The license's address.
	Path string `json:"path,omitempty" format:"uri" example:"https://creativecommons.org/licenses/by/4.0/"`
	// The license in words.
	Title string `json:"title,omitempty" example:"Creative Commons Attribution 4.0"`
}

var licenses = []DataLicense{
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

func (t Terms) license() DataLicense {
	name := t.License
	if name == "" {
		name = DefaultLicense
	}
	if i := slices.IndexFunc(licenses, func(l DataLicense) bool { return strings.EqualFold(l.Name, name) }); i >= 0 {
		return licenses[i]
	}
	return DataLicense{Path: name}
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

// DataPackage describes files that are all of one seq (Data Package 2.0,
// https://datapackage.org/standard/data-package/; what version 1 needs besides is in it too).
type DataPackage struct {
	// The profile of Data Package 2.0.
	Schema string `json:"$schema" format:"uri" example:"https://datapackage.org/profiles/2.0/datapackage.json"`
	// The profile of Data Package 1.
	Profile     string `json:"profile" example:"data-package"`
	Name        string `json:"name" example:"rollcall"`
	Title       string `json:"title" example:"Rollcall"`
	Description string `json:"description" example:"The public record of which labor unions said what about which call to action."`
	// Where the record is found.
	Homepage string `json:"homepage,omitempty" format:"uri" example:"https://rollcall.example.org"`
	// The version of the data; its last number is the seq.
	Version string `json:"version" example:"1.0.1042"`
	// When the last change was made; absent of an empty record.
	Created *time.Time `json:"created,omitempty" example:"2026-01-23T18:00:00Z"`
	// The last change that the files hold.
	Seq          int64             `json:"seq" example:"1042"`
	Licenses     []DataLicense     `json:"licenses"`
	Contributors []DataContributor `json:"contributors"`
	// Whom to name when the data is used.
	Attribution string         `json:"attribution" example:"The editors of this Rollcall"`
	Resources   []DataResource `json:"resources"`
}

// DataContributor is who publishes the data.
type DataContributor struct {
	Title string   `json:"title" example:"The editors of this Rollcall"`
	Path  string   `json:"path,omitempty" format:"uri" example:"https://rollcall.example.org"`
	Roles []string `json:"roles" example:"publisher"`
	// The role as Data Package 1 has it.
	Role string `json:"role" example:"publisher"`
}

// DataResource is one file of a package (Data Resource 2.0).
type DataResource struct {
	// The profile of Data Resource 2.0.
	Schema string `json:"$schema" format:"uri" extensions:"x-go-name=ProfileURL" example:"https://datapackage.org/profiles/2.0/dataresource.json"`
	// The profile of Data Package 1.
	Profile string `json:"profile" example:"tabular-data-resource"`
	Name    string `json:"name" example:"unions-csv"`
	// table, for a file that is one.
	Type string `json:"type,omitempty" example:"table"`
	// The name of the file, beside this description.
	Path        string `json:"path" example:"unions.csv"`
	Title       string `json:"title" example:"Unions"`
	Description string `json:"description" example:"Bodies of organized workers, from a federation down to a shop unit."`
	Format      string `json:"format" enums:"csv,ndjson,parquet,sqlite" example:"csv"`
	MediaType   string `json:"mediatype" example:"text/csv"`
	// Of what is text.
	Encoding string `json:"encoding,omitempty" example:"utf-8"`
	// The size of the file.
	Bytes int64 `json:"bytes" example:"120934"`
	// How many rows it has; of the database those of its datasets together.
	Rows int64 `json:"rows" example:"412"`
	// The SHA-256 of the file.
	Hash string `json:"hash" example:"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	// The last change that the file holds.
	Seq     int64        `json:"seq" example:"1042"`
	Dialect *CSVDialect  `json:"dialect,omitempty"`
	Table   *TableSchema `json:"schema,omitempty"`
}

// CSVDialect is how a CSV file is written (Table Dialect 2.0).
type CSVDialect struct {
	Delimiter      string `json:"delimiter" example:","`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote" example:"true"`
	Header         bool   `json:"header" example:"true"`
}

// TableSchema is what the columns of a file mean (Table Schema 2.0).
type TableSchema struct {
	// The profile of Table Schema 2.0.
	Schema        string       `json:"$schema" format:"uri" example:"https://datapackage.org/profiles/2.0/tableschema.json"`
	Fields        []TableField `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey" example:"id"`
	ForeignKeys   []ForeignKey `json:"foreignKeys,omitempty"`
}

// TableField is a column.
type TableField struct {
	Name        string            `json:"name" example:"name"`
	Type        string            `json:"type" enums:"string,integer,number,boolean,datetime,array" example:"string"`
	Description string            `json:"description" example:"The display name."`
	Constraints *FieldConstraints `json:"constraints,omitempty"`
}

// FieldConstraints are what the values of a column obey.
type FieldConstraints struct {
	Required bool   `json:"required,omitempty" example:"true"`
	Unique   bool   `json:"unique,omitempty" example:"true"`
	Pattern  string `json:"pattern,omitempty" example:"[0-9]{4}"`
}

// ForeignKey says that a column holds the id of a row of another file.
type ForeignKey struct {
	Fields    []string            `json:"fields" example:"union_id"`
	Reference ForeignKeyReference `json:"reference"`
}

// ForeignKeyReference is what a foreign key refers to.
type ForeignKeyReference struct {
	// The name of the resource; empty for the same one.
	Resource string   `json:"resource" example:"unions-csv"`
	Fields   []string `json:"fields" example:"id"`
}

const profiles = "https://datapackage.org/profiles/2.0/"

// Describe makes the package of files that are all of one seq; created is when its last change was made.
func Describe(files []Info, seq int64, created time.Time, terms Terms) DataPackage {
	p := DataPackage{
		Schema: profiles + "datapackage.json", Profile: "data-package", Name: "rollcall", Title: packageTitle, Description: packageAbout, Homepage: terms.Homepage,
		// A version of Data Package is major.minor.patch; what changes here is the data.
		Version: fmt.Sprintf("1.0.%d", seq), Seq: seq, Licenses: []DataLicense{terms.license()}, Attribution: terms.attribution(),
		Contributors: []DataContributor{{terms.attribution(), terms.Homepage, []string{"publisher"}, "publisher"}}, Resources: []DataResource{},
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
func (p DataPackage) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(p, "", "  ")
	return append(b, '\n'), err
}

func describe(f Info) DataResource {
	media, _, _ := strings.Cut(f.Name.MediaType(), ";")
	r := DataResource{
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
		r.Profile, r.Encoding, r.Dialect = "tabular-data-resource", "utf-8", &CSVDialect{",", "\r\n", `"`, true, true}
	case NDJSON:
		r.Encoding = "utf-8"
	case Parquet: // has neither text nor lines
	}
	return r
}

// partialDate is a year, a month or a day.
const partialDate = `[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?`

// schema is the table schema of a dataset (Table Schema 2.0).
func (d dataset) schema(f Format) *TableSchema {
	s := &TableSchema{Schema: profiles + "tableschema.json", MissingValues: []string{""}, PrimaryKey: []string{"id"}}
	for _, c := range d.fields {
		x := TableField{Name: c.Name, Type: "string", Description: c.About}
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
			x.Constraints = &FieldConstraints{Pattern: partialDate}
		case table.Text:
		}
		if c.Name == "id" {
			x.Constraints = &FieldConstraints{Required: true, Unique: true}
		}
		s.Fields = append(s.Fields, x)
	}
	for _, l := range d.links {
		resource := l.dataset + "-" + string(f)
		if l.dataset == d.name {
			resource = "" // the resource itself (Table Schema 2.0, foreignKeys)
		}
		s.ForeignKeys = append(s.ForeignKeys, ForeignKey{[]string{l.column}, ForeignKeyReference{resource, []string{"id"}}})
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
