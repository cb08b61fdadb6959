package extract

import (
	"strings"

	"rollcall/internal/record"
)

// The words of French and Spanish sentences that turn what a verb tells, as those of stance.go do in English.
var (
	// romanceHedges leave open what the verb tells: "podría firmar", "envisage de signer".
	romanceHedges = set(`
		si pourrait pourraient pourra envisage envisagent etudie etudient debattra debattront discute discutent veut veulent voudrait souhaite souhaitent espere esperent hesite
		demande demandent propose proposent suggere suggerent presse sollicite sollicitee ignore peut etre avant lieu plutot faute
		podria podrian puede considera consideran evalua evaluan estudia estudian analiza analizan debate debaten debatira discute discutira quiere quieren desea espera esperan pide piden pidio
		propone proponen quizas quiza tal probable posible antes vez lugar duda dudan baraja pendiente decidira decidiran votara votaran decidera decideront votera voteront sans sin encore aun todavia jamais jamas
		nunca presion pression exhorta insta llama invita`)
	// romanceRefusals make it a no: "refuse de signer", "votó en contra de firmar".
	romanceRefusals = set(`
		refuse refusee refusent refusait refusera refuser decline declinent renonce renoncent renoncer exclut exclu exclue ecarte ecarter contre rejete rejette rejettent evite abstient
		nego niega niegan negaron negado negarse negara rechazo rechaza rechazan rechazaron rechazado rehuso rehusa rehusaron declino declina declinaron descarto descarta descartaron descartado
		contra evito ni tampoco desestimo renuncio ningun ninguna`)
	// romanceAffirmers stand before an infinitive that came true or will: "a décidé de signer", "va a firmar".
	romanceAffirmers = set(`
		vote votent voter decide decident decider choisi choisit choisissent resolu resout accepte acceptent convenu convient opte optent va vont vient viennent promet promettent promis engage engagee engagent annonce annoncent
		dit disent tenu tient tiennent affirme confirme declare compte comptent entend entendent limite limitent limitera limiteront borne faveur unanimite mandat mandate resolution decision mandatee
		voto votaron votado votan vota decidio decidieron decide deciden decidido decision acordo acordaron acuerda acuerdan acordado resolvio resolvieron resuelve resuelto aprobo aprobaron aprueba aprueban aprobado opto optaron eligio accedio
		accedieron acepto aceptaron vamos acaba acaban promete prometio prometieron anuncio anuncia anunciaron comprometio comprometieron comprometido compromete dijo dice dicen favor unanimidad limito limita limitaron limitara limitaran determino determina determinaron determinado
		confirmo confirma confirmaron aseguro prepara`)
	// romanceDeciding makes a formal yes of a support that was voted.
	romanceDeciding = set(`
		vote votent voter decide decident decider choisi choisit resolu resolution convenu mandat faveur officiellement formellement
		voto votaron votado vota votan decidio decidieron decide deciden decidido acordo acordaron acuerda acordado resolvio resolvieron resuelto aprobo aprobaron aprueba aprobado formalmente oficialmente`)
	// romanceReports stand before a conditional that stands for the future: "annonce qu'elle participerait".
	romanceReports = set(`
		annonce annoncent dit disent savoir declare declarent affirme confirme indique precise promis soutient
		anuncio anunciaron dijo dijeron informo informaron aseguro confirmo confirmaron indico senalo declaro afirmo prometio adelanto comunico zanjo explico resumio sostuvo explique resume lance lanca justifie assure conclut`)
	// romancePerfect makes a perfect: "n'a pas signé" leaves it open, as "has not signed" does.
	romancePerfect = set("a ont avait avaient est sont etait etaient ha han habia habian hemos avons haya hayan")
	// romanceClitics stand between the negation and its verb.
	romanceClitics = set("se s' la l' le les lo las los nos y en lui leur nous me m' j'")
	// willing words behind "n'a pas" make it a refusal after all.
	willing = set("voulu souhaite accepte daigne juge cru querido aceptado juzgado")
	// determiners stand before a noun that reads like a verb: "su firma", "le vote".
	determiners = set("su sus un una el del al de con sin mi nuestro nuestra este ese esta esa mas cada gran otro otra doble primera une son sa leur du au ce cette en d' cuyo cuya pleno")
	// romanceObjects stand before a name that is no subject.
	romanceObjects = set("avec par contre chez selon aux au con por contra segun ante sobre sans sin entre para pour al hacia envers vers")
	// romanceBefore may stand before the verb of a sentence without a subject, or whose subject follows: "También la firmaron A y B".
	romanceBefore = set(`
		se s' la l' le les lo las los nos y ya tambien asimismo ademas no ha han habian hoy ayer anoche , e tampoco igualmente hasta ahora si oficialmente formalmente por fin aun todavia luego despues
		ont a aussi egalement y deja enfin n' ne hier et en sont est nous avons ainsi officiellement , le : – —`)
	// romanceBorders part the clauses of a sentence.
	romanceBorders = set("que pero mientras sino pues porque car mais tandis alors puis lorsque quand cuando aunque")
)

