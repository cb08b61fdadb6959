package api

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"rollcall/internal/record"
)

// An ETag of a record is "<version>-<digest>": the digest tells answers apart for If-None-Match, the
// version alone decides If-Match, since what else the answer shows (the names of other records) is not
// what the write replaces.

// digest is the ETag of a body; version is that of the record it shows, 0 if it shows no one record.
func digest(body []byte, version int) string {
	sum := sha256.Sum256(body)
	tag := hex.EncodeToString(sum[:8])
	if version > 0 {
		tag = strconv.Itoa(version) + "-" + tag
	}
	return `"` + tag + `"`
}

// has reports whether a list of ETags holds one (RFC 9110 §13.1.2: weak comparison).
func has(header, etag string) bool {
	if header == "" {
		return false
	}
	if strings.TrimSpace(header) == "*" {
		return true
	}
	for _, tag := range strings.Split(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == etag {
			return true
		}
	}
	return false
}

// precondition reads If-Match and If-None-Match of a write.
func precondition(c *gin.Context) (record.Match, error) {
	var m record.Match
	if v := strings.TrimSpace(c.GetHeader("If-None-Match")); v != "" {
		if v != "*" {
			return m, malformedHeader("If-None-Match", "a write only takes If-None-Match: *")
		}
		m.None = true
	}
	header := strings.TrimSpace(strings.Join(c.Request.Header.Values("If-Match"), ","))
	switch {
	case header == "":
		return m, nil
	case m.None:
		return m, malformedHeader("If-Match", "If-Match and If-None-Match contradict each other")
	case header == "*":
		m.Given, m.Any = true, true
		return m, nil
	}
	m.Given = true
	for _, tag := range strings.Split(header, ",") {
		// A proxy that compresses may have made the tag weak; the version in it still tells.
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if len(tag) < 2 || tag[0] != '"' || strings.IndexByte(tag[1:], '"') != len(tag)-2 {
			return m, malformedHeader("If-Match", "If-Match is a list of ETags in quotes, or *")
		}
		number, _, _ := strings.Cut(tag[1:len(tag)-1], "-")
		n, err := strconv.Atoi(number)
		if err != nil {
			n = -1 // a tag of something else: no version matches it
		}
		if m.Version != 0 && m.Version != n {
			return m, malformedHeader("If-Match", "a record has one version at a time: name one ETag")
		}
		m.Version = n
	}
	return m, nil
}

// replaces reads the precondition of a write that replaces or removes a record: it must be there.
func replaces(c *gin.Context) (record.Match, error) {
	m, err := precondition(c)
	if err == nil && !m.Given {
		err = record.Errorf(record.CodeMustMatch, "Say with If-Match which version the write replaces: the ETag of the last answer.")
	}
	return m, err
}

func malformedHeader(name, detail string) error {
	return &record.Error{Code: record.CodeMalformed, Detail: "The header " + name + " cannot be read.", Fields: []record.FieldError{{Parameter: name, Code: "malformed", Detail: detail}}}
}
