package match

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestTheGuideListsEveryFeature(t *testing.T) {
	guide, err := os.ReadFile("../../docs/guide/names.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(guide), "## Features")
	table, _, _ = strings.Cut(table, "## How well")
	var listed []string
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) > 2 {
			for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(cells[1], -1) {
				listed = append(listed, m[1])
			}
		}
	}
	for i, name := range featureNames {
		if name == "" || weights[i] == 0 {
			t.Errorf("feature %d has no name or no weight", i)
		}
		if !slices.Contains(listed, name) {
			t.Errorf("the guide does not list %s", name)
		}
	}
	if len(listed) != len(featureNames) {
		t.Errorf("the guide lists %d features, there are %d", len(listed), len(featureNames))
	}
}

func TestTheTableOfTradesIsSound(t *testing.T) {
	keys := map[string]bool{}
	for _, line := range lexicon {
		if keys[line.key] {
			t.Errorf("%s stands twice", line.key)
		}
		keys[line.key] = true
	}
	for _, line := range lexicon {
		for _, other := range append(line.related, line.parent) {
			if other != "" && !keys[other] {
				t.Errorf("%s: there is no %s", line.key, other)
			}
		}
		seen := map[string]bool{}
		for _, p := range line.phrases {
			p = joined(p)
			if len(p) < 2 || seen[p] {
				t.Errorf("%s: the phrase %q is too short or stands twice", line.key, p)
			}
			seen[p] = true
		}
	}
	for words, named := range hinted {
		for _, key := range named {
			if !keys[key] {
				t.Errorf("the hint %s: there is no %s", words, key)
			}
		}
	}
}
