package intake

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// The registry of the Office of Labor-Management Standards (OLMS) of the US Department of Labor: one row
// for each file number, which is the identity. Designations are the codes of its lookup table.

var olmsColumns = []column{
	{name: "olms_file_number", required: true, also: []string{"file_number", "f_num"}},
	{name: "name", required: true},
	{name: "affiliation_abbr", also: []string{"aff_abbr"}},
	{name: "affiliation_name"},
	{name: "designation", also: []string{"desig_name"}},
	{name: "designation_number", also: []string{"desig_num"}},
	{name: "suffix", also: []string{"desig_suf"}},
	{name: "city"},
	{name: "state"},
	{name: "members"},
	{name: "fiscal_year", also: []string{"yr_covered"}},
	{name: "unit_name"},
	{name: "also_filed_as"},
	// How the file came about says nothing of a union.
	{name: "olms_union_name", ignored: true},
	{name: "tier", ignored: true},
	{name: "designation_source", ignored: true},
	{name: "name_source", ignored: true},
	{name: "city_state_source", ignored: true},
}

// olmsDesignation is what a designation code stands for.
type olmsDesignation struct {
	word string
	kind record.UnionKind
}

// headquarters is the designation of a national union itself.
const headquarters = "NHQ"

// olmsDesignations are the codes of OLMS. A council of several unions' locals is a labor council, any
// other body between the national union and its locals an intermediate one.
var olmsDesignations = map[string]olmsDesignation{
	"":           {"", record.KindLocal},
	headquarters: {"", record.KindNational},

	"LU": {"Local", record.KindLocal}, "LG": {"Lodge", record.KindLocal}, "BR": {"Branch", record.KindLocal}, "DIV": {"Division", record.KindLocal},
	"SLG": {"Lodge", record.KindLocal}, "CH": {"Chapter", record.KindLocal}, "LBR": {"Branch", record.KindLocal}, "LLG": {"Local Lodge", record.KindLocal},
	"LCH": {"Chapter", record.KindLocal}, "LDIV": {"Division", record.KindLocal}, "LEC": {"Local Executive Council", record.KindLocal},
	"LC": {"Local Council", record.KindLocal}, "LSC": {"Local Staff Council", record.KindLocal}, "GMB": {"General Membership Branch", record.KindLocal},
	"IUB": {"Industrial Union Branch", record.KindLocal}, "DALU": {"Directly Affiliated Local Union", record.KindLocal}, "ASSN": {"Association", record.KindLocal},
	"UNIT": {"Unit", record.KindUnit},

	"BCTC": {"Building and Construction Trades Council", record.KindLaborCouncil}, "MTC": {"Metal Trades Council", record.KindLaborCouncil},
	"PC": {"Port Council", record.KindLaborCouncil}, "APTC": {"Allied Printing Trades Council", record.KindLaborCouncil},
	"FASTC": {"Food and Allied Service Trades Council", record.KindLaborCouncil}, "IUDTC": {"Industrial Union Department Trades Council", record.KindLaborCouncil},
	"ULSTC": {"Union Label and Service Trades Council", record.KindLaborCouncil},

	"AC": {"Advisory Council", record.KindIntermediate}, "AREA": {"Area", record.KindIntermediate}, "BD": {"Board", record.KindIntermediate}, "CAP": {"CAP Council", record.KindIntermediate},
	"COM": {"Committee", record.KindIntermediate}, "CONF": {"Conference", record.KindIntermediate}, "CONBD": {"Conference Board", record.KindIntermediate}, "C": {"Council", record.KindIntermediate},
	"D": {"District", record.KindIntermediate}, "DC": {"District Council", record.KindIntermediate}, "DJC": {"District Joint Council", record.KindIntermediate}, "DLG": {"District Lodge", record.KindIntermediate},
	"FED": {"Federation", record.KindIntermediate}, "GC": {"General Committee", record.KindIntermediate}, "GO": {"General Committee", record.KindIntermediate},
	"GCA": {"General Committee of Adjustment", record.KindIntermediate}, "INTRM": {"Intermediate Body", record.KindIntermediate}, "JA": {"Joint Administration", record.KindIntermediate},
	"JB": {"Joint Board", record.KindIntermediate}, "JCONF": {"Joint Conference", record.KindIntermediate}, "JC": {"Joint Council", record.KindIntermediate},
	"JPB": {"Joint Protective Board", record.KindIntermediate}, "LEADC": {"Leadership Council", record.KindIntermediate}, "LJEB": {"Local Joint Executive Board", record.KindIntermediate},
	"MEC": {"Master Executive Council", record.KindIntermediate}, "NC": {"National Council", record.KindIntermediate}, "POWER": {"Project for Organizing Work Expansion and Recovery", record.KindIntermediate},
	"R": {"Region", record.KindIntermediate}, "RB": {"Regional Board", record.KindIntermediate}, "RC": {"Regional Council", record.KindIntermediate}, "ROC": {"Regional Organizing Committee", record.KindIntermediate},
	"SA": {"State Association", record.KindIntermediate}, "STCON": {"State Conference", record.KindIntermediate}, "STC": {"State Council", record.KindIntermediate},
	"SFED": {"State Federation", record.KindIntermediate}, "SLB": {"State Legislative Board", record.KindIntermediate}, "SDC": {"Sub-District Council", record.KindIntermediate},
	"SBA": {"System Board of Adjustment", record.KindIntermediate}, "SCOM": {"System Committee", record.KindIntermediate}, "SC": {"System Council", record.KindIntermediate},
	"SD": {"System Division", record.KindIntermediate}, "SF": {"System Federation", record.KindIntermediate}, "USC": {"Unified State Council", record.KindIntermediate},
}

