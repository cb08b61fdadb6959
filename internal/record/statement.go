package record

import (
	"time"

	"github.com/google/uuid"
)

// StatementKind says what sort of text a statement is.
type StatementKind string

// StatementKinds lists every kind.
var StatementKinds = []StatementKind{"press_release", "resolution", "letter", "social_post", "speech", "article"}

// Quote is a passage of a statement and who said it.
type Quote struct {
	Text    string `json:"text" validate:"required" example:"An injury to one is an injury to all."`
	Speaker string `json:"speaker"`
	Role    string `json:"role"`
}

// Translation is a statement's text in another language.
type Translation struct {
	Language string `json:"language" validate:"required" example:"es"` // BCP 47
	Title    string `json:"title"`
	Text     string `json:"text"`
}

// Statement is what one or more unions said, about any number of calls.
type Statement struct {
	ID           uuid.UUID         `json:"id"`
	Title        string            `json:"title"`
	Text         string            `json:"text"`
	Kind         StatementKind     `json:"kind"`
	Language     string            `json:"language"` // BCP 47
	PublishedOn  Date              `json:"published_on"`
	URL          string            `json:"url" gorm:"column:url"`
	Issuers      List[UnionRef]    `json:"issuers"`
	Calls        List[CallRef]     `json:"calls"`
	Quotes       List[Quote]       `json:"quotes"`
	Translations List[Translation] `json:"translations"`
	Citations    List[Citation]    `json:"citations"`
	Version      int               `json:"version"`
	CreatedAt    time.Time         `json:"created_at"`
	UpdatedAt    time.Time         `json:"updated_at"`
}

// SearchText is what a search for a statement looks through, folded.
func (s Statement) SearchText() string { return Fold(s.Title) + "\n" + Fold(s.Text) }

// NewStatement normalises s and answers it, or an *Error that names every bad field.
func NewStatement(s Statement) (Statement, error) {
	var f Faults
	s.Title = tidy(s.Title)
	f.requireText("/title", s.Title, maxLine)
	f.checkText("/text", s.Text, maxText)
	oneOf(&f, "/kind", s.Kind, StatementKinds)
	if s.Language == "" {
		s.Language = "und" // BCP 47's "undetermined"
	}
	checkLanguage(&f, "/language", s.Language)
	f.checkDate("/published_on", s.PublishedOn)
	f.checkURL("/url", &s.URL)
	if len(s.Issuers) == 0 {
		f.Add("/issuers", "required", "a statement is issued by at least one union")
	}
	f.checkCount("/issuers", len(s.Issuers))
	f.checkCount("/calls", len(s.Calls))
	checkRepeats(&f, "/issuers", s.Issuers, func(u UnionRef) uuid.UUID { return u.ID })
	checkRepeats(&f, "/calls", s.Calls, func(c CallRef) uuid.UUID { return c.ID })
	f.checkCount("/quotes", len(s.Quotes))
	for i, q := range s.Quotes {
		f.requireText(at("/quotes", i)+"/text", q.Text, 10_000)
		f.checkText(at("/quotes", i)+"/speaker", q.Speaker, maxName)
		f.checkText(at("/quotes", i)+"/role", q.Role, maxName)
	}
	f.checkCount("/translations", len(s.Translations))
	for i, t := range s.Translations {
		p := at("/translations", i)
		if t.Language == "" {
			f.Add(p+"/language", "required", "a translation says its language")
		}
		checkLanguage(&f, p+"/language", t.Language)
		f.checkText(p+"/title", t.Title, maxLine)
		f.checkText(p+"/text", t.Text, maxText)
	}
	s.Citations = f.checkCitations("/citations", s.Citations)
	return s, f.Err("The statement")
}

// checkRepeats notes records that stand twice. One without an id is not known, and so not a repeat.
func checkRepeats[T any](f *Faults, pointer string, items []T, id func(T) uuid.UUID) {
	seen := map[uuid.UUID]bool{}
	for i, item := range items {
		if seen[id(item)] && id(item) != uuid.Nil {
			f.Add(at(pointer, i), "duplicate", "the same record stands twice")
		}
		seen[id(item)] = true
	}
}
