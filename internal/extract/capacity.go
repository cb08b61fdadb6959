package extract

import "rollcall/internal/record"

// who says in whose name a position was taken, and who decided.
func (j *judge) who(k int, f finding, told bool) (record.Capacity, record.DecidedBy, *record.Vote) {
	capacity := record.CapacityBody
	if j.found[k].caucus {
		capacity = record.CapacityCaucus
	}
	return capacity, "unknown", nil
}
