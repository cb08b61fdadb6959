package intake_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rollcall/internal/intake"
	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

// The corpus is real data that is not part of the project: ROLLCALL_CORPUS names the folder that holds it.
func corpus(t testing.TB, path ...string) string {
	t.Helper()
	dir := os.Getenv("ROLLCALL_CORPUS")
	if dir == "" {
		t.Skip("ROLLCALL_CORPUS names no folder with registry/olms_unions.csv.gz and endorsements/endorsements_dev.csv: nothing to import")
	}
	return filepath.Join(append([]string{dir}, path...)...)
}

// table is a file with the lines given.
func table(t testing.TB, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// take imports a file and checks that the counts add up.
func take(t testing.TB, f *storetest.Fixture, kind intake.Kind, path string, options ...func(*intake.Options)) intake.Report {
	t.Helper()
	report, err := try(t, f, kind, path, options...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func try(t testing.TB, f *storetest.Fixture, kind intake.Kind, path string, options ...func(*intake.Options)) (intake.Report, error) {
	t.Helper()
	file, err := intake.Open(t.Context(), path, nil)
	if err != nil {
		return intake.Report{}, err
	}
	defer file.Close()
	o := intake.Options{Kind: kind, File: file, Write: storetest.By("desk")}
	for _, option := range options {
		option(&o)
	}
	report, err := intake.Run(t.Context(), storetest.Desk{Store: f.Store}, o)
	if sum := report.Created + report.Updated + report.Unchanged + report.Ambiguous + report.Rejected; sum != report.Read {
		t.Errorf("the counts do not add up: %+v", report)
	}
	return report, err
}

func mapped(rules ...string) func(*intake.Options) {
	return func(o *intake.Options) {
		for _, rule := range rules {
			add := o.Mapping.Map
			if strings.HasPrefix(rule, "value ") {
				add = o.Mapping.Value
			}
			if err := add(strings.TrimPrefix(rule, "value ")); err != nil {
				panic(err)
			}
		}
	}
}

func dry(o *intake.Options) { o.DryRun = true }

// counts is a report without its rows.
func counts(r intake.Report) string {
	return fmt.Sprintf("read %d created %d updated %d unchanged %d ambiguous %d rejected %d", r.Read, r.Created, r.Updated, r.Unchanged, r.Ambiguous, r.Rejected)
}

// said are a report's rows in short.
func said(r intake.Report) []string {
	var out []string
	for _, row := range r.Rows {
		out = append(out, fmt.Sprintf("%d %s: %s", row.Line, row.Status, row.Reason))
	}
	return out
}

func expect(t testing.TB, r intake.Report, want string, rows ...string) {
	t.Helper()
	if got := counts(r); got != want {
		t.Errorf("got  %s\nwant %s\n%s", got, want, strings.Join(said(r), "\n"))
	}
	got := said(r)
	if len(got) != len(rows) {
		t.Errorf("got the rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(rows, "\n"))
		return
	}
	for i, row := range rows {
		if !strings.HasPrefix(got[i], row) {
			t.Errorf("got  %s\nwant %s", got[i], row)
		}
	}
}

func union(t testing.TB, f *storetest.Fixture, identifier string) record.Union {
	t.Helper()
	id := storetest.Must(record.ParseIdentifier(identifier))(t)
	l := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{Identifiers: []record.Identifier{id}}, record.Page{Limit: 2}))(t)
	if len(l.Items) != 1 {
		t.Fatalf("%s names %d unions", identifier, len(l.Items))
	}
	return l.Items[0]
}

func names(u record.Union) []string {
	var out []string
	for _, n := range u.Names {
		out = append(out, n.Type+" "+n.Value)
	}
	return out
}

const olmsHeader = "olms_file_number,name,affiliation_abbr,affiliation_name,designation,designation_number,suffix,city,state,members,fiscal_year,olms_union_name,unit_name,also_filed_as,tier"

func TestTheRegistryBecomesUnionsWithTheirParents(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		path := table(t, olmsHeader,
			"49,Service Employees International Union Local 24,SEIU,Service Employees International Union,LU,24,,,,,,SERVICE EMPLOYEES,,,C",
			"83,Service Employees International Union,SEIU,Service Employees International Union,NHQ,,,Washington,DC,1900000,2021,SERVICE EMPLOYEES,,,A",
			"101,Brotherhood of Locomotive Engineers and Trainmen Division 777,BLE,Brotherhood of Locomotive Engineers and Trainmen,DIV,777,,,,,,,,BLE 0,C",
			"102,Brotherhood of Locomotive Engineers and Trainmen Division 778,BLE,Brotherhood of Locomotive Engineers and Trainmen,DIV,778,A,San Juan,PR,0,2021,,,,C",
			"10,,UNAFF,,,,,,,,,,,,C",
			"11,LABORATORY EMPLOYEES UNION IND,UNAFF,,,,,Niagara Falls,00,152,2021,,,,A",
			"68747,United Auto Workers,UAW,United Auto Workers,,,,,,,,AUTO WORKERS AFL-CIO,,,C",
			"2,Building and Construction Trades Department AFL-CIO - ST LOUIS,BCTD,\"Building and Construction Trades Department, AFL-CIO\",BCTC,,,St. Louis,MO,18,2021,,ST LOUIS,,A",
			"x,Nobody,UNAFF,,,,,,,,,,,,C",
			"3,Somebody,UNAFF,,XX,,,,,,,,,,C",
			"49,Service Employees International Union Local 24,SEIU,Service Employees International Union,LU,24,,,,,,SERVICE EMPLOYEES,,,C",
		)
		rows := []string{"6 rejected: the row has no name", `10 rejected: "x" is not an OLMS file number`, `11 rejected: "XX" is not a designation code`, "12 unchanged: the row says the same as line 2"}
		before := f.Store.Seq()
		expect(t, take(t, f, intake.OLMS, path, dry), "read 11 created 7 updated 0 unchanged 1 ambiguous 0 rejected 3", rows...)
		if f.Store.Seq() != before {
			t.Error("a dry run writes")
		}
		report := take(t, f, intake.OLMS, path)
		expect(t, report, "read 11 created 7 updated 0 unchanged 1 ambiguous 0 rejected 3", rows...)
		if report.ParentsCreated != 3 {
			t.Errorf("%d parents were created besides: want BLE, UAW and the building trades", report.ParentsCreated)
		}

		local, national := union(t, f, "olms:49"), union(t, f, "olms:83")
		if local.Name != "SEIU Local 24" || local.Kind != record.KindLocal || local.Designation != (record.Designation{Type: "Local", Number: "24"}) || local.Place.Country != "US" || len(local.Members) != 0 {
			t.Errorf("the local is %+v", local)
		}
		if diff := cmp.Diff([]string{"short SEIU Local 24", "official Service Employees International Union Local 24"}, names(local)); diff != "" {
			t.Error(diff)
		}
		if len(local.Parents) != 1 || local.Parents[0].ID != national.ID || local.Parents[0].Type != record.Chartered {
			t.Errorf("its parents are %+v, the national union is %s", local.Parents, national.ID)
		}
		if national.Kind != record.KindNational || national.Place.Region != "US-DC" || national.MembersAsOf("2026").Count != 1900000 || national.Members[0].AsOf != "2021" || len(national.Parents) != 0 {
			t.Errorf("the national union is %+v", national)
		}
		division := union(t, f, "olms:102")
		if division.Name != "BLET Division 778-A" || division.Place.Region != "US-PR" || division.Designation.Suffix != "A" || division.Members[0].Count != 0 {
			t.Errorf("the division is %+v", division)
		}
		if first := union(t, f, "olms:101"); first.Parents[0].ID != division.Parents[0].ID || !slices.Contains(names(first), "alias BLE 0") {
			t.Errorf("%+v has another parent than %+v, or not its other name", first, division)
		}
		if alone := union(t, f, "olms:11"); alone.Name != "Laboratory Employees Union Ind" || len(alone.Parents) != 0 || alone.Place != (record.Place{City: "Niagara Falls"}) {
			t.Errorf("the unaffiliated union is %+v", alone)
		}
		if bare := union(t, f, "olms:68747"); bare.Name != "UAW (OLMS file 68747)" || slices.Contains(names(bare), "official United Auto Workers") || bare.Parents[0].Name != "United Auto Workers" {
			t.Errorf("the row with its parent's name only is %+v", bare)
		}
		if council := union(t, f, "olms:2"); council.Name != "St Louis Building and Construction Trades Council" || council.Kind != record.KindLaborCouncil {
			t.Errorf("the council is %+v", council)
		}

		seq := f.Store.Seq()
		for _, option := range []func(*intake.Options){func(*intake.Options) {}, func(o *intake.Options) { o.Again = true }} {
			if again := take(t, f, intake.OLMS, path, option); again.Created+again.Updated+again.ParentsCreated != 0 || again.Unchanged != 8 {
				t.Errorf("again: %s", counts(again))
			}
		}
		if f.Store.Seq() != seq {
			t.Errorf("importing the same file again writes %d changes", f.Store.Seq()-seq)
		}

		later := table(t, olmsHeader, "83,Service Employees International Union,SEIU,Service Employees International Union,NHQ,,,Washington,DC,2000000,2022,SERVICE EMPLOYEES,,,A",
			"49,Service Employees International Union Local 24,SEIU,Service Employees International Union,LU,24,,,,,,SERVICE EMPLOYEES,,,C")
		expect(t, take(t, f, intake.OLMS, later), "read 2 created 0 updated 1 unchanged 1 ambiguous 0 rejected 0")
		if n := union(t, f, "olms:83"); len(n.Members) != 2 || n.MembersAsOf("2023").Count != 2000000 || n.MembersAsOf("2021-06").Count != 1900000 {
			t.Errorf("a later year leaves the members %+v", n.Members)
		}
	})
}

