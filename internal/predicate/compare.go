package predicate

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/facts"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

func comparison(f *program.Function, cmp *ssa.BinOp) *program.Test {
	if t := answerComparison(f, cmp); t != nil {
		t.Other = plainComparison(f, cmp)
		return t
	}
	return plainComparison(f, cmp)
}

func plainComparison(f *program.Function, cmp *ssa.BinOp) *program.Test {
	var found *program.Test
	for _, pair := range [][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		x, y := pair[0], pair[1]
		if ir.IsNil(y) && f.Pkg.Errors.Is(x.Type()) {
			// A typed error that is nil: the error was nil, or another's.
			return &program.Test{Kind: OnType, Of: value.SubjectOf(f, x), Negated: cmp.Op == token.EQL}
		}
		if ir.IsNil(y) && ir.IsErrorType(x.Type()) {
			return &program.Test{Kind: OnNil, Of: value.SubjectOf(f, x), Negated: cmp.Op == token.NEQ}
		}
		c, ok := value.CodeOf(f, x)
		if !ok {
			continue
		}
		if ir.IsConst(y, "") {
			if t := emptyTest(f, c, cmp); t != nil {
				return t
			}
			continue
		}
		whole, operand := f.Syntax().Comparison(f.Pkg.Pass.TypesInfo, cmp)
		t := &program.Test{Of: c.Of, Negated: cmp.Op == token.NEQ}
		if whole != nil {
			t.Node = whole
		}
		compare(f, t, c, codes.Equal, y, operand)
		t.Other, found = found, t
	}
	return found
}

// emptyTest recognises a code that is compared with "": it is the code of an
// error that is nil, or not the SDK's.
func emptyTest(f *program.Function, c value.Code, cmp *ssa.BinOp) *program.Test {
	if c.IsCode {
		return nil
	}
	return &program.Test{Kind: OnType, Of: c.Of, Negated: cmp.Op == token.EQL}
}

// compare adds to a test that the code is compared with a value.
func compare(f *program.Function, t *program.Test, c value.Code, op codes.Op, with ssa.Value, expr ast.Expr) {
	t.Promised = c.Promised
	if c.Segment {
		if op != codes.Equal {
			t.Pattern.Open = true
			return
		}
		op = codes.Segment
	}
	if text, ok := ir.ConstString(with); ok {
		literal(f, t, atom(c, op, text), text, expr)
		return
	}
	if inner, before, after, ok := affixed(with); ok {
		c.Before, c.After = c.Before+before, after+c.After
		c.Segment = op == codes.Segment
		if c.Segment {
			op = codes.Equal
		}
		compare(f, t, c, op, inner, expr)
		return
	}
	if m, ok := value.MemberOf(f, with); ok {
		compareList(f, t, c, op, value.ListOf(f, m.Of, m.Path))
		return
	}
	// One of several strings: each must exist, but which it is is not known.
	l := value.ListOf(f, with, nil)
	compareList(f, t, c, op, l)
	t.Pattern.Open = t.Pattern.Open || len(l.Values)+len(l.Params)+len(l.Outer) != 1
}

// affixed takes a string apart that has constant text before or after another.
func affixed(v ssa.Value) (inner ssa.Value, before, after string, ok bool) {
	sum, isSum := v.(*ssa.BinOp)
	if !isSum || sum.Op != token.ADD {
		return nil, "", "", false
	}
	if after, ok = ir.ConstString(sum.Y); ok {
		return sum.X, "", after, true
	}
	before, ok = ir.ConstString(sum.X)
	return sum.Y, before, "", ok
}

// atom is a comparison of the code with a constant.
func atom(c value.Code, op codes.Op, text string) codes.Atom {
	return codes.Atom{Op: op, Case: c.Cased, Value: c.Before + text + c.After}
}

// param is a comparison of the code with a parameter.
func param(c value.Code, op codes.Op, index int, elem bool) facts.Param {
	return facts.Param{Index: index, Elem: elem, Op: op, Case: c.Cased, Before: c.Before, After: c.After}
}