// olmsAffiliations are the affiliations whose code is not what people say: the word that stands before a
// local's number, and the acronym of the union.
var olmsAffiliations = map[string]struct{ short, acronym string }{
	"AAA": {"4As", "4As"}, "AFA": {"AFA-CWA", "AFA-CWA"}, "AFGW": {"AFGWU", "AFGWU"}, "AFLCIO": {"AFL-CIO", "AFL-CIO"}, "BBF": {"Boilermakers", "IBB"}, "BCTGMI": {"BCTGM", "BCTGM"},
	"BLE": {"BLET", "BLET"}, "BMWE": {"BMWED", "BMWED"}, "BSOIW": {"Iron Workers", ""}, "CJA": {"Carpenters", "UBC"}, "GUA": {"IGUA", "IGUA"}, "HFIA": {"Insulators", "HFIAW"},
	"IBT": {"Teamsters", "IBT"}, "ICW": {"ICWU", "ICWU"}, "MTD": {"Metal Trades", ""}, "MTTD": {"Maritime Trades", ""}, "BCTD": {"Building Trades", "NABTU"}, "NSOI": {"NSO", "NSO"}, "OPCM": {"OPCMIA", "OPCMIA"},
	"PAT": {"IUPAT", "IUPAT"}, "PPF": {"UA", "UA"}, "PTE": {"IFPTE", "IFPTE"}, "RLCA": {"NRLCA", "NRLCA"}, "RWAW": {"Roofers", ""}, "SAGAFTRA": {"SAG-AFTRA", "SAG-AFTRA"},
	"SIUNA": {"SIU", "SIU"}, "UMW": {"UMWA", "UMWA"}, "UNITHE": {"UNITE HERE", ""}, "UWU": {"UWUA", "UWUA"}, "WPPW": {"AWPPW", "AWPPW"}, "WU": {"Workers United", ""},
}

const (
	// unaffiliated is the code of unions that belong to no other.
	unaffiliated = "UNAFF"
	// aflcio is the code of the federation, and otherCouncils that of bodies chartered by it directly.
	aflcio        = "AFLCIO"
	otherCouncils = "OCC"
)

