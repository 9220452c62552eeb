package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
)

// twoFolders has a finding in each of two folders, and one in a test.
const twoFolders = `
-- legacy/old/a.go --
package old

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpired"
}
-- fresh/a.go --
package fresh

import tcerr "example.com/m/tencentcloud/common/errors"

func expired(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignatureExpird"
}
-- fresh/a_test.go --
package fresh

import tcerr "example.com/m/tencentcloud/common/errors"

func isIt(err error) bool {
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "AuthFailure.SignaturExpire"
}
`

// found returns FILE:SEVERITY of what is found with these settings.
func found(t *testing.T, dir, yml string, args ...string) string {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, ".tcerrlint.yml"), []byte(yml), 0o666); err != nil {
		t.Fatal(err)
	}
	r := lintIn(t, dir, append(args, "-format=json", "./...")...)
	var doc struct {
		Findings []struct {
			Severity string
			Range    struct{ File string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
		t.Fatalf("%s: %v\n%s%s", yml, err, r.out, r.errs)
	}
	var list []string
	for _, f := range doc.Findings {
		list = append(list, f.Range.File+":"+f.Severity)
	}
	return strings.Join(list, " ")
}

func TestSettingsOfTheCommand(t *testing.T) {
	dir := testmodule.Write(t, twoFolders)
	const legacy, fresh, test = "legacy/old/a.go:error", "fresh/a.go:error", "fresh/a_test.go:error"
	for yml, want := range map[string]string{
		"":                                           fresh + " " + test + " " + legacy,
		"tests: false":                               fresh + " " + legacy,
		`exclusions: [{path: "legacy/**"}]`:          fresh + " " + test,
		`exclusions: [{path: legacy}]`:               fresh + " " + test,
		`exclusions: [{path: "**/*_test.go"}]`:       fresh + " " + legacy,
		`exclusions: [{rule: unknowncode}]`:          "",
		`exclusions: [{rule: dropped}]`:              fresh + " " + test + " " + legacy,
		`exclusions: [{text: Expird}]`:               test + " " + legacy,
		`exclusions: [{text: Expird, path: legacy}]`: fresh + " " + test + " " + legacy,
		`overrides: [{path: "legacy/**", severity: [unknowncode=note]}]`:                            fresh + " " + test + " legacy/old/a.go:note",
		`overrides: [{path: fresh, rules: [-unknowncode]}]`:                                         legacy,
		`overrides: [{path: ".", severity: [unknowncode=note]}]`:                                    fresh + " " + test + " " + legacy,
		"severity: [unknowncode=warning]\noverrides: [{path: fresh, severity: [unknowncode=note]}]": "fresh/a.go:note fresh/a_test.go:note legacy/old/a.go:warning",
	} {
		if got := found(t, dir, yml); got != want {
			t.Errorf("%s\n got %s\nwant %s", yml, got, want)
		}
	}
	if got := found(t, dir, "tests: false", "-tests"); got != fresh+" "+test+" "+legacy {
		t.Errorf("a flag does not win: %s", got)
	}
}

func TestSettingsNameTheBaselineAndWhatFails(t *testing.T) {
	dir := testmodule.Write(t, twoFolders)
	yml := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, ".tcerrlint.yml"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	yml("fail-on: never\n")
	lintIn(t, dir, "./...").want(t, exitClean)
	lintIn(t, dir, "-fail-on=error", "./...").want(t, exitFindings)
	yml("baseline: known.json\n")
	lintIn(t, dir, "-write-baseline", "./...").want(t, exitClean)
	if _, err := os.Stat(filepath.Join(dir, "known.json")); err != nil {
		t.Fatal(err)
	}
	// From a folder below, the file is the one beside the settings.
	lintIn(t, filepath.Join(dir, "fresh"), "./...").want(t, exitClean)
	yml("")
	lintIn(t, dir, "-write-baseline", "./...").oneLine(t, "-write-baseline needs -baseline FILE, or baseline in the settings")
	// The other name of the file.
	yml("")
	if err := os.Rename(filepath.Join(dir, ".tcerrlint.yml"), filepath.Join(dir, ".tcerrlint.yaml")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".tcerrlint.yaml"), []byte("fail-on: never\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	lintIn(t, dir, "./...").want(t, exitClean)
}

func TestWrongSettingsAreRefusedWithLineAndKey(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	for yml, want := range map[string]string{
		"rules: [all]\nexclusion: []":                      `.tcerrlint.yml:2: unknown key "exclusion"; did you mean "exclusions"?`,
		"\nfail-on: fatal":                                 `.tcerrlint.yml:2: fail-on: "fatal": want`,
		"new-from: --output=x":                             `.tcerrlint.yml:1: new-from: "--output=x" is no revision`,
		"baseline: ../../etc/passwd":                       `.tcerrlint.yml:1: baseline: "../../etc/passwd": want a file below`,
		"tests: perhaps":                                   `.tcerrlint.yml:1: tests: want true or false`,
		"tags: [\"-x\"]":                                   `.tcerrlint.yml:1: tags: "-x" is no build tag`,
		"exclusions: [{}]":                                 `.tcerrlint.yml:1: exclusions: one says nothing`,
		"exclusions: [{rule: unknowncod}]":                 `exclusions: unknown rule "unknowncod"; did you mean "unknowncode"?`,
		"exclusions: [{path: \"a[\"}]":                     `.tcerrlint.yml:1: exclusions: "a[" is no pattern`,
		"exclusions: [{file: a}]":                          `.tcerrlint.yml:1: exclusions: `,
		"overrides: [{rules: [-dropped]}]":                 `.tcerrlint.yml:1: overrides: one has no path`,
		"overrides: [{path: a, rules: [dropped]}]":         `overrides: rules: "dropped": want -RULE`,
		"overrides: [{path: a, severity: [dropped=loud]}]": `.tcerrlint.yml:1: overrides: severity: `,
	} {
		if err := os.WriteFile(filepath.Join(dir, ".tcerrlint.yml"), []byte(yml), 0o666); err != nil {
			t.Fatal(err)
		}
		lintIn(t, dir, "./...").oneLine(t, want)
		lintIn(t, dir, "config").oneLine(t, want)
	}
}

func TestConfigTellsWhatIsInForceAndWhereFrom(t *testing.T) {
	dir := testmodule.Write(t, misspelled+"-- .tcerrlint.yml --\n# ours\nfail-on: warning\n\nexclusions:\n  - {path: x}\n-- sub/s.go --\npackage sub\n")
	r := lintIn(t, dir, "config").want(t, exitClean)
	for _, want := range []string{"fail-on:      warning", "# .tcerrlint.yml:2", "# .tcerrlint.yml:4", "tests:        true", "# default", "path: x"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("no %q in\n%s", want, r.out)
		}
	}
	var list []struct {
		Key, From string
		Value     any
	}
	if err := json.Unmarshal([]byte(lintIn(t, filepath.Join(dir, "sub"), "config", "-json").want(t, exitClean).out), &list); err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if s.Key == "fail-on" && (s.Value != "warning" || !strings.HasSuffix(s.From, ".tcerrlint.yml:2")) {
			t.Errorf("%+v", s)
		}
	}
}

