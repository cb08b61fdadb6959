package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"rollcall/internal/record"
)

// column is one of our columns of a kind of file.
type column struct {
	name     string
	required bool
	// also are other names that files give it.
	also []string
	// ignored columns are known, and say nothing that is kept.
	ignored bool
	// words are the values it may have; empty if it may have any.
	words []string
}

// Mapping says how a file's columns and words are ours. It can be kept in a file for the next time.
type Mapping struct {
	// Columns maps the names of the file's columns to ours.
	Columns map[string]string `json:"map,omitempty"`
	// Values maps, for each of our columns, their words to ours.
	Values map[string]map[string]string `json:"value,omitempty"`
}

// ReadMapping reads a kept mapping.
func ReadMapping(r io.Reader) (Mapping, error) {
	var m Mapping
	d := json.NewDecoder(io.LimitReader(r, maxRecord))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return m, fmt.Errorf(`a mapping is JSON such as {"map": {"Their column": "union"}, "value": {"position": {"signed": "endorsed"}}}: %w`, err)
	}
	return m, nil
}

// WriteMapping keeps a mapping.
func (m Mapping) WriteMapping(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(m)
}

// Map adds "FILE_COLUMN=OUR_COLUMN" to the mapping.
func (m *Mapping) Map(rule string) error {
	theirs, ours, ok := cutLast(rule, "=")
	if !ok || strings.TrimSpace(theirs) == "" || strings.TrimSpace(ours) == "" {
		return fmt.Errorf("%q is not FILE_COLUMN=OUR_COLUMN", clip(rule))
	}
	if m.Columns == nil {
		m.Columns = map[string]string{}
	}
	for have, to := range m.Columns {
		if blind(have) == blind(theirs) {
			if blind(to) != blind(ours) {
				return fmt.Errorf("the column %q is mapped twice, to %s and to %s", theirs, to, ours)
			}
			return nil
		}
		if blind(to) == blind(ours) {
			return fmt.Errorf("two columns of the file are mapped to %s: %q and %q", ours, have, theirs)
		}
	}
	m.Columns[theirs] = ours
	return nil
}

// Value adds "OUR_COLUMN.THEIRS=OURS" to the mapping.
func (m *Mapping) Value(rule string) error {
	left, ours, ok := cutLast(rule, "=")
	column, theirs, dotted := strings.Cut(left, ".")
	if !ok || !dotted || strings.TrimSpace(column) == "" {
		return fmt.Errorf("%q is not OUR_COLUMN.THEIRS=OURS, such as position.signed=endorsed", clip(rule))
	}
	if m.Values == nil {
		m.Values = map[string]map[string]string{}
	}
	if m.Values[column] == nil {
		m.Values[column] = map[string]string{}
	}
	for have, to := range m.Values[column] {
		if blind(have) == blind(theirs) && to != ours {
			return fmt.Errorf("the value %q of %s is mapped twice, to %s and to %s", theirs, column, to, ours)
		}
	}
	m.Values[column][theirs] = ours
	return nil
}

