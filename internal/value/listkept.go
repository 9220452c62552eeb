package value

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// field reads what a field holds: all that this package stores in it. Others can
// fill an exported one.
func (r *Reader) field(addr *ssa.FieldAddr, path []Step) {
	if row, ok := addr.X.(*ssa.IndexAddr); ok {
		r.Value(row, prepend(Step{Kind: stepField, field: addr.Field}, path))
		return
	}
	if g, ok := addr.X.(*ssa.Global); ok {
		r.global(g, prepend(Step{Kind: stepField, field: addr.Field}, path))
		return
	}
	r.anyField(ir.StructField(addr.X.Type(), addr.Field), path)
}

func (r *Reader) anyField(field *types.Var, path []Step) {
	p := r.Fn.Pkg
	if field == nil || field.Pkg() != p.Pass.Pkg {
		r.Unknown()
		return
	}
	if !r.visit(field, path) {
		return
	}
	known := !field.Exported()
	filled := 0
	for _, addr := range p.Keeps().Fields[field] {
		if addr.Referrers() == nil {
			continue
		}
		r.in(p.BySSA[addr.Parent()], func() {
			for _, ref := range *addr.Referrers() {
				switch ref := ref.(type) {
				case *ssa.Store:
					if ref.Addr == addr {
						filled++
					}
				case *ssa.UnOp:
					r.modified(ref, path)
				case ssa.CallInstruction, *ssa.MakeInterface:
					known = false // its address is given away
				}
			}
			r.contents(addr, path)
		})
	}
	if r.oneOf(filled); !known || filled == 0 {
		r.Unknown()
	}
}

// modified reads what is put into a list or a map after it was loaded from where
// it is kept.
func (r *Reader) modified(loaded *ssa.UnOp, path []Step) {
	if loaded.Op != token.MUL || loaded.Referrers() == nil || len(path) == 0 {
		return
	}
	for _, ref := range *loaded.Referrers() {
		if addr, ok := ref.(*ssa.IndexAddr); ok && path[0].Kind == StepElem {
			r.stored(addr, path[1:])
		}
	}
	r.updates(loaded, path)
}

// global reads what a package variable holds.
func (r *Reader) global(g *ssa.Global, path []Step) {
	p := r.Fn.Pkg
	object, _ := g.Object().(*types.Var)
	if object == nil {
		r.Unknown()
		return
	}
	if object.Pkg() != p.Pass.Pkg {
		r.imported(object, path)
		return
	}
	if !r.visit(object, path) {
		return
	}
	filled, stored := false, 0
	for _, instr := range p.Keeps().Globals[g] {
		r.in(p.BySSA[instr.Parent()], func() {
			switch instr := instr.(type) {
			case *ssa.Store:
				if instr.Addr == g {
					filled, stored = true, stored+1
					r.put(instr.Val, path, instr)
				}
			case *ssa.UnOp:
				r.modified(instr, path)
			case *ssa.IndexAddr:
				if len(path) > 0 && path[0].Kind == StepElem {
					filled = true
					r.stored(instr, path[1:])
				}
			case *ssa.FieldAddr:
				if len(path) > 0 && path[0] == (Step{Kind: stepField, field: instr.Field}) {
					filled = true
					r.contents(instr, path[1:])
				}
			case ssa.CallInstruction, *ssa.MakeInterface:
				r.Unknown() // its address is given away
			}
		})
	}
	if r.oneOf(stored); !filled {
		r.Unknown()
	}
}

// imported reads a list that another package exports.
func (r *Reader) imported(v *types.Var, path []Step) {
	fact := new(facts.List)
	if len(path) != 1 || path[0].Kind == stepField || !r.Fn.Pkg.Pass.ImportObjectFact(v, fact) {
		r.Unknown()
		return
	}
	if path[0].Answer != "" {
		r.Unknown() // the fact has the keys only
	}
	for _, value := range fact.Values {
		r.List.Values = append(r.List.Values, Listed{Value: value, Elsewhere: !fact.Tested})
	}
}

