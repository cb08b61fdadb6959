package record

import (
	"strings"
	"testing"
)

func TestAKindAndANameMakeAUnion(t *testing.T) {
	u, err := NewUnion(Union{Kind: KindLocal, Name: " UNITE  HERE Local 17 "})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, u, Union{Kind: KindLocal, Name: "UNITE HERE Local 17", Status: StatusActive, Names: List[Name]{{Value: "UNITE HERE Local 17", Type: "official"}}})

	_, err = NewUnion(Union{})
	wantFaults(t, err, "/kind required", "/name required")
}

func TestAUnionAnswersEveryBadField(t *testing.T) {
	_, err := NewUnion(Union{
		Kind: "guild", Name: strings.Repeat("x", maxName+1), Slug: "Not A Slug",
		Names: List[Name]{
			{Value: "\x00", Type: "nickname", Lang: "e", From: "2026-13", Until: "2026-02-30"},
			{Value: "", From: "2026-02", Until: "2026-01"},
			{Value: "A"},
			{Value: " A "},
		},
		Designation: Designation{Type: strings.Repeat("x", 61), Number: strings.Repeat("1", 21), Suffix: "\x00"},
		Identifiers: List[Identifier]{{Scheme: "passport", Value: "1"}, {Scheme: "olms"}, {Scheme: "olms", Value: "x"}, {Scheme: "ein", Value: "12-3456789"}, {Scheme: "ein", Value: "123456789"}},
		Place:       Place{Country: "XX", Latitude: ptr(1.0)},
		Members:     List[MemberCount]{{Count: -1, AsOf: "2026-02-30"}},
		Status:      "asleep", Founded: "0999", Dissolved: "never", MergedInto: &someID, Website: "example.org",
	})
	wantFaults(t, err,
		"/kind invalid", "/name too_long",
		"/names/0/value invalid", "/names/0/type invalid", "/names/0/lang invalid", "/names/0/from invalid_date", "/names/0/until invalid_date",
		"/names/1/value required", "/names/1/until range", "/names/3 duplicate",
		"/slug invalid", "/designation/type too_long", "/designation/number too_long", "/designation/suffix invalid",
		"/identifiers/0/scheme invalid", "/identifiers/1/value required", "/identifiers/2/value invalid", "/identifiers/4 duplicate",
		"/place/country invalid", "/place/longitude required", "/members/count range", "/members/as_of invalid_date",
		"/status invalid", "/status invalid", "/founded invalid_date", "/dissolved invalid_date", "/website invalid_url")

	_, err = NewUnion(Union{Kind: KindLocal, Name: "A", Designation: Designation{Number: "34"}, Founded: "2020", Dissolved: "2019"})
	wantFaults(t, err, "/designation/type required", "/dissolved range")

	many := Union{Kind: KindLocal, Name: "A"}
	for i := range maxItems + 1 {
		many.Names = append(many.Names, Name{Value: strings.Repeat("n", i+1)})
		many.Identifiers = append(many.Identifiers, Identifier{Scheme: "uk_certoff", Value: strings.Repeat("i", i+1)})
		many.Members = append(many.Members, MemberCount{Count: i})
	}
	_, err = NewUnion(many)
	wantFaults(t, err, "/names too_many", "/identifiers too_many", "/members too_many")
}

func TestTheDisplayNameIsOneOfTheNames(t *testing.T) {
	for name, c := range map[string]struct{ given, want List[Name] }{
		"among them already": {List[Name]{{Value: "Other"}, {Value: " Show  me ", Type: "short"}}, List[Name]{{Value: "Other", Type: "alias"}, {Value: "Show me", Type: "short"}}},
		"missing":            {List[Name]{{Value: "Other"}}, List[Name]{{Value: "Show me", Type: "official"}, {Value: "Other", Type: "alias"}}},
		"in another case":    {List[Name]{{Value: "SHOW ME"}}, List[Name]{{Value: "Show me", Type: "official"}, {Value: "SHOW ME", Type: "alias"}}},
	} {
		t.Run(name, func(t *testing.T) {
			u, err := NewUnion(Union{Kind: KindLocal, Name: "Show me", Names: c.given})
			if err != nil {
				t.Fatal(err)
			}
			wantSame(t, u.Names, c.want)
		})
	}
}

func TestTheSameNameMayStandForAnotherTimeOrLanguage(t *testing.T) {
	_, err := NewUnion(Union{Kind: KindLocal, Name: "A", Names: List[Name]{{Value: "A"}, {Value: "A", Lang: "en"}, {Value: "A", From: "2020"}, {Value: "A", Type: "former"}}})
	wantFaults(t, err)
}

func TestAStatusFitsTheRestOfTheUnion(t *testing.T) {
	for name, c := range map[string]struct {
		in     Union
		want   UnionStatus
		faults []string
	}{
		"nothing said":                      {Union{}, StatusActive, nil},
		"a date of dissolution says enough": {Union{Dissolved: "2024"}, StatusDissolved, nil},
		"dissolved, nobody knows when":      {Union{Status: StatusDissolved}, StatusDissolved, nil},
		"active after its dissolution":      {Union{Status: StatusActive, Dissolved: "2024"}, StatusActive, []string{"/status invalid"}},
		"merged":                            {Union{Status: StatusMerged, MergedInto: &someID}, StatusMerged, nil},
		"merged into nothing":               {Union{Status: StatusMerged}, StatusMerged, []string{"/status invalid"}},
		"active, and merged into another":   {Union{Status: StatusActive, MergedInto: &someID}, StatusActive, []string{"/status invalid"}},
	} {
		t.Run(name, func(t *testing.T) {
			c.in.Kind, c.in.Name = KindLocal, "A"
			u, err := NewUnion(c.in)
			wantFaults(t, err, c.faults...)
			if u.Status != c.want {
				t.Errorf("it is %s, want %s", u.Status, c.want)
			}
		})
	}
}

