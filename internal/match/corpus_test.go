package match_test

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"rollcall/internal/match"
	"rollcall/internal/record"
)

// The corpus is real data that is not part of the project: ROLLCALL_CORPUS names the folder that holds it.
func corpus(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ROLLCALL_CORPUS")
	if dir == "" {
		t.Skip("ROLLCALL_CORPUS names no folder with matching/pairs_dev.csv and registry/olms_unions.csv.gz: nothing to measure on")
	}
	return dir
}

// rows reads a CSV file with a header, packed or not.
func rows(t testing.TB, dir string, path ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{dir}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(f.Name(), ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	table := csv.NewReader(r)
	table.LazyQuotes = true
	lines, err := table.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, v := range line {
			row[lines[0][i]] = v
		}
		out = append(out, row)
	}
	return out
}

// words are what the designation codes stand for; the rest are bodies between local and national union.
var words = map[string]struct {
	word string
	kind record.UnionKind
}{
	"LU": {"Local", record.KindLocal}, "LG": {"Lodge", record.KindLocal}, "BR": {"Branch", record.KindLocal}, "DIV": {"Division", record.KindLocal}, "SLG": {"Lodge", record.KindLocal},
	"CH": {"Chapter", record.KindLocal}, "LBR": {"Branch", record.KindLocal}, "LLG": {"Local Lodge", record.KindLocal}, "LCH": {"Chapter", record.KindLocal}, "LDIV": {"Division", record.KindLocal},
	"LEC": {"Local Executive Council", record.KindLocal}, "GMB": {"General Membership Branch", record.KindLocal}, "UNIT": {"Unit", record.KindUnit}, "": {"Local", record.KindLocal}, "ASSN": {"Association", record.KindLocal},
	"BCTC": {"Building and Construction Trades Council", record.KindLaborCouncil}, "MTC": {"Metal Trades Council", record.KindLaborCouncil},
	"D": {"District", record.KindIntermediate}, "DC": {"District Council", record.KindIntermediate}, "SA": {"State Association", record.KindIntermediate}, "LEADC": {"Leadership Council", record.KindIntermediate},
	"DLG": {"District Lodge", record.KindIntermediate}, "C": {"Council", record.KindIntermediate}, "JC": {"Joint Council", record.KindIntermediate}, "SFED": {"State Federation", record.KindIntermediate},
}

// registry makes of the rows of the registry the unions that an import makes of them.
func registry(list []map[string]string) []record.Union {
	id := func(kind, key string) uuid.UUID { return uuid.NewSHA1(uuid.Nil, []byte(kind+key)) }
	nationals := map[string]*record.Union{}
	var order []string
	var unions []record.Union
	national := func(abbr, name string) *record.Union {
		if u := nationals[abbr]; u != nil {
			return u
		}
		u := &record.Union{ID: id("national", abbr), Kind: record.KindNational, Status: record.StatusActive, Name: cmp.Or(name, abbr)}
		u.Names = []record.Name{{Value: u.Name, Type: "official"}}
		if abbr != u.Name {
			u.Names = append(u.Names, record.Name{Value: abbr, Type: "alias"})
		}
		nationals[abbr] = u
		order = append(order, abbr)
		return u
	}
	for _, r := range list {
		abbr := r["affiliation_abbr"]
		own := record.Identifier{Scheme: "olms", Value: r["olms_file_number"]}
		place := record.Place{Country: "US", City: r["city"]}
		if r["state"] != "" {
			place.Region = "US-" + r["state"]
		}
		if r["designation"] == "NHQ" && abbr != "UNAFF" {
			u := national(abbr, r["affiliation_name"])
			u.Identifiers = append(u.Identifiers, own)
			continue
		}
		body, ok := words[r["designation"]]
		if !ok {
			body.word, body.kind = "Council", record.KindIntermediate
		}
		u := record.Union{ID: id("olms", own.Value), Kind: body.kind, Status: record.StatusActive, Place: place, Identifiers: []record.Identifier{own}}
		if r["designation_number"] != "" || r["designation"] != "" {
			u.Designation = record.Designation{Type: body.word, Number: r["designation_number"]}
		}
		if r["members"] != "" {
			n, _ := strconv.Atoi(r["members"])
			u.Members = []record.MemberCount{{Count: n}}
		}
		u.Name = r["name"]
		if u.Name == "" || u.Name == r["affiliation_name"] {
			u.Name = cmp.Or(r["unit_name"], fmt.Sprintf("%s (OLMS file %s)", abbr, own.Value))
		}
		u.Names = []record.Name{{Value: u.Name, Type: "official"}}
		for _, alias := range append([]string{r["unit_name"]}, strings.Split(r["also_filed_as"], ";")...) {
			if alias = strings.TrimSpace(alias); alias != "" && alias != u.Name {
				u.Names = append(u.Names, record.Name{Value: alias, Type: "alias"})
			}
		}
		if abbr != "UNAFF" {
			p := national(abbr, r["affiliation_name"])
			u.Parents = []record.ParentRef{{ID: p.ID, Name: p.Name}}
		}
		unions = append(unions, u)
	}
	var all []record.Union
	for _, abbr := range order {
		all = append(all, *nationals[abbr])
	}
	return append(all, unions...)
}

