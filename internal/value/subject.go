// Package value holds the abstract values: which error a value stands for, which
// values are codes and of which error, and which codes a list holds. What cannot be
// told is unknown, never absent.
package value

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// Package returns the package of the function.
func Package(f *program.Function) *program.Package { return f.Pkg }

// SubjectOf returns what an error value, typed or not, stands for: the value
// that first held the error, seen through conversions, assertions, unwrapping
// and variables.
func SubjectOf(f *program.Function, v ssa.Value) program.ValueID { return subjectAt(f, v, 0) }

func subjectAt(f *program.Function, v ssa.Value, depth int) program.ValueID {
	if depth > ir.MaxDepth {
		return program.ValueID{Value: v}
	}
	if s, ok := rawvalue.WirePart(f, v); ok {
		return s
	}
	switch x := v.(type) {
	case *ssa.MakeInterface:
		return subjectAt(f, x.X, depth+1)
	case *ssa.ChangeInterface:
		return subjectAt(f, x.X, depth+1)
	case *ssa.ChangeType:
		return subjectAt(f, x.X, depth+1)
	case *ssa.TypeAssert:
		return subjectAt(f, x.X, depth+1)
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.Lookup:
			if ver := f.Memory.Read(x); ver != nil {
				return SubjectOfVersion(f, ver, depth+1)
			}
		case *ssa.TypeAssert:
			if x.Index == 0 {
				return subjectAt(f, tuple.X, depth+1)
			}
		case *ssa.Call:
			if u := f.Pkg.SummaryOf(tuple.Call.StaticCallee()).UseAt(facts.TypedError, x.Index, 0); u != nil && u.Subject < len(tuple.Call.Args) {
				return subjectAt(f, tuple.Call.Args[u.Subject], depth+1)
			}
			if x.Index == 0 && IsAsType(f, tuple.Call.StaticCallee()) && len(tuple.Call.Args) == 1 {
				return subjectAt(f, tuple.Call.Args[0], depth+1)
			}
		}
	case *ssa.UnOp, *ssa.Lookup, *ssa.Field:
		if from := holder(f, x); from != nil {
			return subjectAt(f, from, depth+1)
		}
		if ver := f.Memory.Read(x); ver != nil {
			return SubjectOfVersion(f, ver, depth+1)
		}
	case *ssa.Call:
		if arg := unwrapped(f, x); arg != nil {
			return subjectAt(f, arg, depth+1)
		}
		if arg := wrappedForTest(f, x); arg != nil {
			return subjectAt(f, arg, depth+1)
		}
		if ver := f.Memory.Read(x); ver != nil {
			return SubjectOfVersion(f, ver, depth+1)
		}
	case *ssa.Phi:
		if one, ok := sameEdges(f, x, depth); ok {
			return one
		}
	case *ssa.Alloc:
		if from := ownError(f, x); from != nil {
			return subjectAt(f, from, depth+1)
		}
		if from := copied(f, x); from != nil {
			return subjectAt(f, from, depth+1)
		}
	}
	return program.ValueID{Value: v}
}

