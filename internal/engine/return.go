package engine

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
)

// returns notes the outcome of a return.
func (w *walker) returns(st state, fl flags, set codes.Set, instr *ssa.Return) {
	o := Outcome{Kind: Returned, Codes: set, Pos: position(instr)}
	results := instr.Results
	w.answer(st, fl, set, instr)
	if w.s.of.wire {
		w.returnsAnswer(st, fl, set, instr)
	}
	for _, r := range results {
		if w.derives(r, st.env) {
			fl.surfaced, o.Gives = true, true
			if w.style == backoff && w.wraps(w.chosen(r, st.env)) {
				o.Kind = RetriedHere
			}
			if w.style == marked {
				o.Kind = StoppedHere
			}
		}
	}
	if w.style == checks && len(results) == 2 {
		w.returnsCheck(st, fl, set, o, results[0])
		return
	}
	if len(results) == 0 {
		if result := w.leaves(instr); result != nil {
			w.returnsResult(st, fl, o, result)
			return
		}
		o.Kind = Succeeded
		o.Unasked = w.s.of.wire
		w.outcome(o, fl)
		return
	}
	last := results[len(results)-1]
	if len(results) == 1 && ir.IsBool(last.Type()) {
		w.returnsBool(st, fl, set, o, last)
		return
	}
	if (ir.IsErrorType(last.Type()) || ir.IsRetryError(last.Type())) && (w.isNilOn(last, st.env) || provenNil(w.chosen(last, st.env), st.block)) {
		o.Kind = Succeeded
		if w.style == poller && len(results) == 2 {
			if c, ok := w.chosen(results[0], st.env).(*ssa.Const); ok && !constant.BoolVal(c.Value) {
				o.Kind = RetriedHere
			}
		}
	}
	w.compareResults(st, &fl, &o, results)
	o.Another = o.Kind == Returned && !o.Gives && ir.IsErrorType(last.Type()) && w.made(last, st.env, 0)
	o.Unasked = w.s.of.wire && w.succeeds(results, st.env)
	w.outcome(o, fl)
}

// returnsCheck notes the outcomes of a function that answers whether to retry,
// beside an error.
func (w *walker) returnsCheck(st state, fl flags, set codes.Set, o Outcome, again ssa.Value) {
	v, negated := w.truth(again, st.env)
	kinds := [2]OutcomeKind{StoppedHere, RetriedHere}
	if negated {
		kinds = [2]OutcomeKind{RetriedHere, StoppedHere}
	}
	if c, ok := v.(*ssa.Const); ok {
		o.Kind = kinds[b2i(constant.BoolVal(c.Value))]
		w.outcome(o, fl)
		return
	}
	t := w.testOn(v, st.env)
	if t == nil {
		fl.narrowed = true
		w.outcome(o, fl)
		return
	}
	for _, matches := range []bool{true, false} {
		nextSet, nextFlags := w.narrow(t, matches, set, fl)
		o.Kind, o.Codes = kinds[b2i(matches != t.Negated)], nextSet
		w.outcome(o, nextFlags)
	}
}

// made reports whether a value is an error that the program makes here, or a
// package variable that holds one: not nil, whatever else happened.
func (w *walker) made(v ssa.Value, env string, depth int) bool {
	switch x := w.chosen(v, env).(type) {
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		return effectsOf(callee)&(model.MakesError|model.FormatsError) != 0
	case *ssa.Alloc:
		return true
	case *ssa.UnOp:
		if global, ok := x.X.(*ssa.Global); ok && x.Op == token.MUL {
			return ir.IsErrorType(global.Type().Underlying().(*types.Pointer).Elem())
		}
		ver := w.f.memory.read(x)
		return x.Op == token.MUL && ver != nil && ver.kind == stored && depth < ir.MaxDepth && w.made(ver.value, env, depth+1)
	}
	return false
}

// wraps reports whether a value is the error itself, or just another error
// around it. What any other function makes of it is not known.
func (w *walker) wraps(v ssa.Value) bool {
	if w.f.subjectOf(v) == w.s.of {
		return true
	}
	call, ok := v.(*ssa.Call)
	if !ok || call.Call.StaticCallee() == nil || call.Call.StaticCallee().Object() == nil || call.Call.StaticCallee().Object().Pkg() == nil {
		return false
	}
	switch call.Call.StaticCallee().Object().Pkg().Path() {
	case "fmt", "errors", "github.com/pkg/errors", "golang.org/x/xerrors":
		return true
	}
	return false
}

// provenNil reports whether a block is reached only where a comparison found
// the value to be nil.
func provenNil(v ssa.Value, block *ssa.BasicBlock) bool {
	if v.Referrers() == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		cmp, ok := ref.(*ssa.BinOp)
		if !ok || !ir.IsNil(cmp.Y) || cmp.Op != token.EQL && cmp.Op != token.NEQ {
			continue
		}
		for _, ref := range *cmp.Referrers() {
			branch, ok := ref.(*ssa.If)
			if !ok {
				continue
			}
			found := branch.Block().Succs[0]
			if cmp.Op == token.NEQ {
				found = branch.Block().Succs[1]
			}
			if len(found.Preds) == 1 && found.Dominates(block) {
				return true
			}
		}
	}
	return false
}

// isNilOn reports whether a value is nil for certain on this way.
func (w *walker) isNilOn(v ssa.Value, env string) bool {
	v = w.chosen(v, env)
	if ir.IsNil(v) {
		return true
	}
	ver := w.f.memory.read(v)
	return ver != nil && w.isNilVersion(ver, env, 0)
}

func (w *walker) isNilVersion(v *version, env string, depth int) bool {
	if depth > ir.MaxDepth {
		return false
	}
	switch v.kind {
	case initial:
		return w.f.memory.isLocalCell(v.cell)
	case stored:
		return ir.IsNil(w.chosen(v.value, env))
	case merged:
		for _, op := range v.ops {
			if !w.isNilVersion(op, env, depth+8) {
				return false
			}
		}
		return len(v.ops) > 0
	}
	return false
}

// returnsBool notes the outcomes of a function that answers true or false.
func (w *walker) returnsBool(st state, fl flags, set codes.Set, o Outcome, result ssa.Value) {
	v, negated := w.truth(result, st.env)
	kinds := [2]OutcomeKind{False, True}
	if negated {
		kinds = [2]OutcomeKind{True, False}
	}
	if c, ok := v.(*ssa.Const); ok {
		o.Kind = kinds[0]
		if constant.BoolVal(c.Value) {
			o.Kind = kinds[1]
		}
		w.compareAnswer(&o)
		w.outcome(o, fl)
		return
	}
	t := w.testOn(v, st.env)
	if t == nil {
		w.compareAnswer(&o)
		o.Unasked = w.s.of.wire && w.succeeds([]ssa.Value{result}, st.env)
		w.outcome(o, fl)
		return
	}
	for _, matches := range []bool{true, false} {
		nextSet, nextFlags := w.narrow(t, matches, set, fl)
		o.Kind, o.Codes = kinds[0], nextSet
		if matches != t.Negated {
			o.Kind = kinds[1]
		}
		if !o.Codes.Empty() {
			w.compareAnswer(&o)
		}
		w.outcome(o, nextFlags)
	}
}
