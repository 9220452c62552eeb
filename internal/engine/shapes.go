package engine

import (
	"go/types"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// isMembership reports whether another package may use a function to look for a
// code in a list, or to compare it with another: its type is that of
// slices.Contains, strings.Contains or the like.
func isMembership(f *types.Func) bool {
	sig := f.Signature()
	if !f.Exported() || sig.Recv() != nil || sig.Params().Len() != 2 || sig.Results().Len() != 1 || !ir.IsBool(sig.Results().At(0).Type()) {
		return false
	}
	for i := range 2 {
		list, elem := sig.Params().At(i).Type(), sig.Params().At(1-i).Type()
		if slice, ok := list.Underlying().(*types.Slice); ok && mayHoldCode(slice.Elem()) && mayHoldCode(elem) {
			return true
		}
		if m, ok := list.Underlying().(*types.Map); ok && ir.IsString(m.Key()) && ir.IsString(elem) {
			return true
		}
		if ir.IsAny(list) && ir.IsAny(elem) || ir.IsString(list) && ir.IsString(elem) {
			return true
		}
	}
	return false
}

// wrapperLike reports whether a function is one that other packages may give an
// error for another.
func wrapperLike(f *types.Func) bool {
	takes := false
	for v := range f.Signature().Params().Variables() {
		takes = takes || ir.IsErrorType(v.Type())
	}
	return takes && ir.ReturnsError(f.Signature()) && visible(f)
}

// helperLike reports whether a function of this signature can be a test on a
// code given to it, or hand the code or the typed error on.
func helperLike(sig *types.Signature, errs sdk.Errors) bool {
	takesError, takesCode := false, false
	for v := range sig.Params().Variables() {
		t := types.Unalias(v.Type())
		takesError = takesError || ir.IsErrorType(t) || errs.Is(t)
		takesCode = takesCode || mayHoldCode(t)
		if f, ok := t.Underlying().(*types.Signature); ok && ir.ReturnsError(f) {
			takesError = true // it calls what gives it an error
		}
	}
	if recv := sig.Recv(); recv != nil && (errs.Is(recv.Type()) || ir.IsErrorType(recv.Type())) {
		takesError = true
	}
	for v := range sig.Results().Variables() {
		t := types.Unalias(v.Type())
		if takesError && (errs.Is(t) || ir.IsRetryError(t) || ir.IsErrorType(t) || mayAnswer(t)) {
			return true
		}
		if _, basic := t.Underlying().(*types.Basic); takesCode && (basic || errs.Is(t) || ir.IsRetryError(t)) {
			return true // an id alone makes no helper of what returns an error
		}
	}
	return false
}

// mayAnswer reports whether a result of this type may be the answer to a code, or
// a struct that has it.
func mayAnswer(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return true
	case *types.Pointer:
		s, ok := u.Elem().Underlying().(*types.Struct)
		return ok && ir.HasString(s)
	case *types.Struct:
		return ir.HasString(u)
	}
	return false
}

// MayBeError reports whether a parameter of this type can be given an error: it
// is one, or anything.
func MayBeError(t types.Type) bool { return ir.IsErrorType(t) || ir.IsAny(t) }
