// Package predicate turns conditions into tests: every comparison, list, map,
// pattern or helper that asks for a code becomes the set of codes that satisfy it.
package predicate

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// WrongWay reports whether the code is looked for in the literal.
func WrongWay(l *program.Literal) bool { return l.Atoms[0].WrongWay() }

const (
	OnCode    program.TestKind = iota // on the code
	OnShape                           // whether the code has a dot, or the like: names no code
	OnNil                             // matches no error
	OnType                            // matches the SDK's error type
	OnOther                           // matches another error type
	OnHolder                          // matches a type of the program's own that holds an error of the SDK
	OnKind                            // whether it is an error, or the SDK's: names no code
	OnText                            // on the text, or by somebody else's classifier that is true for what it knows
	Opaque                            // by a classifier that the analysis does not know
	Retrying                          // a call that retries the codes that match and stops at the others
	Comparing                         // a call that compares, to what end is not known
)

// Pos is where a finding about the test is reported.
func Pos(t *program.Test) token.Pos {
	if t.Node != nil {
		return t.Node.Pos()
	}
	if x, ok := t.Value.(*ssa.Extract); ok {
		return x.Tuple.Pos()
	}
	return t.Value.Pos()
}

// Matched is the set of the codes that match.
func Matched(t *program.Test) codes.Set { return t.Set }

// Arrived is the set of what the subject can be where the test is made.
func Arrived(t *program.Test) codes.Set { return t.Arrived }

// TakesOthers reports whether the branch that the test guards is for the codes
// that do not match: the default of all of them.
func TakesOthers(t *program.Test) bool { return t.Negated != t.Not }

// Closed reports whether everything that the test compares with is known.
func Closed(t *program.Test) bool { return !t.Pattern.Open && len(t.Pattern.Params) == 0 }

// Decides reports whether the program branches on the test, or returns what it
// says: not where a code is only looked up.
func Decides(t *program.Test) bool { return t.Kind != Comparing }

// Retries reports whether the test is a call that retries the codes that
// match and stops at the others.
func Retries(t *program.Test) bool { return t.Kind == Retrying }

// TestOf recognises a condition; nil when it says nothing about an error.
func TestOf(f *program.Function, cond ssa.Value) *program.Test {
	if t, ok := f.Tests[cond]; ok {
		return t
	}
	f.Tests[cond] = nil // a condition that refers to itself says nothing
	t := recognise(f, cond)
	if t != nil && t.Kind == OnCode && separates(t) {
		t.Kind = OnShape
	}
	f.Tests[cond] = t
	for ; t != nil; t = t.Other {
		t.Value = cond
		finish(t, f)
	}
	return f.Tests[cond]
}

// separates reports whether the test only asks whether the code has a dot or
// the like, and names no code.
func separates(t *program.Test) bool {
	for _, a := range t.Pattern.Atoms {
		if strings.ContainsFunc(a.Value, unicode.IsLetter) {
			return false
		}
	}
	return len(t.Pattern.Atoms) > 0
}

// finish computes what the other parts of the test imply.
func finish(t *program.Test, f *program.Function) {
	if e, ok := t.Node.(ast.Expr); ok {
		t.Chain, t.Not = f.Syntax().Chain[e], f.Syntax().Negated[e]
	}
	u := f.Pkg.Universe
	switch t.Kind {
	case OnNil:
		t.Set = u.Only(u.Nil())
	case OnType:
		t.Set = u.Codes()
	case OnOther:
		t.Set = u.Only(u.NotSDK())
	case OnHolder:
		t.Set = u.Codes().Or(u.Only(u.NotSDK()))
	default:
		for _, a := range t.Pattern.Atoms {
			t.Set = t.Set.Or(u.Match(a))
		}
	}
}

