// Package migrations holds the schema of both databases, as goose migrations of the same numbers.
package migrations

import "embed"

// Postgres holds the migrations for PostgreSQL in its folder postgres.
//
//go:embed postgres/*.sql
var Postgres embed.FS

// SQLite holds the migrations for SQLite in its folder sqlite.
//
//go:embed sqlite/*.sql
var SQLite embed.FS
