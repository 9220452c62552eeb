package finding

import (
	"cmp"
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/cmd/tcerrlint/internal/progress"
)

// Analyze runs the analyzer on the packages and returns what it found. It tells
// the meter, which may be nil.
func Analyze(a *analysis.Analyzer, pkgs []*packages.Package, meter *progress.Meter) ([]Finding, error) {
	roots, err := Run(a, pkgs, meter)
	if err != nil {
		return nil, err
	}
	var findings []Finding
	for _, root := range roots {
		for _, d := range root.Diagnostics {
			findings = append(findings, Resolve(root.Package.Fset, d))
		}
	}
	return Normalize(findings), nil
}

// Run runs the analyzer on the packages and returns what it did on each. It
// tells the meter, which may be nil.
func Run(a *analysis.Analyzer, pkgs []*packages.Package, meter *progress.Meter) ([]*checker.Action, error) {
	all := 0
	packages.Visit(pkgs, nil, func(*packages.Package) { all++ })
	meter.Stage("analyzing packages", all)
	graph, err := checker.Analyze([]*analysis.Analyzer{guarded(a, meter)}, pkgs, nil)
	if err != nil {
		return nil, err
	}
	failures := make(map[string]bool)
	for action := range graph.All() {
		if action.Err != nil && !strings.HasPrefix(action.Err.Error(), "failed prerequisites") {
			failures[action.Err.Error()] = true
		}
	}
	if len(failures) > 0 {
		var lines []string
		for line := range failures {
			lines = append(lines, line)
		}
		slices.Sort(lines)
		return nil, errors.New(strings.Join(lines, "\n"))
	}
	return graph.Roots, nil
}

// guarded returns the analyzer with panics turned into errors that name the
// package: the driver runs it on goroutines of its own.
func guarded(a *analysis.Analyzer, meter *progress.Meter) *analysis.Analyzer {
	copied := *a
	copied.Run = func(pass *analysis.Pass) (result any, err error) {
		defer meter.Step()
		defer func() {
			if r := recover(); r != nil {
				err = fmt.Errorf("internal error on package %s: %v (please report it)", pass.Pkg.Path(), r)
			}
		}()
		return a.Run(pass)
	}
	return &copied
}

// Resolve resolves the positions of a diagnostic.
func Resolve(fset *token.FileSet, d analysis.Diagnostic) Finding {
	f := Finding{
		Rule:    cmp.Or(d.Category, RuleOf(d.Message)),
		Message: d.Message,
		URL:     d.URL,
		Range:   rangeOf(fset, d.Pos, d.End),
	}
	f.Severity = SeverityOf(f.Rule)
	for _, r := range d.Related {
		f.Related = append(f.Related, Related{r.Message, rangeOf(fset, r.Pos, r.End)})
	}
	if len(d.SuggestedFixes) > 0 {
		f.Fix = resolveFix(fset, d.SuggestedFixes[0])
	}
	return f
}

func rangeOf(fset *token.FileSet, pos, end token.Pos) Range {
	return Range{fset.Position(pos), fset.Position(cmp.Or(end, pos))}
}

// resolveFix resolves edits to the bytes of the files as they are on disk, not
// as //line comments describe them.
func resolveFix(fset *token.FileSet, fix analysis.SuggestedFix) *Fix {
	resolved := &Fix{Message: fix.Message}
	for _, edit := range fix.TextEdits {
		start := fset.PositionFor(edit.Pos, false)
		end := fset.PositionFor(cmp.Or(edit.End, edit.Pos), false)
		resolved.Edits = append(resolved.Edits, Edit{start.Filename, start.Offset, end.Offset, string(edit.NewText)})
	}
	return resolved
}
