package matrix

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestSARIFConformsToTheSchema uses the schema of the standard, which a module
// that golangci-lint requires carries along.
func TestSARIFConformsToTheSchema(t *testing.T) {
	module := start(t, absolute(t, "../golangci-lint"), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/securego/gosec/v2").want(t, 0).out
	schemaFile := filepath.Join(strings.TrimSpace(module), "report", "sarif", "testdata", "sarif-schema-2.1.0.json")
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	clean := t.TempDir()
	writeFile(t, filepath.Join(clean, "go.mod"), "module example.com/clean\n\ngo 1.25.0\n")
	writeFile(t, filepath.Join(clean, "a.go"), "package clean\n")
	for _, dir := range []string{examples["example"], examples["shop"], clean} {
		out := start(t, dir, tcerrlint, "-format=sarif", "-rules=all", "-fail-on=never").want(t, 0).out
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(out)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", dir, err)
		}
	}
}
