package extract

import "strings"

// longest is how many words a name has at most.
const longest = 16

// findNames finds the names that tell by themselves that they are of bodies of workers: "Denver Classroom Teachers Association". It looks
// for the word that says so, the core, and takes the capitals around it.
func (r *reader) findNames() {
	r.names = map[int]span{}
	for i := 0; i < len(r.tokens); i++ {
		from, to, ok := r.core(i)
		if !ok {
			continue
		}
		left := r.leftOf(from)
		if left > 0 && r.low(left-1) == "-" && r.tokens[left].gap == glued {
			continue // the second half of a word
		}
		right := r.rightOf(to, r.low(to-1))
		s := span{from: left, to: right, named: true}
		if !r.plausible(s, from, to) {
			continue
		}
		if old, ok := r.names[left]; ok && old.to >= right {
			continue
		}
		r.names[left] = s
		i = right - 1
	}
}

// capitalAt reports whether token i is a word of a name: with a capital, on the line of the one before.
func (r *reader) capitalAt(i int) bool {
	t := r.at(i)
	return t.kind == word && t.capital
}

// core reads the words at i that make a name a union's. from may lie before i, where the words before say what the body is of.
func (r *reader) core(i int) (from, to int, ok bool) {
	t := r.tokens[i]
	if t.kind != word || !t.capital {
		return 0, 0, false
	}
	before := func(n int) string { // the n-th word of the name before i
		k := i
		for ; n > 0; n-- {
			if !r.joins(k) {
				return ""
			}
			k--
			if low := r.low(k); low == "'" || low == "’" || low == "-" || low == "&" {
				k--
			}
		}
		if k < 0 || !r.tokens[k].capital {
			return ""
		}
		return r.tokens[k].low
	}
	after := func(n int) string { return r.next(i + n) }
	one, two := before(1), before(2)
	// "Madison Firefighters Local 311", "Lamp Lighters Local 3"
	behind := i + 1
	if r.apostrophe(behind) {
		behind++
	}
	if n, ok := r.numbered(behind); ok && !n.weak && r.joins(behind) && (trades[t.low] || heads[t.low] && t.low != "council" && t.low != "board" || strings.HasSuffix(t.low, "s") && len(t.low) > 4 && !t.possessive && !notLeading[t.low] && !titles[t.low] && !designated[strings.TrimSuffix(t.low, "s")]) && !places[t.low] {
		if s, ok := r.indexed(i); !ok || s.weak || heads[t.low] {
			return i, behind, true
		}
	}
	if r.next(i+1) == "'" || r.next(i+1) == "’" { // "Laborers' Local 113"
		if n, ok := r.numbered(i + 2); ok && !n.weak && r.joins(i+2) && r.at(i+1).gap == glued && trades[t.low] {
			return i, i + 2, true
		}
	}
	if n, ok := r.numbered(i + 1); ok && r.joins(i+1) && n.number != "" && r.low(i+1) == "lodge" && (t.low == "makers" || t.low == "workers") && one != "" {
		return i, i + 1, true
	}
	back := func(n int) int {
		k := i
		for ; n > 0; n-- {
			k--
			if low := r.low(k); low == "'" || low == "’" || low == "-" || low == "&" {
				k--
			}
		}
		return k
	}
	// of reads "… of [the] [adjective] Teachers": a body of whom.
	of := func() (int, bool) {
		k := i + 1
		if w := r.next(k); w != "of" && w != "for" {
			return 0, false
		}
		k++
		if r.next(k) == "the" {
			k++
		}
		for n := 0; n < 7 && r.joins(k); n++ {
			w := r.low(k)
			if !r.tokens[k].capital && w != "and" && w != "&" && w != "-" || (w == "and" || w == "&") && !(industries[r.low(k-1)] && (industries[r.low(k+1)] || trades[r.low(k+1)])) {
				return 0, false
			}
			if trades[w] || w == "labor" || w == "labour" || w == "professionals" && learned[r.low(k-1)] {
				k++
				for r.capitalAt(k) && r.joins(k) && !r.named(k) && (heads[strings.TrimSuffix(r.low(k), "s")] || trades[r.low(k)]) {
					k++
				}
				// "Teachers and Support Personnel"
				if a := r.next(k); (a == "and" || a == "&") && r.capitalAt(k+1) && (trades[r.low(k+1)] || industries[r.low(k+1)]) {
					if n := r.low(k + 2); r.capitalAt(k+2) && (trades[n] || industries[n]) {
						k += 3
						if n := r.next(k); n == "professionals" && r.capitalAt(k) {
							k++ // "Teachers and Educational Support Professionals"
						}
					} else if trades[r.low(k+1)] && !r.at(k+1).upper {
						k += 2
					}
				}
				return k, true
			}
			k++
		}
		return 0, false
	}
	// "University Council-AFT", "Indiana Graduate Workers Coalition-UE"
	if sign, n := r.at(i+1), r.at(i+2); (heads[t.low] || t.low == "coalition") && one != "" && !notLeading[one] && sign.low == "-" && sign.gap == glued && n.gap == glued && n.upper && n.low != "afl" {
		if h, ok := r.indexed(i + 2); ok && h.affiliation != "" {
			return back(1), i + 1, true
		}
	}
	switch t.low {
	case "league":
		if (one == "benevolent" || one == "protective") && trades[two] {
			return back(2), i + 1, true
		}
	case "union", "guild":
		if end, ok := of(); ok && t.low == "union" {
			return i, end, true
		}
		if w := after(1); (one == "trade" || one == "trades") && r.capitalAt(i+1) && (w == "congress" || w == "federation" || w == "confederation" || w == "centre" || w == "center") {
			return back(1), i + 2, true // "Nigeria Trade Union Congress"
		}
		if _, _, ok := r.numberAt(i + 1); ok && one == "industrial" {
			return 0, 0, false // "Industrial Union 450"
		}
		if strings.HasPrefix(r.text[t.start:], "Unión") {
			return 0, 0, false // which romance reads
		}
		if one == "" || t.low == "union" && (notUnions[one] && !(one == "students" && (two == "graduate" || two == "grad" || two == "phd")) && !(one == "student" && two == "graduate")) {
			return 0, 0, false
		}
		if t.low == "union" && afterUnion[after(1)] && r.capitalAt(i+1) {
			return 0, 0, false
		}
		if one == "students" || one == "student" {
			return back(2), i + 1, true
		}
		if trades[one] || industries[one] {
			return back(1), i + 1, true
		}
		if t.low == "guild" && (notGuilds[one] || notLeading[one] || i == 0) {
			return 0, 0, false
		}
		// "REI Union", "Trader Joe's Union": a name before it that is no article, and no person's.
		if len(one) > 1 && !notLeading[one] && !places[one] && !titles[one] {
			return back(1), i + 1, true
		}
	case "association", "organization", "organisation", "alliance", "congress", "society":
		if end, ok := r.ofUnions(i + 1); ok && (t.low == "congress" || t.low == "organization" || t.low == "organisation") {
			return i, end, true
		}
		if end, ok := of(); ok && (t.low == "association" || t.low == "organization" || t.low == "alliance") && !strings.HasPrefix(r.low(end), "compensation") {
			return i, end, true
		}
		if two == "parent" || two == "parents" || one == "retired" || two == "retired" {
			return 0, 0, false
		}
		if one == "sheriffs" && two != "deputy" && two != "deputies" {
			return 0, 0, false // of those who employ the deputies
		}
		if one == "sheriff" && two == "deputy" {
			return back(2), i + 1, true
		}
		if one == "educational" && t.low == "association" && after(1) == "of" && r.capitalAt(i+2) {
			return back(1), i + 1, true // "Educational Association of Worcester"
		}
		if trades[one] && one != "guards" || one == "education" && t.low == "association" || (two == "professional" && one == "employees") {
			return back(1), i + 1, true
		}
		if (one == "benevolent" || one == "protective" || one == "protection") && trades[two] || one == "enforcement" && two == "law" {
			return back(2), i + 1, true
		}
		if one == "faculty" || one == "labor" || one == "labour" && t.low == "congress" {
			return back(1), i + 1, true
		}
	case "federation":
		if end, ok := of(); ok {
			return i, end, true
		}
		if end, ok := r.ofUnions(i + 1); ok {
			return i, end, true
		}
		if trades[one] || one == "fellows" || one == "midwifery" || one == "labor" || one == "labour" || one == "trades" {
			return back(1), i + 1, true
		}
	case "brotherhood":
		if end, ok := of(); ok {
			return i, end, true
		}
	case "coalition", "confederation":
		if end, ok := r.ofUnions(i + 1); ok {
			return i, end, true
		}
		if end, ok := of(); ok && t.low == "confederation" {
			return i, end, true
		}
	case "council", "assembly", "body", "committee", "board":
		if end, ok := r.ofUnions(i + 1); ok && t.low == "council" {
			return i, end, true // "Dublin Council of Trade Unions"
		}
		switch {
		case t.low == "council" && (one == "hall" || one == "union") && two == "trades":
			return back(2), i + 1, true // "Victorian Trades Hall Council"
		case t.low == "assembly" && one == "professional" && two != "":
			return back(1), i + 1, true
		case one == "labor" || one == "labour" || one == "trades" || trades[one] && one != "support" && one != "staff" && one != "letter" && t.low == "council":
			return back(1), i + 1, true
		case (one == "organizing" || one == "organising") && (trades[two] || two == "labor" || two == "union"):
			return back(2), i + 1, true
		case t.low == "board" && one == "joint" && two != "":
			return back(1), i + 1, true
		case t.low == "council" && (one == "district" || one == "regional" || one == "joint" || one == "state" || one == "sector"):
			if end, ok := of(); ok {
				return back(1), end, true
			}
			if trades[two] {
				return back(2), i + 1, true
			}
			if one == "state" || one == "sector" {
				break
			}
			if r.next(i+1) != "of" {
				if n := r.at(i + 1); two == "" || titles[two] || n.kind == digits || n.kind == word && n.capital && r.joins(i+1) || r.next(i+1) == "#" {
					break
				}
				return back(1), i + 1, true
			}
			k := i + 2
			if r.next(k) == "the" {
				k++
			}
			if h, ok := r.indexed(k); ok && r.joins(k) {
				to := h.to
				if n, ok := r.numbered(to); ok && r.joins(to) {
					to = n.to
				}
				return back(1), to, true
			}
		case t.low == "council" && one != "" && !notLeading[one] && (after(1) == "afl" && after(3) == "cio" || after(1) == "," && after(2) == "afl"):
			return back(1), i + 1, true
		}
	case "united":
		if (trades[one] || one == "labor") && !notLeading[one] && i > 0 {
			return back(1), i + 1, true
		}
		if one == "students" && (two == "graduate" || two == "grad") {
			return back(2), i + 1, true
		}
		w := after(1)
		if r.capitalAt(i+1) && trades[w] {
			end := i + 2
			for r.joins(end) && r.capitalAt(end) && (trades[r.low(end)] || heads[strings.TrimSuffix(r.low(end), "s")]) {
				end++
			}
			if a := r.next(end); (a == "and" || a == "&") && r.capitalAt(end+1) && trades[r.low(end+1)] && !r.at(end+1).upper {
				for end++; r.joins(end) && r.capitalAt(end) && trades[r.low(end)]; end++ {
				}
			}
			return i, end, true
		}
		if r.capitalAt(i+1) && industries[w] && r.capitalAt(i+2) && trades[after(2)] {
			return i, i + 3, true
		}
	case "fighters":
		if one == "fire" {
			if k, ok := r.professional(back(1), i+1); ok {
				return k, i + 1, true
			}
		}
	case "trades":
		// "Iron Range Building Trades"
		if one == "building" && two != "" && !heads[after(1)] && after(1) != "department" && !r.capitalAt(i+1) {
			return back(1), i + 1, true
		}
	case "professionals":
		if one == "support" && two == "education" {
			if k := back(3); r.capitalAt(k) && !r.hard[back(2)] {
				return k, i + 1, true
			}
			return 0, 0, false
		}
	case "workers", "teachers", "nurses", "educators", "employees", "musicians", "firefighters", "drivers", "faculty":
		if k, ok := r.professional(i, i+1); ok && t.low == "firefighters" {
			return k, i + 1, true
		}
		if one == "" {
			return 0, 0, false
		}
		// "University of Minnesota Clerical Workers" is one where its affiliation stands behind; "Graduate Workers of Columbia" by itself.
		end := i + 1
		if w := after(1); (w == "," || w == "(" || w == "-" || w == "–") && !heads[after(1)] {
			if r.numberAfter(end) {
				return back(1), end, true
			}
		}
		if after(1) == "of" && (one == "graduate" || one == "student" || one == "elementary" || one == "secondary" || one == "clerical") && r.capitalAt(i+2) {
			return back(1), end, true
		}
	case "afl":
		// "Oregon AFL-CIO", "MN AFL-CIO"
		if w := after(1); (w == "-" || w == "–") && r.low(i+2) == "cio" {
			if one != "" && (places[one] || pairedEnd(two, one) || len(one) == 2 && r.tokens[i-1].upper && (!notLeading[one] || !r.at(i-2).upper)) && r.tokens[i-1].gap != glued && r.tokens[i].gap == spaced && r.low(i-1) == one {
				n := 1
				if pairedEnd(two, one) || one == "virginia" && two == "west" || (one == "carolina" || one == "dakota") {
					n = 2
				}
				return back(n), i + 3, true
			}
			// "the Philadelphia AFL-CIO"
			if k := r.leftOf(i); k < i && r.capitalAt(k) && (r.low(k-1) == "the" || r.hard[k] || bullets[r.low(k-1)] || r.low(k-1) == "," || r.low(k-1) == ":") && i-k < 4 && one != "national" && !notLeading[one] && !titles[one] && !r.tokens[i-1].possessive && r.tokens[i].gap == spaced && r.low(i-1) == one {
				return k, i + 3, true
			}
			if (one == "carolina" || one == "dakota") && (two == "north" || two == "south") {
				return back(2), i + 3, true
			}
		}
	}
	return 0, 0, false
}

