package intake

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/uuid"

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
	byName map[decisionKey]decided
}

// decided is a line of a review file.
type decided struct {
	mention
	decision string
	line     int
}

// Undecided counts the lines of a review file that are still to be decided.
func (d Decisions) Undecided() int { return len(d.byName) - len(d.lines()) }

// lines are the lines with a decision, in order.
func (d Decisions) lines() []decided {
	var out []decided
	for _, line := range d.byName {
		if line.decision != "" {
			out = append(out, line)
		}
	}
	slices.SortFunc(out, func(a, b decided) int { return a.line - b.line })
	return out
}

// ReadDecisions reads a review file with its decisions.
func ReadDecisions(ctx context.Context, file *File) (Decisions, error) {
	d := Decisions{byName: map[decisionKey]decided{}}
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
		key, line := keyOf(asked), decided{asked, f.get("decision"), row.Line}
		before, twice := d.byName[key]
		if twice && before.decision != line.decision && line.decision != "" && before.decision != "" {
			err = fmt.Errorf("line %d: %q was decided otherwise in line %d", row.Line, asked.written, before.line)
			break
		}
		if line.decision != "" || !twice {
			d.byName[key] = line
		}
	}
	if !errors.Is(err, io.EOF) {
		return d, errors.Join(fmt.Errorf("the decisions: %w", err), rows.Close())
	}
	return d, rows.Close()
}

// decide takes in what was decided before, and looks the decisions of the file up in the record, before the
// first row.
func (x *resolver) decide(d Decisions) error {
	before, err := x.run.store.DecisionsAfter(x.run.ctx, 0)
	if err != nil {
		return err
	}
	turn := int64(0)
	for _, known := range before {
		x.index.Decide(known)
		x.decided, turn = true, known.Turn
	}
	var faults HeaderError
	for _, line := range d.lines() {
		made := record.Decision{
			ID: uuid.New(), Name: line.written, Verdict: record.NotMeant,
			Scope: record.Scope{City: line.city, Region: line.region, Country: line.country, Affiliation: line.affiliation, Kind: line.kind},
		}
		if !strings.EqualFold(line.decision, skip) {
			ref, err := x.named(line.decision)
			if err != nil {
				return err
			}
			id, found := ref.UUID()
			if !found {
				faults.reasons = append(faults.reasons, fmt.Sprintf("line %d of the decisions: the record has no union %q; a decision is an id, a slug, scheme:value or skip", line.line, clip(line.decision)))
				continue
			}
			made.Union, made.Verdict = &id, record.Meant
		}
		if err := x.build(); err != nil {
			return err
		}
		if is := x.index.Ruling(line.query()); made.Union == nil && is.None || made.Union != nil && is.Union == *made.Union {
			continue // it was decided before
		}
		turn++
		made.Turn, x.decided = turn, true
		x.index.Decide(made)
		if kept, err := record.NewDecision(made); err == nil {
			x.fresh = append(x.fresh, kept) // what is no name cannot be kept: it is decided for this file
		}
	}
	if len(faults.reasons) > 0 {
		return &faults
	}
	return nil
}

// named finds the union that a decision names, where a slug of one word, which looks like a name, is none.
func (x *resolver) named(decision string) (record.Ref, error) {
	ref, err := x.exact(decision)
	if err != nil || ref != "" {
		return ref, err
	}
	found, err := x.run.store.ResolveUnions(x.run.ctx, []record.Ref{record.Ref(decision)})
	if u, ok := found[record.Ref(decision)]; ok {
		ref = record.Ref(u.ID.String())
	}
	return ref, err
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
