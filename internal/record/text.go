package record

import (
	"cmp"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits on what people write, in Unicode code points and items.
const (
	maxName  = 300
	maxLine  = 500
	maxText  = 100_000
	maxURL   = 2000
	maxItems = 200
)

// tidy trims text and folds runs of white space to one space: for names and titles.
func tidy(s string) string { return strings.Join(strings.Fields(s), " ") }

// checkText notes invalid UTF-8, control characters and text beyond the limit.
func (f *Faults) checkText(pointer, s string, limit int) {
	switch {
	case !utf8.ValidString(s):
		f.Add(pointer, "invalid", "the text is not valid UTF-8")
	case strings.ContainsFunc(s, forbidden):
		f.Add(pointer, "invalid", "the text holds a control character")
	case utf8.RuneCountInString(s) > limit:
		f.Add(pointer, "too_long", "the text is longer than %d characters", limit)
	}
}

// requireText is checkText for a text that must show something: one of blanks and invisible
// characters is as good as none.
func (f *Faults) requireText(pointer, s string, limit int) {
	before := len(f.fields)
	f.checkText(pointer, s, limit)
	if len(f.fields) == before && !strings.ContainsFunc(s, visible) {
		f.Add(pointer, "required", "a text is required")
	}
}

func visible(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

func forbidden(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }

func (f *Faults) checkDate(pointer string, d Date) {
	if err := d.Check(); err != nil {
		f.Add(pointer, "invalid_date", "%s", err)
	}
}

// checkOrder notes an end before a start. Dates that are no dates were noted already.
func (f *Faults) checkOrder(pointer string, from, until Date) {
	if from.Check() != nil || until.Check() != nil {
		return
	}
	if until.EndsBefore(from) {
		f.Add(pointer, "range", "%s is before %s", until, from)
	}
}

func oneOf[T ~string](f *Faults, pointer string, v T, allowed []T) {
	for _, a := range allowed {
		if v == a {
			return
		}
	}
	if v == "" {
		f.Add(pointer, "required", "a value is required: one of %s", join(allowed))
		return
	}
	f.Add(pointer, "invalid", "%q is not one of %s", clip(string(v)), join(allowed))
}

func join[T ~string](words []T) string {
	s := make([]string, len(words))
	for i, w := range words {
		s[i] = string(w)
	}
	return strings.Join(s, ", ")
}

func (f *Faults) checkCount(pointer string, n int) {
	if n > maxItems {
		f.Add(pointer, "too_many", "more than %d items", maxItems)
	}
}

func at(pointer string, i int) string { return pointer + "/" + strconv.Itoa(i) }

// checkWords tidies a list of short texts in place and notes empty, overlong and repeated ones.
func (f *Faults) checkWords(pointer string, words List[string], limit int) {
	f.checkCount(pointer, len(words))
	seen := map[string]bool{}
	for i := range words {
		words[i] = tidy(words[i])
		f.requireText(at(pointer, i), words[i], limit)
		if seen[words[i]] && words[i] != "" {
			f.Add(at(pointer, i), "duplicate", "%q stands twice", clip(words[i]))
		}
		seen[words[i]] = true
	}
}

// checkTokens is checkWords for machine words such as no_work: lower case, digits, underscores.
func (f *Faults) checkTokens(pointer string, words List[string]) {
	f.checkWords(pointer, words, 60)
	for i, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_') }) {
			f.Add(at(pointer, i), "invalid", "%q is not a word of lower-case letters, digits and underscores", clip(w))
		}
	}
}

// NormalizeURL returns the one form under which a document's address is kept: http or https, host in
// lower case without default port, no fragment, no tracking parameters, dot segments resolved,
// percent-encoding written one way. It reports false for what is no such address, or longer than 2,000
// bytes.
func NormalizeURL(raw string) (string, bool) {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Opaque != "" || len(raw) > maxURL || !utf8.ValidString(raw) {
		return "", false
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	host, ok := normalHost(u.Hostname())
	if !ok {
		return "", false
	}
	if p := u.Port(); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 1 || n > 65535 {
			return "", false
		}
		if !(u.Scheme == "http" && n == 80) && !(u.Scheme == "https" && n == 443) {
			host += ":" + strconv.Itoa(n)
		}
	}
	escaped := normalEscapes(u.EscapedPath())
	path, err := url.PathUnescape(escaped)
	if err != nil {
		return "", false
	}
	u = &url.URL{Scheme: u.Scheme, Host: host, Path: path, RawPath: escaped, RawQuery: withoutTracking(normalEscapes(u.RawQuery))}
	// Resolving it removes the dot segments (RFC 3986 §5.2.4).
	n := u.ResolveReference(u)
	s := n.Scheme + "://" + n.Host + cmp.Or(n.EscapedPath(), "/")
	if n.RawQuery != "" {
		s += "?" + n.RawQuery
	}
	return s, len(s) <= maxURL
}

// normalHost answers the one form of a host's name or address. Names in other scripts than ASCII are
// left as they are; there is no look-up.
func normalHost(host string) (string, bool) {
	if addr, err := netip.ParseAddr(host); err == nil && addr.Zone() == "" {
		if addr.Is6() {
			return "[" + addr.String() + "]", true
		}
		return addr.String(), true
	}
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	if len(host) > 253 || !utf8.ValidString(host) {
		return "", false
	}
	for _, label := range strings.Split(host, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			return "", false
		}
	}
	return host, true
}

// normalEscapes writes percent-encoding in one way (RFC 3986 §6.2.2): in capitals, not where a
// character needs none, and always where it does.
func normalEscapes(s string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, literal := s[i], true
		if c == '%' {
			literal = false
			if i+2 < len(s) {
				if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
					c, i = byte(n), i+2
					literal = isUnreserved(c)
				}
			}
		}
		if literal && (isUnreserved(c) || strings.IndexByte("!$&'()*+,;=:@/?[]", c) >= 0) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		}
	}
	return b.String()
}

// isUnreserved is RFC 3986 §2.3.
func isUnreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func withoutTracking(query string) string {
	if query == "" {
		return ""
	}
	var kept []string
	for _, pair := range strings.Split(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		name = strings.ToLower(name)
		if pair == "" || strings.HasPrefix(name, "utm_") || name == "fbclid" || name == "gclid" || name == "mc_cid" || name == "mc_eid" {
			continue
		}
		kept = append(kept, pair)
	}
	return strings.Join(kept, "&")
}

// HostOf returns the host of a URL without "www.", in lower case; empty if there is none.
func HostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// checkURL normalises the URL in place; an empty one is left alone.
func (f *Faults) checkURL(pointer string, s *string) {
	if *s == "" {
		return
	}
	n, ok := NormalizeURL(*s)
	if !ok {
		f.Add(pointer, "invalid_url", "%q is not an http or https address", clip(*s))
		return
	}
	*s = n
}