// learned are professionals who have unions; others have societies.
var learned = set("university college education educational academic support")

// professional reads "Professional" before firefighters, where a place stands before or behind: "Professional Fire Fighters of Idaho",
// "Hamilton Professional Firefighters".
func (r *reader) professional(from, to int) (int, bool) {
	k := from - 1
	if k < 0 || !r.joins(from) || r.low(k) != "professional" || !r.capitalAt(k) {
		return 0, false
	}
	behind := r.next(to) == "of" && r.capitalAt(to+1)
	before := k > 0 && r.joins(k) && r.capitalAt(k-1) && !notLeading[r.low(k-1)]
	return k, behind || before
}

// notGuilds are what a guild is of that is none of workers.
var notGuilds = set(`
		lawyers quilters theatre theater women womens authors knitters spinners weavers craft crafts artists art arts merchant merchants medieval
		livery booksellers altar embroiderers poets literary cooking wine the`)

func pairedEnd(first, second string) bool {
	for w := range strings.FieldsSeq(pairs[first]) {
		if w == second {
			return true
		}
	}
	return false
}

// numberAfter reports whether a union with a number, or in parentheses a union, stands behind a comma, hyphen or parenthesis at i.
func (r *reader) numberAfter(i int) bool {
	sign := r.next(i)
	head, ok := r.headAtPlain(i + 1)
	if !ok {
		return false
	}
	if sign == "-" || sign == "(" {
		return head.affiliation != "" || head.number != ""
	}
	if head.number != "" {
		return true
	}
	_, named := r.numbered(head.to)
	return named && head.affiliation != ""
}

