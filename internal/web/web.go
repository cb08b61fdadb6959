// Package web draws what people see of the record on other sites: badges, and the page for a frame. It
// turns records into SVG and HTML, and knows nothing of requests.
package web

import (
	"strconv"
	"strings"

	"rollcall/internal/record"
)

// stances says a position in the words of the page and of badges, which stand before a number.
var stances = map[record.Stance]struct{ word, badge string }{
	record.Endorsed:        {"Endorsed", "endorsed by"},
	record.Supported:       {"Expressed support", "supported by"},
	record.Planning:        {"Plan an action of their own", "own action planned by"},
	record.Declined:        {"Declined to endorse", "declined by"},
	record.Opposed:         {"Spoke against", "opposed by"},
	record.Tabled:          {"Postponed the question", "postponed by"},
	record.Withdrawn:       {"Withdrew", "withdrawn by"},
	record.Nullified:       {"Nullified by a parent body", "nullified for"},
	record.NoPositionFound: {"No position found", "no position found for"},
}

// took says a position in the words that stand after one body's name.
var took = map[record.Stance]string{
	record.Endorsed:        "endorsed",
	record.Supported:       "expressed support",
	record.Planning:        "announced an action of its own",
	record.Declined:        "declined to endorse",
	record.Opposed:         "spoke against it",
	record.Tabled:          "postponed the question",
	record.Withdrawn:       "withdrew its position",
	record.Nullified:       "position nullified by a parent body",
	record.NoPositionFound: "no position found",
}

// BadgeLabel is what a badge says before the number of bodies that have a position: "endorsed by".
func BadgeLabel(p record.Stance) string { return stances[p].badge }

// Bodies is a number of bodies in words: "1 body", "1,204 bodies".
func Bodies(n int) string {
	if n == 1 {
		return "1 body"
	}
	return number(n) + " bodies"
}

// number writes a number with commas between the thousands.
func number(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}
