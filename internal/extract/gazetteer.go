package extract

import "strings"

// gazetteer are bodies whose name does not tell that they are unions, and whose acronyms people use alone: what neither the rules of
// mention.go nor the matcher's table of national unions would find in a text. It says that something is a union body, and never
// which: that is the record's. A line is one kind of names. A question mark behind the kind says that the names are words or other
// acronyms besides: they are a union's in a text about unions of that country.
//
// A name is written as people do. Its words are compared without case, but a text has to have capitals where one stands here.
const gazetteer = `
us acronyms: PSEA; OSEA; APALA; CLUW; CBTU; LCLAA; WSLC; UESF; OPEU; UCW-CWA; UCW; NABTU; CWA-TNG; TAUP; TUGSA; GEO-UAW; HGSU; HGSU-UAW; SWC-UAW; NYSNA; NYSPEF; AFT-NJ; AFT-CT; AFT-PA; OEA; SCTA; SDEA; SJTA; CSEA; CCEA; WCEA; NSEA; SOEA; CTU; NYSCOPBA; UNAC/UHCP; UNAC; UHCP; MNEA; OFNHP; AAUP-BHSNJ; CSLEA; CAPS-UAW; PECG; VSEA; MSEA-SEIU; NHEA; NEARI; DSEA; WVEA; NCAE; SCEA; GAE; LFT; LAE; VEA; MSEA; UTNO; USWW; MPPOA; COGS; GESO; GTFF; PASNAP; GLO; HGEA; UHPA; AFSA; MSEA; ALU; MTEA; PCUN; HTC; UFA; COBA; HCII; SBWU; CTU; MTEA; AFADC; UAPD; CFF; CPF; PAFCA; APFA; SWAPA; CCPOA; BPPA; NAPO; NBPC; UURWAW;
us acronyms: UTLA; UFT; CTU; NYSUT; NYSNA; PSC-CUNY; PSC; UESF; SPFE; MFE; MFT; MNA; WSNA; ONA; BTU; PFT; OEA; WEA; CTA; CFT; CFA; HSTA; FEA; TSTA; KEA; ISTA; MEA; NJEA; PVSEA; SBPEA; MAPE; IFO; WFSE; PROTEC17; UUP; CSEA; PEF;
us acronyms: RIPTA ATU; GEO; GSOC; TAA; TSEU; SENS; NAPE; UNAP; SEANC; SPEEA; CIR; UAPD; UHW; SEIU-UHW; USWW; HPAE; JNESO; MEBA; TDA; DFT; MTI; DCTA; AEA; SEA; OEA; WTU; WGA; WGAW; WGAE; SAG; AEA; IATSE; NFLPA; MLBPA; NBPA; NHLPA; TNG; BLET; BMWED; RWDSU
us names: Education Minnesota; Education Austin; Madison Teachers Inc; Law Enforcement Labor Services; Professional Staff Congress; Trader Joe's United; Amazonians United; United University Professions; Writers Guild; Writers Guild of America; Directors Guild; Directors Guild of America; Screen Actors Guild; Dramatists Guild; Animation Guild; Actors' Equity; NewsGuild; Starbucks Workers United; Workers United; Union of Southern Service Workers; Graduate Employees' Organization; Graduate Labor Organization; Graduate Workers of Columbia; Student Workers of Columbia; Culinary Union; Culinary Workers; Staff Union; Coalition of Immokalee Workers; Nurses United; Public Employees Federation; Committee of Interns and Residents; Doctors Council; Inter Faculty Organization; Vermont-NEA; California Faculty Association; Building Trades; Change to Win; Strategic Organizing Center; Fight for a Union
us names: Trabajadores Unidos de Alimentos y Comercio; Trabajadores Automotrices Unidos; Trabajadores de Comunicaciones de América; Trabajadores Siderúrgicos Unidos; Campesinos Unidos; Enfermeras Nacionales Unidas; Seafarers' International Union; Seafarers International Union of North America; International Organization of Masters, Mates & Pilots; Guild of Italian American Actors; Kentucky 120 United; Tronquistas; Unión de Tronquistas; Health Professionals and Allied Employees; United Nurses Associations of California; Colorado WINS; Fairfax Education Unions; Coalition of Kaiser Permanente Unions; Masters, Mates & Pilots; Inlandboatmen's Union; Inlandboatmen's Union of the Pacific; Marine Engineers' Beneficial Association; Coalition of Black Trade Unionists; Coalition of Labor Union Women; Pride at Work; Labor Council for Latin American Advancement; Asian Pacific American Labor Alliance; A. Philip Randolph Institute; Alliance for Retired Americans; Familias Unidas por la Justicia; Guild Freelancers; Rutgers AAUP-AFT; Council of UC Faculty Associations; Association of Pennsylvania State College and University Faculties; 1199 SEIU; National Border Patrol Council; Associated Administrators of Los Angeles; Correction Officers' Benevolent Association; Metro DC Labor; Fight for $15 and a Union; Los Angeles Police Protective League; 1199NW; SEIU Healthcare 1199NW; SEIU Healthcare 1199NE; SEIU HCII; SEIU HCIIMK; 
us names: University Professional and Technical Employees; MLK Labor; 1199SEIU; 32BJ; 1199NE; 1199C; DC 37; DC37; SEIU Healthcare; UNITE HERE; UNITE-HERE; National Domestic Workers Alliance; Actors' Equity Association; Brotherhood of Locomotive Engineers; Transport Workers Union; Retail, Wholesale and Department Store Union; Major League Baseball Players Association
caucuses: PCS Left Unity; UCU Left; PCS Independent Left; NEU Left; Railroad Workers United; Teamsters Mobilize; Teamsters for a Democratic Union; Unite All Workers for Democracy; UAWD; Movement of Rank and File Educators; MORE; Caucus of Rank and File Educators; CORE; Members First; Caucus of Working Educators; WE Caucus; Caucus of Rank-and-File Electrical Workers; Rank and File Caucus; Educators for a Democratic Union; Essential Workers for Democracy; Labor for Palestine; UAW Labor for Palestine; Healthcare Workers for Palestine; Higher Education Labor United; Carpenters for a Democratic Union; New Directions; Change is Now; Solidarity Caucus; Independent Community of Educators; Labor Notes caucus; Railroad Workers' Committee; Unity Caucus
canada: NSGEU; MGEU; SGEU; NBU; SCFP; CUPE; AFPC; PSAC; STTP; TUAC; CUPW; OPSEU; SEFPO; OSSTF; OECTA; ETFO; BCGEU; BCTF; HEU; HSABC; NUPGE; AUPE; ATA; NSTU; CAUT; OFL; BCFED; BCFMWU; CLC; Unifor; FFAW; PIPSC; IPFPC; YUFA; UTFA; OCUFA; FPSE; TSSU; ONA; AEFO; NBTA; NLTA; CFNU; ACTRA
canada?: CTC; NAPE; SUN; HSAA; UNA; STF; MTS
canada: Alliance of Canadian Cinema, Television and Radio Artists; Directors Guild of Canada; Canadian Postmasters and Assistants Association; Seafarers' International Union of Canada; Hospital Employees' Union; Elementary Teachers of Toronto; Ontario Secondary School Teachers' Federation; BC Nurses' Union; BC Teachers' Federation; Health Sciences Association; Health Sciences Association of BC; Canadian Association of Professional Employees; Professional Institute of the Public Service of Canada; Fish, Food and Allied Workers; BC Ferry and Marine Workers' Union
canada?: CAPE; HSA
quebec: Union des artistes; SEPB; FIQP; SPUQ; SPUL; SGPUM; SCCUQ; SFMM; SPPMM; CSD; FTQ; CSN; CSQ; FNEEQ; FAE; FIQ; FSSS; FP-CSN; SFPQ; SPGQ; APTS; SCFP; AFPC; STTP; TUAC; FEESP; FEC-CSQ; FPPE; SEUQAM; SQEES; Fédération autonome de l'enseignement; Centrale des syndicats du Québec; Alliance de la Fonction publique du Canada; FNEEQ-CSN; Conseil central du Montréal métropolitain; Conseil provincial du Québec des métiers de la construction; Congrès du travail du Canada
quebec?: UES; FNC
britain: Professional Footballers' Association; NAHT; Educational Institute of Scotland; Trades Union Congress; Scottish Trades Union Congress; Wales TUC; National Union of Rail, Maritime and Transport Workers; Bakers, Food and Allied Workers' Union; National Union of Journalists; British Medical Association; Royal College of Nursing; Royal College of Midwives; University and College Union; Public and Commercial Services Union; National Education Union; Communication Workers Union; Fire Brigades Union; Transport Salaried Staffs' Association; Scottish Secondary Teachers' Association; Prison Officers' Association; Society of Radiographers; Chartered Society of Physiotherapy; Hospital Consultants and Specialists Association; Association of School and College Leaders; First Division Association; Musicians' Union; Writers' Guild of Great Britain; Unite the Union
britain: RMT; TUC; STUC; WTUC; UCU; NEU; NASUWT; GMB; UNISON; Unison; PCS; FBU; CWU; ASLEF; Aslef; Usdaw; USDAW; TSSA; EIS; BMA; RCN; RCM; NUJ; BFAWU; NIPSA; NAPO; Bectu; BECTU; UTAW; IWGB; UVW; SSTA; HCSA; ASCL; URTU; BALPA; Balpa; Nautilus International
britain?: Accord; Nautilus; UCAC; SWU; AEP; Advance; Aegis; CSP; POA; FDA
ireland: SIPTU; Siptu; ICTU; Fórsa; Forsa; INMO; ASTI; IFUT; NBRU; AHCPS; Irish Congress of Trade Unions; Irish National Teachers' Organisation; Irish Nurses and Midwives Organisation; Irish Medical Organisation; Association of Secondary Teachers in Ireland; Association of Secondary Teachers Ireland; Teachers' Union of Ireland; Financial Services Union
ireland?: TUI; INTO; IMO; Mandate; GSU; Connect
australia: Construction, Forestry, Mining and Energy Union; Construction, Forestry and Maritime Employees Union; Community and Public Sector Union; Health Services Union; Health and Community Services Union; Rail, Tram and Bus Union; Maritime Union of Australia; Transport Workers' Union; Independent Education Union; Retail and Fast Food Workers Union; Victorian Trades Hall Council; Queensland Council of Unions; Unions NSW; Unions ACT; Unions WA; UnionsWA; Unions Tasmania; SA Unions; Unions NT; NSW Nurses and Midwives' Association; Queensland Nurses and Midwives' Union; NSW Teachers Federation; Electrical Trades Union; Plumbing and Pipe Trades Employees Union; United Workers Union; Australian Services Union; Australian Education Union; Finance Sector Union; Media, Entertainment and Arts Alliance
australia: ACTU; CFMEU; CFMMEU; AMWU; MUA; ANMF; NTEU; RTBU; RAFFWU; HACSU; QNMU; NSWNMA; SSTUWA; VTHC
australia?: QTU; AWU; FSU; CPSU; HSU; UWU; IEU; AEU; ASU; ETU; TWU; MEAA; SDA; PSA
new zealand: NZNO; NZCTU; NZEI; NZEI Te Riu Roa; PPTA; PPTA Te Wehengarua; ASMS; MUNZ; NZPFU; RMTU; E tū; FIRST Union; Unite Union; Tertiary Education Union; Te Hautū Kahurangi; Association of Salaried Medical Specialists; Toi Mata Hauora; Public Service Association; New Zealand Nurses Organisation; Post Primary Teachers' Association; Post Primary Teachers Association; Maritime Union of New Zealand; Rail and Maritime Transport Union; Council of Trade Unions
new zealand?: TEU; PSA
france: SUD Éducation; SUD Santé-Sociaux; SUD Santé Sociaux; Sud-Rail; Union syndicale de la psychiatrie; CGT; CFDT; CFTC; CFE-CGC; UNSA; Unsa; SNES-FSU; SNES; Snes; Snes-FSU; SUD-Rail; SUD Rail; Solidaires; Union syndicale Solidaires; Force ouvrière; SNALC; Snalc; SE-Unsa; SE-UNSA; SNUipp; SNUipp-FSU; FSU-SNUipp; Snesup; Snesup-FSU; SNESUP; SNESUP-FSU; SNEP-FSU; SNUEP-FSU; Sgen-CFDT; SGEN-CFDT; UNSA-Ferroviaire; SNJ-CGT; CNT-SO; SNCS-FSU; FERC-CGT; FNIC-CGT; FNME-CGT; Syndicat de la magistrature; SNUDI-FO; Intersyndicale; SNPTES; FAFPT; Action et Démocratie
france?: FSU; SUD; FO; SNEP; SGEN; SNJ; CGC; USM
belgium: FGTB; ABVV; CGSLB; ACLVB; CGSP; ACOD; SETCa; Setca; CGSP-ALR; LBC-NVK; CSC-Transcom; UNSP; OGBL; LCGB; Syndicom
belgium?: CSC; ACV; CNE; SLFP; Unia; USS; Syna; SSP; SEV
spain: CCOO; CC OO; UGT; CSIF; CNT; Comisiones Obreras; Unión General de Trabajadores; Unión Sindical Obrera; STEPV; SATSE; AMYTS; USTEC; CIG-Ensino; Intersindical-CSC; Intersindical Canaria; Intersindical Valenciana; Steilas; Co.bas; CGT; FETE-UGT; SUATEA; SEPLA; JUPOL; Jupol; Confederación Intersindical; Solidaridad Obrera
spain?: CIG; ELA; LAB; USO; ANPE; STES; STEs; IAC; Intersindical; ESK; Cobas; SAT; CESM; AMES; SUP; CSI; CUT
latin america: CNTE; SNTE; CTM; STUNAM; SUTERM; CROC; CATEM; UTIER; FMPR; Prosol-UTIER; PROSOL-UTIER; AMPR; UITA; CTERA; Ctera; SUTEBA; Suteba; ADEMYS; Ademys; Amsafe; AMSAFE; UPCN; CONADU; Conadu; CTA Autónoma; CTA de los Trabajadores; UOM; UOCRA; Uocra; SMATA; Smata; CTEP; UTEP; La Bancaria; La Fraternidad; Asociación Bancaria; AGTSyP; FATUN; SADOP; Sadop; CICOP; Cicop; FECODE; Fecode; CGTD; Sintraminercol; Sinaltrainal; SUTEP; Sutep; CGTP; Fenate; FSTMB; CSUTCB; PIT-CNT; Fenapes; FENAPES; Adeom; ADEOM; FUM-TEP; Fancap; ANEF; Anef; Confusam; CONFUSAM; Fenpruss; FENPRUSS; Fenats; ANDIME; Suntracs; SUNTRACS; Asoprof; ASOPROF; Conusi; CONUSI; Undeca; UNDECA; Copemh; COPEMH; Colprosumah; COLPROSUMAH; Coprumh; COPRUMH; UNSITRAGUA; Bases Magisteriales; ANDES 21 de Junio
latin america?: CROM; UNT; SME; STRM; EDUCAMOS; CPT; SPT; SUTE; UEPC; ATEN; ATE; CTA; UTA; UDA; Camioneros; CUT; CTC; USO; COB; ADES; COFE; UNE; FUT; Aeve; AEVE; ANEP; APSE; ANDE; SEC; STEG; ADP; CTV
europe: DGB; ver.di; IG Metall; IG BCE; IG BAU; ÖGB; PRO-GE; CGIL; FIOM; FIOM-CGIL; CGTP-IN; Fenprof; SINTTAV; IF Metall; Fagforbundet; GSEE; ADEDY; OPZZ; Solidarność; DİSK; Türk-İş; Histadrut
europe?: GEW; NGG; EVG; GdP; FNV; CNV; CISL; UIL; USB; Fiom; STOP; TCO; SAC; SAK; Unionen; FOA; PAME; KESK; DISK
elsewhere: Kilusang Mayo Uno; Congress of South African Trade Unions; COSATU; NUMSA; SATAWU; NEHAWU; SADTU; SAFTU; FEDUSA; ITUC; ETUC; UNI Global Union; IndustriALL; IndustriALL Global Union; Education International; Public Services International; Building and Wood Workers' International; International Transport Workers' Federation; International Trade Union Confederation; Zenroren; Rengo; Zenroso; KCTU; FKTU; Korean Confederation of Trade Unions; AITUC; INTUC; NTUI; ASUU; CUT Brasil; CSP-Conlutas; Força Sindical; UGTT; PGFTU; HKCTU
elsewhere?: ITF; PSI; IUF; BWI; IFJ; CITU; HMS; NLC; KMU; CTB
words: Unite; Equity; Prospect; Community; Accord; Advance; Nautilus
`

