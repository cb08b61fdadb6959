package record

import (
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
)

// SourceKind says what sort of document a source is.
type SourceKind string

// The kinds of source.
const (
	SourceUnionSite SourceKind = "union_site" // published by a union itself
	SourcePress     SourceKind = "press"
	SourceSocial    SourceKind = "social"
	SourceDocument  SourceKind = "document"
	SourceOther     SourceKind = "other"
)

// SourceKinds lists every kind.
var SourceKinds = []SourceKind{SourceUnionSite, SourcePress, SourceSocial, SourceDocument, SourceOther}

// Healths lists the states of the document behind a source.
var Healths = []string{"live", "changed", "gone"}

// Source is a document that records cite, identified by its normalised URL.
type Source struct {
	ID          uuid.UUID  `json:"id"`
	URL         string     `json:"url" gorm:"column:url"`
	Title       string     `json:"title"`
	Publisher   string     `json:"publisher"`
	Kind        SourceKind `json:"kind"`
	Union       *uuid.UUID `json:"union" gorm:"column:union_id"` // whose site a union_site is
	PublishedOn Date       `json:"published_on"`
	RetrievedAt *time.Time `json:"retrieved_at"`
	ArchiveURL  string     `json:"archive_url" gorm:"column:archive_url"`
	SHA256      string     `json:"sha256" gorm:"column:sha256"` // of what was retrieved, in hex
	Health      string     `json:"health"`
	Version     int        `json:"version"`
	CreatedAt   time.Time  `json:"created_at"`
	UpdatedAt   time.Time  `json:"updated_at"`
}

// SourceRef names a source in a citation.
type SourceRef struct {
	ID          uuid.UUID  `json:"id"`
	URL         string     `json:"url"`
	Title       string     `json:"title"`
	Publisher   string     `json:"publisher"`
	Kind        SourceKind `json:"kind"`
	PublishedOn Date       `json:"published_on"`
}

// Ref names the source in a citation.
func (s Source) Ref() SourceRef {
	return SourceRef{ID: s.ID, URL: s.URL, Title: s.Title, Publisher: s.Publisher, Kind: s.Kind, PublishedOn: s.PublishedOn}
}

// SearchText is what a search for a source looks through, folded.
func (s Source) SearchText() string {
	return Fold(s.Title) + "\n" + Fold(s.Publisher) + "\n" + Fold(s.URL)
}

// Citation ties a source to a record, with the passage it rests on and where to find it.
type Citation struct {
	Source  SourceRef `json:"source"`
	Quote   string    `json:"quote"`
	Locator string    `json:"locator"` // page, paragraph, minute

	// Draft is a source given inline: the store finds the one of that URL, or creates it, and puts it
	// in Source. It is never stored itself.
	Draft *Source `json:"-" gorm:"-"`
}

// NewSource normalises s and answers it, or an *Error whose pointers begin with prefix (a source may
// stand inside another record's body).
func NewSource(prefix string, s Source) (Source, error) {
	var f Faults
	f.checkSource(prefix, &s)
	return s, f.Err("The source")
}

func (f *Faults) checkSource(prefix string, s *Source) {
	if s.URL == "" {
		f.Add(prefix+"/url", "required", "the address of the document is required")
	}
	f.checkURL(prefix+"/url", &s.URL)
	s.Title, s.Publisher = tidy(s.Title), tidy(s.Publisher)
	f.checkText(prefix+"/title", s.Title, maxLine)
	f.checkText(prefix+"/publisher", s.Publisher, maxName)
	if s.Kind == "" {
		s.Kind = SourceOther
	}
	oneOf(f, prefix+"/kind", s.Kind, SourceKinds)
	f.checkDate(prefix+"/published_on", s.PublishedOn)
	f.checkURL(prefix+"/archive_url", &s.ArchiveURL)
	s.SHA256 = strings.ToLower(s.SHA256)
	if b, err := hex.DecodeString(s.SHA256); s.SHA256 != "" && (err != nil || len(b) != 32) {
		f.Add(prefix+"/sha256", "invalid", "a SHA-256 has 64 hexadecimal digits")
	}
	if s.Health == "" {
		s.Health = "live"
	}
	oneOf(f, prefix+"/health", s.Health, Healths)
}

// checkCitations answers the citations with their drafts normalised; the caller's stay as they are.
func (f *Faults) checkCitations(pointer string, citations List[Citation]) List[Citation] {
	f.checkCount(pointer, len(citations))
	citations = slices.Clone(citations)
	for i := range citations {
		c := &citations[i]
		f.checkText(at(pointer, i)+"/quote", c.Quote, 10_000)
		f.checkText(at(pointer, i)+"/locator", c.Locator, maxLine)
		switch {
		case c.Draft != nil:
			draft := *c.Draft
			f.checkSource(at(pointer, i)+"/source", &draft)
			c.Draft = &draft
		case c.Source.ID == uuid.Nil:
			f.Add(at(pointer, i)+"/source", "required", "a citation names its source by id or by url")
		}
	}
	return citations
}
