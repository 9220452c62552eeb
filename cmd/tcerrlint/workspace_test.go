package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/settings"
)

// codes is a file that tests one code of each settings file of the workspace, and one
// of none.
const codes = `
import tcerr "example.com/sdk/tencentcloud/common/errors"

func Tests(e *tcerr.TencentCloudSDKError) bool {
	return e.Code == "AuthFailure.SignatureExpired" || e.Code == "AuthFailure.SignatureFailed" || e.Code == "AuthFailure.SecretIdNotFond" || e.Code == "AuthFailure.TokenFailured"
}
`

// members are modules of a workspace: a and c have settings of their own, the module
// nested in a has a's, and b those of the root.
const members = `
-- go.mod --
module example.com/sdk

go 1.25.0
-- go.work --
go 1.25.0

use (
	.
	./a
	./a/nested
	./b
	./services/c
)
-- .tcerrlint.yml --
extra-codes: [AuthFailure.SignatureExpired]
-- a/go.mod --
module example.com/a

go 1.25.0
-- a/.tcerrlint.yml --
extra-codes: [AuthFailure.SignatureFailed]
severity: [unknowncode=note]
critical: [LimitExceeded=swallowed]
-- a/a.go --
package a
` + codes + `-- a/nested/go.mod --
module example.com/a/nested

go 1.25.0
-- a/nested/n.go --
package nested
` + codes + `-- b/go.mod --
module example.com/b

go 1.25.0
-- b/b.go --
package b
` + codes + `-- services/c/go.mod --
module example.com/c

go 1.25.0
-- services/c/.tcerrlint.yaml --
extra-codes: [AuthFailure.SecretIdNotFond]
exclusions: [{path: "legacy/**"}]
tags: [extra]
-- services/c/tagged/c.go --
//go:build extra

package tagged
` + codes + `-- services/c/legacy/c.go --
package legacy
` + codes

// allMembers are the patterns of their packages.
var allMembers = []string{"./a/...", "./a/nested/...", "./b/...", "./services/c/..."}

// unknownIn are the codes that each file of the workspace is told of.
var unknownIn = map[string][]string{
	"a/a.go":                 {"note SecretIdNotFond", "note SignatureExpired", "note TokenFailured"},
	"a/nested/n.go":          {"note SecretIdNotFond", "note SignatureExpired", "note TokenFailured"},
	"b/b.go":                 {"error SecretIdNotFond", "error SignatureFailed", "error TokenFailured"},
	"services/c/tagged/c.go": {"error SignatureExpired", "error SignatureFailed", "error TokenFailured"},
}

var unknownCode = regexp.MustCompile(`"AuthFailure\.(\w+)" is not`)

// unknownTold returns the codes that a report in JSON tells of, by file.
func unknownTold(t *testing.T, dir, folder, report string, into map[string][]string) {
	t.Helper()
	var doc struct {
		Findings []struct {
			Severity, Message string
			Range             struct{ File string }
		}
	}
	if err := json.Unmarshal([]byte(report), &doc); err != nil {
		t.Fatalf("%v\n%s", err, report)
	}
	for _, f := range doc.Findings {
		name := f.Range.File
		if rel, err := filepath.Rel(dir, name); err == nil { // of another module, absolute
			name = filepath.ToSlash(rel)
		} else {
			name = filepath.ToSlash(filepath.Join(folder, name))
		}
		into[name] = append(into[name], f.Severity+" "+unknownCode.FindStringSubmatch(f.Message)[1])
	}
}

func wantUnknown(t *testing.T, got map[string][]string) {
	t.Helper()
	for _, codes := range got {
		slices.Sort(codes)
	}
	if !maps.EqualFunc(got, unknownIn, slices.Equal) {
		t.Errorf("found %v\nwant %v", got, unknownIn)
	}
}

// TestSettingsOfAMemberCountForEveryDriver holds that what is found in a module of a
// workspace depends on its own settings file, whatever runs, and wherever.
func TestSettingsOfAMemberCountForEveryDriver(t *testing.T) {
	dir := testmodule.Write(t, members)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "")
	t.Setenv("GOPROXY", "off")
	for _, command := range []string{"", "vet"} {
		args := strings.Fields(command + " -format json")
		t.Run(command+" at the root", func(t *testing.T) {
			got := make(map[string][]string)
			unknownTold(t, dir, "", startAs(t, dir, tool, append(args, allMembers...)...).want(t, exitFindings).out, got)
			wantUnknown(t, got)
		})
		t.Run(command+" in each module", func(t *testing.T) {
			got := make(map[string][]string)
			for _, module := range []string{"a", "a/nested", "b", "services/c"} {
				unknownTold(t, dir, module, startAs(t, filepath.Join(dir, module), tool, args...).want(t, exitFindings).out, got)
			}
			wantUnknown(t, got)
		})
		t.Run(command+" in one module for others", func(t *testing.T) {
			got := make(map[string][]string)
			r := startAs(t, filepath.Join(dir, "b"), tool, append(args, ".", "../a/...", "../a/nested", "example.com/c/...")...)
			unknownTold(t, dir, "b", r.want(t, exitFindings).out, got)
			wantUnknown(t, got)
		})
	}
	t.Run("lsp", func(t *testing.T) {
		c := lsptest.Start(t, dir, nil, tool, "lsp")
		got := make(map[string][]string)
		for name := range unknownIn {
			file := filepath.Join(dir, name)
			c.Open(file)
			for _, d := range c.Wait(file, func(ds []lsptest.Diagnostic) bool { return len(ds) > 0 }) {
				severity := map[int]string{1: "error", 2: "warning", 3: "note"}[d.Severity]
				got[name] = append(got[name], severity+" "+unknownCode.FindStringSubmatch(d.Message)[1])
			}
		}
		wantUnknown(t, got)
	})
	// A gopls with tcerrlint in it makes its analyzer so.
	for module, codes := range map[string]string{"a": "AuthFailure.SignatureFailed", "a/nested": "AuthFailure.SignatureFailed", "b": "AuthFailure.SignatureExpired", "services/c/tagged": "AuthFailure.SecretIdNotFond"} {
		var a *analysis.Analyzer
		a, _, err := settings.Analyzer(filepath.Join(dir, module))
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Flags.Lookup("extra-codes").Value.String(); got != codes {
			t.Errorf("gopls in %s: extra codes %s, want %s", module, got, codes)
		}
	}
}

