package record

import (
	"strings"
	"time"
)

// words says a position as a verb before the call's title.
var words = map[Stance]string{
	Endorsed:        "endorsed",
	Supported:       "expressed support for",
	Planning:        "announced an action of its own for",
	Declined:        "declined to endorse",
	Opposed:         "spoke against",
	Tabled:          "postponed the question of",
	Withdrawn:       "withdrew its position on",
	Nullified:       "had its position nullified by a parent body on",
	NoPositionFound: "was not found to have a position on",
}

var deciders = map[DecidedBy]string{
	"membership_vote": "decided by a vote of the membership",
	"delegates":       "decided by delegates",
	"executive_board": "decided by the executive board",
	"officer":         "decided by an officer",
	"petition":        "by petition",
}

// Sentence says the position that an endorsement shows as one sentence in English, without its
// sources: "UNITE HERE Local 17 endorsed “A day of action” (14 January 2026; decided by delegates)".
func (e EndorsementView) Sentence() string {
	p := e.Shown
	var b strings.Builder
	switch p.Capacity {
	case CapacityOfficer:
		b.WriteString("An officer of " + e.Union.Name + ", speaking personally, ")
	case CapacityCaucus:
		b.WriteString("A caucus of " + e.Union.Name + " ")
	case CapacityBody:
		b.WriteString(e.Union.Name + " ")
	}
	b.WriteString(words[p.Position] + " “" + e.Call.Title + "”")
	var details []string
	switch {
	case p.EffectiveOn.Known():
		details = append(details, p.EffectiveOn.Words())
	case p.AnnouncedOn.Known():
		details = append(details, "announced "+p.AnnouncedOn.Words())
	}
	if who := deciders[p.DecidedBy]; who != "" {
		details = append(details, who)
	}
	if len(p.Scope) > 0 {
		details = append(details, "as to "+strings.ReplaceAll(strings.Join(p.Scope, ", "), "_", " "))
	}
	if len(details) > 0 {
		b.WriteString(" (" + strings.Join(details, "; ") + ")")
	}
	return b.String()
}

// Words writes the date for people: "2026", "January 2026" or "14 January 2026"; "undated" if it is
// not known.
func (d Date) Words() string {
	layout, ok := map[int][2]string{4: {"2006", "2006"}, 7: {"2006-01", "January 2006"}, 10: {time.DateOnly, "2 January 2006"}}[len(d)]
	if !ok {
		return "undated"
	}
	t, err := time.Parse(layout[0], string(d))
	if err != nil {
		return string(d)
	}
	return t.Format(layout[1])
}

// Sentence names a source: its title, publisher, date and address.
func (s SourceRef) Sentence() string {
	var parts []string
	if s.Title != "" {
		parts = append(parts, "“"+s.Title+"”")
	}
	if s.Publisher != "" {
		parts = append(parts, s.Publisher)
	}
	if s.PublishedOn.Known() {
		parts = append(parts, s.PublishedOn.Words())
	}
	return strings.Join(append(parts, s.URL), ", ")
}
