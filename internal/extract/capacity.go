package extract

import (
	"strconv"

	"rollcall/internal/record"
)

//nolint:misspell // the Spanish in it is right
var (
	// offices are who speaks for a body, or for nobody but themselves.
	offices = set(
		`
		president presidents vice secretary treasurer chair chairman chairwoman chairperson director leader steward officer officers head chief
		agent manager organizer representative copresident cochair trustee presidenta presidente secretario secretaria presidente vp`)
	// personal words say that somebody speaks for themselves.
	personal = set("personally herself himself myself themself privately individual citizen")
	// bodily words say that it is the union whose act is told.
	bodily = set("union local it its we our members membership board council federation delegates organization behalf association lodge")
	// dissent are groups of members.
	dissent = set("caucus dissidents dissident reformers reform activists slate")
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
	for k := at - 1; k >= 0 && k >= at-8; k-- {
		u := units[k]
		if u.mention >= 0 || isStop(u.low) {
			return false
		}
		switch {
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
		if isStop(units[k].low) && k > at+1 || units[k].mention >= 0 {
			break
		}
		office = offices[units[k].low]
	}
	for k := at - 1; k >= 0 && k >= at-7 && !office; k-- {
		if units[k].mention >= 0 || units[k].low == "." {
			break
		}
		office = offices[units[k].low]
	}
	private := false
	for k := max(0, min(at, cueAt)-wide); k < min(len(units), cueAt+wide); k++ {
		u := units[k]
		if personal[u.low] || u.low == "capacity" && k > 0 && (units[k-1].low == "personal" || units[k-1].low == "private" || units[k-1].low == "individual") ||
			u.low == "one" && k > 0 && units[k-1].low == "for" {
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
		case bodily[u.low], u.low == "which":
			return false
		case u.low == "he" || u.low == "she" || u.low == "i":
			return true
		}
	}
	for k := cueAt; k < len(units) && k < cueAt+14; k++ {
		if units[k].low == "behalf" {
			return false
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
//
//nolint:misspell // the French and Spanish in it is right
var deciders = []struct {
	by     record.DecidedBy
	phrase []step
}{
	{"executive_board", readSteps("executive board|boards|council|committee|committees")},
	{"executive_board", readSteps("eboard|eboards|executive|board|boards (of) (directors) (has|have|had) (also) (unanimously) voted|decided|endorsed|approved|agreed|adopted|voting|backed|tabled|passed|vote|rejected|declined|rescinded|met")},
	{"executive_board", readSteps("eboard")},
	{"executive_board", readSteps("exec board|committee|council")},
	{"executive_board", readSteps("e board")},
	{"executive_board", readSteps("its|the|by board")},
	{"executive_board", readSteps("junta|mesa ejecutiva|directiva")},
	{"executive_board", readSteps("conseil executif")},
	{"executive_board", readSteps("bureau executif|national|federal")},
	{"executive_board", readSteps("comite ejecutivo")},
	{"delegates", readSteps("delegates")},
	{"delegates", readSteps("delegados|delegadas|delegues|deleguees")},
	{"delegates", readSteps("delegate assembly|assemblies|council|body|meeting|vote")},
	{"delegates", readSteps("representative assembly|council")},
	{"delegates", readSteps("congres|congreso|asamblea (de) delegados")},
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
	{"membership_vote", readSteps("vote de ses|leurs|nos|des membres")},
	{"membership_vote", readSteps("membres .. vote|votent|approuve")},
	{"membership_vote", readSteps("assemblee generale")},
	{"membership_vote", readSteps("asamblea general")},
	{"membership_vote", readSteps("miembros|afiliados|bases|membresia|agremiados|trabajadores .. votaron|voto|aprobaron|respaldaron")},
	{"membership_vote", readSteps("voto|votacion de sus|los|la miembros|afiliados|membresia|bases")},
	{"petition", readSteps("members|stewards|majority|half of (the) § .. signed .. petition")},
	{"petition", readSteps("by|through (a) (member|membership) petition|peticion")},
	{"officer", readSteps("officers voted|decided|agreed|endorsed")},
	{"officer", readSteps("president|secretary|chair|leader|presidente|presidenta (has|had) announced|declared|signed|committed .. its|the|their|local|union|that")},
}

func decidedBy(units []unit, lo, hi, cueAt, k int) record.DecidedBy {
	best, distance := record.DecidedBy("unknown"), 1<<30
	for i := lo; i < hi; i++ {
		if units[i].mention >= 0 {
			continue
		}
		for _, d := range deciders {
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
