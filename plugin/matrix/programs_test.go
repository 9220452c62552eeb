package matrix

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/programtest"
)

// The programs under test, built once.
var tcerrlint, golangci, nogo, gopls string

func TestMain(m *testing.M) {
	os.Exit(testMain(m))
}

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "tcerrlint-matrix")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	for _, program := range []struct {
		name   string
		module string // folder of its module
		path   string // of the package in it
		into   *string
	}{
		{"tcerrlint", "../..", "./cmd/tcerrlint", &tcerrlint},
		{"golangci-lint", "../golangci-lint", ".", &golangci},
		{"nogo", "../nogo", ".", &nogo},
		{"gopls", "../gopls", ".", &gopls},
	} {
		*program.into = filepath.Join(dir, program.name)
		if runtime.GOOS == "windows" {
			*program.into += ".exe"
		}
		cmd := exec.Command("go", "build", "-o", *program.into, program.path)
		cmd.Dir = program.module
		cmd.Env = append(os.Environ(), "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "building %s: %v\n%s", program.name, err, out)
			return 1
		}
	}
	return m.Run()
}

// A result is what a program did.
type result struct {
	out, errs string
	status    int
}

// start runs a program in a folder.
func start(t *testing.T, dir, name string, args ...string) result {
	t.Helper()
	out, errs, status := programtest.Run(t, dir, []string{"GOFLAGS=", "GOWORK=off"}, name, args...)
	return result{out, errs, status}
}

// want checks the exit status and shows the whole result if it is wrong.
func (r result) want(t *testing.T, status int) result {
	t.Helper()
	if r.status != status {
		t.Fatalf("exit status %d, want %d\nstdout:\n%sstderr:\n%s", r.status, status, r.out, r.errs)
	}
	return r
}

// absolute returns the absolute name of a file.
func absolute(t *testing.T, name string) string {
	t.Helper()
	name, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return name
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// replaceIn replaces a text that must be in the file.
func replaceIn(t *testing.T, name, old, new string) {
	t.Helper()
	text := programtest.ReadFile(t, name)
	replaced := bytes.ReplaceAll([]byte(text), []byte(old), []byte(new))
	if string(replaced) == text {
		t.Fatalf("no %q in %s", old, name)
	}
	writeFile(t, name, string(replaced))
}
