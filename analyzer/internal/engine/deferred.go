package engine

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// isDeferredResult reports whether a captured variable is a result of the
// function around, and this literal is deferred: what the literal leaves in the
// variable is what that function returns.
func (f *Function) isDeferredResult(free *ssa.FreeVar) bool {
	if f.ssa.Referrers() == nil || !isErrorType(elemOf(free.Type())) {
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
			if captured == free && !returnedAfterDefers(closure.Bindings[i]) {
				return false
			}
		}
		found = true
	}
	return found
}

// returnedAfterDefers reports whether a variable is read for a return when the
// deferred functions have run.
func returnedAfterDefers(cell ssa.Value) bool {
	for _, ref := range *cell.Referrers() {
		load, ok := ref.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			continue
		}
		for _, instr := range load.Block().Instrs[:indexOf(load)] {
			if _, ok := instr.(*ssa.RunDefers); ok {
				return true
			}
		}
	}
	return false
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

// elemOf returns what a pointer points to.
func elemOf(t types.Type) types.Type {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		return ptr.Elem()
	}
	return t
}

// Deferred reports whether the function is a literal that decides, deferred, what
// the function around returns.
func (f *Function) Deferred() bool { return slices.ContainsFunc(f.ssa.FreeVars, f.isDeferredResult) }
