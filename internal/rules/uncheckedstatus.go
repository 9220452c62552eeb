package rules

import (
	"fmt"

	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

var uncheckedStatus = rule{
	doc: Doc{
		ID:       "uncheckedstatus",
		Severity: Warning,
		Since:    "0.2.0",
		Text: Text{
			Title: "an answer that can tell of a failure is not asked",
			What: `Reports a call of an action that changes something and whose answer holds a code of
its own, beside Response.Error, when nothing reads that code: the answer is
dropped, only printed, or only other fields of it are read. SendSms answers a
code for each number, the writes of ckafka a Result.ReturnCode.`,
			Why: `The SDK returns no error for such a failure. A number that is blocked gets no
message, a user is not created, and the program says that all is well.`,
			Fix: "By hand: compare the code with the value that the message names, as in the example.",
			Limits: `Only fields that the SDK documents as such codes. An answer that is returned,
stored, or handed to a function that is not in sight is taken for read. What
tells of a job that is not finished is not asked for.`,
			Seen: "The Terraform provider: no write of ckafka reads Result.ReturnCode.",
		},
		Chinese: Text{
			Title: "没有检查可能表示失败的响应",
			What: "报告对写操作接口的调用：其成功响应中（Response.Error 之外）另有状态码，却没有任何代码读取它——响应被丢弃、只被打印，或者只读取了其他字段。" +
				"例如 SendSms 为每个号码返回一个状态码，ckafka 的写接口返回 Result.ReturnCode。",
			Why:    "这种失败，SDK 不会返回错误。号码被封禁、短信没有发出，用户没有创建成功，程序却报告一切正常。",
			Fix:    "手工修改：像示例那样，与消息中给出的值比较。",
			Limits: "只检查 SDK 文档中的这类字段。响应被返回、保存，或交给看不到的函数时，视为已被读取。尚未完成的任务的状态不要求检查。",
			Seen:   "Terraform provider：ckafka 的写操作都没有读取 Result.ReturnCode。",
		},
		Bad: `func send(client *sms.Client, request *sms.SendSmsRequest) error {
	_, err := client.SendSms(request)
	return err
}`,
		Found: `bad.go:2:12: uncheckedstatus: SendSms can fail without an error: SendStatusSet[].Code tells, and nothing here reads it; compare it with "Ok"`,
		Good: `func send(client *sms.Client, request *sms.SendSmsRequest) error {
	response, err := client.SendSms(request)
	if err != nil {
		return err
	}
	for _, status := range response.Response.SendStatusSet {
		if *status.Code != "Ok" {
			return fmt.Errorf("%s: %s", *status.PhoneNumber, *status.Code)
		}
	}
	return nil
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for _, u := range value.UnreadStatuses(pkg) {
			checkUnread(r, pkg, u)
		}
	},
}

// checkUnread reports a call whose answer's code nobody reads.
func checkUnread(r *reporter, pkg *program.Package, u instatus.Unread) {
	at := value.CallNode(pkg, u.Call)
	if at == nil || pkg.InTest(at.Pos()) {
		return // what a test wants of an answer is its own affair
	}
	s := u.Status
	message := s.Action + " can fail without an error: "
	if s.Failures() {
		message += pathOfList(s.Path) + " lists what failed, " + unreadUse[u.Use]
		r.report(at, message+"; look at its length")
		return
	}
	message += s.Path + " tells, " + unreadUse[u.Use]
	if len(s.Successes) > 0 {
		message += fmt.Sprintf("; compare it with %q", s.Successes[0])
	}
	r.report(at, message)
}

// unreadUse says what becomes of an answer whose code nobody reads.
var unreadUse = [...]string{
	instatus.Dropped: "and nothing here reads it",
	instatus.Printed: "and the answer is only printed",
	instatus.Used:    "and of the answer only other fields are read",
}
