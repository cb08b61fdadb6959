package extract_test

import (
	"strings"
	"testing"

	"rollcall/internal/extract"
)

// formulations are sentences by the stance that they tell of the first body in them.
const formulations = `
endorsed
SEIU Local 26 endorsed the march.
SEIU Local 26 has, after much debate, formally and publicly endorsed the march.
SEIU Local 26 on Tuesday night voted, 40 to 3, to endorse the march.
SEIU Local 26 signed the pledge.
SEIU Local 26 has added its name to the growing list.
SEIU Local 26 put its name to the letter.
SEIU Local 26 affixed its signature to the statement.
SEIU Local 26 subscribes to the declaration.
SEIU Local 26 opted in last week.
SEIU Local 26 climbed aboard on Friday.
SEIU Local 26 came on board early.
SEIU Local 26 jumped on board at once.
SEIU Local 26 has committed to the day of action.
SEIU Local 26 became a signatory in May.
SEIU Local 26 is a party to the compact.
SEIU Local 26 gave its blessing to the boycott.
SEIU Local 26 gave the strike its formal backing at a meeting.
SEIU Local 26 gave us a firm yes.
SEIU Local 26 gave the march the green light.
SEIU Local 26 gave the march a thumbs up.
SEIU Local 26 is all in.
SEIU Local 26 is officially in.
SEIU Local 26 is in!
SEIU Local 26 ✅
SEIU Local 26: yes.
SEIU Local 26 lent its name to the boycott.
SEIU Local 26 recommended Senator Sanders.
SEIU Local 26 has cast its lot with the strikers' coalition.
SEIU Local 26 threw in with the coalition.
SEIU Local 26 reaffirmed its endorsement.
SEIU Local 26 stands by its endorsement.
SEIU Local 26 is still on the list.
SEIU Local 26 is cosponsoring the rally.
SEIU Local 26 is a proud sponsor of the march.
SEIU Local 26 OK'd the resolution.
SEIU Local 26 approved the resolution by a voice vote.
SEIU Local 26 ratified the call.
SEIU Local 26 passed a resolution calling for a cease-fire.
SEIU Local 26 passed a resolution backing the boycott.
SEIU Local 26 adopted a motion in support of the walkout.
SEIU Local 26 went on record in favor of the boycott.
SEIU Local 26 signed off on the plan.
SEIU Local 26 agreed to join the boycott.
SEIU Local 26 accepted the invitation.
SEIU Local 26 answered the call.
SEIU Local 26 heeded the call.
SEIU Local 26 unanimously approved joining the march.
SEIU Local 26 is among the signers.
SEIU Local 26 is the latest to sign on.
SEIU Local 26 became the tenth union to endorse the march.
SEIU Local 26 is the newest endorser.
SEIU Local 26 will endorse the march, its president announced.
SEIU Local 26 voted overwhelmingly in favor of the day of action.
SEIU Local 26 said yes.
SEIU Local 26 said it was joining the coalition.
SEIU Local 26 threw its endorsement behind the boycott.
SEIU Local 26 announced its endorsement on Monday.
SEIU Local 26's endorsement came on Monday.
The endorsement of SEIU Local 26 came on Monday.
The march won the endorsement of SEIU Local 26.
The march has picked up the endorsement of SEIU Local 26.
The march has been endorsed by SEIU Local 26.
Endorsed last night by SEIU Local 26.
Welcome to our newest endorser, SEIU Local 26!
Among the signers is SEIU Local 26.
The letter carries the signature of SEIU Local 26.
Signatories include SEIU Local 26.
Count SEIU Local 26 among the endorsers.
Also endorsing is SEIU Local 26.
We can now report that SEIU Local 26 has signed on.
SEIU Local 26 did not hesitate and endorsed the march.
SEIU Local 26, which represents janitors, has also signed on to the call.
SEIU Local 26 (janitors) endorsed the boycott.
SEIU Local 26 put itself on record as supporting the boycott.
SEIU Local 26 enlisted on Monday.
SEIU Local 26 formalized its endorsement on Monday.
SEIU Local 26 came out for Ms. Harris.
SEIU Local 26 got behind Ms. Harris with an endorsement.
The executive board of SEIU Local 26 voted to sign on.
Delegates to SEIU Local 26 voted to join the boycott.
Members of SEIU Local 26 voted to endorse the walkout.
SEIU Local 26 will participate in the day of action.
SEIU Local 26 will take part.
SEIU Local 26 is taking part in the day of action.
supported
SEIU Local 26 supports the march.
SEIU Local 26 backs the strikers.
SEIU Local 26 saluted the strikers.
SEIU Local 26 stands with the strikers.
SEIU Local 26 stands in solidarity with the nurses.
SEIU Local 26 sent greetings.
SEIU Local 26 sent a message of solidarity.
SEIU Local 26 sent its good wishes.
SEIU Local 26 wished the strikers well.
SEIU Local 26 praised the walkout.
SEIU Local 26 applauded the nurses.
SEIU Local 26 hailed the boycott.
SEIU Local 26 commended the teachers.
SEIU Local 26 cabled its support.
SEIU Local 26 spoke in favor of the boycott.
SEIU Local 26 spoke up for the strikers.
SEIU Local 26 lined up behind the teachers.
SEIU Local 26 is lining up behind the teachers.
SEIU Local 26 rallied behind the teachers.
SEIU Local 26 is with them in spirit.
SEIU Local 26 chipped in $500.
SEIU Local 26 donated $1,000 to the strike fund.
SEIU Local 26 gave $5,000 to the strike fund.
SEIU Local 26 brought pizza to the line.
SEIU Local 26 has our backs.
SEIU Local 26 has our back.
SEIU Local 26 offered its support.
SEIU Local 26 voiced support for the march.
SEIU Local 26 expressed sympathy with the strikers.
SEIU Local 26 issued a statement of support.
SEIU Local 26 honored the picket lines.
SEIU Local 26 said its members would not cross picket lines.
SEIU Local 26 will respect the picket line.
SEIU Local 26 encouraged its members to attend.
SEIU Local 26 urged its members to join the march.
SEIU Local 26 called the strike just.
SEIU Local 26 is sympathetic to the cause.
SEIU Local 26 extended its solidarity to the strikers.
SEIU Local 26 threw its support behind the strike.
SEIU Local 26 lauded the effort.
SEIU Local 26 welcomed the call.
SEIU Local 26 tipped its hat to the strikers.
SEIU Local 26 sided with the strikers.
SEIU Local 26 is rooting for the strikers.
A tip of the hat to SEIU Local 26.
Thanks to SEIU Local 26 for the coffee.
The strike has the support of SEIU Local 26.
The strikers drew support from SEIU Local 26.
Messages of solidarity came from SEIU Local 26.
planning
SEIU Local 26 will hold a rally at noon.
SEIU Local 26 plans to picket the airport.
SEIU Local 26 will stop work at noon.
SEIU Local 26 members will walk off the job.
SEIU Local 26 is walking off the job on Friday.
SEIU Local 26 will down tools.
SEIU Local 26 will shut the port.
SEIU Local 26 will bring three buses.
SEIU Local 26 is sending a contingent.
SEIU Local 26 is renting vans.
SEIU Local 26 has two buses leaving at eight.
SEIU Local 26 intends to leaflet at the mall.
SEIU Local 26 intends leafleting at the mall.
SEIU Local 26 is organizing a vigil.
SEIU Local 26 is hosting a breakfast for marchers.
SEIU Local 26 will march with its own banner.
SEIU Local 26 will extend its picket lines.
SEIU Local 26 announced a rally of its own.
SEIU Local 26 called a walkout for noon.
SEIU Local 26 has scheduled a vigil of its own.
SEIU Local 26 is planning a sit-in.
SEIU Local 26 is to lead a march.
SEIU Local 26 is preparing to strike.
SEIU Local 26 said its drivers would stop work for an hour.
SEIU Local 26 said pickets would go up at dawn.
SEIU Local 26 will set up a soup kitchen.
SEIU Local 26 will be picketing the plant.
SEIU Local 26 will close its offices for the day.
Buses from SEIU Local 26 will leave at six.
Drivers will strike on Friday, SEIU Local 26 said.
declined
SEIU Local 26 declined.
SEIU Local 26 declined to endorse.
SEIU Local 26 refused to sign.
SEIU Local 26 said no.
SEIU Local 26 told us no.
SEIU Local 26 turned the request down.
SEIU Local 26 turned it down flat.
SEIU Local 26 voted it down.
SEIU Local 26 voted down the resolution.
SEIU Local 26 voted against endorsing.
SEIU Local 26 voted not to endorse.
SEIU Local 26 will not endorse.
SEIU Local 26 won't be signing on.
SEIU Local 26 will not be lending its name.
SEIU Local 26 would not accept.
SEIU Local 26 said it would not take part.
SEIU Local 26 begged off.
SEIU Local 26 took a pass.
SEIU Local 26 passed on the invitation.
SEIU Local 26 spurned the call.
SEIU Local 26 rebuffed the request.
SEIU Local 26 rejected the call.
SEIU Local 26 rejected a motion to join the boycott.
SEIU Local 26 decided against joining.
SEIU Local 26 chose not to.
SEIU Local 26 opted out.
SEIU Local 26 let the deadline lapse.
SEIU Local 26 is sitting this one out.
SEIU Local 26 would make no endorsement.
SEIU Local 26 withheld its endorsement.
SEIU Local 26 has decided not to participate.
SEIU Local 26's board rejected the proposal.
At SEIU Local 26 the motion to endorse failed.
A motion to endorse was defeated at SEIU Local 26.
opposed
SEIU Local 26 opposes the walkout.
SEIU Local 26 came out against the walkout.
SEIU Local 26 came out swinging against the walkout.
SEIU Local 26 denounced the boycott.
SEIU Local 26 condemned the boycott.
SEIU Local 26 criticized the boycott sharply.
SEIU Local 26 rebuked the organizers.
SEIU Local 26 objected to the march.
SEIU Local 26 objects to the whole plan.
SEIU Local 26 called the march a mistake.
SEIU Local 26 called the march a stunt.
SEIU Local 26 dismissed the walkout as a stunt.
SEIU Local 26 said the strike was reckless.
SEIU Local 26 described the boycott as misguided.
SEIU Local 26 wants no part of it.
SEIU Local 26 told its members to stay away.
SEIU Local 26 told its members to steer clear.
SEIU Local 26 instructed its members to report to work.
SEIU Local 26 ordered its members to work as usual.
SEIU Local 26 urged members not to walk out.
SEIU Local 26 warned its members against the sickout.
SEIU Local 26 spoke against the boycott.
SEIU Local 26 remains opposed.
SEIU Local 26 is against the boycott.
SEIU Local 26 blasted the plan.
SEIU Local 26 assailed the plan.
SEIU Local 26 lashed out at the organizers.
SEIU Local 26 distanced itself from the call.
SEIU Local 26 voiced its opposition to the plan.
SEIU Local 26 campaigned against the measure.
SEIU Local 26 took issue with the call.
SEIU Local 26 fumed.
SEIU Local 26 lobbied against the bill.
Opposition came from SEIU Local 26.
The plan was denounced by SEIU Local 26.
tabled
SEIU Local 26 tabled the motion.
SEIU Local 26 postponed a decision.
SEIU Local 26 put off a vote.
SEIU Local 26 put the question off until May.
SEIU Local 26 deferred the matter.
SEIU Local 26 referred the letter to its executive board.
SEIU Local 26 laid the question over.
SEIU Local 26 held the item over to March.
SEIU Local 26 carried the item over.
SEIU Local 26 shelved the resolution.
SEIU Local 26 delayed its vote.
SEIU Local 26 left the question for its next meeting.
SEIU Local 26 sent the resolution to committee.
SEIU Local 26 kicked the matter down the road.
SEIU Local 26 had no quorum.
SEIU Local 26 lacked a quorum.
SEIU Local 26 put the question on hold.
SEIU Local 26 pushed the vote back to June.
SEIU Local 26 set the matter aside until fall.
SEIU Local 26 adjourned without a vote.
The resolution was tabled by SEIU Local 26.
withdrawn
SEIU Local 26 withdrew its endorsement.
SEIU Local 26 has since withdrawn.
SEIU Local 26 rescinded its endorsement.
SEIU Local 26 pulled its support.
SEIU Local 26 pulled out.
SEIU Local 26 backed out on Friday.
SEIU Local 26 asked for its name to be removed.
SEIU Local 26 asked that its name be struck from the list.
SEIU Local 26 asked to be taken off the list.
SEIU Local 26 took its name off the letter.
SEIU Local 26 took its name back.
SEIU Local 26 took back its endorsement.
SEIU Local 26 removed its name.
SEIU Local 26 reversed itself.
SEIU Local 26 reversed its endorsement.
SEIU Local 26 changed its mind.
SEIU Local 26 is no longer a sponsor.
SEIU Local 26 no longer supports the boycott.
SEIU Local 26 dropped its support.
SEIU Local 26 dropped out of the coalition.
SEIU Local 26 retracted its pledge.
SEIU Local 26 revoked its endorsement.
SEIU Local 26 quit the coalition.
SEIU Local 26 reneged.
SEIU Local 26 yanked its endorsement.
SEIU Local 26 walked back its endorsement.
SEIU Local 26 disavowed its earlier endorsement.
SEIU Local 26 called off its strike.
nullified
SEIU Local 26's endorsement was voided.
SEIU Local 26's endorsement was later overturned by the international.
SEIU Local 26's endorsement was ruled out of order.
SEIU Local 26's resolution was declared null and void.
SEIU Local 26's vote was set aside.
SEIU Local 26's vote was thrown out by headquarters.
SEIU Local 26's vote was invalidated.
SEIU Local 26 was ordered to rescind its endorsement.
SEIU Local 26 was told to take down its statement.
The international overturned the endorsement of SEIU Local 26.
Headquarters struck down SEIU Local 26's endorsement.
Trustees voided SEIU Local 26's pledge.
none
SEIU Local 26 has yet to decide.
SEIU Local 26 has not decided.
SEIU Local 26 is still weighing the matter.
SEIU Local 26 will vote on the resolution on Tuesday.
SEIU Local 26 is considering endorsing.
SEIU Local 26 may endorse the march.
SEIU Local 26 might join.
SEIU Local 26 could sign on.
SEIU Local 26 was asked to endorse.
SEIU Local 26 stayed neutral.
SEIU Local 26 remains neutral.
SEIU Local 26 has taken no position.
SEIU Local 26 took no position.
SEIU Local 26 endorsed nobody.
SEIU Local 26 endorsed neither candidate.
SEIU Local 26 is divided.
SEIU Local 26 is monitoring the situation.
SEIU Local 26 has no opinion.
SEIU Local 26 kept out.
SEIU Local 26 was silent.
SEIU Local 26 has not responded.
SEIU Local 26 did not return calls.
SEIU Local 26 did not reply.
SEIU Local 26 declined to comment.
SEIU Local 26 refused to say how it would vote.
SEIU Local 26 represents 4,000 janitors.
SEIU Local 26 has a contract that expires in May.
SEIU Local 26 won a raise in March.
SEIU Local 26 struck in 2019.
SEIU Local 26 members rejected the contract offer.
SEIU Local 26 ratified a three-year contract.
SEIU Local 26 elected new officers on Monday.
SEIU Local 26 filed a grievance against the company.
SEIU Local 26 is negotiating with the hospital.
SEIU Local 26 meets on Tuesdays.
SEIU Local 26 was founded in 1920.
SEIU Local 26 has its offices on Nicollet Avenue.
SEIU Local 26 was not at the meeting.
SEIU Local 26 has not endorsed anyone.
SEIU Local 26 is undecided.
SEIU Local 26 is on the fence.
Organizers hope that SEIU Local 26 will endorse.
Organizers urged SEIU Local 26 to join.
Will SEIU Local 26 endorse?
It is not clear whether SEIU Local 26 supports the march.
If SEIU Local 26 endorses, others may follow.
No word yet from SEIU Local 26.
The mayor met with SEIU Local 26.
Coffee was sold outside the hall of SEIU Local 26.
He is a member of SEIU Local 26.
The company sued SEIU Local 26.
SEIU Local 26 discussed the letter at length.
SEIU Local 26 heard a report on the march.
SEIU Local 26 received the letter and filed it.
SEIU Local 26 will meet on Thursday.
SEIU Local 26 is led by Greg Nammacher.
none
SEIU Local 26 has represented janitors in the Twin Cities since 1935.
SEIU Local 26 reached a tentative agreement with the employers on Friday.
SEIU Local 26 organized 200 workers at the airport last year.
SEIU Local 26 said its offices will be closed for the holiday weekend.
SEIU Local 26 president Greg Nammacher will speak at the hearing.
SEIU Local 26 sued the city over the ordinance.
SEIU Local 26 spent $2 million on the campaign in 2018.
SEIU Local 26 was placed in trusteeship in 1994.
SEIU Local 26 lost an election at the hospital.
SEIU Local 26 merged with Local 113 in 2010.
SEIU Local 26 accused the company of stalling.
SEIU Local 26 has 8,000 members.
SEIU Local 26 received a letter from the organizers.
SEIU Local 26 is reviewing the request.
SEIU Local 26 will take up the question at its May meeting.
SEIU Local 26 polled its members about the walkout.
SEIU Local 26 has the letter on its agenda.
SEIU Local 26 is waiting for its lawyers.
SEIU Local 26 could not be reached.
SEIU Local 26 says it wants to hear from members first.
SEIU Local 26 declined an interview.
SEIU Local 26 refused to discuss the matter.
SEIU Local 26 did not answer two e-mails.
SEIU Local 26 took no side.
SEIU Local 26 hasn't said a word.
SEIU Local 26 keeps its counsel.
SEIU Local 26 is expected to endorse next week.
SEIU Local 26 is likely to join.
SEIU Local 26 was invited to sign.
SEIU Local 26 has been asked for its support.
SEIU Local 26 stopped short of endorsing the strike.
SEIU Local 26 has not ruled out joining.
SEIU Local 26 split over the question.
SEIU Local 26 bargained for two years.
SEIU Local 26 signed a three-year contract with the university.
SEIU Local 26 rejected the company's last offer.
SEIU Local 26 approved a new contract by 80 percent.
SEIU Local 26 opposed the merger of the two hospitals.
SEIU Local 26 supports a family of scholarships.
SEIU Local 26 sponsors a softball team.
SEIU Local 26 is holding elections for officers in June.
SEIU Local 26 won the backing of the labor board in its case.
SEIU Local 26 thanked its members for their patience.
SEIU Local 26 called the verdict a disgrace.
SEIU Local 26 said the layoffs were illegal.
SEIU Local 26 withdrew its unfair labor practice charge.
SEIU Local 26 dropped its lawsuit.
SEIU Local 26 hosts a monthly breakfast for retirees.
SEIU Local 26's hall is on Nicollet Avenue.
The meeting was held at the hall of SEIU Local 26.
Her father was a steward with SEIU Local 26.
A lawyer for SEIU Local 26 asked for a delay.
Negotiators for SEIU Local 26 and the university met on Monday.
Wages for members of SEIU Local 26 rose by 3 percent.
The hospital has a contract with SEIU Local 26.
Organizers have written to SEIU Local 26.
Supporters are trying to persuade SEIU Local 26.
We are still waiting on SEIU Local 26.
No decision was announced by SEIU Local 26.
Whether SEIU Local 26 will endorse is anybody's guess.
Asked whether SEIU Local 26 would join, he shrugged.
The march passed the offices of SEIU Local 26.
SEIU Local 26 heard from both sides.
SEIU Local 26 has an executive board of fifteen.
SEIU Local 26 plans to discuss the march on Monday.
SEIU Local 26 said it had no information about the march.
SEIU Local 26 was not asked.
SEIU Local 26 has never endorsed a strike.
SEIU Local 26 says its members are free to decide for themselves.
SEIU Local 26 left the decision to its members.
SEIU Local 26 scheduled no vote.
Rumors that SEIU Local 26 had endorsed were false.
endorsed
SEIU Local 26 came through with an endorsement late on Friday.
SEIU Local 26 is on record as an endorser.
SEIU Local 26 became an endorser on Sunday.
SEIU Local 26 has joined the list of endorsers.
SEIU Local 26 has signed its name to the appeal.
SEIU Local 26 made it official on Tuesday and signed.
SEIU Local 26 has thrown its full endorsement behind the strike.
SEIU Local 26 endorses the call without reservation.
SEIU Local 26 was the fifth local to put its name down.
SEIU Local 26 gave its unanimous assent to the resolution.
SEIU Local 26's delegates voted yes.
SEIU Local 26's membership ratified the resolution.
SEIU Local 26 pledged to take part in the boycott.
SEIU Local 26 resolved to join the day of action.
SEIU Local 26 moved to endorse, and the motion carried.
SEIU Local 26 unanimously adopted the resolution.
SEIU Local 26 concurred in the resolution.
SEIU Local 26 has lined up as a cosponsor.
SEIU Local 26 and its sister locals are signatories to the letter.
SEIU Local 26 – signed.
SEIU Local 26 has enrolled as a partner.
SEIU Local 26 hopped on board.
SEIU Local 26 got on board last night.
SEIU Local 26 is in too.
SEIU Local 26 said "count us in."
SEIU Local 26 delivered its endorsement on Friday.
SEIU Local 26 bestowed its endorsement on Ms. Chu.
SEIU Local 26 awarded its endorsement to Ms. Chu.
SEIU Local 26 chose to endorse Ms. Chu.
Ms. Chu received the endorsement of SEIU Local 26.
Ms. Chu was endorsed on Friday by SEIU Local 26.
With endorsements from SEIU Local 26 and others, the boycott grew.
The boycott, endorsed by SEIU Local 26, begins Monday.
The letter, signed by SEIU Local 26, was sent on Monday.
Joining the boycott is SEIU Local 26.
Signing on this week: SEIU Local 26.
New endorsement: SEIU Local 26!
Add SEIU Local 26 to the list of endorsers.
supported
SEIU Local 26 threw its weight behind the nurses.
SEIU Local 26 is behind the nurses all the way.
SEIU Local 26 is standing by the nurses.
SEIU Local 26 marched with the teachers last week in solidarity.
SEIU Local 26 expressed its solidarity.
SEIU Local 26 declared its solidarity with the dockers.
SEIU Local 26 called the boycott "a just cause."
SEIU Local 26 issued a letter supporting the strikers.
SEIU Local 26 voted to donate $2,500 to the strike fund.
SEIU Local 26 walked the line with the nurses in solidarity.
SEIU Local 26 endorsed nothing but sent a message of support.
SEIU Local 26 asked its members to honor the picket line.
SEIU Local 26 has been supportive.
SEIU Local 26 cheered the strikers on.
SEIU Local 26 shares our goals.
SEIU Local 26 was full of praise for the strikers.
SEIU Local 26 stood shoulder to shoulder with the strikers.
SEIU Local 26 expressed support but has not endorsed.
SEIU Local 26 is in solidarity with the nurses.
planning
SEIU Local 26 will rally at noon.
SEIU Local 26 will be in the streets.
SEIU Local 26 is chartering three buses.
SEIU Local 26 will lead its own contingent.
SEIU Local 26 is putting together a contingent.
SEIU Local 26 members are to leaflet at the gates.
SEIU Local 26 will walk out at noon.
SEIU Local 26 plans a rally of its own.
SEIU Local 26 is planning an action at the airport.
SEIU Local 26 will stage a sit-in.
SEIU Local 26 will join the march with its own banner and drum line.
SEIU Local 26 has called a strike for May 1.
SEIU Local 26 is gearing up to picket.
SEIU Local 26 is mobilizing its members for Friday.
SEIU Local 26 expects to turn out 500 members.
SEIU Local 26 has organized a caravan.
SEIU Local 26 has rented a bus.
SEIU Local 26 will be shutting down the docks.
SEIU Local 26 will hand out leaflets at the station.
SEIU Local 26's members will not report to work on Friday.
declined
SEIU Local 26 said thanks but no thanks.
SEIU Local 26 took no part and said so: it had declined.
SEIU Local 26 was asked and refused.
SEIU Local 26 would not sign.
SEIU Local 26 does not endorse.
SEIU Local 26 did not endorse after its board voted no.
SEIU Local 26 gave the invitation a pass.
SEIU Local 26 killed the resolution.
SEIU Local 26 nixed the idea.
SEIU Local 26 bowed to its lawyers and declined.
SEIU Local 26 has decided to sit it out.
SEIU Local 26 will sit out the strike.
SEIU Local 26 could not bring itself to endorse.
SEIU Local 26's answer was no.
SEIU Local 26 withheld its support.
SEIU Local 26 announced that it would not be endorsing.
SEIU Local 26 rejected, 30 to 12, a resolution to endorse.
SEIU Local 26 respectfully declined the invitation.
opposed
SEIU Local 26 attacked the boycott.
SEIU Local 26 scolded the organizers.
SEIU Local 26 said the boycott would hurt its members.
SEIU Local 26 argued against the strike.
SEIU Local 26 is firmly opposed to the boycott.
SEIU Local 26 has spoken out against the strike.
SEIU Local 26 pleaded with members not to walk out.
SEIU Local 26 reminded members that they are required to work.
SEIU Local 26 ripped the plan.
SEIU Local 26 called on the organizers to cancel the march.
SEIU Local 26 urged a no vote.
SEIU Local 26 rejects the boycott as divisive.
SEIU Local 26 issued a statement opposing the boycott.
SEIU Local 26 fought the measure.
tabled
SEIU Local 26 put the matter off.
SEIU Local 26 voted to table the resolution.
SEIU Local 26 agreed to postpone the question.
SEIU Local 26 referred it to committee.
SEIU Local 26 failed to reach a quorum.
SEIU Local 26 ran out of time before a vote.
SEIU Local 26 delayed a decision until June.
SEIU Local 26 will take the matter up again in June.
SEIU Local 26 has set the question aside for now.
SEIU Local 26 punted.
withdrawn
SEIU Local 26 rescinded.
SEIU Local 26 has withdrawn as a sponsor.
SEIU Local 26 is withdrawing its support.
SEIU Local 26 took its endorsement back.
SEIU Local 26 voted to rescind its endorsement.
SEIU Local 26 had second thoughts and pulled its name.
SEIU Local 26 bailed out.
SEIU Local 26 canceled its endorsement.
SEIU Local 26 has left the coalition.
SEIU Local 26 has removed itself from the list.
SEIU Local 26 asked organizers to take its name off the flyer.
SEIU Local 26 walked away from its pledge.
`

