package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"rollcall/internal/demo"
	"rollcall/internal/store/storetest"
)

var update = flag.Bool("update", false, "write the examples of docs/examples anew")

// exampleRequests are the requests whose answers stand in the documentation, by the operation.
func exampleRequests(endorsement string) []struct {
	operation, method, path string
	body                    any
} {
	const call = "/v1/calls/ice-out-of-minnesota-day-of-truth-and-freedom"
	return []struct {
		operation, method, path string
		body                    any
	}{
		{"listUnions.200", "GET", "/v1/unions?kind=local&limit=2&include_total=true", nil},
		{"getUnion.200", "GET", "/v1/unions/seiu-local-26", nil},
		{"getUnion.404", "GET", "/v1/unions/no-such-union", nil},
		{"listAffiliations.200", "GET", "/v1/unions/seiu-local-26/affiliations?limit=2", nil},
		{"listCalls.200", "GET", "/v1/calls?limit=2", nil},
		{"getCall.200", "GET", call, nil},
		{"listCallEndorsements.200", "GET", call + "/endorsements?position=endorsed&limit=2", nil},
		{"getTally.200", "GET", call + "/tally", nil},
		{"getEndorsement.200", "GET", endorsement, nil},
		{"listPositions.200", "GET", endorsement + "/positions", nil},
		{"listStatements.200", "GET", "/v1/statements?limit=1", nil},
		{"listSources.200", "GET", "/v1/sources?limit=2", nil},
		{"listChanges.200", "GET", "/v1/changes?entity=affiliation&limit=2", nil},
		{"search.200", "GET", "/v1/search?q=seiu+26&limit=2&include_total=true", nil},
		{"matchNames.200", "POST", "/v1/match", obj{"queries": []obj{{"name": "Service Employees Local 26", "region": "US-MN"}}, "limit": 1}},
		{"extractMentions.200", "POST", "/v1/extract", obj{
			"text": "Among the unions endorsing the action is Communications Workers Local 7250.", "call": "ice-out-of-minnesota-day-of-truth-and-freedom", "source": obj{"url": "https://news.example/unions-endorse"}, "limit": 1,
		}},
		{"getMe.200", "GET", "/v1/me", nil},
		{"createUnion.201", "POST", "/v1/unions", obj{
			"kind": "local", "name": "Example Workers Local 34-A", "designation": obj{"type": "Local", "number": "34", "suffix": "A"},
			"place": obj{"region": "US-MN", "city": "Duluth"}, "members": obj{"count": 120, "as_of": "2025"},
		}},
		{"createUnion.422", "POST", "/v1/unions", obj{"kind": "locale", "name": "", "founded": "2026-02-30"}},
		{"putEndorsement.201", "PUT", call + "/endorsements/example-workers-local-34-a", obj{
			"position": "endorsed", "effective_on": "2026-01-14", "decided_by": "membership_vote", "vote": obj{"for": 87, "against": 12}, "scope": []string{"no_work"},
			"citations": []obj{{"source": obj{"url": "https://local34a.example/minutes", "title": "Minutes of the January meeting", "publisher": "Example Workers Local 34-A"}, "quote": "Carried, 87 to 12."}},
		}},
		{"updateUnion.200", "PATCH", "/v1/unions/example-workers-local-34-a", obj{"members": obj{"count": 131, "as_of": "2026"}, "place": obj{"city": nil}}},
	}
}

// The examples in the documents are what the API answers on the example record.
func TestTheExamplesAreWhatTheAPIAnswers(t *testing.T) {
	folder := filepath.Join("..", "docs", "examples")
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			s := openService(t, storetest.Database(t, name), nil)
			if err := demo.Load(t.Context(), s.Store); err != nil {
				t.Fatal(err)
			}
			s.keys["admin"] = s.key("admin", "example-desk")
			list := s.get("/v1/calls/ice-out-of-minnesota-day-of-truth-and-freedom/endorsements?union=seiu-local-26").want(200)
			var stable normaliser
			var written []string
			check := func(file string, got []byte) {
				t.Helper()
				got = stable.file(t, got)
				written = append(written, file)
				file = filepath.Join(folder, file)
				if *update && name == storetest.Databases[0] {
					if err := os.WriteFile(file, got, 0o644); err != nil { //nolint:gosec // it is public
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil || !bytes.Equal(want, got) {
					t.Errorf("%s is not what the API answers (%v); run: go test ./api -run Examples -update && go run ./cmd/openapi\n%s", file, err, got)
				}
				if len(got) > 8000 {
					t.Errorf("%s has %d bytes: too many for an example", file, len(got))
				}
			}
			for _, r := range exampleRequests("/v1/endorsements/" + list.text("data.0.id")) {
				headers := []string{"X-Request-Id", "0198c2f0a1b27c3d8e4f5a6b7c8d9e0f"}
				if r.method == "PATCH" {
					headers = append(headers, "If-Match", "*")
				}
				a := s.do("admin", r.method, r.path, r.body, headers...)
				operation, status, _ := strings.Cut(r.operation, ".")
				if fmt.Sprint(a.StatusCode) != status {
					t.Fatalf("%s answers %d: %s", r.operation, a.StatusCode, a.body)
				}
				check(r.operation+".json", a.body)
				if r.body != nil && a.StatusCode < 300 {
					check(operation+".request.json", storetest.Must(json.Marshal(r.body))(t))
				}
			}
			files, err := os.ReadDir(folder)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if !slices.Contains(written, f.Name()) {
					t.Errorf("%s is the answer to no request", f.Name())
				}
			}
		})
	}
}

// normaliser gives what differs from run to run one form: ids in the order in which they appear, the
// seconds' fractions, cursors, public ids of keys.
type normaliser struct{ ids []string }

var (
	uuidPattern     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`)
	fractionPattern = regexp.MustCompile(`(T\d\d:\d\d:\d\d)\.\d+Z`)
	cursorPattern   = regexp.MustCompile(`("next": ")[A-Za-z0-9_-]{30,}"`)
	keyIDPattern    = regexp.MustCompile(`("key_id": ")[0-9A-Za-z]{11}"`)
)

func (n *normaliser) file(t *testing.T, body []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, body, "", "  "); err != nil {
		t.Fatal(err)
	}
	text := uuidPattern.ReplaceAllStringFunc(strings.TrimSpace(out.String())+"\n", func(id string) string {
		at := slices.Index(n.ids, id)
		if at < 0 {
			at = len(n.ids)
			n.ids = append(n.ids, id)
		}
		return fmt.Sprintf("0198c2f0-a1b2-7c3d-8e4f-%012d", at+1)
	})
	text = fractionPattern.ReplaceAllString(text, "${1}Z")
	text = cursorPattern.ReplaceAllString(text, `${1}Y3Vyc29yIG9mIHRoZSBuZXh0IHBhZ2U"`)
	return []byte(keyIDPattern.ReplaceAllString(text, `${1}4fW0uQm3xZ1"`))
}
