package match

import (
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Query is a written name with what else is known of the body that is meant. Only Name is needed.
type Query struct {
	Name string
	// City and Region are where it is, or the workplace that it is named for: they decide between bodies
	// of one number, and rule none out. Region is an ISO 3166-2 code (US-MN), its second part (MN) or, in the United
	// States and Canada, a name (Minnesota).
	City, Region string
	Country      string // ISO 3166-1 alpha-2
	Affiliation  string // the union that it belongs to, by any of its names
	Kind         record.UnionKind
}

// Candidate is a union that a name may mean.
type Candidate struct {
	ID          uuid.UUID
	Slug        string
	Name        string
	Kind        record.UnionKind
	Identifiers []record.Identifier
	Place       record.Place
	// Score is how likely this is the union meant, 0–1. The candidates of a name share what is left by
	// the chance that none is.
	Score float64
	// Match says that the name can be taken to mean this union without asking a person.
	Match bool
	// Features are what speaks for it and against it; docs/guide/names.md lists them.
	Features map[string]float64
}

// numbered finds the bodies of one affiliation that bear one number.
type numbered struct {
	affiliation int32 // 0: any
	number      string
}

// phrase is what one name of national unions stands for.
type phrase struct {
	joined       string
	words        []string
	affiliations []int32
	body         bool // it is what bodies of the union are called, and not the union itself
	generic      bool // it is the end of other unions' names as well
}

// entry is a union in the index.
type entry struct {
	union        Candidate // without score, match and features
	affiliations []int32   // of itself
	parents      []int32   // as they are written in the record
	numbers      []designated
	names        []named
	city         string
	region       string
	level        level
	national     bool
	active       bool
	word         string  // its designation, lower case
	count        int     // members
	members      float64 // the logarithm of how many, 0 unknown to 1 for a million
	phrases      []string
	live         bool
}

// designated is a number of a union: its own, or one that one of its names has.
type designated struct {
	affiliations []int32
	value        string
	suffix       string
	own          bool
}

// named is a name of a union, in what is compared of it.
type named struct {
	weight float64 // how surely a name that is this one means the union, 0–1
	whole  string  // all words but the empty ones, joined
	rest   []int32 // words that are neither affiliation nor number
}

// Index holds the unions of the record as they are looked up by name. It is safe for concurrent use.
type Index struct {
	mu         sync.RWMutex
	entries    []entry
	byID       map[uuid.UUID]int32
	free       []int32
	interned   map[string]int32 // affiliations: keys of the table, and "id:" and a union's id
	phrases    map[string]*phrase
	prefixes   map[string]bool
	vocabulary map[string][]*phrase // by word
	parents    map[int32][]int32    // of a key of the table: what it is part of
	one        map[int32]bool       // keys whose locals are numbered together with those of what they are part of
	members    map[int32]int        // of an affiliation's bodies, as far as they are known
	related    map[int32][]int32
	bound      map[int32][]int32 // a key of the table → the unions of the record that it stands for
	keyOf      map[int32]int32   // and back
	nationals  map[int32]int32   // an affiliation that is a union of the record → its entry
	numbers    map[numbered][]int32
	whole      map[string][]int32
	words      map[string]int32 // of names, in the order in which they came
	postings   [][]int32        // by word: the entries whose names have it
	typos      map[string][]string
	spellings  []string           // by word
	misspelt   map[string][]int32 // words of names that lack a letter → what they may be
	scratch    sync.Pool
	own        map[string]bool // words of the table and of designators
	merged     map[uuid.UUID]uuid.UUID
	decided    map[string][]record.Decision // by the name as it is written
	sectored   map[int32]bool               // the affiliations whose locals' numbers begin with that of a sector
	meant      map[string]bool              // names that a decision gave to a union, without what stands between their words
}

// New makes an index that knows the trade names and no union.
func New() *Index {
	x := &Index{
		byID: map[uuid.UUID]int32{}, interned: map[string]int32{}, phrases: map[string]*phrase{}, prefixes: map[string]bool{}, vocabulary: map[string][]*phrase{}, parents: map[int32][]int32{}, related: map[int32][]int32{},
		bound: map[int32][]int32{}, keyOf: map[int32]int32{}, nationals: map[int32]int32{}, members: map[int32]int{}, numbers: map[numbered][]int32{}, whole: map[string][]int32{}, words: map[string]int32{}, typos: map[string][]string{}, misspelt: map[string][]int32{}, own: map[string]bool{}, one: map[int32]bool{},
		merged: map[uuid.UUID]uuid.UUID{}, decided: map[string][]record.Decision{}, meant: map[string]bool{}, sectored: map[int32]bool{},
	}
	x.scratch.New = func() any { return &scratch{} }
	for _, t := range lexicon {
		key := x.intern(t.key)
		if t.parent != "" {
			x.parents[key] = append(x.parents[key], x.intern(t.parent))
			x.one[key] = t.one
		}
		for _, r := range t.related {
			x.related[key] = append(x.related[key], x.intern(r))
		}
		for _, p := range t.phrases {
			j := x.addPhrase(p, key)
			x.phrases[j].body = t.bodies[j]
			if len(j) >= 5 && len(j) <= 7 && !strings.Contains(p, " ") && !everyday[j] {
				x.misspell(j) // an acronym
			}
		}
	}
	for _, key := range x.stated("cwa") {
		x.sectored[key] = true
	}
	for line := range strings.Lines(trades) {
		_, phrases, _ := strings.Cut(line, ":")
		for _, t := range tokenize(phrases) {
			x.teach(canonical(t.s))
		}
	}
	for variant, w := range forms {
		x.teach(variant)
		x.teach(w)
	}
	for w := range designators {
		x.teach(w)
	}
	for w := range fillers {
		x.teach(w)
	}
	return x
}

func (x *Index) intern(s string) int32 {
	if id, ok := x.interned[s]; ok {
		return id
	}
	id := int32(len(x.interned) + 1)
	x.interned[s] = id
	return id
}

// addPhrase adds what a union is called, and answers how it is compared.
func (x *Index) addPhrase(text string, affiliation int32) string {
	words := compared(text)
	joined := strings.Join(words, "")
	if len(joined) < 2 || len(joined) > 200 {
		return joined
	}
	p := x.phrases[joined]
	if p == nil {
		p = &phrase{joined: joined, words: words, generic: generic[joined]}
		x.phrases[joined] = p
		for i := range joined {
			x.prefixes[joined[:i]] = true
		}
		x.prefixes[joined] = true
		for _, w := range words {
			x.vocabulary[w] = append(x.vocabulary[w], p)
		}
	}
	if !slices.Contains(p.affiliations, affiliation) {
		p.affiliations = append(p.affiliations, affiliation)
		slices.Sort(p.affiliations)
	}
	return joined
}

// dropPhrase takes an affiliation from what a phrase may mean.
func (x *Index) dropPhrase(joined string, affiliation int32) {
	p := x.phrases[joined]
	if p == nil {
		return
	}
	p.affiliations = slices.DeleteFunc(slices.Clone(p.affiliations), func(a int32) bool { return a == affiliation })
	if len(p.affiliations) > 0 {
		return
	}
	delete(x.phrases, joined)
	for _, w := range p.words {
		x.vocabulary[w] = slices.DeleteFunc(x.vocabulary[w], func(o *phrase) bool { return o == p })
	}
}

// teach adds a word whose misspellings are to be recognised, where it is long enough to be told from others.
func (x *Index) teach(w string) {
	if len(w) >= 6 {
		x.misspell(w)
	}
	x.own[w] = true
}

func (x *Index) misspell(w string) {
	if x.own[w] {
		return
	}
	x.own[w] = true
	x.typos[w] = append(x.typos[w], w)
	for i := range w {
		less := w[:i] + w[i+1:]
		if list := x.typos[less]; !slices.Contains(list, w) {
			x.typos[less] = append(list, w)
		}
	}
}

// completed are the words of unions' names that a word is, or is cut short from.
func (x *Index) completed(w string) []string {
	if x.vocabulary[w] != nil {
		return []string{w}
	}
	var full []string
	for v := range x.vocabulary {
		if strings.HasPrefix(v, w) {
			full = append(full, v)
		}
	}
	slices.Sort(full)
	return full
}

// says is how much a word of unions' names tells: the fewer have it, the more.
func (x *Index) says(w string) float64 {
	return math.Log(1 + float64(len(x.phrases))/float64(1+len(x.vocabulary[w])))
}

// known reports whether a word is one of the table's or of the record's names.
func (x *Index) known(w string) bool {
	if x.own[w] {
		return true
	}
	_, ok := x.words[w]
	return ok
}

// spelled is the word that a misspelt one was meant to be, if it is one letter away from it.
func (x *Index) spelled(w string) string {
	if len(w) < 5 || len(w) > 24 || x.known(w) {
		return w
	}
	best := ""
	consider := func(key string) {
		for _, c := range x.typos[key] {
			if d := len(c) - len(w); d < -1 || d > 1 || !near(c, w) {
				continue
			}
			if best == "" || c[0] == w[0] && best[0] != w[0] || (c[0] == w[0]) == (best[0] == w[0]) && c < best {
				best = c
			}
		}
	}
	consider(w)
	var b [24]byte
	for i := range len(w) {
		n := copy(b[:], w[:i])
		n += copy(b[n:], w[i+1:])
		if list := x.typos[string(b[:n])]; list != nil {
			consider(string(b[:n]))
		}
	}
	if best != "" {
		return best
	}
	return w
}

// respelled is the word of the record's names that a misspelt one was meant to be.
func (x *Index) respelled(w string) (int32, bool) {
	if len(w) < 5 || len(w) > 20 {
		return 0, false
	}
	best, found := int32(0), false
	consider := func(id int32) {
		if !near(x.spellings[id], w) || found && (len(x.postings[id]) < len(x.postings[best]) || len(x.postings[id]) == len(x.postings[best]) && x.spellings[id] >= x.spellings[best]) {
			return
		}
		best, found = id, len(x.postings[id]) > 0
	}
	for _, id := range x.misspelt[w] {
		consider(id)
	}
	for i := range w {
		less := w[:i] + w[i+1:]
		if id, ok := x.words[less]; ok && len(less) >= 6 {
			consider(id)
		}
		for _, id := range x.misspelt[less] {
			consider(id)
		}
	}
	return best, found
}

// near reports whether a and b are one insertion, deletion, substitution or swap apart.
func near(a, b string) bool {
	if len(a) < len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(b) && a[i] == b[i] {
		i++
	}
	ra, rb := a[i:], b[i:]
	if len(a) > len(b) {
		return ra[1:] == rb
	}
	return len(ra) == 0 || ra[1:] == rb[1:] || len(ra) > 1 && ra[0] == rb[1] && ra[1] == rb[0] && ra[2:] == rb[2:]
}

// Put adds a union, or what it has become. A union that was merged into another is taken out.
func (x *Index) Put(u record.Union) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(u.ID)
	delete(x.merged, u.ID)
	if u.Status == record.StatusMerged {
		if u.MergedInto != nil {
			x.merged[u.ID] = *u.MergedInto
		}
		return
	}
	at := int32(len(x.entries))
	if n := len(x.free); n > 0 {
		at, x.free = x.free[n-1], x.free[:n-1]
	} else {
		x.entries = append(x.entries, entry{})
	}
	e := entry{
		union:  Candidate{ID: u.ID, Slug: u.Slug, Name: u.Name, Kind: u.Kind, Identifiers: u.Identifiers, Place: u.Place},
		city:   record.Fold(u.Place.City),
		region: subdivision(u.Place.Region),
		active: u.Status == record.StatusActive && len(u.Members) > 0,
		live:   true,
	}
	if n := len(u.Members); n > 0 {
		e.count = u.Members[n-1].Count
		e.members = min(1, math.Log10(1+float64(e.count))/6)
	}
	e.national = top(u.Kind)
	e.level = levelOf(u)
	x.affiliate(&e, u, at)
	if !e.national { // what a national union reports is what its bodies report
		for _, id := range e.affiliations {
			x.members[id] += e.count
		}
	}
	e.word = strings.ToLower(u.Designation.Type)
	x.name(&e, u, at)
	x.entries[at] = e
	x.byID[u.ID] = at
}

