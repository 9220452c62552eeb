package engine

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
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
	ver *version
}

// maxJoins bounds how many joins a walk tells apart.
const maxJoins = 24

// chooseJoins finds the phis, and the errors in memory, whose choice decides a
// branch or a result. (Flags in memory are for isFlag.)
func (w *walker) chooseJoins() {
	for _, block := range w.f.ssa.Blocks {
		switch last := block.Instrs[len(block.Instrs)-1].(type) {
		case *ssa.If:
			w.choose(last.Cond)
			if cmp, ok := last.Cond.(*ssa.BinOp); ok && (isAnswer(cmp.Y) || w.s.of.wire) {
				w.choose(cmp.X)
			}
		case *ssa.Return:
			if result := w.leaves(last); result != nil {
				w.chooseVersion(result)
			}
			for _, r := range last.Results {
				if ir.IsErrorType(r.Type()) || ir.IsRetryError(r.Type()) || w.mayAnswer(r.Type()) {
					w.choose(r)
				}
			}
		}
	}
}

// mayAnswer reports whether a result of this type may be an answer to the code:
// true or false, or what a classifier answers.
func (w *walker) mayAnswer(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && (b.Info()&types.IsBoolean != 0 || w.s.Param >= 0)
}

// choose adds the joins that decide what a value is.
func (w *walker) choose(v ssa.Value) {
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
			if ver := w.f.memory.read(x); ver != nil && ir.IsErrorType(x.Type()) {
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

func (w *walker) chooseVersion(v *version) {
	switch v.kind {
	case stored:
		w.choose(v.value)
	case merged:
		if len(v.block.Preds) > 250 {
			return
		}
		loads := w.f.memory.loads(v.cell)
		if w.addJoin(joined{ver: v}, v.block, loads...) {
			for _, op := range v.ops {
				w.chooseVersion(op.resolve())
			}
		}
	}
}

// addJoin reports whether the join is new, and there is room for it.
func (w *walker) addJoin(what joined, block *ssa.BasicBlock, uses ...ssa.Value) bool {
	if _, ok := w.index[what]; ok || len(w.joins) == maxJoins {
		return false
	}
	w.index[what] = len(w.joins)
	w.joins = append(w.joins, join{what, block, liveBlocks(block, uses)})
	return true
}

// chosenLoad returns what a variable in memory holds on this way when it is
// loaded; nil when that is not decided.
func (w *walker) chosenLoad(load *ssa.UnOp, env string) ssa.Value {
	if load.Op != token.MUL || !ir.IsErrorType(load.Type()) {
		return nil
	}
	merged := w.f.memory.read(load)
	if merged == nil {
		return nil
	}
	ver := w.chosenVersion(merged, env)
	switch local := w.f.memory.isLocalCell(ver.cell); {
	case ver == merged:
	case ver.kind == stored:
		return ver.value
	case ver.kind == initial && local:
		return ssa.NewConst(nil, load.Type())
	}
	return nil
}

// chosenVersion returns what a cell holds on this way: where versions meet, the
// one of the edge that the way took.
func (w *walker) chosenVersion(v *version, env string) *version {
	for range ir.MaxDepth {
		i, ok := w.index[joined{ver: v}]
		if !ok || env[i] == 0 {
			break
		}
		v = w.f.memory.atExit(v.cell, v.block.Preds[env[i]-1]).resolve()
	}
	return v
}

// initial returns what is known of variables where the subject begins: that a
// flag has the value by which control came there.
func (w *walker) initial(start *ssa.BasicBlock) string {
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
func (w *walker) heldAt(flag ssa.Value, block *ssa.BasicBlock) (held, ok bool) {
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
func (w *walker) unchanged(j join, from *ssa.BasicBlock, env string) bool {
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
	return w.chosenVersion(w.f.memory.atExit(j.what.ver.cell, from).resolve(), env) == j.what.ver
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
