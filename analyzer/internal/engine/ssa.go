package engine

import (
	"go/constant"
	"go/types"
	"iter"

	"golang.org/x/tools/go/ssa"
)

// elements yields the stores to the elements of an array, with their addresses.
func elements(array *ssa.Alloc) iter.Seq2[*ssa.IndexAddr, *ssa.Store] {
	return func(yield func(*ssa.IndexAddr, *ssa.Store) bool) {
		for _, ref := range *array.Referrers() {
			addr, ok := ref.(*ssa.IndexAddr)
			if !ok {
				continue
			}
			for _, ref := range *addr.Referrers() {
				if store, ok := ref.(*ssa.Store); ok && store.Addr == addr && !yield(addr, store) {
					return
				}
			}
		}
	}
}

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}

func isConst(v ssa.Value, want string) bool {
	got, ok := constString(v)
	return ok && got == want
}

func constString(v ssa.Value) (string, bool) {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
	}
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(c.Value), true
}

func isZero(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && c.Value.Kind() != constant.String && c.Value.Kind() != constant.Bool && constant.Sign(c.Value) == 0
}

func isNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value == nil
}
