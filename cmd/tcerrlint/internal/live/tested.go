package live

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Tested reports whether the string at the place is compared with a code.
func (p *Point) Tested() bool {
	lit, _ := p.Literal()
	if lit == nil || len(p.Path) < 2 {
		return false
	}
	up := p.Path[1:]
	if _, list := up[0].(*ast.CompositeLit); list {
		up = up[1:]
	}
	switch n := up[0].(type) {
	case *ast.BinaryExpr:
		return (n.Op == token.EQL || n.Op == token.NEQ) && (p.isCode(n.X, 0) || p.isCode(n.Y, 0))
	case *ast.CaseClause:
		if len(up) > 2 {
			sw, ok := up[2].(*ast.SwitchStmt)
			return ok && sw.Tag != nil && p.isCode(sw.Tag, 0)
		}
	case *ast.CallExpr:
		if !p.searches(n) {
			return false
		}
		for _, arg := range n.Args {
			if p.isCode(arg, 0) {
				return true
			}
		}
	}
	return false
}

// searches reports whether a call is one of packages strings and slices.
func (p *Point) searches(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f, ok := p.info.Uses[sel.Sel].(*types.Func)
	return ok && f.Pkg() != nil && (f.Pkg().Path() == "strings" || f.Pkg().Path() == "slices")
}

// maxAssigned bounds how many variables a code is followed through.
const maxAssigned = 5

// isCode reports whether an expression is the code of an error of the SDK, or a
// variable of the function that holds one.
func (p *Point) isCode(e ast.Expr, depth int) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		v, ok := p.info.Uses[e.Sel].(*types.Var)
		return ok && v.IsField() && v.Name() == "Code" && isSDKError(p.info.TypeOf(e.X))
	case *ast.CallExpr:
		sel, ok := e.Fun.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "GetCode" && isSDKError(p.info.TypeOf(sel.X))
	case *ast.Ident:
		return depth < maxAssigned && p.holdsCode(p.info.ObjectOf(e), depth)
	}
	return false
}

func (p *Point) holdsCode(obj types.Object, depth int) bool {
	if obj == nil || p.decl == nil || p.decl.Body == nil {
		return false
	}
	holds := false
	ast.Inspect(p.decl.Body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
			for i, left := range a.Lhs {
				id, ok := left.(*ast.Ident)
				holds = holds || ok && p.info.ObjectOf(id) == obj && p.isCode(a.Rhs[i], depth+1)
			}
		}
		return !holds
	})
	return holds
}

// isSDKError reports whether a type is the error of the SDK, wherever the SDK
// lives.
func isSDKError(t types.Type) bool {
	if t == nil {
		return false
	}
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return false
	}
	return named.Obj().Name() == "TencentCloudSDKError" && strings.HasSuffix(named.Obj().Pkg().Path(), "tencentcloud/common/errors")
}
