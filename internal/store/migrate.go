package store

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"
)

// Schema says how the database's schema stands to the program's.
type Schema struct {
	Database int64 `json:"database"` // the version of the last migration that was applied; 0 on an empty database
	Program  int64 `json:"program"`  // the version of the last migration that the program carries
}

func (s *Store) provider() (*goose.Provider, error) {
	files, dialect := s.dialect.migrations()
	pool, err := s.writes.DB()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(dialect, pool, files)
}

func (s *Store) schema(ctx context.Context) (Schema, error) {
	p, err := s.provider()
	if err != nil {
		return Schema{}, fmt.Errorf("read the migrations: %w", err)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return Schema{}, fmt.Errorf("read the schema's version: %w", err)
	}
	return Schema{Database: current, Program: target}, nil
}

func (s *Store) migrate(ctx context.Context) (applied []string, err error) {
	state, err := s.schema(ctx)
	if err != nil {
		return nil, err
	}
	if state.Database > state.Program {
		return nil, ErrNewerSchema
	}
	p, err := s.provider()
	if err != nil {
		return nil, err
	}
	// Several processes may start at once on one database: one of them migrates.
	unlock, err := s.dialect.lockMigrations(ctx, s.writes)
	if err != nil {
		return nil, err
	}
	defer unlock()
	results, err := p.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	for _, r := range results {
		applied = append(applied, r.Source.Path)
	}
	return applied, nil
}

// Migrate brings the schema of a database up to date and names the migrations it applied.
func Migrate(ctx context.Context, database string) ([]string, error) {
	s, err := connect(Options{Database: database})
	if err != nil {
		return nil, err
	}
	defer s.Close() //nolint:errcheck // nothing is pending on a connection that only migrated
	return s.migrate(ctx)
}

// SchemaOf reads how a database's schema stands to the program's, and changes nothing.
func SchemaOf(ctx context.Context, database string) (Schema, error) {
	s, err := connect(Options{Database: database})
	if err != nil {
		return Schema{}, err
	}
	defer s.Close() //nolint:errcheck // nothing is pending on a connection that only read
	return s.schema(ctx)
}
