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

// checkStatuses reports literals that no code inside a successful answer can
// be: neither the value documented as success nor a code of the service.
func checkStatuses(r *reporter, pkg *program.Package) {
	for s := range allSubjects(pkg) {
		if s.Status == nil {
			continue
		}
		for _, t := range s.Tests {
			for i := range t.Literals {
				checkStatus(r, pkg, s, &t.Literals[i])
			}
		}
	}
}

func checkStatus(r *reporter, pkg *program.Package, s *program.Subject, lit *program.Literal) {
	if lit.Expr == nil || lit.Value == "" || predicate.WrongWay(lit) || succeeds(s, lit.Atoms) || !engine.MatchAny(pkg, lit.Atoms).Empty() {
		return
	}
	field := s.Status.Path
	for _, success := range s.Status.Successes {
		if strings.EqualFold(success, lit.Value) {
			more := []func(*analysis.Diagnostic){}
			if edit, ok := replaceLiteral(lit.Expr, success); ok && isEqual(lit) {
				more = append(more, fix(fmt.Sprintf("Replace with %q", success), edit))
			}
			r.report(lit.Expr, fmt.Sprintf("%s is no value of %s: success is %q, in other letter case", quote(lit.Value), field, success), more...)
			return
		}
	}
	op := lit.Atoms[0].Op
	suggestions := catalog.Suggest(lit.Value, scopeOf(s.Origin))
	switch {
	case op != codes.Equal && op != codes.Segment:
		r.report(lit.Expr, quote(lit.Value)+" "+nothing[op])
	case len(suggestions) > 0:
		more := []func(*analysis.Diagnostic){}
		if edit, ok := replaceLiteral(lit.Expr, suggestions[0].Code); ok && suggestions[0].Fix && isEqual(lit) {
			more = append(more, fix(fmt.Sprintf("Replace with %q", suggestions[0].Code), edit))
		}
		r.report(lit.Expr, quote(lit.Value)+" "+nothing[op]+"; did you mean "+orList(suggestions)+"?", more...)
	}
}

// succeeds reports whether a value documented as success satisfies an atom.
func succeeds(s *program.Subject, atoms []codes.Atom) bool {
	return slices.ContainsFunc(atoms, func(a codes.Atom) bool { return slices.ContainsFunc(s.Status.Successes, a.Matches) })
}

// isEqual reports whether a literal is compared as it stands and in no other way.
func isEqual(lit *program.Literal) bool {
	return slices.Equal(lit.Atoms, []codes.Atom{{Op: codes.Equal, Value: lit.Value}})
}

// pathOfList returns the list of failures on the way to a status: Errors[] of
// Errors[].Code.
func pathOfList(path string) string {
	if i := strings.LastIndex(path, "[]"); i >= 0 {
		return path[:i+2]
	}
	return path
}
