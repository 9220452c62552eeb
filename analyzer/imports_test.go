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

// layers lists the packages of the engine from the lowest to the highest: each
// imports only those that stand before it, and the catalog.
var layers = []string{
	"codes", "sdk", "jsonshape", "model", "ir", "instatus", "assertion", // know nothing of the package under analysis
	"facts",     // what passes between packages
	"rawapi",    // which types are answers that no SDK decodes
	"program",   // the package under analysis, in SSA form
	"relevance", // which functions matter
	"origin",    // which services an error can come from
	"rawvalue",  // which values are parts of such answers
	"value",     // which values are errors, codes and lists of codes
	"predicate", // which conditions are tests
	"retry",     // which functions call others again
	"flow",      // what becomes of each code
	"verdict",   // what an outcome means
	"summary",   // what a function is to its callers
	"engine",    // runs all of it
	"callmap",   // the map of every call
	"ownfix", "rules",
}

// library lists the other packages that others may import, or that these consist
// of, and what each may import of this module.
var library = map[string][]string{
	"analyzer":                           {"analyzer/catalog", "analyzer/errormap", "internal/engine", "internal/callmap", "internal/facts", "internal/program", "internal/rules"},
	"analyzer/catalog":                   {"analyzer/catalog/internal/layout"},
	"analyzer/errormap":                  {"internal/callmap", "internal/facts", "internal/program"},
	"analyzer/catalog/internal/layout":   nil,
	"plugin":                             {"analyzer"},
	"analyzer/catalog/internal/gen":      {"analyzer/catalog", "analyzer/catalog/internal/sdk", "analyzer/catalog/internal/snapshot"},
	"analyzer/catalog/internal/sdk":      {"analyzer/catalog/internal/snapshot"},
	"analyzer/catalog/internal/snapshot": {"analyzer/catalog/internal/layout"},
	"internal/gen/newrule":               {"internal/rules"},
	"internal/testfiles":                 nil,
	"internal/ssatest":                   nil,
	"internal/stress/extreme":            {"internal/stress/solo"},
	"internal/stress/mutate":             nil,
	"internal/stress/solo":               nil,
}

// forCommands lists what commands may import beside the face of the library: how
// the SDK is recognised, what marks facts in files, and how a fix is told.
var forCommands = []string{"internal/sdk", "internal/facts", "internal/ownfix"}

func init() {
	below := []string{"analyzer/catalog"}
	for _, layer := range layers {
		library["internal/"+layer] = slices.Clone(below)
		below = append(below, "internal/"+layer)
	}
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
			case !inLibrary && (own == "analyzer" || own == "analyzer/catalog" || own == "analyzer/errormap" || slices.Contains(forCommands, own) || strings.HasPrefix(own, "cmd/"+command+"/")):
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
