package predicate

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// helperTest makes t of a call of a helper that answers true or false. Where
// what the helper compares an error with is a parameter here, the call is a test
// on either.
func helperTest(f *program.Function, t *program.Test, call *ssa.Call, callee *ssa.Function, h *facts.Summary) bool {
	found := make(map[program.ValueID]bool)
	for i := range h.Uses {
		use := &h.Uses[i]
		if use.Role != facts.Matches && use.Role != facts.MatchesNot {
			continue
		}
		c, ok := helperSubject(f, use, call)
		if !ok && helperAmong(f, t, use, call) {
			return true
		}
		if !ok || found[c.Of] {
			continue
		}
		if len(found) > 0 {
			t.Other = &program.Test{Node: t.Node}
			t = t.Other
		}
		found[c.Of] = true
		t.Of, t.Call = c.Of, callee
		t.Negated = use.Role == facts.MatchesNot
		t.NilMatches, t.OtherMatches, t.Vague = use.NilMatches, use.OtherMatches, use.Vague
		instantiate(f, t, use, call, c)
	}
	return len(found) > 0
}

// helperAmong makes t of a call of a helper that looks for one of its parameters in
// another, given what a classifier answered.
func helperAmong(f *program.Function, t *program.Test, use *facts.ParamUse, call *ssa.Call) bool {
	args, p := call.Call.Args, &use.Pattern
	if !use.IsCode || p.Open || len(p.Atoms) > 0 || len(p.Params) != 1 || use.Subject < 0 || use.Subject >= len(args) {
		return false
	}
	in := p.Params[0]
	if !in.Elem || in.Outer || in.Op != codes.Equal || in.Index >= len(args) {
		return false
	}
	list := value.ListOf(f, args[in.Index], value.MembersOf(args[in.Index].Type()))
	if !answerAmong(f, t, args[use.Subject], list) {
		return false
	}
	t.Negated = t.Negated != (use.Role == facts.MatchesNot)
	return true
}

// closureTest makes t of a call of a literal that answers whether the code of an
// error that it captured matches.
func closureTest(f *program.Function, t *program.Test, call *ssa.Call, closure *ssa.MakeClosure) bool {
	inner := f.Pkg.BySSA[closure.Fn.(*ssa.Function)]
	if inner == nil {
		return false
	}
	for free, use := range inner.Captures {
		cell := boundTo(closure, free)
		if cell == nil || !ir.IsCell(cell) {
			continue
		}
		if c, ok := capturedCode(f, cell, call, &use); ok {
			t.Of, t.Call, t.Negated = c.Of, inner.SSA, use.Role == facts.MatchesNot
			instantiate(f, t, &use, call, c)
			return true
		}
	}
	return false
}

// madeTest makes t of a call of a function that another function made, such as
// the second call of is("Code")(err).
func madeTest(f *program.Function, t *program.Test, call *ssa.Call) bool {
	if call.Call.IsInvoke() || call.Call.StaticCallee() != nil {
		return false
	}
	maker := makerOf(f, call.Call.Value, 0)
	if maker.fn == nil {
		return false
	}
	for i := range maker.made {
		use := &maker.made[i]
		if use.Role != facts.Matches && use.Role != facts.MatchesNot || use.Value != "" {
			continue
		}
		if c, ok := helperSubject(f, use, call); ok {
			t.Of, t.Call, t.Negated = c.Of, maker.callee, use.Role == facts.MatchesNot
			instantiateMade(f, t, use, call, c, maker)
			return true
		}
	}
	return false
}

// otherCall makes a test of a call of a helper that does not answer true or
// false: one that retries some codes, or compares them to an unknown end.
func otherCall(f *program.Function, call *ssa.Call, callee *ssa.Function) *program.Test {
	use := f.Pkg.SummaryOf(callee).Use(facts.RetriesOnly, facts.RetriesElse, facts.Compares)
	if use == nil {
		return nil
	}
	c := value.Code{Of: program.ValueID{Value: call}} // the error that the call returns
	if use.Subject >= 0 {
		var ok bool
		if c, ok = helperSubject(f, use, call); !ok {
			return nil
		}
	}
	t := &program.Test{Kind: Retrying, Of: c.Of, Call: callee, Negated: use.Role == facts.RetriesElse}
	if use.Role == facts.Compares {
		t.Kind = Comparing
	}
	if node := f.Syntax().Call(call); node != nil {
		t.Node = node
	}
	instantiate(f, t, use, call, c)
	return t
}

// helperSubject returns the code that a helper is given to test.
func helperSubject(f *program.Function, use *facts.ParamUse, call *ssa.Call) (value.Code, bool) {
	args := call.Call.Args
	if use.Subject < 0 || use.Subject >= len(args) {
		return value.Code{}, false
	}
	if use.IsCode {
		return value.CodeOf(f, args[use.Subject])
	}
	if ir.IsErrorPointer(args[use.Subject].Type()) {
		return pointed(f, args[use.Subject], call)
	}
	return value.Code{Of: value.SubjectOf(f, args[use.Subject]), Promised: use.Promised}, true
}

