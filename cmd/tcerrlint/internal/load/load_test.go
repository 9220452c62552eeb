package load

import (
	"go/types"
	"slices"
	"strings"
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
	return Packages(config, patterns)
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

func TestOnlyTypesAreKeptOfServicesAndTheStandardLibrary(t *testing.T) {
	pkgs, err := loadIn(t, twoPackages, Config{}, ".")
	if err != nil {
		t.Fatal(err)
	}
	root := pkgs[0]
	if len(root.Syntax) != 1 || len(root.TypesInfo.Uses) == 0 || len(root.Syntax[0].Comments) != 0 {
		t.Errorf("the package itself: %d files, %d uses", len(root.Syntax), len(root.TypesInfo.Uses))
	}
	service := root.Imports["example.com/m/tencentcloud/cdn/v20180606"]
	for path, pkg := range map[string]*packages.Package{"service": service, "fmt": root.Imports["fmt"]} {
		if len(pkg.Syntax) != 0 || len(pkg.TypesInfo.Uses) != 0 || !pkg.Types.Complete() || pkg.IllTyped {
			t.Errorf("%s: %d files, %d uses, complete %v", path, len(pkg.Syntax), len(pkg.TypesInfo.Uses), pkg.Types.Complete())
		}
	}
	if code, ok := service.Types.Scope().Lookup("CODE").(*types.Const); !ok || !strings.Contains(code.Val().String(), "CdnHostNotExists") {
		t.Errorf("constant of the service: %v", code)
	}
}

func TestAServiceThatIsLintedItselfIsLoadedWhole(t *testing.T) {
	_, err := loadIn(t, twoPackages, Config{}, "./tencentcloud/cdn/...")
	if err == nil || !strings.Contains(err.Error(), "cannot convert") {
		t.Errorf("the wrong body was not looked at: %v", err)
	}
}

func TestOnlyDeclares(t *testing.T) {
	for path, want := range map[string]bool{
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/cdn/v20180606":                     true,
		"github.com/tencentcloud/tencentcloud-sdk-go-intl-en/tencentcloud/cvm/v20170312":             true,
		"example.com/fork/sdk3rd-trimmed/github.com/tencentcloud/x/tencentcloud/dnspod/v20210323":    true,
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common":                            false,
		"github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common/errors":                     false,
		"github.com/tencentcloudstack/terraform-provider-tencentcloud/tencentcloud/services/cdn":     false,
		"github.com/tencentcloudstack/terraform-provider-tencentcloud/tencentcloud/services/cdn/v20": false,
		"golang.org/x/net/http2": true,
		"golang.org/xyz":         false,
	} {
		if got := OnlyDeclares(path); got != want {
			t.Errorf("OnlyDeclares(%q) = %v", path, got)
		}
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
