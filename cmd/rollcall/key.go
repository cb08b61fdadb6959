package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make a key. It is shown this once."`
	List   keyListCommand   `cmd:"" help:"List the keys, without their secrets."`
	Revoke keyRevokeCommand `cmd:"" help:"End a key at once and for good."`
	Rotate keyRotateCommand `cmd:"" help:"Make a new key in the place of one, which goes on working for a while."`
}

// open opens the database of a command that writes.
func (r *run) open() (*store.Store, error) {
	return store.Open(r, store.Options{Database: r.database, Migrate: true})
}

// keyJSON is a key as --json answers it.
type keyJSON struct {
	ID        string      `json:"id"`
	Key       string      `json:"key,omitempty"`
	Role      access.Role `json:"role"`
	Handle    string      `json:"handle"`
	Grants    []uuid.UUID `json:"grants"`
	ExpiresAt *time.Time  `json:"expires_at"`
	RevokedAt *time.Time  `json:"revoked_at,omitempty"`
}

func keyOf(c access.Credential) keyJSON {
	k := keyJSON{ID: c.ID, Role: c.Role, Handle: c.Handle, Grants: c.Grants, ExpiresAt: c.ExpiresAt, RevokedAt: c.RevokedAt}
	if k.Grants == nil {
		k.Grants = []uuid.UUID{}
	}
	return k
}

type keyCreateCommand struct {
	Role    string   `help:"contributor, organizer, editor or admin." required:"" enum:"contributor,organizer,editor,admin" env:"-"`
	Handle  string   `help:"The public name that its writes are recorded under." required:"" env:"-"`
	Union   []string `help:"For an organizer: a union (id or slug) that the key may write for, with all below it. Repeatable." placeholder:"UNION" env:"-"`
	Expires duration `help:"How long the key works, such as 2160h; always when missing." env:"-"`
	JSON    bool     `help:"Answer as JSON." name:"json" env:"-"`
}

func (k *keyCreateCommand) Run(r *run) error {
	role, err := access.ParseRole(k.Role)
	if err != nil {
		return misuseError{err}
	}
	if err := access.ValidHandle(k.Handle); err != nil {
		return misuseError{err}
	}
	switch {
	case role == access.Organizer && len(k.Union) == 0:
		return misuseError{errors.New("an organizer's key is for at least one --union")}
	case role != access.Organizer && len(k.Union) > 0:
		return misuseError{errors.New("--union bounds organizers; the other roles are not bounded")}
	case k.Expires < 0:
		return misuseError{errors.New("--expires is a time to come")}
	}
	st, err := r.open()
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was written is committed
	c := access.Credential{Handle: k.Handle, Role: role}
	if k.Expires > 0 {
		at := time.Now().Add(k.Expires).UTC().Truncate(time.Second)
		c.ExpiresAt = &at
	}
	refs := make([]record.Ref, len(k.Union))
	for i, u := range k.Union {
		refs[i] = record.Ref(u)
	}
	found, err := st.ResolveUnions(r, refs)
	if err != nil {
		return err
	}
	for _, ref := range refs {
		u, ok := found[ref]
		if !ok {
			return fmt.Errorf("there is no union %q in the record", string(ref))
		}
		c.Grants = append(c.Grants, u.ID)
	}
	key, err := issue(r, st, c)
	if err != nil {
		return err
	}
	c.ID = key.ID()
	return r.show(c, key, k.JSON)
}

// show prints a new key, this once.
func (r *run) show(c access.Credential, key access.Key, asJSON bool) error {
	if asJSON {
		out := keyOf(c)
		out.Key = key.Reveal()
		return printJSON(r.out, out)
	}
	fmt.Fprintln(r.out, key.Reveal())
	fmt.Fprintf(r.err, "This key is shown once. It writes as %q with the role %s; its id is %s.\n", c.Handle, c.Role, c.ID)
	return nil
}

type keyListCommand struct {
	JSON bool `help:"Answer as JSON." name:"json" env:"-"`
}

func (k *keyListCommand) Run(r *run) error {
	st, err := r.open()
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // it only read
	l, err := st.Credentials(r, record.Page{Sort: "created_at"})
	if err != nil {
		return err
	}
	if k.JSON {
		out := make([]keyJSON, len(l.Items))
		for i, c := range l.Items {
			out[i] = keyOf(c)
		}
		return printJSON(r.out, out)
	}
	w := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tHANDLE\tROLE\tUNIONS\tMADE\tSTATE")
	for _, c := range l.Items {
		state := "works"
		if err := c.Usable(time.Now()); err != nil {
			state = err.Error()
		} else if c.ExpiresAt != nil {
			state = "until " + c.ExpiresAt.Format(time.RFC3339)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\n", c.ID, c.Handle, c.Role, len(c.Grants), c.CreatedAt.Format(time.DateOnly), state)
	}
	return w.Flush()
}

type keyRevokeCommand struct {
	ID string `arg:"" help:"The key's public id, from key list."`
}

func (k *keyRevokeCommand) Run(r *run) error {
	st, err := r.open()
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was written is committed
	if err := st.RevokeKey(r, record.Write{Actor: "system"}, k.ID); err != nil {
		return err
	}
	fmt.Fprintf(r.out, "The key %s no longer works.\n", k.ID)
	return nil
}

type keyRotateCommand struct {
	ID      string   `arg:"" help:"The key's public id, from key list."`
	Overlap duration `help:"How long the old key goes on working." default:"24h" env:"-"`
	JSON    bool     `help:"Answer as JSON." name:"json" env:"-"`
}

func (k *keyRotateCommand) Run(r *run) error {
	st, err := r.open()
	if err != nil {
		return err
	}
	defer st.Close() //nolint:errcheck // what was written is committed
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	c, err := st.RotateKey(r, record.Write{Actor: "system"}, k.ID, key, k.Overlap)
	if err != nil {
		return err
	}
	return r.show(c, key, k.JSON)
}
