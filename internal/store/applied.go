package store

import (
	"context"

	"rollcall/internal/record"
)

// Applied tells which digests belong to rows of files that were applied, by an import that committed them.
func (s *Store) Applied(ctx context.Context, digests [][]byte) (map[string]bool, error) {
	r, err := s.reader(ctx, record.Moment{})
	if err != nil {
		return nil, err
	}
	t := tx{reader: r}
	found, err := t.applied(digests)
	if err != nil {
		return nil, s.dialect.translate(err)
	}
	out := make(map[string]bool, len(found))
	for digest := range found {
		out[digest] = true
	}
	return out, nil
}
