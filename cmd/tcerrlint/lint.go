package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/fatih/color"
	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/fix"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/report"
)

// runLint loads the packages from source and reports what it finds.
func runLint(args []string, out, errs io.Writer) int {
	return lint(args, out, errs, func(l *lintFlags, a *analysis.Analyzer) ([]finding.Finding, error) {
		pkgs, err := load.Packages(l.load, l.patterns)
		if err != nil {
			return nil, err
		}
		return finding.Analyze(a, pkgs)
	})
}

// lint parses the flags, finds by way of find, and reports.
func lint(args []string, out, errs io.Writer, find func(*lintFlags, *analysis.Analyzer) ([]finding.Finding, error)) int {
	l, err := parseLintFlags(args, func(fs *flag.FlagSet) {
		printHelp(out)
		fmt.Fprintln(out, "\nFlags:")
		fs.SetOutput(out)
		fs.PrintDefaults()
	})
	if errors.Is(err, flag.ErrHelp) {
		return exitClean
	}
	if err != nil {
		return fail(errs, err)
	}
	wd, err := l.enter()
	if err != nil {
		return fail(errs, err)
	}
	a, err := l.analyzer(wd)
	if err != nil {
		return fail(errs, err)
	}
	findings, err := find(l, a)
	if err != nil {
		return fail(errs, err)
	}
	findings = finding.WithoutNolint(findings)
	sources := finding.NewSources(wd)
	if findings, err = l.applyFixes(findings, sources, out); err != nil {
		return fail(errs, err)
	}
	if err := l.report(findings, sources, out); err != nil {
		return fail(errs, err)
	}
	return l.status(findings)
}

// applyFixes applies fixes, or prints them as a diff, if asked to. It returns
// the findings that are still there.
func (l *lintFlags) applyFixes(findings []finding.Finding, sources *finding.Sources, out io.Writer) ([]finding.Finding, error) {
	if !l.fix && !l.diff {
		return findings, nil
	}
	for _, f := range findings {
		sources.Line(f.Pos.Filename, f.Pos.Line) // the report shows files as they were
	}
	files, left, err := fix.Apply(findings)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if l.diff {
			_, err = io.WriteString(out, file.Diff(sources.Name(file.Name)))
		} else {
			err = file.Write()
		}
		if err != nil {
			return nil, err
		}
	}
	if l.diff {
		return findings, nil
	}
	return left, nil
}

// report writes the reports. With -diff the diff is the output.
func (l *lintFlags) report(findings []finding.Finding, sources *finding.Sources, out io.Writer) error {
	in := report.Input{Findings: findings, Sources: sources, Version: version()}
	for _, o := range l.outputs {
		if err := writeFile(o, in); err != nil {
			return err
		}
	}
	if l.diff {
		return nil
	}
	in.Color = l.colored()
	return write(l.format, out, in)
}

func write(format string, w io.Writer, in report.Input) error {
	f, err := report.Named(format)
	if err != nil {
		return err
	}
	return f(w, in)
}

func writeFile(o output, in report.Input) error {
	file, err := os.Create(o.file)
	if err != nil {
		return err
	}
	return errors.Join(write(o.format, file, in), file.Close())
}

// colored reports whether text gets colours; the library knows terminals and
// NO_COLOR.
func (l *lintFlags) colored() bool {
	return l.color == "always" || l.color == "auto" && !color.NoColor
}

// status returns the exit status: whether a finding is as grave as -fail-on.
func (l *lintFlags) status(findings []finding.Finding) int {
	for _, f := range findings {
		if l.failOn != "never" && finding.AtLeast(f.Severity, l.failOn) {
			return exitFindings
		}
	}
	return exitClean
}
