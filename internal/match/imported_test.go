package match_test

import (
	"path/filepath"
	"testing"

	"rollcall/internal/intake"
	"rollcall/internal/match"
	"rollcall/internal/starter"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// TestNamesOfTheCorpusAreMatchedInTheRecord measures on what an import makes of the registry, beside the starter's unions: on those names
// and parents, and not on the registry's own.
func TestNamesOfTheCorpusAreMatchedInTheRecord(t *testing.T) {
	dir := corpus(t)
	f := storetest.New(t, storetest.Databases[0])
	puts := storetest.Must(starter.Unions())(t)
	if err := f.Store.Import(t.Context(), storetest.By("starter"), false, func(s *store.Import) error {
		_, err := s.PutUnions(puts)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	file := storetest.Must(intake.Open(t.Context(), filepath.Join(dir, "registry", "olms_unions.csv.gz"), nil))(t)
	defer file.Close()
	report := storetest.Must(intake.Run(t.Context(), storetest.Desk{Store: f.Store}, intake.Options{Kind: intake.OLMS, File: file, Write: storetest.By("registry")}))(t)
	if report.Created < 30_000 {
		t.Fatalf("%d unions were created", report.Created)
	}
	x := storetest.Must(match.NewLive(f.Store).Index(t.Context()))(t)
	measure(t, dir, x, newTruth(rows(t, dir, "registry", "olms_unions.csv.gz")))
}
