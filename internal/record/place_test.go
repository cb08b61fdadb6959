package record

import (
	"math"
	"testing"
)

func TestAPlaceIsNormalisedAndChecked(t *testing.T) {
	for name, c := range map[string]struct {
		in, want Place
		faults   []string
	}{
		"nothing known":                    {},
		"small letters and blanks":         {in: Place{Country: "us", Region: "us-mn", City: " Saint  Paul "}, want: Place{Country: "US", Region: "US-MN", City: "Saint Paul"}},
		"a region brings its country":      {in: Place{Region: "GB-ENG"}, want: Place{Country: "GB", Region: "GB-ENG"}},
		"Kosovo":                           {in: Place{Country: "XK"}, want: Place{Country: "XK"}},
		"a region of another country":      {in: Place{Country: "CA", Region: "US-MN"}, want: Place{Country: "CA", Region: "US-MN"}, faults: []string{"/place/region invalid"}},
		"no countries":                     {in: Place{Country: "UK", Region: "ZZ-A"}, want: Place{Country: "UK", Region: "ZZ-A"}, faults: []string{"/place/region invalid", "/place/country invalid"}},
		"no codes":                         {in: Place{Country: "D E", Region: "Minnesota"}, want: Place{Country: "D E", Region: "MINNESOTA"}, faults: []string{"/place/region invalid", "/place/country invalid"}},
		"a control character in the city":  {in: Place{City: "a\x00"}, want: Place{City: "a\x00"}, faults: []string{"/place/city invalid"}},
		"the ends of the earth":            {in: Place{Latitude: ptr(-90.0), Longitude: ptr(180.0)}, want: Place{Latitude: ptr(-90.0), Longitude: ptr(180.0)}},
		"a latitude without its longitude": {in: Place{Latitude: ptr(1.0)}, want: Place{Latitude: ptr(1.0)}, faults: []string{"/place/longitude required"}},
		"a longitude without its latitude": {in: Place{Longitude: ptr(1.0)}, want: Place{Longitude: ptr(1.0)}, faults: []string{"/place/latitude required"}},
		"beyond the earth":                 {in: Place{Latitude: ptr(90.5), Longitude: ptr(-181.0)}, want: Place{Latitude: ptr(90.5), Longitude: ptr(-181.0)}, faults: []string{"/place/latitude range", "/place/longitude range"}},
	} {
		t.Run(name, func(t *testing.T) {
			var f Faults
			got := checkPlace(&f, "/place", c.in)
			wantFaults(t, f.Err("The place"), c.faults...)
			wantSame(t, got, c.want)
		})
	}
	var f Faults
	checkPlace(&f, "", Place{Latitude: ptr(math.NaN()), Longitude: ptr(math.Inf(1))})
	wantFaults(t, f.Err("The place"), "/latitude range", "/longitude range")
}