// headAtPlain is headAt without the names that are only being found.
func (r *reader) headAtPlain(i int) (span, bool) {
	if s, ok := r.numberedAcronym(i); ok {
		return s, true
	}
	if s, ok := r.numbered(i); ok {
		return s, true
	}
	if s, ok := r.hyphenated(i); ok {
		return s, true
	}
	return r.indexed(i)
}

// leftOf is where a name begins whose core begins at i: the capitals before it belong to it.
func (r *reader) leftOf(i int) int {
	from := i
	for n := 0; n < longest && from > 0 && r.joins(from); n++ {
		k := from - 1
		t := r.tokens[k]
		switch {
		case t.kind == word && t.capital:
			if r.breaksName(k) || t.possessive && from < i && places[t.low] {
				return r.trimmed(from, i) // "Nevada's Washoe …"
			}
			from = k
			continue
		case t.low == "." && short[r.low(k-1)] && r.at(k-1).capital && t.gap == glued && k > 0 && r.joins(k):
			from = k - 1
			continue
		case (t.low == "'" || t.low == "’") && t.gap == glued && r.capitalAt(k-1):
			from = k - 1
			continue
		case (t.low == "-" || t.low == "/") && t.gap == glued && r.tokens[from].gap == glued && r.capitalAt(k-1) && (t.low == "-" || !r.at(k-1).upper):
			from = k - 1
			continue
		case t.low == "and" || t.low == "&" || t.low == ",":
			// "Newspaper & Communications Guild", "Rail, Maritime and Transport Workers": both sides are what a union is of.
			w := r.low(k - 1)
			if (w == "'" || w == "’") && k > 1 { // "Firefighters' and Paramedics' Union"
				w = r.low(k - 2)
				k--
			}
			if k := r.joint(from, i); k < from {
				return r.trimmed(k, i) // "Ottawa and District Labour Council"
			}
			if (r.low(from+1) == "county" || r.low(from+1) == "counties") && t.low == "and" && r.capitalAt(k-1) && !r.tokens[k-1].upper {
				from = k - 1 // "San Diego and Imperial Counties"
				continue
			}
			both := (industries[w] || trades[w]) && (industries[r.low(from)] || trades[r.low(from)] || r.low(from) == "general")
			if !r.joins(k) || !r.capitalAt(k-1) || !both && t.low != "&" || t.low == "," && from == i {
				return r.trimmed(from, i)
			}
			if h, ok := r.indexedEnding(k - 1); ok && h {
				return r.trimmed(from, i)
			}
			from = k - 1
			continue
		case t.low == "of" || t.low == "for":
			w := r.low(k - 1)
			if !r.capitalAt(k-1) || !ofWords[w] {
				return r.trimmed(from, i)
			}
			from = k - 1
			continue
		case t.low == "the" && r.low(k-1) == "of" && ofWords[r.low(k-2)] && r.capitalAt(k-2):
			from = k - 2
			continue
		}
		break
	}
	return r.trimmed(from, i)
}

