package web

import (
	"encoding/xml"
	"fmt"
	"math"
	"unicode"
)

// BadgeColor is the ground behind a badge's message. It is the same for every position and takes no
// side; white text on it has a contrast of 7:1, enough for WCAG 2.2 AAA.
const BadgeColor = "#0a5a9c"

const (
	labelColor  = "#444"
	badgeHeight = 20
	fontSize    = 11
	padding     = 6 // beside each text, in pixels
)

// Badge is a small picture of two fields: what is counted, and how many there are.
type Badge struct {
	Label, Message string
	// Title is the whole in words, for those who hear it.
	Title string
}

// The elements of SVG 1.1 that a badge is made of.
type (
	svg struct {
		XMLName xml.Name `xml:"http://www.w3.org/2000/svg svg"`
		Width   int      `xml:"width,attr"`
		Height  int      `xml:"height,attr"`
		ViewBox string   `xml:"viewBox,attr"`
		Role    string   `xml:"role,attr"`
		Label   string   `xml:"aria-label,attr"`
		Title   string   `xml:"title"`
		Rect    svgRect  `xml:"rect"`
		Path    svgPath  `xml:"path"`
		Texts   svgTexts `xml:"g"`
	}
	svgRect struct {
		Width  int    `xml:"width,attr"`
		Height int    `xml:"height,attr"`
		Radius int    `xml:"rx,attr"`
		Fill   string `xml:"fill,attr"`
	}
	svgPath struct {
		D    string `xml:"d,attr"`
		Fill string `xml:"fill,attr"`
	}
	svgTexts struct {
		Fill   string    `xml:"fill,attr"`
		Family string    `xml:"font-family,attr"`
		Size   int       `xml:"font-size,attr"`
		Texts  []svgText `xml:"text"`
	}
	svgText struct {
		X int `xml:"x,attr"`
		Y int `xml:"y,attr"`
		// Length makes the text as wide as its field even where the font is another.
		Length int    `xml:"textLength,attr"`
		Adjust string `xml:"lengthAdjust,attr"`
		Text   string `xml:",chardata"`
	}
)

// SVG draws the badge. It carries its own ground, so that it reads alike on light and on dark pages.
func (b Badge) SVG() (string, error) {
	label, message := width(b.Label), width(b.Message)
	left := label + 2*padding
	whole := left + message + 2*padding
	const baseline = 14
	out, err := xml.Marshal(svg{
		Width: whole, Height: badgeHeight, ViewBox: fmt.Sprintf("0 0 %d %d", whole, badgeHeight), Role: "img", Label: b.Title, Title: b.Title,
		Rect: svgRect{Width: whole, Height: badgeHeight, Radius: 3, Fill: BadgeColor},
		Path: svgPath{fmt.Sprintf("M3 0H%dV20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z", left), labelColor},
		Texts: svgTexts{"#fff", "Verdana,Geneva,DejaVu Sans,sans-serif", fontSize, []svgText{
			{padding, baseline, label, "spacingAndGlyphs", b.Label},
			{left + padding, baseline, message, "spacingAndGlyphs", b.Message},
		}},
	})
	return string(out) + "\n", err
}

// advances are the widths of the characters from space to tilde in Verdana, in thousandths of the font
// size.
var advances = [...]int{
	352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454, // space to /
	636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 454, 454, 818, 818, 818, 545, // 0 to ?
	1000, 684, 686, 698, 771, 632, 575, 775, 751, 421, 455, 693, 557, 843, 748, 787, // @ to O
	603, 787, 695, 684, 616, 732, 684, 989, 685, 615, 685, 454, 454, 454, 818, 636, // P to _
	636, 601, 623, 521, 623, 596, 352, 623, 633, 274, 344, 592, 274, 973, 633, 607, // ` to o
	623, 623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635, 454, 635, 818, // p to ~
}

// width is how many pixels a text takes in Verdana of the badge's size, rounded up. What Verdana does
// not have is taken for a square where it is written in squares, and for a wide letter else.
func width(text string) int {
	sum := 0
	for _, r := range text {
		switch {
		case r >= ' ' && r <= '~':
			sum += advances[r-' ']
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x1F000:
			sum += 1000
		case unicode.IsUpper(r):
			sum += 750
		default:
			sum += 630
		}
	}
	return int(math.Ceil(float64(sum) * fontSize / 1000))
}
