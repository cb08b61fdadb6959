package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Limits of a page.
const (
	defaultLimit = 50
	maxLimit     = 200
)

// List is one page of a list.
type List[T any] struct {
	Data []T  `json:"data"`
	Page Page `json:"page"`
	// By field, its most frequent values in all matching records, the most frequent first; there only when facets asks for it.
	Facets map[string][]record.Facet `json:"facets,omitempty"`
}

// Page says where a page of a list stands.
type Page struct {
	// The cursor of the next page; null on the last.
	Next *string `json:"next"`
	// How many records a page holds at most.
	Limit int `json:"limit" example:"50"`
	// How many records match in all; there only when include_total is true.
	Total *int `json:"total,omitempty"`
}

// query reads the parameters of a request and notes everything that is wrong with them. Parameters
// that no one asked for are unknown, and refused.
type query struct {
	values url.Values
	path   string
	secret []byte
	asked  []string
	record.Faults
	code record.Code
	// unreadable is set where the query string is none.
	unreadable bool
	// now is the clock; acceptDatetime is the header form of known_at (RFC 7089 §2.1.1).
	now            time.Time
	acceptDatetime string
	// knownAt is the instant that was asked for, in either form.
	knownAt time.Time
	// format is that of a list, bom whether its CSV begins with a byte order mark.
	format string
	bom    bool
}

func (s *Server) query(c *gin.Context) *query {
	q := &query{path: c.Request.URL.Path, secret: s.store.Secret(), code: record.CodeInvalid, now: s.now(), acceptDatetime: c.GetHeader("Accept-Datetime")}
	var err error
	q.values, err = url.ParseQuery(c.Request.URL.RawQuery)
	q.unreadable = err != nil
	for _, name := range sortedKeys(q.values) {
		for _, v := range q.values[name] {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				q.malformed(name, "the value is not valid text")
			}
		}
	}
	if format := c.GetString(formatKey); format != "" {
		q.listed(format)
	}
	return q
}

func (q *query) malformed(name, format string, args ...any) {
	q.code = record.CodeMalformed
	q.AddParameter(name, "malformed", format, args...)
}

// done answers what was wrong with the parameters, unknown ones included.
func (q *query) done() error {
	if q.unreadable {
		return record.Errorf(record.CodeMalformed, "The query string cannot be read: a character is encoded wrongly, or stands where only & may.")
	}
	for _, name := range sortedKeys(q.values) {
		if !slices.Contains(q.asked, name) {
			q.code = record.CodeMalformed
			q.AddParameter(name, "unknown", "there is no parameter %q here", clip(name))
		}
	}
	return q.As(q.code, "The query")
}

// text reads a parameter that is given once at most.
func (q *query) text(name string) string {
	q.asked = append(q.asked, name)
	values := q.values[name]
	if len(values) > 1 {
		q.malformed(name, "the parameter is given more than once")
	}
	if len(values) == 0 {
		return ""
	}
	if values[0] == "" || len(values[0]) > 2000 {
		q.malformed(name, "a value of 1 to 2000 bytes is needed")
	}
	return values[0]
}

// words reads a parameter that takes several values, with commas between them or given repeatedly.
func (q *query) words(name string) []string {
	q.asked = append(q.asked, name)
	var out []string
	for _, v := range q.values[name] {
		for _, word := range strings.Split(v, ",") {
			if word = strings.TrimSpace(word); word == "" {
				q.malformed(name, "a value is empty")
			} else {
				out = append(out, word)
			}
		}
	}
	if len(out) > maxLimit {
		q.malformed(name, "more than %d values", maxLimit)
		return nil
	}
	return out
}

// phrases reads a parameter whose values may hold commas: several are given repeatedly.
func (q *query) phrases(name string) []string {
	q.asked = append(q.asked, name)
	for _, v := range q.values[name] {
		if v == "" || len(v) > 2000 {
			q.malformed(name, "a value of 1 to 2000 bytes is needed")
		}
	}
	if len(q.values[name]) > maxLimit {
		q.malformed(name, "more than %d values", maxLimit)
		return nil
	}
	return q.values[name]
}

// oneOf reads a parameter whose values are among those allowed.
func oneOf[T ~string](q *query, name string, allowed []T) []T {
	var out []T
	for _, word := range q.words(name) {
		if !slices.Contains(allowed, T(word)) {
			q.AddParameter(name, "invalid", "%q is not one of %s", clip(word), join(allowed))
			continue
		}
		out = append(out, T(word))
	}
	return out
}

