package rules

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var swappedArgs = rule{
	doc: Doc{
		ID:       "swappedargs",
		Title:    "needle and haystack exchanged around a code",
		Severity: Error,
		What: `Reports strings.Contains, HasPrefix and HasSuffix, and helpers that do the same,
that look for the code in a constant instead of the constant in the code.`,
		Why: `The test is true only when the code is part of the constant: for the constant
itself, but for none of the details of its category.`,
		Bad: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains("LimitExceeded", e.Code)
}`,
		Good: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains(e.Code, "LimitExceeded")
}`,
		Fix:    `Exchanges the arguments of a function of package strings. Safe to compile; the test then matches the codes that it names.`,
		Limits: `A constant that lists several codes, separated by spaces, commas or the like, may well be meant as the haystack and is left alone.`,
		Since:  "0.1.0",
		Seen:   `The Terraform provider: IsContains("LimitExceeded", code), six times.`,
	},
	check: func(r *reporter, pkg *engine.Package) {
		for _, t := range tests(pkg) {
			for _, lit := range t.Literals {
				// One string that lists several codes may well be the haystack.
				if !lit.WrongWay() || lit.Expr == nil || strings.ContainsAny(lit.Value, " ,;|/\n\t") || t.Node == nil {
					continue
				}
				more := swap(r, t.Node)
				r.report(lit.Expr, fmt.Sprintf("looks for the code in %s, not for %s in the code: the arguments are the wrong way round",
					quote(lit.Value), quote(lit.Value)), more...)
			}
		}
	},
}

// swap returns the fix that exchanges the arguments of a call of package
// strings.
func swap(r *reporter, node ast.Node) []func(*analysis.Diagnostic) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	f := r.pass.TypesInfo.Uses[sel.Sel]
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != "strings" {
		return nil
	}
	var text [2]bytes.Buffer
	for i, arg := range call.Args {
		if err := format.Node(&text[i], r.pass.Fset, arg); err != nil {
			return nil
		}
	}
	return []func(*analysis.Diagnostic){fix("Exchange the arguments",
		analysis.TextEdit{Pos: call.Args[0].Pos(), End: call.Args[0].End(), NewText: text[1].Bytes()},
		analysis.TextEdit{Pos: call.Args[1].Pos(), End: call.Args[1].End(), NewText: text[0].Bytes()},
	)}
}
