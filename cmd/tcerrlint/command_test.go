package main

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

func TestACommandMayFollowC(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	above := filepath.Dir(dir)
	for _, args := range [][]string{
		{"-C", dir, "map", "-format=json"},
		{"-C=" + dir, "map", "-format=json"},
		{"map", "-C", dir, "-format=json"},
	} {
		r := lintIn(t, above, args...).want(t, exitClean)
		if !strings.Contains(r.out, `"calls"`) {
			t.Errorf("%q printed no map: %s", args, r.out)
		}
	}
	lintIn(t, above, "-C", dir, "rules").want(t, exitClean)
	lintIn(t, above, "-C", dir, "./...").want(t, exitFindings)
	lintIn(t, above, "-C", "no-such-folder", "map").oneLine(t, "-C: chdir no-such-folder")
}

func TestAWordThatIsNearlyACommandIsRefused(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for word, meant := range map[string]string{"rulse": "rules", "explian": "explain", "catalgo": "catalog", "versoin": "version", "mpa": "map", "inti": "init"} {
		lintIn(t, dir, word, "./...").oneLine(t, `there is no command "`+word+`"; did you mean "`+meant+`"?`)
	}
	if err := os.Mkdir(filepath.Join(dir, "rule"), 0o777); err != nil {
		t.Fatal(err)
	}
	if r := lintIn(t, dir, "rule"); strings.Contains(r.errs, "command") {
		t.Errorf("a folder is no command: %s", r.errs)
	}
}

func TestTheVersionIsAFlagToo(t *testing.T) {
	for _, arg := range []string{"version", "-version", "--version"} {
		r := lintIn(t, t.TempDir(), arg).want(t, exitClean)
		if !strings.HasPrefix(r.out, "tcerrlint ") || !strings.Contains(r.out, "SDK v1.") {
			t.Errorf("%s: %s", arg, r.out)
		}
	}
}

