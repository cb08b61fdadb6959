package match

import "strings"

// Named says what a run of words is the whole name of.
type Named struct {
	// National says that the words are a name, trade name or acronym of a national union or federation.
	National bool
	// Body says that they are what bodies of a national union are called: "Federation of Teachers".
	Body bool
	// Everyday says that they are an everyday word besides: "UNITE", "Guards".
	Everyday bool
	// Table says that the name is one of the built-in table, and not only of the record.
	Table bool
	// Weight is how surely the words by themselves mean a body of the record that bears them as a name, 0 to 1; 0 when none
	// does.
	Weight float64
	// Decided says that somebody decided which union bears it.
	Decided bool
}

// Scan reads the words of a running text one after the other and says which runs of them are names. It is for one goroutine.
type Scan struct {
	x    *Index
	buf  []byte
	dead bool // no name of a national union begins with these words
	last Named
}

// Scan begins with no words. A scan sees the index as it is at each word.
func (x *Index) Scan() *Scan { return &Scan{x: x, buf: make([]byte, 0, 256)} }

// Reset forgets the words.
func (s *Scan) Reset() { s.buf, s.dead, s.last = s.buf[:0], false, Named{} }

// Add reads one more word, folded ([record.Fold]) and without punctuation, or digits. It answers what all words since Reset are
// the whole name of, and whether a longer run could be one of a national union's.
func (s *Scan) Add(word string) (named Named, more bool) {
	if word == "" {
		return Named{}, !s.dead
	}
	if word[0] >= '0' && word[0] <= '9' {
		s.buf = append(s.buf, '#')
		word = strings.TrimLeft(word, "0")
	} else if word = canonical(word); empty[word] {
		return s.last, !s.dead
	}
	if len(s.buf)+len(word) > cap(s.buf) {
		s.dead, s.last = true, Named{}
		return Named{}, false
	}
	s.buf = append(s.buf, word...)
	s.x.mu.RLock()
	defer s.x.mu.RUnlock()
	if !s.dead {
		if ph := s.x.phrases[string(s.buf)]; ph != nil {
			named.National, named.Body = true, ph.body
			named.Everyday = everyday[string(s.buf)]
			named.Table = len(s.x.keys(ph.affiliations)) > 0
		}
		s.dead = !s.x.prefixes[string(s.buf)]
	}
	for _, at := range s.x.whole[string(s.buf)] {
		e := &s.x.entries[at]
		for i := range e.names {
			if n := &e.names[i]; n.whole == string(s.buf) {
				named.Weight = max(named.Weight, n.weight)
			}
		}
	}
	named.Decided = s.x.meant[string(s.buf)]
	s.last = named
	return named, !s.dead
}
