package engine

import (
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

func (f *Function) comparison(cmp *ssa.BinOp) *Test {
	if t := f.answerComparison(cmp); t != nil {
		t.other = f.plainComparison(cmp)
		return t
	}
	return f.plainComparison(cmp)
}

func (f *Function) plainComparison(cmp *ssa.BinOp) *Test {
	var found *Test
	for _, pair := range [][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		x, y := pair[0], pair[1]
		if ir.IsNil(y) && f.pkg.errors.Is(x.Type()) {
			// A typed error that is nil: the error was nil, or another's.
			return &Test{kind: onType, of: f.subjectOf(x), Negated: cmp.Op == token.EQL}
		}
		if ir.IsNil(y) && ir.IsErrorType(x.Type()) {
			return &Test{kind: onNil, of: f.subjectOf(x), Negated: cmp.Op == token.NEQ}
		}
		c, ok := f.codeOf(x)
		if !ok {
			continue
		}
		if ir.IsConst(y, "") {
			if t := f.emptyTest(c, cmp); t != nil {
				return t
			}
			continue
		}
		if !c.isCode && f.isCodeNotParam(y) {
			return nil // two codes compared with each other
		}
		whole, operand := f.syntax().comparison(f.pkg.pass.TypesInfo, cmp)
		t := &Test{of: c.of, Negated: cmp.Op == token.NEQ}
		if whole != nil {
			t.Node = whole
		}
		f.compare(t, c, codes.Equal, y, operand)
		t.other, found = found, t
	}
	return found
}

// emptyTest recognises a code that is compared with "": it is the code of an
// error that is nil, or not the SDK's.
func (f *Function) emptyTest(c code, cmp *ssa.BinOp) *Test {
	if c.isCode {
		return nil
	}
	return &Test{kind: onType, of: c.of, Negated: cmp.Op == token.EQL}
}

// compare adds to a test that the code is compared with a value.
func (f *Function) compare(t *Test, c code, op codes.Op, with ssa.Value, expr ast.Expr) {
	t.promised = c.promised
	cased := c.cased
	if c.segment {
		if op != codes.Equal {
			t.Pattern.Open = true
			return
		}
		op = codes.Segment
	}
	if value, ok := ir.ConstString(with); ok {
		f.literal(t, codes.Atom{Op: op, Case: cased, Value: value}, expr)
		return
	}
	if i, ok := f.parameter(with); ok {
		t.Pattern.Params = append(t.Pattern.Params, Param{Index: i, Op: op, Case: cased})
		return
	}
	if m, ok := f.memberOf(with); ok {
		f.compareList(t, c, op, f.listOf(m.of, m.path))
		return
	}
	// One of several strings: each must exist, but which it is is not known.
	l := f.listOf(with, nil)
	f.compareList(t, c, op, l)
	t.Pattern.Open = t.Pattern.Open || len(l.values)+len(l.params)+len(l.outer) != 1
}

func (f *Function) literal(t *Test, a codes.Atom, expr ast.Expr) {
	if f.pkg.madeUp[a.Value] {
		t.Pattern.Open = true // a code that nobody else knows
		return
	}
	t.Pattern.Atoms = append(t.Pattern.Atoms, a)
	key := written{a.Value, expr}
	if i, ok := t.written[key]; ok {
		t.Literals[i].Atoms = append(t.Literals[i].Atoms, a)
		return
	}
	if t.written == nil {
		t.written = make(map[written]int)
	}
	t.written[key] = len(t.Literals)
	t.Literals = append(t.Literals, Literal{Value: a.Value, Atoms: []codes.Atom{a}, Expr: expr})
}

// compareList adds to a test that the code is compared with each string of a
// list.
func (f *Function) compareList(t *Test, c code, op codes.Op, l list) {
	t.promised = c.promised
	if c.segment && op == codes.Equal {
		op = codes.Segment
	}
	for _, v := range l.values {
		f.literal(t, codes.Atom{Op: op, Case: c.cased, Value: v.value}, v.expr)
		if v.elsewhere && len(t.Literals) > 0 {
			t.Literals[len(t.Literals)-1].Elsewhere = true
		}
	}
	for _, g := range l.others {
		t.exposed = append(t.exposed, exposedParam{g.of, Param{Index: g.index, Elem: g.elem, Op: op, Case: c.cased}})
	}
	for _, g := range l.params {
		t.Pattern.Params = append(t.Pattern.Params, Param{Index: g.index, Elem: g.elem, Op: op, Case: c.cased})
	}
	for _, g := range l.outer {
		p := Param{Index: g.index, Elem: g.elem, Op: op, Case: c.cased}
		t.outer = append(t.outer, p)
		p.Outer = true
		t.Pattern.Params = append(t.Pattern.Params, p)
	}
	t.Pattern.Open = t.Pattern.Open || l.open
}

// parameter returns the index of the parameter that a value is.
func (f *Function) parameter(v ssa.Value) (int, bool) {
	switch x := v.(type) {
	case *ssa.MakeInterface:
		v = x.X
	case *ssa.ChangeType: // a string type of the program's own
		v = x.X
	}
	if call, ok := v.(*ssa.Call); ok && !call.Call.IsInvoke() {
		if callee := call.Call.StaticCallee(); callee != nil && callee.Name() == "String" && callee.Signature.Recv() != nil && isReflectValue(callee.Signature.Recv().Type()) {
			v = reflected(call.Call.Args[0])
		}
	}
	p, ok := v.(*ssa.Parameter)
	if !ok {
		return 0, false
	}
	return slices.Index(f.ssa.Params, p), true
}

// compareEither makes t a test on whichever argument of the call is a code,
// with the operator for that argument; on both, where both may be one.
func (f *Function) compareEither(t *Test, call *ssa.Call, ops [2]codes.Op, cased codes.Case) bool {
	args, found := call.Call.Args, false
	for i := range 2 {
		c, ok := f.codeOf(args[i])
		if !ok || c.isCode && f.isCodeNotParam(args[1-i]) {
			continue
		}
		if cased != codes.AsIs {
			c.cased = cased
		}
		on := t
		if found {
			on = &Test{Node: t.Node}
			t.other = on
		}
		on.of = c.of
		f.compare(on, c, ops[i], args[1-i], f.syntax().argument(call, 1-i))
		found = true
	}
	return found
}

// isCodeNotParam reports whether a string is a code for certain, not merely a
// parameter that could be one.
func (f *Function) isCodeNotParam(v ssa.Value) bool {
	c, ok := f.codeOf(v)
	return ok && !c.isCode
}

// lookup recognises membership in a map: v, ok := m[code], or m[code] in a map
// whose every value is true.
func (f *Function) lookup(l *ssa.Lookup) *Test {
	c, ok := f.codeOf(l.Index)
	if !ok {
		return nil
	}
	t := &Test{of: c.of}
	if node := f.syntax().exprs[l.Pos()]; node != nil {
		t.Node = node
	}
	if !ir.IsMap(l.X.Type()) {
		return nil
	}
	f.compareList(t, c, codes.Equal, f.listOf(l.X, membersOf(l.X.Type())))
	if !l.CommaOk && !ir.IsBool(l.Type()) {
		if len(t.Literals) == 0 {
			return nil // it counts codes, say
		}
		t.kind = comparing
	}
	return t
}
