package export

import (
	"context"

	"github.com/google/uuid"

	"rollcall/internal/record"
)

// Counting is a store that tells of every row that is read from it.
func Counting(s Store, read func()) Store { return counting{s, read} }

type counting struct {
	Store
	read func()
}

func counted[T any](read func(), row func(T) error) func(T) error {
	return func(v T) error {
		read()
		return row(v)
	}
}

func (c counting) ExportUnions(ctx context.Context, span record.Span, row func(record.Union) error) error {
	return c.Store.ExportUnions(ctx, span, counted(c.read, row))
}

func (c counting) ExportAffiliations(ctx context.Context, span record.Span, row func(record.Affiliation) error) error {
	return c.Store.ExportAffiliations(ctx, span, counted(c.read, row))
}

func (c counting) ExportCalls(ctx context.Context, span record.Span, row func(record.Call) error) error {
	return c.Store.ExportCalls(ctx, span, counted(c.read, row))
}

func (c counting) ExportEndorsements(ctx context.Context, span record.Span, row func(record.EndorsementView) error) error {
	return c.Store.ExportEndorsements(ctx, span, counted(c.read, row))
}

func (c counting) ExportPositions(ctx context.Context, span record.Span, row func(record.EndorsementView) error) error {
	return c.Store.ExportPositions(ctx, span, counted(c.read, row))
}

func (c counting) ExportStatements(ctx context.Context, span record.Span, row func(record.Statement) error) error {
	return c.Store.ExportStatements(ctx, span, counted(c.read, row))
}

func (c counting) ExportSources(ctx context.Context, span record.Span, row func(record.Source) error) error {
	return c.Store.ExportSources(ctx, span, counted(c.read, row))
}

func (c counting) ExportRemoved(ctx context.Context, table string, span record.Span, row func(uuid.UUID) error) error {
	return c.Store.ExportRemoved(ctx, table, span, counted(c.read, row))
}
