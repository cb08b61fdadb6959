package record

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTextIsHeldToItsLimitAndItsCharacters(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"empty":                       {"", ""},
		"as long as allowed":          {strings.Repeat("é", 10), ""},
		"one code point too long":     {strings.Repeat("é", 11), "too_long"},
		"long in bytes, not in text":  {strings.Repeat("𝄞", 10), ""},
		"lines and tabs":              {"a\r\nb\tc", ""},
		"NUL":                         {"a\x00", "invalid"},
		"escape":                      {"\x1b[31m", "invalid"},
		"a C1 control":                {"a\u0085b", "invalid"},
		"DEL":                         {"\x7f", "invalid"},
		"invalid UTF-8":               {"a\xffb", "invalid"},
		"a surrogate":                 {"\xed\xa0\x80", "invalid"},
		"the replacement character":   {"a\ufffdb", ""},
		"letters joined by a joiner":  {"नि\u200dक", ""},
		"text from the right":         {"\u200fאבג", ""},
		"over the limit and not text": {strings.Repeat("\xff", 99), "invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			var f Faults
			f.checkText("/text", c.text, 10)
			if c.want == "" {
				wantFaults(t, f.Err("It"))
			} else {
				wantFaults(t, f.Err("It"), "/text "+c.want)
			}
		})
	}
}

func TestARequiredTextShowsSomething(t *testing.T) {
	for text, want := range map[string]string{
		"": "required", " \t\n": "required", "\u00a0": "required", "\u200b\u200d": "required", "\ufeff": "required", "\u2060 ": "required",
		"\x00": "invalid", "\xff": "invalid", "x": "", "–": "", "工": "", "🪧": "", " a ": "",
	} {
		var f Faults
		f.requireText("/text", text, 10)
		if want == "" {
			wantFaults(t, f.Err("It"))
		} else {
			wantFaults(t, f.Err("It"), "/text "+want)
		}
	}
}

func TestWordsAreTidyShortAndDifferent(t *testing.T) {
	var f Faults
	words := List[string]{" no  work ", "no work", "", "", strings.Repeat("x", 21)}
	f.checkWords("/w", words, 20)
	if words[0] != "no work" {
		t.Errorf("tidied to %q", words[0])
	}
	wantFaults(t, f.Err("It"), "/w/1 duplicate", "/w/2 required", "/w/3 required", "/w/4 too_long")

	f = Faults{}
	f.checkTokens("/w", List[string]{"no_work", "day2", "No Work", "no-work", "größe"})
	wantFaults(t, f.Err("It"), "/w/2 invalid", "/w/3 invalid", "/w/4 invalid")

	f = Faults{}
	f.checkCount("/w", maxItems)
	f.checkCount("/v", maxItems+1)
	wantFaults(t, f.Err("It"), "/v too_many")
}

func TestTheOneFormOfAnAddress(t *testing.T) {
	for raw, want := range map[string]string{
		"https://example.org":                                           "https://example.org/",
		" https://example.org/a \n":                                     "https://example.org/a",
		"HTTPS://WWW.Example.ORG/Path":                                  "https://www.example.org/Path",
		"https://example.org./":                                         "https://example.org/",
		"http://example.org:80/":                                        "http://example.org/",
		"https://example.org:443/":                                      "https://example.org/",
		"https://example.org:0443/":                                     "https://example.org/",
		"https://example.org:8443/":                                     "https://example.org:8443/",
		"http://example.org:443/":                                       "http://example.org:443/",
		"https://example.org:/":                                         "https://example.org/",
		"https://example.org/a/./b/../c":                                "https://example.org/a/c",
		"https://example.org/../..":                                     "https://example.org/",
		"https://example.org/a/..":                                      "https://example.org/",
		"https://example.org/a/b/..":                                    "https://example.org/a/",
		"https://example.org/.well-known/a%2Fb":                         "https://example.org/.well-known/a%2Fb",
		"https://example.org/%7euser/%c3%a9":                            "https://example.org/~user/%C3%A9",
		"https://example.org/é":                                         "https://example.org/%C3%A9",
		"https://example.org/a b":                                       "https://example.org/a%20b",
		"https://example.org/%2e%2e/x":                                  "https://example.org/x",
		"https://example.org/a//b":                                      "https://example.org/a//b",
		"https://example.org//a":                                        "https://example.org//a",
		"https://example.org/a#part":                                    "https://example.org/a",
		"https://example.org/a#":                                        "https://example.org/a",
		"https://example.org/?":                                         "https://example.org/",
		"https://example.org?a=1":                                       "https://example.org/?a=1",
		"https://example.org/?b=2&a=1&b=2":                              "https://example.org/?b=2&a=1&b=2",
		"https://example.org/?q=a b&r=é&s=100%":                         "https://example.org/?q=a%20b&r=%C3%A9&s=100%25",
		"https://example.org/?utm_source=x&a=1&fbclid=y":                "https://example.org/?a=1",
		"https://example.org/?UTM_Campaign=x&gclid=1&mc_cid=2&mc_eid=3": "https://example.org/",
		"https://example.org/?%75tm_source=x":                           "https://example.org/",
		"https://example.org/?&&a=1&":                                   "https://example.org/?a=1",
		"https://example.org/?utm=1":                                    "https://example.org/?utm=1",
		"https://example.org/a;b=1,2/(c)*!$'@:+":                        "https://example.org/a;b=1,2/(c)*!$'@:+",
		"https://web.archive.org/web/2026/https://example.org/.a/":      "https://web.archive.org/web/2026/https://example.org/.a/",
		"https://grève.example/":                                        "https://grève.example/",
		"https://gr%C3%A8ve.example/":                                   "https://grève.example/",
		"https://192.0.2.1:8080/":                                       "https://192.0.2.1:8080/",
		"https://[2001:DB8:0::1]:443/":                                  "https://[2001:db8::1]/",
		"http://localhost/":                                             "http://localhost/",
	} {
		got, ok := NormalizeURL(raw)
		if !ok || got != want {
			t.Errorf("%q is %q (%v), want %q", raw, got, ok, want)
		}
	}
}

