package rules

import (
	"bytes"
	"go/format"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

var textMatch = rule{
	doc: Doc{
		ID:       "textmatch",
		Severity: Note,
		Optional: true,
		Since:    "0.1.0",
		Text: Text{
			Title: "a code is looked for in the text of an error",
			What: `Reports strings.Contains, HasPrefix and HasSuffix that look for a code, or for a
category, in err.Error() or in the message of an error whose typed form is at hand: it is the
SDK's for certain, or the function also asks for its type.`,
			Why: `The text is made for people: it holds the message and the request's number too,
so a match may come from there, and the next version of a wrapper may word it
otherwise. The code has a field of its own.`,
			Fix: "Looks for the constant in the code instead.",
			Safety: `Offered only where strings.Contains looks in the text of the SDK's error itself,
which has the code: a prefix or a suffix that never matched would begin to match, and what
an error of the program's own says is not known. Matches in the message or in the
request's number are lost, which is what is wanted.`,
			Limits: `Only constants that are a code or a category, as the catalog spells them, and
only in functions that name the SDK's error.`,
			Seen: "Public clients for dynamic DNS look for ResourceNotFound.NoDataOfRecord in err.Error(). Those that never name the SDK's error are passed over.",
		},
		Chinese: Text{
			Title:  "在错误的文本中查找错误码",
			What:   "报告用 strings.Contains、HasPrefix、HasSuffix 在 err.Error() 或错误消息中查找错误码或大类的调用，前提是拿得到这个错误的具体类型：它确定是 SDK 的错误，或者函数也判断了它的类型。",
			Why:    "文本是给人看的：其中还有错误消息和请求 ID，匹配可能来自这些内容，封装它的下一个版本也可能换一种说法。错误码有它自己的字段。",
			Fix:    "改为在错误码中查找该常量。",
			Safety: "只有当 strings.Contains 查找的是 SDK 错误本身的文本时才提供，该文本含有错误码；从未匹配过的前缀或后缀改后会开始匹配，程序自有错误的文本也无从得知，因此不提供。错误消息和请求 ID 中的匹配不再有效，这正是所希望的。",
			Limits: "只检查与错误码库写法一致的错误码或大类，并且只检查提到 SDK 错误类型的函数。",
			Seen:   "一些公开的动态 DNS 客户端在 err.Error() 中查找 ResourceNotFound.NoDataOfRecord。其中从不提到 SDK 错误类型的不会报告。",
		},
		Bad: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains(e.Error(), "RequestLimitExceeded")
}`,
		Found: `bad.go:3:43: textmatch: "RequestLimitExceeded" is looked for in the text of the error; compare its Code`,
		Good: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains(e.Code, "RequestLimitExceeded")
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for _, t := range predicate.TextTests(pkg) {
			if t.Named {
				checkText(r, pkg, t)
			}
		}
	},
}

func checkText(r *reporter, pkg *program.Package, t predicate.TextTest) {
	if pkg.Universe.Category(t.Value).Empty() {
		if _, known := pkg.Universe.Lookup(t.Value); !known {
			return
		}
	}
	if t.Message {
		r.report(t.Expr, quote(t.Value)+" is looked for in the message; the code is in the field Code")
		return
	}
	r.report(t.Expr, quote(t.Value)+" is looked for in the text of the error; compare its Code", codeInstead(r, t))
}

// codeInstead suggests to look into the code of a typed error.
func codeInstead(r *reporter, t predicate.TextTest) func(*analysis.Diagnostic) {
	return func(d *analysis.Diagnostic) {
		var text bytes.Buffer
		if !t.Same || format.Node(&text, r.pass.Fset, t.Typed) != nil {
			return
		}
		arg := t.Call.Args[0]
		fix("Look into the code", analysis.TextEdit{Pos: arg.Pos(), End: arg.End(), NewText: append(text.Bytes(), ".Code"...)})(d)
	}
}
