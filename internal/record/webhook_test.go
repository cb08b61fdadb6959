package record_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

func TestADeliveryIsTriedTenTimesWithinThreeDays(t *testing.T) {
	for _, spread := range []float64{0, 1} {
		begin := time.Date(2026, 1, 22, 18, 0, 0, 0, time.UTC)
		d, at := record.Delivery{}, begin
		for n := 1; n < record.MaxAttempts; n++ {
			d = d.After(record.Attempt{At: at, Status: 503, Error: "no"}, spread)
			if d.State != record.DeliveryPending || d.NextAt == nil || !d.NextAt.After(at) {
				t.Fatalf("after attempt %d it stands as %+v", n, d)
			}
			if wait := d.NextAt.Sub(at); n == 1 && wait > 10*time.Second {
				t.Errorf("the first retry comes after %s", wait)
			}
			at = *d.NextAt
		}
		if d = d.After(record.Attempt{At: at, Error: "no"}, spread); d.State != record.DeliveryFailed || d.NextAt != nil || d.DoneAt == nil {
			t.Errorf("after the last attempt it stands as %+v", d)
		}
		if took := at.Sub(begin); took < 60*time.Hour || took > 90*time.Hour {
			t.Errorf("the attempts are spread over %s", took)
		}
	}
}

func TestAWebhookIsToldUnderTheMostTellingNameItAskedFor(t *testing.T) {
	names := []string{"endorsement.withdrawn", "endorsement.position_changed", "endorsement.updated"}
	for want, events := range map[string][]string{
		"endorsement.withdrawn":        nil,
		"endorsement.position_changed": {"call.*", "endorsement.position_changed"},
		"endorsement.updated":          {"endorsement.updated"},
		"":                             {"endorsement.created", "union.*"},
	} {
		if got := (record.Webhook{Events: events}).Wants(names); got != want {
			t.Errorf("who asks for %q is told %q, want %q", events, got, want)
		}
	}
	if got := (record.Webhook{Events: record.List[string]{"endorsement.*"}}).Wants(names); got != names[0] {
		t.Errorf("endorsement.* is told %q", got)
	}
}

func TestTheNamesOfWhatAChangeDid(t *testing.T) {
	at := func(positions ...record.Position) record.Endorsement {
		for i := range positions {
			positions[i].ID, positions[i].RecordedSeq, positions[i].Capacity = uuid.NewMD5(uuid.Nil, []byte{byte(i)}), int64(i+1), record.CapacityBody
		}
		return record.Endorsement{Version: len(positions), Verification: record.Unverified, Positions: positions}
	}
	endorsed, withdrawn := record.Position{Position: record.Endorsed}, record.Position{Position: record.Withdrawn}
	noted := at(endorsed)
	noted.Positions[0].Note = "a note"
	disputed := at(endorsed)
	disputed.Verification = record.Disputed
	for _, c := range []struct {
		before, after *record.Endorsement
		want          []string
	}{
		{nil, new(at(endorsed)), []string{"endorsement.position_changed", "endorsement.updated"}},
		{new(at(endorsed)), new(at(endorsed, withdrawn)), []string{"endorsement.withdrawn", "endorsement.position_changed", "endorsement.updated"}},
		{new(at(endorsed)), &noted, []string{"endorsement.updated"}},
		{new(at(endorsed)), &disputed, []string{"endorsement.verification_changed", "endorsement.updated"}},
	} {
		change := record.Change{Entity: record.EntityEndorsement, Action: record.Updated}
		if c.before != nil {
			change.Before = encoded(t, c.before)
		}
		change.After = encoded(t, c.after)
		if got, err := change.EventNames(); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%v → %v is %q (%v), want %q", c.before, c.after, got, err, c.want)
		}
	}
	gone := record.Change{Entity: record.EntityEndorsement, Action: record.Deleted, Before: encoded(t, at(endorsed))}
	if got, err := gone.EventNames(); err != nil || !slices.Equal(got, []string{"endorsement.deleted"}) {
		t.Errorf("a deletion is %q (%v)", got, err)
	}
}

func TestEveryEventOfAChangeCanBeAskedFor(t *testing.T) {
	known := record.WebhookEvents()
	for _, e := range record.Entities {
		for _, a := range record.Actions {
			if e != record.EntityUnion && (a == record.Merged || a == record.Unmerged) {
				continue
			}
			names, err := record.Change{Entity: e, Action: a}.EventNames()
			if err != nil || len(names) != 1 || !slices.Contains(known, names[0]) {
				t.Errorf("%s of a %s is %q (%v), which nobody can ask for", a, e, names, err)
			}
		}
	}
}

func encoded(t *testing.T, v any) record.JSON {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
