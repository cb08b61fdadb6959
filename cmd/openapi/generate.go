package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/swaggo/swag"
	"go.yaml.in/yaml/v4"
)

// project says where the annotations are.
type project struct {
	api      string // folder of the annotated package
	general  string // the file in it with the general information
	examples string // folder of the example files; it need not exist
}

type documents struct {
	swagger, openapiJSON, openapiYAML []byte
}

// generate makes the three documents. It fails rather than write one that is not strictly correct.
func generate(p project) (documents, error) {
	src, err := readSource(p.api)
	if err != nil {
		return documents{}, err
	}
	doc2, err := parseAnnotations(p, src)
	if err != nil {
		return documents{}, err
	}
	order, err := mendSwagger(doc2, src)
	if err != nil {
		return documents{}, err
	}
	swagger, err := encode(doc2, order, nil)
	if err != nil {
		return documents{}, err
	}

	doc3, err := openapi2conv.ToV3(doc2)
	if err != nil {
		return documents{}, fmt.Errorf("convert to OpenAPI 3: %w", err)
	}
	if err := mendOpenAPI(doc3, order); err != nil {
		return documents{}, err
	}
	if err := lint(doc3); err != nil {
		return documents{}, err
	}
	examples, err := readExamples(p.examples)
	if err != nil {
		return documents{}, err
	}
	verbatim, err := addExamples(doc3, examples)
	if err != nil {
		return documents{}, err
	}
	openapiJSON, err := encode(doc3, order, verbatim)
	if err != nil {
		return documents{}, err
	}
	if err := validate(openapiJSON); err != nil {
		return documents{}, err
	}
	openapiYAML, err := toYAML(openapiJSON)
	if err != nil {
		return documents{}, err
	}
	return documents{swagger, openapiJSON, openapiYAML}, nil
}

// parseAnnotations has swag read the annotations and checks that it left none of them out.
func parseAnnotations(p project, src *source) (*openapi2.T, error) {
	var trace bytes.Buffer
	parser := swag.New(
		swag.SetStrict(true),
		swag.SetDebugger(log.New(&trace, "", 0)),
		swag.SetOverrides(map[string]string{"json.RawMessage": swag.OBJECT}), // as records travel
	)
	if err := parser.ParseAPIMultiSearchDir(src.folders, p.general, 1); err != nil {
		return nil, fmt.Errorf("read the annotations: %w", err)
	}
	data, err := json.Marshal(parser.GetSwagger())
	if err != nil {
		return nil, err
	}
	var doc openapi2.T
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("read swag's document: %w", err)
	}
	return &doc, src.checkParameters(&doc)
}

// validate reads the document as a client would: unresolved references, values that are not allowed
// by the standard and examples that break their schema are errors.
func validate(data []byte) error {
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(data)
	if err != nil {
		return fmt.Errorf("the OpenAPI document cannot be read back: %w", err)
	}
	defineFormats()
	if err := doc.Validate(context.Background(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaFormatValidation()); err != nil {
		return fmt.Errorf("the OpenAPI document is not valid: %w", err)
	}
	return lint(doc)
}

// toYAML writes JSON as YAML with the members in the same order. JSON is YAML already; only its braces
// and quotes go.
func toYAML(data []byte) ([]byte, error) {
	var tree yaml.Node
	if err := yaml.Unmarshal(data, &tree); err != nil {
		return nil, err
	}
	plain(&tree)
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&tree); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	// The two must never say different things, whatever becomes of a string that looks like a date.
	var a, b any
	if err := json.Unmarshal(data, &a); err != nil {
		return nil, err
	}
	if err := yaml.Unmarshal(out.Bytes(), &b); err != nil {
		return nil, err
	}
	same, err := sameJSON(a, b)
	if err != nil {
		return nil, err
	}
	if !same {
		return nil, errors.New("the YAML document does not read back as the JSON one")
	}
	return out.Bytes(), nil
}

func plain(n *yaml.Node) {
	n.Style = 0
	for _, inner := range n.Content {
		plain(inner)
	}
}

func sameJSON(a, b any) (bool, error) {
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return bytes.Equal(x, y), err
}
