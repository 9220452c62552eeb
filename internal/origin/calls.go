package origin

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// call follows the result of a call.
func (t *Slicer) call(call *ssa.Call) {
	common := &call.Call
	sig := common.Signature()
	if t.Send(call) {
		return
	}
	if service, ok := t.Fn.Pkg.Errors.Realm.ServiceOfCall(sig); ok {
		t.Origin.Add(service)
		t.calls = append(t.calls, program.Call{Name: ir.CalleeName(t.Fn.Pkg.Written(call)), Pos: call.Pos()})
		if callee := common.StaticCallee(); callee != nil {
			if object, ok := callee.Object().(*types.Func); ok { // a wrapper may call others, too
				t.called = true
				t.factOf(object)
				t.called = false
			}
		}
		return
	}
	if common.IsInvoke() {
		if service, ok := t.Fn.Pkg.Errors.Realm.ServiceOfCall(common.Method.Signature()); ok {
			t.Origin.Add(service)
			t.calls = append(t.calls, program.Call{Name: ir.CalleeName(t.Fn.Pkg.Written(call)), Pos: call.Pos()})
		} else {
			t.implementations(call)
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
	before := len(t.Origin.Services)
	some := t.function(callee)
	if t.called = false; some || len(t.Origin.Services) > before {
		t.calls = append(t.calls, program.Call{Name: ir.CalleeName(t.Fn.Pkg.Written(call)), Pos: call.Pos()})
	}
}

// implementations adds the origins of the methods of this package that a call of a
// method of an interface may run.
func (t *Slicer) implementations(call *ssa.Call) {
	method := call.Call.Method
	t.unknown("%s is a method of an interface", method.Name())
	some := false
	for _, d := range t.Fn.Pkg.Implementations(method) {
		some = t.merge(d.Object, d.Origin) || some
	}
	if some {
		t.calls = append(t.calls, program.Call{Name: ir.CalleeName(&call.Call), Pos: call.Pos()})
	}
}

// function adds the origins of a function's errors, and reports whether it has
// any.
func (t *Slicer) function(callee *ssa.Function) bool {
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
func (t *Slicer) declared(object *types.Func) bool {
	p := t.Fn.Pkg
	switch {
	case object.Pkg() == p.Pass.Pkg:
		if d := p.Declared[object.Origin()]; d != nil {
			return t.merge(object, d.Origin)
		}
		t.unknown("%s has no body here", object.Name())
	case p.IsErrors(object.Pkg()):
		t.unknown("the program makes it itself")
	case p.Reaches(object.Pkg()):
		return t.factOf(object)
	case p.IsFar(object.Pkg()):
		t.unknown("%s is declared in a package that this one does not import", object.Name())
	}
	return false
}

func (t *Slicer) factOf(object *types.Func) bool {
	if fact := t.Fn.Pkg.FactOf(object); fact != nil {
		return t.merge(object, fact.Origin)
	}
	return false
}

// merge adds the origin of a function, and reports whether it has any service.
func (t *Slicer) merge(object *types.Func, origin facts.Origin) bool {
	switch {
	case origin.Unknown:
		t.unknown("%s can return errors from elsewhere", object.Name())
	case origin.Given && !t.called:
		t.unknown("%s calls a function that it is given", object.Name())
	}
	t.Origin.Merge(origin)
	return len(origin.Services) > 0
}

// method adds the origins of a method that is called as a value.
func (t *Slicer) method(method *types.Func) {
	sig := method.Signature()
	if service, ok := t.Fn.Pkg.Errors.Realm.ServiceOfCall(sig); ok {
		t.Origin.Add(service)
		return
	}
	if types.IsInterface(sig.Recv().Type()) {
		t.unknown("%s is a method of an interface", method.Name())
		return
	}
	t.declared(method)
}

// Send follows the error of a call of the common client; it reports whether it
// is one.
func (t *Slicer) Send(call *ssa.Call) bool {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return false
	}
	object, _ := callee.Object().(*types.Func)
	if !relevance.IsSend(object) || len(call.Call.Args) < 2 {
		return false
	}
	request := call.Call.Args[1]
	if m, ok := request.(*ssa.MakeInterface); ok {
		request = m.X
	}
	service, ok := sdk.ServiceOfType(request.Type(), "Request")
	if !ok {
		service, ok = relevance.CommonService(t.Fn, request)
	}
	if !ok {
		t.unknown("Send sends any request")
		return true
	}
	t.Origin.Add(service)
	t.calls = append(t.calls, program.Call{Name: ir.CalleeName(t.Fn.Pkg.Written(call)), Pos: call.Pos()})
	return true
}
