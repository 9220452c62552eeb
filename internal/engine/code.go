package engine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

// A code is a string known to be the code of a subject.
type code struct {
	of      subject
	isCode  bool // the subject is the code itself, not an error
	cased   codes.Case
	segment bool // only the first segment

	promised bool // by an interface that others fulfil as well
}

// codeOf reports whether a string is known to be a code, and of what.
func (f *Function) codeOf(v ssa.Value) (code, bool) { return f.codeAt(v, 0) }

func (f *Function) codeAt(v ssa.Value, depth int) (code, bool) {
	if depth > ir.MaxDepth || v == nil {
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
		if ir.IsString(x.X.Type()) {
			return f.codeAt(x.X, depth+1)
		}
	case *ssa.ChangeType:
		return f.codeAt(x.X, depth+1)
	case *ssa.Convert:
		if ir.IsString(x.X.Type()) && ir.IsString(x.Type()) {
			return f.codeAt(x.X, depth+1)
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			if c, ok := f.statusCode(x); ok {
				return c, true
			}
			return f.codeInMemory(x, depth)
		}
	case *ssa.Field:
		if f.isCodeField(x.X.Type(), x.Field) {
			return code{of: f.subjectOf(x.X)}, true
		}
		return f.codeInField(x.X, x.Field, depth)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			if c, ok := f.codeGiven(call, x.Index, 0, depth); ok {
				return c, true
			}
		}
		if call, ok := x.Tuple.(*ssa.Call); ok && x.Index == 0 && ir.IsFunc(call.Call.StaticCallee(), "Cut", "strings") && ir.IsConst(call.Call.Args[1], ".") {
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
			if edge == x || ir.IsConst(edge, "") {
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
		if c, ok := f.codeInField(addr.X, addr.Field, depth); ok {
			return c, true
		}
	case *ssa.IndexAddr: // strings.Split(code, ".")[0]
		call, ok := addr.X.(*ssa.Call)
		if ok && ir.IsZero(addr.Index) && (ir.IsFunc(call.Call.StaticCallee(), "Split", "strings") || ir.IsFunc(call.Call.StaticCallee(), "SplitN", "strings")) && ir.IsConst(call.Call.Args[1], ".") {
			c, ok := f.codeAt(call.Call.Args[0], depth+1)
			c.segment = true
			return c, ok
		}
	}
	if c, ok := f.codeKept(load); ok {
		return c, true
	}
	if ver := f.memory.read(load); ver != nil && ir.IsString(load.Type()) {
		switch ver.kind {
		case initial:
			if _, ok := ver.cell.(*ssa.FreeVar); ok { // the function around may have put a code there
				return code{of: subject{memory: ver}, isCode: true}, true
			}
		case stored:
			return f.codeAt(ver.value, depth+1)
		case merged:
			var one code
			for _, op := range ver.ops {
				if op.kind == initial || op.kind == stored && ir.IsConst(op.value, "") {
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
	if of, recv := receiver(common); of != nil && isGetCode(of) {
		if f.pkg.errors.Is(recv.Type()) {
			return code{of: f.subjectOf(recv)}, true
		}
		return f.codePromised(recv)
	}
	callee := common.StaticCallee()
	if callee == nil {
		return code{}, false
	}
	if recv := callee.Signature.Recv(); recv != nil {
		if callee.Name() == "String" && len(common.Args) == 1 && isReflectValue(recv.Type()) {
			return f.codeAt(reflected(common.Args[0]), depth+1)
		}
	}
	for name, cased := range map[string]codes.Case{"ToLower": codes.Lower, "ToUpper": codes.Upper, "TrimSpace": codes.AsIs} {
		if ir.IsFunc(callee, name, "strings") {
			c, ok := f.codeAt(common.Args[0], depth+1)
			if cased != codes.AsIs {
				c.cased = cased
			}
			return c, ok
		}
	}
	return f.codeGiven(call, 0, 0, depth)
}

// receiver returns the method that a call runs and its receiver, whether it is
// called as a method, as a method value or as a method expression.
func receiver(common *ssa.CallCommon) (method *types.Func, recv ssa.Value) {
	if common.IsInvoke() {
		return common.Method, common.Value
	}
	callee := common.StaticCallee()
	if callee == nil {
		return nil, nil
	}
	method, _ = callee.Object().(*types.Func)
	switch {
	case method == nil || method.Signature().Recv() == nil:
		return nil, nil
	case len(common.Args) > 0:
		return method, common.Args[0]
	}
	if closure, ok := common.Value.(*ssa.MakeClosure); ok && ir.WrappedMethod(callee) != nil && len(closure.Bindings) == 1 {
		return method, closure.Bindings[0]
	}
	return nil, nil
}

// isGetCode reports whether a method is the one by which the SDK's error tells its
// code.
func isGetCode(method *types.Func) bool {
	sig := method.Signature()
	return method.Name() == "GetCode" && sig.Params().Len() == 0 && sig.Results().Len() == 1 && ir.IsString(sig.Results().At(0).Type())
}

// codePromised reports whether an interface that promises the code was taken from
// an error. Errors of others may have the method, so the error is the SDK's only
// if it comes from there.
func (f *Function) codePromised(recv ssa.Value) (code, bool) {
	s := f.subjectOf(recv)
	if s.value == recv && !ir.IsErrorType(recv.Type()) {
		return code{}, false
	}
	return code{of: s, promised: true}, true
}

// codeGiven reports whether a result of a call, or a field of one, is the code of
// an error that the call is given.
func (f *Function) codeGiven(call *ssa.Call, result, field, depth int) (code, bool) {
	args := call.Call.Args
	u := f.pkg.helperOf(call.Call.StaticCallee()).useAt(TheCode, result, field)
	if u == nil || u.Subject >= len(args) {
		return code{}, false
	}
	if u.IsCode {
		c, ok := f.codeAt(args[u.Subject], depth+1)
		c.segment = c.segment || u.Segment
		return c, ok
	}
	return code{of: f.subjectOf(args[u.Subject]), segment: u.Segment, promised: u.Promised}, true
}

// codeInField reports whether a field of a struct is a code that a call put
// there.
func (f *Function) codeInField(v ssa.Value, field, depth int) (code, bool) {
	if alloc, ok := v.(*ssa.Alloc); ok {
		if v = ir.WholeStore(alloc); v == nil {
			return code{}, false
		}
	}
	if call, result := f.classified(v); call != nil {
		return f.codeGiven(call, result, field+1, depth)
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
		return jsonshape.Step(s, field, jsonshape.Error) == jsonshape.Code && ir.IsString(s.Field(field).Type())
	}
	return ok && s.Field(field).Name() == "Code" && ir.IsString(s.Field(field).Type())
}

// mayHoldCode reports whether a parameter of this type may be a code: a
// string, anything, or a type parameter.
func mayHoldCode(t types.Type) bool {
	_, generic := types.Unalias(t).(*types.TypeParam)
	return generic || ir.IsString(t) || ir.IsAny(t)
}

func isReflectValue(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Value" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "reflect"
}

// reflected returns the value that a reflect.Value was made of, seen through
// Elem; nil if it was not made here.
func reflected(v ssa.Value) ssa.Value {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Call:
			callee := x.Call.StaticCallee()
			switch {
			case ir.IsFunc(callee, "ValueOf", "reflect"):
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
