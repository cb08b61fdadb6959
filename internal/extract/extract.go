package extract

import (
	"strings"
	"unicode/utf8"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// Options say how a text is read. The zero value is right for most.
type Options struct {
	// Language is "en", "fr" or "es", the language that the text is in; empty when it is not known. The forms of all three are
	// read in any case; it decides where a form means something else in another.
	Language string
	// Country and Region (ISO 3166-2) are where what the text speaks of takes place: they help to tell bodies of one number apart.
	Country, Region string
	// Limit is how many candidates a mention has at most; 0 is 5.
	Limit int
}

// Result is what was read.
type Result struct {
	// Text is the text that offsets count in: without HTML, valid UTF-8, control characters replaced by spaces.
	Text string
	// Mentions are in the order of the text and do not overlap.
	Mentions []Mention
	// Truncated says that there were more mentions than [MaxMentions].
	Truncated bool
}

// Mention is one place where a text names a union body.
type Mention struct {
	// Start and End are Unicode code points into the result's text, half open.
	Start, End int
	// Text is what stands there.
	Text string
	// Number is the body's number with its letters as they are written ("32BJ", "9A"), empty when it has none.
	Number string
	// Position is what the text says of the body's stance; empty when it says none.
	Position record.Stance
	// Capacity is in whose name it was said.
	Capacity record.Capacity
	// DecidedBy is who decided; "unknown" when it is not said.
	DecidedBy record.DecidedBy
	// Vote is the count of the decision, nil when it is not said.
	Vote *record.Vote
	// Quote is the sentence, or of a long one the part around the mention.
	Quote string
	// Query is what was looked up: the mention's text, with what is known of it from elsewhere in the text, such as the
	// affiliation of a shared head or the full name of which the mention is the short form.
	Query match.Query
	// Candidates are the unions of the record that may be meant, the likeliest first; none when the body is in no record.
	Candidates []match.Candidate
}

// MaxMentions is how many mentions of a text are answered.
const MaxMentions = 10_000

// Extract reads a text, plain or HTML. No text is an error: what is no language has no mentions.
func Extract(x *match.Index, text string, o Options) Result {
	text = plain(text)
	r := newReader(x, text)
	found, truncated := r.findMentions(MaxMentions)
	r.resolve(found)
	found = r.settle(found)
	sentences := r.sentences(found)
	stances := r.judge(sentences, found, o)
	limit := o.Limit
	if limit <= 0 {
		limit = 5
	}
	lookedUp := map[match.Query][]match.Candidate{}
	result := Result{Text: text, Truncated: truncated}
	points, at := 0, 0 // code points before the byte at
	count := func(to int) int {
		points += utf8.RuneCountInString(text[at:to])
		at = to
		return points
	}
	for i, s := range found {
		m := Mention{Number: s.number, Position: stances[i].position, Capacity: stances[i].capacity, DecidedBy: stances[i].decidedBy, Vote: stances[i].vote, Quote: stances[i].quote}
		from, to := r.tokens[s.from].start, r.tokens[s.to-1].stem
		m.Text = text[from:to]
		m.Start, m.End = count(from), count(to)
		m.Query = match.Query{Name: s.query, Affiliation: s.beside, Country: o.Country, Region: o.Region}
		if s.query == "" {
			m.Query.Name = strings.Join(strings.Fields(m.Text), " ")
		}
		candidates, ok := lookedUp[m.Query]
		if !ok {
			candidates = likely(x.Find(m.Query, limit))
			lookedUp[m.Query] = candidates
		}
		m.Candidates = candidates
		result.Mentions = append(result.Mentions, m)
	}
	return result
}

// likely leaves out candidates that have next to no chance.
func likely(found []match.Candidate) []match.Candidate {
	for i, c := range found {
		if c.Score < 0.01 {
			return found[:i]
		}
	}
	return found
}
