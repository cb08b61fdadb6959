package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

const unionColumns = "u.id, u.slug, u.kind, u.name, u.names, u.designation_type, u.designation_number, u.designation_suffix, u.identifiers, " +
	"u.country, u.region, u.city, u.latitude, u.longitude, u.members, u.status, u.founded, u.dissolved, u.merged_into, u.website, u.version, u.created_at, u.updated_at"

func (r reader) unions() *query[record.Union] {
	parents := r.list("affiliations a JOIN unions p ON p.id = a.parent_id AND "+r.valid("p")+" WHERE a.child_id = u.id AND "+r.valid("a")+" AND "+r.standing(),
		"p.sort_name, p.id, a.type, a.id", "id", "p.id", "slug", "p.slug", "name", "p.name", "type", "a.type")
	q := &query[record.Union]{
		reader: r, columns: unionColumns + ", " + parents + " AS parents", from: "unions AS u", id: "u.id", own: "name",
		idOf: func(u record.Union) uuid.UUID { return u.ID },
		sorts: map[string]sortKey[record.Union]{
			"name":       byText("u.sort_name", func(u record.Union) string { return record.Fold(u.Name) }),
			"created_at": byTime("u.created_at", func(u record.Union) time.Time { return u.CreatedAt }),
			"updated_at": byTime("u.updated_at", func(u record.Union) time.Time { return u.UpdatedAt }),
		},
		facets: map[string]facet{
			"kind": {value: "u.kind"}, "status": {value: "u.status"}, "country": {value: "u.country"}, "region": {value: "u.region"}, "affiliation": {union: "u.id"},
			"year": year("u.founded"),
		},
	}
	q.and(r.valid("u"))
	if r.asOf.Known() {
		q.and("u.founded <= ?", string(r.asOf)) // an unknown date is the empty one, before all others
	}
	return q
}

// anyUnion finds a union whatever its status.
func (r reader) anyUnion(ref record.Ref) (record.Union, error) {
	q := r.unions()
	q.at("u", ref)
	u, found, err := q.one()
	if err != nil {
		return u, err
	}
	if !found {
		return u, r.missing(record.EntityUnion, "unions", ref)
	}
	return u, nil
}

// union finds a union; one that was merged is answered with CodeMoved to its survivor.
func (r reader) union(ref record.Ref) (record.Union, error) {
	u, err := r.anyUnion(ref)
	if err == nil && u.MergedInto != nil {
		survivor, err := r.survivor(u)
		if err != nil {
			return u, err
		}
		return u, &record.Error{Code: record.CodeMoved, Detail: "The union was merged into another record.", MovedTo: survivor.Slug}
	}
	return u, err
}

// survivor follows merges to the record that stands for u now.
func (r reader) survivor(u record.Union) (record.Union, error) {
	for range 100 { // a merge into a merged record is refused, so chains are short
		if u.MergedInto == nil {
			return u, nil
		}
		var err error
		if u, err = r.anyUnion(record.Ref(u.MergedInto.String())); err != nil {
			return u, err
		}
	}
	return u, fmt.Errorf("the merges of union %s run in a circle", u.ID)
}

// Union answers one union. Errors: CodeNotFound, CodeGone, CodeMoved.
func (s *Store) Union(ctx context.Context, ref record.Ref, m record.Moment) (record.Union, error) {
	r, err := s.reader(ctx, m)
	if err != nil {
		return record.Union{}, err
	}
	return r.union(ref)
}

// unionList selects the unions of a list.
func (r reader) unionList(f record.UnionFilter) *query[record.Union] {
	q := r.unions()
	q.include(r.unionConditions(f))
	if len(f.Statuses) == 0 {
		q.and("u.status <> ?", string(record.StatusMerged))
	}
	if f.Except != nil {
		q.exclude(r.unionConditions(*f.Except))
	}
	return q
}

