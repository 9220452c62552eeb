package flow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// A baseline is what a function does where the call succeeds. The fate of an
// error is judged by comparison with it: an error is swallowed where what the
// function does, and what it returns, cannot be told from its success.
type baseline struct {
	start   *ssa.BasicBlock
	edges   []uint8               // by the index of the block that they leave, a bit for each successor
	blocks  []bool                // by index
	results [][]ssa.Value         // of each return reached
	answers []program.OutcomeKind // of a function that answers true or false
	effects map[string]bool       // what is done in blocks
	again   bool                  // the same request goes out again after a success, too

	byInstr map[ssa.Instruction]program.Effect // computed when first needed
	byEdge  map[edge]program.Effect
}

// owns reports whether a block is one that success reaches, or has passed before
// the call.
func (b *baseline) owns(block *ssa.BasicBlock) bool {
	return b.blocks[block.Index] || block.Dominates(b.start)
}

// follows reports whether success goes from one block to another.
func (b *baseline) follows(from, to *ssa.BasicBlock) bool {
	for i, succ := range from.Succs {
		if succ == to && b.edges[from.Index]&(1<<min(i, 7)) != 0 {
			return true
		}
	}
	return false
}

// reached yields the blocks that success reaches.
func (b *baseline) reached(yield func(*ssa.BasicBlock) bool) {
	for _, block := range b.start.Parent().Blocks {
		if b.blocks[block.Index] && !yield(block) {
			return
		}
	}
}

type edge struct{ from, to *ssa.BasicBlock }

// findBaseline follows the subject that is nil from where it begins.
func (w *Solver) findBaseline(block *ssa.BasicBlock, first int) *baseline {
	nothing := w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())
	quiet := &program.Subject{Of: w.S.Of, Fn: w.S.Fn, Param: w.S.Param, IsCode: w.S.IsCode, Tests: w.S.Tests}
	dry := *w
	dry.S, dry.Trace, dry.work, dry.known, dry.dry = quiet, nil, nil, make(map[state]codes.Set), true
	dry.base = &baseline{
		start: block, edges: make([]uint8, len(w.F.SSA.Blocks)), blocks: make([]bool, len(w.F.SSA.Blocks)),
	}
	if !dry.follow(block, first, nothing) {
		return nil
	}
	dry.base.again = slices.ContainsFunc(quiet.Outcomes, func(o program.Outcome) bool { return o.Kind == program.Again && !o.Anew })
	return dry.base
}

// happens reports whether success does what an instruction does as well.
func (w *Solver) happens(instr ssa.Instruction) bool {
	b := w.base
	if b.effects == nil {
		b.effects = make(map[string]bool)
		for block := range b.reached {
			for _, instr := range block.Instrs {
				if e, what := w.effectOf(instr); e != program.Traceless && what != "" {
					b.effects[what] = true
				}
			}
		}
	}
	e, what := w.effectOf(instr)
	return e == program.Traceless || what != "" && b.effects[what]
}

// record returns the trace that an instruction leaves on a path of the error.
func (w *Solver) record(instr ssa.Instruction, env string) program.Effect {
	if w.base == nil || w.dry {
		return program.Traceless
	}
	if w.reveals(instr, env) {
		return program.Recorded
	}
	if failsTest(instr) {
		return program.Recorded // success is a failure, too
	}
	if w.base.blocks[instr.Block().Index] {
		return program.Traceless
	}
	e, ok := w.base.byInstr[instr]
	if !ok {
		if !w.happens(instr) {
			e, _ = w.effectOf(instr)
		}
		if w.base.byInstr == nil {
			w.base.byInstr = make(map[ssa.Instruction]program.Effect)
		}
		w.base.byInstr[instr] = e
	}
	return e
}

// failsTest reports whether an instruction makes a test fail.
func failsTest(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	object := types.Object(call.Call.Method)
	if callee := call.Call.StaticCallee(); callee != nil {
		object = callee.Object()
	}
	if f, ok := object.(*types.Func); !ok || f == nil || f.Pkg() == nil || f.Pkg().Path() != "testing" {
		return false
	}
	return object.Name() == "Fail" || strings.HasPrefix(object.Name(), "Error")
}

// reveals reports whether an instruction hands on whether the call failed: the
// outcome of a test on the subject as a value.
func (w *Solver) reveals(instr ssa.Instruction, env string) bool {
	var given []ssa.Value
	switch x := instr.(type) {
	case *ssa.Store:
		given = []ssa.Value{x.Val}
	case *ssa.Send:
		given = []ssa.Value{x.X}
	case *ssa.MapUpdate:
		given = []ssa.Value{x.Value}
	case ssa.CallInstruction:
		given = x.Common().Args
	}
	return slices.ContainsFunc(given, func(v ssa.Value) bool { return w.isOutcome(v, env) })
}

