package store

import "github.com/google/uuid"

// KeptPositions is how many positions are kept for counting at most.
const KeptPositions = keptSpells

// Kept is the weight of what is kept for counting: of positions, and of counts.
func (s *Store) Kept() (positions, counts uint64) {
	s.standings.calls.CleanUp()
	s.standings.counts.CleanUp()
	return s.standings.calls.WeightedSize(), s.standings.counts.WeightedSize()
}

// MostKept is how many positions are kept of a thousand calls with so many each.
func MostKept(each uint32) uint64 {
	st := newStandings()
	for range 1000 {
		h := &callHistory{}
		h.size.Store(each)
		st.calls.Set(uuid.New(), h)
	}
	st.calls.CleanUp()
	return st.calls.WeightedSize()
}