// joint is where the name of a council or federation of labor begins that bears the names of several places, the last of which stands
// at from: "Kern, Inyo and Mono Central Labor Council". It is from where there is only one.
func (r *reader) joint(from, core int) int {
	k := core
	for k < core+4 && !laborBodies[r.low(k)] {
		k++
	}
	switch r.low(k) {
	case "council":
		if w := r.low(k - 1); w != "labor" && w != "labour" && w != "trades" {
			return from
		}
	case "federation":
		if w := r.low(k - 1); w != "labor" && w != "labour" {
			return from
		}
	default:
		return from
	}
	place := func(end int) int { // where the name of a place of up to three words begins that ends before end
		b := end
		for b > 0 && end-b < 3 && r.capitalAt(b-1) && (b == end || r.joins(b)) && !r.at(b-1).upper && !notLeading[r.low(b-1)] && !titles[r.low(b-1)] && !heads[r.low(b-1)] && !trades[r.low(b-1)] && !proud[r.low(b-1)] && !r.at(b-1).possessive {
			b--
		}
		return b
	}
	if w := r.low(from - 1); w != "and" && w != "&" {
		return from
	}
	begin := place(from - 1)
	if begin == from-1 {
		return from
	}
	for n := 0; n < 8 && r.low(begin-1) == ","; n++ {
		b := place(begin - 1)
		if b == begin-1 {
			break
		}
		begin = b
	}
	// Behind an article, or at the beginning, it is one name; elsewhere what stands before "and" may be another.
	if w := r.low(begin - 1); begin > 0 && !r.hard[begin] && w != "the" && r.low(from) != "district" && !bullets[w] {
		return from
	}
	return begin
}