// literal adds a constant, as the program has it, and what the code is compared with.
func literal(f *program.Function, t *program.Test, a codes.Atom, text string, expr ast.Expr) {
	if f.Pkg.MadeUp[a.Value] {
		t.Pattern.Open = true // a code that nobody else knows
		return
	}
	t.Pattern.Atoms = append(t.Pattern.Atoms, a)
	key := program.Written{Value: text, Expr: expr}
	if i, ok := t.Written[key]; ok {
		t.Literals[i].Atoms = append(t.Literals[i].Atoms, a)
		return
	}
	if t.Written == nil {
		t.Written = make(map[program.Written]int)
	}
	t.Written[key] = len(t.Literals)
	t.Literals = append(t.Literals, program.Literal{Value: text, Atoms: []codes.Atom{a}, Expr: expr})
}

// compareList adds to a test that the code is compared with each string of a
// list.
func compareList(f *program.Function, t *program.Test, c value.Code, op codes.Op, l value.List) {
	t.Promised = c.Promised
	if c.Segment && op == codes.Equal {
		op = codes.Segment
	}
	for _, v := range l.Values {
		literal(f, t, atom(c, op, v.Value), v.Value, v.Expr)
		if i, ok := t.Written[program.Written{Value: v.Value, Expr: v.Expr}]; ok {
			t.Literals[i].Put = v.Put
			t.Literals[i].Elsewhere = t.Literals[i].Elsewhere || v.Elsewhere
		}
	}
	for _, g := range l.Others {
		t.Exposed = append(t.Exposed, program.ExposedParam{Of: g.Of, Param: param(c, op, g.Index, g.Elem)})
	}
	for _, g := range l.Params {
		t.Pattern.Params = append(t.Pattern.Params, param(c, op, g.Index, g.Elem))
	}
	for _, g := range l.Outer {
		p := param(c, op, g.Index, g.Elem)
		t.Outer = append(t.Outer, p)
		p.Outer = true
		t.Pattern.Params = append(t.Pattern.Params, p)
	}
	t.Pattern.Open, t.Pattern.May = t.Pattern.Open || l.Open, t.Pattern.May || l.May
}

// compareEither makes t a test on whichever argument of the call is a code,
// with the operator for that argument; on both, where both may be one.
func compareEither(f *program.Function, t *program.Test, call *ssa.Call, ops [2]codes.Op, cased codes.Case) bool {
	args, found := call.Call.Args, false
	for i := range 2 {
		c, ok := value.CodeOf(f, args[i])
		if !ok {
			continue
		}
		if cased != codes.AsIs {
			c.Cased = cased
		}
		on := t
		if found {
			on = &program.Test{Node: t.Node}
			t.Other = on
		}
		on.Of = c.Of
		compare(f, on, c, ops[i], args[1-i], f.Syntax().Argument(call, 1-i))
		found = true
	}
	return found
}

// lookup recognises membership in a map: v, ok := m[code], or m[code] in a map
// whose every value is true.
func lookup(f *program.Function, l *ssa.Lookup) *program.Test {
	if !ir.IsMap(l.X.Type()) {
		return nil
	}
	t := &program.Test{}
	if node := f.Syntax().Exprs[l.Pos()]; node != nil {
		t.Node = node
	}
	c, ok := value.CodeOf(f, l.Index)
	if !ok {
		if (l.CommaOk || ir.IsBool(l.Type())) && answerAmong(f, t, l.Index, value.ListOf(f, l.X, value.MembersOf(l.X.Type()))) {
			return t
		}
		return nil
	}
	t.Of = c.Of
	compareList(f, t, c, codes.Equal, value.ListOf(f, l.X, value.MembersOf(l.X.Type())))
	if !l.CommaOk && !ir.IsBool(l.Type()) {
		if len(t.Literals) == 0 {
			return nil // it counts codes, say
		}
		t.Kind = Comparing
	}
	return t
}