func TestNationalUnionsOfTheRecordAreTheParents(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		known := f.Union(record.KindNational, "Service Employees International Union")
		uaw := storetest.Must(record.NewUnion(record.Union{Kind: record.KindNational, Name: "International Union, United Automobile, Aerospace and Agricultural Implement Workers of America", Names: []record.Name{{Value: "UAW", Type: "acronym"}, {Value: "United Auto Workers", Type: "alias"}}}))(t)
		uaw = storetest.Must(f.Store.CreateUnion(t.Context(), storetest.By("desk"), uaw, ""))(t)
		foreign := storetest.Must(record.NewUnion(record.Union{Kind: record.KindNational, Name: "Amalgamated Transit Union", Names: []record.Name{{Value: "ATU", Type: "acronym"}}, Place: record.Place{Country: "GB"}}))(t)
		foreign = storetest.Must(f.Store.CreateUnion(t.Context(), storetest.By("desk"), foreign, ""))(t)
		report := take(t, f, intake.OLMS, table(t, olmsHeader,
			"83,Service Employees International Union,SEIU,Service Employees International Union,NHQ,,,Washington,DC,1900000,2021,,,,A",
			"84,United Auto Workers Local 1,UAW,United Auto Workers,LU,1,,,,,,,,,C",
			"85,Amalgamated Transit Union Local 1,ATU,Amalgamated Transit Union,LU,1,,,,,,,,,C",
		))
		expect(t, report, "read 3 created 2 updated 1 unchanged 0 ambiguous 0 rejected 0")
		if report.ParentsCreated != 1 {
			t.Errorf("%d parents created, want the transit union of another country than the one that is known", report.ParentsCreated)
		}
		if u := union(t, f, "olms:83"); u.ID != known.ID || u.Name != known.Name {
			t.Errorf("the headquarters are %+v", u)
		}
		if p := union(t, f, "olms:84").Parents; p[0].ID != uaw.ID {
			t.Errorf("the parents are %+v", p)
		}
		if p := union(t, f, "olms:85").Parents; p[0].ID == foreign.ID {
			t.Error("a local of the United States belongs to a union of Great Britain")
		}
	})
}

