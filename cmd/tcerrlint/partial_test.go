package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// one is a package with a finding, beside whatever is broken.
const one = `
-- good/a.go --
package good

import tcerr "example.com/m/tencentcloud/common/errors"

func Expired(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}
`

// each repeats a text with %d in it.
func each(n int, text string) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.ReplaceAll(text, "%d", fmt.Sprint(i)))
	}
	return all.String()
}

// brokenPrograms are programs of which something does not load. The error is told in
// these words, and is all that is told; what else there is has its finding.
var brokenPrograms = []struct {
	name, files string
	nothing     bool // loads
	want        []string
}{
	{
		name:  "a module that many packages lack",
		files: each(30, "-- p%d/a.go --\npackage p%d\n\nimport _ \"example.org/foo/bar\"\n"),
		want:  []string{"p0/a.go:3:8: no required module provides package example.org/foo/bar; to add it: go get example.org/foo/bar; 30 packages are not checked because of this, such as example.com/m/p0"},
	}, {
		name: "packages of a module that many packages lack",
		files: each(6, "-- p%d/a.go --\npackage p%d\n\nimport _ \"example.org/foo/bar/of%d\"\n") +
			"-- q/a.go --\npackage q\n\nimport _ \"example.org/foo/other\"\n",
		want: []string{
			"p0/a.go:3:8: no required module provides package example.org/foo/bar/of0; the same for 5 other packages below example.org/foo/bar; go mod tidy adds what is missing; 6 packages are not checked because of this, such as example.com/m/p0",
			"q/a.go:3:8: no required module provides package example.org/foo/other; to add it: go get example.org/foo/other",
		},
	}, {
		name:  "syntax",
		files: "-- s/a.go --\npackage s\n\nfunc F( {\n\tx := 1\n",
		want:  []string{"s/a.go:3:9: expected ')', found '{' (and 3 more errors in this package)"},
	}, {
		name:  "syntax of what others import",
		files: "-- s/a.go --\npackage s\n\nfunc F( {\n" + each(20, "-- p%d/a.go --\npackage p%d\n\nimport \"example.com/m/s\"\n\nvar _ = s.F\n"),
		want:  []string{"s/a.go:3:9: expected ')', found '{' (and 3 more errors in this package); 21 packages are not checked because of this, such as example.com/m/p0"},
	}, {
		name:  "types of what others import",
		files: "-- s/a.go --\npackage s\n\nfunc F() int { return \"\" }\n" + each(20, "-- p%d/a.go --\npackage p%d\n\nimport \"example.com/m/s\"\n\nvar _, _ = s.F, s.G\n"),
		want:  []string{`s/a.go:3:23: cannot use "" (untyped string constant) as int value in return statement; 21 packages are not checked because of this, such as example.com/m/p0`},
	}, {
		name:  "a function that is gone",
		files: "-- s/a.go --\npackage s\n" + each(20, "-- p%d/a.go --\npackage p%d\n\nimport \"example.com/m/s\"\n\nvar _ = s.F\n"),
		want:  []string{"p0/a.go:5:11: undefined: s.F (the same in 19 other packages); 20 packages are not checked because of this, such as example.com/m/p0"},
	}, {
		name:  "import cycle",
		files: "-- x/a.go --\npackage x\n\nimport _ \"example.com/m/y\"\n-- y/a.go --\npackage y\n\nimport _ \"example.com/m/x\"\n",
		want:  []string{"import cycle not allowed: example.com/m/x imports example.com/m/y imports example.com/m/x; 2 packages are not checked because of this, such as example.com/m/y"},
	}, {
		name: "go.sum",
		files: "-- go.mod --\nmodule example.com/m\n\ngo 1.25.0\n\nrequire github.com/fatih/color v1.18.0\n" +
			each(6, "-- p%d/a.go --\npackage p%d\n\nimport _ \"github.com/fatih/color\"\n"),
		want: []string{"p0/a.go:3:8: missing go.sum entry for module providing package github.com/fatih/color; to add: go get example.com/m/p0; 6 packages are not checked because of this, such as example.com/m/p0"},
	}, {
		name: "a module that cannot be fetched",
		files: "-- go.mod --\nmodule example.com/m\n\ngo 1.25.0\n\nrequire example.org/foo v1.0.0\n-- go.sum --\n" +
			"example.org/foo v1.0.0 h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nexample.org/foo v1.0.0/go.mod h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n" +
			each(2, "-- p%d/a.go --\npackage p%d\n\nimport _ \"example.org/foo/bar%d\"\n"),
		want: []string{"p0/a.go:3:8: cannot load example.org/foo/bar0: module lookup disabled by GOPROXY=off; the same for 1 other package; 2 packages are not checked because of this, such as example.com/m/p0"},
	}, {
		name:  "import paths that nobody has",
		files: "-- s/a.go --\npackage s\n\nimport _ \"example.com/m/absent\"\n-- r/a.go --\npackage r\n\nimport _ \"fmtt\"\n",
		want: []string{
			"r/a.go:3:8: package fmtt is not in std (GOROOT/src/fmtt)",
			"s/a.go:3:8: module example.com/m has no package example.com/m/absent",
		},
	}, {
		name:  "two names in a folder",
		files: "-- s/a.go --\npackage s\n-- s/b.go --\npackage t\n-- p/a.go --\npackage p\n\nimport _ \"example.com/m/s\"\n",
		want:  []string{"p/a.go:3:8: found packages s (a.go) and t (b.go) in s; 2 packages are not checked because of this, such as example.com/m/p"},
	}, {
		name:  "no file for this system",
		files: "-- s/a.go --\n//go:build never\n\npackage s\n-- p/a.go --\npackage p\n\nimport _ \"example.com/m/s\"\n",
		want:  []string{"example.com/m/s: build constraints exclude all Go files in s; example.com/m/p is not checked because of this"},
	}, {
		name: "replacement", files: "-- go.mod --\nmodule example.com/m\n\ngo 1.25.0\n\nrequire example.com/lib v0.0.0\n\nreplace example.com/lib => ../lib\n-- s/a.go --\npackage s\n\nimport _ \"example.com/lib\"\n",
		want: []string{"s/a.go:3:8: example.com/lib@v0.0.0: replacement directory ../lib does not exist"},
	}, {
		name: "go.mod", nothing: true, files: "-- go.mod --\nmodule example.com/m\n\ngo 1.25.0\n\nfoo bar\n",
		want: []string{"errors parsing go.mod: go.mod:5: unknown directive: foo"},
	}, {
		name: "go.work", nothing: true, files: "-- go.work --\ngo 1.25.0\n\nuse (\n\t.\n\t./x\n\t./y\n)\n",
		want: []string{
			"cannot load module x listed in go.work file: open x/go.mod: no such file or directory",
			"cannot load module y listed in go.work file: open y/go.mod: no such file or directory",
		},
	}, {
		name: "go.work without the module", nothing: true, files: "-- go.work --\ngo 1.25.0\n\nuse ./x\n-- x/go.mod --\nmodule example.com/x\n",
		want: []string{"./...: go.work uses no module in this folder; name modules that it uses, such as ./a/..., or add this one with go work use ."},
	},
}

