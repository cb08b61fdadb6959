#!/bin/bash
# Proves that people can make clients from the OpenAPI document: it passes a linter, openapi-typescript makes types from
# it with which strict TypeScript compiles, oapi-codegen makes a Go client that compiles. Nothing of it is kept.
#   .ci/clients.sh [openapi.json [swagger.json]]
set -euo pipefail
cd "$(dirname "$0")/.."
openapi=$(realpath "${1:-docs/openapi.json}")
swagger=$(realpath "${2:-docs/swagger.json}")
config=$PWD/.ci/redocly.yaml

openapi_typescript=7.13.0
typescript=5.9.3 # what openapi-typescript works with
redocly=2.77.0
oapi_codegen=v2.8.2
oapi_runtime=v1.8.0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

echo '{"private": true}' >package.json
npm install --loglevel=error --no-save --no-audit --no-fund --ignore-scripts \
	"openapi-typescript@$openapi_typescript" "typescript@$typescript" "@redocly/cli@$redocly"
bin=$work/node_modules/.bin

echo '-- lint'
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true CI=true \
	"$bin/redocly" lint --config "$config" --format=stylish "$openapi" "$swagger"

echo '-- TypeScript'
"$bin/openapi-typescript" "$openapi" --output schema.d.ts
cat >usage.ts <<'END'
import type { paths } from "./schema";

type List = paths["/v1/unions"]["get"];
type Page = List["responses"][200]["content"]["application/json"];
type Problem = List["responses"][400]["content"]["application/problem+json"];
type Patch = paths["/v1/unions/{union}"]["patch"]["requestBody"]["content"]["application/merge-patch+json"];

export async function names(base: string, query: NonNullable<List["parameters"]["query"]>): Promise<string[]> {
  const answer = await fetch(`${base}/v1/unions?limit=${query.limit ?? 50}`);
  if (!answer.ok) throw new Error(((await answer.json()) as Problem).code);
  return ((await answer.json()) as Page).data.map((union) => union.name);
}

export const patch: Patch = { name: "Local 17" };
// @ts-expect-error: a body has no members that are not documented
export const unknown: Patch = { nickname: "Seventeen" };
END
"$bin/tsc" --noEmit --strict --target es2022 --module es2022 --moduleResolution bundler --lib es2022,dom usage.ts schema.d.ts

echo '-- Go'
export GOFLAGS=-mod=mod
mkdir -p go/client
cd go
go run "github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@$oapi_codegen" \
	-generate types,client -package client -o client/client.go "$openapi"
cat >main.go <<'END'
package main

import (
	"context"
	"fmt"

	"clients/client"
)

func main() {
	c, err := client.NewClientWithResponses("http://localhost:8080")
	if err != nil {
		panic(err)
	}
	page, err := c.ListUnionsWithResponse(context.Background(), &client.ListUnionsParams{})
	if err != nil {
		panic(err)
	}
	for _, union := range page.JSON200.Data {
		fmt.Println(union.Name)
	}
}
END
{ go mod init clients && go get "github.com/oapi-codegen/runtime@$oapi_runtime"; } >log 2>&1 || { cat log >&2; exit 1; }
go vet ./...
echo 'The document is clean, and both clients compile.'
