package rules

import (
	"fmt"
	"go/token"
	"go/types"
	"strings"

	"github.com/tcerrlint/tcerrlint/internal/engine"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/verdict"
)

var uncheckedResponse = rule{
	doc: Doc{
		ID:       "uncheckedresponse",
		Severity: Warning,
		Since:    "0.1.0",
		Text: Text{
			Title: "an answer is used, but its Error is never looked at",
			What: `Reports a value of the shape of an answer (a struct with Response.Error.Code)
that is decoded from JSON and then read, while on some path to success nothing has
looked at its Error: not here, and not in a function that it was handed to. The value
may be decoded here or by a helper of any package, at once or its Response in a second
step; in a package that names a host of the API it may be a map too, or text that is
read by paths of gjson. To compare Error with nil or Code with "", to call a method that
does, to log the answer or to return it all count as a look; to take the Error and ask
nothing of it does not. In a package that names a host of the API, decoding into a type
whose Response has no place for Error, or whose Code is a number, is reported as well.
So is an answer of a type that embeds another and hides its Response behind one of its
own without Error, wherever it is used, since nothing fills the Error that is embedded.
So is a stream of the SDK whose events are received where nothing reads their Err, and
an answer that is thrown away: a function, of this package or of one that it imports,
sends a request with X-TC-Action and returns what came, and a call keeps its error alone.`,
			Why: `The API answers HTTP status 200 when a call fails. Without a look at
Response.Error an expired key, a missing permission or a throttled request reads as
an empty list.`,
			Fix: `By hand: look at Error after decoding and before reading anything else, as in the
example.`,
			Limits: `A type without a place for Error counts only where the package has none with one,
since it may well be decoded after a check. Silent where the JSON comes from, or is also given to, a function that
is not in sight, and where the answer is stored or handed to one. A path that the
zero values of a failed answer cannot take is no path: all is well after a test that
answer.Response.Status is "SUCCESS". What the SDK's common client hands on, the SDK has
looked at.`,
			Seen: "libdns/tencentcloud: a failed DescribeRecordList reads as a zone without records, and a refused DeleteRecord as done.",
		},
		Chinese: Text{
			Title:  "使用了 API 响应，却没有检查其中的 Error",
			What:   "报告从 JSON 解码得到、形如 API 响应（含 Response.Error.Code 的结构体）的值：程序读取了它，但在某条通向成功的路径上，无论是本函数还是接收它的函数，都没有检查其中的 Error。值可以在本函数中解码，也可以由任何包中的辅助函数解码，可以一次解码，也可以先解外层、再解其中的 Response；如果包中写有 API 的域名，值也可以是 map，或者是用 gjson 按路径读取的文本。把 Error 与 nil 比较、把 Code 与空字符串比较、调用做这些比较的方法、把响应写入日志，或者把整个响应返回，都算检查；只取出 Error 而不作判断不算。如果包中写有 API 的域名，解码到 Response 中没有 Error、或者 Code 是数字的类型，同样会被报告。类型嵌入了另一个响应、又用自己的不含 Error 的 Response 遮住它时，使用这种响应也会被报告，因为嵌入的 Error 永远不会被填充。接收 SDK 的流式事件而没有任何代码读取其 Err，也会被报告。丢弃响应也是如此：本包或所导入的包中的函数发出带 X-TC-Action 的请求并返回收到的内容，而某处调用只保留了它的错误。",
			Why:    "调用失败时，API 的 HTTP 状态码仍是 200。不检查 Response.Error，密钥过期、没有权限或被限频的请求看上去就像得到了一个空列表。",
			Fix:    "手工修改：像示例那样，解码之后、读取其他字段之前先检查 Error。",
			Limits: `没有 Error 字段的类型，仅当包中没有任何带 Error 的类型时才报告，因为它很可能是在检查之后才解码的。JSON 来自看不到的函数或同时交给了这样的函数，以及响应被保存或交给这样的函数时，不报告。失败响应的零值走不到的路径不算：例如已经判断 answer.Response.Status 等于 "SUCCESS" 之后就没有问题。经 SDK 的通用客户端得到的响应，SDK 已经检查过。`,
			Seen:   "libdns/tencentcloud：DescribeRecordList 失败时，看上去就像一个没有解析记录的域名；DeleteRecord 被拒绝时，看上去就像已经删除。",
		},
		Bad: `type zones struct {
	Response struct {
		Error *struct {
			Code, Message string
		}
		TotalCount int
		RequestId  string
	}
}

func count(resp *http.Response) (int, error) {
	var answer zones
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return 0, err
	}
	return answer.Response.TotalCount, nil
}`,
		Found: `bad.go:13:45: uncheckedresponse: "answer" is used, but nothing looks at its Response.Error: a call that failed reads as success`,
		Good: `type zones struct {
	Response struct {
		Error *struct {
			Code, Message string
		}
		TotalCount int
		RequestId  string
	}
}

func count(resp *http.Response) (int, error) {
	var answer zones
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return 0, err
	}
	if e := answer.Response.Error; e != nil {
		return 0, fmt.Errorf("%s: %s", e.Code, e.Message)
	}
	return answer.Response.TotalCount, nil
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for s := range subjects(pkg) {
			if s.Answer != nil && !jsonshape.DecodesItself(s.Of.Type()) {
				checkAnswer(r, pkg, s)
			}
		}
	},
}

// checkAnswer reports, once, that an answer is used unchecked.
func checkAnswer(r *reporter, pkg *program.Package, s *program.Subject) {
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		if o.Kind != program.Succeeded && !o.Unasked || !o.Used || o.Looked || o.Tested || o.Matched != nil || o.Surfaced || o.Narrowed ||
			!o.Codes.Meets(pkg.Universe.Codes()) {
			continue
		}
		name := "the answer"
		if s.Answer.Name != "" {
			name = fmt.Sprintf("%q", s.Answer.Name)
		}
		if t := ir.Deref(s.Of.Type()); jsonshape.HidesError(t) {
			r.report(at(s.Answer.Pos), fmt.Sprintf("%s is used, but nothing fills its Response.Error: %s embeds it, and hides it behind a Response of its own; a call that failed cannot be told", name, typeName(t, pkg.Pass.Pkg)))
			return
		}
		field := "Response.Error"
		if pkg.Wire.LevelOf(s.Of.Type()) == jsonshape.Response {
			field = "Error"
		}
		r.report(at(s.Answer.Pos), name+" is used, but nothing looks at its "+field+": a call that failed reads as success",
			related(o.Pos, "success here"))
		return
	}
}

// checkMisshapen reports that an answer is decoded into a type that cannot tell a
// failure.
func checkMisshapen(r *reporter, m engine.Misshapen) {
	name := typeName(m.Type, r.pass.Pkg)
	switch m.Fault {
	case jsonshape.NumberCode:
		r.report(m.Call, name+" has a number for Response.Error.Code, where the API answers a string: when a call fails, decoding fails, and code and message are lost; make it a string")
	case jsonshape.NoError:
		r.report(m.Call, name+" has no place for Response.Error: a call that failed reads as success; add Error with Code and Message, and look at it")
	}
}

// checkStream reports that nothing reads how a stream ended.
func checkStream(r *reporter, s verdict.Stream) {
	name := "an event's Err"
	if s.Name != "" {
		name = s.Name + ".Err"
	}
	r.report(s.At, "the stream may end with an error, and nothing here reads "+name+": an answer that broke off reads as a whole one")
}

// checkDiscarded reports that nothing reads an answer.
func checkDiscarded(r *reporter, d verdict.Discarded) {
	answer := "the answer"
	if d.Name != "" {
		answer += " of " + d.Name
	}
	r.report(d.Call, answer+" is thrown away: the API answers HTTP status 200 when a call fails, so a failure reads as success; decode it, and look at its Response.Error")
}

// typeName returns the name of a type, or of what it points to, as a package writes
// it; a struct without a name may be long.
func typeName(t types.Type, pkg *types.Package) string {
	name := strings.TrimPrefix(types.TypeString(t, types.RelativeTo(pkg)), "*")
	if len(name) > 60 {
		return "the type decoded into"
	}
	return name
}

// at is a place in the source.
type at token.Pos

func (p at) Pos() token.Pos { return token.Pos(p) }
func (p at) End() token.Pos { return token.Pos(p) }
