package extract_test

import (
	"strings"
	"testing"

	"rollcall/internal/extract"
	"rollcall/internal/match"
)

// sentences in French and Spanish, by what each says of every body that it names.
var romance = map[string]string{
	"endorsed": `
		La CSN a donné son aval à la marche du 8 mars.
		L'appel a été signé mardi par la FAE et l'APTS.
		La CGT a décidé de s'associer à la journée de mobilisation.
		Les membres de la FIQ ont voté à 82 % pour endosser la déclaration.
		La CSQ, qui avait d'abord hésité, a finalement apposé sa signature au bas de la lettre.
		Le STTP fera partie des signataires, a confirmé sa présidente.
		C'est à l'unanimité que le conseil confédéral de la CSN a adopté une résolution d'appui à la grève.
		La FTQ entend participer à la marche et y sera en force.
		UGT ha anunciado que se suma a la huelga.
		El manifiesto fue firmado por CCOO y la CGT.
		La UTIER dio su aval al paro.
		Los delegados de UGT aprobaron por mayoría adherirse a la huelga.
		La CGT confirmó que participará en la jornada.
		El SUTERM se incorporó al llamado.
		Entre los firmantes están la CNTE y el STUNAM.
		A la huelga se ha sumado también UGT.
		CCOO es una de las organizaciones convocantes de la protesta.
		La asamblea de la UTIER votó 210 a 15 por endosar el boicot.
		El SNTE decidió respaldar el paro.
		Firman la carta, además de colectivos vecinales, CCOO, UGT y USO.
		Réuni mercredi soir, le conseil général de la FTQ a entériné l'appel à manifester.
		La déclaration commune porte notamment la signature de la CSN et de la CSQ.
		« Nous avons signé parce que nos membres le demandaient », explique la présidente de la FIQ.
		À son tour, la CFDT a rejoint l'intersyndicale et appelle à la mobilisation.
		L'AFPC s'engage à participer à la journée d'action.
		Parmi les organisations qui ont signé l'appel figurent la CSN, la FTQ et la CSQ.
		La CSN s'est ralliée lundi au mouvement, imitée par la CSQ.
		Les signataires sont la CSN, la CSD et Unifor.
		La CFDT sera de la partie le 18 septembre.
		La FAE, tout comme la FIQ, a endossé la campagne.
		La convocatoria la firman UGT, CCOO y USO.
		Se adhirieron al paro la CTERA, la UTIER y el SUTERM.
		El comité ejecutivo de UGT ha acordado por unanimidad secundar la huelga.
		El llamado cuenta ya con las firmas de la UTIER y del SUTERM.
		Tanto UGT como CCOO han suscrito el manifiesto.
		El STUNAM también estampó su firma en el desplegado.
		UTIER: sí. SUTERM: sí.
		La CGT, al igual que la UTIER, endosó la carta.
		Ya son tres los sindicatos que respaldan oficialmente el paro: UGT, USO y CGT.
		La CNTE hizo suyo el llamado.
		SEIU Local 26 has endorsed the march. La UTIER también firmó la convocatoria al paro del viernes.
	`,
	"supported": `
		La CSN appuie les grévistes.
		L'APTS a tenu à exprimer sa solidarité avec les marcheurs.
		La FIQ encourage ses membres à participer à la marche.
		Le STTP se tient aux côtés des grévistes.
		La CGT soutient le mouvement mais n'a pas signé l'appel.
		Les marcheurs peuvent compter sur le soutien de la CSQ.
		La CGT expresó su respaldo a los maestros.
		El STUNAM se solidarizó con los huelguistas.
		UGT ve con buenos ojos la iniciativa.
		CCOO anima a sus afiliados a participar en la marcha.
		UGT apoya la huelga pero no la ha convocado.
		La marcha contó con el apoyo de CCOO.
		Sans signer l'appel, la CSN dit comprendre et appuyer les étudiants.
		La CGT a versé 5 000 euros à la caisse de grève des éboueurs.
		La FIQ souhaite bon succès aux marcheurs et leur transmet ses salutations solidaires.
		UGT, sin adherirse al paro, manifestó su simpatía con los huelguistas.
		El Local 5 donó 500 dólares al fondo de huelga.
		La UTIER exhortó a sus miembros a unirse a la marcha.
		La CGT envió un mensaje de solidaridad a los mineros.
	`,
	"planning": `
		La CGT organise un rassemblement devant la préfecture samedi midi.
		Le STTP débrayera pendant deux heures le 1er mai.
		La FAE tiendra une vigile devant le ministère.
		La CSN enverra quatre autobus à Ottawa.
		SUD-Rail appelle à la grève le 10 septembre.
		Unifor a annoncé une journée de grève le 12 juin.
		L'APTS va manifester devant l'Assemblée nationale.
		La CNTE instalará un plantón en el Zócalo.
		CCOO convocará paros de dos horas en el metro.
		La UTIER va a marchar hasta el Capitolio.
		UGT pondrá autobuses para la manifestación.
		El STUNAM realizará un mitin el lunes.
		La CGT anunció un paro de 24 horas.
		La CSN prévoit une manifestation devant le parlement.
		Les membres de la FAE défileront en tête du cortège.
		La CGT a déposé un préavis de grève pour le 10 octobre.
		La FTQ nolise des autocars depuis Gatineau.
		La FIQ distribuera des tracts à l'entrée du métro.
		UGT y CCOO han convocado concentraciones ante los ayuntamientos.
		El STUNAM tiene previsto marchar del Ángel al Zócalo.
		La UTIER paralizará labores el lunes.
		CCOO prepara una caravana de coches para el domingo.
		Los afiliados de USO harán huelga de 24 horas.
	`,
	"declined": `
		La FTQ ne signera pas l'appel.
		La CFDT a choisi de ne pas répondre à l'appel.
		La FAE a rejeté l'invitation à se joindre au boycott.
		Les délégués de la CSN ont refusé d'endosser la campagne.
		L'assemblée de l'APTS a voté contre la proposition d'appui à la marche.
		La CSD n'y participera pas.
		Invitée à signer, la FIQ a passé son tour.
		UGT no se sumará a la huelga.
		El SNTE se negó a firmar la convocatoria.
		CCOO ha rechazado secundar el paro.
		La UTIER votó en contra de endosar la marcha.
		La CGT descartó participar en la jornada.
		La propuesta de sumarse al paro fue rechazada por la asamblea de la UTIER.
		CCOO ha decidido no acudir a la manifestación.
		Malgré les pressions, la CFDT n'appellera pas à la grève.
		Les membres de la CSN ont rejeté à 61 % la proposition de se joindre à la marche.
		La CSD décline l'invitation.
		La FTQ ne se joindra finalement pas à la coalition.
		Sollicitée par les organisateurs, la FIQ a répondu non.
		Pese a la invitación, la CGT no quiso sumarse al paro.
		Con 80 votos en contra y 20 a favor, la asamblea de la UTIER desechó la propuesta de adherirse.
		UGT dijo no al paro.
		No nos sumaremos, dijo el secretario general de UGT.
		El SNTE no acompañará la marcha.
	`,
	"opposed": `
		La CFDT condamne le boycott et appelle ses adhérents à voter.
		La FTQ s'est prononcée contre la grève sociale.
		Le SFPQ juge la journée irresponsable et contre-productive.
		Unifor a publiquement dénoncé la manifestation.
		El SNTE condenó el paro y llamó a sus agremiados a no secundarlo.
		UGT se opone al boicot.
		CCOO tachó de irresponsable la convocatoria.
		CSIF pidió a sus afiliados que no participen en la huelga.
		La CSQ s'oppose fermement au boycott des cours.
		Selon la FTQ, la grève sociale est une erreur.
		Unifor exhorte ses membres à ne pas participer à la marche.
		Para UGT, el boicot es un error.
		El SNTE instó a sus agremiados a no participar en el paro.
		La CGT repudió el bloqueo.
		USO se manifestó en contra de la huelga.
	`,
	"tabled": `
		La CSQ a reporté sa décision au mois d'avril.
		La proposition d'appui a été renvoyée au comité exécutif par les délégués de la CSN.
		Le bureau de la CFDT remet le vote à plus tard.
		La question a été mise en suspens par la FIQ.
		UGT pospuso la votación hasta enero.
		La asamblea de la UTIER dejó el tema para la próxima reunión.
		El SNTE aplazó su respuesta.
		La decisión de CCOO quedó pendiente hasta el congreso.
		La CSN laisse la question en suspens jusqu'à l'automne.
		Faute de quorum, la CSQ n'a pu voter et la question est remise à la prochaine assemblée.
		Le vote de la FAE sur l'appel a été reporté.
		El pleno de UGT dejó sobre la mesa la propuesta de adhesión.
		La CGT remitió el asunto a su comité confederal.
		La UTIER pospone su decisión.
	`,
	"withdrawn": `
		La CSN a retiré son appui à la campagne.
		L'APTS n'appuie plus le boycott.
		La FTQ est revenue sur sa décision d'appuyer la marche.
		La CSD s'est retirée du mouvement.
		Après les critiques de ses membres, la FAE a fait marche arrière.
		La UTIER retiró su endoso.
		CCOO se desmarcó de la convocatoria que había firmado.
		UGT ya no apoya el boicot.
		El SUTERM se retiró de la marcha.
		La CSQ ne figure plus parmi les signataires de l'appel.
		La CFDT a demandé que son nom soit retiré de la liste.
		Signataire en mars, la FAE s'est depuis dissociée de l'appel.
		USO anunció que retira su firma del manifiesto.
		La CGT pidió que se quite su nombre de la lista.
		La UTIER dio marcha atrás a su apoyo al boicot.
	`,
	"nullified": `
		La résolution du SCFP 301 a été annulée par le syndicat national.
		Le syndicat national a invalidé le vote du SCFP 301.
		L'endossement de l'appel par le SCFP 301 a été déclaré nul par la direction nationale.
		El respaldo de la UTIER quedó sin efecto.
		La firma de SEIU Local 721 fue invalidada por la internacional.
		Le national a cassé l'appui du SCFP 301 à la grève.
	`,
	"none": `
		La CSN n'a pas encore pris position.
		La FIQ se prononcera le 12 mars.
		La CSQ pourrait se joindre à l'appel.
		On ignore si la FAE participera à la marche.
		La CGT étudie la possibilité de signer l'appel.
		L'APTS n'a pas voulu commenter.
		La FTQ demeure muette.
		La CSN demande au gouvernement de négocier.
		La CSD n'a toujours pas dit si elle signerait.
		Les organisateurs espèrent que la FTQ signera l'appel.
		CCOO todavía no ha decidido si se sumará.
		La CGT podría unirse a la protesta.
		UGT no ha respondido a la invitación.
		El STUNAM decidirá el viernes.
		La UTIER guarda silencio sobre el paro.
		Un dirigente de CCOO asistió al acto.
		Los organizadores pidieron a UGT que firme el manifiesto.
		CCOO negocia el convenio con la patronal.
		Se desconoce si la CGT respaldará la marcha.
		La CSN a signé une entente de principe avec l'employeur.
		UGT firmó el convenio colectivo.
		El SNTE retiró la demanda.
		Los trabajadores de la UTIER rechazaron la oferta salarial de la empresa.
		La FTQ consulte ses membres avant de se prononcer.
		La CSN ne dira pas avant lundi si elle se joint à l'appel.
		La CSQ et la FAE n'ont pas retourné nos appels.
		La présidente de la CSN a rencontré le ministre mardi.
		L'employeur a déposé une plainte contre la CSN.
		La CGT devrait se prononcer jeudi.
		Les étudiants demandent l'appui de la CSN.
		UGT todavía no fija postura.
		La CGT aún debe votar la propuesta.
		El secretario general de CCOO dijo que la negociación sigue abierta.
		Los estudiantes buscan el apoyo de CCOO.
		UGT no ha querido hacer comentarios.
		La CGT y UGT fueron invitadas a sumarse.
		La policía desalojó a los manifestantes frente a la sede de la CGT.
		The CTU has not decided. La UTIER aún no decide si se sumará a la huelga.
	`,
}

func TestFrenchAndSpanishSentencesAreReadWhateverTheFormOfTheVerb(t *testing.T) {
	x := match.New()
	var f rate
	for want, sentences := range romance {
		for sentence := range strings.Lines(strings.TrimSpace(sentences)) {
			sentence = strings.TrimSpace(sentence)
			got := extract.Extract(x, sentence, extract.Options{}).Mentions
			if len(got) == 0 {
				t.Errorf("%q: nobody is named", sentence)
			}
			for _, m := range got {
				f.add(extract.Spoken(m.Position) == want)
				if is := extract.Spoken(m.Position); is != want {
					t.Logf("%q: %s is %s, should be %s", sentence, m.Text, is, want)
				}
			}
		}
	}
	t.Logf("positions: %v", f)
	if f.share() < 0.97 {
		t.Errorf("%v is under 0.97", f)
	}
}
