package api

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"rollcall/internal/extract"
	"rollcall/internal/record"
)

// ExtractBody is running text to be read.
type ExtractBody struct {
	// Plain text or HTML, of which the text is read.
	Text string `json:"text" validate:"required" example:"Among the unions endorsing the action are: Service Employees Local 26 and UNITE HERE Local 17."`
	// BCP 47: en, fr, es, or one of their regions. The forms of all three are read in any case.
	Language *string `json:"language" example:"en"`
	// The call that the text speaks of (id or slug). Its place helps to tell bodies apart, and drafts say where they are to be PUT.
	Call *string `json:"call" example:"ice-out-of-minnesota-day-of-truth-and-freedom"`
	// The document that the text stands in, as the drafts cite it: id alone, or url and what else is known of it.
	Source *CitedSourceBody `json:"source"`
	// How many candidates for each mention, 1 to 50; 5 when missing.
	Limit *int `json:"limit" example:"5"`
}

// Extraction is what was read in a text.
type Extraction struct {
	// The text that offsets count in: what was sent, without HTML and control characters.
	Text string `json:"text"`
	// In the order of the text.
	Mentions []TextMention `json:"mentions"`
	// Whether there are more mentions than are listed.
	Truncated bool `json:"truncated" example:"false"`
}

// TextMention is a place where a text names a union body.
type TextMention struct {
	// Where the mention begins in text, in Unicode code points.
	Start int `json:"start" minimum:"0" example:"42"`
	// Where it ends: the first code point that is no more of it.
	End int `json:"end" minimum:"0" example:"68"`
	// What stands there.
	Text string `json:"text" example:"Service Employees Local 26"`
	// The number with its letters, as it is written.
	Number *string `json:"number" example:"26"`
	// What the text says of the body's position; none where it says nothing of it.
	Position string `json:"position" enums:"endorsed,supported,planning,declined,opposed,tabled,withdrawn,nullified,none" example:"endorsed"`
	// Whether the body speaks, an officer personally, or a group of members.
	Capacity record.Capacity `json:"capacity" example:"body"`
	// unknown where it is not said.
	DecidedBy record.DecidedBy `json:"decided_by" enums:"membership_vote,delegates,executive_board,officer,petition,unknown" example:"unknown"`
	Vote      *record.Vote     `json:"vote"`
	// The sentence.
	Quote string `json:"quote"`
	// The unions of the record that may be meant, the likeliest first; none when the record has no such body.
	Candidates []MatchCandidate `json:"candidates"`
	// What to PUT as the position of the first candidate, once a person has read it. Null unless that is a match and the text says a position; of several mentions that say the same of one union the first has it.
	Draft *PositionBody `json:"draft"`
	// Where to PUT the draft; null without a call.
	Put *string `json:"put" example:"/v1/calls/an-example-march/endorsements/seiu-local-26"`
}

// languages are those whose forms are read.
var languages = []string{"en", "fr", "es"}