// laborBodies end the name of a council or federation of the unions of a place.
var laborBodies = set("council federation")

// ofUnions reads "of [Trade] Unions" at i: what a council or congress is of.
func (r *reader) ofUnions(i int) (end int, ok bool) {
	if r.next(i) != "of" {
		return 0, false
	}
	for k := i + 1; k < i+6 && r.joins(k) && (r.capitalAt(k) || connectors[r.low(k)]); k++ {
		if r.low(k) == "unions" || r.low(k) == "unionists" {
			return k + 1, true
		}
	}
	return 0, false
}

// ofWords are followed by "of" within the front of a name: "University of Minnesota Clerical Workers".
var ofWords = set("university college city county state port school schools district department commonwealth bureau house town village museum institute")

// breaksName reports whether the capital at k ends another name and begins none: an acronym of a union, a title.
func (r *reader) breaksName(k int) bool {
	t := r.tokens[k]
	return titles[t.low] && !regional[t.low] && !heads[t.low] && t.low != "executive" && t.low != "general" && t.low != "district"
}

// indexedEnding reports whether a name of one word, such as an acronym, stands at k.
func (r *reader) indexedEnding(k int) (bool, bool) {
	s, ok := r.indexed(k)
	return ok && !s.weak && s.to == k+1, ok
}

// trimmed takes words that are no part of a name off its front.
func (r *reader) trimmed(from, core int) int {
	for from < core {
		t := r.tokens[from]
		// "Reno's Washoe Education Support Professionals"
		if n := r.low(from + 1); t.possessive && t.stem < t.end && r.capitalAt(from+1) && t.low != "women" && t.low != "men" && !trades[t.low] && !industries[t.low] && (from == 0 || r.hard[from] || !r.at(from-1).capital) && !trades[n] && !industries[n] && !heads[n] {
			from++
			continue
		}
		if n := r.low(from + 1); t.low == "general" && (n == "workers" || n == "federation" || n == "confederation" || n == "teamsters") {
			break // "General Workers' Union"
		}
		if second := pairs[t.low]; second != "" && r.placeAt(from) > 1 || t.low == "los" && r.low(from+1) == "angeles" {
			break
		}
		if t.kind == word && notLeading[t.low] && !(t.upper && t.end-t.start > 1 && !notLeading[t.low]) || t.kind == punctuation {
			from++
			continue
		}
		if t.kind == word && (t.low == "of" || from > 0 && (t.low == "and" || t.low == "&")) {
			from++
			continue
		}
		break
	}
	return from
}