// givenTest makes t of a call of a function that this one was given, with an error or
// its code: what it asks is known where this function is called.
func givenTest(f *program.Function, t *program.Test, call *ssa.Call) bool {
	asked, ok := call.Call.Value.(*ssa.Parameter)
	if !ok || call.Call.IsInvoke() || len(call.Call.Args) != 1 {
		return false
	}
	arg := call.Call.Args[0]
	c, ok := value.CodeOf(f, arg)
	switch {
	case ok && (c.Segment || c.Cased != codes.AsIs):
		return false
	case ok:
		t.Of = c.Of
	case ir.IsErrorType(arg.Type()) || f.Pkg.Errors.Is(arg.Type()):
		t.Of = value.SubjectOf(f, arg)
	default:
		return false
	}
	t.Pattern.Params = []facts.Param{{Index: slices.Index(f.SSA.Params, asked), Asks: true}}
	return true
}

// instantiateAsked adds to a test what a function asks that a helper is given: a literal
// of this function, if it is given here, or one with a name.
func instantiateAsked(f *program.Function, t *program.Test, c value.Code, asked ssa.Value, expr ast.Expr, here bool) {
	fn := ir.LiteralOf(asked)
	use := f.Pkg.SummaryOf(fn).Use(facts.Matches)
	if !here || fn == nil || ir.WrappedMethod(fn) != nil || use == nil || use.Subject != 0 || use.Value != "" {
		t.Pattern.Open = true
		return
	}
	if name := ir.NameOf(expr); name != "" {
		t.By = name
	} else if t.By != "" {
		t.By = "the function that " + t.By + " is given"
	}
	t.Pattern.Open, t.Pattern.May = t.Pattern.Open || use.Pattern.Open, t.Pattern.May || use.Pattern.May
	for _, a := range use.Pattern.Atoms {
		literal(f, t, a, writtenAs(a, use.Pattern.Atoms), nil)
	}
	for _, p := range use.Pattern.Params {
		if !p.Outer || p.Asks || fn.Parent() != f.SSA {
			t.Pattern.Open = true
			continue
		}
		through, op := c.Through(p)
		given := f.SSA.Params[p.Index]
		var path []value.Step
		if p.Elem {
			path = value.MembersOf(given.Type())
		}
		compareList(f, t, through, op, value.ListOf(f, given, path))
	}
}

// instantiate fills a test with what a helper compares the code with, its
// parameters replaced by the arguments of this call.
func instantiate(f *program.Function, t *program.Test, use *facts.ParamUse, call *ssa.Call, c value.Code) {
	instantiateMade(f, t, use, call, c, ownMaker(f, call))
}

// instantiateMade is instantiate for a function that another made, with the
// arguments that this was given.
func instantiateMade(f *program.Function, t *program.Test, use *facts.ParamUse, call *ssa.Call, c value.Code, maker maker) {
	t.Mixed, t.By = use.Mixed, ir.CalleeName(f.Pkg.Written(call))
	t.Pattern.Open, t.Pattern.May = use.Pattern.Open, use.Pattern.May
	foreign := use.IsCode && !f.Pkg.Declares(call.Call.StaticCallee())
	atoms := use.Pattern.Atoms
	if foreign {
		atoms = slices.Concat(atoms, use.Never)
	}
	for i, a := range atoms {
		if c.Segment && a.Op == codes.Equal {
			a.Op = codes.Segment
		}
		if c.Cased != codes.AsIs {
			a.Case = c.Cased
		}
		literal(f, t, a, writtenAs(a, use.Pattern.Atoms), nil)
		// A package that compares strings cannot say which of them are wrong as codes.
		if n := len(t.Literals); n > 0 && foreign && !use.Known {
			t.Literals[n-1].Elsewhere, t.Literals[n-1].Never = true, i >= len(use.Pattern.Atoms)
		}
	}
	for _, p := range use.Pattern.Params {
		args, in, expr := call.Call.Args, f, f.Syntax().Argument(call, p.Index)
		if p.Outer {
			args, in, expr = maker.args, maker.fn, maker.argument(p.Index)
		}
		if p.Index >= len(args) {
			t.Pattern.Open = t.Pattern.Open || p.Outer
			continue
		}
		if p.Asks {
			instantiateAsked(f, t, c, args[p.Index], expr, in == f)
			continue
		}
		arg := args[p.Index]
		cased, op := c.Through(p)
		// A helper for lists and strings alike: which one it is given decides.
		given := arg.Type()
		if m, ok := arg.(*ssa.MakeInterface); ok {
			given = m.X.Type()
		}
		if p.Elem && ir.IsString(given) || !p.Elem && IsListType(given) {
			continue
		}
		if in != f {
			l := value.ListOf(in, arg, nil)
			if text, ok := ir.ConstString(arg); ok {
				l = value.List{Values: []value.Listed{{Value: text, Expr: expr}}}
			}
			if p.Elem {
				l = value.ListOf(in, arg, value.MembersOf(given))
			}
			l.Open = l.Open || len(l.Params)+len(l.Outer) > 0
			l.Params, l.Outer = nil, nil
			compareList(f, t, cased, op, l)
		} else if p.Elem {
			compareList(f, t, cased, op, value.ListOf(f, arg, value.MembersOf(given)))
		} else {
			compare(f, t, cased, op, arg, expr)
		}
	}
}

// writtenAs returns the text of a comparison in a helper: of code == c and
// HasPrefix(code, c+".") it is c.
func writtenAs(a codes.Atom, all []codes.Atom) string {
	category, ok := strings.CutSuffix(a.Value, ".")
	if ok && a.Op == codes.Prefix && slices.ContainsFunc(all, func(b codes.Atom) bool { return b.Op == codes.Equal && b.Value == category }) {
		return category
	}
	return a.Value
}

// IsListType reports whether a type is that of a list of strings, if of any list.
func IsListType(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Slice, *types.Map, *types.Array:
		return true
	}
	return false
}