// top reports whether unions of a kind have bodies of their own and are none of another's.
func top(kind record.UnionKind) bool {
	return kind == record.KindNational || kind == record.KindFederation
}

func levelOf(u record.Union) level {
	switch u.Kind {
	case record.KindLocal, record.KindUnit:
		return levelLocal
	case record.KindIntermediate, record.KindLaborCouncil:
		return levelDistrict
	default:
		return levelUnknown
	}
}

// affiliate finds out which national unions a union belongs to, or is.
func (x *Index) affiliate(e *entry, u record.Union, at int32) {
	if e.national {
		self := x.intern("id:" + u.ID.String())
		e.affiliations = append(e.affiliations, self)
		x.nationals[self] = at
		key, found := x.keyFor(u)
		if found {
			e.affiliations = append(e.affiliations, key)
			x.bound[key] = append(x.bound[key], self)
			x.keyOf[self] = key
		}
		for _, n := range u.Names {
			p := joined(n.Value)
			if _, designates := designators[p]; designates || fillers[p] || p == "" || len(p) < 3 && n.Type != "acronym" && n.Type != "short" {
				continue // LO is a union of Norway, and what some write for Local
			}
			x.addPhrase(n.Value, self)
			e.phrases = append(e.phrases, p)
			if n.Type == "official" {
				for _, t := range tokenize(n.Value) {
					if !t.number {
						x.teach(canonical(t.s))
					}
				}
			}
		}
		return
	}
	for _, p := range u.Parents {
		e.affiliations = append(e.affiliations, x.intern("id:"+p.ID.String()))
		e.parents = append(e.parents, x.intern("id:"+p.ID.String()))
		e.affiliations = append(e.affiliations, x.stated(p.Name)...)
	}
	if len(e.affiliations) == 0 {
		e.affiliations = append(e.affiliations, x.stated(u.Name)...)
	}
	slices.Sort(e.affiliations)
	e.affiliations = slices.Compact(e.affiliations)
}

