package store

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Import is a session in which rows of a file are put into the record, many in one write. The first put
// after a commit begins a write, which keeps all other writers waiting until Commit: read the rows first,
// then put and commit them.
//
// When the database fails, every further put answers the failure, and so does Import.
type Import struct {
	// Again applies rows that were applied before.
	Again bool

	s       *Store
	ctx     context.Context
	w       record.Write
	dry     bool
	t       *tx // nil between writes
	err     error
	first   int64
	last    int64
	aliases map[uuid.UUID]uuid.UUID // ids that puts gave to unions which had others
}

// Import runs a session. A real one commits what was put since the last commit when do ends well. A dry
// one is the same in a single write that is never committed: it answers what a real one would come to.
// Errors: that of do, which ends the session without its last, uncommitted part; and the database's.
func (s *Store) Import(ctx context.Context, w record.Write, dry bool, do func(*Import) error) error {
	i := &Import{s: s, ctx: ctx, w: w, dry: dry, aliases: map[uuid.UUID]uuid.UUID{}}
	defer i.close()
	if err := do(i); err != nil {
		return err
	}
	return i.Commit()
}

// Seqs answers between which changes the session has written, both included; 0 when it has written none.
func (i *Import) Seqs() (first, last int64) { return i.first, i.last }

// Commit puts on disk what was put since the last commit. A dry session only lets go of the memory.
func (i *Import) Commit() error {
	if i.err != nil || i.t == nil {
		return i.err
	}
	if i.dry {
		i.t.changes = nil
		return i.fail(i.t.flush())
	}
	if n := len(i.t.changes); n > 0 {
		i.last = i.t.changes[n-1].Seq
		if i.first == 0 {
			i.first = i.t.batch
		}
	}
	err := i.fail(i.t.commit())
	i.close()
	return err
}

func (i *Import) close() {
	if i.t != nil {
		i.t.close()
		i.t = nil
	}
}

// fail keeps the error after which nothing can be put any more.
func (i *Import) fail(err error) error {
	if err != nil && i.err == nil {
		i.err = i.s.dialect.translate(err)
	}
	return i.err
}

// write answers the write that is going on, or begins one.
func (i *Import) write() (*tx, error) {
	if i.err != nil || i.t != nil {
		return i.t, i.err
	}
	t, err := i.s.open(i.ctx, i.w)
	if err != nil {
		return nil, i.fail(err)
	}
	i.t = t
	return t, i.fail(i.s.dialect.prepareBulk(t.db))
}

// applied tells which rows were applied before, and to which records.
func (t *tx) applied(digests [][]byte) (map[string]uuid.UUID, error) {
	out := map[string]uuid.UUID{}
	for part := range slices.Chunk(digests, manyValues) {
		var found []struct {
			Digest   []byte
			EntityID uuid.UUID
		}
		if err := t.db.Raw("SELECT digest, entity_id FROM imported WHERE digest IN ?", part).Scan(&found).Error; err != nil {
			return nil, err
		}
		for _, f := range found {
			out[string(f.Digest)] = f.EntityID
		}
	}
	return out, nil
}

func (t *tx) noteApplied(digest []byte, id uuid.UUID) {
	t.pending.table("imported", "").add(map[string]any{"digest": digest, "entity_id": id})
}

// errBounded refuses what only those may write whose writes are not bounded.
var errBounded = record.Errorf(record.CodeForbidden, "The key's grant does not allow writing unions and calls.")

// atOnce is how many unions are looked up and saved together.
const atOnce = 500

// PutUnions puts rows about unions, in their order. The error is the database's alone; a row that is
// refused says so in its result.
func (i *Import) PutUnions(puts []record.UnionPut) ([]record.PutResult, error) {
	results := make([]record.PutResult, 0, len(puts))
	for part := range slices.Chunk(puts, atOnce) {
		t, err := i.write()
		if err != nil {
			return nil, err
		}
		b := unionBatch{tx: t, again: i.Again, aliases: i.aliases, puts: slices.Clone(part), results: make([]record.PutResult, len(part))}
		if err := i.fail(b.run()); err != nil {
			return nil, err
		}
		results = append(results, b.results...)
	}
	return results, nil
}