func TestEndorsementsAreRecordedAsTheyWereTyped(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		f.Local("UNITE HERE Local 17")
		f.Union(record.KindNational, "Service Employees International Union")
		path := table(t,
			"Call Slug,CALL_TITLE,call type,Call-Date,Endorser,Status,effective_on,decided_by,note,source_url,source_title,found in",
			"day-of-truth,A day of truth,Day of action,\"Jan. 23, 2026\",UNITE HERE Local 17,Signed,1/14/2026,Executive Board,\"two\nlines\",https://example.org/a,A report,there",
			"day-of-truth,A day of truth,day_of_action,\"Jan. 23, 2026\",unite-here-local-17,Signed,1/14/2026,Executive Board,,,,",
			"day-of-truth,A day of truth,day_of_action,,Nobody Knows Whom,Signed,,,,,,",
			"day-of-truth,A day of truth,day_of_action,,Service Employees International Union,Signed,31/31/2026,,,,,",
			"no-such-call,,,,Service Employees International Union,Signed,,,,,,",
			"Not a slug,A title,,,Service Employees International Union,Signed,,,,,,",
			"day-of-truth,,,,Service Employees International Union,Maybe,,,,,,",
			"day-of-truth,,,,Service Employees International Union,Supported,2026,,,,,",
			"day-of-truth,,,,Service Employees International Union,Supported,2026,,,,,",
		)
		options := mapped("endorser=union", "status=position", "call type=call_kind", "value position.signed=endorsed")
		rows := []string{
			"5 rejected: no union of the record is called", `6 rejected: effective_on: "31/31/2026" is not a date of the calendar`, `7 rejected: call: the record has no call "no-such-call"`,
			`8 rejected: call: "Not a slug" is not a slug; one for it is not-a-slug`, `9 rejected: position "Maybe" is none of`, "11 unchanged: the row says the same as line 10",
		}
		report := take(t, f, intake.Endorsements, path, options)
		expect(t, report, "read 9 created 2 updated 0 unchanged 2 ambiguous 0 rejected 5", rows...)
		if report.CallsCreated != 1 || !slices.Contains(report.Notes, "Nothing was taken from this column: found in.") {
			t.Errorf("%d calls were created; the notes are %q", report.CallsCreated, report.Notes)
		}
		call := storetest.Must(f.Store.Call(t.Context(), "day-of-truth", record.Moment{}))(t)
		if call.Title != "A day of truth" || call.Kind != record.CallDayOfAction || call.StartsOn != "2026-01-23" {
			t.Errorf("the call is %+v", call)
		}
		l := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{Calls: []record.Ref{"day-of-truth"}}, record.Page{Limit: 10}))(t)
		got := map[string]record.Position{}
		for _, e := range l.Items {
			got[e.Union.Name] = e.Shown
		}
		if p := got["UNITE HERE Local 17"]; p.Position != record.Endorsed || p.EffectiveOn != "2026-01-14" || p.DecidedBy != "executive_board" || p.Note != "two\nlines" || len(p.Citations) != 1 || p.Citations[0].Source.Title != "A report" {
			t.Errorf("got %+v", p)
		}
		if p := got["Service Employees International Union"]; p.Position != record.Supported || p.EffectiveOn != "2026" {
			t.Errorf("got %+v", p)
		}
		seq := f.Store.Seq()
		expect(t, take(t, f, intake.Endorsements, path, options), "read 9 created 0 updated 0 unchanged 4 ambiguous 0 rejected 5", append([]string{}, rows...)...)
		if f.Store.Seq() != seq {
			t.Error("the same file writes again")
		}
	})
}