func (r reader) unionConditions(f record.UnionFilter) conditions {
	var q conditions
	if len(f.IDs) > 0 {
		q.and("u.id IN ?", f.IDs)
	}
	q.contains("u.search_text", f.Q)
	among(&q, "u.kind", f.Kinds)
	among(&q, "u.country", f.Countries)
	among(&q, "u.region", f.Regions)
	among(&q, "u.status", f.Statuses)
	q.folded("u.folded_city", f.Cities)
	if len(f.Identifiers) > 0 {
		either, args := make([]string, len(f.Identifiers)), make([]any, 0, 2*len(f.Identifiers))
		for i, id := range f.Identifiers {
			either[i], args = "i.scheme = ? AND i.value = ?", append(args, id.Scheme, id.Value)
		}
		q.and("u.id IN (SELECT i.union_id FROM identifiers i WHERE ("+strings.Join(either, " OR ")+") AND "+r.valid("i")+")", args...)
	}
	if len(f.Parents) > 0 {
		condition, args := r.refsCondition("a.parent_id", "unions", f.Parents)
		q.and("u.id IN (SELECT a.child_id FROM affiliations a WHERE "+condition+" AND "+r.valid("a")+" AND "+r.standing()+")", args...)
	}
	if len(f.Under) > 0 {
		// Each has those below it, and is not below itself.
		var either []string
		var args []any
		for _, ref := range f.Under {
			start, arg := r.refStart(ref)
			self, same := r.refCondition("u.id", "unions", ref)
			either, args = append(either, "(u.id IN ("+r.below(start)+") AND NOT ("+self+"))"), append(append(args, arg...), same)
		}
		q.and("("+strings.Join(either, " OR ")+")", args...)
	}
	q.between("u.founded", f.Founded.From, f.Founded.To)
	q.counted(r.members("u"), f.Members)
	q.since("u.updated_at", f.ChangedSince)
	return q
}

// unionsNamed are the records that a filter names.
func unionsNamed(f record.UnionFilter) []named {
	return slices.Concat(namedBy("parent", record.EntityUnion, f.Parents), namedBy("under", record.EntityUnion, f.Under))
}

// Unions answers a page of the unions that the filter selects.
func (s *Store) Unions(ctx context.Context, f record.UnionFilter, p record.Page) (record.Listing[record.Union], error) {
	r, err := s.reader(ctx, p.Moment)
	if err != nil {
		return record.Listing[record.Union]{}, err
	}
	out, err := r.unionList(f).page(p)
	if err == nil && len(out.Items) == 0 {
		err = r.known404(unionsNamed(f)...)
	}
	return out, err
}

// EachUnion streams the unions that the filter selects, of one state of the record that begin is told.
func (s *Store) EachUnion(ctx context.Context, f record.UnionFilter, p record.Page, begin func(record.Snapshot) error, row func(record.Union) error) error {
	return stream(ctx, s, p, func(r reader) (*query[record.Union], error) {
		return r.unionList(f), r.known404(unionsNamed(f)...)
	}, begin, eachRow(row))
}

// named is a reference that a query parameter gave.
type named struct {
	parameter string
	ref       record.Ref
	entity    record.Entity
}

// namedBy is what a parameter that takes several references named.
func namedBy(parameter string, entity record.Entity, refs []record.Ref) []named {
	out := make([]named, len(refs))
	for i, ref := range refs {
		out[i] = named{parameter, ref, entity}
	}
	return out
}

// known404 tells an empty list from a question about a record that is not there.
func (r reader) known404(refs ...named) error {
	var f record.Faults
	for _, n := range refs {
		if n.ref == "" {
			continue
		}
		var err error
		if n.entity == record.EntityUnion {
			_, err = r.union(n.ref)
		} else {
			_, err = r.call(n.ref)
		}
		switch {
		case record.Is(err, record.CodeMoved):
			f.AddParameter(n.parameter, "moved", "%s", describe(err))
		case record.Is(err, record.CodeNotFound), record.Is(err, record.CodeGone):
			f.AddParameter(n.parameter, "unknown", "%q is not in the record", string(n.ref))
		case err != nil:
			return err
		}
	}
	return f.Err("The query")
}

// ResolveUnions finds the unions that refs name, merged ones through their survivors. Refs that name
// none are missing from the answer.
func (s *Store) ResolveUnions(ctx context.Context, refs []record.Ref) (map[record.Ref]record.UnionRef, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	ids, slugs := split(refs)
	q := r.unions()
	q.and("(u.id IN ? OR u.slug IN ?)", ids, slugs)
	var found []record.Union
	if err := r.db.Table(q.from).Select(unionColumns).Where(strings.Join(q.where, " AND "), q.args...).Scan(&found).Error; err != nil {
		return nil, s.dialect.translate(err)
	}
	out := map[record.Ref]record.UnionRef{}
	for _, u := range found {
		stands, err := r.survivor(u)
		if err != nil {
			return nil, err
		}
		out[record.Ref(u.Slug)], out[record.Ref(u.ID.String())] = stands.Ref(), stands.Ref()
	}
	return byRef(refs, out), nil
}

