package engine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// styles are what the functions of libraries that take functions mean by their
// results. Those that ask whether to retry come first: where a call has one, it
// decides, and not the error that the other function returns.
var styles = []struct {
	effect model.Effects
	style  style
}{
	{model.AsksWhetherToRetry, asks},
	{model.AsksWhetherToStop, asksNot},
	{model.ChecksRetry, checks},
	{model.CallsUntilDone, poller},
	{model.CallsAgainOnError, backoff},
	{model.CallsAgainIfMarked, marked},
}

// fits reports whether a function of this signature can have results that mean
// what the style says.
func (s style) fits(t types.Type) bool {
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	results := sig.Results()
	takes := false
	for v := range sig.Params().Variables() {
		takes = takes || ir.IsErrorType(v.Type())
	}
	fails := results.Len() > 0 && ir.IsErrorType(results.At(results.Len()-1).Type())
	answers := results.Len() > 0 && ir.IsBool(results.At(0).Type())
	switch s {
	case asks, asksNot:
		return takes && results.Len() == 1 && answers
	case checks:
		return takes && results.Len() == 2 && answers && fails
	case poller:
		return results.Len() == 2 && answers && fails
	case backoff, marked:
		return fails
	}
	return false
}

// libraryStyle returns what a function, method or field of a library does with
// functions.
func libraryStyle(object types.Object, t types.Type) style {
	if object == nil || object.Pkg() == nil {
		return plain
	}
	effects := model.Of(object.Pkg().Path(), object.Name())
	for _, s := range styles {
		if effects&s.effect != 0 && s.style.fits(t) {
			return s.style
		}
	}
	return plain
}

// styleOf returns what the results of the function mean to what calls it.
func (f *Function) styleOf() style {
	f.pkg.findStyles()
	return f.pkg.styles[f.ssa]
}

// findStyles finds, once, the functions that others call again or ask.
func (p *Package) findStyles() {
	if p.styles != nil {
		return
	}
	p.styles = make(map[*ssa.Function]style)
	for _, f := range p.Functions {
		f.callsParams() // finds the fields that are asked
	}
	for _, f := range p.Functions {
		f.noteStyles()
	}
}

// noteStyles notes the functions that a function hands to others.
func (f *Function) noteStyles() {
	for _, block := range f.ssa.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case ssa.CallInstruction:
				f.pkg.noteCall(x.Common())
			case *ssa.Store:
				if addr, ok := x.Addr.(*ssa.FieldAddr); ok {
					f.pkg.noteStyle(x.Val, f.pkg.fieldStyle(ir.FieldVar(addr.X.Type(), addr.Field), x.Val.Type()))
				}
			}
		}
	}
}

// fieldStyle returns what is done with a function that a field holds.
func (p *Package) fieldStyle(field *types.Var, t types.Type) style {
	if field == nil {
		return plain
	}
	if s := p.asked[field]; s.fits(t) {
		return s
	}
	return libraryStyle(field, t)
}

func (p *Package) noteStyle(v ssa.Value, s style) {
	if f := p.functionOf(v); f != nil && s != plain && p.styles[f] == plain {
		if s < asks && f.Parent() == nil {
			return // a declared function has other callers
		}
		p.styles[f] = s
	}
}

// noteCall notes the functions that a call is given.
func (p *Package) noteCall(common *ssa.CallCommon) {
	var object types.Object
	callee := ir.Generic(common.StaticCallee())
	switch {
	case common.IsInvoke():
		object = common.Method
	case callee != nil:
		object = callee.Object()
	}
	styles := make([]style, len(common.Args))
	asked := false
	for i, arg := range common.Args {
		if _, ok := arg.Type().Underlying().(*types.Signature); ok {
			styles[i] = p.styleAt(callee, object, i, arg.Type())
			asked = asked || styles[i] >= asks
		}
	}
	asked = asked || asksInOptions(common)
	for i, arg := range common.Args {
		if !asked || styles[i] >= asks {
			p.noteStyle(arg, styles[i])
		}
	}
}

// styleAt returns what the callee does with the function that is its i-th
// argument.
func (p *Package) styleAt(callee *ssa.Function, object types.Object, i int, t types.Type) style {
	if s := libraryStyle(object, t); s != plain {
		return s
	}
	f, ok := object.(*types.Func)
	if !ok {
		return plain
	}
	for _, c := range p.callsOwn(callee, f) {
		if c.Param == i && c.Style.fits(t) {
			return c.Style
		}
	}
	return plain
}

// asksInOptions reports whether an option of a call asks whether to retry, or
// the options cannot be seen.
func asksInOptions(common *ssa.CallCommon) bool {
	if !common.Signature().Variadic() || len(common.Args) == 0 {
		return false
	}
	slice, ok := common.Args[len(common.Args)-1].(*ssa.Slice)
	if !ok {
		return !ir.IsConstant(common.Args[len(common.Args)-1])
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
				if libraryStyle(callee.Object(), arg.Type()) >= asks {
					return true
				}
			}
		}
	}
	return false
}

// functionOf returns the function that a value is, nil if that is not known.
func (p *Package) functionOf(v ssa.Value) *ssa.Function {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Function:
			if method := ir.WrappedMethod(x); method != nil {
				return p.bodyOf(method)
			}
			return ir.Generic(x)
		case *ssa.UnOp:
			return p.heldBy(x.X)
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
func (p *Package) bodyOf(method *types.Func) *ssa.Function {
	for _, f := range p.Functions {
		if f.object == method {
			return f.ssa
		}
	}
	return nil
}

// heldBy returns the function that a package variable is declared with.
func (p *Package) heldBy(addr ssa.Value) *ssa.Function {
	global, ok := addr.(*ssa.Global)
	if !ok || global.Pkg == nil || global.Pkg.Pkg != p.pass.Pkg {
		return nil
	}
	object, ok := global.Object().(*types.Var)
	if !ok || p.reassigned(object) {
		return nil
	}
	for _, block := range global.Pkg.Func("init").Blocks {
		for _, instr := range block.Instrs {
			if store, ok := instr.(*ssa.Store); ok && store.Addr == global {
				return p.functionOf(store.Val)
			}
		}
	}
	return nil
}