// stated are the keys of the table that a name names.
func (x *Index) stated(name string) []int32 {
	if ph := x.phrases[joined(name)]; ph != nil {
		return x.keys(ph.affiliations)
	}
	p := x.parse(name)
	var keys []int32
	for _, m := range p.mentions {
		keys = append(keys, x.keys(m.affiliations)...)
	}
	return keys
}

func (x *Index) keys(affiliations []int32) []int32 {
	var keys []int32
	for _, a := range affiliations {
		if int(a) <= len(lexiconKeys) {
			keys = append(keys, a)
		}
	}
	return keys
}

// lexiconKeys are as many as the table's keys, which are the first to be interned.
var lexiconKeys = func() map[string]bool {
	m := map[string]bool{}
	for _, t := range lexicon {
		m[t.key] = true
		if t.parent != "" {
			m[t.parent] = true
		}
		for _, r := range t.related {
			m[r] = true
		}
	}
	return m
}()

// keyFor is the key of the table that stands for a national union. Acronyms collide across countries, so they
// decide only for unions of North America, and only where no longer name does.
func (x *Index) keyFor(u record.Union) (int32, bool) {
	acronyms := u.Place.Country == "" || u.Place.Country == "US" || u.Place.Country == "CA"
	for _, kind := range []string{"official", "short", "alias", "acronym"} {
		for _, n := range u.Names {
			if n.Type != kind {
				continue
			}
			j := joined(n.Value)
			ph := x.phrases[j]
			if ph == nil || len(j) < 9 && !acronyms {
				continue
			}
			if keys := x.keys(ph.affiliations); len(keys) == 1 {
				return keys[0], true
			}
		}
	}
	return 0, false
}

