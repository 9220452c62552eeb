package relevance

import (
	"go/ast"
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// wrapperLike reports whether a function is one that other packages may give an
// error for another.
func wrapperLike(f *types.Func) bool {
	takes := false
	for v := range f.Signature().Params().Variables() {
		takes = takes || ir.IsErrorType(v.Type())
	}
	return takes && ir.ReturnsError(f.Signature()) && program.Visible(f)
}

// helperLike reports whether a function of this signature can be a test on a
// code given to it, or hand the code or the typed error on.
func helperLike(sig *types.Signature, errs sdk.Errors) bool {
	takesError, takesCode := false, false
	for v := range sig.Params().Variables() {
		t := types.Unalias(v.Type())
		if ir.IsErrorPointer(t) {
			return true // it answers in the variable itself
		}
		takesError = takesError || ir.IsErrorType(t) || errs.Is(t)
		takesCode = takesCode || program.MayHoldCode(t)
		if f, ok := t.Underlying().(*types.Signature); ok && ir.ReturnsError(f) {
			takesError = true // it calls what gives it an error
		}
	}
	if recv := sig.Recv(); recv != nil {
		takesError = takesError || errs.Is(recv.Type()) || ir.IsErrorType(recv.Type())
		takesCode = takesCode || ir.IsString(recv.Type())
	}
	for v := range sig.Results().Variables() {
		t := types.Unalias(v.Type())
		if takesError && (errs.Is(t) || ir.IsRetryError(t) || ir.IsErrorType(t) || ir.MayBeRetryError(t) || mayAnswer(t)) {
			return true
		}
		if _, basic := t.Underlying().(*types.Basic); takesCode && (basic || errs.Is(t) || ir.IsRetryError(t)) {
			return true // an id alone makes no helper of what returns an error
		}
	}
	return false
}

// takesRetryError reports whether a function may call functions again because of what a
// retry error of the program's own says that they return.
func takesRetryError(sig *types.Signature) bool {
	for v := range sig.Params().Variables() {
		if f, ok := v.Type().Underlying().(*types.Signature); ok && ir.MayReturnRetryError(f) {
			return true
		}
	}
	return false
}

// mayAnswer reports whether a result of this type may be the answer to a code, or
// a struct that has it in a field.
func mayAnswer(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Pointer:
		s, ok := u.Elem().Underlying().(*types.Struct)
		return ok && ir.HasString(s)
	case *types.Struct:
		for field := range u.Fields() {
			t := types.Unalias(field.Type())
			_, isEnum := t.(*types.Named)
			if _, ok := t.Underlying().(*types.Basic); ok && (isEnum || ir.IsString(t) || ir.IsBool(t)) {
				return true
			}
		}
	}
	return false
}

// MayBeError reports whether a parameter of this type can be given an error: it
// is one, or anything.
func MayBeError(t types.Type) bool { return ir.IsErrorType(t) || ir.IsAny(t) }

// scanStatus notes a function that gets an answer which holds a code, or looks
// at such a code.
func scanStatus(p *program.Package, d *program.Declared, n ast.Node) {
	if p.Status == nil {
		return
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		t := p.Pass.TypesInfo.TypeOf(n)
		if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 {
			t = tuple.At(0).Type()
		}
		d.Tests = d.Tests || t != nil && p.Status.Answer(t) != nil
	case *ast.SelectorExpr:
		if sel, ok := p.Pass.TypesInfo.Selections[n]; ok && sel.Kind() == types.FieldVal {
			d.Tests = d.Tests || p.Status.Code(sel.Obj().(*types.Var)) != nil
		}
	}
}

// takesStatus reports whether a function is given an answer, or a part of one,
// that can hold a code.
func takesStatus(p *program.Package, sig *types.Signature) bool {
	if p.Status == nil {
		return false
	}
	for v := range sig.Params().Variables() {
		if p.Status.Carries(v.Type()) {
			return true
		}
	}
	return false
}
