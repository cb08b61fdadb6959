package intake

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// keptRows is how many rows a report lists. A file that needs a person more often than that needs another
// look as a whole; Options.Rows gets all of them.
const keptRows = 5000

// Statuses of a row besides those of record.Outcome.
const (
	Ambiguous = "ambiguous" // what it speaks of is not certain
	Rejected  = "rejected"  // it cannot be taken
)

// Report is what became of a file's rows: Created + Updated + Unchanged + Ambiguous + Rejected = Read.
type Report struct {
	Read      int `json:"read"`
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Unchanged int `json:"unchanged"`
	Ambiguous int `json:"ambiguous"`
	Rejected  int `json:"rejected"`
	// ParentsCreated are unions that no row is about: the parents of others.
	ParentsCreated int `json:"parents_created"`
	// CallsCreated are calls that rows of endorsements speak of and the record did not have.
	CallsCreated int `json:"calls_created"`
	// Rows are those that need a person, or a word; RowsLeftOut is how many more there were than a report
	// holds.
	Rows        []RowReport `json:"rows"`
	RowsLeftOut int         `json:"rows_left_out"`
	// Notes say how the file was understood.
	Notes []string `json:"notes"`
	// FirstSeq and LastSeq are the changes between which the import wrote; 0 when it wrote none.
	FirstSeq int64 `json:"-"`
	LastSeq  int64 `json:"-"`
	// Error says why the import stopped before the file's end; empty when it did not.
	Error string `json:"error,omitempty"`
}

// RowReport is what became of one row.
type RowReport struct {
	// Line is where the row begins; the header is line 1.
	Line   int    `json:"line"`
	Status string `json:"status"`
	Reason string `json:"reason"`
	// Candidates are the unions that may be meant, the likeliest first.
	Candidates []Candidate `json:"candidates"`
	// Row is the row as it stands in the file, by the file's own columns; empty cells are left out.
	Row map[string]string `json:"row"`
}

// Candidate is a union that a name may mean.
type Candidate struct {
	ID   uuid.UUID        `json:"id"`
	Slug string           `json:"slug"`
	Name string           `json:"name"`
	Kind record.UnionKind `json:"kind"`
	City string           `json:"city"`
	// Region is an ISO 3166-2 code.
	Region string `json:"region"`
}

func (r *Report) count(status string) {
	r.Read++
	switch status {
	case string(record.PutCreated):
		r.Created++
	case string(record.PutUpdated):
		r.Updated++
	case string(record.PutUnchanged):
		r.Unchanged++
	case Ambiguous:
		r.Ambiguous++
	default:
		r.Rejected++
	}
}

// told is a row's cells for its report.
func told(header []string, row Row) map[string]string {
	out := map[string]string{}
	for i, cell := range row.Cells {
		if cell = strings.TrimSpace(cell); cell == "" || i >= len(header) || !printable(cell) {
			continue
		}
		if r := []rune(cell); len(r) > 300 {
			cell = string(r[:300]) + "…"
		}
		out[header[i]] = cell
	}
	return out
}

func printable(s string) bool { return strings.IndexByte(s, 0) < 0 }

// explain says for people why a record was refused, field by field.
func explain(err error) string {
	var e *record.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if len(e.Fields) == 0 {
		return strings.TrimSuffix(e.Detail, ".")
	}
	parts := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		parts[i] = strings.ReplaceAll(strings.TrimPrefix(f.Pointer, "/"), "/", " ") + ": " + f.Detail
	}
	return strings.Join(parts, "; ")
}

// WriteSummary says for people what became of a file and what is left to do.
func (r Report) WriteSummary(w io.Writer, dry bool) {
	verb := ""
	if dry {
		verb = "would be "
	}
	fmt.Fprintf(w, "%s read: %d %screated, %d %supdated, %d unchanged, %d ambiguous, %d rejected.\n", count(r.Read, "row"), r.Created, verb, r.Updated, verb, r.Unchanged, r.Ambiguous, r.Rejected)
	if r.ParentsCreated > 0 {
		fmt.Fprintf(w, "Besides, %s %screated to hold them.\n", count(r.ParentsCreated, "parent union"), verb)
	}
	if r.CallsCreated > 0 {
		fmt.Fprintf(w, "Besides, %s %screated.\n", count(r.CallsCreated, "call"), verb)
	}
	for _, note := range r.Notes {
		fmt.Fprintln(w, note)
	}
	reasons := map[string][]int{}
	var order []string
	for _, row := range r.Rows {
		if row.Status != Rejected && row.Status != Ambiguous {
			continue
		}
		if reasons[row.Reason] == nil {
			order = append(order, row.Reason)
		}
		reasons[row.Reason] = append(reasons[row.Reason], row.Line)
	}
	const most = 12
	for i, reason := range order {
		if i == most {
			fmt.Fprintf(w, "  … and %d more reasons.\n", len(order)-most)
			break
		}
		fmt.Fprintf(w, "  %s: %s\n", lines(reasons[reason]), reason)
	}
	if r.RowsLeftOut > 0 {
		fmt.Fprintf(w, "  … and %s not listed; --report FILE writes every one.\n", count(r.RowsLeftOut, "more row"))
	}
}

func lines(all []int) string {
	if len(all) == 1 {
		return fmt.Sprintf("line %d", all[0])
	}
	var b strings.Builder
	b.WriteString("lines ")
	for i, n := range all {
		if i == 5 {
			fmt.Fprintf(&b, " and %d more", len(all)-i)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, n)
	}
	return b.String()
}
