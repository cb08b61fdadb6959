package extract

import (
	"slices"
	"strings"
	"sync"

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
	"$own":     "rally|rallies|vigil|vigils|speak|outs|speakout|speakouts|march|marches|picket|pickets|walkout|walkouts|action|actions|event|events|demonstration|demonstrations|protest|protests|teach|teachin|contingent|caravan|breakfast|training|bus|buses|busloads|shuttle|strike|stoppage|sickout|phonebank|leafleting",
	"$name":    "name|names|voice|voices|signature|signatures|logo",
	"$members": "people|folks|crews|ranks|brothers|captains|representatives|rank|guards|operators|carriers|musicians|players|officers|journeymen|apprentices|chapters|branches|employes|members|affiliates|locals|workers|nurses|teachers|drivers|stewards|membership|residents|everyone|staff|faculty|employees|them",
	"$bodies":  "unions|locals|bodies|organizations|organisations|groups|federations|councils|affiliates|labor|labour|those|branches|signers|sponsors",
	"$list":    "backers|participants|hosts|conveners|signatories|signers|endorsers|cosponsors|sponsors|cosigners|coendorsers|endorsements|signatures|cosignatories",
	"$set":     "vacated|voided|nullified|overruled|overturned|overridden|annulled|invalidated|vetoed|quashed|countermanded|negated|void|invalid|null",
	"$has":     "has|have|had|won|wins|win|gained|gains|gain|drew|draws|drawn|received|receives|enjoys|with|get|gets|got|earned|secured|attracted|collected|picked|landed|claimed|boasts",
	"$is":      "is|are|was|were|remain|remains|remained|stays|stay|been",
	"$bad":     "fight|somebody|circus|sideshow|gimmick|premature|terrible|betrayal|threat|folly|madness|nonsense|waste|extortion|blackmail|unhelpful|unrealistic|stupid|disaster|disastrous|ploy|charade|theater|theatre|grandstanding|shameful|ridiculous|attack|overreach|naive|destructive|pointless|illadvised|advised|inappropriate|untimely|improvised|mistake|reckless|irresponsible|wrong|dangerous|illegal|stunt|unlawful|foolish|misguided|counterproductive|disgrace|divisive|unwise|political|harmful|distraction|insult",
	"$come":    "come|comes|came|coming",
	"$give":    "give|gives|gave|given|giving",
	"$take":    "take|takes|took|taken|taking",
	"$get":     "get|gets|got|gotten|getting",
	"$put":     "put|puts|putting",
	"$go":      "go|goes|went|gone|going",
	"$send":    "send|sends|sent|sending",
	"$say":     "say|says|said|saying|wrote|writes|told|tells|tweeted|argued|argues|warned|warns|declared",
	"$sign":    "sign|signs|signed|signing",
	"$part":    "endorse|endorsing|join|joining|participate|participating|support|supporting|back|backing|sign|signing|take|taking|march|marching|strike|striking|walk|walking|honor|sponsor|cosponsor|attend|lend|call",
}

