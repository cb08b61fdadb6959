package export_test

import (
	"os"
	"path/filepath"
	"testing"

	"rollcall/internal/export"
	"rollcall/internal/record"
)

// made is a file of any name, the database among them.
func made(t testing.TB, s export.Store, n export.Name, span record.Span) []byte {
	t.Helper()
	if n.Dataset != "" {
		return written(t, s, n, span)
	}
	path := filepath.Join(t.TempDir(), n.String())
	if _, err := export.WriteDatabase(t.Context(), s, path, span.Seq, export.Terms{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
