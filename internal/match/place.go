package match

import (
	"strings"

	"rollcall/internal/record"
)

// states are the states and provinces of the United States and Canada with the last part of their ISO 3166-2 codes.
var states = readStates(`AL alabama;AK alaska;AZ arizona;AR arkansas;CA california;CO colorado;CT connecticut;DE delaware;DC district columbia;FL florida;GA georgia;HI hawaii;ID idaho;IL illinois;IN indiana;IA iowa;KS kansas;KY kentucky;LA louisiana;ME maine;MD maryland;MA massachusetts;MI michigan;MN minnesota;MS mississippi;MO missouri;MT montana;NE nebraska;NV nevada;NH new hampshire;NJ new jersey;NM new mexico;NY new york;NC north carolina;ND north dakota;OH ohio;OK oklahoma;OR oregon;PA pennsylvania;PR puerto rico;RI rhode island;SC south carolina;SD south dakota;TN tennessee;TX texas;UT utah;VT vermont;VA virginia;WA washington;WV west virginia;WI wisconsin;WY wyoming;GU guam;VI virgin islands;ON ontario;QC quebec;BC british columbia;AB alberta;MB manitoba;SK saskatchewan;NS nova scotia;NB new brunswick;NL newfoundland;PE prince edward island`)

var stateCodes = func() map[string]string {
	m := map[string]string{}
	for name, code := range states {
		m[strings.ToLower(code)] = name
	}
	return m
}()

func readStates(list string) map[string]string {
	m := map[string]string{}
	for entry := range strings.SplitSeq(list, ";") {
		code, name, _ := strings.Cut(entry, " ")
		m[name] = code
	}
	return m
}

// subdivision is the part of a region's code behind its country: US-MN, MN and Minnesota are all MN.
func subdivision(region string) string {
	if i := strings.IndexByte(region, '-'); i == 2 {
		region = region[i+1:]
	}
	region = strings.TrimSpace(region)
	if code, ok := states[record.Fold(clipped(region))]; ok {
		return code
	}
	return strings.ToUpper(clipped(region))
}

// findPlace notes the state that a name names: by its name anywhere, by its code where that cannot be a word,
// which is at the end, and before AFL-CIO. Its words stay in the rest, since many bodies bear them as names.
func (p *parsed) findPlace(name string, used []bool) {
	for i := range p.words {
		if used[i] {
			continue
		}
		w := p.words[i]
		if i+1 < len(p.words) && !used[i+1] {
			if code, ok := states[w+" "+p.words[i+1]]; ok {
				p.region = code
				continue
			}
		}
		if code, ok := states[w]; ok && !(i > 0 && p.words[i-1] == "west" && w == "virginia") {
			if p.region == "" {
				p.region = code
			}
			continue
		}
		if len(p.tokens[i].s) != 2 {
			continue
		}
		full, ok := stateCodes[p.tokens[i].s]
		upper := strings.ToUpper(p.tokens[i].s)
		if !ok || !strings.Contains(name, upper) {
			continue
		}
		last := i == len(p.words)-1
		if upper == "DC" && (i == 0 || p.words[i-1] != "washington" && p.tokens[i].sep != ',') {
			continue // District Council
		}
		if last || i+1 < len(p.words) && p.words[i+1] == "afl" || p.tokens[i].sep == ',' {
			p.region = states[full]
			p.words[i] = full
		}
	}
}

// Region is the ISO 3166-2 code of what somebody wrote for a region: a code (US-MN), or, of the United States and Canada, its
// second part (MN) or the region's name (Minnesota). It reports false for what is none of these.
func Region(text string) (string, bool) {
	if code := strings.ToUpper(clipped(text)); record.ValidRegion(code) {
		return code, true
	}
	code := subdivision(text)
	if _, known := stateCodes[strings.ToLower(code)]; !known {
		return "", false
	}
	if strings.Contains("ON QC BC AB MB SK NS NB NL PE", code) {
		return "CA-" + code, true
	}
	return "US-" + code, true
}
