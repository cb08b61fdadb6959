package extract

import "rollcall/internal/record"

type sentence struct {
	from, to int
}

type stance struct {
	position  record.Stance
	capacity  record.Capacity
	decidedBy record.DecidedBy
	vote      *record.Vote
	quote     string
}

func (r *reader) sentences(found []span) []sentence { return nil }

func (r *reader) judge(sentences []sentence, found []span) []stance {
	s := make([]stance, len(found))
	for i := range s {
		s[i].capacity, s[i].decidedBy = record.CapacityBody, "unknown"
	}
	return s
}
