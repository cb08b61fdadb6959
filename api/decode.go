package api

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// maxDepth is how deep a body may nest.
const maxDepth = 32

// jsonBody reads the request's body, which must be JSON.
func jsonBody(c *gin.Context) ([]byte, error) { return rawBody(c, "application/json") }

// noBody reads the body of a request that takes none. Some clients send an empty object instead.
func noBody(c *gin.Context) ([]byte, error) {
	raw, err := readBody(c)
	if rest := bytes.TrimSpace(raw); err == nil && len(rest) > 0 && string(rest) != "{}" {
		err = record.Errorf(record.CodeMalformed, "This takes no body.")
	}
	return nil, err
}

// rawBody reads the request's body: its media type must be one of those given.
func rawBody(c *gin.Context, mediaTypes ...string) ([]byte, error) {
	mediaType, params, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	known := false
	for _, m := range mediaTypes {
		known = known || m == mediaType
	}
	charset := params["charset"]
	if err != nil || !known || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return nil, record.Errorf(codeMediaType, "The body must be %s.", strings.Join(mediaTypes, " or "))
	}
	if enc := c.GetHeader("Content-Encoding"); enc != "" && enc != "identity" {
		return nil, record.Errorf(codeMediaType, "The body must not be compressed.")
	}
	return readBody(c)
}

func readBody(c *gin.Context) ([]byte, error) {
	raw, err := io.ReadAll(c.Request.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, record.Errorf(codeTooLarge, "The body is larger than %d bytes.", tooLarge.Limit)
	case err != nil:
		return nil, record.Errorf(record.CodeMalformed, "The body could not be read to its end.")
	}
	return raw, nil
}

// decode reads a JSON body into v, strictly: one value, valid UTF-8, no repeated, unknown or mistyped
// member, no NUL. Every member that is wrong it notes and leaves out, so that the rest can be held to
// the record as well. The error is for a body that is no JSON object at all.
func decode(raw []byte, v any, s *shape) error {
	tree, err := parse(raw)
	if err != nil {
		return err
	}
	return s.read(tree, v)
}

// read is decode for a body that was parsed.
func (f *shape) read(tree any, v any) error {
	if !f.check("", tree, reflect.TypeOf(v).Elem()) {
		return record.Errorf(record.CodeMalformed, "The body must be a JSON object.")
	}
	raw, err := json.Marshal(tree)
	if err == nil {
		err = json.Unmarshal(raw, v)
	}
	if err != nil {
		return record.Errorf(record.CodeMalformed, "The body cannot be read.")
	}
	return nil
}

// parse reads one JSON value with numbers kept as they were written.
func parse(raw []byte) (any, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, record.Errorf(record.CodeMalformed, "The body is empty; it must be a JSON object.")
	}
	if !utf8.Valid(raw) {
		return nil, record.Errorf(record.CodeMalformed, "The body is not valid UTF-8.")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	tree, err := parseValue(d, 0)
	if err != nil {
		var e *record.Error
		if errors.As(err, &e) {
			return nil, e
		}
		return nil, record.Errorf(record.CodeMalformed, "The body is not JSON: it breaks off or goes wrong at byte %d.", d.InputOffset())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, record.Errorf(record.CodeMalformed, "Something follows the JSON value at byte %d.", d.InputOffset())
	}
	return tree, nil
}

