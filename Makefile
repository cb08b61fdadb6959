# `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

GOLANGCI_VERSION := v2.15.0
GOLANGCI := bin/golangci-lint-$(GOLANGCI_VERSION)

# What to test, and how: make test PACKAGES=./api/... TESTFLAGS='-run TestName -v'
PACKAGES ?= ./...
TESTFLAGS ?=
BENCH ?= .
BENCHFLAGS ?= -benchmem
FUZZTIME ?= 5s

.PHONY: help
help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## Build the binary, bin/rollcall
	go build -o bin/rollcall ./cmd/rollcall

# withpostgres starts one throwaway PostgreSQL for all packages (none when ROLLCALL_TEST_POSTGRES names one) and
# removes it however the tests end. It is built, not run by `go run`, so that its exit code is that of the tests.
.PHONY: withpostgres
withpostgres:
	@go build -o bin/withpostgres ./internal/store/storetest/withpostgres

.PHONY: test
test: withpostgres ## Run the tests on SQLite and PostgreSQL, which it starts itself
	bin/withpostgres go test $(TESTFLAGS) $(PACKAGES)

.PHONY: test-sqlite
test-sqlite: ## Run the tests on SQLite only
	ROLLCALL_TEST_SQLITE_ONLY=1 go test $(TESTFLAGS) $(PACKAGES)

# SQLite itself, which is C translated to Go, is not watched, and with that runs several times faster. What it allocates
# is not of Go's heap and was never seen by the race detector; what is no longer seen is its static variables, which it
# guards itself. Our code and the driver around it are watched.
.PHONY: race
race: withpostgres ## Run the tests on both databases with the race detector (needs a C compiler)
	CGO_ENABLED=1 bin/withpostgres go test -race -gcflags=modernc.org/sqlite/lib=-race=false -timeout 40m $(TESTFLAGS) $(PACKAGES)

.PHONY: check
check: format lint vet drift tidy race ## All that a change must pass, the tests with the race detector included

.PHONY: format
format: ## Check that the code is formatted
	@unformatted=$$(gofmt -l $$(git ls-files --cached --others --exclude-standard '*.go')); \
	if [ -n "$$unformatted" ]; then echo "not formatted (gofmt -w):"; echo "$$unformatted"; exit 1; fi

.PHONY: lint
lint: $(GOLANGCI) ## Run golangci-lint, which also keeps the rules of docs/architecture.md
	$(GOLANGCI) run

$(GOLANGCI):
	GOBIN=$(CURDIR)/bin/fetched go install -trimpath github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_VERSION)
	mv bin/fetched/golangci-lint $@

.PHONY: vet
vet: ## Run go vet
	go vet ./...

.PHONY: generate
generate: ## Write the OpenAPI documents in docs/ anew
	go run ./cmd/openapi

.PHONY: drift
drift: ## Check that the OpenAPI documents are what the annotations say
	go run ./cmd/openapi -check

.PHONY: tidy
tidy: ## Check that go.mod and go.sum name what is used, and no more
	go mod tidy -diff

.PHONY: bench
bench: withpostgres ## Run the benchmarks, with PostgreSQL as durable as in use
	bin/withpostgres -durable go test -run '^$$' -bench '$(BENCH)' $(BENCHFLAGS) $(PACKAGES)

.PHONY: bench-match
bench-match: ## Match the names of ROLLCALL_CORPUS and print how many are found, and how fast
	@test -n "$$ROLLCALL_CORPUS" || { echo "ROLLCALL_CORPUS names no folder with the corpus"; exit 1; }
	go test ./internal/match -run Corpus -v -bench . $(BENCHFLAGS)

.PHONY: fit-match
fit-match: ## Fit the weights of the matcher to the names of ROLLCALL_CORPUS, and print what that is worth
	@test -n "$$ROLLCALL_CORPUS" || { echo "ROLLCALL_CORPUS names no folder with the corpus"; exit 1; }
	ROLLCALL_FIT=weights_fitted.go go test ./internal/match -run FitWeights -v -count 1

.PHONY: fit-extract
fit-extract: ## Fit what the extractor weighs to its labelled passages, and print what that is worth
	ROLLCALL_FIT=weights.tsv go test ./internal/extract -run FitWeights -v -count 1

.PHONY: fuzz
fuzz: ## Run each fuzz target for FUZZTIME (5s)
	.ci/fuzz.sh $(FUZZTIME)

.PHONY: clients
clients: ## Generate clients from the OpenAPI document and compile them
	.ci/clients.sh

.PHONY: compose
compose: ## Check docker-compose.yml with the sample settings
	.ci/compose.sh