// brokenTests are programs of which test files alone do not load.
var brokenTests = []struct{ name, files, want string }{
	{"types", "-- good/a_test.go --\npackage good\n\nvar X int = \"\"\n",
		`good/a_test.go:3:13: cannot use "" (untyped string constant) as int value in variable declaration`},
	{"types of an external test", "-- good/a_test.go --\npackage good_test\n\nvar X int = \"\"\n",
		`good/a_test.go:3:13: cannot use "" (untyped string constant) as int value in variable declaration`},
	{"syntax", "-- good/a_test.go --\npackage good\n\nfunc {\n",
		"good/a_test.go:3:6: expected 'IDENT', found '{' (and 3 more errors in this package)"},
	{"import", "-- good/a_test.go --\npackage good\n\nimport _ \"example.org/foo/assert\"\n",
		"good/a_test.go:3:8: no required module provides package example.org/foo/assert; to add it: go get example.org/foo/assert"},
	{"import of a helper that imports", "-- good/a_test.go --\npackage good\n\nimport _ \"example.com/m/absent\"\n-- q/a.go --\npackage q\n\nimport _ \"example.com/m/good\"\n",
		"good/a_test.go:3:8: module example.com/m has no package example.com/m/absent"},
}

// broken writes a program of which something does not load.
func broken(t *testing.T, files string) string {
	t.Helper()
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	dir := testmodule.Write(t, one+files)
	if strings.Contains(files, "-- go.work --") {
		t.Setenv("GOWORK", "")
	}
	return dir
}

