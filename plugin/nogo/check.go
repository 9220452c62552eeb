package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// listed is a package as the go command lists it.
type listed struct {
	ImportPath string // with " [p.test]" behind it for what is compiled for a test
	ForTest    string
	Name       string
	Dir        string
	GoFiles    []string
	CgoFiles   []string
	Export     string
	Imports    []string
	ImportMap  map[string]string
	Standard   bool
	DepOnly    bool
	Error      *struct{ Err string }

	factFile string
}

// path is the package's own path.
func (p *listed) path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

// list returns the packages and all that they import, imports first.
func list(dir string, patterns []string) ([]*listed, error) {
	out, err := goCommand(dir, append([]string{"list", "-deps", "-test", "-export", "-json"}, patterns...)...)
	if err != nil {
		return nil, err
	}
	var pkgs []*listed
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		pkg := new(listed)
		if err := decoder.Decode(pkg); err != nil {
			return nil, err
		}
		if pkg.Error != nil {
			return nil, errors.New(pkg.Error.Err)
		}
		pkgs = append(pkgs, pkg)
	}
	return pkgs, nil
}

// checker runs the driver on one package after the other.
type checker struct {
	driver, dir, work, facts string
	known                    map[string]*listed // by ImportPath
	lines                    []string           // what was found
	patch                    string
}

// run analyzes the package. Files that the go command generates are left out,
// as Bazel compiles none.
func (c *checker) run(pkg *listed) error {
	c.known[pkg.ImportPath] = pkg
	if pkg.Standard || strings.HasSuffix(pkg.ImportPath, ".test") || len(pkg.GoFiles) == 0 || len(pkg.CgoFiles) > 0 {
		return nil
	}
	number := len(c.known)
	fixes := filepath.Join(c.work, fmt.Sprintf("fixes%d", number))
	if err := os.MkdirAll(fixes, 0o777); err != nil {
		return err
	}
	importcfg := filepath.Join(c.work, fmt.Sprintf("importcfg%d", number))
	if err := os.WriteFile(importcfg, c.importcfg(pkg), 0o666); err != nil {
		return err
	}
	name := strings.NewReplacer("/", "_", " ", "_", "[", "", "]", "").Replace(pkg.ImportPath)
	pkg.factFile = filepath.Join(c.facts, name+".facts")
	args := []string{
		"-p", pkg.path(), "-x", pkg.factFile, "-fix_dir", fixes,
		"-go_version", strings.TrimPrefix(runtime.Version(), "go"),
		"-importcfg", importcfg,
	}
	if pkg.DepOnly {
		args = append(args, "-facts_only")
	}
	for _, path := range pkg.Imports {
		if dep := c.known[path]; dep != nil && dep.factFile != "" {
			args = append(args, "-fact", dep.path()+"="+dep.factFile)
		}
	}
	for _, file := range pkg.GoFiles {
		args = append(args, c.name(filepath.Join(pkg.Dir, file)))
	}
	if err := c.start(args); err != nil {
		return err
	}
	patch, err := os.ReadFile(filepath.Join(fixes, "nogo.patch"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	c.addPatch(string(patch))
	return nil
}

// addPatch adds the parts of a patch, each about a file, that are not there yet
// from another variant of the package.
func (c *checker) addPatch(patch string) {
	const head = "--- "
	for _, part := range strings.Split("\n"+patch, "\n"+head) {
		part = head + strings.TrimSuffix(part, "\n") + "\n"
		if strings.TrimSpace(part) != "---" && !strings.Contains(c.patch, part) {
			c.patch += part
		}
	}
}

// start runs the driver and keeps its findings.
func (c *checker) start(args []string) error {
	cmd := exec.Command(c.driver, args...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), "GOARCH="+runtime.GOARCH)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	const violation = 3 // nogoViolation in constants.go of rules_go
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != violation) {
		return fmt.Errorf("%w\n%s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		line = strings.TrimRight(line, "\n")
		if !strings.HasPrefix(line, "nogo: ") && !slices.Contains(c.lines, line) {
			c.lines = append(c.lines, line)
		}
	}
	return nil
}

// importcfg returns where the package finds its imports. A later line for a
// path wins: a variant for tests stands for the package it is a variant of.
func (c *checker) importcfg(pkg *listed) []byte {
	var b bytes.Buffer
	for _, path := range slices.Sorted(maps.Keys(c.known)) {
		if dep := c.known[path]; dep.Export != "" && dep.ForTest == "" {
			fmt.Fprintf(&b, "packagefile %s=%s\n", path, dep.Export)
		}
	}
	for _, path := range pkg.Imports {
		if dep := c.known[path]; dep != nil && dep.ForTest != "" {
			fmt.Fprintf(&b, "packagefile %s=%s\n", dep.path(), dep.Export)
		}
	}
	for _, from := range slices.Sorted(maps.Keys(pkg.ImportMap)) {
		to, _, _ := strings.Cut(pkg.ImportMap[from], " ")
		fmt.Fprintf(&b, "importmap %s=%s\n", from, to)
	}
	return b.Bytes()
}

// name returns the file's name as Bazel would: relative to the workspace.
func (c *checker) name(file string) string {
	if rel, err := filepath.Rel(c.dir, file); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return file
}

// report returns the findings, sorted.
func (c *checker) report() string {
	slices.Sort(c.lines)
	var b strings.Builder
	for _, line := range c.lines {
		b.WriteString(line + "\n")
	}
	return b.String()
}
