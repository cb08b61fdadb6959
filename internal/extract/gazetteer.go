package extract

import "strings"

// gazetteer are bodies whose name does not tell that they are unions, and whose acronyms people use alone: what neither the rules of
// mention.go nor the matcher's table of national unions would find in a text. It says that something is a union body, and never
// which: that is the record's. A line is one kind of names.
//
// A name is written as people do. Its words are compared without case, but a text has to have capitals where one stands here.
const gazetteer = `
us acronyms: MPPOA; COGS; GESO; GTFF; PASNAP; GLO; HGEA; UHPA; AFSA; MSEA; ALU; MTEA; PCUN; HTC; UFA; COBA; HCII; SBWU; CTU; MTEA; AFADC; UAPD; CFF; CPF; PAFCA; APFA; SWAPA; CCPOA; BPPA; NAPO; NBPC; UURWAW;
us acronyms: UTLA; UFT; CTU; NYSUT; NYSNA; PSC-CUNY; PSC; UESF; SPFE; MFE; MFT; MNA; WSNA; ONA; BTU; PFT; OEA; WEA; CTA; CFT; CFA; HSTA; FEA; TSTA; KEA; ISTA; MEA; NJEA; PVSEA; SBPEA; MAPE; IFO; WFSE; PROTEC17; UUP; CSEA; PEF;
us acronyms: RIPTA ATU; GEO; GSOC; TAA; TSEU; SENS; NAPE; UNAP; SEANC; SPEEA; CIR; UAPD; UHW; SEIU-UHW; USWW; HPAE; JNESO; MEBA; TDA; DFT; MTI; DCTA; AEA; SEA; OEA; WTU; WGA; WGAW; WGAE; SAG; AEA; IATSE; NFLPA; MLBPA; NBPA; NHLPA; TNG; BLET; BMWED; RWDSU
us names: Education Minnesota; Education Austin; Madison Teachers Inc; Law Enforcement Labor Services; Professional Staff Congress; Trader Joe's United; Amazonians United; United University Professions; Writers Guild; Writers Guild of America; Directors Guild; Directors Guild of America; Screen Actors Guild; Dramatists Guild; Animation Guild; Actors' Equity; NewsGuild; Starbucks Workers United; Workers United; Union of Southern Service Workers; Graduate Employees' Organization; Graduate Labor Organization; Graduate Workers of Columbia; Student Workers of Columbia; Culinary Union; Culinary Workers; Staff Union; Coalition of Immokalee Workers; Nurses United; Public Employees Federation; Committee of Interns and Residents; Doctors Council; Inter Faculty Organization; Vermont-NEA; California Faculty Association; Building Trades; Change to Win; Strategic Organizing Center; Fight for a Union
us names: National Border Patrol Council; Associated Administrators of Los Angeles; Correction Officers' Benevolent Association; Metro DC Labor; Fight for $15 and a Union; Los Angeles Police Protective League; 1199NW; SEIU Healthcare 1199NW; SEIU Healthcare 1199NE; SEIU HCII; SEIU HCIIMK; 
us names: University Professional and Technical Employees; MLK Labor; 1199SEIU; 32BJ; 1199NE; 1199C; DC 37; DC37; SEIU Healthcare; UNITE HERE; UNITE-HERE; National Domestic Workers Alliance; Actors' Equity Association; Brotherhood of Locomotive Engineers; Transport Workers Union; Retail, Wholesale and Department Store Union; Major League Baseball Players Association
caucuses: Railroad Workers United; Teamsters Mobilize; Teamsters for a Democratic Union; Unite All Workers for Democracy; UAWD; Movement of Rank and File Educators; MORE; Caucus of Rank and File Educators; CORE; Members First; Caucus of Working Educators; WE Caucus; Caucus of Rank-and-File Electrical Workers; Rank and File Caucus; Educators for a Democratic Union; Essential Workers for Democracy; Labor for Palestine; UAW Labor for Palestine; Healthcare Workers for Palestine; Higher Education Labor United; Carpenters for a Democratic Union; New Directions; Change is Now; Solidarity Caucus; Independent Community of Educators; Labor Notes caucus; Railroad Workers' Committee; Unity Caucus
canada: NSGEU; MGEU; SGEU; NBU; CSD; FTQ; CSN; CSQ; SCFP; CUPE; AFPC; PSAC; FNEEQ; FAE; FIQ; FSSS; FP-CSN; SFPQ; SPGQ; APTS; STTP; TUAC; CUPW; OPSEU; SEFPO; OSSTF; OECTA; ETFO; BCGEU; BCTF; HEU; HSABC; NUPGE; AUPE; ATA; NSTU; CAUT; OFL; BCFED; CLC; CTC; Unifor; Fédération autonome de l'enseignement; Centrale des syndicats du Québec; Hospital Employees' Union; Elementary Teachers of Toronto; Ontario Secondary School Teachers' Federation; Force ouvrière; Union syndicale Solidaires; Solidaires; Alliance de la Fonction publique du Canada; FNEEQ-CSN; Conseil central du Montréal métropolitain
britain: NAHT; Educational Institute of Scotland; Trades Union Congress; National Union of Rail, Maritime and Transport Workers; Bakers, Food and Allied Workers' Union; National Union of Journalists; British Medical Association; Royal College of Nursing; RMT; TUC; STUC; UCU; NEU; NASUWT; GMB; UNISON; Unison; PCS; FBU; CWU; ASLEF; Aslef; Usdaw; USDAW; TSSA; EIS; BMA; RCN; NUJ; BFAWU; SIPTU; ICTU; Fórsa; NIPSA; NAPO; Bectu; BECTU; UTAW; IWGB; UVW
france spain: CGT; CFDT; CFTC; CFE-CGC; UNSA; FSU; SNES-FSU; SNES; SUD-Rail; SUD Rail; CCOO; UGT; CSIF; CNT; Comisiones Obreras; LAB; ELA; USO
latin america: CNTE; SNTE; CTM; STUNAM; SUTERM; CROC; UTIER; FMPR; CTERA; SUTEBA; FECODE; CUT; UOM;  AMPR; PROSOL-UTIER
elsewhere: Community and Public Sector Union; Health Services Union; ACTU; CFMEU; AMWU; MUA; ANMF; NTEU; RTBU; COSATU; NUMSA; SATAWU; ITUC; ETUC; UNI Global Union; IndustriALL; Education International; ITF; PSI; DGB; ver.di; FNV; NZNO; NZCTU
words: Unite; Equity; Prospect; Community
`

// entry is a name of the gazetteer.
type entry struct {
	words   []string // folded, as tokens are
	capital []bool
	upper   bool // a single acronym
	caucus  bool
	// branches says that the union's branches bear their place before its name: "Camden NEU".
	branches bool
	// weak is a name that is a word as well: it is a union's only where what follows or precedes says so.
	weak bool
}

// known is the gazetteer by first word, the longest names first.
var known = readGazetteer(gazetteer)

func readGazetteer(table string) map[string][]entry {
	m := map[string][]entry{}
	for line := range strings.Lines(table) {
		kind, names, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok {
			continue
		}
		for name := range strings.SplitSeq(names, ";") {
			e := entry{caucus: kind == "caucuses", branches: kind == "britain", weak: kind == "words"}
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
