package engine

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// parameter reads a parameter: of the function that asks its callers know it;
// of any other it is what the calls in this package give.
func (r *reader) parameter(param *ssa.Parameter, path []step) {
	f := param.Parent()
	index := slices.Index(f.Params, param)
	if len(path) == 0 && !ir.IsString(param.Type()) && !ir.IsAny(param.Type()) && !ir.IsTypeParam(param.Type()) || len(path) > 1 || len(path) == 1 && path[0].kind == stepField {
		r.arguments(f, index, path)
		return
	}
	g := given{index, len(path) == 1}
	switch {
	case f == r.home.ssa:
		r.list.params = append(r.list.params, g)
	case f == r.home.ssa.Parent():
		r.list.outer = append(r.list.outer, g)
	default:
		r.arguments(f, index, path)
	}
}

// arguments reads what the calls of a function give to a parameter.
func (r *reader) arguments(f *ssa.Function, index int, path []step) {
	calls, complete := r.fn.pkg.callsOf(f)
	if !complete {
		if object := r.fn.pkg.objectOf(f); object != nil && visible(object) && len(path) < 2 {
			r.list.others = append(r.list.others, exposed{f, given{index, len(path) == 1}})
		}
		r.unknown()
		calls = r.fn.pkg.callers.calls[f]
	}
	for _, call := range calls {
		args := call.Common().Args
		if index >= len(args) {
			continue
		}
		r.in(r.fn.pkg.bySSA[call.Parent()], func() {
			if value, ok := ir.ConstString(args[index]); ok && len(path) == 0 {
				r.list.values = append(r.list.values, listed{value: value, expr: r.fn.syntax().argument(call, index)})
				return
			}
			r.value(args[index], path)
		})
	}
}

// captured reads a variable of the function around a literal.
func (r *reader) captured(free *ssa.FreeVar, path []step) {
	inner := free.Parent()
	outer := r.fn.pkg.bySSA[inner.Parent()]
	if outer == nil || inner.Referrers() == nil {
		r.unknown()
		return
	}
	for _, ref := range *inner.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		cell := closure.Bindings[slices.Index(inner.FreeVars, free)]
		if ir.ClosureWrites(closure, cell) {
			r.unknown()
		}
		r.in(outer, func() { r.value(cell, path) })
	}
}

// answers reports whether a value in a map is what a step asks for.
func (r *reader) answers(v ssa.Value, s step) bool {
	if s.answer == "" {
		return true
	}
	if answer, ok := answerOf(v); ok {
		return (answer == s.answer) != s.others
	}
	if s.others && isMade(v) {
		return true // anything but the zero value
	}
	r.unknown()
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
		return effectsOf(x.Call.StaticCallee())&(model.MakesError|model.FormatsError) != 0
	}
	return false
}
