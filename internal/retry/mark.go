package retry

import (
	"go/constant"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
)

// MarkOf returns what a retry does on a retry error of the program's own that a
// function returns: a literal, or what a constructor answers, just as it was made.
func MarkOf(p *program.Package, v ssa.Value) facts.Mark { return markOf(p, v, 0) }

func markOf(p *program.Package, v ssa.Value, depth int) facts.Mark {
	e := p.RetryErrorOf(v.Type())
	if e == nil {
		return facts.Unmarked
	}
	switch x := v.(type) {
	case *ssa.Const:
		if e.Pointer {
			return facts.MarkedDone
		}
		return e.MarkOf(false, true)
	case *ssa.Call:
		if isOnlyReturned(x, 0) {
			return markOfCall(p, x.Call.StaticCallee(), depth)
		}
	case *ssa.Alloc:
		return markOfLiteral(x, e)
	case *ssa.UnOp:
		if alloc, ok := x.X.(*ssa.Alloc); ok && x.Op == token.MUL && isOnlyReturned(x, 0) {
			return markOfLiteral(alloc, e)
		}
	}
	return facts.Unmarked
}

// markOfCall returns what a retry does on what a function returns: a constructor
// always marks it the same.
func markOfCall(p *program.Package, callee *ssa.Function, depth int) facts.Mark {
	callee = ir.Generic(callee)
	if callee == nil || depth > maxConstructors {
		return facts.Unmarked
	}
	if f := p.BySSA[callee]; f != nil {
		return markMade(f, depth+1)
	}
	object, ok := callee.Object().(*types.Func)
	if !ok || object.Pkg() == nil || object.Pkg() == p.Pass.Pkg {
		return facts.Unmarked
	}
	if fact := p.FactOf(object); fact != nil {
		return fact.Makes
	}
	return facts.Unmarked
}

// maxConstructors bounds how many constructors call each other.
const maxConstructors = 3

// MarkOfMade returns what a retry does on whatever a function returns.
func MarkOfMade(f *program.Function) facts.Mark {
	if f.Pkg.RetryErrorOf(ir.LastResult(f.SSA.Signature)) == nil {
		return facts.Unmarked
	}
	return markMade(f, 0)
}

// markMade returns what a retry does on whatever a function returns where the error
// that it is given is not nil.
func markMade(f *program.Function, depth int) facts.Mark {
	all := facts.Unmarked
	for _, block := range f.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok || len(ret.Results) == 0 {
			continue
		}
		mark := markOf(f.Pkg, ret.Results[len(ret.Results)-1], depth)
		if mark == facts.MarkedDone && givenNil(block) {
			continue
		}
		if mark == facts.Unmarked || all != facts.Unmarked && all != mark {
			return facts.Unmarked
		}
		all = mark
	}
	return all
}

// givenNil reports whether a block is reached only where an error that the function
// is given is nil.
func givenNil(block *ssa.BasicBlock) bool {
	if len(block.Preds) != 1 {
		return false
	}
	branch, ok := block.Preds[0].Instrs[len(block.Preds[0].Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	cmp, ok := branch.Cond.(*ssa.BinOp)
	if !ok || !ir.IsNil(cmp.Y) {
		return false
	}
	_, given := cmp.X.(*ssa.Parameter)
	return given && ir.IsErrorType(cmp.X.Type()) &&
		(cmp.Op == token.EQL && branch.Block().Succs[0] == block || cmp.Op == token.NEQ && branch.Block().Succs[1] == block)
}

// isOnlyReturned reports whether nothing but a return uses a value, so that it is as
// it was made.
func isOnlyReturned(v ssa.Value, depth int) bool {
	for _, ref := range *v.Referrers() {
		switch x := ref.(type) {
		case *ssa.Return, *ssa.DebugRef:
		case *ssa.Phi:
			if depth > ir.MaxDepth || !isOnlyReturned(x, depth+1) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// markOfLiteral returns what a retry does on a literal whose fields are set where it is
// made, and nowhere else.
func markOfLiteral(alloc *ssa.Alloc, e *facts.RetryError) facts.Mark {
	field, noError := false, e.Error >= 0
	for _, ref := range *alloc.Referrers() {
		switch x := ref.(type) {
		case *ssa.FieldAddr:
			if x.Field != e.Field && x.Field != e.Error {
				continue
			}
			v := storedOnce(alloc, x)
			if v == nil {
				return facts.Unmarked
			}
			if x.Field == e.Error {
				noError = ir.IsNil(v)
				continue
			}
			c, ok := v.(*ssa.Const)
			if !ok {
				return facts.Unmarked
			}
			field = constant.BoolVal(c.Value)
		case *ssa.Return, *ssa.DebugRef:
		case *ssa.Phi:
			if !isOnlyReturned(x, 0) {
				return facts.Unmarked
			}
		case *ssa.UnOp:
			if !isOnlyReturned(x, 0) {
				return facts.Unmarked
			}
		default:
			return facts.Unmarked
		}
	}
	return e.MarkOf(field, noError)
}

// storedOnce returns what is stored in a field of a literal, if that is all that is
// done with the field, and done where the literal is made.
func storedOnce(alloc *ssa.Alloc, addr *ssa.FieldAddr) ssa.Value {
	if len(*addr.Referrers()) != 1 {
		return nil
	}
	store, ok := (*addr.Referrers())[0].(*ssa.Store)
	if !ok || store.Addr != addr || store.Block() != alloc.Block() {
		return nil
	}
	return store.Val
}