func TestIdentifiersHaveOneForm(t *testing.T) {
	for in, want := range map[Identifier]string{
		{"olms", "000-017"}:                  "", // an affiliation's prefix is no part of it
		{"olms", "0042"}:                     "42",
		{"olms", "543977"}:                   "543977",
		{"olms", "0"}:                        "",
		{"olms", "+5"}:                       "",
		{"olms", "-5"}:                       "",
		{"olms", "10000000"}:                 "",
		{"olms", "٤٢"}:                       "",
		{"ein", "123456789"}:                 "12-3456789",
		{"ein", "12-3456789"}:                "12-3456789",
		{"ein", "12345678"}:                  "",
		{"ein", "12345678x"}:                 "",
		{"wikidata", "q42"}:                  "Q42",
		{"wikidata", "Q042"}:                 "",
		{"wikidata", "Q"}:                    "",
		{"wikidata", "P31"}:                  "",
		{"wikidata", "Q123456789012"}:        "",
		{"ror", "HTTPS://ROR.ORG/017ZQWS13"}: "017zqws13",
		{"ror", "017zqws13"}:                 "017zqws13",
		{"ror", "017zqws1x"}:                 "",
		{"ror", "117zqws13"}:                 "",
		{"ror", "0!!!!!!!!"}:                 "",
		{"uk_certoff", " 123  T "}:           "123 T",
		{"url", "HTTPS://Example.org"}:       "https://example.org/",
		{"url", "example.org"}:               "",
	} {
		u, err := NewUnion(Union{Kind: KindLocal, Name: "A", Identifiers: List[Identifier]{in}})
		switch {
		case want == "":
			wantFaults(t, err, "/identifiers/0/value invalid")
		case err != nil || u.Identifiers[0].Value != want:
			t.Errorf("%v is %q (%v), want %q", in, u.Identifiers[0].Value, err, want)
		}
		parsed, err := ParseIdentifier(in.Scheme + ":" + in.Value)
		if (err == nil) != (want != "") || err == nil && parsed != (Identifier{in.Scheme, want}) {
			t.Errorf("a query for %v asks for %v (%v)", in, parsed, err)
		}
	}
	for _, bad := range []string{"", "olms", "passport:1", ":1", "olms:", "uk_certoff:", "wikidata: "} {
		if id, err := ParseIdentifier(bad); !Is(err, CodeInvalid) {
			t.Errorf("%q asks for %v (%v)", bad, id, err)
		}
	}
}

func TestCountsOfMembersFollowTheDate(t *testing.T) {
	u, err := NewUnion(Union{Kind: KindLocal, Name: "A", Members: List[MemberCount]{{Count: 30, AsOf: "2026-01"}, {Count: 20, AsOf: "2025"}, {Count: 10}}})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[Date]int{"": 30, "2027": 30, "2026": 30, "2026-01-01": 30, "2025-12-31": 20, "2025": 20, "2024-12-31": 10, "1990": 10} {
		if got := u.MembersAsOf(day); got == nil || got.Count != want {
			t.Errorf("as of %q it has %+v, want %d", day, got, want)
		}
	}
	shuffled := Union{Members: List[MemberCount]{{Count: 20, AsOf: "2025"}, {Count: 10}}}
	if got := shuffled.MembersAsOf("2026"); got.Count != 20 {
		t.Errorf("a count without a date comes after one of 2025: %+v", got)
	}
	if got := (Union{Members: List[MemberCount]{{Count: 20, AsOf: "2025"}}}).MembersAsOf("2024"); got != nil {
		t.Errorf("a count of 2025 is known in 2024: %+v", got)
	}
	if (Union{}).MembersAsOf("2026") != nil {
		t.Error("nothing known is a number")
	}
}

func TestACountReplacesThatOfItsDate(t *testing.T) {
	before := Union{Members: List[MemberCount]{{Count: 10, AsOf: "2024"}, {Count: 20, AsOf: "2025"}, {Count: 30, AsOf: "2026"}}}
	after := before.WithMembers(MemberCount{Count: 21, AsOf: "2025"})
	wantSame(t, after.Members, List[MemberCount]{{Count: 10, AsOf: "2024"}, {Count: 21, AsOf: "2025"}, {Count: 30, AsOf: "2026"}})
	wantSame(t, after.WithMembers(MemberCount{Count: 5}).Members[0], MemberCount{Count: 5})
	wantSame(t, after.WithoutMembers("2025").Members, List[MemberCount]{{Count: 10, AsOf: "2024"}, {Count: 30, AsOf: "2026"}})
	wantSame(t, before.Members, List[MemberCount]{{Count: 10, AsOf: "2024"}, {Count: 20, AsOf: "2025"}, {Count: 30, AsOf: "2026"}})
}

func TestAUnionIsSearchedByNamesPlaceAndIdentifiers(t *testing.T) {
	u := Union{
		ID: someID, Slug: "seiu-local-26", Kind: KindLocal, Name: "SEIU Local 26", Place: Place{City: "Saint-Paul", Region: "US-MN"},
		Names: List[Name]{{Value: "SEIU Local 26"}, {Value: "Employé·e·s"}}, Identifiers: List[Identifier]{{Scheme: "olms", Value: "42"}},
	}
	if got, want := u.SearchText(), "42\nemploye e s\nsaint paul\nseiu local 26"; got != want {
		t.Errorf("it is searched by %q, want %q", got, want)
	}
	wantSame(t, u.Ref(), UnionRef{ID: someID, Slug: "seiu-local-26", Name: "SEIU Local 26", Kind: KindLocal, Region: "US-MN"})
}
