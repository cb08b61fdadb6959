package match_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollcall/internal/match"
)

func TestNamesAreReadHoweverTheyAreWritten(t *testing.T) {
	x := match.New()
	for _, c := range []struct {
		name        string
		affiliation string
		designation string
		number      string
		suffix      string
	}{
		// One local, in the ways in which it is written.
		{"SEIU Local 26", "seiu", "Local", "26", ""},
		{"S.E.I.U. Loc. 26", "seiu", "Local", "26", ""},
		{"S E I U Lcl 26", "seiu", "Local", "26", ""},
		{"S. E. I. U. Local 26", "seiu", "Local", "26", ""},
		{"S.E.I.U. L.U. 26", "seiu", "Local", "26", ""},
		{"S.E.I.U. L.U. No. 26", "seiu", "Local", "26", ""},
		{"S.E.I.U. L. U. #26", "seiu", "Local", "26", ""},
		{"S.E.I.U. L.U. n° 26", "seiu", "Local", "26", ""},
		{"S.E.I.U. L.U. Number 26", "seiu", "Local", "26", ""},
		{"S. E. I. U. L. U. 26", "seiu", "Local", "26", ""},
		{"S E I U L U 26", "seiu", "Local", "26", ""},
		{"S.E.I.U. L. 26", "seiu", "Local", "26", ""},
		{"I.B.E.W. L.U. No. 46", "ibew", "Local", "46", ""},
		{"I. B. E. W. Local 46", "ibew", "Local", "46", ""},
		{"U.A.W. L.U. No. 600", "uaw", "Local", "600", ""},
		{"I.A.M. D.L. 77", "iam", "District Lodge", "77", ""},
		{"I.A.M. L.L. 330", "iam", "Local Lodge", "330", ""},
		{"I. L. A. 26", "ila", "", "26", ""},
		{"Service Employees Local 26", "service employees", "Local", "26", ""},
		{"Service Employees International Union, Local No. 26", "service employees", "Local", "26", ""},
		{"Service Employees Int'l. Union L.U. #26", "service employees", "Local", "26", ""},
		{"Local Union 26 of the Service Employes Intl Union", "service employes", "Local", "26", ""},
		{"Service Employees International Union (SEIU) Local 0026, CTW, CLC", "service employees", "Local", "26", ""},
		{"Local 26, SEIU", "seiu", "Local", "26", ""},
		{"SEIU-26", "seiu", "", "26", ""},
		{"SEIU 26", "seiu", "", "26", ""},
		{"SEIULocal26", "seiu", "Local", "26", ""},
		{"Service EmployeesInternational UnionLocal 26", "service employees", "Local", "26", ""},
		{"Transport WorkersUnion ofAmerica Local 26", "transport workers union of america", "Local", "26", ""},
		{"ＳＥＩＵ Ｌｏｃａｌ ２６", "seiu", "Local", "26", ""},
		{"Serivce Employees Local 26", "serivce employees", "Local", "26", ""},
		// Letters of the number.
		{"SEIU/32BJ", "seiu", "", "32", "bj"},
		{"32BJ SEIU", "seiu", "", "32", "bj"},
		{"Local 34-A, Teamsters", "teamsters", "Local", "34", "a"},
		{"IUOE Local 15D", "iuoe", "Local", "15", "d"},
		{"1199SEIU United Healthcare Workers East", "seiu", "", "1199", ""},
		{"IUOE Local 30, 30A, 30B", "iuoe", "Local", "30", ""},
		// Districts and their locals.
		{"IAM District Lodge 77", "iam", "District Lodge", "77", ""},
		{"IAMAW DL 65 LL 330", "iamaw", "Local Lodge", "330", ""},
		{"IAMAW DL W24, LL W261", "iamaw", "Local Lodge", "261", ""},
		{"District Council 37, AFSCME", "afscme", "District Council", "37", ""},
		{"DC37 AFSCME", "afscme", "District Council", "37", ""},
		{"District Council 37, AFSCME, Local 154", "afscme", "Local", "154", ""},
		{"AFSCME-215 DC 1707", "afscme", "", "215", ""},
		{"Teamsters Joint Council 32", "teamsters", "Joint Council", "32", ""},
		{"UAW Region 9A", "uaw", "Region", "9", "a"},
		{"UAW Region IV", "uaw", "Region", "4", ""},
		{"9th District, IBEW", "ibew", "District", "9", ""},
		{"USW 4-02058-03", "usw", "", "2058", ""},
		{"USW Local 8-1165", "usw", "Local", "1165", ""},
		{"United Steelworkers 277-03", "united steelworkers", "", "277", ""},
		{"UAW Local 2300, Unit #19", "uaw", "Local", "2300", ""},
		{"NAGE R2-394", "nage", "", "394", ""},
		// The part and the whole.
		{"RWDSU/UFCW Local 338", "rwdsu", "Local", "338", ""},
		{"IUE-CWA Local 81408", "iue cwa", "Local", "81408", ""},
		{"Graphic Communications Conference/IBT Local 1M", "graphic communications conference", "Local", "1", "m"},
		{"AFT/NEA Local 2012", "aft", "Local", "2012", ""},
		// Names of trades, and spellings.
		{"Int'l Bro. of Electrical Wkrs., L.U. 292", "bro of electrical wkrs", "Local", "292", ""},
		{"United Brotherhood of Carpenters & Joiners of America Lcl 322", "united brotherhood of carpenters joiners of america", "Local", "322", ""},
		{"Iron Workers 512", "iron workers", "", "512", ""},
		{"Ironworkers Local 512", "ironworkers", "Local", "512", ""},
		{"United Steel Workers Local 1938", "united steel workers", "Local", "1938", ""},
		{"Theatrical Protective Union, Local No. One, IATSE", "theatrical protective", "Local", "1", ""},
		// Other languages.
		{"Sindicato de Trabajadores Unidos, Local 26", "", "Local", "26", ""},
		{"Syndicat canadien de la fonction publique, section locale 301", "canadien de la fonction publique", "Local", "301", ""},
		{"SEIU Local n° 26", "seiu", "Local", "26", ""},
		{"Sindicato de Empleados de Servicio, Local 32BJ", "empleados de servicio", "Local", "32", "bj"},
		{"Hermandad de Carpinteros, Local 157", "carpinteros", "Local", "157", ""},
		{"Hermandad de Trabajadores Eléctricos Local 46", "hermandad de trabajadores electricos", "Local", "46", ""},
		{"section locale 2000 du SCFP", "scfp", "Local", "2000", ""},
		{"Syndicat des Métallos, section locale 1944", "metallos", "Local", "1944", ""},
		{"Fraternité internationale des Teamsters, section locale 1999", "fraternite internationale des teamsters", "Local", "1999", ""},
		// Ordinals, numbers written out and numbers of before.
		{"Second Region, Laborers", "laborers", "Region", "2", ""},
		{"Twelfth District, IBEW", "ibew", "District", "12", ""},
		{"First Transit Employees, ATU Local 5", "atu", "Local", "5", ""},
		{"USW Local Union No. Ten", "usw", "Local", "10", ""},
		{"District Council XI, Painters", "painters", "District Council", "11", ""},
		{"IBT 553 fka 807", "ibt", "", "553", ""},
		{"UFCW (formerly Local 1105) Local 3000", "ufcw", "Local", "3000", ""},
		{"NBRA Local 26", "nbra", "Local", "26", ""}, // which no table knows
		// No union at all.
		{"Our Local 26", "", "Local", "26", ""},
		{"", "", "", "", ""},
		{"Weinberg & Sons, LLP", "", "", "", ""},
		{"12345678901", "", "", "", ""},
		{"SEIU (OLMS file 9999)", "seiu", "", "", ""},
	} {
		said := x.Parse(c.name)
		if said.Affiliation != c.affiliation || said.Designation != c.designation || said.Number != c.number || said.Suffix != c.suffix {
			t.Errorf("%q: affiliation %q, designation %q, number %q, suffix %q; want %q, %q, %q, %q", c.name,
				said.Affiliation, said.Designation, said.Number, said.Suffix, c.affiliation, c.designation, c.number, c.suffix)
		}
	}
}