func TestNamesThatAreNotCertainAreDecidedByAPerson(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		national := f.Union(record.KindNational, "Service Employees International Union")
		one, other := f.Local("SEIU Local 26", national), f.Local("SEIU Local 26", national)
		f.Call("A march", "2026")
		path := table(t, "call,union,position", "a-march,SEIU Local 26,endorsed", "a-march,\"SEIU  Local 26 \",supported", "a-march,"+one.Slug+",planning", "a-march,=HYPERLINK(1),endorsed")
		var file bytes.Buffer
		review := storetest.Must(intake.NewReview(&file))(t)
		report := take(t, f, intake.Endorsements, path, func(o *intake.Options) { o.Review = review })
		expect(t, report, "read 4 created 1 updated 0 unchanged 0 ambiguous 2 rejected 1", `2 ambiguous: "SEIU Local 26" may be one of several`, "3 ambiguous", "5 rejected")
		if c := report.Rows[0].Candidates; len(c) != 2 || c[0].ID == c[1].ID {
			t.Errorf("the candidates are %+v", c)
		}
		if err := review.Close(); err != nil {
			t.Fatal(err)
		}
		lines := storetest.Must(csv.NewReader(&file).ReadAll())(t)
		if len(lines) != 3 || lines[1][1] != "SEIU Local 26" || !strings.Contains(lines[1][8], other.ID.String()) || lines[2][1] != "'=HYPERLINK(1)" {
			t.Fatalf("the review file is %q", lines)
		}
		decided := func(decisions ...string) func(*intake.Options) {
			rows := []string{strings.Join(lines[0], ",")}
			for i, d := range decisions {
				row := slices.Clone(lines[i+1])
				row[8], row[9] = "", d
				rows = append(rows, strings.Join(row, ","))
			}
			return func(o *intake.Options) {
				file := storetest.Must(intake.Open(t.Context(), table(t, rows...), nil))(t)
				defer file.Close()
				o.Decisions = storetest.Must(intake.ReadDecisions(t.Context(), file))(t)
			}
		}
		seq := f.Store.Seq()
		var header *intake.HeaderError
		if _, err := try(t, f, intake.Endorsements, path, decided("no-such-union", "skip")); !errors.As(err, &header) || !strings.Contains(err.Error(), "line 2 of the decisions") || f.Store.Seq() != seq {
			t.Errorf("a decision for no union: %v", err)
		}
		dry := func(o *intake.Options) {
			decided(other.Slug, "skip")(o)
			o.DryRun = true
		}
		expect(t, take(t, f, intake.Endorsements, path, dry), "read 4 created 1 updated 1 unchanged 1 ambiguous 0 rejected 1", "5 rejected: it was decided")
		kept := func() int { return len(storetest.Must(f.Store.DecisionsAfter(t.Context(), 0))(t)) }
		if kept() != 0 {
			t.Error("a dry run keeps decisions")
		}
		expect(t, take(t, f, intake.Endorsements, path, decided(other.Slug, "skip")), "read 4 created 1 updated 1 unchanged 1 ambiguous 0 rejected 1", "5 rejected: it was decided that this name means no union")
		// Nobody decides a name twice: not for this file, not for another, and the same decision is kept once.
		expect(t, take(t, f, intake.Endorsements, path, decided(other.Slug, "skip")), "read 4 created 0 updated 0 unchanged 3 ambiguous 0 rejected 1", "5 rejected: it was decided")
		next := table(t, "call,union,position", "a-march,\"SEIU, Lcl. 26\",withdrawn", "a-march,=hyperlink (1),endorsed")
		expect(t, take(t, f, intake.Endorsements, next), "read 2 created 0 updated 1 unchanged 0 ambiguous 0 rejected 1", "3 rejected: it was decided")
		if n := kept(); n != 2 {
			t.Errorf("%d decisions are kept", n)
		}
	})
}

