package flow

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A join is a block where several ways meet, and with them several values of
// one variable.
type join struct {
	what  joined
	block *ssa.BasicBlock
	live  map[*ssa.BasicBlock]bool // the blocks from which a use of the variable can be reached
}

// What is joined at a block: a phi, or the versions of a cell.
type joined struct {
	phi *ssa.Phi
	ver *program.Version
}

// maxJoins bounds how many joins a walk tells apart.
const maxJoins = 24

// chooseJoins finds the phis, and the errors in memory, whose choice decides a
// branch or a result. (Flags in memory are for isFlag.)
func (w *Solver) chooseJoins() {
	for _, block := range w.F.SSA.Blocks {
		switch last := block.Instrs[len(block.Instrs)-1].(type) {
		case *ssa.If:
			w.choose(last.Cond)
			if cmp, ok := last.Cond.(*ssa.BinOp); ok && (isWholeAnswer(cmp.Y) || w.S.Of.Wire) {
				w.choose(cmp.X)
			}
		case *ssa.Return:
			if result := w.leaves(last); result != nil {
				w.chooseVersion(result)
			}
			for _, r := range last.Results {
				w.choose(r)
			}
		}
	}
}

// choose adds the joins that decide what a value is.
func (w *Solver) choose(v ssa.Value) {
	switch x := v.(type) {
	case *ssa.Phi:
		if len(x.Edges) > 250 || !w.addJoin(joined{phi: x}, x.Block(), x) {
			return
		}
		for _, e := range x.Edges {
			w.choose(e)
		}
	case *ssa.UnOp:
		switch x.Op {
		case token.NOT:
			w.choose(x.X)
		case token.MUL:
			if ver := w.F.Memory.Read(x); ver != nil && ir.IsErrorType(x.Type()) {
				w.chooseVersion(ver)
			}
		}
	case *ssa.BinOp:
		if operand, _, ok := boolComparison(x); ok {
			w.choose(operand)
		}
	case *ssa.MakeInterface:
		w.choose(x.X)
	case *ssa.ChangeInterface:
		w.choose(x.X)
	case *ssa.Slice: // errors.Join(err, other)
		for _, err := range gathered(x) {
			w.choose(err)
		}
	case *ssa.Call: // errors.Join(list...)
		if ir.IsErrorType(x.Type()) && !x.Call.IsInvoke() {
			for _, arg := range x.Call.Args {
				if isListOrError(arg.Type()) {
					w.choose(arg)
				}
			}
		}
	}
}

func (w *Solver) chooseVersion(v *program.Version) {
	switch v.Kind {
	case program.Stored:
		w.choose(v.Value)
	case program.Merged:
		if len(v.Block.Preds) > 250 {
			return
		}
		loads := w.F.Memory.Loads(v.Cell)
		if w.addJoin(joined{ver: v}, v.Block, loads...) {
			for _, op := range v.Ops {
				w.chooseVersion(op.Resolve())
			}
		}
	}
}

// addJoin reports whether the join is new, and there is room for it.
func (w *Solver) addJoin(what joined, block *ssa.BasicBlock, uses ...ssa.Value) bool {
	if _, ok := w.index[what]; ok || len(w.joins) == maxJoins {
		return false
	}
	w.index[what] = len(w.joins)
	w.joins = append(w.joins, join{what, block, liveBlocks(block, uses)})
	return true
}

// chosenLoad returns what a variable in memory holds on this way when it is
// loaded; nil when that is not decided.
func (w *Solver) chosenLoad(load *ssa.UnOp, env string) ssa.Value {
	if load.Op != token.MUL || !ir.IsErrorType(load.Type()) {
		return nil
	}
	merged := w.F.Memory.Read(load)
	if merged == nil {
		return nil
	}
	ver := w.resolveVersion(merged, env)
	switch local := w.F.Memory.IsLocalCell(ver.Cell); {
	case ver == merged:
	case ver.Kind == program.Stored:
		return ver.Value
	case ver.Kind == program.Initial && local:
		return ssa.NewConst(nil, load.Type())
	}
	return nil
}

// resolveVersion returns what a cell holds on this way: where versions meet, the
// one of the edge that the way took.
func (w *Solver) resolveVersion(v *program.Version, env string) *program.Version {
	for range ir.MaxDepth {
		i, ok := w.index[joined{ver: v}]
		if !ok || env[i] == 0 {
			break
		}
		v = w.F.Memory.AtExit(v.Cell, v.Block.Preds[env[i]-1]).Resolve()
	}
	return v
}

// initial returns what is known of variables where the subject begins: that a
// flag has the value by which control came there.
func (w *Solver) initial(start *ssa.BasicBlock) string {
	env := make([]byte, len(w.joins))
	for i, j := range w.joins {
		phi := j.what.phi
		if phi == nil || !ir.IsBool(phi.Type()) || !phi.Block().Dominates(start) {
			continue
		}
		held, ok := w.heldAt(phi, start)
		if !ok {
			continue
		}
		env[i] = byte(1 + slices.IndexFunc(phi.Edges, func(e ssa.Value) bool {
			c, ok := e.(*ssa.Const)
			return ok && constant.BoolVal(c.Value) == held
		}))
	}
	return string(env)
}

// heldAt returns the value that a flag must have for control to get to a block.
func (w *Solver) heldAt(flag ssa.Value, block *ssa.BasicBlock) (held, ok bool) {
	for _, ref := range *flag.Referrers() {
		switch x := ref.(type) {
		case *ssa.UnOp:
			if x.Op == token.NOT {
				if held, ok := w.heldAt(x, block); ok {
					return !held, true
				}
			}
		case *ssa.If:
			for way, succ := range x.Block().Succs {
				if len(succ.Preds) == 1 && succ.Dominates(block) {
					return way == 0, true
				}
			}
		}
	}
	return false, false
}

// unchanged reports whether a variable keeps on this edge the value that it has:
// in a loop, what a flag was set to some rounds ago.
func (w *Solver) unchanged(j join, from *ssa.BasicBlock, env string) bool {
	if phi := j.what.phi; phi != nil {
		v := phi.Edges[slices.Index(j.block.Preds, from)]
		for range ir.MaxDepth {
			if v == phi {
				return true
			}
			x, ok := v.(*ssa.Phi)
			if !ok {
				return false
			}
			i, ok := w.index[joined{phi: x}]
			if !ok || env[i] == 0 {
				return false
			}
			v = x.Edges[env[i]-1]
		}
		return false
	}
	return w.resolveVersion(w.F.Memory.AtExit(j.what.ver.Cell, from).Resolve(), env) == j.what.ver
}

// liveBlocks returns the blocks from which a use of the values can be reached
// without passing the block where they are chosen again.
func liveBlocks(chosen *ssa.BasicBlock, values []ssa.Value) map[*ssa.BasicBlock]bool {
	live := make(map[*ssa.BasicBlock]bool)
	var mark func(b *ssa.BasicBlock)
	mark = func(b *ssa.BasicBlock) {
		if live[b] {
			return
		}
		live[b] = true
		if b == chosen {
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
				uses(other)
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
	for _, v := range values {
		if instr, ok := v.(ssa.Instruction); ok {
			if _, isPhi := v.(*ssa.Phi); !isPhi {
				mark(instr.Block())
			}
		}
		uses(v)
	}
	return live
}
