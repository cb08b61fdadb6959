package match

// What the fit of the weights needs of the inside.
const (
	Features = features
	Nobody   = nobody
)

var FeatureNames = featureNames

// Weigh answers every candidate of a query, and the features of each.
func (x *Index) Weigh(q Query) (candidates []Candidate, values [][Features]float64) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	a := x.ask(q)
	found := x.candidates(&a, &scratch{})
	x.fit(&a, found)
	for i := range found {
		x.score(&a, &found[i])
		candidates = append(candidates, x.entries[found[i].at].union)
		values = append(values, found[i].f)
	}
	return candidates, values
}