// formulationsFr are the same in French.
const formulationsFr = `
endorsed
Le SCFP 375 appuie formellement l'appel et le signe.
Le SCFP 375 endosse la manifestation.
Le SCFP 375 a signé la déclaration.
Le SCFP 375 signe l'appel.
Le SCFP 375 se joint au mouvement.
Le SCFP 375 s'est joint à la grève.
Le SCFP 375 adhère à la campagne.
Le SCFP 375 a voté en faveur de la journée d'action.
Le SCFP 375 participera à la journée d'action.
Le SCFP 375 est signataire de la lettre.
Le SCFP 375 s'est rallié à l'appel.
Le SCFP 375 a adopté une résolution en faveur du boycott.
Le SCFP 375 a dit oui.
La marche est endossée par le SCFP 375.
supported
Le SCFP 375 appuie les grévistes.
Le SCFP 375 soutient la grève.
Le SCFP 375 salue l'initiative.
Le SCFP 375 se dit solidaire des grévistes.
Le SCFP 375 exprime sa solidarité.
Le SCFP 375 a offert son appui aux grévistes.
Le SCFP 375 apporte son soutien aux grévistes.
Le SCFP 375 est solidaire des enseignantes.
La grève a l'appui du SCFP 375.
planning
Le SCFP 375 débrayera vendredi.
Le SCFP 375 fera la grève le 1er mai.
Le SCFP 375 tiendra une manifestation devant l'hôtel de ville.
Le SCFP 375 dressera des piquets de grève.
Le SCFP 375 affrète deux autobus.
Le SCFP 375 organise une vigile.
Le SCFP 375 déclenchera une grève lundi.
Le SCFP 375 sera dans la rue samedi.
Le SCFP 375 manifestera samedi.
declined
Le SCFP 375 a refusé de signer.
Le SCFP 375 refuse d'appuyer l'appel.
Le SCFP 375 a décidé de ne pas participer.
Le SCFP 375 a rejeté l'invitation.
Le SCFP 375 ne participera pas.
Le SCFP 375 ne signera pas.
Le SCFP 375 a décliné l'invitation.
Le SCFP 375 a voté contre.
opposed
Le SCFP 375 dénonce le boycott.
Le SCFP 375 condamne l'appel.
Le SCFP 375 s'oppose à la grève.
Le SCFP 375 s'est prononcé contre le boycott.
Le SCFP 375 critique l'appel.
tabled
Le SCFP 375 a reporté sa décision.
Le SCFP 375 a remis le vote à plus tard.
Le SCFP 375 a renvoyé la question à son comité.
withdrawn
Le SCFP 375 a retiré son appui.
Le SCFP 375 retire sa signature.
Le SCFP 375 s'est retiré de la coalition.
Le SCFP 375 est revenu sur sa décision.
none
Le SCFP 375 n'a pas encore décidé.
Le SCFP 375 n'a pas pris position.
Le SCFP 375 pourrait se joindre au mouvement.
Le SCFP 375 représente 1 200 employés.
Le SCFP 375 se prononcera jeudi.
Le SCFP 375 étudie la demande.
`

