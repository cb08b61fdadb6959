package main

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi3"

	"rollcall/internal/record"
)

// This file is the vocabulary that every operation shares: what a parameter, a header or a status
// means wherever it occurs. The annotations only name it.

// scalars are the Go types that JSON shows as something else than their definition says.
var scalars = map[string]struct {
	format   string
	nullable bool // its empty value is null in JSON
}{
	"time.Time":   {format: "date-time"},
	"uuid.UUID":   {format: "uuid"},
	"record.Date": {format: "partial-date", nullable: true},
	"record.JSON": {nullable: true},
}

// partialDate is a year, a month or a day. It lets days through that a month does not have: the
// server says so itself.
const partialDate = `^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$`

// patterns are added to every string of a format that not every reader of the document knows, and so
// are samples: without one, explorers make up a value from the pattern.
var (
	patterns = map[string]string{"partial-date": partialDate}
	samples  = map[string]string{"partial-date": "2026-01-23"}
)

// defineFormats teaches kin-openapi the formats that it does not check by itself.
func defineFormats() {
	openapi3.DefineStringFormatValidator("uuid", openapi3.NewRegexpFormatValidator(openapi3.FormatOfStringForUUIDOfRFC9562))
	openapi3.DefineStringFormatValidator("partial-date", openapi3.NewRegexpFormatValidator(partialDate))
}

type sharedParameter struct {
	component string
	method    string // the only one that it is for; empty for all
	openapi2.Parameter
}

func text(in, name, component, description string) sharedParameter {
	return sharedParameter{component: component, Parameter: openapi2.Parameter{
		In: in, Name: name, Type: &openapi3.Types{openapi3.TypeString}, Description: description, Required: in == openapi3.ParameterInPath,
	}}
}

func (p sharedParameter) with(change func(*openapi2.Parameter)) sharedParameter {
	change(&p.Parameter)
	return p
}

func (p sharedParameter) onlyFor(method string) sharedParameter {
	p.method = method
	return p
}

func format(f string) func(*openapi2.Parameter) {
	return func(p *openapi2.Parameter) { p.Format = f }
}

func ofType(t string) func(*openapi2.Parameter) {
	return func(p *openapi2.Parameter) { p.Type = &openapi3.Types{t} }
}

func oneOf(values ...any) func(*openapi2.Parameter) {
	return func(p *openapi2.Parameter) { p.Enum = values }
}

func required(p *openapi2.Parameter) { p.Required = true }

