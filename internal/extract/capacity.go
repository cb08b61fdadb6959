package extract

import (
	"slices"
	"strconv"
	"sync"

	"rollcall/internal/record"
)

var (
	// offices are who speaks for a body, or for nobody but themselves.
	offices = set(
		`
		president presidents vice secretary treasurer chair chairman chairwoman chairperson director leader steward officer officers head chief
		agent manager organizer representative copresident cochair trustee presidenta presidente secretario secretaria vp
		secretaire tresorier tresoriere tesorero tesorera delegada delegado delegue deleguee dirigente dirigeant dirigeante coordinador coordinadora vicepresidente vicepresidenta conseiller conseillere`)
	// personal words say that somebody speaks for themselves.
	personal = set("personalmente personnellement personally herself himself myself themself privately individual citizen")
	// bodily words say that it is the union whose act is told.
	bodily = set(`
		union local it its we our members membership board council federation delegates organization behalf association lodge
		sindicato syndicat su sus son sa nous notre nos nuestro nuestra nosotros organizacion section seccion conseil consejo junta asamblea assemblee`)
	// dissent are groups of members.
	dissent = set("caucus dissidents dissident reformers reform activists slate corriente tendance tendencia")
)

// who says in whose name a position was taken, and who decided. f is the finding that counts, if any told.
func (j *judge) who(k int, f finding, told bool) (record.Capacity, record.DecidedBy, *record.Vote) {
	capacity, decided := record.CapacityBody, record.DecidedBy("unknown")
	if j.found[k].caucus {
		capacity = record.CapacityCaucus
	}
	own := j.kept[j.of[k]]
	at, ok := own.at[k]
	if !ok {
		return capacity, decided, nil
	}
	if rankAndFile(own.units, at) {
		capacity = record.CapacityCaucus
	}
	if !told {
		return capacity, decided, nil
	}
	cueAt := f.hit
	same := f.sentence == j.of[k]
	if capacity == record.CapacityBody && same && cueAt >= 0 && officer(own.units, at, cueAt) {
		capacity = record.CapacityOfficer
	}
	in := j.kept[f.sentence]
	if f.stance == record.Nullified || cueAt < 0 {
		return capacity, decided, nil
	}
	lo, hi := max(0, cueAt-wide), min(len(in.units), cueAt+wide)
	if same {
		lo, hi = j.region(in, k, at, cueAt)
	}
	if capacity != record.CapacityOfficer {
		decided = decidedBy(in.units, lo, hi, cueAt, k)
		if decided == "unknown" && same && j.onBehalf(in.units, at, cueAt) {
			decided = "officer"
		}
	}
	return capacity, decided, voteCount(j.reader, in.units, lo, hi)
}

// rankAndFile reports whether those who act are a group of the body's members: "rank-and-file members of", "a caucus of".
func rankAndFile(units []unit, at int) bool {
	if tendency(units, at) {
		return true
	}
	for k := at - 1; k >= 0 && k >= at-8; k-- {
		u := units[k]
		if u.mention >= 0 || isStop(u.low) {
			return false
		}
		if k == at-1 && toward[u.low] || k == at-2 && article[units[at-1].low] && toward[u.low] {
			return false // "activists delivered their appeal to Local 5"
		}
		switch {
		case u.low == "file" && k > 2 && units[k-3].low == "the" && units[k-2].low == "rank" && units[k+1].low == "of":
			return false // the whole of the members
		case dissent[u.low]:
			return true
		case u.low == "file" && k > 1 && units[k-1].low == "and" && units[k-2].low == "rank":
			return true
		case u.low == "group" && k+2 < at && units[k+1].low == "of":
			return true
		}
		if verbish[u.low] {
			return false
		}
	}
	if at+3 < len(units) && units[at].possessive && units[at+1].low == "rank" && units[at+3].low == "file" {
		return false // the whole of the members
	}
	return at+1 < len(units) && (units[at+1].low == "caucus" || units[at+1].low == "dissidents")
}