// unionBatch puts some rows about unions. It looks up all that they may touch in a few statements, keeps
// that true while it goes through the rows one after the other, and saves.
type unionBatch struct {
	*tx
	again   bool
	aliases map[uuid.UUID]uuid.UUID
	puts    []record.UnionPut
	results []record.PutResult

	seen   map[string]uuid.UUID
	around *surroundings
	known  map[uuid.UUID]record.Union
	refs   map[record.Ref]uuid.UUID
	lost   map[record.Ref]error // why a ref names no union
	edges  map[uuid.UUID][]edge // to the parents of unions that are known
	above  map[uuid.UUID]bool   // unions that may have others below them
	drafts []draft              // what each row comes to, as long as its union stays as it is
}

// draft is a union completed by a row.
type draft struct {
	was, u record.Union
}

// edge is an affiliation as its child sees it.
type edge struct {
	parent uuid.UUID
	kind   record.AffiliationType
}

func (b *unionBatch) run() error {
	if b.w.Grant != nil {
		for n := range b.results {
			b.results[n].Err = errBounded
		}
		return nil
	}
	if err := b.skipApplied(); err != nil {
		return err
	}
	for n := range b.puts {
		if b.open(n) {
			b.puts[n].Union.Identifiers, b.results[n].Err = record.NormalIdentifiers(b.puts[n].Union.Identifiers)
		}
	}
	if err := b.lookUp(); err != nil {
		return err
	}
	for n := range b.puts {
		if !b.open(n) {
			continue
		}
		if id, found := b.seen[string(b.puts[n].Seen)]; found && len(b.puts[n].Seen) > 0 && !b.again {
			u := b.known[id] // a row before this one said the same
			b.results[n] = record.PutResult{Outcome: record.PutUnchanged, ID: id, Slug: u.Slug, Name: u.Name}
			continue
		}
		result, err := b.put(b.puts[n], b.drafts[n])
		if err != nil {
			if b.results[n].Err = refusal(err); b.results[n].Err == nil {
				return err
			}
			continue
		}
		b.results[n] = result
		if digest := b.puts[n].Seen; len(digest) > 0 {
			if _, found := b.seen[string(digest)]; !found {
				b.seen[string(digest)] = result.ID
				b.noteApplied(digest, result.ID)
			}
		}
	}
	return nil
}

// open reports whether nothing is decided of a row yet.
func (b *unionBatch) open(n int) bool { return b.results[n].Err == nil && b.results[n].Outcome == "" }

// skipApplied decides the rows that were applied before.
func (b *unionBatch) skipApplied() error {
	var digests [][]byte
	for _, p := range b.puts {
		if len(p.Seen) > 0 {
			digests = append(digests, p.Seen)
		}
	}
	var err error
	if b.seen, err = b.applied(digests); err != nil || b.again || len(b.seen) == 0 {
		return err
	}
	names := map[uuid.UUID]record.UnionRef{}
	for part := range slices.Chunk(slices.Collect(maps.Values(b.seen)), manyValues) {
		var found []record.UnionRef
		if err := b.db.Raw("SELECT id, slug, name FROM unions WHERE until_seq IS NULL AND id IN ?", part).Scan(&found).Error; err != nil {
			return err
		}
		for _, u := range found {
			names[u.ID] = u
		}
	}
	for n, p := range b.puts {
		id, found := b.seen[string(p.Seen)]
		if !found {
			continue
		}
		b.results[n] = record.PutResult{Outcome: record.PutUnchanged, ID: id, Slug: names[id].Slug, Name: names[id].Name}
		b.alias(p, id)
	}
	return nil
}

// alias lets the id that a put gave name the union that it is about.
func (b *unionBatch) alias(p record.UnionPut, id uuid.UUID) {
	if p.Union.ID != uuid.Nil && p.Union.ID != id {
		b.aliases[p.Union.ID] = id
	}
}

// lookUp reads all that the rows may touch.
func (b *unionBatch) lookUp() error {
	b.known, b.refs, b.lost = map[uuid.UUID]record.Union{}, map[record.Ref]uuid.UUID{}, map[record.Ref]error{}
	b.edges, b.above = map[uuid.UUID][]edge{}, map[uuid.UUID]bool{}
	var err error
	if b.around, err = b.surround(); err != nil {
		return err
	}
	var identifiers []record.Identifier
	var refs []record.Ref
	for n, p := range b.puts {
		if !b.open(n) {
			continue
		}
		identifiers = append(identifiers, p.Union.Identifiers...)
		refs = append(refs, p.Ref, record.Ref(p.Union.Slug))
		for _, above := range p.Parents {
			refs = append(refs, above.Ref)
		}
	}
	if err := b.around.readOwners(identifiers); err != nil {
		return err
	}
	for _, id := range identifiers {
		if owner := b.around.owners[id]; owner != nil {
			refs = append(refs, record.Ref(owner.ID.String()))
		}
	}
	if err := b.read(refs); err != nil {
		return err
	}
	var children []uuid.UUID
	var candidates []record.Union
	b.drafts = make([]draft, len(b.puts))
	for n, p := range b.puts {
		if !b.open(n) {
			continue
		}
		u, err := b.find(p)
		if err != nil {
			continue // put says why
		}
		if u.ID != uuid.Nil && len(p.Parents) > 0 {
			children = append(children, u.ID)
		}
		was := u
		if u, err = was.Complete(p.For(was)); err == nil {
			b.drafts[n] = draft{was, u}
			candidates = append(candidates, u)
		}
	}
	if err := b.around.more(candidates...); err != nil {
		return err
	}
	return b.readEdges(children)
}

