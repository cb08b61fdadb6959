package match

import "strings"

// trades are what people call the national unions of the United States and Canada, beside the names that
// the record itself has: acronyms, trade names ("Machinists"), names before a merger. A line is
//
//	KEY [<PARENT or =PARENT] [~RELATED …]: phrase; phrase; …
//
// KEY stands for the union and is seen by nobody. PARENT is the union that it is part of today, so that in
// "RWDSU/UFCW Local 338" the part is meant and not the whole; with = their locals are numbered as one. RELATED are unions that it came from or went
// into: a local may be recorded under either. A phrase with a star is what some of the union's bodies are called, and
// never the union itself. Phrases are written without "union", "international",
// "the", "of" and "and", which are left out of what is compared, and in the words that [canonical] makes.
//
// Sources: the abbreviations of the US Department of Labor (OLMS, affiliation codes of the registry), the
// lists of affiliates of the AFL-CIO and the Canadian Labour Congress, the list of unions and mergers of the
// Bureau of Labor Statistics, and the unions' own sites for what they call themselves.
const trades = `
AAA: associated actors artistes america; 4as
AEA <AAA: actors equity association; actors equity; equity
AAUP ~AFT: american association university professors; aaup
AACSE ~AFT: aacse
ABGW ~USW: aluminum brick glass workers; abgw; abgwiu
ACT: association civilian technicians; act
ACTWU ~UNITE ~WU: amalgamated clothing textile workers; actwu; acwa; amalgamated clothing workers
AFA <CWA: association flight attendants; flight attendants; afa
AFGE: american federation government employees; afge; government employees
AFGW ~USW: american flint glass workers; afgw; afgwu
AFM: american federation musicians; afm; *federation musicians; musicians; *associated musicians greater new york; *amgny; *musical association; *professional musicians; *recording musicians; american federation musicians united states canada
AFSA: american federation school administrators; afsa
AFSCME: american federation state county municipal employees; afscme; state county municipal employees; american federation state city municipal employees; asfcme; afcsme; afsme; *ohio association public school employees; *oapse; *community social agency employees; *united domestic workers
CSEA =AFSCME: *civil service employees association; *csea
NUHHCE <AFSCME ~SEIU: *national hospital health care employees; *nuhhce
AFT: american federation teachers; aft; *federation teachers; *new york state united teachers; *nysut; *hpae; *federation nurses health professionals; *professional staff congress; *psc cuny; *united teachers; *federation americana teachers; *united university professions
AFTRA <SAGAFTRA: american federation television radio artists; aftra
SAG <SAGAFTRA: screen actors guild; sag
SAGAFTRA ~AFTRA ~SAG: sagaftra; screen actors guild american federation television radio artists
AGMA <AAA: american guild musical artists; agma
AGVA <AAA: american guild variety artists; agva
ALPA: air line pilots association; alpa; air line pilots
ANA ~NNU: american nurses association
APA: allied pilots association
APWU: american postal workers; apwu; postal workers
ATDA: american train dispatchers association; atda; train dispatchers
ATU: amalgamated transit; atu; amalgamated transit workers; uni transport
BAC: bricklayers allied craftworkers; bricklayers; bricklayers allied craftsmen; bac; bacw; bricklayers masons; *tile marble terrazzo; *pointers cleaners caulkers; *bricklayers masons plasterers; *stone masons
BBF: brotherhood boilermakers; boilermakers; ibb; bbf; brotherhood boilermakers iron ship builders blacksmiths forgers helpers; brotherhood boilermakers forgers; brotherhood boilermakers shipbuilders blacksmiths forgers helpers
BCTD: building construction trades department; building trades department; bctd; nabtu; north america building trades; *building trades council; *building construction trades council; building trades
BCTGM: bakery confectionery tobacco workers grain millers; bctgm; bctgmi; bctgmiu; bctw; bakery workers; bakery confectionery tobacco workers; bakery confectionery tobacco; grain millers; bakery confectionery workers
BLET <IBT: brotherhood locomotive engineers trainmen; brotherhood locomotive engineers; locomotive engineers; blet; ble
BMWE <IBT: brotherhood maintenance way employees division; brotherhood maintenance way employees; maintenance way employees; bmwe; bmwed
BRS: brotherhood railroad signalmen; railroad signalmen; brs
BSOIW: association bridge structural ornamental reinforcing iron workers; bridge structural ornamental reinforcing iron workers; iron workers; bsoiw; bsoriw; iabsoriw; absoriw; iw; association bridge structural ornamental iron workers; *structural iron workers; *ornamental iron workers; *shopmens local; *shopmens; *shopmans; *shopmen; *machinery movers riggers; *metallic lathers
CNA =NNU: california nurses association; cna
CNTU: confederation syndicats nationaux; csn
CJA: united brotherhood carpenters joiners america; united brotherhood carpenters; carpenters joiners; carpenters; ubc; cja; ubcja; ubcj; *regional council carpenters; *millwrights; *piledrivers; *eastern millwright regional council; *millwright; *northeast regional council; *nrcc; *nasrcc; *empire state regional council; *north atlantic states regional council; *new england regional council; brotherhood unie carpenters menuisiers america; carpenters menuisiers; *dockbuilders; *timbermen; *cabinet makers; *floor coverers; *resilient floor coverers; *shop carpenters
CUPE: canadian public employees; cupe; syndicat canadien fonction publique; scfp; fonction publique
CUPW: canadian postal workers; cupw; workers postes; sttp
CWA: communications workers america; cwa; communications workers; *federated employees life; district communications workers; workers comunicaciones america
IUE =CWA: electronic electrical salaried machine furniture workers; electronic workers; iue; industrial division communications workers america; *industrial division; iuecwa; electronic electrical technical salaried machine workers
NABET =CWA: national association broadcast employees technicians; nabet; broadcast employees technicians
TNG =CWA: newspaper guild; newsguild; tng; *newspaper guild new york; *newsguild new york; *news media guild; *nmg; *mailers; *typographical; *itu
PPMW =CWA: printing publishing media workers; ppmws; ppmw
DPE: department professional employees
FOP: fraternal order police; fop; nfop; national fraternal order police
FLOC: farm labor organizing committee; floc
GCIU <IBT ~PPPWU: graphic arts
GMP =USW: glass molders pottery plastics allied workers; gmp; glass molders pottery
GUA: guards america; *guards; igua
HERE =UNITEHERE: hotel employees restaurant employees; hotel restaurant employees; here; hereiu
HFIA: association heat frost insulators allied workers; heat frost insulators allied workers; heat frost insulators asbestos workers; association heat frost insulators; heat frost insulators; *asbestos workers; insulators; hfia; hfiaw; iahfiaw; awiu; hfiu
IAFF: association fire fighters; *fire fighters; iaff; *professional fire fighters
IAM: association machinists aerospace workers; association machinists; machinists aerospace workers; machinists; iam; iamaw; iama; machinist; association machinistes workers aerospatiale; machinistes; aimta
TCU <IAM: transportation communications; transportation communications employees; tcu; tcuiam; brac; *railway carmen; *brotherhood railway carmen; brotherhood railway airline clerks
NFFE <IAM: national federation federal employees; nffe
IATSE: alliance theatrical stage employees; alliance theatrical staging employees; theatrical stage employees; stage employees; iatse; alliance theatrical stage employees moving picture technicians artists allied crafts; alliance theatrical stage employees moving picture technicians artists allied crafts united states territories canada; *moving picture machine operators; *theatrical wardrobe; *motion picture editors guild; *atpam; *motion picture projectionists; *theatrical protective; *stagehands; *costume designers guild; *cinematographers guild; *makeup artists hair stylists; aiest; *art directors guild; *studio grips; *studio mechanics; *script supervisors; *scenic artists; *united scenic artists; *treasurers ticket sellers; *theatrical press agents managers; *animation guild; *costumers
IBEW: brotherhood electrical workers; ibew; electrical workers; brotherhood workers en electrical; fioe; brotherhood workers electrical; iebw; ibwe
IBT: brotherhood teamsters; teamsters; teamster; ibt; teamsters chauffeurs warehousemen helpers; brotherhood teamsters chauffeurs warehousemen helpers america; *truck drivers; *chauffeurs teamsters helpers; *bakery drivers; *building material teamsters; *milk drivers; united brotherhood teamsters; *drivers helpers; *drivers warehousemen helpers; *soft drink brewery workers; *warehousemen helpers
IBTU: brotherhood trades unions; ibotu; ibtu
ICW =UFCW: chemical workers; *chemical workers council; icwuc; icwu; icw
IFPTE: federation professional technical engineers; professional technical engineers; ifpte; pte; *society professional engineering employees aerospace; *speea
ILA: longshoremens association; longshoremens; longshoremen; ila
ILGWU ~UNITE ~WU: ladies garment workers; ilgwu; ilgw
ILWU: longshore warehouse; longshoremens warehousemens; longshoremen warehousemen; longshore; ilwu; longshore workers
IBU <ILWU: inlandboatmens pacific; inlandboatmens; ibu
IUEC: elevator constructors; iuec
IUJAT ~USWU ~NOITU: journeymen allied trades; iujat
IUOE: operating engineers; iuoe; operating engineers america; *stationary engineers; uoe; operateurs ingenieurs; uioi
IUPA: iupa
IUPAT: painters allied trades; painters; iupat; pat; ibpat; painters allied trades united states canada; *drywall tapers pointers; *dtpgny; *dtp; *glaziers; *structural steel painters; *structural steel bridge painters; brotherhood painters allied trades
IWA ~IAM: woodworkers america; woodworkers
IWW: industrial workers world; iww
LGPN: leather goods plastics novelty service workers; lgpn
LEOSU =LIUNA: *law enforcement officers security unions; *leosu; *leos pba; *federation leos pba
LIUNA: laborers north america; laborers; liuna; laborers america; lhiuna; *mason tenders; *cement concrete workers; *pavers road builders; *compressed air free air
NPMHU <LIUNA: national postal mail handlers; *postal mail handlers; mail handlers; npmhu
MEBA: marine engineers beneficial association; marine engineers; meba
MMP <ILA: masters mates pilots; mmp; iommp
MTD: metal trades department; metal trades; *metal trades council
MTTD: maritime trades department; maritime trades; mtd
NAGE <SEIU: national association government employees; nage; *association emts paramedics; iaep; ibpo; *brotherhood police officers
NALC: national association letter carriers; letter carriers; nalc
NAPFE: national alliance postal federal employees; napfe
NATCA: national air traffic controllers association; natca; air traffic controllers
NEA: national education association; nea
NNU ~CNA: national nurses united; nnu; nnoc
NOITU ~IUJAT: national organization industrial trade unions; noitu
NPWU: national production workers; npwu
NPW: allied novelty production workers; novelty production workers; npw; iuanpw; iuanpwu
NRLCA: national rural letter carriers association; rural letter carriers; nrlca; rlca
NSO: national staff organization; nso; nsoi
NTEU: national treasury employees; nteu; treasury employees
NUHW: national healthcare workers; nuhw
NWSEO: national weather service employees organization; nwseo
OCAW ~PACE ~USW: oil chemical atomic workers; ocaw
OPCMIA: operative plasterers cement masons association; plasterers cement masons; *plasterers; *cement masons; opcmia; opcm; operating plasterers cement masons association; operative plasterers
OPEIU: office professional employees; opeiu
PACE ~USW: paper alliedindustrial chemical energy workers; pace; paperworkers; united paperworkers; upiu
PASS: professional aviation safety specialists; pass
PBA: police benevolent association; pba
PPPWU <IBT ~GCIU: graphic communications conference; graphic communications; gciu; gcc; gcciu; printing packaging production workers north america; printing packaging production workers; pppwu; *amalgamated lithographers america; *lithographers; *printing pressmens; *pressmens; *paper handlers
PSAC: public service alliance canada; psac; alliance fonction publique canada; afpc
RWAW: united roofers waterproofers allied workers; roofers waterproofers allied workers; roofers waterproofers; roofers; rwaw; uurwaw
RWDSU <UFCW: retail wholesale department store; rwdsu; retail wholesale; *united storeworkers
SEIU: service employees; seiu; service employees america; *united healthcare workers east; *healthcare workers east; *united healthcare workers; *doctors council; *building service employees; employees service; uies; *firemen oilers; *national conference firemen oilers; *brotherhood firemen oilers; *ncfo; *national health human service employees; *national health care workers; sieu
CIR =SEIU: *committee interns residents; *cir
WU <SEIU ~UNITE: workers united; wu; *regional joint board; *rochester regional joint board; *new york new jersey regional joint board; *mid atlantic regional joint board; *western states regional joint board; *rrjb; *united production workers; *nyma joint board; *chicago midwest regional joint board; *cmrjb; *laundry distribution food service joint board; *undergarment negligee workers; *joint regional board; *amalgamated laundry workers
SIU: seafarers north america; seafarers; siu; siuna; *united industrial workers; *united industrial service transportation professional government workers north america
SMART ~SMW ~UTU: association sheet metal air rail transportation workers; sheet metal air rail transportation workers; sheet metal air rail transportation; smart
SMW =SMART: sheet metal workers association; sheet metal workers; smw; smwia; swia; swmia
UTU <SMART: united transportation; utu; smarttd; smart transportation division
SPFPA: security police fire professionals america; spfpa; security police fire professionals; united plant guard workers america; upgwa; *united security officers america; *special police security officers
TWU: transport workers america; transport workers; twu; *transport workers greater new york
TEXT ~UNITE: textile workers
UA: united association journeymen apprentices plumbing pipe fitting industry; united association journeymen apprentices plumbing pipe fitting industry united states canada; united association plumbers pipe fitters; united association plumbers steamfitters; plumbers pipe fitters; plumbers steamfitters; plumbers fitters; plumbers; pipe fitters; *steamfitters; *sprinkler fitters; *road sprinkler fitters; ua; ppf; *united association; *plumbers gas fitters; *enterprise association; *enterprise association metal trades branch; *enterprise association metal trade branch; *air conditioning refrigeration pipe fitters; *refrigeration fitters
UAPD <AFSCME: american physicians dentists; uapd
UAW: united automobile aerospace agricultural implement workers america; united automobile aerospace agricultural implement workers; united automobile aerospace agricultural implement; united automobile aerospace implement workers america; united automobile aerospace; united automobile aerospace agricultural; united auto aerospace agricultural implement workers america; united auto workers; united automobile workers; auto workers; automobile workers; automobile aerospace agricultural implement workers; uaw; united automobile workers america; ualaw; workers automotrices; *national organization legal service workers; *nolsw; *association legal aid attorneys; *alaa
UE: united electrical radio machine workers america; united electrical radio machine workers; electrical radio machine workers america; electrical radio machine workers; united electrical workers; united electrical; ue
UFCW: united food commercial workers; food commercial workers; ufcw; ufcwiu; ucfw; *retail clerks; *meat cutters; united food commercial; workers unis alimentation commerce; workers workers unis alimentation commerce; tuac; *amalgamated meat cutters; *butchers
UFW: united farm workers; united farm workers america; ufw
UGSOA: united government security officers america; ugsoa; government security officers
UMWA: united mine workers america; united mine workers; mine workers; umwa; umw
UNAP: united nurses allied professionals; unap
UNIFOR: unifor; caw; canadian auto workers; cep
UNITE ~UNITEHERE ~WU: needletrades industrial textile employees; unite
UNITEHERE ~HERE ~UNITE: unitehere; needletrades industrial textile employees hotel employees restaurant employees; unithe; *hotel restaurant club employees bartenders; *hrcebu; *new york hotel motel trades council; *new york hotel motel trades; *hotel motel trades; *new york hotel trades council; *hotel trades council; *new york hotel trades; *nyhmtc; *nyhtc; hotel motel trades council; *culinary workers; hotel employees restaurant employees bartenders; *gastronomica
URW ~USW: united rubber workers; rubber workers; urw
USW: united steelworkers; steelworkers; usw; uswa; united steelworkers america; united steel paper forestry rubber manufacturing energy allied industrial service workers; united steel; *usi; metallos; metallurgistes unis america; *upholsterers
USWU <IUJAT: united service workers; united service workers america; united service america; uswu
UWA: united workers america; uwa
UWUA: utility workers america; utility workers; uwua; uwu
UWNE ~UWUA: utility workers new england; uwne
WGAE: writers guild america east; wgae
WGAW: writers guild america west; wgaw
TPWU <NPWU: *tpwe
AWPPW ~CJA: association western pulp paper workers; western pulp paper workers; awppw; wppw
AFLCIO: aflcio; american federation labor congress industrial organizations; american federation labor
CTW: change win; ctw
`

