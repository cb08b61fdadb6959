// Package match finds the union that a written name means. It reads a name into affiliation, number,
// designation and the rest, finds unions of the record that could be meant in an index that it keeps in
// memory, and says of each how likely it is and why. docs/guide/names.md explains what it answers with.
//
// Everything is a function of the index and the query: the same unions, put in the same order, and the same
// name give the same answer. The order itself matters only where hundreds of unions share a number.
package match
