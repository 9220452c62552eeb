package engine

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A syntax finds the expressions that instructions were made of, by the
// positions that the SSA builder gives to instructions.
type syntax struct {
	exprs map[token.Pos]ast.Expr // binary expressions by operator, calls by "(", literals by "{", index expressions by "["
	cases map[token.Pos]ast.Expr // expressions of case clauses, by their beginning
	tags  map[ast.Expr]*ast.SwitchStmt
}

// syntax returns the index of the outermost function that f lies in.
func (f *Function) syntax() *syntax {
	outer := f.ssa
	for outer.Parent() != nil && outer.Parent().Syntax() != nil {
		outer = outer.Parent()
	}
	if s, ok := f.pkg.syntaxes[outer]; ok {
		return s
	}
	s := &syntax{make(map[token.Pos]ast.Expr), make(map[token.Pos]ast.Expr), make(map[ast.Expr]*ast.SwitchStmt)}
	if node := outer.Syntax(); node != nil {
		s.index(node)
	}
	f.pkg.syntaxes[outer] = s
	return s
}

func (s *syntax) index(node ast.Node) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			s.exprs[n.OpPos] = n
		case *ast.CallExpr:
			s.exprs[n.Lparen] = n
		case *ast.CompositeLit:
			s.exprs[n.Lbrace] = n
		case *ast.IndexExpr:
			s.exprs[n.Lbrack] = n
		case *ast.SwitchStmt:
			for _, clause := range n.Body.List {
				for _, e := range clause.(*ast.CaseClause).List {
					s.cases[e.Pos()] = e
					s.tags[e] = n
				}
			}
		}
		return true
	})
}

// comparison returns the expression of a comparison and its constant operand.
func (s *syntax) comparison(info *types.Info, cmp *ssa.BinOp) (whole, operand ast.Expr) {
	if e, ok := s.exprs[cmp.Pos()].(*ast.BinaryExpr); ok && (e.Op == token.EQL || e.Op == token.NEQ) {
		for _, operand := range []ast.Expr{e.Y, e.X} {
			if info.Types[operand].Value != nil {
				return e, operand
			}
		}
		return e, nil
	}
	if e, ok := s.cases[cmp.Pos()]; ok {
		return e, e
	}
	return nil, nil
}

// call returns the expression of a call.
func (s *syntax) call(call ssa.CallInstruction) *ast.CallExpr {
	e, _ := s.exprs[call.Common().Pos()].(*ast.CallExpr)
	return e
}

// argument returns the expression of an argument; the receiver of a method
// counts as argument 0 in SSA form. Arguments that a variadic parameter
// gathers have none.
func (s *syntax) argument(call ssa.CallInstruction, i int) ast.Expr {
	e := s.call(call)
	if e == nil {
		return nil
	}
	common := call.Common()
	sig := common.Signature()
	if !common.IsInvoke() && sig.Recv() != nil {
		i--
	}
	if i < 0 || i >= len(e.Args) || sig.Variadic() && !e.Ellipsis.IsValid() && i >= sig.Params().Len()-1 {
		return nil
	}
	return e.Args[i]
}

// constantOf returns the string constant that an expression is.
func constantOf(info *types.Info, e ast.Expr) (string, bool) {
	if e == nil {
		return "", false
	}
	v := info.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}
