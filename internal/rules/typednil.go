package rules

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/tcerrlint/tcerrlint/internal/assertion"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/summary"
)

var typedNil = rule{
	doc: Doc{
		ID:       "typednil",
		Severity: Error,
		Since:    "0.2.0",
		Options:  []string{"error-types"},
		Text: Text{
			Title: "the nil of a failed assertion is returned as an error",
			What: `Reports a return, as an error, of the pointer that a failed assertion to the SDK's
error gave, or that errors.As left nil; and a call that is given it as an error.`,
			Why: `A nil pointer in an error is not nil: the caller takes the call for failed, and its
Error method panics. The error that really came is lost.`,
			Fix:    `Returns the error that was asserted.`,
			Safety: `Offered where the asserted error is a variable that the return sees. It is not nil there unless the call succeeded.`,
			Limits: "Pointers that go through other variables first are not followed.",
			Seen:   "The Terraform provider: ha_vip of vpc, when the network fails.",
		},
		Chinese: Text{
			Title:  "把断言失败得到的 nil 当作错误返回",
			What:   "报告这样的返回：断言为 SDK 错误类型失败后得到的 nil 指针（或 errors.As 没有填充的 nil 指针）被当作 error 返回，或作为 error 传给函数。",
			Why:    "装在 error 里的 nil 指针并不等于 nil：调用者会认为调用失败，而调用它的 Error 方法会 panic。真正的错误则丢失了。",
			Fix:    "改为返回被断言的错误。",
			Safety: "仅当被断言的错误是返回语句可见的变量时才提供。除非调用成功，否则它在该处不为 nil。",
			Limits: "不跟踪先经过其他变量的指针。",
			Seen:   "Terraform provider：vpc 的 ha_vip，在网络故障时。",
		},
		Bad: `func stop(client *cvm.Client, request *cvm.StopInstancesRequest) error {
	_, err := client.StopInstances(request)
	if err != nil {
		e, ok := err.(*errors.TencentCloudSDKError)
		if !ok {
			return e
		}
		return fmt.Errorf("stop: %s", e.Code)
	}
	return nil
}`,
		Found: `bad.go:6:11: typednil: e is nil here, since the assertion failed, but as an error it is not nil: its Error method panics, and the error that came is lost; return err`,
		Good: `func stop(client *cvm.Client, request *cvm.StopInstancesRequest) error {
	_, err := client.StopInstances(request)
	if err != nil {
		e, ok := err.(*errors.TencentCloudSDKError)
		if !ok {
			return err
		}
		return fmt.Errorf("stop: %s", e.Code)
	}
	return nil
}`,
	},
	check: func(r *reporter, pkg *program.Package) {
		for _, leak := range summary.Leaks(pkg) {
			checkLeak(r, leak)
		}
	},
}

// checkLeak reports a return of the nil that a failed assertion gave.
func checkLeak(r *reporter, leak assertion.Leak) {
	at, name := r.leaves(leak)
	if at == nil {
		return
	}
	state := " is nil here, since the assertion failed"
	if leak.Blind {
		state = " may be nil here, since nothing asks whether the assertion held"
	}
	message := name + state + ", but as an error it is not nil: its Error method panics, and the error that came is lost"
	more := []func(*analysis.Diagnostic){related(leak.Assert.Pos(), "the assertion")}
	if asserted := r.asserted(leak.Assert.Pos()); asserted != "" {
		switch {
		case asserted == name:
			message += "; give the assertion's result another name"
		case r.sees(at.Pos(), asserted, leak.Assert.Pos()):
			message += "; return " + asserted
			if edits, ok := r.unused(at); ok {
				edits = append(edits, analysis.TextEdit{Pos: at.Pos(), End: at.End(), NewText: []byte(asserted)})
				more = append(more, fix("Return "+asserted, edits...))
			}
		}
	}
	r.report(at, message, more...)
}

// unused returns the edits that keep the package compiling when a use of a
// variable goes: of its only one, the declaration goes too. It reports false if
// that cannot be.
func (r *reporter) unused(use ast.Expr) (edits []analysis.TextEdit, ok bool) {
	object := r.pass.TypesInfo.ObjectOf(ast.Unparen(use).(*ast.Ident))
	if object == nil {
		return nil, false
	}
	path, _ := astutil.PathEnclosingInterval(r.file(use.Pos()), object.Pos(), object.Pos())
	uses, others := 0, false
	for _, n := range path {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				id, ok := left.(*ast.Ident)
				others = others || ok && id.Name != "_" && r.pass.TypesInfo.Defs[id] != nil && id.Pos() != object.Pos()
			}
		case *ast.FuncDecl:
			ast.Inspect(n, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && r.pass.TypesInfo.Uses[id] == object {
					uses++
				}
				return true
			})
		}
	}
	switch {
	case uses > 1:
		return nil, true
	case uses == 1 && others:
		blank := analysis.TextEdit{Pos: object.Pos(), End: object.Pos() + token.Pos(len(object.Name())), NewText: []byte("_")}
		return []analysis.TextEdit{blank}, true
	}
	return nil, false
}

// leaves returns the expression with which the pointer leaves, if it is a name,
// and the name.
func (r *reporter) leaves(leak assertion.Leak) (ast.Expr, string) {
	pos := leak.At.Pos()
	file := r.file(pos)
	if file == nil {
		return nil, ""
	}
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for _, n := range path {
		var list []ast.Expr
		switch n := n.(type) {
		case *ast.ReturnStmt:
			list = n.Results
		case *ast.CallExpr:
			list = n.Args
		default:
			continue
		}
		for i, e := range list { // a receiver moves the arguments by one
			id, ok := ast.Unparen(e).(*ast.Ident)
			if ok && (i == leak.Index || i == leak.Index-1) && isPointerType(r.pass.TypesInfo.TypeOf(id)) {
				return e, id.Name
			}
		}
		return nil, ""
	}
	return nil, ""
}

func isPointerType(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// asserted returns the name of the variable that is asserted at pos, by an
// assertion or as the first argument of a call; "" if it is none.
func (r *reporter) asserted(pos token.Pos) string {
	file := r.file(pos)
	if file == nil {
		return ""
	}
	path, _ := astutil.PathEnclosingInterval(file, pos, pos+1)
	for _, n := range path {
		var x ast.Expr
		switch n := n.(type) {
		case *ast.TypeAssertExpr:
			x = n.X
		case *ast.CallExpr:
			if len(n.Args) == 1 || len(n.Args) == 2 { // errors.AsType, errors.As
				x = n.Args[0]
			}
		default:
			continue
		}
		if id, ok := x.(*ast.Ident); ok {
			return id.Name
		}
		return ""
	}
	return ""
}

// sees reports whether a name means at one place what it means at another, and
// is an error there.
func (r *reporter) sees(at token.Pos, name string, where token.Pos) bool {
	inner := r.pass.Pkg.Scope().Innermost(at)
	outer := r.pass.Pkg.Scope().Innermost(where)
	if inner == nil || outer == nil {
		return false
	}
	_, here := inner.LookupParent(name, at)
	_, there := outer.LookupParent(name, where)
	if here == nil || here != there {
		return false
	}
	_, ok := here.(*types.Var)
	return ok && types.Identical(here.Type(), types.Universe.Lookup("error").Type())
}
