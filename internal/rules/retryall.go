package rules

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/astutil"

	"github.com/tcerrlint/tcerrlint/internal/callmap"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

var retryAll = rule{
	doc: Doc{
		ID:       "retryall",
		Severity: Warning,
		Optional: true,
		Since:    "0.2.0",
		Options:  []string{"critical", "retry"},
		Text: Text{
			Title: "a retry names no code, so what no retry mends is retried too",
			What: `Reports a call whose every error goes to a retry that waits, with no test on its code,
where the policy forbids that a category which the call can answer is retried:
AuthFailure and UnauthorizedOperation, unless it says otherwise. A retry is what the
rule missingcritical takes for one: loops, recursion, the known packages, functions
of the program that call theirs again.`,
			Why: `A key that was revoked, or a permission that is missing, is not there at the next
round either. The retry holds the program up for its whole time and tells of the
cause at the end, if at all.`,
			Fix: `By hand: name the codes that pass by themselves, such as those of RequestLimitExceeded and
InternalError, and make all others final.`,
			Limits: `Off by default: many programs retry on purpose whatever happens. Silent where any
condition on the error decides, even one that is not understood, and for loops that do not wait.`,
			Seen: "The Terraform provider: most of its retries.",
		},
		Chinese: Text{
			Title:  "重试没有点名任何错误码，重试也无济于事的错误同样被重试",
			What:   "报告这样的调用：它的所有错误都进入会等待的重试，中间没有对错误码的判断，而策略禁止重试该调用可能返回的某个大类（默认是 AuthFailure 和 UnauthorizedOperation）。什么算重试与规则 missingcritical 相同：循环、递归、已知的包，以及会再次调用其参数的函数。",
			Why:    "密钥已被吊销或者缺少权限，下一轮也不会好。重试会把程序拖满全部时长，最后才说明原因，甚至根本不说明。",
			Fix:    "手工修改：点名会自行恢复的错误码，例如 RequestLimitExceeded 和 InternalError 的各个错误码，其余的直接返回。",
			Limits: "默认关闭：许多程序有意无论如何都重试。只要有任何关于该错误的条件（即使不能理解），以及循环不等待时，都不报告。",
			Seen:   "Terraform provider：它的大多数重试。",
		},
		Bad: `func stop(client *cvm.Client, request *cvm.StopInstancesRequest) error {
	for {
		_, err := client.StopInstances(request)
		if err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
}`,
		Found: `bad.go:3:13: retryall: any error of StopInstances is retried, AuthFailure and UnauthorizedOperation too, which no retry mends; name the codes to retry`,
		Good: `func stop(client *cvm.Client, request *cvm.StopInstancesRequest) error {
	for {
		_, err := client.StopInstances(request)
		e, ok := err.(*errors.TencentCloudSDKError)
		if !ok || !strings.HasPrefix(e.Code, "RequestLimitExceeded") {
			return err
		}
		time.Sleep(time.Second)
	}
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		said := make(map[token.Pos]bool)
		for _, site := range callmap.Sites(pkg) {
			names, at := retriedBlindly(&site)
			if len(names) == 0 || said[at] {
				continue
			}
			call := r.callAt(site.Pos)
			if call == nil {
				continue
			}
			said[at] = true // of the calls of one retry the first
			r.report(call, fmt.Sprintf("any error of %s is retried, %s too, which no retry mends; name the codes to retry",
				site.Name, andList(names, "and")), related(retriedAt(call, at), "retried here"))
		}
	},
}

// retriedBlindly returns the categories that a site retries against the policy
// though nothing asked for a code, and where.
func retriedBlindly(site *callmap.Site) (names []string, at token.Pos) {
	if len(site.Tests) > 0 {
		return nil, token.NoPos
	}
	for _, f := range site.Fates {
		switch {
		case f.Fate == program.Unknown, f.Kind == program.Again && !f.Slept:
			return nil, token.NoPos // a condition decides, or the loop does not wait
		case f.Fate != program.Retried:
			continue // the retry gave up
		case f.Forbidden && !slices.Contains(names, f.Category):
			names = append(names, f.Category)
		}
		at = f.Pos
	}
	return names, at
}

// retriedAt returns where a retry is told of the error; none where that is the call
// itself.
func retriedAt(call ast.Node, at token.Pos) token.Pos {
	if call.Pos() <= at && at < call.End() {
		return token.NoPos
	}
	return at
}

// callAt returns the call at pos; nil if there is none.
func (r *reporter) callAt(pos token.Pos) ast.Node {
	file := r.file(pos)
	if file == nil {
		return nil
	}
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for _, n := range path {
		if call, ok := n.(*ast.CallExpr); ok {
			return call
		}
	}
	return nil
}
