package engine

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// isDeferredResult reports whether a captured variable is a result of the
// function around, and this literal is deferred: what the literal leaves in the
// variable is what that function returns.
func (f *Function) isDeferredResult(free *ssa.FreeVar) bool {
	if f.ssa.Referrers() == nil || !ir.IsErrorType(ir.ElemOf(free.Type())) {
		return false
	}
	found := false
	for _, ref := range *f.ssa.Referrers() {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			return false
		}
		for _, ref := range *closure.Referrers() {
			if deferred, ok := ref.(*ssa.Defer); !ok || deferred.Call.Value != closure {
				return false
			}
		}
		for i, captured := range f.ssa.FreeVars {
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
func (w *walker) leaves(at *ssa.Return) *version {
	v := w.s.of.memory
	if v == nil || v.kind != initial {
		return nil
	}
	free, ok := v.cell.(*ssa.FreeVar)
	if !ok || !w.f.isDeferredResult(free) {
		return nil
	}
	return w.f.memory.before(free, at).resolve()
}

// returnsResult notes the outcome of the end of a deferred literal.
func (w *walker) returnsResult(st state, fl flags, o Outcome, result *version) {
	result = w.chosenVersion(result, st.env)
	switch {
	case w.isNilVersion(result, st.env, 0):
		o.Kind = Succeeded
	case w.versionDerives(result, 0):
		fl.surfaced, o.Gives = true, true
	default:
		o.Another = true
	}
	w.outcome(o, fl)
}

// Deferred reports whether the function is a literal that decides, deferred, what
// the function around returns.
func (f *Function) Deferred() bool { return slices.ContainsFunc(f.ssa.FreeVars, func(free *ssa.FreeVar) bool { return f.isDeferredResult(free) }) }
