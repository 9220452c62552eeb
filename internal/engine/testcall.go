package engine

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/codes"
	"github.com/tcerrlint/tcerrlint/internal/ir"
	"github.com/tcerrlint/tcerrlint/internal/jsonshape"
)

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

func (f *Function) testCall(call *ssa.Call) *Test {
	common := &call.Call
	callee := common.StaticCallee()
	if t := f.sentinelTest(call); t != nil {
		return t
	}
	if !ir.IsBool(call.Type()) {
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
		if closure := ir.ClosureOf(common.Value); closure != nil && f.closureTest(t, call, closure) {
			return t
		}
	}
	if f.madeTest(t, call) {
		return t
	}
	if t := f.otherCall(call, callee); t != nil {
		return t
	}
	return f.foreignTest(call, callee)
}

// foreignTest recognises classifiers whose meaning is not known.
func (f *Function) foreignTest(call *ssa.Call, callee *ssa.Function) *Test {
	for _, arg := range call.Call.Args {
		if text, ok := f.textOf(arg); ok {
			return &Test{kind: onText, of: text}
		}
		if ir.IsErrorType(arg.Type()) && !ir.IsConstant(arg) {
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

// textOf reports whether a string is the text of an error: err.Error(), its
// message, or a change of case of one.
func (f *Function) textOf(v ssa.Value) (subject, bool) {
	if p, ok := f.partOf(v); ok && p.level == jsonshape.Text {
		return f.wireSubject(p), true
	}
	switch x := v.(type) {
	case *ssa.Call:
		if x.Call.IsInvoke() {
			if x.Call.Method.Name() == "Error" && ir.IsErrorType(x.Call.Value.Type()) {
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
		if ir.IsFunc(callee, "ToLower", "strings") || ir.IsFunc(callee, "ToUpper", "strings") {
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
		if !ir.IsFunc(callee, name, "strings") {
			continue
		}
		return f.compareEither(t, call, [2]codes.Op{op.code, op.swapped}, codes.AsIs)
	}
	if ir.IsFunc(callee, "EqualFold", "strings") {
		return f.compareEither(t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.Fold)
	}
	if ir.IsFunc(callee, "Contains", "slices", "golang.org/x/exp/slices", "github.com/samber/lo") || ir.IsFunc(callee, "Contains", "github.com/thoas/go-funk") {
		if c, ok := f.codeOf(args[1]); ok {
			t.of = c.of
			f.compareList(t, c, codes.Equal, f.listOf(args[0], membersOf(ir.ContainerOf(args[0]))))
			return true
		}
		return false
	}
	if f.containsFunc(t, call, callee) {
		return true
	}
	if set, elem := f.setMembership(call, callee); set != nil {
		c, ok := f.codeOf(elem)
		if !ok {
			return false
		}
		t.of = c.of
		f.compareList(t, c, codes.Equal, f.listOf(set, []step{{kind: stepElem}}))
		return true
	}
	if ir.IsFunc(callee, "DeepEqual", "reflect") {
		return f.compareEither(t, call, [2]codes.Op{codes.Equal, codes.Equal}, codes.AsIs)
	}
	return f.regexpTest(t, call, callee)
}

// maxRegexp bounds the length of a regular expression that all codes are matched
// with.
const maxRegexp = 10_000

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
		if value, ok := ir.ConstString(call.Call.Args[0]); ok && !c.segment && len(value) <= maxRegexp {
			f.literal(t, codes.Atom{Op: codes.Regexp, Case: c.cased, Value: value}, f.syntax().argument(call, 0))
			return true
		}
	} else if value, expr, ok := f.compiledRegexp(call.Call.Args[0]); ok && !c.segment && len(value) <= maxRegexp {
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
		if ir.IsFunc(x.Call.StaticCallee(), "MustCompile", "regexp") {
			value, ok := ir.ConstString(x.Call.Args[0])
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
				value, ok := ir.ConstantOf(f.pkg.pass.TypesInfo, call.Args[0])
				return value, call.Args[0], ok
			}
		}
	}
	return "", nil, false
}
