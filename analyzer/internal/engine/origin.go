package engine

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// A Call is the call that an error came from.
type Call struct {
	Name string
	Pos  token.Pos
}

// A tracer follows an error back to the calls that can have produced it.
type tracer struct {
	fn     *Function
	origin Origin
	calls  []Call
	seen   map[any]bool
	called bool   // what the function called is given is followed
	why    string // the first reason why the origin is not known
}

// originOf returns where the error of a subject can come from.
func (f *Function) originOf(s subject) (Origin, []Call) {
	t := &tracer{fn: f, seen: make(map[any]bool)}
	t.subject(s)
	if s.wire {
		t.origin = f.wireOrigin()
	}
	if t.origin.Unknown && !s.wire {
		f.pkg.debugf(posOf(f, s), "where this error comes from is not known: %s", t.why)
	}
	return t.origin, t.calls
}

func posOf(f *Function, s subject) token.Pos {
	return (&Subject{of: s, fn: f}).Pos()
}

func (t *tracer) subject(s subject) {
	if s.memory != nil {
		t.version(s.memory)
	} else {
		t.value(s.value)
	}
}

func (t *tracer) unknown(why string, args ...any) {
	if !t.origin.Unknown {
		t.origin.Unknown, t.why = true, fmt.Sprintf(why, args...)
	}
}

// maxTraced bounds how many values and variables one error is followed through;
// in the Terraform provider none takes a hundred.
const maxTraced = 1000

// visit reports whether something is met for the first time.
func (t *tracer) visit(what any) bool {
	if t.seen[what] {
		return false
	}
	if len(t.seen) == maxTraced {
		t.unknown("it can have come by more ways than are followed")
		return false
	}
	t.seen[what] = true
	return true
}

func (t *tracer) value(v ssa.Value) {
	if v == nil || !t.visit(v) {
		return
	}
	switch x := v.(type) {
	case *ssa.Const:
	case *ssa.Extract:
		t.value(x.Tuple)
	case *ssa.MakeInterface:
		t.value(x.X)
	case *ssa.ChangeInterface:
		t.value(x.X)
	case *ssa.ChangeType:
		t.value(x.X)
	case *ssa.TypeAssert:
		t.value(x.X)
	case *ssa.Phi:
		for _, edge := range x.Edges {
			t.value(edge)
		}
	case *ssa.Call:
		t.call(x)
	case *ssa.UnOp:
		if x.Op == token.MUL {
			if ver := t.fn.memory.load(x); ver != nil {
				t.version(ver)
				return
			}
		}
		t.unknown("it was kept in a field, an element or a package variable")
	case *ssa.Alloc:
		t.unknown("the program makes it itself")
	case *ssa.Parameter:
		t.parameter(x)
	default:
		t.unknown("it passed through %s", instructionName(v))
	}
}

func (t *tracer) version(v *version) {
	if !t.visit(v) {
		return
	}
	switch v.kind {
	case stored, assigned:
		t.value(v.value)
	case merged:
		for _, op := range v.ops {
			t.version(op)
		}
	case initial:
		if free, ok := v.cell.(*ssa.FreeVar); ok {
			t.freeVar(free)
		}
	case clobbered:
		t.clobber(v)
	}
}

// clobber follows a variable that a call may have written: a closure given to
// the call, whose stores are the sources.
func (t *tracer) clobber(v *version) {
	call := v.call.(ssa.CallInstruction)
	found := false
	operands := append([]ssa.Value{call.Common().Value}, call.Common().Args...)
	for _, arg := range operands {
		closure := closureOf(arg)
		if closure == nil {
			continue
		}
		for _, free := range capturedAs(closure, v.cell) {
			found = true
			t.stores(closure.Fn.(*ssa.Function), free)
		}
	}
	if !found {
		t.unknown("a call was given the address of the variable that holds it")
		return
	}
	t.version(t.fn.memory.before(v.cell, v.call))
}

func closureOf(v ssa.Value) *ssa.MakeClosure {
	for {
		switch x := v.(type) {
		case *ssa.MakeClosure:
			return x
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		default:
			return nil
		}
	}
}

// enter goes on in a function literal, if it was analyzed.
func (t *tracer) enter(f *ssa.Function) bool {
	inner := t.fn.pkg.bySSA[f]
	if inner == nil {
		t.unknown("a function literal was not analyzed")
		return false
	}
	t.fn = inner
	return true
}

// stores follows everything that a function stores to a captured variable.
func (t *tracer) stores(f *ssa.Function, free ssa.Value) {
	outer := t.fn
	defer func() { t.fn = outer }()
	if !t.enter(f) {
		return
	}
	for _, ref := range *free.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr == free {
				t.value(ref.Val)
			}
		case *ssa.MakeClosure:
			for _, inner := range capturedAs(ref, free) {
				t.stores(ref.Fn.(*ssa.Function), inner)
			}
		}
	}
}

