package access

import (
	"maps"
	"slices"
)

// Action is something a principal may want to do. Reading what is published
// needs no permission and is no action. Writing covers creating, changing and
// deleting unless an action of its own says otherwise.
type Action string

// The actions.
const (
	// Propose puts a record or a change into the submission queue.
	Propose Action = "propose"

	WriteUnion       Action = "write_union"
	WriteAffiliation Action = "write_affiliation"
	WriteCall        Action = "write_call"
	// WriteEndorsement covers an endorsement's timeline of positions and its
	// citations.
	WriteEndorsement Action = "write_endorsement"
	WriteStatement   Action = "write_statement"

	// CreateSource adds a source, by itself or inline in a citation. An
	// organizer cannot cite without it. A source said to belong to a union
	// makes evidence primary, so that union must be within the organizer's
	// grant; a source of no union in particular is within every grant.
	CreateSource Action = "create_source"
	// CorrectSource changes a source that exists. It is an editor's even where
	// an organizer created the source, since by then other bodies' evidence may
	// rest on it.
	CorrectSource Action = "correct_source"

	// Verify sets an endorsement's verification: nobody verifies their own
	// unions' record.
	Verify Action = "verify"
	// Merge merges two unions, or undoes that.
	Merge Action = "merge"
	// Revert puts an earlier revision back. It can undo what an editor
	// corrected, so no grant reaches it.
	Revert Action = "revert"

	// Decide says for everybody which union a written name means, or takes that back.
	Decide Action = "decide"

	// ManageWebhooks covers one's own webhooks, AllWebhooks those of others too.
	ManageWebhooks Action = "manage_webhooks"
	AllWebhooks    Action = "manage_all_webhooks"
	// Import writes whole files, and reads what became of them.
	Import Action = "import"

	ReadKeys   Action = "read_keys"
	ManageKeys Action = "manage_keys"
)

// Answer says whether a principal may do something. The zero value is [No].
type Answer uint8

// The answers.
const (
	No Answer = iota
	// WithinGrant is yes for the unions in the principal's grant and no for all
	// others. The store knows which those are at the moment of the write.
	WithinGrant
	Yes
)

// String returns the answer as a word, for messages.
func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case WithinGrant:
		return "within grant"
	default:
		return "no"
	}
}

// rules is all there is to permissions. From the role `least` upward the answer
// is yes; `granted` lets organizers do it for the unions in their grant.
var rules = map[Action]struct {
	least   Role
	granted bool
}{
	Propose:          {least: Anonymous},
	WriteUnion:       {least: Editor},
	WriteAffiliation: {least: Editor},
	WriteCall:        {least: Editor},
	WriteEndorsement: {least: Editor, granted: true},
	WriteStatement:   {least: Editor, granted: true},
	CreateSource:     {least: Editor, granted: true},
	CorrectSource:    {least: Editor},
	Verify:           {least: Editor},
	Merge:            {least: Editor},
	Revert:           {least: Editor},
	Decide:           {least: Editor},
	ManageWebhooks:   {least: Contributor},
	AllWebhooks:      {least: Admin},
	Import:           {least: Editor},
	ReadKeys:         {least: Admin},
	ManageKeys:       {least: Admin},
}

// Actions lists every action, in alphabetical order.
func Actions() []Action { return slices.Sorted(maps.Keys(rules)) }

// May answers whether p may do a. An action without a rule is refused to
// everyone.
func (p Principal) May(a Action) Answer {
	rule, known := rules[a]
	switch {
	case !known:
		return No
	case p.Role.AtLeast(rule.least):
		return Yes
	case rule.granted && p.Role == Organizer:
		return WithinGrant
	default:
		return No
	}
}
