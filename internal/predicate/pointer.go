package predicate

import (
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// pointed returns the error to which a call is given a pointer: what the variable
// holds before the call.
func pointed(f *program.Function, to ssa.Value, at ssa.Instruction) (value.Code, bool) {
	if !ir.IsCell(to) || at.Block() == nil {
		return value.Code{}, false
	}
	return value.Code{Of: value.SubjectOfVersion(f, f.Memory.Before(to, at), 0)}, true
}

// Deferred recognises a deferred call of a helper that compares the error to which it
// is given a pointer: the one that the variable holds where the function returns.
func Deferred(f *program.Function, d *ssa.Defer) *program.Test {
	callee := d.Call.StaticCallee()
	use := f.Pkg.SummaryOf(callee).Use(facts.Compares)
	if use == nil || use.Subject < 0 || use.Subject >= len(d.Call.Args) {
		return nil
	}
	to := d.Call.Args[use.Subject]
	if !ir.IsErrorPointer(to.Type()) {
		return nil
	}
	of, ok := returned(f, to)
	if !ok {
		return nil
	}
	call := &ssa.Call{Call: d.Call}
	t := &program.Test{Kind: Comparing, Of: of, Call: callee, Value: call}
	if node := f.Syntax().Call(d); node != nil {
		t.Node = node
	}
	instantiate(f, t, use, call, value.Code{Of: of})
	finish(t, f)
	return t
}

// returned returns the error that a variable holds where the function returns.
func returned(f *program.Function, variable ssa.Value) (of program.ValueID, ok bool) {
	if !ir.IsCell(variable) {
		return of, false
	}
	all := &program.Version{Kind: program.Merged, Cell: variable}
	one := true
	for _, block := range f.SSA.Blocks {
		for _, instr := range block.Instrs {
			if _, runs := instr.(*ssa.RunDefers); !runs {
				continue
			}
			held := f.Memory.Before(variable, instr).Resolve()
			if held.Kind == program.Stored && ir.IsNil(held.Value) {
				continue
			}
			s := value.SubjectOfVersion(f, held, 0)
			one = one && (len(all.Ops) == 0 || s == of)
			of, all.Ops = s, append(all.Ops, held)
		}
	}
	if !one {
		of = program.ValueID{Memory: all}
	}
	return of, len(all.Ops) > 0
}
