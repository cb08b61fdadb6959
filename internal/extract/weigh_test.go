package extract

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestTheWeightsAreThoseOfThePositions(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(weightsFile, "\n"), "\n")
	want := []string{"feature"}
	for _, p := range positions {
		want = append(want, spoken(p))
	}
	if got := strings.Split(lines[0], "\t"); !slices.Equal(got, want) {
		t.Fatalf("the columns are %v, should be %v", got, want)
	}
	if !slices.IsSorted(lines[1:]) {
		t.Error("the features are not in order")
	}
	for _, line := range lines[1:] {
		fields := strings.Split(line, "\t")
		if len(fields) > len(want) {
			t.Errorf("%q has %d columns", line, len(fields))
		}
		for _, value := range fields[1:] {
			if _, err := strconv.ParseInt(value, 10, 16); value != "" && err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	}
	if n := len(fitted()); n != len(lines) { // the heading is one that no mention has
		t.Errorf("%d features are read of %d lines", n, len(lines))
	}
}
