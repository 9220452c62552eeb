package load

import (
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

const twoPackages = `
-- a.go --
package m

import (
	"fmt"

	sdk "example.com/m/tencentcloud/cdn/v20180606"
)

func F() string { return fmt.Sprint(sdk.CODE, sdk.Twice(1)) }
-- a_test.go --
package m

var _ = F
-- x_test.go --
package m_test
-- tencentcloud/cdn/v20180606/errors.go --
package v20180606

import "strings"

const CODE = "ResourceNotFound.CdnHostNotExists"

func Twice[T any](x T) T { return T(strings.ToLower("bodies are not looked at")) }
-- b/b.go --
package b
`

func loadIn(t *testing.T, files string, config Config, patterns ...string) ([]*packages.Package, error) {
	t.Helper()
	t.Chdir(testmodule.Write(t, files))
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	return Packages(config, patterns, func(*packages.Package) {})
}

func ids(pkgs []*packages.Package) []string {
	var ids []string
	for _, pkg := range pkgs {
		ids = append(ids, pkg.ID)
	}
	slices.Sort(ids)
	return ids
}

func TestAPackageGivesWayToItsTestVariant(t *testing.T) {
	pkgs, err := loadIn(t, twoPackages, Config{Tests: true}, ".", "./b")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"example.com/m [example.com/m.test]", "example.com/m/b", "example.com/m_test [example.com/m.test]"}
	if got := ids(pkgs); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestWithoutTestFiles(t *testing.T) {
	pkgs, err := loadIn(t, twoPackages, Config{}, ".")
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(pkgs); !slices.Equal(got, []string{"example.com/m"}) {
		t.Errorf("%q", got)
	}
}

// used is what was seen of the packages that were given to use.
func used(t *testing.T, files string, config Config, patterns ...string) map[string]*packages.Package {
	t.Helper()
	loadIn(t, files, config, patterns...)
	var mu sync.Mutex
	seen := make(map[string]*packages.Package)
	_, err := Packages(config, patterns, func(pkg *packages.Package) {
		mu.Lock()
		defer mu.Unlock()
		copied := *pkg
		seen[pkg.PkgPath] = &copied
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

func TestOnlyTypesAreMadeOfServicesAndTheStandardLibrary(t *testing.T) {
	seen := used(t, twoPackages, Config{Whole: true}, ".")
	root := seen["example.com/m"]
	if len(root.Syntax) != 1 || len(root.TypesInfo.Uses) == 0 || len(root.Syntax[0].Comments) != 0 {
		t.Errorf("the package itself: %d files, %d uses", len(root.Syntax), len(root.TypesInfo.Uses))
	}
	service := root.Imports["example.com/m/tencentcloud/cdn/v20180606"]
	for path, pkg := range map[string]*packages.Package{"service": service, "fmt": root.Imports["fmt"]} {
		if seen[pkg.PkgPath] != nil || !pkg.Types.Complete() || pkg.IllTyped {
			t.Errorf("%s: used %v, complete %v", path, seen[pkg.PkgPath] != nil, pkg.Types.Complete())
		}
	}
	if code, ok := service.Types.Scope().Lookup("CODE").(*types.Const); !ok || !strings.Contains(code.Val().String(), "CdnHostNotExists") {
		t.Errorf("constant of the service: %v", code)
	}
	if root.Imports["fmt"] == nil {
		t.Error("no package fmt")
	}
}

// severalPackages are one to lint and what it imports.
const severalPackages = `
-- main.go --
package m

import (
	_ "example.com/m/above"
	_ "example.com/m/decodes"
	_ "example.com/m/lists"
	_ "example.com/m/unrelated"
)
-- unrelated/a.go --
package unrelated

import "strings"

func Upper(s string) string { return strings.ToUpper(s) }
-- lists/a.go --
package lists

func In(list []string, s string) bool { return list[0] == s }
-- decodes/a.go --
package decodes

import "encoding/json"

func Into(b []byte, v any) error { return json.Unmarshal(b, v) }
-- above/a.go --
package above

import (
	"example.com/m/tencentcloud/common/errors"
	"example.com/m/unrelated"
)

var _ = unrelated.Upper

func F() error { return errors.E{} }
-- tencentcloud/common/errors/a.go --
package errors

type E struct{}

func (E) Error() string { return "" }
`

func TestPackagesThatCannotMatterOnlyDeclare(t *testing.T) {
	for _, test := range []struct {
		config Config
		want   []string
	}{
		{Config{}, []string{"", "/above", "/decodes", "/lists"}},
		{Config{Whole: true}, []string{"", "/above", "/decodes", "/lists", "/tencentcloud/common/errors", "/unrelated"}},
	} {
		var got []string
		for path := range used(t, severalPackages, test.config, ".") {
			got = append(got, strings.TrimPrefix(path, "example.com/m"))
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%+v: used %q, want %q", test.config, got, test.want)
		}
	}
}

func TestAServiceThatIsLintedItselfIsLoadedWhole(t *testing.T) {
	_, err := loadIn(t, twoPackages, Config{}, "./tencentcloud/cdn/...")
	if err == nil || !strings.Contains(err.Error(), "cannot convert") {
		t.Errorf("the wrong body was not looked at: %v", err)
	}
}

func TestErrorsAreListedOnceAndCutShort(t *testing.T) {
	errs := Errors(slices.Repeat([]string{"x"}, 12))
	if lines := strings.Split(errs.Error(), "\n"); len(lines) != 11 || lines[10] != "… and 2 more errors" {
		t.Errorf("%q", lines)
	}
	_, err := loadIn(t, "-- a.go --\npackage m\n\nvar X int = \"\"\n-- a_test.go --\npackage m\n", Config{Tests: true}, "./...")
	if err == nil || strings.Count(err.Error(), "\n") != 0 || !strings.HasPrefix(err.Error(), "a.go:3:13: ") {
		t.Errorf("%v", err)
	}
}

func TestAnEmptyCacheGetsNoIndex(t *testing.T) {
	dir := t.TempDir()
	env := environment{cache: dir}
	t.Setenv("GODEBUG", "")
	if got := env.withoutIndex(); !slices.Contains(got, "GODEBUG=goindex=0") {
		t.Errorf("nothing cached: no setting in %q", got)
	}
	t.Setenv("GODEBUG", "netdns=go")
	if got := env.withoutIndex(); !slices.Contains(got, "GODEBUG=goindex=0,netdns=go") {
		t.Errorf("nothing cached: no setting in %q", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "README"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if got := env.withoutIndex(); !slices.Equal(got, os.Environ()) {
		t.Errorf("the go command used the cache before: %q", got)
	}
}

func TestPackagesAreTheSameWithoutAnIndex(t *testing.T) {
	want, err := loadIn(t, twoPackages, Config{Tests: true}, ".", "./b")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOCACHE", filepath.Join(t.TempDir(), "never"))
	got, err := loadIn(t, twoPackages, Config{Tests: true}, ".", "./b")
	if err != nil || !slices.Equal(ids(got), ids(want)) {
		t.Errorf("%q, %v; want %q", ids(got), err, ids(want))
	}
}

func TestImportsCAsksTheImports(t *testing.T) {
	for source, want := range map[string]bool{
		"package p\n\nimport \"C\"\n":                                                      true,
		"package p\n\n// #include <stdio.h>\nimport \"C\"\nvar x = 1\n":                    true,
		"package p\n\nimport (\n\t\"fmt\"\n\t\"C\"\n)\n":                                   true,
		"package p\n\nimport `C`\n":                                                        true,
		"package p\n\nvar size = \"C\"\n":                                                  false,
		"package p\n\nimport \"fmt\"\n\n// \"C\" is a letter\nvar x = fmt.Sprint(\"C\")\n": false,
		"package p\n": false,
		"pack \"C\"":  true, // who knows
	} {
		if got := importsC([]byte(source)); got != want {
			t.Errorf("%q: %t, want %t", source, got, want)
		}
	}
}
