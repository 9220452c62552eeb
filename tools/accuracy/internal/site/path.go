package site

import (
	"go/ast"
	"go/types"
	"slices"
)

// A Path is where control goes when the test of a site does not match: the
// statements after the test, to the one that ends it.
type Path struct {
	If     *ast.IfStmt      // the statement that tests; nil for a switch
	Switch *ast.SwitchStmt  // nil for an if
	End    *ast.ReturnStmt  // the return that ends the path
	Errors []ast.Expr       // its results that carry the error
	Func   *ast.FuncType    // whose return it is
	Lit    *ast.FuncLit     // the literal, if it is one's
	Retry  *ast.CallExpr    // the call of a retry construct that the literal is given to
	Body   *ast.BlockStmt   // of the function
	Sig    *types.Signature // of the function
}

// Path follows the site's no-match path through plain statements; the reason
// says why a site is of no use.
func (s *Site) Path() (p *Path, reason string) {
	if s.Err == nil {
		return nil, "the error is no variable"
	}
	if s.Param {
		return nil, "the error is a parameter"
	}
	p = &Path{}
	i := s.testStatement(p)
	if i < 0 {
		return nil, "the test is no condition of an if or a switch"
	}
	p.function(s, i)
	if p.Body == nil {
		return nil, "no function"
	}
	info := s.Pkg.TypesInfo
	if p.Lit != nil && !within(p.Lit, s.Err.Pos()) && !p.assignsCall(s) {
		return nil, "the error outlives the function literal"
	}
	if reason := p.follow(s, i); reason != "" {
		return nil, reason
	}
	for _, e := range p.End.Results {
		if mentions(info, e, s.Err) {
			t := info.TypeOf(e)
			if !isErrorInterface(t) && !isRetryError(t) {
				return nil, "the error is part of another result"
			}
			p.Errors = append(p.Errors, e)
		}
	}
	if len(p.Errors) == 0 {
		return nil, "the path does not end in returning the error"
	}
	if deferUses(info, p.Body, s.Err) {
		return nil, "a deferred call uses the error"
	}
	return p, ""
}

// testStatement finds the statement whose condition the site is, and returns
// its index in the stack.
func (s *Site) testStatement(p *Path) int {
	for i := len(s.Stack) - 1; i >= 0; i-- {
		switch n := s.Stack[i].(type) {
		case *ast.IfStmt:
			if within(n.Cond, s.Lit.Pos()) && n.Else == nil {
				p.If = n
				return i
			}
			return -1
		case *ast.SwitchStmt:
			if n == s.Switch && !hasDefault(n) {
				p.Switch = n
				return i
			}
			return -1
		case *ast.FuncLit, *ast.BlockStmt, ast.Stmt:
			return -1
		}
	}
	return -1
}

func hasDefault(n *ast.SwitchStmt) bool {
	return slices.ContainsFunc(n.Body.List, func(c ast.Stmt) bool { return c.(*ast.CaseClause).List == nil })
}

// function finds the innermost function around the test.
func (p *Path) function(s *Site, i int) {
	info := s.Pkg.TypesInfo
	for ; i >= 0; i-- {
		lit, ok := s.Stack[i].(*ast.FuncLit)
		if !ok {
			continue
		}
		p.Lit, p.Func, p.Body = lit, lit.Type, lit.Body
		p.Sig, _ = info.TypeOf(lit).(*types.Signature)
		if i > 0 {
			p.Retry, _ = s.Stack[i-1].(*ast.CallExpr)
		}
		return
	}
	p.Func, p.Body = s.Fn.Type, s.Fn.Body
	if obj, ok := info.Defs[s.Fn.Name].(*types.Func); ok {
		p.Sig = obj.Signature()
	}
}

