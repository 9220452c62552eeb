package main

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// What stands here holds that no change passes a gate by accident.

// gitRepository makes a git repository of a folder, with one commit.
func gitRepository(t *testing.T, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	start(t, dir, "git", "init", "-q").want(t, 0)
	commit(t, dir)
}

func commit(t *testing.T, dir string) {
	t.Helper()
	start(t, dir, "git", "add", "-A").want(t, 0)
	start(t, dir, "git", "-c", "user.name=n", "-c", "user.email=n@example.com", "commit", "-qm", "one").want(t, 0)
}

// TestAChangeCannotHideFromNewFrom tries what a repository, or somebody's
// configuration, can do to the output of git.
func TestAChangeCannotHideFromNewFrom(t *testing.T) {
	for _, test := range []struct {
		name, attributes, folder, file string
		config                         []string
		before, line                   string // put before a line of the new file
	}{
		{name: "plain"},
		{name: "no diff", attributes: "*.go -diff\n"},
		{name: "binary", attributes: "*.go binary\n"},
		{name: "textconv", attributes: "*.go diff=none\n", config: []string{"diff.none.textconv", "true"}},
		{name: "external driver", attributes: "*.go diff=none\n", config: []string{"diff.none.command", "true"}},
		{name: "external", config: []string{"diff.external", "true"}},
		{name: "relative", folder: "sub", config: []string{"diff.relative", "true"}},
		{name: "no prefix", config: []string{"diff.noprefix", "true"}},
		{name: "mnemonic prefix", config: []string{"diff.mnemonicPrefix", "true"}},
		{name: "order", config: []string{"diff.orderFile", "/dev/null"}},
		{name: "colour", config: []string{"color.ui", "always"}},
		{name: "signs", config: []string{"diff.wsErrorHighlight", "all"}},
		{name: "line comment", before: "func stop(", line: "//line other.go:1\n"},
		{name: "line comment of a file that is there", before: "func stop(", line: "//line doc.go:1\n"},
		{name: "letters", file: "größe 新.go"},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := cmp.Or(test.file, "x.go")
			dir := testmodule.Write(t, cvmClient+"-- doc.go --\npackage m\n")
			gitRepository(t, dir)
			if test.config != nil {
				start(t, dir, "git", append([]string{"config"}, test.config...)...).want(t, 0)
			}
			in := filepath.Join(dir, test.folder)
			if err := os.MkdirAll(in, 0o777); err != nil {
				t.Fatal(err)
			}
			_, source, _ := strings.Cut(fmt.Sprintf(fixable, ""), "-- x.go --\n")
			overwrite(t, filepath.Join(in, file), source)
			if test.before != "" {
				insert(t, filepath.Join(in, "x.go"), test.before, test.line)
			}
			if test.attributes != "" {
				overwrite(t, filepath.Join(dir, ".gitattributes"), test.attributes)
			}
			commit(t, dir)
			for _, command := range [][]string{{}, {"vet"}} {
				r := lintIn(t, in, append(command, "-new-from", "HEAD~1", ".")...).want(t, exitFindings)
				if !strings.Contains(r.out, "NotFond") {
					t.Errorf("%v: the new finding is not reported:\n%s%s", command, r.out, r.errs)
				}
			}
		})
	}
}

// TestSettingsThatGuardNothingAreRefused: each with file, line and key where it
// stands in a file.
func TestSettingsThatGuardNothingAreRefused(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	lintIn(t, dir, "-critical", "AuthFailur=swallowed").oneLine(t, `no code has the category "AuthFailur"; did you mean "AuthFailure"`)
	lintIn(t, dir, "-extra-codes", "Mine.Own", "-critical", "Mine=swallowed").want(t, exitFindings)
	for text, want := range map[string]string{
		"critical: [AuthFailur=swallowed]\n":                 `.tcerrlint.yml:1: critical: no code has the category "AuthFailur"; did you mean "AuthFailure"`,
		"rules: [none]\n---\nrules: [all]\n":                 ".tcerrlint.yml:2: a second document begins",
		"extra-codes: [Mine.Own]\ncritical: [Min=retried]\n": `.tcerrlint.yml:2: critical: no code has the category "Min"`,
	} {
		overwrite(t, filepath.Join(dir, ".tcerrlint.yml"), text)
		lintIn(t, dir).oneLine(t, want)
	}
	overwrite(t, filepath.Join(dir, ".tcerrlint.yml"), "extra-codes: [Mine.Own]\ncritical: [Mine=retried]\n")
	lintIn(t, dir).want(t, exitFindings)
}

func TestADamagedBaselineIsRefused(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	lintIn(t, dir, "-baseline", "b.json", "-write-baseline").want(t, exitClean)
	good := programtest.ReadFile(t, filepath.Join(dir, "b.json"))
	for name, text := range map[string]string{
		"text after the end": good + "<<<<<<< theirs\n",
		"the file ends":      good[:len(good)-3],
		"stands twice":       strings.Replace(good, `"version": 1,`, `"version": 1, "version": 1,`, 1),
		"unknown field":      strings.Replace(good, `"version": 1,`, `"version": 1, "more": 1,`, 1),
		"of a version":       strings.Replace(good, `"version": 1,`, `"version": 2,`, 1),
	} {
		overwrite(t, filepath.Join(dir, "b.json"), text)
		r := lintIn(t, dir, "-baseline", "b.json").want(t, exitFailed)
		if !strings.Contains(r.errs, "b.json") || !strings.Contains(r.errs, name) {
			t.Errorf("%s: says %q", name, r.errs)
		}
	}
}

