package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/analyzer/internal/codes"
	"github.com/tcerrlint/tcerrlint/analyzer/internal/wire"
)

// A Literal is a constant that a test compares a code with, as the program
// has it. A helper may compare it in more than one way.
type Literal struct {
	Value string
	Atoms []codes.Atom
	Expr  ast.Expr // nil where it is not written in this package
}

// WrongWay reports whether the code is looked for in the literal.
func (l *Literal) WrongWay() bool { return l.Atoms[0].WrongWay() }

// A Test is a condition on a code: the one notion that ==, switch, prefixes,
// lists, maps and helpers have in common.
type Test struct {
	Pattern  Pattern
	Literals []Literal
	Negated  bool          // the condition is true for the codes that do not match
	Mixed    bool          // the literals are compared with other things than codes too
	Node     ast.Node      // the condition, as short as the program has it; nil if unknown
	Chain    *Chain        // the switch or if chain that it belongs to, if any
	Call     *ssa.Function // the helper that tests, if one does

	of    subject
	kind  testKind
	value ssa.Value // the condition, or the call of a retry helper
	set   codes.Set

	outer   []Param   // parameters of the function around this literal that the code is compared with
	arrived codes.Set // what the subject can be where the test is made
	other   *Test     // the same condition as a test on its other operand, where both may be codes
}

type testKind uint8

const (
	onCode    testKind = iota // on the code
	onShape                   // whether the code has a dot, or the like: names no code
	onNil                     // matches no error
	onType                    // matches the SDK's error type
	onOther                   // matches another error type
	onText                    // on the text, or by somebody else's classifier that is true for what it knows
	opaque                    // by a classifier that the analysis does not know
	retrying                  // a call that retries the codes that match and stops at the others
	comparing                 // a call that compares, to what end is not known
)

// Pos is where a finding about the test is reported.
func (t *Test) Pos() token.Pos {
	if t.Node != nil {
		return t.Node.Pos()
	}
	return t.value.Pos()
}

// Matched is the set of the codes that match.
func (t *Test) Matched() codes.Set { return t.set }

// Arrived is the set of what the subject can be where the test is made.
func (t *Test) Arrived() codes.Set { return t.arrived }

// Closed reports whether everything that the test compares with is known.
func (t *Test) Closed() bool { return !t.Pattern.Open && len(t.Pattern.Params) == 0 }

// Retries reports whether the test is a call that retries the codes that
// match and stops at the others.
func (t *Test) Retries() bool { return t.kind == retrying }

// testOf recognises a condition; nil when it says nothing about an error.
func (f *Function) testOf(cond ssa.Value) *Test {
	if t, ok := f.tests[cond]; ok {
		return t
	}
	f.tests[cond] = nil // a condition that refers to itself says nothing
	t := f.recognise(cond)
	if t != nil && t.kind == onCode && t.separates() {
		t.kind = onShape
	}
	f.tests[cond] = t
	for ; t != nil; t = t.other {
		t.value = cond
		t.finish(f)
	}
	return f.tests[cond]
}

// testOn returns the test on the subject that a condition is, if it is one.
func (w *walker) testOn(cond ssa.Value, env string) *Test {
	for t := w.f.testOf(cond); t != nil; t = t.other {
		if w.about(t, env) {
			return t
		}
	}
	return nil
}

// separates reports whether the test only asks whether the code has a dot or
// the like, and names no code.
func (t *Test) separates() bool {
	for _, a := range t.Pattern.Atoms {
		if strings.ContainsFunc(a.Value, unicode.IsLetter) {
			return false
		}
	}
	return len(t.Pattern.Atoms) > 0
}

// finish computes what the other parts of the test imply.
func (t *Test) finish(f *Function) {
	if e, ok := t.Node.(ast.Expr); ok {
		t.Chain = f.syntax().chain[e]
	}
	u := f.pkg.Universe
	switch t.kind {
	case onNil:
		t.set = u.Only(u.Nil())
	case onType:
		t.set = u.Codes()
	case onOther:
		t.set = u.Only(u.NotSDK())
	default:
		for _, a := range t.Pattern.Atoms {
			t.set = t.set.Or(u.Match(a))
		}
	}
}

