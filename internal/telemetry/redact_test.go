package telemetry

import (
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"rollcall/internal/access"
)

func TestADataSourceNameLosesItsPasswordOnly(t *testing.T) {
	for dsn, want := range map[string]string{
		"":                            "",
		"rollcall.db":                 "rollcall.db",
		"/var/lib/rollcall/a b.db":    "/var/lib/rollcall/a b.db",
		"file:r.db?_txlock=immediate": "file:r.db?_txlock=immediate",
		":memory:":                    ":memory:",
		"postgres://localhost/db":     "postgres://localhost/db",
		"postgres://ana@localhost:5432/db?sslmode=disable":         "postgres://ana@localhost:5432/db?sslmode=disable",
		"postgres://ana:hunter2@localhost:5432/db?sslmode=disable": "postgres://ana:***@localhost:5432/db?sslmode=disable",
		"postgres://ana:@localhost/db":                             "postgres://ana:***@localhost/db",
		"postgres://:hunter2@localhost/db":                         "postgres://:***@localhost/db",
		"postgres://ana:hunter2@h1:5432,h2:5432/db":                "postgres://ana:***@h1:5432,h2:5432/db",
		"postgres:///db?host=/run&password=hunter2":                "postgres:///db?host=/run&password=***",
		"host=localhost password=hunter2 dbname=db":                "host=localhost password=*** dbname=db",
		"host=localhost password = 'hunter 2' dbname=db":           "host=localhost password = *** dbname=db",
		`password='hunt\'er 2' sslpassword=hunter2`:                "password=*** sslpassword=***",
		`host=h password=hunter\ 2 user=ana`:                       "host=h password=*** user=ana",
		"PASSWORD=hunter2&sure host=h":                             "PASSWORD=*** host=h",
	} {
		if got := RedactDSN(dsn); got != want {
			t.Errorf("%s: got %s, want %s", dsn, got, want)
		}
	}
}

func TestAMalformedDataSourceNameLosesItsPasswordToo(t *testing.T) {
	for _, dsn := range []string{
		"postgres://ana:hun/ter2@localhost/db",
		"postgres://ana:hun@ter2@localhost/db",
		"postgres://ana:hun ter2@localhost/db",
		"postgres://ana:hun @ ter2@localhost/db",
		"postgres://ana:hun#ter2@localhost/db",
		"postgres://ana:hun?ter2@localhost/db",
		"postgres://ana:hun:ter2@localhost/db",
		"postgres://ana:hun%ter2@localhost/db",
		"postgres://ana:hun\nter2@localhost/db",
		"postgres://ana@corp:hunter2@localhost/db",
		"ana:hunter2@localhost/db",
		"host=h password='hun ter2",
		`host=h password='hun ter2\`,
		"host=h password='hun\\\nter2'",
		"host=h password=hun\\\nter2",
		`host=h password="hun ter2"`,
		"postgres://localhost/db?sslpassword=hun@ter2",
		"postgres://localhost:5432/db?sslpassword=hun@ter2",
	} {
		if got := RedactDSN(dsn); strings.Contains(got, "hun") || strings.Contains(got, "ter2") {
			t.Errorf("%q: got %q", dsn, got)
		}
	}
}

func TestSecretsInsideATextAreMasked(t *testing.T) {
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	whole := key.Reveal()
	_, parseError := url.Parse("postgres://ana:hun ter2@localhost/db") //nolint:staticcheck // the error is what is wanted
	for name, text := range map[string]string{
		"a key":                  whole,
		"a key in a sentence":    "refused " + whole + ", sorry",
		"a key cut short":        whole[:30],
		"a key in a path":        "/v1/Bearer%20" + whole,
		"a key in a query":       "/v1/me?access=" + whole,
		"a header":               "Authorization: Bearer " + whole,
		"a webhook secret":       "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"another issuer's token": "authorization: bearer eyJhbGciOiJIUzI1NiJ9.e30.ZRrHA1JJ",
		"basic credentials":      "Basic YW5hOmh1bnRlcjJodW50ZXIy",
		"a password in a URL":    "dialling postgres://ana:hunter2@localhost/db: refused",
		"an error of net/url":    parseError.Error(),
		"a connection string":    "dialling `host=h password='hun ter2'`: refused",
		"a printed struct":       "{Host:h Password:hunter2}",
		"an encoded struct":      `{"host":"h","password":"hunter2"}`,
		"a variable":             "PGPASSWORD=hunter2",
		"a URL's token":          "https://example.org/?token=hunter2",
	} {
		got := redactText(text)
		if !strings.Contains(got, mask) {
			t.Errorf("%s: nothing is masked in %q", name, got)
		}
		for _, leak := range []string{whole[14:24], "hunter2", "hun ter2", "MfKQ9r8G", "eyJh", "ZRrH", "YW5h"} {
			if strings.Contains(got, leak) {
				t.Errorf("%s: %q is left in %q", name, leak, got)
			}
		}
	}
}

func TestHarmlessTextsStayAsTheyAre(t *testing.T) {
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"", "rc_", key.String(), key.ID(),
		"listening on http://127.0.0.1:8080", "see https://example.org/@ana",
		"invalid token: expected a comma", "the password is missing", "basic authentication is not offered",
		"/v1/calls/:call/endorsements/:union", "src_directory", "a=b c:d", "ana@example.org",
	} {
		if got := redactText(text); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
	}
}

func FuzzRedactDSN(f *testing.F) {
	for _, part := range []string{"", "a b", "a/b@c", `'a\'`, "://", ":", "@", "password="} {
		f.Add(part)
	}
	const secret = "hunter2"
	f.Fuzz(func(t *testing.T, part string) {
		// Whatever else stands in a password, what stands in it is masked.
		if got := RedactDSN("postgres://ana:" + part + secret + "@localhost/db"); strings.Contains(got, secret) {
			t.Errorf("got %q", got)
		}
		quoted := strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(part + secret)
		if got := RedactDSN("host=h password='" + quoted + "'"); strings.Contains(got, secret) {
			t.Errorf("got %q", got)
		}
	})
}

func BenchmarkRedactText(b *testing.B) {
	for name, text := range map[string]string{
		"route":   "/v1/calls/:call/endorsements/:union",
		"message": "listening on http://127.0.0.1:8080 with the database rollcall.db",
		"key":     "refused rc_001iyt0xlwr1U8qMLQUe1RqPEQOULX6mzvgvgGUFEOG3uSdehMRg2P2xHW1X",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				redactText(text)
			}
		})
	}
}
