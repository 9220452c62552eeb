package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A fate is what became of a mutant.
type fate string

// The fates.
const (
	noticed  fate = "noticed"
	same     fate = "same" // it changes no finding in the programs; the analyzer's tests did not run
	survived fate = "survived"
)

// A verdict is the fate of a mutant, and who noticed it.
type verdict struct {
	fate fate
	by   string
}

// covered are the tests that only analyze the programs, as the worker did.
const covered = "^(TestRules|TestWire|TestTextMatch|TestModeExplicit|TestKnownBugs|TestLogged|TestRetryAll|TestCodesInsideAnswers|TestFlow|TestKnownFunctionsAreUnderstood|TestEveryday)$"

// analyzerTests is the package whose tests notice most and take most.
const analyzerTests = "./analyzer"

// A binary is a package's tests, compiled with all mutants in them.
type binary struct{ pkg, file string }

// testers are the packages of the engine that have tests.
type testers struct {
	overlay, dir string
	imports      map[string][]string // of packages with tests, and of their tests, as "./internal/x"
	budget       time.Duration
	binaries     map[string]*binary // compiled when first needed
}

// findTesters lists the packages with tests.
func findTesters(overlay, dir string, budget time.Duration) (*testers, error) {
	const format = `{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{range .Imports}} {{.}}{{end}}{{range .TestImports}} {{.}}{{end}}{{range .XTestImports}} {{.}}{{end}}{{end}}`
	out, err := exec.Command("go", "list", "-f", format, "./internal/...").Output()
	if err != nil {
		return nil, err
	}
	t := &testers{overlay: overlay, dir: dir, budget: budget, imports: make(map[string][]string), binaries: make(map[string]*binary)}
	for line := range strings.Lines(strings.ReplaceAll(string(out), modulePath, "./")) {
		if words := strings.Fields(line); len(words) > 0 {
			t.imports[words[0]] = words[1:]
		}
	}
	return t, nil
}

// of returns the packages whose tests may notice a mutant in a file, those that
// take least first: its own, those that import it, the analyzer's.
func (t *testers) of(file string, quick bool) []string {
	own := "./" + path.Dir(file)
	var others []string
	for pkg, imports := range t.imports {
		if pkg != own && slices.Contains(imports, own) {
			others = append(others, pkg)
		}
	}
	slices.Sort(others)
	if t.imports[own] != nil {
		others = append([]string{own}, others...)
	}
	if quick {
		return others
	}
	return append(others, analyzerTests)
}

// binary returns the compiled tests of a package, which pass without any mutant.
func (t *testers) binary(pkg string) (*binary, error) {
	if b := t.binaries[pkg]; b != nil {
		return b, nil
	}
	b := &binary{pkg, filepath.Join(t.dir, strings.ReplaceAll(strings.TrimPrefix(pkg, "./"), "/", "-")+".test")}
	if err := compile(".", t.overlay, "test", "-vet=off", "-c", "-o", b.file, pkg); err != nil {
		return nil, err
	}
	switch v, err := b.try(0, t.budget); {
	case err != nil:
		return nil, err
	case v.fate == noticed:
		return nil, fmt.Errorf("the tests fail without any mutant: %s", v.by)
	}
	t.binaries[pkg] = b
	return b, nil
}

// try runs the tests that may notice a mutant, until one does.
func (t *testers) try(m *mutant, quick bool) (verdict, error) {
	fate := survived
	if quick {
		fate = same
	}
	for _, pkg := range t.of(m.file, quick) {
		b, err := t.binary(pkg)
		if err != nil {
			return verdict{}, err
		}
		if v, err := b.try(m.id, t.budget); err != nil || v.fate == noticed {
			return v, err
		}
	}
	return verdict{fate: fate}, nil
}

var failed = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// try runs all tests with a mutant on, until one fails.
func (b binary) try(id int, budget time.Duration) (verdict, error) {
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	cmd := exec.CommandContext(ctx, b.file, "-test.failfast", "-test.skip", covered)
	cmd.Dir = b.pkg
	cmd.Env = append(os.Environ(), fmt.Sprintf("TCERRLINT_MUTANT=%d", id))
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return verdict{fate: survived}, nil
	case ctx.Err() != nil:
		return verdict{noticed, fmt.Sprintf("the tests of %s take longer than %v", b.pkg, budget)}, nil
	case !errors.As(err, &exit):
		return verdict{}, err
	}
	by := "the tests of " + b.pkg
	if all := failed.FindAllStringSubmatch(string(out), -1); len(all) > 0 {
		var names []string
		for _, m := range all {
			names = append(names, m[1])
		}
		by = strings.Join(names, " ")
	}
	return verdict{noticed, by}, nil
}