// isOutcome reports whether a value is true or false by a test on the subject.
func (w *Solver) isOutcome(v ssa.Value, env string) bool {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	if !ir.IsBool(v.Type()) {
		return false
	}
	v, _ = w.truth(v, env)
	if _, ok := v.(*ssa.Const); ok {
		return false
	}
	return w.testOn(v, env) != nil
}

// enterPhis returns the trace that an edge leaves which success does not take:
// a variable that meets success with another value, and that somebody reads.
func (w *Solver) enterPhis(from, to *ssa.BasicBlock) program.Effect {
	if w.base == nil || w.dry || !w.base.blocks[to.Index] || w.base.follows(from, to) {
		return program.Traceless
	}
	e, ok := w.base.byEdge[edge{from, to}]
	if !ok {
		e = w.phisDiffer(to, slices.Index(to.Preds, from))
		if w.base.byEdge == nil {
			w.base.byEdge = make(map[edge]program.Effect)
		}
		w.base.byEdge[edge{from, to}] = e
	}
	return e
}

func (w *Solver) phisDiffer(to *ssa.BasicBlock, at int) program.Effect {
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if w.differs(phi, at) && w.isRead(phi, make(map[ssa.Value]bool)) {
			return program.Recorded
		}
	}
	return program.Traceless
}

// differs reports whether a variable has another value on this edge than on any
// that success takes.
func (w *Solver) differs(phi *ssa.Phi, at int) bool {
	if ir.IsErrorType(phi.Type()) || w.F.Pkg.IsRetryError(phi.Type()) {
		return false // errors are followed, see derives
	}
	value := phi.Edges[at]
	met := false
	for i, pred := range phi.Block().Preds {
		if !w.base.follows(pred, phi.Block()) {
			continue
		}
		if ir.SameValue(phi.Edges[i], value) {
			return false
		}
		met = true
	}
	if !met || w.isStep(value) {
		return false
	}
	if !w.returnsFailure() {
		return true
	}
	// Beside an error that is nil, only what this path changes tells.
	if c, ok := value.(*ssa.Const); ok {
		return !ir.IsZeroConst(c)
	}
	instr, ok := value.(ssa.Instruction)
	return ok && !w.base.owns(instr.Block())
}

// isStep reports whether a value is a loop's variable one step on.
func (w *Solver) isStep(v ssa.Value) bool {
	op, ok := v.(*ssa.BinOp)
	if !ok || op.Op != token.ADD && op.Op != token.SUB {
		return false
	}
	phi, ok := op.X.(*ssa.Phi)
	return ok && ir.IsConstant(op.Y) && (op.Block().Comment == "for.post" || phi.Comment == "rangeindex" || phi.Comment == "rangeint.iter")
}

// returnsFailure reports whether the function has an error among its results.
func (w *Solver) returnsFailure() bool {
	results := w.F.Results()
	return results.Len() > 0 && (ir.IsErrorType(results.At(results.Len()-1).Type()) || w.F.Pkg.IsRetryError(results.At(results.Len()-1).Type()))
}

// isRead reports whether something reads a variable whose value depends on the
// path: to return it, hand it on, store it, or decide by it.
func (w *Solver) isRead(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] || v.Referrers() == nil {
		return false
	}
	seen[v] = true
	for _, ref := range *v.Referrers() {
		switch ref := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.If:
			if _, decided := w.index[joined{phi: ir.AsPhi(v)}]; !decided {
				return true
			}
		case *ssa.Phi:
			if w.isRead(ref, seen) {
				return true
			}
		case *ssa.BinOp:
			if w.isStep(ref) {
				continue
			}
			if w.isRead(ref, seen) {
				return true
			}
		case *ssa.Call:
			if b, ok := ref.Call.Value.(*ssa.Builtin); ok && (b.Name() == "append" || b.Name() == "len" || b.Name() == "cap") {
				if w.isRead(ref, seen) {
					return true
				}
				continue
			}
			if e, _ := w.effectOf(ref); e != program.Traceless {
				return true
			}
			if w.isRead(ref, seen) {
				return true
			}
		case ssa.Value:
			if w.isRead(ref, seen) {
				return true
			}
		case *ssa.Store:
			if ref.Val == v {
				return true
			}
		default: // returned, sent, put in a map
			return true
		}
	}
	return false
}
