//go:build unix

package match_test

import (
	"syscall"
	"testing"
	"time"

	"rollcall/internal/match"
)

// BenchmarkFind looks up the names of the corpus, one after the other. names/cpu-s is per second of processor time, which
// other work on the machine does not change.
func BenchmarkFind(b *testing.B) {
	dir := corpus(b)
	x := index(registry(rows(b, dir, "registry", "olms_unions.csv.gz"))...)
	var queries []match.Query
	for _, p := range rows(b, dir, "matching", "pairs_dev.csv") {
		queries = append(queries, match.Query{Name: p["noisy_name"], City: p["city"], Region: p["state"]})
	}
	b.ReportAllocs()
	b.ResetTimer()
	started := processorTime(b)
	for i := range b.N {
		x.Find(queries[i%len(queries)], 5)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "names/s")
	b.ReportMetric(float64(b.N)/(processorTime(b)-started).Seconds(), "names/cpu-s")
}

func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
