package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// tool is the program under test, built once.
var tool string

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "tcerrlint-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	tool = filepath.Join(dir, "tcerrlint")
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// A result is what a program did.
type result struct {
	out, errs string
	status    int
}

// start runs a program in a folder, for a module that stands alone.
func start(t *testing.T, dir, name string, args ...string) result {
	t.Helper()
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	return startAs(t, dir, name, args...)
}

// startAs runs a program in a folder with the environment as it is.
func startAs(t *testing.T, dir, name string, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir, "LC_ALL=C")
	cmd.Stdout, cmd.Stderr = &out, &errs
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// lintIn runs the program under test.
func lintIn(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return start(t, dir, tool, args...)
}

// goVetIn runs go vet with the program under test as its tool.
func goVetIn(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return start(t, dir, "go", append([]string{"vet", "-vettool=" + tool}, args...)...)
}

// want checks the exit status and shows the whole result if it is wrong.
func (r result) want(t *testing.T, status int) result {
	t.Helper()
	if r.status != status {
		t.Fatalf("exit status %d, want %d\nstdout:\n%sstderr:\n%s", r.status, status, r.out, r.errs)
	}
	return r
}

// oneLine checks that the program could not run and said why in one line.
func (r result) oneLine(t *testing.T, text string) {
	t.Helper()
	r.want(t, exitFailed)
	if strings.Count(r.errs, "\n") != 1 || !strings.HasPrefix(r.errs, "tcerrlint: ") || !strings.Contains(r.errs, text) {
		t.Errorf("stderr %q, want one line with %q", r.errs, text)
	}
	if r.out != "" {
		t.Errorf("stdout %q, want nothing", r.out)
	}
}

// copyTree copies a folder's files to a new one.
func copyTree(t *testing.T, from string) string {
	t.Helper()
	to, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
