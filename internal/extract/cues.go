package extract

import (
	"strings"

	"rollcall/internal/record"
)

// role is where the body stands of which a cue speaks.
type role uint8

const (
	// acts: the body is the subject, before the cue: "SEIU Local 26 endorsed".
	acts role = iota
	// agent: the bodies follow, to the end of the enumeration: "endorsed by", "with the backing of", "signatories include".
	agent
	// target: what the body decided is set aside, and it stands behind the cue: "voided the endorsement of Local 26".
	target
	// owned: the same, and it stands before: "Local 26's endorsement was voided".
	owned
	// echo: the bodies that follow have the stance that the cue before tells: "as has", "so did".
	echo
	// likewise: the body before has the stance that the text told last: "followed suit".
	likewise
)

// cue is what a phrase tells.
type cue struct {
	stance record.Stance // empty: that there is none
	role   role
	// refused is the stance when the phrase is denied: "declined to", "will not". Empty: then it says nothing.
	refused record.Stance
	// verb says that words before the phrase turn it: "may", "declined to", "voted against". The others mean what they say.
	verb bool
	// future says that the phrase tells a stance only as something to come: "will rally", "is sending". What is past is news.
	future bool
	// confirmed says that the phrase needs one of the words of setting aside behind it: "ordered Local 26 to rescind".
	confirmed bool
	// object says that the phrase needs an object that is no body: "joined the call", not "joined the Teamsters".
	object bool
	// language is the one in which alone the phrase is read; empty for English, which is read everywhere.
	language string
}

// groups are words that stand for each other in the phrases.
var groups = map[string]string{
	"$its":     "its|their|our|the|a|an|his|her",
	"$its2":    "its|their|our|the|a|an|that|this|any|all",
	"$call":    "call|action|strike|walkout|march|rally|boycott|picket|pickets|shutdown|stoppage|day|sickout|letter|statement|resolution|motion|pledge|petition|campaign|effort|protest|demonstration|appeal|blockade|plan|measure|request|invitation|proposal|endorsement|idea|question|matter|vote|decision|demands|bid|plea|issue|discussion|item|it",
	"$own":     "rally|rallies|vigil|vigils|march|marches|picket|pickets|walkout|walkouts|action|actions|event|events|demonstration|demonstrations|protest|protests|teach|teachin|contingent|caravan|breakfast|training|bus|buses|busloads|shuttle|strike|stoppage|sickout|phonebank|leafleting",
	"$name":    "name|names|voice|voices|signature|signatures|logo",
	"$members": "members|affiliates|locals|workers|nurses|teachers|drivers|stewards|membership|residents|everyone|staff|faculty|employees|them",
	"$bodies":  "unions|locals|bodies|organizations|organisations|groups|federations|councils|affiliates|labor|labour|those|branches|signers|sponsors",
	"$list":    "signatories|signers|endorsers|cosponsors|sponsors|cosigners|coendorsers|endorsements|signatures|cosignatories",
	"$set":     "voided|vacated|nullified|overruled|overturned|overridden|annulled|invalidated|vetoed|quashed|countermanded|negated|void|invalid|null",
	"$has":     "has|have|had|won|wins|win|gained|gains|gain|drew|draws|drawn|received|receives|enjoys|with|get|gets|got|earned|secured|attracted|collected|picked|landed|claimed|boasts",
	"$is":      "is|are|was|were|remain|remains|remained|stays|stay|been",
	"$bad":     "mistake|reckless|irresponsible|wrong|dangerous|illegal|stunt|unlawful|foolish|misguided|counterproductive|disgrace|divisive|unwise|political|harmful|distraction|insult",
	"$part":    "endorse|endorsing|join|joining|participate|participating|support|supporting|back|backing|sign|signing|take|taking|march|marching|strike|striking|walk|walking|honor|sponsor|cosponsor|attend|lend|call",
}

