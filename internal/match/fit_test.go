package match_test

import (
	"bytes"
	"fmt"
	"go/format"
	"hash/fnv"
	"math"
	"os"
	"slices"
	"testing"

	"rollcall/internal/match"
)

// byHand are the weights as one would set them, with signs that are explained in the guide. The fit moves them only as far as the
// corpus bears out.
var byHand = map[string]float64{
	"affiliation": 6, "affiliation_differs": -6, "number": 6, "number_differs": -6, "number_of_alias": -1, "number_unknown": -2, "suffix": 0.7, "suffix_differs": -0.5,
	"whole_name": 6, "name": 4, "name_differs": -1.2, "national": 4.5, "level": 0.8, "level_differs": -1.6, "region": 1.2, "region_differs": -0.5, "city": 1.2, "country_differs": -2,
	"kind": 2, "kind_differs": -3, "active": 0.3, "affiliation_unsaid": -3.5, "affiliation_hinted": 2, "members": 0.8, "affiliation_size": 3, "designation": 0.2, "designation_differs": -0.5, "fund": -2,
}

// held are the weights that the corpus says nothing of: its names have numbers, and no kinds or countries.
var held = []string{"whole_name", "name", "name_differs", "national", "country_differs", "kind", "kind_differs", "fund", "number_of_alias"}

const (
	tether = 5    // how strongly the weights are held to those set by hand
	noise  = 0.01 // how many labels are taken to be wrong
	folds  = 5
)

type weights [match.Features]float64

// lesson is a name with its candidates.
type lesson struct {
	values [][match.Features]float64
	right  []bool // no candidate: the name means no union
	none   bool
	weight float64
	fold   uint32
}

// loss is the negative logarithm of how likely the right answer is held, and whether the first candidate is right. What the loss
// would gain by each weight is added to slope.
func (l *lesson) loss(w, slope *weights) (loss float64, top bool) {
	odds := make([]float64, len(l.values))
	total, good, best := math.Exp(match.Nobody), 0.0, -1
	if l.none {
		good = total
	}
	for i, values := range l.values {
		z := 0.0
		for k, v := range values {
			z += w[k] * v
		}
		odds[i] = math.Exp(z)
		total += odds[i]
		if l.right[i] {
			good += odds[i]
		}
		if best < 0 || odds[i] > odds[best] {
			best = i
		}
	}
	share := good / total
	likely := (1-noise)*share + noise*0.05
	for i, values := range l.values {
		right := 0.0
		if l.right[i] {
			right = 1
		}
		by := l.weight * (1 - noise) / likely * odds[i] / total * (share - right)
		for k, v := range values {
			slope[k] += by * v
		}
	}
	return -math.Log(likely), best >= 0 && l.right[best]
}

// fit finds the weights of the least loss, by steps that are the same on every run.
func fit(lessons []*lesson, start weights) weights {
	w, mean, square := start, weights{}, weights{}
	for step := 1.0; step <= 150; step++ {
		var slope weights
		for _, l := range lessons {
			l.loss(&w, &slope)
		}
		for k, name := range match.FeatureNames {
			if slices.Contains(held, name) {
				continue
			}
			by := slope[k] + tether*(w[k]-start[k])
			mean[k] = 0.9*mean[k] + 0.1*by
			square[k] = 0.99*square[k] + 0.01*by*by
			w[k] -= 0.05 * math.Pow(0.995, step) * mean[k] / (1 - math.Pow(0.9, step)) / (math.Sqrt(square[k]/(1-math.Pow(0.99, step))) + 1e-9)
			if least := start[k] / 5; w[k]/least < 1 { // a sign is kept, and the reason for it
				w[k] = least
			}
		}
	}
	return w
}

