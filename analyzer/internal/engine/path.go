package engine

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
)

// maxStates bounds the work on one subject; beyond it the analysis is silent.
const maxStates = 20000

// maxMatches bounds how many tests are told apart; beyond it, which one
// matched is not known any more, only that one did.
const maxMatches = 256

// A state is what is known at the entry of a block about the way there,
// besides the set of what the subject can be.
type state struct {
	block *ssa.BasicBlock
	env   string // for each phi that matters: 1 + the edge it came by, 0 if not yet
	flags
}

type flags struct {
	matched  *Test
	tested   bool
	surfaced bool
	narrowed bool
	slept    bool
	used     bool
	looked   bool
	acted    bool
	busy     bool // of functions without results: something was done that others may see
}

// A walker walks the control flow of a function with the set of what one
// subject can be.
type walker struct {
	f       *Function
	s       *Subject
	phis    []*ssa.Phi // whose choice of edge matters
	index   map[*ssa.Phi]int
	live    []map[*ssa.BasicBlock]bool // for each phi, the blocks from which a use can be reached
	derived map[ssa.Value]bool
	known   map[state]codes.Set
	work    []state
	style   style
	tainted map[ssa.Value]bool // made of an answer on the wire
	again   *ssa.BasicBlock    // the block whose entry gives the subject its value, if one does
}

// walk fills the outcomes of a subject.
func (f *Function) walk(s *Subject) {
	w := &walker{f: f, s: s, index: make(map[*ssa.Phi]int), derived: make(map[ssa.Value]bool), known: make(map[state]codes.Set), style: f.styleOf()}
	w.choosePhis()
	u := f.pkg.Universe
	start := u.Any()
	if s.IsCode {
		start = u.Codes()
	} else if answers, ok := f.pkg.Answers(s.Origin); ok {
		start = answers.Or(u.Only(u.Nil(), u.NotSDK(), u.Unlisted()))
	}
	if s.of.wire {
		start = start.Minus(u.Only(u.NotSDK()))
	}
	block, first := w.start()
	if block == nil {
		return
	}
	if first == 0 && len(block.Preds) > 0 {
		w.again = block
	}
	w.run(state{block: block, env: string(make([]byte, len(w.phis)))}, start, first)
	for len(w.work) > 0 {
		st := w.work[len(w.work)-1]
		w.work = w.work[:len(w.work)-1]
		w.run(st, w.known[st], 0)
		if len(w.known) > maxStates {
			f.pkg.debugf(s.Pos(), "too many ways through this function to follow the error")
			s.Outcomes = nil
			return
		}
	}
	slices.SortStableFunc(s.Outcomes, func(a, b Outcome) int { return int(a.Pos - b.Pos) })
}

// start returns the block and the instruction with which the subject begins.
func (w *walker) start() (*ssa.BasicBlock, int) {
	if v := w.s.of.memory; v != nil {
		if v.call != nil {
			return v.call.Block(), indexOf(v.call) + 1
		}
		if v.block != nil {
			return v.block, 0
		}
		return nil, 0
	}
	switch x := w.s.of.value.(type) {
	case *ssa.Phi:
		return x.Block(), 0
	case ssa.Instruction:
		return x.Block(), indexOf(x) + 1
	}
	return w.f.ssa.Blocks[0], 0
}

// overItems reports whether the innermost loop around a block goes over the
// elements of a list or a map: coming round is then another request.
func overItems(block *ssa.BasicBlock) bool {
	for ; block != nil; block = block.Idom() {
		switch loop, _, _ := strings.Cut(block.Comment, "."); loop {
		case "rangeindex", "rangeiter":
			return true
		case "for", "rangechan", "rangeint":
			if strings.HasSuffix(block.Comment, ".body") || strings.HasSuffix(block.Comment, ".loop") {
				return false
			}
		}
	}
	return false
}

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

