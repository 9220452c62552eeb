package ir

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"iter"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// Elements yields the stores to the elements of an array, with their addresses.
func Elements(array *ssa.Alloc) iter.Seq2[*ssa.IndexAddr, *ssa.Store] {
	return func(yield func(*ssa.IndexAddr, *ssa.Store) bool) {
		for _, ref := range *array.Referrers() {
			addr, ok := ref.(*ssa.IndexAddr)
			if !ok {
				continue
			}
			for _, ref := range *addr.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == addr && !yield(addr, store) {
					return
				}
			}
		}
	}
}

// IsAny reports whether a type is an interface without methods.
func IsAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

// IsConst reports whether a value is that constant string.
func IsConst(v ssa.Value, want string) bool {
	got, ok := ConstString(v)
	return ok && got == want
}

// ConstString returns the text of a constant string, in an interface or not.
func ConstString(v ssa.Value) (string, bool) {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

// IsZero reports whether a value is a constant number that is zero.
func IsZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() != constant.String && c.Value.Kind() != constant.Bool && constant.Sign(c.Value) == 0
}

// IsNil reports whether a value is the constant nil.
func IsNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}

// SkipEmpty follows blocks that only jump on; it returns the first that does
// more, and the block before it.
func SkipEmpty(pred, block *ssa.BasicBlock) (before, end *ssa.BasicBlock) {
	for range MaxDepth {
		if _, ok := block.Instrs[0].(*ssa.Jump); !ok {
			break
		}
		pred, block = block, block.Succs[0]
	}
	return pred, block
}

// SamePhis reports whether the block's phis choose the same by both ways.
func SamePhis(block, pred1, pred2 *ssa.BasicBlock) bool {
	edge1, edge2 := -1, -1
	for i, pred := range block.Preds {
		if pred == pred1 {
			edge1 = i
		}
		if pred == pred2 {
			edge2 = i
		}
	}
	if edge1 < 0 || edge2 < 0 || edge1 == edge2 {
		return false
	}
	for _, instr := range block.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if !SameValue(phi.Edges[edge1], phi.Edges[edge2]) {
			return false
		}
	}
	return true
}

// SameValue reports whether two values are the same, or equal constants.
func SameValue(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok1 := a.(*ssa.Const)
	y, ok2 := b.(*ssa.Const)
	if !ok1 || !ok2 || (x.Value == nil) != (y.Value == nil) {
		return false
	}
	return x.Value == nil || constant.Compare(x.Value, token.EQL, y.Value)
}

// MaxDepth bounds how far chains of values are followed.
const MaxDepth = 40

// IsFunc reports whether callee is a package-level function of that name in
// one of these packages.
func IsFunc(callee *ssa.Function, name string, paths ...string) bool {
	if callee == nil || callee.Signature.Recv() != nil {
		return false
	}
	object := Generic(callee).Object()
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

// ClosureOf returns the closure that a value is; nil if it is none.
func ClosureOf(v ssa.Value) *ssa.MakeClosure {
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

// WrappedMethod returns the method that the builder made a function of, for a
// method value or a method expression.
func WrappedMethod(f *ssa.Function) *types.Func {
	method, ok := f.Object().(*types.Func)
	if !ok || f.Synthetic == "" || len(f.Blocks) > 0 && f.Syntax() != nil || !strings.HasSuffix(f.Name(), "$bound") && !strings.HasSuffix(f.Name(), "$thunk") {
		return nil
	}
	return method
}

// ALiteral is what [CalleeName] says of a function without a name.
const ALiteral = "a function literal"

// CalleeName returns the name of what is called, for people.
func CalleeName(call *ssa.CallCommon) string {
	if call.IsInvoke() {
		return call.Method.Name()
	}
	if callee := call.StaticCallee(); callee != nil {
		if method := WrappedMethod(callee); method != nil {
			return method.Name()
		}
		if variable, ok := IsLifted(callee.Object()); ok && variable != "" {
			return variable
		} else if ok || callee.Parent() != nil {
			return ALiteral
		}
		return Generic(callee).Name() // without its type arguments
	}
	return valueName(call.Value)
}

// valueName names a function value as the program does.
func valueName(v ssa.Value) string {
	switch x := v.(type) {
	case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
		return x.Name()
	case *ssa.UnOp:
		return valueName(x.X)
	case *ssa.FieldAddr:
		if field := FieldVar(x.X.Type(), x.Field); field != nil {
			return field.Name()
		}
	case *ssa.Field:
		if field := FieldVar(x.X.Type(), x.Field); field != nil {
			return field.Name()
		}
	case *ssa.Phi:
		if x.Comment != "" {
			return x.Comment
		}
	case *ssa.Alloc:
		if IsVariable(x) && x.Comment != "" {
			return x.Comment
		}
	}
	return "a function value"
}

// InstructionName returns what kind of instruction made a value, for people.
func InstructionName(v ssa.Value) string {
	return strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", v), "*ssa."))
}

// AsPhi returns a value as a phi; nil if it is none.
func AsPhi(v ssa.Value) *ssa.Phi {
	phi, _ := v.(*ssa.Phi)
	return phi
}

// IsMap reports whether a type is a map.
func IsMap(t types.Type) bool {
	_, ok := t.Underlying().(*types.Map)
	return ok
}

// Generic returns the function that a function is an instance of, or the
// function itself.
func Generic(f *ssa.Function) *ssa.Function {
	if f != nil && f.Origin() != nil {
		return f.Origin()
	}
	return f
}

// IsConstant reports whether a value is a constant.
func IsConstant(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

// LiteralOf returns the function literal that a value is.
func LiteralOf(v ssa.Value) *ssa.Function {
	for {
		switch x := v.(type) {
		case *ssa.ChangeType:
			v = x.X
		case *ssa.MakeClosure:
			fn, _ := x.Fn.(*ssa.Function)
			return fn
		case *ssa.Function:
			return x
		default:
			return nil
		}
	}
}

// ErrorResult returns the index of the last result that is an error, or -1.
func ErrorResult(sig *types.Signature) int {
	results := sig.Results()
	for i := results.Len() - 1; i >= 0; i-- {
		if t := results.At(i).Type(); IsErrorType(t) || IsRetryError(t) {
			return i
		}
	}
	return -1
}

// ResultOf returns a result of a call; nil when nobody looks at it.
func ResultOf(call ssa.CallInstruction, at int) ssa.Value {
	v, ok := call.(*ssa.Call)
	if !ok {
		return nil // go, defer
	}
	if v.Call.Signature().Results().Len() == 1 {
		if len(*v.Referrers()) == 0 {
			return nil
		}
		return v
	}
	for _, ref := range *v.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == at && len(*x.Referrers()) > 0 {
			return x
		}
	}
	return nil
}

// Outermost returns the declared function that a literal lies in, or the function
// itself.
func Outermost(f *ssa.Function) *ssa.Function {
	for f.Parent() != nil {
		f = f.Parent()
	}
	return f
}

// IsFreeVar reports whether a value is a variable that a literal captured.
func IsFreeVar(v ssa.Value) bool {
	_, ok := v.(*ssa.FreeVar)
	return ok
}
