# Short names for commands; each works without make, too.

.PHONY: test ci build example catalog golangci matrix gopls

test: ## run all tests
	go test ./...

ci: ## run what CI runs
	.ci/run

build: ## build bin/tcerrlint
	go build -o bin/ ./cmd/tcerrlint

example: build ## lint the example module
	bin/tcerrlint -C testdata/example

catalog: ## raise the SDK versions to the newest and rebuild the catalog
	cd analyzer/catalog && go run ./internal/gen -upgrade -date "$$(date -u +%F)"

golangci: ## lint the example with golangci-lint and the plugin
	cd plugin/golangci-lint && go build -o golangci-lint .
	cd testdata/example && ../../plugin/golangci-lint/golangci-lint run -c ../../.golangci.example.yml ./...

matrix: ## compare what every program that tcerrlint runs in finds
	.ci/matrix

gopls: ## build a gopls with tcerrlint in it
	cd plugin/gopls && go build -o gopls .
