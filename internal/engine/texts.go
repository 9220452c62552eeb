package engine

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/tcerrlint/tcerrlint/internal/ir"
)

// A TextTest looks for a constant in the text of an error.
type TextTest struct {
	Value   string
	Expr    ast.Expr      // the constant
	Call    *ast.CallExpr // the test
	Typed   ast.Expr      // the SDK's error, of which the test takes the text; nil if it takes another error's
	Message bool          // the text is only the message, which has no code
	Same    bool          // to look into Code of Typed instead matches whenever the text has the code
	Named   bool          // the function names the SDK's errors besides
	Origin  Origin
}

// LooksLikeCode reports whether a text is written as a code with a detail is: words
// that begin with capital letters, with dots between.
func LooksLikeCode(text string) bool {
	words := strings.Split(text, ".")
	for _, word := range words {
		if word == "" || word[0] < 'A' || word[0] > 'Z' {
			return false
		}
		for _, c := range word {
			if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
				return false
			}
		}
	}
	return len(words) > 1
}

// TextTests returns the tests on the text of an error that is the SDK's for
// certain, or comes from a call of the SDK, in source order.
func (p *Package) TextTests() []TextTest {
	var list []TextTest
	for _, f := range p.Functions {
		for _, block := range f.ssa.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok {
					if t, ok := f.textTest(call); ok {
						list = append(list, t)
					}
				}
			}
		}
	}
	return list
}

func (f *Function) textTest(call *ssa.Call) (TextTest, bool) {
	callee := call.Call.StaticCallee()
	for _, name := range []string{"Contains", "HasPrefix", "HasSuffix"} {
		if !ir.IsFunc(callee, name, "strings") {
			continue
		}
		value, isConst := ir.ConstString(call.Call.Args[1])
		of, isText := f.textOf(call.Call.Args[0])
		node := f.syntax().call(call)
		if !isConst || !isText || node == nil || len(node.Args) != 2 {
			return TextTest{}, false
		}
		t := TextTest{Value: value, Expr: node.Args[1], Call: node}
		t.Typed, t.Message = f.typedText(node.Args[0])
		t.Same = name == "Contains" && t.Typed != nil && f.hasCode(t.Typed)
		t.Origin, _ = f.originOf(of)
		d := f.pkg.declared[f.pkg.objectOf(ir.Outermost(f.ssa))]
		t.Named = d == nil || d.tests
		known := f.subjects[of]
		return t, t.Typed != nil || t.Message || known != nil && known.Certain || len(t.Origin.Services) > 0
	}
	return TextTest{}, false
}

// typedText takes e.Error(), e.GetMessage() and e.Message apart, where e is the
// SDK's error or another that carries a code.
func (f *Function) typedText(e ast.Expr) (typed ast.Expr, message bool) {
	e = ast.Unparen(e)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 0 {
		e = call.Fun
	}
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return nil, false
	}
	t := f.pkg.pass.TypesInfo.TypeOf(sel.X)
	if t == nil || !f.pkg.errors.Is(t) {
		return nil, false
	}
	if sel.Sel.Name != "Error" {
		return nil, true
	}
	return sel.X, false
}

// hasCode reports whether an expression is the SDK's own error, whose text has
// the code, and whose field Code is a string.
func (f *Function) hasCode(e ast.Expr) bool {
	t := f.pkg.pass.TypesInfo.TypeOf(e)
	if f.pkg.wire.isOwn(t) {
		return false // its text is anything
	}
	object, _, _ := types.LookupFieldOrMethod(t, true, f.pkg.pass.Pkg, "Code")
	v, ok := object.(*types.Var)
	return ok && types.Identical(v.Type(), types.Typ[types.String])
}