// olmsRow is one row of the registry, understood.
type olmsRow struct {
	number      string
	abbr        string // of the affiliation
	affiliation string // its name
	code        string // of the designation
	union       record.Union
	digest      []byte // of the row
}

// parent is the code of the affiliation that the row belongs to; empty if there is none.
func (r olmsRow) parent() string {
	switch r.abbr {
	case unaffiliated:
		return ""
	case otherCouncils:
		return aflcio
	}
	return r.abbr
}

var errNoName = errors.New("the row has no name: neither name nor unit_name nor also_filed_as says what the union is called")

// readOLMS makes of a row what it says.
func readOLMS(f fields) (olmsRow, error) {
	r := olmsRow{
		number: f.get("olms_file_number"), abbr: strings.ToUpper(f.get("affiliation_abbr")), affiliation: f.get("affiliation_name"), code: strings.ToUpper(f.get("designation")),
	}
	id, err := record.ParseIdentifier("olms:" + r.number)
	if err != nil {
		return r, fmt.Errorf("%q is not an OLMS file number (digits)", clip(r.number))
	}
	r.number = id.Value
	name, unit, filed := f.get("name"), f.get("unit_name"), splitList(f.get("also_filed_as"))
	if name == "" && unit == "" && len(filed) == 0 {
		return r, errNoName
	}
	kind, known := olmsDesignations[r.code]
	if !known {
		return r, fmt.Errorf("%q is not a designation code of OLMS", clip(r.code))
	}
	members, err := membersOf(f.get("members"), f.get("fiscal_year"))
	if err != nil {
		return r, err
	}
	u := record.Union{Kind: kind.kind, Identifiers: []record.Identifier{id}, Members: members, Place: olmsPlace(f.get("city"), f.get("state"))}
	if r.code != headquarters && r.code != "" {
		u.Designation = record.Designation{Type: kind.word, Number: f.get("designation_number"), Suffix: f.get("suffix")}
	}
	if r.code == "" && f.get("designation_number") != "" {
		u.Designation = record.Designation{Type: "Local", Number: f.get("designation_number"), Suffix: f.get("suffix")}
	}
	switch r.abbr {
	case "BCTD", "MTD", "MTTD":
		if r.code == "" {
			u.Kind = record.KindLaborCouncil // all that a trades department charters
		}
	case aflcio, otherCouncils:
		if r.code == "" {
			u.Kind = record.KindLaborCouncil
		}
	}
	if r.code == headquarters {
		u.Kind = nationalKind(r.abbr, r.affiliation)
		u.Names = nationalNames(r.abbr, r.affiliation)
		u.Name = u.Names[0].Value
		r.union = u
		r.addAliases("", unit, filed)
		return r, nil
	}
	// Where the file writes the designation as the union does ("Local Lodge 583"), so do we.
	if word, ok := strings.CutPrefix(name, r.affiliation+" "); ok && u.Designation.Number != "" && r.affiliation != "" {
		if word, ok = strings.CutSuffix(word, " "+u.Designation.Number+u.Designation.Suffix); ok && len(word) <= 40 && !strings.ContainsFunc(word, unicode.IsDigit) {
			u.Designation.Type = word
		}
	}
	r.union = u
	r.union.Name = r.display(name, unit, filed)
	r.union.Names = []record.Name{{Value: r.union.Name, Type: "short"}}
	switch name {
	case "", r.union.Name:
		r.union.Names[0].Type = "official"
	case r.affiliation, r.abbr:
		// The parent's name is the parent's. On hundreds of its locals it would only lead astray.
	default:
		r.union.Names = append(r.union.Names, record.Name{Value: name, Type: "official"})
	}
	r.addAliases(name, unit, filed)
	return r, nil
}

// addAliases adds the row's other names. A unit's name that is the end of the name is its second line, and
// none of its own.
func (r *olmsRow) addAliases(name, unit string, filed []string) {
	if unit != "" && r.abbr == unaffiliated && strings.HasSuffix(name, unit) {
		unit = ""
	}
	for _, alias := range append([]string{unit}, filed...) {
		if alias != "" && !hasName(r.union.Names, alias) {
			r.union.Names = append(r.union.Names, record.Name{Value: alias, Type: "alias"})
		}
	}
}