// choiceOf reads a parameter and its negation as the values that are left; none is all of them.
func choiceOf[T ~string](q *query, name string, allowed []T) []T {
	chosen, without := oneOf(q, name, allowed), oneOf(q, name+not, allowed)
	if len(without) == 0 {
		return chosen
	}
	if len(chosen) == 0 {
		chosen = slices.Clone(allowed)
	}
	chosen = slices.DeleteFunc(chosen, func(v T) bool { return slices.Contains(without, v) })
	if len(chosen) == 0 {
		q.AddParameter(name+not, "contradiction", "nothing is left")
	}
	return chosen
}

func join[T ~string](words []T) string {
	s := make([]string, len(words))
	for i, w := range words {
		s[i] = string(w)
	}
	return strings.Join(s, ", ")
}

func (q *query) ref(name string) record.Ref {
	v := record.Ref(q.text(name))
	if v != "" {
		q.checkRef(name, v)
	}
	return v
}

func (q *query) checkRef(name string, v record.Ref) {
	if _, ok := v.UUID(); !ok && !record.ValidSlug(string(v)) {
		q.AddParameter(name, "invalid", "%q is neither an id nor a slug", clip(string(v)))
	}
}

// refs reads a parameter that names records.
func (q *query) refs(name string) []record.Ref {
	var out []record.Ref
	for _, word := range q.words(name) {
		q.checkRef(name, record.Ref(word))
		out = append(out, record.Ref(word))
	}
	return out
}

// not is how the name of a parameter ends that selects what does not have any of its values:
// ?position!=declined.
const not = "!"

// span reads two dates that bound a third.
func (q *query) span(from, to string) record.Days {
	d := record.Days{From: q.date(from), To: q.date(to)}
	if d.To.EndsBefore(d.From) {
		q.AddParameter(to, "range", "%s ends before %s begins", d.To, d.From)
	}
	return d
}

// numbers reads two numbers that bound a third.
func (q *query) numbers(least, most string) record.Range {
	r := record.Range{Min: q.bound(least), Max: q.bound(most)}
	if r.Min != nil && r.Max != nil && *r.Max < *r.Min {
		q.AddParameter(most, "range", "%d is less than %d", *r.Max, *r.Min)
	}
	return r
}

func (q *query) bound(name string) *int {
	if len(q.values[name]) == 0 {
		q.asked = append(q.asked, name)
		return nil
	}
	n := q.number(name, 0, 0, math.MaxInt32)
	return &n
}

// facets reads which fields of a list are to be counted.
func (q *query) facets(allowed ...string) []string {
	q.paged("facets")
	fields := oneOf(q, "facets", allowed)
	slices.Sort(fields)
	return slices.Compact(fields)
}

func (q *query) date(name string) record.Date {
	d := record.Date(q.text(name))
	if err := d.Check(); err != nil {
		q.malformed(name, "%s", err)
		return ""
	}
	return d
}

func (q *query) instant(name string) time.Time {
	v := q.text(name)
	if v == "" {
		return time.Time{}
	}
	// A + in a query string is a space; an instant holds no space, so it was meant as it looks.
	t, ok := parseInstant(strings.ReplaceAll(v, " ", "+"))
	if !ok {
		q.malformed(name, "%q is not an instant such as 2026-01-22T18:00:00Z", clip(v))
		return time.Time{}
	}
	if t.IsZero() {
		t = t.Add(time.Microsecond) // a zero time would say that none was given
	}
	return t
}

func (q *query) boolean(name string) bool {
	switch v := q.text(name); v {
	case "", "false":
		return false
	case "true":
		return true
	default:
		q.malformed(name, "%q is neither true nor false", clip(v))
		return false
	}
}

