package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

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
	var state Schema
	p, err := s.provider()
	if err != nil {
		return state, fmt.Errorf("read the migrations: %w", err)
	}
	sources := p.ListSources()
	state.Program = sources[len(sources)-1].Version
	// goose would make its table when asked for the version; a question changes nothing.
	var tables int64
	if err := s.writes.WithContext(ctx).Raw(s.dialect.countTables(), goose.DefaultTablename).Scan(&tables).Error; err != nil || tables == 0 {
		return state, s.dialect.translate(err)
	}
	err = s.writes.WithContext(ctx).Raw("SELECT COALESCE(MAX(version_id), 0) FROM " + goose.DefaultTablename).Scan(&state.Database).Error
	return state, s.dialect.translate(err)
}

func (s *Store) migrate(ctx context.Context) (applied []string, err error) {
	// Several processes may start at once on one database: one of them migrates.
	unlock, err := s.dialect.lockMigrations(ctx, s.writes)
	if err != nil {
		return nil, s.dialect.translate(err)
	}
	defer unlock()
	for {
		before, err := s.schema(ctx)
		switch {
		case err != nil:
			return applied, err
		case before.Database > before.Program:
			return applied, ErrNewerSchema
		case before.Database == before.Program:
			return applied, nil
		}
		p, err := s.provider()
		if err != nil {
			return applied, err
		}
		results, err := p.Up(ctx)
		// Of a run that failed in its middle, goose tells only in the error what it applied before.
		if partial := (*goose.PartialError)(nil); errors.As(err, &partial) {
			results = append(results, partial.Applied...)
		}
		for _, r := range results {
			applied = append(applied, r.Source.Path)
		}
		if err == nil {
			return applied, nil
		}
		// Where there is no such lock, another process may have been first: then there is less left to do.
		if after, again := s.schema(ctx); again != nil || after.Database == before.Database {
			return applied, fmt.Errorf("migrate: %w", err)
		}
	}
}

// Migrate brings the schema of a database up to date and names the migrations it applied.
func Migrate(ctx context.Context, database string) ([]string, error) {
	s, err := connect(Options{Database: database})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	return s.migrate(ctx)
}

// SchemaOf reads how a database's schema stands to the program's, and changes nothing.
func SchemaOf(ctx context.Context, database string) (Schema, error) {
	if !IsPostgres(database) {
		// To open a file that is not there would make it, so an empty database stands in.
		if _, err := os.Stat(database); errors.Is(err, fs.ErrNotExist) {
			database = ":memory:"
		}
	}
	s, err := connect(Options{Database: database})
	if err != nil {
		return Schema{}, err
	}
	defer s.Close()
	return s.schema(ctx)
}
