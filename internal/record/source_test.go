package record

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestASourceIsNormalised(t *testing.T) {
	digest := strings.Repeat("AB", 32)
	got, err := NewSource("", Source{URL: "HTTPS://Example.org/a?utm_source=x", Title: " A  report\n", Publisher: " Example ", SHA256: digest, ArchiveURL: "http://archive.example:80"})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, got, Source{
		URL: "https://example.org/a", Title: "A report", Publisher: "Example", Kind: SourceOther, Health: "live",
		SHA256: strings.ToLower(digest), ArchiveURL: "http://archive.example/",
	})
}

func TestASourceAnswersEveryBadField(t *testing.T) {
	_, err := NewSource("/citations/0/source", Source{
		Title: strings.Repeat("x", maxLine+1), Publisher: "\x00", Kind: "rumour", PublishedOn: "2026-02-30", ArchiveURL: "ftp://x", SHA256: "ab", Health: "ill",
	})
	p := "/citations/0/source"
	wantFaults(t, err, p+"/url required", p+"/title too_long", p+"/publisher invalid", p+"/kind invalid", p+"/published_on invalid_date",
		p+"/archive_url invalid_url", p+"/sha256 invalid", p+"/health invalid")

	_, err = NewSource("", Source{URL: "example.org", SHA256: strings.Repeat("zz", 32)})
	wantFaults(t, err, "/url invalid_url", "/sha256 invalid")
}

func TestACitationNamesItsSourceByIDOrInline(t *testing.T) {
	var f Faults
	draft := Source{URL: "HTTPS://EXAMPLE.org"}
	given := List[Citation]{{Source: SourceRef{ID: someID}}, {Draft: &draft}, {}, {Draft: &Source{URL: "x"}, Quote: "\x00", Locator: strings.Repeat("x", maxLine+1)}}
	got := f.checkCitations("/citations", given)
	wantFaults(t, f.Err("It"), "/citations/2/source required", "/citations/3/quote invalid", "/citations/3/locator too_long", "/citations/3/source/url invalid_url")
	if got[1].Draft.URL != "https://example.org/" {
		t.Errorf("the draft has the address %q", got[1].Draft.URL)
	}
	if draft.URL != "HTTPS://EXAMPLE.org" || draft.Kind != "" {
		t.Errorf("the caller's draft became %+v", draft)
	}
	if given[0].Source.ID != someID || got[0].Source.ID != someID {
		t.Error("a citation by id lost its source")
	}
}

func TestASourceIsNamedInACitation(t *testing.T) {
	s := Source{ID: someID, URL: "https://example.org/", Title: "Grève", Publisher: "P", Kind: SourcePress, Version: 4}
	wantSame(t, s.Ref(), SourceRef{ID: someID, URL: "https://example.org/", Title: "Grève", Publisher: "P", Kind: SourcePress})
	if got, want := s.SearchText(), "greve\np\nhttps example org"; got != want {
		t.Errorf("it is searched by %q, want %q", got, want)
	}
	if (Source{}).Ref().ID != uuid.Nil {
		t.Error("no source has an id")
	}
}
