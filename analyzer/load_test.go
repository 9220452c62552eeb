package analyzer_test

import (
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"
)

// rulesModule is the module whose packages are the examples of the rules. It
// uses the real SDK, at the versions of its go.mod.
const rulesModule = "../testdata/rules"

// load type-checks packages of rulesModule with files laid over it; the names
// of the files are relative to it.
func load(t *testing.T, files map[string]string, patterns ...string) []*packages.Package {
	t.Helper()
	dir, err := filepath.Abs(rulesModule)
	if err != nil {
		t.Fatal(err)
	}
	overlay := make(map[string][]byte)
	for name, text := range files {
		overlay[filepath.Join(dir, name)] = []byte(text)
	}
	list, err := packages.Load(&packages.Config{
		Mode:    packages.LoadAllSyntax | packages.NeedModule,
		Dir:     dir,
		Env:     append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=-mod=readonly"),
		Overlay: overlay,
	}, patterns...)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// mustLoad is load for files without errors.
func mustLoad(t *testing.T, files map[string]string, patterns ...string) []*packages.Package {
	t.Helper()
	list := load(t, files, patterns...)
	packages.Visit(list, nil, func(p *packages.Package) {
		for _, err := range p.Errors {
			t.Error(err)
		}
	})
	if t.Failed() || len(list) == 0 {
		t.Fatalf("could not load %v", patterns)
	}
	return list
}

// A finding is a diagnostic with its place.
type finding struct {
	analysis.Diagnostic
	at   token.Position // relative to rulesModule
	fset *token.FileSet
}

// run applies an analyzer to packages and returns its findings in them.
func run(t *testing.T, a *analysis.Analyzer, list []*packages.Package) []finding {
	t.Helper()
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, list, &checker.Options{SanityCheck: true})
	if err != nil {
		t.Fatal(err)
	}
	dir, err := filepath.Abs(rulesModule)
	if err != nil {
		t.Fatal(err)
	}
	var found []finding
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s: %v", act.Package.PkgPath, act.Err)
		}
		for _, d := range act.Diagnostics {
			at := act.Package.Fset.Position(d.Pos)
			at.Filename, _ = filepath.Rel(dir, at.Filename)
			found = append(found, finding{d, at, act.Package.Fset})
		}
	}
	return found
}

// String is the finding as a driver without categories prints it.
func (f finding) String() string { return f.at.String() + ": " + f.Message }

// lines joins the elements of a set, sorted.
func lines(set map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(set)), "; ")
}
