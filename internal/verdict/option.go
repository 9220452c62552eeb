package verdict

import (
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// Asked reports whether the codes of an outcome come that way only where the caller
// asks for it: whether the test that they match is made, or the match leads there,
// depends on an option that the function is given.
func Asked(s *program.Subject, o *program.Outcome) bool {
	if o.Matched == nil {
		return false
	}
	test, ok := o.Matched.Value.(ssa.Instruction)
	if !ok {
		return false
	}
	begin := s.Fn.SSA.Blocks[0]
	if v, ok := s.Of.Value.(ssa.Instruction); ok {
		begin = v.Block()
	} else if ver := s.Of.Memory; ver != nil && ver.Call != nil {
		begin = ver.Call.Block()
	}
	for _, block := range s.Fn.SSA.Blocks {
		branch, ok := block.Instrs[len(block.Instrs)-1].(*ssa.If)
		if !ok || !begin.Dominates(block) || !isOption(branch.Cond, 0) {
			continue
		}
		for _, way := range block.Succs {
			if len(way.Preds) == 1 && (way.Dominates(test.Block()) || leavesAt(way, o.Pos)) {
				return true
			}
		}
	}
	return false
}

// leavesAt reports whether control leaves the function at a position only by way of
// a block.
func leavesAt(way *ssa.BasicBlock, pos token.Pos) bool {
	for _, block := range way.Parent().Blocks {
		if ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return); ok && program.Position(ret) == pos {
			return way.Dominates(block)
		}
	}
	return false
}

// isOption reports whether a condition is one that the caller settles: a bool that
// the function is given or that is set for the program, or what is given compared
// with a constant.
func isOption(v ssa.Value, depth int) bool {
	if depth > ir.MaxDepth {
		return false
	}
	switch x := v.(type) {
	case *ssa.Parameter, *ssa.Global, *ssa.FreeVar:
		return true
	case *ssa.UnOp:
		return (x.Op == token.MUL || x.Op == token.NOT) && isOption(x.X, depth+1)
	case *ssa.Field:
		return isOption(x.X, depth+1)
	case *ssa.FieldAddr:
		return isOption(x.X, depth+1)
	case *ssa.Alloc: // a struct that is given, whose fields are asked
		whole := ir.WholeStore(x)
		return whole != nil && isOption(whole, depth+1)
	case *ssa.Lookup:
		return isOption(x.Index, depth+1)
	case *ssa.Extract:
		found, ok := x.Tuple.(*ssa.Lookup)
		return ok && isOption(found, depth+1)
	case *ssa.Call: // looked for in a list, or judged by a helper
		callee, asked := x.Call.StaticCallee(), false
		if callee == nil || callee.Signature.Recv() != nil && !ir.IsConstant(x.Call.Args[0]) {
			return false // what the receiver knows may change
		}
		for _, arg := range x.Call.Args {
			option := isOption(arg, depth+1) && !ir.IsErrorType(arg.Type())
			asked = asked || option
			_, isList := arg.(*ssa.Slice)
			_, isMap := arg.(*ssa.MakeMap)
			if !option && !ir.IsConstant(arg) && !isList && !isMap {
				return false // what it looks for, or where, is not settled
			}
		}
		return asked
	case *ssa.BinOp:
		return (x.Op == token.EQL || x.Op == token.NEQ) && ir.IsConstant(x.Y) && !ir.IsNil(x.Y) && isOption(x.X, depth+1)
	}
	return false
}