func (q *query) number(name string, byDefault, least, most int) int {
	v := q.text(name)
	if v == "" {
		return byDefault
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < least || n > most {
		q.malformed(name, "%q is not a number from %d to %d", clip(v), least, most)
		return byDefault
	}
	return n
}

func (q *query) countries(sign string) []string {
	return q.codes("country"+sign, record.ValidCountry, "an ISO 3166-1 code such as US")
}

func (q *query) regions(sign string) []string {
	return q.codes("region"+sign, record.ValidRegion, "an ISO 3166-2 code such as US-MN")
}

func (q *query) codes(name string, valid func(string) bool, what string) []string {
	out := q.words(name)
	for i := range out {
		out[i] = strings.ToUpper(out[i])
		if !valid(out[i]) {
			q.AddParameter(name, "invalid", "%q is not %s", clip(out[i]), what)
		}
	}
	return out
}

// page reads what every list takes. sorts are the list's fields to sort by, the first of them its
// own order ("-" in front is descending).
func (q *query) page(sorts ...string) record.Page {
	q.paged("limit", "cursor")
	p := record.Page{Limit: q.number("limit", defaultLimit, 1, maxLimit), Total: q.boolean("include_total"), Moment: q.moment()}
	order := q.text("sort")
	if order == "" {
		order = sorts[0]
	}
	var fields []string
	for _, f := range sorts {
		fields = append(fields, strings.TrimPrefix(f, "-"))
	}
	p.Sort, p.Descending = strings.TrimPrefix(order, "-"), strings.HasPrefix(order, "-")
	if !slices.Contains(fields, p.Sort) {
		q.AddParameter("sort", "invalid", "there is no order by %q; there is %s", clip(p.Sort), strings.Join(fields, ", "))
	}
	p.After = q.cursor()
	if q.streams() {
		p.Limit, p.After = 0, nil
	}
	return p
}

// moment reads the two clocks.
func (q *query) moment() record.Moment {
	m := record.Moment{AsOf: q.date("as_of"), KnownAt: q.instant("known_at")}
	switch {
	case m.KnownAt.After(q.now):
		q.AddParameter("known_at", "range", "%s lies in the future", m.KnownAt.Format(time.RFC3339))
	case m.KnownAt.IsZero() && q.acceptDatetime != "":
		t, err := http.ParseTime(q.acceptDatetime)
		if err != nil {
			q.malformed("Accept-Datetime", "%q is not a date of HTTP such as Thu, 22 Jan 2026 18:00:00 GMT", clip(q.acceptDatetime))
		} else if t.Before(q.now) { // of a time to come, the present is the nearest that is known
			m.KnownAt = t.UTC()
		}
	}
	q.knownAt = m.KnownAt
	return m
}

// cursor is the place of a page, signed, and bound to the list and filters that it was made for.
type cursor struct {
	Value string    `json:"v"`
	ID    uuid.UUID `json:"i"`
}

func (q *query) cursor() *record.Mark {
	v := q.text("cursor")
	if v == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(v)
	// One text for one cursor: the decoder passes over line ends and spare bits.
	if err != nil || base64.RawURLEncoding.EncodeToString(raw) != v || len(raw) < macSize || !hmac.Equal(raw[:macSize], q.mac(raw[macSize:])) {
		q.malformed("cursor", "the cursor was not made for this list and these filters, or was changed on its way")
		return nil
	}
	var at cursor
	if err := json.Unmarshal(raw[macSize:], &at); err != nil {
		q.malformed("cursor", "the cursor cannot be read")
		return nil
	}
	return &record.Mark{Value: at.Value, ID: at.ID}
}

const macSize = 16

// next writes the cursor of the page that begins after a place.
func (q *query) next(after *record.Mark) *string {
	if after == nil {
		return nil
	}
	raw, err := json.Marshal(cursor{after.Value, after.ID})
	if err != nil {
		return nil
	}
	v := base64.RawURLEncoding.EncodeToString(append(q.mac(raw), raw...))
	return &v
}

func (q *query) mac(payload []byte) []byte {
	filters := url.Values{}
	for name, values := range q.values {
		if name != "cursor" && name != "limit" && name != "include_total" && name != "facets" {
			filters[name] = values
		}
	}
	m := hmac.New(sha256.New, q.secret)
	m.Write([]byte(q.path + "?" + filters.Encode() + "\x00"))
	m.Write(payload)
	return m.Sum(nil)[:macSize]
}

// nextURL is the address of the next page.
func (q *query) nextURL(next string) string {
	values := url.Values{}
	for name, v := range q.values {
		values[name] = v
	}
	values.Set("cursor", next)
	return q.path + "?" + values.Encode()
}

// listOf turns what the store listed into a page of the contract.
func listOf[T, D any](q *query, p record.Page, l record.Listing[T], dto func(T) D) reply {
	out := List[D]{Data: make([]D, len(l.Items)), Page: Page{Next: q.next(l.Next), Limit: p.Limit, Total: l.Total}, Facets: l.Facets}
	for i, item := range l.Items {
		out.Data[i] = dto(item)
	}
	r := reply{status: http.StatusOK, body: out}
	if out.Page.Next != nil {
		r.link = "<" + q.nextURL(*out.Page.Next) + `>; rel="next"`
	}
	return r
}
