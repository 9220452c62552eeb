package rules

import (
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/analyzer/catalog"
	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/flow"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

var criticalSuccess = rule{
	doc: Doc{
		ID:       "criticalsuccess",
		Severity: Note,
		Since:    "0.1.0",
		Options:  []string{"critical"},
		Text: Text{
			Title: "a code of a critical category leads to success",
			What: `Reports a test on a code of a critical category, or of InternalError, whose
match ends in success without a trace: nothing is returned, logged or kept, and no
call that could fail is made to mend it. Codes that end in NotFound are left alone.`,
			Why: `The code says that the call failed for a reason that has nothing to do with
what was asked. Read as success, a passing fault of the service can drop a live
resource from the state.`,
			Fix: `By hand: return the error, or test the code that says what was meant, such as one that
ends in NotFound.`,
			Limits: "A match that another condition narrows, such as one on the message or on an option of the caller, is left alone, and so is one in a function that returns no error, or that answers false or something else than success does beside none, such as that it is to be called again, and throttling that is given one of several answers of success, such as that it is not yet done.",
			Seen:   "The Terraform provider: InternalError.DatabaseAccessError drops a database instance from the state.",
		},
		Chinese: Text{
			Title:  "把关键大类的错误码当作成功",
			What:   "报告对关键大类（以及 InternalError）错误码的判断：一旦匹配，就不留痕迹地走向成功，既没有返回、写日志或保存，也没有调用可能失败的补救操作。以 NotFound 结尾的错误码除外。",
			Why:    "这样的错误码说明调用失败了，而且原因与请求的内容无关。把它当作成功，服务的一次短暂故障就可能让仍然存在的资源从状态中消失。",
			Fix:    "手工修改：返回该错误，或者改为判断真正想判断的错误码，例如以 NotFound 结尾的错误码。",
			Limits: "匹配之后还有其他条件（例如对错误消息的判断，或者调用者给出的选项）限制的，不报告；函数不返回错误，或者不带错误地回答 false 或与成功不同的结果（例如“请再次调用”）的，也不报告；限流时返回成功也会给出的几种答案之一（例如“尚未完成”）的，同样不报告。",
			Seen:   "Terraform provider：InternalError.DatabaseAccessError 让数据库实例从状态中消失。",
		},
		Bad: `func remove(client *cvm.Client, request *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InternalServerError" {
		return err
	} else if ok && e.Code == "UnauthorizedOperation" {
		return nil
	}
	return err
}`,
		Found: `bad.go:5:28: criticalsuccess: "UnauthorizedOperation" says that the call failed for a reason of its own, and here it ends in success`,
		Good: `func remove(client *cvm.Client, request *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok && e.Code == "InvalidInstanceId.NotFound" {
		return nil
	}
	return err
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for s := range subjects(pkg) {
			if verdict.Given(s) || !engine.Function(s).ReturnsError() && !flow.Deferred(engine.Function(s)) {
				continue // the caller has the error too, or asks for none
			}
			if pkg.IsCOS() && onlyHead(s) {
				continue // no such code ever comes
			}
			if file := r.pass.Fset.File(s.Pos()); file != nil && strings.HasSuffix(file.Name(), "_test.go") {
				continue // that the code is this one is what the test wants
			}
			for i := range s.Outcomes {
				if o := &s.Outcomes[i]; o.Matched != nil && o.Matched.Node != nil && !o.Matched.Pattern.May && !o.Narrowed && verdict.Of(s, o).Silent && !verdict.Asked(s, o) {
					checkSuccess(r, pkg, s, o)
				}
			}
		}
	},
}

// checkSuccess reports the literals of the test that led to success.
func checkSuccess(r *reporter, pkg *program.Package, s *program.Subject, o *program.Outcome) {
	for _, lit := range o.Matched.Literals {
		matched := engine.MatchAny(pkg, lit.Atoms).And(o.Codes)
		if matched.Empty() || o.Among && wantsRetry(r, pkg, matched) || strings.HasSuffix(lit.Value, "NotFound") || !allCritical(r, pkg, lit, matched) {
			continue
		}
		r.report(place(o.Matched, lit), quote(lit.Value)+" says that the call failed for a reason of its own, and here it ends in success",
			pointToCalls(s), related(o.Pos, "here"))
	}
}

// wantsRetry reports whether the policy wants codes tried again: then an answer that
// success also gives, beside others, is that it is not yet so far.
func wantsRetry(r *reporter, pkg *program.Package, matched codes.Set) bool {
	for category, forbidden := range r.config.Critical {
		if slices.Contains(forbidden, program.Stopped) && matched.In(pkg.Universe.Category(category)) {
			return true
		}
	}
	return false
}

// place is where a finding about a literal of a test is reported: the literal,
// or the test where the literal stands elsewhere.
func place(t *program.Test, lit program.Literal) analysis.Range {
	if lit.Expr == nil || t.Node != nil && (lit.Expr.Pos() < t.Node.Pos() || t.Node.End() < lit.Expr.End()) {
		return t.Node
	}
	return lit.Expr
}

// allCritical reports whether a literal names a critical category, or matches
// nothing but codes of critical categories.
func allCritical(r *reporter, pkg *program.Package, lit program.Literal, matched codes.Set) bool {
	critical := func(code string) bool {
		category := catalog.Category(code)
		_, ok := r.config.Critical[category]
		return ok || category == "InternalError"
	}
	if critical(lit.Value) {
		return true
	}
	for e := range matched.All {
		if !critical(pkg.Universe.Code(e)) {
			return false
		}
	}
	return true
}
