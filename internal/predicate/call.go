package predicate

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
	"github.com/tcerrlint/tcerrlint/internal/program"
	"github.com/tcerrlint/tcerrlint/internal/rawvalue"
	"github.com/tcerrlint/tcerrlint/internal/value"
)

// matchString recognises the first result of regexp.MatchString.
func matchString(f *program.Function, call *ssa.Call) *program.Test {
	t := &program.Test{}
	if node := f.Syntax().Call(call); node != nil {
		t.Node = node
	}
	if callee := call.Call.StaticCallee(); callee != nil && regexpTest(f, t, call, callee) {
		return t
	}
	return nil
}

func testCall(f *program.Function, call *ssa.Call) *program.Test {
	common := &call.Call
	callee := common.StaticCallee()
	if t := sentinelTest(f, call); t != nil {
		return t
	}
	if !ir.IsBool(call.Type()) {
		if t := filterTest(f, call); t != nil {
			return t
		}
		return otherCall(f, call, callee)
	}
	t := &program.Test{}
	if node := f.Syntax().Call(call); node != nil {
		t.Node = node
	}
	if set, elem := value.SetMembership(common); elem != nil {
		list := value.ListOf(f, set, []value.Step{{Kind: value.StepElem}})
		if c, ok := value.CodeOf(f, elem); ok {
			t.Of = c.Of
			compareList(f, t, c, codes.Equal, list)
			return t
		}
		if answerAmong(f, t, elem, list) {
			return t
		}
	}
	if callee != nil {
		if standardTest(f, t, call, callee) {
			return t
		}
		if f.IsErrorsAs(common) {
			if m, ok := common.Args[1].(*ssa.MakeInterface); ok {
				if ptr, ok := m.X.Type().Underlying().(*types.Pointer); ok {
					return typeTest(f, common.Args[0], ptr.Elem())
				}
			}
			return nil
		}
		if h := f.Pkg.SummaryOf(callee); h != nil && helperTest(f, t, call, callee, h) {
			return t
		}
		if closure := ir.ClosureOf(common.Value); closure != nil && closureTest(f, t, call, closure) {
			return t
		}
	}
	if madeTest(f, t, call) || givenTest(f, t, call) {
		return t
	}
	if t := otherCall(f, call, callee); t != nil {
		return t
	}
	return foreignTest(f, call, callee)
}

// foreignTest recognises classifiers whose meaning is not known.
func foreignTest(f *program.Function, call *ssa.Call, callee *ssa.Function) *program.Test {
	for _, arg := range call.Call.Args {
		if text, ok := textOf(f, arg); ok {
			return &program.Test{Kind: OnText, Of: text}
		}
		if ir.IsErrorType(arg.Type()) && !ir.IsConstant(arg) {
			kind := Opaque
			if callee != nil && callee.Object() != nil && callee.Object().Pkg() != nil && f.Pkg.IsStd(callee.Object().Pkg()) {
				kind = OnText
			}
			return &program.Test{Kind: kind, Of: value.SubjectOf(f, arg)}
		}
		if c, ok := value.CodeOf(f, arg); ok {
			return &program.Test{Kind: Opaque, Of: c.Of}
		}
	}
	return nil
}

// textOf reports whether a string is the text of an error: err.Error(), its
// message, or a change of case of one.
func textOf(f *program.Function, v ssa.Value) (program.ValueID, bool) {
	if p, ok := rawvalue.PartOf(f, v); ok && p.Level == jsonshape.Text {
		return rawvalue.WireSubject(f, p), true
	}
	switch x := v.(type) {
	case *ssa.Call:
		if x.Call.IsInvoke() {
			if x.Call.Method.Name() == "Error" && ir.IsErrorType(x.Call.Value.Type()) {
				return value.SubjectOf(f, x.Call.Value), true
			}
			return program.ValueID{}, false
		}
		callee := x.Call.StaticCallee()
		if callee == nil || len(x.Call.Args) == 0 {
			return program.ValueID{}, false
		}
		if recv := callee.Signature.Recv(); recv != nil && f.Pkg.Errors.Is(recv.Type()) && (callee.Name() == "Error" || callee.Name() == "GetMessage") {
			return value.SubjectOf(f, x.Call.Args[0]), true
		}
		if ir.IsFunc(callee, "ToLower", "strings") || ir.IsFunc(callee, "ToUpper", "strings") {
			return textOf(f, x.Call.Args[0])
		}
	case *ssa.UnOp:
		if addr, ok := x.X.(*ssa.FieldAddr); ok && x.Op == token.MUL && f.Pkg.Errors.Is(addr.X.Type()) && !value.IsCodeField(f, addr.X.Type(), addr.Field) {
			return value.SubjectOf(f, addr.X), true
		}
	}
	return program.ValueID{}, false
}