// split sorts refs into ids and slugs; neither is empty, so that both may stand in an IN.
func split(refs []record.Ref) (ids []uuid.UUID, slugs []string) {
	ids, slugs = []uuid.UUID{uuid.Nil}, []string{""}
	for _, ref := range refs {
		if id, ok := ref.UUID(); ok {
			ids = append(ids, id)
		} else {
			slugs = append(slugs, string(ref))
		}
	}
	return ids, slugs
}

// byRef answers each ref as it was written (a UUID may be in upper case).
func byRef[T any](refs []record.Ref, found map[record.Ref]T) map[record.Ref]T {
	out := map[record.Ref]T{}
	for _, ref := range refs {
		key := ref
		if id, ok := ref.UUID(); ok {
			key = record.Ref(id.String())
		}
		if v, ok := found[key]; ok {
			out[ref] = v
		}
	}
	return out
}

func unionRow(u record.Union) map[string]any {
	return map[string]any{
		"id": u.ID, "slug": u.Slug, "kind": string(u.Kind), "name": u.Name, "sort_name": record.Fold(u.Name), "names": u.Names,
		"designation_type": u.Designation.Type, "designation_number": u.Designation.Number, "designation_suffix": u.Designation.Suffix,
		"identifiers": u.Identifiers, "country": u.Place.Country, "region": u.Place.Region, "city": u.Place.City, "folded_city": record.Fold(u.Place.City),
		"latitude": u.Place.Latitude, "longitude": u.Place.Longitude, "members": u.Members, "status": string(u.Status),
		"founded": u.Founded, "dissolved": u.Dissolved, "merged_into": u.MergedInto, "website": u.Website, "host": record.HostOf(u.Website),
		"search_text": u.SearchText(), "version": u.Version, "created_at": u.CreatedAt, "updated_at": u.UpdatedAt,
	}
}

// saveUnion stores a version of a union.
func (t *tx) saveUnion(action record.Action, u record.Union) (record.Union, error) {
	u.Version++
	u.UpdatedAt = t.now
	if u.Version == 1 {
		u.CreatedAt = t.now
	}
	ids := make([]map[string]any, len(u.Identifiers))
	for i, id := range u.Identifiers {
		ids[i] = map[string]any{"union_id": u.ID, "scheme": id.Scheme, "value": id.Value}
	}
	err := t.save(entry{
		action: action, entity: record.EntityUnion, id: u.ID, version: u.Version, facts: u,
		rows: []rows{{"unions", "id", []map[string]any{unionRow(u)}}, {"identifiers", "union_id", ids}},
	})
	return u, err
}

// surroundings is what the record holds around unions that are about to be written.
type surroundings struct {
	*tx
	slugs   map[string]uuid.UUID                   // whose address it is; uuid.Nil: nobody's
	owners  map[record.Identifier]*record.UnionRef // whose identifier it is; nil: nobody's
	sources map[uuid.UUID]bool
	taken   map[uuid.UUID][]record.Position // of unions whose dates are known, with their own dates only
}

// surround reads what the record holds around some unions.
func (t *tx) surround(unions ...record.Union) (*surroundings, error) {
	s := &surroundings{tx: t, slugs: map[string]uuid.UUID{}, owners: map[record.Identifier]*record.UnionRef{}, sources: map[uuid.UUID]bool{}, taken: map[uuid.UUID][]record.Position{}}
	err := s.more(unions...)
	return s, err
}

// more reads what the record holds around further unions.
func (s *surroundings) more(unions ...record.Union) error {
	var slugs []string
	var identifiers []record.Identifier
	var sources, dated []uuid.UUID
	for _, u := range unions {
		slugs = append(slugs, wantedSlugs("union", u.Slug, unionSlugWords(u))[0])
		identifiers = append(identifiers, u.Identifiers...)
		for _, c := range u.Members {
			if c.SourceID != nil {
				sources = append(sources, *c.SourceID)
			}
		}
		if u.Version > 0 && (u.Founded.Known() || u.Dissolved.Known()) {
			dated = append(dated, u.ID)
		}
	}
	if err := firstOf(s.readSlugs(slugs), s.readOwners(identifiers), s.readSources(sources), s.readTaken(dated)); err != nil {
		return err
	}
	// The other addresses are for those that find the first one taken, be it by one another.
	var others []string
	wanted := map[string]bool{}
	for i, u := range unions {
		if owner := s.slugs[slugs[i]]; u.Slug == "" && (owner != uuid.Nil || wanted[slugs[i]]) {
			others = append(others, wantedSlugs("union", "", unionSlugWords(u))[1:]...)
		}
		wanted[slugs[i]] = true
	}
	return s.readSlugs(others)
}

