package engine

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A Literal is a constant that a test compares a code with, as the program
// has it. A helper may compare it in more than one way.
type Literal struct {
	Value string
	Atoms []codes.Atom
	Expr  ast.Expr // nil where it is not written in this package

	Elsewhere bool // it is in a list of another package, which has no test on it
}

// A written tells literals apart.
type written struct {
	value string
	expr  ast.Expr
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

	written map[written]int // where in Literals

	// Where errors without a code of the SDK are: see Use.
	nilMatches, otherMatches, vague bool

	exposed  []exposedParam
	promised bool // that it is a code is promised by an interface that others fulfil too

	outer   []Param   // parameters of the function around this literal that the code is compared with
	arrived codes.Set // what the subject can be where the test is made
	not     bool      // the program has a ! before it
	other   *Test     // the same condition as a test on its other operand, where both may be codes
}

// An exposedParam is a parameter of a function that fills the list which a test
// compares with.
type exposedParam struct {
	of *ssa.Function
	Param
}

type testKind uint8

const (
	onCode    testKind = iota // on the code
	onShape                   // whether the code has a dot, or the like: names no code
	onNil                     // matches no error
	onType                    // matches the SDK's error type
	onOther                   // matches another error type
	onKind                    // whether it is an error, or the SDK's: names no code
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
	if x, ok := t.value.(*ssa.Extract); ok {
		return x.Tuple.Pos()
	}
	return t.value.Pos()
}

// Matched is the set of the codes that match.
func (t *Test) Matched() codes.Set { return t.set }

// Arrived is the set of what the subject can be where the test is made.
func (t *Test) Arrived() codes.Set { return t.arrived }

// TakesOthers reports whether the branch that the test guards is for the codes
// that do not match: the default of all of them.
func (t *Test) TakesOthers() bool { return t.Negated != t.not }

// Closed reports whether everything that the test compares with is known.
func (t *Test) Closed() bool { return !t.Pattern.Open && len(t.Pattern.Params) == 0 }

// Decides reports whether the program branches on the test, or returns what it
// says: not where a code is only looked up.
func (t *Test) Decides() bool { return t.kind != comparing }

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
		t.Chain, t.not = f.syntax().chain[e], f.syntax().negated[e]
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
			if t := f.indexTest(x); t != nil {
				return t
			}
			return f.comparison(x)
		}
		if x.Op == token.GEQ || x.Op == token.GTR || x.Op == token.LSS {
			return f.indexTest(x)
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
			if ir.IsErrorType(tuple.X.Type()) && !types.IsInterface(tuple.AssertedType) {
				return &Test{kind: onOther, of: f.subjectOf(tuple.X)}
			}
			if ir.IsErrorType(tuple.X.Type()) {
				return f.typeTest(tuple.X, tuple.AssertedType)
			}
		case *ssa.Lookup:
			return f.lookup(tuple)
		case *ssa.Call:
			if t := f.boolAnswer(x); t != nil {
				return t
			}
			if t := f.binarySearch(x, tuple); t != nil {
				return t
			}
			if x.Index == 0 {
				return f.matchString(tuple)
			}
			if isAsType(tuple.Call.StaticCallee()) {
				return f.typeTest(tuple.Call.Args[0], x.Tuple.Type().(*types.Tuple).At(0).Type())
			}
		}
	case *ssa.Lookup:
		return f.lookup(x)
	}
	return nil
}

// boolAnswer recognises a result of a helper that is true or false, beside
// others.
func (f *Function) boolAnswer(x *ssa.Extract) *Test {
	if !ir.IsBool(x.Type()) {
		return nil
	}
	t := f.answerTest(x, "true")
	if t != nil {
		if node := f.syntax().call(x.Tuple.(*ssa.Call)); node != nil {
			t.Node = node
		}
	}
	return t
}

// promisesCode reports whether an interface has the method by which the SDK's
// error tells its code.
func promisesCode(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	if !ok {
		return false
	}
	for method := range i.Methods() {
		if isGetCode(method) {
			return true
		}
	}
	return false
}

func (f *Function) typeTest(err ssa.Value, target types.Type) *Test {
	if f.pkg.errors.Is(target) {
		return &Test{kind: onType, of: f.subjectOf(err)}
	}
	if promisesCode(target) {
		return &Test{kind: onType, of: f.subjectOf(err)}
	}
	return &Test{kind: onText, of: f.subjectOf(err)}
}