// cueTable is what bodies do, in the words of news, minutes, letters and posts. A line is
//
//	STANCE ROLE [flag …]: phrase; phrase; …
//
// with the flags of [cue].
//
// In a phrase, "a|b" is either word, "(a)" may be missing, "verb*" is the verb in all its regular forms, "$group" any word of a group,
// ".." up to four words and "..." up to twelve, none of them a body's name. Words are folded: no capitals, no apostrophes. The longest phrase at a place counts.
// What is not in the table says nothing: better no stance than a wrong one.
//
//nolint:misspell // the French and Spanish in it is right
const cueTable = `
# A formal yes.
endorsed acts verb refused=declined: endorse*; co-endorse*; coendorse*; cosponsor*; co sponsor*; cosign*; (co) sign|signs|signed|signing on|onto
endorsed acts verb refused=declined: sign|signs|signed|signing up|it
endorsed acts verb refused=declined: sign|signs|signed|signing $its .. letter|statement|pledge|call|petition|appeal|resolution|declaration|name
endorsed acts verb refused=declined: add* $its .. $name; put|puts|putting|lend|lends|lent $its .. $name|endorsement to|on|behind
endorsed acts verb object refused=declined: join*; rejoin*; sponsor*
endorsed acts verb refused=declined: recommend*; rank|ranks|ranked him|her|them; reaffirm*|renew* $its .. endorsement|support; back* him|her for
endorsed acts verb refused=declined: participate*; take|takes|took|taking|taken part; heed* the|that|this
endorsed acts verb refused=declined: come|comes|came|coming (on) board|aboard; come|comes|came|coming out for; come|comes|came out in favor|favour
endorsed acts verb refused=declined: jump* on board|aboard; get|gets|got on board; throw|throws|threw|thrown|throwing $its .. endorsement
endorsed acts verb refused=declined: give|gives|gave|given|giving $its .. endorsement|approval|blessing|nod; vote* yes|aye; vote* .. in favor|favour
endorsed acts verb refused=declined: voted for the .. resolution|motion|endorsement; cast .. vote in favor|favour
endorsed acts verb refused=declined: formally|officially back|backs|backed|backing|support|supports|supported|supporting
endorsed acts verb refused=declined: adopt*|approve*|pass|passes|passed|ratif* $its .. $call; back*|support* .. by resolution; voted .. yes
endorsed acts: $is (now|also|all|both) on board; on board; count us in
endorsed acts: $is .. cosponsor|endorser|sponsor|signatory|cosigner|cosponsors|endorsers|sponsors|signatories|cosigners
endorsed acts: $is|join*|appear* (now|still|also) (listed) among|on .. $list
endorsed acts: $is (listed) among (the) .. $bodies|$list (that|who) (have|has) (already) endorsed|endorsing|signed|signing|joined|joining; said yes
endorsed acts: says yes; (is) first to endorse|sign; $is (among|the) ... endorsers|signatories|signers|cosponsors|sponsors
endorsed acts: $is (the|among) .. latest|newest|first|largest .. to join|endorse|sign
endorsed acts: $is (the|among) .. latest|newest|first .. to come around|aboard|on; (still) on the list; was|were|is|are (also) among the first
endorsed acts: listed|billed|named as .. sponsor|endorser|cosponsor|supporter|signatory; (co) sponsor|endorser|signatory|signer of; answer* the call
endorsed acts: line|lines|lined up behind; seal of approval; sign|signs|signed off on; join* the|a (growing) .. list|chorus|fight|movement
endorsed acts: announce* $its .. endorsement; issue* $its .. endorsement; $its endorsement (of) .. came|comes|follows|followed|was announced|makes
endorsed acts: s endorsement; made it official
endorsed acts: :|–|—|-|= yes|endorsed|endorsing|in|signed|onboard; :|–|—|-|= on board; :|–|—|-|= voted yes|aye
endorsed agent: endorsed|signed|cosigned|sponsored|cosponsored|approved|adopted|ratified .. by; signed on by; endorsement|endorsements .. by|from|of
endorsed agent: $list ... include*|are|is|were|:; $bodies .. endorsing|joining|signing ... include*|are|is|were|:
endorsed agent: $bodies that|which|who .. endorsed|endorse|joined|signed ... include*|are|is|were|:
endorsed agent: among .. $bodies .. endorsing|joining|signing|endorsed|signed|joined ... is|are|were
endorsed agent: endorsers|signers|signatories|cosponsors|sponsors are|:; endorsing|joining :; cosponsors|endorsements|endorsed|sponsors :
endorsed agent: newest|latest .. to endorse|join|sign ... is|are|was|were; on board .. are|:|include; $list from; joined by
endorsed agent: also|and endorsing|signing|joining|backing (on) is|are|was|were; signing (on) are|is; among .. (to) sign|endorse .. are|is|were|was
endorsed agent: $has (up) (the|an|its|a|formal|official|unanimous) .. endorsement|endorsements of|from|by; win|wins|won over
endorsed agent: with endorsements from|of|by

# Support short of it.
supported acts verb refused=declined: support*; back|backs|backed|backing; applaud*; salute*; cheer* on; commend*; praise*; hail*
supported acts verb refused=declined: welcome* the|this .. $call; sympathize*; sympathise*; favor|favors|favored|favour|favours the|a|this
supported acts verb refused=declined: stand|stands|stood|standing (firmly|proudly|squarely|shoulder) (to) (shoulder) with|by|behind|beside|alongside|together
supported acts verb refused=declined: stand|stands|stood|standing (united) in .. solidarity; express* .. solidarity|support|sympathy
supported acts verb refused=declined: voice* .. support|solidarity|sympathy; declare* .. solidarity|support
supported acts verb refused=declined: pledge* .. support|solidarity|backing|help
supported acts verb refused=declined: cabled|convey*|announce*|reiterate*|extend*|show*|signal*|register*|affirm*|gave|gives|give|given $its .. support|solidarity|backing
supported acts verb refused=declined: offer* .. support|solidarity|help; send|sends|sent|sending ... solidarity|support|greetings
supported acts verb refused=declined: speak|speaks|spoke|speaking|spoken .. in favor|favour|support|defense
supported acts verb refused=declined: throw|throws|threw|thrown|throwing $its .. support|weight|backing; lend|lends|lent $its .. support|backing|hand
supported acts verb refused=declined: honor*|honour*|respect* the|any|our|all|their|picket|a .. line|lines|pickets|strike
supported acts verb refused=declined: rally|rallies|rallied behind; rallying behind; get|gets|got|line|lines|lined behind
supported acts verb refused=declined: make|makes|made a statement of support; put|puts out .. statement of support|solidarity
supported acts verb refused=declined: issue*|release*|publish* .. statement|letter .. support|solidarity|supporting|backing; donate* .. to
supported acts verb refused=declined: share* the goals; call|calls|called|calling for
supported acts: (is|are) in (full|complete|total) solidarity; solidarity with; in support of; with (us|you) as always
supported acts: has|have (got) our|your|their backs; agree|agrees with the goals; is|are supportive; $is (right) behind the|you|us; $is with you|us
supported acts: (will|would|wont|to|do|does) not cross; dont|doesnt|wont|never|not cross (the|any|a|our) (picket|scab) (line|lines|pickets)
supported acts: wont cross; refuse* to cross; would never cross
supported acts: urge*|encourage*|ask|asks|asked|call|calls|called|tell|tells|told|invite* (on|upon) .. $members .. to join|take|support|participate|attend|march|honor|turn|sign|observe|heed
supported agent: backed|supported .. by
supported agent: $has (the|a|an) (strong|broad|full|vocal|public) backing|support|blessing|solidarity|sympathy|help (of|from|among)
supported agent: with (the) .. backing|support of|from; the backing|support of; backing|support .. from|of; supporters|backers .. include*|are|:
supported agent: statements|messages|words|letters of solidarity|support .. from|by; solidarity .. from; in solidarity :

# What a body does of its own. Only what is to come counts, but "is sending" does.
planning acts verb future refused=declined: hold|holding .. $own
planning acts verb future refused=declined: coordinate|coordinating|extend|extending|launch|launching|begin|beginning|start|starting|mount|mounting|expand|expanding|continue|continuing|declare|declaring .. $own|lines
planning acts verb future refused=declined: walk|walking out|off; picket|picketing; rally|rallying; march|marching; strike|striking
planning acts verb future refused=declined: leaflet|leafleting; demonstrate|demonstrating; stage|staging; host|hosting; set|setting|put|putting up
planning acts verb future refused=declined: organize|organizing|organise|organising; lead|leading; run|running .. $own; send|sending; bring|bringing
planning acts verb future refused=declined: charter|chartering; rent|renting; fill|filling .. $own; shut|shutting (down); stop|stopping work
planning acts verb future refused=declined: close|closing .. port|ports|office|offices|hall|halls|docks|terminals; down tools; hand|handing out
planning acts verb future refused=declined: take|taking to the streets; mobilize|mobilizing|mobilise|mobilising; turn|turning out; gather|gathering
planning acts verb future refused=declined: meet up; feed|feeding; cook|cooking; provide|providing; staff|staffing
planning acts verb future refused=declined: open|opening $its .. hall|halls|doors|offices|kitchen; block|blocking; form|forming
planning acts verb future refused=declined: distribute|distributing; drive|driving .. $own; convene|convening; conduct|conducting .. $own
planning acts verb future refused=declined: do|doing .. own; observe|observing; make|making .. available
planning acts: set|sets|put|puts up .. picket|pickets|lines|encampment
planning acts: plan*|prepare*|schedule*|intend* to hold|stage|organize|host|lead|send|picket|rally|march|walk|strike|leaflet|shut|stop|demonstrate|gather|bring|close|block
planning acts: announce*|unveil*|outlin* plans for|to; plan|plans|planned|planning|preparing .. $own
planning acts: hold|holds|held|stage|stages|staged|host|hosts|hosted|organized|organised|led|leads|coordinate|coordinates|coordinated|ran .. $own of|at|on|outside|in|along|for|with|across|from|near
planning acts: plans|planning|plan|planned|announce*|call|calls|called|scheduled|organized|organised (for) a|an|its|their|own|two|three|separate|noon|informational|candlelight|parallel .. $own (of) (its|their) (own)
planning acts: $own|ceremony|gathering of its|their own; its|their own $own|ceremony|gathering; doing (its|their) own thing; is|are taking the day off
planning acts: will|ll be out|there|marching|picketing|rallying|walking|striking; has|have|had hired|booked|chartered|reserved|rented
planning acts: $is in the streets; be in the streets; be on the .. line|lines; is|are ready to walk|strike|picket
planning agent: organized|organised|hosted|planned|staged|convened .. by; buses|busloads|contingent|contingents|caravan|marshals from|of
planning agent: walkout|walkouts|rally|rallies|vigil|vigils|picket|pickets|actions|events|contingent|contingents|buses|marches .. planned by; $own by

# A refusal.
declined acts: shot|shoot|shoots .. down; shot|shoots down; kill|killed|kills .. $call; steer* clear; took|takes a pass; no thanks; sent regrets
declined acts: make|makes|made|making no (formal) endorsement|endorsements; declined; declines; declining; refused; refuses; refusing; refuse
declined acts: said|says|say|saying no; vote|votes|voted|voting no; voted|votes|voting .. down; voting|voted down
declined acts: defeat*|reject*|rebuff*|spurn*|nix*|deny|denies|denied .. $call; turn* .. down; turn* down; opt* out
declined acts: take|takes|took|taken|taking a pass; pass|passed|passes on it|endorsing|joining|the; keep|keeps|kept|keeping $its .. name off
declined acts: vote|votes|voted|decide*|opt*|elected|chose|chosen|choose|resolved|agreed .. not to (formally|officially|publicly) $part
declined acts: decide*|vote|votes|voted|voting|rule* .. against; ruled out; $is not on board
declined acts: failed|fails|failing to endorse|win|pass|adopt|muster|approve; balk*; begged off; decide*|vote|voted|opt*|chose|chosen|agreed to sit .. out; has|have|had no plans|intention|plan to|of .. $part
declined acts: unwilling to; not interested; drew no
declined acts: motion|resolution|vote|measure|proposal|endorsement .. failed|fails|fail|died|defeated|lost|rejected; voted it|them down
declined acts: (will|would|did|does|do|is|are) not be .. $part; wont|wouldnt|didnt|doesnt|isnt|arent be .. $part; turn* its|their back|backs on
declined acts: :|–|—|-|= no|declined|declining|out|refused|nope; :|–|—|-|= voted no|down; $is (a) no; thumbs down
declined acts: fell|falls|fallen short .. two|threshold|majority|needed|required|votes
declined agent: rejected|refused|defeated .. by; declined|turned|voted (down) by; declined|declining|refusals :; refusal|rejection .. by|from|of
declined agent: said no :

# Against it.
opposed acts verb: say|says|said|wrote|argued|told|warned ... is|was|are|were|be .. $bad; oppose*; dissent|dissents|dissented|dissenting
opposed acts verb: cannot|cant|not support (this|the|that|it) (bill|plan|tactic); object|objects|objected|objecting to; condemn*; denounce*; blast*
opposed acts verb: slam|slams|slammed; criticize*|criticise*; decry|decries|decried; attack* the|it|this; assail*; deplore*; repudiate*; disavow*
opposed acts verb: disown* the|it; lambast*; rip|rips|ripped; scold*; reject* the idea; distance* itself|themselves
opposed acts verb: come|comes|came|coming out against; speak|speaks|spoke|spoken|speaking (out) against; warn* $its .. $members (against|not|that|to)
opposed acts verb: warn* against; campaign*|lobby|lobbied|argue*|fight|fights|fought|testified against; call|calls|called|calling .. $bad
opposed acts verb: $is (firmly|strongly|flatly|publicly|still) against|opposed; want|wants (no) part of|in; want|wants|wanted nothing to do with
opposed acts verb: call|calls|called|calling on .. not to
opposed acts: urge*|tell|tells|told|telling|instruct*|advise*|ask|asks|asked|asking|order*|remind*|direct*|encourage*|implore*|call|calls|called|calling .. $members .. to report|return|stay|ignore|boycott|come|show|go|remain|keep|disregard|refrain|work|cross
opposed acts: urge*|tell|tells|told|instruct*|advise*|ask|asks|asked|remind*|expects .. to be in|at|on
opposed acts: urge*|tell|tells|told|telling|instruct*|advise*|ask|asks|asked|asking|order*|direct*|warn* .. not to .. $part|go|heed|leave|skip|miss|stay|boycott|picket|rally
opposed acts: want|wants no part; cross|crosses|crossed the picket
opposed agent: against it|them|this were|was|are|is|stood; opposed|condemned|denounced|criticized|criticised|blasted .. by; opposition .. from|of|by
opposed agent: objections .. of|from|by; opposed :

# Put off.
tabled acts verb: hold|holds|held|holding off; (taken|took|take) under advisement; laid on the table; table|tables|tabled|tabling; postpone*
tabled acts verb: defer|defers|deferred|deferring; delay* .. $call; shelve*; put|puts|putting .. off; put|puts|putting off .. $call
tabled acts verb: put|puts|putting .. on hold|ice; hold|holds|held|holding .. $call (over) over; lay|laid|lays .. over|aside; laid over; held over
tabled acts verb: refer|refers|referred|referring .. to .. committee|board|convention|council|officers|counsel|executive|staff|caucus
tabled acts verb: remit|remits|remitted; send|sends|sent .. (back) to .. committee|board|council|officers; sent back
tabled acts verb: kick*|push|pushed|pushes .. $call .. to|until|back; punt*
tabled acts verb: adjourned (without|before) .. (a) vote|voting|taking|decision|deciding|acting|reaching; ran out of time; tabled until; carried over
tabled acts verb: left .. $call for|until|to
tabled acts: :|–|—|-|= tabled|postponed|deferred|later
tabled agent: tabled|postponed|deferred|remitted|referred|shelved .. by

# Taken back.
withdrawn acts verb: rescind*; withdraw|withdraws|withdrew|withdrawn|withdrawing; revoke*; retract*; renounce* $its .. endorsement|support
withdrawn acts verb: pull|pulls|pulled|pulling $its|back .. endorsement|support|$name|backing|sponsorship; pull|pulls|pulled|pulling out|back
withdrawn acts verb: take|takes|took|taking|taken|remove*|strike|struck|scratched|yank|yanked|yanks $its .. $name (off|from|back|out)
withdrawn acts verb: drop|drops|dropped|dropping $its .. endorsement|support|backing|sponsorship; drop|drops|dropped|dropping out
withdrawn acts verb: back|backs|backed|backing out|away|off; reverse* itself|course|its|their|the; walk|walks|walked|walking back
withdrawn acts verb: take|takes|took|taken|taking .. endorsement|support back; take|takes|took|taken|taking it back; undo|undid $its .. endorsement
withdrawn acts verb: unsign*; bow|bows|bowed out; no longer endorse*|support*|back|backs|backing|sponsor*; not longer
withdrawn acts verb: cancel* its|their .. endorsement|support|participation; changed its|their mind|minds; backtrack*; backpedal*; renege*
withdrawn acts verb: un endorsed; unendorsed; bail|bailed|bails (on|out)
withdrawn acts verb: no longer (a|an|on|among) .. sponsor|sponsors|endorser|list|signatory|cosponsor; remove* itself|themselves; had second thoughts
withdrawn acts verb: disown* $its .. endorsement; asked .. name (be) (to) removed|taken|dropped|off; asked .. to remove|drop|take $its .. $name
withdrawn acts: :|–|—|-|= withdrawn|rescinded|withdrew
withdrawn agent: withdrawn|rescinded|pulled|retracted .. by; withdrawal|withdrawals .. of|by

# Set aside by a parent.
nullified target: vacate*; void|voids|voided|voiding; nullif*; overrule*; overturn*; overrode|override|overrides|overriding
nullified target: annul|annuls|annulled|annulling; invalidate*; veto*; quash*; countermand*; set|sets|setting aside
nullified target: strike|struck|strikes|striking down; threw|throw|throws|tossed out; disallow*; negate*
nullified target confirmed: declare*; rule*; cancel*|canceled; order*|direct*|instruct*|force*|compelled|told|tells|made; suspend*; block*; deem*
nullified target confirmed: find|finds|found
nullified owned: was|were|is|are|be|been|being|has|have|had (been) (later|promptly|quickly|soon|then|since|formally|now|subsequently) $set
nullified owned: was|were|is|been|be (later|then|promptly|subsequently) set|thrown|tossed aside|out
nullified owned: was|were|is|been|be (later|then|promptly) struck down
nullified owned: $is|has|have|had|carries|carried (been) (of) no (legal|binding) force|effect|standing; null and void
nullified owned: was|were|is|been|be (later|then) ruled|declared|deemed out of order|void|invalid|null|improper|unauthorized
nullified owned: was|were|has|have|been|be|is|are (been) (later) ordered|forced|told|made|compelled|directed|instructed (by) .. to rescind|withdraw|retract|revoke|cancel|pull|take|drop|remove|undo
nullified owned: overruled|overturned|voided|nullified|vetoed by; set aside by; struck down by

# Nothing yet.
none acts: has|have|had yet to ..
none acts: has|have|had not (yet) .. decided|taken|voted|said|weighed|acted|endorsed|announced|responded|committed|signed|joined|issued|made|commented|discussed|been|polled|met|followed
none acts: hasnt|havent|hadnt (yet) .. decided|taken|voted|said|weighed|acted|endorsed|announced|responded|committed|signed|joined|issued|made|commented|discussed|been
none acts: has|have said nothing; silent; undecided; neutral; stay*|remain* out; sit|sits|sat|sitting .. out; keep|keeps|kept out
none acts: withhold|withholds|withheld|withholding $its .. endorsement|support; no position
none acts: stop|stops|stopped|stopping (just|well) short (of) (formally|actually|fully) (endorsing|joining|backing|supporting|calling); no comment
none acts: decline*|refuse* (even) to comment|say|respond|discuss|speak|be|answer|elaborate|give|provide|confirm|identify|name|predict|disclose
none acts: did|does|do not (immediately) respond|comment|return|reply|answer|say|discuss
none acts: didnt (immediately) respond|comment|return|reply|answer|say|discuss; made|makes|make|issued no ..; take|takes|took|taken|taking no ..
none acts: taken|take a position|stand|stance; could not be reached; to be decided; (vote|decision|answer) .. pending
none acts: :|–|—|-|= no answer|word|response|reply|position|decision|vote|comment|action; :|–|—|-|= undecided|pending|tbd|maybe|waiting|?
none agent: invited|unanswered|undecided|pending|waiting .. :; absent|missing .. is|are|was|were
none agent: no endorsement|endorsements|support|backing|word|answer|reply .. from|of|by; without .. endorsement|support|backing|blessing .. of|from
none agent: still waiting on|for; waiting on|for

# As another did.
endorsed echo: as|so|and|likewise|, so|as has|have|had|did|do|does|is|are|was|were|will; as|so has|have|had|did|do|does|is|are|was|were|will
endorsed echo: along|together with; as well as; and so has|have|did|do|does|is|are
endorsed likewise: too .; follow* suit; did (the) same|likewise; does|do (the) same|likewise; has|have|had done (the) same|so|likewise; did so
endorsed likewise: follow* on|later|days|hours|soon|shortly|quickly|within|with|the|this; did|do|does|has|have|is|are too|also; came next; came along

endorsed echo fr: tout comme; ainsi que; de meme que
endorsed echo es: igual que; asi como; junto con|a; al igual que

# French.
endorsed acts fr: vote|votes|votent|vota .. pour|faveur; endosse|endossent|endosser|endosse officiellement; se|s'|y joint|joignent|joindre
endorsed acts fr: s' est joint|jointe; se sont joints|jointes; se rallie|rallient; s' est rallie|ralliee; a|ont signe; adhere|adherent a
endorsed acts fr: (est|sont) signataire|signataires; se joindra|joindront
supported acts verb fr: appuie|appuient|appuye|appuyer|appuyee; soutient|soutiennent|soutenu; solidaire|solidaires; salue|saluent
supported acts verb fr: donne|donnent son|leur appui; apporte|apportent son|leur soutien|appui
supported agent fr: appuye|appuyee|soutenu|soutenue|endosse|endossee .. par; appui|soutien .. de|du|des
declined acts fr: refuse|refusent|refusait|refusera|refusent (de|d'); decline|declinent|decline; decide|choisi|vote .. de ne pas
declined acts fr: rejete|rejettent|rejette .. appel|invitation|proposition; vote|votes contre
declined acts fr: ne (se|s') joindra|joindront|participera|participeront pas
opposed acts fr: denonce|denoncent; condamne|condamnent; s' oppose|opposent
tabled acts fr: reporte|reportent|repousse|repousser|ajourne|remis|remet .. decision|vote|question|debat|position; a|ont reporte|repousse|ajourne
withdrawn acts fr: retire|retirent|retiree (son|leur) (appui|soutien|signature|nom); se retire|retirent; s' est retire|retiree; revenu|revenue sur
planning acts fr: declenchera|declencheront|lancera|lanceront|entamera|entameront; tiendra|tiendront; organise|organisera|organisent|organiseront
planning acts fr: debrayera|debrayeront|debraiera|debraieront; fera|feront .. greve; marchera|marcheront|defilera|manifestera|manifesteront
planning acts fr: prevoit|prevoient; sera|seront en greve; sortira|sortiront
none acts fr: n' a|ont pas encore ..; ne s' est|sont pas ..; pourrait|pourraient; envisage|envisagent
none acts fr: tiendra|tiendront (son|leur|une|sa) assemblee|reunion|vote; n' a|ont pas pris|dit|decide|repondu

# Spanish.
endorsed acts es: respaldo|respalda|respaldan|respaldaron|apoyo|apoya|apoyan formalmente|oficialmente; firmo|firma|firmaron|firman
endorsed acts es: se sumo|suma|suman|sumaron|sumara|sumaran|adhirio|adhiere|adhieren|adhirieron|unio|une|unieron
endorsed acts es: voto|votaron|votan .. favor|por|respaldar|apoyar|sumarse|unirse; endoso|endosa|endosan|endosaron; anuncio su adhesion|respaldo
endorsed acts es: suscribe|suscribio
supported acts es: respaldo|respalda|respaldan|respaldaron; apoya|apoyan|apoyaron; dio|da|dieron su apoyo|respaldo
supported acts es: expreso|expresa|expresaron su solidaridad|apoyo|respaldo; se solidariza|solidarizo|solidarizan|solidarizaron; solidaridad con
supported acts es: manifesto|manifesta su apoyo|solidaridad
supported agent es: respaldado|respaldada|apoyado|apoyada|convocado .. por; apoyo|respaldo|solidaridad de|del
declined acts es: decidio|decidieron|opto|voto|votaron|acordo .. no
declined acts es: rechazo|rechaza|rechazan|rechazaron .. sumarse|unirse|convocatoria|paro|llamado|invitacion|propuesta|respaldar
declined acts es: se nego|niega|negaron; no se sumara|sumo|suma|sumaran|unira|unio; no respaldo|respalda|apoya|apoyo|apoyara|respaldara|participara
declined acts es: voto|votaron en|contra (contra); declino|declinaron
opposed acts es: condeno|condena|condenan|condenaron; se opone|opuso|oponen; critico|critica|critican
opposed acts es: denuncio|denuncia .. paro|huelga|convocatoria|llamado; rechazo|rechaza|rechazaron
tabled acts es: aplazo|aplaza|aplazaron|pospuso|pospusieron|postergo|postergaron|difirio
withdrawn acts es: retiro|retira|retiraron (su) (apoyo|respaldo|firma|nombre); se retiro|retiraron; dio marcha atras
planning acts es: marchara|marcharan; realizara|realizaran; hara|haran; parara|pararan; celebrara|celebraran
planning acts es: organizara|organiza|organizan|organizaran; saldra|saldran; enviara|enviaran|envia
planning acts es: convoco|convoca|convocan .. marcha|huelga|paro|vigilia|mitin|protesta; mantendra|instalara
none acts es: aun|todavia no ..; no ha|han decidido|tomado|dicho|respondido|votado|fijado; podria|podrian; considera|consideran|evalua|evaluan|estudia
`

