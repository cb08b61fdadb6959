package match_test

import (
	"encoding/json"
	"os"
	"testing"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// example is the example record that `rollcall demo` serves.
func example(t *testing.T) (*match.Index, []record.Union) {
	t.Helper()
	content, err := os.ReadFile("../demo/record.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Unions       []record.Union
		Affiliations []struct{ Child, Parent string }
	}
	if err := json.Unmarshal(content, &file); err != nil {
		t.Fatal(err)
	}
	parents := map[string]record.List[record.ParentRef]{}
	for _, a := range file.Affiliations {
		parents[a.Child] = append(parents[a.Child], record.ParentRef{ID: id(a.Parent), Name: a.Parent})
	}
	x := match.New()
	for i, u := range file.Unions {
		u.ID, u.Parents, u.Status = id(u.Name), parents[u.Name], record.StatusActive
		file.Unions[i] = u
		x.Put(u)
	}
	return x, file.Unions
}

func TestEveryNameOfTheExampleRecordIsFound(t *testing.T) {
	x, unions := example(t)
	for _, u := range unions {
		for _, n := range u.Names {
			if found := x.Find(match.Query{Name: n.Value}, 3); len(found) == 0 || found[0].ID != u.ID || !found[0].Match {
				t.Errorf("%q of %s: %v", n.Value, u.Name, shown(found))
			}
		}
	}
}

func TestUnionsOfTheExampleRecordAreFoundAsPeopleWriteThem(t *testing.T) {
	x, _ := example(t)
	for name, want := range map[string]string{
		"Service Employees Int'l Union Local No. 26": "SEIU Local 26",
		"SEIU 26": "SEIU Local 26",
		"Hotel Employees & Restaurant Employees Local 17": "UNITE HERE Local 17",
		"UNITEHERE! 17": "UNITE HERE Local 17",
		"Communications Wkrs. of America, Lcl. 7250":           "CWA Local 7250",
		"CWA-7250, AFL-CIO":                                    "CWA Local 7250",
		"Saint Paul Federation of Educators (SPFE) Local 28":   "St. Paul Federation of Educators Local 28",
		"St Paul Federation of Teachers":                       "St. Paul Federation of Educators Local 28",
		"MFE 59":                                               "Minneapolis Federation of Educators",
		"AFT Local 59":                                         "Minneapolis Federation of Educators",
		"AFT/NEA Local 59":                                     "Minneapolis Federation of Educators",
		"UE Local 1105, Graduate Labor Union":                  "Graduate Labor Union, UE Local 1105",
		"United Electrical Workers 1105":                       "Graduate Labor Union, UE Local 1105",
		"Amalgamated Transit Union, Local #1005":               "ATU Local 1005",
		"Minneapolis Regional Labor Federation":                "Minneapolis Regional Labor Federation, AFL-CIO",
		"MN AFL-CIO":                                           "Minnesota AFL-CIO",
		"Minnesota AFL–CIO":                                    "Minnesota AFL-CIO",
		"AFL-CIO":                                              "AFL-CIO",
		"Committee of Interns and Residents (CIR/SEIU)":        "Committee of Interns and Residents (SEIU)",
		"Committee of Interns & Residents/SEIU Local 1957":     "Committee of Interns and Residents (SEIU)",
		"SEIU Healthcare's Committee of Interns and Residents": "Committee of Interns and Residents (SEIU)",
		"PSC-CUNY": "Professional Staff Congress/CUNY",
		"Professional Staff Congress/CUNY, AFT-2334": "Professional Staff Congress/CUNY",
		"Mineapolis Federation of Educators":         "Minneapolis Federation of Educators",
		"Graduate Labour Union":                      "Graduate Labor Union, UE Local 1105",
		"UFT":                                        "United Federation of Teachers",
		"UAW 2865 Joint Council":                     "UAW Local 2865",
		"United Electrical, Radio & Machine Workers of America": "United Electrical, Radio and Machine Workers of America",
		"I.A.T.S.E. Local Thirteen":                             "International Alliance of Theatrical Stage Employees",
		"IATSE Local 13":                                        "IATSE Local 13",
		"Minnesota Nurses Association (MNA)":                    "Minnesota Nurses Association",
	} {
		if found := x.Find(match.Query{Name: name}, 3); len(found) == 0 || found[0].Name != want {
			t.Errorf("%q: %v, want %s", name, shown(found), want)
		}
	}
}