// sharedParameters are the parameters that mean the same everywhere. Of several of one name the first
// is taken that is for the operation's method and as required as the annotation says.
var sharedParameters = []sharedParameter{
	text("path", "union", "UnionPath", "A union, by its id or its slug. A union that was merged into another answers 308."),
	text("path", "call", "CallPath", "A call, by its id or its slug."),
	text("path", "id", "IDPath", "The record's id.").with(format("uuid")),

	text("query", "cursor", "Cursor", "Where to go on: `page.next` of the page before. Opaque; it belongs to the filters and the order that it was given for."),
	text("query", "limit", "Limit", "How many records a page holds at most.").with(ofType(openapi3.TypeInteger)).with(func(p *openapi2.Parameter) {
		p.Minimum, p.Maximum, p.Default = openapi3.Ptr(1.0), openapi3.Ptr(200.0), 50
	}),
	text("query", "include_total", "IncludeTotal", "Whether to count all matching records, as `page.total`.").with(ofType(openapi3.TypeBoolean)).with(func(p *openapi2.Parameter) { p.Default = false }),
	text("query", "format", "Format", "The format of the answer; it wins over the Accept header. `json` is a page, `csv` and `ndjson` are the whole list, streamed. An ending of the path says the same: `.csv`, `.ndjson`, `.json`.").with(oneOf("json", "csv", "ndjson")),
	text("query", "bom", "BOM", "Whether CSV begins with a byte order mark, by which Excel knows UTF-8 when it opens a file.").with(ofType(openapi3.TypeBoolean)).with(func(p *openapi2.Parameter) { p.Default = false }),
	text("query", "as_of", "AsOf", "Answer what was true on this date: `2026`, `2026-01` or `2026-01-23`. A partial date stands for its first day.").with(format("partial-date")),
	text("query", "known_at", "KnownAt", "Answer what this record said at this instant (RFC 3339, UTC). The header Accept-Datetime (RFC 7089) says the same.").with(format("date-time")),
	text("query", "changed_since", "ChangedSince", "Only records that were written after this instant (RFC 3339, UTC).").with(format("date-time")),

	text("header", "If-Match", "IfMatch", "The ETag of the version that is to be replaced. Without it the answer is 428; when another version stands by now, 412.").with(required),
	text("header", "If-Match", "IfMatchOptional", "The ETag of the version that is to be replaced. Needed when the record exists and would change: without it the answer is then 428; when another version stands by now, 412."),
	text("header", "If-None-Match", "IfNoneMatch", "ETags of answers that are at hand. When one of them still stands, the answer is 304 without a body.").onlyFor(http.MethodGet),
	text("header", "If-None-Match", "CreateOnly", "`*` writes only what is not there yet; else the answer is 412.").with(oneOf("*")),
	text("header", "Idempotency-Key", "IdempotencyKey", "A word of the client's choice, new for each write. Sent again with the same body, it gets the first answer again instead of a second write; with another body the answer is 422, while the first is at work 409.").with(func(p *openapi2.Parameter) {
		p.MinLength, p.MaxLength, p.Pattern = 1, openapi3.Ptr(uint64(255)), "^[!-~]+$"
	}),
	text("header", "Rollcall-Reason", "RollcallReason", fmt.Sprintf("Why the write is made, in at most %d characters; what is not ASCII is percent-encoded. It is kept in the public ledger.", record.MaxReason)),
}

// sharedHeader describes a header of answers.
type sharedHeader struct {
	component   string
	kind        string
	description string
	required    bool
}

var sharedHeaders = map[string]sharedHeader{
	"ETag":                 {"ETag", openapi3.TypeString, "The version of what the answer shows, for If-None-Match and If-Match.", true},
	"Cache-Control":        {"CacheControl", openapi3.TypeString, "How long the answer may be kept, and by whom.", true},
	"Location":             {"Location", openapi3.TypeString, "Where the record is.", true},
	"Link":                 {"Link", openapi3.TypeString, "Addresses with their relation (RFC 8288): `next` is the next page, absent on the last; `original timegate` is the present, where an instant of the past was asked for.", false},
	"Memento-Datetime":     {"MementoDatetime", openapi3.TypeString, "The instant of the past that the answer shows (RFC 7089); there when one was asked for.", false},
	"Content-Location":     {"ContentLocation", openapi3.TypeString, "The permanent address of the answer; there when an instant of the past was asked for.", false},
	"Rollcall-Count":       {"RollcallCount", openapi3.TypeInteger, "How many records a streamed answer holds. A header when it is known up front, else a trailer.", false},
	"Rollcall-Seq":         {"RollcallSeq", openapi3.TypeInteger, "The change of the ledger up to which a streamed answer shows the record.", false},
	"Content-Disposition":  {"ContentDisposition", openapi3.TypeString, "What a streamed answer is saved as.", false},
	"Repr-Digest":          {"ReprDigest", openapi3.TypeString, "The SHA-256 of a streamed answer (RFC 9530), as a trailer. An answer that was cut off has none.", false},
	"Retry-After":          {"RetryAfter", openapi3.TypeInteger, "Seconds to wait before the next try.", false},
	"Idempotency-Replayed": {"IdempotencyReplayed", openapi3.TypeBoolean, "Present when the answer was given before, to a request with the same Idempotency-Key.", false},
	"RateLimit":            {"RateLimit", openapi3.TypeString, "How many requests are left, and for how long (draft-ietf-httpapi-ratelimit-headers).", false},
	"RateLimit-Policy":     {"RateLimitPolicy", openapi3.TypeString, "How many requests are allowed in how many seconds.", false},
	"WWW-Authenticate":     {"WWWAuthenticate", openapi3.TypeString, "The scheme to use: `Bearer` (RFC 6750).", false},
}

