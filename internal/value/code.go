package value

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
)

// A Code is a string known to be the code of a subject.
type Code struct {
	Of      program.ValueID
	IsCode  bool // the subject is the code itself, not an error
	Cased   codes.Case
	Segment bool // only the first segment

	Before, After string // written around what it is compared with, as in category + "."

	Promised bool // by an interface that others fulfil as well
}

// Through returns the code as a function compares it that compares it with a parameter,
// and the operator.
func (c Code) Through(p facts.Param) (Code, codes.Op) {
	if p.Case != codes.AsIs {
		c.Cased = p.Case
	}
	c.Before, c.After = c.Before+p.Before, p.After+c.After
	if p.Op == codes.Segment { // the function looks at the first segment
		c.Segment = true
		return c, codes.Equal
	}
	return c, p.Op
}

// CodeOf reports whether a string is known to be a code, and of what.
func CodeOf(f *program.Function, v ssa.Value) (Code, bool) { return codeAt(f, v, 0) }

func codeAt(f *program.Function, v ssa.Value, depth int) (Code, bool) {
	if depth > ir.MaxDepth || v == nil {
		return Code{}, false
	}
	if c, ok := wireCode(f, v); ok {
		return c, true
	}
	switch x := v.(type) {
	case *ssa.Parameter:
		if program.MayHoldCode(x.Type()) {
			return Code{Of: program.ValueID{Value: x}, IsCode: true}, true
		}
	case *ssa.MakeInterface:
		if ir.IsString(x.X.Type()) {
			return codeAt(f, x.X, depth+1)
		}
	case *ssa.ChangeType:
		return codeAt(f, x.X, depth+1)
	case *ssa.Convert:
		if ir.IsString(x.X.Type()) && ir.IsString(x.Type()) {
			return codeAt(f, x.X, depth+1)
		}
	case *ssa.UnOp:
		if x.Op == token.MUL {
			if c, ok := statusCode(f, x); ok {
				return c, true
			}
			return codeInMemory(f, x, depth)
		}
	case *ssa.Field:
		if IsCodeField(f, x.X.Type(), x.Field) {
			return Code{Of: SubjectOf(f, x.X)}, true
		}
		return codeInField(f, x.X, x.Field, depth)
	case *ssa.Slice:
		return segmentOf(f, x, depth)
	case *ssa.Extract:
		if call, ok := x.Tuple.(*ssa.Call); ok {
			if c, ok := codeGiven(f, call, x.Index, 0, depth); ok {
				return c, true
			}
		}
		if call, ok := x.Tuple.(*ssa.Call); ok && x.Index == 0 && ir.IsFunc(call.Call.StaticCallee(), "Cut", "strings") && ir.IsConst(call.Call.Args[1], ".") {
			c, ok := codeAt(f, call.Call.Args[0], depth+1)
			c.Segment = true
			return c, ok
		}
	case *ssa.Call:
		return codeOfCall(f, x, depth)
	case *ssa.Phi:
		// A variable that is "" unless the error is the SDK's.
		var one Code
		for i, edge := range x.Edges {
			if edge == x || ir.IsConst(edge, "") {
				continue
			}
			c, ok := codeAt(f, edge, depth+8)
			c.Segment = c.Segment || Undotted(edge, x.Block().Preds[i], x.Block())
			if !ok || one != (Code{}) && c != one {
				return Code{}, false
			}
			one = c
		}
		return one, one != Code{}
	}
	return Code{}, false
}

func codeInMemory(f *program.Function, load *ssa.UnOp, depth int) (Code, bool) {
	switch addr := load.X.(type) {
	case *ssa.FieldAddr:
		if IsCodeField(f, addr.X.Type(), addr.Field) {
			return Code{Of: SubjectOf(f, addr.X)}, true
		}
		if c, ok := codeInField(f, addr.X, addr.Field, depth); ok {
			return c, true
		}
	case *ssa.IndexAddr: // strings.Split(code, ".")[0]
		call, ok := addr.X.(*ssa.Call)
		if ok && ir.IsZero(addr.Index) && (ir.IsFunc(call.Call.StaticCallee(), "Split", "strings") || ir.IsFunc(call.Call.StaticCallee(), "SplitN", "strings")) && ir.IsConst(call.Call.Args[1], ".") {
			c, ok := codeAt(f, call.Call.Args[0], depth+1)
			c.Segment = true
			return c, ok
		}
	}
	if c, ok := codeKept(f, load); ok {
		return c, true
	}
	if ver := f.Memory.Read(load); ver != nil && ir.IsString(load.Type()) {
		switch ver.Kind {
		case program.Initial:
			if _, ok := ver.Cell.(*ssa.FreeVar); ok { // the function around may have put a code there
				return Code{Of: program.ValueID{Memory: ver}, IsCode: true}, true
			}
		case program.Stored:
			return codeAt(f, ver.Value, depth+1)
		case program.Merged:
			var one Code
			for _, op := range ver.Ops {
				if op.Kind == program.Initial || op.Kind == program.Stored && ir.IsConst(op.Value, "") {
					continue
				}
				if op.Kind != program.Stored {
					return Code{}, false
				}
				c, ok := codeAt(f, op.Value, depth+8)
				if !ok || one != (Code{}) && c != one {
					return Code{}, false
				}
				one = c
			}
			return one, one != Code{}
		}
	}
	return Code{}, false
}

