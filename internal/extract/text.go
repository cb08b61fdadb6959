package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plain is the text that a document says: HTML becomes text, invalid UTF-8 and control characters are replaced
// one for one, so that offsets into plain text stay what they were.
func plain(text string) string {
	if isHTML(text) {
		text = stripped(text)
	}
	if utf8.ValidString(text) && !strings.ContainsFunc(text, forbidden) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return ' '
		}
		return r
	}, text)
}

// forbidden are the characters that no record may hold.
func forbidden(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }

// isHTML reports whether a text holds a tag, a comment or a character reference. "x < y" and "<3" are none.
func isHTML(text string) bool {
	for rest := text; ; {
		i := strings.IndexAny(rest, "<&")
		if i < 0 {
			return false
		}
		sign := rest[i]
		rest = rest[i+1:]
		if sign == '&' {
			end := strings.IndexByte(rest[:min(len(rest), 10)], ';')
			if end > 1 && html.UnescapeString("&"+rest[:end+1]) != "&"+rest[:end+1] {
				return true
			}
			continue
		}
		if strings.HasPrefix(rest, "!--") || len(rest) >= 8 && strings.EqualFold(rest[:8], "!doctype") {
			return true
		}
		name := strings.TrimPrefix(rest[:min(len(rest), 16)], "/")
		end := strings.IndexFunc(name, func(r rune) bool { return r > 'z' || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if end > 0 && strings.IndexByte(" \t\r\n/>", name[end]) >= 0 && atom.Lookup([]byte(strings.ToLower(name[:end]))) != 0 {
			return true
		}
	}
}

// blocks are the elements that begin and end a line.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Br: true, atom.Caption: true, atom.Center: true, atom.Dd: true, atom.Details: true,
	atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hr: true, atom.Html: true, atom.Li: true, atom.Main: true, atom.Nav: true, atom.Ol: true, atom.Option: true, atom.P: true,
	atom.Pre: true, atom.Section: true, atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Thead: true, atom.Title: true, atom.Tr: true, atom.Ul: true,
}

// paragraphs are the blocks with an empty line around them.
var paragraphs = map[atom.Atom]bool{
	atom.P: true, atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Table: true, atom.Blockquote: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Hr: true, atom.Title: true, atom.Section: true, atom.Article: true,
}

// silent are the elements whose content nobody reads.
var silent = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Textarea: true, atom.Iframe: true, atom.Svg: true}

// stripped is the text of an HTML document, a line for each block. An item of a list begins with "- ", so that it is
// known for one.
func stripped(document string) string {
	var b strings.Builder
	b.Grow(len(document))
	lines, space := 0, false // what is due before the next text
	item := false
	cells, broken := 0, false    // borders of cells due before the next text, and whether a cell of the row is more than a line
	inRow, first := false, false // whether a cell of the row has begun, and whether nothing was read in it
	var hidden atom.Atom         // the silent element that we are in
	depth := 0
	z := html.NewTokenizer(strings.NewReader(document))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken: // the end: a string reader has no other errors
			return b.String()
		case html.TextToken:
			if hidden != 0 {
				continue
			}
			for _, r := range string(z.Text()) {
				if unicode.IsSpace(r) {
					space = true
					continue
				}
				if b.Len() > 0 {
					switch {
					case cells > 0 && lines == 0:
						b.WriteByte(' ')
					case lines > 0:
						b.WriteString("\n\n"[:lines])
					case space:
						b.WriteByte(' ')
					}
				}
				for ; cells > 0; cells-- {
					b.WriteString("| ")
				}
				if item {
					b.WriteString("- ")
				}
				broken = broken || lines > 0 && !first
				lines, space, item, first = 0, false, false, false
				b.WriteRune(r)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			switch {
			case hidden != 0:
				if a == hidden && kind == html.StartTagToken {
					depth++
				} else if a == hidden && kind == html.EndTagToken {
					if depth--; depth == 0 {
						hidden = 0
					}
				}
				continue
			case silent[a] && kind == html.StartTagToken:
				hidden, depth = a, 1
			}
			switch {
			case a == atom.Tr:
				lines, cells, broken, inRow, first = max(lines, 1), 0, false, false, true
			case a == atom.Table:
				lines, cells, inRow = 2, 0, false
			case (a == atom.Td || a == atom.Th) && kind != html.EndTagToken:
				// Cells of one line stay on it, with a bar between: a table of data. Others lay out a page.
				if inRow && !broken {
					if !first {
						lines = 0
					}
					cells++
				} else if inRow {
					lines, cells = max(lines, 1), 0
				}
				inRow = true
			case a == atom.Td || a == atom.Th:
				space = true
			case cells > 0 && (paragraphs[a] || blocks[a]): // <td><p>
			case paragraphs[a]:
				lines = 2
			case blocks[a]:
				lines = max(lines, 1)
			}
			if a == atom.Li {
				item = kind == html.StartTagToken
			} else if paragraphs[a] {
				item = false
			}
		default: // comments and doctypes say nothing
		}
	}
}
