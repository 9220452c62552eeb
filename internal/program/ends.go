package program

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// NeverReturns reports whether a function ends the program, the goroutine or the
// test, or panics, whatever it is given.
func (p *Package) NeverReturns(f *types.Func) bool {
	if f == nil || f.Pkg() == nil {
		return false
	}
	f = f.Origin()
	if d := p.Declared[f]; d != nil {
		return p.bodyEnds(d)
	}
	return model.Of(f.Pkg().Path(), f.Name())&model.NoReturn != 0
}

// bodyEnds is NeverReturns for a function of this package.
func (p *Package) bodyEnds(d *Declared) bool {
	if ends, ok := p.ends[d.Object]; ok {
		return ends
	}
	if p.ends == nil {
		p.ends = make(map[*types.Func]bool)
	}
	p.ends[d.Object] = false // recursion returns for all that is known
	returns := false
	ast.Inspect(d.Decl.Body, func(n ast.Node) bool {
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
	ends := !returns && p.listEnds(d.Decl.Body.List)
	p.ends[d.Object] = ends
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
		if callee, ok := typeutil.Callee(p.Pass.TypesInfo, call).(*types.Func); ok {
			return p.NeverReturns(callee)
		}
		id, ok := call.Fun.(*ast.Ident)
		return ok && p.Pass.TypesInfo.Uses[id] == types.Universe.Lookup("panic")
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

// Reassigned reports whether a package variable is changed anywhere in this
// package, or its address taken.
func (p *Package) Reassigned(v *types.Var) bool {
	if p.assigned == nil {
		p.assigned = make(map[*types.Var]bool)
		for _, file := range p.Pass.Files {
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
			if v, ok := p.Pass.TypesInfo.Uses[x].(*types.Var); ok {
				p.assigned[v] = true
			}
		}
		return
	}
}

// storedIn is where the functions of a package that were built keep values: the
// addresses of each field of the package, and the uses of each package variable.
type storedIn struct {
	pkg     *types.Package
	Fields  map[*types.Var][]*ssa.FieldAddr
	Globals map[*ssa.Global][]ssa.Instruction

	operands []*ssa.Value // of one instruction, to be used again
}

// Keeps returns the index, which is made when first needed.
func (p *Package) Keeps() *storedIn {
	if p.keptAt != nil {
		return p.keptAt
	}
	k := &storedIn{pkg: p.Pass.Pkg, Fields: make(map[*types.Var][]*ssa.FieldAddr), Globals: make(map[*ssa.Global][]ssa.Instruction)}
	p.keptAt = k
	for _, f := range p.Functions {
		for _, block := range f.SSA.Blocks {
			for _, instr := range block.Instrs {
				k.note(instr)
			}
		}
	}
	return k
}

func (k *storedIn) note(instr ssa.Instruction) {
	if addr, ok := instr.(*ssa.FieldAddr); ok {
		if field := ir.StructField(addr.X.Type(), addr.Field); field != nil && field.Pkg() == k.pkg {
			k.Fields[field] = append(k.Fields[field], addr)
		}
	}
	k.operands = instr.Operands(k.operands[:0])
	for _, operand := range k.operands {
		if g, ok := (*operand).(*ssa.Global); ok && !slices.Contains(k.Globals[g], instr) {
			k.Globals[g] = append(k.Globals[g], instr)
		}
	}
}
