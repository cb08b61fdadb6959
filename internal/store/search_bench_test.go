package store_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib" // asks by hand

	"rollcall/internal/record"
	"rollcall/internal/store"
	"rollcall/internal/store/storetest"
)

// The large record of a search: 30,000 unions of 60 affiliations, and 20,000 statements of 500 to 2,000
// characters, of words as frequent as words are.
const (
	searchedUnions     = 30_000
	searchedStatements = 20_000
)

// wordsOf makes words that nobody uses, the first of them the most frequent.
func wordsOf(random *rand.Rand, n int) []string {
	syllables := strings.Fields("ba be bo da den dor el fa fen gan gor ha hel in ka kel lan lo mar men na nor o pa per ra ren ro sa sel ta ten tor u va ven wa wel ya zor")
	seen := map[string]bool{}
	var out []string
	for len(out) < n {
		var b strings.Builder
		for range 1 + random.IntN(4) {
			b.WriteString(syllables[random.IntN(len(syllables))])
		}
		if w := b.String(); !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func searchedRecord(b *testing.B, database string) (f *storetest.Fixture, db *sql.DB, names, words []string) {
	b.Helper()
	f = storetest.New(b, database)
	driver := "sqlite"
	if store.IsPostgres(f.Database) {
		driver = "pgx"
	}
	db = storetest.Must(sql.Open(driver, f.Database))(b)
	b.Cleanup(func() { _ = db.Close() })
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same record every time
	words = wordsOf(random, 20_000)
	frequent := rand.NewZipf(random, 1.1, 4, uint64(len(words)-1))
	text := func(n int) string {
		var t strings.Builder
		for t.Len() < n {
			t.WriteString(words[frequent.Uint64()] + " ")
		}
		return t.String()
	}
	insert := func(table string, n int, row func(i int) string) {
		var values []string
		for i := range n {
			if values = append(values, "("+row(i)+")"); len(values) == 200 || i == n-1 {
				if _, err := db.ExecContext(b.Context(), "INSERT INTO "+table+" VALUES "+strings.Join(values, ", ")); err != nil {
					b.Fatal(err)
				}
				values = nil
			}
		}
	}
	const at = "'2026-01-22 18:00:00+00:00', '2026-01-22 18:00:00+00:00'"
	ids := make([]string, searchedUnions)
	for i := range ids {
		ids[i] = uuid.Must(uuid.NewV7()).String()
	}
	insert("unions (id, slug, kind, name, sort_name, names, designation_type, designation_number, designation_suffix, identifiers, country, region, city, folded_city, members, status, founded, dissolved, website, host, search_text, version, created_at, updated_at, since_seq)", searchedUnions, func(i int) string {
		parent := words[1000+i%60]
		name, kind, number := "United "+words[2000+i%60]+" Workers "+parent, "national", ""
		if i >= 60 {
			number, kind = strconv.Itoa(1+random.IntN(3000)), "local"
			name = parent + " Local " + number + " " + words[3000+random.IntN(5000)]
		}
		names = append(names, name)
		city := words[random.IntN(800)]
		slug := "u-" + strconv.Itoa(i)
		return fmt.Sprintf("'%s', '%s', '%s', '%s', '%[4]s', '[{\"value\":\"%[4]s\",\"type\":\"official\"}]', 'Local', '%s', '', '[]', 'US', 'US-%c%c', '%s', '%[8]s', '[{\"count\":%d,\"as_of\":\"2025\",\"source_id\":null}]', 'active', '', '', '', '', '%[10]s', 1, %s, %d",
			ids[i], slug, kind, name, number, 'A'+i%5, 'A'+i%9, city, random.IntN(5000), record.Fold(name)+"\n"+city+"\nu "+strconv.Itoa(i)+"\n"+strconv.Itoa(100000+i), at, 1000+i)
	})
	insert("affiliations (id, child_id, parent_id, type, from_on, until_on, version, created_at, updated_at, since_seq)", searchedUnions-60, func(i int) string {
		return fmt.Sprintf("'%s', '%s', '%s', 'chartered', '', '', 1, %s, %d", uuid.Must(uuid.NewV7()), ids[i+60], ids[i%60], at, 100_000+i)
	})
	insert("statements (id, title, sort_title, text, kind, language, published_on, url, quotes, translations, search_text, version, created_at, updated_at, since_seq)", searchedStatements, func(i int) string {
		title, body := text(50), text(500+random.IntN(1500))
		return fmt.Sprintf("'%s', '%s', '%[2]s', '%s', 'letter', 'en', '2026-01-%02d', '', '[]', '[]', '%s', 1, %s, %d", uuid.Must(uuid.NewV7()), title, body, 1+i%28, title+"\n"+body, at, 200_000+i)
	})
	if driver == "pgx" {
		if _, err := db.ExecContext(b.Context(), "VACUUM ANALYZE"); err != nil {
			b.Fatal(err)
		}
	} else if _, err := db.ExecContext(b.Context(), "ANALYZE"); err != nil {
		b.Fatal(err)
	}
	f.Call("An example march", "2026-05-01")
	return f, db, names, words
}

// BenchmarkSearch reports, in one run on one record: how long 20 ranked statements take against the same
// question asked by hand (R4), and how long what is typed letter by letter takes, as its median, its
// 99th percentile and the ratio of the two.
func BenchmarkSearch(b *testing.B) {
	for _, database := range storetest.Databases {
		b.Run(database, func(b *testing.B) {
			f, db, names, words := searchedRecord(b, database)
			random := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // the same questions every time
			ask := func(text string, p record.Page, types ...record.SearchType) time.Duration {
				q := searchOf(b, text, types...)
				started := time.Now()
				if _, err := f.Store.Search(b.Context(), q, p); err != nil {
					b.Fatal(err)
				}
				return time.Since(started)
			}
			b.Run("R4-20-statements", func(b *testing.B) {
				var ours, theirs []time.Duration
				for b.Loop() {
					text := words[100+random.IntN(2000)] + " " + words[random.IntN(500)]
					ours = append(ours, ask(text, record.Page{Limit: 20}, record.SearchStatement))
					theirs = append(theirs, byHand(b, db, text))
				}
				b.ReportMetric(milliseconds(ours, 50), "ms/search")
				b.ReportMetric(milliseconds(theirs, 50), "ms/byhand")
				b.ReportMetric(milliseconds(theirs, 50)/milliseconds(ours, 50), "of-by-hand")
			})
			for _, kind := range []struct {
				name  string
				page  record.Page
				types []record.SearchType
			}{
				{"prefix", record.Page{Limit: 20}, nil},
				{"prefix-with-facets", record.Page{Limit: 20, Facets: []string{"type", "kind", "region", "affiliation", "year"}}, nil},
				{"prefix-of-unions", record.Page{Limit: 20}, []record.SearchType{record.SearchUnion}},
				{"mistyped", record.Page{Limit: 20}, nil},
			} {
				b.Run(kind.name, func(b *testing.B) {
					var took []time.Duration
					for b.Loop() {
						name := names[random.IntN(len(names))]
						if kind.name == "mistyped" {
							took = append(took, ask(name[:2]+name[3:], kind.page, kind.types...))
							continue
						}
						for n := 1; n <= len(name); n += 1 + random.IntN(2) {
							took = append(took, ask(name[:n], kind.page, kind.types...))
						}
					}
					b.ReportMetric(milliseconds(took, 50), "ms/p50")
					b.ReportMetric(milliseconds(took, 99), "ms/p99")
					b.ReportMetric(milliseconds(took, 99)/milliseconds(took, 50), "p99/p50")
				})
			}
		})
	}
}

// milliseconds is a percentile.
func milliseconds(took []time.Duration, percentile int) float64 {
	slices.Sort(took)
	return float64(took[min(len(took)-1, len(took)*percentile/100)].Microseconds()) / 1000
}

// byHand asks for the statements that hold two words, the second of them perhaps a beginning, with SQL
// of its own: as many as are ranked, then the issuers and calls of 20.
func byHand(b *testing.B, db *sql.DB, text string) time.Duration {
	b.Helper()
	first, second, _ := strings.Cut(text, " ")
	match := "st.since_seq IN (SELECT rowid FROM statements_words WHERE statements_words MATCH '%s')"
	loose, whole := fmt.Sprintf(match, `"`+first+`" AND "`+second+`" *`), fmt.Sprintf(match, `"`+first+`" AND "`+second+`"`)
	if err := db.QueryRowContext(b.Context(), "SELECT 1 FROM pg_catalog.pg_class LIMIT 1").Scan(new(int)); err == nil {
		match = "st.since_seq IN (SELECT since_seq FROM statements WHERE until_seq IS NULL AND folded_words(search_text) @@ '%s'::tsquery)"
		loose, whole = fmt.Sprintf(match, first+" & "+second+":*"), fmt.Sprintf(match, first+" & "+second)
	}
	started := time.Now()
	rows := storetest.Must(db.QueryContext(b.Context(), "SELECT st.id, st.title, st.search_text, st.published_on FROM statements st WHERE st.until_seq IS NULL AND "+loose+" ORDER BY CASE WHEN "+whole+" THEN 0 ELSE 1 END, st.published_on DESC, st.id DESC LIMIT "+strconv.Itoa(record.SearchDepth)))(b)
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id, title, body, on string
		if err := rows.Scan(&id, &title, &body, &on); err != nil {
			b.Fatal(err)
		}
		if ids = append(ids, "'"+id+"'"); strings.Contains(body, text) && len(ids) > 20 {
			ids[len(ids)%20] = ids[len(ids)-1]
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	if len(ids) > 0 {
		shown := storetest.Must(db.QueryContext(b.Context(), "SELECT st.id, st.title, st.text, st.kind, st.language, st.published_on, st.url, si.union_id, sc.call_id FROM statements st LEFT JOIN statement_issuers si ON si.statement_id = st.id AND si.until_seq IS NULL LEFT JOIN statement_calls sc ON sc.statement_id = st.id AND sc.until_seq IS NULL WHERE st.until_seq IS NULL AND st.id IN ("+strings.Join(ids[:min(20, len(ids))], ",")+")"))(b)
		defer shown.Close()
		for shown.Next() {
			var cells [9]sql.NullString
			if err := shown.Scan(&cells[0], &cells[1], &cells[2], &cells[3], &cells[4], &cells[5], &cells[6], &cells[7], &cells[8]); err != nil {
				b.Fatal(err)
			}
		}
		if err := shown.Err(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(started)
}
