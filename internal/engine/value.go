package engine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/instatus"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// A Function is one function of the package, declared or literal.
type Function struct {
	Subjects []*Subject

	pkg      *Package
	ssa      *ssa.Function
	object   *types.Func // nil for a literal
	memory   *memory
	tests    map[ssa.Value]*Test
	subjects map[subject]*Subject // nil before the function is analyzed
	helper   *Helper              // what the function is to its callers
	captures map[*ssa.FreeVar]Use // what a literal answers about an error that it captured
	parts    map[ssa.Value]part   // of answers on the wire
	states   int                  // that the walks of its subjects took
	loops    map[*ssa.BasicBlock]ir.Countdown
	looping  uint8                       // 1: no loops, 2: loops; 0: not yet known
	stores   map[*types.Var][]*ssa.Store // to fields, computed when first needed
}

// Package returns the package of the function.
func (f *Function) Package() *Package { return f.pkg }

// A subject is what tests are made on: an error, or a string known to be a
// code. It is a register, or a version of a memory cell.
type subject struct {
	value  ssa.Value
	memory *version
	wire   bool             // it is an answer on the wire, which may have an Error
	kept   *types.Var       // it is a code that the program keeps in this field
	status *instatus.Status // it is a code inside a successful answer; value holds it
}

// subjectOf returns what an error value, typed or not, stands for: the value
// that first held the error, seen through conversions, assertions, unwrapping
// and variables.
func (f *Function) subjectOf(v ssa.Value) subject { return f.subjectAt(v, 0) }

func (f *Function) subjectAt(v ssa.Value, depth int) subject {
	if depth > ir.MaxDepth {
		return subject{value: v}
	}
	if s, ok := f.wirePart(v); ok {
		return s
	}
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return f.subjectAt(x.X, depth+1)
	case *ssa.ChangeInterface:
		return f.subjectAt(x.X, depth+1)
	case *ssa.ChangeType:
		return f.subjectAt(x.X, depth+1)
	case *ssa.TypeAssert:
		return f.subjectAt(x.X, depth+1)
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.Lookup:
			if ver := f.memory.read(x); ver != nil {
				return f.subjectOfVersion(ver, depth+1)
			}
		case *ssa.TypeAssert:
			if x.Index == 0 {
				return f.subjectAt(tuple.X, depth+1)
			}
		case *ssa.Call:
			if u := f.pkg.helperOf(tuple.Call.StaticCallee()).useAt(TypedError, x.Index, 0); u != nil && u.Subject < len(tuple.Call.Args) {
				return f.subjectAt(tuple.Call.Args[u.Subject], depth+1)
			}
			if x.Index == 0 && isAsType(tuple.Call.StaticCallee()) && len(tuple.Call.Args) == 1 {
				return f.subjectAt(tuple.Call.Args[0], depth+1)
			}
		}
	case *ssa.UnOp, *ssa.Lookup, *ssa.Field:
		if ver := f.memory.read(x); ver != nil {
			return f.subjectOfVersion(ver, depth+1)
		}
	case *ssa.Call:
		if arg := f.unwrapped(x); arg != nil {
			return f.subjectAt(arg, depth+1)
		}
		if arg := f.wrappedForTest(x); arg != nil {
			return f.subjectAt(arg, depth+1)
		}
		if ver := f.memory.read(x); ver != nil {
			return f.subjectOfVersion(ver, depth+1)
		}
	case *ssa.Phi:
		if one, ok := f.sameEdges(x, depth); ok {
			return one
		}
	case *ssa.Alloc:
		if from := f.ownError(x); from != nil {
			return f.subjectAt(from, depth+1)
		}
		if from := f.copied(x); from != nil {
			return f.subjectAt(from, depth+1)
		}
	}
	return subject{value: v}
}

// copied returns the pointer to the typed error that a variable is a copy of.
func (f *Function) copied(alloc *ssa.Alloc) ssa.Value {
	if !f.pkg.errors.Is(alloc.Type()) {
		return nil
	}
	var from ssa.Value
	for _, ref := range *alloc.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc {
			load, ok := store.Val.(*ssa.UnOp)
			if !ok || from != nil {
				return nil
			}
			from = load.X
		}
	}
	return from
}

