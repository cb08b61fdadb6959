// Package extract reads running text: it finds every mention of a union body, says which unions of the record may be meant,
// and what the text says of their stance.
//
// A text goes through four rooms, each a file or two:
//
//	text.go, token.go     HTML to text; text to words and sentences
//	mention.go, name.go   words to mentions: names, numbers, shared heads, appositions; gazetteer.go and words.go are their tables
//	clause.go, stance.go  cues to stances: which cue speaks of which mention, and what negates or hedges it; cues.go is the table
//	romance.go            the same of French and Spanish sentences; cues_romance.go is their part of the table
//	list.go               headings and enumerations
//	capacity.go           in whose name, and who decided
//
// No mention depends on the record: what a body of workers is called tells that it is one. The record adds names that do not,
// and says which union is meant. Everything is a function of the index and the text.
package extract
