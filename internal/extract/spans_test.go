package extract_test

import (
	"strings"
	"testing"

	"rollcall/internal/extract"
	"rollcall/internal/match"
)

func TestAMentionIsAsLongAsTheName(t *testing.T) {
	for text, want := range map[string]string{
		"Joining were the Newark Teachers Union, AFT Local 481, and the Teamsters.":            "Newark Teachers Union, AFT Local 481|Teamsters",
		"It was joined by the Chicago Teachers Union, SEIU Local 73 and IBEW Local 9.":         "Chicago Teachers Union|SEIU Local 73|IBEW Local 9",
		"Local 17 of UNITE HERE, Local 26 of the Service Employees International Union voted.": "Local 17 of UNITE HERE|Local 26 of the Service Employees International Union",
		"Our sister union, District 1199C, has postponed its decision.":                        "District 1199C",
		"The Doctors Council SEIU and Council 4 AFSCME signed on.":                             "Doctors Council SEIU|Council 4 AFSCME",
		"El Local 368 de los Obreros respalda la huelga.":                                      "Local 368 de los Obreros",
		"Le Syndicat des cols bleus de Laval a retiré son appui.":                              "Syndicat des cols bleus de Laval",
		"STATEMENT OF TEAMSTERS LOCAL 986. We have not endorsed.":                              "TEAMSTERS LOCAL 986",
		"TEAMSTERS LOCAL 70      UFCW LOCAL 5      COUNCIL 4 AFSCME":                           "TEAMSTERS LOCAL 70|UFCW LOCAL 5|COUNCIL 4 AFSCME",
		"Signers:\n- SEIU Local 73\n- ZGSU\n- UE Local 1110\n- DSA\n- UAW Local 5\n":           "SEIU Local 73|ZGSU|UE Local 1110|UAW Local 5",
		"The Oakland Education Association (OEAX) met. OEAX endorsed the march.":               "Oakland Education Association (OEAX)|OEAX",
		"A riders' group, the Bus Riders Union, called for free transit.":                      "",
		"Local 12-year-old Emma Diaz sang. Local 3 Pizza fed the crowd.":                       "",
	} {
		var got []string
		for _, m := range extract.Extract(match.New(), text, extract.Options{}).Mentions {
			got = append(got, m.Text)
		}
		if is := strings.Join(got, "|"); is != want {
			t.Errorf("%q: the mentions are %q, should be %q", text, is, want)
		}
	}
}