var stances = map[string]record.Stance{
	"endorsed": record.Endorsed, "supported": record.Supported, "planning": record.Planning, "declined": record.Declined, "opposed": record.Opposed, "tabled": record.Tabled,
	"withdrawn": record.Withdrawn, "nullified": record.Nullified, "none": "",
}

var roles = map[string]role{"acts": acts, "agent": agent, "target": target, "owned": owned, "echo": echo, "likewise": likewise}

// step is one place of a phrase.
type step struct {
	words    map[string]bool
	optional bool
	gap      int // up to so many words
}

type phrase struct {
	steps []step
	cue   cue
}

// cues is the table by first word.
var cues = readCues(cueTable)

func readCues(table string) map[string][]phrase {
	m := map[string][]phrase{}
	for line := range strings.Lines(table) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, phrases, _ := strings.Cut(line, ":")
		words := strings.Fields(head)
		c := cue{stance: stances[words[0]], role: roles[words[1]]}
		for _, flag := range words[2:] {
			switch flag {
			case "verb":
				c.verb = true
			case "future":
				c.future = true
			case "confirmed":
				c.confirmed = true
			case "object":
				c.object = true
			case "fr", "es":
				c.language = flag
			default:
				c.refused = stances[strings.TrimPrefix(flag, "refused=")]
			}
		}
		for p := range strings.SplitSeq(phrases, ";") {
			steps := readSteps(p)
			for n := range steps { // it begins with any of its first words, up to the first that must be there
				for w := range steps[n].words {
					m[w] = append(m[w], phrase{steps[n:], c})
				}
				if !steps[n].optional {
					break
				}
			}
		}
	}
	return m
}

