// Package site finds the places of a program that test a Tencent Cloud error
// code, by a search of its own: over the syntax, with types, knowing nothing of
// the analyzer. Faults are seeded at these places.
package site

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"github.com/tcerrlint/tcerrlint/tools/accuracy/internal/prog"
)

// IsError reports whether t, or what it points to, is the SDK's error type.
func IsError(t types.Type) bool { return errorName(t) != nil }

// errorName returns the declaration of the SDK's error type, if t is it.
func errorName(t types.Type) *types.TypeName {
	if t == nil {
		return nil
	}
	t = types.Unalias(t)
	if ptr, ok := t.(*types.Pointer); ok {
		t = types.Unalias(ptr.Elem())
	}
	named, ok := t.(*types.Named)
	if !ok || named.Obj().Name() != "TencentCloudSDKError" || named.Obj().Pkg() == nil ||
		!strings.HasSuffix("/"+named.Obj().Pkg().Path(), "/tencentcloud/common/errors") {
		return nil
	}
	return named.Obj()
}

// A scope answers questions about the expressions of one function.
type scope struct {
	info *types.Info
	defs map[types.Object][]ast.Expr // what each local variable is assigned; nil: something else
}

// newScope collects the assignments in a function.
func newScope(info *types.Info, fn ast.Node) *scope {
	s := &scope{info: info, defs: make(map[types.Object][]ast.Expr)}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				obj := s.object(lhs)
				if obj == nil {
					continue
				}
				rhs := n.Rhs[0] // of a call or a checked assertion
				if len(n.Rhs) == len(n.Lhs) {
					rhs = n.Rhs[i]
				}
				s.defs[obj] = append(s.defs[obj], rhs)
			}
		case *ast.ValueSpec:
			for i, name := range n.Names {
				if obj := s.object(name); obj != nil && i < len(n.Values) {
					s.defs[obj] = append(s.defs[obj], n.Values[i])
				}
			}
		case *ast.RangeStmt:
			for _, e := range []ast.Expr{n.Key, n.Value} {
				if obj := s.object(e); obj != nil {
					s.defs[obj] = append(s.defs[obj], nil)
				}
			}
		}
		return true
	})
	return s
}

// object returns the variable that an identifier names.
func (s *scope) object(e ast.Expr) types.Object {
	id, ok := e.(*ast.Ident)
	if !ok || id.Name == "_" {
		return nil
	}
	if v, ok := s.info.ObjectOf(id).(*types.Var); ok {
		return v
	}
	return nil
}

// code returns the error whose code e is: e.Code, e.GetCode(), or a variable
// that is assigned nothing else.
func (s *scope) code(e ast.Expr) (of ast.Expr, ok bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.SelectorExpr:
		if e.Sel.Name == "Code" && IsError(s.info.TypeOf(e.X)) {
			return e.X, true
		}
	case *ast.CallExpr:
		sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
		if ok && len(e.Args) == 0 && sel.Sel.Name == "GetCode" && IsError(s.info.TypeOf(sel.X)) {
			return sel.X, true
		}
	case *ast.Ident:
		obj := s.object(e)
		if defs := s.defs[obj]; obj != nil && len(defs) == 1 && defs[0] != nil {
			if _, again := ast.Unparen(defs[0]).(*ast.Ident); !again {
				return s.code(defs[0])
			}
		}
	}
	return nil, false
}

// text returns the constant string that e is.
func (s *scope) text(e ast.Expr) (string, bool) {
	tv := s.info.Types[e]
	if tv.Value == nil || tv.Value.Kind() != constant.String {
		return "", false
	}
	text := constant.StringVal(tv.Value)
	return text, len(text) > 1 // "" and "." name no code
}

// callee returns the function that a call names.
func (s *scope) callee(call *ast.CallExpr) *types.Func {
	var id *ast.Ident
	switch fun := ast.Unparen(call.Fun).(type) {
	case *ast.Ident:
		id = fun
	case *ast.SelectorExpr:
		id = fun.Sel
	default:
		return nil
	}
	f, _ := s.info.Uses[id].(*types.Func)
	return f
}

// is reports whether a function has this name and is declared in a package
// whose path ends so.
func is(f *types.Func, suffix, name string) bool {
	return f != nil && f.Pkg() != nil && f.Name() == name && strings.HasSuffix("/"+f.Pkg().Path(), "/"+suffix)
}

// RequestService returns the service of the request that a function is given.
func RequestService(sig *types.Signature) string {
	for v := range sig.Params().Variables() {
		t := types.Unalias(v.Type())
		if ptr, ok := t.(*types.Pointer); ok {
			t = types.Unalias(ptr.Elem())
		}
		named, ok := t.(*types.Named)
		if !ok || named.Obj().Pkg() == nil || !strings.HasSuffix(named.Obj().Name(), "Request") {
			continue
		}
		if service := prog.Service(named.Obj().Pkg().Path()); service != "" {
			return service
		}
	}
	return ""
}

func isErrorInterface(t types.Type) bool {
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

// isRetryError reports whether t is *RetryError of the Terraform plugin SDK.
func isRetryError(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "RetryError" && named.Obj().Pkg() != nil && isRetryPackage(named.Obj().Pkg().Path())
}

func isRetryPackage(path string) bool {
	return strings.HasSuffix(path, "/helper/resource") || strings.HasSuffix(path, "/helper/retry")
}

func within(n ast.Node, pos token.Pos) bool { return n != nil && n.Pos() <= pos && pos < n.End() }