// elements returns the constant elements of a list literal, or the constant
// keys of a map literal whose value is not false.
func elements(p *program.Package, lit *ast.CompositeLit) ([]Listed, bool) {
	info := p.Pass.TypesInfo
	_, isMap := ir.TypeOf(info, lit).(*types.Map)
	var values []Listed
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
			values = append(values, Listed{Value: value, Expr: e})
		} else {
			open = true
		}
	}
	return values, open
}

// ListVar returns the constants of a package variable that is a list, or a map
// by its keys.
func ListVar(p *program.Package, v *types.Var) ([]Listed, bool) {
	lit, ok := ast.Unparen(p.Vars[v]).(*ast.CompositeLit)
	if !ok || p.Reassigned(v) {
		return nil, false
	}
	values, open := elements(p, lit)
	return values, !open
}

// parameter reads a parameter: of the function that asks its callers know it;
// of any other it is what the calls in this package give.
func (r *Reader) parameter(param *ssa.Parameter, path []Step) {
	f := param.Parent()
	index := slices.Index(f.Params, param)
	if via := r.via; via.callee() == f {
		r.by(via.outer, via.caller, func() { r.argument(via.call, index, path) })
		return
	}
	if len(path) == 0 && !ir.IsString(param.Type()) && !ir.IsAny(param.Type()) && !ir.IsTypeParam(param.Type()) || len(path) > 1 || len(path) == 1 && path[0].Kind == stepField {
		r.arguments(f, index, path)
		return
	}
	g := given{index, len(path) == 1}
	switch {
	case f == r.Home.SSA:
		r.List.Params = append(r.List.Params, g)
	case f == r.Home.SSA.Parent():
		r.List.Outer = append(r.List.Outer, g)
	default:
		r.arguments(f, index, path)
	}
}

// arguments reads what the calls of a function give to a parameter.
func (r *Reader) arguments(f *ssa.Function, index int, path []Step) {
	calls, complete := r.Fn.Pkg.CallsOf(f)
	if !complete {
		if object := r.Fn.Pkg.ObjectOf(f); object != nil && program.Visible(object) && len(path) < 2 {
			r.List.Others = append(r.List.Others, exposed{f, given{index, len(path) == 1}})
		}
		r.Unknown()
		calls = r.Fn.Pkg.Callers.Calls[f]
	}
	r.oneOf(len(calls))
	for _, call := range calls {
		if index >= len(call.Common().Args) {
			continue
		}
		r.in(r.Fn.Pkg.BySSA[call.Parent()], func() { r.argument(call, index, path) })
	}
}

// argument reads what one call gives to a parameter.
func (r *Reader) argument(call ssa.CallInstruction, index int, path []Step) {
	arg := call.Common().Args[index]
	if value, ok := ir.ConstString(arg); ok && len(path) == 0 {
		r.List.Values = append(r.List.Values, Listed{Value: value, Expr: r.Fn.Syntax().Argument(call, index)})
		return
	}
	r.Value(arg, path)
}

// captured reads a variable of the function around a literal.
func (r *Reader) captured(free *ssa.FreeVar, path []Step) {
	inner := free.Parent()
	outer := r.Fn.Pkg.BySSA[inner.Parent()]
	if outer == nil || inner.Referrers() == nil {
		r.Unknown()
		return
	}
	for _, ref := range *inner.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		cell := closure.Bindings[slices.Index(inner.FreeVars, free)]
		if ir.ClosureWrites(closure, cell) {
			r.Unknown()
		}
		r.in(outer, func() { r.Value(cell, path) })
	}
}

// answers reports whether a value in a map is what a step asks for.
func (r *Reader) answers(v ssa.Value, s Step) bool {
	if s.Answer == "" {
		return true
	}
	if answer, ok := program.AnswerOf(v); ok {
		return (answer == s.Answer) != s.Others
	}
	if s.Others && isMade(v) {
		return true // anything but the zero value
	}
	r.Unknown()
	return true
}

// isMade reports whether a value is made where it stands, and so is not nil.
func isMade(v ssa.Value) bool {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return !ir.IsConstant(x.X)
	case *ssa.MakeClosure, *ssa.Function, *ssa.Alloc, *ssa.MakeMap, *ssa.MakeSlice, *ssa.Slice:
		return true
	case *ssa.Call:
		return program.EffectsOf(x.Call.StaticCallee())&(model.MakesError|model.FormatsError) != 0
	}
	return false
}