func TestCommandsKnowTheSettingsOfMembers(t *testing.T) {
	dir := testmodule.Write(t, members)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "")
	forbidden := func(folder string, patterns ...string) (names []string) {
		var doc struct{ Categories []struct{ Name string } }
		r := startAs(t, filepath.Join(dir, folder), tool, append([]string{"map", "-format=json"}, patterns...)...).want(t, exitClean)
		if err := json.Unmarshal([]byte(r.out), &doc); err != nil {
			t.Fatal(err)
		}
		for _, c := range doc.Categories {
			names = append(names, c.Name)
		}
		return names
	}
	if got := forbidden("a"); !slices.Contains(got, "LimitExceeded") {
		t.Errorf("the map of a has %q", got)
	}
	if got := forbidden("b"); slices.Contains(got, "LimitExceeded") {
		t.Errorf("the map of b has %q", got)
	}
	if got := forbidden(".", allMembers...); !slices.Contains(got, "LimitExceeded") || !slices.Contains(got, "AuthFailure") {
		t.Errorf("the map of all has %q", got)
	}
	if out := startAs(t, dir, tool, "config").want(t, exitClean).out; !strings.Contains(out, "# a/.tcerrlint.yml counts for its own module\n# services/c/.tcerrlint.yaml counts for its own module\n") {
		t.Errorf("config:\n%s", out)
	}
	if out := startAs(t, filepath.Join(dir, "b"), tool, "config").want(t, exitClean).out; !strings.Contains(out, "AuthFailure.SignatureExpired") {
		t.Errorf("config in b:\n%s", out)
	}
	startAs(t, filepath.Join(dir, "b"), tool, "init").want(t, exitClean) // b has none of its own
	if err := os.Remove(filepath.Join(dir, "b", ".tcerrlint.yml")); err != nil {
		t.Fatal(err)
	}
	// A module that go.work does not use, or a workspace that is off, has no share.
	t.Setenv("GOWORK", "off")
	if out := startAs(t, filepath.Join(dir, "b"), tool, "config").want(t, exitClean).out; strings.Contains(out, "AuthFailure.SignatureExpired") {
		t.Errorf("config in b without the workspace:\n%s", out)
	}
}

// TestMembersHaveBaselinesAndLevelsOfTheirOwn: what the settings say to the command
// counts for the findings of their module alone.
func TestMembersHaveBaselinesAndLevelsOfTheirOwn(t *testing.T) {
	dir := testmodule.Write(t, members)
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "")
	insert(t, filepath.Join(dir, "a", ".tcerrlint.yml"), "severity", "baseline: known.json\n")
	insert(t, filepath.Join(dir, ".tcerrlint.yml"), "extra-codes", "fail-on: never\n")
	insert(t, filepath.Join(dir, "services/c/.tcerrlint.yaml"), "extra-codes", "rules: [-unknowncode]\n")
	r := startAs(t, filepath.Join(dir, "a"), tool, "-write-baseline", ".").want(t, exitClean)
	if want := "tcerrlint: wrote 3 findings to known.json\n"; r.errs != want {
		t.Errorf("%q, want %q", r.errs, want)
	}
	own := []string{"./a/...", "./b/...", "./services/c/..."}
	r = startAs(t, dir, tool, own...).want(t, exitClean)
	if strings.Contains(r.out, "a/a.go") || strings.Count(r.out, ": unknowncode: ") != 3 {
		t.Errorf("a's findings are known, c's off, others reported:\n%s", r.out)
	}
	if err := os.Remove(filepath.Join(dir, "a", "known.json")); err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(dir, "a", ".tcerrlint.yml"), "fail-on: error\n")
	startAs(t, dir, tool, own...).want(t, exitFindings)
	if r := startAs(t, dir, tool, "./a/...", "./services/absent/...").want(t, exitFailed); !strings.Contains(r.errs, "services/absent") {
		t.Errorf("a pattern that matches nothing: %s", r.errs)
	}
}

// TestARunWithoutPatternsAtTheRootOfAWorkspaceIsOfAllItsModules: there "./..." matches
// nothing.
func TestARunWithoutPatternsAtTheRootOfAWorkspaceIsOfAllItsModules(t *testing.T) {
	_, files, _ := strings.Cut(members, "-- go.work --")
	dir := testmodule.Write(t, "-- sdk/go.mod --\nmodule example.com/sdk\n\ngo 1.25.0\n-- sdk/tencentcloud/common/errors/errors.go --\n"+
		"package errors\n\ntype TencentCloudSDKError struct{ Code string }\n\nfunc (*TencentCloudSDKError) Error() string { return \"\" }\n"+
		"-- go.work --"+strings.Replace(files, "\t.\n", "\t./sdk\n", 1))
	if err := os.Remove(filepath.Join(dir, "go.mod")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "")
	got := make(map[string][]string)
	unknownTold(t, dir, "", startAs(t, dir, tool, "-format=json").want(t, exitFindings).out, got)
	wantUnknown(t, got)
	startAs(t, dir, tool, "./...").oneLine(t, "go.work uses no module in this folder; name modules that it uses, such as ./a/..., or add this one with go work use .")
}
