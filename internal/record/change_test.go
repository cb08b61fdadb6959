package record

import (
	"encoding/json"
	"testing"
)

func TestASnapshotIsStoredAndSentAsItIs(t *testing.T) {
	for _, column := range []any{`{"b": 1.50}`, []byte(`{"b": 1.50}`)} {
		var j JSON
		if err := j.Scan(column); err != nil || string(j) != `{"b": 1.50}` {
			t.Errorf("%T is read as %s (%v)", column, j, err)
		}
	}
	raw := []byte(`{"a":1}`)
	var j JSON
	if err := j.Scan(raw); err != nil {
		t.Fatal(err)
	}
	raw[1] = 'x'
	if string(j) != `{"a":1}` {
		t.Error("the snapshot changed with the driver's buffer")
	}
	if err := j.Scan(nil); err != nil || j != nil {
		t.Errorf("NULL is read as %s (%v)", j, err)
	}
	if err := j.Scan(7); err == nil {
		t.Error("a number is read as JSON")
	}
	if b, err := json.Marshal(JSON(nil)); err != nil || string(b) != "null" {
		t.Errorf("no snapshot is %s (%v)", b, err)
	}
}

func TestASnapshotIsReadBackIntoItsRecord(t *testing.T) {
	c, err := Decode[Call](JSON(`{"title": "A", "starts_on": null, "asks": ["rally"]}`))
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, c, Call{Title: "A", Asks: List[string]{"rally"}})
	if _, err := Decode[Call](nil); err == nil {
		t.Error("no snapshot is read as a call")
	}
}