func TestUnionsCallsStatementsAndSourcesAreTaken(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		unions := table(t, "Name;Kind;Acronym;Wikidata;State;City;Members;Members as of;Parent;Parent type;Number",
			"Example Federation of Labor;federation;EFL;Q42;Minnesota;Saint Paul;1,200;June 2025;;;",
			"Example Workers Union;National;EWU;;;;;;EFL;affiliated;",
			"Example Workers Union Local 7;local;;;MN;;;;Example Workers Union;;7",
			"Example Workers Union Local 7;local;;;MN;;;;Example Workers Union;;7",
			"Example Workers Union Local 8;lokal;;;MN;;;;;;8",
			"Example Workers Union Local 9;local;;;ZZ;;many;;;;9",
			"Example Workers Union Local 10;local;;;MN;;;;A parent that nobody knows;;10",
			"Example Workers Union;;EWUA;;;;;;;;",
		)
		report := take(t, f, intake.Unions, unions)
		expect(t, report, "read 8 created 3 updated 1 unchanged 1 ambiguous 0 rejected 3", "5 unchanged", `6 rejected: kind "lokal"`, `7 rejected: members: "many"`, "8 rejected: no union")
		federation := union(t, f, "wikidata:Q42")
		if federation.Place.Region != "US-MN" || federation.Members[0].Count != 1200 || federation.Members[0].AsOf != "2025-06" {
			t.Errorf("got %+v", federation)
		}
		local := storetest.Must(f.Store.Union(t.Context(), "example-workers-union-local-7", record.Moment{}))(t)
		if local.Designation != (record.Designation{Type: "Local", Number: "7"}) || len(local.Parents) != 1 || local.Parents[0].Slug != "example-workers-union" || local.Parents[0].Type != record.Chartered {
			t.Errorf("got %+v", local)
		}

		calls := table(t, "title,kind,starts_on,asks,conveners,part_of,slug", "A march,march,23 Jan 2026,\"No work, No school\",EFL; Friends of Labor,,", "A picket,picket,2026,,,a-march,", "A boycott,boycott,2026,,,nowhere,", "Again,strike,2026-02-30,,,,")
		expect(t, take(t, f, intake.Calls, calls), "read 4 created 2 updated 0 unchanged 0 ambiguous 0 rejected 2", `4 rejected: part_of: the record has no call "nowhere"`, "5 rejected: starts_on")
		march := storetest.Must(f.Store.Call(t.Context(), "a-march", record.Moment{}))(t)
		if !slices.Equal(march.Asks, []string{"no_work", "no_school"}) || len(march.Conveners) != 2 || march.Conveners[0].UnionID == nil || *march.Conveners[0].UnionID != federation.ID || march.Conveners[1].Name != "Friends of Labor" {
			t.Errorf("got %+v", march)
		}

		statements := table(t, "title,issuers,kind,date,url,calls", "Together,EFL; Example Workers Union,press release,1/14/2026,https://example.org/s,a-march", "Alone,EFL,letter,,,nowhere", "Nobody,,letter,,,")
		expect(t, take(t, f, intake.Statements, statements), "read 3 created 1 updated 0 unchanged 0 ambiguous 0 rejected 2", "3 rejected: calls", "4 rejected: issuers")

		sources := table(t, "url,title,kind,union,published_on", "https://example.org/s1,A page,union site,EFL,2026-01", "not a url,,press,,", ",,,,")
		expect(t, take(t, f, intake.Sources, sources), "read 2 created 1 updated 0 unchanged 0 ambiguous 0 rejected 1", "3 rejected: url")
		for kind, path := range map[intake.Kind]string{intake.Unions: unions, intake.Calls: calls, intake.Statements: statements, intake.Sources: sources} {
			if again := take(t, f, kind, path); again.Created+again.Updated != 0 {
				t.Errorf("%s again: %s", kind, counts(again))
			}
		}
	})
}