// run walks one block from the given instruction.
func (w *walker) run(st state, set codes.Set, first int) {
	if set.Empty() {
		return
	}
	fl := st.flags
	for i := first; i < len(st.block.Instrs); i++ {
		instr := st.block.Instrs[i]
		if w.begins(instr) {
			fl.slept = fl.slept && !overItems(st.block)
			w.outcome(Outcome{Kind: Again, Codes: set, Pos: position(instr)}, fl)
			return
		}
		if w.s.of.wire {
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
		case *ssa.Panic:
			return
		case *ssa.TypeAssert:
			if !instr.CommaOk && w.f.pkg.errors.Is(instr.AssertedType) && w.f.subjectOf(instr.X) == w.s.of {
				set = set.And(w.f.pkg.Universe.Codes()) // anything else panics
			}
		case *ssa.Store:
			fl.busy = fl.busy || w.f.results().Len() == 0 && !isVararg(instr.Addr) && !isLocal(instr.Addr)
			if !isCell(instr.Addr) && w.derives(instr.Val, st.env) && !isVararg(instr.Addr) {
				fl.surfaced = true
			} else if free, ok := instr.Addr.(*ssa.FreeVar); ok && w.derives(instr.Val, st.env) && !w.f.overwritten(free) {
				fl.surfaced = true
			}
		case *ssa.Send:
			fl.surfaced = fl.surfaced || w.derives(instr.X, st.env)
		case *ssa.MapUpdate:
			fl.surfaced = fl.surfaced || w.derives(instr.Value, st.env)
		case *ssa.UnOp:
			if instr.Op == token.ARROW && isTimeChannel(instr.X.Type()) {
				fl.slept = true
			}
		case *ssa.Select:
			for _, s := range instr.States {
				if s.Dir == types.RecvOnly && isTimeChannel(s.Chan.Type()) {
					fl.slept = true
				}
				if s.Send != nil && w.derives(s.Send, st.env) {
					fl.surfaced = true
				}
			}
		case ssa.CallInstruction:
			if w.call(st, &fl, &set, instr) {
				return
			}
		}
	}
}

// begins reports whether the instruction gives the subject its value.
func (w *walker) begins(instr ssa.Instruction) bool {
	if v := w.s.of.memory; v != nil {
		return v.call != nil && v.call == instr
	}
	if _, ok := instr.(*ssa.Phi); ok {
		return false // its block does, see enter
	}
	v, ok := instr.(ssa.Value)
	return ok && v == w.s.of.value
}

// isLocal reports whether an address is a variable of the function itself.
func isLocal(addr ssa.Value) bool {
	_, ok := addr.(*ssa.Alloc)
	return ok
}

func isVararg(addr ssa.Value) bool {
	index, ok := addr.(*ssa.IndexAddr)
	if !ok {
		return false
	}
	alloc, ok := index.X.(*ssa.Alloc)
	return ok && alloc.Comment == "varargs"
}

func isTimeChannel(t types.Type) bool {
	c, ok := t.Underlying().(*types.Chan)
	if !ok {
		return false
	}
	named, ok := types.Unalias(c.Elem()).(*types.Named)
	return ok && named.Obj().Name() == "Time" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "time"
}

