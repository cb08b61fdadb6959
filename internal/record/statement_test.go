package record

import (
	"strings"
	"testing"
)

func TestAStatementNeedsATitleAKindAndAnIssuer(t *testing.T) {
	s, err := NewStatement(Statement{Title: " On  the march ", Kind: "letter", Issuers: List[UnionRef]{{ID: someID}}, URL: "HTTPS://example.org"})
	if err != nil {
		t.Fatal(err)
	}
	wantSame(t, s, Statement{Title: "On the march", Kind: "letter", Language: "und", Issuers: List[UnionRef]{{ID: someID}}, URL: "https://example.org/"})

	_, err = NewStatement(Statement{})
	wantFaults(t, err, "/title required", "/kind required", "/issuers required")
}

func TestAStatementAnswersEveryBadField(t *testing.T) {
	_, err := NewStatement(Statement{
		Title: strings.Repeat("x", maxLine+1), Text: "\x00", Kind: "song", Language: "english!", PublishedOn: "2026-13", URL: "x",
		Issuers: List[UnionRef]{{ID: someID}, {ID: someID}, {}, {}}, Calls: List[CallRef]{{ID: otherID}, {ID: otherID}},
		Quotes:       List[Quote]{{Speaker: strings.Repeat("x", maxName+1), Role: "\x1b"}},
		Translations: List[Translation]{{}, {Language: "e", Title: "\x00", Text: "\xff"}},
		Citations:    List[Citation]{{}},
	})
	wantFaults(t, err,
		"/title too_long", "/text invalid", "/kind invalid", "/language invalid", "/published_on invalid_date", "/url invalid_url",
		"/issuers/1 duplicate", "/calls/1 duplicate",
		"/quotes/0/text required", "/quotes/0/speaker too_long", "/quotes/0/role invalid",
		"/translations/0/language required", "/translations/1/language invalid", "/translations/1/title invalid", "/translations/1/text invalid",
		"/citations/0/source required")

	many := Statement{Title: "T", Kind: "letter"}
	for range maxItems + 1 {
		many.Quotes = append(many.Quotes, Quote{Text: "q"})
		many.Translations = append(many.Translations, Translation{Language: "es"})
		many.Issuers = append(many.Issuers, UnionRef{})
		many.Calls = append(many.Calls, CallRef{})
		many.Citations = append(many.Citations, Citation{Source: SourceRef{ID: someID}})
	}
	_, err = NewStatement(many)
	wantFaults(t, err, "/issuers too_many", "/calls too_many", "/quotes too_many", "/translations too_many", "/citations too_many")
}

func TestALanguageHasTheShapeOfBCP47(t *testing.T) {
	for tag, fine := range map[string]bool{
		"en": true, "es-MX": true, "zh-Hant-TW": true, "und": true, "sr-Latn": true, "de-1996": true, "hmn": true, "": true,
		"e": false, "english language": false, "en_US": false, "en-": false, "-en": false, "1n": false, "en-toolongpart": false, "é": false, "en\x00": false,
	} {
		var f Faults
		checkLanguage(&f, "/language", tag)
		if f.Any() == fine {
			t.Errorf("%q is fine: %v, want %v", tag, !fine, fine)
		}
	}
}

func TestAStatementIsSearchedByTitleAndText(t *testing.T) {
	if got := (Statement{Title: "Grève!", Text: "Tous Ensemble"}).SearchText(); got != "greve\ntous ensemble" {
		t.Errorf("it is searched by %q", got)
	}
}