// tendency reports whether a group is said to be one of the body's members: "la tendance Émancipation, minoritaire au sein de la FSU",
// "a group that unites members of Local 5".
func tendency(units []unit, at int) bool {
	inside := at+1 < len(units) && units[at+1].low == "members"
	for k := max(0, at-3); k < at; k++ {
		switch units[k].low {
		case "sein", "within", "inside", "afiliados", "afiliadas", "militantes", "militants":
			inside = true
		}
	}
	for k := at - 1; inside && k >= 0 && k > at-14 && units[k].mention < 0 && units[k].low != "."; k-- {
		switch units[k].low {
		case "tendance", "corriente", "courant":
			return true
		case "group", "network":
			return k > 1 && units[k-1].low == "file"
		}
	}
	return false
}

// toward are before whom something is brought, and who is no group's own.
var toward = set("to against for by with from a contre contra")

// telling words stand between an officer and a body of which the officer only tells.
var telling = set("that reported reports read says said announced noted signale rapporte informa reporto que recommendation whose")

// officer reports whether a person who holds an office of the body at unit at speaks for themselves in the cue.
func officer(units []unit, at, cueAt int) bool {
	if cueAt < at {
		// "I support them," said a vice president of Local 200.
		i, office := false, false
		for k := max(0, cueAt-8); k < cueAt; k++ {
			i = i || units[k].low == "i"
		}
		for k := max(cueAt, at-7); k < at; k++ {
			office = office || offices[units[k].low]
		}
		return i && office
	}
	office := false
	for k := at + 1; k < len(units) && k <= at+4 && !office; k++ {
		if isStop(units[k].low) && k > at+1 || units[k].mention >= 0 || k >= cueAt || units[k].low == "whose" {
			break
		}
		office = offices[units[k].low]
	}
	for k := at - 1; k >= 0 && k >= at-7 && !office; k-- {
		if units[k].mention >= 0 || units[k].low == "." || units[k].low == "que" || units[k].low == "qu'" || telling[units[k].low] {
			break
		}
		office = offices[units[k].low] && units[k+1].low != "assembly" && units[k+1].low != "council"
	}
	private := false
	for k := max(0, min(at, cueAt)-wide); k < min(len(units), cueAt+wide); k++ {
		u := units[k]
		if personal[u.low] || u.low == "capacity" && k > 0 && (units[k-1].low == "personal" || units[k-1].low == "private" || units[k-1].low == "individual") ||
			u.low == "one" && k > 0 && units[k-1].low == "for" ||
			k > 0 && (units[k-1].low == "titre" || units[k-1].low == "titulo" || units[k-1].low == "nom") && (u.low == "personnel" || u.low == "individuel" || u.low == "individual" || u.low == "propre") {
			private = true
		}
	}
	if !office {
		return false
	}
	if private {
		return true
	}
	for k := cueAt - 1; k > at; k-- {
		u := units[k]
		switch {
		case bodily[u.low], u.low == "which", u.low == "that" && units[k+1].low == "the", u.low == "qui":
			return false
		case u.low == "he" || u.low == "she" || u.low == "i":
			return true
		}
	}
	for k := cueAt; k < len(units) && k < cueAt+14; k++ {
		if units[k].low == "behalf" {
			return false
		}
		if (units[k].low == "union" || units[k].low == "local") && units[k-1].low == "the" && units[k-2].low == "for" && !units[k].possessive {
			return units[k-3].low == "not" // "endorsed it for the local"
		}
		if (units[k].low == "union" || units[k].low == "local") && units[k].possessive || units[k].low == "its" && k <= cueAt+2 {
			return false
		}
	}
	return true
}

// onBehalf reports whether an officer decided for the body.
func (j *judge) onBehalf(units []unit, at, cueAt int) bool {
	office := false
	for k := max(0, at-7); k < min(len(units), at+5); k++ {
		office = office || offices[units[k].low]
	}
	if !office {
		return false
	}
	for k := cueAt; k < len(units) && k < cueAt+14; k++ {
		if units[k].low == "behalf" {
			return true
		}
		if units[k].low == "its" && k <= cueAt+2 || (units[k].low == "union" || units[k].low == "local") && units[k].possessive {
			return true
		}
	}
	return false
}

