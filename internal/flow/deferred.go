package flow

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// IsDeferredResult reports whether a captured variable is a result of the
// function around, and this literal is deferred: what the literal leaves in the
// variable is what that function returns.
func IsDeferredResult(f *program.Function, free *ssa.FreeVar) bool {
	if f.SSA.Referrers() == nil || !ir.IsErrorType(ir.ElemOf(free.Type())) {
		return false
	}
	found := false
	for _, ref := range *f.SSA.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			return false
		}
		for _, ref := range *closure.Referrers() {
			if deferred, ok := ref.(*ssa.Defer); !ok || deferred.Call.Value != closure {
				return false
			}
		}
		for i, captured := range f.SSA.FreeVars {
			if captured == free && !ir.ReturnedAfterDefers(closure.Bindings[i]) {
				return false
			}
		}
		found = true
	}
	return found
}

// leaves returns what a deferred literal leaves in the result of the function
// around that the subject is; nil if the subject is no such result.
func (w *Solver) leaves(at *ssa.Return) *program.Version {
	v := w.S.Of.Memory
	if v == nil || v.Kind != program.Initial {
		return nil
	}
	free, ok := v.Cell.(*ssa.FreeVar)
	if !ok || !IsDeferredResult(w.F, free) {
		return nil
	}
	return w.F.Memory.Before(free, at).Resolve()
}

// returnsResult notes the outcome of the end of a deferred literal.
func (w *Solver) returnsResult(st state, fl flags, o program.Outcome, result *program.Version) {
	result = w.resolveVersion(result, st.env)
	switch {
	case w.isNilVersion(result, st.env, 0):
		o.Kind = program.Succeeded
	case w.VersionDerives(result, 0):
		fl.surfaced, o.Gives = true, true
	default:
		o.Another = true
	}
	w.outcome(o, fl)
}

// Deferred reports whether the function is a literal that decides, deferred, what
// the function around returns.
func Deferred(f *program.Function) bool {
	return slices.ContainsFunc(f.SSA.FreeVars, func(free *ssa.FreeVar) bool { return IsDeferredResult(f, free) })
}
