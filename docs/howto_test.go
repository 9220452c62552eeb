package docs

// A folder is where a command is typed.
type folder int

const (
	inClone  folder = iota // in a clone of this repository
	inModule               // in the module of a user: the example
)

// how says how a command that a page shows is run.
type how struct {
	in     folder
	writes bool     // it changes files of the clone, so it gets a copy
	status int      // the exit status wanted
	says   []string // texts that it prints, besides what the page shows
	before string   // commands that make what the page takes for granted
	after  string   // commands that succeed after it
	long   bool     // it takes minutes
	not    string   // why it cannot be run here
}

const (
	publicHost = "needs a public host"
	itself     = "runs these tests"
)

// howTo returns how each command of the pages is run.
func howTo() map[string]how {
	fourFindings := []string{": missingcritical: ", ": wrongservice: ", ": swappedargs: ", ": unknowncode: "}
	return map[string]how{
		`go install ./cmd/tcerrlint && "$(go env GOPATH)/bin/tcerrlint" -C testdata/example`: {status: 1, says: fourFindings},

		"tcerrlint -C testdata/example -rules none,unknowncode":       {status: 1},
		"tcerrlint -C testdata/example -rules none,unknowncode -diff": {status: 1},
		"go test ./...": {not: itself},
		".ci/run":       {not: itself},
		"make matrix":   {not: "builds golangci-lint and gopls; CI runs it"},

		"go install github.com/tcerrlint/tcerrlint/cmd/tcerrlint@latest": {in: inModule, long: true, after: "tcerrlint version | grep -q 'tcerrlint v0'"},
		"tcerrlint ./...":                            {in: inModule, status: 1, says: fourFindings},
		"tcerrlint rules":                            {says: []string{"unknowncode", "off by default"}},
		"tcerrlint explain missingcritical":          {says: []string{"Known limits", "docs/rules/missingcritical.md"}},
		"tcerrlint explain -lang zh missingcritical": {says: []string{"已知局限"}},
		"tcerrlint explain AuthFailure":              {says: []string{"category AuthFailure", "AuthFailure.SignatureExpire"}},
		"tcerrlint explain -lang zh AuthFailure":     {says: []string{"大类", "停止"}},

		"tcerrlint explain -lang zh AuthFailure.TokenFailure": {says: []string{"token 错误"}},
		"tcerrlint catalog -service cdn notexist":             {says: []string{"ResourceNotFound.CdnHostNotExists"}},
		"tcerrlint catalog import page.md": {in: inModule, says: []string{"48 codes"},
			before: `cp "$REPOSITORY/analyzer/catalog/sources/cdn-error-codes.md" page.md`},

		"tcerrlint map -o map.html ./...":                                                              {in: inModule, after: "grep -q DescribeDomains map.html"},
		"tcerrlint map -o map.json ./...":                                                              {in: inModule, after: "grep -q DescribeDomains map.json"},
		"tcerrlint map -critical InternalError=swallowed -o map.html ./...":                            {in: inModule, after: "grep -q InternalError map.html"},
		"tcerrlint map -link 'https://host/repo/blob/REV/{file}#L{line}' -o map.html ./...":            {in: inModule, after: "grep -q https://host/repo map.html"},
		"tcerrlint map -link 'vscode://file/{abs}:{line}' -o map.html ./...":                           {in: inModule, after: "grep -q vscode://file map.html"},
		`jq -r '.calls[] | select(any(.fates[]; .forbidden)) | "\(.file):\(.line) \(.name)"' map.json`: {not: "needs jq, which not everybody has"},

		"tcerrlint -new-from origin/main ./...":                     {in: inModule},
		"tcerrlint -baseline .tcerrlint.json -write-baseline ./...": {in: inModule},
		"tcerrlint -baseline .tcerrlint.json ./...":                 {in: inModule},

		"go vet -vettool=$(which tcerrlint) ./...":                       {in: inModule, status: 1, says: fourFindings},
		"go vet -vettool=$(which tcerrlint) -rules=all -fix -diff ./...": {in: inModule, status: 1, says: []string{`+		case "AuthFailure.SignatureExpire":`}},
		"go get -tool github.com/tcerrlint/tcerrlint/cmd/tcerrlint":      {in: inModule, long: true, says: []string{"added github.com/tcerrlint/tcerrlint v0"}},
		"go vet -vettool=$(go tool -n tcerrlint) ./...":                  {in: inModule, long: true, status: 1, says: fourFindings},

		"golangci-lint custom":   {not: publicHost},
		"./custom-gcl run ./...": {not: publicHost},
		"make catalog-upgrade":   {not: "asks the module proxy for the newest version of each SDK module"},
		"go test ./analyzer/...": {not: itself},

		"make rule ID=word": {writes: true, says: []string{"internal/rules/word.go", "CHANGELOG.md"},
			after: "go build ./analyzer/..."},
		"go test ./analyzer -run 'TestRules|Examples|Documents'": {writes: true, long: true, status: 1,
			says: []string{"--- FAIL: TestRules", "--- FAIL: TestExamples", "--- FAIL: TestDocuments", "word: Text.What is still to be written"},
			after: "go build ./... && go vet ./analyzer/... && go test ./analyzer -run 'Pages|Manual|Imports|Options' && " +
				"go test ./internal/... && go test ./cmd/tcerrlint -run 'Rules|SARIF' && go test ./docs -skip 'Commands|Changelog'"},
		"go -C tools run ./accuracy -golden -repo NAME=DIR,PATTERN":                          {not: "needs a checkout of a public repository"},
		"go test ./analyzer -run xxx -fuzz FuzzAnalyzer -fuzztime 10m -fuzzminimizetime 10x": {not: "goes on for minutes"},

		"go doc ./internal/program Subject":     {says: []string{"Origin", "Outcomes", "Certain"}},
		"go doc ./internal/program Test":        {says: []string{"Literals", "Negated"}},
		"go doc ./internal/program Outcome":     {says: []string{"Surfaced", "Matched"}},
		"go test ./analyzer -run Pages -update": {writes: true, long: true},
		"go test ./analyzer -run TestRules":     {long: true, before: "rm -rf testdata/rules/word"}, // which still fails

		`tcerrlint ./... | sed -nE 's/^([^:[:space:]]+):([0-9]+):[0-9]+: ([a-z]+): .*/\1 \2 \3/p' | tr ' ' '\t' | sort > new.tsv`: {in: inModule,
			after: `test "$(wc -l < new.tsv)" -eq 4`},
		`grep -v '^#' "$GOLDEN" | cut -f 1-3 | sort | diff - new.tsv`: {in: inModule},

		"cd plugin/nogo && go run . -config nogo.json ../../testdata/example": {long: true, status: 1, says: fourFindings},
		`cd plugin/gopls && go build -o "$(go env GOPATH)/bin/gopls" .`:       {long: true, after: "gopls version"},
	}
}