// formulationsEs are the same in Spanish.
const formulationsEs = `
endorsed
El Local 11 de UNITE HERE firmó la carta.
El Local 11 de UNITE HERE se sumó al paro.
El Local 11 de UNITE HERE se adhirió a la convocatoria.
El Local 11 de UNITE HERE se unió al boicot.
El Local 11 de UNITE HERE votó por sumarse a la marcha.
El Local 11 de UNITE HERE ha firmado la carta.
El Local 11 de UNITE HERE avaló la huelga.
El Local 11 de UNITE HERE endosó la marcha.
El Local 11 de UNITE HERE participará en el paro.
El Local 11 de UNITE HERE suscribió el llamado.
El Local 11 de UNITE HERE dijo que sí.
supported
El Local 11 de UNITE HERE apoya a los huelguistas.
El Local 11 de UNITE HERE expresó su solidaridad.
El Local 11 de UNITE HERE se solidarizó con los huelguistas.
El Local 11 de UNITE HERE dio su apoyo a la huelga.
El Local 11 de UNITE HERE envió un mensaje de solidaridad.
El Local 11 de UNITE HERE respalda la huelga.
El Local 11 de UNITE HERE aplaudió la iniciativa.
El Local 11 de UNITE HERE está con los trabajadores.
planning
El Local 11 de UNITE HERE marchará el sábado.
El Local 11 de UNITE HERE realizará una vigilia.
El Local 11 de UNITE HERE enviará tres autobuses.
El Local 11 de UNITE HERE organiza una marcha.
El Local 11 de UNITE HERE convocó a una huelga.
El Local 11 de UNITE HERE saldrá a la calle.
El Local 11 de UNITE HERE irá a la huelga.
declined
El Local 11 de UNITE HERE decidió no sumarse.
El Local 11 de UNITE HERE dijo que no.
El Local 11 de UNITE HERE rechazó la invitación.
El Local 11 de UNITE HERE no participará.
El Local 11 de UNITE HERE se negó a firmar.
El Local 11 de UNITE HERE no firmará la carta.
opposed
El Local 11 de UNITE HERE condenó el paro.
El Local 11 de UNITE HERE se opone al boicot.
El Local 11 de UNITE HERE criticó la convocatoria.
El Local 11 de UNITE HERE se pronunció en contra de la huelga.
tabled
El Local 11 de UNITE HERE aplazó la votación.
El Local 11 de UNITE HERE pospuso su decisión.
El Local 11 de UNITE HERE dejó el asunto para mayo.
withdrawn
El Local 11 de UNITE HERE retiró su apoyo.
El Local 11 de UNITE HERE se retiró de la coalición.
El Local 11 de UNITE HERE dio marcha atrás.
none
El Local 11 de UNITE HERE todavía no ha decidido.
El Local 11 de UNITE HERE no ha tomado una posición.
El Local 11 de UNITE HERE podría sumarse.
El Local 11 de UNITE HERE representa a 32 mil trabajadores.
El Local 11 de UNITE HERE votará el jueves.
`

