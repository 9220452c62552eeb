package summary

import (
	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// findsType notes that a generic function does what errors.AsType does: it returns the
// error that it is given as the type which it is instantiated for, and whether there
// is one.
func findsType(f *program.Function, h *facts.Summary) {
	if !program.MayBeAsType(f.SSA.Signature) {
		return
	}
	finds := false
	for _, block := range f.SSA.Blocks {
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
		if !ok {
			continue
		}
		found, as := ret.Results[0], foundBy(f, ret.Results[1], block)
		switch {
		case answer(ret.Results[1]) == "false": // whatever is returned beside it
		case as != nil && isFound(found, as, f.SSA.Params[0]):
			finds = true
		default:
			return
		}
	}
	if finds {
		h.Uses = append(h.Uses, facts.ParamUse{Role: facts.AsType})
	}
}

// foundBy returns what tells that there is an error of the type, where a block
// returns ok: a call of errors.As or its like, or an assertion.
func foundBy(f *program.Function, ok ssa.Value, at *ssa.BasicBlock) ssa.Value {
	if answer(ok) == "true" { // after if errors.As(err, &target)
		if len(at.Preds) != 1 {
			return nil
		}
		branch, isIf := at.Preds[0].Instrs[len(at.Preds[0].Instrs)-1].(*ssa.If)
		if !isIf || at.Preds[0].Succs[0] != at {
			return nil
		}
		ok = branch.Cond
	}
	switch x := ok.(type) {
	case *ssa.Call:
		if f.IsErrorsAs(&x.Call) {
			return x
		}
	case *ssa.Extract:
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert:
			return tuple
		case *ssa.Call:
			if value.IsAsType(f, tuple.Call.StaticCallee()) {
				return tuple
			}
		}
	}
	return nil
}

// isFound reports whether a value is what errors.As or an assertion found in an error.
func isFound(v, as, err ssa.Value) bool {
	switch as := as.(type) {
	case *ssa.TypeAssert:
		x, ok := v.(*ssa.Extract)
		return ok && x.Tuple == as && as.X == err
	case *ssa.Call:
		if as.Call.Args[0] != err {
			return false
		}
		if x, ok := v.(*ssa.Extract); ok {
			return x.Tuple == as
		}
		load, isLoad := v.(*ssa.UnOp)
		target, isTarget := as.Call.Args[len(as.Call.Args)-1].(*ssa.MakeInterface)
		return isLoad && isTarget && load.X == target.X
	}
	return false
}

// answer returns the constant that a value is, or "".
func answer(v ssa.Value) string {
	text, _ := program.AnswerOf(v)
	return text
}
