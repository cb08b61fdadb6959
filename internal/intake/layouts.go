package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// texts are the words of a list of ours.
func texts[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// faults collects what is wrong with a row, so that a person learns of all of it at once.
type faults []string

func (f *faults) add(err error) {
	if err != nil {
		*f = append(*f, err.Error())
	}
}

func (f faults) text() string { return strings.Join(f, "; ") }

func (r *run) date(f fields, column string, bad *faults) record.Date {
	d, err := ParseDate(f.get(column), r.Dates)
	if err != nil {
		bad.add(fmt.Errorf("%s: %w", column, err))
	}
	return d
}

// word is a cell that must be one of our words, or empty.
func word[T ~string](f fields, column string, words []T, bad *faults) T {
	s := f.word(column)
	if s != "" && !slices.Contains(words, T(s)) {
		bad.add(f.refuse(column, s))
	}
	return T(s)
}

func (f fields) number(column string, bad *faults) *float64 {
	s := f.get(column)
	if s == "" {
		return nil
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil {
		bad.add(fmt.Errorf("%s: %q is not a number", column, clip(s)))
		return nil
	}
	return &n
}

func (f fields) whole(column string, bad *faults) *int {
	s := f.get(column)
	if s == "" {
		return nil
	}
	n, err := strconv.Atoi(strings.NewReplacer(",", "", " ", "").Replace(s))
	if err != nil {
		bad.add(fmt.Errorf("%s: %q is not a whole number", column, clip(s)))
		return nil
	}
	return &n
}

var yes = map[string]bool{"yes": true, "true": true, "1": true, "y": true, "x": true, "no": false, "false": false, "0": false, "n": false, "": false}

func (f fields) flag(column string, bad *faults) bool {
	v, ok := yes[strings.ToLower(f.get(column))]
	if !ok {
		bad.add(fmt.Errorf("%s: %q is neither yes nor no", column, clip(f.get(column))))
	}
	return v
}

func (f fields) place(bad *faults) record.Place {
	p := placeOf(f.get("country"), f.get("region"), f.get("city"))
	p.Latitude, p.Longitude = f.number("latitude", bad), f.number("longitude", bad)
	return p
}

// hints are the columns that tell namesakes apart.
var hints = []column{
	{name: "union_kind", words: texts(record.UnionKinds)}, {name: "union_city"}, {name: "union_region", also: []string{"union_state"}}, {name: "union_country"}, {name: "union_affiliation"},
}

// cited are the columns of a source that a row rests on.
var cited = []column{
	{name: "source_url"}, {name: "source_title"}, {name: "source_publisher"}, {name: "source_kind", words: texts(record.SourceKinds)}, {name: "source_published_on"}, {name: "source_quote"}, {name: "source_locator"},
}

func (r *run) citation(f fields, bad *faults) record.List[record.Citation] {
	s := record.Source{
		URL: f.get("source_url"), Title: f.get("source_title"), Publisher: f.get("source_publisher"), PublishedOn: r.date(f, "source_published_on", bad),
		Kind: word(f, "source_kind", record.SourceKinds, bad),
	}
	if s.URL == "" {
		if s.Title != "" || s.Publisher != "" {
			bad.add(errors.New("source_url: a source needs its address"))
		}
		return nil
	}
	return record.List[record.Citation]{{Draft: &s, Quote: f.get("source_quote"), Locator: f.get("source_locator")}}
}

// resolve answers the union that a cell means. It reports the row and answers none where that is not
// certain.
func (r *run) resolve(row Row, m mention) (ref record.Ref, ok bool, err error) {
	v, err := r.names.find(m)
	if err != nil || v.union != "" {
		return v.union, err == nil, err
	}
	if r.Review != nil {
		if err := r.Review.add(row.Line, m, v); err != nil {
			return "", false, err
		}
	}
	if v.status == Ambiguous {
		return "", false, r.doubt(row, v.reason, v.candidates)
	}
	return "", false, r.refuse(row, v.reason)
}

func prepareNames(r *run) error {
	return r.names.decide(r.Decisions)
}

// Unions

var unionColumns = []column{
	{name: "name", required: true, also: []string{"display_name", "union", "union_name"}},
	{name: "kind", words: texts(record.UnionKinds), also: []string{"union_kind", "type"}},
	{name: "id"},
	{name: "slug"},
	{name: "names"},
	{name: "official_name"},
	{name: "short_name"},
	{name: "acronym", also: []string{"abbreviation"}},
	{name: "aliases", also: []string{"alias", "also_known_as"}},
	{name: "former_names", also: []string{"former_name"}},
	{name: "designation_type", also: []string{"designation", "designation.type"}},
	{name: "designation_number", also: []string{"number", "local_number", "designation.number"}},
	{name: "designation_suffix", also: []string{"suffix", "designation.suffix"}},
	{name: "identifiers"},
	{name: "olms", also: []string{"olms_file_number"}},
	{name: "ein"},
	{name: "wikidata", also: []string{"wikidata_id"}},
	{name: "ror"},
	{name: "uk_certoff"},
	{name: "country", also: []string{"place.country"}},
	{name: "region", also: []string{"state", "province", "place.region"}},
	{name: "city", also: []string{"place.city"}},
	{name: "latitude", also: []string{"place.latitude"}},
	{name: "longitude", also: []string{"place.longitude"}},
	{name: "members", also: []string{"members_count", "members.count"}},
	{name: "members_as_of", also: []string{"members.as_of", "members_date"}},
	{name: "status", words: texts(record.UnionStatuses)},
	{name: "founded"},
	{name: "dissolved"},
	{name: "website", also: []string{"site"}},
	{name: "parent", also: []string{"parents", "affiliation"}},
	{name: "parent_type", words: texts(record.AffiliationTypes)},
	// What other columns of our own exports say is derived.
	{name: "parent_id", ignored: true},
	{name: "parent_ids", ignored: true},
	{name: "version", ignored: true},
	{name: "created_at", ignored: true},
	{name: "updated_at", ignored: true},
	{name: "merged_into", ignored: true},
	{name: "members_source_id", ignored: true},
}

func unionsLayout() layout {
	return layout{columns: unionColumns, prepare: prepareNames, row: func(r *run, row Row, f fields, digest []byte) error {
		var bad faults
		u := record.Union{
			Name: f.get("name"), Kind: word(f, "kind", record.UnionKinds, &bad), Slug: f.get("slug"), Status: word(f, "status", record.UnionStatuses, &bad),
			Designation: record.Designation{Type: f.get("designation_type"), Number: f.get("designation_number"), Suffix: f.get("designation_suffix")},
			Place:       f.place(&bad), Founded: r.date(f, "founded", &bad), Dissolved: r.date(f, "dissolved", &bad), Website: website(f.get("website")),
		}
		if u.Designation.Type == "" && u.Designation.Number != "" && u.Kind == record.KindLocal {
			u.Designation.Type = "Local"
		}
		u.Names = unionNames(f, &bad)
		u.Identifiers = unionIdentifiers(f, &bad)
		asOf := r.date(f, "members_as_of", &bad)
		if n := f.whole("members", &bad); n != nil {
			u.Members = record.List[record.MemberCount]{{Count: *n, AsOf: asOf}}
		}
		if u.Name == "" {
			bad.add(errors.New("name: the union has none"))
		}
		if len(bad) > 0 {
			return r.refuse(row, bad.text())
		}
		put := record.UnionPut{Union: u}
		if id := f.get("id"); id != "" {
			// An id of another record's is none of ours: the identifiers, slug and name find the union then.
			ref, err := r.names.exact(id)
			if err != nil {
				return err
			}
			put.Ref = ref
		}
		if put.Ref == "" && len(u.Identifiers) == 0 && u.Slug == "" {
			// Nothing but the name: the same name of the same kind in the same place is the same union.
			same, err := r.names.namesakes(u)
			if err != nil {
				return err
			}
			if len(same) > 1 {
				return r.doubt(row, fmt.Sprintf("the record has several unions called %q: say which with a column id, slug or identifiers", clip(u.Name)), same)
			}
			if len(same) == 1 {
				put.Ref = record.Ref(same[0].ID.String())
			}
		}
		if put.Ref == "" && u.Kind == "" {
			return r.refuse(row, "kind: a union that is new needs its kind: one of "+strings.Join(texts(record.UnionKinds), ", "))
		}
		for _, name := range f.list("parent") {
			if err := r.putNamed(name); err != nil {
				return err
			}
			ref, ok, err := r.resolve(row, mention{written: name})
			if err != nil || !ok {
				return err
			}
			put.Parents = append(put.Parents, record.ParentPut{Ref: ref, Type: word(f, "parent_type", record.AffiliationTypes, &bad)})
		}
		if len(bad) > 0 {
			return r.refuse(row, bad.text())
		}
		r.put(row, digest, put)
		return nil
	}}
}

func website(s string) string {
	if s != "" && !strings.Contains(s, "://") && strings.Contains(s, ".") {
		return "https://" + s
	}
	return s
}

func unionNames(f fields, bad *faults) record.List[record.Name] {
	var names record.List[record.Name]
	if text := f.get("names"); strings.HasPrefix(text, "[") {
		if err := json.Unmarshal([]byte(text), &names); err != nil {
			bad.add(errors.New("names: this is not the list that an export writes"))
		}
	}
	add := func(value, kind string) {
		if value != "" && !hasName(names, value) {
			names = append(names, record.Name{Value: value, Type: kind})
		}
	}
	add(f.get("official_name"), "official")
	add(f.get("short_name"), "short")
	for _, v := range f.list("acronym") {
		add(v, "acronym")
	}
	for _, v := range f.list("aliases") {
		add(v, "alias")
	}
	for _, v := range f.list("former_names") {
		add(v, "former")
	}
	if text := f.get("names"); !strings.HasPrefix(text, "[") {
		for _, v := range splitList(text) {
			add(v, "alias")
		}
	}
	return names
}

func unionIdentifiers(f fields, bad *faults) record.List[record.Identifier] {
	var ids record.List[record.Identifier]
	text := f.get("identifiers")
	var parts []string
	if strings.HasPrefix(text, "[") {
		if err := json.Unmarshal([]byte(text), &ids); err != nil {
			bad.add(errors.New("identifiers: this is not the list that an export writes"))
		}
	} else {
		parts = strings.Fields(strings.NewReplacer(";", " ", ",", " ").Replace(text))
	}
	for _, scheme := range []string{"olms", "ein", "wikidata", "ror", "uk_certoff"} {
		if v := f.get(scheme); v != "" {
			parts = append(parts, scheme+":"+v)
		}
	}
	for _, part := range parts {
		id, err := record.ParseIdentifier(part)
		if err != nil {
			bad.add(fmt.Errorf("identifiers: %s", explain(err)))
			continue
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// namesakes are the unions that bear exactly this name and may be this one.
func (x *resolver) namesakes(u record.Union) ([]Candidate, error) {
	if err := x.build(); err != nil {
		return nil, err
	}
	if err := x.run.putNamed(u.Name); err != nil {
		return nil, err
	}
	var refs []record.Ref
	for _, id := range x.names[record.Fold(u.Name)] {
		refs = append(refs, record.Ref(id.String()))
	}
	var out []Candidate
	for _, ref := range refs {
		c, ok := x.known[uuid.MustParse(string(ref))]
		if !ok || u.Kind != "" && c.Kind != u.Kind || differ(u.Place.Region, c.Region) || differ(u.Place.City, c.City) {
			continue
		}
		out = append(out, c)
	}
	return out, nil
}

func differ(a, b string) bool { return a != "" && b != "" && record.Fold(a) != record.Fold(b) }

// Calls

var callColumns = []column{
	{name: "slug", also: []string{"call", "call_slug"}},
	{name: "id", ignored: true},
	{name: "title", required: true, also: []string{"call_title", "name"}},
	{name: "kind", words: texts(record.CallKinds), also: []string{"call_kind", "call_type", "type"}},
	{name: "summary", also: []string{"description"}},
	{name: "starts_on", also: []string{"call_date", "date", "start", "start_date"}},
	{name: "ends_on", also: []string{"end", "end_date"}},
	{name: "time_zone", also: []string{"timezone"}},
	{name: "country", also: []string{"place.country"}},
	{name: "region", also: []string{"state", "province", "place.region"}},
	{name: "city", also: []string{"place.city"}},
	{name: "latitude", also: []string{"place.latitude"}},
	{name: "longitude", also: []string{"place.longitude"}},
	{name: "demands"},
	{name: "asks"},
	{name: "conveners"},
	{name: "part_of"},
	{name: "links", also: []string{"link", "url"}},
	{name: "cancelled"},
	{name: "phase", ignored: true},
	{name: "version", ignored: true},
	{name: "created_at", ignored: true},
	{name: "updated_at", ignored: true},
}

func callsLayout() layout {
	return layout{columns: callColumns, prepare: prepareNames, row: func(r *run, row Row, f fields, digest []byte) error {
		var bad faults
		c := record.Call{
			Slug: f.get("slug"), Title: f.get("title"), Kind: word(f, "kind", record.CallKinds, &bad), Summary: f.get("summary"),
			StartsOn: r.date(f, "starts_on", &bad), EndsOn: r.date(f, "ends_on", &bad), TimeZone: f.get("time_zone"), Place: f.place(&bad),
			Demands: f.list("demands"), Asks: f.tokens("asks"), Links: f.list("links"), Cancelled: f.flag("cancelled", &bad),
		}
		if c.Slug == "" {
			c.Slug = record.Slug(c.Title)
		}
		if len(bad) > 0 {
			return r.refuse(row, bad.text())
		}
		for _, name := range f.list("conveners") {
			// Other groups than unions convene too: who is not certainly a union is named.
			v, err := r.names.find(mention{written: name})
			if err != nil {
				return err
			}
			convener := record.Convener{Name: name}
			if id, ok := v.union.UUID(); ok {
				convener = record.Convener{UnionID: &id}
			}
			c.Conveners = append(c.Conveners, convener)
		}
		if whole := f.get("part_of"); whole != "" {
			state, err := r.callOf(whole)
			if err == nil && state.ref == "" && state.comes {
				err = r.putAll() // it is a row before this one
			}
			if err != nil {
				return err
			}
			id, ok := state.ref.UUID()
			if !ok {
				return r.refuse(row, fmt.Sprintf("part_of: the record has no call %q", clip(whole)))
			}
			c.PartOf = &id
		}
		state, err := r.callOf(c.Slug)
		if err != nil {
			return err
		}
		state.comes = true
		r.later(func() error {
			res := r.session.PutCall(record.CallPut{Call: c, Seen: digest})
			if res.Err == nil {
				state.ref = record.Ref(res.ID.String())
			}
			return r.settle(row, digest, res)
		})
		return nil
	}}
}

// tokens is a list of machine words, however they are spelled: "No work" is no_work.
func (f fields) tokens(column string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(f.get(column), func(c rune) bool { return c == ';' || c == ',' || c == '\n' }) {
		if s = strings.ReplaceAll(record.Fold(s), " ", "_"); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// callState is a call that rows speak of; its ref is empty while the record has none.
type callState struct {
	ref   record.Ref
	comes bool // it is to be created
}

// callOf looks for a call by its slug or id.
func (r *run) callOf(text string) (*callState, error) {
	if s, ok := r.calls[text]; ok {
		return s, nil
	}
	found, err := r.store.ResolveCalls(r.ctx, []record.Ref{record.Ref(text)})
	if err != nil && !errors.As(err, new(*record.Error)) {
		return nil, err
	}
	s := &callState{}
	if c, ok := found[record.Ref(text)]; ok {
		s.ref = record.Ref(c.ID.String())
	}
	if len(r.calls) < maxVerdicts {
		r.calls[text] = s
	}
	return s, nil
}

// Endorsements

var endorsementColumns = slices.Concat([]column{
	{name: "call", required: true, also: []string{"call_slug"}},
	{name: "call_title"},
	{name: "call_kind", words: texts(record.CallKinds), also: []string{"call_type"}},
	{name: "call_date", also: []string{"call_starts_on"}},
	{name: "union", required: true, also: []string{"union_name", "union_slug", "endorser"}},
	{name: "position", required: true, words: texts(record.Stances)},
	{name: "effective_on", also: []string{"date", "endorsement_date"}},
	{name: "announced_on"},
	{name: "decided_by", words: texts(record.DecidedBys)},
	{name: "capacity", words: texts(record.Capacities)},
	{name: "vote_for"},
	{name: "vote_against"},
	{name: "vote_abstain"},
	{name: "scope"},
	{name: "participation"},
	{name: "quote"},
	{name: "note", also: []string{"notes"}},
	{name: "by", also: []string{"nullified_by"}},
}, hints, cited)

func endorsementsLayout() layout {
	return layout{columns: endorsementColumns, prepare: prepareNames, row: func(r *run, row Row, f fields, digest []byte) error {
		var bad faults
		p := record.Position{
			Position: word(f, "position", record.Stances, &bad), EffectiveOn: r.date(f, "effective_on", &bad), AnnouncedOn: r.date(f, "announced_on", &bad),
			DecidedBy: word(f, "decided_by", record.DecidedBys, &bad), Capacity: word(f, "capacity", record.Capacities, &bad),
			Scope: f.tokens("scope"), Participation: f.list("participation"), Quote: f.get("quote"), Note: f.get("note"), Citations: r.citation(f, &bad),
		}
		if v := (record.Vote{For: f.whole("vote_for", &bad), Against: f.whole("vote_against", &bad), Abstain: f.whole("vote_abstain", &bad)}); v != (record.Vote{}) {
			p.Vote = &v
		}
		call := f.get("call")
		state, err := r.callOf(call)
		if err != nil {
			return err
		}
		var fresh record.Call
		switch {
		case call == "":
			bad.add(errors.New("call: the row names none"))
		case state.ref == "" && state.comes:
			// A row before this one creates it.
		case state.ref == "" && f.get("call_title") == "":
			bad.add(fmt.Errorf("call: the record has no call %q, and the row no call_title to create it with", clip(call)))
		case state.ref == "":
			fresh = record.Call{Slug: call, Title: f.get("call_title"), Kind: word(f, "call_kind", record.CallKinds, &bad), StartsOn: r.date(f, "call_date", &bad)}
			if fresh.Kind == "" {
				fresh.Kind = record.CallOther
			}
			if !record.ValidSlug(call) {
				bad.add(fmt.Errorf("call: %q is not a slug; one for it is %s", clip(call), record.Slug(call)))
			} else if _, err := record.NewCall(fresh); err != nil && len(bad) == 0 {
				bad.add(errors.New("the call: " + explain(err)))
			}
		}
		m := mentionOf(f, "union")
		if m.written == "" {
			bad.add(errors.New("union: the row names none"))
		}
		word(f, "union_kind", record.UnionKinds, &bad)
		if len(bad) == 0 {
			// What is wrong with the position itself is told before a name is asked for.
			if _, err := record.NewPosition(p); err != nil {
				bad.add(errors.New(explain(err)))
			}
		}
		if len(bad) > 0 {
			return r.refuse(row, bad.text())
		}
		union, ok, err := r.resolve(row, m)
		if err != nil || !ok {
			return err
		}
		if by := f.get("by"); by != "" {
			ref, ok, err := r.resolve(row, mention{written: by})
			if err != nil || !ok {
				return err
			}
			if id, isID := ref.UUID(); isID {
				p.By = &id
			}
		}
		state.comes = state.comes || state.ref == ""
		r.later(func() error {
			if state.ref == "" {
				res := r.session.PutCall(record.CallPut{Call: fresh, Keep: true})
				if res.Err != nil {
					state.comes = false
					return r.settle(row, digest, res)
				}
				if res.Outcome == record.PutCreated {
					r.report.CallsCreated++
				}
				state.ref = record.Ref(res.ID.String())
			}
			return r.settle(row, digest, r.session.PutEndorsement(record.EndorsementPut{Call: state.ref, Union: union, Position: p, Seen: digest}))
		})
		return nil
	}}
}

// Statements

var statementColumns = slices.Concat([]column{
	{name: "title", required: true},
	{name: "issuers", required: true, also: []string{"issuer", "union", "unions"}},
	{name: "kind", words: texts(record.StatementKinds), also: []string{"type"}},
	{name: "text", also: []string{"excerpt", "body"}},
	{name: "language", also: []string{"lang"}},
	{name: "published_on", also: []string{"date", "published"}},
	{name: "url", also: []string{"link"}},
	{name: "calls", also: []string{"call"}},
	{name: "quotes"},
	{name: "id", ignored: true},
	{name: "version", ignored: true},
	{name: "created_at", ignored: true},
	{name: "updated_at", ignored: true},
}, hints, cited)

func statementsLayout() layout {
	return layout{columns: statementColumns, prepare: prepareNames, row: func(r *run, row Row, f fields, digest []byte) error {
		var bad faults
		s := record.Statement{
			Title: f.get("title"), Text: f.get("text"), Kind: word(f, "kind", record.StatementKinds, &bad), Language: f.get("language"),
			PublishedOn: r.date(f, "published_on", &bad), URL: f.get("url"), Citations: r.citation(f, &bad),
		}
		if text := f.get("quotes"); strings.HasPrefix(text, "[") {
			if err := json.Unmarshal([]byte(text), &s.Quotes); err != nil {
				bad.add(errors.New("quotes: this is not the list that an export writes"))
			}
		} else if text != "" {
			s.Quotes = record.List[record.Quote]{{Text: text}}
		}
		for _, text := range f.list("calls") {
			state, err := r.callOf(text)
			if err != nil {
				return err
			}
			id, ok := state.ref.UUID()
			if !ok {
				bad.add(fmt.Errorf("calls: the record has no call %q", clip(text)))
			}
			s.Calls = append(s.Calls, record.CallRef{ID: id})
		}
		names := f.list("issuers")
		if len(names) == 0 {
			bad.add(errors.New("issuers: the row names none"))
		}
		if len(bad) > 0 {
			return r.refuse(row, bad.text())
		}
		for _, name := range names {
			m := mention{written: name}
			if len(names) == 1 {
				m = mentionOf(f, "issuers") // the hints are about the one
			}
			ref, ok, err := r.resolve(row, m)
			if err != nil || !ok {
				return err
			}
			if id, isID := ref.UUID(); isID {
				s.Issuers = append(s.Issuers, record.UnionRef{ID: id})
			}
		}
		r.later(func() error {
			return r.settle(row, digest, r.session.PutStatement(record.StatementPut{Statement: s, Seen: digest}))
		})
		return nil
	}}
}

// Sources

var sourceColumns = slices.Concat([]column{
	{name: "url", required: true, also: []string{"source_url", "link"}},
	{name: "title", also: []string{"source_title"}},
	{name: "publisher", also: []string{"source_publisher"}},
	{name: "kind", words: texts(record.SourceKinds), also: []string{"source_kind", "type"}},
	{name: "published_on", also: []string{"source_published_on", "date"}},
	{name: "retrieved_at"},
	{name: "archive_url"},
	{name: "sha256"},
	{name: "health", words: record.Healths},
	{name: "union", also: []string{"union_id"}},
	{name: "id", ignored: true},
	{name: "version", ignored: true},
	{name: "created_at", ignored: true},
	{name: "updated_at", ignored: true},
}, hints)

func sourcesLayout() layout {
	return layout{columns: sourceColumns, prepare: prepareNames, row: func(r *run, row Row, f fields, digest []byte) error {
		var bad faults
		s := record.Source{
			URL: f.get("url"), Title: f.get("title"), Publisher: f.get("publisher"), Kind: word(f, "kind", record.SourceKinds, &bad), PublishedOn: r.date(f, "published_on", &bad),
			ArchiveURL: f.get("archive_url"), SHA256: f.get("sha256"), Health: word(f, "health", record.Healths, &bad),
		}
		if text := f.get("retrieved_at"); text != "" {
			t, err := time.Parse(time.RFC3339, text)
			if err != nil {
				bad.add(fmt.Errorf("retrieved_at: %q is not an instant such as 2026-01-23T14:05:00Z", clip(text)))
			}
			s.RetrievedAt = &t
		}
		if s.URL == "" {
			bad.add(errors.New("url: the row has none"))
		}
		if len(bad) > 0 {
			return r.refuse(row, bad.text())
		}
		if m := mentionOf(f, "union"); m.written != "" {
			ref, ok, err := r.resolve(row, m)
			if err != nil || !ok {
				return err
			}
			if id, isID := ref.UUID(); isID {
				s.Union = &id
			}
		}
		r.later(func() error {
			return r.settle(row, digest, r.session.PutSource(record.SourcePut{Source: s, Seen: digest}))
		})
		return nil
	}}
}
