package extract

import "strings"

// romanceGroups are words that stand for each other in the phrases of romanceTable, and the verbs that are not regular.
var romanceGroups = map[string]string{
	// French.
	"$appuyer":   "appuie|appuient|appuyer|appuye|appuyee|appuyes|appuyees|appuiera|appuieront|appuyait|appuyaient|appuyant|appuyons",
	"$soutenir":  "soutient|soutiennent|soutenir|soutenu|soutenue|soutenus|soutenues|soutiendra|soutiendront|soutiendrait|soutenait|soutenant|soutenons",
	"$joindre":   "joint|jointe|joints|jointes|joignent|joindre|joindra|joindront|joindrait|joindraient|joignait|joignant|joigne|joignons",
	"$rejoindre": "rejoint|rejoignent|rejoindre|rejoindra|rejoindront|rejoindrait|rejoignant|rejoignons",
	"$remettre":  "remet|remettent|remis|remise|remises|remettre|remettra|remettront",
	"$mettre":    "met|mettent|mis|mise|mettre|mettra|mettront",
	"$tenir":     "tient|tiennent|tenir|tenu|tiendra|tiendront",
	"$faire":     "fait|font|faire|fera|feront|faisait",
	"$prendre":   "prend|prennent|pris|prise|prendre|prendra|prendront|prenons|prendrait|prendraient",
	"$etre":      "est|sont|etait|etaient|sera|seront|reste|restent|demeure|demeurent|devient|deviennent|devenu|devenue|etre",
	"$repondre":  "repond|repondent|repondu|repondra|repondront|repondre",
	"$revenir":   "revient|reviennent|revenu|revenue|revenus|revenues|reviendra|reviendront|revenir",
	"$voir":      "voit|voient|vu|juge|jugent|estime|estiment|trouve|trouvent",
	"$ses":       "ses|leurs|nos|sa|leur|son|notre|le|la|les|l'|des|aux|un|une|du|de|d'",
	"$membres":   "membres|syndiques|syndiquees|adherents|adherentes|affilies|syndicats|salaries|salariees|enseignants|enseignantes|travailleurs|travailleuses|troupes|equipes|militants|militantes|cheminots|infirmieres|delegues|deleguees|sections",
	"$appel":     "appel|mot|appels|manifeste|lettre|declaration|petition|resolution|proposition|motion|campagne|plateforme|charte|texte|greve|marche|journee|boycott|boycottage|mobilisation|manifestation|mouvement|initiative|invitation|demande|debrayage|rassemblement|coalition|intersyndicale|principe",
	"$decision":  "decision|vote|question|debat|point|dossier|proposition|reponse|position|sujet|examen|deliberation|resolution|adhesion|demande|motion|choix|scrutin|discussion|invitation",
	"$appui":     "appui|soutien|signature|nom|adhesion|aval|caution|promesse|engagement|participation|endossement|accord|parrainage|logo",
	"$fracts":    "greve|greves|marche|rassemblement|rassemblements|manifestation|piquet|piquets|piquetage|vigile|veillee|debrayage|debrayages|action|actions|journee|journees|defile|contingent|chaine|sit|cortege|tractage|lignes|caravane|convoi|campement|kiosque|tente|soupe|sitin",
	"$signat":    "signataires|cosignataires|endosseurs|appuis|organisations|syndicats|adherents|participants|organisateurs|partenaires|premiers|premieres|soutiens|initiateurs|coorganisateurs|membres",
	"$cars":      "autobus|autocar|autocars|cars|car|bus|navette|navettes|train|trains|minibus|delegation|delegations|contingent|membres|militants",
	// Spanish.
	"$adherir":  "adhiere|adhieren|adhirio|adhirieron|adherir|adherirse|adherira|adheriran|adherido|adherida|adheridos|adheridas|adhiriendo|adhiriendose|adhiera|adhieran|adherimos|adheria|adherian",
	"$unir":     "une|unen|unio|unieron|unir|unirse|unira|uniran|unido|unida|unidos|unidas|uniendo|uniendose|una|unan|unimos|uniremos",
	"$sumar":    "suma|suman|sumo|sumaron|sumar|sumarse|sumara|sumaran|sumado|sumada|sumados|sumadas|sumando|sumandose|sume|sumen|sumamos|sumaremos|sumaba|sumaban",
	"$suscr":    "suscribe|suscriben|suscribio|suscribieron|suscribir|suscribirlo|suscribirla|suscribira|suscribiran|suscrito|suscrita|suscritos|suscritas|suscribiendo|suscriba|suscriban|suscribimos|suscribia|suscripto|suscripta",
	"$poner":    "pone|ponen|puso|pusieron|poner|pondra|pondran|puesto|ponga|pongan",
	"$posponer": "pospone|posponen|pospuso|pospusieron|posponer|pospondra|pospuesto|pospuesta|posponga",
	"$dar":      "da|dan|dio|dieron|dar|darle|dara|daran|dado|daba|damos",
	"$decir":    "dice|dicen|dijo|dijeron|decir|dira|diran|dicho",
	"$hacer":    "hace|hacen|hizo|hicieron|hacer|hara|haran|hecho",
	"$ser":      "es|son|era|eran|fue|fueron|sera|seran|sigue|siguen|ha|han|sido|continua|permanece",
	"$haber":    "ha|han|habia|habian|hemos|habra|habran|haya|hayan|habiendo",
	"$estar":    "esta|estan|estaba|estaban|estara|estaran|figura|figuran|figuraba|figuraban|figurara|aparece|aparecen|aparecia|encuentra|encuentran|cuenta|cuentan|consta|constan",
	"$oponer":   "opone|oponen|opuso|opusieron|oponer|oponerse|opondra|opondran|opuesto|opuesta",
	"$diferir":  "difiere|difieren|difirio|difirieron|diferir|diferira|diferido|diferida",
	"$miembros": "miembros|afiliados|afiliadas|agremiados|agremiadas|bases|socios|socias|trabajadores|trabajadoras|maestros|maestras|docentes|integrantes|delegados|delegadas|sindicatos|secciones|locales|companeros|companeras|enfermeras|asociados",
	"$llamado":  "llamado|llamamiento|convocatoria|manifiesto|carta|declaracion|peticion|resolucion|propuesta|mocion|campana|plataforma|texto|paro|huelga|marcha|jornada|boicot|boicoteo|movilizacion|manifestacion|movimiento|iniciativa|invitacion|protesta|adhesion|pronunciamiento|desplegado|documento|caravana|coalicion|accion|concentracion|acto|pliego|caminata|idea|solicitud|pedido",
	"$voto":     "decision|voto|votacion|asunto|punto|tema|cuestion|debate|propuesta|resolucion|definicion|discusion|adhesion|respuesta|postura|posicion|pronunciamiento|mocion|determinacion|solicitud|invitacion|respaldo|apoyo|consulta",
	"$respaldo": "apoyo|respaldo|firma|nombre|adhesion|aval|endoso|compromiso|participacion|firmas|rubrica|logo|patrocinio|voto|promesa|convocatoria|anuencia",
	"$esacts":   "huelga|huelgas|paro|paros|marcha|marchas|vigilia|mitin|protesta|piquete|piquetes|concentracion|concentraciones|planton|plantones|movilizacion|movilizaciones|caravana|contingente|acto|acciones|manifestacion|bloqueo|bloqueos|caminata|jornada|paradas|brigadas|brigada|columna|campamento|volanteo|cacerolazo|actos|cadena|cortes|corte|caravanas|clausura|toma",
	"$firmant":  "firmantes|signatarios|signatarias|adherentes|convocantes|adheridos|adheridas|organizadores|patrocinadores|respaldan|firman|adhieren|suscriben|apoyan|firmaron|suscribieron|avalan|endosan|impulsores|promotores|participantes|sumaron|firmante|convocan",
	"$buses":    "autobus|autobuses|autocares|camiones|micros|colectivos|buses|guaguas|delegacion|contingente|contingentes|delegaciones|brigada|camion",
}

