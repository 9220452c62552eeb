package ir

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// ContainerOf is the type of a list, seen through an interface.
func ContainerOf(v ssa.Value) types.Type {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	return v.Type()
}

// WholeStore returns the value of the one store that fills a variable.
func WholeStore(alloc *ssa.Alloc) ssa.Value {
	var value ssa.Value
	for _, ref := range *alloc.Referrers() {
		if store, ok := ref.(*ssa.Store); ok && store.Addr == alloc {
			if value != nil {
				return nil
			}
			value = store.Val
		}
	}
	return value
}

// IsFilledOnce reports whether a struct variable is filled by one store, and then only
// read.
func IsFilledOnce(alloc *ssa.Alloc) bool {
	stores := 0
	for _, ref := range *alloc.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Addr != alloc {
				return false
			}
			stores++
		case *ssa.FieldAddr:
			for _, use := range *ref.Referrers() {
				if _, ok := use.(*ssa.UnOp); !ok {
					return false
				}
			}
		case *ssa.UnOp, *ssa.DebugRef:
		default:
			return false
		}
	}
	return stores == 1
}

// HeldLiteral returns the function literal that is all a captured variable ever holds
// when a value is loaded from it: try, in var try func(); try = func() { try() }.
func HeldLiteral(v ssa.Value) *ssa.Function {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return nil
	}
	free, ok := load.X.(*ssa.FreeVar)
	if !ok {
		return nil
	}
	var held *ssa.Function
	literals := free.Parent().Referrers()
	if literals == nil {
		return nil
	}
	for _, ref := range *literals {
		closure, ok := ref.(*ssa.MakeClosure)
		if !ok {
			return nil
		}
		alloc, ok := closure.Bindings[slices.Index(free.Parent().FreeVars, free)].(*ssa.Alloc)
		if !ok {
			return nil
		}
		literal := ClosureOf(WholeStore(alloc))
		if literal == nil || isWrittenInside(alloc) {
			return nil
		}
		held = literal.Fn.(*ssa.Function)
	}
	return held
}

// isWrittenInside reports whether a literal that captured a variable writes to it.
func isWrittenInside(alloc *ssa.Alloc) bool {
	return slices.ContainsFunc(*alloc.Referrers(), func(ref ssa.Instruction) bool {
		closure, ok := ref.(*ssa.MakeClosure)
		return ok && ClosureWrites(closure, alloc)
	})
}

// StructField returns the field of a struct, or of what t points to, as its
// declaration has it.
func StructField(t types.Type, index int) *types.Var {
	if ptr, ok := types.Unalias(t).Underlying().(*types.Pointer); ok {
		t = ptr.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || index >= s.NumFields() {
		return nil
	}
	return s.Field(index).Origin()
}

// SoleField returns what is stored in a field of a variable, if that happens once.
func SoleField(alloc *ssa.Alloc, field int) ssa.Value {
	var value ssa.Value
	for _, ref := range *alloc.Referrers() {
		addr, ok := ref.(*ssa.FieldAddr)
		if !ok || addr.Field != field {
			continue
		}
		for _, ref := range *addr.Referrers() {
			store, ok := ref.(*ssa.Store)
			if !ok || store.Addr != addr || value != nil {
				return nil
			}
			value = store.Val
		}
	}
	return value
}

// ReturnedAfterDefers reports whether a variable is read for a return when the
// deferred functions have run.
func ReturnedAfterDefers(cell ssa.Value) bool {
	for _, ref := range *cell.Referrers() {
		load, ok := ref.(*ssa.UnOp)
		if !ok || load.Op != token.MUL {
			continue
		}
		for _, instr := range load.Block().Instrs[:IndexOf(load)] {
			if _, ok := instr.(*ssa.RunDefers); ok {
				return true
			}
		}
	}
	return false
}

// ElemOf returns what a pointer points to.
func ElemOf(t types.Type) types.Type {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		return ptr.Elem()
	}
	return t
}

// WholeVariable returns the variable whose value a load is, if it is a struct or
// an array.
func WholeVariable(v ssa.Value) (*ssa.Alloc, bool) {
	load, ok := v.(*ssa.UnOp)
	if !ok {
		return nil, false
	}
	alloc, ok := load.X.(*ssa.Alloc)
	if !ok {
		return nil, false
	}
	switch load.Type().Underlying().(type) {
	case *types.Struct, *types.Array:
		return alloc, true
	}
	return nil, false
}

// IsVariable reports whether memory is a variable of the program, not a literal
// or an argument list.
func IsVariable(alloc *ssa.Alloc) bool {
	switch alloc.Comment {
	case "complit", "slicelit", "varargs", "new", "makeslice":
		return false
	}
	return true
}

// IsLoaded reports whether something reads a variable in memory.
func IsLoaded(addr ssa.Value) bool {
	for _, ref := range *addr.Referrers() {
		switch ref := ref.(type) {
		case *ssa.Store:
			if ref.Val == addr {
				return true
			}
		case *ssa.DebugRef:
		case *ssa.FieldAddr:
			if IsLoaded(ref) {
				return true
			}
		case *ssa.IndexAddr:
			if IsLoaded(ref) {
				return true
			}
		case *ssa.MakeClosure:
			if ClosureReads(ref, addr) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// RootOf returns the pointer that an address is a part of.
func RootOf(addr ssa.Value) ssa.Value {
	for range MaxDepth {
		switch x := addr.(type) {
		case *ssa.FieldAddr:
			addr = x.X
		case *ssa.IndexAddr:
			addr = x.X
		default:
			return addr
		}
	}
	return addr
}

// IsZeroConst reports whether a constant is the zero of its type.
func IsZeroConst(c *ssa.Const) bool {
	if c.Value == nil {
		return true
	}
	switch c.Value.Kind() {
	case constant.Bool:
		return false // false is as good a record as true
	case constant.String:
		return constant.StringVal(c.Value) == ""
	}
	return constant.Sign(c.Value) == 0
}

// SameCallee reports whether two calls call the same method by interface, or the
// same declared function that returns an error.
func SameCallee(a, b *ssa.CallCommon) bool {
	if a.IsInvoke() || b.IsInvoke() {
		return a.IsInvoke() && b.IsInvoke() && a.Method == b.Method
	}
	callee := a.StaticCallee()
	return callee != nil && callee == b.StaticCallee() && callee.Object() != nil && ReturnsError(callee.Signature)
}

// IsBool reports whether a type is a bool, named or not.
func IsBool(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}