// read reads the unions that refs name. Of those that stand under no such id or address it finds out why.
func (b *unionBatch) read(refs []record.Ref) error {
	wanted := map[record.Ref]bool{}
	for _, ref := range refs {
		if id, ok := ref.UUID(); ok {
			if other, found := b.aliases[id]; found {
				ref = record.Ref(other.String())
			}
		}
		if ref != "" {
			wanted[ref] = true
		}
	}
	for part := range slices.Chunk(slices.Collect(maps.Keys(wanted)), manyValues) {
		ids, slugs := split(part)
		for _, by := range []struct {
			condition string
			args      any
		}{{"u.id IN ?", ids}, {"u.slug IN ?", slugs}} {
			var found []record.Union
			if err := b.db.Raw("SELECT "+unionColumns+" FROM unions u WHERE u.until_seq IS NULL AND "+by.condition, by.args).Scan(&found).Error; err != nil {
				return err
			}
			for _, u := range found {
				if u.MergedInto == nil {
					b.keep(u)
				}
			}
		}
	}
	return nil
}

// keep notes a union as it stands now.
func (b *unionBatch) keep(u record.Union) {
	b.known[u.ID] = u
	b.refs[record.Ref(u.ID.String())], b.refs[record.Ref(u.Slug)] = u.ID, u.ID
}

// named finds the union that a ref names; one that moved or was merged is where it is now.
func (b *unionBatch) named(ref record.Ref) (record.Union, error) {
	if id, ok := ref.UUID(); ok {
		if other, found := b.aliases[id]; found {
			id = other
		}
		ref = record.Ref(id.String())
	}
	if id, found := b.refs[ref]; found {
		return b.known[id], nil
	}
	if err, found := b.lost[ref]; found {
		return record.Union{}, err
	}
	u, err := b.unionNow(ref)
	var refused *record.Error
	if errors.As(err, &refused) {
		b.lost[ref] = err
	}
	if err == nil {
		if _, found := b.known[u.ID]; !found {
			b.keep(u)
		}
		u = b.known[u.ID]
		b.refs[ref] = u.ID
	}
	return u, err
}

// unionNow finds a union wherever it is now.
func (r reader) unionNow(ref record.Ref) (record.Union, error) {
	u, err := r.union(ref)
	var moved *record.Error
	if errors.As(err, &moved) && moved.Code == record.CodeMoved {
		return r.union(record.Ref(moved.MovedTo))
	}
	return u, err
}

// find finds the union that a row is about; its ID is uuid.Nil if there is none yet.
func (b *unionBatch) find(p record.UnionPut) (record.Union, error) {
	var none record.Union
	if p.Ref != "" {
		return b.named(p.Ref)
	}
	for _, id := range p.Union.Identifiers {
		if owner := b.around.owners[id]; owner != nil {
			return b.named(record.Ref(owner.ID.String())) // where another has the next identifier, check says so
		}
	}
	if p.Union.Slug != "" {
		if id, found := b.refs[record.Ref(p.Union.Slug)]; found {
			return b.known[id], nil
		}
	}
	return none, nil
}

func (b *unionBatch) readEdges(children []uuid.UUID) error {
	slices.SortFunc(children, func(a, c uuid.UUID) int { return slices.Compare(a[:], c[:]) })
	for _, id := range children {
		b.edges[id] = nil
	}
	for part := range slices.Chunk(slices.Compact(children), manyValues) {
		var found []struct {
			ChildID, ParentID uuid.UUID
			Type              record.AffiliationType
		}
		if err := b.db.Raw("SELECT child_id, parent_id, type FROM affiliations WHERE until_seq IS NULL AND child_id IN ?", part).Scan(&found).Error; err != nil {
			return err
		}
		for _, a := range found {
			b.edges[a.ChildID] = append(b.edges[a.ChildID], edge{a.ParentID, a.Type})
		}
		above, err := b.ids("SELECT DISTINCT parent_id AS id FROM affiliations WHERE until_seq IS NULL AND parent_id IN ?", part)
		if err != nil {
			return err
		}
		for _, id := range above {
			b.above[id] = true
		}
	}
	return nil
}

