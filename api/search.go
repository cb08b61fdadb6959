package api

import (
	"context"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Searching is what the search needs of the store.
type Searching interface {
	Search(ctx context.Context, f record.SearchFilter, p record.Page) (record.SearchListing, error)
}

// SearchResults is one page of what a search found, the best first.
type SearchResults struct {
	Data []SearchResult `json:"data"`
	Page Page           `json:"page"`
	// By field, its most frequent values in all that was found, the most frequent first.
	Facets map[string][]record.Facet `json:"facets"`
	// Whether nothing holds the words as they were typed, and others were looked for that may have been meant.
	Corrected bool `json:"corrected"`
}

// SearchResult is a record that a search found: the member that type names is there.
type SearchResult struct {
	Type record.SearchType `json:"type" example:"union"`
	// How well it answers, from 0 to 1. A name, address or identifier that is asked for as it stands has 1.
	Score     float64         `json:"score" minimum:"0" maximum:"1" example:"0.93"`
	Union     *UnionFound     `json:"union,omitempty"`
	Call      *CallFound      `json:"call,omitempty"`
	Statement *StatementFound `json:"statement,omitempty"`
	// By field, the text that matches as safe HTML: escaped, with mark around what was looked for. Long texts are cut to the part around it.
	Highlights map[string]string `json:"highlights" example:"name:SEIU <mark>Local</mark> <mark>26</mark>"`
}

// UnionFound is a union in short.
type UnionFound struct {
	ID   uuid.UUID        `json:"id"`
	Slug string           `json:"slug" example:"seiu-local-26"`
	Kind record.UnionKind `json:"kind" example:"local"`
	Name string           `json:"name" example:"SEIU Local 26"`
	// ISO 3166-1 alpha-2.
	Country *string `json:"country" example:"US"`
	// ISO 3166-2.
	Region *string            `json:"region" example:"US-MN"`
	City   *string            `json:"city" example:"Minneapolis"`
	Status record.UnionStatus `json:"status" example:"active"`
	// The latest known count; null is unknown, never 0.
	Members *Members `json:"members"`
	// The unions it is chartered by or affiliated with today.
	Parents []record.ParentRef `json:"parents"`
}

// CallFound is a call in short.
type CallFound struct {
	ID       uuid.UUID       `json:"id"`
	Slug     string          `json:"slug" example:"an-example-march"`
	Kind     record.CallKind `json:"kind" example:"march"`
	Title    string          `json:"title" example:"An example march"`
	StartsOn record.Date     `json:"starts_on" example:"2026-01-23"`
	EndsOn   record.Date     `json:"ends_on"`
	Phase    record.Phase    `json:"phase" example:"past"`
	Country  *string         `json:"country" example:"US"`
	Region   *string         `json:"region" example:"US-MN"`
	City     *string         `json:"city" example:"Minneapolis"`
}

// StatementFound is a statement in short.
type StatementFound struct {
	ID    uuid.UUID            `json:"id"`
	Title string               `json:"title" example:"Our members stand with the day of action"`
	Kind  record.StatementKind `json:"kind" enums:"press_release,resolution,letter,social_post,speech,article" example:"press_release"`
	// BCP 47; und is undetermined.
	Language    string            `json:"language" example:"en"`
	PublishedOn record.Date       `json:"published_on" example:"2026-01-16"`
	URL         *string           `json:"url" format:"uri"`
	Issuers     []record.UnionRef `json:"issuers"`
}

// snippet is how many characters of a long text are shown around what was looked for.
const snippet = 240

func searchResult(q record.SearchQuery, now time.Time) func(record.SearchHit) SearchResult {
	return func(hit record.SearchHit) SearchResult {
		out := SearchResult{Type: hit.Type, Score: hit.Score, Highlights: map[string]string{}}
		mark := func(field, text string, width int) bool {
			marked, found := q.Highlight(text, width)
			if found {
				out.Highlights[field] = marked
			}
			return found
		}
		switch {
		case hit.Union != nil:
			u := *hit.Union
			shown := unionDTO(u)
			out.Union = &UnionFound{
				ID: u.ID, Slug: u.Slug, Kind: u.Kind, Name: u.Name, Country: shown.Place.Country, Region: shown.Place.Region, City: shown.Place.City,
				Status: u.Status, Members: shown.Members, Parents: shown.Parents,
			}
			mark("name", u.Name, 0)
			best := ""
			for _, n := range u.Names {
				// Of the other names, the one that holds the most of what was looked for.
				if marked, found := q.Highlight(n.Value, 0); found && n.Value != u.Name && strings.Count(marked, "<mark>") > max(strings.Count(best, "<mark>"), strings.Count(out.Highlights["name"], "<mark>")) {
					best = marked
				}
			}
			if best != "" {
				out.Highlights["names"] = best
			}
			mark("city", u.Place.City, 0)
			for _, id := range u.Identifiers {
				if q.Identifier != nil && id == *q.Identifier {
					out.Highlights["identifiers"] = html.EscapeString(id.Scheme) + ":<mark>" + html.EscapeString(id.Value) + "</mark>"
				} else if marked, found := q.Highlight(id.Value, 0); found {
					out.Highlights["identifiers"] = html.EscapeString(id.Scheme) + ":" + marked
				}
			}
		case hit.Call != nil:
			c := *hit.Call
			place := placeOf(c.Place)
			out.Call = &CallFound{
				ID: c.ID, Slug: c.Slug, Kind: c.Kind, Title: c.Title, StartsOn: c.StartsOn, EndsOn: c.EndsOn, Phase: c.PhaseAt(now),
				Country: place.Country, Region: place.Region, City: place.City,
			}
			mark("title", c.Title, 0)
			mark("summary", c.Summary, snippet)
		case hit.Statement != nil:
			st := *hit.Statement
			out.Statement = &StatementFound{
				ID: st.ID, Title: st.Title, Kind: st.Kind, Language: st.Language, PublishedOn: st.PublishedOn, URL: orNull(st.URL), Issuers: orNone(st.Issuers),
			}
			mark("title", st.Title, 0)
			mark("text", st.Text, snippet)
		}
		return out
	}
}

// searchFilter reads what is searched for, in the types of record that are asked for. The filters are
// those of the lists. A type of record that has no such filter, or none with such a value, is left out:
// kind=local leaves unions. When none is left, the first type's complaint is the answer.
func (q *query) searchFilter() record.SearchFilter {
	var f record.SearchFilter
	var err error
	if text := q.text("q"); text == "" && len(q.values["q"]) == 0 {
		q.malformed("q", "a text to search for is needed")
	} else if text != "" {
		if f.Query, err = record.NewSearchQuery(text); err != nil {
			q.AddParameter("q", "range", "a search is a text of 1 to %d characters", record.MaxSearch)
		}
	}
	types := oneOf(q, "type", record.SearchTypes)
	if len(types) == 0 {
		types = record.SearchTypes
	}
	parts := make([]*query, len(record.SearchTypes))
	filters := []func(*query){
		func(part *query) {
			unions := part.unionsFilter()
			unions.Q, f.Unions = "", &unions // the lists' own q finds parts of words, and ranks nothing
		},
		func(part *query) {
			calls := part.callFilter()
			calls.Q, f.Calls = "", &calls
		},
		func(part *query) {
			statements := part.statementsFilter()
			statements.Q, f.Statements = "", &statements
		},
	}
	for i := range parts {
		part := *q
		part.asked, part.Faults, part.code = nil, record.Faults{}, record.CodeInvalid
		part.values = q.valuesFor(record.SearchTypes[i])
		filters[i](&part)
		parts[i] = &part
	}
	own := append(slices.Clone(q.asked), searchParameters...)
	for _, part := range parts {
		q.asked = append(q.asked, part.asked...)
	}
	complaint, left := (*query)(nil), false
	for i, of := range record.SearchTypes {
		part, lacks := parts[i], false
		for _, name := range sortedKeys(q.values) {
			if slices.Contains(q.asked, name) && !slices.Contains(own, name) && !slices.Contains(part.asked, name) {
				part.AddParameter(name, "invalid", "there is no such filter for a %s", of)
				lacks = true
			}
		}
		wrong := part.Any()
		if !wrong && slices.Contains(types, of) {
			left = true
			continue
		}
		switch of {
		case record.SearchUnion:
			f.Unions = nil
		case record.SearchCall:
			f.Calls = nil
		default:
			f.Statements = nil
		}
		if wrong && slices.Contains(types, of) && (complaint == nil || !lacks) {
			complaint = part
		}
	}
	if !left && complaint != nil {
		_ = q.With(complaint.As(complaint.code, "The query"), "The query") // done answers them with all others
		if complaint.code == record.CodeMalformed {
			q.code = complaint.code
		}
	}
	return f
}

// valuesFor are the parameters as they concern a type of record: kinds of other types that are to be left
// out are not there in the first place.
func (q *query) valuesFor(of record.SearchType) url.Values {
	const negated = "kind" + not
	if len(q.values[negated]) == 0 {
		return q.values
	}
	kinds := map[record.SearchType]string{record.SearchUnion: join(record.UnionKinds), record.SearchCall: join(record.CallKinds), record.SearchStatement: join(record.StatementKinds)}
	holds := func(of record.SearchType, kind string) bool {
		return slices.Contains(strings.Split(kinds[of], ", "), kind)
	}
	values := maps.Clone(q.values)
	delete(values, negated)
	for _, kind := range (&query{values: q.values}).words(negated) {
		elsewhere := slices.ContainsFunc(record.SearchTypes, func(other record.SearchType) bool { return holds(other, kind) })
		if holds(of, kind) || !elsewhere {
			values.Add(negated, kind)
		}
	}
	return values
}

// searchParameters are those that are no filter.
var searchParameters = []string{"q", "type", "limit", "cursor", "include_total", "facets"}

var searchFacets = []string{"type", "kind", "region", "affiliation", "year"}

// search answers what a text finds.
//
//	@ID          search
//	@Summary     Search unions, calls and statements
//	@Description What holds all the words, as the record stands now: names, cities and identifiers of unions, titles and summaries of calls, titles and texts of statements. Case and accents do not matter, and the last word may be the beginning of a longer one. Where nothing holds the words as typed, what they may have been meant for is searched, and corrected is true. Filters are those of the lists; a type of record that has no such filter, or not the value, is left out. The best 200 of each type are ranked and can be paged through; total and facets count all.
//	@Tags        search
//	@Produce     json
//	@Param       q             query  string   true  "What to search for: names, acronyms, numbers, cities, identifiers (scheme:value), words" minLength(1) maxLength(200) example(seiu 26)
//	@Param       type          query  []string false "Types of record" Enums(union,call,statement) collectionFormat(csv)
//	@Param       kind          query  []string false "Kinds of union, call or statement" collectionFormat(csv)
//	@Param       parent        query  []string false "Unions directly below one of these (ids or slugs)" collectionFormat(csv)
//	@Param       under         query  []string false "Unions at any depth below one of these (ids or slugs); statements of these and of those below them" collectionFormat(csv)
//	@Param       identifier    query  []string false "Unions with one of these identifiers, as scheme:value" collectionFormat(csv)
//	@Param       country       query  []string false "Countries of unions and calls (ISO 3166-1)" collectionFormat(csv)
//	@Param       region        query  []string false "Regions of unions and calls (ISO 3166-2)" collectionFormat(csv)
//	@Param       city          query  []string false "Cities of unions" collectionFormat(csv)
//	@Param       status        query  []string false "States of unions" Enums(active,dissolved,merged) collectionFormat(csv)
//	@Param       founded_from  query  string   false "Unions founded on this day or later" format(partial-date)
//	@Param       founded_to    query  string   false "Unions founded on this day or earlier" format(partial-date)
//	@Param       members_min   query  int      false "Unions with at least so many members, by the latest count" minimum(0)
//	@Param       members_max   query  int      false "Unions with at most so many members" minimum(0)
//	@Param       phase         query  []string false "Phases of calls" Enums(upcoming,ongoing,past,cancelled) collectionFormat(csv)
//	@Param       part_of       query  []string false "Calls that are part of one of these (ids or slugs)" collectionFormat(csv)
//	@Param       union         query  []string false "Statements issued by one of these (ids or slugs)" collectionFormat(csv)
//	@Param       call          query  []string false "Statements about one of these (ids or slugs)" collectionFormat(csv)
//	@Param       language      query  []string false "Languages of statements (BCP 47)" collectionFormat(csv)
//	@Param       from          query  string   false "Calls that go on, and statements published, on this day or later" format(partial-date)
//	@Param       to            query  string   false "Calls that go on, and statements published, on this day or earlier" format(partial-date)
//	@Param       changed_since query  string   false "shared"
//	@Param       facets        query  []string false "Count the values of these fields only, over all that is found; none counts nothing, which is faster" Enums(type,kind,region,affiliation,year,none) collectionFormat(csv)
//	@Param       cursor        query  string   false "shared"
//	@Param       limit         query  int      false "shared"
//	@Param       include_total query  bool     false "shared"
//	@Param       If-None-Match header string   false "shared"
//	@Success     200 {object} SearchResults "What was found, the best first"
//	@Failure     default {object} Problem
//	@Router      /v1/search [get]
func (s *Server) search(c *gin.Context, q *query) (reply, error) {
	f := q.searchFilter()
	p := record.Page{Limit: q.number("limit", defaultLimit, 1, maxLimit), Total: q.boolean("include_total"), Facets: searchFacets}
	if len(q.values["facets"]) > 0 {
		p.Facets = q.facets(append(slices.Clone(searchFacets), "none")...)
		if slices.Contains(p.Facets, "none") {
			if len(p.Facets) > 1 {
				q.AddParameter("facets", "contradiction", "none stands alone")
			}
			p.Facets = nil
		}
	}
	q.asked = append(q.asked, "facets")
	p.After = q.cursor()
	if err := q.done(); err != nil {
		return reply{}, err
	}
	l, err := s.store.Search(c.Request.Context(), f, p)
	if err != nil {
		return reply{}, err
	}
	render := searchResult(l.Query, q.now)
	out := SearchResults{Data: make([]SearchResult, len(l.Hits)), Page: Page{Next: q.next(l.Next), Limit: p.Limit, Total: l.Total}, Facets: l.Facets, Corrected: l.Query.Corrected && len(l.Hits) > 0}
	if out.Facets == nil {
		out.Facets = map[string][]record.Facet{}
	}
	for i, hit := range l.Hits {
		out.Data[i] = render(hit)
	}
	r := reply{status: http.StatusOK, body: out}
	if out.Page.Next != nil {
		r.link = "<" + q.nextURL(*out.Page.Next) + `>; rel="next"`
	}
	return r, nil
}