// rightOf is where a name ends whose core ends at i: "of" and the capitals behind it, a place, "Inc.".
func (r *reader) rightOf(i int, last string) int {
	to := i
	for n := 0; n < longest; n++ {
		switch w := r.next(to); {
		case w == "of":
			k := to + 1
			if r.next(k) == "the" {
				k++
			}
			if r.next(k) == "city" && r.capitalAt(k) && r.next(k+1) == "of" && r.capitalAt(k+2) && r.joins(k+2) {
				k += 2 // "of the City of New York"
			}
			if !r.joins(k) || !r.capitalAt(k) || notLeading[r.low(k)] && !places[r.low(k)] {
				return to
			}
			if h, ok := r.indexed(k); ok && !h.weak {
				return to
			}
			k++
			for r.joins(k) && (r.capitalAt(k) && !titles[r.low(k)] && r.at(k).gap == spaced || r.low(k) == "-" && r.at(k).gap == glued && r.capitalAt(k+1) && !r.at(k+1).upper) {
				if h, ok := r.indexed(k); ok && !h.weak {
					break
				}
				k++
			}
			// "of Nashville and Middle Tennessee", "of the United States and Canada"
			if a := r.next(k); (a == "and" || a == "&") && r.capitalAt(k+1) && r.joins(k+1) && (places[r.low(k+1)] || r.low(k+1) == "middle") {
				end := k + 1 + max(1, r.placeAt(k+1))
				for r.joins(end) && r.capitalAt(end) && places[r.low(end)] {
					end++
				}
				if !r.joins(end) || !r.capitalAt(end) || titles[r.low(end)] {
					k = end // else another name begins: "… of Alameda County and Ohio Nurses Association"
				}
			}
			to = k
		case w == "inc" && r.capitalAt(to):
			to++
			if r.next(to) == "." {
				to++
			}
		case (w == "council" || w == "association") && r.capitalAt(to) && !r.named(to) && (last == "association" || last == "federation" || last == "employees"):
			to++
			last = w
		case (w == "international" || w == "east" || w == "west") && r.capitalAt(to):
			to++
		case w == "union" && r.capitalAt(to) && last != "union":
			to++
			last = "union"
		case r.placeAt(to) > 0:
			to += r.placeAt(to)
		default:
			return to
		}
	}
	return to
}

// plausible reports whether what was found is a union's name after all.
func (r *reader) plausible(s span, from, to int) bool {
	if s.to-s.from < 2 {
		_, numbered := r.numbered(s.to)
		return numbered && s.to > s.from
	}
	for k := s.from; k < s.to; k++ {
		switch w := r.low(k); w {
		case "credit":
			if r.low(k+1) == "union" {
				return false
			}
		case "parent", "parents", "students":
			if k == from-1 && r.low(s.to-1) != "union" {
				return false
			}
		}
	}
	first := r.tokens[s.from].low
	if sign := r.at(s.to); sign.low == "-" && sign.gap == glued && r.at(s.to+1).upper {
		return true
	}
	// The bare words for any body: "Workers Union", "Labor Council" with nothing that names one.
	if s.from == from && !r.sufficient(from, to) && s.to == to {
		_, numbered := r.numbered(s.to)
		return numbered
	}
	return first != ""
}

// sufficient reports whether the core by itself names a body: "Federation of Teachers" does not, "Writers Guild" does.
func (r *reader) sufficient(from, to int) bool {
	if r.low(from) == "united" {
		return true
	}
	// "Association of Professional Flight Attendants" is one, "Federation of Teachers" is many.
	for k := from + 1; k < to; k++ {
		if r.low(k) == "of" && (to-from > 3 || r.low(from) == "association") {
			return true
		}
	}
	last := r.low(to - 1)
	if r.next(to) == "," && heads[last] && r.capitalAt(to+1) {
		for k := to + 2; k < to+5 && r.joins(k) && r.capitalAt(k); k++ {
			if w := r.low(k); w == "region" || w == "branch" {
				return true // "Inlandboatmen's Union, Southern California Region"
			}
		}
	}
	if last == "united" || last == "cio" {
		return true
	}
	// A sentence does not begin with "Teachers Union" unless it is one's short name; within it the capitals tell.
	return to-from >= 2 && !r.hard[from] && r.low(from-1) != "." && (last == "union" || last == "guild" || last == "council" || last == "federation" || last == "association") && r.low(from-1) == "the"
}

