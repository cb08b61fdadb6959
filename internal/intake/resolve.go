package intake

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// mention is a union as somebody wrote it, with what else the row says of it.
type mention struct {
	written               string
	kind                  record.UnionKind
	city, region, country string
	affiliation           string
}

// query is the mention as the matcher is asked for it.
func (m mention) query() match.Query {
	return match.Query{Name: m.written, City: m.city, Region: m.region, Country: m.country, Affiliation: m.affiliation, Kind: m.kind}
}

// verdict is what a mention comes to: a union, or why there is none.
type verdict struct {
	union      record.Ref // empty when it is not certain
	status     string     // Ambiguous or Rejected, without a union
	reason     string
	candidates []Candidate
}

// doubtful is how likely a union must be to be offered as what may be meant.
const doubtful = 0.02

// resolver finds the unions that names mean: by id, slug or identifier as they stand; by a decision; by the
// matcher where it is certain. Nothing else is taken for an answer.
type resolver struct {
	run      *run
	index    *match.Index
	built    bool                    // the unions of the record are in the index
	names    map[string][]uuid.UUID  // exact names, folded
	known    map[uuid.UUID]Candidate // the unions of the index
	verdicts map[mention]verdict
	decided  bool              // there are decisions on names
	fresh    []record.Decision // that are to be kept with this import
}

func newResolver(r *run) *resolver {
	return &resolver{run: r, index: match.New(), names: map[string][]uuid.UUID{}, known: map[uuid.UUID]Candidate{}, verdicts: map[mention]verdict{}}
}

// build reads all unions of the record into the index.
func (x *resolver) build() error {
	if x.built {
		return nil
	}
	x.built = true
	for _, f := range match.Order() {
		if err := x.run.each(f, x.add); err != nil {
			return err
		}
	}
	return nil
}

func (x *resolver) add(u record.Union) {
	x.index.Put(u)
	if u.Status == record.StatusMerged {
		return
	}
	x.known[u.ID] = Candidate{ID: u.ID, Slug: u.Slug, Name: u.Name, Kind: u.Kind, City: u.Place.City, Region: u.Place.Region}
	for _, n := range u.Names {
		key := record.Fold(n.Value)
		if !slices.Contains(x.names[key], u.ID) {
			x.names[key] = append(x.names[key], u.ID)
		}
	}
}

// wrote keeps the index fresh with what the import writes.
func (x *resolver) wrote(put record.UnionPut, res record.PutResult) {
	if !x.built || res.Outcome != record.PutCreated {
		return
	}
	u := put.Union
	u.ID, u.Slug, u.Name = res.ID, res.Slug, cmp.Or(res.Name, u.Name)
	for _, parent := range put.Parents {
		if id, ok := parent.Ref.UUID(); ok {
			p := x.known[id]
			u.Parents = append(u.Parents, record.ParentRef{ID: id, Slug: p.Slug, Name: p.Name, Type: parent.Type})
		}
	}
	if !hasName(u.Names, u.Name) {
		u.Names = append(slices.Clone(u.Names), record.Name{Value: u.Name, Type: "official"})
	}
	x.add(u)
	clear(x.verdicts)
}

// maxVerdicts is how many different mentions are remembered.
const maxVerdicts = 200_000

// find answers which union is meant.
func (x *resolver) find(m mention) (verdict, error) {
	if v, ok := x.verdicts[m]; ok {
		return v, nil
	}
	v, err := x.judge(m)
	if err == nil {
		if len(x.verdicts) >= maxVerdicts {
			clear(x.verdicts)
		}
		x.verdicts[m] = v
	}
	return v, err
}

func (x *resolver) judge(m mention) (verdict, error) {
	q := m.query()
	if x.decided {
		if err := x.build(); err != nil {
			return verdict{}, err
		}
		switch ruled := x.index.Ruling(q); {
		case ruled.None:
			return verdict{status: Rejected, reason: "it was decided that this name means no union"}, nil
		case ruled.Union != uuid.Nil:
			return verdict{union: record.Ref(ruled.Union.String())}, nil
		}
	}
	if ref, err := x.exact(m.written); err != nil || ref != "" {
		return verdict{union: ref}, err
	}
	if err := x.build(); err != nil {
		return verdict{}, err
	}
	found := x.index.Find(q, 5)
	if len(found) > 0 && found[0].Match {
		return verdict{union: record.Ref(found[0].ID.String())}, nil
	}
	var candidates []Candidate
	for _, c := range found {
		if c.Score >= doubtful {
			candidates = append(candidates, x.known[c.ID])
		}
	}
	switch len(candidates) {
	case 0:
		return verdict{status: Rejected, reason: fmt.Sprintf("no union of the record is called %q: add it first, or say in the review file which one it is", clip(m.written))}, nil
	case 1:
		return verdict{status: Ambiguous, candidates: candidates, reason: fmt.Sprintf("%q may be %s, but that is not certain", clip(m.written), candidates[0].Name)}, nil
	}
	return verdict{status: Ambiguous, candidates: candidates, reason: fmt.Sprintf("%q may be one of several unions", clip(m.written))}, nil
}

// exact finds a union by its id, its slug or scheme:value; empty when the text is none of these, or of no
// union.
func (x *resolver) exact(text string) (record.Ref, error) {
	if id, err := record.ParseIdentifier(text); err == nil {
		l, err := x.run.store.Unions(x.run.ctx, record.UnionFilter{Identifiers: []record.Identifier{id}}, record.Page{Limit: 2})
		if err != nil || len(l.Items) != 1 {
			return "", err
		}
		return record.Ref(l.Items[0].ID.String()), nil
	}
	ref := record.Ref(text)
	if _, isID := ref.UUID(); !isID && !(record.ValidSlug(text) && strings.Contains(text, "-")) {
		return "", nil
	}
	found, err := x.run.store.ResolveUnions(x.run.ctx, []record.Ref{ref})
	if err != nil {
		if errors.As(err, new(*record.Error)) && !record.Is(err, record.CodeUnavailable) {
			return "", nil
		}
		return "", err
	}
	if u, ok := found[ref]; ok {
		return record.Ref(u.ID.String()), nil
	}
	return "", nil
}

// mentionOf reads how a row speaks of a union in one of its columns.
func mentionOf(f fields, column string) mention {
	p := placeOf(f.get("union_country"), f.get("union_region"), f.get("union_city"))
	return mention{
		written: f.get(column), kind: record.UnionKind(f.word("union_kind")), city: p.City, region: p.Region, country: p.Country, affiliation: f.get("union_affiliation"),
	}
}
