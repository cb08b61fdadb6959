package record

// ImportAsk is what somebody asks of an import besides the file.
type ImportAsk struct {
	// Kind is what the file holds: olms, unions, calls, endorsements, statements or sources.
	Kind string
	// DryRun does everything and keeps nothing; Again applies rows anew that were applied before.
	DryRun, Again bool
	// Map and Value are rules such as "Union name=union" and "position.signed=endorsed".
	Map, Value []string
	// Dates is mdy or dmy: how 03/04/2026 is meant. Empty is mdy.
	Dates string
}
