package record

import "testing"

func TestAnAffiliationIsADatedEdge(t *testing.T) {
	a, err := NewAffiliation(Affiliation{Child: UnionRef{ID: someID}, Parent: UnionRef{ID: otherID}, From: "2026", Until: "2026"})
	if err != nil || a.Type != Chartered {
		t.Errorf("%+v (%v), want a chartered one", a, err)
	}
	for _, c := range []struct {
		in   Affiliation
		want []string
	}{
		{Affiliation{Type: "friends", From: "2026-02-30", Until: "soon", Child: UnionRef{ID: someID}, Parent: UnionRef{ID: someID}}, []string{"/type invalid", "/from invalid_date", "/until invalid_date", "/parent cycle"}},
		{Affiliation{From: "2026-01-02", Until: "2026-01-01"}, []string{"/until range"}},
		{Affiliation{From: "2026-06", Until: "2026"}, nil}, // it may have ended in December
		{Affiliation{From: "", Until: "1990"}, nil},
	} {
		_, err := NewAffiliation(c.in)
		wantFaults(t, err, c.want...)
	}
}
