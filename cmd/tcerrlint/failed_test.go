package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

func TestWrongFlagsAreRefusedInOneLine(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"-nope"}, "there is no flag -nope; tcerrlint -h lists the flags"},
		{[]string{"-formt=json"}, "there is no flag -formt; did you mean -format?"},
		{[]string{"-rules=nope"}, `unknown rule "nope"`},
		{[]string{"-mode=strict"}, `"strict"`},
		{[]string{"-critical=AuthFailure"}, "CATEGORY=FATE|FATE"},
		{[]string{"-catalog=0123"}, `pinned to "0123"`},
		{[]string{"-extra-codes=a b"}, `"a b"`},
		{[]string{"-extra-pages=no-such-page.md"}, "cannot read no-such-page.md"},
		{[]string{"-format=xml"}, `"xml"`},
		{[]string{"-o", "xml=f"}, `"xml"`},
		{[]string{"-o", "sarif"}, "FORMAT=FILE"},
		{[]string{"-o", "json=no/such/folder/f.json"}, "no/such/folder"},
		{[]string{"-fail-on=fatal"}, `"fatal"`},
		{[]string{"-color=red"}, `"red"`},
		{[]string{"-C", "no-such-folder"}, "no-such-folder"},
		{[]string{"-config", "no-such-file.yml"}, "no-such-file.yml"},
		{[]string{"./...", "-fix"}, "put it before"},
		{[]string{"-tags=a b c", "-mod=nope"}, "nope"},
	} {
		t.Run(strings.Join(test.args, " "), func(t *testing.T) {
			lintIn(t, dir, test.args...).oneLine(t, test.want)
		})
		if !strings.HasPrefix(test.args[0], "-C") {
			t.Run("vet "+strings.Join(test.args, " "), func(t *testing.T) {
				lintIn(t, dir, append([]string{"vet"}, test.args...)...).oneLine(t, test.want)
			})
		}
	}
	lintIn(t, dir, "vet", "-tests=false").oneLine(t, "-skip-tests")
}

func TestGoVetRefusesWrongFlags(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	goVetIn(t, dir, "-nope", "./...").want(t, 2)
	for flag, text := range map[string]string{
		"-rules=nope":                `unknown rule "nope"`,
		"-tcerrlint.mode=strict":     `"strict"`,
		"-extra-pages=/no/such/page": "cannot read /no/such/page",
	} {
		r := goVetIn(t, dir, flag, ".").want(t, 1)
		if !strings.Contains(r.errs, text) || strings.Contains(r.errs, "Usage") {
			t.Errorf("%s: %s", flag, r.errs)
		}
	}
	// Called as go vet calls it, the tool exits with status 2 itself.
	unit := filepath.Join(t.TempDir(), "vet.cfg")
	if err := os.WriteFile(unit, []byte(`{"ImportPath": "example.com/m", "GoFiles": ["a.go"]}`), 0o666); err != nil {
		t.Fatal(err)
	}
	lintIn(t, dir, "-rules=nope", unit).oneLine(t, `unknown rule "nope"`)
}

func TestUnreadablePagesAreRefused(t *testing.T) {
	dir := testmodule.Write(t, misspelled+`
-- broken.md --
# 错误码

| 错误码 | 说明 |
no table after all
`)
	lintIn(t, dir, "-extra-pages=broken.md").oneLine(t, "broken.md:4: ")
	lintIn(t, dir, "catalog", "import", "broken.md").oneLine(t, "broken.md:4: ")
}

func TestCodesOfPagesAreAcceptedByEveryDriver(t *testing.T) {
	dir := testmodule.Write(t, misspelled+`
-- page.md --
### 业务错误码

| 错误码 | 说明 |
|--------|------|
| AuthFailure.SignatureExpired | 测试 |
| AuthFailure.SignatureFailed | 测试 |
`)
	page := "-extra-pages=" + filepath.Join(dir, "page.md")
	lintIn(t, dir, page).want(t, exitClean)
	lintIn(t, dir, "vet", page).want(t, exitClean)
	goVetIn(t, dir, page, "./...").want(t, 0)
}

func TestWhatDoesNotLoadIsNotClean(t *testing.T) {
	for _, test := range []struct {
		name, files string
		args        []string
		want        string
	}{
		{"type error", "-- a.go --\npackage m\n\nvar X int = \"\"\n", nil, "a.go:3:13: "},
		{"syntax error", "-- a.go --\npackage m\n\nfunc {\n", nil, "a.go:3:6: "},
		{"missing import", "-- a.go --\npackage m\n\nimport _ \"example.com/absent\"\n", nil, "example.com/absent"},
		{"type error in a test", "-- a_test.go --\npackage m\n\nvar X int = \"\"\n", nil, "a_test.go:3:13: "},
		{"no such folder", "", []string{"./absent"}, "absent"},
		{"no such folder beneath", "", []string{"./absent/..."}, "absent"},
		{"no packages", "-- empty/README --\n", []string{"./empty/..."}, "./empty/... matched no packages"},
		{"one of two has no packages", "-- empty/README --\n", []string{"./...", "./empty/..."}, "./empty/... matched no packages"},
		{"broken go.mod", "-- go.mod --\nmodule\n", nil, "go.mod"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := testmodule.Write(t, test.files)
			lintIn(t, dir, append([]string{"vet"}, test.args...)...).want(t, exitFailed)
			r := lintIn(t, dir, test.args...).want(t, exitFailed)
			if !strings.Contains(r.errs, test.want) || strings.Count(r.errs, "\n") > 5 {
				t.Errorf("stderr %q, want a few lines with %q", r.errs, test.want)
			}
			for line := range strings.Lines(r.errs) {
				if !strings.HasPrefix(line, "tcerrlint: ") {
					t.Errorf("line %q", line)
				}
			}
		})
	}
}

func TestManyErrorsAreCutShort(t *testing.T) {
	dir := testmodule.Write(t, each(50, "-- p%d/a.go --\npackage p%d\n\nvar _ = absent%d\n"))
	r := lintIn(t, dir).want(t, exitFailed)
	if lines := strings.Count(r.errs, "\n"); lines != 11 || !strings.Contains(r.errs, "40 more errors") {
		t.Errorf("%d lines:\n%s", lines, r.errs)
	}
}

func TestAModuleOfAnotherMajorGoIsRefused(t *testing.T) {
	dir := testmodule.Write(t, "-- go.mod --\nmodule example.com/m\n\ngo 1.999.0\n")
	lintIn(t, dir).want(t, exitFailed)
}
