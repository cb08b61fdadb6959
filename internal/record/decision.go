package record

import (
	"time"

	"github.com/google/uuid"
)

// Verdict is what a person says of a written name and a union.
type Verdict string

// The verdicts.
const (
	Meant    Verdict = "yes" // the name means the union
	NotMeant Verdict = "no"  // it does not
)

// Verdicts lists every verdict.
var Verdicts = []Verdict{Meant, NotMeant}

// Decision is what a person made of a written name: it means a union, or it does not. It holds wherever
// the name is written like that, and where the scope is given, only for names that come with the same
// scope. Decisions are no part of the record and take no seq.
type Decision struct {
	ID   uuid.UUID
	Name string // as written
	Scope
	// Union is what the verdict is about. Without one the verdict is no: the name means no union at all.
	Union   *uuid.UUID `gorm:"column:union_id"`
	Verdict Verdict

	Actor     string
	Reason    string
	CreatedAt time.Time
	// UndoneAt is when the decision was taken back; it holds no longer. UndoneBy is who did that.
	UndoneAt *time.Time
	UndoneBy string
	// Turn orders what becomes of decisions, their taking back included: the later, the greater.
	Turn int64
}

// Scope is what comes with a written name. Empty members say nothing.
type Scope struct {
	City        string
	Region      string // ISO 3166-2
	Country     string // ISO 3166-1 alpha-2
	Affiliation string // the union that the body belongs to, as written
	Kind        UnionKind
}

// maxWritten is how long a written name may be, in Unicode code points.
const maxWritten = 500

// NewDecision answers d, or an *Error that names every bad field.
func NewDecision(d Decision) (Decision, error) {
	var f Faults
	if Fold(d.Name) == "" {
		f.Add("/name", "required", "a name with letters or digits is required")
	}
	d.Name, d.Affiliation = tidy(d.Name), tidy(d.Affiliation)
	f.checkText("/name", d.Name, maxWritten)
	f.checkText("/affiliation", d.Affiliation, maxWritten)
	p := checkPlace(&f, "", Place{City: d.City, Region: d.Region, Country: d.Country})
	d.City, d.Region, d.Country = p.City, p.Region, p.Country
	if d.Kind != "" {
		oneOf(&f, "/kind", d.Kind, UnionKinds)
	}
	oneOf(&f, "/verdict", d.Verdict, Verdicts)
	if d.Verdict == Meant && d.Union == nil {
		f.Add("/union", "required", "which union the name means is required")
	}
	return d, f.Err("The decision")
}

// DecisionFilter selects decisions that hold.
type DecisionFilter struct {
	Q     string // in the name, folded
	Union *uuid.UUID
}
