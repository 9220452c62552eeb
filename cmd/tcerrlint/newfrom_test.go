package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// insert puts a text before another one in a file.
func insert(t *testing.T, name, before, text string) {
	t.Helper()
	content := programtest.ReadFile(t, name)
	if !strings.Contains(content, before) {
		t.Fatalf("no %q in %s", before, name)
	}
	overwrite(t, name, strings.Replace(content, before, text+before, 1))
}

func overwrite(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

const twice = `
func expiredToo(e *tcerr.TencentCloudSDKError) bool {
	return e.Code == "AuthFailure.TokenFailur"
}
`

func TestABaselineHidesWhatItHasEvenWhenLinesMove(t *testing.T) {
	dir := testmodule.Write(t, misspelled+"-- sub/b.go --\npackage sub\n")
	for _, command := range [][]string{nil, {"vet"}} {
		lint := func(args ...string) result { return lintIn(t, dir, append(command, args...)...) }
		file := filepath.Join(dir, "known.json")
		if r := lint("-baseline", file, "-write-baseline").want(t, exitClean); !strings.Contains(r.errs, "2 findings") {
			t.Errorf("says %q", r.errs)
		}
		if text := programtest.ReadFile(t, file); strings.Count(text, "\n    {") != 2 || strings.Contains(text, dir) {
			t.Errorf("the baseline is\n%s", text)
		}
		lint("-baseline", file).want(t, exitClean)
		lint().want(t, exitFindings)

		source := filepath.Join(dir, "a.go")
		before := programtest.ReadFile(t, source)
		insert(t, source, "func expired(", "// A comment\n\n// and more.\n\n")
		lint("-baseline", "known.json").want(t, exitClean)
		overwrite(t, source, programtest.ReadFile(t, source)+twice)
		r := lint("-baseline", "known.json", "-format=json").want(t, exitFindings)
		if found := places(t, r); !slices.Equal(found, []place{{"a.go", "unknowncode"}}) || !strings.Contains(r.out, "TokenFailur") {
			t.Errorf("found %v", found)
		}
		lintIn(t, filepath.Join(dir, "sub"), append(command, "-baseline", "../known.json", "..")...).want(t, exitFindings)
		overwrite(t, source, before)
		lintIn(t, filepath.Join(dir, "sub"), append(command, "-baseline", "../known.json", "..")...).want(t, exitClean)
	}
}

func TestAnEmptyBaselineHidesNothing(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	clean := testmodule.Write(t, "-- a.go --\npackage m\n")
	file := filepath.Join(clean, "known.json")
	lintIn(t, clean, "-baseline", file, "-write-baseline").want(t, exitClean)
	lintIn(t, dir, "-baseline", file).want(t, exitFindings)
}

func TestWrongBaselinesAreRefused(t *testing.T) {
	dir := testmodule.Write(t, misspelled+"-- broken.json --\n{\n-- newer.json --\n{\"version\": 9, \"findings\": []}\n")
	lintIn(t, dir, "-baseline", "absent.json").oneLine(t, "absent.json")
	lintIn(t, dir, "-baseline", "broken.json").oneLine(t, "broken.json")
	lintIn(t, dir, "-baseline", "newer.json").oneLine(t, "newer.json")
	lintIn(t, dir, "-write-baseline").oneLine(t, "-baseline FILE")
	lintIn(t, dir, "-baseline", "x.json", "-write-baseline", "-new-from=HEAD").oneLine(t, "-new-from")
}

// repository makes a folder a git repository with one commit.
func repository(t *testing.T, dir string) {
	t.Helper()
	for _, args := range [][]string{
		{"init", "-q", "-b", "main"},
		{"config", "user.name", "Test"}, {"config", "user.email", "test@example.com"},
		{"add", "."}, {"commit", "-q", "-m", "first"},
	} {
		start(t, dir, "git", args...).want(t, 0)
	}
}

func TestOnlyWhatIsNewSinceARevision(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	repository(t, dir)
	source := filepath.Join(dir, "a.go")
	newFrom := func(revision string, want ...place) {
		t.Helper()
		status := exitClean
		if want != nil {
			status = exitFindings
		}
		for _, command := range [][]string{nil, {"vet"}} {
			r := lintIn(t, dir, append(command, "-new-from", revision, "-format=json")...).want(t, status)
			if found := places(t, r); !slices.Equal(found, want) {
				t.Errorf("%v: found %v, want %v", command, found, want)
			}
		}
	}
	newFrom("HEAD")
	insert(t, source, "func expired(", "// moved\n\n") // old findings on moved lines stay old
	newFrom("HEAD")
	overwrite(t, source, programtest.ReadFile(t, source)+twice)
	newFrom("HEAD", place{"a.go", "unknowncode"})
	start(t, dir, "git", "commit", "-q", "-a", "-m", "second").want(t, 0)
	newFrom("HEAD")
	newFrom("HEAD~1", place{"a.go", "unknowncode"})
	overwrite(t, filepath.Join(dir, "新 b.go"), strings.ReplaceAll(strings.Replace(twice, "expiredToo", "more", 1), "\nfunc", "package m\n\nimport tcerr \"example.com/m/tencentcloud/common/errors\"\n\nfunc"))
	newFrom("HEAD", place{"新 b.go", "unknowncode"}) // git does not know it yet
	start(t, dir, "git", "add", ".").want(t, 0)
	newFrom("HEAD", place{"新 b.go", "unknowncode"})

	lintIn(t, dir, "-new-from", "nope").oneLine(t, "nope")
	lintIn(t, dir, "-new-from=-x").oneLine(t, "-x")
}

// TestWhatTheOtherBranchChangedIsNotNew: the comparison is with the merge base.
func TestWhatTheOtherBranchChangedIsNotNew(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	repository(t, dir)
	source := filepath.Join(dir, "a.go")
	before := programtest.ReadFile(t, source)
	start(t, dir, "git", "branch", "mine").want(t, 0)
	overwrite(t, source, strings.Replace(before, "AuthFailure.SignatureExpired", "AuthFailure.SignatureExpire", 1))
	start(t, dir, "git", "commit", "-q", "-a", "-m", "main goes on").want(t, 0)
	start(t, dir, "git", "switch", "-q", "mine").want(t, 0)
	lintIn(t, dir, "-new-from", "main").want(t, exitClean)
}

func TestOutsideOfARepositoryNothingIsNew(t *testing.T) {
	lintIn(t, testmodule.Write(t, misspelled), "-new-from", "HEAD").oneLine(t, "git")
}

func TestSeverityOfARule(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for _, command := range [][]string{nil, {"vet"}} {
		r := lintIn(t, dir, append(command, "-severity", "unknowncode=note", "-fail-on=warning", "-format=github")...).want(t, exitClean)
		if !strings.HasPrefix(r.out, "::notice ") {
			t.Errorf("%q", r.out)
		}
		overwrite(t, filepath.Join(dir, ".tcerrlint.yml"), "severity: [unknowncode=note]\n")
		lintIn(t, dir, append(command, "-fail-on=warning")...).want(t, exitClean)
		lintIn(t, dir, append(command, "-fail-on=warning", "-severity=unknowncode=error")...).want(t, exitFindings)
	}
	if err := os.Remove(filepath.Join(dir, ".tcerrlint.yml")); err != nil {
		t.Fatal(err)
	}
	lintIn(t, dir, "-severity", "unknowncode=fatal").oneLine(t, "=error, =warning or =note")
	lintIn(t, dir, "-severity", "nope=note").oneLine(t, `"nope=note": unknown rule`)
}
