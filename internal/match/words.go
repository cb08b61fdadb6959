package match

import (
	"slices"
	"strings"
	"unicode"

	"rollcall/internal/record"
)

const (
	// maxBytes is how much of a name is read: longer ones are no names.
	maxBytes = 1 << 10
	// maxTokens is how many words of it are read.
	maxTokens = 96
	// maxWord is how long a word is that is compared with others.
	maxWord = 40
)

// token is a word or a number of a name.
type token struct {
	s   string // folded; digits without anything else if number
	sep byte   // what stands before it: 0 nothing, '&', '.', '-', '/', ',', '(', ')', '#' or a space
	// number is whether it consists of digits.
	number bool
}

// cut is where a token stands in a folded name.
type cut struct {
	start, end int
	sep        byte
	number     bool
	spaced     bool // a space stands before it
}

// initials counts the single letters that cuts begin with and that are one word: the four of "I.B.E.W. L.U. No. 46" and
// of "I. B. E. W. 46".
func initials(text string, cuts []cut) int {
	n := 1
	for n < len(cuts) && !cuts[n].number && cuts[n].end-cuts[n].start == 1 && (cuts[n].sep == '.' || cuts[n].sep == ' ') {
		n++
	}
	if n > 1 && n < len(cuts) && cuts[n].sep == '#' && text[cuts[n-1].start] == 'n' {
		n-- // n° 46
	}
	if n == len(cuts) || !cuts[n].number && !fillers[text[cuts[n].start:cuts[n].end]] {
		return n
	}
	// What a number is of is a word of its own.
	for _, d := range [...]string{"lu", "ll", "dc", "dl", "jc", "l"} {
		at := n - len(d)
		if at < 2 || !cuts[at].spaced {
			continue
		}
		is := true
		for k := range d {
			is = is && text[cuts[at+k].start] == d[k]
		}
		if is {
			return at
		}
	}
	return n
}

// tokenize folds a name and takes it apart where the characters change their kind.
func tokenize(name string) []token {
	if len(name) > maxBytes {
		name = name[:maxBytes]
	}
	tokens := make([]token, 0, 16)
	buf := make([]byte, 0, len(name)+8)
	cuts := make([]cut, 0, 24)
	sep := byte(' ')
	open, spaced := false, false
	for _, r := range name {
		if r >= 0xFF01 && r <= 0xFF5E {
			r -= 0xFEE0 // full-width forms of ASCII
		}
		start := len(buf)
		digit := r >= '0' && r <= '9'
		switch {
		case digit || r >= 'a' && r <= 'z':
			buf = append(buf, byte(r))
		case r >= 'A' && r <= 'Z':
			buf = append(buf, byte(r)+'a'-'A')
		case r < 0x80 && r != '\'':
			sep, open = stronger(sep, open, byte(r)), false
			spaced = spaced || r <= ' '
			continue
		case r == '\'' || r == '’' || r == '‘' || r == '`' || r == 'ʼ' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			continue
		case r == '–' || r == '—' || r == '‐' || r == '‑' || r == '−':
			sep, open = stronger(sep, open, '-'), false
			continue
		case r == 'º' || r == '°' || r == 'ª': // n° 28
			sep, open = stronger(sep, open, '#'), false
			continue
		case unicode.IsLetter(r):
			buf = append(buf, record.Fold(string(r))...)
			if len(buf) == start {
				continue
			}
		default:
			sep, open = stronger(sep, open, ' '), false
			spaced = true
			continue
		}
		if last := len(cuts) - 1; open && cuts[last].number == digit {
			cuts[last].end = len(buf)
		} else {
			if open {
				sep = 0
			}
			if len(cuts) == maxTokens {
				break
			}
			cuts = append(cuts, cut{start, len(buf), sep, digit, spaced})
		}
		open, spaced, sep = true, false, 0
	}
	text := string(buf)
	for i := 0; i < len(cuts); i++ {
		c := cuts[i]
		t := token{s: text[c.start:c.end], sep: c.sep, number: c.number}
		if len(t.s) == 1 && !t.number {
			// I.B.E.W. is one word, and so is I B E W.
			n := i + initials(text, cuts[i:])
			dotted := slices.ContainsFunc(cuts[i+1:n], func(c cut) bool { return c.sep == '.' })
			lu := n-i == 2 && n < len(cuts) && cuts[n].number && text[c.start] == 'l' && text[cuts[i+1].start] == 'u' // L U 46
			if n-i >= 3 || n-i == 2 && (dotted || lu) {
				var b strings.Builder
				for _, c := range cuts[i:n] {
					b.WriteString(text[c.start:c.end])
				}
				t.s = b.String()
				i = n - 1
			}
		}
		if !t.number && len(t.s) > maxWord {
			t.s = strings.ToValidUTF8(t.s[:maxWord], "")
		}
		tokens = append(tokens, t)
	}
	return tokens
}

