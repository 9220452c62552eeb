package engine

import (
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// ChangesNothing reports whether control does the same whether the test
// matches or not: both ways only return the same constants, or meet again
// without having done anything.
func (t *Test) ChangesNothing() bool {
	v := t.value
	if v.Referrers() == nil || len(*v.Referrers()) != 1 {
		return false
	}
	branch, ok := (*v.Referrers())[0].(*ssa.If)
	if !ok {
		return false
	}
	from := branch.Block()
	pred1, end1 := ir.SkipEmpty(from, from.Succs[0])
	pred2, end2 := ir.SkipEmpty(from, from.Succs[1])
	if end1 == end2 {
		return ir.SamePhis(end1, pred1, pred2)
	}
	return ir.SameReturn(end1, end2)
}
