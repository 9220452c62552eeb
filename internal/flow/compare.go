package flow

import (
	"go/constant"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// compareResults compares what the function returns with what it returns on
// success.
func (w *Solver) compareResults(st state, fl *flags, o *program.Outcome, results []ssa.Value) {
	if w.base == nil {
		return
	}
	if w.dry {
		returned := make([]ssa.Value, len(results))
		for i, r := range results {
			returned[i] = w.resolve(r, st.env)
		}
		w.base.results = append(w.base.results, returned)
		return
	}
	for i, r := range results {
		if w.isOutcome(r, st.env) || o.Kind == program.Succeeded && w.isAnswer(w.resolve(r, st.env), i, *fl) {
			fl.trace = program.Recorded
		}
		o.Among = o.Among || o.Kind == program.Succeeded && w.isAmong(w.resolve(r, st.env), i)
	}
	if o.Kind != program.Returned || o.Gives || len(w.base.results) == 0 || w.S.Of.Wire {
		return
	}
	if last := results[len(results)-1]; ir.IsErrorType(last.Type()) || w.F.Pkg.IsRetryError(last.Type()) {
		// It may be the error all the same, or made of it, or known not to be nil.
		if v := w.resolve(last, st.env); !w.isLater(v) && (!w.MayDerive(last, 0) || isCompared(v)) {
			return
		}
	}
	o.Same = !slices.ContainsFunc(w.base.results, func(other []ssa.Value) bool {
		return slices.ContainsFunc(results, func(r ssa.Value) bool {
			return w.identity(w.resolve(r, st.env)) != w.identity(other[slices.Index(results, r)])
		})
	}) &&
		!slices.ContainsFunc(results, func(r ssa.Value) bool { return w.besideFailure(r, 0) })
}

// isLater reports whether a value is the answer of a call that success makes as
// well, after the one of the subject, and that has nothing to do with it.
func (w *Solver) isLater(v ssa.Value) bool {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok || !w.base.blocks[call.Block().Index] || w.MayDerive(call, 0) {
		return false
	}
	if slices.ContainsFunc(call.Call.Args, holdsError) {
		return false // perhaps the one that the subject was taken from
	}
	begin := w.source()
	return begin != nil && (call.Block() != begin.Block() || ir.IndexOf(call) > ir.IndexOf(begin))
}

// holdsError reports whether an argument is an error, or an argument list with
// one.
func holdsError(arg ssa.Value) bool {
	if ir.IsErrorType(arg.Type()) {
		return true
	}
	slice, ok := arg.(*ssa.Slice)
	if !ok {
		return false
	}
	alloc, ok := slice.X.(*ssa.Alloc)
	return ok && alloc.Comment == "varargs" && slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		index, ok := ref.(*ssa.IndexAddr)
		return ok && slices.ContainsFunc(*index.Referrers(), func(ref ssa.Instruction) bool {
			store, ok := ref.(*ssa.Store)
			return ok && ir.IsErrorType(seen(store.Val).Type())
		})
	})
}

// seen returns what an interface was made of, or the value itself.
func seen(v ssa.Value) ssa.Value {
	if made, ok := v.(*ssa.MakeInterface); ok {
		return made.X
	}
	return v
}

// isCompared reports whether the program compares a value with nil.
func isCompared(v ssa.Value) bool {
	return v.Referrers() != nil && slices.ContainsFunc(*v.Referrers(), func(ref ssa.Instruction) bool {
		cmp, ok := ref.(*ssa.BinOp)
		return ok && (ir.IsNil(cmp.X) || ir.IsNil(cmp.Y))
	})
}

// isAnswer reports whether a result beside an error that is nil is a bool, or
// another constant that says something, or a struct literal with such a field, which
// success does not give: for a code that a test names, that is what the caller asked for.
func (w *Solver) isAnswer(r ssa.Value, i int, fl flags) bool {
	if !saysSomething(r) || w.style != facts.Plain || len(w.base.results) == 0 {
		return false
	}
	return !slices.ContainsFunc(w.base.results, func(other []ssa.Value) bool {
		return saysAlike(other[i], r) || fl.matched == nil && !isFixed(other[i])
	})
}

// isAmong reports whether a result is a constant, and success returns it as well as
// others: which it is says whether there is more to come.
func (w *Solver) isAmong(r ssa.Value, i int) bool {
	if !isFixed(r) || ir.IsNil(r) {
		return false
	}
	same, other := false, false
	for _, results := range w.base.results {
		is := saysAlike(results[i], r)
		same, other = same || is, other || !is && isFixed(results[i])
	}
	return same && other
}

// isFixed reports whether a value is a constant or a struct literal.
func isFixed(v ssa.Value) bool {
	_, ok := ir.LiteralFields(v)
	return ok || ir.IsConstant(v)
}

// saysSomething reports whether a value is a constant that says something, or a struct
// literal that gives one to a field, or what it computes.
func saysSomething(v ssa.Value) bool {
	fields, ok := ir.LiteralFields(v)
	if !ok {
		return ir.IsConstant(v) && (ir.IsBool(v.Type()) || isWord(v))
	}
	for _, value := range fields {
		if !isZero(value) {
			return true
		}
	}
	return false
}

