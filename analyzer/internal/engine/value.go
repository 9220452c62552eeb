package engine

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/wire"
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
}

// Package returns the package of the function.
func (f *Function) Package() *Package { return f.pkg }

// A subject is what tests are made on: an error, or a string known to be a
// code. It is a register, or a version of a memory cell.
type subject struct {
	value  ssa.Value
	memory *version
	wire   bool // it is an answer on the wire, which may have an Error
}

// A code is a string known to be the code of a subject.
type code struct {
	of      subject
	isCode  bool // the subject is the code itself, not an error
	cased   codes.Case
	segment bool // only the first segment
}

const maxDepth = 40 // of chains of values followed

// subjectOf returns what an error value, typed or not, stands for: the value
// that first held the error, seen through conversions, assertions, unwrapping
// and variables.
func (f *Function) subjectOf(v ssa.Value) subject { return f.subjectAt(v, 0) }

func (f *Function) subjectAt(v ssa.Value, depth int) subject {
	if depth > maxDepth {
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
		case *ssa.TypeAssert:
			if x.Index == 0 {
				return f.subjectAt(tuple.X, depth+1)
			}
		case *ssa.Call:
			if x.Index == 0 && isFunc(tuple.Call.StaticCallee(), "AsType", "errors") && len(tuple.Call.Args) == 1 {
				return f.subjectAt(tuple.Call.Args[0], depth+1)
			}
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			if ver := f.memory.load(x); ver != nil {
				return f.subjectOfVersion(ver, depth+1)
			}
		}
	case *ssa.Call:
		if arg := f.unwrapped(x); arg != nil {
			return f.subjectAt(arg, depth+1)
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
			if op.kind != stored && op.kind != assigned || depth > maxDepth {
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
	if len(call.Call.Args) == 1 && (isFunc(callee, "Cause", "github.com/pkg/errors", "github.com/juju/errors", "github.com/cockroachdb/errors") ||
		isFunc(callee, "Unwrap", "errors", "github.com/pkg/errors", "golang.org/x/xerrors")) {
		return call.Call.Args[0]
	}
	if u := f.pkg.helperOf(callee).use(TypedError); u != nil && u.Subject < len(call.Call.Args) {
		return call.Call.Args[u.Subject]
	}
	return nil
}

// isFunc reports whether callee is a package-level function of that name in
// one of these packages.
func isFunc(callee *ssa.Function, name string, paths ...string) bool {
	if callee == nil || callee.Signature.Recv() != nil {
		return false
	}
	object := generic(callee).Object()
	if object == nil || object.Name() != name || object.Pkg() == nil {
		return false
	}
	for _, path := range paths {
		if object.Pkg().Path() == path {
			return true
		}
	}
	return false
}

func (f *Function) isErrorsAs(call *ssa.CallCommon) bool {
	return len(call.Args) == 2 && isFunc(call.StaticCallee(), "As", "errors", "github.com/pkg/errors", "golang.org/x/xerrors")
}

// codeOf reports whether a string is known to be a code, and of what.
func (f *Function) codeOf(v ssa.Value) (code, bool) { return f.codeAt(v, 0) }

func (f *Function) codeAt(v ssa.Value, depth int) (code, bool) {
	if depth > maxDepth || v == nil {
		return code{}, false
	}
	if c, ok := f.wireCode(v); ok {
		return c, true
	}
	switch x := v.(type) {
	case *ssa.Parameter:
		if mayHoldCode(x.Type()) {
			return code{of: subject{value: x}, isCode: true}, true
		}
	case *ssa.MakeInterface:
		if isString(x.X.Type()) {
			return f.codeAt(x.X, depth+1)
		}
	case *ssa.ChangeType:
		return f.codeAt(x.X, depth+1)
	case *ssa.Convert:
		if isString(x.X.Type()) && isString(x.Type()) {
			return f.codeAt(x.X, depth+1)
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			return f.codeInMemory(x, depth)
		}
	case *ssa.Field:
		if f.isCodeField(x.X.Type(), x.Field) {
			return code{of: f.subjectOf(x.X)}, true
		}
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok && x.Index == 0 && isFunc(call.Call.StaticCallee(), "Cut", "strings") && isConst(call.Call.Args[1], ".") {
			c, ok := f.codeAt(call.Call.Args[0], depth+1)
			c.segment = true
			return c, ok
		}
	case *ssa.Call:
		return f.codeOfCall(x, depth)
	case *ssa.Phi:
		// A variable that is "" unless the error is the SDK's.
		var one code
		for _, edge := range x.Edges {
			if edge == x || isConst(edge, "") {
				continue
			}
			c, ok := f.codeAt(edge, depth+8)
			if !ok || one != (code{}) && c != one {
				return code{}, false
			}
			one = c
		}
		return one, one != code{}
	}
	return code{}, false
}

func (f *Function) codeInMemory(load *ssa.UnOp, depth int) (code, bool) {
	switch addr := load.X.(type) {
	case *ssa.FieldAddr:
		if f.isCodeField(addr.X.Type(), addr.Field) {
			return code{of: f.subjectOf(addr.X)}, true
		}
	case *ssa.IndexAddr: // strings.Split(code, ".")[0]
		call, ok := addr.X.(*ssa.Call)
		if ok && isZero(addr.Index) && (isFunc(call.Call.StaticCallee(), "Split", "strings") || isFunc(call.Call.StaticCallee(), "SplitN", "strings")) && isConst(call.Call.Args[1], ".") {
			c, ok := f.codeAt(call.Call.Args[0], depth+1)
			c.segment = true
			return c, ok
		}
	}
	if ver := f.memory.load(load); ver != nil && isString(load.Type()) {
		switch ver.kind {
		case stored:
			return f.codeAt(ver.value, depth+1)
		case merged:
			var one code
			for _, op := range ver.ops {
				if op.kind == initial || op.kind == stored && isConst(op.value, "") {
					continue
				}
				if op.kind != stored {
					return code{}, false
				}
				c, ok := f.codeAt(op.value, depth+8)
				if !ok || one != (code{}) && c != one {
					return code{}, false
				}
				one = c
			}
			return one, one != code{}
		}
	}
	return code{}, false
}

func (f *Function) codeOfCall(call *ssa.Call, depth int) (code, bool) {
	common := &call.Call
	callee := common.StaticCallee()
	if callee == nil {
		return code{}, false
	}
	if recv := callee.Signature.Recv(); recv != nil {
		if callee.Name() == "GetCode" && f.pkg.errors.Is(recv.Type()) {
			return code{of: f.subjectOf(common.Args[0])}, true
		}
		if callee.Name() == "String" && len(common.Args) == 1 && isReflectValue(recv.Type()) {
			return f.codeAt(reflected(common.Args[0]), depth+1)
		}
	}
	for name, cased := range map[string]codes.Case{"ToLower": codes.Lower, "ToUpper": codes.Upper, "TrimSpace": codes.AsIs} {
		if isFunc(callee, name, "strings") {
			c, ok := f.codeAt(common.Args[0], depth+1)
			if cased != codes.AsIs {
				c.cased = cased
			}
			return c, ok
		}
	}
	if u := f.pkg.helperOf(callee).use(TheCode); u != nil && u.Subject < len(common.Args) {
		if u.IsCode {
			c, ok := f.codeAt(common.Args[u.Subject], depth+1)
			c.segment = c.segment || u.Segment
			return c, ok
		}
		return code{of: f.subjectOf(common.Args[u.Subject]), segment: u.Segment}, true
	}
	return code{}, false
}

// isCodeField reports whether the field of a struct, or of what t points to,
// is the Code of an SDK error.
func (f *Function) isCodeField(t types.Type, field int) bool {
	if !f.pkg.errors.Is(t) {
		return false
	}
	if ptr, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if ok && s.Field(field).Name() != "Code" && f.pkg.wire.isOwn(t) {
		return wire.Step(s, field, wire.Error) == wire.Code && isString(s.Field(field).Type())
	}
	return ok && s.Field(field).Name() == "Code" && isString(s.Field(field).Type())
}

// mayHoldCode reports whether a parameter of this type may be a code: a
// string, anything, or a type parameter.
func mayHoldCode(t types.Type) bool {
	_, generic := types.Unalias(t).(*types.TypeParam)
	return generic || isString(t) || isAny(t)
}

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

func isConst(v ssa.Value, want string) bool {
	got, ok := constString(v)
	return ok && got == want
}

func constString(v ssa.Value) (string, bool) {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && constant.Sign(c.Value) == 0
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}

func isReflectValue(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Value" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "reflect"
}

// reflected returns the value that a reflect.Value was made of, seen through
// Elem; nil if it was not made here.
func reflected(v ssa.Value) ssa.Value {
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.Call:
			callee := x.Call.StaticCallee()
			switch {
			case isFunc(callee, "ValueOf", "reflect"):
				return x.Call.Args[0]
			case callee != nil && callee.Name() == "Elem" && callee.Signature.Recv() != nil && isReflectValue(callee.Signature.Recv().Type()):
				v = x.Call.Args[0]
			default:
				return nil
			}
		case *ssa.Phi: // vv, or vv.Elem() where it is a pointer
			v = x.Edges[0]
			if v == x {
				return nil
			}
		default:
			return nil
		}
	}
	return nil
}
