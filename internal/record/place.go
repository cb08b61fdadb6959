package record

import (
	"math"
	"regexp"
	"strings"
)

// countries are the officially assigned alpha-2 codes of ISO 3166-1, and XK, which is in common use.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"

var regionPattern = regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9]{1,3}$`)

// ValidCountry reports whether code is an alpha-2 code of ISO 3166-1, in capitals. XK counts as one.
func ValidCountry(code string) bool {
	return len(code) == 2 && strings.Contains(" "+countries+" ", " "+code+" ")
}

// ValidRegion reports whether code has the form of an ISO 3166-2 code of a country that exists.
func ValidRegion(code string) bool {
	return regionPattern.MatchString(code) && ValidCountry(code[:2])
}

// checkPlace normalises a place and notes what is wrong with it. A region brings its country with it.
func checkPlace(f *Faults, pointer string, p Place) Place {
	p.Country, p.Region, p.City = strings.ToUpper(p.Country), strings.ToUpper(p.Region), tidy(p.City)
	if p.Region != "" && !ValidRegion(p.Region) {
		f.Add(pointer+"/region", "invalid", "%q is not an ISO 3166-2 code such as US-MN", clip(p.Region))
	} else if p.Region != "" && p.Country == "" {
		p.Country = p.Region[:2]
	} else if p.Region != "" && p.Region[:2] != p.Country {
		f.Add(pointer+"/region", "invalid", "%s is not a region of %s", p.Region, clip(p.Country))
	}
	if p.Country != "" && !ValidCountry(p.Country) {
		f.Add(pointer+"/country", "invalid", "%q is not an ISO 3166-1 code such as US", clip(p.Country))
	}
	f.checkText(pointer+"/city", p.City, 120)
	if p.Latitude == nil && p.Longitude != nil {
		f.Add(pointer+"/latitude", "required", "latitude and longitude go together")
	}
	if p.Longitude == nil && p.Latitude != nil {
		f.Add(pointer+"/longitude", "required", "latitude and longitude go together")
	}
	if p.Latitude != nil && !(math.Abs(*p.Latitude) <= 90) {
		f.Add(pointer+"/latitude", "range", "a latitude is between -90 and 90 degrees")
	}
	if p.Longitude != nil && !(math.Abs(*p.Longitude) <= 180) {
		f.Add(pointer+"/longitude", "range", "a longitude is between -180 and 180 degrees")
	}
	return p
}
