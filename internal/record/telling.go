package record

import "strings"

// did says an action as a verb.
var did = map[Action]string{
	Created: "recorded", Updated: "changed", Deleted: "deleted", Restored: "restored", Reverted: "put back to an earlier revision", Merged: "merged into another record", Unmerged: "taken apart again",
}

// Title says in a few words, for people, what a change did and to what.
func (c Change) Title() (string, error) {
	facts := c.After
	if len(facts) == 0 {
		facts = c.Before
	}
	name, err := c.nameOf(facts)
	if err != nil {
		return "", err
	}
	if c.Entity != EntityEndorsement || len(c.After) == 0 {
		return strings.ToUpper(string(c.Entity[:1])) + string(c.Entity[1:]) + " " + did[c.Action] + ": " + name, nil
	}
	names, err := c.EventNames()
	if err != nil {
		return "", err
	}
	switch names[0] {
	case EventWithdrawn, EventNullified, EventPositionChanged:
		return name, nil
	case EventVerification:
		e, err := Decode[Endorsement](c.After)
		return "Now " + string(e.Verification) + ": " + name, err
	}
	return "Endorsement " + did[c.Action] + ": " + name, nil
}

// nameOf says which record the facts are of.
func (c Change) nameOf(facts JSON) (string, error) {
	switch c.Entity {
	case EntityUnion:
		u, err := Decode[Union](facts)
		return u.Name, err
	case EntityAffiliation:
		a, err := Decode[Affiliation](facts)
		return a.Child.Name + " belongs to " + a.Parent.Name, err
	case EntityCall:
		v, err := Decode[Call](facts)
		return v.Title, err
	case EntityEndorsement:
		e, err := Decode[Endorsement](facts)
		if err != nil || len(e.Positions) == 0 {
			return e.Union.Name + " on “" + e.Call.Title + "”", err
		}
		return EndorsementView{Endorsement: e, Shown: e.Current()}.Sentence(), nil
	case EntityStatement:
		s, err := Decode[Statement](facts)
		return s.Title, err
	case EntitySource:
		s, err := Decode[Source](facts)
		if s.Title == "" {
			return s.URL, err
		}
		return s.Title, err
	}
	return "", nil
}
