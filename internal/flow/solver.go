// Package flow solves what becomes of each code: a worklist over block, partition
// and properties carries the set of codes that are possible from the origin of an
// error to every way in which control leaves it. See [Solver].
package flow

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/origin"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/retry"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// The work on one subject and on all of one function is bounded; beyond it the
// analysis is silent. The busiest function of the Terraform provider takes 7,000
// states for its subject, but for two that no bound is high enough for.
const (
	maxStates         = 20000
	maxFunctionStates = 5 * maxStates
)

// maxMatches bounds how many tests are told apart; beyond it, which one
// matched is not known any more, only that one did.
const maxMatches = 256

// A state is what is known at the entry of a block about the way there,
// besides the set of what the subject can be.
type state struct {
	block *ssa.BasicBlock
	env   string // for each join that matters: 1 + the edge it came by, 0 if not yet
	flags
}

type flags struct {
	matched   *program.Test
	tested    bool
	aside     bool // no test was made, by a condition on something else
	surfaced  bool
	logged    bool
	narrowed  bool
	unread    bool
	passed    bool // a test that may not have compared with all that is in its set
	slept     bool
	waited    bool // and not as every round does
	used      bool
	looked    bool
	acted     bool
	repeated  bool
	cancelled bool            // a retry around may have been told to end
	anew      bool            // what the call is given has changed since
	trace     program.Effect  // what is left behind that success does not leave
	late      *ssa.BasicBlock // the loop that has another round, for certain
}

// A Solver walks the control flow of a function with the set of what one
// subject can be.
type Solver struct {
	F       *program.Function
	S       *program.Subject
	joins   []join         // where the edge that the way took matters
	index   map[joined]int // what is joined there, to its place in joins
	derived map[ssa.Value]bool
	known   map[state]codes.Set
	work    []state
	style   facts.Style
	tainted map[ssa.Value]bool // made of an answer on the wire
	again   *ssa.BasicBlock    // the block whose entry gives the subject its value, if one does
	from    *ssa.BasicBlock    // where the subject begins
	base    *baseline          // what success does; nil if the walk is not about that
	dry     bool               // the walk is about success
	given   *ir.Arguments      // what the call is given; made when first asked for
	Trace   *Trace             // what the walk met, if anybody asks
}

// Walk fills the outcomes of a subject, and tells the trace what it met.
func Walk(f *program.Function, s *program.Subject, trace *Trace) *Solver {
	w := &Solver{F: f, Trace: trace, S: s, index: make(map[joined]int), derived: make(map[ssa.Value]bool), known: make(map[state]codes.Set), style: retry.StyleOf(f)}
	w.chooseJoins()
	u := f.Pkg.Universe
	start := u.Any()
	if s.IsCode {
		start = u.Codes()
	} else if answers, ok := origin.Answers(f.Pkg, s.Origin); ok {
		start = answers.Or(u.Only(u.Nil(), u.NotSDK(), u.Unlisted()))
	}
	if s.Of.Wire || s.Of.Value != nil && f.Pkg.Errors.Is(s.Of.Value.Type()) {
		start = start.Minus(u.Only(u.NotSDK()))
	}
	if s.Asked {
		t := s.Tests[0]
		w.retry(t, predicate.Pos(t), flags{}, start.Minus(u.Only(u.Nil())))
		return w
	}
	block, first := w.start()
	if block == nil {
		return w
	}
	if first == 0 && len(block.Preds) > 0 {
		w.again = block
	}
	w.from = block
	if !s.IsCode {
		w.base = w.findBaseline(block, first)
	}
	if !w.follow(block, first, start) {
		f.Pkg.Debugf(s.Pos(), "too many ways through this function to follow the error")
		s.Outcomes, s.Answers = nil, nil
		for _, t := range s.Tests {
			t.Arrived = start // anything may have got there
		}
		return w
	}
	s.Polls = w.base != nil && w.base.again
	w.compareData()
	slices.SortStableFunc(s.Outcomes, func(a, b program.Outcome) int { return int(a.Pos - b.Pos) })
	return w
}