func hasName(names []record.Name, value string) bool {
	for _, n := range names {
		if n.Value == value {
			return true
		}
	}
	return false
}

// display is what people call the body, made of what the row says: "Teamsters Local 804", "NALC Alabama
// State Association", "SEIU (OLMS file 9999)" where nothing more is known than to whom it belongs.
func (r olmsRow) display(name, unit string, filed []string) string {
	u := r.union
	short := r.short()
	unit = titled(unit)
	switch number := u.Designation.Number; {
	case r.abbr == unaffiliated && name != "":
		return titled(name)
	case r.abbr == unaffiliated && number != "":
		return strings.TrimSpace("Unaffiliated " + u.Designation.Type + " " + joined(number, u.Designation.Suffix))
	case r.abbr == unaffiliated:
		return firstOf(unit, append(filed, "")...)
	case number != "":
		return strings.TrimSpace(short + " " + u.Designation.Type + " " + joined(number, u.Designation.Suffix))
	case unit != "":
		return r.named(short, unit)
	case u.Designation.Type != "" && u.Place.City != "":
		return fmt.Sprintf("%s %s (%s)", short, u.Designation.Type, strings.TrimSuffix(u.Place.City+", "+strings.TrimPrefix(u.Place.Region, "US-"), ", "))
	case name != "" && name != r.affiliation && name != r.abbr:
		return titled(name)
	case u.Designation.Type != "":
		return fmt.Sprintf("%s %s (OLMS file %s)", short, u.Designation.Type, r.number)
	}
	return fmt.Sprintf("%s (OLMS file %s)", short, r.number)
}

func firstOf(first string, rest ...string) string {
	if first == "" {
		return rest[0]
	}
	return first
}

func joined(number, suffix string) string {
	if suffix == "" {
		return number
	}
	return number + "-" + suffix
}

// bodies are the words of which one says what a body is.
var bodies = []string{
	"ASSOCIATION", "ASSN", "ASN", "ASSOC", "UNION", "GUILD", "FEDERATION", "FED", "COUNCIL", "COUNCILS", "LOCAL", "LOCALS", "CONFERENCE", "COMMITTEE", "ORGANIZATION", "ALLIANCE", "LODGE", "BRANCH", "CHAPTER", "DIVISION",
	"DISTRICT", "UNIT", "BOARD", "MEC", "ASSOCIAT", "ESP", "ESPA", "GMB", "LEAGUE", "SOCIETY", "BROTHERHOOD", "RLCA",
}

// named is the display name of a body that bears a name in the place of a number.
func (r olmsRow) named(short, unit string) string {
	words := strings.FieldsFunc(strings.ToUpper(unit), func(c rune) bool { return !unicode.IsLetter(c) })
	has := false
	for _, w := range words {
		for _, b := range bodies {
			has = has || w == b
		}
	}
	kind := r.union.Designation.Type
	if r.union.Kind == record.KindLaborCouncil {
		if has {
			return unit
		}
		return unit + " " + kind
	}
	if strings.HasPrefix(strings.ToUpper(unit), strings.ToUpper(short)) {
		short = ""
	}
	if len(words) > 2 && r.abbr != "RLCA" {
		switch words[len(words)-1] {
		case "ASSOCIATION", "UNION", "GUILD", "FEDERATION":
			return unit // a name of its own: National Football League Players Association
		}
	}
	if has {
		kind = ""
	}
	if r.code == "LBR" && kind != "" {
		kind = "Local"
	}
	return strings.Join(strings.Fields(short+" "+unit+" "+kind), " ")
}

func (r olmsRow) short() string {
	abbr := r.parent()
	if a, ok := olmsAffiliations[abbr]; ok {
		return a.short
	}
	return abbr
}

