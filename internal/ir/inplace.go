package ir

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/types/typeutil"
)

// InPlace returns a function as if it were written without the literal whose call
// is its last statement: what the literal answers is what the function answers, so
// the body of the one is the end of the other. A function that has no such literal
// is returned as it is. Nodes are shared, and none is changed.
func InPlace(info *types.Info, decl *ast.FuncDecl) *ast.FuncDecl {
	for {
		call, lit := lastLiteral(decl)
		if lit == nil || !answersAlike(info, decl, lit) {
			return decl
		}
		given, ok := givenTo(lit, call)
		if !ok {
			return decl
		}
		before := decl.Body.List[:len(decl.Body.List)-1]
		body := *decl.Body
		body.List = slices.Concat(before, given, lit.Body.List)
		signature := *decl.Type
		signature.Results = lit.Type.Results
		inside := *decl
		inside.Type, inside.Body = &signature, &body
		decl = &inside
	}
}

// lastLiteral returns the literal, and its call, that a function ends in.
func lastLiteral(decl *ast.FuncDecl) (*ast.CallExpr, *ast.FuncLit) {
	call := lastCall(decl)
	if call == nil {
		return nil, nil
	}
	lit, _ := ast.Unparen(call.Fun).(*ast.FuncLit)
	return call, lit
}

// lastCall returns the call that a function ends in: with what it answers, or with
// the call alone where nothing is answered.
func lastCall(decl *ast.FuncDecl) *ast.CallExpr {
	if len(decl.Body.List) == 0 {
		return nil
	}
	var last ast.Expr
	switch stmt := decl.Body.List[len(decl.Body.List)-1].(type) {
	case *ast.ReturnStmt:
		if len(stmt.Results) == 1 {
			last = stmt.Results[0]
		}
	case *ast.ExprStmt:
		if decl.Type.Results == nil {
			last = stmt.X
		}
	}
	call, _ := ast.Unparen(last).(*ast.CallExpr)
	return call
}

// answersAlike reports whether a literal has the results of the function around it,
// whose own are nowhere named.
func answersAlike(info *types.Info, decl *ast.FuncDecl, lit *ast.FuncLit) bool {
	f, ok := info.Defs[decl.Name].(*types.Func)
	inner, isFunc := info.TypeOf(lit).(*types.Signature)
	if !ok || !isFunc || !types.Identical(f.Signature().Results(), inner.Results()) {
		return false
	}
	named := f.Signature().Results().Len() > 0 && f.Signature().Results().At(0).Name() != ""
	if !named {
		return true
	}
	if len(decl.Body.List) > 1 {
		return false // a return without values may stand before
	}
	free := true
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.Uses[id] != nil {
			for v := range f.Signature().Results().Variables() {
				free = free && info.Uses[id] != v
			}
		}
		return free
	})
	return free
}

// givenTo returns the statement that gives a literal's parameters what its call
// does; ok is false where a parameter has no name, or gathers arguments.
func givenTo(lit *ast.FuncLit, call *ast.CallExpr) (given []ast.Stmt, ok bool) {
	var names []ast.Expr
	for _, field := range lit.Type.Params.List {
		if len(field.Names) == 0 {
			return nil, false
		}
		if _, variadic := field.Type.(*ast.Ellipsis); variadic && !call.Ellipsis.IsValid() {
			return nil, false
		}
		for _, name := range field.Names {
			names = append(names, name)
		}
	}
	if len(names) != len(call.Args) {
		return nil, false
	}
	if len(names) == 0 {
		return nil, true
	}
	return []ast.Stmt{&ast.AssignStmt{Lhs: names, TokPos: call.Lparen, Tok: token.DEFINE, Rhs: call.Args}}, true
}

// OnlyCalls returns the function whose call is all that a function does; nil if there
// is more to it.
func OnlyCalls(info *types.Info, decl *ast.FuncDecl) *types.Func {
	if decl.Body == nil {
		return nil
	}
	for i, stmt := range decl.Body.List {
		if assign, ok := stmt.(*ast.AssignStmt); i < len(decl.Body.List)-1 && (!ok || !renames(assign)) {
			return nil
		}
	}
	call := lastCall(decl)
	if call == nil {
		return nil
	}
	callee, _ := typeutil.Callee(info, call).(*types.Func)
	return callee
}

// renames reports whether an assignment only gives variables other names.
func renames(assign *ast.AssignStmt) bool {
	return assign.Tok == token.DEFINE && !slices.ContainsFunc(assign.Rhs, func(e ast.Expr) bool {
		_, isName := e.(*ast.Ident)
		return !isName
	})
}
