package extract

import "rollcall/internal/record"

// leanings are words that are at home where a position is told. They say nothing by themselves: they are weighed with all that stands beside
// them. Words of one stem count as one.
var leanings = func() map[string]record.Stance {
	m := map[string]record.Stance{}
	for stance, words := range map[record.Stance]string{
		record.Endorsed: `
			endorse endorsed endorsement endorser signed signs signatory signer cosponsor cosign sponsor sponsored sponsorship joined joins joining aboard
			ratified adopted approved yes aye lent lend affixed undersigned enrolled granted added commitment committed pledged subscribed cosigned unanimously
			resolution carried passed passage prevailed blessing imprimatur accepted accession`,
		record.Supported: `
			support supported supportive backing backs backed solidarity solidarities behind cheering cheer cheered applaud applauds applauded favor favors warmly warm sympathy
			sympathetic stand stands stood stands encourage encouraged encourages salute saluted donated donation contributed contribution gift gifts thanked
			grateful praise praised hails hailed commend commended ally allies corner alongside admire rooting defended sympathize welcomed`,
		record.Planning: `
			picket pickets picketing rally rallies vigil march marching contingent delegation delegations bus buses busload busloads caravan leaflet leaflets leafleting
			walkout walk strike striking stoppage banner banners marshal marshals sickout host hosting hold holding stage staging organize organizing plan plans planning planned scheduled
			turnout shuttle shuttles teachin canvass phonebank phone mobilize mobilizing down tools idle shut shutting stop noon dawn outside gather assemble`,
		record.Declined: `
			declined declines declining decline refused refusal refuses refusing rejected rejects spurned balked balk demurred regrets regret pass passed unsigned denied deny nix
			nixed unwilling begged rebuffed snubbed turned abstain unable failed fails short defeated defeat sit sitting out stay staying no nay withhold withheld opted
			nonparticipation lost fell noes thumbs`,
		record.Opposed: `
			opposed opposes oppose opposing opposition against object objects objected objection objections condemned condemns condemn denounced denounce denounces
			criticized criticize criticism critic critics blasted slammed reckless harmful irresponsible misguided mistake wrong ignore ignoring cross crossing resist resistance
			pushed pushback hostile hostility warned warns warning discourage discouraged urging divisive stunt dangerous illadvised advised illegal unlawful violates harm hurt hurts
			disrupt attacked attack assailed lambasted disagree disagreed fight fought condone condones betray report duty boss bosses`,
		record.Tabled: `
			tabled table postponed postpone postponement deferred defer deferral delayed delay shelved shelve adjourned adjourn held hold later until pending wait waiting
			committee next meeting session agenda quorum reconsider carry carried referred refer remanded laid lay ice sleep month week fall spring convention pushed stalled stall
			continued back time december january february march april august september october november`,
		record.Withdrawn: `
			withdrew withdraw withdrawn withdrawal withdrawing rescinded rescind rescinds revoked revoke retracted retract repealed repeal repealing renounced renounce cancelled canceled
			cancel pulled pull pulling removed remove removal removing dropped drop reversed reverse reversal backtracked backed backing away longer off anymore aboutface severed sever quit
			left leave exit bowed changed change mind reconsidered unsigned disavowed disavow erased scratched struck took taken walked tore regretted once formerly former jumped`,
		record.Nullified: `
			void voided voids null nullified nullify annulled annul annulment overturned overturn overruled overrule overruling invalid invalidated invalidate quashed quash vacated vacate
			stricken struck undone undo undid aside veto vetoed blocked block rescinded cancelled revoked effect force authority standing improper unauthorized international national parent
			headquarters trustee trustees president federation order ordered ruling ruled rule constitution bylaws tossed threw thrown wiped erased expunged disallowed countermanded negated overrode overridden`,
		"": `
			undecided decide deciding decided yet consider considering considers mulling mull weighing weigh debating discuss discussing neutral silent comment whether asked asks ask request
			requested invited invitation question hopes hope hoped would could might may if until unclear unsure maybe contract contracts bargaining employer negotiations negotiating grievance lawsuit
			former formerly retired represents represent represented headquarters hall office offices host moved seconded`,
	} {
		for w := range set(words) {
			if other, ok := m[stem(w)]; !ok || rank(stance) > rank(other) {
				m[stem(w)] = stance
			}
		}
	}
	return m
}()