// put puts one row. It saves nothing before all of the row is found to be in order.
func (b *unionBatch) put(p record.UnionPut, d draft) (result record.PutResult, err error) {
	was, err := b.find(p)
	if err != nil {
		return result, err
	}
	u := d.u
	if u.Kind == "" || was.ID != d.was.ID || was.Version != d.was.Version {
		if u, err = was.Complete(p.For(was)); err != nil {
			return result, err
		}
	}
	result.Outcome = record.PutUnchanged
	switch {
	case was.ID == uuid.Nil:
		result.Outcome = record.PutCreated
		u.Version = 0
		if u.ID == uuid.Nil {
			u.ID = newID()
		}
	case !u.SameFacts(was):
		result.Outcome = record.PutUpdated
	}
	if result.Outcome != record.PutUnchanged {
		if u, err = b.around.check(u); err != nil {
			return result, err
		}
	}
	if _, read := b.edges[u.ID]; !read && was.ID != uuid.Nil && len(p.Parents) > 0 {
		if err := b.readEdges([]uuid.UUID{u.ID}); err != nil { // an earlier row gave it this address
			return result, err
		}
	}
	edges, err := b.newEdges(u, p.Parents)
	if err != nil {
		return result, err
	}
	if result.Outcome == record.PutUnchanged {
		u = was
	} else {
		action := record.Updated
		if was.ID == uuid.Nil {
			action = record.Created
		}
		if u, err = b.saveUnion(action, u); err != nil {
			return result, err
		}
		b.around.note(was, u)
		b.edges[u.ID] = slices.Clip(b.edges[u.ID])
		delete(b.refs, record.Ref(was.Slug))
		delete(b.lost, record.Ref(was.Slug)) // it leads there now
		b.keep(u)
	}
	for _, a := range edges {
		a.Child = u.Ref()
		if _, err := b.storeAffiliation(record.Created, a); err != nil {
			return result, err
		}
		b.edges[u.ID] = append(b.edges[u.ID], edge{a.Parent.ID, a.Type})
		b.above[a.Parent.ID] = true
		if result.Outcome == record.PutUnchanged {
			result.Outcome = record.PutUpdated
		}
	}
	b.alias(p, u.ID)
	result.ID, result.Slug, result.Name = u.ID, u.Slug, u.Name
	return result, nil
}

// newEdges are the affiliations with parents that are not in the record yet.
func (b *unionBatch) newEdges(u record.Union, parents []record.ParentPut) ([]record.Affiliation, error) {
	var f record.Faults
	var out []record.Affiliation
	for n, p := range parents {
		pointer := "/parents/" + strconv.Itoa(n)
		above, err := b.named(p.Ref)
		if err := unknownAt(&f, pointer, err); err != nil {
			return nil, err
		}
		if f.Any() {
			continue
		}
		a, err := record.NewAffiliation(record.Affiliation{ID: newID(), Child: u.Ref(), Parent: above.Ref(), Type: p.Type, From: p.From})
		if err != nil {
			return nil, err
		}
		stands := slices.Contains(b.edges[u.ID], edge{a.Parent.ID, a.Type})
		if stands || slices.ContainsFunc(out, func(o record.Affiliation) bool { return o.Parent.ID == a.Parent.ID && o.Type == a.Type }) {
			continue
		}
		if b.above[u.ID] {
			if err := b.checkCycle(a); err != nil {
				return nil, err
			}
		}
		out = append(out, a)
	}
	return out, f.Err("The union")
}

// one puts one row in a way of its own: it is applied whole or not at all.
func (i *Import) one(seen []byte, do func(*tx) (record.PutResult, error)) (result record.PutResult) {
	t, err := i.write()
	if err == nil {
		result, err = t.one(seen, i.Again, do)
	}
	if err != nil {
		result = record.PutResult{Err: refusal(err)}
	}
	if err != nil && result.Err == nil {
		result.Err = i.fail(err)
	}
	return result
}

