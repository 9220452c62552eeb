package rules

import (
	"fmt"
	"go/token"
	"maps"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/callmap"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

var missingCritical = rule{
	doc: Doc{
		ID:       "missingcritical",
		Severity: Warning,
		Since:    "0.1.0",
		Options:  []string{"critical", "mode", "retry"},
		Text: Text{
			Title: "a critical category meets a fate that the policy forbids",
			What: `Follows the codes that no test names to where control leaves the error, and
reports critical categories that meet a fate which the policy forbids: swallowed
(what the function does and returns from there cannot be told from its success),
retried (the same request goes out again whatever the code), stopped (final, while
named siblings are retried), or logged (like swallowed, but a line in a log tells of
it; allowed unless a policy forbids it). The policy
says for each category which fates are forbidden: swallowed and retried for
AuthFailure and UnauthorizedOperation, swallowed and stopped for
RequestLimitExceeded. In mode "explicit" it instead reports every switch or if
chain on a code that leaves a critical category to no test and no default of its
own.`,
			Why: `A failed authentication that reads as success turns an outage into silence; one
that is retried hides the cause for as long as the retry lasts; a throttled call
that is given up fails a run which a moment's patience would have saved.`,
			Fix: `By hand: return, wrap or log the error on the path that the message names. In a
retry, retry the codes that pass by themselves, throttling among them, and make all
others final.`,
			Limits: `Silent for an error that is a parameter (its caller has it too; except that a
function which is asked whether to retry is judged), for functions that answer no,
where a flag or a text decides, where the path leaves
any trace but a line in a log that success does not (a counter, a list, a message, a status, another
result), and for throttling that a wrapper on the way already retries. A loop whose
call is given something new each time, or that asks again after a success too, is no
retry.`,
			Seen: "The Terraform provider: loops that retry a refused permission until they time out, in 37 places; throttling that is given up, in 29.",
		},
		Chinese: Text{
			Title:  "关键大类的错误去向违反策略",
			What:   "跟踪没有被任何判断点名的错误码，直到程序离开该错误为止；如果某个关键大类的去向为策略所禁止，则报告。去向分为：被吞掉（从那里起，函数所做的事和返回的结果与成功时没有区别）；被重试（无论什么错误码，同一个请求都会再次发出）；被终止（不再重试，而同一处点名的其他错误码会重试）；仅记录日志（与被吞掉相同，但有一行日志提到它；除非策略禁止，否则允许）。策略规定每个大类不允许哪些去向：AuthFailure 和 UnauthorizedOperation 不得被吞掉或被重试，RequestLimitExceeded 不得被吞掉或被终止。在 explicit 模式下，改为报告没有用判断或自己的默认分支覆盖关键大类的 switch 和 if 链。",
			Why:    "把鉴权失败当作成功，故障就变得悄无声息；重试鉴权失败，在重试结束之前都看不到真正的原因；遇到限频就放弃，会让稍等片刻就能成功的操作失败。",
			Fix:    "手工修改：在消息指出的路径上返回、包装错误或写日志；在重试逻辑中，只重试会自行恢复的错误码（包括限频），其余一律不再重试。",
			Limits: "以下情况不报告：错误是函数的参数（调用者同样持有它；但被询问是否重试的函数会检查）；回答“否”的函数；由标志变量或文本决定的路径；路径上除日志行外还留下了成功时没有的痕迹（计数、列表、消息、状态、不同的结果）；限频错误已由途中的封装函数重试。每次调用的参数都不同，或者成功之后也会再次调用的循环，不算重试。",
			Seen:   "Terraform provider：一直重试到超时、连权限被拒绝也不例外的循环，共 37 处；遇到限频就放弃，共 29 处。",
		},
		Bad: `func exists(client *cvm.Client, request *cvm.DescribeInstancesRequest) (found bool, err error) {
	_, err = client.DescribeInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return false, nil
		}
		return true, nil
	}
	return err == nil, err
}`,
		Found: `bad.go:4:6: missingcritical: AuthFailure, RequestLimitExceeded and UnauthorizedOperation of DescribeInstances are swallowed: any code but "InvalidInstanceId.NotFound" ends in success, and the error is never used again; return it`,
		Good: `func exists(client *cvm.Client, request *cvm.DescribeInstancesRequest) (found bool, err error) {
	_, err = client.DescribeInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return false, nil
	}
	return err == nil, err
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for s := range subjects(pkg) {
			if r.config.Explicit {
				checkExplicit(r, pkg, s)
			} else {
				checkCritical(r, pkg, s)
			}
		}
	},
}

// checkExplicit reports each switch or chain of a subject that leaves a
// critical category to no test and no default of its own.
func checkExplicit(r *reporter, pkg *program.Package, s *program.Subject) {
	answers, _ := origin.Answers(pkg, s.Origin)
	for _, c := range callmap.Covers(s) {
		if c.Chain.Default || c.Others {
			continue // the branch of != is a default
		}
		var names []string
		for _, name := range sortedKeys(r.config.Critical) {
			category := pkg.Universe.Category(name).And(answers).And(c.Arrived)
			if len(r.config.Critical[name]) > 0 && !category.In(c.Matched) {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			r.report(c.Chain.Node, fmt.Sprintf("no test here covers all of %s, and there is no default", andList(names, "or")), pointToCalls(s))
		}
	}
}

// checkCritical reports each forbidden fate that critical categories meet,
// once for a subject.
func checkCritical(r *reporter, pkg *program.Package, s *program.Subject) {
	for _, fate := range []program.Fate{program.Swallowed, program.Logged, program.Retried, program.Stopped} {
		var names []string
		var end token.Pos
		for i := range s.Outcomes {
			o := &s.Outcomes[i]
			met, ok := fateOf(s, o)
			if !ok || met != fate {
				continue
			}
			set := o.Codes
			if fate == program.Stopped {
				set = set.Minus(verdict.Retried(s)) // the retry of these gives up there
			}
			for _, name := range criticalIn(pkg, s, r.config.Critical, fate, set) {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
				if !end.IsValid() {
					end = o.Pos
				}
			}
		}
		if (fate == program.Swallowed || fate == program.Logged) && waits(s) {
			continue // a loop that gives up in the end: it is said of the retry
		}
		telling := tellingTests(s, fate)
		if (fate == program.Retried || fate == program.Stopped) && !slices.ContainsFunc(telling, func(t *program.Test) bool { return isOwn(pkg, t) }) {
			continue
		}
		if at := testNode(telling); at != nil && len(names) > 0 {
			slices.Sort(names)
			r.report(at, fateMessage(pkg, s, fate, names, telling), pointToCalls(s), related(end, "%s %s here", andList(names, "and"), fateVerb(fate, names)))
		}
	}
}

// waits reports whether an error is retried by a loop that waits.
func waits(s *program.Subject) bool {
	return slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool {
		fate, ok := fateOf(s, &o)
		return ok && fate == program.Retried && o.Kind == program.Again
	})
}

// isOwn reports whether a test names codes itself. What a helper that retries codes of
// its own leaves out is said once, in the helper.
func isOwn(pkg *program.Package, t *program.Test) bool {
	written := func(lit program.Literal) bool { return lit.Expr != nil }
	return !predicate.Retries(t) || t.Call == nil || !pkg.Declares(t.Call) || len(t.Literals) == 0 || slices.ContainsFunc(t.Literals, written)
}

// tellingTests returns the tests that a finding names: for the fate stopped
// those whose codes are retried, for retried those whose codes are not.
func tellingTests(s *program.Subject, fate program.Fate) []*program.Test {
	var tests []*program.Test
	for _, t := range s.Tests {
		if !predicate.Decides(t) {
			continue
		}
		retried := slices.ContainsFunc(s.Outcomes, func(o program.Outcome) bool {
			return o.Matched == t && verdict.Retries(s, &o)
		})
		if fate == program.Swallowed || fate == program.Logged || retried == (fate == program.Stopped) {
			tests = append(tests, t)
		}
	}
	if len(tests) == 0 {
		return s.Tests
	}
	return tests
}

// testNode returns where a finding about several tests is reported: the first
// of them.
func testNode(tests []*program.Test) analysis.Range {
	for _, t := range tests {
		if t.Node != nil {
			return t.Node
		}
	}
	return nil
}

func fateVerb(fate program.Fate, names []string) string { return be(len(names)) + " " + fate.String() }

func fateMessage(pkg *program.Package, s *program.Subject, fate program.Fate, names []string, telling []*program.Test) string {
	who, named := andList(names, "and"), literalsOf(pkg, s, telling)
	switch fate {
	case program.Swallowed:
		end := "ends in success, and the error is never used again; return it"
		if !engine.Function(s).ReturnsError() {
			end = "ends as success does, and nothing tells of the error; return or record it"
		}
		return fmt.Sprintf("%s of %s %s: any code but %s %s", who, source(s), fateVerb(fate, names), andList(named, "and"), end)
	case program.Logged:
		return fmt.Sprintf("%s of %s %s only logged: any code but %s ends as success does; return it", who, source(s), be(len(names)), andList(named, "and"))
	case program.Retried:
		end := "until the retry gives up"
		if !verdict.GivesUp(s) {
			end = "without end"
		}
		return fmt.Sprintf("%s %s %s: any code but %s goes to the retry; make it final, or name the codes to retry",
			who, fateVerb(fate, names), end, andList(named, "and"))
	default:
		return fmt.Sprintf("%s %s final while %s %s retried; retry it too",
			who, be(len(names)), andList(named, "and"), be(len(named)))
	}
}

func be(n int) string {
	if n > 1 {
		return "are"
	}
	return "is"
}

// source names the call that the error came from.
func source(s *program.Subject) string {
	if len(s.Calls) == 1 {
		return s.Calls[0].Name
	}
	return "the call"
}

// literalsOf lists the codes that tests on an error name, three at most.
func literalsOf(pkg *program.Package, s *program.Subject, tests []*program.Test) []string {
	var list []string
	isRest := func(t *program.Test) bool { return t.Rest }
	if others := slices.DeleteFunc(slices.Clone(tests), isRest); len(others) > 0 {
		tests = others
	}
	for _, t := range tests {
		for _, lit := range named(pkg, s, t) {
			name := lit.Value
			if slices.ContainsFunc(lit.Atoms, func(a codes.Atom) bool { return a.Op == codes.Segment }) {
				name += ".*"
			}
			q := quote(name)
			if slices.Contains(list, q) {
				continue
			}
			if len(list) == 3 {
				return append(list, "others")
			}
			list = append(list, q)
		}
	}
	if len(list) == 0 {
		return []string{"those named here"}
	}
	return list
}

// named returns the literals of a test that a message about an error names. A helper
// may serve all services: of what it compares with, those count that the services
// called answer, if there are any.
func named(pkg *program.Package, s *program.Subject, t *program.Test) []program.Literal {
	answers, known := origin.Answers(pkg, s.Origin)
	known = known && t.Set.Meets(answers)
	return slices.DeleteFunc(slices.Clone(t.Literals), func(lit program.Literal) bool {
		return lit.Never || known && lit.Expr == nil && !engine.MatchAny(pkg, lit.Atoms).Meets(answers)
	})
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
