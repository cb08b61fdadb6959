// Package docs holds the documents of the HTTP API and the explorer that shows them.
//
// The documents are written by cmd/openapi from the annotations above the handlers.
package docs

import _ "embed"

// Swagger is the API in Swagger 2.0, for tools that know nothing newer.
//
//go:embed swagger.json
var Swagger []byte

// OpenAPIJSON is the API in OpenAPI 3.0.3.
//
//go:embed openapi.json
var OpenAPIJSON []byte

// OpenAPIYAML is the same document as OpenAPIJSON, as YAML.
//
//go:embed openapi.yaml
var OpenAPIYAML []byte