// rate is how often something was so.
type rate struct{ n, of int }

func (r *rate) add(ok bool) {
	r.of++
	if ok {
		r.n++
	}
}

func (r rate) share() float64 {
	if r.of == 0 {
		return 1
	}
	return float64(r.n) / float64(r.of)
}

func (r rate) String() string { return fmt.Sprintf("%.4f (%d of %d)", r.share(), r.n, r.of) }

// heldBack puts a third part of the names aside by a digest of the union that they mean, so that no union is on both
// sides.
func heldBack(file string) bool {
	h := fnv.New32a()
	h.Write([]byte("rollcall" + file))
	return h.Sum32()%3 == 0
}

// truth tells which unions a label of the corpus means.
type truth struct {
	byFile map[string]map[string]string
	bodies map[string]int // how many have an affiliation and number
}

func newTruth(list []map[string]string) truth {
	t := truth{map[string]map[string]string{}, map[string]int{}}
	for _, r := range list {
		t.byFile[r["olms_file_number"]] = r
		t.bodies[bodyOf(r)]++
	}
	return t
}

func bodyOf(r map[string]string) string { return r["affiliation_abbr"] + " " + r["designation_number"] }

// of answers whether a candidate is the union of a file number. Where several have its affiliation and number, any of them is.
func (t truth) of(file string) func(match.Candidate) bool {
	body := bodyOf(t.byFile[file])
	unique := t.bodies[body] == 1
	return func(c match.Candidate) bool {
		return slices.ContainsFunc(c.Identifiers, func(i record.Identifier) bool {
			return i.Value == file || !unique && bodyOf(t.byFile[i.Value]) == body
		})
	}
}

func TestNamesOfTheCorpusAreMatched(t *testing.T) {
	dir := corpus(t)
	list := rows(t, dir, "registry", "olms_unions.csv.gz")
	truth := newTruth(list)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x, size, took := func() (*match.Index, int, time.Duration) {
		unions := registry(rows(t, dir, "registry", "olms_unions.csv.gz")) // read anew, so that what the index holds on to counts
		started := time.Now()
		return index(unions...), len(unions), time.Since(started)
	}()
	runtime.GC()
	runtime.ReadMemStats(&after)
	megabytes := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) >> 20
	t.Logf("index of %d unions: built in %v, %d MB", size, took.Round(time.Millisecond), megabytes)
	if megabytes > 100 {
		t.Errorf("the index takes %d MB", megabytes)
	}
	measure(t, dir, x, truth)
}

