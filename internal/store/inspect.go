package store

import (
	"context"
	"time"
)

// Inspection is what a database tells of itself to whoever looks after it.
type Inspection struct {
	Database string `json:"database"` // a name for people, without secrets
	Schema   Schema `json:"schema"`
	// Seq and LastChange are those of the ledger's last entry; zero when it is empty.
	Seq        int64     `json:"seq"`
	LastChange time.Time `json:"last_change"`
	// Keys counts the API keys that were ever made.
	Keys int `json:"keys"`
	// Clock is the time of the database's own machine.
	Clock time.Time `json:"clock"`
}

// Inspect looks at a database and changes nothing.
func Inspect(ctx context.Context, database string) (Inspection, error) {
	s, err := connect(Options{Database: database})
	if err != nil {
		return Inspection{}, err
	}
	defer s.Close()
	out := Inspection{Database: s.Describe()}
	if err := s.Ping(ctx); err != nil {
		return out, err
	}
	if out.Clock, err = s.dialect.clock(s.reads.WithContext(ctx)); err != nil {
		return out, err
	}
	if out.Schema, err = s.schema(ctx); err != nil || out.Schema.Database != out.Schema.Program {
		return out, err
	}
	var last []struct {
		Seq int64
		At  time.Time
	}
	if err := s.reads.WithContext(ctx).Raw("SELECT seq, at FROM changes ORDER BY seq DESC LIMIT 1").Scan(&last).Error; err != nil {
		return out, err
	}
	if len(last) > 0 {
		out.Seq, out.LastChange = last[0].Seq, last[0].At.UTC()
	}
	return out, s.reads.WithContext(ctx).Raw("SELECT count(*) FROM keys").Scan(&out.Keys).Error
}
