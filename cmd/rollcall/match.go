package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"rollcall/api"
	"rollcall/internal/match"
	"rollcall/internal/record"
)

type matchCommand struct {
	Name        []string         `arg:"" help:"Names as somebody wrote them."`
	City        string           `help:"Where the body is, or the workplace that it is named for." placeholder:"CITY" env:"-"`
	Region      string           `help:"Its region: US-MN, or MN or Minnesota." placeholder:"REGION" env:"-"`
	Country     string           `help:"Its country, ISO 3166-1: US." placeholder:"CODE" env:"-"`
	Affiliation string           `help:"The union that it belongs to." placeholder:"NAME" env:"-"`
	Kind        record.UnionKind `help:"Its kind: local, national, labor_council …" placeholder:"KIND" enum:",federation,national,intermediate,labor_council,local,unit,caucus,coalition" default:"" env:"-"`
	Limit       int              `help:"How many candidates for each name, at most 50 (${default} if not given)." default:"5" env:"-"`
	JSON        bool             `help:"Answer as POST /v1/match does." name:"json" env:"-"`
}

// Help is what match --help says besides its flags.
func (matchCommand) Help() string {
	return `Each name is answered with candidates, the likeliest first. = stands before the one that the name can be taken for without asking a person; docs/guide/names.md tells what the scores are made of.

  rollcall match "Service Employees Local 26" "Lcl 17 UNITE HERE"
  rollcall match "Local 1199" --region US-OH --json`
}

func (m *matchCommand) Run(r *run) error {
	region := ""
	if m.Region != "" {
		var known bool
		if region, known = match.Region(m.Region); !known {
			return misuseError{fmt.Errorf("--region: %q is not an ISO 3166-2 code such as US-MN", m.Region)}
		}
	}
	if m.Country != "" && !record.ValidCountry(strings.ToUpper(m.Country)) {
		return misuseError{fmt.Errorf("--country: %q is not an ISO 3166-1 code such as US", m.Country)}
	}
	if m.Limit < 1 || m.Limit > 50 {
		return misuseError{fmt.Errorf("--limit: %d is not 1 to 50", m.Limit)}
	}
	st, err := r.openExisting()
	if err != nil {
		return err
	}
	defer st.Close() // it was only read
	x, err := match.NewLive(st).Index(r)
	if err != nil {
		return err
	}
	out := api.MatchResults{Results: []api.MatchResult{}}
	for _, name := range m.Name {
		found := x.Find(match.Query{Name: name, City: m.City, Region: region, Country: m.Country, Affiliation: m.Affiliation, Kind: m.Kind}, m.Limit)
		out.Results = append(out.Results, api.NewMatchResult(found))
		if !m.JSON {
			fmt.Fprintln(r.out, name)
			sayCandidates(r, found)
		}
	}
	if !m.JSON {
		return nil
	}
	e := json.NewEncoder(r.out)
	e.SetEscapeHTML(false)
	return e.Encode(out)
}

// sayCandidates tells people of the unions that a name may mean.
func sayCandidates(r *run, found []match.Candidate) {
	if len(found) == 0 {
		fmt.Fprintln(r.out, "    no union of the record")
	}
	for _, c := range found {
		sign := " "
		if c.Match {
			sign = "="
		}
		fmt.Fprintf(r.out, "  %s %.3f  %s", sign, c.Score, c.Name)
		if place := strings.Trim(c.Place.City+", "+c.Place.Region, ", "); place != "" {
			fmt.Fprintf(r.out, " (%s)", place)
		}
		fmt.Fprintf(r.out, "  %s\n", c.Slug)
	}
}
