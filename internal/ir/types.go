package ir

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// IsStruct reports whether a type is a struct, or points to one.
func IsStruct(t types.Type) bool {
	_, ok := Deref(t).Underlying().(*types.Struct)
	return ok
}

// IsLoadOf reports whether a value is read from an address.
func IsLoadOf(v, addr ssa.Value) bool {
	load, ok := v.(*ssa.UnOp)
	return ok && load.Op == token.MUL && load.X == addr
}

// IsDeclaredIn reports whether a named type, or what t points to, is declared in
// the package.
func IsDeclaredIn(t types.Type, path string) bool {
	named, ok := Deref(t).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
}

// TypeOf returns the underlying type of an expression; nil if it has none.
func TypeOf(info *types.Info, e ast.Expr) types.Type {
	t := info.TypeOf(e)
	if t == nil {
		return nil
	}
	return types.Unalias(t).Underlying()
}

// IsErrorPointer reports whether a type is that of a pointer to a variable that holds
// an error.
func IsErrorPointer(t types.Type) bool {
	ptr, ok := types.Unalias(t).Underlying().(*types.Pointer)
	return ok && types.IsInterface(ptr.Elem()) && IsErrorType(ptr.Elem())
}

// HasErrorMethod reports whether a type of the program, or a pointer to it, is
// an error.
func HasErrorMethod(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	for m := range named.Methods() {
		if m.Name() == "Error" {
			return true
		}
	}
	return false
}

// HasString reports whether a struct has a field that is a string.
func HasString(s *types.Struct) bool {
	for field := range s.Fields() {
		if IsString(field.Type()) {
			return true
		}
	}
	return false
}

// IsString reports whether a type is a string, named or not.
func IsString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

var (
	errorType      = types.Universe.Lookup("error").Type().(*types.Named)
	errorInterface = errorType.Underlying().(*types.Interface)
)

// IsErrorType reports whether t is an error, or a pointer to one.
func IsErrorType(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case nil, *types.Basic, *types.Slice, *types.Map, *types.Signature, *types.Struct, *types.Array, *types.Chan, *types.Tuple:
		return false // most of them: they have no methods
	case *types.Named:
		return t == errorType || types.Implements(t, errorInterface)
	default:
		return types.Implements(t, errorInterface)
	}
}

// ReturnsError reports whether a call with this signature can answer an error.
func ReturnsError(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		if IsErrorType(v.Type()) || IsRetryError(v.Type()) {
			return true
		}
		// A function that makes functions; not those that these make, for a
		// function may return itself.
		if s, ok := v.Type().Underlying().(*types.Signature); ok {
			for inner := range s.Results().Variables() {
				if IsErrorType(inner.Type()) || IsRetryError(inner.Type()) {
					return true
				}
			}
		}
	}
	return false
}

// Deref returns what a pointer type points to, and any other type itself.
func Deref(t types.Type) types.Type {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	return t
}

// FirstResult returns what a call returns first, nil if nobody uses it.
func FirstResult(call *ssa.Call) ssa.Value {
	if _, tuple := call.Type().(*types.Tuple); !tuple {
		return call
	}
	for _, ref := range *call.Referrers() {
		if x, ok := ref.(*ssa.Extract); ok && x.Index == 0 {
			return x
		}
	}
	return nil
}

// TakesAny reports whether a function is generic, or has a parameter whose type
// is spelled as one that holds anything.
func TakesAny(f *ast.FuncDecl) bool {
	if f.Type.TypeParams != nil || f.Recv != nil && len(f.Recv.List) == 1 && isGeneric(f.Recv.List[0].Type) {
		return true
	}
	for _, field := range f.Type.Params.List {
		switch t := field.Type.(type) {
		case *ast.Ident:
			if t.Name == "any" {
				return true
			}
		case *ast.InterfaceType:
			if len(t.Methods.List) == 0 {
				return true
			}
		}
	}
	return false
}

func isGeneric(recv ast.Expr) bool {
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	switch recv.(type) {
	case *ast.IndexExpr, *ast.IndexListExpr:
		return true
	}
	return false
}

// IsTypeParam reports whether t is a type parameter, or a pointer to one.
func IsTypeParam(t types.Type) bool {
	_, ok := Deref(t).(*types.TypeParam)
	return ok
}

