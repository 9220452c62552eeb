package engine

import (
	"go/types"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/sdk"
)

// isMembership reports whether another package may use a function to look for a
// code in a list, or to compare it with another: its type is that of
// slices.Contains, strings.Contains or the like.
func isMembership(f *types.Func) bool {
	sig := f.Signature()
	if !f.Exported() || sig.Recv() != nil || sig.Params().Len() != 2 || sig.Results().Len() != 1 || !isBool(sig.Results().At(0).Type()) {
		return false
	}
	for i := range 2 {
		list, elem := sig.Params().At(i).Type(), sig.Params().At(1-i).Type()
		if slice, ok := list.Underlying().(*types.Slice); ok && mayHoldCode(slice.Elem()) && mayHoldCode(elem) {
			return true
		}
		if m, ok := list.Underlying().(*types.Map); ok && isString(m.Key()) && isString(elem) {
			return true
		}
		if isAny(list) && isAny(elem) || isString(list) && isString(elem) {
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
		takes = takes || isErrorType(v.Type())
	}
	return takes && returnsError(f.Signature()) && visible(f)
}

// hasErrorMethod reports whether a type of the program, or a pointer to it, is
// an error.
func hasErrorMethod(t types.Type) bool {
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

// helperLike reports whether a function of this signature can be a test on a
// code given to it, or hand the code or the typed error on.
func helperLike(sig *types.Signature, errs sdk.Errors) bool {
	takesError, takesCode := false, false
	for v := range sig.Params().Variables() {
		t := types.Unalias(v.Type())
		takesError = takesError || isErrorType(t) || errs.Is(t)
		takesCode = takesCode || mayHoldCode(t)
		if f, ok := t.Underlying().(*types.Signature); ok && returnsError(f) {
			takesError = true // it calls what gives it an error
		}
	}
	if recv := sig.Recv(); recv != nil && (errs.Is(recv.Type()) || isErrorType(recv.Type())) {
		takesError = true
	}
	for v := range sig.Results().Variables() {
		t := types.Unalias(v.Type())
		if takesError && (errs.Is(t) || isRetryError(t) || isErrorType(t) || mayAnswer(t)) {
			return true
		}
		if _, basic := t.Underlying().(*types.Basic); takesCode && (basic || errs.Is(t) || isRetryError(t)) {
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
		return ok && hasString(s)
	case *types.Struct:
		return hasString(u)
	}
	return false
}

func hasString(s *types.Struct) bool {
	for field := range s.Fields() {
		if isString(field.Type()) {
			return true
		}
	}
	return false
}

func isString(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

var (
	errorType      = types.Universe.Lookup("error").Type().(*types.Named)
	errorInterface = errorType.Underlying().(*types.Interface)
)

// isErrorType reports whether t is an error, or a pointer to one.
func isErrorType(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case nil, *types.Basic, *types.Slice, *types.Map, *types.Signature, *types.Struct, *types.Array, *types.Chan, *types.Tuple:
		return false // most of them: they have no methods
	case *types.Named:
		return t == errorType || types.Implements(t, errorInterface)
	default:
		return types.Implements(t, errorInterface)
	}
}

// returnsError reports whether a call with this signature can answer an error.
func returnsError(sig *types.Signature) bool {
	for v := range sig.Results().Variables() {
		if isErrorType(v.Type()) || isRetryError(v.Type()) {
			return true
		}
		// A function that makes functions; not those that these make, for a
		// function may return itself.
		if s, ok := v.Type().Underlying().(*types.Signature); ok {
			for inner := range s.Results().Variables() {
				if isErrorType(inner.Type()) || isRetryError(inner.Type()) {
					return true
				}
			}
		}
	}
	return false
}

// MayBeError reports whether a parameter of this type can be given an error: it
// is one, or anything.
func MayBeError(t types.Type) bool { return isErrorType(t) || isAny(t) }
