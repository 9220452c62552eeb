// Package programtest runs programs in tests, as their users do.
package programtest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Run runs a program in a folder, with more variables of the environment, and
// returns what it printed and its exit status.
func Run(t testing.TB, dir string, env []string, name string, args ...string) (out, errs string, status int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = slices.Concat(os.Environ(), env, []string{"PWD=" + dir, "LC_ALL=C"})
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// Sources returns what a program is built from: the folders of its packages that
// belong to this module, and the files that they embed.
func Sources(path string) ([]string, error) {
	const format = `{{if .Module}}{{if .Module.Main}}{{.Dir}}{{range .EmbedFiles}}{{"\n"}}{{$.Dir}}/{{.}}{{end}}{{end}}{{end}}`
	out, err := exec.Command("go", "list", "-deps", "-f", format, path).Output()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(strings.Split(string(out), "\n"), func(name string) bool { return name == "" }), nil
}

// Open opens folders and files. By what a test opens, go test knows whether it must
// run again; what is built in another process, or before the tests, it does not see.
func Open(names []string) error {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		file.Close()
	}
	return nil
}

// CopyTree copies a folder's files to a new one.
func CopyTree(t testing.TB, from string) string {
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

// ReadFile returns the text of a file.
func ReadFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