// unasked are the keys that were not read yet, each once; they are noted as nobody's.
func unasked[K comparable, V any](known map[K]V, keys []K) []K {
	var nothing V
	var out []K
	for _, key := range keys {
		if _, found := known[key]; !found {
			known[key] = nothing
			out = append(out, key)
		}
	}
	return out
}

func (s *surroundings) readSlugs(slugs []string) error {
	for part := range slices.Chunk(unasked(s.slugs, slugs), manyValues) {
		var found []struct {
			ID   uuid.UUID
			Slug string
		}
		if err := s.db.Raw("SELECT id, slug FROM unions WHERE until_seq IS NULL AND slug IN ?", part).Scan(&found).Error; err != nil {
			return err
		}
		for _, u := range found {
			s.slugs[u.Slug] = u.ID
		}
	}
	return nil
}

func (s *surroundings) readOwners(identifiers []record.Identifier) error {
	values := map[string][]string{}
	for _, id := range unasked(s.owners, identifiers) {
		values[id.Scheme] = append(values[id.Scheme], id.Value)
	}
	for scheme, values := range values {
		for part := range slices.Chunk(values, manyValues) {
			var found []struct {
				Value string
				Owner record.UnionRef `gorm:"embedded"`
			}
			err := s.db.Raw("SELECT i.value, o.id, o.slug, o.name FROM identifiers i JOIN unions o ON o.id = i.union_id AND o.until_seq IS NULL WHERE i.scheme = ? AND i.value IN ? AND i.until_seq IS NULL", scheme, part).Scan(&found).Error
			if err != nil {
				return err
			}
			for i := range found {
				s.owners[record.Identifier{Scheme: scheme, Value: found[i].Value}] = &found[i].Owner
			}
		}
	}
	return nil
}

func (s *surroundings) readSources(ids []uuid.UUID) error {
	for part := range slices.Chunk(unasked(s.sources, ids), manyValues) {
		found, err := s.ids("SELECT id FROM sources WHERE until_seq IS NULL AND id IN ?", part)
		if err != nil {
			return err
		}
		for _, id := range found {
			s.sources[id] = true
		}
	}
	return nil
}

func (s *surroundings) readTaken(unions []uuid.UUID) error {
	for part := range slices.Chunk(unasked(s.taken, unions), manyValues) {
		var found []struct {
			UnionID                  uuid.UUID
			EffectiveOn, AnnouncedOn record.Date
		}
		if err := s.db.Raw("SELECT union_id, effective_on, announced_on FROM positions WHERE until_seq IS NULL AND union_id IN ?", part).Scan(&found).Error; err != nil {
			return err
		}
		for _, p := range found {
			s.taken[p.UnionID] = append(s.taken[p.UnionID], record.Position{EffectiveOn: p.EffectiveOn, AnnouncedOn: p.AnnouncedOn})
		}
	}
	return nil
}

// manyValues is how many values one statement asks for.
const manyValues = 2000

// check holds a union to what was read around it: its address and identifiers are its own, its sources
// exist, its dates leave room for the positions it took.
func (s *surroundings) check(u record.Union) (record.Union, error) {
	var f record.Faults
	var err error
	if u.Slug, err = freeSlug("union", u.Slug, unionSlugWords(u), func(slug string) (bool, error) {
		if _, known := s.slugs[slug]; !known {
			if err := s.readSlugs(slugsFrom(slug)); err != nil {
				return false, err
			}
		}
		owner := s.slugs[slug]
		return owner != uuid.Nil && owner != u.ID, nil
	}); err != nil {
		return u, err
	}
	for i, id := range u.Identifiers {
		if other := s.owners[id]; other != nil && other.ID != u.ID {
			f.Add(fmt.Sprintf("/identifiers/%d", i), "duplicate", "%s:%s belongs to %s (%s)", id.Scheme, id.Value, other.Name, other.Slug)
		}
	}
	if f.Any() {
		return u, f.As(record.CodeConflict, "The union")
	}
	for _, c := range u.Members {
		if c.SourceID != nil && !s.sources[*c.SourceID] {
			f.Add("/members/source_id", "unknown", "there is no source %s", *c.SourceID)
		}
	}
	for _, p := range s.taken[u.ID] {
		if err := p.Within(u); err != nil {
			return u, record.Errorf(record.CodeConflict, "The union took a position outside of these dates: %s", describe(err))
		}
	}
	return u, f.Err("The union")
}

