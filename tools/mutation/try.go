package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A fate is what became of a mutant.
type fate string

// The fates.
const (
	noticed  fate = "noticed"
	invalid  fate = "does not compile" // and so is none
	survived fate = "survived"
)

// stages are the tests, those that notice most and take least first.
var stages = [][]string{
	{"-run", "^(TestRules|TestWire|TestTextMatch|TestModeExplicit|TestKnownBugs|TestFixes|TestLogged|TestRetryAll|TestCodesInsideAnswers|TestFlow|TestEveryday.*)$", "./analyzer"},
	{"./analyzer", "./internal/..."},
}

var errBuild = errors.New("does not compile")

// try runs the tests with the mutant.
func (m *mutant) try(budget time.Duration) error {
	err := passes(m, budget)
	var exit *exec.ExitError
	switch {
	case err == nil:
		m.fate = survived
	case errors.Is(err, errBuild):
		m.fate = invalid
	case errors.As(err, &exit) || errors.Is(err, context.DeadlineExceeded):
		m.fate = noticed
	default:
		return err
	}
	return nil
}

// passes runs the tests with m laid over the sources, until one fails.
func passes(m *mutant, budget time.Duration) error {
	overlay := ""
	if m != nil {
		dir, err := os.MkdirTemp("", "mutation")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if overlay, err = m.writeOverlay(dir); err != nil {
			return err
		}
	}
	for _, stage := range stages {
		if err := test(overlay, stage, budget); err != nil {
			return err
		}
	}
	return nil
}

// writeOverlay writes what "go test -overlay" takes, and returns its name.
func (m *mutant) writeOverlay(dir string) (string, error) {
	changed := filepath.Join(dir, "mutant.go")
	if err := os.WriteFile(changed, m.source, 0o600); err != nil {
		return "", err
	}
	original, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	data, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, data, 0o600)
}

func test(overlay string, args []string, budget time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	words := []string{"test", "-vet=off", "-failfast", "-timeout", budget.String()}
	if overlay != "" {
		words = append(words, "-overlay", overlay)
	}
	cmd := exec.CommandContext(ctx, "go", append(words, existing(args)...)...)
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case strings.Contains(string(out), "[build failed]"):
		return errBuild
	}
	return err
}

// existing leaves out patterns below folders that there are not.
func existing(args []string) []string {
	var kept []string
	for _, arg := range args {
		if dir, ok := strings.CutSuffix(arg, "/..."); ok {
			if _, err := os.Stat(dir); err != nil {
				continue
			}
		}
		kept = append(kept, arg)
	}
	return kept
}