// enter adds what is known on an edge to the block it leads to.
func (w *walker) enter(from, to *ssa.BasicBlock, env string, fl flags, set codes.Set) {
	if set.Empty() {
		return
	}
	if to == w.again {
		w.outcome(Outcome{Kind: Again, Codes: set, Pos: position(to.Instrs[0])}, fl)
		return
	}
	next := []byte(env)
	for i, phi := range w.phis {
		if phi.Block() == to {
			next[i] = byte(1 + slices.Index(to.Preds, from))
		} else if !w.live[i][to] {
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

// chosen returns what a value is on this way: for a phi, the value of the edge
// that the way took.
func (w *walker) chosen(v ssa.Value, env string) ssa.Value {
	for range maxDepth {
		switch x := v.(type) {
		case *ssa.Phi:
			i, ok := w.index[x]
			if !ok || env[i] == 0 {
				return v
			}
			v = x.Edges[env[i]-1]
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		default:
			return v
		}
	}
	return v
}

// branch follows both ways out of a condition, each with the set that the
// condition leaves.
func (w *walker) branch(st state, fl flags, set codes.Set, instr *ssa.If) {
	cond, negated := w.truth(instr.Cond, st.env)
	if c, ok := cond.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Bool {
		way := 0
		if constant.BoolVal(c.Value) == negated {
			way = 1
		}
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		return
	}
	if way, ok := w.nilness(cond, st.env, negated); ok {
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		return
	}
	t := w.testOn(cond, st.env)
	if way, ok := w.resultSet(cond, negated); ok && t == nil {
		// Results beside a failure are zero.
		w.enter(st.block, st.block.Succs[way], st.env, fl, set.And(w.f.pkg.Universe.Only(w.f.pkg.Universe.Nil())))
		w.enter(st.block, st.block.Succs[1-way], st.env, fl, set)
		return
	}
	if t == nil {
		if w.branchOnData(st, fl, set, cond, negated) {
			return
		}
		fl.narrowed = fl.narrowed || w.isFlag(cond) || !w.s.IsCode && !w.s.of.wire && w.aboutMade(cond, st.env)
		w.enter(st.block, st.block.Succs[0], st.env, fl, set)
		w.enter(st.block, st.block.Succs[1], st.env, fl, set)
		return
	}
	for way := range 2 {
		matches := (way == 0) != negated != t.Negated
		nextSet, nextFlags := w.narrow(t, matches, set, fl)
		w.enter(st.block, st.block.Succs[way], st.env, nextFlags, nextSet)
	}
}

// truth returns what a condition is on this way, seen through negations and
// comparisons with true and false.
func (w *walker) truth(cond ssa.Value, env string) (v ssa.Value, negated bool) {
	v = w.chosen(cond, env)
	for {
		switch x := v.(type) {
		case *ssa.UnOp:
			if x.Op == token.NOT {
				v, negated = w.chosen(x.X, env), !negated
				continue
			}
		case *ssa.BinOp:
			if operand, value, ok := boolComparison(x); ok {
				v = w.chosen(operand, env)
				negated = negated != (value != (x.Op == token.EQL))
				continue
			}
		}
		return v, negated
	}
}

// boolComparison takes x == true and the like apart.
func boolComparison(cmp *ssa.BinOp) (operand ssa.Value, value, ok bool) {
	if cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return nil, false, false
	}
	for _, pair := range [][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		if c, ok := pair[1].(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Bool {
			return pair[0], constant.BoolVal(c.Value), true
		}
	}
	return nil, false, false
}

// resultSet reports which way out of a condition is taken only if another
// result of the call that made the error is not zero.
func (w *walker) resultSet(cond ssa.Value, negated bool) (way int, ok bool) {
	if negated {
		way = 1
	}
	if cmp, isCmp := cond.(*ssa.BinOp); isCmp && isNil(cmp.Y) && (cmp.Op == token.EQL || cmp.Op == token.NEQ) {
		if cmp.Op == token.EQL {
			way = 1 - way
		}
		cond = cmp.X
	} else if !isBool(cond.Type()) {
		return 0, false
	}
	result, ok1 := cond.(*ssa.Extract)
	err, ok2 := w.s.of.value.(*ssa.Extract)
	if !ok1 || !ok2 || result.Tuple != err.Tuple || result == err {
		return 0, false
	}
	_, isCall := err.Tuple.(*ssa.Call)
	return way, isCall
}

// aboutMade reports whether a condition that is no test on the subject is one on
// something made of it: on an error that wraps it, or in a way that the engine
// does not understand.
func (w *walker) aboutMade(cond ssa.Value, env string) bool {
	if t := w.f.testOf(cond); t != nil {
		return t.of.value != nil && t.kind != onNil && w.derives(t.of.value, env)
	}
	return w.dependsOn(cond, 0)
}

// dependsOn reports whether a condition that says nothing which the engine
// understands is made of the subject all the same.
func (w *walker) dependsOn(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	if _, ok := v.(*ssa.Phi); ok {
		return false
	}
	if w.mayDerive(v, 0) {
		return true
	}
	if alloc, ok := v.(*ssa.Alloc); ok { // captured, or a copy
		return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
			store, ok := ref.(*ssa.Store)
			return ok && store.Addr == alloc && w.mayDerive(store.Val, 0)
		})
	}
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	for _, operand := range instr.Operands(nil) {
		if *operand != nil && w.dependsOn(*operand, depth+1) {
			return true
		}
	}
	return false
}

// isFlag reports whether a condition is a variable that this function sets on
// some of its ways: perhaps where a test matched.
func (w *walker) isFlag(cond ssa.Value) bool {
	load, ok := cond.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || !isBool(load.Type()) {
		return false
	}
	ver := w.f.memory.load(load)
	return ver != nil && ver.kind == merged && slices.ContainsFunc(ver.ops, func(op *version) bool { return op.kind == stored || op.kind == merged })
}

// nilness decides a comparison with nil of a value that on this way is nil.
func (w *walker) nilness(cond ssa.Value, env string, negated bool) (way int, ok bool) {
	cmp, ok := cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ || !isNil(cmp.Y) {
		return 0, false
	}
	if _, ok := cmp.X.(*ssa.Phi); !ok || !isNil(w.chosen(cmp.X, env)) {
		return 0, false
	}
	if (cmp.Op == token.EQL) == negated {
		way = 1
	}
	return way, true
}

// about reports whether a test is on the subject, or on a variable that on
// this way is the subject.
func (w *walker) about(t *Test, env string) bool {
	if t.of == w.s.of {
		return true
	}
	if phi, ok := t.of.value.(*ssa.Phi); ok {
		if v := w.chosen(phi, env); v != phi {
			return w.f.subjectOf(v) == w.s.of
		}
	}
	return false
}

// narrow returns what is known when the test matches, or when it does not.
func (w *walker) narrow(t *Test, matches bool, set codes.Set, fl flags) (codes.Set, flags) {
	u := w.f.pkg.Universe
	switch t.kind {
	case onNil, onType:
		if matches {
			return set.And(t.set), fl
		}
		return set.Minus(t.set), fl
	case onOther:
		if matches {
			return set.And(t.set), fl
		}
		return set, fl
	case onText:
		if matches {
			fl.narrowed = true
		}
		return set, fl
	case onShape:
		return set, fl
	case opaque:
		fl.narrowed = true
		return set, fl
	}
	t.arrived = t.arrived.Or(set)
	if matches {
		fl.matched = t
		if len(w.s.Tests) > maxMatches {
			fl.matched = w.s.Tests[0]
		}
		if t.Pattern.Open || len(t.Pattern.Params) > 0 {
			return set.And(u.Codes()), fl
		}
		return set.And(t.set), fl
	}
	fl.tested = true
	return set.Minus(t.set), fl
}

func (w *walker) outcome(o Outcome, fl flags) {
	if o.Codes.Empty() {
		return
	}
	o.Matched, o.Tested, o.Surfaced, o.Narrowed, o.Slept, o.Acted = fl.matched, fl.tested, fl.surfaced, fl.narrowed, fl.slept, fl.acted
	o.Used, o.Looked = fl.used, fl.looked
	for i := range w.s.Outcomes {
		old := &w.s.Outcomes[i]
		same := *old
		same.Codes = o.Codes
		if same.equal(&o) {
			old.Codes = old.Codes.Or(o.Codes)
			return
		}
	}
	w.s.Outcomes = append(w.s.Outcomes, o)
}

func (o *Outcome) equal(p *Outcome) bool {
	return o.Kind == p.Kind && o.Matched == p.Matched && o.Tested == p.Tested && o.Surfaced == p.Surfaced &&
		o.Narrowed == p.Narrowed && o.Slept == p.Slept && o.Acted == p.Acted && o.Used == p.Used && o.Looked == p.Looked && o.Unasked == p.Unasked && o.Pos == p.Pos
}
