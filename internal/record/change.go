package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Entity names the kind of record that a change is about.
type Entity string

// The entities of the ledger.
const (
	EntityUnion       Entity = "union"
	EntityAffiliation Entity = "affiliation"
	EntityCall        Entity = "call"
	EntityEndorsement Entity = "endorsement"
	EntityStatement   Entity = "statement"
	EntitySource      Entity = "source"
)

// Entities lists every entity.
var Entities = []Entity{EntityUnion, EntityAffiliation, EntityCall, EntityEndorsement, EntityStatement, EntitySource}

// Action says what a change did.
type Action string

// The actions of the ledger.
const (
	Created  Action = "created"
	Updated  Action = "updated"
	Deleted  Action = "deleted"
	Restored Action = "restored" // a deleted record is back
	Reverted Action = "reverted" // an earlier revision's content is back
	Merged   Action = "merged"
	Unmerged Action = "unmerged"
)

// Actions lists every action.
var Actions = []Action{Created, Updated, Deleted, Restored, Reverted, Merged, Unmerged}

// Change is one entry of the ledger: what a write did to one record. The change with version n of a
// record is that record's revision n.
type Change struct {
	Seq     int64     `json:"seq"`
	At      time.Time `json:"at"`
	Actor   string    `json:"actor"` // a public handle
	Action  Action    `json:"action"`
	Entity  Entity    `json:"entity"`
	ID      uuid.UUID `json:"id" gorm:"column:entity_id"`
	Version int       `json:"version"`
	Reason  string    `json:"reason"`
	// Batch is the seq of the first change of the same write.
	Batch int64 `json:"batch"`
	// Before and After are the record's facts as JSON; nil when there was none, or is none any more.
	Before JSON `json:"before"`
	After  JSON `json:"after" gorm:"column:snapshot"`
}

// Subjects are the unions and calls that a change is about: those that the record names, and those that
// it named before.
func (c Change) Subjects() ([]uuid.UUID, error) {
	var ids []uuid.UUID
	for _, facts := range []JSON{c.Before, c.After} {
		if len(facts) == 0 && c.Entity != EntityUnion {
			continue
		}
		switch c.Entity {
		case EntityUnion: // whatever its facts
			ids = append(ids, c.ID)
		case EntityAffiliation:
			a, err := Decode[Affiliation](facts)
			if err != nil {
				return nil, err
			}
			ids = append(ids, a.Child.ID, a.Parent.ID)
		case EntityCall:
			call, err := Decode[Call](facts)
			if err != nil {
				return nil, err
			}
			ids = append(ids, c.ID)
			for _, v := range call.Conveners {
				ids = appendKnown(ids, v.UnionID)
			}
		case EntityEndorsement:
			e, err := Decode[Endorsement](facts)
			if err != nil {
				return nil, err
			}
			ids = append(ids, e.Call.ID, e.Union.ID)
			for _, p := range e.Positions {
				ids = appendKnown(ids, p.By)
			}
		case EntityStatement:
			st, err := Decode[Statement](facts)
			if err != nil {
				return nil, err
			}
			for _, u := range st.Issuers {
				ids = append(ids, u.ID)
			}
			for _, call := range st.Calls {
				ids = append(ids, call.ID)
			}
		case EntitySource:
			src, err := Decode[Source](facts)
			if err != nil {
				return nil, err
			}
			ids = appendKnown(ids, src.Union)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(ids), nil
}

func appendKnown(ids []uuid.UUID, id *uuid.UUID) []uuid.UUID {
	if id == nil {
		return ids
	}
	return append(ids, *id)
}

// MovesGraph reports whether a change may put other unions below a union than before.
func (c Change) MovesGraph() bool {
	return c.Entity == EntityAffiliation || c.Entity == EntityUnion && c.Action != Updated
}

// ChangeSelector is a ChangeFilter whose records have been found: it decides on changes one by one.
type ChangeSelector struct {
	Entities []Entity
	Actions  []Action
	// About has one set of unions or calls for each record that the filter named: a change is selected
	// when it is about one of each.
	About []map[uuid.UUID]bool
}

// Selects reports whether a change with these subjects is among those asked for.
func (s ChangeSelector) Selects(c Change, subjects []uuid.UUID) bool {
	if len(s.Entities) > 0 && !slices.Contains(s.Entities, c.Entity) || len(s.Actions) > 0 && !slices.Contains(s.Actions, c.Action) {
		return false
	}
	for _, ids := range s.About {
		if !slices.ContainsFunc(subjects, func(id uuid.UUID) bool { return ids[id] }) {
			return false
		}
	}
	return true
}

// JSON is a JSON value that is stored and sent as it is.
type JSON json.RawMessage

// MarshalJSON writes the value, and null for none.
func (j JSON) MarshalJSON() ([]byte, error) {
	if len(j) == 0 {
		return []byte("null"), nil
	}
	return j, nil
}

// UnmarshalJSON keeps the value as it is; null is none.
func (j *JSON) UnmarshalJSON(b []byte) error {
	*j = nil
	if string(b) != "null" {
		*j = append(*j, b...)
	}
	return nil
}

// Scan reads a JSON column.
func (j *JSON) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*j = nil
	case string:
		*j = JSON(v)
	case []byte:
		*j = append(JSON(nil), v...)
	default:
		return fmt.Errorf("cannot read JSON from %T", v)
	}
	return nil
}

// Decode reads the facts of a snapshot into a record.
func Decode[T any](j JSON) (T, error) {
	var v T
	err := json.Unmarshal(j, &v)
	return v, err
}
