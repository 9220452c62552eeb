package predicate

import (
	"go/constant"
	"go/token"
	"slices"

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
	case asked == isThere && ir.IsFunc(callee, "IndexFunc", "slices", "golang.org/x/exp/slices"):
		if !containsFunc(f, t, call) {
			return nil
		}
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

// containsFunc makes t of a function that looks in a list for what satisfies a literal,
// which compares the element that it is given with the code of an error that it
// captured.
func containsFunc(f *program.Function, t *program.Test, call *ssa.Call) bool {
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
		if use.Role != facts.Matches || cell == nil || !ir.IsCell(cell) || len(use.Pattern.Params) == 0 {
			continue
		}
		c, ok := capturedCode(f, cell, call, &use)
		if !ok || slices.ContainsFunc(use.Pattern.Params, func(p facts.Param) bool { return p.Outer || p.Elem || p.Asks }) {
			continue
		}
		t.Of = c.Of
		list := value.ListOf(f, call.Call.Args[0], value.MembersOf(call.Call.Args[0].Type()))
		for _, p := range use.Pattern.Params {
			with, op := c.Through(p)
			compareList(f, t, with, op, list)
		}
		// What else the literal knows counts if the list has anything at all.
		t.Pattern.Open = t.Pattern.Open || use.Pattern.Open || len(use.Pattern.Atoms) > 0
		t.Pattern.May = t.Pattern.May || use.Pattern.May
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