// The words of French and Spanish names.
var (
	romanceHeads = set(`
		syndicat sindicato federation federacion confederation confederacion union association asociacion alliance alianza hermandad centrale conference
		central conseil consejo congres congreso coordinadora coordination frente fraternite organisation organizacion`)
	frenchHeads  = set("syndicat federation confederation association alliance centrale conseil congres coordination organisation fraternite")
	romanceWords = set(`
		syndicat syndicats syndicale syndicales syndicaux sindicato sindicatos sindical travailleurs travailleuses travail trabajadores trabajadoras trabajo enseignants enseignantes enseignement
		professeurs professeures employes employees infirmieres infirmiers fonction metallos cheminots maestros maestras enfermeras enfermeros docentes educadores empleados obreros obrera
		camioneros carteros mineros telefonistas electricistas ouvriers ouvriere pompiers policiers policias electricista laboral fonctionnaires educacion sante salud limpieza profesionales periodistas abogados abogadas tronquistas empleado choferes bomberos conserjes educateurs educatrices enseignant sanidad ensenanza metiers obrero obreros obreras campesina campesino culinaria culinario sindicales intersindical syndical syndicaux gastronomica independiente unidos unidas campesinos jornaleros hoteleros profesores`)
	romanceNot = set(`
		etudiante etudiants etudiantes locataires inquilinos inquilinas estudiantes estudiantil proprietaires copropriete initiative vecinos mixte
		europeenne europea credito credit consumidores padres`)
	romanceJoins = set("de des du d' l' la le les et y e del los las")
	articles     = set("la las los el le les") // which begin what a verb stands before, where no "de" goes before
	romanceStop  = set(`
		a ont est sont se s' n' ne va vont appuie appuient endosse endossent refuse refusent rejoint rejoignent soutient soutiennent dit disent tiendra tiendront respalda respaldo apoya apoyo anuncio anuncia decidio ha han no se sera
		voto rechaza rechazo convoca reporte invite invitent qui que dont pour par avec dans sur chez mais ou para por con en su sus al como cuando fue es son demain certain certains soudain prochain prochaine enfin`)
	// romanceWritten are things that a body's name stands before as the one who wrote, called or holds them.
	romanceWritten = set(`
		declaration appel manifeste petition lettre communique marche greve manifestation coalition journee boycott liste motion resolution
		declaracion llamado llamamiento manifiesto peticion carta comunicado marcha huelga paro manifestacion convocatoria jornada boicot lista mocion`)
	// romanceEmployers are plurals in -eros and -dores that are no workers.
	romanceEmployers = set("ganaderos hosteleros banqueros productores agricultores caficultores exportadores importadores constructores consumidores inversores compradores jugadores")
	romanceEnds      = []string{"ique", "ante", "antes", "ome", "omes", "onal", "ic", "ics", "el", "els", "iques", "al", "ale", "aux", "ales", "ien", "ienne", "iens", "iennes", "elle", "elles", "ees", "es", "if", "ifs", "ive", "ives", "aires", "aire", "ico", "ica", "icos", "icas", "ano", "anos", "ana", "anas", "ain", "aine"}
)

// underway is what workers are in, where it is not what they work in.
var underway = set("greve lutte assemblee colere conflit lock negociation negociations tete faveur")

// romance reads a French or Spanish name, most words of which bear no capital: "Syndicat canadien de la fonction publique".
func (r *reader) romance(i int) (span, bool) {
	t := r.at(i)
	if t.kind != word || !t.capital || !romanceHeads[t.low] {
		return span{}, false
	}
	head := t.low
	certain := t.low == "syndicat" || t.low == "sindicato"
	joined := false
	to := i + 1
	for k := i + 1; k < i+longest+4 && r.joins(k); k++ {
		w := r.low(k)
		t := r.tokens[k]
		switch {
		case romanceNot[w]:
			return span{}, false
		case t.low == "-" && t.gap == glued && r.at(k+1).gap == glued && r.capitalAt(k+1):
			continue
		case (t.low == "-" || t.low == "·" || t.low == ".") && t.gap == glued && r.at(k+1).gap == glued && gendered[r.low(k+1)]:
			k++ // "employé-es", "employé·e·s"
			to = k + 1
			continue
		case t.kind != word:
			k = i + longest + 4
			continue
		case w == "a" && t.low == "a" && r.tokens[k-1].capital && r.capitalAt(k+1) && k > i+1 && r.text[t.start:t.end] != "a": // à Montréal
			joined = true
			continue
		case w == "y" && (frenchHeads[head] || head == "union" && strings.HasPrefix(r.text[r.tokens[i].start:], "Union")):
			k = i + longest + 4 // "La Fédération y participera"
			continue
		case romanceJoins[w]:
			if n := r.low(k + 1); romanceStop[n] && !(r.capitalAt(k+1) && compass[fold(n)]) || !r.joins(k+1) || articles[w] && !romanceJoins[r.low(k-1)] && !r.capitalAt(k+1) || r.begins(k+1) && (w == "y" || w == "et" || w == "e") || r.writtenThing(k+1) && k > i+1 {
				k = i + longest + 4
				continue
			}
			joined = true
			continue
		case !t.capital && !romanceJoins[r.low(k-1)] && strings.HasSuffix(r.text[t.start:t.end], "ó"):
			k = i + longest + 4 // a Spanish verb
			continue
		case (w == "local" || w == "seccion") && r.named(k):
			k = i + longest + 4
			continue
		case w == "en" && romanceWords[r.low(k-1)] && head == "syndicat" && r.at(k+1).kind == word && !r.at(k+1).capital && !underway[r.low(k+1)]:
			joined = true
			continue
		case romanceStop[w] && !t.capital:
			k = i + longest + 4
			continue
		case r.low(k-1) == "en" && !t.capital, r.low(k-1) == "cols" && (w == "bleus" || w == "blancs"):
		case r.at(k+1).low == "-" && r.at(k+1).gap == glued && r.at(k+2).gap == glued && hasEnd(r.low(k+2)) && !romanceStop[w]:
			k += 2 // "franco-ontariens"
		case t.capital || romanceJoins[r.low(k-1)]:
		case k == i+1 && hasEnd(w): // Syndicat canadien, Sindicato mexicano
		case !romanceJoins[r.low(k-1)] && hasEnd(w) && romanceWordNear(w) && k+1 < len(r.tokens) && !romanceStop[w]:
		default:
			k = i + longest + 4
			continue
		}
		if t.capital && k > i+1 && (strings.HasSuffix(w, "eros") || strings.HasSuffix(w, "istas") || strings.HasSuffix(w, "dores") || strings.HasSuffix(w, "doras")) && !romanceEmployers[w] {
			certain = true // "Unión de Yeseros"
		}
		if t.upper && len(w) > 2 && len(known[w]) > 0 && romanceHomes[known[w][0].home] && head != "union" && head != "asociacion" && head != "association" {
			certain, joined = true, true // "Centrale générale FGTB"
		}
		certain = certain || romanceWords[w] || w == "provincial" && head == "conseil" || w == "central" && head == "conseil" || proud[w]
		if t.upper && strings.HasPrefix(head, "conse") && (r.isAcronym(w) || w == "afl") {
			certain, joined = true, true
		}
		to = k + 1
	}
	if certain && to == i+2 && r.next(to) == "(" && !strings.HasPrefix(r.text[t.start:], "Union") {
		joined = true // "Unión Electricista (UE)"
	}
	if certain && to == i+2 && r.named(to) && r.joins(to) {
		joined = true // "Sindicato Culinario Local 226"
	}
	if certain && to > i+2 && r.capitalAt(i+1) && r.capitalAt(i+2) {
		joined = true // "Central Obrera Boliviana"
	}
	if !certain || !joined || to == i+1 {
		return span{}, false
	}
	return span{from: i, to: to, named: true}, true
}