// romanceTable is the French and Spanish part of the table of cues. "verb^" is a regular French verb and "verb~" a regular Spanish one in the
// forms that tell what a body did, does or will do; "verb>" is the future of one of either language.
const romanceTable = `
# French: a formal yes.
endorsed acts verb refused=declined fr: endosser^; signer^; cosigner^; contresigner^; parrainer^; enteriner^; avaliser^; ratifier^; cautionner^; coparrainer^
endorsed acts verb refused=declined fr: adherer^; participer^; embarquer^; $prendre (pas) part; souscrit|souscrivent|souscrire|souscrira|souscrivait a|au|aux; $rejoindre
endorsed acts verb refused=declined fr: se|s'|nous|y (y) (est|sont|etait|etaient) $joindre|rallier^|associer^|unir|unit|unissent|greffer^
endorsed acts verb refused=declined fr: $joindre .. voix|nom|signature; associer^ syndicat|organisation|section|centrale a|au; ajouter^|apposer^|preter^|inscrire|inscrit|inscrivent|$mettre .. nom|voix|signature|logo|griffe|paraphe
endorsed acts verb refused=declined fr: $joindre l'|la|le|les $appel; adopter^|approuver^ .. appel|resolution|declaration|proposition|motion|manifeste|charte|principe|participation|adhesion|plateforme
endorsed acts verb refused=declined fr: $appuyer|$soutenir|saluer^ officiellement|formellement; officiellement|formellement $appuyer|$soutenir; $repondre .. appel; repond|repondent|repondu|repondra|repondront present|presents|favorablement|oui
endorsed acts verb refused=declined fr: donner^|accorder^|apporter^|octroyer^ .. aval|accord|feu|imprimatur|approbation|adhesion|endossement|signature; donner^|accorder^|apporter^ .. appui|soutien officiel|formel
endorsed acts verb refused=declined fr: voter^ .. pour|faveur|favorablement|oui; (se|s') (est|sont) prononcer^ .. pour|faveur; voter^ l'|la|le .. $appel; voter^ .. adhesion|participation|appui|endossement|greve
endorsed acts verb refused=declined fr: dit|disent|dire|dira (a) oui; $faire sien|sienne|siens|siennes; (se|s') (est|sont) engager^ a participer|signer|soutenir|appuyer|joindre; monter^ a bord; accepter^ .. invitation
endorsed acts verb refused=declined fr: $etre des|du notres|nombre; $etre partie prenante|prenantes; $faire partie des|de .. $signat; maintenir|maintient|maintiennent|maintenu|maintiendra .. $appui
endorsed acts verb refused=declined fr: $etre (officiellement|aussi|egalement|toujours|donc) (cosignataire|signataire|signataires|cosignataires|partenaire|coorganisatrice|coorganisateur|adherent) signataire|signataires|cosignataire|cosignataires|partenaire|partenaires|coorganisateur|coorganisatrice
endorsed acts verb refused=declined fr: $etre (aussi) de la partie; en sera|seront|etait|etaient|est|sont; etre de la partie; y sera|seront; confirmer^ .. adhesion|participation|signature|appui
endorsed acts verb refused=declined fr: figurer^|compter^|$etre .. parmi|entre .. $signat; figurer^|compter^|$etre .. nombre .. $signat; figurer^|apparait|apparaissent .. liste .. $signat; compter^|$etre .. parmi .. signe|signee|appellent|endosse
endorsed acts fr: soussignes|soussignees; :|–|—|-|= oui|adhere|partante|partant|pour|signe|endosse; signataire|signataires de la premiere|de|,|depuis; parmi les .. signataires|cosignataires; comme signataire|cosignataire|partenaire; :|–|—|-|= signataire|signataires
endorsed agent fr: signe|signee|signes|signees|cosigne|cosignee|cosignes|cosignees|endosse|endossee|endosses|endossees|parraine|parrainee|adopte|adoptee|approuve|approuvee|enterine|ratifie|avalise|contresigne|contresignee .. par
endorsed agent fr: parmi|chez les|les|leurs|ses .. $signat ... figurent|figure|sont|est|comptent|compte|retrouve|trouve|trouvent|notons|citons|on|:; signataires|cosignataires|endosseurs .. :|sont|incluent|comprennent|figurent
endorsed agent fr: signature|signatures|adhesion|endossement|endossements|aval (formel|formelle|officiel|officielle) de|du|des|d'; appui|soutien officiel|formel de|du|des|d'; (les|des) syndicats|organisations|sections|federations signataires .. :|sont
endorsed agent fr: organisations|syndicats|centrales|federations .. signataires .. :|sont; signataires , dont|notamment; l'|la .. (qui) (a|ont) (ete) signe|endosse|rejoint par; rejoint|rejointe|rejoints|rejointes .. par
endorsed likewise verb fr: $faire de meme; emboiter^ le pas; $faire (de) pareil|autant; a|ont|est|sont suivi; suivre|suivra|suivront l' exemple; imiter^; aussi .|,
endorsed echo fr: tout comme; ainsi que; de meme que; comme l' a|ont (aussi|egalement|deja) fait; a l' instar de|du|des; imite|imitee|suivi|suivie|suivis par

# French: support short of it.
supported acts verb refused=declined fr: $appuyer; $soutenir; saluer^; feliciter^; applaudir|applaudit|applaudissent|applaudi; epauler^; louer^ l'|la|le
supported acts verb fr: $etre (pleinement|entierement|tous|toutes) solidaire|solidaires|favorable|favorables; (se|s') (est|sont) dit|disent|dite|dits|declare|declarent|montre solidaire|solidaires|favorable|favorables; solidaire|solidaires; de tout coeur
supported acts verb fr: $faire parvenir|savoir .. appui|soutien|solidarite|message; exprimer^|manifester^|offrir|offre|offrent|offert|transmettre|transmet|transmettent|transmis|envoyer^|envoie|envoient|temoigner^|adresser^|reiterer^|assurer^|affirmer^|reaffirmer^|reaffirme .. appui|soutien|solidarite|sympathie|encouragements|amities|salutations|message
supported acts verb fr: donner^|apporter^|preter^|accorder^|declarer^ .. appui|soutien|main|concours|solidarite; se|s' $tenir (debout) aux cotes; se|s' (est|sont) ranger^ derriere|du; en solidarite|appui avec|a|aux|au|envers; solidarite avec|envers; encourager^
supported acts verb fr: $voir .. courageux|courageuse|juste|justes|legitime|legitimes|necessaire|salutaire|utile; qualifier^ .. courageux|courageuse|juste|legitime|necessaire|historique; verser^ .. fonds|dollars|grevistes|caisse|euros; donner^|remettre|remis|remet|envoyer^ .. $|€|dollars|euros|fonds|cheque
supported acts verb fr: inviter^|appeler|appelle|appellent|encourager^|exhorter^|inciter^|convier^|demander^|presser^ $ses .. $membres .. a|d'|de|se participer|venir|rejoindre|soutenir|appuyer|joindre|marcher|manifester|signer|grossir|mobiliser|porter|y
supported acts verb fr: inviter^|appeler|appelle|appellent|exhorter^ (a) rejoindre|soutenir|participer|venir; ne franchira|franchiront|traversera|traverseront pas; respecter^|respectera|respecteront .. piquets|lignes|piquet|ligne; partager^ .. objectifs|revendications|inquietudes
supported agent fr: appui|soutien|solidarite .. de|du|des|d'; appuye|appuyee|appuyes|appuyees|soutenu|soutenue|soutenus|soutenues|salue|saluee|salues|epaule|epaulee|epaules .. par; merci .. a|au|aux; remercier^

# French: a no.
declined acts verb fr: refuser^; decliner^; renoncer^ a; bouder^; $faire l' impasse; exclure|exclut|excluent|exclu .. participer|signer|joindre|appuyer|participation; ecarter^ .. idee|participation|possibilite
declined acts verb fr: decider^|choisir|choisi|choisit|choisissent|vote|votent|resolu|prefere|preferent|prefere|opte .. de|pour ne pas; (en) decide|decident|tranche autrement; a|ont|avait prefere|choisi s' abstenir
declined acts verb fr: rejeter^|rejette|rejettent|repousser^|ecarter^|battre|battu|battue|defait|defaite .. appel|invitation|proposition|motion|resolution|idee|adhesion|demande|participation; l'|les|la (a|ont|avait) rejete|rejetee|declinee|decline|refuse|refusee|battue|defaite|ecartee
declined acts fr: voter^ .. % contre; vote|votent|votes|votee|prononce|prononcee|prononces|prononcees (a) .. contre l'|la|le|une|cette|toute|son|sa adhesion|participation|endossement|appui|proposition|appel|resolution|motion; vote|votent|votes contre; a|ont vote non
declined acts fr: ne (se|s'|y|l'|la|le|en) (y) joindra|joindront|joindrait|joindraient|participera|participeront|participerait|participeraient|signera|signeront|signerait|appuiera|appuieront|endossera|endosseront|ralliera|rallieront|associera|associeront|rejoindra|rejoindront|rejoindrait|sera|seront|embarquera|embarqueront|prendra|soutiendra|soutiendront|soutiendrait|ira|iront (pas|point)
declined acts fr: n' (a|ont|avait) pas (voulu|souhaite|accepte|juge) voulu|souhaite|accepte|bon|retenu|utile; n' (en) (y) (a|ont) pas donne suite; n' adhere|adherent|adherera|adhereront|endosse|endossent|endossera|endosseront|appuiera|appuieront|embarque|embarquera|embarqueront|ira|iront|en sera|seront|serait|seraient|est|sont|fera|feront|etait (pas)
declined acts fr: passer^ son|leur tour; s' (est) abstenir|abstient|abstiennent|abstiendra|abstiendront|abstenu|abstenue de|d'; $faire bande a part; dit|disent|dire|dira|dite|$repondre (par) (la) non|negativement|negative; non merci; fin de non recevoir
declined acts fr: restera|resteront a l' ecart; reste|restent|rester|tient|tiennent|tenu|tenue a l' ecart; ete battue|defaite|rejetee|repoussee|ecartee|defait

declined agent fr: (ete) rejete|rejetee|rejetes|rejetees|refuse|refusee|declinee|battue|defaite|ecartee|repoussee .. par

# French: against it.
opposed agent fr: denonce|denoncee|denonces|denoncees|condamne|condamnee|critique|critiquee|fustige|desapprouvee .. par; hostilite|opposition de|du|des; opposition .. de la|l'|le
opposed acts verb fr: denoncer^; condamner^; se|s' (y) (est|sont|etait) opposer^; se|s' (est|sont) dit|dite|disent|declare|declarent oppose|opposee|opposes|opposees; $etre opposee|opposes|opposees|hostile|hostiles|oppose; fustiger^; blamer^
opposed acts verb fr: desapprouver^; critiquer^; deplorer^; reprouver^; (se|s') (est|sont) prononcer^ contre; rejeter^|rejette|rejettent l'|la|cette idee|greve|marche|boycott|manifestation|mobilisation|boycottage; pourfendre|pourfend; tirer^ a boulets
opposed acts verb fr: se|s' (est|sont) distancier^|demarquer^ de|du|des|d'; $mettre .. en garde; qualifier^|traiter^|taxer^ .. d'|de; $voir|juger^|considerer^ .. malvenu|malvenue|irresponsable|premature|prematuree|productive|erreur|dangereux|dangereuse|inutile|deplace|deplacee|inopportun|inopportune|nuisible|mauvaise|contreproductive|illegale|illegal
opposed acts verb fr: demander^|inviter^|appeler|appelle|appellent|exhorter^|prier^|prie|conseiller^|recommander^|enjoindre|enjoint|presser^ .. $membres .. de|d'|a|y ne|rester|ignorer|bouder|boycotter|tenir|abstenir|travailler|poursuivre; appeler|appelle|appellent|inviter^ a ne pas
opposed acts fr: prise|prises|prend|prennent|pris|prendre (la) parole|position contre; contre le|la|l'|les|cette|ce boycott|boycottage|greve|marche|appel|manifestation|mouvement|mobilisation|journee|debrayage; $faire campagne contre; $etre contre

opposed acts fr: :|–|—|-|= contre|opposee|oppose; exprimer^|positionner^|prononcer^ (majoritairement) contre; $appel (sociale|generale|politique|proposee|illimitee) est|sont|serait (une) erreur|irresponsable|prematuree|dangereuse|inutile|contreproductive

# French: put off.
tabled acts verb fr: reporter^; repousser^; ajourner^; $remettre .. $decision|plus|mois|automne|printemps|prochaine; differer^|differe|different|differee .. $decision; suspendre|suspendu|suspend|suspendent .. $decision; surseoir|sursis|surseoit
tabled acts verb fr: $mettre .. suspens|veilleuse|glace|attente|table; laisser^ .. suspens|plus|prochaine|table|attente; renvoyer^|renvoie|renvoient|referer^|refere|deferer^|defere|soumettre|soumis|soumet|confier^ .. comite|congres|conseil|assemblee|instances|instance|bureau|executif|commission
tabled acts verb fr: deposer^|depose|deposee|laisser^ sur la table; deposee|depose jusqu'|jusqua|jusque; a|ont|est|sont ete remise|remis|differee; decision|vote|debat .. reporte|reportee|remis|remise|ajourne; reviendra|reviendront sur $ses .. $decision
tabled acts verb fr: faute de quorum; $prendre .. delai|temps; demander^ .. delai|temps|report; a plus tard

tabled agent fr: (ete) reporte|reportee|repousse|repoussee|renvoye|renvoyee|ajourne|ajournee|remis|remise|differee|mise|mis|suspendue .. par

# French: taken back.
withdrawn agent fr: retire|retiree|retires|retirees .. par
withdrawn acts verb fr: retirer^ .. $appui; se|s' (en) (est|sont|etait|etaient) retirer^|desister^|retracter^|dedire|dedit; l'|les|la|le (a|ont|avait|avaient) retire|retiree|retires|retirees; revoquer^|rescinder^|annuler^ son|sa|leur .. $appui
withdrawn acts verb fr: $faire marche|machine arriere; $faire volte face; $revenir sur|su .. $decision|$appui|vote|parole|sien|sienne|engagement; $revenir sur le|la|les sien|sienne|leur; changer^ d' avis; reculer^; se raviser^; s' (est|sont) ravise|ravisee|ravises
withdrawn acts verb fr: $faire rayer|retirer|enlever|biffer|effacer .. nom|signature|logo; demander^ .. (retrait|rayer|retirer|enlever) .. nom|signature; demander^ que son|leur nom|signature|logo .. retire|retiree|raye|rayee|enleve|enlevee|efface; retrait .. $appui; $mettre fin a son|sa|leur $appui; se|s' (en) (est|sont) (depuis) dissocier^|desolidariser^; $etre finalement dissociee|dissocie
withdrawn acts verb fr: claquer^ la porte; quitter^ .. coalition|intersyndicale|mouvement|campagne; abandonner^ .. mouvement|coalition|campagne|boycott; plus signataire|signataires; desavouer^ (finalement) son|sa|leur; finalement dissocier^|dissociee|dissocie|dissocies; raye|rayee|biffe|biffee de

# French: set aside by a parent.
nullified target fr: annuler^|invalider^|casser^|infirmer^|desavouer^|renverser^|abroger^|rejeter^|rescinder^ .. $appui|$decision|mandat; invalider^; desavouer^; desautoriser^; nullifier^; declarer^ nul|nulle|nuls|nulles|invalide|caduque|irrecevable; $mettre de cote; frapper^ de nullite
nullified owned fr: a|ont|avait|avaient|est|sont|sera|seront|etait (depuis|finalement|ensuite|rapidement|plus|tard) ete|annulee (depuis|finalement|ensuite|rapidement|plus|tard) annule|annulee|annules|annulees|invalide|invalidee|invalides|invalidees|cassee|casse|renversee|renverse|desavouee|desavoue|infirmee|infirme|abrogee|abroge
nullified owned fr: a|ont|avait quant a elle|lui|elles|eux (ete) annulee|annule|invalidee|invalide|cassee|renversee; a|ont|est|sont|etre|ete|declare|declaree|jugee (ete) (declare|declaree|juge|jugee) nul|nulle|nuls|nulles|irrecevable|caduc|caduque (et) (non) (avenu|avenue); sans effet; nulle et non avenue; nul et non avenu
nullified owned fr: l'|les a|ont|avait|ayant annulee|annule|annulees|annules|invalidee|invalide|cassee|casse|desavouee|desavoue|renversee; annulee|annule|invalidee|invalide|cassee|renversee|desavouee par

# French: nothing yet.
none acts fr: n' a|ont|avait|avaient (toujours) pas (encore|toujours) ..; ne s' est|sont|etait|etaient pas ..; n' (y|en|l'|les) (a|ont) pas .. $decision|pris|dit|decide|repondu|tranche|signe|appuye|endosse|adhere|precise|confirme
none acts fr: ne .. pas encore; n' .. pas encore; pas encore; n' a|ont pas voulu|souhaite .. commenter|expliquer|repondre|preciser|reagir|dire; n' a|ont|avait|avaient (toujours|encore) rien dit|annonce|decide; pourrait|pourraient; envisager^; hesiter^; reflechir|reflechit|reflechissent; etudier^ .. $decision|appel|invitation|possibilite|question|opportunite|demande; reserver^ .. reponse|decision|position
none acts fr: debattra|debattront; se prononcera|prononceront; decidera|decideront; tranchera|trancheront; votera|voteront; consultera|consulteront; tiendra|tiendront (son|leur|une|sa) assemblee|reunion|vote; attend|attendent|attendra|attendre; reste|restent|demeure|demeurent muet|muette|muets|neutre|neutres|silencieux|indecis
none acts fr: sans (toutefois|pour|cependant|autant|neanmoins) (autant) signer|appuyer|endosser|adherer|participer|joindre|rejoindre|aller|prendre; ne $prendre pas|aucune position|parti; ni pour ni contre; garder^ le silence; $etre en reflexion|attente; pas de reponse|position|decision|commentaire
none acts fr: n' a|ont pas donne suite a|aux nos|demandes|courriels|appels; consulte|consultent $ses $membres; laisser^ .. libres|libre|chacun|choix; en discute|discutent|debat|debattent; (en) attente; sans reponse; s' (est|sont) abstient|abstiennent|abstenu|abstenue|abstiendra; refuse de commenter; refuser^|decliner^ (de|tout) commenter|commentaire
none agent fr: propose|proposee par; propose|seconde|secondee|appuye|appuyee par .. que; sans nouvelles de|du|des; sans l' appui|aval de|du|des; en attente|reflexion :

# French: acts of one's own.
planning acts verb refused=declined fr: declencher>; lancer> .. $fracts|campagne; entamer>; $tenir .. $fracts; tiendra|tiendront; organiser^; preparer^ .. $fracts; debrayer^; debraie|debraient|debraiera|debraieront; fera|feront|font|fait|faire (la|une) greve; marcher>; defiler>; manifester>
planning acts verb refused=declined fr: prevoir|prevoit|prevoient|prevu|prevoyait .. $fracts|manifester|marcher|debrayer|organiser|tenir; sera|seront|sont|mettra|mettront en greve; sortir>; piqueter>; affreter^|noliser^|louer^|reserver^|reserve .. $cars; affrete|affretent|nolise|nolisent
planning acts verb refused=declined fr: dresser>|installer>|monter>|eriger> .. $fracts|tentes|barricades; sera|seront|sera dans la rue; descendre>|descendra|descendront dans; envoyer^|envoie|envoient|enverra|enverront|deleguer^|mobiliser^|depecher^ .. $cars; cesser>; paralyser>; distribuer>; bloquer>; occuper>; fermer>; perturber>
planning acts verb refused=declined fr: (se) rassembler>; (se) mobiliser>; (se) reunir> devant; (se) $mettre en greve|marche|mouvement; deployer>|deploiera|deploieront; appeler|appelle|appellent|lancer^|deposer^ .. greve|preavis|debrayage|manifester|debrayer|mobiliser|arreter; deposer^ .. preavis
planning acts verb refused=declined fr: appellera|appelleront (pas) a (la|une) greve|manifester|mobilisation|debrayer; annoncer^ (un|une|des|sa|ses|son|deux|trois|plusieurs|cinq) (jours|journees|journee|nouvelle|propre|grande|nouveau) (de|d') (jours|journees|journee) (de|d') $fracts; programmer^|planifier^|convoquer^|convoque .. $fracts; va|vont|ira|iront manifester|marcher|debrayer|defiler|piqueter|organiser|tenir|bloquer|occuper; vont|va|sera|seront en greve; arreter> le travail; $faire|fera|feront .. piquet|piquetage|tractage|greve
planning acts verb refused=declined fr: voter^ (pour|une|la|de|des|un) (mandat|journee|journees) (de|d'|greve) greve|debrayage; accueillir>|accueillera|accueilleront .. marcheurs|manifestants|marche; animer>; servir>|servira|serviront; ouvrir>|ouvrira|ouvriront; prendre|prendra|prendront la rue; fournir>|fournira|fourniront; preter> .. local|locaux|camion
planning agent fr: organise|organisee|organises|organisees|prevue|prevu|tenu|tenue|coordonne|coordonnee .. par; a l' initiative de|du|des

# Spanish: a formal yes.
endorsed acts verb refused=declined es: firmar~; endosar~; avalar~; ratificar~ .. $respaldo|$llamado; secundar~; $suscr; rubricar~; refrendar~; copatrocinar~; patrocinar~; coauspiciar~; auspiciar~; cosignar~
endorsed acts verb refused=declined es: se|nos ($haber) $adherir|$sumar|$unir|incorporar~|plegar~|pliega|pliegan; $adherir; sumarse|unirse|incorporarse|plegarse|sumandose|uniendose|incorporandose; ($haber) sumado|incorporado a|al; participar~; formar~|forma|forman|ser parte de|del
endorsed acts verb refused=declined es: respaldar~|apoyar~ .. formalmente|oficialmente; formalmente|oficialmente respaldar~|apoyar~; $dar .. respaldo|apoyo|aval|visto|adhesion oficial|formal|bueno; $dar (formalmente|total|pleno|formal) aval|adhesion|endoso|anuencia|visto
endorsed acts verb refused=declined es: votar~ .. favor; votar~|voto que si; votar~|voto si|por; pronunciar~|pronuncio .. (a) favor
endorsed acts verb refused=declined es: anunciar~|confirmar~|comunicar~|oficializar~|formalizar~|reiterar~|manifestar~|expresar~|mantener|mantiene|mantienen|mantuvo|ratificar~ .. adhesion|participacion|firma|incorporacion|aval|endoso; mantiene|mantienen la|lo suya|suyo
endorsed acts verb refused=declined es: aprobar~|aprueba|aprueban|adoptar~ .. resolucion|convocatoria|adhesion|participar|participacion|llamado|mocion|propuesta|manifiesto|respaldo|endoso|carta|plataforma; lo|la aprobar~; hacer|hizo|hace|hacen|hicieron suyo|suya|suyos|suyas
endorsed acts verb refused=declined es: $decir (que) si; aceptar~|atender|atendio|responder|respondio|responde|respondieron|acoger|acogio .. invitacion|llamado|convocatoria|llamamiento; $poner|estampar~|agregar~|anadir|anadio|anadieron|anadido|anade|prestar~|incluir|incluyo|aportar~ .. nombre|firma|rubrica
endorsed acts verb refused=declined es: $ser|estar|$estar (ya|tambien|oficialmente|formalmente) parte (oficial|activa|integrante) de|del; $ser .. firmante|firmantes|convocante|convocantes|adherente|signatario|signataria|signatarios|organizador|organizadora|patrocinador; comprometer|comprometio|comprometieron a participar|sumarse|firmar
endorsed acts verb refused=declined es: $estar|$ser .. entre .. $firmant;  :|–|—|-|= dentro|si|firma|firmado|adherida|adherido|convocante; abajo firmantes; como convocante|convocantes|firmante|firmantes|adherente; $estar|aparecer .. lista .. $firmant|adhesiones; entre .. firmantes|adherentes|convocantes|signatarios
endorsed agent es: firmado|firmada|firmados|firmadas|endosado|endosada|endosados|avalado|avalada|suscrito|suscrita|suscritos|suscripto|secundado|secundada|ratificado|ratificada|rubricado|refrendado|aprobado|aprobada|patrocinado|patrocinada|auspiciado .. por
endorsed agent es: entre .. (los|las|quienes) .. $firmant ... $estar|son|estan|:|destacan|hay|se|,; firmantes|adherentes|signatarios|convocantes .. :|son|incluyen|figuran|estan; adhesiones|adhesion|endoso|endosos|aval|firma|firmas (formal|oficial|plena|publica) de|del; (quienes|que) firman|suscriben|firmaron|adhieren .. :
endorsed agent es: organizaciones|sindicatos|gremios|centrales|federaciones .. $firmant ... :|son|estan|$estar; respaldo|apoyo formal|oficial de|del; adhieren|adhirieron|firman|suscriben|firmaron ... :
endorsed agent es: (la|el|lo) convocar~ .. :; convocado|convocada|convocados|convocadas|impulsado|impulsada|encabezado|encabezada .. por
endorsed echo es: igual que; asi como; junto con|a|al; al igual que; lo mismo que; tambien lo hizo|hicieron|hace|hacen|hara|haran; lo mismo|propio hizo|hicieron|hara|haran|$haber; como lo|ya hizo|hicieron; asi como; (tambien|ya) lo $haber hecho; le|les siguio|siguieron|sigue|siguen
endorsed likewise verb es: lo hizo|hicieron|hara|haran (tambien); $hacer lo mismo|propio; $hacer lo mismo; (se) $sumar tambien; tambien .|,; igualmente firmo; otro tanto; si lo hizo|hicieron|ha|han (hecho); lo habia|habian hecho; siguio|siguieron su|el|sus ejemplo|pasos

# Spanish: support short of it.
supported acts verb refused=declined es: respaldar~; apoyar~; respaldo|apoyo; acompanar~ .. $llamado|lucha|trabajadores|huelguistas|maestros|estudiantes; (se) solidarizar~; aplaudir|aplaudio|aplaude|aplaudieron|aplauden; felicitar~; saludar~ (a) la|el|los|las|esta|este; elogiar~; celebrar~ la|el iniciativa|convocatoria|decision
supported acts verb es: $hacer llegar .. apoyo|solidaridad|saludo|respaldo; $dar|brindar~|ofrecer|ofrecio|ofrece|ofrecen|ofrecieron|expresar~|manifestar~|enviar~|envia|envian|mandar~|extender|extendio|transmitir|transmitio|declarar~|mostrar~|muestra|reiterar~|prestar~|externar~|hacer|remitir|remitio .. apoyo|respaldo|solidaridad|saludo|saludos|simpatia|ayuda|mensaje|abrazo|aliento|carino|fraternal|solidario|solidarios
supported acts verb es: $estar|esta|estan|estamos con los|las|la|el|nosotros|ustedes|quienes|vosotros; en solidaridad con; solidaridad con; simpatizar~; $ser|$estar|esta|se|declara|declaro|declararon solidario|solidaria|solidarios|solidarias; ve|ven|vio con buenos ojos; con simpatia; coincidir|coincide|coinciden|coincidio con los|las|sus
supported acts verb es: donar~; aportar~|entregar~|enviar~|destinar~|donar~|regalar~|llevar~ .. dolares|pesos|euros|$|€|fondo|despensas|viveres|agua|comida|alimentos|mantas|cafe|tacos|donativo; no cruzar~|cruzara|cruzaran; no va|van a cruzar; respetar~ .. piquetes|lineas|piquete|linea
supported acts verb es: pedir|pide|piden|pidio|pidieron|llamar~|llama|invitar~|exhortar~|instar~|animar~|convocar~|urgir|urgio|alentar|alienta|alento|recomendar~|recomienda .. $miembros (a|que) (se|la|lo|les) participar|participen|sumarse|sumen|unirse|unan|asistir|asistan|acudir|acudan|apoyar|apoyen|marchar|marchen|firmar|firmen|respetar|respeten|salir|salgan|acompanar|acompanen|secundar|secunden
supported acts verb es: calificar~|considerar~|ver|ve|ven|vio .. justa|justo|valiente|legitima|legitimo|necesaria|necesario|historica|justas|justos|valientes; hacer|hizo|hacen|hace votos por; compartir|comparte|comparten|compartio .. demandas|reclamos|objetivos|causa|reivindicaciones; defender|defendio|defiende|defienden a|la|el|los|las
supported agent es: respaldado|respaldada|respaldados|respaldadas|apoyado|apoyada|apoyados|apoyadas|saludado|saludada|arropado|arropada .. por; apoyo|respaldo|solidaridad|ayuda|saludo|saludos .. de|del; gracias .. a|al; agradecer|agradecemos|agradecio|agradecen|agradece .. a|al; con (el|la) apoyo|respaldo|solidaridad|simpatia de|del

# Spanish: a no.
declined acts verb es: decidir|decidio|decidieron|decide|decidido|optar~|opto|votar~|voto|acordar~|acuerda|acordo|preferir|prefirio|prefirieron|elegir|eligio|eligieron|resolver|resolvio|resolvieron|determinar~|determino|resuelto .. no; descartar~; desechar~; tumbar~ .. propuesta|mocion|iniciativa|adhesion|resolucion; derrotar~; rehusar~; declinar~; desestimar~; denegar~
declined acts verb es: rechazar~ .. sumarse|unirse|$llamado|invitacion|propuesta|respaldar|adherirse|participar|firmar|apoyar|solicitud|secundar|suscribir; rechazar~; (se) nego|niega|niegan|negaron|negado|negara|negarse (a); $dar la espalda|portazo; $dar .. largas
declined acts es: no (se|la|lo|le|los|las|nos) (la|lo|va|van|a) acompanar~|acudir|acudira|acudiran|acudiria|asistir|asistira|asistiran|ira|iran|iria|ir|marchara|marcharan|parara|pararan|estara|estaran|formara|formaran
declined acts es: votar~|votado|pronunciar~ contra; votar~|votado|pronunciar~ .. en contra; votar~ que no; $decir|contestar~|responder|respondio|respondieron|respondido (que) no; abstuvo|abstuvieron|abstendra|abstendran|abstiene|abstienen|abstenerse|abstenido de; mantener|mantiene|mantendra|mantuvo|quedar~|queda|quedo|quedara al margen
declined acts es: fue|sido rechazada|derrotada|desechada|descartada; no $haber querido|aceptado|considerado; no aceptar~|aceptaron; no contar~ con; no cuenten|cuente con; $haber (sido) (fue) rechazada|desechada

declined agent es: (fue|sido|fueron) rechazado|rechazada|rechazados|rechazadas|desestimado|desestimada|declinada|descartada|desechada .. por

# Spanish: against it.
opposed agent es: condenado|condenada|criticado|criticada|repudiado|repudiada|cuestionado|cuestionada|denunciado|denunciada .. por; rechazo|oposicion|repudio de|del
opposed acts verb es: condenar~; (se) $oponer; criticar~; repudiar~; reprobar~|reprueba; desaprobar~|desaprueba|desaprueban; cuestionar~; arremeter|arremetio|arremetieron|arremete contra; $estar|$ser|esta|estan|mostrar~|muestra|declarar~|declara en contra; censurar~; lamentar~ .. $llamado
opposed acts verb es: denunciar~ .. $llamado; rechazar~ paro|huelga|boicot|marcha|movilizacion|bloqueo|bloqueos|manifestacion|jornada|protesta; (se) pronunciar~|manifestar~|expresar~|posicionar~ (en) contra; en contra de|del; se deslindar~ de|del
opposed acts verb es: tachar~|tildar~|calificar~|tacha|catalogar~|considerar~ .. de|irresponsable|error|prematura|prematuro|contraproducente|innecesario|innecesaria|inoportuna|inoportuno|politiquera|ilegal|locura|equivocado|equivocada|politica; llamar~ .. (un|una) error|locura|circo; ver|ve|ven|vio .. error|oportunismo
opposed acts verb es: llamar~|llama|pedir|pidio|pide|piden|pidieron|instar~|exhortar~|recomendar~|recomienda|invitar~|solicitar~|aconsejar~ .. no|abstenerse|abstengan|ignorar|ignoren|quedarse; llamado a no; llamar~|pedir|pidio .. $miembros .. (que|a) no

opposed acts es: :|–|—|-|= (en) contra; $llamado (social|general|politico) es|son|seria (un|una) error|irresponsable|prematuro|prematura|contraproducente|inutil

# Spanish: put off.
tabled acts verb es: aplazar~; $posponer; postergar~; $diferir; retrasar~|demorar~|suspender|suspendio|suspende|suspendieron|congelar~|prorrogar~ .. $voto; dejar~ .. para|suspenso|pendiente|mesa|despues|manana; remitir|remitio|remitieron|remite|turnar~|trasladar~|enviar~|referir|refirio|pasar~|devolver|devolvio|derivar~ .. comite|asamblea|consejo|junta|comision|congreso|pleno|plenario|convencion|asesores
tabled acts verb es: quedar~|queda|quedo|quedaron pendiente|pendientes|sobre|aplazada|aplazado|pospuesta|pospuesto|postergada|suspenso|postergado; sobre la mesa; $haber (sido) (fue) aplazada|aplazado|pospuesta|pospuesto|postergada|postergado|diferida; fue|fueron|sera aplazada|aplazado|pospuesta|pospuesto|postergada|postergado|diferida; por|falta falta|de (de) quorum
tabled acts verb es: volver|volvera|volveran|retomar~|retomara|retomaran .. $voto|tema; mover|movio|movieron|pasar~|aplazar~ .. votacion|voto|proxima|proximo; tomar~|pedir|pidio .. tiempo; para mas adelante

tabled agent es: (fue|sido|fueron) aplazado|aplazada|pospuesto|pospuesta|postergado|postergada|diferida|turnada|remitida|suspendida .. por

# Spanish: taken back.
withdrawn agent es: retirado|retirada|retirados|retiradas|revocada .. por
withdrawn acts verb es: retirar~|levantar~ .. $respaldo; se|nos ($haber) retirar~; retirarse de|del; la|lo|las|los retiro|retiraron|retira|retiran|retirara|retiraran; la|lo|las|los $haber retirado; $dar marcha atras; $dar marcha atras a|en|con|sobre su|al|el|la $respaldo; (se) echar~ (para) atras; se bajar~ de|del
withdrawn acts verb es: (se) desdecir|desdijo|desdice|desdijeron|retractar~|desmarcar~|desvincular~|desligar~|descolgar~|descuelga|descolgo|deslindar~|retractarse|desmarcarse|desvincularse; ya no respaldar~|apoyar~|participar~|participara|$ser|$estar|$sumar|firmar~|forma|acompanar~|secundar~
withdrawn acts verb es: pedir|pidio|pidieron|solicitar~|exigir|exigio .. (que) (se) retirar|retirara|retiraran|retire|borrara|borraran|quitara|eliminara|eliminaran|suprimiera|borre|quitar|quiten|quitaran|borrar|borren|eliminar|retiren|quite|eliminen (de) (su|sus) nombre|firma|logo; revocar~ (su|sus) $respaldo; revocar~; rescindir|rescindio; dejar~ sin efecto su $respaldo
withdrawn acts verb es: abandonar~ .. coalicion|campana|boicot|convocatoria|movimiento|marcha|paro; cancelar~ su .. $respaldo|participacion; renunciar~ a; recular~; cambiar~ de opinion|postura|parecer; dejo|deja|dejaron|dejan de respaldar|apoyar|ser|participar|formar; $dar por terminado|terminada|retirado|retirada .. $respaldo; borrar~ .. nombre|firma

# Spanish: set aside by a parent.
nullified target es: anular~|invalidar~|cancelar~|rescindir~ .. $respaldo|$voto|acuerdo; invalidar~; desautorizar~; desconocer|desconocio|desconoce|desconocieron .. $respaldo|acuerdo|$voto; revocar~ (la|el) $respaldo|$voto|acuerdo; dejar~|deja|dejo|dejaron sin efecto|validez; declarar~|declara|declaro nulo|nula|nulos|nulas|invalido|invalida; $dar por nulo|nula; vetar~; revertir|revirtio|revierte; desestimar~ el .. de
nullified owned es: fue|fueron|es|son|quedo|quedaron|queda|quedado|sido|seria|sera|resulto (posteriormente|luego|despues) anulado|anulada|anulados|anuladas|invalidado|invalidada|desautorizado|desautorizada|revocado|revocada|vetado|vetada|desconocido|desconocida|revertido|revertida|cancelado|cancelada
nullified owned es: quedo|quedaron|queda|quedan|quedado|dejada|dejado|esta|es|sigue sin efecto|validez|valor; fue|quedo|sido|es|fueron (declarado|declarada) nulo|nula|invalido|invalida (y) (sin) (efecto); anulado|anulada|invalidado|invalidada|desautorizado|desautorizada|revocado|revocada .. por; nula|nulo de pleno derecho
nullified owned es: la|lo|las|los anular~|invalidar~|desautorizar~; la|lo declarar~|declaro nula|nulo|invalida|invalido

# Spanish: nothing yet.
none acts es: aun|todavia|tampoco|sigue|siguen no|sin ..; no .. aun|todavia; no (se|lo|la|le|les) ha|han|habia|habian (aun|todavia) decidido|tomado|dicho|respondido|votado|fijado|pronunciado|expresado|manifestado|posicionado|contestado|definido|resuelto|firmado|anunciado|adoptado|confirmado|sumado|recibido|adherido|suscrito|avalado|endosado|respaldado|determinado|hecho|emitido
none acts es: podria|podrian; considerar~|considera|consideran|evaluar~|evalua|evaluan|estudiar~|analizar~|valorar~|sopesar~|barajar~ (si|la|el|su|sumarse|unirse|una|esta); debatir|debatira|debatiran|debaten|discutir|discutira|discutiran|discute|discuten; decidira|decidiran|votara|votaran|definira|definiran|resolvera|resolveran|consultara|consultaran
none acts es: esperar~|espera|esperan .. respuesta|resultado|asamblea|decision|consulta|instrucciones; guardar~|guarda|mantener|mantiene|mantuvo silencio; sin posicion|postura|respuesta; no tomar~|tomo|toma|toman|fijar~|fijo|adoptar~ (una) postura|posicion|partido|determinacion
none acts es: ni a favor ni en contra; abstuvo|abstiene|abstuvieron|abstenido de tomar|opinar|pronunciarse|comentar|fijar; no (ha|han|quiso|quisieron) quiso|quisieron|querido|hacer .. comentar|comentarios|declaraciones|responder|opinar|explicar|pronunciarse|hablar|precisar; abstuvo|abstuvieron|abstendra|abstendran|abstiene|abstienen|abstenerse|abstenido; neutral|neutrales; pendiente|pendientes; no figurar~|figura|figuran|aparece|aparecen|esta|estan .. $firmant|lista; no contesto|contestaron|contesta|responde|respondio|respondieron|descarta|sabe; $estar (lo) pensando|estudiando|evaluando|analizando|considerando|debatiendo|valorando|consultando|indecisos|indecisa; libertad .. $miembros; no hizo|hicieron comentarios
none agent es: propuesto|propuesta|presentada|presentado|mocion|secundada por|de|del; pendientes|pendiente|falta|faltan .. :|de; sin el respaldo|apoyo|aval de|del; no .. respaldo|apoyo|firma|aval de|del

# Spanish: acts of one's own.
planning acts verb refused=declined es: marchar>; realizar>; hara|haran|haremos .. $esacts|guardia; parar>; celebrar>; organizar~; saldra|saldran|saldremos; desfilar>; se manifestar>; manifestarse; (se) concentrar>; (se) movilizar>; (se) reunir> frente|ante; caminar>; protestar>; detener|detendra|detendran; paralizar>; interrumpir>; suspender> .. labores|clases|trabajo|servicio|actividades|vuelos|operaciones
planning acts verb refused=declined es: enviar>|envia|envian|enviaremos|mandar>|manda|llevar>|lleva|llevan|aportar>|desplegara|desplegaran|movilizar>|movera|fletar~|fleta|fletan|rentar~|renta|alquilar~|contratar~|contrato|pone|ponen|poner|pondra|pondran|dispondra .. $buses|$miembros|conserjes|gente|marchistas|voluntarios; fletar~; mandara|mandaran|llevara|llevaran|enviara|enviaran
planning acts verb refused=declined es: convocar~|convoca .. $esacts; mantendra|mantendran .. $esacts|guardia; instalar>; montar>|colocar>|levantar> .. $esacts|mesas|carpas|guardia|barricadas; bloquear>; ocupar>; cerrar>; cortara|cortaran; tomar> (las|la|el) calles|carretera|edificio|plaza; ira|iran|iremos|va|van a (la|a) huelga|paro; piquetear>; repartir>|repartira|repartiran; encabezar>; cesar>; abandonar> .. labores|trabajo|aulas|puestos
planning acts verb refused=declined es: planear~|preparar~|programar~|prever|preve|preven|alistar~|agendar~ .. $esacts|marchar|parar|manifestarse|concentrarse; anunciar~|anuncio (un|una|su|sus|dos|tres) (propia|propio|propios|propias|gran|nueva|nuevo) $esacts; va|van|vamos a marchar|parar|realizar|organizar|hacer|salir|manifestarse|enviar|llevar|instalar|bloquear|cerrar|detener|celebrar|protestar|convocar|movilizarse; (se) ira|iran al paro; tener|tiene|tienen previsto|previsto|previsto; saldra|saldran|sale|salen a|de|en marchar|calle|calles|contingente
planning acts verb refused=declined es: votar~ (a) (favor) (de|por) (ir|irse) (a) huelga|paro; servir>|servira|serviran; ofrecera|ofreceran; abrir>|abrira|abriran .. $llamado|puertas|local|sede|locales; acampar>; (se) declarar> en huelga|paro; estallar>|estallara|estallaran .. huelga; hacer|hara|haran huelga|paro|parada; emplazar~ .. huelga; tendra|tendran .. $esacts|presencia
planning agent es: organizado|organizada|organizados|organizadas|coordinado|coordinada .. por
`