// follow walks from where the subject begins; it reports whether the work was
// within bounds.
func (w *Solver) follow(block *ssa.BasicBlock, first int, set codes.Set) bool {
	w.run(state{block: block, env: w.initial(block)}, set, first)
	for len(w.work) > 0 {
		st := w.work[len(w.work)-1]
		w.work = w.work[:len(w.work)-1]
		w.run(st, w.known[st], 0)
		if w.F.States++; len(w.known) > maxStates || w.F.States > maxFunctionStates {
			return false
		}
	}
	return true
}

// start returns the block and the instruction with which the subject begins.
func (w *Solver) start() (*ssa.BasicBlock, int) {
	if w.S.Of.Kept != nil {
		return w.aboveTests(), 0 // a way on which nobody reads the code is none of it
	}
	if v := w.S.Of.Memory; v != nil {
		if v.Call != nil {
			return v.Call.Block(), ir.IndexOf(v.Call) + 1
		}
		if v.Block != nil {
			return v.Block, 0
		}
		return nil, 0
	}
	switch x := w.S.Of.Value.(type) {
	case *ssa.Phi:
		return x.Block(), 0
	case ssa.Instruction:
		return x.Block(), ir.IndexOf(x) + 1
	}
	return w.F.SSA.Blocks[0], 0
}

// aboveTests returns the nearest block through which every way to a test goes.
func (w *Solver) aboveTests() *ssa.BasicBlock {
	var above *ssa.BasicBlock
	for _, t := range w.S.Tests {
		instr, ok := t.Value.(ssa.Instruction)
		if ok && above == nil {
			above = instr.Block()
		}
		for ok && above != nil && !above.Dominates(instr.Block()) {
			above = above.Idom()
		}
		if !ok || above == nil {
			return w.F.SSA.Blocks[0]
		}
	}
	return above
}

// run walks one block from the given instruction.
func (w *Solver) run(st state, set codes.Set, first int) {
	if set.Empty() {
		return
	}
	fl := st.flags
	if w.dry {
		w.base.blocks[st.block.Index] = true
	}
	for i := first; i < len(st.block.Instrs); i++ {
		instr := st.block.Instrs[i]
		if w.begins(instr) {
			w.outcome(program.Outcome{Kind: program.Again, Codes: set, Pos: program.Position(instr)}, fl)
			return
		}
		fl.trace = max(fl.trace, w.record(instr, st.env))
		fl.anew = fl.anew || w.renews(instr)
		if w.S.Of.Wire {
			w.touch(instr, &fl)
		}
		switch instr := instr.(type) {
		case *ssa.If:
			w.branch(st, fl, set, instr)
			return
		case *ssa.Jump:
			w.enter(st.block, st.block.Succs[0], st.env, fl, set)
			return
		case *ssa.Return:
			w.returns(st, fl, set, instr)
			return
		case *ssa.RunDefers:
			w.runDefers(st, &fl, instr)
		case *ssa.Panic:
			fl.surfaced = fl.surfaced || w.derives(instr.X, st.env)
			w.outcome(program.Outcome{Kind: program.Ended, Codes: set, Pos: program.Position(instr)}, fl)
			return
		case *ssa.TypeAssert:
			if !instr.CommaOk && w.F.Pkg.Errors.Is(instr.AssertedType) && value.SubjectOf(w.F, instr.X) == w.S.Of {
				set = set.And(w.F.Pkg.Universe.Codes()) // anything else panics
			}
			if w.S.Of.Wire && !instr.CommaOk && w.level(instr.X) == jsonshape.Data {
				set = set.And(w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())) // data that is not there panics
			}
		case *ssa.Store:
			if !w.F.Memory.KeepsHere(instr.Addr) && w.derives(instr.Val, st.env) && !ir.IsVararg(instr.Addr) {
				w.surface(&fl, instr, "stored")
			} else if free, ok := instr.Addr.(*ssa.FreeVar); ok && w.derives(instr.Val, st.env) && !w.F.Overwritten(free) {
				w.surface(&fl, instr, "stored")
			}
		case *ssa.Send:
			if w.derives(instr.X, st.env) {
				w.surface(&fl, instr, "sent")
			}
		case *ssa.MapUpdate:
			if w.derives(instr.Value, st.env) {
				w.surface(&fl, instr, "stored")
			}
		case *ssa.UnOp:
			if instr.Op == token.ARROW && ir.IsTimeChannel(instr.X.Type()) {
				w.sleep(&fl, instr)
			}
		case *ssa.Select:
			for _, s := range instr.States {
				if s.Dir == types.RecvOnly && ir.IsTimeChannel(s.Chan.Type()) {
					w.sleep(&fl, instr)
				}
				if s.Send != nil && w.derives(s.Send, st.env) {
					w.surface(&fl, instr, "sent")
				}
			}
		case ssa.CallInstruction:
			if w.call(st, &fl, &set, instr) {
				return
			}
		}
	}
}

