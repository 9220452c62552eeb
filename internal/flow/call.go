package flow

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/model"
	"github.com/tcerrlint/tcerrlint/internal/predicate"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawapi"
	"github.com/tcerrlint/tcerrlint/internal/sdk"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// call notes what a call does to the subject; it reports whether the way ends
// there.
func (w *Solver) call(st state, fl *flags, set *codes.Set, instr ssa.CallInstruction) bool {
	common := instr.Common()
	callee := common.StaticCallee()
	if w.endsProgram(common, callee) {
		fl.surfaced = fl.surfaced || slices.ContainsFunc(common.Args, func(arg ssa.Value) bool { return w.derives(arg, st.env) })
		w.outcome(program.Outcome{Kind: program.Ended, Codes: *set, Pos: instr.Pos()}, *fl)
		return true
	}
	if !fl.repeated && !set.Has(w.F.Pkg.Universe.Nil()) && w.repeats(common) {
		fl.repeated = true
	}
	fl.cancelled = fl.cancelled || w.cancels(instr)
	if w.sleeps(common, callee) {
		w.sleep(fl, instr)
		return false
	}
	if w.recurs(common, callee, *set) {
		fl.slept, fl.waited = true, true
		fl.anew = fl.anew || w.passesAnother(common)
		w.outcome(program.Outcome{Kind: program.Again, Codes: *set, Pos: instr.Pos()}, *fl)
		return true
	}
	if call, ok := instr.(*ssa.Call); ok {
		if t := predicate.TestOf(w.F, call); t != nil && t.Kind != predicate.Comparing {
			if t.Kind == predicate.Retrying && w.about(t, st.env) {
				w.retry(t, call.Pos(), *fl, *set)
				return true
			}
			if t.Kind == predicate.Retrying && t.Of.Value != nil && w.derives(t.Of.Value, st.env) {
				w.retryWrapped(call, *fl, *set)
				return true
			}
			// A function that answers whether to go on, such as yield(v, err),
			// is given the error; a classifier only looks at it.
			if t.Kind != predicate.Opaque || len(*call.Referrers()) > 0 && (callee != nil || common.IsInvoke()) {
				return false
			}
		}
	}
	uses := false
	for i, arg := range common.Args {
		if w.derives(arg, st.env) {
			if w.S.Of.Wire && w.onlyReads(callee, i) {
				fl.used = true
				continue
			}
			uses = true
		}
	}
	if common.IsInvoke() && !uses && !w.inspects(common, callee) && w.derives(common.Value, st.env) {
		uses = true
	}
	if closure := ir.ClosureOf(common.Value); closure != nil {
		uses = uses || w.closureUses(closure, instr)
	}
	for _, arg := range common.Args {
		if closure := ir.ClosureOf(arg); closure != nil {
			uses = uses || w.closureUses(closure, instr)
		}
	}
	fate, isSink := sinkOf(w.F.Pkg, callee)
	if isSink && !uses && fate == program.Retried && (fl.matched != nil || !set.Has(w.F.Pkg.Universe.Nil())) {
		uses = true // another error in its place
	}
	if !uses {
		fl.acted = fl.acted || fl.matched != nil && w.F.Pkg.ReturnsError(common.Signature())
		return false
	}
	if isSink {
		kind := program.RetriedHere
		if fate == program.Stopped {
			kind = program.StoppedHere
		}
		w.outcome(program.Outcome{Kind: kind, Codes: *set, Gives: true, Pos: instr.Pos()}, *fl)
		return true
	}
	if !w.inspects(common, callee) {
		if ir.PrintsForHumans(common) {
			fl.logged = true
			w.Trace.use(instr, ir.CalleeName(w.F.Pkg.Written(instr)))
			return false
		}
		w.surface(fl, instr, ir.CalleeName(w.F.Pkg.Written(instr)))
	}
	return false
}

// repeats reports whether a call, or a function literal that is given to it,
// calls the same as the subject came from.
func (w *Solver) repeats(common *ssa.CallCommon) bool {
	v := w.S.Of.Value
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	first, ok := v.(*ssa.Call)
	if !ok || common == &first.Call { // it comes round in a loop
		return false
	}
	if ir.SameCallee(common, &first.Call) {
		return true
	}
	return slices.ContainsFunc(common.Args, func(arg ssa.Value) bool {
		closure := ir.ClosureOf(arg)
		if closure == nil {
			return false
		}
		for _, block := range closure.Fn.(*ssa.Function).Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok && ir.SameCallee(&call.Call, &first.Call) {
					return true
				}
			}
		}
		return false
	})
}

// retry notes both outcomes of a helper that retries the codes that match.
func (w *Solver) retry(t *program.Test, at token.Pos, fl flags, set codes.Set) {
	onMatch, onMiss := program.RetriedHere, program.StoppedHere
	if t.Negated {
		onMatch, onMiss = onMiss, onMatch
	}
	matchedSet, matched := w.narrow(t, true, set, fl)
	w.outcome(program.Outcome{Kind: onMatch, Codes: matchedSet, Gives: true, Pos: at}, matched)
	missedSet, missed := w.narrow(t, false, set, fl)
	if len(t.Literals) == 0 && len(t.Pattern.Params) == 0 {
		missed.tested = fl.tested // a bare call of the helper names no code
	}
	if t.Pattern.Open {
		missed.narrowed = true
	}
	w.outcome(program.Outcome{Kind: onMiss, Codes: missedSet, Gives: true, Pos: at}, missed)
}

