package record

import (
	"encoding/json"
	"fmt"
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
