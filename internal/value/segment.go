package value

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// segmentOf reports whether a slice of a string is the first segment of a code:
// code[:strings.Index(code, ".")].
func segmentOf(f *program.Function, x *ssa.Slice, depth int) (Code, bool) {
	if x.Low != nil || x.High == nil || !ir.IsString(x.X.Type()) {
		return Code{}, false
	}
	if of := dotSought(x.High); of == nil || of != unconverted(x.X) {
		return Code{}, false
	}
	c, ok := codeAt(f, x.X, depth+1)
	c.Segment = true
	return c, ok
}

// dotSought returns the string in which a call looks for the first dot; nil if v is
// no index that such a call returns.
func dotSought(v ssa.Value) ssa.Value {
	call, ok := v.(*ssa.Call)
	if !ok || len(call.Call.Args) != 2 || !isDot(call.Call.Args[1]) {
		return nil
	}
	for _, name := range []string{"Index", "IndexByte", "IndexRune", "IndexAny"} {
		if ir.IsFunc(call.Call.StaticCallee(), name, "strings") {
			return unconverted(call.Call.Args[0])
		}
	}
	return nil
}

// unconverted returns a string as it was before it was converted to another string type.
func unconverted(v ssa.Value) ssa.Value {
	for {
		x, ok := v.(*ssa.ChangeType)
		if !ok {
			return v
		}
		v = x.X
	}
}

func isDot(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil {
		return false
	}
	if c.Value.Kind() == constant.Int {
		return c.Int64() == '.'
	}
	return ir.IsConst(v, ".")
}

// Undotted reports whether control goes from one block to another, or just gets to
// the first, only where a search found no dot in a string: its first segment is all
// of it.
func Undotted(v ssa.Value, from, to *ssa.BasicBlock) bool {
	v = unconverted(v)
	for from != nil {
		if branch, ok := from.Instrs[len(from.Instrs)-1].(*ssa.If); ok && to != nil {
			for way, succ := range from.Succs {
				if succ == to && from.Succs[1-way] != to && lacksDot(branch.Cond, v, way == 0) {
					return true
				}
			}
		}
		if to = from; len(from.Preds) != 1 {
			to = nil
		}
		from = from.Idom()
	}
	return false
}

// lacksDot reports whether a condition that holds, or does not, says that there is
// no dot in a string.
func lacksDot(cond, v ssa.Value, holds bool) bool {
	switch x := cond.(type) {
	case *ssa.UnOp:
		return x.Op == token.NOT && lacksDot(x.X, v, !holds)
	case *ssa.Extract:
		call, ok := x.Tuple.(*ssa.Call)
		return ok && !holds && x.Index == 2 && ir.IsFunc(call.Call.StaticCallee(), "Cut", "strings") && unconverted(call.Call.Args[0]) == v && isDot(call.Call.Args[1])
	case *ssa.Call:
		return !holds && ir.IsFunc(x.Call.StaticCallee(), "Contains", "strings") && unconverted(x.Call.Args[0]) == v && isDot(x.Call.Args[1])
	case *ssa.BinOp:
		n, ok := x.Y.(*ssa.Const)
		if !ok || n.Value == nil || n.Value.Kind() != constant.Int || dotSought(x.X) != v {
			return false
		}
		switch {
		case x.Op == token.LSS && n.Int64() <= 0, x.Op == token.LEQ && n.Int64() < 0, x.Op == token.EQL && n.Int64() == -1:
			return holds
		case x.Op == token.GEQ && n.Int64() <= 0, x.Op == token.GTR && n.Int64() <= 0, x.Op == token.NEQ && n.Int64() == -1:
			return !holds
		}
	}
	return false
}