func TestColumnsThatCannotBeMeantStopAnImportBeforeItsFirstRow(t *testing.T) {
	f := storetest.New(t, "sqlite")
	for name, c := range map[string]struct {
		header  string
		mapping []string
		says    string
	}{
		"a column is missing":           {"call,union", nil, "no column position"},
		"two columns are one":           {"call,union,Union,position", nil, `two columns of the file are union: "union" and "Union"`},
		"a mapped column is not there":  {"call,union,position", []string{"Endorser=note"}, `no column "Endorser"`},
		"two columns by name and alias": {"call,call slug,union,position", nil, "two columns of the file are call"},
	} {
		_, err := try(t, f, intake.Endorsements, table(t, c.header, "a,b,endorsed,d"), mapped(c.mapping...))
		var header *intake.HeaderError
		if !errors.As(err, &header) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var misuse *intake.MisuseError
	for name, rules := range map[string][]string{"no such column of ours": {"x=endorsers"}, "no such column with values": {"value colour.red=blue"}} {
		if _, err := try(t, f, intake.Endorsements, table(t, "call,union,position,x"), mapped(rules...)); !errors.As(err, &misuse) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var m intake.Mapping
	for _, rule := range []string{"a=union", "b=union"} {
		if err := m.Map(rule); (err != nil) != (rule == "b=union") {
			t.Errorf("%s: %v", rule, err)
		}
	}
}

func TestAnInterruptedImportGoesOnWhereItWas(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		lines := []string{olmsHeader}
		for n := range 1200 {
			lines = append(lines, fmt.Sprintf("%d,Example Union Local %d,EXU,Example Union,LU,%d,,,,,,,,,C", n+1000, n, n))
		}
		path := table(t, lines...)
		ctx, cancel := context.WithCancel(t.Context())
		file := storetest.Must(intake.Open(ctx, path, nil))(t)
		defer file.Close()
		report, err := intake.Run(ctx, storetest.Desk{Store: f.Store}, intake.Options{Kind: intake.OLMS, File: file, Write: storetest.By("desk"), Progress: func(intake.Report) { cancel() }})
		if !errors.Is(err, context.Canceled) || report.Created != 500 {
			t.Fatalf("got %v, %s", err, counts(report))
		}
		again := take(t, f, intake.OLMS, path)
		if again.Created != 700 || again.Unchanged != 500 || again.ParentsCreated != 0 {
			t.Errorf("got %s", counts(again))
		}
	})
}

