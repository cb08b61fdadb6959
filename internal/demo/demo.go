// Package demo holds the example record: public facts about three calls and what unions said of them,
// each with its source and its date.
package demo

import (
	"bytes"
	"context"
	_ "embed" // the example record itself
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Handle is the public name under which the example record is written.
const Handle = "example-record"

//go:embed record.json
var example []byte

// Store is what Load writes to.
type Store interface {
	CreateSource(ctx context.Context, w record.Write, s record.Source) (record.Source, error)
	UpdateSource(ctx context.Context, w record.Write, s record.Source) (record.Source, error)
	CreateUnion(ctx context.Context, w record.Write, u record.Union, parent record.Ref) (record.Union, error)
	CreateAffiliation(ctx context.Context, w record.Write, child record.Ref, a record.Affiliation) (record.Affiliation, error)
	CreateCall(ctx context.Context, w record.Write, c record.Call) (record.Call, error)
	CreateEndorsement(ctx context.Context, w record.Write, call, union uuid.UUID, p record.Position) (record.EndorsementView, error)
	AppendPosition(ctx context.Context, w record.Write, endorsement uuid.UUID, p record.Position) (record.PositionIn, error)
	CreateStatement(ctx context.Context, w record.Write, s record.Statement) (record.Statement, error)
}

// The file names sources by a key of its own, unions and calls by their slugs.
type (
	file struct {
		Sources      []source
		Unions       []union
		Affiliations []affiliation
		Calls        []call
		Endorsements []endorsement
		Statements   []statement
	}
	source struct {
		Key, URL, Title, Publisher string
		Kind                       record.SourceKind
		PublishedOn                record.Date `json:"published_on"`
		Union                      string
	}
	// basis says which sources the facts of a record that carries no citations rest on. They are told
	// in the reason of the write.
	basis struct{ Sources []string }
	union struct {
		basis
		Slug, Name, Website string
		Kind                record.UnionKind
		Names               []record.Name
		Designation         record.Designation
		Identifiers         []record.Identifier
		Place               record.Place
		Members             []struct {
			Count  int
			AsOf   record.Date `json:"as_of"`
			Source string
		}
		Founded record.Date
	}
	affiliation struct {
		basis
		Child, Parent string
		Type          record.AffiliationType
		From          record.Date
	}
	call struct {
		basis
		Slug, Title, Summary string
		Kind                 record.CallKind
		StartsOn             record.Date `json:"starts_on"`
		EndsOn               record.Date `json:"ends_on"`
		TimeZone             string      `json:"time_zone"`
		Place                record.Place
		Demands, Asks, Links []string
		Conveners            []struct{ Union, Name string }
		PartOf               string `json:"part_of"`
	}
	endorsement struct {
		Call, Union string
		Positions   []position
	}
	position struct {
		Position             record.Stance
		EffectiveOn          record.Date      `json:"effective_on"`
		AnnouncedOn          record.Date      `json:"announced_on"`
		DecidedBy            record.DecidedBy `json:"decided_by"`
		Vote                 *record.Vote
		Capacity             record.Capacity
		Scope, Participation []string
		Quote, Note, By      string
		Citations            []citation
	}
	citation  struct{ Source, Quote, Locator string }
	statement struct {
		Title, Text, Language, URL string
		Kind                       record.StatementKind
		PublishedOn                record.Date `json:"published_on"`
		Issuers, Calls             []string
		Quotes                     []record.Quote
		Citations                  []citation
	}
)

func read(content []byte) (file, error) {
	var f file
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return f, fmt.Errorf("read the example record: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return f, errors.New("read the example record: something follows its end")
	}
	return f, nil
}

// Load writes the example record to an empty store, each record in a write of its own.
func Load(ctx context.Context, s Store) error {
	f, err := read(example)
	if err != nil {
		return err
	}
	l := loader{ctx: ctx, store: s, sources: map[string]record.Source{}, unions: map[string]record.Union{}, calls: map[string]record.Call{}}
	return errors.Join(
		each(&l, "source", f.Sources, func(v source) string { return v.Key }, l.source),
		each(&l, "union", f.Unions, func(v union) string { return v.Slug }, l.union),
		each(&l, "owner of source", f.Sources, func(v source) string { return v.Key }, l.owner),
		each(&l, "affiliation", f.Affiliations, func(v affiliation) string { return v.Child + " to " + v.Parent }, l.affiliation),
		each(&l, "call", f.Calls, func(v call) string { return v.Slug }, l.call),
		each(&l, "endorsement", f.Endorsements, func(v endorsement) string { return v.Call + " by " + v.Union }, l.endorsement),
		each(&l, "statement", f.Statements, func(v statement) string { return v.Title }, l.statement),
	)
}

// loader remembers what was written, so that later records can refer to it. After the first error it
// writes nothing more.
type loader struct {
	ctx     context.Context
	store   Store
	failed  bool
	sources map[string]record.Source
	unions  map[string]record.Union
	calls   map[string]record.Call
}

// each writes one kind of record, in the order of the file.
func each[T any](l *loader, noun string, items []T, name func(T) string, write func(T) error) error {
	for _, item := range items {
		if l.failed {
			return nil
		}
		if err := write(item); err != nil {
			l.failed = true
			return fmt.Errorf("load the %s %q of the example record: %w", noun, name(item), err)
		}
	}
	return nil
}

// find answers what the file calls by a name; the empty name is none.
func find[T any](known map[string]T, name string) (*T, error) {
	if name == "" {
		return nil, nil
	}
	v, ok := known[name]
	if !ok {
		return nil, fmt.Errorf("%q is not known at this point", name)
	}
	return &v, nil
}

// need is find for a name that may not be empty.
func need[T any](known map[string]T, name string) (T, error) {
	v, err := find(known, name)
	if err == nil && v == nil {
		err = errors.New("a name is missing")
	}
	if err != nil {
		var none T
		return none, err
	}
	return *v, nil
}

// cited is the write of a record whose citations say where its facts come from.
var cited = record.Write{Actor: Handle, Reason: "Example record"}

func (l *loader) based(b basis) (record.Write, error) {
	urls := make([]string, len(b.Sources))
	for i, key := range b.Sources {
		src, err := need(l.sources, key)
		if err != nil {
			return record.Write{}, err
		}
		urls[i] = src.URL
	}
	if len(urls) == 0 {
		return record.Write{}, errors.New("it names no source")
	}
	w := record.Write{Actor: Handle, Reason: cited.Reason + ", from " + strings.Join(urls, ", ")}
	return w, record.CheckReason(w.Reason)
}

func (l *loader) source(v source) error {
	src, err := record.NewSource("", record.Source{URL: v.URL, Title: v.Title, Publisher: v.Publisher, Kind: v.Kind, PublishedOn: v.PublishedOn})
	if err == nil {
		src, err = l.store.CreateSource(l.ctx, cited, src)
	}
	l.sources[v.Key] = src
	return err
}

// owner says whose site a source is. The unions come after the sources, because their counts of members
// cite them.
func (l *loader) owner(v source) error {
	if v.Union == "" {
		return nil
	}
	u, err := need(l.unions, v.Union)
	if err != nil {
		return err
	}
	src := l.sources[v.Key]
	src.Union = &u.ID
	l.sources[v.Key], err = l.store.UpdateSource(l.ctx, cited, src)
	return err
}

func (l *loader) union(v union) error {
	w, err := l.based(v.basis)
	if err != nil {
		return err
	}
	u := record.Union{
		Slug: v.Slug, Kind: v.Kind, Name: v.Name, Names: v.Names, Designation: v.Designation, Identifiers: v.Identifiers,
		Place: v.Place, Founded: v.Founded, Website: v.Website,
	}
	for _, m := range v.Members {
		src, err := need(l.sources, m.Source)
		if err != nil {
			return err
		}
		u.Members = append(u.Members, record.MemberCount{Count: m.Count, AsOf: m.AsOf, SourceID: &src.ID})
	}
	if u, err = record.NewUnion(u); err != nil {
		return err
	}
	l.unions[v.Slug], err = l.store.CreateUnion(l.ctx, w, u, "")
	return err
}

func (l *loader) affiliation(v affiliation) error {
	w, err := l.based(v.basis)
	if err != nil {
		return err
	}
	child, err := need(l.unions, v.Child)
	if err != nil {
		return err
	}
	parent, err := need(l.unions, v.Parent)
	if err != nil {
		return err
	}
	a, err := record.NewAffiliation(record.Affiliation{Child: child.Ref(), Parent: parent.Ref(), Type: v.Type, From: v.From})
	if err == nil {
		_, err = l.store.CreateAffiliation(l.ctx, w, record.Ref(child.Slug), a)
	}
	return err
}

func (l *loader) call(v call) error {
	w, err := l.based(v.basis)
	if err != nil {
		return err
	}
	c := record.Call{
		Slug: v.Slug, Kind: v.Kind, Title: v.Title, Summary: v.Summary, StartsOn: v.StartsOn, EndsOn: v.EndsOn, TimeZone: v.TimeZone,
		Place: v.Place, Demands: v.Demands, Asks: v.Asks, Links: v.Links,
	}
	for _, convener := range v.Conveners {
		u, err := find(l.unions, convener.Union)
		if err != nil {
			return err
		}
		who := record.Convener{Name: convener.Name}
		if u != nil {
			who.UnionID = &u.ID
		}
		c.Conveners = append(c.Conveners, who)
	}
	whole, err := find(l.calls, v.PartOf)
	if err != nil {
		return err
	}
	if whole != nil {
		c.PartOf = &whole.ID
	}
	if c, err = record.NewCall(c); err != nil {
		return err
	}
	l.calls[v.Slug], err = l.store.CreateCall(l.ctx, w, c)
	return err
}

func (l *loader) endorsement(v endorsement) error {
	c, err := need(l.calls, v.Call)
	if err != nil {
		return err
	}
	u, err := need(l.unions, v.Union)
	if err != nil {
		return err
	}
	var id uuid.UUID
	for i, taken := range v.Positions {
		p, err := l.position(taken)
		if err != nil {
			return err
		}
		if i > 0 {
			_, err = l.store.AppendPosition(l.ctx, cited, id, p)
		} else {
			var view record.EndorsementView
			view, err = l.store.CreateEndorsement(l.ctx, cited, c.ID, u.ID, p)
			id = view.ID
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) position(v position) (record.Position, error) {
	p := record.Position{
		Position: v.Position, EffectiveOn: v.EffectiveOn, AnnouncedOn: v.AnnouncedOn, DecidedBy: v.DecidedBy, Vote: v.Vote,
		Capacity: v.Capacity, Scope: v.Scope, Participation: v.Participation, Quote: v.Quote, Note: v.Note,
	}
	by, err := find(l.unions, v.By)
	if err != nil {
		return p, err
	}
	if by != nil {
		p.By = &by.ID
	}
	if p.Citations, err = l.citations(v.Citations); err != nil {
		return p, err
	}
	return record.NewPosition(p)
}

func (l *loader) statement(v statement) error {
	s := record.Statement{
		Title: v.Title, Text: v.Text, Kind: v.Kind, Language: v.Language, PublishedOn: v.PublishedOn, URL: v.URL, Quotes: v.Quotes,
	}
	for _, slug := range v.Issuers {
		u, err := need(l.unions, slug)
		if err != nil {
			return err
		}
		s.Issuers = append(s.Issuers, u.Ref())
	}
	for _, slug := range v.Calls {
		c, err := need(l.calls, slug)
		if err != nil {
			return err
		}
		s.Calls = append(s.Calls, c.Ref())
	}
	var err error
	if s.Citations, err = l.citations(v.Citations); err != nil {
		return err
	}
	if s, err = record.NewStatement(s); err == nil {
		_, err = l.store.CreateStatement(l.ctx, cited, s)
	}
	return err
}

func (l *loader) citations(vs []citation) (record.List[record.Citation], error) {
	var out record.List[record.Citation]
	for _, v := range vs {
		src, err := need(l.sources, v.Source)
		if err != nil {
			return nil, err
		}
		out = append(out, record.Citation{Source: src.Ref(), Quote: v.Quote, Locator: v.Locator})
	}
	return out, nil
}