// cueTable is what bodies do, in the words of news, minutes, letters and posts. A line is
//
//	STANCE ROLE [flag …]: phrase; phrase; …
//
// with the flags of [cue].
//
// In a phrase, "a|b" is either word, "(a)" may be missing, "verb*" is the verb in all its regular forms, "$group" any word of a group,
// ".." up to four words and "..." up to twelve, none of them a body's name or the beginning of a clause. Articles, adverbs and days may stand
// between any two words. Words are folded: no capitals, no apostrophes. The longest phrase at a place counts, of two as long the one without a gap.
// What is not in the table says nothing: better no stance than a wrong one.
const cueTable = `
# A formal yes.
endorsed acts verb refused=declined: endorse*; co-endorse*; coendorse*; cosponsor*; cosign*; (co) sign|signs|signed|signing on|onto
endorsed acts verb refused=declined: sign|signs|signed|signing up|it
endorsed acts verb refused=declined: sign|signs|signed|signing $its .. letter|statement|pledge|call|petition|appeal|resolution|declaration|name
endorsed acts verb refused=declined: add* $its .. $name; put|puts|putting|lend|lends|lent $its .. $name|endorsement to|on|behind
endorsed acts verb object refused=declined: join*; rejoin*; sponsor*
endorsed acts verb refused=declined: recommend*; rank|ranks|ranked him|her|them; reaffirm*|renew* $its .. endorsement|support; back* him|her for
endorsed acts verb refused=declined: participate*; take|takes|took|taking|taken part; heed* the|that|this
endorsed acts verb refused=declined: come|comes|came|coming (on) board|aboard; come|comes|came|coming out for; come|comes|came out in favor|favour
endorsed acts verb refused=declined: jump* on board|aboard; get|gets|got on board; throw|throws|threw|thrown|throwing $its .. endorsement to|behind
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
endorsed acts: listed|billed|named as .. sponsor|endorser|cosponsor|signatory; (co) sponsor|endorser|signatory|signer of; answer* the call
endorsed acts: line|lines|lined up behind; seal of approval; sign|signs|signed off on; join* the|a (growing) .. list|chorus|fight|movement
endorsed acts: announce* $its .. endorsement; issue* $its .. endorsement; $its endorsement (of) .. came|comes|follows|followed|was announced|makes
endorsed acts: s endorsement; made it official; :|–|—|-|= yes|endorsed|endorsing|in|signed|onboard; :|–|—|-|= on board; :|–|—|-|= voted yes|aye
endorsed agent: endorsed|signed|cosigned|sponsored|cosponsored|approved|adopted|ratified .. by; signed on by
endorsed agent: $list ... include*|are|is|were|:; $bodies .. endorsing|joining|signing ... include*|are|is|were|:
endorsed agent: $bodies that|which|who .. endorsed|endorse|joined|signed ... include*|are|is|were|:
endorsed agent: among .. $bodies .. endorsing|joining|signing|endorsed|signed|joined ... is|are|were
endorsed agent: endorsers|signers|signatories|cosponsors|sponsors are|:; endorsing|joining :; cosponsors|endorsements|endorsed|sponsors :
endorsed agent: newest|latest .. to endorse|join|sign ... is|are|was|were; on board .. are|:|include; $list from; joined by
endorsed agent: also|and endorsing|signing|joining (on) is|are|was|were; signing (on) are|is; among .. (to) sign|endorse .. are|is|were|was
endorsed agent: $has (up) the|an|its|a|formal|official|unanimous .. endorsement|endorsements of|from|by; $has endorsement|endorsements of|from|by; win|wins|won over
endorsed agent: with endorsements from|of|by
endorsed agent: endorsement|endorsements by|from|of; endorsements|endorsement (came|comes|arrived) from; $list ,|–|— including|among|notably
endorsed agent: resolution|motion|measure|call passed|carried|approved|adopted at|in|by; yes|yeses|nod|signature|commitment|aye|ok from
endorsed agent: joining|endorsing|signing (on) .. is|are|was|were|:; letter|statement|petition|resolution|appeal .. initiated|issued by
endorsed agent: also|others|new|now|already|today|newly|latest|newest (to) signing|endorsing|joining|aboard|signed|endorsed|sign|endorse|join .. are|is|were|was|:
endorsed agent: coalition|alliance (that|which) include*; newest|latest|new endorser|signer|sponsor|signatory|cosponsor ,|:|is|was
endorsed agent: among $list is|are|was|were|:; newest|latest|new|other|fellow $list are|is|include*|:
endorsed agent: signed|endorsed|aboard|onboard (so far|today|already|now) are|include*|:
endorsed agent: endorsing unions|locals|bodies|organizations (are|include*|:); endorsing|signing (it) are|is|were|was
endorsed agent: thank you|thanks .. for (its|their|your) endorsement; count .. among .. $list; signature|signatures of|from
endorsed agent: counts|counted|claims|boasts .. endorsers|sponsors; aval|respaldo de
endorsed acts verb refused=declined: lend|lends|lent|lending $its .. name|names|voice
endorsed acts verb refused=declined: honor*|honour*|observe* call|appeal|boycott|strike|walkout|shutdown; $come through with .. endorsement
endorsed acts verb refused=declined: $put $its $name down; deliver*|bestow*|award*|grant*|extend*|confer* .. endorsement
endorsed acts verb refused=declined: affix*|attach*|append*|enter*|list*|give|gives|gave|pledge*|loan*|contribute* $its .. $name; $put pen to
endorsed acts verb refused=declined: subscribe* to; enlist*; enrol*; enroll*; opt|opts|opted|opting in; buy|buys|bought|buying in|into
endorsed acts verb refused=declined: commit* to|itself|themselves; $is committed|bound|pledged to|itself
endorsed acts verb refused=declined: become*|became (a|an) (formal|full|official) party|partner|signatory|sponsor|cosponsor|endorser|cosigner|participant|backer
endorsed acts verb refused=declined: $is (a|an) (formal|full|official) party|partner|participant to|in|of; adopt* .. as .. own; adopt* it|them
endorsed acts verb refused=declined: adopt* $its|our|the program|platform|framework|principles|demands|text|language; concur* in|with
endorsed acts verb refused=declined: make|makes|made .. unanimous; ratif* it|the|a|this; $say yes to; okay*; ok|oks|okd|oked
endorsed acts verb refused=declined: approve* it|the|a|this|our|participation|joining; pass|passes|passed it; $sign off on
endorsed acts verb refused=declined: $sign the|it|our|their|this
endorsed acts verb refused=declined: $sign .. call|letter|pledge|petition|statement|appeal|declaration|charter|manifesto|compact|contract|declaration|platform
endorsed acts verb refused=declined: $give .. nod|blessing|yes|approval|ok|imprimatur|thumbs|assent|consent|backing|place; $give .. go ahead
endorsed acts verb refused=declined: $give .. green light; $give .. seal|stamp of approval; greenlight*; green lit|light|lights; rubber stamp*
endorsed acts verb refused=declined: $put .. stamp|imprimatur|seal on; put|puts itself|themselves on record for|behind|as
endorsed acts verb refused=declined: $go on record for|in|as|supporting|endorsing|favoring|backing|behind
endorsed acts verb refused=declined: $get|climb*|jump*|hop|hops|hopped|hopping|leap|leapt|leaps|pile|piled|$come|leapt|step*|stepped (back) aboard|onboard
endorsed acts verb refused=declined: $get|climb*|jump*|hop|hops|hopped|leap|leapt|$come .. board; $come around|round|in
endorsed acts verb refused=declined: $come down|out (firmly) for|on|in|behind .. favor|side|support|call; step* forward for
endorsed acts verb refused=declined: cast|casts|casting $its lot|vote|ballot|ballots with|for; throw|throws|threw|thrown|throwing in with
endorsed acts verb refused=declined: throw|throws|threw|thrown|throwing $its lot in; hitch* $its wagon; ally|allies|allied|align* itself|themselves with
endorsed acts verb refused=declined: rank|ranks|ranked|ranking him|her|them|first|no|second; accept* .. call|invitation|request
endorsed acts verb refused=declined: answer* .. call|appeal; endors*; coendors*
endorsed acts verb refused=declined: reaffirm*|reiterat*|reconfirm*|renew*|repeat* .. endorsement|support|backing|commitment|position
endorsed acts verb refused=declined: hold|holds|held|holding|stick|sticks|stuck|stand|stands|stood|standing to|by|with $its|that endorsement|yes|pledge|commitment|signature
endorsed acts verb refused=declined: lend|lends|lent|lending $its .. endorsement|signature|banner
endorsed acts verb refused=declined: agree* to it|join|sign|endorse|cosponsor|take|participate|sponsor|the|be
endorsed acts verb refused=declined: sign|signs|signed|signing (itself|themselves) up; second* the|our .. $call
endorsed acts verb refused=declined: add* .. voice|endorsement|signature|name; register* $its .. endorsement|approval; cosponsor*|co host*|cohost*
endorsed acts verb refused=declined: $go all in; $go along with; heed* .. $call; get|gets|got .. behind .. with|by .. endorsement
endorsed acts: has|have signed; to .. list|roster of $list|supporters
endorsed acts: endorsement (vote) came|comes|follows|followed|arrived|passed|carried|succeeded; formaliz* .. endorsement|support
endorsed acts: $is newest|latest|first|recent|official|formal endorser|signatory|sponsor|cosponsor|signer; in ,|.|!; : in|aye|yes|✅|☑|✔|✓|👍; ✅; ✔; ☑
endorsed acts: 👍; (is|are|were|was|count|counts|counted) officially|definitely|totally in; all in; in all the way
endorsed acts: $is in ,|.|!|for|on|again|and|officially|too; still in ,|.|!|and|for; aboard ,|.|now|too|at
endorsed acts: in favor|favour of joining|endorsing|signing|participating|it; percent|% in favor|favour
endorsed acts: $is on the list|roster|letter|page|flyer|leaflet|poster; $is .. among .. $list; among .. $list
endorsed acts: as (a|an) (official|formal) endorser|signatory|sponsor|cosponsor|backer|cosigner|participant|signer
endorsed acts: endorser|signatory|signer|cosponsor of|to; $is (among) (newest|latest|most) newest|latest|first|recent $list|additions|recruits
endorsed acts: first|newest|latest|second|third|last|next|only .. to climb|jump|commit|enlist|opt|adopt|hop|add|rank
endorsed acts: first|newest|latest|second|third|last|next|only .. to come|get|jump|climb aboard|around|board|round|in
endorsed acts: for|with|through its|their endorsement|signature; carry our|its|the signature|name; bears its|our|their signature|name
endorsed acts: endorsement vote carried|passed|succeeded
endorsed acts: (,|–|— an|a|the) early|first|founding|charter|proud|official endorser|signatory|signer|cosponsor|sponsor; re in|aboard|on ,|.|!|for|all|board; take|takes|took|taken up the call
endorsed acts verb refused=declined: sign|signed ,|.; agreed ,|.; signed in|last|early|earlier|after|too|also|at|this
endorsed agent: signed|signs|signing (it) on behalf of
endorsed agent: thumbs up from
endorsed acts: (,|–|—) an|a (early|first|proud) endorser|signatory|signer|cosponsor|sponsor since|of|from; confirm*|affirm* $its endorsement|signature|participation; is|are (officially) on the .. call|letter
endorsed acts: endorsement (still) stands|holds|remains; endorsement is unchanged
endorsed acts: endorsement (is|remains) intact|firm|good; confirmed ,|.|; voted (its|their|our) .. into; sailed through; convey|conveys|announce our endorsement; names|named|listed as .. sponsor|sponsors|endorser|endorsers
endorsed agent: first|latest|newest|next|last to .. sign|endorse|join|commit .. was|were|is|are; so .. did|has; granted by; joining .. as .. cosponsors|cosponsor|sponsors|endorsers is|are|was|were|be
endorsed acts verb refused=declined: grant*|granted the|that|its .. request; signed
endorsed acts: appear|appears|appeared on .. $list; $is on .. sponsor|endorser|endorsement list; $is (now) .. author|cosponsor of
opposed acts: urge*|ask*|call|called|calls|tell|told .. to reject|defeat|vote|skip|shun|ignore (the|it|no) .. petition|moratorium|call|measure|resolution|march|boycott|strike; $say .. would punish

# Support short of it.
supported agent: thank*|grateful|appreciate*|thanks (to) (the) § for (its|their|your) .. support|solidarity|backing|contribution|donation|gift|help|check
supported acts verb refused=declined: cheer|cheers|cheered|cheering .. on; speak|speaks|spoke|spoken|speaking (out|up) (warmly|strongly|loudly) for|of|in; lined up behind; pledge* food|money|help|meals|cash|funds
supported acts: listed|billed|named as .. supporter|supporters; in (its|their|our|the) .. corner; firmly|strongly|squarely in favor|favour|behind; wish* .. well; one hundred percent; sympathetic to; in sympathy with
supported agent: behind .. are|is|were|stand|stands; cheering on .. are|is|were; support|encouragement|gifts|donations|help (also) came|comes|arrived from
supported acts verb refused=declined: support*; back|backs|backed|backing; applaud*; salute*; cheer* on; commend*; praise*; hail*
supported acts verb refused=declined: welcome* the|this .. $call; sympathize*; sympathise*; favor|favors|favored|favour|favours the|a|this
supported acts verb refused=declined: stand|stands|stood|standing (firmly|proudly|squarely|shoulder) (to) (shoulder) with|by|behind|beside|alongside|together
supported acts verb refused=declined: stand|stands|stood|standing (united) in .. solidarity; express* .. solidarity|support|sympathy
supported acts verb refused=declined: voice* .. support|solidarity|sympathy; declare* .. solidarity|support
supported acts verb refused=declined: pledge* .. support|solidarity|backing|help
supported acts verb refused=declined: cabled|convey*|announce*|reiterate*|extend*|show*|signal*|register*|affirm*|gave|gives|give|given $its .. support|solidarity|backing
supported acts verb refused=declined: offer* .. support|solidarity|help; send|sends|sent|sending ... solidarity|support|greetings
supported acts verb refused=declined: speak|speaks|spoke|speaking|spoken .. in favor|favour|support|defense
supported acts verb refused=declined: throw|throws|threw|thrown|throwing $its .. support|weight|backing
supported acts verb refused=declined: lend|lends|lent $its .. support|backing|hand
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
supported agent: (also) backing|supporting .. is|are|was|were|:; lined up behind .. is|are|was|were
supported agent: $has (the|a|an) (strong|broad|full|vocal|public) backing|support|blessing|solidarity|sympathy|help (of|from|among)
supported agent: with (the) .. backing|support of|from; the backing|support of; backing|support .. from|of
supported agent: statements|messages|words|letters of solidarity|support .. from|by; solidarity .. from; in solidarity :
supported agent: supporters|backers .. include*|:; supporters|allies|friends ,|–|— including|among|notably
supported agent: shoutout|kudos|props|shout|bravo|hats|salute (off|out) (to|for); tip of the hat|cap .. to
supported agent: (big|many|special|warm) thanks|thank|love|respect|gratitude|cheers (you) to
supported agent: support|help|pizza|coffee|doughnuts|donuts|donations|donation|donated|money|check|greetings|solidarity|sandwiches|wishes|encouragement|cheers|banners|telegrams (also|came|arrived|poured|in) (was) from
supported agent: cheered|joined|supplied|fed|funded|backed on by; backing comes|came from; allies include*|are|:
supported agent: backed|supported|saluted|applauded|praised|hailed|commended|welcomed|blessed .. by
supported agent: with (moral|financial|logistical) help|support|assistance of|from
supported acts verb refused=declined: laud*; donate*
supported acts verb refused=declined: organiz*|run|ran|hold|held|host* .. food|relief|benefit|fundraiser|fundraisers|drive|drives for
supported acts verb refused=declined: full of praise|admiration|sympathy; embrace*; admire*; appreciate* the|this; champion*; sympathiz*
supported acts verb refused=declined: cheer* .. on; root*|pray*|pull* for; side|sides|sided|siding with; $take the side of
supported acts verb refused=declined: defend* the strike|strikers|walkout|action|march|boycott; bless|blessed|blesses
supported acts verb refused=declined: tip|tips|tipped|tipping $its .. cap|hat|hats|helmet; doff|doffs|doffed $its .. cap|hat
supported acts verb refused=declined: wish* .. well|luck|success|strength|best
supported acts verb refused=declined: $send|bring|brings|brought|bought|buy|deliver*|provide*|donate*|suppl*|cater*|cook|cooked .. pizza|pizzas|coffee|doughnuts|donuts|food|lunch|groceries|sandwiches|water|firewood|tacos|burgers|meals|soup|flowers|supplies|snacks|cookies|bagels
supported acts verb refused=declined: $send|wire|wired|cable|cabled|mail|mailed|fax|faxed|extend*|convey*|offer*|share*|carr* .. greetings|greeting|wishes|support|solidarity|regards|sympathy|thanks|encouragement|condolences|love|message|congratulations|appreciation|admiration
supported acts verb refused=declined: $send|chip|chips|chipped|pitch|pitches|pitched|kick|kicked|give|gives|gave|contribut*|donat*|pledge*|raise*|collect*|pass|passed $|£|€|money|cash|funds|check|hat
supported acts verb refused=declined: chip|chips|chipped|chipping in; pitch* in
supported acts verb refused=declined: contribute*|donate*|gave|give|gives to .. fund|strikers|kitty|pantry|hardship
supported acts verb refused=declined: speak|speaks|spoke|spoken|speaking|testif*|argue*|plead*|rise|rose|rises in favor|favour|support
supported acts verb refused=declined: speak|speaks|spoke|speaking|testif*|vouch*|plead*|argue* (up) for the|it|this|that
supported acts verb refused=declined: stand|stands|stood|standing|line|lines|lined|lining|unite*|rall*|fall|fell|falls (up|in|right|firmly) behind|beside|alongside
supported acts verb refused=declined: voice*|express*|declare*|register*|signal*|affirm*|indicate*|announce*|state*|convey*|lend|lends|lent|extend*|offer*|give|gives|gave|show*|throw|throws|threw|pledge* .. support|solidarity|sympathy|backing|appreciation|approval|sympathies|admiration|encouragement|blessing|wishes|help|welcome|hand
supported acts verb refused=declined: like|likes|liked|loves|love the|this|what
supported acts verb refused=declined: think|thinks|find|finds|call|calls|called|calling|deem*|sees|saw|hail* .. justified|courageous|righteous|brave|just|right|inspiring|heroic|overdue|worthy|necessary
supported acts verb refused=declined: agree* with; share* .. goals|aims|concerns|spirit|outrage; respect* .. lines|line|picket|strike|strikers
supported acts verb refused=declined: never|dont|wont cross
supported acts verb refused=declined: urge*|encourage*|ask|asks|asked|tell|tells|told .. $members .. to (join|attend|turn|honor|march|support|wear|sign|come|show up)
supported acts: call|calls|called|urge*|ask*|invite* (on) .. $members to walk|join|work (the) line|lines
supported acts: $is (a|an) .. supporter|supporters|backer|backers|ally|allies|champion|friend|friends of|to
supported acts: would|will|to|wont|wouldnt|shall|did (not|never) cross .. line|lines|picket|pickets
supported acts: dont|do|never|will|wont (not|never) cross .. line|lines|pickets; having|has|have|had|got our|your|their|your back|backs
supported acts: with us|them|you|strikers|teachers|nurses .. (in) spirit|all|too; in spirit; all for; $is|am (personally|all) for the|it|this
supported acts: sympathetic to|toward; $is on (our|your|their|the|its) .. side; good|best|warm|well|kind wishes|words; warm welcome
supported acts: tip of the hat|cap
supported acts: (is|are|stand|stands|stood) with the|all .. strikers|workers|teachers|nurses|drivers|students|marchers|writers|actors
supported acts: proud|glad|happy|honored to (back|support|stand); supportive; s with us
supported acts verb refused=declined: drop*|dropped|deliver*|bring|brings|brought .. pizza|pizzas|food|coffee|doughnuts|donuts|water|groceries|sandwiches|meals|firewood
supported acts: (promise*|pledge*|vow*|agree*) not to cross; wish|wishes|wished .. well|luck|success; cheer* the|this|our .. $call
supported agent: $bodies .. backing|supporting ... include*|are|is|were|:

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
planning acts: $own|ceremony|gathering of its|their own; its|their own $own|ceremony|gathering; doing (its|their) own thing
planning acts: is|are taking the day off
planning acts: will|ll be out|there|marching|picketing|rallying|walking|striking; has|have|had hired|booked|chartered|rented; has|have|had reserved .. bus|buses|van|vans|coach|coaches|seats|park|plaza
planning acts: $is in the streets; be in the streets; be on the .. line|lines; is|are ready to walk|strike|picket
planning agent: organized|organised|hosted|planned|staged|convened .. by; buses|busloads|contingent|contingents|caravan|marshals from|of
planning agent: walkout|walkouts|rally|rallies|vigil|vigils|picket|pickets|actions|events|contingent|contingents|buses|marches .. planned by
planning agent: $own by
planning acts verb future refused=declined: stop|stopping|halt|halting|park|parking $its|our|all .. buses|trains|cranes|trucks|cars|trams|ferries|machines|work
planning acts verb future refused=declined: lay|laying on; extend|extending .. line|lines|pickets; coordinate|coordinating; throw|throwing up
planning acts verb future refused=declined: put|putting together|on|up; idle|idling; ground|grounding; occupy|occupying; sit|sitting in
planning acts verb future refused=declined: walk|walking in|with|behind|from; tie|tying up; man|manning; join|joining .. with .. banner
planning acts verb future refused=declined: refuse|refusing to load|unload|handle|work|sail; withhold|withholding .. labor; call|calling (in) sick
planning acts verb future refused=declined: call|calling out; carry|carrying .. banner|coffin|signs|flags; take|taking .. day|shift off
planning acts verb future refused=declined: release|releasing .. teachers|members; spend|spending; pass|passing out; flyer|flyering
planning acts verb future refused=declined: canvass|canvassing; phonebank|phonebanking; knock|knocking .. doors; serve|serving
planning acts verb future refused=declined: run|running .. bus|buses|shuttle|shuttles|phone; rent|renting .. bus|buses|van|vans; roll|rolling (out)
planning acts verb future refused=declined: fly|flying .. in|staff|members; field|fielding; deploy|deploying; launch|launching; halt|halting
planning acts verb future refused=declined: cease|ceasing; withdraw|withdrawing .. labor|labour; bus|busing|bussing; camp|camping; parade|parading
planning acts verb future refused=declined: assemble|assembling; meet|meeting at; present|presenting; offer|offering rides|childcare
planning acts verb future refused=declined: sponsor|sponsoring a|its .. bus|buses; supply|supplying; play|playing; sing|singing; bannering
planning acts verb future refused=declined: contribute|contributing .. marshals; begin|beginning .. strike|walkout|fast|vigil
planning acts verb future refused=declined: start|starting .. strike|walkout; down|downing tools; leaflets|leafletting|leafleting
planning acts: be in .. streets|street; gear*|gearing up to|for; will|wont|shall (not) (be) report|teach|drive|sail (for|to) (work|duty)
planning acts: apprentices|members|crews|drivers|volunteers|retirees|stewards to carry|provide|bring|picket|march|walk|staff|lead|host|marshal|leaflet
planning acts: (has|have|had|got) .. buses|vans|bus leaving|rolling|going|lined|booked|ready|departing
planning acts: buses|vans|caravan|contingent|pickets|marchers|vehicles .. rolling|leaving|departing|headed
planning acts: pickets|buses|picketers|tents|leaflets|banners|crews|drivers|workers|members|nurses|teachers|clerks|deckhands|engines|apprentices will|would|to go|roll|leave|stop|walk|march|down|picket|rally|strike|stay|carry|provide|call|refuse|depart|join|gather
planning acts: walking|walk|walks off|out .. job|jobs|today|now|at|nov|on
planning acts: intend*|flag|flags|flagged|announce*|threaten*|slate*|set .. leafleting|leafletting|picketing|pickets|picket|stoppage|stoppages|strikes|walkout|walkouts|meetings|rallies|vigils|strike|rally
planning acts: marching|picketing|rallying|striking|walking|leafleting at|from|on|with|in
planning acts: : marching|picketing|rallying|striking|walking|march|picket|rally|strike|walkout|buses|leafleting
planning acts: set|sets|setting|threw|throw|throws|form|formed|forms|mount|mounted|organized|held|staged|led|establish|established up .. picket|pickets|lines|line
planning acts: form|formed|mounted|established|staged|threw|held|led .. picket|pickets; hold|held|holds .. $own .. own
planning acts: bringing .. truck|buses|bus|members|band|rat|banner|banners|grill|signs|contingent|people|nurses|teachers
planning acts: renting|chartering|booking|hiring|filling|running|loading .. bus|buses|van|vans|coach|coaches; turned out|up|members
planning acts: expects|hopes to bring|send|turn .. people|members|buses; (is|are) set to (walk|strike|march|picket|rally|hold|stop|shut)
planning acts: is|are to picket|march|walk|strike|rally|lead|hold|leaflet|stop
planning acts: call|calls|called|calling (for) (one|two|three|four|24|48|general|noon|wildcat|statewide|citywide|sympathy|separate|informational|candlelight) (day|hour|hours|week) $own|walkout|sit
planning acts: plans|planning|plan|planned|announce*|scheduled|organized|organised (for) (a|an|its|their|own|two|three|separate|noon|informational|candlelight|parallel) .. $own (of) (its|their) (own)
planning agent: being|are|is|be organized|organised|planned|staged|led|hosted|called|held|coordinated|mounted by
planning agent: buses|bus|busloads|vans|contingents|contingent|delegation|delegations|pickets|caravan|marchers from; led|hosted|organized by

# A refusal.
declined acts: shot|shoot|shoots .. down; shot|shoots down; kill|killed|kills .. $call; steer* clear; took|takes a pass; no thanks; sent regrets
none acts: make|makes|made|making|issued no (formal) endorsement|endorsements
declined acts: declined; declines; declining; refused; refuses; refusing; refuse
declined acts: said|says|say|saying no; vote|votes|voted|voting no; voted|votes|voting .. down; voting|voted down
declined acts: defeat*|reject*|rebuff*|spurn*|nix*|deny|denies|denied .. $call; turn* .. down; turn* down; opt* out
declined acts: take|takes|took|taken|taking a pass; pass|passed|passes on it|endorsing|joining|the; keep|keeps|kept|keeping $its .. name off
declined acts: vote|votes|voted|decide*|opt*|elected|chose|chosen|choose|resolved|agreed .. not to (formally|officially|publicly) $part
declined acts: decide*|vote|votes|voted|voting|rule* .. against; ruled out; $is not on board
declined acts: failed|fails|failing to endorse|win|pass|adopt|muster|approve; balk*; begged off
declined acts: decide*|vote|voted|opt*|chose|chosen|agreed to sit .. out; has|have|had no plans|intention|plan to|of .. $part
declined acts: unwilling to; not interested; drew no
declined acts: motion|resolution|vote|measure|proposal|endorsement .. failed|fails|fail|died|defeated|lost|rejected; voted it|them down
declined acts: (will|would|did|does|do|is|are) not be .. $part; wont|wouldnt|didnt|doesnt|isnt|arent be .. $part; turn* its|their back|backs on
declined acts: :|–|—|-|= no|declined|declining|out|refused|nope; :|–|—|-|= voted no|down; thumbs down
declined acts: fell|falls|fallen short .. two|threshold|majority|needed|required|votes
declined agent: not joining|endorsing|signing|participating (on) (is|are) :; not joining|endorsing|signing (on) is|are|was|were
declined agent: rejected|refused|defeated .. by; declined|turned|voted (down) by; declined|declining|refusals :; refusal|rejection .. by|from|of
declined agent: said no :
declined acts verb: let it|them|this drop|die|lie|go|pass; beg|begs|begged|begging off; spurn*|rebuff*|snub*|shun*|rebuf*; brush* off|aside
declined acts verb: turn* .. down; $give .. cold shoulder; $give .. thumbs down; $give it|this|the .. pass|miss; $take a rain check|pass
declined acts verb: let|lets|letting .. deadline|invitation|date .. lapse|pass|expire|go|slip; think|thinks|thought better of (it); demur*
declined acts verb: say|says|said|answer* .. no ,|.|to|and; $say no; told .. no ,|.|thanks; $send .. regrets
declined acts verb: skip*|skipped the|it|this|that .. $call; veto*|kill* $its .. $call; refus* it|them; refus* $call
declined acts verb: vote*|voted .. down; choose|chooses|chose|chosen|decide*|elect*|opt*|vote*|resolve*|prefer* not to; $is unwilling|unable to
declined acts verb: $go without (an) endorsement; pass|passes|passed on .. $call
declined acts verb: withhold|withholds|withheld|withholding .. endorsement|support|name|signature; leave|leaves|left $its name off
declined acts verb: regret* that it cannot; stay* off the list|letter; turn* thumbs down
declined acts: could|can|did not bring itself|themselves to; made|make|makes|making|issue*|offer* no (formal) endorsement; not in ,|.|
declined acts: : no ,|.|thanks|after|because; passed .|!; ? .. , passed; was|were|is a no
declined acts: would|will|could|can|wont|wouldnt not (be) accept|accepting|lend|lending|sign|signing|join|joining|participate|participating|endorse|endorsing
declined acts: (would|will) not be among|part|one
declined acts: wont|wouldnt|didnt|doesnt|isnt|arent (be) lend|lending|sign|signing|join|joining|participate|participating|endorse|endorsing
declined acts: voted|votes|vote|decided|came|ruled|argued down|against .. endorsing|joining|endorsement|participating
endorsed acts verb refused=declined: adopt*|approve*|pass|passed .. text|version|language|one
declined acts: replied|answered|responded in the negative; vote*|voted .. not to .. $part
declined acts: ruled|rules|ruling out .. $part; back unsigned; thanks but no thanks; fell|fall|falls .. short of; will|would|wont not be (any|a) part of; be any|no part of; wont be part of
declined acts: choose|chooses|chose|choosing|opt*|opting|elect*|prefer* to stay|sit|keep .. off|out; did|does|do not approve|adopt|pass|back|grant it|the|that; didnt|doesnt go for|approve|adopt
declined acts: could|can not add|lend|sign|join|endorse|put|take; cannot|cant|couldnt add|lend|sign|join|endorse|put|take; polite|flat|firm refusal; respectfully decline*; went down (to defeat) by|to|,|.|in|;
declined agent: was|were denied|refused|declined|rebuffed by; turned|voted down (by) .. members of|at
declined agent: snub|brushoff|rebuff|refusal by|from; declined by
tabled agent: postponement|deferral|delay by; postponed|deferred|delayed|remanded|pushed .. by; on hold|ice at
endorsed agent: accepted|granted|approved by
declined acts: reject*|defeat*|turn|turned .. motions|resolutions|motion|resolution to $part
declined acts: answer|reply|response was|is no; asked .. (and) said no; 👎; ❌; ✗
declined agent: motion|resolution|proposal|measure|endorsement|call .. defeated|failed|died|rejected|lost at|in|before
declined acts: (is|s) not|isnt our fight|strike|battle|campaign; not this time; let|lets .. request|letter|invitation|call|question die|lapse|drop|expire
declined acts: (politely|with) .. polite|firm|flat no; stay|stays|stayed|staying|keep|keeps|kept out ,|.; stay|stays|stayed|staying away ,|.
declined agent: thumbs down|no|refusal from
declined acts: would|will not ,|.; wont|wouldnt ,|.; (is|are|be) not|isnt|arent|wont be involved|there|participating|attending

# Against it.
opposed acts verb: say|says|said|wrote|argued|told|warned ... is|was|are|were|be .. $bad; oppose*; dissent|dissents|dissented|dissenting
opposed acts verb: cannot|cant|not support (this|the|that|it) (bill|plan|tactic); object|objects|objected|objecting to; condemn*; denounce*; blast*
opposed acts verb: slam|slams|slammed; criticize*|criticise*; decry|decries|decried; attack* the|it|this; assail*; deplore*; repudiate*; disavow*
opposed acts verb: disown* the|it; lambast*; rip|rips|ripped; scold*; reject* the idea; distance* itself|themselves
opposed acts verb: come|comes|came|coming out against; speak|speaks|spoke|spoken|speaking (out) against
opposed acts verb: warn* $its .. $members (against|not|that|to)
opposed acts verb: warn* against; campaign*|lobby|lobbied|argue*|fight|fights|fought|testified against; call|calls|called|calling .. $bad
opposed acts verb: $is (firmly|strongly|flatly|publicly|still) against|opposed; want|wants (no) part of|in; want|wants|wanted nothing to do with
opposed acts verb: call|calls|called|calling on .. not to
opposed acts: urge*|tell|tells|told|telling|instruct*|advise*|ask|asks|asked|asking|order*|remind*|direct*|encourage*|implore*|call|calls|called|calling .. $members .. to report|return|stay|ignore|remain|keep|disregard|refrain|work|cross
opposed acts: urge*|tell|tells|told|telling|instruct*|advise*|ask|asks|asked|asking|order*|remind*|direct*|encourage*|call|calls|called|calling .. $members .. to come|show|go (up) (in) to|for work|shifts|duty|classes|jobs
opposed acts: urge*|tell|tells|told|instruct*|advise*|ask|asks|asked|remind*|expects .. to be in|at|on
opposed acts: urge*|tell|tells|told|telling|instruct*|advise*|ask|asks|asked|asking|order*|direct*|warn* .. not to .. $part|go|heed|leave|skip|miss|stay|boycott|picket|rally
opposed acts: want|wants no part; cross|crosses|crossed the picket
opposed agent: (also) opposing|condemning|denouncing .. is|are|was|were|:; lined up against .. is|are|was|were
opposed agent: against it|them|this were|was|are|is|stood; opposed|condemned|denounced|criticized|criticised|blasted .. by; opposition .. from|of|by
opposed agent: objections .. of|from|by; opposed :
opposed acts verb: want|wants|wanted nothing to do; have|has|had nothing to do; fume*; plead*|beg|begs|begged|beseech* (with) .. not to
opposed acts verb: remind* ... required|obligated|obliged|bound|expected|contract|prohibits
opposed acts verb: call|calls|called|calling|urge*|ask|asks|asked|press|pressed (on|upon) .. to cancel|abandon|scrap|desist; reject* .. as
opposed acts verb: fight|fights|fought|fighting the|it|this; rebuke*; object* (to); protest* that; dissent|dissents|dissented
opposed acts verb: spend|spends|spent|spending|work*|organiz* .. to defeat|kill|block|sink; $take issue|exception|aim|umbrage with|to|at
opposed acts verb: $come out swinging|hard|strongly|opposed|forcefully; bash*; pan|pans|panned; trash*; ridicule*; mock*; excoriate*; castigate*
opposed acts verb: chastise*; rail|rails|railed|railing at|against; lash* out; hit|hits back|out|at; tear|tears|tore|torn into
opposed acts verb: rip|rips|ripped (into); hammer*|fault*|scorn* the|it|this; deride*; dismiss* .. as; disparage*; disagree* with; counsel* against
opposed acts verb: caution*|warn* .. against; $go on record against|opposing|as; oppos*
opposed acts verb: register*|voice*|express*|declare*|state*|announce*|reiterat*|record* .. opposition|disapproval|objection|objections|displeasure|dissent|outrage
opposed acts verb: throw|throws|threw cold water on; pour|pours|poured cold water on; side* against
opposed acts verb: vow*|pledge*|promise* to fight|block|oppose|defeat; cannot|couldnt|cant support; can|could not support; spit|spits|spat on
opposed acts verb: resent*; bristle*; balk* at; blame* the|organizers
opposed acts verb: call|calls|called|calling|brand*|label*|term*|deem*|dismiss*|describe*|denounc*|assail*|paint*|cast|slam|slammed|see|sees|view* .. $bad
opposed acts verb: (has|have|had) no use|patience for; $take a stand against; fear* the|it|that; complain* about|that|of
opposed acts verb: urge*|ask*|tell|tells|told|advise* .. a no vote; seek|seeks|sought to block|stop; want|wants .. called|stopped off
opposed acts verb: argue* against; lead|leads|led .. opposition to
opposed acts: $say ... will|would (be) cost|hurt|harm|kill|endanger|jeopardize|threaten; critic|critics|opponent|opponents|foe|foes|detractors of
opposed acts: $say .. $call was|is|would|were|are (be) $bad; was|were|is $bad and $bad
opposed acts: told ... was|is|wasnt|isnt (not) achievable|realistic|feasible|wise|justified|acceptable|helpful|serious; told ... that ... was|is not
opposed acts: $say .. would hurt|cost|harm|kill|threaten|destroy|endanger|jeopardize
opposed acts: tell|tells|told|instruct*|order*|direct*|advise*|urge*|warn* .. to steer|stay clear|away|off|out
opposed acts: tell|tells|told|instruct*|order*|direct*|remind* .. to keep|report|work|show|remain; dead set against; no friend of
opposed acts: $is opposed|against; : opposed|against; $is adamantly|strongly|firmly opposed; in opposition to; speaking against
opposed acts: sent|sends|wrote|writes .. objecting|opposing
opposed agent: critics|opponents|foes ,|–|— (including|among); critics|opponents include*
opposed agent: complaint|complaints|rebuke|rebukes|fire|criticism|protest|protests|scorn|rejection from
opposed agent: against|opposing (it|them|him|her) were|are|was|is|stood|stand|:
opposed agent: opposed|assailed|rebuked|faulted|slammed|ridiculed|criticized|attacked by
opposed agent: criticism|rebuke|objections|condemnation|pushback from|of|by; drew fire from
opposed acts: wrong tactic|time|approach|move|moment|step|strategy|target
opposed acts verb: run|ran|buy|bought|air|aired .. ads|spots|advertisements against
opposed acts verb: line|lines|lined up against; come|comes|came down (hard) on|against; push|pushes|pushed back (hard) on|against; find|finds|found|deem*|consider*|judge*|think|thinks|thought .. $bad
opposed acts verb: exhort*|implor*|urge*|tell|tells|told|ask*|instruct*|advise*|telling .. to stay|steer|keep off|away|clear|out; call* .. on .. to cross|ignore|disregard; argue* (hard) against
opposed acts verb: urge*|advise*|warn*|caution*|tell|told|ask* .. against attending|joining|participating|taking|marching|walking|striking|it|honoring|the
opposed acts: urge*|ask*|tell|told|call|called|calls|advise*|press|pressed .. to shun|disregard|ignore|skip|avoid|reject|cancel|abandon (the|its|this|that|it) .. $call|protest|campaign
opposed acts: want|wants|wanted .. called|ended|cleared|stopped|canceled|cancelled|scrapped (off); a no vote; bad idea; far from endorsing; strong|strongest|fierce|firm|our objection|objections|opposition to; resistance|hostility|opposition to; do|does|did|will|would not condone; not condone
opposed acts: to ignore (the|this|that|it) .. call|strike|walkout|boycott|appeal; on the job .. day|friday|monday|may|instead
opposed acts: adopt*|approve*|pass|passed|issue*|sign*|put out .. resolution|motion|statement|letter opposing|against|condemning|denouncing|deploring|criticizing; campaign*|organiz* against; campaign*|organiz* .. to stop|block|defeat
opposed agent: critic|critics|opponent|opponents|foes|detractors (of) .. include*|are|is|were|was; denunciation|denunciations|condemnation|resistance|hostility|objection of|from|by

# Put off.
tabled acts verb: hold|holds|held|holding off; (taken|took|take) under advisement; laid on the table; postpone*
tabled acts verb: defer|defers|deferred|deferring; delay* .. $call; shelve*; put|puts|putting .. off; put|puts|putting off .. $call
tabled acts verb: put|puts|putting .. on hold|ice; hold|holds|held|holding .. $call (over) over; lay|laid|lays .. over|aside; laid over; held over
tabled acts verb: refer|refers|referred|referring .. to .. committee|board|convention|council|officers|counsel|executive|staff|caucus
tabled acts verb: remit|remits|remitted; send|sends|sent .. (back) to .. committee|board|council|officers; sent back
tabled acts verb: kick*|push|pushed|pushes .. $call .. to|until|back; punt*
tabled acts verb: adjourned (without|before) .. (a) vote|voting|taking|decision|deciding|acting|reaching; ran out of time; tabled until
tabled acts verb: carried over; left .. $call for|until|to
tabled acts: :|–|—|-|= tabled|postponed|deferred|later
tabled agent: tabled|postponed|deferred|remitted|referred|shelved .. by
tabled acts verb: tables|tabled|tabling; table the|it|this|that|its|our|their|a; lay|lays|laid|laying .. over|aside; hold|holds|held|holding .. over
tabled acts verb: carry|carries|carried|carrying .. over|forward; set|sets|setting .. aside for|until; stall*; bump* .. to
tabled acts verb: push|pushes|pushed|pushing .. back|to|until|off; $put .. aside|over; $put .. on (the) hold|ice|shelf|back|burner
tabled acts verb: refer|refers|referred|referring it|the|this|that|our|.. to; send|sends|sent|sending .. to .. committee|board|council|trustees
tabled acts verb: commit* .. to .. committee; park|parks|parked it|the
tabled acts verb: leave|leaves|left .. for|until|to .. next|meeting|convention|session|fall|spring|agenda|later|after
tabled acts verb: $take .. up|back again|later|next|after; revisit*; return to .. question|matter|item
tabled acts verb: kick*|kicks|kicked .. down|to .. road|line|street|field; continue* .. until|to .. meeting|next
tabled acts verb: suspend*|delay*|defer|defers|deferred|deferring|postpone*|adjourn* .. decision|vote|action|debate|question|matter|discussion|consideration|item
tabled acts verb: delay* a|its|the; reschedul*|remand*|recommit*; hold|holds|held|holding off (on|until); sit|sits|sat|sitting on it|the .. until
tabled acts verb: $put .. off
tabled acts: (for|lack|want|without|lacked|lacking|no) (of) (a) quorum; held|laid|carried|put over|off; remains|remain|stays|left open; back burner
tabled acts: postponed|tabled|deferred|later until|to; until the|its .. meeting|convention|session; asked for more time
tabled agent: sent|referred|tabled|postponed|deferred .. committee|board at|in|by; tabled|postponed|deferred at|in|by
tabled acts verb: lay|lays|laid|laying .. on the table; move|moves|moved|moving .. to .. agenda; return* .. to .. committee
tabled acts verb: table until|indefinitely|pending
tabled acts verb: sleep|slept|sleeps|sit|sits|sat|sitting on it|the|its|that; wait|waits|waited|waiting until|to|for .. vote|decide|meeting|convention|act|board; hold|holds|held|holding off (on) .. (its) vote|decision|until; roll*|rolled .. over|to
tabled acts verb: push|pushes|pushed|move|moves|moved|bump*|carry|carries|carried|roll*|hold|holds|held|set|lay|laid|kick*|put|puts .. (over|off|back) to|until|till (its|the|their) .. meeting|session|agenda|convention|assembly|council|retreat
tabled acts verb: push|pushes|pushed|move|moves|moved|bump*|carry|carries|carried|roll*|hold|holds|held|lay|laid|kick* .. (over|off|back) to|until|till (its|the|their) (next) january|february|april|june|july|august|september|october|november|december|month|week|year|fall|spring|summer|winter
tabled acts: decision|vote|question|matter|item|resolution|motion|consideration|discussion|request .. was|were|is|been postponed|deferred|tabled|delayed|put|moved|pushed|held|laid|continued|carried|adjourned (off|over|back)
tabled acts: on ice; for further study|discussion|review; need*|want* more time|information; asked for more time|information; left .. decision|question|matter to .. incoming|next|new; opted|agreed|voted|chose to wait|delay

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
withdrawn acts verb: ask|asks|asked|request* that it|they be taken|removed|dropped|struck|left
withdrawn acts verb: $take|pull|pulled|bring|brought .. statement|post|letter|resolution|endorsement|it down
withdrawn acts verb: $take down $its|the .. statement|post|letter|resolution|endorsement
withdrawn acts verb: ask|asks|asked|request* that $name be|come removed|struck|taken|dropped|deleted|withdrawn|off|down
withdrawn acts verb: disavow*|renounce*|repudiate* $its|that .. endorsement|support|pledge|vote; call|calls|called|calling off $own
withdrawn acts verb: ask|asks|asked|asking|request*|demand* .. $name (be|to|was) (be) .. struck|removed|taken|dropped|deleted|off|scratched|withdrawn
withdrawn acts verb: ask|asks|asked|asking|request* to be taken|removed|dropped|struck|deleted; $take .. $name back|off|down; $take back
withdrawn acts verb: remove|removes|removed|removing itself|themselves|its|their
withdrawn acts verb: yank*|pull*|withdraw|withdraws|drop* support|endorsement|backing|sponsorship|name
withdrawn acts verb: yank*|pull*|scrub|scrubs|scrubbed|delete*|strike|strikes|struck|erase* $its|back .. support|endorsement|commitment|pledge|$name|backing|sponsorship|logo|promise
withdrawn acts verb: recant*; have|has|had second thoughts; unendorse*; disassociate*|dissociate* itself|themselves
withdrawn acts verb: part|parts|parted ways with; quit|quits|quitting|exit*|leave|leaves|left the .. coalition|campaign|effort|boycott|alliance
withdrawn acts verb: bail|bails|bailed (out); peel* off|away; defect|defected|defects; $go back on; abandon* $its|the|that
withdrawn acts verb: step|steps|stepped away|back|aside from; think|thought better of its
withdrawn acts verb: suspend*|revok*|retract*|rescind*|revers*|drop|drops|dropped|cancel*|recall*|repudiat*|withdraw|withdrew $its|that|the .. endorsement|support|backing|pledge|commitment|position|sponsorship|stand|yes|promise|vote|decision
withdrawn acts verb: reverse* itself|themselves|course; back|backs|backed|backing out (of); call|calls|called|calling off $its|the
withdrawn acts verb: call|calls|called|calling end|halt to .. $own; call|calls|called|calling end|halt to $own
withdrawn acts verb: end|ends|ended $its .. support|participation|sponsorship|endorsement; back|backs|backed down|away|off
withdrawn acts verb: walk|walks|walked .. back|away; unsign*; pull|pulls|pulled|pulling (back) out|off; retreat* from
withdrawn acts verb: flip|flips|flipped|flop* on
withdrawn acts: from|off list|roster of $list|supporters
withdrawn acts verb: repeal* $its|the|that|this; (did|done|does) (an) about face; sever*|cut|cuts|cutting (all) ties|links with; jump* ship; tear|tears|tore up its|the; renounce* $its .. backing|support|endorsement|position
withdrawn acts verb: request* (the) removal; vacate* its|the|our prior|earlier|previous; (had|has) (a) change of heart; change* $its .. tune|mind|position|stance|course; nix* its own; reconsider* its|the; cool|cooled on
withdrawn acts: no longer stand|stands|stood by|with|behind; gone|missing|absent|vanished|disappeared from .. list|letter|page|roster|flyer; $is off the .. list|letter|flyer|page|roster; reversal|withdrawal by; count it out
withdrawn acts: (has|have) since thought|walked|pulled|bowed|dropped|left|backed|stepped|reconsidered|quit; $its withdrawal|reversal|about face; taken|took|takes $its name back|off|down
withdrawn agent: withdrawal|reversal|retreat|defection of|by
withdrawn acts verb: disown*|disavow*|repudiat*|scrap*|revers* the|its|that .. resolution|endorsement|vote|pledge|statement|letter; asked|asks .. its name back; leave|leaves|leaving|left|quit .. campaign|coalition; want* nothing more to do
withdrawn acts: and now it is out; is now out; retraction by
withdrawn acts: no longer (a|an|among) .. sponsor|sponsors|endorser|endorsers|signatory|signatories|supporters|backs|endorses|supports|in|on
withdrawn acts: (once|formerly) .. but no longer; has since rescinded|withdrawn|withdrew|reconsidered|retracted; removes|removed itself|themselves
withdrawn acts: is|are off the list; was|were|been|be taken|struck|removed|dropped from|off .. list|roster|flyer|page|letter at; changed course

# Set aside by a parent.
nullified target: vacate*; void|voids|voided|voiding; nullif*; overrule*; overturn*; overrode|override|overrides|overriding
nullified target: annul|annuls|annulled|annulling; invalidate*; veto*; quash*; countermand*; set|sets|setting aside
nullified target: strike|struck|strikes|striking down; threw|throw|throws|tossed out; disallow*; negate*
nullified target confirmed: declare*; rule*; cancel*|canceled; order*|direct*|instruct*|force*|compelled|told|tells|made; suspend*; block*; deem*
nullified target confirmed: find|finds|found
nullified owned: was|were|is|are|be|been|being (later|promptly|quickly|soon|then|since|formally|now|subsequently) $set
nullified owned: has|have|had been (later|promptly|quickly|soon|then|since|formally|now|subsequently) $set
nullified owned: was|were|is|been|be (later|then|promptly|subsequently) set|thrown|tossed aside|out
nullified owned: was|were|is|been|be (later|then|promptly) struck down
nullified owned: $is|has|have|had|carries|carried (been) (of) no (legal|binding) force|effect|standing; null and void
nullified owned: was|were|is|been|be (later|then) ruled|declared|deemed out of order|void|invalid|null|improper|unauthorized
nullified owned: was|were|has|have|been|be|is|are (been) (later) ordered|forced|told|made|compelled|directed|instructed (by) .. to rescind|withdraw|retract|revoke|cancel|pull|take|drop|remove|undo
nullified owned: overruled|overturned|voided|nullified|vetoed by; set aside by; struck down by
nullified target: vacating; erase*; expunge*; wipe|wiped|wipes|wiping (out|away|clean); toss|tosses|tossed|tossing (out)
nullified target: throw|throws|threw|throwing .. out; strike|strikes|struck|striking down; rescind* the .. of|by; reverse* the .. of|by
nullified target: cancel* the .. of; repeal*; abrogate*; discard*; declared|declares|ruled|rules|found void|invalid|null|improper
nullified owned: endorsement|resolution|vote|pledge|position|action thrown|tossed|struck|set|wiped|ruled out|aside|down|away
nullified owned: endorsement|resolution|pledge .. voided|annulled|nullified|overturned|invalidated|vacated (by)
nullified target: thrown|tossed out|aside
nullified owned: endorsement|resolution|pledge voided|overturned|nullified|annulled|invalidated|vacated|overruled
nullified owned: overturned|overruled|voided|nullified|annulled|invalidated|vetoed|quashed|rescinded|reversed|undid|canceled|cancelled it|them
nullified owned: off the books; been|was|were reversed|scrapped|erased|expunged|rescinded|vacated by; been|was|were erased|expunged|vacated
nullified owned: was|were|is|been|be $set; was|were|been|is|be struck|tossed|thrown|wiped|set|stricken down|out|away|aside|off
nullified owned: (had|has|have|carried|carries) no (legal) standing|force|effect
nullified owned: $is ruled|declared|deemed|found (to) (be) (out) (of) (order) void|invalid|null|improper|unauthorized|order|nonbinding|violation
nullified owned: was|were|been overruled|overridden|overturned|reversed|rescinded|cancelled|canceled by (the|its) national|international|parent|headquarters|trustees|general|state
nullified target: cancel*|rescind*|revok*|revers*|repeal*|undo|undid|undone|block*|scrap*|wipe*|strip*|nix* § endorsement|vote|resolution|decision|position|backing|support|signature|sponsorship|action
nullified target: cancel*|rescind*|revok*|revers*|repeal*|undo|undid|undone|block*|scrap*|wipe*|strip*|suspend* .. endorsement|vote|resolution|decision|backing|support|signature|action (issued|given|adopted|passed|approved|voted|made) by|from §
nullified owned: was|were|been|is|are|being|stands hereby|later|then|since|promptly|summarily|subsequently annulled|voided|nullified|invalidated|overturned|overruled|quashed|vetoed|expunged|stricken|vacated|negated|disallowed|stripped|undone|blocked|erased
nullified owned: was|were|been|is|are|being annulled|voided|nullified|invalidated|overturned|overruled|quashed|vetoed|expunged|stricken|vacated|negated|disallowed|stripped|undone
nullified owned: was|were|been|is|are|hereby cancelled|canceled|revoked|rescinded|reversed|repealed|suspended|withdrawn|blocked|thrown|tossed (out) by (the|its|their) (own) international|national|parent|general|state|grand|federation|headquarters|trustee|trustees|union|higher
nullified owned: $is not valid|binding|authorized; without (force) (or) effect; of no force|effect; count|counts|counted|carry|carries|carried for|no nothing|weight; no longer counts
nullified owned: had|has|have|with no authority|power|right|standing|business to|in endorse|sign|join|endorsing|take|speak|commit; lacked (the) authority|power|standing; exceeded its authority
nullified owned: saw|seen|see|watched|had its|their .. undone|voided|annulled|cancelled|canceled|thrown|tossed|overturned|overruled|struck|set|wiped|revoked|nullified|vetoed|quashed|invalidated|blocked
nullified target: threw|throw|throws|throwing|tossed|tosses|set|sets|struck|strikes the|that|its|their .. endorsement|vote|resolution|decision|pledge|action out|aside|down
nullified target: overrule*|void*|nullif*|annul*|annulled|overturn*|cancel*|revers*|veto*|undid|undo|vacate*|quash*|invalidate*|negate*|reject* (and) (voided) it|that|them|this|the (vote|action|decision|endorsement|resolution|move)
nullified target: threw|throw|throws|tossed|toss|set|sets|struck|strikes|wiped|wipes it|that|them|this (right) out|aside|down|away; annulment|nullification|voiding of|by

# Nothing yet.
none acts: noncommittal; reserved|reserving judgment; still consulting; has|have|had yet to ..; neither endorsed|endorse|endorses nor opposed|rejected|declined|condemned|oppose|condemn
none acts: taken|took|take|held|holds an|no endorsement vote; endorsement vote is|was|will|on
none agent: moved|seconded|motioned by; moved and seconded by; m/s; motion by
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
none acts: plan*|expect*|schedule*|scheduled|intend* (to) discuss|consider|vote|debate|meet|decide|hear|poll|weigh|review|no|take
none acts: leave|leaves|left .. to (individual|each|state|local) members|locals|affiliates|state|individual|conscience
none acts: pass|passed|passes|carried|adopted on|by voice|unanimous|hand|roll|standing vote; neither for nor against; on the fence
none acts: no opinion|view|stand|side; kept|keeps|keep|stayed|stays|staying out|mum|quiet|neutral|silent|away|home
none acts: (still|yet) talking|undecided|deciding|deliberating|debating|polling|listening|waiting|studying|considering|weighing|mulling
none acts: has|have had scheduled no; divided; crickets; 🤷; hasnt|havent even; monitoring; wait*|waiting for|to|and see|advice
none acts: took|takes|take no side; withholding .. until; refuse*|refused|decline* (even) to comment|say|discuss
none acts: reject*|rejected|rejecting .. offer|agreement|contract|deal|settlement|tentative|raise|proposal from|by
none acts: did|does not sign|reply|return|attend; left|leaves it up to; asks|asked us to wait; would not say|comment; no vote; not been asked
none acts: declined to say|confirm|comment|answer; decline*|declined to take .. side|stand|position
none acts: refuse*|decline* (even) to comment|discuss|say (on|about) (it|them|the) (matter|call|action)

# As another did.
endorsed echo: as|so|and|likewise|, so|as has|have|had|did|do|does|is|are|was|were|will
endorsed echo: along|together with; as well as; and so has|have|did|do|does|is|are
endorsed likewise: too .; follow* suit; did (the) same|likewise; does|do (the) same|likewise; has|have|had done (the) same|so|likewise; did so
endorsed likewise: follow* on|later|days|hours|soon|shortly|quickly|within|with|the|this; did|do|does|has|have|is|are too|also; came next
endorsed likewise: came along; followed ,|.
endorsed echo: as|so has|have|had|did|does|is|are|was|were|will; alongside; (and|but) so too|also did|has|have|does|do|is|are; joined by
endorsed echo: ditto (for); same (goes) for; followed|accompanied by; as with; likewise
endorsed likewise: follow* .. later|after
endorsed likewise: follow* on|the|days|hours|later|a|monday|tuesday|wednesday|thursday|friday|saturday|sunday|in|within|with|last|this|next|soon|its|their
endorsed likewise: did|does|has|have|will|do (also|as|the) too|well|likewise|same; did|do|does so; too .|,|!; as well .|,
endorsed likewise: $go|come|came|took the same way|side|step|position|course; could do the same; likewise .|,; ditto
endorsed echo: , among|including them; , following; they|these|those include*|are; among them are|is|were|was|,|:; the others are|were|include
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
	loose bool // it has a gap: of two that are as long the other counts
}

// cues is the table by first word.
var cues = sync.OnceValue(func() map[string][]phrase { return readCues(cueTable + romanceTable) })

func readCues(table string) map[string][]phrase {
	m, shared := map[string][]phrase{}, map[string]map[string]bool{}
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
			steps := stepsOf(p, shared)
			for n := range steps { // it begins with any of its first words, up to the first that must be there
				for w := range steps[n].words {
					m[w] = append(m[w], phrase{steps[n:], c, slices.ContainsFunc(steps, func(s step) bool { return s.gap > 0 })})
				}
				if !steps[n].optional {
					break
				}
			}
		}
	}
	return m
}

func readSteps(p string) []step { return stepsOf(p, map[string]map[string]bool{}) }

// stepsOf reads the steps of a phrase. Places that are written alike share their words.
func stepsOf(p string, shared map[string]map[string]bool) []step {
	var steps []step
	for w := range strings.FieldsSeq(p) {
		s := step{}
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
		if shared[w] == nil {
			shared[w] = wordsOf(w)
		}
		s.words = shared[w]
		steps = append(steps, s)
	}
	return steps
}

// wordsOf are the words of which one stands at a place of a phrase.
func wordsOf(place string) map[string]bool {
	words := map[string]bool{}
	for v := range strings.SplitSeq(place, "|") {
		g, ok := groups[v]
		if !ok {
			g, ok = romanceGroups[v]
		}
		forms := formsOf(v)
		switch {
		case ok:
			for x := range strings.SplitSeq(g, "|") {
				words[x] = true
			}
		case forms != nil:
			for _, x := range forms {
				words[x] = true
			}
		default:
			words[v] = true
		}
	}
	return words
}

// formsOf are the forms of a verb that bears the mark of its conjugation, and nil of any other word.
func formsOf(v string) []string {
	if len(v) < 4 {
		return nil
	}
	base := v[:len(v)-1]
	switch v[len(v)-1] {
	case '*':
		return inflected(base)
	case '^':
		return conjugated(base, true)
	case '~':
		return conjugated(base, false)
	case '>':
		return futures(base)
	}
	return nil
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
	forms := []string{base, base + "s", base + "ed", base + "ing"}
	if n := len(base); n > 2 {
		switch last := base[n-1]; {
		case last == 'y' && !strings.ContainsRune("aeiou", rune(base[n-2])): // rally, rallies
			return []string{base, base[:n-1] + "ies", base[:n-1] + "ied", base + "ing"}
		case !strings.ContainsRune("aeiouwxy", rune(last)) && strings.ContainsRune("aeiou", rune(base[n-2])): // commit, committed
			forms = append(forms, base+string(last)+"ed", base+string(last)+"ing")
		}
	}
	return forms
}
