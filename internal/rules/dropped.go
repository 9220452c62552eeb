package rules

import (
	"fmt"

	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/summary"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

var dropped = rule{
	doc: Doc{
		ID:       "dropped",
		Severity: Warning,
		Since:    "0.1.0",
		Options:  []string{"error-types"},
		Text: Text{
			Title: "an error that is not the SDK's is dropped",
			What: `Reports an assertion to the SDK's error type whose other side, an error of
another type, reaches success: it is not returned, logged or kept. Whether a code is
tested does not matter: it is the SDK's sample with its second if left out. So is an
assertion whose results nobody takes, where nothing else is done to the error.`,
			Why: `A wrapped error, one of the credentials' provider or one made by a layer between
is not a *TencentCloudSDKError, though a timeout is: the SDK makes
ClientError.NetworkError of it. The function says that all is well.`,
			Fix:    "By hand: return the error where it is not the SDK's, as in the example.",
			Limits: "An error that the function was given is its caller's to look after.",
			Seen:   "The Terraform provider: every failure to read the logging state of a COS bucket is lost, for errors of COS are never the SDK's.",
		},
		Chinese: Text{
			Title:  "不是 SDK 的错误被丢弃",
			What:   "报告对 SDK 错误类型的断言，其失败的一侧（错误是其他类型）走向成功：错误既没有返回，也没有写日志或保存。是否判断错误码都一样：这就是 SDK 官方示例漏写第二个 if 的样子。如果断言的两个结果都没有使用，错误也没有其他用途，同样会被报告。",
			Why:    "被包装过的错误、凭证提供者的错误、中间层自己产生的错误，都不是 *TencentCloudSDKError（超时则是：SDK 把它变成 ClientError.NetworkError）。此时函数却报告一切正常。",
			Fix:    "手工修改：像示例那样，在错误不是 SDK 错误时也把它返回。",
			Limits: "作为参数传入的错误由调用者负责。",
			Seen:   "Terraform provider：读取 COS 存储桶的日志状态失败时，错误全部丢失，因为 COS 的错误从来不是 SDK 的错误。",
		},
		Bad: `func remove(client *cvm.Client, request *cvm.TerminateInstancesRequest) error {
	_, err := client.TerminateInstances(request)
	if e, ok := err.(*errors.TencentCloudSDKError); ok {
		if e.Code == "InvalidInstanceId.NotFound" {
			return nil
		}
		return err
	}
	return nil
}`,
		Found: `bad.go:4:6: dropped: an error that is not the SDK's ends in success: one that a wrapper or the credentials make is no *TencentCloudSDKError; return the error`,
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
			// One fault, one finding: what swallows the SDK's errors drops others.
			if !verdict.Given(s) && !(r.config.Rules["missingcritical"] && swallows(r, pkg, s)) {
				checkDropped(r, pkg, s)
			}
		}
		for _, x := range summary.UnusedAssertions(pkg) {
			if at, _ := r.assertionAt(x.Pos()); at != nil {
				r.report(at, "neither result of this assertion is used, nor the error: a call that failed reads as success; return the error")
			}
		}
	},
}

// checkDropped reports, once, that a foreign error ends in success. Where the
// SDK's own errors do too, the rule missingcritical has said so.
func checkDropped(r *reporter, pkg *program.Package, s *program.Subject) {
	u := pkg.Universe
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if v := verdict.Of(s, o); !v.Silent || !o.Traceless() || o.Narrowed || v.Matched != nil ||
			!o.Codes.Has(u.NotSDK()) || o.Codes.Meets(u.Codes()) {
			continue
		}
		at := testNode(s.Tests)
		if at == nil && len(s.Asserts) > 0 {
			if node, _ := r.assertionAt(predicate.Pos(s.Asserts[0])); node != nil {
				at = node
			}
		}
		if at != nil {
			end, mend := "ends in success", "return the error"
			if !engine.Function(s).ReturnsError() {
				end, mend = "ends as success does", "return or record it"
			}
			r.report(at, fmt.Sprintf("an error that is not the SDK's %s: %s; %s", end, foreign(pkg), mend),
				pointToCalls(s), related(o.Pos, "success here"))
		}
		return
	}
}

// foreign gives an example of an error that is not the SDK's. What the transport
// returns is such an error for COS only: the SDK of the API makes
// ClientError.NetworkError of it.
func foreign(pkg *program.Package) string {
	if pkg.IsCOS() {
		return "a timeout or a refused connection is no *ErrorResponse"
	}
	return "one that a wrapper or the credentials make is no *TencentCloudSDKError"
}
