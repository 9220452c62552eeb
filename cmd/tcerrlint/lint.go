package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/fatih/color"
	"github.com/mattn/go-isatty"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/baseline"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/changed"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/driver"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/fix"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/load"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/printable"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/progress"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/report"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/workspace"
)

// runLint loads the packages from source and reports what it finds.
func runLint(args []string, out, errs io.Writer) int {
	return lint(args, out, errs, func(l *lintFlags, a *analysis.Analyzer) ([]finding.Finding, error) {
		l.analyzed = l.load.Sums.Analyzed
		results, err := analyze(a, l.load, l.patterns, l.cache)
		var findings []finding.Finding
		for _, r := range results {
			findings = append(findings, r.Findings...)
		}
		l.summary.take(results)
		return finding.Normalize(findings), err
	})
}

// analyze loads the packages from source and runs the analyzer on them, with what
// other runs left if that may be used.
func analyze(a *analysis.Analyzer, config load.Config, patterns []string, use cacheUse) ([]*driver.Result, error) {
	config.Whole = looksFurther(a)
	d := driver.New(a)
	if use != cacheOff {
		if config.Kept = kept(a, d); config.Kept != nil {
			config.Kept.Hash = use.hashes()
		}
	}
	collectLater(128<<20, 100)
	var run atomic.Int32
	pkgs, loadErr := load.Packages(config, patterns, func(pkg *packages.Package) {
		if run.Add(1) == many && os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
			debug.SetGCPercent(200)
		}
		d.Run(pkg)
	})
	results, err := d.Results(pkgs)
	if config.Kept != nil {
		config.Kept.Entries.Trim()
	}
	return results, errors.Join(loadErr, err)
}

// many is how many packages to analyze make a large program. From there on, collecting half
// as often saves a tenth of the time; a smaller one rather saves memory.
const many = 100

// looksFurther reports whether the analyzer's options make packages matter that
// otherwise cannot.
func looksFurther(a *analysis.Analyzer) bool {
	return a.Flags.Lookup("error-types").Value.String() != "" || a.Flags.Lookup("debug").Value.String() == "true"
}

// lint parses the flags, finds by way of find, and reports.
func lint(args []string, out, errs io.Writer, find func(*lintFlags, *analysis.Analyzer) ([]finding.Finding, error)) (status int) {
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
	runs, err := l.runs(wd)
	if err != nil {
		return fail(errs, err)
	}
	l.summary.begin = time.Now()
	if isTerminal(errs) && !l.quiet {
		l.load.Progress = progress.New(errs)
	}
	failed := l.find(runs, find)
	l.load.Progress.Close()
	// Where some packages do not load, the others are reported all the same, but
	// the run has failed.
	if failed != nil {
		if l.write || !slices.ContainsFunc(runs, func(r *lintRun) bool { return len(r.findings) > 0 }) {
			return fail(errs, failed)
		}
		defer func() { status = fail(errs, failed) }()
	}
	if l.write {
		return writeBaselines(runs, errs)
	}
	sources := finding.NewSources(wd, l.files.ReadSource)
	sources.In(l.files.Repository(), l.prefix)
	var findings []finding.Finding
	for _, r := range runs {
		changed, err := r.choose(wd, sources, out)
		if err != nil {
			return fail(errs, err)
		}
		for _, name := range changed {
			err := fmt.Errorf("%s %w", sources.Name(name), fix.ErrChanged)
			defer func() { status = fail(errs, err) }()
		}
		if len(r.fixed) > 0 && !l.quiet {
			fmt.Fprintf(errs, "tcerrlint: fixed %s\n", strings.Join(r.fixed, ", "))
		}
		findings = append(findings, r.findings...)
		status = max(status, r.status(r.findings))
	}
	findings = finding.Normalize(findings)
	if err := l.report(findings, sources, out); err != nil {
		return fail(errs, err)
	}
	if l.verbose || isTerminal(errs) && isTerminal(out) && !l.quiet {
		l.summary.print(errs, findings)
	}
	return status
}

// onlyNew drops the findings that are in the baseline or on old lines, and gives
// the others the severity that was asked for.
func (l *lintFlags) onlyNew(findings []finding.Finding, wd string) ([]finding.Finding, error) {
	var err error
	if l.baseline != "" {
		if findings, err = baseline.New(l.baseline, findings, l.files.ReadSource); err != nil {
			return nil, err
		}
	}
	if l.newFrom != "" {
		lines, err := changed.Since(wd, l.newFrom)
		if err != nil {
			return nil, err
		}
		findings = lines.Only(findings)
	}
	severities, err := finding.ParseSeverities(l.severity)
	if err != nil {
		return nil, err
	}
	for i := range findings {
		f := &findings[i]
		f.Severity = cmp.Or(severities[f.Rule], f.Severity)
	}
	return findings, nil
}

// isTerminal reports whether somebody reads along.
func isTerminal(w io.Writer) bool {
	if f, ok := w.(*failingWriter); ok {
		w = f.Writer
	}
	file, ok := w.(*os.File)
	return ok && isatty.IsTerminal(file.Fd())
}

// applyFixes applies fixes, or prints them as a diff, if asked to. It returns
// the findings that are still there, and the files that changed meanwhile.
func (l *lintFlags) applyFixes(findings []finding.Finding, sources *finding.Sources, out io.Writer) (left []finding.Finding, changed []string, err error) {
	if !l.fix && !l.diff {
		return findings, nil, nil
	}
	for _, f := range findings {
		sources.Line(f.Pos.Filename, f.Pos.Line) // the report shows files as they were
	}
	files, left, changed, err := fix.Apply(findings, fix.Rules{Owns: l.files.Owns, Analyzed: l.analyzed})
	if err != nil {
		return nil, nil, err
	}
	for _, file := range files {
		if l.diff {
			text := file.Diff(sources.Name(file.Name))
			if isTerminal(out) { // where nobody will apply it
				text = printable.Lines(text)
			}
			_, err = io.WriteString(out, text)
		} else {
			err = file.Write()
		}
		if errors.Is(err, fix.ErrChanged) {
			changed = append(changed, file.Name)
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if l.fix {
			l.fixed = append(l.fixed, sources.Name(file.Name))
		}
	}
	if l.diff {
		return findings, changed, nil
	}
	return left, changed, nil
}

// report writes the reports. With -diff the diff is the output.
func (l *lintFlags) report(findings []finding.Finding, sources *finding.Sources, out io.Writer) error {
	in := report.Input{Findings: findings, Sources: sources, Version: version()}
	for _, o := range l.outputs {
		if err := writeFile(o.file, func(w io.Writer) error { return write(o.format, w, in) }); err != nil {
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

func writeFile(name string, write func(io.Writer) error) error {
	return workspace.Write(name, write)
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
