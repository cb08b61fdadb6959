package telemetry

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
)

const mask = "***"

// Names that a secret is kept under, as the last word of an attribute's name:
// key_id is public, api_key and apiKey are not.
var secretNames = []string{
	"key", "secret", "authorization", "password", "passwd", "passphrase",
	"token", "dsn", "email", "cookie", "credential",
}

func secretName(name string) bool {
	name = strings.TrimSuffix(strings.ToLower(name), "s")
	return slices.ContainsFunc(secretNames, func(word string) bool { return strings.HasSuffix(name, word) })
}

// What a secret looks like inside a text. Where it cannot be told for certain
// where one ends, too much is masked rather than too little.
var (
	// The shortest text taken for a key leaves so little of one that is cut off
	// earlier that it is of no use: 8 of 43 characters of secret.
	issued = regexp.MustCompile(`rc_[0-9A-Za-z]{20,}|whsec_[0-9A-Za-z+/_=-]{8,}`)
	// RFC 9110 §11.4. Sixteen characters keep "basic authentication" readable.
	authorization = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[0-9A-Za-z._~+/=-]{16,}`)
	// The password in a URL's authority. People do not escape @ and / in
	// passwords, so it reaches to the last @ of the word, or, in the errors of
	// net/url, of the quoted text.
	userinfo       = regexp.MustCompile(`(://[^\s:/]*:)\S*@`)
	quotedUserinfo = regexp.MustCompile("([\"'`][^\\s\"'`]*://[^\\s:/\"'`]*:)[^\"'`]*@")
	// password=… of libpq's connection strings (PostgreSQL manual §32.1.1.1)
	// and of URL queries, "password":… of JSON, and Password:… of a printed
	// struct. An unclosed quotation reaches to the end.
	assignment = regexp.MustCompile(`(?is)((?:password|passwd|passphrase|secret|token)(?:["']?\s*=\s*|["']\s*:\s*|:))` +
		`(?:'(?:[^'\\]|\\.?)*(?:'|$)|"(?:[^"\\]|\\.?)*(?:"|$)|(?:\\.?|[^\s\\])+)`)
)

// RedactDSN returns a data source name fit to be shown: a `postgres://` URL, a
// libpq connection string or a file's path, with its passwords as `***`. It
// works on malformed names too, which are the ones that get printed; there it
// may mask more than the password.
func RedactDSN(dsn string) string {
	// Here a password may hold spaces, and the scheme may be forgotten. The
	// parameters go first, or half of one that holds an @ would be left.
	dsn = redactAssignments(dsn)
	start := 0
	if scheme := strings.Index(dsn, "://"); scheme >= 0 {
		start = scheme + len("://")
	}
	if end := strings.LastIndexByte(dsn, '@'); end > start {
		if colon := strings.IndexByte(dsn[start:end], ':'); colon >= 0 {
			dsn = dsn[:start+colon+1] + mask + dsn[end:]
		}
	}
	return redactText(dsn)
}

// Redact returns a text fit to be shown: what looks like a secret in it is `***`.
func Redact(text string) string { return redactText(text) }

// redactText masks all that looks like a secret in text. Each pattern runs only
// where a cheap look has found what it needs, because every string of every log
// line passes through here.
func redactText(text string) string {
	if strings.Contains(text, "rc_") || strings.Contains(text, "whsec_") {
		text = issued.ReplaceAllStringFunc(text, func(found string) string {
			return found[:strings.IndexByte(found, '_')+1] + mask
		})
	}
	text = redactAssignments(text)
	if strings.Contains(text, "://") && strings.Contains(text, "@") {
		text = userinfo.ReplaceAllString(text, "${1}"+mask+"@")
		text = quotedUserinfo.ReplaceAllString(text, "${1}"+mask+"@")
	}
	if wordBefore(text, " \t\n\f\r", "bearer", "basic") {
		text = authorization.ReplaceAllString(text, "${1} "+mask)
	}
	return text
}

func redactAssignments(text string) string {
	if wordBefore(text, "=:", "password", "passwd", "passphrase", "secret", "token") {
		text = assignment.ReplaceAllString(text, "${1}"+mask)
	}
	return text
}

// wordBefore tells whether one of the words, in any case, stands before one of
// the separators, with at most spaces and quotes between. It takes one pass
// whatever the text is: some of it comes from clients.
func wordBefore(text, separators string, words ...string) bool {
	if !strings.ContainsAny(text, separators) {
		return false
	}
	end := 0 // of what stands before the spaces and quotes before i
	for i := range len(text) {
		if strings.IndexByte(separators, text[i]) >= 0 {
			for _, word := range words {
				if start := end - len(word); start >= 0 && strings.EqualFold(text[start:end], word) {
					return true
				}
			}
		}
		switch text[i] {
		case ' ', '\t', '\n', '\f', '\r', '"', '\'':
		default:
			end = i + 1
		}
	}
	return false
}

// redactAttr is the ReplaceAttr of the handlers.
func redactAttr(groups []string, a slog.Attr) slog.Attr {
	// slog calls this for the members of a group and not for the group.
	if secretName(a.Key) || slices.ContainsFunc(groups, secretName) {
		return slog.String(a.Key, mask)
	}
	switch a.Value.Kind() {
	case slog.KindTime:
		a.Value = slog.TimeValue(a.Value.Time().UTC())
	case slog.KindString:
		a.Value = slog.StringValue(redactText(a.Value.String()))
	case slog.KindAny:
		value := a.Value.Any()
		if _, builtin := value.(slog.Level); builtin {
			break
		}
		// A value that hides nothing stays what it is, so that JSON keeps its
		// shape.
		for _, text := range printings(value) {
			if redacted := redactText(text); redacted != text {
				a.Value = slog.StringValue(redacted)
				break
			}
		}
	}
	return a
}

// printings returns the texts that a handler may print for value.
func printings(value any) []string {
	if bytes, ok := value.([]byte); ok {
		return []string{string(bytes)}
	}
	// fmt calls Error and String, of nil pointers too, and shows unexported
	// fields; JSON calls MarshalText and follows pointers.
	texts := []string{fmt.Sprintf("%+v", value)}
	if text, err := json.Marshal(value); err == nil {
		texts = append(texts, string(text))
	}
	return texts
}
