package prog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/tcerrlint/tcerrlint/analyzer"
)

// A Finding is what the analyzer reports, its positions resolved.
type Finding struct {
	Rule    string
	Package string
	File    string // absolute
	Line    int
	Message string
	Edits   []Edit // of its fix, if it has one
}

// An Edit replaces the bytes Start to End of a file.
type Edit struct {
	File       string
	Start, End int
	New        string
}

// Analyze runs the analyzer with default options on packages of the program.
func (p *Program) Analyze(pkgs []*packages.Package) ([]Finding, error) {
	return p.AnalyzeWith(analyzer.Options{}, pkgs)
}

// AnalyzeWith runs the analyzer with these options.
func (p *Program) AnalyzeWith(options analyzer.Options, pkgs []*packages.Package) ([]Finding, error) {
	a, err := analyzer.New(options)
	if err != nil {
		return nil, err
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{a}, pkgs, nil)
	if err != nil {
		return nil, err
	}
	var found []Finding
	for action := range graph.All() {
		if action.Err != nil && !strings.HasPrefix(action.Err.Error(), "failed prerequisites") {
			return nil, fmt.Errorf("%s: %w", action.Package.PkgPath, action.Err)
		}
		if !action.IsRoot {
			continue
		}
		for _, d := range action.Diagnostics {
			found = append(found, p.resolve(action.Package, d))
		}
	}
	slices.SortFunc(found, func(a, b Finding) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Message, b.Message))
	})
	return found, nil
}

func (p *Program) resolve(pkg *packages.Package, d analysis.Diagnostic) Finding {
	at := p.fset.PositionFor(d.Pos, false)
	f := Finding{Rule: d.Category, Package: pkg.PkgPath, File: at.Filename, Line: at.Line, Message: d.Message}
	if len(d.SuggestedFixes) > 0 {
		for _, e := range d.SuggestedFixes[0].TextEdits {
			start, end := p.fset.PositionFor(e.Pos, false), p.fset.PositionFor(cmp.Or(e.End, e.Pos), false)
			f.Edits = append(f.Edits, Edit{start.Filename, start.Offset, end.Offset, string(e.NewText)})
		}
	}
	return f
}
