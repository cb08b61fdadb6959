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

func TestSpellingsOfOneNameAreOneNameToADecision(t *testing.T) {
	for name, c := range map[string]struct{ same, others []string }{
		"Local 1199": {
			[]string{"Local No. 1199", "Local Nº 1199", "Local N° 1199", "Local n° 1199", "Local n.º 1199", "Local Number 1199", "Local #1199", "Local Union No. 1199", "L.U. 1199", "L.U. No. 1199", "L. U. 1199", "LU 1199", "LU #1199", "Lcl 1199", "Loc. 01199", "local num. 1199"},
			[]string{"1199", "Local 1198", "Lodge 1199", "District 1199", "Local 1199 E", "SEIU Local 1199"},
		},
		"SEIU Local 777": {
			[]string{"S.E.I.U. Local 777", "S. E. I. U. Local 777", "S E I U Lcl 777", "S.E.I.U. L.U. No. 777", "SEIU, L.U. 777", "SEIU Loc. #777"},
			[]string{"Local 777, SEIU", "SEIU", "SEIU Local 777A", "SEIU Local 77", "SEIU District 777"},
		},
		"Local 34-A":                              {[]string{"Local 34A", "Local 34 A", "L.U. No. 34-A", "local 034/a"}, []string{"Local 34", "Local 34-B"}},
		"IAM District Lodge 77":                   {[]string{"IAM DL 77", "I.A.M. D.L. 77", "IAM Dist. Lodge No. 77"}, []string{"IAM Lodge 77", "IAM Local Lodge 77"}},
		"Northern Building Trades":                {[]string{"Northern Bldg. Trades", "Northern Building  Trades"}, []string{"Southern Building Trades", "Northern Building Trades No. 1"}},
		"Northern Building & Construction Trades": {[]string{"Northern Bldg & Const. Trades", "Northern Bldg and Constr. Trades", "northern building and construction trades"}, []string{"Northern Building Trades"}},
		"No Number":                               {[]string{"no number"}, []string{"Number", "No"}},
	} {
		x := index(seiu, seiu26)
		x.Decide(decided(1, name, &seiu26, record.Meant, record.Scope{}))
		for _, s := range c.same {
			if x.Ruling(match.Query{Name: s}).Union != seiu26.ID {
				t.Errorf("what was decided on %q does not hold for %q", name, s)
			}
		}
		for _, s := range c.others {
			if x.Ruling(match.Query{Name: s}).Union == seiu26.ID {
				t.Errorf("what was decided on %q holds for %q", name, s)
			}
		}
	}
}

func TestADecisionHoldsForEveryNameOfItsAffiliation(t *testing.T) {
	office := national("Hermandad de Empleados de Oficina", "HEO", "PR") // which no table knows
	for _, c := range []struct {
		scope, asked string
		holds        bool
	}{
		{"SEIU", "seiu", true},
		{"SEIU", "S.E.I.U.", true},
		{"SEIU", "Service Employees International Union", true},
		{"Service Employees Int'l Union", "SEIU", true},
		{"HEO", "Hermandad de Empleados de Oficina", true},
		{"Hermandad de Empleados de Oficina", "heo", true},
		{"Nobody's Union of Anything", "nobodys union of anything", true},
		{"Nobody's Union of Anything", "SEIU", false},
		{"SEIU", "", false},
		{"SEIU", "Teamsters", false},
		{"UFCW", "RWDSU/UFCW", false},
		{"ATU", "Amalgamated Transit Union", true},
		{"Arab Telecom Union", "ATU", false},
		{"Arab Telecom Union", "Amalgamated Transit Union", false},
	} {
		x := index(seiu, teamsters, transit, tunisia, food, retail, office, seiu26)
		x.Decide(decided(1, "Local 5", &seiu26, record.Meant, record.Scope{Affiliation: c.scope}))
		if holds := x.Ruling(match.Query{Name: "Local 5", Affiliation: c.asked}).Union == seiu26.ID; holds != c.holds {
			t.Errorf("decided for %q, asked for %q: holds is %v", c.scope, c.asked, holds)
		}
	}
}

func TestANameThatWasDecidedOnIsSeenInAText(t *testing.T) {
	x := index(seiu, seiu26)
	seen := func(words ...string) bool {
		s, named := x.Scan(), match.Named{}
		for _, w := range words {
			named, _ = s.Add(w)
		}
		return named.Decided
	}
	district, lettered := decided(1, "IAM DL 77", &seiu26, record.Meant, record.Scope{}), decided(2, "Local 34-A", &seiu26, record.Meant, record.Scope{})
	x.Decide(district)
	x.Decide(lettered)
	x.Decide(decided(3, "Local No. 9", &seiu26, record.NotMeant, record.Scope{}))
	if !seen("iam", "dl", "77") || !seen("iam", "district", "lodge", "77") || !seen("local", "34") || seen("local", "9") {
		t.Error("a name is not seen as it was decided")
	}
	district.UndoneAt = &district.CreatedAt
	x.Decide(district)
	if seen("iam", "dl", "77") || seen("iam", "district", "lodge", "77") || !seen("local", "34") {
		t.Error("what was taken back is seen, or what was not is not")
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