// copied returns the pointer to the typed error that a variable is a copy of.
func copied(f *program.Function, alloc *ssa.Alloc) ssa.Value {
	if !f.Pkg.Errors.Is(alloc.Type()) {
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
func sameEdges(f *program.Function, phi *ssa.Phi, depth int) (program.ValueID, bool) {
	var one program.ValueID
	for _, edge := range phi.Edges {
		if edge == phi {
			continue
		}
		if _, ok := edge.(*ssa.Phi); ok && depth > 4 {
			return program.ValueID{}, false
		}
		s := subjectAt(f, edge, depth+8)
		if s.Value == phi {
			continue
		}
		if one != (program.ValueID{}) && one != s {
			return program.ValueID{}, false
		}
		one = s
	}
	return one, one != program.ValueID{}
}

// holder returns the error, of a type of the program's own, in which the error of the
// SDK that is read was found, if errors.As or an assertion found it: what is asked of the
// one is asked of the other.
func holder(f *program.Function, read ssa.Value) ssa.Value {
	var own ssa.Value
	switch x := read.(type) {
	case *ssa.Field:
		own = x.X
	case *ssa.UnOp:
		if addr, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL {
			own = addr.X
		}
	}
	if own == nil || !f.Pkg.Errors.Is(read.Type()) {
		return nil
	}
	if ver := f.Memory.Read(read); ver != nil && ver.Resolve().Kind == program.Stored {
		return nil // it was put there here
	}
	return foundIn(f, own, 0)
}

// HoldsError reports whether a type is a struct, or points to one, with a field for an
// error of the SDK.
func HoldsError(f *program.Function, t types.Type) bool {
	of, ok := ir.Deref(t).Underlying().(*types.Struct)
	if !ok || f.Pkg.Errors.Is(t) {
		return false
	}
	for field := range of.Fields() {
		if f.Pkg.Errors.Is(field.Type()) {
			return true
		}
	}
	return false
}

// foundIn returns the error that errors.As or an assertion took a value from, or what it
// points to.
func foundIn(f *program.Function, v ssa.Value, depth int) ssa.Value {
	if depth > 4 {
		return nil
	}
	ofVersion := func(ver *program.Version) ssa.Value {
		if ver == nil {
			return nil
		}
		switch ver = ver.Resolve(); ver.Kind {
		case program.Assigned:
			return ver.Value
		case program.Stored:
			return foundIn(f, ver.Value, depth+1)
		}
		return nil
	}
	switch x := v.(type) {
	case *ssa.TypeAssert:
		return x.X
	case *ssa.Extract:
		if assert, ok := x.Tuple.(*ssa.TypeAssert); ok && x.Index == 0 {
			return assert.X
		}
	case *ssa.UnOp:
		return ofVersion(f.Memory.Read(x))
	case *ssa.Alloc:
		return ofVersion(rawvalue.Sole(f.Memory, x))
	}
	return nil
}

// SubjectOfVersion returns what a version of a memory cell stands for.
func SubjectOfVersion(f *program.Function, v *program.Version, depth int) program.ValueID {
	v = v.Resolve()
	switch v.Kind {
	case program.Stored, program.Assigned:
		return subjectAt(f, v.Value, depth)
	case program.Merged:
		// Operands may have turned out to be one since.
		var one program.ValueID
		for i, op := range v.Ops {
			op = op.Resolve()
			if op == v {
				continue
			}
			if op.Kind != program.Stored && op.Kind != program.Assigned || depth > ir.MaxDepth {
				return program.ValueID{Memory: v}
			}
			s := subjectAt(f, op.Value, depth+8)
			if i > 0 && one != (program.ValueID{}) && s != one {
				return program.ValueID{Memory: v}
			}
			one = s
		}
		if one != (program.ValueID{}) {
			return one
		}
	}
	return program.ValueID{Memory: v}
}

// unwrapped returns the error that a call takes apart: the argument of
// errors.Cause, errors.Unwrap, or a helper that returns the typed error.
func unwrapped(f *program.Function, call *ssa.Call) ssa.Value {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return nil
	}
	if len(call.Call.Args) == 1 && program.EffectsOf(callee)&model.Unwraps != 0 {
		return call.Call.Args[0]
	}
	if u := f.Pkg.SummaryOf(callee).UseAt(facts.TypedError, 0, 0); u != nil && u.Subject < len(call.Call.Args) {
		return call.Call.Args[u.Subject]
	}
	return nil
}

// wrappedForTest returns the error that a call wraps, if nothing is done with what
// the call returns but to ask what it is: the error stays where it was.
func wrappedForTest(f *program.Function, call *ssa.Call) ssa.Value {
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
	if wrapped == nil || f.SendsRequest(&call.Call) {
		return nil
	}
	for _, ref := range *call.Referrers() {
		asks, ok := ref.(*ssa.Call)
		if !ok || !isAsked(asks) && !IsAsType(f, asks.Call.StaticCallee()) {
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

// IsAsType reports whether a function returns the error that one wraps, as a
// certain type, and whether there was one: errors.AsType, cos.IsCOSError, or one of
// the program's own that does the same.
func IsAsType(f *program.Function, callee *ssa.Function) bool {
	if ir.IsFunc(callee, "AsType", "errors") {
		return true
	}
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	if callee.Name() == "IsCOSError" && sdk.IsCOS(callee.Object().Pkg().Path()) {
		return true
	}
	return len(callee.TypeArgs()) == 1 && f.Pkg.SummaryOf(callee).Use(facts.AsType) != nil
}
