package engine

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A maker is the call that made a function value: what the function does with its
// parameters depends on what the call was given.
type maker struct {
	fn     *Function   // that calls; nil if it is not known
	call   *ssa.Call   // nil for the parameters of the function around a literal
	args   []ssa.Value // of the call
	callee *ssa.Function
	made   []Use // what the function value does
}

// makerOf follows a function value to the call that made it.
func (f *Function) makerOf(v ssa.Value, depth int) maker {
	if depth > ir.MaxDepth {
		return maker{}
	}
	switch x := v.(type) {
	case *ssa.ChangeType:
		return f.makerOf(x.X, depth+1)
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		if h := f.pkg.helperOf(callee); h != nil && len(h.Made) > 0 {
			return maker{f, x, x.Call.Args, callee, h.Made}
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return f.makerKept(x, depth)
		}
	}
	return maker{}
}

// makerKept follows a function value that is kept in a variable or in a field,
// if it is put there once.
func (f *Function) makerKept(load *ssa.UnOp, depth int) maker {
	if ver := f.memory.load(load); ver != nil && ver.kind == stored {
		return f.makerOf(ver.value, depth+1)
	}
	var at []ssa.Instruction
	switch addr := load.X.(type) {
	case *ssa.Global:
		at = f.pkg.keeps().globals[addr]
	case *ssa.FieldAddr:
		field := ir.StructField(addr.X.Type(), addr.Field)
		if field == nil || field.Exported() {
			return maker{}
		}
		for _, other := range f.pkg.keeps().fields[field] {
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
	if found == nil || f.pkg.bySSA[found.Parent()] == nil {
		return maker{}
	}
	return f.pkg.bySSA[found.Parent()].makerOf(found.Val, depth+1)
}

// ownMaker is the maker of a literal that is called in the function which it is
// written in: what it captured are the parameters of this one.
func (f *Function) ownMaker(call *ssa.Call) maker {
	if callee := call.Call.StaticCallee(); callee != nil && callee.Parent() == f.ssa {
		m := maker{fn: f}
		for _, p := range f.ssa.Params {
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
	return m.fn.syntax().argument(m.call, i)
}

// makesTests notes what the function does that this one returns.
func (f *Function) makesTests(h *Helper) {
	if f.results().Len() != 1 {
		return
	}
	var made []Use
	for _, block := range f.ssa.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		inner := f.pkg.bySSA[ir.LiteralOf(ret.Results[0])]
		if inner == nil || inner.helper == nil || made != nil {
			return
		}
		made = inner.helper.Uses
	}
	h.Made = made
}
