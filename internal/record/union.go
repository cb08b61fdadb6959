package record

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// UnionKind tells apart the bodies of organized workers, from a federation down to a shop unit.
type UnionKind string

// The kinds of union.
const (
	KindFederation   UnionKind = "federation"    // a federation of unions
	KindNational     UnionKind = "national"      // a national or international union
	KindIntermediate UnionKind = "intermediate"  // a joint council, district council or state body of one union
	KindLaborCouncil UnionKind = "labor_council" // a regional body gathering locals of several unions
	KindLocal        UnionKind = "local"         // a local, lodge, branch or chapter that holds a charter
	KindUnit         UnionKind = "unit"          // a unit, shop or chapter inside a local
	KindCaucus       UnionKind = "caucus"        // a rank-and-file group; it never speaks for the union
	KindCoalition    UnionKind = "coalition"     // a standing coalition of unions
)

// UnionKinds lists every kind.
var UnionKinds = []UnionKind{KindFederation, KindNational, KindIntermediate, KindLaborCouncil, KindLocal, KindUnit, KindCaucus, KindCoalition}

// UnionStatus says whether a union is still there.
type UnionStatus string

// The states of a union.
const (
	StatusActive    UnionStatus = "active"
	StatusDissolved UnionStatus = "dissolved"
	StatusMerged    UnionStatus = "merged" // this record was found to be the same union as MergedInto
)

// UnionStatuses lists every status.
var UnionStatuses = []UnionStatus{StatusActive, StatusDissolved, StatusMerged}

// NameTypes lists what a name of a union can be.
var NameTypes = []string{"official", "short", "acronym", "alias", "former"}

// IdentifierSchemes lists the registers whose identifiers a union may carry: olms is the file number
// of the US Department of Labor's Office of Labor-Management Standards, uk_certoff that of the
// Certification Officer of Great Britain.
var IdentifierSchemes = []string{"olms", "ein", "wikidata", "ror", "uk_certoff", "url"}

// Name is one of a union's names. Names collide, so a name is never an identity.
type Name struct {
	Value string `json:"value" example:"UNITE HERE Local 17" validate:"required"`
	Type  string `json:"type" enums:"official,short,acronym,alias,former" example:"official"`
	// Lang is a BCP 47 language tag; empty when it does not matter.
	Lang  string `json:"lang,omitempty" example:"en"`
	From  Date   `json:"from" swaggertype:"string" extensions:"x-nullable"`
	Until Date   `json:"until" swaggertype:"string" extensions:"x-nullable"`
}

// Identifier is a union's entry in somebody's register. Scheme and value together belong to one union.
type Identifier struct {
	Scheme string `json:"scheme" enums:"olms,ein,wikidata,ror,uk_certoff,url" example:"wikidata" validate:"required"`
	Value  string `json:"value" example:"Q7392861" validate:"required"`
}

// Designation is what a charter calls the body, apart from its name: Local 34-A is type "Local",
// number "34", suffix "A".
type Designation struct {
	Type   string `json:"type"`
	Number string `json:"number"`
	Suffix string `json:"suffix"`
}

// Place is where a union sits or a call takes place.
type Place struct {
	Country   string   `json:"country"` // ISO 3166-1 alpha-2
	Region    string   `json:"region"`  // ISO 3166-2
	City      string   `json:"city"`
	Latitude  *float64 `json:"latitude"`  // degrees north, WGS 84
	Longitude *float64 `json:"longitude"` // degrees east, WGS 84
}

// MemberCount is how many members a union had at a date, as somebody reported it.
type MemberCount struct {
	Count    int        `json:"count"`
	AsOf     Date       `json:"as_of"`
	SourceID *uuid.UUID `json:"source_id"`
}

// ParentRef names a union that another is chartered by or affiliated with.
type ParentRef struct {
	ID   uuid.UUID       `json:"id"`
	Slug string          `json:"slug"`
	Name string          `json:"name"`
	Type AffiliationType `json:"type"`
}

// UnionRef names a union inside another record.
type UnionRef struct {
	ID     uuid.UUID `json:"id"`
	Slug   string    `json:"slug"`
	Name   string    `json:"name"`
	Kind   UnionKind `json:"kind,omitempty"`
	Region string    `json:"region,omitempty"`
}

// Union is any body of organized workers; Kind says which.
type Union struct {
	ID          uuid.UUID         `json:"id"`
	Slug        string            `json:"slug"`
	Kind        UnionKind         `json:"kind"`
	Name        string            `json:"name"` // the display name: one of Names
	Names       List[Name]        `json:"names"`
	Designation Designation       `json:"designation" gorm:"embedded;embeddedPrefix:designation_"`
	Identifiers List[Identifier]  `json:"identifiers"`
	Place       Place             `json:"place" gorm:"embedded"`
	Members     List[MemberCount] `json:"members"` // every known count, oldest first
	Status      UnionStatus       `json:"status"`
	Founded     Date              `json:"founded"`
	Dissolved   Date              `json:"dissolved"`
	MergedInto  *uuid.UUID        `json:"merged_into"`
	Website     string            `json:"website"`
	Version     int               `json:"version"`
	CreatedAt   time.Time         `json:"created_at"`
	UpdatedAt   time.Time         `json:"updated_at"`

	// Parents are read from the affiliations in force; they are no part of the union's own facts.
	Parents List[ParentRef] `json:"-"`
}

