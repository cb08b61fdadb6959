package record

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// List is a short list that belongs to one record and is stored with it, as JSON in one column.
// An empty list is [] in JSON, never null.
type List[T any] []T

// MarshalJSON writes [] for an empty list.
func (l List[T]) MarshalJSON() ([]byte, error) {
	if l == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]T(l))
}

// Scan reads a JSON column.
func (l *List[T]) Scan(v any) error {
	*l = nil
	return scanJSON(v, (*[]T)(l))
}

// Value writes a JSON column.
func (l List[T]) Value() (driver.Value, error) { return jsonValue(l) }

func scanJSON(v any, into any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), into)
	case []byte:
		return json.Unmarshal(v, into)
	}
	return fmt.Errorf("cannot read JSON from %T", v)
}

func jsonValue(v any) (driver.Value, error) {
	b, err := json.Marshal(v)
	return string(b), err
}