// TestWhatLoadsIsLinted: a broken package fails the run, and hides no finding of
// the others.
func TestWhatLoadsIsLinted(t *testing.T) {
	for name, files := range map[string]string{
		"-tests=false leaves test files out": "-- q/q.go --\npackage q\n-- q/q_test.go --\npackage q func\n",
		"q.go:3:13":                          "-- q/q.go --\npackage q\n\nvar X int = \"\"\n",
		"absent":                             "-- q/q.go --\npackage q\n\nimport _ \"example.com/m/absent\"\n",
		"q.go:2":                             "-- q/q.go --\npackage q\nfunc (\n-- r/r.go --\npackage r\n\nimport _ \"example.com/m/q\"\n",
	} {
		dir := testmodule.Write(t, misspelled+files)
		r := lintIn(t, dir, "./...").want(t, exitFailed)
		if !strings.Contains(r.out, "SignatureExpired") || !strings.Contains(r.errs, name) {
			t.Errorf("%s: printed\n%s%s", name, r.out, r.errs)
		}
		lintIn(t, dir, "-baseline", "b.json", "-write-baseline", "./...").want(t, exitFailed)
		if _, err := os.Stat(filepath.Join(dir, "b.json")); err == nil {
			t.Errorf("%s: a baseline of a part was written", name)
		}
	}
}

func TestErrorsOfTheGoCommandAreSentences(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	overwrite(t, filepath.Join(dir, "go.mod"), "module example.com/m\n\nrequir x\n")
	r := lintIn(t, dir).want(t, exitFailed)
	for _, noise := range []string{"exit status", "stderr", ":;"} {
		if strings.Contains(r.errs, noise) {
			t.Errorf("%q in %q", noise, r.errs)
		}
	}
	if !strings.Contains(r.errs, "go.mod:3") {
		t.Errorf("says %q", r.errs)
	}
}

func TestOutputThatCannotBeWrittenIsAnError(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("has no /dev/full")
	}
	defer full.Close()
	dir := testmodule.Write(t, misspelled)
	for _, args := range [][]string{
		{"rules"}, {"explain", "AuthFailure"}, {"catalog", "-service", "cdn"}, {"catalog"}, {"version"}, {"help"}, {"-h"},
		{"./..."}, {"-format", "json", "./..."}, {"map", "./..."},
	} {
		cmd := exec.Command(tool, args...)
		cmd.Dir, cmd.Stdout = dir, full
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		if _ = cmd.Run(); cmd.ProcessState.ExitCode() != exitFailed {
			t.Errorf("%v: status %d", args, cmd.ProcessState.ExitCode())
		}
	}
}

func TestNamesAreEscapedWhereTheyAreShown(t *testing.T) {
	for _, args := range [][]string{{"explain", "x\x1b[31m"}, {"catalog", "-service", "x\x1b[31m"}, {"x\x1b[31m"}, {"-C", "x\x1b[31m"}} {
		if r := lintIn(t, ".", args...); strings.Contains(r.out+r.errs, "\x1b") {
			t.Errorf("%q: a terminal sequence is printed: %q", args, r.out+r.errs)
		}
	}
	if runtime.GOOS == "windows" {
		return
	}
	page := filepath.Join(t.TempDir(), "a\n::error::b.md")
	overwrite(t, page, "| 错误码 | 说明 |\n|---|---|\n| Mine.Own | x |\n")
	if r := lintIn(t, ".", "catalog", "import", page); strings.Contains(r.out+r.errs, "\n::error") {
		t.Errorf("a name makes a workflow command: %q", r.out+r.errs)
	}
}

// TestALongLineIsShownInPart: a generated file may have a megabyte in one line.
func TestALongLineIsShownInPart(t *testing.T) {
	tests := ""
	for i := range 300 {
		tests += fmt.Sprintf(` || e.Message == "%s%d" || e.Code == "InvalidInstanceId.NotFond"`, strings.Repeat("x", 90), i)
	}
	dir := testmodule.Write(t, fmt.Sprintf(fixable, "\nfunc long(c *cvm.Client) bool { _, err := c.StopInstances(nil); e, ok := err.(*tcerr.TencentCloudSDKError); return ok && (false"+tests+") }\n"))
	r := lintIn(t, dir).want(t, exitFindings)
	for line := range strings.Lines(r.out) {
		if len(line) > 800 {
			t.Fatalf("a line of %d bytes: %.100q…", len(line), line)
		}
	}
	if n := strings.Count(r.out, "^~~"); n < 2 {
		t.Errorf("%d ranges are underlined", n)
	}
}

// TestALineCommentWithoutAColumn: every command and format gives one position,
// and none a column 0.
func TestALineCommentWithoutAColumn(t *testing.T) {
	dir := testmodule.Write(t, fmt.Sprintf(fixable, ""))
	insert(t, filepath.Join(dir, "x.go"), "func stop(", "//line foo.y:10\n")
	first := func(r result) string {
		line, _, _ := strings.Cut(r.out, " ")
		return line
	}
	a, b := first(lintIn(t, dir).want(t, exitFindings)), first(lintIn(t, dir, "vet").want(t, exitFindings))
	if a != b || a != "foo.y:12:" {
		t.Errorf("%q and %q", a, b)
	}
	for _, format := range []string{"text", "json", "sarif", "github", "gitlab"} {
		r := lintIn(t, dir, "-format", format).want(t, exitFindings)
		for _, wrong := range []string{":0:", "col=0", `olumn": 0`, "startColumn\": 0"} {
			if strings.Contains(r.out, wrong) {
				t.Errorf("%s has %s", format, wrong)
			}
		}
	}
}
