package engine

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// choosePhis finds the phis whose choice decides a branch or a result.
func (w *walker) choosePhis() {
	var choose func(v ssa.Value)
	choose = func(v ssa.Value) {
		switch x := v.(type) {
		case *ssa.Phi:
			if _, ok := w.index[x]; ok || len(x.Edges) > 250 {
				return
			}
			w.index[x] = len(w.phis)
			w.phis = append(w.phis, x)
			for _, e := range x.Edges {
				choose(e)
			}
		case *ssa.UnOp:
			if x.Op == token.NOT {
				choose(x.X)
			}
		case *ssa.BinOp:
			if operand, _, ok := boolComparison(x); ok {
				choose(operand)
			}
		case *ssa.MakeInterface:
			choose(x.X)
		case *ssa.ChangeInterface:
			choose(x.X)
		}
	}
	for _, block := range w.f.ssa.Blocks {
		switch last := block.Instrs[len(block.Instrs)-1].(type) {
		case *ssa.If:
			choose(last.Cond)
			if cmp, ok := last.Cond.(*ssa.BinOp); ok && (isNil(cmp.Y) || w.s.of.wire) {
				choose(cmp.X)
			}
		case *ssa.Return:
			for _, r := range last.Results {
				if isErrorType(r.Type()) || isRetryError(r.Type()) || types.Identical(r.Type().Underlying(), types.Typ[types.Bool]) {
					choose(r)
				}
			}
		}
	}
	const most = 24
	if len(w.phis) > most {
		for _, phi := range w.phis[most:] {
			delete(w.index, phi)
		}
		w.phis = w.phis[:most]
	}
	for _, phi := range w.phis {
		w.live = append(w.live, liveBlocks(phi))
	}
}

// liveBlocks returns the blocks from which a use of the phi can be reached
// without passing the phi again.
func liveBlocks(phi *ssa.Phi) map[*ssa.BasicBlock]bool {
	live := make(map[*ssa.BasicBlock]bool)
	var mark func(b *ssa.BasicBlock)
	mark = func(b *ssa.BasicBlock) {
		if live[b] {
			return
		}
		live[b] = true
		if b == phi.Block() {
			return
		}
		for _, pred := range b.Preds {
			mark(pred)
		}
	}
	seen := make(map[ssa.Value]bool)
	var uses func(v ssa.Value)
	uses = func(v ssa.Value) {
		if seen[v] || v.Referrers() == nil {
			return
		}
		seen[v] = true
		for _, ref := range *v.Referrers() {
			if other, ok := ref.(*ssa.Phi); ok {
				for i, e := range other.Edges {
					if e == v {
						mark(other.Block().Preds[i])
					}
				}
				if other != phi {
					uses(other)
				}
				mark(other.Block())
				continue
			}
			mark(ref.Block())
			switch x := ref.(type) {
			case *ssa.UnOp, *ssa.MakeInterface, *ssa.ChangeInterface, *ssa.BinOp:
				uses(x.(ssa.Value))
			}
		}
	}
	uses(phi)
	return live
}