// TestFitWeights fits the weights to the corpus, less what is held back, and writes them to the file that ROLLCALL_FIT names: make
// fit-match.
func TestFitWeights(t *testing.T) {
	file := os.Getenv("ROLLCALL_FIT")
	if file == "" {
		t.Skip("ROLLCALL_FIT names no file to write the weights to")
	}
	dir := corpus(t)
	list := rows(t, dir, "registry", "olms_unions.csv.gz")
	x, truth := index(registry(list)...), newTruth(list)
	var lessons, back []*lesson
	learn := func(q match.Query, key string, right func(match.Candidate) bool) *lesson {
		candidates, values := x.Weigh(q)
		l := &lesson{values: values, right: make([]bool, len(candidates)), none: right == nil}
		for i, c := range candidates {
			l.right[i] = right != nil && right(c)
		}
		if l.none == slices.Contains(l.right, true) {
			return nil // it is not among the candidates, which no weight changes
		}
		h := fnv.New32a()
		h.Write([]byte(key))
		l.fold = h.Sum32() / 3 % folds // heldBack takes the rest by three
		return l
	}
	var start weights
	for k, name := range match.FeatureNames {
		start[k] = byHand[name]
	}
	pairs := rows(t, dir, "matching", "pairs_dev.csv")
	written := map[string]float64{}
	for _, p := range pairs {
		written[p["olms_file_number"]]++
	}
	for _, p := range pairs {
		file := p["olms_file_number"]
		if p["number_agrees_with_registry"] != "yes" {
			continue
		}
		l := learn(match.Query{Name: p["noisy_name"], City: p["city"], Region: p["state"], Country: "US"}, file, truth.of(file))
		switch {
		case l == nil:
		case heldBack(file):
			back = append(back, l)
		default:
			l.weight = 1 / math.Sqrt(written[file]) // many ways to write one union teach less than as many unions
			lessons = append(lessons, l)
		}
	}
	names := len(lessons)
	for _, r := range rows(t, dir, "matching", "nonunion_strings_dev.csv") {
		if l := learn(match.Query{Name: r["text"]}, r["text"], nil); l != nil {
			l.weight = 0.2
			lessons = append(lessons, l)
		}
	}
	for i, r := range list {
		kind := words[r["designation"]].word
		if r["designation_number"] == "" || r["affiliation_abbr"] == "UNAFF" || kind == "" || i%11 != 0 {
			continue
		}
		body := kind + " " + r["designation_number"]
		name := [...]string{r["affiliation_abbr"] + " " + body, body + ", " + r["affiliation_name"], r["affiliation_abbr"] + "-" + r["designation_number"], body, body + ", " + r["city"] + ", " + r["state"]}[i/11%5]
		if l := learn(match.Query{Name: name}, r["olms_file_number"], truth.of(r["olms_file_number"])); l != nil {
			l.weight = 0.05
			lessons = append(lessons, l)
		}
	}
	measure := func(lessons []*lesson, w weights) string {
		sum, right, slope := 0.0, rate{}, weights{}
		for _, l := range lessons {
			loss, top := l.loss(&w, &slope)
			sum += loss
			right.add(top)
		}
		return fmt.Sprintf("loss %.4f, first right %v", sum/float64(len(lessons)), right)
	}
	// What the fit is worth: names of unions that it has not seen.
	sum, right := 0.0, rate{}
	for fold := range uint32(folds) {
		seen := slices.DeleteFunc(slices.Clone(lessons), func(l *lesson) bool { return l.fold == fold })
		w := fit(seen, start)
		for _, l := range lessons[:names] {
			if l.fold == fold {
				loss, top := l.loss(&w, &weights{})
				sum += loss
				right.add(top)
			}
		}
	}
	t.Logf("by hand: %s; held back: %s", measure(lessons[:names], start), measure(back, start))
	t.Logf("fitted, each fifth part by the others: loss %.4f, first right %v", sum/float64(names), right)
	w := fit(lessons, start)
	t.Logf("fitted: %s; held back: %s", measure(lessons[:names], w), measure(back, w))
	var code bytes.Buffer
	fmt.Fprintf(&code, "// Code generated by make fit-match. DO NOT EDIT.\n\npackage match\n\n// fittedWeights are the weights by feature.\nvar fittedWeights = map[string]float64{\n")
	for k, name := range match.FeatureNames {
		fmt.Fprintf(&code, "%q: %.1f,\n", name, w[k])
	}
	fmt.Fprintln(&code, "}")
	formatted, err := format.Source(code.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, formatted, 0o644); err != nil {
		t.Fatal(err)
	}
}
