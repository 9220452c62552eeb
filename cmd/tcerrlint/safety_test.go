package main

import (
	"fmt"
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
