package rules

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

var swappedArgs = rule{
	doc: Doc{
		ID:       "swappedargs",
		Severity: Error,
		Since:    "0.1.0",
		Text: Text{
			Title: "needle and haystack exchanged around a code",
			What: `Reports strings.Contains, HasPrefix and HasSuffix, and helpers that do the same,
that look for the code in a constant instead of the constant in the code.`,
			Why: `The test is true only when the code is part of the constant: for the constant
itself, but for none of the details of its category.`,
			Fix: `Exchanges the two arguments of a function of package strings. Arguments of a helper
are exchanged by hand.`,
			Safety: `It compiles, since both are strings. The test then matches every code with the
constant in it, as it was meant to.`,
			Limits: "A constant that lists several codes, separated by spaces, commas or the like, may well be meant as the haystack and is left alone.",
			Seen:   `The Terraform provider: in six places, such as IsContains("LimitExceeded", code).`,
		},
		Chinese: Text{
			Title:  "参数写反：在常量里查找错误码",
			What:   "报告 strings.Contains、HasPrefix、HasSuffix 以及作用相同的辅助函数中参数写反的调用：在常量里查找错误码，而不是在错误码里查找常量。",
			Why:    "只有当错误码是常量的一部分时，判断才成立：能匹配常量本身，却匹配不到该大类下的任何一个细分错误码。",
			Fix:    "交换 strings 包函数的两个参数。辅助函数的参数请手工交换。",
			Safety: "两个参数都是字符串，交换后可以编译。此后判断会匹配所有含有该常量的错误码，这正是本来的意图。",
			Limits: "如果常量中列出了多个用空格、逗号等分隔的错误码，它可能本来就是被查找的文本，不报告。",
			Seen:   `Terraform provider：共六处，例如 IsContains("LimitExceeded", code)。`,
		},
		Bad: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains("LimitExceeded", e.Code)
}`,
		Found: `bad.go:3:32: swappedargs: looks for the code in "LimitExceeded", not for "LimitExceeded" in the code: the arguments are the wrong way round`,
		Good: `func limited(err error) bool {
	e, ok := err.(*errors.TencentCloudSDKError)
	return ok && strings.Contains(e.Code, "LimitExceeded")
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for _, t := range tests(pkg) {
			for _, lit := range t.Literals {
				// One string that lists several codes may well be the haystack.
				if !predicate.WrongWay(&lit) || lit.Expr == nil || strings.ContainsAny(lit.Value, " ,;|/\n\t") || t.Node == nil {
					continue
				}
				more := swap(r, t.Node)
				r.report(lit.Expr, fmt.Sprintf("looks for the code in %s, not for %s in the code: the arguments are the wrong way round",
					quote(lit.Value), quote(lit.Value)), more...)
			}
		}
	},
}

// swap returns the fix that exchanges the arguments of a call of package
// strings.
func swap(r *reporter, node ast.Node) []func(*analysis.Diagnostic) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 2 {
		return nil
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	f := r.pass.TypesInfo.Uses[sel.Sel]
	if f == nil || f.Pkg() == nil || f.Pkg().Path() != "strings" {
		return nil
	}
	var text [2]bytes.Buffer
	for i, arg := range call.Args {
		if err := format.Node(&text[i], r.pass.Fset, arg); err != nil {
			return nil
		}
	}
	return []func(*analysis.Diagnostic){fix("Exchange the arguments",
		analysis.TextEdit{Pos: call.Args[0].Pos(), End: call.Args[0].End(), NewText: text[1].Bytes()},
		analysis.TextEdit{Pos: call.Args[1].Pos(), End: call.Args[1].End(), NewText: text[0].Bytes()},
	)}
}