func TestANameMayNameSeveralBodies(t *testing.T) {
	x := match.New()
	for name, several := range map[string]bool{
		"IBEW Locals 46 and 77": true, "Teamsters Local 5, 7, 9": true, "UAW Local 259 259": false, "IUOE Local 68, 68A, 68B": false, "SEIU Local 26": false,
		"IBEW Local 46 & Local 77": true, "Carpenters Local Union No. 1 & 2": true, "Local 46 and Local 77, IBEW": true, "Locales 46 y 77 de la IBEW": true, "sections locales 46 et 77 du SCFP": true,
		"SEIU Local 26, Teamsters Local 120": true, "Local 26 of SEIU and Local 120 of the Teamsters": true, "District Council 37, AFSCME, Local 154": false, "IUOE Local 158 & District 106": false,
		"UAW Locals 2865/5810": true, "AFSCME Local 3800, 3801": true, "New York Production Locals 600": false, "USW District 4 Locals 831": false, "IUE Local 463, CWA Local 81463": false, "UFCW Local 3000 (formerly 21 and 1439)": false,
	} {
		if said := x.Parse(name); said.Several != several {
			t.Errorf("%q: several bodies is %v", name, said.Several)
		}
	}
}

func TestStatesAreReadByNameAndCode(t *testing.T) {
	x := match.New()
	for name, region := range map[string]string{
		"Minnesota AFL-CIO": "MN", "KY AFL-CIO": "KY", "West Virginia Education Association": "WV", "New York State Nurses Association": "NY", "Local 5, Akron, OH": "OH",
		"Workers in transit": "", "Carpenters DC": "",
	} {
		if said := x.Parse(name); said.Region != region {
			t.Errorf("%q: region %q, want %q", name, said.Region, region)
		}
	}
}

