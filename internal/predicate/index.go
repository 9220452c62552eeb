package predicate

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// found says what a comparison of an index with a constant asks.
type found uint8

const (
	notAsked found = iota
	isThere        // at any index
	isFirst        // at index 0: a prefix, or equal
)

// indexAsked says what the comparison of an index with a constant asks, and
// whether it asks the contrary.
func indexAsked(op token.Token, n int64) (asked found, negated bool) {
	switch {
	case op == token.GEQ && n == 0, op == token.NEQ && n == -1, op == token.GTR && n == -1:
		return isThere, false
	case op == token.LSS && n == 0, op == token.EQL && n == -1:
		return isThere, true
	case op == token.EQL && n == 0:
		return isFirst, false
	case op == token.NEQ && n == 0:
		return isFirst, true
	}
	return notAsked, false
}

// indexTest recognises slices.Index(list, code) >= 0, strings.Index(code, part) >= 0
// and strings.Compare(code, other) == 0.
func indexTest(f *program.Function, cmp *ssa.BinOp) *program.Test {
	call, ok := cmp.X.(*ssa.Call)
	c, isConst := cmp.Y.(*ssa.Const)
	if !ok || !isConst || c.Value == nil || c.Value.Kind() != constant.Int {
		return nil
	}
	asked, negated := indexAsked(cmp.Op, c.Int64())
	if asked == notAsked {
		return nil
	}
	callee := call.Call.StaticCallee()
	t := &program.Test{}
	if node := f.Syntax().Exprs[cmp.Pos()]; node != nil {
		t.Node = node
	}
	switch {
	case asked == isThere && ir.IsFunc(callee, "Index", "slices", "golang.org/x/exp/slices"):
		code, ok := value.CodeOf(f, call.Call.Args[1])
		if !ok {
			return nil
		}
		t.Of = code.Of
		compareList(f, t, code, codes.Equal, value.ListOf(f, call.Call.Args[0], value.MembersOf(call.Call.Args[0].Type())))
	case ir.IsFunc(callee, "Index", "strings"):
		ops := [2]codes.Op{codes.Contains, codes.Inside}
		if asked == isFirst {
			ops = [2]codes.Op{codes.Prefix, codes.Begins}
		}
		if !compareEither(f, t, call, ops, codes.AsIs) {
			return nil
		}
	case asked == isFirst && ir.IsFunc(callee, "Compare", "strings", "cmp"):
		if !compareEither(f, t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.AsIs) {
			return nil
		}
	default:
		return nil
	}
	for x := t; x != nil; x = x.Other {
		x.Negated = negated
	}
	return t
}

// binarySearch recognises the second result of slices.BinarySearch.
func binarySearch(f *program.Function, x *ssa.Extract, call *ssa.Call) *program.Test {
	if x.Index != 1 || !ir.IsFunc(call.Call.StaticCallee(), "BinarySearch", "slices", "golang.org/x/exp/slices") {
		return nil
	}
	c, ok := value.CodeOf(f, call.Call.Args[1])
	if !ok {
		return nil
	}
	t := &program.Test{Of: c.Of}
	if node := f.Syntax().Call(call); node != nil {
		t.Node = node
	}
	compareList(f, t, c, codes.Equal, value.ListOf(f, call.Call.Args[0], value.MembersOf(call.Call.Args[0].Type())))
	return t
}

// containsFunc makes t of slices.ContainsFunc with a literal that compares the
// element which it is given with the code of an error that it captured.
func containsFunc(f *program.Function, t *program.Test, call *ssa.Call, callee *ssa.Function) bool {
	if !ir.IsFunc(callee, "ContainsFunc", "slices", "golang.org/x/exp/slices") {
		return false
	}
	closure := ir.ClosureOf(call.Call.Args[1])
	if closure == nil {
		return false
	}
	inner := f.Pkg.BySSA[closure.Fn.(*ssa.Function)]
	if inner == nil {
		return false
	}
	for free, use := range inner.Captures {
		cell := boundTo(closure, free)
		if use.Role != facts.Matches || cell == nil || !ir.IsCell(cell) || len(use.Pattern.Params) != 1 {
			continue
		}
		p := use.Pattern.Params[0]
		c, ok := capturedCode(f, cell, call, &use)
		if !ok || p.Outer || p.Elem {
			continue
		}
		if p.Case != codes.AsIs {
			c.Cased = p.Case
		}
		c.Before, c.After = p.Before, p.After
		op := p.Op
		if op == codes.Segment {
			c.Segment, op = true, codes.Equal
		}
		t.Of = c.Of
		compareList(f, t, c, op, value.ListOf(f, call.Call.Args[0], value.MembersOf(call.Call.Args[0].Type())))
		return true
	}
	return false
}

// capturedCode returns what a literal that is called, or given to a call, tests of
// a variable that it captured.
func capturedCode(f *program.Function, cell ssa.Value, at ssa.Instruction, use *facts.ParamUse) (value.Code, bool) {
	ver := f.Memory.Before(cell, at).Resolve()
	if !use.IsCode {
		return value.Code{Of: value.SubjectOfVersion(f, ver, 0), Promised: use.Promised}, true
	}
	if ver.Kind != program.Stored {
		return value.Code{}, false
	}
	return value.CodeOf(f, ver.Value)
}

// boundTo returns what a literal captured as a variable.
func boundTo(closure *ssa.MakeClosure, free *ssa.FreeVar) ssa.Value {
	for i, other := range closure.Fn.(*ssa.Function).FreeVars {
		if other == free {
			return closure.Bindings[i]
		}
	}
	return nil
}
