# Short names for commands; each works without make, too.

.PHONY: test ci build rule example catalog catalog-release catalog-upgrade catalog-check accuracy bench robustness mutation metamorphic golangci matrix gopls site

test: ## run all tests
	go test ./...

ci: ## run what CI runs
	.ci/run

build: ## build bin/tcerrlint
	go build -o bin/ ./cmd/tcerrlint

example: build ## lint the example module
	bin/tcerrlint -C testdata/example

rule: ## make the files of a new rule: make rule ID=word
	go run ./internal/gen/newrule "$(ID)"

catalog: ## rebuild the catalog from its manifest: the same inputs give the same bytes
	cd analyzer/catalog && go run ./internal/gen -sums

catalog-release: ## take over the whole SDK from a checkout at the tag of a release: make catalog-release SDK=DIR
	cd analyzer/catalog && go run ./internal/gen -sums -from "$(abspath $(SDK))" -date "$$(date -u +%F)"

catalog-upgrade: ## raise the manifest to the newest versions that are served, and rebuild
	cd analyzer/catalog && go run ./internal/gen -upgrade -date "$$(date -u +%F)"

catalog-check: ## fail when catalog.bin is not what its sources give; fetches every module
	cd analyzer/catalog && go run ./internal/gen -check

site: ## build the documentation as a site in site/; its links are checked
	go -C tools run ./site -o site

accuracy: ## measure accuracy: make accuracy REPOS="-repo NAME=DIR,PATTERN -repo …"
	go -C tools run ./accuracy $(REPOS) -controls -o docs/accuracy.md

bench: ## measure performance: make bench TFP=DIR, a checkout of the Terraform provider
	go -C tools run ./bench $(if $(TFP),-tfp $(TFP)) -o docs/performance.md

robustness: ## measure what the analyzer takes at worst, and on every package of the module cache
	go -C tools run ./robustness -modules -o docs/robustness.md

mutation: ## switch off each part of the engine and see whether a test notices; goes on where it was interrupted
	go -C tools run ./mutation -o docs/mutation.md

metamorphic: ## rewrite the test programs without changing what they do and compare findings
	go -C tools run ./metamorphic

golangci: ## lint the example with golangci-lint and the plugin
	cd plugin/golangci-lint && go build -o golangci-lint .
	cd testdata/example && ../../plugin/golangci-lint/golangci-lint run -c ../../.golangci.example.yml ./...

matrix: ## compare what every program that tcerrlint runs in finds
	.ci/matrix

gopls: ## build a gopls with tcerrlint in it
	cd plugin/gopls && go build -o gopls .
