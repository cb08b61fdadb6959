package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"rollcall/internal/record"
)

// kind is what a token is.
type kind uint8

const (
	punctuation kind = iota
	word             // letters, with digits and apostrophes among them
	digits           // begins with a digit: "26", "32BJ", "9A"
	address          // of a site or of a mailbox, or a handle: nothing in it is read
)

// gap is what stands before a token.
type gap uint8

const (
	glued gap = iota // nothing
	spaced
	newLine
	newParagraph
)

// token is a word, a number or one punctuation mark.
type token struct {
	start, end int    // bytes of the text
	stem       int    // where it ends without a possessive's 's
	low        string // folded, without apostrophes and possessive; a mark is itself
	kind       kind
	gap        gap
	capital    bool // begins with a capital letter
	upper      bool // has two or more letters, all of them capitals ("SEIU", "IAM")
	possessive bool
}

// maxWord is how many bytes of a word are compared. What is longer is no word.
const maxWord = 48

// elisions are what French drops the vowel of before another word.
var elisions = set("l d n s j c m t qu")

// tokenize takes a text apart.
func tokenize(text string) []token {
	tokens := make([]token, 0, len(text)/5+8)
	g := newParagraph
	checked := 0 // up to where words were looked at for addresses
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			switch {
			case r != '\n' && r != '\u2029' && r != '\u2028':
				g = max(g, spaced)
			case g >= newLine:
				g = newParagraph
			default:
				g = newLine
			}
			i += size
			continue
		}
		if i >= checked {
			n, yes := addressAt(text[i:])
			checked = i + n
			if yes {
				tokens = append(tokens, token{start: i, end: i + n, stem: i + n, kind: address, gap: g})
				i, g = i+n, glued
				continue
			}
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			tokens = append(tokens, token{start: i, end: i + size, stem: i + size, low: text[i : i+size], gap: g})
			i, g = i+size, glued
			continue
		}
		t := readWord(text, i)
		t.gap = g
		tokens = append(tokens, t)
		i, g = t.end, glued
	}
	return joinInitials(tokens)
}

// readWord reads the word that begins at i.
func readWord(text string, i int) token {
	t := token{start: i, kind: word}
	capitals, letters, plain := 0, 0, true
	end := i
	apostrophe := -1
	for end < len(text) {
		r, size := rune(text[end]), 1
		if r >= utf8.RuneSelf {
			plain = false
			r, size = utf8.DecodeRuneInString(text[end:])
		}
		switch {
		case unicode.IsLetter(r):
			if unicode.IsUpper(r) {
				capitals++
				t.capital = t.capital || end == i
			}
			letters++
		case unicode.IsDigit(r):
			if end == i {
				t.kind = digits
			}
		case r == '\'' || r == '’' || r == 'ʼ':
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			if !unicode.IsLetter(next) {
				// The plural's possessive: "Machinists' ". A closing quotation mark looks the same, and harms nothing.
				t.end, t.stem = end, end
				goto read
			}
			if end-i <= 2 && elisions[strings.ToLower(text[i:end])] {
				t.end, t.stem = end+size, end
				t.low = strings.ToLower(text[i:end]) + "'"
				t.capital = false
				return t
			}
			plain = false
			apostrophe = end
		case unicode.Is(unicode.Mn, r):
			plain = false
		default:
			t.end, t.stem = end, end
			goto read
		}
		end += size
	}
	t.end, t.stem = end, end
read:
	if apostrophe > 0 {
		_, size := utf8.DecodeRuneInString(text[apostrophe:])
		if tail := text[apostrophe+size : t.end]; tail == "s" || tail == "S" {
			t.possessive, t.stem = true, apostrophe
			letters-- // "UAW's" is in capitals
			if tail == "S" {
				capitals--
			}
		}
	}
	t.upper = letters >= 2 && capitals == letters || letters >= 1 && capitals == letters && t.kind == digits
	s := text[i:min(t.end, i+maxWord)]
	if plain {
		t.low = strings.ToLower(s)
	} else {
		t.low = strings.ReplaceAll(record.Fold(strings.ToValidUTF8(s, "")), " ", "")
		if t.possessive {
			t.low = strings.TrimSuffix(t.low, "s")
		}
	}
	return t
}

// addressAt reports whether the text begins with a link, a mail address or a handle, and how many bytes were looked at.
func addressAt(text string) (int, bool) {
	n := min(len(text), 256)
	if end := strings.IndexAny(text[:n], " \t\r\n<>\"()"); end >= 0 {
		n = end
	}
	s := text[:n]
	if n == 0 {
		return 1, false
	}
	at := strings.IndexByte(s, '@')
	if at == 0 && n > 1 || at > 0 && strings.IndexByte(s[at:], '.') > 0 || strings.Contains(s, "://") || strings.HasPrefix(s, "www.") {
		s = strings.TrimRight(s, ".,;:!?…'’”")
		return max(1, len(s)), true
	}
	return n, false
}

// joinInitials makes one word of letters with dots behind: "I.B.E.W.".
func joinInitials(tokens []token) []token {
	initial := func(i int) bool {
		return i+1 < len(tokens) && tokens[i].kind == word && tokens[i].capital && tokens[i].end-tokens[i].start == 1 && tokens[i+1].low == "." && tokens[i+1].gap == glued
	}
	kept := tokens[:0]
	for i := 0; i < len(tokens); i++ {
		if !initial(i) || !initial(i+2) || tokens[i+2].gap != glued {
			kept = append(kept, tokens[i])
			continue
		}
		t := tokens[i]
		var low []byte
		for initial(i) && (low == nil || tokens[i].gap == glued) && len(low) < maxWord {
			low = append(low, tokens[i].low...)
			t.end = tokens[i+1].end
			i += 2
		}
		i--
		// "S.E.I.U" has no dot at its end.
		if i+1 < len(tokens) && tokens[i+1].kind == word && tokens[i+1].gap == glued && tokens[i+1].end-tokens[i+1].start == 1 {
			i++
			low = append(low, tokens[i].low...)
			t.end = tokens[i].end
		}
		t.low, t.stem, t.upper = string(low), t.end, true
		kept = append(kept, t)
	}
	return kept
}

// set makes a set of words of a list.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}
