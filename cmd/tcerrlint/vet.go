package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
)

// runVet runs go vet with this program as its tool. The go command caches
// results by the values of flags and knows neither settings files nor pages,
// so everything goes into flag values.
func runVet(args []string, out, errs io.Writer) int {
	return lint(args, out, errs, func(l *lintFlags, a *analysis.Analyzer) ([]finding.Finding, error) {
		if !l.load.Tests {
			return nil, errors.New("go vet always loads test files; use -skip-tests to report nothing in them")
		}
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		vetFlags, err := flagValues(a)
		if err != nil {
			return nil, err
		}
		command := []string{"vet", "-vettool=" + self, "-" + typecheck, "-json"}
		if l.load.Tags != "" {
			command = append(command, "-tags="+l.load.Tags)
		}
		if l.load.Mod != "" {
			command = append(command, "-mod="+l.load.Mod)
		}
		command = append(append(command, vetFlags...), l.patterns...)
		if started := time.Now(); l.analyzed == nil {
			l.analyzed = func(file string, _ []byte) bool { return !modifiedSince(file, started) }
		}
		return goVet(command, filepath.Base(self)+": ")
	})
}

// modifiedSince reports whether a file may have changed since then: go vet does
// not say what it read.
func modifiedSince(file string, then time.Time) bool {
	info, err := os.Stat(file)
	return err != nil || !info.ModTime().Before(then)
}

// flagValues returns the flags that give another analyzer the options of this
// one. Pages become codes: the go command would not see them change.
func flagValues(a *analysis.Analyzer) ([]string, error) {
	var args, codes []string
	var failed error
	a.Flags.VisitAll(func(f *flag.Flag) {
		value := f.Value.String()
		switch {
		case f.Name == "extra-codes":
			codes = append(codes, split(value)...)
		case f.Name == "extra-pages":
			more, err := pageCodes(split(value))
			codes, failed = append(codes, more...), errors.Join(failed, err)
		case value != "" && value != "false":
			args = append(args, "-tcerrlint."+f.Name+"="+value)
		}
	})
	if len(codes) > 0 {
		args = append(args, "-tcerrlint.extra-codes="+strings.Join(codes, ","))
	}
	return args, failed
}

func split(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' })
}

// pageCodes returns the codes of saved official pages.
func pageCodes(files []string) ([]string, error) {
	var codes []string
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		page, err := catalog.ParsePage(file, data)
		if err != nil {
			return nil, err
		}
		for _, c := range page.Codes {
			codes = append(codes, c.Code)
		}
	}
	return codes, nil
}

// goVet runs the go command. Its output goes to files, never to a pipe: if it
// is interrupted while printing, it caches the package as clean.
// Errors start with the tool's name.
func goVet(args []string, toolPrefix string) ([]finding.Finding, error) {
	// A signal ends the go command, and then us: nothing of the folder stays.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	dir, err := os.MkdirTemp("", "tcerrlint")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	stdout, err := root.Create("stdout")
	if err != nil {
		return nil, err
	}
	defer stdout.Close()
	stderr, err := root.Create("stderr")
	if err != nil {
		return nil, err
	}
	defer stderr.Close()

	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	cmd.Stdout, cmd.Stderr = stdout, stderr
	runErr := cmd.Run()
	if ctx.Err() != nil {
		return nil, errors.New("interrupted")
	}
	printed, err := root.ReadFile("stdout")
	if err != nil {
		return nil, err
	}
	complained, err := root.ReadFile("stderr")
	if err != nil {
		return nil, err
	}
	if runErr != nil {
		findings, err := finding.ParseVet(printed) // of the packages that compile
		if err != nil {
			findings = nil
		}
		return findings, vetError(complained, toolPrefix, runErr)
	}
	if warning := unmatched(complained); warning != "" {
		return nil, errors.New(warning)
	}
	return finding.ParseVet(append(printed, complained...)) // go before 1.26 printed findings to stderr
}

// unmatched returns the go command's warning of a pattern without packages.
func unmatched(complained []byte) string {
	for line := range strings.Lines(string(complained)) {
		warning, ok := strings.CutPrefix(strings.TrimSpace(line), "go: warning: ")
		if ok && strings.HasSuffix(warning, "matched no packages") {
			return warning
		}
	}
	return ""
}

// vetError returns what go vet complained of, each error once and in a line: it
// starts the tool for every package.
func vetError(complained []byte, toolPrefix string, runErr error) error {
	var exit *exec.ExitError
	if !errors.As(runErr, &exit) {
		return fmt.Errorf("cannot run the go command: %w", runErr)
	}
	var lines load.Errors
	for _, complaint := range complaints(string(complained)) {
		for _, line := range load.Sentences(strings.TrimPrefix(complaint, toolPrefix)) {
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	if lines == nil {
		return fmt.Errorf("go vet: %w", runErr)
	}
	return lines
}

// complaints splits what the go command printed: an error goes on in lines that are
// indented, or announced by a colon.
func complaints(printed string) (each []string) {
	goesOn := false
	for line := range strings.Lines(printed) {
		text := strings.TrimSpace(line)
		if goesOn || len(each) > 0 && text != "" && strings.HasPrefix(line, "\t") {
			each[len(each)-1] += "\n" + text
		} else if text != "" && !strings.HasPrefix(text, "#") {
			each = append(each, text)
		}
		goesOn = strings.HasSuffix(text, ":")
	}
	return each
}
