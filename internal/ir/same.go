package ir

import (
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// maxSame bounds the length of blocks that are compared.
const maxSame = 100

// SameBlocks reports whether two blocks without a branch do the same, and leave the
// function, or go on, with the same values.
func SameBlocks(a, b *ssa.BasicBlock) bool {
	x, y := doing(a), doing(b)
	if len(x) != len(y) || len(x) > maxSame {
		return false
	}
	s := same{}
	for i := range x {
		if !s.instructions(x[i], y[i]) {
			return false
		}
	}
	if _, jumps := x[len(x)-1].(*ssa.Jump); jumps {
		return a.Succs[0] == b.Succs[0] && s.phis(a.Succs[0], a, b)
	}
	return true
}

// doing returns the instructions of a block that do something.
func doing(b *ssa.BasicBlock) []ssa.Instruction {
	return slices.DeleteFunc(slices.Clone(b.Instrs), func(instr ssa.Instruction) bool {
		_, ok := instr.(*ssa.DebugRef)
		return ok
	})
}

// A same maps the values of one block to those of another that are the same.
type same map[ssa.Value]ssa.Value

func (s same) values(a, b ssa.Value) bool {
	switch x := a.(type) {
	case nil:
		return b == nil
	case *ssa.Const:
		return types.Identical(a.Type(), b.Type()) && SameValue(a, b)
	case *ssa.Builtin:
		y, ok := b.(*ssa.Builtin)
		return ok && x.Name() == y.Name()
	}
	if other, ok := s[a]; ok {
		return other == b
	}
	return a == b
}

// instructions reports whether two instructions do the same with the same values.
func (s same) instructions(a, b ssa.Instruction) bool {
	if !sameKind(a, b) {
		return false
	}
	x, y := a.Operands(nil), b.Operands(nil)
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if !s.values(*x[i], *y[i]) {
			return false
		}
	}
	v, ok1 := a.(ssa.Value)
	w, ok2 := b.(ssa.Value)
	if ok1 && ok2 {
		if !types.Identical(v.Type(), w.Type()) {
			return false
		}
		s[v] = w
	}
	return ok1 == ok2
}

// sameKind reports whether two instructions do the same with what they are given.
func sameKind(a, b ssa.Instruction) bool {
	switch x := a.(type) {
	case *ssa.Return, *ssa.Jump, *ssa.Panic, *ssa.RunDefers, *ssa.Store, *ssa.MapUpdate, *ssa.Send,
		*ssa.Alloc, *ssa.Slice, *ssa.IndexAddr, *ssa.Lookup, *ssa.TypeAssert,
		*ssa.MakeInterface, *ssa.ChangeInterface, *ssa.ChangeType, *ssa.Convert:
		return reflect.TypeOf(a) == reflect.TypeOf(b)
	case *ssa.FieldAddr:
		y, ok := b.(*ssa.FieldAddr)
		return ok && x.Field == y.Field
	case *ssa.Field:
		y, ok := b.(*ssa.Field)
		return ok && x.Field == y.Field
	case *ssa.Extract:
		y, ok := b.(*ssa.Extract)
		return ok && x.Index == y.Index
	case *ssa.UnOp:
		y, ok := b.(*ssa.UnOp)
		return ok && x.Op == y.Op
	case *ssa.BinOp:
		y, ok := b.(*ssa.BinOp)
		return ok && x.Op == y.Op
	case *ssa.Call:
		y, ok := b.(*ssa.Call)
		return ok && x.Call.Method == y.Call.Method
	}
	return false
}

// phis reports whether a block takes the same values by both ways.
func (s same) phis(to, a, b *ssa.BasicBlock) bool {
	i, j := slices.Index(to.Preds, a), slices.Index(to.Preds, b)
	for _, instr := range to.Instrs {
		phi, ok := instr.(*ssa.Phi)
		if !ok {
			break
		}
		if !s.values(phi.Edges[i], phi.Edges[j]) {
			return false
		}
	}
	return true
}