func TestObjectsMayNameMoreMembersAsTheyGoOn(t *testing.T) {
	f := storetest.New(t, "sqlite")
	lines := []string{"{not an object"}
	for n := range 300 {
		lines = append(lines, fmt.Sprintf(`{"name": "Example Union Local %d", "kind": "local"}`, n))
	}
	lines = append(lines, `{"name": "The last", "kind": "local", "place": {"city": "Duluth", "region": "US-MN"}, "identifiers": [{"scheme": "olms", "value": "77"}], "other": 1}`)
	report := take(t, f, intake.Unions, table(t, lines...))
	expect(t, report, "read 302 created 301 updated 0 unchanged 0 ambiguous 0 rejected 1", "1 rejected: the line is not a JSON object")
	if u := union(t, f, "olms:77"); u.Place.City != "Duluth" || !slices.Contains(report.Notes, "Nothing was taken from this column: other.") {
		t.Errorf("got %+v, %q", u, report.Notes)
	}
}

func TestTheRealRegistryIsTakenWholeAndOnlyOnce(t *testing.T) {
	path := corpus(t, "registry", "olms_unions.csv.gz")
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		report := take(t, f, intake.OLMS, path)
		if report.Read != 32902 || report.Rejected != 222 || report.Ambiguous != 0 || report.Created+report.Updated != 32680 || report.Updated > 3 {
			t.Errorf("got %s, and %d parents", counts(report), report.ParentsCreated)
		}
		l := storetest.Must(f.Store.Unions(t.Context(), record.UnionFilter{}, record.Page{Limit: 1, Total: true}))(t)
		if *l.Total != report.Created+report.ParentsCreated {
			t.Errorf("the record has %d unions; %d and %d parents were created", *l.Total, report.Created, report.ParentsCreated)
		}
		for identifier, name := range map[string]string{"olms:116": "International Brotherhood of Electrical Workers", "olms:33820": "Teamsters Local 107", "olms:3262": "Insulators Local 6", "olms:106": "AFL-CIO", "olms:38": "UFCW Council (Akron, OH)"} {
			if u := union(t, f, identifier); u.Name != name {
				t.Errorf("%s is %q", identifier, u.Name)
			}
		}
		seq := f.Store.Seq()
		if again := take(t, f, intake.OLMS, path); again.Unchanged != 32680 || f.Store.Seq() != seq {
			t.Errorf("again: %s, and %d changes", counts(again), f.Store.Seq()-seq)
		}
		var memory runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&memory)
		t.Logf("%d MiB of memory are taken from the system", memory.Sys>>20)

		endorsements(t, f)
	})
}

