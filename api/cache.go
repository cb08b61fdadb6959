package api

import (
	"time"

	"github.com/maypok86/otter/v2"
)

// cache keeps encoded answers to reads. An answer is good while the record does not change and for a
// short time, since some of it follows the calendar (a call's phase, affiliations that end).
type cache struct {
	answers *otter.Cache[string, cached]
}

type cached struct {
	encoded
	seq   int64
	until time.Time
}

const (
	cacheBytes = 16 << 20
	cacheFor   = 10 * time.Second
)

func newCache() *cache {
	return &cache{otter.Must(&otter.Options[string, cached]{
		MaximumWeight: cacheBytes,
		Weigher: func(key string, v cached) uint32 {
			return uint32(len(key) + len(v.body) + len(v.link) + 200) //nolint:gosec // a body is far below 4 GiB
		},
	})}
}

func (c *cache) get(key string, seq int64, now time.Time) (encoded, bool) {
	v, ok := c.answers.GetIfPresent(key)
	if !ok || v.seq != seq || now.After(v.until) {
		return encoded{}, false
	}
	return v.encoded, true
}

func (c *cache) put(key string, seq int64, now time.Time, v encoded) {
	c.answers.Set(key, cached{v, seq, now.Add(cacheFor)})
}
