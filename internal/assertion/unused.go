package assertion

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// Unused returns the assertions to the SDK's error of whose results none is used, where
// nothing else looks at the error that a call returned.
func Unused(f *ssa.Function, isError func(types.Type) bool) []*ssa.TypeAssert {
	var found []*ssa.TypeAssert
	for _, block := range f.Blocks {
		for _, instr := range block.Instrs {
			x, ok := instr.(*ssa.TypeAssert)
			if ok && isError(x.AssertedType) && isUnused(x) && isReturned(x.X) && onlyAsserted(x.X) {
				found = append(found, x)
			}
		}
	}
	return found
}

// isUnused reports whether an assertion asks, and nothing takes the answer.
func isUnused(x *ssa.TypeAssert) bool {
	value, ok := extracts(x)
	return x.CommaOk && !isUsed(value) && !isUsed(ok)
}

func isUsed(v ssa.Value) bool {
	if v == nil {
		return false
	}
	for _, ref := range *v.Referrers() {
		if _, debug := ref.(*ssa.DebugRef); !debug {
			return true
		}
	}
	return false
}

// isReturned reports whether a value is what a call returned.
func isReturned(v ssa.Value) bool {
	if x, ok := v.(*ssa.Extract); ok {
		v = x.Tuple
	}
	_, ok := v.(*ssa.Call)
	return ok
}

// onlyAsserted reports whether nothing but such assertions is done to an error.
func onlyAsserted(err ssa.Value) bool {
	for _, ref := range *err.Referrers() {
		switch x := ref.(type) {
		case *ssa.DebugRef:
		case *ssa.TypeAssert:
			if !isUnused(x) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
