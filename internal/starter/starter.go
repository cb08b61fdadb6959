// Package starter holds the starter registry: the unions and federations that people name most, so that
// names mean something on a fresh machine. It is facts and nothing else; see unions.csv for its sources.
//
// The display name is the one that people write out in full: the official name, or the short form that
// the union itself uses where the official one is longer than anybody quotes (United Auto Workers). An
// acronym is a name besides, unless the body goes by nothing else (AFL-CIO). Slugs are the acronym where it is
// known and its own, with the country's code outside the United States and Canada.
package starter

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the registry itself
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"rollcall/internal/record"
)

// Handle is the public name under which the registry is written, unless somebody gives theirs.
const Handle = "starter"

// Reason is why, for the ledger.
const Reason = "Starter registry"

//go:embed unions.csv
var registry []byte

// Unions are the unions of the registry, in an order in which every parent comes before its affiliates.
// Errors: none that a test of this package would not find.
func Unions() ([]record.UnionPut, error) { return read(registry) }

// columns are those of the file. Within a cell " | " parts several values.
var columns = []string{
	"slug", "kind", "country", "region", "city", "name",
	"official",  // the official name where it is not the display name
	"acronyms",  // the first one is used most
	"aliases",   // with @en or @fr where they are of another language than the union's country
	"former",    // name@from/until, where those dates are known
	"website",   //
	"wikidata",  //
	"olms",      // the file number of its headquarters
	"founded",   //
	"dissolved", // a date, or "yes" where none is known
	"parents",   // slug:type@from; affiliated if no type is given
}

func read(content []byte) ([]record.UnionPut, error) {
	r := csv.NewReader(bytes.NewReader(content))
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read the starter registry: %w", err)
	}
	if len(rows) == 0 || !slices.Equal(rows[0], columns) {
		return nil, fmt.Errorf("read the starter registry: its columns are not %v", columns)
	}
	var puts []record.UnionPut
	at := map[string]int{} // slug → its place among puts
	for _, cells := range rows[1:] {
		cell := map[string]string{}
		for i, name := range columns {
			cell[name] = cells[i]
		}
		put, err := readUnion(cell)
		if err != nil {
			return nil, fmt.Errorf("read the starter registry: %s: %w", cell["slug"], err)
		}
		digest := sha256.Sum256([]byte("starter\n" + strings.Join(cells, "\x00")))
		put.Seen = digest[:]
		at[cell["slug"]] = len(puts)
		puts = append(puts, put)
	}
	return parentsFirst(puts, at)
}

// split parts the values of a cell.
func split(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, " | ")
}

func readUnion(cell map[string]string) (record.UnionPut, error) {
	u := record.Union{
		Slug: cell["slug"], Kind: record.UnionKind(cell["kind"]), Name: cell["name"], Website: cell["website"], Founded: record.Date(cell["founded"]),
		Place: record.Place{Country: cell["country"], Region: cell["region"], City: cell["city"]},
	}
	switch dissolved := cell["dissolved"]; dissolved {
	case "":
	case "yes":
		u.Status = record.StatusDissolved
	default:
		u.Dissolved = record.Date(dissolved)
	}
	if v := cell["olms"]; v != "" {
		u.Identifiers = append(u.Identifiers, record.Identifier{Scheme: "olms", Value: v})
	}
	if v := cell["wikidata"]; v != "" {
		u.Identifiers = append(u.Identifiers, record.Identifier{Scheme: "wikidata", Value: v})
	}
	u.Names = readNames(cell)
	put := record.UnionPut{Union: u}
	for _, p := range split(cell["parents"]) {
		rest, from, _ := strings.Cut(p, "@")
		slug, kind, _ := strings.Cut(rest, ":")
		parent := record.ParentPut{Ref: record.Ref(slug), Type: record.AffiliationType(kind), From: record.Date(from)}
		if kind == "" {
			parent.Type = record.Affiliated
		}
		if _, err := record.NewAffiliation(record.Affiliation{Type: parent.Type, From: parent.From}); err != nil {
			return put, err
		}
		put.Parents = append(put.Parents, parent)
	}
	_, err := record.NewUnion(u)
	return put, err
}

// readNames are the names of a union, the official one first.
func readNames(cell map[string]string) []record.Name {
	lang := ""
	if cell["country"] == "US" {
		lang = "en"
	}
	acronyms := split(cell["acronyms"])
	var names []record.Name
	if official := cell["official"]; official != "" {
		names = append(names, record.Name{Value: official, Type: "official", Lang: lang})
		if !slices.Contains(acronyms, cell["name"]) {
			names = append(names, record.Name{Value: cell["name"], Type: "short", Lang: lang})
		}
	} else {
		names = append(names, record.Name{Value: cell["name"], Type: "official", Lang: lang})
	}
	for _, v := range acronyms {
		names = append(names, record.Name{Value: v, Type: "acronym", Lang: lang})
	}
	for _, v := range split(cell["aliases"]) {
		value, other, _ := strings.Cut(v, "@")
		n := record.Name{Value: value, Type: "alias", Lang: lang}
		if other != "" {
			n.Lang = other
		}
		names = append(names, n)
	}
	for _, v := range split(cell["former"]) {
		value, dates, _ := strings.Cut(v, "@")
		from, until, _ := strings.Cut(dates, "/")
		names = append(names, record.Name{Value: value, Type: "former", Lang: lang, From: record.Date(from), Until: record.Date(until)})
	}
	return names
}

// parentsFirst orders unions so that each comes after those that it names as parents.
func parentsFirst(puts []record.UnionPut, at map[string]int) ([]record.UnionPut, error) {
	out := make([]record.UnionPut, 0, len(puts))
	const waiting, placed = 1, 2
	state := make([]int, len(puts))
	var place func(i int) error
	place = func(i int) error {
		switch state[i] {
		case placed:
			return nil
		case waiting:
			return fmt.Errorf("read the starter registry: %s stands above itself", puts[i].Union.Slug)
		}
		state[i] = waiting
		for _, p := range puts[i].Parents {
			parent, ok := at[string(p.Ref)]
			if !ok {
				return fmt.Errorf("read the starter registry: %s stands below %s, which it does not hold", puts[i].Union.Slug, p.Ref)
			}
			if err := place(parent); err != nil {
				return err
			}
		}
		state[i] = placed
		out = append(out, puts[i])
		return nil
	}
	for i := range puts {
		if err := place(i); err != nil {
			return nil, err
		}
	}
	return out, nil
}
