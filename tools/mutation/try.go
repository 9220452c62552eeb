package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// A fate is what became of a mutant.
type fate string

// The fates.
const (
	noticed  fate = "noticed"
	same     fate = "same" // it changes no finding in the programs of the tests, which did not run
	survived fate = "survived"
)

// A verdict is the fate of a mutant, and who noticed it.
type verdict struct {
	fate fate
	by   string
}

// tests are the packages whose tests try what the programs let pass, those that
// take least first.
var tests = []string{"./internal/facts", "./internal/model", "./internal/program", "./analyzer"}

// covered are the tests that only analyze the programs, as the worker did.
const covered = "^(TestRules|TestWire|TestTextMatch|TestModeExplicit|TestKnownBugs|TestLogged|TestRetryAll|TestCodesInsideAnswers|TestFlow|TestKnownFunctionsAreUnderstood|TestEveryday)$"

// A binary is a package's tests, compiled with all mutants in them.
type binary struct{ pkg, file string }

func compileTests(overlay, dir string) ([]binary, error) {
	var all []binary
	for i, pkg := range tests {
		b := binary{pkg, filepath.Join(dir, fmt.Sprintf("%d.test", i))}
		if err := compile(".", overlay, "test", "-vet=off", "-c", "-o", b.file, pkg); err != nil {
			return nil, err
		}
		if _, err := os.Stat(b.file); err == nil { // there is none without tests
			all = append(all, b)
		}
	}
	return all, nil
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
