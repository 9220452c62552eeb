package predicate

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A maker is the call that made a function value: what the function does with its
// parameters depends on what the call was given.
type maker struct {
	fn     *program.Function // that calls; nil if it is not known
	call   *ssa.Call         // nil for the parameters of the function around a literal
	args   []ssa.Value       // of the call
	callee *ssa.Function
	made   []facts.ParamUse // what the function value does
}

// makerOf follows a function value to the call that made it.
func makerOf(f *program.Function, v ssa.Value, depth int) maker {
	if depth > ir.MaxDepth {
		return maker{}
	}
	switch x := v.(type) {
	case *ssa.ChangeType:
		return makerOf(f, x.X, depth+1)
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		if h := f.Pkg.SummaryOf(callee); h != nil && len(h.Made) > 0 {
			return maker{f, x, x.Call.Args, callee, h.Made}
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return makerKept(f, x, depth)
		}
	}
	return maker{}
}

// makerKept follows a function value that is kept in a variable or in a field,
// if it is put there once.
func makerKept(f *program.Function, load *ssa.UnOp, depth int) maker {
	if ver := f.Memory.Load(load); ver != nil && ver.Kind == program.Stored {
		return makerOf(f, ver.Value, depth+1)
	}
	var at []ssa.Instruction
	switch addr := load.X.(type) {
	case *ssa.Global:
		at = f.Pkg.Keeps().Globals[addr]
	case *ssa.FieldAddr:
		field := ir.StructField(addr.X.Type(), addr.Field)
		if field == nil || field.Exported() {
			return maker{}
		}
		for _, other := range f.Pkg.Keeps().Fields[field] {
			at = append(at, *other.Referrers()...)
		}
	}
	var found *ssa.Store
	for _, instr := range at {
		switch instr := instr.(type) {
		case *ssa.Store:
			if found != nil {
				return maker{}
			}
			found = instr
		case *ssa.UnOp:
		default:
			return maker{} // its address is given away
		}
	}
	if found == nil || f.Pkg.BySSA[found.Parent()] == nil {
		return maker{}
	}
	return makerOf(f.Pkg.BySSA[found.Parent()], found.Val, depth+1)
}

// ownMaker is the maker of a literal that is called in the function which it is
// written in: what it captured are the parameters of this one.
func ownMaker(f *program.Function, call *ssa.Call) maker {
	if callee := call.Call.StaticCallee(); callee != nil && callee.Parent() == f.SSA {
		m := maker{fn: f}
		for _, p := range f.SSA.Params {
			m.args = append(m.args, p)
		}
		return m
	}
	return maker{}
}

// argument returns the expression of an argument that the maker was given.
func (m maker) argument(i int) ast.Expr {
	if m.call == nil {
		return nil
	}
	return m.fn.Syntax().Argument(m.call, i)
}

// MakesTests notes what the function does that this one returns.
func MakesTests(f *program.Function, h *facts.Summary) {
	if f.Results().Len() != 1 {
		return
	}
	var made []facts.ParamUse
	for _, block := range f.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		inner := f.Pkg.BySSA[ir.LiteralOf(ret.Results[0])]
		if inner == nil || inner.Summary == nil || made != nil {
			return
		}
		made = inner.Summary.Uses
	}
	h.Made = made
}