// Ref names the union in another record.
func (u Union) Ref() UnionRef {
	return UnionRef{ID: u.ID, Slug: u.Slug, Name: u.Name, Kind: u.Kind, Region: u.Place.Region}
}

// MembersAsOf returns the latest count dated on or before the day, or nil if none is known. Counts
// without a date hold at any time until a dated one is known.
func (u Union) MembersAsOf(day Date) *MemberCount {
	var latest *MemberCount
	for i := range u.Members {
		if c := &u.Members[i]; !day.Before(c.AsOf) && (latest == nil || latest.AsOf.First() <= c.AsOf.First()) {
			latest = c
		}
	}
	return latest
}

// SearchText is what a search for a union looks through: every name, designation, city and
// identifier, folded.
func (u Union) SearchText() string {
	words := make([]string, 0, len(u.Names)+4)
	for _, n := range u.Names {
		words = append(words, Fold(n.Value))
	}
	words = append(words, Fold(u.Place.City), strings.ReplaceAll(u.Slug, "-", " "))
	for _, id := range u.Identifiers {
		words = append(words, Fold(id.Value))
	}
	slices.Sort(words)
	return strings.Join(slices.Compact(words), "\n")
}

// NewUnion normalises u and answers it, or an *Error that names every bad field. The caller gives ID
// and Version; the store derives a missing slug. A display name that is missing among the names is put
// first there. Without a status the union is active, or dissolved if it has a date of dissolution.
func NewUnion(u Union) (Union, error) {
	var f Faults
	oneOf(&f, "/kind", u.Kind, UnionKinds)

	u.Name = tidy(u.Name)
	f.requireText("/name", u.Name, maxName)
	u.Names = checkNames(&f, u.Name, u.Names)

	if u.Slug != "" && !ValidSlug(u.Slug) {
		f.Add("/slug", "invalid", "a slug has lower-case letters, digits and single hyphens, at most %d", maxSlug)
	}

	u.Designation = checkDesignation(&f, u.Designation)
	u.Identifiers = checkIdentifiers(&f, u.Identifiers)
	u.Place = checkPlace(&f, "/place", u.Place)
	u.Members = checkMembers(&f, u.Members)

	if u.Status == "" {
		u.Status = StatusActive
		if u.Dissolved.Known() {
			u.Status = StatusDissolved
		}
	}
	oneOf(&f, "/status", u.Status, UnionStatuses)
	if (u.Status == StatusMerged) != (u.MergedInto != nil) {
		f.Add("/status", "invalid", "a union becomes merged, and ceases to be, only by merging and unmerging it")
	}
	f.checkDate("/founded", u.Founded)
	f.checkDate("/dissolved", u.Dissolved)
	f.checkOrder("/dissolved", u.Founded, u.Dissolved)
	if u.Dissolved.Known() && u.Status == StatusActive {
		f.Add("/status", "invalid", "a union with a date of dissolution is not active")
	}
	f.checkURL("/website", &u.Website)
	return u, f.Err("The union")
}

func checkNames(f *Faults, display string, names List[Name]) List[Name] {
	f.checkCount("/names", len(names))
	names = slices.Clone(names)
	shown := false
	seen := map[string]bool{}
	for i := range names {
		n, p := &names[i], at("/names", i)
		n.Value = tidy(n.Value)
		f.requireText(p+"/value", n.Value, maxName)
		if n.Type == "" {
			n.Type = "alias"
		}
		oneOf(f, p+"/type", n.Type, NameTypes)
		checkLanguage(f, p+"/lang", n.Lang)
		f.checkDate(p+"/from", n.From)
		f.checkDate(p+"/until", n.Until)
		f.checkOrder(p+"/until", n.From, n.Until)
		shown = shown || n.Value == display
		key := n.Value + "\x00" + n.Type + "\x00" + n.Lang + "\x00" + string(n.From)
		if seen[key] {
			f.Add(p, "duplicate", "the name %q stands twice", clip(n.Value))
		}
		seen[key] = true
	}
	if !shown && display != "" {
		names = slices.Insert(names, 0, Name{Value: display, Type: "official"})
	}
	return names
}

// checkLanguage holds a tag to the shape of BCP 47 (RFC 5646 §2.1), not to the registry.
func checkLanguage(f *Faults, pointer, tag string) {
	if tag == "" {
		return
	}
	for i, part := range strings.Split(tag, "-") {
		bad := len(part) < 1 || len(part) > 8 || i == 0 && (len(part) < 2 || strings.ContainsAny(part, "0123456789"))
		if bad || strings.ContainsFunc(part, func(r rune) bool {
			return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
		}) {
			f.Add(pointer, "invalid", "%q is not a language tag such as en or es-MX", clip(tag))
			return
		}
	}
}

