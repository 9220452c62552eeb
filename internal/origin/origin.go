// Package origin says which services an error can come from, by a backward slice
// from the error to the calls that can have produced it.
package origin

import (
	"fmt"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A Slicer follows an error back to the calls that can have produced it.
type Slicer struct {
	Fn     *program.Function
	Origin facts.Origin
	calls  []program.Call
	Seen   map[any]bool
	called bool   // what the function called is given is followed
	why    string // the first reason why the origin is not known
}

// OriginOf returns where the error of a subject can come from.
func OriginOf(f *program.Function, s program.ValueID) (facts.Origin, []program.Call) {
	t := &Slicer{Fn: f, Seen: make(map[any]bool)}
	t.subject(s)
	if s.Wire {
		t.Origin = wireOrigin(f)
	}
	if t.Origin.Unknown && !s.Wire {
		f.Pkg.Debugf(posOf(f, s), "where this error comes from is not known: %s", t.why)
	}
	return t.Origin, t.calls
}

func posOf(f *program.Function, s program.ValueID) token.Pos {
	return (&program.Subject{Of: s, Fn: f}).Pos()
}

func (t *Slicer) subject(s program.ValueID) {
	if s.Memory != nil {
		t.version(s.Memory)
	} else {
		t.value(s.Value)
	}
}

func (t *Slicer) unknown(why string, args ...any) {
	if !t.Origin.Unknown {
		t.Origin.Unknown, t.why = true, fmt.Sprintf(why, args...)
	}
}

// maxTraced bounds how many values and variables one error is followed through;
// in the Terraform provider none takes a hundred.
const maxTraced = 1000

// visit reports whether something is met for the first time.
func (t *Slicer) visit(what any) bool {
	if t.Seen[what] {
		return false
	}
	if len(t.Seen) == maxTraced {
		t.unknown("it can have come by more ways than are followed")
		return false
	}
	t.Seen[what] = true
	return true
}

func (t *Slicer) value(v ssa.Value) {
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
			if ver := t.Fn.Memory.Read(x); ver != nil && (ir.IsCell(x.X) || ver.Kind != program.Initial) {
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

func (t *Slicer) version(v *program.Version) {
	if !t.visit(v) {
		return
	}
	switch v.Kind {
	case program.Stored, program.Assigned:
		t.value(v.Value)
	case program.Merged:
		for _, op := range v.Ops {
			t.version(op)
		}
	case program.Initial, program.Renewed:
		if free, ok := v.Cell.(*ssa.FreeVar); ok {
			t.freeVar(free)
		} else if addr, ok := v.Cell.(*ssa.IndexAddr); ok && t.elements(addr.X) {
			return
		} else if t.Fn.Memory.Places.Cells[v.Cell] != nil && !(v.Kind == program.Initial && t.Fn.Memory.IsLocalCell(v.Cell)) {
			t.unknown("it was kept in a field, an element or a package variable")
		}
	case program.Clobbered:
		t.clobber(v)
	}
}

// clobber follows a variable that a call may have written: a closure given to
// the call, whose stores are the sources.
func (t *Slicer) clobber(v *program.Version) {
	call := v.Call.(ssa.CallInstruction)
	found := false
	operands := append([]ssa.Value{call.Common().Value}, call.Common().Args...)
	for _, arg := range operands {
		closure := ir.ClosureOf(arg)
		if closure == nil {
			continue
		}
		for _, free := range ir.CapturedAs(closure, v.Cell) {
			found = true
			t.stores(closure.Fn.(*ssa.Function), free)
		}
	}
	if !found {
		t.unknown("a call was given the address of the variable that holds it")
		return
	}
	t.version(t.Fn.Memory.Before(v.Cell, v.Call))
}

// enter goes on in a function literal, if it was analyzed.
func (t *Slicer) enter(f *ssa.Function) bool {
	inner := t.Fn.Pkg.BySSA[f]
	if inner == nil {
		t.unknown("a function literal was not analyzed")
		return false
	}
	t.Fn = inner
	return true
}

// stores follows everything that a function stores to a captured variable.
func (t *Slicer) stores(f *ssa.Function, free ssa.Value) {
	outer := t.Fn
	defer func() { t.Fn = outer }()
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
func (t *Slicer) freeVar(free *ssa.FreeVar) {
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
func (t *Slicer) parameter(param *ssa.Parameter) {
	f := param.Parent()
	calls, complete := t.Fn.Pkg.CallsOf(f)
	if !complete {
		t.unknown("it is a parameter of a function that others may call")
		return
	}
	index := slices.Index(f.Params, param)
	outer := t.Fn
	for _, call := range calls {
		if t.Fn = t.Fn.Pkg.BySSA[call.Parent()]; t.Fn != nil && index < len(call.Common().Args) {
			t.value(call.Common().Args[index])
		}
		t.Fn = outer
	}
}

// body adds the origins of every call in a function literal.
func (t *Slicer) body(f *ssa.Function) {
	if !t.visit(f) {
		return
	}
	if method := ir.WrappedMethod(f); method != nil {
		t.method(method)
		return
	}
	outer := t.Fn
	defer func() { t.Fn = outer }()
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
func (t *Slicer) varargs(slice *ssa.Slice) {
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
func (t *Slicer) elements(list ssa.Value) bool {
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
func (t *Slicer) stored(list ssa.Value) bool {
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
