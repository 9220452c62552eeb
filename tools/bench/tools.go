package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// programs are the programs of others that take part, by name.
var programs = map[string]string{
	"staticcheck":      "honnef.co/go/tools/cmd/staticcheck@v0.8.2",
	"go-cacher":        "github.com/bradfitz/go-tool-cache/cmd/go-cacher@v0.0.0-20260722201841-0bb331e19f64",
	"go-cacher-server": "github.com/bradfitz/go-tool-cache/cmd/go-cacher-server@v0.0.0-20260722201841-0bb331e19f64",
}

// analyzers are the analyzers of others that take part, by name. They become vet
// tools with the x/tools that tcerrlint is built with.
var analyzers = map[string]struct{ path, version, value string }{
	"exhaustive":   {"github.com/nishanths/exhaustive", "v0.12.0", "exhaustive.Analyzer"},
	"go-errorlint": {"github.com/polyfloyd/go-errorlint/errorlint", "v1.8.0", "errorlint.NewAnalyzer()"},
}

// tool returns the program of that name, built when first wanted: tcerrlint,
// one of baseline, or one of others.
func (b *bench) tool(name string) (string, error) {
	if file, ok := b.tools[name]; ok {
		return file, nil
	}
	bin := filepath.Join(b.dir, "bin")
	file := filepath.Join(bin, name)
	var err error
	if program, ok := programs[name]; ok {
		_, err = command("", "go", "install", program).with("GOBIN="+bin, "GOFLAGS=").output()
	} else if _, ok := analyzers[name]; ok {
		err = b.buildAnalyzer(name, file)
	} else {
		dir, pkg := filepath.Join(b.root, "tools"), "./bench/baseline/"+name
		if name == "tcerrlint" {
			dir, pkg = b.root, "./cmd/tcerrlint"
		}
		_, err = command(dir, "go", "build", "-o", file, pkg).output()
	}
	if err != nil {
		return "", err
	}
	b.tools[name] = file
	return file, nil
}

// buildAnalyzer builds a vet tool of an analyzer of others in a module of its
// own.
func (b *bench) buildAnalyzer(name, file string) error {
	const main = "package main\n\nimport (\n\t\"golang.org/x/tools/go/analysis/unitchecker\"\n\n\t%q\n)\n\nfunc main() { unitchecker.Main(%s) }\n"
	a := analyzers[name]
	tools, err := command(b.root, "go", "list", "-m", "-f", "{{.Path}}@{{.Version}}", "golang.org/x/tools").output()
	if err != nil {
		return err
	}
	dir := filepath.Join(b.dir, name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), fmt.Appendf(nil, main, a.path, a.value), 0o666); err != nil {
		return err
	}
	for _, args := range [][]string{
		{"mod", "init", "example.com/" + name},
		{"get", a.path + "@" + a.version, tools},
		{"build", "-o", file, "."},
	} {
		if _, err := command(dir, "go", args...).with("GOFLAGS=-mod=mod", "GOWORK=off").output(); err != nil {
			return err
		}
	}
	return nil
}

// A preparation is a command that is run before something is measured.
type preparation struct{ *exec.Cmd }

func command(dir, name string, args ...string) preparation {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	return preparation{cmd}
}

// with adds to the environment.
func (p preparation) with(env ...string) preparation {
	p.Env = append(os.Environ(), env...)
	return p
}

// output runs the command and returns what it printed, without the white space
// around it.
func (p preparation) output() (string, error) {
	out, err := p.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		err = fmt.Errorf("%v: %w\n%s", p.Args, err, exit.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}
