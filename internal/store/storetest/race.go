//go:build race

package storetest

// Racing says that the race detector watches.
const Racing = true