func recognise(f *program.Function, cond ssa.Value) *program.Test {
	if t := wireTest(f, cond); t != nil {
		return t
	}
	switch x := cond.(type) {
	case *ssa.BinOp:
		if x.Op == token.EQL || x.Op == token.NEQ {
			if t := indexTest(f, x); t != nil {
				return t
			}
			return comparison(f, x)
		}
		if x.Op == token.GEQ || x.Op == token.GTR || x.Op == token.LSS {
			return indexTest(f, x)
		}
	case *ssa.Call:
		return testCall(f, x)
	case *ssa.Extract:
		if _, ok := x.Tuple.(*ssa.Call); !ok && x.Index != 1 {
			return nil
		}
		switch tuple := x.Tuple.(type) {
		case *ssa.TypeAssert:
			if f.Pkg.Errors.Is(tuple.AssertedType) || value.HoldsError(f, tuple.AssertedType) {
				return typeTest(f, tuple.X, tuple.AssertedType)
			}
			if ir.IsErrorType(tuple.X.Type()) && !types.IsInterface(tuple.AssertedType) {
				return &program.Test{Kind: OnOther, Of: value.SubjectOf(f, tuple.X)}
			}
			if ir.IsErrorType(tuple.X.Type()) {
				return typeTest(f, tuple.X, tuple.AssertedType)
			}
		case *ssa.Lookup:
			return lookup(f, tuple)
		case *ssa.Call:
			if t := boolAnswer(f, x); t != nil {
				return t
			}
			if t := binarySearch(f, x, tuple); t != nil {
				return t
			}
			if t := cutTest(f, x, tuple); t != nil {
				return t
			}
			if x.Index == 0 {
				return matchString(f, tuple)
			}
			if value.IsAsType(f, tuple.Call.StaticCallee()) {
				return typeTest(f, tuple.Call.Args[0], x.Tuple.Type().(*types.Tuple).At(0).Type())
			}
		}
	case *ssa.Lookup:
		return lookup(f, x)
	case *ssa.Field, *ssa.UnOp: // decide(err).again
		return fieldAnswer(f, x)
	}
	return nil
}

// fieldAnswer recognises a field of a helper's answer that is true or false.
func fieldAnswer(f *program.Function, v ssa.Value) *program.Test {
	if !ir.IsBool(v.Type()) {
		return nil
	}
	t := answerTest(f, v, "true")
	if t != nil {
		call, _, _ := classified(f, v)
		if node := f.Syntax().Call(call); node != nil {
			t.Node = node
		}
	}
	return t
}

// boolAnswer recognises a result of a helper that is true or false, beside
// others.
func boolAnswer(f *program.Function, x *ssa.Extract) *program.Test {
	if !ir.IsBool(x.Type()) {
		return nil
	}
	t := answerTest(f, x, "true")
	if t != nil {
		if node := f.Syntax().Call(x.Tuple.(*ssa.Call)); node != nil {
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
		if program.IsGetCode(method) {
			return true
		}
	}
	return false
}

func typeTest(f *program.Function, err ssa.Value, target types.Type) *program.Test {
	if value.IsAlways(f, err, target) {
		return &program.Test{Kind: OnNil, Of: value.SubjectOf(f, err), Negated: true}
	}
	if f.Pkg.Errors.Is(target) && !f.Pkg.Errors.IsOfSDK(target) && value.IsMadeElsewhere(f, err) {
		return &program.Test{Kind: OnHolder, Of: value.SubjectOf(f, err)} // perhaps it is always of the type
	}
	if f.Pkg.Errors.Is(target) {
		return &program.Test{Kind: OnType, Of: value.SubjectOf(f, err)}
	}
	if value.HoldsError(f, target) {
		return &program.Test{Kind: OnHolder, Of: value.SubjectOf(f, err)}
	}
	if promisesCode(target) {
		return &program.Test{Kind: OnType, Of: value.SubjectOf(f, err)}
	}
	return &program.Test{Kind: OnText, Of: value.SubjectOf(f, err)}
}