func TestOddInputTakesNoTime(t *testing.T) {
	x := index(seiu26, teamsters, seiu)
	for what, name := range map[string]string{
		"a megabyte without a space": strings.Repeat("a", 1<<20), "a megabyte of digits": strings.Repeat("1", 1<<20), "ten thousand locals": strings.Repeat("Local ", 10_000),
		"numbered locals": strings.Repeat("Local 26 ", 10_000), "hyphens": strings.Repeat("1-", 100_000), "no UTF-8": "\xff\xfe Local 26 \x80", "controls": "SEIU\x00Local\x0726\u202e",
		"words written as one": strings.Repeat("workersunion", 10_000), "joined words": strings.Repeat("WorkersUnion ofAmerica ", 10_000) + "26", "words cut short": strings.Repeat("elec. work. ", 10_000) + "26", "many conjunctions": strings.Repeat("and 5 & ", 10_000),
		"mixed scripts": strings.Repeat("Лocal 五 ＳＥＩＵ محلي ", 10_000), "a fraction of words": "26 " + strings.Repeat("com ", 10_000),
		"combining marks": "SEIU" + strings.Repeat("\u0301", 1000) + " Local 26", "spread letters": strings.Repeat("i b e w ", 1000),
	} {
		started := time.Now()
		for range 10 {
			found := x.Find(match.Query{Name: name, City: name, Region: name, Affiliation: name}, 10)
			if !slices.IsSortedFunc(found, func(a, b match.Candidate) int { return int(1e9 * (b.Score - a.Score)) }) {
				t.Errorf("%s: not sorted", what)
			}
		}
		if took := time.Since(started); took > 5*time.Second {
			t.Errorf("%s: ten took %v", what, took)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"SEIU Local 26", "IAMAW DL W24, LL W261", "USW 4-02058-03", "Locals 46 and 77", "1199SEIU", "\xff", "d-1-r2", "St. Paul, MN", "12L 04", "Locals 46 & 77 (formerly 5)", "WorkersofAmerica Local 26", "Second Region, Elec. Work. 26", "section locale 2000 du SCFP", "Лocal ２６ ＳＥＩＵ\u200b", "KY AFL-CIO"} {
		f.Add(s, "Saint Paul", "US-MN")
	}
	x := index(seiu26, teamsters, seiu)
	f.Fuzz(func(t *testing.T, name, city, region string) {
		found := x.Find(match.Query{Name: name, City: city, Region: region}, 5)
		for i, c := range found {
			if !(c.Score >= 0 && c.Score <= 1) || i > 0 && (c.Score > found[i-1].Score || c.Match) {
				t.Fatalf("%q: %v", name, found)
			}
		}
		again := x.Find(match.Query{Name: name, City: city, Region: region}, 5)
		if len(again) != len(found) || len(found) > 0 && again[0].ID != found[0].ID {
			t.Fatalf("%q: not the same twice", name)
		}
	})
}
