package flow

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// decided returns the way out of a condition that was decided where the subject begins:
// if ok { err = call() }; if !ok {…} asks again what is known.
func (w *Solver) decided(cond ssa.Value, negated bool) (way int, ok bool) {
	if w.from == nil || w.from.Idom() == nil {
		return 0, false // nothing stands above the entry
	}
	if w.decisions == nil {
		w.decisions = decisionsAt(w.from)
	}
	holds, ok := w.decisions[cond]
	if holds == negated {
		way = 1
	}
	return way, ok
}

// decisionsAt returns the conditions that hold, or do not, wherever a block runs, and
// that no way from there computes anew.
func decisionsAt(block *ssa.BasicBlock) map[ssa.Value]bool {
	decisions := make(map[ssa.Value]bool)
	var later map[*ssa.BasicBlock]bool
	for at := block; at.Idom() != nil; at = at.Idom() {
		above := at.Idom()
		branch, ok := above.Instrs[len(above.Instrs)-1].(*ssa.If)
		if !ok || len(at.Preds) != 1 {
			continue
		}
		cond, holds := branch.Cond, above.Succs[0] == at
		if not, ok := cond.(*ssa.UnOp); ok && not.Op == token.NOT {
			cond, holds = not.X, !holds
		}
		if later == nil {
			later = reachedFrom(block)
		}
		if instr, ok := cond.(ssa.Instruction); !ok || !later[instr.Block()] {
			decisions[cond] = holds
		}
	}
	return decisions
}

// reachedFrom returns the blocks that run after a block.
func reachedFrom(block *ssa.BasicBlock) map[*ssa.BasicBlock]bool {
	reached := make(map[*ssa.BasicBlock]bool)
	work := append([]*ssa.BasicBlock(nil), block.Succs...)
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if !reached[b] {
			reached[b] = true
			work = append(work, b.Succs...)
		}
	}
	return reached
}
