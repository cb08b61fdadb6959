package extract_test

import (
	"strings"
	"testing"

	"rollcall/internal/extract"
	"rollcall/internal/match"
)

// layouts are texts that are laid out and not said. A name in [[ ]] has behind "|" the stance that a reader takes from it.
var layouts = []struct{ name, text string }{
	{"bullets under a heading", "Endorsers\n\n- [[UAW Local 5|endorsed]]\n- First Baptist Church\n- [[SEIU Local 7|endorsed]]\n- [[IBEW Local 11|endorsed]]"},
	{"a heading that tells no stance", "Unions in our county\n\n- [[UAW Local 5|none]]\n- [[SEIU Local 7|none]]"},
	{"an agenda", "Agenda for Tuesday\n1. Roll call of officers\n2. Report of [[UAW Local 5|none]]\n3. Letter from [[SEIU Local 7|none]]\n4. Adjourn"},
	{"several headings", "ENDORSED\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\n\nDECLINED\n[[IBEW Local 11|declined]]\n\nTABLED UNTIL FALL\n[[AFT Local 9|tabled]]\n\nNO ANSWER\n[[CWA Local 13|none]]"},
	{"headings one after another without an empty line", "Signed on:\n* [[UAW Local 5|endorsed]]\nDeclined:\n* [[IBEW Local 11|declined]]\nStill waiting on:\n* [[CWA Local 13|none]]"},
	{"Markdown headings", "# May Day\n\n## Endorsed\n\n- [[UAW Local 5|endorsed]]\n\n## Withdrawn\n\n- [[SEIU Local 7|withdrawn]]\n\n## Contacted, no reply\n\n- [[IBEW Local 11|none]]"},
	{"bold headings", "**Supporters**\n\n[[UAW Local 5|supported]]\n[[SEIU Local 7|supported]]\n\n**Opponents**\n\n[[IBEW Local 11|opposed]]"},
	{"numbers", "The following unions have signed the pledge:\n1. [[UAW Local 5|endorsed]]\n2. [[SEIU Local 7|endorsed]]\n3) [[IBEW Local 11|endorsed]]"},
	{"a comma list behind a colon", "These locals voted not to endorse: [[UAW Local 5|declined]], [[SEIU Local 7|declined]] and [[IBEW Local 11|declined]]."},
	{"lead-ins in one paragraph", "The count so far. Endorsing: [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]]. Opposed: [[IBEW Local 11|opposed]]. Undecided: [[AFT Local 9|none]]."},
	{"semicolons", "Planning actions of their own: [[UAW Local 5|planning]]; [[SEIU Local 7|planning]]; [[IBEW Local 11|planning]]."},
	{"signatures", "We will not be moved.\n\nSigned,\n\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\nSisters of Mercy\n[[IBEW Local 11|endorsed]]"},
	{"signatures in a row", "In unity,\n\nSignatories: [[UAW Local 5|endorsed]] · [[SEIU Local 7|endorsed]] · [[IBEW Local 11|endorsed]]"},
	{"statuses behind dashes", "[[UAW Local 5|endorsed]] — endorsed\n[[SEIU Local 7|declined]] — declined\n[[IBEW Local 11|tabled]] — tabled\n[[AFT Local 9|none]] — no response\n[[CWA Local 13|withdrawn]] — withdrew"},
	{"statuses behind colons", "[[UAW Local 5|endorsed]]: yes\n[[SEIU Local 7|declined]]: no\n[[IBEW Local 11|none]]: maybe\n[[AFT Local 9|none]]: still talking\n[[CWA Local 13|planning]]: marching at noon"},
	{"statuses in parentheses", "Where they are: [[UAW Local 5|endorsed]] (yes), [[SEIU Local 7|declined]] (no), [[IBEW Local 11|tabled]] (tabled), [[AFT Local 9|none]] (undecided)."},
	{"marks behind names", "[[UAW Local 5|endorsed]] ✅\n[[SEIU Local 7|declined]] ❌\n[[IBEW Local 11|none]] 🤷"},
	{"marks before names", "✅ [[UAW Local 5|endorsed]]\n❌ [[SEIU Local 7|declined]]\n✅ [[IBEW Local 11|endorsed]]\n❓ [[AFT Local 9|none]]"},
	{"check marks that are bullets", "Members of the council\n✓ [[UAW Local 5|none]]\n✓ [[SEIU Local 7|none]]"},
	{"check boxes", "- [x] [[UAW Local 5|endorsed]]\n- [ ] [[SEIU Local 7|none]]\n- [x] [[IBEW Local 11|endorsed]]"},
	{"a status that is not the heading's", "Endorsers\n- [[UAW Local 5|endorsed]]\n- [[SEIU Local 7|withdrawn]] (withdrawn)\n- [[IBEW Local 11|endorsed]]"},
	{"a Markdown table", "| Union | Status |\n|---|---|\n| [[UAW Local 5|endorsed]] | endorsed |\n| [[SEIU Local 7|tabled]] | tabled |\n| [[IBEW Local 11|none]] | pending |"},
	{"a table of bars", "[[UAW Local 5|endorsed]] | Detroit | endorsed\n[[SEIU Local 7|opposed]] | Flint | opposed\n[[IBEW Local 11|none]] | Lansing | no word"},
	{"columns of yes and no", "Union | Endorsed | Own action\n[[UAW Local 5|endorsed]] | yes | no\n[[SEIU Local 7|planning]] | | x\n[[IBEW Local 11|declined]] | no | no"},
	{"a column for each stance", "Endorsed | Declined\n[[UAW Local 5|endorsed]] | [[SEIU Local 7|declined]]\n[[IBEW Local 11|endorsed]] | [[AFT Local 9|declined]]"},
	{"two columns of names", "SIGNATORIES\n\n[[UAW Local 5|endorsed]]          [[SEIU Local 7|endorsed]]\n[[IBEW Local 11|endorsed]]         [[AFT Local 9|endorsed]]"},
	{"names and cities", "Union                City\n[[UAW Local 5|none]]          Detroit\n[[SEIU Local 7|none]]         Flint"},
	{"an HTML list", "<h2>Declined to sign</h2><ul><li>[[UAW Local 5|declined]]</li><li>[[SEIU Local 7|declined]]</li></ul><h2>Meetings</h2><ul><li>[[IBEW Local 11|none]]</li></ul>"},
	{"an HTML table of statuses", "<table><tr><th>Union</th><th>Position</th></tr><tr><td>[[UAW Local 5|endorsed]]</td><td>Endorsed</td></tr><tr><td>[[SEIU Local 7|none]]</td><td></td></tr><tr><td>[[IBEW Local 11|opposed]]</td><td>Opposed</td></tr></table>"},
	{"an HTML table of one column", "<table><thead><tr><th>Endorsing organizations</th></tr></thead><tbody><tr><td>[[UAW Local 5|endorsed]]</td></tr><tr><td>St. Mary's Parish</td></tr><tr><td>[[SEIU Local 7|endorsed]]</td></tr></tbody></table>"},
	{"an HTML table without stances", "<table><tr><th>Union</th><th>Members</th></tr><tr><td>[[UAW Local 5|none]]</td><td>1,200</td></tr><tr><td>[[SEIU Local 7|none]]</td><td>900</td></tr></table>"},
	{"prose behind a list", "Endorsed by:\n- [[UAW Local 5|endorsed]]\n- [[SEIU Local 7|endorsed]]\n\nThe hall belongs to [[IBEW Local 11|none]], which rents it to anyone who asks and pays the deposit on time."},
	{"prose behind a list without bullets", "Endorsers\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\n\nThe next meeting is at the hall of [[IBEW Local 11|none]] on Tuesday evening, and coffee will be served there as always."},
	{"a roll call", "Roll call: [[UAW Local 5|endorsed]] aye, [[SEIU Local 7|declined]] nay, [[IBEW Local 11|none]] abstain, [[AFT Local 9|endorsed]] aye."},
	{"a headline", "[[UAW Local 5|endorsed]] in, [[SEIU Local 7|declined]] out, [[IBEW Local 11|none]] undecided"},
	{"questions and answers", "So who is in? [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]] and [[AFT Local 9|endorsed]]. Who is out? [[IBEW Local 11|declined]]."},
	{"a name that is asked for", "[[UAW Local 5|endorsed]]? Yes. [[SEIU Local 7|declined]]? No. [[IBEW Local 11|none]]? No idea."},
	{"dates", "5/1 – [[UAW Local 5|endorsed]] signs on\n5/2 – [[SEIU Local 7|declined]] declines\n5/4 – [[IBEW Local 11|none]] calls a meeting"},
	{"affiliates' reports", "Affiliate reports. [[UAW Local 5|endorsed]] – endorsed on the 4th. [[SEIU Local 7|tabled]] – tabled until June. [[IBEW Local 11|none]] – nothing to report."},
	{"what stands below tells it", "[[UAW Local 5|none]]\n[[SEIU Local 7|none]]\n\nMinutes were read and approved."},
	{"all of the above", "UNION               HALL\n[[UAW Local 5|endorsed]]         Main Street\n[[SEIU Local 7|endorsed]]        Oak Street\nAll of the above have endorsed the boycott."},
	{"locals of one union", "Teamsters locals that have signed on:\n- [[Local 5|endorsed]]\n- [[Local 7|endorsed]]"},
	{"long lines of labels", "Endorsed: [[UAW Local 5|endorsed]]; [[SEIU Local 7|endorsed]]; [[IBEW Local 11|endorsed]]; [[AFT Local 9|endorsed]]\nNo position: [[CWA Local 13|none]]; [[UFCW Local 17|none]]\nNullified by the international: [[USW Local 19|nullified]]"},
	{"attendance", "Present: [[UAW Local 5|none]], [[SEIU Local 7|none]], [[IBEW Local 11|none]].\nThe chair opened the meeting at seven."},
	{"places before names", "UNIONS HOLDING THEIR OWN RALLIES\nDetroit — [[UAW Local 5|planning]], noon, Hart Plaza\nFlint — [[SEIU Local 7|planning]], 3 p.m., the old plant"},
	{"a bullet that says it itself", "Where things stand\n- [[UAW Local 5|endorsed]] endorsed the march\n- [[SEIU Local 7|declined]] declined to endorse\n- [[IBEW Local 11|none]] meets next week"},
	{"French", "Signataires :\n- [[SCFP 375|endorsed]]\n- [[SCFP 301|endorsed]]"},
	{"Spanish", "Organizaciones firmantes:\n- [[UAW Local 5|endorsed]]\n- [[SEIU Local 7|endorsed]]"},
	{"speakers", "Speaking against:\n[[UAW Local 5|opposed]]\n[[SEIU Local 7|opposed]]"},
	{"a board's members", "The board of the district council has these unions on it: [[UAW Local 5|none]], [[SEIU Local 7|none]], [[IBEW Local 11|none]]."},
	{"unions on strike", "On strike this week: [[UAW Local 5|none]], [[SEIU Local 7|none]]."},
	{"contacts", "CONTACTS\n[[UAW Local 5|none]]: 555-0101\n[[SEIU Local 7|none]]: 555-0102"},
	{"dues", "Dues received:\n[[UAW Local 5|none]]    $120.00\n[[SEIU Local 7|none]]   $80.00"},
	{"a letterhead", "[[UAW Local 5|none]]\n12 Main Street\nDetroit\n\nDear friends,\n\nplease find our minutes attached."},
	{"a table of contents", "Contents\n[[UAW Local 5|none]] ........ 3\n[[SEIU Local 7|none]] ........ 9"},
	{"a vote on something else in a list of officers", "Officers elected\n- [[UAW Local 5|none]]: Jane Doe, president\n- [[SEIU Local 7|none]]: John Roe, treasurer"},
	{"nested bullets", "- Endorsed\n  * [[UAW Local 5|endorsed]]\n  * [[SEIU Local 7|endorsed]]\n- Declined\n  * [[IBEW Local 11|declined]]"},
	{"bullets with a lead-in in each", "• Endorsed: [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]]\n• Declined: [[IBEW Local 11|declined]]\n• No reply: [[AFT Local 9|none]]"},
	{"a heading of a question", "Who has endorsed?\n\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\n\nWho has not?\n\n[[IBEW Local 11|none]]"},
	{"a lead-in that goes on over a line", "As of this morning the following unions\nhave endorsed the march:\n\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]"},
	{"a lead-in behind prose", "The march is on Friday. It has been endorsed by the following:\n\n- [[UAW Local 5|endorsed]]\n- [[SEIU Local 7|endorsed]]"},
	{"commas on lines of their own", "Endorsed by:\n[[UAW Local 5|endorsed]],\n[[SEIU Local 7|endorsed]],\nand [[IBEW Local 11|endorsed]]."},
	{"arrows", "[[UAW Local 5|endorsed]] → endorsed\n[[SEIU Local 7|none]] → asked twice, no answer"},
	{"equals", "[[UAW Local 5|endorsed]] = yes\n[[SEIU Local 7|declined]] = no"},
	{"statuses in brackets", "[[UAW Local 5|endorsed]] [endorsed]\n[[SEIU Local 7|tabled]] [tabled]\n[[IBEW Local 11|none]] [pending]"},
	{"statuses before names", "YES: [[UAW Local 5|endorsed]]\nNO: [[SEIU Local 7|declined]]\nTABLED: [[IBEW Local 11|tabled]]\nMAYBE: [[AFT Local 9|none]]"},
	{"a status in the first column", "Status | Union\nendorsed | [[UAW Local 5|endorsed]]\ndeclined | [[SEIU Local 7|declined]]\n? | [[IBEW Local 11|none]]"},
	{"tabs", "[[UAW Local 5|endorsed]]\tendorsed\t5/1\n[[SEIU Local 7|withdrawn]]\twithdrawn\t5/3"},
	{"a definition list", "<dl><dt>Endorsed</dt><dd>[[UAW Local 5|endorsed]]</dd><dd>[[SEIU Local 7|endorsed]]</dd><dt>Opposed</dt><dd>[[IBEW Local 11|opposed]]</dd></dl>"},
	{"headings of divisions", "<div><b>Signed</b></div><div>[[UAW Local 5|endorsed]]</div><div>[[SEIU Local 7|endorsed]]</div><div><b>Not participating</b></div><div>[[IBEW Local 11|declined]]</div>"},
	{"breaks", "<p><strong>Endorsed by</strong><br>[[UAW Local 5|endorsed]]<br>[[SEIU Local 7|endorsed]]</p><p>The library is next to the hall of [[IBEW Local 11|none]], as everybody knows by now, and it is open until eight.</p>"},
	{"sections of a table", "<table><tr><th colspan=2>Endorsed</th></tr><tr><td>[[UAW Local 5|endorsed]]</td><td>Detroit</td></tr><tr><th colspan=2>Declined</th></tr><tr><td>[[SEIU Local 7|declined]]</td><td>Flint</td></tr></table>"},
	{"an empty cell first", "<table><tr><th></th><th>Endorsed</th><th>Tabled</th></tr><tr><td>[[UAW Local 5|endorsed]]</td><td>✓</td><td></td></tr><tr><td>[[SEIU Local 7|tabled]]</td><td></td><td>✓</td></tr></table>"},
	{"a table that lays out a page", "<table><tr><td><p>Home</p><p>News</p></td><td><p>[[UAW Local 5|endorsed]] endorsed the march on Friday.</p><p>[[SEIU Local 7|none]] has its picnic in July.</p></td></tr></table>"},
	{"the motion of a body", "Motion by [[UAW Local 5|endorsed]] to endorse. Carried."},
	{"a long enumeration with companies", "Proudly endorsed by: [[UAW Local 5|endorsed]], Acme Bakery, [[SEIU Local 7|endorsed]], Church of the Redeemer, Friends of the River, and [[IBEW Local 11|endorsed]]."},
	{"a list behind a list of another kind", "Endorsed:\n- [[UAW Local 5|endorsed]]\n\nParking:\n- [[SEIU Local 7|none]] lot on Oak Street\n- City garage"},
	{"plus signs", "Supporters so far: [[UAW Local 5|supported]] + [[SEIU Local 7|supported]] + [[IBEW Local 11|supported]]"},
	{"a dash list in a line", "Out – [[UAW Local 5|declined]], [[SEIU Local 7|declined]]. In – [[IBEW Local 11|endorsed]]."},
	{"rescinded ones struck", "Rescinded their endorsements\n• [[UAW Local 5|withdrawn]]\n• [[SEIU Local 7|withdrawn]]"},
	{"prose with dashes", "Our neighbors – [[UAW Local 5|none]] and [[SEIU Local 7|none]] – share the building with us."},
	{"prose with a colon", "One thing is clear: [[UAW Local 5|none]] will decide this on its own time, and no one else will."},
	{"prose with parentheses", "Members of [[UAW Local 5|none]] (yes, that one) met with [[SEIU Local 7|none]] (no relation to the bank) on Friday."},
	{"a headline over prose", "LABOR BACKS THE MARCH\n\nThe hall of [[UAW Local 5|none]] was full on Tuesday, and the coffee ran out by seven."},
	{"a headline of endorsements over prose", "Endorsements pile up\n\nAt the hall of [[UAW Local 5|none]] on Tuesday people talked about the weather for most of an hour."},
	{"a question of prose", "Will [[UAW Local 5|none]] endorse? Nobody knows. [[SEIU Local 7|none]] is quiet too."},
	{"a time table", "9:00 – [[UAW Local 5|none]] meets in room A\n10:00 – [[SEIU Local 7|none]] meets in room B"},
	{"an e-mail's head", "From: [[UAW Local 5|none]]\nTo: [[SEIU Local 7|none]]\nSubject: parking"},
	{"a transcript", "MODERATOR: Who is next?\nDOE: I am with [[UAW Local 5|none]], and I drive a bus.\nROE: And I am from [[SEIU Local 7|none]]."},
	{"an address list", "Where to mail your card:\n[[UAW Local 5|none]], 12 Main Street\n[[SEIU Local 7|none]], 9 Oak Street"},
	{"a list of demands", "We demand:\n- that the city bargain with [[UAW Local 5|none]]\n- that the county bargain with [[SEIU Local 7|none]]"},
	{"attendance under a stance elsewhere", "Endorsed: [[UAW Local 5|endorsed]]\n\nAlso in the room were people from [[SEIU Local 7|none]], who had come to listen and to eat our cookies."},
	{"results of a game", "Softball: [[UAW Local 5|none]] 7, [[SEIU Local 7|none]] 3."},
	{"members' numbers", "[[UAW Local 5|none]] | 1,204\n[[SEIU Local 7|none]] | 998"},
	{"invited", "Invited, not yet confirmed\n- [[UAW Local 5|none]]\n- [[SEIU Local 7|none]]"},
	{"asked", "Bodies we have asked to endorse:\n- [[UAW Local 5|none]]\n- [[SEIU Local 7|none]]"},
	{"could endorse", "Could endorse by June:\n- [[UAW Local 5|none]]\n- [[SEIU Local 7|none]]"},
	{"to vote", "Voting next week: [[UAW Local 5|none]], [[SEIU Local 7|none]]"},
	{"not signed", "Have not signed:\n[[UAW Local 5|none]]\n[[SEIU Local 7|none]]"},
	{"will not join", "Will not be joining us:\n[[UAW Local 5|declined]]\n[[SEIU Local 7|declined]]"},
	{"not taking part", "NOT TAKING PART\n• [[UAW Local 5|declined]]\n• [[SEIU Local 7|declined]]"},
	{"walking out", "These unions will walk out at noon:\n• [[UAW Local 5|planning]]\n• [[SEIU Local 7|planning]]"},
	{"condemning", "Bodies condemning the boycott\n1) [[UAW Local 5|opposed]]\n2) [[SEIU Local 7|opposed]]"},
	{"sending solidarity", "Messages of solidarity received from:\n1. [[UAW Local 5|supported]]\n2. [[SEIU Local 7|supported]]"},
	{"pulled out", "Pulled out since Monday: [[UAW Local 5|withdrawn]] and [[SEIU Local 7|withdrawn]]"},
	{"put off", "Put off to the June meeting: [[UAW Local 5|tabled]]; [[SEIU Local 7|tabled]]"},
	{"overruled", "Overruled by their internationals: [[UAW Local 5|nullified]]; [[SEIU Local 7|nullified]]"},
	{"join us", "JOIN THESE UNIONS IN ENDORSING THE CEASEFIRE\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]"},
	{"with the support of", "With the support of:\n[[UAW Local 5|supported]] | [[SEIU Local 7|supported]] | [[IBEW Local 11|supported]]"},
	{"co-sponsors behind a slash", "Co-sponsors: [[UAW Local 5|endorsed]] / [[SEIU Local 7|endorsed]] / [[IBEW Local 11|endorsed]]"},
	{"the list in one paragraph without a colon", "Signed by [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]], [[IBEW Local 11|endorsed]]"},
	{"statuses of several words", "[[UAW Local 5|none]]: no decision yet\n[[SEIU Local 7|declined]]: voted it down in April\n[[IBEW Local 11|endorsed]]: signed on last night\n[[AFT Local 9|opposed]]: strongly against\n[[CWA Local 13|tabled]]: put off until May"},
	{"a table with notes", "Local | Vote | Note\n[[UAW Local 5|endorsed]] | Yes | 40 buses\n[[SEIU Local 7|declined]] | No | may revisit\n[[IBEW Local 11|tabled]] | Tabled | June meeting"},
	{"colored marks", "🟢 [[UAW Local 5|endorsed]]\n🔴 [[SEIU Local 7|declined]]"},
	{"thumbs", "[[UAW Local 5|endorsed]] 👍 [[SEIU Local 7|declined]] 👎"},
	{"a numbered heading", "1. Endorsed\n- [[UAW Local 5|endorsed]]\n2. Declined\n- [[SEIU Local 7|declined]]"},
	{"an intro line of the date", "ENDORSERS\nas of May 1, 2024\n\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]"},
	{"groups in a list", "ENDORSERS\n\nNational\n[[UAW Local 5|endorsed]]\n\nLocal\n[[SEIU Local 7|endorsed]]"},
	{"long names of groups", "Endorsed by\n\nLabor Organizations\n- [[UAW Local 5|endorsed]]\n\nCommunity Groups\n- Friends of the River\n\nMore Labor Organizations\n- [[SEIU Local 7|endorsed]]"},
	{"newest names", "Newest names: [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]]. More next week."},
	{"newest names on lines", "Newest names\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]"},
	{"short answers", "[[UAW Local 5|endorsed]]: in, all the way. [[SEIU Local 7|none]]: still talking. [[IBEW Local 11|declined]]: no. [[AFT Local 9|none]]: my mail bounced."},
	{"a headline of verbs", "[[UAW Local 5|endorsed]] in, [[SEIU Local 7|tabled]] stalls, [[IBEW Local 11|opposed]] fumes over Nov. 6"},
	{"signs on by date", "(05/02) [[UAW Local 5|endorsed]] signs on\n(05/03) [[SEIU Local 7|endorsed]] joins\n(05/06) [[IBEW Local 11|withdrawn]] withdraws\n(05/07) [[AFT Local 9|tabled]] postpones"},
	{"officially", "[[UAW Local 5|endorsed]] ✅ officially. [[SEIU Local 7|none]] 🤷 crickets. [[IBEW Local 11|declined]] ❌ hard pass."},
	{"thought about it", "[[UAW Local 5|declined]]? Thought about it, passed. [[SEIU Local 7|endorsed]]? All in."},
	{"asked to be taken off", "These bodies have asked to be taken off our roster: [[UAW Local 5|withdrawn]], [[SEIU Local 7|withdrawn]]"},
	{"postponed", "Postponed decision:\n\n[[UAW Local 5|tabled]]\n\nSpeaking against:\n\n[[SEIU Local 7|opposed]]"},
	{"not yet heard from", "NOT YET HEARD FROM\n[[UAW Local 5|none]]\n[[SEIU Local 7|none]]\n\nSIGNED ON\n[[IBEW Local 11|endorsed]]"},
	{"minutes of affiliates", "Affiliate reports. [[UAW Local 5|endorsed]] – board voted to endorse. [[SEIU Local 7|planning]] – will picket the depot at six. [[IBEW Local 11|none]] – negotiations go on."},
	{"out by name", "What we know. In: [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]]. Out: [[IBEW Local 11|declined]]. No word: [[AFT Local 9|none]]. Against: [[CWA Local 13|opposed]]. On the fence: [[UFCW Local 17|none]]."},
	{"a score with counts", "Endorsed (2): [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]]\nDeclined (1): [[IBEW Local 11|declined]]\nPending (1): [[AFT Local 9|none]]"},
	{"counts over lists", "Endorsed (2)\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\n\nDeclined (1)\n[[IBEW Local 11|declined]]"},
	{"endorsements of a candidate", "ENDORSED BY LABOR\n\n★ [[UAW Local 5|endorsed]]\n★ [[SEIU Local 7|endorsed]]\n★ Mayor Jane Doe"},
	{"a paragraph of one's own in a list", "Endorsers:\n\n- [[UAW Local 5|endorsed]]\n- [[SEIU Local 7|endorsed]]\n\nLast night [[IBEW Local 11|declined]] declined to join."},
	{"letters for numbers", "Supporting the strike:\na) [[UAW Local 5|supported]]\nb) [[SEIU Local 7|supported]]"},
	{"a title over the lead-in", "LABOR STANDS WITH ANITA\nproud to have been endorsed by:\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]"},
	{"notes behind names", "Endorsers\n- [[UAW Local 5|endorsed]] (Detroit)\n- [[SEIU Local 7|endorsed]], Flint\n- [[IBEW Local 11|endorsed]] – Lansing, Michigan"},
	{"people who sign for bodies", "Signed,\n\nJane Doe, President, [[UAW Local 5|endorsed]]\nJohn Roe, Secretary, [[SEIU Local 7|endorsed]]"},
	{"a list between paragraphs", "The march is on Friday.\n\nSo far the following have said yes:\n- [[UAW Local 5|endorsed]]\n- [[SEIU Local 7|endorsed]]\n\n[[IBEW Local 11|none]] will have its own meeting on the 9th, we are told."},
	{"yes and no lists in sentences", "Yes from [[UAW Local 5|endorsed]] and [[SEIU Local 7|endorsed]]. No from [[IBEW Local 11|declined]]. Nothing from [[AFT Local 9|none]]."},
	{"vs", "For the measure: [[UAW Local 5|supported]], [[SEIU Local 7|supported]]. Against the measure: [[IBEW Local 11|opposed]]."},
	{"HTML status lists", "<ul><li><b>[[UAW Local 5|endorsed]]</b>: endorsed</li><li><b>[[SEIU Local 7|none]]</b>: undecided</li><li><b>[[IBEW Local 11|tabled]]</b>: tabled</li></ul>"},
	{"an HTML table of dates", "<table><tr><td>May 1</td><td>[[UAW Local 5|endorsed]]</td><td>signed on</td></tr><tr><td>May 3</td><td>[[SEIU Local 7|withdrawn]]</td><td>withdrew</td></tr></table>"},
	{"aligned columns of statuses", "[[UAW Local 5|endorsed]]            YES\n[[SEIU Local 7|declined]]           NO\n[[IBEW Local 11|none]]           --\n[[AFT Local 9|tabled]]            TABLED"},
	{"groups whose names sound like headings", "ENDORSERS\n[[UAW Local 5|endorsed]]\nFriends of the River\n[[SEIU Local 7|endorsed]]\nPlanned Parenthood Action\n[[IBEW Local 11|endorsed]]\nMothers Against War\n[[AFT Local 9|endorsed]]"},
	{"groups whose names sound like acts", "Declined\n[[UAW Local 5|declined]]\nSigning Day Committee of Flint\n[[SEIU Local 7|declined]]"},
	{"reports of what is to come", "Reports. [[UAW Local 5|planning]] – apprentices to carry the banner and to provide the stage. [[SEIU Local 7|tabled]] – held over to next month for want of a quorum."},
	{"events in towns", "LOCAL ACTIONS ANNOUNCED FOR MAY 1 (unions running their own events)\nPortland — [[UAW Local 5|planning]] and [[SEIU Local 7|planning]], rally, South Park Blocks\nDenver — [[IBEW Local 11|planning]], picket at the airport"},
	{"a press release", "FOR IMMEDIATE RELEASE\nMay 1\n\nCONTACT: Jane Doe, [[UAW Local 5|none]], 555-0101\n\nUNION ENDORSES MARCH\n\nDETROIT — [[UAW Local 5|endorsed]] endorsed the march. Its neighbor, [[SEIU Local 7|none]], has a picnic that day."},
	{"a footer", "Endorsers: [[UAW Local 5|endorsed]], [[SEIU Local 7|endorsed]]\n\nThis letter was printed in-house by members of [[IBEW Local 11|none]]."},
	{"a list of speakers", "Speakers\n- Jane Doe, [[UAW Local 5|none]]\n- John Roe, [[SEIU Local 7|none]]"},
	{"two lists side by side in prose", "Those who said yes were [[UAW Local 5|none]]; the hall was paid for by the city."},
	{"minutes with numbers", "1. Call to order.\n2. Report of [[UAW Local 5|none]] on the contract.\n3. New business: the march. Moved and carried that [[SEIU Local 7|endorsed]] endorse.\n4. Adjourned."},
	{"a status line over the names", "Status: endorsed\nUnion: [[UAW Local 5|endorsed]]\n\nStatus: declined\nUnion: [[SEIU Local 7|declined]]"},
	{"a status line under the names", "Union: [[UAW Local 5|endorsed]]\nStatus: endorsed\n\nUnion: [[SEIU Local 7|declined]]\nStatus: declined"},
	{"names over answers", "[[UAW Local 5|endorsed]]\nEndorsed May 3\n\n[[SEIU Local 7|tabled]]\nTabled to June"},
	{"a letter of two", "Dear council,\n\nwe ask that you endorse the march.\n\nIn solidarity,\n\n[[UAW Local 5|supported]]\n[[SEIU Local 7|supported]]"},
	{"an open letter", "We, the undersigned unions, call on the city to bargain.\n\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\n[[IBEW Local 11|endorsed]]"},
	{"a list with a count at its end", "Endorsers\n[[UAW Local 5|endorsed]]\n[[SEIU Local 7|endorsed]]\nTotal: 2"},
	{"posts", "RT if your local is in! [[UAW Local 5|endorsed]]: in ✊\n[[SEIU Local 7|none]]: tbd"},
	{"pages with menus", "Home | About | Contact\n\n[[UAW Local 5|none]] | News | Events"},
	{"a schedule with columns", "TIME        ROOM        GROUP\n9:00        A           [[UAW Local 5|none]]\n10:00       B           [[SEIU Local 7|none]]"},
	{"supporters and opponents in columns", "SUPPORT                OPPOSE\n[[UAW Local 5|supported]]            [[SEIU Local 7|opposed]]\n[[IBEW Local 11|supported]]          [[AFT Local 9|opposed]]"},
	{"names below names", "Member unions\n\n[[UAW Local 5|none]]\n[[SEIU Local 7|none]]\n\nEndorsements\n\n[[IBEW Local 11|endorsed]]"},
	{"donors", "Donations received from: [[UAW Local 5|none]] ($500), [[SEIU Local 7|none]] ($250)."},
	{"affiliates with their parents", "Endorsers:\n- [[UAW Local 5|endorsed]] (Region 1)\n- Our friends at First Church\n- [[SEIU Local 7|endorsed]]*\n\n* pending a vote of the members"},
	{"hosts", "Our hosts this year:\n- [[UAW Local 5|none]]\n- [[SEIU Local 7|none]]"},
}

func TestLayoutsAreReadAsTheyAreMeant(t *testing.T) {
	for _, c := range layouts {
		t.Run(c.name, func(t *testing.T) {
			var text strings.Builder
			var want, got []string
			rest := c.text
			for {
				before, after, ok := strings.Cut(rest, "[[")
				text.WriteString(before)
				if !ok {
					break
				}
				marked, tail, _ := strings.Cut(after, "]]")
				name, stance, _ := strings.Cut(marked, "|")
				text.WriteString(name)
				want = append(want, name+" "+stance)
				rest = tail
			}
			for _, m := range extract.Extract(match.New(), text.String(), extract.Options{}).Mentions {
				stance := string(m.Position)
				if stance == "" {
					stance = "none"
				}
				// A body in the lead-in is no item.
				if len(got) == 0 && m.Text == "Teamsters" {
					continue
				}
				got = append(got, m.Text+" "+stance)
			}
			if w, g := strings.Join(want, "\n"), strings.Join(got, "\n"); w != g {
				t.Errorf("%s\nshould be read as\n%s\nand was as\n%s", text.String(), w, g)
			}
		})
	}
}