// romanceInfinitive reports whether a word is an infinitive: "signer", "adherirse". It is no answer of itself.
func romanceInfinitive(low, language string) bool {
	if language == "fr" {
		for _, end := range [...]string{"er", "ir", "dre", "ttre", "vre", "crire", "faire", "etre"} {
			if strings.HasSuffix(low, end) {
				return true
			}
		}
		return false
	}
	for _, end := range [...]string{"se", "la", "lo", "las", "los"} {
		if stem := strings.TrimSuffix(low, end); stem != low && len(stem) > 3 && stem[len(stem)-1] == 'r' && strings.ContainsRune("aei", rune(stem[len(stem)-2])) {
			return true
		}
	}
	return len(low) > 3 && low[len(low)-1] == 'r' && strings.ContainsRune("aei", rune(low[len(low)-2]))
}

// spelled is a unit's word as it is written.
func (j *judge) spelled(u unit) string {
	t := j.tokens[u.token]
	return j.text[t.start:t.end]
}

// romanceTurn is what a French or Spanish cue tells once the words before it are heard.
func (j *judge) romanceTurn(c hit, s subject) record.Stance {
	st := c.cue.stance
	v := c.from
	for v < c.to-1 && romanceClitics[j.units[v].low] { // "se sumó"
		v++
	}
	low := j.units[v].low
	if j.romanceNoun(c, v) {
		return skip
	}
	if !j.neither(s) && j.overheard(s) && rank(st) < rank(record.Withdrawn) && st != record.Tabled {
		return skip
	}
	window := j.window(s.from, c.from)
	hedge, refuse, affirmed, deciding, gone, plans, reported := false, false, false, false, false, false, false
	for i, w := range window {
		next := func(n int) string {
			if i+n < len(window) {
				return window[i+n].low
			}
			return ""
		}
		switch w.low {
		case "no", "ne", "n'":
			k := 1
			for romanceClitics[next(k)] {
				k++
			}
			switch {
			case next(1) == "obstante" || next(1) == "solo" || next(1) == "solamente":
			case i > 0 && window[i-1].low == "ya":
				gone = true
			case romancePerfect[next(k)] && j.language == "fr" == (w.low != "no"):
				refuse = refuse || anyWord(window[i:], willing)
				hedge = hedge || !refuse
			default:
				refuse = true
			}
			continue
		case "si":
			if j.spelled(w) == "sí" || j.spelled(w) == "Sí" {
				continue
			}
		case "peut":
			if next(1) != "etre" {
				continue
			}
		case "tal":
			if next(1) != "vez" {
				continue
			}
		case "antes", "avant":
			if n := next(1); n != "de" && n != "que" && n != "d'" {
				continue
			}
		case "plutot", "etre", "vez", "en", "lugar", "lieu":
			if w.low != "lugar" && w.low != "lieu" || i == 0 || window[i-1].low != "en" && window[i-1].low != "au" {
				continue
			}
		case "contra", "contre":
			if n := next(1); n != "" && n != "de" && n != "d'" {
				continue // "voted 12 against 3 to endorse"
			}
		}
		if romanceRefusals[w.low] {
			refuse = true
		} else if romanceHedges[w.low] {
			hedge = true
		}
		reported = reported || romanceReports[w.low]
		affirmed = affirmed || romanceAffirmers[w.low]
		deciding = deciding || romanceDeciding[w.low]
		plans = plans || w.low == "prevoit" || w.low == "prevoient" || w.low == "prevu" || w.low == "planea" || w.low == "planean" || w.low == "piensa" || w.low == "preve" || w.low == "previsto"
	}
	refuse = refuse || j.neither(s)
	// "ne signera pas" without its "ne", "n'appuie plus".
	if c.to < len(j.units) {
		switch after := j.units[c.to].low; {
		case after == "plus" && refuse:
			gone = true
		case after == "pas" && j.language == "fr" && !refuse && !hedge && j.units[c.to-1].low != "ne":
			refuse = true
		case after == "aun" || after == "todavia" || after == "encore":
			hedge = hedge || refuse
		}
	}
	if !reported && conditional(low) {
		hedge = true
	}
	for _, u := range j.units[c.from:c.to] {
		gone = gone || u.low == "plus" && refuse // "ne figure plus parmi"
	}
	switch {
	case gone && (st == record.Endorsed || st == record.Supported || st == record.Planning):
		return record.Withdrawn
	case hedge:
		return ""
	case refuse:
		if st == record.Supported && !deciding && !upcoming(low) || j.backs(s) {
			return ""
		}
		return c.cue.refused
	case plans && st == record.Planning:
	case romanceInfinitive(low, j.language) && !affirmed && len(window) > 0:
		return ""
	}
	if st == record.Endorsed && c.to < len(j.units) {
		// "voted in favor of putting it off"
		if last := j.units[c.to-1].low; last == "favor" || last == "pour" || last == "faveur" {
			for k := c.to; k < len(j.units) && k < c.to+3; k++ {
				if romanceInfinitive(j.units[k].low, j.language) {
					return skip
				}
			}
		}
	}
	if st == record.Supported && deciding && (romanceInfinitive(low, j.language) || low == "respalde" || low == "apoye") {
		return record.Endorsed
	}
	return st
}