func TestRulesListsAllThatCanBeReported(t *testing.T) {
	var rules []struct {
		ID, Severity, Title, URL string
		Default                  bool
	}
	r := lintIn(t, t.TempDir(), "rules", "-json").want(t, exitClean)
	if err := json.Unmarshal([]byte(r.out), &rules); err != nil {
		t.Fatal(err)
	}
	if len(rules) != len(analyzer.Documents()) {
		t.Errorf("%d rules, want %d", len(rules), len(analyzer.Documents()))
	}
	on := make(map[string]bool)
	for _, rule := range rules {
		on[rule.ID] = rule.Default
		if rule.Severity == "" || rule.Title == "" || !strings.HasPrefix(rule.URL, "https://") {
			t.Errorf("%+v", rule)
		}
	}
	if !on["unknowncode"] || !on["directive"] || on["textmatch"] || on["retryall"] {
		t.Errorf("on by default: %v", on)
	}
	text := lintIn(t, t.TempDir(), "rules").want(t, exitClean).out
	for _, want := range []string{"directive ", "off by default", "error"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	lintIn(t, t.TempDir(), "rules", "unknowncode").oneLine(t, "tcerrlint explain unknowncode")
}

// moduleBelow makes a git repository whose folder "below" holds the module.
func moduleBelow(t *testing.T, archive string) (root, module string) {
	t.Helper()
	dir := testmodule.Write(t, archive)
	root = t.TempDir()
	module = filepath.Join(root, "below")
	if err := os.CopyFS(module, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("git", "init", "-q", root).CombinedOutput(); err != nil {
		t.Skipf("git: %v %s", err, out)
	}
	return root, module
}

func TestProgramsAreToldNamesInTheRepository(t *testing.T) {
	_, module := moduleBelow(t, misspelled)
	for format, want := range map[string]string{
		"github":     "file=below/a.go,",
		"gitlab":     `"path": "below/a.go"`,
		"sarif":      `"uri": "below/a.go"`,
		"checkstyle": `<file name="below/a.go">`,
		"junit":      `<testsuite name="below/a.go"`,
		"text":       "a.go:7:",
		"json":       `"file": "a.go"`,
	} {
		r := lintIn(t, module, "-format", format, "./...").want(t, exitFindings)
		if !strings.Contains(r.out, want) {
			t.Errorf("%s: no %q in\n%s", format, want, r.out)
		}
		prefixed := lintIn(t, module, "-format", format, "-path-prefix", "some/where", "./...").want(t, exitFindings)
		if want := strings.NewReplacer("below/", "some/where/", `"a.go"`, `"some/where/a.go"`).Replace(want); format == "text" && !strings.HasPrefix(prefixed.out, "some/where/a.go:") || format != "text" && !strings.Contains(prefixed.out, want) {
			t.Errorf("%s: no %q in\n%s", format, want, prefixed.out)
		}
	}
}

func TestXMLReportsAreWellFormed(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for _, format := range []string{"checkstyle", "junit"} {
		for _, args := range [][]string{{"-rules=all"}, {"-rules=none"}} {
			r := lintIn(t, dir, append(args, "-format", format, "./...")...)
			var doc struct {
				Tests  int        `xml:"tests,attr"`
				Files  []struct{} `xml:"file"`
				Suites []struct {
					Cases []struct {
						Failure *struct{} `xml:"failure"`
					} `xml:"testcase"`
				} `xml:"testsuite"`
			}
			if err := xml.Unmarshal([]byte(r.out), &doc); err != nil {
				t.Fatalf("%s: %v\n%s", format, err, r.out)
			}
			found := args[0] == "-rules=all"
			if format == "checkstyle" && (len(doc.Files) > 0) != found {
				t.Errorf("%v: %s", args, r.out)
			}
			if format == "junit" && (len(doc.Suites) == 0 || (doc.Suites[0].Cases[0].Failure != nil) != found) {
				t.Errorf("%v: %s", args, r.out)
			}
		}
	}
}

func TestFileIgnoreHidesInTheWholeFile(t *testing.T) {
	dir := testmodule.Write(t, `
-- a.go --
package m

//tcerrlint:file-ignore unknowncode these are answered by the beta of the API

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}

func expiredToo(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpird"
}
-- b.go --
package m

import tcerr "example.com/m/tencentcloud/common/errors"

func other(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}
-- c.go --
package m

//tcerrlint:file-ignore unknowncode there is none here

//tcerrlint:file-ignore unknowncode
`)
	r := lintIn(t, dir, "-format=json").want(t, exitFindings)
	var doc struct {
		Findings []struct {
			Rule, Message string
			Range         struct{ File string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range doc.Findings {
		got = append(got, f.Range.File+" "+f.Message)
	}
	text := strings.Join(got, "\n")
	if len(got) != 3 || strings.Contains(text, "a.go") || !strings.Contains(text, "c.go directive: suppresses nothing") || !strings.Contains(text, "c.go directive: gives no reason") {
		t.Errorf("found\n%s", text)
	}
}

func TestASummaryIsPrintedWhenAskedFor(t *testing.T) {
	dir := testmodule.Write(t, misspelled+"-- .tcerrlint.yml --\nexclusions: [{path: x_test.go}]\n")
	r := lintIn(t, dir, "-v", "./...").want(t, exitFindings)
	for _, want := range []string{"finding", "unknowncode ", "more hidden by baseline, revision or settings", " in 3 packages, "} {
		if !strings.Contains(r.errs, want) {
			t.Errorf("no %q in %q", want, r.errs)
		}
	}
	if r := lintIn(t, dir, "./..."); r.errs != "" {
		t.Errorf("nobody asked: %q", r.errs)
	}
}

func TestAnOverlayOfTheGoCommandIsRefused(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	t.Setenv("GOWORK", "off")
	t.Setenv("GOFLAGS", "-overlay=/tmp/o.json")
	startAs(t, dir, tool, "./...").oneLine(t, "GOFLAGS has -overlay")
	if err := os.Rename(filepath.Join(dir, "go.mod"), filepath.Join(dir, "other.mod")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/broken\n\ngo 1.25.0\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "-modfile=other.mod")
	startAs(t, dir, tool, "./...").want(t, exitFindings)
}

func TestPackageUnsafeIsNothingToCheck(t *testing.T) {
	lintIn(t, testmodule.Write(t, misspelled), "-tests=false", "unsafe", "errors").want(t, exitClean)
}
