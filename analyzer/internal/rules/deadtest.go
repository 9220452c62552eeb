package rules

import (
	"fmt"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/engine"
)

var deadTest = rule{
	doc: Doc{
		ID:       "deadtest",
		Title:    "a test that cannot be true or that changes nothing",
		Severity: Warning,
		What: `Reports a code that no error can have any more where it is tested, because
earlier tests on the same error took it, and a test whose match and mismatch do
the same.`,
		Why: `Whoever wrote the test expected something to happen. A test on a broader
pattern has taken the code before, or the branch was never filled in.`,
		Bad: `func retryable(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	if !ok || strings.HasPrefix(e.Code, "InternalError") {
		return false
	}
	return e.Code == "InternalError.DatabaseAccessError"
}`,
		Good: `func retryable(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	if !ok {
		return false
	}
	return e.Code == "InternalError.DatabaseAccessError" || e.Code == "RequestLimitExceeded"
}`,
		Limits: `Tests in different functions are not compared.`,
		Since:  "0.1.0",
		Seen:   `The Terraform provider: a test by strings.Contains returns before the exact test below it.`,
	},
	check: func(r *reporter, pkg *engine.Package) {
		for s, t := range tests(pkg) {
			if t.Node == nil {
				continue
			}
			if t.ChangesNothing() {
				// Mode explicit asks for tests that only say what happens anyway.
				if !r.config.Explicit {
					r.report(t.Node, "whether this matches or not, the same happens")
				}
				continue
			}
			checkDead(r, pkg, s, t)
		}
	},
}

// checkDead reports the literals of a test that cannot match where it is made.
func checkDead(r *reporter, pkg *engine.Package, s *engine.Subject, t *engine.Test) {
	arrived := t.Arrived()
	if !arrived.Meets(pkg.Universe.Codes()) {
		return // never about an error of the SDK
	}
	if t.Mixed && arrived.Has(pkg.Universe.NotSDK()) {
		return // the values serve other errors
	}
	answers, _ := pkg.Answers(s.Origin)
	if t.Call != nil && len(t.Literals) > 0 && t.Literals[0].Expr == nil && !t.Retries() {
		if m := t.Matched(); t.Closed() && m.Meets(answers) && !m.Meets(arrived) {
			r.report(t.Node, fmt.Sprintf("%s, which %s looks for, never gets here: a test before this one has already taken it",
				andList(literalsOf([]*engine.Test{t}), "and"), helperName(t)), origin(s))
		}
		return
	}
	for _, lit := range t.Literals {
		matched := pkg.MatchAny(lit.Atoms)
		if lit.Expr == nil || lit.WrongWay() || !matched.Meets(answers) || matched.Meets(arrived) {
			continue
		}
		r.report(lit.Expr, quote(lit.Value)+" never gets here: a test before this one has already taken it", origin(s))
	}
}

// helperName names the helper that tests.
func helperName(t *engine.Test) string {
	if t.Call.Parent() != nil {
		return "the function literal"
	}
	return t.Call.Name()
}
