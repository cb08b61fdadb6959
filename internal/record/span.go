package record

// Span is a state of the record, or what became of the record between two states. States are numbered
// by the ledger: the state seq is what the first seq changes add up to.
type Span struct {
	// Seq is the state itself.
	Seq int64
	// After, if given, leaves out what is the same in that earlier state.
	After *int64
}