// Over puts m's rules before those of a kept mapping.
func (m Mapping) Over(kept Mapping) (Mapping, error) {
	out := Mapping{Columns: map[string]string{}, Values: map[string]map[string]string{}}
	for theirs, ours := range m.Columns {
		out.Columns[theirs] = ours
	}
	for theirs, ours := range kept.Columns {
		beaten := false
		for have, to := range m.Columns {
			beaten = beaten || blind(have) == blind(theirs) || blind(to) == blind(ours)
		}
		if !beaten {
			if err := out.Map(theirs + "=" + ours); err != nil {
				return out, err
			}
		}
	}
	for _, values := range []map[string]map[string]string{kept.Values, m.Values} {
		for column, words := range values {
			if out.Values[column] == nil {
				out.Values[column] = map[string]string{}
			}
			for theirs, ours := range words {
				out.Values[column][theirs] = ours
			}
		}
	}
	return out, nil
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// blind is a name without case, spaces and punctuation: "Call Title" is call_title. A dot, as in
// place.city, counts as little.
func blind(s string) string {
	if folded := strings.ReplaceAll(record.Fold(s), " ", ""); folded != "" {
		return folded
	}
	return strings.TrimSpace(s)
}

// HeaderError says that a file's columns cannot be what the import needs. Nothing was imported.
type HeaderError struct{ reasons []string }

func (e *HeaderError) Error() string { return strings.Join(e.reasons, "; ") }

// mapped is a mapping applied to a file's header.
type mapped struct {
	columns []column
	index   map[string]int               // our column → place in the row
	values  map[string]map[string]string // our column → their word, blind → ours
	unknown []string                     // columns of the file that say nothing to us
}

// apply finds our columns in a file's header. Errors: *HeaderError for a file that cannot be meant,
// misuse for a mapping that speaks of columns that are not ours.
func (m Mapping) apply(columns []column, header []string) (mapped, error) {
	out := mapped{columns: columns, index: map[string]int{}, values: map[string]map[string]string{}}
	byName := map[string]string{}
	for _, c := range columns {
		byName[blind(c.name)] = c.name
	}
	for _, c := range columns {
		for _, other := range c.also {
			if _, taken := byName[blind(other)]; !taken {
				byName[blind(other)] = c.name
			}
		}
	}
	var names []string
	for _, c := range columns {
		if !c.ignored {
			names = append(names, c.name)
		}
	}
	told := map[string]string{} // the file's column, blind → ours
	for theirs, ours := range m.Columns {
		name, ok := byName[blind(ours)]
		if !ok {
			return out, &MisuseError{fmt.Errorf("there is no column %q to map to; there are %s", ours, strings.Join(names, ", "))}
		}
		told[blind(theirs)] = name
	}
	var faults HeaderError
	from := map[string]string{} // our column → the file's
	met := map[string]bool{}
	add := func(i int, theirs, ours string) {
		if other, twice := from[ours]; twice {
			faults.reasons = append(faults.reasons, fmt.Sprintf("two columns of the file are %s: %q and %q; --map says which is meant", ours, other, theirs))
			return
		}
		from[ours], out.index[ours] = theirs, i
	}
	for i, theirs := range header {
		if ours, ok := told[blind(theirs)]; ok && blind(theirs) != "" {
			add(i, theirs, ours)
			met[blind(theirs)] = true
		}
	}
	for i, theirs := range header {
		if met[blind(theirs)] {
			continue
		}
		ours, ok := byName[blind(theirs)]
		if _, given := from[ours]; ok && given && m.mapsTo(ours) {
			// The column was told to come from elsewhere; the one that bears its name is left out.
			out.unknown = append(out.unknown, theirs)
			continue
		}
		switch {
		case ok:
			add(i, theirs, ours)
		case strings.TrimSpace(theirs) != "":
			out.unknown = append(out.unknown, theirs)
		}
	}
	for theirs := range m.Columns {
		if !met[blind(theirs)] {
			faults.reasons = append(faults.reasons, fmt.Sprintf("the file has no column %q, which was to be mapped; it has %s", theirs, strings.Join(header, ", ")))
		}
	}
	var missing []string
	for _, c := range columns {
		if _, ok := from[c.name]; c.required && !ok {
			missing = append(missing, c.name)
		}
	}
	if len(missing) > 0 {
		example := "Their column"
		if len(header) > 0 {
			example = header[0]
		}
		faults.reasons = append(faults.reasons, fmt.Sprintf("there is no column %s; the file has %s: a mapping such as %q says which it is", strings.Join(missing, " and none "), strings.Join(header, ", "), example+"="+missing[0]))
	}
	for name, words := range m.Values {
		ours, ok := byName[blind(name)]
		for theirs, column := range from {
			if !ok && blind(column) == blind(name) {
				ours, ok = theirs, true // the file's own name for the column will do
			}
		}
		if !ok {
			return out, &MisuseError{fmt.Errorf("there is no column %q whose values could be mapped; there are %s", name, strings.Join(names, ", "))}
		}
		if out.values[ours] == nil {
			out.values[ours] = map[string]string{}
		}
		for theirs, word := range words {
			out.values[ours][blind(theirs)] = word
		}
	}
	if len(faults.reasons) > 0 {
		slices.Sort(faults.reasons)
		return out, &faults
	}
	return out, nil
}

func (m Mapping) mapsTo(ours string) bool {
	for _, to := range m.Columns {
		if blind(to) == blind(ours) {
			return true
		}
	}
	return false
}

// MisuseError is a request that cannot be meant, whatever the file.
type MisuseError struct{ error }

// Unwrap answers what is wrong.
func (e *MisuseError) Unwrap() error { return e.error }

// fields are the cells of one row under our names.
type fields struct {
	mapped
	cells []string
}

func (m mapped) fields(row Row) fields { return fields{m, row.Cells} }

// get is a cell without the space around it, in our words where the mapping has some.
func (f fields) get(column string) string {
	i, ok := f.index[column]
	if !ok || i >= len(f.cells) {
		return ""
	}
	s := strings.TrimSpace(f.cells[i])
	if word, ok := f.values[column][blind(s)]; ok {
		return word
	}
	return s
}

// word is a cell that is one of our words, however it is spelled: "Day of action" is day_of_action.
func (f fields) word(column string) string {
	s := f.get(column)
	for _, c := range f.columns {
		if c.name == column {
			for _, w := range c.words {
				if blind(w) == blind(s) {
					return w
				}
			}
		}
	}
	return s
}

// list is a cell of several values, parted by semicolons.
func (f fields) list(column string) []string { return splitList(f.get(column)) }

func splitList(s string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool { return r == ';' || r == '\n' }) {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// refuse explains a word that is none of ours.
func (f fields) refuse(column, word string) error {
	for _, c := range f.columns {
		if c.name == column && len(c.words) > 0 {
			return fmt.Errorf("%s %q is none of %s; say what it means with --value %s.%s=…", column, clip(word), strings.Join(c.words, ", "), column, quotedValue(word))
		}
	}
	return errors.New(column + " " + word)
}

func quotedValue(s string) string {
	if strings.ContainsAny(s, " '\"") {
		return "'" + strings.ReplaceAll(s, "'", "") + "'"
	}
	return s
}