// region is the part of a sentence that speaks of a mention: from the cue before that speaks of another to the next mention that another
// cue speaks of.
func (j *judge) region(s reading, k, at, cueAt int) (lo, hi int) {
	left, right := min(at, cueAt), max(at, cueAt)
	lo, hi = max(0, left-wide), min(len(s.units), right+wide)
	for i := left - 1; i >= lo; i-- {
		u := s.units[i]
		if u.mention >= 0 && j.other(u.mention, k) {
			lo = i + 1
			if f, ok := strongest(j.findings[u.mention]); ok && f.hit > i && f.hit < left {
				lo = f.hit + 1
			}
			break
		}
		if u.low == "." {
			lo = i + 1
			break
		}
	}
	// What the cue before told stands before the border between the two.
	if lo > 0 {
		for i := lo; i < left; i++ {
			if low := s.units[i].low; low == "," || low == ";" || low == "while" || low == "but" || low == "and" {
				lo = i
				break
			}
		}
	}
	for i := right + 1; i < hi; i++ {
		u := s.units[i]
		if u.mention >= 0 && j.other(u.mention, k) {
			hi = i
			// "…, while delegates of B": what stands behind the border is the other's.
			for b := i - 1; b > right; b-- {
				if low := s.units[b].low; low == "while" || low == "but" || low == ";" || low == "whereas" || low == "," {
					hi = b
					break
				}
			}
			break
		}
	}
	return lo, hi
}

// other reports whether a mention has another cue than k in the sentence.
func (j *judge) other(m, k int) bool {
	if m == k {
		return false
	}
	a, ok := strongest(j.findings[m])
	b, _ := strongest(j.findings[k])
	return !ok || a.hit != b.hit
}

