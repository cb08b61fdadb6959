package match

// weights are what a feature adds to the logarithm of a candidate's odds.
var weights = weighed(fittedWeights)

// weighed puts the weights of features into their order.
func weighed(byName map[string]float64) (w [features]float64) {
	for i, name := range featureNames {
		w[i] = byName[name]
	}
	return w
}
