package rules

import (
	"fmt"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

var wrongService = rule{
	doc: Doc{
		ID:       "wrongservice",
		Severity: Error,
		Since:    "0.1.0",
		Options:  []string{"extra-codes", "extra-pages"},
		Text: Text{
			Title: "the code exists, but no API of the called service answers it",
			What: `Follows the tested error back to the calls it came from, through variables,
closures, wrappers and functions of other packages, and reports a code that none
of the services called can answer: it is not in their lists, public, client-side
or an addition of yours.`,
			Why: "The code was copied from another product's client. The test never matches.",
			Fix: `By hand: test the code that the service called answers, which "tcerrlint catalog
-service NAME WORDS" finds, or remove the test.`,
			Limits: `Silent when one of the calls cannot be resolved, when the catalog lacks the full
list of one of the services, and about lists that other packages can use, or that the
package uses in a way which is not understood. A helper of another package is reported where it is called, if it looks for no code that the
service answers.`,
			Seen: "The Terraform provider: InternalError.ClusterNotFound, a code of tke, after calls of antiddos, dayu and emr, ten times.",
		},
		Chinese: Text{
			Title:  "错误码存在，但被调用的服务不会返回它",
			What:   "沿着变量、闭包、封装函数以及其他包中的函数，把被判断的错误追溯到产生它的调用。如果被调用的服务都不可能返回该错误码，即它既不在这些服务的错误码列表中，也不是公共错误码、客户端错误码或您补充的错误码，则报告。",
			Why:    "错误码多半是从另一个产品的代码里复制来的，这个判断永远不会成立。",
			Fix:    "手工修改：改为判断被调用的服务会返回的错误码（可用 tcerrlint catalog -service 服务名 关键字 查找），或者删除这个判断。",
			Limits: "只要有一个调用无法确定，或者错误码库没有其中某个服务的完整列表，就不报告；其他包也能使用的错误码列表，以及在本包中有某处用法无法判断的列表，同样不报告。其他包的辅助函数若只查找该服务不会返回的错误码，则在调用处报告。",
			Seen:   "Terraform provider：在调用 antiddos、dayu 和 emr 之后判断 InternalError.ClusterNotFound，而这是 tke 的错误码，共十处。",
		},
		Bad: `func describe(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "ResourceNotFound.CdnHostNotExists" {
		return nil
	}
	return err
}`,
		Found: `bad.go:3:66: wrongservice: no API of cvm answers "ResourceNotFound.CdnHostNotExists": it is a code of cdn`,
		Good: `func describe(client *cvm.Client, request *cvm.DescribeInstancesRequest) error {
	_, err := client.DescribeInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		fakes := fakesOf(r.pass, pkg)
		for _, lit := range literals(pkg) {
			from := lit.origin()
			answers, known := origin.Answers(pkg, from)
			if !known || predicate.WrongWay(&lit.Literal) || lit.matched.Empty() || lit.matched.Meets(answers) || documentedOnce(from, lit.matched) || fakes.has(lit) {
				continue
			}
			// A category whose details the service answers is at most half a test.
			if pkg.Universe.Category(lit.Value).Meets(answers) {
				continue
			}
			if !lit.usesKnown(pkg) {
				continue
			}
			message := fmt.Sprintf("no API of %s answers %s: it is a code of %s", services(from), quote(lit.Value), owners(lit.matched))
			if meant := sameElsewhere(lit.Value, from); lit.Atoms[0].Op == codes.Equal && len(meant) > 0 {
				message += "; did you mean " + orList(meant) + "?"
			}
			r.report(lit.Expr, message, lit.related)
		}
		for s, t := range tests(pkg) {
			checkForeign(r, pkg, s, t)
		}
	},
}

// checkForeign reports the call of a helper that other packages may call, too, and that
// looks only for codes which the API never answers: others it may serve.
func checkForeign(r *reporter, pkg *program.Package, s *program.Subject, t *program.Test) {
	answers, known := origin.Answers(pkg, s.Origin)
	if !known || t.Call == nil || t.Node == nil || !isShared(pkg, t.Call) || !predicate.Closed(t) || t.Pattern.May || t.OtherMatches || t.Vague {
		return
	}
	matched := predicate.Matched(t)
	if matched.Empty() || matched.Meets(answers) || documentedOnce(s.Origin, matched) {
		return
	}
	for _, lit := range t.Literals {
		if lit.Expr != nil || pkg.Universe.Category(lit.Value).Meets(answers) {
			return
		}
	}
	names, are := literalsOf(pkg, s, []*program.Test{t}), "it is a code"
	if len(names) > 1 {
		are = "they are codes"
	}
	r.report(t.Node, fmt.Sprintf("no API of %s answers %s, which %s looks for: %s of %s", services(s.Origin), andList(names, "or"), t.By, are, owners(matched)), pointToCalls(s))
}

// isShared reports whether a function is of another package, or others can call it.
func isShared(pkg *program.Package, callee *ssa.Function) bool {
	f := pkg.BySSA[ir.Generic(callee)]
	return f == nil && callee.Parent() == nil || f != nil && f.Exported
}

// sameElsewhere returns the codes of the services called that say what a code of
// others says.
func sameElsewhere(code string, from facts.Origin) []catalog.Suggestion {
	return slices.DeleteFunc(catalog.Suggest(code, scopeOf(from)), func(s catalog.Suggestion) bool {
		switch s.Reason {
		case catalog.ReasonFold, catalog.ReasonWords, catalog.ReasonSibling:
			return s.Global
		case catalog.ReasonEdit:
			return s.Global || s.Distance > 1
		}
		return true
	})
}

// documentedOnce reports whether one of the services, or no service at all,
// had one of the codes once: then nothing is sure.
func documentedOnce(o facts.Origin, set codes.Set) bool {
	for e := range set.All {
		if int(e) >= catalog.Len() {
			return true
		}
		id := catalog.ID(e)
		if _, ok := catalog.Tombstone(id); ok {
			return true
		}
		for _, name := range o.Services {
			if s, ok := catalog.ServiceNamed(name); ok {
				if _, ok := s.Dropped(id); ok {
					return true
				}
			}
		}
	}
	return false
}

// owners names the services that have one of the codes, three at most.
func owners(set codes.Set) string {
	var names []string
	seen := make(map[string]bool)
	for e := range set.All {
		for s := range catalog.Services(catalog.ID(e)) {
			if seen[s.Name()] {
				continue
			}
			if seen[s.Name()] = true; len(names) == 3 {
				return andList(append(names, "others"), "and")
			}
			names = append(names, s.Name())
		}
	}
	return andList(names, "and")
}