func TestWhatIsNoAddressOfADocument(t *testing.T) {
	for _, raw := range []string{
		"", " ", "example.org", "//example.org/", "/a", "https:", "https://", "https:///a", "https:example.org", "https://?a=1",
		"ftp://example.org/", "javascript:alert(1)", "data:text/plain,x", "mailto:a@example.org", "file:///etc/passwd",
		"https://user@example.org/", "https://user:secret@example.org/",
		"https://exa mple.org/", "https://example.org:0/", "https://example.org:65536/", "https://example.org:99999999999/", "https://example.org:x/",
		"https://a..b/", "https://.example.org/", "https://example.org../", "https://ex_ample.org/", "https://<b>.org/", `https://a"b.org/`, "https://a\\b.org/",
		"https://exa%6Dple.org/", "https://example.org%00/", "https://%ff.org/", "https://[::1/", "https://[fe80::1%25eth0]/", "https://[v1.x]/", "https://a,b/", "https://a(b)/",
		"https://" + strings.Repeat("a", 64) + ".org/", "https://" + strings.Repeat("a.", 127) + "org/",
		"https://example.org/\x00", "https://example.org/\na", "https://example.org/\xff", "https://example.org/%zz", "https://example.org/%",
		"https://example.org/" + strings.Repeat("a", 2000), "https://example.org/" + strings.Repeat("é", 900),
	} {
		if got, ok := NormalizeURL(raw); ok {
			t.Errorf("%q is taken for the address %q", raw, got)
		}
	}
}

// checkNormal holds what NormalizeURL answered to what it promises.
func checkNormal(t rapid.TB, raw string) {
	got, ok := NormalizeURL(raw)
	if !ok {
		return
	}
	if again, ok := NormalizeURL(got); !ok || again != got {
		t.Fatalf("%q is %q, and that is %q (%v)", raw, got, again, ok)
	}
	u, err := url.Parse(got)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || u.Path == "" || len(got) > maxURL {
		t.Fatalf("%q is %q", raw, got)
	}
	var f Faults
	if f.checkText("", got, maxURL); f.Any() || strings.ContainsAny(got, " \t\r\n#") {
		t.Fatalf("%q is %q: %v", raw, got, f.Err("The address"))
	}
	if HostOf(got) == "" {
		t.Fatalf("%q has no host", got)
	}
}

func TestTheOneFormOfAnAddressIsItsOwn(t *testing.T) {
	parts := rapid.SliceOf(rapid.OneOf(
		rapid.SampledFrom([]string{"/", "..", ".", "//", "%2e", "%2F", "%zz", "%%34%31", "é", "?", "&", "=", "utm_a=1", "#", ":", "@", "[", "]", "+", ";", "\\", " ", "\x00"}),
		rapid.StringMatching(`[a-zA-Z0-9%~._-]{0,6}`), rapid.String(),
	))
	rapid.Check(t, func(t *rapid.T) {
		host := rapid.SampledFrom([]string{"example.org", "EXAMPLE.org.", "192.0.2.1", "[::1]", "ex%C3%A4mple.org", "a:080", ""}).Draw(t, "host")
		checkNormal(t, rapid.SampledFrom([]string{"http://", "HTTPS://", ""}).Draw(t, "scheme")+host+strings.Join(parts.Draw(t, "rest"), ""))
	})
}

func FuzzNormalizeURL(f *testing.F) {
	for _, seed := range []string{
		"https://example.org", "HTTP://EXAMPLE.org.:80/../a/./b//c?utm_source=x&a=1#f", "https://[2001:DB8::1]:443/", "https://ex%C3%A4mple.org/%7e%2e%2e/%zz?%%34%31",
		"https://user@example.org/", "https://example.org//", "https://a/%2E%2e/?q=a b&&c=é", "https://İ.org/", "https://xn--e1afmkfd.example/",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) { checkNormal(t, raw) })
}

func TestTheHostOfAnAddress(t *testing.T) {
	for raw, want := range map[string]string{
		"https://www.Example.org:8443/a": "example.org", "https://news.example.org/": "news.example.org", "": "", "not an address": "", "https://[::1]/": "::1", ":": "",
	} {
		if got := HostOf(raw); got != want {
			t.Errorf("the host of %q is %q, want %q", raw, got, want)
		}
	}
}
