package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

const exampleDir = "../../testdata/example"

// misspelled has one misspelled code, one good one, and tests of both kinds.
const misspelled = `
-- a.go --
package m

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}

func throttled(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "RequestLimitExceeded"
}
-- a_test.go --
package m

var _ = []func(error) bool{expired, throttled}
-- x_test.go --
package m_test

import tcerr "example.com/m/tencentcloud/common/errors"

var _ = failed

func failed(e *tcerr.TencentCloudSDKError) bool {
	return e.Code == "AuthFailure.SignatureFailed"
}
`

// A place is a finding as a test compares it.
type place struct{ file, rule string }

// places runs the program with -format json and returns where it found what.
func places(t *testing.T, r result) []place {
	t.Helper()
	var doc struct {
		Findings []struct {
			Rule  string
			Range struct{ File string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatalf("%v in\n%s%s", err, r.out, r.errs)
	}
	var list []place
	for _, f := range doc.Findings {
		list = append(list, place{f.Range.File, f.Rule})
	}
	return list
}

func TestTheExamplesMistakesAreFound(t *testing.T) {
	found := places(t, lintIn(t, exampleDir, "-format", "json").want(t, exitFindings))
	want := []place{
		{"domain.go", "missingcritical"},
		{"instance.go", "wrongservice"},
		{"instance.go", "swappedargs"},
		{"purge.go", "unknowncode"},
	}
	if !slices.Equal(found, want) {
		t.Errorf("found %v\nwant  %v", found, want)
	}
}

func TestEveryDriverFindsTheSame(t *testing.T) {
	for name, dir := range map[string]string{
		"example":    exampleDir,
		"misspelled": testmodule.Write(t, misspelled),
	} {
		t.Run(name, func(t *testing.T) {
			alone := lintIn(t, dir).want(t, exitFindings)
			cached := lintIn(t, dir, "vet").want(t, exitFindings)
			if alone.out != cached.out {
				t.Errorf("tcerrlint:\n%stcerrlint vet:\n%s", alone.out, cached.out)
			}
			if alone, cached := lintIn(t, dir, "-format=json").out, lintIn(t, dir, "vet", "-format=json").out; alone != cached {
				t.Errorf("tcerrlint:\n%stcerrlint vet:\n%s", alone, cached)
			}
			vet := goVetIn(t, dir, "./...").want(t, 1)
			if got, want := findingLines(vet.errs), findingLines(alone.out); !slices.Equal(got, want) {
				t.Errorf("go vet:\n%s\ntcerrlint:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// findingLines returns the lines "file:line:col: rule: …" of a report, sorted.
func findingLines(report string) []string {
	var lines []string
	for line := range strings.Lines(report) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "./")
		if parts := strings.SplitN(line, ": ", 3); len(parts) == 3 && strings.HasSuffix(strings.Split(parts[0], ":")[0], ".go") && !strings.Contains(parts[1], " ") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

func TestAFileOfAPackageAndItsTestVariantIsReportedOnce(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	found := places(t, lintIn(t, dir, "-format", "json").want(t, exitFindings))
	want := []place{{"a.go", "unknowncode"}, {"x_test.go", "unknowncode"}}
	if !slices.Equal(found, want) {
		t.Errorf("found %v, want %v", found, want)
	}
	for _, flag := range []string{"-tests=false", "-skip-tests"} {
		found := places(t, lintIn(t, dir, flag, "-format", "json").want(t, exitFindings))
		if !slices.Equal(found, want[:1]) {
			t.Errorf("%s: found %v, want %v", flag, found, want[:1])
		}
	}
}

func TestTextShowsTheSourceAndUnderlinesTheCode(t *testing.T) {
	r := lintIn(t, testmodule.Write(t, misspelled), "-tests=false").want(t, exitFindings)
	lines := strings.Split(r.out, "\n")
	if !strings.HasPrefix(lines[0], "a.go:7:25: unknowncode: \"AuthFailure.SignatureExpired\"") {
		t.Errorf("first line %q", lines[0])
	}
	if want := "\treturn ok && e.Code == \"AuthFailure.SignatureExpired\""; lines[1] != want {
		t.Errorf("source line %q, want %q", lines[1], want)
	}
	if want := "\t" + strings.Repeat(" ", 23) + "^" + strings.Repeat("~", 29); lines[2] != want {
		t.Errorf("underline %q, want %q", lines[2], want)
	}
	if strings.Contains(r.out, "\x1b[") {
		t.Error("colours although the output is no terminal")
	}
	if r := lintIn(t, testmodule.Write(t, misspelled), "-color", "always"); !strings.Contains(r.out, "\x1b[") {
		t.Error("no colours with -color always")
	}
}

func TestCleanCodeExitsZeroAndPrintsNothing(t *testing.T) {
	dir := testmodule.Write(t, "-- a.go --\npackage m\n\nfunc F() {}\n")
	for _, args := range [][]string{nil, {"vet"}, {"./..."}, {"-diff"}, {"-fix"}} {
		if r := lintIn(t, dir, args...).want(t, exitClean); r.out+r.errs != "" {
			t.Errorf("%v printed %q %q", args, r.out, r.errs)
		}
	}
	goVetIn(t, dir, "./...").want(t, 0)
}

func TestFailOnSetsWhatMakesTheStatusOne(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for severity, status := range map[string]int{"error": 1, "warning": 1, "note": 1, "never": 0} {
		if r := lintIn(t, dir, "-fail-on", severity).want(t, status); r.out == "" {
			t.Errorf("-fail-on %s: no findings printed", severity)
		}
	}
}

func TestFixWritesTheSuggestionAndNothingElse(t *testing.T) {
	for _, command := range [][]string{{"-fix"}, {"vet", "-fix"}} {
		dir := programtest.CopyTree(t, exampleDir)
		before := programtest.ReadFile(t, filepath.Join(dir, "purge.go"))
		r := lintIn(t, dir, command...)
		if strings.Contains(r.out, "unknowncode") {
			t.Errorf("%v: still reports what it fixed:\n%s", command, r.out)
		}
		want := strings.ReplaceAll(before, `"AuthFailure.SignatureExpired"`, `"AuthFailure.SignatureExpire"`)
		if got := programtest.ReadFile(t, filepath.Join(dir, "purge.go")); got != want {
			t.Errorf("%v: purge.go is now\n%s", command, got)
		}
		for _, f := range places(t, lintIn(t, dir, "-format", "json")) {
			if f.rule == "unknowncode" {
				t.Errorf("%v: %v is left", command, f)
			}
		}
	}
}

func TestDiffPrintsFixesAndWritesNothing(t *testing.T) {
	dir := programtest.CopyTree(t, exampleDir)
	before := programtest.ReadFile(t, filepath.Join(dir, "purge.go"))
	for _, command := range [][]string{{"-diff"}, {"-fix", "-diff"}, {"vet", "-diff"}} {
		r := lintIn(t, dir, command...).want(t, exitFindings)
		for _, want := range []string{"--- a/purge.go\n+++ b/purge.go\n", "\n-\t\tcase \"AuthFailure.SignatureExpired\":", "\n+\t\tcase \"AuthFailure.SignatureExpire\":"} {
			if !strings.Contains(r.out, want) {
				t.Errorf("%v: no %q in\n%s", command, want, r.out)
			}
		}
	}
	if programtest.ReadFile(t, filepath.Join(dir, "purge.go")) != before {
		t.Error("-diff changed a file")
	}
}

func TestGoVetFixesAndPrintsDiffsAndJSON(t *testing.T) {
	dir := programtest.CopyTree(t, exampleDir)
	if r := goVetIn(t, dir, "-fix", "-diff", "./...").want(t, 1); !strings.Contains(r.out, "+\t\tcase \"AuthFailure.SignatureExpire\":") {
		t.Errorf("diff:\n%s", r.out)
	}
	if r := goVetIn(t, dir, "-json", "./...").want(t, 0); !strings.Contains(r.out, `"unknowncode: `) {
		t.Errorf("json:\n%s", r.out)
	}
	if r := goVetIn(t, dir, "-rules=none,swappedargs", "./...").want(t, 1); strings.Contains(r.errs, "unknowncode") {
		t.Errorf("a rule that is off reports:\n%s", r.errs)
	}
	goVetIn(t, dir, "-fix", "./...")
	if !strings.Contains(programtest.ReadFile(t, filepath.Join(dir, "purge.go")), `case "AuthFailure.SignatureExpire":`) {
		t.Error("go vet -fix did not write the fix")
	}
}

func TestNolintHidesFindingsOfTheCommand(t *testing.T) {
	const line = "\treturn ok && e.Code == \"AuthFailure.SignatureExpired\"\n"
	for name, files := range map[string]string{
		"at the end of the line": strings.Replace(misspelled, line, strings.TrimSuffix(line, "\n")+" //nolint:tcerrlint // a test\n", 1),
		"on a line of its own":   strings.Replace(misspelled, line, "\t//nolint:tcerrlint\n"+line, 1),
		"before the function":    strings.Replace(misspelled, "func expired", "//nolint:tcerrlint\nfunc expired", 1),
		"for all linters":        strings.Replace(misspelled, "func expired", "//nolint\nfunc expired", 1),
	} {
		t.Run(name, func(t *testing.T) {
			dir := testmodule.Write(t, files)
			lintIn(t, dir, "-tests=false").want(t, exitClean)
			lintIn(t, dir, "vet", "-skip-tests").want(t, exitClean)
			lintIn(t, dir).want(t, exitFindings)
		})
	}
	other := strings.Replace(misspelled, "func expired", "//nolint:errcheck\nfunc expired", 1)
	lintIn(t, testmodule.Write(t, other), "-tests=false").want(t, exitFindings)
}