// neither reports whether "ni" stands before the subject: "Ni A ni B firmarán".
func (j *judge) neither(s subject) bool {
	for _, u := range s.units {
		k := u - 1
		for k > 0 && article[j.units[k].low] {
			k--
		}
		if k >= 0 && j.units[k].low == "ni" {
			return true
		}
	}
	return false
}

// upcoming reports whether a verb has an ending of the future: "acompañarán", "appuiera".
func upcoming(low string) bool {
	return strings.HasSuffix(low, "ra") || strings.HasSuffix(low, "ran") || strings.HasSuffix(low, "ront")
}

// backs reports whether the sentence said before that the subject supports the call: "expresó su solidaridad, pero no la firmó" declines
// nothing.
func (j *judge) backs(s subject) bool {
	for _, u := range s.units {
		for _, f := range j.findings[j.units[u].mention] {
			if f.stance == record.Supported {
				return true
			}
		}
	}
	return false
}

// conditional reports whether a verb is in the conditional: "signerait", "firmarían". Behind "said that" it is what will be.
func conditional(low string) bool {
	return strings.HasSuffix(low, "rait") || strings.HasSuffix(low, "raient") || strings.HasSuffix(low, "ria") || strings.HasSuffix(low, "rian")
}

func anyWord(units []unit, words map[string]bool) bool {
	for _, u := range units {
		if words[u.low] {
			return true
		}
	}
	return false
}

// romanceNoun reports whether what reads like a verb is a noun: "su firma", "el respaldo", "en signe de".
func (j *judge) romanceNoun(c hit, v int) bool {
	if v == 0 || v > c.from {
		return false
	}
	low := j.units[v].low
	if w := j.spelled(j.units[v]); strings.HasSuffix(w, "ó") || strings.HasSuffix(w, "é") && j.language == "fr" {
		return false
	}
	before := j.units[v-1].low
	if before == "en" && c.to > v+1 {
		return false // "en demeure signataire"
	}
	if j.language == "es" && (before == "la" || before == "el" || before == "lo") && v > 1 {
		if before == "lo" {
			return false
		}
		switch p := j.units[v-2]; {
		case before == "el":
			return true
		case p.mention >= 0 || p.low == "no" || p.low == "que" || p.low == "si" || p.low == "ya" || p.low == "," || p.low == "y" || p.low == "tambien":
			return false
		}
		return low == "firma" || low == "condena" || low == "suma"
	}
	return determiners[before] && !romanceInfinitive(low, j.language)
}

