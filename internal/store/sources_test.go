package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/record"
	"rollcall/internal/store/storetest"
)

func TestASourceIsReadAsItWasWritten(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		local := f.Local("Local 1")
		retrieved := time.Date(2026, 1, 20, 23, 30, 0, 123456789, time.FixedZone("", -6*3600))
		src, err := record.NewSource("", record.Source{
			URL: "https://example.org/a?b=1", Title: "T", Publisher: "P", Kind: record.SourceUnionSite, Union: &local.ID, PublishedOn: "2026-01", RetrievedAt: &retrieved,
			ArchiveURL: "https://archive.example.org/a", SHA256: strings.Repeat("ab", 32), Health: "changed",
		})
		done(t, err)
		created := storetest.Must(f.Store.CreateSource(t.Context(), by, src))(t)
		if want := retrieved.UTC().Truncate(time.Microsecond); !created.RetrievedAt.Equal(want) || created.RetrievedAt.Location() != time.UTC {
			t.Errorf("retrieved at %s, want %s", created.RetrievedAt, want)
		}
		src.ID, src.Version, src.CreatedAt, src.UpdatedAt, src.RetrievedAt = created.ID, 1, created.CreatedAt, created.UpdatedAt, created.RetrievedAt
		same(t, "created", created, src)
		same(t, "read", storetest.Must(f.Store.Source(t.Context(), src.ID, record.Moment{}))(t), src)
		src.Title, src.Union, src.RetrievedAt = "T2", nil, nil
		src = storetest.Must(f.Store.UpdateSource(t.Context(), by, src))(t)
		same(t, "updated", storetest.Must(f.Store.Source(t.Context(), src.ID, record.Moment{}))(t), src)
		_, err = f.Store.UpdateSource(t.Context(), by, created)
		refused(t, err, record.CodeStale)
		_, err = f.Store.Source(t.Context(), uuid.New(), record.Moment{})
		refused(t, err, record.CodeNotFound)
	})
}

func TestAnAddressHasOneSource(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		create := func(url string) (record.Source, error) {
			src, err := record.NewSource("", record.Source{URL: url})
			done(t, err)
			return f.Store.CreateSource(t.Context(), by, src)
		}
		storetest.Must(create("https://example.org/a"))(t)
		_, err := create("https://EXAMPLE.org:443/a?utm_campaign=x#y")
		if e := refused(t, err, record.CodeConflict); len(e.Fields) != 1 || e.Fields[0].Pointer != "/url" {
			t.Errorf("refused with %+v", e)
		}
		other := storetest.Must(create("https://example.org/b"))(t)
		other.URL = "https://example.org/a"
		_, err = f.Store.UpdateSource(t.Context(), by, other)
		refused(t, err, record.CodeConflict)
		other.URL = "https://example.org/c"
		storetest.Must(f.Store.UpdateSource(t.Context(), by, other))(t)
		storetest.Must(create("https://example.org/b"))(t)
		// Now the old address is another's.
		_, err = f.Store.Revert(t.Context(), by, record.EntitySource, other.ID, 1, 0)
		refused(t, err, record.CodeConflict)
		for _, c := range []struct {
			filter record.SourceFilter
			want   int
		}{{record.SourceFilter{URLs: []string{"https://example.org/b"}}, 1}, {record.SourceFilter{URLs: []string{"https://example.org/d"}}, 0}, {record.SourceFilter{Q: "example"}, 3}} {
			if n := len(storetest.Must(f.Store.Sources(t.Context(), c.filter, record.Page{}))(t).Items); n != c.want {
				t.Errorf("%+v selects %d", c.filter, n)
			}
		}
	})
}

func TestSourcesAreFilteredByEverythingTheyAre(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		for _, src := range []record.Source{
			{URL: "https://example.org/a", Publisher: "L'Écho", Kind: record.SourcePress, Health: "live"},
			{URL: "https://example.org/b", Publisher: "Union", Kind: record.SourceDocument, Health: "gone"},
		} {
			storetest.Must(f.Store.CreateSource(t.Context(), by, src))(t)
		}
		for name, c := range map[string]struct {
			filter record.SourceFilter
			want   string
		}{
			"all":       {record.SourceFilter{}, "a b"},
			"publisher": {record.SourceFilter{Publishers: []string{"l'écho"}}, "a"},
			"capitals":  {record.SourceFilter{Publishers: []string{"L'ÉCHO"}}, "a"},
			"kind":      {record.SourceFilter{Kinds: []record.SourceKind{record.SourceDocument}}, "b"},
			"health":    {record.SourceFilter{Healths: []string{"gone", "changed"}}, "b"},
			"words":     {record.SourceFilter{Q: "echo"}, "a"},
			"since":     {record.SourceFilter{ChangedSince: f.Store.Now()}, ""},
		} {
			list := storetest.Must(f.Store.Sources(t.Context(), c.filter, record.Page{Sort: "created_at"}))(t).Items
			if got := strings.Join(slugs(list, func(s record.Source) string { return s.URL[len(s.URL)-1:] }), " "); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
	})
}

// A source that is said to be a union's makes evidence primary, so it takes a grant of that union.
func TestASourceOfAUnionNeedsAGrantOfIt(t *testing.T) {
	storetest.OnEach(t, func(t *testing.T, f *storetest.Fixture) {
		mine, theirs := f.Local("Mine"), f.Local("Theirs")
		call := f.Call("A day", "2026-01-23")
		w := storetest.Within("organizer", mine.ID)
		for n, c := range []struct {
			union *uuid.UUID
			code  record.Code
		}{{nil, ""}, {&mine.ID, ""}, {&theirs.ID, record.CodeForbidden}} {
			src := record.Source{URL: "https://example.org/" + string(rune('a'+n)), Kind: record.SourceUnionSite, Union: c.union, Health: "live"}
			_, err := f.Store.CreateSource(t.Context(), w, src)
			src.URL += "/inline"
			p := f.Position(record.Endorsed, record.Date("202"+string(rune('0'+n))))
			p.Citations = record.List[record.Citation]{{Draft: &src}}
			_, err2 := f.Store.PutEndorsement(t.Context(), w, ref(call.ID), ref(mine.ID), p, record.Match{Given: n > 0, Any: n > 0})
			if c.code == "" {
				done(t, err)
				done(t, err2)
				continue
			}
			refused(t, err, c.code)
			refused(t, err2, c.code)
		}
	})
}
