package flow

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/relevance"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
)

// sleep notes that a way waits. What waits before each call, like a ticker,
// paces a loop; it is no answer to an error.
func (w *Solver) sleep(fl *flags, at ssa.Instruction) {
	fl.slept = true
	fl.waited = fl.waited || w.from != nil && !at.Block().Dominates(w.from)
}

// sleeps reports whether a call waits for time to pass: time.Sleep, a function
// of the program that does, or one of another package that is told how long.
func (w *Solver) sleeps(common *ssa.CallCommon, callee *ssa.Function) bool {
	if ir.IsFunc(callee, "Sleep", "time") {
		return true
	}
	if common == nil || common.IsInvoke() && !ir.TakesDuration(common.Signature()) {
		return false
	}
	if callee == nil {
		return common.IsInvoke() && !returnsOther(common.Signature())
	}
	object, ok := ir.Generic(callee).Object().(*types.Func)
	if !ok {
		return false
	}
	if d := w.F.Pkg.Declared[object]; d != nil {
		return d.Sleeps && !relevance.CallsAPI(d)
	}
	return object.Pkg() != nil && object.Pkg() != w.F.Pkg.Pass.Pkg && !w.F.Pkg.IsStd(object.Pkg()) && !sdk.IsSDK(object.Pkg().Path()) &&
		ir.TakesDuration(object.Signature()) && !returnsOther(object.Signature())
}

// returnsOther reports whether a function has other results than an error.
func returnsOther(sig *types.Signature) bool {
	n := sig.Results().Len()
	return n > 1 || n == 1 && !ir.IsErrorType(sig.Results().At(0).Type())
}

// recurs reports whether a call is one of the function itself, made because the
// call of the subject failed.
func (w *Solver) recurs(common *ssa.CallCommon, callee *ssa.Function, set codes.Set) bool {
	if callee == nil {
		callee = ir.HeldLiteral(common.Value)
	}
	return callee != nil && ir.Generic(callee) == w.F.SSA && !w.dry && !set.Has(w.F.Pkg.Universe.Nil()) && w.source() != nil && !w.base.calls(w.F.SSA)
}

// calls reports whether success calls a function, too.
func (b *baseline) calls(callee *ssa.Function) bool {
	if b == nil {
		return true
	}
	for block := range b.reached {
		for _, instr := range block.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if ok && (ir.Generic(call.Common().StaticCallee()) == callee || ir.HeldLiteral(call.Common().Value) == callee) {
				return true
			}
		}
	}
	return false
}

// passesAnother reports whether a recursive call is given another value for what
// the request is made of.
func (w *Solver) passesAnother(common *ssa.CallCommon) bool {
	r := w.argumentsOf()
	for i, p := range w.F.SSA.Params {
		if r.Parts[p] && i < len(common.Args) && common.Args[i] != p {
			return true
		}
	}
	return false
}
