package record

import (
	"time"

	"github.com/google/uuid"
)

// AffiliationType tells the organisational tree from membership in a federation or council.
type AffiliationType string

// The types of affiliation.
const (
	Chartered  AffiliationType = "chartered"  // the child is part of the parent's own organisation
	Affiliated AffiliationType = "affiliated" // the child belongs to a federation or council
)

// AffiliationTypes lists both types.
var AffiliationTypes = []AffiliationType{Chartered, Affiliated}

// Affiliation is a dated edge from a union to one of its parents. A union may have several parents
// at once; all affiliations together form a graph without cycles. It is in force from From on, on
// every day before Until.
type Affiliation struct {
	ID        uuid.UUID       `json:"id"`
	Child     UnionRef        `json:"child" gorm:"embedded;embeddedPrefix:child_"`
	Parent    UnionRef        `json:"parent" gorm:"embedded;embeddedPrefix:parent_"`
	Type      AffiliationType `json:"type"`
	From      Date            `json:"from" gorm:"column:from_on"`
	Until     Date            `json:"until" gorm:"column:until_on"`
	Version   int             `json:"version"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

// NewAffiliation checks a and answers it, or an *Error that names every bad field. Whether the edge
// closes a cycle only the store can tell.
func NewAffiliation(a Affiliation) (Affiliation, error) {
	var f Faults
	if a.Type == "" {
		a.Type = Chartered
	}
	oneOf(&f, "/type", a.Type, AffiliationTypes)
	f.checkDate("/from", a.From)
	f.checkDate("/until", a.Until)
	f.checkOrder("/until", a.From, a.Until)
	if a.Child.ID == a.Parent.ID && a.Child.ID != uuid.Nil {
		f.Add("/parent", "cycle", "a union cannot be its own parent")
	}
	return a, f.Err("The affiliation")
}