// name adds a union's names and numbers to what is looked up.
func (x *Index) name(e *entry, u record.Union, at int32) {
	own := strings.TrimLeft(strings.ToLower(u.Designation.Number), "0")
	if own != "" {
		value, suffix := cutSuffix(own)
		if u.Designation.Suffix != "" {
			suffix = strings.ToLower(u.Designation.Suffix)
		}
		x.number(e, at, designated{affiliations: e.affiliations, value: value, suffix: suffix, own: true})
	}
	for _, n := range u.Names {
		p := x.parse(n.Value)
		if len(p.numbers) > 0 && !e.national && n.Type != "former" {
			affiliations := e.affiliations
			if len(p.mentions) > 0 {
				affiliations = slices.Clone(affiliations)
				for _, m := range p.mentions {
					affiliations = append(affiliations, x.keys(m.affiliations)...)
				}
				slices.Sort(affiliations)
				affiliations = slices.Compact(affiliations)
			}
			if v := p.numbers[0]; v.value != own {
				x.number(e, at, designated{affiliations: affiliations, value: v.value, suffix: v.suffix})
			}
		}
		whole := p.whole()
		if slices.ContainsFunc(e.names, func(o named) bool { return o.whole == whole }) {
			continue
		}
		nm := named{whole: whole, weight: x.telling(n, &p, e.national)}
		if whole != "" && len(e.names) < 24 {
			x.whole[whole] = append(x.whole[whole], at)
		}
		rest := append(slices.Clone(p.rest), p.bodies...)
		if e.national {
			rest = nil
			for i, w := range p.words {
				if !p.tokens[i].number && !empty[w] {
					rest = append(rest, w)
				}
			}
		}
		for _, w := range rest {
			nm.rest = append(nm.rest, x.word(w, at))
		}
		slices.Sort(nm.rest)
		nm.rest = slices.Compact(nm.rest)
		if len(e.names) < 24 {
			e.names = append(e.names, nm)
		}
	}
}