// assignsCall reports whether what the literal is given to assigns its result
// to the same error.
func (p *Path) assignsCall(s *Site) bool {
	for _, n := range s.Stack {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Rhs) == 1 && p.Retry != nil && a.Rhs[0] == ast.Expr(p.Retry) && len(a.Lhs) == 1 {
			id, ok := a.Lhs[0].(*ast.Ident)
			return ok && s.Pkg.TypesInfo.ObjectOf(id) == s.Err
		}
	}
	return false
}

// follow walks outward from the test to the return that ends the path.
func (p *Path) follow(s *Site, i int) (reason string) {
	info := s.Pkg.TypesInfo
	stmt := s.Stack[i].(ast.Stmt)
	for i--; i >= 0; i-- {
		switch n := s.Stack[i].(type) {
		case *ast.BlockStmt, *ast.CaseClause:
			list := stmts(n)
			at := slices.Index(*list, stmt)
			if at < 0 {
				return "not in a list"
			}
			if usedBefore(info, (*list)[:at], s.Err) {
				return "the error is logged before the test"
			}
			for _, next := range (*list)[at+1:] {
				if ret, ok := next.(*ast.ReturnStmt); ok {
					p.End = ret
					return ""
				}
				if !neutral(info, next, s.Err) {
					return "the error is used on the way"
				}
			}
			if n == ast.Node(p.Body) {
				return "the function ends without a return"
			}
		case *ast.IfStmt:
			stmt = n
		case *ast.SwitchStmt, *ast.TypeSwitchStmt:
			stmt = n.(ast.Stmt)
		default:
			return "the path leaves through a loop or the like"
		}
	}
	return "no end"
}

// usedBefore reports whether one of the statements gives the error to a call.
// Only the last assignment before the test matters, and what follows it.
func usedBefore(info *types.Info, list []ast.Stmt, err types.Object) bool {
	for i := len(list) - 1; i >= 0; i-- {
		if a, ok := list[i].(*ast.AssignStmt); ok && slices.ContainsFunc(a.Lhs, func(e ast.Expr) bool { return mentions(info, e, err) }) {
			return false
		}
		if expr, ok := list[i].(*ast.ExprStmt); ok && mentions(info, expr, err) {
			return true
		}
	}
	return false
}

func stmts(n ast.Node) *[]ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return &n.List
	case *ast.CaseClause:
		return &n.Body
	}
	return nil
}

// neutral reports whether a statement on the path does nothing with the error
// but test it.
func neutral(info *types.Info, stmt ast.Stmt, err types.Object) bool {
	switch n := stmt.(type) {
	case *ast.IfStmt:
		return n.Else == nil && !mentionsCall(info, n.Init, err) && !mentionsCall(info, n.Cond, err) && endsInReturn(n.Body)
	case *ast.AssignStmt:
		for _, e := range n.Rhs {
			if _, ok := e.(*ast.TypeAssertExpr); !ok && mentions(info, e, err) {
				return false
			}
		}
		for _, e := range n.Lhs {
			if mentions(info, e, err) {
				return false
			}
		}
		return true
	case *ast.ExprStmt, *ast.DeclStmt, *ast.IncDecStmt:
		return !mentions(info, n, err)
	}
	return false
}

func endsInReturn(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	_, ok := b.List[len(b.List)-1].(*ast.ReturnStmt)
	return ok
}

// EndsInReturn reports whether a block's last statement is a return.
func EndsInReturn(b *ast.BlockStmt) bool { return endsInReturn(b) }

func mentions(info *types.Info, n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && info.ObjectOf(id) == obj {
			found = true
		}
		return !found
	})
	return found
}

// mentionsCall reports whether a node calls something with the error.
func mentionsCall(info *types.Info, n ast.Node, obj types.Object) bool {
	if n == nil || n == ast.Stmt(nil) {
		return false
	}
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			for _, arg := range call.Args {
				found = found || mentions(info, arg, obj)
			}
		}
		return !found
	})
	return found
}

func deferUses(info *types.Info, body *ast.BlockStmt, obj types.Object) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok {
			found = found || mentions(info, d.Call, obj)
		}
		return !found
	})
	return found
}
