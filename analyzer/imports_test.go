package analyzer_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/tcerrlint/tcerrlint/"

// library lists the packages that others may import, or that these consist of,
// and what each may import of this module.
var library = map[string][]string{
	"analyzer":                           {"analyzer/catalog", "internal/engine", "internal/rules"},
	"analyzer/catalog":                   {"analyzer/catalog/internal/layout"},
	"analyzer/catalog/internal/layout":   nil,
	"internal/codes":                     {"analyzer/catalog"},
	"internal/engine":                    {"analyzer/catalog", "internal/assertion", "internal/instatus", "internal/ir", "internal/model", "internal/codes", "internal/sdk", "internal/jsonshape"},
	"internal/rules":                     {"analyzer/catalog", "internal/jsonshape", "internal/assertion", "internal/instatus", "internal/ownfix", "internal/codes", "internal/engine"},
	"internal/sdk":                       nil,
	"internal/jsonshape":                 nil,
	"plugin":                             {"analyzer"},
	"analyzer/catalog/internal/gen":      {"analyzer/catalog", "analyzer/catalog/internal/sdk", "analyzer/catalog/internal/snapshot"},
	"analyzer/catalog/internal/sdk":      {"analyzer/catalog/internal/snapshot"},
	"analyzer/catalog/internal/snapshot": {"analyzer/catalog/internal/layout"},
	"internal/gen/newrule":               {"internal/rules"},
	"internal/testfiles":                 nil,

	"internal/assertion":      nil,
	"internal/instatus":       nil,
	"internal/ir":             nil,
	"internal/model":          nil,
	"internal/ownfix":         nil,
	"internal/stress/extreme": {"internal/stress/solo"},
	"internal/stress/mutate":  nil,
	"internal/stress/solo":    nil,
}

// TestImportsRunOneWay holds the structure. The library imports x/tools, the
// plugin register and what stands above; a command imports the face of the
// library, its own packages, and whatever others it needs.
func TestImportsRunOneWay(t *testing.T) {
	seen := make(map[string]bool)
	for pkg, imports := range importsOfModule(t) {
		allowed, inLibrary := library[pkg]
		seen[pkg] = true
		first, rest, _ := strings.Cut(pkg, "/")
		command, _, _ := strings.Cut(rest, "/")
		if !inLibrary && first != "cmd" {
			t.Errorf("%s is new: say in the list what it may import", pkg)
			continue
		}
		for _, imported := range imports {
			own, isOwn := strings.CutPrefix(imported, modulePath)
			domain, _, _ := strings.Cut(imported, "/")
			switch {
			case !isOwn && (!strings.Contains(domain, ".") || !inLibrary):
			case slices.Contains(allowed, own):
			case !inLibrary && (own == "analyzer" || own == "analyzer/catalog" || own == "internal/ownfix" || strings.HasPrefix(own, "cmd/"+command+"/")):
			case strings.HasPrefix(imported, "golang.org/x/tools/"):
			case pkg == "plugin" && imported == "github.com/golangci/plugin-module-register/register":
			default:
				t.Errorf("%s imports %s", pkg, imported)
			}
		}
	}
	for pkg := range library {
		if !seen[pkg] {
			t.Errorf("there is no package %s", pkg)
		}
	}
}

// importsOfModule returns what the packages of this module import, but for
// their tests.
func importsOfModule(t *testing.T) map[string][]string {
	t.Helper()
	root := os.DirFS("..")
	imports := make(map[string][]string)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, notNested := fs.Stat(root, path.Join(name, "go.mod"))
			if name != "." && (d.Name() == "testdata" || d.Name()[0] == '.' || notNested == nil) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", filepath.FromSlash(name)), nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(name)
		if imports[pkg] == nil {
			imports[pkg] = []string{}
		}
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports[pkg] = append(imports[pkg], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}
