package engine

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// ChangesNothing reports whether control does the same whether the test
// matches or not: both ways only return the same constants, or meet again
// without having done anything.
func (t *Test) ChangesNothing() bool {
	v := t.value
	if v.Referrers() == nil || len(*v.Referrers()) != 1 {
		return false
	}
	branch, ok := (*v.Referrers())[0].(*ssa.If)
	if !ok {
		return false
	}
	from := branch.Block()
	pred1, end1 := skipEmpty(from, from.Succs[0])
	pred2, end2 := skipEmpty(from, from.Succs[1])
	if end1 == end2 {
		return samePhis(end1, pred1, pred2)
	}
	return sameReturn(end1, end2)
}

// skipEmpty follows blocks that only jump on; it returns the first that does
// more, and the block before it.
func skipEmpty(pred, block *ssa.BasicBlock) (before, end *ssa.BasicBlock) {
	for range maxDepth {
		if _, ok := block.Instrs[0].(*ssa.Jump); !ok {
			break
		}
		pred, block = block, block.Succs[0]
	}
	return pred, block
}

// samePhis reports whether the block's phis choose the same by both ways.
func samePhis(block, pred1, pred2 *ssa.BasicBlock) bool {
	edge1, edge2 := -1, -1
	for i, pred := range block.Preds {
		if pred == pred1 {
			edge1 = i
		}
		if pred == pred2 {
			edge2 = i
		}
	}
	if edge1 < 0 || edge2 < 0 || edge1 == edge2 {
		return false
	}
	for _, instr := range block.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if !sameValue(phi.Edges[edge1], phi.Edges[edge2]) {
			return false
		}
	}
	return true
}

// sameReturn reports whether both blocks only return the same constants.
func sameReturn(a, b *ssa.BasicBlock) bool {
	x, ok1 := a.Instrs[0].(*ssa.Return)
	y, ok2 := b.Instrs[0].(*ssa.Return)
	if !ok1 || !ok2 || len(x.Results) != len(y.Results) {
		return false
	}
	for i := range x.Results {
		if !sameValue(x.Results[i], y.Results[i]) {
			return false
		}
	}
	return true
}

func sameValue(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, ok1 := a.(*ssa.Const)
	y, ok2 := b.(*ssa.Const)
	if !ok1 || !ok2 || (x.Value == nil) != (y.Value == nil) {
		return false
	}
	return x.Value == nil || constant.Compare(x.Value, token.EQL, y.Value)
}