func TestInitWritesWhatTheCommandReads(t *testing.T) {
	dir := testmodule.Write(t, misspelled)
	r := lintIn(t, dir, "init", "-ci", "github", "-baseline", "known.json").want(t, exitClean)
	if !strings.Contains(r.out, "tcerrlint -format github ./...") {
		t.Errorf("no snippet: %s", r.out)
	}
	lintIn(t, dir, "./...").want(t, exitClean) // all is in the baseline
	text, err := os.ReadFile(filepath.Join(dir, ".tcerrlint.yml"))
	if err != nil || !strings.Contains(string(text), "\nbaseline: known.json\n") {
		t.Errorf("%v\n%s", err, text)
	}
	lintIn(t, dir, "init").oneLine(t, ".tcerrlint.yml is there already")
	lintIn(t, t.TempDir(), "init").oneLine(t, "no go.mod here")
	lintIn(t, dir, "init", "-ci", "jenkins").oneLine(t, "want github or gitlab")
	// Each example is right once its # is taken away.
	for _, line := range strings.Split(firstSettings, "\n") {
		if example, ok := strings.CutPrefix(line, "# "); ok && strings.Contains(example, ": ") && strings.HasPrefix(example, strings.ToLower(example[:1])) && !strings.Contains(example, "language-server") && !strings.HasPrefix(example, " ") {
			key, _, _ := strings.Cut(example, ":")
			if strings.Contains(key, " ") || key == "new-from" || key == "baseline" {
				continue
			}
			if err := os.WriteFile(filepath.Join(dir, ".tcerrlint.yml"), []byte(example+"\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			lintIn(t, dir, "config").want(t, exitClean)
		}
	}
}
