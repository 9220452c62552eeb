package value

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// sure reports whether what an instruction puts into a map is there wherever the
// function uses the map: no way from where the map comes from to a use goes around the
// instruction. What a loop puts there for each element of a list is as sure as the loop.
// Of a map that is kept elsewhere nothing is asked.
func (r *Reader) sure(m ssa.Value, put ssa.Instruction) bool {
	from := put.Parent().Blocks[0]
	if instr, ok := m.(ssa.Instruction); ok {
		if _, loaded := m.(*ssa.UnOp); loaded {
			return true
		}
		from = instr.Block()
	}
	point := put.Block()
	for {
		head, body := loopAround(point)
		if head == nil || slices.Contains(body, from) {
			break
		}
		if !eachRound(head, body, point) {
			return false
		}
		point = head
	}
	passes := func(u use) bool {
		if u.at == point {
			return point == put.Block() && (u.instr.Block() != u.at || r.index(u.instr) > r.index(put))
		}
		return from == point || !reaches(from, u.at, point, nil)
	}
	return !slices.ContainsFunc(r.usesOf(m), func(u use) bool { return u.instr != put && !passes(u) })
}

// A use is an instruction that does more with a map than to fill it. It comes from the
// block at, its own unless it is a phi.
type use struct {
	instr ssa.Instruction
	at    *ssa.BasicBlock
}

// usesOf returns the uses of a map in its function. Who gave it a map uses it where it
// returns.
func (r *Reader) usesOf(m ssa.Value) []use {
	if uses, ok := r.uses[m]; ok {
		return uses
	}
	uses := r.appendUses(nil, m)
	if param, ok := m.(*ssa.Parameter); ok {
		for _, block := range param.Parent().Blocks {
			if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok {
				uses = append(uses, use{ret, block})
			}
		}
	}
	if r.uses == nil {
		r.uses = make(map[ssa.Value][]use)
	}
	r.uses[m] = uses
	return uses
}

func (r *Reader) appendUses(uses []use, m ssa.Value) []use {
	for _, ref := range *m.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
			continue
		case *ssa.ChangeType:
			uses = r.appendUses(uses, ref)
			continue
		case *ssa.Phi:
			for i, edge := range ref.Edges {
				if edge == m {
					uses = append(uses, use{ref, ref.Block().Preds[i]})
				}
			}
			continue
		case *ssa.MapUpdate:
			if ref.Map == m {
				continue
			}
		case *ssa.Call:
			if r.onlyFills(m, ref) {
				continue
			}
		}
		uses = append(uses, use{ref, ref.Block()})
	}
	return uses
}

// index returns which instruction of its block one is.
func (r *Reader) index(instr ssa.Instruction) int {
	if _, ok := r.indexes[instr]; !ok {
		if r.indexes == nil {
			r.indexes = make(map[ssa.Instruction]int)
		}
		for i, each := range instr.Block().Instrs {
			r.indexes[each] = i
		}
	}
	return r.indexes[instr]
}

// onlyFills reports whether a call fills a map, and gives nobody the map.
func (r *Reader) onlyFills(m ssa.Value, call *ssa.Call) bool {
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		return b.Name() == "len" || b.Name() == "delete" || b.Name() == "clear"
	}
	return r.fills(m, call, nil) && len(*call.Referrers()) == 0
}

// fills reports whether a call puts anything into a map that it is given. What was seen
// is not looked into again.
func (r *Reader) fills(m ssa.Value, call *ssa.Call, seen map[ssa.Value]bool) bool {
	callee := ir.Generic(call.Call.StaticCallee())
	if ir.IsFunc(callee, "Copy", "maps") {
		return call.Call.Args[0] == m
	}
	if r.Fn.Pkg.BySSA[callee] == nil {
		return r.fillsAs(m, call, r.Fn.Pkg.SummaryOf(callee))
	}
	if seen == nil {
		seen = make(map[ssa.Value]bool)
	}
	for i, arg := range call.Call.Args {
		if arg == m && r.isFilled(callee.Params[i], seen) {
			return true
		}
	}
	return false
}

// fillsAs reports whether the fact of a function says that it puts anything into a map.
func (r *Reader) fillsAs(m ssa.Value, call *ssa.Call, h *facts.Summary) bool {
	return h != nil && slices.ContainsFunc(h.Uses, func(u facts.ParamUse) bool {
		return u.Role == facts.Fills && u.Subject < len(call.Call.Args) && call.Call.Args[u.Subject] == m
	})
}

// isFilled reports whether a function puts anything into a map.
func (r *Reader) isFilled(m ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[m] {
		return false
	}
	seen[m] = true
	return slices.ContainsFunc(*m.Referrers(), func(ref ssa.Instruction) bool {
		switch ref := ref.(type) {
		case *ssa.MapUpdate:
			return ref.Map == m
		case *ssa.ChangeType:
			return r.isFilled(ref, seen)
		case *ssa.Call:
			return r.fills(m, ref, seen)
		}
		return false
	})
}

// takes reports whether a call takes something out of a map.
func takes(m ssa.Value, call *ssa.Call) bool {
	if b, ok := call.Call.Value.(*ssa.Builtin); ok {
		return b.Name() == "delete" || b.Name() == "clear"
	}
	return ir.IsFunc(call.Call.StaticCallee(), "DeleteFunc", "maps") && call.Call.Args[0] == m
}

// loopAround returns the innermost loop that a block is in and does not begin, by its
// head and all its blocks.
func loopAround(block *ssa.BasicBlock) (head *ssa.BasicBlock, body []*ssa.BasicBlock) {
	for head = block.Idom(); head != nil; head = head.Idom() {
		if body = loopOf(head); slices.Contains(body, block) {
			return head, body
		}
	}
	return nil, nil
}

// loopOf returns the blocks of the loop that a block begins; nil if it begins none.
func loopOf(head *ssa.BasicBlock) (body []*ssa.BasicBlock) {
	for _, pred := range head.Preds {
		if head.Dominates(pred) {
			body = append(body, pred)
		}
	}
	if body == nil {
		return nil
	}
	for i := 0; i < len(body); i++ {
		if body[i] == head {
			continue
		}
		for _, pred := range body[i].Preds {
			if !slices.Contains(body, pred) {
				body = append(body, pred)
			}
		}
	}
	return body
}

// eachRound reports whether each round of a loop goes through a block, and only its
// head leaves it.
func eachRound(head *ssa.BasicBlock, body []*ssa.BasicBlock, block *ssa.BasicBlock) bool {
	for _, b := range body {
		if b != head && slices.ContainsFunc(b.Succs, func(next *ssa.BasicBlock) bool { return !slices.Contains(body, next) }) {
			return false
		}
	}
	for _, first := range head.Succs {
		if slices.Contains(body, first) && first != block && (first == head || reaches(first, head, block, body)) {
			return false
		}
	}
	return true
}

// reaches reports whether control can get from one block to another without a third,
// within some blocks if they are given.
func reaches(from, to, without *ssa.BasicBlock, within []*ssa.BasicBlock) bool {
	seen := make(map[*ssa.BasicBlock]bool)
	var walk func(*ssa.BasicBlock) bool
	walk = func(b *ssa.BasicBlock) bool {
		if b == to {
			return true
		}
		if b == without || seen[b] || within != nil && !slices.Contains(within, b) {
			return false
		}
		seen[b] = true
		return slices.ContainsFunc(b.Succs, walk)
	}
	return walk(from)
}
