package api

import (
	"time"

	"github.com/maypok86/otter/v2"
)

// cache keeps encoded answers to reads, each with the state of the world that it shows.
type cache struct {
	answers *otter.Cache[string, cached]
}

// state is what an answer depends on besides its request: the record, and the minute, since a call's
// phase and the affiliations in force follow the calendar. No time zone's day begins within a minute.
type state struct {
	seq    int64
	minute time.Time
}

type cached struct {
	encoded
	state
}

const cacheBytes = 16 << 20

func newCache() *cache {
	return &cache{otter.Must(&otter.Options[string, cached]{
		MaximumWeight: cacheBytes,
		Weigher: func(key string, v cached) uint32 {
			return uint32(len(key) + len(v.body) + len(v.link) + 200) //nolint:gosec // a body is far below 4 GiB
		},
	})}
}

func (c *cache) get(key string, now state) (encoded, bool) {
	v, ok := c.answers.GetIfPresent(key)
	return v.encoded, ok && v.seq == now.seq && v.minute.Equal(now.minute)
}

func (c *cache) put(key string, shows state, v encoded) { c.answers.Set(key, cached{v, shows}) }
