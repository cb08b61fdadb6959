package extract_test

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"rollcall/internal/extract"
	"rollcall/internal/match"
	"rollcall/internal/record"
)

const (
	rounds = 10
	pace   = 0.05
	decay  = 0.02 // how strongly weights are held to zero
	trust  = 1    // what the rules' finding weighs before anything is learned
	seldom = 3    // a feature that was seen less often is not learned
	faint  = 0.1  // a weight under it is none
	parts  = 4    // of the texts, each of which is read by what was learned from the others
)

const positions = len(extract.Positions)

type weights map[string]*[positions]float64

// lesson is a mention that a person read.
type lesson struct {
	file     string
	features []string
	right    int  // which of the positions
	found    bool // by the rules alone
	part     uint32
}

// shares are how likely each position is.
func (w weights) shares(features []string) (shares [positions]float64) {
	for _, f := range features {
		if by, ok := w[f]; ok {
			for i, v := range by {
				shares[i] += v
			}
		}
	}
	most, total := slices.Max(shares[:]), 0.0
	for i, v := range shares {
		shares[i] = math.Exp(v - most)
		total += shares[i]
	}
	for i := range shares {
		shares[i] /= total
	}
	return shares
}

// learn fits the weights by steps down the slope of the logarithm of how likely the right positions are held, smaller ones for what was seen
// often (Duchi, Hazan and Singer, Adaptive Subgradient Methods, 2011). They are the same on every run.
func learn(lessons []lesson) weights {
	seen := map[string]int{}
	for _, l := range lessons {
		for _, f := range slices.Compact(slices.Sorted(slices.Values(l.features))) {
			seen[f]++
		}
	}
	w, squares := weights{}, weights{}
	for f, n := range seen {
		if n >= seldom {
			w[f], squares[f] = &[positions]float64{}, &[positions]float64{}
		}
	}
	for i, p := range extract.Positions {
		if by, ok := w["rule="+extract.Spoken(p)]; ok {
			by[i] = trust
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	order := random.Perm(len(lessons))
	for range rounds {
		random.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		for _, n := range order {
			l := lessons[n]
			shares := w.shares(l.features)
			shares[l.right]--
			for _, f := range l.features {
				by, ok := w[f]
				if !ok {
					continue
				}
				square := squares[f]
				for i := range by {
					slope := shares[i] + decay*by[i]
					square[i] += slope * slope
					by[i] -= pace * slope / (0.001 + math.Sqrt(square[i]))
				}
			}
		}
	}
	return w
}

// lessonsOf are the mentions of passages that the extractor finds.
func lessonsOf(t *testing.T, x *match.Index, from string, texts []passage) []lesson {
	t.Helper()
	var list []lesson
	for _, p := range texts {
		h := fnv.New32a()
		h.Write([]byte(p.ID))
		part := h.Sum32() / 7 % parts
		text, mentions := extract.Weigh(x, p.Text, extract.Options{Language: p.Language})
		spans := p.spans(t, text)
		for _, m := range mentions {
			i := slices.Index(spans, [2]int{m.Start, m.End})
			if i < 0 {
				continue
			}
			position := p.Mentions[i].Position
			right := slices.IndexFunc(extract.Positions[:], func(s record.Stance) bool { return extract.Spoken(s) == position })
			if right < 0 {
				t.Fatalf("%s: %q is no position", p.ID, position)
			}
			list = append(list, lesson{from, m.Features, right, extract.Spoken(m.Found) == position, part})
		}
	}
	return list
}

// TestFitWeights fits the weights to the passages and writes them to the file that ROLLCALL_FIT names: make fit-extract. It prints how often a
// position is right by the rules alone and when it is weighed, in texts that the weights were not learned from.
func TestFitWeights(t *testing.T) {
	out := os.Getenv("ROLLCALL_FIT")
	if out == "" {
		t.Skip("ROLLCALL_FIT names no file to write the weights to")
	}
	var lessons []lesson
	for _, file := range fitted {
		lessons = append(lessons, lessonsOf(t, match.New(), filepath.Base(file), passages(t, file))...)
	}
	for _, file := range []string{"testdata/situations.txt", "testdata/shared.txt"} {
		lessons = append(lessons, lessonsOf(t, match.New(), filepath.Base(file), situations(t, file))...)
	}
	lessons = append(lessons, lessonsOf(t, match.New(), "sentences", sentences(t))...)
	t.Log(crossed(lessons))
	w := learn(lessons)
	var content bytes.Buffer
	content.WriteString("feature")
	for _, p := range extract.Positions {
		content.WriteString("\t" + extract.Spoken(p))
	}
	content.WriteString("\n")
	for _, f := range slices.Sorted(maps.Keys(w)) {
		line, some := f, false
		for _, v := range w[f] {
			line += "\t"
			if math.Abs(v) >= faint {
				line, some = fmt.Sprintf("%s%.0f", line, 100*v), true
			}
		}
		if some {
			content.WriteString(strings.TrimRight(line, "\t") + "\n")
		}
	}
	t.Logf("%d mentions, %d features, %d bytes of weights", len(lessons), len(w), content.Len())
	if err := os.WriteFile(out, content.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// sentences are those of the tables in the tests, each a passage.
func sentences(t *testing.T) []passage {
	t.Helper()
	var list []passage
	for _, l := range layouts {
		list = append(list, markedPassage(t, l.name, l.text))
	}
	add := func(language, position, sentence string, all bool) {
		text, found := extract.Weigh(match.New(), sentence, extract.Options{Language: language})
		p := passage{ID: sentence, Language: language, Text: sentence}
		for i, m := range found {
			if i > 0 && !all {
				break
			}
			name := string([]rune(text)[m.Start:m.End])
			p.Mentions = append(p.Mentions, labeled{Text: name, Occurrence: strings.Count(string([]rune(text)[:m.Start]), name) + 1, Position: position})
		}
		list = append(list, p)
	}
	for language, text := range map[string]string{"en": formulations, "fr": formulationsFr, "es": formulationsEs} {
		position := ""
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); strings.Contains(line, " ") {
				add(language, position, line, false)
			} else {
				position = line
			}
		}
	}
	for position, text := range romance {
		for line := range strings.Lines(strings.TrimSpace(text)) {
			add("", position, strings.TrimSpace(line), true)
		}
	}
	slices.SortFunc(list, func(a, b passage) int { return strings.Compare(a.ID, b.ID) })
	return list
}

// crossed measures each part of the lessons by what is learned from the others.
func crossed(lessons []lesson) string {
	var wg sync.WaitGroup
	var learned [parts]weights
	for part := range uint32(parts) {
		wg.Go(func() {
			learned[part] = learn(slices.DeleteFunc(slices.Clone(lessons), func(l lesson) bool { return l.part == part }))
		})
	}
	wg.Wait()
	sums := map[string]*[2]rate{}
	for _, l := range lessons {
		shares := learned[l.part].shares(l.features)
		for _, key := range [...]string{l.file, "all"} {
			if sums[key] == nil {
				sums[key] = &[2]rate{}
			}
			sums[key][0].add(l.found)
			sums[key][1].add(shares[l.right] == slices.Max(shares[:]))
		}
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		fmt.Fprintf(&b, "\n%s: by rules %v, weighed %v", key, sums[key][0], sums[key][1])
	}
	return b.String()
}
