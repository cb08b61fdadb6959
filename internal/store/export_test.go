package store

import "github.com/google/uuid"

// KeptPositions is the weight of the positions that are kept for counting at most.
const KeptPositions = keptSpells

// Kept is the weight of the positions that are kept for counting.
func (s *Store) Kept() int {
	s.standings.calls.mu.Lock()
	defer s.standings.calls.mu.Unlock()
	return s.standings.calls.weight
}

// KeepCalls keeps histories of calls with so many positions each, and answers which of them are left.
func (s *Store) KeepCalls(calls, each int) (left []int) {
	ids := make([]uuid.UUID, calls)
	for i := range ids {
		ids[i] = uuid.New()
		s.standings.weigh(ids[i], &callHistory{spells: make([]spell, each)})
		if i%2 == 0 {
			s.standings.history(ids[0]) // the first is read all along
		}
	}
	for i, id := range ids {
		if _, found := s.standings.calls.get(id); found {
			left = append(left, i)
		}
	}
	return left
}
