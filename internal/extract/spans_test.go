package extract_test

import (
	"strings"
	"testing"

	"rollcall/internal/extract"
	"rollcall/internal/match"
	"rollcall/internal/record"
)

func TestAMentionIsAsLongAsTheName(t *testing.T) {
	for text, want := range map[string]string{
		"Joining were the Newark Teachers Union, AFT Local 481, and the Teamsters.":                          "Newark Teachers Union, AFT Local 481|Teamsters",
		"It was joined by the Chicago Teachers Union, SEIU Local 73 and IBEW Local 9.":                       "Chicago Teachers Union|SEIU Local 73|IBEW Local 9",
		"Local 17 of UNITE HERE, Local 26 of the Service Employees International Union voted.":               "Local 17 of UNITE HERE|Local 26 of the Service Employees International Union",
		"Our sister union, District 1199C, has postponed its decision.":                                      "District 1199C",
		"The Doctors Council SEIU and Council 4 AFSCME signed on.":                                           "Doctors Council SEIU|Council 4 AFSCME",
		"El Local 368 de los Obreros respalda la huelga.":                                                    "Local 368 de los Obreros",
		"Le Syndicat des cols bleus de Laval a retiré son appui.":                                            "Syndicat des cols bleus de Laval",
		"STATEMENT OF TEAMSTERS LOCAL 986. We have not endorsed.":                                            "TEAMSTERS LOCAL 986",
		"TEAMSTERS LOCAL 70      UFCW LOCAL 5      COUNCIL 4 AFSCME":                                         "TEAMSTERS LOCAL 70|UFCW LOCAL 5|COUNCIL 4 AFSCME",
		"Signers:\n- SEIU Local 73\n- ZGSU\n- UE Local 1110\n- DSA\n- UAW Local 5\n":                         "SEIU Local 73|ZGSU|UE Local 1110|UAW Local 5",
		"The Oakland Education Association (OEAX) met. OEAX endorsed the march.":                             "Oakland Education Association (OEAX)|OEAX",
		"The Kern, Inyo and Mono Central Labor Council met the Ottawa and District Labour Council.":          "Kern, Inyo and Mono Central Labor Council|Ottawa and District Labour Council",
		"SEIU and Chicago Labor Council signed with NEA-South Bend, IAM Local Lodge S6 and SEIU Local 517M.": "SEIU|Chicago Labor Council|NEA-South Bend|IAM Local Lodge S6|SEIU Local 517M",
		"The MORE caucus of the United Federation of Teachers and the Democratic UFCW Caucus signed.":        "United Federation of Teachers|Democratic UFCW Caucus",
		"Inside United Teachers Los Angeles, UNITE HERE! Local 11 and Oregon AFSCME Council 75 are known.":   "United Teachers Los Angeles|UNITE HERE! Local 11|Oregon AFSCME Council 75",
		"Machinists who build jets spoke to WDIV Local 4 of the SEIU Pension Fund.":                          "",
		"La Sección 22 y la CCOO de Euskadi firmaron con la Unión de Yeseros y SEIU Local 7.":                "Sección 22|CCOO de Euskadi|Unión de Yeseros|SEIU Local 7",
		"L'union locale CGT de Saint-Denis, le Syndicat des employé-es de la SAQ et la FO Métaux ont signé.": "union locale CGT de Saint-Denis|Syndicat des employé-es de la SAQ|FO Métaux",
		"The TUC met UNISON Glasgow City and the Dublin Council of Trade Unions. Unite signed.":              "TUC|UNISON Glasgow City|Dublin Council of Trade Unions|Unite",
		"A LAB report cited SEC and FO rules. Connect with us; the Community Center is open.":                "",
		"A riders' group, the Bus Riders Union, called for free transit.":                                    "",
		"Local 12-year-old Emma Diaz sang. Local 3 Pizza fed the crowd.":                                     "",
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

func TestWhoSignsForThemselvesIsAnOfficer(t *testing.T) {
	for text, want := range map[string]record.Capacity{
		"Signed as individuals, titles for identification only:\nRosa Delgado, President, SEIU Local 87":            record.CapacityOfficer,
		"Individual signers: Rosa Lind, IAM Local 701; Jobs with Justice":                                           record.CapacityOfficer,
		"\"I'll be there,\" said Ana Paz, a steward in SEIU Local 1021. \"I speak for myself, not for the local.\"": record.CapacityOfficer,
		"I am a steward in SEIU Local 1021, and I oppose the boycott.":                                              record.CapacityOfficer,
		"Luc Roy, conseiller à la CSN, appuie la grève à titre personnel.":                                          record.CapacityOfficer,
		"Endorsed by:\nSEIU Local 87\n":                                         record.CapacityBody,
		"The secretary reported that SEIU Local 87 has endorsed the march.":     record.CapacityBody,
		"Activists delivered their appeal to SEIU Local 87, which endorsed it.": record.CapacityBody,
	} {
		got := extract.Extract(match.New(), text, extract.Options{}).Mentions
		if len(got) != 1 || got[0].Capacity != want {
			t.Errorf("%q: %+v, want one mention of capacity %s", text, got, want)
		}
	}
}