func checkDesignation(f *Faults, d Designation) Designation {
	d = Designation{Type: tidy(d.Type), Number: tidy(d.Number), Suffix: tidy(d.Suffix)}
	f.checkText("/designation/type", d.Type, 60)
	f.checkText("/designation/number", d.Number, 20)
	f.checkText("/designation/suffix", d.Suffix, 20)
	if d.Type == "" && d.Number != "" {
		f.Add("/designation/type", "required", "a number needs to say what it numbers, such as Local")
	}
	return d
}

func checkIdentifiers(f *Faults, ids List[Identifier]) List[Identifier] {
	f.checkCount("/identifiers", len(ids))
	ids = slices.Clone(ids)
	seen := map[Identifier]bool{}
	for i := range ids {
		id, p := &ids[i], at("/identifiers", i)
		oneOf(f, p+"/scheme", id.Scheme, IdentifierSchemes)
		id.Value = tidy(id.Value)
		f.requireText(p+"/value", id.Value, maxURL)
		if problem := checkIdentifier(id); problem != "" && id.Value != "" {
			f.Add(p+"/value", "invalid", "%q is not %s", clip(id.Value), problem)
		}
		if seen[*id] {
			f.Add(p, "duplicate", "the identifier %s:%s stands twice", id.Scheme, clip(id.Value))
		}
		seen[*id] = true
	}
	return ids
}

// rorPattern is how the Research Organization Registry writes its ids: in the digits and letters of
// Crockford's base 32, with a checksum of two digits.
var rorPattern = regexp.MustCompile(`^0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}$`)

// checkIdentifier normalises the value and says what it should have been, if it is not.
func checkIdentifier(id *Identifier) string {
	switch id.Scheme {
	case "olms":
		n, err := strconv.ParseUint(id.Value, 10, 32)
		if err != nil || n < 1 || n > 9_999_999 {
			return "an OLMS file number (digits)"
		}
		id.Value = strconv.FormatUint(n, 10) // file numbers are often written with leading zeros
	case "ein":
		digits := strings.ReplaceAll(id.Value, "-", "")
		if len(digits) != 9 || !isDigits(digits) {
			return "an EIN of nine digits"
		}
		id.Value = digits[:2] + "-" + digits[2:]
	case "wikidata":
		id.Value = strings.ToUpper(id.Value)
		if len(id.Value) < 2 || len(id.Value) > 12 || id.Value[0] != 'Q' || id.Value[1] == '0' || !isDigits(id.Value[1:]) {
			return "a Wikidata item such as Q42"
		}
	case "ror":
		id.Value = strings.TrimPrefix(strings.ToLower(id.Value), "https://ror.org/")
		if !rorPattern.MatchString(id.Value) {
			return "a ROR id of nine characters"
		}
	case "url":
		n, ok := NormalizeURL(id.Value)
		if !ok {
			return "an http or https address"
		}
		id.Value = n
	}
	return ""
}

func isDigits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func checkMembers(f *Faults, counts List[MemberCount]) List[MemberCount] {
	f.checkCount("/members", len(counts))
	counts = slices.Clone(counts)
	for _, c := range counts {
		if c.Count < 0 || c.Count > 1_000_000_000 {
			f.Add("/members/count", "range", "%d is not a number of members", c.Count)
		}
		f.checkDate("/members/as_of", c.AsOf)
	}
	slices.SortStableFunc(counts, byDate)
	return counts
}

func byDate(a, b MemberCount) int { return strings.Compare(string(a.AsOf), string(b.AsOf)) }

// WithMembers adds a count to those known; one of the same date is replaced.
func (u Union) WithMembers(c MemberCount) Union {
	u = u.WithoutMembers(c.AsOf)
	u.Members = append(u.Members, c)
	slices.SortStableFunc(u.Members, byDate)
	return u
}

// WithoutMembers takes the count of a date away.
func (u Union) WithoutMembers(asOf Date) Union {
	u.Members = slices.DeleteFunc(slices.Clone(u.Members), func(c MemberCount) bool { return c.AsOf == asOf })
	return u
}

// ParseIdentifier reads "scheme:value", as a query names an identifier, into the form in which it is
// kept. Errors: CodeInvalid.
func ParseIdentifier(s string) (Identifier, error) {
	scheme, value, found := strings.Cut(s, ":")
	id := Identifier{Scheme: scheme, Value: tidy(value)}
	if !found || id.Value == "" || !slices.Contains(IdentifierSchemes, scheme) {
		return id, Errorf(CodeInvalid, "%q is not scheme:value, with a scheme of %s", clip(s), strings.Join(IdentifierSchemes, ", "))
	}
	if problem := checkIdentifier(&id); problem != "" {
		return id, Errorf(CodeInvalid, "%q is not %s", clip(value), problem)
	}
	return id, nil
}