func parseValue(d *json.Decoder, depth int) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := t.(json.Delim)
	if !ok {
		return t, nil
	}
	if depth >= maxDepth {
		return nil, record.Errorf(record.CodeMalformed, "The body nests deeper than %d levels.", maxDepth)
	}
	if delim == '[' {
		list := []any{}
		for d.More() {
			v, err := parseValue(d, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		_, err = d.Token()
		return list, err
	}
	object := map[string]any{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string) // the decoder allows nothing else here
		if _, twice := object[name]; twice {
			return nil, record.Errorf(record.CodeMalformed, "The member %q stands twice in one object.", clip(name))
		}
		if object[name], err = parseValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err = d.Token()
	return object, err
}

// shape holds JSON values to the types that they are read into. A wrong type or value makes a body
// invalid, an unknown member makes it malformed.
type shape struct {
	record.Faults
	malformed bool
	pointers  map[string]bool // of all that is wrong
	// patch is set where null removes a member, whatever its type.
	patch bool
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// wrong notes that a field is wrong; the first word on a field stands.
func (f *shape) wrong(pointer, code, format string, args ...any) {
	if f.pointers[pointer] {
		return
	}
	f.Add(pointer, code, format, args...)
	if f.pointers == nil {
		f.pointers = map[string]bool{}
	}
	f.pointers[pointer] = true
}

// noted reports whether the field at a pointer, something in it or what holds it was found wrong.
func (f *shape) noted(pointer string) bool {
	for p := range f.pointers {
		if p == pointer || strings.HasPrefix(p, pointer+"/") || strings.HasPrefix(pointer, p+"/") {
			return true
		}
	}
	return false
}

// check answers whether a value fits a type. What does not fit in an object or list it removes.
func (f *shape) check(pointer string, v any, t reflect.Type) bool {
	if v == nil && (f.patch && pointer != "" || nullable(t)) {
		return true // the same as no member
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if s, ok := v.(string); ok && strings.ContainsRune(s, 0) {
		f.wrong(pointer, "invalid", "the text holds a NUL")
		return false
	}
	if p := reflect.PointerTo(t); p.Implements(textUnmarshaler) || p.Implements(jsonUnmarshaler) {
		return f.checkOwn(pointer, v, t)
	}
	ok, want := false, "something else"
	switch t.Kind() {
	case reflect.Struct:
		return f.checkObject(pointer, v, t)
	case reflect.Slice:
		return f.checkList(pointer, v, t)
	case reflect.String:
		_, ok = v.(string)
		want = "a text"
	case reflect.Bool:
		_, ok = v.(bool)
		want = "true or false"
	case reflect.Int, reflect.Int64:
		n, _ := v.(json.Number)
		_, err := strconv.ParseInt(n.String(), 10, 64)
		ok, want = err == nil, "a whole number"
	case reflect.Float64:
		n, _ := v.(json.Number)
		_, err := strconv.ParseFloat(n.String(), 64)
		ok, want = err == nil, "a number"
	}
	if !ok {
		f.wrong(pointer, "type", "this must be %s", want)
	}
	return ok
}

func nullable(t reflect.Type) bool {
	return t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t == reflect.TypeFor[record.Date]()
}

func (f *shape) checkObject(pointer string, v any, t reflect.Type) bool {
	object, ok := v.(map[string]any)
	if !ok {
		f.wrong(pointer, "type", "this must be an object")
		return false
	}
	members := membersOf(t)
	for _, name := range sortedKeys(members) {
		if members[name].required && !f.patch && object[name] == nil {
			f.wrong(pointer+"/"+name, "required", "this is required")
			delete(object, name)
		}
	}
	for _, name := range sortedKeys(object) {
		in := pointer + "/" + pointerEscaper.Replace(name)
		member, known := members[name]
		if !known {
			f.malformed = true
			f.wrong(in, "unknown", "there is no member %q", clip(name))
		}
		if !known || !f.check(in, object[name], member.is) {
			delete(object, name)
		}
	}
	return true
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

func (f *shape) checkList(pointer string, v any, t reflect.Type) bool {
	list, ok := v.([]any)
	if !ok {
		f.wrong(pointer, "type", "this must be a list")
		return false
	}
	// A patch replaces a list as a whole (RFC 7396 §1).
	defer func(patch bool) { f.patch = patch }(f.patch)
	f.patch = false
	for i, item := range list {
		if !f.check(at(pointer, i), item, t.Elem()) {
			list[i] = nil // the others keep their places
		}
	}
	return true
}

// checkOwn lets a type that reads itself (an id, an instant) say whether it can.
func (f *shape) checkOwn(pointer string, v any, t reflect.Type) bool {
	s, ok := v.(string)
	if !ok {
		f.wrong(pointer, "type", "this must be a text")
		return false
	}
	switch into := reflect.New(t).Interface().(type) {
	case *uuid.UUID:
		// The package also reads other ways to write an id than RFC 9562's.
		_, ok = record.Ref(s).UUID()
	case *time.Time:
		*into, ok = parseInstant(s)
	default:
		raw, err := json.Marshal(s)
		ok = err == nil && json.Unmarshal(raw, into) == nil
	}
	if !ok {
		f.wrong(pointer, "invalid", "%q cannot be read as %s", clip(s), nounOf(t))
	}
	return ok
}

// The package time also reads a comma before the fraction, an hour of one digit and offsets of a day.
var instantPattern = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`)

// parseInstant reads an instant of RFC 3339 that can be written in UTC, too: not one before the year 1
// or after 9999 there.
func parseInstant(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	t = t.UTC()
	return t, err == nil && instantPattern.MatchString(s) && t.Year() >= 1 && t.Year() <= 9999
}

func nounOf(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[uuid.UUID]():
		return "an id (UUID)"
	case reflect.TypeFor[time.Time]():
		return "an instant (RFC 3339)"
	}
	return "what belongs here"
}

// member is what a type says of one member of a JSON object.
type member struct {
	is       reflect.Type
	required bool
}

// membersOf lists the JSON members of a struct type by their names.
func membersOf(t reflect.Type) map[string]member {
	members := map[string]member{}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" && field.IsExported() {
			members[name] = member{field.Type, field.Tag.Get("validate") == "required"}
		}
	}
	return members
}

func clip(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