// entry is a name of the gazetteer.
type entry struct {
	words   []string // folded, as tokens are
	capital []bool
	upper   bool // a single acronym
	caucus  bool
	// branches says that the union's branches bear their place before its name: "Camden NEU".
	branches bool
	// extends says that a branch bears its place or trade behind the name: "CGT Cheminots", "UNISON Glasgow City".
	extends bool
	// weak is a name that is a word as well: it is a union's only where what follows or precedes says so.
	weak bool
	// home is where unions are that are named besides: the line's kind, for a name that is only one in a text about them.
	home string
	// foreign says that home has to be known for the name to be a union's.
	foreign bool
}

// homeWords tell that a text is about a country whose unions have names that are words or acronyms of others elsewhere.
var homeWords = map[string]string{
	"ireland": "ireland", "irish": "ireland", "dublin": "ireland", "dail": "ireland", "leinster": "ireland", "galway": "ireland",
	"australia": "australia", "australian": "australia", "sydney": "australia", "melbourne": "australia", "brisbane": "australia", "nsw": "australia",
	"zealand": "new-zealand", "aotearoa": "new-zealand", "tiriti": "new-zealand", "hikoi": "new-zealand", "auckland": "new-zealand",
}

// romanceHomes are where unions bear French and Spanish names.
var romanceHomes = set("quebec france belgium spain latin-america")

