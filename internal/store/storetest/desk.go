package storetest

import (
	"context"

	"rollcall/internal/intake"
	"rollcall/internal/record"
	"rollcall/internal/store"
)

// Desk is a store as an import sees it.
type Desk struct{ *store.Store }

// Import runs do in a session of the store.
func (d Desk) Import(ctx context.Context, w record.Write, dry, again bool, do func(intake.Session) error) error {
	return d.Store.Import(ctx, w, dry, func(session *store.Import) error {
		session.Again = again
		return do(session)
	})
}
