// Package record holds the words of Rollcall and their rules: unions, affiliations, calls,
// endorsements with their timeline of positions, statements, sources and the changes made to them.
//
// A constructor (NewUnion, NewCall, …) takes what somebody wrote, normalises it and answers either
// a record that may be stored or one *Error that names every bad field at once. The package does no
// input or output; its types carry column tags so that the store can scan into them.
package record