// refusal is the error if it says what is wrong with a row; it is nil if the database failed.
func refusal(err error) error {
	var refused *record.Error
	if errors.As(err, &refused) && refused.Code != record.CodeUnavailable {
		return refused
	}
	return nil
}

func (t *tx) one(seen []byte, again bool, do func(*tx) (record.PutResult, error)) (record.PutResult, error) {
	var none record.PutResult
	known := false
	if len(seen) > 0 {
		before, err := t.applied([][]byte{seen})
		if err != nil {
			return none, err
		}
		id, found := before[string(seen)]
		if found && !again {
			return record.PutResult{Outcome: record.PutUnchanged, ID: id}, nil
		}
		known = found
	}
	was := t.mark()
	if err := t.db.Exec("SAVEPOINT put").Error; err != nil {
		return none, err
	}
	result, err := do(t)
	if err == nil {
		err = t.flush()
	}
	refused := refusal(t.s.dialect.translate(err))
	switch {
	case err == nil:
		if len(seen) > 0 && !known {
			t.noteApplied(seen, result.ID)
		}
	case refused != nil:
		was.restore(t)
		if err := t.db.Exec("ROLLBACK TO SAVEPOINT put").Error; err != nil {
			return none, err
		}
		result = none
	default:
		return none, err
	}
	return result, firstOf(t.db.Exec("RELEASE SAVEPOINT put").Error, refused)
}

// marked is how far a write had come.
type marked struct {
	seq, batch int64
	changes    int
	above      map[uuid.UUID]bool
}

func (t *tx) mark() marked { return marked{t.seq, t.batch, len(t.changes), maps.Clone(t.above)} }

func (m marked) restore(t *tx) {
	t.pending = pending{}
	t.seq, t.batch, t.changes, t.above = m.seq, m.batch, t.changes[:m.changes], m.above
}

// PutCall puts a row about a call.
func (i *Import) PutCall(p record.CallPut) record.PutResult {
	return i.one(p.Seen, func(t *tx) (record.PutResult, error) { return t.putCall(p) })
}

func (t *tx) putCall(p record.CallPut) (result record.PutResult, err error) {
	ref, create := p.Ref, p.Ref == ""
	if create {
		ref = record.Ref(p.Call.Slug)
	}
	var was record.Call
	if ref != "" {
		was, err = t.callNow(ref)
		if create && (record.Is(err, record.CodeNotFound) || record.Is(err, record.CodeGone)) {
			err = nil
		}
		if err != nil {
			return result, err
		}
	}
	if create && was.ID != uuid.Nil {
		p.Call.Slug = "" // which may be an address that the call had
	}
	c := was
	if was.ID == uuid.Nil || !p.Keep {
		if c, err = was.Complete(p.Call); err != nil {
			return result, err
		}
	}
	result.Outcome = record.PutUnchanged
	if was.ID == uuid.Nil || !c.SameFacts(was) {
		if t.w.Grant != nil {
			return result, errBounded
		}
		action := record.Updated
		result.Outcome = record.PutUpdated
		if was.ID == uuid.Nil {
			c.ID, c.Version, action, result.Outcome = newID(), 0, record.Created, record.PutCreated
		}
		if c, err = t.checkCall(c); err != nil {
			return result, err
		}
		if c, err = t.saveCall(action, c); err != nil {
			return result, err
		}
	}
	result.ID, result.Slug, result.Name = c.ID, c.Slug, c.Title
	return result, nil
}

// callNow finds a call wherever it is now.
func (r reader) callNow(ref record.Ref) (record.Call, error) {
	c, err := r.call(ref)
	var moved *record.Error
	if errors.As(err, &moved) && moved.Code == record.CodeMoved {
		return r.call(record.Ref(moved.MovedTo))
	}
	return c, err
}

// PutEndorsement puts a row about a position.
func (i *Import) PutEndorsement(p record.EndorsementPut) record.PutResult {
	return i.one(p.Seen, func(t *tx) (record.PutResult, error) { return t.putPosition(p) })
}

