module github.com/tcerrlint/tcerrlint/plugin/matrix

go 1.26.0

require github.com/santhosh-tekuri/jsonschema/v6 v6.0.3

require (
	github.com/sourcegraph/jsonrpc2 v0.2.3 // indirect
	golang.org/x/text v0.14.0 // indirect
)

require (
	github.com/tcerrlint/tcerrlint v0.0.0
	go.yaml.in/yaml/v3 v3.0.6
)

replace github.com/tcerrlint/tcerrlint => ../..
