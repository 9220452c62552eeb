package engine

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// elements returns the constant elements of a list literal, or the constant
// keys of a map literal whose value is not false.
func (p *Package) elements(lit *ast.CompositeLit) ([]listed, bool) {
	info := p.pass.TypesInfo
	_, isMap := ir.TypeOf(info, lit).(*types.Map)
	var values []listed
	open := false
	for _, e := range lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if v := info.Types[kv.Value].Value; isMap && v != nil && v.Kind() == constant.Bool && !constant.BoolVal(v) {
				continue
			}
			if e = kv.Value; isMap {
				e = kv.Key
			}
		}
		if value, ok := ir.ConstantOf(info, e); ok {
			values = append(values, listed{value: value, expr: e})
		} else {
			open = true
		}
	}
	return values, open
}

// listVar returns the constants of a package variable that is a list, or a map
// by its keys.
func (p *Package) listVar(v *types.Var) ([]listed, bool) {
	lit, ok := ast.Unparen(p.vars[v]).(*ast.CompositeLit)
	if !ok || p.reassigned(v) {
		return nil, false
	}
	values, open := p.elements(lit)
	return values, !open
}

// reassigned reports whether a package variable is changed anywhere in this
// package, or its address taken.
func (p *Package) reassigned(v *types.Var) bool {
	if p.assigned == nil {
		p.assigned = make(map[*types.Var]bool)
		for _, file := range p.pass.Files {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					for _, e := range n.Lhs {
						p.assign(e)
					}
				case *ast.UnaryExpr:
					if n.Op == token.AND {
						p.assign(n.X)
					}
				case *ast.RangeStmt:
					p.assign(n.Key)
					p.assign(n.Value)
				}
				return true
			})
		}
	}
	return p.assigned[v]
}

// assign notes the package variable that an assignment changes.
func (p *Package) assign(e ast.Expr) {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.IndexExpr:
			e = x.X
			continue
		case *ast.Ident:
			if v, ok := p.pass.TypesInfo.Uses[x].(*types.Var); ok {
				p.assigned[v] = true
			}
		}
		return
	}
}