func (t *tx) putPosition(put record.EndorsementPut) (result record.PutResult, err error) {
	stated, err := record.NewPosition(put.Position)
	if err != nil {
		return result, err
	}
	var f record.Faults
	c, err := t.callNow(put.Call)
	if err := unknownAt(&f, "/call", err); err != nil {
		return result, err
	}
	u, err := t.unionNow(put.Union)
	if err := unknownAt(&f, "/union", err); err != nil {
		return result, err
	}
	if f.Any() {
		return result, f.Err("The endorsement")
	}
	u, e, err := t.pairOf(c, u)
	if err != nil {
		return result, err
	}
	result.ID = e.ID
	stands, found, err := e.Find(stated)
	if err != nil {
		return result, err
	}
	p := stated
	if found {
		if p, err = stands.Complete(stated); err != nil {
			return result, err
		}
		if same, err := t.sameSources(p); err != nil {
			return result, err
		} else if same.SameFacts(stands) {
			result.Outcome = record.PutUnchanged
			return result, nil
		}
	}
	if p, err = t.prepare(p, u); err != nil {
		return result, err
	}
	if !found {
		p.ID, p.RecordedSeq = newID(), 0
	}
	action := record.Updated
	result.Outcome = record.PutUpdated
	if e.Version == 0 {
		action, result.Outcome = record.Created, record.PutCreated
	}
	_, err = t.saveEndorsement(action, e.WithPosition(p))
	return result, err
}

// PutStatement puts a row about a statement.
func (i *Import) PutStatement(p record.StatementPut) record.PutResult {
	return i.one(p.Seen, func(t *tx) (record.PutResult, error) { return t.putStatement(p) })
}

func (t *tx) putStatement(put record.StatementPut) (result record.PutResult, err error) {
	stated, err := record.NewStatement(put.Statement)
	if err != nil {
		return result, err
	}
	was, err := t.statementLike(stated)
	if err != nil {
		return result, err
	}
	if put.Statement.Language == "" {
		stated.Language = ""
	}
	st := stated
	if was.ID != uuid.Nil {
		if st, err = was.Complete(stated); err != nil {
			return result, err
		}
		// What stands is looked at before anything is written: not every change may be allowed to the writer.
		if _, err := t.editStatement(was.ID, was.Version); err != nil {
			return result, err
		}
	}
	if st, err = t.checkStatement(st); err != nil {
		return result, err
	}
	result.ID, result.Outcome = was.ID, record.PutUnchanged
	if was.ID != uuid.Nil && st.SameFacts(was) {
		return result, nil
	}
	action := record.Updated
	result.Outcome = record.PutUpdated
	if was.ID == uuid.Nil {
		st.ID, st.Version, action, result.Outcome = newID(), 0, record.Created, record.PutCreated
		if st.Language == "" {
			st.Language = "und"
		}
	}
	st, err = t.saveStatement(action, st)
	result.ID = st.ID
	return result, err
}

// statementLike finds the statement that a row is about; its ID is uuid.Nil if there is none.
func (t *tx) statementLike(stated record.Statement) (record.Statement, error) {
	q := t.statements()
	if stated.URL != "" {
		q.and("st.url = ? AND st.url <> ''", stated.URL)
	} else {
		q.and("st.published_on = ? AND st.title = ?", string(stated.PublishedOn), stated.Title)
		q.and("(SELECT count(*) FROM statement_issuers si WHERE si.statement_id = st.id AND si.until_seq IS NULL) = ?", len(stated.Issuers))
		for _, u := range stated.Issuers {
			q.and("EXISTS (SELECT 1 FROM statement_issuers si WHERE si.statement_id = st.id AND si.until_seq IS NULL AND si.union_id = ?)", u.ID)
		}
	}
	st, _, err := q.one()
	return st, err
}

// PutSource puts a row about a source.
func (i *Import) PutSource(p record.SourcePut) record.PutResult {
	return i.one(p.Seen, func(t *tx) (record.PutResult, error) { return t.putSource(p) })
}

func (t *tx) putSource(put record.SourcePut) (result record.PutResult, err error) {
	stated, err := record.NewSource("", put.Source)
	if err != nil {
		return result, err
	}
	was, found, err := t.sourceByURL(stated.URL)
	if err != nil {
		return result, err
	}
	action := record.Created
	result.Outcome = record.PutCreated
	if found {
		if stated, err = was.Complete(put.Source); err != nil {
			return result, err
		}
		if stated.RetrievedAt != nil {
			at := instant(*stated.RetrievedAt) // as it is kept
			stated.RetrievedAt = &at
		}
		action, result.ID, result.Outcome = record.Updated, was.ID, record.PutUnchanged
		if stated.SameFacts(was) {
			return result, nil
		}
		result.Outcome = record.PutUpdated
	} else {
		stated.ID, stated.Version = newID(), 0
	}
	if err := t.checkSource("", stated); err != nil {
		return result, err
	}
	stated, err = t.saveSource(action, stated)
	result.ID = stated.ID
	return result, err
}
