package engine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// call follows the result of a call.
func (t *tracer) call(call *ssa.Call) {
	common := &call.Call
	sig := common.Signature()
	if t.send(call) {
		return
	}
	if service, ok := t.fn.pkg.errors.Realm.ServiceOfCall(sig); ok {
		t.origin.add(service)
		t.calls = append(t.calls, Call{ir.CalleeName(common), call.Pos()})
		t.called = true
		t.fact(common.StaticCallee())
		t.called = false
		return
	}
	if common.IsInvoke() {
		if service, ok := t.fn.pkg.errors.Realm.ServiceOfCall(common.Method.Signature()); ok {
			t.origin.add(service)
			t.calls = append(t.calls, Call{ir.CalleeName(common), call.Pos()})
		} else {
			t.unknown("%s is a method of an interface", common.Method.Name())
		}
		return
	}
	for _, arg := range common.Args {
		if ir.IsErrorType(arg.Type()) {
			t.value(arg)
		} else if closure := ir.ClosureOf(arg); closure != nil {
			t.body(closure.Fn.(*ssa.Function))
		} else if fn, ok := arg.(*ssa.Function); ok {
			t.function(fn)
		} else if slice, ok := arg.(*ssa.Slice); ok { // the variadic part of fmt.Errorf
			t.varargs(slice)
		} else if sig, ok := arg.Type().Underlying().(*types.Signature); ok && ir.ReturnsError(sig) {
			t.unknown("it comes from a function value")
		}
	}
	callee := common.StaticCallee()
	if callee == nil {
		if _, ok := common.Value.(*ssa.Builtin); !ok {
			t.unknown("it comes from a function value")
		}
		return
	}
	t.called = true
	before := len(t.origin.Services)
	some := t.function(callee)
	if t.called = false; some || len(t.origin.Services) > before {
		t.calls = append(t.calls, Call{ir.CalleeName(common), call.Pos()})
	}
}

// function adds the origins of a function's errors, and reports whether it has
// any.
func (t *tracer) function(callee *ssa.Function) bool {
	callee = ir.Generic(callee)
	object, _ := callee.Object().(*types.Func)
	if object != nil {
		return t.declared(object)
	}
	if len(callee.Blocks) > 0 { // a literal
		t.body(callee)
	} else {
		t.unknown("it comes from a function value")
	}
	return false
}

// declared adds the origins of the errors of a declared function, and reports
// whether it has any.
func (t *tracer) declared(object *types.Func) bool {
	p := t.fn.pkg
	switch {
	case object.Pkg() == p.pass.Pkg:
		if d := p.declared[object.Origin()]; d != nil {
			return t.merge(object, d.origin)
		}
		t.unknown("%s has no body here", object.Name())
	case p.isErrors(object.Pkg()):
		t.unknown("the program makes it itself")
	case p.reaches(object.Pkg()):
		return t.factOf(object)
	case p.isFar(object.Pkg()):
		t.unknown("%s is declared in a package that this one does not import", object.Name())
	}
	return false
}

func (t *tracer) fact(callee *ssa.Function) bool {
	if callee == nil {
		return false
	}
	object, ok := callee.Object().(*types.Func)
	return ok && t.factOf(object)
}

func (t *tracer) factOf(object *types.Func) bool {
	if fact := t.fn.pkg.factOf(object); fact != nil {
		return t.merge(object, fact.origin)
	}
	return false
}

// merge adds the origin of a function, and reports whether it has any service.
func (t *tracer) merge(object *types.Func, origin Origin) bool {
	switch {
	case origin.Unknown:
		t.unknown("%s can return errors from elsewhere", object.Name())
	case origin.Given && !t.called:
		t.unknown("%s calls a function that it is given", object.Name())
	}
	t.origin.Merge(origin)
	return len(origin.Services) > 0
}

// method adds the origins of a method that is called as a value.
func (t *tracer) method(method *types.Func) {
	sig := method.Signature()
	if service, ok := t.fn.pkg.errors.Realm.ServiceOfCall(sig); ok {
		t.origin.add(service)
		return
	}
	if types.IsInterface(sig.Recv().Type()) {
		t.unknown("%s is a method of an interface", method.Name())
		return
	}
	t.declared(method)
}
