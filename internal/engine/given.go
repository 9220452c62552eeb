package engine

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// Given reports whether others have the error too, so that it is not lost where
// this function ends: a parameter, a captured variable, one that a function
// literal filled in and handed on, or a recovered panic.
func (s *Subject) Given() bool {
	if s.Param >= 0 {
		return true
	}
	if v := s.of.memory; v != nil {
		free, captured := v.cell.(*ssa.FreeVar)
		if captured && v.kind == initial && s.fn.isDeferredResult(free) {
			return false // what the literal leaves in it is what is returned
		}
		return captured || s.fn.memory.isOthers(v) || v.kind == clobbered && s.fn.handedOn(v)
	}
	if load, ok := s.of.value.(*ssa.UnOp); ok && load.Op == token.MUL {
		switch ir.RootOf(load.X).(type) {
		case *ssa.Parameter, *ssa.FreeVar, *ssa.Global:
			return true // read where others read it, too
		}
	}
	call, ok := s.of.value.(*ssa.Call)
	if !ok {
		return false
	}
	builtin, ok := call.Call.Value.(*ssa.Builtin)
	return ok && builtin.Name() == "recover"
}
