package ir

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// IsCell reports whether v is an address that memory follows.
func IsCell(v ssa.Value) bool {
	switch v.(type) {
	case *ssa.Alloc, *ssa.FreeVar:
		_, ok := v.Type().Underlying().(*types.Pointer)
		return ok
	}
	return false
}

// ClosureWrites reports whether the closure, or one within it, stores to the
// variable that it captured as cell.
func ClosureWrites(closure *ssa.MakeClosure, cell ssa.Value) bool {
	for _, captured := range CapturedAs(closure, cell) {
		for _, ref := range *captured.Referrers() {
			switch ref := ref.(type) {
			case *ssa.Store:
				if ref.Addr == captured {
					return true
				}
			case *ssa.MakeClosure:
				if ClosureWrites(ref, captured) {
					return true
				}
			case *ssa.MakeInterface, ssa.CallInstruction:
				return true
			}
		}
	}
	return false
}

// ClosureReads reports whether the closure, or one within it, reads the variable
// that it captured as cell, or a part of it.
func ClosureReads(closure *ssa.MakeClosure, cell ssa.Value) bool {
	return slices.ContainsFunc(CapturedAs(closure, cell), func(v *ssa.FreeVar) bool { return IsLoaded(v) })
}

// CapturedAs returns the free variables by which a closure knows a cell.
func CapturedAs(closure *ssa.MakeClosure, cell ssa.Value) []*ssa.FreeVar {
	var list []*ssa.FreeVar
	f := closure.Fn.(*ssa.Function)
	for i, binding := range closure.Bindings {
		if binding == cell && i < len(f.FreeVars) {
			list = append(list, f.FreeVars[i])
		}
	}
	return list
}

// CallsWith returns the calls that may run the closure: those it is an
// argument or the callee of, seen through conversions.
func CallsWith(closure ssa.Value) []ssa.CallInstruction {
	var calls []ssa.CallInstruction
	for _, ref := range *closure.Referrers() {
		switch ref := ref.(type) {
		case ssa.CallInstruction:
			calls = append(calls, ref)
		case *ssa.ChangeType:
			calls = append(calls, CallsWith(ref)...)
		case *ssa.MakeInterface:
			calls = append(calls, CallsWith(ref)...)
		}
	}
	return calls
}

// IndexOf returns the place of an instruction in its block.
func IndexOf(instr ssa.Instruction) int {
	for i, other := range instr.Block().Instrs {
		if other == instr {
			return i
		}
	}
	return -1
}

// StoredBeforeLoad reports whether, right after the call, a variable is written
// before anything may read it.
func StoredBeforeLoad(cell ssa.Value, call ssa.Instruction) bool {
	for _, instr := range call.Block().Instrs[IndexOf(call)+1:] {
		switch instr := instr.(type) {
		case *ssa.Store:
			if instr.Addr == cell {
				return true
			}
		case *ssa.UnOp:
			if instr.X == cell {
				return false
			}
		case ssa.CallInstruction:
			return false
		}
	}
	return false
}
