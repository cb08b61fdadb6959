package api_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"rollcall/internal/demo"
	"rollcall/internal/store/storetest"
)

const countingGuide = "../docs/guide/counting.md"

// The numbers in the guide are what the API answers on the example record.
func TestTheGuideCountsAsTheAPIDoes(t *testing.T) {
	for _, name := range storetest.Databases {
		t.Run(name, func(t *testing.T) {
			s := openService(t, storetest.Database(t, name), nil)
			if err := demo.Load(t.Context(), s.Store); err != nil {
				t.Fatal(err)
			}
			guide := string(storetest.Must(os.ReadFile(countingGuide))(t))
			want := guide
			for block, lines := range countedBlocks(s) {
				pattern := regexp.MustCompile(`(?s)<!-- ` + block + ` -->\n.*?<!-- end -->`)
				if !pattern.MatchString(guide) {
					t.Errorf("the guide has no block %s", block)
				}
				want = pattern.ReplaceAllLiteralString(want, "<!-- "+block+" -->\n"+strings.Join(lines, "\n")+"\n<!-- end -->")
			}
			if want == guide {
				return
			}
			if *update && name == storetest.Databases[0] {
				if err := os.WriteFile(countingGuide, []byte(want), 0o644); err != nil { //nolint:gosec // it is public
					t.Fatal(err)
				}
				return
			}
			t.Errorf("%s does not show what the API answers; run: go test ./api -run Guide -update\n%s", countingGuide, want)
		})
	}
}

func countedBlocks(s *service) map[string][]string {
	const call = "/v1/calls/ice-out-of-minnesota-day-of-truth-and-freedom"
	tally := s.get(call + "/tally?explain=true").want(200)
	positions := func(a *answer) []string {
		return append([]string{"| position | bodies |", "|---|---|"}, rowsOf(a.at("positions"))...)
	}
	affiliations := []string{"| top-level affiliation | endorsed | supported |", "|---|---|---|"}
	for _, row := range list(tally.at("by_affiliation")) {
		affiliations = append(affiliations, fmt.Sprintf("| %s | %s | %s |", in(row, "union", "name"), in(row, "positions", "endorsed"), in(row, "positions", "supported")))
	}
	members := []string{"| body | members | counted |", "|---|---|---|"}
	for _, row := range list(tally.at("bodies")) {
		if in(row, "position") != "endorsed" {
			continue
		}
		counted := "within " + in(row, "within", "name")
		if group := in(row, "group"); group != "–" {
			counted = "in group " + group
		}
		members = append(members, fmt.Sprintf("| %s | %s | %s |", in(row, "union", "name"), in(row, "members"), counted))
	}
	represented := tally.at("members_represented")
	members = append(members, "", fmt.Sprintf("at least %s, at most %s, unknown %s", in(represented, "at_least"), in(represented, "at_most"), in(represented, "unknown")))

	days := []string{"| date | new | withdrawn | endorsed from then on |", "|---|---|---|---|"}
	for _, row := range list(s.get(call + "/timeline").want(200).at("data")) {
		days = append(days, fmt.Sprintf("| %s | %s | %s | %s |", in(row, "date"), inWords(row), in(row, "withdrawn"), in(row, "cumulative", "endorsed")))
	}
	coverage := []string{"| affiliate of the Minnesota AFL-CIO | position |", "|---|---|"}
	for _, row := range list(s.get("/v1/unions/minnesota-afl-cio/coverage?call=ice-out-of-minnesota-day-of-truth-and-freedom").want(200).at("data")) {
		coverage = append(coverage, fmt.Sprintf("| %s | %s |", in(row, "union", "name"), in(row, "position")))
	}
	conflicts := []string{"| parent | its position | child | its position |", "|---|---|---|---|"}
	for _, row := range list(s.get("/v1/calls/boycott-divestment-and-sanctions/conflicts").want(200).at("data")) {
		conflicts = append(conflicts, fmt.Sprintf("| %s | %s | %s | %s |", in(row, "parent", "name"), in(row, "parent_position"), in(row, "child", "name"), in(row, "child_position")))
	}
	return map[string][]string{
		"positions": positions(tally), "affiliations": affiliations, "members": members, "days": days, "coverage": coverage, "conflicts": conflicts,
		"asof": positions(s.get(call + "/tally?as_of=2026-01-14").want(200)),
	}
}

// in is a member of a decoded answer, as the guide writes it; a dash is none.
func in(v any, path ...string) string {
	for _, name := range path {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	switch v := v.(type) {
	case nil:
		return "–"
	case float64:
		return fmt.Sprintf("%.0f", v)
	}
	return fmt.Sprint(v)
}

func list(v any) []any {
	items, _ := v.([]any)
	return items
}

// rowsOf are the rows of a table of counts, in the order of the words.
func rowsOf(v any) []string {
	var rows []string
	for _, stance := range []string{"endorsed", "supported", "planning", "declined", "opposed", "tabled", "withdrawn", "nullified", "no_position_found"} {
		if n := in(v, stance); n != "–" {
			rows = append(rows, fmt.Sprintf("| %s | %s |", stance, n))
		}
	}
	return rows
}

func inWords(day any) string {
	var words []string
	object, _ := day.(map[string]any)
	for _, row := range rowsOf(object["new"]) {
		cells := strings.Split(row, " | ")
		words = append(words, strings.TrimSuffix(cells[1], " |")+" "+strings.TrimPrefix(cells[0], "| "))
	}
	return strings.Join(words, ", ")
}
