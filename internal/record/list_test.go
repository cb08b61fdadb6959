package record

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
)

// wantSame compares two values; an empty list is the same as none.
func wantSame(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("it differs (-want +got):\n%s", diff)
	}
}

func TestAnEmptyListIsNeverNull(t *testing.T) {
	for name, l := range map[string]List[string]{"none": nil, "empty": {}} {
		b, err := json.Marshal(struct{ L List[string] }{l})
		if err != nil || string(b) != `{"L":[]}` {
			t.Errorf("%s is %s in JSON (%v)", name, b, err)
		}
		if v, err := l.Value(); err != nil || v != "[]" {
			t.Errorf("%s is the value %v (%v)", name, v, err)
		}
	}
}

func TestAListSurvivesTheDatabase(t *testing.T) {
	want := List[Name]{{Value: "É <&> \u2028", Type: "official", Lang: "fr", From: "2026-01"}, {Value: "b", Type: "alias"}}
	v, err := want.Value()
	if err != nil {
		t.Fatal(err)
	}
	for _, column := range []any{v, []byte(v.(string))} {
		got := List[Name]{{Value: "what stood before"}}
		if err := got.Scan(column); err != nil {
			t.Fatal(err)
		}
		wantSame(t, got, want)
	}
	got := want
	if err := got.Scan(nil); err != nil || got != nil {
		t.Errorf("NULL is read as %v (%v)", got, err)
	}
	for _, bad := range []any{7, "{", `{"a":1}`, []byte("")} {
		if err := got.Scan(bad); err == nil {
			t.Errorf("%v is read as a list", bad)
		}
	}
}

// roundTrip holds that a record is read from its JSON as it was, and that the zero one has no null list
// and no date that is anything but null.
func roundTrip[T any](t *testing.T, name string, full T, lists, dates []string) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		b, err := json.Marshal(full)
		if err != nil {
			t.Fatal(err)
		}
		var back T
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		wantSame(t, back, full)

		var zero T
		var members map[string]any
		if b, err = json.Marshal(zero); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &members); err != nil {
			t.Fatal(err)
		}
		for _, l := range lists {
			if v, ok := members[l].([]any); !ok || len(v) != 0 {
				t.Errorf("%s is %v when empty, want []", l, members[l])
			}
		}
		for _, d := range dates {
			if v, ok := members[d]; !ok || v != nil {
				t.Errorf("%s is %v when unknown, want null", d, members[d])
			}
		}
	})
}

var (
	someTime = time.Date(2026, 1, 22, 18, 0, 0, 123_000, time.UTC)
	someID   = uuid.MustParse("0198a000-0000-7000-8000-000000000001")
	otherID  = uuid.MustParse("0198a000-0000-7000-8000-000000000002")
)

func someCitations() List[Citation] {
	return List[Citation]{{
		Source: SourceRef{ID: someID, URL: "https://example.org/", Title: "A report", Publisher: "Example", Kind: SourcePress},
		Quote:  "“Yes.”", Locator: "p. 2",
	}}
}

func somePosition() Position {
	return Position{
		ID: someID, Position: Nullified, EffectiveOn: "2026-01", AnnouncedOn: "2026-01-14", DecidedBy: "membership_vote",
		Vote: &Vote{For: ptr(10), Against: ptr(0)}, Capacity: CapacityBody, Scope: List[string]{"rally"}, Participation: List[string]{"march"},
		Quote: "q", Note: "n", By: &otherID, Citations: someCitations(), RecordedSeq: 7,
	}
}

