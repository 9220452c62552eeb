package engine

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// A linear value is a term and a number: n-1, len(list), 3.
type linear struct {
	term   any // a value, or the list of which this is the length; nil of a number
	number int64
}

type lengthOf struct{ list ssa.Value }

func linearOf(v ssa.Value) linear {
	switch x := v.(type) {
	case *ssa.Const:
		if x.Value != nil && x.Value.Kind() == constant.Int {
			if n, ok := constant.Int64Val(x.Value); ok {
				return linear{nil, n}
			}
		}
	case *ssa.BinOp:
		if c := linearOf(x.Y); c.term == nil && (x.Op == token.ADD || x.Op == token.SUB) {
			l := linearOf(x.X)
			if x.Op == token.SUB {
				c.number = -c.number
			}
			return linear{l.term, l.number + c.number}
		}
	case *ssa.Call:
		if b, ok := x.Call.Value.(*ssa.Builtin); ok && b.Name() == "len" {
			return linear{lengthOf{x.Call.Args[0]}, 0}
		}
	}
	return linear{v, 0}
}

// A countdown is a loop that counts: rounds are left while the variable is at
// least min away from the bound.
type countdown struct {
	variable *ssa.Phi
	up       bool
	bound    linear
	min      int64
}

// distance compares the variable of a loop with a bound: it returns the bound,
// what is known about the distance to it where cmp holds, and whether that is an
// equality.
func (c *countdown) distance(cmp *ssa.BinOp, holds bool) (bound linear, least int64, equal, ok bool) {
	op, x, y := cmp.Op, linearOf(cmp.X), linearOf(cmp.Y)
	if y.term == ssa.Value(c.variable) {
		x, y, op = y, x, mirrored(op)
	}
	if x.term != ssa.Value(c.variable) {
		return linear{}, 0, false, false
	}
	bound, shift := linear{y.term, 0}, y.number-x.number // variable op term + shift
	if !holds {
		op = negated(op)
	}
	if !c.up { // distance = variable - term
		op, shift = mirrored(op), -shift
	} // distance = term - variable: variable op term + shift  <=>  distance mirrored(op) -shift
	switch op {
	case token.LSS:
		return bound, -shift + 1, false, true
	case token.LEQ:
		return bound, -shift, false, true
	case token.EQL:
		return bound, -shift, true, true
	case token.NEQ:
		return bound, -shift, false, true
	}
	return linear{}, 0, false, false
}

func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.GTR:
		return token.LSS
	case token.LEQ:
		return token.GEQ
	case token.GEQ:
		return token.LEQ
	}
	return op
}

func negated(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GEQ
	case token.GTR:
		return token.LEQ
	case token.LEQ:
		return token.GTR
	case token.GEQ:
		return token.LSS
	case token.EQL:
		return token.NEQ
	case token.NEQ:
		return token.EQL
	}
	return token.ILLEGAL
}

// countdownAt returns the loop whose next round the branch at the end of a block
// decides, and the way that leads to it.
func (w *walker) countdownAt(block *ssa.BasicBlock) (c countdown, way int, ok bool) {
	branch, isIf := block.Instrs[len(block.Instrs)-1].(*ssa.If)
	if !isIf {
		return c, 0, false
	}
	cmp, isCmp := branch.Cond.(*ssa.BinOp)
	if !isCmp {
		return c, 0, false
	}
	for _, operand := range []ssa.Value{cmp.X, cmp.Y} {
		phi, isPhi := linearOf(operand).term.(ssa.Value)
		variable, isVariable := phi.(*ssa.Phi)
		if !isPhi || !isVariable || !w.isHeader(variable.Block()) {
			continue
		}
		step, known := stepOf(variable)
		if !known || !variable.Block().Dominates(block) {
			continue
		}
		c = countdown{variable: variable, up: step > 0}
		header := variable.Block() == block
		for way := range 2 {
			if !header && block.Succs[way] != variable.Block() {
				continue // a test at the end of the body
			}
			if header && reaches(block.Succs[way], block) == reaches(block.Succs[1-way], block) || header && !reaches(block.Succs[way], block) {
				continue
			}
			var equal bool
			if c.bound, c.min, equal, ok = c.distance(cmp, way == 0); ok && !equal && cmp.Op != token.EQL && cmp.Op != token.NEQ {
				if !header { // the test is on the variable's next value
					c.min--
				}
				return c, way, true
			}
		}
	}
	return c, 0, false
}

// stepOf returns by how much a loop changes its variable each round.
func stepOf(variable *ssa.Phi) (step int64, ok bool) {
	for i, pred := range variable.Block().Preds {
		if !variable.Block().Dominates(pred) {
			continue
		}
		next := linearOf(variable.Edges[i])
		if next.term != ssa.Value(variable) || next.number != 1 && next.number != -1 || ok && next.number != step {
			return 0, false
		}
		step, ok = next.number, true
	}
	return step, ok
}

// reaches reports whether control can get from one block to another.
func reaches(from, to *ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	work := []*ssa.BasicBlock{from}
	for len(work) > 0 {
		b := work[len(work)-1]
		work = work[:len(work)-1]
		if b == to {
			return true
		}
		if !seen[b] {
			seen[b] = true
			work = append(work, b.Succs...)
		}
	}
	return false
}

// anotherRound returns the loop that goes round once more, for certain, where a
// comparison of its variable with its bound leaves a branch by this way.
func (w *walker) anotherRound(cmp *ssa.BinOp, way int) *ssa.BasicBlock {
	for block, c := range w.countdowns() {
		bound, least, equal, ok := c.distance(cmp, way == 0)
		if !ok || bound.term != c.bound.term || equal {
			continue
		}
		different := cmp.Op == token.NEQ && way == 0 || cmp.Op == token.EQL && way == 1
		if different && least == c.min || !different && least > c.min {
			return block
		}
	}
	return nil
}

// countdowns returns the loops of the function that count, by the block that
// decides on another round.
func (w *walker) countdowns() map[*ssa.BasicBlock]countdown {
	if w.f.loops == nil {
		w.f.loops = make(map[*ssa.BasicBlock]countdown)
		for _, block := range w.f.ssa.Blocks {
			if c, _, ok := w.countdownAt(block); ok {
				w.f.loops[block] = c
			}
		}
	}
	return w.f.loops
}

// endless returns the only way out of a branch that control can take: a channel
// of the package time is never closed, and a round that is known to come comes.
func (w *walker) endless(instr *ssa.If, fl *flags) (way int, ok bool) {
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
	if !isReceive || receive.Op != token.ARROW || !isTimeChannel(receive.X.Type()) {
		return 0, false
	}
	ch, _ := receive.X.Type().Underlying().(*types.Chan)
	return 0, ch != nil && ch.Dir() == types.RecvOnly
}