// saysAlike reports whether a value says nothing that another one does not say: a field
// that both of two struct literals have, or that is zero, tells nothing.
func saysAlike(other, v ssa.Value) bool {
	fields, ok := ir.LiteralFields(v)
	if !ok {
		return ir.SameValue(other, v)
	}
	others, ok := ir.LiteralFields(other)
	for at, value := range fields {
		switch {
		case !ok:
			if isWord(value) || isTrue(value) {
				return false
			}
		case others[at] == nil:
			if !isZero(value) {
				return false
			}
		case !ir.SameValue(others[at], value):
			return false
		}
	}
	return true
}

// isZero reports whether a value is the zero of its type.
func isZero(v ssa.Value) bool { return ir.IsConstant(v) && !isWord(v) && !isTrue(v) }

func isTrue(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value)
}

// isWord reports whether a value is a constant text or number, and not the zero
// of its type, which says nothing.
func isWord(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	switch c.Value.Kind() {
	case constant.String:
		return constant.StringVal(c.Value) != ""
	case constant.Int, constant.Float:
		return constant.Sign(c.Value) != 0
	}
	return false
}

// besideFailure reports whether a value is made of another result of the call,
// which is zero where the call fails.
func (w *Solver) besideFailure(v ssa.Value, depth int) bool {
	if v == nil || depth > 6 {
		return false
	}
	err, ok := w.S.Of.Value.(*ssa.Extract)
	if !ok {
		return false
	}
	if x, ok := v.(*ssa.Extract); ok {
		return x.Tuple == err.Tuple && x != err
	}
	instr, ok := v.(ssa.Instruction)
	if !ok {
		return false
	}
	if _, ok := v.(*ssa.Phi); ok {
		return false
	}
	return slices.ContainsFunc(instr.Operands(nil), func(operand *ssa.Value) bool { return w.besideFailure(*operand, depth+1) })
}

// compareAnswer is compareResults for a function that answers true or false. No
// is the answer to whatever is not known, so only yes is told apart.
func (w *Solver) compareAnswer(o *program.Outcome) {
	if w.base == nil {
		return
	}
	if w.dry {
		w.base.answers = append(w.base.answers, o.Kind)
		return
	}
	o.Same = o.Kind == program.True && !w.S.Of.Wire && len(w.base.answers) > 0 &&
		!slices.ContainsFunc(w.base.answers, func(kind program.OutcomeKind) bool { return kind != program.True })
}

// runDefers notes that a deferred literal reads the variable that holds the
// error.
func (w *Solver) runDefers(st state, fl *flags, at *ssa.RunDefers) {
	for _, block := range w.F.SSA.Blocks {
		for _, instr := range block.Instrs {
			deferred, ok := instr.(*ssa.Defer)
			if !ok {
				continue
			}
			var cells []ssa.Value
			for _, arg := range deferred.Call.Args { // defer record(&err)
				if ir.IsCell(arg) {
					cells = append(cells, arg)
				}
			}
			if closure := ir.ClosureOf(deferred.Call.Value); closure != nil {
				for _, cell := range closure.Bindings {
					if ir.IsCell(cell) && ir.ClosureReads(closure, cell) {
						cells = append(cells, cell)
					}
				}
			}
			for _, cell := range cells {
				if w.VersionDerives(w.resolveVersion(w.F.Memory.Before(cell, at).Resolve(), st.env), 0) {
					w.surface(fl, at, "a deferred function")
				}
			}
		}
	}
}

// compareData tells apart what a function returns that has no error among its
// results, where success adds to it and the error does not: the caller sees what
// is missing.
func (w *Solver) compareData() {
	if w.base == nil || w.returnsFailure() || w.F.Results().Len() == 0 {
		return
	}
	fails := make(map[*ssa.BasicBlock]bool)
	for st, set := range w.known {
		if !set.Minus(w.F.Pkg.Universe.Only(w.F.Pkg.Universe.Nil())).Empty() {
			fails[st.block] = true
		}
	}
	for block := range w.base.reached {
		if fails[block] || block == w.base.start {
			continue
		}
		for _, instr := range block.Instrs {
			if w.addsToResult(instr) {
				for i := range w.S.Outcomes {
					w.S.Outcomes[i].Same = false
				}
				return
			}
		}
	}
}

// addsToResult reports whether an instruction stores in what the function
// returns.
func (w *Solver) addsToResult(instr ssa.Instruction) bool {
	var root ssa.Value
	switch x := instr.(type) {
	case *ssa.Store:
		root = ir.RootOf(x.Addr)
	case *ssa.MapUpdate:
		root = x.Map
	}
	if root == nil {
		return false
	}
	for _, block := range w.F.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if ok && slices.ContainsFunc(ret.Results, func(r ssa.Value) bool { return seen(r) == root || ir.IsLoadOf(r, root) }) {
			return true
		}
	}
	return false
}
