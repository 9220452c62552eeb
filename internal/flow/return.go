package flow

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
	"github.com/tcerrlint/tcerrlint/internal/retry"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// returns notes the outcome of a return.
func (w *Solver) returns(st state, fl flags, set codes.Set, instr *ssa.Return) {
	o := program.Outcome{Kind: program.Returned, Codes: set, Pos: program.Position(instr)}
	results := instr.Results
	w.answer(st, fl, set, instr)
	if len(results) > 0 && !w.dry {
		if t := w.testOn(w.resolve(results[len(results)-1], st.env), st.env); t != nil && ir.IsErrorType(results[len(results)-1].Type()) {
			w.returnsFiltered(st, fl, set, o, results, t)
			if set, fl = w.narrow(t, t.Negated, set, fl); set.Empty() {
				return
			}
			o.Codes = set
		}
	}
	if w.S.Of.Wire {
		w.returnsAnswer(st, fl, set, instr)
	}
	for _, r := range results {
		if w.derives(r, st.env) {
			fl.surfaced, o.Gives = true, true
			switch {
			case w.rewritten(r):
			case w.style == facts.Backoff && w.wraps(w.resolve(r, st.env)) && !fl.cancelled && !w.mayBeFinal():
				o.Kind = program.RetriedHere
			case w.style == facts.Marked || w.style == facts.Poller:
				o.Kind = program.StoppedHere
			}
		}
	}
	if (w.style == facts.Checks || w.style == facts.Steps) && len(results) == 2 {
		w.returnsCheck(st, fl, set, o, results[0])
		return
	}
	if len(results) == 0 {
		if result := w.leaves(instr); result != nil {
			w.returnsResult(st, fl, o, result)
			return
		}
		o.Kind = program.Succeeded
		o.Unasked = w.S.Of.Wire
		w.outcome(o, fl)
		return
	}
	last := results[len(results)-1]
	if len(results) == 1 && ir.IsBool(last.Type()) {
		w.returnsBool(st, fl, set, o, last)
		return
	}
	if w.returnsMarked(st, &fl, set, &o, last) {
		return
	}
	if (ir.IsErrorType(last.Type()) || w.F.Pkg.IsRetryError(last.Type())) && (w.isNilOn(last, st.env) || provenNil(w.resolve(last, st.env), st.block)) {
		o.Kind = program.Succeeded
		if w.style == facts.Poller && len(results) == 2 {
			if c, ok := w.resolve(results[0], st.env).(*ssa.Const); ok && !constant.BoolVal(c.Value) {
				o.Kind = program.RetriedHere
			}
		}
	}
	w.compareResults(st, &fl, &o, results)
	o.Another = o.Kind == program.Returned && !o.Gives && ir.IsErrorType(last.Type()) && w.made(last, st.env, 0)
	o.Unasked = w.S.Of.Wire && w.succeeds(results, st.env)
	w.outcome(o, fl)
}

// returnsMarked notes the outcome of a retry error of the program's own, as terraform's
// is where it is made, and reports whether that is all.
func (w *Solver) returnsMarked(st state, fl *flags, set codes.Set, o *program.Outcome, last ssa.Value) bool {
	if w.F.Pkg.RetryErrorOf(last.Type()) == nil {
		return false
	}
	switch mark := retry.MarkOf(w.F.Pkg, w.resolve(last, st.env)); {
	case mark == facts.MarkedDone:
		o.Kind = program.Succeeded
		return false
	case mark == facts.MarkedAgain && (o.Gives || fl.matched != nil || !set.Has(w.F.Pkg.Universe.Nil())):
		o.Kind, o.Gives = program.RetriedHere, true // another error may stand for it
	case mark == facts.MarkedFinal && o.Gives:
		o.Kind = program.StoppedHere
	default:
		fl.narrowed = fl.narrowed || mark == facts.Unmarked && o.Gives
		return false
	}
	w.outcome(*o, *fl)
	return true
}

// returnsFiltered notes the outcome of the codes to which the function whose answer
// is returned answers nil.
func (w *Solver) returnsFiltered(st state, fl flags, set codes.Set, o program.Outcome, results []ssa.Value, t *program.Test) {
	o.Kind = program.Succeeded
	o.Codes, fl = w.narrow(t, !t.Negated, set, fl)
	w.compareResults(st, &fl, &o, results[:len(results)-1])
	w.outcome(o, fl)
}

// returnsCheck notes the outcomes of a function that answers whether to retry,
// beside an error.
func (w *Solver) returnsCheck(st state, fl flags, set codes.Set, o program.Outcome, again ssa.Value) {
	v, negated := w.truth(again, st.env)
	kinds := [2]program.OutcomeKind{program.StoppedHere, program.RetriedHere}
	if negated {
		kinds = [2]program.OutcomeKind{program.RetriedHere, program.StoppedHere}
	}
	if c, ok := v.(*ssa.Const); ok {
		o.Kind = kinds[program.IndexOfBool(constant.BoolVal(c.Value))]
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
		o.Kind, o.Codes = kinds[program.IndexOfBool(matches != t.Negated)], nextSet
		w.outcome(o, nextFlags)
	}
}