func (r result) finds(t *testing.T, one bool) {
	t.Helper()
	if found := strings.Contains(r.out, `good/a.go:7:25: unknowncode: "AuthFailure.SignatureExpired"`); found != one {
		t.Errorf("the package that loads: found %t, want %t:\n%s", found, one, r.out)
	}
}

func TestWhatLoadsIsCheckedAndWhatDoesNotIsNamedOncePerCause(t *testing.T) {
	goroot := regexp.MustCompile(`\([^()]*/src/fmtt\)`)
	for _, test := range brokenPrograms {
		t.Run(test.name, func(t *testing.T) {
			dir := broken(t, test.files)
			r := startAs(t, dir, tool).want(t, exitFailed)
			r.finds(t, !test.nothing)
			var want string
			for _, line := range test.want {
				want += "tcerrlint: " + line + "\n"
			}
			if got := goroot.ReplaceAllString(r.errs, "(GOROOT/src/fmtt)"); got != want {
				t.Errorf("stderr:\n%swant:\n%s", got, want)
			}
		})
	}
}

func TestABrokenTestFileLeavesItsPackageChecked(t *testing.T) {
	for _, test := range brokenTests {
		t.Run(test.name, func(t *testing.T) {
			dir := broken(t, test.files)
			r := startAs(t, dir, tool).want(t, exitFailed)
			r.finds(t, true)
			want := "tcerrlint: " + test.want + "; example.com/m/good is checked without its test files; -tests=false leaves test files out\n"
			if r.errs != want {
				t.Errorf("stderr:\n%swant:\n%s", r.errs, want)
			}
			// What the message says holds.
			r = startAs(t, dir, tool, "-tests=false").want(t, exitFindings)
			r.finds(t, true)
			if r.errs != "" {
				t.Errorf("-tests=false: %s", r.errs)
			}
		})
	}
}

// TestGoVetChecksWhatCompiles: what the go command cannot list it does not vet at all.
func TestGoVetChecksWhatCompiles(t *testing.T) {
	dir := broken(t, "-- s/a.go --\npackage s\n\nfunc F() int { return \"\" }\n")
	r := startAs(t, dir, tool, "vet").want(t, exitFailed)
	r.finds(t, true)
	if want := "tcerrlint: s/a.go:3:23: cannot use \"\" (untyped string constant) as int value in return statement\n"; r.errs != want {
		t.Errorf("stderr %q, want %q", r.errs, want)
	}
	dir = broken(t, "-- s/a.go --\npackage s\n\nimport _ \"example.org/foo/bar\"\n")
	startAs(t, dir, tool, "vet").oneLine(t, "s/a.go:3:8: no required module provides package example.org/foo/bar; to add it: go get example.org/foo/bar\n")
}

func TestAFolderWithoutAModuleIsNamed(t *testing.T) {
	dir := broken(t, "")
	if err := os.Remove(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	startAs(t, dir, tool).oneLine(t, "there is no go.mod in this folder or above it; run tcerrlint in a module, or with -C DIR")
}