// gendered are what French hangs on to a word of one gender for the other.
var gendered = set("e es s ne nes le les re res trice trices")

// begins reports whether behind "y" or "et" another body's name begins at i: "… y de SEIU Local 775", "… et la CGT".
func (r *reader) begins(i int) bool {
	for n := 0; n < 3 && r.joins(i); n++ {
		if w := r.low(i); !romanceJoins[w] && w != "'" && w != "’" || w == "y" || w == "et" || w == "e" {
			break
		}
		i++
	}
	t := r.at(i)
	if !r.joins(i) || t.kind != word || !t.capital {
		return false
	}
	if romanceHeads[t.low] {
		return true
	}
	s, ok := r.listed(i)
	if !ok {
		s, ok = r.indexed(i)
	}
	return ok && t.upper && len(t.low) > 1 && (s.affiliation != "" || len(known[t.low]) > 0)
}

// writtenThing reports whether behind "de" stands what a body wrote or called, and no part of its name: "… de la déclaration".
func (r *reader) writtenThing(i int) bool {
	for n := 0; n < 2 && r.joins(i) && (romanceJoins[r.low(i)] || r.low(i) == "'" || r.low(i) == "’"); n++ {
		i++
	}
	return romanceWritten[r.low(i)] && !r.at(i).capital
}

// romancePart reads a part of a union by the words for it, in small letters or as an acronym: "union locale CGT de Saint-Denis",
// "UD FO du Nord", "section locale de Montréal du STTP".
func (r *reader) romancePart(i int) (span, bool) {
	at := i
	switch w := r.low(i); {
	case (w == "ud" || w == "ul") && r.at(i).upper:
		at++
	case w == "union" && (r.next(i+1) == "locale" || r.next(i+1) == "departementale" || r.next(i+1) == "regionale"):
		at += 2
		if r.next(at) == "de" && r.next(at+1) == "la" {
			at += 2
		}
	case w == "section" && r.next(i+1) == "locale":
		to, ok := r.ofPlace(i + 2)
		if !ok {
			return span{}, false
		}
		at = to
		if w := r.next(at); w != "du" && w != "de" {
			return span{}, false
		}
		at++
		for w := r.next(at); w == "la" || w == "l" || w == "'" || w == "’"; w = r.next(at) {
			at++
		}
	default:
		return span{}, false
	}
	s, ok := r.listed(at)
	if !ok || !r.joins(at) || !r.capitalAt(at) {
		return span{}, false
	}
	return span{from: i, to: s.to, named: true, extends: s.extends}, true
}

// romanceWordNear leaves adjectives to names and keeps out nouns that begin something else.
func romanceWordNear(w string) bool { return len(w) > 4 }

func hasEnd(w string) bool {
	for _, e := range romanceEnds {
		if strings.HasSuffix(w, e) && len(w) > len(e)+2 {
			return true
		}
	}
	return false
}