func readSteps(p string) []step {
	var steps []step
	for w := range strings.FieldsSeq(p) {
		s := step{words: map[string]bool{}}
		if w == ".." || w == "..." {
			s.gap = 4
			if w == "..." {
				s.gap = 12
			}
			steps = append(steps, s)
			continue
		}
		if strings.HasPrefix(w, "(") && strings.HasSuffix(w, ")") {
			s.optional = true
			w = w[1 : len(w)-1]
		}
		for v := range strings.SplitSeq(w, "|") {
			if g, ok := groups[v]; ok {
				for x := range strings.SplitSeq(g, "|") {
					s.words[x] = true
				}
			} else if base, ok := strings.CutSuffix(v, "*"); ok {
				for _, x := range inflected(base) {
					s.words[x] = true
				}
			} else {
				s.words[v] = true
			}
		}
		steps = append(steps, s)
	}
	return steps
}

// inflected are the forms of a regular verb: endorse, endorses, endorsed, endorsing.
func inflected(base string) []string {
	switch {
	case strings.HasSuffix(base, "if"): // nullif* → nullify
		return []string{base + "y", base + "ies", base + "ied", base + "ying"}
	case strings.HasSuffix(base, "e"):
		return []string{base, base + "s", base + "d", base[:len(base)-1] + "ing"}
	case strings.HasSuffix(base, "ss"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"), strings.HasSuffix(base, "x"), strings.HasSuffix(base, "to"):
		return []string{base, base + "es", base + "ed", base + "ing"}
	}
	return []string{base, base + "s", base + "ed", base + "ing"}
}
