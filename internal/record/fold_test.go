package record

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFoldingMakesNamesMeet(t *testing.T) {
	for s, want := range map[string]string{
		"":                              "",
		" \t ":                          "",
		"UNITE HERE Local 17":           "unite here local 17",
		"Fédération n° 28":              "federation n 28",
		"Fe\u0301de\u0301ration":        "federation",
		"Teachers' & Teachers’":         "teachers teachers",
		"AFL–CIO":                       "afl cio",
		"AFL-CIO":                       "afl cio",
		"Local 34-A":                    "local 34 a",
		"Straße, STRASSE":               "strasse strasse",
		"ÆØÅ Ł Đ Þ ı İ ſ":               "aeoa l d th i i s",
		"Związek Zawodowy Pielęgniarek": "zwiazek zawodowy pielegniarek",
		"Türk-İş":                       "turk is",
		"Liên đoàn Lao động Việt Nam":   "lien doan lao dong viet nam",
		"Hawaiʻi State Teachers":        "hawaii state teachers",
		"Ȟ":                             "ȟ",
		"Всеобщая Конфедерация": "всеобщая конфедерация",
		"日本労働組合総連合会":            "日本労働組合総連合会",
		"भारतीय मजदूर संघ":      "भारतीय मजदर सघ",
		"...***...":             "",
		"a\x00b\xffc":           "a b c",
		"№ ½ Ⅳ ٣":               "٣",
		"\u200bzero\u200bwidth": "zero width",
	} {
		if got := Fold(s); got != want {
			t.Errorf("%q folds to %q, want %q", s, got, want)
		}
	}
}

// checkFold holds what Fold answered to what it promises.
func checkFold(t rapid.TB, s string) {
	got := Fold(s)
	if again := Fold(got); again != got {
		t.Fatalf("%q folds to %q, and that to %q", s, got, again)
	}
	if !utf8.ValidString(got) || strings.TrimSpace(got) != got || strings.Contains(got, "  ") {
		t.Fatalf("%q folds to %q", s, got)
	}
	for _, r := range got {
		if r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mc, r) || r < utf8.RuneSelf && unicode.IsUpper(r) {
			t.Fatalf("%q folds to %q with %q", s, got, r)
		}
	}
}

func TestFoldingTwiceIsFoldingOnce(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		checkFold(t, "a"+string(r)+"b")
	}
	rapid.Check(t, func(t *rapid.T) { checkFold(t, rapid.String().Draw(t, "text")) })
}

func FuzzFold(f *testing.F) {
	for _, seed := range []string{"", "Fédération n° 28", "Teachers’", "İstanbul", "ǅ", "A\u0301\u0345", "日本", "\xff\xfe", "a\u00a0b", "ﬀ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFold(t, s) })
}

func TestASlugIsMadeOfAName(t *testing.T) {
	for name, want := range map[string]string{
		"UNITE HERE Local 17":                              "unite-here-local-17",
		"Minneapolis Regional Labor Federation, AFL-CIO":   "minneapolis-regional-labor-federation-afl-cio",
		"Syndicat des employé·e·s de l’Université":         "syndicat-des-employe-e-s-de-luniversite",
		"日本労働組合総連合会 (RENGO)":                               "rengo",
		"日本労働組合総連合会":                                       "",
		"":                                                 "",
		"---":                                              "",
		strings.Repeat("x", 150):                           strings.Repeat("x", 100),
		strings.Repeat("word ", 30):                        strings.TrimSuffix(strings.Repeat("word-", 20), "-"),
		"123e4567 e89b 12d3 a456 426614174000":             "123e4567e89b12d3a456426614174000",
		"Service Employees Local 26 Minnesota":             "service-employees-local-26-minnesota",
		strings.Repeat("a", 99) + " " + "b":                strings.Repeat("a", 99),
		strings.Repeat("a", 98) + " " + "b":                strings.Repeat("a", 98) + "-b",
		"Union 4 of " + strings.Repeat("y", 120) + " tail": "union-4-of",
	} {
		if got := Slug(name); got != want {
			t.Errorf("the slug of %q is %q, want %q", name, got, want)
		}
	}
}

func TestASlugIsNoIDInDisguise(t *testing.T) {
	for s, want := range map[string]bool{
		"unite-here-local-17": true, "a": true, "17": true, strings.Repeat("a", 100): true,
		"service-employees-local-26-minnesota": true, // 36 characters and 4 hyphens, but no UUID
		"123e4567-e89b-12d3-a456-426614174000": false,
		"123E4567-E89B-12D3-A456-426614174000": false,
		"123e4567e89b12d3a456426614174000":     true,
		"":                                     false, "-a": false, "a-": false, "a--b": false, "A": false, "a b": false, "a_b": false, "é": false, "a/b": false, "a\x00": false,
		strings.Repeat("a", 101): false,
	} {
		if got := ValidSlug(s); got != want {
			t.Errorf("%q is a slug: %v, want %v", s, got, want)
		}
	}
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func checkSlug(t rapid.TB, name string) {
	s := Slug(name)
	if s == "" {
		return
	}
	if !slugForm.MatchString(s) || !ValidSlug(s) || len(s) > maxSlug || Slug(s) != s {
		t.Fatalf("the slug of %q is %q, and that of it %q", name, s, Slug(s))
	}
	if _, isID := Ref(s).UUID(); isID {
		t.Fatalf("the slug of %q is the id %q", name, s)
	}
}

func TestTheSlugOfASlugIsItself(t *testing.T) {
	names := rapid.OneOf(rapid.String(), rapid.StringMatching(`([0-9a-f]{8}) [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{12}`), rapid.StringMatching(`([A-Za-z'’]{1,40} ){1,6}`))
	rapid.Check(t, func(t *rapid.T) { checkSlug(t, names.Draw(t, "name")) })
}

func FuzzSlug(f *testing.F) {
	for _, seed := range []string{"", "UNITE HERE Local 17", "日本", "123e4567-e89b-12d3-a456-426614174000", strings.Repeat("long ", 40), strings.Repeat("x", 200), "ﬀ ß Æ"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, name string) { checkSlug(t, name) })
}
