// Package retry says which functions call the functions that they are given again,
// and what they take their results for.
package retry

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// styles are what the functions of libraries that take functions mean by their
// results. Those that ask whether to retry come first: where a call has one, it
// decides, and not the error that the other function returns.
var styles = []struct {
	effect model.Effects
	style  facts.Style
}{
	{model.AsksWhetherToRetry, facts.Asks},
	{model.AsksWhetherToStop, facts.AsksNot},
	{model.ChecksRetry, facts.Checks},
	{model.CallsUntilDone, facts.Poller},
	{model.CallsAgainOnError, facts.Backoff},
	{model.CallsAgainIfMarked, facts.Marked},
}

// libraryStyle returns what a function, method or field of a library does with
// functions.
func libraryStyle(object types.Object, t types.Type) facts.Style {
	if object == nil || object.Pkg() == nil {
		return facts.Plain
	}
	effects := model.Of(object.Pkg().Path(), object.Name())
	for _, s := range styles {
		if effects&s.effect != 0 && s.style.Fits(t) {
			return s.style
		}
	}
	return facts.Plain
}

// StyleOf returns what the results of the function mean to what calls it.
func StyleOf(f *program.Function) facts.Style {
	FindStyles(f.Pkg)
	return f.Pkg.Styles[f.SSA]
}

// FindStyles finds, once, the functions that others call again or ask.
func FindStyles(p *program.Package) {
	if p.Styles != nil {
		return
	}
	p.Styles = make(map[*ssa.Function]facts.Style)
	for _, f := range p.Functions {
		noteRetryErrors(f)
	}
	for _, f := range p.Functions {
		CallsParams(f) // finds the fields that are asked
	}
	for _, f := range p.Functions {
		noteStyles(f)
	}
}

// noteStyles notes the functions that a function hands to others.
func noteStyles(f *program.Function) {
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case ssa.CallInstruction:
				noteCall(f, x)
			case *ssa.Store:
				if addr, ok := x.Addr.(*ssa.FieldAddr); ok {
					noteStyle(f, x.Val, fieldStyle(f.Pkg, ir.FieldVar(addr.X.Type(), addr.Field), x.Val.Type()), x, 0)
				}
			}
		}
	}
}

// fieldStyle returns what is done with a function that a field holds.
func fieldStyle(p *program.Package, field *types.Var, t types.Type) facts.Style {
	if field == nil {
		return facts.Plain
	}
	if s := p.Asked[field]; s.Fits(t) {
		return s
	}
	return libraryStyle(field, t)
}

// noteStyle notes what is done with a function that f hands over. Of one of another
// package only the decision to retry is known, and where it is handed over.
func noteStyle(f *program.Function, v ssa.Value, s facts.Style, by ssa.Instruction, arg int) {
	p := f.Pkg
	handed := functionOf(p, v)
	if handed == nil || s == facts.Plain {
		return
	}
	if object := p.ObjectOf(handed); object != nil && object.Pkg() != p.Pass.Pkg {
		_, call := by.(*ssa.Call)
		_, store := by.(*ssa.Store)
		if (call || store) && (s == facts.Asks || s == facts.AsksNot) {
			f.Asked = append(f.Asked, program.Asked{Function: handed, By: by, Arg: arg, Stops: s == facts.AsksNot})
		}
		return
	}
	if p.Styles[handed] != facts.Plain || s < facts.Asks && handed.Parent() == nil {
		return // a declared function has other callers
	}
	p.Styles[handed] = s
}

// noteCall notes the functions that a call is given.
func noteCall(f *program.Function, call ssa.CallInstruction) {
	p, common := f.Pkg, call.Common()
	var object types.Object
	callee := ir.Generic(common.StaticCallee())
	switch {
	case common.IsInvoke():
		object = common.Method
	case callee != nil:
		object = callee.Object()
	}
	styles := make([]facts.Style, len(common.Args))
	asked := false
	for i, arg := range common.Args {
		if _, ok := arg.Type().Underlying().(*types.Signature); ok {
			styles[i] = styleAt(p, callee, object, i, arg.Type())
			asked = asked || styles[i] >= facts.Asks
		}
	}
	asked = asked || asksInOptions(common)
	for i, arg := range common.Args {
		if !asked || styles[i] >= facts.Asks {
			noteStyle(f, arg, styles[i], call, i)
		}
	}
}

// styleAt returns what the callee does with the function that is its i-th
// argument.
func styleAt(p *program.Package, callee *ssa.Function, object types.Object, i int, t types.Type) facts.Style {
	if s := libraryStyle(object, t); s != facts.Plain {
		return s
	}
	f, ok := object.(*types.Func)
	if !ok {
		return facts.Plain
	}
	for _, c := range callsOwn(p, callee, f) {
		if c.Param == i && c.Style.Fits(t) {
			return c.Style
		}
	}
	return facts.Plain
}

// asksInOptions reports whether an option of a call asks whether to retry, or
// the options cannot be seen.
func asksInOptions(common *ssa.CallCommon) bool {
	if !common.Signature().Variadic() || len(common.Args) == 0 {
		return false
	}
	last := common.Args[len(common.Args)-1]
	if list, ok := last.Type().Underlying().(*types.Slice); ok {
		if _, ok := list.Elem().Underlying().(*types.Basic); ok {
			return false // times, counts and words ask nobody
		}
	}
	slice, ok := last.(*ssa.Slice)
	if !ok {
		return !ir.IsConstant(last)
	}
	alloc, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return true
	}
	for _, ref := range *alloc.Referrers() {
		index, ok := ref.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, ref := range *index.Referrers() {
			store, ok := ref.(*ssa.Store)
			if !ok {
				continue
			}
			option, ok := store.Val.(*ssa.Call)
			if !ok {
				return true
			}
			callee := option.Call.StaticCallee()
			if callee == nil {
				return true
			}
			for _, arg := range option.Call.Args {
				if libraryStyle(callee.Object(), arg.Type()) >= facts.Asks {
					return true
				}
			}
		}
	}
	return false
}

// functionOf returns the function that a value is, nil if that is not known.
func functionOf(p *program.Package, v ssa.Value) *ssa.Function {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Function:
			if method := ir.WrappedMethod(x); method != nil && method.Pkg() == p.Pass.Pkg {
				return p.Behind(bodyOf(p, method))
			}
			return p.Behind(ir.Generic(x))
		case *ssa.UnOp:
			return heldBy(p, x.X)
		case *ssa.MakeClosure:
			v = x.Fn
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return nil
		}
	}
	return nil
}

// bodyOf returns the function of this package that a method is.
func bodyOf(p *program.Package, method *types.Func) *ssa.Function {
	for _, f := range p.Functions {
		if f.Object == method {
			return f.SSA
		}
	}
	return nil
}

// heldBy returns the function that a package variable is declared with.
func heldBy(p *program.Package, addr ssa.Value) *ssa.Function {
	global, ok := addr.(*ssa.Global)
	if !ok || global.Pkg == nil || global.Pkg.Pkg != p.Pass.Pkg {
		return nil
	}
	object, ok := global.Object().(*types.Var)
	if !ok || p.Reassigned(object) {
		return nil
	}
	for _, block := range global.Pkg.Func("init").Blocks {
		for _, instr := range block.Instrs {
			if store, ok := instr.(*ssa.Store); ok && store.Addr == global {
				return functionOf(p, store.Val)
			}
		}
	}
	return nil
}