// conjugated are the forms of a regular verb that tell what a body, or its members, did, do, will do or said that they would do, without accents.
func conjugated(infinitive string, french bool) []string {
	n := len(infinitive) - 2
	stem, end := infinitive[:n], infinitive[n:]
	endings := "e en er io ieron ido ida idos idas era eran ia ian iendo emos a an"
	switch {
	case french && end == "er":
		endings = "e ent er ee es ees era eront erait eraient ait aient ant ons erons a erent"
	case french && end == "ir":
		endings = "it issent ir i ie is ies ira iront irait iraient issait issaient issant issons"
	case french:
		endings = "- ent re u ue us ues ra ront rait raient ait aient ant ons"
	case end == "ar":
		endings = "a an ar o aron ado ada ados adas ara aran aria arian aba aban ando amos aremos e en arse arla arlo arlas arlos andose andola andolo"
	case end == "ir":
		endings = "e en ir io ieron ido ida idos idas ira iran iria irian ia ian iendo imos iremos a an irse irla irlo"
	}
	var forms []string
	for e := range strings.FieldsSeq(endings) {
		s := stem
		switch e0 := e[0]; {
		case french && strings.HasSuffix(s, "g") && (e0 == 'a' || e0 == 'o'):
			s += "e" // partageait
		case french || end != "ar" || e0 != 'e':
		case strings.HasSuffix(s, "c"):
			s = s[:len(s)-1] + "qu" // ratifique
		case strings.HasSuffix(s, "g"):
			s += "u" // pliegue
		case strings.HasSuffix(s, "z"):
			s = s[:len(s)-1] + "c" // rechace
		}
		forms = append(forms, s+strings.TrimPrefix(e, "-"))
	}
	return forms
}

// futures are the forms of what is to come, and the infinitive: marchar, marchará, marcharán; marcher, marchera, marcheront.
func futures(infinitive string) []string {
	stem := strings.TrimSuffix(infinitive, "e") // descendre, descendra
	return []string{infinitive, stem + "a", stem + "an", stem + "emos", stem + "ont", stem + "ons", stem + "ait", stem + "aient", stem + "ia", stem + "ian"}
}
