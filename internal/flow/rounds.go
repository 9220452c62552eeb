package flow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// countdownAt returns the loop whose next round the branch at the end of a block
// decides, and the way that leads to it.
func (w *Solver) countdownAt(block *ssa.BasicBlock) (c ir.Countdown, way int, ok bool) {
	branch, isIf := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !isIf {
		return c, 0, false
	}
	cmp, isCmp := branch.Cond.(*ssa.BinOp)
	if !isCmp {
		return c, 0, false
	}
	for _, operand := range []ssa.Value{cmp.X, cmp.Y} {
		phi, isPhi := ir.LinearOf(operand).Term.(ssa.Value)
		variable, isVariable := phi.(*ssa.Phi)
		if !isPhi || !isVariable || !w.InLoop(variable.Block()) {
			continue
		}
		step, known := ir.StepOf(variable)
		if !known || !variable.Block().Dominates(block) {
			continue
		}
		c = ir.Countdown{Variable: variable, Up: step > 0}
		header := variable.Block() == block
		for way := range 2 {
			if !header && block.Succs[way] != variable.Block() {
				continue // a test at the end of the body
			}
			if header && ir.Reaches(block.Succs[way], block) == ir.Reaches(block.Succs[1-way], block) || header && !ir.Reaches(block.Succs[way], block) {
				continue
			}
			var equal bool
			if c.Bound, c.Min, equal, ok = c.Distance(cmp, way == 0); ok && !equal && cmp.Op != token.EQL && cmp.Op != token.NEQ {
				if !header { // the test is on the variable's next value
					c.Min--
				}
				return c, way, true
			}
		}
	}
	return c, 0, false
}

// anotherRound returns the loop that goes round once more, for certain, where a
// comparison of its variable with its bound leaves a branch by this way.
func (w *Solver) anotherRound(cmp *ssa.BinOp, way int) *ssa.BasicBlock {
	for block, c := range w.countdowns() {
		bound, least, equal, ok := c.Distance(cmp, way == 0)
		if !ok || bound.Term != c.Bound.Term || equal {
			continue
		}
		different := cmp.Op == token.NEQ && way == 0 || cmp.Op == token.EQL && way == 1
		if different && least == c.Min || !different && least > c.Min {
			return block
		}
	}
	return nil
}

// countdowns returns the loops of the function that count, by the block that
// decides on another round.
func (w *Solver) countdowns() map[*ssa.BasicBlock]ir.Countdown {
	if w.F.Loops == nil {
		w.F.Loops = make(map[*ssa.BasicBlock]ir.Countdown)
		for _, block := range w.F.SSA.Blocks {
			if c, _, ok := w.countdownAt(block); ok {
				w.F.Loops[block] = c
			}
		}
	}
	return w.F.Loops
}

// endless returns the only way out of a branch that control can take: a channel
// of the package time is never closed, and a round that is known to come comes.
func (w *Solver) endless(instr *ssa.If, fl *flags) (way int, ok bool) {
	if fl.late != nil && fl.late == instr.Block() {
		fl.late = nil
		_, way, _ = w.countdownAt(instr.Block())
		return way, true
	}
	x, isExtract := instr.Cond.(*ssa.Extract)
	if !isExtract || x.Index != 1 {
		return 0, false
	}
	receive, isReceive := x.Tuple.(*ssa.UnOp)
	if !isReceive || receive.Op != token.ARROW || !ir.IsTimeChannel(receive.X.Type()) {
		return 0, false
	}
	ch, _ := receive.X.Type().Underlying().(*types.Chan)
	return 0, ch != nil && ch.Dir() == types.RecvOnly
}
