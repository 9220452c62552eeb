package flow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// decided returns the way out of a condition that was decided where the subject begins,
// and that no way from there computes anew: if ok { err = call() }; if !ok {…} asks again
// what is known.
func (w *Solver) decided(cond ssa.Value, negated bool) (way int, ok bool) {
	if w.from == nil || cond.Referrers() == nil {
		return 0, false
	}
	holds, ok := heldAt(w.from, cond)
	if !ok {
		for _, ref := range *cond.Referrers() {
			if not, isNot := ref.(*ssa.UnOp); isNot && not.Op == token.NOT && !ok {
				holds, ok = heldAt(w.from, not)
				holds = !holds
			}
		}
	}
	if instr, computed := cond.(ssa.Instruction); ok && computed && ir.Reaches(w.from, instr.Block()) {
		return 0, false
	}
	return program.IndexOfBool(holds == negated), ok
}

// heldAt returns what a condition is wherever a block runs, as a branch above decided.
func heldAt(block *ssa.BasicBlock, cond ssa.Value) (holds, ok bool) {
	for _, ref := range *cond.Referrers() {
		branch, isIf := ref.(*ssa.If)
		if !isIf {
			continue
		}
		for way, succ := range branch.Block().Succs {
			if len(succ.Preds) == 1 && succ.Dominates(block) {
				return way == 0, true
			}
		}
	}
	return false, false
}