// telling is how surely a name by itself means the union. What a registry gives as a second line is often a workplace,
// and an acronym is short: an alias without any word of unions says less.
func (x *Index) telling(n record.Name, p *parsed, national bool) float64 {
	switch {
	case national, n.Type == "official", n.Type == "short", len(p.mentions) > 0:
		return 1
	case n.Type == "acronym", n.Type == "former":
		return 0.8
	}
	for i, w := range p.words {
		last := i == len(p.words)-1
		if bodily[w] || (w == "union" || w == "council") && (last || p.words[i+1] == "of") { // not Union City, not Council Bluffs
			return 1
		}
	}
	return 0.5
}

// cutSuffix takes the letters off the end of a number.
func cutSuffix(n string) (value, suffix string) {
	i := strings.IndexFunc(n, func(r rune) bool { return r < '0' || r > '9' })
	if i <= 0 {
		return n, ""
	}
	return n[:i], strings.Trim(n[i:], "- ")
}

func (x *Index) number(e *entry, at int32, d designated) {
	for _, n := range e.numbers {
		if n.value == d.value && n.suffix == d.suffix {
			return
		}
	}
	e.numbers = append(e.numbers, d)
	for _, a := range d.affiliations {
		k := numbered{a, d.value}
		x.numbers[k] = add(x.numbers[k], at)
	}
	k := numbered{0, d.value}
	x.numbers[k] = add(x.numbers[k], at)
}

func add(list []int32, at int32) []int32 {
	if n := len(list); n > 0 && list[n-1] == at { // a union's names and numbers are put in one go
		return list
	}
	return append(list, at)
}

func (x *Index) word(w string, at int32) int32 {
	id, ok := x.words[w]
	if !ok {
		id = int32(len(x.postings))
		w = strings.Clone(w)
		x.words[w] = id
		x.spellings = append(x.spellings, w)
		if len(w) >= 6 && len(w) <= 20 && w[0] >= 'a' {
			for i := range w {
				less := w[:i] + w[i+1:]
				x.misspelt[less] = append(x.misspelt[less], id)
			}
		}
		x.postings = append(x.postings, nil)
	}
	x.postings[id] = add(x.postings[id], at)
	return id
}

// whole is a name as it is compared in full.
func (p *parsed) whole() string {
	var b strings.Builder
	for i, w := range p.words {
		if p.tokens[i].number {
			w = strings.TrimLeft(w, "0")
			b.WriteByte('#')
		} else if empty[w] {
			continue
		}
		b.WriteString(w)
	}
	return b.String()
}

// Remove takes a union out; one that is not there is no error.
func (x *Index) Remove(id uuid.UUID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.remove(id)
	delete(x.merged, id)
}

func (x *Index) remove(id uuid.UUID) {
	at, ok := x.byID[id]
	if !ok {
		return
	}
	e := &x.entries[at]
	delete(x.byID, id)
	if !e.national {
		for _, id := range e.affiliations {
			x.members[id] -= e.count
		}
	}
	for _, d := range e.numbers {
		for _, a := range append([]int32{0}, d.affiliations...) {
			k := numbered{a, d.value}
			drop(x.numbers, k, at)
		}
	}
	for _, n := range e.names {
		drop(x.whole, n.whole, at)
		for _, w := range n.rest {
			x.postings[w] = without(x.postings[w], at)
		}
	}
	if e.national {
		self := x.interned["id:"+id.String()]
		delete(x.nationals, self)
		for _, p := range e.phrases {
			x.dropPhrase(p, self)
		}
		if key, ok := x.keyOf[self]; ok {
			x.bound[key] = without(x.bound[key], self)
			delete(x.keyOf, self)
		}
	}
	*e = entry{}
	x.free = append(x.free, at)
}

func drop[K comparable](m map[K][]int32, k K, at int32) {
	if list := without(m[k], at); len(list) > 0 {
		m[k] = list
	} else {
		delete(m, k)
	}
}

func without(list []int32, at int32) []int32 {
	if i := slices.Index(list, at); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// idf is how much a word tells: the rarer, the more.
func (x *Index) idf(w int32) float64 {
	return math.Log(1 + float64(len(x.byID)+1)/float64(len(x.postings[w])+1))
}