func (f *Function) recognise(cond ssa.Value) *Test {
	if t := f.wireTest(cond); t != nil {
		return t
	}
	switch x := cond.(type) {
	case *ssa.BinOp:
		if x.Op == token.EQL || x.Op == token.NEQ {
			return f.comparison(x)
		}
	case *ssa.Call:
		return f.testCall(x)
	case *ssa.Extract:
		if _, ok := x.Tuple.(*ssa.Call); !ok && x.Index != 1 {
			return nil
		}
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert:
			if f.pkg.errors.Is(tuple.AssertedType) {
				return &Test{kind: onType, of: f.subjectOf(tuple.X)}
			}
			if isErrorType(tuple.X.Type()) && !types.IsInterface(tuple.AssertedType) {
				return &Test{kind: onOther, of: f.subjectOf(tuple.X)}
			}
			if isErrorType(tuple.X.Type()) {
				return &Test{kind: onText, of: f.subjectOf(tuple.X)}
			}
		case *ssa.Lookup:
			return f.lookup(tuple)
		case *ssa.Call:
			if x.Index == 0 {
				return f.matchString(tuple)
			}
			if isFunc(tuple.Call.StaticCallee(), "AsType", "errors") {
				return f.typeTest(tuple.Call.Args[0], x.Tuple.Type().(*types.Tuple).At(0).Type())
			}
		}
	case *ssa.Lookup:
		return f.lookup(x)
	}
	return nil
}

// matchString recognises the first result of regexp.MatchString.
func (f *Function) matchString(call *ssa.Call) *Test {
	t := &Test{}
	if node := f.syntax().call(call); node != nil {
		t.Node = node
	}
	if callee := call.Call.StaticCallee(); callee != nil && f.regexpTest(t, call, callee) {
		return t
	}
	return nil
}

func (f *Function) typeTest(err ssa.Value, target types.Type) *Test {
	if f.pkg.errors.Is(target) {
		return &Test{kind: onType, of: f.subjectOf(err)}
	}
	return &Test{kind: onText, of: f.subjectOf(err)}
}