// note keeps what was read true when a union is written that was another before.
func (s *surroundings) note(was, u record.Union) {
	if was.Slug != "" {
		s.slugs[was.Slug] = uuid.Nil
	}
	s.slugs[u.Slug] = u.ID
	for _, id := range was.Identifiers {
		s.owners[id] = nil
	}
	ref := u.Ref()
	for _, id := range u.Identifiers {
		s.owners[id] = &ref
	}
}

// checkUnion holds a union to the rest of the record.
func (t *tx) checkUnion(u record.Union) (record.Union, error) {
	s, err := t.surround(u)
	if err != nil {
		return u, err
	}
	return s.check(u)
}

// unionSlugWords are what the address of a union is made of, unless somebody chooses one.
func unionSlugWords(u record.Union) []string {
	return []string{u.Name, u.Place.City, strings.TrimPrefix(u.Place.Region, u.Place.Country+"-")}
}

// wantedSlugs are the addresses that come first: the one that the writer chose or, where none was chosen,
// those made from the first words given, then from the others too.
func wantedSlugs(noun, chosen string, words []string) []string {
	if chosen != "" {
		return []string{chosen}
	}
	out := make([]string, len(words))
	for i := range words {
		if out[i] = record.Slug(strings.Join(words[:i+1], " ")); out[i] == "" {
			out[i] = noun
		}
	}
	return out
}

// freeSlug answers the address the writer chose, if nobody else has it. Where none was chosen it answers
// the first wanted one that is free; if none is, the last one with a number that makes it free.
func freeSlug(noun, chosen string, words []string, taken func(slug string) (bool, error)) (string, error) {
	wanted := wantedSlugs(noun, chosen, words)
	for _, slug := range wanted {
		if used, err := taken(slug); err != nil || !used {
			return slug, err
		}
	}
	if chosen != "" {
		return chosen, &record.Error{Code: record.CodeConflict, Detail: "Another record has this address.", Fields: []record.FieldError{{Pointer: "/slug", Code: "duplicate", Detail: fmt.Sprintf("%q belongs to another %s", chosen, noun)}}}
	}
	for n := 2; ; n++ {
		slug := fmt.Sprintf("%s-%d", wanted[len(wanted)-1], n)
		if used, err := taken(slug); err != nil || !used {
			return slug, err
		}
	}
}

// slugsFrom are a numbered address and the ones that come after it: the more, the more came before.
func slugsFrom(slug string) []string {
	i := strings.LastIndexByte(slug, '-')
	n, err := strconv.Atoi(slug[i+1:])
	if err != nil || i < 0 {
		return []string{slug}
	}
	out := make([]string, min(2*n+6, manyValues))
	for k := range out {
		out[k] = slug[:i+1] + strconv.Itoa(n+k)
	}
	return out
}

// CreateUnion stores a new union. parent, if given, charters it: the affiliation is created with it.
// Errors: CodeInvalid, CodeConflict, CodeForbidden.
func (s *Store) CreateUnion(ctx context.Context, w record.Write, u record.Union, parent record.Ref) (record.Union, error) {
	return write(ctx, s, w, func(t *tx) (record.Union, error) {
		u.ID, u.Version = newID(), 0
		var above record.Union
		if parent != "" {
			var err error
			if above, err = t.union(parent); err != nil {
				return u, err
			}
		}
		u, err := t.checkUnion(u)
		if err != nil {
			return u, err
		}
		if u, err = t.saveUnion(record.Created, u); err != nil || parent == "" {
			return u, err
		}
		_, err = t.saveAffiliation(record.Created, record.Affiliation{ID: newID(), Child: u.Ref(), Parent: above.Ref(), Type: record.Chartered})
		if err != nil {
			return u, err
		}
		return t.union(record.Ref(u.ID.String()))
	})
}