// made reports whether a value is an error that the program makes here, or a
// package variable that holds one: not nil, whatever else happened.
func (w *Solver) made(v ssa.Value, env string, depth int) bool {
	switch x := w.resolve(v, env).(type) {
	case *ssa.Call:
		callee := x.Call.StaticCallee()
		return program.EffectsOf(callee)&(model.MakesError|model.FormatsError) != 0
	case *ssa.Alloc:
		return true
	case *ssa.UnOp:
		if global, ok := x.X.(*ssa.Global); ok && x.Op == token.MUL {
			return ir.IsErrorType(global.Type().Underlying().(*types.Pointer).Elem())
		}
		ver := w.F.Memory.Read(x)
		return x.Op == token.MUL && ver != nil && ver.Kind == program.Stored && depth < ir.MaxDepth && w.made(ver.Value, env, depth+1)
	}
	return false
}

// wraps reports whether a value is the error itself, or just another error
// around it. What any other function makes of it is not known.
func (w *Solver) wraps(v ssa.Value) bool {
	if value.SubjectOf(w.F, v) == w.S.Of {
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
func (w *Solver) isNilOn(v ssa.Value, env string) bool {
	v = w.resolve(v, env)
	if ir.IsNil(v) {
		return true
	}
	ver := w.F.Memory.Read(v)
	return ver != nil && w.isNilVersion(ver, env, 0)
}

func (w *Solver) isNilVersion(v *program.Version, env string, depth int) bool {
	if depth > ir.MaxDepth {
		return false
	}
	switch v.Kind {
	case program.Initial:
		return w.F.Memory.IsLocalCell(v.Cell)
	case program.Stored:
		return ir.IsNil(w.resolve(v.Value, env))
	case program.Merged:
		for _, op := range v.Ops {
			if !w.isNilVersion(op, env, depth+8) {
				return false
			}
		}
		return len(v.Ops) > 0
	}
	return false
}

// returnsBool notes the outcomes of a function that answers true or false.
func (w *Solver) returnsBool(st state, fl flags, set codes.Set, o program.Outcome, result ssa.Value) {
	v, negated := w.truth(result, st.env)
	kinds := [2]program.OutcomeKind{program.False, program.True}
	if negated {
		kinds = [2]program.OutcomeKind{program.True, program.False}
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
		o.Unasked = w.S.Of.Wire && w.succeeds([]ssa.Value{result}, st.env)
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

// returnsAnswer notes that a way hands the answer on before anything looked at
// its Error.
func (w *Solver) returnsAnswer(st state, fl flags, set codes.Set, ret *ssa.Return) {
	if w.S.Answer == nil || len(ret.Results) == 0 || !set.Meets(w.F.Pkg.Universe.Codes()) || fl.looked || fl.tested || fl.surfaced || fl.logged || fl.matched != nil || fl.narrowed {
		return
	}
	p, ok := rawvalue.PartOf(w.F, w.resolve(ret.Results[0], st.env))
	if !ok || p.Level != jsonshape.Answer {
		return
	}
	if p.At == nil {
		p.At = ret
	}
	if rawvalue.WireSubject(w.F, p) == w.S.Of {
		w.S.Answer.Fresh = true
	}
}

// succeeds reports whether results say that all is well although nothing but
// the decoding was looked at: the error is that of the decoding, or there is
// none, and data of the answer is returned.
func (w *Solver) succeeds(results []ssa.Value, env string) bool {
	last := results[len(results)-1]
	if ir.IsErrorType(last.Type()) {
		last = w.resolve(last, env)
		if load, ok := last.(*ssa.UnOp); ok && load.Op == token.MUL {
			if ver := w.F.Memory.Load(load); ver != nil && ver.Kind == program.Stored {
				last = w.resolve(ver.Value, env)
			}
		}
		if x, ok := last.(*ssa.Extract); ok {
			last = x.Tuple
		}
		if w.isUnrelated(last) {
			return true
		}
		if w.S.Of.Memory != nil {
			call, ok := w.S.Of.Memory.Call.(*ssa.Call)
			return ok && last == ssa.Value(call)
		}
		x, ok := w.S.Of.Value.(*ssa.Extract)
		return ok && last == x.Tuple
	}
	for _, r := range results {
		if _, isConst := r.(*ssa.Const); isConst {
			continue
		}
		if w.taints(w.resolve(r, env)) {
			return true
		}
	}
	return false
}
