package record

import (
	"strings"
	"unicode"
)

// foldings spells the letters of the Latin scripts without their marks.
var foldings = buildFoldings(map[string]string{
	"a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "ae": "æǽ", "c": "çćĉċč", "d": "ďđðḍ", "e": "èéêëēĕėęěẹẻẽếềểễệ", "g": "ĝğġģ",
	"h": "ĥħḥ", "i": "ìíîïĩīĭįıǐịỉ", "j": "ĵ", "k": "ķĸ", "l": "ĺļľŀłḷ", "m": "ṃ", "n": "ñńņňŋǹṅṇ", "o": "òóôõöøōŏőǒơọỏốồổỗộớờởỡợ", "oe": "œ",
	"r": "ŕŗř", "s": "śŝşšșſṣ", "ss": "ß", "t": "ţťŧțṭ", "th": "þ", "u": "ùúûüũūŭůűųǔưụủứừửữự", "w": "ŵẁẃẅ", "y": "ýÿŷỳỵỷỹ", "z": "źżžẓ",
})

func buildFoldings(groups map[string]string) map[rune]string {
	m := make(map[rune]string)
	for plain, marked := range groups {
		for _, r := range marked {
			m[r] = plain
		}
	}
	return m
}

// Fold returns text in lower case, without accents, with every run of other characters than letters
// and digits as one space: "Fédération n° 28" → "federation n 28". It is what names are sorted and
// searched by, the same on every database. Apostrophes vanish ("Teachers'" → "teachers").
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	gap := false
	for _, r := range s {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == 'ʻ' || unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mc, r):
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		r = unicode.ToLower(r)
		if plain, ok := foldings[r]; ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

const maxSlug = 100

// Slug derives an address from a name: ASCII lower-case letters, digits and single hyphens, at most 100
// bytes. It is empty when the name has no such characters. A name that looks like a UUID loses its
// hyphens, so that no slug is taken for an id.
func Slug(name string) string {
	var b strings.Builder
	for _, word := range strings.Fields(Fold(name)) {
		word = strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, word)
		if word == "" {
			continue
		}
		if b.Len() > 0 {
			if b.Len()+1+len(word) > maxSlug {
				break
			}
			b.WriteByte('-')
		}
		b.WriteString(word[:min(len(word), maxSlug)])
	}
	if _, isID := Ref(b.String()).UUID(); isID {
		return strings.ReplaceAll(b.String(), "-", "")
	}
	return b.String()
}

// ValidSlug reports whether s can be an address: what Slug makes, and no UUID in disguise.
func ValidSlug(s string) bool {
	if s == "" || len(s) > maxSlug || s[0] == '-' || s[len(s)-1] == '-' || strings.Contains(s, "--") {
		return false
	}
	if _, isID := Ref(s).UUID(); isID {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-') })
}