// UpdateUnion stores a new version of a union; u.Version is the one the writer saw. Errors:
// CodeInvalid, CodeConflict, CodeStale, CodeForbidden, and those of Union.
func (s *Store) UpdateUnion(ctx context.Context, w record.Write, u record.Union) (record.Union, error) {
	return write(ctx, s, w, func(t *tx) (record.Union, error) {
		ref := record.Ref(u.ID.String())
		stands, err := t.union(ref)
		if err != nil {
			return u, err
		}
		if err := stale(u.Version, stands.Version); err != nil {
			return u, err
		}
		if u, err = t.checkUnion(u); err != nil {
			return u, err
		}
		if u.SameFacts(stands) {
			return stands, nil
		}
		u.CreatedAt = stands.CreatedAt
		if _, err = t.saveUnion(record.Updated, u); err != nil {
			return u, err
		}
		return t.union(ref)
	})
}

// DeleteUnion removes a union and its own affiliations. Errors: CodeInUse while other records depend
// on it, CodeStale, and those of Union.
func (s *Store) DeleteUnion(ctx context.Context, w record.Write, ref record.Ref, version int) error {
	_, err := write(ctx, s, w, func(t *tx) (struct{}, error) {
		u, err := t.union(ref)
		if err != nil {
			return struct{}{}, err
		}
		if err := stale(version, u.Version); err != nil {
			return struct{}{}, err
		}
		if err := t.unused("union", u.ID, []dependency{
			{"endorsement", "SELECT count(*) FROM endorsements WHERE union_id = ? AND until_seq IS NULL"},
			{"union below it", "SELECT count(*) FROM affiliations WHERE parent_id = ? AND until_seq IS NULL"},
			{"statement", "SELECT count(*) FROM statement_issuers WHERE union_id = ? AND until_seq IS NULL"},
			{"source", "SELECT count(*) FROM sources WHERE union_id = ? AND until_seq IS NULL"},
			{"merged record", "SELECT count(*) FROM unions WHERE merged_into = ? AND until_seq IS NULL"},
			{"nullified position", "SELECT count(*) FROM positions WHERE nullified_by = ? AND until_seq IS NULL"},
			{"call it convenes", "SELECT count(*) FROM calls WHERE until_seq IS NULL AND CAST(conveners AS TEXT) LIKE '%' || CAST(? AS TEXT) || '%'"},
		}); err != nil {
			return struct{}{}, err
		}
		edges, err := t.affiliationsOf("a.child_id = ?", u.ID)
		if err != nil {
			return struct{}{}, err
		}
		for _, a := range edges {
			if err := t.deleteAffiliation(a); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, t.save(entry{
			action: record.Deleted, entity: record.EntityUnion, id: u.ID, version: u.Version + 1,
			rows: []rows{{"unions", "id", nil}, {"identifiers", "union_id", nil}},
		})
	})
	return err
}

// dependency is a kind of record that may depend on another, and how to count them.
type dependency struct{ noun, count string }

// unused answers CodeInUse if anything depends on the record.
func (t *tx) unused(noun string, id uuid.UUID, dependencies []dependency) error {
	var held []string
	for _, d := range dependencies {
		var n int64
		if err := t.db.Raw(d.count, id).Scan(&n).Error; err != nil {
			return err
		}
		if n > 0 {
			held = append(held, fmt.Sprintf("%s (%d)", d.noun, n))
		}
	}
	if len(held) == 0 {
		return nil
	}
	return record.Errorf(record.CodeInUse, "Other records depend on this %s: %s.", noun, strings.Join(slices.Compact(held), ", "))
}

// requireUnion notes a union that is not in the record, or no longer under this id.
func (t *tx) requireUnion(f *record.Faults, pointer string, id uuid.UUID) error {
	return t.require(f, pointer, "union", "SELECT count(*) FROM unions WHERE id = ? AND until_seq IS NULL AND merged_into IS NULL", id)
}

func (t *tx) require(f *record.Faults, pointer, noun, count string, id uuid.UUID) error {
	var n int64
	if err := t.db.Raw(count, id).Scan(&n).Error; err != nil {
		return err
	}
	if n == 0 {
		f.Add(pointer, "unknown", "there is no %s %s", noun, id)
	}
	return nil
}
