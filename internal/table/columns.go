package table

import (
	"slices"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// What every record has.
func written[T any](of func(T) (version int, created, updated time.Time)) []Column[T] {
	return []Column[T]{
		integer("version", "The record's version: 1, 2, 3, …", func(v T) int { n, _, _ := of(v); return n }),
		instant("created_at", "When the record was first written.", func(v T) time.Time { _, at, _ := of(v); return at }),
		instant("updated_at", "When the record was last written.", func(v T) time.Time { _, _, at := of(v); return at }),
	}
}

func place[T any](of func(T) record.Place) []Column[T] {
	return []Column[T]{
		text("country", "Country (ISO 3166-1 alpha-2).", func(v T) string { return of(v).Country }),
		text("region", "Region (ISO 3166-2).", func(v T) string { return of(v).Region }),
		text("city", "City.", func(v T) string { return of(v).City }),
		optionalReal("latitude", "Degrees north (WGS 84).", func(v T) *float64 { return of(v).Latitude }),
		optionalReal("longitude", "Degrees east (WGS 84).", func(v T) *float64 { return of(v).Longitude }),
	}
}

// identifier is the first identifier of a scheme.
func identifier(scheme string) func(record.Union) string {
	return func(u record.Union) string {
		for _, id := range u.Identifiers {
			if id.Scheme == scheme {
				return id.Value
			}
		}
		return ""
	}
}

// Unions are the columns of a union, with its members as known on a day; an unknown day is the present.
func Unions(day record.Date) []Column[record.Union] {
	type union = record.Union
	latest := func(u union) record.MemberCount {
		if c := u.MembersAsOf(day); c != nil {
			return *c
		}
		return record.MemberCount{}
	}
	return slices.Concat([]Column[union]{
		id("id", "The union's id (UUIDv7).", func(u union) uuid.UUID { return u.ID }),
		text("slug", "Its readable address.", func(u union) string { return u.Slug }),
		text("kind", "federation, national, intermediate, labor_council, local, unit, caucus or coalition.", func(u union) record.UnionKind { return u.Kind }),
		text("name", "The display name.", func(u union) string { return u.Name }),
		list("names", "Every name: objects with value, type, lang, from and until.", func(u union) record.List[record.Name] { return u.Names }),
		text("designation_type", "What a charter calls the body, such as Local.", func(u union) string { return u.Designation.Type }),
		text("designation_number", "Its number.", func(u union) string { return u.Designation.Number }),
		text("designation_suffix", "What follows the number, such as the A of 34-A.", func(u union) string { return u.Designation.Suffix }),
		list("identifiers", "Every identifier: objects with scheme and value.", func(u union) record.List[record.Identifier] { return u.Identifiers }),
		text("olms", "File number of the US Department of Labor's Office of Labor-Management Standards.", identifier("olms")),
		text("ein", "US Employer Identification Number.", identifier("ein")),
		text("wikidata", "Wikidata item.", identifier("wikidata")),
		text("ror", "Id of the Research Organization Registry.", identifier("ror")),
		text("uk_certoff", "Entry at the Certification Officer of Great Britain.", identifier("uk_certoff")),
	}, place(func(u union) record.Place { return u.Place }), []Column[union]{
		{"members", Integer, "The latest known count of members; empty is unknown, never 0.", func(u union) any {
			if c := u.MembersAsOf(day); c != nil {
				return int64(c.Count)
			}
			return nil
		}},
		date("members_as_of", "The date of that count.", func(u union) record.Date { return latest(u).AsOf }),
		optionalID("members_source_id", "The source that reports it.", func(u union) *uuid.UUID { return latest(u).SourceID }),
		{"members_history", JSON, "Every known count: objects with count, as_of and source_id, the oldest first.", func(u union) any {
			counts := record.List[record.MemberCount]{}
			for _, c := range u.Members {
				if !day.Before(c.AsOf) {
					counts = append(counts, c)
				}
			}
			return counts
		}},
		text("status", "active, dissolved or merged.", func(u union) record.UnionStatus { return u.Status }),
		list("parents", "The unions it is chartered by or affiliated with: objects with id, slug, name and type.", func(u union) record.List[record.ParentRef] { return u.Parents }),
		date("founded", "When it was founded.", func(u union) record.Date { return u.Founded }),
		date("dissolved", "When it was dissolved.", func(u union) record.Date { return u.Dissolved }),
		optionalID("merged_into", "The id of the record that this one was merged into.", func(u union) *uuid.UUID { return u.MergedInto }),
		text("website", "Its site.", func(u union) string { return u.Website }),
	}, written(func(u union) (int, time.Time, time.Time) { return u.Version, u.CreatedAt, u.UpdatedAt }))
}

// named are the columns that name a union inside another record: its id, slug and name.
func named[T any](prefix, whose string, of func(T) record.UnionRef) []Column[T] {
	return []Column[T]{
		id(prefix+"_id", whose+": its id.", func(v T) uuid.UUID { return of(v).ID }),
		text(prefix, whose+": its slug.", func(v T) string { return of(v).Slug }),
		text(prefix+"_name", whose+": its name.", func(v T) string { return of(v).Name }),
	}
}

func placed[T any](prefix, whose string, of func(T) record.UnionRef) []Column[T] {
	return append(named(prefix, whose, of),
		text(prefix+"_kind", whose+": its kind.", func(v T) record.UnionKind { return of(v).Kind }),
		text(prefix+"_region", whose+": its region (ISO 3166-2).", func(v T) string { return of(v).Region }))
}

func called[T any](of func(T) record.CallRef) []Column[T] {
	return []Column[T]{
		id("call_id", "The call: its id.", func(v T) uuid.UUID { return of(v).ID }),
		text("call", "The call: its slug.", func(v T) string { return of(v).Slug }),
		text("call_title", "The call: its title.", func(v T) string { return of(v).Title }),
	}
}

// Affiliations are the columns of an affiliation.
func Affiliations() []Column[record.Affiliation] {
	type affiliation = record.Affiliation
	return slices.Concat(
		[]Column[affiliation]{id("id", "The affiliation's id (UUIDv7).", func(a affiliation) uuid.UUID { return a.ID })},
		placed("child", "The union that belongs to the other", func(a affiliation) record.UnionRef { return a.Child }),
		placed("parent", "The union it belongs to", func(a affiliation) record.UnionRef { return a.Parent }),
		[]Column[affiliation]{
			text("type", "chartered is the organisational tree, affiliated membership in a federation or council.", func(a affiliation) record.AffiliationType { return a.Type }),
			date("from", "In force from this day on.", func(a affiliation) record.Date { return a.From }),
			date("until", "In force on every day before this one; empty is no end.", func(a affiliation) record.Date { return a.Until }),
		},
		written(func(a affiliation) (int, time.Time, time.Time) { return a.Version, a.CreatedAt, a.UpdatedAt }))
}

// Calls are the columns of a call, with its phase at an instant.
func Calls(now time.Time) []Column[record.Call] {
	type call = record.Call
	return slices.Concat([]Column[call]{
		id("id", "The call's id (UUIDv7).", func(c call) uuid.UUID { return c.ID }),
		text("slug", "Its readable address.", func(c call) string { return c.Slug }),
		text("kind", "strike, day_of_action, march, boycott, picket, resolution, open_letter, campaign, candidacy or other.", func(c call) record.CallKind { return c.Kind }),
		text("title", "Its title.", func(c call) string { return c.Title }),
		text("summary", "What it is about.", func(c call) string { return c.Summary }),
		date("starts_on", "Its first day, in its time zone.", func(c call) record.Date { return c.StartsOn }),
		date("ends_on", "Its last day.", func(c call) record.Date { return c.EndsOn }),
		text("time_zone", "Time zone (IANA).", func(c call) string { return c.TimeZone }),
	}, place(func(c call) record.Place { return c.Place }), []Column[call]{
		list("demands", "What it demands.", func(c call) record.List[string] { return c.Demands }),
		list("asks", "What it asks for: no_work, no_school, rally, …", func(c call) record.List[string] { return c.Asks }),
		list("conveners", "Who calls: objects with union_id or name.", func(c call) record.List[record.Convener] { return c.Conveners }),
		optionalID("part_of", "The id of the call that this one is part of.", func(c call) *uuid.UUID { return c.PartOf }),
		list("links", "Addresses about it.", func(c call) record.List[string] { return c.Links }),
		boolean("cancelled", "Whether it was called off.", func(c call) bool { return c.Cancelled }),
		text("phase", "upcoming, ongoing, past or cancelled.", func(c call) record.Phase { return c.PhaseAt(now) }),
	}, written(func(c call) (int, time.Time, time.Time) { return c.Version, c.CreatedAt, c.UpdatedAt }))
}

// facts are the columns of a position.
func facts[T any](of func(T) record.Position) []Column[T] {
	votes := func(v T) record.Vote {
		if p := of(v); p.Vote != nil {
			return *p.Vote
		}
		return record.Vote{}
	}
	first := func(v T) record.SourceRef {
		if p := of(v); len(p.Citations) > 0 {
			return p.Citations[0].Source
		}
		return record.SourceRef{}
	}
	return []Column[T]{
		text("position", "endorsed, supported, planning, declined, opposed, tabled, withdrawn, nullified or no_position_found.", func(v T) record.Stance { return of(v).Position }),
		date("effective_on", "When it took effect.", func(v T) record.Date { return of(v).EffectiveOn }),
		date("announced_on", "When it was announced.", func(v T) record.Date { return of(v).AnnouncedOn }),
		text("decided_by", "membership_vote, delegates, executive_board, officer, petition or unknown.", func(v T) record.DecidedBy { return of(v).DecidedBy }),
		optionalInteger("vote_for", "Votes for it.", func(v T) *int { return votes(v).For }),
		optionalInteger("vote_against", "Votes against it.", func(v T) *int { return votes(v).Against }),
		optionalInteger("vote_abstain", "Abstentions.", func(v T) *int { return votes(v).Abstain }),
		text("capacity", "In whose name: body, officer or caucus; only body counts as the union's.", func(v T) record.Capacity { return of(v).Capacity }),
		list("scope", "Which of the call's asks it covers; none is all of them.", func(v T) record.List[string] { return of(v).Scope }),
		list("participation", "What the body will do itself.", func(v T) record.List[string] { return of(v).Participation }),
		text("quote", "What it said.", func(v T) string { return of(v).Quote }),
		text("note", "A note on it.", func(v T) string { return of(v).Note }),
		optionalID("by", "The id of the union that set it aside, for nullified.", func(v T) *uuid.UUID { return of(v).By }),
		text("source_url", "The first cited source: its address.", func(v T) string { return first(v).URL }),
		text("source_title", "The first cited source: its title.", func(v T) string { return first(v).Title }),
		text("source_publisher", "The first cited source: its publisher.", func(v T) string { return first(v).Publisher }),
		date("source_published_on", "The first cited source: when it was published.", func(v T) record.Date { return first(v).PublishedOn }),
		list("citations", "Every citation: objects with source, quote and locator.", func(v T) record.List[record.Citation] { return of(v).Citations }),
	}
}

// Endorsements are the columns of an endorsement as the position that it shows tells of it.
func Endorsements() []Column[record.EndorsementView] {
	type view = record.EndorsementView
	return slices.Concat(
		[]Column[view]{id("id", "The endorsement's id (UUIDv7): one for each union and call.", func(e view) uuid.UUID { return e.ID })},
		called(func(e view) record.CallRef { return e.Call }),
		placed("union", "The union", func(e view) record.UnionRef { return e.Union }),
		facts(func(e view) record.Position { return e.Shown }),
		[]Column[view]{
			id("position_id", "The id of the position in the timeline.", func(e view) uuid.UUID { return e.Shown.ID }),
			text("verification", "unverified, verified or disputed.", func(e view) record.Verification { return e.Verification }),
			text("verification_reason", "What the verification, or the dispute, rests on.", func(e view) string { return e.VerificationReason }),
			text("evidence", "primary: a source published by the union itself; secondary: somebody else's; none.", func(e view) record.Evidence { return e.Evidence }),
			integer("corroborations", "Independent publishers behind the position, the union itself not among them.", func(e view) int { return e.Corroborations }),
			optionalInteger("ordinal", "The body's place among those that endorse the call; empty where it does not count as endorsing.", func(e view) *int { return e.Ordinal }),
			optionalInteger("ordinal_of_kind", "The same among bodies of its kind.", func(e view) *int { return e.OrdinalOfKind }),
		},
		written(func(e view) (int, time.Time, time.Time) { return e.Version, e.CreatedAt, e.UpdatedAt }))
}

// Positions are the columns of one position of a timeline: the one that the view shows.
func Positions() []Column[record.EndorsementView] {
	type view = record.EndorsementView
	return slices.Concat(
		[]Column[view]{
			id("id", "The position's id (UUIDv7).", func(e view) uuid.UUID { return e.Shown.ID }),
			id("endorsement_id", "The id of the endorsement whose timeline it is in.", func(e view) uuid.UUID { return e.ID }),
		},
		called(func(e view) record.CallRef { return e.Call }),
		placed("union", "The union", func(e view) record.UnionRef { return e.Union }),
		facts(func(e view) record.Position { return e.Shown }),
		[]Column[view]{
			boolean("current", "Whether this is the position that stands now.", func(e view) bool { return e.Shown.SupersededOn == nil }),
			{"recorded_seq", Integer, "The change that first recorded the position.", func(e view) any { return e.Shown.RecordedSeq }},
		})
}

// Statements are the columns of a statement.
func Statements() []Column[record.Statement] {
	type statement = record.Statement
	return append([]Column[statement]{
		id("id", "The statement's id (UUIDv7).", func(s statement) uuid.UUID { return s.ID }),
		text("title", "Its title.", func(s statement) string { return s.Title }),
		text("text", "Its text, or an excerpt.", func(s statement) string { return s.Text }),
		text("kind", "press_release, resolution, letter, social_post, speech or article.", func(s statement) record.StatementKind { return s.Kind }),
		text("language", "Language (BCP 47); und is undetermined.", func(s statement) string { return s.Language }),
		date("published_on", "When it was published.", func(s statement) record.Date { return s.PublishedOn }),
		text("url", "Its address.", func(s statement) string { return s.URL }),
		list("issuers", "The unions that issued it: objects with id, slug, name, kind and region.", func(s statement) record.List[record.UnionRef] { return s.Issuers }),
		list("calls", "The calls it speaks of: objects with id, slug and title.", func(s statement) record.List[record.CallRef] { return s.Calls }),
		list("quotes", "Passages: objects with text, speaker and role.", func(s statement) record.List[record.Quote] { return s.Quotes }),
		list("translations", "Its text in other languages: objects with language, title and text.", func(s statement) record.List[record.Translation] { return s.Translations }),
		list("citations", "Every citation: objects with source, quote and locator.", func(s statement) record.List[record.Citation] { return s.Citations }),
	}, written(func(s statement) (int, time.Time, time.Time) { return s.Version, s.CreatedAt, s.UpdatedAt })...)
}

// Sources are the columns of a source.
func Sources() []Column[record.Source] {
	type source = record.Source
	return append([]Column[source]{
		id("id", "The source's id (UUIDv7).", func(s source) uuid.UUID { return s.ID }),
		text("url", "Its address, normalised.", func(s source) string { return s.URL }),
		text("title", "Its title.", func(s source) string { return s.Title }),
		text("publisher", "Who published it.", func(s source) string { return s.Publisher }),
		text("kind", "union_site, press, social, document or other.", func(s source) record.SourceKind { return s.Kind }),
		optionalID("union", "The id of the union whose site it is.", func(s source) *uuid.UUID { return s.Union }),
		date("published_on", "When it was published.", func(s source) record.Date { return s.PublishedOn }),
		optionalInstant("retrieved_at", "When it was retrieved.", func(s source) *time.Time { return s.RetrievedAt }),
		text("archive_url", "An archived copy.", func(s source) string { return s.ArchiveURL }),
		text("sha256", "SHA-256 of what was retrieved, in hexadecimal digits.", func(s source) string { return s.SHA256 }),
		text("health", "live, changed or gone.", func(s source) string { return s.Health }),
	}, written(func(s source) (int, time.Time, time.Time) { return s.Version, s.CreatedAt, s.UpdatedAt })...)
}

// Changes are the columns of a change, with the facts before and after it as they are recorded.
func Changes() []Column[record.Change] {
	type change = record.Change
	return []Column[change]{
		{"seq", Integer, "Its place in the ledger: 1, 2, 3, … without a gap.", func(c change) any { return c.Seq }},
		instant("at", "When it was made.", func(c change) time.Time { return c.At }),
		text("action", "created, updated, deleted, restored, reverted, merged or unmerged.", func(c change) record.Action { return c.Action }),
		text("entity", "union, affiliation, call, endorsement, statement or source.", func(c change) record.Entity { return c.Entity }),
		id("id", "The record's id.", func(c change) uuid.UUID { return c.ID }),
		integer("version", "The record's version that the change made.", func(c change) int { return c.Version }),
		text("actor", "The public handle of who wrote.", func(c change) string { return c.Actor }),
		text("reason", "What the writer said of the write.", func(c change) string { return c.Reason }),
		{"about", JSON, "The ids of the unions and calls that the record names, or named before.", func(c change) any {
			about, err := c.Subjects()
			if err != nil {
				return err
			}
			return record.List[uuid.UUID](about)
		}},
		raw("before", "The record's facts before; empty where there was none.", func(c change) record.JSON { return c.Before }),
		raw("after", "The record's facts after; empty where there is none any more.", func(c change) record.JSON { return c.After }),
	}
}

// Coverage are the columns of an affiliate and its own position on a call.
func Coverage() []Column[record.Covered] {
	type covered = record.Covered
	return append(placed("union", "The affiliate", func(c covered) record.UnionRef { return c.Union }),
		Column[covered]{"position", Text, "Its position; empty when none is recorded.", func(c covered) any {
			if c.Position == nil {
				return nil
			}
			return string(*c.Position)
		}},
		date("effective_on", "When it took effect.", func(c covered) record.Date { return c.EffectiveOn }),
		optionalID("endorsement_id", "The id of the endorsement.", func(c covered) *uuid.UUID { return c.EndorsementID }))
}

// Conflicts are the columns of a body and its parent that stand apart on a call.
func Conflicts() []Column[record.Conflict] {
	type conflict = record.Conflict
	return slices.Concat(
		placed("parent", "The parent", func(c conflict) record.UnionRef { return c.Parent }),
		placed("child", "The body below it", func(c conflict) record.UnionRef { return c.Child }),
		[]Column[conflict]{
			text("parent_position", "The parent's position; empty when it has none: it nullified the child's then.", func(c conflict) record.Stance { return c.ParentPosition }),
			text("child_position", "The child's position.", func(c conflict) record.Stance { return c.ChildPosition }),
		})
}

// Days are the columns of what happened on a call on one date.
func Days() []Column[record.Day] {
	type day = record.Day
	columns := []Column[day]{date("date", "As precise as it is known; empty is an unknown date.", func(d day) record.Date { return d.Date })}
	for _, stance := range record.Stances {
		columns = append(columns, integer("new_"+string(stance), "Bodies that took the position on that date.", func(d day) int { return d.New[stance] }))
	}
	columns = append(columns, integer("withdrawn", "Bodies whose position was withdrawn or nullified on that date.", func(d day) int { return d.Withdrawn }))
	for _, stance := range record.Stances {
		columns = append(columns, integer("cumulative_"+string(stance), "Bodies that have the position from that date on.", func(d day) int { return d.Cumulative[stance] }))
	}
	return columns
}