// retryWrapped notes both outcomes of a helper that is given an error around the
// subject: whether it looks inside is not known.
func (w *Solver) retryWrapped(call *ssa.Call, fl flags, set codes.Set) {
	fl.narrowed = true
	w.silent(call, "a retry that is given an error around this one")
	for _, kind := range []program.OutcomeKind{program.RetriedHere, program.StoppedHere} {
		w.outcome(program.Outcome{Kind: kind, Codes: set, Gives: true, Pos: call.Pos()}, fl)
	}
}

// closureUses reports whether a closure reads the variable that holds the
// subject.
func (w *Solver) closureUses(closure *ssa.MakeClosure, at ssa.Instruction) bool {
	for _, cell := range closure.Bindings {
		if ir.IsCell(cell) && ir.ClosureReads(closure, cell) && value.SubjectOfVersion(w.F, w.F.Memory.Before(cell, at), 0) == w.S.Of {
			return true
		}
	}
	return false
}

// inspects reports whether a call only looks at the error, or makes of it a
// text or another error that must still be used.
func (w *Solver) inspects(common *ssa.CallCommon, callee *ssa.Function) bool {
	if common.IsInvoke() {
		name := common.Method.Name()
		return name == "Error" || name == "Unwrap" || strings.HasPrefix(name, "Get") && len(common.Args) == 0
	}
	if b, ok := common.Value.(*ssa.Builtin); ok {
		return b.Name() == "len"
	}
	if callee == nil {
		return false
	}
	if rawapi.IsGjsonCall(common) {
		return true
	}
	if recv := callee.Signature.Recv(); recv != nil {
		if w.F.Pkg.Errors.Is(recv.Type()) && len(common.Args) == 1 {
			return true
		}
		return w.F.Pkg.SummaryOf(callee).Looks() && !w.keeps(callee, 0)
	}
	if callee.Object() == nil || callee.Object().Pkg() == nil {
		return false
	}
	if sdk.IsCOS(callee.Object().Pkg().Path()) {
		return true // IsCOSError, IsNotFoundError
	}
	name := callee.Object().Name()
	switch callee.Object().Pkg().Path() {
	case "errors", "golang.org/x/xerrors":
		return true
	case "github.com/pkg/errors":
		return true
	case "strings", "regexp", "slices", "reflect":
		return true
	case "fmt":
		return strings.HasPrefix(name, "Sprint") || name == "Errorf" || strings.HasPrefix(name, "Append")
	}
	return program.EffectsOf(callee)&model.Unwraps != 0 || w.F.Pkg.SummaryOf(callee).Looks() && !w.keeps(callee, 0)
}

// keeps reports whether a function writes to what it is given, so that it may keep
// the error there. Of one whose body is not in sight, a method may that has a pointer.
func (w *Solver) keeps(callee *ssa.Function, depth int) bool {
	f := w.F.Pkg.BySSA[ir.Generic(callee)]
	if f == nil || depth > 2 {
		return callee.Signature.Recv() != nil && ir.IsPointer(callee.Signature.Recv().Type())
	}
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			switch x := instr.(type) {
			case *ssa.Store:
				if _, local := ir.RootOf(x.Addr).(*ssa.Alloc); !local {
					return true
				}
			case *ssa.MapUpdate:
				if _, local := x.Map.(*ssa.MakeMap); !local {
					return true
				}
			case *ssa.Send:
				return true
			case ssa.CallInstruction:
				inner := x.Common().StaticCallee()
				if inner != nil && len(f.SSA.Params) > 0 && slices.Contains(x.Common().Args, ssa.Value(f.SSA.Params[0])) && f.SSA.Signature.Recv() != nil && w.keeps(inner, depth+1) {
					return true
				}
			}
		}
	}
	return false
}

// sinkOf returns the fate of an error that is given to the callee.
func sinkOf(p *program.Package, callee *ssa.Function) (program.Fate, bool) {
	if callee == nil || callee.Object() == nil || callee.Object().Pkg() == nil {
		return 0, false
	}
	path, name := callee.Object().Pkg().Path(), callee.Object().Name()
	if fate, ok := p.Config.Retry[path+"."+name]; ok {
		return fate, true
	}
	switch effects := model.Of(path, name); {
	case effects&model.Retries != 0:
		return program.Retried, true
	case effects&model.Stops != 0:
		return program.Stopped, true
	}
	return 0, false
}

// endsProgram reports whether a call never returns.
func (w *Solver) endsProgram(common *ssa.CallCommon, callee *ssa.Function) bool {
	if common.IsInvoke() {
		return w.F.Pkg.NeverReturns(common.Method)
	}
	if callee = ir.Generic(callee); callee == nil {
		return false
	}
	object, _ := callee.Object().(*types.Func)
	return w.F.Pkg.NeverReturns(object)
}
