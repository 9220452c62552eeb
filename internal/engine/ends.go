package engine

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// neverReturns reports whether a function ends the program, the goroutine or the
// test, or panics, whatever it is given.
func (p *Package) neverReturns(f *types.Func) bool {
	if f == nil || f.Pkg() == nil {
		return false
	}
	f = f.Origin()
	if d := p.declared[f]; d != nil {
		return p.bodyEnds(d)
	}
	return model.Of(f.Pkg().Path(), f.Name())&model.NoReturn != 0
}

// bodyEnds is neverReturns for a function of this package.
func (p *Package) bodyEnds(d *declared) bool {
	if ends, ok := p.ends[d.object]; ok {
		return ends
	}
	if p.ends == nil {
		p.ends = make(map[*types.Func]bool)
	}
	p.ends[d.object] = false // recursion returns for all that is known
	returns := false
	ast.Inspect(d.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt, *ast.DeferStmt:
			returns = true // what is deferred may recover
		case *ast.BranchStmt:
			returns = returns || n.Tok == token.GOTO
		}
		return !returns
	})
	ends := !returns && p.listEnds(d.decl.Body.List)
	p.ends[d.object] = ends
	return ends
}

// listEnds reports whether control never gets to the end of a list of
// statements that returns nowhere.
func (p *Package) listEnds(list []ast.Stmt) bool {
	for _, s := range list {
		if p.statementEnds(s) {
			return true
		}
	}
	return false
}

func (p *Package) statementEnds(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.BlockStmt:
		return p.listEnds(s.List)
	case *ast.LabeledStmt:
		return p.statementEnds(s.Stmt)
	case *ast.ExprStmt:
		call, ok := s.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		if callee, ok := typeutil.Callee(p.pass.TypesInfo, call).(*types.Func); ok {
			return p.neverReturns(callee)
		}
		id, ok := call.Fun.(*ast.Ident)
		return ok && p.pass.TypesInfo.Uses[id] == types.Universe.Lookup("panic")
	case *ast.IfStmt:
		return s.Else != nil && p.statementEnds(s.Body) && p.statementEnds(s.Else)
	case *ast.ForStmt:
		return s.Cond == nil && !ir.Breaks(s.Body)
	case *ast.SelectStmt:
		return len(s.Body.List) == 0
	case *ast.SwitchStmt:
		hasDefault := false
		for _, clause := range s.Body.List {
			clause := clause.(*ast.CaseClause)
			hasDefault = hasDefault || clause.List == nil
			if ir.Breaks(&ast.BlockStmt{List: clause.Body}) || !p.listEnds(clause.Body) {
				return false
			}
		}
		return hasDefault
	}
	return false
}

// endsProgram reports whether a call never returns.
func (w *walker) endsProgram(common *ssa.CallCommon, callee *ssa.Function) bool {
	if common.IsInvoke() {
		return w.f.pkg.neverReturns(common.Method)
	}
	if callee = ir.Generic(callee); callee == nil {
		return false
	}
	object, _ := callee.Object().(*types.Func)
	return w.f.pkg.neverReturns(object)
}
