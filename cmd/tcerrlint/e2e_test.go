package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/cache"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// tool is the program under test, built once.
var tool string

// sources is what it was built from.
var sources []string

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
	os.Setenv(cache.Variable, filepath.Join(dir, "cache"))
	tool = filepath.Join(dir, "tcerrlint")
	if out, err := exec.Command("go", "build", "-o", tool, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	if sources, err = programtest.Sources("."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// openSources opens the sources, once.
var openSources = sync.OnceValue(func() error { return programtest.Open(sources) })

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
	if err := openSources(); err != nil {
		t.Fatal(err)
	}
	out, errs, status := programtest.Run(t, dir, nil, name, args...)
	return result{out, errs, status}
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
