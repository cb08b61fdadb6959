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
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
)

// maxDepth is how deep a body may nest.
const maxDepth = 32

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
// member, no NUL. The error names every member that is wrong.
func decode(raw []byte, v any) error {
	tree, err := parse(raw)
	if err != nil {
		return err
	}
	if err := conform(tree, reflect.TypeOf(v).Elem()); err != nil {
		return err
	}
	if err := json.Unmarshal(raw, v); err != nil {
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

// conform holds a JSON value to the shape of a type and names every member that does not fit. An
// unknown member makes it malformed, a wrong type invalid.
func conform(tree any, t reflect.Type) error {
	f := shape{code: record.CodeInvalid}
	f.check("", tree, t)
	return f.As(f.code, "The body")
}

type shape struct {
	record.Faults
	code record.Code
}

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
)

func (f *shape) check(pointer string, v any, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if s, ok := v.(string); ok && strings.ContainsRune(s, 0) {
		f.Add(pointer, "invalid", "the text holds a NUL")
		return
	}
	if v == nil && pointer != "" {
		return // null is the same as no member
	}
	if p := reflect.PointerTo(t); p.Implements(textUnmarshaler) || p.Implements(jsonUnmarshaler) {
		f.checkOwn(pointer, v, t)
		return
	}
	switch t.Kind() {
	case reflect.Struct:
		f.checkObject(pointer, v, t)
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			f.wrong(pointer, "a list")
			return
		}
		for i, item := range list {
			at := pointer + "/" + strconv.Itoa(i)
			if item == nil {
				f.wrong(at, "a value")
				continue
			}
			f.check(at, item, t.Elem())
		}
	case reflect.String:
		if _, ok := v.(string); !ok {
			f.wrong(pointer, "a text")
		}
	case reflect.Bool:
		if _, ok := v.(bool); !ok {
			f.wrong(pointer, "true or false")
		}
	case reflect.Int, reflect.Int64:
		n, ok := v.(json.Number)
		if ok {
			_, err := strconv.ParseInt(n.String(), 10, 64)
			ok = err == nil
		}
		if !ok {
			f.wrong(pointer, "a whole number")
		}
	case reflect.Float64:
		n, ok := v.(json.Number)
		if ok {
			_, err := n.Float64()
			ok = err == nil
		}
		if !ok {
			f.wrong(pointer, "a number")
		}
	default:
		f.wrong(pointer, "something else")
	}
}

func (f *shape) wrong(pointer, want string) { f.Add(pointer, "type", "this must be %s", want) }

// checkOwn lets a type that reads itself (an id, an instant) say whether it can.
func (f *shape) checkOwn(pointer string, v any, t reflect.Type) {
	s, ok := v.(string)
	if !ok {
		f.wrong(pointer, "a text")
		return
	}
	raw, err := json.Marshal(s)
	if err == nil {
		err = json.Unmarshal(raw, reflect.New(t).Interface())
	}
	if err != nil {
		f.Add(pointer, "invalid", "%q cannot be read as %s", clip(s), nounOf(t))
	}
}

func nounOf(t reflect.Type) string {
	switch t.Name() {
	case "UUID":
		return "an id (UUID)"
	case "Time":
		return "an instant (RFC 3339)"
	}
	return "what belongs here"
}

func (f *shape) checkObject(pointer string, v any, t reflect.Type) {
	object, ok := v.(map[string]any)
	if !ok {
		f.wrong(pointer, "an object")
		return
	}
	members := membersOf(t)
	for _, name := range sortedKeys(object) {
		at := pointer + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
		member, known := members[name]
		if !known {
			f.code = record.CodeMalformed
			f.Add(at, "unknown", "there is no member %q", clip(name))
			continue
		}
		f.check(at, object[name], member)
	}
}

// membersOf lists the JSON members of a struct type by their names.
func membersOf(t reflect.Type) map[string]reflect.Type {
	members := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" && field.IsExported() {
			members[name] = field.Type
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
