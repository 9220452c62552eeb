package program

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
)

// Throttled is the code of throttling.
const Throttled = "RequestLimitExceeded"

// SummaryOf returns the summary of a function that a call names: nil while the
// function, one of a circle of calls, is not yet analyzed.
func (p *Package) SummaryOf(callee *ssa.Function) *facts.Summary {
	if callee = ir.Generic(callee); callee == nil {
		return nil
	}
	if f := p.BySSA[callee]; f != nil {
		return f.Summary
	}
	object, ok := callee.Object().(*types.Func)
	if !ok || object.Pkg() == nil {
		return nil
	}
	if object.Pkg() != p.Pass.Pkg && !p.IsCOS() && !p.Reaches(object.Pkg()) && !AsksForOthers(object.Origin()) && !MayKnowTexts(object.Origin()) && (p.Wire == nil || !MayDecode(object.Origin())) {
		return nil
	}
	return p.FactOf(object)
}

// Visible reports whether another package can call the function.
func Visible(f *types.Func) bool {
	if !f.Exported() {
		return false
	}
	if recv := f.Signature().Recv(); recv != nil {
		t := recv.Type()
		if ptr, ok := t.(*types.Pointer); ok {
			t = ptr.Elem()
		}
		named, ok := types.Unalias(t).(*types.Named)
		return ok && named.Obj().Exported()
	}
	return true
}

// AsksForOthers reports whether another package may use a function to ask about its
// errors and codes, though this one knows nothing of the SDK.
func AsksForOthers(f *types.Func) bool {
	return IsMembership(f) || MayBeAsType(f.Signature()) && Visible(f)
}

// MayBeAsType reports whether a function of this signature may do what errors.AsType
// does: return the error that it is given as any type, and whether it is of that.
func MayBeAsType(sig *types.Signature) bool {
	params, results := sig.Params(), sig.Results()
	if sig.TypeParams().Len() != 1 || params.Len() != 1 || !ir.IsErrorType(params.At(0).Type()) || results.Len() != 2 || !ir.IsBool(results.At(1).Type()) {
		return false
	}
	_, ok := results.At(0).Type().(*types.TypeParam)
	return ok
}

// IsMembership reports whether another package may use a function to look for a
// code in a list, or to compare it with another: its type is that of
// slices.Contains, strings.Contains or the like.
func IsMembership(f *types.Func) bool {
	sig := f.Signature()
	if !f.Exported() || sig.Recv() != nil || sig.Params().Len() != 2 || sig.Results().Len() != 1 || !ir.IsBool(sig.Results().At(0).Type()) {
		return false
	}
	for i := range 2 {
		list, elem := sig.Params().At(i).Type(), sig.Params().At(1-i).Type()
		if slice, ok := list.Underlying().(*types.Slice); ok && MayHoldCode(slice.Elem()) && MayHoldCode(elem) {
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

// MayKnowTexts reports whether a function of another package may tell what a string
// is, or list some: whether it is a code, and which, is for the caller to say.
func MayKnowTexts(f *types.Func) bool { return Visible(f) && IsAboutTexts(f.Signature()) }

// IsAboutTexts reports whether a function of this signature may tell what a string is,
// or list some.
func IsAboutTexts(sig *types.Signature) bool {
	if sig.Results().Len() == 0 {
		return false
	}
	takes := false
	for i := range sig.Params().Len() {
		takes = takes || ir.IsString(sig.Params().At(i).Type())
	}
	switch first := sig.Results().At(0).Type().Underlying().(type) {
	case *types.Basic:
		return takes
	case *types.Slice:
		return ir.IsString(first.Elem())
	case *types.Map:
		return ir.IsString(first.Key())
	}
	return false
}

// MayDecode reports whether a function of this signature may decode JSON into
// what it is given, or into what it returns.
func MayDecode(f *types.Func) bool {
	if rawapi.IsJSON(f.Pkg().Path()) {
		switch f.Name() {
		case "Unmarshal", "UnmarshalFromString", "UnmarshalString", "Decode":
			return true
		}
		return false
	}
	sig := f.Signature()
	for v := range sig.Params().Variables() {
		if ir.IsAny(v.Type()) || ir.IsTypeParam(v.Type()) {
			return true
		}
	}
	return sig.Results().Len() > 0 && ir.IsTypeParam(sig.Results().At(0).Type())
}

// An Answer is an answer on the wire that a function decodes, or is given just
// as it was decoded.
type Answer struct {
	Name string // the variable, or the function, that has it; "" if unknown
	Pos  token.Pos

	From  *ssa.Parameter // that holds the JSON that it was decoded from, if one does
	Fresh bool           // the function hands it on before anything looked at its Error
}

// AnswerUseOf returns what a function does with answers that no SDK decodes; nil
// if nothing is known.
func (f *Function) AnswerUseOf(callee *ssa.Function) *facts.AnswerUse {
	if callee == nil || callee.Name() == "init" {
		return nil
	}
	if h := f.Pkg.SummaryOf(callee); h != nil {
		return h.Answer
	}
	return nil
}

// onlyReads reports whether a call that is given the address of an answer does
// not write to it.
func (f *Function) onlyReads(call ssa.CallInstruction, arg ssa.Value) bool {
	if f.Pkg.Wire == nil || f.Pkg.Wire.Marking {
		return false
	}
	addr := arg
	if m, ok := arg.(*ssa.MakeInterface); ok {
		addr = m.X
	}
	if !f.Pkg.Wire.Carries(addr.Type()) {
		return false
	}
	callee := call.Common().StaticCallee()
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	if model.IsLogger(callee.Object().Pkg().Path()) {
		return true // slog.Any; what prints a list of arguments is given the list
	}
	u := f.AnswerUseOf(callee)
	i := slices.Index(call.Common().Args, arg)
	return u != nil && (slices.Contains(u.Looks, i) || slices.Contains(u.Reads, i))
}

// A AccessPath is what a value is of an answer: which level, of which answer.
type AccessPath struct {
	Level jsonshape.Level
	Root  ssa.Value       // the answer, or a part of it that was not seen to come from one
	At    ssa.Instruction // that reads root; nil when root is used as it is
}