// deciders are who decides, in the words of reports. What is nearest to the cue counts.
var deciders = sync.OnceValue(func() []decider {
	return []decider{
		{"executive_board", readSteps("executive board|boards|council|committee|committees")},
		{"executive_board", readSteps("eboard|eboards|executive|board|boards (of) (directors) (has|have|had) (also) (unanimously) voted|decided|endorsed|approved|agreed|adopted|voting|backed|tabled|passed|vote|rejected|declined|rescinded|met")},
		{"executive_board", readSteps("eboard")},
		{"executive_board", readSteps("exec board|committee|council")},
		{"executive_board", readSteps("e board")},
		{"executive_board", readSteps("its|the|by board")},
		{"executive_board", readSteps("junta|mesa|comision|comisiones|comite|comites|consejo ejecutiva|ejecutivas|ejecutivo|ejecutivos|directiva|directivo|general|nacional")},
		{"executive_board", readSteps("junta de gobierno|directores")},
		{"executive_board", readSteps("directiva|ejecutiva|directorio")},
		{"executive_board", readSteps("comite|bureau|commission executif|executive|national|federal|confederal|syndical|directeur")},
		{"executive_board", readSteps("conseil executif|national|syndical|directeur")},
		{"executive_board", readSteps("l' executif")},
		{"delegates", readSteps("delegates")},
		{"delegates", readSteps("delegados|delegadas|delegues|deleguees|delegations")},
		{"delegates", readSteps("personnes deleguees")},
		{"delegates", readSteps("asamblea|pleno|plenario|camara|consejo|assemblee|conseil (estatal|general|nacional|regional|generale) (de|des|d') (los|las) delegados|delegadas|representantes|delegues|deleguees")},
		{"delegates", readSteps("conseil|assemblee confederal|generale des (les) delegues|deleguees")},
		{"delegates", readSteps("delegate assembly|assemblies|council|body|meeting|vote")},
		{"delegates", readSteps("representative assembly|council")},
		{"delegates", readSteps("conseil confederal|federal|general|central")},
		{"delegates", readSteps("en|su|son|leur|notre|nuestro (dernier|ultimo) congres|congreso|convencion|plenario")},
		{"delegates", readSteps("house of delegates|representatives")},
		{"delegates", readSteps("at|by its|the|their|a (annual|national|state|biennial|special) convention|congress")},
		{"delegates", readSteps("convention voted|adopted|endorsed|passed|approved")},
		{"membership_vote", readSteps("members|membership|nurses|teachers|educators|workers|drivers|rank-and-file .. voted|vote|approved|ratified|split|votes|voting|cast|overwhelmingly|decided")},
		{"membership_vote", readSteps("members|membership|nurses|teachers|workers|rank of|at|in (the) § .. voted|vote|approved|ratified|voting|cast|decided|agreed")},
		{"membership_vote", readSteps("member|members|membership (wide) vote|ballot|referendum|meeting|poll|meetings|votes|assembly")},
		{"membership_vote", readSteps("vote|ballot|majority|referendum|percent .. of|by (its|the|their|our|all) .. members|membership|rank")},
		{"membership_vote", readSteps("voted by (the) members|membership")},
		{"membership_vote", readSteps("members|membership at .. meeting")},
		{"membership_vote", readSteps("general|special membership")},
		{"membership_vote", readSteps("rank and file .. voted|vote|approved")},
		{"membership_vote", readSteps("referendum")},
		{"membership_vote", readSteps("secret|mail|online|electronic|strike ballot|vote")},
		{"membership_vote", readSteps("vote|scrutin|referendum|consultation|majorite de|des|aupres (de|des) (ses|leurs|nos) membres|syndiques|adherents")},
		{"membership_vote", readSteps("membres|syndiques|syndiquees|adherents|salaries|travailleurs|travailleuses|enseignantes|enseignants .. vote|votent|approuve|approuvent|choisi|refuse|rejete|tranche|decide|adopte|enterine")},
		{"membership_vote", readSteps("membres|syndiques|syndiquees|adherents (de|du|des|d') (la|l'|le) § .. vote|votent|approuve|choisi|refuse|rejete|tranche|decide|adopte")},
		{"membership_vote", readSteps("assemblee generale")},
		{"membership_vote", readSteps("asamblea|asambleas (general|generales) (de) (los|las|sus) (afiliados|socios|miembros|trabajadores|bases)")},
		{"membership_vote", readSteps("miembros|afiliados|afiliadas|bases|membresia|agremiados|trabajadores|socios .. votaron|voto|aprobaron|respaldaron|rechazaron|decidieron|acordaron|ratificaron")},
		{"membership_vote", readSteps("miembros|afiliados|afiliadas|bases|agremiados|trabajadores|socios (de|del) (la|el) § .. votaron|aprobaron|respaldaron|rechazaron|decidieron|acordaron")},
		{"membership_vote", readSteps("voto|votacion|consulta|mayoria|referendo|plebiscito de|del|entre|a sus|los|las|la|su miembros|afiliados|afiliadas|membresia|bases|socios|agremiados|trabajadores")},
		{"membership_vote", readSteps("referendo|plebiscito")},
		{"petition", readSteps("members|stewards|majority|half of (the) § .. signed .. petition")},
		{"petition", readSteps("by|through (a) (member|membership) petition|peticion")},
		{"officer", readSteps("officers voted|decided|agreed|endorsed")},
		{"officer", readSteps("president|secretary|chair|leader|presidente|presidenta (has|had) announced|declared|signed|committed .. its|the|their|local|union|that")},
	}
})

// decider is a phrase that says who decided.
type decider struct {
	by     record.DecidedBy
	phrase []step
}