// outcome is an answer that operations have by rule, apart from the ones they are made for.
type outcome struct {
	component   string
	description string
	headers     []string
}

const unexpected = "default"

// isProblem reports whether an answer of the status is a problem: every failure is, and so is the
// word that a record has moved.
func isProblem(status string) bool {
	code, err := strconv.Atoi(status)
	return err != nil || code >= http.StatusBadRequest || code == http.StatusPermanentRedirect
}

var outcomes = map[string]outcome{
	"304": {"NotModified", "What the client has still stands.", []string{"ETag", "Link", "Rollcall-Seq"}},
	"308": {"Moved", "The record was merged into another one. Repeat the request there.", []string{"Location"}},
	"400": {"BadRequest", "The request cannot be read: wrong syntax, an unknown member or an unknown parameter.", nil},
	"401": {"Unauthorized", "No key was sent where one is needed, or the key is not valid.", []string{"WWW-Authenticate"}},
	"403": {"Forbidden", "The key does not allow this.", nil},
	"404": {"NotFound", "There is no such record.", nil},
	"406": {"NotAcceptable", "There is no answer in a format that the client takes.", nil},
	"409": {"Conflict", "The write contradicts what the record holds, or the same one is at work already.", nil},
	"410": {"Gone", "The record was deleted.", nil},
	"412": {"PreconditionFailed", "Another version stands than the one in If-Match.", nil},
	"413": {"ContentTooLarge", "The body is over the limit.", nil},
	"415": {"UnsupportedMediaType", "The body is of a media type that is not taken here.", nil},
	"422": {"UnprocessableContent", "The request can be read but says something that is not allowed. `errors` names every bad member.", nil},
	"428": {"PreconditionRequired", "The write needs If-Match.", nil},
	"429": {"TooManyRequests", "Too many requests. Wait as long as Retry-After says.", []string{"Retry-After", "RateLimit", "RateLimit-Policy"}},
	"503": {"ServiceUnavailable", "The service cannot answer at the moment.", []string{"Retry-After"}},

	unexpected: {"UnexpectedError", "Any other failure.", []string{"Retry-After"}},
}

// occasion is what the rules for outcomes look at in an operation.
type occasion struct {
	method string
	public bool // anybody may call it
	api    bool // its path is under /v1
	body   bool
	record bool // its path names a union or a call
	list   bool
	params map[string]bool
}

func (o occasion) has(in, name string) bool { return o.params[in+" "+name] }

// any reports whether the operation has a parameter there.
func (o occasion) any(in string) bool {
	for p := range o.params {
		if strings.HasPrefix(p, in+" ") {
			return true
		}
	}
	return false
}

// rules say which outcomes an operation has by what it is.
var rules = []struct {
	when   func(occasion) bool
	status []string
}{
	{func(occasion) bool { return true }, []string{unexpected}},
	{func(o occasion) bool { return o.api }, []string{"400", "401", "429"}},
	{func(o occasion) bool { return !o.public }, []string{"401", "403"}},
	{func(o occasion) bool { return o.any("path") }, []string{"404"}},
	{func(o occasion) bool { return o.any("query") }, []string{"422"}},
	{func(o occasion) bool { return o.record }, []string{"308", "410"}},
	{func(o occasion) bool { return o.has("path", "id") }, []string{"410"}},
	{func(o occasion) bool { return o.api && o.method != http.MethodGet }, []string{"413"}},
	{func(o occasion) bool { return o.body }, []string{"413", "415", "422"}},
	{func(o occasion) bool { return o.has("header", "Rollcall-Reason") }, []string{"422"}},
	{func(o occasion) bool { return o.has("header", "If-Match") }, []string{"412", "428"}},
	{func(o occasion) bool { return o.method != http.MethodGet && o.has("header", "If-None-Match") }, []string{"412"}},
	{func(o occasion) bool { return o.has("header", "Idempotency-Key") }, []string{"409", "422"}},
	{func(o occasion) bool { return o.method == http.MethodGet && o.has("header", "If-None-Match") }, []string{"304"}},
	{func(o occasion) bool { return o.list }, []string{"406", "503"}},
}
