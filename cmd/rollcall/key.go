package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/access"
	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/telemetry"
)

type keyCommand struct {
	Create keyCreateCommand `cmd:"" help:"Make a key. It is shown this once."`
	List   keyListCommand   `cmd:"" help:"List the keys, without their secrets."`
	Revoke keyRevokeCommand `cmd:"" help:"End a key at once and for good."`
	Rotate keyRotateCommand `cmd:"" help:"Make a new key in the place of one, which goes on working for a while."`
}

// open opens the database. What is wrong with a file is said better by us than by SQLite.
func (r *run) open(o store.Options) (*store.Store, error) {
	if err := r.checkFile(); err != nil {
		return nil, err
	}
	o.Database = r.database
	return store.Open(r, o)
}

// openKeys opens the database of a command about keys. It may run beside a server of an older program, so
// it migrates nothing; only a database without any record is made, if the command may do that.
func (r *run) openKeys(fresh bool) (*store.Store, error) {
	if err := r.checkFile(); err != nil {
		return nil, err
	}
	schema, err := store.SchemaOf(r, r.database)
	if err != nil {
		return nil, err
	}
	if schema.Database == 0 && !fresh {
		return nil, fmt.Errorf("there is no record in %s yet, and so no key", telemetry.RedactDSN(r.database))
	}
	return store.Open(r, store.Options{Database: r.database, Migrate: schema.Database == 0})
}

// keyJSON is a key as --json answers it.
type keyJSON struct {
	ID         string      `json:"id"`
	Key        string      `json:"key,omitempty"`
	Role       access.Role `json:"role"`
	Handle     string      `json:"handle"`
	Grants     []uuid.UUID `json:"grants"`
	ExpiresAt  *time.Time  `json:"expires_at"`
	CreatedAt  time.Time   `json:"created_at"`
	RevokedAt  *time.Time  `json:"revoked_at,omitempty"`
	ReplacedBy string      `json:"replaced_by,omitempty"`
}

func keyOf(c access.Credential) keyJSON {
	k := keyJSON{ID: c.ID, Role: c.Role, Handle: c.Handle, Grants: c.Grants, ExpiresAt: c.ExpiresAt, CreatedAt: c.CreatedAt, RevokedAt: c.RevokedAt, ReplacedBy: c.ReplacedBy}
	if k.Grants == nil {
		k.Grants = []uuid.UUID{}
	}
	return k
}

type keyCreateCommand struct {
	Role    string    `help:"contributor (may propose), organizer (writes for its unions), editor (writes everything) or admin (keys too)." required:"" enum:"contributor,organizer,editor,admin" placeholder:"ROLE" env:"-"`
	Handle  string    `help:"The public name that its writes are recorded under, such as local-26-desk; no e-mail address." required:"" placeholder:"NAME" env:"-"`
	Union   []string  `help:"For an organizer: a union (id or slug) that the key may write for, with all below it. Repeatable." placeholder:"UNION" env:"-"`
	Expires *duration `help:"How long the key works, such as 90d; without it, until it is revoked." placeholder:"SPAN" env:"-"`
	JSON    bool      `help:"Answer as JSON." name:"json" env:"-"`
}

// Help is what key create --help says besides its flags.
func (keyCreateCommand) Help() string {
	return `The key alone goes to standard output, what there is to say about it to standard error:

  KEY=$(rollcall key create --role editor --handle my-desk)
  rollcall key create --role organizer --handle local-26-desk --union seiu-local-26 --expires 365d`
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
	case k.Expires != nil && *k.Expires == 0:
		return misuseError{errors.New("--expires: a key that works for no time is of no use")}
	}
	st, err := r.openKeys(true)
	if err != nil {
		return err
	}
	defer st.Close() // what was written is committed
	c := access.Credential{Handle: k.Handle, Role: role}
	if k.Expires != nil {
		at := time.Now().Add(time.Duration(*k.Expires)).UTC().Truncate(time.Second)
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
		if !slices.Contains(c.Grants, u.ID) {
			c.Grants = append(c.Grants, u.ID)
		}
	}
	c, key, err := issue(r, st, c)
	if err != nil {
		return err
	}
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
	st, err := r.openKeys(false)
	if err != nil {
		return err
	}
	defer st.Close() // it only read
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
	ID keyID `arg:"" help:"The key's public id, from key list. The whole key will do."`
}

func (k *keyRevokeCommand) Run(r *run) error {
	st, err := r.openKeys(false)
	if err != nil {
		return err
	}
	defer st.Close() // what was written is committed
	if err := st.RevokeKey(r, record.Write{Actor: "system"}, string(k.ID)); err != nil {
		return err
	}
	fmt.Fprintf(r.out, "The key %s no longer works.\n", k.ID)
	return nil
}

type keyRotateCommand struct {
	ID      keyID    `arg:"" help:"The key's public id, from key list. The whole key will do."`
	Overlap duration `help:"How long the old key goes on working." default:"24h" env:"-"`
	JSON    bool     `help:"Answer as JSON." name:"json" env:"-"`
}

func (k *keyRotateCommand) Run(r *run) error {
	st, err := r.openKeys(false)
	if err != nil {
		return err
	}
	defer st.Close() // what was written is committed
	key, err := access.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	c, err := st.RotateKey(r, record.Write{Actor: "system"}, string(k.ID), key, time.Duration(k.Overlap))
	if err != nil {
		return err
	}
	return r.show(c, key, k.JSON)
}
