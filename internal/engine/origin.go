package engine

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
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
			if addr, ok := x.X.(*ssa.IndexAddr); ok && t.elements(addr.X) {
				return
			}
			if ver := t.fn.memory.read(x); ver != nil && (ir.IsCell(x.X) || ver.kind != initial) {
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
		t.unknown("it passed through %s", ir.InstructionName(v))
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
	case initial, renewed:
		if free, ok := v.cell.(*ssa.FreeVar); ok {
			t.freeVar(free)
		} else if addr, ok := v.cell.(*ssa.IndexAddr); ok && t.elements(addr.X) {
			return
		} else if t.fn.memory.places.cells[v.cell] != nil && !(v.kind == initial && t.fn.memory.isLocalCell(v.cell)) {
			t.unknown("it was kept in a field, an element or a package variable")
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
		closure := ir.ClosureOf(arg)
		if closure == nil {
			continue
		}
		for _, free := range ir.CapturedAs(closure, v.cell) {
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
			for _, inner := range ir.CapturedAs(ref, free) {
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

// body adds the origins of every call in a function literal.
func (t *tracer) body(f *ssa.Function) {
	if !t.visit(f) {
		return
	}
	if method := ir.WrappedMethod(f); method != nil {
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
			if call, ok := instr.(*ssa.Call); ok && ir.ReturnsError(call.Call.Signature()) {
				t.value(call)
			}
		}
	}
}

// varargs follows the errors among the arguments that a variadic parameter
// gathers.
func (t *tracer) varargs(slice *ssa.Slice) {
	array, ok := slice.X.(*ssa.Alloc)
	if !ok {
		return
	}
	for _, store := range ir.Elements(array) {
		switch x := store.Val.(type) {
		case *ssa.MakeInterface:
			if ir.IsErrorType(x.X.Type()) {
				t.value(x.X)
			}
		case *ssa.ChangeInterface:
			t.value(x.X)
		default:
			if ir.IsErrorType(x.Type()) {
				t.value(x)
			}
		}
	}
}

// elements follows everything that is put into a list which is made in this
// function, and reports whether that is all there can be.
func (t *tracer) elements(list ssa.Value) bool {
	if !t.visit(list) {
		return true
	}
	switch x := list.(type) {
	case *ssa.Const:
		return x.Value == nil
	case *ssa.MakeSlice:
		return t.stored(x)
	case *ssa.Slice:
		array, ok := x.X.(*ssa.Alloc)
		return ok && t.stored(array)
	case *ssa.Phi:
		for _, edge := range x.Edges {
			if !t.elements(edge) {
				return false
			}
		}
		return true
	case *ssa.Call:
		b, ok := x.Call.Value.(*ssa.Builtin)
		return ok && b.Name() == "append" && t.elements(x.Call.Args[0]) && t.elements(x.Call.Args[1])
	}
	return false
}

// stored follows the stores to the elements of a list whose elements nobody else
// stores.
func (t *tracer) stored(list ssa.Value) bool {
	for _, ref := range *list.Referrers() {
		switch ref := ref.(type) {
		case *ssa.IndexAddr:
			for _, ref := range *ref.Referrers() {
				switch ref := ref.(type) {
				case *ssa.Store:
					t.value(ref.Val)
				case *ssa.UnOp:
				default:
					return false
				}
			}
		case *ssa.Slice, *ssa.Phi, *ssa.UnOp, *ssa.Range:
		case *ssa.Call:
			if _, ok := ref.Call.Value.(*ssa.Builtin); !ok {
				return false
			}
		default:
			return false
		}
	}
	return true
}
