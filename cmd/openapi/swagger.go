package main

import (
	"errors"
	"fmt"

	"github.com/getkin/kin-openapi/openapi2"
)

const (
	mediaJSON    = "application/json"
	mediaProblem = "application/problem+json"
	mediaPatch   = "application/merge-patch+json"
	mediaCSV     = "text/csv"
	mediaNDJSON  = "application/x-ndjson"
	mediaCSL     = "application/vnd.citationstyles.csl+json"

	definitions = "#/definitions/"
	problem     = "Problem"
	bearer      = "bearerAuth"
	nullable    = "x-nullable"
)

// mendSwagger applies everything that Swagger 2.0 can say too. It returns the order in which to write
// the properties of each schema: that of the Go structs.
func mendSwagger(doc *openapi2.T, src *source) (map[string][]string, error) {
	if c := doc.Info.Contact; c != nil && c.Name == "" && c.URL == "" && c.Email == "" {
		doc.Info.Contact = nil // swag writes an empty one
	}
	goTypes, err := renameDefinitions(doc, src)
	if err != nil {
		return nil, err
	}
	if doc.Definitions[problem] == nil {
		return nil, fmt.Errorf("no operation answers the type %s; write: @Failure default {object} %s", problem, problem)
	}
	order := map[string][]string{}
	for name, t := range goTypes {
		if err := describe(name, doc.Definitions[name].Value, t, src.flat(t)); err != nil {
			return nil, err
		}
		for _, f := range src.flat(t) {
			order[name] = append(order[name], f.name)
		}
	}
	if err := derivePatches(doc, order); err != nil {
		return nil, err
	}
	answers, err := splitBodies(doc, order)
	if err != nil {
		return nil, err
	}
	for _, name := range answers {
		if t, ok := goTypes[name]; ok {
			requireAlwaysThere(doc.Definitions[name].Value, src.flat(t))
		}
	}
	prune(doc)

	if doc.Parameters == nil {
		doc.Parameters = map[string]*openapi2.Parameter{}
	}
	if doc.Responses == nil {
		doc.Responses = map[string]*openapi2.Response{}
	}
	var faults []error
	for _, o := range operations(doc) {
		if err := mendOperation(doc, o); err != nil {
			faults = append(faults, fmt.Errorf("%s %s: %w", o.method, o.path, err))
		}
	}
	return order, errors.Join(faults...)
}
