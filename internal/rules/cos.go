package rules

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// checkCOS applies to errors of object storage the rules that are about fates
// and tests of any error, and its own forms of those about codes.
func checkCOS(r *reporter, pkg *program.Package) {
	api := r.config
	defer func() { r.config = api }()
	config := *api
	config.Critical = engine.COSPolicy()
	r.config = &config
	for _, rule := range all() {
		if !config.Rules[rule.doc.ID] {
			continue
		}
		r.rule = rule.doc
		switch rule.doc.ID {
		case unknownCode.doc.ID:
			checkUnknownCOS(r, pkg)
		case deadTest.doc.ID:
			checkAfterHead(r, pkg)
			rule.check(r, pkg)
		case missingCritical.doc.ID, criticalSuccess.doc.ID, dropped.doc.ID, typedNil.doc.ID, deadAssert.doc.ID, swappedArgs.doc.ID:
			rule.check(r, pkg)
		}
	}
}

// checkUnknownCOS reports literals that no code of object storage satisfies. A
// code that is like none may be real, for the tables are not complete; one with
// a dot is not, for they never have any.
func checkUnknownCOS(r *reporter, pkg *program.Package) {
	for _, lit := range literals(pkg) {
		if predicate.WrongWay(&lit.Literal) || lit.mixed() || !lit.matched.Empty() {
			continue
		}
		op := lit.Atoms[0].Op
		suggestions := catalog.SuggestCOS(lit.Value)
		_, ofAPI := catalog.Lookup(lit.Value)
		switch {
		case ofAPI && strings.Contains(lit.Value, "."):
			r.report(lit.Expr, quote(lit.Value)+" is a code of the cloud API, and COS never answers it", lit.related)
		case len(suggestions) > 0 && (op == codes.Equal || op == codes.Segment):
			more := []func(*analysis.Diagnostic){lit.related}
			if edit, ok := replaceLiteral(lit.Expr, suggestions[0].Code); ok && suggestions[0].Fix && isEqual(&lit.Literal) {
				more = append(more, fix(fmt.Sprintf("Replace with %q", suggestions[0].Code), edit))
			}
			r.report(lit.Expr, quote(lit.Value)+" is not an error code of COS; did you mean "+orList(suggestions)+"?", more...)
		}
	}
}

// checkAfterHead reports tests on the code of an answer to HEAD, which has no
// body and so no code. A helper of another package with codes of its own serves others.
func checkAfterHead(r *reporter, pkg *program.Package) {
	for s := range subjects(pkg) {
		if !onlyHead(s) {
			continue
		}
		for _, t := range s.Tests {
			written := func(lit program.Literal) bool { return lit.Expr != nil }
			if (t.Call == nil || pkg.Declares(t.Call) || slices.ContainsFunc(t.Literals, written)) && len(t.Literals) > 0 && t.Node != nil && !t.Negated {
				r.report(t.Node, "never true: an answer to HEAD has no body, so Code is empty; test Response.StatusCode, or use cos.IsNotFoundError", pointToCalls(s))
			}
		}
	}
}

// onlyHead reports whether an error came from requests with the method HEAD
// alone.
func onlyHead(s *program.Subject) bool {
	if len(s.Calls) == 0 || !s.Origin.Resolved() {
		return false
	}
	for _, call := range s.Calls {
		if call.Name != "Head" {
			return false
		}
	}
	return true
}
