package rules

import (
	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

// Run applies the rules that are on to one package.
func Run(pass *analysis.Pass, config *program.Config) error {
	pkg := engine.Analyze(pass, config)
	r := newReporter(pass, config)
	if pkg != nil && pkg.Universe != nil {
		for _, rule := range all() {
			if config.Rules[rule.doc.ID] {
				r.rule = rule.doc
				rule.check(r, pkg)
			}
		}
	}
	if pkg != nil {
		for _, s := range engine.Silences(pkg) {
			r.debug(s)
		}
	}
	if config.Rules[uncheckedResponse.doc.ID] {
		r.rule = uncheckedResponse.doc
		for _, m := range engine.FindMisshapen(pass) {
			checkMisshapen(r, m)
		}
		for _, s := range verdict.FindStreams(pass) {
			checkStream(r, s)
		}
		if pkg != nil {
			for _, d := range verdict.FindDiscarded(pkg) {
				checkDiscarded(r, d)
			}
		}
	}
	if cos := engine.AnalyzeCOS(pass, config); cos != nil && cos.Universe != nil {
		checkCOS(r, cos)
	}
	r.flush()
	return nil
}

// tests yields every test on something known to be a Tencent Cloud error.
func tests(pkg *program.Package) func(yield func(*program.Subject, *program.Test) bool) {
	return func(yield func(*program.Subject, *program.Test) bool) {
		for s := range subjects(pkg) {
			for _, t := range s.Tests {
				if !yield(s, t) {
					return
				}
			}
		}
	}
}

// subjects yields everything known to be a Tencent Cloud error that a function
// of the package tests.
func subjects(pkg *program.Package) func(yield func(*program.Subject) bool) {
	return func(yield func(*program.Subject) bool) {
		for s := range allSubjects(pkg) {
			if s.Status == nil && !yield(s) {
				return
			}
		}
	}
}

// allSubjects yields codes inside successful answers too.
func allSubjects(pkg *program.Package) func(yield func(*program.Subject) bool) {
	return func(yield func(*program.Subject) bool) {
		for _, f := range pkg.Functions {
			for _, s := range f.Subjects {
				if s.Certain && !yield(s) {
					return
				}
			}
		}
	}
}