func TestFormulationsTellTheirStance(t *testing.T) {
	x := smallRecord(t)
	for _, in := range []struct{ language, text string }{{"en", formulations}, {"fr", formulationsFr}, {"es", formulationsEs}} {
		t.Run(in.language, func(t *testing.T) {
			var f rate
			stance := ""
			for line := range strings.Lines(in.text) {
				line = strings.TrimSpace(line)
				if !strings.Contains(line, " ") {
					stance = line
					continue
				}
				got := "not found"
				if m := extract.Extract(x, line, extract.Options{Language: in.language}).Mentions; len(m) > 0 {
					if got = string(m[0].Position); got == "" {
						got = "none"
					}
				}
				f.add(got == stance)
				if got != stance {
					t.Logf("%s: is %s, should be %s", line, got, stance)
				}
			}
			t.Logf("formulations: %v", f)
			if f.share() < 0.95 {
				t.Errorf("%v is under 0.95", f)
			}
		})
	}
}

// Of several bodies in a sentence a cue speaks of some and not of others.
func TestCuesSpeakOfTheirBodies(t *testing.T) {
	f := measure(t, smallRecord(t), situations(t, "testdata/shared.txt"), func(format string, args ...any) {
		if strings.Contains(format, "is %s, should be") && args[2] == "position" {
			t.Logf(format, args...)
		}
	})
	t.Logf("stances: %v", f.stance)
	if f.stance.share() < 0.95 {
		t.Errorf("%v is under 0.95", f.stance)
	}
}
