package access

import "testing"

func TestEveryRoleMayDoWhatTheDomainSaysAndNoMore(t *testing.T) {
	const no, grant, yes = No, WithinGrant, Yes
	type answers [5]Answer // anonymous, contributor, organizer, editor, admin
	want := map[Action]answers{
		Propose:          {yes, yes, yes, yes, yes},
		WriteUnion:       {no, no, no, yes, yes},
		WriteAffiliation: {no, no, no, yes, yes},
		WriteCall:        {no, no, no, yes, yes},
		WriteEndorsement: {no, no, grant, yes, yes},
		WriteStatement:   {no, no, grant, yes, yes},
		CreateSource:     {no, no, grant, yes, yes},
		CorrectSource:    {no, no, no, yes, yes},
		Verify:           {no, no, no, yes, yes},
		Merge:            {no, no, no, yes, yes},
		Revert:           {no, no, no, yes, yes},
		Decide:           {no, no, no, yes, yes},
		Import:           {no, no, no, yes, yes},
		ManageWebhooks:   {no, yes, yes, yes, yes},
		AllWebhooks:      {no, no, no, no, yes},
		ReadKeys:         {no, no, no, no, yes},
		ManageKeys:       {no, no, no, no, yes},
	}
	for action := range rules {
		if _, listed := want[action]; !listed {
			t.Errorf("%s has a rule but no row in this table", action)
		}
	}
	for action, row := range want {
		for i, role := range Roles() {
			if got := (Principal{Role: role}).May(action); got != row[i] {
				t.Errorf("%s, %s: got %q, want %q", role, action, got, row[i])
			}
		}
	}
}

func TestAnActionWithoutARuleIsRefusedToEveryone(t *testing.T) {
	for _, role := range Roles() {
		for _, action := range []Action{"", "write_everything"} {
			if got := (Principal{Role: role}).May(action); got != No {
				t.Errorf("%s, %q: got %q", role, action, got)
			}
		}
	}
}

func TestTheZeroAnswerIsNo(t *testing.T) {
	var unset Answer
	if unset != No || unset.String() != "no" || Answer(9).String() != "no" {
		t.Errorf("got %q and %q", unset, Answer(9))
	}
}