func decidedBy(units []unit, lo, hi, cueAt, k int) record.DecidedBy {
	best, distance := record.DecidedBy("unknown"), 1<<30
	for i := lo; i < hi; i++ {
		if units[i].mention >= 0 {
			continue
		}
		for _, d := range deciders() {
			to := matches(d.phrase, units, i, 0)
			if to == 0 || to > hi {
				continue
			}
			// "delegates of another".
			if to+1 < len(units) && (units[to].low == "of" || units[to].low == "to" || units[to].low == "from") {
				n := to + 1
				if article[units[n].low] && n+1 < len(units) {
					n++
				}
				if units[n].mention >= 0 && units[n].mention != k && to > cueAt {
					continue
				}
			}
			// "referred it to the executive board"
			if i > 1 && (units[i-1].low == "the" || units[i-1].low == "its" || units[i-1].low == "their") && units[i-2].low == "to" {
				continue
			}
			// "reporté à son conseil", "hasta la asamblea"
			b := i - 1
			for b > 0 && b > i-4 && romanceArticles[units[b].low] {
				b--
			}
			if b >= 0 && b < i-1 && later[units[b].low] {
				continue
			}
			// "without waiting for the executive board".
			if i > 1 && (units[i-1].low == "without" || units[i-2].low == "for" && units[i-1].low == "the" || units[i-2].low == "without") {
				continue
			}
			off := max(i-cueAt, cueAt-to)
			if off < distance {
				best, distance = d.by, off
			}
		}
	}
	return best
}

// later and romanceArticles stand before those to whom a decision was left.
var (
	later           = set("a para hasta avant antes")
	romanceArticles = set("son sa leur la le l' su el proxima prochaine prochain proximo")
)

// voting are the words beside which two numbers are a count of votes.
var voting = set("voted vote votes voting carried passed split margin ballot tally approved adopted defeated failed tabled por pour")

// voteCount reads a count of votes: "112 to 4", "9-2".
func voteCount(r *reader, units []unit, lo, hi int) *record.Vote {
	near := false
	for i := lo; i < hi; i++ {
		near = near || voting[units[i].low]
	}
	if !near {
		return nil
	}
	number := func(i int) (int, bool) {
		if i >= hi || units[i].mention >= 0 {
			return 0, false
		}
		t := r.tokens[units[i].token]
		if t.kind != digits || t.end-t.start > 6 {
			return 0, false
		}
		n, err := strconv.Atoi(t.low)
		return n, err == nil
	}
	for i := lo; i < hi; i++ {
		a, ok := number(i)
		if !ok {
			continue
		}
		n := i + 1
		if n < hi && (units[n].low == "to" || units[n].low == "-" || units[n].low == "–" || units[n].low == "contra" || units[n].low == "contre" || units[n].low == "a") {
			n++
		}
		b, ok := number(n)
		if !ok || n == i+1 && !(r.low(units[i].token+1) == "-") {
			continue
		}
		return &record.Vote{For: &a, Against: &b}
	}
	return nil
}

// memberships are what else than an officer a person is in a body who signs or speaks for themselves.
var memberships = set(`
		delegate member rep activist deputy recording business retiree delegue deleguee delegada delegado conseiller conseillere tresorier tresoriere
		vice-president vice-presidente vicepresidente vicepresidenta dirigeant dirigeante dirigente militant militante afiliada afiliado
		secretario secretaire agent representant representante tesorera tesorero portavoz convenor board miembro membre socio socia`)

func membership(low string) bool { return offices[low] || memberships[low] }

// alone tells of a body whose officer or member signed or spoke for themselves only: "Rosa Delgado, President, SEIU Local 87 (titles for
// identification only)", "a steward in Local 5, speaking only for herself".
func (j *judge) alone(k int, sentences []sentence, st *stance) {
	if st.capacity != record.CapacityBody {
		return
	}
	s := j.found[k]
	signed, office := j.signature(k)
	noticed := signed && j.noticed(s)
	switch {
	case noticed || signed && office && st.position != "":
		if st.position == "" {
			st.position = record.Endorsed
		}
	case (signed && office || j.holds(s)) && (j.personal(k, sentences) || j.confesses(s, sentences[j.of[k]])):
	default:
		return
	}
	st.capacity, st.decidedBy, st.vote = record.CapacityOfficer, "unknown", nil
}