func (f *Function) comparison(cmp *ssa.BinOp) *Test {
	var found *Test
	for _, pair := range [][2]ssa.Value{{cmp.X, cmp.Y}, {cmp.Y, cmp.X}} {
		x, y := pair[0], pair[1]
		if isNil(y) && f.pkg.errors.Is(x.Type()) {
			// A typed error that is nil: the error was nil, or another's.
			return &Test{kind: onType, of: f.subjectOf(x), Negated: cmp.Op == token.EQL}
		}
		if isNil(y) && isErrorType(x.Type()) {
			return &Test{kind: onNil, of: f.subjectOf(x), Negated: cmp.Op == token.NEQ}
		}
		c, ok := f.codeOf(x)
		if !ok || isConst(y, "") {
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

// compare adds to a test that the code is compared with a value.
func (f *Function) compare(t *Test, c code, op codes.Op, with ssa.Value, expr ast.Expr) {
	cased := c.cased
	if c.segment {
		if op != codes.Equal {
			t.Pattern.Open = true
			return
		}
		op = codes.Segment
	}
	if value, ok := constString(with); ok {
		f.literal(t, codes.Atom{Op: op, Case: cased, Value: value}, expr)
		return
	}
	if i, ok := f.parameter(with); ok {
		t.Pattern.Params = append(t.Pattern.Params, Param{Index: i, Op: op, Case: cased})
		return
	}
	if list := f.elementOf(with); list != nil {
		f.compareList(t, c, op, list, nil)
		return
	}
	t.Pattern.Open = true
}

func (f *Function) literal(t *Test, a codes.Atom, expr ast.Expr) {
	t.Pattern.Atoms = append(t.Pattern.Atoms, a)
	for i := range t.Literals {
		if l := &t.Literals[i]; l.Value == a.Value && l.Expr == expr {
			l.Atoms = append(l.Atoms, a)
			return
		}
	}
	t.Literals = append(t.Literals, Literal{a.Value, []codes.Atom{a}, expr})
}

// compareList adds to a test that the code is compared with each element of a
// list or key of a map.
func (f *Function) compareList(t *Test, c code, op codes.Op, list ssa.Value, expr ast.Expr) {
	if c.segment && op == codes.Equal {
		op = codes.Segment
	}
	values, rest := f.listOf(list, 0)
	for _, v := range values {
		f.literal(t, codes.Atom{Op: op, Case: c.cased, Value: v.value}, v.expr)
	}
	for _, i := range rest.params {
		t.Pattern.Params = append(t.Pattern.Params, Param{Index: i, Elem: true, Op: op, Case: c.cased})
	}
	for _, i := range rest.single {
		t.Pattern.Params = append(t.Pattern.Params, Param{Index: i, Op: op, Case: c.cased})
	}
	for _, i := range rest.outer {
		t.outer = append(t.outer, Param{Index: i, Elem: true, Op: op, Case: c.cased})
	}
	t.Pattern.Open = t.Pattern.Open || rest.open
}

// parameter returns the index of the parameter that a value is.
func (f *Function) parameter(v ssa.Value) (int, bool) {
	if m, ok := v.(*ssa.MakeInterface); ok {
		v = m.X
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

func (f *Function) testCall(call *ssa.Call) *Test {
	common := &call.Call
	callee := common.StaticCallee()
	if !isBool(call.Type()) {
		return f.otherCall(call, callee)
	}
	t := &Test{}
	if node := f.syntax().call(call); node != nil {
		t.Node = node
	}
	if callee != nil {
		if f.standardTest(t, call, callee) {
			return t
		}
		if f.isErrorsAs(common) {
			if m, ok := common.Args[1].(*ssa.MakeInterface); ok {
				if ptr, ok := m.X.Type().Underlying().(*types.Pointer); ok {
					return f.typeTest(common.Args[0], ptr.Elem())
				}
			}
			return nil
		}
		if h := f.pkg.helperOf(callee); h != nil && f.helperTest(t, call, callee, h) {
			return t
		}
		if closure := closureOf(common.Value); closure != nil && f.closureTest(t, call, closure) {
			return t
		}
	}
	return f.foreignTest(call, callee)
}

// foreignTest recognises classifiers whose meaning is not known.
func (f *Function) foreignTest(call *ssa.Call, callee *ssa.Function) *Test {
	for _, arg := range call.Call.Args {
		if text, ok := f.textOf(arg); ok {
			return &Test{kind: onText, of: text}
		}
		if isErrorType(arg.Type()) && !isConstant(arg) {
			kind := opaque
			if callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && f.pkg.isStd(callee.Object().Pkg()) {
				kind = onText
			}
			return &Test{kind: kind, of: f.subjectOf(arg)}
		}
		if c, ok := f.codeOf(arg); ok {
			return &Test{kind: opaque, of: c.of}
		}
	}
	return nil
}

func isConstant(v ssa.Value) bool {
	_, ok := v.(*ssa.Const)
	return ok
}

// textOf reports whether a string is the text of an error: err.Error(), its
// message, or a change of case of one.
func (f *Function) textOf(v ssa.Value) (subject, bool) {
	if p, ok := f.partOf(v); ok && p.level == wire.Text {
		return f.wireSubject(p), true
	}
	switch x := v.(type) {
	case *ssa.Call:
		if x.Call.IsInvoke() {
			if x.Call.Method.Name() == "Error" && isErrorType(x.Call.Value.Type()) {
				return f.subjectOf(x.Call.Value), true
			}
			return subject{}, false
		}
		callee := x.Call.StaticCallee()
		if callee == nil || len(x.Call.Args) == 0 {
			return subject{}, false
		}
		if recv := callee.Signature.Recv(); recv != nil && f.pkg.errors.Is(recv.Type()) && (callee.Name() == "Error" || callee.Name() == "GetMessage") {
			return f.subjectOf(x.Call.Args[0]), true
		}
		if isFunc(callee, "ToLower", "strings") || isFunc(callee, "ToUpper", "strings") {
			return f.textOf(x.Call.Args[0])
		}
	case *ssa.UnOp:
		if addr, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL && f.pkg.errors.Is(addr.X.Type()) && !f.isCodeField(addr.X.Type(), addr.Field) {
			return f.subjectOf(addr.X), true
		}
	}
	return subject{}, false
}

// standardTests are the functions of the standard library that compare
// strings, and the operator each means when its first argument is the code.
var standardTests = map[string]struct{ code, swapped codes.Op }{
	"HasPrefix": {codes.Prefix, codes.Begins},
	"HasSuffix": {codes.Suffix, codes.Ends},
	"Contains":  {codes.Contains, codes.Inside},
}

func (f *Function) standardTest(t *Test, call *ssa.Call, callee *ssa.Function) bool {
	args := call.Call.Args
	for name, op := range standardTests {
		if !isFunc(callee, name, "strings") {
			continue
		}
		return f.compareEither(t, call, [2]codes.Op{op.code, op.swapped}, codes.AsIs)
	}
	if isFunc(callee, "EqualFold", "strings") {
		return f.compareEither(t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.Fold)
	}
	if isFunc(callee, "Contains", "slices", "golang.org/x/exp/slices", "github.com/samber/lo") || isFunc(callee, "Contains", "github.com/thoas/go-funk") {
		if c, ok := f.codeOf(args[1]); ok {
			t.of = c.of
			f.compareList(t, c, codes.Equal, args[0], f.syntax().argument(call, 0))
			return true
		}
		return false
	}
	if isFunc(callee, "DeepEqual", "reflect") {
		return f.compareEither(t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.AsIs)
	}
	return f.regexpTest(t, call, callee)
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

func (f *Function) regexpTest(t *Test, call *ssa.Call, callee *ssa.Function) bool {
	if callee.Name() != "MatchString" || callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != "regexp" {
		return false
	}
	c, ok := f.codeOf(call.Call.Args[1])
	if !ok {
		return false
	}
	t.of = c.of
	if callee.Signature.Recv() == nil {
		if value, ok := constString(call.Call.Args[0]); ok && !c.segment {
			f.literal(t, codes.Atom{Op: codes.Regexp, Case: c.cased, Value: value}, f.syntax().argument(call, 0))
			return true
		}
	} else if value, expr, ok := f.compiledRegexp(call.Call.Args[0]); ok && !c.segment {
		f.literal(t, codes.Atom{Op: codes.Regexp, Case: c.cased, Value: value}, expr)
		return true
	}
	t.Pattern.Open = true
	return true
}

// compiledRegexp returns the constant that a regular expression was compiled
// from, here or in a package variable.
func (f *Function) compiledRegexp(v ssa.Value) (string, ast.Expr, bool) {
	switch x := v.(type) {
	case *ssa.Call:
		if isFunc(x.Call.StaticCallee(), "MustCompile", "regexp") {
			value, ok := constString(x.Call.Args[0])
			return value, f.syntax().argument(x, 0), ok
		}
	case *ssa.UnOp:
		global, ok := x.X.(*ssa.Global)
		if !ok {
			return "", nil, false
		}
		object, _ := global.Object().(*types.Var)
		call, ok := f.pkg.vars[object].(*ast.CallExpr)
		if ok && len(call.Args) == 1 && !f.pkg.reassigned(object) {
			if name, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && name.Sel.Name == "MustCompile" {
				value, ok := constantOf(f.pkg.pass.TypesInfo, call.Args[0])
				return value, call.Args[0], ok
			}
		}
	}
	return "", nil, false
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
	if _, isMap := l.X.Type().Underlying().(*types.Map); !isMap {
		return nil
	}
	if !l.CommaOk {
		if b, ok := l.Type().Underlying().(*types.Basic); !ok || b.Kind() != types.Bool {
			return nil
		}
	}
	f.compareList(t, c, codes.Equal, l.X, nil)
	return t
}
