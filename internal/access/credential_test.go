package access

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
)

var noon = time.Date(2026, 1, 23, 12, 0, 0, 0, time.UTC)

func TestACredentialIsUsableUntilItExpiresOrIsRevoked(t *testing.T) {
	before, after := noon.Add(-time.Microsecond), noon.Add(time.Microsecond)
	for name, tc := range map[string]struct {
		expires, revoked *time.Time
		want             error
	}{
		"neither":                     {nil, nil, nil},
		"expires later":               {&after, nil, nil},
		"expires at this instant":     {&noon, nil, ErrExpired},
		"expired":                     {&before, nil, ErrExpired},
		"to be revoked later":         {nil, &after, nil},
		"revoked at this instant":     {nil, &noon, ErrRevoked},
		"revoked":                     {nil, &before, ErrRevoked},
		"both":                        {&before, &before, ErrRevoked},
		"expired, revoked later":      {&before, &after, ErrExpired},
		"the same in another zone":    {new(noon.In(time.FixedZone("", 3600))), nil, ErrExpired},
		"expires later, revoked soon": {&after, &after, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (Credential{ExpiresAt: tc.expires, RevokedAt: tc.revoked}).Usable(noon); !errors.Is(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestACredentialMakesThePrincipalOfItsKey(t *testing.T) {
	c := credential(t)
	got := c.Principal()
	want := Principal{KeyID: c.ID, Handle: "ana", Role: Organizer, Grants: []uuid.UUID{{1}}}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestRotationLetsBothKeysWorkForTheOverlap(t *testing.T) {
	c, next := credential(t), newKey(t)
	old, successor, err := c.Rotate(next, noon, DefaultOverlap)
	if err != nil {
		t.Fatal(err)
	}
	last := noon.Add(24*time.Hour - time.Microsecond)
	for name, key := range map[string]Credential{"old": old, "new": successor} {
		for _, now := range []time.Time{noon, last} {
			if err := key.Usable(now); err != nil {
				t.Errorf("the %s key at %v: %v", name, now, err)
			}
		}
	}
	if err := old.Usable(noon.Add(24 * time.Hour)); !errors.Is(err, ErrExpired) {
		t.Errorf("the old key after the overlap: %v", err)
	}
	if err := successor.Usable(noon.AddDate(10, 0, 0)); err != nil {
		t.Errorf("the new key after the overlap: %v", err)
	}
}

func TestRotationKeepsHolderAndRightsAndChangesTheKey(t *testing.T) {
	c, next := credential(t), newKey(t)
	old, successor, err := c.Rotate(next, noon, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	p := c.Principal()
	p.KeyID = next.ID()
	if got := successor.Principal(); fmt.Sprint(got) != fmt.Sprint(p) {
		t.Errorf("got %v, want %v", got, p)
	}
	if !next.Matches(successor.Hash) || next.Matches(old.Hash) {
		t.Error("the successor is not known by the new key alone")
	}
	if !successor.CreatedAt.Equal(noon) || successor.ReplacedBy != "" || successor.RevokedAt != nil {
		t.Errorf("the successor has a past: %+v", successor)
	}
	if old.ID != c.ID || old.ReplacedBy != next.ID() || !old.CreatedAt.Equal(c.CreatedAt) {
		t.Errorf("the old credential lost its past: %+v", old)
	}
	if c.ExpiresAt != nil || c.ReplacedBy != "" {
		t.Error("the credential that was asked is changed")
	}
}

func TestRotationWithoutOverlapEndsTheOldKeyAtOnce(t *testing.T) {
	old, successor, err := credential(t).Rotate(newKey(t), noon, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Usable(noon); !errors.Is(err, ErrExpired) {
		t.Errorf("the old key: %v", err)
	}
	if err := successor.Usable(noon); err != nil {
		t.Errorf("the new key: %v", err)
	}
}

func TestRotationNeverMakesAKeyLastLonger(t *testing.T) {
	c := credential(t)
	c.ExpiresAt = new(noon.Add(time.Hour))
	old, successor, err := c.Rotate(newKey(t), noon, DefaultOverlap)
	if err != nil {
		t.Fatal(err)
	}
	if !old.ExpiresAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("the old key now expires at %v", old.ExpiresAt)
	}
	// It was made a day before noon to last 25 hours; so is its successor.
	if want := noon.Add(25 * time.Hour); !successor.ExpiresAt.Equal(want) {
		t.Errorf("the new key expires at %v, want %v", successor.ExpiresAt, want)
	}
}

func TestWhatCannotBeUsedCannotBeRotated(t *testing.T) {
	next := newKey(t)
	for name, tc := range map[string]struct {
		change  func(*Credential)
		overlap time.Duration
		want    error
	}{
		"expired":          {func(c *Credential) { c.ExpiresAt = &noon }, 0, ErrExpired},
		"revoked":          {func(c *Credential) { c.RevokedAt = &noon }, 0, ErrRevoked},
		"rotated before":   {func(c *Credential) { c.ReplacedBy = "other" }, 0, ErrReplaced},
		"negative overlap": {func(*Credential) {}, -1, ErrOverlap},
	} {
		t.Run(name, func(t *testing.T) {
			c := credential(t)
			tc.change(&c)
			old, successor, err := c.Rotate(next, noon, tc.overlap)
			if !errors.Is(err, tc.want) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
			if old.ID != "" || successor.ID != "" {
				t.Error("credentials came with the error")
			}
		})
	}
}

// credential is an organizer's, made the day before noon, without an end.
func credential(t *testing.T) Credential {
	key := newKey(t)
	return Credential{
		ID: key.ID(), Hash: key.Hash(), Handle: "ana", Role: Organizer, Grants: []uuid.UUID{{1}},
		CreatedAt: noon.AddDate(0, 0, -1),
	}
}