// sameEdges returns the one subject that all edges of a phi stand for.
func (f *Function) sameEdges(phi *ssa.Phi, depth int) (subject, bool) {
	var one subject
	for _, edge := range phi.Edges {
		if edge == phi {
			continue
		}
		if _, ok := edge.(*ssa.Phi); ok && depth > 4 {
			return subject{}, false
		}
		s := f.subjectAt(edge, depth+8)
		if s.value == phi {
			continue
		}
		if one != (subject{}) && one != s {
			return subject{}, false
		}
		one = s
	}
	return one, one != subject{}
}

func (f *Function) subjectOfVersion(v *version, depth int) subject {
	v = v.resolve()
	switch v.kind {
	case stored, assigned:
		return f.subjectAt(v.value, depth)
	case merged:
		// Operands may have turned out to be one since.
		var one subject
		for i, op := range v.ops {
			op = op.resolve()
			if op == v {
				continue
			}
			if op.kind != stored && op.kind != assigned || depth > ir.MaxDepth {
				return subject{memory: v}
			}
			s := f.subjectAt(op.value, depth+8)
			if i > 0 && one != (subject{}) && s != one {
				return subject{memory: v}
			}
			one = s
		}
		if one != (subject{}) {
			return one
		}
	}
	return subject{memory: v}
}

// unwrapped returns the error that a call takes apart: the argument of
// errors.Cause, errors.Unwrap, or a helper that returns the typed error.
func (f *Function) unwrapped(call *ssa.Call) ssa.Value {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return nil
	}
	if len(call.Call.Args) == 1 && effectsOf(callee)&model.Unwraps != 0 {
		return call.Call.Args[0]
	}
	if u := f.pkg.helperOf(callee).useAt(TypedError, 0, 0); u != nil && u.Subject < len(call.Call.Args) {
		return call.Call.Args[u.Subject]
	}
	return nil
}

// effectsOf returns what is known of a package-level function of a library.
func effectsOf(callee *ssa.Function) model.Effects {
	if callee == nil || callee.Signature.Recv() != nil {
		return 0
	}
	object := ir.Generic(callee).Object()
	if object == nil || object.Pkg() == nil {
		return 0
	}
	return model.Of(object.Pkg().Path(), object.Name())
}

// wrappedForTest returns the error that a call wraps, if nothing is done with what
// the call returns but to ask what it is: the error stays where it was.
func (f *Function) wrappedForTest(call *ssa.Call) ssa.Value {
	if len(call.Call.Args) == 0 || !ir.IsErrorType(call.Type()) || call.Referrers() == nil || call.Call.StaticCallee() == nil {
		return nil
	}
	var wrapped ssa.Value
	for _, arg := range call.Call.Args {
		if ir.IsErrorType(arg.Type()) && !ir.IsConstant(arg) {
			if wrapped != nil {
				return nil
			}
			wrapped = arg
		}
	}
	if wrapped == nil || f.sendsRequest(&call.Call) {
		return nil
	}
	for _, ref := range *call.Referrers() {
		asks, ok := ref.(*ssa.Call)
		if !ok || !isAsked(asks) {
			return nil
		}
	}
	return wrapped
}

// isAsked reports whether a call only answers something: it returns one value that
// is no error.
func isAsked(call *ssa.Call) bool {
	results := call.Call.Signature().Results()
	return results.Len() > 0 && !ir.ReturnsError(call.Call.Signature())
}

// isAsType reports whether a function returns the error that one wraps, as a
// certain type, and whether there was one: errors.AsType or cos.IsCOSError.
func isAsType(callee *ssa.Function) bool {
	if ir.IsFunc(callee, "AsType", "errors") {
		return true
	}
	return callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && callee.Name() == "IsCOSError" && sdk.IsCOS(callee.Object().Pkg().Path())
}

func (f *Function) isErrorsAs(call *ssa.CallCommon) bool {
	return len(call.Args) == 2 && effectsOf(call.StaticCallee())&model.FillsTarget != 0
}