// measure matches names as employers wrote them, and strings that are no unions, and holds the figures to what they are to be.
func measure(t *testing.T, dir string, x *match.Index, truth truth) {
	t.Helper()
	show := os.Getenv("ROLLCALL_CORPUS_SHOW") != ""
	type figures struct{ top, five, precision, coverage rate }
	var parts [3]figures // to learn from, held back, all
	var everything rate
	var calibration [10]rate
	for _, p := range rows(t, dir, "matching", "pairs_dev.csv") {
		q := match.Query{Name: p["noisy_name"], City: p["city"], Region: p["state"], Country: "US"}
		found := x.Find(q, 5)
		label, right := truth.byFile[p["olms_file_number"]], truth.of(p["olms_file_number"])
		top := len(found) > 0 && right(found[0])
		matched := len(found) > 0 && found[0].Match
		if matched {
			everything.add(top)
		}
		resolvable := p["number_agrees_with_registry"] == "yes"
		if resolvable {
			side := 0
			if heldBack(p["olms_file_number"]) {
				side = 1
			}
			if len(found) > 0 {
				calibration[min(9, int(found[0].Score*10))].add(top)
			}
			for _, part := range []*figures{&parts[side], &parts[2]} {
				part.top.add(top)
				part.five.add(slices.ContainsFunc(found, right))
				part.coverage.add(matched)
				if matched {
					part.precision.add(top)
				}
			}
		}
		if show && resolvable && !slices.ContainsFunc(found, right) {
			t.Logf("not among five: %s (%s %s)", p["noisy_name"], label["affiliation_abbr"], label["designation_number"])
		}
		if show && (resolvable && (!top || !matched) || matched && !top) {
			t.Logf("%v %v %v %v: %s | %s %s | label %s %s %s", heldBack(p["olms_file_number"]), resolvable, top, matched, p["noisy_name"], p["city"], p["state"], label["affiliation_abbr"], label["designation_number"], p["olms_file_number"])
			for _, c := range found[:min(3, len(found))] {
				t.Logf("      %.3f %s %v (%s, %s) %.2v", c.Score, c.Name, c.Identifiers, c.Place.City, c.Place.Region, c.Features)
			}
		}
	}
	for i, name := range []string{"to learn from", "held back", "all"} {
		f := parts[i]
		t.Logf("%s: top-1 %v, recall@5 %v, matched precision %v, coverage %v", name, f.top, f.five, f.precision, f.coverage)
	}
	all := parts[2]
	for _, floor := range []struct {
		what string
		is   rate
		at   float64
	}{{"top-1", all.top, 0.985}, {"recall@5", all.five, 0.995}, {"precision", all.precision, 0.995}, {"coverage", all.coverage, 0.85}} {
		if floor.is.share() < floor.at {
			t.Errorf("%s: %v is under %v", floor.what, floor.is, floor.at)
		}
	}
	for i, r := range calibration {
		t.Logf("scored %.1f to %.1f: %v right", float64(i)/10, float64(i+1)/10, r)
	}
	t.Logf("matched, with the labels that bear no number or another: precision %v", everything)
	var none rate
	for _, r := range rows(t, dir, "matching", "nonunion_strings_dev.csv") {
		for _, name := range r {
			q := match.Query{Name: name}
			found := x.Find(q, 1)
			none.add(len(found) > 0 && found[0].Match)
			if show && len(found) > 0 && found[0].Match {
				t.Logf("no union: %s → %.3f %s %v", name, found[0].Score, found[0].Name, found[0].Features)
			}
			break
		}
	}
	t.Logf("strings that are no unions, matched: %v", none)
	if none.share() > 0.01 {
		t.Errorf("%v of strings that are no unions are matched", none)
	}
}

