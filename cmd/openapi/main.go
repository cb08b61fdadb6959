// Command openapi writes the API's documents from the annotations above its handlers:
// docs/swagger.json (Swagger 2.0), docs/openapi.json and docs/openapi.yaml (OpenAPI 3.0.3).
//
// swag reads the annotations and knows Swagger 2.0 only; kin-openapi converts its document; what
// neither can say is mended by the rules of this package. With -check nothing is written and a
// difference to the committed documents is an error.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", ".", "the folder of the module")
	check := flag.Bool("check", false, "write nothing; fail when the committed documents differ")
	flag.Parse()
	if err := run(*root, *check); err != nil {
		fmt.Fprintln(os.Stderr, "openapi:", err)
		os.Exit(1)
	}
}

func run(root string, check bool) error {
	docs := filepath.Join(root, "docs")
	files, err := generate(project{
		api:      filepath.Join(root, "api"),
		general:  "routes.go",
		examples: filepath.Join(docs, "examples"),
	})
	if err != nil {
		return err
	}
	var drift []error
	for _, file := range []struct {
		name string
		data []byte
	}{
		{"swagger.json", files.swagger},
		{"openapi.json", files.openapiJSON},
		{"openapi.yaml", files.openapiYAML},
	} {
		path := filepath.Join(docs, file.name)
		if check {
			if was, err := os.ReadFile(path); err != nil || !bytes.Equal(was, file.data) {
				drift = append(drift, fmt.Errorf("%s is not what the annotations say; run: go run ./cmd/openapi", path))
			}
			continue
		}
		if err := os.WriteFile(path, file.data, 0o644); err != nil {
			return err
		}
	}
	return errors.Join(drift...)
}
