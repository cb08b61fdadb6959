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
`

func TestFormulationsTellTheirStance(t *testing.T) {
	x := smallRecord(t)
	var f rate
	stance := ""
	for line := range strings.Lines(formulations) {
		line = strings.TrimSpace(line)
		if !strings.Contains(line, " ") {
			stance = line
			continue
		}
		got := "not found"
		if m := extract.Extract(x, line, extract.Options{}).Mentions; len(m) > 0 {
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