// generic are phrases that other unions' names end in.
var generic = map[string]bool{"serviceemployees": true, "governmentemployees": true, "electricalworkers": true, "workersunited": true, "policeassociation": true, "employeesservice": true}

// hints are words that make a union likelier where none is named. A line is the unions, and the words.
const hints = `
AFT NEA: teachers; faculty; educators; education association; education; paraprofessionals; school
NNU ANA AFT SEIU UNAP: nurses
SEIU: hospital; healthcare; health care; nursing
IUPA FOP: police association; police; patrolmens; sheriffs; deputies
SPFPA UGSOA GUA: guards; security officers; security
IBT: drivers; chauffeurs; truck; freight; warehousemen; dairy; delivery; haulers; brewery
APWU: area local; area; postal
NALC: branch; merged branch; letter
AFM: orchestra; symphony; musical; band
BSOIW: lathers; riggers; ornamental; structural
IUOE: engineers; boiler; hoisting; portable
ILA ILWU: dock; longshore; stevedores; clerks checkers; marine
IUPAT: painting; drywall; glass; glaziers; tapers; wallcovering
IBEW: electricians; lineman; linemen; radio; broadcast
UFCW RWDSU: grocery; retail; meat; store; clerks
ATU TWU: transit; bus
WU UNITE: garment; textile; clothing; laundry; cleaners; joint board
LIUNA: cement concrete workers; excavating; construction general; recycling; waste; tunnel; paving; shipyard
USW PACE: box; paper; corrugated; steel; pulp; oil; refinery; rubber
NPW: amalgamated; toy; novelty
UNITEHERE HERE: hotel; restaurant; bartenders; culinary; casino; waiters; cooks
BCTGM: bakery; tobacco; sugar; confectionery
UA: pipe; plumbing; sprinkler
ICW UFCW: chemical
UAW: auto; automobile; automotive
AFSCME: public employees; municipal; county; city employees; library; state employees
IATSE: theatrical; stage; motion picture; wardrobe; projectionists; film
CWA: telephone; newspaper; typographical; telecommunications
IAM: machine; aircraft; lodge; district lodge; air transport; toolmakers
SMART: sheet; rail; metal polishers; conductors
UWUA: gas; water; utility
BAC: tile; marble; masons; stone; terrazzo
CJA: piledrivers; floor; lathing; cabinet
`