// signature reports whether a mention is the end of an item of a list of people: "Rosa Delgado, President, SEIU Local 87"; and whether the
// item says what they are in the body.
func (j *judge) signature(k int) (signed, office bool) {
	s := j.found[k]
	if j.joins(s.to) {
		switch j.low(s.to) {
		case ";", ".", "(", ")", "—", "–":
		default:
			return false, false
		}
	}
	i := s.from - 1
	if !j.joins(s.from) {
		return false, false
	}
	for n := 0; n < 3 && i > 0 && (article[j.low(i)] && j.low(i) != "a" || j.low(i) == "'" || j.low(i) == "’" || j.low(i) == "l"); n++ {
		i--
	}
	comma := j.low(i) == ","
	if !comma && !belonging[j.low(i)] {
		return false, false
	}
	i--
	from, ok := j.stretch(i)
	if !ok || k > 0 && j.found[k-1].to > from {
		return false, false
	}
	for n := from; n <= i; n++ {
		office = office || membership(j.low(n))
	}
	if !office {
		return comma && j.person(from, i), false
	}
	if j.low(from-1) != "," {
		return false, false
	}
	end := from - 2
	if from, ok = j.stretch(end); !ok || k > 0 && j.found[k-1].to > from {
		return false, false
	}
	return j.person(from, end), true
}

// belonging are the words between an office and the body: "steward in", "agent de griefs au".
var belonging = set("of in at for with de du des del d d' au a en")

// stretch is where the words of an item begin that end at token end: behind a comma, a semicolon, a colon or a dash, or at a line.
func (j *judge) stretch(end int) (from int, ok bool) {
	from = end
	for n := 0; n < 8; n++ {
		if from < 0 {
			return 0, false
		}
		t := j.tokens[from]
		if t.kind != word && t.low != "." && t.low != "-" && t.low != "'" && t.low != "’" {
			return 0, false
		}
		if from == 0 || j.parted(from) {
			return from, true
		}
		switch before := j.tokens[from-1]; before.low {
		case ",", ";", ":", "—", "–", "•", "*", ")", "|":
			return from, true
		case "-":
			if before.gap != glued || t.gap != glued {
				return from, true
			}
		}
		from--
	}
	return 0, false
}

// person reports whether the words are a person's name, which begins an item.
func (j *judge) person(from, to int) bool {
	words := 0
	for k := from; k <= to; k++ {
		t := j.tokens[k]
		switch {
		case t.kind != word:
		case t.capital && !heads[t.low] && !proud[t.low] && !trades[t.low] && !companies[t.low]:
			words++
		case t.low == "de" || t.low == "van" || t.low == "von" || t.low == "la" || t.low == "y":
		default:
			return false
		}
	}
	return words >= 2 && words <= 5 && j.tokens[from].capital && (from == 0 || j.low(from-1) != ",")
}

// companies are words that make of two capitals an organization and no person.
var companies = set("movement network party church coalition justice action project center centre collective campaign socialists club league fund institute")

// noticed reports whether a notice stands near by that those who sign do so for themselves.
func (j *judge) noticed(s span) bool {
	if j.notices == nil {
		j.notices = []int{}
		for i := range j.tokens {
			if j.notice(i) && j.signing(i) {
				j.notices = append(j.notices, i)
			}
		}
	}
	at, _ := slices.BinarySearch(j.notices, s.from)
	return at > 0 && s.from-j.notices[at-1] < 2000 || at < len(j.notices) && j.notices[at]-s.to < 80
}

// notice reports whether the words at i say that people are named for themselves: "for identification only", "as individuals".
func (j *judge) notice(i int) bool {
	one, next := j.low(i-1), j.low(i+1)
	switch j.low(i) {
	case "identification":
		return one == "for" || next == "only" || next == "purposes"
	case "capacity", "capacities":
		return one == "personal" || one == "individual" || one == "private"
	case "individuals":
		return one == "as" || next == ":" || next == "(" || next == ";"
	case "individual":
		return next == "signers" || next == "signatories" || next == "endorsers" || next == "signatures"
	case "titre":
		return next == "personnel" || next == "individuel"
	case "titulo":
		return next == "personal" || next == "individual"
	}
	return false
}

// signing reports whether the text around token i speaks of signing.
func (j *judge) signing(i int) bool {
	for k := max(0, i-30); k < min(len(j.tokens), i+30); k++ {
		if signs[j.low(k)] {
			return true
		}
	}
	return false
}