// standardTests are the functions of the standard library that compare
// strings, and the operator each means when its first argument is the code.
var standardTests = map[string]struct{ code, swapped codes.Op }{
	"HasPrefix": {codes.Prefix, codes.Begins},
	"HasSuffix": {codes.Suffix, codes.Ends},
	"Contains":  {codes.Contains, codes.Inside},
}

func standardTest(f *program.Function, t *program.Test, call *ssa.Call, callee *ssa.Function) bool {
	args := call.Call.Args
	for name, op := range standardTests {
		if !ir.IsFunc(callee, name, "strings") {
			continue
		}
		return compareEither(f, t, call, [2]codes.Op{op.code, op.swapped}, codes.AsIs)
	}
	if ir.IsFunc(callee, "EqualFold", "strings") {
		return compareEither(f, t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.Fold)
	}
	if ir.IsFunc(callee, "Contains", "slices", "golang.org/x/exp/slices", "github.com/samber/lo") || ir.IsFunc(callee, "Contains", "github.com/thoas/go-funk") {
		list := value.ListOf(f, args[0], value.MembersOf(ir.ContainerOf(args[0])))
		if c, ok := value.CodeOf(f, args[1]); ok {
			t.Of = c.Of
			compareList(f, t, c, codes.Equal, list)
			return true
		}
		return answerAmong(f, t, args[1], list)
	}
	if looksByFunc(callee) && containsFunc(f, t, call) {
		return true
	}
	if ir.IsFunc(callee, "DeepEqual", "reflect") {
		return compareEither(f, t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.AsIs)
	}
	return regexpTest(f, t, call, callee)
}

// looksByFunc reports whether a function answers whether a list has what satisfies
// another function.
func looksByFunc(callee *ssa.Function) bool {
	return ir.IsFunc(callee, "ContainsFunc", "slices", "golang.org/x/exp/slices") ||
		ir.IsFunc(callee, "ContainsBy", "github.com/samber/lo") || ir.IsFunc(callee, "SomeBy", "github.com/samber/lo")
}

// cuts are the functions of the standard library that cut a string where they find
// another, and tell last whether they did.
var cuts = map[string][2]codes.Op{
	"Cut":       {codes.Contains, codes.Inside},
	"CutPrefix": {codes.Prefix, codes.Begins},
	"CutSuffix": {codes.Suffix, codes.Ends},
}

// cutTest recognises the last result of strings.CutPrefix and its like.
func cutTest(f *program.Function, x *ssa.Extract, call *ssa.Call) *program.Test {
	if !ir.IsBool(x.Type()) {
		return nil
	}
	for name, ops := range cuts {
		if !ir.IsFunc(call.Call.StaticCallee(), name, "strings") {
			continue
		}
		t := &program.Test{}
		if node := f.Syntax().Call(call); node != nil {
			t.Node = node
		}
		if compareEither(f, t, call, ops, codes.AsIs) {
			return t
		}
	}
	return nil
}

// maxRegexp bounds the length of a regular expression that all codes are matched
// with.
const maxRegexp = 10_000

func regexpTest(f *program.Function, t *program.Test, call *ssa.Call, callee *ssa.Function) bool {
	if callee.Name() != "MatchString" || callee.Object() == nil || callee.Object().Pkg() == nil || callee.Object().Pkg().Path() != "regexp" {
		return false
	}
	c, ok := value.CodeOf(f, call.Call.Args[1])
	if !ok {
		return false
	}
	t.Of = c.Of
	l := expressions(f, call.Call.Args[0])
	if c.Segment {
		l = value.List{Open: true}
	}
	for _, v := range l.Values {
		if len(v.Value) > maxRegexp {
			l.Open = true
			continue
		}
		expr := v.Expr
		if callee.Signature.Recv() == nil {
			expr = f.Syntax().Argument(call, 0)
		}
		literal(f, t, codes.Atom{Op: codes.Regexp, Case: c.Cased, Value: v.Value}, v.Value, expr)
	}
	t.Pattern.Open = t.Pattern.Open || l.Open
	return true
}

// expressions reads the regular expressions that a value can be: those of a table over
// which a loop goes, or the one that it was compiled from, wherever that is kept.
func expressions(f *program.Function, v ssa.Value) value.List {
	if m, ok := value.MemberOf(f, v); ok {
		return value.ListOf(f, m.Of, m.Path)
	}
	l := value.ListOf(f, v, nil)
	l.Open = l.Open || len(l.Values) != 1
	return l
}
