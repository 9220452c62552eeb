package analyzer_test

import (
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestImportsRunOneWay holds the structure: each package may import those that
// stand beside it here, the standard library and x/tools.
func TestImportsRunOneWay(t *testing.T) {
	const module = "github.com/tcerrlint/tcerrlint/"
	for pkg, allowed := range map[string][]string{
		"analyzer":                 {"analyzer/catalog", "analyzer/internal/engine", "analyzer/internal/rules"},
		"analyzer/catalog":         {"analyzer/catalog/internal/layout"},
		"analyzer/internal/codes":  {"analyzer/catalog"},
		"analyzer/internal/sdk":    nil,
		"analyzer/internal/wire":   nil,
		"analyzer/internal/engine": {"analyzer/catalog", "analyzer/internal/codes", "analyzer/internal/sdk", "analyzer/internal/wire"},
		"analyzer/internal/rules":  {"analyzer/catalog", "analyzer/internal/codes", "analyzer/internal/engine"},
		"plugin":                   {"analyzer"},
	} {
		files, err := filepath.Glob(filepath.Join("..", filepath.FromSlash(pkg), "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has no files: %v", pkg, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range file.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				own, isOwn := strings.CutPrefix(path, module)
				first, _, _ := strings.Cut(path, "/")
				switch {
				case isOwn && slices.Contains(allowed, own):
				case !isOwn && !strings.Contains(first, "."):
				case strings.HasPrefix(path, "golang.org/x/tools/"):
				case pkg == "plugin" && path == "github.com/golangci/plugin-module-register/register":
				default:
					t.Errorf("%s imports %s", name, path)
				}
			}
		}
	}
}
