package intake

import (
	"strings"

	"rollcall/internal/record"
)

// subdivisions are the states, provinces and territories of the United States and Canada by their postal
// codes, which are those of ISO 3166-2 behind the country.
var subdivisions = map[string]map[string]string{
	"US": {
		"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
		"FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine",
		"MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
		"NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
		"SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
		"AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "US Virgin Islands", "UM": "US Minor Outlying Islands",
	},
	"CA": {
		"AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick", "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories", "NU": "Nunavut",
		"ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon",
	},
}

// regionNames finds the ISO 3166-2 codes by folded names and by bare postal codes. No code is used by both
// countries.
var regionNames = func() map[string]string {
	m := map[string]string{"washington dc": "US-DC", "virgin islands": "US-VI", "u s virgin islands": "US-VI"}
	for country, regions := range subdivisions {
		for code, name := range regions {
			m[strings.ToLower(code)] = country + "-" + code
			m[record.Fold(name)] = country + "-" + code
		}
	}
	return m
}()

var countryNames = map[string]string{
	"usa": "US", "u s a": "US", "u s": "US", "united states": "US", "united states of america": "US", "canada": "CA", "mexico": "MX",
	"united kingdom": "GB", "uk": "GB", "great britain": "GB", "ireland": "IE", "australia": "AU", "new zealand": "NZ", "puerto rico": "PR",
}

// placeOf reads a place as people write it: a region may be an ISO 3166-2 code, a postal code or a name.
// What is not understood is kept as it is, for the record to refuse.
func placeOf(country, region, city string) record.Place {
	p := record.Place{Country: strings.TrimSpace(country), Region: strings.TrimSpace(region), City: strings.TrimSpace(city)}
	if code, ok := countryNames[record.Fold(p.Country)]; ok {
		p.Country = code
	}
	p.Country = strings.ToUpper(p.Country)
	if code, ok := regionNames[record.Fold(p.Region)]; ok && (p.Country == "" || p.Country == code[:2]) {
		p.Region = code
	} else if r := p.Country + "-" + strings.ToUpper(p.Region); p.Region != "" && !strings.Contains(p.Region, "-") && record.ValidRegion(r) {
		p.Region = r
	}
	p.Region = strings.ToUpper(p.Region)
	return p
}