// IsBytes reports whether a type is a slice of bytes.
func IsBytes(t types.Type) bool {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return false
	}
	b, ok := s.Elem().Underlying().(*types.Basic)
	return ok && b.Kind() == types.Byte
}

// ParamIndex returns the index of a parameter, or -1.
func ParamIndex(sig *types.Signature, v *types.Var) int {
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v {
			return i
		}
	}
	return -1
}

// IsContext reports whether a type is context.Context.
func IsContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

// IsEmptyConst reports whether v is nil, "" or a struct without a value.
func IsEmptyConst(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok {
		return false
	}
	return c.Value == nil || c.Value.Kind() == constant.String && constant.StringVal(c.Value) == ""
}

// IsZeroNumber reports whether a value is the constant 0.
func IsZeroNumber(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Int && constant.Sign(c.Value) == 0
}

// Pointee returns the address that an argument of type any holds.
func Pointee(v ssa.Value) ssa.Value {
	if m, ok := v.(*ssa.MakeInterface); ok {
		if _, ok := m.X.Type().Underlying().(*types.Pointer); ok {
			return m.X
		}
	}
	return nil
}

// IsEmptyString reports whether a constant is "".
func IsEmptyString(v any) bool {
	c, ok := v.(constant.Value)
	return ok && c.Kind() == constant.String && constant.StringVal(c) == ""
}

// TakesDuration reports whether a function is given a time.Duration.
func TakesDuration(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if named, ok := types.Unalias(v.Type()).(*types.Named); ok && named.Obj().Name() == "Duration" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time" {
			return true
		}
	}
	return false
}

// IsRetryError reports whether t is the error of the Terraform plugin SDK that
// says whether to retry.
func IsRetryError(t types.Type) bool {
	ptr, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	named, ok := types.Unalias(ptr.Elem()).(*types.Named)
	if !ok || named.Obj().Name() != "RetryError" || named.Obj().Pkg() == nil {
		return false
	}
	path := named.Obj().Pkg().Path()
	return strings.HasSuffix(path, "/helper/resource") || strings.HasSuffix(path, "/helper/retry")
}

// MayBeRetryError reports whether t is a struct with an error and a bool, or points
// to one: a retry of the program's own may ask the bool whether to go on.
func MayBeRetryError(t types.Type) bool {
	named, ok := Deref(t).(*types.Named)
	if !ok || named.TypeArgs().Len() > 0 {
		return false
	}
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return false
	}
	var fails, tells bool
	for field := range s.Fields() {
		fails = fails || types.IsInterface(field.Type()) && IsErrorType(field.Type())
		tells = tells || IsBool(field.Type())
	}
	return fails && tells
}

// MayReturnRetryError reports whether what a function returns last may be a retry
// error of the program's own.
func MayReturnRetryError(sig *types.Signature) bool { return MayBeRetryError(LastResult(sig)) }

// LastResult returns the type of what a function returns last; an invalid one if that
// is nothing.
func LastResult(sig *types.Signature) types.Type {
	if n := sig.Results().Len(); n > 0 {
		return sig.Results().At(n - 1).Type()
	}
	return types.Typ[types.Invalid]
}

// FieldVar returns a field of a struct, or of the struct that t points to.
func FieldVar(t types.Type, field int) *types.Var {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	return s.Field(field).Origin()
}

// IsContextError reports whether a call asks a context why it ended.
func IsContextError(common *ssa.CallCommon, callee *ssa.Function) bool {
	if common.IsInvoke() {
		return common.Method.Name() == "Err" && common.Method.Pkg() != nil && common.Method.Pkg().Path() == "context"
	}
	return IsFunc(callee, "Cause", "context")
}

// FieldRead returns the field of its receiver that is all that a method returns.
func FieldRead(f *ssa.Function) (field int, ok bool) {
	if len(f.Params) != 1 || len(f.Blocks) != 1 {
		return 0, false
	}
	ret, ok := f.Blocks[0].Instrs[len(f.Blocks[0].Instrs)-1].(*ssa.Return)
	if !ok || len(ret.Results) != 1 {
		return 0, false
	}
	load, ok := ret.Results[0].(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return 0, false
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok || addr.X != f.Params[0] {
		return 0, false
	}
	return addr.Field, true
}