// nationalKind tells the AFL-CIO and its departments, which are federations of unions.
func nationalKind(abbr, name string) record.UnionKind {
	upper := strings.ToUpper(name)
	if abbr == aflcio || strings.HasSuffix(upper, "AFL-CIO") && (strings.Contains(upper, "DEPARTMENT") || strings.Contains(upper, "DEPT")) {
		return record.KindFederation
	}
	return record.KindNational
}

// nationalNames are the names of the union that an affiliation stands for, the display name first.
func nationalNames(abbr, name string) []record.Name {
	a, ok := olmsAffiliations[abbr]
	if !ok {
		a.short, a.acronym = abbr, abbr
	}
	if name == "" {
		return []record.Name{{Value: abbr, Type: "acronym"}}
	}
	names := []record.Name{{Value: titled(name), Type: "official"}}
	add := func(value, kind string) {
		if value != "" && !hasName(names, value) {
			names = append(names, record.Name{Value: value, Type: kind})
		}
	}
	add(a.acronym, "acronym")
	add(a.short, "short")
	add(abbr, "alias") // OLMS's own code
	add(name, "alias")
	return names
}

// olmsPlace reads a city and the postal code of a state. The code 00 stands for another country, without
// saying which.
func olmsPlace(city, state string) record.Place {
	if state == "00" {
		return record.Place{City: city}
	}
	p := placeOf("US", state, city)
	if state == "" {
		p.Region = ""
	}
	if rest, ok := strings.CutSuffix(strings.ToUpper(city), ", "+strings.ToUpper(state)); ok && state != "" {
		p.City = city[:len(rest)] // "Washington, Dc" in DC
	}
	return p
}

// membersOf reads a count and the year it is of. An empty one is unknown.
func membersOf(n, asOf string) ([]record.MemberCount, error) {
	if n == "" {
		return nil, nil
	}
	c, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "", "'", "").Replace(n))
	if err != nil {
		return nil, fmt.Errorf("%q is not a number of members", clip(n))
	}
	date, err := ParseDate(asOf, MonthFirst)
	if err != nil {
		return nil, fmt.Errorf("the members' date: %w", err)
	}
	return []record.MemberCount{{Count: c, AsOf: date}}, nil
}

// headquartersOf reads a registry through for the rows of the national unions themselves, so that each
// is written before the locals that belong to it. A row that cannot be read is left for the import to
// report.
func headquartersOf(rows Rows, m mapped, digest func(fields) []byte) (map[string]olmsRow, error) {
	found := map[string]olmsRow{}
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		if row.Bad != "" {
			continue
		}
		f := m.fields(row)
		if !strings.EqualFold(f.get("designation"), headquarters) {
			continue
		}
		r, err := readOLMS(f)
		if err != nil || r.parent() == "" {
			continue
		}
		// Of several rows of one union the first that reports members is it; the others are more file
		// numbers of the same.
		known, twice := found[r.abbr]
		r.digest = digest(f)
		if !twice && len(found) < 10_000 || twice && len(known.union.Members) == 0 && len(r.union.Members) > 0 {
			found[r.abbr] = r
		}
	}
}

// olmsState is what an import of the registry knows of the unions that the rows belong to.
type olmsState struct {
	nationals    *match.Index // the federations and national unions of the record
	headquarters map[string]olmsRow
	parents      map[string]record.Ref // by affiliation; empty for one that could not be written
}

func olmsLayout() layout {
	state := &olmsState{nationals: match.New(), parents: map[string]record.Ref{}}
	return layout{
		columns: olmsColumns,
		prepare: func(r *run) error {
			rows, err := r.File.Rows(r.ctx)
			if err != nil {
				return err
			}
			state.headquarters, err = headquartersOf(rows, r.mapped, r.digest)
			if err := errors.Join(err, rows.Close()); err != nil {
				return err
			}
			return r.each(record.UnionFilter{Kinds: []record.UnionKind{record.KindFederation, record.KindNational}}, state.nationals.Put)
		},
		row: state.row,
	}
}

