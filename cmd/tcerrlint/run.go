package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/baseline"
	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/finding"
)

// A lintRun is the work on a part of the packages: with its settings, and what it found.
type lintRun struct {
	lintFlags
	analyzer *analysis.Analyzer
	findings []finding.Finding
}

// runs prepares a run for each part.
func (l *lintFlags) runs(wd string) ([]*lintRun, error) {
	parts, err := l.parts(wd)
	if err != nil {
		return nil, err
	}
	var runs []*lintRun
	for _, p := range parts {
		r := &lintRun{lintFlags: *l}
		if r.analyzer, err = r.take(p, analyzer.New); err != nil {
			return nil, err
		}
		if err := r.takeSettings(); err != nil {
			return nil, err
		}
		runs = append(runs, r)
	}
	return runs, nil
}

// find does the runs, one after the other. The error joins those of all.
func (l *lintFlags) find(runs []*lintRun, find func(*lintFlags, *analysis.Analyzer) ([]finding.Finding, error)) error {
	var errs []error
	for _, r := range runs {
		r.load.Progress, r.analyzed = l.load.Progress, l.analyzed
		findings, err := find(&r.lintFlags, r.analyzer)
		l.analyzed = r.analyzed
		errs = append(errs, err)
		r.findings = finding.WithoutNolint(findings, r.files.ReadSource)
	}
	return errors.Join(errs...)
}

// choose keeps the findings that are new and that no exclusion hides, and fixes what
// is to be fixed. It returns the files that changed meanwhile.
func (r *lintRun) choose(wd string, sources *finding.Sources, out io.Writer) (changed []string, err error) {
	all := len(r.findings)
	if r.findings, err = r.onlyNew(r.findings, wd); err != nil {
		return nil, err
	}
	r.findings = r.settings.Apply(r.findings)
	r.summary.hidden += all - len(r.findings)
	r.findings, changed, err = r.applyFixes(r.findings, sources, out)
	return changed, err
}

// here returns the name of a file from the current folder, if it lies below.
func here(name string) string {
	wd, err := os.Getwd()
	if err != nil {
		return name
	}
	if rel, err := filepath.Rel(wd, name); err == nil && filepath.IsLocal(rel) {
		return rel
	}
	return name
}

// writeBaselines writes the findings to the baseline of each run.
func writeBaselines(runs []*lintRun, errs io.Writer) int {
	byFile := make(map[string][]finding.Finding)
	for _, r := range runs {
		byFile[r.baseline] = append(byFile[r.baseline], r.findings...)
	}
	for _, r := range runs {
		findings, ok := byFile[r.baseline]
		if !ok {
			continue
		}
		delete(byFile, r.baseline)
		if err := baseline.Write(r.baseline, finding.Normalize(findings), r.files.ReadSource); err != nil {
			return fail(errs, err)
		}
		fmt.Fprintf(errs, "tcerrlint: wrote %s to %s\n", plural(len(findings), "finding"), here(r.baseline))
	}
	return exitClean
}
