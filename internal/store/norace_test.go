//go:build !race

package store_test

// racing says that the race detector watches.
const racing = false
