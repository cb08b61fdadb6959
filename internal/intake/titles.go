package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kept are short words that stay in capitals where a name is in capitals throughout.
var kept = wordSet(`AFL CIO AFT AFSCME AFGE APWU BMWED CIR CSEA CWA CUNY DC DHS DOD DOE DOJ DOL DOT EEOC EPA FAA FBI FDA FEMA FLRA FTC GCC GMB GSA HHS HUD IAM IBEW IBT ICE ILA ILWU INS IRS IUE IUOE IUPAT
	JNESO LIUNA LPN MTA NALC MEC NAGE IAEP NASA NEA NHL NFL NBA NLRB NJ NOAA NRLCA NUHHCE NY NYC NYSUT OPEIU OSHA PSC PSEA ESP ESPA RLCA RN RNS RR SAG SEIU SSA SUNY TSA TVA UAW UCW UE UFCW UIW UPS USA USDA USPS USW UTU UWUA VA VNA WGA
	UNITE HERE II III IV VI VII VIII IX XI XII`)

// small are words that stay in lower case inside a name.
var small = wordSet("a an and at by de del for in la los of on or the to y")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

// titled writes a name that is in capitals throughout as people do: "ST LOUIS" → "St Louis". Other names
// stay as they are.
func titled(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if s != strings.ToUpper(s) || s == strings.ToLower(s) {
		return s
	}
	var b strings.Builder
	first := true
	for len(s) > 0 {
		n := strings.IndexFunc(s, func(r rune) bool { return !(unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’') })
		if n < 0 {
			n = len(s)
		}
		if n > 0 {
			bracketed := strings.HasSuffix(b.String(), "(") && strings.HasPrefix(s[n:], ")")
			b.WriteString(titledWord(s[:n], first, bracketed))
			first = false
			s = s[n:]
			continue
		}
		_, size := utf8.DecodeRuneInString(s)
		b.WriteString(s[:size])
		s = s[size:]
	}
	return b.String()
}

func titledWord(word string, first, bracketed bool) string {
	switch {
	case kept[word], strings.ContainsFunc(word, unicode.IsDigit), bracketed && len(word) <= 3:
		return word
	case small[strings.ToLower(word)] && !first:
		return strings.ToLower(word)
	case !strings.ContainsAny(word, "AEIOUYÁÉÍÓÚ") && len(word) > 2 && len(word) < 6 && !vowelless[word]:
		return word // an acronym: there is no word without a vowel
	}
	r := []rune(strings.ToLower(word))
	r[0] = unicode.ToUpper(r[0])
	for i := 1; i < len(r)-1; i++ {
		// O'Neill, but Men's.
		if (r[i-1] == '\'' || r[i-1] == '’') && i == 2 {
			r[i] = unicode.ToUpper(r[i])
		}
	}
	if len(r) > 3 && r[0] == 'M' && r[1] == 'c' {
		r[2] = unicode.ToUpper(r[2])
	}
	return string(r)
}

// vowelless are the abbreviations that are no acronyms.
var vowelless = wordSet("BLDG BLVD CTR DEPT DIST DIV DR EMPL EMPLS FT GRP HLTH HWY INTL JR LTD LTR MFG MGMT MGR MT NATL PKG PRFT PRTG RD SQ SR ST STN SVC SVCS TECH TRNSP WKRS LDG")
