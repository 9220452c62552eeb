package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/testmodule"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// What stands here holds that no file of a user is worse after the program.

// fixable is a program with one mistake that has a fix; %s is put after it.
const fixable = cvmClient + `-- x.go --
package m

import (
	tcerr "example.com/m/tencentcloud/common/errors"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

func stop(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFond" {
		return nil
	}
	return err
}
%s`

// limited runs the program where no file may grow beyond so many blocks of 1024
// bytes, as on a full disk.
func limited(t *testing.T, dir string, blocks int, args ...string) result {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("needs ulimit")
	}
	return start(t, dir, "bash", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, blocks), tool}, args...)...)
}

// nothingBeside checks that no file was left in a folder.
func nothingBeside(t *testing.T, dir string) {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(dir, ".*.tmp"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestAFullDiskLeavesFilesAsTheyWere(t *testing.T) {
	long := strings.Repeat("// a long comment, so that the file is larger than the limit below\n", 1000)
	dir := testmodule.Write(t, fmt.Sprintf(fixable, long))
	source := filepath.Join(dir, "x.go")
	before := programtest.ReadFile(t, source)
	limited(t, dir, 40, "-fix").want(t, exitFailed)
	if programtest.ReadFile(t, source) != before {
		t.Error("the source file is not as it was")
	}
	nothingBeside(t, dir)

	many := ""
	for i := range 400 {
		many += fmt.Sprintf("\nfunc is%d(e *tcerr.TencentCloudSDKError) bool { return e.Code == \"InvalidInstanceId.NotFond\" }\n", i)
	}
	dir = testmodule.Write(t, fmt.Sprintf(fixable, many))
	lintIn(t, dir, "-baseline", "known.json", "-write-baseline").want(t, exitClean)
	known := filepath.Join(dir, "known.json")
	before = programtest.ReadFile(t, known)
	limited(t, dir, 8, "-baseline", "known.json", "-write-baseline").want(t, exitFailed)
	if programtest.ReadFile(t, known) != before {
		t.Error("the baseline is not as it was")
	}
	limited(t, dir, 8, "-o", "json=report.json").want(t, exitFailed)
	if _, err := os.Stat(filepath.Join(dir, "report.json")); err == nil {
		t.Error("half a report is there")
	}
	nothingBeside(t, dir)
}

// TestAnEditorMaySaveMeanwhile saves a file at many moments while its fixes are
// made: what was saved stays, whatever else happens.
func TestAnEditorMaySaveMeanwhile(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := testmodule.Write(t, fmt.Sprintf(fixable, ""))
	source := filepath.Join(dir, "x.go")
	original := programtest.ReadFile(t, source)
	saved := "// Saved meanwhile.\n" + original
	named := 0
	for wait := 20 * time.Millisecond; wait < time.Second; wait += wait / 3 {
		overwrite(t, source, original)
		cmd := exec.Command(tool, "-fix")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(wait)
		fresh := filepath.Join(dir, "x.new")
		overwrite(t, fresh, saved)
		if err := os.Rename(fresh, source); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		got := programtest.ReadFile(t, source)
		fixed := strings.Replace(saved, "NotFond", "NotFound", 1)
		if got != saved && got != fixed {
			t.Fatalf("after %v the file is\n%s", wait, got)
		}
		if strings.Contains(said.String(), "changed while it was analyzed") {
			named++
			if cmd.ProcessState.ExitCode() != exitFailed {
				t.Errorf("after %v: status %d", wait, cmd.ProcessState.ExitCode())
			}
		}
	}
	t.Logf("the file was named %d times", named)
	nothingBeside(t, dir)
}

// TestFixesNeverPutAValueTwice: what -fix leaves builds, also after a second run.
func TestFixesNeverPutAValueTwice(t *testing.T) {
	dir := testmodule.Write(t, fmt.Sprintf(fixable, `-- y.go --
package m

import (
	"slices"

	tcerr "example.com/m/tencentcloud/common/errors"
	cvm "example.com/m/tencentcloud/cvm/v20170312"
)

var gone = map[string]bool{"InvalidInstanceId.NotFound": true, "InvalidInstanceId.NotFond": true}

var list = []string{"InvalidInstanceId.NotFond", "InvalidInstanceId.NotFound"}

var twice = map[string]struct{}{"InvalidInstanceId.Malforme": {}, "InvalidInstanceId.Malformd": {}}

func find(c *cvm.Client, r *cvm.StopInstancesRequest) error {
	_, err := c.StopInstances(r)
	if e, ok := err.(*tcerr.TencentCloudSDKError); ok {
		switch e.Code {
		case "InvalidInstanceId.NotFound", "InvalidInstanceId.NotFond":
			return nil
		case "InvalidInstanceId.Malformd":
			return nil
		case "InvalidInstanceId.Malforme":
			return err
		}
		if _, ok := twice[e.Code]; gone[e.Code] || ok || slices.Contains(list, e.Code) {
			return nil
		}
		if e.Code == "InvalidInstanceId.NotFond" || e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
	}
	return err
}
`))
	for range 2 {
		lintIn(t, dir, "-fix")
		start(t, dir, "go", "vet", "./...").want(t, 0)
	}
	text := programtest.ReadFile(t, filepath.Join(dir, "y.go"))
	for _, want := range []string{
		`map[string]bool{"InvalidInstanceId.NotFound": true}`,
		`[]string{"InvalidInstanceId.NotFound"}`,
		"case \"InvalidInstanceId.NotFound\":\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
}

// TestGitAppliesTheDiff: fixes that remove lines move those of later hunks.
func TestGitAppliesTheDiff(t *testing.T) {
	dir := testmodule.Write(t, fmt.Sprintf(fixable, `
var gone = map[string]bool{
	"InvalidInstanceId.NotFound": true,
	"InvalidInstanceId.NotFond":  true,
}
`+strings.Repeat("\n// far away\n", 20)+`
func other(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && e.Code == "InvalidInstanceId.NotFond"
}

func third(c *cvm.Client, r *cvm.StopInstancesRequest) bool {
	_, err := c.StopInstances(r)
	e, ok := err.(*tcerr.TencentCloudSDKError)
	return ok && gone[e.Code]
}
`))
	r := lintIn(t, dir, "-diff").want(t, exitFindings)
	if strings.Count(r.out, "@@ -") != 3 {
		t.Fatalf("%s", r.out)
	}
	patch := filepath.Join(t.TempDir(), "fix.patch")
	overwrite(t, patch, r.out)
	start(t, dir, "git", "apply", "--whitespace=nowarn", patch).want(t, 0)
	start(t, dir, "go", "build", "./...").want(t, 0)
	lintIn(t, dir).want(t, exitClean)
}

func TestFixesReachFilesWithCgo(t *testing.T) {
	if out, err := exec.Command("go", "env", "CGO_ENABLED").Output(); err != nil || strings.TrimSpace(string(out)) != "1" {
		t.Skip("cgo is off")
	}
	dir := testmodule.Write(t, fmt.Sprintf(fixable, ""))
	source := filepath.Join(dir, "x.go")
	insert(t, source, "\nimport (", "\n// static int one(void) { return 1; }\nimport \"C\"\n")
	overwrite(t, source, programtest.ReadFile(t, source)+"\nfunc one() int { return int(C.one()) }\n")
	lintIn(t, dir, "-fix").want(t, exitClean)
	if text := programtest.ReadFile(t, source); !strings.Contains(text, `"InvalidInstanceId.NotFound"`) || !strings.Contains(text, "C.one()") {
		t.Errorf("the file is\n%s", text)
	}
}

// TestASignalLeavesNothing ends go vet in the middle.
func TestASignalLeavesNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("has no SIGTERM")
	}
	dir, temp := testmodule.Write(t, misspelled), t.TempDir()
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		cmd := exec.Command(tool, "vet", "./...")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "TMPDIR="+temp, "GOFLAGS=", "GOWORK=off", "GOCACHE="+t.TempDir())
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ours := func() []string {
			names, _ := filepath.Glob(filepath.Join(temp, "tcerrlint*"))
			return names
		}
		for range 200 {
			if len(ours()) > 0 {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Errorf("%v: status 0", signal)
		}
		if left := ours(); len(left) > 0 {
			t.Errorf("%v: left %v", signal, left)
		}
	}
}

func TestAPatternIsNoFlagOfTheGoCommand(t *testing.T) {
	dir := testmodule.Write(t, misspelled+"-- prog --\n#!/bin/sh\ntouch ran\nexec \"$@\"\n")
	if err := os.Chmod(filepath.Join(dir, "prog"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"vet", "--"}, {"--"}, {"map", "--"}} {
		lintIn(t, dir, append(slices.Clone(command), "-toolexec="+filepath.Join(dir, "prog"))...).oneLine(t, "begins with -")
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
		t.Error("the program was run")
	}
}