// extractMentions reads a text.
//
//	@ID          extractMentions
//	@Summary     Extract mentions
//	@Description Every mention of a union body in running text: where it stands, which union of the record is meant, and what the text says of its position on what is called for, in whose name and by whose decision. Nothing is written: drafts are for a person to read, mend and PUT. A body that is not in the record is a mention without candidates.
//	@Tags        matching
//	@Accept      json
//	@Produce     json
//	@Param       body body ExtractBody true "The text"
//	@Success     200 {object} Extraction "The mentions, in the order of the text"
//	@Failure     default {object} Problem
//	@Router      /v1/extract [post]
func (s *Server) extractMentions() gin.HandlerFunc {
	return question(s, func(in *input, b ExtractBody) (reply, error) {
		var o extract.Options
		if b.Language != nil {
			o.Language, _, _ = strings.Cut(strings.ToLower(*b.Language), "-")
			if !slices.Contains(languages, o.Language) {
				in.wrong("/language", "invalid", "%q is not one of %v", clip(*b.Language), languages)
			}
		}
		o.Limit = in.candidates(b.Limit)
		var call record.CallRef
		if b.Call != nil {
			call = in.calls(named{"/call", *b.Call})[0]
		}
		if err := in.with(in.source(b.Source), "The text"); err != nil {
			return reply{}, err
		}
		if call.ID != uuid.Nil {
			c, err := in.store.Call(in.ctx(), record.Ref(call.ID.String()), record.Moment{})
			if err != nil {
				return reply{}, err
			}
			o.Country, o.Region = c.Place.Country, c.Place.Region
		}
		x, err := s.matching.Index(in.ctx())
		if err != nil {
			return reply{}, err
		}
		// A long text takes a processor for a second: those that come together wait for each other, and not for the others.
		select {
		case s.extracting <- struct{}{}:
			defer func() { <-s.extracting }()
		case <-in.ctx().Done():
			return reply{}, in.ctx().Err()
		}
		return reply{status: http.StatusOK, body: NewExtraction(extract.Extract(x, b.Text, o), call.Slug, b.Source)}, nil
	})
}

// source answers what is wrong with the source that drafts are to cite.
func (in *input) source(b *CitedSourceBody) error {
	if b == nil {
		return nil
	}
	if b.ID != nil {
		_, err := in.store.Source(in.ctx(), *b.ID, record.Moment{})
		if record.Is(err, record.CodeNotFound) || record.Is(err, record.CodeGone) {
			in.wrong("/source/id", "unknown", "there is no source %s", *b.ID)
			return nil
		}
		return err
	}
	if b.Union != nil {
		in.unions(named{"/source/union", *b.Union})
	}
	draft := SourceBody{
		URL: orEmpty(b.URL), Title: b.Title, Publisher: b.Publisher, Kind: b.Kind, PublishedOn: b.PublishedOn,
		RetrievedAt: b.RetrievedAt, ArchiveURL: b.ArchiveURL, SHA256: b.SHA256, Health: b.Health,
	}
	_, err := record.NewSource("/source", draft.fill(nil, record.Source{}))
	return err
}

// NewExtraction is what is answered of a text. call is the slug of the call that it speaks of, source what drafts
// cite; both may be missing.
func NewExtraction(read extract.Result, call string, source *CitedSourceBody) Extraction {
	out := Extraction{Text: read.Text, Mentions: make([]TextMention, len(read.Mentions)), Truncated: read.Truncated}
	type said struct {
		union    uuid.UUID
		position record.Stance
	}
	drafted := map[said]bool{}
	for i, m := range read.Mentions {
		t := TextMention{
			Start: m.Start, End: m.End, Text: m.Text, Number: orNull(m.Number), Position: string(m.Position), Capacity: m.Capacity, DecidedBy: m.DecidedBy, Vote: m.Vote,
			Quote: m.Quote, Candidates: matchCandidates(m.Candidates),
		}
		if m.Position == "" {
			t.Position = "none"
		}
		if m.Position != "" && len(m.Candidates) > 0 && m.Candidates[0].Match {
			of := m.Candidates[0]
			if key := (said{of.ID, m.Position}); !drafted[key] {
				drafted[key] = true
				t.Draft = draftOf(m, source)
				if call != "" {
					path := "/v1/calls/" + url.PathEscape(call) + "/endorsements/" + url.PathEscape(of.Slug)
					t.Put = &path
				}
			}
		}
		out.Mentions[i] = t
	}
	return out
}

// draftOf is the position that a mention comes to, as it is written.
func draftOf(m extract.Mention, source *CitedSourceBody) *PositionBody {
	p := &PositionBody{Position: m.Position, DecidedBy: &m.DecidedBy, Vote: m.Vote, Capacity: &m.Capacity, Quote: &m.Quote}
	if source != nil {
		p.Citations = []CitationBody{{Source: *source, Quote: &m.Quote}}
	}
	return p
}
