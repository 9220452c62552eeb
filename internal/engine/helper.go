package engine

import (
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// throttled is the code of throttling.
const throttled = "RequestLimitExceeded"

// retries reports whether a helper retries a code, for certain.
func (u *Use) retries(code string) bool {
	for _, a := range u.Pattern.Atoms {
		if a.Matches(code) {
			return u.Role == RetriesOnly
		}
	}
	return u.Role == RetriesElse && !u.Pattern.Open && len(u.Pattern.Params) == 0
}

// helperOf returns the summary of a function that a call names: nil while the
// function, one of a circle of calls, is not yet analyzed.
func (p *Package) helperOf(callee *ssa.Function) *Helper {
	if callee = ir.Generic(callee); callee == nil {
		return nil
	}
	if f := p.bySSA[callee]; f != nil {
		return f.helper
	}
	object, ok := callee.Object().(*types.Func)
	if !ok || object.Pkg() == nil {
		return nil
	}
	if object.Pkg() != p.pass.Pkg && !p.reaches(object.Pkg()) && !isMembership(object.Origin()) && (p.wire == nil || !mayDecode(object.Origin())) {
		return nil
	}
	return p.factOf(object)
}

// helperTest makes t of a call of a helper that answers true or false. Where
// what the helper compares an error with is a parameter here, the call is a test
// on either.
func (f *Function) helperTest(t *Test, call *ssa.Call, callee *ssa.Function, h *Helper) bool {
	found := make(map[subject]bool)
	for i := range h.Uses {
		use := &h.Uses[i]
		if use.Role != Matches && use.Role != MatchesNot {
			continue
		}
		c, ok := f.helperSubject(use, call)
		if !ok || found[c.of] {
			continue
		}
		if len(found) > 0 {
			t.other = &Test{Node: t.Node}
			t = t.other
		}
		found[c.of] = true
		t.of, t.Call = c.of, callee
		t.Negated = use.Role == MatchesNot
		f.instantiate(t, use, call, c)
	}
	return len(found) > 0
}

// closureTest makes t of a call of a literal that answers whether the code of an
// error that it captured matches.
func (f *Function) closureTest(t *Test, call *ssa.Call, closure *ssa.MakeClosure) bool {
	inner := f.pkg.bySSA[closure.Fn.(*ssa.Function)]
	if inner == nil {
		return false
	}
	for free, use := range inner.captures {
		cell := boundTo(closure, free)
		if cell == nil || !ir.IsCell(cell) {
			continue
		}
		if c, ok := f.capturedCode(cell, call, &use); ok {
			t.of, t.Call, t.Negated = c.of, inner.ssa, use.Role == MatchesNot
			f.instantiate(t, &use, call, c)
			return true
		}
	}
	return false
}

// madeTest makes t of a call of a function that another function made, such as
// the second call of is("Code")(err).
func (f *Function) madeTest(t *Test, call *ssa.Call) bool {
	if call.Call.IsInvoke() || call.Call.StaticCallee() != nil {
		return false
	}
	maker := f.makerOf(call.Call.Value, 0)
	if maker.fn == nil {
		return false
	}
	for i := range maker.made {
		use := &maker.made[i]
		if use.Role != Matches && use.Role != MatchesNot || use.Value != "" {
			continue
		}
		if c, ok := f.helperSubject(use, call); ok {
			t.of, t.Call, t.Negated = c.of, maker.callee, use.Role == MatchesNot
			f.instantiateMade(t, use, call, c, maker)
			return true
		}
	}
	return false
}

// otherCall makes a test of a call of a helper that does not answer true or
// false: one that retries some codes, or compares them to an unknown end.
func (f *Function) otherCall(call *ssa.Call, callee *ssa.Function) *Test {
	use := f.pkg.helperOf(callee).use(RetriesOnly, RetriesElse, Compares)
	if use == nil {
		return nil
	}
	c := code{of: subject{value: call}} // the error that the call returns
	if use.Subject >= 0 {
		var ok bool
		if c, ok = f.helperSubject(use, call); !ok {
			return nil
		}
	}
	t := &Test{kind: retrying, of: c.of, Call: callee, Negated: use.Role == RetriesElse}
	if use.Role == Compares {
		t.kind = comparing
	}
	if node := f.syntax().call(call); node != nil {
		t.Node = node
	}
	f.instantiate(t, use, call, c)
	return t
}

// helperSubject returns the code that a helper is given to test.
func (f *Function) helperSubject(use *Use, call *ssa.Call) (code, bool) {
	args := call.Call.Args
	if use.Subject < 0 || use.Subject >= len(args) {
		return code{}, false
	}
	if use.IsCode {
		return f.codeOf(args[use.Subject])
	}
	return code{of: f.subjectOf(args[use.Subject]), promised: use.Promised}, true
}

// instantiate fills a test with what a helper compares the code with, its
// parameters replaced by the arguments of this call.
func (f *Function) instantiate(t *Test, use *Use, call *ssa.Call, c code) {
	f.instantiateMade(t, use, call, c, f.ownMaker(call))
}

// instantiateMade is instantiate for a function that another made, with the
// arguments that this was given.
func (f *Function) instantiateMade(t *Test, use *Use, call *ssa.Call, c code, maker maker) {
	t.Mixed = use.Mixed
	t.Pattern.Open = use.Pattern.Open
	for _, a := range use.Pattern.Atoms {
		if c.segment && a.Op == codes.Equal {
			a.Op = codes.Segment
		}
		if c.cased != codes.AsIs {
			a.Case = c.cased
		}
		f.literal(t, a, nil)
	}
	for _, p := range use.Pattern.Params {
		args, in, expr := call.Call.Args, f, f.syntax().argument(call, p.Index)
		if p.Outer {
			args, in, expr = maker.args, maker.fn, maker.argument(p.Index)
		}
		if p.Index >= len(args) {
			t.Pattern.Open = t.Pattern.Open || p.Outer
			continue
		}
		arg, cased := args[p.Index], c
		if p.Case != codes.AsIs {
			cased.cased = p.Case
		}
		if p.Op == codes.Segment { // the helper looks at the first segment
			cased.segment = true
		}
		op := p.Op
		if op == codes.Segment {
			op = codes.Equal
		}
		// A helper for lists and strings alike: which one it is given decides.
		given := arg.Type()
		if m, ok := arg.(*ssa.MakeInterface); ok {
			given = m.X.Type()
		}
		if p.Elem && ir.IsString(given) || !p.Elem && isListType(given) {
			continue
		}
		if in != f {
			l := in.listOf(arg, nil)
			if text, ok := ir.ConstString(arg); ok {
				l = list{values: []listed{{value: text, expr: expr}}}
			}
			if p.Elem {
				l = in.listOf(arg, membersOf(given))
			}
			l.open = l.open || len(l.params)+len(l.outer) > 0
			l.params, l.outer = nil, nil
			f.compareList(t, cased, op, l)
		} else if p.Elem {
			f.compareList(t, cased, op, f.listOf(arg, membersOf(given)))
		} else {
			f.compare(t, cased, op, arg, expr)
		}
	}
}

func isListType(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array:
		return true
	}
	return false
}
