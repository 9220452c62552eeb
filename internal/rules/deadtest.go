package rules

import (
	"fmt"
	"go/ast"

	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

var deadTest = rule{
	doc: Doc{
		ID:       "deadtest",
		Severity: Warning,
		Since:    "0.1.0",
		Text: Text{
			Title: "a test that cannot be true or that changes nothing",
			What: `Reports a code that no error can have any more where it is tested, because
earlier tests on the same error took it, and a test whose match and mismatch do
the same.`,
			Why: `Whoever wrote the test expected something to happen. A test on a broader
pattern has taken the code before, or the branch was never filled in.`,
			Fix:    "By hand: put the narrower test first, or remove the one that does nothing.",
			Limits: "Tests in different functions are not compared.",
			Seen:   "The Terraform provider: a test by strings.Contains returns before the exact test below it.",
		},
		Chinese: Text{
			Title:  "不可能成立、或者不起作用的判断",
			What:   "报告两种判断：被判断的错误码在此处已不可能出现，因为前面对同一错误的判断已经把它取走；以及匹配与不匹配结果完全相同的判断。",
			Why:    "写下这个判断的人是希望发生些什么的。但更宽的判断已经先取走了这个错误码，或者分支的内容一直没有补上。",
			Fix:    "手工修改：把更窄的判断放到前面，或者删除不起作用的判断。",
			Limits: "不比较不同函数中的判断。",
			Seen:   "Terraform provider：strings.Contains 的判断先返回了，它下面的精确判断永远不会成立。",
		},
		Bad: `func retryable(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	if !ok || strings.HasPrefix(e.Code, "InternalError") {
		return false
	}
	return e.Code == "InternalError.DatabaseAccessError"
}`,
		Found: `bad.go:6:19: deadtest: "InternalError.DatabaseAccessError" never gets here: a test before this one has already taken it`,
		Good: `func retryable(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	if !ok {
		return false
	}
	return e.Code == "InternalError.DatabaseAccessError" || e.Code == "RequestLimitExceeded"
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		serves := inService(pkg)
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
			checkDead(r, pkg, s, t, serves)
		}
	},
}

// checkDead reports the literals of a test that cannot match where it is made.
func checkDead(r *reporter, pkg *program.Package, s *program.Subject, t *program.Test, serves map[ast.Expr]bool) {
	arrived := predicate.Arrived(t)
	if !arrived.Meets(pkg.Universe.Codes()) {
		return // never about an error of the SDK
	}
	if t.AsksNil {
		return // err != nil after it: who asks thinks of no code
	}
	if t.Mixed && arrived.Has(pkg.Universe.NotSDK()) {
		return // the values serve other errors
	}
	answers, _ := origin.Answers(pkg, s.Origin)
	if t.Call != nil && len(t.Literals) > 0 && t.Literals[0].Expr == nil && !predicate.Retries(t) {
		if m := predicate.Matched(t); predicate.Closed(t) && m.Meets(answers) && !m.Meets(arrived) {
			r.report(t.Node, fmt.Sprintf("%s, which %s looks for, never gets here: a test before this one has already taken it",
				andList(literalsOf(pkg, s, []*program.Test{t}), "and"), t.By), pointToCalls(s))
		}
		return
	}
	partly := predicate.Matched(t).Meets(arrived)
	for _, lit := range t.Literals {
		if partly && serves[lit.Expr] {
			continue
		}
		matched := engine.MatchAny(pkg, lit.Atoms)
		if lit.Expr == nil || predicate.WrongWay(&lit) || !matched.Meets(answers) || matched.Meets(arrived) {
			continue
		}
		r.report(lit.Expr, quote(lit.Value)+" never gets here: a test before this one has already taken it", pointToCalls(s))
	}
}

// inService returns the literals that some test can match. One list may serve
// several tests, such as one on the whole code and one on its first segment: what
// is dead for one of them is not dead for the other.
func inService(pkg *program.Package) map[ast.Expr]bool {
	serves := make(map[ast.Expr]bool)
	for _, t := range tests(pkg) {
		for _, lit := range t.Literals {
			if lit.Expr != nil && engine.MatchAny(pkg, lit.Atoms).Meets(predicate.Arrived(t)) {
				serves[lit.Expr] = true
			}
		}
	}
	return serves
}