// hinted are the keys that a word of hints speaks for.
var hinted = func() map[string][]string {
	m := map[string][]string{}
	for line := range strings.Lines(hints) {
		keys, words, _ := strings.Cut(strings.TrimSpace(line), ":")
		for w := range strings.SplitSeq(words, ";") {
			if j := joined(w); j != "" {
				m[j] = append(m[j], strings.Fields(keys)...)
			}
		}
	}
	return m
}()

// trade is a line of the table.
type trade struct {
	key     string
	parent  string   // the union it is part of
	one     bool     // whose locals are numbered together with its own
	related []string // by merger
	phrases []string
	bodies  map[string]bool // those of them, [joined], that are what bodies of the union are called
}

var lexicon = readTrades(trades)

func readTrades(table string) []trade {
	var read []trade
	for line := range strings.Lines(table) {
		head, phrases, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		words := strings.Fields(head)
		t := trade{key: words[0], bodies: map[string]bool{}}
		for _, w := range words[1:] {
			switch w[0] {
			case '<':
				t.parent = w[1:]
			case '=':
				t.parent, t.one = w[1:], true
			default:
				t.related = append(t.related, w[1:])
			}
		}
		for p := range strings.SplitSeq(phrases, ";") {
			p, star := strings.CutPrefix(strings.TrimSpace(p), "*")
			t.phrases = append(t.phrases, p)
			if star {
				t.bodies[joined(p)] = true
			}
		}
		read = append(read, t)
	}
	return read
}

// joined is how phrases are compared: their telling words without spaces between them, so that "steel workers" and
// "steelworkers" are one.
func joined(phrase string) string {
	return strings.Join(compared(phrase), "")
}

// compared are the words of a phrase but the empty ones, each in the form that [canonical] makes.
func compared(phrase string) []string {
	var words []string
	for _, t := range tokenize(phrase) {
		if w := canonical(t.s); !empty[w] {
			words = append(words, w)
		}
	}
	return words
}