// surface notes that the error is used: logged, passed on, stored.
func (w *Solver) surface(fl *flags, at ssa.Instruction, how string) {
	fl.surfaced = true
	w.Trace.use(at, how)
}

// begins reports whether the instruction gives the subject its value.
func (w *Solver) begins(instr ssa.Instruction) bool {
	if v := w.S.Of.Memory; v != nil {
		return v.Call != nil && v.Call == instr
	}
	if _, ok := instr.(*ssa.Phi); ok {
		return false // its block does, see enter
	}
	v, ok := instr.(ssa.Value)
	return ok && v == w.S.Of.Value
}

// enter adds what is known on an edge to the block it leads to.
func (w *Solver) enter(from, to *ssa.BasicBlock, env string, fl flags, set codes.Set) {
	if set.Empty() {
		return
	}
	fl.anew = fl.anew || w.renewsOn(from, to)
	if to == w.again {
		w.outcome(program.Outcome{Kind: program.Again, Codes: set, Pos: program.Position(to.Instrs[0])}, fl)
		return
	}
	if w.dry {
		for i, succ := range from.Succs {
			if succ == to {
				w.base.edges[from.Index] |= 1 << min(i, 7)
			}
		}
	}
	fl.trace = max(fl.trace, w.enterPhis(from, to))
	next := []byte(env)
	for i, j := range w.joins {
		if j.block == to {
			if !w.unchanged(j, from, env) {
				next[i] = byte(1 + slices.Index(to.Preds, from))
			}
		} else if !j.live[to] {
			next[i] = 0
		}
	}
	st := state{to, string(next), fl}
	old, ok := w.known[st]
	if ok && set.In(old) {
		return
	}
	w.known[st] = old.Or(set)
	w.work = append(w.work, st)
}

func (w *Solver) outcome(o program.Outcome, fl flags) {
	if o.Codes.Empty() {
		return
	}
	o.Matched, o.Tested, o.Surfaced, o.Narrowed, o.Slept, o.Acted = fl.matched, fl.tested, fl.surfaced || fl.logged, fl.narrowed || fl.cancelled, fl.slept, fl.acted
	o.Used, o.Looked, o.Repeated, o.Unread = fl.used, fl.looked, fl.repeated, fl.unread
	o.Logged = fl.logged && !fl.surfaced
	o.Aside = fl.aside
	o.Anew, o.Trace, o.Waited = fl.anew, fl.trace, fl.waited
	for i := range w.S.Outcomes {
		old := &w.S.Outcomes[i]
		same := *old
		same.Codes = o.Codes
		if equal(&same, &o) {
			old.Codes = old.Codes.Or(o.Codes)
			return
		}
	}
	w.S.Outcomes = append(w.S.Outcomes, o)
}

func equal(o *program.Outcome, p *program.Outcome) bool {
	return o.Kind == p.Kind && o.Matched == p.Matched && o.Tested == p.Tested && o.Surfaced == p.Surfaced && o.Logged == p.Logged &&
		o.Narrowed == p.Narrowed && o.Aside == p.Aside && o.Unread == p.Unread && o.Slept == p.Slept && o.Waited == p.Waited && o.Acted == p.Acted && o.Used == p.Used && o.Looked == p.Looked && o.Unasked == p.Unasked && o.Gives == p.Gives && o.Another == p.Another && o.Repeated == p.Repeated &&
		o.Anew == p.Anew && o.Trace == p.Trace && o.Same == p.Same && o.Among == p.Among && o.Pos == p.Pos
}

// testOn returns the test on the subject that a condition is, if it is one.
func (w *Solver) testOn(cond ssa.Value, env string) *program.Test {
	for t := predicate.TestOf(w.F, cond); t != nil; t = t.Other {
		if w.about(t, env) {
			return t
		}
	}
	return nil
}