// known is the gazetteer by first word, the longest names first.
var known = readGazetteer(gazetteer)

func readGazetteer(table string) map[string][]entry {
	m := map[string][]entry{}
	for line := range strings.Lines(table) {
		kind, names, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		kind, foreign := strings.CutSuffix(kind, "?")
		home := strings.ReplaceAll(kind, " ", "-")
		if strings.HasPrefix(home, "us-") || home == "words" || home == "caucuses" {
			home = ""
		}
		for name := range strings.SplitSeq(names, ";") {
			e := entry{caucus: kind == "caucuses", branches: kind == "britain", weak: kind == "words" || foreign, home: home, foreign: foreign}
			e.extends = romanceHomes[home] && home != "quebec" || home == "britain"
			for _, t := range tokenize(strings.TrimSpace(name)) {
				if t.kind == punctuation {
					continue
				}
				e.words = append(e.words, t.low)
				e.capital = append(e.capital, t.low != "caucus" && (t.capital || t.kind == digits))
				e.upper = t.upper
			}
			if len(e.words) == 0 {
				continue
			}
			e.upper = e.upper && len(e.words) == 1
			e.weak = e.weak || e.upper && (e.words[0] == "more" || e.words[0] == "core")
			list := m[e.words[0]]
			at := 0
			for at < len(list) && len(list[at].words) >= len(e.words) {
				at++
			}
			m[e.words[0]] = append(list[:at:at], append([]entry{e}, list[at:]...)...)
		}
	}
	return m
}
