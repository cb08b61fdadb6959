package access

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestRolesAreOrdered(t *testing.T) {
	roles := Roles()
	for i, role := range roles {
		for j, least := range roles {
			if got, want := role.AtLeast(least), i >= j; got != want {
				t.Errorf("%s at least %s: got %v, want %v", role, least, got, want)
			}
		}
	}
}

func TestAnUnknownRoleHasNoRightsAndOpensNoDoor(t *testing.T) {
	for _, unknown := range []Role{"", "root", "Admin", "admin "} {
		if !unknown.AtLeast(Anonymous) || unknown.AtLeast(Contributor) {
			t.Errorf("%q does not rank as anonymous", unknown)
		}
		if Admin.AtLeast(unknown) {
			t.Errorf("an admin reaches the unknown requirement %q", unknown)
		}
		for action := range rules {
			if got, want := (Principal{Role: unknown}).May(action), Nobody.May(action); got != want {
				t.Errorf("%q may %s: got %v, want %v", unknown, action, got, want)
			}
		}
	}
}

func TestOnlyTheNamesOfRolesAreParsed(t *testing.T) {
	for _, role := range Roles() {
		if got, err := ParseRole(string(role)); err != nil || got != role {
			t.Errorf("%s: got %s, %v", role, got, err)
		}
	}
	for _, name := range []string{"", "Admin", "root", " editor"} {
		got, err := ParseRole(name)
		if err == nil || got != Anonymous {
			t.Errorf("%q: got %s, %v", name, got, err)
		}
		for _, role := range Roles() {
			if err != nil && !strings.Contains(err.Error(), string(role)) {
				t.Errorf("the error does not offer %s: %v", role, err)
			}
		}
	}
}

func TestTheCallerCannotChangeTheOrderOfRoles(t *testing.T) {
	slices.Reverse(Roles())
	if Anonymous.AtLeast(Admin) {
		t.Error("the order of roles was changed from outside")
	}
}

func TestAContextCarriesItsPrincipal(t *testing.T) {
	want := Principal{KeyID: "0", Handle: "ana", Role: Organizer, Grants: []uuid.UUID{{1}}}
	got := From(With(context.Background(), want))
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestAContextWithoutAPrincipalIsAnonymous(t *testing.T) {
	if got := From(context.Background()); got.Role != Anonymous || got.KeyID != "" || got.Grants != nil {
		t.Errorf("got %+v", got)
	}
}