// freeVar follows a captured variable to everything that is ever stored in it.
func (t *tracer) freeVar(free *ssa.FreeVar) {
	parent := free.Parent().Parent()
	if parent == nil || free.Parent().Referrers() == nil {
		t.unknown("the function around was not analyzed")
		return
	}
	for _, ref := range *free.Parent().Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		for i, f := range free.Parent().FreeVars {
			if f != free {
				continue
			}
			cell := closure.Bindings[i]
			if !t.visit(cell) {
				continue
			}
			if inner, ok := cell.(*ssa.FreeVar); ok {
				t.freeVar(inner)
				continue
			}
			t.stores(parent, cell)
		}
	}
}

// parameter follows a parameter to the arguments of all calls, where all are
// known.
func (t *tracer) parameter(param *ssa.Parameter) {
	f := param.Parent()
	calls, complete := t.fn.pkg.callsOf(f)
	if !complete {
		t.unknown("it is a parameter of a function that others may call")
		return
	}
	index := slices.Index(f.Params, param)
	outer := t.fn
	for _, call := range calls {
		if t.fn = t.fn.pkg.bySSA[call.Parent()]; t.fn != nil && index < len(call.Common().Args) {
			t.value(call.Common().Args[index])
		}
		t.fn = outer
	}
}

// call follows the result of a call.
func (t *tracer) call(call *ssa.Call) {
	common := &call.Call
	sig := common.Signature()
	if t.send(call) {
		return
	}
	if service, ok := t.fn.pkg.errors.Realm.ServiceOfCall(sig); ok {
		t.origin.add(service)
		t.calls = append(t.calls, Call{calleeName(common), call.Pos()})
		t.called = true
		t.fact(common.StaticCallee())
		t.called = false
		return
	}
	if common.IsInvoke() {
		if service, ok := t.fn.pkg.errors.Realm.ServiceOfCall(common.Method.Signature()); ok {
			t.origin.add(service)
			t.calls = append(t.calls, Call{calleeName(common), call.Pos()})
		} else {
			t.unknown("%s is a method of an interface", common.Method.Name())
		}
		return
	}
	for _, arg := range common.Args {
		if isErrorType(arg.Type()) {
			t.value(arg)
		} else if closure := closureOf(arg); closure != nil {
			t.body(closure.Fn.(*ssa.Function))
		} else if fn, ok := arg.(*ssa.Function); ok {
			t.function(fn)
		} else if slice, ok := arg.(*ssa.Slice); ok { // the variadic part of fmt.Errorf
			t.varargs(slice)
		} else if sig, ok := arg.Type().Underlying().(*types.Signature); ok && returnsError(sig) {
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
		t.calls = append(t.calls, Call{calleeName(common), call.Pos()})
	}
}

// function adds the origins of a function's errors, and reports whether it has
// any.
func (t *tracer) function(callee *ssa.Function) bool {
	callee = generic(callee)
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

// body adds the origins of every call in a function literal.
func (t *tracer) body(f *ssa.Function) {
	if !t.visit(f) {
		return
	}
	if method := wrappedMethod(f); method != nil {
		t.method(method)
		return
	}
	outer := t.fn
	defer func() { t.fn = outer }()
	if !t.enter(f) {
		return
	}
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(*ssa.Call); ok && returnsError(call.Call.Signature()) {
				t.value(call)
			}
		}
	}
}

// wrappedMethod returns the method that the builder made a function of, for a
// method value or a method expression.
func wrappedMethod(f *ssa.Function) *types.Func {
	method, ok := f.Object().(*types.Func)
	if !ok || f.Synthetic == "" || len(f.Blocks) > 0 && f.Syntax() != nil || !strings.HasSuffix(f.Name(), "$bound") && !strings.HasSuffix(f.Name(), "$thunk") {
		return nil
	}
	return method
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

// varargs follows the errors among the arguments that a variadic parameter
// gathers.
func (t *tracer) varargs(slice *ssa.Slice) {
	array, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return
	}
	for _, store := range elements(array) {
		switch x := store.Val.(type) {
		case *ssa.MakeInterface:
			if isErrorType(x.X.Type()) {
				t.value(x.X)
			}
		case *ssa.ChangeInterface:
			t.value(x.X)
		default:
			if isErrorType(x.Type()) {
				t.value(x)
			}
		}
	}
}

func calleeName(call *ssa.CallCommon) string {
	if call.IsInvoke() {
		return call.Method.Name()
	}
	if callee := call.StaticCallee(); callee != nil {
		if method := wrappedMethod(callee); method != nil {
			return method.Name()
		}
		if origin := callee.Origin(); origin != nil {
			callee = origin // without its type arguments
		}
		return callee.Name()
	}
	return call.Value.Name()
}

func instructionName(v ssa.Value) string {
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", v), "*ssa."))
}
