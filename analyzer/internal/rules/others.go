package rules

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var partialCategory = rule{
	doc: Doc{
		ID:       "partialcategory",
		Title:    "a test meant for a critical category covers only part of it",
		Severity: Warning,
		Options:  []string{"critical"},
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {},
}

var criticalSuccess = rule{
	doc: Doc{
		ID:       "criticalsuccess",
		Title:    "a code of a critical category leads to success",
		Severity: Note,
		Options:  []string{"critical"},
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s := range subjects(pkg) {
			if s.Param >= 0 {
				continue
			}
			for i := range s.Outcomes {
				o := &s.Outcomes[i]
				if o.Kind != engine.Succeeded || o.Matched == nil || o.Surfaced || o.Narrowed || o.Matched.Node == nil {
					continue
				}
				for _, lit := range o.Matched.Literals {
					category := codes.Category(lit.Value)
					if lit.Expr == nil || !isCriticalCode(r.config, category) || strings.HasSuffix(lit.Value, "NotFound") ||
						!pkg.MatchAny(lit.Atoms).Meets(o.Codes) {
						continue
					}
					r.report(lit.Expr, fmt.Sprintf("%q says that the call failed, and here it ends in success", lit.Value), origin(s))
				}
			}
		}
	},
}

func isCriticalCode(config *engine.Config, category string) bool {
	_, ok := config.Critical[category]
	return ok || category == "InternalError"
}

var deadTest = rule{
	doc: Doc{
		ID:       "deadtest",
		Title:    "a test that cannot be true or that changes nothing",
		Severity: Warning,
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s, t := range tests(pkg) {
			if t.Node == nil {
				continue
			}
			if t.ChangesNothing() {
				r.report(t.Node, "whether this matches or not, the same happens")
				continue
			}
			if !t.Arrived().Meets(pkg.Universe.Codes()) || t.Mixed && t.Arrived().Has(pkg.Universe.NotSDK()) {
				continue
			}
			answers, _ := pkg.Answers(s.Origin)
			for _, lit := range t.Literals {
				matched := pkg.MatchAny(lit.Atoms)
				if lit.Expr == nil || lit.WrongWay() || matched.Empty() || matched.Meets(t.Arrived()) || !matched.Meets(answers) {
					continue
				}
				r.report(lit.Expr, fmt.Sprintf("%q never gets here: a test before this one has already taken it", lit.Value))
			}
		}
	},
}

var dropped = rule{
	doc: Doc{
		ID:       "dropped",
		Title:    "an error that is not the SDK's is dropped",
		Severity: Warning,
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		u := pkg.Universe
		for s := range subjects(pkg) {
			if s.Param >= 0 {
				continue
			}
			for i := range s.Outcomes {
				o := &s.Outcomes[i]
				if o.Kind != engine.Succeeded || o.Surfaced || o.Narrowed || o.Matched != nil ||
					!o.Codes.Has(u.NotSDK()) || o.Codes.Meets(u.Codes()) {
					continue
				}
				if at := testNode(s); at != nil {
					r.report(at, "an error that is not the SDK's (a timeout, a lost connection) ends in success here; return it when the assertion fails", origin(s), related(o.Pos, "success"))
				}
				break
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

var _ = catalog.Len
