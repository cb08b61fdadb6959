package match_test

import (
	"testing"

	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// decided makes a decision; a union of nil is no union at all.
func decided(turn int64, name string, union *record.Union, verdict record.Verdict, scope record.Scope) record.Decision {
	d := record.Decision{ID: uuid.New(), Turn: turn, Name: name, Scope: scope, Verdict: verdict}
	if union != nil {
		d.Union = &union.ID
	}
	return d
}

func TestADecisionHoldsForWhateverIsWrittenLikeThat(t *testing.T) {
	other := local("Clerks Local 26", record.Union{}, "Local", "26", "US-OH", "Dayton")
	x := index(seiu, seiu26, other)
	d := decided(1, "Local 26, Service Employees", &other, record.Meant, record.Scope{})
	x.Decide(d)
	same := []string{"LOCAL 26 SERVICE EMPLOYEES", "Lcl. #026 — Service Employes", "local 26 (service employees)", "The Local 26 of Service Employees International Union"}
	for _, name := range same {
		if found := x.Find(match.Query{Name: name}, 5); len(found) != 1 || found[0].ID != other.ID || !found[0].Match || found[0].Score != 1 || found[0].Features["decided"] != 1 {
			t.Errorf("%q: found %v", name, shown(found))
		}
	}
	for _, name := range []string{"Service Employees Local 26", "Local 27, Service Employees", "Local 26"} {
		if found := x.Find(match.Query{Name: name}, 1); len(found) > 0 && found[0].Features["decided"] != 0 {
			t.Errorf("%q is decided", name)
		}
	}
	taken := d
	taken.UndoneAt, taken.Turn = &taken.CreatedAt, 2
	x.Decide(taken)
	if found := x.Find(match.Query{Name: same[0]}, 5); found[0].ID != seiu26.ID {
		t.Errorf("what was taken back holds: %v", shown(found))
	}
}

func TestSpellingsOfALocalAreOneNameToADecision(t *testing.T) {
	a := local("AFSCME Local 1199", record.Union{}, "Local", "1199", "US-OH", "Columbus")
	x := index(seiu, a, local("SEIU Local 1199", seiu, "Local", "1199", "US-NY", "New York"))
	x.Decide(decided(1, "Local 1199", &a, record.Meant, record.Scope{}))
	for _, name := range []string{"Lcl 1199", "Local # 1199", "Local No. 1199", "local no 1199", "Local Nº 1199", "Local n° 1199", "Local Number 1199", "L.U. 1199", "L.U. No. 1199", "the Local Union 1199"} {
		if found := x.Find(match.Query{Name: name}, 1); len(found) != 1 || found[0].ID != a.ID || found[0].Features["decided"] != 1 {
			t.Errorf("%q: found %v", name, shown(found))
		}
	}
	x.Decide(decided(2, "Local 5", &a, record.Meant, record.Scope{Affiliation: "SEIU"}))
	for _, affiliation := range []string{"seiu", "Service Employees International Union", "Service Employees"} {
		if found := x.Find(match.Query{Name: "Local 5", Affiliation: affiliation}, 1); len(found) != 1 || found[0].ID != a.ID {
			t.Errorf("of %q: found %v", affiliation, shown(found))
		}
	}
	if found := x.Find(match.Query{Name: "Local 5", Affiliation: "Teamsters"}, 1); len(found) > 0 && found[0].Features["decided"] != 0 {
		t.Errorf("decided for another affiliation: %v", shown(found))
	}
}

func TestWithoutWordsOfItsOwnANameIsDecidedOnAsItStands(t *testing.T) {
	x := index(seiu)
	x.Decide(decided(1, "The International Union", &seiu, record.Meant, record.Scope{}))
	if found := x.Find(match.Query{Name: "the international union"}, 5); len(found) != 1 || found[0].ID != seiu.ID {
		t.Errorf("found %v", shown(found))
	}
	if found := x.Find(match.Query{Name: "Union of the"}, 5); len(found) != 0 {
		t.Errorf("another name is decided as well: %v", shown(found))
	}
}

func TestTheNarrowerDecisionHoldsThenTheLater(t *testing.T) {
	a, b := local("Local 1199 A", record.Union{}, "Local", "1199", "US-OH", "Dayton"), local("Local 1199 B", record.Union{}, "Local", "1199", "US-NY", "Albany")
	ohio, dayton := record.Scope{Region: "US-OH"}, record.Scope{Region: "US-OH", City: "Dayton"}
	for name, c := range map[string]struct {
		decisions []record.Decision
		query     match.Query
		want      *record.Union // nil: no candidate
	}{
		"the later":                    {[]record.Decision{decided(1, "Local 1199", &a, "yes", ohio), decided(2, "Local 1199", &b, "yes", ohio)}, match.Query{Region: "OH"}, &b},
		"whatever the order":           {[]record.Decision{decided(2, "Local 1199", &b, "yes", ohio), decided(1, "Local 1199", &a, "yes", ohio)}, match.Query{Region: "Ohio"}, &b},
		"the narrower":                 {[]record.Decision{decided(1, "Local 1199", &a, "yes", dayton), decided(2, "Local 1199", &b, "yes", ohio)}, match.Query{Region: "US-OH", City: "DAYTON"}, &a},
		"the narrower elsewhere":       {[]record.Decision{decided(1, "Local 1199", &a, "yes", dayton), decided(2, "Local 1199", &b, "yes", ohio)}, match.Query{Region: "US-OH", City: "Akron"}, &b},
		"no, and what was said before": {[]record.Decision{decided(1, "Local 1199", &a, "yes", record.Scope{}), decided(2, "Local 1199", &a, "no", record.Scope{}), decided(0, "Local 1199", &b, "yes", record.Scope{})}, match.Query{}, &b},
		"no union at all":              {[]record.Decision{decided(1, "Local 1199", &a, "yes", record.Scope{}), decided(2, "Local 1199", nil, "no", record.Scope{})}, match.Query{}, nil},
		"a kind":                       {[]record.Decision{decided(1, "Local 1199", &a, "yes", record.Scope{Kind: "local"})}, match.Query{Kind: "local"}, &a},
		"an affiliation":               {[]record.Decision{decided(1, "Local 1199", &a, "yes", record.Scope{Affiliation: "Service Employees Int'l Union"})}, match.Query{Affiliation: "service employees"}, &a},
		"a country":                    {[]record.Decision{decided(1, "Local 1199", &a, "yes", record.Scope{Country: "US"})}, match.Query{Country: "us"}, &a},
	} {
		x := index(a, b)
		for _, d := range c.decisions {
			x.Decide(d)
		}
		c.query.Name = "Local 1199"
		found := x.Find(c.query, 5)
		if c.want == nil && len(found) > 0 || c.want != nil && (len(found) != 1 || found[0].ID != c.want.ID) {
			t.Errorf("%s: found %v", name, shown(found))
		}
		c.query.Name, c.query.Region, c.query.City = "Local 1199", "US-CA", "Fresno"
		if c.decisions[0].Scope == ohio || c.decisions[0].Scope == dayton {
			if found := x.Find(c.query, 5); len(found) == 1 {
				t.Errorf("%s: out of its scope: found %v", name, shown(found))
			}
		}
	}
}

func TestADecisionFollowsItsUnion(t *testing.T) {
	old := local("Stone Cutters Local 9", record.Union{}, "Local", "9", "US-OH", "Dayton")
	x := index(seiu, seiu26, old)
	x.Decide(decided(1, "the cutters", &old, record.Meant, record.Scope{}))
	merged := old
	merged.Status, merged.MergedInto = record.StatusMerged, &seiu26.ID
	x.Put(merged)
	if found := x.Find(match.Query{Name: "the cutters"}, 5); len(found) != 1 || found[0].ID != seiu26.ID {
		t.Errorf("merged: found %v", shown(found))
	}
	x.Put(old)
	if found := x.Find(match.Query{Name: "the cutters"}, 5); len(found) != 1 || found[0].ID != old.ID {
		t.Errorf("unmerged: found %v", shown(found))
	}
	x.Remove(old.ID)
	if found := x.Find(match.Query{Name: "the cutters"}, 5); len(found) > 0 && found[0].Match {
		t.Errorf("deleted: found %v", shown(found))
	}
}