func (s *olmsState) row(r *run, row Row, f fields, digest []byte) error {
	o, err := readOLMS(f)
	if err != nil {
		return r.refuse(row, err.Error())
	}
	put := record.UnionPut{Union: o.union, KindUnsure: o.code == ""}
	if parent := o.parent(); parent != "" {
		ref, err := s.parentOf(r, parent, o)
		if err != nil {
			return err
		}
		if res, ok := r.early[string(digest)]; ok {
			delete(r.early, string(digest))
			return r.settle(row, digest, res)
		}
		switch {
		case o.code == headquarters:
			// One more file number of the national union.
			put.Ref, put.Union.Name, put.Union.Kind = ref, "", ""
		case ref != "":
			put.Parents = []record.ParentPut{{Ref: ref, Type: record.Chartered}}
		}
	}
	r.put(row, digest, put)
	return nil
}

// national finds the union that an affiliation stands for: by its file number, by its name, or by an acronym of one that the
// name may mean. Where the registry knows no more than the code, which is one of the United States, it is not a union of Canada.
func (s *olmsState) national(r *run, number, name string, acronyms ...string) (id uuid.UUID, found bool, err error) {
	if number != "" {
		ref, err := r.names.exact("olms:" + number)
		if id, found = ref.UUID(); err != nil || found {
			return id, found, err
		}
	}
	find := func(name string) []match.Candidate {
		return slices.DeleteFunc(s.nationals.Find(match.Query{Name: name, Country: "US"}, 5), func(c match.Candidate) bool {
			return c.Place.Country != "" && c.Place.Country != "US" && c.Place.Country != "CA"
		})
	}
	named := find(name)
	if len(named) > 0 && named[0].Match {
		return named[0].ID, true, nil
	}
	for _, acronym := range acronyms {
		for _, c := range find(acronym) {
			known := slices.ContainsFunc(named, func(n match.Candidate) bool { return n.ID == c.ID })
			if c.Match && (known || name == "" && c.Place.Country != "CA") {
				return c.ID, true, nil
			}
		}
	}
	return uuid.Nil, false, nil
}

// parentOf answers the union that an affiliation stands for. It is found in the record or written, from
// its own row where the file has one.
func (s *olmsState) parentOf(r *run, abbr string, of olmsRow) (record.Ref, error) {
	if ref, ok := s.parents[abbr]; ok {
		return ref, nil
	}
	own, has := s.headquarters[abbr]
	name := of.affiliation
	if has {
		name = own.affiliation
	} else if of.abbr != abbr {
		name = "AFL-CIO" // of a body whose affiliation is "other councils"
	}
	a := olmsAffiliations[abbr]
	id, found, err := s.national(r, own.number, name, a.acronym, abbr)
	if err != nil {
		return "", err
	}
	put := record.UnionPut{Union: own.union, Seen: own.digest}
	switch {
	case has && found:
		// The record's own name and kind stand; the row adds to them.
		put.Ref, put.Union.Name, put.Union.Kind = record.Ref(id.String()), "", ""
	case !has && found:
		s.parents[abbr] = record.Ref(id.String())
		return s.parents[abbr], nil
	case !has:
		names := nationalNames(abbr, name)
		put.Union = record.Union{Kind: nationalKind(abbr, name), Name: names[0].Value, Names: names, Place: record.Place{Country: "US"}}
		put.Seen = digestOf("olms parent", abbr, name)
	}
	res, err := r.putNow(put)
	if err != nil {
		return "", err
	}
	if has {
		r.early[string(own.digest)] = res
	} else if res.Err == nil && res.Outcome == record.PutCreated {
		r.report.ParentsCreated++
	}
	if res.Err == nil && res.ID != uuid.Nil {
		id = res.ID
	}
	s.parents[abbr] = ""
	if id != uuid.Nil {
		s.parents[abbr] = record.Ref(id.String())
	}
	return s.parents[abbr], nil
}
