package rules

import (
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

var partialCategory = rule{
	doc: Doc{
		ID:       "partialcategory",
		Severity: Warning,
		Since:    "0.1.0",
		Options:  []string{"critical"},
		Text: Text{
			Title: "a test meant for a critical category covers only part of it",
			What: `Reports a dotted prefix such as "AuthFailure." that leaves out the bare code
"AuthFailure", and, where the code decides on a retry, an exact test on the bare
code of a category that has details. The codes left out must meet another end than
those that match.`,
			Why: `Many services answer the bare code of a category as well as its details. The
half that the test leaves out takes the path for codes that nobody expected.`,
			Fix: `By hand: test the bare code and the details, as in the example, or with a prefix
without the dot.`,
			Limits: "Only categories of the policy (option critical) are looked at.",
			Seen:   "cloudmux: a retry tests the bare RequestLimitExceeded, and its three public details are not retried.",
		},
		Chinese: Text{
			Title:  "本想判断整个关键大类，却只覆盖了一部分",
			What:   `报告两种判断：带点的前缀（如 "AuthFailure."），它漏掉了大类本身的错误码 "AuthFailure"；以及在决定是否重试时，只与大类本身作相等比较，而该大类还有细分错误码。只有当漏掉的错误码与匹配到的错误码去向不同时才报告。`,
			Why:    "许多服务既返回大类本身，也返回其细分错误码。漏掉的那一半会落入为意料之外的错误码准备的分支。",
			Fix:    "手工修改：像示例那样同时判断大类本身和细分错误码，或者使用不带点的前缀。",
			Limits: "只检查策略（选项 critical）中的大类。",
			Seen:   "cloudmux：重试逻辑只判断 RequestLimitExceeded 本身，它的三个公共细分错误码不会被重试。",
		},
		Bad: `func reauthenticate(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.HasPrefix(e.Code, "AuthFailure.")
}`,
		Found: `bad.go:3:41: partialcategory: "AuthFailure." leaves out "AuthFailure", which takes the other way`,
		Good: `func reauthenticate(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && (e.Code == "AuthFailure" || strings.HasPrefix(e.Code, "AuthFailure."))
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for s := range subjects(pkg) {
			for _, t := range s.Tests {
				for _, lit := range t.Literals {
					if lit.Expr != nil || t.Call != nil && t.Node != nil && !pkg.Declares(t.Call) {
						checkPartial(r, pkg, s, t, lit)
					}
				}
			}
		}
	},
}

// checkPartial reports a literal that stands for only part of a critical
// category.
func checkPartial(r *reporter, pkg *program.Package, s *program.Subject, t *program.Test, lit program.Literal) {
	if !predicate.Closed(t) || t.Pattern.May {
		return // it compares with more than is known, or with less
	}
	category := catalog.Category(lit.Value)
	if _, critical := r.config.Critical[category]; !critical || len(lit.Atoms) != 1 {
		return
	}
	var missing codes.Set
	switch a := lit.Atoms[0]; {
	case a.Op == codes.Prefix && a.Value == category+".":
		bare, ok := pkg.Universe.Lookup(category)
		if answers, _ := origin.Answers(pkg, s.Origin); !ok || !answers.Has(bare) {
			return
		}
		missing = pkg.Universe.Only(bare)
	case a.Op == codes.Equal && a.Value == category:
		// Where a helper makes the test, its caller decides.
		if s, t = decider(pkg, s, t); s == nil {
			return
		}
		answers, known := origin.Answers(pkg, s.Origin)
		if !known {
			answers = pkg.Universe.Everyone()
		}
		missing = answers.And(pkg.Universe.Category(category)).Minus(pkg.Universe.Match(a))
	}
	for _, other := range s.Tests {
		missing = missing.Minus(predicate.Matched(other))
	}
	if missing.Empty() || !endsOtherwise(s, t, missing) {
		return
	}
	var names []string
	for e := range missing.All {
		if names = append(names, strconv.Quote(pkg.Universe.Code(e))); len(names) == 3 {
			break
		}
	}
	what := "is one code of its category; the service may also answer "
	if lit.Atoms[0].Op == codes.Prefix {
		what = "leaves out "
	}
	var at analysis.Range = lit.Expr
	if lit.Expr == nil {
		at = t.Node // the literal is in another package
	}
	r.report(at, fmt.Sprintf("%s %s%s, which takes the other way", quote(lit.Value), what, andList(names, "and")), func(d *analysis.Diagnostic) { pointToCalls(s)(d) })
}

// decidesRetry reports whether a match of the test leads to a retry.
func decidesRetry(s *program.Subject, t *program.Test) bool {
	return slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool {
		return o.Matched == t && isRetry(s, &o)
	})
}

// decider returns the test itself, where a match of it leads to a retry, or the
// call of the function that makes it where that does; nil if none does.
func decider(pkg *program.Package, s *program.Subject, t *program.Test) (*program.Subject, *program.Test) {
	if decidesRetry(s, t) {
		return s, t
	}
	for caller, call := range pkg.TestsBy(engine.Function(s)) {
		if decidesRetry(caller, call) {
			return caller, call
		}
	}
	return nil, nil
}

// isRetry reports whether an outcome is one that waits and tries again.
func isRetry(s *program.Subject, o *program.Outcome) bool {
	return verdict.Retries(s, o) && (o.Kind != program.Again || o.Slept)
}

// endsOtherwise reports whether what is missing can meet an end that no match
// of the test meets.
func endsOtherwise(s *program.Subject, t *program.Test, missing codes.Set) bool {
	if decidesRetry(s, t) {
		// The end of the retry may be that of what is never retried.
		final := false
		for _, o := range s.Outcomes {
			if o.Matched == t || o.Narrowed || !o.Codes.Meets(missing) {
				continue
			}
			if isRetry(s, &o) {
				return false
			}
			final = final || o.Matched == nil
		}
		return final
	}
	for _, o := range s.Outcomes {
		if o.Matched == nil && !o.Narrowed && o.Codes.Meets(missing) &&
			!slices.ContainsFunc(s.Outcomes, func(p program.Outcome) bool {
				return p.Matched == t && p.Kind == o.Kind && p.Surfaced == o.Surfaced && p.Pos == o.Pos
			}) {
			return true
		}
	}
	return false
}