// inverted are the names behind a verb that begins its clause: "Firmaron también A y B", "La suscriben, entre otros, A", "Ont signé : A, B".
func (j *judge) inverted(c hit) []int {
	if c.cue.language == "" {
		return nil
	}
	verb := c.from
	for verb < c.to-1 && (romanceClitics[j.units[verb].low] || romancePerfect[j.units[verb].low]) {
		verb++
	}
	// "A se une, y también firmaron B y C": a clause of its own.
	for k := c.from - 1; k >= 0; k-- {
		u := j.units[k]
		if (u.low == "y" && j.language == "es" || u.low == "et") && plural(j.units[verb].low) || u.low == ";" {
			break
		}
		if u.mention >= 0 || k > 0 && j.units[k-1].mention >= 0 && !romanceBefore[u.low] {
			return nil
		}
		if !romanceBefore[u.low] {
			for q := k - 1; q >= max(0, k-wide); q-- {
				if j.units[q].mention >= 0 {
					return nil
				}
			}
			break
		}
	}
	gap, most := 0, 14
	among := c.from <= 1 && (j.units[c.from].low == "parmi" || j.units[c.from].low == "entre") // "Parmi les signataires, on relève, outre la Ligue, A et B"
	if among {
		most = 40
	}
	aside := false // "además de vecinos y ecologistas"
	for k := c.to; k < len(j.units) && gap < most; k++ {
		u := j.units[k]
		if u.mention < 0 {
			if !among && (u.low == "." || u.low == ";" || romanceBorders[u.low] || u.low == "!" || u.low == "?" || (u.low == "y" && j.language == "es" || u.low == "et") && gap > 0 && !aside) {
				return nil
			}
			aside = u.low == "," && !aside || aside && u.low != ","
			gap++
			continue
		}
		p := k - 1
		for p >= c.to && article[j.units[p].low] && j.units[p].low != "a" {
			p--
		}
		if p >= c.to && !among {
			if low := j.units[p].low; low == "a" || low == "de" || low == "del" || low == "du" || low == "des" || low == "d'" || low == "en" || romanceObjects[low] {
				return nil
			}
		}
		return j.follow(k)
	}
	return nil
}

// seconded reports whether who is said to back something only moved it: "proposé par A, appuyé par B, que C se joigne".
func (j *judge) seconded(c hit) bool {
	if c.cue.language == "" || c.cue.stance != record.Supported {
		return false
	}
	for k := c.from - 1; k >= max(0, c.from-wide); k-- {
		switch j.units[k].low {
		case "propose", "proposee", "propuesto", "propuesta":
			return k+1 < c.from && by[j.units[k+1].low]
		}
	}
	return false
}

// weMeans are words of those who speak for themselves.
var weMeans = set("nous notre nos nosotros nosotras nuestro nuestra vamos somos estamos avons sommes")

// ofUs reports whether a verb is one of "we": "appuyons", "firmamos".
func ofUs(low string) bool { return strings.HasSuffix(low, "ons") || strings.HasSuffix(low, "mos") }

// open reports whether the noun of a cue is the subject of a sentence that leaves it open: "La adhesión de A sigue pendiente".
func (j *judge) open(c hit) bool {
	if c.cue.language == "" || c.from > 1 {
		return false
	}
	for _, h := range j.hits {
		if h.from > c.to && h.cue.role == acts {
			return h.cue.stance == "" || h.cue.stance == record.Tabled
		}
	}
	return false
}

// plural reports whether a verb has an ending of several: "firmaron", "suscriben", "signent".
func plural(low string) bool {
	return strings.HasSuffix(low, "n") || strings.HasSuffix(low, "nt")
}

// subjectless reports whether only small words stand before the verb at v, so that its subject was named before: "También la firmó".
func (j *judge) subjectless(v int) bool {
	if j.language == "" {
		return false
	}
	for _, u := range j.units[:v] {
		if !romanceBefore[u.low] {
			return false
		}
	}
	return true
}

// tongue is the language of a sentence: that of the text where the sentence is too short to tell.
func (j *judge) tongue(s sentence) string {
	fr, es, en := j.tongues(s.from, s.to)
	switch {
	case en >= 3 && en > fr && en > es:
		return ""
	case fr >= 3 && fr > es && fr > en:
		return "fr"
	case es >= 3 && es > fr && es > en:
		return "es"
	case j.whole == "" && fr == es && fr > en:
		// "La CSN signera": the words that are of both tell nothing, but the verb does.
		if f, e := len(hits(j.units, "fr")), len(hits(j.units, "es")); f > e {
			return "fr"
		} else if e > 0 {
			return "es"
		}
	}
	return j.whole
}

// tongues counts the words from one token to another that are of a language, by what they are or how they are written.
func (r *reader) tongues(from, to int) (fr, es, en int) {
	for _, t := range r.tokens[from:to] {
		w := r.text[t.start:t.stem]
		if frenchWords[t.low] || strings.ContainsAny(w, "èêëàâçùûîôœ") || strings.HasSuffix(w, "é") || strings.HasSuffix(w, "ée") || strings.HasSuffix(w, "ées") {
			fr++
		}
		if spanishWords[t.low] || strings.ContainsAny(w, "ñáíóú¿¡") {
			es++
		}
		if englishWords[t.low] {
			en++
		}
	}
	return fr, es, en
}

// language is "fr" or "es" where most of the small words are; empty for English and all others.
func (r *reader) language() string {
	fr, es, en := r.tongues(0, min(len(r.tokens), 3000))
	switch {
	case fr > es && fr > en:
		return "fr"
	case es > fr && es > en:
		return "es"
	}
	return ""
}