func codeOfCall(f *program.Function, call *ssa.Call, depth int) (Code, bool) {
	common := &call.Call
	if of, recv := receiver(common); of != nil && program.IsGetCode(of) {
		if f.Pkg.Errors.Is(recv.Type()) {
			return Code{Of: SubjectOf(f, recv)}, true
		}
		return codePromised(f, recv)
	}
	callee := common.StaticCallee()
	if callee == nil {
		return Code{}, false
	}
	if isReflectMethod(call, "String") {
		return codeAt(f, Reflected(common.Args[0]), depth+1)
	}
	for name, cased := range map[string]codes.Case{"ToLower": codes.Lower, "ToUpper": codes.Upper, "TrimSpace": codes.AsIs} {
		if ir.IsFunc(callee, name, "strings") {
			c, ok := codeAt(f, common.Args[0], depth+1)
			if cased != codes.AsIs {
				c.Cased = cased
			}
			return c, ok
		}
	}
	if c, ok := codeGiven(f, call, 0, 0, depth); ok {
		return c, ok
	}
	return codeGot(f, call)
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

// codePromised reports whether an interface that promises the code was taken from
// an error. Errors of others may have the method, so the error is the SDK's only
// if it comes from there.
func codePromised(f *program.Function, recv ssa.Value) (Code, bool) {
	s := SubjectOf(f, recv)
	if s.Value == recv && !ir.IsErrorType(recv.Type()) {
		return Code{}, false
	}
	return Code{Of: s, Promised: true}, true
}

// codeGiven reports whether a result of a call, or a field of one, is the code of
// an error that the call is given.
func codeGiven(f *program.Function, call *ssa.Call, result, field, depth int) (Code, bool) {
	args := call.Call.Args
	u := f.Pkg.SummaryOf(call.Call.StaticCallee()).UseAt(facts.TheCode, result, field)
	if u == nil || u.Subject >= len(args) {
		return Code{}, false
	}
	if u.IsCode {
		c, ok := codeAt(f, args[u.Subject], depth+1)
		c.Segment = c.Segment || u.Segment
		return c, ok
	}
	return Code{Of: SubjectOf(f, args[u.Subject]), Segment: u.Segment, Promised: u.Promised}, true
}

// codeInField reports whether a field of a struct is a code that a call put
// there.
func codeInField(f *program.Function, v ssa.Value, field, depth int) (Code, bool) {
	if alloc, ok := v.(*ssa.Alloc); ok {
		if v = ir.WholeStore(alloc); v == nil {
			return Code{}, false
		}
	}
	if call, result := f.Classified(v); call != nil {
		return codeGiven(f, call, result, field+1, depth)
	}
	return Code{}, false
}

// IsCodeField reports whether the field of a struct, or of what t points to,
// is the Code of an SDK error.
func IsCodeField(f *program.Function, t types.Type, field int) bool {
	if !f.Pkg.Errors.Is(t) {
		return false
	}
	if ptr, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if ok && s.Field(field).Name() != "Code" && f.Pkg.Wire.IsOwn(t) {
		return jsonshape.Step(s, field, jsonshape.Error) == jsonshape.Code && ir.IsString(s.Field(field).Type())
	}
	return ok && s.Field(field).Name() == "Code" && ir.IsString(s.Field(field).Type())
}

// isReflectMethod reports whether a call is one of a method of reflect.Value.
func isReflectMethod(call *ssa.Call, name string) bool {
	callee := call.Call.StaticCallee()
	return callee != nil && callee.Name() == name && callee.Signature.Recv() != nil && ir.IsDeclaredIn(callee.Signature.Recv().Type(), "reflect")
}

// Reflected returns the value that a reflect.Value was made of, seen through
// Elem; nil if it was not made here.
func Reflected(v ssa.Value) ssa.Value {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Call:
			callee := x.Call.StaticCallee()
			switch {
			case ir.IsFunc(callee, "ValueOf", "reflect"):
				return x.Call.Args[0]
			case isReflectMethod(x, "Elem"):
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

// wireCode reports whether a string is the code of an answer.
func wireCode(f *program.Function, v ssa.Value) (Code, bool) {
	p, ok := rawvalue.PartOf(f, v)
	if !ok || p.Level != jsonshape.Code || !ir.IsString(v.Type()) && !ir.IsAny(v.Type()) {
		return Code{}, false
	}
	return Code{Of: rawvalue.WireSubject(f, p)}, true
}
