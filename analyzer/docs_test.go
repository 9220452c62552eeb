package analyzer_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPageOfOptionsIsCurrent compares docs/options.md with the comments of the
// fields of Options.
func TestPageOfOptionsIsCurrent(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "options.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString(`# Options

The same options everywhere: as fields of ` + "`analyzer.Options`" + `, as flags of the
command and of ` + "`go vet -vettool`" + ` (` + "`-extra-codes=A,B`" + `), as keys of ` + "`.tcerrlint.yml`" + ` and as
settings of the golangci-lint plugin. Lists are comma-separated in flags.
`)
	fields := 0
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok || spec.Name.Name != "Options" {
			return true
		}
		for _, field := range spec.Type.(*ast.StructType).Fields.List {
			name := field.Names[0].Name
			text := strings.TrimSpace(field.Doc.Text())
			kind := map[string]string{"bool": "true or false", "string": "text"}[fmt.Sprint(field.Type)]
			if kind == "" {
				kind = "list"
			}
			fmt.Fprintf(&b, "\n## `%s`\n\n%s. %s\n", kebab(name), strings.ToUpper(kind[:1])+kind[1:], strings.TrimPrefix(text, name+" "))
			fields++
		}
		return false
	})
	if fields < 10 {
		t.Fatalf("found %d options", fields)
	}
	page := filepath.Join("..", "docs", "options.md")
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(page); err != nil || string(got) != b.String() {
		t.Errorf("%s is not current; run go test ./analyzer -run Page -update", page)
	}
}

// kebab returns the name of an option: ExtraCodes is extra-codes.
func kebab(field string) string {
	return strings.ToLower(regexp.MustCompile(`(.)([A-Z])`).ReplaceAllString(field, "$1-$2"))
}

var link = regexp.MustCompile(`\]\(([^)#]*)(#[^)]*)?\)`)

// TestLinksOfPagesLeadSomewhere follows the relative links of every page.
func TestLinksOfPagesLeadSomewhere(t *testing.T) {
	followed := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == ".git" || d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == "sources") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".md" {
			return nil
		}
		page, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range link.FindAllStringSubmatch(string(page), -1) {
			to := m[1]
			if to == "" || strings.Contains(to, "://") {
				continue
			}
			followed++
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), to)); err != nil {
				t.Errorf("%s: the link to %s leads nowhere", path, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if followed < 10 {
		t.Errorf("followed %d links", followed)
	}
}
