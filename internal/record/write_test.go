package record

import (
	"strings"
	"testing"
)

func TestAReasonIsText(t *testing.T) {
	for reason, want := range map[string]string{
		"": "", "Corrected the date": "", strings.Repeat("é", MaxReason): "", strings.Repeat("é", MaxReason+1): "too_long", "\xff": "invalid", "a\x00": "invalid",
	} {
		err := CheckReason(reason)
		if want == "" {
			wantFaults(t, err)
		} else {
			wantFaults(t, err, "Rollcall-Reason "+want)
		}
	}
}

func TestAConditionHoldsAgainstTheVersionThatStands(t *testing.T) {
	version := func(n int) Match { return Match{Given: true, Version: n} }
	for name, c := range map[string]struct {
		match   Match
		current int
		want    Code
	}{
		"nothing asked, nothing there":      {Match{}, 0, ""},
		"nothing asked, a record there":     {Match{}, 3, CodeMustMatch},
		"the version that stands":           {version(3), 3, ""},
		"an old version":                    {version(2), 3, CodeStale},
		"a version to come":                 {version(4), 3, CodeStale},
		"a version, but nothing there":      {version(1), 0, CodeStale},
		"any version":                       {Match{Given: true, Any: true}, 3, ""},
		"any version, but nothing there":    {Match{Given: true, Any: true}, 0, CodeStale},
		"create only, nothing there":        {Match{None: true}, 0, ""},
		"create only, a record there":       {Match{None: true}, 3, CodeExists},
		"create only and the right version": {Match{None: true, Given: true, Version: 3}, 3, CodeExists},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.match.Check(c.current)
			if c.want == "" && err != nil || c.want != "" && !Is(err, c.want) {
				t.Errorf("it gives %v, want %q", err, c.want)
			}
		})
	}
}