// endorsements imports what somebody typed about seven calls, on top of the real registry.
func endorsements(t *testing.T, f *storetest.Fixture) {
	report := take(t, f, intake.Endorsements, corpus(t, "endorsements", "endorsements_dev.csv"), mapped(
		"endorser_as_written=union", "status=position", "endorsement_date=effective_on", "call_type=call_kind",
		"value call_kind.candidate=candidacy", "value call_kind.plan=campaign", "value call_kind.coalition=campaign", "value call_kind.legislation=campaign",
		"value position.endorsed_by_member_vote=endorsed", "value position.nullified_by_parent=nullified", "value position.not_endorsed_council_only=no_position_found",
		"value position.founding_member=endorsed", "value position.own_statement=supported", "value position.resolution_related=supported",
		"value position.endorsed_partial=endorsed", "value position.endorsed_by_convention=endorsed",
	))
	t.Logf("the endorsements: %s", counts(report))
	if report.Read != 137 || report.Created < 45 {
		t.Errorf("got %s", counts(report))
	}
	l := storetest.Must(f.Store.Endorsements(t.Context(), record.EndorsementFilter{}, record.Page{Limit: 200}))(t)
	taken := map[string]bool{}
	for _, e := range l.Items {
		taken[e.Call.Slug+" "+e.Union.Name] = true
	}
	for _, want := range []string{"nyc-mayor-2025-lander Teamsters Local 804", "california-climate-jobs-plan ILWU Local 34", "nln-ceasefire-2024 United Auto Workers", "hr-676 American Federation of Musicians", "hr-676 CWA Local 7901"} {
		if !taken[want] {
			t.Errorf("%q was not taken", want)
		}
	}
	// Thirty-nine state federations of the AFL-CIO, none of them in the registry, endorsed; the AFL-CIO did not.
	if taken["hr-676 AFL-CIO"] {
		t.Error("what state federations did is credited to the AFL-CIO")
	}
}

func FuzzImport(f *testing.F) {
	for _, s := range []string{"call,union,position\na,b,endorsed\n", "call;union;position;call_title\na-b;c;declined;T\n", "{\"call\":\"a\",\"union\":\"b\",\"position\":\"tabled\",\"call_title\":\"x\"}", "call,union,position,source_url\n\"a\n"} {
		f.Add([]byte(s))
	}
	fixture := storetest.New(f, "sqlite")
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := try(t, fixture, intake.Endorsements, path, dry)
		if errors.As(err, new(*record.Error)) {
			t.Fatalf("the record's refusal of a row ends the import: %v", err)
		}
	})
}

func BenchmarkRegistry(b *testing.B) {
	path := corpus(b, "registry", "olms_unions.csv.gz")
	for b.Loop() {
		b.StopTimer()
		f := storetest.New(b, "sqlite")
		b.StartTimer()
		take(b, f, intake.OLMS, path)
	}
}
