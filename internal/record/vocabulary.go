package record

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Vocabulary is the folded words that names are made of, to find what a mistyped word was meant for. It
// is not safe for concurrent use.
type Vocabulary struct {
	count  map[string]int
	sorted []string
}

// Add takes in the words of folded texts.
func (v *Vocabulary) Add(texts ...string) {
	if v.count == nil {
		v.count = map[string]int{}
	}
	before := len(v.count)
	for _, text := range texts {
		for word := range strings.FieldsSeq(text) {
			if n, ok := v.count[word]; ok {
				v.count[word] = n + 1
			} else {
				v.count[strings.Clone(word)] = 1
			}
		}
	}
	if len(v.count) != before {
		v.sorted = slices.Sorted(maps.Keys(v.count))
	}
}

// Holds reports whether some name holds the word.
func (v *Vocabulary) Holds(word string) bool { return v.count[word] > 0 }

// Begins reports whether some name holds a longer word that begins with this.
func (v *Vocabulary) Begins(beginning string) bool {
	at, _ := slices.BinarySearch(v.sorted, beginning)
	return at < len(v.sorted) && strings.HasPrefix(v.sorted[at], beginning)
}

// Split parts a word that was written without a space into two words of names.
func (v *Vocabulary) Split(word string) (head, tail string, ok bool) {
	best := 0
	for i := range word {
		if i < 2 || len(word)-i < 2 {
			continue
		}
		if n := min(v.count[word[:i]], v.count[word[i:]]); n > best {
			head, tail, best = word[:i], word[i:], n
		}
	}
	return head, tail, best > 0
}

// maxNear is how many words at most are taken for a mistyped one.
const maxNear = 12

// Near answers the words that a mistyped word may have been meant for, the nearest first: one letter
// too many, too few, other or swapped with its neighbour in words of 4 letters, two such in words of 7.
// Of a word that may still be typed, what longer words begin with counts too.
func (v *Vocabulary) Near(word string, typing bool) []string {
	n := utf8.RuneCountInString(word)
	most := 0
	switch {
	case n >= 7:
		most = 2
	case n >= 4:
		most = 1
	}
	if most == 0 {
		return nil
	}
	type near struct {
		word     string
		distance int
	}
	var found []near
	runes := []rune(word)
	for _, other := range v.sorted {
		if len(other) < n-most || other == word || isDigit(rune(other[0])) {
			continue
		}
		letters := []rune(other)
		d := most + 1
		if len(letters) <= n+most && len(letters) >= n-most {
			d = distance(runes, letters, most)
		}
		if typing && d > most && n >= 5 && len(letters) > n+most && letters[0] == runes[0] {
			d = distance(runes, letters[:n], 1)
			if d <= 1 {
				d = most // a word that goes on is less near than one that is all there
			}
		}
		if d <= most {
			found = append(found, near{other, d})
		}
	}
	slices.SortFunc(found, func(a, b near) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(v.count[b.word], v.count[a.word]), cmp.Compare(a.word, b.word))
	})
	out := make([]string, 0, maxNear)
	for _, f := range found[:min(len(found), maxNear)] {
		out = append(out, f.word)
	}
	return out
}

// distance is the number of letters to insert, remove, replace or swap with their neighbour to make one
// word of another (optimal string alignment), or more than most.
func distance(a, b []rune, most int) int {
	if d := len(a) - len(b); d > most || -d > most {
		return most + 1
	}
	var rows [3][64]int
	if len(b) >= len(rows[0]) {
		return most + 1
	}
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > most {
			return most + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
