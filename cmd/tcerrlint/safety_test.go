package main

import (
	"fmt"
	"io/fs"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/lsptest"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// What stands here holds .github/SECURITY.md to its word, as users meet it.

// list runs go list in this module and returns the lines that it prints.
func list(t *testing.T, args ...string) []string {
	t.Helper()
	out, err := exec.Command("go", append([]string{"list"}, args...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

func TestTheLibraryReachesNothingOutside(t *testing.T) {
	const format = "{{if .CgoFiles}}C {{end}}{{.ImportPath}}"
	linked := list(t, "-deps", "-f", format, "../../analyzer", "../../plugin")
	if !slices.Contains(linked, "go/types") {
		t.Fatalf("the library needs %v", linked)
	}
	for _, path := range linked {
		if slices.Contains([]string{"net", "os/exec", "plugin"}, path) || strings.HasPrefix(path, "C ") {
			t.Errorf("%s is linked into the library", path)
		}
	}
}

// TestFewPackagesStartPrograms: those of x/tools start the go command.
func TestFewPackagesStartPrograms(t *testing.T) {
	const format = `{{$path := .ImportPath}}{{if not .Standard}}{{range .Imports}}{{if eq . "os/exec"}}{{$path}}{{end}}{{end}}{{end}}`
	const own, tools = "github.com/tcerrlint/tcerrlint/cmd/tcerrlint", "golang.org/x/tools"
	want := []string{
		own, own + "/internal/changed", own + "/internal/load",
		tools + "/go/gcexportdata", tools + "/go/packages", tools + "/internal/gcimporter", tools + "/internal/gocommand",
	}
	got := slices.DeleteFunc(list(t, "-deps", "-f", format, "."), func(path string) bool { return path == "" })
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("programs are started by\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// readers are the commands that change nothing, for a module with findings.
var readers = [][]string{{"./..."}, {"-diff", "./..."}, {"vet", "./..."}, {"map", "./..."}}

func TestNoConnectionIsOpened(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var connections atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			conn.Close()
		}
	}()
	address := "http://" + listener.Addr().String()
	for _, name := range []string{"GOPROXY", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, address)
	}
	t.Setenv("GOSUMDB", "off")
	dir := programtest.CopyTree(t, exampleDir)
	commands := append(slices.Clone(readers), []string{"explain", "AuthFailure"}, []string{"explain", "unknowncode"}, []string{"catalog", "HostNotExists"}, []string{"version"})
	for _, args := range commands {
		if r := lintIn(t, dir, args...); r.status == exitFailed || r.out == "" {
			t.Errorf("%v: exit status %d, %s", args, r.status, r.errs)
		}
		if n := connections.Swap(0); n != 0 {
			t.Errorf("%v: %d connections", args, n)
		}
	}
	t.Setenv("GOMODCACHE", t.TempDir())
	lintIn(t, dir, "./...").want(t, exitFailed)
	if connections.Load() == 0 {
		t.Error("no connection although the module cache is empty: this test sees none")
	}
}

// recorded puts programs into an otherwise empty PATH that write down how they
// are called and then run those of that name, and returns a function that
// returns and forgets the calls.
func recorded(t *testing.T, names ...string) (calls func() []string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the programs are scripts of a shell")
	}
	bin := t.TempDir()
	log := filepath.Join(t.TempDir(), "log")
	for _, name := range names {
		real, err := exec.LookPath(name)
		if err != nil {
			t.Skip(err)
		}
		script := fmt.Sprintf("#!/bin/sh\necho \"%s $*\" >>'%s'\nexec '%s' \"$@\"\n", name, log, real)
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", bin)
	return func() []string {
		data, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err) // nothing was run
		}
		if err := os.Remove(log); err != nil {
			t.Fatal(err)
		}
		return strings.Split(strings.TrimSpace(string(data)), "\n")
	}
}

// aProgram is one for which the go command would ask git for its version.
const aProgram = misspelled + "-- program/main.go --\npackage main\n\nfunc main() {}\n"

func TestOnlyTheGoCommandAndGitAreRun(t *testing.T) {
	t.Setenv("GOENV", "off") // it may say -buildvcs=false
	dir := testmodule.Write(t, aProgram)
	repository(t, dir)
	calls := recorded(t, "go", "git")
	for _, args := range append(slices.Clone(readers), []string{"-new-from=HEAD", "./..."}, []string{"vet", "-new-from=HEAD", "./..."}) {
		if r := lintIn(t, dir, args...); r.status == exitFailed {
			t.Errorf("%v: %s", args, r.errs)
		}
		git := 0
		for _, call := range calls() {
			words := strings.Fields(call)
			switch {
			case words[0] == "git":
				git++
			case !slices.Contains([]string{"env", "list", "version", "vet"}, words[1]):
				t.Errorf("%v ran %s", args, call)
			}
		}
		if asked := slices.Contains(args, "-new-from=HEAD"); asked != (git > 0) {
			t.Errorf("%v ran git %d times", args, git)
		}
	}
	start(t, dir, "go", "build", "-o", os.DevNull, "./program").want(t, 0)
	if len(calls()) < 2 {
		t.Error("go build does not ask git for the version of a program: this test sees nothing")
	}
}

// TestARepositoryMakesGitRunNothing: git is told so, and by default it would.
func TestARepositoryMakesGitRunNothing(t *testing.T) {
	dir := testmodule.Write(t, aProgram+"-- .gitattributes --\n*.go diff=go\n")
	repository(t, dir)
	overwrite(t, filepath.Join(dir, "a.go"), programtest.ReadFile(t, filepath.Join(dir, "a.go"))+twice)
	mark := filepath.Join(t.TempDir(), "mark")
	for _, key := range []string{"core.fsmonitor", "diff.external", "diff.go.command", "diff.go.textconv"} {
		start(t, dir, "git", "config", key, "echo ran >>'"+mark+"'; cat #").want(t, 0)
	}
	ran := func() bool {
		_, err := os.Stat(mark)
		return err == nil
	}
	for _, command := range [][]string{nil, {"vet"}} {
		lintIn(t, dir, append(command, "-new-from=HEAD")...).want(t, exitFindings)
		if ran() {
			t.Fatalf("%v: the repository's program ran", command)
		}
	}
	start(t, dir, "git", "diff", "HEAD")
	if !ran() {
		t.Error("git diff does not run it either: this test sees nothing")
	}
}

// files returns what a folder holds: content or target, and mode, by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	held := make(map[string]string)
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		var content string
		switch {
		case d.Type().IsRegular():
			content = programtest.ReadFile(t, name)
		case d.Type()&fs.ModeSymlink != 0:
			content, err = os.Readlink(name)
		}
		rel, _ := filepath.Rel(dir, name)
		held[filepath.ToSlash(rel)] = info.Mode().String() + " " + content
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// changedFiles returns the names of what differs.
func changedFiles(before, after map[string]string) []string {
	var names []string
	for name := range maps.Keys(before) {
		if after[name] != before[name] {
			names = append(names, name)
		}
	}
	for name := range maps.Keys(after) {
		if _, ok := before[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func TestNothingIsWrittenThatWasNotAskedFor(t *testing.T) {
	dir := programtest.CopyTree(t, exampleDir)
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	before := files(t, dir)
	for _, args := range append(slices.Clone(readers), []string{"map", "-o", filepath.Join(t.TempDir(), "map.html")}) {
		if r := lintIn(t, dir, args...); r.status == exitFailed {
			t.Errorf("%v: %s", args, r.errs)
		}
		if names := changedFiles(before, files(t, dir)); names != nil {
			t.Errorf("%v changed %v", args, names)
		}
		if left := files(t, temp); len(left) > 1 {
			t.Errorf("%v left %v among the temporary files", args, slices.Sorted(maps.Keys(left)))
		}
	}
}

// mendable is a file with a finding that has a fix.
func mendable(pkg, name string) string {
	return "package " + pkg + `

import (
	"strings"

	tcerr "example.com/m/tencentcloud/common/errors"
)

func ` + name + `(e *tcerr.TencentCloudSDKError) bool { return strings.Contains("LimitExceeded", e.Code) }
`
}

// owned is a module with findings in files that are the user's and in others.
func owned(t *testing.T) (dir, outside string) {
	outside = testmodule.Write(t, "-- go.mod --\nmodule example.com/outside\n-- o.go --\n"+mendable("outside", "o")+"-- linked/l.go --\n"+mendable("m", "linked")+"-- folder/f.go --\n"+mendable("folder", "f"))
	dir = testmodule.Write(t, `
-- go.mod --
module example.com/m

go 1.25.0

require (
	example.com/cached v1.0.0
	example.com/outside v1.0.0
)

replace (
	example.com/cached => ./mod/example.com/cached@v1.0.0
	example.com/outside => `+outside+`
)
-- a.go --
`+mendable("m", "a")+`
-- clean.go --
package m
-- generated.go --
// Code generated by hand. DO NOT EDIT.

`+mendable("m", "generated")+`
-- sub/b.go --
`+mendable("sub", "b")+`
-- testdata/inside.go --
`+mendable("m", "inside")+`
-- mod/example.com/cached@v1.0.0/go.mod --
module example.com/cached
-- mod/example.com/cached@v1.0.0/c.go --
`+mendable("cached", "c"))
	for name, to := range map[string]string{
		"inside.go": "testdata/inside.go",
		"linked.go": filepath.Join(outside, "linked", "l.go"),
		"folder":    filepath.Join(outside, "folder"),
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	return dir, outside
}

func TestFixChangesNothingButTheUsersOwnFiles(t *testing.T) {
	for _, command := range [][]string{nil, {"vet"}} {
		dir, outside := owned(t)
		lint := func(args ...string) result {
			args = append(args, "-generated", "./...", "./folder", "example.com/cached", "example.com/outside")
			return lintIn(t, dir, append(slices.Clone(command), args...)...)
		}
		found := places(t, lint("-format=json").want(t, exitFindings))
		if len(found) != 8 {
			t.Fatalf("%v: found %v, want one in each of eight files", command, found)
		}
		before, beforeOutside := files(t, dir), files(t, outside)
		r := lint("-fix", "-format=json").want(t, exitFindings)
		if names := changedFiles(before, files(t, dir)); !slices.Equal(names, []string{"a.go", "sub/b.go"}) {
			t.Errorf("%v -fix changed %v", command, names)
		}
		if names := changedFiles(beforeOutside, files(t, outside)); names != nil {
			t.Errorf("%v -fix changed %v outside of the module", command, names)
		}
		if left := places(t, r); len(left) != 6 {
			t.Errorf("%v -fix reports %v", command, left)
		}
	}
}

func TestFixChangesNoVendoredFile(t *testing.T) {
	dir := testmodule.Write(t, `
-- go.mod --
module example.com/m

go 1.25.0

require example.com/dep v1.0.0
-- vendor/modules.txt --
# example.com/dep v1.0.0
## explicit; go 1.25.0
example.com/dep
-- vendor/example.com/dep/d.go --
`+mendable("dep", "D")+`
-- a.go --
`+mendable("m", "a")+"\nvar _ = dep.D\n")
	insert(t, filepath.Join(dir, "a.go"), "import (", "import \"example.com/dep\"\n")
	before := files(t, dir)
	found := places(t, lintIn(t, dir, "-format=json", ".", "example.com/dep").want(t, exitFindings))
	if len(found) != 2 {
		t.Errorf("found %v", found)
	}
	for _, command := range [][]string{{"-fix"}, {"vet", "-fix"}} {
		lintIn(t, dir, append(command, ".", "example.com/dep")...).want(t, exitFindings)
		if names := changedFiles(before, files(t, dir)); !slices.Equal(names, []string{"a.go"}) {
			t.Errorf("%v changed %v", command, names)
		}
	}
}

// secret is what a file outside of the module holds.
const secret = "PASSWORD=1"

// elsewhere is a folder with a Go file and a page, both secret.
func elsewhere(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	text := strings.Repeat(strings.Repeat(secret+" ", 20)+"\n", 20)
	overwrite(t, filepath.Join(dir, "secret.go"), text)
	overwrite(t, filepath.Join(dir, "page.md"), "| 错误码 | 说明 |\n"+text)
	return dir
}

// TestLineCommentsLeadNowhere: they name a file of the module, whose lines are
// shown, and one outside.
func TestLineCommentsLeadNowhere(t *testing.T) {
	outside := elsewhere(t)
	moved := func(name, to string) string {
		return strings.Replace(mendable("m", name), "func ", "//line "+to+":6:1\nfunc ", 1)
	}
	const comment = "// This comment is long enough to have a column for what //line puts here, and for a fix."
	dir := testmodule.Write(t, "-- here.go --\n"+moved("here", "other.go")+
		"-- there.go --\n"+moved("there", filepath.Join(outside, "secret.go"))+
		"-- other.go --\npackage m\n"+strings.Repeat("\n"+comment, 20)+"\n")
	before, beforeOutside := files(t, dir), files(t, outside)
	runs := map[string]result{"go vet -fix": goVetIn(t, dir, "-fix", "./...")}
	for _, args := range append(slices.Clone(readers), []string{"-fix"}, []string{"vet", "-fix"}, []string{"-format=json"}, []string{"-format=sarif"}) {
		runs[strings.Join(args, " ")] = lintIn(t, dir, args...)
	}
	for name, r := range runs {
		if text := r.out + r.errs; r.status == exitFailed || strings.Contains(text, secret) {
			t.Errorf("%s: exit status %d, printed\n%s", name, r.status, text)
		}
	}
	if text := runs["./..."].out; !strings.Contains(text, "other.go:6:") || !strings.Contains(text, comment) || !strings.Contains(text, "secret.go:6:") {
		t.Errorf("printed\n%s", text)
	}
	if names := append(changedFiles(before, files(t, dir)), changedFiles(beforeOutside, files(t, outside))...); names != nil {
		t.Errorf("%v changed", names)
	}
}

// TestFoundSettingsLeadNowhere: every command that looks for settings refuses them.
func TestFoundSettingsLeadNowhere(t *testing.T) {
	outside := elsewhere(t)
	page := filepath.Join(outside, "page.md")
	for _, test := range []struct {
		name  string
		write func(file string) error
		want  string
	}{
		{"a link", func(file string) error { return os.Symlink(page, file) }, ".tcerrlint.yml: not a regular file"},
		{"a link astray", func(file string) error { return os.Symlink(filepath.Join(outside, "absent"), file) }, ".tcerrlint.yml: not a regular file"},
		{"a folder", func(file string) error { return os.Mkdir(file, 0o777) }, ".tcerrlint.yml: not a regular file"},
		{"a page outside", func(file string) error { return os.WriteFile(file, []byte("extra-pages: ["+page+"]\n"), 0o666) }, ".tcerrlint.yml:1: extra-pages: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := testmodule.Write(t, misspelled)
			if err := test.write(filepath.Join(dir, ".tcerrlint.yml")); err != nil {
				t.Skip(err)
			}
			for _, command := range [][]string{nil, {"vet"}, {"map"}} {
				r := lintIn(t, dir, command...)
				r.oneLine(t, test.want)
				if strings.Contains(r.errs, secret) {
					t.Errorf("%v printed %s", command, r.errs)
				}
			}
			lintIn(t, dir, "-config=none").want(t, exitFindings)
			editor := lsptest.Start(t, dir, nil, tool, "lsp")
			editor.Open(filepath.Join(dir, "a.go"))
			editor.WaitMessage(test.want)
			if text := strings.Join(editor.Messages(), "\n"); strings.Contains(text, secret) {
				t.Errorf("lsp says %s", text)
			}
		})
	}
}