// TestTaggedNamesOfTheCorpusAreRead compares what is read with names whose parts people have tagged: the affiliation and the number
// of the local, or of the district where there is none, have both to be right.
func TestTaggedNamesOfTheCorpusAreRead(t *testing.T) {
	dir := corpus(t)
	x := match.New()
	for _, u := range registry(rows(t, dir, "registry", "olms_unions.csv.gz")) {
		x.Put(u)
	}
	f, err := os.ReadFile(filepath.Join(dir, "matching", "f7_tagged_names.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var names struct {
		Sequence []struct {
			Part []struct {
				XMLName xml.Name
				Text    string `xml:",chardata"`
			} `xml:",any"`
		} `xml:"TokenSequence"`
	}
	if err := xml.Unmarshal(f, &names); err != nil {
		t.Fatal(err)
	}
	show := os.Getenv("ROLLCALL_CORPUS_SHOW") != ""
	var affiliation, number, joint rate
	digits := regexp.MustCompile("[0-9]+")
	for _, s := range names.Sequence {
		var all, body, locals, districts []string
		for _, p := range s.Part {
			all = append(all, p.Text)
			kind := p.XMLName.Local
			switch {
			case strings.HasPrefix(kind, "Affiliation"), strings.HasPrefix(kind, "Division"), kind == "UnionName":
				body = append(body, p.Text)
			case kind == "LocalIdentifier":
				locals = append(locals, digits.FindAllString(p.Text, -1)...)
			case kind == "DistrictIdentifier", kind == "CouncilIdentifier":
				districts = append(districts, digits.FindAllString(p.Text, -1)...)
			}
		}
		name := strings.Join(all, " ")
		said := x.Parse(name)
		want := locals
		if len(want) == 0 {
			want = districts
		}
		right := len(want) == 0 && said.Number == "" ||
			slices.ContainsFunc(want, func(w string) bool { return strings.TrimLeft(w, "0") == said.Number })
		alone := x.Parse(strings.Join(body, " "))
		same := len(body) == 0 && said.Affiliation == "" || len(body) > 0 && said.Affiliation != "" &&
			(alone.Affiliation == said.Affiliation || strings.EqualFold(strings.Join(body, " "), said.Affiliation) || slices.ContainsFunc(alone.Nationals, func(id uuid.UUID) bool { return slices.Contains(said.Nationals, id) }))
		affiliation.add(same)
		number.add(right)
		joint.add(same && right)
		if show && !(same && right) {
			t.Logf("%q: affiliation %q (tagged %q, %v), number %q (tagged %v, %v)", name, said.Affiliation, body, same, said.Number, want, right)
		}
	}
	t.Logf("tagged names: affiliation %v, number %v, both %v", affiliation, number, joint)
	if joint.share() < 0.95 {
		t.Errorf("%v of the tagged names are read rightly", joint)
	}
}

// TestEveryNumberOfTheCorpusIsFound writes the bodies of the registry as people do and looks each of them up.
func TestEveryNumberOfTheCorpusIsFound(t *testing.T) {
	dir := corpus(t)
	list := rows(t, dir, "registry", "olms_unions.csv.gz")
	x, truth := index(registry(list)...), newTruth(list)
	show := os.Getenv("ROLLCALL_CORPUS_SHOW") != ""
	var top, precision, coverage, shared rate
	wrong := map[string]int{}
	for i, r := range list {
		if r["designation_number"] == "" || r["affiliation_abbr"] == "UNAFF" || i%3 != 0 {
			continue
		}
		kind := words[r["designation"]].word
		if kind == "" {
			continue
		}
		number, abbr, name := r["designation_number"], r["affiliation_abbr"], cmp.Or(r["affiliation_name"], r["affiliation_abbr"])
		written := []string{
			abbr + " " + kind + " " + number, kind + " " + number + ", " + name, name + " " + kind + " No. " + number, abbr + "-" + number,
			kind + " " + number + " of the " + strings.ToUpper(name) + ", AFL-CIO", name + " (" + abbr + ") " + strings.ToLower(kind) + " #" + number,
		}[i/3%6]
		found := x.Find(match.Query{Name: written}, 5)
		matched := len(found) > 0 && found[0].Match
		if truth.bodies[bodyOf(r)] > 1 {
			shared.add(matched)
			if matched && as(found[0], found[1:], truth.of(r["olms_file_number"])) {
				t.Errorf("%q is matched, and there is another: %v", written, shown(found))
			}
		}
		right := len(found) > 0 && slices.ContainsFunc(found[0].Identifiers, func(id record.Identifier) bool {
			return bodyOf(truth.byFile[id.Value]) == bodyOf(r)
		})
		top.add(right)
		coverage.add(matched)
		if matched {
			precision.add(right)
		}
		if !right {
			wrong[abbr]++
			if show && wrong[abbr] < 5 {
				t.Logf("%q (%s): %v", written, r["olms_file_number"], shown(found[:min(2, len(found))]))
			}
		}
	}
	t.Logf("as written from the registry: top-1 %v, matched precision %v, coverage %v; shared numbers matched without a place: %v; wrong by affiliation %v", top, precision, coverage, shared, wrong)
	if top.share() < 0.95 || precision.share() < 0.995 {
		t.Error("too many are not found, or are taken for another")
	}
}

// as reports whether another of the candidates is right, and is called what the name calls it as much as the first.
func as(first match.Candidate, others []match.Candidate, right func(match.Candidate) bool) bool {
	called := func(c match.Candidate) float64 {
		return c.Features["level"] + c.Features["designation"] + c.Features["name"] + c.Features["whole_name"] - c.Features["designation_differs"]
	}
	return slices.ContainsFunc(others, func(c match.Candidate) bool { return right(c) && called(c) >= called(first) })
}

// TestPlacesAndAddressesOfTheCorpusAreNoMatch asks for cities, for what bears their names, and for strings that are no unions with
// numbers beside them.
func TestPlacesAndAddressesOfTheCorpusAreNoMatch(t *testing.T) {
	dir := corpus(t)
	list := rows(t, dir, "registry", "olms_unions.csv.gz")
	x := index(registry(list)...)
	var names []string
	for _, r := range list {
		if c := r["city"]; c != "" {
			names = append(names, c, c+", "+r["state"], c+" Medical Center", c+" City Council 12")
		}
	}
	for _, r := range rows(t, dir, "matching", "nonunion_strings_dev.csv") {
		s := r["text"]
		names = append(names, s+" 26", "26 "+s, s+" Local", s+" 802 Broadway")
	}
	slices.Sort(names)
	var matched rate
	for _, name := range slices.Compact(names) {
		found := x.Find(match.Query{Name: name}, 1)
		matched.add(len(found) > 0 && found[0].Match)
		if os.Getenv("ROLLCALL_CORPUS_SHOW") != "" && len(found) > 0 && found[0].Match {
			t.Logf("%q: %v", name, shown(found))
		}
	}
	t.Logf("places, addresses and others with a number, matched: %v", matched)
	if matched.share() > 0.001 {
		t.Errorf("%v are matched", matched)
	}
}
