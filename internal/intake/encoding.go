package intake

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// encoding is how the characters of a file are written.
type encoding struct {
	note   string // for people; empty for plain UTF-8
	decode func(io.Reader) io.Reader
}

// detectEncoding reads all of a file and tells its encoding: by its byte order mark, by the zeros that
// UTF-16 has in every other place, or by whether it is UTF-8. What is not may be Windows-1252, which
// Western spreadsheets write; a few slips do not make it so where other characters are good UTF-8.
func detectEncoding(r io.Reader) (encoding, error) {
	buf := make([]byte, 256<<10)
	n, err := io.ReadFull(r, buf)
	head := buf[:n]
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16(unicode.LittleEndian), nil
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16(unicode.BigEndian), nil
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return encoding{decode: func(r io.Reader) io.Reader { return unicode.UTF8BOM.NewDecoder().Reader(r) }}, nil
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch few, many := n/100, n/5; {
	case zeros[0] <= few && zeros[1] > many:
		return utf16(unicode.LittleEndian), nil
	case zeros[1] <= few && zeros[0] > many:
		return utf16(unicode.BigEndian), nil
	}
	var good, bad int
	rest := 0 // bytes of a character that the next part completes
	for {
		part := buf[:n]
		for len(part) > 0 {
			if part[0] < utf8.RuneSelf {
				i := bytes.IndexFunc(part, func(r rune) bool { return r >= utf8.RuneSelf })
				if i < 0 {
					break
				}
				part = part[i:]
				continue
			}
			if !utf8.FullRune(part) && err == nil {
				break
			}
			r, size := utf8.DecodeRune(part)
			if r == utf8.RuneError && size == 1 {
				bad++
			} else {
				good++
			}
			part = part[size:]
		}
		if err != nil {
			break
		}
		rest = 0
		if len(part) > 0 && part[0] >= utf8.RuneSelf {
			rest = copy(buf, part)
		}
		n, err = io.ReadFull(r, buf[rest:])
		n += rest
	}
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return encoding{}, err
	}
	if bad > good {
		return encoding{
			note:   "The file is not UTF-8; it was read as Windows-1252.",
			decode: func(r io.Reader) io.Reader { return charmap.Windows1252.NewDecoder().Reader(r) },
		}, nil
	}
	return encoding{decode: func(r io.Reader) io.Reader { return r }}, nil
}

func utf16(order unicode.Endianness) encoding {
	return encoding{
		note:   "The file was read as UTF-16.",
		decode: func(r io.Reader) io.Reader { return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(r) },
	}
}
