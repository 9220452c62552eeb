package program

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A Syntax finds the expressions that instructions were made of, by the
// positions that the SSA builder gives to instructions.
type Syntax struct {
	Exprs map[token.Pos]ast.Expr // binary expressions by operator, calls by "(", literals by "{", index expressions by "["
	// elements of literals, by their beginning or, with a key, their colon
	Elements  map[token.Pos]ast.Expr
	Keys      map[token.Pos]ast.Expr // of map literals, by their colon
	cases     map[token.Pos]ast.Expr // expressions of case clauses, by their beginning
	assigned  map[token.Pos]ast.Expr // to fields, by the names of these
	Chain     map[ast.Expr]*Chain    // conditions, and parts of them, to the switch or if chain they belong to
	forwarded map[ssa.CallInstruction]*forwarded
	Negated   map[ast.Expr]bool // parts of conditions that are under a !
}

// A Chain is a switch, or an if with its else ifs.
type Chain struct {
	Node    ast.Node // the tag of a switch, or the keyword and the first condition
	Default bool     // has a default clause, or an else
}

// Syntax returns the index of the outermost function that f lies in.
func (f *Function) Syntax() *Syntax {
	outer := f.SSA
	for outer.Parent() != nil && outer.Parent().Syntax() != nil {
		outer = outer.Parent()
	}
	if s, ok := f.Pkg.Syntaxes[outer]; ok {
		return s
	}
	s := &Syntax{
		Exprs:     make(map[token.Pos]ast.Expr),
		Elements:  make(map[token.Pos]ast.Expr),
		Keys:      make(map[token.Pos]ast.Expr),
		cases:     make(map[token.Pos]ast.Expr),
		assigned:  make(map[token.Pos]ast.Expr),
		Chain:     make(map[ast.Expr]*Chain),
		Negated:   make(map[ast.Expr]bool),
		forwarded: f.Pkg.forwarded,
	}
	if node := outer.Syntax(); node != nil {
		s.index(node)
	} else if outer.Name() == "init" {
		for v := range f.Pkg.Wanted {
			if value := f.Pkg.Vars[v]; value != nil {
				s.index(value)
			}
		}
	}
	f.Pkg.Syntaxes[outer] = s
	return s
}

func (s *Syntax) index(node ast.Node) {
	ast.Inspect(node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BinaryExpr:
			s.Exprs[n.OpPos] = n
		case *ast.CallExpr:
			s.Exprs[n.Lparen] = n
		case *ast.CompositeLit:
			s.Exprs[n.Lbrace] = n
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok {
					s.Elements[kv.Colon], s.Keys[kv.Colon] = kv.Value, kv.Key
				} else {
					s.Elements[e.Pos()] = e
				}
			}
		case *ast.IndexExpr:
			s.Exprs[n.Lbrack] = n
		case *ast.AssignStmt:
			for i, e := range n.Lhs {
				if field, ok := e.(*ast.SelectorExpr); ok && len(n.Lhs) == len(n.Rhs) {
					s.assigned[field.Sel.Pos()] = n.Rhs[i]
				}
			}
		case *ast.SwitchStmt:
			s.addSwitch(n)
		case *ast.IfStmt:
			s.addIf(n)
		}
		return true
	})
}

func (s *Syntax) addSwitch(n *ast.SwitchStmt) {
	chain := &Chain{}
	for _, clause := range n.Body.List {
		clause := clause.(*ast.CaseClause)
		chain.Default = chain.Default || clause.List == nil
		for _, e := range clause.List {
			s.cases[e.Pos()] = e
			s.addCondition(chain, e)
		}
	}
	if n.Tag != nil {
		chain.Node = n.Tag
	}
}

func (s *Syntax) addIf(n *ast.IfStmt) {
	if s.Chain[n.Cond] != nil {
		return // the else if of a chain
	}
	chain := &Chain{Node: n.Cond}
	for {
		s.addCondition(chain, n.Cond)
		next, ok := n.Else.(*ast.IfStmt)
		if !ok {
			chain.Default = n.Else != nil
			return
		}
		n = next
	}
}

// addCondition notes that a condition, and each part of it, belongs to a
// chain.
func (s *Syntax) addCondition(chain *Chain, cond ast.Expr) {
	if chain.Node == nil {
		chain.Node = cond
	}
	ast.Inspect(cond, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		s.Chain[e] = chain
		if not, ok := e.(*ast.UnaryExpr); ok && not.Op == token.NOT {
			outer := s.Negated[e]
			ast.Inspect(not.X, func(n ast.Node) bool {
				if inner, ok := n.(ast.Expr); ok {
					s.Negated[inner] = !outer
				}
				return true
			})
		}
		return true
	})
}

// Comparison returns the expression of a comparison and its constant operand.
func (s *Syntax) Comparison(info *types.Info, cmp *ssa.BinOp) (whole, operand ast.Expr) {
	if e, ok := s.Exprs[cmp.Pos()].(*ast.BinaryExpr); ok && (e.Op == token.EQL || e.Op == token.NEQ) {
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

// Call returns the expression of a call.
func (s *Syntax) Call(call ssa.CallInstruction) *ast.CallExpr {
	e, _ := s.Exprs[call.Common().Pos()].(*ast.CallExpr)
	return e
}

// Stored returns the expression whose value is put in a field.
func (s *Syntax) Stored(store *ssa.Store) ast.Expr {
	if e := s.Elements[store.Pos()]; e != nil {
		return e
	}
	return s.assigned[store.Pos()]
}

// Argument returns the expression of an argument; the receiver of a method
// counts as argument 0 in SSA form. Arguments that a variadic parameter
// gathers have none.
func (s *Syntax) Argument(call ssa.CallInstruction, i int) ast.Expr {
	e := s.Call(call)
	if e == nil {
		return nil
	}
	common := call.Common()
	sig := common.Signature()
	if written := s.forwarded[call]; written != nil {
		sig = written.common.Signature()
		if i = written.from[i]; i < 0 {
			return nil
		}
	}
	if !common.IsInvoke() && sig.Recv() != nil {
		if i--; i < 0 {
			if sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok {
				return sel.X
			}
		}
	}
	if i < 0 || i >= len(e.Args) || sig.Variadic() && !e.Ellipsis.IsValid() && i >= sig.Params().Len()-1 {
		return nil
	}
	return e.Args[i]
}
