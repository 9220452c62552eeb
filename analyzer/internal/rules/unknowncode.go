package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var unknownCode = rule{
	doc: Doc{
		ID:       "unknowncode",
		Title:    "a test that no Tencent Cloud error code can satisfy",
		Severity: Error,
		Since:    "0.1.0",
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s, t := range tests(pkg) {
			for _, lit := range t.Literals {
				if lit.Expr != nil && lit.Atom.Value != "" && !lit.Atom.WrongWay() && (!t.Mixed || s.Origin.Resolved()) {
					checkUnknown(r, pkg, s, lit)
				}
			}
		}
	},
}

// checkUnknown reports a literal that no code satisfies.
func checkUnknown(r *reporter, pkg *engine.Package, s *engine.Subject, lit engine.Literal) {
	matched := pkg.Universe.Match(lit.Atom)
	answers, known := pkg.Answers(s.Origin)
	if !matched.Empty() {
		if known && !matched.Meets(answers) && lit.Atom.Op == codes.Equal {
			checkTombstone(r, s, lit)
		}
		return
	}
	code := lit.Atom.Value
	scope := catalog.Scope{}
	if known {
		scope = scopeOf(s.Origin)
	}
	suggestions := catalog.Suggest(code, scope)
	if len(suggestions) == 0 && !known {
		return // a code that only the service's own documents have, for all we know
	}
	what := "is not a Tencent Cloud error code"
	switch lit.Atom.Op {
	case codes.Prefix:
		what = "begins no Tencent Cloud error code"
	case codes.Suffix:
		what = "ends no Tencent Cloud error code"
	case codes.Contains:
		what = "is in no Tencent Cloud error code"
	case codes.Regexp:
		what = "matches no Tencent Cloud error code"
	case codes.Segment:
		what = "is not a category of Tencent Cloud error codes"
	}
	if lit.Atom.Op != codes.Equal && lit.Atom.Op != codes.Segment {
		r.report(lit.Expr, fmt.Sprintf("%q %s", code, what), origin(s))
		return
	}
	message := fmt.Sprintf("%q %s", code, what)
	switch {
	case len(suggestions) > 0:
		message += "; did you mean " + orList(suggestions) + "?"
	case known:
		message += ", and no API of " + services(s.Origin) + " answers one like it"
	}
	more := []func(*analysis.Diagnostic){origin(s)}
	if known && len(suggestions) > 0 && suggestions[0].Fix && lit.Atom.Op == codes.Equal && lit.Atom.Case == codes.AsIs {
		if edit, ok := replaceLiteral(lit.Expr, suggestions[0].Code); ok {
			more = append(more, fix(fmt.Sprintf("Replace with %q", suggestions[0].Code), edit))
		}
	}
	r.report(lit.Expr, message, more...)
}

// checkTombstone reports a code that the services called once had.
func checkTombstone(r *reporter, s *engine.Subject, lit engine.Literal) {
	id, ok := catalog.Lookup(lit.Atom.Value)
	if !ok {
		return
	}
	last, ok := catalog.Tombstone(id)
	if !ok {
		return
	}
	message := fmt.Sprintf("%q is no longer a Tencent Cloud error code (last seen in %s)", lit.Atom.Value, last)
	if suggestions := catalog.Suggest(lit.Atom.Value, scopeOf(s.Origin)); len(suggestions) > 0 {
		message += "; did you mean " + orList(suggestions) + "?"
	}
	r.report(lit.Expr, message, origin(s))
}

func scopeOf(o engine.Origin) catalog.Scope {
	var scope catalog.Scope
	for _, name := range o.Services {
		if s, ok := catalog.ServiceNamed(name); ok {
			scope.Services = append(scope.Services, s)
		}
	}
	return scope
}

// replaceLiteral returns the edit that puts another code in a string literal.
func replaceLiteral(e ast.Expr, code string) (analysis.TextEdit, bool) {
	lit, ok := ast.Unparen(e).(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return analysis.TextEdit{}, false // a constant, or pieces of one, that others may use too
	}
	text := strconv.Quote(code)
	if lit.Value[0] == '`' {
		text = "`" + code + "`"
	}
	return analysis.TextEdit{Pos: lit.Pos(), End: lit.End(), NewText: []byte(text)}, true
}

// origin points to the call that the error came from.
func origin(s *engine.Subject) func(*analysis.Diagnostic) {
	return func(d *analysis.Diagnostic) {
		for i, call := range s.Calls {
			if i == 3 {
				return
			}
			from := ""
			if len(s.Origin.Services) > 0 {
				from = " (" + services(s.Origin) + ")"
			}
			related(call.Pos, "the error comes from %s%s", call.Name, from)(d)
		}
	}
}

// services names the services of an origin.
func services(o engine.Origin) string { return andList(o.Services, "or") }

func orList(suggestions []catalog.Suggestion) string {
	var list []string
	for _, s := range suggestions {
		list = append(list, strconv.Quote(s.Code))
	}
	return andList(list, "or")
}

// andList joins words as a sentence does.
func andList(words []string, conjunction string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + conjunction + " " + words[n-1]
	}
}