// stronger is the separator that a gap counts as, of those that it consists of.
func stronger(now byte, fresh bool, c byte) byte {
	if fresh {
		now = ' '
	}
	const order = " &.-/#),("
	switch c {
	case ';', ':', '|', '*':
		c = ','
	case '[', '{':
		c = '('
	case ']', '}':
		c = ')'
	case '\\':
		c = '/'
	case '_':
		c = ' '
	}
	if strings.IndexByte(order, c) > strings.IndexByte(order, now) {
		return c
	}
	if now == 0 {
		return ' '
	}
	return now
}

// forms are the words that are written in several ways, each with what it is taken for.
var forms = readForms(`
international: intl int internatl internat internationale inter
association: assn assoc asn assns ass associations asociacion assc asso
brotherhood: brhd bhd brohd brthd bro bros brotherhd bhood bthd hermandad fraternite
national: natl nat nacional nationale
american: amer
workers: wkrs wkr worker wrkrs wrkers trabajadores trabajadoras workes travailleurs travailleuses ouvriers ouvrieres obreros
employees: employes employee emp emps empl empls empleados empleadas employe
federation: fed fedn federated
government: govt gov
service: svc svcs serv services servs servicio servicios
engineers: engrs engr engineer
union: un unions syndicat sindicato uion
department: dept departement depts
teachers: tchrs teacher maestros enseignants
united: utd
communications: communication comm
council: coun councils counc cncl consejo conseil
committee: comm comte cmte comite
district: dist distr distriict distrito
regional: rgl regl reg
joint: jt
board: bd
construction: constr const
building: bldg bldgs
professional: prof profl professionals profesional
technical: tech
technicians: technician techs
electrical: elec elect electricos electricite
transportation: transp transporte
industrial: indus ind indust
manufacturing: mfg
helpers: helper
restaurant: rest
university: univ
hospital: hosp
county: cnty
state: estatal
healthcare: healthcare
laborers: laborer
carpenters: carpenter carpinteros charpentiers
plumbers: plumber
painters: painter
roofers: roofer
electricians: electrician
machine: mach
saint: st ste
fort: ft
mount: mt
center: ctr centre
local: lcl loc lo locals lokal
pipe: pipe
america: americas amerique
`)

func readForms(table string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(table) {
		word, others, _ := strings.Cut(strings.TrimSpace(line), ":")
		for _, o := range strings.Fields(others) {
			m[o] = word
		}
	}
	return m
}

// canonical is the form in which a word is compared.
func canonical(w string) string {
	if c, ok := forms[w]; ok {
		return c
	}
	return w
}

// empty are the words that tell no union from another.
var empty = wordSet("the of and for in to its on a an at by de la el los las del y e et du des le les von und international union " +
	"inc incorporated aw with affiliated affiliate fka aka dba")

// bodily are words that bodies of workers bear, and few others.
var bodily = wordSet("federation guild local lodge brotherhood workers employees teachers educators nurses labor trades " +
	"teamsters steelworkers machinists faculty staff hermandad committee organizing")

// funds are words of what unions keep beside themselves, which is no union.
var funds = wordSet("fund funds trust pension annuity welfare apprenticeship scholarship foundation pac credit")

func wordSet(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}
