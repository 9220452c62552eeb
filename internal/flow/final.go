package flow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// rewritten reports whether a deferred function reads a result and may change it: then
// it decides what the function returns.
func (w *Solver) rewritten(result ssa.Value) bool {
	load, ok := result.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || !ir.IsCell(load.X) {
		return false
	}
	return slices.ContainsFunc(*load.X.Referrers(), func(ref ssa.Instruction) bool {
		switch x := ref.(type) {
		case *ssa.Defer: // defer final(&err)
			return true
		case *ssa.MakeClosure:
			return isDeferred(x) && ir.ClosureReads(x, load.X) && ir.ClosureWrites(x, load.X)
		}
		return false
	})
}

func isDeferred(closure *ssa.MakeClosure) bool {
	return slices.ContainsFunc(*closure.Referrers(), func(ref ssa.Instruction) bool {
		d, ok := ref.(*ssa.Defer)
		return ok && d.Call.Value == closure
	})
}

// mayBeFinal reports whether the function that the subject came from may have made it an
// error that ends the retry.
func (w *Solver) mayBeFinal() bool {
	v := w.S.Of.Value
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil {
		return false
	}
	object, ok := ir.Generic(call.Call.StaticCallee()).Object().(*types.Func)
	if !ok || object.Pkg() == nil {
		return false
	}
	if d := w.F.Pkg.Declared[object]; d != nil {
		return d.Finals
	}
	e := w.F.Pkg.SummaryOfPackage(object.Pkg())
	return e != nil && e.MakesFinal(object)
}

// cancels reports whether a call cancels a context that was made before the round of a
// retry: none may follow. One that is made in each round is for one request.
func (w *Solver) cancels(instr ssa.CallInstruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok || !isCancel(call.Call.Value.Type()) {
		return false
	}
	made := w.madeAt(call.Call.Value)
	return made == nil || w.from != nil && loopsBack(w.from) && !ir.Reaches(w.from, made)
}

func isCancel(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && ir.IsDeclaredIn(t, "context") && (named.Obj().Name() == "CancelFunc" || named.Obj().Name() == "CancelCauseFunc")
}

// madeAt returns the block in which this function makes a value; nil if that is elsewhere.
func (w *Solver) madeAt(v ssa.Value) *ssa.BasicBlock {
	if ver := w.F.Memory.Read(v); ver != nil && ver.Kind == program.Stored {
		v = ver.Value
	}
	if x, ok := v.(*ssa.Extract); ok {
		return x.Block()
	}
	return nil
}

// loopsBack reports whether control can come back to a block.
func loopsBack(block *ssa.BasicBlock) bool {
	return slices.ContainsFunc(block.Succs, func(succ *ssa.BasicBlock) bool { return ir.Reaches(succ, block) })
}
