package flow

import (
	"go/constant"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// resolve returns what a value is on this way: for a phi, the value of the edge
// that the way took, and likewise for a variable in memory.
func (w *Solver) resolve(v ssa.Value, env string) ssa.Value {
	for range ir.MaxDepth {
		switch x := v.(type) {
		case *ssa.Phi:
			i, ok := w.index[joined{phi: x}]
			if !ok || env[i] == 0 {
				return v
			}
			v = x.Edges[env[i]-1]
		case *ssa.UnOp:
			value := w.chosenLoad(x, env)
			if value == nil {
				return v
			}
			v = value
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
func (w *Solver) branch(st state, fl flags, set codes.Set, instr *ssa.If) {
	cond, negated := w.truth(instr.Cond, st.env)
	if c, ok := cond.(*ssa.Const); ok && c.Value != nil && c.Value.Kind() == constant.Bool {
		way := 0
		if constant.BoolVal(c.Value) == negated {
			way = 1
		}
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		return
	}
	if way, ok := w.decided(cond, negated); ok {
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		return
	}
	if way, ok := w.endless(instr, &fl); ok {
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		return
	}
	if way, ok := w.equality(cond, st.env, negated); ok {
		w.enter(st.block, st.block.Succs[way], st.env, fl, set)
		return
	}
	t := w.testOn(cond, st.env)
	if way, ok := w.resultSet(cond, negated); ok && t == nil {
		// Results beside a failure are zero.
		w.enter(st.block, st.block.Succs[way], st.env, fl, set.And(w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())))
		w.enter(st.block, st.block.Succs[1-way], st.env, fl, set)
		return
	}
	if t == nil {
		if w.branchOnData(st, fl, set, cond, negated) || w.branchOnNil(st, fl, set, cond, negated) {
			return
		}
		if op, ok := w.isSentinel(cond, st.env); ok && !w.S.IsCode {
			way := program.IndexOfBool((op == token.NEQ) != negated)
			matched := fl
			matched.narrowed = true
			w.enter(st.block, st.block.Succs[way], st.env, matched, set.And(w.F.Pkg.Universe.Only(w.F.Pkg.Universe.NotSDK())))
			w.enter(st.block, st.block.Succs[1-way], st.env, fl, set)
			return
		}
		switch {
		case w.isFlag(cond):
			fl.narrowed = true
			w.silent(instr, "a flag that this function sets")
		case !w.S.IsCode && !w.S.Of.Wire && w.aboutMade(cond, st.env):
			fl.narrowed = true
			w.silent(instr, "a condition on the error that is not understood")
		}
		fl.aside = fl.aside || w.isAside(st, fl, cond)
		cmp, _ := cond.(*ssa.BinOp)
		for way := range 2 {
			next := fl
			if cmp != nil {
				if loop := w.anotherRound(cmp, (way+program.IndexOfBool(negated))%2); loop != nil {
					next.late = loop
				}
			}
			w.enter(st.block, st.block.Succs[way], st.env, next, set)
		}
		return
	}
	for way := range 2 {
		matches := (way == 0) != negated != t.Negated
		nextSet, nextFlags := w.narrow(t, matches, set, fl)
		w.enter(st.block, st.block.Succs[way], st.env, nextFlags, nextSet)
	}
}

// isAside reports whether a condition before any test may keep a helper from asking
// about the error: it is on something else, and begins no loop.
func (w *Solver) isAside(st state, fl flags, cond ssa.Value) bool {
	return w.S.Param >= 0 && !fl.tested && fl.matched == nil && !w.InLoop(st.block) && !w.dependsOn(cond, 0)
}

// silent tells, where the user asks for it, why nothing is said about what
// becomes of the error after a condition.
func (w *Solver) silent(at ssa.Instruction, why string) {
	pos := at.Pos()
	if branch, ok := at.(*ssa.If); ok && !pos.IsValid() {
		pos = branch.Cond.Pos()
	}
	w.Trace.doubt(pos, why)
	if pos.IsValid() {
		w.F.Pkg.Debugf(pos, "%s decides here: nothing is claimed about what becomes of the error from here on", why)
	}
}

// truth returns what a condition is on this way, seen through negations and
// comparisons with true and false.
func (w *Solver) truth(cond ssa.Value, env string) (v ssa.Value, negated bool) {
	v = w.resolve(cond, env)
	for {
		switch x := v.(type) {
		case *ssa.UnOp:
			if x.Op == token.NOT {
				v, negated = w.resolve(x.X, env), !negated
				continue
			}
		case *ssa.BinOp:
			if operand, value, ok := boolComparison(x); ok {
				v = w.resolve(operand, env)
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
// result of the call that made the error is not zero, or not empty.
func (w *Solver) resultSet(cond ssa.Value, negated bool) (way int, ok bool) {
	if negated {
		way = 1
	}
	if cmp, isCmp := cond.(*ssa.BinOp); isCmp && ir.IsNil(cmp.Y) && (cmp.Op == token.EQL || cmp.Op == token.NEQ) {
		if cmp.Op == token.EQL {
			way = 1 - way
		}
		cond = cmp.X
	} else if length, zero, ok := ir.LengthTest(cond); ok {
		if zero {
			way = 1 - way
		}
		cond = length
	} else if !ir.IsBool(cond.Type()) {
		return 0, false
	}
	result, ok1 := cond.(*ssa.Extract)
	err, ok2 := w.S.Of.Value.(*ssa.Extract)
	if !ok1 || !ok2 || result.Tuple != err.Tuple || result == err {
		return 0, false
	}
	_, isCall := err.Tuple.(*ssa.Call)
	return way, isCall
}

// aboutMade reports whether a condition that is no test on the subject is one on
// something made of it: on an error that wraps it, or in a way that the engine
// does not understand.
func (w *Solver) aboutMade(cond ssa.Value, env string) bool {
	if t := predicate.TestOf(w.F, cond); t != nil && predicate.Decides(t) {
		if t.Of.Memory != nil {
			return w.VersionDerives(w.resolveVersion(t.Of.Memory, env), 0)
		}
		return t.Of.Value != nil && t.Kind != predicate.OnNil && w.derives(t.Of.Value, env)
	}
	return w.dependsOn(cond, 0)
}

// dependsOn reports whether a condition that says nothing which the engine
// understands is made of the subject all the same.
func (w *Solver) dependsOn(v ssa.Value, depth int) bool {
	if depth > 6 {
		return false
	}
	if _, ok := v.(*ssa.Phi); ok {
		return false
	}
	if w.MayDerive(v, 0) {
		return true
	}
	if alloc, ok := v.(*ssa.Alloc); ok { // captured, or a copy
		return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
			store, ok := ref.(*ssa.Store)
			return ok && store.Addr == alloc && w.MayDerive(store.Val, 0)
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
// some of its ways, or a literal in it does: perhaps where a test matched.
func (w *Solver) isFlag(cond ssa.Value) bool {
	load, ok := cond.(*ssa.UnOp)
	if !ok || load.Op != token.MUL || !ir.IsBool(load.Type()) {
		return false
	}
	ver := w.F.Memory.Load(load)
	if ver == nil || ver.Kind == program.Clobbered {
		return ver != nil
	}
	return ver.Kind == program.Merged && slices.ContainsFunc(ver.Ops, func(op *program.Version) bool { return op.Kind != program.Initial })
}

// equality decides a comparison, with nil, a constant or a sentinel error, of a
// variable that on this way holds such a value itself.
func (w *Solver) equality(cond ssa.Value, env string, negated bool) (way int, ok bool) {
	cmp, ok := cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ {
		return 0, false
	}
	if _, ok := cmp.X.(*ssa.Phi); !ok {
		return 0, false
	}
	want, ok := program.AnswerOf(cmp.Y)
	if !ok {
		return 0, false
	}
	got, ok := program.AnswerOf(w.resolve(cmp.X, env))
	if !ok {
		return 0, false
	}
	if (got == want) == (cmp.Op == token.NEQ) != negated {
		way = 1
	}
	return way, true
}

// isAnswer reports whether a value is nil, a constant, or a sentinel error.
func isWholeAnswer(v ssa.Value) bool {
	_, ok := program.AnswerOf(v)
	return ok
}

// isSentinel reports whether a condition compares the subject with a sentinel
// error, which no error of the SDK is.
func (w *Solver) isSentinel(cond ssa.Value, env string) (equal token.Token, ok bool) {
	cmp, ok := cond.(*ssa.BinOp)
	if !ok || cmp.Op != token.EQL && cmp.Op != token.NEQ || ir.IsNil(cmp.Y) || !ir.IsErrorType(cmp.X.Type()) || !isWholeAnswer(cmp.Y) {
		return 0, false
	}
	return cmp.Op, value.SubjectOf(w.F, w.resolve(cmp.X, env)) == w.S.Of
}

// about reports whether a test is on the subject, or on a variable that on
// this way is the subject.
func (w *Solver) about(t *program.Test, env string) bool {
	if t.Of == w.S.Of {
		return true
	}
	if phi, ok := t.Of.Value.(*ssa.Phi); ok {
		if v := w.resolve(phi, env); v != phi {
			return value.SubjectOf(w.F, v) == w.S.Of
		}
	}
	if t.Of.Memory != nil {
		if ver := w.resolveVersion(t.Of.Memory, env); ver != t.Of.Memory {
			return value.SubjectOfVersion(w.F, ver, 0) == w.S.Of
		}
	}
	return false
}

// narrow returns what is known when the test matches, or when it does not.
func (w *Solver) narrow(t *program.Test, matches bool, set codes.Set, fl flags) (codes.Set, flags) {
	u := w.F.Pkg.Universe
	switch t.Kind {
	case predicate.OnNil, predicate.OnType:
		if matches {
			return set.And(t.Set), fl
		}
		return set.Minus(t.Set), fl
	case predicate.OnOther:
		if matches {
			return set.And(t.Set), fl
		}
		return set, fl
	case predicate.OnHolder:
		if matches {
			return set.And(t.Set), fl
		}
		fl.narrowed = true // perhaps every error of the SDK is held in one
		return set, fl
	case predicate.OnKind:
		return w.split(t, matches, set), fl
	case predicate.OnText:
		if matches {
			fl.narrowed = true
			w.Trace.doubt(predicate.Pos(t), "a condition on the text or the kind of the error")
		}
		return set, fl
	case predicate.OnShape:
		if matches {
			set = set.And(u.Codes()) // what has a dot is a code
		}
		return set, fl
	case predicate.Opaque, predicate.Comparing:
		fl.narrowed = true
		if call, ok := t.Value.(*ssa.Call); ok {
			w.silent(call, "a classifier that is not understood")
		}
		return set, fl
	}
	fl.aside = false
	t.Arrived = t.Arrived.Or(set)
	if fl.passed {
		t.Arrived = t.Arrived.Or(t.Set)
	}
	w.Trace.test(t)
	if matches && t.Rest {
		fl.tested = true
		return w.split(t, true, set), fl
	}
	if matches {
		fl.matched = t
		if len(w.S.Tests) > maxMatches {
			fl.matched = w.S.Tests[0]
		}
		if t.Pattern.Open || len(t.Pattern.Params) > 0 {
			return set.And(u.Codes().Or(without(t, u))), fl
		}
		return w.split(t, true, set), fl
	}
	fl.tested = true
	fl.unread = fl.unread || !predicate.Closed(t)
	fl.passed = fl.passed || t.Pattern.May
	return w.split(t, false, set), fl
}

// split returns what matches, or what does not.
func (w *Solver) split(t *program.Test, matches bool, set codes.Set) codes.Set {
	all := t.Set.Or(without(t, w.F.Pkg.Universe))
	switch {
	case matches:
		return set.And(all)
	case t.Vague:
		return set.Minus(t.Set)
	}
	return set.Minus(all)
}

// without is the set of what matches and is no code of the SDK.
func without(t *program.Test, u *codes.Universe) codes.Set {
	var set codes.Set
	if t.NilMatches || t.Vague {
		set = set.Or(u.Only(u.Nil()))
	}
	if t.OtherMatches || t.Vague {
		set = set.Or(u.Only(u.NotSDK()))
	}
	return set
}
