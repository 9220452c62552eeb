package model

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestEveryNameIsDeclared holds that each name of the table is a function, a
// method or a field of the library, as the source of the real module has it.
func TestEveryNameIsDeclared(t *testing.T) {
	config := &packages.Config{Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps, Dir: "../../testdata/model"}
	loaded, err := packages.Load(config, "./...")
	if err != nil {
		t.Fatal(err)
	}
	if packages.PrintErrors(loaded) > 0 || len(loaded) == 0 {
		t.Fatal("libraries do not load")
	}
	all := make(map[string]*packages.Package)
	packages.Visit(loaded, nil, func(p *packages.Package) { all[p.PkgPath] = p })
	for _, r := range table {
		declared := make(map[string]bool)
		for path, pkg := range all {
			if matches(r.pkg, Unversioned(path)) {
				addNames(t, declared, pkg)
			}
		}
		if len(declared) == 0 {
			t.Errorf("%s: no such package; testdata/model does not import it", r.pkg)
			continue
		}
		for name := range strings.FieldsSeq(r.names) {
			if !isDeclared(declared, name) {
				t.Errorf("%s declares no %s", r.pkg, name)
			}
		}
	}
}

// isDeclared reports whether a name, or one that begins so, is declared.
func isDeclared(declared map[string]bool, name string) bool {
	prefix, ok := strings.CutSuffix(name, "*")
	if !ok {
		return declared[name]
	}
	for other := range declared {
		if strings.HasPrefix(other, prefix) {
			return true
		}
	}
	return false
}

// addNames adds the functions and methods that a package declares, and the fields
// of its structs and the methods of its interfaces.
func addNames(t *testing.T, names map[string]bool, pkg *packages.Package) {
	for _, name := range pkg.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			var fields *ast.FieldList
			switch n := n.(type) {
			case *ast.FuncDecl:
				names[n.Name.Name] = true
			case *ast.StructType:
				fields = n.Fields
			case *ast.InterfaceType:
				fields = n.Methods
			}
			if fields != nil {
				for _, field := range fields.List {
					for _, id := range field.Names {
						names[id.Name] = true
					}
				}
			}
			return true
		})
	}
}

// TestMatchesPackages holds how the packages of the table are read.
func TestMatchesPackages(t *testing.T) {
	for _, c := range []struct {
		path, name string
		want       Effects
	}{
		{"errors", "As", FillsTarget},
		{"example.com/errors", "As", 0},
		{"github.com/cenkalti/backoff", "Permanent", Stops},
		{"github.com/cenkalti/backoff/v5", "Permanent", Stops},
		{"github.com/cenkalti/backoff/v5", "RetryWithData", CallsAgainOnError},
		{"github.com/cenkalti/backoffs", "Retry", 0},
		{"github.com/failsafe-go/failsafe-go/retrypolicy", "HandleIf", AsksWhetherToRetry},
		{"example.com/fork/helper/retry", "RetryableError", Retries},
		{"example.com/myhelper/retry", "RetryableError", 0},
		{"helper/retry", "RetryableError", 0},
	} {
		if got := Of(c.path, c.name); got != c.want {
			t.Errorf("%s.%s: %b, not %b", c.path, c.name, got, c.want)
		}
	}
}
