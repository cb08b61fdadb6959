package intake

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"rollcall/internal/record"
)

// A review file is a table of the names that were not certain, one line for each. A person writes into its
// last column which union is meant: an id, a slug, scheme:value, or skip. Fed back, it decides for every
// row in which the name stands the same way.

var reviewColumns = []column{
	{name: "as_written", required: true},
	{name: "union_kind"},
	{name: "union_city"},
	{name: "union_region"},
	{name: "union_country"},
	{name: "union_affiliation"},
	{name: "decision", required: true},
	{name: "line", ignored: true},
	{name: "rows", ignored: true},
	{name: "status", ignored: true},
	{name: "candidates", ignored: true},
}

var reviewHeader = []string{"line", "as_written", "union_kind", "union_city", "union_region", "union_country", "union_affiliation", "status", "candidates", "decision"}

// skip is the decision that a name is not to be taken.
const skip = "skip"

// decisionKey is a mention as a decision is remembered for it.
type decisionKey string

func keyOf(m mention) decisionKey {
	return decisionKey(strings.Join([]string{strings.ToLower(strings.Join(strings.Fields(m.written), " ")), string(m.kind), record.Fold(m.city), m.region, m.country, record.Fold(m.affiliation)}, "\x00"))
}

// Decisions are what a person made of the names in a review file.
type Decisions struct {
	byName map[decisionKey]string
	lines  map[decisionKey]int
}

// Undecided counts the lines of a review file that are still to be decided.
func (d Decisions) Undecided() int {
	n := 0
	for _, decision := range d.byName {
		if decision == "" {
			n++
		}
	}
	return n
}

// ReadDecisions reads a review file with its decisions.
func ReadDecisions(ctx context.Context, file *File) (Decisions, error) {
	d := Decisions{byName: map[decisionKey]string{}, lines: map[decisionKey]int{}}
	rows, err := file.Rows(ctx)
	if err != nil {
		return d, err
	}
	m, err := Mapping{}.apply(reviewColumns, rows.Header())
	for err == nil {
		var row Row
		if row, err = rows.Next(); err != nil {
			break
		}
		if row.Bad != "" {
			err = fmt.Errorf("line %d: %s", row.Line, row.Bad)
			break
		}
		f := m.fields(row)
		asked := mentionOf(f, "as_written")
		asked.written = unguarded(asked.written)
		key, decision := keyOf(asked), f.get("decision")
		if before, twice := d.byName[key]; twice && before != decision && decision != "" && before != "" {
			err = fmt.Errorf("line %d: %q was decided otherwise in line %d", row.Line, asked.written, d.lines[key])
			break
		}
		if decision != "" || d.lines[key] == 0 {
			d.byName[key], d.lines[key] = decision, row.Line
		}
	}
	if !errors.Is(err, io.EOF) {
		return d, errors.Join(fmt.Errorf("the decisions: %w", err), rows.Close())
	}
	return d, rows.Close()
}

// decide looks the decisions up in the record, before the first row.
func (x *resolver) decide(d Decisions) error {
	x.decisions = map[decisionKey]verdict{}
	var faults HeaderError
	for key, decision := range d.byName {
		switch {
		case decision == "":
			continue
		case strings.EqualFold(decision, skip):
			x.decisions[key] = verdict{status: Rejected, reason: "it was decided to leave this name out"}
			continue
		}
		ref, err := x.exact(decision)
		if err == nil && ref == "" {
			// A slug of one word looks like a name, but here it is none.
			var found map[record.Ref]record.UnionRef
			if found, err = x.run.store.ResolveUnions(x.run.ctx, []record.Ref{record.Ref(decision)}); err == nil {
				if u, ok := found[record.Ref(decision)]; ok {
					ref = record.Ref(u.ID.String())
				}
			}
		}
		if err != nil {
			return err
		}
		if ref == "" {
			faults.reasons = append(faults.reasons, fmt.Sprintf("line %d of the decisions: the record has no union %q; a decision is an id, a slug, scheme:value or skip", d.lines[key], clip(decision)))
			continue
		}
		x.decisions[key] = verdict{union: ref}
	}
	if len(faults.reasons) > 0 {
		return &faults
	}
	return nil
}

// Review writes a review file while an import runs.
type Review struct {
	w    *csv.Writer
	seen map[decisionKey]bool
	// Names is how many names are in it.
	Names int
}

// NewReview begins a review file.
func NewReview(w io.Writer) (*Review, error) {
	r := &Review{w: csv.NewWriter(w), seen: map[decisionKey]bool{}}
	r.w.UseCRLF = true
	return r, r.w.Write(reviewHeader)
}

// maxReview is how many names a review file has at most: more of them are no work for a person.
const maxReview = 100_000

// add writes a name that is not certain, once.
func (r *Review) add(line int, m mention, v verdict) error {
	key := keyOf(m)
	if r.seen[key] || len(r.seen) >= maxReview {
		return nil
	}
	r.seen[key] = true
	r.Names++
	candidates := make([]string, len(v.candidates))
	for i, c := range v.candidates {
		candidates[i] = c.Name
		if place := strings.Trim(c.City+", "+c.Region, ", "); place != "" {
			candidates[i] += " (" + place + ")"
		}
		candidates[i] += " = " + c.ID.String()
	}
	cells := []string{fmt.Sprint(line), m.written, string(m.kind), m.city, m.region, m.country, m.affiliation, v.status, strings.Join(candidates, " | "), ""}
	for i := range cells {
		cells[i] = guarded(cells[i])
	}
	return r.w.Write(cells)
}

// Close writes what is left.
func (r *Review) Close() error {
	r.w.Flush()
	return r.w.Error()
}

// guarded keeps a spreadsheet from running a cell as a formula.
func guarded(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune("=+-@\t\r", rune(s[1])) {
		return s[1:]
	}
	return s
}