func TestEveryRecordSurvivesJSON(t *testing.T) {
	place := Place{Country: "US", Region: "US-MN", City: "Minneapolis", Latitude: ptr(44.98), Longitude: ptr(-93.27)}
	roundTrip(t, "union", Union{
		ID: someID, Slug: "a", Kind: KindLocal, Name: "A", Names: List[Name]{{Value: "A", Type: "official", Lang: "en", From: "2020", Until: "2026-01-01"}},
		Designation: Designation{Type: "Local", Number: "34", Suffix: "A"}, Identifiers: List[Identifier]{{Scheme: "olms", Value: "1"}}, Place: place,
		Members: List[MemberCount]{{Count: 10, AsOf: "2025", SourceID: &someID}, {Count: 11}}, Status: StatusMerged, Founded: "1918-06-18", Dissolved: "2025",
		MergedInto: &otherID, Website: "https://example.org/", Version: 3, CreatedAt: someTime, UpdatedAt: someTime,
	}, []string{"names", "identifiers", "members"}, []string{"founded", "dissolved", "merged_into"})
	roundTrip(t, "affiliation", Affiliation{
		ID: someID, Child: UnionRef{ID: someID, Slug: "a", Name: "A", Kind: KindLocal, Region: "US-MN"}, Parent: UnionRef{ID: otherID, Slug: "b", Name: "B"},
		Type: Affiliated, From: "2020", Until: "2026", Version: 1, CreatedAt: someTime, UpdatedAt: someTime,
	}, nil, []string{"from", "until"})
	roundTrip(t, "call", Call{
		ID: someID, Slug: "a", Kind: CallMarch, Title: "A", Summary: "s\n", StartsOn: "2026-01-23", EndsOn: "2026", TimeZone: "America/Chicago", Place: place,
		Demands: List[string]{"d"}, Asks: List[string]{"rally"}, Conveners: List[Convener]{{UnionID: &someID}, {Name: "B"}}, PartOf: &otherID,
		Links: List[string]{"https://example.org/"}, Cancelled: true, Version: 2, CreatedAt: someTime, UpdatedAt: someTime,
	}, []string{"demands", "asks", "conveners", "links"}, []string{"starts_on", "ends_on", "part_of"})
	roundTrip(t, "endorsement", Endorsement{
		ID: someID, Call: CallRef{ID: someID, Slug: "c", Title: "C"}, Union: UnionRef{ID: otherID, Slug: "u", Name: "U", Kind: KindLocal},
		Verification: Disputed, VerificationReason: "r", Version: 2, CreatedAt: someTime, UpdatedAt: someTime, Positions: List[Position]{somePosition()},
	}, []string{"positions"}, nil)
	roundTrip(t, "position", somePosition(), []string{"scope", "participation", "citations"}, []string{"effective_on", "announced_on", "vote", "by"})
	roundTrip(t, "statement", Statement{
		ID: someID, Title: "T", Text: "t", Kind: "letter", Language: "en", PublishedOn: "2026-01", URL: "https://example.org/",
		Issuers: List[UnionRef]{{ID: someID, Slug: "a", Name: "A"}}, Calls: List[CallRef]{{ID: otherID, Slug: "c", Title: "C"}},
		Quotes: List[Quote]{{Text: "q", Speaker: "s", Role: "r"}}, Translations: List[Translation]{{Language: "es", Title: "T", Text: "t"}},
		Citations: someCitations(), Version: 1, CreatedAt: someTime, UpdatedAt: someTime,
	}, []string{"issuers", "calls", "quotes", "translations", "citations"}, []string{"published_on"})
	roundTrip(t, "source", Source{
		ID: someID, URL: "https://example.org/", Title: "T", Publisher: "P", Kind: SourceUnionSite, Union: &otherID, PublishedOn: "2026", RetrievedAt: &someTime,
		ArchiveURL: "https://archive.example/", SHA256: "00", Health: "live", Version: 1, CreatedAt: someTime, UpdatedAt: someTime,
	}, nil, []string{"published_on", "retrieved_at", "union"})
	roundTrip(t, "change", Change{
		Seq: 9, At: someTime, Actor: "editor", Action: Updated, Entity: EntityUnion, ID: someID, Version: 2, Reason: "r", Batch: 8,
		Before: JSON(`{"a":1}`), After: JSON(`{"a":2}`),
	}, nil, []string{"before", "after"})
}