var signs = set(`
		sign signed signing signs signers signatories signatory signatures signature undersigned endorsed endorse endorsers endorsing names
		signataires signataire signe signent firmantes firman firmado firmaron firmas adhesiones`)

// holds reports whether somebody stands by a mention who is something in the body: "a steward in Local 5", "Local 5 president".
func (j *judge) holds(s span) bool {
	for k := s.to; k < s.to+3 && j.joins(k) && j.at(k).kind == word; k++ {
		if offices[j.low(k)] {
			return true
		}
	}
	i := s.from - 1
	for n := 0; n < 3 && i > 0 && (article[j.low(i)] && j.low(i) != "a" || j.low(i) == "'" || j.low(i) == "’" || j.low(i) == "l"); n++ {
		i--
	}
	if !belonging[j.low(i)] {
		return false
	}
	for k := i - 1; k >= 0 && k > i-7 && (j.at(k).kind == word || j.low(k) == "-") && !j.parted(k+1); k-- {
		if membership(j.low(k)) {
			return true
		}
	}
	return false
}

// personal reports whether the sentence of a mention, or one beside it that names no other body, says that somebody speaks for themselves.
func (j *judge) personal(k int, sentences []sentence) bool {
	i := j.of[k]
	if j.privately(sentences[i]) {
		return true
	}
	before := k == 0 || j.of[k-1] < i-1
	after := k+1 == len(j.found) || j.of[k+1] > i+1
	return before && i > 0 && j.privately(sentences[i-1]) || after && i+1 < len(sentences) && j.privately(sentences[i+1])
}

// confesses reports whether a sentence says "I" of who somebody is in a body and of what they think, and "we" of nobody: "I am a steward in
// Local 5, and I believe …".
func (j *judge) confesses(s span, in sentence) bool {
	before, after := false, false
	for i := max(in.from, s.from-12); i < min(in.to, s.to+40); i++ {
		switch j.low(i) {
		case "we", "us", "union", "local", "nous", "nosotros":
			if i < s.from || i >= s.to {
				return false
			}
		case "i", "im", "ive", "je", "j", "soy", "he":
			if j.low(i) == "he" && j.tongue(in) != "es" {
				continue
			}
			before = before || i < s.from
			after = after || i >= s.to
		}
	}
	return before && after
}

// privately reports whether a sentence says that somebody speaks for themselves: "speaking only for herself", "in my own name".
func (j *judge) privately(s sentence) bool {
	for i := s.from; i < min(s.to, s.from+120); i++ {
		one, next, two := j.low(i-1), j.low(i+1), j.low(i+2)
		switch j.low(i) {
		case "personally", "privately":
			return true
		case "himself", "herself", "myself", "themself":
			if one == "for" {
				return true
			}
		case "private", "own":
			if next == "citizen" || next == "citizens" || next == "decision" || next == "view" || next == "views" || next == "opinion" || next == "matter" || next == "choice" {
				return true
			}
		case "personal":
			if one == "was" || one == "is" || one == "as" && next != "friend" || next == "view" || next == "views" || next == "opinion" || next == "decision" || next == "choice" {
				return true
			}
		case "just":
			if next == "me" || next == "as" && two == "me" {
				return true
			}
		case "not":
			// "as a mom, not as the union", "not for my local"
			if w := j.low(i + 3); (next == "for" || next == "as") && (two == "the" || two == "my" || two == "our" || two == "her" || two == "his") && (w == "union" || w == "local" || w == "body" || w == "council") {
				return true
			}
			if (next == "the" || next == "my") && (two == "union" || next == "my" && two == "local") && one == "," {
				return true
			}
		case "propre", "propio":
			if one == "nom" || one == "nombre" {
				return true
			}
		case "sindicalista", "syndicaliste":
			if (one == "como" || one == "que") && j.low(i-2) == "no" || one == "que" && j.low(i-2) == "tant" {
				return true
			}
		}
		if j.notice(i) {
			return true
		}
	}
	return false
}
